"""The books of the desk: new ones, received ones, what was left out, mends, enumerations."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from desk_server import RunningDesk, running_desk, write_book
from duben.desk.guard import Limits
from duben.desk.shelf import folder_name
from duben.desk.starter import batch_file, desktop_entry, install_starter
from duben.desk.toml_lines import with_values
from duben.desk.uploads import file_name
from duben.model import BookError
from PIL import Image

RECEIVED = (
    "种树的事\n\n关于春天种树的几点要求\n\n一、时间\n\n三月里种树,要快.\n\n二、地点\n\n"
    "河边。要做到“三个早”：早起、早到、早收工。\n\n责任编辑：甲\n\n打印本页\n"
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RunningDesk]:
    (tmp_path / "books").mkdir()
    with running_desk(tmp_path / "books", "desk") as running:
        yield running


def upload(desk: RunningDesk, name: str, data: bytes) -> str:
    answer = desk.post("/api/uploads", data or b"", params={"name": name})
    assert answer.status_code == 200, answer.text
    key: str = answer.json()["upload"]
    return key


def take_in(desk: RunningDesk, name: str, data: bytes) -> str:
    answer = desk.post("/api/import", {"uploads": [upload(desk, name, data)]})
    assert answer.status_code == 200, answer.text
    return f"/api/books/{answer.json()['key']}"


def all_text(desk: RunningDesk, book: str) -> str:
    rows = desk.get(book).json()["texts"]
    keys = [row["key"] for row in rows if row["part"] != "other"]
    return "\n".join(desk.get(f"{book}/texts/{key}").json()["text"] for key in keys)


def test_a_book_is_made_by_a_short_form_and_renamed(desk: RunningDesk) -> None:
    form = {
        "book.title": '春"种\n',
        "book.authors": "甲",
        "book.publisher": "苗圃",
        "book.date": "2026年3月12日",
    }
    key = desk.post("/api/books", {"values": form}).json()["key"]
    (row,) = desk.get("/api/books").json()["books"]
    assert row | {"key": key} == row and row["title"] == '春"种' and row["date"] == "2026-03-12"
    book = f"/api/books/{key}"
    assert desk.get(book).json()["editions"] == ["screen", "booklet"]
    assert desk.post(f"{book}/rename", {"title": "秋收"}).status_code == 200
    assert desk.get("/api/books").json()["books"][0]["title"] == "秋收"
    again = desk.post("/api/books", {"values": form | {"book.date": ""}}).json()["key"]
    assert again != key
    date = form | {"book.date": "2026-13-01"}
    for wrong in ({}, {"book.title": " "}, {"book.title": 1}, date):
        answer = desk.post("/api/books", {"values": wrong})
        assert answer.status_code == 400 and answer.json()["problems"]


def test_a_book_goes_into_the_bin_and_comes_back(desk: RunningDesk) -> None:
    folder = write_book(desk.server.desk.folder / "河边", 1)
    book = desk.book()
    assert desk.post(f"{book}/bin").status_code == 200
    assert not folder.exists() and desk.get(book).status_code == 404
    (row,) = desk.get("/api/books").json()["books"]
    assert row["binned"]
    assert desk.post("/api/unbin", {"key": "0"}).status_code == 404
    key = desk.post("/api/unbin", {"key": row["key"]}).json()["key"]
    assert f"/api/books/{key}" == book and (folder / "01.md").is_file()


def test_only_books_below_the_folder_are_there(desk: RunningDesk, tmp_path: Path) -> None:
    write_book(tmp_path / "outside", 1)
    write_book(desk.server.desk.folder / "in" / "side", 1)
    write_book(desk.server.desk.folder / ".hidden" / "side", 1)
    (desk.server.desk.folder / "link").symlink_to(tmp_path / "outside")
    assert len(desk.get("/api/books").json()["books"]) == 1
    for key in ("../outside", "..%2foutside", "link", "outside", "%2e%2e"):
        assert desk.get(f"/api/books/{key}/events").status_code == 404


def test_a_desk_on_a_book_shows_it_alone(tmp_path: Path) -> None:
    write_book(tmp_path / "beside", 1)
    with running_desk(write_book(tmp_path / "book", 1), "desk") as desk:
        assert len(desk.get("/api/books").json()["books"]) == 1
        for answer in (
            desk.post("/api/books", {"values": {"book.title": "另一本"}}),
            desk.post(f"{desk.book()}/bin"),
        ):
            assert [row["rule"] for row in answer.json()["problems"]] == ["desk-single-book"]
        assert not (tmp_path / "book" / ".duben-bin").exists()


def test_a_packed_book_is_taken_in_again(desk: RunningDesk) -> None:
    write_book(desk.server.desk.folder / "trees", 1)
    answer = desk.get(f"{desk.book()}/pack")
    assert answer.headers["content-disposition"].startswith("attachment")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        assert "trees/01.md" in packed.namelist()
    book = take_in(desk, "带走的.zip", answer.content)
    assert "第1段路" in all_text(desk, book)
    assert (desk.server.desk.folder / "带走的").is_dir()


def test_a_received_text_becomes_a_book_and_what_was_left_out_comes_back(
    desk: RunningDesk,
) -> None:
    book = take_in(desk, "种树.txt", RECEIVED.encode())
    taken = desk.get(f"{book}/taken").json()
    assert set(taken) == {"mended", "left_out", "moved", "unsure"}
    assert all(row["row"] == number for rows in taken.values() for number, row in enumerate(rows))
    row = next(row for row in taken["left_out"] if "责任编辑" in row["text"])
    assert "责任编辑" not in all_text(desk, book)
    answer = desk.post(f"{book}/taken/restore", {"kind": "left_out", "row": row["row"]})
    assert answer.status_code == 200, answer.text
    restored = all_text(desk, book)
    assert restored.index("早收工。") < restored.index("责任编辑：甲")
    place = answer.json()
    texts = {row["file"]: row["key"] for row in desk.get(book).json()["texts"]}
    lines = desk.get(f"{book}/texts/{texts[place['file']]}").json()["text"].split("\n")
    assert lines[place["line"] - 1] == "责任编辑：甲"
    for wrong in ({"kind": "left_out", "row": 999}, {"kind": "other", "row": 0}):
        assert desk.post(f"{book}/taken/restore", wrong).status_code == 404


def test_a_mended_place_gets_its_old_words_back(desk: RunningDesk) -> None:
    book = take_in(desk, "种树.txt", RECEIVED.encode())
    row = next(row for row in desk.get(f"{book}/taken").json()["mended"] if row["old"] == ".")
    assert "要快。" in all_text(desk, book)
    answer = desk.post(f"{book}/taken/restore", {"kind": "mended", "row": row["row"]})
    assert answer.status_code == 200, answer.text
    assert "种树，要快." in all_text(desk, book)


def test_a_row_tells_its_place_and_words_and_is_ticked_off(desk: RunningDesk) -> None:
    book = take_in(desk, "种树.txt", RECEIVED.encode())
    taken = desk.get(f"{book}/taken").json()
    row = next(row for row in taken["mended"] if row["old"] == ".")
    assert row["restorable"] and not row["seen"]
    before, behind = row["around"]
    assert before.endswith("要快") and behind == ""
    date = next(row for row in taken["unsure"] if row["what"] == "date")
    assert not date["seen"]
    tick = {"kind": "unsure", "row": date["row"], "seen": True}
    assert desk.post(f"{book}/taken/seen", tick).status_code == 200
    assert desk.get(f"{book}/taken").json()["unsure"][date["row"]]["seen"]
    desk.post(f"{book}/taken/seen", tick | {"seen": False})
    assert not desk.get(f"{book}/taken").json()["unsure"][date["row"]]["seen"]
    settings = desk.get(f"{book}/texts/settings").json()
    toml = settings["text"].replace("[book]\n", "[book]\ndate = 2026-03-12\n")
    sent = {"text": toml, "revision": settings["revision"], "composing": False}
    assert desk.post(f"{book}/texts/settings", sent).status_code == 200
    assert desk.get(f"{book}/taken").json()["unsure"][date["row"]]["seen"]
    assert desk.post(f"{book}/taken/seen", tick | {"row": 999}).status_code == 404


def test_what_was_restored_is_taken_back_again(desk: RunningDesk) -> None:
    book = take_in(desk, "种树.txt", RECEIVED.encode())
    row = next(row for row in desk.get(f"{book}/taken").json()["mended"] if row["old"] == ".")
    text = all_text(desk, book)
    restore = {"kind": "mended", "row": row["row"]}
    assert desk.post(f"{book}/taken/restore", restore).status_code == 200
    assert desk.get(f"{book}/taken").json()["mended"][row["row"]]["seen"]
    assert desk.post(f"{book}/mend/undo").status_code == 200
    assert all_text(desk, book) == text


def test_a_packed_book_keeps_the_places_of_what_was_taken_in(desk: RunningDesk) -> None:
    book = take_in(desk, "种树.txt", RECEIVED.encode())
    again = take_in(desk, "再来.zip", desk.get(f"{book}/pack").content)
    rows = [desk.get(f"{key}/taken").json()["mended"] for key in (book, again)]
    assert rows[0] == rows[1] and any(row["place"] for row in rows[1])


def test_a_document_that_cannot_be_read_leaves_nothing(desk: RunningDesk) -> None:
    for name, data in (("a.docx", b"PK\x03\x04no"), ("b.zip", b"no"), ("c.exe", b"MZ\0\0\0")):
        answer = desk.post("/api/import", {"uploads": [upload(desk, name, data)]})
        assert answer.status_code == 400 and answer.json()["problems"][0]["message"]
    assert desk.get("/api/books").json()["books"] == []
    assert list(desk.server.desk.folder.iterdir()) == []
    for keys in ([], ["nonsense"], "x", [1]):
        assert desk.post("/api/import", {"uploads": keys}).status_code in (400, 404)


def test_an_upload_is_counted_while_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "books").mkdir()
    with running_desk(tmp_path / "books", "desk", Limits(upload=10_000)) as desk:
        assert desk.post("/api/uploads", b"x" * 10_000, params={"name": "a"}).status_code == 200
        assert desk.post("/api/uploads", b"x" * 10_001, params={"name": "a"}).status_code == 413
        assert len(desk.server.desk.uploads.files) == 1


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("种树.docx", "种树.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\a\\b.txt", "b.txt"),
        ("..", "file"),
        ("", "file"),
        ("长" * 300 + ".docx", "长" * 66 + ".docx"),
        ("a\0b\n.md", "ab.md"),
    ],
)
def test_a_name_from_elsewhere_is_a_file_name(name: str, kept: str) -> None:
    assert file_name(name) == kept


def test_what_is_certain_is_mended_by_a_click_and_taken_back(desk: RunningDesk) -> None:
    folder = write_book(desk.server.desk.folder / "trees", 1)
    text = "# 河边\n\n他说,要快.\n\n大家都说好,就去了.\n"
    (folder / "01.md").write_text(text, "utf-8")
    book = desk.book()
    with desk.events(book) as events:
        state = events.until(lambda state: state["settled"])
        rows = [row for row in state["problems"] if row["rule"] == "L22"]
        assert rows and rows[0]["mend"]["certain"]
        place = {name: rows[0][name] for name in ("file", "line", "column", "rule")}
        changes = desk.post(f"{book}/mend", place).json()["changes"]
        assert changes[0]["line"] == 3 and "，" in changes[0]["new"]
        assert "他说，" in all_text(desk, book) and "说好,就" in all_text(desk, book)
        assert desk.post(f"{book}/mend/undo").status_code == 200
        assert text in all_text(desk, book)
        changes = desk.post(f"{book}/mend", {"all": True}).json()["changes"]
        assert {row["line"] for row in changes} == {3, 5}
        assert "他说，要快。" in all_text(desk, book) and "好，就去了。" in all_text(desk, book)
        desk.post(f"{book}/mend/undo")
        assert text in all_text(desk, book)
        again = desk.post(f"{book}/mend/undo")
        assert [row["rule"] for row in again.json()["problems"]] == ["desk-nothing-to-undo"]
        gone = desk.post(f"{book}/mend", place | {"line": 99})
        assert [row["rule"] for row in gone.json()["problems"]] == ["desk-mend-gone"]


def test_enumerations_are_told_accepted_struck_and_corrected(desk: RunningDesk) -> None:
    folder = write_book(desk.server.desk.folder / "trees", 1)
    (folder / "01.md").write_text(
        "# 河边\n\n要做到“三个早”：早起、早到、早收工。\n\n坚持“两个不”（不等、不靠）。\n", "utf-8"
    )
    book = desk.book()
    rows = desk.get(f"{book}/enumerations").json()
    assert {row["term"] for row in rows} == {"三个早", "两个不"}
    assert all(row["places"][0]["file"] == "01.md" and row["signs"] for row in rows)
    members = ["早起", "早到", "早回"]
    edit = {"term": "三个早", "action": "edit", "members": members, "count": None}
    assert desk.post(f"{book}/enumerations", edit).status_code == 200
    rows = desk.get(f"{book}/enumerations").json()
    assert next(row for row in rows if row["term"] == "三个早")["members"] == members
    assert next(row for row in rows if row["term"] == "三个早")["decided"]
    clear = {"term": "三个早", "action": "clear"}
    assert desk.post(f"{book}/enumerations", clear).status_code == 200
    rows = desk.get(f"{book}/enumerations").json()
    cleared = next(row for row in rows if row["term"] == "三个早")
    assert cleared["members"][2] == "早收工" and not cleared["decided"]
    strike = {"term": "两个不", "action": "strike"}
    assert desk.post(f"{book}/enumerations", strike).status_code == 200
    rows = desk.get(f"{book}/enumerations").json()
    struck = next(row for row in rows if row["term"] == "两个不")
    assert struck["members"] == ["不等", "不靠"] and struck["status"] == "hidden"
    assert struck["decided"]
    for wrong in ({"term": "没有", "action": "edit", "members": ["一"]}, {"term": "x"}):
        assert desk.post(f"{book}/enumerations", wrong).status_code == 400
    table = desk.get(f"{book}/enumerations.xlsx")
    assert table.content[:2] == b"PK" and "attachment" in table.headers["content-disposition"]
    back = desk.post(f"{book}/enumerations/table", table.content, params={"name": "a.xlsx"})
    assert back.status_code == 200 and back.json()["taken"] == 0


def test_a_picture_is_put_into_the_book_by_what_it_is(desk: RunningDesk) -> None:
    folder = write_book(desk.server.desk.folder / "trees", 1)
    png = io.BytesIO()
    Image.new("RGB", (3, 2)).save(png, "PNG")
    address = f"{desk.book()}/pictures"
    for expected in ("images/he-bian.png", "images/he-bian-2.png"):
        answer = desk.post(address, png.getvalue(), params={"name": "../河边.svg"})
        assert answer.json() == {"name": expected}
        assert (folder / expected).read_bytes() == png.getvalue()
    for data in (b"<svg/>", b"<!doctype html>", b"%PDF-1.7", b"x"):
        answer = desk.post(address, data, params={"name": "a.png"})
        assert [row["rule"] for row in answer.json()["problems"]] == ["desk-no-picture"]


# --- functions ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("toml", "changed"),
    [
        ('[book]\ntitle = "甲" # 书名\n', '[book]\ntitle = "乙" # 书名\n'),
        ("[book]\ntitle='甲'\n", '[book]\ntitle="乙"\n'),
        ('[book]\nid = "a"\n[x]\ntitle = 3\n', '[book]\nid = "a"\ntitle = "乙"\n[x]\ntitle = 3\n'),
        ('[book]\ntitle = """\n甲""" # 书名\n', '[book]\ntitle = "乙" # 书名\n'),
        ("", '[book]\ntitle = "乙"\n'),
    ],
)  # fmt: skip
def test_a_title_is_changed_and_nothing_else(toml: str, changed: str) -> None:
    assert with_values(toml, {("book", "title"): "乙"}) == changed


@pytest.mark.parametrize("toml", ['book.title = "甲"\n', 'book = {title = "甲"}\n', "[book\n"])
def test_a_strange_book_toml_is_left_to_its_author(toml: str) -> None:
    with pytest.raises(BookError):
        with_values(toml, {("book", "title"): "乙"})


def test_a_folder_is_named_after_the_title() -> None:
    assert folder_name(" 春/秋:.. 集\n") == "春 秋 集"
    assert folder_name("..") == folder_name("") == "duben"
    assert len(folder_name("长" * 300).encode()) <= 200


def test_a_starter_is_put_into_menu_and_desktop(tmp_path: Path) -> None:
    (tmp_path / "Desktop").mkdir()
    folder = tmp_path / '我的 "书" 100%$'
    folder.mkdir()
    environment = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    places = install_starter(folder, environment | {"WSL_DISTRO_NAME": "Debian"})
    assert [path.name for path in places][-1] == "duben-desk.bat"
    assert places[0].read_text("utf-8").startswith("[Desktop Entry]\n")
    assert '\\\\"书\\\\" 100%%\\\\$' in desktop_entry(folder)
    assert '-d "Debian"' in batch_file(folder, "Debian")
    assert json.dumps(str(folder)) and places[0].stat().st_mode & 0o111


def test_the_shelf_has_the_cover_the_time_and_the_name_of_a_pack(desk: RunningDesk) -> None:
    write_book(desk.server.desk.folder / "trees", 1)
    book = desk.book()
    (row,) = desk.get("/api/books").json()["books"]
    assert row["cover"] == "" and row["folder"] == "trees" and row["changed"]
    assert desk.get(f"{book}/cover").status_code == 404
    with desk.events(book) as events:
        state = events.until(lambda state: state["settled"])
        desk.get(f"{book}/pages/{state['pages'][0][0]}", params={"scale": "1.5"})
    (row,) = desk.get("/api/books").json()["books"]
    picture = desk.get(f"{book}/cover")
    assert row["cover"] and picture.headers["content-type"] == "image/png"
    assert Image.open(io.BytesIO(picture.content)).size[0] > 100
    desk.post(f"{book}/rename", {"title": "河边的书"})
    assert quote("河边的书.zip") in desk.get(f"{book}/pack").headers["content-disposition"]


def test_lone_stars_are_taken_out_by_a_click_and_by_no_other(desk: RunningDesk) -> None:
    write_book(desk.server.desk.folder / "trees", 1)
    book = desk.book()
    key = desk.get(book).json()["texts"][0]["key"]
    with desk.events(book) as events:
        events.until(lambda state: state["settled"])
        desk.post(f"{book}/texts/{key}", {"text": "# 河边\n\n带**水。\n", "revision": 1})
        state = events.until(lambda state: state["settled"] and state["problems"])
        (row,) = [row for row in state["problems"] if row["rule"] == "M1"]
        assert (row["line"], row["column"]) == (3, 2)
        assert row["mend"] == {"old": "**", "new": "", "certain": False}
        assert desk.post(f"{book}/mend", {"all": True}).json()["changes"] == []
        wanted = {"file": row["file"], "line": 3, "column": 2, "rule": "M1"}
        assert desk.post(f"{book}/mend", wanted).is_success
    assert desk.get(f"{book}/texts/{key}").json()["text"] == "# 河边\n\n带水。\n"
