"""Where the text of a version stands in its printed edition: pages, and the page and line of every
character.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from duben.model import Page
from duben.revision.units import Unit

# (offset in the unit's text, index of the page, line on it from 1): from this offset on a unit
# stands on this line.
UnitSpot = tuple[int, int, int]


@dataclass(frozen=True)
class Print:
    """A printed edition: its pages as on the screen; ``spots`` of each unit; ``booklet``, the pages
    of the folded edition by index, -1 for a ruled one, and ``signatures``, how many sheets each
    part of it has that is folded together. Prints of the same ``looks`` were set with the same
    fonts, styles and program.
    """

    pages: tuple[Page, ...]
    spots: tuple[tuple[UnitSpot, ...], ...]
    booklet: tuple[int, ...] = ()
    signatures: tuple[int, ...] = ()
    looks: str = ""

    def at(self, unit: int, offset: int) -> tuple[int, int] | None:
        """(index of the page, line) of a character of a unit;
        None where the unit is not printed.
        """
        spots = self.spots[unit]
        if not spots:
            return None
        index = max(0, bisect_right(spots, offset, key=lambda spot: spot[0]) - 1)
        return spots[index][1:]

    def folio(self, page: int) -> str:
        """What a page is called: its folio, or the part that it is."""
        return self.pages[page].folio or self.pages[page].part


class BlockRange(Protocol):
    """``text[start:end]`` of a block."""

    @property
    def block(self) -> str: ...
    @property
    def start(self) -> int: ...


def unit_spots(
    units: Iterable[Unit], lines: Iterable[tuple[int, int, Sequence[BlockRange]]]
) -> tuple[tuple[UnitSpot, ...], ...]:
    """The spots of each unit; ``lines`` are (index of the page, line, what stands on it) in reading
    order.
    """
    where: dict[str, list[UnitSpot]] = {}
    for page, line, pieces in lines:
        for piece in pieces:
            known = where.setdefault(piece.block, [])
            # The head of a table comes again: its first place counts.
            if not known or piece.start > known[-1][0]:
                known.append((piece.start, page, line))
    return tuple(tuple(_spots_of_unit(unit, where)) for unit in units)


def _spots_of_unit(unit: Unit, where: Mapping[str, Sequence[UnitSpot]]) -> Iterator[UnitSpot]:
    before: tuple[int, int] | None = None
    for piece in unit.pieces:
        for offset, page, line in where.get(piece.block, ()):
            if (page, line) != before:
                yield max(0, piece.start + offset - piece.offset) if before else 0, page, line
            before = page, line
