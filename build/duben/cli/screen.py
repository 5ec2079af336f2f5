"""What the user sees: problems by file with the line shown, one line for each thing done; JSON for
programs.
"""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

from duben.messages import WHOLE_FILE_RULES, message, problem_text
from duben.model import Problem, Source, SourceLocation

# Characters of a source line that are shown, and how many of them before the column in question.
SHOWN, BEFORE = 60, 20
COLOURS = {
    "error": "\x1b[1;31m",
    "warning": "\x1b[1;33m",
    "note": "\x1b[1;36m",
    "good": "\x1b[32m",
    "dim": "\x1b[2m",
}
PLAIN = "\x1b[0m"


def visible(text: str) -> str:
    """Text that cannot steer a terminal: what is not printable is shown as a sign or by its number."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else _sign(character) for character in text)


def _sign(character: str) -> str:
    code = ord(character)
    if character in "\t\u3000\xa0":
        return character if character != "\t" else " "
    return chr(0x2400 + code) if code < 0x20 else f"<U+{code:04X}>"


def _width(text: str) -> int:
    """The columns of a terminal that a text takes."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


@dataclass(slots=True)
class Screen:
    """The terminal, or the file that stands in for it. Messages go to stderr, results to stdout.

    ``undecided``: nobody has said in which language, and the user has not been told yet how to.
    """

    tongue: str
    quiet: bool = False
    undecided: bool = False

    def say(self, rule: str, /, colour: str = "", **values: object) -> None:
        """A line about something done; not in a quiet run."""
        if not self.quiet:
            self.line(visible(message(rule, self.tongue, values)), colour)

    def told(self, lines: Iterable[str]) -> None:
        """Lines about something done; not in a quiet run."""
        for line in () if self.quiet else lines:
            self.line(visible(line))

    def line(self, text: str, colour: str = "") -> None:
        self._write(sys.stderr, self._coloured(text, colour) + "\n")

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """Rows in columns, the first row their heads; 汉字 are two wide."""
        shown = [[visible(cell) for cell in row] for row in rows]
        widths = [max(_width(row[index]) for row in shown) for index in range(len(shown[0]))]
        for number, row in enumerate(shown):
            text = "  ".join(
                cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
            ).rstrip()
            self.line(text, "" if number else "dim")

    def result(self, text: str) -> None:
        """What was asked for."""
        self._write(sys.stdout, text)

    def json(self, document: object) -> None:
        """One JSON document on stdout, in UTF-8 whatever the terminal's encoding."""
        if sys.stdout is not None:
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
        self.result(json.dumps(document, ensure_ascii=False, indent=2) + "\n")

    def problems(
        self,
        problems: Iterable[Problem],
        sources: Iterable[Source] = (),
        strict: bool = False,
        most: int | None = None,
    ) -> None:
        """Every problem at its place, grouped by file: the line shown, the hint on a line of its
        own; of each rule the first ``most``.
        """
        lines = _Lines(sources)
        before: str | None = None
        failed = False
        counts: Counter[str] = Counter()
        for one in problems:
            if self.quiet and one.severity == "note":
                continue
            failed = failed or one.severity_if(strict) == "error"
            counts[one.rule] += 1
            if most is not None and counts[one.rule] > most:
                continue
            file = one.place.file if one.place else ""
            if before is not None and file != before:
                self.line("")
            before = file
            self._problem(one, lines, strict)
        for rule, count in counts.items():
            if most is not None and count > most:
                self.line(
                    message("problems-more", self.tongue, {"count": count - most, "rule": rule}),
                    "dim",
                )
        if failed:
            self.tell_language()

    def tell_language(self) -> None:
        """Once, and only where nothing says which language the user reads: how to have the other
        one.
        """
        if self.undecided:
            self.line(message("other-language", self.tongue, {}))
            self.undecided = False

    def _problem(self, one: Problem, lines: _Lines, strict: bool) -> None:
        text, hint = in_words(one, self.tongue)
        severity = one.severity_if(strict)
        where = f"{visible(_where(one))}: " if one.place else ""
        word = self._coloured(message(f"word-{severity}", self.tongue, {}), severity)
        self.line(f"{where}{word} {one.rule}{'：' if self.tongue == 'zh' else ': '}{visible(text)}")
        if one.place and one.rule not in WHOLE_FILE_RULES and (shown := lines.at(one.place)):
            self.line(f"{one.place.line:>6} | {visible(shown)}", "dim")
        if hint:
            self.line(f"       = {visible(hint)}")

    def _coloured(self, text: str, colour: str) -> str:
        return f"{COLOURS[colour]}{text}{PLAIN}" if colour and text and self.colours else text

    @property
    def colours(self) -> bool:
        return self.terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    @property
    def terminal(self) -> bool:
        return sys.stderr is not None and sys.stderr.isatty()

    @staticmethod
    def _write(stream: IO[str] | None, text: str) -> None:
        if stream is not None:
            stream.write(text)

    @contextmanager
    def progress(self, stages: tuple[str, ...]) -> Iterator[Callable[[str, str], None]]:
        """A bar on a terminal that is told (book, stage); elsewhere nothing."""
        if self.quiet or not self.terminal or os.environ.get("TERM") == "dumb":
            yield lambda book, stage: None
            return
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        console = Console(stderr=True, no_color=not self.colours)
        with Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(40),
            console=console,
            transient=True,
        ) as bar:
            task = bar.add_task("", total=len(stages))

            def tell(book: str, stage: str) -> None:
                if stage in stages:
                    text = message(f"stage-{stage}", self.tongue, {})
                    bar.update(
                        task,
                        completed=stages.index(stage),
                        description=f"{visible(book)} {text}",
                        refresh=True,
                    )

            yield tell


