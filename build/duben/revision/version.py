"""What a comparison takes of a book: its units, and where they stand on printed pages."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from duben.model import Book, Enumeration, Page, Source
from duben.revision.units import Unit, book_units, printed_settings

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

    def page_name(self, page: int) -> str:
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


# Levels of headings that the contents of a book show.
CONTENTS_LEVEL = 3


@dataclass(frozen=True, slots=True)
class Version:
    """What a comparison takes of a book: ``contents`` holds the ids of the units that its contents
    page shows.

    ``date`` is as ISO 8601 writes it, "" where it is not known; so is ``number``, the 版次.
    ``print`` is None where it is not known how the text was printed.
    """

    id: str
    title: str
    number: str
    date: str
    language: str
    units: tuple[Unit, ...]
    fields: tuple[Unit, ...] = ()
    enumerations: tuple[Enumeration, ...] = ()
    contents: frozenset[str] = frozenset()
    print: Print | None = None

    @property
    def has_replaced_pages(self) -> bool:
        """Whether it stands in copies whose pages were replaced, not in a print of its own."""
        return self.print is not None and any(page.version for page in self.print.pages)


def version_of(book: Book, toml: Source | None = None) -> Version:
    """A book as a version; ``toml`` is the source of its settings, None for a single document."""
    about = book.settings.book
    day = about.date.isoformat() if about.date else ""
    appendix = book.settings.text.appendix
    return Version(
        about.id,
        about.title,
        about.version,
        day,
        about.language,
        book_units(book),
        printed_settings(book, toml) if toml else (),
        tuple(replace(one, shown=one.shown and appendix) for one in book.enumerations),
        frozenset(_contents_blocks(book)),
    )


def _contents_blocks(book: Book) -> Iterator[str]:
    """The ids of the blocks that the contents of a book show."""
    return (
        entry.block for entry in book.outline if entry.heading and entry.level <= CONTENTS_LEVEL
    )
