"""Font files hold the glyphs that are used, under their own numbers, and nothing else."""

from __future__ import annotations

import io
import mmap
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from duben import composer
from duben.composer import memory
from duben.composer.weasyprint import character_glyphs, glyphs, shaping
from duben.layout import fonts
from duben.model import BookError
from PIL import ImageChops

TEXT = "春天到了，河边的柳树发了芽；孩子们说：“快来看！”——2026年11月25日，气温12.5℃……"


@pytest.fixture(scope="module", autouse=True)
def known_fonts(tmp_path_factory: pytest.TempPathFactory) -> None:
    try:
        chosen = fonts.choose_faces("zh-Hans")
    except BookError:
        pytest.skip("the fonts of Debian fonts-noto-cjk are not installed")
    os.environ.setdefault(
        "FONTCONFIG_FILE",
        str(fonts.write_font_configuration(chosen, tmp_path_factory.mktemp("fonts"))),
    )


@pytest.fixture
def installed() -> Iterator[None]:
    composer.install()
    yield
    composer.uninstall()


def made(family: str, text: str = TEXT) -> bytes:
    import weasyprint

    page = (
        f"<html lang=zh-Hans><style>@page {{ size: 200pt 100pt; margin: 10pt }} p {{ font: "
        f"10pt/15pt {family}; margin: 0 }}</style><p>{text}"
    )
    data: bytes = weasyprint.HTML(string=page).write_pdf()
    return data


