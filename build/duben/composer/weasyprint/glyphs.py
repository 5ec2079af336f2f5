"""The glyphs of a text: each with its width, its font and the characters that it stands for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any


@dataclass(slots=True)
class Glyph:
    """What stands for a character: ``code`` in hexadecimal, widths in px; no font: nothing is
    drawn. It is never changed.

    ``drawn`` is the advance that a reader of the PDF adds, from the ``width`` written there, in
    thousandths of an em.
    """

    font: Any
    code: str
    advance: float
    shift: float = 0.0
    rise: float = 0.0
    characters: str = ""
    stretch: float = 1.0
    drawn: float = 0.0
    width: int = 0
    odd: bool = field(init=False)  # not simply drawn where it belongs

    def __post_init__(self) -> None:
        self.odd = bool(
            self.font is None or self.shift or self.rise or self.stretch != 1 or self.lacking
        )

    @property
    def lacking(self) -> bool:
        """Whether it stands for a character that no font has."""
        return len(self.code) > 4


class Shape:
    """A text set in one style: for each character its glyphs and its advance, in px.

    ``simple``: each has one glyph of ``font``, drawn where it belongs; ``codes`` are their numbers,
    each as a character, and ``drawn`` the advances that a reader of the PDF adds. ``parted``: some
    have no glyph, for they stand in one with others.
    """

    __slots__ = (
        "_alone",
        "_ends",
        "_glyphs",
        "_parts",
        "advances",
        "codes",
        "drawn",
        "font",
        "parted",
        "simple",
    )

    def __init__(self, glyphs: list[tuple[Glyph, ...]], advances: list[float]) -> None:
        self._glyphs: list[tuple[Glyph, ...]] | None = glyphs
        self._alone: tuple[str, Mapping[str, tuple[Glyph, ...]]] | None = None
        self._parts: Sequence[Shape] = ()
        self._ends: list[int] = []  # of the parts, once somebody asks for a glyph
        self.advances, self.parted = advances, () in glyphs
        self.codes, self.drawn, self.font, self.simple = "", list[float](), None, False

    @classmethod
    def alike(
        cls,
        text: str,
        glyphs: Mapping[str, tuple[Glyph, ...]],
        codes: str,
        advance: float,
        drawn: float,
        font: Any,
    ) -> Shape:
        """The simple shape of a text whose characters are all as wide; ``glyphs`` has those of each
        character.
        """
        shape = cls([], [advance] * len(text))
        shape._glyphs, shape._alone = None, (text, glyphs)
        shape.codes, shape.drawn, shape.font, shape.simple = codes, [drawn] * len(text), font, True
        return shape

    @classmethod
    def join(cls, parts: Sequence[Shape], font: Any) -> Shape:
        """One shape of several; simple if all are, in this font."""
        shape = cls([], [advance for part in parts for advance in part.advances])
        shape._glyphs, shape._parts, shape.parted = None, parts, any(part.parted for part in parts)
        shape.font, shape.simple = font, all(part.simple and part.font is font for part in parts)
        if shape.simple:
            shape.codes = "".join(part.codes for part in parts)
            shape.drawn = [drawn for part in parts for drawn in part.drawn]
        return shape

    @property
    def glyphs(self) -> list[tuple[Glyph, ...]]:
        """The glyphs of each character, put together when somebody asks."""
        if self._glyphs is None:
            self._glyphs = [cluster for part in self._parts for cluster in part.glyphs]
            if self._alone:
                self._glyphs += map(self._alone[1].__getitem__, self._alone[0])
        return self._glyphs

    def cluster(self, index: int) -> tuple[Glyph, ...]:
        """The glyphs of one character."""
        if self._glyphs is not None:
            return self._glyphs[index]
        if self._alone:
            return self._alone[1][self._alone[0][index]]
        if not self._ends:
            self._ends = list(accumulate(len(part.advances) for part in self._parts))
        number = bisect_right(self._ends, index)
        return self._parts[number].cluster(index - (self._ends[number - 1] if number else 0))

    def change(self, index: int, glyphs: tuple[Glyph, ...]) -> None:
        """Let a character have other glyphs."""
        self.glyphs[index] = glyphs
        self.simple = False


class NotSimple(Exception):
    """A text that is left to WeasyPrint."""


def is_simple(cluster: tuple[Glyph, ...], font: Any) -> bool:
    """Whether a character is one glyph of a font, drawn where it belongs."""
    return len(cluster) == 1 and cluster[0].font is font and not cluster[0].odd
