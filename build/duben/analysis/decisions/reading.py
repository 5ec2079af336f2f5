"""The editor's decisions on enumerations, in enumerations.toml: read, written anew, and as a table
for spreadsheets.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from duben import chinese
from duben.analysis.toml_tables import text_fault
from duben.manuscript import UNKNOWN_KEY_LIMIT, nested_too_deep, toml_problem
from duben.model import Decision, Problem, Source, SourceLocation, problem, warning

TABLE = "enumeration"
TYPES: Mapping[str, tuple[type, ...]] = {
    "term": (str,), "count": (int,), "members": (list,), "ignore": (bool,), "same_as": (str,), "note": (str,), "show": (bool,),  # noqa: E501
    "found": (str,), "review": (str,), "confirm": (bool,), "table": (str,),
}  # fmt: skip
# Entries of a circle of ``same_as`` that a message shows.
CIRCLE_SHOWN = 6
WANTED = {str: "text", int: "number", bool: "true", list: "list"}


def read_decisions(source: Source) -> tuple[tuple[Decision, ...], tuple[Problem, ...]]:
    """The decisions in enumerations.toml, and all that is wrong with the file."""
    if deep := nested_too_deep(source):
        return (), (deep,)
    try:
        content = tomllib.loads(source.text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError, OverflowError) as error:
        found = re.search(r"at line (\d+)", str(error))
        last = source.text.rstrip("\n").count("\n") + 1
        return (), (toml_problem(source, error, min(int(found[1]), last) if found else last),)
    problems: list[Problem] = []
    strange = [name for name in content if name != TABLE]
    for name in strange[:UNKNOWN_KEY_LIMIT]:
        problems.append(_unknown(source, _line_of(source.text, name), name, [f"[[{TABLE}]]"]))
    tables = content.get(TABLE, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        return (), (
            *problems,
            problem("enumeration-table", source.place(_line_of(source.text, TABLE))),
        )
    lines = _table_lines(source.text)
    made: dict[str, Decision] = {}
    same_as: dict[str, int] = {}
    unknown: list[tuple[int, str]] = []
    for index, table in enumerate(tables):
        keys = lines[index] if len(lines) == len(tables) else {}
        if (decision := _decision(source, table, keys, problems, unknown)) is None:
            continue
        key = chinese.normalized_term(decision.term)
        if key in made:
            problems.append(
                problem(
                    "enumeration-twice",
                    decision.place,
                    term=decision.term,
                    other=made[key].place.line,
                )
            )
        made.setdefault(key, decision)
        same_as.setdefault(key, keys.get("same_as", decision.place.line))
    problems += [
        problem("enumeration-circle", source.place(same_as[key]), term=made[key].term, path=path)
        for key, path in _circles(made)
    ]
    problems += [
        _unknown(source, line, key, list(TYPES)) for line, key in unknown[:UNKNOWN_KEY_LIMIT]
    ]
    if more := max(0, len(strange) - UNKNOWN_KEY_LIMIT) + max(0, len(unknown) - UNKNOWN_KEY_LIMIT):
        problems.append(
            problem(
                "setting-unknown-more",
                source.place(source.text.count("\n") + 1),
                count=more,
                told=UNKNOWN_KEY_LIMIT,
            )
        )
    return tuple(made.values()), tuple(
        sorted(problems, key=lambda one: one.place or SourceLocation(""))
    )


def _circles(decided: Mapping[str, Decision]) -> Iterator[tuple[str, str]]:
    """Each circle of ``same_as`` once: the key of its first entry, and its way in words."""
    told: set[str] = set()
    for start in decided:
        way: list[str] = []
        key = start
        while key in decided and key not in told and decided[key].same_as:
            told.add(key)
            way.append(key)
            key = chinese.normalized_term(decided[key].same_as)
        if key in way:
            circle = [*way[way.index(key) :], key][:CIRCLE_SHOWN]
            yield key, " → ".join(decided[step].term for step in circle)


def _decision(
    source: Source,
    table: Mapping[str, Any],
    keys: Mapping[str, int],
    problems: list[Problem],
    unknown: list[tuple[int, str]],
) -> Decision | None:
    first = keys.get("", 1)
    kept: dict[str, Any] = {}
    for key, value in table.items():
        line = keys.get(key, first)
        if key not in TYPES:
            unknown.append((line, key))
        elif type(value) not in TYPES[key] or (
            key == "members" and not all(isinstance(one, str) for one in value)
        ):
            problems.append(
                problem(f"enumeration-type-{WANTED[TYPES[key][0]]}", source.place(line), key=key)
            )
        elif key == "members" and not all(map(str.strip, value)):
            problems.append(problem("enumeration-member-empty", source.place(line)))
        elif fault := text_fault(source, line, key, value):
            problems.append(fault)
        elif key == "count" and not 1 <= value <= 999:
            problems.append(
                problem(
                    "enumeration-count",
                    source.place(line),
                    count=value if -(10**9) < value < 10**9 else "…",
                )
            )
        else:
            kept[key] = (
                tuple(one.strip() for one in value)
                if key == "members"
                else plain_note(value)
                if key == "note"
                else value
            )
    term = unquoted_term(kept.pop("term", ""))
    if not term:
        if "term" not in table or isinstance(table["term"], str):
            problems.append(problem("enumeration-without-term", source.place(first)))
        return None
    if kept.get("confirm") and kept.get("ignore"):
        line = keys.get("confirm", first)
        problems.append(warning("enumeration-contrary", source.place(line), term=term))
    return Decision(term, source.place(keys.get("term", first)), **kept)


def plain_note(text: str) -> str:
    """An editor's note on one line, as it is printed."""
    return "".join(line.strip() for line in text.split("\n"))


def unquoted_term(term: str) -> str:
    """A term as an editor may have typed it, without quotation marks round it."""
    return term.strip().strip("“”「」『』\"'‘’").strip()


def _unknown(source: Source, line: int, key: str, known: list[str]) -> Problem:
    near = get_close_matches(key.lower()[:64], known, 1, 0.5)
    return problem(
        "enumeration-unknown-key",
        source.place(line),
        key=key[:40],
        nearest=near[0] if near else ", ".join(known),
    )


def _table_lines(text: str) -> list[dict[str, int]]:
    """For each [[enumeration]] the line of its head (under "") and of its keys."""
    found: list[dict[str, int]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if re.match(r"\s*\[\[\s*\"?enumeration\"?\s*\]\]", line):
            found.append({"": number})
        elif found and (match := re.match(r"\s*\"?([A-Za-z0-9_-]+)\"?\s*=", line)):
            found[-1].setdefault(match[1], number)
    return found


def _line_of(text: str, name: str) -> int:
    for number, line in enumerate(text.split("\n"), 1):
        if re.match(rf"[\s\[\"']*{re.escape(name)}\b", line):
            return number
    return 1
