"""The files of the machine that decide how a page looks: libraries, and fonts."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from pathlib import Path

LIBRARY = re.compile("lib(pango|harfbuzz|fontconfig|freetype|fribidi|glib|gobject)[^/]*$")


@cache
def shaping_libraries() -> list[tuple[str, int, int]]:
    """(path, size, time) of the libraries that shape and draw text for WeasyPrint in this process;
    none where the system has no /proc.
    """
    paths: set[str] = set()
    with suppress(OSError), open("/proc/self/maps", encoding="utf-8", errors="replace") as rows:
        paths = {
            f"/{path}"
            for row in rows
            if (path := row.rstrip().partition("/")[2]) and LIBRARY.search(path)
        }
    return [(name, *file_status(Path(name))) for name in sorted(paths) if Path(name).is_file()]


def file_status(file: Path) -> tuple[int, int]:
    """Size (bytes) and time of change (ns) of a file: one of them changes when the file does."""
    status = file.stat()
    return status.st_size, status.st_mtime_ns
