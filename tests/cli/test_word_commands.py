"""The commands on Word files: import with --original and --update, check, enumerations, compare;
and files that LibreOffice turns into .docx.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from duben.cli import program as cli
from word_files import abstract, aligned, deleted, ins, level, num, numbered, p, r, word_file

BODY = "为做好今年的河道清淤工作，现将有关事项通知如下，请认真执行。"


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    status = cli.run([str(word) for word in words])
    return status, *capsys.readouterr()


def handbook(second: str = "各村每年清淤两次。") -> bytes:
    return word_file(
        aligned("河道清淤手册", "center", 44),
        p(BODY),
        numbered("总则", 1),
        p(second),
        numbered("附则", 1),
        p(r("由水务站") + ins(r("负责")) + deleted("代为") + r("解释。")),
        numbering=[abstract(1, level("%1、", "chineseCounting")), num(1, 1)],
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "手册.docx"
    path.write_bytes(handbook())
    return path


def text_of(folder: Path) -> str:
    return "".join(path.read_text("utf-8") for path in sorted(folder.glob("[0-9]*.md")))


def test_import_and_the_text_before_the_changes(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, file: Path
) -> None:
    status, _, _ = run(capsys, "import", file, "-o", tmp_path / "甲")
    assert status == 0
    assert "由水务站负责解释。" in text_of(tmp_path / "甲")
    report = json.loads((tmp_path / "甲" / "import.json").read_text("utf-8"))
    assert {"line": 6, "text": "代为", "why": "修订中删去，乙，2024-03-06"} in report["left_out"]
    assert {"line": 3, "column": 1, "old": "", "new": "一、二、"} in report["mended"]

    status, _, _ = run(capsys, "import", file, "-o", tmp_path / "乙", "--original")
    assert status == 0 and "由水务站代为解释。" in text_of(tmp_path / "乙")

    (tmp_path / "a.txt").write_text(BODY, "utf-8")
    status, _, err = run(capsys, "import", tmp_path / "a.txt", "-o", tmp_path / "丙", "--original")
    assert (status, "word-original-kind" in err) == (2, True)


def test_update_from_a_corrected_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, file: Path
) -> None:
    book = tmp_path / "书"
    run(capsys, "import", file, "-o", book)
    chapter = sorted(book.glob("01-*.md"))[0]
    chapter.write_text(chapter.read_text("utf-8").replace("认真执行", "切实执行"), "utf-8")
    file.write_bytes(handbook("各村每年清淤三次。"))
    status, _, err = run(capsys, "import", file, "-o", book, "--update")
    assert status == 0, err
    assert "切实执行" in text_of(book) and "每年清淤三次" in text_of(book)


def test_check_enumerations_and_compare_take_a_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, file: Path
) -> None:
    assert run(capsys, "check", file)[0] == 0
    status, out, _ = run(capsys, "enumerations", file, "--json")
    assert [row["text"] for row in json.loads(out)["outline"]] == ["河道清淤手册", "总则", "附则"]
    new = tmp_path / "新.docx"
    new.write_bytes(handbook("各村每年清淤三次。"))
    status, out, _ = run(capsys, "compare", file, new, "--json")
    (change,) = json.loads(out)["changes"]
    assert (change["old_text"], change["new_text"]) == ("各村每年清淤两次。", "各村每年清淤三次。")
    assert change["old_place"] == "手册.docx:4"


def test_problems_show_the_paragraph(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(word_file(p(BODY), p("各村清淤，，每年两次。"), p(BODY)))
    _, _, err = run(capsys, "check", path)
    assert "a.docx:2:" in err and "     2 | 各村清淤，，每年两次。" in err


OFFICE = """#!/bin/sh
# A LibreOffice that always finds the same text.
while [ "$1" != "--outdir" ]; do shift; done
mkdir -p "$2"
[ -n "$FAIL" ] && exit 3
cp {source} "$2/source.docx"
"""


def test_an_older_file_is_converted_where_office_is_installed(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    script = programs / "soffice"
    script.write_text(OFFICE.format(source=file), "utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    old = tmp_path / "旧.doc"
    old.write_bytes(b"{\\rtf1 a}")
    status, _, err = run(capsys, "import", old, "-o", tmp_path / "甲")
    assert (status, "word-converted" in err) == (0, True)
    assert "由水务站负责解释。" in text_of(tmp_path / "甲")
    status, _, err = run(capsys, "check", old)
    assert (status, "旧.doc:1: " in err, "word-converted" in err) == (0, True, True)

    script.write_text("#!/bin/sh\nexit 3\n", "utf-8")
    status, _, err = run(capsys, "import", old, "-o", tmp_path / "乙")
    assert (status, "word-not-converted" in err) == (2, True)
    assert not (tmp_path / "乙").exists()


def test_an_older_file_is_refused_where_office_is_not_installed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("duben.sandbox.office.PROGRAMS", ())
    old = tmp_path / "旧.doc"
    old.write_bytes(b"{\\rtf1 a}")
    status, _, err = run(capsys, "import", old, "-o", tmp_path / "甲")
    assert (status, "word-legacy" in err) == (2, True)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_libreoffice_itself_converts(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    old = tmp_path / "旧.rtf"
    lines = "".join(
        "".join(f"\\u{ord(character)}?" for character in text) + "\\par "
        for text in ("河道清淤手册", BODY, "各村每年清淤两次。")
    )
    old.write_text("{\\rtf1\\ansi " + lines + "}", "ascii")
    status, _, err = run(capsys, "import", old, "-o", tmp_path / "甲")
    assert status == 0, err
    assert "各村每年清淤两次。" in text_of(tmp_path / "甲")
