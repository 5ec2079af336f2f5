"""Changes of a book's files on the disk, whoever makes them."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path, PurePath

import watchfiles

# Their files change under Windows without a word to Linux (microsoft/WSL#4739).
SILENT_FILE_SYSTEMS = ("9p", "drvfs")
MOUNTS = Path("/proc/mounts")
GATHER_MS = 100  # changes that come closer are told together
POLL_MS = 700
AGAIN_SECONDS = 2
# What duben itself writes beside a text: it shapes no page.
WRITTEN_BY_US = ("out", "prints", "ledger.csv", "import.json", "import.base.json")


async def watch(folder: Path, stop: asyncio.Event) -> AsyncIterator[frozenset[str]]:
    """The names of the files that changed, as seen from the folder, again and again until
    ``stop``. A folder that cannot be watched, or is gone, is tried again.
    """
    polling = needs_polling(folder)
    while not stop.is_set():
        try:
            async for changes in watchfiles.awatch(
                folder,
                watch_filter=lambda change, path: shapes_pages(folder, path),
                debounce=GATHER_MS,
                step=GATHER_MS // 2,
                stop_event=stop,
                force_polling=polling,
                poll_delay_ms=POLL_MS,
                ignore_permission_denied=True,
            ):
                yield frozenset(relative_name(folder, path) for _, path in changes)
        except (OSError, RuntimeError):
            # Too many folders are watched on this machine, or this one is not there.
            polling = True
        if not stop.is_set():
            await asyncio.sleep(AGAIN_SECONDS)


def shapes_pages(folder: Path, path: str) -> bool:
    """Whether a file may be part of the book: no hidden or temporary one, none that we wrote."""
    parts = PurePath(relative_name(folder, path)).parts
    return bool(parts) and not (
        parts[0] in WRITTEN_BY_US
        or any(part.startswith((".", "~$")) or part.endswith("~") for part in parts)
    )


def relative_name(folder: Path, path: str) -> str:
    """A file's name as seen from the folder, with slashes."""
    return PurePath(os.path.relpath(path, folder)).as_posix()


def needs_polling(folder: Path, mounts: Path = MOUNTS) -> bool:
    """Whether the folder is on a file system that does not tell its changes."""
    try:
        rows = [line.split() for line in mounts.read_text("utf-8", "replace").splitlines()]
    except OSError:
        return False
    place = folder.resolve()
    points = {
        Path(row[1].replace(r"\040", " ")): row[2]
        for row in rows
        if len(row) > 2  # the last mount on a point is the one that is seen
    }
    nearest = next((above for above in (place, *place.parents) if above in points), None)
    return nearest is not None and points[nearest] in SILENT_FILE_SYSTEMS
