"""Changes quoted in whole clauses: what a reader of one line of a slip understands without the
page beside it. Its door: ``quote_edits``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from duben import chinese

# A clause ends with a stop and the closing marks behind it, at a wide blank or a new cell. Marks
# inside numbers (1,000, 9:30) end none.
CELLS = " | "  # between the cells of a row
LONGEST_ROW = 24  # characters of a row that is quoted whole
CLAUSE_END = re.compile("(?:[，。；：！？…]+|[,;:!?](?![0-9]))[”’）》」』)]*|[　\n]+| \\| ")
CLAUSE_MARKS = re.compile("[、，。；：]+")  # behind a bracket
# Where cells meet, in a quotation; not at its ends.
CELL_EDGE = re.compile("(?<=“)(?:\\s*\\|\\s*)+|(?:\\s*\\|\\s*)+(?=”)")
CELL_STEP = re.compile("(?:\\s*\\|\\s*)+")
ENDED = re.compile(f"(?:{CLAUSE_END.pattern})$")
SENTENCE_END = re.compile("[。！？；!?;　\n|]")
MARKS = 8  # characters that marks at the end of a clause take at most
WORD_WINDOW = 24  # characters in which words are looked for
LEAST_QUOTE = 6  # characters; a shorter clause is quoted with the one beside it
LONGEST_CLAUSE = 44  # characters; of a longer one the words near the change are quoted
NEAR_CHANGE = 14  # characters of a long clause on either side at least
NEAREST = 11  # characters between a change and the 、 at which its quote may end, at least
LONGEST_QUOTE = 120  # characters that make a place the only one on its page, at most
BALANCED_LENGTH = 70  # characters that a quote may have to hold both of a pair of brackets


@dataclass(frozen=True, slots=True)
class QuotedEdit:
    """``text[start:end]`` becomes ``came``; ``text[left:right]`` are the clauses that hold it."""

    start: int
    end: int
    came: str
    left: int
    right: int

    def wrong(self, text: str) -> str:
        """The clauses as they were."""
        return text[self.left : self.right]

    def correct(self, text: str) -> str:
        """The clauses as they are to be."""
        return text[self.left : self.start] + self.came + text[self.end : self.right]


Edit = tuple[int, int, str]  # start and end in the old text, and what stands there now
IsOnly = Callable[[str, int], bool]


def quote_edits(
    text: str,
    edits: Sequence[Edit],
    floor: int = 0,
    is_only: IsOnly = lambda quote, start: True,
) -> tuple[QuotedEdit, ...]:
    """The edits of a text with their clauses; edits that share a clause are one.

    ``floor``: where the text begins behind its own number, which is not quoted. ``is_only`` tells
    whether a quote stands once on the page of ``text[start]``: else more clauses are quoted.
    """
    clauses = _Clauses.of(text, floor)
    quotes = [clauses.quote(edit, is_only) for edit in edits]
    while True:
        merged: list[QuotedEdit] = []
        for quote in quotes:
            if merged and quote.left < merged[-1].right:
                merged[-1] = clauses.quote(_join(text, merged[-1], quote), is_only)
            else:
                merged.append(quote)
        if len(merged) == len(quotes):
            return tuple(merged)
        quotes = merged


def quote_number(text: str, edit: Edit, floor: int, words: Sequence[Edit]) -> QuotedEdit:
    """The number that opens a text, up to ``floor``, with its first clause, where none of ``words``
    changes there: else by itself.
    """
    start, end, came = edit
    stop = CLAUSE_END.search(text, floor)
    right = stop.start() if stop else len(text)
    if right > LONGEST_CLAUSE or any(other[0] < right for other in words):
        right = floor
    return QuotedEdit(start, end, came, 0, right)


def show_cells(text: str) -> str:
    """The text of a row as a reader of paper knows it: cells stand apart, with no bar between."""
    return CELL_STEP.sub("　", CELL_EDGE.sub("", text))


def clause_before(text: str, at: int) -> str:
    """The clause, with its mark, that ends at a place."""
    clauses = _Clauses.of(text, 0)
    return text[clauses.starts[clauses.at(at - 1)] : at]


def clause_behind(text: str, at: int) -> str:
    """The clause, with its mark, that begins at a place."""
    stop = CLAUSE_END.search(text, at)
    return text[at : stop.end() if stop else len(text)]


def is_clause(text: str, edit: QuotedEdit) -> bool:
    """Whether what came or went is a clause, or several: it begins and ends where clauses do. A
    mark alone is none.
    """
    words = text[edit.start : edit.end] or edit.came
    if not any(character.isalnum() for character in words):
        return False
    before, behind = text[max(0, edit.start - MARKS) : edit.start], text[edit.end :]
    begins = not before or bool(ENDED.search(before)) or bool(CLAUSE_END.match(words))
    ends = not behind or bool(CLAUSE_END.match(behind)) or bool(ENDED.search(words))
    return begins and ends and bool(CLAUSE_END.search(words) or not behind or not before)


def _join(text: str, first: QuotedEdit, second: QuotedEdit) -> Edit:
    return first.start, second.end, first.came + text[first.end : second.start] + second.came


@dataclass(frozen=True)
class _Clauses:
    """The clauses of a text. ``starts``: where each begins; ``stops``: where the marks at its end
    do.
    """

    text: str
    floor: int
    starts: tuple[int, ...]
    stops: tuple[int, ...]

    @classmethod
    def of(cls, text: str, floor: int) -> _Clauses:
        ends = [match.span() for match in CLAUSE_END.finditer(text, floor)]
        starts = [floor, *(end for _, end in ends)]
        stops = [*(start for start, _ in ends), len(text)]
        if len(starts) > 1 and starts[-1] == len(text):
            del starts[-1], stops[-1]
        return cls(text, floor, tuple(starts), tuple(stops))

    def at(self, offset: int) -> int:
        """The number of the clause that holds an offset."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def goes_on(self, number: int) -> bool:
        """Whether the sentence goes on behind a clause."""
        return number + 1 < len(self.starts) and not SENTENCE_END.search(
            self.text[self.stops[number] : self.starts[number + 1]]
        )

    def quote(self, edit: Edit, is_only: IsOnly) -> QuotedEdit:
        """An edit with the clauses that hold it, as many as it takes."""
        start, end, came = edit
        if start < end and CELLS in self.text and len(self.text) <= LONGEST_ROW:
            return QuotedEdit(start, end, came, self.floor, len(self.text))
        first, last = self._touched(start, end)
        near = NEAR_CHANGE
        while True:
            clauses = self._without_half_brackets(
                self._balance(
                    QuotedEdit(start, end, came, self.starts[first], self._right(last, end))
                )
            )
            quote = self._without_half_brackets(self._near(clauses, near))
            least = min(len(quote.wrong(self.text)), len(quote.correct(self.text)))
            if least >= LEAST_QUOTE and is_only(quote.wrong(self.text), start):
                return quote
            wider = self._wider(first, last) if quote == clauses else (first, last)
            if wider is None or quote.right - quote.left > LONGEST_QUOTE:
                return quote
            (first, last), near = wider, 2 * near

    def _touched(self, start: int, end: int) -> tuple[int, int]:
        """The first and the last clause that an edit touches. One that changes the mark between
        two touches both.
        """
        first, last = self.at(start), self.at(max(start, end - 1))
        if end > max(start, self.stops[last]) and last + 1 < len(self.starts):
            last += 1
        return first, last

    def _right(self, last: int, end: int) -> int:
        """Where a quote ends whose last clause is given: ahead of its mark, or behind what changes
        there.
        """
        return max(self.stops[last], end)

    def _wider(self, first: int, last: int) -> tuple[int, int] | None:
        """One clause more, of the same sentence if it can be; None where there is none."""
        if first and self.goes_on(first - 1):
            return first - 1, last
        if last + 1 < len(self.starts) and self.goes_on(last):
            return first, last + 1
        if first:
            return first - 1, last
        return (first, last + 1) if last + 1 < len(self.starts) else None

    def _balance(self, quote: QuotedEdit) -> QuotedEdit:
        """A quote that holds both of each pair of brackets, where that makes it not too long."""
        for left, right in self._bracket_pairs(quote):
            crosses = left < quote.left < right <= quote.right or (
                quote.left <= left < quote.right < right
            )
            if crosses and max(quote.right, right) - min(quote.left, left) <= BALANCED_LENGTH:
                first = min(quote.left, self.starts[self.at(left)])
                last = max(quote.right, self._right(self.at(right - 1), right))
                quote = replace(quote, left=first, right=last)
        return quote

    def _without_half_brackets(self, quote: QuotedEdit) -> QuotedEdit:
        """A quote without the rest of a pair of brackets that it cuts and that holds no change."""
        pairs = self._bracket_pairs(quote)
        cut = [right for left, right in pairs if left < quote.left < right <= quote.start]
        left = max(cut, default=quote.left)
        if cut and (mark := CLAUSE_MARKS.match(self.text, left, quote.start)):
            left = mark.end()
        opened = (first for first, end in pairs if quote.end <= first < quote.right < end)
        return replace(quote, left=left, right=min(opened, default=quote.right))

    def _bracket_pairs(self, quote: QuotedEdit) -> list[tuple[int, int]]:
        """Where the pairs of brackets near a quote begin and end, by their ends."""
        pairs: list[tuple[int, int]] = []
        opened: list[int] = []
        low = max(self.floor, quote.left - BALANCED_LENGTH)
        for at, character in enumerate(self.text[low : quote.right + BALANCED_LENGTH], low):
            if character in chinese.WIDE_OPENING:
                opened.append(at)
            elif character in chinese.WIDE_CLOSING and opened:
                pairs.append((opened.pop(), at + 1))
        return pairs

    def _near(self, quote: QuotedEdit, near: int) -> QuotedEdit:
        """Of long clauses the words near the change, ``near`` characters on either side at least:
        cut at 、 or between words.
        """
        left, right = quote.left, quote.right
        if right - left <= LONGEST_CLAUSE + quote.end - quote.start:
            return quote
        if quote.start - left > 2 * near:
            left = _cut_before(self.text, quote.left, quote.start - near)
        if right - quote.end > 2 * near:
            right = _cut_behind(self.text, quote.end + near, quote.right)
        return replace(quote, left=left, right=right)


