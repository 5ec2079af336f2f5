"""A library of known terms (提法库) of the editor's own, read; what is wrong in it, at its line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from duben import chinese
from duben.analysis.decisions.reading import unquoted_term
from duben.analysis.toml_tables import NUMBER, TABLES, TEXT, TEXTS, TRUTH, TableReading
from duben.model import (
    BookletRecord,
    KnownTerm,
    Problem,
    Source,
    TermLibrary,
    TermRecord,
)

# The keys of each table and what they take; of [[term]] and [[book]] the first must be there.
TERM_KEYS = {
    "term": TEXT, "count": NUMBER, "members": TEXTS, "variants": TEXTS, "source": TEXT, "date": TEXT, "since": TEXT, "until": TEXT,  # noqa: E501
    "place": TEXT, "shared": TRUTH, "ordered": TRUTH, "where": TEXT, "named_in": TEXT, "book": TABLES,  # noqa: E501
}  # fmt: skip
BOOK_KEYS = {"id": TEXT, "title": TEXT, "version": TEXT, "date": TEXT}
RECORD_KEYS = {
    "book": TEXT, "version": TEXT, "date": TEXT, "place": TEXT, "page": TEXT, "listed": TRUTH,
}  # fmt: skip


def read_library(source: Source) -> tuple[TermLibrary, tuple[Problem, ...]]:
    """The entries of a library and all that is wrong with the file. An entry that is wrong is left
    out.
    """
    reading = TableReading(source)
    reading.allow_only("term", "book")
    booklets = [
        BookletRecord(**values)
        for lines, table in reading.tables("book")
        if (values := reading.values(lines, table, BOOK_KEYS)) is not None
    ]
    numbered = {(one.id, one.version) for one in booklets}
    terms = [
        entry
        for lines, table in reading.tables("term")
        if (entry := _entry(reading, lines, table, numbered))
    ]
    return TermLibrary(tuple(terms), tuple(booklets)), reading.sorted_problems


def overlay(own: Iterable[KnownTerm], shipped: chinese.Library) -> chinese.Library:
    """The shipped library with the entries of the editor's own in place of ours of that name."""
    return {**shipped, **chinese.index_terms(own)}


def _entry(
    reading: TableReading,
    lines: Mapping[str, int],
    table: Mapping[str, Any],
    booklets: Collection[tuple[str, str]],
) -> KnownTerm | None:
    """A table [[term]] as an entry; None, and told why, where it is none. ``booklets``: the id and
    version of each of which it may say where it stands.
    """
    rows = table.get("book", [])
    rows = rows if isinstance(rows, list) else []
    heads = reading.heads.get("term.book", [])
    mine = [heads.pop(0) if heads else dict[str, int]() for _ in rows]
    values = reading.values(lines, table, TERM_KEYS)
    if values is None:
        return None
    members, head = values.get("members", ()), lines.get("", 1)
    if len(members) < 2 or len(set(members)) < len(members):
        reading.tell("library-members", lines.get("members", head), term=values["term"])
        return None
    if values.setdefault("count", len(members)) != len(members):
        reading.tell(
            "library-count",
            lines.get("count", head),
            term=values["term"],
            count=values["count"] if abs(values["count"]) < 10**9 else "…",
            listed=len(members),
        )
        return None
    values["term"] = unquoted_term(values["term"])
    if not values["term"]:
        reading.tell("library-without", lines.get("term", head), key="term")
        return None
    records = []
    for at, row in zip(mine, rows, strict=True):
        if (record := reading.values(at, row, RECORD_KEYS)) is None:
            continue
        records.append(TermRecord(**record))
        if (records[-1].book, records[-1].version) not in booklets:
            line = at.get("book", at.get("", head))
            reading.tell("library-no-booklet", line, book=records[-1].book)
    place = reading.source.place(lines.get("term", head))
    return replace(chinese.known_term(values), place=place, records=tuple(records))
