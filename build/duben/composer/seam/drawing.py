"""Composed lines drawn glyph by glyph, each at its place to a thousandth of an em."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate, chain, repeat
from operator import itemgetter
from typing import Any

from weasyprint.draw import text as draw_text
from weasyprint.logger import LOGGER
from weasyprint.matrix import Matrix
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, pango

from duben.composer.seam.emphasis import Marks, is_emphasised
from duben.composer.seam.faces import Glyph
from duben.composer.seam.nodes import ComposedText

_draw_first_line = draw_text.draw_first_line

_Placed = tuple[float | None, float, tuple[Glyph, ...]]

# Readers of text take a wider move, in thousandths of an em, for a space; pdfium not at the start of an operator.
SPACE_SEEN = 90
# So small a move, in thousandths of an em, waits for the next glyph, but for the last of a line: a ninth of a page's bytes.
SLACK = 2


def draw_first_line(stream: Any, textbox: Any, text_overflow: Any, block_ellipsis: Any, matrix: Any) -> list[Any]:
    """Draw a text box; composed ones glyph by glyph, each at its place to a thousandth of an em."""
    part = textbox.pango_layout
    if not isinstance(part, ComposedText):
        return _draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
    if text_overflow == "ellipsis" or block_ellipsis != "none":
        return _draw_plainly(stream, textbox, text_overflow, block_ellipsis, matrix)
    if not part.text.strip():
        return []
    stream.set_text_matrix(*matrix.values)
    node = part.node
    shape = node.shape
    assert shape is not None and node.face is not None
    glyphs = shape.glyphs[part.start - node.start : part.start - node.start + len(part.steps)]
    pen = -part.trim  # where the next glyph belongs, in px
    done = 0.0  # where the reader of the PDF will be
    pictures: list[Any] = []
    pieces: list[str] = []
    current = None
    codes: dict[str, tuple[str, int]] = {}
    scale = 1.0  # px in a thousandth of an em
    centres: list[float] | None = [] if textbox.style["text_emphasis_style"] != "none" else None
    last = len(glyphs) - 1
    for index, (place, step, cluster) in enumerate(_in_order(part, glyphs)):
        at = pen if place is None else place
        if centres is not None and cluster and is_emphasised(cluster[0].characters[0]):
            centres.append(at + cluster[0].shift + cluster[0].advance / 2)
        for glyph in cluster:
            if glyph.font is None:
                at += glyph.advance
                continue
            if glyph.font != current:
                current = glyph.font
                # The same on every line of a page: describing a font takes as long as ten glyphs.
                fonts = stream.__dict__.setdefault("_composer_fonts", {})
                if current not in fonts:
                    fonts[current] = stream.add_font(current)
                font, size = fonts[current]
                _show(stream, pieces)
                if font.bitmap or font.png or font.svg or font.colr:
                    pictures += _draw_picture(stream, textbox, cluster[0].characters, at, matrix)
                    stream.set_text_matrix(*matrix.values)
                    current, done = None, 0.0
                    break
                stream.set_font_size(font.hash, size)
                scale = size / 1000
                codes = font.__dict__.setdefault("_composer_codes", {})
            known = codes.get(glyph.code)
            if known is None:
                known = codes[glyph.code] = _code(font, glyph, stream, size)
            code, width = known
            move = round((at + glyph.shift - done) / scale)
            if -SLACK <= move <= SLACK and index < last:
                move = 0
            elif move:
                if move > SPACE_SEEN:
                    _show(stream, pieces)
                pieces.append(f">{-move}<")
            if glyph.rise or glyph.stretch != 1:
                _show(stream, pieces)
                _show_apart(stream, glyph, code)
                width = round(width * glyph.stretch)
            else:
                pieces.append(code)
            done += (move + width) * scale
            at += glyph.advance
        pen += step
    _show(stream, pieces)
    if centres:
        pictures.append([Marks(textbox.style, centres, node.beyond), None, 1, 1, 0, 0])
    return pictures


def _in_order(part: ComposedText, glyphs: list[tuple[Glyph, ...]]) -> Iterable[_Placed]:
    """The glyphs of each character from left to right, with its advance, and its place if that is not the sum of these."""
    places = part.places
    row: Iterable[_Placed] = zip(places or repeat(None), part.steps, glyphs, strict=False)
    if part.hyphen:
        ends = accumulate(part.hyphen.advances, initial=places[-1] + part.steps[-1]) if places else repeat(None)
        row = chain(row, zip(ends, part.hyphen.advances, part.hyphen.glyphs, strict=False))
    return sorted(row, key=itemgetter(0)) if places else row


def _show(stream: Any, pieces: list[str]) -> None:
    """Write the glyphs and moves gathered so far, and forget them."""
    if pieces:
        stream.show_text(f"<{''.join(pieces)}>".replace("<>", ""))
        pieces.clear()


def _show_apart(stream: Any, glyph: Glyph, code: str) -> None:
    """Write a glyph that is raised or drawn wider than its font has it."""
    if glyph.rise:
        stream.set_text_rise(-glyph.rise / 1000)
    if glyph.stretch != 1:
        stream.stream.append(f"{glyph.stretch * 100:.3f} Tz".encode())
    stream.show_text(f"<{code}>")
    if glyph.stretch != 1:
        stream.stream.append(b"100 Tz")
    if glyph.rise:
        stream.set_text_rise(0)


def _code(font: Any, glyph: Glyph, stream: Any, size: float) -> tuple[str, int]:
    """The code of a glyph in the PDF and its width there; notes both, and its text, in the font."""
    number = int(glyph.code, 16)
    if number & pango.PANGO_GLYPH_UNKNOWN_FLAG:
        point = number - pango.PANGO_GLYPH_UNKNOWN_FLAG
        LOGGER.warning('.notdef glyph rendered for Unicode string unsupported by fonts: "%s" (U+%04X)',
                       chr(point), point)
        number = font.get_unused_glyph_id(point)
        font.widths[number] = round(glyph.advance * 1000 / size)
        font.widths.setdefault(0, font.widths[number])
    elif number not in font.widths:
        pango.pango_font_get_glyph_extents(glyph.font, number, stream.ink_rect, stream.logical_rect)
        font.widths[number] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
    font.to_unicode.setdefault(number, glyph.characters)
    return f"{number:04x}", font.widths[number]


def _draw_picture(stream: Any, textbox: Any, characters: str, at: float, matrix: Any) -> list[Any]:
    """Draw a character of a font of pictures by WeasyPrint's own code, in its place; the pictures to be drawn."""
    layout = line_break.Layout(textbox.style)
    layout.set_text(characters)
    alone = textbox.copy_with_text(characters)
    alone.pango_layout = layout
    a, b, c, d, e, f = matrix.values
    pictures: list[Any] = _draw_first_line(stream, alone, "clip", "none", Matrix(a, b, c, d, e + at, f))
    size = textbox.style["font_size"]
    return [[image, font, a, d, e + at / size, f] for image, font, a, d, e, f in pictures]


def _draw_plainly(stream: Any, textbox: Any, text_overflow: Any, block_ellipsis: Any, matrix: Any) -> list[Any]:
    """Draw a composed text box by WeasyPrint's own code, which adds an ellipsis."""
    layout = line_break.Layout(textbox.style)
    layout.max_width = max(textbox.pango_layout.max_width, 0)
    layout.set_text(textbox.text)
    composed, textbox.pango_layout = textbox.pango_layout, layout
    try:
        return _draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
    finally:
        textbox.pango_layout = composed
