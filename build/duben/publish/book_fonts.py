"""The fonts of a book: ours, and those that its [fonts] asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from duben import layout, manuscript
from duben.layout import OwnFonts
from duben.manuscript import Manuscript
from duben.model import BookError, FontSettings, Source

FONT_BYTES = 100_000_000  # of a font file in the folder of a book or a theme


def own_fonts(opened: Manuscript, toml: Source | None) -> OwnFonts:
    """What [fonts] gives; nothing where it asks for nothing, or where ours are missing, which is
    told elsewhere. ``toml`` is book.toml.
    """
    wanted = opened.settings.fonts
    if wanted == FontSettings():
        return OwnFonts()
    try:
        ours = layout.choose_faces(opened.settings.book.language)
    except BookError:
        return OwnFonts()
    settings = Source(manuscript.SETTINGS, toml.text if toml else "")
    return layout.choose_own_fonts(
        wanted,
        _named_files(opened, wanted),
        (*_own_files(opened), *_folders_of_machine()),
        ours,
        lambda value: manuscript.named_file_place(settings, value, opened.theme),
    )


def own_folders(opened: Manuscript) -> tuple[Path, ...]:
    """Where fonts of [fonts] are looked for, in this order: the book, its theme, the machine."""
    return (*(home / layout.FONTS_FOLDER for home in _homes(opened)), *_folders_of_machine())


def _folders_of_machine() -> tuple[Path, ...]:
    return (*layout.font_folders(), *layout.office_folders())


def _homes(opened: Manuscript) -> tuple[Path, ...]:
    """The folders of the book and of its theme."""
    return (opened.folder, opened.theme.folder) if opened.theme else (opened.folder,)


def _named_files(opened: Manuscript, wanted: FontSettings) -> dict[str, Path]:
    """The files of the book or its theme that [fonts] names, by the value."""
    homes = {
        value: manuscript.home_of(value, opened.folder, opened.theme)
        for value in asdict(wanted).values()
        if layout.names_file(value)
    }
    return {value: home / value for value, home in homes.items() if _is_usable(home, value)}


def _own_files(opened: Manuscript) -> Iterator[Path]:
    """The fonts in the folders of the book and of its theme. Either may come from elsewhere."""
    for home in _homes(opened):
        top = home / layout.FONTS_FOLDER
        for path in () if top.is_symlink() else layout.font_files(top):
            if _is_usable(home, path.relative_to(home).as_posix()):
                yield path


def _is_usable(home: Path, name: str) -> bool:
    """Whether a font is a regular file inside of its folder, and not too large."""
    size = manuscript.file_size(home, name)
    return size is not None and size <= FONT_BYTES
