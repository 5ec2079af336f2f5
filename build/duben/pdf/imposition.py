"""Pages to sheets: two pages of A5 on A4, larger ones on A3, as folded sheets are read."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from duben.layout import PageSize, page_size
from duben.model import PrintSettings, Problem, warning

MM = 72 / 25.4
TOLERANCE = 0.2 * MM
# Sheets of office printers as they lie, mm. Two pages of A5 leave half a millimetre on each side.
PAPERS = (("A4", 297.0, 210.0), ("A3", 420.0, 297.0))
PAPER = 0.1 / 80 * MM  # thickness of paper for each g/m², pt: a sheet of 80 g is 0.1 mm thick
# A fold mark stands so far from the sheet's edge, where every printer prints; pt.
FOLD_MARK = (5 * MM, 9 * MM)

EMPTY = -1  # half of a side on which no page stands
# A crop mark stands so far from the trimmed corner, where paper is left to be cut off; pt.
CROP_MARK = (2 * MM, 6 * MM)
CUT = 2 * MM  # what is left over at an edge is cut off from here on

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
class SheetPlan:
    """Sheets of office paper that lie: A4, or A3 where two pages do not fit on A4. ``width`` and
    ``height`` are those of the sheet, ``page`` those of a page; all in pt. The pages stand in the
    middle of the sheet, at its fold.
    """

    paper: str
    width: float
    height: float
    page: tuple[float, float]

    @property
    def fold(self) -> float:
        """x of the fold, pt."""
        return self.width / 2

    @property
    def foot(self) -> float:
        """y of the lower edge of the pages, pt."""
        return (self.height - self.page[1]) / 2

    @property
    def cut(self) -> bool:
        """Whether more paper is left over than a fold hides: the folded booklet is cut."""
        return max(self.fold - self.page[0], self.foot) > CUT


def plan_sheets(size: PageSize) -> SheetPlan:
    """The sheets for pages of a size."""
    page = size.width * MM, size.height * MM
    paper, width, height = next(
        row for row in PAPERS if 2 * size.width <= row[1] and size.height <= row[2]
    )
    return SheetPlan(paper, width * MM, height * MM, page)


@dataclass(frozen=True, slots=True)
class ImposedBooklet:
    """The booklet as sheets of ``plan.paper``. ``duplex`` holds front and back of each sheet in
    turn, for one pass; ``fronts`` and ``backs`` the same sheets in the same order, for two.
    ``booklets`` tells how many sheets each stapled booklet has.
    """

    duplex: bytes
    fronts: bytes
    backs: bytes
    sheets: int
    booklets: tuple[int, ...]
    plan: SheetPlan
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
    """A PDF of pages two-up on sheets, for a printer that turns sheets and for one that does not.

    Raises ValueError when the number of pages is no multiple of four or a page is not of the size
    that the settings ask for. Links are dropped: nothing can be tapped on paper. The same pages
    give the same bytes.
    """
    size = page_size(settings.size)
    plan = plan_sheets(size)
    width, height = plan.page
    with pikepdf.open(io.BytesIO(pages)) as source:
        count = len(source.pages)
        if not count or padding(count):
            raise ValueError(f"{count} pages are no multiple of four")
        for number, page in enumerate(source.pages, 1):
            left, bottom, right, top = map(float, page.trimbox)
            if abs(right - left - width) > TOLERANCE or abs(top - bottom - height) > TOLERANCE:
                raise ValueError(f"page {number} is not {settings.size}")
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
                plan,
                [side for leaf in zip(fronts, backs, strict=True) for side in leaf],
                Name.DuplexFlipShortEdge,
            ),
            fronts=draw_sides(source, plan, fronts, Name.Simplex),
            backs=draw_sides(
                source, plan, behind[::-1] if settings.backs in "BD" else behind, Name.Simplex
            ),
            sheets=sheets,
            booklets=booklets,
            plan=plan,
            problems=(*sheet_warning(plan, size), *thickness_warning(sheets, settings)),
        )


def impose_sides(pages: bytes, sides: Sequence[PlacedSide], settings: PrintSettings) -> bytes:
    """A PDF of pages on these sides of sheets, front and back of each sheet in turn."""
    plan = plan_sheets(page_size(settings.size))
    with pikepdf.open(io.BytesIO(pages)) as source:
        return draw_sides(source, plan, sides, Name.DuplexFlipShortEdge)


def sheet_warning(plan: SheetPlan, size: PageSize) -> Iterator[Problem]:
    """A warning when the pages need larger sheets than those of an office printer."""
    if plan.paper != PAPERS[0][0]:
        yield warning("booklet-sheet", page=size.name("zh-Hans"), sheet=plan.paper)


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


def draw_sides(
    source: pikepdf.Pdf, plan: SheetPlan, wanted: Sequence[PlacedSide], duplex: pikepdf.Object
) -> bytes:
    """A PDF with a sheet for each side, which asks the printer not to scale and how to turn
    the paper.

    A page stands with its edge on the fold and shows nothing beyond, however far what is on it
    moves.
    """
    fold, foot = plan.fold, pdf_decimal(plan.foot).normalize()
    width, height = plan.page
    with pikepdf.new() as pdf:
        for placed in wanted:
            page = pdf.add_blank_page(page_size=(plan.width, plan.height))
            forms, drawing = (
                Dictionary(),
                [f"-1 0 0 -1 {plan.width:.4f} {plan.height:.4f} cm"] if placed.turned else [],
            )
            for name, number, left, shift in (
                ("Left", placed.side.left, fold - width, placed.shift),
                ("Right", placed.side.right, fold, -placed.shift),
            ):
                if number == EMPTY:
                    continue
                forms[f"/{name}"] = page_form(pdf, source.pages[number], plan.page)
                clip = f"{left:.4f} {foot:f} {width:.4f} {height:.4f} re W n " if shift else ""
                drawing.append(f"q {clip}1 0 0 1 {left + shift:.4f} {foot:f} cm /{name} Do Q")
            if placed.marks:
                for low in (FOLD_MARK[0], plan.height - FOLD_MARK[1]):
                    drawing.append(
                        f"q .5 G .25 w {fold:.4f} {low:.4f} m {fold:.4f} "
                        f"{low + FOLD_MARK[1] - FOLD_MARK[0]:.4f} l S Q"
                    )
            if plan.cut:
                drawing.append(crop_marks(plan))
            page.obj.Resources = Dictionary(XObject=forms)
            page.obj.Contents = pdf.make_stream("\n".join(drawing).encode("ascii"))
            page.obj.MediaBox = Array(
                [0, 0, *(pdf_decimal(length) for length in (plan.width, plan.height))]
            )
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


def exchange_covers(pages: bytes, covers: bytes) -> bytes:
    """The pages of a booklet with another front and back; ``covers`` has both, or is b""."""
    if not covers:
        return pages
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pages)) as pdf, pikepdf.open(io.BytesIO(covers)) as other:
        pdf.pages[0], pdf.pages[-1] = other.pages[0], other.pages[1]
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def crop_marks(plan: SheetPlan) -> str:
    """What draws the marks along which a folded booklet is cut: at the corners of its pages."""
    near, far = CROP_MARK
    left, right = plan.fold - plan.page[0], plan.fold + plan.page[0]
    edges = ((plan.foot, -1), (plan.height - plan.foot, 1))
    lines = [(x, y + way * near, x, y + way * far) for x in (left, right) for y, way in edges]
    lines += [
        (x + way * near, y, x + way * far, y)
        for x, way in ((left, -1), (right, 1))
        for y, _ in edges
    ]
    drawn = " ".join(f"{a:.4f} {b:.4f} m {c:.4f} {d:.4f} l" for a, b, c, d in lines)
    return f"q .5 G .25 w {drawn} S Q"


def page_form(pdf: pikepdf.Pdf, page: pikepdf.Page, size: tuple[float, float]) -> pikepdf.Object:
    """A page of a ``size`` in pt as a drawing that stands at the origin and shows nothing beyond
    its edges, so nothing crosses the fold.
    """
    drawing = page.as_form_xobject()
    if (resources := page.obj.get("/Resources")) is not None and resources.is_indirect:
        # qpdf writes them out anew in every form: 9 MB instead of 2.7 for 840 pages.
        drawing.Resources = resources
    drawing = pdf.copy_foreign(drawing)
    left, bottom = (float(edge) for edge in page.trimbox[:2])
    drawing.BBox = Array(
        [pdf_decimal(edge) for edge in (left, bottom, left + size[0], bottom + size[1])]
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
