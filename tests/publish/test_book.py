"""The book that ships, built for real: its pages, numbers, links, and the same bytes wherever it is
built.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from duben.layout.inline_markup import code_markup
from PIL import Image, ImageChops
from tools import need

ROOT = Path(__file__).parents[2]
BLANK = re.compile(r"\s+")


def build(book: Path, **environment: str) -> dict[str, bytes]:
    run = subprocess.run(
        [sys.executable, "-m", "duben", "build", str(book), "--quiet"],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        cwd=book.parent,
    )
    assert run.returncode == 0, run.stderr
    return {path.name: path.read_bytes() for path in (book / "out").iterdir()}


def copied(folder: Path) -> Path:
    return Path(shutil.copytree(ROOT / "book", folder, ignore=shutil.ignore_patterns("out")))


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return build(copied(tmp_path_factory.mktemp("one") / "book"))


@pytest.fixture(scope="module")
def screen(outputs: dict[str, bytes]) -> bytes:
    return next(data for name, data in outputs.items() if name.endswith("-screen.pdf"))


def texts(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [BLANK.sub("", page.get_textpage().get_text_range()) for page in document]


def page_labels(pdf: pikepdf.Pdf) -> list[str]:
    return [page.label for page in pdf.pages]


def test_same_bytes_elsewhere(outputs: dict[str, bytes], tmp_path: Path) -> None:
    again = build(
        copied(tmp_path / "另一处 folder"),
        TZ="Pacific/Auckland",
        PYTHONHASHSEED="4711",
        LANG="zh_CN.UTF-8",
    )
    # The id comes from book.toml, so even the names are the same.
    assert {name: hashlib.sha256(data).hexdigest() for name, data in again.items()} == {
        name: hashlib.sha256(data).hexdigest() for name, data in outputs.items()
    }


def test_pages_number_between_16_and_40(screen: bytes) -> None:
    assert 16 <= len(texts(screen)) <= 40


def test_contents_name_the_pages_where_the_headings_stand(screen: bytes) -> None:
    """Every line of the contents: what it links to stands on the page whose number it shows."""
    pages = texts(screen)
    with pikepdf.open(BytesIO(screen)) as pdf:
        labels = page_labels(pdf)
        names = pdf.Root.Names.Dests.Names
        targets = {str(names[i]): names[i + 1] for i in range(0, len(names), 2)}
        contents = [index for index, text in enumerate(pages) if text.startswith("目录")][0]
        checked = 0
        with pypdfium2.PdfDocument(screen) as document:
            words = document[contents].get_textpage()
            for link in pdf.pages[contents].Annots:
                left, bottom, right, top = (float(value) for value in link.Rect)
                title = BLANK.sub("", words.get_text_bounded(left, bottom, right, top))
                assert abs(top - bottom) > 5, title
                folio = re.search(
                    r"\d*$", BLANK.sub("", words.get_text_bounded(right, bottom, 360, top))
                ).group()  # type: ignore[union-attr]
                destination = targets[str(link.get("/Dest") or link.A.D)]
                index = [page.objgen for page in pdf.pages].index(destination[0].objgen)
                if folio:
                    assert labels[index] == folio, title
                    assert title in pages[index], title
                    checked += 1
    assert checked >= 10


def test_page_labels_are_cover_roman_arabic_back(screen: bytes) -> None:
    with pikepdf.open(BytesIO(screen)) as pdf:
        labels = page_labels(pdf)
    front = labels.index("1") - 1
    assert labels[0] == "封面" and labels[-1] == "封底"
    assert labels[1:4] == ["i", "ii", "iii"]
    assert labels[front + 1 : -1] == [str(number) for number in range(1, len(labels) - front - 1)]


def test_bookmarks_lead_to_the_parts(screen: bytes) -> None:
    with pikepdf.open(BytesIO(screen)) as pdf, pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
        below = sum(len(item.children) for item in outline.root)
    assert any(title.startswith("一、") for title in titles) and "附录　数字提法" in titles
    assert below >= 8


def test_document_says_its_language_title_and_tags(screen: bytes) -> None:
    with pikepdf.open(BytesIO(screen)) as pdf:
        assert str(pdf.Root.Lang) == "zh-Hans"
        assert str(pdf.docinfo["/Title"])
        assert pdf.Root.MarkInfo.Marked is True or bool(pdf.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in pdf.Root


def test_text_and_appendix_lead_to_each_other(screen: bytes) -> None:
    with pikepdf.open(BytesIO(screen)) as pdf:
        labels = page_labels(pdf)
        names = pdf.Root.Names.Dests.Names
        targets = {str(names[i]): names[i + 1][0].objgen for i in range(0, len(names), 2)}
        order = {page.objgen: index for index, page in enumerate(pdf.pages)}
        ways: dict[str, set[int]] = {}
        for page in pdf.pages:
            for link in page.get("/Annots", ()):
                name = str(link.get("/Dest") or link.get("/A", {}).get("/D", ""))
                if name:
                    assert name in targets, name
                    ways.setdefault(name, set()).add(order[page.objgen])
    appendix = {name for name in ways if name.startswith("enumeration-")}
    assert len(appendix) >= 10
    first = min(order[targets[name]] for name in appendix)
    back = [
        name for name, pages in ways.items() if max(pages) >= first and order[targets[name]] < first
    ]
    assert len(back) >= 10 and labels[first].isdecimal()


@pytest.mark.slow
def test_two_engines_draw_the_same_pages(screen: bytes, tmp_path: Path) -> None:
    """poppler and MuPDF: the same ink within what their smoothing differs by."""
    need("pdftoppm")
    need("mutool")
    file = tmp_path / "screen.pdf"
    file.write_bytes(screen)
    subprocess.run(
        ["pdftoppm", "-r", "50", "-gray", "-png", str(file), str(tmp_path / "a")],
        check=True,
        capture_output=True,
    )
    subprocess.run(
        [
            "mutool",
            "draw",
            "-q",
            "-r",
            "50",
            "-c",
            "gray",
            "-o",
            str(tmp_path / "b-%02d.png"),
            str(file),
        ],
        check=True,
        capture_output=True,
    )
    left, right = (sorted(tmp_path.glob(f"{side}-*.png")) for side in "ab")
    assert len(left) == len(right) == len(texts(screen))
    for one, two in zip(left, right, strict=True):
        a, b = (Image.open(path).convert("L") for path in (one, two))
        assert abs(a.width - b.width) <= 1 and abs(a.height - b.height) <= 1
        small = (a.width // 8, a.height // 8)
        difference = ImageChops.difference(
            a.resize(small, Image.Resampling.BOX), b.resize(small, Image.Resampling.BOX)
        )
        assert max(difference.getextrema()) < 60, one.name


def test_fonts_are_embedded_and_cut(screen: bytes) -> None:
    with pikepdf.open(BytesIO(screen)) as pdf:
        fonts = {
            font.objgen: font
            for page in pdf.pages
            for font in page.Resources.get("/Font", {}).values()
        }
        assert fonts
        for font in fonts.values():
            descendant = font.DescendantFonts[0]
            assert re.match(r"/[A-Z]{6}\+", str(font.BaseFont)), font.BaseFont
            assert {"/FontFile2", "/FontFile3"} & set(descendant.FontDescriptor.keys())
            assert "/ToUnicode" in font


def test_long_words_of_code_may_end_a_line_behind_a_mark_and_short_ones_stay_whole() -> None:
    assert code_markup("见 book.toml") == "见 book.toml"
    assert (
        code_markup("out/a_b-guide.pdf <x>")
        == "out/<wbr/>a_<wbr/>b-<wbr/>guide.<wbr/>pdf &lt;x&gt;"
    )
