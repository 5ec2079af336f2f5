"""The data of every stage: what a chapter, a book, an enumeration is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Literal

from duben.model.problems import (
    Problem,
    SourceLocation,
)


@dataclass(frozen=True, slots=True)
class BookSettings:
    """[book]: what the book is. ``id`` (ascii) names the files; ``chapters`` empty: all ``*.md`` in
    name order.
    """

    id: str = "book"
    title: str = ""
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    language: str = "zh-Hans"
    date: date = date(1970, 1, 1)
    version: str = "1"
    chapters: tuple[str, ...] = ()
    source: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class OutputSettings:
    """[output]: what is made. ``app_notes``: notes marked once more as 多看, 掌阅 and 微信读书 want
    them.
    """

    editions: tuple[str, ...] = ("screen", "booklet")
    formats: tuple[str, ...] = ("pdf", "epub")
    theme: str = ""
    app_notes: bool = False


@dataclass(frozen=True, slots=True)
class TextSettings:
    """[text]: choices of style. ``answers``: where 参考答案 boxes go; ``enumerations``: the order
    of the appendix; ``revision_page``: whether a book with earlier versions has a page 修订说明.
    """

    answers: Literal["inline", "end", "omit"] = "inline"
    missing_glyph: Literal["error", "warning"] = "error"
    enumerations: Literal["number", "appearance", "pinyin"] = "number"
    appendix: bool = True
    revision_page: bool = True


@dataclass(frozen=True, slots=True)
class ImprintSettings:
    """[imprint]: what the colophon and the cover must carry."""

    kind: Literal["学习资料", "内部资料", "公文性材料"] = "学习资料"
    permit: str = ""
    issuer: str = ""
    recipients: str = ""
    printer: str = ""
    printed: str = ""
    copies: int = 0


@dataclass(frozen=True, slots=True)
class PrintSettings:
    """[print]: paper in g/m², binding, sides, where chapters start, and how many sheets a staple
    holds.

    ``binding`` "": a booklet is stapled, what goes to the press glued. ``second_colour``: the press
    prints the accent in a second ink. ``fold_marks``: short lines where the sheets are folded.
    ``backs``: how a pile that was printed on one side comes back for the other, a letter that the
    trial sheet tells: A as it should; B in reverse order; C half round; D both.
    """

    paper_gsm: int = 80
    binding: Literal["", "stapled", "glued"] = ""
    sides: Literal[1, 2] = 2
    chapter_starts: Literal["any", "odd"] = "any"
    staple_sheets: int = 15
    split: bool = False
    fold_marks: bool = False
    second_colour: bool = False
    backs: Literal["A", "B", "C", "D"] = "A"


@dataclass(frozen=True, slots=True)
class Settings:
    """book.toml, typed. ``revisions`` are (version, what the editor says of it)."""

    book: BookSettings = field(default_factory=BookSettings)
    output: OutputSettings = field(default_factory=OutputSettings)
    text: TextSettings = field(default_factory=TextSettings)
    imprint: ImprintSettings = field(default_factory=ImprintSettings)
    print: PrintSettings = field(default_factory=PrintSettings)
    revisions: tuple[tuple[str, str], ...] = ()


BlockKind = Literal[
    "heading",  # level 1 to 6
    "paragraph",
    "list",  # ordered: attribute start is there; children are items
    "item",  # label holds the number as typed, "3." or "-"; children are blocks
    "quote",
    "table",  # children are rows; text and spans are its caption
    "row",  # attribute head="1" for a row of the table's head
    "cell",  # attribute align
    "figure",  # attributes src, alt; text and spans are its caption
    # an admonition; attribute kind: points, questions, answers, terms, note; text is its title
    "box",
    "definitions",  # children are term and definition in turn
    "term",
    "definition",
    "code",  # text as typed, line breaks kept
    "rule",
]

SpanKind = Literal[
    "strong", "em", "code", "sub", "sup",
    "link",         # value: address (https:, mailto:)
    "reference",    # value: id of a block in this book
    "note",         # empty (start == end); value: id of the note
    "image",        # stands on U+FFFC; value: file; extra: alternative text
    "ruby",         # value: the reading
    "span",         # value: classes
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """Something said of ``text[start:end]`` of a block."""

    start: int
    end: int
    kind: SpanKind
    value: str = ""
    extra: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a chapter: its text as read, spans over it, blocks inside it.

    In ``text`` a soft line break between 汉字 is gone, elsewhere a space; ``\\n`` is a line break
    that the author made. ``lines`` holds (offset in text, line of the file) wherever a new line of
    the file begins.
    """

    kind: BlockKind
    id: str
    place: SourceLocation
    text: str = ""
    spans: tuple[Span, ...] = ()
    level: int = 0
    label: str = ""
    children: tuple[Block, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    classes: tuple[str, ...] = ()
    lines: tuple[tuple[int, int], ...] = ()

    def attribute(self, name: str, default: str = "") -> str:
        """The value of an attribute."""
        return dict(self.attributes).get(name, default)

    def place_of(self, offset: int) -> SourceLocation:
        """Where ``text[offset]`` stands in the author's file."""
        index = bisect_right(self.lines, offset, key=lambda pair: pair[0]) - 1
        return SourceLocation(self.place.file, self.lines[index][1]) if index >= 0 else self.place

    def walk(self) -> Iterator[Block]:
        """This block and all inside it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


def walk_blocks(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """All blocks and the blocks inside them, in reading order."""
    for block in blocks:
        yield from block.walk()


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: its number in the chapter, from 1, and its paragraphs."""

    id: str
    number: int
    place: SourceLocation
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A file of the manuscript, parsed. ``slug`` (ascii) names it in ids and in the EPUB.

    ``title`` is its first block when that is a heading of level 1; ``blocks`` holds that heading
    too.
    """

    slug: str
    file: str
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()
    part: Literal["front", "body", "back"] = "body"
    title: Block | None = None
    problems: tuple[Problem, ...] = ()

    def walk(self) -> Iterator[Block]:
        """Every block in reading order, notes last."""
        yield from walk_blocks(self.blocks)
        for note in self.notes:
            yield from walk_blocks(note.blocks)


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A heading or a paragraph that opens with a label. ``text`` goes on to the end of the block,
    without the label; ``title`` is what the contents page shows: the heading, or the first clause
    of a long paragraph.

    ``level`` is the depth in the document's own numbering, 1 the outermost; ``kind`` is that of the
    label (``chinese.labels.KINDS``), "" for a heading without one.
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
class Occurrence:
    """A mention: ``text[start:end]`` of the block with id ``block``; ``id`` is its own anchor."""

    id: str
    block: str
    chapter: str
    start: int
    end: int
    place: SourceLocation


@dataclass(frozen=True, slots=True)
class TextRange:
    """``text[start:end]`` of the block with id ``block``: where something was read."""

    block: str
    start: int
    end: int
    place: SourceLocation


@dataclass(frozen=True, slots=True)
class MemberList:
    """Members as they are named at one place: that of the term, and those of the members where each
    has its own.
    """

    members: tuple[str, ...]
    place: SourceLocation
    rule: str = ""
    places: tuple[SourceLocation, ...] = ()


EnumerationStatus = Literal["listed", "open", "unlisted"]


SINGLE_MARKS = str.maketrans("“”「」", "‘’『』")


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A named enumeration (数字提法): a term, how many, which members, where.

    ``kind`` is "quoted", "bare" or "compound"; ``rule`` names what found the members and
    ``evidence`` the characters in which it did; ``defined`` is the mention at which the members
    stand (None: never listed); ``status`` "open" means that the list ends in 等. Of rule "decision"
    members that are defined nowhere were supplied by the editor. ``others`` are further places that
    list as many members, in other words. ``shown``: whether the appendix has it.
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

    @property
    def inner(self) -> str:
        """The term as it stands inside quotation marks: its own are single (三个‘最大化’)."""
        return self.term.translate(SINGLE_MARKS)

    @property
    def supplied(self) -> bool:
        """Whether the members are the editor's own, and the text lists none."""
        return bool(self.members) and self.defined is None


@dataclass(frozen=True, slots=True)
class InlineList:
    """A run of 一是…二是… or 第一…第二…: labels as written and the first ten characters after each."""

    labels: tuple[str, ...]
    heads: tuple[str, ...]
    place: SourceLocation
    blocks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A term explained in a 名词解释 box: the ids of its term block and definition block."""

    term: str
    block: str
    chapter: str
    place: SourceLocation


@dataclass(frozen=True, slots=True)
class Decision:
    """What the editor says of one enumeration in enumerations.toml; None: not said.

    ``found`` is the mark of what the program found when it last wrote the entry
    (``decisions.mark``), ``review`` what became of it then: "new", "changed", "gone", or "" when
    the editor has seen it.
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

    @property
    def unedited(self) -> bool:
        """Whether number and members stand as the program wrote them: what the text says now goes
        before them.
        """
        return bool(self.found) and self.found == finding_fingerprint(self.count, self.members)


def finding_fingerprint(count: int | None, members: tuple[str, ...] | None) -> str:
    """A short mark of a number and members, by which a change of either can be told: 3-1f2e3d4c."""
    return f"{count}-{sha256(chr(10).join(members or ()).encode()).hexdigest()[:8]}"


@dataclass(frozen=True, slots=True)
class PageStart:
    """Where a numbered page of the printed edition begins: its folio, and an offset in the text of
    a block.

    ``block`` is the id of a block, or of an enumeration in the appendix, or of a heading of ours:
    "answers", "appendix", "unlisted" (offset 0 then).
    """

    label: str
    block: str
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Amendment:
    """What a version did to one paragraph: ``segments`` as in a comparison ("=", "-", "+");
    ``block`` is where it stands now, or what stands before it; ``kind`` as ``duben compare`` tells
    it; ``label`` its place in words.
    """

    kind: str
    label: str
    block: str
    segments: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class VersionNote:
    """A version of a book as the page 修订说明 tells it: ``note`` in the editor's words, else
    ``sentences``, each with the id of the block where the first of what it tells of stands ("" in
    earlier versions). ``more``: so many are left out. ``date`` as ISO 8601 writes it, or "".
    ``amendments`` of the present version alone.
    """

    number: str
    date: str
    note: str = ""
    sentences: tuple[tuple[str, str], ...] = ()
    more: int = 0
    amendments: tuple[Amendment, ...] = ()


@dataclass(frozen=True)
class Book:
    """Everything that is known of a book before it takes a form.

    ``enumerations`` are as the editor's ``decisions`` have them, ``text_enumerations`` as the text alone
    gives them. ``history`` are its versions, the present one last; empty for a first one.
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

    @cached_property
    def blocks(self) -> Mapping[str, Block]:
        """Every block by its id."""
        return {block.id: block for chapter in self.chapters for block in chapter.walk()}

    @cached_property
    def characters(self) -> frozenset[str]:
        """Every character in the text of its blocks."""
        return frozenset(
            "".join(block.text for chapter in self.chapters for block in chapter.walk())
        )

    @cached_property
    def outline_entries(self) -> Mapping[str, OutlineEntry]:
        """The outline entry of each block that has one, by the block's id."""
        return {entry.block: entry for entry in self.outline}

    @cached_property
    def appendix_enumerations(self) -> tuple[Enumeration, ...]:
        """The enumerations that the appendix shows; none where the book has no appendix."""
        return (
            tuple(one for one in self.enumerations if one.shown)
            if self.settings.text.appendix
            else ()
        )

    @cached_property
    def first_mentions(self) -> frozenset[str]:
        """The ids of those mentions that are the first of their enumeration in their chapter."""
        first: dict[tuple[str, str], str] = {}
        for one in self.appendix_enumerations:
            for at in one.occurrences:
                first.setdefault((one.id, at.chapter), at.id)
        return frozenset(first.values())

    @cached_property
    def mentions(self) -> Mapping[str, tuple[tuple[Occurrence, Enumeration], ...]]:
        """The mentions of the enumerations that the appendix shows in each block, in order, by the
        block's id.
        """
        found: dict[str, list[tuple[Occurrence, Enumeration]]] = {}
        for enumeration in self.appendix_enumerations:
            for occurrence in enumeration.occurrences:
                found.setdefault(occurrence.block, []).append((occurrence, enumeration))
        return {
            block: tuple(sorted(pairs, key=lambda pair: (pair[0].start, -pair[0].end)))
            for block, pairs in found.items()
        }
