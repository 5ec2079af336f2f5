"""Two texts, whatever they are kept in, to what changed between them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from duben import manuscript, revision
from duben.publish import history, reading
from duben.publish.reading import Draft
from duben.revision import Revision, Version


@contextmanager
def opened(name: str) -> Iterator[Draft]:
    """The book of a folder, of a file, or of REV:FOLDER, for as long as it lasts. BookError as ``reading.load`` raises it."""
    before, colon, folder = name.partition(":")
    if colon and before and folder and not Path(name).exists():
        with history.folder_at(before, Path(folder)) as old:
            yield reading.load(old)
    else:
        yield reading.load(Path(name))


def version(draft: Draft) -> Version:
    """What a comparison takes of a draft."""
    toml = next((source for source in draft.sources if source.file == manuscript.SETTINGS), None)
    return revision.version(draft.book, toml if draft.manuscript else None)


def compare(old: Draft, new: Draft) -> Revision:
    """What changed from one draft to another."""
    return revision.compare(version(old), version(new))
