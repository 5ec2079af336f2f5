"""A paragraph measured: all that is known before its lines are chosen."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from copy import copy
from itertools import accumulate

from duben.composer import rules
from duben.composer.breaking.characters import Characters
from duben.composer.breaking.gaps import Gaps
from duben.composer.breaking.glue import Glue, loose_weight
from duben.composer.breaking.line_ends import LineEnds
from duben.composer.breaking.weights import BROKEN_WORD_PRICE, HYPHENATION_PRICE

Sums = Sequence[float]


class GlueSums:
    """Running sums of what glue can give, so that what a line can give is one subtraction.

    ``before`` is how many items of glue stand before each character; each other sum has an entry
    for each item, and the total.
    """

    def __init__(self, glues: Sequence[Glue], length: int) -> None:
        counts = bytearray(length)
        for glue in glues:
            counts[glue.after] += 1
        self.before = list(accumulate(counts, initial=0))
        self.shrink: Sums = _running_sums([glue.shrink for glue in glues])
        self.marks = list(accumulate([glue.is_mark for glue in glues], initial=0))
        pairs = [glue.shrink if glue.stage == rules.PAIR_STAGE else 0.0 for glue in glues]
        self.has_pairs = any(pairs)
        self.pair_shrink: Sums = _running_sums(pairs) if self.has_pairs else []
        self.opens = any(
            glue.stretch or glue.last_stretch or glue.is_space
            for glue in glues
            if not glue.is_mark and glue.stage != rules.PAIR_STAGE
        )
        if self.opens:
            self.stretch: Sums = _running_sums([glue.stretch for glue in glues])
            self.mark_stretch: Sums = _running_sums([glue.mark_stretch for glue in glues])
            self.last_stretch: Sums = _running_sums([glue.last_stretch for glue in glues])
            self.loose_weights = list(accumulate(map(loose_weight, glues), initial=0))


def _running_sums(amounts: Sequence[float]) -> Sums:
    return list(accumulate(amounts, initial=0.0))


class MeasuredParagraph:
    """The widths, gaps, prices and possible line ends of a paragraph; lengths in one unit.

    ``edge_widths`` are what boxes that end and begin on each line take at the end of a line before
    these characters, and at the start of the next. ``opens_before`` counts the gaps before each
    character that open with those between 汉字.
    """

    def __init__(
        self,
        characters: Characters,
        unbreakable: Collection[int],
        hyphens: Mapping[int, float],
        edge_widths: Mapping[int, tuple[float, float]],
    ) -> None:
        self.characters, self.hyphens, self.edge_widths = characters, hyphens, edge_widths
        self.length = length = len(characters.text)
        gaps = Gaps(characters)
        self.forbidden, self.prices = gaps.forbidden, gaps.prices
        if unbreakable:
            self.forbidden += unbreakable
            for index in unbreakable:
                gaps.opens[index - 1] = 0
        self.steps, self.glues, self.opens = gaps.steps, gaps.glues, gaps.opens
        self.ends = LineEnds(characters, gaps.steps)
        self.ends.settle_all(gaps.irregular)
        self.ends.forbid(self.forbidden)
        self._allow_hyphens(unbreakable)
        self._widen_edges()
        self.ends.settle(length)
        self.forced = (
            [index + 1 for index, letter in enumerate(characters.classes) if letter == rules.BREAK]
            if rules.BREAK in characters.classes
            else []
        )
        self.opens_before = list(accumulate(gaps.opens, initial=0))
        self.sums = GlueSums(gaps.glues, length)
        self._letters_before: list[int] | None = None

    def _allow_hyphens(self, unbreakable: Collection[int]) -> None:
        """Let lines end with a hyphen where a word may be parted."""
        for index, width in self.hyphens.items():
            if index not in unbreakable:
                self.ends.settle(index)
                self.ends.edges[index] += width
                self.prices[index] = HYPHENATION_PRICE

    def _widen_edges(self) -> None:
        """Let line ends be as wide as what boxes take there."""
        edges = self.ends.edges
        for index, (width, _) in self.edge_widths.items():
            if edges[index] != float("inf"):
                self.ends.settle(index)
                edges[index] += width + self.hyphens.get(index, 0.0)

    @property
    def letters_before(self) -> list[int]:
        """For every character how many letters and digits of words before it have another behind
        them; counted when a line is so loose that they stand apart.
        """
        if self._letters_before is None:
            inside = bytearray(self.length)
            for match in rules.INSIDE_WORDS.finditer(self.characters.text):
                inside[match.start()] = 1
            self._letters_before = list(accumulate(inside, initial=0))
        return self._letters_before

    def start_width(self, start: int) -> float:
        """What boxes that begin on each line take at the start of one."""
        return self.edge_widths[start][1] if start in self.edge_widths else 0.0

    def width(self, start: int, end: int, indent: float) -> float:
        """The natural width of a line between two characters; ``indent`` is that of the first line
        of the paragraph.
        """
        first = indent if start == 0 else 0.0
        ends = self.ends
        trim = ends.start_trim(start, first)
        return ends.edges[end] - ends.origins[start] - trim + first + self.start_width(start)

    def unbroken_parts(self) -> list[tuple[int, int]]:
        """Start and end of the parts that no line may divide."""
        edges = self.ends.edges
        ends = [index for index in range(1, self.length + 1) if edges[index] != float("inf")]
        return list(zip([0, *ends], ends, strict=False))

    def with_broken_words(
        self, measure: float, indent: float, breakable: Collection[int]
    ) -> MeasuredParagraph:
        """The same paragraph, where parts that are wider than the measure may be broken before the
        characters in ``breakable``; itself if there are none.
        """
        if self._surely_fits(measure, indent):
            return self
        more: list[int] = []
        for start, end in self.unbroken_parts():
            if end - start > 1 and self.width(start, end, indent) > measure:
                stop = self.ends.stops.get(end, end)
                more += (
                    index
                    for index in range(start + 1, stop)
                    if index in breakable and index not in self.hyphens
                )
        if not more:
            return self
        other = copy(self)
        other.ends = self.ends.copy()
        other.prices = self.prices | dict.fromkeys(more, BROKEN_WORD_PRICE)
        for index in more:
            other.ends.settle(index)
            if index in self.edge_widths:
                other.ends.edges[index] += self.edge_widths[index][0]
        return other

    def _surely_fits(self, measure: float, indent: float) -> bool:
        """Whether no part is wider than the measure, said without a look at each."""
        characters = self.characters
        if len(self.forbidden) * max(characters.sizes, default=0.0) < measure / 2:
            return True
        if self.edge_widths or self.hyphens:
            return False
        widest = max(max(self.steps), max(characters.advances))
        return self._longest_part() * widest + indent < measure

    def _longest_part(self) -> int:
        """The most characters of which no line may part two."""
        joined = bytearray(b" ") * (self.length + 1)
        for index in self.forbidden:
            joined[index] = 1
        return max(map(len, joined.split()), default=0) + 1
