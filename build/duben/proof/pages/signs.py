"""What kind of sign a glyph is, as the rules of the line see it."""

from __future__ import annotations

import unicodedata
from functools import cache

from duben import chinese
from duben.proof.pages.glyphs import PdfGlyph

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
