"""What became of passages that do not stand where they should, and what stands there instead.

Inside an unmatched span, passages that stand whole are recognized first; of those the longest run
in the order of the source stays (patience sorting), the others have moved. What lies between two
of them is compared character by character (Ratcliff and Obershelp, by difflib). Last, what is
missing at one place and too much at another is taken together: it has moved, or was doubled.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate
from typing import Literal

from duben.model import Problem, SourceLocation, problem, warning
from duben.proof.text.expected import NOTE_MARK, PAGE_OF, ExpectedPassage, TextStream, match_passage

Kind = Literal["missing", "doubled", "changed", "moved", "added"]
SURE_LENGTH = 12  # so many characters in a row are no accident
PASSAGES_AHEAD = 60  # passages looked ahead before the whole rest is searched
DIFFERENCES_LIMIT = 200  # differences told; beyond that the rest is not compared
LONGEST_NOTE_MARK = 7  # characters of a note's mark at most: [12345]
KNOWN_LENGTH = 4  # a text this long is known when met elsewhere
LONGEST_COMPARED = 4000  # characters compared one by one
LEAST_COMMON_SHARE = 0.3  # texts with less in common are not one text changed
SHOWN_AROUND = 8  # characters shown at each side of a difference


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
class UnmatchedSpan:
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

    def to_problem(difference: Difference) -> Problem:
        if difference.whole and not strict:
            return warning("text-added", difference.place, output=output, found=difference.found)
        return problem(
            f"text-{difference.kind}",
            difference.place,
            output=output,
            expected=difference.expected,
            found=difference.found,
        )

    problems = [to_problem(difference) for difference in differences[:DIFFERENCES_LIMIT]]
    if len(differences) > DIFFERENCES_LIMIT:
        problems.append(
            problem(
                "text-many",
                differences[DIFFERENCES_LIMIT].place,
                output=output,
                most=DIFFERENCES_LIMIT,
            )
        )
    return tuple(problems)


def whole_matches(
    stream: TextStream, passage: ExpectedPassage, start: int, end: int, tries: int
) -> Iterator[int]:
    """Where a passage stands whole between ``start`` and ``end``;
    ``tries`` places are looked at.
    """
    key = next((part for part in passage.parts if isinstance(part, str)), "")[:24]
    at = stream.text.find(key, start, end) if key else -1
    for _ in range(tries):
        if at < 0:
            return
        # A number or the mark of a note stands before the text.
        longest = (
            0
            if isinstance(passage.parts[0], str)
            else min(max(LONGEST_NOTE_MARK, len(passage.mark)), at - start)
        )
        for before in range(longest, -1, -1):
            if match_passage(stream, passage, at - before) is not None:
                yield at - before
                break
        at = stream.text.find(key, at + 1, end)


class DifferenceFinder:
    """Finds out what became of the passages in the unmatched spans.

    ``missing`` has the passages that were not found, by index; ``extra`` (index of the passage that
    follows, text) what is too much; ``reported`` (index, difference) what is known.
    """

    def __init__(
        self, stream: TextStream, expected: Sequence[ExpectedPassage], gaps: Sequence[UnmatchedSpan]
    ) -> None:
        self.stream = stream
        self.expected = expected
        self.gaps = gaps
        self.reported: list[tuple[int, Difference]] = []
        self.missing: dict[int, ExpectedPassage] = {}
        self.extra: list[tuple[int, str]] = []

    def differences(self) -> list[Difference]:
        for gap in self.gaps:
            self.divide(gap)
        self.report_moved()
        for index, passage in self.missing.items():
            if passage.text:
                self.report(index, "missing", passage.place, expected=excerpt(passage.text))
        for index, text in self.extra:
            self.report_extra(index, text)
        if not self.reported:
            # Whatever did not match must be told, though only a number without a text is wrong.
            gap = self.gaps[0]
            passage = self.expected[min(gap.first, len(self.expected) - 1)]
            self.report(
                gap.first,
                "changed",
                passage.place,
                excerpt(passage.mark + passage.text),
                excerpt(self.stream.text[gap.start : gap.end]),
            )
        return [difference for _, difference in sorted(self.reported, key=lambda pair: pair[0])]

    def report(
        self,
        index: int,
        kind: Kind,
        place: SourceLocation,
        expected: str = "",
        found: str = "",
        whole: bool = False,
    ) -> None:
        self.reported.append((index, Difference(kind, place, expected, found, whole)))

    def divide(self, gap: UnmatchedSpan) -> None:
        """Divides a span at the passages that stand in it whole; reports what lies between them."""
        recognized: list[tuple[int, int, int]] = []
        if gap.last - gap.first > 1:
            for index in range(gap.first, gap.last):
                passage = self.expected[index]
                if len(passage.text) > KNOWN_LENGTH:
                    for start in whole_matches(self.stream, passage, gap.start, gap.end, 4):
                        end = match_passage(self.stream, passage, start)
                        if (
                            end is not None
                            and end <= gap.end
                            and all(end <= s or start >= e for _, s, e in recognized)
                        ):
                            recognized.append((index, start, end))
                            break
        kept = longest_in_order(recognized)
        index, position = gap.first, gap.start
        out_of_order = sorted(item for item in recognized if item not in kept)
        for moved, _, _ in out_of_order:
            passage = self.expected[moved]
            self.report(moved, "moved", passage.place, expected=excerpt(passage.text))
        gone = {item[0] for item in out_of_order}
        for after, start, end in (*kept, (gap.last, gap.end, gap.end)):
            text = _without_recognized(self.stream.text, position, start, out_of_order)
            self.sort_unmatched(
                [item for item in range(index, after) if item not in gone], text, index
            )
            index, position = after + 1, end

    def sort_unmatched(self, indexes: Sequence[int], text: str, before: int) -> None:
        """Passages that were not found, and the text that stands in their place: missing, extra or
        changed.
        """
        lacking = [index for index in indexes if self.expected[index].text or not text]
        if not text:
            self.missing.update((index, self.expected[index]) for index in lacking)
        elif not any(self.expected[index].text for index in indexes):
            self.extra.append((before, text))
        else:
            self.report_changes(
                [index for index in indexes if self.expected[index].text], text, before
            )

    def report_changes(self, indexes: Sequence[int], read: str, before: int) -> None:
        """Reports, for each passage, the first characters that differ."""
        unmatched = [self.expected[index] for index in indexes]
        texts = [passage.mark + passage.text for passage in unmatched]
        source, read_with_marks = "".join(texts), read
        if any(not isinstance(part, str) for passage in unmatched for part in passage.parts):
            source, read = (PAGE_OF.sub("", NOTE_MARK.sub("", text)) for text in (source, read))
            texts = [PAGE_OF.sub("", NOTE_MARK.sub("", text)) for text in texts]
            if source == read:
                # Only a mark of a note or a page number is wrong.
                self.report(
                    indexes[0],
                    "changed",
                    unmatched[0].place,
                    excerpt(unmatched[0].text),
                    excerpt(read_with_marks),
                )
                return
        spans = list(differing_spans(source, read))
        if len(source) - sum(end - start for start, end, _, _ in spans) < LEAST_COMMON_SHARE * max(
            len(source), len(read)
        ):
            self.missing.update(zip(indexes, unmatched, strict=True))
            self.extra.append((before, read))
            return
        edges = list(accumulate(map(len, texts), initial=0))
        lost = [0] * len(indexes)
        first: dict[int, tuple[int, int, int, int]] = {}
        for start, end, there, until in spans:
            at = min(bisect_right(edges, start) - 1, len(indexes) - 1)
            if start == end and start in edges and until - there >= SURE_LENGTH:
                self.extra.append((indexes[at], read[there:until]))
                continue
            while True:
                lost[at] += min(end, edges[at + 1]) - max(start, edges[at])
                first.setdefault(at, (start, end, there, until))
                if end <= edges[at + 1] or at + 1 == len(indexes):
                    break
                at += 1
        for at, (start, end, there, until) in first.items():
            if lost[at] == len(texts[at]) and until - there < len(texts[at]) // 2:
                self.missing[indexes[at]] = unmatched[at]
                continue
            before_it, behind_it = max(start - edges[at], 0), max(edges[at + 1] - end, 0)
            self.report(
                indexes[at],
                "changed",
                unmatched[at].place_of(max(before_it - len(unmatched[at].mark), 0)),
                mark_difference(source, start, end, before_it, behind_it),
                mark_difference(read, there, until, before_it, behind_it),
                not lost[at],
            )

    def report_moved(self) -> None:
        """Reports passages that are missing at one place and too much at another:
        they have moved.
        """
        for index, passage in list(self.missing.items()):
            for number, (before, text) in enumerate(self.extra):
                if passage.text and (
                    passage.text == text
                    or len(passage.text) >= KNOWN_LENGTH
                    and passage.text in text
                ):
                    self.extra[number] = before, text.replace(passage.text, "", 1)
                    del self.missing[index]
                    self.report(index, "moved", passage.place, expected=excerpt(passage.text))
                    break

    def report_extra(self, index: int, text: str) -> None:
        """Reports text that is too much: passages of the source that came again, or new text."""
        near = range(
            max(index - PASSAGES_AHEAD, 0), min(index + PASSAGES_AHEAD, len(self.expected))
        )
        doubled = sorted(
            (
                near_index
                for near_index in near
                if len(self.expected[near_index].text) >= KNOWN_LENGTH
            ),
            key=lambda near_index: -len(self.expected[near_index].text),
        )
        if text:
            doubled = [
                near_index
                for near_index, passage in enumerate(self.expected)
                if passage.text == text
            ][:1] + doubled
        for near_index in doubled:
            passage = self.expected[near_index]
            if passage.text in text:
                text = text.replace(passage.text, "", 1)
                self.report(near_index, "doubled", passage.place, found=excerpt(passage.text))
        if text:
            # A few characters too many belong to the text behind them, more to what they follow.
            at = index if len(text) < SURE_LENGTH and index < len(self.expected) else index - 1
            place = (
                self.expected[max(at, 0)].place if self.expected else SourceLocation("book.toml")
            )
            self.report(index, "added", place, found=excerpt(text), whole=True)


def _without_recognized(
    text: str, start: int, end: int, recognized: Sequence[tuple[int, int, int]]
) -> str:
    """The text from ``start`` to ``end`` without what was recognised in it."""
    pieces = []
    for _, first, last in sorted(recognized, key=lambda item: item[1]):
        if start <= first < end:
            pieces.append(text[start:first])
            start = last
    return "".join([*pieces, text[start:end]])


def longest_in_order(items: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """The longest run of (passage, start, end) whose starts grow, by patience sorting."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, start, _) in enumerate(items):
        length = bisect_left(tails, start)
        tails[length : length + 1] = [start]
        ends[length : length + 1] = [number]
        before.append(ends[length - 1] if length else -1)
    run = []
    number = ends[-1] if ends else -1
    while number >= 0:
        run.append(items[number])
        number = before[number]
    return run[::-1]


