"""The tables of a page whose cells are not ruled all round: words in columns between level rules.
Door: ``take_open_tables``.

Two level rules and more of one length, one below the other, frame a table; its head stands above
the second one where there are three. Columns are parted where no word of the body stands. A word
over several columns is a merged cell. Lines of the body are one row where the rules say so, where
they stand nearer to each other than rows do, or where a cell goes on below an empty first one. A
table that reaches the end of its page goes on where the first lines of the next page stand in its
columns.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from statistics import median

from duben import chinese
from duben.intake import table_columns
from duben.intake.escaping import MarkdownText
from duben.intake.line_editing import ends_sentence
from duben.intake.merged_cells import TableCell, TableRow
from duben.intake.pdf.characters import Glyph
from duben.intake.pdf.lines import PdfLine, Piece, page_lines
from duben.intake.pdf.ruled_tables import ASCENT, RuledTable, cell_text, paragraphs
from duben.intake.pdf.rules import NEAR, Box, Grid, Rule

SAME_END = 6.0  # pt by which rules of one table begin and end apart
SHORTEST = 80.0  # pt of a rule of a frame
APART = 0.6  # em between two words of different columns
HEAD_LINES = 4  # of a head
HEAD_LENGTH = 40  # characters of a cell in it
CELL_LENGTH = 500
FILLED = 0.6  # of the lines, or rows, have two cells and more
TIGHT = 1.2  # of the least distance of lines, within a row
END = 2.0  # em before the end of its column in which a line is full
MOST = 0.7  # of the rows have as many words in a column that is several
OVERLAP = 0.3  # em by which a word reaches into a column that it stands over
FOOT_LINES = 1  # of a page below a table that goes on: its number
TOP_LINES = 2  # of a page above a table that goes on: its running head
ROW_LINES = 3  # of a row between two rules, behind one of one cell
ROWS = 3  # the fewest, of a table with few columns
FEW = 4  # columns

# What the text of a cell has as Markdown beside its words.
MARKED = re.compile(r"\\(.)|<br>")

Columns = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class _Cell:
    """A word of a line and the first and last column that it stands over."""

    first: int
    last: int
    piece: Piece


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a table."""

    cells: tuple[_Cell, ...]
    baseline: float
    size: float

    def columns(self) -> set[int]:
        """The columns in which words stand."""
        return {index for cell in self.cells for index in range(cell.first, cell.last + 1)}


# --- frames of rules ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Frame:
    """Rules from the top, and the lines between each two of them; ``is_open`` where the page ends
    before the last one, which is none then.
    """

    rules: tuple[Rule, ...]
    bands: tuple[tuple[PdfLine, ...], ...]
    is_open: bool = False


def take_open_tables(
    glyphs: Sequence[Glyph],
    rules: Sequence[Rule],
    ruled: Sequence[RuledTable],
    before: RuledTable | None,
) -> tuple[list[RuledTable], list[Glyph]]:
    """The tables between level rules of a page, and the glyphs that stand in none. ``ruled`` are
    those that are ruled all round, ``before`` is the last one of the page before where it may go
    on.
    """
    level = [
        rule
        for rule in rules
        if rule.level
        and rule.end - rule.begin >= SHORTEST
        and not any(_is_of(rule, table.grid) for table in ruled)
    ]
    tables: list[RuledTable] = []
    rest = list(glyphs)
    if before is not None and (found := _going_on(rest, level, before)) is not None:
        tables.append(found)
        rest = _outside(rest, found.grid)
    for frame in _frames(level, rest):
        table = _read_frame(frame, level)
        if table is not None:
            tables.append(table)
            rest = _outside(rest, table.grid)
    return tables, rest


def _is_of(rule: Rule, grid: Grid) -> bool:
    return (
        grid.rows[0] - NEAR <= rule.at <= grid.rows[-1] + NEAR
        and rule.begin < grid.columns[-1]
        and grid.columns[0] < rule.end
    )


def _outside(glyphs: Sequence[Glyph], grid: Grid) -> list[Glyph]:
    return [glyph for glyph in glyphs if not _is_inside(glyph, grid.rows, grid.columns)]


