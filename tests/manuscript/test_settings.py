"""book.toml: what is taken, and that everything else is told at its line."""

from __future__ import annotations

import random
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from duben.manuscript.ascii_names import make_book_id
from duben.manuscript.setting_values import language_tag
from duben.manuscript.settings import read_settings
from duben.messages.catalogue import MESSAGES, problem_text
from duben.model import Settings, Source

HEAD = '[book]\ntitle = "书"\ndate = 2026-01-31\n'


def setting_defaults() -> dict[str, dict[str, Any]]:
    """Every table of book.toml whose keys are known, its keys and their defaults."""
    return {
        table: {entry.name: entry.default for entry in fields(kind)}
        for table, kind in get_type_hints(Settings).items()
        if table != "revisions"
    }


def problems(text: str) -> list[tuple[int, str]]:
    return [
        (one.place.line if one.place else 0, one.rule)
        for one in read_settings(Source("book.toml", text), "ben")[1]
    ]


def test_smallest_book_has_the_defaults() -> None:
    settings, found = read_settings(Source("book.toml", HEAD), "学习读本")
    assert found == ()
    assert (settings.book.id, settings.book.title, settings.book.date) == (
        "xue-xi-du-ben",
        "书",
        date(2026, 1, 31),
    )
    assert settings.output == Settings().output


