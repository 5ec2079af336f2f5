"""A stretch of a book, from one place in its text to another: the chapters cut to what stands
between.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from duben.model import Block, Chapter

BlockOffset = tuple[str, int]  # the id of a block, and an offset in its text

# Of these all stands on one page, or what is inside them is set as a whole.
UNDIVIDED = frozenset({"row", "figure", "heading"})
# Classes of a block that goes on from before the excerpt, or behind it.
BEFORE, AFTER_BLOCK = "cut-before", "cut-behind"


@dataclass(frozen=True)
class Excerpt:
    """The text between two places: ``chapters`` without the blocks that lie outside. ``shown`` has,
    by id, from where to where the text of a block that is cut itself is wanted. ``opening``:
    whether the excerpt begins with the first block of its chapter.
    """

    chapters: tuple[Chapter, ...]
    shown: Mapping[str, tuple[int, int]]
    opening: bool

    @property
    def blocks(self) -> Iterator[Block]:
        """All blocks, and those inside of them, in the order of the text."""
        for chapter in self.chapters:
            for block in chapter.blocks:
                yield from block.walk()

    @property
    def notes(self) -> Iterator[str]:
        """The ids of the notes whose marks stand in the stretch."""
        for block in self.blocks:
            start, end = self.shown.get(block.id, (0, len(block.text)))
            yield from (
                span.value
                for span in block.spans
                if span.kind == "note" and (start < span.start or not start) and span.start <= end
            )


def cut_excerpt(
    chapters: Sequence[Chapter], start: BlockOffset | None, end: BlockOffset | None
) -> Excerpt:
    """The excerpt from ``start`` up to ``end``, which is left out. None: from the beginning, or to
    the end.
    """
    cutter = _Cutter(chapters, start, end)
    kept: list[Chapter] = []
    opening = False
    for chapter in chapters:
        fresh = cutter.state == "before"
        blocks = tuple(cutter.blocks(chapter.blocks))
        if blocks:
            opening = (
                opening
                if kept
                else not fresh
                or blocks[0] == chapter.blocks[0]
                or _same_start(blocks[0], chapter.blocks[0])
            )
            kept.append(replace(chapter, blocks=blocks))
    return Excerpt(tuple(kept), cutter.shown, opening)


def _same_start(block: Block, whole: Block) -> bool:
    """Whether a block begins where the whole block does."""
    return block.id == whole.id and BEFORE not in block.classes


@dataclass
class _Cutter:
    """Goes through the blocks in the order in which they are read."""

    chapters: Sequence[Chapter]
    start: BlockOffset | None
    end: BlockOffset | None
    shown: dict[str, tuple[int, int]] = field(default_factory=dict)
    state: Literal["before", "inside", "behind"] = "before"

    def __post_init__(self) -> None:
        above = {
            inner.id: block.id
            for chapter in self.chapters
            for top in chapter.blocks
            for block in top.walk()
            if block.kind in UNDIVIDED
            for inner in block.walk()
        }
        self.start, self.end = _outside(self.start, above), _outside(self.end, above)
        if self.start is None:
            self.state = "inside"

    def blocks(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """What of these blocks lies inside."""
        for block in blocks:
            if (kept := self.block(block)) is not None:
                yield kept

    def block(self, block: Block) -> Block | None:
        """What of a block lies inside; None where nothing does."""
        if self.end is not None and self.end == (block.id, 0):
            self.state = "behind"
        if self.state == "behind":
            return None
        outside = self.state == "before"
        first, last = 0, len(block.text)
        if outside and self.start is not None and self.start[0] == block.id:
            self.state, first = "inside", self.start[1]
        own = self.state == "inside"
        if own and self.end is not None and self.end[0] == block.id:
            self.state, last = "behind", self.end[1]
        if own and (first, last) != (0, len(block.text)):
            self.shown[block.id] = first, last
        if block.kind in UNDIVIDED:
            return block if own else None
        before, children = self.state, tuple(self.children(block))
        below, all_below = (
            [child for child in blocks if child.attribute("head") != "1"]
            for blocks in (children, block.children)
        )
        empty = not below
        if empty and (not own or (children != block.children and not block.text)):
            return None
        # A container that is met before the stretch begins goes on in it, unless nothing of it
        # stood before.
        goes_on = first > 0 or (
            outside and not own and bool(block.text or not _same_start(below[0], all_below[0]))
        )
        stops = last < len(block.text) or (before != "behind" and self.state == "behind")
        if block.kind == "code" and block.id in self.shown:
            block = replace(block, text=block.text[first:last])
        if not own:
            block = replace(block, text="", spans=())
        classes = (BEFORE,) * goes_on + (AFTER_BLOCK,) * stops
        return (
            replace(block, children=children, classes=(*block.classes, *classes))
            if classes or children != block.children
            else block
        )

    def children(self, block: Block) -> Iterator[Block]:
        """What of the blocks inside of a block lies inside the excerpt; the head of a table is
        repeated.
        """
        heads = (
            [child for child in block.children if child.attribute("head") == "1"]
            if block.kind == "table" and self.state == "before"
            else []
        )
        kept = list(self.blocks(block.children))
        yield from (head for head in heads if kept and head not in kept)
        yield from kept


def _outside(place: BlockOffset | None, above: Mapping[str, str]) -> BlockOffset | None:
    """A place inside of what is not cut as the beginning of that."""
    return (above[place[0]], 0) if place is not None and place[0] in above else place
