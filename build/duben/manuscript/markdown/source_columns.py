"""Where in a line of the author's file a character of a block stands: marks of Markdown are passed
over.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from duben.model import Block, Book, Source, SourceLocation

# What stands in a line of the source and is no text of the book.
MARKUP = re.compile(r"""
    !\[[^\]]*\]\([^)]*\) | (?<=\])\([^)]*\) | (?<=\])\[[^\]]*\]   # a picture; the address of a link
    | \[\^[^\]]*\]:? | <rt>.*?</rt> | <!--.*?--> | </?[A-Za-z][^>]*>   # notes, readings, tags
    | \{[:\#.][^}]*\} | ^[ >]*!!![ ]+(?:[^"]*")?                       # attributes, the head of a box
    """, re.VERBOSE)  # fmt: skip  # noqa: E501
MARKER = re.compile(r"[ >]*(?:[0-9]+[.)]|[-*+])[ \t]+")  # of an item
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
GAP = "\0"


@dataclass(frozen=True, slots=True)
class LineStretch:
    """The part of a block that stands in one line of a file: ``columns[n]`` (from 1) is that of
    ``text[start + n]``.
    """

    block: str
    start: int
    columns: tuple[int, ...]


class SourceColumns:
    """The lines of a book's files, and what of its blocks stands in them."""

    def __init__(self, book: Book, sources: Mapping[str, Source]) -> None:
        self.texts = {name: _lines_by_number(source) for name, source in sources.items()}
        self.blocks = book.blocks
        self.cells = {
            cell.id: index
            for block in book.blocks.values()
            if block.kind == "row"
            for index, cell in enumerate(block.children)
        }
        self.items = {
            block.children[0].id
            for block in book.blocks.values()
            if block.kind == "item" and block.children
        }

    def place(self, block: str, offset: int) -> SourceLocation:
        """Where ``text[offset]`` of a block stands."""
        owner = self.blocks[block]
        for line, stretch in self.stretches(owner):
            if offset < stretch.start + len(stretch.columns):
                return SourceLocation(
                    owner.place.file,
                    line,
                    stretch.columns[max(0, offset - stretch.start)] if stretch.columns else 1,
                )
        return owner.place_of(offset)

    def at(self, file: str, line: int, column: int) -> tuple[str, int] | None:
        """The block and the offset of the character at or before a column, or the first behind it;
        None for a line without text.
        """
        characters = (
            (own, owner.id, stretch.start + index)
            for owner in self.blocks.values()
            if owner.place.file == file and owner.text
            for number, stretch in self.stretches(owner, line)
            if number == line
            for index, own in enumerate(stretch.columns)
        )
        nearest = max(
            characters,
            key=lambda character: (character[0] <= column, -abs(column - character[0])),
            default=None,
        )
        return nearest and nearest[1:]

    def stretches(self, block: Block, only: int = 0) -> Iterator[tuple[int, LineStretch]]:
        """(line, stretch) for each line of the file that a block stands in, or for one of them."""
        lines = block.lines or ((0, block.place.line),)
        ends = [*(offset for offset, _ in lines[1:]), len(block.text)]
        for (start, line), end in zip(lines, ends, strict=True):
            if not only or line == only:
                text = self.texts.get(block.place.file, {}).get(line, "")
                yield (
                    line,
                    LineStretch(
                        block.id, start, self.align(block, start, block.text[start:end], text)
                    ),
                )

    def align(self, block: Block, start: int, text: str, line: str) -> tuple[int, ...]:
        """The column of each character of a stretch: each the next of its kind that no mark of
        Markdown holds.
        """
        shown = line if block.kind == "code" else self.mask_markup(block, start, line)
        columns: list[int] = []
        at = 0
        for character in text:
            position = at if character.isspace() else shown.find(character, at)
            if position >= 0:
                at = position
            columns.append(min(at, max(0, len(line) - 1)) + 1)
            if position >= 0:
                at += 1
        return tuple(columns)

    def mask_markup(self, block: Block, start: int, line: str) -> str:
        """A line as long as it was, with gaps for what is no text of the block."""
        shown = (
            line.replace("![", GAP * 2) if block.kind == "figure" else line
        )  # its caption stands there
        shown = MARKUP.sub(lambda match: GAP * len(match[0]), shown)
        shown = ENTITY.sub(
            lambda match: html.unescape(match[0])[:1].ljust(len(match[0]), GAP), shown
        )
        if start == 0 and block.id in self.items and (marker := MARKER.match(shown)):
            shown = GAP * marker.end() + shown[marker.end() :]
        if (index := self.cells.get(block.id)) is not None:
            edges = [match.start() for match in re.finditer(r"(?<!\\)\|", line)]
            if line.lstrip().startswith("|"):
                edges = edges[1:]
            first = (
                edges[index - 1] + 1
                if 0 < index <= len(edges)
                else len(line) - len(line.lstrip(" |"))
            )
            last = edges[index] if index < len(edges) else len(line)
            shown = GAP * first + shown[first:last]
        return shown


def _lines_by_number(source: Source) -> dict[int, str]:
    """The lines of a text by their number in the file."""
    return {
        source.place(number).line: text for number, text in enumerate(source.text.split("\n"), 1)
    }
