"""The editor's file of decisions, brought up to date in the manuscript's folder; the only stage that writes there."""

from __future__ import annotations

from pathlib import Path

from duben import manuscript
from duben.decisions import writing
from duben.decisions.writing import Written
from duben.errors import BookError, problem
from duben.publish.outputs import replace_file
from duben.publish.reading import Draft

BOM = b"\xef\xbb\xbf"


def folder_of(draft: Draft) -> Path:
    """The manuscript's folder. BookError: 2 for a single file, 1 where errors in the text must be put right first."""
    if draft.manuscript is None:
        raise BookError(problem("enumerations-no-folder", None), 2)
    if any(one.fatal for one in draft.problems):
        raise BookError([*draft.problems, problem("enumerations-errors-first", None)])
    return draft.manuscript.folder


def update(draft: Draft) -> tuple[Path, Written, bool]:
    """Writes enumerations.toml anew: its path, what was written, and whether that differs from what stood there."""
    path = folder_of(draft) / manuscript.DECISIONS
    assert draft.manuscript is not None
    source = draft.manuscript.decisions
    made = writing.written(source, draft.book)
    if source is not None and made.text == source.text:
        return path, made, False
    replace_file(path, encoded(made.text, path.read_bytes() if source is not None else b""))
    return path, made, True


def encoded(text: str, before: bytes) -> bytes:
    """A text in bytes, with the line ends and the BOM of the file that it replaces."""
    if b"\r\n" in before:
        text = text.replace("\n", "\r\n")
    return (BOM if before.startswith(BOM) else b"") + text.encode("utf-8")
