"""Files of a finished EPUB, read and given anew; everything else stays as it lies, packed, in the
old one.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

# What a damaged zip makes zipfile raise.
DAMAGED = (OSError, EOFError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error)


def open_archive(data: bytes) -> zipfile.ZipFile:
    """An EPUB as a zip. ValueError for what is none."""
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        raise ValueError("no EPUB") from error


def file_name(path: str) -> str:
    """The name of a file without its folder."""
    return path.rpartition("/")[2]


def read_packed_file(data: bytes, name: str) -> tuple[str, bytes] | None:
    """Path and bytes of the file with this name, in whatever folder of an EPUB; None where there is
    none.
    """
    with open_archive(data) as archive:
        path = next((path for path in archive.namelist() if file_name(path) == name), None)
        return None if path is None else (path, archive.read(path))


def replace_files(data: bytes, files: Mapping[str, bytes]) -> bytes:
    """An EPUB with some of its files (by path) given anew; the others are not unpacked. The same
    bytes for the same files.
    """
    out = io.BytesIO()
    with open_archive(data) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            copy = zipfile.ZipInfo(entry.filename, entry.date_time)
            copy.compress_type = entry.compress_type
            copy.create_system, copy.external_attr = entry.create_system, entry.external_attr
            if entry.filename in files:
                new.writestr(copy, files[entry.filename], compresslevel=9)
            else:
                _write_packed(new, out, copy, entry, _packed_bytes(data, entry))
    return out.getvalue()


def _packed_bytes(data: bytes, entry: zipfile.ZipInfo) -> bytes:
    """The packed bytes of a file: they lie behind its local header (APPNOTE 4.3.7)."""
    head = entry.header_offset + 30
    name_length = int.from_bytes(data[head - 4 : head - 2], "little")
    extra_length = int.from_bytes(data[head - 2 : head], "little")
    start = head + name_length + extra_length
    return data[start : start + entry.compress_size]


def _write_packed(
    archive: zipfile.ZipFile,
    out: io.BytesIO,
    copy: zipfile.ZipInfo,
    entry: zipfile.ZipInfo,
    packed: bytes,
) -> None:
    """Writes a file that is packed already. zipfile has no door for that: what its ``writestr``
    would note is noted here.
    """
    copy.CRC, copy.file_size, copy.compress_size = entry.CRC, entry.file_size, entry.compress_size
    copy.header_offset = out.tell()
    out.write(copy.FileHeader(zip64=False) + packed)
    archive.filelist.append(copy)
    archive.NameToInfo[copy.filename] = copy
    archive.start_dir = out.tell()
    archive._didModify = True  # type: ignore[attr-defined]
