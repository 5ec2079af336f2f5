"""Compares the text of an output with the passages that must stand in it, in order.

The stream of text is read once. As long as each passage stands where the one before it ends,
nothing is searched, and the time grows with the length of the text. Where a passage does not match,
``resume`` looks for the nearest place at which stream and source agree again: the cheapest by
(characters skipped or added) + 4 × (passages left out), at least SURE_LENGTH characters long. What
lies between is an ``UnmatchedSpan``, and ``differences`` says what became of its passages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duben.proof.text.differences import (
    DIFFERENCES_LIMIT,
    PASSAGES_AHEAD,
    SURE_LENGTH,
    Difference,
    DifferenceFinder,
    UnmatchedSpan,
    whole_matches,
)
from duben.proof.text.expected import ExpectedPassage
from duben.proof.text.passage_match import TextStream, match_passage
from duben.proof.text.split_rows import match_split_row


def compare(stream: TextStream, expected: Sequence[ExpectedPassage]) -> list[Difference]:
    """The differences between what was read and what is expected, in the order of the source."""
    gaps = []
    index = here = 0
    while index < len(expected):
        end = match_passage(stream, expected[index], here)
        if end is not None:
            index, here = index + 1, end
            continue
        if expected[index].row and (behind := match_split_row(stream, expected, index, here)):
            index, here = behind
            continue
        after, start = resume(stream, expected, index, here)
        gaps.append(UnmatchedSpan(index, after, here, start))
        index, here = after, start
        if len(gaps) > DIFFERENCES_LIMIT:
            break
    else:
        if here < len(stream.text):
            gaps.append(UnmatchedSpan(index, index, here, len(stream.text)))
    return DifferenceFinder(stream, expected, gaps).differences() if gaps else []


def resume(
    stream: TextStream, expected: Sequence[ExpectedPassage], index: int, position: int
) -> tuple[int, int]:
    """(passage, position) from which stream and source agree again: the nearest to where the text
    should go on, with the fewest passages left out; (all, end) where they never do.
    """
    for near, window in ((PASSAGES_AHEAD, 4000), (len(expected), len(stream.text))):
        best: tuple[int, int, int] | None = None
        offset = 0
        for ahead in range(min(near, len(expected) - index)):
            passage = expected[index + ahead]
            for start in sure_starts(
                stream, expected, index + ahead, position, position + offset + window
            ):
                # Marks of notes are not counted in the offset; a passage more to be accounted for
                # must be worth it.
                cost = abs(start - position - offset) + 4 * ahead
                if best is None or cost < best[0]:
                    best = cost, index + ahead, start
                break
            offset += len(passage.text)
            if best is not None and (best[0] <= 4 * ahead or index + ahead > best[1] + 5):
                break
        if best is not None:
            return best[1], best[2]
    return len(expected), len(stream.text)


def sure_starts(
    stream: TextStream, expected: Sequence[ExpectedPassage], index: int, start: int, end: int
) -> Iterator[int]:
    """Where from ``start`` on a passage stands, surely: with those behind it, if it is short
    itself.
    """
    for begin in whole_matches(stream, expected[index], start, end, 8):
        if is_sure(stream, expected, index, begin):
            yield begin


def is_sure(
    stream: TextStream, expected: Sequence[ExpectedPassage], index: int, position: int
) -> bool:
    """Whether SURE characters from a passage on stand at ``position``, or all up to the end."""
    agreed = 0
    while agreed < SURE_LENGTH and index < len(expected):
        end = match_passage(stream, expected[index], position)
        if end is None:
            return False
        agreed += len(expected[index].text)
        index, position = index + 1, end
    # At the end of the stream less must do.
    return agreed >= SURE_LENGTH or position == len(stream.text)
