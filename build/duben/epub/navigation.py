"""The contents of an EPUB: the navigation document (EPUB 3.3, 7) and the NCX of EPUB 2."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from duben import layout
from duben.epub.insertions import Insertions
from duben.epub.package_files import (
    CHANGES,
    COLOPHON,
    COVER_PAGE,
    ENUMERATIONS,
    NAVIGATION,
    NCX,
    NCX_TYPE,
    TITLE_PAGE,
    PackageFile,
)
from duben.epub.publication import Publication, tidy_lines
from duben.layout import entry_title, title_text
from duben.model import Chapter

PAGES_OF_OURS = (TITLE_PAGE, COLOPHON, ENUMERATIONS, CHANGES)
HEADING_LEVELS = 3  # of headings that the contents show
PARAGRAPH_DEPTH = 10  # a labelled paragraph stands inside any heading


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """An entry of the contents and those inside it. ``depth``: smaller is further out; ``target``
    as seen from the root of the package. The templates use label, target, inside and ``folded``:
    the page of the contents does not show those inside, a reader's own list of contents does.
    """

    depth: int
    label: str
    target: str
    inside: tuple[NavigationEntry, ...] = ()
    shown: bool = True

    @property
    def folded(self) -> bool:
        return not any(entry.shown for entry in self.inside)


def navigation_files(
    publication: Publication, insertions: Insertions, identifier: str, files: Iterable[PackageFile]
) -> list[PackageFile]:
    """The navigation document (toc nav, landmarks nav, page-list nav), and the NCX that older
    reading systems ask for. ``files`` are the finished pages.
    """
    heads = {file.name: file.data for file in files if file.name in PAGES_OF_OURS}
    flat = [
        replace(entry, target=_reachable(entry.target, heads)) for entry in contents(publication)
    ]
    entries, pages = nest(flat), insertions.page_list
    document = publication.render(
        "nav",
        NAVIGATION,
        publication.words["contents"],
        "frontmatter",
        contents=entries,
        landmarks=[
            (kind, _reachable(target, heads), label)
            for kind, target, label in landmarks(publication, insertions)
        ],
        pages=pages,
    )
    template = "epub/toc.ncx"
    ncx = publication.templates.get_template(template).render(
        language=publication.language,
        title=publication.book.settings.book.title,
        said=publication.words,
        identifier=identifier,
        contents=entries,
        depth=nesting_depth(entries),
        pages=pages,
        last_page=max((int(label) for label, _ in pages if label.isdecimal()), default=0),
    )
    return [
        replace(document, properties=("nav",)),
        PackageFile("ncx", NCX, "", tidy_lines(ncx), None, NCX_TYPE, template=template),
    ]


def _reachable(target: str, heads: Mapping[str, bytes]) -> str:
    """The target, or its page alone where a template of the book's own gives the heading no id."""
    path, _, id = target.partition("#")
    named = re.compile(rb"\sid\s*=\s*[\"']%s[\"']" % id.encode())
    return path if path in heads and not named.search(heads[path]) else target


def contents(publication: Publication) -> Iterator[NavigationEntry]:
    """The entries of the contents in reading order, not yet one in another."""
    words, book = publication.words, publication.book
    title = entry_title(title_text(book.settings.book.title))
    yield NavigationEntry(1, title, f"{TITLE_PAGE}#book-title")
    yield NavigationEntry(1, words["colophon"], f"{COLOPHON}#colophon")
    shown = {entry.block: entry for entry in layout.contents_entries(book)}
    for chapter in book.chapters:
        path = publication.locations.paths[chapter.slug]
        if chapter.title is None or not title_text(chapter.title.text):
            yield NavigationEntry(1, entry_title(publication.chapter_title(chapter)), path)
        for block in chapter.walk():
            text, target = title_text(block.text), f"{path}#{block.id}"
            if block.kind == "heading" and block.level <= HEADING_LEVELS and text:
                printed = block.level == 1 or block.id in shown or not chapter.slug
                yield NavigationEntry(block.level, entry_title(text), target, shown=printed)
            elif block.id in shown:
                entry = shown[block.id]
                end = block.text.find(entry.title, len(entry.label)) + len(entry.title)
                label = entry_title(title_text(block.text[:end]))
                yield NavigationEntry(PARAGRAPH_DEPTH + entry.level, label, target)
    if publication.enumerations:
        yield NavigationEntry(1, words["appendix"], f"{ENUMERATIONS}#enumerations")
        if publication.unlisted_enumerations:
            yield NavigationEntry(2, words["unlisted"], f"{ENUMERATIONS}#unlisted")
    if book.history:
        yield NavigationEntry(1, words["revisions"], f"{CHANGES}#changes")


def nest(flat: Sequence[NavigationEntry]) -> tuple[NavigationEntry, ...]:
    """Entries one in another, by their depth."""
    entries: list[NavigationEntry] = []
    index = 0
    while index < len(flat):
        end = index + 1
        while end < len(flat) and flat[end].depth > flat[index].depth:
            end += 1
        entries.append(replace(flat[index], inside=nest(flat[index + 1 : end])))
        index = end
    return tuple(entries)


def nesting_depth(entries: Sequence[NavigationEntry]) -> int:
    """How many levels the contents have."""
    return max((1 + nesting_depth(entry.inside) for entry in entries), default=0)


def landmarks(publication: Publication, insertions: Insertions) -> Iterator[tuple[str, str, str]]:
    """Where a reader may want to go at once: epub:type, target and label (EPUB 3.3, 7.4.3)."""
    words, home = publication.words, publication.locations.home
    if publication.has_cover:
        yield "cover", COVER_PAGE, words["cover"]
    yield "titlepage", TITLE_PAGE, words["title_page"]
    yield "toc", NAVIGATION, words["contents"]
    if start := first_chapter(publication.book.chapters):
        yield "bodymatter", publication.locations.paths[start.slug], words["start"]
    term = next((entry.block for entry in publication.book.glossary if entry.block in home), None)
    if term is not None:
        target = f"{home[term]}#{insertions.entries.get(term, term)}"
        yield "glossary", target, words["glossary"]
    if publication.enumerations:
        yield "appendix", f"{ENUMERATIONS}#enumerations", words["appendix"]


def first_chapter(chapters: Sequence[Chapter]) -> Chapter | None:
    """The chapter with which the text begins."""
    return next((chapter for chapter in chapters if chapter.part == "body"), None)
