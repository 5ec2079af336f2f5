"""Printed versions, the version after one, corrected files, copies that were given out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk_server import RunningDesk, running_desk, write_book
from test_desk_jobs import finish, folder, upload

TABLE = "单位,份数\n河东苗圃,2\n河西苗圃,1\n".encode()
SOURCE = """养路办法

一、巡查

各组每周巡查一次，发现坑洼当日填平。

二、备料

石料由镇里统一购买，各村派车运回。
"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RunningDesk]:
    write_book(tmp_path / "books" / "trees", 1)
    with running_desk(tmp_path / "books", "desk") as running:
        yield running


def built(desk: RunningDesk) -> str:
    book = desk.book()
    job = finish(desk, f"{book}/build", {"editions": ["booklet"], "formats": ["pdf"]})
    assert not [row for row in job["problems"] if row["severity"] == "error"]
    return book


def prints(desk: RunningDesk, book: str) -> dict[str, Any]:
    state: dict[str, Any] = desk.get(f"{book}/prints").json()
    return state


def test_printed_version_is_kept_while_the_next_one_is_made(desk: RunningDesk) -> None:
    refused = desk.post(f"{desk.book()}/prints", {})
    assert refused.status_code == 400
    assert refused.json()["problems"][0]["rule"] == "desk-print-older"
    book = built(desk)
    assert prints(desk, book) == {
        "version": "1", "next": "2", "printed": False, "changed": False, "ready": True,
    }  # fmt: skip
    assert desk.post(f"{book}/prints", {}).json()["printed"]
    kept = [row for row in desk.get(f"{book}/files").json() if row["name"].startswith("printed-")]
    first = {row["name"]: desk.get(f"{book}/files/{row['key']}").content for row in kept}
    assert any(name.endswith(".pdf") for name in first)
    (folder(desk) / "01.md").write_text("# 河边\n\n改了一句，又添一句。\n", "utf-8")
    state = prints(desk, book)
    assert state["changed"] and not state["ready"]
    assert desk.post(f"{book}/version", {}).json() == {"version": "2"}
    assert 'version = "2"' in (folder(desk) / "book.toml").read_text("utf-8")
    built(desk)
    rows = [row for row in desk.get(f"{book}/files").json() if row["name"] in first]
    assert {row["name"]: desk.get(f"{book}/files/{row['key']}").content for row in rows} == first
    assert [row["print"] for row in desk.get(f"{book}/versions").json()].count(True) == 1


def test_version_that_was_printed_with_another_text_is_not_printed_again(desk: RunningDesk) -> None:
    book = built(desk)
    desk.post(f"{book}/prints", {})
    (folder(desk) / "01.md").write_text("# 河边\n\n改了一句。\n", "utf-8")
    built(desk)
    refused = desk.post(f"{book}/prints", {})
    assert refused.json()["problems"][0]["rule"] == "record-printed"
    (folder(desk) / "book.toml").write_text('[book]\ntitle = "树"\nversion = "甲"\n', "utf-8")
    refused = desk.post(f"{book}/version", {})
    assert refused.json()["problems"][0]["rule"] == "desk-version-by-hand"


def test_corrected_file_is_merged_into_the_book_that_was_made_of_it(desk: RunningDesk) -> None:
    key = desk.post("/api/import", {"uploads": [upload(desk, "a.txt", SOURCE.encode())]}).json()
    book = f"/api/books/{key['key']}"
    text = next(row for row in desk.get(book).json()["texts"] if row["part"] == "body")
    opened = desk.get(f"{book}/texts/{text['key']}").json()
    own = opened["text"].replace("镇里统一", "镇政府统一")
    data = {"text": own, "revision": opened["revision"], "composing": False}
    assert desk.post(f"{book}/texts/{text['key']}", data).status_code == 200
    corrected = SOURCE.replace("每周巡查一次", "每周巡查两次").encode()
    answer = desk.post(f"{book}/update", {"upload": upload(desk, "b.txt", corrected)}).json()
    assert answer["conflicts"] == 0 and len(answer["taken"]) == 1
    now = desk.get(f"{book}/texts/{text['key']}").json()["text"]
    assert "每周巡查两次" in now and "镇政府统一" in now
    words = [row["words"] for row in desk.get(f"{book}/versions").json()]
    assert [word.split(":")[0] for word in words[:2]] == ["A corrected file was merged", "Changed"]
    clash = SOURCE.replace("镇里统一", "县里统一").encode()
    answer = desk.post(f"{book}/update", {"upload": upload(desk, "c.txt", clash)}).json()
    assert answer["conflicts"] == 1 and "县里统一" in answer["left"]


def test_book_without_its_source_takes_no_corrected_file(desk: RunningDesk) -> None:
    data = {"upload": upload(desk, "b.txt", SOURCE.encode())}
    refused = desk.post(f"{desk.book()}/update", data)
    assert refused.json()["problems"][0]["rule"] == "desk-update-no-base"


def test_corrected_text_is_given_out_and_old_copies_are_told(desk: RunningDesk) -> None:
    book = desk.book()
    assert desk.get(f"{book}/copies").json() == []

    def distribute() -> dict[str, Any]:
        data = {"upload": upload(desk, "单位.csv", TABLE), "editions": ["screen"], "formats": []}
        job = finish(desk, f"{book}/distribute", data)
        assert not [row for row in job["problems"] if row["severity"] == "error"], job["problems"]
        result: dict[str, Any] = job["result"]
        return result

    assert distribute()["numbers"] == distribute()["numbers"] == "000001—000003"
    assert [row["older"] for row in desk.get(f"{book}/copies").json()] == [False, False]
    (folder(desk) / "01.md").write_text("# 河边\n\n改了一句。\n", "utf-8")
    assert distribute()["numbers"] == "000004—000006"
    rows = desk.get(f"{book}/copies").json()
    assert [(row["recipient"], row["copies"], row["older"]) for row in rows] == [
        ("河西苗圃", 1, False),
        ("河东苗圃", 2, False),
        ("河西苗圃", 1, True),
        ("河东苗圃", 2, True),
    ]
