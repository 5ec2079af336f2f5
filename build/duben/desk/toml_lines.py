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
TITLE_LINE = re.compile(
    r"(?P<head>[ \t]*title[ \t]*=[ \t]*)"
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
    lines = toml.split("\n")
    start = next((i for i, line in enumerate(lines) if BOOK_TABLE.fullmatch(line)), None)
    if start is None:
        lines[:0] = ["[book]", f"title = {toml_string(title)}", ""]
    else:
        for number in range(start + 1, len(lines)):
            if TABLE.match(lines[number]):
                lines.insert(start + 1, f"title = {toml_string(title)}")
                break
            if match := TITLE_LINE.fullmatch(lines[number]):
                lines[number] = match["head"] + toml_string(title) + match["rest"]
                break
        else:
            lines.insert(start + 1, f"title = {toml_string(title)}")
    changed = "\n".join(lines)
    if not _differs_in_title_only(toml, changed):
        raise BookError(problem("desk-title-by-hand", None))
    return changed


def _differs_in_title_only(old: str, new: str) -> bool:
    try:
        before, after = tomllib.loads(old), tomllib.loads(new)
    except (ValueError, RecursionError):
        return False
    before.setdefault("book", {}).pop("title", None)
    after["book"].pop("title", None)
    return before == after
