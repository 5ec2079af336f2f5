"""The data of intake: what the reader of a format hands over, and the document made of it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Literal

from duben.model import OfficialSettings, Problem

LineKind = Literal["text", "item", "table", "figure", "caption", "note", "boxed", "row"]
SpanKind = Literal["strong", "emphasis", "superscript", "subscript", "ruby"]
LetterPart = Literal[
    "",
    "copy-number",
    "security",
    "urgency",
    "issuer",
    "number",
    "signer",
    "recipients",
    "annexes",
    "further-annexes",
    "note",
    "attendance",
    "record",
]
DoubtKind = Literal[
    "title", "subtitle", "author", "date", "heading", "part", "table", "enumeration", "other"
]


@dataclass(frozen=True, slots=True)
class ImportedPicture:
    """A picture of a page: the name that it gets in images/, its bytes, and the words that stand
    for it where it is not seen.
    """

    name: str
    data: bytes = field(repr=False)
    alternative: str = ""


@dataclass(frozen=True, slots=True)
class TextSpan:
    """A part of a text that the file marks: its offsets, and of a ruby the reading as ``value``."""

    start: int
    end: int
    kind: SpanKind
    value: str = ""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A paragraph as the reader of a format hands it over: its text without blanks round it, and
    where that text stands in the file.

    ``origins`` holds (offset in the text, line, column) wherever the text jumps in the file, the
    first of them at offset 0. ``indent`` is the white space before it, in half-widths.
    ``heading_level`` is that of a heading which the file itself marks (``#``, ``h2``), else 0.
    ``blank``: a blank line stands before it. ``label`` and ``depth`` (from 0) are those of an item
    of a list. ``note_marks`` holds (offset in the text, number) of each note marked in it. A figure
    has its ``picture``, None where it could not be taken, and its caption as ``label``; its text
    only stands for it. ``problems`` is what the author has to look at here. A ``row`` is
    a line of what only looks like a table. A ``note`` is a
    paragraph of a footnote, its number the ``label``. What is ``boxed`` stands in a frame; the
    first paragraph of a frame has a ``label``; with that of "markdown" its text is Markdown, a
    block of its own. ``spans`` are in order and do not overlap. What is
    ``plain`` looks as the text does, in a file whose headings look otherwise.
    """

    text: str
    origins: tuple[tuple[int, int, int], ...]
    indent: int = 0
    heading_level: int = 0
    blank: bool = False
    kind: LineKind = "text"
    label: str = ""
    depth: int = 0
    note_marks: tuple[tuple[int, int], ...] = ()
    picture: ImportedPicture | None = None
    problems: tuple[Problem, ...] = ()
    spans: tuple[TextSpan, ...] = ()
    plain: bool = False

    @property
    def number(self) -> int:
        """The line of the file on which it begins."""
        return self.origins[0][1]

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of ``text[offset]`` in the file, both from 1."""
        start, line, column = self.origins[
            bisect_right(self.origins, offset, key=itemgetter(0)) - 1
        ]
        return line, column + offset - start


@dataclass(frozen=True, slots=True)
class TextChange:
    """A character or two that were changed: ``old`` at this place of the file became ``new``. An
    entry of "mended" in import.json. The end of a line is changed where the next is joined to it.
    """

    line: int
    column: int
    old: str
    new: str

    @property
    def is_join(self) -> bool:
        """Whether the next line of the file was joined to this one."""
        return self.old.endswith("\n")

    @property
    def is_heading_colon(self) -> bool:
        """Whether the colon at the end of a heading was taken off."""
        return self.old in ("：", ":") and not self.new

    @property
    def is_of_width(self) -> bool:
        """Whether a mark was made that of Chinese text: full width, —— for --."""
        marks = self.old.strip(), self.new.strip()
        return all(marks) and not any(map(str.isalnum, "".join(marks)))


@dataclass(frozen=True, slots=True)
class Omission:
    """What was left out: what stands round the text of a page, its code and comments, pictures, a
    table of contents. An entry of "left_out" in import.json. ``line`` is 0 where it belongs to no
    line; ``why`` says the reason where the kind does not.
    """

    line: int
    text: str
    kind: Literal["page", "code", "picture", "contents"] = "page"
    why: str = ""


@dataclass(frozen=True, slots=True)
class Relocation:
    """What left the text for a key of book.toml, or for a footnote: ``to`` is title, subtitle,
    authors, date, source, notes or paragraph (behind its own). An entry of "moved" in import.json.
    """

    line: int
    text: str
    to: str


@dataclass(frozen=True, slots=True)
class Revision:
    """A tracked change of a Word file: its paragraph, whether words were added, removed, moved here
    or moved away, the words, by whom and when (ISO 8601). An entry of "revisions" in import.json.
    """

    line: int
    kind: Literal["added", "removed", "moved-in", "moved-out"]
    text: str
    author: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a reading is not sure of: the line of the file, its text, and as what it was taken; ""
    where nothing tells it. An entry of "unsure" in import.json.
    """

    line: int
    what: DoubtKind
    text: str
    taken_as: str


