"""Processes forked from this one that do a part of its work: they know all that it knows, and leave
what they make where it looks.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

DONE = b"."

Work = Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class _Fork:
    """A process, and our ends of its pipes: where it reads what it is to do, and tells what it has
    done.
    """

    process: int
    orders: int
    answers: int


@dataclass
class Forks:
    """``most`` processes at once, this one among them.

    One that dies is nobody's loss: what it did not leave behind this process makes itself, or fails
    as it would have alone.
    """

    most: int = 1
    found: list[_Fork] = field(default_factory=list)

    def begin(self, count: int, work: Work) -> None:
        """Fork processes that do ``work`` with each order, if there are none, for ``count`` pieces
        of work in all.

        Before Pango is used: it has a thread of its own, which no fork has, and every fork would
        wait for it for ever.
        """
        if not self.found:
            with suppress(OSError):  # no more processes can be had
                for _ in range(min(count, self.most) - 1):
                    self.found.append(self._forked(work))

    def _forked(self, work: Work) -> _Fork:
        (orders, ordering), (answering, answers) = os.pipe(), os.pipe()
        if process := os.fork():
            os.close(orders)
            os.close(answers)
            return _Fork(process, ordering, answering)
        try:
            for end in (
                ordering,
                answering,
                *(end for one in self.found for end in (one.orders, one.answers)),
            ):
                os.close(end)
            self.found.clear()
            with open(orders, "rb") as lines:
                for line in lines:
                    work(json.loads(line))
                    os.write(answers, DONE)
        finally:
            os._exit(
                0
            )  # whatever happened: the process that it was forked from goes on with what is there

    def ask(self, orders: Sequence[Any]) -> None:
        """Give each of the first forks an order, plain data."""
        for one, order in zip(self.found, orders, strict=False):
            data = json.dumps(order).encode() + b"\n"
            with suppress(BrokenPipeError):
                while data:
                    data = data[os.write(one.orders, data) :]

    def wait(self, count: int) -> None:
        """Until the first forks, so many, have done what they were asked, or are gone."""
        for one in self.found[:count]:
            if os.read(one.answers, 1) != DONE:
                self._ended(one)

    def end(self) -> None:
        """No fork is left."""
        for one in tuple(self.found):
            self._ended(one)

    def _ended(self, one: _Fork) -> None:
        os.close(one.orders)
        os.close(one.answers)
        os.waitpid(one.process, 0)
        self.found.remove(one)


def shares(sizes: Sequence[int], count: int) -> list[list[int]]:
    """The numbers of pieces of work as parted among so many processes: the largest first, each to
    who has least so far.
    """
    parted: list[list[int]] = [[] for _ in range(count)]
    loads = [0] * count
    for number in sorted(range(len(sizes)), key=lambda number: -sizes[number]):
        least = loads.index(min(loads))
        parted[least].append(number)
        loads[least] += sizes[number]
    return parted
