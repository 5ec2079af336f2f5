"""What stands between two characters: how wide the gap is, whether it opens or shrinks, and what it
costs to end a line there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import groupby

from duben.composer import rules
from duben.composer.breaking.characters import Characters
from duben.composer.breaking.glue import Glue
from duben.composer.breaking.single_gaps import Gap, mark_gap, word_gap
from duben.composer.breaking.weights import ADDRESS_STRETCH_EM

_NOT_HAN = re.compile(f"[^{rules.HAN}]+")
_ANY = re.compile(".+", re.DOTALL)
_NARROW_STOP = re.compile("[,.،۔](?=.)")  # marks of L12 that have no blank halves
_LOOK_AHEAD = 8  # characters behind a place that rules look at
_ALONE = rules.BREAK + rules.SPACE + rules.ZERO  # a combining mark behind these has no character


class Gaps:
    """The gaps of a paragraph, read once, by the characters behind or before them.

    ``steps`` are the natural advances with the gap behind each character; ``opens`` is 1 where that
    gap opens with those between 汉字; ``prices`` are what a line end before a character costs,
    ``forbidden`` the characters before which there is none; ``irregular`` those before which a
    line may end that is not as wide as its text.
    """

    def __init__(self, characters: Characters) -> None:
        self.characters = characters
        self.steps = list(characters.advances)
        self.opens = bytearray(b"\1") * len(characters.text)
        self.glues: list[Glue] = []
        self.prices: dict[int, float] = {}
        self.forbidden: list[int] = []
        self.irregular: list[int] = []
        classes = characters.classes
        if rules.JOINED in classes:
            self.forbidden += _combining(classes)
            classes = _classes_of_bases(classes)
        self._read(classes)

    def _read(self, classes: str) -> None:
        """Read every gap but those between two 汉字, which all are alike."""
        characters, options = self.characters, self.characters.options
        combining = frozenset(self.forbidden) if characters.gap_options else frozenset()
        self._read_pairs(classes)
        self._read_addresses()
        own_options = characters.gap_options.values()
        if options.french_gaps or any(own.french_gaps for own in own_options):
            self._read_french()
        exceptions = dict(rules.exceptions(characters.text, options))
        if options.hangs or any(own.hangs for own in characters.mark_options.values()):
            self.irregular += (match.end() for match in _NARROW_STOP.finditer(characters.text))
        if characters.gap_options:
            for index in characters.gap_options:
                exceptions.pop(index, None)
            exceptions.update(
                row for row in self._read_other_options(classes) if row[0] not in combining
            )
        if exceptions:
            self._take_exceptions(exceptions)

    def _read_pairs(self, classes: str) -> None:
        """Look up each pair of classes; pairs of 汉字 are passed
        over where nothing is to be said.
        """
        characters = self.characters
        options, blanks, length = characters.options, characters.blanks, len(classes)
        joints = rules.joints(options.level, options.words, options.justify)
        opens, prices, forbidden, spaced = self.opens, self.prices, self.forbidden, rules.SPACED
        done = 0
        regular = joints[rules.HAN * 2] == (0.0, True, rules.PLAIN)
        for match in (_NOT_HAN if regular else _ANY).finditer(classes):
            start, end = match.span()
            for index in range(max(start, done + 1), min(end + 1, length)):
                pair = classes[index - 1 : index + 1]
                price, is_open, kind = joints[pair]
                if price is None:
                    forbidden.append(index)
                elif price:
                    prices[index] = price
                if not is_open:
                    opens[index - 1] = 0
                if kind:
                    if price is not None:
                        self.irregular.append(index)
                    if kind == spaced or index - 1 in blanks or index in blanks:
                        self._read_gap(index - 1, pair, word_gap if kind == spaced else mark_gap)
            done = end

    def _read_gap(self, index: int, pair: str, read: Callable[..., Gap]) -> None:
        """Take over the advance of a character with the gap behind it, and the glue of that gap."""
        self.steps[index], glue = read(self.characters, index, pair, self.steps[index])
        if glue:
            self.glues.append(glue)

    def _read_addresses(self) -> None:
        """Let the letters of addresses stand apart in lines that are loose."""
        sizes = self.characters.sizes
        letters = [
            index
            for start, end in rules.addresses(self.characters.text)
            for index in range(start, end - 1)
        ]
        for index in letters:
            stretch = ADDRESS_STRETCH_EM * sizes[index]
            stage = rules.ADDRESS_STAGE
            self.glues.append(Glue(index, stage, 0.0, 0.0, 0.0, stretch, False, False))
        if letters:
            self.glues.sort()

    def _read_french(self) -> None:
        """Set the gaps beside marks of French."""
        characters = self.characters
        sizes = characters.sizes
        for start, end, width in rules.french_gaps(characters.text):
            own = characters.gap_options.get(end, characters.options)
            if own.french_gaps and start == end:
                self.steps[start - 1] += width * sizes[start - 1]
            elif own.french_gaps and own.gap_spaces:
                self.steps[start] = width * sizes[start]
                self.glues = [glue for glue in self.glues if glue.after != start]
                self.forbidden.append(end)

    def _read_other_options(self, classes: str) -> Iterator[tuple[int, float | None]]:
        """What the end of a line costs between characters whose element asks for other rules than
        the paragraph (None: it is forbidden); sets which gaps open there.
        """
        gap_options = self.characters.gap_options
        for _, indices in groupby(sorted(gap_options), lambda index: id(gap_options[index])):
            run = list(indices)
            own = gap_options[run[0]]
            joints = rules.joints(own.level, own.words, own.justify)
            for index in run:
                price, is_open, _ = joints[classes[index - 1 : index + 1]]
                self.opens[index - 1] = is_open
                yield index, price
            inside = set(run)
            text = self.characters.text
            for index, price in rules.exceptions(text, own, run[0] - 1, run[-1] + _LOOK_AHEAD):
                if index in inside:
                    yield index, price

    def _take_exceptions(self, exceptions: dict[int, float | None]) -> None:
        """Let the last word on a line end be that of the rules for certain characters."""
        allowed = exceptions.keys() & set(self.forbidden)
        if allowed:
            self.forbidden = [index for index in self.forbidden if index not in allowed]
            self.irregular += allowed
        for index, price in exceptions.items():
            if price is None:
                self.forbidden.append(index)
            elif price:
                self.prices[index] = price
            else:
                self.prices.pop(index, None)


def _combining(classes: str) -> list[int]:
    """Where combining marks and joiners stand that belong to the character before."""
    return [
        index
        for index, letter in enumerate(classes)
        if letter == rules.JOINED and index and classes[index - 1] not in _ALONE
    ]


def _classes_of_bases(classes: str) -> str:
    """The classes, where a combining mark has that of its character."""
    letters = list(classes)
    for index, letter in enumerate(letters):
        if letter == rules.JOINED:
            letters[index] = (
                letters[index - 1] if index and classes[index - 1] not in _ALONE else rules.GLUE
            )
    return "".join(letters)
