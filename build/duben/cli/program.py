"""Arguments in, messages and exit status out."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType

INTERRUPTED = 130
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupted(KeyboardInterrupt):
    """An interrupt. A kind of its own: Python 3.11 ends by the signal itself after a plain one in a
    string it ran.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """The program ``duben``. Interrupts are heard before anything large is loaded."""
    whole = arguments is None  # the process is ours
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    # A book is data without cycles that stays to the end: looking for garbage after each 700
    # objects takes a sixth of the time.
    gc.set_threshold(100_000, 50, 100)
    try:
        for number in SIGNALS:
            # What a caller had ignored (nohup) stays so.
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, _interrupt)
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                # A name or a character that the terminal's encoding lacks is shown as its number,
                # not as a traceback.
                stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
        status = run(arguments)
    except KeyboardInterrupt:
        status = INTERRUPTED  # before there was anything to say, or anything done
    try:
        sys.stdout and sys.stdout.flush()
    except OSError:
        status = status or 2
    if whole:
        _at_once(status)
    # Buffers that could not be written would be tried again, and told, at the interpreter's end.
    _quiet_end(status)


def run(arguments: Sequence[str]) -> int:
    """Does what was asked; gives the exit status. Nothing but SystemExit leaves it, once the
    program is loaded.
    """
    from duben.cli import running

    return running.run(arguments)


def _at_once(status: int) -> None:
    """The end of the process, if nothing is left to be written: to free a book and the dictionaries
    piece by piece takes a tenth of a second.
    """
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        return
    os._exit(status)


def _quiet_end(status: int) -> None:
    try:
        sys.exit(status)
    finally:
        if status and sys.stdout is not None:
            try:
                sys.stdout.flush()
            except OSError:
                os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Once: what is tidied up after it is not interrupted again."""
    for other in SIGNALS:
        signal.signal(other, signal.SIG_IGN)
    raise Interrupted
