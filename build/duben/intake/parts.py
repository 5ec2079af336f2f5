"""Where in one file a document ends and another that belongs to it begins: the text that a letter
issues, annexes (附件), and reports of several people under one title. ``split_parts``.

The letter is the document; each text behind it is a part with a numbering of its own. The list
附件：1.… 2.… under a letter only names them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from duben import chinese
from duben.intake import dates, head_lines
from duben.intake.body_names import BODIES
from duben.intake.boilerplate import title_key
from duben.intake.document import ChangeLog, SourceLine
from duben.intake.line_editing import BLANKS, CLOSING, change_line, ends_sentence, join_lines

STOP_MARKS = chinese.STOPS + "…,;:!?"
TITLE_LENGTH = 60  # characters of a title's line, and of a line that opens an annex
TITLE_LINES = 3
LISTED_LINES = 5  # of the head of an annex whose name the list gives
LONG_LINE = 10  # characters of a line of a title that is broken where the line was full
LETTERS = ("通知", "函", "批复", "批覆", "公告", "令")  # that issue another text
LETTER_LINES = 60
BEGINS_WITHIN = 5  # lines behind a title that comes again, of whom the text is among them
NUMBER_LINES = 4  # under a title, among them the number of an order
SIGNED_WITHIN = 6  # lines before the text that a letter issues, among them the letter's date
TEXT_LENGTH = 100  # characters behind 附：… that make it a text and not a name
APPENDICES = ("附录", "附錄")  # chapters of a book: they are not asked about
HEADING_KINDS = frozenset({"part", "chapter", "section", "formal", "comma", "paren"})
INSERT_LINES = 60  # of a text put in between two sections
# How the titles of annexes end, besides those of documents.
KINDS = (*head_lines.KINDS, "表", "名单", "清单", "规范", "标准", "名單", "清單", "規範", "標準")
ANNEX = re.compile(
    r"附[件录錄表](?:[ \u3000]{0,2}[0-9０-９一二三四五六七八九十]{1,3})?(?:$|[ \u3000]{1,"
    r"2}\S|(?<=[0-9０-９一二三四五六七八九十])[^：:、.．0-9])"
)
ANNEX_LABEL = re.compile(
    "附[件录錄表]?[ \u3000]{0,2}[0-9０-９一二三四五六七八九十]{0,3}[ \u3000]{0,2}[：:]?"
)
ANNEX_NAMED = re.compile(
    "附(?:[件录錄表][ \u3000]{0,2}[0-9０-９一二三四五六七八九十]{0,3})?[ \u3000]{0,2}[：:]"
    "[ \u3000]{0,2}(?=[^0-9０-９《 \u3000])"
)
ANNEX_GAP = re.compile(
    f"(?P<label>附[件录錄表](?:[ \u3000]{{0,2}}[0-9０-９一二三四五六七八九十]{{1,3}})?)"
    f"(?P<gap>[{BLANKS}]{{1,9}})(?=[^{BLANKS}0-9０-９一二三四五六七八九十])"
)
NUMERALS = tuple("0123456789０１２３４５６７８９一二三四五六七八九十")
# 方案.docx: the file that a page offers.
FILE_NAME = re.compile(
    r"\.(?:docx?|xlsx?|pptx?|wps|et|pdf|ofd|zip|rar|7z|jpe?g|png)\W*$", re.IGNORECASE
)
ANNEX_ENTRY = re.compile(  # 附件2：《清淤验收单》 of a list
    "附件[ \u3000]?[0-9０-９一二三四五六七八九十]{1,3}[ \u3000]?[：:]"
    "[ \u3000]?《?([^《》：:。]{4,40})》?"
)
NAMED = re.compile("《([^《》]{4,60})》")


@dataclass(slots=True)
class Part:
    """A text with a numbering of its own: its title, and the lines below it."""

    head: SourceLine
    lines: list[SourceLine] = field(default_factory=list)


def split_parts(lines: Sequence[SourceLine], title: SourceLine, log: ChangeLog) -> list[Part]:
    """The document with this title, and the parts behind it; what was taken for a part is told as a
    doubt.
    """
    parts = [Part(title)]
    issued = _issued_index(lines, title)
    repeated = _repeated_titles(lines, title)
    listed = _listed_annexes(lines)
    named = _named_annexes(lines, listed)
    at = 0
    while at < len(lines):
        if at in repeated:
            count = 1 + _is_name(lines[at + 1].text)
        elif at in named:
            count = 1
        elif not (count := _listed_lines(lines, at, listed)):
            count = _title_lines(lines, at) if at == issued else _annex_lines(lines, at, parts[-1])
            count = 0 if count and _numbering_goes_on(lines, at, parts[-1]) else count
        if count:
            head = _joined_head(lines[at : at + count], log)
            if not head.text.startswith(APPENDICES):
                log.doubt(head, "part", head.text)
            parts.append(Part(head))
            again = lines[at + count : at + count + 1]
            if again and _is_title_again(head, again[0]):
                log.omit(*again)
                count += 1
        else:
            parts[-1].lines.append(lines[at])
        at += count or 1
    return parts


def _is_title_again(head: SourceLine, line: SourceLine) -> bool:
    """Whether the title of an annex stands once more right below it, by itself."""
    match = ANNEX_LABEL.match(head.text)
    return (
        match is not None
        and line.kind == "text"
        and title_key(line.text) == title_key(head.text[match.end() :])
    )


def _joined_head(lines: Sequence[SourceLine], log: ChangeLog) -> SourceLine:
    """The lines of a title as one heading: behind the label of an annex stands a blank."""
    first = lines[0].text
    apart = (
        ANNEX_LABEL.fullmatch(first) and not first.endswith(("：", ":")) or _is_name(lines[-1].text)
    )
    gaps = ["\u3000" if apart else "", *[""] * len(lines)]
    head = join_lines(lines, gaps) if len(lines) > 1 else lines[0]
    return _normalize_annex_gap(replace(head, heading_level=0), log)


def _normalize_annex_gap(line: SourceLine, log: ChangeLog) -> SourceLine:
    """The head of an annex with one full-width space behind its label,
    where any blank was typed.
    """
    match = ANNEX_GAP.match(line.text)
    if not match or match["gap"] == "\u3000":
        return line
    return change_line(line, [(match.end("label"), match["gap"], "\u3000")], log)


# --- the text that a letter issues ----------------------------------------------------------------


def _issued_index(lines: Sequence[SourceLine], title: SourceLine) -> int | None:
    """Where a letter ends and the text that it issues begins: its title by itself soon after a
    date, named before it.
    """
    ordered = any(head_lines.ORDER_NUMBER.fullmatch(line.text) for line in lines[:NUMBER_LINES])
    if not ordered and not title.text.endswith(LETTERS):
        return None
    before = title.text
    for index, line in enumerate(lines[:LETTER_LINES]):
        earlier = lines[max(0, index - SIGNED_WITHIN) : index]
        if _may_be_title(line) and any(dates.date_alone(other.text) for other in earlier):
            names = {title_key(name) for name in NAMED.findall(before)}
            count = _title_lines(lines, index)
            for keyed in (line.text, "".join(part.text for part in lines[index : index + count])):
                if title_key(keyed) in names or title_key(keyed) in title_key(title.text):
                    return index
        before += line.text
    return None


# --- texts of one title ---------------------------------------------------------------------------


def _repeated_titles(lines: Sequence[SourceLine], title: SourceLine) -> frozenset[int]:
    """Where the title of a document comes again, a numbering beginning soon under each: the reports
    of several people, each a text of its own.
    """
    places: dict[str, list[int]] = {}
    if _begins_numbering(lines, 0):
        places[title_key(title.text)] = [-1]
    for index, line in enumerate(lines):
        if line.kind == "text" and line.text.endswith(KINDS) and _may_be_title(line):
            places.setdefault(title_key(line.text), []).append(index)
    return frozenset(
        index
        for indexes in places.values()
        if len(indexes) > 1 and all(_begins_numbering(lines, index + 1) for index in indexes)
        for index in indexes
    )


def _is_name(text: str) -> bool:
    """Whether a line is a name; of two characters they may stand any way apart: 甲　 某."""
    return head_lines.is_name("".join(text.split()))


def _begins_numbering(lines: Sequence[SourceLine], start: int) -> bool:
    """Whether the first label soon behind a title is a number one."""
    labels = (chinese.read_label(line.text) for line in lines[start : start + BEGINS_WITHIN])
    first = next((label for label in labels if label), None)
    return first is not None and first.number == 1


# --- annexes --------------------------------------------------------------------------------------


def _listed_annexes(lines: Sequence[SourceLine]) -> dict[str, int]:
    """The names of annexes that a list under a letter gives (附件：1.… 2.…), each with the index
    of its line.
    """
    texts = [line.text if line.kind == "text" else "" for line in lines]
    names = chinese.listed_annexes(texts, list(map(chinese.read_label, texts)))
    return {key: index for index, name in reversed(names.items()) if (key := title_key(name))}


def _listed_lines(lines: Sequence[SourceLine], index: int, listed: Mapping[str, int]) -> int:
    """How many lines the head of an annex takes that begins here and has, over several lines
    perhaps, the name that the list under the letter gives; 0 for none.
    """
    match = ANNEX_LABEL.match(lines[index].text)
    if match is None or lines[index].kind != "text":
        return 0
    name = lines[index].text[match.end() :]
    for end in range(index + 1, min(index + LISTED_LINES, len(lines) - 1) + 1):
        at = listed.get(title_key(name), index)
        if at < index and not dates.date_alone(name):
            return end - index
        if lines[end].kind != "text":
            break
        name += lines[end].text
    return 0


def _named_annexes(lines: Sequence[SourceLine], listed: Mapping[str, int]) -> frozenset[int]:
    """Where the name of a listed annex stands by itself behind the list, once and without a label:
    附件2：《清淤验收单》.
    """
    names = {key.strip("《》"): index for key, index in listed.items()}
    entries = ((ANNEX_ENTRY.fullmatch(line.text), index) for index, line in enumerate(lines))
    names |= {title_key(entry[1]): index for entry, index in entries if entry}
    places: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        key = title_key(line.text)
        if line.kind == "text" and names.get(key, index) < index and _may_be_title(line):
            places.setdefault(key, []).append(index)
    last = max(names.values(), default=0)
    return frozenset(
        indexes[0]
        for indexes in places.values()
        if len(indexes) == 1
        and indexes[0] > last
        and not ANNEX_LABEL.fullmatch(lines[indexes[0] - 1].text)
    )


def _annex_lines(lines: Sequence[SourceLine], index: int, part: Part) -> int:
    """How many lines the head of an annex takes that begins here, its label and its title; 0 where
    none begins.
    """
    line = lines[index]
    if (
        not index
        or line.kind != "text"
        or len(line.text) > TITLE_LENGTH
        or index + 1 >= len(lines)
        or (part.head.text.startswith("附件") and line.text[1:2] != "件")
    ):
        return 0
    if ANNEX_LABEL.fullmatch(line.text):
        below = _title_lines(lines, index + 1)
        if below and FILE_NAME.search(lines[index + below].text):
            return 0
        return below + 1 if _is_head(lines, index, below) else 0
    if ANNEX.match(line.text) and line.text[-1] not in STOP_MARKS and "；" not in line.text:
        named = FILE_NAME.search(line.text) or _is_of_a_list(lines, index)
        return 0 if named else 1 + _more_lines(lines, index)
    if ANNEX_NAMED.match(line.text) and _may_be_title(line):
        return int(lines[index + 1].kind == "table" or _is_long_text(lines, index + 1))
    return 0


def _is_of_a_list(lines: Sequence[SourceLine], index: int) -> bool:
    """Whether the line before or behind names an annex in the same way, no text between them: a
    list of annexes (附件1《图纸》, 附件2《清单》).
    """
    near = (*lines[max(index - 1, 0) : index], *lines[index + 1 : index + 2])
    return "《" in lines[index].text and any(
        other.kind == "text" and "《" in other.text and ANNEX.match(other.text) for other in near
    )


def _numbering_goes_on(lines: Sequence[SourceLine], index: int, part: Part) -> bool:
    """Whether the numbering of the text before a line goes on behind it (（一）, 附：…, （二）):
    what is put in between is no annex.
    """
    behind = islice(lines, index + 1, index + 1 + INSERT_LINES)
    labels = (chinese.read_label(line.text) for line in behind)
    label = next((label for label in labels if label and label.kind in HEADING_KINDS), None)
    if label is None or label.number == 1:
        return False
    earlier = (chinese.read_label(line.text) for line in reversed(part.lines))
    before = next((other for other in earlier if other and other.kind == label.kind), None)
    return before is not None and before.number == label.number - 1


def _is_head(lines: Sequence[SourceLine], index: int, below: int) -> bool:
    """Whether the label of an annex, with so many lines of title below it, opens a text: with a
    number it does, with a number and a colon unless the list of annexes goes on or a signature
    follows, else where a text follows.
    """
    label, text = lines[index].text, index + 1 + below
    if head_lines.opens_annex_list([line.text for line in lines], index):
        return False
    if label.endswith(NUMERALS):
        return True
    if label.rstrip("：: \u3000").endswith(NUMERALS):
        return below > 0 and text < len(lines) and not _ends_letter(lines[text])
    titled = below > 0 or label.startswith("附件")
    return titled and _is_text(lines, text, labelled=below > 0)


def _ends_letter(line: SourceLine) -> bool:
    """Whether a line is of the end of a letter: its date, its signature, the name of an annex."""
    return (
        dates.date_alone(line.text) is not None
        or line.text.endswith(BODIES)
        or line.text.startswith("附")
    )


def _title_lines(lines: Sequence[SourceLine], start: int) -> int:
    """How many lines from ``start`` on are a title; 0 for none."""
    if start >= len(lines) or not _may_be_title(lines[start]):
        return 0
    return 1 + _more_lines(lines, start)


def _more_lines(lines: Sequence[SourceLine], start: int) -> int:
    """How many lines behind the first line of a title go on with it."""
    title = ANNEX_GAP.sub("", lines[start].text)
    count = 0
    for line in lines[start + 1 : start + TITLE_LINES]:
        broken = (
            len(title) >= LONG_LINE
            and not title.endswith(KINDS)
            and line.text.endswith(KINDS)
            and _may_be_title(line)
        )
        if line.kind != "text" or not (
            head_lines.is_state(line.text)
            or broken
            or (_may_be_title(line) and head_lines.continues_title(title, line.text))
        ):
            break
        title += line.text
        count += 1
    return count


def _may_be_title(line: SourceLine) -> bool:
    """Whether a line may be the title of a text, by its own words."""
    text = line.text
    return (
        line.kind == "text"
        and len(text) <= TITLE_LENGTH
        and not ends_sentence(text.rstrip(CLOSING))
        and text[-1] not in "，、"
        and not chinese.read_label(text)
        and not dates.date_alone(text)
    )


def _is_text(lines: Sequence[SourceLine], index: int, labelled: bool = True) -> bool:
    """Whether a text begins here, no signature; not ``labelled``: with a sentence or a table."""
    if index >= len(lines):
        return False
    line = lines[index]
    return (
        line.kind == "table"
        or ends_sentence(line.text)
        or (labelled and chinese.read_label(line.text) is not None)
    )


def _is_long_text(lines: Sequence[SourceLine], start: int) -> bool:
    """Whether a text of its own follows, and not the rest of a letter: more than a few lines, no
    signature and no other annex among the first.
    """
    near = lines[start : start + SIGNED_WITHIN]
    if any(map(_ends_letter, near)) or not _is_text(lines, start):
        return False
    return sum(len(line.text) for line in lines[start : start + TEXT_LENGTH]) >= TEXT_LENGTH