def _where(one: Problem) -> str:
    """File and line of a problem, the column where it is known; of a file that has no lines its
    name.
    """
    assert one.place
    if one.rule in WHOLE_FILE_RULES:
        return one.place.file
    return f"{one.place}:{one.place.column}" if one.place.column > 1 else str(one.place)


class _Lines:
    """The lines of the author's files, as they are shown beside a problem."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self.sources: dict[str, list[Source]] = {}
        for source in sources:
            self.sources.setdefault(source.file, []).append(source)
        self.split: dict[str, Mapping[int, str]] = {}

    def at(self, place: SourceLocation) -> str:
        """The part of a line round a column; "" where it is not known or empty."""
        if place.file not in self.sources:
            return ""
        if place.file not in self.split:
            self.split[place.file] = {
                number: line
                for source in self.sources[place.file]
                for number, line in source.numbered_lines()
            }
        line = self.split[place.file].get(place.line, "").rstrip()
        start = max(0, place.column - 1 - BEFORE) if len(line) > SHOWN else 0
        end = start + SHOWN
        return ("…" if start else "") + line[start:end] + ("…" if end < len(line) else "")


def in_words(one: Problem, tongue: str) -> tuple[str, str]:
    """Message and hint; where a row is missing or lacks a value, which is our fault, what is known
    of the problem.
    """
    try:
        return problem_text(one, tongue)
    except (KeyError, IndexError, ValueError):
        return ", ".join(f"{name}={value}" for name, value in one.values.items()) or one.rule, ""


def as_json(problems: Iterable[Problem], tongue: str, strict: bool = False) -> list[dict[str, Any]]:
    """Problems in the agreed form. A problem without a place has file null and line and column 1."""
    rows = []
    for one in problems:
        text, hint = in_words(one, tongue)
        rows.append(
            {
                "file": one.place.file if one.place else None,
                "line": one.place.line if one.place else 1,
                "column": one.place.column if one.place else 1,
                "severity": one.severity_if(strict),
                "rule": one.rule,
                "message": text,
                "hint": hint,
            }
        )
    return rows
