"""Plain text to paragraphs: a line each, lines that hold several split, lines broken by hand joined
again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, repeat
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
    LETTER_SIGNS,
    change_line,
    clean_line,
    join_lines,
    slice_line,
    split_line,
)
from duben.intake.merged_cells import TableRow, table_lines
from duben.intake.pagination import find_pagination
from duben.intake.signed_text import take_signature
from duben.intake.text import typed_tables
from duben.intake.text.typed_tables import TypedTable
from duben.intake.wrapped_lines import join_wrapped_lines
from duben.model import SourceLocation, warning

# ## 一、目标; ##目标, of old Markdown, where a single # opens a hashtag.
HASHES = re.compile(f"(#{{1,6}}(?=[{BLANKS}])|#{{2,6}}(?=[^#]))[{BLANKS}]*(?=[^{BLANKS}])")

STARS = re.compile(f"\\*\\*(?=[^{BLANKS}*])[^*\n]{{1,200}}(?<=[^{BLANKS}])\\*\\*")
LETTER_BULLET = re.compile(f"[{''.join(LETTER_SIGNS)}](?=[ \u3000]{{1,8}}[\u4e00-\u9fff《“])")
SHORT_HEADING = 20  # characters of each of two headings in larger type
ALIKE_SIZES = 0.95  # of the largest size: lines of one title
LETTER_BULLETS = 3  # lines that open with the same letter
NO_ROW = "。"  # stands for a line of a known table: no row of another one, no head of a page
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
    text = take_signature(_with_feeds(text), log)
    raws = _without_comments(text, log).split("\n")
    feeds = [index for index, raw in enumerate(raws) if raw.startswith("\f")]
    lines = read_lines([raw.removeprefix("\f") for raw in raws], feeds, log)
    return [_take_stars(line, log) for line in lines]


def read_lines(
    raws: Sequence[str],
    feeds: Sequence[int],
    log: ChangeLog,
    known: Mapping[int, int] | None = None,
    larger: Mapping[int, float] | None = None,
    ruled: Mapping[range, Sequence[TableRow]] | None = None,
) -> list[SourceLine]:
    """The paragraphs and tables of the lines of a text.

    ``feeds`` are the indices of lines that begin a page. ``known`` has the widths of lines by their
    number, in half-widths, of a text that was set: nobody typed its blanks or a ``#`` of Markdown.
    ``larger`` has the sizes of lines in larger type by their indices, in pt. ``ruled`` has the rows
    of tables that are known by the indices of their lines; no rows, and the lines go.
    """
    tell = known is None
    larger = larger or {}
    ruled = ruled or {}
    rows = {index for span in ruled for index in span}
    masked = [NO_ROW if index in rows else raw for index, raw in enumerate(raws)]
    raws, numbers = _without_pagination(masked, feeds, larger, log, rows)
    lines: list[SourceLine] = []
    at = 0
    tables = list(typed_tables.find_tables(raws))
    _report_tables(tables, numbers, log)
    for span, table in _in_order(tables, ruled, numbers):
        lines += _paragraphs(raws, numbers, range(at, span.start), log, tell)
        if isinstance(table, TypedTable):
            lines += read_typed_table(raws, numbers, table, log)
        elif table:
            entries = table_lines(table, (), numbers[span.start]) or []
            lines += [entry for entry in entries if entry.text]
        at = span.stop
    lines += _paragraphs(raws, numbers, range(at, len(raws)), log, tell)
    if tell:
        lines = _with_outermost_title([_take_hashes(line) for line in lines])
    lines = _with_bullets(lines, log)
    alone = _lone_lines(masked, feeds, larger)
    apart = frozenset(
        number
        for raw, number in zip(raws, numbers, strict=True)
        if typed_tables.has_columns(raw) or number - 1 in alone
    )
    return join_wrapped_lines(lines, log, apart, known)


def _with_bullets(lines: Sequence[SourceLine], log: ChangeLog) -> list[SourceLine]:
    """The lines, a bullet for each letter that Wingdings shows as one where several lines open with
    it; this is told.
    """
    opening = [match[0] if (match := LETTER_BULLET.match(line.text)) else "" for line in lines]
    counted = Counter(opening)
    return [
        change_line(line, [(0, letter, LETTER_SIGNS[letter])], log)
        if letter and counted[letter] >= LETTER_BULLETS
        else line
        for line, letter in zip(lines, opening, strict=True)
    ]


def _lone_lines(raws: Sequence[str], feeds: Sequence[int], larger: Mapping[int, float]) -> set[int]:
    """The indices of the lines in larger type, one by itself or two short ones: headings, not a
    text of their size. The largest of the first page stand by themselves: its title.
    """
    end = next((feed for feed in feeds if feed), len(raws))
    largest = max((size for index, size in larger.items() if index < end), default=0)

    def weight(index: int) -> int:
        is_largest = index < end and larger.get(index, 0) > ALIKE_SIZES * largest
        return is_largest + (index in larger)

    filled = [index for index, raw in enumerate(raws) if raw.strip(BLANKS)]
    alone: set[int] = set()
    for size, run in groupby(filled, weight):
        indices = list(run)
        short = all(len(raws[index].strip(BLANKS)) <= SHORT_HEADING for index in indices)
        if size and len(indices) <= 1 + short:
            alone.update(indices)
    return alone


def _in_order(
    tables: Sequence[TypedTable], ruled: Mapping[range, Sequence[TableRow]], numbers: Sequence[int]
) -> list[tuple[range, TypedTable | Sequence[TableRow]]]:
    """The tables that were found and those that are known, each with the indices of its lines among
    those that are left, whose numbers are ``numbers``.
    """
    places = {number - 1: index for index, number in enumerate(numbers)}
    entries: list[tuple[range, TypedTable | Sequence[TableRow]]] = [
        (range(places[span.start], places[span.stop - 1] + 1), rows) for span, rows in ruled.items()
    ]
    entries += [(table.lines, table) for table in tables]
    return sorted(entries, key=lambda entry: entry[0].start)


def _with_feeds(text: str) -> str:
    """A text with one kind of line break; a line keeps the form feed that stands before it."""
    return BREAKS.sub(lambda match: "\n\f" if match.group() == "\f" else "\n", text)


def _without_pagination(
    raws: Sequence[str],
    feeds: Sequence[int],
    larger: Collection[int],
    log: ChangeLog,
    rows: Collection[int],
) -> tuple[list[str], list[int]]:
    """The lines of a text without what belongs to pages, and the number of each in the file.
    ``rows`` are the indices of lines that are of a table.
    """
    pages = find_pagination(raws, feeds, larger)
    log.left_out += [
        Omission(index + 1, " ".join(raws[index].split()), why=why)
        for index, why in sorted(pages.reasons.items())
        if index not in rows
    ]
    left = (pages.reasons.keys() | pages.blanks) - set(rows)
    kept = [index for index in range(len(raws)) if index not in left]
    return [raws[index] for index in kept], [index + 1 for index in kept]


def _paragraphs(
    raws: Sequence[str], numbers: Sequence[int], among: range, log: ChangeLog, tell: bool
) -> list[SourceLine]:
    lines: list[SourceLine] = []
    blank = among.start > 0
    for index in among:
        if not raws[index].strip(BLANKS):
            blank = True
        elif (line := clean_line(raws[index], ((0, numbers[index], 1),), log, tell)).text:
            first, *others = split_line(line, first=not lines and not among.start)
            lines += [replace(first, blank=blank), *others]
            blank = False
    return lines


def read_typed_table(
    raws: Sequence[str], numbers: Sequence[int], table: TypedTable, log: ChangeLog
) -> list[SourceLine]:
    """A table that was typed, its title before it; the lines of what only looks like one, told."""
    if not table.rows:
        return _doubtful_lines(raws, numbers, table.lines, log)
    table = typed_tables.renumber(table, numbers)
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


def _doubtful_lines(
    raws: Sequence[str], numbers: Sequence[int], lines: range, log: ChangeLog
) -> list[SourceLine]:
    """The lines of what looks like a table, a paragraph each."""
    filled = [
        replace(clean_line(raws[index], ((0, numbers[index], 1),), log, tell=False), kind="row")
        for index in lines
        if raws[index].strip(BLANKS)
    ]
    shown = f"第{numbers[lines.start]}—{numbers[lines.stop - 1]}行像表格，请核对：{filled[0].text}"
    log.doubt(replace(filled[0], text=shown), "table", "逐行的文字")
    return filled


def _report_tables(tables: Sequence[TypedTable], numbers: Sequence[int], log: ChangeLog) -> None:
    """Tells once which lines were taken for tables."""
    starts = [numbers[table.lines.start] for table in tables if table.rows]
    if starts:
        lines = "、".join(map(str, starts[:TOLD_TABLES])) + "……" * (len(starts) > TOLD_TABLES)
        place = SourceLocation("", starts[0])
        log.problems.append(warning("intake-typed-table", place, count=len(starts), lines=lines))


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


def _with_outermost_title(lines: list[SourceLine]) -> list[SourceLine]:
    """The lines; the first as the title where ``##`` marks it and nothing else so far out."""
    level = lines[0].heading_level if lines else 0
    if level < 2 or any(0 < line.heading_level <= level for line in lines[1:]):
        return lines
    return [replace(lines[0], heading_level=1), *lines[1:]]


def _take_stars(line: SourceLine, log: ChangeLog) -> SourceLine:
    """A line without the ``**`` of Markdown round its words: **一、总则**."""
    if "**" not in line.text or line.kind != "text":
        return line
    ends = [
        offset for match in STARS.finditer(line.text) for offset in (match.start(), match.end() - 2)
    ]
    return change_line(line, [(offset, "**", "") for offset in ends], log) if ends else line
