"""A book as an official document (公文): its text alone, and what stands before it."""

from __future__ import annotations

from dataclasses import replace

from duben.layout import (
    issuer,
)
from duben.model import (
    Book,
)


def as_official_document(book: Book) -> Book:
    """The book as an official document: its text from beginning to end, without appendix and what
    leads there. A text that opens with the title of the book is a document by itself: what is put
    before it in a book (编者说明) is left out, so that its title stands once, at the head.
    """
    settings = replace(
        book.settings,
        text=replace(
            book.settings.text,
            appendix=False,
            answers="omit" if book.settings.text.answers == "omit" else "inline",
        ),
    )
    body = [chapter for chapter in book.chapters if chapter.part == "body"]
    titled = bool(body) and opens_with_title(replace(book, chapters=tuple(body)))
    order = [
        chapter
        for part in (("body", "back") if titled else ("front", "body", "back"))
        for chapter in book.chapters
        if chapter.part == part
    ]
    return replace(
        book,
        settings=settings,
        enumerations=(),
        chapters=tuple(replace(chapter, part="body") for chapter in order),
    )


def document_head(book: Book) -> str:
    """What stands before the text of an official document: the issuer's name in red, the title, to
    whom it goes.
    """
    imprint, title = book.settings.imprint, book.settings.book.title
    head = f"{issuer(book)}文件" if issuer(book) else ""
    return (
        head
        + ("" if opens_with_title(book) else title)
        + (f"{imprint.recipients.strip('：: ')}：" if imprint.recipients else "")
    )


def opens_with_title(book: Book) -> bool:
    """Whether the text opens with the book's title itself."""
    first = next(iter(book.chapters), None)
    return (
        first is not None
        and first.title is not None
        and first.title.text == book.settings.book.title
    )
