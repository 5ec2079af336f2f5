"""Problems on their way from the worker to its parent: as plain data there, as problems here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from duben.model import Problem, SourceLocation


def problems_to_json(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Problems as JSON can carry them."""
    return [
        {
            "rule": one.rule,
            "place": [one.place.file, one.place.line, one.place.column] if one.place else None,
            "severity": one.severity,
            "values": {name: _simple(value) for name, value in one.values.items()},
        }
        for one in problems
    ]


def _simple(value: object) -> object:
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


def problems_from_json(answer: Mapping[str, Any]) -> tuple[Problem, ...]:
    """The problems in an answer."""
    return tuple(
        Problem(
            row["rule"],
            SourceLocation(*row["place"]) if row["place"] else None,
            row["severity"],
            row["values"],
        )
        for row in answer.get("problems", ())
    )
