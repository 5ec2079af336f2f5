"""Every design of the cover, drawn and measured: type inside the page, contrast, dark area."""

from __future__ import annotations

import ctypes
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pikepdf
import pypdfium2
import pytest
from duben import epub
from duben.cache import NullCache
from duben.layout import COVER_DESIGNS, fit_title, sized_edition
from duben.manuscript.settings import read_settings
from duben.model import CoverName, Settings, Source
from duben.pdf import FragmentRenderer, spine_title
from duben.pdf.covers import DARK_LIMIT, compose_back_cover, compose_cover, dark_share
from duben.pdf.imposition import Slot
from duben.pdf.prepress import PROFILES, prepare_for_press
from duben.publish import one_book, reading
from duben.publish.worker import rendering
from PIL import Image
from pypdfium2 import raw

DRAWN = [name for name in COVER_DESIGNS if name != "plain"]
KEYS = ("least", "width", "height")  # of what is told of a coarse picture
TITLES = [
    "防汛手册",
    "沿河村镇安全度汛读本",
    "全县农田水利设施管护办法学习与问答",
    "石桥县沿河村镇干部防汛抢险与转移安置工作手册（试行）",
    "关于进一步加强全县中小型水库和沿河堤防汛期巡查值守抢险救援与群众转移安置工作的通知",
]


def test_every_name_has_its_row() -> None:
    assert tuple(COVER_DESIGNS) == get_args(CoverName)


def settings_problems(cover: str) -> list[tuple[str, str]]:
    source = Source("book.toml", f'[book]\ntitle = "春"\n[cover]\n{cover}\n')
    return [(str(problem.place), problem.rule) for problem in read_settings(source, "a")[1]]


def test_what_a_design_lacks_or_does_not_show_is_told() -> None:
    assert settings_problems('design = "red"\nline = "学习资料"') == []
    assert settings_problems('design = "picture"') == [("book.toml:4", "cover-needs")]
    assert settings_problems('design = "red"\nlogo = "a.png"') == [("book.toml:5", "cover-unused")]
    assert settings_problems('series = "丛书"') == [("book.toml:4", "cover-unused")]
    assert settings_problems('design = "gold"') == [("book.toml:4", "setting-choice")]


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("proportion", [1.25, 1.419, 1.78])
def test_titles_of_any_length_fit_their_room(name: CoverName, proportion: float) -> None:
    design = COVER_DESIGNS[name]
    for title in TITLES:
        lines, size = fit_title(title, design, proportion)
        assert "".join(lines) == title
        assert min(map(len, lines)) > 1  # no character stands alone
        assert max(map(len, lines)) * size <= design.width
        assert 1.7 < size <= design.largest


def small_book(folder: Path, name: str, title: str = TITLES[1], more: str = "") -> Path:
    (folder / "images").mkdir(parents=True)
    Image.new("RGB", (90, 60), "#345").save(folder / "images" / "a.png")
    needs = COVER_DESIGNS[name].needs  # type: ignore[index]
    named = f'{needs} = "images/a.png"\n' if needs else ""
    (folder / "book.toml").write_text(
        f'[book]\nid = "a"\ntitle = "{title}"\nsubtitle = "二〇二六年修订"\ndate = 2026-05-01\n'
        f'publisher = "石桥县水利局"\n[cover]\ndesign = "{name}"\n{named}'
        f'line = "基层学习参考"\nseries = "石桥丛书　第三辑"\n{more}',
        "utf-8",
    )
    (folder / "01.md").write_text("# 春\n\n春天到了。\n", "utf-8")
    return folder


def request_of(folder: Path, *editions: str) -> rendering.RenderRequest:
    draft = reading.load(folder)
    pictures, problems = reading.load_pictures(draft)
    assert problems == ()
    faces = one_book.faces_of(draft.book)
    return one_book.render_request(draft, pictures, faces, editions, ("pdf", "epub"))


def covers(request: rendering.RenderRequest, light: bool = False) -> pypdfium2.PdfDocument:
    """Front and back of the cover."""
    edition = sized_edition("screen", request.book.settings)
    renderer = FragmentRenderer(request.inputs, edition, NullCache())
    parts = [compose_cover(renderer, light=light), compose_back_cover(renderer, light=light)]
    assert [len(part.pages) for part in parts] == [1, 1]
    return pypdfium2.PdfDocument(renderer.assemble(parts))


def luminance(colour: tuple[int, ...]) -> float:
    """Relative luminance of sRGB (WCAG 2.2)."""
    parts = [value / 255 for value in colour[:3]]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def glyphs(page: Any) -> Iterator[tuple[str, tuple[float, float, float, float], tuple[int, ...]]]:
    """Character, box in pt, and colour of what is printed on a page."""
    text = page.get_textpage()
    for index in range(text.count_chars()):
        character = text.get_text_range(index, 1)
        if character.strip():
            colour = [ctypes.c_uint() for _ in range(4)]
            raw.FPDFText_GetFillColor(text.raw, index, *colour)
            yield character, text.get_charbox(index), tuple(part.value for part in colour)


@pytest.mark.parametrize("name", DRAWN)
def test_type_stands_inside_the_page_and_apart_from_its_ground(name: str, tmp_path: Path) -> None:
    request = request_of(small_book(tmp_path / "book", name, TITLES[4]))
    for light in (False, True):
        with covers(request, light) as document:
            seen = ""
            for page in document:
                width, height = page.get_size()
                picture = page.render(scale=1).to_pil().convert("RGB")
                for character, (left, bottom, right, top), colour in glyphs(page):
                    seen += character
                    # 6 mm from the edge: what office printers leave blank.
                    assert 17 < left < right < width - 17 and 17 < bottom < top < height - 17
                    around = picture.crop(
                        (
                            int(left) - 3,
                            int(height - top) - 3,
                            int(right) + 3,
                            int(height - bottom) + 3,
                        )
                    )
                    ground = max(around.getcolors(around.width * around.height))[1]
                    pair = sorted((luminance(colour), luminance(ground)))
                    assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5, (character, colour, ground)
            # Every part stands there, the title in its order.
            for words in (TITLES[4], "二〇二六年修订", "石桥县水利局", "基层学习参考", "第三辑"):
                assert words in seen
            if light:
                assert max(map(dark_share, document)) < DARK_LIMIT


