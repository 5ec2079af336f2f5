"""A composed book: its pages and what is known of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf

from duben.layout import (
    Rectangle,
)
from duben.model import (
    PageStart,
    Problem,
)
from duben.pdf import (
    imposition,
    overlays,
)
from duben.pdf.line_positions import PagePositions


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page of an edition: its part, its folio ("" where none is printed), its type area.

    ``across`` and ``down`` are its size, pt as composed: styles of a book's own may ask for another
    than that of the edition. ``notes`` is the upper edge of the notes at its foot, pt from the
    page's top; None without notes. ``positions`` are those of its lines.
    """

    part: str
    label: str
    area: Rectangle
    notes: float | None = None
    positions: PagePositions | None = None
    across: float = inf
    down: float = inf


@dataclass(frozen=True, slots=True)
class Composition:
    """A composed book. ``document`` is the PDF of its pages; ``booklet_pages`` the same with ruled
    notes pages, a multiple of four pages (``folded`` asks for them).

    ``numbers`` gives the folio of every block, mention and appendix entry; ``cover`` is a PNG of
    1600 × 2400; ``slots`` are the pages of the booklet in reading order; ``marks`` tell where the
    pages of the ordinary edition begin;
    """

    document: bytes
    booklet_pages: bytes
    pages: int
    numbers: Mapping[str, str]
    starts: tuple[PageStart, ...]
    cover: bytes
    printed: tuple[PrintedPage, ...]
    slots: tuple[imposition.Slot, ...] = ()
    marks: tuple[overlays.OrdinaryPageMark, ...] = ()
    problems: tuple[Problem, ...] = ()
