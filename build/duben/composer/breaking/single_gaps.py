"""One gap: beside a typed space, between 汉字 and a Latin word (L15), beside a mark (L8, L14).

Each function takes a character, the classes of it and of the next, and the advance that the
character has so far; it returns the advance with the gap, and the glue of the gap if it is any.
"""

from __future__ import annotations

import re

from duben.composer import rules
from duben.composer.breaking.characters import Characters
from duben.composer.breaking.glue import Glue
from duben.composer.rules import Options

Gap = tuple[float, Glue | None]

_KOREAN = re.compile("[\uac00-\ud7ff]")


def word_gap(characters: Characters, index: int, pair: str, step: float) -> Gap:
    """A typed space, or the gap between 汉字 and Latin letters or digits (L15)."""
    options = characters.gap_options.get(index + 1, characters.options)
    if pair[0] in rules.SPACE + rules.FIXED_SPACE:
        return _typed_space(characters, index, pair, step, options)
    if (
        not rules.has_latin_gap(pair[0], pair[1], options)
        or _is_wide_sign(characters, index, pair)
        or _KOREAN.search(characters.text, index, index + 2)  # Korean has spaces
    ):
        return step, None
    size = characters.sizes[index]
    gap = options.gap * size
    shrink, openings = max(0.0, gap - size / 8), _openings(characters.options, gap, size)
    return step + gap, Glue(index, rules.GAP_STAGE, shrink, 0.0, *openings, False, False)


def _typed_space(
    characters: Characters, index: int, pair: str, step: float, options: Options
) -> Gap:
    classes, blanks, size = characters.classes, characters.blanks, characters.sizes[index]
    width = characters.advances[index]
    if (
        options.gap_spaces
        and index
        and characters.text[index] == " "
        and rules.has_latin_gap(classes[index - 1], pair[1], options)
    ):
        step += options.gap * size - width
        width = options.gap * size
    left = index + 1 in blanks and blanks[index + 1][0]
    if left or index and index - 1 in blanks and blanks[index - 1][1]:
        return step - width, None  # the blank half of a mark is space enough
    if pair[1] == rules.HAN or (index and classes[index - 1] == rules.HAN):
        shrink, stretch = max(0.0, width - options.gap * size), 0.0
        openings = _openings(characters.options, width, size)
    else:
        shrink = max(0.0, width - options.narrowest_space * size)
        stretch = max(0.0, options.widest_space * size - width)
        openings = 0.0, 0.0
    stage = rules.SHRINK_STAGE[pair[0]]
    return step, Glue(index, stage, shrink, stretch, *openings, True, False)


def _is_wide_sign(characters: Characters, index: int, pair: str) -> bool:
    """Whether a sign beside a 汉字 is as wide: ℃, ￥ of most faces."""
    sign = index if pair[0] == rules.POSTFIX else index + 1 if pair[1] == rules.PREFIX else -1
    return sign >= 0 and characters.advances[sign] > 0.95 * characters.sizes[sign]


def _openings(options: Options, gap: float, size: float) -> tuple[float, float]:
    """How far a gap between 汉字 and Latin letters or digits opens with the marks,
    and after them.
    """
    with_marks = max(0.0, options.widest_gap * size - gap)
    return with_marks, max(0.0, options.last_gap * size - gap - with_marks)


def mark_gap(characters: Characters, index: int, pair: str, step: float) -> Gap:
    """A gap where marks have their blank halves: two marks are squeezed (L8), one may shrink or
    grow (L13, L14).
    """
    blanks, size = characters.blanks, characters.sizes[index]
    right = blanks[index][1] if index in blanks else 0.0
    left = blanks[index + 1][0] if index + 1 in blanks else 0.0
    blank = right + left
    if not blank:
        return step, None
    options = characters.gap_options.get(index + 1, characters.options)
    if options.squeeze_all:
        return step - blank, None
    before, after = pair[0], pair[1]
    if (
        right
        and left
        or before in rules.MARKS
        and after in rules.MARKS
        or options.squeeze_wide_spaces
        and "\u3000" in characters.text[index : index + 2]
        and rules.MIDDLE not in pair
    ):
        if not options.squeeze_pairs:
            return step, None
        squeezed = blank
        if right and left:
            squeezed = min(size / 2, characters.sizes[index + 1] / 2, blank)
        shrink = min(blank - squeezed, options.mark_shrink * size)
        glue = Glue(index, rules.PAIR_STAGE, shrink, 0.0, 0.0, 0.0, False, False)
        return step - squeezed, glue if shrink > 0 else None
    if before in rules.TWO:
        return step, None
    letter, other = (before, after) if right else (after, before)
    shrink = min(blank, options.mark_shrink * size) if blank > 0.3 * size else blank / 2
    # Nothing opens between a mark and a word (L15).
    grows = letter in rules.MARKS and other not in rules.WORD
    stage = rules.SHRINK_STAGE[letter]
    return step, Glue(index, stage, shrink, 0.0, 0.0, 0.0, False, grows)
