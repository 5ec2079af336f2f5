"""Paragraphs of a Word file that are rows of a table, their cells parted by tabs, become one; which
are is told as in plain text (``text.typed_tables``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from duben.intake.document import ChangeLog
from duben.intake.text.plain_text import read_typed_table
from duben.intake.text.typed_tables import find_tables
from duben.intake.word.lines import WordLine
from duben.intake.word.styles import ParagraphLook
from duben.model import SourceLocation, warning

TOLD_TABLES = 12  # numbers of lines that are told


def take_tables(lines: Sequence[WordLine], log: ChangeLog) -> list[WordLine]:
    """The lines, runs of those with tabs as tables where their columns are sure."""
    begins: list[int] = []
    result = [
        entry
        for tabbed, run in groupby(lines, lambda entry: bool(entry.tabbed))
        for entry in (_read_run(list(run), begins, log) if tabbed else run)
    ]
    if begins:
        shown = "、".join(map(str, begins[:TOLD_TABLES])) + "……" * (len(begins) > TOLD_TABLES)
        place = SourceLocation("", begins[0])
        log.problems.append(warning("intake-typed-table", place, count=len(begins), lines=shown))
    return result


def _read_run(run: Sequence[WordLine], begins: list[int], log: ChangeLog) -> Iterator[WordLine]:
    raws = [entry.tabbed for entry in run]
    numbers = [entry.line.number for entry in run]
    at = 0
    for table in find_tables(raws):
        if not table.rows:
            continue
        yield from run[at : table.lines.start]
        for line in read_typed_table(raws, numbers, table, log):
            yield WordLine(line, ParagraphLook())
        begins.append(numbers[table.lines.start])
        at = table.lines.stop
    yield from run[at:]
