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

from duben.layout import answer_boxes, book_words, move_answers, order_enumerations
from duben.model import Block, Book, Problem, SourceLocation
from duben.proof.text.expected import by_part, noted, plain
from duben.proof.text.matching import (
    SURE,
    Difference,
    appendix,
    around,
    excerpt,
    opcodes,
    problems,
    rising,
)

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
class Found:
    """What stands under the id of a block: how often, its own text, its pictures, its number in a
    list.
    """

    times: int = 0
    text: list[str] = field(default_factory=list)
    pictures: int = 0
    number: str = ""


@dataclass
class Reading:
    """What was read: blocks by id in the order met, and the text of the files with blocks that
    belongs to none.
    """

    blocks: dict[str, Found] = field(default_factory=dict)
    outside: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)


def prove_epub(book: Book, epub: bytes) -> tuple[Problem, ...]:
    """What an EPUB lacks, has twice, has changed or out of order."""
    return problems(list(differences(book, read(epub, frozenset(book.blocks)))), "EPUB")


def differences(book: Book, reading: Reading) -> Iterator[Difference]:
    """All differences, in the order of the source."""
    wanted = list(expected(book))
    order = {name: number for number, name in enumerate(reading.blocks)}
    for block in wanted:
        found = reading.blocks.get(block.id)
        source = plain(block.text)
        pictures = block.text.count("\ufffc") + (block.kind == "figure")
        if found is None:
            if source or pictures:
                yield Difference(
                    "missing", block.place, expected=excerpt(source or block.attribute("src"))
                )
            continue
        text = plain("".join(found.text))
        if found.times > 1:
            yield Difference("doubled", block.place, found=excerpt(source))
        elif not text and source:
            yield Difference("missing", block.place, expected=excerpt(source))
        elif text != source:
            yield changed(block, source, text)
        elif found.pictures < pictures:
            yield Difference(
                "missing",
                block.place,
                expected=excerpt(block.attribute("alt") or block.attribute("src") or source),
            )
        digits = "".join(character for character in block.label if character.isdecimal())
        if block.kind == "item" and digits and found.number != str(int(digits)):
            yield Difference(
                "changed", block.place, expected=f"【{int(digits)}】", found=f"【{found.number}】"
            )
    yield from moved(wanted, order)
    yield from again(wanted, plain("".join(reading.outside)))
    about = book.settings.book
    everything = plain("".join((*reading.other, *reading.outside)))
    for value in (about.title, about.subtitle, *about.authors):
        if plain(value) not in everything:
            yield Difference("missing", SourceLocation("book.toml"), expected=excerpt(value))
    if book.settings.text.appendix:
        yield from appendix(plain("".join(reading.other)), order_enumerations(book), {})


def changed(block: Block, source: str, text: str) -> Difference:
    """The first characters of a block that differ."""
    start, end, there, until = next(opcodes(source, text))
    offset = next(
        (number for number, seen in positions(block.text) if seen == start), len(block.text)
    )
    return Difference(
        "changed", block.place_of(offset), around(source, start, end), around(text, there, until)
    )


def positions(text: str) -> Iterator[tuple[int, int]]:
    """(offset, how many compared characters stand before it) of each compared character."""
    seen = 0
    for offset, character in enumerate(text):
        if plain(character):
            yield offset, seen
            seen += 1


def expected(book: Book) -> Iterator[Block]:
    """Every block that must be there, in reading order: the notes of a chapter after its text, in
    the order of their marks.
    """
    notes = {note.id: note for chapter in book.chapters for note in chapter.notes}
    shown = move_answers(book)
    heading = book_words(book.settings.book.language)["answers"]

    def with_notes(blocks: Iterable[Block]) -> Iterator[Block]:
        blocks = list(blocks)
        for block in blocks:
            yield from block.walk()
        for note in noted(blocks, notes):
            for block in note.blocks:
                yield from block.walk()

    for part in ("front", "body", "back"):
        for chapter in by_part(shown.chapters, part):
            yield from with_notes(chapter.blocks)
    boxes = [box for _, gathered in answer_boxes(book) for box in gathered]
    yield from with_notes(
        part for box in boxes for part in ([box] if box.text not in ("", heading) else box.children)
    )


