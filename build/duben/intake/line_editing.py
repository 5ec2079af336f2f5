"""Lines of a document are cleaned, cut and changed;
each keeps the place of its text in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, repeat

from duben import chinese
from duben.intake import dates, symbols
from duben.intake.document import ChangeLog, SourceLine, TextChange, TextSpan

BLANKS = chinese.BLANKS + "\u2002\u2003"
BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Neither text nor space: controls, zero-width characters, orders to change the direction of
# writing.
UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u061c\u200b-\u200f\u202a-\u202e\u2060"
    "\u2066-\u2069\ufdd0-\ufdef\ufeff\ufff9-\ufffc\ufffe\uffff\U000e0000-\U000e007f]"
)
SPACES = re.compile("[ \t]{2,}|\t")
# Signs of Symbol and Wingdings that open the items of a list: their codes are in no other font.
OPENING_SIGNS = dict(
    zip("\uf0b7\uf0a7\uf06c\uf06e\uf075\uf076\uf0d8\uf0fc\uf0a8", "•▪●■◆❖▶✓□", strict=True)
)
# Their codes in other fonts, as in a text taken from a PDF; not ·, ¨, which are marks there too.
LETTER_SIGNS = {
    letter: sign
    for code, sign in OPENING_SIGNS.items()
    if (letter := chr(ord(code) - 0xF000)) not in "·¨"
}
# What may follow the stop of a sentence; the signs that end a sentence; those that end a clause.
CLOSING = "".join(chinese.QUOTATION_MARKS.values()) + "）)》"
STOPS = "。！？!?…" + CLOSING
ENDS = STOPS + "；：;:"
POINTED = re.compile(
    "[^\\x00-\\x7f0-9０-９]\\.{1,12}$"
)  # a half-width full stop or dots after a 汉字
ASIDE = 40  # half-widths of indent that stand for a line set right or centred
# characters of a line from which two full-width spaces inside it are paragraph marks wherever they
# stand
FLAT = 80
# 国发〔2005〕39号 run on after the title of a document of one of the fifteen kinds
# (党政机关公文处理工作条例 8).
KINDS = (
    "决议|決議|决定|決定|命令|公报|公報|公告|通告|意见|意見|通知|通报|通報|报告|報告|请示|"
    "請示|批复|批覆|议案|議案|纪要|紀要"
)
RUN_ON = re.compile(
    f"(?P<title>.{{4,100}}?(?:{KINDS}))[{BLANKS}]{{0,4}}(?P<number>[\u4e00-\u9fff]{{1,"
    f"8}}〔[0-9０-９]{{4}}〕[0-9０-９]{{1,4}}号)[{BLANKS}]{{0,4}}(?P<rest>.*)"
)
# What is to be written on, which no heading is: 账号：____, 年　月　日.
TO_FILL = re.compile(f"__|{dates.DATE_TO_FILL}")
CHOICE = re.compile("[□☐☑☒]")  # to be ticked


def ends_sentence(text: str, marks: str = ENDS) -> bool:
    """Whether a text ends with one of the marks, or with a half-width point that stands for 。 or
    ….
    """
    return text[-1:] in marks or bool(POINTED.search(text[-14:]))


def text_width(text: str) -> int:
    """The width of a text in half-widths: one for a Latin letter, two for a 汉字."""
    return sum(1 if character < "\u0100" else 2 for character in text)


def word_set(text: str) -> frozenset[str]:
    """The words of a text, for a table of many."""
    return frozenset(text.split())


def clean_line(
    raw: str, origins: Sequence[tuple[int, int, int]], log: ChangeLog, tell: bool = True
) -> SourceLine:
    """A line without unseen characters, runs of blanks and the blanks round it; each change is
    told.
    """
    return clean(SourceLine(raw, tuple(origins)), log, tell)


def clean(line: SourceLine, log: ChangeLog, tell: bool = True) -> SourceLine:
    """A line with what it marks, cleaned in the same way."""
    if UNSEEN.search(line.text):
        line = _replace_matches(line, UNSEEN, "", log, tell)
    body = line.text.strip(BLANKS)
    start = line.text.index(body) if body else 0
    indent = _blank_width(line.text[:start])
    # A note marked behind the last blank is marked behind the last word.
    notes = tuple((min(max(at - start, 0), len(body)), note) for at, note in line.note_marks)
    line = slice_line(line, start, start + len(body))
    line = replace(line, indent=indent, note_marks=notes)
    if sign := OPENING_SIGNS.get(line.text[:1]):
        line = change_line(line, [(0, line.text[0], sign)], log)
    if signs := [*symbols.PRIVATE_SIGN.finditer(line.text)]:
        line = change_line(line, [(at.start(), at[0], _sign(at[0])) for at in signs], log)
    return _replace_matches(line, SPACES, " ", log, tell) if SPACES.search(line.text) else line


def _sign(character: str) -> str:
    """The sign that a code of an unknown symbol font stands for, □ where none is likely."""
    found = (symbols.symbol(font, ord(character)) for font in ("wingdings", "wingdings 2"))
    return next(filter(None, found), symbols.UNKNOWN)


def slice_line(line: SourceLine, start: int, end: int) -> SourceLine:
    """A part of a line, its place kept."""
    if start == 0 and end == len(line.text):
        return line
    number, column = line.position(start)
    origins = [(0, number, column)]
    origins += [(offset - start, *spot) for offset, *spot in line.origins if start < offset < end]  # type: ignore[misc]
    return replace(
        line,
        text=line.text[start:end],
        origins=tuple(origins),
        note_marks=tuple(
            (offset - start, note)
            for offset, note in line.note_marks
            if start < offset <= end or offset == start == 0
        ),
        spans=tuple(
            replace(span, start=max(span.start, start) - start, end=min(span.end, end) - start)
            for span in line.spans
            if span.start < end and span.end > start
        ),
    )


def join_lines(lines: Sequence[SourceLine], gaps: Iterable[str] = repeat("")) -> SourceLine:
    """Lines as one, with a gap from each to the next; what the first is, the whole is."""
    text, origins, notes = "", [], []
    spans: list[TextSpan] = []
    for line, gap in zip(lines, chain([""], gaps), strict=False):
        text += gap
        origins += [(offset + len(text), number, column) for offset, number, column in line.origins]
        notes += [(offset + len(text), number) for offset, number in line.note_marks]
        spans += [
            replace(span, start=span.start + len(text), end=span.end + len(text))
            for span in line.spans
        ]
        text += line.text
    return replace(
        lines[0],
        text=text,
        origins=tuple(origins),
        note_marks=tuple(notes),
        spans=tuple(spans),
    )


def _replace_matches(
    line: SourceLine, pattern: re.Pattern[str], new: str, log: ChangeLog, tell: bool
) -> SourceLine:
    """A line in which each match became ``new``."""
    changes = [(match.start(), match.group(), new) for match in pattern.finditer(line.text)]
    return change_line(line, changes, log, tell)


def change_line(
    line: SourceLine, changes: Sequence[tuple[int, str, str]], log: ChangeLog, tell: bool = True
) -> SourceLine:
    """A line with (offset, old, new) put in, in order; each is told."""
    text: list[str] = []
    origins: list[tuple[int, int, int]] = []
    length = at = 0
    rest = list(line.origins)[::-1]
    for offset, old, new in [*changes, (len(line.text), "", "")]:
        while rest and rest[-1][0] < max(offset, 1):
            start, number, column = rest.pop()
            origins.append((length + max(start - at, 0), number, column + max(at - start, 0)))
        text += [line.text[at:offset], new]
        length += offset - at + len(new)
        at = offset + len(old)
        if old != new and (old or new):
            number, column = line.position(offset)
            if tell:
                log.mended.append(TextChange(number, column, old, new))
            if len(old) != len(new) and at < len(line.text):
                origins.append((length, *line.position(at)))
    return replace(
        line,
        text="".join(text),
        origins=tuple({piece[0]: piece for piece in origins}.values()),
        note_marks=tuple((_moved_offset(o, changes), note) for o, note in line.note_marks),
        spans=tuple(
            replace(span, start=start, end=end)
            for span in line.spans
            if (start := _moved_offset(span.start, changes))
            < (end := _moved_offset(span.end, changes))
        ),
    )


def _moved_offset(offset: int, changes: Sequence[tuple[int, str, str]]) -> int:
    """Where an offset of a text stands after the changes; inside one, where that begins."""
    moved = offset
    for start, old, new in changes:
        if start + len(old) <= offset and (old or start < offset):
            moved += len(new) - len(old)
        elif start < offset:
            moved -= offset - start
    return moved


def split_line(line: SourceLine, first: bool = False) -> Iterator[SourceLine]:
    """A line at the full-width spaces in it that stand for paragraph marks; the first line also
    before and after 文号.
    """
    ends = list(_paragraph_breaks(line.text))
    begin = 0
    for index, (end, after) in enumerate([*ends, (len(line.text), len(line.text))]):
        part = slice_line(line, begin, end)
        if index:
            part = replace(part, indent=end and _blank_width(line.text[ends[index - 1][0] : begin]))
        if part.text:
            yield from _split_number(part) if first and not index else (part,)
        begin = after


def _blank_width(blanks: str) -> int:
    """The width of blanks in half-widths, eight for a tab."""
    return sum({" ": 1, "\xa0": 1, "\t": 8}.get(blank, 2) for blank in blanks)


def _paragraph_breaks(text: str) -> Iterator[tuple[int, int]]:
    """Where a paragraph ends inside a line and where the next begins."""
    if "\u3000\u3000" not in text:
        return
    long = len(text) >= FLAT
    begin = 0
    for match in re.finditer(f"[{BLANKS}]+", text):
        blanks = match.group()
        if "\u3000\u3000" not in blanks and not (long and "\xa0" in blanks):
            continue
        before, after = text[begin : match.start()], text[match.end() : match.end() + 20]
        label = chinese.read_label(before + " 。") if len(before) <= 12 else None
        if label and not before[label.end :].strip(BLANKS):
            continue  # 第一条　　为了…: the blanks stand between a label and its text
        if long or ends_sentence(before) or chinese.read_label(after):
            yield match.start(), match.end()
            begin = match.end()


def _split_number(line: SourceLine) -> Iterator[SourceLine]:
    match = RUN_ON.match(line.text[:300])
    if not match:
        yield line
        return
    yield slice_line(line, 0, match.end("title"))
    yield slice_line(line, match.start("number"), match.end("number"))
    if match["rest"]:
        yield slice_line(line, match.start("rest"), len(line.text))
