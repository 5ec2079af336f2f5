"""Two books to the changes between them: each unit that differs, told by kind."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from duben.revision import differences
from duben.revision.differences import Segment, diff_text
from duben.revision.pairing import Pair, mask_numbers, mask_references, moved_pairs, pair_units
from duben.revision.units import Unit

ChangeKind = Literal["changed", "added", "removed", "moved", "renumbered"]
SmallDifference = Literal["", "width", "marks"]

# A part of a divided paragraph is found again in it by runs of so many characters, for so much of
# its length.
RUN_LENGTH, PART_SHARE = 6, 0.75


@dataclass(frozen=True, slots=True)
class Change:
    """A unit that differs; ``old`` is None for an added one, ``new`` for a removed one.

    ``only``: nothing but the width of characters, or nothing but marks, differs. ``split_of``: the
    old unit of which an added one was a part; ``joined_into``: the new unit of which a removed one
    has become a part.
    """

    kind: ChangeKind
    old: Unit | None
    new: Unit | None
    segments: tuple[Segment, ...]
    only: SmallDifference = ""
    split_of: Unit | None = None
    joined_into: Unit | None = None

    @property
    def unit(self) -> Unit:
        """The unit as it is now, or was last."""
        unit = self.new or self.old
        assert unit is not None
        return unit


def find_changes(
    old: tuple[Unit, ...], new: tuple[Unit, ...]
) -> tuple[tuple[Pair, ...], tuple[Change, ...]]:
    """Which units belong together, and what changed from the old ones to the new."""
    pairs = pair_units(old, new)
    return pairs, tuple(_changes_in_order(old, new, pairs))


def setting_changes(old: Sequence[Unit], new: Sequence[Unit]) -> tuple[Change, ...]:
    """What changed in the settings that a book prints: each has its own name."""
    before, after = (
        {setting.id: setting for setting in old},
        {setting.id: setting for setting in new},
    )
    return tuple(
        _setting_change(before.get(id), after.get(id))
        for id in {**after, **before}
        if _text(before.get(id)) != _text(after.get(id))
    )


def _setting_change(old: Unit | None, new: Unit | None) -> Change:
    kind: ChangeKind = "changed" if old and new else "added" if new else "removed"
    return Change(kind, old, new, diff_text(_text(old), _text(new)))


def _text(unit: Unit | None) -> str:
    return unit.text if unit else ""


def _changes_in_order(
    old: Sequence[Unit], new: Sequence[Unit], pairs: Sequence[Pair]
) -> Iterator[Change]:
    partner = {j: i for i, j in pairs}
    went = dict(pairs)
    elsewhere = moved_pairs(pairs, old, new)
    next_old = 0
    for j, unit in enumerate(new):
        i = partner.get(j)
        if i is not None and (i, j) not in elsewhere:
            yield from _removals(old, new, went, range(next_old, i))
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
            yield _change_of_pair(old[i], unit)
    yield from _removals(old, new, went, range(next_old, len(old)))


def _removals(
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


def _change_of_pair(old: Unit, new: Unit) -> Change:
    segments = diff_text(old.text, new.text)
    if mask_numbers(old) == mask_numbers(new) or (
        not (old.number and new.number) and mask_references(old.body) == mask_references(new.body)
    ):
        return Change("renumbered", old, new, segments)
    return Change("changed", old, new, segments, _small_difference(old.bare, new.bare))


def _small_difference(old: str, new: str) -> SmallDifference:
    if unicodedata.normalize("NFKC", old) == unicodedata.normalize("NFKC", new):
        return "width"
    return "marks" if _letters(old) == _letters(new) else ""


def _letters(text: str) -> str:
    return "".join(character for character in text if unicodedata.category(character)[0] in "LNM")


def _part_of(
    unit: Unit, index: int, own: Sequence[Unit], partner: dict[int, int], others: Sequence[Unit]
) -> Unit | None:
    """The paragraph of the other version that this one was a part of: what a neighbour lost or
    gained holds its words.

    ``own`` is the version of the unit, ``partner`` leads from it to the ``others``.
    """
    body = unit.body
    if len(body) < RUN_LENGTH:
        return None
    for near in _neighbours(index, len(own)):
        if (at := partner.get(near)) is None:
            continue
        lost = [text for sign, text in diff_text(others[at].text, own[near].text) if sign == "-"]
        if (
            sum(map(len, lost)) >= PART_SHARE * len(body)
            and _contained_share(body, max(lost, key=len)) >= PART_SHARE
        ):
            return others[at]
    return None


def _neighbours(index: int, count: int) -> list[int]:
    return [near for near in (index - 1, index + 1, index - 2, index + 2) if 0 <= near < count]


def _contained_share(part: str, whole: str) -> float:
    """How much of a text stands in another in runs of some length."""

    runs = [
        step.src_end - step.src_start
        for step in differences.edit_steps(part, whole)
        if step.tag == "equal"
    ]
    return sum(run for run in runs if run >= RUN_LENGTH) / len(part)
