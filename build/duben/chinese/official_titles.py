"""The title of an official document, broken by sense into lines in the shape of a trapezoid or a
diamond (GB/T 9704-2012, 7.3.1).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from duben.chinese.phrases import LEANING, break_title, split_phrases

MOST_PIECES = 24  # words of a title of which every way to break it is looked at
LONE_COST, LEANING_COST = 30, 40  # of a break beside a word of one character, before 的 and 和
PLACES = tuple("省市县区州旗盟乡镇村")  # end the name of a place; a line had better not begin so
NAME_COST = 300  # of a break inside of a name beside others
BOX_COST, WAIST_COST = 12, 200  # of lines of one length; of lines that are shorter in the middle


def break_official_title(text: str, most: int) -> list[str]:
    """A title in as few lines of at most ``most`` characters as will do, each longer than the one
    before, each shorter, or longest in the middle.
    """
    if len(text) <= most or "\n" in text:
        return break_title(text, most)
    pieces = split_phrases(text)
    fewest = -(-len(text) // most)
    best: list[list[str]] = []
    for count in (fewest, fewest + 1) if len(pieces) <= MOST_PIECES else ():
        ways = (lines for lines in _ways(pieces, count) if max(map(_length, lines)) <= most)
        best += filter(None, [min(ways, key=_cost, default=[])])
        if best and not any(_broken_names(best[0])):
            break
    return min(best, key=_cost, default=[]) or break_title(text, most)


def _length(line: str) -> int:
    """How many characters a line shows."""
    return len(line.rstrip())


def _broken_names(lines: Sequence[str]) -> list[bool]:
    """For each break, whether it stands inside of a name that a blank parts from the next: those
    of several who issue a document together.
    """
    rests = ["".join(lines[index:]) for index in range(1, len(lines))]
    return [
        not line[-1].isspace() and len(rest.split()) > 1
        for line, rest in zip(lines, rests, strict=False)
    ]


def _ways(pieces: Sequence[str], count: int) -> Iterator[list[str]]:
    """Every way to set words on so many lines."""
    for cuts in combinations(range(1, len(pieces)), count - 1):
        ends = (0, *cuts, len(pieces))
        yield ["".join(pieces[start:end]) for start, end in pairwise(ends)]


def _cost(lines: Sequence[str]) -> float:
    """How far lines are from a good shape and from breaks by sense."""
    lengths = list(map(_length, lines))
    longest = max(lengths)
    cost = sum((longest - length) ** 2 for length in lengths) / 4
    cost += sum(LEANING_COST for line in lines[1:] if line.startswith(LEANING))
    cost += sum(LEANING_COST for line in lines[1:] if line.startswith(PLACES))
    cost += sum(LONE_COST for line in lines[:-1] if len(split_phrases(line)[-1]) == 1)
    cost += NAME_COST * sum(_broken_names(lines))
    if len(set(lengths)) == 1:
        return cost + BOX_COST
    return cost + WAIST_COST * (not has_title_shape(lengths))


def has_title_shape(lengths: Sequence[float], slack: float = 0) -> bool:
    """Whether lines of these lengths make a trapezoid or a diamond: none is shorter than both a
    line above and a line below it, by more than ``slack``.
    """
    return not any(
        lengths[index] + slack < min(max(lengths[:index]), max(lengths[index + 1 :]))
        for index in range(1, len(lengths) - 1)
    )
