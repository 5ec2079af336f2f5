"""The EPUB: a book as files of XHTML, its contents, and the package around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from duben import layout
from duben.epub import files, gate, navigation, opf
from duben.layout import stylesheet, template_environment
from duben.manuscript import Picture
from duben.model import Book, BookError, PageStart


def package(
    book: Book,
    pictures: Mapping[str, Picture],
    cover: bytes,
    pages: Sequence[PageStart] = (),
    own_templates: Mapping[str, str] | None = None,
    theme: str = "",
    own_styles: Mapping[str, str] | None = None,
) -> bytes:
    """The book as an EPUB 3.3, the same bytes for the same book.

    ``cover`` is a PNG (b"": no cover page), ``pages`` where each page of the printed edition begins
    (none: no page list). BookError when something active or from outside, or a link that leads
    nowhere, would get into it.
    """
    theme = theme or book.settings.output.theme
    setter = files.Setter(book, pictures, cover, pages, template_environment(own_templates, theme))
    texts = setter.texts()
    listed = navigation.contents(setter)
    made = [*texts, *navigation.files(setter, listed)]
    sheet = stylesheet("ebook.css", own_styles, theme)
    if problems := gate.problems(
        made,
        setter.images,
        sheet,
        layout.ebook_overrides(layout.book_overrides(own_templates, own_styles)),
    ):
        raise BookError(problems)
    return opf.parcel(setter, made, sheet)
