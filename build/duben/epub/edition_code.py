"""Stamps on a finished EPUB: files of the package given anew, everything else as it lies, packed,
in the old one.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Mapping

from duben.model import CODE_PATTERN

IMPRINT = "colophon.xhtml"
DAMAGED = (OSError, EOFError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error)
ROOM = re.compile(rb'(<dd id="imprint-code">)[^<]*(</dd>)')


def content_digest(data: bytes) -> str:
    """A digest (sha256) over names and files of an EPUB, its code left out. ValueError for what is
    none.
    """
    digest = hashlib.sha256()
    with _opened(data) as archive:
        for entry in archive.infolist():
            inside = (
                erase_code(archive.read(entry)) if _imprint(entry.filename) else archive.read(entry)
            )
            digest.update(f"{entry.filename}\0{len(inside)}\0".encode() + inside)
    return digest.hexdigest()


def read_packed_file(data: bytes, name: str) -> tuple[str, bytes] | None:
    """Path and bytes of the file with this name, in whatever folder of an EPUB; None where there is
    none.
    """
    with _opened(data) as archive:
        path = next((path for path in archive.namelist() if path.rpartition("/")[2] == name), None)
        return None if path is None else (path, archive.read(path))


def imprint_page(data: bytes) -> tuple[str, bytes] | None:
    """Path and bytes of the imprint; None where it has no room for a code."""
    found = read_packed_file(data, IMPRINT)
    return found if found and ROOM.search(found[1]) else None


def insert_code(data: bytes, shown: str) -> bytes:
    """An EPUB with a code on its imprint; as it is where it has no room for one."""
    if (found := imprint_page(data)) is None:
        return data
    path, page = found
    return replace_files(
        data, {path: ROOM.sub(lambda found: found[1] + shown.encode() + found[2], page)}
    )


def read_code(data: bytes) -> str | None:
    """The code on the imprint of an EPUB; None where it has none."""
    try:
        page = imprint_page(data)
    except (ValueError, *DAMAGED):
        return None
    found = re.search(rb'<dd id="imprint-code">([^<]*)</dd>', page[1]) if page else None
    text = found[1].decode("utf-8", "replace") if found else ""
    return text if CODE_PATTERN.fullmatch(text) else None


def replace_files(data: bytes, files: Mapping[str, bytes]) -> bytes:
    """An EPUB with some of its files given anew; the others are not unpacked. The same bytes for
    the same files.
    """
    out = io.BytesIO()
    with _opened(data) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            kept = zipfile.ZipInfo(entry.filename, entry.date_time)
            kept.compress_type, kept.create_system, kept.external_attr = (
                entry.compress_type,
                entry.create_system,
                entry.external_attr,
            )
            if entry.filename in files:
                new.writestr(kept, files[entry.filename], compresslevel=9)
                continue
            head = data[entry.header_offset : entry.header_offset + 30]
            start = (
                entry.header_offset
                + 30
                + int.from_bytes(head[26:28], "little")
                + int.from_bytes(head[28:30], "little")
            )
            kept.CRC, kept.file_size, kept.compress_size = (
                entry.CRC,
                entry.file_size,
                entry.compress_size,
            )
            kept.header_offset = out.tell()
            # zipfile has no door for what is packed already: what writestr would note is noted
            # here.
            out.write(kept.FileHeader(zip64=False) + data[start : start + entry.compress_size])
            new.filelist.append(kept)
            new.NameToInfo[kept.filename] = kept
            new.start_dir = out.tell()
            new._didModify = True  # type: ignore[attr-defined]
    return out.getvalue()


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        raise ValueError("no EPUB") from error


def _imprint(name: str) -> bool:
    return name.rpartition("/")[2] == IMPRINT


def erase_code(page: bytes) -> bytes:
    """An imprint without its code."""
    return ROOM.sub(rb"\1\2", page)
