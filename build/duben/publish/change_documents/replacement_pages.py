"""Replacement pages: leaves of the old print set again with its page breaks held, point pages where
the text has grown, and the list of effective pages.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

import pikepdf

from duben import layout, pdf
from duben.cache import Cache, NullCache
from duben.model import Page, group_runs
from duben.pdf import CompositionInputs, FragmentRenderer
from duben.publish.change_documents import change_marks, places
from duben.publish.change_documents.copy_state import (
    BodyPages,
    CopyAssembly,
    CopyState,
    FrontAndBack,
    Leaf,
)
from duben.publish.change_documents.leaf_setting import CopyPage, LeafSetter, OldCopy
from duben.publish.change_documents.setting import SheetTypesetter, TypeSize, fill_template
from duben.publish.change_documents.stapled_sheets import (
    StapledSheet,
    impose_sheets,
    stapled_sheets,
)
from duben.revision import (
    NEW_PRINT,
    BlockRange,
    Print,
    Revision,
    Version,
    compare,
    unit_spots,
)

SIZES: tuple[TypeSize, ...] = ((10.5, 16), (9.5, 14.5), (9, 13))


@dataclass(frozen=True, slots=True)
class PrintedLeaf:
    """A leaf to be printed: what its two pages are called, "" for a ruled one; ``point``: it is put
    in, and replaces none; ``behind``: the page before it in the copy; ``cover``: the kind of
    cover that one of its pages is.
    """

    front: str
    back: str
    point: bool
    behind: str = ""
    cover: str = ""


@dataclass(frozen=True, slots=True)
class ReplacementPages:
    """The replacement pages as PDF, b"" where a new print is the better way; ``leaves`` in order;
    ``of`` how many leaves of the old print have a numbered page.

    ``version`` is the new text as it stands in copies whose pages were replaced; ``gone`` are pages
    that are taken out. ``sheets`` are those of a stapled booklet that are exchanged, each with its
    two leaves by their number in ``leaves``; ``of_sheets`` how many it has, 0 where leaves are
    replaced.
    """

    pdf: bytes
    leaves: tuple[PrintedLeaf, ...]
    of: int
    version: Version
    gone: tuple[str, ...] = ()
    binding: str = ""
    sheets: tuple[tuple[StapledSheet, int, int], ...] = ()
    of_sheets: int = 0

    @property
    def way(self) -> str:
        """How a copy is mended: stapled, by sheets; pasted, where it is stapled and its sheets are
        not known; glued or loose, by leaves.
        """
        return "pasted" if self.binding == "stapled" and not self.of_sheets else self.binding

    @property
    def points(self) -> tuple[int, ...]:
        """The leaves that are put in, by their number in ``leaves``."""
        return tuple(number for number, leaf in enumerate(self.leaves) if leaf.point)

    @property
    def too_many(self) -> bool:
        if self.of_sheets:
            return self.of_sheets == 1 or too_many(len(self.sheets), self.of_sheets)
        return too_many(len(self.leaves), self.of)

    def to_json(self) -> dict[str, Any]:
        """For programs: the leaves that are printed, their two pages "" where ruled."""
        return {
            "leaves": [
                {"pages": [leaf.front, leaf.back], "point": leaf.point} for leaf in self.leaves
            ],
            "binding": self.binding,
            "sheets": [
                {"booklet": sheet.booklet, "number": sheet.number, "leaves": [outer, inner]}
                for sheet, outer, inner in self.sheets
            ],
            "gone": list(self.gone),
            "of_leaves": self.of,
            "new_print": self.too_many,
        }


def too_many(leaves: int, of: int) -> bool:
    """Whether a new print costs less than so many leaves."""
    return leaves > max(1, NEW_PRINT * of)


def replacement(
    revision: Revision,
    inputs: CompositionInputs,
    looks: str,
    said: Mapping[str, str],
    store: Cache | None = None,
) -> ReplacementPages | None:
    """The replacement pages for copies of the old print; None where no page differs.

    ``revision.old`` must know its print; ``looks`` are those of the new pages; ``store`` has parts
    that were composed before. The same input gives the same bytes.
    """
    assert revision.old.print
    with pdf.words_of_titles(inputs.book, store or NullCache()):
        return _ReplacementMaker(
            revision, revision.old.print, inputs, looks, said, store or NullCache()
        ).make()


@dataclass
class _ReplacementMaker:
    """Makes the replacement pages of one revision. ``numbers``: page numbers by the id that a
    reference names.
    """

    revision: Revision
    old: Print
    inputs: CompositionInputs
    looks: str
    said: Mapping[str, str]
    store: Cache
    numbers: dict[str, str] = field(default_factory=dict)
    mates: Mapping[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # The list of effective pages tells of this version: the page 修订说明 stays as it was.
        history = self.inputs.book.history
        until = (
            next(
                (at for at, note in enumerate(history) if note.number == self.revision.old.number),
                -1,
            )
            + 1
        )
        book = replace(self.inputs.book, history=history[:until] if until > 1 else ())
        self.press = FragmentRenderer(
            replace(self.inputs, book=book),
            layout.sized_edition(layout.ORDINARY, book.settings),
            self.store,
        )
        # No copy of old and new leaves has a code: its label is not printed.
        self.press.words = {**self.press.words, "code": ""}
        self.copy = OldCopy(self.revision, self.old, self.press.book)
        self.setter = LeafSetter(self.copy, self.press)
        self.body = BodyPages(self.copy)
        printing = self.inputs.book.settings.print
        self.binding = printing.binding or "stapled"
        self.sheets = (
            stapled_sheets(self.old.signatures, len(self.copy.leaves))
            if printing.is_stapled
            else ()
        )
        self.mates = {
            leaf: sheet.leaves[1 - side]
            for sheet in self.sheets
            for side, leaf in enumerate(sheet.leaves)
        }

    def make(self) -> ReplacementPages | None:
        touched = set(self.copy.changed_leaves())
        if too_many(len(touched), self.copy.numbered_leaves):
            return self.new_print(sorted(touched))
        while True:
            touched |= {self.mates[leaf] for leaf in touched if leaf in self.mates}
            front, back, gone = self.set_pages(touched)
            asked = frozenset(touched & {*self.mates})
            assembly = CopyAssembly(self.body, self.press, self.looks, asked, bool(self.sheets))
            copy_state = assembly.state(front, back)
            origins = [copy_state.origins[number] for number in copy_state.fresh]
            more = {
                self.mates[leaf] for leaf in origins if leaf is not None and leaf in self.mates
            } - touched
            if not more:
                break
            touched |= more
        if not copy_state.fresh and not gone:
            return None
        result = self.describe(copy_state, gone)
        if result.too_many:
            return result
        return replace(result, pdf=self.assemble_file(result, copy_state.leaves, copy_state.fresh))

    def new_print(self, touched: Sequence[int]) -> ReplacementPages:
        """So many leaves that a new print is the better way."""
        pages = [
            [self.old.pages[page].folio if page >= 0 else "" for page in self.copy.leaves[number]]
            for number in touched
        ]
        leaves = tuple(PrintedLeaf(front, behind, False) for front, behind in pages)
        return ReplacementPages(
            b"", leaves, self.copy.numbered_leaves, self.revision.new, binding=self.binding
        )

    def set_pages(
        self, touched: Iterable[int]
    ) -> tuple[list[CopyPage], list[CopyPage], tuple[str, ...]]:
        """Sets the body on these leaves, and what stands before and behind it with the page numbers
        that then are; the pages that are gone.
        """
        outer = FrontAndBack(self.body, self.press, self.numbers)
        for _ in range(pdf.LAYOUT_ROUNDS):
            self.body.anew.clear()
            for number in sorted(touched):
                if number not in self.body.anew and self.copy.body_of(self.copy.leaves[number]):
                    self.body.anew.update(self.setter.set_leaves(number))
            front, back, gone = outer.set_again()
            before = dict(self.press.paper.folios)
            self.press.paper.folios.update(
                (target, self.numbers.get(target, "")) for target in before
            )
            if self.press.paper.folios == before:
                break
        return front, back, gone

    def describe(self, copy_state: CopyState, gone: tuple[str, ...]) -> ReplacementPages:
        """What is to be printed, without its pages."""
        state, fresh = copy_state.leaves, copy_state.fresh
        names = [[side.folio if side else "" for side in leaf] for leaf in state]
        before = ["", *("".join(leaf[1:]) or leaf[0] for leaf in names)]
        leaves = tuple(
            PrintedLeaf(
                front, behind, number in copy_state.points, before[number], _cover(state[number])
            )
            for number in fresh
            for front, behind in (names[number],)
        )
        at = {copy_state.origins[number]: index for index, number in enumerate(fresh)}
        sheets = tuple(
            (sheet, at[sheet.leaves[0]], at[sheet.leaves[1]])
            for sheet in self.sheets
            if sheet.leaves[0] in at
        )
        return ReplacementPages(
            b"",
            leaves,
            self.copy.numbered_leaves,
            self.version(state),
            () if self.sheets else gone,
            self.binding,
            sheets,
            len(self.sheets),
        )

    def version(self, state: Sequence[Leaf]) -> Version:
        """The new text as it stands in a copy whose pages were replaced."""
        new = self.revision.new
        sides = [side for leaf in state for side in leaf if side is not None]
        index = {(side.kind, side.folio): number for number, side in enumerate(sides)}
        pages = tuple(self.recorded_page(side) for side in sides)
        lines: list[tuple[int, int, Sequence[BlockRange]]] = [
            (index["front", side.folio], line, found.pieces)
            for side in sides
            if side.kind == "front" and side.part
            for line, found in enumerate(side.page.positions.lines, 1)
        ]
        lines += [
            (index["body", side.folio], line, pieces) for _, side, line, pieces in self.body.lines()
        ]
        lines += [
            (index["back", side.folio], line, found.pieces)
            for side in sides
            if side.kind == "back" and side.part
            for line, found in enumerate(side.page.positions.lines, 1)
        ]
        order = iter(range(len(sides)))
        booklet = tuple(-1 if side is None else next(order) for leaf in state for side in leaf)
        whole = len(state) == len(self.copy.leaves)
        signatures = self.old.signatures if self.sheets and whole else ()
        return replace(
            new, print=Print(pages, unit_spots(new.units, lines), booklet, signatures, self.looks)
        )

    def recorded_page(self, side: CopyPage) -> Page:
        """A page of the copy as the record keeps it: an old one keeps its version."""
        if side.old is not None:
            page = self.old.pages[side.old]
            return replace(page, version=page.version or self.revision.old.number)
        return self.composed_page(side).summary()

    def composed_page(self, side: CopyPage) -> Page:
        """A page that was set now, as it stands in the copy."""
        return side.page.page(
            side.kind, side.folio, self.press.edition.zoom, self.revision.new.number
        )

    def assemble_file(
        self, made: ReplacementPages, state: Sequence[Leaf], fresh: Sequence[int]
    ) -> bytes:
        """The list of effective pages, and behind it each leaf to be printed, front and back, with
        bars beside what changed.
        """
        sides = [side for number in fresh for side in state[number]]
        found = list({id(side.part): side.part for side in sides if side and side.part}.values())
        ruled = self.press.render("notes")
        whole = self.press.assemble([*found, ruled])
        first = {
            id(part): sum(len(before.pages) for before in found[:index])
            for index, part in enumerate(found)
        }
        every = [side for leaf in state for side in leaf if side is not None]
        at = {
            number: first[id(side.part)] + side.number
            for number, side in enumerate(every)
            if side.old is None and side.part
        }
        printed = {
            number: self.composed_page(side) for number, side in enumerate(every) if number in at
        }
        texts = {block.id: block.text for block in self.inputs.book.blocks.values()}
        drawn = change_marks.mark_margins(
            whole, printed, at, texts, compare(self.revision.old, made.version)
        )
        with (
            pikepdf.open(io.BytesIO(self.list_of_pages(made))) as target,
            pikepdf.open(io.BytesIO(drawn)) as source,
        ):
            if len(target.pages) % 2:
                target.add_blank_page(page_size=self.page_size)
            before = len(target.pages)
            last = len(source.pages) - 1
            for side in sides:
                target.pages.append(
                    source.pages[
                        last
                        if side is None or not side.part
                        else first[id(side.part)] + side.number
                    ]
                )
            pages = change_marks.save_pdf(target, change_marks.ABOUT_ALL_PAGES)
        if not self.sheets:
            return pages
        printing = self.inputs.book.settings.print
        return impose_sheets(pages, before, made.sheets, made.points, printing)

    @property
    def page_size(self) -> tuple[float, float]:
        """Width and height of a page of the book, pt."""
        edition = self.press.edition
        return edition.width * layout.POINTS_PER_MM, edition.height * layout.POINTS_PER_MM

    def list_of_pages(self, made: ReplacementPages) -> bytes:
        """换页说明 and 有效页清单 on a leaf as large as those of the book."""
        text = fill_template(
            "replacement.html",
            self.revision,
            self.said,
            date=self.revision.new.date,
            how=self.said[f"replacement-how-{made.way}"],
            apart=made.way == "stapled",
            rows=list(instructions(made, self.said)),
            effective=list(effective_pages(made.version, self.said)),
        )
        setter = SheetTypesetter(self.revision.new.language, self.inputs.faces, self.page_size)
        made_, pages = setter.fit((text,), "replacement.css", SIZES, 1)
        return made_ if pages == 1 else setter.fit((text,), "replacement.css", SIZES, 2)[0]


def instructions(made: ReplacementPages, said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(what is taken out, what is put in): leaves or sheets that follow each other are one row."""
    if made.of_sheets:
        yield from _sheet_instructions(made, said)
    else:
        for run in group_runs(made.leaves, _go_on):
            out = [leaf for leaf in run if not leaf.point]
            yield leaf_names(out, said) if out else "—", leaf_names(run, said)
        for folio in made.gone:
            yield said["sheet-page"].format(front=folio), "—"


