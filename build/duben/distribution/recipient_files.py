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

from duben import epub, publish

UTF8_FLAG = 0x800  # of a name in UTF-8 (APPNOTE 4.4.4)


@dataclass(frozen=True)
class SharedPrefix:
    """What files begin with, and the sums over it; ``sm3`` is None where the machine lacks it."""

    data: bytes
    sha256: Any
    sm3: Any
    crc: int


def shared_prefix(data: bytes = b"") -> SharedPrefix:
    """The sums over what files begin with."""
    sm3 = publish.new_sm3()
    if sm3 is not None:
        sm3.update(data)
    return SharedPrefix(data, hashlib.sha256(data), sm3, zlib.crc32(data))


@dataclass(frozen=True)
class SummedFile:
    """A file: its name, its bytes in chunks, its sums; ``row``: what else the manifest says."""

    name: str
    chunks: tuple[bytes, ...]
    sha256: str
    sm3: str
    crc: int
    row: dict[str, Any] = field(default_factory=dict)

    @property
    def bytes(self) -> int:
        """Its length."""
        return sum(map(len, self.chunks))


def summed_file(
    name: str, tail: bytes, prefix: SharedPrefix | None = None, **row: Any
) -> SummedFile:
    """A file of these bytes, behind what it begins with."""
    prefix = prefix or shared_prefix()
    sha256, sm3 = prefix.sha256.copy(), None if prefix.sm3 is None else prefix.sm3.copy()
    sha256.update(tail)
    if sm3 is not None:
        sm3.update(tail)
    chunks = (prefix.data, tail) if prefix.data else (tail,)
    crc = zlib.crc32(tail, prefix.crc)
    return SummedFile(
        name, chunks, sha256.hexdigest(), sm3.hexdigest() if sm3 is not None else "", crc, row
    )


def manifest_row(file: SummedFile) -> dict[str, Any]:
    """The manifest's row of a file."""
    row = {"edition": None, "pages": None} | file.row
    return {
        "name": file.name,
        "edition": row.pop("edition"),
        "sha256": file.sha256,
        "sm3": file.sm3,
        "bytes": file.bytes,
        "pages": row.pop("pages"),
        **row,
    }


def write_folder(files: Sequence[SummedFile], part: Path, target: Path) -> bool:
    """Puts the files into a folder: together in ``part``, then in its place. One that has these
    files already stays: False then.
    """
    if target.is_dir() and not target.is_symlink() and _has_files(target, files):
        return False
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    for file in files:
        _write(part / file.name, file.chunks)
    if target.is_symlink() or target.is_file():
        target.unlink()
    elif target.is_dir():
        shutil.rmtree(target)
    os.rename(part, target)
    return True


def write_zip(files: Sequence[SummedFile], part: Path, target: Path) -> tuple[SummedFile, bool]:
    """Puts the files into one .zip of that name, its names flagged as UTF-8. Returns it as a file,
    and whether it had to be written.
    """
    archive = summed_file(target.name, _zip(files))
    if target.is_file() and _is_same(target, archive):
        return archive, False
    _write(part, archive.chunks)
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)
    os.replace(part, target)
    return archive, True


def _zip(files: Sequence[SummedFile]) -> bytes:
    """A .zip of stored files. zipfile alone would read all bytes again for sums that are known."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for file in files:
            entry = zipfile.ZipInfo(file.name, epub.ZIP_EPOCH)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            entry.flag_bits, entry.CRC = UTF8_FLAG, file.crc
            entry.file_size = entry.compress_size = file.bytes
            epub.write_packed_entry(archive, out, entry, file.chunks)
    return out.getvalue()


def _write(path: Path, chunks: Sequence[bytes]) -> None:
    with path.open("wb", buffering=0) as stream:
        for chunk in chunks:
            view = memoryview(chunk)
            while len(view):
                view = view[stream.write(view) or 0 :]


def _has_files(folder: Path, files: Sequence[SummedFile]) -> bool:
    """Whether a folder has these files and no others, to the byte."""
    if {path.name for path in folder.iterdir()} != {file.name for file in files}:
        return False
    return all(_is_same(folder / file.name, file) for file in files)


def _is_same(path: Path, file: SummedFile) -> bool:
    if path.is_symlink() or path.stat().st_size != file.bytes:
        return False
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == file.sha256
