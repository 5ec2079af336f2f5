"""How notes, links, mentions and pictures are written for paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from markupsafe import Markup

from duben import chinese
from duben.layout import (
    Edition,
    Marker,
    contents_entries,
    entry_title,
    label_width,
    note_sign,
    space_label,
)
from duben.manuscript import Picture
from duben.model import (
    Block,
    Book,
    Enumeration,
    GlossaryEntry,
    Note,
    Occurrence,
    OutlineEntry,
)

DOTS_PER_INCH = 240  # a picture is never set larger than this allows


@dataclass(frozen=True)
class Paper:
    """How notes, links, mentions and pictures are written for paper: each method as
    ``duben.layout.inline_markup.Medium`` has it.

    ``referable`` are the ids of blocks whose folio a reference gives, in the words ``page_of``;
    ``front`` the slugs of the chapters of the front matter. ``folios`` are those of the blocks that
    are referred to: the ``expected`` one, or "00", holds the room until the folio is known.
    """

    book: Book
    pictures: Mapping[str, Picture]
    edition: Edition
    referable: frozenset[str]
    page_of: str
    marker: Callable[[], Marker]
    front: frozenset[str] = frozenset()
    folios: dict[str, str] = field(default_factory=dict)
    expected: Mapping[str, str] = field(default_factory=dict)

    def note(self, note: Note, again: bool) -> Markup:
        if again:
            return Markup('<a class="call" href="#%s">%s</a>') % (note.id, note_sign(note.number))
        paragraphs = [
            self.marker().inline(block)
            for part in note.blocks
            for block in part.walk()
            if block.text
        ]
        inner = paragraphs[0] + Markup("").join(
            Markup('<span class="more">%s</span>') % text for text in paragraphs[1:]
        )
        return Markup('<span class="footnote" id="%s" data-mark="%s">%s</span>') % (
            note.id,
            note_sign(note.number),
            inner,
        )

    def link(self, address: str, inner: Markup) -> Markup:
        return Markup('<a href="%s">%s</a>') % (address, inner)

    def reference(self, target: str, inner: Markup) -> Markup:
        if target not in self.referable:
            return Markup('<a href="#%s">%s</a>') % (target, inner)
        folio = self.page_of.format(self.folios.setdefault(target, self.expected.get(target, "00")))
        return Markup('<a href="#%s">%s</a><a class="page-of" href="#%s">%s</a>') % (
            target,
            inner,
            target,
            folio,
        )

    def mention(self, occurrence: Occurrence, enumeration: Enumeration, inner: Markup) -> Markup:
        kind = "mention first" if occurrence.id in self.book.first_mentions else "mention"
        return Markup('<a class="%s" id="%s" href="#enumeration-%s">%s</a>') % (
            kind,
            occurrence.id,
            enumeration.id,
            inner,
        )

    def glossary_link(self, entry: GlossaryEntry, inner: Markup) -> Markup:
        return Markup('<a href="#%s">%s</a>') % (entry.block, inner)

    def picture(self, name: str, alternative: str) -> Markup:
        picture = self.pictures[name]
        number = list(self.pictures).index(name)
        width = min(self.edition.column_measure, picture.width * 72 / DOTS_PER_INCH)
        height = width * picture.height / picture.width
        if height > (limit := (self.edition.lines - 6) * self.edition.step):
            width, height = width * limit / height, limit
        space = -height % self.edition.step  # the figure takes whole lines
        return Markup(
            '<img src="duben:picture/%s" alt="%s" style="width:%.2fpt;height:%.2fpt;'
            'padding:%.2fpt 0"/>'
        ) % (number, alternative, width, height, space / 2)

    def number(self, item: Block) -> str:
        """The number of a list item in decimal digits; "" without one."""
        digits = "".join(character for character in item.label if character.isdecimal())
        return str(int(digits)) if digits else ""

    def outlined(self, block: Block) -> Markup:
        """The bookmark of a heading, or of a paragraph that the contents show."""
        entry = self._bookmarks.get(block.id)
        if entry is None or entry.level > (3 if entry.heading else 2):
            return Markup("")
        return Markup(' data-bookmark="%s" data-level="%s"') % (
            f"{space_label(entry.label)}{entry_title(entry.title.rstrip('。'), 40)}",
            entry.level,
        )

    @cached_property
    def _bookmarks(self) -> dict[str, OutlineEntry]:
        """What the bookmarks show, by the id of the block: a level more than the contents, and the
        titles of the front matter.
        """
        titles = {
            chapter.title.id
            for chapter in self.book.chapters
            if chapter.title and chapter.slug in self.front
        }
        fronts = {id: entry for id, entry in self.book.outline_entries.items() if id in titles}
        return fronts | {entry.block: entry for entry in contents_entries(self.book, levels=3)}


# Sizes of headings, pt, as styles/text.css has them, and the indent of the fourth level and below,
# em. The two upper levels take as many whole lines as they have of their own.
HEADING_SIZES, LOWER_SIZE = {1: 18.0, 2: 12.0}, 10.5
UPPER_LEVELS, LOWER_INDENT = 2, 2


def heading_lines(
    book: Book, edition: Edition
) -> tuple[dict[str, int], dict[str, list[tuple[int, Markup]]]]:
    """For each heading of the two upper levels, by its id, how many lines it takes; for every one
    the breaks between its lines, where the sense allows one.
    """
    rows: dict[str, int] = {}
    marks: dict[str, list[tuple[int, Markup]]] = {}
    for chapter in book.chapters:
        for block in chapter.walk():
            if block.kind != "heading":
                continue
            entry = book.outline_entries.get(block.id)
            label = len(entry.label) if entry and block.text.startswith(entry.label) else 0
            measure = edition.measure if block.level == 1 else edition.column_measure
            size = HEADING_SIZES.get(block.level, LOWER_SIZE)
            width = int(measure / size) - label_width(block.text[:label])
            if block.level > UPPER_LEVELS:
                narrow = sum(character.isascii() for character in block.text[label:]) // 2
                width -= LOWER_INDENT * (block.level > UPPER_LEVELS + 1)
                if len(block.text) - label - narrow < width:
                    continue
            lines = chinese.break_title(block.text[label:], width)
            if block.level <= UPPER_LEVELS:
                rows[block.id] = len(lines)
            offset = label
            for line in lines[:-1]:
                offset += len(line)
                marks.setdefault(block.id, []).append((offset, Markup("<br/>")))
    return rows, marks
