"""The only module that reaches into WeasyPrint: it hands paragraphs to the composer and draws the lines that come back.

WeasyPrint asks ``split_inline_box`` for the content of each line of a paragraph. For a paragraph with Chinese text the
answer comes from here: the text of all its boxes is shaped once and broken as a whole, and each line is made of copies
of its boxes, as WeasyPrint's own would be, so that links, notes, anchors, tags and pages stay WeasyPrint's affair. What
is not understood (right-to-left text, preserved spaces, floats inside a paragraph) goes to WeasyPrint's own code.
"""

from __future__ import annotations

import hashlib
import inspect
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import accumulate
from types import ModuleType
from typing import Any

import weasyprint
from weasyprint.css.functions import check_math
from weasyprint.draw import text as draw_text
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline, preferred
from weasyprint.layout.absolute import absolute_layout
from weasyprint.layout.percent import resolve_percentages
from weasyprint.logger import LOGGER
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from duben.composer import rules
from duben.composer.lines import Line, Matter
from duben.composer.rules import Options

VERSION = "70.0"


class VersionError(Exception):
    """WeasyPrint is another than the one whose insides are known here."""


# ---------------------------------------------------------------------------------------------------------- faces


@dataclass(frozen=True, slots=True)
class Glyph:
    """What stands for a character: ``code`` in hexadecimal, widths in px; no font: nothing is drawn."""

    font: Any
    code: str
    advance: float
    shift: float = 0.0
    rise: float = 0.0
    characters: str = ""
    stretch: float = 1.0


@dataclass(slots=True)
class Shape:
    """A text set in one style: for each character its glyphs and its advance, in px."""

    glyphs: list[tuple[Glyph, ...]]
    advances: list[float]


class _NotSimple(Exception):
    """A text that is left to WeasyPrint."""


# Characters whose glyph does not depend on their neighbours, in a style that asks for no feature of its font.
_ALONE = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff，。、；：？！（）《》〈〉「」『』【】〔〕"
_CONTEXT = re.compile(f"[^{_ALONE}]+")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]")
_EMOJI = re.compile("[\ufe0f\U0001f000-\U0001faff]")
# A paragraph is ours if it has one of these.
_CHINESE = re.compile("[\u2e80-\u2fdf\u3000-\u30ff\u3105-\u312f\u31a0-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
                      "\U00020000-\U0003ffff]")


