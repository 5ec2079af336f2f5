"""Files of the machine that shape a page: what changes when one of them does."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from pathlib import Path

LIBRARY = re.compile("lib(pango|harfbuzz|fontconfig|freetype|fribidi|glib|gobject)[^/]*$")


@cache
def shaping_libraries() -> list[tuple[str, int, int]]:
    """The libraries that shape, cut and draw for WeasyPrint, as they lie on this machine; none
    where the system does not tell.
    """
    found: set[str] = set()
    with suppress(OSError), open("/proc/self/maps", encoding="utf-8", errors="replace") as rows:
        found = {
            f"/{path}"
            for row in rows
            if (path := row.rstrip().partition("/")[2]) and LIBRARY.search(path)
        }
    return [(name, *file_status(Path(name))) for name in sorted(found) if Path(name).is_file()]


def file_status(file: Path) -> tuple[int, int]:
    """What changes when a file does."""
    status = file.stat()
    return status.st_size, status.st_mtime_ns
