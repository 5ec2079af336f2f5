"""The parts of a Word file: a zip archive is opened within limits, nothing outside it is looked at.

A part is read by its name in the archive; no file is ever written by such a name. XML is parsed
without document types, entities and network.
"""

from __future__ import annotations

import io
import posixpath
import urllib.parse
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from duben import manuscript
from duben.intake.word.names import STRICT, name
from duben.model import BookError, SourceLocation, problem

PART_LIMIT = 2_000
UNPACKED_BYTES = 300_000_000  # all parts together
XML_BYTES = 60_000_000  # a part that is parsed: a book may hold 50 MB of text
OFFICE_DOCUMENT = "/officeDocument"
TYPES, RELATIONS = "[Content_Types].xml", "_rels/.rels"
MAIN_PART = "word/document.xml"  # where the relations are broken


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: its type by the last word, the part or, ``external``, an address."""

    kind: str
    target: str
    external: bool = False


@dataclass(slots=True)
class Package:
    """An open file; ``file`` is its name in messages."""

    archive: zipfile.ZipFile
    file: str
    names: Mapping[str, str]  # as in the archive, by the name in lower case
    unpacked: int = 0
    types: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)

    def has(self, part: str) -> bool:
        """Whether there is a part of this name, in any case."""
        return part.lower() in self.names

    def read(self, part: str, limit: int = UNPACKED_BYTES) -> bytes | None:
        """The bytes of a part; None where there is none or it is broken. BookError beyond the
        limits.
        """
        own = self.names.get(part.lower())
        if own is None:
            return None
        info = self.archive.getinfo(own)
        limit = min(limit, UNPACKED_BYTES - self.unpacked)
        if info.file_size > limit or manuscript.is_zip_bomb(info):
            raise BookError(problem("word-too-large", SourceLocation(self.file), part=own[:80]))
        try:
            with self.archive.open(info) as stream:
                data = stream.read(limit + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
        ):
            return None
        if len(data) > limit:
            raise BookError(problem("word-too-large", SourceLocation(self.file), part=own[:80]))
        self.unpacked += len(data)
        return data

    def xml(self, part: str) -> etree._Element | None:
        """The root of a part; None where there is none or it is no XML. BookError beyond the
        limits, and for a document type or too deep a nesting.
        """
        data = self.read(part, XML_BYTES)
        return None if data is None else parse_xml(data, self.file, part)

    def relations(self, part: str) -> dict[str, Relation]:
        """What a part refers to, by the id that it uses; "" for the package itself."""
        folder, base = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels") if part else RELATIONS)
        if root is None:
            return {}
        return {
            element.get("Id", ""): _relation(element, folder)
            for element in root.iter(name("rel:Relationship"))
        }

    def content_type(self, part: str) -> str:
        """What the package says that a part is."""
        return self.types.get(part.lower()) or self.defaults.get(
            part.rpartition(".")[2].lower(), ""
        )


def open_package(data: bytes, file: str) -> Package:
    """The package in the bytes of a file. BookError where it is none, or beyond the limits."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError, EOFError):
        raise BookError(problem("word-broken", SourceLocation(file))) from None
    if any(entry.flag_bits & 1 for entry in entries):
        raise BookError(problem("word-password", SourceLocation(file)))
    if len(entries) > PART_LIMIT:
        raise BookError(
            problem(
                "word-too-many-parts", SourceLocation(file), count=len(entries), limit=PART_LIMIT
            )
        )
    for entry in entries:
        if entry.file_size > UNPACKED_BYTES or manuscript.is_zip_bomb(entry):
            raise BookError(
                problem("word-too-large", SourceLocation(file), part=entry.filename[:80])
            )
    if sum(entry.file_size for entry in entries) > UNPACKED_BYTES:
        raise BookError(problem("word-too-large", SourceLocation(file), part=file))
    names = {entry.filename.lstrip("/").lower(): entry.filename for entry in entries}
    package = Package(archive, file, names)
    _read_types(package)
    return package


def main_part(package: Package) -> str:
    """The name of the part with the text; "" where the package has none."""
    for relation in package.relations("").values():
        if relation.kind == OFFICE_DOCUMENT and package.has(relation.target):
            return relation.target
    return MAIN_PART if package.has(MAIN_PART) else ""


def parse_xml(data: bytes, file: str, part: str = "") -> etree._Element | None:
    """The root of some XML; None where it is none. BookError for a document type, and where it
    nests too deep.
    """
    for strict, usual in STRICT.items():
        if strict in data:
            data = data.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        remove_pis=True,
        remove_comments=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if "depth" in str(error).lower():
            raise BookError(problem("word-nesting", SourceLocation(file))) from None
        if b"<!DOCTYPE" in data[:2000]:
            raise BookError(problem("word-doctype", SourceLocation(file), part=part)) from None
        return None
    if root.getroottree().docinfo.doctype:
        raise BookError(problem("word-doctype", SourceLocation(file), part=part))
    return root


def _relation(element: etree._Element, folder: str) -> Relation:
    kind = "/" + element.get("Type", "").rpartition("/")[2]
    target = element.get("Target", "")
    if element.get("TargetMode") == "External":
        return Relation(kind, target, external=True)
    path = urllib.parse.unquote(target).replace("\\", "/")
    joined = path if path.startswith("/") else posixpath.join(folder, path)
    return Relation(kind, posixpath.normpath(joined).lstrip("/"))


def _read_types(package: Package) -> None:
    root = package.xml(TYPES)
    if root is None:
        return
    for element in root:
        kind = element.get("ContentType", "")
        if element.tag == name("ct:Override"):
            package.types[element.get("PartName", "").lstrip("/").lower()] = kind
        elif element.tag == name("ct:Default"):
            package.defaults[element.get("Extension", "").lower()] = kind
