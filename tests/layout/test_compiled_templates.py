"""Our templates are compiled once, not in each process."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from duben.layout import templates
from jinja2 import Environment

NAME = "paper/notes.html"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where they are kept."""
    monkeypatch.setattr(templates, "__file__", str(tmp_path / "templates.py"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "__pycache__").mkdir()
    templates._environment.cache_clear()
    yield tmp_path / "__pycache__"
    templates._environment.cache_clear()


def compiled(monkeypatch: pytest.MonkeyPatch, own: dict[str, str] | None = None) -> list[str]:
    """The names of the templates that a new environment compiles when one of them is asked for."""
    names: list[str] = []

    def compile_source(environment: Environment, source: str, *arguments: object) -> object:
        names.append(str(arguments[0]))
        return original(environment, source, *arguments)

    original = Environment._compile
    templates._environment.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(Environment, "_compile", compile_source)
        templates.template_environment(own).get_template(NAME)
    return names


def test_a_template_of_ours_is_compiled_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert compiled(monkeypatch) and not compiled(monkeypatch)


def test_a_damaged_file_is_compiled_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled(monkeypatch)
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes()[:20] + b"\x00?")
    assert compiled(monkeypatch) and not compiled(monkeypatch)


def test_templates_of_a_book_are_not_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert compiled(monkeypatch, {NAME: "1"}) and compiled(monkeypatch, {NAME: "1"})
    assert not list(folder.iterdir())


def test_nothing_is_kept_where_python_keeps_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert compiled(monkeypatch)
    folder.rmdir()
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    assert compiled(monkeypatch)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("revision/errata.html", "title=old_title | inner_title"),
        ("distribution/table.html", "title | inner_title"),
    ],
)
def test_a_title_in_a_title_has_single_marks(name: str, line: str) -> None:
    source = (templates.shipped_folder("templates") / name).read_text("utf-8")
    assert line in source
    shown = templates.template_environment().from_string("《{{ t | inner_title }}》")
    assert shown.render(t="转发《清淤办法》的通知") == "《转发〈清淤办法〉的通知》"
