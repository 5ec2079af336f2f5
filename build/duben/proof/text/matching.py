"""A stream of text against the passages that must stand in it, in order: what is missing, doubled,
changed, moved, added.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from duben.layout import family, spoken, with_members
from duben.model import Enumeration, Problem, SourceLocation, problem, warning
from duben.proof.text.expected import NOTE_MARK, PAGE_OF, Passage, plain

Kind = Literal["missing", "doubled", "changed", "moved", "added"]

SURE = 12  # so many characters in a row are no accident
NEAR = 60  # passages looked ahead before the whole rest is searched
MOST = 200  # differences told; beyond that the rest is not compared
MARK = 7  # characters of a note's mark at most: [12345]
SHORT = 4  # a text this long is known when met elsewhere
LONGEST = 4000  # characters compared one by one
ALIKE = 0.3  # texts with less in common are not one text changed
BESIDE = 40  # characters that may stand between a term and its members: signs, a remark
AROUND = 8  # characters shown at each side of a difference


@dataclass(frozen=True, slots=True)
class Stream:
    """Text of an output as read, plain, and where each of its pages begins."""

    text: str
    starts: tuple[int, ...] = ()

    def begins(self, position: int) -> bool:
        """Whether a page begins there."""
        index = bisect_left(self.starts, position)
        return index < len(self.starts) and self.starts[index] == position


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as in the source: what was expected and what was found, as short
    excerpts.

    ``whole``: nothing of the source is lacking in the passage, however much there is beside it.
    """

    kind: Kind
    place: SourceLocation
    expected: str = ""
    found: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """Passages ``first`` to ``last`` do not match the stream from ``start`` to ``end`` (last and
    end not included).
    """

    first: int
    last: int
    start: int
    end: int


def problems(
    differences: Sequence[Difference], output: str, strict: bool = True
) -> tuple[Problem, ...]:
    """Differences as problems: errors, but, unless ``strict``, where there is more than in the
    source and nothing of it is lacking.
    """

    def told(one: Difference) -> Problem:
        if one.whole and not strict:
            return warning("text-added", one.place, output=output, found=one.found)
        return problem(
            f"text-{one.kind}", one.place, output=output, expected=one.expected, found=one.found
        )

    found = [told(one) for one in differences[:MOST]]
    if len(differences) > MOST:
        found.append(problem("text-many", differences[MOST].place, output=output, most=MOST))
    return tuple(found)


def compare(stream: Stream, expected: Sequence[Passage]) -> list[Difference]:
    """What differs, in the order of the source. Linear when nothing does."""
    gaps = []
    place = position = 0
    while place < len(expected):
        end = match(stream, expected[place], position)
        if end is not None:
            place, position = place + 1, end
            continue
        if expected[place].row and (whole := over_pages(stream, expected, place, position)):
            place, position = whole
            continue
        after, start = resume(stream, expected, place, position)
        gaps.append(Gap(place, after, position, start))
        place, position = after, start
        if len(gaps) > MOST:
            break
    else:
        if position < len(stream.text):
            gaps.append(Gap(place, place, position, len(stream.text)))
    return Account(stream, expected, gaps).differences() if gaps else []


def match(stream: Stream, passage: Passage, position: int) -> int | None:
    """Where a passage that begins at ``position`` ends; None when it does not stand there.

    Behind a head that came again it is looked for first: the cell may be as the head begins.
    """
    if (
        passage.head
        and stream.begins(position)
        and (again := passage.head.match(stream.text, position))
    ):
        end = match_here(stream, passage, again.end())
        if end is not None:
            return end
    return match_here(stream, passage, position)


def match_here(stream: Stream, passage: Passage, position: int) -> int | None:
    """The same of a passage that begins with its own text, or with a head that came again."""
    text = stream.text
    for part in passage.parts:
        if isinstance(part, str):
            if text.startswith(part, position):
                position += len(part)
            elif (
                passage.head
                and (end := over_head(stream, part, passage.head, position)) is not None
            ):
                position = end
            else:
                return None
        elif found := part.match(text, position) or (
            passage.head and behind_head(stream, part, passage.head, position)
        ):
            position = found.end()
        else:
            return None
    return position


def over_head(stream: Stream, part: str, head: re.Pattern[str], position: int) -> int | None:
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


def behind_head(
    stream: Stream, part: re.Pattern[str], head: re.Pattern[str], position: int
) -> re.Match[str] | None:
    """A mark that stands behind the head of its table, which came again at the top of a page."""
    if not stream.begins(position):
        return None
    again = head.match(stream.text, position)
    return part.match(stream.text, again.end()) if again else None


