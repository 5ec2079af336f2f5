"""The book's own templates and styles: what they are laid over, and names that nothing asks for."""

from __future__ import annotations

from pathlib import Path

import pytest
from duben.layout import promised_looks, shipped_stylesheet, stylesheet
from duben.publish import check, load

TOML = '[book]\nid = "b"\ntitle = "书"\n'
ROOT = Path(__file__).parents[2]


def test_a_style_is_laid_over_ours() -> None:
    assert stylesheet("text.css", {"text.css": "p { color: red }"}) == (
        shipped_stylesheet("text.css") + "\np { color: red }"
    )


def test_a_style_whose_first_line_says_so_takes_the_place_of_ours() -> None:
    own = "/* duben: replace */\np { color: red }"
    assert stylesheet("text.css", {"text.css": own}) == own
    later = "p { color: red }\n/* duben: replace */"
    assert stylesheet("text.css", {"text.css": later}).endswith("\n" + later)


def test_a_character_set_is_named_once() -> None:
    text = stylesheet("ebook.css", {"ebook.css": '@charset "utf-8";\np { margin: 0 }'})
    assert (text.count("@charset"), text.endswith("\np { margin: 0 }")) == (1, True)


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("styles/txt.css", "styles/text.css"),
        ("styles/logo.png", ""),
        ("templates/title.xhtml", "templates/epub/title.xhtml"),
        ("templates/words.toml", ""),
    ],
)
def test_a_name_that_nothing_asks_for_is_told(tmp_path: Path, name: str, nearest: str) -> None:
    (tmp_path / "book.toml").write_text(TOML, "utf-8")
    (tmp_path / "01.md").write_text("# 一\n\n正文。\n", "utf-8")
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).write_text("x", "utf-8")
    (told,) = [problem for problem in check(load(tmp_path)) if problem.rule == "own-unused"]
    assert (told.severity, str(told.place)) == ("warning", f"{name}:1")
    assert told.values["nearest"] == nearest or not nearest


def test_a_template_that_another_one_names_is_used(tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text(TOML, "utf-8")
    (tmp_path / "01.md").write_text("# 一\n\n正文。\n", "utf-8")
    (tmp_path / "templates" / "epub").mkdir(parents=True)
    (tmp_path / "templates" / "mine.html").write_text("<p>甲</p>", "utf-8")
    (tmp_path / "templates" / "epub" / "title.xhtml").write_text(
        '{% extends "epub/page.xhtml" %}{% block body %}{% include "mine.html" %}{% endblock %}',
        "utf-8",
    )
    assert [p.rule for p in check(load(tmp_path)) if p.rule == "own-unused"] == []


def test_docs_list_the_names_that_are_promised() -> None:
    text = (ROOT / "docs" / "manuscript.md").read_text("utf-8")
    assert [name for name in sorted(promised_looks()) if f"`{name}`" not in text] == []
