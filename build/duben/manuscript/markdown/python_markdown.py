"""Python-Markdown with our changes: lists keep their numbers, no HTML passes, notes and breaks stay
findable.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions import admonition, def_list, footnotes, sane_lists, tables
from markdown.inlinepatterns import (
    BACKTICK_RE,
    BacktickInlineProcessor,
    InlineProcessor,
    SimpleTextInlineProcessor,
)
from markdown.util import ETX, STX, AtomicString, code_escape

from duben.manuscript.markdown import table_spans
from duben.manuscript.markdown.preparation import HEAD_ROWS

# By their classes: by a name Python-Markdown looks through all that is installed (0.05 s).
EXTENSIONS = (footnotes.FootnoteExtension, tables.TableExtension, def_list.DefListExtension, admonition.AdmonitionExtension,  # noqa: E501
              sane_lists.SaneListExtension)  # fmt: skip
# Beside those of Python-Markdown, what else opens something and must be typable.
ESCAPED = ("<", "&", '"', "~", ":", "|", "^", "$", "=")

TAG = re.compile(r"<(/?)(?: +(?=br *>))?([A-Za-z][A-Za-z0-9:-]*)((?:[\s/][^<>]*)?)>", re.DOTALL)
ENTITY = r"&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});"
RULER = re.compile(r"\|[ :|-]*-[ :|-]*")
NOTE_MARK = r"\[\^([^\]\n]{1,200})\]"


def make_markdown(links: Mapping[str, tuple[str, str]]) -> markdown.Markdown:
    """A Python-Markdown that reads one chapter; ``links`` holds (address, title) by name."""
    parser = markdown.Markdown(
        extensions=[extension() for extension in EXTENSIONS], output_format="xhtml", tab_length=4
    )
    parser.references = _LinkDefinitions(links)
    parser.ESCAPED_CHARS = [*parser.ESCAPED_CHARS, *ESCAPED]
    parser.block_level_elements = list(parser.block_level_elements)
    blocks = parser.parser.blockprocessors
    blocks.deregister("reference")
    blocks.register(_OrderedList(parser.parser), "olist", 40)
    blocks.register(_BulletList(parser.parser), "ulist", 30)
    blocks.register(_TableProcessor(parser.parser, {"use_align_attribute": True}), "table", 75)
    blocks.register(_BoxProcessor(parser.parser), "admonition", 105)
    notes = next(
        extension
        for extension in parser.registeredExtensions
        if isinstance(extension, footnotes.FootnoteExtension)
    )
    blocks.register(_NoteProcessor(notes), "footnote", 17)
    inline = parser.inlinePatterns
    # Emphasis is read afterwards, in parser.emphasis, which tells why.
    inline.deregister("em_strong")
    parser.delimiters = None
    # Captions keep their full-width spaces.
    inline["image_link"].RE_TITLE_CLEAN = re.compile(r"[ \t\r\n]")
    inline.register(_CodeSpan(BACKTICK_RE), "backtick", 190)
    inline.register(_LineBreak(r"\\\n", parser), "typed_break", 185)
    inline.register(_NoteMark(NOTE_MARK, parser), "footnote", 175)
    inline.register(_AddressLink(r"<([A-Za-z][A-Za-z0-9+.-]*:[^<>\s]*)>", parser), "autolink", 120)
    inline.register(_MailLink(r"<([^<>\s@]+@[^<>\s@]+)>", parser), "automail", 110)
    inline.register(_HtmlTag(TAG.pattern, parser), "html", 90)
    inline.register(_CharacterReference(ENTITY, parser), "entity", 80)
    return parser


class _LinkDefinitions(dict[str, tuple[str, str]]):
    """Link definitions that remember which were asked for."""

    def __init__(self, links: Mapping[str, tuple[str, str]]) -> None:
        super().__init__(links)
        self.used: set[str] = set()

    def __getitem__(self, name: str) -> tuple[str, str]:
        self.used.add(name)
        return super().__getitem__(name)


def note_definitions(parser: markdown.Markdown) -> dict[str, str]:
    """The definitions of notes that were read since they were last taken out: name → Markdown."""
    extension = next(
        extension
        for extension in parser.registeredExtensions
        if isinstance(extension, footnotes.FootnoteExtension)
    )
    return extension.footnotes


class _LabelledList:
    """A list whose items keep the number or mark that was typed, in the attribute ``label``."""

    def run(self, parent: Element, blocks: list[str]) -> None:
        labels = [
            match[1]
            for line in blocks[0].split("\n")
            if (match := self.CHILD_RE.match(line))  # type: ignore[attr-defined]
        ]
        before = self.lastChild(parent)  # type: ignore[attr-defined]
        joined = before is not None and before.tag in self.SIBLING_TAGS  # type: ignore[attr-defined]
        super().run(parent, blocks)  # type: ignore[misc]
        items = (
            before if joined else parent if parent.tag in ("ol", "ul") else self.lastChild(parent)  # type: ignore[attr-defined]
        )
        for item, label in zip(items[-len(labels) :], labels, strict=False):
            item.set("label", label)


class _OrderedList(_LabelledList, sane_lists.SaneOListProcessor):
    """A list with numbers."""


class _BulletList(_LabelledList, sane_lists.SaneUListProcessor):
    """A list with marks."""


class _TableProcessor(tables.TableProcessor):
    """Takes heads of several rows and merged cells; keeps the row as typed, by which its line is
    found, and cells beyond the head's columns.
    """

    head_rows = 1  # of the table that was last tested

    def test(self, parent: Element, block: str) -> bool:
        self.head_rows = 1
        if super().test(parent, block):
            return True
        if not block.lstrip(" ").startswith("|"):
            return False
        rows = [row.strip(" ") for row in block.split("\n", HEAD_ROWS + 1)[: HEAD_ROWS + 1]]
        ruler = next((index for index, row in enumerate(rows) if RULER.fullmatch(row)), 0)
        if ruler < 2 or not super().test(parent, "\n".join(rows[ruler - 1 : ruler + 1])):
            return False
        self.head_rows = ruler
        columns = len(self.separator)
        return all(
            row.startswith("|") and len(self._split_row(row)) == columns for row in rows[:ruler]
        )

    def run(self, parent: Element, blocks: list[str]) -> None:
        *above, block = blocks[0].split("\n", self.head_rows - 1)
        blocks[0] = block
        super().run(parent, blocks)
        head = parent[-1][0]
        alignment = [cell.get("align") for cell in head[0]]
        for index, row in enumerate(above):
            self._build_row(row.strip(" "), head, alignment)
            row_element = head[-1]
            head.remove(row_element)
            head.insert(index, row_element)

    def _build_row(self, row: str, parent: Element, align: Any) -> None:
        super()._build_row(row, parent, align)
        for cell in parent[-1]:
            if where := table_spans.SIGNS.get(cell.text or ""):
                cell.text = ""
                cell.set("covered", where)
        parent[-1].set("typed", row)
        if over := self._split_row(row)[len(align) :]:
            parent[-1].set("over", " | ".join(over))


class _BoxProcessor(admonition.AdmonitionProcessor):
    RE = re.compile(r'(?:^|\n)!!! ([a-z]+) "(.*)"(?:\n|$)')

    def get_class_and_title(self, match: re.Match[str]) -> tuple[str, str | None]:
        return match[1], match[2] or None


class _NoteProcessor(footnotes.FootnoteBlockProcessor):
    # Python-Markdown's own goes on over line ends: quadratic where many brackets stay open.
    RE = re.compile(r"^[ ]{0,3}\[\^([^\]\n]*)\]:[ ]*(.*)$", re.MULTILINE)


class _CodeSpan(BacktickInlineProcessor):
    """Code in the line: Python-Markdown's own goes on character by character, and takes line ends
    off its edges.
    """

    RUN = re.compile("`+")

    def find_code_spans(self, start: int, text: str) -> tuple[int, int | None]:
        opening = self.RUN.match(text, start)
        end = opening.end() if opening else start + 1
        for run in self.RUN.finditer(text, end):
            if run.end() - run.start() == end - start:
                return end, run.start()
        return end, None

    def handleMatch(
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str | None, int | None, int | None]:
        if m[1]:
            return super().handleMatch(m, data)
        begin = m.start(0)
        start, end = self.find_code_spans(begin, data)
        if end is None:
            return None, begin, start
        code = Element("code")
        code.text = AtomicString(code_escape(data[start:end].strip(" ")))
        return code, begin, end + (start - begin)


class _LineBreak(InlineProcessor):
    """A backslash at the end of a line: a line break that stays."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:
        return Element("br"), m.start(0), m.end(0)


