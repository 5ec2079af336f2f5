"""``duben check --mend``: what is certain is carried out, the files as they were are kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from duben.cli import program
from duben.model import BookError
from duben.publish import check, load, mend, undo

TOML = '[book]\nid = "b"\ntitle = "书"\n'
BEFORE = (
    '# 一、开头\r\n\r\n各位代表:\r\n\r\n他说"好",又说**"行"**;见[附表](#a)...就是,`a,b`这样。\r\n'
    "\r\n| 甲,乙 | 丙 |\r\n|---|---|\r\n| 一 | 水(火) |\r\n\r\n附表。 {#a}\r\n\r\n"
    "In English, it is so.\r\n"
)
AFTER = (
    "# 一、开头\r\n\r\n各位代表：\r\n\r\n他说“好”，又说**“行”**；"
    "见[附表](#a)……就是，`a,b`这样。\r\n\r\n"
    "| 甲，乙 | 丙 |\r\n|---|---|\r\n| 一 | 水（火） |\r\n\r\n附表。 {#a}\r\n\r\n"
    "In English, it is so.\r\n"
)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "book.toml").write_text(TOML, "utf-8")
    (tmp_path / "01.md").write_bytes(b"\xef\xbb\xbf" + BEFORE.encode())
    (tmp_path / "02.md").write_bytes("# 二、结尾\n\n好。\n".encode())
    return tmp_path


def test_marks_are_set_right_and_nothing_else(book: Path) -> None:
    places = mend(book)
    assert (book / "01.md").read_bytes() == b"\xef\xbb\xbf" + AFTER.encode()
    assert (str(places[0].place), places[0].old, places[0].new) == (
        "01.md:3",
        "各位代表:",
        "各位代表：",
    )
    assert [p.rule for p in check(load(book)) if p.rule == "L22"] == []
    assert mend(book) == ()


def test_undo_puts_back_run_by_run(book: Path) -> None:
    first = (book / "01.md").read_bytes()
    mend(book)
    (book / "02.md").write_bytes("# 二、结尾\n\n好,真好。\n".encode())
    mend(book)
    assert undo(book) == ("02.md",)
    assert (book / "02.md").read_text("utf-8") == "# 二、结尾\n\n好,真好。\n"
    assert undo(book) == ("01.md",)
    assert (book / "01.md").read_bytes() == first
    assert not (book / ".duben").exists()
    with pytest.raises(BookError) as told:
        undo(book)
    assert (told.value.status, told.value.problems[0].rule) == (2, "mend-nothing-kept")


def test_undo_leaves_files_that_were_changed_since(book: Path) -> None:
    mend(book)
    (book / "01.md").write_bytes(b"# \xe7\x94\xb2\n")
    with pytest.raises(BookError) as told:
        undo(book)
    (problem,) = told.value.problems
    assert (told.value.status, problem.rule) == (1, "mend-changed-since")
    assert (book / "01.md").read_bytes() == b"# \xe7\x94\xb2\n"


def test_a_block_that_would_become_something_else_stays(book: Path) -> None:
    text = "# 甲\n\n名词,解释\n\n&#x27;水&#x27;,火\n"
    (book / "02.md").write_bytes(text.encode())
    mend(book)
    assert (book / "02.md").read_text("utf-8") == text.replace("名词,解释", "名词，解释")


def test_a_single_file_of_markdown_is_mended_others_are_not(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# 甲\n\n水,火。\n", "utf-8")
    (tmp_path / "a.txt").write_text("甲\n\n水,火。\n", "utf-8")
    mend(tmp_path / "a.md")
    assert (tmp_path / "a.md").read_text("utf-8") == "# 甲\n\n水，火。\n"
    assert undo(tmp_path / "a.md") == ("a.md",)
    with pytest.raises(BookError) as told:
        mend(tmp_path / "a.txt")
    assert (told.value.status, told.value.problems[0].rule) == (2, "mend-kind")


def test_a_folder_that_cannot_be_written_is_told(book: Path) -> None:
    (book / ".duben").write_text("x", "utf-8")
    before = (book / "01.md").read_bytes()
    with pytest.raises(BookError) as told:
        mend(book)
    assert told.value.status == 2 and (book / "01.md").read_bytes() == before


def test_check_tells_each_kind_once_with_its_count(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["check", str(book), "--lang", "en"]
    assert program.run(arguments) == 0
    err = capsys.readouterr().err
    assert err.count("warning L22:") == 1 and "of this kind (L22); --all lists every place" in err
    assert program.run([*arguments, "--all"]) == 0
    everything = capsys.readouterr().err
    assert everything.count("warning L22:") > 3 and "of this kind" not in everything
    program.run([*arguments, "--json"])
    rows = json.loads(capsys.readouterr().out)["problems"]
    assert sum(row["rule"] == "L22" for row in rows) == everything.count("warning L22:")


def test_check_mend_on_the_command_line(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["check", str(book), "--lang", "zh"]
    assert program.run([*arguments, "--undo"]) == 2
    assert program.run([*arguments, "--mend"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("01.md:3: 各位代表: → 各位代表：\n") and "--mend --undo" in err
    assert program.run([*arguments, "--mend", "--undo"]) == 0
    assert (book / "01.md").read_bytes().endswith(BEFORE.encode())
    capsys.readouterr()
    assert program.run([*arguments, "--mend", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    row = {"file": "01.md", "line": 3, "column": 5, "old": "各位代表:", "new": "各位代表："}
    assert document["mended"][0] == row and document["problems"] == []
