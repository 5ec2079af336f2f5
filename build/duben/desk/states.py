"""The state of a live book as the browser gets it."""

from __future__ import annotations

from typing import Any

from duben.desk.answers import problem_rows
from duben.live import LiveLine, LiveState, PageSpot


def state_to_json(state: LiveState, since: str | None, language: str) -> dict[str, Any]:
    """The event ``state``. ``since``: the time of pages that are older than the text."""
    rows = problem_rows(state.problems, language)
    return {
        "revision": state.revision,
        "pages": [[page.digest, page.label, page.width, page.height] for page in state.pages],
        "problems": [{**row, "mend": None} for row in rows],
        "settled": state.settled,
        "provisional": list(state.provisional),
        "stale": state.stale,
        "since": since,
    }


def line_to_json(line: LiveLine) -> list[Any]:
    """A line of a page: its rectangle (pt), file, line, column, block, offset."""
    rectangle = [line.left, line.top, line.right, line.bottom]
    return [*rectangle, line.file, line.line, line.column, line.block, line.offset]


def spot_to_json(spot: PageSpot | None) -> dict[str, Any] | None:
    """A place in the pages."""
    return None if spot is None else {"page": spot.page, "top": spot.top}