class Face:
    """The glyphs of one style, each shaped once."""

    def __init__(self, style: Any) -> None:
        self.style = style
        self.size: float = style["font_size"]
        self.alone: dict[str, tuple[Glyph, ...]] = {}
        self.runs: dict[str, Shape] = {}
        self.blanks: dict[tuple[str, str], tuple[float, float]] = {}
        self.letter_spacing = style["letter_spacing"] != "normal"
        self.plain = (
            style["font_feature_settings"] == "normal" and style["letter_spacing"] == "normal"
            and style["word_spacing"] == 0 and style["font_variant_east_asian"] == "normal"
            and style["font_variant_alternates"] == "normal" and style["font_kerning"] == "auto"
        )
        self.layout = line_break.Layout(style)
        self.fonts: list[Any] = []
        self.kept: list[Any] = []  # layouts
        decorations = ("ascent", "underline_position", "strikethrough_position", "underline_thickness",
                       "strikethrough_thickness")
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
            # 汉字 that come from another font than the first of the list sit on its baseline: else lines would be
            # taller than the line height (L19).
            self.margin_top = strut_baseline - baseline
        self.margin_bottom = line_height - self.height - self.margin_top
        self.baseline = baseline + self.margin_top

    def shape(self, text: str) -> Shape:
        """The glyphs of a text; raises ``_NotSimple`` where they cannot be told apart by character."""
        if not self.plain or _EXTENDING.search(text):
            return self._shape(text)
        alone = self.alone
        if missing := "".join(sorted(set(_CONTEXT.sub("", text)) - alone.keys())):
            shaped = self._shape(missing).glyphs
            if not all(shaped):
                raise _NotSimple
            alone.update(zip(missing, shaped, strict=True))
        glyphs: list[tuple[Glyph, ...]] = []
        advances: list[float] = []
        start = 0
        for match in _CONTEXT.finditer(text):
            known = [alone[character] for character in text[start : match.start()]]
            glyphs += known
            advances += [glyph[0].advance for glyph in known]
            run = match[0]
            shape = self.runs.get(run)
            if shape is None:
                shape = self.runs[run] = self._shape(run)
            glyphs += shape.glyphs
            advances += shape.advances
            start = match.end()
        known = [alone[character] for character in text[start:]]
        glyphs += known
        advances += [glyph[0].advance for glyph in known]
        return Shape(glyphs, advances)

    def _shape(self, text: str) -> Shape:
        layout = self.layout
        # A forced break would end the first line of the layout, and only that is read.
        layout.set_text(text.replace("\n", "\u200b").replace("\u2028", "\u200b").replace("\u2029", "\u200b"))
        line, _ = layout.get_first_line()
        if len(layout.text) != len(text):
            raise _NotSimple
        index_at: dict[int, int] = {}
        position = 0
        for index, character in enumerate(layout.text):
            index_at[position] = index
            position += len(character.encode())
        found: list[list[Glyph]] = [[] for _ in text]
        advances = [0.0] * len(text)
        new_font = False
        node = line.runs
        while node != ffi.NULL:
            run, node = node.data, node.next
            if run.item.analysis.level % 2:
                raise _NotSimple
            font = run.item.analysis.font
            if font not in self.fonts:
                self.fonts.append(font)
                new_font = True
            clusters = run.glyphs.log_clusters
            for number, info in enumerate(run.glyphs.glyphs[0 : run.glyphs.num_glyphs]):
                index = index_at[run.item.offset + clusters[number]]
                geometry = info.geometry
                advance = geometry.width * FROM_UNITS
                advances[index] += advance
                if info.glyph == pango.PANGO_GLYPH_EMPTY:
                    found[index].append(Glyph(None, "", advance))
                else:
                    found[index].append(Glyph(
                        font, f"{info.glyph:04x}", advance, geometry.x_offset * FROM_UNITS, geometry.y_offset))
        if new_font:  # a layout keeps its fonts alive
            self.kept.append(layout)
            self.layout = line_break.Layout(self.style)
        glyphs: list[tuple[Glyph, ...]] = [()] * len(text)
        end = len(text)
        for index in range(len(text) - 1, -1, -1):
            if found[index]:
                cluster = text[index:end]
                glyphs[index] = tuple(replace(glyph, characters=cluster) for glyph in found[index])
                end = index
        shape = Shape(glyphs, advances)
        for match in _DASHES.finditer(text):
            self._lengthen(shape, *match.span())
        return shape

    def _lengthen(self, shape: Shape, start: int, end: int) -> None:
        """Give —— its length of two em (L5), which Noto Serif CJK and others do not: 1.7 em there.

        The stroke is drawn wider, not set wider, for its parts must touch.
        """
        natural = sum(shape.advances[start:end])
        stretch = self.size * (end - start) / natural if natural else 0.0
        whole = shape.glyphs[start] and (end == len(shape.glyphs) or shape.glyphs[end])
        if not whole or not 1.005 < stretch < 1.5:
            return
        for index in range(start, end):
            shape.advances[index] *= stretch
            shape.glyphs[index] = tuple(
                replace(glyph, advance=glyph.advance * stretch, shift=glyph.shift * stretch, stretch=stretch)
                for glyph in shape.glyphs[index])

    def narrow(self, glyph: Glyph) -> bool:
        """Whether a quotation mark of the Chinese font itself is as narrow as a Latin one (LXGW WenKai)."""
        if glyph.advance > 0.6 * self.size or self.letter_spacing:
            return False
        if "国" not in self.alone:
            self.alone["国"] = self._shape("国").glyphs[0]
        return any(glyph.font == han.font for han in self.alone["国"])

    def widened(self, glyph: Glyph, letter: str) -> Glyph:
        """The quotation mark in a square of its own, on the side of what it encloses."""
        shift = self.size - glyph.advance if letter == rules.OPEN else 0.0
        return replace(glyph, advance=self.size, shift=shift)

    def apostrophe(self, glyph: Glyph) -> Glyph:
        """A ’ inside a Latin word, as wide as its ink with a little space: Chinese faces give it a square."""
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
        key = letter, character
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


