"""What of a page's drawing the clauses of official documents ask for beside its glyphs: its level
rules, and the ink of its red text.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from duben.layout import POINTS_PER_MM

SHORTEST, HIGHEST = 100.0, 2.0  # mm: of a level rule across the type area
RED = 150, 110  # the least of red, the most of green and blue


@dataclass(frozen=True, slots=True)
class PageRule:
    """A level rule; mm from the page's upper left corner, ``y`` its middle."""

    left: float
    right: float
    y: float
    height: float
    red: bool


@dataclass(frozen=True, slots=True)
class PageMarks:
    """The rules of a page from the top, and the ink of its red text: left, top, right, bottom in
    mm; None without any.
    """

    rules: tuple[PageRule, ...] = ()
    red: tuple[float, float, float, float] | None = None
    red_text: str = ""


def read_page_marks(pdf: Path | bytes) -> list[PageMarks]:
    """The marks of each page of a PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        result = []
        for page in document:
            height = page.get_height()
            rules = sorted(_rules(page, height), key=lambda rule: rule.y)
            result.append(PageMarks(tuple(rules), *_red_ink(page, height)))
            page.close()
    return result


def _rules(page: Any, height: float) -> Iterator[PageRule]:
    for shape in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=2):
        left, bottom, right, top = (value / POINTS_PER_MM for value in shape.get_bounds())
        if right - left >= SHORTEST and top - bottom <= HIGHEST:
            middle = height / POINTS_PER_MM - (top + bottom) / 2
            yield PageRule(left, right, middle, top - bottom, _is_red(_fill_colour(shape.raw)))


def _fill_colour(shape: Any) -> tuple[int, int, int]:
    parts = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFPageObj_GetFillColor(shape, *(ctypes.byref(part) for part in parts))
    return parts[0].value, parts[1].value, parts[2].value


def _is_red(colour: tuple[int, int, int]) -> bool:
    return colour[0] >= RED[0] and max(colour[1:]) <= RED[1]


def _red_ink(page: Any, height: float) -> tuple[tuple[float, float, float, float] | None, str]:
    """The box of the red text's ink, mm, and the text."""
    text = page.get_textpage()
    boxes, characters = [], ""
    colour = [ctypes.c_uint() for _ in range(4)]
    edges = [ctypes.c_double() for _ in range(4)]
    for index in range(pdfium.FPDFText_CountChars(text.raw)):
        if not pdfium.FPDFText_GetFillColor(text.raw, index, *map(ctypes.byref, colour)):
            continue
        if _is_red((colour[0].value, colour[1].value, colour[2].value)):
            character = chr(pdfium.FPDFText_GetUnicode(text.raw, index))
            if not character.isspace():
                pdfium.FPDFText_GetCharBox(text.raw, index, *map(ctypes.byref, edges))
                boxes.append([edge.value / POINTS_PER_MM for edge in edges])
                characters += character
    text.close()
    if not boxes:
        return None, ""
    down = height / POINTS_PER_MM
    left, right = min(box[0] for box in boxes), max(box[1] for box in boxes)
    top, bottom = down - max(box[3] for box in boxes), down - min(box[2] for box in boxes)
    return (left, top, right, bottom), characters
