"""Where each line of the text stands on the composed pages: plain data that can be kept."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from weasyprint.formatting_structure import boxes

from duben import composer
from duben.model import Book, LinePiece, PrintedLine

PT = 0.75  # pt in a CSS px
# Baselines nearer than this (pt) are those of one line: cells of a row stand side by side.
SAME_LINE = 2.5
TIE = 1e-5  # px: what is a hair less or more on the other side of a leaf is rounded the same way
SEARCH_LIMIT = 40  # characters within which a text that is not where it should be is looked for


@dataclass(frozen=True, slots=True)
class PagePositions:
    """What stands on a page: its lines from the top, notes last, without running head and folio.

    ``head`` is the running head; ``text`` a digest of the characters on the page, ``drawn`` one of
    everything on it and where it stands, ``head`` and folio apart, and where the type area begins:
    pages of the same fonts and styles alike in it look alike.
    """

    lines: tuple[PrintedLine, ...]
    head: str
    text: str
    drawn: str
    imprint: bool = False


def positions_to_json(positions: PagePositions) -> list[Any]:
    """Positions as plain data, which ``read_positions`` reads."""
    return [positions.lines, positions.head, positions.text, positions.drawn, positions.imprint]


def read_positions(data: Sequence[Any], known: dict[float, float]) -> PagePositions:
    """The positions of which ``positions_to_json`` gave the data; ``known`` as ``read_lines``."""
    return PagePositions(read_lines(data[0], known), *data[1:])


def read_lines(data: Sequence[Any], known: dict[float, float]) -> tuple[PrintedLine, ...]:
    """The lines of a page from data of JSON. Numbers of which an equal one is ``known`` take no
    room of their own.
    """

    def share(number: float) -> float:
        """The object in ``known`` that equals the number."""
        return known.setdefault(number, number) if number else number  # not -0.0 for 0.0

    return tuple(
        PrintedLine(
            share(top),
            share(baseline),
            share(bottom),
            tuple(
                [
                    LinePiece(block, start, end, share(left), share(right))
                    for block, start, end, left, right in pieces
                ]
            ),
        )
        for top, baseline, bottom, pieces in data
    )


def move_positions(positions: PagePositions, by: float) -> PagePositions:
    """The same positions, ``by`` so many pt farther right."""
    lines = tuple(
        PrintedLine(
            top,
            baseline,
            bottom,
            tuple(
                [
                    LinePiece(block, start, end, round(left + by, 2), round(right + by, 2))
                    for block, start, end, left, right in pieces
                ]
            ),
        )
        for top, baseline, bottom, pieces in positions.lines
    )
    drawn, _, left = positions.drawn.partition("@")
    return replace(positions, lines=lines, drawn=_on_page(drawn, float(left) + by))


class PositionReader:
    """Reads the pages of a book in their order: a block that runs over pages goes on where it
    stopped.

    ``begun``: of which blocks how many characters, blanks left out, stand before the first page.
    """

    def __init__(self, book: Book, begun: Mapping[str, int] | None = None) -> None:
        self.texts = _SourceTexts(book)
        self.characters_read: dict[str, int] = dict(begun or {})
        self.faces: dict[int, tuple[Any, str]] = {}
        self.owners: dict[
            Any, str | None
        ] = {}  # by the boxes of texts, of which every line has some

    def page(self, page: Any) -> PagePositions:
        """The positions of a composed page of WeasyPrint."""
        heads = []
        edge = page._page_box.content_box_x()
        digest = _PageDigest(self.faces, edge)
        lines: list[PrintedLine] = []
        for child in page._page_box.children:
            if isinstance(child, boxes.MarginBox):
                if child.at_keyword.startswith("@top"):
                    heads.append(composer.text_of(child))
            else:
                digest.add_box(child)
                self.add_lines(child, "", digest.parts, lines)
        return PagePositions(
            tuple(_merge_side_by_side(lines)),
            "".join(heads),
            _digest(digest.text),
            _on_page(_digest(digest.drawn), edge * PT),
            digest.imprint,
        )

    def add_lines(
        self, box: Any, name: str, parts: Mapping[int, Sequence[Any]], lines: list[PrintedLine]
    ) -> None:
        """Adds the lines inside a box, in the order of the text; ``name`` is the nearest id above
        it, ``parts`` those of the whole lines.
        """
        if _is_generated(box):
            return
        name = _nearest_id(box, name)
        if isinstance(box, boxes.LineBox):
            pieces = (
                self.whole_line_texts(box, name, parts[id(box)])
                if type(box) is composer.PlainLine
                else list(self.line_texts(box, name))
            )
            if pieces:
                baseline = max((size, base) for size, base, _ in pieces)[1]
                lines.append(
                    PrintedLine(
                        round(box.position_y * PT, 2),
                        round(baseline * PT, 2),
                        round((box.position_y + box.height) * PT, 2),
                        tuple([piece for _, _, own in pieces for piece in own]),
                    )
                )
            if type(box) is composer.PlainLine:
                return
            # Blocks inside a line (a table in a cell of a caption) have lines of their own.
            for child in box.children:
                if isinstance(child, (boxes.InlineBlockBox, boxes.InlineTableBox)):
                    self.add_lines(child, name, parts, lines)
            return
        for child in getattr(box, "children", ()):
            self.add_lines(child, name, parts, lines)

    def whole_line_texts(
        self, line: Any, name: str, parts: Sequence[Any]
    ) -> list[tuple[float, float, list[LinePiece]]]:
        """(size of type, baseline, pieces) of each text in a whole line, which has these parts."""
        texts = []
        for part in parts:
            if part.text.strip() and (own := self.owner(part.around, name)) is not None:
                pieces = self.locate_pieces(own, part.text, _edges(part.position_x, part.width))
                texts.append((part.around[-1].style["font_size"], part.baseline, pieces))
        return texts

    def owner(self, around: Sequence[Any], name: str) -> str | None:
        """The id nearest to a text in boxes, the last of them its own, with ``name`` above them;
        None if it is no text of the author.
        """
        if around[-1] not in self.owners:
            counts = not any(_is_generated(box) or _is_page_number(box) for box in around)
            self.owners[around[-1]] = (
                reduce(lambda above, box: _nearest_id(box, above), around, name) if counts else None
            )
        return self.owners[around[-1]]

    def line_texts(self, box: Any, name: str) -> Iterator[tuple[float, float, list[LinePiece]]]:
        """The same of any other line."""
        for child in box.children:
            if _is_generated(child):
                continue
            own = _nearest_id(child, name)
            if isinstance(child, boxes.TextBox):
                if child.text.strip():
                    pieces = self.locate_pieces(
                        own, child.text, _edges(child.position_x, child.width)
                    )
                    yield child.style["font_size"], child.position_y + child.baseline, pieces
            elif hasattr(child, "children") and not _is_page_number(child):
                yield from self.line_texts(child, own)

    def locate_pieces(
        self, name: str, text_shown: str, edges: tuple[float, float]
    ) -> list[LinePiece]:
        """The part of a block's text that stands between two edges; of a note, which holds several
        blocks, a part of each.
        """
        text = self.texts.find(name)
        if text is None:
            return [LinePiece("", 0, 0, *edges)]
        at = self.characters_read.get(name, 0)
        if at >= len(text.bare):
            at = 0  # the head of a table comes again on the next page
        shown = text_shown
        if not text.bare.startswith(shown, at):
            shown = _BLANK.sub("", text_shown)
            position = text.bare.find(shown, at, at + SEARCH_LIMIT + len(shown))
            at = position if position >= 0 else at
        end = min(at + len(shown), len(text.bare))
        self.characters_read[name] = end
        return [
            LinePiece(block, first, last + 1, *edges) for block, first, last in text.parts(at, end)
        ]


@dataclass(frozen=True)
class _SourceText:
    """The text of what has an id, blanks left out; of each block in it where it begins, and the
    offsets of its characters.
    """

    bare: str
    blocks: Sequence[tuple[int, str, Sequence[int]]]

    def parts(self, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        """Of each block between two characters the offsets of the first and the last."""
        for begin, block, offsets in self.blocks:
            first, last = max(start - begin, 0), min(end - begin, len(offsets))
            if first < last:
                yield block, offsets[first], offsets[last - 1]


class _SourceTexts:
    """The texts of a book by id, each made ready when it is met: a part of a book needs few of
    them.
    """

    def __init__(self, book: Book) -> None:
        self.blocks = book.blocks
        self.notes = {note.id: note for chapter in book.chapters for note in chapter.notes}
        self.texts: dict[str, _SourceText | None] = {}

    def find(self, name: str) -> _SourceText | None:
        """The text of a block or a note; None for what is neither."""
        if name not in self.texts:
            self.texts[name] = self._read(name)
        return self.texts[name]

    def _read(self, name: str) -> _SourceText | None:
        if note := self.notes.get(name):
            return _source_text(
                [(block.id, block.text) for part in note.blocks for block in part.walk()]
            )
        block = self.blocks.get(name)
        return _source_text([(block.id, block.text)]) if block and block.text else None


def _source_text(blocks: Sequence[tuple[str, str]]) -> _SourceText:
    bare: list[str] = []
    parts: list[tuple[int, str, Sequence[int]]] = []
    length = 0
    for block, text in blocks:
        own = _BLANK.sub("", text)
        offsets = (
            range(len(text))
            if len(own) == len(text)
            else [index for index, character in enumerate(text) if not _BLANK.match(character)]
        )
        parts.append((length, block, offsets))
        bare.append(own)
        length += len(own)
    return _SourceText("".join(bare), parts)


# Blanks, and what is in a block's text but no character on the page.
_BLANK = re.compile("[\\s\u00ad\ufffc\u200b\u2060]+")


def _nearest_id(box: Any, name: str) -> str:
    """The id of the element of a box where it is that of a block or a note; else the one above.
    What we print ourselves has none.
    """
    if _is_page_number(box):
        return ""
    if box.element is not None and box.element_tag != "a" and (own := box.element.get("id")):
        return str(own)
    return name


def _is_page_number(box: Any) -> bool:
    """Whether it is a page number that we set into the author's text."""
    return box.element_tag == "a" and _has_class(box, "page-of")


