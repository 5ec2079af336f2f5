"""What a line between two characters costs: its badness, of named parts.

A line is given by its first character, the character before which it ends, and ``need``, what it
lacks to be flush (less than nothing: what it has too much). See ``weights`` for what the numbers
are.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import astuple, dataclass, replace
from math import inf
from typing import NamedTuple

from duben.composer import rules
from duben.composer.breaking.paragraph import MeasuredParagraph
from duben.composer.breaking.weights import (
    GAP_WEIGHT,
    GIVE_UP_STRETCH_EM,
    HOLE_EM,
    INDENT_EM,
    LETTER_STRETCH_EM,
    LETTERS_PRICE,
    LONE_PRICE,
    LONE_PRICE_NARROW,
    LONE_WIDTH_EM,
    LONG_LINE_GAPS,
    LOOSE_PRICE,
    LOOSE_STRETCH_EM,
    MARK_WEIGHT,
    NEED_PRICE,
    OVERFULL_PRICE,
    OVERRUN_EM,
    RAGGED_UNIT_EM,
    SEEN_PRICE,
    SEEN_STRETCH_EM,
    SHORT_LAST_PRICE,
    SHORT_LINE_EM,
    SHORT_LINE_SHARE,
    TOLERANCE,
    TOO_LOOSE_PRICE,
    UNSEEN_STRETCH_EM,
    WIDE_MEASURE_EM,
    WORST_STRETCH_EM,
)


@dataclass(frozen=True, slots=True)
class Badness:
    """The parts of what a line costs, each 0 where there is none of it."""

    need: float = 0.0  # that it must gain or lose at all
    letters: float = 0.0  # that letters of words stand apart
    gaps: float = 0.0  # the squares of what gaps between 汉字 gain
    marks: float = 0.0  # the squares of what marks gain or lose
    seen: float = 0.0  # that its gaps are seen to be open
    too_loose: float = 0.0  # that they are open as far as nothing should be
    ragged: float = 0.0  # what a line that is not justified lacks
    last_line: float = 0.0  # a last line of a single 汉字, or little more (L17)
    line_end: float = 0.0  # the price of ending a line there: a number cut from its unit, a hyphen
    overfull: float = 0.0  # that it is longer than its room

    @property
    def total(self) -> float:
        """The sum of the parts."""
        return sum(astuple(self))


class Opening(NamedTuple):
    """How far the gaps of a line open, in em."""

    stretch: float  # each gap between 汉字
    mark_growth: float  # each lone mark
    mark_stretch: float  # gaps beside Latin words together, as far as they open with the marks
    last_stretch: float  # the same together, as far as they open after the marks


def candidates(
    paragraph: MeasuredParagraph,
    start: int,
    final: int,
    room: float,
    indent: float,
    justified: bool,
    reach_em: float,
    last_justified: bool = False,
) -> list[tuple[int, float]]:
    """The ends, from the farthest on, with their badness, that a line from ``start`` may have; at
    least one.

    ``final`` is where the text ends that is broken, ``room`` the width of the line. A last line may
    be short at no price, unless it is ``last_justified``. No end is looked at that leaves the line
    shorter by more than ``reach_em`` if there is another.
    """
    ends, sums, prices = paragraph.ends, paragraph.sums, paragraph.prices
    edges, stops, trims = ends.edges, ends.stops, ends.trims
    classes, size = paragraph.characters.classes, paragraph.characters.sizes[start]
    left = _left_edge(paragraph, start, indent)
    right = left + room
    shortest, longest = reach_em * size, -OVERRUN_EM * size
    index = min(bisect_right(ends.origins, right - longest), final)
    while index < final and classes[index] in rules.HUNG_SPACES:
        index += 1
    result: list[tuple[int, float]] = []
    before, shrink = sums.before, sums.shrink
    given = shrink[before[start]]
    for end in range(index, start, -1):
        need = right - edges[end]
        if need < longest:
            continue
        if end in trims:
            need -= trims[end][-1] - ends.end_trim(end, need)
        stop = stops.get(end, end)
        if need < -TOLERANCE:
            able = shrink[before[stop - 1]] - given if justified else 0.0
            if -need > able + TOLERANCE:
                continue
            needed, marks = shrink_badness(paragraph, start, stop - 1, -need, able, size)
            badness = needed + marks
        elif need > shortest and result:
            break
        elif need <= TOLERANCE or (end == final and not last_justified):
            badness = 0.0
        elif justified:
            needed, letters, gaps, marks, seen, too_loose = stretch_badness(
                paragraph, start, stop - 1, need, size
            )
            badness = needed + letters + (gaps + marks) + seen + too_loose
        else:
            badness = (need / (RAGGED_UNIT_EM * size)) ** 2
        if end == final:
            badness += last_line_badness(paragraph, start, stop, edges[end] - left, justified, room)
        elif end in prices:
            badness += prices[end]
        result.append((end, badness))
    if not result:
        end = start + 1
        while edges[end] == inf and end < final:
            end += 1
        result.append((end, OVERFULL_PRICE))
    return result


def natural_need(
    paragraph: MeasuredParagraph, start: int, end: int, room: float, indent: float
) -> float:
    """What a line lacks, in em, before any of its gaps opens or shrinks."""
    ends = paragraph.ends
    need = _left_edge(paragraph, start, indent) + room - ends.edges[end]
    if end in ends.trims:
        need -= ends.trims[end][-1] - ends.end_trim(end, need)
    return need / paragraph.characters.sizes[start]


def line_badness(
    paragraph: MeasuredParagraph,
    start: int,
    end: int,
    final: int,
    room: float,
    indent: float,
    justified: bool,
    last_justified: bool = False,
) -> Badness:
    """The badness of a line by its parts; their sum is what ``candidates`` says of it."""
    size = paragraph.characters.sizes[start]
    need = natural_need(paragraph, start, end, room, indent) * size
    stop = paragraph.ends.stops.get(end, end)
    badness = Badness()
    if need < -TOLERANCE:
        sums = paragraph.sums
        able = 0.0
        if justified:
            able = sums.shrink[sums.before[stop - 1]] - sums.shrink[sums.before[start]]
        if -need > able + TOLERANCE:
            return Badness(overfull=OVERFULL_PRICE)
        needed, marks = shrink_badness(paragraph, start, stop - 1, -need, able, size)
        badness = Badness(need=needed, marks=marks)
    elif need > TOLERANCE and (end != final or last_justified):
        if justified:
            badness = Badness(*stretch_badness(paragraph, start, stop - 1, need, size))
        else:
            badness = Badness(ragged=(need / (RAGGED_UNIT_EM * size)) ** 2)
    if end == final:
        width = paragraph.ends.edges[end] - _left_edge(paragraph, start, indent)
        price = last_line_badness(paragraph, start, stop, width, justified, room)
        return replace(badness, last_line=price)
    return replace(badness, line_end=paragraph.prices.get(end, 0.0))


def _left_edge(paragraph: MeasuredParagraph, start: int, indent: float) -> float:
    """Where a line that begins with a character has its left edge, from the paragraph's start."""
    left = paragraph.ends.origins[start]
    if paragraph.characters.classes[start] == rules.OPEN or start == 0:
        left += paragraph.ends.start_trim(start, indent)
    if start in paragraph.edge_widths:
        left -= paragraph.start_width(start)
    return left


