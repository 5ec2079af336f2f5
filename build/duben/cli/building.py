"""``duben build``: apart from the other commands, because it loads next to nothing where nothing is
to be done.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Sequence
from pathlib import Path

from duben import publish
from duben.cli.screen import Screen
from duben.messages import message
from duben.model import BookError, Problem, problem
from duben.publish import BuildOptions, BuildResult

STAGES = ("read", "check", "body", "parts", "join", "impose", "epub", "revision", "proof", "write")
MOST = 10  # problems of a rule that are told one by one
RECORD = ".record.json"  # as in duben.revision.record, which is not loaded for this


def build(
    screen: Screen,
    books: Sequence[str],
    options: BuildOptions,
    every: bool = False,
) -> int:
    """Books to their outputs; what was found is told, of each rule the first ten unless ``every``
    one is wanted.
    """
    gc.disable()  # a book is read once and stays: there is nothing to collect
    with screen.progress(STAGES) as progress:
        made = publish.build_books([path_of(book) for book in books], options, progress)
    if len(made) > 1:
        _tell_all(screen, books, made, options.strict, None if every else MOST)
    else:
        _tell(screen, made[0], None if every else MOST)
    strict = options.strict
    return max(0 if built.done and not strict else _status(built, strict) for built in made)


def _status(built: BuildResult, strict: bool) -> int:
    found = status_of(built.problems, strict)
    return max(found, built.status) if found and not built.done else found


def _tell_all(
    screen: Screen,
    books: Sequence[str],
    made: Sequence[BuildResult],
    strict: bool,
    most: int | None,
) -> None:
    """What became of several books: the problems of each under its name, and one table at the end."""
    for book, built in zip(books, made, strict=True):
        if built.problems:
            screen.line("")
            screen.line(message("build-book", screen.tongue, {"book": book}))
            screen.problems(built.problems, built.sources, strict, most)
    rows = [
        [
            message(f"build-column-{name}", screen.tongue, {})
            for name in ("book", "result", "pages", "files", "errors", "warnings", "output")
        ]
    ]
    for book, built in zip(books, made, strict=True):
        grades = [one.severity_if(strict) for one in built.problems]
        result = message(
            "build-result-done" if built.done else "build-result-failed", screen.tongue, {}
        )
        rows.append(
            [
                book,
                result,
                str(built.pages) if built.done else "",
                str(len(built.files)) if built.done else "",
                str(grades.count("error")),
                str(grades.count("warning")),
                near(built.output) if built.done else "",
            ]
        )
    if not screen.quiet:
        screen.line("")
        screen.table(rows)
    done = sum(built.done for built in made)
    screen.say(
        "build-all",
        "good" if done == len(made) else "error",
        done=done,
        books=len(made),
        failed=len(made) - done,
    )


def _tell(screen: Screen, built: BuildResult, most: int | None) -> None:
    """What became of one book: problems, a line for each file, a closing line."""
    screen.problems(built.problems, built.sources, most=most)
    title = built.title or built.folder.resolve().name or built.id
    if not built.done:
        errors = sum(1 for one in built.problems if one.fatal)
        screen.line("")
        screen.say("build-failed", "error", title=title, errors=errors)
        return
    if built.problems and not screen.quiet:
        screen.line("")
    for made in built.files:
        kind = (
            "build-file"
            if made.pages is not None
            else "build-file-record"
            if made.name.endswith(RECORD)
            else "build-file-epub"
        )
        screen.say(kind, name=made.name, pages=made.pages)
    if built.record:
        screen.say("record-kept", path=near(built.record))
    screen.say(
        "build-done",
        "good",
        title=title,
        pages=built.pages,
        files=len(built.files),
        output=near(built.output),
    )


def near(path: Path) -> str:
    """A path as short as it can be said from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)


def path_of(name: str) -> Path:
    """A path as the user typed it. BookError (2) for what can be none."""
    if not name or "\0" in name:
        raise BookError(problem("folder-missing", None, folder=name.replace("\0", "�") or '""'), 2)
    path = Path(name)
    try:
        path.exists()
    except OSError as error:  # a name that is too long, a folder that may not be looked into
        raise BookError(
            problem("path-closed", None, path=name[:100], reason=error.strerror or str(error)), 2
        ) from None
    return path


def status_of(found: Iterable[Problem], strict: bool) -> int:
    """The exit status of a command that found these problems."""
    return 1 if any(one.severity_if(strict) == "error" for one in found) else 0
