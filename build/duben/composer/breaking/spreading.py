"""A line filled: what it lacks, or has too much, is shared out among its gaps in the order of
CLREQ 3.6.3 (L13, L14).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from duben.composer.breaking.glue import Glue, loose_weight
from duben.composer.breaking.paragraph import MeasuredParagraph
from duben.composer.breaking.pricing import open_gaps, open_letters
from duben.composer.breaking.weights import (
    GIVE_UP_STRETCH_EM,
    LOOSE_STRETCH_EM,
    TOLERANCE,
)


@dataclass(slots=True)
class ParagraphLine:
    """Characters ``start`` to ``end`` of a paragraph on one line; those from ``stop`` on are blanks
    at its end, which are not set. Lengths in the unit of the widths.

    ``steps`` are the advances of the characters before ``stop``. The line begins ``start_trim`` to
    the left of its room and its last character reaches ``end_trim`` beyond it, with blank parts
    only. ``width`` is what it takes.
    """

    start: int
    end: int
    stop: int
    start_trim: float
    end_trim: float
    width: float
    steps: list[float]
    stretch: float = 0.0  # of each gap between 汉字
    forced: bool = False  # ends with a forced break
    short: float = 0.0  # what a line that ought to be flush lacks
    overfull: float = 0.0  # what reaches beyond the measure, blanks apart
    hyphen: float = 0.0  # the width of the hyphen behind it


def set_line(
    paragraph: MeasuredParagraph, start: int, end: int, room: float, indent: float, fill: bool
) -> ParagraphLine:
    """The line between two characters in a room; ``fill``: flush on both sides."""
    characters, ends = paragraph.characters, paragraph.ends
    stop = max(ends.stops.get(end, end), start)
    if stop == start:
        return ParagraphLine(start, end, stop, 0.0, 0.0, 0.0, [])
    steps = paragraph.steps[start:stop]
    steps[-1] = characters.advances[stop - 1]
    start_trim, start_width = ends.start_trim(start, indent), paragraph.start_width(start)
    boxes = start_width + (paragraph.edge_widths[end][0] if end in paragraph.edge_widths else 0.0)
    most = room - (ends.edges[end] - ends.origins[start] - start_trim) - start_width
    end_trim = ends.end_trim(end, most)
    hyphen = paragraph.hyphens.get(end, 0.0)
    right = ends.origins[stop - 1] + characters.advances[stop - 1] + hyphen - end_trim
    width = right - ends.origins[start] - start_trim + boxes
    line = ParagraphLine(start, end, stop, start_trim, end_trim, width, steps, hyphen=hyphen)
    need = room - width
    if need < -TOLERANCE or fill and need > TOLERANCE:
        left = _shrink(paragraph, line, need) if need < 0 else _stretch(paragraph, line, need)
        line.width = room - left
        if left < -TOLERANCE:
            line.overfull = -left
        elif left > TOLERANCE:
            line.short = left
    return line


def _shrink(paragraph: MeasuredParagraph, line: ParagraphLine, need: float) -> float:
    """Take from the glue of a line what it has too much (``need`` is negative), stage by stage;
    what is left over.
    """
    first = line.start
    glues = _glues(paragraph, first, line.stop - 1)
    for stage in sorted({glue.stage for glue in glues}):
        rooms = [(glue.after - first, -glue.shrink) for glue in glues if glue.stage == stage]
        need -= _share(rooms, need, line.steps)
        if need > -TOLERANCE:
            return 0.0
    return need


def _stretch(paragraph: MeasuredParagraph, line: ParagraphLine, need: float) -> float:
    """Share out what a line lacks among its gaps; what is left over: all, where they would have to
    open too far.
    """
    first, last, steps = line.start, line.stop - 1, line.steps
    size = paragraph.characters.sizes[first]
    glues = _glues(paragraph, first, last)
    with_marks: list[tuple[int, float]] = []
    at_last: list[tuple[int, float]] = []
    if paragraph.sums.opens:
        need -= _share([(glue.after - first, glue.stretch) for glue in glues], need, steps)
        if need < TOLERANCE:
            return 0.0
        with_marks = [
            (glue.after - first, glue.mark_stretch) for glue in glues if glue.mark_stretch
        ]
        at_last = [(glue.after - first, glue.last_stretch) for glue in glues if glue.last_stretch]
    gaps = paragraph.opens_before[last] - paragraph.opens_before[first]
    marks = [glue.after - first for glue in glues if glue.is_mark]
    able = sum(room for _, room in with_marks) / size, sum(room for _, room in at_last) / size
    _, growth, mark_stretch, last_stretch = open_gaps(
        paragraph, need / size, gaps, len(marks), *able
    )
    left = need - (mark_stretch + last_stretch + growth * len(marks)) * size
    each = left / gaps if gaps else left
    if left > LOOSE_STRETCH_EM * gaps * size + TOLERANCE:
        stretch = _open_letters(paragraph, line, left / size, gaps, glues)
        if stretch > GIVE_UP_STRETCH_EM:
            return need
        each = stretch * size
    _share(with_marks, mark_stretch * size, steps)
    _share(at_last, last_stretch * size, steps)
    for index in marks:
        steps[index] += growth * size
    if gaps:
        line.stretch = each
        steps[:-1] = [
            step + each if opens else step
            for step, opens in zip(steps, paragraph.opens[first:last], strict=False)
        ]
    return 0.0


def _open_letters(
    paragraph: MeasuredParagraph,
    line: ParagraphLine,
    need: float,
    gaps: int,
    glues: Sequence[Glue],
) -> float:
    """Let letters of words stand apart in a line that lacks ``need`` em; how far gaps between 汉字
    open, in em. Where that is too far nothing is changed.
    """
    first, last = line.start, line.stop - 1
    size, before = paragraph.characters.sizes[first], paragraph.letters_before
    letters = [index - first for index in range(first, last) if before[index] < before[index + 1]]
    weights = [(glue.after - first, loose_weight(glue)) for glue in glues]
    stretch, apart, beside = open_letters(
        need, gaps, len(letters), sum(weight for _, weight in weights)
    )
    if stretch <= GIVE_UP_STRETCH_EM:
        for index in letters:
            line.steps[index] += apart * size
        for index, weight in weights:
            line.steps[index] += weight * beside * size
    return stretch


def _glues(paragraph: MeasuredParagraph, first: int, last: int) -> list[Glue]:
    """The glue between two characters."""
    glues = paragraph.glues
    return glues[bisect_left(glues, (first,)) : bisect_left(glues, (last,))]


def _share(rooms: list[tuple[int, float]], need: float, steps: list[float]) -> float:
    """Share a need among steps in proportion to the room each has; how much of it was met. All may
    be negative.
    """
    able = sum(room for _, room in rooms)
    if not able:
        return 0.0
    part = min(1.0, need / able)
    for index, room in rooms:
        steps[index] += part * room
    return part * able
