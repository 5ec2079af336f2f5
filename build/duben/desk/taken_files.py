"""The files that an import leaves beside a book."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from duben import manuscript

REPORT, BASE, PLACES = "import.json", "import.base.json", "import.places.json"
REPORT_BYTES = 50_000_000


def read_object(folder: Path, name: str) -> dict[str, Any] | None:
    """A JSON object that we wrote into a book; None where there is none."""
    data = manuscript.read_file(folder, name, REPORT_BYTES, None)
    if isinstance(data, bytes):
        with suppress(ValueError, RecursionError):
            found = json.loads(data)
            return found if isinstance(found, dict) else None
    return None
