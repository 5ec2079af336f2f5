"""Each rule on the author's text finds its fault at its line, and leaves what is right alone."""

import inspect
import re
from datetime import date
from pathlib import Path

import pytest
from duben import analysis
from duben.analysis.checks import rules
from duben.intake import reading
from duben.manuscript.markdown.parser import parse_chapters
from duben.messages import catalogue
from duben.model import Book, BookSettings, Settings, Source
from growth import grows_evenly

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
ROOT = Path(__file__).parents[2]


def found(text: str) -> list[tuple[str, int]]:
    """Line of every problem with a rule T, but for T14, which many short texts would have."""
    made = analysis.analyse(
        Settings(book=BookSettings(date=date(2024, 1, 1))), parse_chapters([Source("a.md", text)])
    )
    return [
        (one.rule, one.place.line if one.place else 0)
        for one in rules.check(made)
        if one.rule.startswith("T") and one.rule != "T14"
    ]


def typed(text: str, file: str = "a.md") -> list[str]:
    """Every problem with a rule L or M: rule, place, what was found and how it is right."""
    sources = [Source(file, text)]
    made = analysis.analyse(Settings(), parse_chapters(sources))
    told = []
    for one in rules.check(made, sources):
        if one.rule[0] in "LM" and one.place:
            assert all(
                "{" not in sentence.replace("\\{", "")
                for tongue in ("zh", "en")
                for sentence in catalogue.problem_text(one, tongue)
            )
            told.append(
                f"{one.rule} {one.place.line}:{one.place.column} {one.values.get('found', '')} {one.values.get('right', '')}".rstrip()
            )
    return told


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("1.水\n\n（一）甲\n\n（二）乙\n\n2.火\n", [("T1", 3)]),
        ("一、水\n\n1.甲\n\n（1）丙\n\n二、火\n\n（一）甲\n", []),
        ("一、水\n\n三、火\n", [("T2", 3)]),
        ("一、水\n\n二、火\n\n二、土\n", [("T2", 5)]),
        ("一、水\n\n（一）甲\n\n二、火\n\n（二）乙\n", []),
        ("三、水\n\n四、火\n", []),
        ("# 第一章 水\n\n第一条 甲\n\n第二条 乙\n\n# 第二章 火\n\n第四条 丙\n", [("T2", 9)]),
        ("第一条 甲\n\n第一条之一 乙\n\n第二条 丙\n", []),
        ("1 水\n\n1.1 甲\n\n1.3 乙\n", [("T2", 5)]),
        ("一. 水\n\n二. 火\n", [("T3", 1)]),
        ("一、水\n\n1、甲\n\n2、乙\n", [("T3", 3)]),
        ("（一）、水\n", [("T3", 1)]),
        ("第一、水\n", [("T3", 1)]),
        ("一是，修路。\n", [("T3", 1)]),
        ("第一，水\n\n一是修路。\n\n1.甲\n", []),
        ("第一，水\n\n其二，火\n", [("T4", 3)]),
        ("第一，水\n\n第二，火\n\n其一，土\n", []),
        ("# 水\n\n## 甲。\n\n## 乙\n", [("T5", 3)]),
        ("# 水？\n\n## 甲！\n\n## 乙……\n", []),
        ("# 水\n\n## 甲。\n\n## 乙。\n\n## 丙。\n", [("T5", 3)]),
        ("水、火、等\n", [("T6", 1)]),
        ("水、火等，甲、等级\n", []),
        ("去了三、四天，又去五、六个村\n", [("T6", 1), ("T6", 1)]),
        ("去了三四天，第一、二次，一、二年级，三、五天\n", []),
        ("水………………火\n", [("T6", 1)]),
        ("水……等\n", [("T6", 1)]),
        ("水“火\n", [("T7", 1)]),
        ("水）火\n", [("T7", 1)]),
        ("水“火（土”）\n", [("T7", 1)]),
        ("水“火“土”木”\n", [("T7-nested", 1)]),
        ("《水《火》土》\n", [("T7-nested", 1)]),
        ("水“火‘土’木”《甲〈乙〉丙》（丁(戊)）\n", []),
        ("1）水\n\nIt’s 水\n\n`（` 水\n\n(水）火\n", []),
        ("“水。\n\n“火。”\n", []),
        ("“两个坚守”好，“2个坚守”坏\n", [("T8", 1)]),
        ("“两个坚守”好，做到2个坚守\n", [("T8", 1)]),
        ("有2个区、3个县\n", []),
        ("水发[2024]3号\n", [("T9", 1)]),
        ("水发〔2024〕03号，第05号\n", [("T9", 1)]),
        ("98年5月\n", [("T9", 1)]),
        ("水发〔2024〕3号，第5号，1998年5月，[2024]年\n", []),
        ("抓好三项任务：一是修路；二是架桥。\n", [("T10", 1)]),
        ("水\n\n做到“五同”（同吃、同住、同学、同劳动）。\n", [("T10", 3)]),
        ("从农业、工业这三个方面看。一是修路；二是架桥；三是通水。\n", [("T10", 1)]),
        ("抓好甲类、乙类和丙类两大类。\n", [("T10", 1)]),
        ("健全县、村三级体系。\n", [("T10", 1)]),
        (
            "对三类地区分类管理。\n\n在高山区域，种树。\n\n在坡地区域，护林。\n\n在河谷区域，修路。\n\n在城市区域，种菜。\n",
            [("T10", 1)],
        ),
        ("不要“三和一少”（对甲、乙要和，对丁要少）。\n", [("T10", 1)]),
        (
            "打造“三个区”：林区、茶区、菜区。\n\n## 三个区\n\n（一）建设林区\n\n（二）建设菜区\n\n（三）建设茶区\n",
            [("T11", 7)],
        ),
        (
            "打造“三个区”：即高山林区、江边茶区、城郊菜区。\n\n## 建好“三个区”\n\n（一）高山林区\n\n（二）边江茶区\n\n（三）城郊菜区\n",
            [("T11", 7)],
        ),
        ("坚持“三早”（早种、早管、早收）。\n\n坚持“三早”（早管、早种、早收）。\n", [("T11", 3)]),
        ("坚持“三早”（早种、早管、早收）。\n\n坚持“三早”（甲乙丙、丁戊己、庚辛壬）。\n", []),
        ("坚持“三个早种”（早种麦、早种豆、早种瓜）。\n\n落实“四个早种”。\n", [("T12", 3)]),
        ("坚持“三个问题”（甲、乙、丙）。\n\n落实“四个问题”。\n", []),
        ("落实“三早”。\n\n坚持“三早”（早种、早管、早收）。\n", [("T13", 1)]),
        ("坚持“三早”（早种、早管、早收）。\n\n落实“三早”。\n", []),
        ("要抓好工作：一是修路；三是通水。\n", [("T15", 1)]),
        ("要抓好工作：二是修路；一是通水；三是架桥。\n", [("T15", 1)]),
        (
            "一是修路；二是架桥。\n\n还有：一是种树；二是种菜；三是养鱼。再说，一是甲；二是乙。\n",
            [],
        ),
        ("建设林区、茶区、林区。\n", [("T16", 1)]),
        ("建设林区、茶区和林区三个区。\n", [("T16", 1)]),
        ("健全县、村、村三级体系。\n", [("T16", 1)]),
        ("抓好修路和修路两件事。\n", [("T16", 1)]),
        ("农业、农业农村工作，国家与国家之间，林区、茶区，林区。\n", []),
        ("完成“三攻坚一盘活”五项任务。\n", [("T18", 1)]),
        ("完成“三攻坚一盘活”四项任务。\n", []),
        ("落实“三同”，抓好三项任务。\n", []),
    ],
)
def test_rule_finds_its_fault(text: str, problems: list[tuple[str, int]]) -> None:
    assert found(text) == problems


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("字,字\n", ["L22 1:2 字,字 字，字"]),
        ("甲\n\n你好,世界!(见下)\n", ["L22 3:3 你好,世界!(见下) 你好，世界！（见下）"]),
        ("甲;乙:丙?\n", ["L22 1:2 甲;乙:丙? 甲；乙：丙？"]),
        ("（括号)\n", ["L22 1:4 括号) 括号）"]),
        ("一项，(水），\n", ["L22 1:4 项，(水） 项，（水）"]),
        ("编号.\n", ["L22 1:3 编号. 编号。"]),
        ("第一行\n第二行.然后\n", ["L22 2:4 二行.然后 二行。然后"]),
        ('他说"好"。\n', ['L22 1:3 他说"好"。 他说“好”。']),
        ("他说'好'。\n", ["L22 1:3 他说'好'。 他说‘好’。"]),
        ('他说"好。\n', ['L22-quote 1:3 他说"好。']),
        ("好。。\n", ["L22 1:2 好。。 好。"]),
        ("好。。。\n", ["L22 1:2 好。。。 好……"]),
        ("甲、、乙\n", ["L22 1:2 甲、、乙 甲、乙"]),
        ("好...\n", ["L22 1:2 好... 好……"]),
        ("水…火\n", ["L22 1:2 水…火 水……火"]),
        ("字--字\n", ["L22 1:2 字--字 字——字"]),
        ("字---字\n", ["L22 1:2 字---字 字——字"]),
        ("**粗**,细\n", ["L22 1:6 粗,细 粗，细"]),
        ("号,号、号,号\n", ["L22 1:2 号,号、号,号 号，号、号，号"]),
        (
            "| 甲,乙 | 丙 |\n|---|---|\n| 丁 | 戊(己) |\n",
            ["L22 1:4 甲,乙 甲，乙", "L22 3:8 戊(己) 戊（己）"],
        ),
        ("水[^a]\n\n[^a]: 火,土\n", ["L22 3:8 火,土 火，土"]),
        ("有１２个Ａ级\n\n３\n", ["L22-wide 1:2 １２ 12"]),
        ("**甲\n", ["M1 1:1 **甲"]),
        ("水** 甲**\n", ["M1 1:2 水** 甲**"]),
        ("|甲|乙|\n|丙|丁|\n", ["M2 1:1 |甲|乙| |---|---|"]),
        ("水\n|甲|乙|\n|---|---|\n|丙|丁|\n", ["M2 2:1 |甲|乙| |---|---|"]),
        ("｜甲｜乙｜\n", ["M2 1:1 ｜甲｜乙｜ |---|---|"]),
        ("水\n\n＃ 标题\n", ["M3 3:1 ＃ 标题 # 标题"]),
        (" ## 标题\n", ["M3 1:2 ## 标题 ## 标题"]),
        ("####### 标题\n", ["M3 1:7 # 标题 # 标题"]),
        ("＊＊甲＊＊\n", ["M4 1:1 ＊＊甲＊＊ **甲**"]),
        ("！［图］（a.png）\n", ["M4 1:1 ！［图］（a.png） ![图](a.png)"]),
        ("见[文]（#id）\n", ["M4 1:2 [文]（#id） [文](#id)"]),
        ("甲［^1］\n", ["M4 1:2 ［^1］ [^1]"]),
        ("！！！ 提示\n", ["M4 1:1 ！！！ 提示 !!! 提示"]),
        ("138****1234和139****1234\n", [r"M5 1:4 138****1234 138\*\*\*\*1234"]),
    ],
)
def test_slips_of_typing_are_told_where_they_stand_with_the_mended_form(
    text: str, problems: list[str]
) -> None:
    assert typed(text) == problems


