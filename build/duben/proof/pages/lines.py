"""The lines of a page, from its glyphs: glyphs on one baseline, cut where cells, columns or labels
stand apart; which stands below which; and running heads, folios, entries of contents, which are no
text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, product
from statistics import median

from duben.model import group_runs
from duben.proof.pages.composition import (
    CLOSE,
    FAR,
    HAN,
    OPEN,
    PdfComposition,
    TextLine,
    blank_after,
    blank_before,
    kind_of,
    letter_of,
)
from duben.proof.pages.glyphs import Box, GlyphPage, PdfGlyph

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
LEFT, TOP, RIGHT, BOTTOM = range(4)  # of a box
# The corner of a box, and that of another on which it lies where the two are neighbours.
MEETING_CORNERS = (
    ((LEFT, TOP), (RIGHT, TOP)), ((LEFT, BOTTOM), (RIGHT, BOTTOM)), ((LEFT, TOP), (LEFT, BOTTOM)), ((RIGHT, TOP), (RIGHT, BOTTOM)),  # noqa: E501
)  # fmt: skip


def find_lines(page: GlyphPage) -> Iterator[TextLine]:
    rows = _rows_by_baseline(page.glyphs)
    cells = _drawn_cells(page.boxes)
    _merge_raised_glyphs(rows)
    for row in rows:
        row.sort(key=lambda glyph: glyph.x)
        parts = [
            (trimmed, part[-1].text.isspace()) for part in _cut_row(row) if (trimmed := _trim(part))
        ]
        for part, spaced in parts:
            size = _size(part)
            baseline = _baseline(part, size)
            beside = tuple(other[0].x for other, _ in parts if other is not part)
            yield TextLine(
                page.number,
                baseline,
                size,
                part,
                "".join(letter_of(glyph) for glyph in part),
                beside,
                spaced,
                any(
                    left <= part[0].x and part[-1].x <= right and top <= baseline <= bottom
                    for left, top, right, bottom in cells
                ),
            )


def _drawn_cells(boxes: Sequence[Box]) -> list[Box]:
    """The boxes that meet another at a corner, beside it, above it or below: cells of a table."""
    corners: dict[tuple[int, int], set[tuple[int, int]]] = defaultdict(set)
    for box in boxes:
        for x, y in product((LEFT, RIGHT), (TOP, BOTTOM)):
            corners[x, y].add((round(box[x]), round(box[y])))

    def meets(box: Box, own: tuple[int, int], other: tuple[int, int]) -> bool:
        x, y = round(box[own[0]]), round(box[own[1]])
        return any(
            (x + right, y + down) in corners[other] for right, down in product((-1, 0, 1), repeat=2)
        )

    return [
        box
        for box in boxes
        if any(meets(box, *pair) or meets(box, *pair[::-1]) for pair in MEETING_CORNERS)
    ]


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
                "".join(drawn.text for drawn in part).strip()
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


# In em of the line, unless said otherwise.
LEVEL = 0.06  # baselines of one row differ by less


def mark_furniture(composition: PdfComposition) -> None:
    """Marks running heads and folios: outermost on the page, no larger than the text, at one height
    on many pages, and alike but for numbers.
    """
    lines = composition.lines
    seen: dict[tuple[int, str], list[TextLine]] = defaultdict(list)
    for page in lines:
        ordered = sorted(page, key=lambda line: line.y)
        rows = sorted({round(line.y) for line in ordered})
        outer = {*rows[:1], *rows[-1:]}
        for line in ordered:
            if round(line.y) in outer and line.size <= 1.02 * (composition.size or line.size):
                words = "".join(character for character in line.text if not character.isdigit())
                seen[round(line.y / 3), words if len(words) > 3 else ""].append(line)
    many = max(3, len(lines) // 8)
    steps = Counter(
        round(step)
        for page in lines
        for before, after in pairwise(
            sorted({line.y for line in page if line.size == composition.size})
        )
        if (step := after - before) > 0.9 * composition.size
    )
    step = steps.most_common(1)[0][0] if steps else composition.size
    heights: Counter[int] = Counter()
    for alike in seen.values():
        if len({line.page for line in alike}) >= min(many, max(2, len(lines))) and len(lines) > 1:
            for line in alike:
                line.furniture = len(line.glyphs) < 40 and _stands_off(
                    line, lines[line.page - 1], 1.15 * step
                )
                heights[round(line.y / 3)] += line.furniture
    # Heads of short chapters stand on few pages, but as high as the others.
    for alike in seen.values():
        for line in alike:
            if (
                heights[round(line.y / 3)] >= many
                and line.size < 0.98 * composition.size
                and len(line.glyphs) < 40
            ):
                line.furniture = line.furniture or _stands_off(
                    line, lines[line.page - 1], 1.15 * step
                )


def _stands_off(line: TextLine, page: Sequence[TextLine], far: float) -> bool:
    """Whether it stands off from the text by more than so many pt, or is a number."""
    if not line.text.strip("0123456789—–-·• ivxlcIVXLC第页共"):
        return True
    nearest = min(
        (abs(other.y - line.y) for other in page if abs(other.y - line.y) > 1), default=1000.0
    )
    return nearest > far


def chain_lines(lines: list[TextLine]) -> None:
    """Ties each line to the next below it that shares its column."""
    lines.sort(key=lambda line: (line.y, line.left))
    open_lines: list[TextLine] = []
    for line in lines:
        best = next(
            (
                other
                for other in reversed(open_lines)
                if other.y < line.y - LEVEL * line.size and _share_column(line, other)
            ),
            None,
        )
        if best is not None:
            line.above = best
            if best.below is None:
                best.below = line
        open_lines = [other for other in open_lines if other.y > line.y - 3 * FAR * line.size][-60:]
        open_lines.append(line)


def _share_column(first: TextLine, second: TextLine) -> bool:
    common = min(first.right, second.right) - max(first.left, second.left)
    return common > 0.3 * min(first.right - first.left, second.right - second.left)


_PAGE_NUMBER = re.compile("[0-9]{1,4}|[ivxlcIVXLC]{1,7}")
ENTRIES = 3  # so many numbers below each other make a page of contents


def mark_entries(lines: Sequence[TextLine]) -> None:
    """Marks the entries of contents: lines with a number beside them, of a column of numbers that
    ends the page at the right, and the lines above that go on in them.
    """
    numbers = [
        line
        for line in lines
        if not line.furniture and line.cell and _PAGE_NUMBER.fullmatch(line.text)
    ]
    edges = Counter(round(line.right) for line in numbers)
    column = [
        line
        for line in numbers
        if sum(edges[round(line.right) + off] for off in (-1, 0, 1)) >= ENTRIES
    ]
    if not column:
        return
    left = min(line.left for line in column)
    if (
        sum(1 for line in lines if not line.furniture and line not in column and line.right > left)
        > len(column) // 2
    ):
        return  # running text, or a table
    for number in column:
        for line in lines:
            if abs(line.y - number.y) < LEVEL * line.size and line.right <= number.left:
                line.entry = True
    for line in sorted(lines, key=lambda line: -line.y):
        below = line.below
        if (
            below is not None
            and below.entry
            and not line.furniture
            and below.y - line.y < FAR * line.size
            and abs(below.size - line.size) < 0.03 * line.size
        ):
            line.entry = True
