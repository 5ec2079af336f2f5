"""One copy and what tells it from the others: number, recipient, scope, a light mark, a code of its
own.

The book is composed once. A page of it gets room for what differs (``plates``); a copy is those
bytes and a few more behind them (``stamped``), so that a thousand copies take seconds.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from duben import epub, model, pdf
from duben.distribution.ledger import shown
from duben.layout import EDITIONS, POINTS_PER_MM, FontFace, FontRole
from duben.pdf import Lettering, Outline, Outliner, Outlines, pdf_number

# The editions of which there are copies, and the end of the name of the file that is stamped.
EDITIONS_OF_COPIES = ("screen", "booklet")
PAGE = EDITIONS["screen"].width * POINTS_PER_MM
HEIGHT = EDITIONS["screen"].height * POINTS_PER_MM
HEAD = EDITIONS["screen"].head
MEASURE = EDITIONS["screen"].measure
COVER_SIZE, COVER_TOP = 16.0, 11.5 * POINTS_PER_MM  # 3号; the digits' foot, from the page's top
ROW, ROW_SIZE = 17.5, 9.0  # pt, as on the imprint
MARK_SIZE, MARK_FOOT, MARK_WIDTH = 6.5, 8.5 * POINTS_PER_MM, 230.0
NOT_FIRST = "，。、；：？！）》」』”’〉】〕…—·"
DIGITS = "0123456789"
ROWS_END = re.compile(rb'<div><dt>[^<]*</dt><dd id="imprint-code">')


@dataclass(frozen=True, slots=True)
class Plate:
    """A file of the book with room for stamps. The drawings are object numbers of a PDF, 0 in an
    EPUB; ``indent`` is how far the values of the imprint stand from their labels, pt.
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


