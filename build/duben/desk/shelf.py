"""The folder of the desk: the books in it, new ones, and the bin."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from duben import intake, manuscript, publish
from duben.desk.keys import name_key
from duben.desk.toml_lines import NEW_BOOK, Values, with_values
from duben.model import BookError, problem, write_folder

BIN = ".duben-bin"
BOOKS = 1_000  # shown
DEPTH = 2  # folders below the desk's own
NAME_CHARACTERS = 60
UNWANTED = frozenset('\\/:*?"<>|.')  # in names of folders, on any system
STAMP = "%Y%m%d-%H%M%S"
FIRST_CHAPTER = "01-zhengwen.md"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The books below a folder; where the folder is a book itself, that one alone."""

    folder: Path

    def books(self) -> Mapping[str, Path]:
        """The folders of the books, by key."""
        if is_book(self.folder):
            return {name_key("."): self.folder}
        return {name_key(self._name(path)): path for path in _books_below(self.folder, DEPTH)}

    def binned(self) -> Mapping[str, Path]:
        """The folders of the books in the bin, by key."""
        return {name_key(self._name(path)): path for path in _books_below(self.folder / BIN, 1)}

    def new_place(self, title: str) -> Path:
        """A folder that is not there yet, named after a title. BookError where the desk shows a
        single book.
        """
        if is_book(self.folder):
            raise BookError(problem("desk-single-book", None))
        return free_place(self.folder / folder_name(title))

    def create(self, values: Values) -> str:
        """Makes a book with an empty chapter; its key. ``values`` of its book.toml have the title
        at least. BookError for a folder that cannot be written.
        """
        title = str(values["book", "title"])
        place = self.new_place(title)
        files = {
            manuscript.SETTINGS: with_values(NEW_BOOK, values).encode(),
            FIRST_CHAPTER: f"# {one_line(title)}\n\n".encode(),
        }
        with publish.writing_errors(place):
            write_folder(place, files, intake.temporary_folder_beside(place))
        return self.key(place)

    def key(self, place: Path) -> str:
        """The key of a book's folder."""
        return name_key(self._name(place))

    def put_into_bin(self, place: Path) -> None:
        """Moves a book into the bin; nothing is deleted. BookError where that fails."""
        if place == self.folder:
            raise BookError(problem("desk-single-book", None))
        target = self.folder / BIN / f"{place.name}.{datetime.now():{STAMP}}"
        with publish.writing_errors(target):
            target.parent.mkdir(exist_ok=True)
            place.rename(free_place(target))

    def take_from_bin(self, place: Path) -> str:
        """Moves a book back; its key."""
        target = self.new_place(place.name.rpartition(".")[0] or place.name)
        with publish.writing_errors(target):
            place.rename(target)
        return self.key(target)

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()


def is_book(folder: Path) -> bool:
    """Whether a folder is a manuscript's."""
    return (folder / manuscript.SETTINGS).is_file()


def _books_below(folder: Path, depth: int) -> Iterator[Path]:
    """The books in a folder and in folders that are none; no links, nothing hidden."""
    count = 0
    entries: list[os.DirEntry[str]] = []
    with suppress(OSError):
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    for entry in entries:
        if entry.name.startswith(".") or not entry.is_dir(follow_symlinks=False):
            continue
        path = Path(entry.path)
        below = [path] if is_book(path) else _books_below(path, depth - 1) if depth > 1 else ()
        for book in below:
            if count < BOOKS:
                count += 1
                yield book


def folder_name(title: str) -> str:
    """A name for a folder: the title without what no file system or no print of it takes."""
    kept = "".join(
        " " if letter in UNWANTED or letter.isspace() else letter
        for letter in title
        if letter.isprintable()
    )
    name = " ".join(kept.split())[:NAME_CHARACTERS].strip(" -~_$")
    while len(name.encode("utf-8", "replace")) > 200:
        name = name[:-1]
    return name or "duben"


def one_line(text: str) -> str:
    """A text as one line of printable characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def free_place(place: Path, ending: str = "") -> Path:
    """A place of this name and ending, or with a number between, at which nothing is yet."""
    number, free = 2, place.with_name(place.name + ending)
    while free.exists() or free.is_symlink():
        free = place.with_name(f"{place.name}-{number}{ending}")
        number += 1
    return free
