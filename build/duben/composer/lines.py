"""A paragraph broken into lines as a whole: where each line ends, and how far each of its
characters moves.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, groupby
from math import inf
from operator import itemgetter
from types import MappingProxyType
from typing import Any, NamedTuple

from duben.composer import rules
from duben.composer.rules import Options

# Less than this, in the unit of the lengths, is no length: widths pass through sums of thousands of
# numbers.
TOLERANCE = 1e-3

# The badness of a line: the squares of what each mark loses or gains and of what each gap between
# 汉字 gains, in em, weighed so, and a price for what must not be seen. docs/composer.md has the
# curve.
MARK_WEIGHT = 40.0
GAP_WEIGHT = 33.0
NEED_PRICE = 32.0  # for each em that a line must gain or lose at all
# em: a mark that grows by as much is twice as bad as its square says, for a hole is seen; one that
# shrinks is not
HOLE = 0.2
STRETCH_CALM = 0.013  # em: gaps that open no more are not seen, and
STRETCH_MOST = 0.034  # those that open more are seen at once
LONG_LINE = (
    24  # gaps: in shorter lines those that open more are seen later, and marks that grow sooner
)
SEEN_PRICE = 30.0
LOOSE_PRICE = 5.0  # at STRETCH_MOST; it grows with the fourth power
# em: what letters of an address may stand apart where 汉字 would open by more than STRETCH_MOST
ADDRESS_GROWTH = 0.04
# em: before 汉字 open more (1.15 em apart they are seen to), so do letters and digits of words, by
STRETCH_LAST = 0.145
# at most: of 0.1 em (those of addresses stand apart already) readers of text make a space
LETTERS_LAST = 0.045
# em: more is no worse, so that a line that is too short is better than one that is too long
STRETCH_WORST = 5.0
STRETCH_END = 1.5  # em: a line that would have to open more is left short
SHORT_LOOKS, RAGGED_LOOKS = (
    0.2,
    8.0,
)  # a short line is as bad as one that opens by 0.2 em and an eighth of what it lacks
LETTERS_PRICE = 1e4  # for a line whose letters stand apart
LAST_PRICE = 1e5  # for a line that opens more than STRETCH_LAST all the same
LONE_PRICE = 110.0  # a last line with a single 汉字 (L17)
LONE_PRICE_SHORT, LONG_MEASURE = (
    900.0,
    30.0,
)  # the same in lines of fewer em, where it takes more of a stretch to mend
LONE_WIDTH = 6.0  # em: a single 汉字 among marks takes no more
SHORT_PRICE = 1.0  # a last line shorter than the indent of the next
BROKEN_WORD_PRICE = 30.0
HYPHENATION_PRICE = 6.0
OVERFULL_PRICE = 1e9
RAGGED_UNIT = 4.0  # em that a line that is not justified may be short for a badness of one

# A line is not made shorter than it must be by more than so many em; by the second number where
# that comes out badly, which is to say with more badness than the third for a line, and where lines
# are not flush.
_LOOKS = (1.7, 9.0, 60.0)
_LONGEST = 2.5  # em: nothing that is longer than its room by more is tried
# A longer text is broken line by line, each as good as it can be, without looking ahead.
LONG = 100_000

_BADNESS = itemgetter(1)  # of a candidate
_AHEAD = 8  # characters behind a place that rules look at

_NOT_HAN = re.compile(f"[^{rules.HAN}]+")
_ANY = re.compile(".+", re.DOTALL)
_NOT_SET_LAST = rules.HUNG_SPACES | {rules.BREAK}
_NARROW_STOP = re.compile("[,.،۔](?=.)")  # those of L12 that have no blank halves


class Place(NamedTuple):
    """A gap that may shrink or grow: behind which character, in which stage, and by how much.

    It grows by ``more``, and by ``last`` again, only where 汉字 would stand too far apart
    otherwise; ``mark``: the blank of a lone mark, which may grow.
    """

    after: int
    stage: int
    shrink: float
    grow: float
    more: float
    last: float
    space: bool
    mark: bool


@dataclass(slots=True)
class Line:
    """Characters ``start`` to ``end``; those from ``stop`` on are blanks at its end, which are not
    set.

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
    stretch: float = 0.0  # of the gaps between 汉字
    forced: bool = False  # ends with a forced break
    short: float = 0.0  # what a line that ought to be flush lacks
    overfull: float = 0.0  # what reaches beyond the measure, blanks apart
    hyphen: float = 0.0  # the width of the hyphen behind it