def test_every_key_is_taken() -> None:
    text = (
        HEAD
        + (
            'id = "ben-1"\nsubtitle = "副"\nauthors = ["甲", "乙"]\npublisher = "社"\n'
            'language = "zh-TW"\nversion = "2"\n'
        )
        + 'chapters = ["a.md"]\nsource = "源"\naddress = "https://example.org"\n'
        + '[output]\neditions = ["screen"]\nformats = ["epub"]\ntheme = "red"\napp_notes = true\n'
        + 'layout = "compact"\n'
        + (
            '[text]\nanswers = "end"\nmissing_glyph = "warning"\nenumerations = "pinyin"\n'
            "appendix = false\nrevision_page = false\n"
            'library = "ours.toml"\nsupply = true\nhistory = "tifa.toml"\nrun_in_heads = false\n'
            'house_list = "house.toml"\ncolumns = 2\n'
        )
        + (
            '[imprint]\nkind = "内部资料"\npermit = "x"\nissuer = "x"\nrecipients = "x"\n'
            'printer = "x"\nprinted = "x"\ncopies = 9\n'
            '[fonts]\ntext = "a"\nheading = "b"\ntitle = "c"\nkai = "d"\nfangsong = "e"\n'
            'latin = "f"\ndigits = "g"\n'
        )
        + (
            '[print]\npaper_gsm = 70\nbinding = "glued"\nsides = 1\nchapter_starts = "odd"\n'
            'staple_sheets = 9\nsplit = true\nfold_marks = true\nbacks = "B"\nsize = "A4"\n'
            "second_colour = true\n"
            '[cover]\ndesign = "picture"\npicture = "images/a.png"\nunit = "x"\nline = "x"\n'
            'series = "x"\nlogo = ""\n'
        )
        + (
            '[official]\nformat = "minutes"\ncopy_number = "12"\nsecurity = "机密"\n'
            'security_term = "1年"\nurgency = "特急"\nmark = "x"\nissuers = ["x"]\n'
            'number = "x"\nsigners = ["x"]\nposts = []\nrecipients = "x"\n'
            'attachments = ["x"]\nsignature = ["x"]\ndate = 2026-03-05\nseal = false\n'
            'note = "x"\npresent = "x"\nabsent = "x"\nobservers = "x"\ncc = "x"\n'
            'printed_by = "x"\nprinted_on = 2026-03-06\n'
        )
    )
    settings, found = read_settings(
        Source("book.toml", text + '[revisions]\n"1" = "初版"\n2 = "改字"\n'), "ben"
    )
    assert found == () and settings.revisions == (("1", "初版"), ("2", "改字"))
    assert (
        settings.book.language == "zh-Hant"
        and settings.print.split
        and settings.imprint.copies == 9
    )
    assert {f"{key} =" in text for keys in setting_defaults().values() for key in keys} == {True}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [(1, "setting-missing")]),
        ('[book]\ntitle = "x"\n', []),
        ('[book]\ntitle = "〔书名待填〕"\n', [(2, "setting-title-to-fill")]),
        (HEAD + 'titel = "x"\n', [(4, "setting-unknown-key")]),
        ('[book]\ntitel = "x"\ndate = 2026-01-31\n', [(2, "setting-unknown-key")]),
        ('[book]\ntitle = "x"\ndate = 2026-13-01\n', [(3, "setting-date-none")]),
        ('[book]\ntitle = "x"\ndate = 2026年2月30日 # 签发\n', [(3, "setting-date-none")]),
        ('[book]\ntitle = "x"\ndate = 2026-1-5\n', [(3, "setting-date-form")]),
        ('[book]\ntitle = "x"\ndate = 2026.01.05\n', [(3, "setting-date-form")]),
        (HEAD + "copies = 3\n", [(4, "setting-outside")]),
        (HEAD + "[prnt]\nsides = 1\n", [(4, "setting-unknown-table")]),
        (HEAD + "[print]\nsides = 3\n", [(5, "setting-choice")]),
        (HEAD + "[print]\nsides = true\n", [(5, "setting-choice")]),
        (HEAD + "[print]\npaper_gsm = -1\n", [(5, "setting-range")]),
        (HEAD + "[print]\npaper_gsm = 1.5\n", [(5, "setting-type-int")]),
        (HEAD + "[imprint]\ncopies = -1\n", [(5, "setting-range")]),
        (HEAD + '[official]\nformat = "telegram"\n', [(5, "setting-choice")]),
        (HEAD + '[official]\ncopy_number = "第1份"\n', [(5, "setting-copy_number")]),
        (HEAD + "[official]\nseal = 1\n", [(5, "setting-type-bool")]),
        (HEAD + '[official]\nissuer = "甲局"\n', [(5, "setting-outside")]),
        (HEAD + '[official]\nsingers = ["甲"]\n', [(5, "setting-unknown-key")]),
        (HEAD + '[official]\nsecurity_term = "1年"\n', [(5, "official-term-alone")]),
        (
            HEAD + '[official]\nsigners = ["甲"]\nposts = ["市长", "局长"]\n',
            [(6, "official-posts")],
        ),
        (
            HEAD + '[official]\nformat = "letter"\nprinted_by = "x"\npresent = ""\n',
            [(6, "official-unused")],
        ),
        (HEAD + '[imprint]\nkind = "书"\n', [(5, "setting-choice")]),
        (HEAD + "[text]\nappendix = 1\n", [(5, "setting-type-bool")]),
        (HEAD + '[output]\neditions = ["screne"]\n', [(5, "setting-unknown-value")]),
        (HEAD + "[output]\nformats = []\n", [(5, "setting-empty")]),
        (HEAD + '[output]\nformats = "pdf"\n', [(5, "setting-type-list")]),
        (HEAD + "authors = [1]\n", [(4, "setting-type-list")]),
        (HEAD + 'authors = [\n # "x"\n  "",\n]\n', [(6, "setting-empty")]),
        (HEAD + 'id = "../x"\n', [(4, "setting-id")]),
        (HEAD + 'id = "CON"\n', [(4, "setting-id")]),
        (HEAD + 'id = "书"\n', [(4, "setting-id")]),
        (HEAD + 'language = "en"\n', [(4, "setting-language")]),
        (HEAD + "version = 2\n", [(4, "setting-type-str")]),
        (HEAD + 'subtitle = "a\\u202eb"\n', [(4, "setting-control")]),
        (
            '[book]\ntitle = "  "\ndate = 2026-01-31T10:00:00\n',
            [(2, "setting-empty"), (3, "setting-type-date")],
        ),
        ('[book]\ntitle = "x"\ndate = "2026-01-31"\n', [(3, "setting-type-date")]),
        (
            'book = "x"\n',
            [(1, "setting-not-table"), (1, "setting-missing")],
        ),
        ('title = "x"\n' + HEAD, [(1, "setting-outside")]),
        ('book.title = "x"\nbook.date = 2026-01-31\nbook.x = 1\n', [(3, "setting-unknown-key")]),
        (
            '[book]\ntitle = """a\n[x]\n"""\ndate = 2026-01-31\nx = 1\n',
            [(2, "setting-control"), (6, "setting-unknown-key")],
        ),
        ('[book]\ntitle = "a\n', [(2, "toml-broken")]),
        ("[book]\ntitle = 书\n", [(2, "toml-unquoted")]),
        ("[text]\nsupply = ture\n", [(2, "toml-truth")]),
        ("[text]\nsupply = 是 # 补\n", [(2, "toml-truth")]),
        ("[text]\nsupply = TRUE\n", [(2, "toml-truth")]),
        ('[book]\ntitle = "a"\ntitle = "b"\n', [(3, "toml-twice")]),
        ('[book]\ntitle = "a"\n[book]\ndate = 2026-01-31\n', [(3, "toml-twice")]),
        ("a = " + "[" * 20_000, [(1, "toml-broken")]),
        ("[book\n", [(1, "toml-broken")]),
    ],
)
def test_mistake_is_told_at_its_line(text: str, expected: list[tuple[int, str]]) -> None:
    assert problems(text) == expected


