"""Incremental updates of a PDF (ISO 32000-1, 7.5.6): bytes that are put behind a file and give some
of its objects anew.

Written by hand, since no library can: pikepdf (qpdf) only writes a file anew as a whole, in 50 ms
where a copy takes one; pyHanko's IncrementalPdfFileWriter must first read the whole file (40 ms)
and puts 16 random bytes into its ID, so that the same content and the same code would not give the
same bytes, and ``verify`` could not work them out again.
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
CODE_KEY = b"DubenCode"


@dataclass(frozen=True, slots=True)
class FileEnd:
    """What an update must know of the file that it follows: its ``length`` in bytes, the offset of
    its last cross-reference stream, its ``size`` (the first object number that is free), and from
    the trailer root, document information and first ID, as they are written (b"" for none).

    ``code_drawing`` is an entry of ours: the object number of the drawing that a code fills; None
    where there is no room for one.
    """

    length: int
    xref_offset: int
    size: int
    root: bytes
    info: bytes = b""
    id: bytes = b""
    code_drawing: int | None = None


def read_file_end(data: bytes, offset: int = 0) -> FileEnd:
    """The end of a PDF as qpdf and this module write it, of which the first ``offset`` bytes are
    not at hand. ValueError for another.
    """
    end = START.search(data, max(0, len(data) - 64))
    if end is None:
        raise ValueError("no end of a PDF")
    start = int(end[1]) - offset
    trailer = data[start : data.find(b"stream", start)] if start >= 0 else b""
    size, root = _entry(ENTRY, b"Size", trailer), _entry(REFERENCE, b"Root", trailer)
    if not size or not root or b"/XRef" not in trailer:
        raise ValueError("no cross-reference stream")
    code = _entry(ENTRY, CODE_KEY, trailer)
    id_ = ID.search(trailer)
    return FileEnd(
        offset + len(data),
        offset + start,
        int(size),
        root,
        _entry(REFERENCE, b"Info", trailer),
        id_[1] if id_ else b"",
        int(code) if code else None,
    )


def _entry(form: bytes, key: bytes, trailer: bytes) -> bytes:
    """The value of a key in a trailer; b"" where it has none."""
    match = re.search(form % key, trailer)
    return match[1] if match else b""


def end_after_update(before: FileEnd, update: bytes) -> FileEnd:
    """The end of a file with an update behind it, without the file itself."""
    return read_file_end(update, before.length)


def incremental_update(
    before: FileEnd,
    objects: Mapping[int, bytes],
    packed: Mapping[int, bytes] | None = None,
    code_drawing: int | None = None,
) -> bytes:
    """The bytes that give these objects (number → body) anew, or for the first time; those of
    ``packed``, which are no streams, go into one object stream.

    ``code_drawing`` is written into the trailer; without it what was there stays. Only ``packed``
    is deflated here: another zlib would write other bytes, and a tail must be worked out anywhere.
    """
    out = bytearray()
    entries: dict[int, tuple[int, int, int]] = {}  # as 7.5.8.3: type, offset or stream, index
    size = max([before.size, *(number + 1 for number in (*objects, *(packed or ())))])
    bodies = dict(objects)
    if packed:
        bodies[size] = _object_stream(packed)
        entries |= {number: (2, size, index) for index, number in enumerate(sorted(packed))}
        size += 1
    for number, body in sorted(bodies.items()):
        entries[number] = (1, before.length + len(out), 0)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = before.length + len(out)
    entries[size] = (1, start, 0)
    table = b"".join(
        kind.to_bytes(1, "big") + second.to_bytes(4, "big") + third.to_bytes(2, "big")
        for _, (kind, second, third) in sorted(entries.items())
    )
    digest = hashlib.sha256(before.id + out).hexdigest()[:32].encode()
    trailer = _trailer(before, sorted(entries), digest, code_drawing or before.code_drawing)
    out += b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        stream_object(table, trailer, deflated=False),
        start,
    )
    return bytes(out)


def _trailer(before: FileEnd, numbers: list[int], digest: bytes, code_drawing: int | None) -> bytes:
    """The entries of a cross-reference stream (7.5.8.2) over these object numbers."""
    info = b" /Info " + before.info if before.info else b""
    code = b"" if code_drawing is None else b" /%s %d" % (CODE_KEY, code_drawing)
    return (b"/Type /XRef /Size %d /W [1 4 2] /Index [%s] /Root %s%s /ID [<%s><%s>] /Prev %d%s") % (
        numbers[-1] + 1,
        _runs(numbers),
        before.root,
        info,
        before.id or digest,
        digest,
        before.xref_offset,
        code,
    )


def _object_stream(objects: Mapping[int, bytes]) -> bytes:
    """An object stream (7.5.7)."""
    heads, bodies = bytearray(), bytearray()
    for number in sorted(objects):
        heads += b"%d %d " % (number, len(bodies))
        bodies += objects[number] + b"\n"
    entries = b"/Type /ObjStm /N %d /First %d" % (len(objects), len(heads))
    return stream_object(bytes(heads + bodies), entries)


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


def pdf_number(value: float) -> bytes:
    """A length as it is written, to a thousandth of a point."""
    return f"{value:.3f}".rstrip("0").rstrip(".").encode() or b"0"
