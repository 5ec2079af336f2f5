"""A page of an official document as its clauses look at it: lines, rules, red text; and what a
clause answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from duben.layout import POINTS_PER_MM
from duben.proof.pages.glyphs import GlyphPage, PdfGlyph
from duben.proof.pages.page_marks import PageMarks

Strength = Literal["规定", "一般", "practice"]
Answer = Literal["pass", "fail", "unverified"]
MEASURE, DEPTH = 156, 225  # mm, of the type area
PITCH, STEP = MEASURE / 28, DEPTH / 22  # mm
BODY = 16 / POINTS_PER_MM  # mm, a character of 3号
INK_ABOVE, INK_BELOW = 0.85, 0.09  # em: of 汉字 above and below the baseline


@dataclass(frozen=True, slots=True)
class ClauseResult:
    """The result of one rule: the clause of the standard, its strength, how many places were looked
    at and fell short, and what was measured.
    """

    rule: str
    clause: str
    strength: Strength
    looked_at: int
    fell_short: int
    answer: Answer
    value: str = ""

    @property
    def fatal(self) -> bool:
        return self.answer == "fail" and self.strength == "规定"


@dataclass(frozen=True, slots=True)
class OfficialLine:
    """Glyphs on one baseline; lengths in mm from the page's upper left corner."""

    y: float
    glyphs: tuple[PdfGlyph, ...]

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def left(self) -> float:
        """Where its ink begins: half of an opening mark's square is blank."""
        return self.glyphs[0].left / POINTS_PER_MM

    @property
    def right(self) -> float:
        return self.glyphs[-1].right / POINTS_PER_MM

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2

    @property
    def ink_bottom(self) -> float:
        """Where the ink of its 汉字 ends: .09 em below the baseline (思源宋体)."""
        return self.y + INK_BELOW * self.size / POINTS_PER_MM

    @property
    def ink_top(self) -> float:
        return self.y - INK_ABOVE * self.size / POINTS_PER_MM

    @property
    def size(self) -> float:
        return median(glyph.size for glyph in self.glyphs)


@dataclass(frozen=True, slots=True)
class OfficialPage:
    """A page: its lines without the folio, and the folio."""

    glyph_page: GlyphPage
    lines: tuple[OfficialLine, ...]
    folio: OfficialLine | None
    marks: PageMarks = PageMarks()

    @property
    def left(self) -> float:
        """Where the type area begins, mm: the binding edge is at the left of odd pages."""
        return 28.0 if self.glyph_page.number % 2 else 26.0

    @property
    def right(self) -> float:
        """Where the type area ends, mm."""
        return self.left + MEASURE

    @property
    def text_lines(self) -> tuple[OfficialLine, ...]:
        """Its lines without 发文机关标志, which is red."""
        return tuple(row for row in self.lines if not self.is_red(row))

    def is_red(self, line: OfficialLine) -> bool:
        """Whether a line is part of 发文机关标志."""
        box = self.marks.red
        return box is not None and box[1] <= line.y - 1 and line.y - 3 <= box[3] and line.size > 17


def official_page(page: GlyphPage, marks: PageMarks) -> OfficialPage:
    """A page as the clauses look at it."""
    rows: list[list[PdfGlyph]] = []
    for glyph in sorted(
        (glyph for glyph in page.glyphs if glyph.text.strip()), key=lambda glyph: glyph.y
    ):
        if not rows or glyph.y - rows[-1][0].y > 3:
            rows.append([])
        rows[-1].append(glyph)
    lines = [
        OfficialLine(
            median(glyph.y for glyph in row) / POINTS_PER_MM,
            tuple(sorted(row, key=lambda glyph: glyph.x)),
        )
        for row in rows
    ]
    foot = 37 + 225 + 3
    return OfficialPage(
        page,
        tuple(row for row in lines if row.y < foot),
        next((row for row in lines if row.y >= foot), None),
        marks,
    )


def clause_result(
    rule: str, clause: str, strength: Strength, checks: Sequence[bool], value: str = ""
) -> ClauseResult:
    """The result of checks: failed with the first that is false, unverified without any."""
    short = sum(not check for check in checks)
    return ClauseResult(
        rule,
        clause,
        strength,
        len(checks),
        short,
        "unverified" if not checks else "fail" if short else "pass",
        value,
    )


def body_lines(page: OfficialPage) -> Iterator[OfficialLine]:
    """Lines of running text: characters of about 16 pt."""
    return (row for row in page.lines if abs(row.size - 16) < 0.6)
