"""A book as a .docx: the parts of the package (ECMA-376 part 2) and what stands in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

from lxml import etree

from duben.docx.appendix import write_appendix
from duben.docx.document_parts import ENDINGS, OFFICE, DocumentParts, Folios, Relations
from duben.docx.elements import add_property, make, prefixed_name, serialize
from duben.docx.front_matter import as_body, contents_headings, opening_title, write_front
from duben.docx.looks import OTHER_NAMES, Look, footer_part, section, styles_part
from duben.docx.notes import footnotes_part
from duben.docx.story import DEEPEST, StoryWriter, Surroundings
from duben.docx.tracked_changes import NO_CHANGES, track
from duben.layout import (
    EDITIONS,
    ORDINARY,
    RECORD_SLUG,
    Edition,
    arrange,
    as_official_document,
    book_words,
    sized_edition,
)
from duben.manuscript import Picture
from duben.model import Book, Chapter, PageStart, Settings
from duben.revision import Revision

ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can name
NARROWEST = 100  # mm: pages of a telephone are none of paper
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CORE_KIND = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
COMPATIBILITY = "http://schemas.microsoft.com/office/word"
PACKAGE_TYPE = "application/vnd.openxmlformats-package."
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
APPLICATION_TYPE = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
CORE = {
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
# Parts whose relation to the document is called as they are.
PARTS = ("styles", "settings", "numbering", "footnotes", "fontTable")
FOOTERS = ("footer1", "footer2")


def edition_of(names: Sequence[str], settings: Settings) -> Edition:
    """The edition whose page a Word file has: the first of these that is for paper."""
    rows = [sized_edition(EDITIONS[name].pages_of or name, settings) for name in (*names, ORDINARY)]
    return next(row for row in rows if row.width >= NARROWEST)


def package(
    book: Book,
    pictures: Mapping[str, Picture],
    editions: Sequence[str] = (),
    starts: Sequence[PageStart] = (),
    revision: Revision | None = None,
    own_starts: Sequence[PageStart] = (),
) -> bytes:
    """The book as a .docx, the same bytes for the same book.

    ``editions`` are those asked for: the first that is for paper gives the page. ``starts`` is
    where each page of the printed edition begins, ``own_starts`` of an official document where each
    of its own does. With a ``revision`` what changed is tracked.
    """
    look = Look(edition_of(editions, book.settings), book.settings.book.language)
    words = book_words(book.settings.book.language)
    if look.edition.document:
        book = as_official_document(book)
    changes = track(revision, book) if revision else NO_CHANGES
    notes = {note.id: note for chapter in book.chapters for note in chapter.notes}
    book = arrange(book, words["answers"])
    parts = DocumentParts(
        book,
        look,
        pictures,
        words,
        changes,
        Folios([block for chapter in book.chapters for block in chapter.walk()], starts),
        notes=notes,
    )
    document = _document(parts, own_starts)
    footnotes = footnotes_part(parts)
    return _zip(_files(parts, document, footnotes))


def _document(parts: DocumentParts, own_starts: Sequence[PageStart]) -> etree._Element:
    book = parts.book
    title = opening_title(book)
    levels = [
        block.level
        for chapter in book.chapters
        for block in chapter.walk()
        if block.kind == "heading" and (title is None or block.id != title.id)
    ]
    raised = min(levels, default=1) - 1 if title is not None else 0
    story = StoryWriter(parts, raised)
    parts.targets = _targets(story, book)
    write_front(story, book)
    official = parts.look.edition.document
    right, left = (parts.relations.add("footer", f"{name}.xml") for name in FOOTERS)
    footers = right, left
    end = section(parts.look, footers, "decimal")
    in_front = title is None and not official  # as long as pages have roman numbers
    body = book if official else as_body(book)
    for index, chapter in enumerate(body.chapters):
        opens_page = not official and (index > 0 or title is None)
        if in_front and chapter.part != "front":
            story.paragraph("TableGap", (), section(parts.look, footers, "lowerRoman"))
            in_front = opens_page = False
        if official and chapter.slug == RECORD_SLUG:
            end = _open_record(story, chapter, own_starts, footers, end)
        start = len(story.out)
        story.blocks(chapter.blocks, Surroundings())
        story.removed(parts.changes.ends.get(chapter.slug, ()))
        if opens_page and len(story.out) > start:
            add_property(story.out[start], make("w:pageBreakBefore"))
    if not official:
        write_appendix(story, book)
    return make("w:document", make("w:body", *story.out, end))


def _open_record(
    story: StoryWriter,
    chapter: Chapter,
    starts: Sequence[PageStart],
    footers: tuple[str, str],
    end: etree._Element,
) -> etree._Element:
    """The section with 版记: the only one, that ends with ``end``, where it stands at the foot of
    the text; else a page of its own, even in print on both sides. With a blank page before it
    neither has a number (GB/T 9704-2012, 7.4 and 7.5).
    """
    records = {block.id for block in chapter.blocks}
    at = next((at for at, start in enumerate(starts) if start.block in records), 0)
    if not at:
        return end
    if prefixed_name(story.out[-1]) != "w:p":
        story.paragraph("TableGap")
    add_property(story.out[-1], end)
    book = story.parts.book
    begins = "evenPage" if book.settings.print.sides == 2 else "nextPage"
    before, own = starts[at - 1].folio, starts[at].folio
    follows = not (before + own).isdecimal() or int(own) == int(before) + 1
    return section(story.parts.look, footers, "decimal", begins, follows)


def _targets(story: StoryWriter, book: Book) -> frozenset[str]:
    """The ids of blocks that the contents or a reference lead to."""
    blocks = [block for chapter in book.chapters for block in chapter.walk()]
    known = {block.id for block in blocks}
    named = {span.value for block in blocks for span in block.spans if span.kind == "reference"}
    return frozenset(named & known) | {block.id for _, block in contents_headings(story, book)}


# --- the other parts ------------------------------------------------------------------------------


def _settings(look: Look) -> etree._Element:
    facing = look.edition.facing
    compatibility = (
        ("compatibilityMode", "15"),
        ("overrideTableStyleFontSizeAndJustification", "1"),
        ("enableOpenTypeFeatures", "1"),
        ("doNotFlipMirrorIndents", "1"),
    )
    return make(
        "w:settings",
        make("w:zoom", percent=100),
        make("w:mirrorMargins") if facing else None,
        make("w:defaultTabStop", val=420),
        make("w:evenAndOddHeaders") if facing else None,
        make("w:characterSpacingControl", val="compressPunctuation"),
        make("w:footnotePr", *(make("w:footnote", id=number) for number in (-1, 0))),
        make(
            "w:compat",
            *(
                make("w:compatSetting", name=name, uri=COMPATIBILITY, val=value)
                for name, value in compatibility
            ),
        ),
        make("w:themeFontLang", val="en-US", eastAsia=look.tag),
        make("w:decimalSymbol", val="."),
        make("w:listSeparator", val=","),
    )


def _numbering() -> etree._Element:
    """One numbering: bullets. Numbers are typed."""
    levels = (
        make(
            "w:lvl",
            make("w:start", val=1),
            make("w:numFmt", val="bullet"),
            make("w:lvlText", val="•"),
            make("w:lvlJc", val="left"),
            ilvl=level,
        )
        for level in range(DEEPEST + 1)
    )
    kind = make("w:multiLevelType", val="hybridMultilevel")
    return make(
        "w:numbering",
        make("w:abstractNum", kind, *levels, abstractNumId=0),
        make("w:num", make("w:abstractNumId", val=0), numId=1),
    )


def _font_table() -> etree._Element:
    return make(
        "w:fonts",
        *(
            make("w:font", make("w:altName", val=other), name=name)
            for name, other in OTHER_NAMES.items()
        ),
    )


def _core_properties(book: Book) -> bytes:
    """Title, authors and date, of the book alone."""
    data = book.settings.book
    root = etree.Element(f"{{{CORE['cp']}}}coreProperties", nsmap=CORE)
    values = (
        ("dc:title", data.title),
        ("dc:creator", "；".join(data.authors)),
        ("dc:description", data.subtitle),
        ("dc:language", data.language),
    )
    for name, value in values:
        if value:
            prefix, _, local = name.partition(":")
            etree.SubElement(root, f"{{{CORE[prefix]}}}{local}").text = value
    for name in ("created", "modified"):
        element = etree.SubElement(root, f"{{{CORE['dcterms']}}}{name}")
        element.set(f"{{{CORE['xsi']}}}type", "dcterms:W3CDTF")
        element.text = f"{data.metadata_date.isoformat()}T00:00:00Z"
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _application() -> bytes:
    root = etree.Element(f"{{{PROPERTIES}}}Properties", nsmap={None: PROPERTIES})
    etree.SubElement(root, f"{{{PROPERTIES}}}Application").text = "duben"
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _files(
    parts: DocumentParts, document: etree._Element, footnotes: etree._Element
) -> dict[str, bytes]:
    """Every file of the package by its name, in their order."""
    roots = {
        "document": document,
        "styles": styles_part(parts.look),
        "settings": _settings(parts.look),
        "numbering": _numbering(),
        "footnotes": footnotes,
        "fontTable": _font_table(),
        "footer1": footer_part(parts.look, left_page=False),
        "footer2": footer_part(parts.look, left_page=True),
    }
    for name in PARTS:
        parts.relations.add(name, f"{name}.xml")
    top = Relations()
    top.rows = {
        (f"{OFFICE}/officeDocument", "word/document.xml", False): "rId1",
        (CORE_KIND, "docProps/core.xml", False): "rId2",
        (f"{OFFICE}/extended-properties", "docProps/app.xml", False): "rId3",
    }
    files = {
        "[Content_Types].xml": _content_types(list(roots)),
        "_rels/.rels": _relations_file(top),
        "docProps/core.xml": _core_properties(parts.book),
        "docProps/app.xml": _application(),
        **{f"word/{name}.xml": serialize(root) for name, root in roots.items()},
        "word/_rels/document.xml.rels": _relations_file(parts.relations),
    }
    if parts.note_relations.rows:
        files["word/_rels/footnotes.xml.rels"] = _relations_file(parts.note_relations)
    return {**files, **{f"word/{name}": data for name, data in parts.media.files.items()}}


def _content_types(names: Sequence[str]) -> bytes:
    root = etree.Element(f"{{{CONTENT_TYPES}}}Types", nsmap={None: CONTENT_TYPES})

    def add(tag: str, **attributes: str) -> None:
        etree.SubElement(root, f"{{{CONTENT_TYPES}}}{tag}", attributes)

    add("Default", Extension="rels", ContentType=f"{PACKAGE_TYPE}relationships+xml")
    add("Default", Extension="xml", ContentType="application/xml")
    for ending in ENDINGS.values():
        add("Default", Extension=ending, ContentType=f"image/{ending}")
    for name in names:
        kind = "document.main" if name == "document" else name.rstrip("0123456789")
        add("Override", PartName=f"/word/{name}.xml", ContentType=f"{WORD_TYPE}{kind}+xml")
    core, application = f"{PACKAGE_TYPE}core-properties+xml", APPLICATION_TYPE
    add("Override", PartName="/docProps/core.xml", ContentType=core)
    add("Override", PartName="/docProps/app.xml", ContentType=application)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _relations_file(relations: Relations) -> bytes:
    root = etree.Element(f"{{{PACKAGE_RELATIONS}}}Relationships", nsmap={None: PACKAGE_RELATIONS})
    for (kind, target, outside), id in relations.rows.items():
        attributes = {"Id": id, "Type": kind, "Target": target}
        if outside:
            attributes["TargetMode"] = "External"
        etree.SubElement(root, f"{{{PACKAGE_RELATIONS}}}Relationship", attributes)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _zip(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            archive.writestr(entry, data, compresslevel=9)
    return out.getvalue()