@pytest.mark.parametrize(
    "text",
    [
        "It's 水，5'，3.5，2:30，1,000，第1、2条，No.1\n",
        "`字,字`\n\n```\n字,字\n```\n",
        "见 http://example.org/a,b(c) 和 a@example.org\n",
        "[水](https://example.org/a,b)\n",
        "一.修路\n\n1.修路\n\n（1）修路\n",
        "甲. 水\n",
        "水……火——土～木\n",
        "水！！！火？？\n",
        'A, B (C) "D" -- E...\n',
        "**甲**乙***丙***\n",
        r"\*\*甲，\# 乙" + "\n\n" + r"\|甲|乙|" + "\n",
        "138****1234\n",
        "张***\n",
        "甲|乙\n",
        "[注]（见下）\n",
        "＃\n",
        "第＃号\n",
        "| 甲 |\n|---|\n| # 乙 |\n",
    ],
)
def test_what_is_typed_right_is_left_alone(text: str) -> None:
    assert typed(text) == []


def test_many_slips_are_counted_not_listed() -> None:
    told = typed("# 水\n\n" + "字,字\n\n" * 30)
    assert (len(told), told[0], told[-1]) == (21, "L22 3:2 字,字 字，字", "L22-more 1:1")


def test_markdown_is_looked_at_in_markdown_files_only() -> None:
    sources = [Source("a.txt", "# 甲\n")]
    made = analysis.analyse(Settings(), parse_chapters([Source("a.txt", "\\*\\*甲")]))
    assert rules.check(made, sources) == ()


