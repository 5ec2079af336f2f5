"""Sheets of a stapled booklet: no leaf can be taken out by itself, so the sheet is exchanged, which
is two leaves, four pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from duben import pdf
from duben.model import PrintSettings


@dataclass(frozen=True, slots=True)
class StapledSheet:
    """A sheet: the booklet that it is stapled into and its number in that, the outermost first,
    both from 1; and its two leaves by their numbers in the copy from 0, the outer one first.
    """

    booklet: int
    number: int
    leaves: tuple[int, int]


def stapled_sheets(signatures: Sequence[int], leaves: int) -> tuple[StapledSheet, ...]:
    """The sheets of a copy of so many ``leaves``; none where it is not known how these were
    stapled. ``signatures``: how many sheets each booklet has.
    """
    if 2 * sum(signatures) != leaves:
        return ()
    sheets, first = [], 0
    for booklet, count in enumerate(signatures, 1):
        last = first + 2 * count - 1
        sheets += [
            StapledSheet(booklet, number + 1, (first + number, last - number))
            for number in range(count)
        ]
        first = last + 1
    return tuple(sheets)


def impose_sheets(
    pages: bytes,
    front_pages: int,
    sheets: Sequence[tuple[StapledSheet, int, int]],
    points: Sequence[int],
    settings: PrintSettings,
) -> bytes:
    """Pages as sheets, both sides, turned along the short edge.

    The first ``front_pages`` are for the reader and lie side by side. Behind them stand leaves, two
    pages each: ``sheets`` has the leaves of each sheet by their number among these, ``points``
    leaves that are put in, two on a sheet, to be cut apart.
    """
    sides: list[pdf.PlacedSide] = []
    for page in range(0, front_pages, 4):
        last = [number if number < front_pages else pdf.EMPTY for number in range(page, page + 4)]
        sides += [pdf.PlacedSide(pdf.Side(*last[:2])), pdf.PlacedSide(pdf.Side(*last[2:]))]
    for sheet, outer, inner in sheets:
        first, second = front_pages + 2 * outer, front_pages + 2 * inner
        shift = (sheet.number - 1) * settings.paper_gsm * pdf.PAPER
        sides += [
            pdf.PlacedSide(pdf.Side(second + 1, first), shift),
            pdf.PlacedSide(pdf.Side(first + 1, second), shift),
        ]
    for at in range(0, len(points), 2):
        first = front_pages + 2 * points[at]
        second = front_pages + 2 * points[at + 1] if at + 1 < len(points) else pdf.EMPTY
        behind = second + 1 if second != pdf.EMPTY else pdf.EMPTY
        sides += [
            pdf.PlacedSide(pdf.Side(second, first)),
            pdf.PlacedSide(pdf.Side(first + 1, behind)),
        ]
    return pdf.impose_sides(pages, sides, settings)
