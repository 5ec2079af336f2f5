"""A version of a text as it is compared: units, settings, enumerations; and the comparison of two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from duben.model import Book, BookSettings, Enumeration, Source
from duben.revision import consequences
from duben.revision.changes import Change, changes, of_fields
from duben.revision.consequences import Enumerations, StaleReference
from duben.revision.pairing import Pair
from duben.revision.prints import Print
from duben.revision.units import Unit, fields, units


@dataclass(frozen=True, slots=True)
class Version:
    """What a comparison takes of a book: ``contents`` holds the ids of the units that its contents page shows.

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
    def replaced(self) -> bool:
        """Whether it stands in copies whose pages were replaced, not in a print of its own."""
        return self.print is not None and any(page.version for page in self.print.pages)


@dataclass(frozen=True)
class Revision:
    """What changed between two versions: ``changes`` in the order of the new text, what was removed where it had stood.

    ``pairs`` are the indices of the units that belong together; ``fields`` what changed in the settings.
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
        return {side: {id(unit): index for index, unit in enumerate(version.units)}
                for side, version in (("old", self.old), ("new", self.new))}  # fmt: skip

    @cached_property
    def enumerations(self) -> Enumerations:
        """The enumerations that came, went, or count or hold something else."""
        return consequences.enumerations(self.old.enumerations, self.new.enumerations)

    @cached_property
    def stale(self) -> tuple[StaleReference, ...]:
        """The references that did not follow a renumbering."""
        return consequences.stale(self.old.units, self.new.units, self.pairs)

    @cached_property
    def contents(self) -> tuple[Change, ...]:
        """The changes that alter an entry of the contents."""
        shown = self.old.contents | self.new.contents
        return tuple(change for change in self.changes if any(unit.id in shown for unit in (change.old, change.new) if unit))


def version(book: Book, toml: Source | None = None) -> Version:
    """A book as a version; ``toml`` is the source of its settings, None for a single document."""
    about = book.settings.book
    # A document without a date, for which none has to be found, has that of the epoch.
    day = "" if about.date == BookSettings().date else about.date.isoformat()
    return Version(about.id, about.title, about.version, day, about.language, units(book),
                   fields(book, toml) if toml else (), book.enumerations, frozenset(consequences.shown(book)))  # fmt: skip


def compare(old: Version, new: Version) -> Revision:
    """What changed from one version to another."""
    pairs, found = changes(old.units, new.units)
    # A single document has no settings of its own: nothing is said of them then.
    settings = of_fields(old.fields, new.fields) if old.fields and new.fields else ()
    return Revision(old, new, pairs, found, settings)
