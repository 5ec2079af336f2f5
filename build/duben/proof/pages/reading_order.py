"""Which line stands below which; running heads, folios and entries of contents,
which are no text.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from duben.proof.pages.composition import FAR, PdfComposition, TextLine

# In em of the line, unless said otherwise.
LEVEL = 0.06  # baselines of one row differ by less


def mark_furniture(composition: PdfComposition) -> None:
    """Marks running heads and folios: outermost on the page, no larger than the text, at one height
    on many pages, and alike but for numbers.
    """
    lines = composition.lines
    seen: dict[tuple[int, str], list[TextLine]] = defaultdict(list)
    for page in lines:
        ordered = sorted(page, key=lambda line: line.y)
        rows = sorted({round(line.y) for line in ordered})
        outer = {*rows[:1], *rows[-1:]}
        for line in ordered:
            if round(line.y) in outer and line.size <= 1.02 * (composition.size or line.size):
                words = "".join(character for character in line.text if not character.isdigit())
                seen[round(line.y / 3), words if len(words) > 3 else ""].append(line)
    many = max(3, len(lines) // 8)
    steps = Counter(
        round(step)
        for page in lines
        for before, after in pairwise(
            sorted({line.y for line in page if line.size == composition.size})
        )
        if (step := after - before) > 0.9 * composition.size
    )
    step = steps.most_common(1)[0][0] if steps else composition.size
    heights: Counter[int] = Counter()
    for alike in seen.values():
        if len({line.page for line in alike}) >= min(many, max(2, len(lines))) and len(lines) > 1:
            for line in alike:
                line.furniture = len(line.glyphs) < 40 and _stands_off(
                    line, lines[line.page - 1], 1.15 * step
                )
                heights[round(line.y / 3)] += line.furniture
    # Heads of short chapters stand on few pages, but as high as the others.
    for alike in seen.values():
        for line in alike:
            if (
                heights[round(line.y / 3)] >= many
                and line.size < 0.98 * composition.size
                and len(line.glyphs) < 40
            ):
                line.furniture = line.furniture or _stands_off(
                    line, lines[line.page - 1], 1.15 * step
                )


def _stands_off(line: TextLine, page: Sequence[TextLine], far: float) -> bool:
    """Whether it stands off from the text by more than so many pt, or is a number."""
    if not line.text.strip("0123456789—–-·• ivxlcIVXLC第页共"):
        return True
    nearest = min(
        (abs(other.y - line.y) for other in page if abs(other.y - line.y) > 1), default=1000.0
    )
    return nearest > far


def chain_lines(lines: list[TextLine]) -> None:
    """Ties each line to the next below it that shares its column."""
    lines.sort(key=lambda line: (line.y, line.left))
    open_lines: list[TextLine] = []
    for line in lines:
        best = next(
            (
                other
                for other in reversed(open_lines)
                if other.y < line.y - LEVEL * line.size and _share_column(line, other)
            ),
            None,
        )
        if best is not None:
            line.above = best
            if best.below is None:
                best.below = line
        open_lines = [other for other in open_lines if other.y > line.y - 3 * FAR * line.size][-60:]
        open_lines.append(line)


def _share_column(first: TextLine, second: TextLine) -> bool:
    common = min(first.right, second.right) - max(first.left, second.left)
    return common > 0.3 * min(first.right - first.left, second.right - second.left)


_PAGE_NUMBER = re.compile("[0-9]{1,4}|[ivxlcIVXLC]{1,7}")
ENTRIES = 3  # so many numbers below each other make a page of contents


def mark_entries(lines: Sequence[TextLine]) -> None:
    """Marks the entries of contents: lines with a number beside them, of a column of numbers that
    ends the page at the right, and the lines above that go on in them.
    """
    numbers = [
        line
        for line in lines
        if not line.furniture and line.cell and _PAGE_NUMBER.fullmatch(line.text)
    ]
    edges = Counter(round(line.right) for line in numbers)
    column = [
        line
        for line in numbers
        if sum(edges[round(line.right) + off] for off in (-1, 0, 1)) >= ENTRIES
    ]
    if not column:
        return
    left = min(line.left for line in column)
    if (
        sum(1 for line in lines if not line.furniture and line not in column and line.right > left)
        > len(column) // 2
    ):
        return  # running text, or a table
    for number in column:
        for line in lines:
            if abs(line.y - number.y) < LEVEL * line.size and line.right <= number.left:
                line.entry = True
    for line in sorted(lines, key=lambda line: -line.y):
        below = line.below
        if (
            below is not None
            and below.entry
            and not line.furniture
            and below.y - line.y < FAR * line.size
            and abs(below.size - line.size) < 0.03 * line.size
        ):
            line.entry = True
