"""The characters of a PDF with their places, page by page (PDFium). Door: ``read_pages``.

Coordinates are points from the upper left corner of the page as it is shown: x to the right, y
down. Refused in a sentence: an encrypted file, one without a text layer, one whose characters are
none, and one beyond the limits.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

import lazy_loader

from duben import chinese
from duben.intake import symbols
from duben.intake.pdf.radicals import unify
from duben.intake.pdf.rules import Rule, read_rules
from duben.model import BookError, SourceLocation, problem

pypdfium2 = lazy_loader.load("pypdfium2")  # 5 MB, for one kind of file

PAGE_LIMIT = 3_000
PAGE_CHARACTERS = 60_000  # a page of newspaper has 10,000
CHARACTER_LIMIT = 6_000_000
SPARSE = 20  # characters that a page has at least, in the average, where text is its content
GARBLED = 0.3  # of the characters have no meaning where fonts do not tell it
RARE = 0.5  # of the 汉字 are no common ones where fonts tell them wrong; in any text hardly one is
FEW_HAN = 50
# Encodings and the first bytes of their common 汉字.
COMMON = (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6))
UNREAD_KINDS = frozenset({"intake-pdf-scan", "intake-pdf-locked", "intake-pdf-garbled"})
FONT_NAME_BYTES = 128  # of a name that matters here
WITHIN = 1.0  # pt from the edge of a box is surely within it
CLIP_LIMIT = 20  # paths and points of a clip
WIDEST = 8  # em of a character
LINE_HYPHEN = 2  # what PDFium has for a hyphen at the end of a line
SAMPLED = 6  # characters of a line of which the font of one is asked for
UPRIGHT = math.radians(10)  # by which a line of text may lean


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character: where it stands, in pt (``baseline`` down from the top), its size, and the name
    of its font for some of each line, "" for the others. ``box`` is a place down in the box to
    which it is clipped where it stands above or below that: in a cell too low for its words.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    upright: bool = True
    font: str = ""
    box: float | None = None


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page: its glyphs in the order of the file, its size in pt, how many pictures it has, and
    the rules that it draws.
    """

    glyphs: tuple[Glyph, ...]
    width: float
    height: float
    pictures: int = 0
    rules: tuple[Rule, ...] = ()


def read_pages(data: bytes, name: str) -> list[PdfPage]:
    """The pages of a PDF. Raises BookError for one that cannot be read as text."""
    try:
        with pypdfium2.PdfDocument(data) as document:
            if len(document) > PAGE_LIMIT:
                raise _refusal("intake-pdf-pages", name, count=len(document), limit=PAGE_LIMIT)
            pages = list(_read_pages(document, name))
    except pypdfium2.PdfiumError as error:
        locked = (
            pypdfium2.raw.FPDF_GetLastError() == pypdfium2.raw.FPDF_ERR_PASSWORD
            or "password" in str(error).lower()
        )
        raise _refusal("intake-pdf-locked" if locked else "intake-pdf-broken", name) from None
    _refuse_without_text(pages, name)
    return pages


def _refusal(rule: str, name: str, **values: int) -> BookError:
    """Why a file is not read: with 2 where it is of a kind that is none, with 1 else."""
    return BookError(
        problem(rule, SourceLocation(name), **values), 2 if rule in UNREAD_KINDS else 1
    )


def _read_pages(document: Any, name: str) -> Iterator[PdfPage]:
    total = 0
    for page in document:
        text = page.get_textpage()
        count = text.count_chars()
        total += count
        if count > PAGE_CHARACTERS or total > CHARACTER_LIMIT:
            raise _refusal("intake-pdf-characters", name, limit=CHARACTER_LIMIT)
        width, height = page.get_size()
        pictures = sum(
            1 for _ in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)
        )
        turns, corners = page.get_rotation() // 90, page.get_cropbox()
        rules = read_rules(page, partial(_shown_place, turns=turns, corners=corners))
        yield PdfPage(tuple(_glyphs(page, text, count)), width, height, pictures, tuple(rules))
        text.close()
        page.close()


def _refuse_without_text(pages: list[PdfPage], name: str) -> None:
    """BookError for a file of pictures, and for one whose characters have no meaning."""
    texts = [glyph.text for page in pages for glyph in page.glyphs]
    if len(texts) < SPARSE * len(pages) and any(page.pictures for page in pages) or not texts:
        raise _refusal("intake-pdf-scan", name, count=len(pages))
    unknown = sum(map(_is_unknown, texts))
    han = [text for text in texts if chinese.is_han(text)]
    rare = sum(not _is_common(character) for character in han)
    if unknown > GARBLED * len(texts) or (len(han) >= FEW_HAN and rare > RARE * len(han)):
        raise _refusal("intake-pdf-garbled", name)


def _is_unknown(text: str) -> bool:
    """Whether a character has no meaning that others know: private ones, and � itself."""
    return text == "\ufffd" or "\ue000" <= text <= "\uf8ff" or text < " "


def _is_common(han: str) -> bool:
    """Whether a 汉字 is one of the common ones of GB 2312 or Big5."""
    for encoding, first, last in COMMON:
        try:
            code = han.encode(encoding)
        except UnicodeEncodeError:
            continue
        if first <= code[0] <= last:
            return True
    return False


