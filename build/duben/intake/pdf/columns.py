"""The lines of a page in the order in which they are read: of two columns the left one first.

Two columns are told from a table by their prose: on most lines of the page a piece stands left of
the gutter and one right of it, they are long, and they begin at the same places. Where the lines of
one column stand between those of the other, each has a piece on one side alone, and most do. Lines
over both (titles, abstracts, wide tables) part the page into bands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from duben.intake.pdf.lines import PdfLine, Piece

LINES = 8  # with both columns; fewer are a table or a signature
MOST = 0.6  # of the lines that reach the gutter have pieces on both sides
PROSE = 8  # characters of a piece of prose in the average
EDGE = 2.5  # em by which prose may begin from the edge of its column; pt by which edges differ
MIDDLE = (0.3, 0.7)  # of the page's width, where a gutter may stand


def read_order(lines: Sequence[PdfLine], width: float) -> list[list[PdfLine]]:
    """The lines of a page in blocks, one under the other: each column of a band, or the page."""
    gutter = _find_gutter(lines, width)
    if gutter is None:
        return [list(lines)] if lines else []
    blocks: list[list[PdfLine]] = []
    band: list[PdfLine] = []
    over: list[PdfLine] = []
    for line in lines:
        if _crosses(line, gutter):
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


def _find_gutter(lines: Sequence[PdfLine], width: float) -> float | None:
    """Where the gutter between two columns of prose stands, in pt; None on other pages."""
    edges = [
        piece.left
        for line in lines
        for piece in line.pieces
        if MIDDLE[0] * width < piece.left < MIDDLE[1] * width
    ]
    if len(edges) < LINES:
        return None
    near, _ = Counter(round(edge / EDGE) for edge in edges).most_common(1)[0]
    gutter = min(edge for edge in edges if abs(edge - near * EDGE) <= EDGE) - 1
    sides = [_sides(line, gutter) for line in lines]
    both = [line for line, on in zip(lines, sides, strict=True) if on == (True, True)]
    crossing = sum(_crosses(line, gutter) for line in lines)
    if len(both) >= max(LINES, MOST * (crossing + len(both))):
        return gutter if _is_prose(both, both, gutter) else None
    left = [line for line, on in zip(lines, sides, strict=True) if on[0]]
    right = [line for line, on in zip(lines, sides, strict=True) if on[1]]
    fewer = min(len(left), len(right))
    if fewer < LINES or fewer < MOST * (crossing + fewer):
        return None
    return gutter if _is_prose(left, right, gutter) else None


def _sides(line: PdfLine, gutter: float) -> tuple[bool, bool]:
    return (
        any(piece.right <= gutter for piece in line.pieces),
        any(piece.left >= gutter for piece in line.pieces),
    )


def _is_prose(left: Sequence[PdfLine], right: Sequence[PdfLine], gutter: float) -> bool:
    """Whether both columns hold one piece on most of their lines, long and from the edge on."""
    for is_right, lines in ((False, left), (True, right)):
        sides: list[list[Piece]] = [
            [p for p in line.pieces if (p.left >= gutter) == is_right] for line in lines
        ]
        single = [side[0] for side in sides if len(side) == 1]
        if len(single) < MOST * len(lines):
            return False
        edge = min(piece.left for piece in single)
        size = lines[0].size
        near = sum(piece.left - edge <= EDGE * size for piece in single)
        if near < MOST * len(single):
            return False
        if sum(len(piece.text) for piece in single) < PROSE * len(single):
            return False
    return True
