"""The 编者说明 of a book that was taken in, kept true while its text is edited."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from duben import intake, manuscript
from duben.desk.taken_files import BASE, read_object
from duben.model import BookError


def note_and_edits(folder: Path) -> tuple[str, intake.Edits] | None:
    """The file of a book's note, and what its author changed in the text since it was taken in;
    None where there is no note.
    """
    chapters = (read_object(folder, BASE) or {}).get("chapters")
    if not isinstance(chapters, dict):
        return None
    with suppress(BookError):
        sources = manuscript.load(folder).sources
        if note := next((one for one in sources if intake.is_editors_note(one.text)), None):
            taken_in = [text for file, text in chapters.items() if file != note.file]
            now = [one.text for one in sources if one is not note]
            return note.file, intake.edits_since(taken_in, now)
    return None
