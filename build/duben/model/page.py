"""A page that we compose: its part, its folio, its measures, and what stands on its lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

ROMAN = (  # from the largest
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rectangle:
    """An area on a page, pt from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


class LinePiece(NamedTuple):
    """``text[start:end]`` of the block with id ``block``, from ``left`` to ``right``, pt from the
    page's left edge.
    """

    block: str
    start: int
    end: int
    left: float
    right: float


class PrintedLine(NamedTuple):
    """A line of a page: ``top``, ``baseline`` and ``bottom`` in pt from the page's top; what stands
    on it, from the left.
    """

    top: float
    baseline: float
    bottom: float
    pieces: tuple[LinePiece, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of an edition: ``folio`` is "" where none is printed, ``head`` the running head.

    ``text`` is a digest of its characters, ``drawn`` of all that stands on it and where, ``head``
    and ``folio`` apart. ``version`` is that of the page where pages were replaced, "" where all are
    of the version of the print. ``imprint``: the imprint stands on it.

    Only composition knows the rest, None elsewhere. In pt of the finished page: ``area`` is the
    type area, ``notes_edge`` the upper edge of the notes at its foot, None without notes. In pt as
    composed: ``width`` and ``height``, which a book's own styles may change, and ``lines`` from the
    top, notes last, without running head and folio.
    """

    part: str
    folio: str
    head: str = ""
    text: str = ""
    drawn: str = ""
    line_count: int = 0
    version: str = ""
    imprint: bool = False
    area: Rectangle | None = None
    notes_edge: float | None = None
    width: float | None = None
    height: float | None = None
    lines: tuple[PrintedLine, ...] | None = None

    def summary(self) -> Page:
        """What the record of a print keeps of the page: neither measures nor lines."""
        return Page(
            self.part, self.folio, self.head, self.text, self.drawn, self.line_count, self.version
        )


def folio(part: str, number: int, body_pages: int = 0) -> str:
    """What page ``number`` (from 1) of a part has as its folio: "" on the covers, a small roman
    number in the front matter; the back matter goes on behind the pages of the body, if ``number``
    does not count them already.
    """
    if part == "front":
        return roman_numeral(number)
    if part in ("body", "back"):
        return str(number + (body_pages if part == "back" else 0))
    return ""


def roman_numeral(number: int) -> str:
    """A number as a roman numeral of small letters; "" for 0."""
    text = ""
    for value, letters in ROMAN:
        text, number = text + letters * (number // value), number % value
    return text
