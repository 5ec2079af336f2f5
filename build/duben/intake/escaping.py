"""Text to Markdown that is read back as the same text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

# What means something anywhere in a line, and what only at its beginning; the parser takes a
# backslash before each.
INLINE = re.compile(r"[\\`*_\[\]{}<|]|&(?=[#A-Za-z])")
ESCAPED = r"\\\g<0>"
OPENING = re.compile(r"[#>+\-!=:~]|([0-9]+)\.(?=\s|$)")


NoteMarks = Sequence[tuple[int, int]]  # offset in the text and number of each note marked in it


def paragraph(text: str, notes: NoteMarks = ()) -> str:
    """A paragraph: nothing in it means anything in Markdown, but the signs of its notes."""
    escaped = inline(text, notes)
    match = OPENING.match(escaped)
    if not match:
        return escaped
    return f"{match[1]}\\{escaped[match.end(1) :]}" if match[1] else "\\" + escaped


def heading(text: str, level: int, notes: NoteMarks = ()) -> str:
    """A heading of a level from 1 to 6."""
    escaped = inline(text, notes)
    return (
        f"{'#' * level} {escaped[:-1]}\\#" if escaped.endswith("#") else f"{'#' * level} {escaped}"
    )


def item(text: str, label: str, depth: int, notes: NoteMarks = ()) -> str:
    """An item of a list: ``label`` is "-" or a number with a point, ``depth`` counts from 0."""
    return f"{'    ' * depth}{label} {paragraph(text, notes)}"


def figure(alternative: str, file: str, caption: str) -> str:
    """A picture in a paragraph of its own; the caption is without a straight quotation mark."""
    title = f' "{inline(caption)}"' if caption else ""
    return f"![{inline(alternative)}]({file}{title})"


def inline(text: str, notes: NoteMarks = ()) -> str:
    """A cell of a table, or another piece of text that does not open a line."""
    parts, at = [], 0
    for offset, number in notes:
        parts += [INLINE.sub(ESCAPED, text[at:offset]), f"[^{number}]"]
        at = offset
    return "".join([*parts, INLINE.sub(ESCAPED, text[at:])])


class Merge(Enum):
    """A cell that another one covers: that at its left, or that above."""

    LEFT = "<<"
    ABOVE = "^^"


Cell = str | Merge


def table(rows: Sequence[Sequence[Cell]], ruler: str = "", heads: int = 1) -> str:
    """A pipe table; its first ``heads`` rows are its head. ``ruler`` is the line below it, with the
    alignment of the columns.
    """
    lines = ["| " + " | ".join(map(table_cell, row)) + " |" for row in rows]
    ruler = ruler or "|" + " --- |" * len(rows[0])
    return "\n".join([*lines[:heads], ruler, *lines[heads:]])


def table_cell(cell: Cell) -> str:
    """The text of a cell; what reads like a covered one is escaped."""
    if isinstance(cell, Merge):
        return cell.value
    return "\\^^" if cell == Merge.ABOVE.value else inline(cell)
