"""Glyphs to lines and lines to paragraphs, by geometry alone: sizes, baselines, edges that many
lines share.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from duben.proof.pages.glyphs import Glyph, Page
from duben.proof.pages.signs import CLOSE, HAN, LATIN, OPEN, kind_of, letter_of

# In em of the line, unless said otherwise.
LEVEL = 0.06  # baselines of one row differ by less
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
EDGE = 0.12  # edges are the same within this
FULL = 1.7  # a line that ends so near to the measure may be a full one
FORCED = 6.0  # one that is shorter by more ends its paragraph, whatever follows
HUNG = 1.1  # a line may end so far outside its column
APART = 4.0  # measures of columns differ by more
INDENTS = (0.4, 4.3)  # what may be the indent of a first line, or of the lines below a label
NEAR, FAR = 0.85, 2.6  # the step between lines of a paragraph
WORDS = 8  # glyphs: shorter lines say nothing about edges
LEADER = 4  # as many dots in a row are a leader

HEAD_LABEL = re.compile("第[0-9一二三四五六七八九十百零〇]+[编編篇卷部条條章节節款项項回课課讲講]|[0-9０-９]{1,3}([.．][0-9０-９]{1,3})*[.．]?|[0-9a-zA-Z]{1,3}[)）]"
                        "|[一二三四五六七八九十]{1,3}、|[（(][0-9一二三四五六七八九十]{1,3}[)）]|[①-⑳㉑-㉟㊱-㊿•·▪◦]|[例注问答][0-9]*[:：]?")  # fmt: skip
LABEL = re.compile(
    "[①-⑳㉑-㉟㊱-㊿•·▪◦]|[0-9]{1,3}[.．、)）](?![0-9])|[(（〔\\[][0-9一二三四五六七八九十]{1,3}[)）〕\\]]"
)  # of an item


@dataclass(slots=True)
class Line:
    """The glyphs on one baseline in one column or cell, without the spaces at its ends. Lengths in
    pt.
    """

    page: int
    y: float
    size: float
    glyphs: list[Glyph]
    signs: str  # a letter for each glyph: its class
    beside: tuple[float, ...] = ()  # where other cells on the same baseline begin
    spaced: bool = False  # a space was drawn behind its last glyph
    above: Line | None = None
    below: Line | None = None
    furniture: bool = False
    entry: bool = False  # of contents: what goes on to a page number at the right

    @property
    def cell(self) -> bool:
        """Whether something else stands on the same baseline."""
        return bool(self.beside)

    @property
    def left(self) -> float:
        return self.glyphs[0].x

    @property
    def right(self) -> float:
        return self.glyphs[-1].end

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def lefts(self) -> tuple[float, ...]:
        """Where it may be said to begin: an opening mark may have its blank half outside."""
        first = self.glyphs[0]
        if (
            first.text in "“‘" and first.width < 0.5 * first.size
        ):  # a narrow one may have a square of its own, or half of it
            return (first.x, first.end - 0.5 * first.size, first.end - first.size)
        blank = blank_before(first) if self.signs[0] == OPEN else 0.0
        return (first.x, first.x + blank) if blank else (first.x,)

    @property
    def rights(self) -> tuple[float, ...]:
        """Where it may be said to end: a closing mark may have its blank half outside, or hang."""
        last = self.glyphs[-1]
        if (
            last.text in "”’" and last.width < 0.5 * last.size
        ):  # a narrow one may have a square of its own, and half of it here
            return (last.end, last.x + 0.5 * last.size)
        if self.signs[-1] not in CLOSE or not (blank := blank_after(last)):
            return (last.end,)
        return (last.end, last.end - blank)

    def leads(self) -> bool:
        """Whether dots lead to a number in it."""
        run, longest, before = 0, 0, ""
        for glyph in self.glyphs:
            run = (
                run + len(glyph.text)
                if glyph.text[:1] in ".·•․‥…．" and glyph.text == before
                else len(glyph.text)
            )
            before = glyph.text
            longest = max(longest, run if before[:1] in ".·•․‥…．" else 0)
        return longest > LEADER


def blank_before(glyph: Glyph) -> float:
    """The blank that a full-width mark can do without at its left, in pt: half an em, or a quarter
    where it is centred.
    """
    return _blank(glyph, glyph.left - glyph.x, glyph.end - glyph.right)


def blank_after(glyph: Glyph) -> float:
    """The same at its right."""
    return _blank(glyph, glyph.end - glyph.right, glyph.left - glyph.x)


def _blank(glyph: Glyph, here: float, there: float) -> float:
    em = glyph.size
    if glyph.width < 0.9 * em:
        return 0.0
    if min(here, there) >= 0.24 * em:
        return 0.25 * em
    return 0.5 * em if here >= 0.42 * em else 0.0


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together and the measure they are set to, in pt for each line: text columns
    may be mirrored.
    """

    lines: list[Line]
    measures: list[tuple[float, float]]
    body: bool = False  # of the document's main size and measure

    @property
    def size(self) -> float:
        return self.lines[0].size

    def full(self) -> Iterator[tuple[Line, tuple[float, float]]]:
        """All lines but the last."""
        yield from zip(self.lines[:-1], self.measures, strict=False)