def _sheet_instructions(
    made: ReplacementPages, said: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """The rows for a stapled booklet: sheets, and leaves that are put in between."""
    several = any(sheet.booklet > 1 for sheet, _, _ in made.sheets)
    runs = group_runs(
        made.sheets,
        lambda last, now: (now[0].booklet, now[0].number) == (last[0].booklet, last[0].number + 1),
    )
    for run in runs:
        first, last = run[0][0], run[-1][0]
        name = said["stapled-sheet" if first == last else "stapled-sheets"].format(
            first=first.number, last=last.number
        )
        if several:
            name = said["stapled-booklet"].format(number=first.booklet) + name
        leaves = [made.leaves[at] for _, outer, inner in run for at in (outer, inner)]
        pages = _pages_of(leaves, said)
        yield name, name + (said["stapled-pages"].format(pages=pages) if pages else "")
    for number in made.points:
        leaf = made.leaves[number]
        yield said["stapled-behind"].format(page=leaf.behind), leaf_names([leaf], said)


def _go_on(last: PrintedLeaf, now: PrintedLeaf) -> bool:
    """Whether a leaf comes next to another in the copy."""
    return bool(now.behind) and now.behind in (last.front, last.back)


def leaf_names(leaves: Sequence[PrintedLeaf], said: Mapping[str, str]) -> str:
    """What the pages of leaves are called that follow each other."""
    (first, *_), (*_, last) = leaves, leaves
    if first is not last:
        return said["sheet-run"].format(
            pages=places.ranges(_page_names(leaves), said), count=len(leaves)
        )
    if first.cover:
        cover = said[f"part-{first.cover.replace(' ', '-')}"]
        other = first.back if first.cover == "cover" else first.front
        page = said["sheet-name"].format(other) if other else said["sheet-ruled"]
        return said["comma"].join((cover, page) if first.cover == "cover" else (page, cover))
    return said[
        "sheet-pages"
        if first.front and first.back
        else "sheet-page"
        if first.front
        else "sheet-behind"
    ].format(front=first.front, back=first.back)


def _cover(leaf: Leaf) -> str:
    """The kind of cover that a page of a leaf is; "" for none."""
    return next((side.kind for side in leaf if side and "cover" in side.kind), "")


def _page_names(leaves: Iterable[PrintedLeaf]) -> list[str]:
    """What the pages of leaves are called, without ruled ones."""
    return [name for leaf in leaves for name in (leaf.front, leaf.back) if name]


def _pages_of(leaves: Iterable[PrintedLeaf], said: Mapping[str, str]) -> str:
    """The pages of leaves in the order of the book."""
    names = _page_names(leaves)
    numbers = sorted((name for name in names if name.isdecimal()), key=int)
    return places.ranges([name for name in names if not name.isdecimal()] + numbers, said)


def effective_pages(version: Version, said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(pages, version) of a copy whose pages were replaced: runs of pages of one version are one
    row.
    """
    assert version.print
    pages = [page for page in version.print.pages if page.folio]
    for number, run in groupby(pages, key=lambda page: page.version):
        names = [page.folio for page in run]
        yield (
            names[0] if len(names) == 1 else f"{names[0]}—{names[-1]}",
            said["version-name"].format(number),
        )
