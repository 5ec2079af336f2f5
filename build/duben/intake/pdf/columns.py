"""The lines of a page in the order in which they are read: of two columns the left one first.

Two columns are told from a table by their prose: on most lines of the page a piece stands left of
the gutter and one right of it, they are long, and they begin at the same places. Where the lines of
one column stand between those of the other, each has a piece on one side alone, and most do. Lines
over both (titles, abstracts, wide tables) part the page into bands; where they are many (the first
page of a paper), one band of longer lines is enough. Columns that nearly touch are told from the
lines cut at smaller gaps, columns in which charts stand from the long lines alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from math import inf
from statistics import median

from duben.intake.pdf.lines import APART, PdfLine, Piece

LINES = 8  # with both columns; fewer are a table or a signature
MOST = 0.6  # of the lines that reach the gutter have pieces on both sides
PROSE = 8  # characters of a piece of prose in the average
LONG_PROSE = 14  # where one band of a page has columns
FARTHER = 1.5  # times as far as other lines stands a running head
EDGE = 2.5  # em by which prose may begin from the edge of its column; pt by which edges differ
MIDDLE = (0.3, 0.7)  # of the page's width, where a gutter may stand


def read_order(
    lines: Sequence[PdfLine], narrow: Sequence[PdfLine], width: float
) -> list[list[PdfLine]]:
    """The lines of a page in blocks, one under the other: each column of a band, or the page.
    ``narrow`` are the same lines, cut at smaller gaps.
    """
    gutter = _find_gutter(lines, width)
    if gutter is None:
        gutter = _find_gutter(narrow, width, LONG_PROSE)
        if gutter is not None:
            lines = [_joined_pieces(line, gutter) for line in narrow]
        else:
            gutter = _gutter_of_long_lines(lines, width)
    if gutter is None:
        return [list(lines)] if lines else []
    blocks: list[list[PdfLine]] = []
    band: list[PdfLine] = []
    over: list[PdfLine] = []
    apart = _set_apart(lines)
    for index, line in enumerate(lines):
        if _crosses(line, gutter) or index in apart:
            blocks += _columns(band, gutter)
            band = []
            over.append(line)
            continue
        if over:
            blocks.append(over)
            over = []
        band.append(line)
    blocks += _columns(band, gutter)
    return [*blocks, over] if over else blocks


def _set_apart(lines: Sequence[PdfLine]) -> set[int]:
    """Which of the first and the last line stand farther off than the others: running heads."""
    gaps = [after.baseline - before.baseline for before, after in pairwise(lines)]
    usual = FARTHER * median(gaps) if len(gaps) >= LINES else inf
    ends = ((0, gaps[:1]), (len(lines) - 1, gaps[-1:]))
    return {index for index, gap in ends if gap and gap[0] > usual}


def _crosses(line: PdfLine, gutter: float) -> bool:
    return any(piece.left < gutter < piece.right for piece in line.pieces)


def _columns(band: Sequence[PdfLine], gutter: float) -> Iterator[list[PdfLine]]:
    """The lines of a band, those of its left column first."""
    for is_right in (False, True):
        column = [
            replace(line, pieces=pieces)
            for line in band
            if (pieces := tuple(p for p in line.pieces if (p.left > gutter) == is_right))
        ]
        if column:
            yield column


def _joined_pieces(line: PdfLine, gutter: float) -> PdfLine:
    """A line, the pieces on one side of a gutter as one where they do not stand apart."""
    pieces: list[Piece] = []
    for piece in line.pieces:
        last = pieces[-1] if pieces else None
        if (
            last is not None
            and piece.left - last.right < APART * line.size
            and not last.right <= gutter <= piece.left
        ):
            pieces[-1] = Piece(f"{last.text} {piece.text}", last.left, piece.right)
        else:
            pieces.append(piece)
    return replace(line, pieces=tuple(pieces))


def _find_gutter(lines: Sequence[PdfLine], width: float, prose: float = PROSE) -> float | None:
    """Where the gutter between two columns of prose stands, in pt; None on other pages. A piece of
    prose has ``prose`` characters in the average.
    """
    edges = [
        piece.left
        for line in lines
        for piece in line.pieces
        if MIDDLE[0] * width < piece.left < MIDDLE[1] * width
    ]
    if len(edges) < LINES:
        return None
    near = Counter(round(edge / EDGE) for edge in edges)
    at = max(near, key=lambda place: (near[place] + near[place + 1], -place)) * EDGE
    gutter = min(edge for edge in edges if abs(edge - at) <= EDGE) - 1
    if _has_columns(lines, gutter, prose):
        return gutter
    return gutter if _has_columns(_longest_band(lines, gutter), gutter, LONG_PROSE) else None


def _longest_band(lines: Sequence[PdfLine], gutter: float) -> list[PdfLine]:
    """The most lines below one another that do not cross a gutter."""
    bands = groupby(lines, lambda line: _crosses(line, gutter))
    return max((list(band) for crosses, band in bands if not crosses), key=len, default=[])


def _long_lines(lines: Sequence[PdfLine]) -> list[tuple[float, float]]:
    """Where each long piece of lines begins, and its size, in pt."""
    return [
        (piece.left, line.size)
        for line in lines
        for piece in line.pieces
        if len(piece.text) >= LONG_PROSE
    ]


def _gutter_of_long_lines(lines: Sequence[PdfLine], width: float) -> float | None:
    """Where the gutter stands that a band of lines does not cross, with a column of long lines on
    both sides, whatever else (a chart) stands there, in pt; None on other pages.
    """
    middle = sorted(
        left for left, _ in _long_lines(lines) if MIDDLE[0] * width < left < MIDDLE[1] * width
    )
    gutter = next((one - 1 for one, other in pairwise(middle) if other - one <= EDGE), inf)
    long = _long_lines(_longest_band(lines, gutter))
    for is_right in (False, True):
        column = [(left, size) for left, size in long if (left > gutter) == is_right]
        edge = min(left for left, _ in column) if column else inf
        near = sum(left - edge <= EDGE * size for left, size in column)
        if near < max(LINES, MOST * len(column)):
            return None
    return gutter


def _has_columns(lines: Sequence[PdfLine], gutter: float, prose: float) -> bool:
    """Whether most lines are those of two columns of prose beside a gutter."""
    lines = [line for line in lines if not line.table]
    sides = [_sides(line, gutter) for line in lines]
    both = [line for line, on in zip(lines, sides, strict=True) if on == (True, True)]
    crossing = sum(_crosses(line, gutter) for line in lines)
    beside = len(both) >= max(LINES, MOST * (crossing + len(both)))
    if beside and _is_prose(both, both, gutter, prose):
        return True
    left = [line for line, on in zip(lines, sides, strict=True) if on[0]]
    right = [line for line, on in zip(lines, sides, strict=True) if on[1]]
    fewer = min(len(left), len(right))
    if fewer < LINES or fewer < MOST * (crossing + fewer):
        return False
    return _is_prose(left, right, gutter, prose)


def _sides(line: PdfLine, gutter: float) -> tuple[bool, bool]:
    return (
        any(piece.right <= gutter for piece in line.pieces),
        any(piece.left >= gutter for piece in line.pieces),
    )


def _is_prose(
    left: Sequence[PdfLine], right: Sequence[PdfLine], gutter: float, prose: float
) -> bool:
    """Whether both columns hold one piece on most of their lines, long and from the edge on."""
    for is_right, lines in ((False, left), (True, right)):
        sides: list[list[Piece]] = [
            [p for p in line.pieces if (p.left >= gutter) == is_right] for line in lines
        ]
        single = [side[0] for side in sides if len(side) == 1]
        if len(single) < MOST * len(lines):
            return False
        edge = min(piece.left for piece in single)
        size = median(line.size for line in lines)
        near = sum(piece.left - edge <= EDGE * size for piece in single)
        if near < MOST * len(single):
            return False
        if sum(len(piece.text) for piece in single) < prose * len(single):
            return False
    return True
