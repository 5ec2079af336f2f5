"""The code on the imprint of a finished EPUB: put there, read back, left out of the digest.

The *content* of an EPUB is its files with an empty place for the code; it has no tail, as a PDF
has. What a code is worked out from: duben.model.
"""

from __future__ import annotations

import hashlib
import re

from duben.epub.archive import DAMAGED, file_name, open_archive, read_packed_file, replace_files
from duben.epub.package_files import COLOPHON
from duben.model import CODE_PATTERN

CODE_PLACE = re.compile(rb'(<dd id="imprint-code">)([^<]*)(</dd>)')


def content_digest(data: bytes) -> str:
    """A digest (sha256) over names and files of an EPUB, its code left out. ValueError for what is
    none.
    """
    digest = hashlib.sha256()
    with open_archive(data) as archive:
        for entry in archive.infolist():
            file = archive.read(entry)
            if file_name(entry.filename) == COLOPHON:
                file = erase_code(file)
            digest.update(f"{entry.filename}\0{len(file)}\0".encode() + file)
    return digest.hexdigest()


def imprint_page(data: bytes) -> tuple[str, bytes] | None:
    """Path and bytes of the imprint; None where it has no room for a code."""
    file = read_packed_file(data, COLOPHON)
    return file if file and CODE_PLACE.search(file[1]) else None


def insert_code(data: bytes, shown: str) -> bytes:
    """An EPUB with a code on its imprint; as it is where it has no room for one."""
    if (imprint := imprint_page(data)) is None:
        return data
    path, page = imprint
    return replace_files(
        data, {path: CODE_PLACE.sub(lambda place: place[1] + shown.encode() + place[3], page)}
    )


def erase_code(page: bytes) -> bytes:
    """An imprint without its code."""
    return CODE_PLACE.sub(rb"\1\3", page)


def read_code(data: bytes) -> str | None:
    """The code on the imprint of an EPUB; None where it has none."""
    try:
        imprint = imprint_page(data)
    except (ValueError, *DAMAGED):
        return None
    place = CODE_PLACE.search(imprint[1]) if imprint else None
    text = place[2].decode("utf-8", "replace") if place else ""
    return text if CODE_PATTERN.fullmatch(text) else None
