"""A book as units: what a comparison pairs, and what a change is reported of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from duben import chinese
from duben.chinese import spell_number
from duben.model import Block, Book, Chapter, OutlineEntry, Source, SourceLocation

UnitKind = Literal[
    "heading",
    "paragraph",
    "item",
    "row",
    "caption",
    "title",
    "term",
    "definition",
    "code",
    "note",
    "field",
]

BLANK = re.compile("[\\s\u00ad\u200b-\u200f\u2060\ufeff]+")
CELLS = " | "
WIDE = str.maketrans("()", "（）")
# Settings that a book prints: where each stands in book.toml, and what one calls it.
FIELDS: dict[tuple[str, str], str] = {
    ("book", "title"): "书名", ("book", "subtitle"): "副题名", ("book", "authors"): "编者", ("book", "publisher"): "出版",
    ("book", "date"): "日期", ("book", "version"): "版次", ("book", "source"): "原文出处", ("book", "address"): "网址",
    ("imprint", "kind"): "类别", ("imprint", "permit"): "准印证", ("imprint", "issuer"): "编印单位",
    ("imprint", "recipients"): "发送对象", ("imprint", "printer"): "印刷单位", ("imprint", "printed"): "印刷日期",
    ("imprint", "copies"): "印数",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class UnitSource:
    """Where a part of a unit's text comes from: ``text[start:end]`` is ``text[offset:]`` of the
    block with id ``block``.
    """

    start: int
    end: int
    block: str
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph, heading, list item, table row, caption or note, its text on one line.

    ``label`` is where it stands, as one says it: 第二条（三）, 二、（一）第2段; ``number`` its own
    number as typed, "" without.
    """

    id: str
    kind: UnitKind
    text: str
    place: SourceLocation
    label: str = ""
    number: str = ""
    level: int = 0
    pieces: tuple[UnitSource, ...] = ()

    @property
    def bare(self) -> str:
        """The text without blanks: units alike in it are the same."""
        return bare(self.text)

    @property
    def body(self) -> str:
        """The bare text behind the unit's own number."""
        label = chinese.read_label(self.text)
        return bare(self.text[label.end if label else 0 :])


def bare(text: str) -> str:
    """A text without what BLANK finds, in a third of the time."""
    text = "".join(text.split())
    return text if text.isprintable() else BLANK.sub("", text)


def units(book: Book) -> tuple[Unit, ...]:
    """Every unit of a book in reading order; the notes of a chapter stand behind its text."""
    return tuple(unit for chapter in book.chapters for unit in _chapter(chapter, book))


def fields(book: Book, toml: Source) -> tuple[Unit, ...]:
    """The settings that the book prints, as units of kind "field" with the key as id; ``toml`` is
    its book.toml.
    """
    found = []
    for (table, key), label in FIELDS.items():
        value = getattr(getattr(book.settings, table), key)
        text = (
            "　".join(value)
            if isinstance(value, tuple)
            else f"{value:%Y年%-m月%-d日}"
            if isinstance(value, date)
            else str(value or "")
        )
        line = next(
            (
                number
                for number, text in enumerate(toml.text.split("\n"), 1)
                if re.match(rf"\s*{key}\s*=", text)
            ),
            1,
        )
        if text:
            found.append(Unit(f"{table}.{key}", "field", text, toml.place(line), label))
    return tuple(found)


class _Where:
    """Where we are in a chapter, in words: the outline above, and the paragraphs since its last
    entry.
    """

    def __init__(self, book: Book) -> None:
        self.book = book
        self.above: list[OutlineEntry] = []
        self.paragraphs = 0
        self.outside = ""

    def inside(self, box: Block) -> _Where:
        """Where we are in a box: what it holds is counted by itself."""
        inner = _Where(self.book)
        inner.outside = f"{self.named()}“{shorten(box.text)}”" if box.text else self.named()
        return inner

    def enter(self, block: Block) -> str:
        """The words for a block, which is thereby passed."""
        entry = self.book.outline_entries.get(block.id)
        if entry is None or not (entry.label or entry.heading):
            self.paragraphs += 1
            return self._paragraph()
        self.above = [*(one for one in self.above if one.level < entry.level), entry]
        if entry.kind != "paren" or not any(one.kind == "article" for one in self.above):
            self.paragraphs = int(entry.kind == "article" and not entry.heading)
        return self.named() or f"“{shorten(entry.title)}”"

    def named(self) -> str:
        """The labels of the entries above, from the article on where there is one; else the nearest
        heading's words.
        """
        above = self.above
        start = next((index for index, one in enumerate(above) if one.kind == "article"), 0)
        found = "".join(one.label.strip() for one in above[start:]).translate(WIDE)
        return found or (f"“{shorten(above[-1].title)}”" if above else self.outside)

    def _paragraph(self) -> str:
        article = next((one for one in self.above if one.kind == "article"), None)
        if article is not None:
            return f"{article.label.strip()}第{spell_number(max(self.paragraphs, 1))}款"
        return f"{self.named()}第{self.paragraphs}段"


