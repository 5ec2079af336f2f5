"""Short paragraphs on a page: under headings, and with lines to be filled in by hand."""

from __future__ import annotations

import pypdfium2
from duben.analysis import analyse
from duben.layout import fonts
from duben.manuscript import parse_chapters
from duben.model import Settings, Source
from duben.pdf import typesetter
from duben.pdf.composition import CompositionInputs


def composed(text: str) -> bytes:
    book = analyse(Settings(), parse_chapters([Source("01.md", f"# 清淤\n\n{text}\n")]))
    inputs = CompositionInputs(book, {}, fonts.choose_faces("zh-Hans"))
    return typesetter.compose(inputs, edition="screen").document


def test_a_row_of_headings_and_short_paragraphs_begins_on_the_first_page() -> None:
    document = composed("\n\n".join(f"## {number}号渠\n\n已清。" for number in range(1, 61)))
    with pypdfium2.PdfDocument(document) as opened:
        pages = [page.get_textpage().get_text_range() for page in opened]
    assert not any(page.strip().isdecimal() for page in pages)
    assert not any(page.rstrip("\n0123456789\r").endswith("号渠") for page in pages)


def test_a_row_of_headings_longer_than_a_page_begins_on_the_first_page() -> None:
    document = composed("\n\n".join(f"## {number}号渠" for number in range(1, 61)) + "\n\n已清。")
    with pypdfium2.PdfDocument(document) as opened:
        pages = [page.get_textpage().get_text_range() for page in opened]
    assert not any(page.strip().isdecimal() for page in pages)


def test_characters_beside_a_line_to_fill_in_are_not_pulled_apart() -> None:
    line = "分管院长：" + "\\_" * 12 + " 村用水委员会主任：" + "\\_" * 11
    with pypdfium2.PdfDocument(composed(f"{line}\n\n{'各村修渠清淤，管好水泵。' * 6}")) as opened:
        page = next(
            text for page in opened if "分管" in (text := page.get_textpage()).get_text_range()
        )
        at = page.get_text_range().index("分管")
        first, second = (page.get_charbox(at + number, loose=True)[0] for number in (0, 1))
    assert second - first < 11
