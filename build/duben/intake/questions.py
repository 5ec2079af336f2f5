"""What the person who brings documents is asked, once: the list that closes an import, and in which
order to go on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from duben.intake import manuscript_folder
from duben.intake.document import Doubt, ImportedDocument
from duben.intake.official_format import TAKEN_AS_LETTER
from duben.messages import message
from duben.model import TITLE_TO_FILL

SHOWN = 8  # doubts of a kind that are shown
SHOWN_LENGTH = 40  # characters of a text that are shown
# The key of book.toml that answers a doubt, and a line that would do.
KEYS = {"title": "title", "subtitle": "subtitle", "author": "authors", "date": "date"}
EXAMPLES = {
    "title": 'title = "…"',
    "subtitle": 'subtitle = "…"',
    "author": 'authors = ["…"]',
    "date": "date = 2024-03-05",
}
Row = tuple[str, dict[str, Any]]


def list_questions(
    documents: Sequence[ImportedDocument], book_toml: str, tongue: str
) -> Iterator[Row]:
    """A row for each doubt of import.json but enumerations: the name of a message and its values,
    without ``folder``, as the person wrote it. ``book_toml`` is the text written; "zh" or "en".
    """
    places = manuscript_folder.chapter_places(documents)
    shown: dict[str, int] = {}
    for document in documents:
        parts = [doubt for doubt in document.unsure if doubt.what == "part"]
        if parts:
            yield _parts_question(document, parts, several=len(documents) > 1)
        for doubt in document.unsure:
            if doubt.what == "part":
                continue
            shown[doubt.what] = shown.get(doubt.what, 0) + 1
            if shown[doubt.what] <= SHOWN:
                place = places.get((document.file, doubt.line), "")
                yield _question(doubt, document.file, book_toml, place, tongue)
    for what, count in shown.items():
        if count > SHOWN:
            name = message(f"asked-{what}", tongue, {})
            yield "asked-more", {"what": name, "count": count - SHOWN}


def _parts_question(document: ImportedDocument, parts: Sequence[Doubt], several: bool) -> Row:
    """The parts of a document behind the letter, in one row."""
    titles = [_shorten(title) for title in (document.title, *(doubt.taken_as for doubt in parts))]
    more = "……" * (len(titles) > SHOWN)
    values = {"parts": "；".join(titles[:SHOWN]) + more, "count": len(titles)}
    return (
        ("asked-parts-of", values | {"file": document.file}) if several else ("asked-parts", values)
    )


def _question(doubt: Doubt, file: str, book_toml: str, place: str, tongue: str) -> Row:
    values: dict[str, Any] = {
        "what": message(f"asked-{doubt.what}", tongue, {}),
        "text": _shorten(doubt.text),
        "taken_as": _shorten(doubt.taken_as),
    }
    key = "format" if doubt.taken_as == TAKEN_AS_LETTER else KEYS.get(doubt.what)
    if key is None:
        if doubt.taken_as == doubt.text:  # the whole line, as a heading
            values["taken_as"] = values["what"]
        rule = "asked-at" if place else "asked-source"
        return rule, values | {"place": place or f"{file}:{doubt.line}"}
    number = next(
        (
            index
            for index, line in enumerate(book_toml.split("\n"), 1)
            if line.startswith(f"{key} =")
        ),
        0,
    )
    if not number and doubt.text:
        return "asked-month", values | {"example": EXAMPLES[doubt.what]}
    if not number:
        return "asked-absent", values | {"example": EXAMPLES[doubt.what]}
    if doubt.taken_as in ("", TITLE_TO_FILL):
        return "asked-to-fill", values | {"key": key, "line": number, "taken_as": doubt.taken_as}
    return "asked-key", values | {"key": key, "line": number}


def _shorten(text: str) -> str:
    return text if len(text) <= SHOWN_LENGTH else text[:SHOWN_LENGTH] + "……"
