"""The search for the line ends with the least sum of badness.

The idea is that of Knuth and Plass (Breaking Paragraphs into Lines, 1981): a paragraph is broken as
a whole, each line has a badness, and of all ways through the possible line ends the one with the
least sum is taken. Two ways that meet at a place with as many lines before it differ in nothing
that follows: only the better goes on. As in Typst (linebreak.rs) a way that is found quickly, the
best end of each line by itself, gives a bound first: no way that is worse before it is at the end
is followed.
"""

from __future__ import annotations

from operator import itemgetter
from typing import Any

from duben.composer.breaking.paragraph import MeasuredParagraph
from duben.composer.breaking.pricing import candidates
from duben.composer.breaking.weights import BAD_LINE, FAR_EM, LONG_TEXT, NEAR_EM, TOLERANCE

_BADNESS = itemgetter(1)  # of a candidate

# A way to a place: the badness so far, the place, and the way to the place before.
Way = tuple[float, int, Any]
Span = tuple[int, int]  # start and end of a line


class Search:
    """The lines of the text from ``start`` to ``end``, between two forced breaks.

    The first line has ``room``, all others the ``measure``; ``indent`` is that of the first line.
    ``last_justified``: the last line is to be full too, and a short one costs what any other does.
    """

    def __init__(
        self,
        paragraph: MeasuredParagraph,
        start: int,
        end: int,
        measure: float,
        indent: float,
        justified: bool,
        last_justified: bool = False,
    ) -> None:
        self.paragraph, self.start, self.end = paragraph, start, end
        self.measure, self.indent = measure, indent
        self.justified, self.last_justified = justified, last_justified

    def lines(self) -> tuple[list[Span], float]:
        """Start and end of each line, and how far (em) the search looked; 0 for a single line,
        which is not searched for.
        """
        if self._fits_one_line():
            return [(self.start, self.end)], 0.0
        reach = NEAR_EM if self.justified else FAR_EM
        lines, badness = self.best(reach)
        if badness > BAD_LINE * len(lines) and self.justified:
            reach = FAR_EM
            lines, _ = self.best(reach)
        return lines, reach

    def _fits_one_line(self) -> bool:
        paragraph, ends = self.paragraph, self.paragraph.ends
        trim = ends.start_trim(self.start, self.indent)
        width = ends.edges[self.end] - ends.origins[self.start] - trim
        width += paragraph.start_width(self.start)
        return width <= self.measure - self.indent + TOLERANCE

    def room(self, start: int) -> tuple[float, float]:
        """The room of a line from ``start``, and its indent."""
        indent = self.indent if start == self.start else 0.0
        return self.measure - indent, indent

    def candidates(self, start: int, reach_em: float) -> list[tuple[int, float]]:
        """The ends, with their badness, of a line from ``start``."""
        room, indent = self.room(start)
        return candidates(
            self.paragraph,
            start,
            self.end,
            room,
            indent,
            self.justified,
            reach_em,
            self.last_justified,
        )

    def continue_from(self, start: int) -> Search:
        """The search for the lines from a later place on."""
        return Search(
            self.paragraph,
            start,
            self.end,
            self.measure,
            0.0,
            self.justified,
            self.last_justified,
        )

    def best(self, reach_em: float) -> tuple[list[Span], float]:
        """The lines and the sum of their badness: the least of all ways, unless the text is too
        long to follow them.
        """
        start, end = self.start, self.end
        known: dict[int, list[tuple[int, float]]] = {}
        best: Way = (0.0, start, None)
        while best[1] != end:
            place = best[1]
            known[place] = self.candidates(place, reach_em)
            index, badness = min(known[place], key=_BADNESS)
            best = best[0] + badness, index, best
        # Ways with one line more in each round, by the place that they come to.
        layer: list[Way] = [(0.0, start, None)] if end - start < LONG_TEXT else []
        least = best[0]
        while layer:
            following: dict[int, Way] = {}
            for way in layer:
                so_far, place, _ = way
                if so_far >= least:
                    continue
                if place not in known:
                    known[place] = self.candidates(place, reach_em)
                for index, badness in known[place]:
                    total = so_far + badness
                    if total >= least:
                        continue
                    if index == end:
                        least, best = total, (total, end, way)
                    elif index not in following or total < following[index][0]:
                        following[index] = total, index, way
            layer = list(following.values())
        return _spans(best), least


def _spans(way: Way) -> list[Span]:
    """The lines of a way, from the first on."""
    places = []
    last: Any = way
    while last:
        places.append(last[1])
        last = last[2]
    places.reverse()
    return list(zip(places, places[1:], strict=False))
