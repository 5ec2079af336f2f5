"""The fixed wordings and persons of an office, as its house list has them."""

from __future__ import annotations

from dataclasses import dataclass

from duben.model.problems import SourceLocation


@dataclass(frozen=True, slots=True)
class FixedWording:
    """A wording that is to be used as it is.

    ``forbidden`` are forms that it replaces, but not inside one of the texts in ``unless``;
    ``near``: what differs from it by one character is told too. ``place``: its entry.
    """

    use: str
    forbidden: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    near: bool = True
    place: SourceLocation | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A person with the offices held now, in their order, and those held before."""

    name: str
    offices: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    place: SourceLocation | None = None


@dataclass(frozen=True, slots=True)
class HouseList:
    """The list of an office; the persons in the order in which texts name them."""

    wordings: tuple[FixedWording, ...] = ()
    persons: tuple[Person, ...] = ()
