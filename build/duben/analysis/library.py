"""A library of known terms (提法库) of the editor's own, read; what is wrong in it, at its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from duben import chinese
from duben.analysis.decisions.reading import unquoted_term
from duben.manuscript import nested_too_deep, toml_problem
from duben.model import (
    BookletRecord,
    KnownTerm,
    Problem,
    Source,
    SourceLocation,
    TermLibrary,
    TermRecord,
    problem,
)

TEXT, NUMBER, TEXTS, TRUTH, TABLES = "text", "number", "list", "true", "tables"
# The keys of each table and what they take; of [[term]] and [[book]] the first must be there.
TERM_KEYS = {
    "term": TEXT, "count": NUMBER, "members": TEXTS, "variants": TEXTS, "source": TEXT, "date": TEXT, "since": TEXT, "until": TEXT,  # noqa: E501
    "place": TEXT, "shared": TRUTH, "ordered": TRUTH, "where": TEXT, "named_in": TEXT, "book": TABLES,  # noqa: E501
}  # fmt: skip
BOOK_KEYS = {"id": TEXT, "title": TEXT, "version": TEXT, "date": TEXT}
RECORD_KEYS = {
    "book": TEXT, "version": TEXT, "date": TEXT, "place": TEXT, "page": TEXT, "listed": TRUTH,
}  # fmt: skip
HEADS: Mapping[str, Mapping[str, str]] = {
    "term": TERM_KEYS, "book": BOOK_KEYS, "term.book": RECORD_KEYS,
}  # fmt: skip
# Year, year-month or day.
DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def read_library(source: Source) -> tuple[TermLibrary, tuple[Problem, ...]]:
    """The entries of a library and all that is wrong with the file. An entry that is wrong is left
    out.
    """
    if deep := nested_too_deep(source):
        return TermLibrary(), (deep,)
    try:
        content = tomllib.loads(source.text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError, OverflowError) as error:
        match = re.search(r"at line (\d+)", str(error))
        last = source.text.rstrip("\n").count("\n") + 1
        return TermLibrary(), (
            toml_problem(source, error, min(int(match[1]), last) if match else last),
        )
    reading = _Reading(source, _table_lines(source.text))
    for name in content:
        if name not in ("term", "book"):
            reading.tell_unknown(name, 1, ("[[term]]", "[[book]]"))
    booklets = [
        BookletRecord(**values)
        for lines, table in reading.tables(content, "book")
        if (values := reading.values(lines, table, BOOK_KEYS)) is not None
    ]
    terms = [
        entry
        for lines, table in reading.tables(content, "term")
        if (entry := _entry(reading, lines, table))
    ]
    return TermLibrary(tuple(terms), tuple(booklets)), tuple(
        sorted(reading.problems, key=lambda fault: fault.place or SourceLocation(""))
    )


def overlay(own: Iterable[KnownTerm], shipped: chinese.Library) -> chinese.Library:
    """The shipped library with the entries of the editor's own in place of ours of that name."""
    return {**shipped, **chinese.index_terms(own)}


@dataclass(slots=True)
class _Reading:
    """One reading of a library; ``heads`` has the lines of the tables not read yet, by name."""

    source: Source
    heads: dict[str, list[dict[str, int]]]
    problems: list[Problem] = field(default_factory=list)

    def tell(self, rule: str, line: int, **values: object) -> None:
        self.problems.append(problem(rule, self.source.place(line), **values))

    def tell_unknown(self, key: str, line: int, known: Sequence[str]) -> None:
        near = get_close_matches(key.lower()[:64], known, 1, 0.5)
        self.tell(
            "library-unknown-key",
            line,
            name=self.source.file,
            key=key[:40],
            nearest=near[0] if near else ", ".join(known),
        )

    def tables(
        self, content: Mapping[str, Any], name: str
    ) -> Iterable[tuple[dict[str, int], Mapping[str, Any]]]:
        """The tables [[name]], each with the lines of its head (under "") and of its keys."""
        tables = content.get(name, [])
        if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
            self.tell("library-table", 1, table=name)
            return []
        lines = self.heads.get(name, [])
        if len(lines) != len(tables):
            lines = [{} for _ in tables]
        return zip(lines, tables, strict=True)

    def values(
        self, lines: Mapping[str, int], table: Mapping[str, Any], keys: Mapping[str, str]
    ) -> dict[str, Any] | None:
        """The values of a table; None where one is of the wrong type, or the first key lacks."""
        head, before = lines.get("", 1), len(self.problems)
        values: dict[str, Any] = {}
        for key, value in table.items():
            line = lines.get(key, head)
            if key not in keys:
                self.tell_unknown(key, line, tuple(keys))
            elif not _is_of_kind(value, keys[key]):
                self.tell(f"enumeration-type-{keys[key]}", line, key=key)
            elif key in ("date", "since", "until") and value and not DAY.fullmatch(value):
                self.tell("library-date", line, key=key, value=value[:40])
            else:
                values[key] = tuple(value) if keys[key] == TEXTS else value
        first = next(iter(keys))
        if not values.get(first) and len(self.problems) == before:
            self.tell("library-without", head, key=first)
        return None if len(self.problems) > before else values


def _is_of_kind(value: object, kind: str) -> bool:
    if kind == TEXTS:
        return isinstance(value, list) and all(
            isinstance(one, str) and one.strip() for one in value
        )
    if kind == TABLES:
        return isinstance(value, list) and all(isinstance(one, dict) for one in value)
    return type(value) is {TEXT: str, NUMBER: int, TRUTH: bool}[kind]


def _entry(
    reading: _Reading, lines: Mapping[str, int], table: Mapping[str, Any]
) -> KnownTerm | None:
    """A table [[term]] as an entry; None, and told why, where it is none."""
    rows = table.get("book", [])
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
    records = [
        TermRecord(**record)
        for at, row in zip(mine, rows, strict=True)
        if (record := reading.values(at, row, RECORD_KEYS)) is not None
    ]
    place = reading.source.place(lines.get("term", head))
    return replace(chinese.known_term(values), place=place, records=tuple(records))


def _table_lines(text: str) -> dict[str, list[dict[str, int]]]:
    """For each table [[term]], [[term.book]] and [[book]] the line of its head (under "") and of
    its keys.
    """
    heads: dict[str, list[dict[str, int]]] = {}
    last: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if match := re.match(r"\s*\[\[\s*([a-z.\"]+?)\s*\]\]", line):
            last = {"": number}
            heads.setdefault(match[1].replace('"', ""), []).append(last)
        elif match := re.match(r"\s*\"?([A-Za-z0-9_-]+)\"?\s*=", line):
            last.setdefault(match[1], number)
    return heads
