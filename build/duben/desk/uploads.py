"""Files that were dropped into the browser: kept beside until they are used."""

from __future__ import annotations

import secrets
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from duben.desk.keys import NotThere
from duben.model import BookError, problem

UPLOADS = 500
ALL_BYTES = 2_000_000_000
NAME_CHARACTERS = 80


@dataclass(slots=True)
class Uploads:
    """The files by key, in a folder that goes with the server."""

    files: dict[str, Path] = field(default_factory=dict)
    bytes: int = 0
    _folder: tempfile.TemporaryDirectory[str] | None = None

    def place(self, name: str) -> tuple[str, Path]:
        """A key, and where a file of this name is to be written. BookError where there are too
        many.
        """
        if len(self.files) >= UPLOADS or self.bytes > ALL_BYTES:
            raise BookError(problem("desk-uploads", None))
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="duben-desk-")
        key = secrets.token_hex(8)
        folder = Path(self._folder.name, key)
        folder.mkdir()
        return key, folder / file_name(name)

    def add(self, key: str, path: Path) -> None:
        """A file has come whole."""
        self.files[key] = path
        self.bytes += path.stat().st_size

    def get(self, key: str) -> Path:
        """A file. NotThere where there is none of this key."""
        if key not in self.files:
            raise NotThere
        return self.files[key]

    def close(self) -> None:
        """Removes them all."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None


def file_name(name: str) -> str:
    """The last part of a name, as a file can be called; its ending stays."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(letter for letter in last if letter.isprintable()).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    if dot and len(ending) <= 10:
        return f"{(stem.encode()[:200].decode('utf-8', 'ignore'))[:NAME_CHARACTERS]}.{ending}"
    return kept.encode()[:200].decode("utf-8", "ignore")[:NAME_CHARACTERS] or "file"
