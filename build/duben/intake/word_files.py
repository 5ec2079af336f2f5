"""The word lists of intake: files that anybody edits without Python."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "data"


@cache
def read_words(name: str) -> tuple[str, ...]:
    """The words of ``data/NAME.txt``, the longest first: one a line, behind a ``#`` a comment."""
    lines = (FOLDER / f"{name}.txt").read_text("utf-8").splitlines()
    words = {word for line in lines if (word := line.partition("#")[0].strip())}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))
