"""Opens a manuscript's files: regular files inside the folder, no links, their size looked at
before they are read.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from zipfile import ZipInfo

from duben.model import Problem, SourceLocation, problem

BYTES_PER_MB = 1_000_000
# Directory entries looked at in one folder; a book has 2,000 chapters at most.
ENTRY_LIMIT = 20_000
# Text and pictures unpack to less than so many times their packed size; files below ZIP_BYTES are
# not looked at, for a page of blanks does.
ZIP_RATIO = 200
ZIP_BYTES = 2_000_000


def printable_name(name: str) -> str:
    """A file name as it can stand in a sentence: what cannot be printed becomes �, 100 characters
    at most.
    """
    text = "".join(char if char.isprintable() else "�" for char in name[:101])
    return text if len(text) <= 100 else text[:100] + "…"


def is_zip_bomb(entry: ZipInfo) -> bool:
    """Whether a file in an archive unpacks to far more than text and pictures do."""
    return entry.file_size > ZIP_BYTES and entry.file_size > ZIP_RATIO * max(entry.compress_size, 1)


def path_parts(name: str) -> tuple[str, ...] | None:
    """The parts of a name inside the folder ("images/a.png"); None when it leads out of it or is no
    name.
    """
    if not name or name.startswith(("/", "\\")) or "\0" in name or "\\" in name or name[1:2] == ":":
        return None
    parts: list[str] = []
    for part in name.split("/"):
        if part in ("", "."):
            continue
        if part == "..":
            if not parts:
                return None
            parts.pop()
        else:
            parts.append(part)
    return tuple(parts) or None


def refused_name(name: str, place: SourceLocation | None) -> Problem:
    """Why a name has no ``path_parts``: it leads out of the folder, or is written with \\."""
    inside = path_parts(name.replace("\\", "/")) is not None
    rule = "file-backslash" if "\\" in name and inside else "file-outside"
    return problem(rule, place, name=printable_name(name))


def read_file(folder: Path, name: str, limit: int, place: SourceLocation | None) -> bytes | Problem:
    """The bytes of a file of the folder, or why it cannot be had. ``limit`` in bytes; the limit
    itself is allowed.
    """
    shown = printable_name(name)
    parts = path_parts(name)
    if parts is None:
        return refused_name(name, place)
    try:
        with os.fdopen(_open_regular(folder, parts), "rb") as stream:
            size, data = os.fstat(stream.fileno()).st_size, b""
            if size <= limit:
                # It may have grown since: one byte more than the limit is asked for and no more.
                data = stream.read(limit + 1)
                size = len(data)
    except FileNotFoundError:
        return _missing_file(folder, parts, place)
    except (NotADirectoryError, _NotRegular):
        return problem("file-not-regular", place, name=shown)
    except _IsLink:
        return problem("file-link", place, name=shown)
    except (OSError, ValueError) as error:
        return problem("file-unreadable", place, name=shown, reason=error_reason(error))
    return too_large(name, size, limit, place) if size > limit else data


def file_size(folder: Path, name: str) -> int | None:
    """The size of a regular file of the folder in bytes; None where none is reached without
    links.
    """
    parts = path_parts(name)
    try:
        with os.fdopen(_open_regular(folder, parts or ()), "rb") as stream:
            return os.fstat(stream.fileno()).st_size
    except (OSError, ValueError, _IsLink, _NotRegular):
        return None


def too_large(name: str, size: int, limit: int, place: SourceLocation | None) -> Problem:
    """The problem of a file of more than ``limit`` bytes."""
    return problem(
        "file-too-large",
        place,
        name=printable_name(name),
        size=megabytes(size),
        limit=megabytes(limit),
    )


def error_reason(error: BaseException) -> str:
    """What the system says of a failed call."""
    return (
        error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    ) or type(error).__name__


def list_files(folder: Path) -> Iterator[str]:
    """Names of the entries of a folder, in no order, ENTRIES at most."""
    with os.scandir(folder) as entries:
        for count, entry in enumerate(entries):
            if count >= ENTRY_LIMIT:
                return
            yield entry.name


def name_key(name: str) -> str:
    """A key that is equal for names that differ by case or Unicode form alone."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


class _IsLink(Exception):
    pass


class _NotRegular(Exception):
    pass


def _open_regular(folder: Path, parts: tuple[str, ...]) -> int:
    """A descriptor of a regular file, each step opened without following links."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    current = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for index, part in enumerate(parts):
            last = index == len(parts) - 1
            if stat.S_ISLNK(os.stat(part, dir_fd=current, follow_symlinks=False).st_mode):
                raise _IsLink
            following = os.open(part, flags | (0 if last else os.O_DIRECTORY), dir_fd=current)
            os.close(current)
            current = following
        if not stat.S_ISREG(os.fstat(current).st_mode):
            raise _NotRegular
    except BaseException:
        os.close(current)
        raise
    return current


def megabytes(size: int) -> str:
    """Bytes in MB as people write them: "5", "5.1";
    kept above a limit that it passes by a little.
    """
    return f"{size / BYTES_PER_MB:.6f}".rstrip("0").rstrip(".")


def _missing_file(folder: Path, parts: tuple[str, ...], place: SourceLocation | None) -> Problem:
    """A file that is not there; one whose name differs only by case or Unicode form is named."""
    name = printable_name("/".join(parts))
    alike: list[str] = []
    with suppress(OSError):
        alike = sorted(
            other
            for other in list_files(folder.joinpath(*parts[:-1]))
            if name_key(other) == name_key(parts[-1])
        )
    if not alike:
        return problem("file-missing", place, name=name)
    other = printable_name(str(PurePosixPath(*parts[:-1], alike[0])))
    return problem("file-name-differs", place, name=name, other=other)
