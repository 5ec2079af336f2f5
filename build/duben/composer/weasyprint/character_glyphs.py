"""The glyphs of characters that look the same whatever stands beside them: 汉字 and their marks."""

from __future__ import annotations

from array import array
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from weasyprint.text import line_break
from weasyprint.text.fonts import get_pango_font_key

from duben.composer import memory
from duben.composer.weasyprint.glyphs import Glyph, NotSimple, is_simple
from duben.composer.weasyprint.shaping import Shaper

# What stands for a glyph's number where there is none (no font has so many), where a character is
# shaped with its neighbours, where its glyph is not like that of 国, and where it was not met yet:
# that of a glyph which stands for nothing.
NO_CODE, IN_CONTEXT, UNLIKE, NEW = "\uffff", "\ufffe", "\ufffd", "\0"

# Characters whose glyph does not depend on their neighbours, in a style that asks for no feature of
# its font. Beside Latin letters Noto Serif CJK would draw …… a tenth too short (kerning).
_ALONE = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xF900, 0xFB00),
          *(range(ord(mark), ord(mark) + 1) for mark in "，。、；：？！…（）《》〈〉「」『』【】〔〕"))  # fmt: skip  # noqa: E501


def _unmet() -> array[int]:
    """What stands in ``Shape.codes`` for each code point at first. An array is read in half the
    time of a dictionary.
    """
    table = array("H", [ord(IN_CONTEXT)]) * ord("\U00010000")
    for points in _ALONE:
        table[points.start : points.stop] = array("H", [ord(NEW)]) * len(points)
    return table


_UNMET = _unmet()
FEW = 8  # meetings with new characters, before all those of a document are asked for at once
MANY = 200  # characters: Pango has read the outlines of them all, which stand all over the file
TINY = 4  # px: below it widths that differ by a thousandth may be rounded alike


class _Alone(dict[str, tuple[Glyph, ...]]):
    """The glyphs of characters whose neighbours do not matter; one like that of 国 is made when
    somebody asks for it.
    """

    __slots__ = ("codes", "square")

    codes: array[int]
    square: Glyph  # of 国

    def __missing__(self, character: str) -> tuple[Glyph, ...]:
        self[character] = glyphs = (
            replace(self.square, code=f"{self.codes[ord(character)]:04x}", characters=character),
        )
        return glyphs


class CharacterGlyphs:
    """The glyphs of characters whose neighbours do not matter, in one style.

    ``codes`` has for each code point the number of its glyph, as a character, or ``NEW``,
    ``IN_CONTEXT`` or ``UNLIKE``; once 国 is met, faces of all sizes that draw with its font share
    it. ``square`` is the advance of 国 and how it is drawn, in px, ``font`` its font.
    """

    def __init__(self, shaper: Shaper) -> None:
        self.shaper, self.style = shaper, shaper.style
        self.glyphs = _Alone()
        self.codes = _UNMET
        self.square = 0.0, 0.0
        self.font: Any = None
        self.meetings = 0

    def meet(self, characters: Collection[str]) -> None:
        """Learn the glyphs of characters whose neighbours do not matter, after that of 国."""
        if "国" not in self.glyphs:
            (self.glyphs["国"],) = self.shaper.shape("国").glyphs
            self.glyphs.square = glyph = self.glyphs["国"][0]
            self.font, self.square = glyph.font, (glyph.advance, glyph.drawn)
            self.codes = self.glyphs.codes = self._shared_codes()
        self.meetings += 1
        if (
            self.meetings >= FEW
        ):  # whoever met so many sets running text, and will meet the others of each document
            characters = {*characters, *self.style.font_config.__dict__.get("_composer_text", "")}
        met = "".join(sorted(characters))
        missing = "".join(
            [
                character
                for character, code in zip(met, met.translate(self.codes), strict=True)
                if code == NEW
            ]
        )
        for character, cluster in zip(missing, self._each(missing) if missing else (), strict=True):
            alike = (
                is_simple(cluster, self.font)
                and (cluster[0].advance, cluster[0].drawn) == self.square
            )
            number = int(cluster[0].code, 16)
            self.codes[ord(character)] = number if alike and number < ord(UNLIKE) else ord(UNLIKE)
            if self.codes[ord(character)] == ord(UNLIKE):
                self.glyphs[character] = cluster
        if len(missing) > MANY:
            memory.font_pages()

    def _each(self, text: str) -> list[tuple[Glyph, ...]]:
        """The glyphs of each character of a text."""
        shaped = self.shaper.shape(text).glyphs
        if not all(shaped):
            raise NotSimple
        return shaped

    def _shared_codes(self) -> array[int]:
        """What faces of other sizes have found for the font of 国, and find."""
        known = self.style.font_config.__dict__.setdefault("_composer_known", {})
        key = (
            line_break._font_style_cache_key(self.style),
            self.font and get_pango_font_key(self.font)[0],
            self.shaper.size < TINY,
        )
        if key not in known:
            known[key] = _UNMET[:]
        codes: array[int] = known[key]
        return codes

    def unlike(self, character: str) -> tuple[Glyph, ...]:
        """The glyph of a character that is not like that of 国."""
        if character not in self.glyphs:  # a face of another size has met it
            self.glyphs[character] = self._each(f"国{character}")[1]
        return self.glyphs[character]

    def of_square(self) -> tuple[Glyph, ...]:
        """The glyphs of 国."""
        if "国" not in self.glyphs:
            self.meet(())
        return self.glyphs["国"]