def files(pdf: bytes) -> list[tuple[str, int]]:
    """Kind and bytes of each font file of a PDF."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        rows: list[Any] = [
            item
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
        ]
        return [
            (str(row.FontFile3.Subtype), len(row.FontFile3.read_bytes()))
            if "/FontFile3" in row
            else ("/FontFile2", 0)
            for row in rows
        ]


def test_a_chinese_face_is_cut_to_what_is_used(installed: None) -> None:
    ((kind, size),) = files(made('"Noto Serif CJK SC"'))
    assert kind == "/CIDFontType0C"
    assert size < 20_000  # WeasyPrint's own cut keeps a place for each of 60,000 glyphs


def test_pages_look_and_read_as_with_the_whole_face() -> None:
    whole = made('"Noto Sans CJK SC"', "12345 abc 中文，标点")
    composer.install()
    try:
        cut = made('"Noto Sans CJK SC"', "12345 abc 中文，标点")
    finally:
        composer.uninstall()
    pictures = []
    for data in (whole, cut):
        with pypdfium2.PdfDocument(data) as document:
            pictures.append(document[0].render(scale=4).to_pil().convert("L"))
            assert "12345" in document[0].get_textpage().get_text_bounded()
    # The text is set differently; the ink of the first word is not.
    box = (30, 40, 150, 100)
    assert (
        ImageChops.difference(pictures[0].crop(box), pictures[1].crop(box)).getextrema()[1] < 40
    )  # pdfium rounds by the kind of file


def test_another_kind_of_font_is_cut_by_weasyprint(installed: None) -> None:
    kinds = {kind for kind, _ in files(made('"LXGW WenKai"'))}
    if kinds == {"/CIDFontType0C"}:
        pytest.skip("LXGW WenKai is not installed")
    assert "/FontFile2" in kinds


def test_numbers_of_glyphs_are_read_as_written(tmp_path: Path) -> None:
    from duben.composer.weasyprint import fontfiles

    # Two names in a row: an INDEX; a DICT with a short, a long and a far number; numbers in ranges
    # of two kinds.
    assert fontfiles._index(b"\0\2\1\1\3\4abc!", 0) == ([b"ab", b"c"], 9)
    assert list(
        fontfiles._operators(bytes([139, 247, 0, 12, 30, 28, 1, 0, 15, 29, 0, 1, 0, 0, 17]))
    ) == [((12, 30), [0, 108]), ((15,), [256]), ((17,), [65536])]
    assert list(fontfiles._numbers(table(1, bytes([0, 9, 1, 0, 40, 0])), 4)) == [0, 9, 10, 40]
    assert list(fontfiles._numbers(table(2, bytes([0, 9, 0, 2])), 4)) == [0, 9, 10, 11]
    assert list(fontfiles._numbers(table(0, bytes([0, 9, 1, 0])), 3)) == [0, 9, 256]


def table(kind: int, ranges: bytes) -> bytes:
    """A CFF table with nothing but a charset."""
    top = bytes([139, 139, 139, 12, 30]) + bytes([139 + 30, 15])
    head = bytes([1, 0, 4, 1]) + b"\0\1\1\1\2x" + bytes([0, 1, 1, 1, 1 + len(top)]) + top
    assert len(head) < 30
    return head.ljust(30, b"\0") + bytes([kind]) + ranges


@pytest.mark.skipif(not Path("/proc/self/smaps").is_file(), reason="the system does not tell")
def test_pages_of_font_files_that_were_read_are_given_back(tmp_path: Path) -> None:
    def mapped(name: str, rights: int) -> mmap.mmap:
        (tmp_path / name).write_bytes(bytes(range(256)) * 4096)
        with open(tmp_path / name, "rb") as stream:
            return mmap.mmap(stream.fileno(), 0, flags=mmap.MAP_PRIVATE, prot=rights)

    def resident(name: str) -> list[str]:
        rows = Path("/proc/self/smaps").read_text("utf-8").splitlines()
        at = next(number for number, row in enumerate(rows) if row.endswith(str(tmp_path / name)))
        return next(row for row in rows[at:] if row.startswith("Rss:")).split()[1:]

    with (
        mapped("read.ttf", mmap.PROT_READ) as read,
        mapped("changed.otf", mmap.PROT_READ | mmap.PROT_WRITE) as changed,
        mapped("other.txt", mmap.PROT_READ) as other,
    ):
        whole = read[:]
        changed[0] = 7
        assert changed[1:] + other[:] and resident("read.ttf") == resident("other.txt") == [
            "1024",
            "kB",
        ]
        memory.font_pages()
        assert resident("read.ttf") == ["0", "kB"]
        assert resident("changed.otf") == resident("other.txt") == ["1024", "kB"]
        assert read[:] == whole and changed[0] == 7


def test_font_pages_are_given_back_once_a_document_is_laid_out_and_after_each_cut(
    installed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[str] = []
    monkeypatch.setattr(memory, "font_pages", lambda: given.append("back"))
    made('"Noto Serif CJK SC", "LXGW WenKai Light"')
    assert given == ["back"] * 2
    made('"Noto Serif CJK SC"', TEXT + '<b style="font: 10pt LXGW WenKai Light">楷体')
    assert given == ["back"] * 5
    given.clear()
    made('"Noto Serif CJK SC"', "，".join(map(chr, range(0x4E00, 0x4F00))))
    assert given == ["back"] * 3  # and once all of these characters were met


def test_a_character_is_shaped_once_for_faces_of_all_sizes_and_drawn_as_if_each_had_shaped_it(
    installed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = "".join(
        f'<p style="font: {size}pt/{size * 1.5}pt {family}">{TEXT}'
        for family in ("Noto Serif CJK SC", "LXGW WenKai Light")
        for size in (10, 7.3, 16)
    )
    asked: list[str] = []
    shape = shaping.Shaper.shape

    def told(shaper: shaping.Shaper, text: str) -> glyphs.Shape:
        asked.append(text)
        return shape(shaper, text)

    monkeypatch.setattr(shaping.Shaper, "shape", told)
    shared = made("sans-serif", page)
    assert ["春" in text for text in asked].count(True) == 2
    monkeypatch.setattr(
        character_glyphs.CharacterGlyphs, "_shared_codes", lambda face: character_glyphs._UNMET[:]
    )
    asked.clear()
    assert made("sans-serif", page) == shared
    assert ["春" in text for text in asked].count(True) == 6
