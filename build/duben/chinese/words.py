"""Words and their kinds, by the dictionary of jieba: where one begins, and whether it is a noun, a verb, a particle."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple


class Word(NamedTuple):
    """A word at ``text[start:end]`` and its kind, in the dictionary's tags: n, v, vn, p, c, d, uj …"""

    text: str
    start: int
    end: int
    kind: str


def _dictionary() -> Any:
    import rjieba  # 0.13 s that a text without enumerations, whose titles fit on their lines, does not need

    return rjieba


def cut(text: str) -> list[str]:
    """The words of a text."""
    found: list[str] = _dictionary().cut(text)
    return found


@lru_cache(maxsize=2048)
def tagged(text: str) -> tuple[Word, ...]:
    """The words of a text with their kinds."""
    found, at = [], 0
    for word, kind in _dictionary().tag(text):
        found.append(Word(word, at, at + len(word), kind))
        at += len(word)
    return tuple(found)


@lru_cache(maxsize=2048)
def edges(text: str) -> frozenset[int]:
    """The offsets at which a word of the dictionary begins, and the end of the text."""
    return frozenset((*starts(text), len(text)))


def starts(text: str) -> list[int]:
    """Where each word of the dictionary begins; characters of no word are words of their own."""
    found, at = [], 0
    for word in _dictionary().cut(text, False):
        found.append(at)
        at += len(word)
    return found