def test_all_but_t14_are_warnings_with_a_sentence_and_a_hint_in_both_languages() -> None:
    text = "1.水。“火,\n\n（一）甲、等\n\n（三）、乙\n\n其四，丁\n\n2.火发[2024]3号，“2个坚守”《甲《乙》》\n\n## 丙。\n\n抓好三项任务：一是修路；二是架桥。\n"
    made = analysis.analyse(
        Settings(book=BookSettings(date=date(2024, 1, 1))), parse_chapters([Source("a.md", text)])
    )
    problems = rules.check(made)
    assert {problem.severity for problem in problems if problem.rule != "T14"} == {"warning"}
    assert [problem.severity for problem in problems if problem.rule == "T14"] == ["note"]
    for problem in problems:
        assert all(
            "{" not in sentence and sentence
            for tongue in ("zh", "en")
            for sentence in catalogue.problem_text(problem, tongue)
        )


def test_gap_names_the_label_that_was_expected() -> None:
    def expected(text: str) -> str:
        made = analysis.analyse(Settings(), parse_chapters([Source("a.md", text)]))
        return str(
            next(problem for problem in rules.check(made) if problem.rule == "T2").values[
                "expected"
            ]
        )

    assert [
        expected("（九）水\n\n（十一）火\n"),
        expected("1.2 水\n\n1.4 火\n"),
        expected("9.水\n\n11.火\n"),
        expected("第九条 水\n\n第十一条 火\n"),
    ] == [
        "（十）",
        "1.3",
        "10.",
        "第十条",
    ]


