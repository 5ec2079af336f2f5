"""The tree that Python-Markdown builds of a chapter to blocks."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from duben.manuscript.markdown import inline
from duben.manuscript.markdown.chapter_context import ChapterContext
from duben.manuscript.markdown.inline import InlineText
from duben.manuscript.markdown.joined_text import OBJECT
from duben.manuscript.markdown.preparation import CODE_LINE, FencedCode
from duben.manuscript.markdown.source_lines import ElementLines, SourceText
from duben.model import Block, BlockKind, SourceLocation, problem

HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCK_TAGS = frozenset(
    {*HEADINGS, "p", "ul", "ol", "li", "blockquote", "table", "pre", "hr", "div", "dl", "dt", "dd"}
)
# A paragraph right before a table: its caption.
CAPTION = re.compile(r"^表[：:]\s*")
XML_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,99}")


@dataclass(slots=True)
class BlockBuilder:
    """Makes blocks of one chapter; ``ids`` gives a new id for (kind, text), ``own_ids`` those that
    the author set.
    """

    file: str
    places: ElementLines
    codes: list[FencedCode]
    context: ChapterContext
    ids: Callable[[str, str], str]
    own_ids: list[tuple[str, SourceLocation]] = field(default_factory=list)

    def blocks(self, parent: Element, line: int) -> tuple[Block, ...]:
        """The blocks in an element, captions joined to their tables."""
        made: list[Block] = []
        for block in self.children(parent, line):
            before = made[-1] if made else None
            if (
                block.kind == "table"
                and before
                and before.kind == "paragraph"
                and CAPTION.match(before.text)
            ):
                made[-1] = _with_caption(block, before)
            elif (
                block.kind == "paragraph"
                and not block.text
                and before
                and (block.id or block.classes)
            ):
                made[-1] = self.given(before, block)
            elif block.kind == "paragraph" and not block.text and (block.id or block.classes):
                typed = [
                    *(f"#{name}" for name in (block.id,) if name),
                    *(f".{name}" for name in block.classes),
                ]
                self.context.problems.append(
                    problem("attributes", block.place, attributes=f"{{{' '.join(typed)}}}")
                )
            elif block.kind != "paragraph" or block.text:
                made.append(block)
        return tuple(self.named(block) for block in made)

    def given(self, block: Block, attributes: Block) -> Block:
        """A block with the attributes of a paragraph that held nothing else."""
        return replace(
            block, id=attributes.id or block.id, classes=block.classes + attributes.classes
        )

    def named(self, block: Block) -> Block:
        """A block with an id, its own or a made one."""
        if block.id:
            return block
        return replace(block, id=self.ids(block.kind, block.text or _first_text(block)))

    def children(self, parent: Element, line: int) -> Iterator[Block]:
        """The blocks in an element in order; text outside of blocks, as in tight lists, makes
        paragraphs.
        """
        yield from self.loose(parent.text, parent, 0, self.places.texts.get(parent), line)
        for index, child in enumerate(parent):
            if child.tag not in BLOCK_TAGS:
                continue
            if block := self.block(child, line):
                yield block
                line = max(line, _last_line(block))
            yield from self.loose(child.tail, parent, index + 1, self.places.tails.get(child), line)

    def loose(
        self, text: str | None, parent: Element, index: int, raw: SourceText | None, line: int
    ) -> Iterator[Block]:
        """The paragraph of text, and of inline elements from ``index`` on, that stand in no block
        of their own.
        """
        elements = []
        while index < len(parent) and parent[index].tag not in BLOCK_TAGS:
            elements.append(parent[index])
            index += 1
        if (text and text.strip()) or elements:
            yield self.paragraph(
                inline.read_inline(
                    text, elements, raw or SourceText(text or "", [line]), self.context
                ),
                line,
            )

    def block(self, element: Element, line: int) -> Block | None:
        """The block of an element; None where there is nothing in it."""
        tag = element.tag
        line = self.line_of(element, line)
        if tag in HEADINGS:
            return self.texted(
                "heading", self.read(element, line, alone=False), line, level=HEADINGS[tag]
            )
        if tag == "p":
            code = CODE_LINE.fullmatch((element.text or "").strip())
            return (
                self.code(self.codes[int(code[1])])
                if code
                else self.paragraph(self.read(element, line), line)
            )
        if tag == "pre":
            return self.typed_code(element, line)
        if tag == "hr":
            return self.made("rule", line)
        if tag == "table":
            return self.table(element, line)
        if tag == "div":
            return self.box(element, line)
        if tag in ("ul", "ol"):
            return self.list(element, line)
        if tag == "dl":
            return self.definitions(element, line)
        kind: BlockKind = "quote" if tag == "blockquote" else "item"
        return self.made(kind, line, children=self.blocks(element, line))

    # Texts

    def read(self, element: Element, line: int, *, alone: bool = True) -> InlineText:
        raw = self.places.texts.get(element) or SourceText(element.text or "", [line])
        return inline.read_inline(element.text, element, raw, self.context, alone=alone)

    def texted(self, kind: BlockKind, text: InlineText, line: int, **values: object) -> Block:
        """A block of a text read, with the id and classes that the author gave it."""
        line = text.lines[0][1] if text.lines else line
        return Block(
            kind,
            self.own_id(text.id, line),
            self.place(line),
            text.text,
            text.spans,
            classes=text.classes,
            lines=self.placed(text.lines),
            **values,  # type: ignore[arg-type]
        )

    def placed(self, lines: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
        return tuple((offset, self.place(line).line) for offset, line in lines)

    def paragraph(self, text: InlineText, line: int) -> Block:
        """A paragraph, or a figure where there is nothing but one picture."""
        if text.text != OBJECT or len(text.images) != 1:
            return self.texted("paragraph", text, line)
        source, alternative, title = text.images[0]
        line = text.lines[0][1] if text.lines else line
        attributes = (("src", source), ("alt", alternative))
        return Block(
            "figure",
            self.own_id(text.id, line),
            self.place(line),
            title.strip(),
            attributes=attributes,
            classes=text.classes,
            lines=self.placed(text.lines[:1]),
        )

    def own_id(self, typed: str, line: int) -> str:
        if not typed:
            return ""
        place = self.place(line)
        if not XML_ID.fullmatch(typed):
            self.context.tell(
                "id", line, id="".join(c if c.isprintable() else "�" for c in typed[:60])
            )
            return ""
        self.own_ids.append((typed, place))
        return typed

    def place(self, line: int) -> SourceLocation:
        return self.context.place(line)

    def made(self, kind: BlockKind, line: int, **values: object) -> Block:
        return Block(kind, "", self.place(line), **values)  # type: ignore[arg-type]

    # Kinds

    def code(self, code: FencedCode) -> Block:
        count = code.text.count("\n") + 1
        offsets = _line_offsets(code.text)
        lines = tuple(
            (offset, self.place(code.line + index).line)
            for offset, index in zip(offsets, range(count), strict=True)
        )
        attributes = (("language", code.language),) if code.language else ()
        return Block(
            "code",
            "",
            self.place(code.line),
            code.text,
            attributes=attributes,
            lines=lines if code.text else (),
        )

    def typed_code(self, element: Element, line: int) -> Block:
        """Code that was indented; a fence that stood inside it comes back as typed."""
        inner = element[0] if len(element) else element
        text = html.unescape(inner.text or "").rstrip("\n")
        raw = self.places.texts.get(inner)
        text = CODE_LINE.sub(lambda found: "\n".join(self.codes[int(found[1])].typed), text)
        lines = list(zip(_line_offsets(text), raw.lines, strict=False)) if raw else []
        return Block("code", "", self.place(line), text, lines=self.placed(tuple(lines)))

    def list(self, element: Element, line: int) -> Block:
        items = []
        here = line
        for child in element:
            if child.tag != "li":
                continue
            start = self.line_of(child, here)
            inside = self.blocks(child, start)
            label = child.get("label", "-")
            items.append(self.named(self.made("item", start, label=label, children=inside)))
            here = max(start, _last_line(items[-1]))
        attributes = []
        if element.tag == "ol":
            start_label = re.sub(r"\D", "", items[0].label if items else "1")[:9]
            attributes += [("ordered", "1"), ("start", str(int(start_label or "1")))]
        entries = [child for child in element if child.tag == "li"]
        if not any(len(child) and child[0].tag == "p" for child in entries[:-1] or entries):
            attributes.append(("tight", "1"))
        return self.made("list", line, children=tuple(items), attributes=tuple(attributes))

    def table(self, element: Element, line: int) -> Block:
        rows: list[Block] = []
        for part in element:
            for row in part:
                place = self.places.starts.get(row, line)
                if row.get("over"):
                    self.context.tell(
                        "table-cells-over", place, text=(row.get("over") or "").strip()[:40]
                    )
                cells = tuple(self.cell(cell, place) for cell in row)
                head = (("head", "1"),) if part.tag == "thead" else ()
                if head and not any(cell.text for cell in cells):
                    continue
                if rows or any(cell.text for cell in cells):
                    rows.append(
                        self.named(self.made("row", place, children=cells, attributes=head))
                    )
        return self.made("table", line, children=tuple(rows))

    def cell(self, element: Element, line: int) -> Block:
        text = inline.read_inline(
            element.text, element, SourceText(element.text or "", [line]), self.context, alone=False
        )
        align = (("align", element.get("align", "")),) if element.get("align") else ()
        return self.named(self.texted("cell", text, line, attributes=align))

    def box(self, element: Element, line: int) -> Block:
        kind = element.get("class", "").split()[-1:] or ["note"]
        inner = Element("div")
        title = InlineText()
        for child in element:
            if child.get("class") == "admonition-title" and child is element[0]:
                title = self.read(child, line, alone=False)
            else:
                inner.append(child)
        made = self.texted("box", title, line, attributes=(("kind", kind[0]),))
        children = self.blocks(inner, line)
        if not children:
            self.context.tell("box-empty", line, title=title.text[:40] or kind[0])
        return replace(made, children=children)

    def definitions(self, element: Element, line: int) -> Block:
        entries = []
        for child in element:
            line = self.line_of(child, line)
            if child.tag == "dt":
                entries.append(
                    self.named(self.texted("term", self.read(child, line, alone=False), line))
                )
            elif child.tag == "dd":
                entries.append(
                    self.named(self.made("definition", line, children=self.blocks(child, line)))
                )
                line = max(line, _last_line(entries[-1]))
        start = entries[0].place if entries else self.place(line)
        return replace(self.made("definitions", line, children=tuple(entries)), place=start)

    def line_of(self, element: Element, line: int) -> int:
        """The line on which an element begins: its own, or that of the first thing in it."""
        for inside in element.iter():
            if inside in self.places.texts:
                return self.places.texts[inside].lines[0]
            if inside in self.places.starts:
                return self.places.starts[inside]
        return line


def _with_caption(table: Block, caption: Block) -> Block:
    """A table with the text of the paragraph before it as its caption."""
    found = CAPTION.match(caption.text)
    cut = found.end() if found else 0
    spans = tuple(
        replace(span, start=max(0, span.start - cut), end=span.end - cut)
        for span in caption.spans
        if span.end >= cut
    )
    lines = tuple((max(0, offset - cut), line) for offset, line in caption.lines)
    named = table.id or caption.id
    return replace(
        table,
        id=named,
        text=caption.text[cut:],
        spans=spans,
        lines=lines,
        classes=caption.classes + table.classes,
    )


def _line_offsets(text: str) -> list[int]:
    """Where each line of a text begins."""
    offsets = [0]
    for line in text.split("\n")[:-1]:
        offsets.append(offsets[-1] + len(line) + 1)
    return offsets


def _first_text(block: Block) -> str:
    """The first text in a block: what a made id of a list or quotation stands on."""
    for inside in block.walk():
        if inside.text:
            return inside.text
    return ""


def _last_line(block: Block) -> int:
    last = block
    while last.children:
        last = last.children[-1]
    return last.lines[-1][1] if last.lines else last.place.line
