"""The identification code of an edition: what it is worked out from.

``BASIS-CHECK``: twelve hexadecimal digits over sources, settings, fonts, versions and templates,
the same for all editions of a build; twelve more over them and over the files of an edition.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

DIGITS = 12
CODE_PATTERN = re.compile("[0-9a-f]{12}-[0-9a-f]{12}")


def data_digest(*parts: object) -> str:
    """Twelve hexadecimal digits over data, the same on every machine."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


def edition_code(
    basis: str, edition: str | None, files: Iterable[Mapping[str, Any]], **more: object
) -> str:
    """The code of an edition, or of a copy of it, whose files have these rows in the manifest."""
    rows = sorted([str(row["name"]), row["pages"], str(row["content"])] for row in files)
    return f"{basis}-{data_digest(basis, edition, rows, more)}"


def code_payload(book: str, version: str, shown: str, copy: int | None = None) -> str:
    """What the QR code says: book, version and code, and the number of the copy."""
    return "/".join([book, version, shown, *([f"{copy:06}"] if copy is not None else [])])
