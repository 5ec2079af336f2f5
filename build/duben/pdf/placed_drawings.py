"""Drawings hung into finished pages by an incremental update, which is worked out once for any
number of copies.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from ctypes import c_double
from dataclasses import dataclass
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from pikepdf import Array, Dictionary, Name

from duben.pdf.incremental_updates import (
    incremental_update,
    pdf_number,
    read_file_end,
    stream_object,
)

# The imprint stands on one of the first pages, and so on one of the outer sheets.
IMPRINT_PAGES = 8


@dataclass(frozen=True, slots=True)
class PagePoint:
    """A place on a page: the page's number from 0, and pt from its lower left corner."""

    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class PlacedDrawing:
    """A drawing (a form XObject, by its object number) on a page: its lower left corner stands on
    the spot, and it is so many times as large.
    """

    drawing: int
    spot: PagePoint
    scale: float = 1.0

    def operators(self) -> bytes:
        """What draws it, as an artifact: no reader of the text reads it aloud."""
        scale = pdf_number(self.scale)
        x, y = pdf_number(self.spot.x), pdf_number(self.spot.y)
        return b"/Artifact BMC q %s 0 0 %s %s %s cm /Duben%d Do Q EMC" % (
            scale,
            scale,
            x,
            y,
            self.drawing,
        )


@dataclass(frozen=True, slots=True)
class Imprint:
    """Where on the imprint the label of the code stands, where its value goes, and the size of its
    letters, pt.
    """

    label: PagePoint
    value: PagePoint
    size: float


def find_imprint(data: bytes, label: str, other_labels: Sequence[str]) -> Imprint | None:
    """The imprint of a PDF: its values stand where the one behind the first of the other labels
    begins. None where no page has all the labels.
    """
    with pypdfium2.PdfDocument(data) as document:
        for page in range(min(IMPRINT_PAGES, len(document))):
            text = document[page].get_textpage()
            content = text.get_text_range()
            if all(word in content for word in (label, *other_labels)):
                index = _last_index(text, label)
                value = _next_visible(
                    text, _last_index(text, other_labels[0]) + len(other_labels[0])
                )
                if value is not None:
                    x, y = _origin(text, index)
                    size = _origin(text, index + 1)[0] - x  # 汉字 are as wide as they are high
                    value_x = _origin(text, value)[0]
                    return Imprint(PagePoint(page, x, y), PagePoint(page, value_x, y), size)
    return None


def _last_index(text: Any, label: str) -> int:
    """The index of the last place of a label in the text of a page: the body may have the word as
    well.
    """
    search, index = text.search(label), 0
    while match := search.get_next():
        index = match[0]
    return index


def _next_visible(text: Any, start: int) -> int | None:
    """The index of the next character that is seen; None where there is none."""
    for index in range(start, text.count_chars()):
        character = chr(pdfium.FPDFText_GetUnicode(text.raw, index))
        if character.isprintable() and not character.isspace():
            return index
    return None


def _origin(text: Any, index: int) -> tuple[float, float]:
    """Where a character stands on its line, pt."""
    x, y = c_double(), c_double()
    pdfium.FPDFText_GetCharOrigin(text.raw, index, x, y)
    return x.value, y.value


def page_origins(data: bytes, two_up: tuple[float, float] | None = None) -> list[PagePoint]:
    """The lower left corner of every page of the book. ``two_up``: width and height of a page, pt,
    where two stand on a sheet at its fold; None where each has a page of its own.
    """
    origins = []
    with pikepdf.open(io.BytesIO(data)) as document:
        for index, page in enumerate(document.pages):
            left, bottom, right, top = (float(edge) for edge in page.trimbox)
            corners: tuple[float, ...] = (left,)
            foot = bottom
            if two_up:
                middle, foot = (left + right) / 2, (bottom + top - two_up[1]) / 2
                corners = (middle - two_up[0], middle)
            origins += [PagePoint(index, x, foot) for x in corners]
    return origins


def place_drawings(
    data: bytes,
    drawings: Sequence[PlacedDrawing],
    objects: Mapping[int, bytes] | None = None,
    code_drawing: int | None = None,
) -> bytes:
    """The update that hangs drawings into their pages.

    ``objects`` are put in as well. Numbers of drawings may be of objects that only a later update
    gives. ``code_drawing``: which of them a code will fill.
    """
    before = read_file_end(data)
    save = max(before.size, *(placed.drawing for placed in drawings), *(objects or ())) + 1
    # The page's own drawing may leave its coordinates turned round.
    streams = {save: stream_object(b"q", deflated=False)}
    numbers: dict[bytes, int] = {}  # pages with the same drawings share one stream
    changed: dict[tuple[int, int], Any] = {}
    with pikepdf.open(io.BytesIO(data)) as document:
        for index, on_page in _by_page(drawings):
            page = document.pages[index].obj
            operators = b"Q\n" + b"\n".join(placed.operators() for placed in on_page)
            if operators not in numbers:
                numbers[operators] = save + 1 + len(numbers)
                streams[numbers[operators]] = stream_object(operators, deflated=False)
            inner = page.Contents if isinstance(page.Contents, Array) else Array([page.Contents])
            page.Contents = Array([_reference(save), *inner, _reference(numbers[operators])])
            for placed in on_page:
                _drawings_of(page, changed)[f"/Duben{placed.drawing}"] = _reference(placed.drawing)
            changed[page.objgen] = page
        packed = {key[0]: _serialize(item) for key, item in changed.items()}
    return incremental_update(before, {**streams, **(objects or {})}, packed, code_drawing)


def _by_page(drawings: Sequence[PlacedDrawing]) -> Iterator[tuple[int, list[PlacedDrawing]]]:
    pages: dict[int, list[PlacedDrawing]] = {}
    for placed in drawings:
        pages.setdefault(placed.spot.page, []).append(placed)
    yield from sorted(pages.items())


def _drawings_of(page: Any, changed: dict[tuple[int, int], Any]) -> Any:
    """The dictionary of drawings that a page may use; objects that have to be written anew for it
    go into ``changed``.
    """
    holder = page
    for name in ("/Resources", "/XObject"):
        if name not in holder:
            holder[name] = Dictionary()
        holder = holder[name]
        if holder.is_indirect:
            changed[holder.objgen] = holder
    return holder


def _reference(number: int) -> Name:
    """Holds the place of a reference to an object that is not there yet: pikepdf has none."""
    return Name(f"/Ref{number}")


def _serialize(item: Any) -> bytes:
    """An object as it stands in a file, with its references."""
    return re.sub(rb"/Ref([0-9]{1,9})(?=[\s\]>/])", rb"\1 0 R", item.unparse(resolved=True))