def over_pages(
    stream: Stream, expected: Sequence[Passage], place: int, position: int
) -> tuple[int, int] | None:
    """The passage and the position behind a row of a table that runs over pages: on each a part of
    each cell is drawn.
    """
    last = row_end(expected, place)
    cells = tuple(expected[place:last])
    end = cut_over_pages(stream, cells, position)
    if end is None:
        # Of the row below, a cell that is not its first may alone have found room on the page.
        end = counted(stream, cells, position, expected[last : row_end(expected, last)])
    return None if end is None else (last, end)


def row_end(expected: Sequence[Passage], place: int) -> int:
    """Where the cells end of the row that a passage is a cell of; behind the passage where it is
    none.
    """
    end = min(place + 1, len(expected))
    while end < len(expected) and expected[place].row and expected[end].row == expected[place].row:
        end += 1
    return end


def cut_over_pages(stream: Stream, cells: Sequence[Passage], position: int) -> int | None:
    """Where a row ends whose cells are cut, in their literal parts, at the ends of pages."""
    head = cells[0].head
    states: tuple[State, ...] = ((0, 0),) * len(cells)
    for index in range(bisect_right(stream.starts, position), len(stream.starts) + 1):
        limit = stream.starts[index] if index < len(stream.starts) else len(stream.text)
        found = Row(stream.text, cells, states, limit).cut(position)
        if found is None:
            return None
        states, position = found
        if all(state[0] == len(cell.parts) for state, cell in zip(states, cells, strict=True)):
            return position
        if position != limit:
            return None
        if head and (again := head.match(stream.text, position)):
            position = again.end()
    return None


def counted(
    stream: Stream, cells: Sequence[Passage], position: int, following: Sequence[Passage]
) -> int | None:
    """Where a row over several pages ends, by its characters alone: each as often as in the cells,
    and nothing but what we add.

    For rows that a page cuts inside what we add, a page number or a reading, of which there is no
    telling where it goes on.
    """
    lacking = Counter(
        CALL if NOTE_MARK.match(character) else character
        for cell in cells
        for character in cell.text
    )
    lacking[CALL] += sum(part is NOTE_MARK for cell in cells for part in cell.parts)
    missing = lacking.total()
    head = cells[0].head
    ours = {
        character
        for part in (*(part for cell in cells for part in cell.parts), head)
        if isinstance(part, re.Pattern)
        for character in part.pattern
    } | set("0123456789")
    room = sum(
        LONGEST_OURS for cell in cells for part in cell.parts if isinstance(part, re.Pattern)
    )
    for end in range(
        position, min(len(stream.text), position + missing + 20 * room + ROOM_OF_HEADS) + 1
    ):
        if missing == 0 and (
            any(begins(stream, one, end) for one in following)
            if following
            else end == len(stream.text)
        ):
            return end if any(position < start < end for start in stream.starts) else None
        character = (
            CALL
            if NOTE_MARK.match(stream.text, end) and stream.text[end] != "["
            else stream.text[end : end + 1]
        )
        if lacking[character] > 0:
            lacking[character] -= 1
            missing -= 1
        elif character not in ours:
            return None
    return None


def begins(stream: Stream, passage: Passage, position: int) -> bool:
    """Whether a passage stands at a place; of the cell of a row, which may be cut as well, its
    first characters.
    """
    return (
        match(stream, passage, position) is not None
        or bool(passage.row)
        and stream.text.startswith(passage.text[:3], position)
    )


CALL = "\0"  # stands for the mark of a note, whatever its number
LONGEST_OURS = 12  # characters of a page number or a reading
ROOM_OF_HEADS = 400  # of heads of the table that come again


State = tuple[int, int]  # how far a cell has been read: the number of a part, and characters of it
TRIES = 3000


