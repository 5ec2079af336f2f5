"""Whether work takes time by the size of what it is given, not by its square. Seconds are no limit:
a busy machine would break it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

Given = TypeVar("Given")
YARD = 0.05  # seconds of the yardstick on a quiet machine


def grows_evenly(made: Callable[[int], Given], work: Callable[[Given], object], size: int) -> None:
    """AssertionError where ``work`` with something of a ``size`` takes far more than four times as
    long as with a quarter of it; the square would be sixteen.
    """

    def seconds(size: int) -> float:
        given = made(size)
        start = time.process_time()
        work(given)
        return time.process_time() - start

    assert seconds(size) < 9 * seconds(size // 4) + 0.5


@contextmanager
def soon(limit: float) -> Iterator[None]:
    """AssertionError where the work inside takes more processor time than ``limit`` seconds of a
    quiet machine.

    Only for what would take many times that, or for ever, if it went wrong. How slow this machine
    is just now a yardstick tells, before and after.
    """
    before = _yardstick()
    start = time.process_time()
    yield
    spent = time.process_time() - start
    assert spent < limit * max(1, before / YARD, _yardstick() / YARD)


def _yardstick() -> float:
    """Seconds for work that is always the same."""
    start = time.process_time()
    text = "".join(chr(0x4E00 + number * 37 % 5000) for number in range(200_000))
    text.translate({0x4E00: None}).encode()
    sorted(text[at : at + 3] for at in range(0, len(text), 4))
    return time.process_time() - start
