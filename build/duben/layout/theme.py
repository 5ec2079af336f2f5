"""Which folder a template or a style comes from: the book's own, the theme's, ours."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path


@cache
def shipped_folder(kind: str) -> Path:
    """Our folder of ``templates`` or ``styles``: packed with us, or at the top of a checkout."""
    packed = Path(__file__).parents[1] / kind
    return packed if packed.is_dir() else Path(__file__).parents[3] / kind


def stylesheet(name: str, own: Mapping[str, str] | None = None, theme: str = "") -> str:
    """The text of a style sheet: the book's own of that name, else the theme's, else ours."""
    if own and name in own:
        return own[name]
    if theme and (path := shipped_folder("styles") / "themes" / theme / name).is_file():
        return path.read_text("utf-8")
    return (shipped_folder("styles") / name).read_text("utf-8")


def shipped_stylesheet(name: str, theme: str = "") -> str:
    """The theme's or our text of a style sheet; "" where we have none of that name."""
    try:
        return stylesheet(name, None, theme)
    except FileNotFoundError:
        return ""


def theme_names() -> tuple[str, ...]:
    """The names of the themes that ship with us."""
    folder = shipped_folder("styles") / "themes"
    return (
        tuple(sorted(path.name for path in folder.iterdir() if path.is_dir()))
        if folder.is_dir()
        else ()
    )


@cache
def book_words(language: str, of: str = "") -> Mapping[str, str]:
    """The words that a book prints beside the author's, by name, in its ``language``; those of
    ``of`` "revision" describe a revision. A language that we have no words for gets zh-Hans.
    """
    tables = tomllib.loads((shipped_folder("templates") / of / "words.toml").read_text("utf-8"))
    return tables.get(language, tables["zh-Hans"])
