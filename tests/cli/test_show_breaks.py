"""``duben show breaks``: why the lines of a paragraph end where they end."""

from __future__ import annotations

from pathlib import Path

import pytest
from duben.cli import program

TEXT = (
    "会议要求，抓好三项任务，做到“两个坚持”，2026年10月底前完成。各乡镇人民政府、"
    "县直各部门要按照本意见，制定实施方案。"
)
SHOWN = """\
第1行：会议要求，抓好三项任务，做到“两个坚持”，2026年10月
     断在            差（字）  代价   全段多出  代价的由来
     26年10|月底前   +0.92     288.0  +279.8    增减 29.5，汉字间 0.1，标点 8.4，断处 250.0
  →  6年10月|底前完  -0.24     8.2              增减 7.6，标点 0.5

第2行：底前完成。各乡镇人民政府、县直各部门要按照本意见，制定实
     断在               差（字）  代价  全段多出  代价的由来
     意见，制定|实施方  +1.00     50.5  +50.5     增减 32.0，汉字间 0.1，标点 18.4
  →  见，制定实|施方案  0         0.0

第3行：施方案。
     断在       差（字）  代价  全段多出  代价的由来
  →  施方案。|  +24.50    0.0

"""


@pytest.fixture
def book(tmp_path: Path) -> str:
    (tmp_path / "book.toml").write_text(
        '[book]\ntitle = "试"\nid = "t"\ndate = 2026-01-01\n', "utf-8"
    )
    (tmp_path / "01.md").write_text(f"# 一\n\n{TEXT}\n\nLatin only\n", "utf-8")
    return str(tmp_path)


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        program.main([*arguments])
    out, err = capsys.readouterr()
    assert isinstance(ended.value.code, int)
    return ended.value.code, out, err


def test_a_line_is_shown_with_the_ends_that_it_could_have_had(book, capsys):
    assert shown(capsys, "--lang", "zh", "show", "breaks", book, "01.md:3")[:2] == (0, SHOWN)


def test_a_line_of_the_draft_names_its_paragraph(book, capsys):
    status, out, _ = shown(capsys, "--lang", "en", "show", "breaks", book, "第1页第3行")
    assert status == 0 and out.startswith("Line 1: 会议要求，")
    assert "change 32.0, 汉字 gaps 0.1, marks 18.4" in out


def test_each_edition_has_its_own_lines(book, capsys):
    show = ("--lang", "en", "show", "--edition", "phone")
    status, out, _ = shown(capsys, *show, "breaks", book, "01.md:3")
    assert status == 0
    assert out.startswith("Line 1: 会议要求，抓好三项任务，做到“两个坚\n")
    assert "  会议要求，抓好三项任务，做到“两个坚\n" in shown(capsys, *show, "lines", book)[1]


def test_an_edition_that_there_is_none_of_is_told(book, capsys):
    status, _, told = shown(capsys, "--lang", "en", "show", "pages", book, "--edition", "poster")
    assert (status, "no edition called “poster”" in told) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["breaks", "01.md:5"], 1, "not broken by the composer"),
        (["breaks", "01.md:4"], 1, "not printed"),
        (["breaks"], 2, "needs a place"),
        (["lines", "01.md:3"], 2, "needs a place"),
        (["breaks", "nowhere"], 2, "names no place"),
    ],
)
def test_what_has_no_lines_of_ours_is_told(book, capsys, arguments, status, told):
    what, *place = arguments
    found = shown(capsys, "--lang", "en", "show", what, book, *place)
    assert (found[0], told in found[2]) == (status, True)
