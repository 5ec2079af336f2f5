"""What earlier builds made, kept in the user's cache under a key of everything it depends on.

An entry is plain data and bytes, written whole or not at all, and read only if its checksum holds.
Nothing here is ever needed: a cache that is lost, damaged, closed or somebody else's makes a build
slower, never other. A digest of the program is part of every key: another program finds nothing.
"""

from __future__ import annotations

import json
import os
import stat
import sys
import sysconfig
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar, cast

from duben.model import replace_file

HEAD = b"duben kept 1\n"  # every entry begins with it
CHECKSUM_BYTES = 32
ENTRY_BYTES = 100_000_000  # of an entry; a larger one is not kept
CACHE_BYTES = 500_000_000  # of all entries together
TIDY_SHARE = 0.8  # of CACHE_BYTES: so much is left when the oldest entries go


Thing = TypeVar("Thing")


class NullCache:
    """A cache that keeps nothing; what others have in common with it."""

    __slots__ = ()

    def get(self, *inputs: object) -> tuple[Any, bytes] | None:
        """The data and the bytes that were made of these inputs; None where none are kept."""
        return None

    def put(self, data: object, blob: bytes, *inputs: object) -> None:
        """Keep data and bytes that were made of these inputs, which JSON can carry."""

    def load(self, read: Callable[[Any, bytes], Thing], *inputs: object) -> Thing | None:
        """What ``read`` makes of the data and the bytes kept under these inputs, if any are."""
        entry = self.get(*inputs)
        return None if entry is None else read(*entry)

    def recall(self, make: Callable[[], Thing], *inputs: object) -> Thing:
        """What ``make`` gives: objects of a program are kept in memory alone."""
        return make()


@dataclass(frozen=True, slots=True)
class CacheDir(NullCache):
    """A folder of entries. No method raises: what cannot be read is not there, what cannot be
    written is not kept.

    ``program`` is a digest of all code that fills the folder, and part of every key. ``new``, if
    given, is a folder in which new entries are left until ``take_in`` moves them: a guarded process
    writes there. ``limit`` in bytes of all entries.
    """

    folder: Path
    program: str = ""
    new: Path | None = None
    limit: int = CACHE_BYTES

    def get(self, *inputs: object) -> tuple[Any, bytes] | None:
        """The data and the bytes that were made of these inputs; None where none are kept whole."""
        key = self._key(inputs)
        entry = _read(self.folder / key, key)
        return entry or (_read(self.new / key, key) if self.new else None)

    def put(self, data: object, blob: bytes, *inputs: object) -> None:
        """Keep data and bytes that were made of these inputs, which JSON can carry."""
        key = self._key(inputs)
        entry = pack_entry(key, data, blob)
        if len(entry) <= ENTRY_BYTES:
            with suppress(OSError):
                replace_file((self.new or self.folder) / key, entry, durable=False)

    def take_in(self, folder: Path) -> None:
        """Take over the entries that another process has written into a folder."""
        with suppress(OSError):
            for path in folder.iterdir():
                _move(path, self.folder / path.name)

    def tidy(self) -> None:
        """Let the entries go that were not used for longest,
        where all together are over the limit.
        """
        with suppress(OSError):
            entries = sorted(
                (status.st_mtime_ns, status.st_size, entry.path)
                for entry in os.scandir(self.folder)
                if (status := entry.stat())
            )
            size = sum(bytes_ for _, bytes_, _ in entries)
            if size <= self.limit:
                return
            for _, bytes_, path in entries:
                if size <= self.limit * TIDY_SHARE:
                    break
                os.unlink(path)
                size -= bytes_

    def _key(self, inputs: tuple[object, ...]) -> str:
        return input_digest((self.program, *inputs))


def input_digest(inputs: tuple[object, ...]) -> str:
    """A digest of inputs that JSON can carry, hexadecimal: the key of what is made of them."""
    text = json.dumps(inputs, ensure_ascii=False, sort_keys=True, default=str)
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


