"""Books with [fonts]: what is embedded, what the manifest says, where problems stand."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pikepdf
import pytest
from duben import manuscript
from duben.publish import book_fonts, builds, pack, reading
from small_fonts import write_font

TEXT = "山水有清音"
TOML = """[book]
title = "山水"
id = "hills"
date = 2026-01-01
[output]
formats = ["pdf"]
[fonts]
fangsong = "fonts/hill.ttf"
digits = "Hill Digits"
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "book"
    write_font(folder / "fonts/hill.ttf", "Hill Fang", TEXT + "，。")
    write_font(folder / "fonts/digits.ttf", "Hill Digits", "0123456789山")
    (folder / "book.toml").write_text(TOML, "utf-8")
    (folder / "1.md").write_text(f"# 山水\n\n{TEXT}，何必丝竹。第12处。\n", "utf-8")
    return folder


def embedded(file: Path) -> set[str]:
    """The names of the fonts of a PDF."""
    with pikepdf.open(file) as pdf:
        return {
            str(item.BaseFont).partition("+")[2]
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Subtype") == "/Type0"
        }


def test_own_fonts_set_the_official_edition_and_stand_in_the_manifest(
    book: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    (built,) = builds.build(book, out, editions=("official",))
    assert [(str(p.place), p.rule) for p in built.problems] == [("book.toml:8", "font-lacks")]
    assert built.problems[0].values["characters"] == "丝何处必竹第"
    with pikepdf.open(out / "hills-official.pdf") as pdf:
        assert built.pages == len(pdf.pages)
    names = embedded(out / "hills-official.pdf")
    assert {name for name in names if "Hill" in name} == {"Hill-Fang", "Hill-Digits"}
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    assert [
        (row["role"], row["asked"], row["used"], row["file"]) for row in manifest["fonts"][5:]
    ] == [
        ("fangsong", "fonts/hill.ttf", "Hill Fang", "hill.ttf"),
        ("digits", "Hill Digits", "Hill Digits", "digits.ttf"),
    ]


def test_a_restricted_font_stops_the_build_at_its_line(book: Path) -> None:
    write_font(book / "fonts/hill.ttf", "Hill Fang", TEXT, fs_type=2)
    problems = reading.check(reading.load(book))
    assert [(str(p.place), p.rule, p.severity) for p in problems] == [
        ("book.toml:8", "font-restricted", "error")
    ]


def test_a_file_outside_of_the_book_is_not_read(book: Path, tmp_path: Path) -> None:
    write_font(tmp_path / "hill.ttf", "Hill Fang", TEXT)
    (book / "book.toml").write_text(TOML.replace("fonts/hill.ttf", "../hill.ttf"), "utf-8")
    rules = {problem.rule for problem in reading.load(book).problems}
    assert rules == {"font-not-there"}


def test_fonts_are_not_packed_and_that_is_told(book: Path, tmp_path: Path) -> None:
    write_font(book / "themes/a/fonts/hill.ttf", "Hill Fang", TEXT)
    packed = pack(book, tmp_path / "a.zip")
    assert [problem.rule for problem in packed.problems] == ["pack-fonts"]
    assert zipfile.ZipFile(tmp_path / "a.zip").namelist() == ["hills/1.md", "hills/book.toml"]


def test_the_fonts_of_the_book_come_before_those_of_the_machine(book: Path) -> None:
    assert book_fonts.own_folders(manuscript.load(book))[0] == book / "fonts"
