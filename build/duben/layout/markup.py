"""A book to HTML for paper and the EPUB: what its templates ask for, and what its glossary and
appendix list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from markupsafe import Markup

from duben import chinese
from duben.chinese import LONGEST_TERM, NUMERAL_CHARACTERS, spell_number
from duben.layout import table_cells
from duben.layout.inline_markup import InlineMarkup, InlinePiece, Medium
from duben.layout.run_in_heads import run_in_lengths
from duben.layout.table_cells import ShownRow
from duben.layout.table_measures import TableMeasures
from duben.model import Block, Book, Chapter, Enumeration, GlossaryEntry

DOTS = "……"
SHORT_PARAGRAPH = 26  # characters
FILL_IN = "____"
LONG_LATIN = re.compile("[!-~]{12,}")


@dataclass(frozen=True, kw_only=True)
class Marker(InlineMarkup, TableMeasures):
    """What the templates ask of a book for one medium: the markup of its blocks, its tables.

    ``rows`` has how many lines each heading takes on paper, by its id. ``before`` and ``after``
    stand inside a figure, a rule or a glossary entry, at its start or end, by its id. ``typed``:
    for an e-book, with what its readers need to know of tables and glossaries.
    """

    rows: Mapping[str, int] = field(default_factory=dict)
    before: Mapping[str, Markup] = field(default_factory=dict)
    after: Mapping[str, Markup] = field(default_factory=dict)
    typed: bool = False

    def type(self, name: str, role: str = "") -> Markup:
        """The attributes epub:type and role of an element of an e-book; "" on paper."""
        if not self.typed:
            return Markup("")
        return Markup(' epub:type="%s" role="%s"' if role else ' epub:type="%s"') % (
            (name, role) if role else name
        )

    def grouped(self, definitions: Block) -> list[list[Block]]:
        """The entries of a definition list."""
        return definition_entries(definitions)

    def heads(self, table: Block) -> list[str]:
        """The text over each column of a table, to be repeated in its cells where an e-book reader
        folds them; none on paper or without a head.
        """
        return table_cells.head_labels(table) if self.typed else []

    def empty_lines(self, table: Block, cell: Block, behind: bool = False) -> Markup:
        """The lines without text that a cell begins with, or that stand ``behind`` its text; the
        first of these breaks ends the line of the text.
        """
        count = table_cells.empty_lines(table, cell)[behind]
        return Markup("<br/>") * (count + (behind and count > 0))

    def table_parts(self, table: Block) -> Iterator[tuple[str, list[ShownRow]]]:
        """The head and the body of a table (``thead``, ``tbody``) with the rows and cells that are
        shown.

        On paper merged cells hold their rows on a page together where they surely fit (``holds``);
        of a longer run each row has its own cell, those below the first empty.
        """
        whole = self.book.blocks.get(table.id, table)
        fills = table_cells.decimal_fills(whole)
        for part, rows in table_cells.table_parts(table):
            runs = [] if self.typed else table_cells.joined_rows(rows)
            kept = [run for run in runs if part == "thead" or self.holds(table, rows, run)]
            yield (
                part,
                list(
                    table_cells.shown_rows(
                        part,
                        rows,
                        apart={index for run in runs if run not in kept for index in run},
                        joined={index for run in kept for index in run[:-1]}
                        | table_cells.opening_rows(rows),
                        labels=self.heads(table),
                        fills=fills,
                        typed=self.typed,
                    )
                ),
            )

    def is_ragged(self, block: Block) -> bool:
        """Whether the lines of a paragraph end where they end: those to be filled in by hand, and
        in an e-book those with a long Latin word. Readers pull the characters before it apart.
        """
        return FILL_IN in block.text or (self.typed and LONG_LATIN.search(block.text) is not None)

    def leads(self, block: Block, after_heading: bool) -> bool:
        """Whether a paragraph stays on the page of what follows: a short one between a heading and
        other text (not another heading: such a row would never end), one that is a label and
        nothing else.
        """
        if len(block.text) > SHORT_PARAGRAPH:
            return False
        text = block.text.rstrip("：:，, \u3000")
        label = chinese.read_label(text + "：")  # 一是 is a label only before something
        return after_heading or label is not None and label.end >= len(text)


def definition_entries(definitions: Block) -> list[list[Block]]:
    """The entries of a definition list: one or more terms and what is said of them."""
    entries: list[list[Block]] = []
    for part in definitions.children:
        if part.kind == "term" and (not entries or entries[-1][-1].kind != "term") or not entries:
            entries.append([])
        entries[-1].append(part)
    return entries


def create_marker(
    book: Book,
    medium: Medium,
    marks: Mapping[str, Sequence[tuple[int, Markup]]] | None = None,
    rows: Mapping[str, int] | None = None,
) -> Marker:
    """A marker for a book on paper; ``marks`` and ``rows`` as Marker has them."""
    notes = {note.id: note for chapter in book.chapters for note in chapter.notes}
    calls: dict[str, tuple[str, int]] = {}
    for chapter in book.chapters:
        for block in chapter.walk():
            for span in sorted(block.spans, key=lambda span: span.start):
                if span.kind == "note":
                    calls.setdefault(str(span.value), (block.id, span.start))
    return Marker(
        book=book,
        medium=medium,
        notes=notes,
        glossary_pieces=first_mentions(book),
        marks=marks or {},
        rows=rows or {},
        calls=calls,
        heads_in_text=run_in_lengths(book),
    )


@dataclass(frozen=True, slots=True)
class GlossaryMention:
    """A mention of a glossary term: where, and whether it is the first in its chapter."""

    entry: GlossaryEntry
    chapter: Chapter
    block: Block
    start: int
    end: int
    first: bool


def glossary_mentions(book: Book) -> Iterator[GlossaryMention]:
    """Every mention of the glossary's terms in running text, in reading order."""
    if not book.glossary:
        return
    entries = {entry.term: entry for entry in book.glossary}
    pattern = re.compile(
        "|".join(re.escape(term) for term in sorted(entries, key=lambda term: (-len(term), term)))
    )
    for chapter in book.chapters:
        known: set[str] = set()
        for block in running_paragraphs(chapter.blocks):
            for match in pattern.finditer(block.text):
                term = match.group()
                yield GlossaryMention(
                    entries[term], chapter, block, match.start(), match.end(), term not in known
                )
                known.add(term)


