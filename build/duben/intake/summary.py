"""What was mended, left out and moved, line by line, for the screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duben.intake.document import ImportedDocument, Omission, TextChange
from duben.messages import message
from duben.model import group_by, group_runs

SHOWN_ENTRIES = 20  # entries of a kind that are shown
ENTRY_LENGTH = 60  # characters of an entry
SHOWN_LINES = 12  # stretches of lines of an entry
INDENT = "      "
BLANKS = {"\t": "intake-told-tab", "\u3000": "intake-told-wide-blank"}


def summarize_changes(
    documents: Sequence[ImportedDocument], tongue: str, show_all: bool = False
) -> list[str]:
    """The changes of each kind, what was mended alike on one line with its places; "zh" or "en". Of
    a long list the first entries and how many more there are; ``show_all``: every one.
    """
    named = [
        (document, f"{document.file} " if len(documents) > 1 else "") for document in documents
    ]
    mended = [
        (change, document, file)
        for document, file in named
        for change in document.mended
        if not change.is_join
    ]
    alike = group_by(mended, lambda row: (row[2], _show_change(row[0], tongue)))
    entries = {
        "intake-told-mended": [
            (
                f"{file}{_lines([row[0].line for row in rows], rows[0][1], tongue)}{shown}",
                len(rows),
            )
            for (file, shown), rows in alike.items()
        ],
        "intake-told-left-out": [
            (f"{file}{_place(change, document, tongue)}{_shorten(change.text)}", 1)
            for document, file in named
            for change in sorted(document.left_out, key=lambda left: left.kind == "code")
        ],
        "intake-told-moved": [
            (
                f"{file}{_lines([change.line], document, tongue)}{_shorten(change.text)} → "
                f"{message(f'intake-to-{change.to}', tongue, {})}",
                1,
            )
            for document, file in named
            for change in document.moved
        ],
    }
    shown_entries = None if show_all else SHOWN_ENTRIES
    return [
        line
        for rule, rows in entries.items()
        for line in _summarize_kind(rule, rows, tongue, shown_entries)
    ]


def _summarize_kind(
    rule: str, rows: Sequence[tuple[str, int]], tongue: str, most: int | None
) -> Iterator[str]:
    """The lines of one kind; each entry with how many changes it tells."""
    if rows:
        yield message(rule, tongue, {"count": sum(count for _, count in rows)})
        yield from (INDENT + line for line, _ in rows[:most])
    if most is not None and len(rows) > most:
        more = sum(count for _, count in rows[most:])
        yield INDENT + message("intake-told-more", tongue, {"count": more})


def _lines(numbers: Sequence[int], document: ImportedDocument, tongue: str) -> str:
    """The lines of a file, or paragraphs of a Word document, by their numbers (第5—7、9行), and how
    many places there are.
    """
    runs = group_runs(sorted(set(numbers)), lambda last, now: now == last + 1)
    shown = [str(run[0]) if len(run) == 1 else f"{run[0]}—{run[-1]}" for run in runs]
    rule = "intake-told-paragraphs" if document.packaged else "intake-told-lines"
    values = {"lines": "、".join(shown[:SHOWN_LINES]), "count": len(numbers)}
    rule += "-more" * (len(shown) > SHOWN_LINES) + "-of" * (len(numbers) > 1)
    return message(rule, tongue, values)


def _place(left: Omission, document: ImportedDocument, tongue: str) -> str:
    """The line of what was left out, and why; nothing for the kinds that stand round a page."""
    place = _lines([left.line], document, tongue) if left.line else ""
    return f"{place}〔{left.why}〕" if left.why else place


def _show_change(change: TextChange, tongue: str) -> str:
    """What was changed, “old → new”; of a label that was typed in what it is."""
    if not change.old:
        return message("intake-told-label", tongue, {"label": change.new})
    if change.is_heading_colon:
        return message("intake-told-colon", tongue, {})
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
