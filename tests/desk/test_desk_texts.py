"""Texts typed in the browser: nothing that was accepted is lost, nothing of others overwritten."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from desk_server import RunningDesk, running_desk, write_book
from duben.desk.journal import Journal, JournalEntry
from duben.desk.merging import merge_texts
from duben.desk.texts import clean_text, read_texts, write_file
from duben.desk.versions import Versions
from duben.manuscript import SETTINGS_BYTES
from duben.model import BookError


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RunningDesk]:
    write_book(tmp_path / "books" / "trees")
    with running_desk(tmp_path / "books", "desk") as running:
        yield running


def chapter(desk: RunningDesk, number: int = 0) -> tuple[str, Path]:
    """The address of a chapter, and its file."""
    row = desk.get(desk.book()).json()["texts"][number]
    folder = desk.server.desk.folder / "trees"
    return f"{desk.book()}/texts/{row['key']}", folder / row["file"]


def wait_until(true: Callable[[], bool], seconds: float = 8) -> None:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    assert true()


def test_a_typed_text_is_shown_saved_and_told_to_other_tabs(desk: RunningDesk) -> None:
    address, path = chapter(desk)
    known = desk.get(address).json()
    assert known["text"] == path.read_text("utf-8") and known["file"] == "01.md"
    with desk.events(desk.book()) as events:
        before = events.until(lambda state: state["settled"])
        new = {"text": "# 第1段路\n\n新的一句。\n", "revision": known["revision"], "tab": "a"}
        answer = desk.post(address, new)
        assert answer.json() == {"revision": known["revision"] + 1}
        told = events.ever("text")
        assert told == {"key": address.rpartition("/")[2], "revision": 2, "tab": "a"}
        shown = events.until(lambda state: state["pages"] != before["pages"])
        assert shown["provisional"]
        held = desk.server.desk.hold(desk.book().rpartition("/")[2])
        digest = next(page[0] for page in shown["pages"] if page not in before["pages"])
        assert held is not None and held._pictures.get(digest, 1.5)  # before it is asked for
        assert events.ever("saved")["file"] == "01.md"
        assert path.read_text("utf-8") == new["text"]
        assert not list(Journal(path.parent).entries())


def test_of_200_edits_in_2_seconds_the_last_is_shown(desk: RunningDesk) -> None:
    address, path = chapter(desk)
    revision = desk.get(address).json()["revision"]
    with desk.events(desk.book()) as events:
        events.until(lambda state: state["settled"])
        begin = time.monotonic()
        for number in range(200):
            text = f"# 第1段路\n\n{'再写一句。' * (number % 50)}\n"
            if number == 199:
                text = "# 第1段路\n\n见![图](images/none.png)\n"
            revision = desk.post(address, {"text": text, "revision": revision}).json()["revision"]
            time.sleep(max(0, begin + number * 0.01 - time.monotonic()))
        last = events.until(lambda state: state["stale"], seconds=20)
        assert [row["line"] for row in last["problems"] if row["severity"] == "error"] == [3]
        wait_until(lambda: path.read_text("utf-8") == text)


def test_while_an_input_method_composes_nothing_is_shown(desk: RunningDesk) -> None:
    address, path = chapter(desk)
    with desk.events(desk.book()) as events:
        before = events.until(lambda state: state["settled"])
        text = "# 第1段路\n\nxin\n"
        desk.post(address, {"text": text, "revision": 1, "composing": True})
        events.until(lambda data: True, "saved")
        held = desk.server.desk.hold(desk.book().rpartition("/")[2])
        assert held is not None and held.state.revision == before["revision"]
        desk.post(address, {"text": text, "revision": 2})
        events.until(lambda state: state["pages"] != before["pages"])


def test_two_tabs_are_merged_where_they_do_not_touch(desk: RunningDesk) -> None:
    address, _ = chapter(desk)
    text = desk.get(address).json()["text"]
    first = text.replace("1号记事", "头一号记事")
    second = text.replace("6号记事", "末一号记事")
    assert desk.post(address, {"text": first, "revision": 1}).json() == {"revision": 2}
    merged = desk.post(address, {"text": second, "revision": 1})
    both = first.replace("6号记事", "末一号记事")
    assert (merged.status_code, merged.json()) == (200, {"revision": 3, "text": both})
    third = text.replace("1号记事", "另一号记事")
    conflict = desk.post(address, {"text": third, "revision": 1})
    assert (conflict.status_code, conflict.json()["revision"]) == (409, 3)
    assert conflict.json()["text"] == both
    assert conflict.json()["pieces"] == [
        both[: both.index("头一")],
        {"mine": "另一", "theirs": "头一"},
        both[both.index("号记事") :],
    ]
    assert desk.get(address).json()["text"] == both


def test_a_file_changed_on_the_disk_is_merged_and_told(desk: RunningDesk) -> None:
    address, path = chapter(desk)
    text = desk.get(address).json()["text"]
    with desk.events(desk.book()) as events:
        events.until(lambda state: state["settled"])
        desk.post(address, {"text": text.replace("1号记事", "头一号记事"), "revision": 1})
        path.write_text(text.replace("6号记事", "末一号记事"), "utf-8")
        both = text.replace("1号记事", "头一号记事").replace("6号记事", "末一号记事")
        wait_until(lambda: path.read_text("utf-8") == both)
        assert desk.get(address).json()["text"] == both
        # Without a change of ours the file's text is simply taken.
        path.write_text("# 别人写的\n\n一句。\n", "utf-8")
        wait_until(lambda: desk.get(address).json()["text"] == "# 别人写的\n\n一句。\n")


def test_what_cannot_be_merged_is_kept_beside_and_told(desk: RunningDesk) -> None:
    address, path = chapter(desk)
    text = desk.get(address).json()["text"]
    ours, theirs = text.replace("1号", "甲号"), text.replace("1号", "乙号")
    with desk.events(desk.book()) as events:
        events.until(lambda state: state["settled"])
        desk.post(address, {"text": ours, "revision": 1})
        path.write_text(theirs, "utf-8")
        told = events.until(lambda data: True, "conflict")
        assert told["file"] == "01.md"
    time.sleep(1.5)
    assert path.read_text("utf-8") == theirs
    versions = Versions(path.parent)
    version = next(row for row in versions.newest_first() if row.name == told["version"])
    assert versions.texts(version) == {"01.md": ours.encode()}


def test_a_text_larger_than_its_limit_is_not_taken(desk: RunningDesk) -> None:
    address = f"{desk.book()}/texts/settings"
    known = desk.get(address).json()
    text = known["text"] + "#" * SETTINGS_BYTES
    answer = desk.post(address, {"text": text, "revision": known["revision"]})
    assert answer.status_code == 400
    assert [row["rule"] for row in answer.json()["problems"]] == ["file-too-large"]
    assert desk.get(address).json() == known


def test_decisions_that_are_not_there_are_an_empty_text(desk: RunningDesk) -> None:
    address = f"{desk.book()}/texts/decisions"
    assert desk.get(address).json() == {"file": "enumerations.toml", "text": "", "revision": 1}
    path = desk.server.desk.folder / "trees" / "enumerations.toml"
    desk.post(address, {"text": "# 还没有\n", "revision": 1})
    wait_until(path.exists)
    assert path.read_text("utf-8") == "# 还没有\n"


@pytest.mark.parametrize(
    "data", [{}, {"text": 1, "revision": 1}, {"text": "x", "revision": "1"}, [1], "nonsense"]
)
def test_a_request_of_another_form_is_refused(desk: RunningDesk, data: object) -> None:
    address, path = chapter(desk)
    before = path.read_bytes()
    headers = {"origin": desk.base, "x-duben-token": desk.keys.token}
    answer = desk.client.post(desk.base + address, json=data, headers=headers)
    assert answer.status_code == 400 and answer.json()["problems"]
    assert path.read_bytes() == before


def test_no_key_leads_out_of_the_book(desk: RunningDesk) -> None:
    (desk.server.desk.folder / "secret.md").write_text("# 别处\n", "utf-8")
    for key in ("../secret.md", "%2e%2e%2fsecret.md", "01.md", "secret", "0" * 16):
        assert desk.get(f"{desk.book()}/texts/{key}").status_code == 404
        body = {"text": "x", "revision": 1}
        assert desk.post(f"{desk.book()}/texts/{key}", body).status_code in (404, 405)


def test_a_chapter_that_is_a_link_is_not_read(desk: RunningDesk, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("# 别处\n", "utf-8")
    (desk.server.desk.folder / "trees" / "03.md").symlink_to(tmp_path / "secret.md")
    texts = desk.get(desk.book()).json()["texts"]
    assert "03.md" not in [row["file"] for row in texts]
    assert "别处" not in json.dumps(desk.get(desk.book()).json(), ensure_ascii=False)


def test_a_preview_takes_no_text(tmp_path: Path) -> None:
    with running_desk(write_book(tmp_path / "book", 1)) as desk:
        address = f"{desk.book()}/texts/settings"
        assert desk.post(address, {"text": "x", "revision": 1}).status_code == 403
        assert desk.get(address).status_code == 403


def test_the_end_saves_what_was_typed(tmp_path: Path) -> None:
    folder = write_book(tmp_path / "books" / "trees", 1)
    with running_desk(tmp_path / "books", "desk") as desk:
        address, path = chapter(desk)
        desk.post(address, {"text": "# 末了\n\n一句。\n", "revision": 1})
        desk.end()
    assert path.read_text("utf-8") == "# 末了\n\n一句。\n"
    assert not list(Journal(folder).entries())


def type_until_killed(start: str, text: str, chance: random.Random) -> str:
    """Types into the first text of a server; the last text that it has taken."""
    base = start.partition("/start/")[0]
    with httpx.Client(follow_redirects=True) as client:
        page = client.get(start).text
        token = page.partition('name="duben-token" content="')[2].partition('"')[0]
        headers = {"origin": base, "x-duben-token": token}
        key = client.get(base + "/api/books").json()["books"][0]["key"]
        row = client.get(f"{base}/api/books/{key}").json()["texts"][0]
        address = f"{base}/api/books/{key}/texts/{row['key']}"
        known = client.get(address).json()
        assert known["text"] == text
        revision = known["revision"]
        for number in range(chance.randrange(3, 40)):
            text += f"\n第{number}句。\n"
            body = {"text": text, "revision": revision}
            revision = client.post(address, json=body, headers=headers).json()["revision"]
    return text


def test_whatever_was_answered_outlives_a_killed_server(tmp_path: Path) -> None:
    folder = write_book(tmp_path / "books" / "trees", 1)
    command = [sys.executable, "-m", "duben", "desk", str(tmp_path / "books"), "--no-browser"]
    chance = random.Random(3)
    text = (folder / "01.md").read_text("utf-8")
    for _ in range(3):
        run = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            assert run.stdout is not None
            text = type_until_killed(run.stdout.readline().strip(), text, chance)
        finally:
            os.kill(run.pid, signal.SIGKILL)
            run.communicate()
    with running_desk(tmp_path / "books", "desk") as desk:
        wait_until(lambda: (folder / "01.md").read_text("utf-8") == text)
        assert desk.get(chapter(desk)[0]).json()["text"] == text


def test_a_journal_is_merged_with_what_was_written_meanwhile(tmp_path: Path) -> None:
    folder = write_book(tmp_path / "books" / "trees", 1)
    text = (folder / "01.md").read_text("utf-8")
    entry = JournalEntry("01.md", text, text.replace("1号", "头一号"))
    Journal(folder).write(entry)
    (folder / "01.md").write_text(text.replace("6号", "末一号"), "utf-8")
    with running_desk(tmp_path / "books", "desk"):
        both = text.replace("1号", "头一号").replace("6号", "末一号")
        wait_until(lambda: (folder / "01.md").read_text("utf-8") == both)


def test_a_journal_writes_nowhere_but_in_the_book(tmp_path: Path) -> None:
    folder = write_book(tmp_path / "books" / "trees", 1)
    (folder / "away").symlink_to(tmp_path)
    for name in ("../../evil.md", "away/evil.md", "/tmp/duben-evil.md"):
        Journal(folder).write(JournalEntry(name, "", "x"))
    with running_desk(tmp_path / "books", "desk") as desk:
        assert desk.get(chapter(desk)[0]).status_code == 200
        time.sleep(1.5)
    assert not list(tmp_path.rglob("evil.md"))


def test_a_damaged_journal_hinders_nobody(tmp_path: Path) -> None:
    folder = write_book(tmp_path / "book", 1)
    journal = Journal(folder)
    journal.write(JournalEntry("01.md", "a", "b"))
    place = folder / ".duben" / "journal"
    for number, data in enumerate(("", "[]", '{"file": 1, "base": "", "text": ""}', "{")):
        (place / f"{number}.json").write_text(data, "utf-8")
    assert list(journal.entries()) == [JournalEntry("01.md", "a", "b")]


# --- functions ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ours", "theirs", "merged"),
    [
        ("甲一。\n\n乙。\n\n丙。\n", "甲。\n\n乙。\n\n丙三。\n", "甲一。\n\n乙。\n\n丙三。\n"),
        ("甲一。\n\n乙。\n\n丙。\n", "甲二。\n\n乙。\n\n丙。\n", None),
        ("", "甲。\n\n乙。\n\n丙。\n", ""),
        ("", "甲。\n\n乙。\n\n丙三。\n", None),
        ("甲。\n\n乙。\n\n丙。\n", "别的", "别的"),
        ("甲。\n\n乙。\n\n丙。", "甲。  \n\n乙。\n\n丙。\n", "甲。  \n\n乙。\n\n丙。"),
        ("甲。\n\n丙。\n", "甲。\n\n乙。\n\n丙。\n\n丁。\n", "甲。\n\n丙。\n\n丁。\n"),
    ],
)
def test_changes_are_merged_to_the_letter(ours: str, theirs: str, merged: str | None) -> None:
    base = "甲。\n\n乙。\n\n丙。\n"
    assert merge_texts(base, ours, theirs) == merged
    assert merge_texts(base, theirs, ours) == merged


def test_random_changes_apart_from_each_other_are_merged() -> None:
    chance = random.Random(7)
    for _ in range(60):
        lines = [
            "".join(chance.choices("春夏秋冬，。 a1", k=chance.randrange(12))) for _ in "x" * 9
        ]
        ours, theirs = list(lines), list(lines)
        ours[chance.randrange(3)] += "早" * chance.randrange(3)
        theirs[6 + chance.randrange(3)] = "晚"
        both = [*ours[:4], *theirs[4:]]
        merged = merge_texts("\n".join(lines), "\n".join(ours), "\n".join(theirs))
        assert merged in ("\n".join(both), None)
        assert merge_texts("\n".join(lines), "\n".join(ours), "\n".join(lines)) == "\n".join(ours)


def test_a_file_keeps_its_line_ends_and_its_bom(desk: RunningDesk) -> None:
    address, path = chapter(desk)
    path.write_bytes(b"\xef\xbb\xbf# a\r\n\r\nb\r\n")
    assert desk.get(address).json()["text"] == "# a\n\nb\n"
    desk.post(address, {"text": "# a\n\nc\n", "revision": 1})
    wait_until(lambda: path.read_bytes() == b"\xef\xbb\xbf# a\r\n\r\nc\r\n")


def test_a_file_of_others_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "01.md").write_bytes(b"theirs")
    with pytest.raises(BookError):
        write_file(tmp_path, "01.md", b"ours", b"before")
    assert (tmp_path / "01.md").read_bytes() == b"theirs"


def test_halves_of_characters_are_replaced() -> None:
    assert clean_text("a\ud83d\r\nb\rc") == "a\ufffd\ufffd\ufffd\nb\nc"


def test_versions_are_kept_once_and_the_oldest_go(tmp_path: Path) -> None:
    folder = write_book(tmp_path / "book", 2)
    versions = Versions(folder)
    first = versions.keep(read_texts(folder), "opened")
    assert first is not None and first.changed == ("01.md", "02.md", "book.toml")
    assert versions.keep(read_texts(folder), "edited") is None
    (folder / "02.md").write_text("# 改\n", "utf-8")
    second = versions.keep(read_texts(folder), "edited")
    assert second is not None and second.changed == ("02.md",)
    assert [row.name for row in versions.newest_first()] == [second.name, first.name]
    assert versions.texts(first)["02.md"] != versions.texts(second)["02.md"] == "# 改\n".encode()
