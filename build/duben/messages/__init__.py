"""What the program says, in Chinese and in English: a row for each rule."""

from __future__ import annotations

import os
from collections.abc import Mapping

from duben.errors import Problem
from duben.messages import build, intake, manuscript, program, text
from duben.messages.row import Row

ROWS: Mapping[str, Row] = {
    **manuscript.ROWS, **text.ROWS, **intake.ROWS, **build.ROWS, **program.ROWS,
}  # fmt: skip


def language(asked: str | None = None, environment: Mapping[str, str] = os.environ) -> str:
    """"zh" or "en": what was asked for, else what the locale says."""
    if asked in ("zh", "en"):
        return asked
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def message(rule: str, tongue: str, values: Mapping[str, object]) -> str:
    """The sentence of a row, filled in."""
    return ROWS[rule].said(tongue).format_map(values)


def hint(rule: str, tongue: str, values: Mapping[str, object]) -> str:
    """What to do about it, filled in; "" when there is nothing to add."""
    return ROWS[rule].hinted(tongue).format_map(values)


def said(problem: Problem, tongue: str) -> tuple[str, str]:
    """Message and hint of a problem."""
    return message(problem.rule, tongue, problem.values), hint(problem.rule, tongue, problem.values)
