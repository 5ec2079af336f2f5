"""The pages before the text: cover, 扉页 and 版本说明."""

from __future__ import annotations

from collections.abc import Iterator

from duben.epub.package_files import COLOPHON, COVER_IMAGE, COVER_PAGE, TITLE_PAGE, PackageFile
from duben.epub.publication import Publication


def front_pages(publication: Publication) -> Iterator[PackageFile]:
    """Cover (where there is one), title page and colophon."""
    words, data = publication.words, publication.book.settings.book
    if publication.has_cover:
        title = "　".join(filter(None, (data.title, data.subtitle)))
        yield publication.render(
            "cover",
            COVER_PAGE,
            words["cover"],
            "frontmatter",
            picture=COVER_IMAGE,
            alternative=f"{words['cover']}：{title}",
        )
    yield publication.render("title-page", TITLE_PAGE, words["title_page"], "frontmatter", "title")
    rows = colophon_rows(publication)
    yield publication.render(
        "colophon",
        COLOPHON,
        words["colophon"],
        "frontmatter",
        facts=[(words[name], value) for name, value in rows],
        ids={words[name]: f"imprint-{name.replace('_', '-')}" for name, _ in rows},
    )


def colophon_rows(publication: Publication) -> list[tuple[str, str]]:
    """Name (of the word that the book prints) and value of each row of the colophon: what is known,
    in the order of the trade; what concerns paper alone is left out.
    """
    settings, words = publication.book.settings, publication.words
    data, imprint = settings.book, settings.imprint
    rows = [
        ("title", data.title + (f"（{data.subtitle}）" if data.subtitle else "")),
        ("authors", "　".join(data.authors)),
        ("publisher", data.publisher if data.publisher != imprint.issuer else ""),
        ("issuer", imprint.issuer),
        ("kind", words.get(imprint.kind, imprint.kind)),
        ("permit", imprint.permit),
        ("recipients", imprint.recipients),
        ("version", publication.version()),
        ("date", publication.day()),
        ("source", data.source),
        ("address", data.address),
        ("page_source", words["page_source_said"] if publication.pages else ""),
    ]
    return [(name, value) for name, value in rows if value]
