"""Where stamps go on finished pages: drawings hung into pages by an update, which is worked out
once for any number of copies.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from ctypes import c_double
from dataclasses import dataclass
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from pikepdf import Array, Dictionary, Name

from duben.pdf import edition_codes, incremental_updates
from duben.pdf.outline_letters import pdf_number

# Sides that are looked through for the imprint: it stands on one of the first pages, and so on one
# of the outer sheets.
SIDES = 8
SHEET = 500.0  # pt: what is wider holds two pages side by side


@dataclass(frozen=True, slots=True)
class PagePoint:
    """A place on a page: the page's number from 0, and pt from its lower left corner."""

    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class PlacedDrawing:
    """A drawing on a page: it is an object of its own, with its lower left corner on the spot, and
    so many times as large.
    """

    drawing: int
    spot: PagePoint
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Imprint:
    """Where on the imprint the label of the code stands, where its value goes, and the size of its
    letters, pt.
    """

    label: PagePoint
    value: PagePoint
    size: float


def find_imprint(data: bytes, label: str, beside: Sequence[str]) -> Imprint | None:
    """The imprint of a PDF: values stand where the one behind the first of the other labels begins.

    None where no page has all the labels.
    """
    with pypdfium2.PdfDocument(data) as document:
        for page in range(min(SIDES, len(document))):
            text = document[page].get_textpage()
            said = text.get_text_range()
            if all(word in said for word in (label, *beside)):
                at, other = _last(text, label), _last(text, beside[0])
                value = next(
                    (
                        index
                        for index in range(other + len(beside[0]), text.count_chars())
                        if chr(pdfium.FPDFText_GetUnicode(text.raw, index)).isprintable()
                        and not chr(pdfium.FPDFText_GetUnicode(text.raw, index)).isspace()
                    ),
                    None,
                )
                if value is not None:
                    x, y = _origin(text, at)
                    # 汉字 are as wide as they are high.
                    return Imprint(
                        PagePoint(page, x, y),
                        PagePoint(page, _origin(text, value)[0], y),
                        _origin(text, at + 1)[0] - x,
                    )
    return None


def _last(text: Any, label: str) -> int:
    """The index of the last place of a label in the text of a page: the body may have the word as
    well.
    """
    found = text.search(label)
    at = 0
    while hit := found.get_next():
        at = hit[0]
    return at


def _origin(text: Any, index: int) -> tuple[float, float]:
    """Where a character stands on its line."""
    x, y = c_double(), c_double()
    pdfium.FPDFText_GetCharOrigin(text.raw, index, x, y)
    return x.value, y.value


def page_origins(data: bytes) -> list[PagePoint]:
    """The lower left corner of every page of the book: one on a page of its own size, two on a
    sheet.
    """
    with pikepdf.open(io.BytesIO(data)) as document:
        spots = []
        for index, page in enumerate(document.pages):
            left, bottom, right, _ = (float(edge) for edge in page.trimbox)
            spots.append(PagePoint(index, left, bottom))
            if right - left > SHEET:
                middle = (left + right) / 2
                spots[-1] = PagePoint(index, middle - PAGE, bottom)
                spots.append(PagePoint(index, middle, bottom))
        return spots


PAGE = 148 * 72 / 25.4  # pt


def place_drawings(
    data: bytes,
    drawings: Sequence[PlacedDrawing],
    objects: Mapping[int, bytes] | None = None,
    more: bytes = b"",
) -> bytes:
    """The update that hangs drawings into their pages, all of them as artifacts: no reader of the
    text reads them aloud.

    ``objects`` are put in as well. Numbers of drawings may be of objects that only a later update
    gives.
    """
    before = incremental_updates.read_file_end(data)
    taken = {before.size, *(hung.drawing for hung in drawings), *(objects or ())}
    free = max(taken) + 1
    # The page's own drawing may leave its coordinates turned round.
    saved, streams, shared = (
        free,
        {free: incremental_updates.stream_object(b"q", deflated=False)},
        {},
    )
    free += 1
    touched: dict[tuple[int, int], Any] = {}
    with pikepdf.open(io.BytesIO(data)) as document:
        for index, mine in _by_page(drawings):
            page = document.pages[index].obj
            operators = b"Q\n" + b"\n".join(
                b"/Artifact BMC q %s 0 0 %s %s %s cm /Duben%d Do Q EMC"
                % (
                    pdf_number(hung.scale),
                    pdf_number(hung.scale),
                    pdf_number(hung.spot.x),
                    pdf_number(hung.spot.y),
                    hung.drawing,
                )
                for hung in mine
            )
            if operators not in shared:
                shared[operators], streams[free] = (
                    free,
                    incremental_updates.stream_object(operators, deflated=False),
                )
                free += 1
            inner = page.Contents if isinstance(page.Contents, Array) else Array([page.Contents])
            page.Contents = Array([Name(f"/Ref{saved}"), *inner, Name(f"/Ref{shared[operators]}")])
            for hung in mine:
                _resource(page, touched)[f"/Duben{hung.drawing}"] = Name(f"/Ref{hung.drawing}")
            touched[page.objgen] = page
        packed = {key[0]: _written(one) for key, one in touched.items()}
    return incremental_updates.incremental_update(
        before, {**streams, **(objects or {})}, packed, more
    )


def _by_page(drawings: Sequence[PlacedDrawing]) -> Iterator[tuple[int, list[PlacedDrawing]]]:
    pages: dict[int, list[PlacedDrawing]] = {}
    for hung in drawings:
        pages.setdefault(hung.spot.page, []).append(hung)
    yield from sorted(pages.items())


def _resource(page: Any, touched: dict[tuple[int, int], Any]) -> Any:
    """The dictionary of drawings that a page may use; what has to be written anew for it is
    remembered.
    """
    holder = page
    for name in ("/Resources", "/XObject"):
        if name not in holder:
            holder[name] = Dictionary()
        holder = holder[name]
        if holder.is_indirect:
            touched[holder.objgen] = holder
    return holder


def _written(one: Any) -> bytes:
    """An object as it stands in a file; names that hold the place of an object that is not there
    yet become references.
    """
    import re

    return re.sub(rb"/Ref([0-9]{1,9})(?=[\s\]>/])", rb"\1 0 R", one.unparse(resolved=True))


def reserve_code(data: bytes, label: str, beside: Sequence[str]) -> bytes:
    """A PDF with room for a code beside its label on the imprint. As it is where it has no such
    label.
    """
    found = find_imprint(data, label, beside)
    if found is None:
        return data
    spot, before = found.value, incremental_updates.read_file_end(data)
    scale = found.size / edition_codes.SIZE
    drawing = PlacedDrawing(
        before.size,
        PagePoint(spot.page, spot.x, spot.y - scale * (edition_codes.HEIGHT - edition_codes.SIZE)),
        scale,
    )
    return data + place_drawings(
        data, [drawing], edition_codes.room(before), b" " + edition_codes.code_trailer(before.size)
    )
