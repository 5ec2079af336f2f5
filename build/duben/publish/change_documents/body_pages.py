"""The pages of a copy: of the body some are of the old print, some set anew; front matter and what
stands behind the body are set again with the page numbers that now are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from duben import model, pdf
from duben.publish.change_documents.leaf_setting import CopyPage, OldCopy
from duben.revision import BlockRange


@dataclass(frozen=True)
class BodyPages:
    """The pages of the body; ``anew`` has those that are set anew by the number of their leaf."""

    copy: OldCopy
    anew: dict[int, list[CopyPage]] = field(default_factory=dict)

    def folios(self) -> dict[str, str]:
        """The folio of every block and mention of the body."""
        at: dict[str, list[tuple[int, str]]] = {}
        for folio, piece in self.pieces():
            at.setdefault(piece.block, []).append((piece.start, folio))
        found = {block: places_[0][1] for block, places_ in at.items()}
        for one in self.copy.book.enumerations:
            for mention in one.occurrences:
                if mention.block in at:
                    found[mention.id] = [
                        folio
                        for start, folio in at[mention.block]
                        if start <= mention.start or start == at[mention.block][0][0]
                    ][-1]
        for chapter in self.copy.chapters:
            for top in chapter.blocks:
                for block in top.walk():
                    if block.id not in found and (
                        first := next((one.id for one in block.walk() if one.id in found), None)
                    ):
                        found[block.id] = found[first]
        return found

    def pieces(self) -> Iterator[tuple[str, BlockRange]]:
        """(folio, piece of a line) of the body as it now is."""
        for folio, _, _, pieces in self.lines():
            for piece in pieces:
                yield folio, piece

    def lines(self) -> Iterator[tuple[str, CopyPage, int, Sequence[BlockRange]]]:
        """(folio, page, line, pieces) of the body as it now is, in order."""
        for number, leaf in enumerate(self.copy.leaves):
            sides = self.anew.get(number) or [
                CopyPage(
                    self.copy.old.pages[self.copy.breaks.pages[one]].folio,
                    "body",
                    self.copy.breaks.pages[one],
                )
                for one in self.copy.body_of(leaf)
            ]
            for side in sides:
                if side.old is None:
                    for line, found in enumerate(side.page.positions.lines, 1):
                        yield side.folio, side, line, found.pieces
                else:
                    for line, pieces in self.unchanged_lines[side.old]:
                        yield side.folio, side, line, pieces

    @cached_property
    def unchanged_lines(self) -> Mapping[int, list[tuple[int, list[BlockRange]]]]:
        """The lines of the old pages whose text is the same, as pieces of the new blocks."""
        found: dict[int, list[tuple[int, list[BlockRange]]]] = {
            page: [] for page in self.copy.breaks.pages
        }
        for page, line, index, start, end in self.copy.breaks.kept:
            own: list[BlockRange] = [
                _LineStart(
                    piece.block,
                    max(0, start - piece.start) + piece.offset,
                    max(0, end - piece.start) + piece.offset,
                )
                for piece in self.copy.revision.new.units[index].pieces
                if piece.start < end and start < piece.end
            ]
            found[page].append((line, own))
        return found


@dataclass(frozen=True, slots=True)
class _LineStart:
    """The place where a line begins."""

    block: str
    start: int
    end: int


@dataclass(frozen=True)
class FrontAndBack:
    """``numbers``: page numbers by the id that a reference names; they are added to here."""

    body: BodyPages
    press: pdf.FragmentRenderer
    numbers: dict[str, str]

    def set_again(self) -> tuple[list[CopyPage], list[CopyPage], tuple[str, ...]]:
        """Front matter and what stands behind the body, set with the page numbers that now are; and
        the pages that are gone.
        """
        press = self.press
        body = [page for page in self.body.copy.old.pages if page.part == "body"]
        count = max((int(page.folio) for page in body if page.folio.isdecimal()), default=0)
        self.numbers.update(self.body.folios())
        self.numbers.update(pdf.preface_folios(press, (), self.numbers))
        behind = pdf.compose_back(press, self.numbers, count)
        back = [
            CopyPage(model.folio("back", number), "back", None, part, index)
            for number, (part, index) in enumerate(_pages(behind), count + 1)
        ]
        made = pdf.compose_front(press, (), self.numbers)
        self.numbers.update(pdf.folios(pdf.pages_of(made), "front"))
        front = [
            CopyPage(model.folio("front", number), "front", None, part, index)
            for number, (part, index) in enumerate(_pages(made), 1)
        ]
        gone = [
            page.folio
            for kind, now in (("front", front), ("back", back))
            for page in [page for page in self.body.copy.old.pages if page.part == kind][len(now) :]
        ]
        return front, back, tuple(gone)


def _pages(fragments: Sequence[pdf.PageFragment]) -> Iterator[tuple[pdf.PageFragment, int]]:
    """Each page as its fragment and its number there, from 0."""
    for fragment in fragments:
        for index in range(len(fragment.pages)):
            yield fragment, index
