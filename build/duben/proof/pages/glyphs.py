"""The glyphs of a finished PDF, whoever made it: what each says, where it stands and how large it
is.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

INVISIBLE = 3  # the text rendering mode of what OCR lays over a scanned page
UPRIGHT = 0.01  # rad: text that is turned by more is not read as a line
UNREADABLE = "\ufffd"
HIGH, LOW = 0xD800, 0xDC00  # where the halves of characters beyond U+FFFF begin
SPACES = (0x20, 0x0D, 0x0A)  # what pdfium adds to the text
VARIED = frozenset(map(ord, "—–…·“”‘’1"))  # a font may have glyphs of two widths for each


@dataclass(slots=True)
class PdfGlyph:
    """One drawn character. Lengths in pt from the page's upper left corner as it is shown; ``y`` is
    the baseline.

    ``width`` is how far the font moves on after it, ``left`` and ``right`` are the edges of its ink
    (equal: none); ``piece`` numbers the pieces of text that were drawn at once.
    """

    text: str
    x: float
    y: float
    width: float
    size: float
    font: str
    left: float
    right: float
    text_object: int

    @property
    def end(self) -> float:
        """Where its square ends."""
        return self.x + self.width


DOT_PT = 0.4, 6.0  # pt: how small and how large a mark of emphasis is that is no glyph
CELL_PT = 10.0  # pt: the least width and height of a cell that is drawn
Box = tuple[float, float, float, float]  # left, top, right, bottom in pt, from the top left


@dataclass(frozen=True, slots=True)
class GlyphPage:
    """The upright, visible glyphs of a page in order of drawing, and how many others it has;
    ``label`` as viewers show its number.
    """

    number: int
    width: float
    height: float
    glyphs: tuple[PdfGlyph, ...]
    label: str = ""
    invisible: int = 0
    turned: int = 0
    unreadable: int = 0
    pictures: int = 0
    dots: tuple[
        tuple[float, float], ...
    ] = ()  # the middle of each small shape, as a mark of emphasis may be
    boxes: tuple[Box, ...] = ()  # the edges of each shape as large as a cell


def pages(pdf: Path | bytes) -> Iterator[GlyphPage]:
    """The pages of a PDF. ``pypdfium2.PdfiumError`` if it is none, or takes a password."""
    with pypdfium2.PdfDocument(pdf) as document:
        reader = _GlyphReader()
        for index in range(len(document)):
            page = document[index]
            try:
                yield reader.page(page, index + 1, document.get_page_label(index))
            finally:
                page.close()


@dataclass(slots=True)
class _TextObject:
    """What the glyphs of one text object have in common: size in pt, font; ``stretch``: how much
    wider than high they are drawn.
    """

    number: int
    size: float
    font: str
    stretch: float
    visible: bool
    upright: bool


# Width and ink of a glyph, in pt, seen from its origin.
_GlyphExtent = tuple[float, float, float]


class _GlyphReader:
    """Reads pages by pdfium; width and ink of a character in a font are asked for once."""

    def __init__(self) -> None:
        self.extents: dict[tuple[str, float, float, int | str], _GlyphExtent] = {}
        self.fonts: dict[int, str] = {}

    def page(self, page: Any, number: int, label: str) -> GlyphPage:
        shown = _ShownPage(page)
        text_page = page.get_textpage()
        try:
            glyphs, others = self.glyphs(text_page.raw, shown)
        finally:
            text_page.close()
        pictures = sum(
            1 for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=2)
        )
        shapes = [
            shown.box(*shape.get_bounds())
            for shape in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=1)
        ]
        return GlyphPage(
            number,
            shown.width,
            shown.height,
            tuple(glyphs),
            label,
            pictures=pictures,
            dots=tuple(self.dots(shapes)),
            boxes=tuple(
                dict.fromkeys(
                    box for box in shapes if min(box[2] - box[0], box[3] - box[1]) >= CELL_PT
                )
            ),
            **others,
        )

    @staticmethod
    def dots(shapes: Iterable[Box]) -> Iterator[tuple[float, float]]:
        for left, top, right, bottom in shapes:
            if DOT_PT[0] <= right - left <= DOT_PT[1] and DOT_PT[0] <= bottom - top <= DOT_PT[1]:
                yield (left + right) / 2, (top + bottom) / 2

    def glyphs(self, text: Any, shown: _ShownPage) -> tuple[list[PdfGlyph], dict[str, int]]:
        glyphs: list[PdfGlyph] = []
        others = {"invisible": 0, "turned": 0, "unreadable": 0}
        x, y = ctypes.c_double(), ctypes.c_double()
        x_there, y_there = ctypes.byref(x), ctypes.byref(y)
        pieces: dict[int, _TextObject] = {}
        before: tuple[float, float, int] | None = None
        high: int | None = None
        for index in range(pdfium.FPDFText_CountChars(text)):
            drawn = pdfium.FPDFText_GetTextObject(text, index)
            if not drawn:  # pdfium's own spaces and ends of lines
                continue
            address = ctypes.addressof(drawn.contents)
            piece = pieces.get(address)
            if piece is None:
                piece = pieces[address] = self.text_object(text, index, drawn, len(pieces), shown)
            if not piece.visible or not piece.upright:
                others["turned" if piece.visible else "invisible"] += 1
                continue
            code = pdfium.FPDFText_GetUnicode(text, index)
            if (
                code in SPACES and pdfium.FPDFText_IsGenerated(text, index) == 1
            ):  # of a neighbour's text object, but not drawn
                continue
            if LOW <= code < LOW + 0x400:  # the second half of a character beyond U+FFFF
                if high is not None:
                    glyphs[-1].text = glyphs[-1].text[:-1] + chr(
                        0x10000 + (high - HIGH) * 0x400 + code - LOW
                    )
                high = None
                continue
            high = code if HIGH <= code < LOW else None
            pdfium.FPDFText_GetCharOrigin(text, index, x_there, y_there)
            left, top = shown.place(x.value, y.value)
            here = left, top, piece.number
            if (
                here == before and code not in SPACES and glyphs[-1].text != " "
            ):  # one glyph that stands for several characters
                self._extend(glyphs[-1], _character(code), text, index, piece, shown)
                continue
            before = here
            key: tuple[str, float, float, int | str] = (piece.font, piece.size, piece.stretch, code)
            extent = self.extents.get(key)
            if extent is None or code in VARIED:
                extent = self.extents[key] = _extent(text, index, piece, shown, left)
            character = _character(code)
            if character == UNREADABLE:
                others["unreadable"] += 1
            width, ink_left, ink_right = extent
            glyphs.append(
                PdfGlyph(
                    character,
                    left,
                    top,
                    width,
                    piece.size,
                    piece.font,
                    left + ink_left,
                    left + ink_right,
                    piece.number,
                )
            )
        return glyphs, others

    def _extend(
        self,
        glyph: PdfGlyph,
        character: str,
        text: Any,
        index: int,
        piece: _TextObject,
        shown: _ShownPage,
    ) -> None:
        """Adds a character to a glyph that stands for several, and gives it the width of all: that
        of the first alone is another.
        """
        glyph.text += character
        key = piece.font, piece.size, piece.stretch, glyph.text
        if key not in self.extents:
            self.extents[key] = _extent(text, index, piece, shown, glyph.x, several=True)
        glyph.width, ink_left, ink_right = self.extents[key]
        glyph.left, glyph.right = glyph.x + ink_left, glyph.x + ink_right

    def text_object(
        self, text: Any, index: int, drawn: Any, number: int, shown: _ShownPage
    ) -> _TextObject:
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(text, index, ctypes.byref(matrix))
        a, b, c, d = shown.turn(matrix.a, matrix.b, matrix.c, matrix.d)
        size = pdfium.FPDFText_GetFontSize(text, index) * math.hypot(c, d)
        visible = pdfium.FPDFTextObj_GetTextRenderMode(drawn) != INVISIBLE and size > 0
        upright = a > 0 and abs(math.atan2(b, a)) < UPRIGHT
        stretch = math.hypot(a, b) / (math.hypot(c, d) or 1)
        return _TextObject(number, round(size, 3), self.font(drawn), stretch, visible, upright)

    def font(self, drawn: Any) -> str:
        """The font's name, without the letters that say it was cut."""
        font = pdfium.FPDFTextObj_GetFont(drawn)
        if not font:
            return ""
        address = ctypes.addressof(font.contents)
        if address not in self.fonts:
            size = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
            buffer = ctypes.create_string_buffer(max(size, 1))
            pdfium.FPDFFont_GetBaseFontName(font, buffer, size)
            name = buffer.value.decode("utf-8", "replace")
            head, plus, rest = name.partition("+")
            self.fonts[address] = rest if plus and len(head) == 6 else name
        return self.fonts[address]


