"""Where the keys of a TOML text stand, and what is wrong with a text that does not parse.

tomllib gives values without their lines; the lines are found here, by a scan over the text.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from duben.model import Problem, Source, SourceLocation, problem

# Parts of a dotted key; the longest that means something has two.
KEY_PART_LIMIT = 20
# A date without quotation marks, in one of the ways in which dates are written.
WRITTEN_DATE = re.compile(
    r"\s*([A-Za-z_]+)\s*=\s*(([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})"
    r"\s*日?)\s*(?:#.*)?"
)
# A word without quotation marks in place of a value.
BARE_WORD = re.compile(r"\s*([A-Za-z_][\w-]*)\s*=\s*([^\W\d_]\w*)\s*(?:#.*)?")
# What is written for true and false elsewhere.
TRUTHS = {"yes": "true", "on": "true", "是": "true", "no": "false", "off": "false", "否": "false"}

KeyPath = tuple[str, ...]


@dataclass
class TomlProblems:
    """What is wrong with the keys of a TOML text that parses, each at the line of its key."""

    source: Source
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lines = _key_lines(self.source.text)

    def locate(self, *path: str) -> SourceLocation:
        """The line of a key, or of the nearest table around it; else line 1."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.source.place(self.lines.get(path, 1))

    def tell(
        self,
        rule: str,
        path: KeyPath,
        /,
        place: SourceLocation | None = None,
        **values: object,
    ) -> None:
        """Adds the problem ``rule``, at ``place`` or else at the line of the key ``path``."""
        self.problems.append(problem(rule, place or self.locate(*path), **values))

    def locate_entry(self, path: KeyPath, entry: str) -> SourceLocation:
        """The line on which a string of a list stands: the first from the key's own line on that
        shows it.
        """
        if path not in self.lines:
            return self.locate(*path)
        return self.source.place(quoting_line(self.source.text, entry, self.lines[path]))


def quoting_line(text: str, value: str, start: int = 1) -> int:
    """The first line, from ``start`` on, that has a string in quotation marks; else ``start``."""
    lines = enumerate(text.split("\n")[start - 1 :], start)
    return next((number for number, line in lines if quotes(line, value)), start)


def quotes(text: str, value: str) -> bool:
    """Whether a text of TOML has a string in quotation marks."""
    return f'"{value}"' in text.replace("\\\\", "\\") or f"'{value}'" in text


def nested_too_deep(source: Source) -> Problem | None:
    """The first key of more than KEY_PART_LIMIT parts as a problem, else None.

    Such a text is not read at all: every part of a key costs a table.
    """
    if all(line.count(".") < KEY_PART_LIMIT for line in source.text.split("\n")):
        return None
    for line, statement in _statements(source.text):
        if (parts := len(_key_path(statement.strip("[] \t")))) > KEY_PART_LIMIT:
            return problem(
                "setting-too-deep", source.place(line), parts=parts, limit=KEY_PART_LIMIT
            )
    return None


def parse_problem(source: Source, error: tomllib.TOMLDecodeError) -> Problem:
    """What is wrong with a text that tomllib refused, at its line; a date is told as such."""
    match = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    line = int(match[1]) if match else source.text.count("\n") + 1
    line = min(line, source.text.rstrip("\n").count("\n") + 1)
    if day := WRITTEN_DATE.fullmatch(source.text.split("\n")[line - 1][:200]):
        return _date_problem(day, source.place(line))
    return toml_problem(source, error, line)


def toml_problem(source: Source, error: Exception, line: int) -> Problem:
    """What is wrong with a TOML file that the parser refused at a line."""
    if re.search("twice|overwrite|duplicate", str(error), re.IGNORECASE):
        return problem("toml-twice", source.place(line))
    if word := BARE_WORD.fullmatch(source.text.split("\n")[line - 1][:200]):
        return _bare_word_problem(word[1], word[2], source.place(line))
    return problem("toml-broken", source.place(line), file=source.file)


def _bare_word_problem(key: str, word: str, place: SourceLocation) -> Problem:
    """A word that is neither true nor false (supply = ture), or a text without its marks."""
    lower = word.casefold()
    near = get_close_matches(lower, ("true", "false"), 1, 0.7)
    right = TRUTHS.get(lower) or (near[0] if near else "")
    rule = "toml-truth" if right else "toml-unquoted"
    return problem(rule, place, key=key, word=word[:40], right=right)


def _date_problem(match: re.Match[str], place: SourceLocation) -> Problem:
    """A day that no month has, or a date written in a way that TOML does not know."""
    right = f"{match[3]}-{int(match[4]):02}-{int(match[5]):02}"
    try:
        date.fromisoformat(right)
    except ValueError:
        return problem("setting-date-none", place, key=match[1], value=match[2].strip())
    return problem("setting-date-form", place, key=match[1], value=match[2].strip(), right=right)


def _key_lines(text: str) -> dict[KeyPath, int]:
    """The line (from 1) of every table head and key of a TOML text that parses."""
    lines: dict[KeyPath, int] = {}
    table: KeyPath = ()
    for line, statement in _statements(text):
        if statement.startswith("["):
            table = _key_path(statement.strip("[] \t"))
            lines.setdefault(table, line)
        else:
            path = table + _key_path(statement)
            for length in range(1, len(path) + 1):
                lines.setdefault(path[:length], line)
    for path, line in list(lines.items()):
        for length in range(1, len(path)):
            lines.setdefault(path[:length], line)
    return lines


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """(line, head) of each statement: what stands before "=", or a table head;
    values are skipped.
    """
    closing = ""
    depth = 0
    for number, line in enumerate(text.split("\n"), 1):
        opens = not closing and depth == 0
        if opens and (stripped := line.strip()) and not stripped.startswith("#"):
            yield number, stripped
            if stripped.startswith("["):
                continue
        at = len(line) if opens and "=" not in line else (line.index("=") + 1 if opens else 0)
        closing, depth = _skip_value(line, at, closing, depth)


def _skip_value(line: str, at: int, closing: str, depth: int) -> tuple[str, int]:
    """The open multi-line string and the depth of brackets at the end of a line."""
    while at < len(line):
        if closing:
            if line[at] == "\\" and closing[0] == '"':
                at += 2
            elif line.startswith(closing, at):
                at += len(closing)
                closing = ""
            else:
                at += 1
            continue
        char = line[at]
        if char == "#":
            break
        if char in "\"'":
            closing = char * 3 if line.startswith(char * 3, at) else char
            at += len(closing)
            continue
        depth += (char in "[{") - (char in "]}")
        at += 1
    return (closing if len(closing) == 3 else ""), depth


def _key_path(statement: str) -> KeyPath:
    """The parts of a dotted key at the head of a statement, quotes taken off."""
    match = re.match(
        r"""(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*""",
        statement,
    )
    if not match:
        return ()
    parts = re.findall(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""", match[0])
    return tuple(part.strip("\"'") for part in parts)
