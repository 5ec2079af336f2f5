"""Two versions of a book to what changed between them: units paired, changes told by kind, what follows from them."""

from __future__ import annotations

from duben.revision.changes import Change
from duben.revision.pages import both, fates, lines, reprint
from duben.revision.telling import to_json
from duben.revision.versions import Revision, Version, compare, version
from duben.revision.wording import Wording, summary, worded

__all__ = ["Change", "Revision", "Version", "Wording", "both", "compare", "fates", "lines", "reprint", "summary", "to_json", "version",
           "worded"]  # fmt: skip
