"""The record of a print: all that a later comparison needs of a version, as a file of JSON with its
own checksum.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from duben import manuscript
from duben.model import CodecError, Enumeration, Page, SourceLocation, from_plain, to_plain
from duben.revision.units import Unit, UnitKind
from duben.revision.version import Print, UnitSpot, Version

FORM = 1  # of the file; docs/revision.md describes it
RECORD_ENDING = ".record.json"
RECORD_BYTES = 200_000_000  # a record is larger than its text, 50 MB at most
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class PageRow:
    """A page in a record; ``lines``: how many it has."""

    folio: str
    part: str
    head: str
    text: str
    drawn: str
    lines: int
    version: str = ""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit in a record; ``at`` where it stands in print."""

    id: str
    kind: UnitKind
    label: str
    text: str
    place: tuple[str, int]
    number: str = ""
    level: int = 0
    at: tuple[UnitSpot, ...] = ()


@dataclass(frozen=True, slots=True)
class EnumerationRow:
    """An enumeration in a record."""

    id: str
    term: str
    count: int
    kind: str
    members: tuple[str, ...]
    open: bool
    note: str
    sure: bool = True
    shown: bool = True


@dataclass(frozen=True, slots=True)
class RecordData:
    """What a record says, beside its form and its sums."""

    book: str
    title: str
    version: str
    date: str
    language: str
    looks: str
    pages: tuple[PageRow, ...]
    booklet: tuple[int, ...]
    signatures: tuple[int, ...]
    units: tuple[UnitRow, ...]
    fields: tuple[UnitRow, ...]
    enumerations: tuple[EnumerationRow, ...]
    contents: frozenset[str]


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
        "pages": map(_page, printed.pages if printed else ()),
        "booklet": list(printed.booklet) if printed else [],
        "signatures": list(printed.signatures) if printed else [],
        "units": (
            _unit(unit, printed.spots[index] if printed else ())
            for index, unit in enumerate(version.units)
        ),
        "fields": (_unit(unit, ()) for unit in version.fields),
        "enumerations": map(_enumeration, version.enumerations),
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
    return _encode(value).encode("utf-8", "backslashreplace")


def _page(page: Page) -> Any:
    row = PageRow(
        page.folio, page.part, page.head, page.text, page.drawn, page.line_count, page.version
    )
    return to_plain(PageRow, row)


def _unit(unit: Unit, spots: tuple[UnitSpot, ...]) -> Any:
    row = UnitRow(
        unit.id,
        unit.kind,
        unit.label,
        unit.text,
        (unit.place.file, unit.place.line),
        unit.number,
        unit.level,
        spots,
    )
    return to_plain(UnitRow, row)


def _enumeration(enumeration: Enumeration) -> Any:
    row = EnumerationRow(
        enumeration.id,
        enumeration.term,
        enumeration.count,
        enumeration.kind,
        enumeration.members,
        enumeration.open,
        enumeration.note,
        enumeration.sure,
        enumeration.shown,
    )
    return to_plain(EnumerationRow, row)


def parse_record(data: bytes) -> Version:
    """The version that a record holds. RecordError for what is none,
    of a later form, or altered.
    """
    try:
        text = data.decode("utf-8")
        data_read = json.loads(text)
    except (ValueError, RecursionError):
        raise RecordError("not JSON in UTF-8") from None
    if not isinstance(data_read, dict) or data_read.get("duben-record") != FORM:
        raise RecordError("no record that this version of duben knows")
    whole = re.sub(r',\n"sha256": "[0-9a-f]{64}"\n}\n\Z', "\n}\n", text)
    if hashlib.sha256(whole.encode()).hexdigest() != data_read.get("sha256"):
        raise RecordError("the file was altered: its checksum differs")
    try:
        return _version(from_plain(RecordData, data_read))
    except CodecError:
        raise RecordError("a part of it is missing") from None


def _version(record: RecordData) -> Version:
    spots = tuple(row.at for row in record.units)
    printed = Print(
        tuple(map(_read_page, record.pages)), spots, record.booklet, record.signatures, record.looks
    )
    return Version(
        record.book,
        record.title,
        record.version,
        record.date,
        record.language,
        tuple(map(_read_unit, record.units)),
        tuple(map(_read_unit, record.fields)),
        tuple(map(_read_enumeration, record.enumerations)),
        record.contents,
        printed if record.pages else None,
    )


def _read_page(row: PageRow) -> Page:
    return Page(row.part, row.folio, row.head, row.text, row.drawn, row.lines, row.version)


def _read_unit(row: UnitRow) -> Unit:
    return Unit(
        row.id, row.kind, row.text, SourceLocation(*row.place), row.label, row.number, row.level
    )


def _read_enumeration(row: EnumerationRow) -> Enumeration:
    return Enumeration(
        row.id,
        row.term,
        row.count,
        row.kind,
        row.members,
        row.open,
        note=row.note,
        shown=row.shown,
        sure=row.sure,
    )


def attach_print(version: Version, records: Callable[[], Iterator[Version]]) -> Version:
    """The version with the print of the first record of the same text; as it is where there is
    none.
    """
    digest = text_digest(version)
    for record in records():
        if record.print and text_digest(record) == digest:
            return replace(version, print=record.print)
    return version
