"""Input made to hurt or made without care: what is not ours stays, nothing grows without a limit,
and each refusal is a sentence.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest
from duben.analysis.decisions import reading
from duben.cli import program
from duben.intake import manuscript_folder, reading as intake_reading
from duben.manuscript import settings
from duben.manuscript.markdown.parser import parse
from duben.messages.catalogue import message
from duben.model import BookError, Problem, Source
from growth import soon

BOOK = '[book]\ntitle = "书"\ndate = 2026-01-31\n'


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "DUBEN_DEBUG", "DUBEN_TIME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    status = program.run([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return status, out + err


def rules(found: tuple[Problem, ...]) -> list[tuple[str, str]]:
    return [(one.rule, str(one.place)) for one in found]


# --- import: what is not ours stays ---------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [".reader.precious.part", ".reader.4711.part", ".reader.duben-4711-0011223344556677.part"],
)
def test_import_leaves_folders_that_it_did_not_make(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "work.txt").write_text("不可丢")
    (tmp_path / "a.txt").write_text("标题\n\n正文一段。\n", "utf-8")
    assert run(capsys, "import", tmp_path / "a.txt", "-o", tmp_path / "reader")[0] == 0
    assert (tmp_path / name / "work.txt").read_text() == "不可丢"
    assert {path.name for path in tmp_path.iterdir()} == {name, "a.txt", "reader"}


def test_import_leaves_nothing_of_its_own_when_it_was_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        Path,
        "rename",
        lambda self, target: (_ for _ in ()).throw(OSError(28, "No space left on device")),
    )
    (tmp_path / "a.txt").write_text("标题\n\n正文一段。\n", "utf-8")
    with pytest.raises(BookError):
        manuscript_folder.write_manuscript(
            [intake_reading.read_document(tmp_path / "a.txt")], tmp_path / "reader"
        )
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


# --- book.toml and enumerations.toml --------------------------------------------------------------


def toml(text: str) -> tuple[Problem, ...]:
    return settings.read_settings(Source("book.toml", BOOK + text), "book")[1]


def test_a_key_of_too_many_parts_is_refused_at_its_line() -> None:
    with soon(2):
        found = toml(".".join(["a"] * 40_000) + " = 1\n")
    assert rules(found) == [("setting-too-deep", "book.toml:4")]
    assert dict(found[0].values) == {"parts": 40_000, "limit": 20}


def test_a_table_of_too_many_parts_is_refused_at_its_line() -> None:
    assert rules(toml("[" + ".".join(["a"] * 21) + "]\n")) == [("setting-too-deep", "book.toml:4")]
    assert rules(toml("[" + ".".join(["a"] * 20) + "]\n")) == [
        ("setting-unknown-table", "book.toml:4")
    ]


@pytest.mark.parametrize("line", ["x{} = 1\n", "[t{}]\n", "[book.t{}]\n"])
def test_many_unknown_keys_are_told_soon_and_the_rest_counted(line: str) -> None:
    with soon(2):
        found = toml("".join(line.format(number) for number in range(7_000)))
    assert len(found) == 51
    assert [
        (one.rule, one.values["count"]) for one in found if one.rule == "setting-unknown-more"
    ] == [("setting-unknown-more", 6_950)]


HUGE = "0x" + "f" * 5_000


@pytest.mark.parametrize(
    ("table", "key", "rule"),
    [
        ("book", "title", "setting-type-str"),
        ("book", "id", "setting-type-str"),
        ("output", "editions", "setting-type-list"),
        ("text", "answers", "setting-choice"),
        ("imprint", "copies", "setting-range"),
        ("print", "paper_gsm", "setting-range"),
        ("print", "sides", "setting-choice"),
        ("print", "split", "setting-type-bool"),
        ("book", "date", "setting-type-date"),
    ],
)
def test_a_number_of_thousands_of_digits_is_a_sentence(table: str, key: str, rule: str) -> None:
    head = "" if table == "book" else f"[{table}]\n"
    text = (
        BOOK.replace(f"{key} =", "publisher =").replace("2026-01-31", '"x"')
        if table == "book" and key == "date"
        else BOOK
    )
    found = settings.read_settings(
        Source(
            "book.toml",
            "\n".join(line for line in text.split("\n") if not line.startswith(f"{key} "))
            + f"{head}{key} = {HUGE}\n",
        ),
        "book",
    )[1]
    assert rule in [one.rule for one in found]
    for one in found:
        assert len(message(one.rule, "en", one.values)) < 300


def test_a_number_of_thousands_of_digits_in_the_decisions_is_a_sentence() -> None:
    found = reading.read_decisions(
        Source("enumerations.toml", f'[[enumeration]]\nterm = "三个坚持"\ncount = {HUGE}\n')
    )[1]
    assert rules(found) == [("enumeration-count", "enumerations.toml:3")]
    assert len(message(found[0].rule, "en", found[0].values)) < 300


def test_many_unknown_keys_in_the_decisions_are_told_soon() -> None:
    with soon(2):
        found = reading.read_decisions(
            Source("enumerations.toml", "".join(f"x{number} = 1\n" for number in range(20_000)))
        )[1]
    assert len(found) == 51
    assert dict(found[-1].values) == {"count": 19_950, "told": 50}


# --- chapters without a limit ---------------------------------------------------------------------


def test_too_many_paragraphs_are_refused_soon() -> None:
    with soon(5):
        chapter = parse(Source("a.md", "甲\n\n" * 1_000_000), "a")
    assert [(one.rule, one.values["count"], one.values["limit"]) for one in chapter.problems] == [
        ("too-many-paragraphs", 1_000_000, 100_000)
    ]
    assert chapter.blocks == ()


@pytest.mark.parametrize(
    "text",
    [
        "- 甲\n",
        "> 甲\n>\n",
        "| 甲 |\n",
        "# 甲\n",
        "```\n甲\n```\n",
        "*\n",
        "1. 甲\n",
        "甲\n:   乙\n",
    ],
)
def test_too_many_items_rows_and_the_like_are_refused_soon(text: str) -> None:
    with soon(5):
        chapter = parse(
            Source(
                "a.md", "# 一\n\n" + ("| 甲 |\n| - |\n" if "|" in text else "") + text * 200_000
            ),
            "a",
        )
    assert [one.rule for one in chapter.problems if one.rule.startswith(("too-many", "paragraph"))]
    assert chapter.blocks == ()


@pytest.mark.parametrize("tag", ["sub", "sup", "ruby"])
def test_tags_nested_without_end_are_refused_at_their_line(tag: str) -> None:
    chapter = parse(Source("a.md", f"# 题\n\n甲{f'<{tag}>' * 1_000}乙{f'</{tag}>' * 1_000}\n"), "a")
    assert ("tags-too-deep", "a.md:3") in rules(chapter.problems)
    deepest = parse(Source("a.md", f"# 题\n\n甲{f'<{tag}>' * 8}乙{f'</{tag}>' * 8}\n"), "a")
    assert "tags-too-deep" not in [one.rule for one in deepest.problems]


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def check_alone(path: Path, limit: int) -> tuple[int, str, float, int]:
    """Status, words, seconds of work and peak memory (MB) of ``duben check`` on a file."""
    started = _of_children()
    code = (
        "import re\nfrom duben.cli.program import run\n"
        f"status = run(['--lang', 'en', 'check', {str(path)!r}])\n"
        "print(int(re.search('VmHWM: *([0-9]+)', open('/proc/self/status').read()"
        ".replace(chr(9), ' '))[1]) // 1000, status)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=100
    )
    peak, status = map(int, ended.stdout.split("\n")[-2].split())
    return status, ended.stdout + ended.stderr, _of_children() - started, peak


def test_checking_a_single_chapter_has_the_limit_of_a_chapter(tmp_path: Path) -> None:
    (tmp_path / "big.md").write_text("甲" * 60 + "\n\n" + "甲\n\n" * 1_200_000, "utf-8")
    status, said, _, peak = check_alone(tmp_path / "big.md", 5)
    assert status == 1
    assert "big.md" in said and "6.000182 MB" in said and "the limit is 5 MB" in said
    assert peak < 150


def test_a_chapter_of_blanks_takes_little_memory(tmp_path: Path) -> None:
    (tmp_path / "blank.md").write_text("# 标题\n" + "\n" * 4_900_000 + "正文。\n", "utf-8")
    status, said, took, peak = check_alone(tmp_path / "blank.md", 5)
    assert status == 0, said
    assert took < 20
    assert peak <= 250
