"""The sheets for the sender: delivery list, list to be signed, return slips, address labels, as
data and as PDF.
"""

from __future__ import annotations

import csv
import gc
import io
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from duben import composer
from duben.chinese import spell_number
from duben.distribution.ledger import number_ranges
from duben.distribution.recipients import Recipient
from duben.layout import FontFace, shipped_folder
from duben.model import BookError, problem

SHEET = (210.0, 297.0)  # A4, mm
LABEL_SIZE = (99.1, 38.1)  # mm: two columns of seven, the commonest sheet
SMALLEST = (38.0, 20.0)  # mm
SLIPS = 4  # on a sheet
PARTS = ("list", "signatures", "slips", "labels")
WIDE = 6  # columns: a list with more lies across the sheet


@dataclass(frozen=True, slots=True)
class Share:
    """What one recipient gets: its numbers, and the folder or .zip that holds its files."""

    recipient: Recipient
    numbers: tuple[int, ...]
    file: str


@dataclass(frozen=True, slots=True)
class Sheets:
    """Everything that the lists say. ``label`` is width and height of an address label, mm;
    ``slips`` how many stand on a sheet.
    """

    title: str
    version: str
    issuer: str
    language: str
    day: date
    shares: tuple[Share, ...]
    heads: tuple[str, ...] = ()
    label: tuple[float, float] = LABEL_SIZE
    slips: int = SLIPS


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: its kind names it in the style sheet."""

    kind: str
    head: str


@cache
def words(language: str) -> Mapping[str, str]:
    """What the lists print in a language."""
    tables = tomllib.loads(
        (shipped_folder("templates") / "distribution" / "words.toml").read_text("utf-8")
    )
    return tables.get(language, tables["zh-Hans"])


def numbers(sheets: Sheets) -> list[int]:
    """Every number of a distribution."""
    return [number for share in sheets.shares for number in share.numbers]


def table(sheets: Sheets) -> bytes:
    """The delivery list as .csv, with everything that is known of each recipient."""
    said = words(sheets.language)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        [
            said["order"],
            said["name"],
            said["copies"],
            said["numbers"],
            said["number"],
            said["contact"],
            said["address"],
            said["note"],
            *sheets.heads,
            "file",
        ]
    )
    for order, share in enumerate(sheets.shares, 1):
        one = share.recipient
        writer.writerow(
            [
                order,
                one.name,
                one.copies,
                number_ranges(share.numbers),
                one.number,
                one.contact,
                one.address,
                one.note,
                *(value for _, value in one.more),
                share.file,
            ]
        )
    return out.getvalue().encode("utf-8-sig")


def delivery(sheets: Sheets) -> tuple[list[Column], list[list[str]]]:
    """Columns and rows of the delivery list; columns in which nobody has anything are left out."""
    said = words(sheets.language)
    shares = sheets.shares
    rows: list[tuple[Column, list[str]]] = [
        (Column("order", said["order"]), [str(order) for order in range(1, len(shares) + 1)]),
        (Column("number", said["number"]), [share.recipient.number for share in shares]),
        (Column("name", said["name"]), [share.recipient.name for share in shares]),
        (Column("copies", said["copies"]), [str(share.recipient.copies) for share in shares]),
        (Column("numbers", said["numbers"]), [number_ranges(share.numbers) for share in shares]),
        (Column("contact", said["contact"]), [share.recipient.contact for share in shares]),
        (Column("address", said["address"]), [share.recipient.address for share in shares]),
        *(
            (Column("more", head), [share.recipient.more[index][1] for share in shares])
            for index, head in enumerate(sheets.heads)
        ),
        (Column("note", said["note"]), [share.recipient.note for share in shares]),
    ]
    kept = [(column, cells) for column, cells in rows if any(cells)]
    return [column for column, _ in kept], [
        list(cells) for cells in zip(*(cells for _, cells in kept), strict=True)
    ]


def signatures(sheets: Sheets) -> tuple[list[Column], list[list[str]]]:
    """Columns and rows of the list to be signed: it goes round, so it has no contacts and no
    addresses.
    """
    said = words(sheets.language)
    kinds = ("order", "name", "copies", "numbers", "signed", "signed_on", "note")
    return [Column(kind, said[kind]) for kind in kinds], [
        [
            str(order),
            share.recipient.name,
            str(share.recipient.copies),
            number_ranges(share.numbers),
            "",
            "",
            "",
        ]
        for order, share in enumerate(sheets.shares, 1)
    ]


@dataclass(frozen=True, slots=True)
class Grid:
    """How labels stand on a sheet: how many across and down, and the margins that put them into its
    middle, mm.
    """

    across: int
    down: int
    left: float
    top: float

    @property
    def each(self) -> int:
        return self.across * self.down


def grid(sheets: Sheets) -> Grid:
    """The labels of a sheet: as many as it holds. BookError (2) for a label that is too large or
    too small.
    """
    width, height = sheets.label
    across, down = int((SHEET[0] + 0.01) // width), int((SHEET[1] + 0.01) // height)
    if across < 1 or down < 1 or width < SMALLEST[0] or height < SMALLEST[1]:
        raise BookError(problem("labels-size", None, width=width, height=height), 2)
    return Grid(across, down, (SHEET[0] - across * width) / 2, (SHEET[1] - down * height) / 2)


def label_rule(sheets: Sheets) -> str:
    """Sizes and margins of a sheet of labels as CSS."""
    placed = grid(sheets)
    # A hair's breadth for what rounding adds: no label may fall to the next row.
    return (
        f":root{{--label-width:{sheets.label[0]}mm;--label-height:{sheets.label[1]}mm}}"
        f"@page labels{{margin:{placed.top:.3f}mm {max(0, placed.left - 0.02):.3f}mm 0 {placed.left:.3f}mm}}"
    )


def groups(items: Sequence[Any], each: int) -> list[Sequence[Any]]:
    """Items in groups of so many, one for each sheet."""
    return [items[first : first + each] for first in range(0, len(items), each)]


def render(
    asked: tuple[Sheets, str, tuple[FontFace, ...]], work: Path, stage: Callable[[str], None]
) -> dict[str, Any]:
    """Writes the lists into the work folder as ID-list.pdf and so on; a task of the worker. Tells
    their names and pages.
    """
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from duben.layout import stylesheet, template_environment
    from duben.pdf import font_family_css

    sheets, id_, faces = asked
    composer.install()
    # boxes are many and live until their file is written: looking through them takes a third of the
    # time
    gc.disable()
    fonts = FontConfiguration()
    rules = font_family_css(sheets.language, faces) + label_rule(sheets)
    css = [
        CSS(string=rules, font_config=fonts),
        CSS(string=stylesheet("distribution.css"), font_config=fonts),
    ]
    templates = template_environment()
    files = []
    for part, template, values in _parts(sheets):
        stage(part)
        text = templates.get_template(f"distribution/{template}.html").render(
            part=part, **_common(sheets), **values
        )
        if part == "list" and len(values["columns"]) > WIDE:
            text = text.replace('class="list"', 'class="list wide"', 1)
        document = HTML(string=text, base_url="duben:distribution/").render(
            font_config=fonts, stylesheets=css
        )
        name = f"{id_}-{part}.pdf"
        (work / name).write_bytes(document.write_pdf())
        files.append({"name": name, "edition": None, "pages": len(document.pages)})
        del document
        gc.collect()
    return {"files": files, "problems": []}


def _common(sheets: Sheets) -> dict[str, Any]:
    said = words(sheets.language)
    day = sheets.day
    version = said["version"].format(
        spell_number(int(sheets.version))
        if sheets.version.isdecimal() and len(sheets.version) < 4
        else sheets.version
    )
    copies = sum(share.recipient.copies for share in sheets.shares)
    return {
        "said": said,
        "language": sheets.language,
        "title": sheets.title,
        "version": version,
        "issuer": sheets.issuer,
        "date": day.isoformat(),
        "day": said["day"].format(day.year, day.month, day.day),
        "totals": said["totals"].format(len(sheets.shares), copies, number_ranges(numbers(sheets))),
    }


def _parts(sheets: Sheets) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Part, template and values of each file."""
    for part, (columns, rows) in (("list", delivery(sheets)), ("signatures", signatures(sheets))):
        yield part, "table", {"columns": columns, "rows": rows}
    made = [
        {
            "name": share.recipient.name,
            "copies": share.recipient.copies,
            "numbers": number_ranges(share.numbers),
            "address": share.recipient.address,
            "contact": share.recipient.contact,
        }
        for share in sheets.shares
    ]
    yield (
        "slips",
        "slips",
        {"sheets": groups(made, sheets.slips), "height": round(SHEET[1] / sheets.slips, 2)},
    )
    small = "small" if sheets.label[0] < 65 or sheets.label[1] < 35 else ""
    yield "labels", "labels", {"sheets": groups(made, grid(sheets).each), "size": small}
