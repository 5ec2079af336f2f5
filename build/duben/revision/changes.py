"""Two books to the changes between them: each unit that differs, told by kind."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from duben.revision import sequences
from duben.revision.differences import Segment, diff_text
from duben.revision.pairing import Pair, masked, moved_pairs, pair_units, referred
from duben.revision.units import Unit

Kind = Literal["changed", "added", "removed", "moved", "renumbered"]
Only = Literal["", "width", "marks"]

# A part of a divided paragraph is found again in it by runs of so many characters, for so much of
# its length.
RUN, PART = 6, 0.75


@dataclass(frozen=True, slots=True)
class Change:
    """A unit that differs; ``old`` is None for an added one, ``new`` for a removed one.

    ``only``: nothing but the width of characters, or nothing but marks, differs. ``split_of``: the
    old unit of which an added one was a part; ``joined_into``: the new unit of which a removed one
    has become a part.
    """

    kind: Kind
    old: Unit | None
    new: Unit | None
    segments: tuple[Segment, ...]
    only: Only = ""
    split_of: Unit | None = None
    joined_into: Unit | None = None

    @property
    def unit(self) -> Unit:
        """The unit as it is now, or was last."""
        unit = self.new or self.old
        assert unit is not None
        return unit


def changes(
    old: tuple[Unit, ...], new: tuple[Unit, ...]
) -> tuple[tuple[Pair, ...], tuple[Change, ...]]:
    """Which units belong together, and what changed from the old ones to the new."""
    pairs = pair_units(old, new)
    return pairs, tuple(_changes(old, new, pairs))


def of_fields(old: Sequence[Unit], new: Sequence[Unit]) -> tuple[Change, ...]:
    """What changed in the settings that a book prints: each has its own name."""
    before, after = {one.id: one for one in old}, {one.id: one for one in new}
    return tuple(
        _field(before.get(id), after.get(id))
        for id in {**after, **before}
        if _text(before.get(id)) != _text(after.get(id))
    )


def _field(old: Unit | None, new: Unit | None) -> Change:
    kind: Kind = "changed" if old and new else "added" if new else "removed"
    return Change(kind, old, new, diff_text(_text(old), _text(new)))


def _text(unit: Unit | None) -> str:
    return unit.text if unit else ""


def _changes(old: Sequence[Unit], new: Sequence[Unit], pairs: Sequence[Pair]) -> Iterator[Change]:
    partner = {j: i for i, j in pairs}
    went = dict(pairs)
    elsewhere = moved_pairs(pairs, old, new)
    next_old = 0
    for j, unit in enumerate(new):
        i = partner.get(j)
        if i is not None and (i, j) not in elsewhere:
            yield from _gone(old, new, went, range(next_old, i))
            next_old = i + 1
        if i is None:
            yield Change(
                "added",
                None,
                unit,
                (("+", unit.text),),
                split_of=_part_of(unit, j, new, partner, old),
            )
        elif (i, j) in elsewhere:
            yield Change("moved", old[i], unit, diff_text(old[i].text, unit.text))
        elif old[i].bare != unit.bare:
            yield _changed(old[i], unit)
    yield from _gone(old, new, went, range(next_old, len(old)))


def _gone(
    old: Sequence[Unit], new: Sequence[Unit], went: dict[int, int], indices: range
) -> Iterator[Change]:
    for i in indices:
        if i not in went:
            yield Change(
                "removed",
                old[i],
                None,
                (("-", old[i].text),),
                joined_into=_part_of(old[i], i, old, went, new),
            )


def _changed(old: Unit, new: Unit) -> Change:
    segments = diff_text(old.text, new.text)
    if masked(old) == masked(new) or (
        not (old.number and new.number) and referred(old.body) == referred(new.body)
    ):
        return Change("renumbered", old, new, segments)
    return Change("changed", old, new, segments, _only(old.bare, new.bare))


def _only(old: str, new: str) -> Only:
    if unicodedata.normalize("NFKC", old) == unicodedata.normalize("NFKC", new):
        return "width"
    return "marks" if _lettered(old) == _lettered(new) else ""


def _lettered(text: str) -> str:
    return "".join(character for character in text if unicodedata.category(character)[0] in "LNM")


def _part_of(
    unit: Unit, index: int, own: Sequence[Unit], partner: dict[int, int], others: Sequence[Unit]
) -> Unit | None:
    """The paragraph of the other version that this one was a part of: what a neighbour lost or
    gained holds its words.

    ``own`` is the version of the unit, ``partner`` leads from it to the ``others``.
    """
    body = unit.body
    if len(body) < RUN:
        return None
    for near in _neighbours(index, len(own)):
        if (at := partner.get(near)) is None:
            continue
        lost = [text for sign, text in diff_text(others[at].text, own[near].text) if sign == "-"]
        if sum(map(len, lost)) >= PART * len(body) and _held(body, max(lost, key=len)) >= PART:
            return others[at]
    return None


def _neighbours(index: int, count: int) -> list[int]:
    return [near for near in (index - 1, index + 1, index - 2, index + 2) if 0 <= near < count]


def _held(part: str, whole: str) -> float:
    """How much of a text stands in another in runs of some length."""

    runs = [
        step.src_end - step.src_start
        for step in sequences.opcodes(part, whole)
        if step.tag == "equal"
    ]
    return sum(run for run in runs if run >= RUN) / len(part)
