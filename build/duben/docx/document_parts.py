"""What the parts of a package share while they are written: relations, pictures, bookmarks, notes,
and the numbers that must not come twice.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from operator import itemgetter

from lxml import etree

from duben.docx.elements import make
from duben.docx.looks import Look
from duben.docx.tracked_changes import TrackedChanges
from duben.manuscript import Picture
from duben.model import Block, Book, Note, PageStart

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ENDINGS = {"image/png": "png", "image/jpeg": "jpeg"}
AUTHOR = "duben"  # of the tracked changes


@dataclass(slots=True)
class Relations:
    """The relations of a part: rows of kind, target, whether it lies outside."""

    rows: dict[tuple[str, str, bool], str] = field(default_factory=dict)

    def add(self, kind: str, target: str, outside: bool = False) -> str:
        """The id of a relation, the same for the same target."""
        key = f"{OFFICE}/{kind}", target, outside
        return self.rows.setdefault(key, f"rId{len(self.rows) + 1}")


@dataclass(slots=True)
class Media:
    """The pictures of the package, each packed once: by name their data, in order."""

    files: dict[str, bytes] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def add(self, picture: Picture) -> str:
        """The name of a picture below ``word/``."""
        if picture.name not in self.names:
            name = f"media/image{len(self.names) + 1}.{ENDINGS[picture.media_type]}"
            self.names[picture.name] = name
            self.files[name] = picture.data
        return self.names[picture.name]


class Folios:
    """On which page of the printed edition a place of the text stands."""

    def __init__(self, blocks: Sequence[Block], starts: Sequence[PageStart]) -> None:
        self.order = {block.id: index for index, block in enumerate(blocks)}
        known = (start for start in starts if start.block in self.order)
        self.starts = sorted(
            ((self.order[start.block], start.offset), start.folio) for start in known
        )

    def at(self, block: str, offset: int = 0) -> str:
        """The folio; "" where it is not known."""
        place = self.order.get(block, -1), offset
        index = bisect_right(self.starts, place, key=itemgetter(0)) - 1
        return self.starts[index][1] if index >= 0 else ""


def bookmark_name(id: str) -> str:
    """The name of the bookmark of a block or a mention: hidden, 40 characters at most."""
    return f"_{hashlib.sha256(id.encode()).hexdigest()[:16]}"


@dataclass(slots=True)
class DocumentParts:
    """A book while its parts are written. ``targets`` are the ids of blocks that something leads
    to, ``words`` those that the book prints.
    """

    book: Book
    look: Look
    pictures: Mapping[str, Picture]
    words: Mapping[str, str]
    changes: TrackedChanges
    folios: Folios
    targets: frozenset[str] = frozenset()
    relations: Relations = field(default_factory=Relations)
    note_relations: Relations = field(default_factory=Relations)
    media: Media = field(default_factory=Media)
    notes: dict[str, Note] = field(default_factory=dict)
    called: dict[str, int] = field(default_factory=dict)  # notes in the order of their first calls
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def number(self) -> int:
        """A number that nothing else in the document has."""
        return next(self.numbers)

    def bookmarked(self, id: str, content: Sequence[etree._Element]) -> list[etree._Element]:
        """Content between the two ends of a bookmark."""
        number = self.number()
        return [
            make("w:bookmarkStart", id=number, name=bookmark_name(id)),
            *content,
            make("w:bookmarkEnd", id=number),
        ]

    def places_in_note(self, id: str) -> Iterator[str]:
        """What something leads to inside a note; such places are marked at its call, for not every
        program finds a page through a bookmark in a note.
        """
        for block in self.notes[id].blocks:
            for part in block.walk():
                if part.id in self.targets:
                    yield part.id
                for occurrence, _ in self.book.mentions.get(part.id, ()):
                    yield occurrence.id

    def tracked(self, kind: str, *runs: etree._Element) -> etree._Element:
        """A tracked change, ``ins`` or ``del``, round runs or as a mark of a paragraph or a row."""
        return make(
            f"w:{kind}",
            *runs,
            id=self.number(),
            author=AUTHOR,
            date=f"{self.changes.day}T00:00:00Z",
        )

    def deleted_run(self, text: str) -> etree._Element:
        """Text that was taken out."""
        return self.tracked("del", make("w:r", *text_elements(text, "w:delText")))


def text_elements(text: str, tag: str = "w:t") -> Iterator[etree._Element]:
    """A text as the children of a run: its line breaks and tabs are elements."""
    for index, line in enumerate(text.split("\n")):
        if index:
            yield make("w:br")
        for place, part in enumerate(line.split("\t")):
            if place:
                yield make("w:tab")
            if part:
                yield make(tag, part)
