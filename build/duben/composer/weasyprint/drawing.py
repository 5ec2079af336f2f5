"""Composed lines drawn glyph by glyph, each at its place to a thousandth of an em."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from copy import copy
from itertools import accumulate, chain, repeat
from operator import itemgetter, sub
from typing import Any

from weasyprint import draw
from weasyprint.draw import border, text as draw_text
from weasyprint.draw.color import get_color
from weasyprint.formatting_structure import boxes
from weasyprint.layout.percent import percentage
from weasyprint.logger import LOGGER
from weasyprint.matrix import Matrix
from weasyprint.text import line_break
from weasyprint.text.ffi import pango

from duben.composer.breaking import ParagraphLine
from duben.composer.weasyprint import parts
from duben.composer.weasyprint.character_glyphs import NO_CODE
from duben.composer.weasyprint.emphasis import Marks, is_emphasised
from duben.composer.weasyprint.faces import face_of
from duben.composer.weasyprint.glyphs import Glyph
from duben.composer.weasyprint.nodes import ComposedText
from duben.composer.weasyprint.plain_paragraphs import (
    PlainLine,
    PlainParagraph,
    TextRun,
    parts_of,
    runs_of,
)

_draw_first_line = draw_text.draw_first_line
_draw_block_level = draw.draw_block_level
_draw_inline_level = draw.draw_inline_level
_draw_outline = border.draw_outline

_Placed = tuple[float | None, float, tuple[Glyph, ...]]

# Readers of text take a wider move, in thousandths of an em, for a space; pdfium not at the start
# of an operator.
SPACE_SEEN = 90
# So small a move, in thousandths of an em, waits for the next glyph, but for the last of a line: a
# ninth of a page's bytes.
SLACK = 2
# What is taken for nothing, in thousandths of an em.
NOTHING = 0.2


def draw_block_level(page: Any, stream: Any, blocks_and_cells: Any) -> None:
    """Draw the content of blocks; the lines of a whole paragraph as one."""
    for block, inside in blocks_and_cells.items():
        if block.children and all(type(line) is PlainLine for line in block.children):
            _draw_whole(stream, block, block.children)
            draw_block_level(page, stream, inside)
        else:
            _draw_block_level(page, stream, {block: inside})


def draw_inline_level(stream: Any, page: Any, box: Any, *arguments: Any, **settings: Any) -> None:
    """Draw a line or what stands in it."""
    if type(box) is PlainLine:
        _draw_whole(stream, box, [box])
    else:
        _draw_inline_level(stream, page, box, *arguments, **settings)


def draw_outline(stream: Any, box: Any) -> None:
    """Draw the outlines of a box and of all inside it; in a whole line nothing has one."""
    if box.style["outline_width"]:
        _draw_outline(stream, box)
    elif type(box) is not PlainLine:
        for child in box.children:
            if isinstance(child, boxes.Box):
                draw_outline(stream, child)


class Mark(boxes.TextBox):
    """Stands in the tree of tags for a piece of text of a whole paragraph: all on a page that is in
    one element.
    """


def _draw_whole(stream: Any, block: Any, lines: Sequence[Any]) -> None:
    """Draw the lines of a whole paragraph as one text object."""
    mark: Mark | None = None
    linked = drawn = None
    spread = 0.0
    for line in lines:
        if line.whole.underlined:
            _underline(stream, line)
    stream.begin_text()
    out = stream.stream
    for line in lines:
        own, whole = line.line, line.whole
        children: list[Any] = []
        line.__dict__["_composer_children"] = children
        pen = _Pen(whole, own)
        out.append(
            b"1 0 0 -1 %.3f %.3f Tm"
            % (line.position_x + line.indent - own.start_trim, line.position_y + line.baseline)
        )
        if pen.spread != spread:
            spread = pen.spread
            out.append(b"%.4f Tc" % spread)
        for run in runs_of(whole, own.start, own.stop):
            first, last = max(run.start, own.start), min(run.end, own.stop)
            text = whole.paragraph.text[first:last]
            if stream._tags is not None:
                if mark is not None and run.link is linked and (linked is None or children):
                    mark.text += text
                else:
                    if mark is not None:
                        out.append(b"EMC")
                    linked = run.link
                    mark = Mark(
                        block.element_tag, line.style, block.element, text
                    )  # that of a line: an outline is the block's
                    link = next((box for box in line.kept if box.composed_of is linked), None)
                    if link is not None:
                        link.children = [mark]  # the box that has the annotation
                    children.append(link or mark)
                    out.append(b"/Span\n<</MCID %d>>\nBDC" % len(stream._tags))
                    stream._tags[mark] = {"tag": "Span", "mcid": len(stream._tags)}
            if run is not drawn:
                drawn = run
                stream.set_color(run.box.style["color"])
                font, size = _font(stream, run.font)
                stream.set_font_size(font.hash, size)
            noted: set[str] = font.__dict__.setdefault("_composer_drawn", {NO_CODE})
            if not noted.issuperset(codes := whole.codes[first:last]):
                for index, code in enumerate(codes, first - run.origin):
                    if code not in noted:
                        noted.add(code)
                        _glyph_code(font, run.shape.cluster(index)[0], size)
            if run.rise:
                out.append(b"%.3f Ts" % run.rise)
            pen.show(out, run, first, last)
            if run.rise:
                out.append(b"0 Ts")
        if own.hyphen:
            pen.show_hyphen(stream, runs_of(whole, own.stop - 1, own.stop)[0])
            drawn = None
    if mark is not None:
        out.append(b"EMC")
    if spread:
        out.append(b"0 Tc")
    stream.end_text()


def _underline(stream: Any, line: PlainLine) -> None:
    """Draw the lines under what is underlined on a line, as WeasyPrint does."""
    for part in parts_of(line):
        box = part.around[-1]
        style = box.style
        if style["text_decoration_line"] == "none":
            continue
        decorations: dict[str, Any] = face_of(style).decorations
        thickness, offset = style["text_decoration_thickness"], style["text_underline_offset"]
        if thickness in ("auto", "from-font"):
            thickness = decorations["underline_thickness"]
        else:
            thickness = percentage(thickness, style, style["font_size"])
        offset = (
            -decorations["underline_position"]
            if offset == "auto"
            else percentage(offset, style, style["font_size"])
        )
        drawn = box.copy()
        drawn.position_x, drawn.position_y, drawn.width = part.position_x, part.baseline, part.width
        with stream.artifact():
            draw_text.draw_text_decoration(
                stream,
                drawn,
                part.position_x - line.position_x,
                offset + thickness / 2,
                thickness,
                get_color(style, "text_decoration_color"),
            )


class _Pen:
    """The places of a line's glyphs: ``off``, how far each is from where a reader of the PDF sets
    it, in px.

    ``spread`` is what most of them are set apart: the reader adds it to each.
    """

    def __init__(self, whole: PlainParagraph, line: ParagraphLine) -> None:
        start, steps, advances = line.start, line.steps, whole.advances[line.start : line.stop]
        self.whole, self.start, self.count = whole, start, len(steps)
        apart = list(map(sub, steps, advances))
        size = runs_of(whole, start, line.stop)[0].size
        middle = 0.0 if 2 * apart.count(0.0) > len(apart) else sorted(apart)[len(apart) // 2]
        self.spread = spread = (
            round(middle, 4) if NOTHING * size < abs(middle) * 1000 < SPACE_SEEN * size else 0.0
        )
        self.off = list(accumulate(map((-spread).__add__, apart) if spread else apart, initial=0.0))
        self.moved = 0.0  # by the moves so far
        least, most = spread - NOTHING * size / 1000, spread + NOTHING * size / 1000
        # Characters before which the reader may be elsewhere.
        self.places = [index for index, step in enumerate(apart, 1) if not least < step < most]
        if whole.odd or whole.before:
            inside = [
                index - start for index in {*whole.odd, *whole.before} if start <= index < line.stop
            ]
            self.places = sorted({*self.places, *inside, *(index + 1 for index in inside)})
        if self.count - 1 not in self.places:
            insort(self.places, self.count - 1)

    def show(self, out: list[bytes], run: TextRun, first: int, last: int) -> None:
        """Write the glyphs of a run from a character on to another."""
        whole, start = self.whole, self.start
        codes, odd, unit = whole.codes, whole.odd, run.size / 1000
        pieces: list[str] = []
        digits = codes[first:last].encode("utf-16-be", "surrogatepass").hex()  # four for each glyph
        done = first
        for place in self.places[
            bisect_left(self.places, first - start) : bisect_left(self.places, last - start)
        ]:
            index = place + start
            glyph = odd.get(index)
            shift = whole.before.get(index, 0.0) + (glyph.shift if glyph else 0.0)
            move = round((self.off[place] + shift - self.moved) / unit)
            plain = glyph is None or glyph.stretch == 1
            if glyph is not None and not glyph.code:
                pieces.append(digits[4 * (done - first) : 4 * (index - first)])
                done = index + 1
                self.moved -= self.spread  # the reader sets apart what is drawn
                continue
            if plain and (not move or -SLACK <= move <= SLACK and place < self.count - 1):
                continue
            pieces.append(digits[4 * (done - first) : 4 * (index - first)])
            done = index
            if move:
                if move > SPACE_SEEN:
                    _write(out, pieces)
                pieces.append(f">{-move}<")
                self.moved += move * unit
            if glyph is not None and not plain:
                _write(out, pieces)
                out.append(b"%.3f Tz" % (glyph.stretch * 100))
                out.append(b"<%04x>Tj" % ord(codes[index]))
                out.append(b"100 Tz")
                self.moved += self.spread * (glyph.stretch - 1)
                done = index + 1
        pieces.append(digits[4 * (done - first) :])
        _write(out, pieces)

    def show_hyphen(self, stream: Any, run: TextRun) -> None:
        """Write the hyphen behind a line."""
        face = face_of(run.box.style)
        moved = self.off[-1] - self.moved
        for cluster in face.hyphen(run.box.style["hyphenate_character"]).glyphs:
            for glyph in cluster:
                font, size = _font(stream, glyph.font)
                stream.set_font_size(font.hash, size)
                code, _ = _glyph_code(font, glyph, size)
                stream.stream.append(b"[%.0f<%s>]TJ" % (-moved / size * 1000, code.encode()))
                moved = -self.spread


def _write(out: list[bytes], pieces: list[str]) -> None:
    """Write the glyphs and moves gathered so far, and forget them."""
    if any(pieces):
        out.append(f"[<{''.join(pieces)}>]TJ".replace("<>", "").encode())
        pieces.clear()


def _font(stream: Any, font: Any) -> tuple[Any, float]:
    """A font in the PDF and its size: the same on every line of a page, and describing a font takes
    as long as ten glyphs.
    """
    known: dict[Any, tuple[Any, float]] = stream.__dict__.setdefault("_composer_fonts", {})
    font_and_size = known.get(font)
    if font_and_size is None:
        font_and_size = known[font] = stream.add_font(font)
    return font_and_size


def _point(glyph: Glyph) -> int:
    """The character that a glyph stands for which no font has."""
    return int(glyph.code, 16) - pango.PANGO_GLYPH_UNKNOWN_FLAG


def _with_room(stream: Any, font: Any, point: int) -> Any:
    """A font in the PDF that can have a glyph for a character it lacks: the font itself, or, where
    it is full, the same once more.

    A PDF has 65,536 glyphs at most in a font, Noto CJK has 65,535: two such characters would be one
    to who copies them.
    """
    if point in font.missing or font.glyph_count + len(font.missing) < 2**16:
        return font
    key = font.hash, point
    if key not in stream._fonts:
        again = stream._fonts[key] = copy(font)
        again.missing, again.widths, again.to_unicode, again._composer_codes = (
            {},
            {},
            {},
            {"": ("", 0)},
        )
        parts.rename(again, font.hash, point)
    return stream._fonts[key]


def _codes(font: Any) -> dict[str, tuple[str, int]]:
    """What is known of the glyphs of a font in the PDF."""
    codes: dict[str, tuple[str, int]] = font.__dict__.setdefault("_composer_codes", {"": ("", 0)})
    return codes


def _glyph_code(font: Any, glyph: Glyph, size: float) -> tuple[str, int]:
    """The code of a glyph in the PDF and its width there, noted in the font."""
    codes = _codes(font)
    known = codes.get(glyph.code)
    if known is None:
        known = codes[glyph.code] = _code(font, glyph, size)
    return known


def draw_first_line(
    stream: Any, textbox: Any, text_overflow: Any, block_ellipsis: Any, matrix: Any
) -> list[Any]:
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
            wanted = glyph.font, glyph.code if glyph.lacking else ""
            if wanted != current:
                current = wanted
                font, size = _font(stream, glyph.font)
                if glyph.lacking:
                    font = _with_room(stream, font, _point(glyph))
                _show(stream, pieces)
                if font.bitmap or font.png or font.svg or font.colr:
                    pictures += _draw_picture(stream, textbox, cluster[0].characters, at, matrix)
                    stream.set_text_matrix(*matrix.values)
                    current, done = None, 0.0
                    break
                stream.set_font_size(font.hash, size)
                scale = size / 1000
            code, width = _glyph_code(font, glyph, size)
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
    """The glyphs of each character from left to right, with its advance, and its place if that is
    not the sum of these.
    """
    places = part.places
    row: Iterable[_Placed] = zip(places or repeat(None), part.steps, glyphs, strict=False)
    if part.hyphen:
        ends = (
            accumulate(part.hyphen.advances, initial=places[-1] + part.steps[-1])
            if places
            else repeat(None)
        )
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


def _code(font: Any, glyph: Glyph, size: float) -> tuple[str, int]:
    """The code of a glyph in the PDF and its width there; notes both, and its text, in the font."""
    number = int(glyph.code, 16)
    if number & pango.PANGO_GLYPH_UNKNOWN_FLAG:
        point = _point(glyph)
        LOGGER.warning(
            '.notdef glyph rendered for Unicode string unsupported by fonts: "%s" (U+%04X)',
            chr(point),
            point,
        )
        number = font.get_unused_glyph_id(point)
        font.widths[number] = round(glyph.advance * 1000 / size)
        font.widths.setdefault(0, font.widths[number])
    else:
        font.widths.setdefault(number, glyph.width)
    font.to_unicode.setdefault(number, glyph.characters)
    return f"{number:04x}", font.widths[number]


def _draw_picture(stream: Any, textbox: Any, characters: str, at: float, matrix: Any) -> list[Any]:
    """Draw a character of a font of pictures by WeasyPrint's own code, in its place; the pictures
    to be drawn.
    """
    layout = line_break.Layout(textbox.style)
    layout.set_text(characters)
    alone = textbox.copy_with_text(characters)
    alone.pango_layout = layout
    a, b, c, d, e, f = matrix.values
    pictures: list[Any] = _draw_first_line(
        stream, alone, "clip", "none", Matrix(a, b, c, d, e + at, f)
    )
    size = textbox.style["font_size"]
    return [[image, font, a, d, e + at / size, f] for image, font, a, d, e, f in pictures]


def _draw_plainly(
    stream: Any, textbox: Any, text_overflow: Any, block_ellipsis: Any, matrix: Any
) -> list[Any]:
    """Draw a composed text box by WeasyPrint's own code, which adds an ellipsis."""
    layout = line_break.Layout(textbox.style)
    layout.max_width = max(textbox.pango_layout.max_width, 0)
    layout.set_text(textbox.text)
    composed, textbox.pango_layout = textbox.pango_layout, layout
    try:
        return _draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
    finally:
        textbox.pango_layout = composed