def shorten(text: str, most: int = 16) -> str:
    """The beginning of a text, with … where it goes on."""
    return text if len(text) <= most else text[: most - 1] + "…"


def _chapter(chapter: Chapter, book: Book) -> Iterator[Unit]:
    where = _Where(book)
    for block in chapter.blocks:
        yield from _block(block, where, "")
    for note in chapter.notes:
        for block in note.blocks:
            for one in block.walk():
                if one.text:
                    yield _unit(one, "note", f"{_called(chapter, book)}注{note.number}")


def _called(chapter: Chapter, book: Book) -> str:
    """What a chapter is called beside others; "" where it is the only one."""
    if chapter.title is None or len(book.chapters) == 1:
        return ""
    entry = book.outline_entries.get(chapter.title.id)
    return entry.label.strip() if entry and entry.label else f"“{shorten(chapter.title.text)}”"


def _block(block: Block, where: _Where, prefix: str) -> Iterator[Unit]:
    """The units of a block; ``prefix`` is the number of a list item, which opens its first
    paragraph.
    """
    if block.kind == "paragraph" and prefix:
        yield _unit(block, "item", f"{where.named()}{prefix}", prefix)
    elif block.kind == "heading" or block.kind == "paragraph":
        yield _unit(block, block.kind, where.enter(block))
    elif block.kind == "item":
        number = block.label if any(character.isalnum() for character in block.label) else ""
        for index, child in enumerate(block.children):
            yield from _block(child, where, number if not index else "")
    elif block.kind == "table":
        yield from _table(block, where)
    elif block.kind == "figure":
        yield (
            _unit(block, "caption", f"{where.named()}图") if block.text else _picture(block, where)
        )
    else:
        if block.text:
            yield _unit(
                block,
                _kind(block),
                f"{where.named()}“{shorten(block.text)}”" if block.kind == "box" else where.named(),
            )
        inner = where.inside(block) if block.kind == "box" else where
        for child in block.children:
            yield from _block(child, inner, "")


def _kind(block: Block) -> UnitKind:
    kinds: dict[str, UnitKind] = {
        "box": "title",
        "term": "term",
        "definition": "definition",
        "code": "code",
    }
    return kinds.get(block.kind, "paragraph")


def _unit(block: Block, kind: UnitKind, label: str, prefix: str = "") -> Unit:
    text = prefix + _line(block.text)
    own = chinese.read_label(text)
    piece = UnitSource(len(prefix), len(text), block.id)
    return Unit(
        block.id,
        kind,
        text,
        block.place_of(0),
        label,
        own.text if own else "",
        block.level,
        (piece,),
    )


def _line(text: str) -> str:
    return text.replace("\n", " ")


def _table(block: Block, where: _Where) -> Iterator[Unit]:
    name = f"表“{shorten(block.text)}”" if block.text else f"{where.named()}表"
    if block.text:
        yield _unit(block, "caption", name)
    for number, row in enumerate(block.children, 1):
        pieces: list[UnitSource] = []
        text = ""
        for cell in row.children:
            text += CELLS if pieces else ""
            pieces.append(UnitSource(len(text), len(text) + len(cell.text), cell.id))
            text += _line(cell.text)
        yield Unit(row.id, "row", text, row.place, f"{name}第{number}行", "", 0, tuple(pieces))


def _picture(block: Block, where: _Where) -> Unit:
    """A picture without a caption: its alternative text, or its file's name, stands for it."""
    text = block.attribute("alt") or block.attribute("src")
    return Unit(block.id, "caption", _line(text), block.place, f"{where.named()}图")
