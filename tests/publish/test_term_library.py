"""Libraries of known terms in a manuscript: supplied members and the history, on paper and in the
EPUB; --collect.
"""

from __future__ import annotations

import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from duben.cli import program
from duben.publish import builds, reading

OWN = """[[term]]
term = "三个清洁"
members = ["清洁水源", "清洁田园", "清洁家园"]
source = "关于《清洁青山》的说明"
date = "2019-03"
"""
TEXT = "# 春\n\n继续抓好“三个清洁”，办好“两个点”（茶点、饭点）。又说“九个必须”。\n"
LATER = "# 夏\n\n办好“两个点”（茶点、粥点）。\n"


def write(folder: Path, text: str, year: int, settings: str = "") -> Path:
    folder.mkdir()
    (folder / "book.toml").write_text(
        f'[book]\nid = "cun-{year}"\ntitle = "{year}年读本"\ndate = {year}-03-01\n'
        f'[output]\neditions = ["screen"]\n[text]\n{settings}',
        "utf-8",
    )
    (folder / "01.md").write_text(text, "utf-8")
    return folder


def built(folder: Path) -> tuple[str, str]:
    """The text of the pages, blanks out, and the page of enumerations in the EPUB."""
    (result,) = builds.build(folder)
    assert result.done, result.problems
    (pdf,) = (folder / "out").glob("*-screen.pdf")
    (epub,) = (folder / "out").glob("*.epub")
    pages = subprocess.run(["pdftotext", "-raw", pdf, "-"], check=True, capture_output=True).stdout
    with zipfile.ZipFile(epub) as package:
        (name,) = (name for name in package.namelist() if name.endswith("enumerations.xhtml"))
        page = package.read(name).decode()
    return re.sub(r"\s", "", pages.decode()), page


def collect(folder: Path, library: Path) -> int:
    """The exit status of ``duben enumerations --collect``."""
    with pytest.raises(SystemExit) as end:
        program.main(["enumerations", str(folder), "--collect", str(library)])
    return int(end.value.code or 0)


def test_supplied_members_stand_apart_with_their_source(tmp_path: Path) -> None:
    folder = write(tmp_path / "b", TEXT, 2024, 'supply = true\nlibrary = "ours.toml"\n')
    (folder / "ours.toml").write_text(OWN, "utf-8")
    paper, epub = built(folder)
    mark = "据《关于〈清洁青山〉的说明》（2019年）"
    for text in (paper, epub):
        listed, _, supplied = text.partition("下列提法原文只提名称。各项是编印时据所注文件补列的")
        assert "清洁田园" not in listed
        assert supplied.index("三个清洁") < supplied.index("清洁田园") < supplied.index(mark)
        assert "九个必须" not in supplied


def test_nothing_is_supplied_unasked(tmp_path: Path) -> None:
    folder = write(tmp_path / "b", TEXT, 2024, 'library = "ours.toml"\n')
    (folder / "ours.toml").write_text(OWN, "utf-8")
    for text in built(folder):
        assert "清洁田园" not in text
        assert "非本书原文" not in text


def test_collected_terms_make_the_history(tmp_path: Path) -> None:
    first = write(tmp_path / "a", TEXT, 2023)
    folder = write(tmp_path / "b", LATER, 2024, 'history = "tifa.toml"\n')
    (folder / "tifa.toml").write_text("", "utf-8")
    library = folder / "tifa.toml"
    assert collect(first, library) == 0
    assert "2023年读本" in library.read_text("utf-8")
    assert library.with_suffix(".xlsx").is_file()
    paper, epub = built(folder)
    for text in (paper, epub):
        _, _, history = text.partition("历次读本怎样列出各项")
        assert history.index("2023年读本") < history.index("2024年读本")
        assert history.index("茶点、饭点") < history.index("茶点、粥点")
        assert "本次有改动" in history


def test_collect_refuses_a_broken_library_and_leaves_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write(tmp_path / "a", TEXT, 2023)
    library = tmp_path / "tifa.toml"
    library.write_text("[[term]]\nmembers = []\n", "utf-8")
    assert collect(folder, library) == 1
    assert "tifa.toml:1" in capsys.readouterr().err
    assert library.read_text("utf-8") == "[[term]]\nmembers = []\n"
    assert collect(folder, tmp_path / "x.csv") == 2


