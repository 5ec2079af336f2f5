"""The commands: what they print where, in which language, and the exit status."""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import pty
import shutil
import signal
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from duben import messages
from duben.cli import click_chinese, program as cli
from duben.cli.screen import Screen, visible
from duben.messages.catalogue import MESSAGES
from duben.model import Source, SourceLocation, problem, warning

ROOT = Path(__file__).parents[2]
TOML = '[book]\nid = "b"\ntitle = "样书"\ndate = 2025-01-02\n'
TEXT = (
    "# 第一章 开头\n\n“三个坚持”（坚持甲、坚持乙、坚持丙）要记住。\n\n## 一、标题\n\n再来一段。\n"
)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "DUBEN_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "book.toml").write_text(TOML, "utf-8")
    (folder / "01-a.md").write_text(TEXT, "utf-8")
    return folder


@pytest.fixture
def faulty(book: Path) -> Path:
    (book / "01-a.md").write_text("# 开头\n\n正文。\n\n![甲](images/a.png)\n", "utf-8")
    return book


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    status = cli.run([str(argument) for argument in arguments])
    return status, *capsys.readouterr()


def program(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-P", "-m", "duben", *map(str, arguments)],
        capture_output=True,
        check=False,
        env={**os.environ, **environment},
    )


# --- help and languages ---------------------------------------------------------------------------


def test_help_names_every_command_of_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "--help")
    assert (status, err) == (0, "")
    named = [
        line.split()[0]
        for line in out.partition("Commands:\n")[2].splitlines()
        if line.startswith("  ") and line[2] != " "
    ]
    assert named == sorted(
        [
            "new",
            "import",
            "check",
            "build",
            "compare",
            "distribute",
            "enumerations",
            "proof",
            "verify",
            "show",
            "where",
            "pack",
            "unpack",
            "preview",
            "desk",
        ]
    )


def test_every_sentence_of_the_help_is_chinese_where_asked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for command in (
        [],
        ["build"],
        ["check"],
        ["import"],
        ["enumerations"],
        ["verify"],
        ["proof"],
        ["new"],
        ["show"],
        ["distribute"],
    ):
        status, out, _ = run(capsys, "--lang", "zh", *command, "--help")
        words = set(
            out.replace("/", " ").replace("[", " ").replace("]", " ").replace("|", " ").split()
        )
        assert status == 0
        assert not words & {
            "Usage:",
            "Options",
            "Options:",
            "Commands",
            "Show",
            "Make",
            "OPTIONS",
            "the",
            "and",
            "default:",
            "required",
        }


