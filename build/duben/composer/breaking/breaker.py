"""The paragraph breaker: a paragraph measured, searched, and its lines set."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from duben.composer import rules
from duben.composer.breaking.characters import Characters
from duben.composer.breaking.paragraph import MeasuredParagraph
from duben.composer.breaking.search import Search
from duben.composer.breaking.spreading import ParagraphLine, set_line
from duben.composer.rules import Options

_NONE: Mapping[int, Any] = MappingProxyType({})


class ParagraphBreaker:
    """Breaks a paragraph into lines, for any measure; all lengths in the unit of the widths.

    Before characters in ``unbreakable`` no line may begin, before those in ``breakable`` it may if
    their word is wider than the measure. A line that ends before one in ``hyphens`` gets a hyphen
    of that width. ``edge_widths`` are what boxes that end and begin on each line take at the end of
    a line before these characters, and at the start of the next. The rest is as in ``Characters``.
    """

    def __init__(
        self,
        text: str,
        classes: str,
        advances: Sequence[float],
        sizes: Sequence[float],
        blanks: Mapping[int, tuple[float, float]],
        options: Options,
        unbreakable: Collection[int] = (),
        breakable: Collection[int] = (),
        hyphens: Mapping[int, float] = _NONE,
        gap_options: Mapping[int, Options] = _NONE,
        mark_options: Mapping[int, Options] = _NONE,
        edge_widths: Mapping[int, tuple[float, float]] = _NONE,
    ) -> None:
        characters = Characters(
            text, classes, advances, sizes, blanks, options, gap_options, mark_options
        )
        self.paragraph = MeasuredParagraph(characters, unbreakable, hyphens, edge_widths)
        self.breakable = breakable

    def lines(
        self,
        measure: float,
        indent: float = 0.0,
        start: int = 0,
        justified: bool = True,
        last_justified: bool = False,
    ) -> list[ParagraphLine]:
        """The lines from a character on; the first is ``indent`` shorter than the measure."""
        result: list[ParagraphLine] = []
        for search in self.searches(measure, indent, start, justified, last_justified):
            paragraph, end = search.paragraph, search.end
            forced = paragraph.characters.classes[end - 1] == rules.BREAK
            for first, after in search.lines()[0]:
                fill = search.last_justified if after == end else search.justified
                line = set_line(paragraph, first, after, measure - indent, indent, fill)
                line.forced = forced and after == end
                result.append(line)
                indent = 0.0
        return result

    def searches(
        self,
        measure: float,
        indent: float,
        start: int,
        justified: bool,
        last_justified: bool = False,
    ) -> Iterator[Search]:
        """The searches for the lines between each two forced breaks, from a character on."""
        paragraph = self.paragraph
        fills = paragraph.characters.options.justify != "none"
        justified, last_justified = justified and fills, last_justified and fills
        if self.breakable:
            paragraph = paragraph.with_broken_words(measure, indent, self.breakable)
        for end in (*paragraph.forced, paragraph.length):
            if end > start:
                yield Search(paragraph, start, end, measure, indent, justified, last_justified)
                start, indent = end, 0.0

    def min_content_width(self, indent: float, breakable: Collection[int] = ()) -> float:
        """The least measure in which no line is too long (CSS Sizing 3); words may be broken before
        the characters in ``breakable``.
        """
        paragraph = self.paragraph
        if breakable:
            paragraph = paragraph.with_broken_words(0.0, indent, breakable)
        parts = paragraph.unbroken_parts()
        return max((paragraph.width(start, end, indent) for start, end in parts), default=0.0)

    def max_content_width(self, indent: float) -> float:
        """The measure in which only forced breaks end a line (CSS Sizing 3)."""
        paragraph = self.paragraph
        ends = dict.fromkeys((*paragraph.forced, paragraph.length))
        return max(
            (
                paragraph.width(start, end, indent)
                for start, end in zip([0, *ends], ends, strict=False)
                if end > start
            ),
            default=0.0,
        )
