"""Problems as rows of data, for programs and for the browser."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from duben.messages.catalogue import problem_text
from duben.model import Problem


def sentence_and_hint(problem: Problem, language: str) -> tuple[str, str]:
    """Message and hint of a problem; its values where the table of messages has a fault."""
    try:
        return problem_text(problem, language)
    except (KeyError, IndexError, ValueError):
        values = ", ".join(f"{name}={value}" for name, value in problem.values.items())
        return values or problem.rule, ""


def problems_to_json(
    problems: Iterable[Problem], language: str, strict: bool = False
) -> list[dict[str, Any]]:
    """Problems as docs/commands.md describes them.

    A problem without a place has the file null, line 1 and column 1.
    """
    rows = []
    for problem in problems:
        text, hint = sentence_and_hint(problem, language)
        rows.append(
            {
                "file": problem.place.file if problem.place else None,
                "line": problem.place.line if problem.place else 1,
                "column": problem.place.column if problem.place else 1,
                "severity": problem.severity_if(strict),
                "rule": problem.rule,
                "message": text,
                "hint": hint,
            }
        )
    return rows
