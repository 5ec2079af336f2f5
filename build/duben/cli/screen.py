"""What the user sees: problems by file, each with its line; a line for each output; or JSON."""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from duben.messages import WHOLE_FILE_RULES, message, sentence_and_hint
from duben.model import Problem, Source, SourceLocation, group_by

# Of a long source line this many characters are shown, so many of them before the column.
LINE_CHARACTERS, CHARACTERS_BEFORE = 60, 20
HOUSE_LIST_RULE = "T20"
COLOURS = {
    "error": "\x1b[1;31m",
    "warning": "\x1b[1;33m",
    "note": "\x1b[1;36m",
    "good": "\x1b[32m",
    "dim": "\x1b[2m",
}
PLAIN = "\x1b[0m"


def visible(text: str) -> str:
    """Text that cannot steer a terminal: unprintable characters become a sign or a number."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else _sign(character) for character in text)


def _sign(character: str) -> str:
    code = ord(character)
    if character in "\t\u3000\xa0":
        return character if character != "\t" else " "
    return chr(0x2400 + code) if code < 0x20 else f"<U+{code:04X}>"


def terminal_width(text: str) -> int:
    """How many columns of a terminal a text takes; 汉字 take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def pad(text: str, width: int) -> str:
    """A text with spaces after it, ``width`` columns wide."""
    return text + " " * (width - terminal_width(text))


