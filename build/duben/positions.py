"""Where each line of the text stands on the composed pages: plain data that can be kept."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from weasyprint.formatting_structure import boxes

from duben import composer
from duben.model import Book

PT = 0.75  # pt in a CSS px
# Baselines nearer than this (pt) are those of one line: cells of a row stand side by side.
LEVEL = 2.5
NEAR = 40  # characters within which a text that is not where it should be is looked for


@dataclass(frozen=True, slots=True)
class Piece:
    """``text[start:end]`` of the block with id ``block``, from ``left`` to ``right``, pt from the page's left edge."""

    block: str
    start: int
    end: int
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of a page: ``top``, ``baseline`` and ``bottom`` in pt from the page's top; what stands on it, from the left."""

    top: float
    baseline: float
    bottom: float
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Positions:
    """What stands on a page: its lines from the top, notes last, without running head and folio.

    ``head`` is the running head; ``text`` a digest of the characters on the page, ``drawn`` one of everything on it and
    where it stands, ``head`` and folio apart: pages of the same fonts and styles alike in it look alike.
    """

    lines: tuple[PrintedLine, ...]
    head: str
    text: str
    drawn: str
    imprint: bool = False


def plain(positions: Positions) -> list[Any]:
    """Positions as data for JSON."""
    lines = [[line.top, line.baseline, line.bottom, [[piece.block, piece.start, piece.end, piece.left, piece.right] for piece in line.pieces]]
             for line in positions.lines]  # fmt: skip
    return [lines, positions.head, positions.text, positions.drawn, positions.imprint]


def of(data: Sequence[Any]) -> Positions:
    """The positions of which ``plain`` gave the data."""
    lines = (PrintedLine(top, baseline, bottom, tuple(Piece(*piece) for piece in pieces)) for top, baseline, bottom, pieces in data[0])
    return Positions(tuple(lines), *data[1:])


class Reader:
    """Reads the pages of a book in their order: a block that runs over pages goes on where it stopped.

    ``begun``: of which blocks how many characters, blanks left out, stand before the first page.
    """

    def __init__(self, book: Book, begun: Mapping[str, int] | None = None) -> None:
        self.texts = _Texts(book)
        self.read: dict[str, int] = dict(begun or {})

    def page(self, page: Any) -> Positions:
        """The positions of a composed page of WeasyPrint."""
        drawn = hashlib.sha256()
        text = hashlib.sha256()
        heads = []
        imprint = False
        for child in page._page_box.children:
            if isinstance(child, boxes.MarginBox):
                if child.at_keyword.startswith("@top"):
                    heads.append(composer.said(child))
            else:
                _digest(child, drawn, text)
                imprint = imprint or any(_classed(box, "colophon") for box in child.descendants())
        found = [line for child in page._page_box.children if not isinstance(child, boxes.MarginBox)
                 for line in self.lines(child, "")]  # fmt: skip
        return Positions(tuple(_levelled(found)), "".join(heads), text.hexdigest()[:16], drawn.hexdigest()[:16], imprint)

    def lines(self, box: Any, name: str) -> Iterator[PrintedLine]:
        """The lines inside a box, in the order of the text; ``name`` is the nearest id above it."""
        if _uncounted(box):
            return
        name = _named(box, name)
        if isinstance(box, boxes.LineBox):
            pieces = list(self.pieces(box, name))
            if pieces:
                baseline = max(((size, base) for size, base, _ in pieces), default=(0.0, 0.0))[1]
                yield PrintedLine(round(box.position_y * PT, 2), round(baseline * PT, 2), round((box.position_y + box.height) * PT, 2),
                                  tuple(piece for _, _, own in pieces for piece in own))  # fmt: skip
            if isinstance(box, composer.WholeLine):
                return
            # Blocks inside a line (a table in a cell of a caption) have lines of their own.
            for child in box.children:
                if isinstance(child, (boxes.InlineBlockBox, boxes.InlineTableBox)):
                    yield from self.lines(child, name)
            return
        for child in getattr(box, "children", ()):
            yield from self.lines(child, name)

    def pieces(self, box: Any, name: str) -> Iterator[tuple[float, float, list[Piece]]]:
        """(size of type, baseline, pieces) of each text in a line."""
        if isinstance(box, composer.WholeLine):
            for part in composer.parts_of(box):
                if part.text.strip() and not any(_uncounted(around) or _ours(around) for around in part.around):
                    own = reduce(lambda above, around: _named(around, above), part.around, name)
                    yield (part.around[-1].style["font_size"], part.baseline,
                           list(self.stretch(own, part.text, _edges(part.position_x, part.width))))  # fmt: skip
            return
        for child in box.children:
            if _uncounted(child):
                continue
            own = _named(child, name)
            if isinstance(child, boxes.TextBox):
                if child.text.strip():
                    pieces = list(self.stretch(own, child.text, _edges(child.position_x, child.width)))
                    yield child.style["font_size"], child.position_y + child.baseline, pieces
            elif hasattr(child, "children") and not _ours(child):
                yield from self.pieces(child, own)

    def stretch(self, name: str, text_shown: str, edges: tuple[float, float]) -> Iterator[Piece]:
        """The part of a block's text that stands between two edges; of a note, which holds several blocks, a part of each."""
        text = self.texts.of(name)
        if text is None:
            yield Piece("", 0, 0, *edges)
            return
        shown = _BLANK.sub("", text_shown)
        at = self.read.get(name, 0)
        if at >= len(text.bare):
            at = 0  # the head of a table comes again on the next page
        if not text.bare.startswith(shown, at):
            found = text.bare.find(shown, at, at + NEAR + len(shown))
            at = found if found >= 0 else at
        end = min(at + len(shown), len(text.bare))
        self.read[name] = end
        for block, first, last in text.parts(at, end):
            yield Piece(block, first, last + 1, *edges)


