"""Plain text to paragraphs: a line each, lines that hold several split, lines broken by hand joined
again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, repeat
from pathlib import Path

from duben import chinese
from duben.intake import escaping, markdown, table_columns
from duben.intake.boilerplate import DocumentHead, remove_boilerplate
from duben.intake.decoding import decode
from duben.intake.document import ChangeLog, Omission, SourceLine
from duben.intake.escaping import Cell, Merge
from duben.intake.line_editing import (
    BLANKS,
    BREAKS,
    STOPS,
    change_line,
    clean_line,
    ends_sentence,
    join_lines,
    slice_line,
    split_line,
)
from duben.intake.text import typed_tables
from duben.intake.text.typed_tables import TypedTable
from duben.model import SourceLocation, warning

HASHES = re.compile(f"(#{{1,6}})[{BLANKS}]+(?=[^{BLANKS}])")


STARS = re.compile(f"\\*\\*(?=[^{BLANKS}*])[^*\n]{{1,200}}(?<=[^{BLANKS}])\\*\\*")
TOLD_TABLES = 12  # numbers of lines that are told


def read_text_document(
    data: bytes, name: str, folder: Path, log: ChangeLog
) -> tuple[list[SourceLine], DocumentHead]:
    """The lines of a plain text, and what those before and after the text tell. Raises BookError
    where it is no text.
    """
    content = decode(data, name)
    markdown.refuse_more_than_a_book(content)
    head = DocumentHead(language=chinese.guess_script(content))
    lines = read_plain_text(content, log)
    return remove_boilerplate(lines, log, head), head


def read_plain_text(text: str, log: ChangeLog) -> list[SourceLine]:
    """The paragraphs and tables of a plain text; what is no text (comments, unseen characters) is
    recorded in ``log``.
    """
    raws = _without_comments(BREAKS.sub("\n", text), log).split("\n")
    lines: list[SourceLine] = []
    at = 0
    tables = list(typed_tables.find_tables(raws))
    _report_tables(tables, log)
    for table in tables:
        lines += _paragraphs(raws, range(at, table.lines.start), log)
        lines += _read_table(raws, table, log)
        at = table.lines.stop
    lines += _paragraphs(raws, range(at, len(raws)), log)
    return [_take_stars(_take_hashes(line), log) for line in _join_broken_lines(lines, log)]


def _paragraphs(raws: Sequence[str], among: range, log: ChangeLog) -> list[SourceLine]:
    lines: list[SourceLine] = []
    blank = False
    for index in among:
        if not raws[index].strip(BLANKS):
            blank = True
        elif (line := clean_line(raws[index], ((0, index + 1, 1),), log)).text:
            first, *others = split_line(line, first=not lines and not among.start)
            lines += [replace(first, blank=blank), *others]
            blank = False
    return lines


def _read_table(raws: Sequence[str], table: TypedTable, log: ChangeLog) -> list[SourceLine]:
    """A table that was typed, its title before it; the lines of what only looks like one, told."""
    if not table.rows:
        return _doubtful_lines(raws, table.lines, log)
    rows = [
        [
            cell
            if isinstance(cell, Merge)
            else clean_line(cell.text, ((0, cell.line, cell.column),), log)
            for cell in row
        ]
        for row in table.rows
    ]
    titles = [clean_line(cell.text, ((0, cell.line, cell.column),), log) for cell in table.titles]
    caption = [replace(join_lines(titles, repeat("\u3000")), kind="caption")] if titles else []
    texts: list[list[Cell]] = [
        [cell if isinstance(cell, Merge) else cell.text for cell in row] for row in rows
    ]
    ruler = table_columns.alignment_row(texts, table.heads)
    first = next(cell for cell in rows[0] if isinstance(cell, SourceLine)).number
    origins = ((0, first, 1), *_cell_origins(rows, ruler, table.heads))
    text = escaping.table(texts, ruler, table.heads)
    return [*caption, SourceLine(text, origins, kind="table")]


def _doubtful_lines(raws: Sequence[str], lines: range, log: ChangeLog) -> list[SourceLine]:
    """The lines of what looks like a table, a paragraph each."""
    filled = [
        replace(clean_line(raws[index], ((0, index + 1, 1),), log, tell=False), blank=True)
        for index in lines
        if raws[index].strip(BLANKS)
    ]
    shown = f"第{lines.start + 1}—{lines.stop}行像表格，请核对：{filled[0].text}"
    log.doubt(replace(filled[0], text=shown), "table", "逐行的文字")
    return filled


def _report_tables(tables: Sequence[TypedTable], log: ChangeLog) -> None:
    """Tells once which lines were taken for tables."""
    numbers = [table.lines.start + 1 for table in tables if table.rows]
    if numbers:
        lines = "、".join(map(str, numbers[:TOLD_TABLES])) + "……" * (len(numbers) > TOLD_TABLES)
        place = SourceLocation("", numbers[0])
        log.problems.append(warning("intake-typed-table", place, count=len(numbers), lines=lines))


def _cell_origins(
    rows: Sequence[Sequence[SourceLine | Merge]], ruler: str, heads: int
) -> Iterator[tuple[int, int, int]]:
    """Where in the file the cells of a table in Markdown stand."""
    at = 0
    for index, row in enumerate(rows):
        if index == heads:
            at += len(ruler) + 1
        at += len("| ")
        for cell in row:
            if isinstance(cell, Merge):
                at += len(cell.value) + len(" | ")
                continue
            yield at, *cell.position(0)
            at += len(escaping.table_cell(cell.text)) + len(" | ")


def _without_comments(text: str, log: ChangeLog) -> str:
    """Text with ``<!-- … -->`` taken out; the line breaks in them stay, so that lines keep their
    numbers.
    """
    out, at, line = [], 0, 1
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        comment = text[start : end + 3]
        line += text.count("\n", at, start)
        log.left_out.append(Omission(line, " ".join(comment.split()), "code"))
        line += comment.count("\n")
        out += [text[at:start], "\n" * comment.count("\n")]
        at = end + 3
    return "".join([*out, text[at:]])


def _take_hashes(line: SourceLine) -> SourceLine:
    """A line that opens with ``#`` and a blank is a heading."""
    match = HASHES.match(line.text)
    text = line.text.rstrip("#").rstrip(BLANKS) if line.text.endswith("#") else line.text
    if not match or len(line.text) > 120 or len(text) <= match.end():
        return line
    return replace(slice_line(line, match.end(), len(text)), heading_level=len(match[1]))