def columns(rows: Sequence[Sequence[str]], numbers: Sequence[int] = ()) -> Iterator[str]:
    """Rows of cells as lines, their columns aligned; ``numbers`` are those aligned at the right."""
    widths = [max(map(terminal_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            pad("", width - terminal_width(cell)) + cell if index in numbers else pad(cell, width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


@dataclass(slots=True)
class Screen:
    """The terminal, or a file in its place. Messages go to stderr, results to stdout.

    ``language``: "zh" or "en". ``undecided``: neither option nor locale names a language, and the
    user has not been told yet how to choose one.
    """

    language: str
    quiet: bool = False
    undecided: bool = False

    def say(self, rule: str, /, colour: str = "", **values: object) -> None:
        """Show a message about the work; nothing in a quiet run."""
        if not self.quiet:
            self.line(visible(message(rule, self.language, values)), colour)

    def say_lines(self, lines: Iterable[str]) -> None:
        """Show lines about the work; nothing in a quiet run."""
        for line in () if self.quiet else lines:
            self.line(visible(line))

    def line(self, text: str, colour: str = "") -> None:
        """Show a line; ``colour`` is a key of COLOURS."""
        self._write(sys.stderr, self._colour(text, colour) + "\n")

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """Show rows in columns; the first row holds the heads."""
        for number, text in enumerate(columns([[visible(cell) for cell in row] for row in rows])):
            self.line(text, "" if number else "dim")

    def result(self, text: str) -> None:
        """Print a result on stdout."""
        self._write(sys.stdout, text)

    def json(self, document: object) -> None:
        """Print one JSON document on stdout, in UTF-8 whatever the terminal's encoding."""
        if sys.stdout is not None:
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
        self.result(json.dumps(document, ensure_ascii=False, indent=2) + "\n")

    def problems(
        self,
        problems: Iterable[Problem],
        sources: Iterable[Source] = (),
        strict: bool = False,
        limit: int | None = None,
        more: str = "problems-more",
    ) -> None:
        """Show problems, grouped by file, each with the line of its file and its hint.

        Of each kind the first ``limit`` are shown (None: all), and the number of the others: where
        the limit is 1 beside the first, else at the end in the message ``more``.
        """
        problems = tuple(problems)
        lines = _SourceLines(sources)
        before: str | None = None
        failed = False
        totals = Counter(map(_kind, problems))
        counts: Counter[tuple[str, ...]] = Counter()
        for problem in problems:
            if self.quiet and problem.severity == "note":
                continue
            failed = failed or problem.severity_if(strict) == "error"
            kind = _kind(problem)
            counts[kind] += 1
            if limit is not None and counts[kind] > limit:
                continue
            file = problem.place.file if problem.place else ""
            if before is not None and file != before:
                self.line("")
            before = file
            self._problem(problem, lines, strict)
            if limit == 1 and totals[kind] > 1:
                values = {"count": totals[kind], "rule": problem.rule}
                text = message("problems-of-kind", self.language, values)
                self.line(f"       = {text}", "dim")
        for (rule, *_), count in counts.items():
            if limit not in (None, 1) and count > limit:  # type: ignore[operator]
                values = {"count": count - limit, "rule": rule}
                self.line(message(more, self.language, values), "dim")
        if failed:
            self.offer_other_language()

    def offer_other_language(self) -> None:
        """Say once how to have the other language, where nothing tells which one the user reads."""
        if self.undecided:
            self.line(message("other-language", self.language, {}))
            self.undecided = False

    def _problem(self, problem: Problem, lines: _SourceLines, strict: bool) -> None:
        text, hint = sentence_and_hint(problem, self.language)
        severity = problem.severity_if(strict)
        place = problem.place
        where = f"{visible(_location(problem.rule, place))}: " if place else ""
        word = self._colour(message(f"word-{severity}", self.language, {}), severity)
        colon = "：" if self.language == "zh" else ": "
        self.line(f"{where}{word} {problem.rule}{colon}{visible(text)}")
        if place and problem.rule not in WHOLE_FILE_RULES and (excerpt := lines.excerpt(place)):
            self.line(f"{place.line:>6} | {visible(excerpt)}", "dim")
        if hint:
            self.line(f"       = {visible(hint)}")

    def _colour(self, text: str, colour: str) -> str:
        return f"{COLOURS[colour]}{text}{PLAIN}" if colour and text and self.colours else text

    @property
    def colours(self) -> bool:
        """Whether messages are coloured: https://no-color.org."""
        return self.terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    @property
    def terminal(self) -> bool:
        """Whether messages go to a terminal."""
        return sys.stderr is not None and sys.stderr.isatty()

    @staticmethod
    def _write(stream: IO[str] | None, text: str) -> None:
        if stream is not None:
            stream.write(text)

    @contextmanager
    def progress(self, stages: tuple[str, ...]) -> Iterator[Callable[[str, str], None]]:
        """A bar on a terminal, elsewhere nothing. It gives the function to call at each stage."""
        if self.quiet or not self.terminal or os.environ.get("TERM") == "dumb":
            yield lambda book, stage: None
            return
        # Here, not at the top: rich takes a tenth of a second, and only a terminal needs it.
        from rich import console as rich_console, progress as rich_progress

        console = rich_console.Console(stderr=True, no_color=not self.colours)
        with rich_progress.Progress(
            rich_progress.TextColumn("{task.description}", markup=False),
            rich_progress.BarColumn(40),
            console=console,
            transient=True,
        ) as bar:
            task = bar.add_task("", total=len(stages))

            def show_stage(book: str, stage: str) -> None:
                if stage in stages:
                    text = message(f"stage-{stage}", self.language, {})
                    bar.update(
                        task,
                        completed=stages.index(stage),
                        description=f"{visible(book)} {text}",
                        refresh=True,
                    )

            yield show_stage


def _kind(problem: Problem) -> tuple[str, ...]:
    """Problems of which one stands for all: those of one rule and severity. Of the house list each
    wording is another mend.
    """
    wording = str(problem.values) if problem.rule.startswith(HOUSE_LIST_RULE) else ""
    return problem.rule, problem.severity, wording


def _location(rule: str, place: SourceLocation) -> str:
    """File and line, and the column where it is known; for WHOLE_FILE_RULES the file alone."""
    if rule in WHOLE_FILE_RULES:
        return place.file
    return f"{place}:{place.column}" if place.column > 1 else str(place)


class _SourceLines:
    """The lines of the author's files, for the excerpts beside problems."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self.sources = group_by(sources, lambda source: source.file)
        self.lines: dict[str, Mapping[int, str]] = {}

    def excerpt(self, place: SourceLocation) -> str:
        """The part of a line round a column; "" where it is not known or empty."""
        if place.file not in self.sources:
            return ""
        if place.file not in self.lines:
            self.lines[place.file] = {
                number: line
                for source in self.sources[place.file]
                for number, line in source.numbered_lines()
            }
        line = self.lines[place.file].get(place.line, "").rstrip()
        long = len(line) > LINE_CHARACTERS
        start = max(0, place.column - 1 - CHARACTERS_BEFORE) if long else 0
        end = start + LINE_CHARACTERS
        return ("…" if start else "") + line[start:end] + ("…" if end < len(line) else "")
