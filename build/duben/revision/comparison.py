"""A version of a text as it is compared (units, settings, enumerations, where they stand in print),
and two versions to what changed between them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from duben.revision import consequences
from duben.revision.changes import Change, find_changes, setting_changes
from duben.revision.consequences import AppendixChange, EnumerationChanges, StaleReference
from duben.revision.pairing import Pair
from duben.revision.units import Unit
from duben.revision.version import Version


@dataclass(frozen=True)
class Revision:
    """What changed between two versions: ``changes`` in the order of the new text, what was removed
    where it had stood.

    ``pairs`` are the indices of the units that belong together; ``fields`` what changed in the
    settings.
    """

    old: Version
    new: Version
    pairs: tuple[Pair, ...]
    changes: tuple[Change, ...]
    fields: tuple[Change, ...] = ()

    def index(self, unit: Unit, side: Literal["old", "new"]) -> int:
        """The index of a unit of one of the versions."""
        return self._indices[side][id(unit)]

    @cached_property
    def _indices(self) -> Mapping[str, Mapping[int, int]]:
        return {
            side: {id(unit): index for index, unit in enumerate(version.units)}
            for side, version in (("old", self.old), ("new", self.new))
        }

    @cached_property
    def enumerations(self) -> EnumerationChanges:
        """The enumerations that came, went, or count or hold something else."""
        return consequences.enumeration_changes(self.old.enumerations, self.new.enumerations)

    @cached_property
    def appendix(self) -> tuple[AppendixChange, ...]:
        """What the appendix of enumerations prints otherwise."""
        return consequences.appendix_changes(self.old.enumerations, self.new.enumerations)

    @cached_property
    def stale(self) -> tuple[StaleReference, ...]:
        """The references that did not follow a renumbering."""
        return consequences.stale_references(self.old.units, self.new.units, self.pairs)

    @cached_property
    def contents(self) -> tuple[Change, ...]:
        """The changes that alter an entry of the contents."""
        shown = self.old.contents | self.new.contents
        return tuple(
            change
            for change in self.changes
            if any(unit.id in shown for unit in (change.old, change.new) if unit)
        )


def compare(old: Version, new: Version) -> Revision:
    """What changed from one version to another."""
    pairs, changes_found = find_changes(old.units, new.units)
    # A single document has no settings of its own: nothing is said of them then.
    settings = setting_changes(old.fields, new.fields) if old.fields and new.fields else ()
    return Revision(old, new, pairs, changes_found, settings)