class Row:
    """The parts of a row's cells on one page: where each ends is not drawn, so it is tried, the
    longest first.
    """

    def __init__(
        self, text: str, cells: Sequence[Passage], states: Sequence[State], limit: int
    ) -> None:
        self.text, self.cells, self.states, self.limit = text, cells, states, limit
        self.vain: set[tuple[int, int, bool]] = set()

    def cut(self, position: int) -> tuple[tuple[State, ...], int] | None:
        """How far each cell has been read at the page's end, or at the row's end; None where this
        is not the row.
        """
        tried = [self.steps(0, position)]
        ends: list[tuple[State, int]] = []
        while tried and len(self.vain) < TRIES:
            if not tried[-1]:
                tried.pop()
                if ends:
                    ends.pop()
                continue
            state, at = tried[-1].pop()
            ends.append((state, at))
            whole = all(
                end == len(cell.parts)
                for ((end, _), _), cell in zip(ends, self.cells, strict=False)
            )
            if len(ends) == len(self.cells):
                if whole or at == self.limit:
                    return tuple(end for end, _ in ends), at
            elif (len(ends), at, whole) not in self.vain:
                tried.append(self.steps(len(ends), at))
                self.vain.add((len(ends), at, whole))
                continue
            ends.pop()
        return None

    def steps(self, number: int, position: int) -> list[tuple[State, int]]:
        """How far a cell can be read from a position on, the farthest last."""
        parts, (part, offset) = self.cells[number].parts, self.states[number]
        found = []
        while part < len(parts):
            found.append(((part, offset), position))
            here = parts[part]
            if isinstance(here, str):
                length = common(
                    here[offset:],
                    self.text[position : min(self.limit, position + len(here) - offset)],
                )
                found += [((part, offset + step), position + step) for step in range(1, length + 1)]
                position, offset = position + length, offset + length
                if offset < len(here):
                    return found
                found.pop() if length else None
            else:
                match = here.match(self.text, position, self.limit)
                if match is None:
                    return found
                position = match.end()
            part, offset = part + 1, 0
        return [*found, ((part, 0), position)]


def resume(
    stream: Stream, expected: Sequence[Passage], place: int, position: int
) -> tuple[int, int]:
    """From which passage and position on the two agree again: nearest to where it should, fewest
    passages left out.
    """
    for near, window in ((NEAR, 4000), (len(expected), len(stream.text))):
        best: tuple[int, int, int] | None = None
        offset = 0
        for ahead in range(min(near, len(expected) - place)):
            passage = expected[place + ahead]
            for start in starts(
                stream, expected, place + ahead, position, position + offset + window
            ):
                # Marks of notes are not counted in the offset; a passage more to be accounted for
                # must be worth it.
                cost = abs(start - position - offset) + 4 * ahead
                if best is None or cost < best[0]:
                    best = cost, place + ahead, start
                break
            offset += len(passage.text)
            if best is not None and (best[0] <= 4 * ahead or place + ahead > best[1] + 5):
                break
        if best is not None:
            return best[1], best[2]
    return len(expected), len(stream.text)


def starts(
    stream: Stream, expected: Sequence[Passage], place: int, start: int, end: int
) -> Iterator[int]:
    """Where from ``start`` on a passage stands, surely: with those behind it, if it is short
    itself.
    """
    for begin in standing(stream, expected[place], start, end, 8):
        if sure(stream, expected, place, begin):
            yield begin


def standing(stream: Stream, passage: Passage, start: int, end: int, most: int) -> Iterator[int]:
    """Where a passage stands whole between ``start`` and ``end``; so many places are tried."""
    key = next((part for part in passage.parts if isinstance(part, str)), "")[:24]
    found = stream.text.find(key, start, end) if key else -1
    for _ in range(most):
        if found < 0:
            return
        # A number or the mark of a note stands before the text.
        longest = (
            0
            if isinstance(passage.parts[0], str)
            else min(max(MARK, len(passage.mark)), found - start)
        )
        for before in range(longest, -1, -1):
            if match(stream, passage, found - before) is not None:
                yield found - before
                break
        found = stream.text.find(key, found + 1, end)


def sure(stream: Stream, expected: Sequence[Passage], place: int, position: int) -> bool:
    """Whether SURE characters from a passage on stand at ``position``, or all up to the end."""
    agreed = 0
    while agreed < SURE and place < len(expected):
        end = match(stream, expected[place], position)
        if end is None:
            return False
        agreed += len(expected[place].text)
        place, position = place + 1, end
    # At the end of the stream less must do.
    return agreed >= SURE or position == len(stream.text)


