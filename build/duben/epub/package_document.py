"""The package document (EPUB 3.3, 5: metadata, manifest, spine) and the container around all
files, through EbookLib; alone knows it.
"""

from __future__ import annotations

import io
import unicodedata
import uuid
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time

from ebooklib import epub
from lxml import etree

from duben.epub.archive import ZIP_EPOCH
from duben.epub.insertions import Insertions
from duben.epub.navigation import first_chapter
from duben.epub.package_files import (
    COVER_IMAGE,
    COVER_PAGE,
    NAVIGATION,
    NOTE_IMAGE,
    STYLE,
    XHTML,
    PackageFile,
    chapter_id,
)
from duben.epub.publication import Publication
from duben.layout import inner_title
from duben.model import Book

XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


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


class TimelessZip:
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
        inside = not name.startswith("/") and ".." not in name.split("/") and "\\" not in name
        assert inside and key not in self.names, name
        self.names.add(key)
        entry = zipfile.ZipInfo(name, ZIP_EPOCH)
        entry.compress_type = compress_type
        entry.create_system, entry.external_attr = 3, 0o644 << 16
        self.zip.writestr(entry, data, compresslevel=9)

    def close(self) -> None:
        self.zip.close()


class PackageWriter(epub.EpubWriter):
    """EbookLib's writer, into memory: the package has a language, and nothing that is not ours."""

    def _write_opf_file(self, root: etree._Element) -> None:
        root.set(XML_LANGUAGE, self.book.language)
        del root.attrib["prefix"]  # schema:, dcterms:, marc: and a11y: are known without
        metadata = root.find("metadata")
        modified = metadata[0]  # EbookLib puts it first; what names the book reads better there
        metadata.remove(modified)
        metadata.append(modified)
        super()._write_opf_file(root)

    def to_bytes(self) -> bytes:
        """The container (EPUB 3.3, 4): the file ``mimetype`` first, and stored."""
        file = io.BytesIO()
        self.out = TimelessZip(file)
        self.out.writestr("mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
        self._write_container()
        self._write_opf()
        self._write_items()
        self.out.close()
        return file.getvalue()


def identifier(book: Book) -> str:
    """The unique identifier of a publication: from the book's id and publisher, never its text."""
    data = book.settings.book
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'duben:{data.publisher}/{data.id}')}"


def write_package(
    publication: Publication, insertions: Insertions, files: Sequence[PackageFile], style: str
) -> bytes:
    """The bytes of the EPUB: the finished files, the style sheet and the pictures, packed."""
    data = publication.book.settings.book
    book = epub.EpubBook()
    book.set_identifier(identifier(publication.book))
    book.title, book.language = data.title, publication.language
    book.set_direction("ltr")
    book.metadata.pop(epub.NAMESPACES["OPF"], None)  # its own name as generator
    _add_metadata(book, publication, bool(insertions.page_list))
    for item in _manifest_items(publication, files, style):
        book.add_item(item)
    book.spine = [(id, "yes") for id in spine(publication, files)]
    book.guide = list(_guide(publication))
    return PackageWriter(
        "", book, {"mtime": datetime.combine(data.metadata_date, time(), UTC)}
    ).to_bytes()


def spine(publication: Publication, files: Sequence[PackageFile]) -> list[str]:
    """The ids of the pages in reading order: the contents stand behind the last page that comes
    before the text.
    """
    front = {"cover", "title-page", "colophon"} | {
        chapter_id(chapter.slug) for chapter in publication.book.chapters if chapter.part == "front"
    }
    ids = [file.id for file in files if file.media_type == XHTML and file.id != "nav"]
    before = sum(id in front for id in ids)
    return [*ids[:before], "nav", *ids[before:]]


def _guide(publication: Publication) -> Iterator[dict[str, str]]:
    """The guide: reading systems of EPUB 2 know no landmarks."""
    words = publication.words
    if publication.has_cover:
        yield {"type": "cover", "href": COVER_PAGE, "title": words["cover"]}
    yield {"type": "toc", "href": NAVIGATION, "title": words["contents"]}
    if start := first_chapter(publication.book.chapters):
        path = publication.locations.paths[start.slug]
        yield {"type": "text", "href": path, "title": words["start"]}


