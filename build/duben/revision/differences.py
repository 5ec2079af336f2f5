"""What differs between two wordings of a text, as a reader of Chinese would mark it.

The shortest difference (insertions and deletions, Myers 1986, by rapidfuzz's Indel) is then made
readable in three steps: unchanged single characters between two changes are given up; what stands
side by side in both after all is taken back; the ends of a change are moved to where a phrase
begins or ends.

Compared are tokens: a number, a date, a Latin word and a counted term in quotation marks are whole,
everything else is a character. Of all shortest differences one without single unchanged characters
between marks is given, its ends set where a phrase begins.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate
from typing import Any, Literal, NamedTuple

from rapidfuzz.distance import Indel

from duben import chinese
from duben.revision.units import BLANKS

Sign = Literal["=", "-", "+"]
Segment = tuple[Sign, str]

HAN_NUMBER = "[〇零一二两三四五六七八九十百千万亿]"
DIGITS = "[0-9０-９]"
TOKEN = re.compile(
    f"(?:{DIGITS}{{1,4}}|{HAN_NUMBER}{{2,5}})年(?:(?:{DIGITS}{{1,2}}|{HAN_NUMBER}{{1,3}})"
    f"月(?:(?:{DIGITS}{{1,2}}|{HAN_NUMBER}{{1,3}})[日号])?)?"
    f"|(?:{DIGITS}{{1,2}}|{HAN_NUMBER}{{1,3}})月(?:{DIGITS}{{1,2}}|{HAN_NUMBER}{{1,3}})[日号]"
    "|[0-9A-Za-z０-９Ａ-Ｚａ-ｚ\u00c0-\u024f]+(?:[.,"
    ":_/@&'’+．-][0-9A-Za-z０-９\u00c0-\u024f]+)*[%％‰℃]?"
    f"|(?<=[“「『])(?:{HAN_NUMBER}|{DIGITS}){{1,3}}[^”」』“「『，。；\\s]{{1,7}}(?=[”」』])"
    f"|{HAN_NUMBER}{{2,}}"
    "|.",
    re.DOTALL,
)
# Two texts whose lengths in tokens make more than this together are compared sentence by sentence
# first.
LARGEST_PRODUCT = 100_000_000
# A changed run of so many tokens, old times new, is looked through for what stands side by side in
# both.
SEARCHED_PRODUCT = 40_000
# Characters round a place in which words are looked for, and of a word that is quoted for one of
# its characters.
WINDOW_LENGTH, LONGEST_WORD = 30, 4
SENTENCE = re.compile("[^。；！？\n]*[。；！？\n]?")
# A phrase ends behind these and begins before those.
ENDS = frozenset("，。；：、！？）》〉”’」』】,.;:!?) ")
BEGINS = frozenset("（《〈“‘「『【( ")


class _TokenRun(NamedTuple):
    """``old[a:b]`` became ``new[c:d]``, in tokens; ``same`` where nothing changed."""

    same: bool
    a: int
    b: int
    c: int
    d: int


def diff_text(old: str, new: str) -> tuple[Segment, ...]:
    """Segments of which = and - make the old text and = and + the new, to the letter."""
    left, right = _tokens(old), _tokens(new)
    words, others = [word for word, _, _ in left], [word for word, _, _ in right]
    runs = _merge_runs(_without_islands(_merge_runs(_shortest_difference(words, others)), words))
    runs = _merge_runs([part for run in runs for part in _recover_equal(run, words, others)])
    runs = _align_to_phrases(runs, words, others)
    return _merge_segments(_segments(runs, left, right, old, new))


Token = tuple[str, int, int]  # word, start, end: the blanks behind it are in text[start:end]


def _tokens(text: str) -> list[Token]:
    tokens: list[Token] = []
    at = 0
    for match in TOKEN.finditer(text):
        word = match.group()
        if BLANKS.fullmatch(word):
            if tokens:
                tokens[-1] = (tokens[-1][0], tokens[-1][1], match.end())
                at = match.end()
            continue
        tokens.append((word, at, match.end()))
        at = match.end()
    return tokens


def _shortest_difference(old: Sequence[str], new: Sequence[str]) -> list[_TokenRun]:
    """The shortest difference of two sequences."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    a, b, c, d = start, len(old) - end, start, len(new) - end
    middle = list(_difference_of_middle(old[a:b], new[c:d]))
    return [
        _TokenRun(True, 0, a, 0, c),
        *(_TokenRun(run.same, run.a + a, run.b + a, run.c + c, run.d + c) for run in middle),
        _TokenRun(True, b, len(old), d, len(new)),
    ]


