"""Old page breaks kept in a new text: where in it each page of the old print begins, and on which
pages something differs.

A place of the old text is carried over by the pairing of units, inside a unit by the differences of
its two wordings; what is gone is taken for the place behind what stood before it. A page differs if
what stands between its two breaks, blanks left out, or a note or a note's mark on it is another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from duben.revision.comparison import Revision
from duben.revision.differences import diff_text
from duben.revision.pairing import moved_pairs
from duben.revision.units import BLANKS, Unit
from duben.revision.version import Print, UnitSpot

UnitOffset = tuple[int, int]  # index of a unit, offset in its text
# (index of an old page, line on it, index of a new unit, start and end of the line in its text)
UnchangedLine = tuple[int, int, int, int, int]
UnitSlice = tuple[int, int, int]  # index of a unit, from where to where in its text


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
    kept: tuple[UnchangedLine, ...]
    tied: frozenset[tuple[int, int]]


def match_page_breaks(
    revision: Revision, flow: frozenset[str], marks: Mapping[str, tuple[str, int]]
) -> MatchedPageBreaks:
    """Where the old page breaks fall in the new text.

    ``flow``: the ids of the blocks that run in the body of the new book, in whatever order;
    ``marks``: where in it the mark of each note stands, (block, offset) by the id of each block of
    the note.
    """
    body = _BodyText(revision, flow)
    return _BreakMatcher(body, _BodyNotes(body, marks)).match()


@dataclass(frozen=True)
class _BodyText:
    """The units that run in the body, old and new, and where old places stand in the new text."""

    revision: Revision
    flow: frozenset[str]

    @property
    def old_print(self) -> Print:
        assert self.revision.old.print
        return self.revision.old.print

    @cached_property
    def pages(self) -> tuple[int, ...]:
        return tuple(
            index for index, page in enumerate(self.old_print.pages) if page.part == "body"
        )

    @cached_property
    def old_indices(self) -> list[int]:
        """The old units that run in the body, by index."""
        body = set(self.pages)
        return [
            index
            for index, spots in enumerate(self.old_print.spots)
            if spots and spots[0][1] in body and self.revision.old.units[index].kind != "note"
        ]

    @cached_property
    def new_indices(self) -> list[int]:
        return [
            index
            for index, unit in enumerate(self.revision.new.units)
            if unit.kind != "note" and any(piece.block in self.flow for piece in unit.pieces)
        ]

    @cached_property
    def staying(self) -> Mapping[int, int]:
        """Old units that run in the body to the new ones that they are,
        those that moved left out.
        """
        elsewhere = moved_pairs(
            self.revision.pairs, self.revision.old.units, self.revision.new.units
        )
        old, new = set(self.old_indices), set(self.new_indices)
        return {
            i: j
            for i, j in self.revision.pairs
            if (i, j) not in elsewhere and i in old and j in new
        }

    def old_starts(self) -> Iterator[UnitOffset | None]:
        """Where each page begins in the old text; None for one without text."""
        first: dict[int, tuple[int, int, int]] = {}
        for index in self.old_indices:
            for offset, page, line in self.old_print.spots[index]:
                if page not in first or (line, index) < first[page][:2]:
                    first[page] = line, index, offset
        for number, page in enumerate(self.pages):
            yield (0, 0) if not number else first[page][1:] if page in first else None

    def new_place(self, at: UnitOffset) -> UnitOffset:
        """The place in the new text where something stood in the old one; of what is gone, the
        place behind what stood before.
        """
        index, offset = at
        if at == (0, 0):
            return at
        if index in self.staying:
            return self._place_within(index, offset)
        before = next(
            (
                self.staying[earlier]
                for earlier in reversed(self.old_indices)
                if earlier < index and earlier in self.staying
            ),
            -1,
        )
        return next((j for j in self.new_indices if j > before), len(self.revision.new.units)), 0

    def _place_within(self, index: int, offset: int) -> UnitOffset:
        old, new = self.revision.old.units[index], self.revision.new.units[self.staying[index]]
        if not offset:
            return self.staying[index], 0
        here = carry_over(old.text, new.text, offset)
        if BLANKS.sub("", new.text[here:]):
            return self.staying[index], here
        return next(
            (j for j in self.new_indices if j > self.staying[index]), len(self.revision.new.units)
        ), 0

    @cached_property
    def old_slices(self) -> Mapping[int, list[UnitSlice]]:
        """What runs on each old page; notes left out."""
        found: dict[int, list[UnitSlice]] = defaultdict(list)
        for index in self.old_indices:
            for page, start, end in page_slices(
                self.old_print.spots[index], len(self.revision.old.units[index].text)
            ):
                found[page].append((index, start, end))
        return found

    def new_slices(self, start: UnitOffset, end: UnitOffset) -> list[UnitSlice]:
        units = self.revision.new.units
        return [
            (
                index,
                start[1] if index == start[0] else 0,
                end[1] if index == end[0] else len(units[index].text),
            )
            for index in self.new_indices
            if start[0] <= index <= end[0]
        ]


@dataclass(frozen=True)
class _BodyNotes:
    """The notes of the body; ``marks`` is where the mark of each new note stands."""

    body: _BodyText
    marks: Mapping[str, tuple[str, int]]

    def notes(self, starts: Sequence[UnitOffset]) -> Iterator[_Note]:
        """Every note of either version that stands in the body."""
        old, new, partner = (
            self.body.revision.old.units,
            self.body.revision.new.units,
            dict(self.body.revision.pairs),
        )
        on = {page: number for number, page in enumerate(self.body.pages)}
        marked = {
            index: sum(start < at for start in starts[1:-1]) for index, at in self.mark_places
        }
        for index, unit in enumerate(old):
            if (
                unit.kind == "note"
                and (spots := self.body.old_print.spots[index])
                and spots[0][1] in on
            ):
                other = partner.get(index)
                same = (
                    other in marked
                    and (_note_number(new[other]), new[other].bare)
                    == (_note_number(unit), unit.bare)
                    if other is not None
                    else False
                )
                lines = (
                    _carried_lines(spots, 0, unit.text, (other, 0), new[other].text)
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

    @cached_property
    def mark_places(self) -> list[tuple[int, UnitOffset]]:
        """The new notes by index, and where their marks stand."""
        pieces = {
            piece.block: (index, piece)
            for index, unit in enumerate(self.body.revision.new.units)
            for piece in unit.pieces
        }
        found = []
        for number, unit in enumerate(self.body.revision.new.units):
            if unit.kind == "note" and unit.id in self.marks:
                block, offset = self.marks[unit.id]
                if block in pieces:
                    index, piece = pieces[block]
                    found.append((number, (index, piece.start + offset - piece.offset)))
        return found


@dataclass(frozen=True)
class _BreakMatcher:
    """Finds where pages begin in the new text, and compares page by page."""

    body: _BodyText
    notes: _BodyNotes

    def match(self) -> MatchedPageBreaks:
        starts: list[UnitOffset] = []
        for at in self.body.old_starts():
            here = self.body.new_place(at) if at else None
            starts.append(
                max(starts[-1], here)
                if starts and here
                else here or (starts[-1] if starts else (0, 0))
            )
        starts.append((len(self.body.revision.new.units), 0))
        differing, kept = set(), []
        for number, page in enumerate(self.body.pages):
            before = _nonempty_slices(self.body.revision.old.units, self.body.old_slices[page])
            after = _nonempty_slices(
                self.body.revision.new.units,
                self.body.new_slices(starts[number], starts[number + 1]),
            )
            if [said for _, said in before] != [said for _, said in after]:
                differing.add(number)
            else:
                kept += list(
                    self.unchanged_lines(
                        page, [one for one, _ in before], [one for one, _ in after]
                    )
                )
        notes = list(self.notes.notes(starts))
        differing |= {
            number
            for note in notes
            if not note.same
            for number in (note.old, note.new)
            if number is not None
        }
        kept += [row for note in notes if note.same and note.old is not None for row in note.lines]
        tied = {
            (note.old, note.new)
            for note in notes
            if note.old is not None and note.new is not None and note.old != note.new
        }
        return MatchedPageBreaks(
            self.body.pages,
            tuple(starts),
            frozenset(differing),
            tuple(sorted(kept)),
            frozenset(tied),
        )

    def unchanged_lines(
        self, page: int, before: Sequence[UnitSlice], after: Sequence[UnitSlice]
    ) -> Iterator[UnchangedLine]:
        """The lines of an old page that says the same."""
        for (i, start, end), (j, first, last) in zip(before, after, strict=True):
            old, new = (
                self.body.revision.old.units[i].text[start:end],
                self.body.revision.new.units[j].text[first:last],
            )
            yield from _carried_lines(
                [spot for spot in self.body.old_print.spots[i] if spot[1] == page],
                start,
                old,
                (j, first),
                new,
            )


@dataclass(frozen=True, slots=True)
class _Note:
    """A note: the page of the body on which it stood, the page on which its mark is now (None:
    none); whether it says the same; its old lines as in ``MatchedPageBreaks.kept``.
    """

    old: int | None
    new: int | None
    same: bool
    lines: tuple[UnchangedLine, ...] = ()


def _note_number(note: Unit) -> str:
    """The number of a note, which its mark shows."""
    return note.label.rpartition("注")[2]


def _carried_lines(
    spots: Sequence[UnitSpot], start: int, old: str, at: UnitOffset, new: str
) -> Iterator[UnchangedLine]:
    """The lines of ``old``, which begins at ``start`` of its unit, as places in ``new``, which
    begins at ``at``.
    """
    offsets = [carry_over(old, new, max(0, spot[0] - start)) for spot in spots]
    for (_, page, line), first, last in zip(spots, offsets, [*offsets[1:], len(new)], strict=True):
        yield page, line, at[0], at[1] + first, at[1] + last


def _nonempty_slices(
    units: Sequence[Unit], slices: Sequence[UnitSlice]
) -> list[tuple[UnitSlice, tuple[str, str]]]:
    """Each slice that says something, and what it says."""
    return [
        (unit_slice, (units[unit_slice[0]].kind, text))
        for unit_slice in slices
        if (text := BLANKS.sub("", units[unit_slice[0]].text[unit_slice[1] : unit_slice[2]]))
    ]


def page_slices(spots: Sequence[UnitSpot], length: int) -> Iterator[tuple[int, int, int]]:
    """(page, start, end) of the part of a unit that stands on each page, in order."""
    for number, (offset, page, _) in enumerate(spots):
        if not number or spots[number - 1][1] != page:
            following = next((spot[0] for spot in spots[number + 1 :] if spot[1] != page), length)
            yield page, offset if number else 0, following


def carry_over(old: str, new: str, offset: int) -> int:
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
