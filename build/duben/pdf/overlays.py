"""What is laid over finished pages:
numbers in the margin that depend on where every line stands.
"""

from __future__ import annotations

import io
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pikepdf

from duben.model import PageStart, PrintedLine

GAP = 22.0  # pt from the type area: farther out than any mark that hangs

PrintedLines = Sequence[PrintedLine]
Edges = tuple[float, float]  # left and right edge of the type area of a page, pt as composed


@dataclass(frozen=True, slots=True)
class OverlayText:
    """A short text on a page (from 0): ``x`` is its left or right edge, as ``align`` says,
    ``baseline`` from the page's top; all in pt as composed. ``kind`` names its style.
    """

    page: int
    text: str
    x: float
    baseline: float
    align: Literal["left", "right"]
    kind: str


@dataclass(frozen=True, slots=True)
class OrdinaryPageMark:
    """Where a page of the ordinary edition begins in another: its folio; page and line there (from
    0), and the line's baseline in pt from the page's top.
    """

    folio: str
    page: int
    line: int
    baseline: float


def find_page_marks(
    pages: Sequence[PrintedLines],
    ordinary: Sequence[PageStart],
    tops: Mapping[str, tuple[int, float]],
) -> tuple[OrdinaryPageMark, ...]:
    """The marks of the numbered pages of the ordinary edition, in reading order.

    ``tops`` has page and upper edge of what is no block: headings of ours, entries of the appendix.
    """
    finder = LineFinder(pages)
    marks = []
    for start in ordinary:
        at = finder.find(start.block, start.offset)
        if at is None and start.block in tops:
            at = finder.below(*tops[start.block])
        if at is not None and start.folio.isdecimal():
            marks.append(OrdinaryPageMark(start.folio, *at, pages[at[0]][at[1]].baseline))
    return tuple(marks)


class LineFinder:
    """Finds the line on which a character of a block stands, as (page, line), both from 0."""

    def __init__(self, pages: Sequence[PrintedLines]) -> None:
        self.pages = pages
        self.lines_of: dict[str, list[tuple[int, tuple[int, int]]]] = {}
        for number, lines in enumerate(pages):
            for index, line in enumerate(lines):
                for piece in line.pieces:
                    self.lines_of.setdefault(piece.block, []).append((piece.start, (number, index)))
        for rows in self.lines_of.values():
            rows.sort()

    def find(self, block: str, offset: int = 0) -> tuple[int, int] | None:
        """The line with ``text[offset]`` of a block; None where the block stands on no page."""
        rows = self.lines_of.get(block, []) if block else []
        if not rows:
            return None
        begins = rows[max(0, bisect_right(rows, offset, key=lambda row: row[0]) - 1)][0]
        return next(at for start, at in rows if start == begins)

    def below(self, page: int, top: float) -> tuple[int, int] | None:
        """The first line of a page under a height."""
        return next(
            ((page, index) for index, line in enumerate(self.pages[page]) if line.baseline > top),
            None,
        )


def ordinary_page_ranges(
    pages: Sequence[PrintedLines], marked: Sequence[OrdinaryPageMark]
) -> dict[int, tuple[str, str]]:
    """For each page, the folios of the ordinary edition at its first and its last line."""
    ranges: dict[int, tuple[str, str]] = {}
    current, following = "", list(reversed(marked))
    for number, lines in enumerate(pages):
        while following and (following[-1].page, following[-1].line) <= (number, 0):
            current = following.pop().folio
        first = current
        while following and following[-1].page == number:
            current = following.pop().folio
        if current and lines:
            ranges[number] = (first or current, current)
    return ranges


def margin_folios(
    edges: Sequence[Edges], marked: Sequence[OrdinaryPageMark], right: Sequence[bool]
) -> Iterator[OverlayText]:
    """The folios of the ordinary edition in the outer margin, each at the line where its page
    begins.
    """
    for mark in marked:
        left_edge, right_edge = edges[mark.page]
        if right[mark.page]:
            yield OverlayText(
                mark.page, mark.folio, right_edge + GAP, mark.baseline, "left", "ordinary"
            )
        else:
            yield OverlayText(
                mark.page, mark.folio, left_edge - GAP, mark.baseline, "right", "ordinary"
            )


def foot_text(
    edges: Sequence[Edges], page: int, text: str, baseline: float, right: bool
) -> OverlayText:
    """A text on the line of the folio, at the other side of the page."""
    return OverlayText(
        page, text, edges[page][0 if right else 1], baseline, "left" if right else "right", "foot"
    )


def line_numbers(
    edges: Sequence[Edges], pages: Mapping[int, PrintedLines], every: int = 5
) -> Iterator[OverlayText]:
    """The number of every fifth line of each of these pages at its left."""
    for number, lines in pages.items():
        for index, line in enumerate(lines, 1):
            if index % every == 0:
                yield OverlayText(
                    number, str(index), edges[number][0] - GAP, line.baseline, "right", "line"
                )


def lay_over(document: bytes, stamps: bytes, on: Sequence[int]) -> bytes:
    """A PDF with the pages of another laid over those whose numbers (from 0) are given, as
    decoration that no reader speaks.
    """
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(document)) as pdf, pikepdf.open(io.BytesIO(stamps)) as over:
        for number, page in zip(on, over.pages, strict=True):
            under = pdf.pages[number]
            form = pdf.copy_foreign(page.as_form_xobject())
            # WeasyPrint's pages share their resources, and leave the origin at the upper left
            # corner.
            name = under.add_resource(form, pikepdf.Name.XObject, pikepdf.Name(f"/Stamps{number}"))
            under.contents_add(b"q", prepend=True)
            under.contents_add(f"Q /Artifact BMC q {name} Do Q EMC".encode("ascii"))
        pdf.save(out, deterministic_id=True)
    return out.getvalue()
