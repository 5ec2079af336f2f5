"""Replacement pages: leaves of the old print set again with its page breaks held, point pages where
the text has grown, and the list of effective pages.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

import pikepdf

from duben import layout, pdf
from duben.cache import Cache, NullCache
from duben.model import Page
from duben.pdf import CompositionInputs, FragmentRenderer
from duben.publish.change_documents import change_marks
from duben.publish.change_documents.copy_state import BodyPages, CopyAssembly, FrontAndBack, Leaf
from duben.publish.change_documents.leaf_setting import CopyPage, LeafSetter, OldCopy
from duben.publish.change_documents.setting import SheetTypesetter, TypeSize, fill_template
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
class Sheet:
    """A leaf to be printed: what its two pages are called, "" for a ruled one; ``point``: it is put
    in, and replaces none.
    """

    front: str
    back: str
    point: bool


@dataclass(frozen=True, slots=True)
class ReplacementPages:
    """The replacement pages as PDF, b"" where a new print is the better way; ``sheets``, the leaves
    in order; ``of`` how many that have a numbered page.

    ``version`` is the new text as it stands in copies whose pages were replaced; ``gone`` are pages
    that are taken out.
    """

    pdf: bytes
    sheets: tuple[Sheet, ...]
    of: int
    version: Version
    gone: tuple[str, ...] = ()

    @property
    def too_many(self) -> bool:
        return too_many(len(self.sheets), self.of)

    def to_json(self) -> dict[str, Any]:
        """For programs: the leaves that are printed, their two pages "" where ruled."""
        return {
            "leaves": [
                {"pages": [sheet.front, sheet.back], "point": sheet.point} for sheet in self.sheets
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
            replace(self.inputs, book=book), layout.EDITIONS["screen"], self.store
        )
        self.copy = OldCopy(self.revision, self.old, self.press.book)
        self.setter = LeafSetter(self.copy, self.press)
        self.body = BodyPages(self.copy)

    def make(self) -> ReplacementPages | None:
        touched = self.copy.changed_leaves()
        if too_many(len(touched), self.copy.numbered_leaves):
            pages = [
                [
                    self.old.pages[page].folio if page >= 0 else ""
                    for page in self.copy.leaves[number]
                ]
                for number in touched
            ]
            return ReplacementPages(
                b"",
                tuple(Sheet(front, behind, False) for front, behind in pages),
                self.copy.numbered_leaves,
                self.revision.new,
            )
        outer = FrontAndBack(self.body, self.press, self.numbers)
        for _ in range(pdf.LAYOUT_ROUNDS):
            self.body.anew.clear()
            for number in touched:
                if number not in self.body.anew:
                    self.body.anew.update(self.setter.set_leaves(number))
            front, back, gone = outer.set_again()
            before = dict(self.press.paper.folios)
            self.press.paper.folios.update(
                (target, self.numbers.get(target, "")) for target in before
            )
            if self.press.paper.folios == before:
                break
        assembly = CopyAssembly(self.body, self.press, self.looks)
        copy_state = assembly.state(front, back)
        state, fresh = copy_state.leaves, copy_state.fresh
        if not fresh and not gone:
            return None
        version = self.version(state)
        names = [[side.folio if side else "" for side in state[number]] for number in fresh]
        sheets = tuple(
            Sheet(front, behind, number in copy_state.points)
            for number, (front, behind) in zip(fresh, names, strict=True)
        )
        made = ReplacementPages(b"", sheets, self.copy.numbered_leaves, version, gone)
        if made.too_many:
            return made
        return replace(made, pdf=self.assemble_file(made, state, fresh))

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
        return replace(
            new, print=Print(pages, unit_spots(new.units, lines), booklet, (), self.looks)
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
                target.add_blank_page(
                    page_size=(148 * layout.POINTS_PER_MM, 210 * layout.POINTS_PER_MM)
                )
            last = len(source.pages) - 1
            for side in sides:
                target.pages.append(
                    source.pages[
                        last
                        if side is None or not side.part
                        else first[id(side.part)] + side.number
                    ]
                )
            return change_marks.save_pdf(target, change_marks.ABOUT_ALL_PAGES)

    def list_of_pages(self, made: ReplacementPages) -> bytes:
        """换页说明 and 有效页清单 on a leaf of A5."""
        text = fill_template(
            "replacement.html",
            self.revision,
            self.said,
            date=self.revision.new.date,
            rows=list(instructions(made, self.said)),
            effective=list(effective_pages(made.version, self.said)),
        )
        setter = SheetTypesetter(self.revision.new.language, self.inputs.faces)
        made_, pages = setter.fit((text,), "replacement.css", SIZES, 1)
        return made_ if pages == 1 else setter.fit((text,), "replacement.css", SIZES, 2)[0]


def instructions(made: ReplacementPages, said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(what is taken out, what is put in) for each leaf."""
    for sheet in made.sheets:
        name = sheet_name(sheet, said)
        yield ("—" if sheet.point else name), name
    for folio in made.gone:
        yield said["sheet-page"].format(front=folio), "—"


def sheet_name(sheet: Sheet, said: Mapping[str, str]) -> str:
    """What the two pages of a leaf are called."""
    return said[
        "sheet-pages"
        if sheet.front and sheet.back
        else "sheet-page"
        if sheet.front
        else "sheet-behind"
    ].format(front=sheet.front, back=sheet.back)


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
