"""``duben show breaks``: why the lines of a paragraph end where they end, as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING

from duben.cli.screen import columns, visible
from duben.messages import message

if TYPE_CHECKING:
    from duben.composer import BreakCandidate, LineBreaks, ParagraphBreaks

BEFORE, BEHIND = 5, 3  # characters that are shown on both sides of a line end
CHOSEN, OTHER, REJECTED = "→", " ", "×"


def breaks_as_text(paragraphs: Sequence[ParagraphBreaks], language: str) -> Iterator[str]:
    """Each line with the ends that it could have had, a row each: what the line would lack or have
    too much, what it would cost, by how much the paragraph would be dearer, and the parts of the
    price.
    """
    heads = ("end", "need", "price", "dearer", "parts")
    head = ("", *(message(f"breaks-{name}", language, {}) for name in heads))
    for paragraph in paragraphs:
        text = paragraph.text
        for number, line in enumerate(paragraph.lines, 1):
            shown = visible(text[line.start : line.end].rstrip())
            yield message("breaks-line", language, {"number": number, "text": shown}) + "\n"
            for row in columns([head, *_rows(text, line, language)]):
                yield f"  {row}\n"
            yield "\n"


def _rows(text: str, line: LineBreaks, language: str) -> Iterator[tuple[str, ...]]:
    """The places where the line could end, and those near where it cannot, in their order."""
    rows = {each.end: _candidate_row(text, line, each, language) for each in line.candidates}
    for each in line.rejected:
        known = each.reason in ("word", "long")
        why = message(f"breaks-{each.reason if known else 'rule'}", language, {"rule": each.reason})
        rows[each.end] = REJECTED, _around(text, line.start, each.end), "", "", "", why
    for end in sorted(rows):
        yield rows[end]


def _candidate_row(
    text: str, line: LineBreaks, candidate: BreakCandidate, language: str
) -> tuple[str, ...]:
    badness = candidate.badness
    parts = [
        message(
            f"breaks-part-{part.name}", language, {"price": f"{getattr(badness, part.name):.1f}"}
        )
        for part in fields(badness)
        if getattr(badness, part.name) >= 0.05
    ]
    return (
        CHOSEN if candidate.end == line.end else OTHER,
        _around(text, line.start, candidate.end),
        f"{candidate.need:+.2f}" if abs(candidate.need) >= 0.005 else "0",
        f"{badness.total:.1f}",
        f"+{candidate.dearer:.1f}" if candidate.end != line.end else "",
        message("breaks-join", language, {}).join(parts),
    )


def _around(text: str, start: int, end: int) -> str:
    """The characters on both sides of a place in a line from ``start``, the place as a stroke."""
    before, behind = text[max(start, end - BEFORE) : end], text[end : end + BEHIND]
    return f"{visible(before)}|{visible(behind)}"
