"""Rendering happens in a process of its own, with limits: whatever becomes of it, its end is a
sentence for the user.
"""

from __future__ import annotations

import base64
import json
import os
import pickle
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duben.model import BookError, Problem, from_plain, problem

# A book of 480 pages takes under 1 GB and 40 s: room for one ten times as large, and an end for
# what never ends.
MEMORY_MB = 4_000  # of address space
SECONDS = 1_800  # of processor and of clock
ANSWER_BYTES = 64_000_000
LOG_BYTES = 64_000
# What a library says, in its own words, when it was refused memory.
NO_MEMORY = ("memoryerror", "bad_alloc", "allocate memory", "failed to allocate", "out of memory", "failed to map segment",  # noqa: E501
             "can't start new thread", "error creating thread")  # fmt: skip

# The same bytes whatever the user's locale, time zone and hash seed. Cutting a font may write this
# date into it. No program is called: looking for a library, ctypes would start gcc, ld and objdump
# some fifty times (.15 s).
SAME_EVERYWHERE = {
    "PATH": os.devnull,
    "PYTHONHASHSEED": "0",
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "SOURCE_DATE_EPOCH": "315532800",
}

Progress = Callable[[str], None]
# A function of a module: it gets the request, the work folder, and whom to tell what is being done.
Task = Callable[[Any, Path, Progress], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Limits:
    """``memory`` in MB of address space, ``seconds`` of processor and of clock."""

    memory: int = MEMORY_MB
    seconds: int = SECONDS


def limits(environment: Mapping[str, str] = os.environ) -> Limits:
    """The limits, as DUBEN_MEMORY (MB) and DUBEN_TIME (s) may set them. BookError (2) for what is
    no number.
    """
    return Limits(
        _number(environment, "DUBEN_MEMORY", MEMORY_MB), _number(environment, "DUBEN_TIME", SECONDS)
    )


def _number(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdecimal() and 0 < int(text[:12]) < 10**9):
        raise BookError(problem("variable", None, name=name, value=text[:40]), 2)
    return int(text)


@contextmanager
def open_worker(preload: Callable[[], None] | None = None) -> Iterator[Worker]:
    """A process that waits for tasks, one after the other, and is gone afterwards. ``preload``, a
    function of a module, is called in it while it waits.
    """
    bounds = limits()
    # -P: a manuscript's folder may hold a file called json.py.
    options = ["-P", "-X", "utf8", "-m", "duben.sandbox.child"]
    child = subprocess.Popen(
        [sys.executable, *options, str(bounds.memory), str(bounds.seconds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, **SAME_EVERYWHERE},
    )
    try:
        assert child.stdin
        with suppress(BrokenPipeError):
            child.stdin.write(base64.b64encode(pickle.dumps(preload)) + b"\n")
            child.stdin.flush()
        yield Worker(child, bounds)
    finally:
        _kill(child)


@dataclass(frozen=True, slots=True)
class Worker:
    """The process, and the limits that it has set itself."""

    child: subprocess.Popen[bytes]
    bounds: Limits

    def memory(self) -> float:
        """The memory in use, MB; 0 where the system does not tell."""
        with (
            suppress(OSError, ValueError),
            open(f"/proc/{self.child.pid}/status", encoding="ascii") as stream,
        ):
            return next(
                (int(line.split()[1]) / 1000 for line in stream if line.startswith("VmRSS")), 0.0
            )
        return 0.0

    def run(
        self,
        task: Task,
        request: object,
        work: Path,
        environment: Mapping[str, str] | None = None,
        progress: Progress = lambda stage: None,
        writable: Sequence[Path] = (),
    ) -> dict[str, Any]:
        """What it answers to a task. BookError with its problems, or with the one sentence that
        tells of its death.

        It may write in ``work``, and in ``writable`` if any, and nowhere else: what the first task
        may write in holds for all. ``environment`` is laid over ours.
        """
        (work / "tmp").mkdir(exist_ok=True)
        surroundings = {**(environment or {}), "TMPDIR": str(work / "tmp")}
        (work / "request").write_bytes(
            pickle.dumps((task, (work, *writable), surroundings, request), pickle.HIGHEST_PROTOCOL)
        )
        assert self.child.stdin
        # If it is dead already, its last words tell why.
        with suppress(BrokenPipeError):
            self.child.stdin.write(os.fsencode(work / "request") + b"\n")
            self.child.stdin.flush()
        end = _listen(self.child, self.bounds, progress)
        if end.answer is None and end.in_time:
            # Its pipes are closed: it is about to end, and its status tells how.
            with suppress(subprocess.TimeoutExpired):
                self.child.wait(5)
        status = self.child.returncode if end.in_time else -signal.SIGXCPU
        if end.answer is None:
            raise BookError(_death(end.log, status or 0, self.bounds), 2)
        return _refuse_failure(end.answer, end.log, self.bounds)


@dataclass(frozen=True, slots=True)
class _End:
    """The answer of a process, the last that it wrote to stderr, and whether it ended in time."""

    answer: dict[str, Any] | None
    log: str
    in_time: bool


def _listen(child: subprocess.Popen[bytes], bounds: Limits, progress: Progress) -> _End:
    """What the process says until it has answered, ends, or its time is over."""
    deadline = time.monotonic() + bounds.seconds
    output, log = bytearray(), bytearray()
    answer: dict[str, Any] | None = None
    in_time = True
    with selectors.DefaultSelector() as selector:
        assert child.stdout and child.stderr
        selector.register(child.stdout, selectors.EVENT_READ, output)
        selector.register(child.stderr, selectors.EVENT_READ, log)
        while selector.get_map() and answer is None and len(output) <= ANSWER_BYTES:
            left = deadline - time.monotonic()
            if left <= 0:
                in_time = False
                break
            for key, _ in selector.select(left):
                data = os.read(key.fd, 1 << 16)
                if not data:
                    selector.unregister(key.fileobj)
                key.data.extend(data)
            del log[:-LOG_BYTES]
            for line in _take_lines(output):
                answer = line.get("answer", answer)
                if "stage" in line:
                    progress(str(line["stage"]))
    return _End(answer, log.decode("utf-8", "replace"), in_time)


def _take_lines(output: bytearray) -> Iterator[dict[str, Any]]:
    """The whole lines so far, taken off."""
    *whole, rest = output.split(b"\n")
    output[:] = rest
    for text in whole:
        try:
            line = json.loads(text)
        except ValueError:
            continue
        if isinstance(line, dict):
            yield line


def _kill(child: subprocess.Popen[bytes]) -> None:
    """No process and no open pipe is left, whatever happened. What it was asked for it has written
    when it answers.
    """
    child.kill()
    child.wait()
    for stream in (child.stdin, child.stdout, child.stderr):
        if stream is not None:
            with suppress(BrokenPipeError):
                stream.close()


def _refuse_failure(answer: dict[str, Any], log: str, bounds: Limits) -> dict[str, Any]:
    """An answer that is none of a failure. BookError for one that is."""
    fault = str(answer.get("fault", ""))
    last_line = fault.strip().rpartition("\n")[2]
    if "memory" in answer or _tells_of_memory(last_line):
        raise BookError(problem("worker-memory", None, limit=bounds.memory, detail=fault or log), 2)
    if fault:
        raise BookError(problem("program-fault", None, detail=fault, what=last_line[:200]), 2)
    if answer.get("status"):
        problems = from_plain(tuple[Problem, ...], answer["problems"])
        raise BookError(problems, int(answer["status"]))
    return answer


def _tells_of_memory(text: str) -> bool:
    """Whether a library was refused memory, which may come late: for a module to be loaded."""
    return any(known in text.lower() for known in NO_MEMORY)


def _death(log: str, status: int, bounds: Limits) -> Problem:
    if status == -signal.SIGXCPU:
        return problem("worker-time", None, limit=bounds.seconds, detail=log)
    if status == -signal.SIGKILL or _tells_of_memory(log):
        return problem("worker-memory", None, limit=bounds.memory, detail=log)
    name = signal.Signals(-status).name if -status in set(signal.Signals) else str(status)
    return problem("worker-died", None, signal=name, detail=log)