@dataclass(slots=True)
class Composition:
    """A document as it is set: lines by page, paragraphs in order.

    ``size`` and ``step`` of the body in pt (0: unknown), its ``face``, and the ``pitch`` of its
    汉字: em from one to the next.
    """

    pages: list[Page]
    lines: list[list[Line]]
    paragraphs: list[Paragraph]
    size: float = 0.0
    step: float = 0.0
    face: str = ""
    pitch: float = 1.0
    columns: dict[int, list[tuple[float, float]]] = field(
        default_factory=dict
    )  # of the body, by page: their edges
    indented: bool = False


def compose(pages: Iterable[Page]) -> Composition:
    """The lines and paragraphs of pages."""
    found = Composition(kept := list(pages), [list(_lines(page)) for page in kept], [])
    _body(found)
    _mark_furniture(found)
    for one in found.lines:
        _chain([line for line in one if not line.furniture])
        _mark_entries(one)
    _step(found)
    found.paragraphs = _paragraphs(found)
    found.pitch = _pitch(found)
    return found


# --- glyphs to lines ---------------------------------------------------------------------------------------------


def _lines(page: Page) -> Iterator[Line]:
    rows = _rows(page.glyphs)
    _take_in(rows)
    for row in rows:
        row.sort(key=lambda glyph: glyph.x)
        parts = [
            (trimmed, part[-1].text.isspace())
            for part in _parts(row)
            if (trimmed := _trimmed(part))
        ]
        for part, spaced in parts:
            size = _size(part)
            beside = tuple(other[0].x for other, _ in parts if other is not part)
            yield Line(
                page.number,
                _baseline(part, size),
                size,
                part,
                "".join(letter_of(glyph) for glyph in part),
                beside,
                spaced,
            )


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs by baseline, from the top."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.y, glyph.x)):
        if rows and glyph.y - rows[-1][-1].y <= LEVEL * glyph.size:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return rows


def _take_in(rows: list[list[Glyph]]) -> None:
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
        for other in _around(index, heights, sizes, smallest[index]):
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
            if level and not all(_free(glyph, starts[other]) for glyph in row):
                continue
            if small:
                rows[other].extend(small)
                row[:] = [glyph for glyph in row if glyph not in small]
    rows[:] = [row for row in rows if row]


