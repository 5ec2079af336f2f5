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
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from duben.chinese.marks import is_han
from duben.chinese.numerals import NUMERAL_CHARACTERS
from duben.chinese.pinyin_order import pinyin_key
from duben.chinese.word_lists import word_list
from duben.chinese.words import begins_word

SHORTEST = 4  # characters of a text of which misspellings are looked for
# Shorter texts are met with another character by intention: only what sounds alike is told.
SHORT = 5
# So long a text is not met with one other character by intention.
LONG = 9
WHOLE = 4  # characters of a word of the dictionary that no slip makes
# Characters that texts have or leave out as they like, and marks.
LOOSE = frozenset("的之和与及、，“”‘’《》（）·") | frozenset(" \u3000")
COUNTING = frozenset(NUMERAL_CHARACTERS) | frozenset("0123456789０１２３４５６７８９")
# Words that stand before a wording or behind it, and sound like a character of it.
FUNCTION = frozenset("是在有为由以从对向将把被给让使各等")
# Words of one character that are met beside any other: 较快发展 is good beside 加快发展.
FREE = FUNCTION | frozenset("较更最很太了得着过到年月日会能可要想做大小多少就也还又再已将未不无非")
# What is left of 省级, 乡镇, 县区 is a level too: 省人民政府 is as good as 省级人民政府.
LEVELS = frozenset(word_list("levels"))
DOUBLED = (2, 3, 4)  # characters of a word that is written twice
CONTEXT = 8  # characters beside a wrong one in which the dictionary looks for words


class Slip(Enum):
    """Whether a text that differs from another is that one misspelt."""

    NONE = "none"
    POSSIBLE = "possible"  # whole words, which may be meant
    SURE = "sure"


class Misspelling(NamedTuple):
    """Characters ``start`` to ``end`` of a text, which stand for another text. Where they are whole
    words they may be meant (``sure`` is false): then a text that has them again means them.
    """

    start: int
    end: int
    sure: bool


def find_misspellings(text: str, right: str) -> Iterator[Misspelling]:
    """Where a text has ``right`` with one fault, in the order of places, without what overlaps."""
    if len(right) < SHORTEST:
        return
    last = -1
    doubled = set(_doubled_words(text, right))
    # At one place a wrong character goes before a missing one.
    spans = sorted({*_candidates(text, right), *doubled}, key=lambda span: _order(span, len(right)))
    for start, end in spans:
        if start < last:
            continue
        slip = Slip.SURE if (start, end) in doubled else _judge(text, start, end, right)
        if slip is not Slip.NONE:
            last = end
            yield Misspelling(start, end, slip is Slip.SURE)


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


def _judge(text: str, start: int, end: int, right: str) -> Slip:
    here = text[start:end]
    at = len(os.path.commonprefix((here, right)))
    size = len(here) - len(right)
    if size == 0 and at < len(here):
        exchanged = here[at : at + 2] == right[at : at + 2][::-1]
        if exchanged and here[at + 2 :] == right[at + 2 :]:
            return Slip.SURE
        if here[at + 1 :] == right[at + 1 :]:
            return _judge_wrong(text, start, right, at)
    if size < 0 and here[at:] == right[at + 1 :]:
        return _judge_missing(text, start, right, at)
    if size > 0:
        # Of two alike that which stands outside is too many, for it may belong to the next word.
        places = [n for n in range(len(here)) if here[:n] + here[n + 1 :] == right]
        if places:
            return _judge_surplus(text, start, right, places[-1 if here.startswith(right) else 0])
    return Slip.NONE


