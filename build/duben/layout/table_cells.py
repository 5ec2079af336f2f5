"""The cells of a table as they are shown: merged ones, what stands over them, figures on their
decimal point.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from duben.model import Block

# A figure: its sign and whole part, its decimals, its unit.
FIGURE = re.compile(
    "[-+−±]?[0-9][0-9,]{0,30}(?P<decimals>\\.[0-9]{1,20})?(?P<unit>[%‰]?)", re.ASCII
)
NOTHING = re.compile("[-—－–…/／]{1,2}|[无無]")  # stands for a figure that is not there
DECIMALS_LIMIT = 5  # characters of decimals, the point too: with more a column is not filled up
MOST_FIGURES = 0.8  # of the cells of a column are figures where they stand on their decimal point


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell that is shown: its element, ``td`` or ``th``, and the attributes of that."""

    block: Block
    tag: str
    attributes: Markup


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row and the attributes of its element beside the id."""

    block: Block
    attributes: Markup
    cells: tuple[ShownCell, ...]


def span(cell: Block, name: str) -> int:
    """How many columns (``colspan``) or rows (``rowspan``) a cell takes."""
    return int(cell.attribute(name, "1"))


def is_form(table: Block) -> bool:
    """Whether a table is one to be filled in by hand: its author says so ({: .form})."""
    return "form" in table.classes


def empty_lines(table: Block, cell: Block) -> tuple[int, int]:
    """How many lines without text stand before the text of a cell, and in a form behind it."""
    behind = cell.attribute("lines-behind", "0") if is_form(table) else "0"
    return int(cell.attribute("lines", "0")), int(behind)


def table_parts(table: Block) -> Iterator[tuple[str, tuple[Block, ...]]]:
    """The rows of the head (``thead``) and of the body (``tbody``), where there are some."""
    for part, is_head in (("thead", True), ("tbody", False)):
        rows = tuple(row for row in table.children if bool(row.attribute("head")) is is_head)
        if rows:
            yield part, rows


def joined_rows(rows: Sequence[Block]) -> list[range]:
    """The runs of rows that merged cells join, in their order."""
    runs: list[range] = []
    for index, row in enumerate(rows):
        end = index + max((span(cell, "rowspan") for cell in row.children), default=1)
        if runs and index < runs[-1].stop:
            runs[-1] = range(runs[-1].start, max(end, runs[-1].stop))
        elif end > index + 1:
            runs.append(range(index, end))
    return [range(run.start, min(run.stop, len(rows))) for run in runs]


def opening_rows(rows: Sequence[Block]) -> set[int]:
    """The rows of one cell over all columns that stand over others: each names those below it."""
    wide = [
        len(row.children) > 1 and span(row.children[0], "colspan") == len(row.children)
        for row in rows
    ]
    return {index for index, (row, after) in enumerate(pairwise(wide)) if row and not after}


def head_labels(table: Block) -> list[str]:
    """What stands over each column of a table, from the outer head to the inner."""
    labels: list[list[str]] = []
    for row in table.children:
        if not row.attribute("head"):
            continue
        texts = [
            "".join(part.text for part in cell.walk()).replace("\n", "") for cell in row.children
        ]
        for index, cell in enumerate(row.children):
            if cell.attribute("covered") == "left" and index:
                texts[index] = texts[index - 1]
        labels += [[] for _ in range(len(texts) - len(labels))]
        for label, text in zip(labels, texts, strict=False):
            label += [text] * bool(text)
    return [" ".join(label) for label in labels]


def decimal_fills(table: Block) -> dict[str, str]:
    """What each figure lacks behind it to stand on the decimal point of its column, by the id of
    its cell: ``.00`` behind 5 above 5.25. Only of columns that are set at the right.
    """
    columns: dict[int, list[Block]] = {}
    for row in table.children:
        for index, cell in enumerate(row.children):
            is_figure = not row.attribute("head") and span(cell, "colspan") == 1
            if is_figure and cell.text and cell.attribute("align") == "right":
                columns.setdefault(index, []).append(cell)
    return {key: fill for cells in columns.values() for key, fill in _column_fills(cells)}


def _column_fills(cells: Sequence[Block]) -> Iterator[tuple[str, str]]:
    matches = [(cell, match) for cell in cells if (match := FIGURE.fullmatch(cell.text))]
    longest = max((match["decimals"] or "" for _, match in matches), key=len, default="")
    unit = next((match["unit"] for _, match in matches if match["unit"]), "")
    counted = sum(not NOTHING.fullmatch(cell.text) for cell in cells)
    if len(matches) < MOST_FIGURES * counted or len(longest) > DECIMALS_LIMIT:
        return
    for cell, match in matches:
        decimals = match["decimals"] or ""
        fill = ("." + "0" * (len(longest) - 1))[len(decimals) :] if longest else ""
        if fill := fill + unit * (not match["unit"]):
            yield cell.id, fill


def shown_rows(
    part: str,
    rows: Sequence[Block],
    *,
    apart: Collection[int] = (),
    joined: Collection[int] = (),
    labels: Sequence[str] = (),
    fills: Mapping[str, str] | None = None,
    typed: bool = False,
) -> Iterator[ShownRow]:
    """The rows of a part of a table with the cells that are shown in them.

    Merged cells that begin in the rows ``apart`` are not joined over rows. ``joined`` are rows that
    stay on the page of the next. ``labels`` and ``typed`` are for an e-book, which repeats in each
    row what stands over its columns and which merged cells go on in it.
    """
    going_on: dict[int, tuple[int, Block]] = {}  # by column: rows that are left of a merged cell
    for number, row in enumerate(rows):
        cells: list[ShownCell] = []
        again: list[str] = []
        index = 0
        while index < len(row.children):
            cell = row.children[index]
            left, merged = going_on.pop(index, (0, cell))
            across = min(span(merged, "colspan"), len(row.children) - index)
            if cell.attribute("covered") and left:
                going_on |= {index: (left - 1, merged)} if left > 1 else {}
                again.append(merged.text)
            else:
                down = min(span(cell, "rowspan"), len(rows) - number)
                if number in apart:
                    down = 1
                going_on |= {index: (down - 1, cell)} if down > 1 else {}
                cells.append(
                    _shown_cell(
                        part,
                        cell,
                        (across, down),
                        is_foot=down > 1
                        and number + down == len(rows)
                        and (part == "thead" or not typed),
                        label="、".join(dict.fromkeys(labels[index : index + across]))
                        if across < len(row.children)
                        else "",
                        fill=(fills or {}).get(cell.id, ""),
                    )
                )
            index += across
        shown = "　".join(" ".join(text.split()) for text in again if text)
        attributes = Markup(' class="joined"') if number in joined else Markup("")
        if typed and shown and part == "tbody":
            attributes += Markup(' data-again="%s"') % shown
        yield ShownRow(row, attributes, tuple(cells))


def _shown_cell(
    part: str, cell: Block, size: tuple[int, int], *, is_foot: bool, label: str, fill: str
) -> ShownCell:
    across, down = size
    is_head = part == "thead"
    align = "center" if is_head and across > 1 else cell.attribute("align")
    goes_on = "goes-on" if cell.attribute("covered") else ""
    classes = " ".join(filter(None, (align, "foot" if is_foot else "", goes_on)))
    scope = ("col" if across == 1 else "colgroup") if is_head else ""
    values = (
        ("scope", scope),
        ("colspan", str(across) if across > 1 else ""),
        ("rowspan", str(down) if down > 1 else ""),
        ("id", cell.id),
        ("class", classes),
        ("data-label", "" if is_head else label),
        ("data-fill", fill),
    )
    attributes = Markup("").join(
        Markup(' %s="%s"') % (name, value) for name, value in values if value
    )
    return ShownCell(cell, "th" if is_head else "td", attributes)