class MemoryCache(NullCache):
    """A cache in the memory of a process that stays. What was not asked for in the last
    ``rounds`` rounds goes; ``begin_round`` begins one.
    """

    def __init__(self, rounds: int = 3) -> None:
        self.rounds = rounds
        self._entries: dict[str, tuple[object, bytes]] = {}
        self._things: dict[str, Any] = {}
        self._asked: list[set[str]] = [set()]

    def get(self, *inputs: object) -> tuple[Any, bytes] | None:
        """The data and the bytes that were made of these inputs; None where none are kept. The
        data are the same object each time, not to be changed.
        """
        key = input_digest(inputs)
        self._asked[-1].add(key)
        return self._entries.get(key)

    def put(self, data: object, blob: bytes, *inputs: object) -> None:
        """Keep data and bytes that were made of these inputs, which JSON can carry."""
        key = input_digest(inputs)
        self._asked[-1].add(key)
        self._entries[key] = data, blob

    def load(self, read: Callable[[Any, bytes], Thing], *inputs: object) -> Thing | None:
        """What ``read`` makes of the data and the bytes kept under these inputs; None without any.
        It is the same object each time, not to be changed, and kept in their stead.
        """
        key = input_digest(inputs)
        self._asked[-1].add(key)
        if key not in self._things and (entry := self._entries.pop(key, None)) is not None:
            self._things[key] = read(*entry)
        return self._things.get(key)

    def recall(self, make: Callable[[], Thing], *inputs: object) -> Thing:
        """What ``make`` gave for these inputs before, or gives now; as ``load`` has it."""
        key = input_digest(inputs)
        self._asked[-1].add(key)
        if key not in self._things:
            self._things[key] = make()
        return cast(Thing, self._things[key])

    def begin_round(self) -> None:
        """Lets go what the last rounds did not ask for."""
        self._asked = [*self._asked[1 - self.rounds :], set()]
        kept = set().union(*self._asked)
        self._entries = {key: entry for key, entry in self._entries.items() if key in kept}
        self._things = {key: thing for key, thing in self._things.items() if key in kept}


# Where a stage looks for what it would make, and leaves what it has made.
Cache = CacheDir | NullCache | MemoryCache


def user_cache(program: str, environment: Mapping[str, str] = os.environ) -> CacheDir | None:
    """The user's own cache: $XDG_CACHE_HOME/duben or ~/.cache/duben; None where no safe folder can
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
    return CacheDir(folder, program) if safe else None


def pack_entry(key: str, data: object, blob: bytes = b"") -> bytes:
    """An entry as the bytes of its file: head, checksum, length of the data, data, bytes."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )
    body = len(text).to_bytes(8, "big") + text + blob
    return HEAD + _checksum(key, body) + body


def unpack_entry(entry: bytes, key: str) -> tuple[Any, bytes] | None:
    """The data and the bytes of an entry; None if it is damaged, of another version or was kept
    under another key.
    """
    start = len(HEAD) + CHECKSUM_BYTES
    body = entry[start:]
    if not entry.startswith(HEAD) or entry[len(HEAD) : start] != _checksum(key, body):
        return None
    end = 8 + int.from_bytes(body[:8], "big")
    try:
        return json.loads(body[8:end].decode("utf-8", "surrogatepass")), body[end:]
    except (ValueError, RecursionError):
        return None


def _read(path: Path, key: str) -> tuple[Any, bytes] | None:
    try:
        with open(path, "rb", opener=_open_own) as stream:
            entry = stream.read(ENTRY_BYTES + 1)
        with suppress(OSError):
            os.utime(path)  # the entries that were not used for longest go first
    except OSError:
        return None
    return unpack_entry(entry, key)


def _open_own(path: str, flags: int) -> int:
    """Opens a file, if it is a regular file of this user and no link."""
    descriptor = os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode) or status.st_uid != os.getuid():
        os.close(descriptor)
        raise PermissionError(path)
    return descriptor


def _checksum(key: str, body: bytes) -> bytes:
    return blake2b(body, digest_size=CHECKSUM_BYTES, key=key.encode()[:64]).digest()


def _move(path: Path, target: Path) -> None:
    """Put a file in its place, be it on another disk."""
    with suppress(OSError):
        try:
            path.rename(target)
        except OSError:
            replace_file(target, path.read_bytes(), durable=False)


@cache
def program_digest(*folders: Path) -> str:
    """A digest of the files in these folders (names, sizes, times), of the version of Python and
    of all packages beside us; hexadecimal.
    """
    rows: list[object] = [sys.version, sys.platform, os.uname().machine]
    for top in sorted(set(folders)):
        rows += [
            (os.path.relpath(path, top), status.st_size, status.st_mtime_ns)
            for path, status in ((path, os.stat(path)) for path in sorted(_files(top)))
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


def _files(top: Path) -> Iterator[str]:
    for folder, below, names in os.walk(top):
        below[:] = [name for name in below if name != "__pycache__"]
        yield from (os.path.join(folder, name) for name in names)
