"""Blocks as paragraphs and tables of Word, in reading order, with what is gone where it stood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from duben.docx.document_parts import DocumentParts, text_elements
from duben.docx.elements import add_property, make, prefixed_name, qualified_name
from duben.docx.inline import InlineWriter
from duben.docx.looks import TEXT_SIZE, indent
from duben.docx.official import element_properties, official_style, sized_runs, with_tabs
from duben.docx.pictures import figure_picture
from duben.docx.tables import TableWriter, removed_table
from duben.layout import definition_entries, empty_lines
from duben.model import Block
from duben.revision import Unit

PROPERTIES, STYLE = qualified_name("w:pPr"), qualified_name("w:pStyle")
VALUE = qualified_name("w:val")
TALL = qualified_name("w:ruby"), qualified_name("w:drawing")
BULLETS = 1  # the numbering of bullets, the only one: numbers are typed
DEEPEST = 8  # level of a bullet
FIRST_LINE = 2  # characters by which a paragraph stands in
ITEM_ROOM = 2  # characters that the number of an item takes
HEADING_LEVELS = 6
# The styles of paragraphs by their classes.
CLASS_STYLES = {
    "signature": "Signature",
    "issuer": "Issuer",
    "number": "Number",
    "signer": "Signer",
    "recipients": "Recipients",
    "annexes": "Annexes",
    "further-annexes": "FurtherAnnexes",
    "record": "LetterRecord",
}
# The styles of what is gone, by the kind of its unit.
REMOVED_STYLES = {
    "caption": "Caption",
    "title": "BoxTitle",
    "term": "Term",
    "definition": "Definition",
    "code": "Code",
    "item": "ListParagraph",
    "note": "FootnoteText",
}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a block stands: the style of its paragraphs, how far in (characters), how deep in
    lists; ``size`` of its text in pt. ``aligned``: the side of a table cell.
    """

    style: str = "Normal"
    left: float = 0
    depth: int = 0
    size: float = TEXT_SIZE
    aligned: str = ""


