"""The tree that Python-Markdown builds of a chapter to blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

from duben.manuscript.markdown import table_spans
from duben.manuscript.markdown.inline import InlineText, read_inline
from duben.manuscript.markdown.preparation import CODE_LINE
from duben.manuscript.markdown.source_lines import SourceText
from duben.manuscript.markdown.text_blocks import TextBlocks
from duben.model import Block, BlockKind, problem, warning

HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCK_TAGS = frozenset(
    {*HEADINGS, "p", "ul", "ol", "li", "blockquote", "table", "pre", "hr", "div", "dl", "dt", "dd"}
)
BLANKS = " \u3000"
EMPTY_LINES_LIMIT = 40  # of a cell: more than a page has
# A paragraph right before a table: its caption.
CAPTION = re.compile(r"^表[：:]\s*")


class BlockBuilder:
    """Builds the blocks of one chapter, those inside others included.

    ``line`` is in each function the line of the source that has been come to: what an element has
    that knows no line of its own.
    """

    def __init__(self, texts: TextBlocks) -> None:
        self.texts = texts
        self.lines = texts.lines
        self.context = texts.context

    def build(self, parent: Element, line: int) -> tuple[Block, ...]:
        """The blocks in an element, captions joined to their tables."""
        blocks: list[Block] = []
        for block in self._children(parent, line):
            before = blocks[-1] if blocks else None
            if _is_caption(before) and block.kind == "table":
                blocks[-1] = _with_caption(block, blocks[-1])
            elif block.kind != "paragraph" or block.text:
                blocks.append(block)
            elif block.id or block.classes:
                # a paragraph of nothing but attributes: those of the block above
                if before:
                    blocks[-1] = _with_attributes(before, block)
                else:
                    self._tell_lost_attributes(block)
        return tuple(self.texts.with_id(block) for block in blocks)

    def _tell_lost_attributes(self, block: Block) -> None:
        typed = [f"#{block.id}"] * bool(block.id) + [f".{name}" for name in block.classes]
        attributes = f"{{{' '.join(typed)}}}"
        self.context.problems.append(problem("attributes", block.place, attributes=attributes))

    def _children(self, parent: Element, line: int) -> Iterator[Block]:
        """The blocks in an element in order; text outside of blocks, as in tight lists, makes
        paragraphs.
        """
        yield from self._loose_text(parent.text, parent, 0, self.lines.texts.get(parent), line)
        for index, child in enumerate(parent):
            if child.tag not in BLOCK_TAGS:
                continue
            if block := self._block(child, line):
                yield block
                line = max(line, _last_line(block))
            tail = self.lines.tails.get(child)
            yield from self._loose_text(child.tail, parent, index + 1, tail, line)

    def _loose_text(
        self, text: str | None, parent: Element, index: int, source: SourceText | None, line: int
    ) -> Iterator[Block]:
        """The paragraph of text, and of inline elements from ``index`` on, that stand in no block
        of their own.
        """
        elements = []
        while index < len(parent) and parent[index].tag not in BLOCK_TAGS:
            elements.append(parent[index])
            index += 1
        if (text and text.strip()) or elements:
            source = source or SourceText(text or "", [line])
            yield self.texts.paragraph(read_inline(text, elements, source, self.context), line)

    def _block(self, element: Element, line: int) -> Block | None:
        """The block of an element; None where there is nothing in it."""
        tag = element.tag
        line = self.texts.first_line(element, line)
        if tag in HEADINGS:
            text = self.texts.read(element, line, alone=False)
            return self.texts.text_block("heading", text, line, level=HEADINGS[tag])
        if tag == "p":
            if code := CODE_LINE.fullmatch((element.text or "").strip()):
                return self.texts.fenced_code(self.texts.codes[int(code[1])])
            return self.texts.paragraph(self.texts.read(element, line), line)
        if tag == "hr":
            return self.texts.container("rule", line)
        builders = {
            "pre": self.texts.indented_code,
            "table": self._table,
            "div": self._box,
            "ul": self._list,
            "ol": self._list,
            "dl": self._definitions,
        }
        if tag in builders:
            return builders[tag](element, line)
        kind: BlockKind = "quote" if tag == "blockquote" else "item"
        return self.texts.container(kind, line, children=self.build(element, line))

    def _list(self, element: Element, line: int) -> Block:
        entries = [child for child in element if child.tag == "li"]
        items: list[Block] = []
        item_line = line
        for entry in entries:
            start = self.texts.first_line(entry, item_line)
            inside = self.build(entry, start)
            item = self.texts.container(
                "item", start, label=entry.get("label", "-"), children=inside
            )
            items.append(self.texts.with_id(item))
            item_line = max(start, _last_line(items[-1]))
        attributes = []
        if element.tag == "ol":
            digits = re.sub(r"\D", "", items[0].label if items else "1")[:9]
            attributes += [("ordered", "1"), ("start", str(int(digits or "1")))]
        if not any(len(entry) and entry[0].tag == "p" for entry in entries[:-1] or entries):
            attributes.append(("tight", "1"))
        return self.texts.container(
            "list", line, children=tuple(items), attributes=tuple(attributes)
        )

    def _table(self, element: Element, line: int) -> Block:
        rows: list[Block] = []
        for part in element:
            head = (("head", "1"),) if part.tag == "thead" else ()
            for row in part:
                row_line = self.lines.starts.get(row, line)
                if over := row.get("over"):
                    self.context.tell("table-cells-over", row_line, text=over.strip()[:40])
                cells = tuple(self._cell(cell, row_line) for cell in row)
                is_filled = any(cell.text or cell.attribute("covered") for cell in cells)
                if is_filled or (rows and not head):
                    block = self.texts.container("row", row_line, children=cells, attributes=head)
                    rows.append(self.texts.with_id(block))
        rows, lost = table_spans.merge_cells(rows)
        for down, across in lost:
            place = rows[down].place
            self.context.problems.append(problem("table-span", place, column=across + 1))
        return self.texts.container("table", line, children=tuple(rows))

    def _cell(self, element: Element, line: int) -> Block:
        source = SourceText(element.text or "", [line])
        text = read_inline(element.text, element, source, self.context, alone=False)
        attributes = tuple(
            (name, value) for name in ("align", "covered") if (value := element.get(name))
        )
        lines = dict(_empty_lines(element))
        attributes += tuple(
            (name, str(min(count, EMPTY_LINES_LIMIT))) for name, count in lines.items() if count
        )
        if (most := max(lines.values())) > EMPTY_LINES_LIMIT:
            place = self.context.place(line)
            told = warning("cell-lines", place, count=most, limit=EMPTY_LINES_LIMIT)
            self.context.problems.append(told)
        return self.texts.with_id(self.texts.text_block("cell", text, line, attributes=attributes))

    def _box(self, element: Element, line: int) -> Block:
        kind = (element.get("class", "").split() or ["note"])[-1]
        inner = Element("div")
        title = InlineText()
        for child in element:
            if child.get("class") == "admonition-title" and child is element[0]:
                title = self.texts.read(child, line, alone=False)
            else:
                inner.append(child)
        box = self.texts.text_block("box", title, line, attributes=(("kind", kind),))
        children = self.build(inner, line)
        if not children:
            self.context.tell("box-empty", line, title=title.text[:40] or kind)
        return replace(box, children=children)

    def _definitions(self, element: Element, line: int) -> Block:
        entries: list[Block] = []
        for child in element:
            line = self.texts.first_line(child, line)
            if child.tag == "dt":
                text = self.texts.read(child, line, alone=False)
                entries.append(self.texts.with_id(self.texts.text_block("term", text, line)))
            elif child.tag == "dd":
                inside = self.build(child, line)
                definition = self.texts.container("definition", line, children=inside)
                entries.append(self.texts.with_id(definition))
                line = max(line, _last_line(entries[-1]))
        block = self.texts.container("definitions", line, children=tuple(entries))
        return replace(block, place=entries[0].place if entries else block.place)


def _empty_lines(cell: Element) -> Iterator[tuple[str, int]]:
    """How many lines without text a cell begins with (``lines``) and ends with (``lines-behind``):
    its ``<br>`` there.
    """
    pieces: list[str | None] = [cell.text]
    for child in cell:
        is_break = child.tag == "html-tag" and child.get("name") == "br"
        pieces += [None if is_break else child.tag, child.tail]
    filled = [index for index, piece in enumerate(pieces) if (piece or "").strip(BLANKS)]
    breaks = [index for index in range(1, len(pieces), 2) if pieces[index] is None]
    first, last = (filled[0], filled[-1]) if filled else (len(pieces), len(pieces))
    yield "lines", sum(index < first for index in breaks)
    yield "lines-behind", sum(index > last for index in breaks)


def _is_caption(block: Block | None) -> bool:
    return block is not None and block.kind == "paragraph" and bool(CAPTION.match(block.text))


def _with_attributes(block: Block, attributes: Block) -> Block:
    """A block with the attributes of a paragraph that held nothing else."""
    return replace(block, id=attributes.id or block.id, classes=block.classes + attributes.classes)


def _with_caption(table: Block, caption: Block) -> Block:
    """A table with the text of the paragraph before it as its caption."""
    match = CAPTION.match(caption.text)
    cut = match.end() if match else 0
    spans = tuple(
        replace(span, start=max(0, span.start - cut), end=span.end - cut)
        for span in caption.spans
        if span.end >= cut
    )
    return replace(
        table,
        id=table.id or caption.id,
        text=caption.text[cut:],
        spans=spans,
        lines=tuple((max(0, offset - cut), line) for offset, line in caption.lines),
        classes=caption.classes + table.classes,
    )


def _last_line(block: Block) -> int:
    last = block
    while last.children:
        last = last.children[-1]
    return last.lines[-1][1] if last.lines else last.place.line
