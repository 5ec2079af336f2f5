"""Numbered enumerations (数字提法): terms, members, mentions,
and the editor's decisions on them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Literal

from duben.model.known_terms import KnownTerm
from duben.model.problems import SourceLocation

SINGLE_MARKS = str.maketrans("“”「」", "‘’『』")

EnumerationStatus = Literal["listed", "open", "unlisted", "supplied"]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A mention of a term: ``text[start:end]`` of the block with the id ``block``.

    ``id`` is the anchor of the mention itself.
    """

    id: str
    block: str
    chapter: str
    start: int
    end: int
    place: SourceLocation


@dataclass(frozen=True, slots=True)
class TextRange:
    """``text[start:end]`` of the block with the id ``block``."""

    block: str
    start: int
    end: int
    place: SourceLocation


@dataclass(frozen=True, slots=True)
class MemberList:
    """The members as one place of the text lists them.

    ``place`` is that of the term; ``places`` are those of the members, where each has its own.
    """

    members: tuple[str, ...]
    place: SourceLocation
    rule: str = ""
    places: tuple[SourceLocation, ...] = ()


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A named enumeration: a term, how many members it counts, which they are, where it stands.

    ``kind``: "quoted", "bare" or "compound". ``rule``: which rule found the members, "decision"
    where the editor gave them; ``evidence``: the characters in which it found them. ``defined``:
    the mention at which the members stand, None where the text lists them nowhere. ``status``
    "open": the list ends in 等. ``others``: further places that list as many members in other
    words. ``shown``: the appendix has it. ``signs``: what the members rest on, ``doubts``: what
    speaks against them; ``sure``: two independent signs agree, or the editor has confirmed them;
    else they wait for the editor and are not printed. ``status`` "supplied": the text has no
    members, and the appendix prints those of the library's entry ``known``, set apart.
    """

    id: str
    term: str
    count: int
    kind: str
    members: tuple[str, ...] = ()
    open: bool = False
    occurrences: tuple[Occurrence, ...] = ()
    defined: Occurrence | None = None
    status: EnumerationStatus = "unlisted"
    rule: str = ""
    note: str = ""
    evidence: tuple[TextRange, ...] = ()
    others: tuple[MemberList, ...] = ()
    shown: bool = True
    signs: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    sure: bool = True
    known: KnownTerm | None = None

    @property
    def printed_members(self) -> tuple[str, ...]:
        """The members that the appendix prints: all, or none while they wait for the editor."""
        return self.members if self.sure else ()

    @property
    def waits(self) -> bool:
        """Whether members were found that the editor has to confirm before they are printed."""
        return bool(self.members) and not self.sure and self.shown

    def as_printed(self) -> Enumeration:
        """The enumeration as the appendix shows it: one whose members wait stands there by its name
        alone, still not ``sure``.
        """
        if self.sure:
            return self
        return replace(self, members=(), open=False, defined=None, status="unlisted")

    @property
    def listed_at(self) -> SourceLocation:
        """Where the members were read; where the text explains the term or first names it where
        they were not.
        """
        return self.evidence[0].place if self.evidence else self.named_at.place

    @property
    def named_at(self) -> Occurrence:
        """The mention at which the members stand; the first where the text lists them nowhere."""
        return self.defined or self.occurrences[0]

    @property
    def inner(self) -> str:
        """The term for use inside quotation marks: its own marks are single (三个‘最大化’)."""
        return self.term.translate(SINGLE_MARKS)

    @property
    def supplied(self) -> bool:
        """Whether the editor gave the members, and the text lists none."""
        return bool(self.members) and self.defined is None


@dataclass(frozen=True, slots=True)
class InlineList:
    """A series 一是…二是… or 第一…第二…: the labels as typed, and ten characters after each."""

    labels: tuple[str, ...]
    heads: tuple[str, ...]
    place: SourceLocation
    blocks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """An entry of enumerations.toml: what the editor says of one enumeration; None: not said.

    ``found`` is the key of that name: the fingerprint of what the program found when it last wrote
    the entry. ``review`` says what became of it since: "new", "changed", "gone", "alone" for one
    decided while the others have no entry ("unseen", in older files, one that was written beside
    it), or "" when the editor has seen it. ``confirm``: the
    members are right as found, and are printed. ``table``: the state that a corrected table has
    left behind.
    """

    term: str
    place: SourceLocation
    count: int | None = None
    members: tuple[str, ...] | None = None
    ignore: bool = False
    same_as: str = ""
    note: str = ""
    show: bool = True
    found: str = ""
    review: str = ""
    confirm: bool = False
    table: str = ""

    @property
    def state(self) -> str:
        """What the editor says of the list, as a short text; of what follows the text nothing."""
        listed = () if self.unedited else (self.count, self.members)
        words = repr((self.ignore, self.show, self.confirm, listed))
        return sha256(words.encode()).hexdigest()[:8]

    @property
    def unedited(self) -> bool:
        """Whether number and members are as the program wrote them;
        then the text has precedence.
        """
        return bool(self.found) and self.found == finding_fingerprint(self.count, self.members)

    @property
    def settled(self) -> bool:
        """Whether the editor has said something of the list, were it only that it is right."""
        own = not self.unedited and (self.count is not None or self.members is not None)
        return self.ignore or bool(self.same_as) or self.confirm or not self.show or own

    def confirms(self, count: int, members: tuple[str, ...]) -> bool:
        """Whether the editor has confirmed just what the text has now."""
        return self.confirm and self.found in ("", finding_fingerprint(count, members))


def finding_fingerprint(count: int | None, members: tuple[str, ...] | None) -> str:
    """A number and members as a short text that shows when either changes, such as 3-1f2e3d4c."""
    return f"{count}-{sha256(chr(10).join(members or ()).encode()).hexdigest()[:8]}"