def _has_class(box: Any, name: str) -> bool:
    return box.element is not None and box.element.get("class") == name


def _is_generated(box: Any) -> bool:
    """Whether what a box says is no text of the author: a reading of ruby, what a style puts before
    or behind an element.
    """
    return box.element_tag in ("rt", "rp") or "::" in (box.element_tag or "")


def _edges(left: float, width: float) -> tuple[float, float]:
    return round(left * PT, 2), round((left + width) * PT, 2)


def _merge_side_by_side(lines: Sequence[PrintedLine]) -> Iterator[PrintedLine]:
    """Lines from the top; those that stand side by side are one."""
    gathered: list[PrintedLine] = []
    for line in sorted(lines, key=lambda line: line.baseline):
        if gathered and line.baseline - gathered[-1].baseline < SAME_LINE:
            other = gathered.pop()
            pieces = tuple(sorted((*other.pieces, *line.pieces), key=lambda piece: piece.left))
            line = PrintedLine(
                min(other.top, line.top), other.baseline, max(other.bottom, line.bottom), pieces
            )
        gathered.append(line)
    return iter(gathered)


def _digest(pieces: Sequence[str]) -> str:
    return hashlib.sha256("".join(pieces).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _on_page(drawn: str, left: float) -> str:
    """The digest of what stands in a type area that begins so far
    (pt) from the page's left edge.
    """
    return f"{drawn}@{left:.3f}"


class _PageDigest:
    """What is drawn on a page and where, and its characters; boxes that show nothing themselves
    count for nothing.

    Places are those from ``edge``, the left edge of the type area, so that they are the same on
    both sides of a leaf. ``faces`` has the face of each style that was met, beside the style
    itself, which is so kept.
    """

    def __init__(self, faces: dict[int, tuple[Any, str]], edge: float) -> None:
        self.faces = faces
        self.edge = edge - TIE
        self.drawn: list[str] = []
        self.text: list[str] = []
        self.parts: dict[int, Sequence[Any]] = {}
        self.imprint = False

    def add_box(self, box: Any) -> None:
        """Takes in a box and all inside it."""
        if type(box) is composer.PlainLine:
            parts = self.parts[id(box)] = list(composer.parts_of(box))
            for part in parts:
                self.add_text(
                    part.text, part.around[-1].style, part.position_x, part.width, part.baseline
                )
            return
        if isinstance(box, boxes.TextBox):
            self.add_text(
                box.text, box.style, box.position_x, box.width, box.position_y + box.baseline
            )
        elif _has_class(box, "colophon"):
            self.imprint = True
        self.add_border(box)
        for child in getattr(box, "children", ()):
            self.add_box(child)

    def add_text(self, text: str, style: Any, left: float, width: float, baseline: float) -> None:
        """A text in its face."""
        look = self.faces.get(id(style))
        if look is None:
            look = self.faces[id(style)] = style, "|".join(str(style[name]) for name in _LOOK)
        self.drawn.append(
            f"{text}|{look[1]}|{left - self.edge:.2f}|{width + TIE:.2f}|{baseline:.2f}\n"
        )
        self.text += text.split()

    def add_border(self, box: Any) -> None:
        """A picture, borders and ground."""
        picture = (
            getattr(getattr(box, "replacement", None), "id", "")
            if isinstance(box, boxes.ReplacedBox)
            else ""
        )
        edges = [getattr(box, side, 0) for side in _EDGES]
        if (
            picture
            or getattr(box, "background", None)
            or edges != _NO_EDGES
            and any(isinstance(edge, (int, float)) and edge for edge in edges)
        ):
            sizes = [
                float(value)
                for value in (box.position_x - self.edge, box.position_y, box.width, box.height)
                if isinstance(value, (int, float))
            ]
            row = (box.element_tag, picture, *edges, *sizes)
            self.drawn.append(
                "|".join(
                    f"{value:.2f}" if isinstance(value, float) else str(value) for value in row
                )
                + "\n"
            )


_EDGES = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))
_NO_EDGES = [0, 0, 0, 0]
_LOOK = (
    "font_family",
    "font_size",
    "font_weight",
    "color",
    "text_decoration_line",
    "text_emphasis_style",
)
