"""The data of taking in: what a reader hands over, and the document that is made of it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from duben.model import Problem

LineKind = Literal["text", "item", "table", "figure", "caption"]


@dataclass(frozen=True, slots=True)
class ImportedPicture:
    """A picture of a page: the name that it gets in images/, its bytes, and what stands for it
    where it is not seen.
    """

    name: str
    data: bytes = field(repr=False)
    alternative: str = ""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A paragraph as a reader found it: its text without blanks round it, and where that text
    stands in the file.

    ``pieces`` holds (offset in text, line, column) wherever the text jumps in the file; ``indent``
    is the white space before it in half-widths; ``mark`` the level of a heading that the file
    itself marks (``#``, ``h2``), else 0. ``notes`` holds (offset in text, number) of each note
    marked in it. A figure has its ``picture``, None where it could not be taken, and its caption as
    ``label``; its text only stands for it. ``told`` is what the author has to look at here.
    """

    text: str
    pieces: tuple[tuple[int, int, int], ...]
    indent: int = 0
    mark: int = 0
    blank: bool = False
    kind: LineKind = "text"
    label: str = ""
    depth: int = 0
    notes: tuple[tuple[int, int], ...] = ()
    picture: ImportedPicture | None = None
    told: tuple[Problem, ...] = ()

    @property
    def number(self) -> int:
        """The line of the file on which it begins."""
        return self.pieces[0][1]

    def spot(self, offset: int) -> tuple[int, int]:
        """Line and column of ``text[offset]`` in the file, both from 1."""
        start, line, column = self.pieces[
            bisect_right(self.pieces, offset, key=lambda piece: piece[0]) - 1
        ]
        return line, column + offset - start


@dataclass(frozen=True, slots=True)
class TextChange:
    """A character or two that were changed: ``old`` at this place of the file became ``new``."""

    line: int
    column: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Omission:
    """What was left out: residue of a page, its code and comments, pictures, a table of contents."""

    line: int
    text: str
    kind: Literal["page", "code", "picture", "contents"] = "page"


@dataclass(frozen=True, slots=True)
class Relocation:
    """What left the text for a key of book.toml, or for a footnote: ``to`` is title, subtitle,
    authors, date, source or notes.
    """

    line: int
    text: str
    to: str


@dataclass(frozen=True, slots=True)
class ImportedParagraph:
    """A paragraph of the document; ``level`` is that of a heading in Markdown (1 begins a chapter),
    else 0.

    An ``item`` of a list has its ``label`` ("-", "3.") and ``depth`` from 0; the text of a
    ``table`` is Markdown, that of a ``figure`` its caption. ``notes`` holds (offset in text,
    number) of each note marked in it; a ``note`` is the text of one, its number the ``label``.
    ``told`` is what the author has to look at here. ``lines`` holds (offset in text, line of the
    file) wherever a new line of the file begins. A ``signature`` is the name of the body that
    issues a document, or the date with it.
    """

    text: str
    line: int
    level: int = 0
    kind: LineKind | Literal["note"] = "text"
    lines: tuple[tuple[int, int], ...] = ()
    label: str = ""
    depth: int = 0
    signature: bool = False
    notes: tuple[tuple[int, int], ...] = ()
    picture: ImportedPicture | None = None
    told: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportedDocument:
    """A document taken in. ``markdown`` is the text itself where the file is Markdown already;
    paragraphs are then none.

    ``date`` is None where the document tells none, ``titled`` False where the name of the file had
    to serve as title.
    """

    file: str
    title: str
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    date: date | None = None
    source: str = ""
    language: str = "zh-Hans"
    paragraphs: tuple[ImportedParagraph, ...] = ()
    markdown: str = ""
    mended: tuple[TextChange, ...] = ()
    left_out: tuple[Omission, ...] = ()
    moved: tuple[Relocation, ...] = ()
    problems: tuple[Problem, ...] = ()
    titled: bool = True


@dataclass(slots=True)
class ChangeLog:
    """What the steps of a reading have to tell; it grows."""

    mended: list[TextChange] = field(default_factory=list)
    left_out: list[Omission] = field(default_factory=list)
    moved: list[Relocation] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def leave(
        self, line: SourceLine, kind: Literal["page", "code", "picture", "contents"] = "page"
    ) -> None:
        """Tell that a line was left out."""
        self.left_out.append(Omission(line.number, line.text, kind))

    def move(self, line: SourceLine, to: str) -> None:
        """Tell that a line went into book.toml."""
        self.moved.append(Relocation(line.number, line.text, to))
