"""Compares the text of an output with the passages that must stand in it, in order.

The stream of text is read once. As long as each passage stands where the one before it ends,
nothing is searched, and the time grows with the length of the text. Where a passage does not match,
``resume`` looks for the nearest place at which stream and source agree again: the cheapest by
(characters skipped or added) + 4 × (passages left out), at least SURE_LENGTH characters long. What
lies between is an ``UnmatchedSpan``, and ``differences`` says what became of its passages.
The cells of a row that runs over pages may be cut anywhere. Entries of the appendix are looked
for one by one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from duben.layout import inner_title, member_texts, member_tree, with_members
from duben.model import Enumeration, SourceLocation
from duben.proof.text.differences import (
    DIFFERENCES_LIMIT,
    PASSAGES_AHEAD,
    SURE_LENGTH,
    Difference,
    DifferenceFinder,
    UnmatchedSpan,
    common_prefix,
    excerpt,
    whole_matches,
)
from duben.proof.text.expected import (
    NOTE_MARK,
    ExpectedPassage,
    TextStream,
    match_passage,
    normalize_text,
)


def match_split_row(
    stream: TextStream, expected: Sequence[ExpectedPassage], index: int, position: int
) -> tuple[int, int] | None:
    """(passage, position) behind a row of a table that runs over pages; None where it is none."""
    last = row_end(expected, index)
    cells = tuple(expected[index:last])
    end = match_cut_cells(stream, cells, position)
    if end is None:
        # Of the row below, a cell that is not its first may alone have found room on the page.
        end = match_by_count(stream, cells, position, expected[last : row_end(expected, last)])
    return None if end is None else (last, end)


def row_end(expected: Sequence[ExpectedPassage], index: int) -> int:
    """The index behind the last cell of the row that a passage belongs to."""
    end = min(index + 1, len(expected))
    while end < len(expected) and expected[index].row and expected[end].row == expected[index].row:
        end += 1
    return end


def match_cut_cells(
    stream: TextStream, cells: Sequence[ExpectedPassage], position: int
) -> int | None:
    """The position behind a row whose cells are cut, in their literal parts, at page ends."""
    head = cells[0].head
    states: tuple[CellProgress, ...] = ((0, 0),) * len(cells)
    for index in range(bisect_right(stream.starts, position), len(stream.starts) + 1):
        limit = stream.starts[index] if index < len(stream.starts) else len(stream.text)
        parts_on_page = SplitRow(stream.text, cells, states, limit).match_page(position)
        if parts_on_page is None:
            return None
        states, position = parts_on_page
        if all(state[0] == len(cell.parts) for state, cell in zip(states, cells, strict=True)):
            return position
        if position != limit:
            return None
        if head and (again := head.match(stream.text, position)):
            position = again.end()
    return None


def match_by_count(
    stream: TextStream,
    cells: Sequence[ExpectedPassage],
    position: int,
    following: Sequence[ExpectedPassage],
) -> int | None:
    """The position behind a row, found by its characters alone: each as often as in the cells, and
    nothing else but what we add (page numbers, readings, marks of notes).
    """
    lacking = Counter(
        ANY_NOTE_MARK if NOTE_MARK.match(character) else character
        for cell in cells
        for character in cell.text
    )
    lacking[ANY_NOTE_MARK] += sum(part is NOTE_MARK for cell in cells for part in cell.parts)
    lacking_count = lacking.total()
    head = cells[0].head
    added = {
        character
        for part in (*(part for cell in cells for part in cell.parts), head)
        if isinstance(part, re.Pattern)
        for character in part.pattern
    } | set("0123456789")
    patterns = sum(
        LONGEST_ADDED for cell in cells for part in cell.parts if isinstance(part, re.Pattern)
    )
    for end in range(
        position,
        min(len(stream.text), position + lacking_count + 20 * patterns + REPEATED_HEADS_LENGTH) + 1,
    ):
        if lacking_count == 0 and (
            any(row_begins(stream, cell, end) for cell in following)
            if following
            else end == len(stream.text)
        ):
            return end if any(position < start < end for start in stream.starts) else None
        character = (
            ANY_NOTE_MARK
            if NOTE_MARK.match(stream.text, end) and stream.text[end] != "["
            else stream.text[end : end + 1]
        )
        if lacking[character] > 0:
            lacking[character] -= 1
            lacking_count -= 1
        elif character not in added:
            return None
    return None


def row_begins(stream: TextStream, passage: ExpectedPassage, position: int) -> bool:
    """Whether a passage stands at a place; of the cell of a row, which may be cut as well, its
    first characters.
    """
    return (
        match_passage(stream, passage, position) is not None
        or bool(passage.row)
        and stream.text.startswith(passage.text[:3], position)
    )


ANY_NOTE_MARK = "\0"  # stands for the mark of a note, whatever its number
LONGEST_ADDED = 12  # characters of a page number or a reading
REPEATED_HEADS_LENGTH = 400  # of heads of the table that come again
CellProgress = tuple[
    int, int
]  # how far a cell has been read: the number of a part, and characters of it
TRIES_LIMIT = 3000


class SplitRow:
    """The parts of a row's cells on one page: where each ends is not drawn, so it is tried, the
    longest first.
    """

    def __init__(
        self,
        text: str,
        cells: Sequence[ExpectedPassage],
        states: Sequence[CellProgress],
        limit: int,
    ) -> None:
        self.text, self.cells, self.states, self.limit = text, cells, states, limit
        self.vain: set[tuple[int, int, bool]] = set()

    def match_page(self, position: int) -> tuple[tuple[CellProgress, ...], int] | None:
        """How far each cell has been read at the page's end, or at the row's end; None where this
        is not the row.
        """
        tried = [self.ends_within_page(0, position)]
        ends: list[tuple[CellProgress, int]] = []
        while tried and len(self.vain) < TRIES_LIMIT:
            if not tried[-1]:
                tried.pop()
                if ends:
                    ends.pop()
                continue
            state, at = tried[-1].pop()
            ends.append((state, at))
            complete = all(
                end == len(cell.parts)
                for ((end, _), _), cell in zip(ends, self.cells, strict=False)
            )
            if len(ends) == len(self.cells):
                if complete or at == self.limit:
                    return tuple(end for end, _ in ends), at
            elif (len(ends), at, complete) not in self.vain:
                tried.append(self.ends_within_page(len(ends), at))
                self.vain.add((len(ends), at, complete))
                continue
            ends.pop()
        return None

    def ends_within_page(self, number: int, position: int) -> list[tuple[CellProgress, int]]:
        """How far a cell can be read from a position on, the farthest last."""
        parts, (part, offset) = self.cells[number].parts, self.states[number]
        reached = []
        while part < len(parts):
            reached.append(((part, offset), position))
            cell_part = parts[part]
            if isinstance(cell_part, str):
                length = common_prefix(
                    cell_part[offset:],
                    self.text[position : min(self.limit, position + len(cell_part) - offset)],
                )
                reached += [
                    ((part, offset + step), position + step) for step in range(1, length + 1)
                ]
                position, offset = position + length, offset + length
                if offset < len(cell_part):
                    return reached
                reached.pop() if length else None
            else:
                match = cell_part.match(self.text, position, self.limit)
                if match is None:
                    return reached
                position = match.end()
            part, offset = part + 1, 0
        return [*reached, ((part, 0), position)]


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


BESIDE_LENGTH = 40  # characters that may stand between a term and its members: signs, a remark


def missing_entries(
    text: str, enumerations: Iterable[Enumeration], confusables: Mapping[int, str]
) -> Iterator[Difference]:
    """Enumerations whose entry lacks something: its term, then its members in order with theirs,
    then its note.

    Entries are not drawn in the order in which they are read, so each is looked for in the whole
    appendix.
    """
    enumerations = list(enumerations)
    listed = with_members(enumerations)
    for entry in enumerations:
        values = [
            normalize_text(value, confusables)
            for value in (
                entry.inner,
                *member_texts(member_tree(entry, listed)),
                *([inner_title(entry.known.source)] if entry.known else []),
                entry.note,
            )
        ]
        complete = max(
            (count_in_order(text, values, start) for start in occurrences(text, values[0])),
            default=0,
        )
        if complete < len(values):
            place = entry.defined or next(iter(entry.occurrences), None)
            yield Difference(
                "missing",
                place.place if place else SourceLocation("enumerations.toml"),
                excerpt(values[complete]),
            )


def occurrences(text: str, value: str) -> Iterator[int]:
    """Where a text stands in another; so many places are tried."""
    at = text.find(value)
    for _ in range(50):
        if at < 0:
            return
        yield at
        at = text.find(value, at + 1)


def count_in_order(text: str, values: Sequence[str], position: int) -> int:
    """How many of the values stand one behind the other from ``position`` on, with little between
    them.
    """
    for number, value in enumerate(values):
        at = text.find(value, position, position + BESIDE_LENGTH + len(value))
        if at < 0:
            return number
        position = at + len(value)
    return len(values)