def _judge_wrong(text: str, start: int, right: str, index: int) -> Slip:
    """A character that stands for another is a slip where it sounds alike, where it makes no word
    with its neighbours, or where the text is too long for another meaning. At the ends its
    neighbour inside has to be without a word too.
    """
    here, there, at, end = text[start + index], right[index], start + index, start + len(right)
    if not is_han(here) or text.startswith(right[index:], end):
        return Slip.NONE  # 全面从严管党治党 is more than 全面从严治党
    word = _word_at(text, at)
    if len(word) >= WHOLE or len(word) == WHOLE - 1 and (word.start < start or word.stop > end):
        return Slip.NONE  # 城乡居民 beside 城镇居民, 公积金管理 beside 基金管理
    exchanged = _is_word_exchange(text, word, start, right)
    if not COUNTING.issuperset((here, there)) and sounds_alike(here, there):
        if here in FUNCTION and len(word) == 1 and _is_word_at_end(right, index):
            return Slip.NONE  # 权力机关是人民政府 beside 市人民政府
        return Slip.POSSIBLE if exchanged and len(right) <= SHORT else Slip.SURE
    if {here, there} & (LOOSE | COUNTING) or exchanged:
        return Slip.NONE
    if len(right) < SHORT:
        return Slip.POSSIBLE if _leaves_no_word(text, start, right, index) else Slip.NONE
    alone = len(word) == 1
    if index == 0:
        alone = alone and _stands_alone(text, at + 1)
        return _judge_missing(text, start + 1, right, 0) if alone else Slip.NONE
    if index == len(right) - 1:
        alone = alone and _stands_alone(text, at - 1)
        return Slip.SURE if alone else Slip.NONE
    if alone:
        return Slip.SURE
    return Slip.POSSIBLE if len(right) >= LONG else Slip.NONE


def _leaves_no_word(text: str, start: int, right: str, index: int) -> bool:
    """Whether a text has one of the two words of a wording whole, and of the other, in which a
    character is wrong, no word at all: 主体|负|任 beside 主体|责任.
    """
    if text[start + index] in FREE or not begins_word(right, 2):
        return False
    word = _word_at(right, index)
    whole = range(2) if word.start else range(2, 4)
    return (
        len(word) == 2
        and _word_at(text, start + whole.start) == range(start + whole.start, start + whole.stop)
        and all(_stands_alone(text, start + at) for at in word)
    )


def _judge_missing(text: str, start: int, right: str, index: int) -> Slip:
    """A character that is not there is missed where what stands beside its place is no word."""
    if right[index] in LOOSE | COUNTING or len(right) < SHORT:
        return Slip.NONE
    word = _word_at(right, index)
    rest = right[word.start : index] + right[index + 1 : word.stop]
    if rest in LEVELS:
        return Slip.NONE
    beside = [at for at in (index - 1, index) if 0 <= at < len(right) - 1]
    if any(_stands_alone(text, start + at) for at in beside):
        return Slip.SURE
    return Slip.POSSIBLE if len(right) >= LONG and 0 < index < len(right) - 1 else Slip.NONE


def _judge_surplus(text: str, start: int, right: str, index: int) -> Slip:
    """A character that ``right`` lacks is a slip where it is the one beside it again, and no word
    with what follows; inside a word of a long text any.
    """
    more, at = text[start + index], start + index
    if more in LOOSE | COUNTING or not is_han(more):
        return Slip.NONE
    inside = 0 < index < len(right)
    doubled = more in (text[at - 1 : at] if index else "", text[at + 1 : at + 2])
    if doubled and (inside or more not in LEVELS and _stands_alone(text, at)):
        return Slip.SURE  # 江平市市场监督管理局 is the 市场监督管理局 of 江平市
    if not inside or len(right) < LONG or begins_word(right, index):
        return Slip.NONE
    alone = [_stands_alone(text, place) for place in (at - 1, at, at + 1)]
    # 市场经济新体制 beside 市场经济体制
    return Slip.NONE if alone == [False, True, False] else Slip.SURE


def _is_word_at_end(right: str, index: int) -> bool:
    """Whether the first or last character of a text is a word of its own."""
    return index in (0, len(right) - 1) and len(_word_at(right, index)) == 1


def _is_word_exchange(text: str, word: range, start: int, right: str) -> bool:
    """Whether a word of a text stands for whole words of ``right``: 城乡 for 城镇, not 新形 for
    新型, as 形 is a word of its own.
    """
    first, last = word.start - start, word.stop - start
    if len(word) == 1 or first < 0 or last > len(right):
        return False
    return begins_word(right, first) and (last == len(right) or begins_word(right, last))


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
    return len(_word_at(text, at)) == 1


def _word_at(text: str, at: int) -> range:
    """The places of the dictionary's word that a character belongs to."""
    first = max(0, at - CONTEXT)
    near = text[first : at + CONTEXT + 1]
    start, stop = at, at + 1
    while start > first and not begins_word(near, start - first):
        start -= 1
    while stop < first + len(near) and not begins_word(near, stop - first):
        stop += 1
    return range(start, stop)
