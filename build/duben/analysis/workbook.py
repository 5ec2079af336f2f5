"""A workbook of one sheet for an editor's spreadsheet: plain cells, a head that stays, printed on
one page's width.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

FONT = {"font_name": "宋体", "font_size": 11, "text_wrap": True, "valign": "top"}
BORDER = {"border": 1, "border_color": "#BFBFBF"}


@dataclass(frozen=True, slots=True)
class OneSheet:
    """A workbook that is being written, its sheet, and where its bytes go."""

    book: Any
    sheet: Any
    out: io.BytesIO

    def format(self, **properties: object) -> Any:
        """A format of cells: that of all, with further properties of xlsxwriter."""
        return self.book.add_format({**FONT, **BORDER, **properties})

    def head(self, **properties: object) -> Any:
        """The format of the cells of the head."""
        return self.format(bold=True, bg_color="#EDEDED", **properties)


def cell_name(row: int, column: int) -> str:
    """What a spreadsheet calls a cell, both numbers from 1: C2."""
    return f"{xl_col_to_name(column - 1)}{row}"


@contextmanager
def one_sheet(title: str, made: date) -> Iterator[OneSheet]:
    """A workbook with one sheet of this name, which says ``made`` of when it was made: the same
    bytes whenever it is written. Text stays text: no formula, link or number is made of it.
    """
    out = io.BytesIO()
    kept = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    book = xlsxwriter.Workbook(out, {"in_memory": True, **kept})
    book.set_properties({"title": title, "created": datetime(made.year, made.month, made.day)})
    sheet = book.add_worksheet(title)
    yield OneSheet(book, sheet, out)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    book.close()
