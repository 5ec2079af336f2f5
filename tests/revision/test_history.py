"""The page 修订说明 of a book that has earlier versions, in the PDF and in the EPUB."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from duben.epub.book_package import package
from duben.model import VersionNote
from duben.publish import builds, reading
from duben.publish.version_history import with_history

TOML = (
    '[book]\ntitle = "学习材料"\nid = "xuexi"\ndate = {}\nversion = "{}"\n[output]\neditions '
    '= ["screen"]\n{}'
)
FIRST = (
    "# 总则\n\n各单位要认真组织学习，结合实际抓好落实。\n\n"
    "学习情况要在年底以前书面报告办公室。[^a]\n\n[^a]: 报告一式两份。\n"
)
SECOND = FIRST.replace("年底", "三月底").replace("一式两份", "一式三份")
THIRD = SECOND.replace("学习情况要", "材料由各单位自行印制，每人一册，妥善保管。\n\n学习情况要")


def book(folder: Path, text: str, version: str, day: str, more: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "book.toml").write_text(TOML.format(day, version, more), "utf-8")
    (folder / "01.md").write_text(text, "utf-8")
    return folder


def notes(folder: Path) -> tuple[VersionNote, ...]:
    return with_history(reading.load(folder)).history


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of which two versions went to print, and a third is being written."""
    folder = tmp_path_factory.mktemp("history") / "b"
    for text, version, day in ((FIRST, "1", "2026-03-01"), (SECOND, "2", "2026-06-01")):
        (made,) = builds.build(book(folder, text, version, day), formats=("pdf",), printed=True)
        assert made.done, made.problems
    return book(folder, THIRD, "3", "2026-09-01")


def test_a_first_version_has_no_history_and_no_page(tmp_path: Path) -> None:
    folder = book(tmp_path / "b", FIRST, "1", "2026-03-01")
    assert notes(folder) == ()
    packed = zipfile.ZipFile(io.BytesIO(package(reading.load(folder).book, {}, b"")))
    assert not [name for name in packed.namelist() if "changes" in name]


def test_versions_are_told_from_the_records_of_their_prints(printed: Path) -> None:
    told = [
        (one.number, one.date, one.note, [text for text, _ in one.sentences])
        for one in notes(printed)
    ]
    assert told == [
        ("1", "2026-03-01", "", []),
        (
            "2",
            "2026-06-01",
            "",
            [
                "“总则”第2段：将“学习情况要在年底以前书面报告办公室”修改为"
                "“学习情况要在三月底以前书面报告办公室”。",
                "注1：将“报告一式两份”修改为“报告一式三份”。",
            ],
        ),
        (
            "3",
            "2026-09-01",
            "",
            ["在“总则”第1段后增加一段：“材料由各单位自行印制，每人一册，妥善保管。”"],
        ),
    ]
    assert [bool(one.amendments) for one in notes(printed)] == [False, False, True]


def test_the_editor_may_say_it_otherwise_or_not_at_all(printed: Path) -> None:
    book(
        printed,
        THIRD,
        "3",
        "2026-09-01",
        '[revisions]\n"2" = "按来信改正两处。"\n"1.5" = "只在内部试用。"\n',
    )
    assert [(one.number, one.note) for one in notes(printed)] == [
        ("1", ""),
        ("1.5", "只在内部试用。"),
        ("2", "按来信改正两处。"),
        ("3", ""),
    ]
    book(printed, THIRD, "3", "2026-09-01", "[text]\nrevision_page = false\n")
    assert notes(printed) == ()
    book(printed, THIRD, "3", "2026-09-01")


def test_the_page_stands_in_pdf_and_ebook_with_links_and_words_for_the_ear(
    printed: Path, tmp_path: Path
) -> None:
    (made,) = builds.build(printed, tmp_path / "out")
    assert made.done, made.problems
    with pypdfium2.PdfDocument(made.output / "xuexi-screen.pdf") as document:
        pages = [
            re.sub(r"\s", "", document[number].get_textpage().get_text_range())
            for number in range(len(document))
        ]
    (page,) = [text for text in pages if text.startswith("修订说明")]
    assert (
        "第三版2026年9月1日" in page
        and "妥善保管。”（第1页）" in page
        and "第二版2026年6月1日" in page
        and page.index("第三版") < page.index("第二版") < page.index("第一版")
    )
    with zipfile.ZipFile(made.output / "xuexi.epub") as packed:
        text = packed.read(
            next(name for name in packed.namelist() if name.endswith("changes.xhtml"))
        ).decode()
        chapter = next(name for name in packed.namelist() if "text/" in name)
        target = re.search(
            r'<a href="(text/[^"#]+)#([^"]+)">“总则”第2段</a> <span class="kind">增加', text
        )
        assert (
            target
            and chapter.endswith(target[1])
            and f'id="{target[2]}"' in packed.read(chapter).decode()
        )
        nav = packed.read(
            next(name for name in packed.namelist() if name.endswith("nav.xhtml"))
        ).decode()
    assert (
        '<ins><span class="unseen">增加：</span>材料由' in text and "changes.xhtml#changes" in nav
    )
    (again,) = builds.build(printed, tmp_path / "again")
    for name in ("xuexi-screen.pdf", "xuexi.epub"):
        assert (again.output / name).read_bytes() == (made.output / name).read_bytes()


def test_a_changed_and_a_removed_paragraph_lead_to_their_places(
    printed: Path, tmp_path: Path
) -> None:
    folder = book(
        printed,
        SECOND.replace("各单位要认真组织学习，结合实际抓好落实。\n\n", ""),
        "3",
        "2026-09-01",
    )
    whole = with_history(reading.load(folder))
    text = zipfile.ZipFile(io.BytesIO(package(whole, {}, b""))).read("EPUB/changes.xhtml").decode()
    assert (
        '<del><span class="unseen">删去：</span>各单位要' in text
        and '">“总则”第1段</a> <span class="kind">删去' in text
    )
    book(printed, THIRD, "3", "2026-09-01")


def test_wrong_words_for_a_version_are_told_at_their_line(tmp_path: Path) -> None:
    folder = book(tmp_path / "b", FIRST, "1", "2026-03-01", '[revisions]\n"1" = 3\n')
    assert [(one.rule, str(one.place)) for one in reading.load(folder).problems] == [
        ("setting-type-str", "book.toml:9")
    ]
