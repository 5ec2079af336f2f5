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

from duben import composer, layout, pdf
from duben.chinese import chinese_date, spell_number
from duben.distribution.ledger import number_ranges
from duben.distribution.recipients import Recipient
from duben.model import UNDATED, BookError, problem

SHEET = (210.0, 297.0)  # A4, mm
LABEL_SIZE = (99.1, 38.1)  # mm: two columns of seven, the commonest sheet
SMALLEST_LABEL = (38.0, 20.0)  # mm
SMALL_LABEL = (65.0, 35.0)  # mm: what is narrower or lower is set in small letters
SLIPS = 4  # on a sheet
WIDE_COLUMNS = 6  # a list with more lies across the sheet
# The columns of each list; their heads are words of templates/distribution/words.toml.
TABLE_COLUMNS = ("number", "name", "copies", "numbers", "contact", "address", "note")
LIST_COLUMNS = (
    "number",
    "name",
    "copies",
    "numbers",
    "contact",
    "address",
    "more",
    "note",
)
SIGNATURE_COLUMNS = ("number", "name", "copies", "numbers", "signed", "signed_on", "note")


@dataclass(frozen=True, slots=True)
class RecipientShare:
    """What one recipient gets: its numbers, and the folder or .zip that holds its files."""

    recipient: Recipient
    numbers: tuple[int, ...]
    file: str

    def cells(self, order: int) -> dict[str, str]:
        """What every list says of it, by column; ``order`` is its place, from 1."""
        recipient = self.recipient
        return {
            "order": str(order),
            "name": recipient.name,
            "copies": str(recipient.copies),
            "numbers": number_ranges(self.numbers),
            "number": recipient.number,
            "contact": recipient.contact,
            "address": recipient.address,
            "note": recipient.note,
        }


