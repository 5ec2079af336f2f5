"""The pages round the text: cover, 扉页 and 版本说明 before it; 附录　数字提法 and 修订说明 behind
it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from duben.chinese import circled_number
from duben.epub.insertions import Insertions, NamedPlace, enumeration_id, mention_links
from duben.epub.package_files import (
    CHANGES,
    COLOPHON,
    COVER_IMAGE,
    COVER_PAGE,
    ENUMERATIONS,
    TITLE_PAGE,
    PackageFile,
    relative_address,
)
from duben.epub.publication import Publication
from duben.layout import (
    EnumerationMember,
    authors_word,
    booklet_names,
    group_by_number,
    member_tree,
    note_sign,
    source_note,
    with_members,
)
from duben.model import Enumeration, VersionNote, read_day

OVERVIEW_FROM = 6  # entries from which on the appendix begins with a table by number


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
        (authors_word(data.authors), "　".join(data.authors)),
        ("publisher", data.publisher if data.publisher != imprint.issuer else ""),
        ("issuer", imprint.issuer),
        ("kind", words.get(imprint.kind, imprint.kind)),
        ("permit", imprint.permit),
        ("recipients", imprint.recipients),
        ("version", publication.version()),
        ("date", publication.day()),
        ("source", data.source),
        ("address", data.address),
        (
            "page_source",
            words["page_source_said"].format(publication.page_size()) if publication.pages else "",
        ),
    ]
    return [(name, value) for name, value in rows if value]


def back_pages(publication: Publication, insertions: Insertions) -> Iterator[PackageFile]:
    """The appendix, where there are enumerations, and the page of changes, where versions are
    known.
    """
    if publication.enumerations:
        yield appendix_page(publication, insertions)
    if publication.book.history:
        yield changes_page(publication)


@dataclass(frozen=True, slots=True)
class EpubAppendixEntry:
    """An enumeration as the appendix shows it; the templates use these names."""

    it: Enumeration
    id: str
    marks: Markup
    places: Markup
    family: tuple[EnumerationMember, ...]
    source: str


def appendix_page(publication: Publication, insertions: Insertions) -> PackageFile:
    """Every enumeration with its members and the places that name it."""
    enumerations = publication.enumerations
    known = with_members(enumerations)
    entries = [
        EpubAppendixEntry(
            enumeration,
            enumeration_id(enumeration),
            insertions.before.get(enumeration_id(enumeration), Markup("")),
            occurrence_links(publication, enumeration),
            member_tree(enumeration, known),
            source_note(enumeration, publication.words, alone=True),
        )
        for enumeration in enumerations
    ]
    overview = [
        (numeral, [(enumeration, enumeration_id(enumeration)) for enumeration in group])
        for numeral, group in group_by_number(enumerations)
    ]
    return publication.render(
        "enumerations",
        ENUMERATIONS,
        publication.words["appendix"],
        "backmatter",
        before=insertions.before,
        listed=[entry for entry in entries if entry.it.members],
        unlisted=[entry for entry in entries if not entry.it.members and not entry.it.known],
        supplied=[entry for entry in entries if entry.it.known],
        histories=publication.book.term_histories,
        booklets=booklet_names(publication.book, publication.words),
        sign=note_sign,
        waiting=any(not entry.it.sure for entry in entries),
        again=any(circled_number(2) in entry.places for entry in entries),
        overview=overview if len(enumerations) >= OVERVIEW_FROM else [],
    )


def occurrence_links(publication: Publication, enumeration: Enumeration) -> Markup:
    """Links to every mention of an enumeration that the book prints."""
    mentions = {
        occurrence.id: NamedPlace(occurrence.id, occurrence.block, occurrence.start)
        for occurrence in enumeration.occurrences
        if publication.locations.is_printed(occurrence.block)
    }
    defined = enumeration.defined if enumeration.members else None
    definition = mentions.get(defined.id) if defined else None
    id = f"{enumeration_id(enumeration)}-places"
    return mention_links(publication, mentions.values(), ENUMERATIONS, definition, id)


def changes_page(publication: Publication) -> PackageFile:
    """The versions, the present one first; what the present one changed, place by place."""
    history, words = publication.book.history, publication.words
    versions = [
        _version_values(publication, version, first=index == 0)
        for index, version in enumerate(history)
    ]
    amendments = [
        {
            "label": amendment.label,
            "target": _target(publication, amendment.block)[0],
            "kind": words[f"amendment_{amendment.kind}"],
            "segments": amendment.segments,
        }
        for amendment in history[-1].amendments
    ]
    return publication.render(
        "changes",
        CHANGES,
        words["revisions"],
        "backmatter",
        history=versions[::-1],
        amendments=amendments,
    )


def _version_values(publication: Publication, version: VersionNote, first: bool) -> dict[str, Any]:
    """A version as the template asks for it."""
    sentences: Sequence[tuple[str, str, str]] = [
        (text, *_target(publication, block)) for text, block in version.sentences
    ]
    unchanged = "" if sentences else publication.words["first_version" if first else "no_changes"]
    return {
        "number": publication.version(version.number),
        "date": publication.day(read_day(version.date)) if version.date else "",
        "note": version.note or unchanged,
        "sentences": sentences,
        "more": version.more,
    }


def _target(publication: Publication, block: str) -> tuple[str, str]:
    """The address of a block as seen from the page of changes, and the folio of the printed page;
    "" where there is none.
    """
    locations = publication.locations
    if not locations.is_printed(block):
        return "", ""
    address = relative_address(f"{locations.home[block]}#{block}", CHANGES)
    return address, locations.folio_at(block, 0)
