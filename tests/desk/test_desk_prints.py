"""Printed versions, the version after one, corrected files, copies that were given out."""

from __future__ import annotations

import io
import zipfile
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


def states(desk: RunningDesk) -> list[tuple[str, int, str]]:
    rows = desk.get(f"{desk.book()}/copies").json()
    return [(row["recipient"], row["copies"], row["state"]) for row in rows]


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


def test_corrected_text_is_compared_with_what_was_printed(desk: RunningDesk) -> None:
    source = upload(desk, "a.txt", SOURCE.encode())
    key = desk.post("/api/import", {"uploads": [source]}).json()["key"]
    book, place = f"/api/books/{key}", desk.server.desk.folders()[key]

    def merged(text: str) -> str:
        data = {"upload": upload(desk, "b.txt", text.encode())}
        return str(desk.post(f"{book}/update", data).json()["before"])

    rows = {row["key"]: row for row in desk.get(f"{book}/versions").json()}
    before = merged(SOURCE.replace("每周", "每月"))
    assert before not in rows  # the version of just before
    (place / "prints").mkdir()
    (place / "prints" / "a-3.record.json").write_text("{}", "utf-8")
    before = merged(SOURCE.replace("每周", "每旬"))
    row = next(row for row in desk.get(f"{book}/versions").json() if row["key"] == before)
    assert row["print"] and row["words"] == "version 3 (printed)"


def test_corrected_file_belongs_to_its_book_whatever_that_is_called_now(desk: RunningDesk) -> None:
    def take_in(text: str) -> dict[str, Any]:
        source = upload(desk, "a.txt", text.encode())
        answer: dict[str, Any] = desk.post("/api/import", {"uploads": [source]}).json()
        return answer

    first = take_in(SOURCE)
    assert first["twin"] is None
    desk.post(f"/api/books/{first['key']}/rename", {"title": "制度汇编"})
    corrected = SOURCE.replace("每周巡查一次", "每周巡查两次") + "\n三、记录\n\n当天记下来。\n"
    twin = {"key": first["key"], "title": "制度汇编"}
    assert take_in(corrected)["twin"] == twin
    other = "浇水办法\n\n一、早上\n\n早上浇一次水，井边排队。\n\n二、晚上\n\n晚上把工具收好。\n"
    assert take_in(other)["twin"] is None
    # The title alone is enough where it is the same.
    assert (
        take_in(other.replace("早上浇一次水，井边排队", "改成中午浇"))["twin"]["title"]
        == "浇水办法"
    )


def test_book_without_its_source_takes_no_corrected_file(desk: RunningDesk) -> None:
    data = {"upload": upload(desk, "b.txt", SOURCE.encode())}
    refused = desk.post(f"{desk.book()}/update", data)
    assert refused.json()["problems"][0]["rule"] == "desk-update-no-base"


def test_corrected_text_is_given_out_and_old_copies_are_told(desk: RunningDesk) -> None:
    book = desk.book()
    assert desk.get(f"{book}/copies").json() == []

    def distribute(table: bytes = TABLE) -> dict[str, Any]:
        data = {"upload": upload(desk, "单位.csv", table), "editions": ["screen"], "formats": []}
        job = finish(desk, f"{book}/distribute", data)
        assert not [row for row in job["problems"] if row["severity"] == "error"], job["problems"]
        result: dict[str, Any] = job["result"]
        return result

    assert distribute()["numbers"] == distribute()["numbers"] == "000001—000003"
    assert states(desk) == [("河东苗圃", 2, "now"), ("河西苗圃", 1, "now")]
    (folder(desk) / "01.md").write_text("# 河边\n\n改了一句。\n", "utf-8")
    assert states(desk) == [("河东苗圃", 2, "older"), ("河西苗圃", 1, "older")]
    # Who got the corrected text in as many copies has exchanged them.
    assert distribute(TABLE.replace(b"2", b"1"))["numbers"] == "000004—000005"
    assert states(desk) == [
        ("河东苗圃", 1, "now"),
        ("河西苗圃", 1, "now"),
        ("河东苗圃", 2, "older"),
        ("河西苗圃", 1, "exchanged"),
    ]


def test_who_got_replacement_pages_is_told_until_the_text_changes_again(desk: RunningDesk) -> None:
    book, path = desk.book(), folder(desk) / "01.md"
    data = {"upload": upload(desk, "单位.csv", TABLE), "editions": ["screen"], "formats": []}
    job = finish(desk, f"{book}/distribute", data)
    archive = next(row for row in job["result"]["files"] if row["recipient"] == "河东苗圃")
    packed = io.BytesIO(desk.get(f"{book}/files/{archive['key']}").content)
    with zipfile.ZipFile(packed) as opened:
        assert {"河边的树-屏幕阅读-000001.pdf", "河边的树-屏幕阅读-000002.pdf"} < {
            *opened.namelist()
        }
    path.write_text("# 河边\n\n改了一句。\n", "utf-8")
    row = desk.get(f"{book}/copies").json()[0]
    mark = {"key": row["key"], "exchanged": True}
    assert desk.post(f"{book}/copies", mark).json()[0]["state"] == "exchanged"
    (folder(desk) / "book.toml").write_text('[book]\ntitle = "河边"\n', "utf-8")
    assert [state for *_, state in states(desk)] == ["exchanged", "older"]
    assert desk.post(f"{book}/copies", {**mark, "exchanged": False}).json()[0]["state"] == "older"
    desk.post(f"{book}/copies", mark)
    path.write_text("# 河边\n\n又改了一句。\n", "utf-8")
    assert [state for *_, state in states(desk)] == ["older", "older"]
    assert desk.post(f"{book}/copies", {**mark, "key": "none"}).status_code == 404


def test_the_editors_note_claims_no_more_than_is_true(desk: RunningDesk) -> None:
    # A short text has no note.
    long = "\n\n".join(f"第{number}段路由河边各村轮流看护，雨后多去一次。" for number in range(150))
    source = upload(desk, "a.txt", (SOURCE + "\n三、分段\n\n" + long).encode())
    key = desk.post("/api/import", {"uploads": [source]}).json()["key"]
    book = f"/api/books/{key}"
    texts = desk.get(book).json()["texts"]
    note, chapter = (
        f"{book}/texts/{next(row['key'] for row in texts if row['part'] == part)}"
        for part in ("front", "body")
    )
    opened = desk.get(chapter).json()

    def save(text: str) -> str:
        desk.post(chapter, {"text": text, "revision": desk.get(chapter).json()["revision"]})
        desk.get(f"{book}/taken")  # all is saved
        return str(desk.get(note).json()["text"])

    before = desk.get(note).json()["text"]
    assert "文字和标点照录原文。" in before
    assert "编印时文字有改动。" in save(opened["text"].replace("每周", "每月"))
    assert "文字照录原文，标点有改动。" in save(opened["text"].replace("次，发", "次；发"))
    assert save(opened["text"]) == before
    own = {
        "text": before.replace("照录原文", "照抄"),
        "revision": desk.get(note).json()["revision"],
    }
    assert desk.post(note, own).is_success
    assert "文字和标点照抄。" in save(opened["text"].replace("每周", "每旬"))
