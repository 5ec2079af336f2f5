"""A document as it is set, from the glyphs of its pages, by geometry alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from duben.proof.pages.composition import PdfComposition
from duben.proof.pages.glyphs import GlyphPage
from duben.proof.pages.lines import find_lines
from duben.proof.pages.paragraphs import find_paragraphs
from duben.proof.pages.reading_order import chain_lines, mark_entries, mark_furniture
from duben.proof.pages.signs import HAN


def read_composition(pages: Iterable[GlyphPage]) -> PdfComposition:
    """The lines and paragraphs of pages."""
    composition = PdfComposition(
        page_list := list(pages), [list(find_lines(page)) for page in page_list], []
    )
    _find_body(composition)
    mark_furniture(composition)
    for page_lines in composition.lines:
        chain_lines([line for line in page_lines if not line.furniture])
        mark_entries(page_lines)
    _find_step(composition)
    composition.paragraphs = find_paragraphs(composition)
    composition.pitch = _pitch(composition)
    return composition


def _find_body(composition: PdfComposition) -> None:
    """Finds size and face of the text."""
    weights: Counter[float] = Counter()
    faces: Counter[str] = Counter()
    for line in (line for page in composition.lines for line in page):
        if not line.cell:
            weights[line.size] += line.signs.count(HAN)
            faces[line.glyphs[-1].font] += line.signs.count(HAN)
    if any(weights.values()):
        composition.size = max(weights, key=lambda size: weights[size])
        composition.face = faces.most_common(1)[0][0]


def _find_step(composition: PdfComposition) -> None:
    """Finds the step from line to line of the text."""
    steps = Counter(
        round(line.y - line.above.y, 2)
        for page in composition.lines
        for line in page
        if line.size == composition.size and line.above and line.above.size == composition.size
    )
    if steps:
        composition.step = steps.most_common(1)[0][0]


def _pitch(composition: PdfComposition) -> float:
    """The natural step of 汉字 in em, from the last lines of paragraphs: 28 characters of 16 pt on
    156 mm stand closer.
    """
    gaps: Counter[float] = Counter()
    for paragraph in composition.paragraphs:
        line = paragraph.lines[-1]
        if paragraph.body:
            for before, after, signs in zip(
                line.glyphs, line.glyphs[1:], pairwise(line.signs), strict=False
            ):
                if signs == (HAN, HAN) and before.size == after.size == composition.size:
                    gaps[round((after.x - before.x) / before.size, 3)] += 1
    usual = gaps.most_common(1)[0][0] if gaps else 1.0
    return usual if 0.97 <= usual < 0.995 else 1.0