class Matter:
    """A paragraph ready to be broken: widths, blanks and possible ends, of which all lines are cut.

    ``advances`` are the natural widths of the characters, ``sizes`` their em, ``blanks`` what may
    be taken at the left and at the right of a mark, all in one unit; before characters in
    ``joined`` no line may begin, before those in ``breakable`` it may if their word is wider than
    the measure. A line that ends before one in ``hyphens`` gets a hyphen of that width. ``ways``
    are the options between these characters and those before, and ``marks`` those of these marks
    themselves, where some element asks for others than its paragraph. ``seams`` are what boxes that
    end and begin on each line take at the end of a line before these characters, and at the start
    of the next.
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
        hyphens: Mapping[int, float] = MappingProxyType({}),
        ways: Mapping[int, Options] = MappingProxyType({}),
        marks: Mapping[int, Options] = MappingProxyType({}),
        seams: Mapping[int, tuple[float, float]] = MappingProxyType({}),
    ) -> None:
        self.text, self.classes, self.sizes, self.options = text, classes, sizes, options
        self.ways, self.marks, self.seams = ways, marks, seams
        self.advances, self.blanks, self.breakable = advances, blanks, breakable
        self.hyphens = hyphens
        self.length = length = len(text)
        self.steps = steps = list(advances)
        self.loose = loose = bytearray(b"\1") * length
        self.places: list[Place] = []
        self.prices: dict[int, float] = {}
        closed: list[int] = []  # before these characters no line may begin
        if rules.JOINED in classes:
            closed += _parts_of_characters(classes)
            classes = _with_parts(classes)
        seen = self._read(classes, closed)
        if joined:
            closed += joined
            for index in joined:
                loose[index - 1] = 0
        self.origins = origins = list(accumulate(steps, initial=0.0))
        # The right edge of a line that ends before a character, seen from the start of the
        # paragraph; infinite: none may.
        self.edges = edges = origins.copy()
        self.stops: dict[int, int] = {}
        self.trims: dict[int, tuple[float, ...]] = {}
        self._settle_edges(seen)
        for index in closed:
            edges[index] = inf
        for index, width in hyphens.items():
            if index not in joined:
                self._settle_edge(index)
                edges[index] += width
                self.prices[index] = HYPHENATION_PRICE
        for index, (width, _) in seams.items():
            if edges[index] != inf:
                self._settle_edge(index)
                edges[index] += width + hyphens.get(index, 0.0)
        self.closed = closed
        self._settle_edge(length)
        self.forced = (
            [index + 1 for index, letter in enumerate(classes) if letter == rules.BREAK]
            if rules.BREAK in classes
            else []
        )
        self.loose_before = list(accumulate(loose, initial=0))
        self._sum_up()

    def _read(self, classes: str, closed: list[int]) -> list[int]:
        """Settle every gap but those between two 汉字; the places where a line that ends there is
        not as wide as its text.
        """
        joints = rules.joints(self.options.level, self.options.words, self.options.justify)
        loose, prices, blanks, length, spaced = (
            self.loose,
            self.prices,
            self.blanks,
            self.length,
            rules.SPACED,
        )
        seen: list[int] = []
        kept = frozenset(closed) if self.ways else frozenset()
        done = 0
        regular = joints[rules.HAN * 2] == (0.0, True, rules.PLAIN)
        for match in (_NOT_HAN if regular else _ANY).finditer(classes):
            start, end = match.span()
            for index in range(max(start, done + 1), min(end + 1, length)):
                price, is_loose, kind = joints[classes[index - 1 : index + 1]]
                if price is None:
                    closed.append(index)
                elif price:
                    prices[index] = price
                if not is_loose:
                    loose[index - 1] = 0
                if kind:
                    if price is not None:
                        seen.append(index)
                    if kind == spaced:
                        self._space(index - 1, classes[index - 1], classes[index])
                    else:
                        right = blanks[index - 1][1] if index - 1 in blanks else 0.0
                        left = blanks[index][0] if index in blanks else 0.0
                        if right or left:
                            self._blank(index - 1, classes[index - 1], classes[index], right, left)
            done = end
        letters = [
            index for start, end in rules.addresses(self.text) for index in range(start, end - 1)
        ]
        if letters:
            self.places += [
                Place(
                    index,
                    rules.ADDRESS_STAGE,
                    0.0,
                    0.0,
                    0.0,
                    ADDRESS_GROWTH * self.sizes[index],
                    False,
                    False,
                )
                for index in letters
            ]
            self.places.sort()
        if self.options.french_gaps or any(own.french_gaps for own in self.ways.values()):
            self._go_french(closed)
        exceptions = dict(rules.exceptions(self.text, self.options))
        if self.options.hangs or any(own.hangs for own in self.marks.values()):
            seen += (match.end() for match in _NARROW_STOP.finditer(self.text))
        if self.ways:
            exceptions = {
                index: price for index, price in exceptions.items() if index not in self.ways
            }
            exceptions.update(row for row in self._go_other_ways(classes) if row[0] not in kept)
        if exceptions:
            opened = exceptions.keys() & set(closed)
            if opened:
                closed[:] = [index for index in closed if index not in opened]
                seen += opened
            for index, price in exceptions.items():
                if price is None:
                    closed.append(index)
                elif price:
                    prices[index] = price
                else:
                    prices.pop(index, None)
        return seen

    def _go_french(self, closed: list[int]) -> None:
        """Settle the gaps beside marks of French."""
        for start, end, width in rules.french_gaps(self.text):
            own = self.ways.get(end, self.options)
            if own.french_gaps and start == end:
                self.steps[start - 1] += width * self.sizes[start - 1]
            elif own.french_gaps and own.gap_spaces:
                self.steps[start] = width * self.sizes[start]
                self.places = [place for place in self.places if place.after != start]
                closed.append(end)

    def _go_other_ways(self, classes: str) -> Iterator[tuple[int, float | None]]:
        """What the end of a line costs between characters whose element asks for other rules than
        the paragraph; which gaps open.
        """
        for _, places in groupby(sorted(self.ways), lambda index: id(self.ways[index])):
            run = list(places)
            own = self.ways[run[0]]
            joints = rules.joints(own.level, own.words, own.justify)
            for index in run:
                price, is_loose, _ = joints[classes[index - 1 : index + 1]]
                self.loose[index - 1] = is_loose
                yield index, price
            inside = set(run)
            for index, exception in rules.exceptions(self.text, own, run[0] - 1, run[-1] + _AHEAD):
                if index in inside:
                    yield index, exception

    def _settle_edges(self, ends: Iterable[int]) -> None:
        """Work out stops and right edges; where nothing may hang out but the blank half of a mark,
        and always does, at once.
        """
        options, classes, blanks, edges = self.options, self.classes, self.blanks, self.edges
        if options.hangs or options.trim_end != "always" or self.marks:
            for index in ends:
                self._settle_edge(index)
            return
        for index in ends:
            letter = classes[index - 1]
            if letter in _NOT_SET_LAST:
                self._settle_edge(index)
                continue
            edge = self.origins[index - 1] + self.advances[index - 1]
            if (
                letter in rules.ENDING
                and index - 1 in blanks
                and (blank := blanks[index - 1][1]) > 0.3 * self.sizes[index - 1]
            ):
                edge -= blank
            edges[index] = edge

    def _settle_edge(self, index: int) -> None:
        """Work out where a line that ends before a character stops, and its right edge, blank
        halves apart.
        """
        stop = self._stop(index)
        if stop != index:
            self.stops[index] = stop
        if not stop:
            self.edges[index] = 0.0
            return
        edge = self.origins[stop - 1] + self.advances[stop - 1]
        trims = self._end_trims(stop)
        if trims:
            edge -= trims[-1]
            if len(trims) > 1:
                self.trims[index] = trims
        self.edges[index] = edge

    def _sum_up(self) -> None:
        """Add up what the places can give, and note for every character how many of them are before
        it.
        """
        places, pair = self.places, rules.PAIR_STAGE
        counts = bytearray(self.length)
        for place in places:
            counts[place.after] += 1
        self.places_before = list(accumulate(counts, initial=0))
        self.shrinks = list(accumulate([place.shrink for place in places], initial=0.0))
        self.lone = list(accumulate([place.mark for place in places], initial=0))
        pairs = [place.shrink if place.stage == pair else 0.0 for place in places]
        self.paired = any(pairs)
        self.pairs = list(accumulate(pairs, initial=0.0)) if self.paired else []
        self.flexible = any(
            place.grow or place.last or place.space
            for place in places
            if not place.mark and place.stage != pair
        )
        if self.flexible:
            self.grows = list(accumulate([place.grow for place in places], initial=0.0))
            self.mores = list(accumulate([place.more for place in places], initial=0.0))
            self.lasts = list(accumulate([place.last for place in places], initial=0.0))
            self.worsts = list(accumulate(map(_share_at_worst, places), initial=0))

    # --- gaps --------------------------------------------------------------------------------------------------------

    def _space(self, index: int, before: str, after: str) -> None:
        """Settle a typed space, or the gap between 汉字 and Latin letters or digits (L15): what it
        may lose and gain.
        """
        options, size, steps, blanks = (
            self.ways.get(index + 1, self.options),
            self.sizes[index],
            self.steps,
            self.blanks,
        )
        if before in rules.SPACE + rules.FIXED_SPACE:
            width = self.advances[index]
            if (
                options.gap_spaces
                and index
                and self.text[index] == " "
                and rules.gapped(self.classes[index - 1], after, options)
            ):
                steps[index] += options.gap * size - width
                width = options.gap * size
            left = index + 1 in blanks and blanks[index + 1][0]
            if (
                left or index and index - 1 in blanks and blanks[index - 1][1]
            ):  # the blank half of a mark is space enough
                steps[index] -= width
                return
            stage = rules.SHRINK_STAGE[before]
            if after == rules.HAN or (index and self.classes[index - 1] == rules.HAN):
                self.places.append(
                    Place(
                        index,
                        stage,
                        max(0.0, width - options.gap * size),
                        0.0,
                        *self._openings(width, size),
                        True,
                        False,
                    )
                )
            else:
                narrowest, widest = options.narrowest_space * size, options.widest_space * size
                self.places.append(
                    Place(
                        index,
                        stage,
                        max(0.0, width - narrowest),
                        max(0.0, widest - width),
                        0.0,
                        0.0,
                        True,
                        False,
                    )
                )
        elif (
            rules.gapped(before, after, options)
            and not self._wide_sign(index, before, after)
            and not any(
                "\uac00" <= character <= "\ud7ff" for character in self.text[index : index + 2]
            )
        ):  # Korean has spaces
            gap = options.gap * size
            steps[index] += gap
            self.places.append(
                Place(
                    index,
                    rules.GAP_STAGE,
                    max(0.0, gap - size / 8),
                    0.0,
                    *self._openings(gap, size),
                    False,
                    False,
                )
            )

    def _wide_sign(self, index: int, before: str, after: str) -> bool:
        """Whether a sign beside a 汉字 is as wide: ℃, ￥ of most faces."""
        sign = index if before == rules.POSTFIX else index + 1 if after == rules.PREFIX else -1
        return sign >= 0 and self.advances[sign] > 0.95 * self.sizes[sign]

    def _openings(self, gap: float, size: float) -> tuple[float, float]:
        """How far a gap between 汉字 and Latin letters or digits opens with the marks, and after
        them.
        """
        more = max(0.0, self.options.widest_gap * size - gap)
        return more, max(0.0, self.options.last_gap * size - gap - more)

    def _blank(self, index: int, before: str, after: str, right: float, left: float) -> None:
        """Settle a gap where marks have their blank halves: squeeze two marks, and note what one
        may lose (L8, L14).
        """
        options, size = self.ways.get(index + 1, self.options), self.sizes[index]
        if options.squeeze_all:
            self.steps[index] -= right + left
        elif (
            right
            and left
            or before in rules.MARKS
            and after in rules.MARKS
            or options.squeeze_wide_spaces
            and "\u3000" in self.text[index : index + 2]
            and rules.MIDDLE not in before + after
        ):
            if options.squeeze_pairs:
                squeezed = (
                    min(size / 2, self.sizes[index + 1] / 2, right + left)
                    if right and left
                    else right + left
                )
                self.steps[index] -= squeezed
                able = min(right + left - squeezed, options.mark_shrink * size)
                if able > 0:
                    self.places.append(
                        Place(index, rules.PAIR_STAGE, able, 0.0, 0.0, 0.0, False, False)
                    )
        elif before not in rules.TWO:
            letter, other, blank = (before, after, right) if right else (after, before, left)
            part = min(blank, options.mark_shrink * size) if blank > 0.3 * size else blank / 2
            grows = (
                letter in rules.MARKS and other not in rules.WORD
            )  # nothing opens between a mark and a word (L15)
            self.places.append(
                Place(index, rules.SHRINK_STAGE[letter], part, 0.0, 0.0, 0.0, False, grows)
            )

    def _stop(self, end: int) -> int:
        """Where a line that ends there stops: before its blanks and its forced break."""
        classes = self.classes
        if end and classes[end - 1] == rules.BREAK:
            end -= 1
        while end and classes[end - 1] in rules.SPACES:
            end -= 1
        return end

    def _end_trims(self, stop: int) -> tuple[float, ...]:
        """What of the last mark may hang out, from the least to the most: its blank half (L9), or
        all of it (L12).
        """
        index = stop - 1
        options, letter = self.marks.get(index, self.options), self.classes[index]
        if (
            letter == rules.WIDE_SPACE and stop < self.length
        ):  # one that ends the paragraph was meant: “•　”
            while index and self.classes[index - 1] == rules.WIDE_SPACE:
                index -= 1
            return (sum(self.steps[index : stop - 1]) + self.advances[stop - 1],)
        if letter not in rules.ENDING and not options.hangs:
            return ()
        hang = options.hang_end
        if options.hang_last and self._brackets(index) and stop == self._stop(self.length):
            return (self.advances[index],)
        hangs = (
            hang != "never"
            and self.text[index] in rules.HANGING
            and (index == 0 or self.classes[index - 1] not in rules.MARKS)
        )
        blank = self.blanks[index][1] if index in self.blanks else 0.0
        if blank <= 0.3 * self.sizes[index]:
            blank = 0.0
        if hangs and hang == "always":
            return (self.advances[index],)
        trims = [0.0] if options.trim_end != "always" else []
        if blank and options.trim_end != "never":
            trims.append(blank)
        if hangs:
            trims = [*(trims or [0.0]), self.advances[index]]
        return tuple(trims) if trims != [0.0] else ()

    def _end_trim(self, end: int, need: float) -> float:
        """What hangs out at the end of a line that lacks so much with as much as may hang out
        hanging out.
        """
        trims = self.trims.get(end)
        if trims is None:
            trims = self._end_trims(self.stops.get(end, end))
            return trims[-1] if trims else 0.0
        return next(
            trim for trim in trims if trim == trims[-1] or need >= trims[-1] - trim - TOLERANCE
        )

    def start_trim(self, start: int, indent: float) -> float:
        """What hangs out at the start of a line: the blank half of an opening mark (L10), or all of
        it.
        """
        options = self.marks.get(start, self.options)
        if start == 0 and options.hang_first and self._brackets(start):
            return self.advances[start]
        if self.classes[start] != rules.OPEN:
            return 0.0
        blank = self.blanks[start][0] if start in self.blanks else 0.0
        if not options.trim_start or blank <= 0.3 * self.sizes[start]:
            return 0.0
        is_first = start == 0 or self.classes[start - 1] == rules.BREAK
        if (
            is_first
            and not options.trim_first_start
            or indent > 0
            and not options.trim_indented_start
        ):
            return 0.0
        return blank

    def _room(self, start: int) -> float:
        """What boxes that begin on each line take at the start of one."""
        return self.seams[start][1] if start in self.seams else 0.0

    def _brackets(self, index: int) -> bool:
        """Whether a character is a bracket or a quotation mark, of those that
        ``hanging-punctuation: first last`` hangs.
        """
        return self.text[index] in "\"'" or unicodedata.category(self.text[index]) in rules.BRACKETS

    # --- widths --------------------------------------------------------------------------------------------------------

    def _ends(self) -> Iterator[int]:
        """All places where a line may end."""
        edges = self.edges
        return (index for index in range(1, self.length + 1) if edges[index] != inf)

    def _pieces(self) -> Iterator[tuple[int, int]]:
        """Runs of characters that no line may part."""
        start = 0
        for end in self._ends():
            yield start, end
            start = end

    def _most_joined(self) -> int:
        """The most characters of which no line may part two."""
        closed = bytearray(b" ") * (self.length + 1)
        for index in self.closed:
            closed[index] = 1
        return max(map(len, closed.split()), default=0) + 1

    def _width(self, start: int, end: int, indent: float) -> float:
        first = indent if start == 0 else 0.0
        return (
            self.edges[end]
            - self.origins[start]
            - self.start_trim(start, first)
            + first
            + self._room(start)
        )

    def widest_piece(self, indent: float, apart: Collection[int] = ()) -> float:
        """The least measure in which no line is too long; words may be broken before the characters
        in ``apart``.
        """
        if apart:
            other = copy(self)
            other.breakable = apart
            return other._with_broken_words(0.0, indent).widest_piece(indent)
        return max((self._width(start, end, indent) for start, end in self._pieces()), default=0.0)

    def natural_width(self, indent: float) -> float:
        """The measure in which only forced breaks end a line."""
        widest, start = 0.0, 0
        for end in dict.fromkeys((*self.forced, self.length)):
            if end > start:
                widest = max(widest, self._width(start, end, indent))
            start = end
        return widest

    def _with_broken_words(self, measure: float, indent: float) -> Matter:
        """The same paragraph, where words that are wider than the measure may be broken anywhere."""
        if len(self.closed) * max(self.sizes, default=0.0) < measure / 2:
            return self
        if (
            not (self.seams or self.hyphens)
            and self._most_joined() * max(max(self.steps), max(self.advances)) + indent < measure
        ):
            return self
        more: list[int] = []
        for start, end in self._pieces():
            if end - start > 1 and self._width(start, end, indent) > measure:
                more += (
                    index
                    for index in range(start + 1, self.stops.get(end, end))
                    if index in self.breakable and index not in self.hyphens
                )
        if not more:
            return self
        other = copy(self)
        other.breakable = ()
        other.edges, other.stops, other.trims = (
            self.edges.copy(),
            self.stops.copy(),
            self.trims.copy(),
        )
        other.prices = self.prices | dict.fromkeys(more, BROKEN_WORD_PRICE)
        for index in more:
            other._settle_edge(index)
            if index in self.seams:
                other.edges[index] += self.seams[index][0]
        return other

    # --- breaking ------------------------------------------------------------------------------------------------------

    def compose(
        self,
        measure: float,
        indent: float = 0.0,
        start: int = 0,
        justified: bool = True,
        last_justified: bool = False,
    ) -> list[Line]:
        """The lines from ``start`` on; the first is ``indent`` shorter than the measure."""
        if self.breakable and (other := self._with_broken_words(measure, indent)) is not self:
            return other.compose(measure, indent, start, justified, last_justified)
        if self.options.justify == "none":
            justified = last_justified = False
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
        """Start and end of each line of the text between two forced breaks, with the least sum of
        badness.
        """
        room = measure - indent
        if (
            self.edges[end]
            - self.origins[start]
            - self.start_trim(start, indent)
            + self._room(start)
            <= room + TOLERANCE
        ):
            return [(start, end)]
        near, far, badly = _LOOKS
        lines, badness = self._best(
            start, end, room, measure, indent, justified, near if justified else far
        )
        if badness > badly * len(lines) and justified:
            lines, _ = self._best(start, end, room, measure, indent, justified, far)
        return lines

    def _best(
        self,
        start: int,
        end: int,
        room: float,
        measure: float,
        indent: float,
        justified: bool,
        look: float,
    ) -> tuple[list[tuple[int, int]], float]:
        """The lines and the sum of their badness: the least of all ways, unless the text is too
        long to follow them.
        """
        known: dict[int, list[tuple[int, float]]] = {}
        # A way to a place is (badness so far, the place, the way to the place before). The first
        # one takes the best end of each line by itself; no way that is worse before it is at the
        # end need be followed.
        best: tuple[float, int, Any] = (0.0, start, None)
        first = room, indent
        while best[1] != end:
            place = best[1]
            known[place] = self._candidates(place, end, room, indent, justified, look)
            index, badness = min(known[place], key=_BADNESS)
            best = best[0] + badness, index, best
            room, indent = measure, 0.0
        layer: list[tuple[float, int, Any]] = [(0.0, start, None)] if end - start < LONG else []
        room, indent = first
        least = best[0]
        while layer:
            following: dict[int, tuple[float, int, Any]] = {}
            for way in layer:
                so_far, place, _ = way
                if so_far >= least:
                    continue
                if place not in known:
                    known[place] = self._candidates(place, end, room, indent, justified, look)
                for index, badness in known[place]:
                    total = so_far + badness
                    if total >= least:
                        continue
                    if index == end:
                        least, best = total, (total, end, way)
                    elif index not in following or total < following[index][0]:
                        following[index] = total, index, way
            layer = list(following.values())
            room, indent = measure, 0.0
        places = []
        last: Any = best
        while last:
            places.append(last[1])
            last = last[2]
        places.reverse()
        return list(zip(places, places[1:], strict=False)), least

    def _candidates(
        self, start: int, final: int, room: float, indent: float, justified: bool, look: float
    ) -> list[tuple[int, float]]:
        """The ends, with their badness, that a line from ``start`` may have; at least one."""
        edges, stops, prices, trims, classes = (
            self.edges,
            self.stops,
            self.prices,
            self.trims,
            self.classes,
        )
        size = self.sizes[start]
        left = self.origins[start]
        if classes[start] == rules.OPEN or start == 0:
            left += self.start_trim(start, indent)
        if start in self.seams:
            left -= self._room(start)
        right = left + room
        shortest, longest = look * size, -_LONGEST * size
        index = min(bisect_right(self.origins, right - longest), final)
        while index < final and classes[index] in rules.HUNG_SPACES:
            index += 1
        result: list[tuple[int, float]] = []
        before, shrinks = self.places_before, self.shrinks
        given = shrinks[before[start]]
        for end in range(index, start, -1):
            need = right - edges[end]
            if need < longest:
                continue
            if end in trims:
                need -= trims[end][-1] - self._end_trim(end, need)
            stop = stops.get(end, end)
            if need < -TOLERANCE:
                able = shrinks[before[stop - 1]] - given if justified else 0.0
                if -need > able + TOLERANCE:
                    continue
                badness = self._shrunk(start, stop - 1, -need, able, size)
            elif need > shortest and result:
                break
            elif end == final or need <= TOLERANCE:
                badness = 0.0
            elif justified:
                badness = self._stretched(start, stop - 1, need, size)
            else:
                badness = (need / (RAGGED_UNIT * size)) ** 2
            if end == final:
                badness += self._last_badness(start, stop, edges[end] - left, justified, room)
            elif end in prices:
                badness += prices[end]
            result.append((end, badness))
        if not result:
            end = start + 1
            while edges[end] == inf and end < final:
                end += 1
            result.append((end, OVERFULL_PRICE))
        return result

    def between(self, sums: list[Any], start: int, last: int) -> Any:
        """What the places behind the characters from ``start`` to before ``last`` have together of
        what was added up.
        """
        return sums[self.places_before[last]] - sums[self.places_before[start]]

    def _shrunk(self, start: int, last: int, excess: float, able: float, size: float) -> float:
        """The badness of a line that must lose so much, of so much that its marks can lose."""
        badness = NEED_PRICE * excess / size
        if self.paired:
            pairs = min(excess, self.between(self.pairs, start, last))
            excess -= pairs
            able -= pairs
        return badness + MARK_WEIGHT * excess * excess / (4 * able * size) if able > 0 else badness

    def _stretched(self, start: int, last: int, need: float, size: float) -> float:
        """The badness of a line that must gain so much."""
        gaps = marks = 0
        if last > start:
            gaps = self.loose_before[last] - self.loose_before[start]
            marks = self.between(self.lone, start, last)
        badness, more, most, worst = NEED_PRICE * need / size, 0.0, 0.0, 0
        if self.flexible and last > start:
            more = self.between(self.mores, start, last) / size
            most = self.between(self.lasts, start, last) / size
            worst = self.between(self.worsts, start, last)
            need -= self.between(self.grows, start, last)
            if need <= 0:
                return badness
        stretch, growth, _, _ = self._opening(need / size, gaps, marks, more, most)
        if stretch > STRETCH_LAST:
            letters = self._letters[last] - self._letters[start]
            each, apart, _ = self._opening_at_worst(
                stretch * gaps if gaps else stretch - 1, gaps, letters, worst
            )
            stretch = max(STRETCH_LAST, each)
            if apart:
                badness += LETTERS_PRICE
        room = growth + 2 * stretch
        badness += GAP_WEIGHT * gaps * stretch * stretch + MARK_WEIGHT * marks * room * room * (
            1 + room * room / (HOLE * HOLE)
        )
        if stretch > SHORT_LOOKS:
            stretch = min(stretch, SHORT_LOOKS + need / size / RAGGED_LOOKS)
        if stretch > STRETCH_CALM + 1e-9:
            badness += SEEN_PRICE + LOOSE_PRICE * (min(stretch, STRETCH_WORST) / STRETCH_MOST) ** 4
            if stretch > STRETCH_LAST:
                badness += LAST_PRICE
        return badness

    def _opening(
        self, rest: float, gaps: int, marks: int, more: float, most: float
    ) -> tuple[float, float, float, float]:
        """How far gaps between 汉字 and lone marks open for a line that lacks so much, in em.

        The last two: what of ``more`` and of ``most``, which gaps beside Latin words may gain in
        all, they gain.
        """
        # What is not seen is done; then marks and Latin words stand a little freer.
        calm = STRETCH_CALM if gaps else 0.0
        if rest <= calm * gaps:
            return rest / gaps, 0.0, 0.0, 0.0
        growth, last = self.options.mark_growth, self.options.last_mark_growth
        over, able = rest - calm * gaps, more + growth * marks
        if over <= able:
            return calm, over / able * growth, over / able * more, 0.0
        # In long lines two marks or more open as far as they may. What one cannot do alone, and all
        # in short lines, 汉字 do.
        if marks > 1 and gaps + marks >= LONG_LINE and over <= more + last * marks:
            return calm, (over - more) / marks, more, 0.0
        rest -= more
        far = STRETCH_MOST * min(max(1.0, LONG_LINE / (gaps + marks or 1)), 2.0)
        if gaps and rest <= far * gaps + growth * marks:
            stretch = min(far, (rest - growth / 2 * marks) / gaps)
            return stretch, (rest - stretch * gaps) / marks if marks else 0.0, more, 0.0
        # All go on to their bounds together, in shares of what is left to them, and from there on
        # 汉字 alone.
        over, able = rest - far * gaps - growth * marks, most + (last - growth) * marks
        part = min(1.0, over / able) if able else 0.0
        rest -= part * most + (growth + part * (last - growth)) * marks
        stretch = rest / gaps if gaps else 0.0 if rest <= TOLERANCE else 1 + rest
        return stretch, growth + part * (last - growth), more, part * most

    def _opening_at_worst(
        self, rest: float, gaps: int, letters: int, worst: int
    ) -> tuple[float, float, float]:
        """How far gaps between 汉字 open that would open by more than ``STRETCH_LAST``, and letters
        of words, in em.

        The last: by how much more gaps beside Latin words open, which are as ``worst`` gaps then,
        if that is not enough.
        """
        apart = min(LETTERS_LAST, (rest - STRETCH_LAST * gaps) / letters) if letters else 0.0
        rest -= apart * letters
        if rest <= STRETCH_LAST * gaps + TOLERANCE:
            return STRETCH_LAST if gaps else 0.0, apart, 0.0
        each = rest / (gaps + worst) if gaps + worst else STRETCH_END + rest
        return each, apart, each

    @cached_property
    def _letters(self) -> list[int]:
        """For every character how many letters and digits of words before it have another behind
        them.
        """
        inside = bytearray(self.length)
        for match in rules.INSIDE_WORDS.finditer(self.text):
            inside[match.start()] = 1
        return list(accumulate(inside, initial=0))

    def _last_badness(
        self, start: int, stop: int, width: float, justified: bool, room: float
    ) -> float:
        """What is wrong with a last line: a single 汉字, or little more."""
        size = self.sizes[start]
        if start == 0 or width > LONE_WIDTH * size:
            return 0.0
        count = sum(
            letter not in rules.MARKS and letter not in rules.SPACES
            for letter in self.classes[start:stop]
        )
        if count < 2:
            return LONE_PRICE if room >= LONG_MEASURE * size else LONE_PRICE_SHORT
        return SHORT_PRICE if justified and width < 2.2 * size else 0.0

    # --- filling ---------------------------------------------------------------------------------------------------------

    def _line(self, start: int, end: int, room: float, indent: float, fill: bool) -> Line:
        stop = max(self.stops.get(end, end), start)
        if stop == start:
            return Line(start, end, stop, 0.0, 0.0, 0.0, [])
        steps = self.steps[start:stop]
        steps[-1] = self.advances[stop - 1]
        start_trim = self.start_trim(start, indent)
        more = self._room(start) + (self.seams[end][0] if end in self.seams else 0.0)
        most = room - (self.edges[end] - self.origins[start] - start_trim) - self._room(start)
        end_trim = self._end_trim(end, most)
        hyphen = self.hyphens.get(end, 0.0)
        width = (
            self.origins[stop - 1]
            + self.advances[stop - 1]
            + hyphen
            - end_trim
            - self.origins[start]
            - start_trim
            + more
        )
        line = Line(start, end, stop, start_trim, end_trim, width, steps, hyphen=hyphen)
        need = room - width
        if need < -TOLERANCE or fill and need > TOLERANCE:
            left = self._spread(line, need)
            line.width = room - left
            if left < -TOLERANCE:
                line.overfull = -left
            elif left > TOLERANCE:
                line.short = left
        return line

    def _spread(self, line: Line, need: float) -> float:
        """Share out what a line lacks, or has too much, in the order of CLREQ; what is left over."""
        first, last = line.start, line.stop - 1
        places = self._places(first, last)
        steps = line.steps
        if need < 0:
            for stage in sorted({place.stage for place in places}):
                need -= _share(
                    [
                        (place.after - first, -place.shrink)
                        for place in places
                        if place.stage == stage
                    ],
                    need,
                    steps,
                )
                if need > -TOLERANCE:
                    return 0.0
            return need
        size = self.sizes[first]
        mores: list[tuple[int, float]] = []
        lasts: list[tuple[int, float]] = []
        if self.flexible:
            need -= _share([(place.after - first, place.grow) for place in places], need, steps)
            if need < TOLERANCE:
                return 0.0
            mores = [(place.after - first, place.more) for place in places if place.more]
            lasts = [(place.after - first, place.last) for place in places if place.last]
        gaps = self.loose_before[last] - self.loose_before[first]
        marks = [place.after - first for place in places if place.mark]
        able = sum(room for _, room in mores) / size, sum(room for _, room in lasts) / size
        _, growth, more, most = self._opening(need / size, gaps, len(marks), *able)
        left = need - (more + most + growth * len(marks)) * size
        each = left / gaps if gaps else left
        if left > STRETCH_LAST * gaps * size + TOLERANCE:
            letters = [
                index - first
                for index in range(first, last)
                if self._letters[index] < self._letters[index + 1]
            ]
            worst = [(place.after - first, _share_at_worst(place)) for place in places]
            stretch, apart, beside = self._opening_at_worst(
                left / size, gaps, len(letters), sum(weight for _, weight in worst)
            )
            if stretch > STRETCH_END:
                return need
            each = stretch * size
            for index in letters:
                steps[index] += apart * size
            for index, weight in worst:
                steps[index] += weight * beside * size
        _share(mores, more * size, steps)
        _share(lasts, most * size, steps)
        for index in marks:
            steps[index] += growth * size
        if gaps:
            line.stretch = each
            steps[:-1] = [
                step + each if opens else step
                for step, opens in zip(steps, self.loose[first:last], strict=False)
            ]
        return 0.0

    def _places(self, first: int, last: int) -> list[Place]:
        """The places between two characters."""
        places = self.places
        return places[bisect_left(places, (first,)) : bisect_left(places, (last,))]


def _share_at_worst(place: Place) -> int:
    """As how many gaps between 汉字 a gap beside a Latin word opens in a line that is loose anyhow:
    a space three times as far.
    """
    return 3 if place.space else 1 if place.last and place.stage != rules.ADDRESS_STAGE else 0


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


def _parts_of_characters(classes: str) -> list[int]:
    """Where combining marks and joiners stand that belong to the character before."""
    return [
        index
        for index, letter in enumerate(classes)
        if letter == rules.JOINED and index and classes[index - 1] not in _ALONE
    ]


def _with_parts(classes: str) -> str:
    """The classes, where a combining mark has that of its character."""
    letters = list(classes)
    for index, letter in enumerate(letters):
        if letter == rules.JOINED:
            letters[index] = (
                letters[index - 1] if index and classes[index - 1] not in _ALONE else rules.GLUE
            )
    return "".join(letters)


_ALONE = rules.BREAK + rules.SPACE + rules.ZERO
