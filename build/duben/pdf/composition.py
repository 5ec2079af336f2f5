"""What a book is composed from, and the composed book: its pages and what is known of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from duben.layout import FontFace
from duben.manuscript import Picture
from duben.model import (
    Book,
    Page,
    PageStart,
    Problem,
)
from duben.pdf import (
    imposition,
    overlays,
)
from duben.pdf.imposition import exchange_covers


@dataclass(frozen=True, slots=True)
class CompositionInputs:
    """A book with all that its pages are made of: pictures by name, fonts, and templates and styles
    of its own, by name.
    """

    book: Book
    pictures: Mapping[str, Picture]
    faces: Sequence[FontFace]
    templates: Mapping[str, str] = field(default_factory=dict)
    styles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Composition:
    """A composed book. ``document`` is the PDF of its pages; ``booklet_pages`` the same with ruled
    notes pages, a multiple of four pages (``folded`` asks for them).

    ``light_covers`` are front and back of the cover for an office printer, b"" where those of the
    book do; ``dark``: the share of the darker of both that is dark, 0 to 1.

    ``numbers`` gives the folio of every block, mention and appendix entry; ``cover`` is a PNG of
    1600 × 2400; ``slots`` are the pages of the booklet in reading order; ``marks`` tell where the
    pages of the ordinary edition begin.
    """

    document: bytes
    booklet_pages: bytes
    pages: int
    numbers: Mapping[str, str]
    starts: tuple[PageStart, ...]
    cover: bytes
    printed: tuple[Page, ...]
    slots: tuple[imposition.Slot, ...] = ()
    marks: tuple[overlays.OrdinaryPageMark, ...] = ()
    problems: tuple[Problem, ...] = ()
    light_covers: bytes = b""
    dark: float = 0.0

    @property
    def office_pages(self) -> bytes:
        """The booklet's pages for an office printer."""
        return exchange_covers(self.booklet_pages, self.light_covers)


@dataclass(frozen=True, slots=True)
class ComposedChapter:
    """A chapter composed by itself: the PDF of its pages, and what stands on them."""

    document: bytes
    printed: tuple[Page, ...]
