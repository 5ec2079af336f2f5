"""A paragraph of WeasyPrint read whole: the text of all its boxes with widths and classes, ready to
be broken.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from typing import Any, Protocol

import pyphen
from weasyprint.css.functions import check_math
from weasyprint.formatting_structure import boxes
from weasyprint.text import line_break

from duben.chinese import phrases
from duben.composer import rules
from duben.composer.breaking import ParagraphBreaker, ParagraphLine
from duben.composer.rules import Options
from duben.composer.weasyprint import bidi, ruby
from duben.composer.weasyprint.cascade import options_of
from duben.composer.weasyprint.faces import NotSimple, face_of
from duben.composer.weasyprint.nodes import Node

# A paragraph is ours if it has one of these.
_CHINESE = re.compile(
    "[\u2e80-\u2fdf\u3000-\u30ff\u3105-\u312f\u31a0-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
    "\U00020000-\U0003ffff]"
)


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


class Paragraph:
    """The text of all boxes of one line box, with the lines it was broken into so far."""

    def __init__(self, box: Any, options: Options, measures: Measures | None) -> None:
        self.box, self.options = box, options
        self.nodes: list[Node] = []
        self.leaves: list[Node] = []
        self.expected: Any = None  # the skip stack given to WeasyPrint last
        self.texts: list[str] = []
        self.joined: set[int] = set()
        self.breakable: set[int] = set()
        self.anywhere: set[int] = (
            set()
        )  # of these, those that count for the least width of the paragraph too
        self.notes: list[tuple[int, int]] = []
        self.preserved: list[tuple[int, int]] = []
        self.hyphens: dict[int, float] = {}  # how wide, by the character behind
        self.others: list[
            tuple[int, int, Options]
        ] = []  # text that asks for other options than the paragraph
        self.ways: dict[
            int, Options
        ] = {}  # the same, between two characters in one element, by the second
        self.full: list[tuple[int, int]] = []  # marks that keep their blank halves
        self.objects = False  # there is something whose width depends on the block
        self.floats: list[int] = []  # leaves
        # Those that stand already where a line begins, by its first leaf and character.
        self.floated: dict[tuple[int, int], set[int]] = {}
        self.spacing = Spacing()
        self.edges: list[
            tuple[Node, float, float]
        ] = []  # boxes with something at their start and at their end, in px
        self.cloned: list[
            tuple[int, int, float, float]
        ] = []  # the same of those that have it on each line: their characters
        self.boxed = False  # there are boxes that must be drawn
        self.measures = measures
        self.advances: list[float] = []
        self.sizes: list[float] = []
        self.position = 0
        self.rubies: list[Node] = []
        self.root = self._node(box, (), False, False)
        self.paths = [leaf.path for leaf in self.leaves]
        text = self.text = "".join(self.texts)
        self.right_to_left = box.style["direction"] == "rtl"
        self.levels = bidi.levels(text, self.right_to_left)
        if self.levels:
            self._shape_both_ways(self.levels)
        classes = self._classes(text)
        if options.words == "auto-phrase":
            self._keep_phrases(text)
        if self.rubies:
            self._settle_rubies(classes)
        blanks: dict[int, tuple[float, float]] = {}
        for leaf in self.leaves:
            if leaf.shape and leaf.face:
                face, shape, offset = leaf.face, leaf.shape, leaf.start
                known = {} if shape.parted or self.levels else face.blanks
                for match in _BLANK.finditer(classes, leaf.start, leaf.end):
                    index = match.start()
                    blank = known.get(match[0] + text[index])
                    if blank is None or text[index] in _QUOTES:
                        glyphs = shape.cluster(index - offset)
                        if len(glyphs) != 1:
                            continue
                        if text[index] in _QUOTES and face.narrow(glyphs[0]):
                            glyph = face.widened(glyphs[0], match[0])
                            glyphs = (glyph,)
                            shape.change(index - offset, glyphs)
                            self.advances[index] = glyph.advance
                        blank = face.blank(match[0], text[index], glyphs[0])
                    if blank != (0.0, 0.0):
                        blanks[index] = blank
                for match in _APOSTROPHE.finditer(text, leaf.start, leaf.end):
                    glyphs = shape.cluster(match.start() - offset)
                    if classes[match.start()] == rules.LATIN and len(glyphs) == 1:
                        glyph = face.apostrophe(glyphs[0])
                        shape.change(match.start() - offset, (glyph,))
                        self.advances[match.start()] = glyph.advance
        for start, end in self.full:
            for index in range(start, end):
                blanks.pop(index, None)
        for index in self.spacing.before:
            blanks.pop(index, None)
        for index in self.spacing.after:
            blanks.pop(index, None)
        advances = self.advances
        for index, width in (*self.spacing.before.items(), *self.spacing.after.items()):
            advances[index] += width
        ways = {index: own for index, own in self.ways.items() if 0 < index < len(text)}
        for index, width in (
            *self.spacing.before.items(),
            *((last + 1, width) for last, width in self.spacing.after.items()),
        ):
            if width and 0 < index < len(
                text
            ):  # CSS Text 4 §8.2: no gap where a margin, border or padding is
                ways[index] = _changed(ways.get(index, options), _NO_GAPS)
        marks = {
            index: own
            for start, end, own in self.others
            for index in range(start, end)
            if classes[index] in rules.MARKS
        }
        if self.right_to_left:  # the blank half of a mark at a line end faces the line there
            options, marks = (
                replace(
                    options,
                    trim_end="never",
                    trim_start=False,
                    hang_end="never",
                    hang_first=False,
                    hang_last=False,
                ),
                {},
            )
        for at in (
            *self.spacing.before,
            *self.spacing.after,
        ):  # CSS Text 3 §8.2.1: a border or padding keeps marks from hanging
            if at < len(text) and (own := marks.get(at, options)).hangs:
                marks[at] = _changed(own, _NO_HANGING)
        self.breaker = ParagraphBreaker(
            text,
            classes,
            advances,
            self.sizes,
            blanks,
            options,
            self.joined,
            self.breakable,
            self.hyphens,
            ways,
            marks,
            self._seams(),
        )
        self.lines: dict[float, dict[tuple[int, float], ParagraphLine]] = {}  # by measure
        self.ready_for: Any = None
        self.resumed = -1, 0, 0  # a leaf, a character in it and how many bytes stand before that
        self.justified = (
            box.style["text_align_all"] == "justify",
            box.style["text_align_last"] == "justify",
        )
        self.whole: tuple[Any] | None = (
            None  # how it is drawn if it is whole, once that was looked at
        )

    def release(self) -> None:
        """Let go of all that refers to the paragraph, which is done with."""
        if self.__dict__:
            self.box.__dict__.pop("_composer", None)
            if self.whole and self.whole[0]:
                self.whole[0].paragraph = None
            self.__dict__.clear()

    def _node(self, box: Any, path: tuple[int, ...], joined: bool, raised: bool) -> Node:
        """Gather a box and all inside it; raises ``NotSimple`` where WeasyPrint must do it."""
        style = box.style
        node = Node(box, path, len(self.leaves), start=self.position, content=_content(box))
        self.nodes.append(node)
        if isinstance(box, boxes.TextBox):
            self._text(node, box, joined, raised)
        elif isinstance(box, (boxes.LineBox, boxes.InlineBox)):
            if path:
                raised = raised or _is_raised(style) or bool(box.footnote)
                before, after = self._sides(box)
                if style["direction"] == "rtl":
                    before, after = after, before
            else:
                before = after = 0.0
            is_ruby = style["ruby_display"] == "ruby" and ruby.is_whole(box)
            for index, child in enumerate(box.children):
                if is_ruby and (ruby.is_text(child) or ruby.is_blank(child)):
                    node.children.append(self._beside(child, (*path, index)))
                    continue
                if self.position > node.start:
                    self._between(self.position, style)
                node.children.append(
                    self._node(child, (*path, index), style["white_space"] in _NOT_WRAPPED, raised)
                )
            if is_ruby:
                node.ruby = ruby.pairs(node)
                self.rubies.append(node)
            node.after = len(self.leaves)
            node.end = self.position
            if node.after == node.first:
                self.leaves.append(node)
                node.after += 1
            if before or after:
                self._keep_sides(node, before, after)
            return node
        elif not box.is_in_normal_flow():
            if box.is_floated():
                self.floats.append(len(self.leaves))
        elif isinstance(box, OBJECTS) and self.measures:
            self.objects = True
            self.texts.append("\ufffc")
            self.advances.append(self.measures.object(box))
            self.sizes.append(style["font_size"] or 1.0)
            self.position += 1
        else:
            raise NotSimple
        self.leaves.append(node)
        node.after, node.end = len(self.leaves), self.position
        return node

    def _beside(self, box: Any, path: tuple[int, ...]) -> Node:
        """A ruby text, or the white space between the parts of ruby: it has no characters in the
        line.
        """
        first = len(self.leaves)
        node = Node(
            box,
            path,
            first,
            first + 1,
            self.position,
            self.position,
            content=_content(box),
            annotation=True,
        )
        self.nodes.append(node)
        self.leaves.append(node)
        return node

    def _settle_rubies(self, classes: str) -> None:
        """Make room for ruby that is wider than its base, which stays in one piece."""
        annotated = {
            index
            for node in self.rubies
            for pair in node.ruby
            for index in range(pair.start, pair.end)
        }
        for node in self.rubies:
            for pair in node.ruby:
                inside = range(pair.start + 1, pair.end)
                self.joined.update(inside)
                self.breakable.update(inside)
                beside = [index for index in (pair.start - 1, pair.end) if index not in annotated]
                free = len(beside) == 2 and all(
                    0 <= index < len(classes) and classes[index] not in _NOT_UNDER_RUBY
                    for index in beside
                )
                before, between, after = pair.widen(
                    sum(self.advances[pair.start : pair.end]), free, len(beside) < 2
                )
                if not (before or between or after):
                    continue
                for leaf in self.leaves[node.first : node.after]:
                    if leaf.shape:
                        for index in range(max(leaf.start, pair.start), min(leaf.end, pair.end)):
                            self.advances[index] += after if index + 1 == pair.end else between
                            if index == pair.start:
                                self.advances[index] += before
                                leaf.shape.change(
                                    index - leaf.start,
                                    tuple(
                                        replace(glyph, shift=glyph.shift + before)
                                        for glyph in leaf.shape.cluster(index - leaf.start)
                                    ),
                                )
            for leaf in self.leaves[node.first : node.after]:
                leaf.beyond = ruby.height(node)

    def _keep_sides(self, node: Node, before: float, after: float) -> None:
        """Note what stands at the start and at the end of an inline box."""
        self.boxed = True
        if node.end == node.start:  # an empty one is carried along with the character before it
            self.texts.append("\u200d")
            self.advances.append(before + after)
            self.sizes.append(node.box.style["font_size"] or 1.0)
            self.position += 1
            node.end = self.position
            return
        spacing = self.spacing
        spacing.before[node.start] = spacing.before.get(node.start, 0.0) + before
        spacing.after[node.end - 1] = spacing.after.get(node.end - 1, 0.0) + after
        self.edges.append((node, before, after))
        if node.box.style["box_decoration_break"] == "clone":
            self.cloned.append((node.start, node.end, before, after))

    def _seams(self) -> dict[int, tuple[float, float]]:
        """What stands at the end of a line that ends before a character, and at the start of the
        next, of boxes that have it on each line.
        """
        changes: dict[int, tuple[float, float]] = {}
        for start, end, before, after in self.cloned:
            for at, sign in ((start + 1, 1), (end, -1)):
                one, other = changes.get(at, (0.0, 0.0))
                changes[at] = one + sign * after, other + sign * before
        seams: dict[int, tuple[float, float]] = {}
        ends = begins = 0.0
        places = sorted(changes)
        for at, following in pairwise(places):
            ends, begins = ends + changes[at][0], begins + changes[at][1]
            if ends > _NOTHING or begins > _NOTHING:
                seams.update(dict.fromkeys(range(at, following), (ends, begins)))
        return seams

    def _sides(self, box: Any) -> tuple[float, float]:
        """What stands before and behind the content of an inline box, in px."""
        known = box.style.__dict__.get("_composer_sides")
        if known is None:
            known = box.style.__dict__["_composer_sides"] = (
                _side(box.style, "left"),
                _side(box.style, "right"),
            )
        before, after = known
        if before is None or after is None:
            if not self.measures:
                raise NotSimple
            self.objects = True
            return self.measures.sides(box)
        return before, after

    def _text(self, node: Node, box: Any, joined: bool, raised: bool) -> None:
        style, text = box.style, box.text
        if style["font_size"] < 0.01:
            if text:
                raise NotSimple
            return
        if not text:
            return
        node.face = face = face_of(style)
        node.shape = face.shape(text)
        start = self.position
        end = self.position = start + len(text)
        self.texts.append(text)
        self.advances += node.shape.advances
        self.sizes += [face.size] * len(text)
        if joined or style["white_space"] in _NOT_WRAPPED:
            self.joined.update(range(start + 1, end))
        elif style["overflow_wrap"] != "normal" or style["word_break"] == "break-word":
            self.breakable.update(range(start + 1, end))
            if style["overflow_wrap"] == "anywhere" or style["word_break"] == "break-word":
                self.anywhere.update(range(start + 1, end))
        self._keep_clusters(node)
        if style["hyphens"] == "auto" or "\u00ad" in text:
            self._hyphenate(node)
        own = options_of(style)
        if own is not self.options:
            self._own_ways(own, start, end)
        if style["white_space"] in _PRESERVED:
            self.preserved.append((start, end))
            if "\t" in text:
                self._set_tabs(node)
        if raised and end - start <= LONGEST_CALL:
            self.notes.append((start, end))

    def _shape_both_ways(self, levels: list[int]) -> None:
        """Shape anew what holds text from right to left, each run in its direction."""
        for leaf in self.leaves:
            if leaf.shape and leaf.face:
                leaf.shape = leaf.face.shape_directed(leaf.box.text, levels[leaf.start : leaf.end])
                self.advances[leaf.start : leaf.end] = leaf.shape.advances
                self._keep_clusters(leaf)

    def _keep_clusters(self, node: Node) -> None:
        """No line begins inside what is drawn by glyphs of its own: a letter with its marks, a
        flag, a family.
        """
        assert node.shape is not None
        if node.shape.parted:
            inside = {
                node.start + index
                for index, glyphs in enumerate(node.shape.glyphs)
                if index and not glyphs
            }
            self.joined |= inside
            self.breakable -= inside

    def _classes(self, text: str) -> str:
        """The class of each character, with what the boxes and the languages say of it."""
        classes = rules.classify(text)
        if not (self.notes or self.preserved or _WITHOUT_SPACES.search(text)):
            return classes
        letters = list(classes)
        for start, end in self.preserved:
            for index in range(start, end):
                if text[index] in " \t":
                    letters[index] = rules.WIDE_SPACE
        _part_words(text, letters)
        for start, end in self.notes:
            letters[start:end] = rules.NOTE * (end - start)
        return "".join(letters)

    def _set_tabs(self, node: Node) -> None:
        """Let each tab reach the next of its stops, counted from the last forced break (CSS Text 3
        §4.2).
        """
        assert node.face is not None
        size = node.box.style["tab_size"]
        step = size * node.face.shape(" ").advances[0] if isinstance(size, int) else size.value
        for match in re.finditer("\t", node.box.text):
            index = node.start + match.start()
            before = "".join(self.texts)[:index]
            first = max(before.rfind(end) for end in "\n\u2028\u2029") + 1
            self.advances[index] = (
                step - sum(self.advances[first:index]) % step if step > 0 else 0.0
            )

    def _between(self, index: int, style: Any) -> None:
        """Note what the innermost element asks for that holds a character and the one before; or a
        space, if that is one.
        """
        if self.texts[-1][-1] == " " and isinstance(self.leaves[-1].box, boxes.TextBox):
            style = self.leaves[-1].box.style
        if style["white_space"] in _NOT_WRAPPED:
            self.joined.add(index)
        else:
            self.joined.discard(index)
        own = options_of(style)
        if own is self.options:
            self.ways.pop(index, None)
        else:
            self.ways[index] = own

    def _own_ways(self, own: Options, start: int, end: int) -> None:
        """Note what a box inside asks for that its paragraph does not: other breaks, gaps, or full
        marks.
        """
        self.others.append((start, end, own))
        self.ways.update(dict.fromkeys(range(start + 1, end), own))
        if self.options.squeeze_pairs and not own.squeeze_pairs:
            self.full.append((start, end))

    def _hyphenate(self, node: Node) -> None:
        """Note where a line may end with a hyphen: behind soft ones, and where the dictionary of
        the language says.
        """
        style, text, face = node.box.style, node.box.text, node.face
        assert face is not None
        own = options_of(style)
        if (
            style["hyphens"] == "none" or own.level == "anywhere" or own.words == "break-all"
        ):  # CSS Text 3 §5.2, §5.3
            return
        width = sum(face.hyphen(style["hyphenate_character"]).advances)
        total, left, right = style["hyphenate_limit_chars"]
        dictionary = (
            hyphenation(style["lang"] or "", left, right) if style["hyphens"] == "auto" else None
        )
        for match in _WORD.finditer(text):
            word, start = match[0], node.start + match.start()
            if "\u00ad" in word:
                ends = [index + 1 for index, character in enumerate(word) if character == "\u00ad"]
            else:
                ends = dictionary.positions(word) if dictionary and len(word) >= total else []
            self.hyphens.update((start + end, width) for end in ends if 0 < end < len(word))

    def _keep_phrases(self, text: str) -> None:
        """Let lines end between phrases only (``word-break: auto-phrase``), unless one is longer
        than the measure.
        """
        for match in phrases.RUN.finditer(text):
            at = match.start()
            for word in phrases.words(match[0]):
                inside = range(at + 1, at + len(word))
                self.joined.update(inside)
                self.breakable.update(inside)
                at += len(word)

    def current(self) -> bool:
        """Whether the boxes still hold what was read: page numbers change them between two layouts."""
        return all(_content(node.box) is node.content for node in self.nodes)

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
            if self.options.wrap == "balance" and not justified and 1 < len(lines) <= MOST_BALANCED:
                lines = self._balanced(lines, measure, indent, start)
            for line in lines:
                if last_justified and line.short > 0:
                    _spread_out(line)
                known.setdefault((line.start, round(indent, 4)), line)
                indent = 0.0
        return known[place]

    def _balanced(
        self, lines: list[ParagraphLine], measure: float, indent: float, start: int
    ) -> list[ParagraphLine]:
        """As many lines in the least measure (CSS Text 4 §5.2), which makes them nearly alike."""
        least, most = measure / len(lines) / 2, measure
        while most - least > self.sizes[start] / 8:
            middle = (least + most) / 2
            narrower = self.breaker.lines(middle, indent, start, False)
            if len(narrower) <= len(lines) and not any(line.overfull for line in narrower):
                lines, most = narrower, middle
            else:
                least = middle
        return lines


def _spread_out(line: ParagraphLine) -> None:
    """Make a line flush that must be, however few characters it has."""
    gaps = [index for index, step in enumerate(line.steps[:-1]) if step]
    for index in gaps:
        line.steps[index] += line.short / len(gaps)
    if gaps:
        line.width += line.short
        line.short = 0.0


_NO_GAPS = ("gap_letters", False), ("gap_digits", False), ("gap_signs", False)
_NO_HANGING = ("hang_first", False), ("hang_end", "never"), ("hang_last", False)


@cache
def _changed(options: Options, changes: tuple[tuple[str, Any], ...]) -> Options:
    """Options with other values: the same for all gaps of which the same is asked."""
    return replace(options, **dict(changes))


_NOTHING = 1e-6  # px
# Longer paragraphs are not balanced, as the specification allows.
MOST_BALANCED = 10
# Raised text of more characters is no call of a note or number, and may be broken.
LONGEST_CALL = 6
_BLANK = re.compile(f"[{rules.OPEN}{rules.CLOSE}{rules.PAUSE}{rules.STOP}{rules.MIDDLE}]")
_QUOTES = "“”‘’"
_APOSTROPHE = re.compile("’")
_WORD = re.compile(
    "[^\\W\\d_\u2e80-\uffef\U00020000-\U0003ffff]+(?:\u00ad+[^\\W\\d_\u2e80-\uffef]+)*"
)
_NOT_UNDER_RUBY = rules.SPACE + rules.BREAK + rules.OBJECT + rules.NOTE
_NOT_WRAPPED = ("nowrap", "pre")
_PRESERVED = ("pre", "pre-wrap", "break-spaces")
OBJECTS = (boxes.InlineReplacedBox, boxes.InlineBlockBox, boxes.InlineFlexBox, boxes.InlineGridBox)
# Thai, Lao, Tibetan, Burmese, Khmer and their neighbours: where a line may end there is known to
# Pango.
_WITHOUT_SPACES = re.compile(
    "[\u0e00-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaadf]+"
)


def _part_words(text: str, letters: list[str]) -> None:
    """Let lines end between the words, or syllables, of languages that write no spaces."""
    for match in _WITHOUT_SPACES.finditer(text):
        ends = line_break.get_log_attrs(match[0], None)
        for offset, index in enumerate(range(*match.span()), 1):
            if letters[index] != rules.JOINED:
                letters[index] = rules.LATIN
            if ends[offset].is_line_break and index + 1 < match.end():
                letters[index] = rules.HYPHEN


@cache
def hyphenation(lang: str, left: int, right: int) -> Any:
    """The dictionary of a language; None if there is none."""
    known = pyphen.language_fallback(lang)
    return pyphen.Pyphen(lang=known, left=left, right=right) if known else None


def _content(box: Any) -> Any:
    return box.text if isinstance(box, boxes.TextBox) else getattr(box, "children", None)


def _is_raised(style: Any) -> bool:
    align = style["vertical_align"]
    return isinstance(align, (int, float)) and align > 0


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
    if isinstance(first, boxes.TextBox) and first.style["white_space"] not in _PRESERVED:
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
