"""What confirmed books say, gathered in a library of known terms; how terms went through the
booklets of one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from duben import chinese
from duben.model import (
    Book,
    BookletRecord,
    Enumeration,
    KnownTerm,
    TermHistory,
    TermLibrary,
    TermRecord,
    TermState,
    TermWording,
)

HEAD = """\
# 提法库：各次读本列出的数字提法。由 duben enumerations 书稿… --collect 汇集，可以手工增改。
# A library of known terms: docs/enumerations.md has the form. What --collect has gathered of a
# version of a book is written anew when that version is collected again; all else stays.
"""


def booklet_of(book: Book) -> BookletRecord:
    """How a book is named in a library."""
    about = book.settings.book
    day = about.date.isoformat() if about.date else ""
    return BookletRecord(about.id, about.title, about.version, day)


def collect(library: TermLibrary, books: Iterable[Book]) -> TermLibrary:
    """The library with what the books say: each list of members that is sure or confirmed, with
    where it stands; terms that a book only names where another one lists them.
    """
    gathering = _Gathering(list(library.terms), list(library.booklets))
    books = sorted(books, key=lambda book: booklet_of(book).date)
    for book in books:
        gathering.forget(booklet_of(book))
    for book in books:
        gathering.booklets.append(booklet_of(book))
        for one in book.enumerations:
            if one.printed_members and one.shown and not one.open:
                gathering.add_list(book, one)
    for book in books:
        for one in book.enumerations:
            if one.shown and not (one.printed_members and not one.open):
                gathering.add_name(book, one)
    gathering.booklets.sort(key=lambda booklet: (booklet.date, booklet.version))
    return TermLibrary(tuple(gathering.terms), tuple(gathering.booklets))


@dataclass(slots=True)
class _Gathering:
    """A library while books are gathered."""

    terms: list[KnownTerm]
    booklets: list[BookletRecord]

    def forget(self, booklet: BookletRecord) -> None:
        """Takes out what the library has of this version of a book."""
        self.booklets = [
            one for one in self.booklets if (one.id, one.version) != (booklet.id, booklet.version)
        ]
        kept = []
        for entry in self.terms:
            records = tuple(
                record
                for record in entry.records
                if (record.book, record.version) != (booklet.id, booklet.version)
            )
            # What was typed by hand has no records and stays.
            if any(record.listed for record in records) or not entry.records:
                kept.append(replace(entry, records=records))
        self.terms = kept

    def add_list(self, book: Book, one: Enumeration) -> None:
        """Notes a list of members: with the entry that has just these, or as a new one."""
        record = _record(book, one, listed=True)
        name = chinese.normalized_term(one.term)
        for index, entry in enumerate(self.terms):
            if name in chinese.entry_names(entry) and entry.members == one.members:
                self.terms[index] = replace(entry, records=(*entry.records, record))
                return
        about = booklet_of(book)
        self.terms.append(
            KnownTerm(
                one.term, len(one.members), one.members, about.title, about.date, records=(record,)
            )
        )

    def add_name(self, book: Book, one: Enumeration) -> None:
        """Notes that a book names a term, with the last entry of its name."""
        name = chinese.normalized_term(one.term)
        places = [
            index
            for index, entry in enumerate(self.terms)
            if name in chinese.entry_names(entry) and entry.records
        ]
        if places:
            entry = self.terms[places[-1]]
            record = _record(book, one, listed=False)
            self.terms[places[-1]] = replace(entry, records=(*entry.records, record))


def _record(book: Book, one: Enumeration, listed: bool) -> TermRecord:
    about = booklet_of(book)
    at = one.evidence[0].place if listed and one.evidence else None
    place = at or (one.defined or one.occurrences[0]).place
    return TermRecord(about.id, about.version, about.date, str(place), "", listed)


# --- the file -------------------------------------------------------------------------------------


def library_to_toml(library: TermLibrary, before: str = "") -> str:
    """A library as TOML; the comment at the head of ``before`` stays."""
    head = re.match(r"(?:[ \t]*(?:#.*)?\n)*", before)
    parts = [head.group().strip() + "\n" if head and head.group().strip() else HEAD]
    parts += ["[[book]]\n" + _lines(_booklet_values(booklet)) for booklet in library.booklets]
    for entry in library.terms:
        parts.append("[[term]]\n" + _lines(_entry_values(entry)))
        parts += ["[[term.book]]\n" + _lines(_record_values(one)) for one in entry.records]
    return "\n".join(parts)


def _booklet_values(one: BookletRecord) -> list[tuple[str, object]]:
    return [("id", one.id), ("title", one.title), ("version", one.version), ("date", one.date)]


def _entry_values(entry: KnownTerm) -> list[tuple[str, object]]:
    return [
        ("term", entry.term), ("count", entry.count), ("members", entry.members), ("variants", entry.variants),  # noqa: E501
        ("source", entry.source), ("date", entry.date), ("since", entry.since), ("until", entry.until), ("place", entry.area),  # noqa: E501
        ("shared", entry.shared), ("ordered", entry.ordered), ("where", entry.where), ("named_in", entry.named_in),  # noqa: E501
    ]  # fmt: skip


def _record_values(one: TermRecord) -> list[tuple[str, object]]:
    values: list[tuple[str, object]] = [
        ("book", one.book), ("version", one.version), ("date", one.date), ("place", one.place), ("page", one.page),  # noqa: E501
    ]  # fmt: skip
    return values if one.listed else [*values, ("listed", "false")]


def _lines(values: Sequence[tuple[str, object]]) -> str:
    """Keys and values, a line each; without those that say nothing."""
    return "".join(f"{key} = {_toml(key, value)}\n" for key, value in values if value)


def _toml(key: str, value: object) -> str:
    if key == "listed" or value is True:
        return str(value).lower()
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)


# --- through the booklets -------------------------------------------------------------------------


def with_history(book: Book, library: TermLibrary) -> Book:
    """The book with the history of the terms of a library, this book as its last booklet."""
    whole = collect(library, [book])
    here = booklet_of(book)
    last = [one for one in whole.booklets if (one.id, one.version) == (here.id, here.version)]
    booklets = [one for one in whole.booklets if one not in last and one.date <= (here.date or "9")]
    booklets += last
    return replace(
        book,
        booklets=tuple(booklets),
        term_histories=term_histories(TermLibrary(whole.terms, tuple(booklets))),
    )


def term_histories(library: TermLibrary) -> tuple[TermHistory, ...]:
    """How each term went through the booklets of a library: by number, then as they came."""
    numbers = {
        (booklet.id, booklet.version): number for number, booklet in enumerate(library.booklets, 1)
    }
    entries: dict[str, list[KnownTerm]] = {}
    for entry in library.terms:
        if entry.records:
            entries.setdefault(chinese.normalized_term(entry.term), []).append(entry)
    histories = (_history(some, numbers) for some in entries.values())
    return tuple(sorted((one for one in histories if one.wordings), key=lambda one: one.count))


def _history(entries: Sequence[KnownTerm], numbers: dict[tuple[str, str], int]) -> TermHistory:
    wordings: dict[tuple[str, ...], set[int]] = {}
    for entry in entries:
        for record in entry.records:
            if number := numbers.get((record.book, record.version)):
                members = entry.members if record.listed else ()
                wordings.setdefault(members, set()).add(number)
    rows = [TermWording(members, tuple(sorted(some))) for members, some in wordings.items()]
    # By the first booklet; what only names the term stands last.
    rows.sort(key=lambda row: (not row.members, row.booklets))
    first = entries[0]
    return TermHistory(first.term, first.count, tuple(rows), _state(rows, len(numbers)))


def _state(rows: Sequence[TermWording], last: int) -> TermState:
    """What the last booklet did with a term, where it is not the only one."""
    lists = [row for row in rows if row.members]
    everywhere = {number for row in rows for number in row.booklets}
    if last < 2 or not everywhere:
        return ""
    if last not in everywhere:
        return "dropped"
    if everywhere == {last}:
        return "new"
    if any(last in row.booklets for row in lists):
        before = [number for row in lists for number in row.booklets if number < last]
        if before and not any({max(before), last} <= set(row.booklets) for row in lists):
            return "changed"
    return ""
