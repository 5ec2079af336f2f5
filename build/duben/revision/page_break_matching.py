"""Old page breaks held in a new text: where in it each page of the old print begins, and on which
pages something differs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from duben.revision.comparison import Revision
from duben.revision.differences import diff_text
from duben.revision.pairing import moved_pairs
from duben.revision.print_positions import Print, Spot
from duben.revision.units import BLANK, Unit

UnitOffset = tuple[int, int]  # index of a unit, offset in its text
Kept = tuple[
    int, int, int, int, int
]  # index of an old page, line on it; a new unit, from where to where it stands there
Slice = tuple[int, int, int]  # index of a unit, from where to where in its text


@dataclass(frozen=True)
class MatchedPageBreaks:
    """The pages of the old body, by their indices in the old print, and where each begins in the
    new text.

    ``starts`` has one row more than there are pages: where the text ends. ``differing`` are the
    pages (by index in ``pages``) whose text is another, the marks and notes on them counted in;
    ``kept`` has the lines of the others. ``tied`` are pages between which a note runs: one stands
    on the first, its mark on the second, and what is set again of one must be of the other.
    """

    pages: tuple[int, ...]
    starts: tuple[UnitOffset, ...]
    differing: frozenset[int]
    kept: tuple[Kept, ...]
    tied: frozenset[tuple[int, int]]


def match_page_breaks(
    revision: Revision, flow: frozenset[str], marks: Mapping[str, tuple[str, int]]
) -> MatchedPageBreaks:
    """Where the old page breaks fall in the new text.

    ``flow``: the ids of the blocks that run in the body of the new book, in whatever order;
    ``marks``: where in it the mark of each note stands, (block, offset) by the id of each block of
    the note.
    """
    return _Holder(revision, flow, marks).held()


@dataclass(frozen=True)
class _Holder:
    revision: Revision
    flow: frozenset[str]
    marks: Mapping[str, tuple[str, int]]

    @property
    def printed(self) -> Print:
        assert self.revision.old.print
        return self.revision.old.print

    @cached_property
    def pages(self) -> tuple[int, ...]:
        return tuple(index for index, page in enumerate(self.printed.pages) if page.part == "body")

    @cached_property
    def running(self) -> list[int]:
        """The old units that run in the body, by index."""
        body = set(self.pages)
        return [
            index
            for index, spots in enumerate(self.printed.spots)
            if spots and spots[0][1] in body and self.revision.old.units[index].kind != "note"
        ]

    @cached_property
    def new_running(self) -> list[int]:
        return [
            index
            for index, unit in enumerate(self.revision.new.units)
            if unit.kind != "note" and any(piece.block in self.flow for piece in unit.pieces)
        ]

    @cached_property
    def staying(self) -> Mapping[int, int]:
        """Old units that run in the body to the new ones that they are, those that moved left out."""
        elsewhere = moved_pairs(
            self.revision.pairs, self.revision.old.units, self.revision.new.units
        )
        old, new = set(self.running), set(self.new_running)
        return {
            i: j
            for i, j in self.revision.pairs
            if (i, j) not in elsewhere and i in old and j in new
        }

    def held(self) -> MatchedPageBreaks:
        starts: list[UnitOffset] = []
        for at in self.old_starts():
            here = self.mapped(at) if at else None
            starts.append(
                max(starts[-1], here)
                if starts and here
                else here or (starts[-1] if starts else (0, 0))
            )
        starts.append((len(self.revision.new.units), 0))
        differing, kept = set(), []
        for number, page in enumerate(self.pages):
            before = _told(self.revision.old.units, self._old_slices[page])
            after = _told(
                self.revision.new.units, self.new_slices(starts[number], starts[number + 1])
            )
            if [said for _, said in before] != [said for _, said in after]:
                differing.add(number)
            else:
                kept += list(self.kept(page, [one for one, _ in before], [one for one, _ in after]))
        notes = list(self.notes(starts))
        differing |= {
            number
            for one in notes
            if not one.same
            for number in (one.old, one.new)
            if number is not None
        }
        kept += [row for one in notes if one.same and one.old is not None for row in one.lines]
        tied = {
            (one.old, one.new)
            for one in notes
            if one.old is not None and one.new is not None and one.old != one.new
        }
        return MatchedPageBreaks(
            self.pages, tuple(starts), frozenset(differing), tuple(sorted(kept)), frozenset(tied)
        )

    def notes(self, starts: Sequence[UnitOffset]) -> Iterator[_Note]:
        """Every note of either version that stands in the body."""
        old, new, partner = (
            self.revision.old.units,
            self.revision.new.units,
            dict(self.revision.pairs),
        )
        on = {page: number for number, page in enumerate(self.pages)}
        marked = {
            index: sum(start < at for start in starts[1:-1]) for index, at in self.mark_places
        }
        for index, unit in enumerate(old):
            if unit.kind == "note" and (spots := self.printed.spots[index]) and spots[0][1] in on:
                other = partner.get(index)
                same = (
                    other in marked
                    and (_number(new[other]), new[other].bare) == (_number(unit), unit.bare)
                    if other is not None
                    else False
                )
                lines = (
                    _lines(spots, 0, unit.text, (other, 0), new[other].text)
                    if same and other is not None
                    else ()
                )
                yield _Note(
                    on[spots[0][1]],
                    marked.pop(other, None) if other is not None else None,
                    same,
                    tuple(lines),
                )
        yield from (_Note(None, number, False) for number in marked.values())

    def kept(self, page: int, before: Sequence[Slice], after: Sequence[Slice]) -> Iterator[Kept]:
        """The lines of an old page that says the same."""
        for (i, start, end), (j, first, last) in zip(before, after, strict=True):
            old, new = (
                self.revision.old.units[i].text[start:end],
                self.revision.new.units[j].text[first:last],
            )
            yield from _lines(
                [spot for spot in self.printed.spots[i] if spot[1] == page],
                start,
                old,
                (j, first),
                new,
            )

    def old_starts(self) -> Iterator[UnitOffset | None]:
        """Where each page begins in the old text; None for one without text."""
        first: dict[int, tuple[int, int, int]] = {}
        for index in self.running:
            for offset, page, line in self.printed.spots[index]:
                if page not in first or (line, index) < first[page][:2]:
                    first[page] = line, index, offset
        for number, page in enumerate(self.pages):
            yield (0, 0) if not number else first[page][1:] if page in first else None

    def mapped(self, at: UnitOffset) -> UnitOffset:
        """The place in the new text where something stood in the old one; of what is gone, the
        place behind what stood before.
        """
        index, offset = at
        if at == (0, 0):
            return at
        if index in self.staying:
            return self.within(index, offset)
        before = next(
            (
                self.staying[one]
                for one in reversed(self.running)
                if one < index and one in self.staying
            ),
            -1,
        )
        return next((j for j in self.new_running if j > before), len(self.revision.new.units)), 0

    def within(self, index: int, offset: int) -> UnitOffset:
        old, new = self.revision.old.units[index], self.revision.new.units[self.staying[index]]
        if not offset:
            return self.staying[index], 0
        here = shifted(old.text, new.text, offset)
        if BLANK.sub("", new.text[here:]):
            return self.staying[index], here
        return next(
            (j for j in self.new_running if j > self.staying[index]), len(self.revision.new.units)
        ), 0

    # --- what a page says ---

    @cached_property
    def _old_slices(self) -> Mapping[int, list[Slice]]:
        """What runs on each old page; notes left out."""
        found: dict[int, list[Slice]] = defaultdict(list)
        for index in self.running:
            for page, start, end in on_pages(
                self.printed.spots[index], len(self.revision.old.units[index].text)
            ):
                found[page].append((index, start, end))
        return found

    def new_slices(self, start: UnitOffset, end: UnitOffset) -> list[Slice]:
        units = self.revision.new.units
        return [
            (
                index,
                start[1] if index == start[0] else 0,
                end[1] if index == end[0] else len(units[index].text),
            )
            for index in self.new_running
            if start[0] <= index <= end[0]
        ]

    @cached_property
    def mark_places(self) -> list[tuple[int, UnitOffset]]:
        """The new notes by index, and where their marks stand."""
        pieces = {
            piece.block: (index, piece)
            for index, unit in enumerate(self.revision.new.units)
            for piece in unit.pieces
        }
        found = []
        for number, unit in enumerate(self.revision.new.units):
            if unit.kind == "note" and unit.id in self.marks:
                block, offset = self.marks[unit.id]
                if block in pieces:
                    index, piece = pieces[block]
                    found.append((number, (index, piece.start + offset - piece.offset)))
        return found


@dataclass(frozen=True, slots=True)
class _Note:
    """A note: the page of the body on which it stood, the one on which its mark now is; whether it
    says the same; its old lines as in ``Held.kept``.
    """

    old: int | None
    new: int | None
    same: bool
    lines: tuple[Kept, ...] = ()


def _number(note: Unit) -> str:
    """The number of a note, which its mark shows."""
    return note.label.rpartition("注")[2]


def _lines(spots: Sequence[Spot], start: int, old: str, at: UnitOffset, new: str) -> Iterator[Kept]:
    """The lines of ``old``, which begins at ``start`` of its unit, as places in ``new``, which
    begins at ``at``.
    """
    offsets = [shifted(old, new, max(0, spot[0] - start)) for spot in spots]
    for (_, page, line), first, last in zip(spots, offsets, [*offsets[1:], len(new)], strict=True):
        yield page, line, at[0], at[1] + first, at[1] + last


def _told(units: Sequence[Unit], slices: Sequence[Slice]) -> list[tuple[Slice, tuple[str, str]]]:
    """Each slice that says something, and what it says."""
    return [
        (one, (units[one[0]].kind, text))
        for one in slices
        if (text := BLANK.sub("", units[one[0]].text[one[1] : one[2]]))
    ]


def on_pages(spots: Sequence[Spot], length: int) -> Iterator[tuple[int, int, int]]:
    """(page, start, end) of the part of a unit that stands on each page, in order."""
    for number, (offset, page, _) in enumerate(spots):
        if not number or spots[number - 1][1] != page:
            following = next((spot[0] for spot in spots[number + 1 :] if spot[1] != page), length)
            yield page, offset if number else 0, following


def shifted(old: str, new: str, offset: int) -> int:
    """Where in the new wording the character ``old[offset]`` stands, or stood."""
    if old == new:
        return offset
    at = to = 0
    for sign, text in diff_text(old, new):
        if sign != "+":
            if offset < at + len(text):
                return to + (offset - at if sign == "=" else 0)
            at += len(text)
        if sign != "-":
            to += len(text)
    return len(new)
