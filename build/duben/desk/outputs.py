"""The finished files of a book: those in out/, and what comparisons and distributions put below
it, with those that were printed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duben import distribution, layout, manuscript, publish
from duben.desk.keys import name_key
from duben.messages import MESSAGES, message
from duben.model import BookError

OUT = "out"
CHANGES, COPIES, PRINTED = "changes-", "copies-", "printed-"  # folders below it begin so
SOURCE_BYTES = 100_000_000
# Files beside those of an edition, by what their names end with.
COMPANIONS = (
    "-fronts.pdf", "-backs.pdf", "-guide.pdf", "-trial.pdf", "-press-cover.pdf", "-marked.pdf",
    ".record.json", ".epub", ".docx", "-list.csv", "-list.pdf", "-labels.pdf", "-signatures.pdf",
    "-slips.pdf",
)  # fmt: skip
FOR_PROGRAMS = ("manifest.json", "SHA256SUMS", "changes.json")
NAME_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class FinishedFile:
    """A file: its name as seen from out/, what it is for people, and what the manifest says, the
    recipient for whom it was packed among that.
    """

    name: str
    path: Path
    title: tuple[str, str]
    edition: str | None = None
    pages: int | None = None
    older: bool = False
    recipient: str = ""

    @property
    def group(self) -> str:
        """The folder below out/ in which it lies; "" for those of a build."""
        return self.name.rpartition("/")[0].split("/")[0]

    @property
    def for_programs(self) -> bool:
        """Whether nobody reads it."""
        return self.path.name in FOR_PROGRAMS

    def saved_name(self, book_title: str, language: str) -> str:
        """The name under which a person keeps it: 植树手册-打印对折.pdf."""
        what = self.recipient or self.title[language != "zh"]
        number = re.match(r"[0-9]{3,}(?=-)", self.path.name) if self.recipient else None
        parts = (book_title[:NAME_CHARACTERS], number[0] if number else "", what)
        stem = "-".join(filter(None, parts)).translate(distribution.ANY_SYSTEM).strip(" .")
        return stem.removesuffix(self.path.suffix) + self.path.suffix

    @property
    def key(self) -> str:
        return name_key(self.name)

    def to_json(self, language: str) -> dict[str, Any]:
        """A row of the list of files."""
        return {
            "key": self.key,
            "name": self.name,
            "title": self.title[language != "zh"],
            "edition": self.edition,
            "bytes": self.path.stat().st_size,
            "pages": self.pages,
            "older": self.older,
            "group": self.group,
            "recipient": self.recipient,
            "for_programs": self.for_programs,
        }


def finished_files(folder: Path) -> list[FinishedFile]:
    """The finished files of the book in a folder, those of a build first. No link is followed."""
    out = folder / OUT
    if out.is_symlink() or not out.is_dir():
        return []
    return [*_built(folder, out), *_below(folder, out)]


def _built(folder: Path, out: Path) -> Iterator[FinishedFile]:
    manifest = _manifest(out)
    sums: dict[str, str] = {}
    for row in manifest["files"] if manifest else ():
        path = out / row["name"]
        if path.is_file() and not path.is_symlink():
            sources = row.get("sources") or (manifest or {}).get("sources") or ()
            edition = row.get("edition")
            older = any(not _is_same(folder, source, sums) for source in sources)
            title = file_title(row["name"], edition)
            yield FinishedFile(row["name"], path, title, edition, row.get("pages"), older)


def _is_same(folder: Path, source: Mapping[str, Any], sums: dict[str, str]) -> bool:
    """Whether a source is still what it was."""
    name = str(source.get("name", ""))
    if name not in sums:
        data = manuscript.read_file(folder, name, SOURCE_BYTES, None)
        sums[name] = hashlib.sha256(data).hexdigest() if isinstance(data, bytes) else ""
    return sums[name] == source.get("sha256")


def _below(book: Path, out: Path) -> Iterator[FinishedFile]:
    """What comparisons and distributions wrote, the newest folder first."""
    folders = [
        path
        for path in out.iterdir()
        if path.name.startswith((CHANGES, COPIES, PRINTED))
        and path.is_dir()
        and not path.is_symlink()
    ]
    for folder in sorted(folders, key=lambda path: path.stat().st_mtime, reverse=True):
        yield from _in_folder(book, out, folder)


def _in_folder(book: Path, out: Path, folder: Path) -> Iterator[FinishedFile]:
    """The files of a comparison, a distribution or a print; copies are older than the text where
    its files are others than those that they were made of.
    """
    manifest = _manifest(folder) if folder.name.startswith(COPIES) else None
    sums: dict[str, str] = {}
    older = any(not _is_same(book, one, sums) for one in (manifest or {}).get("sources") or ())
    recipients = {
        row["name"]: row.get("recipient") or "" for row in (manifest or {}).get("files") or ()
    }
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(out).as_posix()
        hidden = any(part.startswith(".") for part in path.relative_to(out).parts)
        if path.is_file() and not path.is_symlink() and not hidden:
            title = file_title(path.name, _edition_of(path.name))
            recipient = recipients.get(path.relative_to(folder).as_posix(), "")
            yield FinishedFile(
                name, path, title, _edition_of(path.name), older=older, recipient=recipient
            )


def _manifest(folder: Path) -> dict[str, Any] | None:
    try:
        return publish.read_manifest(folder)
    except BookError:
        return None


def _edition_of(name: str) -> str | None:
    """The edition that a file's name tells."""
    return next((one for one in layout.EDITIONS if name.endswith(f"-{one}.pdf")), None)


def file_title(name: str, edition: str | None) -> tuple[str, str]:
    """What a file is, in Chinese and in English; its name where nobody knows."""
    ending = next((ending for ending in COMPANIONS if name.endswith(ending)), "")
    for rule in (f"handed-{name}", f"desk-file{ending}"):
        if rule in MESSAGES:
            return message(rule, "zh", {}), message(rule, "en", {})
    if edition in layout.EDITIONS:
        zh, en = layout.EDITIONS[edition].title
        return zh or edition, en or edition
    return name, name
