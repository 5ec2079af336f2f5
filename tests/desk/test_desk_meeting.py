"""``duben desk`` over a folder on which one runs already."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from desk_server import write_book
from duben.desk import meeting
from duben.desk.meeting import remember_port, remembered_port, running_address


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "duben", "--lang", "zh", "desk", str(folder), "--no-browser"]
    return subprocess.Popen(
        [*command, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_a_second_desk_leads_to_the_first_and_a_killed_one_hinders_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    books = write_book(tmp_path / "books" / "trees", 1).parent
    first = start(books)
    try:
        assert first.stdout is not None
        one = first.stdout.readline().strip()
        second = start(books, "--port", "1")  # whichever port is wanted: the one that runs
        out, err = second.communicate(timeout=30)
        other = out.strip()
        assert second.returncode == 0 and "已经开着" in err
        assert other != one and other.partition("/start/")[0] == one.partition("/start/")[0]
        for address in (one, other):
            assert httpx.get(address).status_code == 303
        assert running_address(tmp_path) is None  # of another folder
    finally:
        os.kill(first.pid, signal.SIGKILL)
        first.communicate()
    assert running_address(books) is None
    third = start(books)
    try:
        assert third.stdout is not None
        again = third.stdout.readline().strip()
        # At the same port: pages that are still open find it.
        assert again.partition("/start/")[0] == one.partition("/start/")[0]
    finally:
        third.terminate()
        third.communicate()
    assert list(runtime.iterdir()) == []


def test_a_folder_that_others_can_enter_is_no_place_to_meet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o755)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    monkeypatch.setattr(meeting.tempfile, "gettempdir", lambda: str(tmp_path))
    (tmp_path / f"duben-{os.getuid()}").symlink_to(runtime)
    with socket.socket(socket.AF_UNIX) as trap:
        name = meeting.name_key(str(tmp_path.resolve()))
        trap.bind(str(runtime / f"duben-desk-{name}"))
        trap.listen()
        assert running_address(tmp_path) is None


@pytest.mark.parametrize("text", ["", "x", "80", "99999999", "12345678901234567890"])
def test_a_port_that_is_none_is_not_taken(tmp_path: Path, text: str) -> None:
    remember_port(tmp_path, 43210)
    assert remembered_port(tmp_path) == 43210
    (tmp_path / ".duben" / "desk-port").write_text(text, "utf-8")
    assert remembered_port(tmp_path) == 0
