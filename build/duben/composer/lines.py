"""A paragraph broken into lines as a whole: where each line ends, and how far each of its characters moves."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import accumulate
from operator import itemgetter
from typing import Any, NamedTuple

from duben.composer import rules
from duben.composer.rules import Options

# Less than this, in the unit of the lengths, is no length: widths pass through sums of thousands of numbers.
TOLERANCE = 1e-3
_BLANK = re.compile(f"[{rules.SPACE}{rules.ZERO}{rules.BREAK}]")
# As many ways to reach a line are followed. From three on, a hundred real paragraphs came out the same as with thirty.
BEAM = 8

# Badness is one for a line whose marks are all at ¾ em, and for one whose 汉字 stand this far apart, in em.
STRETCH_UNIT = 0.02
# Beyond this the eye sees it: badness then grows with the fourth power.
STRETCH_SEEN = 0.035
# A stretch that no rule allows any more: such a line is set loose and short instead.
STRETCH_MOST = 0.5
LONE_PRICE = 25.0  # a last line with a single 汉字 (L17): worth a stretch of 0.06 em
SHORT_PRICE = 1.0  # a last line shorter than the indent of the next
BROKEN_WORD_PRICE = 30.0
OVERFULL_PRICE = 1e4
RAGGED_UNIT = 4.0  # em that a line that is not justified may be short for a badness of one


class Place(NamedTuple):
    """A gap that may shrink or grow: behind which character, in which stage, and by how much.

    It grows by ``more`` only where 汉字 would stand too far apart otherwise.
    """

    after: int
    stage: int
    shrink: float
    grow: float
    more: float
    space: bool


@dataclass(slots=True)
class Line:
    """Characters ``start`` to ``end``; those from ``stop`` on are blanks at its end, which are not set.

    ``steps`` are the advances of the characters before ``stop``. The line begins ``start_trim`` to the left of its
    room and its last character reaches ``end_trim`` beyond it, with blank parts only. ``width`` is what it takes.
    """

    start: int
    end: int
    stop: int
    start_trim: float
    end_trim: float
    width: float
    steps: list[float]
    stretch: float = 0.0  # of the gaps between 汉字
    forced: bool = False  # ends with a forced break
    short: float = 0.0  # what a line that ought to be flush lacks
    overfull: float = 0.0  # what reaches beyond the measure, blanks apart


class Matter:
    """A paragraph ready to be broken: widths, blanks and possible ends, of which all lines are cut.

    ``advances`` are the natural widths of the characters, ``sizes`` their em, ``blanks`` what may be taken at the left
    and at the right of a mark, all in one unit; before characters in ``joined`` no line may begin, before those in
    ``breakable`` it may if their word is wider than the measure.
    """

    def __init__(
        self,
        text: str,
        classes: str,
        advances: Sequence[float],
        sizes: Sequence[float],
        blanks: Mapping[int, tuple[float, float]],
        options: Options,
        joined: Collection[int] = (),
        breakable: Collection[int] = (),
    ) -> None:
        self.text, self.classes, self.sizes, self.options = text, classes, sizes, options
        self.breakable = breakable
        self.blanks = blanks
        self.length = length = len(text)
        self.advances = advances
        steps = list(advances)
        loose = bytearray(length)
        places: list[Place] = []
        ends: list[int] = []
        prices: dict[int, float] = {}
        joined = set(joined)
        joined.update(_parts_of_characters(classes))
        if joined:
            classes = _with_parts(classes)
        price_of, stretches = rules.prices(options.level), rules.stretches
        han = rules.HAN
        before = ""
        for index, after in enumerate(classes):
            if before == han == after:
                loose[index - 1] = 1
                ends.append(index)
            elif before:
                price = price_of[before, after]
                if price is not None:
                    ends.append(index)
                    if price:
                        prices[index] = price
                if (before, after) in stretches:
                    loose[index - 1] = 1
                self._join(index - 1, before, after, steps, places)
            before = after
        if joined:
            ends = [end for end in ends if end not in joined]
            for index in joined:
                loose[index - 1] = 0
        for match in rules.UNIT.finditer(text):
            prices[match.end() if match[0] else match.start()] = rules.UNIT_PRICE
        ends.append(length)
        self.steps, self.places, self.ends, self.prices = steps, places, ends, prices
        self.place_index = [place.after for place in places]
        self.origins = list(accumulate(steps, initial=0.0))
        self.loose = loose
        self.loose_before = list(accumulate(loose, initial=0))
        shrinks, grows, mores = [0.0] * length, [0.0] * length, [0.0] * length
        for place in places:
            shrinks[place.after] = place.shrink
            grows[place.after] = place.grow
            mores[place.after] = place.more
        self.shrink_before = list(accumulate(shrinks, initial=0.0))
        self.grow_before = list(accumulate(grows, initial=0.0))
        self.more_before = list(accumulate(mores, initial=0.0))
        self.forced = [index + 1 for index, letter in enumerate(self.classes) if letter == rules.BREAK]
        self._settle_ends()

    def _settle_ends(self) -> None:
        """Work out, for each possible end, the character before which the line stops, and its right edge."""
        ends, origins, advances = self.ends, self.origins, self.advances
        self.stops = [self._stop(end) for end in ends] if _BLANK.search(self.classes) else ends
        self.edges = edges = [origins[stop - 1] + advances[stop - 1] for stop in self.stops]
        for index in self.blanks:
            position = bisect_left(self.stops, index + 1)
            while position < len(edges) and self.stops[position] == index + 1:
                edges[position] -= self.end_trim(index + 1)
                position += 1
        self.reach = [origins[end] for end in ends]

    def _with_broken_words(self, measure: float) -> Matter:
        """The same paragraph, where words that are wider than the measure may be broken anywhere."""
        if not self.breakable:
            return self
        more: list[int] = []
        start = 0
        for stop, end, edge in zip(self.stops, self.ends, self.edges, strict=True):
            if stop > start and edge - self.origins[start] > measure:
                more += (index for index in range(start + 1, stop) if index in self.breakable)
            start = end
        if not more:
            return self
        other = copy(self)
        other.breakable = ()
        other.ends = sorted({*self.ends, *more})
        other.prices = self.prices | dict.fromkeys(more, BROKEN_WORD_PRICE)
        other._settle_ends()
        return other

    def _join(self, index: int, before: str, after: str, steps: list[float], places: list[Place]) -> None:
        """Settle the gap behind a character: squeeze, space it, and note what it may lose and gain."""
        options, size = self.options, self.sizes[index]
        right = self.blanks.get(index, (0.0, 0.0))[1]
        left = self.blanks.get(index + 1, (0.0, 0.0))[0]
        if before in rules.SPACE + rules.FIXED_SPACE:
            if left or self.blanks.get(index - 1, (0.0, 0.0))[1]:  # the blank half of a mark is space enough (L15)
                steps[index] -= self.advances[index]
                return
            beside_han = after == rules.HAN or (index and self.classes[index - 1] == rules.HAN)
            narrowest = (options.gap if beside_han else options.narrowest_space) * size
            widest = (options.widest_gap if beside_han else options.widest_space) * size
            width = self.advances[index]
            shrink, grow = max(0.0, width - narrowest), max(0.0, widest - width)
            more = options.last_gap * size - width - grow if beside_han else 0.0
            places.append(Place(index, rules.SHRINK_STAGE[before], shrink, grow, max(0.0, more), True))
        elif rules.gapped(before, after):
            gap = options.gap * size
            steps[index] += gap
            shrink = max(0.0, gap - size / 8)
            more = max(0.0, options.last_gap - options.widest_gap) * size
            places.append(Place(index, rules.GAP_STAGE, shrink, options.widest_gap * size - gap, more, False))
        elif right and left or (right or left) and before in rules.MARKS and after in rules.MARKS:
            if options.squeeze_pairs:
                steps[index] -= min(size / 2, right + left)
        elif right or left:
            letter = before if right else after
            blank = right or left
            part = min(blank, options.mark_shrink * size) if blank > 0.3 * size else blank / 2
            places.append(Place(index, rules.SHRINK_STAGE[letter], part, 0.0, 0.0, False))

    def _stop(self, end: int) -> int:
        """Where a line that ends there stops: before its blanks and its forced break."""
        classes = self.classes
        if end and classes[end - 1] == rules.BREAK:
            end -= 1
        while end and classes[end - 1] in rules.SPACES:
            end -= 1
        return end

    def _edge(self, stop: int) -> float:
        """The right edge of a line that stops there, from the start of the paragraph."""
        if not stop:
            return 0.0
        return self.origins[stop - 1] + self.advances[stop - 1] - self.end_trim(stop)

    def end_trim(self, stop: int) -> float:
        """What hangs out, blank, at the end of a line: the empty half of a closing mark (L9)."""
        blank = self.blanks.get(stop - 1)
        if not blank or self.options.trim_end == "never" or self.classes[stop - 1] == rules.OPEN:
            return 0.0
        return blank[1] if blank[1] > 0.3 * self.sizes[stop - 1] else 0.0

    def start_trim(self, start: int, indent: float) -> float:
        """What hangs out, blank, at the start of a line: the empty half of an opening mark (L10)."""
        blank = self.blanks.get(start)
        if not blank or not self.options.trim_start or self.classes[start] != rules.OPEN:
            return 0.0
        if indent > 0 and not self.options.trim_indented_start:
            return 0.0
        return blank[0] if blank[0] > 0.3 * self.sizes[start] else 0.0

    def widest_piece(self, indent: float) -> float:
        """The least measure in which no line is too long."""
        widest, start = 0.0, 0
        for stop, end in zip(self.stops, self.ends, strict=True):
            if stop > start:
                first = indent if start == 0 else 0.0
                width = self._edge(stop) - self.origins[start] - self.start_trim(start, first) + first
                widest = max(widest, width)
            start = end
        return widest

    def natural_width(self, indent: float) -> float:
        """The measure in which only forced breaks end a line."""
        widest, start = 0.0, 0
        for end in dict.fromkeys((*self.forced, self.length)):
            stop = self._stop(end)
            if stop > start:
                first = indent if start == 0 else 0.0
                width = self._edge(stop) - self.origins[start] - self.start_trim(start, first) + first
                widest = max(widest, width)
            start = end
        return widest

    def compose(
        self, measure: float, indent: float = 0.0, start: int = 0, justified: bool = True, last_justified: bool = False
    ) -> list[Line]:
        """The lines from ``start`` on; the first is ``indent`` shorter than the measure."""
        if self.breakable and (other := self._with_broken_words(measure)) is not self:
            return other.compose(measure, indent, start, justified, last_justified)
        result: list[Line] = []
        for end in (*(forced for forced in self.forced if forced > start), self.length):
            if end <= start:
                continue
            forced = self.classes[end - 1] == rules.BREAK
            for first, last in self._break(start, end, measure, indent, justified):
                fill = justified and last < end or last_justified and last == end
                line = self._line(first, last, measure - indent, indent, fill)
                line.forced = forced and last == end
                result.append(line)
                indent = 0.0
            start = end
        return result

    def _break(
        self, start: int, end: int, measure: float, indent: float, justified: bool
    ) -> list[tuple[int, int]]:
        """Start and end of each line of the text between two forced breaks, with the least sum of badness."""
        final = bisect_left(self.ends, end)
        # A node is (badness so far, index of its end, the node before, its start).
        layer: list[tuple[float, int, Any, int]] = [(0.0, -1, None, start)]
        best: tuple[float, int, Any, int] | None = None
        room = measure - indent
        while layer:
            following: dict[int, tuple[float, int, Any, int]] = {}
            for node in layer:
                if best and node[0] >= best[0]:
                    break
                for index, badness in self._candidates(node[3], final, room, indent, justified):
                    total = node[0] + badness
                    if index == final:
                        if best is None or total < best[0]:
                            best = total, index, node, end
                    elif index not in following or total < following[index][0]:
                        following[index] = total, index, node, self.ends[index]
            layer = sorted(following.values(), key=itemgetter(0))[:BEAM]
            room, indent = measure, 0.0
        result = []
        current: Any = best
        while current and current[2]:
            result.append((current[2][3], current[3]))
            current = current[2]
        return result[::-1]

    def _candidates(
        self, start: int, final: int, room: float, indent: float, justified: bool
    ) -> list[tuple[int, float]]:
        """The ends, with their badness, that a line from ``start`` may have; at least one."""
        ends, edges, stops = self.ends, self.edges, self.stops
        size = self.sizes[start]
        left = self.origins[start] + self.start_trim(start, indent)
        right = left + room
        least = bisect_right(ends, start)
        index = min(bisect_right(self.reach, right + 2 * size), final)
        shrink_start, grow_start = self.shrink_before[start], self.grow_before[start]
        loose_start = self.loose_before[start]
        result: list[tuple[int, float]] = []
        fitting = 0
        while index >= least:
            stop = stops[index]
            need = right - edges[index]
            last = index == final
            badness = self.prices.get(ends[index], 0.0) if not last else 0.0
            if need < -TOLERANCE:
                able = self.shrink_before[stop - 1] - shrink_start if justified else 0.0
                if -need <= able + TOLERANCE:
                    result.append((index, badness + (need / able) ** 2))
                    if last:
                        result[-1] = index, result[-1][1] + self._last_badness(start, stop, left, index, justified)
                index -= 1
                continue
            fitting += 1
            if last:
                result.append((index, badness + self._last_badness(start, stop, left, index, justified)))
            elif justified:
                before = max(stop - 1, start)
                able = self.grow_before[before] - grow_start
                gaps = max(self.loose_before[before] - loose_start, 0.5)
                rest = need - able
                if rest > (seen := STRETCH_SEEN * size * gaps):
                    rest = max(seen, rest - self.more_before[before] + self.more_before[start])
                stretch = min(max(0.0, rest) / (size * gaps), 1e6)
                badness += (stretch / STRETCH_UNIT) ** 2 + (stretch / STRETCH_SEEN) ** 4
                if able:
                    badness += 0.3 * min(1.0, need / able) ** 2
                result.append((index, badness))
                if stretch > STRETCH_SEEN and fitting > 1:
                    break
            else:
                result.append((index, badness + (need / (RAGGED_UNIT * size)) ** 2))
            if fitting >= 4:
                break
            index -= 1
        if not result:
            result.append((least, OVERFULL_PRICE))
        return result

    def _last_badness(self, start: int, stop: int, left: float, index: int, justified: bool) -> float:
        """What is wrong with a last line: a single 汉字, or little more."""
        if start == 0:
            return 0.0
        size = self.sizes[start]
        width = self.edges[index] - left
        if width > 3 * size:
            return 0.0
        count = sum(letter not in rules.MARKS and letter not in rules.SPACES for letter in self.classes[start:stop])
        return LONE_PRICE if count < 2 else SHORT_PRICE if justified and width < 2.2 * size else 0.0

    def _line(self, start: int, end: int, room: float, indent: float, fill: bool) -> Line:
        stop = max(self._stop(end), start)
        if stop == start:
            return Line(start, end, stop, 0.0, 0.0, 0.0, [])
        steps = self.steps[start:stop]
        steps[-1] = self.advances[stop - 1]
        line = Line(start, end, stop, self.start_trim(start, indent), self.end_trim(stop), 0.0, steps)
        line.width = self._edge(stop) - self.origins[start] - line.start_trim
        need = room - line.width
        if need < 0 or fill and need > 0:
            line.width = room - self._spread(line, need)
        return line

    def _spread(self, line: Line, need: float) -> float:
        """Share out what a line lacks, or has too much, in the order of CLREQ; what is left over."""
        first, last = line.start, line.stop - 1
        places = self.places[bisect_left(self.place_index, first) : bisect_left(self.place_index, last)]
        steps = line.steps
        if need < 0:
            for stage in range(len(rules.SHRINK_STAGES)):
                rooms = [-place.shrink if place.stage == stage else 0.0 for place in places]
                need -= _share(places, rooms, need, steps, first)
                if need > -TOLERANCE:
                    return 0.0
            return need
        for is_space in (True, False):
            rooms = [place.grow if place.space == is_space else 0.0 for place in places]
            need -= _share(places, rooms, need, steps, first)
            if need < TOLERANCE:
                return 0.0
        gaps = self.loose_before[last] - self.loose_before[first]
        size = self.sizes[first]
        if need > STRETCH_SEEN * size * gaps:
            need -= _share(places, [place.more for place in places], need - STRETCH_SEEN * size * gaps, steps, first)
        if gaps and need / gaps <= STRETCH_MOST * size:
            each = line.stretch = need / gaps
            loose = self.loose
            for index in range(first, last):
                if loose[index]:
                    steps[index - first] += each
            return 0.0
        spaces = [place for place in places if place.space]
        if spaces:
            for place in spaces:
                steps[place.after - first] += need / len(spaces)
            return 0.0
        return need


def _share(places: list[Place], rooms: list[float], need: float, steps: list[float], first: int) -> float:
    """Share a need among places in proportion to the room each has; how much of it was met. Both may be negative."""
    able = sum(rooms)
    if not able:
        return 0.0
    part = min(1.0, need / able)
    for place, room in zip(places, rooms, strict=True):
        steps[place.after - first] += part * room
    return part * able


def _parts_of_characters(classes: str) -> list[int]:
    """Where combining marks and joiners stand."""
    if rules.JOINED not in classes:
        return []
    return [index for index, letter in enumerate(classes) if letter == rules.JOINED and index]


def _with_parts(classes: str) -> str:
    """The classes, where a combining mark has that of its character."""
    letters = list(classes)
    for index, letter in enumerate(letters):
        if letter == rules.JOINED:
            letters[index] = letters[index - 1] if index else rules.GLUE
    return "".join(letters)