@dataclass(slots=True)
class StoryWriter:
    """Writes blocks. ``raised``: by how much headings are raised, so that a book that is one text
    has its sections at the first level. ``out`` takes the paragraphs and tables.
    """

    parts: DocumentParts
    raised: int = 0
    in_notes: bool = False
    out: list[etree._Element] = field(default_factory=list)
    inline: InlineWriter = field(init=False)
    waiting: list[str] = field(default_factory=list)  # bookmarks that open with the next paragraph

    def __post_init__(self) -> None:
        self.inline = InlineWriter(self.parts, self.in_notes)

    # Paragraphs

    def paragraph(
        self,
        style: str,
        content: Sequence[etree._Element] = (),
        *properties: etree._Element,
        change: str = "",
    ) -> None:
        """Adds a paragraph. ``change``: "ins" or "del" for one that was put in or taken out."""
        for id in self.waiting:
            content = self.parts.bookmarked(id, content)
        self.waiting.clear()
        mark = make("w:rPr", self.parts.tracked(change)) if change else None
        spacing = self._room_for(style, content)
        style_name = None if style == "Normal" else make("w:pStyle", val=style)
        elements = [e for e in (style_name, *properties, spacing, mark) if e is not None]
        self.out.append(make("w:p", make("w:pPr", *elements) if elements else None, *content))

    def _room_for(self, style: str, content: Iterable[etree._Element]) -> etree._Element | None:
        """Lines that may grow, where a reading or a picture would else be cut."""
        tall = any(next(element.iter(*TALL), None) is not None for element in content)
        if style == "Figure" or not tall:
            return None
        return make("w:spacing", line=self.parts.look.step, lineRule="atLeast")

    def text(
        self,
        block: Block,
        style: str,
        *properties: etree._Element,
        label: str = "",
        size: float = TEXT_SIZE,
    ) -> None:
        """Adds a paragraph with the text of a block."""
        self.content(block, style, self.inline.content(block, label, size), *properties)

    def content(
        self,
        block: Block,
        style: str,
        content: Sequence[etree._Element],
        *properties: etree._Element,
    ) -> None:
        """Adds a paragraph with this content of a block."""
        added = block.id in self.parts.changes.added
        self.paragraph(style, content, *properties, change="ins" if added else "")

    # Blocks

    def blocks(self, blocks: Iterable[Block], around: Surroundings) -> None:
        """Adds blocks one after the other."""
        for block in blocks:
            self.block(block, around)

    def block(self, block: Block, around: Surroundings, label: str = "") -> None:
        """Adds a block, and before it what stood there and is gone."""
        if block.kind != "table":  # a table looks itself what of that are rows of its own
            self.removed(self.parts.changes.before.get(block.id, ()))
        self.mark(block)
        if style := official_style(block):
            properties = element_properties(block, self.parts.look)
            content = sized_runs(block, self.inline.content(with_tabs(block)))
            self.content(block, style, content, *properties)
            return
        if "official" in block.classes and not block.text:
            return
        match block.kind:
            case "paragraph":
                self._paragraph(block, around, label)
            case "heading":
                self.text(block, self.heading_style(block.level))
            case "list":
                self._list(block, around)
            case "quote":
                quoted = replace(around, style="Quote", left=around.left + 2)
                self.blocks(block.children, quoted)
            case "table":
                TableWriter(self, block).write()
            case "figure":
                self._figure(block)
            case "box":
                self._box(block, around)
            case "definitions":
                self._definitions(block, around)
            case "code":
                self.text(block, "Code", *self._indented("Code", around, 0))
            case "rule":
                self.paragraph("Rule")
            case _:
                self.blocks(block.children, around)

    def mark(self, block: Block) -> None:
        """Lets the next paragraph have the bookmark of a block to which something leads."""
        if block.id in self.parts.targets and not self.in_notes:
            self.waiting.append(block.id)

    def _paragraph(self, block: Block, around: Surroundings, label: str) -> None:
        named = next((name for name in block.classes if name in CLASS_STYLES), "")
        if named:
            self.text(block, CLASS_STYLES[named])
            return
        properties: list[etree._Element] = []
        first = FIRST_LINE if around.style in ("Normal", "Quote", "BoxText") else 0
        if around.depth:
            first = -ITEM_ROOM if label else 0
        style = "ListParagraph" if around.depth and around.style == "Normal" else around.style
        properties += self._indented(style, around, first)
        if around.aligned:
            properties.append(make("w:jc", val=around.aligned))
        self.text(block, style, *properties, label=label, size=around.size)

    def _indented(self, style: str, around: Surroundings, first: float) -> list[etree._Element]:
        """The indents of a paragraph where they are not those of its style."""
        usual = {"Quote": 2.0, "ListParagraph": 2.0}.get(style, 0.0)
        if around.left == usual and (first == -ITEM_ROOM) == (style == "ListParagraph"):
            return []
        right = 2.0 if style == "Quote" else 0.0
        return [indent(first, around.left, right, self.parts.look, around.size)]

    def heading_style(self, level: int) -> str:
        """The style of a heading of a level of the book."""
        return f"Heading{min(max(level - self.raised, 1), HEADING_LEVELS)}"

    def _list(self, block: Block, around: Surroundings) -> None:
        # In an official document items stand in as far as paragraphs do.
        as_paragraph = self.parts.look.edition.document and around == Surroundings()
        room = ITEM_ROOM + FIRST_LINE * as_paragraph
        inner = replace(around, left=around.left + room, depth=around.depth + 1)
        for item in block.children:
            self.mark(item)
            first = next(iter(item.children), None)
            typed = item.label if any(c.isalnum() for c in item.label) else ""
            if first is None or first.kind != "paragraph":
                if typed:
                    self.paragraph("ListParagraph", [*plain_runs(typed)])
                self.blocks(item.children, inner)
                continue
            self._item(first, inner, typed)
            self.blocks(item.children[1:], inner)

    def _item(self, first: Block, around: Surroundings, label: str) -> None:
        """Adds the first paragraph of an item; one without a number has a bullet."""
        if label:
            self.block(first, around, label)
            return
        self.removed(self.parts.changes.before.get(first.id, ()))
        style = "ListParagraph" if around.style == "Normal" else around.style
        level = min(around.depth - 1, DEEPEST)
        number = make("w:numPr", make("w:ilvl", val=level), make("w:numId", val=BULLETS))
        room = indent(-ITEM_ROOM, around.left, 0, self.parts.look, around.size)
        self.text(first, style, number, room, size=around.size)

    def _figure(self, block: Block) -> None:
        picture = figure_picture(self.parts, block)
        alone = not block.text
        keep = (make("w:keepNext", val=0),) if alone else ()
        added = block.id in self.parts.changes.added
        runs = [] if picture is None else [picture]
        if added and runs:
            runs = [self.parts.tracked("ins", *runs)]
        self.paragraph("Figure", runs, *keep, change="ins" if added else "")
        if not alone:
            self.text(block, "Caption", size=9)

    def _box(self, block: Block, around: Surroundings) -> None:
        """A box stands between two rules, and may run over pages."""
        change = "ins" if self._all_new(block) else ""
        self.paragraph("BoxOpening", change=change)
        if block.text:
            self.text(block, "BoxTitle", size=9)
        inner = "BoxText" if block.attribute("kind") != "terms" else "Normal"
        self.blocks(block.children, replace(around, style=inner))
        add_property(self.out[-1], make("w:keepNext"))
        self.paragraph("BoxEnd", change=change)

    def _all_new(self, block: Block) -> bool:
        """Whether everything in a block was put in."""
        inner = [part.id for part in block.walk() if part.text]
        return bool(inner) and self.parts.changes.added.issuperset(inner)

    def gap(self) -> None:
        """Adds the empty line that parts a table from what follows."""
        self.paragraph("TableGap")

    def part_from_text(self) -> None:
        """Adds such a line before a table too, where text stands above it."""
        last = self.out[-1] if self.out else None
        style = None if last is None else last.find(f"{PROPERTIES}/{STYLE}")
        name = "" if style is None else style.get(VALUE, "")
        if name != "TableGap" and not name.startswith("Heading"):
            self.gap()

    def _definitions(self, block: Block, around: Surroundings) -> None:
        for entry in definition_entries(block):
            for part in entry:
                self.removed(self.parts.changes.before.get(part.id, ()))
                self.mark(part)
                if part.kind == "term":
                    self.text(part, "Term")
                    continue
                if part.text or not part.children:
                    self.text(part, "Definition")
                self.blocks(part.children, replace(around, style="Definition", left=2))

    def cell(
        self, cell: Block, row: Block, table: Block, style: str, side: str, size: float
    ) -> None:
        """Adds what stands in a cell of a table; it ends with a paragraph, as Word wants it."""
        before, behind = empty_lines(table, cell)
        runs = [
            *line_breaks(before),
            *self.inline.content(cell, size=size),
            *line_breaks(behind),
        ]
        if row.id in self.parts.changes.added and cell.id not in self.parts.changes.added:
            runs = [self.parts.tracked("ins", *runs)] if runs else []
        properties = [make("w:jc", val=side)] if side != "left" else []
        if runs or not cell.children:
            self.paragraph(style, runs, *properties)
        self.blocks(cell.children, Surroundings(style, size=size, aligned=side))
        if prefixed_name(self.out[-1]) != "w:p":
            self.paragraph(style)

    # What is gone

    def removed(self, units: Sequence[Unit]) -> None:
        """Adds units that were taken out: paragraphs, and tables of their rows."""
        rows: list[Unit] = []
        for unit in units:
            if unit.kind == "row":
                rows.append(unit)
                continue
            self._removed_rows(rows)
            rows = []
            self.paragraph(
                self._removed_style(unit), [self.parts.deleted_run(unit.text)], change="del"
            )
        self._removed_rows(rows)

    def _removed_style(self, unit: Unit) -> str:
        if unit.kind == "heading":
            return self.heading_style(unit.level)
        return REMOVED_STYLES.get(unit.kind, "Normal")

    def _removed_rows(self, rows: Sequence[Unit]) -> None:
        if rows:
            self.out.append(removed_table(self, rows))
            self.gap()


def plain_runs(text: str) -> Iterator[etree._Element]:
    """A text of ours as runs."""
    yield make("w:r", *text_elements(text))


def line_breaks(count: int) -> Iterator[etree._Element]:
    """So many ends of lines as runs."""
    for _ in range(count):
        yield make("w:r", make("w:br"))
