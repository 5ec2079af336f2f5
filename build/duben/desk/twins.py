"""A document that was taken in, and the book of the shelf that an earlier wording of it became."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from duben import manuscript
from duben.desk.taken_files import BASE, read_object
from duben.model import TITLE_TO_FILL, BookError

CLAUSE = re.compile(r"[^\s，。、；：？！（）“”《》,.;:?!()#*|]{4,}")
CLAUSES, SHARE = 3, 0.5  # in common, and their share of the longer text


def find_twin(books: Mapping[str, Path], place: Path) -> tuple[str, str] | None:
    """Key and title of the book that a new one in ``place`` is another wording of: one of its
    title, else that with most clauses in common, whatever it is called now. Only books that can
    take a corrected file are looked at.
    """
    title, clauses = _title(place), _clauses(place)
    best: tuple[float, str, str] = (0, "", "")
    for key, folder in books.items():
        others = _clauses(folder) if folder != place else frozenset()
        if not others:
            continue
        other_title = _title(folder)
        same_title = bool(title) and title == other_title
        common = len(clauses & others)
        share = common / max(len(clauses), len(others)) if common >= CLAUSES else 0
        if same_title or share >= SHARE:
            best = max(best, (share + same_title, key, other_title))
    return best[1:] if best[0] else None


def _title(folder: Path) -> str:
    with suppress(BookError):
        title = manuscript.load(folder).settings.book.title
        return "" if title == TITLE_TO_FILL else title
    return ""


def _clauses(folder: Path) -> frozenset[str]:
    """The clauses of a book as it was taken in; none where it was not."""
    chapters = (read_object(folder, BASE) or {}).get("chapters")
    texts = chapters.values() if isinstance(chapters, dict) else ()
    return frozenset(
        clause for text in texts if isinstance(text, str) for clause in CLAUSE.findall(text)
    )
