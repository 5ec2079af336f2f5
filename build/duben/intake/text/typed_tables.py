"""Tables in plain text: their columns parted by tabs, runs of blanks, single ones, or by bars.

A table is taken where it surely is one. Lines that only look like one are given too, to be told and
left as they are. The steps:

1. Successive lines with as many tabs each, their first one a head (``_is_tab_table``).
2. Successive short lines that are parted by two blanks or more, by full-width ones or by tabs.
   Lines with a cell less are filled by where their cells stand under those of the full ones.
3. Successive lines of words parted by single blanks with two amounts or more in each.
4. Tables of Markdown; lines with as many bars, none at their ends (``barred_tables``).
5. Of the head: a second row, where it names columns below cells that go on over empty ones.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from duben import chinese
from duben.intake import table_columns
from duben.intake.escaping import Cell, Merge
from duben.intake.line_editing import BLANKS
from duben.intake.text.barred_tables import find_barred, read_barred
from duben.manuscript import TABLE_CELLS

COLUMN_LIMIT = 60
HEAD_LENGTH = 30  # characters of a cell in the head of a table typed with tabs
HEAD_SENTENCE = re.compile("[。！？；：!?;:]|[，、,]$")  # in no head of a column
PAGE = re.compile("[0-9０-９ivxlcIVXLC]{1,6}|页码?|頁碼?")
# No head of a column either; a year is one.
AMOUNT = re.compile(
    "(?!(?:19|20)[0-9]{2}$)[-+−]?[0-9][0-9,.]{0,20}%?|(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日.*|[0-9]{1,2}[点时].*"
)
# An amount as a word: 1,406 20000元 90～94 12.5% 0.3mg/L; no year, no date.
QUANTITY = re.compile(
    "(?![0-9]{1,4}[年月日号])[-+−±≤≥<>]?[0-9][0-9,]{0,20}(?:\\.[0-9]{1,20})?"
    "(?:[-—–~～][0-9][0-9,.]{0,20})?(?:[%‰％]|[\u3400-\u9fff]{1,3}|[A-Za-zμ/]{1,6}[0-9²³]?)?"
)
NAME = re.compile("[\u3400-\u9fff][ \u3000]{0,2}[\u3400-\u9fff]{1,3}")
NO_NAME = re.compile(
    "姓名|名称|名稱|单位|單位|部门|部門|科室|职[务责]|職[務責]|项目|項目|类别|類別|内容|內容|时间|時間|日期|地点|地點|备注|備註|电话|電話"
    "|序号|序號|编号|編號|说明|說明|数量|數量|规格|規格|型号|型號|标准|標準|金额|金額|单价|單價|比例|性别|性別"
)
COLUMN_NAME_LENGTH = 10  # characters of the name of a column
COLUMN_NAME = re.compile(
    f"[一-鿿/]{{0,6}}(?:{NO_NAME.pattern}|分值|得分|分数|事项|要求|指标|考核项|修改者|责任人|版本号?|权重)[一-鿿/]{{0,4}}"
)
TABLE_LONGEST = 250_000  # characters of a typed table; more than that makes no page
LINE_LENGTH = 240  # characters of a line of a table that is parted by blanks
CELL_LENGTH = 40
FIELDS, NAMED_FIELDS = 4, 2  # of a list of fields the fewest, and of these with known names
PART_LENGTH = 24  # characters of a line that may be of a cell
HEADS = frozenset({"part", "chapter", "section", "formal", "comma"})
BROKEN_LINES = 6  # without tabs, of a cell between two rows that count up
BLANK_LINES = 3  # between two rows whose cells stand far apart
ROWS = 3  # the fewest of a table that is parted by blanks
GAP = re.compile("\t+|[ \xa0\u2002\u2003]{2,}|[ \xa0\u2002\u2003]*\u3000[ \xa0\u2002\u2003\u3000]*")
BARE_NUMBER = re.compile("[0-9]{1,2}(?=[ \xa0\u3000])")  # 3    登记表一律双面打印，不得涂改。
ITEM_LENGTH = 16  # characters of an item behind a bare number; a cell is shorter
WIDE_GAP = re.compile("\t|[ \xa0\u2002\u2003]{4,}|\u3000{3,}")
# Two 汉字 that stand apart to be as long as others: 张　三, 备  注.
SPACED = re.compile("(?<![^\\s\u3000])[\u3400-\u9fff][ \u3000]{1,4}[\u3400-\u9fff](?![^\\s\u3000])")
WORD = re.compile(f"(?:[^{BLANKS}]*[：:][{BLANKS}]+)?(?:{SPACED.pattern}|[^{BLANKS}]+)")
PIPE_ROW = re.compile(r"\|.*[^\\]\|")
PIPE_RULER = re.compile(r"\|(?:[ ]*:?-+:?[ ]*\|)+")
PIPE_CELL = re.compile(r"(?:^|(?<=\|))(?:[^|\\]|\\.)*(?=\||$)")
BRACKETS = re.compile("[（(][^（()）]*[）)]")  # all of a line
LEADERS = re.compile("[.．·…]{3,}")
SENTENCE = re.compile("[。；;，！？]")  # in no word of a table
FORM = re.compile("[:：_]")
NUMERAL = re.compile(
    "[0-9０-９一二三四五六七八九十百]{1,9}(?:[-—～~至][0-9０-９一二三四五六七八九十百]{1,9})?"
)
NAMES = 0.9  # of the cells are names where lines are a list of persons
MOST = 0.6  # of the rows have as many cells as the table has columns


@dataclass(frozen=True, slots=True)
class TypedCell:
    """A cell as typed, and where it stands in the file: line and column from 1."""

    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class TypedTable:
    """Lines that are a table, or look like one.

    ``lines`` are their indices, blank ones among them. ``rows`` has the cells of a sure table, none
    of another; ``titles`` what stands above its head, ``heads`` counts the rows of that.
    """

    lines: range
    rows: tuple[tuple[TypedCell | Merge, ...], ...] = ()
    titles: tuple[TypedCell, ...] = ()
    heads: int = 1


def find_tables(raws: Sequence[str]) -> Iterator[TypedTable]:
    """The tables among the lines of a text, and what looks like one, in their order."""
    for table in _with_whole_doubts(raws, list(_all_tables(raws))):
        cells = sum(map(len, table.rows))
        length = sum(len(raws[index]) for index in table.lines)
        fits = cells <= TABLE_CELLS and length <= TABLE_LONGEST
        yield table if fits else TypedTable(table.lines)


def find_barred_tables(raws: Sequence[str]) -> Iterator[TypedTable]:
    """The tables among the lines whose cells stand between bars, without a ruler."""
    for block in find_barred(raws):
        rows = read_barred(raws, block)
        if len(rows[0]) <= COLUMN_LIMIT and _is_sure([[cell[0] for cell in row] for row in rows]):
            cells = (tuple(TypedCell(*cell) for cell in row) for row in rows)
            yield TypedTable(block, tuple(cells))


def _all_tables(raws: Sequence[str]) -> Iterator[TypedTable]:
    tables = [
        *(_tab_table(raws, block) for block in _tab_blocks(raws)),
        *(_pipe_table(raws, block) for block in _pipe_blocks(raws)),
    ]
    taken = {index for table in tables for index in table.lines}
    tables += [table for table in find_barred_tables(raws) if taken.isdisjoint(table.lines)]
    at = 0
    for table in sorted(tables, key=lambda table: table.lines.start):
        yield from _blank_tables(raws, range(at, table.lines.start))
        yield table
        at = table.lines.stop
    yield from _blank_tables(raws, range(at, len(raws)))


# --- what only looks like a table -----------------------------------------------------------------


def _with_whole_doubts(raws: Sequence[str], tables: Sequence[TypedTable]) -> list[TypedTable]:
    """The tables, what looks like one with the lines round it that stand in columns, too; two such
    as one where nothing but parts of cells lies between.
    """
    whole: list[TypedTable] = []
    followers = [*(table.lines.start for table in tables[1:]), len(raws)]
    for table, end in zip(tables, followers, strict=False):
        if table.rows:
            whole.append(table)
            continue
        first = whole[-1].lines.stop if whole else 0
        start = _reach(raws, table.lines.start - 1, first - 1, -1)
        stop = _reach(raws, table.lines.stop, end, 1)
        between = raws[first : table.lines.start]
        goes_on = whole and not whole[-1].rows and not _named_columns(raws, table.lines)
        if goes_on and all(map(_is_part_of_cell, between)):
            start = whole.pop().lines.start - 1
        whole.append(TypedTable(range(start + 1, stop)))
    return whole


def _reach(raws: Sequence[str], begin: int, end: int, step: int) -> int:
    """The line before which (1) or behind which (-1) the lines from ``begin`` on are parts of a
    table no more; the last of them stands in columns.
    """
    edge = begin
    for index in range(begin, end, step):
        if not _is_part_of_cell(raws[index]):
            break
        if has_columns(raws[index]):
            edge = index + step
    return edge


def _is_part_of_cell(raw: str) -> bool:
    """Whether a line may be of a table: blank, in columns, or a few words that are no heading."""
    body = raw.strip(BLANKS)
    if not body or has_columns(raw):
        return True
    label = chinese.read_label(body)
    heads = label is not None and label.kind in HEADS and len(body) > label.end + 2
    return len(body) <= PART_LENGTH and not heads and not body.endswith(("。", "；", "："))


# --- Markdown -------------------------------------------------------------------------------------


def _pipe_blocks(raws: Sequence[str]) -> Iterator[range]:
    """The lines of each table in Markdown: a bar at both ends, a ruler below the first."""
    at = 0
    for is_row, run in groupby(raws, lambda raw: bool(PIPE_ROW.fullmatch(raw.strip(BLANKS)))):
        block = range(at, at := at + len(list(run)))
        if is_row and len(block) > 2 and PIPE_RULER.fullmatch(raws[block.start + 1].strip(BLANKS)):
            counts = {len(_pipe_cells(raws[index], 1)) for index in block}
            if len(counts) == 1 and 1 < counts.pop() <= COLUMN_LIMIT:
                yield block


def _pipe_table(raws: Sequence[str], block: range) -> TypedTable:
    rows = [_pipe_cells(raws[index], index + 1) for index in block if index != block.start + 1]
    return TypedTable(block, tuple(map(tuple, rows)))


def _pipe_cells(raw: str, number: int) -> list[TypedCell]:
    begin, end = raw.index("|") + 1, raw.rindex("|")
    return [
        TypedCell(
            match.group().strip(BLANKS).replace("\\|", "|"), number, begin + match.start() + 1
        )
        for match in PIPE_CELL.finditer(raw[begin:end])
    ]


# --- parted by tabs -------------------------------------------------------------------------------


def _tab_blocks(raws: Sequence[str]) -> Iterator[range]:
    """The lines of each table that was copied from Word or Excel; no line with a tab in it stands
    beside one.
    """
    for block in _tab_runs(raws):
        beside = (*raws[max(block.start - 1, 0) : block.start], *raws[block.stop : block.stop + 1])
        if not any("\t" in raw.strip(BLANKS) for raw in beside) and _begins_with_head(raws, block):
            yield block


def _tab_runs(raws: Sequence[str]) -> Iterator[range]:
    """Successive lines with as many tabs; groups of rows that blank lines part are one run where
    the further ones have no head, and so are rows round the broken lines of a cell.
    """
    runs: list[tuple[int, range]] = []
    at = 0
    for tabs, run in groupby(raws, lambda raw: raw.count("\t") if raw.strip(BLANKS) else -1):
        runs.append((tabs, range(at, at := at + len(list(run)))))
    held: range | None = None
    broken = 0  # the end of the lines of a cell that goes on
    for index, (tabs, block) in enumerate(runs):
        if (tabs < 0 and len(block) <= BLANK_LINES) or block.start < broken:
            continue
        count = raws[held.start].count("\t") if held else 0
        is_next = held is not None and block.start in (held.stop, broken)
        if (
            held
            and tabs == count
            and (
                (is_next and broken == block.start)
                or (held.stop < block.start and not _begins_with_head(raws, block))
            )
        ):
            held = range(held.start, block.stop)
            continue
        after = runs[index + 1] if index + 1 < len(runs) else (0, block)
        goes_on = count in (after[0], after[0] * len(after[1]))
        if held and is_next and goes_on and _is_broken(raws, held, block, after[1]):
            broken = block.stop
            continue
        if held:
            yield held
        held = block if tabs > 0 else None
    if held:
        yield held


def _is_broken(raws: Sequence[str], rows: range, block: range, after: range) -> bool:
    """Whether lines between rows with tabs are of a cell that was broken: a row that lacks no tab,
    or one without tabs that stands in brackets, between rows that count up, or below the head.
    """
    count, tabs = raws[rows.start].count("\t"), raws[block.start].count("\t")
    if tabs:
        return tabs * len(block) == count
    first, other = (raws[each].split("\t")[0].strip(BLANKS) for each in (rows[-1], after.start))
    if len(block) <= BROKEN_LINES and _is_next(first, other):
        return all(len(raws[index]) <= LINE_LENGTH for index in block)
    line = raws[block.start].strip(BLANKS)
    if len(block) > 1 or len(line) > HEAD_LENGTH:
        return False
    counts = bool(NUMERAL.fullmatch(first) and NUMERAL.fullmatch(other))
    return counts or bool(BRACKETS.fullmatch(line)) or (len(rows) == 1 and bool(other))


def _is_next(text: str, other: str) -> bool:
    """Whether two cells are numbers, the second one more than the first."""
    first, second = chinese.parse_number(text), chinese.parse_number(other)
    return first is not None and second == first + 1


def _begins_with_head(raws: Sequence[str], block: range) -> bool:
    """Whether lines with as many tabs are a table by themselves, their titles apart."""
    filled = [raw for index in block if (raw := raws[index]).strip(BLANKS)]
    columns = _column_count(filled)
    rows = [[cell.text for cell in row] for row in _tab_rows(raws, block, columns)]
    return _is_tab_table(rows[_title_rows(rows) :]) or _is_fields(rows)


def _is_fields(rows: Sequence[Sequence[str]]) -> bool:
    """Whether lines of two cells are fields and what stands in them, a table without a head: short
    names, each another, some of them known as names of columns (序号, 名称, 日期).
    """
    names = [row[0] for row in rows]
    return (
        len(rows) >= FIELDS
        and all(len(row) == 2 and all(row) for row in rows)
        and len(set(names)) == len(names)
        and all(
            len(name) <= COLUMN_NAME_LENGTH
            and all(map(chinese.is_han, name))
            and not chinese.read_label(name)
            for name in names
        )
        and sum(bool(NO_NAME.search(name)) for name in names) >= NAMED_FIELDS
    )


def _tab_rows(raws: Sequence[str], block: range, columns: int) -> list[list[TypedCell]]:
    """The rows of a table parted by tabs, those of broken cells as one."""
    rows: list[list[TypedCell]] = []
    count = raws[block.start].count("\t")
    held: list[TypedCell] = []
    for index in block:
        raw = raws[index]
        if not raw.strip(BLANKS):
            continue
        cells = list(_tab_cells(raw, index + 1))
        if held:
            cells = [*held[:-1], _joined_cell(held[-1], cells[0]), *cells[1:]]
            held = []
        if len(cells) > count:
            rows.append(cells[:columns])
        elif len(cells) > 1 or (len(rows) == 1 and not BRACKETS.fullmatch(cells[0].text)):
            held = cells
        else:
            last = max(place for place, cell in enumerate(rows[-1]) if cell.text or not place)
            rows[-1][last] = _joined_cell(rows[-1][last], cells[0])
    return rows


def _joined_cell(cell: TypedCell, more: TypedCell) -> TypedCell:
    """A cell that goes on in the next line."""
    if not cell.text or not more.text:
        return cell if cell.text else more
    gap = " " if cell.text[-1] < "\u2e80" and more.text[0] < "\u2e80" else ""
    return replace(cell, text=f"{cell.text}{gap}{more.text}")


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


def _tab_table(raws: Sequence[str], block: range) -> TypedTable:
    filled = [index for index in block if raws[index].strip(BLANKS)]
    columns = _column_count([raws[index] for index in filled])
    rows = _tab_rows(raws, block, columns)
    if _is_fields([[cell.text for cell in row] for row in rows]):
        head = tuple(replace(cell, text="") for cell in rows[0])
        return TypedTable(block, (head, *map(tuple, rows)))
    titles = _title_rows([[cell.text for cell in row] for row in rows])
    heads, body = _with_head(rows[titles:])
    return TypedTable(
        block,
        tuple(map(tuple, body)),
        tuple(cell for row in rows[:titles] for cell in row if cell.text),
        heads,
    )


def _tab_cells(raw: str, number: int) -> Iterator[TypedCell]:
    start = 0
    for cell in raw.split("\t"):
        yield TypedCell(
            cell.strip(BLANKS), number, start + 1 + len(cell) - len(cell.lstrip(BLANKS))
        )
        start += len(cell) + 1


# --- parted by blanks -----------------------------------------------------------------------------


def _blank_tables(raws: Sequence[str], among: range) -> Iterator[TypedTable]:
    at = among.start
    while at < among.stop:
        if not _may_be_row(raws[at]):
            at += 1
            continue
        indices = _wide_indices(raws, range(at, among.stop))
        table = _read_wide(raws, indices)
        if table is None:
            indices = _row_indices(raws, range(at, among.stop))
            table = _read_block(raws, indices) or _read_words(raws, indices, among.start)
            table = table or _named_columns(raws, indices)
        if table:
            yield table
        at = indices[-1] + 1


def _wide_indices(raws: Sequence[str], among: range) -> list[int]:
    """The lines from the first on whose cells stand far apart, with a few blank lines between."""
    indices: list[int] = []
    for index in among:
        if raws[index].strip(BLANKS):
            if not has_columns(raws[index]) or not _may_be_row(raws[index]):
                break
            indices.append(index)
        elif indices and index - indices[-1] > BLANK_LINES:
            break
    return indices


def _read_wide(raws: Sequence[str], indices: Sequence[int]) -> TypedTable | None:
    """The table of lines whose cells stand far apart: as many in each, words in the first line, a
    column of amounts below it, of which two lines are enough; or two heads that name columns.
    """
    rows = [_gap_cells(raws[index], index + 1) for index in indices]
    if len(rows) < 2 or len({len(row) for row in rows}) != 1:
        return None
    texts = [[cell.text for cell in row] for row in rows]
    if (
        any(len(cell) > CELL_LENGTH or SENTENCE.search(cell) for row in texts for cell in row)
        or table_columns.has_figures(texts[0])
        or not ("---:" in table_columns.alignment_row(texts) or _is_named(texts))
        or any(map(AMOUNT.fullmatch, texts[0]))
        or chinese.read_label(texts[0][0])
        or _is_contents(texts)
    ):
        return None
    heads, body = _with_head(rows)
    return TypedTable(range(indices[0], indices[-1] + 1), tuple(map(tuple, body)), (), heads)


def _row_indices(raws: Sequence[str], among: range) -> list[int]:
    """The lines that may be rows from the first on: each right under the other, or all of them with
    a blank line between.
    """
    step = 1
    if among[1:] and not raws[among[1]].strip(BLANKS):
        step = 2
    indices = [among.start]
    for index in among[step::step]:
        if not _may_be_row(raws[index]) or (step == 2 and raws[index - 1].strip(BLANKS)):
            break
        indices.append(index)
    return indices


def _may_be_row(raw: str) -> bool:
    """Whether a line is short and parted by gaps, or has two amounts among its words."""
    if len(raw) > LINE_LENGTH:
        return False
    body = raw.strip(BLANKS)
    if not any(blank in body for blank in BLANKS) or LEADERS.search(body) or body[0] == "|":
        return False
    if body.endswith(("。", "；", "，", "！", "？")):
        return False
    return len(_gap_cells(raw, 1)) > 1 or _amounts(WORD.findall(body)) > 1


def _amounts(words: Sequence[str]) -> int:
    return sum(bool(QUANTITY.fullmatch(word)) for word in words[1:])


def _quantity_columns(texts: Sequence[Sequence[str]]) -> int:
    """How many columns but the first hold amounts below their head, with units or not."""
    columns = list(zip(*texts[1:], strict=True))[1:]
    return sum(all(QUANTITY.fullmatch(cell) for cell in column) for column in columns)


def _gap_cells(raw: str, number: int) -> list[TypedCell]:
    """The cells of a line that are parted by runs of blanks."""
    body = raw.strip(BLANKS)
    begin = raw.index(body) if body else 0
    spaced = (
        [match.span() for match in SPACED.finditer(body)] if " " in body or "\u3000" in body else []
    )
    cells: list[TypedCell] = []
    start = 0
    for gap in GAP.finditer(body):
        if any(left < gap.start() and gap.end() < right for left, right in spaced):
            continue
        cells.append(TypedCell(body[start : gap.start()], number, begin + start + 1))
        start = gap.end()
    return [*cells, TypedCell(body[start:], number, begin + start + 1)]


def _read_block(raws: Sequence[str], indices: Sequence[int]) -> TypedTable | None:
    """The table that lines parted by gaps are, or look like."""
    block = range(indices[0], indices[-1] + 1)
    if padded := _trimmed_rows(raws, indices):
        heads, body = _with_head(padded)
        return TypedTable(block, tuple(map(tuple, body)), (), heads)
    rows = [_gap_cells(raws[index], index + 1) for index in indices]
    columns, full = Counter(map(len, rows)).most_common(1)[0]
    if (
        len(rows) < ROWS
        or columns < 2
        or any(len(cell.text) > CELL_LENGTH for row in rows for cell in row)
    ):
        return None
    placed = _place_cells(raws, rows, columns) if full >= MOST * len(rows) else None
    if placed:
        if all(len(row) == columns for row in rows) and _counts_up(
            [[cell.text for cell in row] for row in rows]
        ):
            head = [TypedCell("", rows[0][0].line, 1)] * columns  # 第一周 内容 from the first on
            return TypedTable(block, (tuple(head), *map(tuple, placed)))
        texts = [
            [cell.text if isinstance(cell, TypedCell) else "" for cell in row] for row in placed
        ]
        if _is_tab_table(texts) and _is_sure(texts):
            heads, body = _with_head(placed)
            return TypedTable(block, tuple(map(tuple, body)), (), heads)
    return TypedTable(block) if _looks_like_table(rows, columns) else None


def _trimmed_rows(raws: Sequence[str], indices: Sequence[int]) -> list[list[TypedCell]]:
    """The rows of a table parted by tabs of which an editor took the empty cells at the ends of
    lines; none where it is not sure that they are one.
    """
    if len(indices) <= ROWS or not all("\t" in raws[index] for index in indices):
        return []
    rows = [list(_tab_cells(raws[index].rstrip(BLANKS), index + 1)) for index in indices]
    columns = len(rows[0])
    if max(map(len, rows)) > columns or sum(len(row) == columns for row in rows) < MOST * len(rows):
        return []
    padded = [row + [TypedCell("", row[0].line, 1)] * (columns - len(row)) for row in rows]
    texts = [[cell.text for cell in row] for row in padded]
    is_table = _is_tab_table(texts) and "---:" in table_columns.alignment_row(texts)
    return padded if is_table else []


def _is_sure(texts: Sequence[Sequence[str]]) -> bool:
    """Whether rows of cells parted by gaps are a table beyond doubt: a column of amounts stands
    under a head of words, or two cells of the head name what columns hold.
    """
    columns = list(zip(*texts, strict=True))[1:]
    ruler = table_columns.alignment_row(texts)
    if table_columns.has_figures(texts[0]):
        return False
    if len(texts[0]) == 2:
        return ("---:" in ruler and len(texts) > ROWS) or _counts_up(texts[1:])
    return bool(columns) and ("---:" in ruler or _is_named(texts))


def _counts_up(texts: Sequence[Sequence[str]]) -> bool:
    """Whether the first cells of rows, four or more, are alike but for a number (第一周, 3月5日),
    and no labels of a text.
    """
    forms = {NUMERAL.sub("#", row[0]) for row in texts}
    return (
        len(texts) > ROWS
        and len(forms) == 1
        and any(map(chinese.is_han, (form := forms.pop())))
        and "#" in form
        and all(map(any, zip(*texts, strict=True)))
        and not any(SENTENCE.search(cell) for row in texts for cell in row)
        and not any(chinese.read_label("".join(row)) for row in texts)
        and not _is_contents(texts)
    )


def _is_named(texts: Sequence[Sequence[str]]) -> bool:
    """Whether two cells of the head and more name what the columns of a table hold."""
    named = sum(bool(NO_NAME.search("".join(cell.split()))) for cell in texts[0])
    return named > 1 and len(texts) >= ROWS


def _named_columns(raws: Sequence[str], indices: Sequence[int]) -> TypedTable | None:
    """What looks like a table because its head names columns that stand far apart (序号 事项 时间
    备注): the lines of its cells cannot be told apart.
    """
    for index in indices:
        cells = [cell.text for cell in _gap_cells(raws[index], 1)]
        named = sum(bool(COLUMN_NAME.fullmatch("".join(cell.split()))) for cell in cells)
        if len(cells) > 2 and named > 1 and max(map(len, cells)) <= COLUMN_NAME_LENGTH:
            return TypedTable(range(index, index + 1))
    return None


def _looks_like_table(rows: Sequence[Sequence[TypedCell]], columns: int) -> bool:
    """Whether lines look like a table: most have three cells or more, and amounts in most of
    them, or as many cells in all of them.
    """
    wide = [row for row in rows if len(row) > 2]
    texts = [cell.text for row in rows for cell in row]
    if len(wide) < max(ROWS, MOST * len(rows)) or any(map(FORM.search, texts)):
        return False
    if _is_contents([[cell.text for cell in row] for row in rows if len(row) == columns]):
        return False
    amounts = sum(_amounts([cell.text for cell in row]) > 0 for row in rows)
    if amounts >= MOST * len(rows):
        return True
    is_of_names = sum(bool(NAME.fullmatch(text)) for text in texts) > NAMES * len(texts)
    equal = all(len(row) == columns for row in rows)
    labelled = sum(bool(chinese.read_label(row[0].text + "、")) for row in rows) > 1
    return equal and len(rows) > ROWS and not is_of_names and not labelled


def _place_cells(
    raws: Sequence[str], rows: Sequence[Sequence[TypedCell]], columns: int
) -> list[list[TypedCell | Merge]] | None:
    """The rows with each cell in its column; None where it is not sure in which one stands."""
    if all(len(row) == columns for row in rows):
        return [list(row) for row in rows]
    if any("\t" in raws[row[0].line - 1] for row in rows):
        return None
    spans = [[_extent(raws[cell.line - 1], cell) for cell in row] for row in rows]
    full = [extents for extents in spans if len(extents) == columns]
    edges = [
        (min(a for a, _ in column), max(b for _, b in column)) for column in zip(*full, strict=True)
    ]
    if any(left[1] > right[0] for left, right in zip(edges, edges[1:], strict=False)):
        return None
    placed = [_place_row(row, extents, edges) for row, extents in zip(rows, spans, strict=True)]
    return None if any(row is None for row in placed) else [row for row in placed if row]


def _place_row(
    row: Sequence[TypedCell], extents: Sequence[tuple[int, int]], edges: Sequence[tuple[int, int]]
) -> list[TypedCell | Merge] | None:
    """The cells of a row under the columns that they reach into; None where one reaches into none
    or into several, or two into the same.
    """
    cells: list[TypedCell | Merge] = [TypedCell("", row[0].line, 1) for _ in edges]
    for cell, (start, end) in zip(row, extents, strict=True):
        inside = [index for index, edge in enumerate(edges) if start < edge[1] and edge[0] < end]
        if len(inside) != 1 or cells[inside[0]].text:  # type: ignore[union-attr]
            return None
        cells[inside[0]] = cell
    return cells


def _extent(raw: str, cell: TypedCell) -> tuple[int, int]:
    """Where a cell begins and ends in its line, in half-widths."""
    start = sum(1 if character < "\u0100" else 2 for character in raw[: cell.column - 1])
    return start, start + sum(1 if character < "\u0100" else 2 for character in cell.text)


def _read_words(raws: Sequence[str], indices: Sequence[int], first: int) -> TypedTable | None:
    """The table of lines whose words are parted by single blanks, or what looks like one."""
    block = range(indices[0], indices[-1] + 1)
    rows = [_words(raws[index], index + 1) for index in indices]
    if any(len(row) < 3 or _amounts([cell.text for cell in row]) < 2 for row in rows[1:]):
        return None
    has_head = not _amounts([cell.text for cell in rows[0]])
    above = block.start - (indices[1] - indices[0] if len(indices) > 1 else 1)
    if not has_head and above >= first and raws[above].strip(BLANKS):
        head = _words(raws[above], above + 1)
        if len(head) == len(rows[0]) and not table_columns.has_figures([c.text for c in head]):
            rows, block, has_head = [head, *rows], range(above, block.stop), True
    texts = [[cell.text for cell in row] for row in rows]
    if len(rows) < ROWS or any(SENTENCE.search(text) for row in texts for text in row):
        return None
    if (
        has_head
        and all(len(row) == len(rows[0]) for row in rows)
        and _is_tab_table(texts)
        and _quantity_columns(texts) > 1
    ):
        return TypedTable(block, tuple(map(tuple, rows)))
    return TypedTable(block)


def _words(raw: str, number: int) -> list[TypedCell]:
    """The words of a line; 总 计 is one, and so is 其中： 粮食."""
    return [TypedCell(match.group(), number, match.start() + 1) for match in WORD.finditer(raw)]


# --- the head -------------------------------------------------------------------------------------


def _with_head(
    rows: Sequence[Sequence[TypedCell | Merge]],
) -> tuple[int, list[list[TypedCell | Merge]]]:
    """How many rows the head of a table has, one or two, and its rows with the cells of that
    joined.
    """
    texts = [[cell.text if isinstance(cell, TypedCell) else "" for cell in row] for row in rows]
    result = [list(row) for row in rows]
    if len(rows) < 4 or not _is_second_head(texts):
        return 1, result
    for index, (upper, lower) in enumerate(zip(texts[0], texts[1], strict=True)):
        if not upper:
            result[0][index] = Merge.LEFT
        if not lower:
            result[1][index] = Merge.ABOVE
    return 2, result


def _is_second_head(texts: Sequence[Sequence[str]]) -> bool:
    """Whether the second row names columns below cells of the first that go on over empty ones."""
    first, second, *body = texts
    if not first[0] or table_columns.has_figures(second) or sum(map(bool, second)) < 2:
        return False
    groups: list[range] = []
    for index, upper in enumerate(first):
        if upper:
            groups.append(range(index, index + 1))
        else:
            groups[-1] = range(groups[-1].start, index + 1)
    below = [[bool(second[index]) for index in group] for group in groups]
    if not any(len(group) > 1 for group in groups) or not all(
        all(named) if len(named) > 1 else not named[0] for named in below
    ):
        return False
    ruler = table_columns.alignment_row([first, *body])
    return "---:" in ruler


def has_columns(raw: str) -> bool:
    """Whether words of a line stand far apart, as cells do; not a label from its words."""
    body = raw.strip(BLANKS)
    return any(
        gap.start() > 12
        or not (
            chinese.read_label(body[: gap.start()] + " 。")
            or (BARE_NUMBER.match(body) and len(body) - gap.end() >= ITEM_LENGTH)
        )
        for gap in WIDE_GAP.finditer(body)
    )


def renumber(table: TypedTable, numbers: Sequence[int]) -> TypedTable:
    """A table whose cells have the lines of the file: ``numbers`` of the lines it was read from."""
    return replace(
        table,
        rows=tuple(tuple(_with_line(cell, numbers) for cell in row) for row in table.rows),
        titles=tuple(replace(cell, line=numbers[cell.line - 1]) for cell in table.titles),
    )


def _with_line(cell: TypedCell | Merge, numbers: Sequence[int]) -> TypedCell | Merge:
    if isinstance(cell, Merge):
        return cell
    return replace(cell, line=numbers[cell.line - 1])


def cell_text(cell: TypedCell | Merge) -> Cell:
    """A cell as ``escaping.table`` takes it."""
    return cell.text if isinstance(cell, TypedCell) else cell


# --- what is a table ------------------------------------------------------------------------------


def _is_tab_table(rows: Sequence[Sequence[str]]) -> bool:
    """Whether lines with as many cells each are surely a table, their first one its head.

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
        and not any(len(cell) > HEAD_LENGTH or HEAD_SENTENCE.search(cell) for cell in head)
        and not chinese.read_label(head[0])
        and not any(map(AMOUNT.fullmatch, head))
        and not _is_contents(rows)
        and (
            any(map(NO_NAME.search, head))
            or not all(NAME.fullmatch(cell) for row in rows for cell in row if cell)
        )
    )


def _is_contents(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows are entries of contents: the last cell of each is the number of a page, and no
    other column has figures.
    """
    return all(PAGE.fullmatch(row[-1]) for row in rows) and not any(
        all(PAGE.fullmatch(cell) for cell in row[1:-1]) and len(row) > 2 for row in rows
    )
