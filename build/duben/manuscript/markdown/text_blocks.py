"""Blocks that hold text: paragraphs, headings, cells, figures and code, each with its place."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import accumulate
from xml.etree.ElementTree import Element

from duben.manuscript.markdown.chapter_context import ChapterContext, shorten
from duben.manuscript.markdown.inline import InlineText, read_inline
from duben.manuscript.markdown.joined_text import OBJECT
from duben.manuscript.markdown.preparation import CODE_LINE, FencedCode
from duben.manuscript.markdown.source_lines import ElementLines, SourceText
from duben.model import Block, BlockKind, SourceLocation

XML_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,99}")


@dataclass(slots=True)
class TextBlocks:
    """Makes the blocks of one chapter that hold text.

    ``lines`` has the lines of elements, ``codes`` the fenced code that was taken out. ``make_id``
    gives a new id for (kind, text). ``own_ids`` grows by each id that the author set.
    """

    lines: ElementLines
    codes: list[FencedCode]
    context: ChapterContext
    make_id: Callable[[str, str], str]
    own_ids: list[tuple[str, SourceLocation]] = field(default_factory=list)

    def with_id(self, block: Block) -> Block:
        """A block with an id: its own, or one made of its kind and text."""
        if block.id:
            return block
        return replace(block, id=self.make_id(block.kind, block.text or _first_text(block)))

    def first_line(self, element: Element, line: int) -> int:
        """The line on which an element begins: its own, or that of the first thing in it; ``line``
        where neither is known.
        """
        for inside in element.iter():
            if inside in self.lines.texts:
                return self.lines.texts[inside].lines[0]
            if inside in self.lines.starts:
                return self.lines.starts[inside]
        return line

    def read(self, element: Element, line: int, *, alone: bool = True) -> InlineText:
        """The text in an element."""
        source = self.lines.texts.get(element) or SourceText(element.text or "", [line])
        return read_inline(element.text, element, source, self.context, alone=alone)

    def container(self, kind: BlockKind, line: int, **values: object) -> Block:
        """A block without text of its own."""
        return Block(kind, "", self.context.place(line), **values)  # type: ignore[arg-type]

    def text_block(self, kind: BlockKind, text: InlineText, line: int, **values: object) -> Block:
        """A block of a text, with the id and classes that the author gave it."""
        line = text.lines[0][1] if text.lines else line
        return Block(
            kind,
            self._own_id(text.id, line),
            self.context.place(line),
            text.text,
            text.spans,
            classes=text.classes,
            lines=self._file_lines(text.lines),
            **values,  # type: ignore[arg-type]
        )

    def paragraph(self, text: InlineText, line: int) -> Block:
        """A paragraph, or a figure where there is nothing but one picture."""
        if text.text != OBJECT or len(text.images) != 1:
            return self.text_block("paragraph", text, line)
        file, alternative, caption = text.images[0]
        line = text.lines[0][1] if text.lines else line
        return Block(
            "figure",
            self._own_id(text.id, line),
            self.context.place(line),
            caption.strip(),
            attributes=(("src", file), ("alt", alternative)),
            classes=text.classes,
            lines=self._file_lines(text.lines[:1]),
        )

    def fenced_code(self, code: FencedCode) -> Block:
        """The block of fenced code."""
        lines = tuple((offset, code.line + i) for i, offset in enumerate(_line_offsets(code.text)))
        return Block(
            "code",
            "",
            self.context.place(code.line),
            code.text,
            attributes=(("language", code.language),) if code.language else (),
            lines=self._file_lines(lines) if code.text else (),
        )

    def indented_code(self, element: Element, line: int) -> Block:
        """Code that was indented; a fence that stood inside it comes back as typed."""
        inner = element[0] if len(element) else element
        text = html.unescape(inner.text or "").rstrip("\n")
        source = self.lines.texts.get(inner)
        text = CODE_LINE.sub(lambda match: "\n".join(self.codes[int(match[1])].typed), text)
        lines = tuple(zip(_line_offsets(text), source.lines, strict=False)) if source else ()
        return Block("code", "", self.context.place(line), text, lines=self._file_lines(lines))

    def _file_lines(self, lines: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
        """(offset, line) with the lines of the file for those of the source's text."""
        return tuple((offset, self.context.place(line).line) for offset, line in lines)

    def _own_id(self, typed: str, line: int) -> str:
        """The id that the author typed; "" for none, or for one that is no id, which is told."""
        if XML_ID.fullmatch(typed):
            self.own_ids.append((typed, self.context.place(line)))
            return typed
        if typed:
            self.context.tell("id", line, id=shorten(typed))
        return ""


def _line_offsets(text: str) -> list[int]:
    """Where each line of a text begins."""
    return list(accumulate((len(line) + 1 for line in text.split("\n")[:-1]), initial=0))


def _first_text(block: Block) -> str:
    """The first text in a block: what the id of a list or quotation is made of."""
    return next((inside.text for inside in block.walk() if inside.text), "")
