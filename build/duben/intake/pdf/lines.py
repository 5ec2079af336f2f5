"""The glyphs of a page to its lines, and the pieces of a line that stand apart.

Glyphs whose baselines differ by less than half an em are one line. Between two of them is a blank
where one was set, or where they stand farther apart than the others of their line: lines are
justified, titles are spaced. A gap of an em and a half parts two pieces: cells of a table, columns.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from duben import chinese
from duben.intake.line_editing import BLANKS
from duben.intake.pdf.characters import Glyph

SAME_LINE = 0.45  # em by which baselines of one line differ: raised signs, other fonts
MOST_SIGNS, SMALL = 8, 0.8  # raised signs of a line; their size, of that of the line
RAISED, BESIDE = 0.8, 0.25  # em by which they stand off a line, and off the glyph before them
APART = 1.5  # em between two pieces
# Of a line that is set solid: the gap in which nothing stands, em; the one that is a blank; the
# share of such gaps.
SOLID, SOLID_BLANK, FEW_BLANKS = 0.02, 0.2, 0.15
HAN_BLANK, LATIN_BLANK = 0.5, 0.17  # em beyond the usual gap that are a blank
TWICE = 0.2  # em: a glyph set twice so near is bold by hand
DASHES = "—…·"  # marks of full width that leave no blank beside them
BLANK_SIGNS = frozenset(BLANKS)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line: its text and where it stands, in pt."""

    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line of a page: its pieces from the left, its baseline from the top, its size, in pt.
    ``table`` is the number of the ruled table that it is a row of, 0 for none; ``font`` the name of
    the font of all its 汉字, "" where they have several.
    """

    pieces: tuple[Piece, ...]
    baseline: float
    size: float
    table: int = 0
    font: str = ""

    @property
    def left(self) -> float:
        return self.pieces[0].left

    @property
    def right(self) -> float:
        return self.pieces[-1].right

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces)


def page_lines(glyphs: Sequence[Glyph], apart: float = APART) -> list[PdfLine]:
    """The lines of a page from the top; pieces of columns beside each other in one line, ``apart``
    em from each other and more.
    """
    rows: list[list[Glyph]] = []
    largest: Glyph | None = None
    shown = [glyph for glyph in glyphs if glyph.upright and glyph.text not in BLANK_SIGNS]
    for glyph in sorted(shown, key=lambda glyph: (glyph.baseline, glyph.left)):
        if largest is not None and _is_same_line(largest, glyph):
            rows[-1].append(glyph)
            largest = max(largest, glyph, key=lambda other: other.size)
        else:
            rows.append([glyph])
            largest = glyph
    blanks = sorted((glyph.baseline, glyph.left) for glyph in glyphs if glyph.text in BLANK_SIGNS)
    return [_line(row, blanks, apart) for row in _with_raised_signs(rows)]


def _with_raised_signs(rows: Sequence[list[Glyph]]) -> list[list[Glyph]]:
    """The rows of glyphs; small ones that stand high above a line, or below it, and right behind a
    glyph of it (m², a mark of a note) are of that line.
    """
    whole: list[list[Glyph]] = []
    small: list[Glyph] = []
    for row in rows:
        if small:
            if not _belong(small, row):
                whole.append(small)
            else:
                row = [*small, *row]
            small = []
        if whole and _belong(row, whole[-1]):
            whole[-1] = [*whole[-1], *row]
        elif len(row) <= MOST_SIGNS:
            small = row
        else:
            whole.append(row)
    return [*whole, small] if small else whole


def _belong(signs: Sequence[Glyph], row: Sequence[Glyph]) -> bool:
    """Whether each of a few small glyphs stands right behind one of a row, near it in height, and
    under none: a number under a title is a line of its own.
    """
    if len(signs) > MOST_SIGNS:
        return False
    before = [glyph for glyph in row if glyph.size * SMALL > signs[0].size]
    if any(_covers(glyph, sign) for sign in signs for glyph in before):
        return False
    reached = list(before)
    for sign in sorted(signs, key=lambda sign: sign.left):
        if not any(
            abs(sign.left - glyph.right) <= BESIDE * before[0].size
            and abs(sign.baseline - glyph.baseline) <= RAISED * before[0].size
            for glyph in reached
        ):
            return False
        reached.append(sign)
    return bool(before)


def _covers(glyph: Glyph, sign: Glyph) -> bool:
    """Whether most of a sign stands over or under a glyph."""
    shared = min(glyph.right, sign.right) - max(glyph.left, sign.left)
    return 2 * shared > sign.right - sign.left


def _is_same_line(largest: Glyph, glyph: Glyph) -> bool:
    distance = abs(glyph.baseline - largest.baseline)
    return distance <= SAME_LINE * max(glyph.size, largest.size)


def _line(row: Sequence[Glyph], blanks: Sequence[tuple[float, float]], apart: float) -> PdfLine:
    """The glyphs of a line as its pieces; ``blanks`` are those of the page, (baseline, left)."""
    size = median(glyph.size for glyph in row)
    glyphs = list(_without_twins(sorted(row, key=lambda glyph: glyph.left), size))
    baseline = median(glyph.baseline for glyph in glyphs)
    first = bisect_left(blanks, (baseline - SAME_LINE * size, 0.0))
    last = bisect_right(blanks, (baseline + SAME_LINE * size, math.inf))
    spaces = sorted(left for _, left in blanks[first:last])
    fonts = {glyph.font for glyph in glyphs if glyph.font}
    font = fonts.pop() if len(fonts) == 1 else ""
    return PdfLine(tuple(_pieces(glyphs, spaces, size, apart)), baseline, size, font=font)


def _without_twins(glyphs: Sequence[Glyph], size: float) -> Iterator[Glyph]:
    """The glyphs without those that were set twice to look bold."""
    kept: list[Glyph] = []
    for glyph in glyphs:
        if not any(
            other.text == glyph.text and abs(other.left - glyph.left) < TWICE * size
            for other in kept[-3:]
        ):
            kept.append(glyph)
    return iter(kept)


def _pieces(
    glyphs: Sequence[Glyph], spaces: Sequence[float], size: float, apart: float
) -> Iterator[Piece]:
    gaps = [after.left - before.right for before, after in zip(glyphs, glyphs[1:], strict=False)]
    usual = max(0.0, median(gaps)) if gaps else 0.0
    wide = apart * size + (usual if apart >= APART else min(usual, apart * size / 3))
    loose = sum(gap > SOLID * size for gap in gaps)
    is_solid = 0 < loose <= len(gaps) * FEW_BLANKS  # set solid: what is apart is apart by a blank
    text, begin = glyphs[0].text, glyphs[0]
    for before, after, gap in zip(glyphs, glyphs[1:], gaps, strict=False):
        if gap > wide:
            yield Piece(text, begin.left, before.right)
            text, begin = "", after
        elif _is_parted(before, after, gap - usual, spaces, size) or (
            is_solid and _is_han_pair(before, after) and gap > SOLID_BLANK * size
        ):
            text += " "
        text += after.text
    yield Piece(text, begin.left, glyphs[-1].right)


def _is_han_pair(before: Glyph, after: Glyph) -> bool:
    return chinese.is_han(before.text) and chinese.is_han(after.text)


def _is_parted(
    before: Glyph, after: Glyph, gap: float, spaces: Sequence[float], size: float
) -> bool:
    """Whether a blank stands between two glyphs of a piece: not beside a mark of full width, whose
    own half is blank.
    """
    if any(
        chinese.is_wide_mark(glyph.text) and glyph.text not in DASHES for glyph in (before, after)
    ):
        return False
    middle = (before.left + before.right) / 2
    place = bisect_right(spaces, middle)
    if place < len(spaces) and spaces[place] < after.left + 0.01 * size:
        return True
    wide = before.text > "\u2e80" or after.text > "\u2e80"  # a quarter em beside 汉字 is no blank
    return gap > (HAN_BLANK if wide else LATIN_BLANK) * size
