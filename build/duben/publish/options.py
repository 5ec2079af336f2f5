"""What is wanted of a build, the same for all its books, and what became of each of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from duben import layout, manuscript
from duben.model import BookError, Problem, Source, problem


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """``output``: OUT, None for BOOK/out of each book; several books go into OUT/ID each.

    ``editions`` and ``formats``: those to be made, empty for what book.toml asks for. ``strict``:
    warnings count as errors. ``printed``: the record of the print is kept in BOOK/prints.
    ``since``: an older version (a record, a folder, a git revision, the version of a kept print)
    against which changes are marked, in a PDF of its own and in the Word file. ``kept``: what
    earlier builds left in the cache is used; the files are the same either way. ``jobs``: how many
    books at a time, None for as many as there are processors. ``scheduler``: the address of a dask
    scheduler on whose cluster they are built.
    """

    output: Path | None = None
    editions: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    strict: bool = False
    printed: bool = False
    since: str = ""
    kept: bool = True
    jobs: int | None = None
    scheduler: str | None = None


def check_names(options: BuildOptions) -> None:
    """BookError (2) for an edition or a format that there is none of."""
    kinds = (
        ("edition-unknown", options.editions, layout.edition_names()),
        ("format-unknown", options.formats, manuscript.FORMAT_NAMES),
    )
    wrong = [
        problem(rule, None, name=name[:60], choices=", ".join(choices))
        for rule, names, choices in kinds
        for name in names
        if name not in choices
    ]
    if wrong:
        raise BookError(wrong, 2)


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file that was made. ``edition`` and ``pages`` are None for the EPUB and the Word file."""

    name: str
    edition: str | None
    pages: int | None


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What became of one manuscript. ``files`` is empty where an error stood in the way; ``pages``
    are those of the text: of the ordinary edition, or of the first where none has its pages.

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
