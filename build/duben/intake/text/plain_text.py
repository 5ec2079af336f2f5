"""Plain text to paragraphs: a line each, lines that hold several split, lines broken by hand joined
again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise, repeat
from pathlib import Path

from duben import chinese
from duben.intake import escaping
from duben.intake.boilerplate import DocumentHead, remove_boilerplate
from duben.intake.decoding import decode
from duben.intake.document import ChangeLog, Omission, SourceLine
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
from duben.model import SourceLocation, warning

HASHES = re.compile(f"(#{{1,6}})[{BLANKS}]+(?=[^{BLANKS}])")


STARS = re.compile(f"\\*\\*(?=[^{BLANKS}*])[^*\n]{{1,200}}(?<=[^{BLANKS}])\\*\\*")
COLUMN_LIMIT = 60
HEAD_LENGTH = 30  # characters of a cell in the head of a table typed with tabs
SENTENCE = re.compile("[。！？；：!?;:]|[，、,]$")  # in no head of a column
PAGE = re.compile("[0-9０-９ivxlcIVXLC]{1,6}|页码?|頁碼?")
# No head of a column either; a year is one.
AMOUNT = re.compile(
    "(?!(?:19|20)[0-9]{2}$)[-+−]?[0-9][0-9,.]{0,20}%?|(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日.*|[0-9]{1,2}[点时].*"
)
FIGURE = re.compile("[-+−]?[0-9][0-9,.]{0,20}%?|[-—－]{1,2}")
NAME = re.compile("[\u3400-\u9fff][ \u3000]{0,2}[\u3400-\u9fff]{1,3}")
NO_NAME = re.compile(
    "姓名|名称|名稱|单位|單位|部门|部門|科室|职[务责]|職[務責]|项目|項目|类别|類別|内容|內容|时间|時間|日期|地点|地點|备注|備註|电话|電話"
)
TABLE_LONGEST = 250_000  # characters of a table typed with tabs; more than that makes no page


def read_text_document(
    data: bytes, name: str, folder: Path, log: ChangeLog
) -> tuple[list[SourceLine], DocumentHead]:
    """The lines of a plain text, and what those before and after the text tell. Raises BookError
    where it is no text.
    """
    content = decode(data, name)
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
    for table in (*_tab_tables(raws), range(len(raws), len(raws))):
        lines += _paragraphs(raws, range(at, table.start), log)
        lines += _read_table(raws, table, log)
        at = table.stop
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


def _tab_tables(raws: Sequence[str]) -> Iterator[range]:
    """The lines of each table that was copied from Word or Excel; no line with a tab in it stands
    beside one.
    """
    at = 0
    for tabs, run in groupby(raws, lambda raw: raw.count("\t")):
        block = range(at, at := at + len(list(run)))
        beside = (*raws[max(block.start - 1, 0) : block.start], *raws[block.stop : block.stop + 1])
        if not tabs or any("\t" in raw.strip(BLANKS) for raw in beside):
            continue
        filled = [raw for raw in raws[block.start : block.stop] if raw.strip(BLANKS)]
        rows = [
            [cell.strip(BLANKS) for cell in raw.split("\t")[: _column_count(filled)]]
            for raw in filled
        ]
        if (
            _is_tab_table(rows[_title_rows(rows) :])
            and sum(map(len, raws[block.start : block.stop])) <= TABLE_LONGEST
        ):
            yield block


def _is_tab_table(rows: Sequence[Sequence[str]]) -> bool:
    """Whether lines with as many tabs each are surely a table, their first one its head.

    Not numbered lists, contents with page numbers, names in columns, forms to fill in, paragraphs
    set in by a tab.
    """
    if len(rows) < 2:
        return False
    head, columns = rows[0], len(rows[0])
    return (
        (columns > 2 or len(rows) > 2)
        and columns <= COLUMN_LIMIT
        and all(map(any, zip(*rows, strict=True)))
        and sum(map(bool, head)) >= 2
        and not any(len(cell) > HEAD_LENGTH or SENTENCE.search(cell) for cell in head)
        and not chinese.read_label(head[0])
        and not any(map(AMOUNT.fullmatch, head))
        and not all(PAGE.fullmatch(row[-1]) for row in rows)
        and (
            any(map(NO_NAME.search, head))
            or not all(NAME.fullmatch(cell) for row in rows for cell in row if cell)
        )
    )


def _alignment_row(rows: Sequence[Sequence[str]]) -> str:
    """What stands below the head so that figures are set at the right, but for those of the first
    column.
    """
    figures = [
        index > 0
        and any(column[1:])
        and all(not cell or FIGURE.fullmatch(cell) for cell in column[1:])
        for index, column in enumerate(zip(*rows, strict=True))
    ]
    return "|" + "".join(" ---: |" if right else " --- |" for right in figures)


def _column_count(raws: Sequence[str]) -> int:
    """How many cells each of these lines with as many tabs has, but for columns at the end in which
    nothing stands.
    """
    return max((raw.rstrip(BLANKS).count("\t") + 1 for raw in raws), default=0)


def _title_rows(rows: Sequence[Sequence[object]]) -> int:
    """How many rows of one cell stand above the head of a table: its title, the unit of its
    figures.
    """
    return next((index for index, row in enumerate(rows) if sum(map(bool, row)) != 1), len(rows))


def _read_table(raws: Sequence[str], block: range, log: ChangeLog) -> list[SourceLine]:
    """A table that was typed, its title before it; told."""
    filled = [index for index in block if raws[index].strip(BLANKS)]
    columns = _column_count([raws[index] for index in filled])
    cells = [list(_cells(raws[index], index + 1, log))[:columns] for index in filled]
    rows = [[cell.text for cell in row] for row in cells]
    titles = _title_rows(rows)
    if not rows[titles:]:
        return []
    number = cells[titles][0].number
    notice = warning(
        "intake-typed-table", SourceLocation("", number), line=number, rows=len(rows) - titles
    )
    log.problems.append(notice)
    title = [cell for row in cells[:titles] for cell in row if cell.text]
    caption = [replace(join_lines(title, repeat("\u3000")), kind="caption")] if title else []
    ruler = _alignment_row(rows[titles:])
    origins = ((0, number, 1), *_cell_origins(cells[titles:], ruler))
    return [
        *caption,
        SourceLine(escaping.table(rows[titles:], ruler), origins, kind="table", problems=(notice,)),
    ]


def _cells(raw: str, number: int, log: ChangeLog) -> Iterator[SourceLine]:
    start = 1
    for cell in raw.split("\t"):
        yield clean_line(cell, ((0, number, start),), log)
        start += len(cell) + 1


def _cell_origins(
    rows: Sequence[Sequence[SourceLine]], ruler: str
) -> Iterator[tuple[int, int, int]]:
    """Where in the file the cells of a table in Markdown stand."""
    at = 0
    for index, row in enumerate(rows):
        at += len("| ")
        for cell in row:
            yield at, *cell.position(0)
            at += len(escaping.inline(cell.text)) + len(" | ")
        if not index:
            at += len(ruler) + 1


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
