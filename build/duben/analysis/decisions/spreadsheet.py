"""The editor's decisions as a table for a spreadsheet, and a corrected table back as decisions."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from duben.analysis import workbook
from duben.analysis.decisions import answers, evidence, waiting
from duben.analysis.decisions.reading import read_decisions, unquoted_term
from duben.analysis.decisions.writing import DecisionEdits, render_decisions
from duben.chinese import count_groups, normalized_term, parse_number
from duben.model import (
    Book,
    Decision,
    Enumeration,
    Problem,
    Source,
    SourceLocation,
    TextRange,
    finding_fingerprint,
    problem,
)

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
# A spreadsheet would take a text that begins so for a formula.
FORMULA = re.compile(r"[=+\-@\t\r]")
COUNT_HIGHEST, MEMBER_LONGEST = 999, 200


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
    mark: str

    def cell(self, column: str) -> str:
        value = getattr(self, column)
        return "\n".join(value) if isinstance(value, tuple) else str(value)


def decision_table(source: Source | None, book: Book) -> tuple[DecisionRow, ...]:
    """The table of a book: its decisions and all that was found, as ``--write`` would put them
    down; what waits stands first.
    """
    decided, _ = read_decisions(Source("enumerations.toml", render_decisions(source, book).text))
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
        place = str(evidence.listed_at(book, one))
        reasons = "\n".join(waiting.reasons_in_words(one, "zh"))
        text = "\n".join(sentence for _, sentence in waiting.source_sentences(book, one))
    elif one:
        first = one.occurrences[0]
        place = str(evidence.listed_at(book, one))
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
        else NAMED
        if decision.members == () and one and one.members
        else KEPT
    )
    mark = (
        f"{finding_fingerprint(count, members)}:"
        f"{finding_fingerprint(one.count, one.members) if one else ''}"
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
        decision = list(COLUMNS).index("decision")
        sheet.data_validation(
            1,
            decision,
            last + 200,
            decision,
            {
                "validate": "list",
                "source": [KEPT, WAITING, NAMED, HIDDEN, IGNORED],
                "error_title": "处理",
                "error_message": HINTS["decision"],
            },
        )
        sheet.autofilter(0, 0, last, len(COLUMNS) - 1)
        sheet.set_paper(9)
    return one.out.getvalue()


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column of so many characters; a 汉字 is two of them."""
    wide = (
        sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in line)
        for line in text.split("\n")
    )
    return sum(max(1, -(-size // (width - 1))) for size in wide)


# --- back -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TableDecisions:
    """What a corrected table asks for: changes of entries, the terms that it changes, and all that
    is wrong with it.
    """

    edits: DecisionEdits
    changed: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass
class _Reading:
    """One reading of a table; ``problems`` grows."""

    file: str
    before: Mapping[str, DecisionRow]
    book: Book
    found: Mapping[str, Enumeration]
    problems: list[Problem] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)

    def tell(self, rule: str, row: int, column: str = "", /, **values: object) -> None:
        index = self.columns.get(column, 0)
        named = COLUMNS[column][0] if column else ""
        place = SourceLocation(self.file, row, index + 1)
        self.problems.append(
            problem(
                rule, place, row=row, column=named, cell=f"{chr(65 + index % 26)}{row}", **values
            )
        )


def read_decision_table(
    table: Sequence[tuple[int, Sequence[object]]], file: str, source: Source | None, book: Book
) -> TableDecisions:
    """The decisions in a table: (number of row, cells), the first of them its head. Rows that say
    what they said change nothing.
    """
    reading = _Reading(
        file,
        {normalized_term(row.term): row for row in decision_table(source, book)},
        book,
        {normalized_term(one.term): one for one in book.text_enumerations},
    )
    filled = [(number, cells) for number, cells in table if any(_text(cell) for cell in cells)]
    if not filled or not _read_head(reading, *filled[0]):
        return TableDecisions({}, (), tuple(reading.problems))
    reading.known = {
        normalized_term(unquoted_term(_cell_text(reading, cells, "term")))
        for _, cells in filled[1:]
    } | set(reading.before)
    edits: dict[str, dict[str, object]] = {}
    changed = []
    seen: dict[str, int] = {}
    for number, cells in filled[1:]:
        term = unquoted_term(_cell_text(reading, cells, "term"))
        key = normalized_term(term)
        if not term:
            reading.tell("sheet-no-term", number, "term")
        elif key in seen:
            reading.tell("sheet-twice", number, "term", term=term, first=seen[key])
        else:
            seen[key] = number
            values = dict(_row_edits(reading, number, cells, term, key))
            if key not in reading.before:
                values = {"term": term, **values}
            if values:
                edits[key] = values
            if values.keys() - {"review"}:
                changed.append(term)
    return TableDecisions(edits, tuple(changed), tuple(reading.problems))


def _read_head(reading: _Reading, number: int, cells: Sequence[object]) -> bool:
    """Learns which column is which; False where there is none of terms."""
    names = {
        name.casefold(): column
        for column, (chinese, english, _) in COLUMNS.items()
        for name in (chinese, english)
    }
    for index, cell in enumerate(cells):
        if column := names.get(_text(cell).casefold()):
            reading.columns.setdefault(column, index)
    if "term" not in reading.columns:
        reading.tell("sheet-no-head", number, shown="、".join(filter(None, map(_text, cells)))[:60])
    return "term" in reading.columns


def _cell_text(reading: _Reading, cells: Sequence[object], column: str) -> str:
    index = reading.columns.get(column)
    return _text(cells[index]) if index is not None and index < len(cells) else ""


def _text(cell: object) -> str:
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


def _row_edits(
    reading: _Reading, number: int, cells: Sequence[object], term: str, key: str
) -> Iterator[tuple[str, object]]:
    """The keys of an entry that its row changes."""
    before = reading.before.get(key)
    edits = dict(_count_edits(reading, number, cells, term, before))
    if "decision" in reading.columns:
        edits |= _decision_edits(reading, number, cells, key, bool(edits))
    yield from edits.items()
    if "same_as" in reading.columns:
        other = unquoted_term(_cell_text(reading, cells, "same_as"))
        if other and (normalized_term(other) == key or normalized_term(other) not in reading.known):
            reading.tell("sheet-same-as", number, "same_as", value=other[:20])
        elif other != (before.same_as if before else ""):
            yield "same_as", other or None
    if "note" in reading.columns and (note := _cell_text(reading, cells, "note")) != (
        before.note if before else ""
    ):
        yield "note", note.replace("\n", "") or None
    if before is None and not any(
        term in block.text for chapter in reading.book.chapters for block in chapter.walk()
    ):
        reading.tell("sheet-nowhere", number, "term", term=term)
    # Whoever gives the row back has looked at it, unless the text has changed since.
    if before and before.review and _is_of_this_text(reading, cells, before):
        yield "review", None


def _is_of_this_text(reading: _Reading, cells: Sequence[object], before: DecisionRow) -> bool:
    """Whether the row was written when the text said of the term what it says now."""
    return (
        _cell_text(reading, cells, "mark").partition(":")[2] == before.mark.partition(":")[2] != ""
    )


def _decision_edits(
    reading: _Reading, number: int, cells: Sequence[object], key: str, corrected: bool
) -> Mapping[str, object]:
    """The keys of an entry that its cell 处理 changes. ``corrected``: the row has other members,
    which is a word on them.
    """
    before = reading.before.get(key)
    now = before.decision if before else KEPT
    said = _cell_text(reading, cells, "decision") or (WAITING if now == WAITING else KEPT)
    asked = DECISIONS.get(said.casefold(), "")
    one = reading.found.get(key)
    if not asked:
        reading.tell("sheet-decision", number, "decision", value=said[:20])
    if asked in ("", now):
        return {}
    if asked == WAITING:
        if one is None or one.sure:
            reading.tell("sheet-not-waiting", number, "decision", term=one.term if one else key)
        return {"ignore": None, "show": None, "confirm": False}
    if asked == HIDDEN:
        return {"ignore": None, "show": False}
    if asked == IGNORED:
        return {"show": None, **answers.ignored_entry()}
    if asked == NAMED:
        return {"ignore": None, "show": None, **answers.struck_entry()}
    if corrected or one is None or not one.members or now not in (WAITING, NAMED):
        return {"ignore": None, "show": None}
    if (
        before
        and _cell_text(reading, cells, "mark")
        and not _is_of_this_text(reading, cells, before)
    ):
        reading.tell("sheet-outdated", number, "members", term=one.term)
    return answers.accepted_entry(one)


def _count_edits(
    reading: _Reading, number: int, cells: Sequence[object], term: str, before: DecisionRow | None
) -> Iterator[tuple[str, object]]:
    """Number and members, where the row has others than when it was written."""
    count = _count(reading, number, cells, term, before)
    members = _members(reading, number, cells, count, before)
    if count is None or members is None:
        return
    as_written = _cell_text(reading, cells, "mark").partition(":")[0] or (
        before.mark.partition(":")[0] if before else ""
    )
    if finding_fingerprint(count, members) == as_written:
        return
    if members and len(members) != count:
        reading.tell(
            "sheet-miscounted", number, "members", term=term, count=count, listed=len(members)
        )
        return
    yield "count", count
    yield "members", members


def _count(
    reading: _Reading, number: int, cells: Sequence[object], term: str, before: DecisionRow | None
) -> int | None:
    """The number in a row: as written, else what the term itself counts."""
    text = _cell_text(reading, cells, "count")
    if not text:
        groups = sum(value for value, _ in count_groups(term))
        return groups or (
            int(before.count)
            if before and before.count
            else len(_cell_text(reading, cells, "members").split("\n"))
        )
    value = parse_number(text.removesuffix("项").strip())
    if value is None or not 1 <= value <= COUNT_HIGHEST:
        reading.tell("sheet-count", number, "count", value=text[:20])
        return None
    return value


def _members(
    reading: _Reading,
    number: int,
    cells: Sequence[object],
    count: int | None,
    before: DecisionRow | None,
) -> tuple[str, ...] | None:
    """The members in a cell: a line each; on one line, at ； or 、 where that gives as many as the
    number says.
    """
    if "members" not in reading.columns:
        return before.members if before else ()
    text = _cell_text(reading, cells, "members")
    found = tuple(line for line in text.split("\n") if line)
    if len(found) == 1 and count and count > 1 and (before is None or found != before.members):
        for mark in "；;、,，":
            pieces = tuple(
                piece.strip() for piece in found[0].rstrip("。").split(mark) if piece.strip()
            )
            if len(pieces) == count:
                found = pieces
                break
    if twice := next((one for index, one in enumerate(found) if one in found[:index]), ""):
        reading.tell("sheet-member-twice", number, "members", member=twice[:30])
        return None
    if long := next((one for one in found if len(one) > MEMBER_LONGEST), ""):
        reading.tell("sheet-member-long", number, "members", member=long[:30], limit=MEMBER_LONGEST)
        return None
    return found
