"""A version of a text as it is compared (units, settings, enumerations, where they stand in print),
and two versions to what changed between them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, Protocol

from duben.model import Book, Enumeration, Page, Source
from duben.revision import consequences
from duben.revision.changes import Change, find_changes, setting_changes
from duben.revision.consequences import AppendixChange, EnumerationChanges, StaleReference
from duben.revision.pairing import Pair
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


@dataclass(frozen=True)
class Revision:
    """What changed between two versions: ``changes`` in the order of the new text, what was removed
    where it had stood.

    ``pairs`` are the indices of the units that belong together; ``fields`` what changed in the
    settings.
    """

    old: Version
    new: Version
    pairs: tuple[Pair, ...]
    changes: tuple[Change, ...]
    fields: tuple[Change, ...] = ()

    def index(self, unit: Unit, side: Literal["old", "new"]) -> int:
        """The index of a unit of one of the versions."""
        return self._indices[side][id(unit)]

    @cached_property
    def _indices(self) -> Mapping[str, Mapping[int, int]]:
        return {
            side: {id(unit): index for index, unit in enumerate(version.units)}
            for side, version in (("old", self.old), ("new", self.new))
        }

    @cached_property
    def enumerations(self) -> EnumerationChanges:
        """The enumerations that came, went, or count or hold something else."""
        return consequences.enumeration_changes(self.old.enumerations, self.new.enumerations)

    @cached_property
    def appendix(self) -> tuple[AppendixChange, ...]:
        """What the appendix of enumerations prints otherwise."""
        return consequences.appendix_changes(self.old.enumerations, self.new.enumerations)

    @cached_property
    def stale(self) -> tuple[StaleReference, ...]:
        """The references that did not follow a renumbering."""
        return consequences.stale_references(self.old.units, self.new.units, self.pairs)

    @cached_property
    def contents(self) -> tuple[Change, ...]:
        """The changes that alter an entry of the contents."""
        shown = self.old.contents | self.new.contents
        return tuple(
            change
            for change in self.changes
            if any(unit.id in shown for unit in (change.old, change.new) if unit)
        )


def compare(old: Version, new: Version) -> Revision:
    """What changed from one version to another."""
    pairs, changes_found = find_changes(old.units, new.units)
    # A single document has no settings of its own: nothing is said of them then.
    settings = setting_changes(old.fields, new.fields) if old.fields and new.fields else ()
    return Revision(old, new, pairs, changes_found, settings)