def _is_inside(glyph: Glyph, rows: Sequence[float], columns: Sequence[float]) -> bool:
    return (
        rows[0] < glyph.baseline - ASCENT * glyph.size < rows[-1]
        and columns[0] < (glyph.left + glyph.right) / 2 < columns[-1]
    )


def _frames(rules: Sequence[Rule], glyphs: Sequence[Glyph]) -> Iterator[_Frame]:
    """The frames that rules of one length make: bands between them in which lines have words in
    columns follow each other.
    """
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        for group in groups:
            if _as_long(group[-1], rule):
                group.append(rule)
                break
        else:
            groups.append([rule])
    for group in groups:
        if len(group) > 1:
            yield from _frames_of_group(group, glyphs)


def _as_long(rule: Rule, other: Rule) -> bool:
    return abs(rule.begin - other.begin) <= SAME_END and abs(rule.end - other.end) <= SAME_END


def _frames_of_group(group: Sequence[Rule], glyphs: Sequence[Glyph]) -> Iterator[_Frame]:
    edges = group[0].begin - NEAR, group[0].end + NEAR
    held: list[tuple[PdfLine, ...]] = []
    start = 0
    for index, (top, bottom) in enumerate(pairwise(group)):
        inside = [glyph for glyph in glyphs if _is_inside(glyph, (top.at, bottom.at), edges)]
        band = tuple(page_lines(inside, APART))
        if _has_columns(band) or (held and len(band) == 1 and _has_next(group, index, glyphs)):
            if not held:
                start = index
            held.append(band)
        elif held:
            yield _Frame(tuple(group[start : index + 1]), tuple(held))
            held = []
    if len(held) == 1 and (tail := _tail(group[-1], glyphs)):
        bottom = replace(group[-1], at=tail[-1].baseline + tail[-1].size / 2)
        yield _Frame((*group[start:], bottom), (*held, tail), is_open=True)
    elif held:
        yield _Frame(tuple(group[start:]), tuple(held))


def _tail(rule: Rule, glyphs: Sequence[Glyph]) -> tuple[PdfLine, ...]:
    """The lines below a rule, where all down to the end of the page have words in columns but for
    its number.
    """
    edges = rule.begin - NEAR, rule.end + NEAR
    lines = page_lines([g for g in glyphs if g.baseline - ASCENT * g.size > rule.at], APART)
    found = list(
        takewhile(
            lambda line: len(line.pieces) > 1 and edges[0] < line.left and line.right < edges[1],
            lines,
        )
    )
    return tuple(found) if len(lines) - len(found) <= FOOT_LINES else ()


def _has_columns(band: Sequence[PdfLine]) -> bool:
    """Whether most lines of a band have two words and more, or all of them stand in columns."""
    several = sum(len(line.pieces) > 1 for line in band)
    return bool(several) and (
        several >= (1 - FILLED) * len(band) or len(_covered([line.pieces for line in band])) > 1
    )


def _has_next(group: Sequence[Rule], index: int, glyphs: Sequence[Glyph]) -> bool:
    """Whether a band of one line is a row of one cell: the one behind it is a row of about its
    height.
    """
    if not 0 < index < len(group) - 2:
        return False
    edges = group[0].begin - NEAR, group[0].end + NEAR
    rows = group[index + 1].at, group[index + 2].at
    following = page_lines([glyph for glyph in glyphs if _is_inside(glyph, rows, edges)], APART)
    heights = [after.at - before.at for before, after in pairwise(group[index : index + 3])]
    return (
        heights[0] <= 1.5 * heights[1] and len(following) <= ROW_LINES and _has_columns(following)
    )


# --- a frame to a table ---------------------------------------------------------------------------


def _read_frame(frame: _Frame, rules: Sequence[Rule]) -> RuledTable | None:
    """The table in a frame; None where it is none."""
    head, bands = _head_and_body(frame)
    body = [line for band in bands for line in band]
    columns = _columns(head, body)
    if len(columns) < 2 or not body:
        return None
    edges = _column_edges(columns, frame.rules[0])
    parted = [_parted_words(line, edges) for line in head]
    rows = [*_head_rows(_in_columns(parted, columns), rules, edges)]
    heads = len(rows)
    for band in bands:
        rows += _body_rows(_in_columns(band, columns), edges, len(bands))
    if not _is_table(rows, heads, len(columns), len(frame.rules)) or not _holds(rows, frame):
        return None
    return _table(rows, edges, frame.rules[0].at, frame.rules[-1].at, frame.is_open)