@dataclass(frozen=True, slots=True)
class ImportedParagraph:
    """A paragraph of the document; ``level`` is that of a heading in Markdown (1 begins a chapter),
    else 0.

    An ``item`` of a list has its ``label`` ("-", "3.") and ``depth`` from 0; the text of a
    ``table`` is Markdown, that of a ``figure`` its caption; a ``note`` is the text of a footnote,
    its number the ``label``. ``line`` is where it begins in the file, ``lines`` holds (offset in
    the text, line of the file) wherever a new line of the file begins. ``note_marks`` holds (offset
    in the text, number) of each note marked in it. ``problems`` is what the author has to look at
    here. A ``signature`` (落款) is the name of the body that issues a document, or the date with
    it; ``part`` says which other part of a letter it is. ``indent`` is that of its line. A heading
    of level 1 that ``opens_part`` begins a text with a numbering of its own, behind the letter that
    it belongs to.
    """

    text: str
    line: int
    level: int = 0
    kind: LineKind = "text"
    lines: tuple[tuple[int, int], ...] = ()
    label: str = ""
    depth: int = 0
    signature: bool = False
    part: LetterPart = ""
    indent: int = 0
    note_marks: tuple[tuple[int, int], ...] = ()
    picture: ImportedPicture | None = None
    problems: tuple[Problem, ...] = ()
    spans: tuple[TextSpan, ...] = ()
    opens_part: bool = False

    @property
    def is_markdown(self) -> bool:
        """Whether its text is Markdown already: a table, a block of a file of ours."""
        return self.kind == "table" or (self.kind == "boxed" and self.label == "markdown")


@dataclass(frozen=True, slots=True)
class ImportedDocument:
    """A document taken in. ``markdown`` is the text itself where the file is Markdown already, but
    for what its head tells, ``whole`` with that; there are no paragraphs then.

    ``date`` is None where the document tells none. ``titled`` is False where no title was
    found. ``mended``, ``left_out``, ``moved`` and ``unsure`` are as in import.json.
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
    whole: str = ""
    mended: tuple[TextChange, ...] = ()
    left_out: tuple[Omission, ...] = ()
    moved: tuple[Relocation, ...] = ()
    problems: tuple[Problem, ...] = ()
    titled: bool = True
    unsure: tuple[Doubt, ...] = ()
    revisions: tuple[Revision, ...] = ()
    packaged: bool = False  # its file has no lines to show: a line is a paragraph of it
    official: OfficialSettings = OfficialSettings()  # what [official] of book.toml says of it
    pictures: tuple[ImportedPicture, ...] = ()  # of its Markdown
    leads: bool = True  # its title, date and the like are those of the book


@dataclass(slots=True)
class ChangeLog:
    """What the steps of a reading change, leave out, move and find; it grows."""

    mended: list[TextChange] = field(default_factory=list)
    left_out: list[Omission] = field(default_factory=list)
    moved: list[Relocation] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unsure: list[Doubt] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)
    # The characters that a file holds, but for blanks, where its reader counts them.
    characters: Counter[str] = field(default_factory=Counter)
    packaged: bool = False  # the file has no lines: a line is a paragraph

    def omit(self, *lines: SourceLine, kind: Literal["page", "contents"] = "page") -> None:
        """Records that lines were left out."""
        self.left_out += [Omission(line.number, line.text, kind) for line in lines]

    def relocate(self, to: str, *lines: SourceLine) -> None:
        """Records that lines went into a key of book.toml, or into the notes."""
        self.moved += [Relocation(line.number, line.text, to) for line in lines]

    def doubt(self, line: SourceLine, what: DoubtKind, taken_as: str) -> None:
        """Records that a line was taken as something that it may not be."""
        self.unsure.append(Doubt(line.number, what, line.text, taken_as))
