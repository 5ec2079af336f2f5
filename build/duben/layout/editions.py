"""The printed forms of a book: a row of EDITIONS each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

POINTS_PER_MM = 72 / 25.4
LINE = 17.5  # pt; everything on a page stands on this step


@dataclass(frozen=True, slots=True)
class Rectangle:
    """In pt from the page's upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Edition:
    """A printed form. ``width`` and ``height`` of the finished page in mm; every other length in
    pt, as composed.

    Pages are composed with characters of ``size`` on lines of ``step`` and then enlarged by
    ``zoom``, so that all forms share one set of style sheets. ``columns`` × ``lines`` characters
    fill the type area (版心). ``pages_of``: the form whose pages these are, where it composes none
    of its own. ``facing``: pages have an inner and an outer margin, and parts begin on the right.
    ``ordinary``: the pages of the ordinary edition are told: "foot" of the page alone, or in the
    "margin" too, with a table. ``numbered``: every fifth line of a page has its number.
    ``document``: an official document, the text alone on pages that run on, its head on the first.
    """

    name: str
    width: float
    height: float
    size: float
    step: float
    columns: int
    lines: int
    head: float
    inner: float
    styles: tuple[str, ...]
    pages_of: str = ""
    zoom: float = 1.0
    facing: bool = True
    ordinary: Literal["", "foot", "margin"] = ""
    numbered: bool = False
    document: bool = False

    @property
    def measure(self) -> float:
        """Width of the type area, pt."""
        return self.columns * self.size

    @property
    def depth(self) -> float:
        """Height of the type area, pt."""
        return self.lines * self.step

    @property
    def across(self) -> float:
        """Width of the page, pt as composed."""
        return self.width * POINTS_PER_MM / self.zoom

    @property
    def down(self) -> float:
        """Height of the page, pt as composed."""
        return self.height * POINTS_PER_MM / self.zoom

    @property
    def outer(self) -> float:
        """Outer margin, pt."""
        return self.across - self.measure - self.inner

    @property
    def foot(self) -> float:
        """Foot margin, pt."""
        return self.down - self.depth - self.head

    def fitting(self, size: float) -> int:
        """How many characters of ``size`` pt a line holds."""
        return int(self.measure / size)

    def page_rule(self) -> str:
        """The page as CSS: size and margins of both sides, and the lengths that style sheets ask
        for.

        ``--cover`` is the unit of the cover, 10 pt on a page of A5.
        """
        head, foot, inner, outer = (
            f"{value:.3f}pt" for value in (self.head, self.foot, self.inner, self.outer)
        )
        return (
            f"@page{{size:{self.across:.4f}pt {self.down:.4f}pt;margin:{head} {outer} {foot} {inner}}}\n"
            + f"@page :left{{margin-left:{outer};margin-right:{inner}}}\n" * self.facing
            + f":root{{--measure:{self.measure}pt;--depth:{self.depth}pt;--height:{self.down:.4f}pt;"
            f"--cover:{self.across / A5:.5f}pt}}\n"
        )


OFFICIAL = 16 / 10.5
A5 = 14.8 * POINTS_PER_MM  # a tenth of the width of A5, pt
STYLES = ("page.css", "text.css", "contents.css", "appendix.css", "front.css", "stamps.css")

# What goes to the printer beside the booklet: A4 upright and lying.
PRINT_GUIDE = Edition(
    "guide", 210, 297, 10.5, LINE, 44, 44, 36.0, 66.6, (*STYLES, "sheets.css"), facing=False
)
TRIAL_SHEETS = Edition(
    "trial", 297, 210, 10.5, LINE, 80, 34, 0.0, 0.0, (*STYLES, "sheets.css"), facing=False
)

EDITIONS: dict[str, Edition] = {
    edition.name: edition for edition in (
        Edition("screen", 148, 210, 10.5, LINE, 28, 26, 60.0, 58.5, STYLES),
        Edition("booklet", 148, 210, 10.5, LINE, 28, 26, 60.0, 58.5, STYLES, pages_of="screen"),
        Edition("press", 148, 210, 10.5, LINE, 28, 26, 60.0, 58.5, STYLES, pages_of="screen"),
        # Text of 11.25 pt: 17.2 px where the page is 390 px wide.
        Edition("phone", 90, 160, 10.5, LINE, 20, 20, 35.0, 14.0, (*STYLES, "phone.css"), zoom=11.25 / 10.5, facing=False, ordinary="foot"),
        # Text of 16 pt, notes of 13.7 pt; the inner margin is 25 mm.
        Edition("large", 210, 297, 10.5, LINE, 26, 26, 44.0, 46.5, (*STYLES, "large.css"), zoom=16 / 10.5, ordinary="margin"),
        # Text of 12 pt; 31 mm at the left for the numbers of lines, 60 mm at the right for the pen.
        Edition("draft", 210, 297, 10.5, LINE, 28, 36, 52.0, 78.0, (*STYLES, "draft.css"), zoom=12 / 10.5, facing=False, numbered=True),
        # GB/T 9704-2012, 5.2: 28 characters of 16 pt at 156 mm / 28, 22 lines at 225 mm / 22; head
        # 37 mm, binding edge 28 mm.
        Edition("official", 210, 297, 156 * POINTS_PER_MM / 28 / OFFICIAL, 225 * POINTS_PER_MM / 22 / OFFICIAL, 28, 22, 37 * POINTS_PER_MM / OFFICIAL, 28 * POINTS_PER_MM / OFFICIAL,
                (*STYLES, "official.css"), zoom=OFFICIAL, document=True),
    )
}  # fmt: skip