def _cut_before(text: str, low: int, most: int) -> int:
    """The place near ``most`` at which a quote may begin."""
    comma = text.rfind("、", max(low, most - NEAR_CHANGE), most + NEAR_CHANGE - NEAREST)
    return comma + 1 if comma >= 0 else last_word_end(text, low, most)


def _cut_behind(text: str, least: int, high: int) -> int:
    """The place near ``least`` at which a quote may end."""
    comma = text.find("、", least - NEAR_CHANGE + NEAREST, min(high, least + NEAR_CHANGE))
    return comma if comma >= 0 else first_word_end(text, least, high)


def word_ends(text: str, low: int, high: int) -> Iterator[int]:
    """Where words of ``text[low:high]`` end."""
    at = low
    for word in chinese.split_phrases(text[low:high]):
        at += len(word)
        yield at


def last_word_end(text: str, low: int, most: int) -> int:
    """The last end of a word at or before ``most``, ``low`` where there is none."""
    start = max(low, most - WORD_WINDOW)
    return max((at for at in word_ends(text, start, most + 8) if at <= most), default=low)


def first_word_end(text: str, least: int, high: int) -> int:
    """The first end of a word at or behind ``least``, ``high`` where there is none."""
    start = max(0, least - WORD_WINDOW)
    return min((at for at in word_ends(text, start, high) if at >= least), default=high)


def are_whole_words(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` is words by themselves: two characters at least, cut out of none,
    and no bare number, of which nobody knows what it counts.
    """
    words = text[start:end]
    if end - start < 2 or words[-1].isdigit() or words[-1] in chinese.NUMERAL_CHARACTERS:
        return False
    low, high = max(0, start - WORD_WINDOW), end + WORD_WINDOW
    ends = {low, *word_ends(text, low, high)}
    return {start, end} <= ends
