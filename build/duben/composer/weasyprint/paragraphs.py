"""A paragraph of WeasyPrint: a line box read whole, and the lines that it was broken into."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from contextlib import suppress
from typing import Any

from weasyprint.formatting_structure import boxes

from duben.composer.breaking import LineBreaks, ParagraphLine, explain_lines
from duben.composer.rules import Options
from duben.composer.weasyprint import bidi
from duben.composer.weasyprint.cascade import options_of
from duben.composer.weasyprint.glyphs import NotSimple
from duben.composer.weasyprint.inline_content import (
    PRESERVED,
    InlineContent,
    Measures,
    content_of,
)
from duben.composer.weasyprint.measuring import breaker_of

# A paragraph is ours if it has one of these.
_CHINESE = re.compile(
    "[\u2e80-\u2fdf\u3000-\u30ff\u3105-\u312f\u31a0-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
    "\U00020000-\U0003ffff]"
)
# Longer paragraphs (lines) are not balanced, as the specification allows.
LONGEST_BALANCED = 10


class Paragraph:
    """A line box read whole, ready to be broken, with the lines it was broken into so far."""

    def __init__(self, box: Any, options: Options, measures: Measures | None) -> None:
        self.box, self.options = box, options
        self.content = content = InlineContent(box, options, measures)
        self.leaves, self.text, self.advances = content.leaves, content.text, content.advances
        self.paths = [leaf.path for leaf in self.leaves]
        self.right_to_left = box.style["direction"] == "rtl"
        self.levels = bidi.levels(self.text, self.right_to_left)
        self.breaker = breaker_of(content, options, self.levels, self.right_to_left)
        self.lines: dict[float, dict[tuple[int, float], ParagraphLine]] = {}  # by measure
        self.justified = (
            box.style["text_align_all"] == "justify",
            box.style["text_align_last"] == "justify",
        )
        # Where it was broken anew: a character, the measure, the indent, whether lines are flush.
        self.breaks: list[tuple[int, float, float, bool]] = []
        self.expected: Any = None  # the skip stack given to WeasyPrint last
        self.ready_for: Any = None  # the containing block for which its boxes were resolved
        # Floats (leaves) that stand already where a line begins, by its first leaf and character.
        self.floated: dict[tuple[int, int], set[int]] = {}
        self.resumed = -1, 0, 0  # a leaf, a character in it and how many bytes stand before that
        # How it is drawn if it is whole, once that was looked at.
        self.whole: tuple[Any] | None = None

    def release(self) -> None:
        """Let go of all that refers to the paragraph, which is done with."""
        if self.__dict__:
            self.box.__dict__.pop("_composer", None)
            if self.whole and self.whole[0]:
                self.whole[0].paragraph = None
            self.__dict__.clear()

    def current(self) -> bool:
        """Whether the boxes still hold what was read:
        page numbers change them between two layouts.
        """
        return all(content_of(node.box) is node.content for node in self.content.nodes)

    def place(self, skip: Any) -> tuple[int, int]:
        """The leaf and the character that a skip stack of WeasyPrint points to."""
        path: list[int] = []
        while skip:
            ((index, skip),) = skip.items()
            path.append(index)
        leaf = bisect_right(self.paths, tuple(path)) - 1
        if 0 <= leaf < len(self.leaves):
            node = self.leaves[leaf]
            depth = len(node.path)
            if node.path == tuple(path[:depth]) and len(path) == depth + 1 and node.shape:
                return leaf, node.start + len(
                    node.box.text.encode()[: path[depth]].decode("utf-8", "ignore")
                )
        leaf = bisect_left(self.paths, tuple(path))
        return leaf, self.leaves[leaf].start if leaf < len(self.leaves) else len(self.text)

    def resume(self, leaf: int, character: int) -> dict[int, Any]:
        """The skip stack that points to a character of a leaf."""
        node = self.leaves[leaf]
        stack = None
        if character > node.start:
            # Lines are asked for in order: only what is new is counted.
            before, counted, size = self.resumed
            if before != leaf or counted > character:
                counted, size = node.start, 0
            size += len(self.text[counted:character].encode())
            self.resumed = leaf, character, size
            stack = {size: None}
        for index in reversed(node.path):
            stack = {index: stack}  # type: ignore[dict-item]
        return stack  # type: ignore[return-value]

    def line(self, start: int, measure: float, indent: float) -> ParagraphLine:
        """The line that begins at a character, of the paragraph broken for this measure."""
        justified, last_justified = self.justified
        known = self.lines.setdefault(round(measure, 4), {})
        place = start, round(indent, 4)
        if place not in known:
            lines = self.breaker.lines(measure, indent, start, justified, last_justified)
            if (
                self.options.wrap == "balance"
                and not justified
                and 1 < len(lines) <= LONGEST_BALANCED
            ):
                measure = self._balanced_measure(len(lines), measure, indent, start)
                lines = self.breaker.lines(measure, indent, start, justified, last_justified)
            self.breaks.append((start, measure, indent, justified))
            for line in lines:
                if last_justified and line.short > 0:
                    _spread_out(line)
                known.setdefault((line.start, round(indent, 4)), line)
                indent = 0.0
        return known[place]

    def _balanced_measure(self, count: int, measure: float, indent: float, start: int) -> float:
        """The least measure in which there are as many lines (CSS Text 4 §5.2), which makes them
        nearly alike.
        """
        least, most = measure / count / 2, measure
        while most - least > self.content.sizes[start] / 8:
            middle = (least + most) / 2
            lines = self.breaker.lines(middle, indent, start, False)
            if len(lines) <= count and not any(line.overfull for line in lines):
                count, most = len(lines), middle
            else:
                least = middle
        return most

    def explain_lines(self) -> list[LineBreaks]:
        """Why its lines end where they end, as they were asked for last."""
        result: list[LineBreaks] = []
        for start, measure, indent, justified in self.breaks:
            result = [line for line in result if line.start < start]
            result += explain_lines(
                self.breaker, measure, indent, start, justified, self.justified[1]
            )
        return result


def _spread_out(line: ParagraphLine) -> None:
    """Make a line flush that must be, however few characters it has."""
    gaps = [index for index, step in enumerate(line.steps[:-1]) if step]
    for index in gaps:
        line.steps[index] += line.short / len(gaps)
    if gaps:
        line.width += line.short
        line.short = 0.0


def _is_ours(box: Any) -> bool:
    """Whether a box has Chinese text, or emphasis marks, ruby or gaps of French, which WeasyPrint
    does not know.
    """
    if isinstance(box, boxes.TextBox):
        return (
            _CHINESE.search(box.text) is not None
            or box.style["text_emphasis_style"] != "none"
            or options_of(box.style).french_gaps
        )
    if not isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        return False
    return box.style["ruby_display"] == "ruby" or any(map(_is_ours, box.children))


def _strip(box: Any) -> None:
    """Take away the blank that a paragraph begins with: no line begins with one (CSS Text 3
    §4.1.2), WeasyPrint skips it in each layout.
    """
    first = box
    while isinstance(first, (boxes.LineBox, boxes.InlineBox)) and first.children:
        first = first.children[0]
    if isinstance(first, boxes.TextBox) and first.style["white_space"] not in PRESERVED:
        first.text = first.text.lstrip(" ") or first.text


def paragraph_of(
    box: Any, measures: Measures | None = None, skip_stack: Any = None
) -> Paragraph | None:
    """The paragraph of a line box, or None if WeasyPrint must set it."""
    known = box.__dict__.get("_composer")
    if known is not None:
        paragraph, children, measured = known
        same = children is box.children
        if paragraph is None:
            if same and (measured or measures is None):
                return None
        elif same and (
            skip_stack is not None and skip_stack is paragraph.expected or paragraph.current()
        ):
            return paragraph
    paragraph = None
    if _is_ours(box):
        _strip(box)
        with suppress(NotSimple):
            paragraph = Paragraph(box, options_of(box.style), measures)
    box._composer = paragraph, box.children, measures is not None
    return paragraph
