"""What ``duben new`` copies is a manuscript without a fault that
shows what a manuscript may hold.
"""

from pathlib import Path

import pytest
from duben.analysis import analyse
from duben.analysis.decisions import reading
from duben.intake import manuscript_folder
from duben.layout import theme
from duben.manuscript import loading, pictures
from duben.manuscript.markdown.parser import parse_chapters
from duben.model import Book, BookError, walk_blocks

TEMPLATE = theme.shipped_folder("templates") / "new"


@pytest.fixture
def book(tmp_path: Path) -> Book:
    manuscript_folder.new_manuscript(tmp_path / "水务读本", TEMPLATE)
    found = loading.load(tmp_path / "水务读本")
    assert found.decisions is not None
    decided, wrong = reading.read_decisions(found.decisions)
    made = analyse(found.settings, parse_chapters(found.sources), decided)
    assert (
        found.problems,
        wrong,
        made.problems,
        [p for c in made.chapters for p in c.problems],
    ) == ((), (), (), [])
    return made


def test_it_has_no_problem_and_no_date(book: Book) -> None:
    assert (book.settings.book.id, book.settings.book.date) == ("shui-wu-du-ben", None)


def test_it_shows_every_kind_of_block(book: Book) -> None:
    kinds = {block.kind for chapter in book.chapters for block in walk_blocks(chapter.blocks)}
    boxes = {
        block.attribute("kind")
        for chapter in book.chapters
        for block in walk_blocks(chapter.blocks)
        if block.kind == "box"
    }
    spans = {
        span.kind
        for chapter in book.chapters
        for block in walk_blocks(chapter.blocks)
        for span in block.spans
    }
    assert kinds >= {
        "heading",
        "paragraph",
        "list",
        "quote",
        "table",
        "figure",
        "box",
        "definitions",
    }
    assert boxes == {"points", "questions", "answers", "terms", "note"}
    assert spans >= {"strong", "em", "code", "reference", "note", "ruby"}


def test_its_enumerations_are_found_and_one_is_the_editors(book: Book) -> None:
    assert [
        (one.term, one.count, one.status, one.rule == "decision") for one in book.enumerations
    ] == [
        ("三样东西", 3, "listed", False),
        ("三个习惯", 3, "listed", False),
        ("三查三看", 6, "listed", False),
        ("两次校对", 2, "listed", True),
    ]


def test_its_picture_is_small_and_can_be_read(tmp_path: Path) -> None:
    manuscript_folder.new_manuscript(tmp_path / "a", TEMPLATE)
    (path,) = (tmp_path / "a" / "images").iterdir()
    shown = pictures.load_picture(loading.load(tmp_path / "a"), f"images/{path.name}")
    assert isinstance(shown, pictures.Picture)
    assert path.stat().st_size < 20_000


def test_a_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    (tmp_path / "我的文件.txt").write_text("水", "utf-8")
    with pytest.raises(BookError) as refused:
        manuscript_folder.new_manuscript(tmp_path, TEMPLATE)
    assert (refused.value.status, [p.rule for p in refused.value.problems]) == (
        2,
        ["intake-not-empty"],
    )
    assert [path.name for path in tmp_path.iterdir()] == ["我的文件.txt"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    written = manuscript_folder.new_manuscript(tmp_path / "空", TEMPLATE)
    assert sorted(path.relative_to(tmp_path).as_posix() for path in written) == [
        "空/00-shuoming.md",
        "空/01-shugao.md",
        "空/02-zhengwen.md",
        "空/03-tifa.md",
        "空/book.toml",
        "空/enumerations.toml",
        "空/images/liucheng.png",
    ]
