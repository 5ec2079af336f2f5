"""The files for the print shop, measured: boxes, inks, fonts, output intent, spine."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from duben.layout import fonts
from duben.model import Book, BookSettings, PrintSettings, Settings
from duben.pdf import printer_sheets
from duben.pdf.composition import CompositionInputs
from duben.pdf.imposition import arrange
from duben.pdf.prepress import (
    PROFILES,
    PressFiles,
    coarse_pictures,
    inside_pages,
    prepare_for_press,
    spine_width,
)
from duben.publish.builds import build
from PIL import Image

MM = 72 / 25.4
ABOUT = BookSettings(id="a", title="四季读本", date=date(2026, 3, 1))
pytestmark = pytest.mark.skipif(
    not any(Path(name).is_file() for name in PROFILES), reason="colord-data is not installed"
)


def booklet(count: int) -> bytes:
    """A5 pages with a coloured word, a grey line and a picture in colour."""
    with pikepdf.new() as document:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        picture = pikepdf.Stream(
            document,
            bytes([200, 30, 40]) * 100,
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=10,
            Height=10,
            ColorSpace=pikepdf.Name.DeviceRGB,
            BitsPerComponent=8,
        )
        for number in range(1, count + 1):
            page = document.add_blank_page(page_size=(148 * MM, 210 * MM))
            page.obj.Resources = pikepdf.Dictionary(
                Font=pikepdf.Dictionary(F=font), XObject=pikepdf.Dictionary(I=picture)
            )
            page.obj.Contents = document.make_stream(
                "0.65098 0.098039 0.180392 rg BT /F 40 Tf 150 300 Td "
                f"<{format(number, '03').encode().hex()}> Tj ET "
                "0.5 G 50 50 m 90 50 l S q 36 0 0 36 200 200 cm /I Do Q 0 0 0 rg BT /F 9 "
                "Tf 60 60 Td <414141> Tj ET".encode()
            )
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()


def pressed(front: int = 5, body: int = 10, **settings: object) -> PressFiles:
    slots = arrange(front, body, 0)
    return prepare_for_press(booklet(len(slots)), slots, PrintSettings(**settings), ABOUT)  # type: ignore[arg-type]


def boxes(document: bytes, name: str) -> set[tuple[float, ...]]:
    """The edges of a box of all pages, mm."""
    with pikepdf.open(io.BytesIO(document)) as opened:
        return {
            tuple(round(float(edge) / MM, 3) for edge in page.obj[name]) for page in opened.pages
        }


def test_boxes_are_exact() -> None:
    made = pressed()
    assert boxes(made.body, "/TrimBox") == {(0, 0, 148, 210)}
    assert boxes(made.body, "/BleedBox") == {(-3, -3, 151, 213)}
    assert boxes(made.body, "/MediaBox") == {(-10, -10, 158, 220)}


def test_crop_marks_stand_at_the_corners_outside_the_bleed() -> None:
    with pypdfium2.PdfDocument(pressed().body) as document:
        image = (
            document[1]
            .render(scale=300 / 72)
            .to_pil()
            .convert("L")
            .point(lambda value: 255 * (value < 200))
        )
    pixel = 25.4 / 300
    assert [edge * pixel for edge in image.getbbox()] == pytest.approx([1, 1, 167, 229], abs=0.2)
    assert [
        edge * pixel for edge in image.crop((0, 0, 150, round(6 / pixel))).getbbox()
    ] == pytest.approx([10, 1, 10, 6], abs=0.2)
    # Nothing but the marks stands outside the bleed: 4 mm of the corner are free.
    assert (
        image.crop(
            (round(6.5 / pixel), round(6.5 / pixel), round(9.5 / pixel), round(200 / pixel))
        ).getbbox()
        is None
    )


@pytest.mark.skipif(not shutil.which("gs"), reason="Ghostscript is not installed")
@pytest.mark.parametrize("second", [False, True])
def test_ink_is_black_alone_unless_the_book_asks_for_a_second(tmp_path: Path, second: bool) -> None:
    made = pressed(second_colour=second)
    for data in (made.body, made.cover):
        (tmp_path / "a.pdf").write_bytes(data)
        done = subprocess.run(
            ["gs", "-q", "-o", "-", "-sDEVICE=inkcov", tmp_path / "a.pdf"],
            capture_output=True,
            text=True,
            check=True,
        )
        rows = [[float(value) for value in line.split()[:4]] for line in done.stdout.splitlines()]
        assert rows and all(black > 0 for *_, black in rows)
        assert any(magenta for _, magenta, _, _ in rows) == second


@pytest.mark.parametrize("second", [False, True])
def test_no_colour_is_red_green_blue(second: bool) -> None:
    for data in (pressed(second_colour=second).body, pressed(second_colour=second).cover):
        with pikepdf.open(io.BytesIO(data)) as opened:
            assert all(
                one.get("/ColorSpace") == "/DeviceGray"
                for one in opened.objects
                if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
            )
            assert b"DeviceRGB" not in b"".join(
                one.unparse(resolved=True)
                for one in opened.objects
                if not isinstance(one, pikepdf.Stream)
            )
            for page in opened.pages:
                assert not [
                    step
                    for step in pikepdf.parse_content_stream(page)
                    if str(step.operator) in ("rg", "RG")
                ]


def test_it_is_pdf_x_4() -> None:
    with pikepdf.open(io.BytesIO(pressed().body)) as opened:
        (intent,) = opened.Root.OutputIntents
        assert (
            intent.S,
            str(intent.OutputConditionIdentifier),
            int(intent.DestOutputProfile.N),
        ) == ("/GTS_PDFX", "FOGRA47", 4)
        assert (
            b"<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>"
            in opened.Root.Metadata.read_raw_bytes()
        )
        assert (
            opened.docinfo["/Trapped"] == "/False"
            and "/ID" in opened.trailer
            and opened.pdf_version == "1.6"
        )
        assert all("/Annots" not in page for page in opened.pages)


def test_pages_fill_up_for_their_binding() -> None:
    for front in range(1, 7):
        for body in range(1, 9):
            slots = arrange(front, body, 1)
            for binding, step in (("", 2), ("glued", 2), ("stapled", 4)):
                pages = inside_pages(slots, PrintSettings(binding=binding))
                assert len(pages) % step == 0
                parts = [slots[number].part for number in pages]
                assert (
                    parts.index("body") % 2 == 0 and {"cover", "back cover"} & set(parts) == set()
                )
                assert [slots[number] for number in pages if slots[number].part != "notes"] == [
                    slot for slot in slots if slot.part in ("front", "body", "back")
                ]


def test_cover_has_a_spine_as_wide_as_the_book_unless_it_is_stapled() -> None:
    thick = pressed(body=160, paper_gsm=80)
    pages = len(inside_pages(arrange(5, 160, 0), PrintSettings()))
    assert (
        thick.spine
        == spine_width(pages, PrintSettings(paper_gsm=80))
        == pytest.approx(pages / 2 * 0.1, abs=0.26)
    )
    assert boxes(thick.cover, "/TrimBox") == {(0, 0, 296 + thick.spine, 210)}
    stapled = pressed(binding="stapled")
    assert (stapled.spine, boxes(stapled.cover, "/TrimBox")) == (0, {(0, 0, 296, 210)})
    with pypdfium2.PdfDocument(stapled.cover) as opened:
        # The front is at the right.
        text = opened[0].get_textpage()
        first = text.get_text_range().index("001")
        assert text.get_charbox(first)[0] > 148 * MM


def test_short_book_without_pages_for_notes_is_filled_up_with_blank_ones() -> None:
    slots = arrange(1, 4, 1, compact=True)
    assert "notes" not in {slot.part for slot in slots}
    assert inside_pages(slots, PrintSettings()) == [1, None, 2, 3, 4, 5, 6, None]
    made = prepare_for_press(booklet(len(slots)), slots, PrintSettings(), ABOUT)
    assert boxes(made.body, "/TrimBox") == {(0, 0, 148, 210)}
    with pikepdf.open(io.BytesIO(made.body)) as opened:
        assert len(opened.pages) == 8


def test_spine_says_the_title() -> None:
    of = Book(Settings(book=ABOUT), ())
    faces = fonts.choose_faces("zh-Hans")
    assert printer_sheets.spine_title(CompositionInputs(of, {}, faces), 4.5) == b""
    slots = arrange(5, 160, 0)
    made = prepare_for_press(
        booklet(len(slots)),
        slots,
        PrintSettings(),
        ABOUT,
        printer_sheets.spine_title(CompositionInputs(of, {}, faces), 8),
    )
    with pypdfium2.PdfDocument(made.cover) as opened:
        text = opened[0].get_textpage()
        said = text.get_text_range()
        places = [text.get_charbox(said.index(character)) for character in "四季读本"]
    assert all(left > 148 * MM and right < (148 + made.spine) * MM for left, _, right, _ in places)
    assert [top for *_, top in places] == sorted((top for *_, top in places), reverse=True)


def test_pictures_of_too_few_pixels_are_seen() -> None:
    assert set(coarse_pictures(pressed().body)) == {(10, 10, 20.0)}


def test_a_book_is_made_for_the_press_with_its_coarse_picture_named(tmp_path: Path) -> None:
    Image.new("RGB", (300, 200), (200, 30, 40)).save(tmp_path / "a.png")
    (tmp_path / "styles").mkdir()
    (tmp_path / "book.toml").write_text(
        '[book]\ntitle = "题"\nid = "a"\ndate = 2026-01-01\n', "utf-8"
    )
    (tmp_path / "01.md").write_text("# 题\n\n一段。\n\n![图](a.png)\n", "utf-8")
    style = (Path(__file__).parents[2] / "styles" / "text.css").read_text("utf-8")
    style += (
        "\nfigure img { width: 200pt !important; height: auto !important }\n@page { "
        "background: #ccc }\n"
    )
    (tmp_path / "styles" / "text.css").write_text(style, "utf-8")
    (built,) = build(tmp_path, editions=("press", "screen"))
    assert [one.name for one in built.files if one.edition == "press"] == [
        "a-press.pdf",
        "a-press-cover.pdf",
    ]
    told = [
        (str(one.place), one.values["name"], one.values["dpi"])
        for one in built.problems
        if one.rule == "press-coarse"
    ]
    assert told == [("01.md:5", "a.png", 108)]
    with pikepdf.open(tmp_path / "out" / "a-press.pdf") as opened:
        embedded = [
            font.DescendantFonts[0].FontDescriptor.keys()
            for font in opened.objects
            if isinstance(font, pikepdf.Dictionary) and font.get("/Subtype") == "/Type0"
        ]
        assert embedded and all({"/FontFile2", "/FontFile3"} & set(keys) for keys in embedded)
        assert not any(
            re.search(rb"(?<!\S)(rg|RG)(?!\S)", page.Contents.read_bytes())
            for page in opened.pages
            if isinstance(page.Contents, pikepdf.Stream)
        )
    # A background goes on to the edge of the bleed, and not beyond; pages of the screen end where
    # they are trimmed.
    for name in ("a-press.pdf", "a-press-cover.pdf"):
        with pypdfium2.PdfDocument(tmp_path / "out" / name) as document:
            image = document[0].render(scale=300 / 72).to_pil().convert("L")
            edge = round(7 * 300 / 25.4)
            assert [
                image.getpixel((edge + shift, image.height // 3)) < 230 for shift in (-4, 4)
            ] == [False, True], name
    assert boxes((tmp_path / "out" / "a-screen.pdf").read_bytes(), "/MediaBox") == {
        (0, 0, 148, 210)
    }