def _extent(
    text: Any,
    index: int,
    piece: _TextObject,
    shown: _ShownPage,
    origin: float,
    several: bool = False,
) -> _GlyphExtent:
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text, index, ctypes.byref(box))
    start, _, end, _ = shown.box(box.left, box.bottom, box.right, box.top)
    edges = [ctypes.c_double() for _ in range(4)]
    pdfium.FPDFText_GetCharBox(text, index, *(ctypes.byref(edge) for edge in edges))
    left, right, bottom, top = (edge.value for edge in edges)
    ink_left, _, ink_right, _ = shown.box(left, bottom, right, top)
    width = end - start
    code = pdfium.FPDFText_GetUnicode(text, index)
    if not several and (code not in VARIED or ink_left <= start or ink_right >= end):
        # pdfium's box takes in ink that overhangs, and what is found here is kept for all glyphs of
        # the character: the least counts.
        advance = ctypes.c_float()
        font = pdfium.FPDFTextObj_GetFont(pdfium.FPDFText_GetTextObject(text, index))
        if (
            pdfium.FPDFFont_GetGlyphWidth(
                font, code, piece.stretch * piece.size, ctypes.byref(advance)
            )
            and 0 < advance.value < width
        ):
            width = advance.value
    return round(width, 4), ink_left - origin, ink_right - origin


def _character(code: int) -> str:
    if code in (0, 0xFFFE, 0xFFFF) or 0xE000 <= code <= 0xF8FF or 0xD800 <= code <= 0xDFFF:
        return UNREADABLE
    return chr(code)


class _ShownPage:
    """A page as it is shown: cut to its box, turned as it says, y downwards."""

    def __init__(self, page: Any) -> None:
        self.left, self.bottom, self.right, self.top = page.get_cropbox()
        self.quarter = page.get_rotation() // 90 % 4
        across, down = self.right - self.left, self.top - self.bottom
        self.width, self.height = (across, down) if self.quarter % 2 == 0 else (down, across)

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page as it is shown, one row for each quarter turn."""
        return (
            (x - self.left, self.top - y),
            (y - self.bottom, x - self.left),
            (self.right - x, y - self.bottom),
            (self.top - y, self.right - x),
        )[self.quarter]

    def turn(self, a: float, b: float, c: float, d: float) -> tuple[float, float, float, float]:
        """A text matrix with the page's turn taken away; still with y upwards."""
        return ((a, b, c, d), (b, -a, d, -c), (-a, -b, -c, -d), (-b, a, -d, c))[self.quarter]

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """The edges of a box as it is shown."""
        (x, y), (other_x, other_y) = self.place(left, bottom), self.place(right, top)
        return min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y)
