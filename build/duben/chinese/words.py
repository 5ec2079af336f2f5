"""Words and their kinds, by the dictionary of jieba: where one begins, and whether it is a noun, a
verb, a particle.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from importlib import import_module
from itertools import accumulate
from typing import Any, NamedTuple

from duben.chinese.dictionary_answers import remembered_answer

# What jieba cuts by its dictionary; each character between is a word of its own.
RUN = re.compile(
    "[㐀-䶿一-鿿\uf900-\ufaff\U00020000-\U0002a6df\U0002a700-\U0002b73f\U0002b740-"
    "\U0002b81f\U0002b820-\U0002ceaf\U0002ceb0-\U0002ebef"
    "\U0002f800-\U0002fa1fa-zA-Z0-9+#&._%-]+"
)
LONGEST = (
    500  # characters: no sentence has a longer run, and each place in it would cost its length
)


class Word(NamedTuple):
    """A word at ``text[start:end]`` and its kind, in the dictionary's tags: n, v, vn,
    p, c, d, uj …
    """

    text: str
    start: int
    end: int
    kind: str


def _dictionary() -> Any:
    # 0.13 s and 60 MB that are not needed where all answers are known. Imported here, not by a lazy
    # module, which before Python 3.12 a second thread sees half loaded (python/cpython#114763).
    return import_module("rjieba")


def cut_words(text: str) -> list[str]:
    """The words of a text."""
    found: list[str] = remembered_answer("cuts", text, _ask_words)
    return found


def _ask_words(text: str) -> list[str]:
    found: list[str] = _dictionary().cut(text)
    return found


@lru_cache(maxsize=2048)
def tag_words(text: str) -> tuple[Word, ...]:
    """The words of a text with their kinds."""
    found, at = [], 0
    for word, kind in remembered_answer("kinds", text, _ask_kinds):
        found.append(Word(word, at, at + len(word), kind))
        at += len(word)
    return tuple(found)


def last_kind(text: str) -> str:
    """The kind of the last word of a text, "" for none."""
    kind: str = remembered_answer("last kinds", text, _ask_last_kind)
    return kind


def _ask_last_kind(text: str) -> str:
    return tag_words(text)[-1].kind if text else ""


def _ask_kinds(text: str) -> list[list[str]]:
    return [list(pair) for pair in _dictionary().tag(text)]


def begins_word(text: str, place: int) -> bool:
    """Whether a word of the dictionary begins, or the text ends, at an offset; characters of no
    word are words of their own.
    """
    starts, ends, begun = _runs(text)
    index = bisect_right(starts, place) - 1
    if index < 0 or place >= ends[index]:
        return True
    if index not in begun:
        begun[index] = frozenset(
            remembered_answer("begins", text[starts[index] : ends[index]], _ask_word_starts)
        )
    return place - starts[index] in begun[index]


@lru_cache(maxsize=2048)
def _runs(text: str) -> tuple[list[int], list[int], dict[int, frozenset[int]]]:
    """Where the runs begin and end that the dictionary cuts, and where words begin in those that
    were asked for.
    """
    pieces = [
        (start, min(start + LONGEST, run.end()))
        for run in RUN.finditer(text)
        for start in range(run.start(), run.end(), LONGEST)
    ]
    return [start for start, _ in pieces], [end for _, end in pieces], {}


def _ask_word_starts(run: str) -> list[int]:
    """Where the words of a run begin."""
    return list(accumulate(map(len, _dictionary().cut(run, False)), initial=0))
