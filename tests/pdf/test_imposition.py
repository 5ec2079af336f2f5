"""Sheets are folded by a simulator that knows only the text layer of the finished PDFs, and read
leaf by leaf.
"""

from __future__ import annotations

import io
import math
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from duben.model import PrintSettings, Problem
from duben.pdf.imposition import Slot, arrange, impose, padding, signatures
from pypdfium2 import raw

MM = 72 / 25.4
MANY = PrintSettings(staple_sheets=100)


def pages(count: int, width: float = 148.0, colours: bool = False) -> bytes:
    """A5 pages that say their number; in colour they are full of ink, beyond their edges too."""
    with pikepdf.new() as pdf:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        for number in range(1, count + 1):
            page = pdf.add_blank_page(page_size=(width * MM, 210 * MM))
            page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
            red, blue = (1, 0) if number % 2 else (0, 1)
            ink = f"q {red} 0 {blue} rg -90 -90 900 900 re f Q" if colours else ""
            page.obj.Contents = pdf.make_stream(
                f"{ink} BT /F 40 Tf 150 300 Td ({number}) Tj ET".encode()
            )
        pdf.docinfo["/Title"] = "河边"
        pdf.Root.Lang = pikepdf.String("zh-Hans")
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


# --- paper ----------------------------------------------------------------------------------------

WIDTH = 297.0


@dataclass(frozen=True)
class Mark:
    """A number on one side of a sheet, seen from that side: how far from its left edge (mm), and
    whether it stands upright.
    """

    number: int
    across: float
    upright: bool


Side = list[Mark]
Sheet = tuple[Side, Side]  # the back as seen through the paper from the front


def sides(pdf: bytes) -> list[Side]:
    """What stands on each page of a PDF."""
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            text = page.get_textpage()
            words: dict[bool, list[int]] = {}
            for index in range(text.count_chars()):
                if text.get_text_range(index, 1).isdigit():
                    words.setdefault(text.get_charbox(index)[0] > 148.5 * MM, []).append(index)
            marks = []
            for indexes in words.values():
                number = int("".join(text.get_text_range(index, 1) for index in indexes))
                angle = raw.FPDFText_GetCharAngle(text, indexes[0])
                marks.append(
                    Mark(number, text.get_charbox(indexes[0])[0] / MM, math.cos(angle) > 0)
                )
            found.append(marks)
    return found


def behind(side: Side, edge: str, half_round: bool = False) -> Side:
    """A side printed after the sheet was turned over along an edge, and perhaps half round, as seen
    from the front.
    """
    if half_round:
        side = [Mark(mark.number, WIDTH - mark.across, not mark.upright) for mark in side]
    if edge == "short":
        return [Mark(mark.number, WIDTH - mark.across, mark.upright) for mark in side]
    return [Mark(mark.number, mark.across, not mark.upright) for mark in side]


def duplex(pdf: bytes, edge: str = "short") -> list[Sheet]:
    """A printer that prints both sides, turning the paper by itself."""
    seen = sides(pdf)
    return [(front, behind(back, edge)) for front, back in zip(seen[::2], seen[1::2], strict=True)]


def by_hand(
    fronts: bytes,
    backs: bytes,
    *,
    turned: bool = True,
    edge: str = "short",
    half_round: bool = False,
    reverse: bool = False,
) -> list[Sheet]:
    """Two passes. Sheets fall face down, so the last lies on top; the pile goes back into the tray,
    turned over or not, and is drawn in from the top. ``reverse``: the second file is printed from
    its last page.
    """
    pile = list(reversed(range(len(sides(fronts)))))  # from the top
    if turned:
        pile.reverse()
    printed = sides(backs)
    if reverse:
        printed.reverse()
    back = dict(zip(pile, printed, strict=True))
    return [
        (front, behind(back[sheet], edge, half_round)) for sheet, front in enumerate(sides(fronts))
    ]


def read(sheets: list[Sheet]) -> list[tuple[int, bool]]:
    """Folds the sheets, their fronts outwards, the first outermost, and turns the leaves: (number,
    upright) of each page.
    """

    def half(side: Side, right: bool) -> tuple[int, bool]:
        (mark,) = [mark for mark in side if (mark.across > WIDTH / 2) == right]
        return mark.number, mark.upright

    first = [half(side, True) for sheet in sheets for side in sheet]
    second = [half(side, False) for sheet in reversed(sheets) for side in reversed(sheet)]
    return first + second


# How the pile comes back, by the letter of [print] backs.
STACKINGS: dict[str, dict[str, object]] = {
    "A": {"turned": True, "edge": "short"}, "B": {"turned": False, "edge": "short"},
    "C": {"turned": True, "edge": "long"}, "D": {"turned": False, "edge": "long"},
}  # fmt: skip


def in_order(count: int, first: int = 1) -> list[tuple[int, bool]]:
    return [(number, True) for number in range(first, first + count)]


# --- folding --------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", range(4, 121, 4))
def test_folded_sheets_are_read_in_order(count):
    assert read(duplex(impose(pages(count), MANY).duplex)) == in_order(count)