class Account:
    """What became of the passages in the gaps."""

    def __init__(self, stream: Stream, expected: Sequence[Passage], gaps: Sequence[Gap]) -> None:
        self.stream = stream
        self.expected = expected
        self.gaps = gaps
        self.told: list[tuple[int, Difference]] = []
        self.missing: dict[int, Passage] = {}
        self.extra: list[tuple[int, str]] = []

    def differences(self) -> list[Difference]:
        for gap in self.gaps:
            self.settle(gap)
        self.find_moved()
        for index, passage in self.missing.items():
            if passage.text:
                self.tell(index, "missing", passage.place, expected=excerpt(passage.text))
        for index, text in self.extra:
            self.tell_extra(index, text)
        if not self.told:
            # Whatever did not match must be told, though only a number without a text is wrong.
            gap = self.gaps[0]
            passage = self.expected[min(gap.first, len(self.expected) - 1)]
            self.tell(
                gap.first,
                "changed",
                passage.place,
                excerpt(passage.mark + passage.text),
                excerpt(self.stream.text[gap.start : gap.end]),
            )
        return [difference for _, difference in sorted(self.told, key=lambda pair: pair[0])]

    def tell(
        self,
        index: int,
        kind: Kind,
        place: SourceLocation,
        expected: str = "",
        found: str = "",
        whole: bool = False,
    ) -> None:
        self.told.append((index, Difference(kind, place, expected, found, whole)))

    def settle(self, gap: Gap) -> None:
        """Divides a gap at the passages that stand in it whole, and tells of what lies between."""
        found: list[tuple[int, int, int]] = []
        if gap.last - gap.first > 1:
            for index in range(gap.first, gap.last):
                passage = self.expected[index]
                if len(passage.text) > SHORT:
                    for start in standing(self.stream, passage, gap.start, gap.end, 4):
                        end = match(self.stream, passage, start)
                        if (
                            end is not None
                            and end <= gap.end
                            and all(end <= s or start >= e for _, s, e in found)
                        ):
                            found.append((index, start, end))
                            break
        kept = rising(found)
        index, position = gap.first, gap.start
        out_of_order = sorted(one for one in found if one not in kept)
        for moved, _, _ in out_of_order:
            passage = self.expected[moved]
            self.tell(moved, "moved", passage.place, expected=excerpt(passage.text))
        gone = {one[0] for one in out_of_order}
        for after, start, end in (*kept, (gap.last, gap.end, gap.end)):
            text = self.without(position, start, out_of_order)
            self.slot([one for one in range(index, after) if one not in gone], text, index)
            index, position = after + 1, end

    def without(self, start: int, end: int, taken: Sequence[tuple[int, int, int]]) -> str:
        """The stream from ``start`` to ``end`` without what was recognised in it."""
        pieces = []
        for _, first, last in sorted(taken, key=lambda one: one[1]):
            if start <= first < end:
                pieces.append(self.stream.text[start:first])
                start = last
        return "".join([*pieces, self.stream.text[start:end]])

    def slot(self, indexes: Sequence[int], text: str, before: int) -> None:
        """Passages that were not found against the text that stands in their stead."""
        wanted = [index for index in indexes if self.expected[index].text or not text]
        if not text:
            self.missing.update((index, self.expected[index]) for index in wanted)
        elif not any(self.expected[index].text for index in indexes):
            self.extra.append((before, text))
        else:
            self.changed([index for index in indexes if self.expected[index].text], text, before)

    def changed(self, indexes: Sequence[int], found: str, before: int) -> None:
        """Tells, for each passage, the first characters that differ."""
        looked = [self.expected[index] for index in indexes]
        texts = [passage.mark + passage.text for passage in looked]
        source, marked = "".join(texts), found
        if any(not isinstance(part, str) for passage in looked for part in passage.parts):
            source, found = (PAGE_OF.sub("", NOTE_MARK.sub("", text)) for text in (source, found))
            texts = [PAGE_OF.sub("", NOTE_MARK.sub("", text)) for text in texts]
            if source == found:
                # Only a mark of a note or a page number is wrong.
                self.tell(
                    indexes[0], "changed", looked[0].place, excerpt(looked[0].text), excerpt(marked)
                )
                return
        parted = list(opcodes(source, found))
        if len(source) - sum(end - start for start, end, _, _ in parted) < ALIKE * max(
            len(source), len(found)
        ):
            self.missing.update(zip(indexes, looked, strict=True))
            self.extra.append((before, found))
            return
        edges = [0]
        for text in texts:
            edges.append(edges[-1] + len(text))
        lost = [0] * len(indexes)
        first: dict[int, tuple[int, int, int, int]] = {}
        for start, end, there, until in parted:
            at = min(bisect_right(edges, start) - 1, len(indexes) - 1)
            if start == end and start in edges and until - there >= SURE:
                self.extra.append((indexes[at], found[there:until]))
                continue
            while True:
                lost[at] += min(end, edges[at + 1]) - max(start, edges[at])
                first.setdefault(at, (start, end, there, until))
                if end <= edges[at + 1] or at + 1 == len(indexes):
                    break
                at += 1
        for at, (start, end, there, until) in first.items():
            if lost[at] == len(texts[at]) and until - there < len(texts[at]) // 2:
                self.missing[indexes[at]] = looked[at]
                continue
            before_it, behind_it = max(start - edges[at], 0), max(edges[at + 1] - end, 0)
            self.tell(
                indexes[at],
                "changed",
                looked[at].place_of(max(before_it - len(looked[at].mark), 0)),
                around(source, start, end, before_it, behind_it),
                around(found, there, until, before_it, behind_it),
                not lost[at],
            )

    def find_moved(self) -> None:
        """Passages that are missing in one place and too many in another have moved."""
        for index, passage in list(self.missing.items()):
            for number, (before, text) in enumerate(self.extra):
                if passage.text and (
                    passage.text == text or len(passage.text) >= SHORT and passage.text in text
                ):
                    self.extra[number] = before, text.replace(passage.text, "", 1)
                    del self.missing[index]
                    self.tell(index, "moved", passage.place, expected=excerpt(passage.text))
                    break

    def tell_extra(self, index: int, text: str) -> None:
        """Text that is too much: passages of the source that came again, else something new."""
        near = range(max(index - NEAR, 0), min(index + NEAR, len(self.expected)))
        doubled = sorted(
            (one for one in near if len(self.expected[one].text) >= SHORT),
            key=lambda one: -len(self.expected[one].text),
        )
        if text:
            doubled = [one for one, passage in enumerate(self.expected) if passage.text == text][
                :1
            ] + doubled
        for one in doubled:
            passage = self.expected[one]
            if passage.text in text:
                text = text.replace(passage.text, "", 1)
                self.tell(one, "doubled", passage.place, found=excerpt(passage.text))
        if text:
            # A few characters too many belong to the text behind them, more to what they follow.
            at = index if len(text) < SURE and index < len(self.expected) else index - 1
            place = (
                self.expected[max(at, 0)].place if self.expected else SourceLocation("book.toml")
            )
            self.tell(index, "added", place, found=excerpt(text), whole=True)