def hints(text: str) -> list[str]:
    return [
        problem_text(one, "zh")[1] for one in read_settings(Source("book.toml", text), "ben")[1]
    ]


def test_hints_show_a_line_that_would_do() -> None:
    assert hints("[book]\n") == ['请在 [book] 下面加一行：title = "书名"']
    assert hints('[book]\ntitle = "x"\ndate = 2026/1/5\n') == [
        "请写成 date = 2026-01-05，不加引号，月和日写两位"
    ]


def test_hints_name_the_nearest_or_all_there_are() -> None:
    assert hints(HEAD + "[output]\neditions = ['bookelt']\n") == [
        "最相近的是：booklet；可用的有：screen, booklet, press, phone, large, draft, official"
    ]
    assert hints(HEAD + "[output]\nqqq = 1\n") == [
        "这里可用的有：editions, formats, theme, app_notes, layout"
    ]


def test_a_number_that_is_too_long_is_not_called_none() -> None:
    text = HEAD + '[official]\ncopy_number = "1234567"\n'
    (fault,) = read_settings(Source("book.toml", text), "x")[1]
    assert problem_text(fault, "zh")[0] == "份号“1234567”不是 1 到 6 位数字"


def test_all_mistakes_are_told_at_once() -> None:
    assert (
        len(problems('[book]\nx = 1\ny = 2\n[output]\nthema = "a"\nformats = ["doc", "pdf"]\n'))
        == 5
    )


@pytest.mark.parametrize("value", ["true", '["红", 1]', '{a = "红", b = false}', "2026-01-31"])
def test_a_wrong_value_is_told_as_it_is_typed(value: str) -> None:
    found = read_settings(Source("book.toml", f"{HEAD}[cover]\ndesign = {value}\n"), "ben")[1]
    assert f"“{value}”" in problem_text(found[0], "zh")[0]


def test_unknown_key_names_the_nearest() -> None:
    found = read_settings(Source("book.toml", HEAD + 'publsher = "x"\n'), "ben")[1]
    assert problem_text(found[0], "en")[1] == "the nearest known: publisher"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("学习读本", "xue-xi-du-ben"),
        ("My Book", "my-book"),
        ("2026年读本", "2026-nian-du-ben"),
        ("！", "book"),
        ("律", "lv"),
        ("a" * 99, "a" * 64),
    ],
)
def test_id_is_made_of_the_folders_name(name: str, expected: str) -> None:
    assert make_book_id(name) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh-hans-HK", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("ZH-HK", "zh-Hant"),
        ("zh-Hant", "zh-Hant"),
        ("en", None),
        ("zhx", None),
        ("", None),
    ],
)
def test_any_chinese_tag_is_taken(tag: str, expected: str | None) -> None:
    assert language_tag(tag) == expected


def test_wild_text_is_never_a_traceback() -> None:
    pieces = [
        "[book]",
        "[[book]]",
        "title",
        "=",
        '"',
        "'''",
        "\n",
        "[",
        "]",
        "{",
        "}",
        "1979-05-27",
        "inf",
        "#",
        ".",
        "\\",
        "date",
        "true",
        "书",
        "\0",
        ",",
        "0x",
        "1e999",
    ]
    for seed in range(2_000):
        chance = random.Random(seed)
        for one in read_settings(
            Source(
                "book.toml", "".join(chance.choice(pieces) for _ in range(chance.randint(0, 20)))
            ),
            "x",
        )[1]:
            assert one.place and all(problem_text(one, tongue)[0] for tongue in ("zh", "en"))


def test_every_row_is_in_both_languages_with_the_same_values() -> None:
    import string

    def names(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for rule, row in MESSAGES.items():
        assert row.zh and row.en and bool(row.zh_hint) == bool(row.en_hint), rule
        assert names(row.zh) == names(row.en), rule


def test_every_key_and_its_default_are_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "manuscript.md").read_text("utf-8")
    for table, keys in setting_defaults().items():
        section = page.split(f"### [{table}]")[1].split("\n#")[0]
        rows = {
            line.split("|")[1].strip(): line.split("|")[3]
            for line in section.split("\n")
            if line.startswith("| `")
        }
        assert set(rows) == {f"`{key}`" for key in keys}
        for key, default in keys.items():
            if isinstance(default, (bool, int)) or (
                isinstance(default, str) and default and key != "id"
            ):
                assert str(default).lower() in rows[f"`{key}`"].lower(), key