def _head_and_body(frame: _Frame) -> tuple[Sequence[PdfLine], Sequence[Sequence[PdfLine]]]:
    """The lines of the head and the bands of the body; of a frame of two rules the head is the
    first line.
    """
    if len(frame.bands) > 1 and len(frame.bands[0]) <= HEAD_LINES:
        return frame.bands[0], frame.bands[1:]
    first, *others = frame.bands
    return first[:1], [first[1:], *others]


def _columns(head: Sequence[PdfLine], body: Sequence[PdfLine]) -> list[tuple[float, float]]:
    """Where columns begin and end: no word of the body stands between them, but for lines of one
    word and few that stand over several columns. A word of the head beside them all is a column in
    which nothing stands.
    """
    several = [line.pieces for line in body if len(line.pieces) > 1]
    columns: list[tuple[float, float]] = []
    for column in _covered(several):
        columns += _parted_column(column, several, head)
    single = [line.pieces for line in body if len(line.pieces) == 1]
    beside = [row for row in single if not _over(row[0], columns, 0)]
    columns = sorted([*columns, *_covered(beside)])
    for line in head:
        for piece in line.pieces:
            is_name = len(line.pieces) > len(columns) and len(piece.text) > 1
            if is_name and not _over(piece, columns, 0):
                columns = sorted([*columns, (piece.left, piece.right)])
    return columns


def _covered(rows: Sequence[Sequence[Piece]]) -> list[tuple[float, float]]:
    """The stretches in which words stand in one of the rows at least."""
    columns: list[tuple[float, float]] = []
    for left, right in sorted((piece.left, piece.right) for row in rows for piece in row):
        if columns and left < columns[-1][1]:
            columns[-1] = columns[-1][0], max(columns[-1][1], right)
        else:
            columns.append((left, right))
    return columns


def _parted_column(
    column: tuple[float, float], rows: Sequence[Sequence[Piece]], head: Sequence[PdfLine]
) -> list[tuple[float, float]]:
    """A column in several where most of the rows have as many words in it, and the head too, which
    a few longer words bridge.
    """
    words = [tuple(p for p in row if column[0] <= p.left and p.right <= column[1]) for row in rows]
    several = [row for row in words if len(row) > 1]
    heads = [p for line in head for p in line.pieces if _over(p, [column], 0)]
    if len(heads) < 2 or len(several) < MOST * len(rows):
        return [column]
    count, found = Counter(map(len, several)).most_common(1)[0]
    plain = [row for row in several if len(row) == count]
    letters = [
        len(piece.text) == 1 and chinese.is_han(piece.text) for row in plain for piece in row
    ]
    parted = _covered(plain)
    if found < MOST * len(rows) or len(parted) < 2 or sum(letters) > len(letters) / 2:
        return [column]
    return [(column[0], parted[0][1]), *parted[1:-1], (parted[-1][0], column[1])]


def _over(piece: Piece, columns: Columns, least: float) -> list[int]:
    """The columns that a word stands over by more than ``least`` pt."""
    return [
        index
        for index, (left, right) in enumerate(columns)
        if min(right, piece.right) - max(left, piece.left) > least
    ]


def _column_edges(columns: Columns, rule: Rule) -> tuple[float, ...]:
    """The edges of columns: in the middle between two of them, and the ends of the rule."""
    inner = [(left[1] + right[0]) / 2 for left, right in pairwise(columns)]
    return (
        min(rule.begin - NEAR, columns[0][0]),
        *inner,
        max(rule.end + NEAR, columns[-1][1]),
    )


def _in_columns(lines: Sequence[PdfLine], columns: Columns) -> list[_Line]:
    """The lines with each word over its columns; words of one column are one."""
    return [_line_in_columns(line, columns) for line in lines]


