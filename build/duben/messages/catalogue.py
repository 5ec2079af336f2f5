"""What the program says, in Chinese and in English: a row for each rule."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from duben.messages import (
    build,
    distribution,
    editions,
    intake,
    manuscript,
    pages,
    program,
    revision,
    tables,
    text,
)
from duben.messages.reasons import REASONS
from duben.messages.row import Row
from duben.model import Problem

MESSAGES: Mapping[str, Row] = {
    **manuscript.ROWS, **tables.ROWS, **text.ROWS, **intake.ROWS, **build.ROWS, **program.ROWS,
    **distribution.ROWS, **editions.ROWS, **pages.ROWS, **revision.ROWS,
}  # fmt: skip


# What is told of a file that has no lines.
WHOLE_FILE = frozenset({
    "intake-word", "intake-pdf", "intake-archive", "intake-picture-file", "intake-kind", "intake-binary", "intake-folder",
    "file-no-chapter", "file-no-chapter-word", "file-no-chapter-ending",
})  # fmt: skip
CLAUSE = re.compile("(；|; )")
FIELD = re.compile(r"(?<!\{)\{([a-z_]+)\}")


def language(asked: str | None = None, environment: Mapping[str, str] = os.environ) -> str:
    """ "zh" or "en": what was asked for, else what the locale says."""
    if asked in ("zh", "en"):
        return asked
    return "zh" if _locale(environment).lower().startswith("zh") else "en"


def language_undecided(
    asked: str | None = None, environment: Mapping[str, str] = os.environ
) -> bool:
    """Whether neither the user nor the locale says anything of a language: C, C.UTF-8, POSIX, or
    nothing at all.
    """
    return asked not in ("zh", "en") and _locale(environment).partition(".")[0].upper() in (
        "",
        "C",
        "POSIX",
    )


def _locale(environment: Mapping[str, str]) -> str:
    return next(
        (value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environment.get(name))),
        "",
    )


def message(rule: str, tongue: str, values: Mapping[str, object]) -> str:
    """The sentence of a row, filled in."""
    return MESSAGES[rule].said(tongue).format_map(_spoken(tongue, values))


def hint(rule: str, tongue: str, values: Mapping[str, object]) -> str:
    """What to do about it, filled in; "" when there is nothing to add. A clause whose value is ""
    is left out.
    """
    text = _without_empty(MESSAGES[rule].hinted(tongue), values)
    return text.format_map(_spoken(tongue, values))


def _without_empty(text: str, values: Mapping[str, object]) -> str:
    empty = {name for name, value in values.items() if value == ""}
    if not empty:
        return text
    parts = CLAUSE.split(text)
    kept = [part for part in parts[::2] if empty.isdisjoint(FIELD.findall(part))]
    return (parts[1] if len(parts) > 1 else "").join(kept)


def _spoken(tongue: str, values: Mapping[str, object]) -> Mapping[str, object]:
    """The values, what the system gave as a reason in the user's language."""
    reason = values.get("reason")
    if tongue == "zh" and isinstance(reason, str) and reason in REASONS:
        return {**values, "reason": REASONS[reason]}
    return values


def problem_text(problem: Problem, tongue: str) -> tuple[str, str]:
    """Message and hint of a problem."""
    return message(problem.rule, tongue, problem.values), hint(problem.rule, tongue, problem.values)
