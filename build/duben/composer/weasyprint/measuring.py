"""The content of a line box made ready to be broken: the class of each character, the blank halves
of its marks, the room of its ruby, and the options at each place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from weasyprint.text import line_break

from duben import chinese
from duben.composer import rules
from duben.composer.breaking import ParagraphBreaker
from duben.composer.rules import Options
from duben.composer.weasyprint import ruby
from duben.composer.weasyprint.glyphs import Glyph
from duben.composer.weasyprint.inline_content import InlineContent, edge_widths
from duben.composer.weasyprint.nodes import BoxNode

_MARK = re.compile(f"[{rules.OPEN}{rules.CLOSE}{rules.PAUSE}{rules.STOP}{rules.MIDDLE}]")
_QUOTES = "“”‘’"
_APOSTROPHE = re.compile("’")
_NOT_UNDER_RUBY = rules.SPACE + rules.BREAK + rules.OBJECT + rules.NOTE
# Thai, Lao, Tibetan, Burmese, Khmer and their neighbours: where a line may end there is known to
# Pango.
_WITHOUT_SPACES = re.compile(
    "[\u0e00-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaadf]+"
)
_NO_GAPS = ("gap_letters", False), ("gap_digits", False), ("gap_signs", False)
_NO_HANGING = ("hang_first", False), ("hang_end", "never"), ("hang_last", False)
_NO_TRIMS = ("trim_end", "never"), ("trim_start", False)


def breaker_of(
    content: InlineContent, options: Options, levels: list[int] | None, right_to_left: bool
) -> ParagraphBreaker:
    """What breaks the content into lines; ``levels`` are the embedding levels of its characters.

    The advances of the content and its shapes are changed on the way: by ruby, quotation marks that
    get a square, apostrophes, margins.
    """
    if levels:
        _shape_both_ways(content, levels)
    classes = _classes(content)
    if options.words == "auto-phrase":
        _keep_phrases(content)
    if content.rubies:
        _widen_rubies(content, classes)
    blanks = _blanks(content, classes, bool(levels))
    _narrow_apostrophes(content, classes)
    advances, spacing = content.advances, content.spacing
    for index, width in (*spacing.before.items(), *spacing.after.items()):
        advances[index] += width
    gap_options = _gap_options(content, options)
    mark_options: dict[int, Options] = {}
    if right_to_left:  # the blank half of a mark at a line end faces the line there
        options = _with_changes(options, _NO_TRIMS + _NO_HANGING)
    else:
        mark_options = _mark_options(content, classes)
    # CSS Text 3 §8.2.1: a border or padding keeps marks from hanging.
    for index in (*spacing.before, *spacing.after):
        if index < len(classes) and (own := mark_options.get(index, options)).hangs:
            mark_options[index] = _with_changes(own, _NO_HANGING)
    return ParagraphBreaker(
        content.text,
        classes,
        advances,
        content.sizes,
        blanks,
        options,
        content.unbreakable,
        content.breakable,
        content.hyphens,
        gap_options,
        mark_options,
        edge_widths(content.cloned),
    )


@cache
def _with_changes(options: Options, changes: tuple[tuple[str, Any], ...]) -> Options:
    """Options with other values: the same for all gaps of which the same is asked."""
    return replace(options, **dict(changes))


def _gap_options(content: InlineContent, options: Options) -> dict[int, Options]:
    """The options between two characters where they are not those of the paragraph."""
    length, spacing = len(content.text), content.spacing
    result = {index: own for index, own in content.gap_options.items() if 0 < index < length}
    after = ((last + 1, width) for last, width in spacing.after.items())
    for index, width in (*spacing.before.items(), *after):
        # CSS Text 4 §8.2: no gap where a margin, border or padding is.
        if width and 0 < index < length:
            result[index] = _with_changes(result.get(index, options), _NO_GAPS)
    return result


def _mark_options(content: InlineContent, classes: str) -> dict[int, Options]:
    """The options of marks whose element asks for others than the paragraph."""
    return {
        index: own
        for start, end, own in content.own_options
        for index in range(start, end)
        if classes[index] in rules.MARKS
    }


def _shape_both_ways(content: InlineContent, levels: list[int]) -> None:
    """Shape anew what holds text from right to left, each run in its direction."""
    for leaf in content.leaves:
        if leaf.shape and leaf.face:
            leaf.shape = leaf.face.shaper.shape_directed(
                leaf.box.text, levels[leaf.start : leaf.end]
            )
            content.advances[leaf.start : leaf.end] = leaf.shape.advances
            content.keep_clusters(leaf)


def _classes(content: InlineContent) -> str:
    """The class of each character, with what the boxes and the languages say of it."""
    text = content.text
    classes = rules.classify(text)
    if not (content.raised or content.preserved or _WITHOUT_SPACES.search(text)):
        return classes
    letters = list(classes)
    for start, end in content.preserved:
        for index in range(start, end):
            if text[index] in " \t":
                letters[index] = rules.WIDE_SPACE
    _part_words(text, letters)
    for start, end in content.raised:
        letters[start:end] = rules.NOTE * (end - start)
    return "".join(letters)


def _part_words(text: str, letters: list[str]) -> None:
    """Let lines end between the words, or syllables, of languages that write no spaces."""
    for match in _WITHOUT_SPACES.finditer(text):
        ends = line_break.get_log_attrs(match[0], None)
        for offset, index in enumerate(range(*match.span()), 1):
            if letters[index] != rules.JOINED:
                letters[index] = rules.LATIN
            if ends[offset].is_line_break and index + 1 < match.end():
                letters[index] = rules.HYPHEN


def _keep_phrases(content: InlineContent) -> None:
    """Let lines end between phrases only (``word-break: auto-phrase``), unless one is longer than
    the measure.
    """
    for match in chinese.HAN_RUN.finditer(content.text):
        index = match.start()
        for word in chinese.split_phrases(match[0]):
            inside = range(index + 1, index + len(word))
            content.unbreakable.update(inside)
            content.breakable.update(inside)
            index += len(word)


def _widen_rubies(content: InlineContent, classes: str) -> None:
    """Make room for ruby that is wider than its base, which stays in one piece."""
    annotated = {
        index
        for node in content.rubies
        for pair in node.ruby
        for index in range(pair.start, pair.end)
    }
    for node in content.rubies:
        for pair in node.ruby:
            inside = range(pair.start + 1, pair.end)
            content.unbreakable.update(inside)
            content.breakable.update(inside)
            beside = [index for index in (pair.start - 1, pair.end) if index not in annotated]
            free = len(beside) == 2 and all(
                0 <= index < len(classes) and classes[index] not in _NOT_UNDER_RUBY
                for index in beside
            )
            width = sum(content.advances[pair.start : pair.end])
            room = pair.widen(width, free, len(beside) < 2)
            if any(room):
                for leaf in content.leaves[node.first : node.after]:
                    _widen_base(content, leaf, pair, room)
        for leaf in content.leaves[node.first : node.after]:
            leaf.beyond = ruby.height(node)


def _widen_base(
    content: InlineContent, leaf: BoxNode, pair: ruby.RubyPair, room: tuple[float, float, float]
) -> None:
    """Set the characters of a base apart that stand in a leaf: room before, between and behind
    them, in px.
    """
    if not leaf.shape:
        return
    before, between, after = room
    for index in range(max(leaf.start, pair.start), min(leaf.end, pair.end)):
        content.advances[index] += after if index + 1 == pair.end else between
        if index == pair.start:
            content.advances[index] += before
            glyphs = leaf.shape.cluster(index - leaf.start)
            moved = tuple(replace(glyph, shift=glyph.shift + before) for glyph in glyphs)
            leaf.shape.change(index - leaf.start, moved)


def _blanks(
    content: InlineContent, classes: str, both_ways: bool
) -> Mapping[int, tuple[float, float]]:
    """What may be taken at the left and at the right of each mark, in px; narrow quotation marks of
    a Chinese face get a square on the way.
    """
    blanks: dict[int, tuple[float, float]] = {}
    text = content.text
    for leaf in content.leaves:
        if not (leaf.shape and leaf.face):
            continue
        face, shape = leaf.face, leaf.shape
        known = {} if shape.parted or both_ways else face.blanks
        for match in _MARK.finditer(classes, leaf.start, leaf.end):
            index = match.start()
            blank = known.get(match[0] + text[index])
            if blank is None or text[index] in _QUOTES:
                glyphs = shape.cluster(index - leaf.start)
                if len(glyphs) != 1:
                    continue
                glyph = glyphs[0]
                if text[index] in _QUOTES and face.narrow(glyph):
                    glyph = face.full_width(glyph, match[0])
                    _exchange(content, leaf, index, glyph)
                blank = face.blank(match[0], text[index], glyph)
            if blank != (0.0, 0.0):
                blanks[index] = blank
    for start, end in content.full_width:
        for index in range(start, end):
            blanks.pop(index, None)
    for index in (*content.spacing.before, *content.spacing.after):
        blanks.pop(index, None)
    return blanks


def _narrow_apostrophes(content: InlineContent, classes: str) -> None:
    """Let a ’ inside a Latin word be as wide as its ink."""
    for leaf in content.leaves:
        if leaf.shape and leaf.face:
            for match in _APOSTROPHE.finditer(content.text, leaf.start, leaf.end):
                index = match.start()
                glyphs = leaf.shape.cluster(index - leaf.start)
                if classes[index] == rules.LATIN and len(glyphs) == 1:
                    _exchange(content, leaf, index, leaf.face.apostrophe(glyphs[0]))


def _exchange(content: InlineContent, leaf: BoxNode, index: int, glyph: Glyph) -> None:
    """Let a character of a leaf have another glyph."""
    assert leaf.shape is not None
    leaf.shape.change(index - leaf.start, (glyph,))
    content.advances[index] = glyph.advance
