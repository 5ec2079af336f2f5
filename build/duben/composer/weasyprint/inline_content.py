"""The content of a line box, gathered once: the text of all its boxes, with widths and with what
each box asks for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Protocol

from weasyprint.css.functions import check_math
from weasyprint.formatting_structure import boxes

from duben.composer.rules import Options
from duben.composer.weasyprint import ruby
from duben.composer.weasyprint.cascade import options_of
from duben.composer.weasyprint.faces import face_of
from duben.composer.weasyprint.glyphs import NotSimple
from duben.composer.weasyprint.hyphens import hyphens_of
from duben.composer.weasyprint.nodes import BoxNode

# Raised text of more characters is no call of a note or number, and may be broken.
LONGEST_CALL = 6
OBJECTS = (boxes.InlineReplacedBox, boxes.InlineBlockBox, boxes.InlineFlexBox, boxes.InlineGridBox)
NOT_WRAPPED = ("nowrap", "pre")
PRESERVED = ("pre", "pre-wrap", "break-spaces")
_TINY_SIZE = 0.01  # px: text that is smaller is not there
_NOTHING = 1e-6  # px


@dataclass(slots=True)
class Spacing:
    """Margins, borders and paddings of inline boxes around a character, in px."""

    before: dict[int, float] = field(default_factory=dict)
    after: dict[int, float] = field(default_factory=dict)


class Measures(Protocol):
    """What is only known inside a certain block, in px."""

    def object(self, box: Any) -> float:
        """The width of a picture or box in the line."""

    def sides(self, box: Any) -> tuple[float, float]:
        """Margin, border and padding at the left and at the right of an inline box."""


class InlineContent:
    """The text of all boxes of one line box; raises ``NotSimple`` where WeasyPrint must set it.

    Lengths are in px. A *leaf* is a box without boxes inside: text, a picture, an empty box.
    """

    def __init__(self, box: Any, options: Options, measures: Measures | None) -> None:
        self.options, self.measures = options, measures
        self.nodes: list[BoxNode] = []
        self.leaves: list[BoxNode] = []
        self.length = 0  # characters gathered so far
        self.texts: list[str] = []
        self.advances: list[float] = []
        self.sizes: list[float] = []
        # Before these characters no line may begin; before these it may in words that are too wide;
        # and these of them count for the least width of the paragraph too.
        self.unbreakable: set[int] = set()
        self.breakable: set[int] = set()
        self.breakable_anywhere: set[int] = set()
        self.hyphens: dict[int, float] = {}  # their widths, by the character behind
        # Text from a character to another that asks for other options than the paragraph, and the
        # options between two characters of one element, by the second.
        self.own_options: list[tuple[int, int, Options]] = []
        self.gap_options: dict[int, Options] = {}
        self.full_width: list[tuple[int, int]] = []  # text whose marks keep their blank halves
        self.raised: list[tuple[int, int]] = []  # calls of notes, and numbers like them
        self.preserved: list[tuple[int, int]] = []  # text whose spaces are kept
        self.has_objects = False  # there is something whose width depends on the block
        self.floats: list[int] = []  # leaves
        self.rubies: list[BoxNode] = []
        self.spacing = Spacing()
        # Boxes with something at their start and at their end; and, of those that have it on each
        # line, their first and last characters.
        self.edges: list[tuple[BoxNode, float, float]] = []
        self.cloned: list[tuple[int, int, float, float]] = []
        self.root = self._read(box, (), False, False)
        self.text = "".join(self.texts)

    def _read(self, box: Any, path: tuple[int, ...], joined: bool, raised: bool) -> BoxNode:
        """Gather a box and all inside it."""
        node = BoxNode(box, path, len(self.leaves), start=self.length, content=content_of(box))
        self.nodes.append(node)
        if isinstance(box, (boxes.LineBox, boxes.InlineBox)):
            self._read_inline(node, raised)
            return node
        if isinstance(box, boxes.TextBox):
            self._read_text(node, joined, raised)
        elif not box.is_in_normal_flow():
            if box.is_floated():
                self.floats.append(len(self.leaves))
        elif isinstance(box, OBJECTS) and self.measures:
            self.has_objects = True
            self._add("\ufffc", self.measures.object(box), box.style)
        else:
            raise NotSimple
        self.leaves.append(node)
        node.after, node.end = len(self.leaves), self.length
        return node

    def _read_inline(self, node: BoxNode, raised: bool) -> None:
        """Gather what is inside a line box or an inline box."""
        box, path, style = node.box, node.path, node.box.style
        before, after = self._sides(box) if path else (0.0, 0.0)
        if path:
            raised = raised or _is_raised(style) or bool(box.footnote)
            if style["direction"] == "rtl":
                before, after = after, before
        is_ruby = style["ruby_display"] == "ruby" and ruby.is_whole(box)
        joined = style["white_space"] in NOT_WRAPPED
        for index, child in enumerate(box.children):
            if is_ruby and (ruby.is_text(child) or ruby.is_blank(child)):
                node.children.append(self._read_annotation(child, (*path, index)))
                continue
            if self.length > node.start:
                self._join(self.length, style)
            node.children.append(self._read(child, (*path, index), joined, raised))
        if is_ruby:
            node.ruby = ruby.pairs(node)
            self.rubies.append(node)
        node.after = len(self.leaves)
        node.end = self.length
        if node.after == node.first:
            self.leaves.append(node)
            node.after += 1
        if before or after:
            self._add_sides(node, before, after)

    def _read_annotation(self, box: Any, path: tuple[int, ...]) -> BoxNode:
        """A ruby text, or the white space between the parts of ruby: it has no characters in the
        line.
        """
        first, at = len(self.leaves), self.length
        node = BoxNode(box, path, first, first + 1, at, at, annotation=True)
        node.content = content_of(box)
        self.nodes.append(node)
        self.leaves.append(node)
        return node

    def _read_text(self, node: BoxNode, joined: bool, raised: bool) -> None:
        style, text = node.box.style, node.box.text
        if style["font_size"] < _TINY_SIZE:
            if text:
                raise NotSimple
            return
        if not text:
            return
        node.face = face = face_of(style)
        node.shape = face.shape(text)
        start = self.length
        end = self.length = start + len(text)
        self.texts.append(text)
        self.advances += node.shape.advances
        self.sizes += [face.size] * len(text)
        if joined or style["white_space"] in NOT_WRAPPED:
            self.unbreakable.update(range(start + 1, end))
        elif style["overflow_wrap"] != "normal" or style["word_break"] == "break-word":
            self.breakable.update(range(start + 1, end))
            if style["overflow_wrap"] == "anywhere" or style["word_break"] == "break-word":
                self.breakable_anywhere.update(range(start + 1, end))
        self.keep_clusters(node)
        if style["hyphens"] == "auto" or "\u00ad" in text:
            self.hyphens.update(hyphens_of(node))
        own = options_of(style)
        if own is not self.options:
            self._take_options(own, start, end)
        if style["white_space"] in PRESERVED:
            self.preserved.append((start, end))
            if "\t" in text:
                self.advances[start:] = tab_advances(node, "".join(self.texts), self.advances)
        if raised and end - start <= LONGEST_CALL:
            self.raised.append((start, end))

    def _add(self, character: str, advance: float, style: Any) -> None:
        """One character that stands for a box."""
        self.texts.append(character)
        self.advances.append(advance)
        self.sizes.append(style["font_size"] or 1.0)
        self.length += 1

    def _add_sides(self, node: BoxNode, before: float, after: float) -> None:
        """Note what stands at the start and at the end of an inline box."""
        if node.end == node.start:  # an empty one is carried along with the character before it
            self._add("\u200d", before + after, node.box.style)
            node.end = self.length
            return
        spacing, last = self.spacing, node.end - 1
        spacing.before[node.start] = spacing.before.get(node.start, 0.0) + before
        spacing.after[last] = spacing.after.get(last, 0.0) + after
        self.edges.append((node, before, after))
        if node.box.style["box_decoration_break"] == "clone":
            self.cloned.append((node.start, node.end, before, after))

    def _sides(self, box: Any) -> tuple[float, float]:
        """What stands before and behind the content of an inline box."""
        before, after = _known_sides(box.style)
        if before is not None and after is not None:
            return before, after
        if not self.measures:
            raise NotSimple
        self.has_objects = True
        return self.measures.sides(box)

    def _join(self, index: int, style: Any) -> None:
        """Note what the innermost element asks for that holds a character and the one before; or a
        space, if that is one.
        """
        if self.texts[-1][-1] == " " and isinstance(self.leaves[-1].box, boxes.TextBox):
            style = self.leaves[-1].box.style
        if style["white_space"] in NOT_WRAPPED:
            self.unbreakable.add(index)
        else:
            self.unbreakable.discard(index)
        own = options_of(style)
        if own is self.options:
            self.gap_options.pop(index, None)
        else:
            self.gap_options[index] = own

    def _take_options(self, own: Options, start: int, end: int) -> None:
        """Note what a box inside asks for that its paragraph does not: other breaks, gaps, or full
        marks.
        """
        self.own_options.append((start, end, own))
        self.gap_options.update(dict.fromkeys(range(start + 1, end), own))
        if self.options.squeeze_pairs and not own.squeeze_pairs:
            self.full_width.append((start, end))

    def keep_clusters(self, node: BoxNode) -> None:
        """Let no line begin inside what is drawn by glyphs of its own: a letter with its marks, a
        flag, a family.
        """
        assert node.shape is not None
        if node.shape.parted:
            inside = {
                node.start + index
                for index, glyphs in enumerate(node.shape.glyphs)
                if index and not glyphs
            }
            self.unbreakable |= inside
            self.breakable -= inside


def tab_advances(node: BoxNode, text: str, advances: list[float]) -> list[float]:
    """The advances of the last text of a paragraph, each tab of which reaches the next of its
    stops, counted from the last forced break (CSS Text 3 §4.2).
    """
    assert node.face is not None
    size = node.box.style["tab_size"]
    step = size * node.face.shape(" ").advances[0] if isinstance(size, int) else size.value
    result = advances.copy()
    for match in re.finditer("\t", node.box.text):
        index = node.start + match.start()
        first = max(text.rfind(end, 0, index) for end in "\n\u2028\u2029") + 1
        result[index] = step - sum(result[first:index]) % step if step > 0 else 0.0
    return result[node.start :]


def edge_widths(cloned: list[tuple[int, int, float, float]]) -> dict[int, tuple[float, float]]:
    """What stands at the end of a line that ends before a character, and at the start of the next,
    of boxes that have it on each line (``InlineContent.cloned``), in px.
    """
    changes: dict[int, tuple[float, float]] = {}
    for start, end, before, after in cloned:
        for at, sign in ((start + 1, 1), (end, -1)):
            ends, begins = changes.get(at, (0.0, 0.0))
            changes[at] = ends + sign * after, begins + sign * before
    widths: dict[int, tuple[float, float]] = {}
    ends = begins = 0.0
    for at, following in pairwise(sorted(changes)):
        ends, begins = ends + changes[at][0], begins + changes[at][1]
        if ends > _NOTHING or begins > _NOTHING:
            widths.update(dict.fromkeys(range(at, following), (ends, begins)))
    return widths


def content_of(box: Any) -> Any:
    """The text of a text box, the children of another, None if it has none."""
    return box.text if isinstance(box, boxes.TextBox) else getattr(box, "children", None)


def _is_raised(style: Any) -> bool:
    align = style["vertical_align"]
    return isinstance(align, (int, float)) and align > 0


def _known_sides(style: Any) -> tuple[float | None, float | None]:
    """What stands before and behind the content of an inline box, in px;
    asked once of each style.
    """
    known: tuple[float | None, float | None] | None = style.__dict__.get("_composer_sides")
    if known is None:
        known = style.__dict__["_composer_sides"] = _side(style, "left"), _side(style, "right")
    return known


def _side(style: Any, side: str) -> float | None:
    """Margin, border and padding at a side of an inline box, in px; None if they depend on the
    width of the block.
    """
    width: float = style[f"border_{side}_width"]
    for kind in ("margin", "padding"):
        value = style[f"{kind}_{side}"]
        if value == "auto":
            continue
        if check_math(value) or value.unit == "%":
            return None
        width += value.value
    return width
