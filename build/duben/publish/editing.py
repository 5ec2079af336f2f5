"""The editor's file of decisions, brought up to date in the manuscript's folder; the only stage
that writes there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from duben import analysis, intake, manuscript
from duben.manuscript import Manuscript
from duben.model import BookError, BookletRecord, Problem, SourceLocation, TermLibrary, problem
from duben.publish.outputs import replace_file, replace_unchanged
from duben.publish.reading import Draft

LIBRARY_BYTES = 5_000_000
BOM = b"\xef\xbb\xbf"
# What a table can hold to be taken back: rows that intake reads, and characters that Excel has room
# for in a cell.
ROWS, CELL_CHARACTERS = 10_000, 32_767


def _sound_manuscript(draft: Draft) -> Manuscript:
    """The manuscript of a draft. BookError: 2 for a single file, 1 where errors in the text must be
    put right first.
    """
    if draft.manuscript is None:
        raise BookError(problem("enumerations-no-folder", None), 2)
    if any(problem.fatal for problem in draft.problems):
        raise BookError([*draft.problems, problem("enumerations-errors-first", None)])
    return draft.manuscript


def update_decisions(
    draft: Draft, edits: analysis.DecisionEdits = MappingProxyType({}), seen: bool = True
) -> tuple[Path, analysis.DecisionsFile, bool]:
    """Writes enumerations.toml anew: its path, what was written, and whether that differs from what
    stood there. ``seen``: the editor has seen every entry, not only those of ``edits``.
    """
    opened = _sound_manuscript(draft)
    path, source = opened.folder / manuscript.DECISIONS, opened.decisions
    decisions = analysis.render_decisions(source, draft.book, edits, seen)
    if source is not None and decisions.text == source.text:
        return path, decisions, False
    before = path.read_bytes() if path.exists() else None
    if (source.text if source else None) != _text_of(before):
        raise BookError(problem("file-changed-meanwhile", None, name=path.name), 2)
    replace_unchanged({path: encode_like(decisions.text, before or b"")}, path, before)
    return path, decisions, True


def _text_of(data: bytes | None) -> str | None:
    """The text of a file that could be read, as a source has it."""
    if data is None:
        return None
    return (
        data.removeprefix(BOM).decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    )


def answer_waiting(
    draft: Draft, accept: Sequence[str], strike: Sequence[str]
) -> tuple[tuple[tuple[str, str, tuple[str, ...]], ...], Path, int]:
    """Writes into enumerations.toml which lists of members are accepted and which are struck: for
    each term what became of it and the members that are printed; the path; how many lists wait
    still. BookError (1) for terms that cannot be answered: nothing is written then.
    """
    _sound_manuscript(draft)
    answers = analysis.answer_waiting(draft.book, accept, strike)
    if answers.problems:
        raise BookError(answers.problems)
    path, _, _ = update_decisions(draft, answers.edits, seen=False)
    answered = {term for term, _, _ in answers.told}
    left = sum(one.waits and one.term not in answered for one in draft.book.enumerations)
    return answers.told, path, left


def export_decisions(draft: Draft, path: Path) -> int:
    """Writes the table for a spreadsheet, how many rows it has. BookError (2) for another kind of
    file or one that is there.
    """
    decisions = _sound_manuscript(draft).decisions
    kind = path.suffix.lower()
    if kind not in (".xlsx", ".csv"):
        raise BookError(problem("sheet-kind", None, name=path.name), 2)
    if path.exists():
        raise BookError(problem("sheet-there", None, name=str(path)), 2)
    rows = analysis.decision_table(decisions, draft.book)
    _check_fits_table(rows)
    replace_file(
        path,
        analysis.table_to_csv(rows)
        if kind == ".csv"
        else analysis.table_to_xlsx(rows, draft.book.settings.book.metadata_date),
    )
    return len(rows)


def _check_fits_table(rows: Sequence[analysis.DecisionRow]) -> None:
    """Raises BookError (1) where a table could not be taken back: more rows than are read, more
    characters than a cell of a spreadsheet holds.
    """
    if len(rows) > ROWS:
        raise BookError(problem("sheet-rows", None, count=len(rows), limit=ROWS))
    long = [
        problem("sheet-cell-long", None, term=row.term, count=size, limit=CELL_CHARACTERS)
        for row in rows
        if (size := max(len(row.cell("members")), len(row.note))) > CELL_CHARACTERS
    ]
    if long:
        raise BookError(long)


@dataclass(frozen=True, slots=True)
class ImportedTable:
    """What a corrected table did: the terms that it changed; what is to be told of it, such as the
    rows that stay as they were decided since it was written; the decisions that were written, and
    whether they differ from what stood there.
    """

    changed: tuple[str, ...]
    told: tuple[Problem, ...]
    path: Path
    decisions: analysis.DecisionsFile
    rewritten: bool


def import_decisions(draft: Draft, path: Path) -> ImportedTable:
    """Writes the decisions of a corrected table into enumerations.toml. BookError (1) with every
    row that is wrong: nothing is written then.
    """
    old = _sound_manuscript(draft).decisions
    table = intake.read_spreadsheet(path)
    corrected = analysis.read_decision_table(
        [(row.number, row.cells) for row in table.rows],
        table.file,
        old,
        draft.book,
        table.marked,
    )
    if corrected.problems:
        faults = sorted(corrected.problems, key=lambda fault: fault.place or SourceLocation(""))
        raise BookError(faults)
    target, decisions, rewritten = update_decisions(draft, corrected.edits)
    told = (*table.problems, *corrected.left)
    return ImportedTable(corrected.changed, told, target, decisions, rewritten)


def collect_terms(drafts: Sequence[Draft], path: Path) -> tuple[TermLibrary, Path]:
    """Writes what books say into the library at ``path``, with what is there, and a spreadsheet of
    it beside: the library and the path of that. BookError (1) where a book or the library has
    errors, (2) where the file is not called .toml: nothing is written then.
    """
    if path.suffix.lower() != ".toml":
        raise BookError(problem("library-kind", None, name=path.name), 2)
    for draft in drafts:
        _sound_manuscript(draft)
    _check_different([analysis.booklet_of(draft.book) for draft in drafts])
    before = path.read_bytes() if path.exists() else None
    library = TermLibrary()
    text = ""
    if before:
        source, faults = manuscript.read_text(path.parent, path.name, LIBRARY_BYTES)
        if source is not None:
            text = source.text
            library, faults = analysis.read_library(source)
        if faults:
            raise BookError(faults)
    library = analysis.collect(library, [draft.book for draft in drafts])
    sheet = path.with_suffix(".xlsx")
    data = encode_like(analysis.library_to_toml(library, text), before or b"")
    if len(data) > LIBRARY_BYTES:
        limit = LIBRARY_BYTES // 1_000_000
        raise BookError(problem("library-large", None, name=path.name, limit=limit))
    replace_unchanged({sheet: analysis.history_to_xlsx(library), path: data}, path, before)
    return library, sheet


def _check_different(booklets: Sequence[BookletRecord]) -> None:
    """Raises BookError (2) where two of the books are the same version of the same one."""
    seen: set[tuple[str, str]] = set()
    for booklet in booklets:
        if (booklet.id, booklet.version) in seen:
            values = {"id": booklet.id, "version": booklet.version}
            raise BookError(problem("collect-twice", None, **values), 2)
        seen.add((booklet.id, booklet.version))


def encode_like(text: str, before: bytes) -> bytes:
    """A text in bytes, with the line ends and the BOM of the file that it replaces."""
    if b"\r\n" in before:
        text = text.replace("\n", "\r\n")
    return (BOM if before.startswith(BOM) else b"") + text.encode("utf-8")
