"""What was typed and is not in its file yet, so that no end of the program loses it.

A text is in the journal before the browser is told that it has arrived, and leaves it when its file
holds it. Each is a file of its own in BOOK/.duben/journal, replaced as a whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from duben import manuscript, publish
from duben.desk.keys import name_key
from duben.model import replace_file

JOURNAL_FOLDER = "journal"


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """A text that is newer than its file; ``base`` is the file's text from which it was made."""

    file: str
    base: str
    text: str


@dataclass(frozen=True, slots=True)
class Journal:
    """The journal of the book in a folder. All raise BookError (2) for what cannot be written."""

    folder: Path

    def write(self, entry: JournalEntry) -> None:
        """Keeps an entry, in the place of an older one of the same file."""
        data = {"file": entry.file, "base": entry.base, "text": entry.text}
        path = self._path(entry.file)
        with publish.writing_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, json.dumps(data, ensure_ascii=False).encode(), durable=False)

    def remove(self, file: str) -> None:
        """Forgets the entry of a file: the file holds its text."""
        path = self._path(file)
        with publish.writing_errors(path):
            path.unlink(missing_ok=True)

    def entries(self) -> Iterator[JournalEntry]:
        """What a program that was stopped left behind."""
        for path in sorted(self._folder.glob("*.json")):
            with suppress(OSError, ValueError, KeyError, TypeError):
                data = json.loads(path.read_text("utf-8"))
                entry = JournalEntry(data["file"], data["base"], data["text"])
                if all(isinstance(text, str) for text in (entry.file, entry.base, entry.text)):
                    yield entry

    @property
    def empty(self) -> bool:
        """Whether nothing was left behind."""
        return not any(self._folder.glob("*.json"))

    @property
    def _folder(self) -> Path:
        return self.folder / manuscript.KEPT_FOLDER / JOURNAL_FOLDER

    def _path(self, file: str) -> Path:
        return self._folder / f"{name_key(file)}.json"
