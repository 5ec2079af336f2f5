"""One call of the program: every failure becomes a sentence and an exit status."""

from __future__ import annotations

import errno
import io
import os
import sys
import traceback
from collections.abc import Sequence

import click

from duben.cli import click_chinese, commands
from duben.cli.program import INTERRUPTED
from duben.cli.screen import Screen
from duben.messages import MESSAGES, choose_language, language_undecided, message
from duben.model import BookError, Problem, problem


def run(arguments: Sequence[str]) -> int:
    """Run a command. Returns the exit status; raises nothing but SystemExit."""
    language = _option_value(arguments, "--lang")
    screen = Screen(choose_language(language), undecided=language_undecided(language))
    try:
        return _run_command(arguments, screen)
    except BookError as error:
        screen.problems(error.problems)
        if os.environ.get("DUBEN_DEBUG"):
            for detailed in error.problems:
                screen.line(str(detailed.values.get("detail", "")))
        return error.status
    except (KeyboardInterrupt, click.Abort):
        screen.say("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        return 2
    except MemoryError:
        screen.problems((problem("program-memory"),))
        return 2
    except Exception as error:  # noqa: BLE001 - the last resort: a sentence, never a traceback
        return _report_fault(error, screen)


def _run_command(arguments: Sequence[str], screen: Screen) -> int:
    with click_chinese.click_language(screen.language):
        try:
            status = commands.group(screen).main(
                list(arguments), prog_name="duben", standalone_mode=False
            )
            if screen.terminal and not {"-h", "--help"}.isdisjoint(arguments):
                screen.offer_other_language()
            return status if isinstance(status, int) else 0
        except click.ClickException as error:
            _report_usage_error(error, screen)
            return 2
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()


def _report_usage_error(error: click.ClickException, screen: Screen) -> None:
    """Show what was wrong with a call: click's sentence, and an example of a right call."""
    buffer = io.StringIO()
    error.show(buffer)
    text = buffer.getvalue().rstrip()
    screen.line(click_chinese.use_chinese_marks(text) if screen.language == "zh" else text)
    command = error.ctx.info_name if isinstance(error, click.MissingParameter) and error.ctx else ""
    if f"example-{command}" in MESSAGES:
        screen.line(message(f"example-{command}", screen.language, {}))
    screen.offer_other_language()


def _report_fault(error: Exception, screen: Screen) -> int:
    if os.environ.get("DUBEN_DEBUG"):
        traceback.print_exception(error)
    if isinstance(error, OSError):
        fault = _system_problem(error)
    else:
        what = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        fault = problem("program-fault", None, what=what)
    screen.problems((fault,))
    return 2


def _system_problem(error: OSError) -> Problem:
    """The problem for a system call that failed where no stage expected it."""
    reason = error.strerror or str(error)
    if error.filename is not None:
        path = os.fsdecode(error.filename) if isinstance(error.filename, (str, bytes)) else "…"
        return problem("system-failed", None, path=path, reason=reason)
    # An error without a file's name: the current folder was removed, or stdout cannot be written.
    if error.errno == errno.ENOENT:
        return problem("here-gone", None)
    return problem("stdout-failed", None, reason=reason)


def _option_value(arguments: Sequence[str], option: str) -> str | None:
    """The value of an option, wherever it stands: the language must be known before click runs."""
    value = None
    for index, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == option:
            value = arguments[index + 1] if index + 1 < len(arguments) else None
        elif argument.startswith(option + "="):
            value = argument.partition("=")[2]
    return value