_DASHES = re.compile("—{2,}")
_EXTENDING = re.compile("[\u0300-\u036f\u200b-\u200d\u20d0-\u20ff\u302a-\u302f\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def _face(style: Any) -> Face:
    face = style.__dict__.get("_composer_face")
    if face is None:
        faces = style.font_config.__dict__.setdefault("_composer_faces", {})
        key = line_break._font_style_cache_key(style, True) + str((
            style["letter_spacing"], style["word_spacing"], style["font_kerning"], style["text_decoration_line"]))
        face = faces.get(key)
        if face is None:
            face = faces[key] = Face(style)
        style.__dict__["_composer_face"] = face
    return face


# ----------------------------------------------------------------------------------------------------- paragraphs


@dataclass(slots=True)
class Node:
    """A box of a paragraph with the leaves (text, pictures, empty boxes) and the characters inside it."""

    box: Any
    path: tuple[int, ...]
    first: int  # its first leaf
    after: int = 0  # the leaf after its last
    start: int = 0  # its first character
    end: int = 0
    children: list[Node] = field(default_factory=list)
    shape: Shape | None = None
    face: Face | None = None
    bytes: list[int] | None = None  # where each character begins in UTF-8; only if the text is cut
    content: Any = None  # the children or the text of the box when it was read


@dataclass(slots=True)
class Spacing:
    """Margins, borders and paddings of inline boxes around a character, in px."""

    before: dict[int, float] = field(default_factory=dict)
    after: dict[int, float] = field(default_factory=dict)


class Paragraph:
    """The text of all boxes of one line box, with the lines it was broken into so far."""

    def __init__(self, box: Any, options: Options, measure_object: Callable[[Any], float] | None) -> None:
        self.box, self.options = box, options
        self.nodes: list[Node] = []
        self.leaves: list[Node] = []
        self.expected: Any = None  # the skip stack given to WeasyPrint last
        self.texts: list[str] = []
        self.joined: set[int] = set()
        self.breakable: set[int] = set()
        self.notes: list[tuple[int, int]] = []
        self.objects = False
        self.spacing = Spacing()
        self.measure_object = measure_object
        self.advances: list[float] = []
        self.sizes: list[float] = []
        self.position = 0
        self.root = self._node(box, (), False, False)
        self.paths = [leaf.path for leaf in self.leaves]
        text = self.text = "".join(self.texts)
        if _RIGHT_TO_LEFT.search(text) or _EMOJI.search(text):
            raise _NotSimple
        classes = rules.classify(text)
        if self.notes:
            letters = list(classes)
            for start, end in self.notes:
                letters[start:end] = rules.NOTE * (end - start)
            classes = "".join(letters)
        blanks: dict[int, tuple[float, float]] = {}
        for leaf in self.leaves:
            if leaf.shape and leaf.face:
                face, shape, offset = leaf.face, leaf.shape, leaf.start
                for match in _BLANK.finditer(classes, leaf.start, leaf.end):
                    index = match.start()
                    glyphs = shape.glyphs[index - offset]
                    if len(glyphs) == 1:
                        if text[index] in _QUOTES and face.narrow(glyphs[0]):
                            glyph = face.widened(glyphs[0], match[0])
                            glyphs = shape.glyphs[index - offset] = (glyph,)
                            self.advances[index] = glyph.advance
                        blank = face.blank(match[0], text[index], glyphs[0])
                        if blank != (0.0, 0.0):
                            blanks[index] = blank
                for match in _APOSTROPHE.finditer(text, leaf.start, leaf.end):
                    glyphs = shape.glyphs[match.start() - offset]
                    if classes[match.start()] == rules.LATIN and len(glyphs) == 1:
                        glyph = face.apostrophe(glyphs[0])
                        shape.glyphs[match.start() - offset] = (glyph,)
                        self.advances[match.start()] = glyph.advance
        for index in self.spacing.before:
            blanks.pop(index, None)
        for index in self.spacing.after:
            blanks.pop(index, None)
        advances = self.advances
        for index, width in (*self.spacing.before.items(), *self.spacing.after.items()):
            advances[index] += width
        self.matter = Matter(text, classes, advances, self.sizes, blanks, options, self.joined,
                             self.breakable)
        self.lines: dict[tuple[float, bool, bool], dict[tuple[int, float], Line]] = {}
        self.ready_for: Any = None

    def _node(self, box: Any, path: tuple[int, ...], joined: bool, raised: bool) -> Node:
        """Gather a box and all inside it; raises ``_NotSimple`` where WeasyPrint must do it."""
        style = box.style
        node = Node(box, path, len(self.leaves), start=self.position, content=_content(box))
        self.nodes.append(node)
        if isinstance(box, boxes.TextBox):
            self._text(node, box, joined, raised)
        elif isinstance(box, (boxes.LineBox, boxes.InlineBox)):
            if style["direction"] == "rtl" or style["white_space"] not in _WHITE_SPACE:
                raise _NotSimple
            if path:
                raised = raised or _is_raised(style) or bool(box.footnote)
                before, after = _side(style, "left"), _side(style, "right")
                if (before or after) and style["box_decoration_break"] == "clone":
                    raise _NotSimple
            else:
                before = after = 0.0
            for index, child in enumerate(box.children):
                node.children.append(self._node(child, (*path, index), style["white_space"] == "nowrap", raised))
            node.after = len(self.leaves)
            node.end = self.position
            if node.after == node.first:
                self.leaves.append(node)
                node.after += 1
            if before or after:
                if node.end == node.start:
                    raise _NotSimple
                spacing = self.spacing
                spacing.before[node.start] = spacing.before.get(node.start, 0.0) + before
                spacing.after[node.end - 1] = spacing.after.get(node.end - 1, 0.0) + after
            return node
        elif not box.is_in_normal_flow():
            if box.is_floated():
                raise _NotSimple
        elif isinstance(box, (boxes.InlineReplacedBox, boxes.InlineBlockBox)) and self.measure_object:
            self.objects = True
            self.texts.append("\ufffc")
            self.advances.append(self.measure_object(box))
            self.sizes.append(style["font_size"] or 1.0)
            self.position += 1
        else:
            raise _NotSimple
        self.leaves.append(node)
        node.after, node.end = len(self.leaves), self.position
        return node

    def _text(self, node: Node, box: Any, joined: bool, raised: bool) -> None:
        style, text = box.style, box.text
        if style["white_space"] not in _WHITE_SPACE or style["direction"] == "rtl" or "\t" in text:
            raise _NotSimple
        if style["font_size"] < 0.01:
            if text:
                raise _NotSimple
            return
        if not text:
            return
        node.face = face = _face(style)
        node.shape = face.shape(text)
        start = self.position
        end = self.position = start + len(text)
        self.texts.append(text)
        self.advances += node.shape.advances
        self.sizes += [face.size] * len(text)
        if joined or style["white_space"] == "nowrap":
            self.joined.update(range(start + 1, end))
        elif style["overflow_wrap"] != "normal" or style["word_break"] == "break-all":
            self.breakable.update(range(start + 1, end))
        if raised:
            self.notes.append((start, end))

    def current(self) -> bool:
        """Whether the boxes still hold what was read: page numbers change them between two layouts."""
        return all(_content(node.box) is node.content for node in self.nodes)

    def place(self, skip: Any) -> tuple[int, int]:
        """The leaf and the character that a skip stack of WeasyPrint points to."""
        path: list[int] = []
        while skip:
            (index, skip), = skip.items()
            path.append(index)
        leaf = bisect_right(self.paths, tuple(path)) - 1
        if 0 <= leaf < len(self.leaves):
            node = self.leaves[leaf]
            depth = len(node.path)
            if node.path == tuple(path[:depth]) and len(path) == depth + 1 and node.shape:
                return leaf, node.start + bisect_left(self._bytes(node), path[depth])
        leaf = bisect_left(self.paths, tuple(path))
        return leaf, self.leaves[leaf].start if leaf < len(self.leaves) else len(self.text)

    def _bytes(self, node: Node) -> list[int]:
        if node.bytes is None:
            node.bytes = list(accumulate((len(character.encode()) for character in node.box.text), initial=0))
        return node.bytes

    def resume(self, leaf: int, character: int) -> dict[int, Any]:
        """The skip stack that points to a character of a leaf."""
        node = self.leaves[leaf]
        stack = {self._bytes(node)[character - node.start]: None} if character > node.start else None
        for index in reversed(node.path):
            stack = {index: stack}  # type: ignore[dict-item]
        return stack  # type: ignore[return-value]

    def line(self, start: int, measure: float, indent: float) -> Line:
        """The line that begins at a character, of the paragraph broken for this measure."""
        style = self.box.style
        justified, last = style["text_align_all"] == "justify", style["text_align_last"]
        key = round(measure, 4), justified, last == "justify"
        known = self.lines.setdefault(key, {})
        place = start, round(indent, 4)
        if place not in known:
            for line in self.matter.compose(measure, indent, start, justified, last == "justify"):
                known.setdefault((line.start, round(indent, 4)), line)
                indent = 0.0
        return known[place]


_BLANK = re.compile(f"[{rules.OPEN}{rules.CLOSE}{rules.PAUSE}{rules.STOP}{rules.MIDDLE}]")
_QUOTES = "“”‘’"
_APOSTROPHE = re.compile("’")
_WHITE_SPACE = ("normal", "nowrap", "pre-line")


def _content(box: Any) -> Any:
    return box.text if isinstance(box, boxes.TextBox) else getattr(box, "children", None)


def _is_raised(style: Any) -> bool:
    align = style["vertical_align"]
    return isinstance(align, (int, float)) and align > 0


def _side(style: Any, side: str) -> float:
    """Margin, border and padding at a side of an inline box, in px; raises ``_NotSimple`` if they are relative."""
    width = style[f"border_{side}_width"]
    for kind in ("margin", "padding"):
        value = style[f"{kind}_{side}"]
        if value == "auto":
            continue
        if check_math(value) or value.unit == "%":
            raise _NotSimple
        width += value.value
    return width


def _is_chinese(box: Any) -> bool:
    if isinstance(box, boxes.TextBox):
        return _CHINESE.search(box.text) is not None
    return isinstance(box, (boxes.LineBox, boxes.InlineBox)) and any(map(_is_chinese, box.children))


def _paragraph(
    box: Any, measure_object: Callable[[Any], float] | None = None, skip_stack: Any = None
) -> Paragraph | None:
    """The paragraph of a line box, or None if WeasyPrint must set it."""
    known = box.__dict__.get("_composer")
    if known is not None:
        paragraph, options, children, measured = known
        same = options is _state.options and children is box.children
        if paragraph is None:
            if same and (measured or measure_object is None):
                return None
        elif same and (skip_stack is not None and skip_stack is paragraph.expected or paragraph.current()):
            return paragraph
    paragraph = None
    if _is_chinese(box):
        with suppress(_NotSimple):
            paragraph = Paragraph(box, _state.options, measure_object)
    box._composer = paragraph, _state.options, box.children, measure_object is not None
    return paragraph


# ---------------------------------------------------------------------------------------------------------- layout


class ComposedText:
    """A part of a composed line, in the place where WeasyPrint keeps the Pango layout of a text box."""

    __slots__ = ("text", "node", "start", "steps", "trim", "first_line_direction", "justification_spacing", "max_width")

    def __init__(
        self, text: str, node: Node, start: int, steps: list[float], trim: float, max_width: float
    ) -> None:
        self.text, self.node, self.start, self.steps, self.trim = text, node, start, steps, trim
        self.first_line_direction = self.justification_spacing = 0
        self.max_width = max_width  # only needed for an ellipsis

    def __getattr__(self, name: str) -> Any:
        face = object.__getattribute__(self, "node").face
        try:
            return face.decorations[name]
        except KeyError:
            raise AttributeError(name) from None

    def deactivate(self) -> None:
        """Nothing is held that must be freed."""

    def reactivate(self, style: Any) -> None:
        """Nothing was freed."""


@dataclass(slots=True)
class Filling:
    """One line while it is filled with copies of boxes."""

    context: Any
    paragraph: Paragraph
    line: Line
    first: int  # leaf
    character: int
    after: int  # leaf that is not on it any more, or only with its beginning
    containing_block: Any
    bottom_space: float
    absolute_boxes: list[Any]
    fixed_boxes: list[Any]
    placeholders: list[Any]
    max_x: float


def split_inline_box(
    context: Any, box: Any, position_x: float, max_x: float, bottom_space: float, skip_stack: Any,
    containing_block: Any, absolute_boxes: list[Any], fixed_boxes: list[Any], line_placeholders: list[Any],
    waiting_floats: list[Any], line_children: list[Any], first_letter_style: Any, first_line_style: Any,
) -> Any:
    """The content of one line: ours if the box is a Chinese paragraph, else WeasyPrint's."""
    paragraph = None
    if isinstance(box, boxes.LineBox) and not first_line_style:
        def measure_object(child: Any) -> float:
            return _object_width(context, child, containing_block)

        paragraph = _paragraph(box, measure_object, skip_stack)
        if paragraph and paragraph.objects and paragraph.ready_for not in (None, containing_block):
            del box._composer  # a picture may have another width here
            paragraph = _paragraph(box, measure_object)
    if paragraph is None:
        return _replaced["split_inline_box"](
            context, box, position_x, max_x, bottom_space, skip_stack, containing_block, absolute_boxes, fixed_boxes,
            line_placeholders, waiting_floats, line_children, first_letter_style, first_line_style)
    leaf, character = paragraph.place(skip_stack) if skip_stack else (0, 0)
    indent = position_x - box.position_x
    measure = max_x - box.position_x
    if paragraph.ready_for is not containing_block:
        for node in paragraph.leaves:
            resolve_percentages(node.box, containing_block)
        paragraph.ready_for = containing_block
    if character >= len(paragraph.text):
        line = Line(character, character, character, 0.0, 0.0, 0.0, [])
    else:
        line = paragraph.line(character, measure, indent)
    after = _leaf_after(paragraph, leaf, line.end)
    filling = Filling(context, paragraph, line, leaf, character, after, containing_block, bottom_space,
                      absolute_boxes, fixed_boxes, line_placeholders, max_x)
    new_box = _fill(filling, paragraph.root, position_x)
    resume_at = None
    if after < len(paragraph.leaves):
        resume_at = paragraph.resume(after, max(line.end, paragraph.leaves[after].start))
    # Behind a forced break there may be spaces that WeasyPrint must skip.
    paragraph.expected = None if line.forced else resume_at
    new_box.composed = True
    return new_box, resume_at, line.forced, None, None, {"left": 0, "right": 0}


def _leaf_after(paragraph: Paragraph, leaf: int, end: int) -> int:
    """The first leaf that is not wholly on a line which ends before a character."""
    leaves = paragraph.leaves
    if end >= len(paragraph.text):
        return len(leaves)
    while leaf < len(leaves) and (leaves[leaf].end < end or leaves[leaf].end == end and leaves[leaf].start < end):
        leaf += 1
    return leaf


def _fill(filling: Filling, node: Node, position_x: float) -> Any:
    """A copy of a line box or an inline box with the part of its content that is on the line."""
    box, line, containing_block = node.box, filling.line, filling.containing_block
    is_line = not node.path
    begun = filling.first > node.first or (filling.first == node.first and filling.character > node.start)
    ended = filling.after >= node.after
    if not is_line:
        resolve_percentages(box, containing_block)
        box.position_x = position_x
        for side in ("left", "right"):
            if getattr(box, f"margin_{side}") == "auto":
                setattr(box, f"margin_{side}", 0)
    x = position_x
    if not is_line and not begun:
        x += box.padding_left + box.margin_left + box.border_left_width
    absolute_boxes = filling.absolute_boxes
    relative = box.style["position"] == "relative"
    if relative:
        filling.absolute_boxes = []
    children: list[Any] = []
    nodes = node.children
    first = bisect_right(nodes, filling.first, key=lambda child: child.after) if begun else 0
    for index in range(first, len(nodes)):
        child = nodes[index]
        if child.first > filling.after or child.first == filling.after and child.start >= line.end:
            break
        if child.first == filling.after and filling.after >= len(filling.paragraph.leaves):
            break
        child.box.position_y = box.position_y
        new = _fill_child(filling, node, child, index, x)
        if new is None:
            continue
        children.append(new)
        if new.is_in_normal_flow():
            x = new.position_x + new.margin_width()
    new_box = box.copy_with_children(children)
    new_box.remove_decoration(start=begun, end=not ended)
    if not is_line:
        new_box.position_x = position_x
    new_box.width = 0
    for new in reversed(children):
        if new.is_in_normal_flow():
            new_box.width = new.position_x + new.margin_width() - new_box.content_box_x()
            break
    _adjust_line_height(new_box)
    if relative:
        for absolute_box in filling.absolute_boxes:
            absolute_layout(filling.context, absolute_box, new_box, filling.fixed_boxes, filling.bottom_space,
                            skip_stack=None)
        filling.absolute_boxes = absolute_boxes
    return new_box


def _adjust_line_height(box: Any) -> None:
    """As WeasyPrint's, but the height of a style's line is looked up once, not once for each line."""
    known = box.style.__dict__.get("_composer_strut")
    if known is None:
        known = box.style.__dict__["_composer_strut"] = line_break.strut(box.style)
    line_height, box.baseline = known
    box.height = box.style["font_size"]
    half_leading = (line_height - box.height) / 2
    box.margin_top = half_leading - box.border_top_width - box.padding_top
    box.margin_bottom = half_leading - box.border_bottom_width - box.padding_bottom


def _fill_child(filling: Filling, parent: Node, child: Node, index: int, x: float) -> Any:
    box = child.box
    if isinstance(box, boxes.TextBox):
        return _fill_text(filling, child, x)
    if isinstance(box, boxes.InlineBox):
        return _fill(filling, child, x)
    if not box.is_in_normal_flow():
        waiting: list[Any] = []
        inline._out_of_flow_layout(
            filling.context, parent.box, filling.containing_block, index, box, [], [], waiting, [],
            filling.absolute_boxes, filling.fixed_boxes, filling.placeholders, {"left": 0, "right": 0}, filling.max_x,
            x, filling.bottom_space)
        return waiting[0][1] if waiting else None
    new = inline.atomic_box(filling.context, box, x, None, filling.containing_block, filling.absolute_boxes,
                            filling.fixed_boxes)
    new.position_x = x
    return new


def _fill_text(filling: Filling, node: Node, x: float) -> Any:
    """A copy of a text box with the characters that are on the line, or None if there are none."""
    line, paragraph, face = filling.line, filling.paragraph, node.face
    start, stop = max(node.start, filling.character), min(node.end, line.stop)
    if stop <= start or face is None:
        return None
    steps = line.steps[start - line.start : stop - line.start]
    spacing = paragraph.spacing
    for spaces, at in ((spacing.before, start), (spacing.after, stop - 1)):
        if at in spaces:
            steps[at - start] -= spaces[at]
    trim = line.start_trim if start == line.start else 0.0
    new = node.box.copy_with_text(paragraph.text[start:stop])
    new.position_x = x
    new.width = sum(steps) - trim - (line.end_trim if stop == line.stop else 0.0)
    new.pango_layout = ComposedText(new.text, node, start, steps, trim, filling.max_x - x)
    new.height, new.baseline = face.height, face.baseline
    new.margin_top, new.margin_bottom = face.margin_top, face.margin_bottom
    return new


def _object_width(context: Any, box: Any, containing_block: Any) -> float:
    """The width of a picture or box in the line, laid out for this alone, in px."""
    resolve_percentages(box, containing_block)
    box.position_x = box.position_y = 0
    new = inline.atomic_box(context, box, 0, None, containing_block, [], [])
    return new.margin_width()


def skip_first_whitespace(box: Any, skip_stack: Any) -> Any:
    """Where the next line begins: where the composer said, if it did; else WeasyPrint looks for spaces there."""
    known = box.__dict__.get("_composer")
    if skip_stack is not None and known and known[0] and known[0].expected is skip_stack:
        return skip_stack
    return _replaced["skip_first_whitespace"](box, skip_stack)


def justify_line(context: Any, line: Any, extra_width: float) -> None:
    """Nothing for a composed line: what can be flush already is."""
    if not getattr(line, "composed", False):
        _replaced["justify_line"](context, line, extra_width)


def inline_min_content_width(
    context: Any, box: Any, outer: bool = True, skip_stack: Any = None, first_line: bool = False,
    is_line_start: bool = False,
) -> float:
    """The least width of a paragraph, in px."""
    if isinstance(box, boxes.LineBox) and skip_stack is None and not first_line:
        paragraph = _paragraph(box)
        if paragraph and not paragraph.objects:
            width = paragraph.matter.widest_piece(_indent(box))
            return preferred.adjust(box, outer, width)
    return _replaced["inline_min_content_width"](context, box, outer, skip_stack, first_line, is_line_start)


def inline_max_content_width(context: Any, box: Any, outer: bool = True, is_line_start: bool = False) -> float:
    """The width of a paragraph whose lines only end where they must, in px."""
    if isinstance(box, boxes.LineBox):
        paragraph = _paragraph(box)
        if paragraph and not paragraph.objects:
            return preferred.adjust(box, outer, paragraph.matter.natural_width(_indent(box)))
    return _replaced["inline_max_content_width"](context, box, outer, is_line_start)


def _indent(box: Any) -> float:
    indent = box.style["text_indent"]
    return 0.0 if check_math(indent) or indent.unit == "%" else indent.value


# --------------------------------------------------------------------------------------------------------- drawing


# Readers of text take a wider move, in thousandths of an em, for a space; pdfium not at the start of an operator.
SPACE_SEEN = 90


def draw_first_line(stream: Any, textbox: Any, text_overflow: Any, block_ellipsis: Any, matrix: Any) -> list[Any]:
    """Draw a text box; composed ones glyph by glyph, each at its place to a thousandth of an em."""
    part = textbox.pango_layout
    if not isinstance(part, ComposedText):
        return _replaced["draw_first_line"](stream, textbox, text_overflow, block_ellipsis, matrix)
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
    pieces: list[str] = []
    current = None
    codes: dict[str, tuple[str, int]] = {}
    scale = 1.0  # px in a thousandth of an em
    for step, cluster in zip(part.steps, glyphs, strict=True):
        at = pen
        for glyph in cluster:
            if glyph.font is None:
                at += glyph.advance
                continue
            if glyph.font != current:
                current = glyph.font
                font, size = stream.add_font(current)
                if font.bitmap or font.png or font.svg or font.colr:
                    return _draw_plainly(stream, textbox, text_overflow, block_ellipsis, matrix)
                _show(stream, pieces)
                stream.set_font_size(font.hash, size)
                scale = size / 1000
                codes = font.__dict__.setdefault("_composer_codes", {})
            known = codes.get(glyph.code)
            if known is None:
                known = codes[glyph.code] = _code(font, glyph, stream, size)
            code, width = known
            move = round((at + glyph.shift - done) / scale)
            if move:
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
    return []


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


def _draw_plainly(stream: Any, textbox: Any, text_overflow: Any, block_ellipsis: Any, matrix: Any) -> list[Any]:
    """Draw a composed text box by WeasyPrint's own code: an ellipsis, or a font of pictures."""
    layout = line_break.Layout(textbox.style)
    layout.max_width = max(textbox.pango_layout.max_width, 0)
    layout.set_text(textbox.text)
    composed, textbox.pango_layout = textbox.pango_layout, layout
    try:
        return _replaced["draw_first_line"](stream, textbox, text_overflow, block_ellipsis, matrix)
    finally:
        textbox.pango_layout = composed


# -------------------------------------------------------------------------------------------------------- the seam


@dataclass(frozen=True, slots=True)
class Replacement:
    """A function of WeasyPrint that is replaced, the modules where it is looked up, and the sha256 of its source."""

    home: ModuleType
    name: str
    places: tuple[ModuleType, ...]
    ours: Callable[..., Any]
    fingerprint: str


REPLACEMENTS = (
    Replacement(inline, "split_inline_box", (inline,), split_inline_box, "3a0cb7ca7e34c7ef0feda818cdb8fea64b7a8332ccf83e12506289534f6faeae"),
    Replacement(inline, "skip_first_whitespace", (inline,), skip_first_whitespace, "deb2f1a5e2a6c0359db3bffb45a8a14d273ee0ec1454045b64e737d39e791192"),
    Replacement(inline, "justify_line", (inline,), justify_line, "f83b21ff8793ba6b6dfc5fe8e10e4ab6cd6e02b17de02da97200902166148a81"),
    Replacement(preferred, "inline_min_content_width", (preferred, inline), inline_min_content_width, "15cde37816a624cf7ef75b91dce9cc62a9cf7238eb8cf13c0bbec031f20323d9"),
    Replacement(preferred, "inline_max_content_width", (preferred,), inline_max_content_width, "6860df1a22c6d6a72674e4e9aef07c98403cb71f29e5c54f019236a2f43db8a4"),
    Replacement(draw_text, "draw_first_line", (draw_text,), draw_first_line, "1bb8eae6d88e71b17096a034656f3be17da8f1f513c78536c1c38d971927638b"),
)
# Not replaced, but called, or counted on to call us as they do.
USED: tuple[tuple[ModuleType, str, str], ...] = (
    (inline, "get_next_linebox", "67af458c2545e74f0803072103c6c5d392d5e353dfdaa4f5bac5a96e20ed024d"),
    (inline, "remove_last_whitespace", "53f0c79c9fbbda500488edce48d95e80a43243d63824606aab2b0f77916e8601"),
    (inline, "text_align", "e953d41b87ccfc30405f83f6cc3c73918ef4638662794db4f834b1d788d6ed67"),
    (inline, "atomic_box", "928f0e7eed566627d436751730c57fd76769d1f316942cc1ddd70cbe82fbcd16"),
    (inline, "_out_of_flow_layout", "6bbd74324daf555db8b9ddcc0297970894437282fc8d6e8e076c1e9df34ed624"),
    (inline, "_adjust_line_height", "822443b08f53654f84607568d3ea0be43ded5cda170eb5d43ea29094c8df3390"),
    (draw_text, "draw_text", "ebaf96239c6ca3635d2b91bfb34718c2dcebd7809fec1c53fb8dffd1366befe3"),
    (line_break, "Layout", "681b737d1ba5e004efdc3ee409478b6b3e05ee0662142c5875b188bc9eefa698"),
    (line_break, "line_size", "03fa04fd51fc69aa128ca5312faa9a82578d88cf8549fda8d3d63a76f8eef173"),
    (line_break, "strut", "b57885b70dd08efe92f72a746709e08c576f47b90edb36f02925fefa15bb761a"),
    (line_break, "_font_style_cache_key", "d6b09d54b8258d5861359b1bae2533929064715f647e36902523399bd14cce46"),
    (boxes, "TextBox", "7fcb818c71c2bb896fe7768810d02f408aafc23f24cb5997f7b23b0e277c085d"),
    (boxes, "InlineLevelBox", "055566b4783610d012ea92df39b78fa54d3e1b011a19d15c6e97c619c5bdf4be"),
)

_replaced: dict[str, Callable[..., Any]] = {}


@dataclass(slots=True)
class _State:
    options: Options = field(default_factory=Options)


_state = _State()


def fingerprint(function: Callable[..., Any]) -> str:
    """The sha256 of the source of a function."""
    return hashlib.sha256(inspect.getsource(function).encode()).hexdigest()


def changed() -> Iterator[str]:
    """The parts of WeasyPrint whose source is not the one that is known here."""
    for row in REPLACEMENTS:
        if fingerprint(_replaced.get(row.name) or getattr(row.home, row.name)) != row.fingerprint:
            yield f"{row.home.__name__}.{row.name}"
    for module, name, known in USED:
        if fingerprint(getattr(module, name)) != known:
            yield f"{module.__name__}.{name}"


def install(options: Options | None = None, **settings: Any) -> None:
    """Let all WeasyPrint documents of this process be set by the composer; again: with other options.

    ``settings`` are fields of ``Options``: ``install(level="normal")``.
    """
    _state.options = options or Options(**settings)
    if _replaced:
        return
    if weasyprint.__version__ != VERSION:
        raise VersionError(f"the composer knows WeasyPrint {VERSION}, not {weasyprint.__version__}")
    if others := [row.name for row in REPLACEMENTS if fingerprint(getattr(row.home, row.name)) != row.fingerprint]:
        raise VersionError(f"this WeasyPrint {VERSION} is not the published one: {', '.join(others)} differ")
    for row in REPLACEMENTS:
        _replaced[row.name] = getattr(row.home, row.name)
        for module in row.places:
            setattr(module, row.name, row.ours)


def uninstall() -> None:
    """Give WeasyPrint its own functions back."""
    for row in REPLACEMENTS:
        if row.name in _replaced:
            for module in row.places:
                setattr(module, row.name, _replaced[row.name])
    _replaced.clear()
