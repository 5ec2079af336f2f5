"""The house as docs/architecture.md draws it: rooms, doors, and what no room may do."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from duben.messages.system_errors import SYSTEM_ERRORS

TOP = Path(__file__).parents[2]
PACKAGE = TOP / "build" / "duben"
PAGE = (TOP / "docs" / "architecture.md").read_text("utf-8")
ROOMS = sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))
MODULES = sorted(PACKAGE.rglob("*.py"))
MOST_ROOMS = 20
MOST_IMPORTS_INSIDE = 12


def table() -> list[tuple[str, str]]:
    """The rows of the table of rooms: name, and the text of its cell "door"."""
    rows = re.findall(r"^\| `([a-z]+)` \|[^|]+\|([^|]+)\|$", PAGE, re.MULTILINE)
    return [(name, door) for name, door in rows]


def layers() -> list[str]:
    """The layers of import-linter, the lowest first."""
    contracts = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    (contract,) = (row for row in contracts["contracts"] if row["type"] == "layers")
    return list(reversed(contract["layers"]))


def test_the_table_of_rooms_is_that_of_the_linter() -> None:
    assert [name for name, _ in table()] == [
        room for layer in layers() for room in layer.split(" | ")
    ]
    assert sorted(name for name, _ in table()) == ROOMS
    assert len(ROOMS) <= MOST_ROOMS


def test_no_module_stands_beside_the_rooms() -> None:
    assert {path.name for path in PACKAGE.glob("*.py")} == {"__init__.py", "__main__.py"}


@pytest.mark.parametrize("room", ROOMS)
def test_a_door_opens_to_all_that_it_names(room: str) -> None:
    door = importlib.import_module(f"duben.{room}")
    assert door.__all__ and all(hasattr(door, name) for name in door.__all__)
    named = re.findall(r"`([A-Za-z_]+)`", dict(table())[room])
    assert named and set(named) <= set(door.__all__)


@pytest.mark.parametrize("room", ROOMS)
def test_what_a_door_names_says_what_it_is(room: str) -> None:
    door = importlib.import_module(f"duben.{room}")
    things = {name: getattr(door, name) for name in door.__all__}
    silent = [
        name
        for name, thing in things.items()
        if (inspect.isfunction(thing) or inspect.isclass(thing))
        and getattr(thing, "__module__", "").startswith("duben.")
        and not (inspect.getdoc(thing) or "").strip()
    ]
    assert silent == []


def imports_inside(path: Path) -> Iterator[tuple[str, int, bool]]:
    """Each import inside a function: the line, and whether a comment gives its reason."""
    lines = path.read_text("utf-8").split("\n")
    for function in ast.walk(ast.parse("\n".join(lines))):
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for node in ast.walk(function):
                if isinstance(node, (ast.Import, ast.ImportFrom)):
                    near = lines[max(0, node.lineno - 3) : node.end_lineno]
                    yield path.name, node.lineno, any("#" in line for line in near)


def test_imports_inside_functions_are_few_and_give_their_reason() -> None:
    found = {row for path in MODULES for row in imports_inside(path)}
    assert [row for row in sorted(found) if not row[2]] == []
    assert len(found) <= MOST_IMPORTS_INSIDE


def test_no_state_moves_at_module_level() -> None:
    moving = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Global)
    ]
    assert moving == []


def test_a_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(PACKAGE))
        for path in MODULES
        if not (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").strip()
    ]
    assert silent == []


def test_reasons_that_the_program_gives_are_told_in_chinese() -> None:
    given = {
        node.value
        for path in MODULES
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        for node in (
            *(word.value for word in call.keywords if word.arg == "reason"),
            *(
                call.args
                if getattr(call.func, "id", "") in ("RecordError", "_ledger_error")
                else ()
            ),
        )
        for node in ast.walk(node)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value
    }
    assert len(given) > 6
    assert given - SYSTEM_ERRORS.keys() == set()