def first_mentions(book: Book) -> dict[str, tuple[InlinePiece, ...]]:
    """The first mention of each glossary term in each chapter, as pieces, by the block's id."""
    first: dict[str, list[InlinePiece]] = {}
    for mention in glossary_mentions(book):
        if mention.first:
            first.setdefault(mention.block.id, []).append(
                InlinePiece(mention.start, mention.end, "glossed", mention.entry)
            )
    return {block: tuple(pieces) for block, pieces in first.items()}


def running_paragraphs(blocks: Iterable[Block]) -> Iterable[Block]:
    """Paragraphs of running text: not headings, tables, code, nor the glossary itself."""
    for block in blocks:
        if block.kind == "paragraph":
            yield block
        elif (
            block.kind in ("list", "item", "quote")
            or block.kind == "box"
            and block.attribute("kind") != "terms"
        ):
            yield from running_paragraphs(block.children)


def order_enumerations(book: Book) -> list[Enumeration]:
    """The enumerations of the appendix in the order that [text] enumerations asks for: by number,
    by first mention, by pinyin.
    """
    match book.settings.text.enumerations:
        case "appearance":
            return list(book.appendix_enumerations)
        case "pinyin":
            return sorted(book.appendix_enumerations, key=lambda it: chinese.pinyin_key(it.term))
        case _:
            return sorted(book.appendix_enumerations, key=lambda it: it.count)


def group_by_number(enumerations: Iterable[Enumeration]) -> list[tuple[str, list[Enumeration]]]:
    """The enumerations by number: (二, those of two), (三, those of three) …; in each those with
    members of the book first, then those with members of the library.
    """
    groups: dict[int, list[Enumeration]] = {}
    for enumeration in sorted(
        enumerations, key=lambda it: (it.count, not it.members, not it.known)
    ):
        groups.setdefault(enumeration.count, []).append(enumeration)
    return [(spell_number(count), group) for count, group in groups.items()]


@dataclass(frozen=True, slots=True)
class EnumerationMember:
    """A member as the appendix shows it; ``members`` are those of the enumeration that it names
    itself.
    """

    text: str
    members: tuple[EnumerationMember, ...] = ()


# Members of members of members are shown, and no more.
MEMBER_DEPTH = 3


def member_tree(
    enumeration: Enumeration, listed: Mapping[str, Enumeration]
) -> tuple[EnumerationMember, ...]:
    """The members of an enumeration. Below a member that is, or names, another of ``listed`` (by
    term) stand the members of that; three levels at most.
    """

    def members_below(
        enumeration: Enumeration, above: frozenset[str]
    ) -> tuple[EnumerationMember, ...]:
        """The members of an enumeration that stands below those of the terms ``above``."""
        members = []
        for text in appendix_members(enumeration):
            inner = named_in(text, listed) if len(above) < MEMBER_DEPTH else None
            if inner and inner.term in above:
                inner = None
            below = members_below(inner, above | {inner.term}) if inner else ()
            members.append(EnumerationMember(text, below))
        return tuple(members)

    return members_below(enumeration, frozenset((enumeration.term,)))