def _line_in_columns(line: PdfLine, columns: Columns) -> _Line:
    cells: list[_Cell] = []
    if len(line.pieces) == len(columns):  # words at the left of a column, its head at the right
        cells = [_Cell(index, index, piece) for index, piece in enumerate(line.pieces)]
        return _Line(tuple(cells), line.baseline, line.size)
    for piece in line.pieces:
        over = _over(piece, columns, OVERLAP * line.size) or _over(piece, columns, 0)
        if not over:
            middle = (piece.left + piece.right) / 2
            gaps = [left[1] < middle < right[0] for left, right in pairwise(columns)]
            nearest = min(
                range(len(columns)), key=lambda index: abs(sum(columns[index]) / 2 - middle)
            )
            over = [gaps.index(True), gaps.index(True) + 1] if True in gaps else [nearest]
        first, last = over[0], over[-1]
        if cells and cells[-1].last >= first:
            before = cells.pop()
            first, last = before.first, max(before.last, last)
            text = f"{before.piece.text} {piece.text}"
            piece = Piece(text, before.piece.left, piece.right)
        cells.append(_Cell(first, last, piece))
    return _Line(tuple(cells), line.baseline, line.size)


def _parted_words(line: PdfLine, edges: Sequence[float]) -> PdfLine:
    """A line of the head whose words are set apart so far that columns touch (学 分学 时): cut at
    the edges of columns, where words stand in each of them then.
    """
    if len(line.pieces) < len(edges) - 1 and not any(" " in piece.text for piece in line.pieces):
        return line
    pieces = [part for piece in line.pieces for part in _cut_at_edges(piece, edges)]
    filled = {bisect_right(edges, (part.left + part.right) / 2) for part in pieces}
    return replace(line, pieces=tuple(pieces)) if len(filled) == len(edges) - 1 else line


def _cut_at_edges(piece: Piece, edges: Sequence[float]) -> Iterator[Piece]:
    width = (piece.right - piece.left) / len(piece.text)
    start = 0
    for edge in edges[1:-1]:
        end = round((edge - piece.left) / width)
        if start < end < len(piece.text) and all(map(chinese.is_han, piece.text.replace(" ", ""))):
            left, right = piece.left + start * width, piece.left + end * width
            yield Piece(piece.text[start:end].strip(), left, right)
            start = end
    yield Piece(piece.text[start:].strip(), piece.left + start * width, piece.right)


# --- rows -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _TableRow:
    """A row: its cells by their first column, each with how many columns and rows it takes, and
    where it ends.
    """

    cells: tuple[tuple[int, TableCell], ...]
    bottom: float
    size: float


def _head_rows(
    lines: Sequence[_Line], rules: Sequence[Rule], edges: Sequence[float]
) -> Iterator[_TableRow]:
    """The head in one row; in two where words stand over several columns and others below them."""
    if not lines:
        return
    spans: dict[int, int] = {}
    upper: list[_Line] = []
    for line in lines[:-1]:
        wide = [_widened(cell, line, rules, edges) for cell in line.cells]
        if not any(cell.last > cell.first for cell in wide):
            break
        spans |= {cell.first: cell.last for cell in wide if cell.last > cell.first}
        upper.append(replace(line, cells=tuple(wide)))
    count = len(edges) - 1
    if not spans:
        yield _joined_row(lines, edges)
        return
    spanned = {index for first, last in spans.items() for index in range(first, last + 1)}
    lower = lines[len(upper) :]
    row: list[tuple[int, TableCell]] = []
    below: list[tuple[int, TableCell]] = []
    for index in range(count):
        if index in spanned:
            below.append((index, TableCell(_words_in(lower, index, index, edges))))
            if index in spans:
                text = _words_in(upper, index, spans[index], edges)
                row.append((index, TableCell(text, spans[index] - index + 1)))
        else:
            row.append((index, TableCell(_words_in(lines, index, index, edges), 1, 2)))
    size = lines[0].size
    yield _TableRow(tuple(row), upper[-1].baseline, size)
    yield _TableRow(tuple(below), lines[-1].baseline, size)


