"""Memory that is not needed now, given back to the system."""

from __future__ import annotations

import ctypes
import mmap
from contextlib import suppress

FONTS = (b".ttc\n", b".ttf\n", b".otf\n", b".otc\n")


def font_pages() -> None:
    """Gives back the pages of font files that were read. They come again when somebody looks at
    them.

    The files are mapped: who asks how wide the ink of a character is, or cuts it out, brings
    sixteen pages around its outline, and a chapter half of a file of 25 MB. Nobody writes there, so
    nothing is lost.
    """
    with suppress(OSError, AttributeError), open("/proc/self/maps", "rb") as rows:
        advise = ctypes.CDLL(None).madvise
        for row in rows:
            if row.lower().endswith(FONTS):
                place, rights = row.split()[:2]
                first, last = (int(edge, 16) for edge in place.split(b"-"))
                if rights == b"r--p":
                    advise(
                        ctypes.c_void_p(first), ctypes.c_size_t(last - first), mmap.MADV_DONTNEED
                    )
