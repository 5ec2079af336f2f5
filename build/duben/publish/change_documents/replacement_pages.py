"""Replacement pages: leaves of the old print set again with its page breaks held, point pages where
the text has grown, and the list of effective pages.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any

import pikepdf

from duben import layout, model, pdf
from duben.cache import Cache, NullCache
from duben.layout import EDITIONS, BlockOffset, FontFace, answer_boxes
from duben.manuscript import Picture
from duben.model import Block, Book
from duben.pdf import (
    BookTypesetter,
    FragmentPage,
    PageFragment,
    PrintedPage,
    words_of_titles,
)
from duben.publish.change_documents import change_marks
from duben.publish.change_documents.setting import Setter, Size, template
from duben.revision import (
    NEW_PRINT,
    BlockRange,
    MatchedPageBreaks,
    Print,
    RecordedPage,
    Revision,
    UnitOffset,
    Version,
    compare,
    match_page_breaks,
    unit_spots,
    version_names,
)

SIZES: tuple[Size, ...] = ((10.5, 16), (9.5, 14.5), (9, 13))
POINTS = 40  # pages that a leaf may need at most
# Of a line that the next page goes on from: beyond this much room for a character, in em, it is not
# set to full measure.
LOOSE = 1.25
# Settings that are told by the list of effective pages: the title page is not printed again for
# them.
TOLD = frozenset({"book.version", "book.date", "imprint.printed", "imprint.copies"})


@dataclass(frozen=True, slots=True)
class Making:
    """A book to be set: what ``pdf.compose`` takes."""

    book: Book
    pictures: Mapping[str, Picture]
    faces: Sequence[FontFace]
    templates: Mapping[str, str]
    styles: Mapping[str, str]
    looks: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A leaf to be printed: what its two pages are called, "" for a ruled one; ``point``: it is put
    in, and replaces none.
    """

    front: str
    back: str
    point: bool


@dataclass(frozen=True, slots=True)
class Replacement:
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
    revision: Revision, making: Making, said: Mapping[str, str], store: Cache | None = None
) -> Replacement | None:
    """The replacement pages for copies of the old print; None where no page differs.

    ``revision.old`` must know its print; ``store`` has parts that were composed before. The same
    input gives the same bytes.
    """
    assert revision.old.print
    with words_of_titles(making.book, store or NullCache()):
        return _Maker(revision, revision.old.print, making, said, store or NullCache()).made()


@dataclass(frozen=True, slots=True)
class _Side:
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


Leaf = list["_Side | None"]  # two pages, None for a ruled one


