"""A digest of the program that fills a cache:
another program finds nothing of what this one kept.
"""

from __future__ import annotations

import json
import os
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path


@cache
def program_digest(*folders: Path) -> str:
    """A digest of the files in these folders (names, sizes, times), of the version of Python and
    of all packages beside us; hexadecimal.
    """
    rows: list[object] = [sys.version, sys.platform, os.uname().machine]
    for top in sorted(set(folders)):
        rows += [
            (os.path.relpath(path, top), status.st_size, status.st_mtime_ns)
            for path, status in ((path, os.stat(path)) for path in sorted(_files(top)))
        ]
    for name in sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}):
        with suppress(OSError):
            rows.append(
                sorted(
                    entry
                    for entry in os.listdir(name)
                    if entry.endswith((".dist-info", ".egg-info"))
                )
            )
    return blake2b(json.dumps(rows).encode(), digest_size=20).hexdigest()


def _files(top: Path) -> Iterator[str]:
    for folder, below, names in os.walk(top):
        below[:] = [name for name in below if name != "__pycache__"]
        yield from (os.path.join(folder, name) for name in names)
