"""book.toml written and changed by a form: a key at a time, everything else as the author left
it.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from duben.model import BookError, Month, problem

NEW_BOOK = '[book]\n\n[output]\neditions = ["screen", "booklet"]\nformats = ["pdf", "epub"]\n'
TABLE = re.compile(r"[ \t]*\[[ \t]*([A-Za-z0-9_-]+)[ \t]*\][ \t]*(#.*)?")
KEY = re.compile(r"[ \t]*([A-Za-z0-9_-]+)[ \t]*=[ \t]*")

SettingKey = tuple[str, str]  # a table of book.toml and a key in it
Values = Mapping[SettingKey, Any]


@dataclass(frozen=True, slots=True)
class _Statement:
    """The lines ``start`` to ``end`` (not included) of a key in a table; ``key`` "": a head."""

    table: str
    key: str
    start: int
    end: int


def toml_string(text: str) -> str:
    """A text as a string of TOML, on one line: JSON's escapes are among its own."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return json.dumps(line, ensure_ascii=False)


def toml_value(value: Any) -> str:
    """A text, a number, a truth, a date or a list of texts as TOML; a month is a text there."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Month):
        return f'"{value}"'
    if isinstance(value, (int, date)):
        return str(value)
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(toml_string, value)) + "]"
    return toml_string(value)


def with_values(toml: str, values: Values) -> str:
    """book.toml with other values, None for a key that goes. The author's lines, order and comments
    stay. BookError where its form is too strange to change it safely.
    """
    lines = toml.split("\n")
    for key, value in values.items():
        _set_value(lines, key, value)
    changed = "\n".join(lines)
    if not _differs_in_these_only(toml, changed, values):
        raise BookError(problem("desk-settings-by-hand", None))
    return changed


def setting_lines(toml: str) -> dict[SettingKey, int]:
    """The line, from 1, of each key of a table."""
    return {
        (row.table, row.key): row.start + 1
        for row in _statements(toml.split("\n"))
        if row.table and row.key
    }


def _set_value(lines: list[str], key: SettingKey, value: Any) -> None:
    statements = list(_statements(lines))
    there = next((row for row in statements if (row.table, row.key) == key), None)
    if there is not None:
        lines[there.start : there.end] = _changed_lines(lines[there.start : there.end], value)
        return
    if value is None:
        return
    line = f"{key[1]} = {toml_value(value)}"
    rows = [row for row in statements if row.table == key[0]]
    if rows:
        lines.insert(rows[-1].end, line)
        return
    while lines and not lines[-1].strip():
        lines.pop()
    lines += ([""] if lines else []) + [f"[{key[0]}]", line, ""]


def _changed_lines(old: list[str], value: Any) -> list[str]:
    """The lines of a key with another value; None: none."""
    head = KEY.match(old[0])
    if value is None or head is None:
        return []
    return [head[0] + toml_value(value) + _comment(old)]


def _comment(old: list[str]) -> str:
    """The comment at the end of the last line of a statement, with the blanks before it."""
    head, last = old[:-1], old[-1]
    for at, character in enumerate(last):
        if character == "#" and _parses("\n".join([*head, last[:at]])):
            return last[len(last[:at].rstrip()) :]
    return ""


def _statements(lines: list[str]) -> Iterator[_Statement]:
    """The heads of tables and the keys in them; those before the first head have no table."""
    table, number = "", 0
    while number < len(lines):
        start, number = number, number + 1
        if head := TABLE.fullmatch(lines[start]):
            table = head[1]
            yield _Statement(table, "", start, number)
        elif lines[start].lstrip().startswith("["):  # of another kind, such as [[list]] or [a.b]
            table = ""
        elif key := KEY.match(lines[start]):
            while number < len(lines) and not _parses("\n".join(lines[start:number])):
                number += 1
            yield _Statement(table, key[1], start, number)


def _parses(text: str) -> bool:
    try:
        tomllib.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _differs_in_these_only(old: str, new: str, values: Values) -> bool:
    try:
        expected, after = tomllib.loads(old), tomllib.loads(new)
        for (table, key), value in values.items():
            if value is None:
                expected.get(table, {}).pop(key, None)
            else:
                row = tomllib.loads(f"x = {toml_value(value)}")
                expected.setdefault(table, {})[key] = row["x"]
    except (ValueError, RecursionError, AttributeError, TypeError):
        return False
    return expected == after