def differing_spans(source: str, read: str) -> Iterator[tuple[int, int, int, int]]:
    """Where two texts differ: (start, end) in the source and (start, end) in what was read."""
    head = common_prefix(source, read)
    tail = common_prefix(source[head:][::-1], read[head:][::-1])
    ends = len(source) - tail, len(read) - tail
    if max(ends) - head > LONGEST_COMPARED:
        yield head, ends[0], head, ends[1]
        return
    matcher = SequenceMatcher(None, source[head : ends[0]], read[head : ends[1]], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            yield head + a, head + b, head + c, head + d


def common_prefix(text: str, other: str) -> int:
    """How many characters two texts have in common from their beginning."""
    low, high = 0, min(len(text), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if text[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def excerpt(text: str, limit: int = 24) -> str:
    """The beginning of a text."""
    return text if len(text) <= limit else text[:limit] + "……"


def mark_difference(
    text: str, start: int, end: int, before: int = SHOWN_AROUND, behind: int = SHOWN_AROUND
) -> str:
    """A place in a text, in 【】, with some characters of what stands before and behind it."""
    middle = (
        text[start:end]
        if end - start <= 2 * SHOWN_AROUND
        else text[start : start + 2 * SHOWN_AROUND] + "……"
    )
    return (
        f"{text[max(start - min(before, SHOWN_AROUND), 0) : start]}【{middle}】"
        f"{text[end : end + min(behind, SHOWN_AROUND)]}"
    )
