"""Texts of one style shaped by Pango: each character gets its glyphs."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from typing import Any

from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, ffi, harfbuzz, pango
from weasyprint.text.fonts import get_pango_font_hb_face, get_pango_font_key

from duben.composer.weasyprint import bidi
from duben.composer.weasyprint.glyphs import Glyph, NotSimple, Shape

_DASHES = re.compile("—{2,}")
# Font (None where nothing is drawn), code, advance, shift, rise, width, as in ``Glyph``.
_PlacedGlyph = tuple[Any, str, float, float, float, int]


@dataclass(slots=True)
class Font:
    """A font of Pango that a face draws with: its size in px, whether its glyphs are outlines,
    their widths in thousandths of an em.
    """

    size: float
    outlined: bool
    widths: dict[int, int]


class Shaper:
    """Shapes texts of one style with Pango. ``size`` is that of the style, in px."""

    def __init__(self, style: Any) -> None:
        self.style = style
        self.size: float = style["font_size"]
        self.layout = line_break.Layout(style)
        self.fonts: list[Any] = []
        self.known: dict[Any, Font] = {}  # the same fonts
        self.kept: list[Any] = []  # layouts

    def size_of(self, font: Any) -> float:
        """The size of a font of this face, in px."""
        return self.known[font].size

    def is_outlined(self, font: Any) -> bool:
        """Whether the glyphs of a font of this face are outlines, not pictures."""
        return self.known[font].outlined

    def ink(self, glyph: Glyph) -> tuple[float, float]:
        """Where the ink of a glyph begins and how wide it is, in px."""
        ink = ffi.new("PangoRectangle *")
        pango.pango_font_get_glyph_extents(glyph.font, int(glyph.code, 16), ink, ffi.NULL)
        return ink.x * FROM_UNITS, ink.width * FROM_UNITS

    def shape(self, text: str) -> Shape:
        """The glyphs of a text on one line; ``NotSimple`` where Pango changes its characters."""
        # A layout keeps the spacing of words at the places of the text before.
        layout = line_break.Layout(self.style) if self.style["word_spacing"] else self.layout
        # A forced break would end the first line of the layout, and only that is read.
        layout.set_text(
            text.replace("\n", "\u200b").replace("\u2028", "\u200b").replace("\u2029", "\u200b")
        )
        line, _ = layout.get_first_line()
        if len(layout.text) != len(text):
            raise NotSimple
        clusters, advances = self._read_runs(layout, line.runs, text)
        shape = Shape(self._glyphs(clusters, text), advances)
        for match in _DASHES.finditer(text):
            self._lengthen(shape, *match.span())
        return shape

    def _read_runs(
        self, layout: Any, runs: Any, text: str
    ) -> tuple[list[list[_PlacedGlyph]], list[float]]:
        """The glyphs that Pango has for each character, and the advance of each, in px."""
        places = accumulate((len(character.encode()) for character in layout.text), initial=0)
        index_at = {place: index for index, place in enumerate(places)}  # by place in UTF-8
        clusters: list[list[_PlacedGlyph]] = [[] for _ in text]
        advances = [0.0] * len(text)
        new_font = False
        node = runs
        while node != ffi.NULL:
            run, node = node.data, node.next
            font = run.item.analysis.font
            if font not in self.known:
                self.fonts.append(font)
                self.known[font] = _describe_font(font)
                new_font = True
            font = self.fonts[self.fonts.index(font)]  # the same object for the same font
            known = self.known[font]
            starts = run.glyphs.log_clusters
            for number, info in enumerate(run.glyphs.glyphs[0 : run.glyphs.num_glyphs]):
                index = index_at[run.item.offset + starts[number]]
                geometry = info.geometry
                advance = geometry.width * FROM_UNITS
                advances[index] += advance
                if info.glyph == pango.PANGO_GLYPH_EMPTY:
                    clusters[index].append((None, "", advance, 0.0, 0.0, 0))
                else:
                    clusters[index].append(
                        (
                            font,
                            f"{info.glyph:04x}",
                            advance,
                            geometry.x_offset * FROM_UNITS,
                            geometry.y_offset,
                            _width(font, known, info.glyph),
                        )
                    )
        if new_font:  # a layout keeps its fonts alive
            self.kept.append(layout)
            self.layout = line_break.Layout(self.style)
        return clusters, advances

    def _glyphs(self, clusters: list[list[_PlacedGlyph]], text: str) -> list[tuple[Glyph, ...]]:
        """The glyphs of each character, with the characters that each stands for."""
        glyphs: list[tuple[Glyph, ...]] = [()] * len(text)
        end = len(text)
        for index in range(len(text) - 1, -1, -1):
            if clusters[index]:
                cluster = text[index:end]
                # A letter and its accent that are drawn apart each say what they are: other words
                # have that letter too.
                apart = unicodedata.normalize("NFD", cluster)
                count = len(clusters[index])
                texts = apart if len(apart) == count > 1 else [cluster] * count
                glyphs[index] = tuple(
                    Glyph(
                        font,
                        code,
                        advance,
                        shift,
                        rise,
                        characters,
                        drawn=width * self.known[font].size / 1000 if width else 0.0,
                        width=width,
                    )
                    for (font, code, advance, shift, rise, width), characters in zip(
                        clusters[index], texts, strict=True
                    )
                )
                end = index
        return glyphs

    def shape_directed(self, text: str, levels: list[int]) -> Shape:
        """The glyphs of a text whose runs go both ways; those of a run from right to left keep
        their own order.
        """
        whole: list[tuple[Glyph, ...]] = []
        advances: list[float] = []
        start = 0
        for level, run in groupby(levels):
            stop = start + len(list(run))
            # An override alone makes a run of it, mirrors brackets, and joins Arabic letters.
            piece = bidi.CONTROLS.sub("\u200b", text[start:stop])
            override = "\u202e" if level % 2 else "\u202d"
            shape = self.shape(f"{override}{piece}\u202c")
            glyphs = shape.glyphs[1:-1]
            if level % 2:
                # A reader of the file takes what it sees and turns it back.
                glyphs = [
                    tuple(
                        replace(
                            glyph, characters="".join(map(bidi.mirror_bracket, glyph.characters))
                        )
                        for glyph in cluster
                    )
                    for cluster in glyphs
                ]
            whole += glyphs
            advances += shape.advances[1:-1]
            start = stop
        return Shape(whole, advances)

    def _lengthen(self, shape: Shape, start: int, end: int) -> None:
        """Give —— its length of two em (L5), which Noto Serif CJK and others do not: 1.7 em there.

        The stroke is drawn wider, not set wider, for its parts must touch.
        """
        natural = sum(
            glyph.drawn for cluster in shape.glyphs[start:end] for glyph in cluster
        )  # no kerning with a letter behind
        stretch = self.size * (end - start) / natural if natural else 0.0
        whole = shape.glyphs[start] and (end == len(shape.glyphs) or shape.glyphs[end])
        if not whole or not 1.005 < stretch < 1.5:
            return
        for index in range(start, end):
            shape.glyphs[index] = tuple(
                replace(
                    glyph,
                    advance=glyph.drawn * stretch,
                    shift=glyph.shift * stretch,
                    stretch=stretch,
                    drawn=glyph.drawn * stretch,
                )
                for glyph in shape.glyphs[index]
            )
            shape.advances[index] = sum(glyph.advance for glyph in shape.glyphs[index])


def _describe_font(font: Any) -> Font:
    """What is known of a font."""
    face = get_pango_font_hb_face(font)
    pictured = harfbuzz.hb_ot_color_has_png(face) or harfbuzz.hb_ot_color_has_svg(face)
    if harfbuzz.hb_version_atleast(7, 0, 0):
        pictured = (
            pictured
            or harfbuzz.hb_ot_color_has_paint(face)
            or harfbuzz.hb_ot_color_has_layers(face)
        )
    table = harfbuzz.hb_face_reference_table(face, harfbuzz.hb_tag_from_string(b"EBLC", -1))
    bitmaps = harfbuzz.hb_blob_get_length(table)
    harfbuzz.hb_blob_destroy(table)
    return Font(get_pango_font_key(font)[2], not (pictured or bitmaps), {})


def _width(font: Any, known: Font, glyph: int) -> int:
    """The width of a glyph as the PDF has it: that of a font cut by WeasyPrint."""
    width = known.widths.get(glyph)
    if width is None:
        if glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG:
            return 0
        rectangle = ffi.new("PangoRectangle *")
        pango.pango_font_get_glyph_extents(font, glyph, ffi.NULL, rectangle)
        width = known.widths[glyph] = round(rectangle.width * 1000 * FROM_UNITS / known.size)
    return width
