"""What became of a manuscript that was to be built."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from duben.model import Problem, Source


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file that was made. ``edition`` and ``pages`` are None for the EPUB."""

    name: str
    edition: str | None
    pages: int | None


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What became of one manuscript. ``files`` is empty where an error stood in the way; ``pages``
    are those of the text.

    ``record`` is where the record of a print was kept, where that was asked for. ``sources`` hold
    the lines that the problems stand on. ``status`` is the exit status where it could not be made.
    """

    folder: Path
    output: Path
    id: str
    problems: tuple[Problem, ...]
    files: tuple[OutputFile, ...] = ()
    pages: int = 0
    record: Path | None = None
    title: str = ""
    sources: tuple[Source, ...] = ()
    status: int = 1

    @property
    def done(self) -> bool:
        return bool(self.files)
