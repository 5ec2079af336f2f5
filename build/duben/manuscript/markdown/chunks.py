"""Splits a chapter where nothing before can change what follows.

Python-Markdown takes time by the square of a text's length; of chunks the sum stays linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

HEADING = re.compile(r"^#{1,6}")
# A line that goes on with what stands before a blank line: indented, or one more item, quotation or
# definition.
GOES_ON = re.compile(r"^(?: |[*+-] |[0-9]+\. |>|:)")
DEFINITION = re.compile(r"^ {0,3}: {1,3}")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Lines ``start`` to ``end`` (without it) of the prepared lines."""

    start: int
    end: int

    def text(self, lines: list[str]) -> str:
        return "\n".join(lines[self.start : self.end])


def split_chunks(lines: list[str]) -> Iterator[Chunk]:
    """The chunks of a chapter in order; blank lines between them belong to none."""
    start: int | None = None
    after_heading = False
    last_end = 0
    for first, end in _runs(lines):
        heading = bool(HEADING.match(lines[first]))
        if start is None:
            start = first
        elif heading or after_heading or not _goes_on(lines, first, end):
            yield Chunk(start, last_end)
            start = first
        after_heading = heading
        last_end = end
    if start is not None:
        yield Chunk(start, last_end)


def _runs(lines: list[str]) -> Iterator[tuple[int, int]]:
    """(first, end) of each run of lines without a blank one."""
    first: int | None = None
    for index, line in enumerate(lines):
        if line and first is None:
            first = index
        elif not line and first is not None:
            yield first, index
            first = None
    if first is not None:
        yield first, len(lines)


def _goes_on(lines: list[str], first: int, end: int) -> bool:
    return bool(GOES_ON.match(lines[first])) or any(
        DEFINITION.match(line) for line in lines[first + 1 : end]
    )
