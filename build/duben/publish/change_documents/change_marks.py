"""The marked edition: drawings over finished pages that show where the text changed; nothing on the
pages moves.

In the outer margin: a bar beside each line with a changed character, a double line beside text that
came from elsewhere, a wedge where text is gone, a hollow one where it went elsewhere. In the text:
a line under what is new, a wedge below the line where something is gone.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf
import pypdfium2
from pypdfium2 import raw

from duben.model import LinePiece, Page, PrintedLine, Rectangle, group_runs
from duben.revision import Change, Revision, Unit, changed_ranges, line_parts, lines_of_range

# pt: from the type area to the bar, its width, the gap of a double line, the size of a wedge.
BAR_DISTANCE_PT, BAR_WIDTH_PT, DOUBLE_GAP_PT, WEDGE_PT = 9.0, 1.6, 2.2, 5.0
HAIRLINE_PT = 0.5
# What the root of a document says of its pages: no longer so where some are taken out or put in.
ABOUT_ALL_PAGES = ("/StructTreeRoot", "/Outlines", "/PageLabels", "/MarkInfo", "/Names")
UNDERLINE_DROP_PT = 2.4  # pt from the baseline to the line under new text
INK_OUTSIDE_PT = (
    0.8  # pt that the middle of a character's ink may lie outside its piece of the line
)
BASELINE_PT = (
    2.5  # characters of a line stand on its baseline to this, pt; raised ones a little more
)


@dataclass
class _Marks:
    """What is drawn on a page, by the index of the line from 0."""

    bars: set[int] = field(default_factory=set)
    moved: set[int] = field(default_factory=set)
    wedges: set[int] = field(default_factory=set)  # beside the line
    feet: set[int] = field(default_factory=set)  # below the line: what stood behind it is gone
    left: set[int] = field(
        default_factory=set
    )  # below the line: what stood behind it stands elsewhere now
    tops: set[int] = field(default_factory=set)  # above the line: what stood before it is gone
    under: list[tuple[int, str, int, int]] = field(default_factory=list)  # line, block, start, end
    gone: list[tuple[int, str, int, bool]] = field(
        default_factory=list
    )  # line, block, offset; text is gone behind it, else before it

    @property
    def in_margin(self) -> _Marks:
        """Those that stand beside the lines, none in them."""
        return replace(self, under=[], gone=[])


def mark_changes(
    pdf: bytes,
    printed: Sequence[Page],
    texts: Mapping[str, str],
    revision: Revision,
    only: bool = False,
) -> bytes:
    """The PDF of the new version with its changes marked; ``only``: without the pages that have no
    mark.

    ``revision.new`` must know its print, whose pages are those of ``printed``; ``texts`` are those
    of its blocks by id. The same input gives the same bytes.
    """
    found = _marks_by_page(revision)
    with pikepdf.open(io.BytesIO(pdf)) as document, pypdfium2.PdfDocument(pdf) as read:
        for number, marks in sorted(found.items()):
            page = printed[number]
            if page.area and page.lines is not None:
                margin = _Margin(page.area, read[number].get_width())
                letters = _BlockCharacters(texts, _characters(read[number]))
                _draw_over(
                    document.pages[number],
                    b"".join(_draw_marks(marks, margin, page.lines, letters)),
                )
        if only and found:
            for number in reversed(range(len(document.pages))):
                if number not in found:
                    del document.pages[number]
            return save_pdf(document, ABOUT_ALL_PAGES)
        return save_pdf(document)


def mark_margins(
    pdf: bytes,
    printed: Mapping[int, Page],
    at: Mapping[int, int],
    texts: Mapping[str, str],
    revision: Revision,
) -> bytes:
    """Pages with the signs that stand in the margin alone: ``at`` has the number in the PDF of
    those pages of the new print, by index, that are in it, ``printed`` the pages themselves.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for number, marks in sorted(_marks_by_page(revision).items()):
            page = printed.get(number)
            if page is not None and page.area and page.lines is not None:
                margin = _Margin(page.area, float(document.pages[at[number]].mediabox[2]))
                _draw_over(
                    document.pages[at[number]],
                    b"".join(
                        _draw_marks(
                            marks.in_margin, margin, page.lines, _BlockCharacters(texts, ())
                        )
                    ),
                )
        return save_pdf(document)


def save_pdf(document: pikepdf.Pdf, dropped: Iterable[str] = ()) -> bytes:
    """A document as bytes, the same for the same document, without these entries of its root."""
    for key in dropped:
        if key in document.Root:
            del document.Root[key]
    out = io.BytesIO()
    document.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def marked_pages(revision: Revision) -> tuple[int, ...]:
    """The pages of the new print with a mark, by index."""
    return tuple(sorted(_marks_by_page(revision)))


