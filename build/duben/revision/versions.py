"""A version of a text as it is compared: units, settings, enumerations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from duben.model import Book, Enumeration, Source
from duben.revision.print_positions import Print
from duben.revision.units import Unit, book_units, printed_settings

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
    return Version(
        about.id,
        about.title,
        about.version,
        day,
        about.language,
        book_units(book),
        printed_settings(book, toml) if toml else (),
        book.enumerations,
        frozenset(_contents_blocks(book)),
    )


def _contents_blocks(book: Book) -> Iterator[str]:
    """The ids of the blocks that the contents of a book show."""
    return (
        entry.block for entry in book.outline if entry.heading and entry.level <= CONTENTS_LEVEL
    )
