"""Chapters of one book composed in several processes: the same bytes, whatever becomes of them, and
no process is left.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from duben.pdf.forks import Forks, shares
from duben.publish import builds
from test_kept import chapters


def made(folder: Path, jobs: int, kept: bool = True) -> bytes:
    (built,) = builds.build(folder, jobs=jobs, kept=kept)
    assert built.done
    return (folder / "out" / "kept-screen.pdf").read_bytes()


def test_the_same_bytes_come_of_one_process_and_of_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = chapters(tmp_path / "book")
    settings = (folder / "book.toml").read_text("utf-8")
    (folder / "book.toml").write_text(
        settings.replace('["screen"]', '["screen", "large"]'), "utf-8"
    )
    first = made(folder, 2)
    large = (folder / "out" / "kept-large.pdf").read_bytes()
    assert (
        made(folder, 1, kept=False) == first
        and (folder / "out" / "kept-large.pdf").read_bytes() == large
    )
    (folder / "book.toml").write_text(settings, "utf-8")
    for name in ("1.md", "3.md"):
        (folder / name).write_text(
            (folder / name)
            .read_text("utf-8")
            .replace("话。", "话！", 2)
            .replace("很多", "不少", 2),
            "utf-8",
        )
    edited = made(folder, 2)
    for path in (tmp_path / "cache" / "duben").iterdir():
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    (folder / "out" / "kept-screen.pdf").unlink()
    assert edited != first and made(folder, 2) == edited == made(folder, 2, kept=False)


def children(process: int) -> list[int]:
    """The processes that one has begun."""
    try:
        return [
            int(child)
            for thread in os.listdir(f"/proc/{process}/task")
            for child in Path(f"/proc/{process}/task/{thread}/children").read_text().split()
        ]
    except FileNotFoundError:
        return []


@pytest.fixture
def build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[subprocess.Popen[bytes], int, int]]:
    """A build in two processes: it, the one that renders, and its fork."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = chapters(tmp_path / "book")
    for number, path in enumerate(sorted(folder.glob("*.md"))):
        path.write_text(path.read_text("utf-8") + "又是一段。" * 1000 * (number + 1), "utf-8")
    running = subprocess.Popen(
        [sys.executable, "-m", "duben", "build", str(folder), "-j", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # a shell in the background has it ignored
    deadline = time.monotonic() + 60
    found: list[tuple[int, int]] = []
    while not found and time.monotonic() < deadline and running.poll() is None:
        found = [(worker, fork) for worker in children(running.pid) for fork in children(worker)]
        time.sleep(0.005)
    assert found, running.communicate()
    yield running, *found[0]
    running.kill()
    running.communicate()


def gone(*processes: int) -> bool:
    deadline = time.monotonic() + 120
    while any(
        Path(f"/proc/{one}/stat").exists()
        and Path(f"/proc/{one}/stat").read_text().rpartition(") ")[2][0] != "Z"
        for one in processes
    ):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def test_a_fork_that_is_killed_is_no_loss(
    build: tuple[subprocess.Popen[bytes], int, int], tmp_path: Path
) -> None:
    running, _, fork = build
    os.kill(fork, signal.SIGKILL)
    output, _ = running.communicate(timeout=120)
    assert running.returncode == 0, output.decode()
    whole = (tmp_path / "book" / "out" / "kept-screen.pdf").read_bytes()
    assert made(tmp_path / "book", 1, kept=False) == whole


@pytest.mark.parametrize("ended", ["interrupted", "renderer killed", "killed"])
def test_no_process_outlives_the_build(
    ended: str, build: tuple[subprocess.Popen[bytes], int, int]
) -> None:
    running, worker, fork = build
    os.kill(
        worker if ended == "renderer killed" else running.pid,
        signal.SIGINT if ended == "interrupted" else signal.SIGKILL,
    )
    running.communicate(timeout=300)
    assert running.returncode not in (0, None)
    assert gone(worker, fork)


def test_forks_do_what_they_are_asked_and_are_gone(tmp_path: Path) -> None:
    def work(order: str) -> None:
        if order == "die":
            raise MemoryError
        (tmp_path / order).write_text(str(os.getpid()))

    forks = Forks(3)
    forks.begin(5, work)
    processes = [one.process for one in forks.found]
    assert len(processes) == 2
    forks.ask(["a", "die"])
    forks.wait(2)
    assert (tmp_path / "a").read_text() == str(processes[0]) and [
        one.process for one in forks.found
    ] == processes[:1]
    forks.ask(["b"])
    forks.wait(1)
    assert (tmp_path / "b").exists()
    forks.end()
    assert forks.found == [] and gone(*processes)
    alone = Forks()
    alone.begin(5, work)
    assert alone.found == []


def test_work_is_parted_evenly_the_largest_first() -> None:
    assert shares([1, 9, 4, 5, 2], 2) == [[1, 4], [3, 2, 0]]
    assert shares([], 2) == [[], []]
