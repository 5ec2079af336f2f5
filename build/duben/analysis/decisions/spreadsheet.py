"""The editor's decisions as a table for a spreadsheet: .xlsx and .csv."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from itertools import groupby

from duben import manuscript
from duben.analysis import workbook
from duben.analysis.decisions import evidence, waiting
from duben.analysis.decisions.reading import plain_note, read_decisions
from duben.analysis.decisions.writing import render_decisions
from duben.chinese import normalized_term
from duben.model import Book, Decision, Enumeration, Source, TextRange, finding_fingerprint

# The columns in order: what each is called in Chinese and in English, and how wide it is, in
# characters.
COLUMNS: Mapping[str, tuple[str, str, int]] = {
    "term": ("提法", "term", 20), "count": ("项数", "count", 6), "members": ("各项", "members", 44), "decision": ("处理", "decision", 11),  # noqa: E501
    "same_as": ("同于", "same_as", 14), "note": ("编者注", "note", 24), "review": ("状态", "status", 11), "place": ("列于", "place", 22),  # noqa: E501
    "reasons": ("疑点和依据", "reasons", 36), "text": ("原文", "text", 60),
    "mark": ("核对码", "mark", 12),
}  # fmt: skip
INFORMATION = ("review", "place", "reasons", "text", "mark")
HINTS = {
    "count": "数字。各项写全时，与各项的个数相同。", "members": "每行一项（在单元格里按 Alt+回车换行）。空着：书里没有列出。", "decision": "待核的：各项对，改成“收入”；不对，改正各项，或改成“只列名称”“不收入”（附录）“不是提法”。",  # noqa: E501
    "same_as": "与另一条是同一个提法时，写那一条。", "note": "印在附录里这一条的下面。", "review": "供参考，不用改。", "mark": "程序核对用，不要改。",  # noqa: E501
}  # fmt: skip
# What is done with a term: its members are printed; they wait for the editor; its name alone is
# printed; the appendix leaves it out; it is no enumeration.
KEPT, WAITING, NAMED, HIDDEN, IGNORED = "收入", "待核", "只列名称", "不收入", "不是提法"
DECISIONS = {
    KEPT: KEPT, "keep": KEPT, WAITING: WAITING, "confirm?": WAITING, NAMED: NAMED, "name": NAMED,
    HIDDEN: HIDDEN, "不收": HIDDEN, "hide": HIDDEN, IGNORED: IGNORED, "ignore": IGNORED,
}  # fmt: skip
REVIEWS = {"new": "新", "changed": "有变化", "gone": "书里已没有", "": ""}
# Rows behind the last one that have the choices of 处理.
ADDED_ROWS = 200
# A spreadsheet would take a text that begins so for a formula.
FORMULA = re.compile(r"[=+\-@\t\r]")


@dataclass(frozen=True, slots=True)
class RowMark:
    """What a row says when it is written (核对码): number and members as it shows them and as the
    text has them, by their fingerprints; what is done with the term; digests of 同于 and 编者注.
    """

    shown: str = ""
    found: str = ""
    decision: str = ""
    same_as: str = ""
    note: str = ""

    def __str__(self) -> str:
        return ":".join((self.shown, self.found, self.decision, self.same_as, self.note))

    @property
    def edited(self) -> bool:
        """Whether the editor has decided number and members otherwise than the text."""
        return self.shown != self.found

    def of_cell(self, text: str) -> RowMark:
        """The mark in a cell. What it does not say, in a table of an older form or where it was
        taken out, is as in this one.
        """
        parts = text.split(":")
        if len(parts) == 5:
            return RowMark(*parts)
        return replace(self, shown=parts[0], found=parts[1]) if len(parts) == 2 else self


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """An entry as the table has it, everything as text."""

    term: str
    count: str
    members: tuple[str, ...]
    decision: str
    same_as: str
    note: str
    review: str
    place: str
    reasons: str
    text: str
    mark: RowMark

    def cell(self, column: str) -> str:
        value = getattr(self, column)
        return "\n".join(value) if isinstance(value, tuple) else str(value)


def decision_table(source: Source | None, book: Book) -> tuple[DecisionRow, ...]:
    """The table of a book: its decisions and all that was found, as ``--write`` would put them
    down; what waits stands first.
    """
    decided, _ = read_decisions(Source(manuscript.DECISIONS, render_decisions(source, book).text))
    found = {normalized_term(one.term): one for one in book.text_enumerations}
    waits = {
        normalized_term(one.term): number
        for number, one in enumerate(waiting.waiting_enumerations(book))
    }
    keys = {one.term: normalized_term(one.term) for one in decided}
    return tuple(
        _row(one, found.get(keys[one.term]), book, keys[one.term] in waits)
        for one in sorted(decided, key=lambda one: waits.get(keys[one.term], len(waits)))
    )


def _row(decision: Decision, one: Enumeration | None, book: Book, waits: bool) -> DecisionRow:
    count = decision.count if decision.count is not None else one.count if one else None
    members = decision.members if decision.members is not None else one.members if one else ()
    place, reasons, text = "", "", ""
    if one and waits:
        place = str(one.listed_at)
        reasons = "\n".join(waiting.reasons_in_words(one, "zh"))
        text = "\n".join(sentence for _, sentence in waiting.source_sentences(book, one))
    elif one:
        first = one.occurrences[0]
        place = str(one.listed_at)
        text = (
            evidence.excerpts(book, one.evidence)
            if one.evidence
            else evidence.excerpt(book, TextRange(first.block, first.start, first.end, first.place))
        )
        reasons = "\n".join(waiting.reasons_in_words(one, "zh"))
    treated = (
        IGNORED
        if decision.ignore
        else HIDDEN
        if not decision.show
        else WAITING
        if waits
        else KEPT
        if members
        else NAMED
    )
    mark = RowMark(
        finding_fingerprint(count, members),
        finding_fingerprint(one.count, one.members) if one else "",
        treated,
        text_digest(decision.same_as),
        text_digest(plain_note(decision.note)),
    )
    return DecisionRow(
        decision.term,
        "" if count is None else str(count),
        members,
        treated,
        decision.same_as,
        decision.note,
        REVIEWS.get(decision.review, decision.review),
        place,
        reasons,
        text,
        mark,
    )


# --- out ------------------------------------------------------------------------------------------


def table_to_csv(table: Sequence[DecisionRow]) -> bytes:
    """The table in UTF-8 with a BOM, by which spreadsheets know it; nothing in it is taken for a
    formula.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([names[0] for names in COLUMNS.values()])
    for row in table:
        writer.writerow([_harmless(row.cell(column)) for column in COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    return f"'{text}" if FORMULA.match(text) else text


def table_to_xlsx(table: Sequence[DecisionRow], day: date) -> bytes:
    """The table as a workbook that says ``day`` of when it was made."""
    with workbook.one_sheet("数字提法", day) as one:
        sheet, plain, grey = one.sheet, one.format(), one.format(font_color="#7F7F7F")
        head, look = one.head(valign="vcenter"), one.format(font_color="#A6192E")
        waits = one.format(bg_color="#FFF2CC")
        for index, (column, (name, _, width)) in enumerate(COLUMNS.items()):
            sheet.set_column(index, index, width, None, {"hidden": column == "mark"})
            sheet.write_string(0, index, name, head)
            if hint := HINTS.get(column):
                sheet.data_validation(
                    0,
                    index,
                    0,
                    index,
                    {"validate": "any", "input_title": name, "input_message": hint},
                )
        for number, row in enumerate(table, 1):
            for index, column in enumerate(COLUMNS):
                style = look if column == "review" else grey if column in INFORMATION else plain
                if row.decision == WAITING and column in ("term", "members", "decision"):
                    style = waits
                if column == "count" and row.count:
                    sheet.write_number(number, index, int(row.count), style)
                else:
                    sheet.write_string(number, index, row.cell(column), style)
            lines = max(
                _lines(row.cell(column), COLUMNS[column][2])
                for column in ("term", "members", "note", "reasons", "text")
            )
            sheet.set_row(number, 15.75 * max(lines, 1))
        last = max(len(table), 1)
        at = list(COLUMNS).index("decision")
        for first, end, choices in _choices(table):
            sheet.data_validation(
                first,
                at,
                end,
                at,
                {
                    "validate": "list",
                    "source": list(choices),
                    "error_title": "处理",
                    "error_message": HINTS["decision"],
                },
            )
        sheet.autofilter(0, 0, last, len(COLUMNS) - 1)
        sheet.set_paper(9)
    return one.out.getvalue()


def _choices(table: Sequence[DecisionRow]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """What 处理 is chosen from: first and last row (from 0) of each run that has the same choices,
    rows to be added behind the last one too. What has no members cannot have them printed.
    """
    every = (KEPT, WAITING, NAMED, HIDDEN, IGNORED)
    first = 1
    for listed, run in groupby(table, key=lambda row: bool(row.members)):
        end = first + len(list(run)) - 1
        yield first, end, every if listed else every[2:]
        first = end + 1
    yield first, first + ADDED_ROWS, every


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column of so many characters; a 汉字 is two of them."""
    wide = (
        sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in line)
        for line in text.split("\n")
    )
    return sum(max(1, -(-size // (width - 1))) for size in wide)


# --- cells ----------------------------------------------------------------------------------------


def cell_text(cell: object) -> str:
    """A cell as text: blanks round its lines off, the sign that keeps a formula out too."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = (
        ""
        if cell is None
        else str(cell).replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")
    )
    text = "\n".join(line.strip() for line in text.split("\n")).strip()
    return text[1:] if text[:1] == "'" and FORMULA.match(text[1:]) else text


def text_digest(text: str) -> str:
    """A short text that shows when a text changes; "" for ""."""
    return sha256(text.encode()).hexdigest()[:8] if text else ""