def _difference_of_middle(old: Sequence[str], new: Sequence[str]) -> Iterator[_TokenRun]:

    if len(old) * len(new) <= LARGEST_PRODUCT:
        for step in edit_steps(old, new):
            yield _TokenRun(
                step.tag == "equal", step.src_start, step.src_end, step.dest_start, step.dest_end
            )
        return
    first, second = _sentences(old), _sentences(new)
    if len(first) * len(second) > LARGEST_PRODUCT or min(len(first), len(second)) < 2:
        yield _TokenRun(False, 0, len(old), 0, len(new))
        return
    at = list(accumulate(map(len, first), initial=0))
    to = list(accumulate(map(len, second), initial=0))
    for step in edit_steps(["".join(part) for part in first], ["".join(part) for part in second]):
        a, b, c, d = at[step.src_start], at[step.src_end], to[step.dest_start], to[step.dest_end]
        if step.tag == "equal" or (b - a) * (d - c) > LARGEST_PRODUCT:
            yield _TokenRun(step.tag == "equal", a, b, c, d)
        else:
            for part in _shortest_difference(old[a:b], new[c:d]):
                yield _TokenRun(part.same, part.a + a, part.b + a, part.c + c, part.d + c)


def _sentences(words: Sequence[str]) -> list[Sequence[str]]:
    sentences, start = [], 0
    for index, word in enumerate(words, 1):
        if word in "。；！？":
            sentences.append(words[start:index])
            start = index
    return [*sentences, words[start:]] if start < len(words) else sentences


def _merge_runs(runs: Sequence[_TokenRun]) -> list[_TokenRun]:
    """Neighbours of a kind as one; empty runs left out."""
    merged: list[_TokenRun] = []
    for run in runs:
        if run.a == run.b and run.c == run.d:
            continue
        if merged and merged[-1].same == run.same:
            run = _TokenRun(run.same, merged[-1].a, run.b, merged[-1].c, run.d)
            merged.pop()
        merged.append(run)
    return merged


def _without_islands(runs: Sequence[_TokenRun], old: Sequence[str]) -> list[_TokenRun]:
    """Single unchanged characters between changes count as changed."""
    last = len(runs) - 1
    return [
        run._replace(same=False)
        if run.same and 0 < index < last and run.b - run.a == 1 and len(old[run.a]) == 1
        else run
        for index, run in enumerate(runs)
    ]


def _recover_equal(run: _TokenRun, old: Sequence[str], new: Sequence[str]) -> Iterator[_TokenRun]:
    """A changed run without what is the same in it after all: of islands that were given up, some
    may stand side by side.
    """
    if run.same or not 1 < (run.b - run.a) * (run.d - run.c) <= SEARCHED_PRODUCT:
        yield run
        return
    left, right = old[run.a : run.b], new[run.c : run.d]
    match = SequenceMatcher(None, left, right, autojunk=False).find_longest_match()
    if match.size < 2:
        yield run
        return
    a, b, size = run.a + match.a, run.c + match.b, match.size
    yield from _recover_equal(_TokenRun(False, run.a, a, run.c, b), old, new)
    yield _TokenRun(True, a, a + size, b, b + size)
    yield from _recover_equal(_TokenRun(False, a + size, run.b, b + size, run.d), old, new)


def _align_to_phrases(
    runs: list[_TokenRun], old: Sequence[str], new: Sequence[str]
) -> list[_TokenRun]:
    """What was only added or only taken away stands where a phrase begins or ends, of all places
    that say the same.
    """
    for index in range(1, len(runs) - 1):
        before, run, after = runs[index - 1 : index + 2]
        if run.same or not before.same or not after.same or (run.a != run.b and run.c != run.d):
            continue
        added = run.a == run.b
        words, start, end = (new, run.c, run.d) if added else (old, run.a, run.b)
        # A neighbour between two changes keeps two tokens: it would be an island else.
        room = (
            before.b - before.a - 2 * (index > 1),
            after.b - after.a - 2 * (index < len(runs) - 2),
        )
        shift = _best_shift(words, start, end, *room)
        if shift:
            runs[index - 1] = before._replace(b=before.b + shift, d=before.d + shift)
            runs[index] = _TokenRun(
                False, run.a + shift, run.b + shift, run.c + shift, run.d + shift
            )
            runs[index + 1] = after._replace(a=after.a + shift, c=after.c + shift)
    return _merge_runs(runs)


