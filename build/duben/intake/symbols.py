"""Signs of symbol fonts (Wingdings, Symbol …) as Unicode: those that documents of offices hold.

The fonts put their signs at the places of Latin letters, or at U+F020 to U+F0FF. Unicode took most
of them in 7.0, but the fonts of books have few of these: a sign of the same shape stands for others
(□ for ❐).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

PRIVATE = range(0xF020, 0xF100)  # where a symbol font has its signs, 0xF000 above the letters
PRIVATE_SIGN = re.compile("[\uf020-\uf0ff]")  # the same, in a text
PRIVATE_USE = (0xE000, 0xF8FF)  # what a code means there only its font knows
UNKNOWN = "□"  # for a sign that is not known; told
WINGDINGS: Mapping[int, str] = {
    0x28: "☎", 0x29: "☎",
    0x46: "☞", 0x45: "☜", 0x47: "☝", 0x48: "☟", 0x6C: "●",
    0x6D: "○", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "□", 0x72: "□", 0x74: "◆", 0x75: "◆",
    0x76: "❖", 0x77: "◆", 0x78: "☒", 0x7A: "⌘",
    0x9E: "·", 0x9F: "•", 0xA0: "▪", 0xA1: "○", 0xA4: "◉", 0xA5: "◎", 0xA7: "▪",
    0xA8: "□", 0xAA: "◆", 0xAB: "★", 0xAC: "★", 0xD8: "▶", 0xDF: "←", 0xE0: "→", 0xE1: "↑",
    0xE2: "↓", 0xE8: "→", 0xEF: "⇦", 0xF0: "⇨", 0xF1: "⇧", 0xF2: "⇩", 0xFB: "✗", 0xFC: "✓",
    0xFD: "☒", 0xFE: "☑",
    **{0x80 + n: sign for n, sign in enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿")},
}  # fmt: skip
WINGDINGS_2: Mapping[int, str] = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0x98: "●",
    0xA2: "■", 0xA3: "□", 0xAE: "◆", 0xAF: "◇",
    **{0x69 + n: sign for n, sign in enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿")},
}  # fmt: skip
WINGDINGS_3: Mapping[int, str] = {
    **{0x70 + n: sign for n, sign in enumerate("▲▼△▽◀▶◁▷◣◢◤◥◀▶▲")}, 0x80: "▼",
}  # fmt: skip
WEBDINGS: Mapping[int, str] = {
    0x33: "◀", 0x34: "▶", 0x35: "▲", 0x36: "▼", 0x37: "◀", 0x38: "▶", 0x61: "✔", 0x63: "□",
    0x67: "■", 0x6E: "●", 0x72: "✗",
}  # fmt: skip
SYMBOL: Mapping[int, str] = {
    0x22: "∀", 0x24: "∃", 0x40: "≅", 0x5C: "∴", 0x5E: "⊥", 0xA2: "′", 0xA3: "≤", 0xA5: "∞",
    0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB2: "″",
    0xB3: "≥", 0xB4: "×", 0xB5: "∝", 0xB6: "∂", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡",
    0xBB: "≈", 0xBC: "…", 0xC5: "⊕", 0xC7: "∩", 0xC8: "∪", 0xCE: "∈", 0xD0: "∠", 0xD5: "∏",
    0xD6: "√", 0xDE: "⇒", 0xE5: "∑", 0xF2: "∫",
    **dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True)),
    **dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)),
}  # fmt: skip
FONTS: Mapping[str, Mapping[int, str]] = {
    "wingdings": WINGDINGS,
    "wingdings 2": WINGDINGS_2,
    "wingdings 3": WINGDINGS_3,
    "webdings": WEBDINGS,
    "symbol": SYMBOL,
}


# ABCDEF+SymbolMT, Wingdings-Regular: how fonts are called in a PDF.
SUBSET_NAME = re.compile("^[a-z]{6}\\+|(?:mt|-regular)$")


def symbol(font: str, code: int) -> str:
    """The sign of a symbol font at a code; "" where it is not known."""
    table = FONTS.get(_plain_name(font))
    if table is None:
        private = PRIVATE_USE[0] <= code <= PRIVATE_USE[1] or font.lower().startswith("wingdings")
        return "" if code < 0x20 or private else chr(code)
    if code in PRIVATE:
        code -= 0xF000
    own = chr(code) if code == 0x20 or (table is SYMBOL and 0x20 <= code < 0x7F) else ""
    return table.get(code, own)


def is_symbol_font(font: str) -> bool:
    """Whether a font has signs at the places of letters."""
    return _plain_name(font) in FONTS


def _plain_name(font: str) -> str:
    """What a font is called, in small letters."""
    name = SUBSET_NAME.sub("", font.strip().lower())
    return re.sub(r"^wingdings(?=[23]$)", "wingdings ", name)
