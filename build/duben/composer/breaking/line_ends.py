"""Where lines may begin and end, and what of a mark hangs out there (L9, L10, L12)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from copy import copy
from itertools import accumulate
from math import inf

from duben.composer import rules
from duben.composer.breaking.characters import Characters
from duben.composer.breaking.weights import TOLERANCE

_NOT_SET_LAST = rules.HUNG_SPACES | {rules.BREAK}


class LineEnds:
    """The edges of all lines that a paragraph could have.

    ``origins`` is how far the left edge of each character is from the start of the paragraph, all
    in one line; ``edges`` how far the right edge of a line that ends before a character is
    (infinite: none may end there). ``stops`` and ``trims`` are there for a character only where
    they are not what they usually are: the character itself, and nothing to choose.
    """

    def __init__(self, characters: Characters, steps: Sequence[float]) -> None:
        self.characters, self.steps = characters, steps
        self.origins = list(accumulate(steps, initial=0.0))
        self.edges = self.origins.copy()
        self.stops: dict[int, int] = {}
        self.trims: dict[int, tuple[float, ...]] = {}

    def copy(self) -> LineEnds:
        """The same, of which the edges may be changed."""
        other = copy(self)
        other.edges, other.stops = self.edges.copy(), self.stops.copy()
        other.trims = self.trims.copy()
        return other

    def forbid(self, indices: Iterable[int]) -> None:
        """Let no line end before these characters."""
        for index in indices:
            self.edges[index] = inf

    def settle_all(self, indices: Iterable[int]) -> None:
        """Work out stops and right edges; where nothing may hang out but the blank half of a mark,
        and always does, at once.
        """
        characters, edges = self.characters, self.edges
        options, classes, blanks = characters.options, characters.classes, characters.blanks
        if options.hangs or options.trim_end != "always" or characters.mark_options:
            for index in indices:
                self.settle(index)
            return
        for index in indices:
            letter = classes[index - 1]
            if letter in _NOT_SET_LAST:
                self.settle(index)
                continue
            edge = self.origins[index - 1] + characters.advances[index - 1]
            if (
                letter in rules.ENDING
                and index - 1 in blanks
                and (blank := blanks[index - 1][1]) > 0.3 * characters.sizes[index - 1]
            ):
                edge -= blank
            edges[index] = edge

    def settle(self, index: int) -> None:
        """Work out where a line that ends before a character stops, and its right edge, what may
        hang out apart.
        """
        stop = self.characters.stop(index)
        if stop != index:
            self.stops[index] = stop
        if not stop:
            self.edges[index] = 0.0
            return
        edge = self.origins[stop - 1] + self.characters.advances[stop - 1]
        trims = self._end_trims(stop)
        if trims:
            edge -= trims[-1]
            if len(trims) > 1:
                self.trims[index] = trims
        self.edges[index] = edge

    def _end_trims(self, stop: int) -> tuple[float, ...]:
        """What of the last mark may hang out, from the least to the most: nothing, its blank half
        (L9), all of it (L12).
        """
        characters, index = self.characters, stop - 1
        classes, advance = characters.classes, characters.advances[stop - 1]
        options, letter = characters.mark_options.get(index, characters.options), classes[index]
        if letter == rules.WIDE_SPACE and stop < len(classes):
            # One that ends the paragraph was meant: “•　”.
            while index and classes[index - 1] == rules.WIDE_SPACE:
                index -= 1
            return (sum(self.steps[index : stop - 1]) + advance,)
        if letter not in rules.ENDING and not options.hangs:
            return ()
        if options.hang_last and self._is_bracket(index) and stop == characters.stop(len(classes)):
            return (advance,)
        hangs = (
            options.hang_end != "never"
            and characters.text[index] in rules.HANGING
            and (index == 0 or classes[index - 1] not in rules.MARKS)
        )
        if hangs and options.hang_end == "always":
            return (advance,)
        trims = [0.0] if options.trim_end != "always" else []
        if characters.has_blank(index, 1) and options.trim_end != "never":
            trims.append(characters.blanks[index][1])
        if hangs:
            trims = [*(trims or [0.0]), advance]
        return tuple(trims) if trims != [0.0] else ()

    def end_trim(self, end: int, need: float) -> float:
        """What hangs out at the end of a line that lacks so much if as much hangs out as may."""
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
        characters = self.characters
        options = characters.mark_options.get(start, characters.options)
        if start == 0 and options.hang_first and self._is_bracket(start):
            return characters.advances[start]
        if (
            characters.classes[start] != rules.OPEN
            or not options.trim_start
            or not characters.has_blank(start, 0)
        ):
            return 0.0
        is_first = start == 0 or characters.classes[start - 1] == rules.BREAK
        if is_first and not options.trim_first_start:
            return 0.0
        if indent > 0 and not options.trim_indented_start:
            return 0.0
        return characters.blanks[start][0]

    def _is_bracket(self, index: int) -> bool:
        """Whether a character is a bracket or a quotation mark, of those that
        ``hanging-punctuation: first last`` hangs.
        """
        character = self.characters.text[index]
        return character in "\"'" or unicodedata.category(character) in rules.BRACKETS