@pytest.mark.parametrize("count", range(4, 121, 4))
def test_sheets_printed_in_two_passes_are_read_in_order(count):
    imposed = impose(pages(count), MANY)
    assert read(by_hand(imposed.fronts, imposed.backs)) == in_order(count)
    assert read(by_hand(imposed.fronts, imposed.backs, turned=False, reverse=True)) == in_order(
        count
    )


def test_the_simulator_sees_paper_turned_along_the_long_edge():
    imposed = impose(pages(8), MANY)
    assert read(duplex(imposed.duplex, "long")) == [
        (1, True),
        (7, False),
        (3, True),
        (5, False),
        (4, False),
        (6, True),
        (2, False),
        (8, True),
    ]
    assert read(by_hand(imposed.fronts, imposed.backs, edge="long")) != in_order(8)


@pytest.mark.parametrize("count", range(4, 121, 4))
def test_each_way_a_pile_comes_back_has_its_letter(count):
    for letter, way in STACKINGS.items():
        imposed = impose(pages(count), PrintSettings(staple_sheets=100, backs=letter))
        assert read(by_hand(imposed.fronts, imposed.backs, **way)) == in_order(count)
        if count > 4:
            assert [
                other
                for other, wrong in STACKINGS.items()
                if read(by_hand(imposed.fronts, imposed.backs, **wrong)) == in_order(count)
            ] == [letter]


@pytest.mark.parametrize("most", range(4, 17))
def test_booklets_of_four_to_sixteen_sheets_are_read_in_order(most):
    for count in (4 * most, 4 * most + 4, 120):
        imposed = impose(pages(count), PrintSettings(staple_sheets=most, split=True))
        sheets, first = duplex(imposed.duplex), 1
        for size in imposed.booklets:
            assert size <= most and read(sheets[:size]) == in_order(4 * size, first)
            sheets, first = sheets[size:], first + 4 * size


def test_the_simulator_sees_a_pile_put_back_in_the_wrong_order():
    imposed = impose(pages(8), MANY)
    assert read(by_hand(imposed.fronts, imposed.backs, turned=False)) != in_order(8)
    assert read(by_hand(imposed.fronts, imposed.backs, reverse=True)) != in_order(8)


@pytest.mark.parametrize("count", range(4, 121, 4))
def test_split_booklets_are_read_one_after_the_other(count):
    imposed = impose(pages(count), PrintSettings(staple_sheets=7, split=True))
    sheets, first = duplex(imposed.duplex), 1
    assert sum(imposed.booklets) == len(sheets)
    for size in imposed.booklets:
        assert size <= 7
        assert read(sheets[:size]) == in_order(4 * size, first)
        sheets, first = sheets[size:], first + 4 * size


def test_booklets_are_as_even_as_can_be():
    assert signatures(16, 15) == (8, 8)
    assert signatures(31, 15) == (11, 10, 10)
    assert signatures(31, None) == (31,)


# --- sheets ---------------------------------------------------------------------------------------