def _widened(cell: _Cell, line: _Line, rules: Sequence[Rule], edges: Sequence[float]) -> _Cell:
    """A cell of the head over all the columns that a rule right below it stands over."""
    middle = (cell.piece.left + cell.piece.right) / 2
    for rule in rules:
        if 0 < rule.at - line.baseline < 1.5 * line.size and rule.begin < middle < rule.end:
            over = [
                index
                for index, (left, right) in enumerate(pairwise(edges))
                if rule.begin < (left + right) / 2 < rule.end
            ]
            if 1 < len(over) < len(edges) - 1:
                return replace(cell, first=over[0], last=over[-1])
    return cell


def _words_in(lines: Sequence[_Line], first: int, last: int, edges: Sequence[float]) -> str:
    """The words of some lines in columns, as the text of a cell."""
    found = [
        PdfLine((cell.piece,), line.baseline, line.size)
        for line in lines
        for cell in line.cells
        if first <= cell.first and cell.last <= last
    ]
    return cell_text(paragraphs(found, edges[last + 1]))


def _joined_row(lines: Sequence[_Line], edges: Sequence[float]) -> _TableRow:
    """Lines as one row: each cell over all the columns that one of its words stands over."""
    cells: list[tuple[int, TableCell]] = []
    index = 0
    while index < len(edges) - 1:
        last = index
        for line in lines:
            for cell in line.cells:
                if cell.first <= last and index <= cell.last:
                    last = max(last, cell.last)
        cells.append((index, TableCell(_words_in(lines, index, last, edges), last - index + 1)))
        index = last + 1
    return _TableRow(tuple(cells), lines[-1].baseline, lines[0].size)


def _body_rows(lines: Sequence[_Line], edges: Sequence[float], bands: int) -> Iterator[_TableRow]:
    """The rows of one of the ``bands`` of the body: one where rules part rows."""
    if not lines:
        return
    full = sum(len(line.columns()) == len(edges) - 1 for line in lines)
    amounts = sum(any(map(_is_amount, line.cells)) for line in lines)
    if _is_single(lines) or (bands > 1 and amounts < 2 and (bands > 2 or full < 2)):
        yield _joined_row(lines, edges)
        return
    tight = _tight_distance(lines)
    row: list[_Line] = []
    for line in lines:
        if row and not _goes_on(row, line, edges, tight):
            yield _joined_row(row, edges)
            row = []
        row.append(line)
    yield _joined_row(row, edges)


def _is_single(lines: Sequence[_Line]) -> bool:
    """Whether lines are one row: a line of amounts, beside which a word has lines above and below
    it.
    """
    amounts = [line for line in lines if any(map(_is_amount, line.cells))]
    others = [line for line in lines if line not in amounts]
    return (
        len(amounts) == 1
        and 0 < len(others) <= HEAD_LINES
        and all(line.columns() == {0} for line in others)
    )


def _tight_distance(lines: Sequence[_Line]) -> float:
    """The distance of lines up to which they are of one row; 0 where rows stand no farther apart
    than lines.
    """
    gaps = sorted(after.baseline - before.baseline for before, after in pairwise(lines))
    if not gaps or gaps[-1] <= TIGHT * gaps[0]:
        return 0.0
    return TIGHT * gaps[0]


def _goes_on(row: Sequence[_Line], line: _Line, edges: Sequence[float], tight: float) -> bool:
    """Whether a line is one more of a row: it lacks cells of that, and no amount stands below
    words.
    """
    filled = set().union(*(other.columns() for other in row))
    here = line.columns()
    amounts = {cell.first for cell in line.cells if _is_amount(cell)}
    if (filled <= here and len(filled) > 1) or amounts & filled:
        return False
    if tight:
        return line.baseline - row[-1].baseline <= tight
    return 0 not in here and here <= filled and all(_is_full(row, c, edges) for c in line.cells)


def _is_amount(cell: _Cell) -> bool:
    return table_columns.is_figure(cell.piece.text)


def _is_full(row: Sequence[_Line], cell: _Cell, edges: Sequence[float]) -> bool:
    """Whether the line above a cell reaches the end of its column, or ends amid a sentence."""
    above = [
        (other.piece, line) for line in row for other in line.cells if other.first == cell.first
    ]
    if not above:
        return False
    piece, line = above[-1]
    room = edges[cell.last + 1] - piece.right
    return room <= (END + 1.5) * line.size or not ends_sentence(piece.text)


