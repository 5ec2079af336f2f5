"""How even the lines of a document are: figures to compare, without a verdict."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, pstdev

from duben.proof.pages.composition import (
    HAN,
    LATIN,
    PdfComposition,
    TextLine,
    blank_after,
    blank_before,
)
from duben.proof.pages.selection import MARKS, full_lines, han_gaps, rightmost, text_lines

WHOLE_MARK = 0.9  # em: a full-width mark is at least as wide
NARROW_MARK = 0.745  # em: narrower than ¾ em, drawing's rounding allowed


@dataclass(frozen=True, slots=True)
class Evenness:
    """Figures of the lines that should be flush, lengths in em unless said otherwise; None where
    nothing was there to measure.

    ``han_*``: how far a 汉字 is from the next (1: solid); ``mark_*``: the room of a mark that has
    no other mark beside it, and how many of them take less than ¾ em; ``adjustment``: by how much a
    line is longer or shorter than it is by nature, on average; ``scatter``: deviation of the right
    edge, pt.
    """

    lines: int
    han_gaps: int
    han_99th: float | None
    han_largest: float | None
    han_deviation: float | None
    marks: int
    mark_deviation: float | None
    mark_narrow: int
    adjustment: float | None
    scatter: float | None


def evenness(composition: PdfComposition) -> Evenness:
    """The figures of a document."""
    lines = list(full_lines(composition))
    gaps = sorted(gap for line, _ in lines for gap, _ in han_gaps(line, composition.pitch))
    marks = [width for line, _ in lines for width in _lone_marks(line)]
    rights = [off for line, (_, right) in lines if (off := rightmost(line, right)) is not None]
    natural = _NaturalWidths(composition)
    changes = [abs(natural.change(line)) for line, _ in lines]
    return Evenness(
        lines=len(lines),
        han_gaps=len(gaps),
        han_99th=_round(_percentile(gaps, 0.99)),
        han_largest=_round(gaps[-1] if gaps else None),
        han_deviation=_round(pstdev(gaps) if gaps else None, 5),
        marks=len(marks),
        mark_deviation=_round(pstdev(marks) if marks else None),
        mark_narrow=sum(1 for width in marks if width < NARROW_MARK),
        adjustment=_round(fmean(changes) if changes else None),
        scatter=_round(pstdev(rights) if rights else None),
    )


def _round(value: float | None, digits: int = 4) -> float | None:
    return None if value is None else round(value, digits)


def _percentile(ordered: Sequence[float], share: float) -> float | None:
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)] if ordered else None


def _lone_marks(line: TextLine) -> Iterator[float]:
    """The room of each full-width mark between 汉字:
    from the 汉字 before it to the one after it.
    """
    for before_index, mark_index, after_index in zip(
        range(len(line.signs)), range(1, len(line.signs)), range(2, len(line.signs)), strict=False
    ):
        han_before, mark, han_after = (
            line.glyphs[before_index],
            line.glyphs[mark_index],
            line.glyphs[after_index],
        )
        lone = (
            line.signs[mark_index] in MARKS
            and line.signs[before_index] == HAN == line.signs[after_index]
        )
        if (
            lone
            and mark.width > WHOLE_MARK * mark.size
            and han_before.size == mark.size == han_after.size
        ):
            yield (han_after.x - han_before.end) / mark.size


class _NaturalWidths:
    """What a line would take if nothing were stretched or shrunk: marks side by side 1½ em, the
    usual gap beside Latin.
    """

    def __init__(self, composition: PdfComposition) -> None:
        self.pitch = composition.pitch
        mixed: Counter[float] = Counter()
        for line in text_lines(composition):
            for first, second, signs in zip(
                line.glyphs, line.glyphs[1:], pairwise(line.signs), strict=False
            ):
                if set(signs) == {HAN, LATIN} and first.size == second.size:
                    mixed[round((second.x - first.end) / first.size, 2)] += 1
        self.gap = mixed.most_common(1)[0][0] if mixed else 0.0

    def change(self, line: TextLine) -> float:
        """By how much a line's content was widened, in em of the line."""
        total = 0.0
        for left_glyph, right_glyph, (first, second) in zip(
            line.glyphs, line.glyphs[1:], pairwise(line.signs), strict=False
        ):
            if left_glyph.size != right_glyph.size:
                continue
            gap = (right_glyph.x - left_glyph.end) / left_glyph.size
            if first == HAN == second:
                total += gap + (1 - self.pitch)
            elif {first, second} == {HAN, LATIN}:
                total += gap - self.gap
            elif first in MARKS and second in MARKS:
                blank = max(blank_after(left_glyph), blank_before(right_glyph)) / left_glyph.size
                total += gap + min(0.5, blank)
            else:
                total += gap
        return total
