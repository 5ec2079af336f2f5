"""A copy of the old print beside the new text: its leaves, and where its page breaks fall."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from duben.model import Book, Chapter
from duben.revision import MatchedPageBreaks, Print, Revision, match_page_breaks


@dataclass(frozen=True)
class OldCopy:
    """A copy of the old print (``old``), and the new text (``book``) that it is to hold."""

    revision: Revision
    old: Print
    book: Book

    @cached_property
    def chapters(self) -> list[Chapter]:
        return [
            chapter
            for part in ("body", "back")
            for chapter in self.book.chapters
            if chapter.part == part
        ]

    @cached_property
    def breaks(self) -> MatchedPageBreaks:
        """Where the old page breaks fall in the new text."""
        flow = frozenset(
            block.id for chapter in self.chapters for top in chapter.blocks for block in top.walk()
        )
        notes = {note.id: note for chapter in self.chapters for note in chapter.notes}
        marks = {
            inner.id: (block.id, span.start)
            for chapter in self.chapters
            for block in chapter.walk()
            for span in block.spans
            if span.kind == "note" and span.value in notes
            for top in notes[span.value].blocks
            for inner in top.walk()
        }
        return match_page_breaks(self.revision, flow, marks)

    @cached_property
    def leaves(self) -> list[tuple[int, int]]:
        """The leaves of the old print: two pages by index, -1 for a ruled one."""
        pages = self.old.booklet
        return list(zip(pages[::2], pages[1::2], strict=False))

    @cached_property
    def numbered_leaves(self) -> int:
        """How many leaves of the old print have a numbered page: covers and ruled leaves count for
        nothing.
        """
        return sum(
            any(page >= 0 and self.old.pages[page].folio for page in leaf) for leaf in self.leaves
        )

    def body_of(self, leaf: tuple[int, int]) -> list[int]:
        """The pages of the body on a leaf, by their number in the body from 0."""
        return [self.number_of[page] for page in leaf if page in self.number_of]

    @cached_property
    def number_of(self) -> Mapping[int, int]:
        return {page: number for number, page in enumerate(self.breaks.pages)}

    def ties(self, number: int) -> set[int]:
        """The leaves between which and this one a note runs, itself included."""
        on = {page: leaf for leaf, pages in enumerate(self.leaves) for page in self.body_of(pages)}
        pairs = [{on[one] for one in pair} for pair in self.breaks.tied]
        return {number}.union(*(pair for pair in pairs if number in pair))

    def changed_leaves(self) -> list[int]:
        """The leaves on which the body differs, and those with which a note ties them."""
        on = {
            page: number for number, leaf in enumerate(self.leaves) for page in self.body_of(leaf)
        }
        found = {on[page] for page in self.breaks.differing}
        while (
            more := {
                on[page]
                for pair in self.breaks.tied
                if found & {on[one] for one in pair}
                for page in pair
            }
            - found
        ):
            found |= more
        return sorted(found)
