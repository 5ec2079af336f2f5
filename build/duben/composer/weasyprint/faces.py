"""The glyphs of a style: each text shaped by Pango, each glyph known with its width and the blank
beside its ink.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, groupby
from typing import Any

from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, ffi, harfbuzz, pango
from weasyprint.text.fonts import get_pango_font_hb_face, get_pango_font_key

from duben.composer import memory, rules
from duben.composer.weasyprint import bidi


@dataclass(slots=True)
class Glyph:
    """What stands for a character: ``code`` in hexadecimal, widths in px; no font: nothing is
    drawn. It is never changed.

    ``drawn`` is the advance that a reader of the PDF adds, from the ``width`` written there, in
    thousandths of an em.
    """

    font: Any
    code: str
    advance: float
    shift: float = 0.0
    rise: float = 0.0
    characters: str = ""
    stretch: float = 1.0
    drawn: float = 0.0
    width: int = 0
    odd: bool = field(init=False)  # not simply drawn where it belongs

    def __post_init__(self) -> None:
        self.odd = bool(
            self.font is None or self.shift or self.rise or self.stretch != 1 or self.lacking
        )

    @property
    def lacking(self) -> bool:
        """Whether it stands for a character that no font has."""
        return len(self.code) > 4


@dataclass(slots=True)
class Font:
    """A font of Pango that a face draws with: its size in px, whether its glyphs are outlines,
    their widths in thousandths of an em.
    """

    size: float
    outlined: bool
    widths: dict[int, int]


class Shape:
    """A text set in one style: for each character its glyphs and its advance, in px.

    ``simple``: each has one glyph of ``font``, drawn where it belongs; ``codes`` are their numbers,
    each as a character, and ``drawn`` the advances that a reader of the PDF adds. ``parted``: some
    have no glyph, for they stand in one with others.
    """

    __slots__ = (
        "_alone",
        "_ends",
        "_glyphs",
        "_parts",
        "advances",
        "codes",
        "drawn",
        "font",
        "parted",
        "simple",
    )

    def __init__(self, glyphs: list[tuple[Glyph, ...]], advances: list[float]) -> None:
        self._glyphs: list[tuple[Glyph, ...]] | None = glyphs
        self._alone: tuple[str, Mapping[str, tuple[Glyph, ...]]] | None = None
        self._parts: Sequence[Shape] = ()
        self._ends: list[int] = []  # of the parts, once somebody asks for a glyph
        self.advances, self.parted = advances, () in glyphs
        self.codes, self.drawn, self.font, self.simple = "", list[float](), None, False

    @classmethod
    def alike(
        cls,
        text: str,
        glyphs: Mapping[str, tuple[Glyph, ...]],
        codes: str,
        advance: float,
        drawn: float,
        font: Any,
    ) -> Shape:
        """The simple shape of a text whose characters are all as wide; ``glyphs`` has those of each
        character.
        """
        shape = cls([], [advance] * len(text))
        shape._glyphs, shape._alone = None, (text, glyphs)
        shape.codes, shape.drawn, shape.font, shape.simple = codes, [drawn] * len(text), font, True
        return shape

    @classmethod
    def join(cls, parts: Sequence[Shape], font: Any) -> Shape:
        """One shape of several; simple if all are, in this font."""
        shape = cls([], [advance for part in parts for advance in part.advances])
        shape._glyphs, shape._parts, shape.parted = None, parts, any(part.parted for part in parts)
        shape.font, shape.simple = font, all(part.simple and part.font is font for part in parts)
        if shape.simple:
            shape.codes = "".join(part.codes for part in parts)
            shape.drawn = [drawn for part in parts for drawn in part.drawn]
        return shape

    @property
    def glyphs(self) -> list[tuple[Glyph, ...]]:
        """The glyphs of each character, put together when somebody asks."""
        if self._glyphs is None:
            self._glyphs = [cluster for part in self._parts for cluster in part.glyphs]
            if self._alone:
                self._glyphs += map(self._alone[1].__getitem__, self._alone[0])
        return self._glyphs

    def cluster(self, index: int) -> tuple[Glyph, ...]:
        """The glyphs of one character."""
        if self._glyphs is not None:
            return self._glyphs[index]
        if self._alone:
            return self._alone[1][self._alone[0][index]]
        if not self._ends:
            self._ends = list(accumulate(len(part.advances) for part in self._parts))
        number = bisect_right(self._ends, index)
        return self._parts[number].cluster(index - (self._ends[number - 1] if number else 0))

    def change(self, index: int, glyphs: tuple[Glyph, ...]) -> None:
        """Let a character have other glyphs."""
        self.glyphs[index] = glyphs
        self.simple = False


class NotSimple(Exception):
    """A text that is left to WeasyPrint."""


# What stands for a glyph's number where there is none (no font has so many), where a character is
# shaped with its neighbours, where its glyph is not like that of 国, and where it was not met yet:
# that of a glyph which stands for nothing.
NO_CODE, _IN_CONTEXT, _UNLIKE, _NEW = "\uffff", "\ufffe", "\ufffd", "\0"
_FAR = "\U00010000-\U0010ffff"  # characters that the table has no room for
_PARTS = re.compile(f"[{_IN_CONTEXT}{_FAR}]+|{_UNLIKE}|[^{_IN_CONTEXT}{_UNLIKE}{_FAR}]+")

# Characters whose glyph does not depend on their neighbours, in a style that asks for no feature of
# its font. Beside Latin letters Noto Serif CJK would draw …… a tenth too short (kerning).
_ALONE = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xF900, 0xFB00),
          *(range(ord(mark), ord(mark) + 1) for mark in "，。、；：？！…（）《》〈〉「」『』【】〔〕"))  # fmt: skip  # noqa: E501


def _unmet() -> array[int]:
    """What stands in ``Shape.codes`` for each code point at first. An array is read in half the
    time of a dictionary.
    """
    table = array("H", [ord(_IN_CONTEXT)]) * ord("\U00010000")
    for points in _ALONE:
        table[points.start : points.stop] = array("H", [ord(_NEW)]) * len(points)
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
        self[character] = found = (
            replace(self.square, code=f"{self.codes[ord(character)]:04x}", characters=character),
        )
        return found


class Face:
    """The glyphs of one style, each shaped once."""

    def __init__(self, style: Any) -> None:
        self.style = style
        self.size: float = style["font_size"]
        self.alone = _Alone()
        # until 国 is met: then those of all faces that draw with its font, in whatever size
        self.codes = _UNMET
        self.square = 0.0, 0.0  # the advance of 国, and how it is drawn
        self.font: Any = None  # of 国
        self.meetings = 0
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
        self.layout = line_break.Layout(style)
        self.fonts: list[Any] = []
        self.known: dict[Any, Font] = {}  # the same fonts
        self.kept: list[Any] = []  # layouts
        decorations = (
            "ascent",
            "underline_position",
            "strikethrough_position",
            "underline_thickness",
            "strikethrough_thickness",
        )
        self.decorations = {name: getattr(self.layout, name, None) for name in decorations}
        self._measure()

    def _measure(self) -> None:
        """Height, margins and baseline of text boxes, in px."""
        line_height, strut_baseline = line_break.strut(self.style)
        self.layout.set_text("国")
        line, _ = self.layout.get_first_line()
        _, self.height = line_break.line_size(line, self.style)
        baseline = pango.pango_layout_get_baseline(self.layout.layout) * FROM_UNITS
        if self.style["line_height"] == "normal":
            self.margin_top = (line_height - self.height) / 2
        else:
            # 汉字 that come from another font than the first of the list sit on its baseline: else
            # lines would be taller than the line height (L19).
            self.margin_top = strut_baseline - baseline
        self.margin_bottom = line_height - self.height - self.margin_top
        self.baseline = baseline + self.margin_top

    def size_of(self, font: Any) -> float:
        """The size of a font of this face, in px."""
        return self.known[font].size

    def is_outlined(self, font: Any) -> bool:
        """Whether the glyphs of a font of this face are outlines, not pictures."""
        return self.known[font].outlined

    def shape(self, text: str) -> Shape:
        """The glyphs of a text; raises ``NotSimple`` where they
        cannot be told apart by character.
        """
        if not self.plain or _EXTENDING.search(text):
            return self._shape(text)
        codes = text.translate(self.codes)
        if _NEW in codes:
            self._meet(
                {character for character, code in zip(text, codes, strict=True) if code == _NEW}
            )
            codes = text.translate(self.codes)
        parts = [
            self._part(codes[match.start()], text[match.start() : match.end()], match[0])
            for match in _PARTS.finditer(codes)
        ]
        if len(parts) != 1:
            return Shape.join(parts, self.font)
        # What is kept for other texts with the same characters is not handed out to be changed.
        return parts[0] if codes[0] < _UNLIKE else Shape.join(parts, parts[0].font)

    def _part(self, kind: str, text: str, codes: str) -> Shape:
        """The shape of a text whose characters are all of one kind,
        that of the first one's code.
        """
        if kind < _UNLIKE:
            return Shape.alike(text, self.alone, codes, *self.square, self.font)
        return self._single(text) if kind == _UNLIKE else self._run(text)

    def _meet(self, characters: Collection[str]) -> None:
        """Learn the glyphs of characters whose neighbours do not matter, after that of 国."""
        if "国" not in self.alone:
            (self.alone["国"],) = self._shape("国").glyphs
            self.alone.square = glyph = self.alone["国"][0]
            self.font, self.square = glyph.font, (glyph.advance, glyph.drawn)
            self.codes = self.alone.codes = self._shared_codes()
        self.meetings += 1
        if (
            self.meetings >= FEW
        ):  # whoever met so many sets running text, and will meet the others of each document
            characters = {*characters, *self.style.font_config.__dict__.get("_composer_text", "")}
        met = "".join(sorted(characters))
        missing = "".join(
            [one for one, code in zip(met, met.translate(self.codes), strict=True) if code == _NEW]
        )
        for character, cluster in zip(missing, self._each(missing) if missing else (), strict=True):
            alike = (
                _is_simple(cluster, self.font)
                and (cluster[0].advance, cluster[0].drawn) == self.square
            )
            number = int(cluster[0].code, 16)
            self.codes[ord(character)] = number if alike and number < ord(_UNLIKE) else ord(_UNLIKE)
            if self.codes[ord(character)] == ord(_UNLIKE):
                self.alone[character] = cluster
        if len(missing) > MANY:
            memory.font_pages()

    def _each(self, text: str) -> list[tuple[Glyph, ...]]:
        """The glyphs of each character of a text."""
        shaped = self._shape(text).glyphs
        if not all(shaped):
            raise NotSimple
        return shaped

    def _shared_codes(self) -> array[int]:
        """What faces of other sizes have found for the font of 国, and find."""
        known = self.style.font_config.__dict__.setdefault("_composer_known", {})
        key = (
            line_break._font_style_cache_key(self.style),
            self.font and get_pango_font_key(self.font)[0],
            self.size < TINY,
        )
        if key not in known:
            known[key] = _UNMET[:]
        codes: array[int] = known[key]
        return codes

    def _single(self, character: str) -> Shape:
        """The shape of a character whose neighbours do not matter, but whose glyph is not like that
        of 国.
        """
        known = self.runs.get(character)
        if known is None:
            if character not in self.alone:  # a face of another size has met it
                self.alone[character] = self._each(f"国{character}")[1]
            known = self.runs[character] = self._mark_simple(
                Shape([self.alone[character]], [self.alone[character][0].advance])
            )
        return known

    def _run(self, text: str) -> Shape:
        """The shape of characters that are shaped together."""
        known = self.runs.get(text)
        if known is None:
            known = self.runs[text] = self._mark_simple(self._shape(text))
        return known

    def _mark_simple(self, shape: Shape) -> Shape:
        """A shape that knows whether it is simple."""
        font = next((cluster[0].font for cluster in shape.glyphs if cluster), None)
        if all(_is_simple(cluster, font) for cluster in shape.glyphs):
            shape.codes = "".join(chr(int(cluster[0].code, 16)) for cluster in shape.glyphs)
            shape.drawn = [cluster[0].drawn for cluster in shape.glyphs]
            shape.simple, shape.font = True, font
        return shape

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
            shape = self._shape(f"{override}{piece}\u202c")
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

    def _shape(self, text: str) -> Shape:
        # A layout keeps the spacing of words at the places of the text before.
        layout = line_break.Layout(self.style) if self.style["word_spacing"] else self.layout
        # A forced break would end the first line of the layout, and only that is read.
        layout.set_text(
            text.replace("\n", "\u200b").replace("\u2028", "\u200b").replace("\u2029", "\u200b")
        )
        line, _ = layout.get_first_line()
        if len(layout.text) != len(text):
            raise NotSimple
        index_at: dict[int, int] = {}
        position = 0
        for index, character in enumerate(layout.text):
            index_at[position] = index
            position += len(character.encode())
        found: list[list[tuple[Any, str, float, float, float, int]]] = [[] for _ in text]
        advances = [0.0] * len(text)
        new_font = False
        node = line.runs
        while node != ffi.NULL:
            run, node = node.data, node.next
            font = run.item.analysis.font
            if font not in self.known:
                self.fonts.append(font)
                self.known[font] = _describe_font(font)
                new_font = True
            font = self.fonts[self.fonts.index(font)]  # the same object for the same font
            known = self.known[font]
            clusters = run.glyphs.log_clusters
            for number, info in enumerate(run.glyphs.glyphs[0 : run.glyphs.num_glyphs]):
                index = index_at[run.item.offset + clusters[number]]
                geometry = info.geometry
                advance = geometry.width * FROM_UNITS
                advances[index] += advance
                if info.glyph == pango.PANGO_GLYPH_EMPTY:
                    found[index].append((None, "", advance, 0.0, 0.0, 0))
                else:
                    found[index].append(
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
        glyphs: list[tuple[Glyph, ...]] = [()] * len(text)
        end = len(text)
        for index in range(len(text) - 1, -1, -1):
            if found[index]:
                cluster = text[index:end]
                # A letter and its accent that are drawn apart each say what they are: other words
                # have that letter too.
                apart = unicodedata.normalize("NFD", cluster)
                said = (
                    apart if len(apart) == len(found[index]) > 1 else [cluster] * len(found[index])
                )
                glyphs[index] = tuple(
                    Glyph(
                        font,
                        code,
                        advance,
                        shift,
                        rise,
                        one,
                        drawn=width * self.known[font].size / 1000 if width else 0.0,
                        width=width,
                    )
                    for (font, code, advance, shift, rise, width), one in zip(
                        found[index], said, strict=True
                    )
                )
                end = index
        shape = Shape(glyphs, advances)
        for match in _DASHES.finditer(text):
            self._lengthen(shape, *match.span())
        return shape

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
        if "国" not in self.alone:
            self._meet(())
        return any(glyph.font == han.font for han in self.alone["国"])

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
        ink = self._ink(glyph)
        side = 0.04 * self.size
        return replace(glyph, advance=ink[1] + 2 * side, shift=side - ink[0])

    def _ink(self, glyph: Glyph) -> tuple[float, float]:
        """Where the ink of a glyph begins and how wide it is, in px."""
        ink = ffi.new("PangoRectangle *")
        pango.pango_font_get_glyph_extents(glyph.font, int(glyph.code, 16), ink, ffi.NULL)
        return ink.x * FROM_UNITS, ink.width * FROM_UNITS

    def blank(self, letter: str, character: str, glyph: Glyph) -> tuple[float, float]:
        """What may be taken at the left and right of a mark, in px."""
        key = letter + character
        known = self.blanks.get(key)
        if known is None:
            size = self.size
            known = 0.0, 0.0
            if glyph.font is not None and not int(glyph.code, 16) & pango.PANGO_GLYPH_UNKNOWN_FLAG:
                start, width = self._ink(glyph)
                left = (glyph.shift + start) / size
                right = (glyph.advance - glyph.shift - start - width) / size
                parts = rules.blanks(letter, glyph.advance / size, left, right)
                known = parts[0] * size, parts[1] * size
            self.blanks[key] = known
        return known


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


def _is_simple(cluster: tuple[Glyph, ...], font: Any) -> bool:
    """Whether a character is one glyph of a font, drawn where it belongs."""
    return len(cluster) == 1 and cluster[0].font is font and not cluster[0].odd


_DASHES = re.compile("—{2,}")
_EXTENDING = re.compile(
    "[\u0300-\u036f\u200b-\u200d\u20d0-\u20ff\u302a-\u302f\u3099\u309a\ufe00-\ufe0f"
    "\U000e0100-\U000e01ef]"
)


def face_of(style: Any) -> Face:
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