def _around(
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


def _free(glyph: Glyph, taken: Sequence[tuple[float, float]]) -> bool:
    """Whether a glyph covers no other."""
    room = 0.3 * glyph.width
    at = bisect_left(taken, (glyph.x,))
    return not (at and taken[at - 1][1] > glyph.x + room) and not (
        at < len(taken) and taken[at][0] < glyph.end - room
    )


def _fits(glyph: Glyph, taken: Sequence[tuple[float, float]]) -> bool:
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


def _parts(row: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """A row cut where cells, columns or labels stand apart."""
    inked = [glyph for glyph in row if not glyph.text.isspace()]
    if not inked:
        return
    gaps = [after.x - before.end for before, after in zip(row, row[1:], strict=False)]
    usual = max(0.0, median(gaps), _stretched(row, gaps)) if gaps else 0.0
    part: list[Glyph] = []
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
            apart = gap > closest and glyph.piece != part[-1].piece and len(part) > 1
            label = part[-1].size > SMALLER * glyph.size and HEAD_LABEL.fullmatch(
                "".join(one.text for one in part).strip()
            )
            if gap > HOLE or (apart and not label):
                yield part
                part = []
        part.append(glyph)
    yield part


def _stretched(row: Sequence[Glyph], gaps: Sequence[float]) -> float:
    """How far the 汉字 of a row stand apart, in pt, if all do alike: it is one line, however far it
    was stretched.
    """
    if max(gaps) <= CELL * row[0].size:
        return 0.0
    between = [
        gap
        for gap, one, other in zip(gaps, row, row[1:], strict=False)
        if one.size == other.size and kind_of(one.text[0]) == HAN == kind_of(other.text[0])
    ]
    alike = (
        len(between) >= ALIKE
        and max(between) - min(between) <= EVEN * row[0].size
        and max(between) < HOLE * row[0].size
    )
    return median(between) if alike else 0.0


def _blank_on_both_sides(one: Glyph, other: Glyph) -> bool:
    """Whether two glyphs are marks with their blank halves between them."""
    return (
        kind_of(one.text[0]) == CLOSE
        and kind_of(other.text[0]) == OPEN
        and blank_after(one) > 0 < blank_before(other)
    )


def _blank_of_quote(glyph: Glyph, marks: str) -> float:
    """What a narrow quotation mark has beside it to make it as wide as others are, in em."""
    return max(0.0, 1 - glyph.width / glyph.size) if glyph.text in marks else 0.0


def _trimmed(part: list[Glyph]) -> list[Glyph]:
    """A part without the spaces at its ends."""
    inked = [index for index, glyph in enumerate(part) if not glyph.text.isspace()]
    return part[inked[0] : inked[-1] + 1] if inked else []


def _size(glyphs: Iterable[Glyph]) -> float:
    """The size of most of the text."""
    counts: Counter[float] = Counter()
    for glyph in glyphs:
        counts[glyph.size] += 1 + (glyph.width > 0.9 * glyph.size)
    return max(counts, key=lambda size: (counts[size], size))


def _baseline(glyphs: Iterable[Glyph], size: float) -> float:
    return Counter(round(glyph.y, 3) for glyph in glyphs if glyph.size == size).most_common(1)[0][0]


# --- lines to columns ----------------------------------------------------------------------------------------------


def _mark_furniture(found: Composition) -> None:
    """Marks running heads and folios: outermost on the page, no larger than the text, at one height
    on many pages, and alike but for numbers.
    """
    lines = found.lines
    seen: dict[tuple[int, str], list[Line]] = defaultdict(list)
    for page in lines:
        ordered = sorted(page, key=lambda line: line.y)
        rows = sorted({round(line.y) for line in ordered})
        outer = {*rows[:1], *rows[-1:]}
        for line in ordered:
            if round(line.y) in outer and line.size <= 1.02 * (found.size or line.size):
                words = "".join(character for character in line.text if not character.isdigit())
                seen[round(line.y / 3), words if len(words) > 3 else ""].append(line)
    many = max(3, len(lines) // 8)
    steps = Counter(
        round(step)
        for page in lines
        for before, after in pairwise(sorted({line.y for line in page if line.size == found.size}))
        if (step := after - before) > 0.9 * found.size
    )
    step = steps.most_common(1)[0][0] if steps else found.size
    heights: Counter[int] = Counter()
    for alike in seen.values():
        if len({line.page for line in alike}) >= min(many, max(2, len(lines))) and len(lines) > 1:
            for line in alike:
                line.furniture = len(line.glyphs) < 40 and _lonely(
                    line, lines[line.page - 1], 1.15 * step
                )
                heights[round(line.y / 3)] += line.furniture
    # Heads of short chapters stand on few pages, but as high as the others.
    for alike in seen.values():
        for line in alike:
            if (
                heights[round(line.y / 3)] >= many
                and line.size < 0.98 * found.size
                and len(line.glyphs) < 40
            ):
                line.furniture = line.furniture or _lonely(line, lines[line.page - 1], 1.15 * step)


def _lonely(line: Line, page: Sequence[Line], far: float) -> bool:
    """Whether it stands off from the text by more than so many pt, or is a number."""
    if not line.text.strip("0123456789—–-·• ivxlcIVXLC第页共"):
        return True
    nearest = min(
        (abs(other.y - line.y) for other in page if abs(other.y - line.y) > 1), default=1000.0
    )
    return nearest > far


def _chain(lines: list[Line]) -> None:
    """Ties each line to the next below it that shares its column."""
    lines.sort(key=lambda line: (line.y, line.left))
    open_lines: list[Line] = []
    for line in lines:
        best = None
        for other in reversed(open_lines):
            if other.y < line.y - LEVEL * line.size and _share(line, other):
                best = other
                break
        if best is not None:
            line.above = best
            if best.below is None:
                best.below = line
        open_lines = [other for other in open_lines if other.y > line.y - 3 * FAR * line.size][-60:]
        open_lines.append(line)


def _share(one: Line, other: Line) -> bool:
    common = min(one.right, other.right) - max(one.left, other.left)
    return common > 0.3 * min(one.right - one.left, other.right - other.left)


_PAGE_NUMBER = re.compile("[0-9]{1,4}|[ivxlcIVXLC]{1,7}")
ENTRIES = 3  # so many numbers below each other make a page of contents


def _mark_entries(lines: Sequence[Line]) -> None:
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


# --- lines to paragraphs ---------------------------------------------------------------------------------------------


def _body(found: Composition) -> None:
    """Finds size and face of the text."""
    weights: Counter[float] = Counter()
    faces: Counter[str] = Counter()
    for line in (line for page in found.lines for line in page):
        if not line.cell:
            weights[line.size] += line.signs.count(HAN)
            faces[line.glyphs[-1].font] += line.signs.count(HAN)
    if any(weights.values()):
        found.size = max(weights, key=lambda size: weights[size])
        found.face = faces.most_common(1)[0][0]


def _step(found: Composition) -> None:
    """Finds the step from line to line of the text."""
    steps = Counter(
        round(line.y - line.above.y, 2)
        for page in found.lines
        for line in page
        if line.size == found.size and line.above and line.above.size == found.size
    )
    if steps:
        found.step = steps.most_common(1)[0][0]


def _pitch(found: Composition) -> float:
    """The natural step of 汉字 in em, from the last lines of paragraphs: 28 characters of 16 pt on
    156 mm stand closer.
    """
    gaps: Counter[float] = Counter()
    for paragraph in found.paragraphs:
        line = paragraph.lines[-1]
        if paragraph.body:
            for one, other, signs in zip(
                line.glyphs, line.glyphs[1:], pairwise(line.signs), strict=False
            ):
                if signs == (HAN, HAN) and one.size == other.size == found.size:
                    gaps[round((other.x - one.x) / one.size, 3)] += 1
    usual = gaps.most_common(1)[0][0] if gaps else 1.0
    return usual if 0.97 <= usual < 0.995 else 1.0


def _paragraphs(found: Composition) -> list[Paragraph]:
    edges = _Edges(found)
    found.columns = {
        page: columns for (size, page), columns in edges.columns.items() if size == found.size
    }
    found.indented = edges.indented.get(found.size, False)
    made: list[Paragraph] = []
    last: dict[int, Paragraph] = {}
    for page in found.lines:
        for line in sorted(
            (line for line in page if not line.furniture), key=lambda line: (line.y, line.left)
        ):
            before = line.above
            paragraph = (
                last.get(id(before)) if before is not None and before.below is line else None
            )
            if paragraph is None or not edges.goes_on(paragraph, line):
                paragraph = Paragraph([], [])
                made.append(paragraph)
            paragraph.lines.append(line)
            last[id(line)] = paragraph
    made = edges.joined(made)
    for paragraph in made:
        edges.measure(paragraph)
    edges.narrower(made)
    return made


Column = tuple[float, float]


class _Edges:
    """The edges that lines share, and what follows from them."""

    def __init__(self, found: Composition) -> None:
        self.found = found
        self.columns: dict[tuple[float, int], list[Column]] = {}
        self.lefts: dict[
            tuple[float, int], tuple[float, ...]
        ] = {}  # of lines that do not begin with an opening mark
        self.indented: dict[float, bool] = {}
        self.steps: dict[float, float] = {}
        by_size: dict[float, list[Line]] = defaultdict(list)
        for line in (line for page in found.lines for line in page):
            if not line.furniture and len(line.glyphs) >= WORDS:
                by_size[line.size].append(line)
        for size, lines in by_size.items():
            self._columns(size, lines)
            steps = Counter(
                round(line.y - line.above.y, 1)
                for line in lines
                if line.above and line.above.size == size
            )
            self.steps[size] = steps.most_common(1)[0][0] if steps else 0.0
            self.indented[size] = _indented(size, lines)

    def _columns(self, size: float, lines: Sequence[Line]) -> None:
        """Finds the columns of each page: edges that lines of the document share, weighed by the
        page's own.
        """
        pages: dict[int, list[Line]] = defaultdict(list)
        for line in lines:
            pages[line.page].append(line)
        rights = _shared([line.right for line in lines if line.signs[-1] not in CLOSE], size)
        lefts = _shared([line.left for line in lines if line.signs[0] != OPEN], size)
        usual: dict[int, Counter[Column]] = {0: Counter(), 1: Counter()}
        for page, own in pages.items():
            self.lefts[size, page] = tuple({line.left for line in own if line.signs[0] != OPEN})
            ends = _supported(rights, [line.right for line in own], size)
            columns: list[Column] = []
            for end in sorted(ends, key=lambda end: (-ends[end], end)):
                if columns and (
                    any(abs(end - right) <= APART * size for _, right in columns)
                    or _crossed(end, own, size)
                ):
                    continue
                full = [
                    line.left
                    for line in own
                    if -size < line.right - end < size and line.signs[0] != OPEN
                ]
                starts = _supported(lefts, full, size)
                if starts:
                    columns.append(
                        (
                            _outermost(
                                max(starts, key=lambda start: (starts[start], -start)),
                                full,
                                starts,
                                size,
                            ),
                            end,
                        )
                    )
            if columns:
                usual[page % 2][columns[0]] += len(own)
                self.columns[size, page] = sorted(columns, key=lambda column: column[1])
        for page in {
            line.page
            for line in (line for one in self.found.lines for line in one)
            if line.size == size
        }:
            likely = usual[page % 2] or usual[1 - page % 2]
            if likely and self._unusual(
                self.columns.get((size, page), []), likely.most_common(1)[0][0], size
            ):
                self.columns[size, page] = [likely.most_common(1)[0][0]]

    @staticmethod
    def _unusual(columns: Sequence[Column], usual: Column, size: float) -> bool:
        """Whether a page has no column of its own: none was found, or one inside that of the other
        pages, of a list or quotation.
        """
        if len(columns) != 1:
            return not columns
        left, right = columns[0]
        return left >= usual[0] - EDGE * size and right <= usual[1] + EDGE * size

    def column(self, line: Line) -> Column | None:
        """The column that a line of this size stands in."""
        for left, right in self.columns.get((line.size, line.page), ()):
            if right >= min(line.rights) - HUNG * line.size and right > line.left:
                return left, right
        return None

    def goes_on(self, paragraph: Paragraph, line: Line) -> bool:
        """Whether a line is the next one of a paragraph on the same page."""
        before = paragraph.lines[-1]
        size = before.size
        step = line.y - before.y
        if abs(line.size - size) > 0.03 * size or not NEAR * size < step < FAR * size:
            return False
        usual = self.steps.get(size)
        if usual and (
            step > 1.25 * usual
            or (abs(step - usual) > 0.04 * size and line.glyphs[-1].font != before.glyphs[-1].font)
        ):
            return False
        return self.carries_on(paragraph, line, 0.0)

    @staticmethod
    def _second(line: Line, full: bool, flush: bool) -> bool:
        """Whether an indented line is the second of an indented block, not the first of a
        paragraph: so say the line above (full, flush) and the one below.
        """
        if _goes_on_below(line):
            return flush or full
        return flush and (line.below is None or line.below.glyphs[-1].font != line.glyphs[-1].font)

    def carries_on(
        self, paragraph: Paragraph, line: Line, shift: float, overleaf: bool = False
    ) -> bool:
        """The same by what the lines' ends say alone; ``shift`` is how far to the right the line's
        page has its column.
        """
        before = paragraph.lines[-1]
        size = before.size
        column = self.column(before)
        if column is None or line.leads() or before.leads() or line.entry or before.entry:
            return False
        if (
            before.cell
            and line.cell
            and (
                before.text.isdigit()
                or (
                    len(before.glyphs) < WORDS
                    and any(
                        abs(one - other) < 0.5 for one in line.beside for other in before.beside
                    )
                )
            )
        ):
            return False  # rows of a table or of contents
        if LABEL.match(line.text) and line.glyphs[0].font != before.glyphs[-1].font:
            return False  # a heading
        short = (column[1] - max(before.rights)) / size
        if short > FORCED and (_word(line) < short or before.text[-1] in "。？！"):
            return False
        full = short <= FULL or _word(line) > short
        flush = min(abs(right - column[1]) for right in before.rights) <= EDGE * size
        offset = _offset(line, before, shift) / size
        if (
            line.cell
            and not before.cell
            and abs(offset) > EDGE
            and line.right < column[1] - 3 * size
        ):
            return False  # a caption above its table
        if overleaf and (not full or _face(line) != _face(before)):
            return False
        alone = len(paragraph.lines) == 1
        item = LABEL.match(paragraph.lines[0].text)
        sentence = full and before.text[-1] not in "。？！：；" and not item
        beside = item and abs(_offset(line, paragraph.lines[0], shift)) <= EDGE * size
        if LABEL.match(line.text) and (
            (offset < -EDGE and not sentence) or (abs(offset) <= EDGE and beside)
        ):
            return False  # the next item of a list
        if abs(offset) <= EDGE:
            if alone and self.indented.get(size) and self._is_indented(line):
                return before.text[-1] not in "。？！：" and self._second(
                    line, full and not overleaf, flush
                )
            if alone and not flush and before.text[-1] in "。？！":
                return False
            return full or (not alone and self.indented[size] and before.signs[-1] not in CLOSE)
        if alone and -INDENTS[1] < offset < -INDENTS[0]:  # an indented first line
            return full or before.signs[-1] not in CLOSE
        if alone and INDENTS[0] < offset < INDENTS[1]:  # a label that stands out
            return (
                full
                and labelled(before)
                and (
                    LABEL.match(before.text) is not None
                    or not self._is_indented(line)
                    or _goes_on_below(line)
                )
            )
        return False

    def _is_indented(self, line: Line) -> bool:
        """Whether a line begins 2 em inside the text's own edge."""
        column = self.column(line)
        return column is not None and any(
            abs(left - column[0] - 2 * line.size) < 0.3 * line.size for left in line.lefts
        )

    def joined(self, made: list[Paragraph]) -> list[Paragraph]:
        """Paragraphs with those that go on overleaf made one."""
        first: dict[int, Paragraph] = {}
        final: dict[int, Paragraph] = {}
        for paragraph in made:
            line = paragraph.lines[0]
            if line.size == self.found.size and not line.cell and self.column(line):
                first.setdefault(line.page, paragraph)
                final[paragraph.lines[-1].page] = paragraph
        gone: set[int] = set()
        for page, paragraph in first.items():
            before = final.get(page - 1)
            line = paragraph.lines[0]
            if (
                before is None
                or paragraph is before
                or line.above is not None
                or _text_below(before.lines[-1])
            ):
                continue
            here, there = self.column(line), self.column(before.lines[-1])
            if here and there and self.carries_on(before, line, here[0] - there[0], overleaf=True):
                before.lines += paragraph.lines
                gone.add(id(paragraph))
                if final.get(page) is paragraph:
                    final[page] = before
        return [paragraph for paragraph in made if id(paragraph) not in gone]

    def measure(self, paragraph: Paragraph) -> None:
        """Notes the edges of its lines: the right one is the column's, the left one its own."""
        size = paragraph.size
        below = paragraph.lines[1:] or paragraph.lines
        columns = [self.column(line) for line in paragraph.lines]
        inset = min(
            (
                line.left - column[0]
                for line, column in zip(below, columns[-len(below) :], strict=True)
                if column and line.signs[0] != OPEN
            ),
            default=None,
        )
        if inset is None:
            # Opening marks begin every line: which of their edges is that of other lines?
            known = self.lefts.get((size, below[0].page), ())
            edges = [
                (edge, column)
                for line, column in zip(below, columns[-len(below) :], strict=True)
                if column
                for edge in line.lefts
            ]
            inset = min(
                edges,
                key=lambda one: (
                    min((abs(one[0] - left) for left in known), default=0.0) > EDGE * size,
                    abs(one[0] - one[1][0]),
                ),
                default=(0.0, (0.0, 0.0)),
            )[0] - (edges[0][1][0] if edges else 0.0)
        alone = (
            len(paragraph.lines) == 1
            and self.indented.get(size)
            and self._is_indented(paragraph.lines[0])
        )
        if abs(inset) < 3 * EDGE * size or alone:
            inset = 0.0
        for line, column in zip(paragraph.lines, columns, strict=True):
            paragraph.measures.append(
                (column[0] + inset, column[1]) if column else (line.left, line.right)
            )
        paragraph.body = size == self.found.size and inset == 0.0 and columns[0] is not None

    def narrower(self, made: Sequence[Paragraph]) -> None:
        """Gives paragraphs their own right edge where full lines agree on one inside the column's."""
        groups: dict[tuple[float, float], list[tuple[Paragraph, int]]] = defaultdict(list)
        for paragraph in made:
            if not paragraph.body and len(paragraph.lines) > 1:
                for index, (left, right) in enumerate(paragraph.measures[:-1]):
                    groups[paragraph.size, round(right - left)].append((paragraph, index))
        for (size, _), rows in groups.items():
            short = [
                paragraph.measures[index][1] - paragraph.lines[index].right
                for paragraph, index in rows
                if paragraph.lines[index].signs[-1] not in CLOSE
            ]
            edges = [edge for edge, _ in _shared(short, size, 2)]
            if (
                edges
                and min(edges) > 2 * EDGE * size
                and not any(one < min(edges) - EDGE * size for one in short)
            ):
                for paragraph in {id(paragraph): paragraph for paragraph, _ in rows}.values():
                    paragraph.measures = [
                        (left, right - min(edges)) for left, right in paragraph.measures
                    ]


def _face(line: Line) -> str:
    """The face of most of its 汉字."""
    fonts = Counter(
        glyph.font for glyph, sign in zip(line.glyphs, line.signs, strict=True) if sign == HAN
    )
    return fonts.most_common(1)[0][0] if fonts else line.glyphs[-1].font


def _word(line: Line) -> float:
    """How wide, in em, what a line begins with is if it cannot be split: a number, an address."""
    length = len(line.signs) - len(line.signs.lstrip(LATIN))
    return (line.glyphs[length - 1].end - line.left) / line.size if length else 0.0


def _offset(line: Line, before: Line, shift: float) -> float:
    """How far to the right of another a line begins, in pt; an opening mark has its edge anywhere
    in its blank half.
    """
    (low, high), (first, last) = ((min(one.lefts), max(one.lefts)) for one in (line, before))
    low, high = low - shift, high - shift
    return low - last if low > last else min(0.0, high - first)


def _text_below(line: Line) -> bool:
    """Whether text stands below a line; smaller type farther off is a note."""
    below = line.below
    return below is not None and not (
        below.size < 0.95 * line.size and below.y - line.y > 1.2 * line.size
    )


def _indented(size: float, lines: Sequence[Line]) -> bool:
    """Whether first lines of this size are indented: many begin 2 em behind the line below."""
    first = sum(
        1
        for line in lines
        if line.below
        and line.below.size == size
        and any(
            1.4 * size < left - other < 2.6 * size
            for left in line.lefts
            for other in line.below.lefts
        )
    )
    return first >= max(2, len(lines) // 40)


def _goes_on_below(line: Line) -> bool:
    """Whether the line below begins where this one does."""
    return line.below is not None and any(
        abs(left - other) < EDGE * line.size for left in line.lefts for other in line.below.lefts
    )


def _supported(
    edges: Sequence[tuple[float, int]], own: Sequence[float], size: float
) -> dict[float, int]:
    """How much speaks for each edge of the document on a page: its lines there times those
    everywhere.
    """
    found = {}
    for edge, count in edges:
        here = sum(1 for one in own if abs(one - edge) < EDGE * size)
        if here:
            found[edge] = here * count
    return found


def _outermost(start: float, full: Sequence[float], starts: Iterable[float], size: float) -> float:
    """The left edge of a column whose full lines mostly begin at one: the one 2 em farther out,
    where some begin there, since on a page of short paragraphs most lines are indented first ones.
    """
    for other in starts:
        if abs(start - other - 2 * size) < EDGE * size and any(
            abs(left - other) < EDGE * size for left in full
        ):
            return other
    return start


def _crossed(edge: float, lines: Sequence[Line], size: float) -> bool:
    """Whether lines run across an edge, or too few end there for a column."""
    across = sum(1 for line in lines if line.left < edge - size and line.right > edge + size)
    here = sum(1 for line in lines if abs(line.right - edge) < EDGE * size)
    return across > 0 or here < 4


def labelled(line: Line) -> bool:
    """Whether a line begins with what may be a label that stands out: a number, a letter, a sign."""
    head = line.text[:6].lstrip("（([〔【")
    return bool(head) and (
        letter_of(line.glyphs[0]) != HAN
        or head[0] in "一二三四五六七八九十第其注问答甲乙丙丁例表图"
    )


def _shared(edges: Sequence[float], size: float, least: int = 3) -> list[tuple[float, int]]:
    """The edges that at least so many lines have in common, each the median of those round it, and
    how many.
    """
    found = []
    ordered = sorted(edges)
    at = 0
    while at < len(ordered):
        stop = at
        while (
            stop + 1 < len(ordered)
            and ordered[stop + 1] - ordered[stop] < 0.04 * size
            and ordered[stop + 1] - ordered[at] < 0.3 * size
        ):
            stop += 1
        if stop - at + 1 >= least:
            found.append((median(ordered[at : stop + 1]), stop - at + 1))
        at = stop + 1
    return found
