"""A document as it is set: the kinds of its signs, lines, paragraphs, and the measures that they
share.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from duben import chinese
from duben.proof.pages.glyphs import GlyphPage, PdfGlyph

HAN, OPEN, CLOSE, MIDDLE, CONNECTOR, SOLIDUS, TWO, LATIN, SPACE, OTHER, SYMBOL = "HOCMNDTL XY"

# The sets of CLREQ and GB/T 15834 as RULES L1 to L5 name them.
_MARKS = {
    OPEN: chinese.WIDE_OPENING,
    CLOSE: chinese.STOPS + chinese.WIDE_CLOSING + "．",
    MIDDLE: "·・‧",
    CONNECTOR: "–～〜",
    SOLIDUS: "／",
    TWO: "—…⋯⸺",
}
_KINDS = {ord(mark): kind for kind, marks in _MARKS.items() for mark in marks}
WIDE = 0.9  # em
NARROW = 0.75  # em: marks of Latin faces are narrower


def letter_of(glyph: PdfGlyph) -> str:
    """The class of a glyph, one letter. A mark that is drawn as narrow as a Latin one counts as a
    letter.
    """
    kind = kind_of(glyph.text[0])
    if kind in (OPEN, CLOSE) and glyph.text in "“”‘’" and glyph.width < NARROW * glyph.size:
        return LATIN
    if kind == TWO and glyph.text == "—":
        return TWO if glyph.width >= NARROW * glyph.size else LATIN
    if (
        kind == LATIN
        and glyph.width >= WIDE * glyph.size
        and unicodedata.east_asian_width(glyph.text[0]) == "A"
    ):
        return SYMBOL  # Ⅲ as wide as a 汉字
    return kind


@cache
def kind_of(character: str) -> str:
    """The class of a character."""
    if ord(character) in _KINDS:
        return _KINDS[ord(character)]
    if character.isspace():
        return SPACE
    category = unicodedata.category(character)
    wide = unicodedata.east_asian_width(character) in "WF"
    if category[0] == "L" or category in ("Nl", "Mn", "Mc"):
        return HAN if wide else LATIN
    if category == "Nd":
        return SYMBOL if wide else LATIN
    if wide:
        return SYMBOL
    return LATIN if "!" <= character <= "~" else OTHER


NEAR, FAR = 0.85, 2.6  # em: the step between lines of a paragraph
LEADER = 4  # as many dots in a row are a leader


@dataclass(slots=True)
class TextLine:
    """The glyphs on one baseline in one column or cell, without the spaces at its ends. Lengths in
    pt.
    """

    page: int
    y: float
    size: float
    glyphs: list[PdfGlyph]
    signs: str  # a letter for each glyph: its class
    beside: tuple[float, ...] = ()  # where other cells on the same baseline begin
    spaced: bool = False  # a space was drawn behind its last glyph
    ruled: bool = False  # it stands in a drawn cell of a table
    above: TextLine | None = None
    below: TextLine | None = None
    furniture: bool = False
    entry: bool = False  # of contents: what goes on to a page number at the right

    @property
    def cell(self) -> bool:
        """Whether something else stands on the same baseline, or the edges of a cell around it."""
        return self.ruled or bool(self.beside)

    @property
    def left(self) -> float:
        return self.glyphs[0].x

    @property
    def right(self) -> float:
        return self.glyphs[-1].end

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def lefts(self) -> tuple[float, ...]:
        """Where it may be said to begin: an opening mark may have its blank half outside."""
        first = self.glyphs[0]
        if (
            first.text in "“‘" and first.width < 0.5 * first.size
        ):  # a narrow one may have a square of its own, or half of it
            return (first.x, first.end - 0.5 * first.size, first.end - first.size)
        blank = blank_before(first) if self.signs[0] == OPEN else 0.0
        return (first.x, first.x + blank) if blank else (first.x,)

    @property
    def rights(self) -> tuple[float, ...]:
        """Where it may be said to end: a closing mark may have its blank half outside, or hang."""
        last = self.glyphs[-1]
        if (
            last.text in "”’" and last.width < 0.5 * last.size
        ):  # a narrow one may have a square of its own, and half of it here
            return (last.end, last.x + 0.5 * last.size)
        if self.signs[-1] not in CLOSE or not (blank := blank_after(last)):
            return (last.end,)
        return (last.end, last.end - blank)

    def leads(self) -> bool:
        """Whether dots lead to a number in it."""
        run, longest, before = 0, 0, ""
        for glyph in self.glyphs:
            run = (
                run + len(glyph.text)
                if glyph.text[:1] in ".·•․‥…．" and glyph.text == before
                else len(glyph.text)
            )
            before = glyph.text
            longest = max(longest, run if before[:1] in ".·•․‥…．" else 0)
        return longest > LEADER


def blank_before(glyph: PdfGlyph) -> float:
    """The blank that a full-width mark can do without at its left, in pt: half an em, or a quarter
    where it is centred.
    """
    return _blank_side(glyph, glyph.left - glyph.x, glyph.end - glyph.right)


def blank_after(glyph: PdfGlyph) -> float:
    """The same at its right."""
    return _blank_side(glyph, glyph.end - glyph.right, glyph.left - glyph.x)


def _blank_side(glyph: PdfGlyph, here: float, there: float) -> float:
    em = glyph.size
    if glyph.width < 0.9 * em:
        return 0.0
    if min(here, there) >= 0.24 * em:
        return 0.25 * em
    return 0.5 * em if here >= 0.42 * em else 0.0


@dataclass(slots=True)
class PdfParagraph:
    """Lines that belong together and the measure they are set to, in pt for each line: text columns
    may be mirrored.
    """

    lines: list[TextLine]
    measures: list[tuple[float, float]]
    body: bool = False  # of the document's main size and measure

    @property
    def size(self) -> float:
        return self.lines[0].size

    def full(self) -> Iterator[tuple[TextLine, tuple[float, float]]]:
        """All lines but the last."""
        yield from zip(self.lines[:-1], self.measures, strict=False)


@dataclass(slots=True)
class PdfComposition:
    """A document as it is set: lines by page, paragraphs in order.

    ``size`` and ``step`` of the body in pt (0: unknown), its ``face``, and the ``pitch`` of its
    汉字: em from one to the next.
    """

    pages: list[GlyphPage]
    lines: list[list[TextLine]]
    paragraphs: list[PdfParagraph]
    size: float = 0.0
    step: float = 0.0
    face: str = ""
    pitch: float = 1.0
    columns: dict[int, list[tuple[float, float]]] = field(
        default_factory=dict
    )  # of the body, by page: their edges
    indented: bool = False
