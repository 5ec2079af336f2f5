"""Tables of a Markdown file whose cells stand between bars, but without a ruler below the head:
they get one, so that they are tables. Door: ``rewrite_barred``.
"""

from __future__ import annotations

import re

from duben.intake import escaping, table_columns
from duben.intake.document import ChangeLog, TextChange
from duben.intake.markdown import outside_code
from duben.intake.text.barred_tables import is_ruler
from duben.intake.text.typed_tables import TypedTable, find_barred_tables

BAR = re.compile(r"(?<!\\)\|")  # inside a cell


def rewrite_barred(content: str, log: ChangeLog) -> str:
    """The text with such tables as pipe tables, a blank line round each; told at its first line."""
    lines = content.split("\n")
    for table in reversed(list(find_barred_tables(list(outside_code(lines))))):
        block = table.lines
        if any(is_ruler(lines[index]) for index in block):
            continue  # a table already
        before = [""] if "".join(lines[max(block.start - 1, 0) : block.start]).strip() else []
        after = [""] if "".join(lines[block.stop : block.stop + 1]).strip() else []
        written = [*before, *_written(table).split("\n"), *after]
        spare = len(block) - len(written)
        lines[block.start : block.stop] = written + [""] * spare
        log.mended.append(TextChange(block.start + 1, 1, " | ", "| |"))
    log.mended.sort(key=lambda change: (change.line, change.column))
    return "\n".join(lines)


def _written(table: TypedTable) -> str:
    """A table as Markdown; the text of its cells is Markdown already."""
    texts = [["" if isinstance(c, escaping.Merge) else c.text for c in row] for row in table.rows]
    cells: list[list[escaping.Cell]] = [
        [
            escaping.MarkdownText(f"\\{text}" if text in ("<<", "^^") else BAR.sub(r"\|", text))
            for text in row
        ]
        for row in texts
    ]
    return escaping.table(cells, table_columns.alignment_row(cells))
