"""Reads the text of a finished EPUB block by block, by the ids in its files, and holds it against
the book.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from lxml import etree

from duben.layout import answer_boxes, book_words, move_answers, order_enumerations
from duben.model import Block, Book, Problem, SourceLocation
from duben.proof.text.differences import (
    SURE_LENGTH,
    Difference,
    differing_spans,
    excerpt,
    longest_in_order,
    mark_difference,
    problems,
)
from duben.proof.text.expected import called_notes, chapters_of_part, normalize_text
from duben.proof.text.matching import missing_entries

OPS = "{http://www.idpf.org/2007/ops}type"
XHTML = "{http://www.w3.org/1999/xhtml}"
CONTAINER = {"c": "urn:oasis:names:tc:opendocument:xmlns:container"}
PACKAGE = {"p": "http://www.idpf.org/2007/opf"}
# What the builder adds to a text: marks of notes and the way back, page breaks, readings, lists of
# pages.
ADDED_TYPES = frozenset(("noteref", "backlink", "pagebreak"))
ADDED_TAGS = frozenset((XHTML + "rt", XHTML + "rp"))
ADDED_CLASSES = frozenset(("places",))


@dataclass
class EpubBlock:
    """What was read under the id of a block: how often the id came, its own text, how many
    pictures, its number in a list.
    """

    times: int = 0
    text: list[str] = field(default_factory=list)
    pictures: int = 0
    number: str = ""


@dataclass
class EpubText:
    """What was read of an EPUB: blocks by id in reading order; ``outside``: text of files with
    blocks that belongs to none; ``other``: text of files without blocks.
    """

    blocks: dict[str, EpubBlock] = field(default_factory=dict)
    outside: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)


def prove_epub(book: Book, epub: bytes) -> tuple[Problem, ...]:
    """What an EPUB lacks, has twice, has changed or out of order."""
    return problems(list(find_differences(book, read_epub(epub, frozenset(book.blocks)))), "EPUB")


def find_differences(book: Book, reading: EpubText) -> Iterator[Difference]:
    """All differences, in the order of the source."""
    blocks = list(expected_blocks(book))
    order = {name: number for number, name in enumerate(reading.blocks)}
    for block in blocks:
        read = reading.blocks.get(block.id)
        expected_text = normalize_text(block.text)
        pictures = block.text.count("\ufffc") + (block.kind == "figure")
        if read is None:
            if expected_text or pictures:
                yield Difference(
                    "missing",
                    block.place,
                    expected=excerpt(expected_text or block.attribute("src")),
                )
            continue
        text = normalize_text("".join(read.text))
        if read.times > 1:
            yield Difference("doubled", block.place, found=excerpt(expected_text))
        elif not text and expected_text:
            yield Difference("missing", block.place, expected=excerpt(expected_text))
        elif text != expected_text:
            yield changed_block(block, expected_text, text)
        elif read.pictures < pictures:
            yield Difference(
                "missing",
                block.place,
                expected=excerpt(block.attribute("alt") or block.attribute("src") or expected_text),
            )
        digits = "".join(character for character in block.label if character.isdecimal())
        if block.kind == "item" and digits and read.number != str(int(digits)):
            yield Difference(
                "changed", block.place, expected=f"【{int(digits)}】", found=f"【{read.number}】"
            )
    yield from moved_blocks(blocks, order)
    yield from repeated_blocks(blocks, normalize_text("".join(reading.outside)))
    metadata = book.settings.book
    everything = normalize_text("".join((*reading.other, *reading.outside)))
    for value in (metadata.title, metadata.subtitle, *metadata.authors):
        if normalize_text(value) not in everything:
            yield Difference("missing", SourceLocation("book.toml"), expected=excerpt(value))
    if book.settings.text.appendix:
        yield from missing_entries(
            normalize_text("".join(reading.other)), order_enumerations(book), {}
        )


def changed_block(block: Block, source: str, text: str) -> Difference:
    """The first characters of a block that differ."""
    start, end, there, until = next(differing_spans(source, text))
    offset = next(
        (number for number, seen in compared_positions(block.text) if seen == start),
        len(block.text),
    )
    return Difference(
        "changed",
        block.place_of(offset),
        mark_difference(source, start, end),
        mark_difference(text, there, until),
    )


def compared_positions(text: str) -> Iterator[tuple[int, int]]:
    """(offset, how many compared characters stand before it) of each compared character."""
    seen = 0
    for offset, character in enumerate(text):
        if normalize_text(character):
            yield offset, seen
            seen += 1


def expected_blocks(book: Book) -> Iterator[Block]:
    """Every block that must be there, in reading order: the notes of a chapter after its text, in
    the order of their marks.
    """
    notes = {note.id: note for chapter in book.chapters for note in chapter.notes}
    shown = move_answers(book)
    answers_heading = book_words(book.settings.book.language)["answers"]

    def with_notes(blocks: Iterable[Block]) -> Iterator[Block]:
        blocks = list(blocks)
        for block in blocks:
            yield from block.walk()
        for note in called_notes(blocks, notes):
            for block in note.blocks:
                yield from block.walk()

    for part in ("front", "body", "back"):
        for chapter in chapters_of_part(shown.chapters, part):
            yield from with_notes(chapter.blocks)
    boxes = [box for _, gathered in answer_boxes(book) for box in gathered]
    yield from with_notes(
        part
        for box in boxes
        for part in ([box] if box.text not in ("", answers_heading) else box.children)
    )


def moved_blocks(blocks: Iterable[Block], order: dict[str, int]) -> Iterator[Difference]:
    """Blocks that do not stand in the order of the source: the fewest whose moving back would set
    it right.
    """
    known = [block for block in blocks if block.id in order]
    in_order = {
        number
        for number, _, _ in longest_in_order(
            [(number, order[block.id], 0) for number, block in enumerate(known)]
        )
    }
    for number, block in enumerate(known):
        if number not in in_order and normalize_text(block.text):
            yield Difference("moved", block.place, expected=excerpt(normalize_text(block.text)))


def repeated_blocks(blocks: Iterable[Block], outside: str) -> Iterator[Difference]:
    """Paragraphs that stand once more, without their id."""
    for block in blocks:
        if block.kind in ("paragraph", "cell", "definition", "code"):
            source = normalize_text(block.text)
            if len(source) >= SURE_LENGTH and source in outside:
                yield Difference("doubled", block.place, found=excerpt(source))


# --- reading --------------------------------------------------------------------------------------


def read_epub(epub: bytes, known: frozenset[str]) -> EpubText:
    """The text of every file of the spine but the contents, by block. ValueError when it is no
    EPUB.
    """
    reading = EpubText()
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        for name in spine_names(archive):
            root = parse_xml(archive.read(name))
            body = root.find(XHTML + "body")
            if body is not None:
                gather(body, known, reading)
    return reading


def parse_xml(data: bytes) -> Any:
    """A file of XML, with nothing fetched or expanded, without comments."""
    root = etree.fromstring(
        data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    )
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    return root


def spine_names(archive: zipfile.ZipFile) -> Iterator[str]:
    """The names of the files that are read, in their order, without the contents page."""
    container = parse_xml(archive.read("META-INF/container.xml"))
    path = container.find("c:rootfiles/c:rootfile", CONTAINER).get("full-path")
    package = parse_xml(archive.read(path))
    items = {item.get("id"): item for item in package.iterfind("p:manifest/p:item", PACKAGE)}
    for reference in package.iterfind("p:spine/p:itemref", PACKAGE):
        item = items[reference.get("idref")]
        if "nav" not in (item.get("properties") or "").split():
            yield posixpath.normpath(
                posixpath.join(posixpath.dirname(path), unquote(item.get("href")))
            )


def gather(body: Any, known: frozenset[str], reading: EpubText) -> None:
    """Takes the text of a file apart: each piece to the nearest block around it."""
    outside: list[str] = []
    owners: list[EpubBlock | None] = [None]
    met = False
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            owners.pop()
            add_text(owners[-1], element.tail if element is not body else None, outside)
            continue
        owner = owners[-1]
        if is_added(element) or element.get("hidden") is not None:
            walk.skip_subtree()
            owners.append(owner)
            continue
        if (name := element.get("id")) in known:
            met = True
            owner = reading.blocks.setdefault(name, EpubBlock())
            owner.times += 1
            owner.number = element.get("value") or ""
        if owner is not None and element.tag == XHTML + "img":
            owner.pictures += 1
        owners.append(owner)
        add_text(owner, element.text, outside)
    (reading.outside if met else reading.other).extend(outside)


def add_text(owner: EpubBlock | None, text: str | None, outside: list[str]) -> None:
    if text:
        (outside if owner is None else owner.text).append(text)


def is_added(element: Any) -> bool:
    """Whether an element is the builder's own, not the author's."""
    return (
        element.tag in ADDED_TAGS
        or not ADDED_TYPES.isdisjoint((element.get(OPS) or "").split())
        or not ADDED_CLASSES.isdisjoint((element.get("class") or "").split())
    )
