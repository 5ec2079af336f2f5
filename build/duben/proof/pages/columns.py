"""The edges that lines of a document share: columns, indents, and the step from line to line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median

from duben.model import group_by
from duben.proof.pages.composition import CLOSE, OPEN, PdfComposition, TextLine

EDGE = 0.12  # edges are the same within this
HUNG = 1.1  # a line may end so far outside its column
APART = 4.0  # measures of columns differ by more
WORDS = 8  # glyphs: shorter lines say nothing about edges
Column = tuple[float, float]


class PageColumns:
    """The columns of each page by (size of type, page), and what lines of a size have in common:
    whether first lines are ``indented``, the step from line to line (``steps``, pt).
    """

    def __init__(self, composition: PdfComposition) -> None:
        self.found = composition
        self.columns: dict[tuple[float, int], list[Column]] = {}
        self.lefts: dict[
            tuple[float, int], tuple[float, ...]
        ] = {}  # of lines that do not begin with an opening mark
        self.indented: dict[float, bool] = {}
        self.steps: dict[float, float] = {}
        long_lines = (
            line
            for page in composition.lines
            for line in page
            if not line.furniture and len(line.glyphs) >= WORDS
        )
        for size, lines in group_by(long_lines, lambda line: line.size).items():
            self._columns(size, lines)
            steps = Counter(
                round(line.y - line.above.y, 1)
                for line in lines
                if line.above and line.above.size == size
            )
            self.steps[size] = steps.most_common(1)[0][0] if steps else 0.0
            self.indented[size] = _indents_first_lines(size, lines)

    def _columns(self, size: float, lines: Sequence[TextLine]) -> None:
        """Finds the columns of each page: edges that lines of the document share, weighed by the
        page's own.
        """
        pages = group_by(lines, lambda line: line.page)
        rights = shared_edges([line.right for line in lines if line.signs[-1] not in CLOSE], size)
        lefts = shared_edges([line.left for line in lines if line.signs[0] != OPEN], size)
        usual: dict[int, Counter[Column]] = {0: Counter(), 1: Counter()}
        for page, own in pages.items():
            self.lefts[size, page] = tuple({line.left for line in own if line.signs[0] != OPEN})
            ends = _edge_support(rights, [line.right for line in own], size)
            columns: list[Column] = []
            for end in sorted(ends, key=lambda end: (-ends[end], end)):
                if columns and (
                    any(abs(end - right) <= APART * size for _, right in columns)
                    or _is_crossed(end, own, size)
                ):
                    continue
                full = [
                    line.left
                    for line in own
                    if -size < line.right - end < size and line.signs[0] != OPEN
                ]
                starts = _edge_support(lefts, full, size)
                if starts:
                    columns.append(
                        (
                            _outer_edge(
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
            for line in (line for page_lines in self.found.lines for line in page_lines)
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

    def column(self, line: TextLine) -> Column | None:
        """The column that a line of this size stands in."""
        for left, right in self.columns.get((line.size, line.page), ()):
            if right >= min(line.rights) - HUNG * line.size and right > line.left:
                return left, right
        return None

    def is_indented(self, line: TextLine) -> bool:
        """Whether a line begins 2 em inside the text's own edge."""
        column = self.column(line)
        return column is not None and any(
            abs(left - column[0] - 2 * line.size) < 0.3 * line.size for left in line.lefts
        )


def _indents_first_lines(size: float, lines: Sequence[TextLine]) -> bool:
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


def _edge_support(
    edges: Sequence[tuple[float, int]], own: Sequence[float], size: float
) -> dict[float, int]:
    """How much speaks for each edge of the document on a page: its lines there times those
    everywhere.
    """
    here = {edge: sum(abs(start - edge) < EDGE * size for start in own) for edge, _ in edges}
    return {edge: here[edge] * count for edge, count in edges if here[edge]}


def _outer_edge(start: float, full: Sequence[float], starts: Iterable[float], size: float) -> float:
    """The left edge of a column whose full lines mostly begin at one: the one 2 em farther out,
    where some begin there, since on a page of short paragraphs most lines are indented first ones.
    """
    outer = (
        other
        for other in starts
        if abs(start - other - 2 * size) < EDGE * size
        and any(abs(left - other) < EDGE * size for left in full)
    )
    return next(outer, start)


def _is_crossed(edge: float, lines: Sequence[TextLine], size: float) -> bool:
    """Whether lines run across an edge, or too few end there for a column."""
    across = sum(1 for line in lines if line.left < edge - size and line.right > edge + size)
    here = sum(1 for line in lines if abs(line.right - edge) < EDGE * size)
    return across > 0 or here < 4


def shared_edges(edges: Sequence[float], size: float, least: int = 3) -> list[tuple[float, int]]:
    """The edges that at least so many lines have in common, each the median of those round it, and
    how many.
    """
    edges_found = []
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
            edges_found.append((median(ordered[at : stop + 1]), stop - at + 1))
        at = stop + 1
    return edges_found
