"""Earlier versions of a book's texts: kept when its author rests, shown and taken back.

A version is a list of file names and digests in BOOK/.duben/versions; the texts lie beside, packed,
each once however many versions have it.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from duben import manuscript, publish
from duben.messages import MESSAGES, message
from duben.model import replace_file

VERSIONS_FOLDER = "versions"
TEXTS_FOLDER = "texts"
VERSIONS_KEPT = 300
NAMES_SHOWN = 3
PACKED_BYTES = 6_000_000  # of a text, unpacked: a chapter has 5 MB at most


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """A version: its ``name`` sorts by time; ``why`` it was kept; the digests of its texts by file
    name; which of them differ from the version before.
    """

    name: str
    time: str  # ISO 8601, local
    why: str
    files: Mapping[str, str]
    changed: tuple[str, ...]

    def words(self, language: str, comma: str) -> str:
        """Why it was kept, and which texts it changed."""
        rule = f"desk-version-{self.why}"
        files = comma.join(self.changed[:NAMES_SHOWN])
        more = "……" if len(self.changed) > NAMES_SHOWN else ""
        return message(rule if rule in MESSAGES else "desk-version-edited", language, {
            "files": files + more})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions of the book in a folder."""

    folder: Path

    def keep(
        self, texts: Mapping[str, bytes], why: str, always: bool = False
    ) -> KeptVersion | None:
        """Keeps the texts of a book, by file name; None where they are those of the newest version
        (but with ``always``). BookError (2) where that cannot be written.
        """
        last = next(iter(self.newest_first()), None)
        files = {name: hashlib.sha256(data).hexdigest() for name, data in texts.items()}
        if last is not None and last.files == files and not always:
            return None
        before = last.files if last else {}
        changed = sorted(name for name in {*files, *before} if files.get(name) != before.get(name))
        now = datetime.now()
        version = KeptVersion(
            f"{now:%Y%m%d-%H%M%S-%f}", now.isoformat(" ", "seconds"), why, files, tuple(changed)
        )
        with publish.writing_errors(self._folder):
            self._texts.mkdir(parents=True, exist_ok=True)
            for name, data in texts.items():
                path = self._texts / files[name]
                if not path.exists():
                    replace_file(path, zlib.compress(data))
            row = {"time": version.time, "why": why, "files": files, "changed": changed}
            replace_file(self._path(version.name), json.dumps(row, ensure_ascii=False).encode())
            self._let_oldest_go()
        return version

    def newest_first(self) -> Iterator[KeptVersion]:
        """The versions that are kept."""
        for path in sorted(self._folder.glob("*.json"), reverse=True):
            with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
                row = json.loads(path.read_text("utf-8"))
                yield KeptVersion(
                    path.stem, row["time"], row["why"], dict(row["files"]), tuple(row["changed"])
                )

    def texts(self, version: KeptVersion) -> dict[str, bytes]:
        """The texts of a version by file name; those that cannot be read are left out."""
        found = {}
        for name, digest in version.files.items():
            with suppress(OSError, zlib.error):
                if manuscript.path_parts(name) and digest.isalnum():
                    unpacker = zlib.decompressobj()
                    data = (self._texts / digest).read_bytes()
                    found[name] = unpacker.decompress(data, PACKED_BYTES)
        return found

    @property
    def _folder(self) -> Path:
        return self.folder / manuscript.KEPT_FOLDER / VERSIONS_FOLDER

    @property
    def _texts(self) -> Path:
        return self._folder / TEXTS_FOLDER

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.json"

    def _let_oldest_go(self) -> None:
        old = list(self.newest_first())[VERSIONS_KEPT:]
        if not old:
            return
        for version in old:
            self._path(version.name).unlink(missing_ok=True)
        wanted = {digest for version in self.newest_first() for digest in version.files.values()}
        for path in self._texts.iterdir():
            if path.name not in wanted:
                path.unlink(missing_ok=True)
