"""A manuscript's folder as it was at a git revision."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from duben.model import BookError, problem


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
        )
    except FileNotFoundError:
        raise BookError(problem("revision-no-git", None, revision=revision), 2) from None
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise BookError(
            problem(
                "revision-git",
                None,
                revision=revision,
                folder=folder,
                reason=reason[0][:200] if reason else "git gave no reason",
            ),
            2,
        )
    return done.stdout