def shrink_badness(
    paragraph: MeasuredParagraph, start: int, last: int, excess: float, able: float, size: float
) -> tuple[float, float]:
    """The badness, ``need`` and ``marks``, of a line that must lose ``excess`` of the ``able`` that
    its glue can lose.

    Two marks side by side give way first, and for nothing.
    """
    need = NEED_PRICE * excess / size
    sums = paragraph.sums
    if sums.has_pairs:
        first, after = sums.before[start], sums.before[last]
        pairs = min(excess, sums.pair_shrink[after] - sums.pair_shrink[first])
        excess -= pairs
        able -= pairs
    return need, MARK_WEIGHT * excess * excess / (4 * able * size) if able > 0 else 0.0


def stretch_badness(
    paragraph: MeasuredParagraph, start: int, last: int, need: float, size: float
) -> tuple[float, float, float, float, float, float]:
    """The badness of a line that must gain ``need``: the first six parts of ``Badness``."""
    sums = paragraph.sums
    gaps = marks = 0
    needed, with_marks, at_last, weight = NEED_PRICE * need / size, 0.0, 0.0, 0
    if last > start:
        first, after = sums.before[start], sums.before[last]
        gaps = paragraph.opens_before[last] - paragraph.opens_before[start]
        marks = sums.marks[after] - sums.marks[first]
        if sums.opens:
            with_marks = (sums.mark_stretch[after] - sums.mark_stretch[first]) / size
            at_last = (sums.last_stretch[after] - sums.last_stretch[first]) / size
            weight = sums.loose_weights[after] - sums.loose_weights[first]
            need -= sums.stretch[after] - sums.stretch[first]
            if need <= 0:
                return needed, 0.0, 0.0, 0.0, 0.0, 0.0
    opening = open_gaps(paragraph, need / size, gaps, marks, with_marks, at_last)
    stretch, growth, _, _ = opening
    letters_price = seen = too_loose = 0.0
    if stretch > LOOSE_STRETCH_EM:
        letters_before = paragraph.letters_before
        letters = letters_before[last] - letters_before[start]
        each, apart, _ = open_letters(
            stretch * gaps if gaps else stretch - 1, gaps, letters, weight
        )
        stretch = max(LOOSE_STRETCH_EM, each)
        if apart:
            letters_price = LETTERS_PRICE
    hole = growth + 2 * stretch
    gap_squares = GAP_WEIGHT * gaps * stretch * stretch
    mark_squares = MARK_WEIGHT * marks * hole * hole * (1 + hole * hole / (HOLE_EM * HOLE_EM))
    if stretch > SHORT_LINE_EM:
        stretch = min(stretch, SHORT_LINE_EM + need / size / SHORT_LINE_SHARE)
    if stretch > UNSEEN_STRETCH_EM + 1e-9:
        visible = min(stretch, WORST_STRETCH_EM) / SEEN_STRETCH_EM
        seen = SEEN_PRICE + LOOSE_PRICE * visible**4
        if stretch > LOOSE_STRETCH_EM:
            too_loose = TOO_LOOSE_PRICE
    return needed, letters_price, gap_squares, mark_squares, seen, too_loose


