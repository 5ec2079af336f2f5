"""The fonts of a book: ours, and those that [fonts] of its book.toml asks for."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from duben import layout, manuscript
from duben.layout import OwnFonts
from duben.manuscript import Manuscript
from duben.model import BookError, FontSettings, Problem, Source

FONT_BYTES = 100_000_000  # of a font file in the book's folder


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
        _own_files(opened.folder, wanted),
        own_folders(opened.folder),
        ours,
        lambda value: manuscript.named_file_place(settings, value),
    )


def own_folders(book: Path) -> tuple[Path, ...]:
    """Where fonts of [fonts] are looked for, in this order."""
    return (book / layout.FONTS_FOLDER, *layout.font_folders(), *layout.office_folders())


def _own_files(folder: Path, wanted: FontSettings) -> dict[str, Path]:
    """The files of the book that [fonts] names, by the value: regular ones inside the folder."""
    return {
        value: folder / value
        for value in asdict(wanted).values()
        if layout.names_file(value)
        and not isinstance(manuscript.read_file(folder, value, FONT_BYTES, None), Problem)
    }