def _best_shift(words: Sequence[str], start: int, end: int, left: int, right: int) -> int:
    """By how many tokens ``words[start:end]`` is best moved, ``left`` or ``right`` at most, to say
    the same.
    """
    shifts = [0]
    while len(shifts) <= left and words[start - len(shifts)] == words[end - len(shifts)]:
        shifts.append(-len(shifts))
    forward = 0
    while forward < right and words[start + forward] == words[end + forward]:
        forward += 1
        shifts.append(forward)
    return max(shifts, key=lambda shift: (_fitness(words, start + shift, end + shift), -abs(shift)))


def _fitness(words: Sequence[str], start: int, end: int) -> int:
    """How well ``words[start:end]`` reads as a phrase of its own."""
    before, first = words[start - 1] if start else "。", words[start]
    last, after = words[end - 1], words[end] if end < len(words) else "。"
    return (
        3 * (before in ENDS and last in ENDS)
        + 3 * (first in "、，；" and after in ENDS)
        + 2 * (first in BEGINS and last in ENDS)
        + (before in ENDS or before in BEGINS)
        + (after in ENDS or after in BEGINS)
    )


def _segments(
    runs: Sequence[_TokenRun], left: Sequence[Token], right: Sequence[Token], old: str, new: str
) -> Iterator[Segment]:
    """The runs as text; blanks that differ inside unchanged runs
    are told as changes of their own.
    """
    if not left or not right:
        yield "-", old
        yield "+", new
        return
    for run in runs:
        if not run.same:
            yield "-", old[_start(left, run.a) : _start(left, run.b)] if run.b > run.a else ""
            yield "+", new[_start(right, run.c) : _start(right, run.d)] if run.d > run.c else ""
            continue
        for index in range(run.b - run.a):
            word, start, end = left[run.a + index]
            _, other_start, other_end = right[run.c + index]
            first, second = old[start:end], new[other_start:other_end]
            if first == second:
                yield "=", first
            else:
                yield from _blank_segments(word, first, second)


def _start(tokens: Sequence[Token], index: int) -> int:
    return tokens[index][1] if index < len(tokens) else tokens[-1][2]


def _blank_segments(word: str, old: str, new: str) -> Iterator[Segment]:
    """The same word with other blanks before or behind it."""
    at, to = old.index(word), new.index(word)
    yield from _segment_pair(old[:at], new[:to])
    yield "=", word
    yield from _segment_pair(old[at + len(word) :], new[to + len(word) :])


def _segment_pair(old: str, new: str) -> Iterator[Segment]:
    if old == new:
        yield "=", old
    else:
        yield "-", old
        yield "+", new


def _merge_segments(segments: Iterator[Segment]) -> tuple[Segment, ...]:
    """Neighbours of one sign as one segment; of a change what went stands before what came."""
    joined: list[Segment] = []
    gone = came = ""
    for sign, text in segments:
        if sign == "-":
            gone += text
        elif sign == "+":
            came += text
        elif text:
            joined += _change_segments(gone, came)
            gone = came = ""
            if joined and joined[-1][0] == "=":
                joined[-1] = ("=", joined[-1][1] + text)
            else:
                joined.append(("=", text))
    return (*joined, *_change_segments(gone, came))


def _change_segments(gone: str, came: str) -> list[Segment]:
    signs: tuple[tuple[Sign, str], ...] = (("-", gone), ("+", came))
    return [segment for segment in signs if segment[1]]


def word_around(text: str, at: int) -> tuple[int, int]:
    """Where the word begins and ends to which ``text[at]`` belongs: a single character that changed
    is told with it.
    """
    start = max(0, at - WINDOW_LENGTH)
    for word in chinese.split_phrases(text[start : at + WINDOW_LENGTH]):
        if start <= at < start + len(word):
            first, last = start, start + len(word)
            while first < at and not text[first].isalnum():
                first += 1
            while last > at + 1 and not text[last - 1].isalnum():
                last -= 1
            return (
                (first, last)
                if text[first:last].isalnum() and last - first <= LONGEST_WORD
                else (at, at + 1)
            )
        start += len(word)
    return at, at + 1


def edit_steps(old: Sequence[Hashable], new: Sequence[Hashable]) -> Any:
    """The steps from one to the other: each with its tag, and where it stands in both."""
    return Indel.opcodes(old, new)


def similarity(old: Sequence[Hashable], new: Sequence[Hashable], least: float) -> float:
    """Twice what they have in common over all that they are;
    0 where that is less than ``least``.
    """
    return Indel.normalized_similarity(old, new, score_cutoff=least)
