"""A PDF with a text layer to the lines of its text. Door: ``read_pdf_document``.

The pages are typed: each line with its indent, its pieces at their places, a blank line where it
stands farther from the one above than usual, a form feed before each page. Then the reader of plain
text takes page numbers out, joins lines and finds tables, with the true widths of lines. What the
type tells besides is added: larger lines are headings, the largest of the first pages the title.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from pathlib import Path
from statistics import median, median_low

from duben import chinese
from duben.intake import accounting, captions, dates, head_lines, markdown
from duben.intake.boilerplate import DocumentHead, remove_boilerplate
from duben.intake.document import ChangeLog, Omission, SourceLine
from duben.intake.heading_series import COUNTED
from duben.intake.line_editing import (
    CHOICE,
    change_line,
    ends_sentence,
    join_lines,
    slice_line,
    text_width,
)
from duben.intake.merged_cells import TableRow
from duben.intake.pagination import HEAD
from duben.intake.pdf.characters import PdfPage, read_pages
from duben.intake.pdf.columns import read_order
from duben.intake.pdf.lines import APART, PdfLine, Piece, page_lines
from duben.intake.pdf.open_tables import take_open_tables
from duben.intake.pdf.ruled_tables import (
    RuledTable,
    find_page_grids,
    fits_in,
    joined_rows,
    joins,
    repeated_rows,
    take_tables,
    with_common_columns,
    without_head,
)
from duben.intake.pdf.rules import Grid
from duben.intake.text.plain_text import read_lines
from duben.intake.wrapped_lines import ENTRY
from duben.model import SourceLocation, warning

LARGER = 1.12  # of the size of the text from which on a line is larger
TITLE_PAGES = 2
HEADING_WIDTH = 120  # half-widths of a title over several lines
TITLE_LINES = 4
HEADING_FULL = 0.6  # of the width: a shorter line with a label is a heading at its end
ENDINGS = (*head_lines.KINDS, "书", "册", "表")  # of the titles of documents
KIND_SIZE = 0.85  # of the size of a title that goes on to the kind of the document
KIND_LENGTH = 6  # characters of a title that names the kind of a document alone
IN_CHINESE = 0.2  # of the characters are 汉字; a title of such a text has some
LEADING = 1.45  # of the usual distance of lines is a blank line
PARTED = 2.2  # em between baselines where a page has too few lines to tell the usual one
NARROW = 0.8  # em between columns that nearly touch
RIGHT_EDGE = 0.95  # of the lines of a page do not reach farther
MARKED_HEADINGS = 5  # by size, from which on nothing else without a label is a heading
LEVELS = 3  # of headings by size
# A letterhead, the number of a document, the kind of a standard, the heads of front matter.
NO_TITLE = re.compile(
    "(?:.*(?:文件|[0-9０-９一二三四五六七八九十] ?号|公报)|中华人民共和国.{2,6}标准"
    "|目[ \u3000]*[录次]|前[ \u3000]*言|摘[ \u3000]*要)$"
)
# Lines at the bound of two pages that a table goes over, and their length in characters.
BOUND_LINES, BOUND_LENGTH = 3, 40
DIGITS = re.compile("[0-9]+")
# Names of bold fonts and of black ones; 方正大标宋 and 小标宋 are for titles.
BOLD = re.compile("bold|heavy|dabiao|xiaobiao|DBS|XBS|粗", re.IGNORECASE)
BLACK = re.compile("hei(?!ght)|black|FZHT|gothic|黑", re.IGNORECASE)
COVER_LINES = 3  # of a page that is a cover, its title among them
HEAVY_HEADINGS, MOST_HEAVY = 2, 0.8
OUTLINED = frozenset({"part", "chapter", "section", "comma"})  # kinds of labels of an outline
RECURRING = 3  # times that a lead-in comes
HEAVY_LENGTH = 24  # characters of a heading that its font tells
TEXT_LENGTH = 20  # characters of a text under it
NOTE_MARK, NOTE_MARKED = re.compile("[ \u3000]*[*＊]{1,2}$"), "书名后的注号"
PICTURE = "（图，第{}页）"
TURNED = "斜放的字"
TITLED_COLUMNS = 3  # of a table whose first row is the title
TITLED_LENGTH = (6, 60)  # characters of that title


@dataclass(slots=True)
class _PlacedTable:
    """A ruled table, and the indices of its rows among the typed lines."""

    table: RuledTable
    page: int
    lines: range = range(0)


@dataclass(slots=True)
class _TypedPages:
    """The pages as typed lines: with widths and sizes by the number of a line, from 1."""

    raws: list[str] = field(default_factory=list)
    feeds: list[int] = field(default_factory=list)
    widths: dict[int, int] = field(default_factory=dict)
    sizes: dict[int, float] = field(default_factory=dict)
    pages: dict[int, int] = field(default_factory=dict)
    fonts: dict[int, str] = field(default_factory=dict)
    tables: list[_PlacedTable] = field(default_factory=list)


def read_pdf_document(
    data: bytes, name: str, folder: Path, log: ChangeLog
) -> tuple[list[SourceLine], DocumentHead]:
    """The lines of a PDF, and what those before and after the text tell. Raises BookError where it
    is encrypted, has no text layer or goes beyond the limits.
    """
    pages = read_pages(data, name)
    typed = _typed_pages(pages)
    text = "\n".join(typed.raws)
    markdown.refuse_more_than_a_book(text)
    log.packaged = True
    log.characters.update(accounting.count_characters(text))
    _report_pages(pages, typed, name, log)
    body = _body_size(typed)
    larger = {number - 1: size for number, size in typed.sizes.items() if size > LARGER * body}
    tables = _without_title(dict(_whole_tables(typed, log)), typed)
    lines = read_lines(typed.raws, typed.feeds, log, typed.widths, larger, tables)
    lines = list(_with_whole_headings(lines, typed, body))
    lines, title = _without_note_mark(*_with_title(lines, typed, body), log)
    lines = _with_heavy_headings(_with_headings(lines, typed, body), typed)
    head = DocumentHead(language=chinese.guess_script(text))
    plain = remove_boilerplate(lines, log, head, title)
    if head.date is None and _is_cover(lines, typed, body):
        _take_cover_date([line for line in plain if typed.pages.get(line.number) == 1], log, head)
    return plain, head


def _take_cover_date(lines: Sequence[SourceLine], log: ChangeLog, head: DocumentHead) -> None:
    """Takes the day or the month that stands alone on a cover, the last of several; the editor is
    asked.
    """
    for line in reversed(lines):
        day = dates.date_alone(line.text) or dates.month_alone(line.text)
        if day is not None:
            head.date = day
            log.doubt(line, "date", day.isoformat())
            return


def _report_pages(pages: Sequence[PdfPage], typed: _TypedPages, name: str, log: ChangeLog) -> None:
    """Tells which pages are pictures alone, and what is left out: pictures, slanted text."""
    begins = {page: number for number, page in reversed(typed.pages.items())}
    for number, page in enumerate(pages, 1):
        line = begins.get(number, 0)
        if page.pictures:
            log.left_out += [Omission(line, PICTURE.format(number), "picture")]
        turned = "".join(glyph.text for glyph in page.glyphs if not glyph.upright)
        if turned.strip():
            log.left_out.append(Omission(line, turned, why=TURNED))
    scans = [n for n, page in enumerate(pages, 1) if page.pictures and not page.glyphs]
    if scans:
        shown = "、".join(map(str, scans[:10])) + "……" * (len(scans) > 10)
        log.problems.append(
            warning("intake-pdf-scanned-pages", SourceLocation(name), count=len(scans), pages=shown)
        )


# --- pages to typed lines -------------------------------------------------------------------------


def _typed_pages(pages: Sequence[PdfPage]) -> _TypedPages:
    typed = _TypedPages()
    grids = find_page_grids(pages)
    laid = [
        read_order(*_lines_and_rows(page, grids[number - 1], number, typed.tables), page.width)
        for number, page in enumerate(pages, 1)
    ]
    body = _commonest_size(line for blocks in laid for block in blocks for line in block)
    full = median(
        [_edges(block)[1] - _edges(block)[0] for blocks in laid for block in blocks] or [1]
    )
    half_widths = min(120, max(40, round(full / (body / 2))))
    for number, blocks in enumerate(laid, 1):
        typed.feeds.append(len(typed.raws))
        for block in blocks:
            _type_block(block, number, half_widths, typed)
    typed.feeds.append(len(typed.raws))
    return typed


def _lines_and_rows(
    page: PdfPage,
    grids: Sequence[tuple[Grid, bool]],
    number: int,
    tables: list[_PlacedTable],
) -> tuple[list[PdfLine], list[PdfLine]]:
    """The lines of a page from the top, each row of a ruled table as one; the tables are added to
    ``tables``. Then the same lines, cut at smaller gaps.
    """
    found, rest = take_tables(page, grids)
    last = tables[-1] if tables else None
    before = last.table if last and last.page == number - 1 and last.table.is_open else None
    opened, rest = take_open_tables(rest, page.rules, found, before)
    found = sorted([*found, *opened], key=lambda table: table.grid.rows[0])
    rows: list[tuple[float, PdfLine]] = []
    for table in found:
        tables.append(_PlacedTable(table, number))
        top, edges = table.grid.rows[0], (table.grid.columns[0], table.grid.columns[-1])
        rows += [
            (top, PdfLine((Piece(text, *edges),), baseline, table.size, len(tables)))
            for text, baseline in zip(table.words, table.grid.rows[1:], strict=True)
        ]
    wide, narrow = (
        [(line.baseline, line) for line in page_lines(rest, apart)] for apart in (APART, NARROW)
    )
    return (
        [line for _, line in sorted([*wide, *rows], key=_place)],
        [line for _, line in sorted([*narrow, *rows], key=_place)],
    )


def _place(entry: tuple[float, PdfLine]) -> tuple[float, int]:
    return entry[0], entry[1].table


def _whole_tables(typed: _TypedPages, log: ChangeLog) -> Iterator[tuple[range, Sequence[TableRow]]]:
    """The rows of each ruled table with the indices of its lines; of one that goes on over a page
    all rows with those of its first lines. A head that comes again is told.
    """
    forms = Counter(map(_form, typed.raws))
    parts: list[list[_PlacedTable]] = []
    for before, placed in pairwise([None, *(table for table in typed.tables if table.lines)]):
        if placed is None:
            continue
        if before is not None and _goes_over(before, placed, typed, forms):
            parts[-1].append(placed)
        else:
            parts.append([placed])
    for first, *others in parts:
        first_rows, *more = with_common_columns([first.table, *(other.table for other in others)])
        rows: Sequence[TableRow] = first_rows
        for placed, further in zip(others, more, strict=True):
            heads = repeated_rows(rows, further)
            log.left_out += [
                Omission(index + 1, typed.raws[index].strip(), why=HEAD)
                for index in [index for index in placed.lines if index + 1 in typed.sizes][:heads]
            ]
            rest = without_head(further, heads)
            reaches = bool(rest) and len(rest[0].cells) > len(further[heads].cells)
            rows = [*rows, *rest] if reaches else joined_rows(rows, rest)
        yield first.lines, rows
        yield from ((placed.lines, ()) for placed in others)


def _without_title(
    tables: dict[range, Sequence[TableRow]], typed: _TypedPages
) -> dict[range, Sequence[TableRow]]:
    """The tables, the one with which the document opens without its first row where that is one
    cell over all columns with the name of a table: the title.
    """
    first = min(tables, key=lambda lines: lines.start, default=range(0))
    rows = tables.get(first, ())
    cells = rows[0].cells if rows else ()
    columns = max((len(row.cells) for row in rows), default=0)
    if (
        columns < TITLED_COLUMNS
        or len(cells) != 1
        or cells[0].across < columns
        or not cells[0].text.endswith((*head_lines.KINDS, "表", "名单", "清单"))
        or not TITLED_LENGTH[0] <= len(cells[0].text) <= TITLED_LENGTH[1]
        or any(mark in cells[0].text for mark in "：:。；")
        or any(raw.strip() for raw in typed.raws[: first.start])
    ):
        return tables
    return {
        (range(lines.start + 1, lines.stop) if lines == first else lines): (
            rows[1:] if lines == first else own
        )
        for lines, own in tables.items()
    }


def _form(raw: str) -> str:
    """A line without its blanks and figures: that of a running head is one on all pages."""
    return DIGITS.sub("", "".join(raw.split()))


def _goes_over(
    before: _PlacedTable, placed: _PlacedTable, typed: _TypedPages, forms: Counter[str]
) -> bool:
    """Whether a table ends its page and goes on at the top of the next one; at the bound of a page
    stands nothing but its number and its running head, or the caption again. ``forms`` counts those
    of all lines.
    """
    between = range(before.lines.stop, placed.lines.start)
    beside = [text for index in between if (text := "".join(typed.raws[index].split()))]
    above = typed.raws[max(before.lines.start - BOUND_LINES, 0) : before.lines.start]
    names = {typed.raws[index].strip() for index in between} - {raw.strip() for raw in above}
    if any(captions.names_table(name) and "续" not in name for name in names):
        return False  # it has a caption of its own
    if any(_is_own_title(index, placed, typed, forms) for index in between):
        return False
    return (
        placed.page == before.page + 1
        and bool(before.lines)
        and len(beside) <= BOUND_LINES
        and all(len(text) <= BOUND_LENGTH for text in beside)
        and (
            joins(before.table, placed.table)
            or (
                fits_in(before.table, placed.table)
                and all(
                    forms[_form(text)] > 1 or not any(map(str.isalpha, text)) for text in beside
                )
            )
        )
    )


def _is_own_title(
    index: int, placed: _PlacedTable, typed: _TypedPages, forms: Counter[str]
) -> bool:
    """Whether a line over a table on its page is larger than the words of that, comes nowhere else
    and says nothing of going on: the title of a table of its own.
    """
    raw = typed.raws[index]
    return (
        typed.pages.get(index + 1) == placed.page
        and typed.sizes[index + 1] > LARGER * placed.table.size
        and forms[_form(raw)] == 1
        and any(map(chinese.is_han, raw))
        and "续" not in raw
    )


def _commonest_size(lines: Iterator[PdfLine]) -> float:
    """The size in which most characters are set."""
    counted: Counter[float] = Counter()
    for line in lines:
        counted[round(line.size * 2) / 2] += len(line.text)
    return max(counted, key=lambda size: (counted[size], size), default=0) or 10


def _edges(lines: Sequence[PdfLine]) -> tuple[float, float]:
    """Where the lines of a block begin and end: as most of the long ones do."""
    rights = sorted(line.right for line in lines)
    right = rights[min(len(rights) - 1, int(len(rights) * RIGHT_EDGE))]
    return min(line.left for line in lines), max(right, min(line.left for line in lines) + 1)


def _type_block(block: Sequence[PdfLine], page: int, half_widths: int, typed: _TypedPages) -> None:
    left, right = _edges(block)
    usual = _usual_leading(block)
    size = median(line.size for line in block)
    before: PdfLine | None = None
    for line in block:
        leading = usual * max(1.0, line.size / size)
        if before is not None and line.baseline - before.baseline > leading:
            typed.raws.append("")
        typed.raws.append(_typed_line(line, left))
        number = len(typed.raws)
        if line.table:
            placed = typed.tables[line.table - 1]
            placed.lines = range(placed.lines.start if placed.lines else number - 1, number)
        typed.widths[number] = round((line.right - left) / (right - left) * half_widths)
        typed.sizes[number] = line.size
        typed.pages[number] = page
        typed.fonts[number] = line.font
        before = line


def _usual_leading(block: Sequence[PdfLine]) -> float:
    """The distance of baselines, in pt, beyond which a blank line stands between two lines. On a
    short page as many gaps may lie beside its head and foot as between its lines: the lower counts.
    """
    gaps = [after.baseline - before.baseline for before, after in pairwise(block)]
    if len(gaps) < 4:
        return PARTED * median(line.size for line in block)
    return LEADING * median_low(gaps)


def _typed_line(line: PdfLine, left: float) -> str:
    """A line with its pieces at their places, in half-widths of its own size."""
    half = line.size / 2
    text, width = "", 0
    for piece in line.pieces:
        place = max(0, round((piece.left - left) / half))
        pad = max(place - width, 2 if text else 0)
        text += " " * pad + piece.text
        width += pad + text_width(piece.text)
    return text


# --- what the size of the type tells --------------------------------------------------------------


def _body_size(typed: _TypedPages) -> float:
    counted: Counter[float] = Counter()
    rows = {index + 1 for placed in typed.tables for index in placed.lines}
    for number, size in typed.sizes.items():
        if number not in rows:
            counted[round(size * 2) / 2] += len(typed.raws[number - 1])
    return max(counted, key=lambda size: (counted[size], size), default=10)


def _with_whole_headings(
    lines: Sequence[SourceLine], typed: _TypedPages, body: float
) -> Iterator[SourceLine]:
    """The lines, those of a larger heading over several lines as one."""
    held: SourceLine | None = None
    last = 0
    full = HEADING_FULL * max(typed.widths.values(), default=0)
    for line in lines:
        labelled = held is not None and chinese.read_label(held.text) is not None
        short = labelled and typed.widths.get(last, 0) < full  # 一、题目, and the title below it
        if held is not None and not short and _goes_on(held, last, line, typed, body):
            gap = "" if max(held.text[-1], line.text[0]) > "\u2e80" else " "
            held = join_lines([_without_gaps(held), _without_gaps(line)], [gap])
        else:
            if held is not None:
                yield held
            held = line
        last = line.number
    if held is not None:
        yield held


def _goes_on(
    held: SourceLine, last: int, line: SourceLine, typed: _TypedPages, body: float
) -> bool:
    """Whether a line is the next one of a larger heading: of its size, right under it."""
    return (
        line.number == last + 1
        and typed.pages[last] == typed.pages[line.number]
        and abs(typed.sizes[last] - typed.sizes[line.number]) < 0.5
        and _is_larger(held, typed, body)
        and _is_larger(line, typed, body)
        and chinese.read_label(line.text) is None
        and not head_lines.is_signer(line.text)
        and not (head_lines.is_body(line.text) and held.text.endswith(head_lines.WRITERS))
        and not dates.is_month(line.text)
        and not head_lines.TERM_ALONE.fullmatch(line.text)
        and not ENTRY.search(line.text)
        and "：" not in line.text
    )


def _with_title(
    lines: Sequence[SourceLine], typed: _TypedPages, body: float
) -> tuple[list[SourceLine], SourceLine | None]:
    """The lines with those of the title as one, and that; None where no larger line is one."""
    text = "".join(line.text for line in lines)
    seconds = {
        label.kind
        for line in lines
        if _is_larger(line, typed, body)
        and (label := chinese.read_label(line.text))
        and label.number == 2
    }
    in_chinese = sum(map(chinese.is_han, text)) > IN_CHINESE * len(text)
    first = [
        index
        for index, line in enumerate(lines)
        if typed.pages.get(line.number, 9) <= TITLE_PAGES
        and _is_larger(line, typed, body)
        and not head_lines.is_signer(line.text)
        and not head_lines.TERM_ALONE.fullmatch(line.text)
        and not ((label := chinese.read_label(line.text)) and label.kind in seconds)
        and (not in_chinese or any(map(chinese.is_han, line.text)))
    ]
    best = max((typed.sizes[lines[index].number] for index in first), default=0.0)
    run = [index for index in first if typed.sizes[lines[index].number] > best * 0.95]
    if not run:
        return list(lines), None
    last = run[0]
    for index in run[1:]:
        last = index if index == last + 1 else last
    if last - run[0] >= TITLE_LINES:
        return list(lines), None
    if _names_kind(lines, run[0], last, typed, body):
        last += 1
    begin = run[0] - len(_named_above(lines, run[0], last, typed, body))
    if last + 1 < len(lines) and head_lines.is_state(lines[last + 1].text):
        last += 1  # （试行第三版）
    larger = [line for line in lines[:begin] if _is_larger(line, typed, body)]
    parts = [_without_gaps(line) for line in lines[begin : last + 1]]
    gaps = [
        "" if before.text[-1] > "\u2e80" or after.text[0] > "\u2e80" else " "
        for before, after in pairwise(parts)
    ]
    title = replace(join_lines(parts, gaps), heading_level=1)
    above = [replace(line, plain=line.plain or line in larger) for line in lines[:begin]]
    if any(ends_sentence(line.text, "。") for line in above):  # a note over the title
        return [title, *above, *lines[last + 1 :]], title
    return [*above, title, *lines[last + 1 :]], title


def _without_note_mark(
    lines: Sequence[SourceLine], title: SourceLine | None, log: ChangeLog
) -> tuple[list[SourceLine], SourceLine | None]:
    """The lines and the title without the * at its end, which is the mark of a note; it is told."""
    match = NOTE_MARK.search(title.text) if title else None
    if title is None or match is None:
        return list(lines), title
    log.left_out.append(Omission(title.number, match[0].strip(), why=NOTE_MARKED))
    plain = slice_line(title, 0, match.start())
    return [plain if line is title else line for line in lines], plain


def _names_kind(
    lines: Sequence[SourceLine], begin: int, last: int, typed: _TypedPages, body: float
) -> bool:
    """Whether the line under those of a title, hardly smaller, alone says of which kind the
    document is: 青石镇护渠比赛 / 报名表.
    """
    if last + 1 >= len(lines):
        return False
    text, below = _without_gaps(lines[last]).text, lines[last + 1]
    return (
        _is_larger(below, typed, body)
        and typed.pages[below.number] == typed.pages[lines[begin].number]
        and typed.sizes[below.number] > KIND_SIZE * typed.sizes[lines[begin].number]
        and _without_gaps(below).text.endswith(ENDINGS)
        and not text.endswith(ENDINGS)
        and chinese.read_label(below.text) is None
        and "：" not in below.text
    )


def _named_above(
    lines: Sequence[SourceLine], begin: int, last: int, typed: _TypedPages, body: float
) -> Sequence[SourceLine]:
    """The larger lines right over a title that names nothing but its kind (操作手册): what it is
    the manual of, in one size; none where a body is among them.
    """
    text = "".join(_without_gaps(line).text for line in lines[begin : last + 1])
    if len(text) > KIND_LENGTH or not text.endswith(head_lines.KINDS):
        return ()
    first = begin
    while (
        first
        and _is_larger(lines[first - 1], typed, body)
        and (
            first == begin
            or abs(typed.sizes[lines[first - 1].number] - typed.sizes[lines[first].number]) < 0.5
        )
    ):
        first -= 1
    above = lines[first:begin]
    named = all(
        typed.pages[line.number] == typed.pages[lines[begin].number]
        and not head_lines.is_body(line.text)
        and not any(mark in line.text for mark in "：:")
        for line in above
    )
    return above if named else ()


def _without_gaps(line: SourceLine) -> SourceLine:
    """A line of the title; one of characters that stand apart (规 则) without the blanks."""
    words = line.text.split(" ")
    if len(words) < 2 or not all(len(word) == 1 and chinese.is_han(word) for word in words):
        return line
    gaps = [(match.start(), " ", "") for match in re.finditer(" ", line.text)]
    return change_line(line, gaps, ChangeLog(), False)


def _is_larger(line: SourceLine, typed: _TypedPages, body: float) -> bool:
    """Whether a line is short, larger than the text, and no sentence, letterhead or number."""
    return (
        line.kind == "text"
        and typed.sizes.get(line.number, 0) > LARGER * body
        and 2 <= text_width(line.text) <= HEADING_WIDTH
        and any(character.isalpha() for character in line.text)
        and not ends_sentence(line.text, "。；" if _is_numbered(line.text) else "。；：")
        and not NO_TITLE.match(line.text)
        and not dates.date_alone(line.text)
        and not dates.is_month(line.text)
        and not CHOICE.search(line.text)
        and head_lines.SPACED_FIELD.fullmatch(line.text) is None
        and not line.text.startswith(("附件", "附录", "——"))
        and not (line.text[0] in "（(" and line.text[-1] in "）)")
    )


def _is_numbered(text: str) -> bool:
    """Whether a line has a label, or a number right before its words: 2注意事项：."""
    return text[0].isdigit() or chinese.read_label(text) is not None


def _with_headings(
    lines: Sequence[SourceLine], typed: _TypedPages, body: float
) -> list[SourceLine]:
    """The lines, larger ones as headings where lines of their size stand on several pages, a first
    one among them only where smaller ones head too. Where they are many, a line of the size of the
    text without a label is none.
    """
    cover = _is_cover(lines, typed, body)
    larger = [
        line
        for line in lines
        if not line.heading_level
        and _is_larger(line, typed, body)
        and not (cover and typed.pages[line.number] == 1)
    ]
    sizes = sorted(
        ((round(typed.sizes[line.number]), line) for line in larger), key=lambda e: -e[0]
    )
    pages = {
        size: {typed.pages[line.number] for _, line in group}
        for size, group in groupby(sizes, lambda entry: entry[0])
    }
    least = min((size for size, on in pages.items() if len(on - {1}) > 1), default=0)
    heading = [size for size, on in pages.items() if least and size >= least and len(on) > 1]
    levels = {size: level for level, size in enumerate(heading[:LEVELS], 1)}
    marked = {line.number: levels.get(size, 0) for size, line in sizes}
    told = sum(level > 0 for level in marked.values()) >= MARKED_HEADINGS
    return [
        replace(
            line,
            heading_level=marked.get(line.number, line.heading_level),
            plain=line.plain
            or (cover and line.kind == "text" and typed.pages.get(line.number) == 1)
            or (told and line.number not in marked and chinese.read_label(line.text) is None),
        )
        for line in lines
    ]


def _is_cover(lines: Sequence[SourceLine], typed: _TypedPages, body: float) -> bool:
    """Whether the first page of several is a cover: short lines, most of them larger than the text,
    no sentence among them.
    """
    first = [line for line in lines if typed.pages.get(line.number) == 1]
    larger = [line for line in first if typed.sizes.get(line.number, 0) > LARGER * body]
    return (
        max(typed.pages.values(), default=1) > 1
        and len(first) >= COVER_LINES
        and len(larger) > len(first) / 2
        and all(line.kind == "text" and "。" not in line.text for line in first)
    )


# --- what the font tells --------------------------------------------------------------------------


def _with_heavy_headings(lines: Sequence[SourceLine], typed: _TypedPages) -> list[SourceLine]:
    """The lines, short ones without a label in a heavier font than the text as headings below all
    others: two or more, of all or of one size, most of them over a text.
    """
    counted: Counter[str] = Counter()
    for number, font in typed.fonts.items():
        counted[font] += len(typed.raws[number - 1]) if font else 0
    text = _weight(max(counted, key=lambda font: counted[font], default=""))
    heavy = {number for number, font in typed.fonts.items() if _weight(font) > text}
    heads = [
        index
        for index, line in enumerate(lines)
        if _is_heavy_heading(line, heavy) and not _is_field_key(line, lines)
    ]
    named = [index for index in heads if lines[index].text[-1] in "：:"]
    groups = [[index for index in heads if lines[index].text[-1] not in "：:"]]
    if named and not _leads_in([lines[index].text for index in named], lines):
        sizes = {index: round(typed.sizes[lines[index].number]) for index in heads}
        groups += [[i for i in heads if sizes[i] == size] for size in set(sizes.values())]
    over = {index for index in heads if _heads_text(lines, index, heavy)}
    marked = {
        index
        for group in groups
        if len(own := over.intersection(group)) >= max(HEAVY_HEADINGS, MOST_HEAVY * len(group))
        for index in own
    }
    level = max((line.heading_level for line in lines), default=0) + 1
    return [
        replace(line, heading_level=level, plain=False) if index in marked else line
        for index, line in enumerate(lines)
    ]


def _weight(font: str) -> int:
    """How heavy a font is by its name: 2 a bold one, 1 a black one (黑体), 0 another."""
    return 2 if BOLD.search(font) else int(bool(BLACK.search(font)))


def _is_heavy_heading(line: SourceLine, heavy: Collection[int]) -> bool:
    return (
        line.kind == "text"
        and not line.heading_level
        and all(number in heavy for _, number, _ in line.origins)
        and 2 <= len(line.text) <= HEAVY_LENGTH
        and any(map(chinese.is_han, line.text))
        and chinese.read_label(line.text) is None
        and not any(mark in line.text for mark in "。；，、！")
        and not (any(mark in line.text[:-1] for mark in "：:") and not COUNTED.fullmatch(line.text))
        and not CHOICE.search(line.text)
        and line.text[0] not in "（(《"
        and not line.text.startswith("附")
        and not captions.looks_like_caption(line.text)
        and not dates.date_alone(line.text)
        and not dates.is_month(line.text)
        and not head_lines.is_signer(line.text)
    )


def _is_field_key(line: SourceLine, lines: Sequence[SourceLine]) -> bool:
    """Whether a line is a name with a colon that stands before a value elsewhere: 电话：."""
    return line.text[-1] in "：:" and any(
        other.text != line.text and other.text.startswith(line.text)
        for other in lines
        if other.kind == "text"
    )


def _leads_in(names: Sequence[str], lines: Sequence[SourceLine]) -> bool:
    """Whether names with a colon introduce what stands below them, and are no headings: one comes
    again and again, or 一、 and its like tell the outline.
    """
    labels = map(chinese.read_label, (line.text for line in lines if line.kind == "text"))
    return max(Counter(names).values()) >= RECURRING or any(
        label is not None and label.kind in OUTLINED for label in labels
    )


def _heads_text(lines: Sequence[SourceLine], index: int, heavy: Collection[int]) -> bool:
    """Whether a text or a table stands under a line, not another short one; what a colon opens may
    be short, but not heavy.
    """
    if index + 1 == len(lines):
        return False
    below = lines[index + 1]
    return (
        below.kind in ("table", "figure", "item")
        or len(below.text) >= TEXT_LENGTH
        or (lines[index].text[-1] in "：:" and below.number not in heavy)
    )
