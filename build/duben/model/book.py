"""A book: everything that is known of it before it takes a printed or electronic form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from duben.model.blocks import Block, Chapter
from duben.model.enumerations import Decision, Enumeration, InlineList, Occurrence
from duben.model.known_terms import BookletRecord, KnownTerm, TermHistory
from duben.model.problems import Problem, SourceLocation
from duben.model.settings import Settings


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A heading, or a paragraph that opens with a label.

    ``level`` is the depth in the document's own numbering, 1 the outermost. ``kind`` is that of the
    label (``chinese.labels``), "" for a heading without one. ``text`` is the text of the block
    after the label. ``title`` is what the contents page shows: the heading, or the first clause of
    a long paragraph.
    """

    label: str
    level: int
    text: str
    title: str
    kind: str
    block: str
    chapter: str
    place: SourceLocation
    heading: bool


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A term that a box 名词解释 explains. ``block`` is the id of the block of the term."""

    term: str
    block: str
    chapter: str
    place: SourceLocation


@dataclass(frozen=True, slots=True)
class PageStart:
    """Where a numbered page of the printed edition begins.

    ``folio`` as printed. ``block`` is the id of a block or of an enumeration in the
    appendix, or one of our own headings: "answers", "appendix", "unlisted". ``offset`` counts
    characters in the text of the block.
    """

    folio: str
    block: str
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Amendment:
    """What a version changed in one paragraph.

    ``kind`` is that of ``duben compare``. ``label`` names the paragraph in words. ``block`` is the
    id of the paragraph, or of the block before it where it was deleted. ``segments`` are pairs:
    "=", "-" or "+", and the text.
    """

    kind: str
    label: str
    block: str
    segments: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class VersionNote:
    """A version of a book, as the page 修订说明 shows it.

    ``date`` is ISO 8601, or "". ``note`` is the editor's text; where it is empty the page prints
    ``sentences``: pairs of a sentence and the id of the block it speaks of ("" in earlier
    versions). ``more`` counts the sentences that were left out. Only the present version has
    ``amendments``.
    """

    number: str
    date: str
    note: str = ""
    sentences: tuple[tuple[str, str], ...] = ()
    more: int = 0
    amendments: tuple[Amendment, ...] = ()


@dataclass(frozen=True)
class Book:
    """The chapters of a book, and what the analysis found in them.

    ``text_enumerations`` are as the text alone gives them; in ``enumerations`` the editor's
    ``decisions`` are carried out. ``history`` holds the versions, the present one last; it is empty
    in a first version. ``known_terms`` are the entries of the library on terms that the book
    names; ``term_histories`` tell how terms went through the ``booklets`` that ``[text] history``
    has, this one last.
    """

    settings: Settings
    chapters: tuple[Chapter, ...]
    outline: tuple[OutlineEntry, ...] = ()
    enumerations: tuple[Enumeration, ...] = ()
    inline_lists: tuple[InlineList, ...] = ()
    glossary: tuple[GlossaryEntry, ...] = ()
    problems: tuple[Problem, ...] = ()
    text_enumerations: tuple[Enumeration, ...] = ()
    decisions: tuple[Decision, ...] = ()
    history: tuple[VersionNote, ...] = ()
    known_terms: tuple[KnownTerm, ...] = ()
    booklets: tuple[BookletRecord, ...] = ()
    term_histories: tuple[TermHistory, ...] = ()

    @cached_property
    def blocks(self) -> Mapping[str, Block]:
        """Every block by its id."""
        return {block.id: block for chapter in self.chapters for block in chapter.walk()}

    @cached_property
    def characters(self) -> frozenset[str]:
        """Every character in the text of the blocks."""
        return frozenset(
            "".join(block.text for chapter in self.chapters for block in chapter.walk())
        )

    @cached_property
    def outline_entries(self) -> Mapping[str, OutlineEntry]:
        """The outline entry of each block that has one, by the id of the block."""
        return {entry.block: entry for entry in self.outline}

    @cached_property
    def appendix_enumerations(self) -> tuple[Enumeration, ...]:
        """The enumerations that the appendix shows, as it shows them; none where the book has no
        appendix. A term without quotation marks is one by its members alone: while these wait for
        the editor it is not shown.
        """
        if not self.settings.text.appendix:
            return ()
        return tuple(
            one.as_printed()
            for one in self.enumerations
            if one.shown and (one.sure or one.kind != "bare")
        )

    @cached_property
    def first_mentions(self) -> frozenset[str]:
        """The ids of the mentions that are the first of their enumeration in their chapter."""
        first: dict[tuple[str, str], str] = {}
        for enumeration in self.appendix_enumerations:
            for occurrence in enumeration.occurrences:
                first.setdefault((enumeration.id, occurrence.chapter), occurrence.id)
        return frozenset(first.values())

    @cached_property
    def mentions(self) -> Mapping[str, tuple[tuple[Occurrence, Enumeration], ...]]:
        """The mentions of the appendix's enumerations in each block, in order,
        by the block's id.
        """
        mentions: dict[str, list[tuple[Occurrence, Enumeration]]] = {}
        for enumeration in self.appendix_enumerations:
            for occurrence in enumeration.occurrences:
                mentions.setdefault(occurrence.block, []).append((occurrence, enumeration))
        return {
            block: tuple(sorted(pairs, key=lambda pair: (pair[0].start, -pair[0].end)))
            for block, pairs in mentions.items()
        }
