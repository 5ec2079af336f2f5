"""Lines that were broken at the width of a page, or by hand, are joined to paragraphs again.

Whether a text was broken is decided for a stretch of it, never for one line: most of its lines that
stop amid a sentence are as wide as the widest, and what follows them comes to the end of a
sentence (``_find_width``). Then each line that had no room for the next word goes on in the next
one, but for what begins a paragraph: an indent, a blank line, a label, a heading, a table.
What is left, too few lines to tell, takes the width of the nearest stretch (``_join_rest``).

The widths are half-widths, as a fixed-width face shows a text. The numbers were found by trying
them on texts copied from PDF files, mails and handbooks, and on texts with a line a paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from duben import chinese
from duben.intake import dates, head_lines, line_seams
from duben.intake.document import ChangeLog, SourceLine, TextChange
from duben.intake.line_editing import (
    CLOSING,
    LETTER_SIGNS,
    STOPS,
    change_line,
    ends_sentence,
    join_lines,
    text_width,
)
from duben.intake.word_files import read_words
from duben.model import SourceLocation, warning

NARROW, WIDE = 30, 170  # of a broken line: 15 to 85 汉字
SURE_WIDTH = 40  # of a few broken lines
DOUBLE_SPACED = 0.75  # of the lines have a blank one before them: it tells nothing
FEW, MANY = 3, 8  # lines that stop at the width: fewer tell nothing, from MANY on narrow ones too
SLACK = 3  # by which a full line may differ: 避头尾, a narrow digit in a PDF
PASSED = 1.2  # of the width may a full line have: narrow figures in a PDF
LONG = 0.55  # of the width: a shorter line that goes on was broken for a reason of its own
MOST = 0.6  # of the lines, of the runs
WIDER = 0.3  # of as many as are full may lines be wider: rows of a table
SURE_MOST = 0.8
RAGGED = 1.3  # of the width may a line have that was broken by hand
RAGGED_LONG = 0.7  # of the width has such a line that was broken at no mark
# Lines that are cut sharply: so many, of all lines, and of them as many as may be wider.
SHARP, SHARP_MOST, SHARP_WIDER = 30, 0.9, 0.05
TYPED_EDGE = 2  # times as many lines must stop at the edge of a text as in a page that was set
SHORTEST = 30  # lines of a stretch that is looked at apart
PASSES = 4  # widths that a text may have
SPREAD = 0.5  # of the lines of a stretch have a blank line before them: it tells nothing then
# Half-widths that a blank before a line stands for, in texts whose blanks are those of a page.
INDENT_SCALES = (1.0, 1.5, 2.0, 3.0)
SAMPLE = 2_000  # lines that tell the scale
SCALE_GAIN = 0.05  # of the lines must be full by another scale than the first
JITTER = 1  # half-widths by which the blanks before the lines of a paragraph differ
FIRST_INDENT = 8  # half-widths by which the first line of a paragraph may be set in
HANGING = 20  # half-widths by which the lines of an item may be set in
LOOSE = 4  # lines in a row with a blank one before each: it tells nothing
# What only ends in the middle of a sentence.
PAUSES = "，、,"
# The labels that begin a paragraph even where the line before stops amid a sentence.
OPENING_KINDS = frozenset({"formal", "comma", "paren", "chapter", "section", "part", "article"})
LISTED_KINDS = frozenset({"digit", "bracket"})  # those of lists, seldom inside a paragraph
CAPTION = re.compile(
    "[图表] ?[0-9]{1,2}(?:[-.—‐][0-9]{1,2})?[.．:： \u3000](?=.{2,40}$)(?!.*[，。；])"
)
REFERENCE = re.compile("[项款目条章节编]?(?:[规的之和及至、，]|所[列述])|[项款目]")
CONTENTS_ENTRY = re.compile("[.．·…—\\s-]{3,}[0-9ivxlcIVXLC]{1,6}$|[.．·…]{6,}$")
ANNEX = re.compile("附[件录錄表] ?[0-9一二三四五六七八九十]{0,3} ?[：:]?")
ANNEX_NAMED = re.compile("附[件录錄表]? ?[0-9一二三四五六七八九十]{0,3} ?[：:]")
ANNEX_NAME = 30  # characters of the rest of its name on the next line
TITLE_LENGTH = 10  # characters of a title that fills a line
TITLE_ENDINGS = (*read_words("title-endings"), "表", "名单", "清单")
SHORT_NEXT = 12  # half-widths of a line under a title that is none of its words
QUOTED = re.compile("[>＞|｜]")
# Of a list of contents: leaders and the number of a page.
PAGED = re.compile(r"[.．·…]{4,}[ \u3000]*[-—]?[ \u3000]?[0-9ivx]{1,4}[ \u3000]?[-—]?$")
# The same without leaders: 清淤 3
ENTRY = re.compile("[\u3400-\u9fff）》][ \u3000]+(?P<page>[0-9]{1,3})$")
BULLET = re.compile(
    "[-*○□◇★☆·※][ \u3000]|[•●■◆▪⚫➢✓❖▶]|[-–—]{1,2}[ \u3000]?(?=[\u4e00-\u9fff])"
    f"|[{''.join(LETTER_SIGNS)}p²][ \u3000]+(?=[\u4e00-\u9fff])"
)
WORD = re.compile("[A-Za-z0-9@._%+/:&=?#~'’-]+")
LATIN_END = re.compile("[a-z0-9)][.][)\"'”’]?$")
HYPHENATED = re.compile("[a-z]{2,}-$")
ADDRESS = re.compile("(?:https?://|www\\.)\\S*$")


@dataclass(frozen=True, slots=True)
class _Breaks:
    """How a stretch was broken: its width, and what tells its paragraphs apart.

    ``exact``: after so many characters, whatever they are; widths are those of 汉字 then.
    ``ragged``: by hand, at a mark before the width was full. ``flush``: only first lines are set
    in; those that go on begin at the edge.
    """

    width: int
    exact: bool = False
    ragged: bool = False
    indented: bool = False
    told_apart: bool = False
    flush: bool = False


@dataclass(frozen=True, slots=True)
class _Region:
    """The numbers of the first and the last line of a stretch, and how it was broken."""

    first: int
    last: int
    breaks: _Breaks

    def distance(self, number: int) -> int:
        """Lines from a line to the stretch; 0 for a line of it."""
        return max(self.first - number, number - self.last, 0)


def join_wrapped_lines(
    lines: Sequence[SourceLine],
    log: ChangeLog,
    apart: frozenset[int] = frozenset(),
    known: Mapping[int, int] | None = None,
) -> list[SourceLine]:
    """The lines of a text, those that were broken joined; each join is told.

    ``apart`` are the numbers of lines that stay by themselves, such as rows of a table. ``known``
    has the widths of lines by their number, in half-widths, where their characters do not tell
    them.
    """
    measures = [
        {**sizes, **dict.fromkeys(apart, 0)} for sizes in ([known] if known else _measure(lines))
    ]
    result = _without_useless_blanks(lines)
    own = _blocks(_without_loose_blanks(result), measures[0])
    regions: list[_Region] = []
    for _ in range(PASSES):
        before = len(result)
        result = [
            line
            for stretch in _stretches(result)
            for line in _join_stretch(
                stretch, log, _measured(stretch, measures), known is not None, regions
            )
        ]
        if len(result) == before:
            break
    result = _join_rest(result, log, measures[0], own, regions)
    joined = len(lines) - len(result)
    if joined:
        first = min(change.line for change in log.mended if change.is_join)
        log.problems.append(warning("intake-joined", SourceLocation("", first), lines=joined))
    return result


def _measure(lines: Sequence[SourceLine]) -> list[dict[int, int]]:
    """The widths of the lines of a text by their number: with blanks before them scaled as most of
    the lines that stop amid a sentence tell, and as they are.
    """
    texts = [line for line in lines if line.kind == "text"]
    amid = [
        (text_width(line.text), line.indent, _first_word(after.text))
        for line, after in pairwise(texts)
        if NARROW <= text_width(line.text) <= WIDE
        and not ends_sentence(line.text)
        and chinese.read_label(after.text) is None
    ][:SAMPLE]
    scale = _indent_scale(amid) if len({indent for _, indent, _ in amid}) > 1 else 1.0
    return [_typed_widths(texts, each) for each in dict.fromkeys((scale, 1.0))]


def _typed_widths(lines: Sequence[SourceLine], scale: float) -> dict[int, int]:
    """The widths of lines by their number, those of numbers that stand for several left out."""
    counted = Counter(line.number for line in lines)
    return {
        line.number: text_width(line.text) + round(scale * line.indent)
        for line in lines
        if counted[line.number] == 1
    }


def _indent_scale(amid: Sequence[tuple[int, int, int]]) -> float:
    """The scale of blanks by which most lines end at one edge; each line is its width, its indent
    and the width of the word after it.
    """

    def full_lines(scale: float) -> int:
        widths = Counter((round(width + scale * indent), word) for width, indent, word in amid)
        return max(_full_lines(widths, full) for full in {width for width, _ in widths})

    first, *others = INDENT_SCALES
    best = max(others, key=full_lines)
    gain = full_lines(best) - full_lines(first)
    return best if gain >= max(FEW, SCALE_GAIN * len(amid)) else first


def _full_lines(counted: Mapping[tuple[int, int], int], full: int) -> int:
    """How many lines are full at a width; of each width and word after it, so many lines."""
    return sum(
        count
        for (width, word), count in counted.items()
        if width <= full + SLACK and width + word > full - SLACK
    )


def _without_useless_blanks(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """The lines; as if no blank line stood between them where one stands before nearly each."""
    texts = [line for line in lines if line.kind == "text"]
    if sum(line.blank for line in texts) < DOUBLE_SPACED * len(texts):
        return list(lines)
    return [replace(line, blank=False) if line.kind == "text" else line for line in lines]


def _stretches(lines: Sequence[SourceLine]) -> Iterator[Sequence[SourceLine]]:
    """The lines cut at those that are wider than any broken one."""
    start = 0
    for index, line in enumerate(lines):
        if line.kind != "text" or text_width(line.text) > WIDE:
            yield lines[start:index]
            yield lines[index : index + 1]
            start = index + 1
    yield lines[start:]


# The widths of lines in one way of measuring them, and whether that is exact.
_Widths = tuple[bool, Sequence[int]]


def _measured(lines: Sequence[SourceLine], measures: Sequence[Mapping[int, int]]) -> list[_Widths]:
    """The widths of the lines in each way."""
    ways = [(True, measures[0]), *((False, sizes) for sizes in measures)]
    return [(exact, [_line_width(line, exact, sizes) for line in lines]) for exact, sizes in ways]


def _join_stretch(
    lines: Sequence[SourceLine],
    log: ChangeLog,
    measured: Sequence[_Widths],
    typeset: bool,
    regions: list[_Region],
) -> list[SourceLine]:
    """The lines of a stretch, those that were broken joined; ``typeset``: their widths are those of
    a page that was set. How they were broken is added to ``regions``.
    """
    if len(lines) <= FEW:
        return list(lines)
    for exact, widths in measured:
        breaks = _find_width(lines, widths, exact, typeset)
        if breaks:
            regions.append(_Region(lines[0].number, lines[-1].number, breaks))
            return _join(lines, widths, [breaks] * len(lines), log)
    if len(lines) < 2 * SHORTEST:
        return list(lines)
    half = _middle(lines)  # a part of it may be broken at a width of its own
    return [
        line
        for part in (slice(half), slice(half, None))
        for line in _join_stretch(
            lines[part],
            log,
            [(exact, widths[part]) for exact, widths in measured],
            typeset,
            regions,
        )
    ]


def _join_rest(
    lines: Sequence[SourceLine],
    log: ChangeLog,
    sizes: Mapping[int, int],
    own: Mapping[int, _Breaks],
    regions: Sequence[_Region],
) -> list[SourceLine]:
    """The lines; those that are left and stop amid a sentence at the edge of the nearest stretch
    are joined, over a blank line too where one stands before each line; ``own`` is how the
    paragraphs were broken that tell it by themselves.
    """
    if not lines:
        return []
    blank = {line.origins[0] for line in lines if line.blank}
    lines = _without_loose_blanks(lines)
    widths = [_line_width(line, False, sizes) for line in lines]
    whole = {**own, **_blocks(lines, sizes)}
    regions = sorted(regions, key=lambda region: region.first)
    broken = [whole.get(line.origins[-1][1]) or _borrow(line, regions) for line in lines]
    return [
        replace(line, blank=True) if line.origins[0] in blank else line
        for line in _join(lines, widths, broken, log)
    ]


def _blocks(lines: Sequence[SourceLine], sizes: Mapping[int, int]) -> dict[int, _Breaks]:
    """How the lines of a paragraph by itself were broken, by their numbers: two and more full ones
    that stop amid a sentence, and one that ends it.
    """
    widths = [_line_width(line, False, sizes) for line in lines]
    breaks: dict[int, _Breaks] = {}
    start = 0
    for index, line in enumerate(lines):
        after = lines[index + 1] if index + 1 < len(lines) else None
        if not widths[index] or after is None or after.blank or ends_sentence(line.text):
            if _is_block(lines[start : index + 1], widths[start : index + 1]):
                whole = _Breaks(max(widths[start:index]))
                breaks |= {member.origins[-1][1]: whole for member in lines[start:index]}
            start = index + 1
    return breaks


def _is_block(lines: Sequence[SourceLine], widths: Sequence[int]) -> bool:
    """Whether lines are those of one paragraph, all but the last as wide as each other."""
    if len(lines) <= 2 or not all(widths) or not ends_sentence(lines[-1].text, STOPS):
        return False
    if any(line.number != line.origins[-1][1] for line in lines):
        return False  # one was joined before
    inner = [line.indent for line in lines[1:]]
    if lines[1].indent >= 2 and lines[1].indent - min(inner) > JITTER:
        return False  # a first line set in stands under a heading
    full = max(widths[:-1])
    pausing = sum(line.text[-1] in PAUSES for line in lines[:-1])
    return (
        NARROW <= full <= WIDE
        and widths[-1] <= full + SLACK
        and pausing <= MOST * (len(lines) - 1)
        and all(
            _is_full(width, after, full) for width, after in zip(widths, lines[1:], strict=False)
        )
        and all(chinese.read_label(line.text) is None for line in lines[1:])
    )


def _borrow(line: SourceLine, regions: Sequence[_Region]) -> _Breaks | None:
    """How the text nearest to a line was broken, of ``regions`` in order; a line that ends a
    sentence ends its paragraph.
    """
    if not regions or ends_sentence(line.text):
        return None
    number = line.origins[-1][1]
    at = bisect_right(regions, number, key=lambda region: region.first)
    near = min(regions[max(at - 1, 0) : at + 1], key=lambda region: region.distance(number))
    return replace(near.breaks, exact=False, ragged=False, told_apart=False)


def _without_loose_blanks(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """The lines; as if no blank line stood between those in a row with one before each."""
    loose: set[int] = set()
    start = 0
    for index in range(len(lines) + 1):
        if index == len(lines) or not lines[index].blank or lines[index].kind != "text":
            loose |= set(range(start, index)) if index - start >= LOOSE else set()
            start = index + 1
    return [
        replace(line, blank=line.blank and index not in loose) for index, line in enumerate(lines)
    ]


def _middle(lines: Sequence[SourceLine]) -> int:
    """Where a stretch is cut in two: near its middle, behind the end of a sentence."""
    middle = len(lines) // 2
    ends = [
        index
        for index in range(SHORTEST // 2, len(lines) - SHORTEST // 2)
        if lines[index].blank or _is_ended(lines[index - 1].text)
    ]
    return min(ends, key=lambda index: abs(index - middle), default=middle)


def _join(
    lines: Sequence[SourceLine],
    widths: Sequence[int],
    broken: Sequence[_Breaks | None],
    log: ChangeLog,
) -> list[SourceLine]:
    """The lines with those that go on joined to the ones before them; ``broken`` is how the text
    was broken at each line.
    """
    paragraphs = [lines[0]]
    opening = lines[0]  # the first line of the paragraph at hand
    counted: dict[str, SourceLine] = {}  # the last paragraph with a label of each kind
    cut = False  # whether the line before begins amid a sentence
    for (before, line), (width, next_width), breaks in zip(
        pairwise(lines), pairwise(widths), broken[:-1], strict=True
    ):
        goes_on = breaks is not None and _goes_on(before, width, line, breaks, opening)
        if cut and not (line.blank or ends_sentence(before.text)):
            goes_on = goes_on or not _opens_paragraph(line, opening, before)
        cut = line_seams.begins_amid(before, line)
        if label := chinese.read_label(opening.text):
            counted[label.kind] = opening
        goes_on = goes_on and not _counts_on(line, counted)
        if next_width and (goes_on or cut or _is_one_sentence(before, line, width, breaks)):
            whole = breaks is not None and breaks.exact and width == breaks.width
            paragraphs[-1] = _with_line(paragraphs[-1], line, whole, log)
        else:
            paragraphs.append(line)
            opening = line
    return paragraphs


def _counts_on(line: SourceLine, counted: Mapping[str, SourceLine]) -> bool:
    """Whether the label of a line is the next one after that of an earlier paragraph, which begins
    at the same place: 2、绩效 behind the text of 1、.
    """
    label = chinese.read_label(line.text)
    before = counted.get(label.kind) if label else None
    last = chinese.read_label(before.text) if before else None
    return (
        label is not None
        and before is not None
        and last is not None
        and label.kind in LISTED_KINDS
        and label.number == last.number + 1
        and line.indent == before.indent > 0
    )


def _is_one_sentence(
    before: SourceLine, line: SourceLine, width: int, breaks: _Breaks | None
) -> bool:
    """Whether what stands at the seam of two lines makes them one; a word that is cut in two does
    so only in a text that was broken.
    """
    if line_seams.is_left_open(before, line) or _names_annex(before, line):
        return True
    long = breaks is not None and width >= LONG * breaks.width
    return long and line_seams.parts_word(before, line)


def _names_annex(before: SourceLine, line: SourceLine) -> bool:
    """Whether a line, set in further, goes on with the name of the one annex of a letter, which is
    not at its end: 附件：石桥镇清淤工作任务分 / 解表.
    """
    return (
        bool(ANNEX_NAMED.match(before.text))
        and before.text[-1] not in "：:" + CLOSING
        and not before.text.endswith(TITLE_ENDINGS)
        and not line.blank
        and line.indent > before.indent
        and len(line.text) <= ANNEX_NAME
        and not any(mark in line.text for mark in "。；，：:")
        and chinese.read_label(line.text) is None
        and not head_lines.is_signer(line.text)
        and not dates.first_date(line.text)
        and not dates.is_month(line.text)
    )


def _with_line(before: SourceLine, line: SourceLine, whole: bool, log: ChangeLog) -> SourceLine:
    """A paragraph and the line that goes on with it; the join is told."""
    number, column = before.position(len(before.text) - 1)
    if HYPHENATED.search(before.text) and line.text[0].isascii() and line.text[0].islower():
        log.mended.append(TextChange(number, column, "-\n", ""))
        return join_lines(
            [change_line(before, [(len(before.text) - 1, "-", "")], log, False), line]
        )
    gap = "" if whole or _is_tight(before.text, line.text) else " "
    log.mended.append(TextChange(number, column + 1, "\n", gap))
    return join_lines([before, line], [gap])


def _is_tight(left: str, right: str) -> bool:
    """Whether nothing stands between the end of a line and the next where they are joined: beside
    汉字, amid dots, in an address, behind a hyphen.
    """
    return (
        _is_wide(left[-1])
        or _is_wide(right[0])
        or left[-1] == right[0] == "."
        or (left[-1] in "-/" and left[-2:-1].isalnum() and right[0].isalnum())
        or bool(ADDRESS.search(left))
    )


def _is_wide(character: str) -> bool:
    return chinese.is_han(character) or chinese.is_wide_mark(character) or character > "\u2e80"


# --- the width of a stretch -----------------------------------------------------------------------


def _line_width(line: SourceLine, exact: bool, sizes: Mapping[int, int]) -> int:
    """The width of a line with its indent, of a paragraph that of its last line; 0 where it is none
    that was broken.
    """
    if line.kind != "text" or line.heading_level or CONTENTS_ENTRY.search(line.text):
        return 0
    number = line.origins[-1][1]
    begin = next(offset for offset, other, _ in line.origins if other == number)
    text, indent = line.text[begin:], 0 if begin else line.indent
    size = sizes[number] if number in sizes else text_width(text) + indent
    return 2 * len(text) + indent if exact and size else size


def _first_word(text: str) -> int:
    """The width of what cannot be parted at the begin of a line: a character and the marks behind
    it, a Latin word.
    """
    match = WORD.match(text)
    end = match.end() if match else 1
    while end < len(text) and text[end] in ENDING_MARKS:
        end += 1
    return text_width(text[:end])


ENDING_MARKS = "，。、；：？！）》”’」』…,.;:?!)%"


def _is_full(width: int, after: SourceLine, full: int) -> bool:
    """Whether a line had no room for the first word of the next one."""
    return width <= PASSED * full and width + _first_word(after.text) > full - SLACK


def _find_width(
    lines: Sequence[SourceLine], widths: Sequence[int], exact: bool, typeset: bool
) -> _Breaks | None:
    """How a stretch of lines was broken; None where it was not."""
    amid = [
        (width, _first_word(after.text))
        for (line, after), (width, next_width) in zip(
            pairwise(lines), pairwise(widths), strict=True
        )
        if width >= NARROW and next_width and not after.blank and not ends_sentence(line.text)
    ]
    if len(amid) < FEW:
        return None
    if exact:
        return _exact_width(lines, widths, [width for width, _ in amid])
    full = _commonest_width(amid, [width for width in widths if width])
    if full and (
        _comes_to_an_end(lines, widths, _Breaks(full))
        or _is_sharply_cut(lines, widths, full, SHARP)
    ):
        return _with_marks(lines, widths, _Breaks(full))
    edge = _edge_width(amid, 1 if typeset else TYPED_EDGE)
    if edge and _is_sharply_cut(lines, widths, edge, MANY):
        return _with_marks(lines, widths, _Breaks(edge))
    full = _widest(widths)
    if _is_ragged(lines, widths, full):
        return _with_marks(lines, widths, _Breaks(full, ragged=True))
    return None


def _commonest_width(amid: Sequence[tuple[int, int]], widths: Sequence[int]) -> int:
    """The width at which most lines that stop amid a sentence are full, or 0."""
    counted = Counter(amid)
    share, full = max((_full_lines(counted, full), full) for full in {width for width, _ in amid})
    wider = sum(width > full + SLACK for width in widths)
    long = sum(width >= LONG * full for width, _ in amid)
    if not NARROW <= full <= WIDE or share < FEW or (share < MANY and full < SURE_WIDTH):
        return 0
    return full if share >= MOST * long and wider <= WIDER * share else 0


def _edge_width(amid: Sequence[tuple[int, int]], most: int) -> int:
    """The width at which very many of the lines stop that stop amid a sentence, ``most`` times as
    many as a little before it: the edge of a page that was set; or 0.
    """
    counted = Counter(width for width, _ in amid)

    def lines_from(begin: int, end: int) -> int:
        return sum(counted[width] for width in range(begin, end))

    full = max(counted, key=lambda width: (lines_from(width - 1, width + 2), width))
    cut = lines_from(full - 1, full + 2)
    before = lines_from(full - 3 * SLACK, full - SLACK)
    return full if cut >= most * max(MANY, before) and SURE_WIDTH <= full <= WIDE else 0


def _exact_width(
    lines: Sequence[SourceLine], widths: Sequence[int], amid: Sequence[int]
) -> _Breaks | None:
    """The width of lines that were all broken after as many characters."""
    counted = Counter(amid)
    full, _ = counted.most_common(1)[0]
    count = counted[full] + counted[full - 2]  # a blank at the end of a line is not seen
    if (
        count < MANY
        or count < SURE_MOST * len(amid)
        or max(widths) > full
        or full > WIDE
        or not _comes_to_an_end(lines, widths, _Breaks(full, exact=True))
    ):
        return None
    return _with_marks(lines, widths, _Breaks(full, exact=True))


def _widest(widths: Sequence[int]) -> int:
    """The width that hardly any line passes."""
    return sorted(widths)[int(len(widths) * 0.97)]


def _is_ragged(lines: Sequence[SourceLine], widths: Sequence[int], full: int) -> bool:
    """Whether lines were broken by hand, at marks: many stop at a pause, most of them long, and
    what follows comes to the end of a sentence.
    """
    pausing = [
        width
        for (line, after), width in zip(pairwise(lines), widths, strict=False)
        if width and not after.blank and after.kind == "text" and line.text[-1] in PAUSES
    ]
    long = sum(width >= LONG * full for width in pausing)
    return (
        SURE_WIDTH <= full <= WIDE
        and max(widths) <= RAGGED * full
        and long >= FEW
        and long >= MOST * len(pausing)
        and _comes_to_an_end(lines, widths, _Breaks(full, ragged=True))
    )


def _comes_to_an_end(lines: Sequence[SourceLine], widths: Sequence[int], breaks: _Breaks) -> bool:
    """Whether most runs of full lines lead to the end of a sentence: those of a broken text do,
    those of a list of names or of verse without marks do not. Full lines that all end at a pause
    are verse.
    """
    runs = ended = pausing = members = 0
    going_on = False
    for index, width in enumerate(widths):
        line = lines[index]
        goes_on = (
            index + 1 < len(lines)
            and widths[index + 1] > 0
            and not _is_ended(line.text)
            and _goes_on(line, width, lines[index + 1], breaks, line)
        )
        members += goes_on
        pausing += goes_on and line.text[-1] in PAUSES
        if going_on and not goes_on:
            runs += 1
            ended += _is_ended(line.text)
        going_on = goes_on
    return runs > 0 and ended >= MOST * runs and (breaks.ragged or pausing < MOST * members)


def _is_sharply_cut(
    lines: Sequence[SourceLine], widths: Sequence[int], full: int, most: int
) -> bool:
    """Whether very many lines, ``most`` or more, stop amid a sentence at one width that hardly any
    passes, beside shorter ones of all widths: notes without marks at the ends of their paragraphs.
    """
    cut = sum(
        abs(width - full) <= SLACK and not ends_sentence(line.text)
        for line, width in zip(lines, widths, strict=True)
    )
    wider = sum(width > full + SLACK for width in widths)
    shorter = len({width for width in widths if 0 < width < LONG * full})
    return (
        full >= SURE_WIDTH
        and most <= cut <= SHARP_MOST * len(lines)
        and wider <= SHARP_WIDER * cut
        and shorter >= FEW
    )


def _with_marks(lines: Sequence[SourceLine], widths: Sequence[int], breaks: _Breaks) -> _Breaks:
    """The breaks with what tells paragraphs apart: how lines begin after a short one that ends a
    sentence, which surely ends its paragraph.
    """
    starts = [
        after
        for (line, after), width in zip(pairwise(lines), widths, strict=False)
        if 0 < width < breaks.width - 2 * SLACK
        and ends_sentence(line.text, STOPS)
        and after.kind == "text"
    ]
    indented = sum(line.indent >= 2 for line in starts)
    marked = sum(line.indent >= 2 or line.blank for line in starts)
    inner = [
        after.indent
        for (line, after), width in zip(pairwise(lines), widths, strict=False)
        if after.kind == "text"
        and not ends_sentence(line.text)
        and _is_full(width, after, breaks.width)
    ]
    return replace(
        breaks,
        indented=indented > SPREAD * len(starts) or _first_lines_indented(lines),
        told_apart=not breaks.ragged and marked >= SURE_MOST * len(starts),
        flush=len(inner) >= MANY and sum(map(bool, inner)) <= (1 - SHARP_MOST) * len(inner),
    )


def _first_lines_indented(lines: Sequence[SourceLine]) -> bool:
    return sum(line.indent >= 2 for line in lines) >= 0.05 * len(lines)


def _is_ended(text: str) -> bool:
    """Whether a text ends a sentence, in Latin letters too."""
    return ends_sentence(text) or bool(LATIN_END.search(text))


# --- one line -------------------------------------------------------------------------------------


def _goes_on(
    before: SourceLine, width: int, line: SourceLine, breaks: _Breaks, opening: SourceLine
) -> bool:
    """Whether a line goes on where the line before it was broken. ``opening`` is the first line of
    the paragraph.
    """
    if (
        line.blank
        or not width
        or QUOTED.match(line.text)
        or BULLET.match(line.text)
        or PAGED.search(before.text)
        or _are_entries(before.text, line.text)
        or _is_set_in(line, opening, before, breaks)
    ):
        return False
    full = _is_full(width, line, breaks.width)
    stops = ends_sentence(before.text, STOPS)
    if full and breaks.indented and line.indent < 2 and before.text[-1] in CLOSING:
        stops = ends_sentence(before.text.rstrip(CLOSING), STOPS)  # a name in quotation marks
    pauses = before.text[-1] in PAUSES
    if before is opening and _is_whole_title(before.text) and text_width(line.text) < SHORT_NEXT:
        return False
    if breaks.exact:
        full = breaks.width - 2 <= width <= breaks.width
    if not full and not (
        (pauses and width >= LONG * breaks.width)
        or (breaks.ragged and not stops and width >= RAGGED_LONG * breaks.width)
    ):
        return False
    return not _opens_paragraph(line, opening, before) and (not stops or breaks.told_apart)


def _are_entries(first: str, second: str) -> bool:
    """Whether two lines end with the numbers of pages behind a blank, in their order."""
    pages = [match and int(match["page"]) for match in map(ENTRY.search, (first, second))]
    return None not in pages and pages == sorted(pages)  # type: ignore[type-var]


def _is_whole_title(text: str) -> bool:
    """Whether a line reads as the title of a document that is at its end: no mark in it, and the
    name of a kind of document behind.
    """
    return (
        len(text) >= TITLE_LENGTH
        and text.endswith(TITLE_ENDINGS)
        and not any(mark in text for mark in "，。；：、")
    )


def _is_set_in(line: SourceLine, opening: SourceLine, before: SourceLine, breaks: _Breaks) -> bool:
    """Whether the indent of a line begins a paragraph: it is larger than that of the line before,
    or behind the end of a sentence that of a first line, or a smaller one. The lines of an item are
    set in under its words.
    """
    centred = before.indent - line.indent > FIRST_INDENT
    if before is opening and centred and text_width(before.text) < LONG * breaks.width:
        return True
    if line.indent < 2 or not breaks.indented:
        return False
    stops = ends_sentence(before.text, STOPS)
    further = line.indent - before.indent
    if further <= JITTER:
        is_first = before is opening
        is_no_bullet = not BULLET.match(opening.text)
        if is_first and is_no_bullet and breaks.flush and line.indent == before.indent:
            return True
        return stops and (abs(further) <= JITTER if is_first else further < -JITTER)
    is_item = chinese.read_label(opening.text) is not None or bool(BULLET.match(opening.text))
    return not (is_item and opening.indent < line.indent <= opening.indent + HANGING)


def _opens_paragraph(line: SourceLine, opening: SourceLine, before: SourceLine) -> bool:
    """Whether the label of a line begins a paragraph: not （二） of 本条第（二）项, nor 2.5 of a
    figure; that of an annex and of a caption does, and the date below the name of who signs.
    """
    if dates.date_alone(line.text) and head_lines.is_signer(before.text):
        return True
    label = chinese.read_label(line.text)
    if label is None:
        return bool(ANNEX.fullmatch(line.text) or CAPTION.match(line.text))
    if ends_sentence(before.text):
        return True
    rest = line.text[label.end :]
    if label.kind in OPENING_KINDS:
        return not REFERENCE.match(rest)
    if label.kind == "item" and line.indent >= 2 and line.indent == opening.indent:
        return True  # 一是, set in as the first lines of paragraphs are
    first = chinese.read_label(opening.text)
    if first and first.kind == label.kind == "decimal" and label.parts == (*first.parts, 1):
        return True  # 5.4.1 under 5.4
    is_next = first and first.kind == label.kind and label.number == first.number + 1
    return bool(is_next) and (
        label.kind in LISTED_KINDS or (line.indent >= 2 and line.indent == opening.indent)
    )
