"""The printed forms of a book: a row of EDITIONS each."""

from __future__ import annotations

from dataclasses import dataclass

MM = 72 / 25.4
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
    """A printed form. Lengths of the page in mm, of the type area (版心) in pt; margins are head, inner, outer.

    ``columns`` × ``lines`` characters of ``size`` pt fill the type area. ``sheets``: imposed two-up for folding.
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
    sheets: bool = False

    @property
    def measure(self) -> float:
        """Width of the type area, pt."""
        return self.columns * self.size

    @property
    def depth(self) -> float:
        """Height of the type area, pt."""
        return self.lines * self.step

    @property
    def outer(self) -> float:
        """Outer margin, pt."""
        return self.width * MM - self.measure - self.inner

    @property
    def foot(self) -> float:
        """Foot margin, pt."""
        return self.height * MM - self.depth - self.head

    def area(self, right: bool) -> Rectangle:
        """The type area of a right-hand or left-hand page."""
        left = self.inner if right else self.outer
        return Rectangle(left, self.head, left + self.measure, self.head + self.depth)

    def page_rule(self) -> str:
        """The page as CSS: size and margins of both sides."""
        head, foot, inner, outer = (f"{value:.3f}pt" for value in (self.head, self.foot, self.inner, self.outer))
        return (f"@page{{size:{self.width}mm {self.height}mm;margin:{head} {outer} {foot} {inner}}}\n"
                f"@page :left{{margin-left:{outer};margin-right:{inner}}}\n")


STYLES = ("page.css", "text.css", "contents.css", "appendix.css", "front.css")

EDITIONS: dict[str, Edition] = {
    edition.name: edition for edition in (
        Edition("screen", 148, 210, 10.5, LINE, 28, 26, 60.0, 58.5, STYLES),
        Edition("booklet", 148, 210, 10.5, LINE, 28, 26, 60.0, 58.5, STYLES, sheets=True),
    )
}  # fmt: skip
