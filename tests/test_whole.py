"""Whole manuscripts in one process: parsed, set as PDF and EPUB, and nothing of their text lost, doubled or out of order."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date

import pytest
from duben import analysis, epub, fonts, parser, pdf, proof
from duben.errors import BookError, Problem
from duben.fonts import Face
from duben.model import Book, BookSettings, Settings, Source, TextSettings

Built = Callable[..., tuple[bytes, list[Problem]]]


def book(*texts: str, answers: str = "inline") -> Book:
    settings = Settings(BookSettings(id="t", title="河边", date=date(2024, 5, 28)), text=TextSettings(answers=answers))  # type: ignore[arg-type]
    return analysis.analyse(settings, parser.parse_all([Source(f"{number:02}.md", text) for number, text in enumerate(texts, 1)]), ())


@pytest.fixture(scope="session")
def faces(tmp_path_factory: pytest.TempPathFactory) -> tuple[Face, ...]:
    try:
        chosen = fonts.faces("zh-Hans")
    except BookError:
        pytest.skip("the fonts of Debian fonts-noto-cjk are not installed")
    os.environ.setdefault("FONTCONFIG_FILE", str(fonts.configuration(chosen, tmp_path_factory.mktemp("fonts"))))
    return chosen


@pytest.fixture(scope="session")
def build(faces: Sequence[Face]) -> Built:
    """Builds a book; gives the PDF and every difference from the source."""

    def built(of: Book, against: Book | None = None) -> tuple[bytes, list[Problem]]:
        assert [one for chapter in of.chapters for one in chapter.problems if one.fatal] == []
        composed = pdf.compose(of, {}, faces)
        packed = epub.package(of, {}, composed.cover, composed.starts, {}, "", {})
        source = against or of
        return composed.screen, [*proof.prove_pdf(source, composed.screen, composed.printed, faces), *proof.prove_epub(source, packed)]

    return built


def test_front_chapter_that_opens_with_a_reading_is_found(build: Built) -> None:
    assert build(book("# 说明 {.front}\n\n<ruby>圕<rt>tuān</rt></ruby>就是图书馆。\n", "# 题\n\n正文。\n"))[1] == []


def test_front_chapter_with_a_text_longer_than_a_page_is_found(build: Built) -> None:
    assert build(book("# 说明 {.front}\n\n" + "风从北面来，云往南边去，田里的麦子一天比一天黄。" * 60, "# 题\n\n正文。\n"))[1] == []


def test_head_of_a_table_comes_again_with_its_readings_and_marks(build: Built) -> None:
    rows = "\n".join(f"| [^b]水闸{number} | 完好 |" if number == 1 else f"| 水闸{number} | 完好 |" for number in range(1, 60))
    assert build(book(f"# 题\n\n| <ruby>圕<rt>tuān</rt></ruby>[^a]名 | 情况 |\n|-|-|\n{rows}\n\n[^a]: 注一。\n\n[^b]: 注二。\n"))[1] == []


def test_head_of_a_table_comes_again_over_empty_rows(build: Built) -> None:
    rows = "| | |\n" * 80
    assert build(book(f"# 题\n\n| 姓名 | 单位 |\n|-|-|\n{rows}\n后文。\n"))[1] == []


def test_rule_is_told_from_a_star_behind_it(build: Built) -> None:
    assert build(book("# 题\n\n前。\n\n---\n\n\\*后。\n"))[1] == []


def test_note_in_a_cell_or_in_emphasis_is_set_like_every_note(build: Built) -> None:
    note = "风从北面来，云往南边去，田里的麦子一天比一天黄。" * 6
    assert build(book(f"# 题\n\n| 甲[^a] | 乙 |\n|-|-|\n| 丙 | 丁 |\n\n*重[^b]*\n\n[^a]: {note}\n\n[^b]: {note}\n"))[1] == []


ANSWERS = '# 题\n\n一加一是几？\n\n!!! 参考答案 "{}"\n    答案是二。\n\n!!! 参考答案\n    答案是三。\n'


def test_gathered_answers_keep_a_title_of_their_own(build: Built) -> None:
    of = book(ANSWERS.format("第一课的答案"), answers="end")
    assert build(of)[1] == []


def test_lost_title_of_gathered_answers_is_seen(build: Built) -> None:
    _, problems = build(book(ANSWERS.format("参考答案"), answers="end"), book(ANSWERS.format("第一课的答案"), answers="end"))
    assert [(one.rule, str(one.place), one.values["output"]) for one in problems] == [("text-missing", "01.md:5", "PDF"), ("text-missing", "01.md:5", "EPUB")]
