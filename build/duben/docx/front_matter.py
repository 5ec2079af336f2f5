"""What stands before the text: the block of the title, the contents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lxml import etree

from duben import chinese
from duben.docx.document_parts import DocumentParts, bookmark_name
from duben.docx.elements import make
from duben.docx.looks import page_field
from duben.docx.story import StoryWriter, plain_runs
from duben.layout import title_text
from duben.model import Block, Book, SourceLocation

FEWEST_ENTRIES = 3  # of contents
FEWEST_UPPER = 8  # entries of two levels from which on the third is left out
CONTENTS_LEVELS = 3


def opening_title(book: Book) -> Block | None:
    """The heading with which the text opens, where that is the title of the book; else None."""
    first = next(iter(book.chapters), None)
    title = first.title if first else None
    same = title is not None and title_text(title.text) == book.settings.book.title
    return title if same else None


def write_front(story: StoryWriter, book: Book) -> None:
    """Adds what stands before the first chapter; an official document has that in its text."""
    if not story.parts.look.edition.document:
        _title_block(story, book)
        write_contents(story, contents_headings(story, book))


def _title_block(story: StoryWriter, book: Book) -> None:
    data = book.settings.book
    day = chinese.chinese_date(data.date) if data.date else ""
    _title(story, book)
    _setting(story, "subtitle", data.subtitle, "Subtitle")
    _setting(story, "authors", "　".join(data.authors), "Byline")
    _setting(story, "date", day, "Byline")


def _setting(story: StoryWriter, key: str, text: str, style: str) -> None:
    """A line with the value of a key of book.toml; with the old one where that is gone."""
    id = f"book.{key}"
    for unit in story.parts.changes.before.get(id, ()):
        story.paragraph(style, [story.parts.deleted_run(unit.text)], change="del")
    if text:
        story.text(Block("paragraph", id, SourceLocation("book.toml"), text), style)


def _title(story: StoryWriter, book: Book) -> None:
    """The title: the heading of the text where that is the same."""
    block = opening_title(book)
    if block is None:
        place = SourceLocation("book.toml")
        block = Block("paragraph", "book.title", place, book.settings.book.title)
    else:
        story.removed(story.parts.changes.before.get(block.id, ()))
    if block.id in story.parts.targets:
        story.waiting.append(block.id)
    story.text(block, "Title")


def contents_headings(story: StoryWriter, book: Book) -> list[tuple[int, Block]]:
    """The headings of the contents, each with its level in Word; none where they are too few.

    Two levels, and a third where these have few entries: as many as Word itself takes when the
    field is made anew.
    """
    title = opening_title(book)
    headings = [
        (max(block.level - story.raised, 1), block)
        for chapter in book.chapters
        for block in chapter.walk()
        if block.kind == "heading" and block is not title and title_text(block.text)
    ]
    for most in (CONTENTS_LEVELS - 1, CONTENTS_LEVELS):
        shown = [entry for entry in headings if entry[0] <= most]
        if len(shown) >= FEWEST_UPPER:
            return shown
    return shown if len(shown) >= FEWEST_ENTRIES else []


def write_contents(story: StoryWriter, headings: Sequence[tuple[int, Block]]) -> None:
    """Adds a field of contents that is filled already. Its page numbers are those of the printed
    edition until Word counts its own.
    """
    if not headings:
        return
    parts = story.parts
    inner = StoryWriter(parts)
    inner.paragraph("TOCHeading", [*plain_runs(parts.words["contents_spaced"])])
    levels = max(level for level, _ in headings)
    opening = _field_opening(f'TOC \\o "1-{levels}" \\h \\z')
    for index, (level, block) in enumerate(headings):
        entry = _contents_entry(parts, block)
        last = [make("w:r", make("w:fldChar", fldCharType="end"))] * (index + 1 == len(headings))
        inner.paragraph(f"TOC{level}", [*(opening if index == 0 else []), entry, *last])
    story.out.append(
        make(
            "w:sdt",
            make(
                "w:sdtPr",
                make(
                    "w:docPartObj",
                    make("w:docPartGallery", val="Table of Contents"),
                    make("w:docPartUnique"),
                ),
            ),
            make("w:sdtContent", *inner.out),
        )
    )


def _field_opening(instruction: str) -> list[etree._Element]:
    return page_field(instruction, "")[:3]


def _contents_entry(parts: DocumentParts, block: Block) -> etree._Element:
    name = bookmark_name(block.id)
    folio = parts.folios.at(block.id) or "1"
    return make(
        "w:hyperlink",
        *plain_runs(title_text(block.text)),
        make("w:r", make("w:tab")),
        *page_field(f"PAGEREF {name} \\h", folio),
        anchor=name,
        history=1,
    )


def as_body(book: Book) -> Book:
    """The book without the heading that is its title and stands in the front matter already."""
    title = opening_title(book)
    if title is None:
        return book
    first, *others = book.chapters
    return replace(book, chapters=(replace(first, blocks=first.blocks[1:]), *others))
