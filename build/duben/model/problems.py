"""Where something is wrong and what: the data of every complaint, and the texts that it points
into.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, count
from types import MappingProxyType
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True, order=True)
class SourceLocation:
    """A line of an author's file; ``file`` as seen from the manuscript's folder, ``line`` and
    ``column`` from 1.
    """

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one file of a manuscript. ``lines`` gives the original line of each line, where
    they differ.

    ``sha256`` is that of the bytes it was read from, in hexadecimal; "" for a text from elsewhere.
    """

    file: str
    text: str
    lines: tuple[int, ...] = ()
    sha256: str = field(default="", compare=False, repr=False)

    def place(self, line: int) -> SourceLocation:
        """The place of a line (from 1) of ``text``."""
        return SourceLocation(
            self.file, self.lines[line - 1] if 0 < line <= len(self.lines) else line
        )

    def numbered_lines(self) -> Iterator[tuple[int, str]]:
        """The lines of ``text``, each with the number that it has in the author's file."""
        return zip(
            chain(self.lines, count(len(self.lines) + 1)), self.text.split("\n"), strict=False
        )


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. ``rule`` names a row of ``duben.messages.catalogue``, whose sentences take
    ``values``.
    """

    rule: str
    place: SourceLocation | None = None
    severity: Severity = "error"
    values: Mapping[str, object] = field(default_factory=dict, compare=True)

    @property
    def fatal(self) -> bool:
        return self.severity == "error"

    def severity_if(self, strict: bool) -> Severity:
        """How severe it is where warnings count as errors; a note stays one."""
        return "error" if strict and self.severity == "warning" else self.severity


def problem(rule: str, place: SourceLocation | None = None, /, **values: object) -> Problem:
    """An error."""
    return Problem(rule, place, "error", MappingProxyType(values))


def warning(rule: str, place: SourceLocation | None = None, /, **values: object) -> Problem:
    """A warning: told, but the book can be made."""
    return Problem(rule, place, "warning", MappingProxyType(values))


def remark(rule: str, place: SourceLocation | None = None, /, **values: object) -> Problem:
    """Something to know, and nothing wrong: never counted."""
    return Problem(rule, place, "note", MappingProxyType(values))


class BookError(Exception):
    """Raised where nothing can follow; carries all problems met so far.

    ``status`` is the exit status: 1 for problems in the text, 2 for a wrong call or a machine that
    lacks something.
    """

    def __init__(self, problems: Problem | Iterable[Problem], status: int = 1) -> None:
        self.problems: tuple[Problem, ...] = (
            (problems,) if isinstance(problems, Problem) else tuple(problems)
        )
        self.status = status
        super().__init__(
            "; ".join(f"{p.place or ''} {p.rule} {dict(p.values)}".strip() for p in self.problems)
        )