@dataclass(frozen=True)
class _Text:
    """The text of what has an id, blanks left out; of each block in it where it begins, and the offsets of its characters."""

    bare: str
    blocks: Sequence[tuple[int, str, Sequence[int]]]

    def parts(self, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        """Of each block between two characters the offsets of the first and the last."""
        for begin, block, offsets in self.blocks:
            first, last = max(start - begin, 0), min(end - begin, len(offsets))
            if first < last:
                yield block, offsets[first], offsets[last - 1]


class _Texts:
    """The texts of a book by id, each made ready when it is met: a part of a book needs few of them."""

    def __init__(self, book: Book) -> None:
        self.blocks = book.blocks
        self.notes = {note.id: note for chapter in book.chapters for note in chapter.notes}
        self.known: dict[str, _Text | None] = {}

    def of(self, name: str) -> _Text | None:
        """The text of a block or a note; None for what is neither."""
        if name not in self.known:
            self.known[name] = self._made(name)
        return self.known[name]

    def _made(self, name: str) -> _Text | None:
        if note := self.notes.get(name):
            return _text([(block.id, block.text) for part in note.blocks for block in part.walk()])
        block = self.blocks.get(name)
        return _text([(block.id, block.text)]) if block and block.text else None


def _text(blocks: Sequence[tuple[str, str]]) -> _Text:
    bare: list[str] = []
    found: list[tuple[int, str, Sequence[int]]] = []
    length = 0
    for block, text in blocks:
        own = _BLANK.sub("", text)
        offsets = range(len(text)) if len(own) == len(text) else [index for index, character in enumerate(text) if not _BLANK.match(character)]
        found.append((length, block, offsets))
        bare.append(own)
        length += len(own)
    return _Text("".join(bare), found)


# Blanks, and what is in a block's text but no character on the page.
_BLANK = re.compile("[\\s\u00ad\ufffc\u200b\u2060]+")


def _named(box: Any, name: str) -> str:
    """The id of the element of a box where it is that of a block or a note; else the one above. What we print ourselves has none."""
    if _ours(box):
        return ""
    if box.element is not None and box.element_tag != "a" and (own := box.element.get("id")):
        return str(own)
    return name


def _ours(box: Any) -> bool:
    """Whether it is a page number that we set into the author's text."""
    return box.element_tag == "a" and _classed(box, "page-of")


def _classed(box: Any, name: str) -> bool:
    return box.element is not None and box.element.get("class") == name


def _uncounted(box: Any) -> bool:
    """Whether what a box says is no text of the author: a reading of ruby, what a style puts before or behind an element."""
    return box.element_tag in ("rt", "rp") or "::" in (box.element_tag or "")


def _edges(left: float, width: float) -> tuple[float, float]:
    return round(left * PT, 2), round((left + width) * PT, 2)


def _levelled(lines: Sequence[PrintedLine]) -> Iterator[PrintedLine]:
    """Lines from the top; those that stand side by side are one."""
    gathered: list[PrintedLine] = []
    for line in sorted(lines, key=lambda line: line.baseline):
        if gathered and line.baseline - gathered[-1].baseline < LEVEL:
            other = gathered.pop()
            pieces = tuple(sorted((*other.pieces, *line.pieces), key=lambda piece: piece.left))
            line = PrintedLine(min(other.top, line.top), other.baseline, max(other.bottom, line.bottom), pieces)
        gathered.append(line)
    return iter(gathered)


def _digest(box: Any, drawn: Any, text: Any) -> None:
    """Adds what is drawn of a box and of all inside it to the digests; boxes that show nothing themselves count for nothing."""
    for row in _shown(box):
        drawn.update("|".join(f"{one:.2f}" if isinstance(one, float) else str(one) for one in row).encode("utf-8", "surrogatepass") + b"\n")
    if isinstance(box, (boxes.TextBox, composer.WholeLine)):
        text.update("".join(composer.said(box).split()).encode("utf-8", "surrogatepass"))
    if isinstance(box, composer.WholeLine):
        return
    for child in getattr(box, "children", ()):
        _digest(child, drawn, text)


def _shown(box: Any) -> Iterator[tuple[Any, ...]]:
    """What a box itself shows, and where: text and its face, a picture, borders and ground."""
    if isinstance(box, composer.WholeLine):
        for part in composer.parts_of(box):
            yield part.text, *_look(part.around[-1].style), float(part.position_x), float(part.width), float(part.baseline)
    elif isinstance(box, boxes.TextBox):
        yield box.text, *_look(box.style), float(box.position_x), float(box.width), float(box.position_y + box.baseline)
    picture = getattr(getattr(box, "replacement", None), "id", "") if isinstance(box, boxes.ReplacedBox) else ""
    edges = [getattr(box, f"border_{side}_width", 0) for side in ("top", "right", "bottom", "left")]
    if picture or getattr(box, "background", None) or any(isinstance(edge, (int, float)) and edge for edge in edges):
        sizes = [float(value) for value in (box.position_x, box.position_y, box.width, box.height) if isinstance(value, (int, float))]
        yield box.element_tag, picture, *edges, *sizes


def _look(style: Any) -> tuple[str, ...]:
    return tuple(str(style[name]) for name in ("font_family", "font_size", "font_weight", "color", "text_decoration_line", "text_emphasis_style"))
