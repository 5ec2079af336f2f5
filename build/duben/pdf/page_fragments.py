"""A part of a book as composed: plain pages, finished but for what only the whole book knows, that
can be kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any

from duben.model import Page, Rectangle
from duben.pdf import line_positions
from duben.pdf.line_positions import PagePositions


@dataclass(frozen=True)
class PdfObjects:
    """Objects of a PDF, which can be kept: ``table`` has of each its number, whether it is a
    stream, and its length in ``data``, where they stand one behind the other.
    """

    table: Sequence[Sequence[int]]
    data: bytes

    def __iter__(self) -> Iterator[tuple[int, int, bytes]]:
        """Each object: its number, whether it is a stream, its data."""
        start = 0
        for number, stream, length in self.table:
            yield number, stream, self.data[start : start + length]
            start += length

    @cached_property
    def digest(self) -> str:
        """A digest of all of it, hexadecimal."""
        digest = blake2b(self.data, digest_size=20)
        digest.update(repr(self.table).encode())
        return digest.hexdigest()

    @cached_property
    def lone_streams(self) -> Mapping[bytes, int]:
        """The first number of each stream that refers to no other object, by a digest of it."""
        numbers: dict[bytes, int] = {}
        for number, stream, data in self:
            if stream and is_alone(data):
                numbers.setdefault(blake2b(data, digest_size=16).digest(), number)
        return numbers


def is_alone(stream: bytes) -> bool:
    """Whether a stream refers to no other object."""
    return b" 0 R" not in stream.partition(b"\nstream\n")[0]


def pack_objects(objects: Iterable[tuple[int, int, bytes]]) -> PdfObjects:
    """These objects: number, whether it is a stream, data."""
    rows = list(objects)
    table = [[number, stream, len(data)] for number, stream, data in rows]
    return PdfObjects(table, b"".join([data for _, _, data in rows]))


@dataclass(frozen=True, slots=True)
class FragmentPage:
    """A page of a part as it is kept, which is no ``Page`` yet: it has no folio, may be turned to
    the other side of its leaf, and knows what assembly needs. ``page`` gives the ``Page``.

    ``object`` is its number among the objects, ``placed`` those of the objects that tell a place
    on it, ``elements`` those of the tags of its marked pieces. ``turns``: it may be moved to the
    other side of its leaf; ``moved``: so far to the right it was, pt. ``links`` has (kind, target),
    ``anchors`` x and y of each id, ``bookmarks`` (level, label, x, y, state). ``area`` is the type
    area, ``notes_edge`` the upper edge of its ``notes``. ``kind`` is its name in styles, "" where
    it was left blank. ``width``, ``height`` and the rest are in pt of the finished page; ``foot``,
    the baseline of the folio, and ``positions`` in pt as composed. ``text`` has (id, characters
    without blanks) of what stands on it, in order.
    """

    object: int
    placed: Sequence[int]
    elements: Sequence[int]
    turns: bool
    links: Sequence[Sequence[str]]
    anchors: Mapping[str, Sequence[float]]
    bookmarks: Sequence[Sequence[Any]]
    area: Rectangle
    width: float
    height: float
    notes_edge: float | None
    foot: float | None
    kind: str
    notes: Sequence[str]
    text: Sequence[Sequence[Any]]
    positions: PagePositions
    moved: float = 0.0

    def page(self, part: str, folio: str, zoom: float, version: str = "") -> Page:
        """The page in its place in the book. ``zoom`` is that of the edition."""
        return Page(
            part,
            folio,
            self.positions.head,
            self.positions.text,
            self.positions.drawn,
            len(self.positions.lines),
            version,
            self.positions.imprint,
            self.area,
            self.notes_edge,
            self.width / zoom,
            self.height / zoom,
            self.positions.lines,
        )


@dataclass(frozen=True, slots=True)
class PageFragment:
    """A part as composed: its pages, and what assembly needs. ``fonts`` are its fonts by name, as
    ``composer.document_objects`` has them; ``fonts_at`` and ``document`` the numbers of the objects
    that those of the whole book stand for; ``elements`` the tags at its top, ``annotations`` links
    with their tags; ``catalog`` and ``info`` what its PDF says of itself. ``active`` names what may
    not go into a PDF: addresses of links and attachments, forms.
    """

    objects: PdfObjects
    pages: tuple[FragmentPage, ...]
    fonts: Mapping[str, Any]
    fonts_at: int
    document: int
    elements: Sequence[int]
    annotations: Sequence[Sequence[int]]
    catalog: str
    info: str
    active: Sequence[str]

    @property
    def turns(self) -> bool:
        """Whether each of its pages may be moved to the other side of its leaf."""
        return all(page.turns for page in self.pages)


KEPT_AS_IT_IS = (
    "fonts",
    "fonts_at",
    "document",
    "elements",
    "annotations",
    "catalog",
    "info",
    "active",
)


def read_fragment(metadata: Mapping[str, Any], data: bytes) -> PageFragment:
    """The fragment of which a cache, or ``FragmentRenderer.compose_now``, has the data."""
    known: dict[float, float] = {}
    pages = tuple(
        FragmentPage(
            **{
                **row,
                "area": Rectangle(*row["area"]),
                "positions": line_positions.read_positions(positions, known),
            }
        )
        for row, positions in zip(metadata["pages"], metadata["positions"], strict=True)
    )
    objects = PdfObjects(metadata["objects"], data)
    return PageFragment(objects, pages, **{name: metadata[name] for name in KEPT_AS_IT_IS})
