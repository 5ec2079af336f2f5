"""A theme: where it is found, what of it holds, and how its files are told."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from duben import intake, layout, manuscript
from duben.publish import book_fonts, reading
from PIL import Image
from small_fonts import write_font

BOOK = '[book]\ntitle = "春"\n[output]\ntheme = "{}"\n'


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "01.md").write_text("# 春\n\n春天到了。\n", "utf-8")
    return folder


def write_theme(top: Path, name: str, toml: str) -> Path:
    folder = top / "themes" / name
    folder.mkdir(parents=True)
    (folder / "theme.toml").write_text(toml, "utf-8")
    return folder


def load(book: Path, name: str, more: str = "") -> reading.Draft:
    (book / "book.toml").write_text(BOOK.format(name) + more, "utf-8")
    return reading.load(book)


def told(draft: reading.Draft) -> list[tuple[str, str]]:
    return [(str(problem.place), problem.rule) for problem in draft.problems]


@pytest.mark.parametrize(
    ("name", "size", "design"),
    [("学习读本", "A5", "plain"), ("文件汇编", "16开", "frame"), ("培训教材", "16开", "band")],
)
def test_themes_of_ours_have_no_fault(book: Path, name: str, size: str, design: str) -> None:
    draft = load(book, name)
    settings = draft.book.settings
    assert told(draft) == []
    assert (settings.print.size, settings.cover.design) == (size, design)


def test_keys_of_the_book_go_before_those_of_its_theme(book: Path, tmp_path: Path) -> None:
    toml = '[book]\npublisher = "水利局"\n[print]\nsize = "A4"\npaper_gsm = 70\n'
    write_theme(tmp_path / "config" / "duben", "本局", toml)
    settings = load(book, "本局", '[print]\nsize = "16开"\n').book.settings
    assert (settings.book.publisher, settings.print.size) == ("水利局", "16开")
    assert settings.print.paper_gsm == 70


def test_theme_supplies_what_the_imprint_must_have(book: Path, tmp_path: Path) -> None:
    write_theme(tmp_path / "config" / "duben", "本局", '[imprint]\nissuer = "水利局"\n')
    more = '[imprint]\nkind = "公文性材料"\nrecipients = "各村"\n'
    assert told(load(book, "本局", more)) == []


def test_the_nearest_theme_of_a_name_counts(book: Path, tmp_path: Path) -> None:
    write_theme(tmp_path / "config" / "duben", "文件汇编", '[print]\nsize = "A4"\n')
    assert load(book, "文件汇编").book.settings.print.size == "A4"
    write_theme(book, "文件汇编", '[print]\nsize = "B5"\n')
    assert load(book, "文件汇编").book.settings.print.size == "B5"


def test_faults_of_a_theme_stand_at_its_lines(book: Path) -> None:
    write_theme(book, "甲", '[print]\nsize = "64开"\ncolour = 1\n[seal]\nx = 1\n')
    assert sorted(told(load(book, "甲"))) == [
        ("theme.toml:2", "setting-size"),
        ("theme.toml:3", "setting-unknown-key"),
        ("theme.toml:4", "setting-unknown-table"),
    ]
    draft = load(book, "乙")
    assert told(draft) == [("book.toml:4", "theme-unknown")]
    assert dict(draft.problems[0].values)["choices"].startswith("甲, 培训教材")


def test_what_should_be_a_table_of_a_theme_and_is_none_is_told(book: Path) -> None:
    write_theme(book, "甲", 'book = 1\n[[print]]\nsize = "A4"\n')
    assert sorted(told(load(book, "甲"))) == [
        ("theme.toml:1", "setting-not-table"),
        ("theme.toml:2", "setting-not-table"),
    ]


def test_a_chapter_that_a_theme_lists_in_vain_is_told_at_its_line(book: Path) -> None:
    write_theme(book, "甲", '[book]\nchapters = ["01.md", "x.md", "y.txt"]\n')
    assert sorted(each for each in told(load(book, "甲")) if each[1].startswith("chapter-")) == [
        ("theme.toml:2", "chapter-missing"),
        ("theme.toml:2", "chapter-not-md"),
    ]


def test_looks_and_logo_of_a_theme_are_taken_and_stand_in_the_manifest(book: Path) -> None:
    theme = write_theme(book, "甲", '[cover]\ndesign = "logo"\nlogo = "images/a.png"\n')
    for folder in (theme / "images", theme / "styles", book / "styles"):
        folder.mkdir()
    Image.new("RGB", (9, 9)).save(theme / "images" / "a.png")
    (theme / "styles" / "page.css").write_text(":root { --accent: #123456 }\n", "utf-8")
    (book / "styles" / "page.css").write_text("p { color: #222 }\n", "utf-8")
    draft = load(book, "甲")
    assert draft.manuscript is not None
    pictures, problems = reading.load_pictures(draft)
    assert (told(draft), list(pictures), problems) == ([], ["images/a.png"], ())
    text = re.sub(r"\s+", " ", draft.manuscript.stylesheets["page.css"])
    assert text == ":root { --accent: #123456 } p { color: #222 } "
    rows = {row["name"]: row["sha256"] for row in reading.source_rows(draft.manuscript, pictures)}
    for name in ("theme.toml", "styles/page.css"):
        assert rows[f"themes/甲/{name}"] == hashlib.sha256((theme / name).read_bytes()).hexdigest()


def test_new_book_asks_for_its_theme(tmp_path: Path) -> None:
    template = layout.shipped_folder("templates") / "new"
    intake.new_manuscript(tmp_path / "a", template, "培训教材")
    opened = manuscript.load(tmp_path / "a")
    assert opened.settings.output.theme == "培训教材" and opened.problems == ()
    assert opened.settings.cover.design == "band"


HOUSE_LIST = '[[wording]]\nuse = "清河县水利局"\nnot = ["清河水利局"]\n'


def test_words_of_a_theme_are_kept_to(book: Path, tmp_path: Path) -> None:
    theme = write_theme(tmp_path / "config/duben", "本局", '[text]\nhouse_list = "words.toml"\n')
    (theme / "words.toml").write_text(HOUSE_LIST, "utf-8")
    (book / "01.md").write_text("# 春\n\n春天到了，清河水利局放水。\n", "utf-8")
    draft = load(book, "本局")
    assert [(str(p.place), p.rule) for p in reading.check(draft)] == [("01.md:3", "T20")]
    # The book's own of that name goes before.
    (book / "words.toml").write_text(HOUSE_LIST.replace("清河水利局", "水利局机关"), "utf-8")
    assert reading.check(load(book, "本局")) == ()


def test_words_that_a_theme_lacks_are_told_at_its_line(book: Path) -> None:
    write_theme(book, "甲", '[text]\n\nhouse_list = "words.toml"\nlibrary = "terms.toml"\n')
    assert told(load(book, "甲")) == [
        ("theme.toml:3", "file-missing"),
        ("theme.toml:4", "file-missing"),
    ]


def test_library_of_terms_is_found_with_the_user(book: Path, tmp_path: Path) -> None:
    (tmp_path / "config/duben").mkdir(parents=True)
    (tmp_path / "config/duben/terms.toml").write_text("", "utf-8")
    draft = load(book, "学习读本", '[text]\nlibrary = "terms.toml"\n')
    assert draft.manuscript is not None
    assert (told(draft), list(draft.manuscript.libraries)) == ([], ["library"])


def test_fonts_of_a_theme_are_taken_from_its_folder(book: Path) -> None:
    toml = '[fonts]\ntitle = "fonts/hill.ttf"\ndigits = "Hill Digits"\n'
    theme = write_theme(book, "甲", toml)
    hill = write_font(theme / "fonts/hill.ttf", "Hill Song", "春天到了。")
    digits = write_font(theme / "fonts/digits.ttf", "Hill Digits", "0123456789")
    draft = load(book, "甲")
    assert [face.file for face in draft.fonts.faces] == [hill, digits]
    write_font(hill, "Hill Song", "春天到了。", fs_type=2)
    assert told(load(book, "甲")) == [("theme.toml:2", "font-restricted")]


def test_nothing_outside_of_a_theme_is_read(book: Path, tmp_path: Path) -> None:
    toml = '[text]\nhouse_list = "../words.toml"\n[fonts]\ntext = "../hill.ttf"\nkai = "Hill Kai"\n'
    theme = write_theme(book, "甲", toml + '[cover]\ndesign = "logo"\nlogo = "a.png"\n')
    (theme.parent / "words.toml").write_text(HOUSE_LIST, "utf-8")
    write_font(theme.parent / "hill.ttf", "Hill Song", "春")
    write_font(tmp_path / "kai.ttf", "Hill Kai", "春")
    Image.new("RGB", (9, 9)).save(tmp_path / "a.png")
    (theme / "fonts").mkdir()
    (theme / "fonts/kai.ttf").symlink_to(tmp_path / "kai.ttf")
    (theme / "a.png").symlink_to(tmp_path / "a.png")
    draft = load(book, "甲")
    assert told(draft) == [
        ("theme.toml:2", "file-outside"),
        ("theme.toml:4", "font-not-there"),
        ("theme.toml:5", "font-not-there"),
    ]
    assert [(str(p.place), p.rule) for p in reading.load_pictures(draft)[1]] == [
        ("theme.toml:8", "file-link")
    ]
    (theme / "fonts/kai.ttf").unlink()
    (theme / "fonts").rmdir()
    (theme / "fonts").symlink_to(tmp_path)
    assert ("theme.toml:5", "font-not-there") in told(load(book, "甲"))


def test_link_to_a_folder_is_no_theme_of_a_book(book: Path, tmp_path: Path) -> None:
    theme = write_theme(tmp_path / "elsewhere", "甲", '[print]\nsize = "A4"\n')
    (book / "themes").mkdir()
    (book / "themes/甲").symlink_to(theme)
    assert told(load(book, "甲")) == [("book.toml:4", "theme-unknown")]


def test_large_font_of_a_theme_is_not_read(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theme = write_theme(book, "甲", '[fonts]\ntitle = "fonts/hill.ttf"\nkai = "Hill Song"\n')
    write_font(theme / "fonts/hill.ttf", "Hill Song", "春天到了。")
    monkeypatch.setattr(book_fonts, "FONT_BYTES", 100)
    assert [rule for _, rule in told(load(book, "甲"))] == ["font-not-there"] * 2


def test_a_theme_names_no_other_theme(book: Path) -> None:
    write_theme(book, "甲", '[output]\ntheme = "乙"\n')
    assert told(load(book, "甲")) == [("theme.toml:2", "theme-in-theme")]
