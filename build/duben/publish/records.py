"""The records of prints that lie in a folder of outputs and in BOOK/prints: found, read, never
lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from duben import manuscript, revision
from duben.model import BookError, Problem, SourceLocation, problem, replace_file, warning
from duben.publish import outputs
from duben.publish.reading import Draft

PRINTS_FOLDER = "prints"
LEDGER_NAME = "ledger.csv"  # of the copies that were given out
RECORDS_LIMIT = 500  # records in a folder


def read_record(path: Path) -> revision.Version:
    """The version that a record holds. BookError (2) if it cannot be read, (1) if it is no record
    or was altered.
    """
    try:
        data = outputs.read_output(path, revision.RECORD_BYTES)
    except OSError as error:
        raise BookError(
            problem("path-closed", None, path=str(path), reason=error.strerror or str(error)), 2
        ) from None
    if data is None:
        raise BookError(problem("record-missing", None, path=str(path)), 2)
    try:
        return revision.parse_record(data)
    except revision.RecordError as error:
        raise BookError(problem("record-broken", None, path=str(path), reason=str(error))) from None


def record_paths(folder: Path) -> list[Path]:
    """The records in a folder, by name."""
    return (
        sorted(folder.glob("*" + revision.RECORD_ENDING))[:RECORDS_LIMIT] if folder.is_dir() else []
    )


def records_in(folders: Sequence[Path]) -> Iterator[revision.Version]:
    """The readable records in folders."""
    for folder in folders:
        for path in record_paths(folder):
            try:
                yield read_record(path)
            except BookError:
                continue  # one that was altered is told when it is asked for by name


def conflicting_records(
    draft: Draft, new: revision.Version, output: Path, work: Path
) -> Iterator[Problem]:
    """What is amiss between the record of this version just made in ``work`` and those that are
    kept: the text of a version changed without a new version, or another version's record bears its
    name.
    """
    assert draft.manuscript is not None
    for path in sorted(work.glob("*" + revision.RECORD_ENDING)):
        for folder in (draft.manuscript.folder / PRINTS_FOLDER, output):
            if not (folder / path.name).is_file():
                continue
            try:
                old = read_record(folder / path.name)
            except BookError as error:
                yield from error.problems
                continue
            place = _version_line(draft)
            if old.number != new.number:
                yield problem(
                    "record-other-version", place, name=path.name, old=old.number, new=new.number
                )
            elif revision.text_digest(old) != revision.text_digest(new):
                yield warning("record-same-version", place, version=new.number, folder=folder.name)
                break


def is_told_once(folder: Path, conflict: Problem) -> bool:
    """Whether a conflict of the book in ``folder`` need not be told at each build: a draft changed
    that was neither marked as printed nor given out by a list.
    """
    return (
        conflict.rule == "record-same-version"
        and conflict.values["folder"] != PRINTS_FOLDER
        and not (folder / LEDGER_NAME).is_file()
    )


def keep_record(draft: Draft, work: Path) -> Path | None:
    """Keeps the record just made in BOOK/prints; gives where, None where none was made.

    BookError (1) where that version was printed with another text, (2) where it cannot be written.
    """
    assert draft.manuscript is not None
    new_record = next(iter(sorted(work.glob("*" + revision.RECORD_ENDING))), None)
    if new_record is None:
        return None
    return _keep(new_record, draft.manuscript.folder, _version_line(draft))


def keep_print(folder: Path, record: Path) -> Path:
    """Keeps the record of a finished build of the book in ``folder`` in BOOK/prints; gives where.
    BookError as ``keep_record``, and where the record is none.
    """
    read_record(record)
    return _keep(record, folder, SourceLocation(manuscript.SETTINGS, 1))


def _keep(record: Path, folder: Path, place: SourceLocation) -> Path:
    target = folder / PRINTS_FOLDER / record.name
    data = record.read_bytes()
    if target.is_file():
        old, new = read_record(target), revision.parse_record(data)
        if revision.text_digest(old) != revision.text_digest(new):
            raise BookError(problem("record-printed", place, version=new.number))
    with outputs.writing_errors(target):
        target.parent.mkdir(exist_ok=True)
        replace_file(target, data)
    return target


def _version_line(draft: Draft) -> SourceLocation:
    toml = next((source for source in draft.sources if source.file == manuscript.SETTINGS), None)
    lines = toml.text.split("\n") if toml else []
    line = next(
        (number for number, text in enumerate(lines, 1) if re.match(r"\s*version\s*=", text)), 1
    )
    return SourceLocation(manuscript.SETTINGS, line)