class _NoteMark(InlineProcessor):
    """``[^a]``: an empty element; whether the note is there is asked later."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:
        mark = Element("note-mark")
        mark.set("name", m[1].strip())
        return mark, m.start(0), m.end(0)


class _AddressLink(InlineProcessor):
    """``<https://…>``: a link that shows its address."""

    prefix = ""  # of the address, which is not typed

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:
        address = self.unescape(m[1]).removeprefix(self.prefix)
        link = Element("a")
        link.set("href", self.prefix + address)
        link.text = AtomicString(address.removeprefix("mailto:"))
        return link, m.start(0), m.end(0)


class _MailLink(_AddressLink):
    """``<name@host>``: a link to a mailbox."""

    prefix = "mailto:"


class _HtmlTag(InlineProcessor):
    """An HTML tag: an empty element that names it; what is done about it is decided later."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:
        tag = Element("html-tag")
        tag.set("name", m[2].lower())
        tag.set("closes", m[1])
        # Only empty attributes of the few tags that are taken pass; anything else is told.
        tag.set("attributes", self.unescape(m[3]).strip().removesuffix("/").strip())
        return tag, m.start(0), m.end(0)


class _CharacterReference(SimpleTextInlineProcessor):
    """``&mdash;``: the character, marked as an escaped one; a name that nobody knows stays as
    typed.
    """

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:
        text = html.unescape(m[0])
        marked = (
            text if text == m[0] else "".join(f"{STX}{ord(character)}{ETX}" for character in text)
        )
        return marked, m.start(0), m.end(0)
