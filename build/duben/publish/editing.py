"""The editor's file of decisions, brought up to date in the manuscript's folder; the only stage
that writes there.
"""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

from duben import analysis, intake, manuscript
from duben.manuscript import Manuscript
from duben.model import BookError, SourceLocation, problem
from duben.publish.outputs import replace_file
from duben.publish.reading import Draft

BOM = b"\xef\xbb\xbf"


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
    draft: Draft, edits: analysis.DecisionEdits = MappingProxyType({})
) -> tuple[Path, analysis.DecisionsFile, bool]:
    """Writes enumerations.toml anew: its path, what was written, and whether that differs from what
    stood there.
    """
    opened = _sound_manuscript(draft)
    path, source = opened.folder / manuscript.DECISIONS, opened.decisions
    decisions = analysis.render_decisions(source, draft.book, edits)
    if source is not None and decisions.text == source.text:
        return path, decisions, False
    replace_file(
        path, encode_like(decisions.text, path.read_bytes() if source is not None else b"")
    )
    return path, decisions, True


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
    replace_file(
        path,
        analysis.table_to_csv(rows)
        if kind == ".csv"
        else analysis.table_to_xlsx(rows, draft.book.settings.book.date),
    )
    return len(rows)


def import_decisions(
    draft: Draft, path: Path
) -> tuple[tuple[str, ...], Path, analysis.DecisionsFile]:
    """Writes the decisions of a corrected table into enumerations.toml: the terms that it changed,
    and what was written.

    BookError (1) with every row that is wrong: nothing is written then.
    """
    old = _sound_manuscript(draft).decisions
    table = intake.read_spreadsheet(path)
    formulas = [
        problem(
            "recipients-formula",
            SourceLocation(table.file, row, column),
            row=row,
            column="",
            cell=f"{chr(64 + column)}{row}",
        )
        for (row, column), kind in sorted(table.marked.items())
        if kind == "formula"
    ]
    corrected = analysis.read_decision_table(
        [(row.number, row.cells) for row in table.rows],
        table.file,
        old,
        draft.book,
    )
    if wrong := [*formulas, *corrected.problems]:
        raise BookError(sorted(wrong, key=lambda problem: problem.place or SourceLocation("")))
    target, decisions, _ = update_decisions(draft, corrected.edits)
    return corrected.changed, target, decisions


def encode_like(text: str, before: bytes) -> bytes:
    """A text in bytes, with the line ends and the BOM of the file that it replaces."""
    if b"\r\n" in before:
        text = text.replace("\n", "\r\n")
    return (BOM if before.startswith(BOM) else b"") + text.encode("utf-8")
