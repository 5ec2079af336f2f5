"""The version of WeasyPrint whose insides are known here."""

from __future__ import annotations

import weasyprint

VERSION = "70.0"


class VersionError(Exception):
    """WeasyPrint is another than the one whose insides are known here."""


def check_version() -> None:
    """Raises ``VersionError`` for another version of WeasyPrint."""
    if weasyprint.__version__ != VERSION:
        raise VersionError(f"the composer knows WeasyPrint {VERSION}, not {weasyprint.__version__}")
