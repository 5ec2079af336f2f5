"""The record of a print: all that a later comparison needs of a version, as a file of JSON with its
own checksum.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from duben import manuscript
from duben.model import Enumeration, SourceLocation
from duben.revision.print_positions import Print, RecordedPage
from duben.revision.units import Unit
from duben.revision.versions import Version

FORM = 1  # of the file; docs/revision.md describes it
RECORD_ENDING = ".record.json"
RECORD_BYTES = 200_000_000  # a record is larger than its text, 50 MB at most
_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class RecordError(ValueError):
    """The file is no record, or was altered."""


def record_name(version: Version) -> str:
    """The file's name: ID-VERSION.record.json, 汉字 of a version as pinyin, what else is no letter
    or digit as a hyphen.
    """
    number = version.number if version.number.isascii() else manuscript.ascii_name(version.number)
    number = re.sub(r"[^A-Za-z0-9.]+", "-", number).strip("-.")[:40]
    return f"{version.id}-{number or 'x'}{RECORD_ENDING}"


def text_digest(version: Version) -> str:
    """A digest over the text of a version: blanks, lines of the source and places make no
    difference.
    """
    text = "".join(f"{unit.kind}\t{unit.bare}\n" for unit in version.units)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def dump_record(version: Version) -> bytes:
    """A version as the bytes of its record: a row for each page and unit, the same for the same
    version.
    """
    printed = version.print
    body = {
        "duben-record": FORM,
        "book": version.id,
        "title": version.title,
        "version": version.number,
        "date": version.date,
        "language": version.language,
        "text": text_digest(version),
        "looks": printed.looks if printed else "",
        "pages": (_page(page) for page in (printed.pages if printed else ())),
        "booklet": list(printed.booklet) if printed else [],
        "signatures": list(printed.signatures) if printed else [],
        "units": (
            _unit(unit, printed.spots[index] if printed else ())
            for index, unit in enumerate(version.units)
        ),
        "fields": (_unit(unit, ()) for unit in version.fields),
        "enumerations": (_enumeration(one) for one in version.enumerations),
        "contents": sorted(version.contents),
    }
    rows = b"{\n" + b",\n".join(_rows(body))
    sum_ = hashlib.sha256(rows)
    sum_.update(b"\n}\n")
    return b'%s,\n"sha256": "%s"\n}\n' % (rows, sum_.hexdigest().encode())


def _rows(body: dict[str, Any]) -> Iterator[bytes]:
    """A row for each value; for each of what is made one after the other, a row of its own."""
    for key, value in body.items():
        if isinstance(value, Iterator) and (rows := b",\n".join(map(_line, value))):
            yield b"%s: [\n%s\n]" % (_line(key), rows)
        else:
            yield b"%s: %s" % (_line(key), b"[]" if isinstance(value, Iterator) else _line(value))


def _line(value: Any) -> bytes:
    return _encoded(value).encode("utf-8", "backslashreplace")


def _page(page: RecordedPage) -> dict[str, Any]:
    row = {name: getattr(page, name) for name in RecordedPage.__slots__}
    return row if page.version else {key: value for key, value in row.items() if key != "version"}


def _unit(unit: Unit, spots: tuple[tuple[int, int, int], ...]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": unit.id,
        "kind": unit.kind,
        "label": unit.label,
        "text": unit.text,
        "place": [unit.place.file, unit.place.line],
    }
    if unit.number:
        row["number"] = unit.number
    if unit.level:
        row["level"] = unit.level
    if spots:
        row["at"] = [list(spot) for spot in spots]
    return row


def _enumeration(one: Enumeration) -> dict[str, Any]:
    return {
        "id": one.id,
        "term": one.term,
        "count": one.count,
        "kind": one.kind,
        "members": list(one.members),
        "open": one.open,
        "note": one.note,
    }


def parse_record(data: bytes) -> Version:
    """The version that a record holds. RecordError for what is none, of a later form, or altered."""
    try:
        text = data.decode("utf-8")
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise RecordError("not JSON in UTF-8") from None
    if not isinstance(found, dict) or found.get("duben-record") != FORM:
        raise RecordError("no record that this version of duben knows")
    whole = re.sub(r',\n"sha256": "[0-9a-f]{64}"\n}\n\Z', "\n}\n", text)
    if hashlib.sha256(whole.encode()).hexdigest() != found.get("sha256"):
        raise RecordError("the file was altered: its checksum differs")
    try:
        return _version(found)
    except (KeyError, TypeError, ValueError, IndexError):
        raise RecordError("a part of it is missing") from None


def _version(found: dict[str, Any]) -> Version:
    pages = tuple(RecordedPage(**row) for row in found["pages"])
    spots = tuple(
        tuple((int(offset), int(page), int(line)) for offset, page, line in row.get("at", ()))
        for row in found["units"]
    )
    printed = (
        Print(
            pages,
            spots,
            tuple(map(int, found["booklet"])),
            tuple(map(int, found["signatures"])),
            found["looks"],
        )
        if pages
        else None
    )
    return Version(
        found["book"],
        found["title"],
        found["version"],
        found["date"],
        found["language"],
        tuple(map(_read, found["units"])),
        tuple(map(_read, found["fields"])),
        tuple(map(_counted, found["enumerations"])),
        frozenset(found["contents"]),
        printed,
    )


def _read(row: dict[str, Any]) -> Unit:
    file, line = row["place"]
    return Unit(
        row["id"],
        row["kind"],
        row["text"],
        SourceLocation(file, line),
        row["label"],
        row.get("number", ""),
        row.get("level", 0),
    )


def _counted(row: dict[str, Any]) -> Enumeration:
    return Enumeration(
        row["id"],
        row["term"],
        row["count"],
        row["kind"],
        tuple(row["members"]),
        row["open"],
        note=row["note"],
    )


def attach_print(version: Version, found: Callable[[], Iterator[Version]]) -> Version:
    """The version with the print of the first record of the same text; as it is where there is
    none.
    """
    digest = text_digest(version)
    for record in found():
        if record.print and text_digest(record) == digest:
            return replace(version, print=record.print)
    return version
