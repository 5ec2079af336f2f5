"""The process that renders: it is told on stdin where each of its tasks lies, and answers in lines
of JSON and with files.
"""

from __future__ import annotations

import base64
import gc
import json
import os
import pickle
import resource
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any

from duben.model import BookError, Problem, to_plain

# Deep nesting is bounded by the parser (100); a page of nested boxes still takes a dozen calls for
# each of them.
RECURSION = 10_000
STACK_BYTES = 256 << 20
FAULT_CHARACTERS = 20_000  # of a traceback
# Seconds: how often we look whether anything is being done, and how long nothing may be.
PULSE, STALLED = 2, 120
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# Nothing that renders has a reason to do these.
REFUSED = frozenset({
    "socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname", "subprocess.Popen",  # noqa: E501
    "os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.startfile",
})  # fmt: skip
CHANGING = frozenset({
    "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.chmod", "os.chown", "os.truncate",  # noqa: E501
    "shutil.rmtree", "shutil.move",
})  # fmt: skip
WITH_TARGET = ("os.rename", "os.link", "shutil.move")  # of these the second argument changes too


class Channel:
    """Our way to the parent: lines of JSON."""

    def __init__(self, stream: IO[str]) -> None:
        self.stream = stream

    def send_stage(self, name: str) -> None:
        """Tells what is being done."""
        self.send(stage=name)

    def send(self, **line: Any) -> None:
        self.stream.write(json.dumps(line, ensure_ascii=True, default=str) + "\n")
        self.stream.flush()


def main(memory: str, seconds: str) -> None:
    """Does its tasks within limits (MB of address space, seconds of processor) and ends the process
    at once when the parent is gone: the libraries' own tidying up has crashed before (1 in 60).
    """
    # What a library prints goes to stderr; stdout is ours alone.
    channel = Channel(os.fdopen(os.dup(1), "w", encoding="ascii"))
    os.dup2(2, 1)
    _limit(int(memory), int(seconds))
    # What is made is plain data and stays; boxes, which refer to each other, are collected part by
    # part (duben.pdf.typesetter).
    gc.disable()
    failure = _preload(base64.b64decode(_read_line()))
    if failure:
        channel.send(answer=failure)
        os._exit(0)
    requests: SimpleQueue[bytes] = SimpleQueue()
    requests.put(_read_line())
    busy = threading.Event()
    threading.Thread(target=_watch, args=(channel, int(memory), busy), daemon=True).start()
    threading.stack_size(STACK_BYTES)
    sys.setrecursionlimit(RECURSION)
    threading.Thread(target=_work, args=(channel, requests, busy), daemon=True).start()
    # The parent holds the other end of our stdin: when it is gone, even by kill -9, so are we.
    while True:
        requests.put(_read_line())


def _work(channel: Channel, requests: SimpleQueue[bytes], busy: threading.Event) -> None:
    """Answers one request after the other. The first says where may be written from then on."""
    guarded = False
    while True:
        with open(requests.get(), "rb") as stream:
            task, writable, environment, request = pickle.load(stream)  # noqa: S301 - by our parent
        os.environ.update(environment)
        _leave_removed_folder()
        tempfile.tempdir = None  # it was looked up before
        if not guarded:
            _guard(writable)
            guarded = True
        busy.set()
        answer = answer_or_failure(partial(task, request, writable[0], channel.send_stage))
        busy.clear()
        channel.send(answer=answer)


def _leave_removed_folder() -> None:
    """Libraries ask for the current folder even where every path is absolute (Pillow 12: save)."""
    try:
        os.getcwd()
    except OSError:
        os.chdir("/")


def _preload(pickled: bytes) -> dict[str, Any] | None:
    """Calls a function while the parent still reads and checks; gives the answer of a failure."""

    def load() -> dict[str, Any]:
        function = pickle.loads(pickled)  # noqa: S301 - by our own parent
        if function:
            function()
        return {}

    failure = answer_or_failure(load)
    gc.freeze()
    return failure or None


def answer_or_failure(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What some work gives, or how it failed."""
    try:
        return work()
    except BookError as error:
        problems = to_plain(tuple[Problem, ...], error.problems)
        return {"status": error.status, "problems": problems}
    except MemoryError:
        return {"memory": True}
    except Exception as error:  # noqa: BLE001 - every other end is told by the parent in a sentence
        return {"fault": "".join(traceback.format_exception(error))[-FAULT_CHARACTERS:]}


def _read_line() -> bytes:
    """The next line on stdin; the end of it means that nothing more is asked for. It is read byte
    by byte: what follows belongs to the next line.
    """
    with open(0, "rb", buffering=0, closefd=False) as stream:
        line = stream.readline()
    if not line.endswith(b"\n"):
        os._exit(0)
    return line[:-1]


def _limit(memory: int, seconds: int) -> None:
    for kind, value in (
        (resource.RLIMIT_AS, memory * 1_000_000),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, hard if kind == resource.RLIMIT_CPU else value))


def _watch(channel: Channel, memory: int, busy: threading.Event) -> None:
    """Ends a process that waits for ever while it is busy: Pango does, for a thread of its own,
    when that was refused memory.
    """
    before, idle = time.process_time(), 0
    while True:
        time.sleep(PULSE)
        busy.wait()
        now = time.process_time()
        idle = idle + 1 if now - before < PULSE / 100 else 0
        before = now
        if idle >= 3 and _peak() > memory * 950_000:
            channel.send(answer={"memory": True})
            os._exit(0)
        if idle * PULSE >= STALLED:
            os._exit(75)


def _peak() -> int:
    """The most address space that was ever taken, in bytes; 0 where the system does not tell."""
    with (
        suppress(OSError, ValueError),
        open("/proc/self/status", encoding="ascii") as stream,
    ):
        return next(
            (int(line.split()[1]) * 1024 for line in stream if line.startswith("VmPeak")), 0
        )
    return 0


def _guard(writable: Sequence[Path]) -> None:
    """No connection, no other process, no file written outside these folders, whoever in this
    process asks for it.
    """
    inside = tuple(os.path.join(os.path.realpath(folder), "") for folder in writable)

    def allowed(path: object) -> bool:
        if isinstance(path, int):
            return True
        name = os.path.abspath(os.fsdecode(path))  # type: ignore[arg-type]
        # Compiled modules are kept beside the modules, as ever.
        return (
            name.startswith(inside)
            or name == os.devnull
            or os.path.basename(os.path.dirname(name)) == "__pycache__"
        )

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if isinstance(flags, int) and flags & WRITING and not allowed(path):
                raise PermissionError(f"the worker may not write {path!r}")
        elif event in REFUSED:
            raise PermissionError(f"the worker may not call {event}")
        elif event in CHANGING:
            for path in arguments[: 2 if event in WITH_TARGET else 1]:
                if not allowed(path) and not (
                    event == "os.mkdir" and os.path.basename(os.fsdecode(path)) == "__pycache__"
                ):
                    raise PermissionError(f"the worker may not change {path!r}")

    sys.addaudithook(hook)


if __name__ == "__main__":
    main(*sys.argv[1:])
