"""One copy and what tells it from the others: number, recipient, scope, a light mark, a code of its
own.

The book is composed once. Its pages get room for what differs (``prepare_copies``); a copy is those
bytes and a few more behind them (``make_copies``), so that a thousand copies take seconds.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from duben import epub, model, pdf
from duben.distribution.ledger import format_number
from duben.layout import (
    EDITIONS,
    POINTS_PER_MM,
    Edition,
    FontFace,
    edition_names,
    sized_edition,
)
from duben.model import Settings
from duben.pdf import Lettering, Outline, Outlines, PagePoint, PlacedDrawing, StampText, pdf_number

# The editions of which there are copies, and the end of the name of the file that is stamped.
EDITIONS_OF_COPIES = edition_names(copies=True)
# The number on the cover, pt: 3号, its foot 11.5 mm below the page's top.
COVER_SIZE, COVER_TOP = 16.0, 11.5 * POINTS_PER_MM
ROW_HEIGHT, ROW_SIZE = 17.5, 9.0  # pt, as on the imprint
MARK_SIZE, MARK_FOOT, MARK_WIDTH = 6.5, 8.5 * POINTS_PER_MM, 230.0  # pt
TITLE_CHARACTERS = 60  # of a title in the name of a copy
ANY_SYSTEM = str.maketrans(dict.fromkeys('\\/:*?"<>|\n', " "))  # not in names of files
NOT_FIRST = "，。、；：？！）》」』”’〉】〕…—·"  # signs that may not begin a line (CLREQ 3.1.3)
DIGITS = "0123456789"
ROWS_END = re.compile(rb'<div><dt[^>]*>[^<]*</dt><dd id="imprint-code">')


@dataclass(frozen=True, slots=True)
class BaseFile:
    """A file of the book with room for what differs. ``mark``, ``cover`` and ``imprint`` are object
    numbers of drawings in a PDF, 0 in an EPUB; ``indent`` is how far the values of the imprint
    stand from their labels, ``width``, ``height`` and ``measure`` those of a page and of its text,
    all in pt.
    """

    edition: str | None
    stem: str
    ending: str
    pages: int | None
    data: bytes
    mark: int = 0
    cover: int = 0
    imprint: int = 0
    indent: float = 0.0
    width: float = 0.0
    height: float = 0.0
    measure: float = 0.0


@dataclass(frozen=True, slots=True)
class CopySource:
    """Everything that the copies of a distribution have in common; ``code`` is the basis of their
    codes.
    """

    book: str
    version: str
    code: str
    scope: str
    words: Mapping[str, str]
    outlines: Outlines
    files: tuple[BaseFile, ...]

    def rows(self, recipient: str, number: int) -> list[tuple[str, str]]:
        """Label and value of each row that a copy adds to its imprint."""
        rows = [
            (self.words["copy_number"], format_number(number)),
            (self.words["copy_for"], recipient),
            (self.words["copy_scope"], self.scope),
        ]
        return [(label, value) for label, value in rows if value]


@dataclass(frozen=True, slots=True)
class CopyFile:
    """A file of one copy: ``base`` is the index of the file that it is made of, ``tail`` what
    follows that (in an EPUB the whole file).

    ``content``, ``content_bytes`` and ``imprint`` are as in a manifest; ``imprint`` is "" where
    there is no room for a code.
    """

    base: int
    name: str
    number: int
    tail: bytes
    content: str
    content_bytes: int
    imprint: str


@dataclass(frozen=True, slots=True)
class PreparationRequest:
    """What is to be made ready for copies: the files of a build in a folder, as rows of its
    manifest; ``names`` are those of all recipients; ``settings`` give the size of the pages;
    ``titled``: the names of copies begin with the book's title.
    """

    folder: Path
    rows: tuple[Mapping[str, Any], ...]
    faces: tuple[FontFace, ...]
    words: Mapping[str, str]
    scope: str
    names: tuple[str, ...]
    settings: Settings = field(default_factory=Settings)
    titled: bool = False


def prepare_copies(
    request: PreparationRequest, work: Path, stage: Callable[[str], None]
) -> dict[str, Any]:
    """Puts room for what differs into the files, written into the work folder, and takes the
    outlines; a task of the worker. ``read_prepared`` reads the answer.
    """
    files = []
    for index, row in enumerate(request.rows):
        data = (request.folder / row["name"]).read_bytes()
        ending = row["name"].rpartition(".")[2]
        file = {
            "edition": row["edition"],
            "stem": copy_stem(row["name"], request.settings, request.titled),
            "ending": f".{ending}",
            "pages": row["pages"],
        }
        if ending == "pdf":
            data, drawings = _reserve_drawings(
                data[: row.get("content_bytes", len(data))],
                request.words,
                sized_edition(row["edition"], request.settings),
            )
            file |= drawings
        (work / f"base-{index}").write_bytes(data)
        files.append(file)
    labels = "".join(request.words[key] for key in ("copy_number", "copy_for", "copy_scope"))
    texts: list[StampText] = [
        ("hei", DIGITS + labels),
        ("song", request.scope + DIGITS + "　…"),
        *(("song", name) for name in request.names),
    ]
    outlines = [
        [role, character, outline.width, outline.drawing.decode("latin-1")]
        for (role, character), outline in pdf.Outliner(request.faces).outlines(texts).items()
    ]
    return {"files": files, "problems": [], "outlines": outlines}


def read_prepared(
    request: PreparationRequest, document: Mapping[str, Any], answer: Mapping[str, Any], work: Path
) -> CopySource:
    """What copies are made of, as it was prepared in a work folder; ``document`` is the manifest of
    the build.
    """
    files = tuple(
        BaseFile(data=(work / f"base-{index}").read_bytes(), **file)
        for index, file in enumerate(answer["files"])
    )
    outlines: Outlines = {
        (role, character): Outline(width, drawing.encode("latin-1"))
        for role, character, width, drawing in answer["outlines"]
    }
    book, version, code = document["book"], document["version"], document["code"]
    return CopySource(book, version, code, request.scope, request.words, outlines, files)


def has_copies(name: str) -> bool:
    """Whether there are copies of a file of a build."""
    return name.endswith((".epub", *(f"-{edition}.pdf" for edition in EDITIONS_OF_COPIES)))


def copy_stem(name: str, settings: Settings, titled: bool) -> str:
    """What the names of copies of a file of a build begin with: ``titled`` with the book's title
    and what it is (植树手册-打印对折), else as the file's own.
    """
    own = name.rpartition(".")[0]
    title = settings.book.title[:TITLE_CHARACTERS].translate(ANY_SYSTEM).strip(" .")
    if not titled or not title:
        return own
    edition = next((name for name in EDITIONS_OF_COPIES if own.endswith(f"-{name}")), "")
    words = EDITIONS[edition].title if edition else ("", "")
    kind = words[not settings.book.language.startswith("zh")] or edition
    return f"{title}-{kind}" if kind else title


def copy_name(stem: str, number: int, ending: str) -> str:
    """The file name of a copy."""
    return f"{stem}-{format_number(number)}{ending}"


def _reserve_drawings(
    data: bytes, words: Mapping[str, str], edition: Edition
) -> tuple[bytes, dict[str, Any]]:
    """A PDF of an edition with drawings hung into its pages, which every copy gives anew, and their
    numbers.
    """
    size = pdf.read_file_end(data).size
    mark, cover, imprint = size, size + 1, size + 2
    width, height = edition.width * POINTS_PER_MM, edition.height * POINTS_PER_MM
    origins = pdf.page_origins(data, (width, height) if edition.imposition == "booklet" else None)
    # On the first sheet the cover stands at the right.
    first = origins[1] if len(origins) > 1 and origins[1].page == 0 else origins[0]
    drawings = [*(PlacedDrawing(mark, spot) for spot in origins), PlacedDrawing(cover, first)]
    values: dict[str, Any] = {
        "mark": mark,
        "cover": cover,
        "width": width,
        "height": height,
        "measure": edition.measure * edition.zoom,
    }
    place = pdf.find_imprint(data, words["code"], (words["format"], words["version"]))
    if place is not None:
        page, x = place.label.page, place.label.x
        bottom = next(spot.y for spot in origins if spot.page == page)
        # The drawing stands under the head of the type area, at the left edge of the imprint's
        # rows.
        corner = PagePoint(page, x, bottom + height - edition.head * edition.zoom)
        drawings.append(PlacedDrawing(imprint, corner))
        values |= {"imprint": imprint, "indent": place.value.x - x}
    return data + pdf.place_drawings(data, drawings), values


def make_copies(
    source: CopySource, requests: Sequence[tuple[str, Sequence[int]]]
) -> list[list[CopyFile]]:
    """For each (recipient, numbers) the files of its copies, in the order of the numbers."""
    makers = [
        _PdfCopies(source, index) if file.ending == ".pdf" else _EpubCopies(source, index)
        for index, file in enumerate(source.files)
    ]
    return [
        [maker.copy(recipient, number) for number in numbers for maker in makers]
        for recipient, numbers in requests
    ]


def _copy_code(
    source: CopySource, file: BaseFile, name: str, content: str, recipient: str, number: int
) -> str:
    """The code of a copy: over what its build is made of, and over number, recipient, scope and the
    file itself.
    """
    row = {"name": name, "pages": file.pages, "content": content}
    return model.edition_code(
        source.code, file.edition, [row], recipient=recipient, number=number, scope=source.scope
    )


class _PdfCopies:
    """Makes the copies of a PDF: what they have in common is read and summed once."""

    def __init__(self, source: CopySource, index: int) -> None:
        self.source = source
        self.index = index
        self.file = source.files[index]
        self.end = pdf.read_file_end(self.file.data)
        self.digest = hashlib.sha256(self.file.data)

    def copy(self, recipient: str, number: int) -> CopyFile:
        """The copy with this number."""
        name = copy_name(self.file.stem, number, self.file.ending)
        update = pdf.incremental_update(self.end, self._objects(recipient, number))
        digest = self.digest.copy()
        digest.update(update)
        content, length = digest.hexdigest(), len(self.file.data) + len(update)
        if self.end.code_drawing is None:
            return CopyFile(self.index, name, number, update, content, length, "")
        code = _copy_code(self.source, self.file, name, content, recipient, number)
        payload = model.code_payload(self.source.book, self.source.version, code, number)
        tail = pdf.code_update(pdf.end_after_update(self.end, update), code, payload)
        return CopyFile(self.index, name, number, update + tail, content, length, code)

    def _objects(self, recipient: str, number: int) -> dict[int, bytes]:
        """The objects of a copy: mark, number on the cover, rows on the imprint, and the font of
        all three.
        """
        file, digits = self.file, format_number(number)
        letters = Lettering(self.source.outlines, max(self.end.size, file.mark + 3))
        page = (0, 0, file.width, file.height)
        mark = b".62 g\n" + _mark_operators(letters, f"{digits}　{recipient}", file.width)
        cover_y = file.height - COVER_TOP
        cover = b"0 g\n" + letters.text("hei", digits, 0.13 * file.width, cover_y, COVER_SIZE)
        drawings = {file.mark: letters.form(page, mark), file.cover: letters.form(page, cover)}
        if file.imprint:
            rows = self.source.rows(recipient, number)
            operators = b"0 g\n" + _row_operators(letters, rows, file.indent, file.measure)
            drawings[file.imprint] = letters.form(
                (-1, -file.height, file.measure + 1, 2), operators
            )
        return {**drawings, **letters.objects()}


def _mark_operators(letters: Lettering, text: str, width: float) -> bytes:
    """Number and recipient in grey at the foot of a page of this ``width``, pt: there is room, and
    nobody stumbles over it.
    """
    if letters.width("song", text, MARK_SIZE) > MARK_WIDTH:
        while letters.width("song", text + "…", MARK_SIZE) > MARK_WIDTH:
            text = text[:-1]
        text += "…"
    x = (width - letters.width("song", text, MARK_SIZE)) / 2
    return letters.text("song", text, x, MARK_FOOT, MARK_SIZE)


def _row_operators(
    letters: Lettering, rows: Sequence[tuple[str, str]], indent: float, measure: float
) -> bytes:
    """Labels and values between two rules, as the rows of the imprint below them; ``indent`` and
    ``measure`` in pt.
    """
    operators = [b"0 0 %s .75 re f\n" % pdf_number(measure)]
    y = 0.5
    for label, value in rows:
        for index, line in enumerate(_break_lines(letters, value, measure - indent)):
            y -= ROW_HEIGHT
            baseline = y + (ROW_HEIGHT - ROW_SIZE) / 2 + 1
            if index == 0:
                operators.append(letters.text("hei", label, 0, baseline, ROW_SIZE))
            operators.append(letters.text("song", line, indent, baseline, ROW_SIZE))
    operators.append(b"0 %s %s .4 re f\n" % (pdf_number(y - 2), pdf_number(measure)))
    return b"".join(operators)


def _break_lines(letters: Lettering, text: str, width: float) -> list[str]:
    """A text in lines no wider than that (pt); none begins with a sign that may not begin one."""
    lines = [""]
    for character in text:
        if letters.width("song", lines[-1] + character, ROW_SIZE) > width:
            carried = lines[-1][-1] if character in NOT_FIRST and len(lines[-1]) > 1 else ""
            lines[-1] = lines[-1][: len(lines[-1]) - len(carried)]
            lines.append(carried)
        lines[-1] += character
    return lines


class _EpubCopies:
    """Makes the copies of an EPUB: rows on its imprint, and a mark behind each of its pages."""

    def __init__(self, source: CopySource, index: int) -> None:
        self.source = source
        self.index = index
        self.file = source.files[index]
        self.imprint = epub.imprint_page(self.file.data)
        self.style = epub.read_packed_file(self.file.data, "style.css")

    def copy(self, recipient: str, number: int) -> CopyFile:
        """The copy with this number."""
        name = copy_name(self.file.stem, number, self.file.ending)
        data = epub.replace_files(self.file.data, dict(self._files(recipient, number)))
        content = epub.content_digest(data)
        code = _copy_code(self.source, self.file, name, content, recipient, number)
        coded = epub.insert_code(data, code)
        shown = code if coded is not data else ""
        return CopyFile(self.index, name, number, coded, content, len(data), shown)

    def _files(self, recipient: str, number: int) -> Iterator[tuple[str, bytes]]:
        """The files that differ: path and bytes."""
        if self.imprint is not None:
            path, page = self.imprint
            rows = "".join(
                f"<div><dt>{escape(label)}</dt><dd>{escape(value)}</dd></div>\n"
                for label, value in self.source.rows(recipient, number)
            ).encode()
            yield (
                path,
                ROWS_END.sub(lambda end: rows + end[0], epub.erase_code(page), count=1),
            )
        if self.style is not None:
            path, sheet = self.style
            text = f"{format_number(number)}　{recipient}".replace("\\", "\\\\").replace('"', '\\"')
            rule = (
                f'\nbody::after {{ content: "{text}"; display: block; margin-top: 3em; '
                "font-size: .65em; text-align: center; opacity: .5 }\n"
            )
            yield path, sheet + rule.encode()