def test_pages_of_a5_stand_against_the_fold_and_nothing_crosses_it():
    with pypdfium2.PdfDocument(impose(pages(4, colours=True), MANY).duplex) as document:
        for page in document:
            image = page.render(scale=600 / 72).to_pil().convert("RGB")
            row = [image.getpixel((x, image.height // 8)) for x in range(image.width)]
            pixel = 25.4 / 600
            inked = [x for x, colour in enumerate(row) if colour != (255, 255, 255)]
            assert abs(inked[0] * pixel - 0.5) < 0.1 and abs((inked[-1] + 1) * pixel - 296.5) < 0.1
            change = next(x for x in inked if row[x] != row[inked[0] + 5] and x > inked[0] + 5)
            assert abs(change * pixel - 148.5) < 0.1
            assert (
                len(set(row[inked[0] + 2 : change - 2]))
                == len(set(row[change + 2 : inked[-1] - 2]))
                == 1
            )
            column = [image.getpixel((image.width // 4, y)) for y in range(image.height)]
            assert (255, 255, 255) not in column[2:-2]


def test_pages_of_inner_sheets_move_to_the_fold_and_are_cut_there():
    """Creep: 0.1 mm for a sheet of 80 g; the page's area stays where it is."""
    plain = sides(impose(pages(40), PrintSettings(binding="glued")).duplex)
    for gsm, step in ((80, 0.1), (120, 0.15)):
        imposed = impose(pages(40), PrintSettings(paper_gsm=gsm))
        for side, marks in enumerate(sides(imposed.duplex)):
            moved = side // 2 * step
            for mark, alike in zip(marks, plain[side], strict=True):
                assert mark.across - alike.across == pytest.approx(
                    moved if mark.across < 148.5 else -moved, abs=0.01
                )
    with pypdfium2.PdfDocument(
        impose(pages(40, colours=True), PrintSettings(paper_gsm=160)).duplex
    ) as document:
        image = document[18].render(scale=600 / 72).to_pil().convert("RGB")
        row = [image.getpixel((x, image.height // 8)) for x in range(image.width)]
        middle = round(148.5 / 25.4 * 600)
        assert row[middle - 4] != row[middle + 4] and len(set(row[middle - 900 : middle - 3])) == 1


def test_fold_marks_stand_on_the_fold_where_printers_print():
    with pypdfium2.PdfDocument(impose(pages(4), PrintSettings(fold_marks=True)).duplex) as document:
        front, back = (
            page.render(scale=600 / 72)
            .to_pil()
            .convert("L")
            .point(lambda value: 255 * (value < 230))
            for page in document
        )
        box = front.crop((0, 0, front.width, round(20 / 25.4 * 600))).getbbox()
        assert [round(edge * 25.4 / 600, 1) for edge in box] == pytest.approx(
            [148.5, 5, 148.5, 9], abs=0.15
        )
        assert back.crop((0, 0, back.width, round(20 / 25.4 * 600))).getbbox() is None


def test_the_file_asks_for_the_short_edge_and_for_no_scaling():
    imposed = impose(pages(8), MANY)
    for data, wanted in (
        (imposed.duplex, "/DuplexFlipShortEdge"),
        (imposed.fronts, "/Simplex"),
        (imposed.backs, "/Simplex"),
    ):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            assert dict(pdf.Root.ViewerPreferences) == {
                "/Duplex": wanted,
                "/PrintScaling": "/None",
                "/DisplayDocTitle": True,
            }
            assert pdf.pdf_version >= "1.7"
            assert (str(pdf.docinfo["/Title"]), str(pdf.Root.Lang)) == ("河边", "zh-Hans")
            assert [round(float(length) / MM, 2) for length in pdf.pages[0].mediabox] == [
                0,
                0,
                297,
                210,
            ]
            assert all("/Annots" not in page for page in pdf.pages)


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed")
def test_qpdf_finds_nothing_wrong(tmp_path: Path):
    imposed = impose(pages(16), MANY)
    for name, data in (("a", imposed.duplex), ("b", imposed.fronts), ("c", imposed.backs)):
        (tmp_path / name).write_bytes(data)
        done = subprocess.run(
            ["qpdf", "--check", tmp_path / name], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_same_pages_give_the_same_bytes():
    source = pages(12)
    assert impose(source, MANY) == impose(source, MANY)


def test_what_pages_share_is_written_once():
    assert len(impose(pages(120), MANY).duplex) < 60_000


def test_pages_that_cannot_be_folded_are_refused():
    with pytest.raises(ValueError, match="6 pages are no multiple of four"):
        impose(pages(6), MANY)
    with pytest.raises(ValueError, match="page 1 is not A5"):
        impose(pages(4, width=150), MANY)


def problems(count: int, **settings: object) -> list[tuple[str, dict[str, object]]]:
    found: tuple[Problem, ...] = impose(pages(count), PrintSettings(**settings)).problems  # type: ignore[arg-type]
    assert all(not problem.fatal for problem in found)
    return [(problem.rule, dict(problem.values)) for problem in found]


def test_more_sheets_than_a_staple_holds_are_warned_of():
    numbers = {"sheets": 16, "most": 15, "pages": 64, "parts": 2}
    assert problems(60) == []
    assert problems(64) == [("booklet-thick", numbers)]
    assert problems(64, split=True) == [("booklet-split", numbers)]
    assert problems(64, binding="glued") == []


# --- order ----------------------------------------------------------------------------------------


def drawn(slots: tuple[Slot, ...]) -> str:
    """One letter for each page: Cover, Front, Body, bAck, Notes, back cover (Z)."""
    return "".join(
        {"cover": "C", "front": "F", "body": "B", "back": "A", "notes": "N", "back cover": "Z"}[
            slot.part
        ]
        for slot in slots
    )


def test_pages_for_notes_stand_where_none_of_the_book_can():
    assert drawn(arrange(5, 10, 3)) == "CNFFFFFNBBBBBBBBBBAAANNZ"
    assert drawn(arrange(6, 1, 0)) == "CNFFFFFFBNNZ"
    assert drawn(arrange(0, 1, 0)) == "CNBZ"
    assert arrange(1, 1, 0) == (
        Slot("cover", 0),
        Slot("notes", 0),
        Slot("front", 0),
        Slot("notes", 1),
        Slot("body", 0),
        Slot("notes", 2),
        Slot("notes", 3),
        Slot("back cover", 0),
    )


@pytest.mark.parametrize("front", range(9))
def test_title_page_and_first_page_are_right_hand_pages(front):
    for body in range(1, 9):
        for back in range(5):
            slots = arrange(front, body, back)
            assert padding(len(slots)) == 0
            assert slots[-1].part == "back cover"
            assert slots.index(Slot("body", 0)) % 2 == 0
            assert not front or slots.index(Slot("front", 0)) == 2
            for part, count in (("front", front), ("body", body), ("back", back)):
                assert [slot.index for slot in slots if slot.part == part] == list(range(count))
