"""The pages of a copy (some of the old print, some set anew; front matter and what stands behind
the body with the page numbers that now are), its leaves, and which of them must be printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from duben import model, pdf
from duben.pdf import FragmentRenderer
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
        for enumeration in self.copy.book.enumerations:
            for mention in enumeration.occurrences:
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
                        first := next(
                            (inner.id for inner in block.walk() if inner.id in found), None
                        )
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
                    self.copy.old.pages[self.copy.breaks.pages[number_in_body]].folio,
                    "body",
                    self.copy.breaks.pages[number_in_body],
                )
                for number_in_body in self.copy.body_of(leaf)
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


# Settings that are told by the list of effective pages: the title page is not printed again for
# them.
LISTED_SETTINGS = frozenset({"book.version", "book.date", "imprint.printed", "imprint.copies"})

Leaf = list[CopyPage | None]  # two pages, None for a ruled one


@dataclass
class CopyState:
    """The leaves of a copy; by number, those that are printed (``fresh``) and the leaves that are
    put in and replace none (``points``). ``origins``: the number in the old print of each leaf,
    None of one that is put in.
    """

    leaves: list[Leaf]
    fresh: list[int]
    points: set[int]
    origins: list[int | None]


@dataclass(frozen=True)
class CopyAssembly:
    """Puts the leaves of a copy together. ``looks`` are those of the new pages. ``asked``: leaves
    of the old print that are printed in any case. ``stapled``: no leaf can be taken out, one that
    is empty is ruled.
    """

    body: BodyPages
    press: FragmentRenderer
    looks: str
    asked: frozenset[int] = frozenset()
    stapled: bool = False

    def state(self, front: list[CopyPage], back: list[CopyPage]) -> CopyState:
        """The leaves of a copy as they are to be, and which of them are printed."""
        pages = self.body.copy.old.pages
        now = {"front": front, "back": back}
        at = {
            kind: [index for index, page in enumerate(pages) if page.part == kind] for kind in now
        }
        anew = {
            old: side
            for kind, sides in now.items()
            for old, side in zip(at[kind], sides, strict=False)
        }
        cover = len(pages) - 1
        if pages[cover].part == "back cover":
            # It stands on the back of the last leaf, and is printed again with that alone.
            part = pdf.compose_back_cover(self.press)
            anew[cover] = CopyPage("", "back cover", None, part)
        if 0 in self.asked and pages[0].part == "cover":
            anew[0] = CopyPage("", "cover", None, pdf.compose_cover(self.press))
        state: list[Leaf] = []
        fresh: list[int] = []
        points: set[int] = set()
        origins: list[int | None] = []
        for number, leaf in enumerate(self.body.copy.leaves):
            body = self.body.anew.get(number)
            own: Leaf = [
                None
                if page < 0
                else anew.get(page) or CopyPage(pages[page].folio, pages[page].part, page)
                for page in leaf
            ]
            differs = number in self.asked or any(
                side is not None and page in anew and page != cover and self.differs(page, side)
                for page, side in zip(leaf, own, strict=True)
            )
            for kind, sides in now.items():
                # A page that is no longer there is taken out with its leaf, or left ruled.
                gone = at[kind][len(sides) :]
                own = [None if page in gone else side for page, side in zip(leaf, own, strict=True)]
                differs = differs or (self.stapled and bool({*leaf} & {*gone}))
            found: Leaf = own
            others: Leaf = []
            if body is not None:  # pages of the body that are no longer filled are ruled
                others = [side for side in own if side is not None and side.kind != "body"]
                found = (
                    [*body, *([None] if (len(body) + len(others)) % 2 else []), *others]
                    if others
                    else [*body]
                )
                differs = True
            found += [None] * (len(found) % 2)
            if not any(found) and not self.stapled:
                continue
            # Where something stands behind the body on a leaf, the back cover too, that leaf stays
            # the one of the old print, and what has grown is put in ahead of it.
            own_step = len(found) - 2 if body is not None and others else 0
            for step in range(0, len(found), 2):
                if step != own_step:
                    points.add(len(state))
                if differs:
                    fresh.append(len(state))
                origins.append(number if step == own_step else None)
                state.append(
                    [
                        side
                        if differs or side is None or side.old is not None
                        else self.as_was(side, leaf)
                        for side in found[step : step + 2]
                    ]
                )
        added = CopyState(state, fresh, points, origins)
        self.add_new(added, now, at)
        return added

    def as_was(self, side: CopyPage, leaf: tuple[int, int]) -> CopyPage:
        """A page that was set anew and looks as before is the old one."""
        pages = self.body.copy.old.pages
        return replace(
            side,
            old=next(
                page
                for page in leaf
                if page >= 0 and (pages[page].part, pages[page].folio) == (side.kind, side.folio)
            ),
        )

    def add_new(
        self,
        copy_state: CopyState,
        now: Mapping[str, list[CopyPage]],
        at: Mapping[str, list[int]],
    ) -> None:
        """Pages of front matter or appendix beyond those of the old print: behind their last, on a
        ruled page first.
        """
        state, fresh = copy_state.leaves, copy_state.fresh
        for kind in ("back", "front"):
            more: list[CopyPage | None] = list(now[kind][len(at[kind]) :])
            if not more:
                continue
            behind = [
                number
                for number, leaf in enumerate(state)
                if any(
                    side is not None and side.kind in (kind, "body" if kind == "back" else "cover")
                    for side in leaf
                )
            ]
            last = behind[-1]
            if state[last][1] is None and (state[last][0] is not None):
                state[last][1] = more.pop(0)
                fresh[:] = sorted({*fresh, last})
            more += [None] * (len(more) % 2)
            for step in range(0, len(more), 2):
                new = last + 1 + step // 2
                state.insert(new, more[step : step + 2])
                copy_state.origins.insert(new, None)
                fresh[:] = sorted([number + (number >= new) for number in fresh] + [new])
                shifted = {number + (number >= new) for number in copy_state.points}
                copy_state.points = shifted | {new}

    def differs(self, page: int, side: CopyPage) -> bool:
        """Whether a page of the front matter or the appendix is another than it was."""
        before, now = self.body.copy.old.pages[page], side.page.positions
        if now.imprint:
            return any(
                change.unit.id not in LISTED_SETTINGS for change in self.body.copy.revision.fields
            )
        return (now.drawn if self.body.copy.old.looks == self.looks else now.text) != (
            before.drawn if self.body.copy.old.looks == self.looks else before.text
        )
