"""What was mended, left out and moved, line by line, for the screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duben.intake.document import Intake
from duben.messages import message

FIRST = 20  # entries of a kind that are shown
LONGEST = 60  # characters of an entry
INDENT = "      "
BLANKS = {"\t": "intake-told-tab", "\u3000": "intake-told-wide-blank"}


def summarize_changes(documents: Sequence[Intake], tongue: str) -> list[str]:
    """The first changes of each kind as “line: old → new”, and how many more import.json holds;
    "zh" or "en".
    """
    several = len(documents) > 1
    entries: dict[str, list[str]] = {
        "intake-told-mended": [],
        "intake-told-left-out": [],
        "intake-told-moved": [],
    }
    for document in documents:
        where = f"{document.file}:" if several else ""
        entries["intake-told-mended"] += [
            f"{where}{one.line}: {_mark(one.old, tongue)} → {_mark(one.new, tongue)}"
            for one in document.mended
        ]
        entries["intake-told-left-out"] += [
            f"{where}{one.line}: {_short(one.text)}" for one in document.left_out
        ]
        entries["intake-told-moved"] += [
            f"{where}{one.line}: {_short(one.text)} → {message(f'intake-to-{one.to}', tongue, {})}"
            for one in document.moved
        ]
    return [line for rule, lines in entries.items() for line in _kind(rule, lines, tongue)]


def _kind(rule: str, lines: Sequence[str], tongue: str) -> Iterator[str]:
    if lines:
        yield message(rule, tongue, {"count": len(lines)})
        yield from (INDENT + line for line in lines[:FIRST])
    if len(lines) > FIRST:
        yield INDENT + message("intake-told-more", tongue, {"count": len(lines) - FIRST})


def _mark(text: str, tongue: str) -> str:
    """A mark as it can be seen: blanks and what has no shape by name or number."""
    if not text:
        return message("intake-told-removed", tongue, {})
    if not text.strip():
        rule = (
            BLANKS.get(text[0], "intake-told-blank") if len(set(text)) == 1 else "intake-told-blank"
        )
        return message(rule, tongue, {"count": len(text)})
    return "".join(
        character if character.isprintable() else f"<U+{ord(character):04X}>" for character in text
    )


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
