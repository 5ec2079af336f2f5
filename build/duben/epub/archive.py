"""Files of a finished EPUB, read and given anew; everything else stays as it lies, packed, in the
old one.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping

ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can name
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
                continue
            copy.CRC, copy.file_size = entry.CRC, entry.file_size
            copy.compress_size = entry.compress_size
            write_packed_entry(new, out, copy, [_packed_bytes(data, entry)])
    return out.getvalue()


def _packed_bytes(data: bytes, entry: zipfile.ZipInfo) -> bytes:
    """The packed bytes of a file: they lie behind its local header (APPNOTE 4.3.7)."""
    head = entry.header_offset + 30
    name_length = int.from_bytes(data[head - 4 : head - 2], "little")
    extra_length = int.from_bytes(data[head - 2 : head], "little")
    start = head + name_length + extra_length
    return data[start : start + entry.compress_size]


def write_packed_entry(
    archive: zipfile.ZipFile, out: io.BytesIO, entry: zipfile.ZipInfo, chunks: Iterable[bytes]
) -> None:
    """Writes a file that is packed already into an archive over ``out``; its entry has sum and
    sizes. zipfile has no door for that: what its ``writestr`` would note is noted here.
    """
    entry.header_offset = out.tell()
    out.write(entry.FileHeader(zip64=False))
    out.writelines(chunks)
    archive.filelist.append(entry)
    archive.NameToInfo[entry.filename] = entry
    archive.start_dir = out.tell()
    archive._didModify = True  # type: ignore[attr-defined]
