"""The word lists are read, have no word twice, are in their order, and say what they are for."""

import re
from pathlib import Path

import pytest
from duben.chinese.word_lists import FOLDER, word_list, words_pattern

SOURCES = "".join(path.read_text("utf-8") for path in FOLDER.parent.rglob("*.py"))
FILES = sorted(FOLDER.glob("*.txt"))
# Its form has a test of its own: test_known_terms.py.
LIBRARY = "known-terms.toml"


def test_there_are_word_lists_and_a_library_and_nothing_else() -> None:
    assert len(FILES) > 15
    assert {path.name for path in FOLDER.iterdir()} - {path.name for path in FILES} == {LIBRARY}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_word_list(path: Path) -> None:
    words = word_list(path.stem)
    assert words and list(words) == sorted(set(words)), "a word twice, or not in its place"
    assert path.read_text("utf-8").startswith("# "), "it says first what it is for"
    assert re.search(rf"""word(?:_list|s_pattern)\(['"]{path.stem}['"]\)""", SOURCES), (
        "nobody reads it"
    )


def test_comments_are_no_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("duben.chinese.word_lists.FOLDER", tmp_path)
    (tmp_path / "some.txt").write_text("# what it is for\n\n山\n山水  # both\n", "utf-8")
    assert word_list("some") == ("山", "山水")
    assert re.match(words_pattern("some"), "山水")[0] == "山水"  # type: ignore[index]