# --- what is a table ------------------------------------------------------------------------------


def _is_table(rows: Sequence[_TableRow], heads: int, columns: int, rules: int) -> bool:
    """Whether rows are those of a table: words in most cells of the head, two and more in most
    rows, none too long. Between two rules alone a column of amounts stands below the head, too.
    """
    body = rows[heads:]
    if not body or not heads or (len(rows) < ROWS and columns < FEW):
        return False
    head = [cell.text for row in rows[:heads] for _, cell in row.cells]
    texts = [[cell.text for _, cell in row.cells] for row in body]
    filled = sum(sum(map(bool, row)) > 1 for row in texts)
    named = sum(cell.across for _, cell in rows[0].cells if cell.text)
    whole = [row for row in texts if len(row) == columns]
    return (
        named >= max(columns - 1, 1)
        and sum(map(bool, head)) > 1
        and not any(len(text) > HEAD_LENGTH or text[-1:] in {*"。；;"} for text in head)
        and not table_columns.has_figures(head)
        and any(chinese.is_han(sign) or sign.isalpha() for text in head for sign in text)
        and filled >= FILLED * len(body)
        and max(len(text) for row in texts for text in row) <= CELL_LENGTH
        and bool(whole)
        and (rules > 2 or "---:" in table_columns.alignment_row([head[-columns:], *whole]))
    )


def _holds(rows: Sequence[_TableRow], frame: _Frame) -> bool:
    """Whether the rows hold as many characters as the frame."""
    plain = "".join("".join(map(_words, rows)).split())
    pieces = (piece.text for band in frame.bands for line in band for piece in line.pieces)
    whole = "".join("".join(pieces).split())
    return len(plain) == len(whole)


def _words(row: _TableRow) -> str:
    """The plain words of a row: several lines of a cell are Markdown."""
    return " ".join(
        MARKED.sub(lambda match: match[1] or " ", cell.text)
        if isinstance(cell.text, MarkdownText)
        else cell.text
        for _, cell in row.cells
        if cell.text
    )


def _table(
    rows: Sequence[_TableRow], edges: Sequence[float], top: float, bottom: float, is_open: bool
) -> RuledTable:
    """Rows as a table of the page between two heights; ``is_open`` where it may go on."""
    boxes = tuple(
        Box(number, first, cell.down, cell.across)
        for number, row in enumerate(rows)
        for first, cell in row.cells
    )
    bottoms = [*(row.bottom for row in rows[:-1]), bottom]
    return RuledTable(
        Grid(tuple(edges), (top, *bottoms), boxes),
        tuple(TableRow(tuple(cell for _, cell in row.cells)) for row in rows),
        tuple(map(_words, rows)),
        median(row.size for row in rows),
        is_open,
    )


# --- over a page ----------------------------------------------------------------------------------


def _going_on(
    glyphs: Sequence[Glyph], rules: Sequence[Rule], before: RuledTable
) -> RuledTable | None:
    """The rest of a table at the top of a page: its first lines that stand in the columns of the
    table, down to a rule; a running head may stand above them.
    """
    edges = before.grid.columns
    columns = [(left + NEAR, right - NEAR) for left, right in pairwise(edges)]
    lines = page_lines(glyphs, APART)
    found: list[_Line] = []
    for index, line in enumerate(lines):
        stop = any(
            abs(rule.begin - edges[0]) <= 2 * SAME_END
            and abs(rule.end - edges[-1]) <= 2 * SAME_END
            and (found[-1].baseline if found else 0) < rule.at < line.baseline
            for rule in rules
        )
        placed = _line_in_columns(line, columns)
        fits = all(cell.first == cell.last for cell in placed.cells) and len(placed.cells) > 1
        fits = fits and line.left >= edges[0] and line.right <= edges[-1]
        if found and (stop or not fits):
            break
        if not found and (stop or index > TOP_LINES):
            return None
        if fits:
            found.append(placed)
    if not found:
        return None
    rows = list(_body_rows(found, edges, 1))
    top, bottom = found[0].baseline - found[0].size, found[-1].baseline + 0.5 * found[-1].size
    return _table(rows, edges, top, bottom, len(lines) - index <= FOOT_LINES + 1)
