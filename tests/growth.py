"""Whether work takes time by the size of what it is given, not by its square. No limit in seconds: a busy machine would break it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Given = TypeVar("Given")


def grows_evenly(made: Callable[[int], Given], work: Callable[[Given], object], size: int) -> None:
    """AssertionError where ``work`` with something of a ``size`` takes far more than four times as long as with a quarter of it; the square would be sixteen."""

    def seconds(size: int) -> float:
        given = made(size)
        start = time.process_time()
        work(given)
        return time.process_time() - start

    assert seconds(size) < 9 * seconds(size // 4) + 0.5
