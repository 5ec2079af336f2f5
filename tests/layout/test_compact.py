"""The compact layout: a short text on few pages, and nothing of it lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from duben.cli import program

TOML = '[book]\nid = "b"\ntitle = "春耕讲话"\nauthors = ["林清河"]\n'
OUTPUT = '[output]\neditions = ["screen", "booklet", "official"]\nformats = ["pdf"]\n'
PARAGRAPH = "抓好春耕要做到“三早”：早备种，早修渠，早下地。各村按节令安排农活，不误农时。"
TEXT = "# 春耕讲话\n\n同志们：\n\n" + "".join(
    f"## {label}、第{label}个问题\n\n{PARAGRAPH}\n\n" for label in "一二三四五"
)


def build(folder: Path, text: str, layout: str) -> list[str]:
    """The text of each page of the screen edition; the text proof has run."""
    folder.mkdir()
    (folder / "book.toml").write_text(TOML + OUTPUT + f'layout = "{layout}"\n', "utf-8")
    (folder / "01.md").write_text(text, "utf-8")
    with pytest.raises(SystemExit) as ended:
        program.main(["build", str(folder), "--no-cache", "--quiet"])
    assert ended.value.code == 0
    return list(pages(folder / "out" / "b-screen.pdf"))


def pages(path: Path) -> Iterator[str]:
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            yield "".join(page.get_textpage().get_text_range().split())


def test_short_text_takes_few_pages(tmp_path: Path) -> None:
    cover, imprint, first, last, back = build(tmp_path / "b", TEXT, "compact")
    assert "春耕讲话" in cover and "识别码" in imprint and "林清河" in imprint
    order = ("春耕讲话", "目录", "一、第一个问题", "附录数字提法", "同志们：")
    assert [first.index(words) for words in order] == sorted(map(first.index, order))
    assert "五、第五个问题2" in first and "附录数字提法2" in first
    assert "①早备种②早修渠③早下地" in last and "列于第1页" in last
    assert "春耕讲话" in back
    booklet = list(pages(tmp_path / "b" / "out" / "b-booklet.pdf"))
    assert len(booklet) == 4  # two sheets: the five pages and three for notes
    assert len(build(tmp_path / "f", TEXT, "full")) > 7


def test_few_headings_have_no_contents_and_the_official_edition_is_as_ever(tmp_path: Path) -> None:
    text = f"# 春耕讲话\n\n{PARAGRAPH}\n"
    compact = build(tmp_path / "b", text, "compact")
    assert len(compact) == 4 and "目录" not in "".join(compact)
    build(tmp_path / "f", text, "full")
    official = [list(pages(tmp_path / name / "out" / "b-official.pdf")) for name in "bf"]
    assert official[0] == official[1]


def test_import_chooses_it_for_a_short_text(tmp_path: Path) -> None:
    for name, length, layout in (("short", 10, "compact"), ("long", 120, "full")):
        source = tmp_path / f"{name}.txt"
        source.write_text("春耕讲话\n\n同志们：\n\n" + f"{PARAGRAPH}\n\n" * length, "utf-8")
        with pytest.raises(SystemExit) as ended:
            program.main(["import", str(source), "-o", str(tmp_path / name)])
        assert ended.value.code == 0
        assert f'layout = "{layout}"' in (tmp_path / name / "book.toml").read_text("utf-8")
        preface = tmp_path / name / "00-bianzhe-shuoming.md"
        assert preface.exists() == (layout == "full")
