"""The word lists of this room: files that a linguist edits without Python."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "data"


@cache
def word_list(name: str) -> tuple[str, ...]:
    """The words of ``data/NAME.txt`` in their order: one a line, behind a ``#`` a comment."""
    lines = (FOLDER / f"{name}.txt").read_text("utf-8").splitlines()
    return tuple(word for line in lines if (word := line.partition("#")[0].strip()))


def words_pattern(name: str) -> str:
    """A regular expression that matches any word of a list,
    the longest where several begin alike.
    """
    return "|".join(sorted(word_list(name), key=len, reverse=True))
