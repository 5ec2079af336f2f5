"""What is known of a live book: plain data that travel between processes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from duben.model import Page, Problem

COVERS = {"cover": "封面", "back cover": "封底"}  # labels of pages that have no folio


@dataclass(frozen=True, slots=True)
class LivePage:
    """A page of the screen edition. ``digest`` is of all that is drawn on it: pages of one digest
    look the same. ``label`` is its page label in the PDF; ``width`` and ``height`` in pt.
    """

    digest: str
    label: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class LiveState:
    """A book as it is shown. ``revision`` counts the states. ``pages`` are those of the last text
    that could be composed; ``problems`` those of the text as it is. ``settled``: the pages are
    those of a build of this text; else ``provisional`` are the numbers (from 0) of pages that were
    composed alone. ``stale``: errors stand in the way, and the pages are older than the text.
    """

    revision: int = 0
    pages: tuple[LivePage, ...] = ()
    problems: tuple[Problem, ...] = ()
    settled: bool = False
    provisional: tuple[int, ...] = ()
    stale: bool = False


@dataclass(frozen=True, slots=True)
class LiveLine:
    """What stands on a line of a page: its rectangle in pt from the page's upper left corner, where
    it begins in the author's file, and the block and offset there.
    """

    left: float
    top: float
    right: float
    bottom: float
    file: str
    line: int
    column: int
    block: str
    offset: int


@dataclass(frozen=True, slots=True)
class PageSpot:
    """A place in the pages: the number of the page (from 0), and pt from its top."""

    page: int
    top: float


def live_page(page: Page, looks: str) -> LivePage:
    """A composed page as it is shown; ``looks`` is a digest of what shapes it beside the text."""
    drawn: Sequence[Any] = (looks, page.part, page.folio, page.head, page.drawn)
    digest = blake2b("\0".join(drawn).encode("utf-8", "surrogatepass"), digest_size=16)
    return LivePage(
        digest.hexdigest(),
        page.folio or COVERS.get(page.part, page.part),
        page.width or 0.0,
        page.height or 0.0,
    )
