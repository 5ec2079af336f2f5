"""Where work is done side by side: processes of this machine by default, or a cluster that somebody has already."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process

from duben.errors import BookError, problem

WAIT = 20  # seconds for a scheduler to answer
RETRIES = 3


@contextmanager
def executor(jobs: int | None = None, scheduler: str | None = None) -> Iterator[Executor]:
    """Processes, as many as asked for or as there are processors; or the workers of a dask scheduler at this address.

    The scheduler is the user's own and trusted. BookError (2) where it does not answer, or where dask is not installed.
    """
    if scheduler is not None:
        with _cluster(scheduler) as cluster:
            yield cluster
        return
    pool = ProcessPoolExecutor(jobs or processors(), get_context("spawn"), initializer=_begin)
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _begin() -> None:
    """In a process of the pool: an interrupt is the parent's business, and so is its end, even by kill -9."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    if (parent := parent_process()) is not None:
        parent.join()
        os._exit(70)


@contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError:
        raise BookError(problem("scheduler-missing", None), 2) from None
    try:
        client = Client(address, timeout=WAIT, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise BookError(problem("scheduler-silent", None, address=address[:100], reason=str(error)[:200] or type(error).__name__), 2) from None
    try:
        with client.get_executor(retries=RETRIES) as cluster:
            yield cluster
    finally:
        client.close()


def lost() -> tuple[type[BaseException], ...]:
    """What a cluster raises when it has lost the machine that did the work more often than it tries again."""
    if "distributed" not in sys.modules:
        return ()
    from distributed import CancelledError
    from distributed.comm.core import CommClosedError
    from distributed.scheduler import KilledWorker

    return (KilledWorker, CancelledError, CommClosedError)
