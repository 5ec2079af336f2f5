"""What holds for all rules on the author's text; the cases of each are in cases/checks."""

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
                (
                    f"{one.rule} {one.place.line}:{one.place.column} "
                    f"{one.values.get('found', '')} {one.values.get('right', '')}"
                ).rstrip()
            )
    return told


def test_many_slips_are_counted_not_listed() -> None:
    told = typed("# 水\n\n" + "字,字，水，火\n\n" * 1_010)
    assert (len(told), told[0], told[-1]) == (1_001, "L22 3:2 字,字， 字，字，", "L22-more 1:1")


def test_half_width_marks_throughout_a_chapter_are_told_once() -> None:
    told = typed("# 水\n\n" + "字,字：水;火\n\n" * 30 + "水...火\n")
    assert told == ["L22-throughout 3:2 字,字： 字，字：", "L22 63:2 水...火 水……火"]
    few = typed("# 水\n\n" + "字,字\n\n" * 3)
    assert few == [f"L22 {line}:2 字,字 字，字" for line in (3, 5, 7)]


def test_pairs_beside_latin_words_and_numbers_of_items() -> None:
    made = analysis.analyse(
        Settings(),
        parse_chapters(
            [Source("a.md", "# 水\n\n选‘object’和‘it’s on’两项。\n\n水：\n1) 修路\n2) 架桥\n")]
        ),
    )
    assert [one.rule for one in rules.check(made) if one.rule.startswith("T7")] == []
    made = analysis.analyse(Settings(), parse_chapters([Source("a.md", "# 水\n\n修路12）架桥\n")]))
    assert [one.rule for one in rules.check(made) if one.rule.startswith("T7")] == ["T7"]


def test_year_of_two_digits_is_whole_in_traditional_script() -> None:
    for text, told in (
        ("自99年3月起實施圖書館開放辦法。", []),
        ("自99年3月起实施图书馆开放办法。", ["T9"]),
    ):
        made = analysis.analyse(Settings(), parse_chapters([Source("a.md", f"# 水\n\n{text}\n")]))
        assert [one.rule for one in rules.check(made) if one.rule == "T9"] == told


def test_markdown_is_looked_at_in_markdown_files_only() -> None:
    sources = [Source("a.txt", "# 甲\n")]
    made = analysis.analyse(Settings(), parse_chapters([Source("a.txt", "\\*\\*甲")]))
    assert rules.check(made, sources) == ()


def test_all_but_t14_are_warnings_with_a_sentence_and_a_hint_in_both_languages() -> None:
    text = (
        "1.水。“火,\n\n（一）甲、等\n\n（三）、乙\n\n其四，丁\n\n2.火发[2024]3号，"
        "“2个坚守”《甲《乙》》\n\n## 丙。\n\n抓好三项任务：一是修路；二是架桥。\n"
    )
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


def test_article_that_is_cited_is_no_number_of_a_series() -> None:
    text = "第二十条 第（一）项\n\n第二十条 第（五）项\n\n第二十条 第（八）项\n"
    made = analysis.analyse(Settings(), parse_chapters([Source("a.md", text)]))
    assert not [problem for problem in rules.check(made) if problem.rule == "T2"]


def test_number_inside_the_item_before_it_is_not_missing() -> None:
    text = "1．水从哪里来？\n\nA、上游 B、下游\n\nC、井里 D、天上\n\n2．谁来清淤？\n\n三、修路\n"
    made = analysis.analyse(Settings(), parse_chapters([Source("a.md", text)]))
    assert not [problem for problem in rules.check(made) if problem.rule == "T2"]