def _glyphs(page: Any, text: Any, count: int) -> Iterator[Glyph]:
    """The characters of a page, but for those that PDFium made up itself."""
    turns = page.get_rotation() // 90
    corners = page.get_cropbox()
    x, y, box, matrix = (
        ctypes.c_double(),
        ctypes.c_double(),
        pypdfium2.raw.FS_RECTF(),
        pypdfium2.raw.FS_MATRIX(),
    )
    before: tuple[float, float, int] | None = None
    clips = _ClipBoxes()
    asked, since = math.inf, 0  # the line whose font was asked for last, and characters since
    for index in range(count):
        code = pypdfium2.raw.FPDFText_GetUnicode(text, index)
        if not code or pypdfium2.raw.FPDFText_IsGenerated(text, index) == 1:
            continue
        pypdfium2.raw.FPDFText_GetLooseCharBox(text, index, box)
        pypdfium2.raw.FPDFText_GetCharOrigin(text, index, x, y)
        pypdfium2.raw.FPDFText_GetMatrix(text, index, matrix)
        size = pypdfium2.raw.FPDFText_GetFontSize(text, index) * (
            math.hypot(matrix.c, matrix.d) or 1
        )
        first, _ = _shown_place(box.left, box.bottom, turns, corners)
        last, _ = _shown_place(box.right, box.top, turns, corners)
        _, baseline = _shown_place(x.value, y.value, turns, corners)
        lean = math.remainder(math.atan2(matrix.b, matrix.a) - turns * math.pi / 2, math.tau)
        left, right = _sides(min(first, last), max(first, last), size)
        if before and (left, right) == before[:2] and (code < 0x80 or chr(code) in "—…"):
            left += before[2] * (right - left) / 3  # ff of a ligature: two characters in one place
            before = (*before[:2], before[2] + 1)
        else:
            before = (left, right, 1)
        if code == LINE_HYPHEN:
            code = ord("-")
        character = (
            unify(chr(code)) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        )
        if code in symbols.PRIVATE:
            character = symbols.symbol(_font_name(text, index), code) or character
        font, since = "", since + 1
        if chinese.is_han(character) and (asked != baseline or since >= SAMPLED):
            font, asked, since = _font_name(text, index) + _stroke(text, index), baseline, 0
        clip = clips.outside(text, index, x.value, y.value)
        place = None if clip is None else _shown_place(*clip, turns, corners)[1]
        yield Glyph(character, left, right, baseline, size, abs(lean) < UPRIGHT, font, place)


class _ClipBoxes:
    """The boxes to which characters are clipped, asked for once for each piece of text."""

    def __init__(self) -> None:
        self._drawn: int | None = None
        self._box: tuple[float, float, float, float] | None = None

    def outside(self, text: Any, index: int, x: float, y: float) -> tuple[float, float] | None:
        """A place within the box of a character that stands above or below it; None for another.
        Of a box of which another one leaves nothing its edge tells the place.
        """
        drawn = pypdfium2.raw.FPDFText_GetTextObject(text, index)
        address = ctypes.cast(drawn, ctypes.c_void_p).value
        if address != self._drawn:
            self._drawn, self._box = address, _clip_box(drawn) if address else None
        if self._box is None:
            return None
        left, bottom, right, top = self._box
        beside = left < right and not left <= x <= right
        if beside or bottom <= y <= top:
            return None
        return x, (bottom + WITHIN if y < bottom else top - WITHIN)


def _clip_box(drawn: Any) -> tuple[float, float, float, float] | None:
    """The box that all paths leave to which a piece of text is clipped, in the place of the file:
    left, bottom, right, top; None where none clips it.
    """
    raw = pypdfium2.raw
    clip = raw.FPDFPageObj_GetClipPath(drawn)
    count = raw.FPDFClipPath_CountPaths(clip) if clip else 0
    if not 0 < count <= CLIP_LIMIT:
        return None
    x, y = ctypes.c_float(), ctypes.c_float()
    box = (-math.inf, -math.inf, math.inf, math.inf)
    for path in range(count):
        points = []
        corners = raw.FPDFClipPath_CountPathSegments(clip, path)
        if corners > CLIP_LIMIT:
            return None
        for index in range(corners):
            segment = raw.FPDFClipPath_GetPathSegment(clip, path, index)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            points.append((x.value, y.value))
        if points:
            box = (
                max(box[0], min(x for x, _ in points)),
                max(box[1], min(y for _, y in points)),
                min(box[2], max(x for x, _ in points)),
                min(box[3], max(y for _, y in points)),
            )
    return box if box[0] <= box[2] and box[1] <= box[3] and math.inf not in box else None


def _sides(left: float, right: float, size: float) -> tuple[float, float]:
    """Where a character begins and ends; of a font that is set downwards PDFium has boxes of any
    width: an em of it is its column.
    """
    return left, (left + size if right - left > WIDEST * size > 0 else right)


def _font_name(text: Any, index: int) -> str:
    """The name of the font of a character, "" where it has none."""
    flags, name = ctypes.c_int(), ctypes.create_string_buffer(FONT_NAME_BYTES)
    pypdfium2.raw.FPDFText_GetFontInfo(text, index, name, FONT_NAME_BYTES, flags)
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return name.value.decode(encoding)
    return ""


def _stroke(text: Any, index: int) -> str:
    """ ",Bold" for a character whose edge is drawn too: Word makes 宋体 bold in this way."""
    drawn = pypdfium2.raw.FPDFText_GetTextObject(text, index)
    mode = pypdfium2.raw.FPDFTextObj_GetTextRenderMode(drawn) if drawn else 0
    return ",Bold" if mode == pypdfium2.raw.FPDF_TEXTRENDERMODE_FILL_STROKE else ""


def _shown_place(
    x: float, y: float, turns: int, corners: tuple[float, float, float, float]
) -> tuple[float, float]:
    """A place of the page as it is shown, turned to the right ``turns`` times."""
    left, bottom, right, top = corners
    return (
        (x - left, top - y),
        (y - bottom, x - left),
        (right - x, y - bottom),
        (top - y, right - x),
    )[turns % 4]
