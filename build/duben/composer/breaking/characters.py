"""The characters of a paragraph, as they are given to the breaker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from duben.composer import rules
from duben.composer.rules import Options


@dataclass(frozen=True, slots=True)
class Characters:
    """A paragraph character by character; all lengths in one unit.

    ``advances`` are the natural widths, ``sizes`` the em of each character, ``blanks`` what may be
    taken at the left and at the right of a mark. ``gap_options`` are the options between these
    characters and those before, and ``mark_options`` those of these marks themselves, where an
    element asks for others than its paragraph.
    """

    text: str
    classes: str  # of ``rules``, a letter for each character
    advances: Sequence[float]
    sizes: Sequence[float]
    blanks: Mapping[int, tuple[float, float]]
    options: Options
    gap_options: Mapping[int, Options]
    mark_options: Mapping[int, Options]

    def has_blank(self, index: int, side: int) -> bool:
        """Whether a mark has more than three tenths of an em of
        blank at its left (0) or right (1).
        """
        return index in self.blanks and self.blanks[index][side] > 0.3 * self.sizes[index]

    def stop(self, end: int) -> int:
        """Where a line that ends before a character stops:
        before its blanks and its forced break.
        """
        classes = self.classes
        if end and classes[end - 1] == rules.BREAK:
            end -= 1
        while end and classes[end - 1] in rules.SPACES:
            end -= 1
        return end