def test_dark_cover_is_light_on_office_paper_alone(tmp_path: Path) -> None:
    request = request_of(small_book(tmp_path / "book", "red"), "screen", "booklet")
    answer = rendering.render(request, tmp_path, lambda stage: None)
    assert [row["rule"] for row in answer["problems"]] == ["cover-light"]
    with pypdfium2.PdfDocument(tmp_path / "a-screen.pdf") as screen:
        assert dark_share(screen[0]) > 0.9
    with pypdfium2.PdfDocument(tmp_path / "a-booklet.pdf") as sheets:
        assert dark_share(sheets[0]) < DARK_LIMIT


def test_coarse_picture_of_a_cover_is_told_with_the_pixels_it_wants(tmp_path: Path) -> None:
    folder = small_book(tmp_path / "book", "picture")

    def told(*editions: str) -> list[tuple[str, object, object, object]]:
        request = replace(request_of(folder, *editions), formats=("pdf",))
        answer = rendering.render(request, tmp_path, lambda stage: None)
        return [
            (f"{row['place']['file']}:{row['place']['line']}", *(values[key] for key in KEYS))
            for row in answer["problems"]
            if row["rule"] == "cover-coarse" and (values := dict(row["values"]))
        ]

    # 483 pt wide, of which the page shows what is inside of it.
    assert told("screen", "press") == [("book.toml:9", 200, 1342, 895)]
    Image.new("RGB", (1342, 895), "#345").save(folder / "images" / "a.png")
    assert told("screen", "press") == []


def press_cover(request: rendering.RenderRequest, spine: float) -> bytes:
    """The cover for the press with a spine of about so many mm."""
    inputs = request.inputs
    leaves = round(spine / 0.1)
    edition = sized_edition("screen", Settings())
    renderer = FragmentRenderer(inputs, edition, NullCache())
    front, back = compose_cover(renderer), compose_back_cover(renderer)
    inside = renderer.render("notes")
    pages = renderer.assemble([front, *[inside] * 2, back])
    slots = [Slot("cover", 0), Slot("notes", 0), *[Slot("front", 0)] * (2 * leaves)]
    with pikepdf.open(io.BytesIO(pages)) as pdf:
        while len(pdf.pages) < len(slots) + 1:
            pdf.pages.insert(1, pdf.pages[1])
        out = io.BytesIO()
        pdf.save(out)
    title = spine_title(inputs, spine)
    about = request.book.settings
    slots.append(Slot("back cover", 0))
    return prepare_for_press(
        out.getvalue(), slots, about.print, about.book, title, ground=True
    ).cover


@pytest.mark.skipif(
    not any(Path(name).is_file() for name in PROFILES), reason="colord-data is not installed"
)
@pytest.mark.parametrize("second", [False, True])
def test_ground_goes_over_the_spine_into_the_bleed_in_inks_of_the_press(
    second: bool, tmp_path: Path
) -> None:
    more = f"[print]\nsecond_colour = {str(second).lower()}\n"
    data = press_cover(request_of(small_book(tmp_path / "book", "red", more=more)), 8.0)
    with pypdfium2.PdfDocument(data) as cover:
        picture = cover[0].render(scale=1).to_pil().convert("L")
        left, bottom, right, top = cover[0].get_trimbox()
        edge, middle = int(left - cover[0].get_mediabox()[0]), int((right - left) / 2)
        words = cover[0].get_textpage().get_text_range()
        colours = {row[2][:3] for row in glyphs(cover[0])}
    assert words.count("沿") == 3  # back, spine, front
    for x in (-7, 7, middle - 10, middle + 10, int(right - left) + 7):
        assert picture.getpixel((edge + x, edge - 7)) < 140
        assert picture.getpixel((edge + x, edge + 4)) < 140
    assert picture.getpixel((edge - 12, edge + 90)) > 250
    assert min(map(min, colours)) > 250  # all type is white
    with pikepdf.open(io.BytesIO(data)) as pdf:
        drawn = b"\n".join(
            thing.read_bytes()
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Form"
        )
    assert set(re.findall(rb"(\S+ \S+ \S+) \S+ k\b", drawn)) == {b"0 0 0"}
    assert (b"/Second cs 1 scn" in drawn) is second
    assert not re.search(rb"\s(rg|RG|g|G)\s", drawn)


def test_picture_goes_onto_the_cover_of_the_ebook(tmp_path: Path) -> None:
    request = request_of(small_book(tmp_path / "book", "picture"), "screen")
    rendering.render(request, tmp_path, lambda stage: None)
    packed = epub.read_packed_file((tmp_path / "a.epub").read_bytes(), "cover.png")
    assert packed
    with Image.open(io.BytesIO(packed[1])) as picture:
        assert picture.size == (1600, 2400)
        assert picture.convert("RGB").getpixel((800, 300)) == (0x33, 0x44, 0x55)


def test_missing_picture_is_told_where_it_is_named(tmp_path: Path) -> None:
    book = small_book(tmp_path / "book", "logo")
    (book / "images" / "a.png").unlink()
    _, problems = reading.load_pictures(reading.load(book))
    assert [str(problem.place) for problem in problems] == ["book.toml:9"]
