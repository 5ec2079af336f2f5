"""What changed since an older version, as a Word file tracks it: which texts were put in or taken
out, and where what is gone had stood.

A change belongs to a unit of the comparison. A paragraph that moved is taken out at its old place
and put in at the new one. Of a table row the cells are compared one by one; where their number is
another, the old row is taken out whole and the new one put in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from duben.model import Book
from duben.revision import Revision, Unit, diff_text, moved_pairs

CELLS = " | "  # between the cells of a row in the text of a unit
ROW_NUMBER = re.compile("第[0-9]+行$")


@dataclass(frozen=True, slots=True)
class Mark:
    """``text[start:end]`` of a unit was put in, or ``removed`` was taken out at ``start``."""

    start: int
    end: int
    removed: str = ""


Removals = Mapping[str, Sequence[Unit]]


@dataclass(frozen=True, slots=True)
class TrackedChanges:
    """The changes by the ids of blocks. ``marks`` are offsets in the text of a unit, of a table in
    that of a cell. ``added`` has the ids of units that are new as a whole. ``before``, ``after``
    and ``ends`` hold the units that are gone: before a block, after a table row, at the end of a
    chapter (by its slug). ``replaced`` has the old row of rows that are told as a whole. ``day`` is
    ISO 8601.
    """

    marks: Mapping[str, tuple[Mark, ...]] = field(default_factory=lambda: MappingProxyType({}))
    added: frozenset[str] = frozenset()
    before: Removals = field(default_factory=lambda: MappingProxyType({}))
    after: Removals = field(default_factory=lambda: MappingProxyType({}))
    ends: Removals = field(default_factory=lambda: MappingProxyType({}))
    replaced: Mapping[str, Unit] = field(default_factory=lambda: MappingProxyType({}))
    day: str = ""


NO_CHANGES = TrackedChanges()


def track(revision: Revision, book: Book) -> TrackedChanges:
    """The changes of a revision, whose new side is ``book``."""
    old, new = revision.old.units, revision.new.units
    elsewhere = set(moved_pairs(revision.pairs, old, new))
    stay = {j: i for i, j in revision.pairs if (i, j) not in elsewhere}
    marks: dict[str, tuple[Mark, ...]] = {}
    replaced: dict[str, Unit] = {}
    for j, i in stay.items():
        if old[i].text == new[j].text:
            continue
        if new[j].kind != "row":
            marks[new[j].id] = tuple(text_marks(old[i].text, new[j].text))
        elif (cells := _cell_marks(old[i], new[j])) is not None:
            marks |= cells
        else:
            replaced[new[j].id] = old[i]
    gone = _setting_changes(revision, marks)
    places = _places(revision, stay, book)
    added = {unit.id for j, unit in enumerate(new) if j not in stay} | replaced.keys()
    added |= {change.new.id for change in revision.fields if change.new and not change.old}
    return TrackedChanges(
        marks,
        frozenset(added),
        {**places.before, **gone},
        places.after,
        places.ends,
        replaced,
        book.settings.book.metadata_date.isoformat(),
    )


def _setting_changes(
    revision: Revision, marks: dict[str, tuple[Mark, ...]]
) -> dict[str, list[Unit]]:
    """Adds the marks of title, subtitle, authors and date; gives those that are gone, by key."""
    gone: dict[str, list[Unit]] = {}
    for change in revision.fields:
        if change.old and change.new:
            marks[change.new.id] = tuple(text_marks(change.old.text, change.new.text))
        elif change.old:
            gone[change.old.id] = [change.old]
    return gone


def text_marks(old: str, new: str) -> Iterator[Mark]:
    """The marks that turn one text into another, in order."""
    at = 0
    for sign, text in diff_text(old, new):
        if sign == "-":
            yield Mark(at, at, text)
            continue
        if sign == "+":
            yield Mark(at, at + len(text))
        at += len(text)


def _cell_marks(old: Unit, new: Unit) -> dict[str, tuple[Mark, ...]] | None:
    """The marks of each cell of a row by its id; None where the rows have not as many cells."""
    before = row_cells(old)
    if len(before) != len(new.pieces):
        return None
    return {
        piece.block: tuple(text_marks(text, new.text[piece.start : piece.end]))
        for piece, text in zip(new.pieces, before, strict=True)
    }


def row_cells(row: Unit) -> list[str]:
    """The texts of the cells of a row that is gone."""
    return row.text.split(CELLS)


@dataclass(slots=True)
class _Places:
    """Where units that are gone are told, as ``TrackedChanges`` has it."""

    before: dict[str, list[Unit]] = field(default_factory=dict)
    after: dict[str, list[Unit]] = field(default_factory=dict)
    ends: dict[str, list[Unit]] = field(default_factory=dict)


def _places(revision: Revision, stay: Mapping[int, int], book: Book) -> _Places:
    """The places of all old units that are gone; ``stay`` leads from new units to the old ones that
    they were, at the same place.
    """
    old, new = revision.old.units, revision.new.units
    chapters = {block.id: chapter.slug for chapter in book.chapters for block in chapter.walk()}
    places = _Places()
    kept = set(stay.values())
    last: int | None = None  # the last new unit that stood in the old text
    for j in (*sorted(stay), len(new)):
        start, end = 0 if last is None else stay[last] + 1, stay.get(j, len(old))
        for i in range(start, end):
            if i not in kept:
                _place(old, new, (i, last, j), stay, chapters, places)
        last = j
    return places


def _place(
    old: Sequence[Unit],
    new: Sequence[Unit],
    indices: tuple[int, int | None, int],
    stay: Mapping[int, int],
    chapters: Mapping[str, str],
    places: _Places,
) -> None:
    """Finds the place of an old unit: ``indices`` are its own and those of the new units before and
    after it that stood in the old text.
    """
    i, last, j = indices
    unit = old[i]
    behind = 0 if last is None else last + 1  # before what is new at this place
    if unit.kind == "row" and last is not None and _same_table(unit, old[stay[last]]):
        places.after.setdefault(new[last].id, []).append(unit)
    elif unit.kind == "row" and j in stay and _same_table(unit, old[stay[j]]):
        places.before.setdefault(new[j].id, []).append(unit)
    elif (
        behind < len(new)
        and "note" not in (unit.kind, new[behind].kind)
        and (last is None or chapters.get(new[last].id) == chapters.get(new[behind].id))
    ):
        places.before.setdefault(new[behind].id, []).append(unit)
    else:
        at = new[last if last is not None else 0].id if new else ""
        chapter = chapters.get(at, next(iter(chapters.values()), ""))
        places.ends.setdefault(chapter, []).append(unit)


def _same_table(unit: Unit, other: Unit) -> bool:
    """Whether two rows of one version stand in the same table."""
    return other.kind == "row" and ROW_NUMBER.sub("", unit.label) == ROW_NUMBER.sub("", other.label)
