"""A book as units: the paragraphs, headings, items, rows and notes that a comparison pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from duben import chinese
from duben.model import Block, Book, Chapter, OutlineEntry, Source, SourceLocation
from duben.revision.clauses import CELLS, last_word_end

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

BLANKS = re.compile("[\\s\u00ad\u200b-\u200f\u2060\ufeff]+")
WIDE = str.maketrans("()", "（）")
# Settings that a book prints: where each stands in book.toml, and what one calls it.
PRINTED_SETTINGS: dict[tuple[str, str], str] = {
    ("book", "title"): "书名", ("book", "subtitle"): "副题名", ("book", "authors"): "编者", ("book", "publisher"): "出版",  # noqa: E501
    ("book", "date"): "日期", ("book", "version"): "版次", ("book", "source"): "原文出处", ("book", "address"): "网址",  # noqa: E501
    ("imprint", "kind"): "类别", ("imprint", "permit"): "准印证", ("imprint", "issuer"): "编印单位",
    ("imprint", "recipients"): "发送对象", ("imprint", "printer"): "印刷单位", ("imprint", "printed"): "印刷日期",  # noqa: E501
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
        return strip_blanks(self.text)

    @property
    def body(self) -> str:
        """The bare text behind the unit's own number."""
        label = chinese.read_label(self.text)
        return strip_blanks(self.text[label.end if label else 0 :])


def strip_blanks(text: str) -> str:
    """A text without blanks and invisible characters (BLANKS); ``split`` first,
    for it is quicker.
    """
    text = "".join(text.split())
    return text if text.isprintable() else BLANKS.sub("", text)


def book_units(book: Book) -> tuple[Unit, ...]:
    """Every unit of a book in reading order; the notes of a chapter stand behind its text."""
    return tuple(unit for chapter in book.chapters for unit in _chapter_units(chapter, book))


def printed_settings(book: Book, toml: Source) -> tuple[Unit, ...]:
    """The settings that the book prints, as units of kind "field" with the key as id; ``toml`` is
    its book.toml.
    """
    settings = []
    for (table, key), label in PRINTED_SETTINGS.items():
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
            settings.append(Unit(f"{table}.{key}", "field", text, toml.place(line), label))
    return tuple(settings)


class _LabelTracker:
    """Where we are in a chapter, in words: the outline above, and the paragraphs since its last
    entry.
    """

    def __init__(self, book: Book) -> None:
        self.book = book
        self.above: list[OutlineEntry] = []
        self.paragraphs = 0
        self.outside = ""

    def inside_box(self, box: Block) -> _LabelTracker:
        """Where we are in a box: what it holds is counted by itself."""
        inner = _LabelTracker(self.book)
        inner.outside = (
            f"{self.label_above()}“{shorten(box.text)}”" if box.text else self.label_above()
        )
        return inner

    def enter(self, block: Block) -> str:
        """The words for a block, which is thereby passed."""
        entry = self.book.outline_entries.get(block.id)
        if entry is None or not (entry.label or entry.heading):
            self.paragraphs += 1
            return self._paragraph()
        self.above = [
            *(outline_entry for outline_entry in self.above if outline_entry.level < entry.level),
            entry,
        ]
        if entry.kind != "paren" or not any(
            outline_entry.kind == "article" for outline_entry in self.above
        ):
            self.paragraphs = int(entry.kind == "article" and not entry.heading)
        return self.label_above() or f"“{shorten(entry.title)}”"

    def label_above(self) -> str:
        """The labels of the entries above, from the article on where there is one; else the nearest
        heading's words.
        """
        above = self.above
        start = next(
            (index for index, outline_entry in enumerate(above) if outline_entry.kind == "article"),
            0,
        )
        labels = "".join(outline_entry.label.strip() for outline_entry in above[start:]).translate(
            WIDE
        )
        return labels or (f"“{shorten(above[-1].title)}”" if above else self.outside)

    def _paragraph(self) -> str:
        article = next(
            (outline_entry for outline_entry in self.above if outline_entry.kind == "article"), None
        )
        if article is not None:
            return f"{article.label.strip()}第{chinese.spell_number(max(self.paragraphs, 1))}款"
        return f"{self.label_above()}第{self.paragraphs}段"


