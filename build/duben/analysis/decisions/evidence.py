"""What speaks for an enumeration, in words: the rule that found it, the characters it was read
from, the places.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from duben.messages import message
from duben.model import Book, SourceLocation, TextRange

# Characters shown on either side of what was read, of the whole, and of each of several pieces.
BESIDE, LONGEST, PIECE = 12, 70, 16
# Places that are named one by one.
PLACES = 30


def rule_name(rule: str, tongue: str) -> str:
    """What a rule of finding is called, for readers."""
    return message(f"found-{rule}", tongue, {})


def excerpt(book: Book, stretch: TextRange) -> str:
    """What was read, in 【】, with some characters of the text on either side, on one line."""
    text = book.blocks[stretch.block].text
    start, end = stretch.start, min(stretch.end, stretch.start + LONGEST)
    before, behind = text[max(0, start - BESIDE) : start], text[end : end + BESIDE]
    cut = "……" if end < stretch.end else ""
    lead, tail = "……" if start > BESIDE else "", "……" if end + BESIDE < len(text) else ""
    return f"{lead}{before}【{text[start:end]}{cut}】{'' if cut else behind}{tail}".replace(
        "\n", " "
    )


def excerpts(book: Book, stretches: tuple[TextRange, ...]) -> str:
    """The same for members that were read in several places: the beginning of each."""
    if len(stretches) == 1:
        return excerpt(book, stretches[0])
    heads = []
    for one in stretches:
        text = book.blocks[one.block].text[one.start : one.end]
        heads.append(f"【{text[:PIECE]}{'……' if len(text) > PIECE else ''}】".replace("\n", " "))
    return "".join(heads)


def places(found: Iterable[SourceLocation]) -> str:
    """Places, file by file: 02.md:15、20，03.md:4."""
    every = list(found)
    said = []
    for file, group in groupby(every[:PLACES], key=lambda place: place.file):
        lines = list(dict.fromkeys(str(place.line) for place in group))
        said.append(f"{file}:{'、'.join(lines)}")
    return "，".join(said) + ("……" if len(every) > PLACES else "")
