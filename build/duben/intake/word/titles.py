"""What the look of lines says: which is the title, and which are headings that no style marks.

The title of an official document is centred, in 小标宋 of 二号, its headings in 黑体 and 楷体 of
the size of the text (GB/T 9704-2012, 7.3). Looks are evidence: what rests on them alone is told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from duben import chinese
from duben.intake import dates, head_lines, line_editing
from duben.intake.boilerplate import FRONT, DocumentHead, is_body_line, may_be_title
from duben.intake.document import ChangeLog, Omission, SourceLine
from duben.intake.letters import is_letterhead
from duben.intake.line_editing import ASIDE
from duben.intake.word.lines import WordLine

BYLINE = "署名"  # the style of authors below the title, as build --format docx writes it
TOP_LINES = 16  # lines among which the title is looked for
TITLE_LINES = 4  # over which a title goes at most
LARGER = 1.15  # times the size of the text
HEADING_LENGTH = 30
HEADING_FACES = ("黑体", "黑體", "hei", "楷体", "楷體", "kai", "小标宋")
# What stands large on the cover of a thesis above its title.
THESIS = re.compile(
    "(?:[一-鿿]{2,16}(?:大学|学院))?(?:博士|硕士|学士|本科|专科)?(?:生)?(?:学位|毕业)(?:论文|设计)"
    "(?:[（(](?:论文|设计|报告)[）)])?"
)
TITLE_KEY = re.compile("(?:论文|设计|作品)?题[ \u3000]*目[ \u3000]*[：:][ \u3000]*(?=\\S)")
# 项目编号：… on a cover.
FIELD = re.compile(
    "[一-鿿 \u3000]{0,10}(?:编[ \u3000]*号|学[ \u3000]*号|名[ \u3000]*称|单[ \u3000]*位|人|方"
    "|姓[ \u3000]*名|时[ \u3000]*间|日[ \u3000]*期|年[ \u3000]*级|班[ \u3000]*级|专[ \u3000]*业"
    "|学[ \u3000]*院|教[ \u3000]*师|机[ \u3000]*构|代[ \u3000]*码|简[ \u3000]*称|密[ \u3000]*级"
    "|职[ \u3000]*称|地[ \u3000]*[点址]|电[ \u3000]*话|部[ \u3000]*门|版[ \u3000]*本)"
    "[ \u3000]*[：:]"
)
STYLED_HEADINGS = 2  # from which on the styles say which lines are headings
ALIKE = 2  # lines of one look from which on they may be headings
LAST_LINES = 4  # where a signature stands
DEFAULT_SIZE = 21  # half-points: 五号


def body_size(lines: Sequence[WordLine]) -> int:
    """The size of most of the text, in half-points."""
    sizes: Counter[int] = Counter()
    for entry in lines:
        sizes[entry.size or DEFAULT_SIZE] += len(entry.line.text)
    return max(sizes, key=sizes.__getitem__, default=DEFAULT_SIZE)


def take_title(
    lines: Sequence[WordLine], log: ChangeLog
) -> tuple[list[WordLine], SourceLine | None]:
    """The lines, a title over several joined, and the line that is the title by style or look; None
    where the words have to tell it.
    """
    top = _top_lines(lines)
    styled = next((index for index in range(top) if lines[index].look.is_title), None)
    if styled is None:
        for at in range(top):
            if match := TITLE_KEY.match(lines[at].line.text):
                return _take_named_title(lines, at, match.end(), log)
    index = _looks_like_title(lines, top) if styled is None else styled
    if index is None:
        return list(lines), None
    end = index + 1
    while (
        end < min(len(lines), index + TITLE_LINES)
        and _is_same_look(lines[index], lines[end])
        and _goes_on(lines[index:end], lines[end].line)
    ):
        end += 1
    title = line_editing.join_lines([entry.line for entry in lines[index:end]])
    spans = tuple(span for span in title.spans if span.kind not in ("strong", "emphasis"))
    title = replace(title, heading_level=1, spans=spans)
    if styled is None and index != _first_by_words(lines, top):
        log.doubt(title, "title", title.text)
    return [*lines[:index], replace(lines[index], line=title), *lines[end:]], title


def _take_named_title(
    lines: Sequence[WordLine], index: int, start: int, log: ChangeLog
) -> tuple[list[WordLine], SourceLine]:
    """The lines with the title behind its key: 题目：…"""
    line = lines[index].line
    log.left_out.append(Omission(line.number, line.text[:start], why="书名前的标签"))
    title = line_editing.slice_line(line, start, len(line.text))
    title = replace(title, heading_level=1, spans=())
    return [*lines[:index], replace(lines[index], line=title), *lines[index + 1 :]], title


def take_title_block(
    lines: Sequence[WordLine], title: SourceLine | None, log: ChangeLog, head: DocumentHead
) -> list[WordLine]:
    """The lines without subtitle and authors that stand right below the title in styles of their
    own; these go into the head.
    """
    start = next((index for index, entry in enumerate(lines) if entry.line is title), len(lines))
    end = start + 1
    for entry in lines[end:]:
        if entry.look.is_subtitle:
            head.subtitle.append(entry.line)
            log.relocate("subtitle", entry.line)
        elif entry.look.style_name == BYLINE and dates.date_alone(entry.line.text) is None:
            head.authors += entry.line.text.split()
            log.relocate("authors", entry.line)
        else:
            break
        end += 1
    return [*lines[: start + 1], *lines[end:]]


def _top_lines(lines: Sequence[WordLine]) -> int:
    """How many lines stand before the first sentence."""
    return next(
        (
            index
            for index, entry in enumerate(lines[:TOP_LINES])
            if is_body_line(entry.line) and not entry.look.is_title
        ),
        min(TOP_LINES, len(lines)),
    )


def _looks_like_title(lines: Sequence[WordLine], top: int) -> int | None:
    """The first of the largest centred lines at the head, behind a letterhead and its number."""
    least = body_size(lines) * LARGER
    centred = [
        index
        for index in range(top)
        if lines[index].line.indent >= ASIDE
        and (lines[index].size or DEFAULT_SIZE) >= least
        and may_be_title(lines[index].line)
        and not _is_no_title(lines[index].line.text)
    ]
    return max(centred, key=lambda index: (lines[index].size, -index), default=None)


def _first_by_words(lines: Sequence[WordLine], top: int) -> int | None:
    """The line that would be the title by its words alone."""
    return next(
        (
            index
            for index in range(top)
            if may_be_title(lines[index].line) and not _is_no_title(lines[index].line.text)
        ),
        None,
    )


def _is_no_title(text: str) -> bool:
    """Whether a line of the head is no title, however large: a letterhead, a label, the kind of a
    thesis, something in brackets.
    """
    return (
        _is_office_line(text)
        or text[0] in "（("
        or bool(FIELD.match(text) or FRONT.fullmatch(text))
        or bool(THESIS.fullmatch("".join(text.split())))
        or (chinese.read_label(text) is not None and not head_lines.is_lesson(text))
    )


def _is_office_line(text: str) -> bool:
    """Whether a line at the head is a letterhead, a number, a date or a name."""
    return (
        is_letterhead(text)
        or head_lines.is_office_line(text)
        or dates.date_alone(text) is not None
        or dates.is_month(text)
        or head_lines.is_name(text)
    )


def _is_same_look(first: WordLine, other: WordLine) -> bool:
    return (
        (other.size, other.font, other.line.indent) == (first.size, first.font, first.line.indent)
        and other.look.is_title == first.look.is_title
        and other.line.kind == "text"
    )


def _goes_on(before: Sequence[WordLine], line: SourceLine) -> bool:
    """Whether a title of these lines goes on in one of the same look."""
    text = before[-1].line.text
    return not (
        _is_office_line(line.text)
        or line.text.startswith(("—", "-", "（", "("))
        and not head_lines.is_state(line.text)
        or head_lines.is_occasion(line.text)
        or text.endswith(("总结", "报告", "讲话", "方案"))
        and len(line.text) > len(text)
    )


def mark_headings(
    lines: Sequence[WordLine], title: SourceLine | None, log: ChangeLog
) -> list[WordLine]:
    """The lines; where no style marks headings, short lines that stand out by their look have the
    level of a heading, by size first and bold or face after it.
    """
    if sum(entry.look.level > 0 for entry in lines) >= STYLED_HEADINGS:
        return list(lines)
    size = body_size(lines)
    faces: Counter[str] = Counter()
    for entry in lines:
        faces[entry.font] += len(entry.line.text)
    face = max(faces, key=faces.__getitem__, default="")
    first = next((at for at, entry in enumerate(lines) if entry.line is title), -1)
    looks = [
        _heading_look(entry, size, face)
        if index > first and index < len(lines) - LAST_LINES or len(lines) < 2 * LAST_LINES
        else None
        for index, entry in enumerate(lines)
    ]
    counts = Counter(look for look in looks if look is not None)
    ranked = sorted((look for look, count in counts.items() if count >= ALIKE), reverse=True)
    result = []
    told: set[object] = set()
    for entry, look in zip(lines, looks, strict=True):
        if look not in ranked or entry.line is title:
            result.append(entry)
            continue
        line = replace(entry.line, heading_level=ranked.index(look) + 1)
        if look not in told:  # the first of a look stands for all
            log.doubt(line, "heading", line.text)
        told.add(look)
        result.append(replace(entry, line=line))
    return result


def _heading_look(entry: WordLine, size: int, face: str) -> tuple[int, bool, str] | None:
    """The look by which a line stands out as a heading: size, bold, face; None where it does not,
    or where its words are none of a heading.
    """
    line = entry.line
    own = entry.size or DEFAULT_SIZE
    named = entry.font != face and any(part in entry.font.lower() for part in HEADING_FACES)
    if (
        line.kind != "text"
        or not 2 <= len(line.text) <= HEADING_LENGTH
        or line_editing.ends_sentence(line.text, "。；，、：！？;,:!?")
        or not (entry.bold or named or own >= size * LARGER)
        or own < size
        or _is_office_line(line.text)
        or head_lines.ANNEX_LABEL.fullmatch(line.text) is not None
        or not any(map(chinese.is_han, line.text))
        or chinese.read_label(line.text) is not None
    ):
        return None
    return own, entry.bold, entry.font if named else ""
