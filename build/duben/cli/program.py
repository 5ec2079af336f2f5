"""The process of the program ``duben``: its signals, its streams and its end."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType

INTERRUPTED = 130  # exit status
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupted(KeyboardInterrupt):
    """An interrupt by one of SIGNALS.

    It has a class of its own because Python 3.11 ends by the signal itself after a plain
    KeyboardInterrupt in code that it ran from a string.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program. Raises SystemExit, or ends the process where ``arguments`` is None.

    Signals are handled before anything large is loaded.
    """
    owns_process = arguments is None
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    # A book is data without cycles that stays to the end. Python's default threshold of 700 objects
    # would spend a sixth of the time on looking for garbage.
    gc.set_threshold(100_000, 50, 100)
    try:
        for number in SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:  # nohup: the caller ignores it
                signal.signal(number, _interrupt)
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                # A character that the terminal's encoding lacks is shown by its number.
                stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
        status = run(arguments)
    except KeyboardInterrupt:
        status = INTERRUPTED
    try:
        sys.stdout and sys.stdout.flush()
    except OSError:
        status = status or 2
    if owns_process:
        _exit_now(status)
    _exit_quietly(status)


def run(arguments: Sequence[str]) -> int:
    """Run a command. Returns the exit status; raises nothing but SystemExit."""
    # Here, not at the top: a signal that comes while the rest is loaded is handled already.
    from duben.cli import running

    return running.run(arguments)


def _exit_now(status: int) -> None:
    """End the process, unless a stream cannot be flushed.

    The interpreter's own end would free the book object by object: a tenth of a second.
    """
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        return
    os._exit(status)


def _exit_quietly(status: int) -> None:
    """Raise SystemExit. Output that cannot be written is dropped, so Python does not complain."""
    try:
        sys.exit(status)
    finally:
        if status and sys.stdout is not None:
            try:
                sys.stdout.flush()
            except OSError:
                os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Raise Interrupted once: further signals do not disturb the tidying up."""
    for other in SIGNALS:
        signal.signal(other, signal.SIG_IGN)
    raise Interrupted
