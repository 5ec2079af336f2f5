"""Known terms (提法库): what public documents, or earlier booklets, say that a term counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from duben.model.problems import SourceLocation


@dataclass(frozen=True, slots=True)
class TermRecord:
    """A booklet that has a known term. ``book`` is its id, ``date`` ISO 8601 or "", ``place``
    file:line, ``page`` the printed folio or "". ``listed``: it lists the members; else it only
    names the term.
    """

    book: str
    version: str = ""
    date: str = ""
    place: str = ""
    page: str = ""
    listed: bool = True


@dataclass(frozen=True, slots=True)
class KnownTerm:
    """An entry of a library of known terms.

    ``source`` and ``date`` are those of the public document that lists the members. ``since`` and
    ``until`` (year, year-month or day) bound the time of this meaning, "" where it is the only one.
    ``area``: the region whose own term it is. ``shared``: many lists bear the name. ``ordered``:
    the order of the members is fixed. ``where`` and ``named_in``: the texts of members and of the
    name, against which the entry was checked. ``place``: the line of the entry in a library of the
    editor's own.
    """

    term: str
    count: int
    members: tuple[str, ...]
    source: str = ""
    date: str = ""
    variants: tuple[str, ...] = ()
    area: str = ""
    since: str = ""
    until: str = ""
    shared: bool = False
    ordered: bool = False
    where: str = ""
    named_in: str = ""
    place: SourceLocation | None = None
    records: tuple[TermRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class BookletRecord:
    """A booklet from which a library was gathered. ``date`` is ISO 8601, or ""."""

    id: str
    title: str = ""
    version: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class TermLibrary:
    """Known terms, and the booklets from which they were gathered, the oldest first."""

    terms: tuple[KnownTerm, ...] = ()
    booklets: tuple[BookletRecord, ...] = ()


TermState = Literal["", "new", "changed", "dropped"]


@dataclass(frozen=True, slots=True)
class TermWording:
    """Members as some booklets list them; ``booklets`` counts these from 1. ``members`` is empty
    where booklets only name the term.
    """

    members: tuple[str, ...]
    booklets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TermHistory:
    """How a term went through the booklets: its wordings in the order of time, and what the last
    booklet did with it.
    """

    term: str
    count: int
    wordings: tuple[TermWording, ...]
    state: TermState = ""
