"""The process that renders: it is told on stdin where its task lies, and answers in lines of JSON
and with files.
"""

from __future__ import annotations

import base64
import contextlib
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
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from duben.model import BookError
from duben.sandbox import problem_codec

# Deep nesting is bounded by the parser (100); a page of nested boxes still takes a dozen calls for
# each of them.
RECURSION = 10_000
STACK = 256 << 20
# Seconds: how often we look whether anything is being done, and how long nothing may be.
PULSE, STALLED = 2, 120
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# Nothing that renders has a reason to do these.
REFUSED = frozenset({
    "socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname", "subprocess.Popen",
    "os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.startfile",
})  # fmt: skip
CHANGING = frozenset({
    "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.chmod", "os.chown", "os.truncate",
    "shutil.rmtree", "shutil.move",
})  # fmt: skip


class Teller:
    """Sends lines of JSON to the parent."""

    def __init__(self, stream: IO[str]) -> None:
        self.stream = stream

    def stage(self, name: str) -> None:
        self.say({"stage": name})

    def say(self, line: Mapping[str, Any]) -> None:
        self.stream.write(json.dumps(line, ensure_ascii=True, default=str) + "\n")
        self.stream.flush()


def main(memory: str, seconds: str) -> None:
    """Does one task and ends the process at once: the libraries' own tidying up has crashed before
    (1 in 60).
    """
    # What a library prints goes to stderr; stdout is ours alone.
    teller = Teller(os.fdopen(os.dup(1), "w", encoding="ascii"))
    os.dup2(2, 1)
    _limit(int(memory), int(seconds))
    # What is made is plain data and stays; boxes, which refer to each other, are collected part by
    # part (duben.pdf.typesetter).
    gc.disable()
    _preload(pickle.loads(base64.b64decode(_line())))  # noqa: S301 - written by our own parent
    with open(_line(), "rb") as stream:
        task, writable, surroundings, asked = pickle.load(stream)  # noqa: S301 - written by our own parent
    os.environ.update(surroundings)
    tempfile.tempdir = None  # it was looked up before
    threading.Thread(target=_follow_parent, daemon=True).start()
    threading.Thread(target=_watch, args=(teller, int(memory)), daemon=True).start()
    alone = getattr(asked, "jobs", 1) == 1
    if not alone:
        os.register_at_fork(after_in_child=lambda: _forked(teller.stream.fileno(), int(memory)))
    _guard(writable, alone)
    threading.stack_size(STACK)
    sys.setrecursionlimit(RECURSION)
    runner = threading.Thread(
        target=lambda: teller.say({"answer": _answer(task, asked, writable[0], teller.stage)})
    )
    runner.start()
    runner.join()
    os._exit(0)


def _preload(load: Callable[[], None] | None) -> None:
    """Calls a function while the parent still reads and checks; whatever is amiss shows when what
    it loads is used.
    """
    if load is None:
        return
    try:
        load()
    except Exception:  # noqa: BLE001 - kept for the parent, should it come to the worst
        traceback.print_exc()
    gc.freeze()


def _line() -> bytes:
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


def _follow_parent() -> None:
    """The parent holds the other end of our stdin: when it is gone, even by kill -9, so are we."""
    os.read(0, 1)
    os._exit(70)


def _forked(said: int, memory: int) -> None:
    """In a process that this one has forked, as guarded and limited as it: it says nothing, and
    does not outlive us.
    """
    null = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2, said):  # whoever listens there waits for the end of all who might speak
        os.dup2(null, stream)
    threading.stack_size(0)
    threading.Thread(target=_follow_parent, daemon=True).start()
    threading.Thread(
        target=_watch, args=(Teller(os.fdopen(null, "w", encoding="ascii")), memory), daemon=True
    ).start()


def _watch(teller: Teller, memory: int) -> None:
    """Ends a process that waits for ever: Pango does, for a thread of its own, when that was
    refused memory.
    """
    before, idle = _spent(), 0
    while True:
        time.sleep(PULSE)
        now = _spent()
        idle = idle + 1 if now - before < PULSE / 100 else 0
        before = now
        if idle >= 3 and _peak() > memory * 950_000:
            teller.say({"answer": {"memory": True}})
            os._exit(0)
        if idle * PULSE >= STALLED:
            os._exit(75)


def _spent() -> float:
    """Seconds of processor of this process and of those that it has forked and may be waiting for."""
    spent = time.process_time()
    with contextlib.suppress(OSError, ValueError):
        for thread in os.listdir("/proc/self/task"):
            for child in Path(f"/proc/self/task/{thread}/children").read_text("ascii").split():
                user, system = (
                    Path(f"/proc/{child}/stat")
                    .read_text("utf-8", "replace")
                    .rpartition(")")[2]
                    .split()[11:13]
                )
                spent += (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
    return spent


def _peak() -> int:
    """The most address space that was ever taken, in bytes; 0 where the system does not tell."""
    with (
        contextlib.suppress(OSError, ValueError),
        open("/proc/self/status", encoding="ascii") as stream,
    ):
        return next(
            (int(line.split()[1]) * 1024 for line in stream if line.startswith("VmPeak")), 0
        )
    return 0


def _guard(writable: Sequence[Path], alone: bool = True) -> None:
    """No connection, no other process, no file written outside these folders, whoever in this
    process asks for it.

    Not ``alone``: it may be forked; the guard stands in every fork too.
    """
    refused = REFUSED if alone else REFUSED - {"os.fork"}
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
            if (
                isinstance(arguments[2], int)
                and arguments[2] & WRITING
                and not allowed(arguments[0])
            ):
                raise PermissionError(f"the worker may not write {arguments[0]!r}")
        elif event in refused:
            raise PermissionError(f"the worker may not call {event}")
        elif event in CHANGING:
            for path in arguments[: 2 if event in ("os.rename", "os.link", "shutil.move") else 1]:
                if not allowed(path) and not (
                    event == "os.mkdir" and os.path.basename(os.fsdecode(path)) == "__pycache__"
                ):
                    raise PermissionError(f"the worker may not change {path!r}")

    sys.addaudithook(hook)


def _answer(
    task: Callable[..., dict[str, Any]], asked: Any, work: Path, stage: Callable[[str], None]
) -> dict[str, Any]:
    try:
        return task(asked, work, stage)
    except BookError as error:
        return {"status": error.status, "problems": problem_codec.problems_to_json(error.problems)}
    except MemoryError:
        return {"memory": True}
    except Exception as error:  # noqa: BLE001 - every other end is told by the parent in one sentence
        return {"fault": "".join(traceback.format_exception(error))[-20_000:]}


if __name__ == "__main__":
    main(*sys.argv[1:])
