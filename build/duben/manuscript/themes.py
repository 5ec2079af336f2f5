"""Themes: a folder that keeps what an office wants in all its booklets. Door: ``theme_folders``.

A theme is looked for in the book (themes/NAME), in the user's folder, and among ours; the first
counts. Its theme.toml has tables of book.toml, which the book's own keys go before; its templates/
and styles/ lie below those of the book.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from duben.layout import replaces_ours, shipped_folder
from duben.manuscript.files import path_parts
from duben.model import Source

THEMES = "themes"
THEME_SETTINGS = "theme.toml"


def user_folder() -> Path:
    """The folder in which a user keeps what all books share: $XDG_CONFIG_HOME/duben, by default
    ~/.config/duben (XDG Base Directory Specification 0.8).
    """
    home = os.environ.get("XDG_CONFIG_HOME", "")
    base = Path(home) if home.startswith("/") else Path.home() / ".config"
    return base / "duben"


def theme_folders(book: Path | None = None) -> dict[str, Path]:
    """The folder of every theme that there is, by name: those of the book, the user's, ours."""
    tops = [user_folder() / THEMES, shipped_folder("templates") / THEMES]
    folders = {folder.name: folder for folder in _themes_of_book(book)} if book else {}
    for top in tops:
        for path in sorted(top.glob(f"*/{THEME_SETTINGS}")):
            folders.setdefault(path.parent.name, path.parent)
    return folders


def _themes_of_book(book: Path) -> Iterator[Path]:
    """The themes in a book's folder. A book may come from elsewhere: links are not followed."""
    top = book / THEMES
    for path in () if top.is_symlink() else sorted(top.glob(f"*/{THEME_SETTINGS}")):
        if not path.parent.is_symlink():
            yield path.parent


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme as read: its name, its folder, theme.toml, its own templates and styles."""

    name: str
    folder: Path
    settings: Source
    own: tuple[Source, ...] = ()

    @property
    def sums(self) -> Mapping[str, str]:
        """The sha256 of its files, by the names that a manifest gives them."""
        return {
            f"{THEMES}/{self.name}/{source.file}": source.sha256
            for source in (self.settings, *self.own)
        }


def home_of(name: str, book: Path, theme: Theme | None, shared: bool = False) -> Path:
    """The folder that has the file which a setting names: the book's, else its theme's, else for a
    bare name of what is ``shared`` by books the user's; the book's where none has it.
    """
    if path_parts(name) is None or os.path.lexists(book / name):
        return book
    homes = [theme.folder] if theme else []
    if shared and "/" not in name:
        homes.append(user_folder())
    return next((home for home in homes if os.path.lexists(home / name)), book)


def lay_over(theme: tuple[Source, ...], book: Mapping[str, str]) -> dict[str, str]:
    """The templates and styles of a theme with those of the book over them: a style goes on behind
    the theme's of that name, unless it takes the place of ours; a template takes its place.
    """
    texts = {source.file: source.text for source in theme}
    for name, text in book.items():
        below = texts.get(name, "")
        joined = name.endswith(".css") and below and not replaces_ours(text)
        texts[name] = f"{below}\n{text}" if joined else text
    return texts
