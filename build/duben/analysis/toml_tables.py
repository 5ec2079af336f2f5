"""Files of TOML that consist of tables such as [[term]]: each is read, and what is wrong is told at
its line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from duben.manuscript import find_unwanted, nested_too_deep, toml_problem
from duben.model import Problem, Source, SourceLocation, problem

TEXT, NUMBER, TEXTS, TRUTH, TABLES = "text", "number", "list", "true", "tables"
# Keys that hold a year, year-month or day.
DATE_KEYS = frozenset(("date", "since", "until"))
DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


@dataclass(slots=True)
class TableReading:
    """One reading of a file: ``content`` is its TOML, empty where there is none; ``heads`` has the
    lines of the tables not read yet, by name. ``problems`` grows.
    """

    source: Source
    content: Mapping[str, Any] = field(init=False)
    heads: dict[str, list[dict[str, int]]] = field(init=False)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.heads = _table_lines(self.source.text)
        self.content = {}
        if deep := nested_too_deep(self.source):
            self.problems.append(deep)
            return
        try:
            self.content = tomllib.loads(self.source.text)
        except (tomllib.TOMLDecodeError, RecursionError, ValueError, OverflowError) as error:
            match = re.search(r"at line (\d+)", str(error))
            last = self.source.text.rstrip("\n").count("\n") + 1
            line = min(int(match[1]), last) if match else last
            self.problems.append(toml_problem(self.source, error, line))

    @property
    def sorted_problems(self) -> tuple[Problem, ...]:
        """What is wrong, by line."""
        return tuple(sorted(self.problems, key=lambda fault: fault.place or SourceLocation("")))

    def allow_only(self, *names: str) -> None:
        """Tells everything at the top that is no table of these names."""
        for name in self.content:
            if name not in names:
                self.tell_unknown(name, 1, tuple(f"[[{known}]]" for known in names))

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

    def tables(self, name: str) -> Iterable[tuple[dict[str, int], Mapping[str, Any]]]:
        """The tables [[name]], each with the lines of its head (under "") and of its keys."""
        tables = self.content.get(name, [])
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
            elif fault := text_fault(self.source, line, key, value):
                self.problems.append(fault)
            elif key in DATE_KEYS and value and not DAY.fullmatch(value):
                self.tell("library-date", line, key=key, value=value[:40])
            else:
                values[key] = tuple(value) if keys[key] == TEXTS else value
        first = next(iter(keys))
        if not str(values.get(first, "")).strip() and len(self.problems) == before:
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


def text_fault(source: Source, line: int, key: str, value: object) -> Problem | None:
    """What is wrong with the characters of a value: one that TOML writes as \\u and that may not
    stand in a book; a line break in what is printed on one line, which a note is not.
    """
    texts = [value] if isinstance(value, str) else value if isinstance(value, list) else ()
    for text in (text for text in texts if isinstance(text, str) and not text.isprintable()):
        # What stands in the file as it is has been told when the file was read.
        for fault in find_unwanted(text, source.file):
            if chr(int(str(fault.values["character"])[2:], 16)) not in source.text:
                return replace(fault, place=source.place(line))
        if key != "note" and "\n" in text.strip():
            return problem("enumeration-line-break", source.place(line), key=key)
    return None


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
