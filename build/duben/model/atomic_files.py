"""Files and folders written whole or not at all: beside their places first, then renamed."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path


def replace_file(path: Path, data: bytes, durable: bool = True) -> None:
    """Writes one file, as ``replace_files`` does."""
    replace_files({path: data}, durable)


def replace_files(
    files: Mapping[Path, bytes], durable: bool = True, check: Callable[[], None] = lambda: None
) -> None:
    """Writes all files beside their places, then renames one after the other.

    A file that was there keeps its permissions, a new one gets those that the user's umask leaves.
    With ``durable`` the data are on the disk before the rename: a power cut leaves the old file or
    the new one. Raises OSError; then nothing is left beside, and what was not yet renamed is as
    it was. ``check`` is called just before the first rename; what it raises stops all.
    """
    parts: list[tuple[Path, Path]] = []
    try:
        for path, data in files.items():
            part = path.with_name(f".duben-{os.urandom(8).hex()}.part")
            parts.append((part, path))
            with open(part, "xb") as stream:
                stream.write(data)
                if durable:
                    stream.flush()
                    os.fsync(stream.fileno())
            with suppress(FileNotFoundError):
                os.chmod(part, stat.S_IMODE(path.stat().st_mode))
        check()
        for part, path in parts:
            os.replace(part, path)
    finally:
        for part, _ in parts:
            with suppress(OSError):
                part.unlink()


def write_folder(directory: Path, files: Mapping[str, bytes], part: Path) -> None:
    """Writes a folder of files, by their names in it: as the new folder ``part``, then renamed.

    ``directory`` may be there if it is empty; a link to such a folder stays a link. Raises OSError;
    then nothing is there, and ``part`` is gone in any case.
    """
    try:
        directory.parent.mkdir(parents=True, exist_ok=True)
        part.mkdir()
        for name, data in files.items():
            (part / name).parent.mkdir(parents=True, exist_ok=True)
            (part / name).write_bytes(data)
        part.rename(directory.resolve() if directory.is_symlink() else directory)
    finally:
        shutil.rmtree(part, ignore_errors=True)
