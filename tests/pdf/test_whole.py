"""Whole manuscripts in one process: parsed, set as PDF and EPUB, and nothing of their text lost,
doubled or out of order.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Sequence
from datetime import date

import pikepdf
import pytest
import random_books
from duben.analysis import analyse
from duben.epub import book_package
from duben.layout import fonts
from duben.layout.fonts import FontFace
from duben.manuscript.markdown import parser
from duben.manuscript.pictures import Picture
from duben.model import Book, BookError, BookSettings, Problem, Settings, Source, TextSettings
from duben.pdf import typesetter
from duben.pdf.composition import CompositionInputs
from duben.proof.text import epub_text, pdf_text
from duben.proof.text.page_text import PageReader
from PIL import Image


def picture() -> Picture:
    written = io.BytesIO()
    Image.new("L", (40, 30), 90).save(written, "PNG")
    return Picture(random_books.PICTURE, "image/png", written.getvalue(), 40, 30)


PICTURES = {random_books.PICTURE: picture()}
Built = Callable[..., tuple[bytes, list[Problem]]]


def book(*texts: str, answers: str = "inline") -> Book:
    settings = Settings(
        BookSettings(id="t", title="河边", date=date(2024, 5, 28)),
        text=TextSettings(answers=answers),
    )  # type: ignore[arg-type]
    return analyse(
        settings,
        parser.parse_chapters(
            [Source(f"{number:02}.md", text) for number, text in enumerate(texts, 1)]
        ),
        (),
    )


@pytest.fixture(scope="session")
def faces(tmp_path_factory: pytest.TempPathFactory) -> tuple[FontFace, ...]:
    try:
        chosen = fonts.choose_faces("zh-Hans")
    except BookError:
        pytest.skip("the fonts of Debian fonts-noto-cjk are not installed")
    os.environ.setdefault(
        "FONTCONFIG_FILE",
        str(fonts.write_font_configuration(chosen, tmp_path_factory.mktemp("fonts"))),
    )
    return chosen


@pytest.fixture(scope="session")
def build(faces: Sequence[FontFace]) -> Built:
    """Builds a book; gives the PDF and every difference from the source."""

    def built(of: Book, against: Book | None = None) -> tuple[bytes, list[Problem]]:
        assert [one for chapter in of.chapters for one in chapter.problems if one.fatal] == []
        composed = typesetter.compose(CompositionInputs(of, PICTURES, faces))
        packed = book_package.package(of, PICTURES, composed.cover, composed.starts, {}, {})
        source = against or of
        return composed.document, [
            *pdf_text.prove_pdf(source, composed.document, composed.printed, faces),
            *epub_text.prove_epub(source, packed),
        ]

    return built


def test_front_chapter_that_opens_with_a_reading_is_found(build: Built) -> None:
    assert (
        build(
            book(
                "# 说明 {.front}\n\n<ruby>圕<rt>tuān</rt></ruby>就是图书馆。\n", "# 题\n\n正文。\n"
            )
        )[1]
        == []
    )


def test_front_chapter_with_a_text_longer_than_a_page_is_found(build: Built) -> None:
    assert (
        build(
            book(
                "# 说明 {.front}\n\n" + "风从北面来，云往南边去，田里的麦子一天比一天黄。" * 60,
                "# 题\n\n正文。\n",
            )
        )[1]
        == []
    )


def test_head_of_a_table_comes_again_with_its_readings_and_marks(build: Built) -> None:
    rows = "\n".join(
        f"| [^b]水闸{number} | 完好 |" if number == 1 else f"| 水闸{number} | 完好 |"
        for number in range(1, 60)
    )
    assert (
        build(
            book(
                f"# 题\n\n| <ruby>圕<rt>tuān</rt></ruby>[^a]名 | 情况 |\n|-|-|\n{rows}\n\n"
                "[^a]: 注一。\n\n[^b]: 注二。\n"
            )
        )[1]
        == []
    )


def test_head_of_a_table_comes_again_over_empty_rows(build: Built) -> None:
    rows = "| | |\n" * 80
    assert build(book(f"# 题\n\n| 姓名 | 单位 |\n|-|-|\n{rows}\n后文。\n"))[1] == []


def test_rule_is_told_from_a_star_behind_it(build: Built) -> None:
    assert build(book("# 题\n\n前。\n\n---\n\n\\*后。\n"))[1] == []


def test_note_in_a_cell_or_in_emphasis_is_set_like_every_note(build: Built) -> None:
    note = "风从北面来，云往南边去，田里的麦子一天比一天黄。" * 6
    assert (
        build(
            book(
                "# 题\n\n| 甲[^a] | 乙 |\n|-|-|\n| 丙 | 丁 |\n\n*重[^b]*\n\n[^a]: "
                f"{note}\n\n[^b]: {note}\n"
            )
        )[1]
        == []
    )


def test_row_over_pages_leaves_room_for_the_notes_of_its_later_cells(build: Built) -> None:
    long = "风从北面来，云往南边去，田里的麦子一天比一天黄。" * 40
    assert (
        build(
            book(
                f"# 题\n\n| 名 | 情况 |\n|-|-|\n| {long} | 完好[^a] |\n| 甲 | 乙 |\n\n"
                f"[^a]: 注一，{'说明在此。' * 30}\n"
            )
        )[1]
        == []
    )


def test_notes_of_a_row_over_pages_follow_its_pages(build: Built) -> None:
    long = "风从北面来，云往南边去，田里的麦子一天比一天黄。" * 40
    assert (
        build(
            book(
                f"# 题\n\n| 名 | 情况 |\n|-|-|\n| {long}[^a] | 完好[^b] |\n\n[^a]: 注甲。"
                "\n\n[^b]: 注乙。\n"
            )
        )[1]
        == []
    )


def text_of(document: bytes, number: int) -> str:
    """What a page, from 0, says."""
    with pikepdf.open(io.BytesIO(document)) as opened:
        return "".join(run.text for run in PageReader().text_runs(opened.pages[number]))


def test_head_and_row_that_call_long_notes_are_printed_from_the_first_page_on(build: Built) -> None:
    head, row, note = (
        "天地玄黄宇宙洪荒" * 14,
        "日月盈昃辰宿列张" * 14,
        "风从北面来，云往南边去，田里的麦子一天比一天黄。" * 10,
    )
    document, problems = build(
        book(
            f"# 题\n\n| {head}[^a] | {head} |\n|-|-|\n| {row}[^b] | {row} |\n| 丙 | 丁 |\n"
            f"\n[^a]: {note}\n\n[^b]: {note}\n"
        )
    )
    assert (problems, "天地玄黄" in text_of(document, 4)) == ([], True)


ANSWERS = (
    '# 题\n\n一加一是几？\n\n!!! 参考答案 "{}"\n    答案是二。\n\n!!! 参考答案\n    答案是三。\n'
)


def test_gathered_answers_keep_a_title_of_their_own(build: Built) -> None:
    of = book(ANSWERS.format("第一课的答案"), answers="end")
    assert build(of)[1] == []


def test_lost_title_of_gathered_answers_is_seen(build: Built) -> None:
    _, problems = build(
        book(ANSWERS.format("参考答案"), answers="end"),
        book(ANSWERS.format("第一课的答案"), answers="end"),
    )
    assert [(one.rule, str(one.place), one.values["output"]) for one in problems] == [
        ("text-missing", "01.md:5", "PDF"),
        ("text-missing", "01.md:5", "EPUB"),
    ]


def test_long_number_of_a_list_is_read_before_its_text(build: Built) -> None:
    assert build(book("# 题\n\n123456. 甲乙\n123457. 丙丁\n\n后文。\n"))[1] == []


def test_head_of_a_table_that_is_high_as_a_page_is_printed(build: Built) -> None:
    high = f"| {'天地玄黄宇宙洪荒' * 36} " * 3
    assert build(book(f"# 题\n\n{high}|\n|-|-|-|\n" + "| 丙 | 日月盈昃 | 丁 |\n" * 3))[1] == []


def levels(page: bytes) -> dict[str, float]:
    """The baseline of each piece of text in a PDF, by what it says."""
    with pikepdf.open(io.BytesIO(page)) as document:
        reader = PageReader()
        return {
            run.text.strip(): round(run.top, 1)
            for page in document.pages
            for run in reader.text_runs(page)
        }


@pytest.mark.parametrize(
    "form",
    [
        "1. 甲甲\n2. 乙乙",
        "> 1. 甲甲\n> 2. 乙乙",
        "!!! 学习要点\n    1. 甲甲\n    2. 乙乙",
        "!!! 学习要点\n    1. 甲甲![](images/a.png)\n    2. 乙乙",
    ],
)
def test_number_of_an_item_stands_on_its_line(build: Built, form: str) -> None:
    screen, problems = build(book(f"# 题\n\n{form}\n"))
    found = levels(screen)
    assert (found["1."], found["2."], problems) == (found["甲甲"], found["乙乙"], [])


def test_picture_in_a_line_leaves_the_lines_where_they_are(build: Built) -> None:
    found = levels(build(book("# 题\n\n甲甲\n\n乙乙![](images/a.png)\n\n丙丙\n"))[0])
    assert (found["乙乙"] - found["甲甲"], found["丙丙"] - found["乙乙"]) == pytest.approx(
        (17.5, 17.5), abs=0.11
    )


@pytest.mark.parametrize("seed", range(0, 200, 50))
def test_books_by_chance_are_read_to_the_letter(seed: int) -> None:
    for texts in map(random_books.book, range(seed, seed + 50)):
        chapters = parser.parse_chapters(
            [Source(f"{number:02}.md", text) for number, (text, _) in enumerate(texts, 1)]
        )
        for chapter, (marked, said) in zip(chapters, texts, strict=True):
            found = "".join(
                block.label.strip("-*+") + block.text for block in chapter.walk()
            ).replace("\ufffc", "")
            assert (bare(found), chapter.problems) == (bare(said), ()), marked


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("seed", [0, 13])
def test_books_by_chance_are_printed_and_packed_to_the_letter(build: Built, seed: int) -> None:
    assert build(book(*(text for text, _ in random_books.book(seed, 1))))[1] == []