def _manifest_items(
    publication: Publication, files: Sequence[PackageFile], style: str
) -> Iterator[RawItem]:
    for file in files:
        yield RawItem(file.id, file.name, file.media_type, file.data, file.properties)
    yield RawItem("style", STYLE, "text/css", style.encode("utf-8"))
    for image in publication.images.all:
        yield RawItem(image.id, image.name, image.media_type, image.data, image.properties)


def _add_metadata(book: epub.EpubBook, publication: Publication, paged: bool) -> None:
    """What shops, shelves and readers who cannot see learn of the book: nothing that it has not.
    ``paged``: it has a page list.
    """
    data, words, images = publication.book.settings.book, publication.words, publication.images

    def meta(name: str, value: str, **attributes: str) -> None:
        book.add_metadata(None, "meta", value, {"property": name, **attributes})

    def core(name: str, value: str, id: str = "") -> None:
        if value:
            book.add_metadata("DC", name, value, {"id": id} if id else {})

    core("title", data.title, "title")
    meta("title-type", "main", refines="#title")
    if data.subtitle:
        core("title", data.subtitle, "subtitle")
        meta("title-type", "subtitle", refines="#subtitle")
    core("language", publication.language)
    # No creator gets the role pbl: foliate-js 1.0.1 cannot open a book that has one beside a
    # publisher.
    for number, author in enumerate(data.authors or filter(None, [data.publisher]), 1):
        core("creator", author, f"creator-{number}")
        if data.authors:
            meta("role", "aut", refines=f"#creator-{number}", scheme="marc:relators")
    for name, value in (
        ("publisher", data.publisher or publication.issuer),
        ("date", data.date.isoformat() if data.date else ""),
        ("source", data.source),
        ("rights", _rights(publication)),
        ("description", data.subtitle),
    ):
        core(name, value)
    meta("schema:accessMode", "textual")
    if images.all:
        meta("schema:accessMode", "visual")
    if not images.lacks_alternative:
        meta("schema:accessModeSufficient", "textual")
    if images.all:
        meta("schema:accessModeSufficient", "textual,visual")
    for feature in accessibility_features(publication, paged):
        meta("schema:accessibilityFeature", feature)
    meta("schema:accessibilityHazard", "none")
    meta("schema:accessibilitySummary", accessibility_summary(publication, paged))
    if paged:
        source = words["page_source_named"].format(
            inner_title(data.title), publication.version(), publication.page_size()
        )
        meta("pageBreakSource", source)
    if publication.has_cover:
        book.add_metadata(None, "meta", "", {"name": "cover", "content": "cover-image"})


def _rights(publication: Publication) -> str:
    """To whom the book may go, as its imprint says; "" where it says nothing."""
    imprint, words = publication.book.settings.imprint, publication.words
    rights = [words["internal"]] if imprint.kind == "内部资料" else []
    if imprint.recipients:
        rights.append(f"{words['recipients']}：{imprint.recipients}")
    return "；".join(rights)


def accessibility_features(publication: Publication, paged: bool) -> Iterator[str]:
    """The accessibility features that the book has (schema.org's vocabulary)."""
    yield from (
        "structuralNavigation",
        "tableOfContents",
        "readingOrder",
        "displayTransformability",
        "ARIA",
    )
    if publication.images.all and not publication.images.lacks_alternative:
        yield "alternativeText"
    if paged:
        yield from ("pageBreakMarkers", "pageNavigation")
    if any(span.kind == "ruby" for block in publication.locations.order for span in block.spans):
        yield "rubyAnnotations"


def accessibility_summary(publication: Publication, paged: bool) -> str:
    """What the book can do for readers who cannot see, in words."""
    words, images = publication.words, publication.images
    summary = words["summary"] + (words["summary_pages"] if paged else "")
    if not images.all:
        return summary
    pictures = any(image.name not in (COVER_IMAGE, NOTE_IMAGE) for image in images.all)
    if images.lacks_alternative:
        return summary + words["summary_bare"]
    return summary + words["summary_pictures" if pictures else "summary_cover"]