def moved(wanted: Iterable[Block], order: dict[str, int]) -> Iterator[Difference]:
    """Blocks that do not stand in the order of the source: the fewest whose moving back would set
    it right.
    """
    known = [block for block in wanted if block.id in order]
    kept = {
        number
        for number, _, _ in rising(
            [(number, order[block.id], 0) for number, block in enumerate(known)]
        )
    }
    for number, block in enumerate(known):
        if number not in kept and plain(block.text):
            yield Difference("moved", block.place, expected=excerpt(plain(block.text)))


def again(wanted: Iterable[Block], outside: str) -> Iterator[Difference]:
    """Paragraphs that stand once more, without their id."""
    for block in wanted:
        if block.kind in ("paragraph", "cell", "definition", "code"):
            source = plain(block.text)
            if len(source) >= SURE and source in outside:
                yield Difference("doubled", block.place, found=excerpt(source))


# --- reading -------------------------------------------------------------------------------------------------------


def read(epub: bytes, known: frozenset[str]) -> Reading:
    """The text of every file of the spine but the contents, by block. ValueError when it is no
    EPUB.
    """
    reading = Reading()
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        for name in spine(archive):
            root = parsed(archive.read(name))
            body = root.find(XHTML + "body")
            if body is not None:
                gather(body, known, reading)
    return reading


def parsed(data: bytes) -> Any:
    """A file of XML, with nothing fetched or expanded, without comments."""
    from lxml import etree  # 4 MB that a build without an EPUB has no use for

    root = etree.fromstring(
        data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    )
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    return root


def spine(archive: zipfile.ZipFile) -> Iterator[str]:
    """The names of the files that are read, in their order, without the contents page."""
    container = parsed(archive.read("META-INF/container.xml"))
    path = container.find("c:rootfiles/c:rootfile", CONTAINER).get("full-path")
    package = parsed(archive.read(path))
    items = {item.get("id"): item for item in package.iterfind("p:manifest/p:item", PACKAGE)}
    for reference in package.iterfind("p:spine/p:itemref", PACKAGE):
        item = items[reference.get("idref")]
        if "nav" not in (item.get("properties") or "").split():
            yield posixpath.normpath(
                posixpath.join(posixpath.dirname(path), unquote(item.get("href")))
            )


def gather(body: Any, known: frozenset[str], reading: Reading) -> None:
    """Takes the text of a file apart: each piece to the nearest block around it."""
    from lxml import etree

    outside: list[str] = []
    owners: list[Found | None] = [None]
    met = False
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            owners.pop()
            keep(owners[-1], element.tail if element is not body else None, outside)
            continue
        owner = owners[-1]
        if added(element):
            walk.skip_subtree()
            owners.append(owner)
            continue
        if (name := element.get("id")) in known:
            met = True
            owner = reading.blocks.setdefault(name, Found())
            owner.times += 1
            owner.number = element.get("value") or ""
        if owner is not None and element.tag == XHTML + "img":
            owner.pictures += 1
        owners.append(owner)
        keep(owner, element.text, outside)
    (reading.outside if met else reading.other).extend(outside)


def keep(owner: Found | None, text: str | None, outside: list[str]) -> None:
    if text:
        (outside if owner is None else owner.text).append(text)


def added(element: Any) -> bool:
    """Whether an element is the builder's own, not the author's."""
    return (
        element.tag in ADDED_TAGS
        or not ADDED_TYPES.isdisjoint((element.get(OPS) or "").split())
        or not ADDED_CLASSES.isdisjoint((element.get("class") or "").split())
    )
