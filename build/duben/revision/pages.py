"""On which pages and lines changes stand, what became of each page, and which leaves and sheets
must be printed again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from duben.model import group_by
from duben.revision.changes import Change
from duben.revision.comparison import Revision
from duben.revision.version import Print

VersionSide = Literal["old", "new"]
# text: characters changed on it; shifted: the same characters stand elsewhere on it or on another
# page; folio: nothing but its folio or running head differs; same: nothing does.
PageFate = Literal["text", "shifted", "folio", "same"]
PrintLine = tuple[int, int]  # index of the page, line from 1
# Beyond this part of the leaves a new print costs less than replacing (loose-leaf practice).
NEW_PRINT = 0.6


def changed_ranges(change: Change, side: VersionSide) -> Iterator[tuple[int, int]]:
    """The changed stretches of a unit, as offsets in its text; an empty one where something of the
    other version is lacking.
    """
    if change.kind in ("added", "removed") or not change.segments:
        yield 0, len(change.unit.text)
        return
    own = "-" if side == "old" else "+"
    at = 0
    pending = False
    for sign, text in change.segments:
        if sign == "=":
            if pending:
                yield at, at
            at, pending = at + len(text), False
        elif sign == own:
            yield at, at + len(text)
            at, pending = at + len(text), False
        else:
            pending = True
    # A change has what went before what came: a lacking stretch beside one of our own is told by
    # that.
    if pending:
        yield at, at


def changed_lines(revision: Revision, change: Change, side: VersionSide) -> tuple[PrintLine, ...]:
    """The lines of a print with a changed character, or, where characters are only lacking, the
    line where they would stand.
    """
    unit, printed = (
        (change.old, revision.old.print) if side == "old" else (change.new, revision.new.print)
    )
    if printed is None or unit is None or unit.kind == "field":
        return ()
    index = revision.index(unit, side)
    lines: list[PrintLine] = []
    for start, end in (
        changed_ranges(change, side) if change.kind != "moved" else ((0, len(unit.text)),)
    ):
        lines += lines_of_range(printed, index, start, end)
    return tuple(sorted(set(lines)))


def lines_of_range(printed: Print, unit: int, start: int, end: int) -> list[PrintLine]:
    """The lines on which ``text[start:end]`` of a unit stands; of an empty stretch the line of the
    character before it.
    """
    if start == end:
        at = printed.at(unit, max(0, start - 1))
        return [at] if at else []
    first = printed.at(unit, start)
    if first is None:
        return []
    return [
        first,
        *((page, line) for offset, page, line in printed.spots[unit] if start < offset < end),
    ]


def line_parts(
    printed: Print, unit: int, start: int, end: int
) -> Iterator[tuple[int, int, int, int]]:
    """(start, end, page, line) of each line's part of ``text[start:end]`` of a unit."""
    spots = printed.spots[unit]
    for number, (first, page, line) in enumerate(spots):
        low = max(start, first if number else 0)
        high = min(end, spots[number + 1][0] if number + 1 < len(spots) else end)
        if low < high:
            yield low, high, page, line


def folios(revision: Revision, change: Change, side: VersionSide) -> list[str] | None:
    """The folios of the pages on which a change stands; None where the print is not known."""
    printed = revision.old.print if side == "old" else revision.new.print
    unit = change.old if side == "old" else change.new
    if printed is None or unit is None or unit.kind == "field":
        return None
    return [
        printed.page_name(page)
        for page in dict.fromkeys(page for page, _ in changed_lines(revision, change, side))
    ]


def page_fates(revision: Revision) -> tuple[PageFate, ...]:
    """What became of each page of the new print, in its order. ValueError without both prints."""
    old, new = both_prints(revision)
    same_looks = old.looks == new.looks
    drawn = group_by(old.pages, lambda page: page.drawn)
    texts = {page.text for page in old.pages}
    touched = {
        page for change in revision.changes for page, _ in changed_lines(revision, change, "new")
    }
    fates: list[PageFate] = []
    for index, page in enumerate(new.pages):
        same_drawing = drawn.get(page.drawn, ()) if same_looks else ()
        if any(
            twin.folio == page.folio and twin.head == page.head and twin.part == page.part
            for twin in same_drawing
        ):
            fates.append("same")
        elif same_drawing:
            fates.append("folio")
        elif index in touched or (page.part != "body" and page.text not in texts):
            fates.append("text")
        else:
            fates.append("shifted")
    return tuple(fates)


def both_prints(revision: Revision) -> tuple[Print, Print]:
    """The prints of both versions. ValueError where one is not known."""
    if revision.old.print is None or revision.new.print is None:
        raise ValueError("both versions must be known as they were printed")
    return revision.old.print, revision.new.print


@dataclass(frozen=True, slots=True)
class Reprint:
    """What of the folded booklet must be printed again: leaves and sheets from 1, and how many
    there are.

    A leaf is two pages, front and back; a sheet two leaves.
    """

    leaves: tuple[int, ...]
    of_leaves: int
    sheets: tuple[int, ...]
    of_sheets: int


def sheets_to_reprint(revision: Revision) -> Reprint:
    """The leaves and sheets of the new booklet that differ from
    those of the old at the same place.
    """
    old, new = both_prints(revision)
    before, after = _page_faces(old), _page_faces(new)
    same_looks = old.looks == new.looks
    count = len(after) // 2
    differing = [
        leaf
        for leaf in range(count)
        if not same_looks or after[2 * leaf : 2 * leaf + 2] != before[2 * leaf : 2 * leaf + 2]
    ]
    old_sheets, new_sheets = (
        list(sheets(before, old.signatures)),
        list(sheets(after, new.signatures)),
    )
    changed = [
        index
        for index, sheet in enumerate(new_sheets)
        if not same_looks or index >= len(old_sheets) or old_sheets[index] != sheet
    ]
    return Reprint(
        tuple(leaf + 1 for leaf in differing),
        count,
        tuple(sheet + 1 for sheet in changed),
        len(new_sheets),
    )


PageFace = tuple[str, str, str]


def _page_faces(printed: Print) -> list[PageFace]:
    """What each page of the booklet shows, in reading order."""
    return [
        ("", "", "")
        if index < 0
        else (printed.pages[index].drawn, printed.pages[index].folio, printed.pages[index].head)
        for index in printed.booklet
    ]


def sheets(faces: Sequence[PageFace], signatures: Sequence[int]) -> Iterator[tuple[PageFace, ...]]:
    """The four pages on each sheet, the outermost of each stapled booklet first."""
    first = 0
    for count in signatures:
        last = first + 4 * count - 1
        for inwards in range(0, 2 * count, 2):
            yield (
                faces[last - inwards],
                faces[first + inwards],
                faces[first + inwards + 1],
                faces[last - inwards - 1],
            )
        first = last + 1
