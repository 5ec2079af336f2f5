"""A corrected table of decisions, read back as edits of enumerations.toml.

Three things are compared cell by cell: what the table said when it was written (its 核对码), what
it says now, and what is decided by now. What the table has not changed changes nothing; what was
decided otherwise since then stays as decided and is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from duben import manuscript
from duben.analysis import workbook
from duben.analysis.decisions import answers
from duben.analysis.decisions.reading import plain_note, read_decisions, unquoted_term
from duben.analysis.decisions.spreadsheet import (
    COLUMNS,
    DECISIONS,
    HIDDEN,
    IGNORED,
    INFORMATION,
    KEPT,
    NAMED,
    WAITING,
    DecisionRow,
    RowMark,
    cell_text,
    decision_table,
    text_digest,
)
from duben.analysis.decisions.writing import DecisionEdits, render_decisions
from duben.chinese import count_groups, normalized_term, parse_number
from duben.model import (
    Book,
    Decision,
    Enumeration,
    Problem,
    Source,
    SourceLocation,
    finding_fingerprint,
    problem,
    remark,
    warning,
)

COUNT_HIGHEST, MEMBER_LONGEST = 999, 200
# Characters of a decision that a message shows.
SHOWN = 40


@dataclass(frozen=True, slots=True)
class TableDecisions:
    """What a corrected table asks for: changes of entries, the terms that it changes, the rows that
    stay as decided since it was written, and all that is wrong with it.
    """

    edits: DecisionEdits
    changed: tuple[str, ...]
    left: tuple[Problem, ...]
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Reading:
    """One reading of a table; ``problems`` and ``left`` grow. ``lines``: the line of the file in
    which each row begins, which a .csv with line breaks in its cells has farther down. ``before``:
    the rows as they would be written now; ``decided``: the entries; ``known``: the terms of both,
    and of the table.
    """

    file: str
    lines: Sequence[int]
    marked: Mapping[tuple[int, int], str]
    book: Book
    before: Mapping[str, DecisionRow]
    decided: Mapping[str, Decision]
    found: Mapping[str, Enumeration]
    problems: list[Problem] = field(default_factory=list)
    left: list[Problem] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)

    def values(self, row: int, column: str) -> tuple[SourceLocation, dict[str, object]]:
        """Where a cell is, and what each message on it has."""
        index = self.columns.get(column, 0)
        place = SourceLocation(self.file, self.lines[row - 1], index + 1)
        named = COLUMNS[column][0] if column else ""
        return place, {"row": row, "column": named, "cell": workbook.cell_name(row, index + 1)}

    def tell(self, rule: str, row: int, column: str = "", /, **values: object) -> None:
        place, told = self.values(row, column)
        self.problems.append(problem(rule, place, **told, **values))


@dataclass(frozen=True, slots=True)
class _TableRow:
    """A row of the table: ``now`` is what is decided by now, ``exported`` what the row said when it
    was written.
    """

    reading: _Reading
    number: int
    cells: Sequence[object]
    term: str
    key: str
    before: DecisionRow | None
    now: RowMark
    exported: RowMark

    def has(self, column: str) -> bool:
        return column in self.reading.columns

    def text(self, column: str) -> str:
        return _cell_text(self.reading, self.cells, column)

    def tell(self, rule: str, column: str, /, **values: object) -> None:
        self.reading.tell(rule, self.number, column, **values)

    def leave(self, column: str, now: str, touched: bool) -> None:
        """Tells that a cell stays as decided: a warning where the table has changed it too."""
        place, told = self.reading.values(self.number, column)
        tell = warning if touched else remark
        now = now if len(now) <= SHOWN else now[:SHOWN] + "……"
        self.reading.left.append(tell("sheet-since", place, **told, term=self.term, now=now))

    @property
    def is_of_this_text(self) -> bool:
        """Whether it was written when the text said of the term what it says now."""
        return bool(self.text("mark")) and self.exported.found == self.now.found != ""

    @property
    def list_decided_since(self) -> bool:
        """Whether number, members or 处理 were decided otherwise since it was written: not by the
        text alone, nor by a table that was taken in.
        """
        now, exported = self.now, self.exported
        decision = self.reading.decided.get(self.key)
        if decision and decision.table == decision.state:
            return False
        edited = now.edited or exported.edited
        by_text = not edited and {now.decision, exported.decision} <= {KEPT, WAITING, NAMED}
        if by_text and now.found != exported.found:
            return False
        return now.decision != exported.decision or edited and now.shown != exported.shown


def read_decision_table(
    table: Sequence[tuple[int, Sequence[object]]],
    file: str,
    source: Source | None,
    book: Book,
    marked: Mapping[tuple[int, int], str] = MappingProxyType({}),
) -> TableDecisions:
    """The decisions in a table: for each row, blank ones too, the line of the file in which it
    begins, and its cells; the first that is not blank is the head. Rows that say what they said
    change nothing. ``marked``: the cells, by line and column, from 1, that hold no value of their
    own: "formula" or "error".
    """
    decided, _ = read_decisions(Source(manuscript.DECISIONS, render_decisions(source, book).text))
    reading = _Reading(
        file,
        [line for line, _ in table],
        marked,
        book,
        {normalized_term(row.term): row for row in decision_table(source, book)},
        {normalized_term(entry.term): entry for entry in decided},
        {normalized_term(listed.term): listed for listed in book.text_enumerations},
    )
    rows = enumerate((cells for _, cells in table), 1)
    filled = [(number, cells) for number, cells in rows if any(map(cell_text, cells))]
    if not filled:
        reading.problems.append(problem("sheet-empty", SourceLocation(file), name=file))
    if not filled or not _read_head(reading, *filled[0]):
        return TableDecisions({}, (), (), tuple(reading.problems))
    entries = list(_rows(reading, filled[1:]))
    reading.known = {row.key for row in entries} | set(reading.before)
    edits: dict[str, dict[str, object]] = {}
    changed = []
    for row in entries:
        values = _row_edits(row)
        if row.before is None:
            values = {"term": row.term, **values}
        if values:
            edits[row.key] = values
        if values.keys() - {"review"}:
            changed.append(row.term)
    if not reading.problems:
        _mark_as_taken(reading, edits, {row.key: row for row in entries}, source)
    return TableDecisions(edits, tuple(changed), tuple(reading.left), tuple(reading.problems))


def _mark_as_taken(
    reading: _Reading,
    edits: dict[str, dict[str, object]],
    rows: Mapping[str, _TableRow],
    source: Source | None,
) -> None:
    """Adds to the edits of each entry the mark by which a later table knows that it was a table
    that decided it. Tells what would be wrong in enumerations.toml: a circle of 同于.
    """
    text = render_decisions(source, reading.book, edits).text
    entries, faults = read_decisions(Source(manuscript.DECISIONS, text))
    for fault in faults:
        row = rows.get(normalized_term(str(fault.values.get("term", ""))))
        if row and fault.rule == "enumeration-circle":
            row.tell("sheet-circle", "same_as", path=fault.values["path"])
        else:
            reading.problems.append(replace(fault, place=SourceLocation(reading.file)))
    for entry in entries:
        values = edits.get(normalized_term(entry.term), {})
        if values.keys() - {"review", "same_as", "note"}:
            values["table"] = entry.state


def _read_head(reading: _Reading, number: int, cells: Sequence[object]) -> bool:
    """Learns which column is which; False where there is none of terms."""
    names = {
        name.casefold(): column
        for column, (chinese, english, _) in COLUMNS.items()
        for name in (chinese, english)
    }
    for index, cell in enumerate(cells):
        if column := names.get(cell_text(cell).casefold()):
            reading.columns.setdefault(column, index)
    if "term" not in reading.columns:
        shown = "、".join(filter(None, map(cell_text, cells)))[:60]
        reading.tell("sheet-no-head", number, shown=shown)
    return "term" in reading.columns


def _rows(reading: _Reading, filled: Sequence[tuple[int, Sequence[object]]]) -> Iterator[_TableRow]:
    """The rows with a term, each term once."""
    seen: dict[str, int] = {}
    for number, cells in filled:
        term = unquoted_term(_cell_text(reading, cells, "term"))
        key = normalized_term(term)
        if _has_faults(reading, number, cells):
            continue
        if not term:
            reading.tell("sheet-no-term", number, "term")
        elif key in seen:
            reading.tell("sheet-twice", number, "term", term=term, first=seen[key])
        else:
            seen[key] = number
            before = reading.before.get(key)
            now = before.mark if before else RowMark(decision=KEPT)
            exported = now.of_cell(_cell_text(reading, cells, "mark"))
            yield _TableRow(reading, number, cells, term, key, before, now, exported)


# What is told of a cell that holds no value of its own.
MARKED = {"formula": "recipients-formula", "error": "recipients-cell-error"}


def _has_faults(reading: _Reading, number: int, cells: Sequence[object]) -> bool:
    """Whether cells of a row that say something hold formulas, errors or characters that may not
    stand in a book; each is told.
    """
    before = len(reading.problems)
    for column in reading.columns.keys() - set(INFORMATION):
        mark = reading.marked.get((reading.lines[number - 1], reading.columns[column] + 1))
        if mark is not None:
            reading.tell(MARKED[mark], number, column)
            continue
        text = _cell_text(reading, cells, column)
        if fault := next(manuscript.find_unwanted(text, reading.file), None):
            reading.tell("sheet-character", number, column, **fault.values)
    return len(reading.problems) > before


def _cell_text(reading: _Reading, cells: Sequence[object], column: str) -> str:
    index = reading.columns.get(column)
    return cell_text(cells[index]) if index is not None and index < len(cells) else ""


def _row_edits(row: _TableRow) -> dict[str, object]:
    """The keys of an entry that its row changes; None takes a key out."""
    edits = {**_list_edits(row), **_same_as_edits(row), **_note_edits(row)}
    blocks = row.reading.book.blocks.values()
    if row.before is None and not any(row.term in block.text for block in blocks):
        row.tell("sheet-nowhere", "term", term=row.term)
    # Whoever gives the row back has looked at it, unless the text has changed since.
    if row.before and row.before.review and row.is_of_this_text:
        edits["review"] = None
    return edits


def _same_as_edits(row: _TableRow) -> Mapping[str, object]:
    if not row.has("same_as"):
        return {}
    other = unquoted_term(row.text("same_as"))
    key = normalized_term(other)
    if other and (key == row.key or key not in row.reading.known):
        row.tell("sheet-same-as", "same_as", value=other[:20])
        return {}
    return _text_edit(row, "same_as", other)


def _note_edits(row: _TableRow) -> Mapping[str, object]:
    return _text_edit(row, "note", plain_note(row.text("note"))) if row.has("note") else {}


def _text_edit(row: _TableRow, column: str, text: str) -> Mapping[str, object]:
    """What a cell with a plain text changes: nothing where it says what it said when it was
    written, or what is decided now.
    """
    digest = text_digest(text)
    now, exported = getattr(row.now, column), getattr(row.exported, column)
    if digest == now:
        return {}
    if now != exported:
        decided = getattr(row.before, column) if row.before else ""
        row.leave(column, decided or "—", digest != exported)
        return {}
    return {column: text or None}


# --- number, members, 处理 ------------------------------------------------------------------------


def _list_edits(row: _TableRow) -> Mapping[str, object]:
    """What a row changes of number and members, and of what is done with them: one word of the
    editor on the list.
    """
    problems = len(row.reading.problems)
    listed, asked = _listed(row), _asked_decision(row)
    if len(row.reading.problems) > problems:
        return {}
    mark = finding_fingerprint(*listed) if listed else row.exported.shown
    other_list = listed is not None and mark not in (row.now.shown, row.exported.shown)
    other_decision = asked not in (row.now.decision, row.exported.decision)
    untouched = mark == row.exported.shown and asked == row.exported.decision
    if row.list_decided_since and (other_list or other_decision or untouched):
        column = "decision" if row.now.decision != row.exported.decision else "members"
        row.leave(column, _decision_in_words(row.before), not untouched)
        return {}
    edits: dict[str, object] = {}
    if other_list and listed:
        edits = {"count": listed[0], "members": listed[1]}
    return {**edits, **(_decision_edits(row, asked, bool(edits)) if other_decision else {})}


def _decision_in_words(before: DecisionRow | None) -> str:
    """What is decided of a term, as the table would say it: 收入：甲、乙."""
    if before is None:
        return "—"
    listed = "、".join(before.members) if before.decision == KEPT else ""
    return f"{before.decision}：{listed}" if listed else before.decision


def _asked_decision(row: _TableRow) -> str:
    """What the cell 处理 asks for; left empty it asks to keep the term, or to go on waiting."""
    if not row.has("decision"):
        return row.exported.decision
    text = row.text("decision")
    if not text:
        return WAITING if row.exported.decision == WAITING else KEPT
    asked = DECISIONS.get(text.casefold(), "")
    if not asked:
        row.tell("sheet-decision", "decision", value=text[:20])
    return asked


def _decision_edits(row: _TableRow, asked: str, corrected: bool) -> Mapping[str, object]:
    """The keys of an entry that its cell 处理 changes. ``corrected``: the row has other members,
    which is a word on them.
    """
    listed = row.reading.found.get(row.key)
    if asked == WAITING:
        if listed is None or listed.sure:
            row.tell("sheet-not-waiting", "decision", term=row.term)
        return {"ignore": None, "show": None, "confirm": False}
    if asked == HIDDEN:
        return {"ignore": None, "show": False}
    if asked == IGNORED:
        return {"show": None, **answers.ignored_entry()}
    if asked == NAMED:
        return {"ignore": None, "show": None, **answers.struck_entry()}
    if corrected or listed is None or not listed.members:
        return _shown_again(row.now.decision)
    if row.now.decision not in (WAITING, NAMED):
        return _shown_again(row.now.decision)
    if row.text("mark") and not row.is_of_this_text:
        row.tell("sheet-outdated", "members", term=listed.term)
    return answers.accepted_entry(listed)


def _shown_again(now: str) -> Mapping[str, object]:
    """The keys of an entry that is kept: nothing where its name is printed already."""
    return {"ignore": None, "show": None} if now in (HIDDEN, IGNORED) else {}


def _listed(row: _TableRow) -> tuple[int, tuple[str, ...]] | None:
    """Number and members of a row; None, and told, where they are wrong. What the row says as it
    did when it was written is not looked into.
    """
    count = _count(row)
    members = _members(row, count)
    if count is None or members is None:
        return None
    written = finding_fingerprint(count, members) in (row.exported.shown, row.now.shown)
    if members and len(members) != count and not written:
        row.tell("sheet-miscounted", "members", term=row.term, count=count, listed=len(members))
        return None
    return count, members


def _count(row: _TableRow) -> int | None:
    """The number in a row: as written, else what the term itself counts."""
    text = row.text("count")
    if not text:
        groups = sum(value for value, _ in count_groups(row.term))
        return groups or (
            int(row.before.count)
            if row.before and row.before.count
            else len(row.text("members").split("\n"))
        )
    value = parse_number(text.removesuffix("项").strip())
    if value is None or not 1 <= value <= COUNT_HIGHEST:
        row.tell("sheet-count", "count", value=text[:20])
        return None
    return value


def _members(row: _TableRow, count: int | None) -> tuple[str, ...] | None:
    """The members in a cell: a line each; on one line, at ； or 、 where that gives as many as the
    number says.
    """
    if not row.has("members"):
        return row.before.members if row.before else ()
    found = tuple(line for line in row.text("members").split("\n") if line)
    if len(found) == 1 and count and count > 1 and (not row.before or found != row.before.members):
        found = _divided(found[0], count) or found
    if twice := next((text for index, text in enumerate(found) if text in found[:index]), ""):
        row.tell("sheet-member-twice", "members", member=twice[:30])
        return None
    if long := next((text for text in found if len(text) > MEMBER_LONGEST), ""):
        row.tell("sheet-member-long", "members", member=long[:30], limit=MEMBER_LONGEST)
        return None
    return found


def _divided(line: str, count: int) -> tuple[str, ...]:
    """A line cut at the first mark that gives ``count`` members; () where none does."""
    for mark in "；;、,，":
        pieces = tuple(piece.strip() for piece in line.rstrip("。").split(mark) if piece.strip())
        if len(pieces) == count:
            return pieces
    return ()
