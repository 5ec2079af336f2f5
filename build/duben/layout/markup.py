"""A book to HTML: spans become tags, blocks go through the templates, for paper and for the EPUB
alike.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from markupsafe import Markup, escape

from duben import chinese
from duben.chinese import LONGEST_TERM, NUMERAL_CHARACTERS, spell_number
from duben.layout import table_layout
from duben.model import (
    Block,
    Book,
    Chapter,
    Enumeration,
    GlossaryEntry,
    Note,
    Occurrence,
    OutlineEntry,
)

TAGS = {"strong": "strong", "em": "em", "code": "code", "sub": "sub", "sup": "sup"}

# Of two spans that cross, the one further left in this row stays whole and the other is cut in
# pieces.
OUTER_FIRST = ("link", "reference", "mention", "glossed", "run-in", "label", "strong", "em", "code", "span", "sub", "sup",  # noqa: E501
               "ruby", "note", "image")  # fmt: skip
SHORT_PARAGRAPH = 26  # characters
ROW_LINES = 18  # on a page of 26 lines, notes below them
NOTE_LINES = 5  # lines that such notes surely have, with the rule above them


class Medium(Protocol):
    """What differs between paper and the EPUB: how a note, a link, a mention or a picture is
    written.
    """

    def note(self, note: Note, again: bool) -> Markup: ...
    def link(self, address: str, inner: Markup) -> Markup: ...
    def reference(self, target: str, inner: Markup) -> Markup: ...
    def mention(
        self, occurrence: Occurrence, enumeration: Enumeration, inner: Markup
    ) -> Markup: ...
    def glossary_link(self, entry: GlossaryEntry, inner: Markup) -> Markup: ...
    def picture(self, name: str, alternative: str) -> Markup: ...


@dataclass(frozen=True, slots=True)
class InlinePiece:
    """A span as markup needs it: with what it stands for."""

    start: int
    end: int
    kind: str
    value: object = None
    extra: object = None

    @property
    def order(self) -> tuple[int, int, int]:
        return OUTER_FIRST.index(self.kind), self.start, -self.end


class LinkStretches:
    """Stretches of a text that lie inside a link: links cannot stand in links."""

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        for start, end in sorted(stretches):
            self.take(start, end)

    def take(self, start: int, end: int) -> bool:
        """Takes ``start`` to ``end`` when it is still free."""
        index = bisect_left(self.starts, end)
        if index and self.ends[index - 1] > start:
            return False
        self.starts.insert(index, start)
        self.ends.insert(index, end)
        return True

    def after(self, offset: int) -> int:
        """The offset itself, or the end of the link that it stands inside."""
        index = bisect_left(self.starts, offset)
        return self.ends[index - 1] if index and self.ends[index - 1] > offset else offset


@dataclass(frozen=True)
class Marker:
    """Turns the text of a book's blocks into markup for one medium.

    ``marks`` are pieces of markup to be put at an offset of a block's text (the page breaks of the
    printed edition, the line breaks of a heading); ``rows`` says how many lines a heading has on
    paper. ``before`` and ``after`` stand inside a figure, a rule or a glossary entry, at its start
    or end, by its id. ``typed``: for an e-book, with what its readers need to know of tables and
    glossaries. ``room`` is the width of a table in em, ``high`` how many lines of a row and the
    head above it a page surely holds. ``shown`` says of blocks of which only a part is wanted from
    where to where, by id; ``calls`` where each note is called first: on paper it stands there.
    """

    book: Book
    medium: Medium
    notes: Mapping[str, Note]
    glossary_pieces: Mapping[str, tuple[InlinePiece, ...]]
    marks: Mapping[str, Sequence[tuple[int, Markup]]]
    rows: Mapping[str, int] = field(default_factory=dict)
    before: Mapping[str, Markup] = field(default_factory=dict)
    after: Mapping[str, Markup] = field(default_factory=dict)
    typed: bool = False
    room: float = table_layout.TABLE_WIDTH
    high: int = ROW_LINES
    layouts: dict[tuple[str, float], tuple[int, list[float]]] = field(
        default_factory=dict, compare=False
    )
    shown: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    calls: Mapping[str, tuple[str, int]] = field(default_factory=dict)

    def inline(self, block: Block, start: int | None = None, end: int | None = None) -> Markup:
        """The text of a block from ``start`` to ``end``, with its spans, mentions and marks as
        tags.
        """
        first, last = self.shown.get(block.id, (0, len(block.text)))
        start, end = first if start is None else start, last if end is None else end
        # The mark of a note belongs to what stands before it.
        found = self.pieces(block)
        pieces = [
            piece
            for piece in found
            if piece.start < end
            and piece.end > start
            or piece.start == piece.end
            and (start < piece.start or not start)
            and piece.start <= end
        ]
        marks = [
            mark
            for mark in self.marks.get(block.id, ())
            if start <= mark[0] < end or mark[0] == end == len(block.text)
        ]
        if not pieces and not marks:
            return plain_markup(block.text[start:end])
        return self.nest(block.text, start, end, pieces, marks)

    def pieces(self, block: Block) -> list[InlinePiece]:
        """Everything that is said of a block's text, without what lies inside a link already."""
        spans: list[InlinePiece] = []
        for span in block.spans:
            again = span.kind == "note" and (
                self.calls.get(str(span.value), (block.id, span.start)) != (block.id, span.start)
                or any((one.kind, one.value) == ("note", span.value) for one in spans)
            )
            spans.append(
                InlinePiece(span.start, span.end, span.kind, span.value, again or span.extra)
            )
        found = [
            InlinePiece(occurrence.start, occurrence.end, "mention", occurrence, enumeration)
            for occurrence, enumeration in self.book.mentions.get(block.id, ())
        ]
        found += self.glossary_pieces.get(block.id, ())
        if spans or found:
            spans = self.split_at_links(spans, found)
        if length := self.label_length(block):
            kind = self.book.outline_entries[block.id].kind
            closed = kind in ("item", "first", "ordinal") or block.text.startswith("\u3000", length)
            classes = "label" if closed else label_classes(block.text[:length])
            spans.append(InlinePiece(0, length, "label", classes))
            if length := self.run_in(block):
                spans.append(InlinePiece(0, length, "run-in"))
        return spans

    def split_at_links(
        self, spans: list[InlinePiece], found: Iterable[InlinePiece]
    ) -> list[InlinePiece]:
        """Spans of a text with what was found in it, without what lies inside a link already."""
        taken = LinkStretches(
            (piece.start, piece.end) for piece in spans if piece.kind in ("link", "reference")
        )
        for piece in sorted(found, key=lambda piece: (piece.kind == "glossed", piece.start)):
            if taken.take(piece.start, piece.end):
                spans.append(piece)
            elif piece.kind == "mention":
                spans.append(InlinePiece(piece.start, piece.start, "anchor", piece.value))
        return [
            replace(piece, start=taken.after(piece.start), end=taken.after(piece.start))
            if piece.kind == "note"
            else piece
            for piece in spans
        ]

    def type(self, name: str, role: str = "") -> Markup:
        """What an element is, for the readers of e-books."""
        if not self.typed:
            return Markup("")
        return Markup(' epub:type="%s" role="%s"' if role else ' epub:type="%s"') % (
            (name, role) if role else name
        )

    def grouped(self, definitions: Block) -> list[list[Block]]:
        """The entries of a definition list."""
        return definition_entries(definitions)

    def columns(self, table: Block) -> int:
        """How many columns a table has."""
        return max((len(row.children) for row in table.children), default=1)

    def layout(self, table: Block) -> tuple[int, list[float]]:
        """The size of a table, 0 for the ordinary one,
        and per cent of the measure for each column.
        """
        key = table.id, self.room
        if key not in self.layouts:
            whole = self.book.blocks.get(table.id, table)  # of a part of a table that of the whole
            self.layouts[key] = table_layout.fit_columns(whole, self.columns(whole), self.room)
        return self.layouts[key]

    def tall(self, table: Block) -> bool:
        """Whether a row and the head above it may not fit on a page: such a table is broken inside
        its rows, and its head is not repeated (WeasyPrint leaves out a head for which there is no
        room).
        """
        rows = [
            (head, high, self.below(row))
            for (head, high), row in zip(self.heights(table), table.children, strict=True)
        ]

        def most(of_head: bool, with_notes: bool) -> float:
            return max(
                (high + below * with_notes for head, high, below in rows if head is of_head),
                default=0,
            )

        return (
            most(True, False) + most(False, False) > self.high
            or most(True, True) + most(False, True) > self.high + NOTE_LINES
        )

    def below(self, row: Block) -> float:
        """How many lines of the text the notes of a row are high, by the number of their
        characters.
        """
        called = [
            self.notes[str(span.value)]
            for part in row.walk()
            for span in part.spans
            if span.kind == "note" and span.value in self.notes
        ]
        return 0.75 * sum(
            len(part.text) / (self.room - 2)
            for note in called
            for block in note.blocks
            for part in block.walk()
        )

    def low(self, table: Block) -> bool:
        """Whether head and first two rows surely fit on any page, so that they may be kept
        together: where they do not, WeasyPrint leaves the head out.
        """
        first = [row for row in table.children if not row.attribute("head")][:2]
        shown = [row for row in table.children if row.attribute("head")] + first
        if any(span.kind == "note" for row in shown for part in row.walk() for span in part.spans):
            return False
        heights = self.heights(replace(table, children=tuple(shown)))
        return sum(max(1, -int(-high // 1)) for _, high in heights) <= self.high // 2

    def heights(self, table: Block) -> list[tuple[bool, float]]:
        """How many lines each row of a table has, by the number of its characters, and whether it
        is the head.
        """
        size, widths = self.layout(table)
        columns = [
            self.room / table_layout.SIZES[size] * width / 100 - table_layout.PADDINGS[size]
            for width in widths
        ]
        return [
            (
                bool(row.attribute("head")),
                max(
                    (
                        sum(len(part.text) for part in cell.walk()) / max(room, 1)
                        for cell, room in zip(row.children, columns, strict=False)
                    ),
                    default=0,
                ),
            )
            for row in table.children
        ]

    def heads(self, table: Block) -> list[str]:
        """What stands over each column of a table, to be repeated in its cells where they fold
        (e-books only).
        """
        row = next((row for row in table.children if row.attribute("head")), None)
        if not self.typed or row is None:
            return []
        return [
            "".join(part.text for part in cell.walk()).replace("\n", "") for cell in row.children
        ]

    def label_length(self, block: Block) -> int:
        """How many characters of the block's text are its label; 0 without one."""
        entry = self.book.outline_entries.get(block.id)
        return (
            len(entry.label) if entry and entry.label and block.text.startswith(entry.label) else 0
        )

    def leads(self, block: Block, after_heading: bool) -> bool:
        """Whether a paragraph stays on the page of what follows: a short one under a heading, one
        that is a label and nothing else.
        """
        if len(block.text) > SHORT_PARAGRAPH:
            return False
        said = block.text.rstrip("：:，, \u3000")
        label = chinese.read_label(said + "：")  # 一是 is a label only before something
        return after_heading or label is not None and label.end >= len(said)

    def label_width(self, block: Block) -> int:
        """The room that a block's label takes, in whole em; 0 without one."""
        return label_width(block.text[: self.label_length(block)])

    def run_in(self, block: Block) -> int:
        """How many characters at the head of a labelled paragraph are its title: a short first
        sentence with more behind.

        Of an article (第X条) only the label stands out: its first sentence is law, not a title.
        """
        if block.kind != "paragraph" or not self.label_length(block):
            return 0
        if self.book.outline_entries[block.id].kind == "article":
            return self.label_length(block)
        end = block.text.find("。", 0, 48) + 1
        if any(
            block.text.count(opening, 0, end) > block.text.count(closing, 0, end)
            for opening, closing in ("“”", "「」", "（）")
        ):
            return 0  # 第三条修改为：“……。……”
        return end if 0 < end < len(block.text) else 0

    def nest(
        self,
        text: str,
        start: int,
        end: int,
        pieces: Iterable[InlinePiece],
        marks: Sequence[tuple[int, Markup]],
    ) -> Markup:
        """Well-nested tags over ``text[start:end]``: pieces are cut where they cross."""
        pieces = sorted(pieces, key=lambda piece: piece.start)
        solid = [piece for piece in pieces if piece.start < piece.end]
        empty: dict[int, list[Markup]] = {}
        for piece in pieces:
            if piece.start == piece.end and piece.kind == "note":
                empty.setdefault(piece.start, []).append(
                    self.medium.note(self.notes[str(piece.value)], piece.extra is True)
                )
            elif piece.start == piece.end and isinstance(piece.value, Occurrence):
                empty.setdefault(piece.start, []).append(
                    Markup('<span id="%s"></span>') % piece.value.id
                )
        for offset, mark in marks:
            empty.setdefault(offset, []).append(mark)
        edges = {start, end, *empty}
        edges.update(
            edge for piece in solid for edge in (piece.start, piece.end) if start < edge < end
        )
        points = sorted(edges)
        opened: dict[int, list[InlinePiece]] = {}
        for piece in solid:
            opened.setdefault(max(piece.start, start), []).append(piece)
        active: list[InlinePiece] = []
        stack: list[tuple[InlinePiece | None, list[Markup]]] = [(None, [])]

        def close(down_to: int) -> None:
            while len(stack) > down_to:
                piece, inner = stack.pop()
                assert piece is not None
                stack[-1][1].append(self.wrap_piece(piece, Markup("".join(inner))))

        for index, point in enumerate(points):
            active = sorted(
                (piece for piece in [*active, *opened.get(point, ())] if piece.end > point),
                key=lambda piece: piece.order,
            )
            keep = 1
            while keep < len(stack) and keep <= len(active) and stack[keep][0] is active[keep - 1]:
                keep += 1
            close(keep)
            stack[-1][1].extend(empty.get(point, ()))
            stack.extend((piece, []) for piece in active[keep - 1 :])
            if index + 1 < len(points):
                written = (
                    code_markup if any(piece.kind == "code" for piece in active) else plain_markup
                )
                stack[-1][1].append(written(text[point : points[index + 1]]))
        close(1)
        return Markup("".join(stack[0][1]))

    def wrap_piece(self, piece: InlinePiece, inner: Markup) -> Markup:
        """One piece around its inner markup."""
        match piece.kind:
            case "link":
                return self.medium.link(str(piece.value), inner)
            case "reference":
                return self.medium.reference(str(piece.value), inner)
            case "mention":
                assert isinstance(piece.value, Occurrence) and isinstance(piece.extra, Enumeration)
                return self.medium.mention(piece.value, piece.extra, inner)
            case "glossed":
                assert isinstance(piece.value, GlossaryEntry)
                return self.medium.glossary_link(piece.value, inner)
            case "image":
                return self.medium.picture(str(piece.value), str(piece.extra))
            case "ruby":
                return Markup("<ruby>%s<rt>%s</rt></ruby>") % (inner, str(piece.value))
            case "label" | "run-in" | "span":
                return Markup(f'<span class="{escape(piece.value or piece.kind)}">{inner}</span>')
            case _:
                tag = TAGS[piece.kind]
                return Markup(f"<{tag}>{inner}</{tag}>")


LONG_WORD = re.compile("[!-~]{16,}")  # about half a line of a telephone
WORD_MARK = re.compile("(?<=[/_.,:=-])(?=[0-9A-Za-z])")


def code_markup(text: str) -> Markup:
    """Code in a line: its long words, names of files and the like, may end a line behind a mark of
    theirs.
    """
    return Markup("<wbr/>").join(
        plain_markup(part)
        for part in LONG_WORD.sub(lambda word: WORD_MARK.sub("\0", word[0]), text).split("\0")
    )


def definition_entries(definitions: Block) -> list[list[Block]]:
    """The entries of a definition list: one or more terms and what is said of them."""
    entries: list[list[Block]] = []
    for part in definitions.children:
        if part.kind == "term" and (not entries or entries[-1][-1].kind != "term") or not entries:
            entries.append([])
        entries[-1].append(part)
    return entries


def label_width(label: str) -> int:
    """The room that a label and the gap behind it take, in whole em, 8 at most; 0 for none."""
    if not label:
        return 0
    width = sum(0.55 if character < "\u0250" else 1 for character in label) + (
        0.5 if "bare" in label_classes(label) else 0
    )
    return min(8, -int(-width // 1))


def label_classes(label: str) -> str:
    """A label that ends without a mark of its own needs a gap behind it."""
    return "label" if label.strip()[-1:] in tuple("、）)．.，,：:") else "label bare"


def plain_markup(text: str) -> Markup:
    """Text with its own line breaks as tags."""
    return Markup(str(escape(text)).replace("\n", "<br/>"))


def create_marker(
    book: Book,
    medium: Medium,
    marks: Mapping[str, Sequence[tuple[int, Markup]]] | None = None,
    rows: Mapping[str, int] | None = None,
) -> Marker:
    """A marker for a book."""
    notes = {note.id: note for chapter in book.chapters for note in chapter.notes}
    calls: dict[str, tuple[str, int]] = {}
    for chapter in book.chapters:
        for block in chapter.walk():
            for span in sorted(block.spans, key=lambda span: span.start):
                if span.kind == "note":
                    calls.setdefault(str(span.value), (block.id, span.start))
    return Marker(book, medium, notes, first_mentions(book), marks or {}, rows or {}, calls=calls)


def contents_entries(book: Book, levels: int = 2) -> list[OutlineEntry]:
    """The outline entries that a contents page shows: the outer levels, without the items of
    running text (一是, 首先), and without 第X条 where chapters stand above them.
    """
    kinds = {entry.kind for entry in book.outline}
    left_out = {"item", "first"} | ({"article"} if kinds & {"part", "chapter"} else set())
    front = {chapter.slug for chapter in book.chapters if chapter.part == "front"}
    return [
        entry
        for entry in book.outline
        if entry.level <= levels and entry.kind not in left_out and entry.chapter not in front
    ]


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
        met: set[str] = set()
        for block in running_paragraphs(chapter.blocks):
            for match in pattern.finditer(block.text):
                term = match.group()
                yield GlossaryMention(
                    entries[term], chapter, block, match.start(), match.end(), term not in met
                )
                met.add(term)


def first_mentions(book: Book) -> dict[str, tuple[InlinePiece, ...]]:
    """Where each glossary term is first met in each chapter, by block."""
    found: dict[str, list[InlinePiece]] = {}
    for met in glossary_mentions(book):
        if met.first:
            found.setdefault(met.block.id, []).append(
                InlinePiece(met.start, met.end, "glossed", met.entry)
            )
    return {block: tuple(pieces) for block, pieces in found.items()}


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
    """For study by number: 二, 三, 四 …, each with its enumerations, those with members first."""
    groups: dict[int, list[Enumeration]] = {}
    for one in sorted(enumerations, key=lambda it: (it.count, not it.members)):
        groups.setdefault(one.count, []).append(one)
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
    """The members of an enumeration; below one that names another of ``listed`` (by term), or is
    one, the members of that.
    """

    def below(one: Enumeration, above: frozenset[str]) -> tuple[EnumerationMember, ...]:
        found = []
        for text in one.members:
            inner = named_in(text, listed) if len(above) < MEMBER_DEPTH else None
            found.append(
                EnumerationMember(
                    text,
                    below(inner, above | {inner.term}) if inner and inner.term not in above else (),
                )
            )
        return tuple(found)

    return below(enumeration, frozenset((enumeration.term,)))


def with_members(enumerations: Iterable[Enumeration]) -> dict[str, Enumeration]:
    """Those enumerations that have members, by term."""
    return {one.term: one for one in enumerations if one.members}


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


def short_title(text: str, most: int = 30) -> str:
    """A heading cut for places with little room: at a mark that stands outside quotes and brackets,
    else where it must.
    """
    if len(text) <= most:
        return text
    depth = cut = 0
    for index, character in enumerate(text[:most]):
        if character in chinese.OPENING + "(":
            depth += 1
        elif character in chinese.CLOSING + ")":
            depth = max(0, depth - 1)
        elif not depth and index >= 6 and character in "，、；：—。":
            cut = index
    if cut:
        return text[:cut]
    end = 0
    for word in chinese.split_phrases(text[: most + 8]):
        end += len(word)
        if end > most:
            break
        if not word.startswith(chinese.LEANING):
            cut = end
    opened = max(text.rfind(mark, 6, cut or most) for mark in "（(〔【")
    if opened > 0 and not any(mark in text[opened : cut or most] for mark in "）)】"):
        return text[:opened]
    return text[: cut or most]


def move_answers(book: Book) -> Book:
    """The book with its 参考答案 boxes where [text] answers wants them: in place, or left out.

    For "end" they are left out of the chapters; ``answers`` gives them for a place of their own.
    """
    if book.settings.text.answers == "inline":
        return book

    def without(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
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
