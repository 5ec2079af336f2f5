"""Pages while the author writes in an editor of his own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from desk_server import RunningDesk, running_desk, write_book
from duben.desk.editor import editor_arguments
from duben.desk.watching import needs_polling, shapes_pages
from duben.model import BookError


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RunningDesk]:
    with running_desk(write_book(tmp_path / "book")) as running:
        yield running


def write(desk: RunningDesk, name: str, text: str) -> None:
    (desk.server.desk.folder / name).write_text(text, "utf-8")


def test_a_saved_chapter_is_shown_and_the_pages_of_others_stay(desk: RunningDesk) -> None:
    book = desk.book()
    with desk.events(book) as events:
        before = events.until(lambda state: state["settled"])
        picture = desk.get(f"{book}/pages/{before['pages'][0][0]}?scale=1")
        assert picture.headers["content-type"] == "image/png" and picture.content[:4] == b"\x89PNG"
        assert "immutable" in picture.headers["cache-control"]
        write(desk, "02.md", "# 第2段路\n\n桥上的第一句。\n")
        shown = events.until(lambda state: state["pages"] != before["pages"])
        assert shown["pages"][0] == before["pages"][0]
        after = events.until(lambda state: state["settled"])
        assert [page[1] for page in after["pages"]] != []
    assert desk.get(f"{book}/pages/{'0' * 32}").status_code == 404


def test_of_30_saves_in_3_seconds_the_last_is_shown(desk: RunningDesk) -> None:
    book = desk.book()
    with desk.events(book) as events:
        events.until(lambda state: state["settled"])
        for number in range(30):
            write(desk, "01.md", f"# 第1段路\n\n{'再写一句。' * number}\n")
            time.sleep(0.05)
        write(desk, "01.md", "# 第1段路\n\n最后写的见![图](images/none.png)\n")
        last = events.until(lambda state: state["stale"], seconds=20)
    assert [row["file"] for row in last["problems"] if row["severity"] == "error"] == ["01.md"]


def test_an_error_keeps_the_pages_and_tells_their_time(desk: RunningDesk) -> None:
    with desk.events(desk.book(), "zh") as events:
        before = events.until(lambda state: state["settled"])
        write(desk, "book.toml", '[book]\ntitel = "河边"\n')
        stale = events.until(lambda state: state["stale"])
        assert stale["pages"] == before["pages"] and stale["since"]
        (row,) = (row for row in stale["problems"] if row["severity"] == "error")
        assert (row["file"], row["line"]) == ("book.toml", 2) and "titel" in row["message"]
        write(desk, "book.toml", '[book]\ntitle = "河边"\n')
        assert events.until(lambda state: state["settled"])["since"] is None


def test_a_place_and_a_line_are_found_by_each_other(desk: RunningDesk) -> None:
    book = desk.book()
    with desk.events(book) as events:
        state = events.until(lambda state: state["settled"])
    index = next(number for number, page in enumerate(state["pages"]) if page[1] == "1")
    row = desk.get(f"{book}/lines/{index}").json()[0]
    file, line, column, block, offset = row[4:]
    place = {"page": index, "top": row[1]}
    by_line = {"file": file, "line": line, "column": column}
    assert desk.get(f"{book}/find", params=by_line).json() == place
    assert desk.get(f"{book}/find", params={"block": block, "offset": offset}).json() == place
    assert desk.get(f"{book}/find", params={"file": "none.md", "line": 1}).json() is None
    assert desk.get(f"{book}/lines/999").status_code == 404


def test_a_killed_process_is_replaced_and_the_pages_stay(desk: RunningDesk) -> None:
    book = desk.book()
    (held,) = desk.server.desk._held.values() if desk.server.desk._held else (None,)
    with desk.events(book) as events:
        before = events.until(lambda state: state["settled"])
        (held,) = desk.server.desk._held.values()
        assert held is not None and held.live._process is not None
        os.kill(held.live._process._worker.child.pid, signal.SIGKILL)
        data = desk.get(f"{book}/pages/{before['pages'][1][0]}?scale=1")
        assert data.status_code == 200
        write(desk, "01.md", "# 第1段路\n\n又一句。\n")
        time.sleep(0.3)  # and in the midst of its work
        if (process := held.live._process) is not None:
            os.kill(process._worker.child.pid, signal.SIGKILL)
        after = events.until(lambda state: state["settled"] and state["pages"] != before["pages"])
        assert after["pages"] and not after["stale"]
        for digest, *_ in after["pages"]:
            assert desk.get(f"{book}/pages/{digest}?scale=0.5").status_code == 200


def test_a_click_opens_the_editor_at_the_line(tmp_path: Path) -> None:
    folder = write_book(tmp_path / "book", 1)
    with running_desk(folder, editor=f"touch {tmp_path}/{{line}}") as desk:
        book = desk.book()
        assert desk.post(f"{book}/open", {"file": "01.md", "line": 3}).status_code == 200
        end = time.monotonic() + 5
        while not (tmp_path / "3").exists() and time.monotonic() < end:
            time.sleep(0.02)
        assert (tmp_path / "3").exists()
        for file in ("../book/01.md", "/etc/passwd", "none.md", "", "01.md\0"):
            assert desk.post(f"{book}/open", {"file": file, "line": 3}).status_code == 404
        for wrong in ({"file": 3}, {"file": "01.md", "line": "3"}, {}):
            assert desk.post(f"{book}/open", wrong).status_code == 400


def test_an_editor_gets_its_place_without_a_shell(tmp_path: Path) -> None:
    path = tmp_path / "a; b.md"
    assert editor_arguments("code -g '{file}:{line}'", path, 7) == ["code", "-g", f"{path}:7"]
    assert editor_arguments("gedit", path, 7) == ["gedit", str(path)]
    with pytest.raises(BookError):
        editor_arguments("code 'x", path, 7)


def test_other_file_systems_are_polled(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"dev / ext4 rw 0 0\nC: {tmp_path}/my\\040c 9p rw 0 0\n", "utf-8")
    (tmp_path / "my c").mkdir()
    assert needs_polling(tmp_path / "my c", mounts) and not needs_polling(tmp_path, mounts)
    assert not needs_polling(tmp_path, tmp_path / "none")


def test_files_that_shape_no_page_are_not_watched(tmp_path: Path) -> None:
    yes = ("01.md", "book.toml", "enumerations.toml", "images/a.png", "styles/text.css")
    no = (".git/index", "out/a.pdf", "01.md~", ".duben-1.part", "ledger.csv", "a/.x/b")
    assert [name for name in (*yes, *no) if shapes_pages(tmp_path, f"{tmp_path}/{name}")] == [*yes]


def test_the_first_line_is_the_address_and_an_interrupt_ends_all(tmp_path: Path) -> None:
    folder = write_book(tmp_path / "book", 1)
    command = [sys.executable, "-m", "duben", "preview", str(folder), "--no-browser"]
    # A shell that runs the tests behind the scenes has interrupts ignored.
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as run:
        assert run.stdout is not None
        address = run.stdout.readline().strip()
        with httpx.Client(follow_redirects=True) as client:
            assert client.get(address).status_code == 200
        begin = time.monotonic()
        run.send_signal(signal.SIGINT)
        out, err = run.communicate(timeout=10)
        assert time.monotonic() - begin < 5
    assert (run.returncode, out) == (130, "") and "Traceback" not in err


def test_it_ends_when_all_tabs_are_gone(tmp_path: Path) -> None:
    with running_desk(write_book(tmp_path / "book", 1), idle_seconds=0.3) as desk:
        with desk.events(desk.book()) as events:
            events.until(lambda state: True)
            time.sleep(1.5)
            assert desk.thread.is_alive()
        desk.thread.join(6)
        assert not desk.thread.is_alive()


def test_the_end_is_told_to_every_tab(desk: RunningDesk) -> None:
    with desk.events(desk.book()) as events:
        events.until(lambda state: True)
        desk.server.end()
        assert events.until(lambda data: True, name="end") == {}
