"""The state of a live book as the browser gets it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from duben.desk.answers import problem_rows
from duben.live import LiveLine, LiveState, PageSpot
from duben.model import Problem

# Rules whose problems say what should stand in the place of what: the names of these values, and
# whether it is certain.
MENDS: Mapping[str, tuple[str, str, bool]] = {
    "M1": ("stars", "right", False),
    "L22": ("found", "right", True),
    "T9": ("found", "right", False),
    "T20": ("here", "right", False),
    "T20-near": ("here", "right", False),
    "T20-name": ("here", "right", False),
    "T22": ("found", "right", False),
    "T23": ("found", "right", True),
}


# Rules that tell something of enumerations: T14 and T21 of several.
SHEET_RULES = ("T10", "T11", "T12", "T13", "T14", "T17", "T18", "T21")


def sheet_row(fault: Problem) -> str | None:
    """The term whose row of the sheet of enumerations a problem is about: "" for several, None for
    a problem of other things.
    """
    if fault.rule.partition("-")[0] not in SHEET_RULES:
        return None
    return str(fault.values.get("term", ""))


def mend_of(fault: Problem) -> dict[str, Any] | None:
    """What a click may put in the place of what; None where a person must think."""
    if fault.rule not in MENDS or fault.place is None:
        return None
    old_name, new_name, certain = MENDS[fault.rule]
    old, new = str(fault.values.get(old_name, "")), str(fault.values.get(new_name, ""))
    if not old or old == new or "…" in old:
        return None
    return {"old": old, "new": new, "certain": certain}


def state_to_json(state: LiveState, since: str | None, language: str) -> dict[str, Any]:
    """The event ``state``. ``since``: the time of pages that are older than the text."""
    rows = [
        {**row, "mend": mend_of(fault), "sheet": sheet_row(fault)}
        for row, fault in zip(problem_rows(state.problems, language), state.problems, strict=True)
    ]
    return {
        "revision": state.revision,
        "pages": [[page.digest, page.label, page.width, page.height] for page in state.pages],
        "problems": rows,
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
