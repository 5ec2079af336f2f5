"""Pages to sheets: A5 pages two-up on A4, in the order in which folded sheets are read."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from duben.model import PrintSettings, Problem, warning

MM = 72 / 25.4
PAGE = (148 * MM, 210 * MM)  # A5, pt
SHEET = (297 * MM, 210 * MM)  # A4 lying, pt: half a millimetre wider on each side than two pages
FOLD = SHEET[0] / 2
TOLERANCE = 0.2 * MM
PAPER = 0.1 / 80 * MM  # thickness of paper for each g/m², pt: a sheet of 80 g is 0.1 mm thick
# A fold mark stands so far from the sheet's edge, where every printer prints; pt.
FOLD_MARK = (5 * MM, 9 * MM)

EMPTY = -1  # half of a side on which no page stands
BookletPart = Literal["cover", "front", "body", "back", "notes", "back cover"]


@dataclass(frozen=True, slots=True)
class Slot:
    """A page of the booklet: of which part, and which page of that part, from 0."""

    part: BookletPart
    index: int


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a sheet: the numbers, from 0, of the pages at its left and right, or EMPTY."""

    left: int
    right: int


@dataclass(frozen=True, slots=True)
class ImposedBooklet:
    """The booklet as sheets of A4. ``duplex`` holds front and back of each sheet in turn, for one
    pass; ``fronts`` and ``backs`` the same sheets in the same order, for two. ``booklets`` tells
    how many sheets each stapled booklet has.
    """

    duplex: bytes
    fronts: bytes
    backs: bytes
    sheets: int
    booklets: tuple[int, ...]
    problems: tuple[Problem, ...] = ()


def padding(count: int) -> int:
    """How many pages are missing until ``count`` is a multiple of four."""
    return -count % 4


def arrange(front: int, body: int, back: int, compact: bool = False) -> tuple[Slot, ...]:
    """The pages of a booklet in reading order, with pages for notes where none of the book can
    stand.

    The cover is page 1, the inside of the cover for notes; the front matter begins on page 3 and
    the body on a right-hand page; pages for notes fill up to a multiple of four, and the back cover
    is the last. The front matter of a ``compact`` book begins inside the cover.
    """
    parts: list[tuple[BookletPart, int]] = [("cover", 0)]
    notes = 0
    if not compact:
        parts.append(("notes", notes))
        notes += 1
    parts += (("front", index) for index in range(front))
    if body and len(parts) % 2:
        parts.append(("notes", notes))
        notes += 1
    parts += (("body", index) for index in range(body))
    parts += (("back", index) for index in range(back))
    parts += (("notes", notes + index) for index in range(padding(len(parts) + 1)))
    parts.append(("back cover", 0))
    return tuple(Slot(part, index) for part, index in parts)


