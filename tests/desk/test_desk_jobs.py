"""What is made in the browser: editions, files, comparisons, copies, earlier versions."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from desk_server import RunningDesk, running_desk, write_book
from duben.desk.outputs import file_title, finished_files
from PIL import Image

TABLE = "单位,份数\n河东苗圃,2\n河西苗圃,1\n".encode()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RunningDesk]:
    write_book(tmp_path / "books" / "trees", 1)
    with running_desk(tmp_path / "books", "desk") as running:
        yield running


def folder(desk: RunningDesk) -> Path:
    return desk.server.desk.folder / "trees"


def finish(desk: RunningDesk, path: str, data: dict[str, Any], seconds: float = 60) -> Any:
    """Starts a job and waits for it."""
    answer = desk.post(path, data)
    assert answer.status_code == 200, answer.text
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        job = desk.get(f"/api/jobs/{answer.json()['job']}").json()
        if job["done"]:
            return job
        time.sleep(0.05)
    raise TimeoutError(path)


def upload(desk: RunningDesk, name: str, data: bytes) -> str:
    key: str = desk.post("/api/uploads", data, params={"name": name}).json()["upload"]
    return key


def test_editions_are_named_as_the_program_names_them(desk: RunningDesk) -> None:
    zh = desk.get("/api/editions", headers={"accept-language": "zh-CN,zh;q=0.9,en;q=0.5"}).json()
    en = desk.get("/api/editions", headers={"accept-language": "en"}).json()
    assert [row["name"] for row in zh] == [row["name"] for row in en]
    assert {"screen", "booklet", "phone"} <= {row["name"] for row in zh}
    assert all(row["title"] for row in zh) and zh != en


def test_a_build_is_told_and_its_files_are_handed_out(desk: RunningDesk) -> None:
    book = desk.book()
    assert desk.get(f"{book}/files").json() == []
    job = finish(desk, f"{book}/build", {"editions": ["screen"], "formats": ["pdf"]})
    assert not [row for row in job["problems"] if row["severity"] == "error"]
    rows = {row["key"]: row for row in desk.get(f"{book}/files").json()}
    pdf = next(row for row in rows.values() if row["name"].endswith("-screen.pdf"))
    assert pdf["key"] in job["files"] and pdf["pages"] and pdf["bytes"] and not pdf["older"]
    answer = desk.get(f"{book}/files/{pdf['key']}")
    assert answer.content[:5] == b"%PDF-" and len(answer.content) == pdf["bytes"]
    assert answer.headers["content-disposition"].startswith("attachment")
    page = desk.get(f"{book}/files/{pdf['key']}/pages/1?scale=0.5")
    assert page.headers["content-type"] == "image/png" and page.content[:4] == b"\x89PNG"
    half = desk.get(f"{book}/files/{pdf['key']}/pages/1?scale=0.5&half=left")
    sizes = [Image.open(io.BytesIO(answer.content)).size for answer in (page, half)]
    assert sizes[1] == (sizes[0][0] // 2, sizes[0][1])
    for wrong in (f"{pdf['key']}/pages/999", "0000/pages/0", "../book.toml", "%2e%2e%2fbook.toml"):
        assert desk.get(f"{book}/files/{wrong}").status_code == 404
    (folder(desk) / "01.md").write_text("# 改了\n\n一句。\n", "utf-8")
    assert all(row["older"] for row in desk.get(f"{book}/files").json() if row["edition"])


def test_files_are_kept_under_names_for_people_and_all_in_one(desk: RunningDesk) -> None:
    path = folder(desk) / "book.toml"
    path.write_text(path.read_text("utf-8") + '[print]\nsize = "32开"\n', "utf-8")
    book, zh = desk.book(), {"accept-language": "zh"}
    rows = desk.get(f"{book}/editions", headers=zh).json()
    notes = {row["name"]: row["note"] for row in rows["editions"]}
    assert notes["screen"] == notes["press"] == "32开" and notes["large"] == "A4"
    assert rows["cover"] == "素面" and rows["two_inks"] is False
    assert desk.get(book).json()["ticks"] == ["screen"]
    assert desk.get(f"{book}/files.zip").status_code == 404
    finish(desk, f"{book}/build", {"editions": ["booklet"], "formats": ["pdf"]})
    assert desk.get(book).json()["ticks"] == ["booklet", "pdf"]
    files = {row["name"].rpartition("-")[2]: row for row in desk.get(f"{book}/files").json()}
    answer = desk.get(f"{book}/files/{files['backs.pdf']['key']}", headers=zh)
    assert unquote(answer.headers["content-disposition"]).endswith(
        "河边的树-打印对折，各张的背面.pdf"
    )
    answer = desk.get(f"{book}/files.zip", headers=zh)
    assert unquote(answer.headers["content-disposition"]).endswith("河边的树.zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        assert "河边的树-打印对折.pdf" in packed.namelist() and not packed.testzip()
        assert len(packed.namelist()) == len(files)


def test_an_error_in_the_text_is_told_by_the_job(desk: RunningDesk) -> None:
    text = "# 河边\n\n![图](images/none.png)\n"
    (folder(desk) / "01.md").write_text(text, "utf-8")
    job = finish(desk, f"{desk.book()}/build", {})
    assert [row["rule"] for row in job["problems"] if row["severity"] == "error"]
    assert job["files"] == [] and desk.get("/api/jobs/none").status_code == 404
    wrong = finish(desk, f"{desk.book()}/build", {"editions": ["no-such"]})
    assert [row["rule"] for row in wrong["problems"]] == ["edition-unknown"]


def test_what_is_typed_is_in_the_build_that_follows(desk: RunningDesk) -> None:
    book = desk.book()
    address = f"{book}/texts/{desk.get(book).json()['texts'][0]['key']}"
    desk.post(address, {"text": "# 河边\n\n![图](images/none.png)\n", "revision": 1})
    job = finish(desk, f"{book}/build", {})
    assert [row["file"] for row in job["problems"] if row["severity"] == "error"] == ["01.md"]


def test_a_version_is_kept_compared_and_taken_back(desk: RunningDesk) -> None:
    book = desk.book()
    address = f"{book}/texts/{desk.get(book).json()['texts'][0]['key']}"
    before = desk.get(address).json()["text"]
    after = before.replace("1号记事", "头一号记事")
    desk.post(address, {"text": after, "revision": 1})
    (row,) = desk.get(f"{book}/versions").json()
    assert row["words"] and row["time"] and not row["print"]
    job = finish(desk, f"{book}/compare", {"version": row["key"]})
    assert [change["kind"] for change in job["result"]["changes"]] == ["changed"], job
    assert job["result"]["summary"]
    assert {"errata.pdf", "report.html"} <= {
        Path(file["name"]).name for file in job["result"]["files"]
    }
    report = next(file for file in job["result"]["files"] if file["name"].endswith(".html"))
    answer = desk.get(f"{book}/files/{report['key']}")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert desk.post(f"{book}/versions/{row['key']}/restore").status_code == 200
    assert desk.get(address).json()["text"] == before
    assert (folder(desk) / "01.md").read_text("utf-8") == before
    newest = desk.get(f"{book}/versions").json()[1]
    desk.post(f"{book}/versions/{newest['key']}/restore")
    assert desk.get(address).json()["text"] == after
    assert desk.post(f"{book}/versions/none/restore").status_code == 404


def test_an_upload_is_compared_with_the_book(desk: RunningDesk) -> None:
    text = (folder(desk) / "01.md").read_text("utf-8").replace("6号记事", "末一号记事")
    key = upload(desk, "收到的.md", text.encode())
    job = finish(desk, f"{desk.book()}/compare", {"upload": key})
    assert "末一号记事" in str(job["result"]["changes"])
    gone = finish(desk, f"{desk.book()}/compare", {"version": "none"})
    assert [row["rule"] for row in gone["problems"]] == ["desk-missing"]


def test_copies_are_made_for_a_table_once(desk: RunningDesk) -> None:
    book, key = desk.book(), upload(desk, "名单.csv", TABLE)
    table = desk.post(f"{book}/recipients", {"upload": key}).json()
    assert (table["total"], table["copies"], table["problems"]) == (2, 3, [])
    assert table["rows"][0][:2] == ["河东苗圃", 2]
    bad = upload(desk, "坏.csv", "单位,份数\n河东,很多\n".encode())
    wrong = desk.post(f"{book}/recipients", {"upload": bad}).json()
    assert wrong["rows"] == [] and wrong["problems"][0]["line"] == 2
    asked = {"upload": key, "editions": ["screen"], "formats": ["pdf"]}
    job = finish(desk, f"{book}/distribute", asked)
    assert (job["result"]["recipients"], job["result"]["copies"]) == (2, 3), job
    rows = job["result"]["files"]
    assert {row["recipient"] for row in rows} == {"", "河东苗圃", "河西苗圃"}
    assert {row["title"] for row in rows if row["name"].endswith(("-list.pdf", "-slips.pdf"))} == {
        "the list of copies", "slips to be sent back"}  # fmt: skip
    packed = next(row for row in rows if row["recipient"] == "河东苗圃")
    saved = desk.get(f"{book}/files/{packed['key']}").headers["content-disposition"]
    assert unquote(saved).endswith("河边的树-001-河东苗圃.zip") and not packed["older"]
    again = finish(desk, f"{book}/distribute", asked)
    assert again["result"]["before"] and again["result"]["numbers"] == job["result"]["numbers"]
    (folder(desk) / "01.md").write_text("# 改了\n\n一句。\n", "utf-8")
    assert all(row["older"] for row in desk.get(f"{book}/files").json() if row["recipient"])


def test_what_lies_in_out_beside_our_files_is_not_handed_out(tmp_path: Path) -> None:
    book = write_book(tmp_path / "book", 1)
    (tmp_path / "secret.txt").write_text("x", "utf-8")
    (book / "out" / "changes-1").mkdir(parents=True)
    (book / "out" / "note.txt").write_text("x", "utf-8")
    (book / "out" / "changes-1" / "link.pdf").symlink_to(tmp_path / "secret.txt")
    (book / "out" / "changes-1" / "errata.pdf").write_bytes(b"x")
    (book / "out" / "copies-1").symlink_to(tmp_path)
    assert [file.name for file in finished_files(book)] == ["changes-1/errata.pdf"]
    assert file_title("errata.pdf", None)[0].startswith("勘误表")
    assert file_title("x.bin", None) == ("x.bin", "x.bin")
