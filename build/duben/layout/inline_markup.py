"""The text of a block to markup: its spans become tags that are nested well."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from markupsafe import Markup, escape

from duben.model import Block, Book, Enumeration, GlossaryEntry, Note, Occurrence

TAGS = {"strong": "strong", "em": "em", "code": "code", "sub": "sub", "sup": "sup"}

# Of two spans that cross, the one further left in this row stays whole and the other is cut in
# pieces.
OUTER_FIRST = ("link", "reference", "mention", "glossed", "run-in", "label", "strong", "em", "code", "span", "sub", "sup",  # noqa: E501
               "ruby", "note", "image")  # fmt: skip


class Medium(Protocol):
    """What differs between paper and the EPUB: how a note, a link, a mention or a picture is
    written. ``inner`` is the markup of the text that stands in it.
    """

    def note(self, note: Note, again: bool) -> Markup:
        """The call of a note; ``again``: it was called before."""

    def link(self, address: str, inner: Markup) -> Markup:
        """A link out of the book."""

    def reference(self, target: str, inner: Markup) -> Markup:
        """A link to the block of this id."""

    def mention(self, occurrence: Occurrence, enumeration: Enumeration, inner: Markup) -> Markup:
        """A mention of an enumeration: a link to its entry in the appendix."""

    def glossary_link(self, entry: GlossaryEntry, inner: Markup) -> Markup:
        """A term of the glossary: a link to its entry."""

    def picture(self, name: str, alternative: str) -> Markup:
        """A picture of the book, with the text that stands for it."""


@dataclass(frozen=True, slots=True)
class InlinePiece:
    """A span of a block's text, ``text[start:end]``, with what it stands for.

    ``kind`` is one of OUTER_FIRST, or "anchor" for a mention inside of a link. ``value`` is an
    address, an id, a class or a thing of the book, as the kind asks; ``extra`` belongs to it: the
    enumeration of a mention, the alternative text of an image, True for a note called before.
    """

    start: int
    end: int
    kind: str
    value: object = None
    extra: object = None

    @property
    def order(self) -> tuple[int, int, int]:
        """The key that sorts pieces from the outermost to the innermost."""
        return OUTER_FIRST.index(self.kind), self.start, -self.end


class LinkStretches:
    """Stretches of a text that lie inside a link: links cannot stand in links."""

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        for start, end in sorted(stretches):
            self.take(start, end)

    def take(self, start: int, end: int) -> bool:
        """Takes ``start`` to ``end`` if no link is there; whether it was free."""
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


@dataclass(frozen=True, kw_only=True)
class InlineMarkup:
    """Turns the text of a book's blocks into markup for one medium.

    ``notes`` are the notes of the book by id, ``glossary_pieces`` the terms of the glossary in
    each block, by its id. ``marks`` are pieces of markup to be put at an offset of a block's text
    (the page breaks of the printed edition, the line breaks of a heading), by its id. ``shown``
    has, by id, from where to where the text of a block is wanted, if not all of it. ``calls`` has
    the block and the offset at which each note is called first: on paper it stands there.
    ``heads_in_text``: how many characters at the beginning of a paragraph are its head, by its id.
    """

    book: Book
    medium: Medium
    notes: Mapping[str, Note]
    glossary_pieces: Mapping[str, tuple[InlinePiece, ...]]
    marks: Mapping[str, Sequence[tuple[int, Markup]]]
    shown: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    calls: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    heads_in_text: Mapping[str, int] = field(default_factory=dict)

    def inline(self, block: Block, start: int | None = None, end: int | None = None) -> Markup:
        """The text of a block from offset ``start`` to ``end``, with its spans, mentions and marks
        as tags. None: from where, or to where, the block is ``shown``.
        """
        first, last = self.shown.get(block.id, (0, len(block.text)))
        start, end = first if start is None else start, last if end is None else end
        # The mark of a note belongs to what stands before it.
        pieces = [
            piece
            for piece in self.pieces(block)
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
        """The spans, mentions, terms and the label of a block's text, as pieces. A mention inside
        of a link is an anchor; a term inside of a link is left out.
        """
        spans: list[InlinePiece] = []
        for span in block.spans:
            again = span.kind == "note" and (
                self.calls.get(str(span.value), (block.id, span.start)) != (block.id, span.start)
                or any((piece.kind, piece.value) == ("note", span.value) for piece in spans)
            )
            spans.append(
                InlinePiece(span.start, span.end, span.kind, span.value, again or span.extra)
            )
        links = [
            InlinePiece(occurrence.start, occurrence.end, "mention", occurrence, enumeration)
            for occurrence, enumeration in self.book.mentions.get(block.id, ())
        ]
        links += self.glossary_pieces.get(block.id, ())
        if spans or links:
            spans = self.add_links(spans, links)
        if length := self.label_length(block):
            kind = self.book.outline_entries[block.id].kind
            closed = kind in ("item", "first", "ordinal") or block.text.startswith("\u3000", length)
            classes = "label" if closed else label_classes(block.text[:length])
            spans.append(InlinePiece(0, length, "label", classes))
            if length := self.heads_in_text.get(block.id, 0):
                spans.append(InlinePiece(0, length, "run-in"))
        return spans

    def add_links(
        self, spans: list[InlinePiece], links: Iterable[InlinePiece]
    ) -> list[InlinePiece]:
        """The spans of a text with further links, where no link stands yet. A note inside of a link
        moves to the link's end.
        """
        taken = LinkStretches(
            (piece.start, piece.end) for piece in spans if piece.kind in ("link", "reference")
        )
        for piece in sorted(links, key=lambda piece: (piece.kind == "glossed", piece.start)):
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

    def label_length(self, block: Block) -> int:
        """How many characters of the block's text are its label; 0 without one."""
        entry = self.book.outline_entries.get(block.id)
        return (
            len(entry.label) if entry and entry.label and block.text.startswith(entry.label) else 0
        )

    def label_width(self, block: Block) -> int:
        """The room that a block's label takes, in whole em; 0 without one."""
        return label_width(block.text[: self.label_length(block)])

    def nest(
        self,
        text: str,
        start: int,
        end: int,
        pieces: Iterable[InlinePiece],
        marks: Sequence[tuple[int, Markup]],
    ) -> Markup:
        """``text[start:end]`` with well-nested tags: pieces are cut where they cross.

        The text is read once, from one edge of a piece to the next, with a stack of the tags that
        are open, from the outermost to the innermost. At each edge tags are closed down to the
        first that ends or stands in the wrong place, and those that go on are opened again.
        """
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
            """Closes tags until so many are open, the text itself counted."""
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
        """The markup of a piece that covers some text."""
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
    """Code in a line. Its long words, such as names of files, may be broken behind a mark."""
    return Markup("<wbr/>").join(
        plain_markup(part)
        for part in LONG_WORD.sub(lambda word: WORD_MARK.sub("\0", word[0]), text).split("\0")
    )


def label_width(label: str) -> int:
    """The room that a label and the gap behind it take, in whole em, 8 at most; 0 for none."""
    if not label:
        return 0
    width = sum(0.55 if character < "\u0250" else 1 for character in label) + (
        0.5 if "bare" in label_classes(label) else 0
    )
    return min(8, -int(-width // 1))


def label_classes(label: str) -> str:
    """The CSS classes of a label: one that ends without a mark needs a gap behind it."""
    return "label" if label.strip()[-1:] in tuple("、）)．.，,：:") else "label bare"


def plain_markup(text: str) -> Markup:
    """Text, escaped, with its line breaks as tags."""
    return Markup(str(escape(text)).replace("\n", "<br/>"))
