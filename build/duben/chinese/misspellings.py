"""Texts that differ by one character: a wrong, missing, doubled or exchanged one; or by a word that
stands twice.

A text that differs so from another has one third of it whole, for a fault touches two characters
at most (Baeza-Yates and Navarro 1999): the thirds are looked for, and what stands beside each is
compared.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from duben.chinese.marks import is_han
from duben.chinese.numerals import NUMERAL_CHARACTERS
from duben.chinese.pinyin_order import pinyin_key
from duben.chinese.words import begins_word

SHORTEST = 4  # characters of a text of which misspellings are looked for
# Shorter texts are met with another character by intention: only what sounds alike is told.
SHORT = 5
# So long a text is not met with one other character by intention.
LONG = 9
# Characters that texts have or leave out as they like, and marks.
LOOSE = frozenset("的之和与及、，“”‘’《》（）·") | frozenset(" \u3000")
COUNTING = frozenset(NUMERAL_CHARACTERS) | frozenset("0123456789０１２３４５６７８９")
DOUBLED = (2, 3, 4)  # characters of a word that is written twice
CONTEXT = 8  # characters beside a wrong one in which the dictionary looks for words


class Misspelling(NamedTuple):
    """Characters ``start`` to ``end`` of a text, which stand for another text."""

    start: int
    end: int


def find_misspellings(text: str, right: str) -> Iterator[Misspelling]:
    """Where a text has ``right`` with one fault, in the order of places, without what overlaps."""
    if len(right) < SHORTEST:
        return
    last = -1
    doubled = set(_doubled_words(text, right))
    # At one place a wrong character goes before a missing one.
    spans = sorted({*_candidates(text, right), *doubled}, key=lambda span: _order(span, len(right)))
    for start, end in spans:
        if start >= last and ((start, end) in doubled or _is_fault(text, start, end, right)):
            last = end
            yield Misspelling(start, end)


def _order(span: tuple[int, int], size: int) -> tuple[int, int, int]:
    start, end = span
    return start, abs(end - start - size), end


def _doubled_words(text: str, right: str) -> Iterator[tuple[int, int]]:
    """Where a text has ``right`` with a word of it twice."""
    for length in DOUBLED:
        for at in range(len(right) - length + 1):
            form = right[: at + length] + right[at:]
            start = text.find(form)
            while start >= 0:
                yield start, start + len(form)
                start = text.find(form, start + 1)


def _candidates(text: str, right: str) -> Iterator[tuple[int, int]]:
    """Stretches of a text that have one third of ``right`` whole and are about as long."""
    cuts = [0, len(right) // 3, 2 * len(right) // 3, len(right)]
    for first, last in pairwise(cuts):
        for match in re.finditer(re.escape(right[first:last]), text):
            for shift in (-1, 0, 1):  # a character too many or too few may stand before or behind
                start, end = match.start() - first, match.end() + len(right) - last
                for span in ((start + shift, end), (start, end + shift)):
                    if 0 <= span[0] < span[1] <= len(text):
                        yield span


def _is_fault(text: str, start: int, end: int, right: str) -> bool:
    here = text[start:end]
    at = len(os.path.commonprefix((here, right)))
    size = len(here) - len(right)
    if size == 0 and at < len(here):
        exchanged = here[at : at + 2] == right[at : at + 2][::-1]
        if exchanged and here[at + 2 :] == right[at + 2 :]:
            return True
        return here[at + 1 :] == right[at + 1 :] and _is_wrong(text, start, right, at)
    if size < 0:
        return here[at:] == right[at + 1 :] and _is_lacking(text, start, right, at)
    if size > 0:
        # Of two alike that which stands outside is too many, for it may belong to the next word.
        places = [n for n in range(len(here)) if here[:n] + here[n + 1 :] == right]
        at = places[-1 if here.startswith(right) else 0] if places else -1
        return at >= 0 and _is_too_many(text, start, right, at)
    return False


def _is_wrong(text: str, start: int, right: str, index: int) -> bool:
    """Whether a character that stands for another is a slip: it sounds alike, it makes no word with
    its neighbours, or the text is too long for another meaning. At the ends its neighbour inside
    has to be without a word too.
    """
    here, there = text[start + index], right[index]
    if not is_han(here) or text.startswith(right[index:], start + len(right)):
        return False  # 全面从严管党治党 is more than 全面从严治党
    if not COUNTING.issuperset((here, there)) and sounds_alike(here, there):
        return True
    if {here, there} & (LOOSE | COUNTING) or len(right) < SHORT:
        return False
    at = start + index
    if index == 0:
        return _stands_alone(text, at) and _stands_alone(text, at + 1)
    if index == len(right) - 1:
        return _stands_alone(text, at) and _stands_alone(text, at - 1)
    return len(right) >= LONG or _stands_alone(text, at)


def _is_lacking(text: str, start: int, right: str, index: int) -> bool:
    """Whether a character that is not there is missed: what stands beside its place is no word."""
    if right[index] in LOOSE | COUNTING or len(right) < SHORT:
        return False
    if len(right) >= LONG and 0 < index < len(right) - 1:
        return True
    beside = [at for at in (index - 1, index) if 0 <= at < len(right) - 1]
    return any(_stands_alone(text, start + at) for at in beside)


def _is_too_many(text: str, start: int, right: str, index: int) -> bool:
    """Whether a character that ``right`` lacks is a slip: the one beside it again, and no word with
    what follows; inside a long text any.
    """
    more = text[start + index]
    if more in LOOSE | COUNTING or not is_han(more):
        return False
    if 0 < index < len(right) and len(right) >= LONG:
        return True
    doubled = more in (text[start + index - 1 : start + index], text[start + index + 1 :][:1])
    at = start + index
    return doubled and (0 < index < len(right) or _stands_alone(text, at))


def sounds_alike(one: str, other: str) -> bool:
    """Whether two characters have one syllable, the pairs aside that speakers of the south and
    input methods take for one: z zh, c ch, s sh, an ang, en eng, in ing.
    """
    return _sound(one) == _sound(other)


def _sound(character: str) -> str:
    syllable = pinyin_key(character)[0][0]
    return re.sub("n$", "ng", re.sub("^([zcs])h", r"\1", syllable))


def _stands_alone(text: str, at: int) -> bool:
    """Whether the dictionary has a character as a word of its own where it stands."""
    first = max(0, at - CONTEXT)
    near = text[first : at + CONTEXT + 1]
    return begins_word(near, at - first) and begins_word(near, at - first + 1)
