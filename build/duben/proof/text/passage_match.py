"""Whether a passage stands at a position of the text that was read."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from duben.proof.text.expected import ExpectedPassage


@dataclass(frozen=True, slots=True)
class TextStream:
    """Text of an output as read, plain, and where each of its pages begins."""

    text: str
    starts: tuple[int, ...] = ()

    def page_begins_at(self, position: int) -> bool:
        """Whether a page begins there."""
        index = bisect_left(self.starts, position)
        return index < len(self.starts) and self.starts[index] == position


def match_passage(stream: TextStream, passage: ExpectedPassage, position: int) -> int | None:
    """Where a passage that begins at ``position`` ends; None when it does not stand there.

    Behind a head that came again it is looked for first: the cell may be as the head begins.
    """
    if (
        passage.head
        and stream.page_begins_at(position)
        and (again := passage.head.match(stream.text, position))
    ):
        end = match_parts(stream, passage, again.end())
        if end is not None:
            return end
    return match_parts(stream, passage, position)


def match_parts(stream: TextStream, passage: ExpectedPassage, position: int) -> int | None:
    """The same of a passage that begins with its own text, or with a head that came again."""
    text = stream.text
    for part in passage.parts:
        if isinstance(part, str):
            if text.startswith(part, position):
                position += len(part)
            elif (
                passage.head
                and (end := match_over_head(stream, part, passage.head, position)) is not None
            ):
                position = end
            else:
                return None
        elif mark := part.match(text, position) or (
            passage.head and match_behind_head(stream, part, passage.head, position)
        ):
            position = mark.end()
        else:
            return None
    return position


def match_over_head(
    stream: TextStream, part: str, head: re.Pattern[str], position: int
) -> int | None:
    """The end of a text that runs on behind the head of its table, which came again at the top of a
    page.
    """
    index = bisect_left(stream.starts, position)
    while index < len(stream.starts):
        cut = stream.starts[index] - position
        if cut > len(part) or not stream.text.startswith(part[:cut], position):
            return None
        again = head.match(stream.text, stream.starts[index])
        if again is None:
            return None
        part, position = part[cut:], again.end()
        if stream.text.startswith(part, position):
            return position + len(part)
        index += 1
    return None


def match_behind_head(
    stream: TextStream, part: re.Pattern[str], head: re.Pattern[str], position: int
) -> re.Match[str] | None:
    """A mark that stands behind the head of its table, which came again at the top of a page."""
    if not stream.page_begins_at(position):
        return None
    again = head.match(stream.text, position)
    return part.match(stream.text, again.end()) if again else None
