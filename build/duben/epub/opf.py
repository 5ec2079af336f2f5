"""The package around the files, through EbookLib; alone knows it."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time

from ebooklib import epub
from lxml import etree

from duben.epub.files import COVER, NOTE_SIGN, File, Image, Setter
from duben.epub.navigation import first, identifier

XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
LONG_AGO = (1980, 1, 1, 0, 0, 0)


class RawItem(epub.EpubItem):
    """A file whose bytes go out as they are.

    EbookLib 0.20 parses pages of its own kinds anew with lxml.html and loses heads, bodies'
    attributes, SVG's capitals.
    """

    def __init__(
        self,
        uid: str,
        file_name: str,
        media_type: str,
        content: bytes,
        properties: Sequence[str] = (),
    ) -> None:
        super().__init__(uid=uid, file_name=file_name, media_type=media_type, content=content)
        self.properties = list(properties)


class SteadyZip:
    """A zip of the same bytes at any hour: EbookLib 0.20 stamps every entry with the clock, and
    lets ".." through.
    """

    def __init__(self, file: io.BytesIO) -> None:
        self.zip = zipfile.ZipFile(file, "w")
        self.names: set[str] = set()

    def writestr(
        self, name: str, data: bytes | str, compress_type: int = zipfile.ZIP_DEFLATED
    ) -> None:
        key = unicodedata.normalize("NFC", name).casefold()
        assert (
            not name.startswith("/")
            and ".." not in name.split("/")
            and "\\" not in name
            and key not in self.names
        ), name
        self.names.add(key)
        entry = zipfile.ZipInfo(name, LONG_AGO)
        entry.compress_type, entry.create_system, entry.external_attr = (
            compress_type,
            3,
            0o644 << 16,
        )
        self.zip.writestr(entry, data, compresslevel=9)

    def close(self) -> None:
        self.zip.close()


class Writer(epub.EpubWriter):
    """EbookLib's writer, into memory, with a language for the package and nothing but what we said."""

    def _write_opf_file(self, root: etree._Element) -> None:
        root.set(XML_LANGUAGE, self.book.language)
        del root.attrib["prefix"]  # schema:, dcterms:, marc: and a11y: are known without
        metadata = root.find("metadata")
        modified = metadata[0]  # EbookLib puts it first; what names the book reads better there
        metadata.remove(modified)
        metadata.append(modified)
        super()._write_opf_file(root)

    def packed(self) -> bytes:
        file = io.BytesIO()
        self.out = SteadyZip(file)
        self.out.writestr("mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
        self._write_container()
        self._write_opf()
        self._write_items()
        self.out.close()
        return file.getvalue()


def parcel(setter: Setter, files: Sequence[File], sheet: str) -> bytes:
    """The package of the finished files, pictures and style."""
    data = setter.book.settings.book
    book = epub.EpubBook()
    book.set_identifier(identifier(setter.book))
    book.title, book.language = data.title, setter.language
    book.set_direction("ltr")
    book.metadata.pop(epub.NAMESPACES["OPF"], None)  # its own name as generator
    describe(book, setter)
    for item in items(setter, files, sheet):
        book.add_item(item)
    reading = [file for file in files if file.media_type.endswith("xhtml+xml") and file.id != "nav"]
    front = {"cover", "title-page", "colophon"} | {
        f"chapter-{it.slug}" for it in setter.book.chapters if it.part == "front"
    }
    before = sum(file.id in front for file in reading)
    order = (
        [file.id for file in reading[:before]] + ["nav"] + [file.id for file in reading[before:]]
    )
    book.spine = [(id, "yes") for id in order]
    # Reading systems of EPUB 2 know the guide only.
    if setter.cover:
        book.guide.append({"type": "cover", "href": "cover.xhtml", "title": setter.said["cover"]})
    book.guide.append({"type": "toc", "href": "nav.xhtml", "title": setter.said["contents"]})
    if start := first(setter.book.chapters):
        book.guide.append(
            {"type": "text", "href": setter.names[start.slug], "title": setter.said["start"]}
        )
    return Writer("", book, {"mtime": datetime.combine(data.date, time(), UTC)}).packed()


def items(setter: Setter, files: Sequence[File], sheet: str) -> Iterator[RawItem]:
    """Everything of the manifest."""
    for file in files:
        yield RawItem(file.id, file.name, file.media_type, file.data, file.properties)
    yield RawItem("style", "style.css", "text/css", sheet.encode("utf-8"))
    images: Sequence[Image] = setter.images
    for image in images:
        yield RawItem(image.id, image.name, image.media_type, image.data, image.properties)


def describe(book: epub.EpubBook, setter: Setter) -> None:
    """What shops, shelves and readers who cannot see are told about the book: nothing that it has
    not.
    """
    data, said = setter.book.settings.book, setter.said

    def meta(name: str, value: str, **more: str) -> None:
        book.add_metadata(None, "meta", value, {"property": name, **more})

    def core(name: str, value: str, id: str = "") -> None:
        if value:
            book.add_metadata("DC", name, value, {"id": id} if id else {})

    core("title", data.title, "title")
    meta("title-type", "main", refines="#title")
    if data.subtitle:
        core("title", data.subtitle, "subtitle")
        meta("title-type", "subtitle", refines="#subtitle")
    core("language", setter.language)
    # No creator gets the role pbl: foliate-js 1.0.1 cannot open a book that has one beside a
    # publisher.
    for number, author in enumerate(data.authors or filter(None, [data.publisher]), 1):
        core("creator", author, f"creator-{number}")
        if data.authors:
            meta("role", "aut", refines=f"#creator-{number}", scheme="marc:relators")
    core("publisher", data.publisher or setter.book.settings.imprint.issuer)
    core("date", data.date.isoformat())
    core("source", data.source)
    core("description", data.subtitle)
    pictures = any(image.name not in (COVER, NOTE_SIGN) for image in setter.images)
    bare = setter.bare_pictures
    meta("schema:accessMode", "textual")
    if setter.images:
        meta("schema:accessMode", "visual")
    if not bare:
        meta("schema:accessModeSufficient", "textual")
    if setter.images:
        meta("schema:accessModeSufficient", "textual,visual")
    for feature in features(setter):
        meta("schema:accessibilityFeature", feature)
    meta("schema:accessibilityHazard", "none")
    summary = said["summary"]
    if setter.page_list:
        summary += said["summary_pages"]
    if setter.images:
        summary += said[
            "summary_bare" if bare else "summary_pictures" if pictures else "summary_cover"
        ]
    meta("schema:accessibilitySummary", summary)
    if setter.page_list:
        meta("pageBreakSource", said["page_source_named"].format(data.title, setter.version()))
    if setter.cover:
        book.add_metadata(None, "meta", "", {"name": "cover", "content": "cover-image"})


def features(setter: Setter) -> Iterator[str]:
    """The accessibility features that the book has."""
    yield from (
        "structuralNavigation",
        "tableOfContents",
        "readingOrder",
        "displayTransformability",
        "ARIA",
    )
    if setter.images and not setter.bare_pictures:
        yield "alternativeText"
    if setter.page_list:
        yield from ("pageBreakMarkers", "pageNavigation")
    if any(span.kind == "ruby" for block in setter.order for span in block.spans):
        yield "rubyAnnotations"
