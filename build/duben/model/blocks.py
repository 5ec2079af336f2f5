"""The text of a chapter: blocks, and spans over their text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from duben.model.problems import Problem, SourceLocation

BlockKind = Literal[
    "heading",      # level 1 to 6
    "paragraph",
    "list",         # attribute start: the list is ordered; children are items
    "item",         # label: the number as typed, "3." or "-"; children are blocks
    "quote",
    "table",        # children are rows; text and spans are its caption
    "row",          # attribute head="1": a row of the table's head
    "cell",         # attribute align; colspan, rowspan of a merged one; covered: one goes on there;
                    # lines, lines-behind: how many without text it begins and ends with
    "figure",       # attributes src, alt; text and spans are its caption
    "box",          # attribute kind: points, questions, answers, terms, note; text is its title
    "definitions",  # children are term and definition in turn
    "term",
    "definition",
    "code",         # text as typed, with its line breaks
    "rule",
]  # fmt: skip

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
    """Markup of ``text[start:end]`` of a block."""

    start: int
    end: int
    kind: SpanKind
    value: str = ""
    extra: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, table, list …: its text, the spans over it, the blocks inside it.

    A soft line break between 汉字 is not in ``text``; between other characters it is a space.
    ``\\n`` is a line break that the author made. ``lines`` holds a pair (offset in ``text``, line
    of the file) wherever a new line of the file begins.
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
        """The value of an attribute; ``default`` where the block has none of this name."""
        return dict(self.attributes).get(name, default)

    def place_of(self, offset: int) -> SourceLocation:
        """The line of the author's file in which ``text[offset]`` stands."""
        index = bisect_right(self.lines, offset, key=lambda pair: pair[0]) - 1
        return SourceLocation(self.place.file, self.lines[index][1]) if index >= 0 else self.place

    def walk(self) -> Iterator[Block]:
        """This block and every block inside it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


def walk_blocks(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """These blocks and every block inside them, in reading order."""
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
    """A file of the manuscript as blocks. ``slug`` (ASCII) names it in ids and in the EPUB.

    ``title`` is the first block where that is a heading of level 1; ``blocks`` has it too.
    """

    slug: str
    file: str
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()
    part: Literal["front", "body", "back"] = "body"
    title: Block | None = None
    problems: tuple[Problem, ...] = ()

    def walk(self) -> Iterator[Block]:
        """Every block in reading order; those of the footnotes last."""
        yield from walk_blocks(self.blocks)
        for note in self.notes:
            yield from walk_blocks(note.blocks)
