"""What earlier builds made, kept in the user's cache under a key of everything it depends on.

An entry is plain data and bytes, written whole or not at all and read only if its checksum holds;
nothing here is ever needed: a cache that is lost, damaged, closed or somebody else's makes a build
slower, never other.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import stat
import sys
import sysconfig
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from duben.layout import shipped_folder

HEAD = b"duben kept 1\n"
SUM = 32  # bytes
ENTRY_BYTES = 100_000_000
ROOM = 500_000_000  # bytes of all entries together
TIDY_TO = 0.8  # of the room is left when the oldest entries go


@dataclass(frozen=True, slots=True)
class CacheDir:
    """A folder of entries. ``get`` and ``put`` never raise: what cannot be read is not there, what
    cannot be written is not kept.
    """

    folder: Path
    room: int = ROOM

    def get(self, key: str) -> tuple[Any, bytes] | None:
        """The data and the bytes of an entry; None if there is none that is whole."""
        try:
            with open(self.folder / key, "rb", opener=_open_own) as stream:
                whole = stream.read(ENTRY_BYTES + 1)
            with suppress(OSError):
                os.utime(self.folder / key)  # the entries that were not used for longest go first
        except OSError:
            return None
        return unpacked(whole, key)

    def put(self, key: str, data: object, blob: bytes = b"") -> None:
        """Keep an entry, in the place of one with the same key."""
        whole = packed(key, data, blob)
        if len(whole) > ENTRY_BYTES:
            return
        with suppress(OSError):
            descriptor, name = tempfile.mkstemp(prefix=".new-", dir=self.folder)
            try:
                with open(descriptor, "wb") as stream:
                    stream.write(whole)
                os.replace(name, self.folder / key)
            except BaseException:
                os.unlink(name)
                raise

    def take_in(self, folder: Path) -> None:
        """Take over the entries that another process has written into a folder."""
        with suppress(OSError):
            for path in folder.iterdir():
                _moved(path, self.folder / path.name)

    def tidy(self) -> None:
        """Let the entries go that were not used for longest, where all together need more than the
        room.
        """
        with suppress(OSError):
            found = sorted(
                (entry.stat().st_mtime_ns, entry.stat().st_size, entry.path)
                for entry in os.scandir(self.folder)
            )
            size = sum(row[1] for row in found)
            if size <= self.room:
                return
            for _, own, path in found:
                if size <= self.room * TIDY_TO:
                    break
                os.unlink(path)
                size -= own


def _moved(path: Path, target: Path) -> None:
    """Put a file in its place, whole, be it on another disk."""
    with suppress(OSError):
        try:
            os.replace(path, target)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            beside = target.with_name(f".new-{target.name}")
            try:
                shutil.copyfile(path, beside)
                os.replace(beside, target)
            except OSError:  # the disk is full
                beside.unlink(missing_ok=True)
                raise


@dataclass(frozen=True, slots=True)
class OverlayCache:
    """What a process that renders may read of the shelf, and where it leaves what is to be kept:
    each under all it depends on.
    """

    kept: CacheDir
    new: CacheDir

    def get(self, *of: object) -> tuple[Any, bytes] | None:
        """The data and the bytes that were kept of this."""
        return self.kept.get(name := cache_key(*of)) or self.new.get(name)

    def put(self, data: object, blob: bytes, *of: object) -> None:
        """Keep data and bytes of this."""
        self.new.put(cache_key(*of), data, blob)


def _open_own(path: str, flags: int) -> int:
    descriptor = os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode) or status.st_uid != os.getuid():
        os.close(descriptor)
        raise PermissionError(path)
    return descriptor


def packed(key: str, data: object, blob: bytes = b"") -> bytes:
    """An entry as the bytes of its file."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )
    body = len(text).to_bytes(8, "big") + text + blob
    return HEAD + _digest(key, body) + body


def unpacked(whole: bytes, key: str) -> tuple[Any, bytes] | None:
    """The data and the bytes of an entry; None if it is damaged, of another version or was kept
    under another key.
    """
    start = len(HEAD) + SUM
    body = whole[start:]
    if not whole.startswith(HEAD) or whole[len(HEAD) : start] != _digest(key, body):
        return None
    end = 8 + int.from_bytes(body[:8], "big")
    try:
        return json.loads(body[8:end].decode("utf-8", "surrogatepass")), body[end:]
    except (ValueError, RecursionError):
        return None


def _digest(key: str, body: bytes) -> bytes:
    return blake2b(body, digest_size=SUM, key=key.encode()[:64]).digest()


def user_cache(environment: Mapping[str, str] = os.environ) -> CacheDir | None:
    """The user's own shelf: $XDG_CACHE_HOME/duben or ~/.cache/duben; None where no safe folder can
    be had.
    """
    top = environment.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(top):
        top = os.path.join(os.path.expanduser("~"), ".cache")
    folder = Path(top, "duben")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.lstat()
    except OSError:
        return None
    # Somebody who can write there could choose what our books hold.
    safe = (
        stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid() and not status.st_mode & 0o022
    )
    return CacheDir(folder) if safe else None


def cache_key(*parts: object) -> str:
    """A name for what depends on these parts, on our own files and on the Python packages beside
    us.
    """
    text = json.dumps((surroundings(), *parts), ensure_ascii=False, sort_keys=True, default=str)
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


@cache
def surroundings() -> str:
    """A digest over our own files, as they lie here, the versions of Python and of all packages
    beside us.
    """
    rows: list[object] = [sys.version, sys.platform, os.uname().machine]
    tops = {Path(__file__).parents[1], shipped_folder("templates"), shipped_folder("styles")}
    for top in sorted(tops):
        rows += [
            (os.path.relpath(path, top), status.st_size, status.st_mtime_ns)
            for path, status in sorted(_files(top))
        ]
    for name in sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}):
        with suppress(OSError):
            rows.append(
                sorted(
                    entry
                    for entry in os.listdir(name)
                    if entry.endswith((".dist-info", ".egg-info"))
                )
            )
    return blake2b(json.dumps(rows).encode(), digest_size=20).hexdigest()


def _files(top: Path) -> Iterator[tuple[str, os.stat_result]]:
    folders = [str(top)]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    if entry.name != "__pycache__":
                        folders.append(entry.path)
                else:
                    yield entry.path, entry.stat()
