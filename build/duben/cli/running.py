"""One call of the program: what was asked for is done, or told why not."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Sequence

import click

from duben.cli import click_chinese
from duben.cli.screen import Screen
from duben.messages import MESSAGES, choose_language, language_undecided, message
from duben.model import BookError, Problem, problem

INTERRUPTED = 130


def run(arguments: Sequence[str]) -> int:
    """Does what was asked; gives the exit status. Nothing but SystemExit leaves it."""
    asked = _asked(arguments, "--lang")
    screen = Screen(choose_language(asked), undecided=language_undecided(asked))
    try:
        return _told(arguments, screen)
    except (KeyboardInterrupt, click.Abort):
        screen.say("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        return 2
    except MemoryError:
        screen.problems((problem("program-memory"),))
        return 2
    except Exception as error:  # noqa: BLE001 - the last resort: a sentence, never a traceback
        return _fault(error, screen)


def _told(arguments: Sequence[str], screen: Screen) -> int:
    try:
        return _run(arguments, screen)
    except BookError as error:
        screen.problems(error.problems)
        if os.environ.get("DUBEN_DEBUG"):
            for one in error.problems:
                screen.line(str(one.values.get("detail", "")))
        return error.status


def _run(arguments: Sequence[str], screen: Screen) -> int:
    from duben.cli import commands

    with click_chinese.spoken(screen.tongue):
        try:
            status = commands.group(screen).main(
                list(arguments), prog_name="duben", standalone_mode=False
            )
            if screen.terminal and not {"-h", "--help"}.isdisjoint(arguments):
                screen.tell_language()
            return status if isinstance(status, int) else 0
        except click.ClickException as error:
            _refused(error, screen)
            return 2
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()


def _refused(error: click.ClickException, screen: Screen) -> None:
    """Says what was wrong with a call: click's sentence, and an example of a right one."""
    said = io.StringIO()
    error.show(said)
    text = said.getvalue().rstrip()
    screen.line(click_chinese.mended(text) if screen.tongue == "zh" else text)
    command = error.ctx.info_name if isinstance(error, click.MissingParameter) and error.ctx else ""
    if f"example-{command}" in MESSAGES:
        screen.line(message(f"example-{command}", screen.tongue, {}))
    screen.tell_language()


def _fault(error: Exception, screen: Screen) -> int:
    if os.environ.get("DUBEN_DEBUG"):
        import traceback

        traceback.print_exception(error)
    screen.problems(
        (
            _refusal(error)
            if isinstance(error, OSError)
            else problem(
                "program-fault", None, what=f"{type(error).__name__}: {error}".splitlines()[0][:200]
            ),
        )
    )
    return 2


def _refusal(error: OSError) -> Problem:
    """What the system would not do, where no stage of ours has told it better."""
    reason = error.strerror or str(error)
    if error.filename is not None:
        return problem(
            "system-failed",
            None,
            path=os.fsdecode(error.filename) if isinstance(error.filename, (str, bytes)) else "…",
            reason=reason,
        )
    # Without a name: the folder we are in was removed, or standard output cannot be written.
    return (
        problem("here-gone", None)
        if error.errno == errno.ENOENT
        else problem("stdout-failed", None, reason=reason)
    )


def _asked(arguments: Sequence[str], option: str) -> str | None:
    """The value of an option, wherever it stands: it must be known before click is asked."""
    found = None
    for index, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == option:
            found = arguments[index + 1] if index + 1 < len(arguments) else None
        elif argument.startswith(option + "="):
            found = argument.partition("=")[2]
    return found