@dataclass(frozen=True, slots=True)
class ListData:
    """Everything that the lists say. ``label`` is width and height of an address label, mm;
    ``slips`` how many stand on a sheet; ``heads`` those of columns that are only carried.
    """

    title: str
    version: str
    issuer: str
    language: str
    day: date | None
    shares: tuple[RecipientShare, ...]
    heads: tuple[str, ...] = ()
    label: tuple[float, float] = LABEL_SIZE
    slips: int = SLIPS

    @property
    def numbers(self) -> list[int]:
        """Every number of a distribution."""
        return [number for share in self.shares for number in share.numbers]

    @property
    def number_kind(self) -> str:
        """The one column of numbers that a list has: "number" where the recipients have numbers of
        their own, else "order".
        """
        return "number" if any(share.recipient.number for share in self.shares) else "order"

    def columns(self, kinds: Sequence[str]) -> list[str]:
        """The kinds of columns of a list, with the numbers that there are."""
        return [self.number_kind if kind == "number" else kind for kind in kinds]

    @property
    def cells(self) -> list[dict[str, str]]:
        """The cells of each recipient."""
        return [share.cells(order) for order, share in enumerate(self.shares, 1)]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: its kind names it in the style sheet. The templates use these names."""

    kind: str
    head: str


@cache
def list_words(language: str) -> Mapping[str, str]:
    """What the lists print in a language."""
    tables = tomllib.loads(
        (layout.shipped_folder("templates") / "distribution" / "words.toml").read_text("utf-8")
    )
    return tables.get(language, tables["zh-Hans"])


def delivery_csv(data: ListData) -> bytes:
    """The delivery list as .csv, with everything that is known of each recipient."""
    words = list_words(data.language)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    kinds = data.columns(TABLE_COLUMNS)
    writer.writerow([*(words[kind] for kind in kinds), *data.heads, words["file"]])
    for share, cells in zip(data.shares, data.cells, strict=True):
        carried = [value for _, value in share.recipient.more]
        writer.writerow([*(cells[kind] for kind in kinds), *carried, share.file])
    return out.getvalue().encode("utf-8-sig")


def delivery_table(data: ListData) -> tuple[list[Column], list[list[str]]]:
    """Columns and rows of the delivery list; columns in which nobody has anything are left out."""
    words, cells = list_words(data.language), data.cells
    columns: list[tuple[Column, list[str]]] = []
    for kind in data.columns(LIST_COLUMNS):
        if kind == "more":
            columns += [
                (Column(kind, head), [share.recipient.more[index][1] for share in data.shares])
                for index, head in enumerate(data.heads)
            ]
        else:
            columns.append((Column(kind, words[kind]), [row[kind] for row in cells]))
    columns = [(column, values) for column, values in columns if any(values)]
    rows = zip(*(values for _, values in columns), strict=True)
    return [column for column, _ in columns], [list(row) for row in rows]


def signature_table(data: ListData) -> tuple[list[Column], list[list[str]]]:
    """Columns and rows of the list to be signed: it goes round, so it has no contacts and no
    addresses; signature, date and note are empty.
    """
    words = list_words(data.language)
    kinds = data.columns(SIGNATURE_COLUMNS)
    columns = [Column(kind, words[kind]) for kind in kinds]
    rows = [[*(cells[kind] for kind in kinds[:4]), "", "", ""] for cells in data.cells]
    return columns, rows


@dataclass(frozen=True, slots=True)
class LabelGrid:
    """How labels stand on a sheet: how many across and down, and the margins that put them into its
    middle, mm.
    """

    across: int
    down: int
    left: float
    top: float

    @property
    def each(self) -> int:
        """How many stand on a sheet."""
        return self.across * self.down


def label_grid(data: ListData) -> LabelGrid:
    """The labels of a sheet: as many as it holds. BookError (2) for a label that is too large or
    too small.
    """
    width, height = data.label
    across, down = int((SHEET[0] + 0.01) // width), int((SHEET[1] + 0.01) // height)
    if across < 1 or down < 1 or width < SMALLEST_LABEL[0] or height < SMALLEST_LABEL[1]:
        raise BookError(problem("labels-size", None, width=width, height=height), 2)
    return LabelGrid(across, down, (SHEET[0] - across * width) / 2, (SHEET[1] - down * height) / 2)


def label_css(data: ListData) -> str:
    """Sizes and margins of a sheet of labels as CSS."""
    (width, height), grid = data.label, label_grid(data)
    # A hair's breadth for what rounding adds: no label may fall to the next row.
    right = max(0, grid.left - 0.02)
    return (
        f":root{{--label-width:{width}mm;--label-height:{height}mm}}"
        f"@page labels{{margin:{grid.top:.3f}mm {right:.3f}mm 0 {grid.left:.3f}mm}}"
    )


def sheets(items: Sequence[Any], each: int) -> list[Sequence[Any]]:
    """Items in groups of so many, one for each sheet."""
    return [items[first : first + each] for first in range(0, len(items), each)]


def render_lists(
    request: tuple[ListData, str, tuple[layout.FontFace, ...]],
    work: Path,
    stage: Callable[[str], None],
) -> dict[str, Any]:
    """Writes the lists into the work folder as ID-list.pdf and so on; a task of the worker. Returns
    names and pages as rows of a manifest.
    """
    # WeasyPrint is loaded in the worker only.
    import weasyprint

    data, id_, faces = request
    composer.install()
    # boxes are many and live until their file is written: looking through them takes a third of the
    # time
    gc.disable()
    fonts = weasyprint.text.fonts.FontConfiguration()
    rules = pdf.font_family_css(faces) + label_css(data)
    css = [
        weasyprint.CSS(string=rules, font_config=fonts),
        weasyprint.CSS(string=layout.stylesheet("distribution.css"), font_config=fonts),
    ]
    templates = layout.template_environment()
    files = []
    for part, template, values in _list_values(data):
        stage(part)
        text = templates.get_template(f"distribution/{template}.html").render(
            part=part, **_common_values(data), **values
        )
        if part == "list" and len(values["columns"]) > WIDE_COLUMNS:
            text = text.replace('class="list"', 'class="list wide"', 1)
        document = weasyprint.HTML(string=text, base_url="duben:distribution/").render(
            font_config=fonts, stylesheets=css
        )
        name = f"{id_}-{part}.pdf"
        (work / name).write_bytes(document.write_pdf())
        files.append({"name": name, "edition": None, "pages": len(document.pages)})
        del document
        gc.collect()
    return {"files": files, "problems": []}


def _common_values(data: ListData) -> dict[str, Any]:
    """What the templates of all lists use."""
    words, day, version = list_words(data.language), data.day, data.version
    short = version.isdecimal() and len(version) < 4
    copies = sum(share.recipient.copies for share in data.shares)
    return {
        "said": words,
        "language": data.language,
        "title": data.title,
        "version": words["version"].format(spell_number(int(version)) if short else version),
        "issuer": data.issuer,
        "date": (day or UNDATED).isoformat(),
        "day": chinese_date(day) or words["day_blank"],
        "totals": words["totals"].format(len(data.shares), copies, number_ranges(data.numbers)),
    }


def _list_values(data: ListData) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Part, template and values of each file."""
    for part, table in (("list", delivery_table), ("signatures", signature_table)):
        columns, rows = table(data)
        yield part, "table", {"columns": columns, "rows": rows}
    cells, height = data.cells, round(SHEET[1] / data.slips, 2)
    yield "slips", "slips", {"sheets": sheets(cells, data.slips), "height": height}
    is_small = data.label[0] < SMALL_LABEL[0] or data.label[1] < SMALL_LABEL[1]
    labels = sheets(cells, label_grid(data).each)
    yield "labels", "labels", {"sheets": labels, "size": "small" if is_small else ""}
