"""What a rule of pages is, which lines and paragraphs the rules look at, and what is measured
of a line.

Lengths in em of the line, unless said otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from duben.proof.pages.composition import (
    CLOSE,
    HAN,
    LATIN,
    OPEN,
    TWO,
    PdfComposition,
    PdfParagraph,
    TextLine,
    blank_after,
)
from duben.proof.pages.glyphs import PdfGlyph
from duben.proof.pages.lines import HEAD_LABEL


@dataclass(frozen=True, slots=True)
class CheckedPlace:
    """A place that a rule looks at: whether the rule is obeyed there, and what was measured.

    ``grave``: so far off that a warning becomes a failure. ``span``: left and right edge of the
    place in pt, None for the whole line. ``resort``: why the rule could not be obeyed.
    """

    line: TextLine
    obeyed: bool
    value: str = ""
    grave: bool = False
    span: tuple[float, float] | None = None
    resort: str = ""


Severity = Literal["fail", "warn", "style"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the table of rules: ``check`` gives every place that the rule looks at.

    ``allowed`` is the share of places that may fall short without a failure, if none is grave. The
    sentence of a rule is ``page-ID`` of messages.
    """

    id: str
    severity: Severity
    check: Callable[[PdfComposition], Iterator[CheckedPlace]]
    allowed: float = 0.0


def span(*glyphs: PdfGlyph) -> tuple[float, float]:
    """The left and right edge of some glyphs, in pt."""
    return min(glyph.x for glyph in glyphs), max(glyph.end for glyph in glyphs)


MARKS = OPEN + CLOSE
# In em, as docs/proof.md gives them.
FLUSH_EM = 0.1  # L11
JUSTIFIED_SHARE, SURE = (
    0.9,
    3,
    # other text than the body's is set to a measure if so many of its full lines, and at least so
    # many, are flush
)
LABEL_GAP_EM = 0.2  # what stands behind a label (第三条) is set off on purpose
INDENT_EM, INDENT_ERROR_EM = 2.0, 0.05  # L16


def stretchable_gaps(line: TextLine) -> int:
    """How many gaps of a line may open: not those in words and numbers, of —— and ……, and between
    marks.
    """
    return sum(
        1
        for first, second in pairwise(line.signs)
        if not {first, second} <= {LATIN}
        and TWO not in (first, second)
        and not (first in MARKS and second in MARKS)
    )


def overhang(line: TextLine, right: float) -> float:
    """How far a line ends beyond the measure, in pt; the blank of a last mark may be beyond it, and
    a hung mark.
    """
    last = line.glyphs[-1]
    if line.signs[-1] in CLOSE:
        if (
            min(last.right, last.end - blank_after(last)) <= right + 0.01 * line.size
            and right <= last.end
        ):
            return 0.0
        if last.text in "、，。" and abs(last.x - right) <= FLUSH_EM * line.size:
            return 0.0
    return min((edge - right for edge in line.rights), key=abs)


def rightmost(line: TextLine, right: float) -> float | None:
    """How far the last 汉字 or letter of a line ends from the measure, in pt; None where a mark or
    something far off ends it.
    """
    if line.signs[-1] not in HAN + LATIN:
        return None
    off = line.right - right
    return off if abs(off) < FLUSH_EM * line.size else None


def han_gaps(line: TextLine, pitch: float = 1.0) -> Iterator[tuple[float, PdfGlyph]]:
    """How far each 汉字 of a line is from the next, in em (of a ``pitch``), if nothing is between
    them.
    """
    signs, glyphs = line.signs, line.glyphs
    label = HEAD_LABEL.match(line.text)
    for index in range(len(glyphs) - 1):
        if signs[index] == HAN == signs[index + 1]:
            first, second = glyphs[index], glyphs[index + 1]
            if (
                label
                and index + 1 == label.end()
                and second.x - first.end > LABEL_GAP_EM * first.size
            ):
                continue
            if first.size == second.size:
                yield (second.x - first.x) / (first.size * pitch), first


def is_indented(paragraph: PdfParagraph) -> bool:
    """Whether a paragraph begins like one of the text."""
    first, (left, _) = paragraph.lines[0], paragraph.measures[0]
    return any(
        abs((edge - left) / first.size - INDENT_EM) <= 2 * INDENT_ERROR_EM for edge in first.lefts
    )


def is_chinese(paragraph: PdfParagraph) -> bool:
    """Whether a paragraph is Chinese: a fifth of its glyphs are 汉字, a third of its length."""
    signs = "".join(line.signs for line in paragraph.lines)
    return 5 * signs.count(HAN) >= len(signs)


def justified_paragraphs(composition: PdfComposition) -> Iterator[PdfParagraph]:
    """Chinese paragraphs that are set to a measure: the body, and others whose full lines mostly
    end at one edge.
    """
    groups: dict[tuple[float, int], list[bool]] = {}
    others = []
    for paragraph in composition.paragraphs:
        if len(paragraph.lines) < 2 or not is_chinese(paragraph):
            continue
        if paragraph.body:
            yield paragraph
        else:
            others.append(paragraph)
            key = _size_and_measure(paragraph)
            groups.setdefault(key, []).extend(
                abs(overhang(line, right)) <= FLUSH_EM * line.size
                for line, (_, right) in paragraph.full()
            )
    for paragraph in others:
        ends = groups[_size_and_measure(paragraph)]
        if sum(ends) >= JUSTIFIED_SHARE * len(ends) and len(ends) >= SURE:
            yield paragraph


def _size_and_measure(paragraph: PdfParagraph) -> tuple[float, int]:
    left, right = paragraph.measures[0]
    return paragraph.size, round(right - left)


def full_lines(composition: PdfComposition) -> Iterator[tuple[TextLine, tuple[float, float]]]:
    """The lines that should end at their measure, and its edges."""
    for paragraph in justified_paragraphs(composition):
        yield from paragraph.full()


def text_lines(composition: PdfComposition) -> Iterator[TextLine]:
    return (line for page in composition.lines for line in page if not line.furniture)


def line_breaks(composition: PdfComposition) -> Iterator[tuple[TextLine, TextLine]]:
    """The lines of each paragraph in pairs: what ends one, what begins the next."""
    for paragraph in composition.paragraphs:
        yield from zip(paragraph.lines, paragraph.lines[1:], strict=False)


def lines_below_others(composition: PdfComposition) -> Iterator[TextLine]:
    """Lines that go on from one above: in a paragraph, or below a line of their size that begins
    where they do.
    """
    below = {id(line) for _, line in line_breaks(composition)}
    for line in text_lines(composition):
        above = line.above
        if id(line) in below or (
            above is not None
            and above.size == line.size
            and line.y - above.y < 2.2 * line.size
            and (not line.cell or abs(above.left - line.left) < FLUSH_EM * line.size)
        ):
            yield line


def line_head(line: TextLine) -> str:
    return line.text[:6]


def line_tail(line: TextLine) -> str:
    return line.text[-6:]