def _take_stars(line: SourceLine, log: ChangeLog) -> SourceLine:
    """A line without the ``**`` of Markdown round its words: **一、总则**."""
    if "**" not in line.text or line.kind != "text":
        return line
    ends = [
        offset for match in STARS.finditer(line.text) for offset in (match.start(), match.end() - 2)
    ]
    return change_line(line, [(offset, "**", "") for offset in ends], log) if ends else line


# --- lines broken by hand -------------------------------------------------------------------------

FULL = 0.5  # of all lines are as long as the longest where a text was broken by hand
NARROW, WIDE = 30, 130  # half-widths that such a line may have: 15 to 65 汉字
SLACK = 4  # half-widths by which a full line may fall short: 避头尾, a Latin word moved down


def _join_broken_lines(lines: list[SourceLine], log: ChangeLog) -> list[SourceLine]:
    """Lines that were broken at a fixed width, or after so many characters, joined to paragraphs;
    others as they are.

    Told by their lengths: most lines are as long as the longest and end in the middle of a
    sentence.
    """
    counted = [2 * len(line.text) if line.kind == "text" else 0 for line in lines]
    widths = max(
        ([_line_width(line.text) if line.kind == "text" else 0 for line in lines], counted),
        key=lambda measured: len(_full_lines(lines, measured)),
    )
    broken = _break_width(lines, widths)
    if not broken:
        return lines
    told_apart = sum(line.indent >= 2 or line.blank for line in lines[1:]) >= 0.05 * len(lines)
    indented = sum(line.indent >= 2 for line in lines) >= 0.05 * len(lines)
    paragraphs = [[lines[0]]]
    gaps: list[list[str]] = [[]]  # between the lines of each paragraph
    for (before, line), width in zip(pairwise(lines), widths, strict=False):
        if _continues(before, width, line, broken, indented, told_apart):
            whole = widths is counted and width + before.indent >= broken
            paragraphs[-1].append(line)
            gaps[-1].append("" if whole or _is_tight(before.text[-1], line.text[0]) else " ")
        else:
            paragraphs.append([line])
            gaps.append([])
    if joins := len(lines) - len(paragraphs):
        log.problems.append(
            warning("intake-joined", SourceLocation(""), lines=joins, width=broken // 2)
        )
    return list(map(join_lines, paragraphs, gaps))


def _line_width(text: str) -> int:
    return sum(1 if character < "\u0100" else 2 for character in text)


def _full_width(widths: Sequence[int]) -> int:
    """The width that nine lines of ten do not pass; 0 for no lines."""
    return sorted(widths)[int(len(widths) * 0.9)] if widths else 0


def _full_lines(lines: Sequence[SourceLine], widths: Sequence[int]) -> list[SourceLine]:
    """The lines that are as long as the longest."""
    least = _full_width(widths) - SLACK
    return [line for line, width in zip(lines, widths, strict=True) if width + line.indent >= least]


def _break_width(lines: Sequence[SourceLine], widths: Sequence[int]) -> int:
    """The width in half-widths at which lines were broken, or 0."""
    full = _full_width(widths)
    if len(lines) < 8 or not NARROW <= full <= WIDE or max(widths) > full + SLACK:
        return 0
    long = _full_lines(lines, widths)
    amid = sum(not ends_sentence(line.text) for line in long)
    return full if len(long) >= FULL * len(lines) and amid >= 0.6 * len(long) else 0


def _continues(
    before: SourceLine, width: int, line: SourceLine, broken: int, indented: bool, told_apart: bool
) -> bool:
    """Whether a line goes on where the line before it was broken.

    A full line that ends a sentence ends its paragraph too, unless paragraphs are told apart by
    blanks or blank lines.
    """
    if (
        line.blank
        or before.heading_level
        or line.kind != "text"
        or HASHES.match(line.text)
        or width + before.indent < broken - SLACK
        or (indented and line.indent >= 2)
    ):
        return False
    stops = ends_sentence(before.text, STOPS)
    label = chinese.read_label(line.text)
    if label and (
        stops or label.kind in ("formal", "comma", "paren", "chapter", "section", "part")
    ):
        return False
    return not stops or told_apart


def _is_tight(left: str, right: str) -> bool:
    """Whether nothing stands between the end of a line and the next where they are joined: beside
    汉字, amid dots.
    """
    return _wide(left) or _wide(right) or left == right == "."


def _wide(character: str) -> bool:
    return chinese.is_han(character) or chinese.is_wide_mark(character) or character > "\u2e80"
