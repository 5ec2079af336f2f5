"""The cache of builds: where it lies, and how the process that renders reads it and adds to it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from duben import cache, layout

NEW_ENTRIES = "parts"  # in the work folder: entries that the process that renders leaves there


def open_cache() -> cache.CacheDir | None:
    """The user's cache of what this program made; None where no safe folder can be had."""
    program = cache.program_digest(
        Path(__file__).parents[1], *map(layout.shipped_folder, ("templates", "styles"))
    )
    return cache.user_cache(program)


def cache_for_worker(kept: cache.CacheDir | None, work: Path) -> cache.CacheDir | None:
    """The same cache for a process that may write in the work folder alone."""
    if kept is None:
        return None
    (work / NEW_ENTRIES).mkdir(exist_ok=True)
    return replace(kept, new=work / NEW_ENTRIES)
