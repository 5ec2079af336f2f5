"""The EPUB: a book as files of XHTML, its navigation, and the package around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from duben import layout
from duben.epub.chapter_pages import chapter_page
from duben.epub.front_and_back import back_pages, front_pages
from duben.epub.gate import package_problems
from duben.epub.hidden_text import hidden_text_problems
from duben.epub.insertions import insertions
from duben.epub.navigation import navigation_files
from duben.epub.package_document import identifier, write_package
from duben.epub.publication import Publication
from duben.layout import stylesheet, template_environment
from duben.manuscript import Picture
from duben.model import Book, BookError, PageStart


def package(
    book: Book,
    pictures: Mapping[str, Picture],
    cover: bytes,
    pages: Sequence[PageStart] = (),
    own_templates: Mapping[str, str] | None = None,
    own_styles: Mapping[str, str] | None = None,
) -> bytes:
    """The book as an EPUB 3.3, the same bytes for the same book.

    ``cover`` is a PNG (b"": no cover page), ``pages`` where each page of the printed edition begins
    (none: no page list). BookError when something active or from outside, or a link that leads
    nowhere, would get into it.
    """
    templates = template_environment(own_templates)
    publication = Publication(book, pictures, cover, pages, templates)
    inserted = insertions(publication)
    files = [
        *front_pages(publication),
        *(chapter_page(publication, inserted, chapter) for chapter in publication.book.chapters),
        *back_pages(publication, inserted),
    ]
    files += navigation_files(publication, inserted, identifier(book), files)
    style = stylesheet("ebook.css", own_styles)
    overrides = layout.ebook_overrides(layout.book_overrides(own_templates, own_styles))
    problems = package_problems(files, publication.images.all, style, overrides)
    if not problems and own_styles and "ebook.css" in own_styles:
        own = own_styles["ebook.css"]
        ours = "" if style == own else stylesheet("ebook.css")
        problems = hidden_text_problems(files, ours, own, book.blocks.keys())
    if problems:
        raise BookError(problems)
    return write_package(publication, inserted, files, style)
