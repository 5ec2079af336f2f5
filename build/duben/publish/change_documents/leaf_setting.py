"""A copy of the old print beside the new text, and its leaves set anew: with the page breaks that
were, and point pages for what grew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from duben import layout, pdf
from duben.model import Block, Book, Chapter
from duben.pdf import FragmentPage, FragmentRenderer, PageFragment
from duben.revision import MatchedPageBreaks, Print, Revision, UnitOffset, match_page_breaks


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
        pairs = [{on[page] for page in pair} for pair in self.breaks.tied]
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
                if found & {on[tied] for tied in pair}
                for page in pair
            }
            - found
        ):
            found |= more
        return sorted(found)


POINT_PAGES_LIMIT = 40  # pages that a leaf may need at most
JOINED_LEAVES = 3  # leaves behind one that are set with it at most, so that all fit
FEW_LINES = 7  # lines: a page with fewer holds less than 200 characters
# A last line that the next page goes on from is not set to full measure where that would give each
# of its characters more room than this, in em.
LOOSE_EM = 1.25


@dataclass(frozen=True, slots=True)
class CopyPage:
    """A page of the new state of a copy: one of the old print (``old``), or of what is set now:
    page ``number`` of ``part``.
    """

    folio: str
    kind: str
    old: int | None = None
    part: PageFragment | None = None
    number: int = 0

    @property
    def page(self) -> FragmentPage:
        assert self.part
        return self.part.pages[self.number]


@dataclass(frozen=True)
class LeafSetter:
    """Sets leaves of the old copy anew, with the text that now is."""

    copy: OldCopy
    press: FragmentRenderer

    def stretch(self, first: int, last: int, names: Sequence[str], left: bool) -> PageFragment:
        """The text of the pages ``first`` to ``last`` of the old body, set anew."""
        start = None if first == 0 else self.where(self.copy.breaks.starts[first])
        end = (
            None
            if last + 1 == len(self.copy.breaks.pages)
            else self.where(self.copy.breaks.starts[last + 1])
        )
        found = layout.cut_excerpt(self.copy.chapters, start, end)
        made = pdf.compose_excerpt(self.press, found, names, left, first == 0)
        loose = [
            block.id
            for block in found.blocks
            if layout.AFTER_BLOCK in block.classes and block.text and self.is_loose(made, block)
        ]
        if loose:
            made = pdf.compose_excerpt(self.press, _ease(found, loose), names, left, first == 0)
        return made

    def is_loose(self, made: PageFragment, block: Block) -> bool:
        """Whether the last line of a block that goes on behind the
        stretch would be set too wide.
        """
        pieces = [
            piece
            for page in made.pages
            for line in page.positions.lines
            for piece in line.pieces
            if piece.block == block.id
        ]
        if not pieces:
            return False
        last = pieces[-1]
        shown = sum(not character.isspace() for character in block.text[last.start : last.end])
        return last.right - last.left > LOOSE_EM * self.press.edition.size * max(shown, 1)

    def where(self, at: UnitOffset) -> layout.BlockOffset | None:
        """A place in the units as a place in the blocks; None for the end."""
        units = self.copy.revision.new.units
        if at[0] >= len(units):
            return None
        unit = units[at[0]]
        piece = next((candidate for candidate in unit.pieces if at[1] < candidate.end), None)
        return (
            (
                piece.block,
                max(0, at[1] - piece.start + piece.offset) if at[1] > piece.start else piece.offset,
            )
            if piece
            else (unit.id, 0)
        )

    def names(self, folios: Sequence[str], more: bool) -> list[str]:
        """The folios of a leaf's pages: as before, and with ``more`` 12-1,
        12-2 … behind its last.
        """
        if not more:
            return list(folios)
        taken = {page.folio for page in self.copy.old.pages}
        base = folios[-1]
        stem, dash, number = base.rpartition("-")
        first = int(number) + 1 if dash and number.isdecimal() else 1
        found = [f"{stem if dash else base}-{first + step}" for step in range(POINT_PAGES_LIMIT)]
        if any(name in taken for name in found):
            found = [f"{base}-{step}" for step in range(1, POINT_PAGES_LIMIT + 1)]
        return [*folios, *found]

    def set_leaf(self, number: int) -> list[CopyPage]:
        """The pages of the body on a leaf, set anew: with the break between its sides held where
        both fit.
        """
        leaf = self.copy.leaves[number]
        body = self.copy.body_of(leaf)
        folios = [self.copy.old.pages[self.copy.breaks.pages[page]].folio for page in body]
        left = leaf[0] not in self.copy.number_of
        sides = [
            self.stretch(page, page, [folio], left != bool(index))
            for index, (page, folio) in enumerate(zip(body, folios, strict=True))
        ]
        if all(len(part.pages) == 1 for part in sides):
            return [
                CopyPage(folio, "body", None, part)
                for folio, part in zip(folios, sides, strict=True)
            ]
        names = self.names(folios, more=True)
        whole = self.stretch(body[0], body[-1], names, left)
        return [
            CopyPage(names[index], "body", None, whole, index) for index in range(len(whole.pages))
        ]

    def set_leaves(self, number: int) -> dict[int, list[CopyPage]]:
        """A leaf set anew; where it has grown too long, or is left nearly empty, the next ones too,
        if all together hold the text: that reads better than a page or two of a few lines between
        them, and moves no page number.
        """
        sides = self.set_leaf(number)
        if not self.is_joined(number, sides):
            return {number: sides}
        for last in range(number + 1, number + 1 + JOINED_LEAVES):
            if (flowed := self.flow(number, last)) is not None:
                return flowed
        return {number: sides}

    def is_joined(self, number: int, sides: Sequence[CopyPage]) -> bool:
        """Whether a leaf had better be set with the next: it takes more pages than it has, or what
        is left on its last page is little, and the text goes on behind it.
        """
        body = self.copy.body_of(self.copy.leaves[number])
        if len(sides) > len(body):
            return True
        if body[-1] + 1 >= len(self.copy.breaks.pages):
            return False
        last = sides[-1].page.positions.lines if sides else ()
        return (len(sides) < len(body) or len(last) < FEW_LINES) and not self.opens_chapter(
            body[-1] + 1
        )

    def opens_chapter(self, page: int) -> bool:
        """Whether a page of the old body begins with a chapter."""
        start = self.where(self.copy.breaks.starts[page])
        titles = {chapter.title.id for chapter in self.copy.chapters if chapter.title}
        return start is None or start[0] in titles

    def flow(self, first: int, last: int) -> dict[int, list[CopyPage]] | None:
        """The text of several leaves set on their pages; None where it does not fit, or they hold
        more than the body, or a note ties them to others.
        """
        leaves = range(first, last + 1)
        if last >= len(self.copy.leaves):
            return None
        bodies = [self.copy.body_of(self.copy.leaves[leaf]) for leaf in leaves]
        tied = {tie for leaf in leaves[1:] for tie in self.copy.ties(leaf)}
        if not all(bodies) or not tied <= {*leaves}:
            return None
        pages = [page for body in bodies for page in body]
        names = [self.copy.old.pages[self.copy.breaks.pages[page]].folio for page in pages]
        left = self.copy.leaves[first][0] not in self.copy.number_of
        whole = self.stretch(pages[0], pages[-1], names, left)
        if len(whole.pages) > len(names):
            return None
        flowed = iter(
            CopyPage(name, "body", None, whole, index)
            for index, name in enumerate(names[: len(whole.pages)])
        )
        return {
            leaf: list(islice(flowed, len(body))) for leaf, body in zip(leaves, bodies, strict=True)
        }


def _ease(found: layout.Excerpt, loose: Sequence[str]) -> layout.Excerpt:
    """The stretch, in which the last line of these blocks need not fill the measure."""

    def ease(block: Block) -> Block:
        classes = (
            tuple(name for name in block.classes if name != layout.AFTER_BLOCK)
            if block.id in loose
            else block.classes
        )
        return replace(block, classes=classes, children=tuple(map(ease, block.children)))

    return replace(
        found,
        chapters=tuple(
            replace(chapter, blocks=tuple(map(ease, chapter.blocks))) for chapter in found.chapters
        ),
    )