def test_library_that_is_not_there_is_told_at_its_line(tmp_path: Path) -> None:
    folder = write(tmp_path / "b", TEXT, 2024, 'supply = true\nlibrary = "ours.toml"\n')
    (problem,) = (one for one in reading.load(folder).problems if one.severity == "error")
    assert (str(problem.place), problem.rule) == ("book.toml:9", "file-missing")


def test_faults_of_a_library_are_told_in_its_file(tmp_path: Path) -> None:
    folder = write(tmp_path / "b", TEXT, 2024, 'library = "ours.toml"\n')
    (folder / "ours.toml").write_text(OWN.replace("members", "menbers"), "utf-8")
    faults = [one for one in reading.load(folder).problems if one.severity == "error"]
    assert [(str(one.place), one.rule) for one in faults] == [
        ("ours.toml:3", "library-unknown-key")
    ]


def test_the_table_by_number_leads_to_the_members_that_are_supplied(tmp_path: Path) -> None:
    terms = [f"{number}个清洁" for number in "三四五六七八九"]
    text = "# 春\n\n" + "，".join(f"落实“{term}”" for term in terms) + f"。再说“{terms[0]}”。\n"
    folder = write(tmp_path / "b", text, 2024, 'supply = true\nlibrary = "ours.toml"\n')
    (folder / "ours.toml").write_text(
        "\n".join(
            f'[[term]]\nterm = "{term}"\nmembers = [{", ".join(members)}]\n'
            f'source = "青山县工作报告（2020年）"\ndate = "2020-03-01"\n'
            for count, term in enumerate(terms, 3)
            for members in [[f'"清洁{place}"' for place in "山水田林湖草沙石路"[:count]]]
        ),
        "utf-8",
    )
    paper, epub = built(folder)
    overview, _, supplied = paper.partition("据提法库补列的提法")
    # The first pages of the appendix have the table; the members stand behind it.
    pages = [int(page) for page in re.findall("清洁”([0-9]+)", overview)]
    assert len(pages) == 7 and min(pages) >= 2 and pages == sorted(pages)
    assert supplied.count("据《青山县工作报告（2020年）》；名称见第1页") == 7
    assert supplied.count("非本书原文") == 1
    assert epub.count("据《青山县工作报告（2020年）》，非本书原文") == 7
    # A page that names a term twice: what its ② is stands before the entries.
    assert "②</a>" in epub and epub.count("②、③，是同一页、同一章里的第二处") == 1


def test_library_and_spreadsheet_are_written_together_or_not_at_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write(tmp_path / "a", TEXT, 2023)
    library = tmp_path / "tifa.toml"
    library.with_suffix(".xlsx").mkdir()
    assert collect(folder, library) == 2
    assert "tifa.xlsx" in capsys.readouterr().err
    assert not library.exists()


def test_a_library_too_large_to_be_read_is_not_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path / "a", TEXT, 2023)
    monkeypatch.setattr("duben.publish.editing.LIBRARY_BYTES", 100)
    assert collect(folder, tmp_path / "tifa.toml") == 1
    assert "library-large" in capsys.readouterr().err
    assert not (tmp_path / "tifa.toml").exists()


def test_a_book_is_gathered_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path / "a", TEXT, 2023)
    with pytest.raises(SystemExit) as end:
        program.main(
            ["enumerations", str(folder), str(folder), "--collect", str(tmp_path / "t.toml")]
        )
    assert end.value.code == 2
    assert "collect-twice" in capsys.readouterr().err
    assert not (tmp_path / "t.toml").exists()


def test_actions_that_exclude_each_other_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write(tmp_path / "a", TEXT, 2023)
    for options in (
        ["--accept", "两个点", "--export", "t.xlsx"],
        ["--json", "--explain", "两个点"],
    ):
        with pytest.raises(SystemExit) as end:
            program.main(["enumerations", str(folder), *options])
        assert end.value.code == 2
        assert "enumerations-one-action" in capsys.readouterr().err
