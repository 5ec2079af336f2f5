"""Two versions of a book to what changed between them: units paired, changes told by kind, what
follows from them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duben.revision.changes import Change
    from duben.revision.comparison import Revision, compare
    from duben.revision.pages import both, fates, lines, reprint
    from duben.revision.telling import to_json
    from duben.revision.versions import Version, version
    from duben.revision.wording import Wording, summary, worded

__all__ = ["Change", "Revision", "Version", "Wording", "both", "compare", "fates", "lines", "reprint", "summary", "to_json", "version",
           "worded"]  # fmt: skip

# Loaded when first asked for: a build keeps a record of its version, and mostly compares it with
# none.
_HOMES = {
    "Change": "changes", "Revision": "comparison", "compare": "comparison", "both": "pages", "fates": "pages", "lines": "pages", "reprint": "pages",
    "to_json": "telling", "Version": "versions", "version": "versions", "Wording": "wording", "summary": "wording", "worded": "wording",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"duben.revision.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'duben.revision' has no attribute {name!r}")
