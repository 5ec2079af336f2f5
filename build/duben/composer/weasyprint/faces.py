"""The face of a style: its metrics, the glyphs of its texts, the blank beside its marks."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, pango

from duben.composer import rules
from duben.composer.weasyprint.character_glyphs import IN_CONTEXT, NEW, UNLIKE, CharacterGlyphs
from duben.composer.weasyprint.glyphs import Glyph, Shape, is_simple
from duben.composer.weasyprint.shaping import Shaper

_FAR = "\U00010000-\U0010ffff"  # characters that the table has no room for
_PARTS = re.compile(f"[{IN_CONTEXT}{_FAR}]+|{UNLIKE}|[^{IN_CONTEXT}{UNLIKE}{_FAR}]+")
_EXTENDING = re.compile(
    "[\u0300-\u036f\u200b-\u200d\u20d0-\u20ff\u302a-\u302f\u3099\u309a\ufe00-\ufe0f"
    "\U000e0100-\U000e01ef]"
)


class Face:
    """The metrics of a style, in px, and the glyphs of its texts, each shaped once."""

    def __init__(self, style: Any) -> None:
        self.style = style
        self.size: float = style["font_size"]
        self.shaper = Shaper(style)
        self.characters = CharacterGlyphs(self.shaper)
        self.runs: dict[str, Shape] = {}
        self.blanks: dict[str, tuple[float, float]] = {}  # by class and character
        self.letter_spacing = style["letter_spacing"] != "normal"
        self.plain = (
            style["font_feature_settings"] == "normal"
            and style["letter_spacing"] == "normal"
            and style["word_spacing"] == 0
            and style["font_variant_east_asian"] == "normal"
            and style["font_variant_alternates"] == "normal"
            and style["font_kerning"] == "auto"
        )
        decorations = (
            "ascent",
            "underline_position",
            "strikethrough_position",
            "underline_thickness",
            "strikethrough_thickness",
        )
        self.decorations = {name: getattr(self.shaper.layout, name, None) for name in decorations}
        self._measure()

    def _measure(self) -> None:
        """Height, margins and baseline of text boxes, in px."""
        line_height, strut_baseline = line_break.strut(self.style)
        self.shaper.layout.set_text("国")
        line, _ = self.shaper.layout.get_first_line()
        _, self.height = line_break.line_size(line, self.style)
        baseline = pango.pango_layout_get_baseline(self.shaper.layout.layout) * FROM_UNITS
        if self.style["line_height"] == "normal":
            self.margin_top = (line_height - self.height) / 2
        else:
            # 汉字 that come from another font than the first of the list sit on its baseline: else
            # lines would be taller than the line height (L19).
            self.margin_top = strut_baseline - baseline
        self.margin_bottom = line_height - self.height - self.margin_top
        self.baseline = baseline + self.margin_top

    def shape(self, text: str) -> Shape:
        """The glyphs of a text; raises ``NotSimple`` where they
        cannot be told apart by character.
        """
        if not self.plain or _EXTENDING.search(text):
            return self.shaper.shape(text)
        codes = text.translate(self.characters.codes)
        if NEW in codes:
            self.characters.meet(
                {character for character, code in zip(text, codes, strict=True) if code == NEW}
            )
            codes = text.translate(self.characters.codes)
        parts = [
            self._part(codes[match.start()], text[match.start() : match.end()], match[0])
            for match in _PARTS.finditer(codes)
        ]
        if len(parts) != 1:
            return Shape.join(parts, self.characters.font)
        # What is kept for other texts with the same characters is not handed out to be changed.
        return parts[0] if codes[0] < UNLIKE else Shape.join(parts, parts[0].font)

    def _part(self, kind: str, text: str, codes: str) -> Shape:
        """The shape of a text whose characters are all of one kind,
        that of the first one's code.
        """
        if kind < UNLIKE:
            return Shape.alike(
                text, self.characters.glyphs, codes, *self.characters.square, self.characters.font
            )
        return self._single(text) if kind == UNLIKE else self._run(text)

    def _single(self, character: str) -> Shape:
        """The shape of a character whose glyph is not like that of 国."""
        known = self.runs.get(character)
        if known is None:
            glyphs = self.characters.unlike(character)
            known = self.runs[character] = _mark_simple(Shape([glyphs], [glyphs[0].advance]))
        return known

    def _run(self, text: str) -> Shape:
        """The shape of characters that are shaped together."""
        known = self.runs.get(text)
        if known is None:
            known = self.runs[text] = _mark_simple(self.shaper.shape(text))
        return known

    def hyphen(self, character: str) -> Shape:
        """What stands behind a part of a word; Chinese faces give ‐ a square, and - is as wide as
        in Latin ones.
        """
        shape = self.shape(character)
        return (
            self.shape("-")
            if character == "\u2010" and sum(shape.advances) > 0.6 * self.size
            else shape
        )

    def narrow(self, glyph: Glyph) -> bool:
        """Whether a quotation mark of the Chinese font itself is as narrow as a Latin one (LXGW
        WenKai).
        """
        if glyph.advance > 0.6 * self.size or self.letter_spacing:
            return False
        return any(glyph.font == han.font for han in self.characters.of_square())

    def full_width(self, glyph: Glyph, letter: str) -> Glyph:
        """The quotation mark in a square of its own, on the side of what it encloses."""
        shift = self.size - glyph.advance if letter == rules.OPEN else 0.0
        return replace(glyph, advance=self.size, shift=shift)

    def apostrophe(self, glyph: Glyph) -> Glyph:
        """A ’ inside a Latin word, as wide as its ink with a little space: Chinese faces give it a
        square.
        """
        if glyph.font is None or glyph.advance < 0.6 * self.size:
            return glyph
        ink = self.shaper.ink(glyph)
        side = 0.04 * self.size
        return replace(glyph, advance=ink[1] + 2 * side, shift=side - ink[0])

    def blank(self, letter: str, character: str, glyph: Glyph) -> tuple[float, float]:
        """What may be taken at the left and right of a mark, in px."""
        key = letter + character
        known = self.blanks.get(key)
        if known is None:
            size = self.size
            known = 0.0, 0.0
            if glyph.font is not None and not int(glyph.code, 16) & pango.PANGO_GLYPH_UNKNOWN_FLAG:
                start, width = self.shaper.ink(glyph)
                left = (glyph.shift + start) / size
                right = (glyph.advance - glyph.shift - start - width) / size
                parts = rules.blanks(letter, glyph.advance / size, left, right)
                known = parts[0] * size, parts[1] * size
            self.blanks[key] = known
        return known


def _mark_simple(shape: Shape) -> Shape:
    """A shape that knows whether it is simple."""
    font = next((cluster[0].font for cluster in shape.glyphs if cluster), None)
    if all(is_simple(cluster, font) for cluster in shape.glyphs):
        shape.codes = "".join(chr(int(cluster[0].code, 16)) for cluster in shape.glyphs)
        shape.drawn = [cluster[0].drawn for cluster in shape.glyphs]
        shape.simple, shape.font = True, font
    return shape


def face_of(style: Any) -> Face:
    """The face of a computed style; styles that set their text alike share one."""
    face = style.__dict__.get("_composer_face")
    if face is None:
        faces = style.font_config.__dict__.setdefault("_composer_faces", {})
        key = line_break._font_style_cache_key(style, True) + str(
            (
                style["letter_spacing"],
                style["word_spacing"],
                style["font_kerning"],
                style["text_decoration_line"],
            )
        )
        face = faces.get(key)
        if face is None:
            face = faces[key] = Face(style)
        style.__dict__["_composer_face"] = face
    return face
