"""What was mended, left out and moved, line by line, for the screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duben.intake.document import ImportedDocument, Omission, TextChange
from duben.messages import message

SHOWN_ENTRIES = 20  # entries of a kind that are shown
ENTRY_LENGTH = 60  # characters of an entry
INDENT = "      "
BLANKS = {"\t": "intake-told-tab", "\u3000": "intake-told-wide-blank"}


def summarize_changes(documents: Sequence[ImportedDocument], tongue: str) -> list[str]:
    """The first changes of each kind as “line: old → new”, and how many more import.json holds;
    "zh" or "en".
    """
    named = [
        (document, f"{document.file}:" if len(documents) > 1 else "") for document in documents
    ]
    entries = {
        "intake-told-mended": [
            f"{file}{change.line}: {_show_change(change, tongue)}"
            for document, file in named
            for change in document.mended
            if not change.is_join
        ],
        "intake-told-left-out": [
            f"{file}{_place(change)}{_shorten(change.text)}"
            for document, file in named
            for change in sorted(document.left_out, key=lambda left: left.kind == "code")
        ],
        "intake-told-moved": [
            f"{file}{change.line}: {_shorten(change.text)} → "
            f"{message(f'intake-to-{change.to}', tongue, {})}"
            for document, file in named
            for change in document.moved
        ],
    }
    return [
        line for rule, lines in entries.items() for line in _summarize_kind(rule, lines, tongue)
    ]


def _summarize_kind(rule: str, lines: Sequence[str], tongue: str) -> Iterator[str]:
    if lines:
        yield message(rule, tongue, {"count": len(lines)})
        yield from (INDENT + line for line in lines[:SHOWN_ENTRIES])
    if len(lines) > SHOWN_ENTRIES:
        yield INDENT + message("intake-told-more", tongue, {"count": len(lines) - SHOWN_ENTRIES})


def _place(left: Omission) -> str:
    """The line of what was left out, and why; nothing for the kinds that stand round a page."""
    place = f"{left.line}: " if left.line else ""
    return f"{place}〔{left.why}〕" if left.why else place


def _show_change(change: TextChange, tongue: str) -> str:
    """What was changed, “old → new”; of a label that was typed in what it is."""
    if not change.old:
        return message("intake-told-label", tongue, {"label": change.new})
    return f"{_show_mark(change.old, tongue)} → {_show_mark(change.new, tongue)}"


def _show_mark(text: str, tongue: str) -> str:
    """A mark as it can be seen: blanks and what has no shape by name or number."""
    if not text:
        return message("intake-told-removed", tongue, {})
    if not text.strip():
        rule = BLANKS.get(text[0]) if len(set(text)) == 1 else None
        return message(rule or "intake-told-blank", tongue, {"count": len(text)})
    return "".join(
        character if character.isprintable() else f"<U+{ord(character):04X}>" for character in text
    )


def _shorten(text: str) -> str:
    return text if len(text) <= ENTRY_LENGTH else text[:ENTRY_LENGTH] + "…"
