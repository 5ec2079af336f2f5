"""A printed form is one row and one style sheet."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from duben.layout import editions
from duben.layout.editions import LINE, STYLES, Edition
from duben.model.problems import BookError
from duben.publish import build, one_book, reading
from duben.publish.worker import rendering

B5 = Edition(
    "study", ("学习本", ""), ("B5", ""), 24, 176, 250, 10.5, LINE, 34, 32, 66.0, 70.0, (*STYLES, "study.css")  # noqa: E501
)  # fmt: skip
POINTS = (176 * 72 / 25.4, 250 * 72 / 25.4)


def small_book(folder: Path) -> Path:
    folder.mkdir()
    (folder / "book.toml").write_text(
        '[book]\ntitle = "春"\ndate = 2026-01-31\n[output]\neditions = ["study"]\n'
        '[imprint]\nprinter = "某印刷厂"\nprinted = "2026年1月"\ncopies = 50\n',
        "utf-8",
    )
    (folder / "01.md").write_text("# 春\n\n春天到了，山上的花都开了。\n", "utf-8")
    return folder


def check_pages(file: Path) -> None:
    with pikepdf.open(file) as pdf:
        for page in pdf.pages:
            box = [float(number) for number in page.mediabox]
            assert box[2] - box[0] == pytest.approx(POINTS[0], abs=0.1)
            assert box[3] - box[1] == pytest.approx(POINTS[1], abs=0.1)
    with pypdfium2.PdfDocument(file) as document:
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert "B5（176毫米×250毫米）" in re.sub(r"\s", "", text)


def test_a_form_is_one_row_and_a_sheet_of_the_books_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(editions.EDITIONS, "study", B5)
    book = small_book(tmp_path / "book")
    (book / "styles").mkdir()
    (book / "styles" / "study.css").write_text(".title{letter-spacing:.1em}\n", "utf-8")
    draft = reading.load(book)
    faces = one_book.faces_of(draft.book)
    request = one_book.render_request(
        draft, {}, faces, draft.book.settings.output.editions, ("pdf",)
    )
    # The worker is another process, which does not know the row.
    answer = rendering.render(request, tmp_path, lambda stage: None)
    assert answer["problems"] == []
    assert [row["name"] for row in answer["files"] if row.get("edition")] == ["book-study.pdf"]
    check_pages(tmp_path / "book-study.pdf")


def test_help_and_messages_name_every_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(editions.EDITIONS, "study", B5)
    assert editions.edition_choices("zh").endswith("official 公文，study 学习本")
    with pytest.raises(BookError) as raised:
        build(small_book(tmp_path / "book"), tmp_path / "out", editions=("b5",))
    assert raised.value.problems[0].rule == "edition-unknown"
    assert dict(raised.value.problems[0].values)["choices"].endswith("official, study")
