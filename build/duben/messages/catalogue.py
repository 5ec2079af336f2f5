"""Every sentence of the program by its rule, and how its fields are filled.

To change a sentence, search this folder for its words: it stands in one row of one module.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from duben.messages import (
    build,
    desk,
    distribution,
    editions,
    intake,
    manuscript,
    pages,
    program,
    revision,
    tables,
    text,
    waiting,
    word,
)
from duben.messages.bilingual import Message
from duben.messages.system_errors import SYSTEM_ERRORS
from duben.model import Problem

MESSAGES: Mapping[str, Message] = {
    **manuscript.MESSAGES,
    **tables.MESSAGES,
    **text.MESSAGES,
    **waiting.MESSAGES,
    **intake.MESSAGES,
    **word.MESSAGES,
    **build.MESSAGES,
    **desk.MESSAGES,
    **program.MESSAGES,
    **distribution.MESSAGES,
    **editions.MESSAGES,
    **pages.MESSAGES,
    **revision.MESSAGES,
}

# Rules whose problems concern a whole file: its name is shown without a line.
WHOLE_FILE_RULES = frozenset({
    "intake-word", "intake-archive", "intake-picture-file", "intake-kind",
    "intake-binary", "intake-folder",
    "word-broken", "word-no-text", "word-password", "word-legacy", "word-xml", "word-other-office",
    "word-too-large", "word-too-many-parts", "word-doctype", "word-nesting", "word-macros",
    "word-original-kind",
    "intake-pdf-scan", "intake-pdf-locked", "intake-pdf-broken", "intake-pdf-garbled",
    "intake-pdf-pages", "intake-pdf-characters", "intake-page-blocked",
    "file-no-chapter", "file-no-chapter-word", "file-no-chapter-ending",
})  # fmt: skip
CLAUSE_END = re.compile("(；|; )")
FIELD = re.compile(r"(?<!\{)\{([a-z_]+)\}")


def choose_language(option: str | None = None, environment: Mapping[str, str] = os.environ) -> str:
    """ "zh" or "en": the user's option, else the language of the locale."""
    if option in ("zh", "en"):
        return option
    return "zh" if _locale(environment).lower().startswith("zh") else "en"


def language_undecided(
    option: str | None = None, environment: Mapping[str, str] = os.environ
) -> bool:
    """Whether neither option nor locale names a language: the locale is C, POSIX or empty."""
    locale = _locale(environment).partition(".")[0].upper()
    return option not in ("zh", "en") and locale in ("", "C", "POSIX")


def _locale(environment: Mapping[str, str]) -> str:
    values = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return next((value for value in values if value), "")


def message(rule: str, language: str, values: Mapping[str, object]) -> str:
    """The sentence of a rule with its fields filled. KeyError for an unknown rule or field."""
    return MESSAGES[rule].sentence(language).format_map(_translate_reason(language, values))


def hint(rule: str, language: str, values: Mapping[str, object]) -> str:
    """The hint of a rule with its fields filled; "" where there is none.

    A clause of the hint whose field is "" is left out.
    """
    text = _drop_empty_clauses(MESSAGES[rule].hint(language), values)
    return text.format_map(_translate_reason(language, values))


def problem_text(problem: Problem, language: str) -> tuple[str, str]:
    """Message and hint of a problem."""
    rule, values = problem.rule, problem.values
    return message(rule, language, values), hint(rule, language, values)


def _drop_empty_clauses(text: str, values: Mapping[str, object]) -> str:
    empty = {name for name, value in values.items() if value == ""}
    if not empty:
        return text
    parts = CLAUSE_END.split(text)
    clauses = [part for part in parts[::2] if empty.isdisjoint(FIELD.findall(part))]
    return (parts[1] if len(parts) > 1 else "").join(clauses)


def _translate_reason(language: str, values: Mapping[str, object]) -> Mapping[str, object]:
    """The values; a reason that the operating system gave is in the user's language."""
    reason = values.get("reason")
    if language == "zh" and isinstance(reason, str) and reason in SYSTEM_ERRORS:
        return {**values, "reason": SYSTEM_ERRORS[reason]}
    return values
