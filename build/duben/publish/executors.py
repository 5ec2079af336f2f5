"""Where work is done side by side: processes of this machine by default, or a cluster that somebody
has already.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from typing import Any

from duben.model import BookError, problem

ANSWER_SECONDS = 20  # seconds for a scheduler to answer
RETRIES = 3


@contextmanager
def open_executor(jobs: int | None = None, scheduler: str | None = None) -> Iterator[Executor]:
    """Processes, as many as asked for or as there are processors; or the workers of a dask
    scheduler at this address.

    The scheduler is the user's own and trusted. BookError (2) where it does not answer, or where
    dask is not installed.
    """
    if scheduler is not None:
        with _cluster(scheduler) as cluster:
            yield cluster
        return
    pool = ProcessPoolExecutor(
        jobs or processors(), get_context("spawn"), initializer=_start_process
    )
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _start_process() -> None:
    """In a process of the pool: an interrupt is the parent's business, and so is its end, even by
    kill -9.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    if (parent := parent_process()) is not None:
        parent.join()
        os._exit(70)


@contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    try:
        import distributed  # optional, and slow to load
    except ImportError:
        raise BookError(problem("scheduler-missing", None), 2) from None
    try:
        client = distributed.Client(address, timeout=ANSWER_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise BookError(
            problem(
                "scheduler-silent",
                None,
                address=address[:100],
                reason=str(error)[:200] or type(error).__name__,
            ),
            2,
        ) from None
    try:
        yield _Cluster(client)
    finally:
        client.close()


class _Cluster(Executor):
    """A dask client as an executor that fetches each result when it is there and lets the cluster
    forget it: with a worker that is lost go only the tasks that it is at, not all that it has done.
    (dask's own keeps them to the end.)
    """

    def __init__(self, client: Any) -> None:
        self.client = client

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        remote = self.client.submit(fn, *args, **kwargs, retries=RETRIES, pure=False)

        def fetch(done: Any) -> None:
            try:
                result = done.result()
            except BaseException as error:  # noqa: BLE001 - handed on to who waits for it
                future.set_exception(error)
            else:
                future.set_result(result)
            finally:
                done.release()

        remote.add_done_callback(fetch)
        return future


def lost_worker_errors() -> tuple[type[BaseException], ...]:
    """What a cluster raises when it has lost the machine that did the work more often than it tries
    again.
    """
    if "distributed" not in sys.modules:
        return ()
    import distributed  # as above

    return (
        distributed.scheduler.KilledWorker,
        distributed.CancelledError,
        distributed.comm.core.CommClosedError,
    )
