"""The identification code of an edition, ``BASIS-CHECK``.

BASIS is twelve hexadecimal digits of a sha256 over sources, settings, fonts, versions and
templates; all editions of a build share it. CHECK is twelve more, over BASIS and the files of the
edition.
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
    """Twelve hexadecimal digits of a sha256 over data; they are the same on every machine."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


def edition_code(
    basis: str, edition: str | None, files: Iterable[Mapping[str, Any]], **more: object
) -> str:
    """The code of an edition, or of one copy of it. ``files`` are its rows in the manifest."""
    rows = sorted([str(file["name"]), file["pages"], str(file["content"])] for file in files)
    return f"{basis}-{data_digest(basis, edition, rows, more)}"


def code_payload(book: str, version: str, shown: str, copy: int | None = None) -> str:
    """The text of the QR code: book, version and code, and the number of the copy."""
    return "/".join([book, version, shown, *([f"{copy:06}"] if copy is not None else [])])
