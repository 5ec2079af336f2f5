"""book.toml written and changed by a form: a key at a time, everything else as the author left
it.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from datetime import date

from duben.model import BookError, problem

TABLE = re.compile(r"[ \t]*\[")
BOOK_TABLE = re.compile(r"[ \t]*\[[ \t]*book[ \t]*\][ \t]*(#.*)?")
KEY_LINE = (
    r"(?P<head>[ \t]*{key}[ \t]*=[ \t]*)"
    r"""(?:"(?:[^"\\]|\\.)*"|'[^']*')"""
    r"(?P<rest>[ \t]*(?:#.*)?)"
)


def new_book_toml(head: Mapping[str, str]) -> str:
    """book.toml of a new book. BookError for a date that is none."""
    rows = [f"title = {toml_string(head['title'])}"]
    for key, form in (("subtitle", "{}"), ("authors", "[{}]"), ("publisher", "{}")):
        text = head.get("author" if key == "authors" else key, "")
        if text.strip():
            rows.append(f"{key} = " + form.format(toml_string(text)))
    if day := head.get("date", "").strip():
        try:
            rows.append(f"date = {date.fromisoformat(day).isoformat()}")
        except ValueError:
            raise BookError(problem("day-form", None, text=day[:20])) from None
    output = '[output]\neditions = ["screen", "booklet"]\nformats = ["pdf", "epub"]\n'
    return "[book]\n" + "\n".join(rows) + "\n\n" + output


def toml_string(text: str) -> str:
    """A text as a string of TOML, on one line: JSON's escapes are among its own."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return json.dumps(line, ensure_ascii=False)


def with_title(toml: str, title: str) -> str:
    """book.toml with another title. BookError where its form is too strange to change it safely."""
    return with_book_key(toml, "title", title)


def with_book_key(toml: str, key: str, text: str) -> str:
    """book.toml with another text for a key of [book]. BookError where its form is too strange to
    change it safely.
    """
    lines = toml.split("\n")
    row = f"{key} = {toml_string(text)}"
    own_line = re.compile(KEY_LINE.format(key=re.escape(key)))
    start = next((i for i, line in enumerate(lines) if BOOK_TABLE.fullmatch(line)), None)
    if start is None:
        lines[:0] = ["[book]", row, ""]
    else:
        for number in range(start + 1, len(lines)):
            if TABLE.match(lines[number]):
                lines.insert(start + 1, row)
                break
            if match := own_line.fullmatch(lines[number]):
                lines[number] = match["head"] + toml_string(text) + match["rest"]
                break
        else:
            lines.insert(start + 1, row)
    changed = "\n".join(lines)
    if not _differs_in_key_only(toml, changed, key):
        raise BookError(problem("desk-title-by-hand", None))
    return changed


def _differs_in_key_only(old: str, new: str, key: str) -> bool:
    try:
        before, after = tomllib.loads(old), tomllib.loads(new)
    except (ValueError, RecursionError):
        return False
    before.setdefault("book", {}).pop(key, None)
    after["book"].pop(key, None)
    return before == after