def test_the_locale_chooses_the_language(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert run(capsys, "chek")[2] == (
        "用法：duben [选项] 命令 [参数]...\n运行“duben --help”查看用法。\n\n"
        "错误：没有命令 chek。是不是“check”？\n"
    )
    assert (
        run(capsys, "--lang=en", "chek")[2].splitlines()[-1]
        == "Error: No such command 'chek'. Did you mean 'check'?"
    )


OTHER = "中文提示请加 --lang zh，或设 LANG=zh_CN.UTF-8 (messages in Chinese)"


@pytest.mark.parametrize(
    ("locale", "told"),
    [("C.UTF-8", 1), ("POSIX", 1), ("", 1), ("en_US.UTF-8", 0), ("zh_CN.UTF-8", 0)],
)
def test_where_the_locale_says_nothing_an_error_tells_once_how_to_have_chinese(
    capsys: pytest.CaptureFixture[str],
    faulty: Path,
    monkeypatch: pytest.MonkeyPatch,
    locale: str,
    told: int,
) -> None:
    monkeypatch.setenv("LANG", locale)
    for call in (("check", faulty), ("build", faulty), ("check", "nonsuch"), ("chek",), ("check",)):
        assert run(capsys, *call)[2].count(OTHER) == told, call
        assert OTHER not in run(capsys, "--lang", "en", *call)[2]


def test_nothing_more_is_said_where_nothing_is_wrong(
    capsys: pytest.CaptureFixture[str], book: Path
) -> None:
    (book / "02-b.md").write_text("", "utf-8")
    assert OTHER not in run(capsys, "check", book)[2]
    assert run(capsys, "check", "--help")[2] == ""
    assert terminal("check", "--help", LANG="C.UTF-8").rstrip().endswith(OTHER)


def test_a_missing_word_is_named_with_an_example(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(capsys, "--lang", "zh", "build")[2].splitlines()[-2:] == [
        "错误：缺少参数“书稿”。",
        "例如：duben build 读本",
    ]
    assert run(capsys, "--lang", "en", "check")[2].splitlines()[-2:] == [
        "Error: Missing argument 'BOOK'.",
        "For example: duben check reader",
    ]
    assert run(capsys, "--lang", "zh", "import", "a.txt")[2].splitlines()[-2:] == [
        "错误：缺少选项“-o” / “--output”。",
        "例如：duben import 网页.html -o 读本",
    ]


def test_every_missing_word_has_an_example(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("new", "import", "check", "build", "enumerations", "verify", "show"):
        assert (
            run(capsys, "--lang", "zh", name)[2].splitlines()[-1].startswith(f"例如：duben {name} ")
        )


def test_click_speaks_english_again_afterwards(capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "--lang", "zh", "chek")
    assert "No such command" in run(capsys, "chek")[2]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("where", ["before", "after"])
def test_language_is_asked_for_before_or_after_the_command(
    capsys: pytest.CaptureFixture[str], faulty: Path, language: str, where: str
) -> None:
    option = ("--lang", language)
    _, _, err = (
        run(capsys, *option, "check", faulty)
        if where == "before"
        else run(capsys, "check", faulty, *option)
    )
    assert ("错误" in err) == (language == "zh")


def test_every_sentence_of_clicks_that_a_user_can_meet_has_its_places(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A translation may leave a value out, never ask for one that click does not give."""
    import string

    for sentence, ours in click_chinese.SENTENCES.items():
        names = {
            name.partition("!")[0] for _, name, _, _ in string.Formatter().parse(sentence) if name
        }
        assert {name for _, name, _, _ in string.Formatter().parse(ours) if name} <= names


@pytest.mark.parametrize(
    "arguments",
    [
        ("build",),
        ("build", "--nonsense"),
        ("chek",),
        ("check",),
        ("check", "a", "b"),
        ("show", "nothing", "x"),
        ("build", "x", "-j", "0"),
        ("import", "a.txt"),
        ("--lang", "fr", "check", "x"),
    ],
)
def test_wrong_calls_end_with_2(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    for language in ("en", "zh"):
        status, out, err = run(
            capsys, *(("--lang", language) if "fr" not in arguments else ()), *arguments
        )
        assert (status, out) == (2, "")
        assert err


def test_what_renders_is_loaded_by_its_own_process_alone(book: Path) -> None:
    code = (
        "import sys; from duben.cli import program; status = program.run(sys.argv[1:]); "
        "names = ('weasyprint', 'ebooklib', 'pikepdf._core', 'jinja2.environment', "
        "'fontTools.ttLib.ttFont'); "
        "print([name for name in names if name in sys.modules])"
    )
    for arguments in (
        ["--help"],
        ["check", str(book)],
        ["enumerations", str(book)],
        ["build", str(book)],
    ):
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
        )
        assert done.stdout.splitlines()[-1] == "[]"


# --- problems on the screen -----------------------------------------------------------------------


def test_a_problem_is_shown_with_its_line_and_what_to_do(
    capsys: pytest.CaptureFixture[str], faulty: Path
) -> None:
    status, out, err = run(capsys, "check", faulty)
    lines = err.splitlines()
    assert (status, out) == (1, "")
    assert lines[0].startswith("01-a.md:5: error file-missing: ")
    assert lines[1] == "     5 | ![甲](images/a.png)"
    assert lines[2].startswith("       = ")
    assert lines[-1] == "样书: errors: 1, warnings: 0"


def test_what_is_no_character_is_told_once(capsys: pytest.CaptureFixture[str], book: Path) -> None:
    (book / "01-a.md").write_text("# 一、甲\n\n正文\ufeff一句，\U000e0041再一句。\n", "utf-8")
    status, out, _ = run(capsys, "check", book, "--json")
    assert (
        status,
        [one["rule"] for one in json.loads(out)["problems"] if one["severity"] == "error"],
    ) == (1, ["text-bom", "text-control"])


def test_the_column_is_told_where_it_is_known(
    capsys: pytest.CaptureFixture[str], book: Path
) -> None:
    (book / "01-a.md").write_text("# 开头\n\n正文一段,再来一段。\n", "utf-8")
    assert run(capsys, "--lang", "zh", "check", book)[2].splitlines()[:3] == [
        "01-a.md:3:5: 警告 L22：“一段,再来”的标点不合规范，应当写作“一段，再来”",
        "     3 | 正文一段,再来一段。",
        "       = 汉字旁边用全角标点，引号用“ ”，省略号用……，破折号用——",
    ]


def test_a_file_without_lines_is_named_alone(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "文.docx").write_bytes(b"PK\3\4")
    status, _, err = run(capsys, "check", tmp_path / "文.docx")
    assert (status, err.startswith("文.docx: error word-broken: ")) == (1, True)


def test_a_path_of_windows_is_one_error(capsys: pytest.CaptureFixture[str], book: Path) -> None:
    (book / "01-a.md").write_text("# 开头\n\n![图](images\\a.png)\n", "utf-8")
    assert run(capsys, "--lang", "zh", "check", book)[2].splitlines() == [
        "01-a.md:3: 错误 image-backslash：图片路径“images\\a.png”里有 \\",
        "     3 | ![图](images\\a.png)",
        "       = 路径请用 /，不用 \\：images/a.png",
        "",
        "样书：1 个错误，0 个警告",
    ]


def test_a_hint_leaves_out_what_it_does_not_know() -> None:
    from duben.messages.catalogue import hint

    assert (
        hint("link-target", "zh", {"target": "#a", "nearest": ""})
        == "标识写在标题之后，如 ## 标题 {#biaoshi}"
    )
    assert (
        hint("link-target", "en", {"target": "#a", "nearest": "b"})
        == "the nearest known: b; an id is given after a heading: ## 标题 {#id}"
    )


def test_reasons_of_the_system_are_told_in_chinese() -> None:
    from duben.messages.catalogue import message

    assert (
        message("file-unreadable", "zh", {"name": "甲", "reason": "Permission denied"})
        == "无法读取“甲”：没有权限"
    )
    assert message("file-unreadable", "en", {"name": "甲", "reason": "Permission denied"}).endswith(
        "Permission denied"
    )


def test_a_book_without_a_title_has_its_folders_name(
    capsys: pytest.CaptureFixture[str], book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = book.rename(book.parent / "学习资料")
    (folder / "book.toml").write_text("[book]\ndate = 2025-01-02\n", "utf-8")
    monkeypatch.chdir(folder)
    assert (
        run(capsys, "--lang", "zh", "build", ".")[2].splitlines()[-1]
        == "没有制作《学习资料》：1 个错误要先改正。原有的输出没有改动。"
    )
    assert (
        run(capsys, "--lang", "zh", "check")[2].splitlines()[-1] == "学习资料：1 个错误，0 个警告"
    )


def test_problems_are_grouped_by_file(capsys: pytest.CaptureFixture[str]) -> None:
    ROWS_ = {"output-busy": {"path": "x"}}
    found = [
        problem("output-busy", SourceLocation(file, line), **ROWS_["output-busy"])
        for file, line in (("a.md", 1), ("a.md", 2), ("b.md", 1))
    ]
    Screen("en").problems(found, [Source("a.md", "甲\n乙")])
    assert [
        line for line in capsys.readouterr().err.splitlines() if not line.startswith("       =")
    ] == [
        "a.md:1: error output-busy: Another duben is writing here: x",
        "     1 | 甲",
        "a.md:2: error output-busy: Another duben is writing here: x",
        "     2 | 乙",
        "",
        "b.md:1: error output-busy: Another duben is writing here: x",
    ]


def test_long_lines_are_shown_round_the_column(capsys: pytest.CaptureFixture[str]) -> None:
    Screen("en").problems(
        [problem("output-busy", SourceLocation("a.md", 1, 501), path="x")],
        [Source("a.md", "甲" * 500 + "乙" + "丙" * 500)],
    )
    assert (
        capsys.readouterr().err.splitlines()[1] == "     1 | …" + "甲" * 20 + "乙" + "丙" * 39 + "…"
    )


def test_the_line_of_the_file_is_shown_where_a_source_begins_later(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Screen("en").problems(
        [problem("output-busy", SourceLocation("a.html", 7), path="x")],
        [Source("a.html", "甲\n乙", (3, 7))],
    )
    assert capsys.readouterr().err.splitlines()[1] == "     7 | 乙"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("甲乙", "甲乙"),
        ("a\x1b[31mb", "a␛[31mb"),
        ("\x07\0", "␇␀"),
        ("甲\u202e乙", "甲<U+202E>乙"),
        ("a\tb", "a b"),
        ("a\nb", "a␊b"),
        ("\udcff", "<U+DCFF>"),
        ("甲\u3000乙", "甲\u3000乙"),
    ],
)
def test_text_cannot_steer_the_terminal(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_a_problem_without_a_sentence_is_still_told(capsys: pytest.CaptureFixture[str]) -> None:
    Screen("en").problems([problem("nonsuch", SourceLocation("a.md", 3), name="甲")])
    assert capsys.readouterr().err == "a.md:3: error nonsuch: name=甲\n"


def test_strict_counts_warnings_as_errors(capsys: pytest.CaptureFixture[str], book: Path) -> None:
    (book / "02-b.md").write_text("", "utf-8")
    assert run(capsys, "check", book)[0] == 0
    status, _, err = run(capsys, "check", "--strict", book)
    assert status == 1
    assert "02-b.md:1: error" in err
    assert [
        row["severity"]
        for row in json.loads(run(capsys, "check", "--strict", "--json", book)[1])["problems"]
    ] == ["error"]


@pytest.mark.parametrize(("asked", "shown"), [((), 10), (("--all",), 14)])
def test_a_build_tells_ten_problems_of_a_kind(
    capsys: pytest.CaptureFixture[str], book: Path, asked: tuple[str, ...], shown: int
) -> None:
    (book / "02.md").write_text("# 乙\n\n" + "[路](#nowhere)\n\n" * 14, "utf-8")
    status, _, said = run(capsys, "build", book, "--lang", "zh", "--quiet", *asked)
    assert status == 1
    assert said.count("link-target：") == shown
    assert ("还有4处同类问题（link-target）；加--all全部列出" in said) == (shown == 10)


def test_quiet_says_nothing_but_problems(capsys: pytest.CaptureFixture[str], book: Path) -> None:
    assert run(capsys, "check", "--quiet", book) == (0, "", "")
    assert run(capsys, "-q", "check", book) == (0, "", "")


def test_our_own_faults_are_a_sentence(
    capsys: pytest.CaptureFixture[str], book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from duben.publish import reading

    def fault(path: object) -> None:
        raise ZeroDivisionError("a\nb")

    monkeypatch.setattr(reading, "load", fault)
    status, out, err = run(capsys, "check", book)
    assert (status, out, err.splitlines()[0]) == (
        2,
        "",
        "error program-fault: A fault of duben itself: ZeroDivisionError: a",
    )
    monkeypatch.setenv("DUBEN_DEBUG", "1")
    assert "Traceback" in run(capsys, "check", book)[2]


def test_what_the_system_refuses_is_no_fault_of_ours(
    capsys: pytest.CaptureFixture[str], book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from duben.publish import reading

    def refuse(path: object) -> None:
        raise PermissionError(13, "Permission denied", "/x/styles")

    monkeypatch.setattr(reading, "load", refuse)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert run(capsys, "check", book)[::2] == (
        2,
        "error system-failed: “/x/styles” cannot be opened: Permission denied.\n"
        "       = Look at its permissions and those of the folders above it, and whether "
        "its disk is there and has room.\n",
    )


@pytest.mark.parametrize("arguments", ["new reader", "check", "build", "check ."])
def test_a_folder_that_was_removed_under_the_terminal_is_told(
    tmp_path: Path, arguments: str
) -> None:
    (tmp_path / "gone").mkdir()
    program = f'"{sys.executable}" -P -m duben --lang zh {arguments}'
    command = f"cd gone && rmdir ../gone && {program}"
    done = subprocess.run(
        command, shell=True, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.startswith("错误 here-gone")) == (2, True), done.stderr


def test_an_interrupt_ends_with_130(
    capsys: pytest.CaptureFixture[str], book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from duben.publish import reading

    def stop(path: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(reading, "load", stop)
    assert run(capsys, "check", book) == (
        130,
        "",
        "\nInterrupted; earlier outputs are as they were.\n",
    )


def test_every_row_of_the_program_has_both_languages_and_the_same_values() -> None:
    import string

    from duben.messages import program as messages_program

    def names(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for rule, row in messages_program.MESSAGES.items():
        assert row.zh and row.en and bool(row.zh_hint) == bool(row.en_hint), rule
        assert names(row.zh) == names(row.en), rule


# --- terminals ------------------------------------------------------------------------------------


def terminal(*arguments: str, **environment: str) -> str:
    """What appears on a terminal."""
    main, other = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "duben", *arguments],
        stdout=other,
        stderr=other,
        stdin=other,
        env={
            **{name: value for name, value in os.environ.items() if name != "NO_COLOR"},
            "TERM": "xterm",
            **environment,
        },
    ):
        os.close(other)
        shown = b""
        while True:
            try:
                data = os.read(main, 4096)
            except OSError:
                break
            if not data:
                break
            shown += data
    os.close(main)
    return shown.decode()


def test_colour_on_a_terminal_only(faulty: Path) -> None:
    assert "\x1b[1;31merror\x1b[0m" in terminal("check", str(faulty))
    assert "\x1b" not in terminal("check", str(faulty), NO_COLOR="1")
    assert "\x1b" not in terminal("check", str(faulty), TERM="dumb")
    assert b"\x1b" not in program("check", faulty, FORCE_COLOR="1").stderr


def test_progress_on_a_terminal_only(book: Path) -> None:
    shown = terminal("--lang", "en", "build", str(book))
    for stage in (
        "checking",
        "typesetting the text",
        "making the EPUB",
        "comparing the text",
        "Done: ",
    ):
        assert stage in shown
    assert b"typesetting" not in program("build", book).stderr


def test_every_stage_has_its_words() -> None:
    from duben.cli.distributing import STAGES

    assert {rule.removeprefix("stage-") for rule in MESSAGES if rule.startswith("stage-")} == set(
        STAGES
    )


@pytest.mark.parametrize("encoding", ["ascii", "gbk"])
def test_a_terminal_that_lacks_the_characters_gets_their_numbers(
    faulty: Path, encoding: str
) -> None:
    (faulty / "01-a.md").write_text("# 开头\n\n![\U00020bb7](a.png)\n", "utf-8")
    done = program("--lang", "zh", "check", faulty, PYTHONIOENCODING=encoding)
    assert done.returncode == 1
    assert b"\\U00020bb7" in done.stderr and b"Traceback" not in done.stderr


def test_json_is_utf8_whatever_the_terminal(faulty: Path) -> None:
    done = program("check", "--json", faulty, PYTHONIOENCODING="gbk", LANG="zh_CN.GBK")
    assert json.loads(done.stdout.decode("utf-8"))["problems"][0]["rule"] == "file-missing"


# --- check and enumerations -----------------------------------------------------------------------


def test_check_prints_one_json_document(capsys: pytest.CaptureFixture[str], faulty: Path) -> None:
    status, out, err = run(capsys, "check", faulty, "--json", "--lang", "zh")
    (row,) = json.loads(out)["problems"]
    assert (status, err) == (1, "")
    assert (row["file"], row["line"], row["column"], row["severity"], row["rule"]) == (
        "01-a.md",
        5,
        1,
        "error",
        "file-missing",
    )
    assert row.keys() == {"file", "line", "column", "severity", "rule", "message", "hint"}


def test_check_of_a_sound_book_prints_an_empty_list(
    capsys: pytest.CaptureFixture[str], book: Path
) -> None:
    assert run(capsys, "check", book, "--json") == (0, '{\n  "problems": []\n}\n', "")
    assert run(capsys, "check", book) == (0, "", "No problems found: 样书\n")


def test_check_json_of_a_folder_without_chapters(
    capsys: pytest.CaptureFixture[str], book: Path
) -> None:
    (book / "01-a.md").unlink()
    status, out, err = run(capsys, "check", book, "--json")
    assert (status, err, [row["rule"] for row in json.loads(out)["problems"]]) == (
        1,
        "",
        ["no-chapters"],
    )


def test_check_of_nothing_ends_with_2(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for name in ("nowhere", "nowhere.md", "", "a\0b"):
        status, out, err = run(
            capsys, "check", tmp_path / name if name and "\0" not in name else name, "--json"
        )
        assert (status, out, bool(err)) == (2, "", True)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", TEXT),
        (
            "a.txt",
            "关于样书的说明\n\n“三个坚持”（坚持甲、坚持乙、坚持丙）要记住，这是一句完整的话。\n",
        ),
        (
            "a.html",
            "<html><head><title>样书</title></head><body><h1>样书</h1><p>“三个坚持”（坚持"
            "甲、坚持乙、坚持丙）要记住，这是一句完整的话。</p></body></html>",
        ),
    ],
)
def test_single_files_are_read(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str, text: str
) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    assert run(capsys, "check", tmp_path / name)[0] == 0
    status, out, _ = run(capsys, "enumerations", tmp_path / name, "--json")
    document = json.loads(out)
    (found,) = document["enumerations"]
    assert (status, document["doc"], found["term"], found["members"]) == (
        0,
        "a",
        "三个坚持",
        ["坚持甲", "坚持乙", "坚持丙"],
    )
    assert found["defined"].split(":")[0] == name


def test_a_single_file_is_no_book(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "单个.md").write_text(
        "一段话，见[下章](02-b.md#c)、[下章](02-b.md)和[别处](#c)。\n", "utf-8"
    )
    status, _, err = run(capsys, "--lang", "zh", "check", tmp_path / "单个.md")
    assert (status, "book.toml" in err, "日期" in err) == (0, False, False)
    assert [line.split("：")[0] for line in err.splitlines() if line.startswith("单个.md")] == [
        "单个.md:1: 警告 title-none",
        "单个.md:1: 警告 link-target",
    ]


@pytest.mark.parametrize(
    ("entry", "rules"),
    [
        ('term = "四个没有"\ncount = 4\nmembers = ["甲", "乙"]\n', ["enumeration-nowhere"]),
        ('term = "三个坚持"\ncount = 0\nmembers = ["甲", "乙"]\n', ["enumeration-count"]),
        ('members = ["甲", "乙"]\nnotes = "x"\nterm = "三个坚持"\n', ["enumeration-unknown-key"]),
        ('term = "三个坚持"\nmembers = ["甲", "乙"]\n', ["T10"]),
        ('term = "三个坚持"\ncount = 2\nmembers = ["甲", "乙"]\n', []),
    ],
)
def test_an_entry_of_enumerations_is_told_one_thing(
    capsys: pytest.CaptureFixture[str], book: Path, entry: str, rules: list[str]
) -> None:
    (book / "enumerations.toml").write_text(f"[[enumeration]]\n{entry}", "utf-8")
    assert [
        row["rule"] for row in json.loads(run(capsys, "check", book, "--json")[1])["problems"]
    ] == rules


def test_enumerations_print_the_agreed_form(capsys: pytest.CaptureFixture[str], book: Path) -> None:
    status, out, err = run(capsys, "enumerations", book, "--json")
    document = json.loads(out)
    assert (status, err, document.keys()) == (
        0,
        "",
        {"doc", "outline", "enumerations", "inline_lists"},
    )
    assert document["enumerations"][0]["occurrences"] == [{"place": "01-a.md:3", "page": None}]


def test_enumerations_for_people(capsys: pytest.CaptureFixture[str], book: Path) -> None:
    status, out, _ = run(capsys, "enumerations", book)
    assert status == 0
    assert out.startswith("“三个坚持”: 3, listed at 01-a.md:3\n  1. 坚持甲\n  2. 坚持乙\n")
    assert run(capsys, "enumerations", book, "--lang", "zh")[1].startswith(
        "“三个坚持”：3 项，列在 01-a.md:3\n"
    )


def test_lists_that_wait_are_shown_accepted_and_struck(
    capsys: pytest.CaptureFixture[str], book: Path
) -> None:
    (book / "01-a.md").write_text(
        "# 开头\n\n抓好修渠和清河中心小学“双高计划”，坚持“三早”（早种、早管、早收）。\n", "utf-8"
    )
    status, out, _ = run(capsys, "enumerations", book, "--lang", "zh")
    listed, _, waiting = out.partition("待核（1）")
    assert status == 0 and "三早" in listed and "双高计划" not in listed
    assert "1. “双高计划”：2 项，01-a.md:3\n   1) 修渠\n   2) 清河中心小学\n" in waiting
    assert "原文（01-a.md:3）：抓好【修渠和清河中心小学】“双高计划”" in waiting
    assert "疑点：" in waiting and f"duben enumerations {book} --accept" in waiting
    status, out, err = run(
        capsys, "enumerations", book, "--accept", "双高计划", "--strike", "三早", "--lang", "zh"
    )
    assert (status, out) == (0, "")
    assert "“双高计划”：核定，附录印 修渠、清河中心小学" in err
    assert "“三早”：各项删去，附录只列名称" in err and "没有待核的了" in err
    _, out, _ = run(capsys, "enumerations", book, "--lang", "zh")
    assert "待核" not in out and "“三早”：3 项，书里没有列出各项" in out
    (row, _) = json.loads(run(capsys, "enumerations", book, "--json")[1])["enumerations"]
    assert (row["sure"], row["signs"][0], type(row["doubts"])) == (True, "count", list)


def test_answers_take_a_manuscript(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# 春\n\n坚持“三早”（早种、早管、早收）。\n", "utf-8")
    status, _, err = run(capsys, "enumerations", tmp_path / "a.md", "--accept", "三早")
    assert status == 2 and "A single file has no place for decisions" in err


def test_import_tells_what_waits(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "春季工作\n\n2024年3月1日\n\n抓好修渠和清河中心小学“双高计划”。\n", "utf-8"
    )
    made = tmp_path / "made"
    _, _, err = run(capsys, "import", tmp_path / "a.txt", "-o", made, "--lang", "zh")
    assert "      5: “双高计划”：修渠；清河中心小学\n" in err
    assert err.endswith(
        f"接下来：\n  1. 查文字：duben check {made}\n  2. 核定提法：duben enumerations {made}\n"
        f"  3. 做成书：duben build {made}\n"
    )
    (row,) = json.loads((made / "import.json").read_bytes())["unsure"]
    assert (row["line"], row["what"]) == (5, "enumeration")


def test_import_asks_once_what_it_is_not_sure_of(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(f"{'今年要修好清河的渠。' * 9}\n", "utf-8")
    made = tmp_path / "made"
    _, _, err = run(capsys, "import", tmp_path / "a.txt", "-o", made, "--lang", "zh")
    assert err[err.index("下面几处") :] == (
        "下面几处没有把握，请看一眼；对的不用管。\n"
        f"  书名：没有找到，暂写“〔书名待填〕”；请改 {made}/book.toml 第3行 title\n"
        f"  日期：没有找到，书上不印；知道的话，在 {made}/book.toml 的 [book] 下面加一行 "
        "date = 2024-03-05\n"
        f"接下来：\n  1. 查文字：duben check {made}\n  2. 做成书：duben build {made}\n"
    )
    assert json.loads((made / "import.json").read_bytes())["unsure"] == [
        {"line": 1, "what": "title", "text": "", "taken_as": "〔书名待填〕"},
        {"line": 1, "what": "date", "text": "", "taken_as": ""},
    ]


def test_a_folder_is_read_at_a_revision(capsys: pytest.CaptureFixture[str], book: Path) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(
            ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *arguments],
            cwd=book.parent,
            check=True,
            capture_output=True,
        )

    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "x")
    (book / "01-a.md").write_text("# 开头\n\n<script>\n", "utf-8")
    assert run(capsys, "check", f"HEAD:{book}") == (0, "", "No problems found: 样书\n")
    assert run(capsys, "check", book)[0] == 1
    status, _, err = run(capsys, "check", f"nonsuch:{book}")
    assert (status, "revision-git" in err) == (2, True)
    assert "这不是版本号" in run(capsys, "check", f"nonsuch:{book}", "--lang", "zh")[2]


def test_show_prints_what_passes_between_the_stages(
    capsys: pytest.CaptureFixture[str], book: Path
) -> None:
    status, out, err = run(capsys, "show", "outline", book)
    assert (status, err, "一、｜标题" in out) == (0, "", True)
    assert "paragraph" in run(capsys, "show", "blocks", book)[1]


def test_show_prints_the_book_as_composed(capsys: pytest.CaptureFixture[str], book: Path) -> None:
    status, out, _ = run(capsys, "show", "pages", book)
    opening = next(line.split("  ") for line in out.splitlines() if line.split("  ")[2] == "body")
    assert (status, out.splitlines()[0].split("  ")[:3], opening[1], opening[-1]) == (
        0,
        ["1", "–", "cover"],
        "1",
        "第一章开头",
    )
    lines = [line.split("  ") for line in run(capsys, "show", "lines", book)[1].splitlines()]
    assert ["1:1", "第一章开头"] in [[line[0], line[-1]] for line in lines]
    assert all(float(edge) >= 0 for line in lines for edge in (line[1], *line[2].split("–")))
    assert "<h1" in run(capsys, "show", "html", book)[1]
    (book / "01-a.md").write_text("# 开头\n\n<script>\n", "utf-8")
    assert run(capsys, "show", "pages", book)[:2] == (1, "")


# --- build, new, import, verify -------------------------------------------------------------------


def test_build_says_what_was_made(
    capsys: pytest.CaptureFixture[str], book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(book)
    status, out, err = run(capsys, "build", ".")
    names = [
        "b-1.record.json",
        "b-booklet-backs.pdf",
        "b-booklet-fronts.pdf",
        "b-booklet-guide.pdf",
        "b-booklet-trial.pdf",
        "b-booklet.pdf",
        "b-screen.pdf",
        "b.epub",
    ]
    assert (status, out) == (0, "")
    assert sorted(path.name for path in (book / "out").iterdir()) == [
        "SHA256SUMS",
        *names,
        "manifest.json",
    ]
    document = json.loads((book / "out" / "manifest.json").read_bytes())
    assert [row["name"] for row in document["files"]] == names
    assert [row["edition"] for row in document["files"]] == [None, *["booklet"] * 5, "screen", None]
    assert document["sources"][0].keys() == {"name", "sha256"}
    assert err.splitlines()[-1].startswith("Done: “样书”, pages: ") and err.splitlines()[
        -1
    ].endswith("files: 8, in out")
    assert run(capsys, "verify", "out")[0] == 0
    with zipfile.ZipFile("out.zip", "w") as archive:
        for path in (book / "out").iterdir():
            archive.write(path, path.name)
    assert run(capsys, "verify", "out.zip")[0] == 0
    (book / "out" / "b.epub").write_bytes(b"x")
    status, _, err = run(capsys, "verify", "out")
    assert (status, "file-altered: b.epub" in err) == (1, True)


def test_without_a_name_the_book_of_this_folder_is_taken(
    capsys: pytest.CaptureFixture[str], book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(book)
    assert run(capsys, "check") == (0, "", "No problems found: 样书\n")
    assert run(capsys, "build", "--format", "epub")[2].splitlines()[-1].endswith("files: 1, in out")
    assert "三个坚持" in run(capsys, "enumerations")[1]


def test_an_altered_file_has_a_way_out_for_its_maker_too(
    capsys: pytest.CaptureFixture[str], book: Path
) -> None:
    assert run(capsys, "build", book, "--format", "epub")[0] == 0
    (book / "out" / "b.epub").unlink()
    err = run(capsys, "--lang", "zh", "verify", book / "out")[2]
    assert "向发送者重新要一份" in err and "重新生成即可" in err


def test_a_wrong_edition_is_told_all_there_are(
    capsys: pytest.CaptureFixture[str], book: Path
) -> None:
    status, _, err = run(capsys, "build", book, "--edition", "bookelt")
    assert (status, "screen, booklet" in err) == (2, True)


def test_a_build_of_one_edition_keeps_the_entries_of_the_others(
    capsys: pytest.CaptureFixture[str], book: Path
) -> None:
    assert run(capsys, "build", book, "--format", "epub")[0] == 0
    (book / "01-a.md").write_text(TEXT + "\n又一段。\n", "utf-8")
    status, _, err = run(capsys, "build", book, "--edition", "screen")
    document = json.loads((book / "out" / "manifest.json").read_bytes())
    assert (status, "file-older: made from an older text: b.epub" in err) == (0, True)
    assert [(row["name"], "sources" in row) for row in document["files"]] == [
        ("b-1.record.json", False),
        ("b-screen.pdf", False),
        ("b.epub", True),
    ]


def test_several_books_go_into_a_folder_each(
    capsys: pytest.CaptureFixture[str], book: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "book.toml").write_text(TOML.replace('"b"', '"c"'), "utf-8")
    (other / "01-a.md").write_text("# 开头\n\n<script>\n", "utf-8")
    status, _, _ = run(capsys, "build", book, other, "-o", tmp_path / "all", "--format", "epub")
    assert status == 1
    assert sorted(
        path.relative_to(tmp_path / "all").as_posix()
        for path in (tmp_path / "all").rglob("*")
        if path.is_file()
    ) == ["b/SHA256SUMS", "b/b.epub", "b/manifest.json"]


def test_two_books_of_one_id_are_refused(
    capsys: pytest.CaptureFixture[str], book: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for path in book.iterdir():
        (other / path.name).write_bytes(path.read_bytes())
    status, _, err = run(capsys, "build", book, other, "-o", tmp_path / "all")
    assert (status, "output-twice" in err, (tmp_path / "all").exists()) == (2, True, False)


def test_same_bytes_wherever_and_whenever(book: Path, tmp_path: Path) -> None:
    other = tmp_path / "deep" / "down" / "book"
    other.mkdir(parents=True)
    for path in book.iterdir():
        (other / path.name).write_bytes(path.read_bytes())
    assert (
        program(
            "build", book, "-o", tmp_path / "one", TZ="Asia/Shanghai", PYTHONHASHSEED="1"
        ).returncode
        == 0
    )
    assert (
        program(
            "build",
            other,
            "-o",
            tmp_path / "two",
            TZ="America/Lima",
            PYTHONHASHSEED="2",
            LANG="zh_CN.UTF-8",
        ).returncode
        == 0
    )
    assert {path.name: path.read_bytes() for path in (tmp_path / "one").iterdir()} == {
        path.name: path.read_bytes() for path in (tmp_path / "two").iterdir()
    }


def test_a_machine_without_fonts_is_told_what_to_install(
    capsys: pytest.CaptureFixture[str], book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from duben.layout import fonts

    monkeypatch.setattr(fonts, "font_folders", lambda: ())
    status, _, err = run(capsys, "build", book)
    assert (status, "fonts-noto-cjk" in err, (book / "out").exists()) == (2, True, False)
    assert run(capsys, "check", book)[0] == 0


def test_import_makes_a_manuscript_that_builds(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(
        "关于样书的说明\n2025年1月2日\n\n一、开头\n\n正文一段,说明样书的用法。\n\n二、"
        "结尾\n\n再来一段，说明样书的来历。\n",
        "utf-8",
    )
    status, out, err = run(capsys, "import", tmp_path / "a.txt", "-o", tmp_path / "made")
    assert (status, out) == (0, "")
    assert json.loads((tmp_path / "made" / "import.json").read_bytes())["mended"][0]["new"] == "，"
    assert run(capsys, "build", tmp_path / "made", "--format", "epub")[0] == 0


def test_new_makes_a_manuscript_that_builds(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    if not (ROOT / "templates" / "new").is_dir():
        pytest.skip("templates/new is not there yet")
    assert run(capsys, "new", tmp_path / "fresh")[0] == 0
    assert run(capsys, "check", tmp_path / "fresh", "--strict") == (
        0,
        "",
        run(capsys, "check", tmp_path / "fresh")[2],
    )
    assert run(capsys, "build", tmp_path / "fresh", "--format", "epub")[0] == 0
    assert run(capsys, "new", tmp_path / "fresh")[0] == 2


# --- compare --------------------------------------------------------------------------------------


BAD = (
    ("01-a.md", TEXT.encode("gb18030"), "01-a.md:1", "encoding"),
    ("01-a.md", TEXT.encode() + "\n![甲](a.png)\n".encode(), "01-a.md:9", "file-missing"),
    ("book.toml", b"[book\n", "book.toml:1", "toml-broken"),
)


@pytest.mark.parametrize(("name", "data", "place", "rule"), BAD)
@pytest.mark.parametrize("side", ["old", "new"])
def test_compare_refuses_a_manuscript_with_errors(
    capsys: pytest.CaptureFixture[str],
    book: Path,
    tmp_path: Path,
    name: str,
    data: bytes,
    place: str,
    rule: str,
    side: str,
) -> None:
    bad = tmp_path / "bad"
    shutil.copytree(book, bad)
    (bad / name).write_bytes(data)
    pair = (bad, book) if side == "old" else (book, bad)
    status, out, err = run(capsys, "compare", *pair, "-o", tmp_path / "out")
    assert (status, out) == (1, "")
    assert f"compare-errors: “{bad}”" in err and f"{place}: error {rule}" in err
    assert not (tmp_path / "out").exists()
    status, out, err = run(capsys, "compare", *pair, "--json")
    rows = json.loads(out)["problems"]
    assert (status, err, [row["rule"] for row in rows][:2]) == (1, "", ["compare-errors", rule])


def test_build_since_a_manuscript_with_errors_tells_them(
    capsys: pytest.CaptureFixture[str], book: Path, tmp_path: Path
) -> None:
    shutil.copytree(book, tmp_path / "bad")
    (tmp_path / "bad" / "01-a.md").write_bytes(TEXT.encode("gb18030"))
    status, _, err = run(capsys, "build", book, "--since", tmp_path / "bad", "--edition", "screen")
    assert status == 1 and "01-a.md:1: error encoding" in err
    assert not (book / "out").exists()


# --- the current folder ---------------------------------------------------------------------------


def test_build_where_the_current_folder_was_removed(book: Path, tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    code = "import os, sys; os.rmdir(os.getcwd()); from duben.cli.program import main; main()"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, "build", str(book), "--format", "epub"],
        capture_output=True,
        check=False,
        cwd=tmp_path / "gone",
    )
    assert (done.returncode, (book / "out" / "b.epub").is_file()) == (0, True), done.stderr.decode()


# --- the door -------------------------------------------------------------------------------------


def test_the_door_of_the_package(book: Path) -> None:
    import duben

    draft = duben.load(book)
    assert duben.check(draft) == ()
    assert [one.term for one in duben.enumerations(draft)] == ["三个坚持"]
    assert duben.compare(draft, draft).changes == ()
    for name in duben.__all__:
        assert getattr(duben, name)


def test_docs_name_every_command_and_option() -> None:
    import click
    from duben.cli import commands

    text = (ROOT / "docs" / "commands.md").read_text("utf-8")
    group: Any = commands.group(Screen("en"))
    for name, command in group.commands.items():
        assert f"duben {name}" in text
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert any(option in text for option in parameter.opts), (name, parameter.opts)


def test_rows_have_no_rule_twice() -> None:
    areas = [
        importlib.import_module(f"duben.messages.{module.name}")
        for module in pkgutil.iter_modules(messages.__path__)
        if module.name != "catalogue"
    ]
    assert len(MESSAGES) == sum(len(getattr(area, "MESSAGES", ())) for area in areas)


def test_warnings_alone_end_with_0() -> None:
    from duben.cli.building import exit_status

    assert [
        exit_status([warning("x")], False),
        exit_status([warning("x")], True),
        exit_status([problem("x")], False),
    ] == [0, 1, 1]


@pytest.mark.parametrize(
    "command",
    [
        ("check", "{}.md"),
        ("build", "{}"),
        ("verify", "{}"),
        ("import", "{}.txt", "-o", "x"),
        ("new", "{}"),
    ],
)
def test_a_name_that_is_too_long_is_a_sentence(
    capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    status, out, err = run(capsys, *(word.format("长" * 100) for word in command))
    assert (status, out) == (2, "")
    assert "path-closed" in err and "File name too long" in err


@pytest.mark.parametrize("target", ["/", "{}/a.txt", "{}/a.txt/x"])
def test_import_says_where_it_cannot_write(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, target: str
) -> None:
    (tmp_path / "a.txt").write_text("标题\n\n正文一段。\n", "utf-8")
    status, _, err = run(capsys, "import", tmp_path / "a.txt", "-o", target.format(tmp_path))
    assert status == 2
    assert "intake-not-empty" in err or "intake-cannot-write" in err
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_signal_that_the_caller_ignores_stays_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    before = {number: signal.getsignal(number) for number in cli.SIGNALS}
    monkeypatch.setattr(cli, "run", lambda arguments: 0)
    try:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        with pytest.raises(SystemExit) as ended:
            cli.main([])
        assert (ended.value.code, signal.getsignal(signal.SIGHUP)) == (0, signal.SIG_IGN)
        assert signal.getsignal(signal.SIGTERM) is cli._interrupt
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def test_an_interrupt_while_the_program_is_loaded_ends_with_130() -> None:
    code = (
        "import os, signal, sys\nfrom duben.cli import program\n"
        "class Slow:\n"
        "    def find_spec(self, name, *more):\n"
        "        if name == 'duben.cli.running':\n"
        "            exec('os.kill(os.getpid(), signal.SIGTERM)')\n"
        "sys.meta_path.insert(0, Slow())\nprogram.main(['--help'])\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, timeout=300, check=False
    )
    assert (ended.returncode, ended.stderr) == (cli.INTERRUPTED, b"")


def test_notes_are_no_problems(capsys: pytest.CaptureFixture[str], book: Path) -> None:
    (book / "01-a.md").write_text("# 开头\n\n要做到“两个坚持”。\n", "utf-8")
    status, out, err = run(capsys, "check", book)
    assert status == 0
    assert "note T14" in err + out and (err + out).rstrip().endswith(
        "(above, for your information, are notes: 1)"
    )


def test_a_book_without_enumerations_is_told_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.md").write_text("# 水\n\n清淤。\n", "utf-8")
    _, out, told = run(capsys, "--lang", "zh", "enumerations", tmp_path / "a.md")
    assert (out, told) == ("", "没有找到数字提法。\n")


def test_import_shows_the_first_problems_of_a_kind_and_counts_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pictures = "".join(
        f'<p>为做好今年的河道清淤工作，现将有关事项通知如下，请认真执行。</p><img src="{n}.png">'
        for n in range(8)
    )
    (tmp_path / "a.html").write_text(f"<h1>清淤要点</h1>{pictures}<p>清淤。</p>", "utf-8")
    _, _, told = run(capsys, "--lang", "zh", "import", tmp_path / "a.html", "-o", tmp_path / "b")
    assert told.count("警告 intake-picture") == 5
    assert "还有 3 处同类问题（intake-picture）" in told


@pytest.mark.parametrize("day", ["20261201", "2026-W49-2", "2026-12-32", "2026-12"])
def test_a_day_has_one_form(capsys: pytest.CaptureFixture[str], book: Path, day: str) -> None:
    status, _, err = run(capsys, "compare", book, book, "--date", day)
    assert (status, "day-form" in err) == (2, True)
