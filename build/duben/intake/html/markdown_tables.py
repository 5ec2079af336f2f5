"""Tables that a Markdown file holds as HTML become pipe tables. Door: ``rewrite_tables``.

Only tables of words alone: one with a picture, a link or another table in it stays as it is. The
lines keep their numbers: blank ones stand where the table was longer than it is now.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from duben.intake import escaping
from duben.intake.document import ChangeLog, TextChange
from duben.intake.html import marked_text
from duben.intake.html.tables import read_table
from duben.intake.markdown import FENCE

BEGIN = re.compile(r"\s{0,3}<table\b", re.IGNORECASE)
END = re.compile(r"</table\s*>", re.IGNORECASE)
TABLE_LENGTH = 400_000  # characters of a table that is rewritten
WORDS = re.compile(
    "html|body|table|thead|tbody|tfoot|tr|td|th|caption|colgroup|col|br|p|div|span|center|font"
    "|b|strong|i|em|u|s|del|sub|sup|small|big"
)


def rewrite_tables(content: str, log: ChangeLog) -> str:
    """The text with its tables of HTML as pipe tables; told, each at its first line."""
    lines = content.split("\n")
    for begin, end in reversed(list(_blocks(lines))):
        written = _rewritten("\n".join(lines[begin:end]), begin + 1, log)
        if written:
            lines[begin:end] = written + [""] * (end - begin - len(written))
    log.mended.sort(key=lambda change: (change.line, change.column))
    return "\n".join(lines)


def _blocks(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Where each table begins and ends that has its lines for itself, outside fenced code."""
    fence, begin = "", -1
    for index, line in enumerate(lines):
        if match := FENCE.match(line):
            fence = "" if fence and match["fence"].startswith(fence) else fence or match["fence"]
        if fence:
            begin = -1
        elif BEGIN.match(line):
            begin = index
        end = END.search(line) if begin >= 0 else None
        if end:
            if not line[end.end() :].strip():
                yield begin, index + 1
            begin = -1


def _rewritten(source: str, number: int, log: ChangeLog) -> list[str]:
    """The lines of a table as Markdown, blank ones round it; none where it stays."""
    if len(source) > TABLE_LENGTH:
        return []
    root = etree.fromstring(source, etree.HTMLParser(remove_comments=True))
    tables = list(root.iter("table")) if root is not None else []
    if len(tables) != 1 or not all(WORDS.fullmatch(each.tag) for each in root.iter(etree.Element)):
        return []
    cells = "".join("".join(cell.itertext()) for cell in root.iter("td", "th", "caption"))
    if "".join(cells.split()) != "".join("".join(root.itertext()).split()):
        return []  # words beside the cells
    own = ChangeLog()
    marked_text.omit_struck(root, own, number - 1)
    marked_text.mark_raised(root)
    made = read_table(tables[0], number, own)
    if made is None:
        return []
    log.left_out += own.left_out
    log.mended.append(TextChange(number, 1, "<table>", "|"))
    written = [""]
    for line in made:
        if line.text:
            text = line.text if line.kind == "table" else f"表：{escaping.inline(line.text)}"
            written += [*text.split("\n"), ""]
    return written