def open_gaps(
    paragraph: MeasuredParagraph,
    need: float,
    gaps: int,
    marks: int,
    with_marks: float,
    at_last: float,
) -> Opening:
    """How the gaps of a line open for what it lacks; all in em (CLREQ 3.6.3, L13).

    The line has so many ``gaps`` between 汉字 and lone ``marks``; gaps beside Latin words can gain
    ``with_marks`` in all together with the marks, and ``at_last`` after them.
    """
    # What is not seen is done; then marks and Latin words stand a little freer.
    unseen = UNSEEN_STRETCH_EM if gaps else 0.0
    if need <= unseen * gaps:
        return Opening(need / gaps, 0.0, 0.0, 0.0)
    options = paragraph.characters.options
    growth, last_growth = options.mark_growth, options.last_mark_growth
    over, able = need - unseen * gaps, with_marks + growth * marks
    if over <= able:
        return Opening(unseen, over / able * growth, over / able * with_marks, 0.0)
    # In long lines two marks or more open as far as they may. What one cannot do alone, and all in
    # short lines, 汉字 do.
    is_long = gaps + marks >= LONG_LINE_GAPS
    if marks > 1 and is_long and over <= with_marks + last_growth * marks:
        return Opening(unseen, (over - with_marks) / marks, with_marks, 0.0)
    need -= with_marks
    seen = SEEN_STRETCH_EM * min(max(1.0, LONG_LINE_GAPS / (gaps + marks or 1)), 2.0)
    if gaps and need <= seen * gaps + growth * marks:
        stretch = min(seen, (need - growth / 2 * marks) / gaps)
        growth = (need - stretch * gaps) / marks if marks else 0.0
        return Opening(stretch, growth, with_marks, 0.0)
    # All go on to their bounds together, in shares of what is left to them, and from there on 汉字
    # alone.
    over, able = need - seen * gaps - growth * marks, at_last + (last_growth - growth) * marks
    share = min(1.0, over / able) if able else 0.0
    need -= share * at_last + (growth + share * (last_growth - growth)) * marks
    stretch = need / gaps if gaps else 0.0 if need <= TOLERANCE else 1 + need
    return Opening(stretch, growth + share * (last_growth - growth), with_marks, share * at_last)


def open_letters(need: float, gaps: int, letters: int, weight: int) -> tuple[float, float, float]:
    """How far gaps open in a line whose gaps between 汉字 would open by more than
    ``LOOSE_STRETCH_EM``, in em: these, letters of words, gaps beside Latin words.

    The last, which are as ``weight`` gaps then, open only if letters are not enough.
    """
    apart = min(LETTER_STRETCH_EM, (need - LOOSE_STRETCH_EM * gaps) / letters) if letters else 0.0
    need -= apart * letters
    if need <= LOOSE_STRETCH_EM * gaps + TOLERANCE:
        return LOOSE_STRETCH_EM if gaps else 0.0, apart, 0.0
    each = need / (gaps + weight) if gaps + weight else GIVE_UP_STRETCH_EM + need
    return each, apart, each


def last_line_badness(
    paragraph: MeasuredParagraph,
    start: int,
    stop: int,
    width: float,
    justified: bool,
    room: float,
) -> float:
    """What a last line costs that has a single 汉字, or little more (L17)."""
    size = paragraph.characters.sizes[start]
    if start == 0 or width > LONE_WIDTH_EM * size:
        return 0.0
    count = sum(
        letter not in rules.MARKS and letter not in rules.SPACES
        for letter in paragraph.characters.classes[start:stop]
    )
    if count < 2:
        return LONE_PRICE if room >= WIDE_MEASURE_EM * size else LONE_PRICE_NARROW
    return SHORT_LAST_PRICE if justified and width < INDENT_EM * size else 0.0
