"""Ruby (CSS Ruby 1): each base with its text over or under it, in the room between the lines, or,
注音, at its right.

A base and its text are as wide as the wider of the two. A line keeps its height as long as the text
fits between it and the next; ruby texts have no characters in the line, so that it is broken and
spaced as if there were none.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from itertools import accumulate
from math import inf
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.text import line_break

from duben.composer.weasyprint.faces import face_of
from duben.composer.weasyprint.nodes import BoxNode, ComposedText

# In em: how far ideographs reach above and below the baseline, and Latin letters with their
# accents.
_ABOVE, _BELOW = 0.88, 0.12
_LATIN_ABOVE, _LATIN_BELOW = 0.8, 0.22
# Of the size of the ruby: how far a text reaches over plain 汉字 beside its base, and how far two
# Latin ones stay apart.
_OVERHANG, _APART = 0.5, 0.3
# 注音 at the right of a character: signs one under the other, in em of the character how large at
# most, and of their own size the room they take, where the tone stands beside the last, and the dot
# of the light tone over the first.
_BOPOMOFO = re.compile(
    "[\u3105-\u312f\u31a0-\u31bf]+[\u02c9\u02ca\u02c7\u02cb\u02d9]?|\u02d9[\u3105-\u312f\u31a0-\u31bf]+"
)
_LIGHT_TONE, _TONES = "\u02d9", "\u02c9\u02ca\u02c7\u02cb"
_SIGN, _ROOM, _TONE_AT, _DOT_AT, _DOT_HEIGHT = 0.3, 1.35, 0.8, 0.23, 0.35


@dataclass(slots=True)
class Text:
    """The content of ruby texts: their text boxes with the glyphs, and the way to each from the
    box.
    """

    box: Any
    pieces: list[tuple[tuple[int, ...], BoxNode]] = field(default_factory=list)
    advances: list[float] = field(default_factory=list)
    text: str = ""
    start: int = 0  # its first character that is no space
    stop: int = 0
    largest: float = inf  # the size that its letters have at most, in px

    def gather(self, box: Any, path: tuple[int, ...]) -> None:
        """Take up all text inside a box."""
        for index, child in enumerate(box.children):
            if isinstance(child, boxes.InlineBox):
                self.gather(child, (*path, index))
            elif (
                isinstance(child, boxes.TextBox) and child.text and child.style["font_size"] >= 0.01
            ):
                if child.style["font_size"] > self.largest:
                    child = child.copy()
                    child.style = child.style.copy()
                    child.style["font_size"] = self.largest
                face = face_of(child.style)
                first = len(self.text)
                node = BoxNode(
                    child,
                    (),
                    0,
                    start=first,
                    end=first + len(child.text),
                    face=face,
                    shape=face.shape(child.text),
                )
                assert node.shape is not None
                self.pieces.append(((*path, index), node))
                self.advances += node.shape.advances
                self.text += child.text
        self.start = len(self.text) - len(self.text.lstrip())
        self.stop = max(len(self.text.rstrip()), self.start)

    @property
    def size(self) -> float:
        size: float = self.box.style["font_size"]
        return size

    @property
    def sign(self) -> float:
        """The size of its letters, in px."""
        return min(self.size, self.largest)

    @property
    def width(self) -> float:
        return sum(self.advances[self.start : self.stop])

    @property
    def is_latin(self) -> bool:
        """Whether it has anything that is not as wide as 汉字: it is kept together then."""
        return not all(
            unicodedata.east_asian_width(character) in "WF"
            for character in self.text[self.start : self.stop]
        )

    def end_of_piece(self, part: int, parts: list[float]) -> int:
        """Where the piece for the bases before ``part`` ends, of a text whose bases have these
        widths.
        """
        if part in (0, len(parts)):
            return self.start if part == 0 else self.stop
        words = [
            match.start()
            for match in re.finditer(r"(?<=\s)\S", self.text[: self.stop])
            if match.start() > self.start
        ]
        if len(words) == len(parts) - 1:
            return words[part - 1]
        ends = words or [
            index for index in range(self.start + 1, self.stop) if self.advances[index]
        ]
        aim = self.width * sum(parts[:part]) / (sum(parts) or 1.0)
        reached = list(accumulate(self.advances[self.start : self.stop], initial=0.0))
        return min(ends, key=lambda end: abs(reached[end - self.start] - aim), default=self.start)


@dataclass(slots=True)
class RubyPair:
    """A base, by its characters, and the texts beside it; several belong one behind the other."""

    start: int
    end: int
    texts: list[Text]
    align: str
    over: bool
    level: int  # how much other ruby stands between
    size: float  # of the base
    beside: bool = False  # 注音 at the right

    def widen(self, width: float, free: bool, crowded: bool) -> tuple[float, float, float]:
        """The room that a base of this width needs: before it, between its characters, behind it.

        ``free``: there are plain 汉字 on both sides, over which the text may reach a little;
        ``crowded``: there is another ruby at a side.
        """
        if self.beside:
            return 0.0, 0.0, _ROOM * self.texts[0].sign
        needed = sum(text.width for text in self.texts)
        size = max(text.size for text in self.texts)
        if free:
            needed -= 2 * _OVERHANG * size
        elif crowded and any(text.is_latin for text in self.texts):
            needed += _APART * size
        extra = needed - width
        return spread(self.align, extra, self.end - self.start) if extra > 0 else (0.0, 0.0, 0.0)


def spread(align: str, extra: float, count: int) -> tuple[float, float, float]:
    """Share out room before, between and behind characters, as ``ruby-align`` says."""
    if align == "start":
        return 0.0, 0.0, extra
    if align == "space-between" and count > 1:
        return 0.0, extra / (count - 1), 0.0
    if align == "space-around" and count > 1:
        return extra / count / 2, extra / count, extra / count / 2
    return extra / 2, 0.0, extra / 2


def is_text(box: Any) -> bool:
    return isinstance(box, boxes.InlineBox) and box.style["ruby_display"] in (
        "ruby-text",
        "ruby-text-container",
    )


def is_blank(box: Any) -> bool:
    return isinstance(box, boxes.TextBox) and not box.text.strip()


def is_whole(box: Any) -> bool:
    """Whether a ruby container has texts, and a base before each."""
    parts = [child for child in box.children if not is_blank(child)]
    return any(map(is_text, parts)) and not is_text(parts[0]) and all(map(_has_ink, parts))


def _has_ink(box: Any) -> bool:
    if not box.is_in_normal_flow():  # a first letter that is a float
        return False
    if isinstance(box, boxes.InlineBox):
        return any(map(_has_ink, box.children))
    return not is_blank(box)


def pairs(node: BoxNode) -> list[RubyPair]:
    """The bases of a ruby container with their texts."""
    style = node.box.style
    result: list[RubyPair] = []
    bases: list[tuple[int, int]] = []
    levels: list[list[Any]] = [[]]  # the ruby texts at each distance from the base
    joins = False

    def close() -> None:
        span = (bases[0][0], bases[-1][1])
        for distance, texts in enumerate(levels):
            alone = distance > 0 and len(texts) == 1
            for index, (start, end) in enumerate([span] if alone else bases):
                last = index + 1 == len(bases)
                if mine := texts[index:] if last or alone else texts[index : index + 1]:
                    result.append(_pair(node, style, mine, start, end, distance))

    for child in node.children:
        box = child.box
        if is_text(box):
            if box.style["ruby_display"] == "ruby-text-container":
                inner = [one for one in box.children if is_text(one)]
                if levels == [[]]:
                    levels.pop()
                levels.append(inner or [box])
            else:
                levels[0].append(box)
        elif not child.annotation:
            if levels != [[]]:
                close()
                bases, levels = [], [[]]
                joins = False
            is_base = isinstance(box, boxes.InlineBox) and box.style["ruby_display"] == "ruby-base"
            if joins and not is_base:
                bases[-1] = bases[-1][0], child.end
            else:
                bases.append((child.start, child.end))
            joins = not is_base
    if levels != [[]] and bases:
        close()
    return [one for pair in result if pair.start < pair.end for one in (_beside(pair) or [pair])]


def _beside(pair: RubyPair) -> list[RubyPair]:
    """注音 for each character of a base; nothing if that is not what the text is, or not what is
    asked for.
    """
    if len(pair.texts) != 1 or pair.texts[0].box.style["ruby_position"] != "inter-character":
        return []
    words = list(re.finditer(r"\S+", pair.texts[0].text))
    if len(words) != pair.end - pair.start or not all(
        _BOPOMOFO.fullmatch(word[0]) for word in words
    ):
        return []
    text = Text(pair.texts[0].box, largest=_SIGN * pair.size)
    text.gather(text.box, ())
    return [
        replace(
            pair,
            start=pair.start + index,
            end=pair.start + index + 1,
            beside=True,
            level=0,
            texts=[replace(text, start=word.start(), stop=word.end())],
        )
        for index, word in enumerate(words)
    ]


def _pair(
    node: BoxNode, style: Any, mine: list[Any], start: int, end: int, distance: int
) -> RubyPair:
    texts = []
    for box in mine:
        text = Text(box)
        text.gather(box, ())
        texts.append(text)
    level = distance + max(map(_depth, node.children), default=0)
    position = texts[0].box.style["ruby_position"]
    over = level % 2 == 0 if position == "alternate" else position != "under"
    if position != "alternate" and level:
        level *= 2  # on the same side as the one before
    return RubyPair(start, end, texts, style["ruby_align"], over, level // 2, style["font_size"])


def _depth(node: BoxNode) -> int:
    """How many rubies stand inside each other."""
    return max(map(_depth, node.children), default=0) + bool(node.ruby)


def height(node: BoxNode) -> tuple[float, float]:
    """How much the ruby of a container takes over and under its bases, in px."""
    over = max(
        (
            pair.texts[0].size * (pair.level + 1)
            for pair in node.ruby
            if pair.over and not pair.beside
        ),
        default=0.0,
    )
    under = max(
        (
            pair.texts[0].size * (pair.level + 1)
            for pair in node.ruby
            if not pair.over and not pair.beside
        ),
        default=0.0,
    )
    return over, under


def fill(
    pair: RubyPair,
    root: Any,
    first: int,
    last: int,
    places: list[float],
    advances: list[float],
    edges: tuple[float, float],
) -> list[Any]:
    """The boxes of the texts of a base, of which the characters from ``first`` to ``last`` stand on
    a line.

    ``places`` and ``advances`` are those of all characters of the base (any for those that are not
    on the line), ``edges`` the left and right edges of the line ``root`` belongs to.
    """
    if pair.beside:
        return _fill_beside(pair, places[0] + advances[0])
    whole = first == pair.start and last == pair.end
    left = min(places[first - pair.start : last - pair.start])
    right = max(
        place + advance
        for place, advance in zip(
            places[first - pair.start : last - pair.start],
            advances[first - pair.start : last - pair.start],
            strict=True,
        )
    )
    cuts = []
    for text in pair.texts:
        start, stop = text.start, text.stop
        if not whole:
            start, stop = (
                text.end_of_piece(first - pair.start, advances),
                text.end_of_piece(last - pair.start, advances),
            )
            while stop > start and text.text[stop - 1].isspace():
                stop -= 1
        cuts.append((text, start, stop))
    width = sum(sum(text.advances[start:stop]) for text, start, stop in cuts)
    count = sum(stop - start for _, start, stop in cuts)
    extra = right - left - width
    before, between = extra / 2, 0.0
    if extra > 0 and count:
        latin = any(text.is_latin for text in pair.texts)
        before, between, _ = spread(pair.align, extra, 1 if latin else count)
    elif pair.align == "start":
        before = 0.0
    x = left + before
    # What reaches over neighbours stays inside the line.
    x = max(min(x, edges[1] - width), edges[0])
    result = []
    for text, start, stop in cuts:
        if stop > start:
            new = _copy(text, text.box, (), x, start, stop, between)
            _raise(new, text, pair, root)
            result.append(new)
            x += sum(text.advances[start:stop]) + between * (stop - start)
    return result


def _fill_beside(pair: RubyPair, right: float) -> list[Any]:
    """The boxes of 注音, a sign each, in the room that ends there."""
    (text,) = pair.texts
    size, x = text.sign, right - _ROOM * text.sign
    signs = [
        index
        for index in range(text.start, text.stop)
        if text.text[index] not in _TONES + _LIGHT_TONE
    ]
    light = _LIGHT_TONE in text.text[text.start : text.stop]
    top = (
        _BELOW * pair.size
        - (pair.size + len(signs) * size + (_DOT_HEIGHT * size if light else 0.0)) / 2
    )
    first = top + (_DOT_HEIGHT * size if light else 0.0)
    result = []
    for index in range(text.start, text.stop):
        place, down = (
            x,
            first + _ABOVE * size + signs.index(index) * size if index in signs else 0.0,
        )
        if text.text[index] in _TONES:
            place, down = x + _TONE_AT * size, first + _ABOVE * size + (len(signs) - 1) * size
        elif index not in signs:
            place, down = (
                x + _DOT_AT * size,
                top + (_DOT_HEIGHT / 2 + 0.39) * size,
            )  # its ink is so far above its baseline
        new = _copy(text, text.box, (), place, index, index + 1, 0.0)
        _move(new, down)
        result.append(new)
    return result


def _copy(
    text: Text, box: Any, path: tuple[int, ...], x: float, start: int, stop: int, between: float
) -> Any:
    """A copy of a box of a ruby text with the characters from ``start`` to ``stop``."""
    children = []
    at = x
    for index, child in enumerate(box.children):
        here = (*path, index)
        new = None
        if isinstance(child, boxes.InlineBox):
            if any(
                piece[: len(here)] == here and node.start < stop and node.end > start
                for piece, node in text.pieces
            ):
                new = _copy(text, child, here, at, start, stop, between)
        else:
            node = next((node for piece, node in text.pieces if piece == here), None)
            if node and max(node.start, start) < min(node.end, stop):
                new = _copy_text(
                    node, text, at, max(node.start, start), min(node.end, stop), between
                )
        if new is not None:
            children.append(new)
            at += new.width
    copied = box.copy_with_children(children)
    copied.position_x, copied.position_y = x, 0
    copied.width = at - x
    copied.height, copied.baseline = copied.style["font_size"], _ABOVE * copied.style["font_size"]
    _flatten(copied)
    return copied


def _copy_text(node: BoxNode, text: Text, x: float, start: int, stop: int, between: float) -> Any:
    assert node.face is not None
    steps = [advance + between for advance in text.advances[start:stop]]
    new = node.box.copy_with_text(text.text[start:stop])
    new.position_x, new.position_y = x, 0
    lines = new.style["text_decoration_line"]
    if lines != "none" and lines == text.box.style.parent_style["text_decoration_line"]:
        # Lines under or through a base are not its text's (CSS Ruby 1 §3).
        new.style = new.style.copy()
        new.style["text_decoration_line"] = "none"
    new.width = sum(steps)
    new.pango_layout = ComposedText(new.text, node, start, steps, 0.0, new.width)
    new.height, new.baseline = node.face.height, node.face.baseline - node.face.margin_top
    _flatten(new)
    return new


def _flatten(box: Any) -> None:
    """Let a box have no sides and take no height in its line; its baseline is where it stands."""
    for side in ("top", "right", "bottom", "left"):
        for kind in ("margin_{}", "padding_{}", "border_{}_width"):
            setattr(box, kind.format(side), 0)
    box.margin_top = -box.baseline
    box.margin_bottom = box.baseline - box.height
    box.baseline = 0


def _raise(box: Any, text: Text, pair: RubyPair, root: Any) -> None:
    """Move a ruby text to its place over or under the line; the line grows only where there is no
    room for it.
    """
    size, base = text.size, pair.size
    above, below = (_LATIN_ABOVE, _LATIN_BELOW) if text.is_latin else (_ABOVE, _BELOW)
    line_height, baseline = line_break.strut(root.style)
    line_size = root.style["font_size"]
    if pair.over:
        _move(box, -_ABOVE * base - (below + pair.level) * size)
        # The line before reaches down to the feet of its characters.
        lack = (
            _ABOVE * base + (below + pair.level + above) * size + _BELOW * line_size - line_height
        )
        if lack > 0:
            box.baseline += baseline + lack
            box.margin_top += baseline + lack
    else:
        _move(box, _BELOW * base + (above + pair.level) * size)
        lack = (
            _BELOW * base + (above + pair.level + below) * size + _ABOVE * line_size - line_height
        )
        if lack > 0:
            box.margin_bottom += line_height - baseline + lack


def _move(box: Any, down: float) -> None:
    """Show a box lower, while what it takes of its line stays on the baseline."""
    style = box.style.copy()
    style["vertical_align"] = -down
    box.style = style
    _compensate(box, down)


def _compensate(box: Any, down: float) -> None:
    box.baseline += down
    box.margin_top += down
    box.margin_bottom -= down
    for child in getattr(box, "children", ()):
        _compensate(child, down)