def appendix_members(enumeration: Enumeration) -> tuple[str, ...]:
    """The members that the appendix shows: those of the book, else those that the library
    supplies.
    """
    return enumeration.members or (enumeration.known.members if enumeration.known else ())


def with_members(enumerations: Iterable[Enumeration]) -> dict[str, Enumeration]:
    """Those enumerations that have members, by term."""
    return {entry.term: entry for entry in enumerations if entry.members}


def named_in(text: str, listed: Mapping[str, Enumeration]) -> Enumeration | None:
    """The enumeration that a member is, or names: in quotation marks, or by a name of four
    characters and more.
    """
    if text in listed:
        return listed[text]
    for start, character in enumerate(text):
        if character in NUMERAL_CHARACTERS:
            for length in range(LONGEST_TERM, 1, -1):
                term = text[start : start + length]
                if term in listed and (
                    len(term) > 3
                    or text[start - 1 : start] == "“"
                    and text[start + len(term) : start + len(term) + 1] == "”"
                ):
                    return listed[term]
    return None


def member_texts(members: Iterable[EnumerationMember]) -> Iterator[str]:
    """The texts of members and of those below them, in the order in which they are read."""
    for member in members:
        yield member.text
        yield from member_texts(member.members)


def short_title(text: str, limit: int = 30) -> str:
    """A heading of at most ``limit`` characters, for places with little room: cut at the last mark
    outside quotes and brackets, else between two phrases, else anywhere.
    """
    if len(text) <= limit:
        return text
    depth = cut = 0
    for index, character in enumerate(text[:limit]):
        if character in chinese.OPENING + "(":
            depth += 1
        elif character in chinese.CLOSING + ")":
            depth = max(0, depth - 1)
        elif not depth and index >= 6 and character in "，、；：—。":
            cut = index
    if cut:
        return text[:cut]
    end = 0
    for word in chinese.split_phrases(text[: limit + 8]):
        end += len(word)
        if end > limit:
            break
        if not word.startswith(chinese.LEANING):
            cut = end
    opened = max(text.rfind(mark, 6, cut or limit) for mark in "（(〔【")
    if opened > 0 and not any(mark in text[opened : cut or limit] for mark in "）)】"):
        return text[:opened]
    return text[: cut or limit]


def entry_title(text: str, limit: int = 30) -> str:
    """A title as an entry of a list of contents: as ``short_title`` has it, or as a running title
    where that leaves a mark open.
    """
    start = short_title(text, limit)
    return running_title(text, limit) if _closing_marks(start) else start


def running_title(text: str, limit: int = 30) -> str:
    """A title for a running head: whole, or cut between words and ended in ……, with the closing
    marks of those that are open there: 《关于冬修水渠……》.
    """
    if len(text) <= limit:
        return text
    start = short_title(text, limit - len(DOTS)).rstrip("，、；：—。 　")
    if closing := _closing_marks(start):
        start = short_title(text, limit - len(DOTS) - len(closing)).rstrip("，、；：—。 　")
    return start + DOTS + _closing_marks(start)


def _closing_marks(text: str) -> str:
    """Those that the marks ask for which a text leaves open."""
    wanted: list[str] = []
    for character in text:
        if character in chinese.PAIRS:
            wanted.append(chinese.PAIRS[character])
        elif wanted and character == wanted[-1]:
            wanted.pop()
    return "".join(reversed(wanted))


def move_answers(book: Book) -> Book:
    """The book with its 参考答案 boxes where [text] answers wants them: in place, or left out.

    For "end" they are left out of the chapters; ``answer_boxes`` gives them for a place of their
    own.
    """
    if book.settings.text.answers == "inline":
        return book

    def without(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """The blocks, and those inside of them, without boxes of answers."""
        return tuple(
            replace(block, children=without(block.children)) if block.children else block
            for block in blocks
            if not is_answers(block)
        )

    return replace(
        book,
        chapters=tuple(
            replace(chapter, blocks=without(chapter.blocks)) for chapter in book.chapters
        ),
    )


def is_answers(block: Block) -> bool:
    """Whether a block is a 参考答案 box."""
    return block.kind == "box" and block.attribute("kind") == "answers"


def answer_boxes(book: Book) -> list[tuple[Chapter, list[Block]]]:
    """The 参考答案 boxes of each chapter that has some, when they are to be gathered at the end."""
    if book.settings.text.answers != "end":
        return []
    gathered = [
        (chapter, [block for block in chapter.walk() if is_answers(block)])
        for chapter in book.chapters
    ]
    return [(chapter, boxes) for chapter, boxes in gathered if boxes]
