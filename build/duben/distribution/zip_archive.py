"""The files of one recipient on their way to the disk: as a folder or as one .zip, with checksums
that cost little.

A copy is the book's bytes and a few more: sums over the former are worked out once and gone on
from.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from duben import publish
from duben.distribution.copies import BaseFile

LONG_AGO = (1980, 1, 1, 0, 0, 0)
UTF8 = 0x800  # the flag of a name in UTF-8


@dataclass(frozen=True)
class Stock:
    """What a plate's copies begin with, and its sums so far. Of an EPUB nothing: each is whole in
    itself.
    """

    data: bytes
    sha256: Any
    sm3: Any
    crc: int


def stock(file: BaseFile) -> Stock:
    """A plate, ready for its copies."""
    data = file.data if file.ending == ".pdf" else b""
    sm3 = publish.new_sm3()
    if sm3 is not None:
        sm3.update(data)
    return Stock(data, hashlib.sha256(data), sm3, zlib.crc32(data))


@dataclass(frozen=True)
class Item:
    """A file: its name, its bytes in pieces, and its sums."""

    name: str
    pieces: tuple[bytes, ...]
    sha256: str
    sm3: str
    crc: int
    row: dict[str, Any] = field(default_factory=dict)

    @property
    def bytes(self) -> int:
        return sum(map(len, self.pieces))


def item(name: str, tail: bytes, begun: Stock | None = None, **row: Any) -> Item:
    """A file of these bytes, behind what it begins with."""
    begun = begun or stock(BaseFile(None, "", "", None, b""))
    sha256, sm3 = begun.sha256.copy(), None if begun.sm3 is None else begun.sm3.copy()
    sha256.update(tail)
    if sm3 is not None:
        sm3.update(tail)
    pieces = (begun.data, tail) if begun.data else (tail,)
    return Item(
        name,
        pieces,
        sha256.hexdigest(),
        sm3.hexdigest() if sm3 is not None else "",
        zlib.crc32(tail, begun.crc),
        row,
    )


def entry(one: Item) -> dict[str, Any]:
    """The manifest's row of a file."""
    row = {"name": one.name, "edition": None, "pages": None} | one.row
    return {
        "name": row.pop("name"),
        "edition": row.pop("edition"),
        "sha256": one.sha256,
        "sm3": one.sm3,
        "bytes": one.bytes,
        "pages": row.pop("pages"),
        **row,
    }


def unpacked(items: Sequence[Item], part: Path, target: Path) -> bool:
    """The files in a folder: put together beside it, then in its place. One that has these files
    already stays: False then.
    """
    if target.is_dir() and not target.is_symlink() and _holds(target, items):
        return False
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    for one in items:
        _write(part / one.name, one.pieces)
    if target.is_symlink() or target.is_file():
        target.unlink()
    elif target.is_dir():
        shutil.rmtree(target)
    os.rename(part, target)
    return True


def packed(items: Sequence[Item], part: Path, target: Path) -> tuple[Item, bool]:
    """The files as one .zip of that name, its names flagged as UTF-8; gives it as a file, and
    whether it had to be written.
    """
    heads: list[bytes] = []
    listed = []
    at = 0
    for one in items:
        info = zipfile.ZipInfo(one.name, LONG_AGO)
        info.create_system, info.external_attr, info.flag_bits = 3, 0o644 << 16, UTF8
        info.CRC, info.file_size, info.compress_size, info.header_offset = (
            one.crc,
            one.bytes,
            one.bytes,
            at,
        )
        head = info.FileHeader(zip64=False)
        heads += [head, *one.pieces]
        at += len(head) + one.bytes
        listed.append(info)
    directory = BytesIO()
    with zipfile.ZipFile(directory, "w") as archive:
        # zipfile writes the directory; the files lie before it already.
        archive.filelist += listed
        archive.start_dir = 0
        archive._didModify = True  # type: ignore[attr-defined]
    tail = _moved(directory.getvalue(), at)
    pieces = (*heads, tail)
    whole = item(target.name, b"".join(pieces))
    if target.is_file() and _same(target, whole):
        return whole, False
    _write(part, whole.pieces)
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)
    os.replace(part, target)
    return whole, True


def _moved(directory: bytes, start: int) -> bytes:
    """A central directory that says where it begins."""
    end = directory.rindex(b"PK\x05\x06")
    return directory[: end + 16] + start.to_bytes(4, "little") + directory[end + 20 :]


def _write(path: Path, pieces: Sequence[bytes]) -> None:
    with path.open("wb", buffering=0) as stream:
        for piece in pieces:
            view = memoryview(piece)
            while len(view):
                view = view[stream.write(view) or 0 :]


def _holds(folder: Path, items: Sequence[Item]) -> bool:
    """Whether a folder has these files and no others, to the byte."""
    if {path.name for path in folder.iterdir()} != {one.name for one in items}:
        return False
    return all(_same(folder / one.name, one) for one in items)


def _same(path: Path, one: Item) -> bool:
    if path.is_symlink() or path.stat().st_size != one.bytes:
        return False
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == one.sha256
