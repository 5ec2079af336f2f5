"""The terms of a library through its booklets, as a table for a spreadsheet."""

from __future__ import annotations

from datetime import date

from duben.analysis import workbook
from duben.analysis.collecting import term_histories
from duben.model import TermHistory, TermLibrary, read_day

STATES = {"": "", "new": "末次新列", "changed": "末次有改动", "dropped": "末次未提"}
NAMED = "（只提名称）"
# Columns before those of the booklets, each with its width in characters.
COLUMNS = (("提法", 20), ("项数", 6), ("始见", 12), ("状态", 12))
BOOKLET_WIDTH = 32


def history_to_xlsx(library: TermLibrary) -> bytes:
    """A workbook: a row for each term, a column for each booklet with the members it lists."""
    dates = [booklet.date for booklet in library.booklets if booklet.date]
    made = read_day(max(dates)) if dates else date(2000, 1, 1)
    names = [
        "\n".join(
            filter(None, (one.title or one.id, one.version and f"第{one.version}版", one.date))
        )
        for one in library.booklets
    ]
    histories = term_histories(library)
    with workbook.one_sheet("提法沿革", made) as table:
        sheet, plain = table.sheet, table.format()
        head, look = table.head(), table.format(font_color="#A6192E")
        columns = (*COLUMNS, *((name, BOOKLET_WIDTH) for name in names))
        for column, (name, width) in enumerate(columns):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, head)
        for row, history in enumerate(histories, 1):
            sheet.write_string(row, 0, history.term, plain)
            sheet.write_number(row, 1, history.count, plain)
            sheet.write_string(row, 2, _first(history, library), plain)
            sheet.write_string(row, 3, STATES[history.state], look)
            for column, cell in enumerate(_cells(history, library), len(COLUMNS)):
                sheet.write_string(row, column, cell, plain)
        sheet.autofilter(0, 0, max(len(histories), 1), len(columns) - 1)
    return table.out.getvalue()


def _first(history: TermHistory, library: TermLibrary) -> str:
    """The date, or else the name, of the first booklet that has a term."""
    number = min(min(wording.booklets) for wording in history.wordings)
    booklet = library.booklets[number - 1]
    return booklet.date or booklet.title or booklet.id


def _cells(history: TermHistory, library: TermLibrary) -> list[str]:
    """What each booklet has: the members, a line each; that it only names the term; nothing."""
    cells = ["" for _ in library.booklets]
    for wording in history.wordings:
        for number in wording.booklets:
            cells[number - 1] = "\n".join(wording.members) or NAMED
    return cells
