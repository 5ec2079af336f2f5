"""duben (读本): a folder of Chinese study material in Markdown becomes typeset booklets, as PDF and
as EPUB.

    draft = duben.load("book")            # a folder, or one .md, .txt or .html file
    duben.check(draft)                    # every problem in it
    duben.enumerations(draft)             # the numbered enumerations of its text
    duben.compare(before, draft)          # what changed from another
    duben.build("book")                   # PDF and EPUB, into book/out

What cannot go on raises BookError; it carries the problems, and ``duben.messages.said`` puts each
into words.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from duben.errors import BookError, Place, Problem

if TYPE_CHECKING:
    from duben.model import (
        Book,
        Chapter,
        Enumeration,
        InlineList,
        Occurrence,
        OutlineEntry,
        Settings,
    )
    from duben.publish import Built, Draft, Made, Verified, build, check, load, verify
    from duben.revision import Change, Revision

__all__ = [
    "Book", "BookError", "Built", "Change", "Chapter", "Draft", "Enumeration", "InlineList", "Made", "Occurrence", "OutlineEntry", "Place",
    "Problem", "Revision", "Settings", "Verified", "build", "check", "compare", "enumerations", "load", "verify",
]  # fmt: skip

_MODEL = frozenset(
    {"Book", "Chapter", "Enumeration", "InlineList", "Occurrence", "OutlineEntry", "Settings"}
)
_REVISION = frozenset({"Change", "Revision"})
_PUBLISH = frozenset({"Built", "Draft", "Made", "Verified", "build", "check", "load", "verify"})


def enumerations(draft: Draft) -> tuple[Enumeration, ...]:
    """The numbered enumerations of a book."""
    return draft.book.enumerations


def compare(old: Draft, new: Draft) -> Revision:
    """What changed from one book to another."""
    from duben.publish import comparing

    return comparing.compare(old, new)


def __getattr__(name: str) -> Any:
    """The parts of the door, loaded when they are first asked for: ``duben --help`` needs none of
    them.
    """
    if name in _MODEL:
        return getattr(import_module("duben.model"), name)
    if name in _PUBLISH:
        return getattr(import_module("duben.publish"), name)
    if name in _REVISION:
        return getattr(import_module("duben.revision"), name)
    raise AttributeError(f"module 'duben' has no attribute {name!r}")