@dataclass(frozen=True, slots=True)
class Original:
    """Everything that the copies of a distribution have in common."""

    book: str
    version: str
    code: str
    scope: str
    said: Mapping[str, str]
    outlines: Outlines
    plates: tuple[Plate, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """A file of one copy: ``plate`` is the index of what it is made of, ``tail`` what follows that
    (in an EPUB the whole file).

    ``content``, ``content_bytes`` and ``imprint`` are as in a manifest; "" where the imprint has no
    room for a code.
    """

    plate: int
    name: str
    number: int
    tail: bytes
    content: str
    content_bytes: int
    imprint: str


@dataclass(frozen=True, slots=True)
class Preparing:
    """What is to be made ready for copies: the files of a build in a folder, as rows of its
    manifest; ``names`` are all that is set.
    """

    folder: Path
    rows: tuple[Mapping[str, Any], ...]
    faces: tuple[FontFace, ...]
    said: Mapping[str, str]
    scope: str
    names: tuple[str, ...]


def prepare(asked: Preparing, work: Path, stage: Callable[[str], None]) -> dict[str, Any]:
    """Puts room for stamps into the files, written into the work folder, and takes the outlines; a
    task of the worker.
    """
    made = []
    for index, row in enumerate(asked.rows):
        data = (asked.folder / row["name"]).read_bytes()
        stem, _, ending = row["name"].rpartition(".")
        plate = {
            "edition": row["edition"],
            "stem": stem,
            "ending": f".{ending}",
            "pages": row["pages"],
        }
        if ending == "pdf":
            data, drawings = _roomy(data[: row.get("content_bytes", len(data))], asked.said)
            plate |= drawings
        (work / f"plate-{index}").write_bytes(data)
        made.append(plate)
    labels = "".join(asked.said[key] for key in ("copy_number", "copy_for", "copy_scope"))
    runs: list[tuple[FontRole, str]] = [
        ("hei", DIGITS + labels),
        ("song", asked.scope + DIGITS + "　…"),
        *(("song", name) for name in asked.names),
    ]
    outlines = Outliner(asked.faces).outlines(runs)
    return {
        "plates": made,
        "problems": [],
        "outlines": [
            [role, character, outline.width, outline.drawing.decode("latin-1")]
            for (role, character), outline in outlines.items()
        ],
    }


def original(
    asked: Preparing, document: Mapping[str, Any], answer: Mapping[str, Any], work: Path
) -> Original:
    """What copies are made of, as it was prepared in a work folder."""
    made = tuple(
        Plate(data=(work / f"plate-{index}").read_bytes(), **plate)
        for index, plate in enumerate(answer["plates"])
    )
    outlines: Outlines = {
        (role, character): Outline(width, drawing.encode("latin-1"))
        for role, character, width, drawing in answer["outlines"]
    }
    return Original(
        document["book"],
        document["version"],
        document["code"],
        asked.scope,
        asked.said,
        outlines,
        made,
    )


def copied_from(name: str) -> bool:
    """Whether there are copies of a file of a build."""
    return name.endswith(".epub") or any(
        name.endswith(f"-{edition}.pdf") for edition in EDITIONS_OF_COPIES
    )


def _roomy(data: bytes, said: Mapping[str, str]) -> tuple[bytes, dict[str, Any]]:
    """A PDF with drawings hung into its pages, which every copy gives anew, and their numbers."""
    from duben.pdf import PagePoint, PlacedDrawing

    before = pdf.read_file_end(data)
    mark, cover, imprint = before.size, before.size + 1, before.size + 2
    origins = pdf.page_origins(data)
    # On the first sheet the cover stands at the right.
    first = origins[1] if len(origins) > 1 and origins[1].page == 0 else origins[0]
    hung = [*(PlacedDrawing(mark, spot) for spot in origins), PlacedDrawing(cover, first)]
    numbers: dict[str, Any] = {"mark": mark, "cover": cover}
    if (
        found := pdf.find_imprint(data, said["code"], (said["format"], said["version"]))
    ) is not None:
        bottom = next(spot.y for spot in origins if spot.page == found.label.page)
        # The drawing stands under the head of the type area, at the left edge of the imprint's
        # rows.
        hung.append(
            PlacedDrawing(
                imprint, PagePoint(found.label.page, found.label.x, bottom + HEIGHT - HEAD)
            )
        )
        numbers |= {"imprint": imprint, "indent": found.value.x - found.label.x}
    return data + pdf.place_drawings(data, hung, more=_marked(before)), numbers


def stamped(made_of: Original, asked: Sequence[tuple[str, Sequence[int]]]) -> list[list[Copy]]:
    """For each (recipient, numbers) the files of its copies, in the order of the numbers."""
    ends = [
        pdf.read_file_end(plate.data) if plate.ending == ".pdf" else None
        for plate in made_of.plates
    ]
    started = [hashlib.sha256(plate.data) for plate in made_of.plates]
    return [
        [
            _copy(made_of, index, plate, ends[index], started[index], recipient, one)
            for one in numbers
            for index, plate in enumerate(made_of.plates)
        ]
        for recipient, numbers in asked
    ]


def _copy(
    made_of: Original,
    index: int,
    plate: Plate,
    end: pdf.FileEnd | None,
    started: Any,
    recipient: str,
    copy: int,
) -> Copy:
    name = f"{plate.stem}-{shown(copy)}{plate.ending}"
    if end is None:
        return _ebook(made_of, index, plate, name, recipient, copy)
    update = pdf.incremental_update(
        end, _drawings(made_of, plate, end, recipient, copy), more=_marked(end)
    )
    content = started.copy()
    content.update(update)
    digest, length = content.hexdigest(), len(plate.data) + len(update)
    if pdf.code_drawing(end) is None:
        return Copy(index, name, copy, update, digest, length, "")
    code = imprint_code(
        made_of.code,
        plate.edition,
        {"name": name, "pages": plate.pages, "content": digest},
        recipient,
        copy,
        made_of.scope,
    )
    after = pdf.end_after_update(end, update)
    tail = pdf.code_update(
        after, code, model.code_payload(made_of.book, made_of.version, code, copy)
    )
    return Copy(index, name, copy, update + tail, digest, length, code)


def imprint_code(
    basis: str, edition: str | None, row: Mapping[str, Any], recipient: str, copy: int, scope: str
) -> str:
    """The code of a copy: over what its build is made of, and over number, recipient, scope and the
    file itself.
    """
    return model.edition_code(basis, edition, [row], recipient=recipient, number=copy, scope=scope)


def _marked(end: pdf.FileEnd) -> bytes:
    drawing = pdf.code_drawing(end)
    return b"" if drawing is None else b" " + pdf.code_trailer(drawing)


def _drawings(
    made_of: Original, plate: Plate, end: pdf.FileEnd, recipient: str, copy: int
) -> dict[int, bytes]:
    """The objects of a copy: mark, number on the cover, rows on the imprint, and the font of all
    three.
    """
    letters = Lettering(made_of.outlines, max(end.size, plate.mark + 3))
    font = letters.font
    drawn = {
        plate.mark: _form(font, (0, 0, PAGE, HEIGHT), b".62 g\n" + _mark(letters, recipient, copy)),
        plate.cover: _form(
            font,
            (0, 0, PAGE, HEIGHT),
            b"0 g\n"
            + letters.text("hei", shown(copy), 0.13 * PAGE, HEIGHT - COVER_TOP, COVER_SIZE),
        ),
    }
    if plate.imprint:
        drawn[plate.imprint] = _form(
            font,
            (-1, -HEIGHT, MEASURE + 1, 2),
            b"0 g\n" + _rows(letters, made_of, plate, recipient, copy),
        )
    return {**drawn, **letters.objects()}


def _form(font: int, box: Sequence[float], operators: bytes) -> bytes:
    entries = b"/Type /XObject /Subtype /Form /BBox [%s] /Resources << /Font << /F %d 0 R >> >>" % (
        b" ".join(map(pdf_number, box)),
        font,
    )
    return pdf.stream_object(operators, entries)


def _mark(letters: Lettering, recipient: str, copy: int) -> bytes:
    """Number and recipient in grey at the foot of a page: there is room, and nobody stumbles over
    it.
    """
    text = f"{shown(copy)}　{recipient}"
    if letters.width("song", text, MARK_SIZE) > MARK_WIDTH:
        while letters.width("song", text + "…", MARK_SIZE) > MARK_WIDTH:
            text = text[:-1]
        text += "…"
    return letters.text(
        "song", text, (PAGE - letters.width("song", text, MARK_SIZE)) / 2, MARK_FOOT, MARK_SIZE
    )


def _rows(letters: Lettering, made_of: Original, plate: Plate, recipient: str, copy: int) -> bytes:
    """Number, recipient and scope between two rules, as the rows of the imprint below them."""
    said = made_of.said
    rows = [
        (said["copy_number"], shown(copy)),
        (said["copy_for"], recipient),
        (said["copy_scope"], made_of.scope),
    ]
    out = [b"0 0 %s .75 re f\n" % pdf_number(MEASURE)]
    y = 0.5
    for label, value in rows:
        if value:
            for index, line in enumerate(_lines(letters, value, MEASURE - plate.indent)):
                y -= ROW
                base = y + (ROW - ROW_SIZE) / 2 + 1
                if index == 0:
                    out.append(letters.text("hei", label, 0, base, ROW_SIZE))
                out.append(letters.text("song", line, plate.indent, base, ROW_SIZE))
    out.append(b"0 %s %s .4 re f\n" % (pdf_number(y - 2), pdf_number(MEASURE)))
    return b"".join(out)


def _lines(letters: Lettering, text: str, width: float) -> list[str]:
    """A text in lines no wider than that; none begins with a mark that may not begin one."""
    lines = [""]
    for character in text:
        if letters.width("song", lines[-1] + character, ROW_SIZE) > width:
            carried = lines[-1][-1] if character in NOT_FIRST and len(lines[-1]) > 1 else ""
            lines[-1] = lines[-1][: len(lines[-1]) - len(carried)]
            lines.append(carried)
        lines[-1] += character
    return lines


def _ebook(
    made_of: Original, index: int, plate: Plate, name: str, recipient: str, copy: int
) -> Copy:
    said = made_of.said
    rows = [
        (said["copy_number"], shown(copy)),
        (said["copy_for"], recipient),
        (said["copy_scope"], made_of.scope),
    ]
    added = "".join(
        f"<div><dt>{escape(label)}</dt><dd>{escape(value)}</dd></div>\n"
        for label, value in rows
        if value
    ).encode()
    page = epub.imprint_page(plate.data)
    files: dict[str, bytes] = {}
    if page is not None:
        files[page[0]] = ROWS_END.sub(
            lambda found: added + found[0], epub.erase_code(page[1]), count=1
        )
    if style := epub.read_packed_file(plate.data, "style.css"):
        text = f"{shown(copy)}　{recipient}".replace("\\", "\\\\").replace('"', '\\"')
        rule = f'\nbody::after {{ content: "{text}"; display: block; margin-top: 3em; font-size: .65em; text-align: center; opacity: .5 }}\n'
        files[style[0]] = style[1] + rule.encode()
    data = epub.replace_files(plate.data, files)
    digest = epub.content_digest(data)
    code = imprint_code(
        made_of.code,
        None,
        {"name": name, "pages": None, "content": digest},
        recipient,
        copy,
        made_of.scope,
    )
    coded = epub.insert_code(data, code)
    return Copy(index, name, copy, coded, digest, len(data), code if coded is not data else "")
