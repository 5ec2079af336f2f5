"""The contents of a book: which entries of its outline they show, and how they fit on their pages.

1. An entry is a heading, or a labelled paragraph that stands as a heading does: a short line with
   text below it. Most items of a series decide for all of its paragraphs.
2. A book of several parts (a notice and its annexes, several documents) has their titles at
   level 1 and their sections at level 2; else levels are those of the outline.
3. The contents take at most one page in twenty of the book, one page always: the widest leading
   that fits is taken; where none does, the inner level is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from duben import chinese
from duben.layout.editions import LINE, Edition
from duben.layout.inline_markup import label_width
from duben.model import Block, Book, Chapter, OutlineEntry

LEVELS = 2  # that contents show at most
PAGES_OF_BOOK = 20  # pages of a book for each page of its contents
TITLE_LENGTH = 60  # characters: two lines and a half; a longer title is cut at a clause
STANDING_LENGTH = 40  # of a labelled paragraph that stands as a heading does
# What opens a list and heads nothing: 主要任务如下.
LEAD_IN = ("如下", "下列", "以下")
# The steps of lines, pt, that styles/contents.css has as .leading-1, .leading-2 …, and the lines
# that the heading of the contents takes there. The last two are for books so short that a second
# page would be much of them; no page without an inner margin is set so close.
LEADINGS = ((17.5, 4), (15.0, 4), (13.5, 3), (12.5, 3))
WIDE_LEADINGS = 2
SHORT_BOOK = 60  # pages
BREAK_LOSS = 3  # characters by which a line falls short where words are not cut


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """A line of the contents page."""

    label: str
    title: str
    level: int
    target: str
    folio: str

    @property
    def width(self) -> int:
        """The room of the label, em."""
        return label_width(self.label)


# --- which entries --------------------------------------------------------------------------------


def contents_entries(book: Book, levels: int = LEVELS) -> list[OutlineEntry]:
    """The entries that contents show, in reading order, each with its level and its title there.

    Front matter, items of running text (一是, 首先) and articles that are paragraphs are none;
    第X条 as a heading is none where chapters stand above it.
    """
    kinds = {entry.kind for entry in book.outline}
    left_out = {"item", "first"} | ({"article"} if kinds & {"part", "chapter"} else set())
    front = {chapter.slug for chapter in book.chapters if chapter.part == "front"}
    shown = [
        entry
        for entry in _standing_entries(book)
        if entry.kind not in left_out and entry.chapter not in front
    ]
    return [
        replace(entry, level=level, title=contents_title(entry.title))
        for entry, level in zip(shown, _levels(book, shown), strict=True)
        if level <= levels
    ]


def contents_title(title: str) -> str:
    """A title as contents show it: whole, or its first clause where it is very long."""
    title = title.rstrip("。")
    return title if len(title) <= TITLE_LENGTH else chinese.first_clause(title, len(title))


def _standing_entries(book: Book) -> Iterator[OutlineEntry]:
    """The headings, and the paragraphs of series most of whose items stand as headings do."""
    blocks, followed = _neighbours(book.chapters)
    series = _sibling_groups(book.outline)
    standing = {
        entry.block: entry.heading or _stands(entry, blocks[entry.block], followed[entry.block])
        for entry in book.outline
        if entry.block in blocks
    }
    share = {
        number: sum(standing.get(entry.block, False) for entry in items) / len(items)
        for number, items in _grouped(series, book.outline).items()
    }
    for number, entry in zip(series, book.outline, strict=True):
        if entry.heading or (share[number] > 0.5 and not _leads_in(entry)):
            yield entry


def _grouped(
    series: Sequence[int], outline: Sequence[OutlineEntry]
) -> Mapping[int, list[OutlineEntry]]:
    groups: dict[int, list[OutlineEntry]] = {}
    for number, entry in zip(series, outline, strict=True):
        groups.setdefault(number, []).append(entry)
    return groups


def _sibling_groups(outline: Sequence[OutlineEntry]) -> list[int]:
    """For each entry the number of its group: entries of one kind below the same entry."""
    numbers: dict[tuple[int, str, int], int] = {}
    above: list[tuple[int, int]] = []  # (level, index) of the open entries
    groups = []
    for index, entry in enumerate(outline):
        while above and above[-1][0] >= entry.level:
            above.pop()
        key = (above[-1][1] if above else -1, entry.kind, entry.level)
        groups.append(numbers.setdefault(key, len(numbers)))
        above.append((entry.level, index))
    return groups


def _neighbours(chapters: Sequence[Chapter]) -> tuple[dict[str, Block], dict[str, Block | None]]:
    """The blocks by id, and what stands behind each in its chapter."""
    blocks: dict[str, Block] = {}
    followed: dict[str, Block | None] = {}
    for chapter in chapters:
        # An empty chapter has no block, and nothing stands behind it.
        for block, after in zip(chapter.blocks, (*chapter.blocks[1:], None), strict=False):
            blocks[block.id] = block
            followed[block.id] = after
    return blocks, followed


def _stands(entry: OutlineEntry, block: Block, after: Block | None) -> bool:
    """Whether a labelled paragraph stands as a heading does: short, one clause, text below it that
    is no further item of its kind.
    """
    text = block.text[len(entry.label) :].strip()
    if (
        len(text) > STANDING_LENGTH
        or "。" in text[:-1]
        or text.endswith(("；", ";", "，", "：", ":"))
    ):
        return False
    if entry.kind == "article" or after is None:
        return False
    label = chinese.read_label(after.text) if after.kind == "paragraph" else None
    return label is None or label.kind != entry.kind


def _leads_in(entry: OutlineEntry) -> bool:
    return entry.title.rstrip("：:").endswith(LEAD_IN) or entry.text.endswith(("：", ":"))


# --- levels ---------------------------------------------------------------------------------------


def _levels(book: Book, entries: Sequence[OutlineEntry]) -> list[int]:
    """The level in the contents of each entry."""
    titles = _part_titles(book)
    if len(titles) < 2:
        return [entry.level for entry in entries]
    outermost: dict[str, int] = {}
    for entry in entries:
        if entry.chapter in titles and entry.block != titles[entry.chapter]:
            outermost[entry.chapter] = min(outermost.get(entry.chapter, 99), entry.level)
    return [
        entry.level
        if entry.chapter not in titles
        else 1
        if entry.block == titles[entry.chapter]
        else entry.level - outermost[entry.chapter] + 2
        for entry in entries
    ]


def _part_titles(book: Book) -> dict[str, str]:
    """The chapters of the body whose title has no number, by slug, and the block of the title."""
    labelled = {entry.block for entry in book.outline if entry.label}
    return {
        chapter.slug: chapter.title.id
        for chapter in book.chapters
        if chapter.part == "body" and chapter.title and chapter.title.id not in labelled
    }


# --- pages ----------------------------------------------------------------------------------------


def fit_contents(
    lines: Sequence[ContentsLine], edition: Edition, pages: int
) -> tuple[list[ContentsLine], int]:
    """The lines that the contents of a book of so many pages show, and the rank of their leading in
    LEADINGS, from 1.
    """
    most = max(1, pages // PAGES_OF_BOOK)
    levels = sorted({line.level for line in lines}, reverse=True) or [1]
    for level in levels:
        shown = [line for line in lines if line.level <= level]
        for count in range(1, most + 1):
            close = edition.facing and count == 1 and pages < SHORT_BOOK
            steps = LEADINGS if close else LEADINGS[:WIDE_LEADINGS]
            for rank, (step, head) in enumerate(steps, 1):
                if _pages(shown, edition, step, head) <= count:
                    return shown, rank
    return shown, len(LEADINGS) if edition.facing else WIDE_LEADINGS


def _pages(lines: Sequence[ContentsLine], edition: Edition, step: float, head: int) -> int:
    """How many pages lines take on so many pt each: no entry is broken over two, and the title of a
    part stands with its first section.
    """
    heights = [_rows(line, edition) * step for line in lines]
    pages, left = 1, edition.depth - head * LINE
    for index, height in enumerate(heights):
        leads = index + 1 < len(lines) and lines[index].level < lines[index + 1].level
        if height + (heights[index + 1] if leads else 0) > left:
            pages, left = pages + 1, edition.depth
        left -= height
    return pages


def _rows(line: ContentsLine, edition: Edition) -> int:
    """How many rows an entry takes; its further rows begin under its words."""
    length = sum(0.55 if character < "\u0250" else 1 for character in line.title)
    room = edition.columns - (3 if line.level == 1 else 2) - line.width
    return 1 if length <= room else -int(-length // max(1, room - BREAK_LOSS))
