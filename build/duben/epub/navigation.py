"""The contents of an EPUB: nav and NCX."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from duben import layout
from duben.epub.files import CHANGES, ENUMERATIONS, File, Setter, bare, tidy
from duben.model import Book, Chapter

NCX = "application/x-dtbncx+xml"
LEVELS = 3  # of headings that the contents show
DEEPER = 10  # a labelled paragraph stands inside any heading


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the contents and those inside it. ``depth``: smaller is further out; ``target`` as
    seen from the root.
    """

    depth: int
    label: str
    target: str
    inside: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """What nav and NCX show. ``landmarks`` are (type, target, label)."""

    lines: tuple[Line, ...]
    landmarks: tuple[tuple[str, str, str], ...]


def identifier(book: Book) -> str:
    """What names the book for good: its id and publisher, never its text."""
    data = book.settings.book
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'duben:{data.publisher}/{data.id}')}"


def contents(setter: Setter) -> Contents:
    """The contents of a book."""
    return Contents(nested(list(lines(setter))), tuple(landmarks(setter)))


def lines(setter: Setter) -> Iterator[Line]:
    """The lines of the contents in reading order, not yet one in another."""
    said, book = setter.said, setter.book
    yield Line(1, layout.short_title(bare(book.settings.book.title)), "title.xhtml#book-title")
    yield Line(1, said["colophon"], "colophon.xhtml#colophon")
    shown = {entry.block: entry for entry in layout.contents_entries(book) if not entry.heading}
    for chapter in book.chapters:
        name = setter.names[chapter.slug]
        if chapter.title is None or not bare(chapter.title.text):
            yield Line(1, layout.short_title(setter.title(chapter)), name)
        for block in chapter.walk():
            if block.kind == "heading" and block.level <= LEVELS and bare(block.text):
                yield Line(block.level, layout.short_title(bare(block.text)), f"{name}#{block.id}")
            elif block.id in shown:
                entry = shown[block.id]
                end = block.text.find(entry.title, len(entry.label)) + len(entry.title)
                yield Line(
                    DEEPER + entry.level,
                    layout.short_title(bare(block.text[:end])),
                    f"{name}#{block.id}",
                )
    if setter.enumerations:
        yield Line(1, said["appendix"], f"{ENUMERATIONS}#enumerations")
        if any(not it.members for it in setter.enumerations):
            yield Line(2, said["unlisted"], f"{ENUMERATIONS}#unlisted")
    if book.history:
        yield Line(1, said["revisions"], f"{CHANGES}#changes")


def nested(flat: Sequence[Line]) -> tuple[Line, ...]:
    """Lines one in another, by their depth."""
    found: list[Line] = []
    index = 0
    while index < len(flat):
        end = index + 1
        while end < len(flat) and flat[end].depth > flat[index].depth:
            end += 1
        found.append(replace(flat[index], inside=nested(flat[index + 1 : end])))
        index = end
    return tuple(found)


def landmarks(setter: Setter) -> Iterator[tuple[str, str, str]]:
    """Where a reader may want to go at once."""
    said = setter.said
    if setter.cover:
        yield "cover", "cover.xhtml", said["cover"]
    yield "titlepage", "title.xhtml", said["title_page"]
    yield "toc", "nav.xhtml", said["contents"]
    if start := first(setter.book.chapters):
        yield "bodymatter", setter.names[start.slug], said["start"]
    if setter.book.glossary and (
        entry := next((it for it in setter.book.glossary if it.block in setter.home), None)
    ):
        yield (
            "glossary",
            f"{setter.home[entry.block]}#{setter.entries.get(entry.block, entry.block)}",
            said["glossary"],
        )
    if setter.enumerations:
        yield "appendix", f"{ENUMERATIONS}#enumerations", said["appendix"]


def first(chapters: Sequence[Chapter]) -> Chapter | None:
    """Where the text begins."""
    return next((chapter for chapter in chapters if chapter.part == "body"), None)


def depth(lines: Sequence[Line]) -> int:
    return 1 + max((depth(line.inside) for line in lines if line.inside), default=0) if lines else 0


def files(setter: Setter, listed: Contents) -> list[File]:
    """The contents page, and the NCX that older reading systems ask for."""
    pages = setter.page_list
    nav = setter.made(
        "nav",
        "nav.xhtml",
        setter.said["contents"],
        "frontmatter",
        contents=listed.lines,
        landmarks=listed.landmarks,
        pages=pages,
    )
    ncx = setter.templates.get_template("epub/toc.ncx").render(
        language=setter.language,
        title=setter.book.settings.book.title,
        said=setter.said,
        identifier=identifier(setter.book),
        contents=listed.lines,
        depth=depth(listed.lines),
        pages=pages,
        last_page=max((int(label) for label, _ in pages if label.isdecimal()), default=0),
    )
    return [
        replace(nav, properties=("nav",)),
        File("ncx", "toc.ncx", "", tidy(ncx), None, NCX, template="epub/toc.ncx"),
    ]
