"""Which entries of the library of known terms hold for a book, by its time and place, and what they
supply.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from duben import chinese
from duben.cache import Cache
from duben.model import Book, Chapter, Enumeration, KnownTerm, data_digest

# What a region's name ends in.
REGION_END = re.compile(
    "(?:(?:壮族|回族|维吾尔|维吾尔族|朝鲜族|[一-鿿]{1,3}族)?自治[区州县]|省|市|县|区|州|盟)$"
)


def with_known_terms(book: Book, library: chinese.Library, store: Cache) -> Book:
    """The book with the entries on its terms; with ``[text] supply`` each term whose members the
    text lists nowhere has those of the library. ``store`` knows which names stand in a chapter.
    """
    known = {
        one.id: library.get(chinese.normalized_term(one.term), ()) for one in book.enumerations
    }
    entries = dict.fromkeys(entry for some in known.values() for entry in some)
    entries.update(dict.fromkeys(_named_entries(book, library, store)))
    book = replace(book, known_terms=tuple(entries))
    if not book.settings.text.supply:
        return book
    return replace(
        book,
        enumerations=tuple(
            _supply(one, _not_later(of_time_and_place(known[one.id], book), book))
            for one in book.enumerations
        ),
    )


# A name of so many characters at least is one wherever it stands.
SURE_NAME = 4


def _named_entries(book: Book, library: chinese.Library, store: Cache) -> list[KnownTerm]:
    """The entries whose name stands in the book, enumeration or not."""
    entries = [entry for some in library.values() for entry in some if len(entry.term) >= SURE_NAME]
    names = sorted({entry.term for entry in entries})
    digest = data_digest(names)
    standing: set[str] = set()
    for chapter in book.chapters:
        standing.update(_names_in(chapter, names, digest, store))
    return [entry for entry in entries if entry.term in standing]


def _names_in(chapter: Chapter, names: Sequence[str], digest: str, store: Cache) -> Sequence[str]:
    """Those of the names that stand in a chapter; ``digest`` is that of all names."""
    text = "\n".join(block.text for block in chapter.walk())
    inputs = "names", digest, text
    if kept := store.get(*inputs):
        return kept[0]  # type: ignore[no-any-return]
    standing = [name for name in names if name in text]
    store.put(standing, b"", *inputs)
    return standing


def _supply(one: Enumeration, entries: Sequence[KnownTerm]) -> Enumeration:
    """An enumeration that the text only names, with the entry of its name; of several that agree
    that of the first source in the order of sources. As it is where there is none, where they
    differ, and where many lists bear the name.
    """
    if one.members or one.kind == "bare":
        return one
    # What says no source cannot be marked.
    fitting = [entry for entry in entries if entry.count == one.count and entry.source]
    if not fitting or any(entry.shared for entry in fitting):
        return one
    first, *others = sorted(fitting, key=lambda entry: chinese.source_rank(entry.source))
    if not all(chinese.agreeing_entry(other.members, [first]) for other in others):
        return one
    return replace(one, known=first, status="supplied")


def of_time_and_place(entries: Sequence[KnownTerm], book: Book) -> tuple[KnownTerm, ...]:
    """The entries that may hold for a book: of a region only where the book names it; none of
    another time. A book without a date is of any time.
    """
    day = book.settings.book.date
    titles = _titles(book)
    return tuple(
        entry
        for entry in entries
        if (day is None or is_of_time(entry, day))
        and (not entry.area or _names(titles, entry.area))
    )


def _not_later(entries: Sequence[KnownTerm], book: Book) -> tuple[KnownTerm, ...]:
    """The entries whose source is not later than the book, all of them for one without a date; a
    source may say its year or month alone.
    """
    day = book.settings.book.date
    if day is None:
        return tuple(entries)
    return tuple(one for one in entries if one.date <= day.isoformat()[: len(one.date)])


def is_of_time(entry: KnownTerm, day: date) -> bool:
    """Whether a day is in the time of an entry; its first and its last year count whole."""
    since, until = entry.since[:4], entry.until[:4]
    return (not since or str(day.year) >= since) and (not until or str(day.year) <= until)


def _titles(book: Book) -> str:
    """What says what a book is on: its title, publisher and authors, and its headings; a line
    each.
    """
    of = book.settings.book
    told = (of.title, of.subtitle, of.publisher, book.settings.imprint.issuer, *of.authors)
    headings = (
        block.text
        for chapter in book.chapters
        for block in chapter.walk()
        if block.kind == "heading"
    )
    return "\n".join((*told, *headings))


def _names(titles: str, area: str) -> bool:
    """Whether titles name a region, with its 省, 市 … or without."""
    return (REGION_END.sub("", area) if len(area) > 2 else area) in titles
