"""Text to Markdown that is read back as the same text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum

from duben.intake.document import TextSpan

# What means something anywhere in a line, and what only at its beginning; the parser takes a
# backslash before each.
INLINE = re.compile(r"[\\`*_\[\]{}<|]|&(?=[#A-Za-z])")
ESCAPED = r"\\\g<0>"
OPENING = re.compile(r"[#>+\-!=:~]|([0-9]+)\.(?=\s|$)")


STRONG_SHARE = 0.5  # of a heading: its label is a run of its own
# What stands before and after a span in Markdown.
SPAN_SIGNS = {
    "strong": ("**", "**"),
    "emphasis": ("*", "*"),
    "superscript": ("<sup>", "</sup>"),
    "subscript": ("<sub>", "</sub>"),
}

NoteMarks = Sequence[tuple[int, int]]  # offset in the text and number of each note marked in it
Spans = Sequence[TextSpan]


def paragraph(text: str, notes: NoteMarks = (), spans: Spans = ()) -> str:
    """A paragraph: nothing in it means anything in Markdown, but its spans and the signs of its
    notes.
    """
    escaped = inline(text, notes, spans)
    match = OPENING.match(escaped)
    if not match:
        return escaped
    return f"{match[1]}\\{escaped[match.end(1) :]}" if match[1] else "\\" + escaped


def heading(text: str, level: int, notes: NoteMarks = (), spans: Spans = ()) -> str:
    """A heading of a level from 1 to 6; one of which most is strong is so anyway."""
    strong = sum(span.end - span.start for span in spans if span.kind == "strong")
    if strong >= len(text) * STRONG_SHARE:
        spans = [span for span in spans if span.kind != "strong"]
    escaped = inline(text, notes, spans)
    return (
        f"{'#' * level} {escaped[:-1]}\\#" if escaped.endswith("#") else f"{'#' * level} {escaped}"
    )


def item(text: str, label: str, depth: int, notes: NoteMarks = (), spans: Spans = ()) -> str:
    """An item of a list: ``label`` is "-" or a number with a point, ``depth`` counts from 0."""
    return f"{'    ' * depth}{label} {paragraph(text, notes, spans)}"


def figure(alternative: str, file: str, caption: str) -> str:
    """A picture in a paragraph of its own; the caption is without a straight quotation mark."""
    title = f' "{inline(caption)}"' if caption else ""
    return f"![{inline(alternative)}]({file}{title})"


def inline(text: str, notes: NoteMarks = (), spans: Spans = ()) -> str:
    """A cell of a table, or another piece of text that does not open a line."""
    signs = [(offset, 1, f"[^{number}]") for offset, number in notes]
    signs += [sign for span in spans for sign in _span_signs(span)]
    parts, at = [], 0
    for offset, _, sign in sorted(signs, key=lambda sign: sign[:2]):
        parts += [INLINE.sub(ESCAPED, text[at:offset]), sign]
        at = offset
    return "".join([*parts, INLINE.sub(ESCAPED, text[at:])])


def _span_signs(span: TextSpan) -> Iterator[tuple[int, int, str]]:
    """Offset, rank and text of what opens and closes a span: at one offset spans close before notes
    are marked, and open behind them.
    """
    if span.kind == "ruby":
        opening, closing = "<ruby>", f"<rt>{inline(span.value)}</rt></ruby>"
    else:
        opening, closing = SPAN_SIGNS[span.kind]
    yield span.start, 2, opening
    yield span.end, 0, closing


class MarkdownText(str):
    """The text of a cell that is Markdown already."""

    __slots__ = ()


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
    if isinstance(cell, MarkdownText):
        return str(cell)
    return "\\^^" if cell == Merge.ABOVE.value else inline(cell)
