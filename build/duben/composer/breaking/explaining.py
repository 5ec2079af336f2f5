"""Why a line ends where it ends: the ends that were considered for each line, and what each costs.

All is worked out anew when somebody asks; the search itself keeps nothing of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from math import inf

from duben.composer import rules
from duben.composer.breaking.breaker import ParagraphBreaker
from duben.composer.breaking.pricing import Badness, line_badness, natural_need
from duben.composer.breaking.search import Search

WORD = "word"  # the inside of a word, of a number, or of what must not be parted
LONG = "long"  # the line would be too long, with all its marks as narrow as they may be
BEYOND_EM = 1.0  # so far beyond its room a line is looked at


@dataclass(frozen=True, slots=True)
class BreakCandidate:
    """A place where a line could end: before the character ``end`` of its paragraph.

    ``need`` is what the line would lack to be flush, in em (less than nothing: what it would have
    too much); ``badness`` what it would cost, by its parts; ``dearer`` by how much the whole
    paragraph would cost more, its other lines broken as well as they can be then.
    """

    end: int
    need: float
    badness: Badness
    dearer: float


@dataclass(frozen=True, slots=True)
class RejectedEnd:
    """A place near the end of a line where it cannot end, and why: the id of the rule that forbids
    it, ``WORD`` or ``LONG``.
    """

    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class LineBreaks:
    """A line from ``start`` to ``end`` of a paragraph, and the ends that it could have had, in the
    order of the text.

    A line that ends at a forced break, or is the only one, has one candidate.
    """

    start: int
    end: int
    candidates: tuple[BreakCandidate, ...]
    rejected: tuple[RejectedEnd, ...]


@dataclass(frozen=True, slots=True)
class ParagraphBreaks:
    """A paragraph's text, with the signs of notes and numbers that it was set with,
    and its lines.
    """

    text: str
    lines: tuple[LineBreaks, ...]


def explain_lines(
    breaker: ParagraphBreaker,
    measure: float,
    indent: float = 0.0,
    start: int = 0,
    justified: bool = True,
    last_justified: bool = False,
) -> list[LineBreaks]:
    """What ``breaker.lines`` chose from, with the same arguments."""
    return [
        line
        for search in breaker.searches(measure, indent, start, justified, last_justified)
        for line in _explain_search(search)
    ]


def _explain_search(search: Search) -> Iterator[LineBreaks]:
    lines, reach_em = search.lines()
    rest: dict[int, float] = {search.end: 0.0}  # the least badness of all lines from there on
    for start, chosen in lines:
        ends = [(chosen, 0.0)]
        if reach_em:
            ends = search.candidates(start, reach_em)
        totals = {}
        for end, price in ends:
            if end not in rest:
                rest[end] = search.continue_from(end).best(reach_em)[1]
            totals[end] = price + rest[end]
        candidates = [
            BreakCandidate(
                end,
                natural_need(search.paragraph, start, end, *search.room(start)),
                line_badness(
                    search.paragraph,
                    start,
                    end,
                    search.end,
                    *search.room(start),
                    search.justified,
                    search.last_justified,
                ),
                max(0.0, totals[end] - totals[chosen]),
            )
            for end in sorted(totals)
        ]
        yield LineBreaks(
            start, chosen, tuple(candidates), tuple(_refused_ends(search, start, totals))
        )


def _refused_ends(search: Search, start: int, candidates: Collection[int]) -> Iterator[RejectedEnd]:
    """The places behind the first candidate where the line cannot end, as far as it reaches."""
    paragraph, characters = search.paragraph, search.paragraph.characters
    origins, size = paragraph.ends.origins, characters.sizes[start]
    right = origins[start] + search.room(start)[0] + BEYOND_EM * size
    for end in range(min(candidates) + 1, search.end):
        if origins[end] > right:
            return
        if end in candidates:
            continue
        if paragraph.ends.edges[end] != inf:
            yield RejectedEnd(end, LONG)
            continue
        options = characters.gap_options.get(end, characters.options)
        before, after = characters.classes[end - 1], characters.classes[end]
        yield RejectedEnd(end, rules.rule_against(before, after, options.level) or WORD)
