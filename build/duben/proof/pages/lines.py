"""The lines of a page, from its glyphs: glyphs on one baseline, cut where cells, columns or labels
stand apart.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from duben.model import group_runs
from duben.proof.pages.composition import TextLine, blank_after, blank_before
from duben.proof.pages.glyphs import GlyphPage, PdfGlyph
from duben.proof.pages.reading_order import LEVEL
from duben.proof.pages.signs import CLOSE, HAN, OPEN, kind_of, letter_of

RAISED = 0.6  # a smaller glyph belongs to a line that is no farther off, and
BESIDE = 0.1  # smaller type whose baseline is so near stands beside a line, in a cell of its own
SMALLER, LOWERED = (
    0.86,
    0.93,
)  # whose size is this much larger; a raised or lowered one in its text may be as large
CELL = 0.6  # a gap where another piece of text begins parts two cells,
SPREAD = 0.5  # (wider where a space is drawn before it, which lines are stretched at),
# (nearer where a mark ends one and a mark begins the other, with their blank halves outside),
HALVES = 0.45
HOLE = 1.7  # and one as wide as this parts any line
ALIKE, EVEN = 3, 0.06  # so many gaps that differ by no more are those of one line
HEAD_LABEL = re.compile("第[0-9一二三四五六七八九十百零〇]+[编編篇卷部条條章节節款项項回课課讲講]|[0-9０-９]{1,3}([.．][0-9０-９]{1,3})*[.．]?|[0-9a-zA-Z]{1,3}[)）]"  # noqa: E501
                        "|[一二三四五六七八九十]{1,3}、|[（(][0-9一二三四五六七八九十]{1,3}[)）]|[①-⑳㉑-㉟㊱-㊿•·▪◦]|[例注问答][0-9]*[:：]?")  # fmt: skip  # noqa: E501


def find_lines(page: GlyphPage) -> Iterator[TextLine]:
    rows = _rows_by_baseline(page.glyphs)
    _merge_raised_glyphs(rows)
    for row in rows:
        row.sort(key=lambda glyph: glyph.x)
        parts = [
            (trimmed, part[-1].text.isspace()) for part in _cut_row(row) if (trimmed := _trim(part))
        ]
        for part, spaced in parts:
            size = _size(part)
            beside = tuple(other[0].x for other, _ in parts if other is not part)
            yield TextLine(
                page.number,
                _baseline(part, size),
                size,
                part,
                "".join(letter_of(glyph) for glyph in part),
                beside,
                spaced,
            )


def _rows_by_baseline(glyphs: Sequence[PdfGlyph]) -> list[list[PdfGlyph]]:
    """Glyphs by baseline, from the top."""
    ordered = sorted(glyphs, key=lambda glyph: (glyph.y, glyph.x))
    return group_runs(ordered, lambda last, glyph: glyph.y - last.y <= LEVEL * glyph.size)


def _merge_raised_glyphs(rows: list[list[PdfGlyph]]) -> None:
    """Puts raised and lowered glyphs into the gaps of the line that they belong to."""
    heights = [row[0].y for row in rows]
    sizes = [_size(row) for row in rows]
    smallest = [min(glyph.size for glyph in row) for row in rows]
    starts = [
        sorted(
            (glyph.x + blank_before(glyph), glyph.end - blank_after(glyph))
            for glyph in row
            if not glyph.text.isspace()
        )
        for row in rows
    ]
    for index, row in enumerate(rows):
        for other in _nearby_rows(index, heights, sizes, smallest[index]):
            level = abs(heights[other] - heights[index]) < BESIDE * sizes[other]
            small = [
                glyph
                for glyph in row
                if glyph.size < SMALLER * sizes[other]
                and level
                or glyph.size < LOWERED * sizes[other]
                and not level
                and _fits(glyph, starts[other])
            ]
            if level and not all(_covers_none(glyph, starts[other]) for glyph in row):
                continue
            if small:
                rows[other].extend(small)
                row[:] = [glyph for glyph in row if glyph not in small]
    rows[:] = [row for row in rows if row]


def _nearby_rows(
    index: int, heights: Sequence[float], sizes: Sequence[float], smallest: float
) -> Iterator[int]:
    for step in (1, -1):
        other = index + step
        while 0 <= other < len(heights) and abs(heights[other] - heights[index]) < RAISED * max(
            sizes[other], sizes[index]
        ):
            if smallest < LOWERED * sizes[other]:
                yield other
            other += step


def _covers_none(glyph: PdfGlyph, taken: Sequence[tuple[float, float]]) -> bool:
    """Whether a glyph covers no other."""
    room = 0.3 * glyph.width
    at = bisect_left(taken, (glyph.x,))
    return not (at and taken[at - 1][1] > glyph.x + room) and not (
        at < len(taken) and taken[at][0] < glyph.end - room
    )


def _fits(glyph: PdfGlyph, taken: Sequence[tuple[float, float]]) -> bool:
    """Whether a glyph stands between others, or right behind the last, without covering any."""
    room = 0.3 * glyph.width
    at = bisect_left(taken, (glyph.x,))
    before = taken[at - 1][1] if at else None
    after = taken[at][0] if at < len(taken) else None
    if before is None or glyph.x < before - room:
        return False
    if after is not None and glyph.end > after + room:
        return False
    return glyph.x - before < 3 * glyph.size


def _cut_row(row: Sequence[PdfGlyph]) -> Iterator[list[PdfGlyph]]:
    """A row cut where cells, columns or labels stand apart."""
    inked = [glyph for glyph in row if not glyph.text.isspace()]
    if not inked:
        return
    gaps = [after.x - before.end for before, after in zip(row, row[1:], strict=False)]
    usual = max(0.0, median(gaps), _common_gap(row, gaps)) if gaps else 0.0
    part: list[PdfGlyph] = []
    for glyph in row:
        if part:
            size = max(part[-1].size, glyph.size)
            gap = (
                (glyph.x - part[-1].end - usual) / size
                - _blank_of_quote(part[-1], "”’")
                - _blank_of_quote(glyph, "“‘")
            )
            closest = (
                CELL + SPREAD
                if part[-1].text.isspace()
                else CELL - HALVES
                if _blank_on_both_sides(part[-1], glyph)
                else CELL
            )
            apart = gap > closest and glyph.text_object != part[-1].text_object and len(part) > 1
            label = part[-1].size > SMALLER * glyph.size and HEAD_LABEL.fullmatch(
                "".join(one.text for one in part).strip()
            )
            if gap > HOLE or (apart and not label):
                yield part
                part = []
        part.append(glyph)
    yield part


def _common_gap(row: Sequence[PdfGlyph], gaps: Sequence[float]) -> float:
    """How far the 汉字 of a row stand apart, in pt, if all do alike: it is one line, however far it
    was stretched.
    """
    if max(gaps) <= CELL * row[0].size:
        return 0.0
    between = [
        gap
        for gap, before, after in zip(gaps, row, row[1:], strict=False)
        if before.size == after.size and kind_of(before.text[0]) == HAN == kind_of(after.text[0])
    ]
    alike = (
        len(between) >= ALIKE
        and max(between) - min(between) <= EVEN * row[0].size
        and max(between) < HOLE * row[0].size
    )
    return median(between) if alike else 0.0


def _blank_on_both_sides(before: PdfGlyph, after: PdfGlyph) -> bool:
    """Whether two glyphs are marks with their blank halves between them."""
    return (
        kind_of(before.text[0]) == CLOSE
        and kind_of(after.text[0]) == OPEN
        and blank_after(before) > 0 < blank_before(after)
    )


def _blank_of_quote(glyph: PdfGlyph, marks: str) -> float:
    """What a narrow quotation mark has beside it to make it as wide as others are, in em."""
    return max(0.0, 1 - glyph.width / glyph.size) if glyph.text in marks else 0.0


def _trim(part: list[PdfGlyph]) -> list[PdfGlyph]:
    """A part without the spaces at its ends."""
    inked = [index for index, glyph in enumerate(part) if not glyph.text.isspace()]
    return part[inked[0] : inked[-1] + 1] if inked else []


def _size(glyphs: Iterable[PdfGlyph]) -> float:
    """The size of most of the text."""
    counts: Counter[float] = Counter()
    for glyph in glyphs:
        counts[glyph.size] += 1 + (glyph.width > 0.9 * glyph.size)
    return max(counts, key=lambda size: (counts[size], size))


def _baseline(glyphs: Iterable[PdfGlyph], size: float) -> float:
    return Counter(round(glyph.y, 3) for glyph in glyphs if glyph.size == size).most_common(1)[0][0]
