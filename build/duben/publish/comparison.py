"""Two texts, whatever they are kept in, to what changed between them; a text may be
one that git keeps.
"""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from duben import manuscript, revision
from duben.model import BookError, problem
from duben.publish import reading, records
from duben.publish.reading import Draft


@contextmanager
def open_book(name: str) -> Iterator[Draft]:
    """The book of a folder, of a file, or of REV:FOLDER, for as long as it lasts. BookError as
    ``reading.load`` raises it.
    """
    before, colon, folder = name.partition(":")
    if colon and before and folder and not Path(name).exists():
        with folder_at(before, Path(folder)) as old:
            yield reading.load(old)
    else:
        yield reading.load(Path(name))


@dataclass(frozen=True, slots=True)
class ComparisonSide:
    """What OLD or NEW is: a version, the draft that it comes from, and the pictures of that; no
    draft for the record of a print.
    """

    version: revision.Version
    draft: Draft | None = None
    pictures: Mapping[str, manuscript.Picture] = field(default_factory=lambda: MappingProxyType({}))


@contextmanager
def open_side(name: str) -> Iterator[ComparisonSide]:
    """What OLD or NEW names: a folder, a file, REV:FOLDER, or the record of a print.

    A folder comes with where its text stands in print, when a record of the same text lies in its
    out/ or prints/. BookError with status 1 where ``check`` tells errors in it: what could not be
    read would be told as taken out.
    """
    if name.endswith(revision.RECORD_ENDING):
        yield ComparisonSide(records.read_record(Path(name)))
        return
    with open_book(name) as draft:
        pictures = _pictures_of_sound_text(name, draft)
        _, colon, folder = name.partition(":")
        homes = [Path(folder) if colon and not Path(name).exists() else Path(name)]
        if draft.manuscript is not None:
            homes.append(draft.manuscript.folder)
        folders = [home / part for home in homes for part in (records.PRINTS_FOLDER, "out")]
        yield ComparisonSide(
            revision.attach_print(version(draft), lambda: records.records_in(folders)),
            draft,
            pictures,
        )


def _pictures_of_sound_text(name: str, draft: Draft) -> Mapping[str, manuscript.Picture]:
    """The pictures of a draft. BookError with its errors, where it has any."""
    pictures, wrong = reading.load_pictures(draft)
    errors = [fault for fault in reading.check_with_pictures(draft, wrong) if fault.fatal]
    if errors:
        name = manuscript.printable_name(name)
        raise BookError([problem("compare-errors", None, name=name, errors=len(errors)), *errors])
    return pictures


@contextmanager
def open_earlier(name: str, folder: Path) -> Iterator[ComparisonSide]:
    """What ``--since`` names: a record, a folder or a file, REV:FOLDER; the version of a print of
    which a record is kept; or a git revision of the book itself.
    """
    record_paths = [
        path
        for home in (folder / records.PRINTS_FOLDER, folder / "out")
        for path in sorted(home.glob("*" + revision.RECORD_ENDING))
    ]
    of_version = next((path for path in record_paths if _version_number(path) == name), None)
    if of_version is not None and not Path(name).exists():
        yield ComparisonSide(records.read_record(of_version))
        return
    complete = name.endswith(revision.RECORD_ENDING) or Path(name).exists() or ":" in name
    with open_side(name if complete else f"{name}:{folder}") as side:
        yield side


def _version_number(path: Path) -> str | None:
    try:
        return records.read_record(path).number
    except BookError:
        return None


NO_VERSION = revision.Version("", "", "", "", "", ())


def version(draft: Draft) -> revision.Version:
    """What a comparison takes of a draft."""
    toml = next((source for source in draft.sources if source.file == manuscript.SETTINGS), None)
    return revision.version_of(draft.book, toml if draft.manuscript else None)


def compare(old: Draft, new: Draft) -> revision.Revision:
    """What changed from one draft to another."""
    return revision.compare(version(old), version(new))


@contextmanager
def folder_at(revision: str, folder: Path) -> Iterator[Path]:
    """The folder at a revision, unpacked for as long as it lasts. BookError (2) where git does not
    know it.
    """
    archive = _archive(revision, folder)
    with tempfile.TemporaryDirectory(prefix="duben-") as top:
        unpacked = Path(top, folder.resolve().name or "book")
        unpacked.mkdir()
        try:
            with tarfile.open(fileobj=io.BytesIO(archive)) as packed:
                packed.extractall(unpacked, filter="data")
        except (tarfile.TarError, OSError) as error:
            raise BookError(
                problem(
                    "revision-git", None, revision=revision, folder=folder, reason=str(error)[:200]
                ),
                2,
            ) from None
        yield unpacked


def _archive(revision: str, folder: Path) -> bytes:
    if revision.startswith("-"):
        raise BookError(
            problem(
                "revision-git", None, revision=revision, folder=folder, reason="not a revision"
            ),
            2,
        )
    try:
        # In a subfolder git packs that folder alone, names as seen from it.
        done = subprocess.run(
            ["git", "-C", str(folder), "archive", "--format=tar", revision],
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "LC_ALL": "C"},
        )
    except FileNotFoundError:
        raise BookError(problem("revision-no-git", None, revision=revision), 2) from None
    if done.returncode:
        reason = _git_reason(done.stderr.decode("utf-8", "replace").strip())
        raise BookError(
            problem("revision-git", None, revision=revision, folder=folder, reason=reason), 2
        )
    return done.stdout


def _git_reason(told: str) -> str:
    """Why git failed: what mostly is the cause in our words, else the first line of its own."""
    if "not a valid object name" in told.lower():
        return "not a revision"
    if "not a git repository" in told:
        return "not in a git repository"
    return told.splitlines()[0][:200] if told else "git gave no reason"
