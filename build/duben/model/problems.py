"""What is wrong, and where: problems as data, and the texts of the files that they point into."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, count
from typing import Literal

Severity = Literal["error", "warning", "note"]  # "note" is a remark(): it is never counted


@dataclass(frozen=True, slots=True, order=True)
class SourceLocation:
    """A place in an author's file.

    ``file`` is a path from the manuscript's folder; ``line`` and ``column`` count from 1.
    """

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one file of a manuscript.

    ``lines`` gives the number that each line has in the author's file, where the numbers differ.
    ``sha256`` is that of the file's bytes, in hexadecimal; "" for a text that comes from no file.
    """

    file: str
    text: str
    lines: tuple[int, ...] = ()
    sha256: str = field(default="", compare=False, repr=False)

    def place(self, line: int) -> SourceLocation:
        """The location in the author's file of a line of ``text``, counted from 1."""
        number = self.lines[line - 1] if 0 < line <= len(self.lines) else line
        return SourceLocation(self.file, number)

    def numbered_lines(self) -> Iterator[tuple[int, str]]:
        """The lines of ``text``, each with its number in the author's file."""
        numbers = chain(self.lines, count(len(self.lines) + 1))
        return zip(numbers, self.text.split("\n"), strict=False)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    ``rule`` is a key of ``duben.messages.MESSAGES``; ``values`` fill the fields of its sentences.
    """

    rule: str
    place: SourceLocation | None = None
    severity: Severity = "error"
    values: Mapping[str, object] = field(default_factory=dict, compare=True)

    @property
    def fatal(self) -> bool:
        """Whether it is an error."""
        return self.severity == "error"

    def severity_if(self, strict: bool) -> Severity:
        """The severity, where ``strict`` makes errors of warnings. A remark stays a remark."""
        return "error" if strict and self.severity == "warning" else self.severity


def problem(rule: str, place: SourceLocation | None = None, /, **values: object) -> Problem:
    """An error: no output is made."""
    return Problem(rule, place, "error", values)


def warning(rule: str, place: SourceLocation | None = None, /, **values: object) -> Problem:
    """A warning: the outputs are made."""
    return Problem(rule, place, "warning", values)


def remark(rule: str, place: SourceLocation | None = None, /, **values: object) -> Problem:
    """Something to know; nothing is wrong. JSON and messages call its severity "note"."""
    return Problem(rule, place, "note", values)


class BookError(Exception):
    """Raised where the work cannot go on. It carries every problem met so far.

    ``status`` is the exit status of the program: 1 for problems in the text, 2 for a wrong call or
    a machine that lacks something.
    """

    def __init__(self, problems: Problem | Iterable[Problem], status: int = 1) -> None:
        self.problems: tuple[Problem, ...] = (
            (problems,) if isinstance(problems, Problem) else tuple(problems)
        )
        self.status = status
        super().__init__(
            "; ".join(f"{p.place or ''} {p.rule} {dict(p.values)}".strip() for p in self.problems)
        )