def shorten(text: str, most: int = 16) -> str:
    """The beginning of a text in whole words, with … where it goes on."""
    return text if len(text) <= most else text[: last_word_end(text, 0, most - 1) or most - 1] + "…"


def _chapter_units(chapter: Chapter, book: Book) -> Iterator[Unit]:
    where = _LabelTracker(book)
    for block in chapter.blocks:
        yield from _block_units(block, where, "")
    for note in chapter.notes:
        for block in note.blocks:
            for inner_block in block.walk():
                if inner_block.text:
                    yield _make_unit(
                        inner_block, "note", f"{_chapter_name(chapter, book)}注{note.number}"
                    )


def _chapter_name(chapter: Chapter, book: Book) -> str:
    """What a chapter is called beside others; "" where it is the only one."""
    if chapter.title is None or len(book.chapters) == 1:
        return ""
    entry = book.outline_entries.get(chapter.title.id)
    return entry.label.strip() if entry and entry.label else f"“{shorten(chapter.title.text)}”"


def _block_units(block: Block, where: _LabelTracker, prefix: str) -> Iterator[Unit]:
    """The units of a block; ``prefix`` is the number of a list item, which opens its first
    paragraph.
    """
    if block.kind == "paragraph" and prefix:
        yield _make_unit(block, "item", f"{where.label_above()}{prefix}", prefix)
    elif block.kind == "heading" or block.kind == "paragraph":
        yield _make_unit(block, block.kind, where.enter(block))
    elif block.kind == "item":
        number = block.label if any(character.isalnum() for character in block.label) else ""
        for index, child in enumerate(block.children):
            yield from _block_units(child, where, number if not index else "")
    elif block.kind == "table":
        yield from _table_units(block, where)
    elif block.kind == "figure":
        yield (
            _make_unit(block, "caption", f"{where.label_above()}图")
            if block.text
            else _picture_unit(block, where)
        )
    else:
        if block.text:
            yield _make_unit(
                block,
                _unit_kind(block),
                f"{where.label_above()}“{shorten(block.text)}”"
                if block.kind == "box"
                else where.label_above(),
            )
        inner = where.inside_box(block) if block.kind == "box" else where
        for child in block.children:
            yield from _block_units(child, inner, "")


def _unit_kind(block: Block) -> UnitKind:
    kinds: dict[str, UnitKind] = {
        "box": "title",
        "term": "term",
        "definition": "definition",
        "code": "code",
    }
    return kinds.get(block.kind, "paragraph")


def _make_unit(block: Block, kind: UnitKind, label: str, prefix: str = "") -> Unit:
    text = prefix + _on_one_line(block.text)
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


def _on_one_line(text: str) -> str:
    return text.replace("\n", " ")


def _table_units(block: Block, where: _LabelTracker) -> Iterator[Unit]:
    name = f"表“{shorten(block.text)}”" if block.text else f"{where.label_above()}表"
    if block.text:
        yield _make_unit(block, "caption", name)
    for number, row in enumerate(block.children, 1):
        pieces: list[UnitSource] = []
        text = ""
        for cell in row.children:
            text += CELLS if pieces else ""
            pieces.append(UnitSource(len(text), len(text) + len(cell.text), cell.id))
            text += _on_one_line(cell.text)
        yield Unit(row.id, "row", text, row.place, f"{name}第{number}行", "", 0, tuple(pieces))


def _picture_unit(block: Block, where: _LabelTracker) -> Unit:
    """A picture without a caption: its alternative text, or its file's name, stands for it."""
    text = block.attribute("alt") or block.attribute("src")
    return Unit(block.id, "caption", _on_one_line(text), block.place, f"{where.label_above()}图")