def signatures(sheets: int, limit: int | None) -> tuple[int, ...]:
    """How many sheets each booklet has: as few booklets as a ``limit`` of sheets allows, of as even
    a number of sheets as can be. None: one booklet.
    """
    if limit is None or sheets <= limit:
        return (sheets,)
    count = -(-sheets // limit)
    return tuple(sheets // count + (index < sheets % count) for index in range(count))


def sides(booklets: Iterable[int]) -> Iterator[tuple[Side, Side]]:
    """Front and back of every sheet, booklet after booklet, the outermost sheet first.

    A sheet is turned over like the leaf of a book (along its short edge): behind the right half of
    its front stands the left half of its back.
    """
    first = 0
    for sheets in booklets:
        last = first + 4 * sheets - 1
        for inwards in range(0, 2 * sheets, 2):
            yield (
                Side(last - inwards, first + inwards),
                Side(first + inwards + 1, last - inwards - 1),
            )
        first = last + 1


@dataclass(frozen=True, slots=True)
class PlacedSide:
    """A side as it is printed: ``shift`` is how far its pages move towards the fold, pt; with fold
    ``marks``; ``turned`` by 180 degrees.
    """

    side: Side
    shift: float = 0.0
    marks: bool = False
    turned: bool = False


def creep(booklets: Iterable[int], settings: PrintSettings) -> Iterator[float]:
    """How far the pages of each sheet move towards the fold, pt: a sheet inside a folded one stands
    out by its thickness.
    """
    for sheets in booklets:
        for inside in range(sheets):
            yield inside * settings.paper_gsm * PAPER if settings.is_stapled else 0.0


def impose(pages: bytes, settings: PrintSettings) -> ImposedBooklet:
    """A PDF of A5 pages as sheets of A4, for a printer that turns sheets and for one that does not.

    Raises ValueError when the number of pages is no multiple of four or a page is not A5. Links are
    dropped: nothing can be tapped on paper. The same pages give the same bytes.
    """
    with pikepdf.open(io.BytesIO(pages)) as source:
        count = len(source.pages)
        if not count or padding(count):
            raise ValueError(f"{count} pages are no multiple of four")
        for number, page in enumerate(source.pages, 1):
            left, bottom, right, top = map(float, page.trimbox)
            if abs(right - left - PAGE[0]) > TOLERANCE or abs(top - bottom - PAGE[1]) > TOLERANCE:
                raise ValueError(f"page {number} is not A5")
        sheets = count // 4
        booklets = signatures(sheets, settings.staple_sheets if settings.split else None)
        leaves = list(sides(booklets))
        marks = settings.fold_marks
        fronts = [
            PlacedSide(front, shift, marks=marks)
            for (front, _), shift in zip(leaves, creep(booklets, settings), strict=True)
        ]
        backs = [
            PlacedSide(back, front.shift) for (_, back), front in zip(leaves, fronts, strict=True)
        ]
        behind = [replace(back, turned=settings.backs in "CD") for back in backs]
        return ImposedBooklet(
            duplex=draw_sides(
                source,
                [side for leaf in zip(fronts, backs, strict=True) for side in leaf],
                Name.DuplexFlipShortEdge,
            ),
            fronts=draw_sides(source, fronts, Name.Simplex),
            backs=draw_sides(
                source, behind[::-1] if settings.backs in "BD" else behind, Name.Simplex
            ),
            sheets=sheets,
            booklets=booklets,
            problems=tuple(thickness_warning(sheets, settings)),
        )


def impose_sides(pages: bytes, sides: Sequence[PlacedSide]) -> bytes:
    """A PDF of A5 pages on these sides of A4, front and back of each sheet in turn."""
    with pikepdf.open(io.BytesIO(pages)) as source:
        return draw_sides(source, sides, Name.DuplexFlipShortEdge)


def thickness_warning(sheets: int, settings: PrintSettings) -> Iterator[Problem]:
    """A warning when the booklet has more sheets than a staple holds,
    or has been split for that.
    """
    if settings.is_stapled and sheets > settings.staple_sheets:
        parts = len(signatures(sheets, settings.staple_sheets))
        yield warning(
            "booklet-split" if settings.split else "booklet-thick",
            sheets=sheets,
            most=settings.staple_sheets,
            pages=4 * sheets,
            parts=parts,
        )


def draw_sides(source: pikepdf.Pdf, wanted: Sequence[PlacedSide], duplex: pikepdf.Object) -> bytes:
    """A PDF with a page of A4 for each side, which asks the printer not to scale and how to turn
    the paper.

    A page stands with its edge on the fold and shows nothing beyond, however far what is on it
    moves.
    """
    with pikepdf.new() as pdf:
        for placed in wanted:
            page = pdf.add_blank_page(page_size=SHEET)
            forms, drawing = (
                Dictionary(),
                [f"-1 0 0 -1 {SHEET[0]:.4f} {SHEET[1]:.4f} cm"] if placed.turned else [],
            )
            for name, number, left, shift in (
                ("Left", placed.side.left, FOLD - PAGE[0], placed.shift),
                ("Right", placed.side.right, FOLD, -placed.shift),
            ):
                if number == EMPTY:
                    continue
                forms[f"/{name}"] = page_form(pdf, source.pages[number])
                clip = f"{left:.4f} 0 {PAGE[0]:.4f} {PAGE[1]:.4f} re W n " if shift else ""
                drawing.append(f"q {clip}1 0 0 1 {left + shift:.4f} 0 cm /{name} Do Q")
            if placed.marks:
                for low in (FOLD_MARK[0], SHEET[1] - FOLD_MARK[1]):
                    drawing.append(
                        f"q .5 G .25 w {FOLD:.4f} {low:.4f} m {FOLD:.4f} "
                        f"{low + FOLD_MARK[1] - FOLD_MARK[0]:.4f} l S Q"
                    )
            page.obj.Resources = Dictionary(XObject=forms)
            page.obj.Contents = pdf.make_stream("\n".join(drawing).encode("ascii"))
            page.obj.MediaBox = Array([0, 0, *(pdf_decimal(length) for length in SHEET)])
            page.obj.TrimBox = page.obj.MediaBox
        pdf.Root.ViewerPreferences = Dictionary(
            Duplex=duplex, PrintScaling=Name("/None"), DisplayDocTitle=True
        )
        if "/Lang" in source.Root:
            pdf.Root.Lang = String(str(source.Root.Lang))
        for key in ("/Title", "/Author"):
            if key in source.docinfo:
                pdf.docinfo[key] = String(str(source.docinfo[key]))
        return save_packed(pdf, min_version="1.7")  # /Duplex is of PDF 1.7


def save_packed(pdf: pikepdf.Pdf, **versions: Any) -> bytes:
    """The bytes of a PDF whose objects are packed into object streams: the same for the same PDF.
    ``versions`` are those of ``pikepdf.Pdf.save``.
    """
    out = io.BytesIO()
    packed = pikepdf.ObjectStreamMode.generate
    pdf.save(out, deterministic_id=True, object_stream_mode=packed, **versions)
    return out.getvalue()


def page_form(pdf: pikepdf.Pdf, page: pikepdf.Page) -> pikepdf.Object:
    """A page as a drawing that stands at the origin and shows nothing beyond its edges, so nothing
    crosses the fold.
    """
    drawing = page.as_form_xobject()
    if (resources := page.obj.get("/Resources")) is not None and resources.is_indirect:
        # qpdf writes them out anew in every form: 9 MB instead of 2.7 for 840 pages.
        drawing.Resources = resources
    drawing = pdf.copy_foreign(drawing)
    left, bottom = (float(edge) for edge in page.trimbox[:2])
    drawing.BBox = Array(
        [pdf_decimal(edge) for edge in (left, bottom, left + PAGE[0], bottom + PAGE[1])]
    )
    if left or bottom:
        drawing.Matrix = Array([1, 0, 0, 1, pdf_decimal(-left), pdf_decimal(-bottom)])
    for key in ("/StructParents", "/Metadata", "/PieceInfo"):
        if key in drawing:
            del drawing[key]
    return drawing


def pdf_decimal(length: float) -> Decimal:
    """A length in pt as it is written, to a ten-thousandth."""
    return Decimal(f"{length:.4f}")
