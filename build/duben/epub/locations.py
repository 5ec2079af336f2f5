"""Where each block of the book stands in the EPUB, and on which page of the printed edition."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property
from math import inf

from duben.epub.package_files import chapter_path
from duben.model import Block, Book, Note, PageStart

# Blocks whose own text the templates write; of the others the first block inside is the first that
# is read.
WRITTEN = frozenset(("heading", "paragraph", "term"))
WRITTEN_WITH_TEXT = frozenset(("table", "cell", "box", "definition"))


class Locations:
    """The blocks of a book in reading order. ``order``: all of them; ``position``: id → index in
    that order; ``paths``: slug of a chapter → its file; ``home``: id of a block → its file.
    """

    def __init__(self, book: Book, pages: Sequence[PageStart]) -> None:
        self.book = book
        self.order = [block for chapter in book.chapters for block in chapter.walk()]
        self.position = {block.id: index for index, block in enumerate(self.order)}
        self.paths = {chapter.slug: chapter_path(chapter.slug) for chapter in book.chapters}
        self.home = {
            block.id: self.paths[chapter.slug]
            for chapter in book.chapters
            for block in chapter.walk()
        }
        self.notes: Mapping[str, Note] = {
            note.id: note for chapter in book.chapters for note in chapter.notes
        }
        # Pages that begin in the appendix have no place in this order.
        self._page_starts = sorted(
            (
                (self.reading_position(page.block, page.offset), page.folio)
                for page in pages
                if page.block in self.position
            ),
            key=lambda start: start[0],
        )

    @cached_property
    def _note_marks(self) -> Mapping[str, tuple[str, int]]:
        """Where the mark of each note stands first: (block, offset)."""
        marks: dict[str, tuple[str, int]] = {}
        for block in self.order:
            for span in block.spans:
                if span.kind == "note":
                    marks.setdefault(span.value, (block.id, span.start))
        return marks

    @cached_property
    def _note_blocks(self) -> Mapping[str, Note]:
        """The blocks of all notes, by id."""
        return {
            block.id: note
            for note in self.notes.values()
            for part in note.blocks
            for block in part.walk()
        }

    def reading_position(self, block: str, offset: int) -> tuple[float, int]:
        """A key that sorts places of the text as they are read on paper: a note where its mark
        stands.
        """
        note = self._note_blocks.get(block)
        if note is not None:
            block, offset = self._note_marks.get(note.id, (block, offset))
        return self.position.get(block, inf), offset

    def folio_at(self, block: str, offset: int) -> str:
        """The folio of the printed page on which a place is read; "" when none is known."""
        position = self.reading_position(block, offset)
        index = bisect_right(self._page_starts, position, key=lambda start: start[0])
        return self._page_starts[index - 1][1] if index else ""

    def first_written(self, id: str, offset: int) -> tuple[str, int]:
        """The first place of a block whose text the templates write; a figure stands for itself."""
        block = self.order[self.position[id]]
        while not is_written(block):
            if block.kind in ("figure", "code"):
                return block.id, 0
            following = self.position[block.id] + 1
            if not block.children and following == len(self.order):
                return block.id, 0
            block, offset = block.children[0] if block.children else self.order[following], 0
        return block.id, offset

    def is_printed(self, id: str) -> bool:
        """Whether the templates write the text of a block; a note without a mark is left out."""
        if id not in self.position or self.order[self.position[id]].kind == "code":
            return False
        note = self._note_blocks.get(id)
        return note is None or note.id in self._note_marks


def is_written(block: Block) -> bool:
    """Whether the templates write a block's own text."""
    return block.kind in WRITTEN or (block.kind in WRITTEN_WITH_TEXT and bool(block.text))