def test_what_is_explained_nowhere_is_told_once_for_the_book() -> None:
    made = analysis.analyse(
        Settings(),
        parse_chapters(
            [
                Source(
                    "a.md", "水。\n\n落实“三早”“四好”“三早”。\n\n过“五关”（甲、乙、丙、丁、戊）。\n"
                )
            ]
        ),
    )
    (one,) = rules.BOOK_RULES["T14"](made)
    assert (str(one.place), one.values["count"], one.values["terms"]) == (
        "a.md:3",
        2,
        "“三早”、“四好”",
    )


def test_every_rule_names_its_id_and_has_its_row_and_its_docs() -> None:
    docs = (ROOT / "docs" / "rules-text.md").read_text("utf-8")
    for name, rule in {**rules.BOOK_RULES, **rules.CHAPTER_RULES, **rules.FILE_RULES}.items():
        assert (inspect.getdoc(rule) or "").startswith(f"{name}: ")
        assert name in catalogue.MESSAGES
        assert re.search(rf"^\| {name} \|", docs, re.MULTILINE), name


def test_texts_as_published_give_no_false_alarm_on_numbers() -> None:
    if not CORPUS.is_dir():
        pytest.skip("shared/corpus is not beside this checkout: its texts were not checked")
    alarms = []
    for path in sorted((CORPUS / "texts").glob("*.txt")):
        settings, chapters = reading.document_as_book(reading.read_document(path))
        problems = rules.check(analysis.analyse(settings, chapters))
        # Full-width digits are in three of them, as printed.
        right = (
            "T4",
            "T6",
            "T8",
            "T9",
            "T10",
            "L22",
            "L22-quote",
            "L22-more",
            "M1",
            "M2",
            "M3",
            "M4",
            "M5",
        )
        alarms += [
            f"{problem.place} {problem.rule}" for problem in problems if problem.rule in right
        ]
    assert alarms == []


@pytest.mark.parametrize(
    "piece",
    [
        "“",
        "”",
        "（）",
        "、等",
        "1.",
        "2个",
        "`水`",
        "“2个坚守”",
        "字,",
        "字.",
        "(",
        "＊＊字",
        "｜",
        "１",
        "字--",
    ],
)
def test_a_megabyte_takes_no_time(piece: str) -> None:
    def made(size: int) -> tuple[Book, list[Source]]:
        sources = [Source("a.md", "水" + piece * (size // len(piece)))]
        return analysis.analyse(Settings(), parse_chapters(sources)), sources

    grows_evenly(made, lambda book: rules.check(*book), 300_000)