@dataclass
class _Maker:
    revision: Revision
    old: Print
    making: Making
    said: Mapping[str, str]
    store: Cache
    numbers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        one = self.making
        # The list of effective pages tells of this version: the page 修订说明 stays as it was.
        history = one.book.history
        until = (
            next(
                (at for at, note in enumerate(history) if note.number == self.revision.old.number),
                -1,
            )
            + 1
        )
        book = replace(one.book, history=history[:until] if until > 1 else ())
        self.press = BookTypesetter(
            book,
            one.pictures,
            one.faces,
            one.templates,
            one.styles,
            EDITIONS["screen"],
            (),
            self.store,
        )
        self.taken = {page.folio for page in self.old.pages}
        self.body_parts: dict[
            int, list[_Side]
        ] = {}  # by the number of the leaf: its pages of the body, set anew

    # --- what there is to do ---

    @cached_property
    def chapters(self) -> list[model.Chapter]:
        return [
            chapter
            for part in ("body", "back")
            for chapter in self.press.book.chapters
            if chapter.part == part
        ]

    @cached_property
    def held(self) -> MatchedPageBreaks:
        flow = frozenset(
            block.id for chapter in self.chapters for top in chapter.blocks for block in top.walk()
        )
        notes = {note.id: note for chapter in self.chapters for note in chapter.notes}
        marks_ = {
            inner.id: (block.id, span.start)
            for chapter in self.chapters
            for block in chapter.walk()
            for span in block.spans
            if span.kind == "note" and span.value in notes
            for top in notes[span.value].blocks
            for inner in top.walk()
        }
        return match_page_breaks(self.revision, flow, marks_)

    @cached_property
    def leaves(self) -> list[tuple[int, int]]:
        """The leaves of the old print: two pages by index, -1 for a ruled one."""
        pages = self.old.booklet
        return list(zip(pages[::2], pages[1::2], strict=False))

    @cached_property
    def of(self) -> int:
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
        return {page: number for number, page in enumerate(self.held.pages)}

    def where(self, at: UnitOffset) -> BlockOffset | None:
        """A place in the units as a place in the blocks; None for the end."""
        units = self.revision.new.units
        if at[0] >= len(units):
            return None
        unit = units[at[0]]
        piece = next((one for one in unit.pieces if at[1] < one.end), None)
        return (
            (
                piece.block,
                max(0, at[1] - piece.start + piece.offset) if at[1] > piece.start else piece.offset,
            )
            if piece
            else (unit.id, 0)
        )

    # --- setting ---

    def stretch(self, first: int, last: int, names: Sequence[str], left: bool) -> PageFragment:
        """The text of the pages ``first`` to ``last`` of the old body, set anew."""
        start = None if first == 0 else self.where(self.held.starts[first])
        end = None if last + 1 == len(self.held.pages) else self.where(self.held.starts[last + 1])
        found = layout.cut_excerpt(self.chapters, start, end)
        made = self.press.stretch(found, names, left, first == 0)
        loose = [
            block.id
            for block in found.blocks
            if layout.AFTER_BLOCK in block.classes and block.text and self.is_loose(made, block)
        ]
        if loose:
            made = self.press.stretch(_eased(found, loose), names, left, first == 0)
        return made

    def is_loose(self, made: PageFragment, block: Block) -> bool:
        """Whether the last line of what goes on behind the stretch would be drawn out."""
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
        return last.right - last.left > LOOSE * self.press.edition.size * max(shown, 1)

    def names(self, folios: Sequence[str], more: bool) -> list[str]:
        """What the pages of a leaf are called: as before, and 12-1, 12-2 … behind its last."""
        if not more:
            return list(folios)
        base = folios[-1]
        stem, dash, number = base.rpartition("-")
        first = int(number) + 1 if dash and number.isdecimal() else 1
        found = [f"{stem if dash else base}-{first + step}" for step in range(POINTS)]
        if any(name in self.taken for name in found):
            found = [f"{base}-{step}" for step in range(1, POINTS + 1)]
        return [*folios, *found]

    def set_leaf(self, number: int) -> list[_Side]:
        """The pages of the body on a leaf, set anew: with the break between its sides held where
        both fit.
        """
        leaf = self.leaves[number]
        body = self.body_of(leaf)
        folios = [self.old.pages[self.held.pages[one]].folio for one in body]
        left = leaf[0] not in self.number_of
        sides = [
            self.stretch(one, one, [folio], left != bool(index))
            for index, (one, folio) in enumerate(zip(body, folios, strict=True))
        ]
        if all(len(part.pages) == 1 for part in sides):
            return [
                _Side(folio, "body", None, part) for folio, part in zip(folios, sides, strict=True)
            ]
        names = self.names(folios, more=True)
        whole = self.stretch(body[0], body[-1], names, left)
        return [
            _Side(names[index], "body", None, whole, index) for index in range(len(whole.pages))
        ]

    def set_leaves(self, number: int) -> dict[int, list[_Side]]:
        """A leaf set anew; where it has grown too long the next one too, if both together hold the
        text: that reads better than a page or two between them, and moves no page number.
        """
        sides = self.set_leaf(number)
        pair = [number, number + 1]
        body = [self.body_of(self.leaves[one]) for one in pair if one < len(self.leaves)]
        if (
            len(sides) <= len(body[0])
            or len(body) < 2
            or not body[1]
            or not self.ties(number + 1) <= set(pair)
        ):
            return {number: sides}
        names = [self.old.pages[self.held.pages[one]].folio for one in (*body[0], *body[1])]
        both = self.stretch(
            body[0][0], body[1][-1], names, left=self.leaves[number][0] not in self.number_of
        )
        if len(both.pages) > len(names):
            return {number: sides}
        flowed = [
            _Side(name, "body", None, both, index)
            for index, name in enumerate(names[: len(both.pages)])
        ]
        return {number: flowed[: len(body[0])], number + 1: flowed[len(body[0]) :]}

    def ties(self, number: int) -> set[int]:
        """The leaves between which and this one a note runs, itself included."""
        on = {page: leaf for leaf, pages in enumerate(self.leaves) for page in self.body_of(pages)}
        pairs = [{on[one] for one in pair} for pair in self.held.tied]
        return {number}.union(*(pair for pair in pairs if number in pair))

    # --- putting together ---

    def made(self) -> Replacement | None:
        touched = self.touched()
        if too_many(len(touched), self.of):
            pages = [
                [self.old.pages[page].folio if page >= 0 else "" for page in self.leaves[number]]
                for number in touched
            ]
            return Replacement(
                b"",
                tuple(Sheet(front, behind, False) for front, behind in pages),
                self.of,
                self.revision.new,
            )
        for _ in range(pdf.LAYOUT_ROUNDS):
            self.body_parts.clear()
            for number in touched:
                if number not in self.body_parts:
                    self.body_parts |= self.set_leaves(number)
            front, back, gone = self.rest()
            before = dict(self.press.paper.folios)
            self.press.paper.folios.update(
                (target, self.numbers.get(target, "")) for target in before
            )
            if self.press.paper.folios == before:
                break
        state, fresh = self.state(front, back)
        if not fresh and not gone:
            return None
        version = self.version(state)
        names = [[side.folio if side else "" for side in state[number]] for number in fresh]
        sheets = tuple(
            Sheet(front, behind, number in self.points)
            for number, (front, behind) in zip(fresh, names, strict=True)
        )
        made = Replacement(b"", sheets, self.of, version, gone)
        if made.too_many:
            return made
        return replace(made, pdf=self.bound(made, state, fresh))

    def touched(self) -> list[int]:
        """The leaves on which the body differs, and those with which a note ties them."""
        on = {
            page: number for number, leaf in enumerate(self.leaves) for page in self.body_of(leaf)
        }
        found = {on[page] for page in self.held.differing}
        while (
            more := {
                on[page]
                for pair in self.held.tied
                if found & {on[one] for one in pair}
                for page in pair
            }
            - found
        ):
            found |= more
        return sorted(found)

    def rest(self) -> tuple[list[_Side], list[_Side], tuple[str, ...]]:
        """Front matter and what stands behind the body, set with the page numbers that now are; and
        the pages that are gone.
        """
        press = self.press
        body = [page for page in self.old.pages if page.part == "body"]
        count = max((int(page.folio) for page in body if page.folio.isdecimal()), default=0)
        self.numbers |= self.folios()
        pages: list[FragmentPage] = []
        if any(
            at.chapter in press.paper.front
            for one in press.matter.ordered
            for at in one.occurrences
        ):
            self.numbers |= pdf.folios(
                pdf.pages_of(press.front(pages, {"answers": "0", "appendix": "0", **self.numbers})),
                layout.roman,
            )
        back: list[_Side] = []
        for name, there in (
            ("answers", answer_boxes(press.whole)),
            ("appendix", press.matter.ordered),
        ):
            if there:
                first = count + len(back) + 1
                part = press.render(
                    name,
                    first=first,
                    answers=answer_boxes(press.whole),
                    **press.matter.appendix(self.numbers),
                )
                self.numbers |= pdf.folios(part.pages, partial(pdf.after, first - 1))
                back += [
                    _Side(str(first + index), "back", None, part, index)
                    for index in range(len(part.pages))
                ]
        made = press.front(pages, self.numbers)
        self.numbers |= pdf.folios(pdf.pages_of(made), layout.roman)
        front = [
            _Side(layout.roman(number), "front", None, part, index)
            for number, (part, index) in enumerate(
                ((part, index) for part in made for index in range(len(part.pages))), 1
            )
        ]
        gone = [
            page.folio
            for kind, now in (("front", front), ("back", back))
            for page in [page for page in self.old.pages if page.part == kind][len(now) :]
        ]
        return front, back, tuple(gone)

    def folios(self) -> dict[str, str]:
        """The folio of every block and mention of the body."""
        at: dict[str, list[tuple[int, str]]] = {}
        for folio, piece in self.pieces():
            at.setdefault(piece.block, []).append((piece.start, folio))
        found = {block: places_[0][1] for block, places_ in at.items()}
        for one in self.press.book.enumerations:
            for mention in one.occurrences:
                if mention.block in at:
                    found[mention.id] = [
                        folio
                        for start, folio in at[mention.block]
                        if start <= mention.start or start == at[mention.block][0][0]
                    ][-1]
        for chapter in self.chapters:
            for top in chapter.blocks:
                for block in top.walk():
                    if block.id not in found and (
                        first := next((one.id for one in block.walk() if one.id in found), None)
                    ):
                        found[block.id] = found[first]
        return found

    def pieces(self) -> Iterator[tuple[str, BlockRange]]:
        """(folio, piece of a line) of the body as it now is."""
        for folio, _, _, pieces in self.body_lines():
            for piece in pieces:
                yield folio, piece

    def body_lines(self) -> Iterator[tuple[str, _Side, int, Sequence[BlockRange]]]:
        """(folio, page, line, pieces) of the body as it now is, in order."""
        for number, leaf in enumerate(self.leaves):
            sides = self.body_parts.get(number) or [
                _Side(self.old.pages[self.held.pages[one]].folio, "body", self.held.pages[one])
                for one in self.body_of(leaf)
            ]
            for side in sides:
                if side.old is None:
                    for line, found in enumerate(side.page.positions.lines, 1):
                        yield side.folio, side, line, found.pieces
                else:
                    for line, pieces in self.kept[side.old]:
                        yield side.folio, side, line, pieces

    @cached_property
    def kept(self) -> Mapping[int, list[tuple[int, list[BlockRange]]]]:
        """The lines of the old pages whose text is the same, as pieces of the new blocks."""
        found: dict[int, list[tuple[int, list[BlockRange]]]] = {
            page: [] for page in self.held.pages
        }
        for page, line, index, start, end in self.held.kept:
            own: list[BlockRange] = [
                _Piece(
                    piece.block,
                    max(0, start - piece.start) + piece.offset,
                    max(0, end - piece.start) + piece.offset,
                )
                for piece in self.revision.new.units[index].pieces
                if piece.start < end and start < piece.end
            ]
            found[page].append((line, own))
        return found

    def state(self, front: list[_Side], back: list[_Side]) -> tuple[list[Leaf], list[int]]:
        """The leaves of a copy as they are to be, and which of them are printed."""
        now = {"front": front, "back": back}
        at = {
            kind: [index for index, page in enumerate(self.old.pages) if page.part == kind]
            for kind in now
        }
        anew = {
            old: side
            for kind, sides in now.items()
            for old, side in zip(at[kind], sides, strict=False)
        }
        cover = len(self.old.pages) - 1
        if self.old.pages[cover].part == "back cover":
            # It stands on the back of the last leaf, and is printed again with that alone.
            part = self.press.render(
                "back-cover",
                date=layout.chinese_date(self.making.book.settings.book.date),
                code=self.press.matter.code(),
            )
            anew[cover] = _Side("", "back cover", None, part)
        state: list[Leaf] = []
        fresh: list[int] = []
        self.points: set[int] = set()
        for number, leaf in enumerate(self.leaves):
            body = self.body_parts.get(number)
            own: Leaf = [
                None
                if page < 0
                else anew.get(page)
                or _Side(self.old.pages[page].folio, self.old.pages[page].part, page)
                for page in leaf
            ]
            differs = any(
                side is not None and page in anew and page != cover and self.differs(page, side)
                for page, side in zip(leaf, own, strict=True)
            )
            for kind, sides in now.items():
                # A page that is no longer there is taken out with its leaf, or left ruled.
                own = [
                    None if page in at[kind][len(sides) :] else side
                    for page, side in zip(leaf, own, strict=True)
                ]
            found: Leaf = own
            if body is not None:  # pages of the body that are no longer filled are ruled
                others = [side for side in own if side is not None and side.kind != "body"]
                found = (
                    [*body, *([None] if (len(body) + len(others)) % 2 else []), *others]
                    if others
                    else [*body]
                )
                differs = True
            found += [None] * (len(found) % 2)
            if not any(found):
                continue
            for step in range(0, len(found), 2):
                if step:
                    self.points.add(len(state))
                if differs:
                    fresh.append(len(state))
                state.append(
                    [
                        side
                        if differs or side is None or side.old is not None
                        else self.as_was(side, leaf)
                        for side in found[step : step + 2]
                    ]
                )
        self.add_new(state, fresh, now, at)
        return state, fresh

    def as_was(self, side: _Side, leaf: tuple[int, int]) -> _Side:
        """A page that was set anew and looks as before is the old one."""
        pages = self.old.pages
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
        state: list[Leaf],
        fresh: list[int],
        now: Mapping[str, list[_Side]],
        at: Mapping[str, list[int]],
    ) -> None:
        """Pages of front matter or appendix beyond those of the old print: behind their last, on a
        ruled page first.
        """
        for kind in ("back", "front"):
            more: list[_Side | None] = list(now[kind][len(at[kind]) :])
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
                fresh[:] = sorted([number + (number >= new) for number in fresh] + [new])
                self.points = {number + (number >= new) for number in self.points} | {new}

    def differs(self, page: int, side: _Side) -> bool:
        """Whether a page of the front matter or the appendix is another than it was."""
        before, now = self.old.pages[page], side.page.positions
        if now.imprint:
            return any(change.unit.id not in TOLD for change in self.revision.fields)
        return (now.drawn if self.old.looks == self.making.looks else now.text) != (
            before.drawn if self.old.looks == self.making.looks else before.text
        )

    def version(self, state: Sequence[Leaf]) -> Version:
        """The new text as it stands in a copy whose pages were replaced."""
        new = self.revision.new
        sides = [side for leaf in state for side in leaf if side is not None]
        index = {(side.kind, side.folio): number for number, side in enumerate(sides)}
        pages = tuple(self.printed(side) for side in sides)
        lines: list[tuple[int, int, Sequence[BlockRange]]] = [
            (index["front", side.folio], line, found.pieces)
            for side in sides
            if side.kind == "front" and side.part
            for line, found in enumerate(side.page.positions.lines, 1)
        ]
        lines += [
            (index["body", side.folio], line, pieces) for _, side, line, pieces in self.body_lines()
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
            new, print=Print(pages, unit_spots(new.units, lines), booklet, (), self.making.looks)
        )

    def printed(self, side: _Side) -> RecordedPage:
        if side.old is not None:
            page = self.old.pages[side.old]
            return replace(page, version=page.version or self.revision.old.number)
        found = side.page.positions
        return RecordedPage(
            side.folio,
            side.kind,
            found.head,
            found.text,
            found.drawn,
            len(found.lines),
            self.revision.new.number,
        )

    # --- the file ---

    def bound(self, made: Replacement, state: Sequence[Leaf], fresh: Sequence[int]) -> bytes:
        """The list of effective pages, and behind it each leaf to be printed, front and back, with
        bars beside what changed.
        """
        sides = [side for number in fresh for side in state[number]]
        found = list({id(side.part): side.part for side in sides if side and side.part}.values())
        ruled = self.press.render("notes")
        whole = self.press.bound([*found, ruled])
        first = {
            id(part): sum(len(one.pages) for one in found[:index])
            for index, part in enumerate(found)
        }
        every = [side for leaf in state for side in leaf if side is not None]
        at = {
            number: first[id(side.part)] + side.number
            for number, side in enumerate(every)
            if side.old is None and side.part
        }
        printed = {
            number: PrintedPage(
                side.kind, side.folio, side.page.area, side.page.notes_edge, side.page.positions
            )
            for number, side in enumerate(every)
            if number in at
        }
        texts = {block.id: block.text for block in self.making.book.blocks.values()}
        drawn = change_marks.beside(
            whole, printed, at, texts, compare(self.revision.old, made.version)
        )
        out = io.BytesIO()
        with (
            pikepdf.open(io.BytesIO(self.listed(made))) as target,
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
            for key in ("/StructTreeRoot", "/Outlines", "/PageLabels", "/MarkInfo", "/Names"):
                if key in target.Root:
                    del target.Root[key]
            target.save(
                out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
            )
        return out.getvalue()

    def listed(self, made: Replacement) -> bytes:
        """换页说明 and 有效页清单 on a leaf of A5."""
        old, new = version_names(self.revision, self.said)
        text = template(
            "replacement.html",
            said=self.said,
            language=self.revision.new.language,
            title=self.revision.new.title,
            old=old,
            new=new,
            date=self.revision.new.date,
            rows=list(instructions(made, self.said)),
            effective=list(effective(made.version, self.said)),
        )
        setter = Setter(self.revision.new.language, self.making.faces)
        made_, pages = setter.fitted((text,), "replacement.css", SIZES, 1)
        return made_ if pages == 1 else setter.fitted((text,), "replacement.css", SIZES, 2)[0]


@dataclass(frozen=True, slots=True)
class _Piece:
    """The place where a line begins."""

    block: str
    start: int
    end: int


def _eased(found: layout.Excerpt, loose: Sequence[str]) -> layout.Excerpt:
    """The stretch without the wish that the last line of these blocks be as wide as the page."""

    def eased(block: Block) -> Block:
        classes = (
            tuple(name for name in block.classes if name != layout.AFTER_BLOCK)
            if block.id in loose
            else block.classes
        )
        return replace(block, classes=classes, children=tuple(map(eased, block.children)))

    return replace(
        found,
        chapters=tuple(
            replace(chapter, blocks=tuple(map(eased, chapter.blocks))) for chapter in found.chapters
        ),
    )


def instructions(made: Replacement, said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(what is taken out, what is put in) for each leaf."""
    for sheet in made.sheets:
        name = named(sheet, said)
        yield ("—" if sheet.point else name), name
    for folio in made.gone:
        yield said["sheet-page"].format(front=folio), "—"


def named(sheet: Sheet, said: Mapping[str, str]) -> str:
    """What the two pages of a leaf are called."""
    return said[
        "sheet-pages"
        if sheet.front and sheet.back
        else "sheet-page"
        if sheet.front
        else "sheet-behind"
    ].format(front=sheet.front, back=sheet.back)


def effective(version: Version, said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(pages, version) of a copy whose pages were replaced: runs of pages of one version are one
    row.
    """
    assert version.print
    runs: list[tuple[str, list[str]]] = []
    for page in version.print.pages:
        if page.folio:
            if runs and runs[-1][0] == page.version:
                runs[-1][1].append(page.folio)
            else:
                runs.append((page.version, [page.folio]))
    for number, names in runs:
        yield (
            names[0] if len(names) == 1 else f"{names[0]}—{names[-1]}",
            said["version-name"].format(number),
        )