def _marks_by_page(revision: Revision) -> dict[int, _Marks]:
    """The marks of each page, by its index in the new print."""
    found: dict[int, _Marks] = defaultdict(_Marks)
    for change in revision.changes:
        if change.new is None:
            for page, line in _removal_lines(revision, change):
                (found[page].feet if line > 0 else found[page].tops).add(max(0, line - 1))
        elif change.kind == "moved":
            for page, line in _removal_lines(revision, change):
                found[page].left.add(max(0, line - 1))
        if change.new is not None:
            _mark_inside(revision, change, change.new, found)
    return dict(found)


def _mark_inside(
    revision: Revision, change: Change, unit: Unit, found: Mapping[int, _Marks]
) -> None:
    printed = revision.new.print
    assert printed
    index = revision.index(unit, "new")
    if change.kind == "moved":
        for page, line in lines_of_range(printed, index, 0, len(unit.text)):
            found[page].moved.add(line - 1)
    for start, end in changed_ranges(change, "new"):
        if start == end:
            at = printed.at(index, max(0, start - 1))
            if at:
                page, line = at
                found[page].wedges.add(line - 1)
                if place := _block_offset(unit, max(0, start - 1)):
                    found[page].gone.append((line - 1, *place, start > 0))
            continue
        for first, last, page, line in line_parts(printed, index, start, end):
            found[page].bars.add(line - 1)
            for piece in unit.pieces:
                low, high = max(first, piece.start), min(last, piece.end)
                if low < high:
                    found[page].under.append(
                        (
                            line - 1,
                            piece.block,
                            low - piece.start + piece.offset,
                            high - piece.start + piece.offset,
                        )
                    )


def _block_offset(unit: Unit, offset: int) -> tuple[str, int] | None:
    return next(
        (
            (piece.block, offset - piece.start + piece.offset)
            for piece in unit.pieces
            if piece.start <= offset < piece.end
        ),
        None,
    )


def _removal_lines(revision: Revision, change: Change) -> Iterator[tuple[int, int]]:
    """The line of the new print behind which a whole unit is gone; line 0 where it is the first of
    its page.
    """
    assert change.old and revision.new.print
    elsewhere = {
        revision.index(other.old, "old")
        for other in revision.changes
        if other.kind == "moved" and other.old
    }
    partner = {i: j for i, j in revision.pairs if i not in elsewhere}
    at = revision.index(change.old, "old")
    before = next((partner[i] for i in range(at - 1, -1, -1) if i in partner), None)
    if before is not None and (spots := revision.new.print.spots[before]):
        yield spots[-1][1:]
        return
    after = next((partner[i] for i in range(at + 1, len(revision.old.units)) if i in partner), None)
    if after is not None and (spots := revision.new.print.spots[after]):
        yield spots[0][1], spots[0][2] - 1


# --- drawing --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Character:
    """A character on a page: where its ink begins and ends, and its baseline, pt from the upper
    left corner.
    """

    text: str
    left: float
    right: float
    baseline: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def _characters(page: Any) -> list[_Character]:
    height = page.get_height()
    text = page.get_textpage()
    found = []
    x, y = raw.c_double(), raw.c_double()
    left, right, bottom, top = (raw.c_double() for _ in range(4))
    for index in range(text.count_chars()):
        character = chr(raw.FPDFText_GetUnicode(text.raw, index))
        if character.isspace() or not character.isprintable():
            continue
        raw.FPDFText_GetCharOrigin(text.raw, index, x, y)
        raw.FPDFText_GetCharBox(text.raw, index, left, right, bottom, top)
        found.append(_Character(character, left.value, right.value, height - y.value))
    return found


def _draw_marks(
    marks: _Marks, bar: _Margin, lines: Sequence[PrintedLine], letters: _BlockCharacters
) -> Iterator[bytes]:
    """The drawing of a page, pt from its upper left corner, y downwards."""
    for first, last in _number_runs(marks.bars):
        yield bar.solid(lines[first].top, lines[last].bottom)
    for first, last in _number_runs(marks.moved):
        yield bar.double(lines[first].top, lines[last].bottom)
    for line in sorted(marks.wedges):
        yield bar.wedge((lines[line].top + lines[line].bottom) / 2)
    for line in sorted(marks.feet):
        yield bar.wedge(lines[line].bottom)
    for line in sorted(marks.tops):
        yield bar.wedge(lines[line].top)
    for line in sorted(marks.left - marks.feet):
        yield bar.wedge(lines[line].bottom, hollow=True)
    for line, block, start, end in sorted(set(marks.under)):
        for left, right, baseline in letters.stretches(lines[line], block, start, end):
            yield _rectangle(left, baseline + UNDERLINE_DROP_PT, right - left, HAIRLINE_PT)
    for line, block, offset, behind in sorted(set(marks.gone)):
        for left, right, baseline in letters.stretches(lines[line], block, offset, offset + 1):
            at = right if behind else left
            yield _triangle(
                (at, baseline + 1),
                (at - WEDGE_PT / 2.5, baseline + WEDGE_PT),
                (at + WEDGE_PT / 2.5, baseline + WEDGE_PT),
            )


