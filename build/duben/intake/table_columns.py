"""Columns of a table that is taken in: which of them hold figures, and are set at the right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from duben.intake.escaping import Cell, Merge

FIGURE = re.compile("[-+−±]?[0-9][0-9,]{0,20}(?:\\.[0-9]{1,20})?[%‰]?|\\.[0-9]{1,20}", re.ASCII)
NOTHING = re.compile(
    "[-—－–…/／]{1,2}|无|無|/|\\*{1,3}|\\.{2,6}"
)  # stands for a figure that is not there
YEAR = re.compile("(?:19|20)[0-9]{2}")
CODE = re.compile("0[0-9]+|[0-9]{8,}")  # a number of a telephone, a post code: no amount


def is_figure(cell: Cell) -> bool:
    """Whether a cell is an amount and nothing else."""
    return isinstance(cell, str) and bool(FIGURE.fullmatch(cell))


def has_figures(row: Sequence[Cell]) -> bool:
    """Whether there are amounts in a row; years are none."""
    return any(is_figure(cell) and not YEAR.fullmatch(str(cell)) for cell in row)


def alignment_row(rows: Sequence[Sequence[Cell]], heads: int = 1) -> str:
    """What stands below the head of ``heads`` rows so that figures are set at the right, but for
    those of the first column.
    """
    figures = columns_of_figures(rows[heads:], len(rows[0]))
    return "|" + "".join(" ---: |" if right else " --- |" for right in figures)


def columns_of_figures(body: Sequence[Sequence[Cell]], columns: int) -> list[bool]:
    """Which columns hold figures below the head of a table, the first one never."""
    return [
        index > 0 and _is_of_figures([*filter(None, own_cells(body, index))])
        for index in range(columns)
    ]


def own_cells(rows: Sequence[Sequence[Cell]], index: int) -> Iterator[str]:
    """The texts of the cells of a column that belong to no other one."""
    for row in rows:
        cell = row[index]
        if isinstance(cell, str) and Merge.LEFT not in row[index + 1 : index + 2]:
            yield cell


def _is_of_figures(cells: Sequence[str]) -> bool:
    figures = [cell for cell in cells if is_figure(cell)]
    return (
        bool(figures)
        and all(is_figure(cell) or NOTHING.fullmatch(cell) for cell in cells)
        and not all(CODE.fullmatch(cell) or YEAR.fullmatch(cell) for cell in figures)
    )
