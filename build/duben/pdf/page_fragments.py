"""A part of a book as composed: plain pages, finished but for what only the whole book knows, that
can be kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from duben.model import Page, Rectangle
from duben.pdf import assembly, line_positions
from duben.pdf.assembly import PdfFragment
from duben.pdf.line_positions import PagePositions


@dataclass(frozen=True, slots=True)
class FragmentPage:
    """A page of a part as it is kept, which is no ``Page`` yet: it has no folio, may be turned to
    the other side of its leaf, and knows what assembly needs. ``page`` gives the ``Page``.

    ``anchors`` gives x and y of each id, ``area`` the type area, ``notes_edge`` the upper edge of
    its notes. ``kind`` is its name in styles, "" where it was left blank. ``width``, ``height``
    and the rest are in pt of the finished page; ``foot``, the baseline of the folio, and
    ``positions`` in pt as composed. ``text`` has (id, characters without blanks) of what stands on
    it, in order.
    """

    anchors: Mapping[str, Sequence[float]]
    width: float
    height: float
    area: Rectangle
    notes: Sequence[str]
    notes_edge: float | None
    foot: float | None
    text: Sequence[Sequence[Any]]
    positions: PagePositions
    kind: str

    def page(self, part: str, folio: str, zoom: float, version: str = "") -> Page:
        """The page in its place in the book. ``zoom`` is that of the edition."""
        return Page(
            part,
            folio,
            self.positions.head,
            self.positions.text,
            self.positions.drawn,
            len(self.positions.lines),
            version,
            self.positions.imprint,
            self.area,
            self.notes_edge,
            self.width / zoom,
            self.height / zoom,
            self.positions.lines,
        )


@dataclass(frozen=True)
class PageFragment(PdfFragment):
    """A part and its pages."""

    pages: tuple[FragmentPage, ...] = ()

    @property
    def turns(self) -> bool:
        """Whether each of its pages may be moved to the other side of its leaf."""
        return all(page["turns"] for page in self.metadata["pages"])

    @property
    def active(self) -> Sequence[str]:
        """What in it may not go into a PDF: addresses of links and attachments, forms."""
        active: Sequence[str] = self.metadata["active"]
        return active


def read_fragment(metadata: Mapping[str, Any], data: bytes) -> PageFragment:
    """The fragment of which a cache, or ``FragmentRenderer.compose_now``, has the data."""
    known: dict[float, float] = {}
    pages = tuple(
        FragmentPage(
            row["anchors"],
            row["width"],
            row["height"],
            Rectangle(*row["area"]),
            row["notes"],
            row["notes_edge"],
            row["foot"],
            row["text"],
            line_positions.read_positions(read, known),
            row["kind"],
        )
        for row, read in zip(metadata["pages"], metadata["positions"], strict=True)
    )
    # Half of a book's memory: each line would be there as it was kept, and as it is used.
    return PageFragment(
        {name: value for name, value in metadata.items() if name != "positions"}, data, pages
    )


def turn_fragment(part: PageFragment, across: float, zoom: float) -> PageFragment:
    """A fragment that was composed from a right-hand page on, as it stands from a left-hand page
    on. ``across`` is the distance from the type area of a right-hand page to that of a left-hand
    one, pt of the finished page; ``zoom`` that of the edition.
    """
    if not across:
        return part
    by = [-across if index % 2 else across for index in range(len(part.pages))]
    shifted = assembly.move_fragment(part, by)
    pages = tuple(
        replace(
            page,
            anchors=row["anchors"],
            area=Rectangle(*row["area"]),
            positions=line_positions.move_positions(page.positions, distance / zoom),
        )
        for page, row, distance in zip(part.pages, shifted.metadata["pages"], by, strict=True)
    )
    return PageFragment(shifted.metadata, shifted.data, pages)
