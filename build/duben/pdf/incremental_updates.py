"""Incremental updates of a PDF (ISO 32000-1, 7.5.6): bytes that are put behind a file and give some
of its objects anew.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

START = re.compile(rb"startxref\s+([0-9]{1,12})\s+%%EOF\s*\Z")
ENTRY = rb"/%s\s*([0-9]{1,9})"
REFERENCE = rb"/%s\s*([0-9]{1,9} [0-9]{1,5} R)"
ID = re.compile(rb"/ID\s*\[\s*<([0-9a-fA-F]*)>\s*<([0-9a-fA-F]*)>\s*\]")


@dataclass(frozen=True, slots=True)
class FileEnd:
    """What an update must know of the file that it follows: its length, where its last
    cross-references begin, the next free object number, its root, its document information ("" for
    none) and its first ID.
    """

    length: int
    start: int
    size: int
    root: bytes
    info: bytes
    id: bytes
    dictionary: bytes


def read_file_end(data: bytes, offset: int = 0) -> FileEnd:
    """The end of a PDF as qpdf and this module write it, of which the first ``offset`` bytes are
    not at hand.

    ValueError for another.
    """
    found = START.search(data, max(0, len(data) - 64))
    if found is None:
        raise ValueError("no end of a PDF")
    start = int(found[1])
    dictionary = (
        data[start - offset : data.find(b"stream", start - offset)] if start >= offset else b""
    )
    size, root = re.search(ENTRY % b"Size", dictionary), re.search(REFERENCE % b"Root", dictionary)
    if size is None or root is None or b"/XRef" not in dictionary:
        raise ValueError("no cross-reference stream")
    info, id_ = re.search(REFERENCE % b"Info", dictionary), ID.search(dictionary)
    return FileEnd(
        offset + len(data),
        start,
        int(size[1]),
        root[1],
        info[1] if info else b"",
        id_[1] if id_ else b"",
        dictionary,
    )


def end_after_update(before: FileEnd, update: bytes) -> FileEnd:
    """The end of a file with an update behind it, without the file itself."""
    return read_file_end(update, before.length)


def incremental_update(
    before: FileEnd,
    objects: Mapping[int, bytes],
    packed: Mapping[int, bytes] | None = None,
    more: bytes = b"",
) -> bytes:
    """The bytes that give these objects anew, or for the first time; those of ``packed``, no
    streams, take little room.

    ``more`` goes into the trailer. Nothing is deflated but what ``packed`` holds.
    """
    out = bytearray()
    places: dict[int, tuple[int, int, int]] = {}
    size = max([before.size, *(number + 1 for number in (*objects, *(packed or ())))])
    bodies = dict(objects)
    if packed:
        bodies[size] = _packed(packed)
        places |= {number: (2, size, index) for index, number in enumerate(sorted(packed))}
        size += 1
    for number, body in sorted(bodies.items()):
        places[number] = (1, before.length + len(out), 0)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = before.length + len(out)
    places[size] = (1, start, 0)
    rows = b"".join(
        kind.to_bytes(1, "big") + place.to_bytes(4, "big") + third.to_bytes(2, "big")
        for _, (kind, place, third) in sorted(places.items())
    )
    info = b" /Info " + before.info if before.info else b""
    mark = hashlib.sha256(before.id + out).hexdigest()[:32].encode()
    entries = (
        b"/Type /XRef /Size %d /W [1 4 2] /Index [%s] /Root %s%s /ID [<%s><%s>] /Prev %d%s"
        % (
            size + 1,
            _runs(sorted(places)),
            before.root,
            info,
            before.id or mark,
            mark,
            before.start,
            more,
        )
    )
    out += b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        stream_object(rows, entries, deflated=False),
        start,
    )
    return bytes(out)


def _packed(objects: Mapping[int, bytes]) -> bytes:
    """An object stream (7.5.7)."""
    heads, bodies = bytearray(), bytearray()
    for number in sorted(objects):
        heads += b"%d %d " % (number, len(bodies))
        bodies += objects[number] + b"\n"
    return stream_object(
        bytes(heads + bodies), b"/Type /ObjStm /N %d /First %d" % (len(objects), len(heads))
    )


def _runs(numbers: list[int]) -> bytes:
    """First number and count of each run of numbers."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == sum(runs[-1]):
            runs[-1][1] += 1
        else:
            runs.append([number, 1])
    return b" ".join(b"%d %d" % (first, count) for first, count in runs)


def stream_object(data: bytes, entries: bytes = b"", deflated: bool = True) -> bytes:
    """A stream object with these entries in its dictionary."""
    if deflated:
        data, entries = zlib.compress(data, 9), entries + b" /Filter /FlateDecode"
    # Deflated data may end in a carriage return, which a mere line feed would make part of the line
    # end.
    return b"<< %s /Length %d >>\nstream\n%s%s\nendstream" % (
        entries.strip(),
        len(data),
        data,
        b"\r" * deflated,
    )
