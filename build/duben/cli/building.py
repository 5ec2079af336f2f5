"""``duben build``: books to their outputs, and what the user sees of it."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from duben import layout, publish
from duben.cli.screen import Screen
from duben.messages import message
from duben.model import BookError, Problem, problem

STAGES = (
    "read",
    "check",
    "body",
    "parts",
    "join",
    "impose",
    "epub",
    "docx",
    "revision",
    "proof",
    "write",
)
PROBLEMS_SHOWN = 10  # of each rule
RECORD_ENDING = ".record.json"  # as in duben.revision.record, which is not loaded for this
COLUMNS = ("book", "result", "pages", "files", "errors", "warnings", "output")


def build(
    screen: Screen,
    books: Sequence[str],
    options: publish.BuildOptions,
    show_all: bool = False,
) -> int:
    """Build books and show what came of it. Returns the exit status.

    Of each rule the first PROBLEMS_SHOWN problems are shown, with ``show_all`` all of them.
    """
    gc.disable()  # a book is read once and stays: there is nothing to collect
    with screen.progress(STAGES) as progress:
        results = publish.build_books([user_path(book) for book in books], options, progress)
    strict, limit = options.strict, None if show_all else PROBLEMS_SHOWN
    if len(results) > 1:
        _report_books(screen, books, results, strict, limit)
    else:
        _report_book(screen, results[0], limit)
    return max(0 if built.done and not strict else _status(built, strict) for built in results)


def _status(built: publish.BuildResult, strict: bool) -> int:
    status = exit_status(built.problems, strict)
    return max(status, built.status) if status and not built.done else status


def _report_books(
    screen: Screen,
    books: Sequence[str],
    results: Sequence[publish.BuildResult],
    strict: bool,
    limit: int | None,
) -> None:
    """Show the problems of each book under its name, and one table of the results."""
    for book, built in zip(books, results, strict=True):
        if built.problems:
            screen.line("")
            screen.line(message("build-book", screen.language, {"book": book}))
            screen.problems(built.problems, built.sources, strict, limit)
    heads = [message(f"build-column-{name}", screen.language, {}) for name in COLUMNS]
    rows = [_table_row(screen, *pair, strict) for pair in zip(books, results, strict=True)]
    if not screen.quiet:
        screen.line("")
        screen.table([heads, *rows])
    done = sum(built.done for built in results)
    screen.say(
        "build-all",
        "good" if done == len(results) else "error",
        done=done,
        books=len(results),
        failed=len(results) - done,
    )


def _table_row(screen: Screen, book: str, built: publish.BuildResult, strict: bool) -> list[str]:
    """The cells of COLUMNS for one book."""
    result = "build-result-done" if built.done else "build-result-failed"
    severities = [problem.severity_if(strict) for problem in built.problems]
    return [
        book,
        message(result, screen.language, {}),
        str(built.pages) if built.done else "",
        str(len(built.files)) if built.done else "",
        str(severities.count("error")),
        str(severities.count("warning")),
        short_path(built.output) if built.done else "",
    ]


def _report_book(screen: Screen, built: publish.BuildResult, limit: int | None) -> None:
    """Show the problems of one book, a line for each file, and a closing line."""
    screen.problems(built.problems, built.sources, limit=limit)
    title = built.title or built.folder.resolve().name or built.id
    if not built.done:
        errors = sum(problem.fatal for problem in built.problems)
        screen.line("")
        screen.say("build-failed", "error", title=title, errors=errors)
        return
    if built.problems and not screen.quiet:
        screen.line("")
    for file in built.files:
        screen.say(_file_rule(file), name=file.name, pages=file.pages)
    if built.record:
        screen.say("record-kept", path=short_path(built.record))
    screen.say(
        "build-done",
        "good",
        title=layout.inner_title(title) if screen.language == "zh" else title,
        pages=built.pages,
        files=len(built.files),
        output=short_path(built.output),
    )


def _file_rule(file: publish.OutputFile) -> str:
    if file.pages is not None:
        return "build-file"
    return "build-file-record" if file.name.endswith(RECORD_ENDING) else "build-file-unpaged"


def short_path(path: Path) -> str:
    """A path for the user: from the current folder, where it lies below that."""
    try:
        return str(path.relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)


def parse_day(text: str | None) -> date | None:
    """A date as YYYY-MM-DD. BookError (status 2) for another form."""
    if text is None:
        return None
    with suppress(ValueError):
        day = date.fromisoformat(text)
        if day.isoformat() == text:  # ISO 8601 has other forms too: 20261124, 2026-W48-2
            return day
    raise BookError(problem("day-form", None, text=text[:20]), 2)


def user_path(name: str) -> Path:
    """A path as the user typed it. Raises BookError (status 2) for a name that cannot be a path."""
    if not name or "\0" in name:
        raise BookError(problem("folder-missing", None, folder=name.replace("\0", "�") or '""'), 2)
    path = Path(name)
    if not path.is_absolute():
        os.getcwd()  # OSError where the folder was removed under the terminal
    try:
        path.exists()
    except OSError as error:  # a name that is too long, a folder that may not be looked into
        raise BookError(
            problem("path-closed", None, path=name[:100], reason=error.strerror or str(error)), 2
        ) from None
    return path


def exit_status(problems: Iterable[Problem], strict: bool) -> int:
    """The exit status of a command that found these problems: 1 where one is an error, else 0."""
    return 1 if any(problem.severity_if(strict) == "error" for problem in problems) else 0
