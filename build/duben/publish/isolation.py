"""Rendering happens in a process of its own, with limits: whatever becomes of it, its end is a sentence for the user."""

from __future__ import annotations

import json
import os
import pickle
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duben.errors import BookError, Problem, problem
from duben.publish import answers

# A book of 480 pages takes under 1 GB and 40 s: room for one ten times as large, and an end for what never ends.
MEMORY = 4_000  # MB of address space
SECONDS = 1_800
ANSWER_BYTES = 64_000_000
LOG_BYTES = 64_000
# What a library says, in its own words, when it was refused memory.
NO_MEMORY = ("memoryerror", "bad_alloc", "allocate memory", "failed to allocate", "out of memory", "failed to map segment",
             "can't start new thread")  # fmt: skip

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """``memory`` in MB of address space, ``seconds`` of processor and of clock."""

    memory: int = MEMORY
    seconds: int = SECONDS


def limits(environment: Mapping[str, str] = os.environ) -> Limits:
    """The limits, as DUBEN_MEMORY (MB) and DUBEN_TIME (s) may set them. BookError (2) for what is no number."""
    return Limits(_number(environment, "DUBEN_MEMORY", MEMORY), _number(environment, "DUBEN_TIME", SECONDS))


def _number(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdecimal() and 0 < int(text[:12]) < 10**9):
        raise BookError(problem("variable", None, name=name, value=text[:40]), 2)
    return int(text)


def run(task: str, request: object, work: Path, environment: Mapping[str, str], progress: Progress,
        writable: Sequence[Path] = ()) -> dict[str, Any]:  # fmt: skip
    """What the worker answers to a task. BookError with its problems, or with the one sentence that tells of its death.

    It may write in ``work``, and in ``writable`` if any, and nowhere else; ``environment`` is laid over our own.
    """
    bounds = limits()
    (work / "tmp").mkdir(exist_ok=True)
    (work / "request").write_bytes(pickle.dumps((task, bounds, (work, *writable), request), pickle.HIGHEST_PROTOCOL))
    # -P: a manuscript's folder may hold a file called json.py.
    child = subprocess.Popen(
        [sys.executable, "-P", "-X", "utf8", "-m", "duben.publish.worker", str(work / "request")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=work, start_new_session=True,
        env={**os.environ, **SAME_EVERYWHERE, "TMPDIR": str(work / "tmp"), **environment})  # fmt: skip
    try:
        answer, log, in_time = _listen(child, bounds, progress)
    finally:
        _end(child)
    return _judged(answer, log, child.returncode if in_time else -signal.SIGXCPU, bounds)


# The same bytes whatever the user's locale, time zone and hash seed. Cutting a font may write this date into it.
SAME_EVERYWHERE = {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "315532800"}


def _listen(child: subprocess.Popen[bytes], bounds: Limits, progress: Progress) -> tuple[dict[str, Any] | None, str, bool]:
    """Answer, last words and whether it ended in time."""
    deadline = time.monotonic() + bounds.seconds
    said, log = bytearray(), bytearray()
    answer: dict[str, Any] | None = None
    with selectors.DefaultSelector() as selector:
        assert child.stdout and child.stderr
        selector.register(child.stdout, selectors.EVENT_READ, said)
        selector.register(child.stderr, selectors.EVENT_READ, log)
        while selector.get_map():
            left = deadline - time.monotonic()
            if left <= 0:
                return answer, log.decode("utf-8", "replace"), answer is not None
            for key, _ in selector.select(left):
                data = os.read(key.fd, 1 << 16)
                if not data:
                    selector.unregister(key.fileobj)
                key.data.extend(data)
            del log[:-LOG_BYTES]
            for line in _lines(said):
                answer = line.get("answer", answer)
                if "stage" in line:
                    progress(str(line["stage"]))
            if answer is not None or len(said) > ANSWER_BYTES:
                break
    return answer, log.decode("utf-8", "replace"), True


def _lines(said: bytearray) -> Iterator[dict[str, Any]]:
    """The whole lines so far, taken off."""
    *whole, rest = said.split(b"\n")
    said[:] = rest
    for line in whole:
        try:
            found = json.loads(line)
        except ValueError:
            continue
        if isinstance(found, dict):
            yield found


def _end(child: subprocess.Popen[bytes]) -> None:
    """No process and no open pipe is left, whatever happened."""
    assert child.stdin and child.stdout and child.stderr
    for stream in (child.stdin, child.stdout):
        stream.close()
    try:
        # It ends by itself within a moment when it has answered or its input is closed.
        child.wait(2)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    except BaseException:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        raise
    finally:
        child.stderr.close()


def _judged(answer: dict[str, Any] | None, log: str, status: int, bounds: Limits) -> dict[str, Any]:
    if answer is None:
        raise BookError(_death(log, status, bounds), 2)
    if "fault" in answer:
        fault = str(answer["fault"])
        raise BookError(problem("program-fault", None, detail=fault, what=fault.strip().rpartition("\n")[2][:200]), 2)
    if "memory" in answer:
        raise BookError(problem("worker-memory", None, limit=bounds.memory, detail=log), 2)
    if answer.get("status"):
        raise BookError(answers.problems(answer), int(answer["status"]))
    return answer


def _death(log: str, status: int, bounds: Limits) -> Problem:
    if status == -signal.SIGXCPU:
        return problem("worker-time", None, limit=bounds.seconds, detail=log)
    if status == -signal.SIGKILL or any(words in log.lower() for words in NO_MEMORY):
        return problem("worker-memory", None, limit=bounds.memory, detail=log)
    name = signal.Signals(-status).name if -status in set(signal.Signals) else str(status)
    return problem("worker-died", None, signal=name, detail=log)