def rising(found: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """The longest run of passages that stand in the order of the source."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, start, _) in enumerate(found):
        at = bisect_left(tails, start)
        tails[at : at + 1] = [start]
        ends[at : at + 1] = [number]
        before.append(ends[at - 1] if at else -1)
    run = []
    number = ends[-1] if ends else -1
    while number >= 0:
        run.append(found[number])
        number = before[number]
    return run[::-1]


def opcodes(source: str, found: str) -> Iterator[tuple[int, int, int, int]]:
    """Where two texts differ: start and end in the one, start and end in the other."""
    head = common(source, found)
    tail = common(source[head:][::-1], found[head:][::-1])
    ends = len(source) - tail, len(found) - tail
    if max(ends) - head > LONGEST:
        yield head, ends[0], head, ends[1]
        return
    matcher = SequenceMatcher(None, source[head : ends[0]], found[head : ends[1]], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            yield head + a, head + b, head + c, head + d


def common(one: str, other: str) -> int:
    """How many characters two texts have in common from their beginning."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def appendix(
    text: str, wanted: Iterable[Enumeration], alike: Mapping[int, str]
) -> Iterator[Difference]:
    """Enumerations whose entry lacks something: its term, then its members in order with theirs,
    then its note.

    Entries are not drawn in the order in which they are read, so each is looked for in the whole
    appendix.
    """
    wanted = list(wanted)
    listed = with_members(wanted)
    for entry in wanted:
        values = [
            plain(value, alike)
            for value in (entry.inner, *spoken(family(entry, listed)), entry.note)
        ]
        found = max(
            (standing_there(text, values, start) for start in places(text, values[0])), default=0
        )
        if found < len(values):
            place = entry.defined or next(iter(entry.occurrences), None)
            yield Difference(
                "missing",
                place.place if place else SourceLocation("enumerations.toml"),
                excerpt(values[found]),
            )


def places(text: str, value: str) -> Iterator[int]:
    """Where a text stands in another; so many places are tried."""
    found = text.find(value)
    for _ in range(50):
        if found < 0:
            return
        yield found
        found = text.find(value, found + 1)


def standing_there(text: str, values: Sequence[str], position: int) -> int:
    """How many of the values stand one behind the other from ``position`` on, with little between
    them.
    """
    for number, value in enumerate(values):
        found = text.find(value, position, position + BESIDE + len(value))
        if found < 0:
            return number
        position = found + len(value)
    return len(values)


def excerpt(text: str, most: int = 24) -> str:
    """The beginning of a text."""
    return text if len(text) <= most else text[:most] + "……"


def around(text: str, start: int, end: int, before: int = AROUND, behind: int = AROUND) -> str:
    """A place in a text, in 【】, with some characters of what stands before and behind it."""
    middle = (
        text[start:end] if end - start <= 2 * AROUND else text[start : start + 2 * AROUND] + "……"
    )
    return f"{text[max(start - min(before, AROUND), 0) : start]}【{middle}】{text[end : end + min(behind, AROUND)]}"
