"""Three wordings of one paragraph to one: what the source and what the editor changed in the base.

Each of the two is compared with the base, which gives edits (``base[start:end]`` becomes other
words). Edits that do not touch each other are all applied; where two do, there is a conflict. Notes
and marks of emphasis that the editor put in change no words, and may stand beside any edit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from duben.revision import diff_text

# What the editor puts into a text without touching its words.
MARKUP = re.compile(r"(?:\[\^[^\]]+\]|\*+|\s*\{[#.:][^{}]*\}|[`~^]+|</?[a-z]+>|\\)+")


@dataclass(frozen=True, slots=True)
class _WordingEdit:
    """``base[start:end]`` becomes ``text``."""

    start: int
    end: int
    text: str


def merge_wording(base: str, source: str, own: str) -> str | None:
    """One wording with what the source and the editor changed; None where they changed the same
    words, each otherwise. Blanks at the ends are those of ``own``.
    """
    if own.strip() == source.strip() or base.strip() == source.strip():
        return own
    core, lead, rest = own.strip(), own[: len(own) - len(own.lstrip())], own[len(own.rstrip()) :]
    base = base.strip()
    if base == core:
        return lead + source.strip() + rest
    source_edits, own_edits = _edits(base, source.strip()), _edits(base, core)
    if any(
        not _are_apart(edit, other) and edit != other
        for edit in own_edits
        for other in source_edits
    ):
        return None
    # At one place: what belongs to the words before comes first, then what the source changed, the
    # attributes of the whole last.
    ordered = [
        *((edit, 1) for edit in source_edits),
        *(
            (edit, 2 if edit.text.lstrip().startswith("{") else 0)
            for edit in own_edits
            if edit not in source_edits
        ),
    ]
    ordered.sort(key=lambda pair: (pair[0].start, pair[0].end > pair[0].start, pair[1]))
    text, at = "", 0
    for edit, _ in ordered:
        text += base[at : edit.start] + edit.text
        at = max(at, edit.end)
    return lead + text + base[at:] + rest


def _are_apart(edit: _WordingEdit, other: _WordingEdit) -> bool:
    """Whether an edit of the editor's leaves alone what the source changed."""
    if edit.start == edit.end and MARKUP.fullmatch(edit.text):
        return edit.start <= other.start or other.end <= edit.start
    # Words that the editor changed must not even touch those that the source changed.
    return edit.end < other.start or other.end < edit.start


def _edits(base: str, text: str) -> list[_WordingEdit]:
    """What changes ``base`` to ``text``, in order."""
    edits: list[_WordingEdit] = []
    at = 0
    start, added = -1, ""
    for sign, part in (*diff_text(base, text), ("=", "")):
        if sign == "=":
            if start >= 0:
                edits.append(_WordingEdit(start, at, added))
                start, added = -1, ""
            at += len(part)
            continue
        start = at if start < 0 else start
        if sign == "-":
            at += len(part)
        else:
            added += part
    return edits


def words_of(text: str) -> str:
    """The words of a piece without markup and blanks."""
    return re.sub(r"\s", "", MARKUP.sub("", text))


def markup_of(text: str) -> list[str]:
    """The markup of a piece, each sign without blanks."""
    return [mark.strip() for mark in MARKUP.findall(text)]