class _Margin:
    """The outer margin of a page: the one that is not at the fold, and wider."""

    def __init__(self, area: Rectangle, width: float) -> None:
        self.right = width - area.right >= area.left
        self.edge = area.right + BAR_DISTANCE_PT if self.right else area.left - BAR_DISTANCE_PT

    def solid(self, top: float, bottom: float) -> bytes:
        return _rectangle(
            self.edge if self.right else self.edge - BAR_WIDTH_PT, top, BAR_WIDTH_PT, bottom - top
        )

    def double(self, top: float, bottom: float) -> bytes:
        """Outside of the bars, so that changed lines of moved text have both."""
        outer = (
            self.edge + BAR_WIDTH_PT + DOUBLE_GAP_PT
            if self.right
            else self.edge - BAR_WIDTH_PT - DOUBLE_GAP_PT - HAIRLINE_PT
        )
        step = DOUBLE_GAP_PT if self.right else -DOUBLE_GAP_PT
        return _rectangle(outer, top, HAIRLINE_PT, bottom - top) + _rectangle(
            outer + step, top, HAIRLINE_PT, bottom - top
        )

    def wedge(self, at: float, hollow: bool = False) -> bytes:
        """Points at the text; a hollow one says that the text stands elsewhere."""
        tip = self.edge - 3 if self.right else self.edge + 3
        back = tip + WEDGE_PT if self.right else tip - WEDGE_PT
        return _triangle(
            (tip, at), (back, at - WEDGE_PT / 2), (back, at + WEDGE_PT / 2), hollow=hollow
        )


def _number_runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The first and last of the numbers that follow each other."""
    for run in group_runs(sorted(numbers), lambda last, number: number == last + 1):
        yield run[0], run[-1]


@dataclass(frozen=True)
class _BlockCharacters:
    """The characters of a page, and the texts of the blocks that they are of."""

    texts: Mapping[str, str]
    characters: Sequence[_Character]

    def stretches(
        self, line: PrintedLine, block: str, start: int, end: int
    ) -> Iterator[tuple[float, float, float]]:
        """(left, right, baseline) of ``text[start:end]`` of a block on a line, as the page has its
        characters.
        """
        for piece in line.pieces:
            low, high = max(start, piece.start), min(end, piece.end)
            if piece.block == block and low < high:
                yield (*self._edges(line, piece, low, high), line.baseline)

    def _edges(
        self, line: PrintedLine, piece: LinePiece, low: int, high: int
    ) -> tuple[float, float]:
        own = sorted(
            (
                character
                for character in self.characters
                if abs(character.baseline - line.baseline) < BASELINE_PT
                and piece.left - INK_OUTSIDE_PT < character.middle < piece.right + INK_OUTSIDE_PT
            ),
            key=lambda one: one.middle,
        )
        offsets = [
            offset
            for offset in range(piece.start, piece.end)
            if not self.texts[piece.block][offset].isspace()
        ]
        wanted = [index for index, offset in enumerate(offsets) if low <= offset < high]
        if len(own) != len(offsets) or not wanted:
            return (
                piece.left,
                piece.right,
            )  # glyphs of several characters, or characters of none: the piece as a whole
        return own[wanted[0]].left, own[wanted[-1]].right


def _rectangle(x: float, y: float, width: float, height: float) -> bytes:
    return f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re f\n".encode("ascii")


def _triangle(*points: tuple[float, float], hollow: bool = False) -> bytes:
    (a, b), (c, d), (e, f) = points
    path = f"{a:.2f} {b:.2f} m {c:.2f} {d:.2f} l {e:.2f} {f:.2f} l"
    return (
        f"{HAIRLINE_PT} w {path} h S\n".encode("ascii") if hollow else f"{path} f\n".encode("ascii")
    )


def _draw_over(page: pikepdf.Page, drawing: bytes) -> None:
    """Draws over a page, as something that is no part of its text."""
    left, _, _, top = (float(edge) for edge in page.mediabox)
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(
        b"Q\n/Artifact BMC\nq 0 g 1 0 0 -1 %.2f %.2f cm\n" % (left, top) + drawing + b"Q\nEMC\n"
    )
