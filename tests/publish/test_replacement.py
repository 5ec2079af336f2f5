"""Replacement pages, and which pages and sheets are as before: compared as pictures."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from duben.analysis import analyse
from duben.cache import CacheDir
from duben.layout import excerpt, theme
from duben.manuscript.markdown import parser
from duben.model import Settings, Source
from duben.publish import (
    builds,
    comparison as publish_comparison,
    handouts,
    one_book,
    reading,
    records,
)
from duben.publish.change_documents import replacement_pages, report
from duben.publish.change_documents.replacement_pages import effective_pages
from duben.revision import comparison, pages
from duben.revision.version import Version
from PIL import Image, ImageChops
from versioned_books import Layer, chapters, layers, sentences

SAID = theme.book_words("zh-Hans", "revision")
TOML = (
    '[book]\ntitle = "学习材料"\nid = "xuexi"\ndate = 2026-03-01\nversion = "{}"\n[output]\n'
    'editions = ["screen", "booklet"]\nformats = ["pdf"]\n'
)
DPI = 150


def written(
    folder: Path, texts: Sequence[Sequence[str]], version: str, binding: str = "loose"
) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "book.toml").write_text(
        TOML.format(version) + (f'[print]\nbinding = "{binding}"\n' if binding else ""), "utf-8"
    )
    for number, paragraphs in enumerate(texts, 1):
        (folder / f"{number:02}.md").write_text("\n\n".join(paragraphs) + "\n", "utf-8")
    return folder


def picture(pdf: pypdfium2.PdfDocument, page: int) -> Image.Image:
    return pdf[page].render(scale=DPI / 72).to_pil().convert("L")


def alike(one: Image.Image, other: Image.Image, inner: bool = False) -> bool:
    """Whether two pictures are the same; ``inner``: but for what stands in the head and the foot of
    the page.
    """
    found = ImageChops.difference(one, other)
    if inner:
        found = found.crop(
            (0, round(55 / 72 * DPI), found.width, round((60 + 26 * 17.5 + 4) / 72 * DPI))
        )
    return found.getbbox() is None


@dataclass(frozen=True)
class Replaced:
    """What ``duben compare -o`` makes: the PDF, b"" where none is made, the leaves in it, the
    record of copies with its pages.
    """

    pdf: bytes
    leaves: list[tuple[str, str, bool]]
    new_print: bool
    version: Version | None


def replaced(record: Path, folder: Path, output: Path) -> Replaced | None:
    with (
        publish_comparison.open_side(str(record)) as old,
        publish_comparison.open_side(str(folder)) as new,
    ):
        handouts.write_change_documents(old, new, output, kept=CacheDir(folder.parent / "cache"))
    found = json.loads((output / "changes.json").read_text("utf-8"))["replacement"]
    if found is None:
        return None
    path = output / "replacement.pdf"
    leaves = [(*row["pages"], row["point"]) for row in found["leaves"]]
    return Replaced(
        path.read_bytes() if path.is_file() else b"",
        leaves,
        found["new_print"],
        records.read_record(output / "replacement.record.json") if path.is_file() else None,
    )


@dataclass(frozen=True)
class Printed:
    """A book that went to print: its text, its manuscript,
    its outputs and the record of the print.
    """

    texts: list[list[str]]
    folder: Path
    output: Path
    path: Path
    record: Version


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    top = tmp_path_factory.mktemp("printed")
    chance = random.Random(31)
    texts = chapters(chance, 3, 17)
    texts[0][6] = "\n".join(f"- {sentences(chance, 1)}" for _ in range(4))
    texts[1][7] = "| 单位 | 份数 |\n|---|---|\n" + "\n".join(
        f"| {sentences(chance, 1)[:6]} | {number} |" for number in range(11, 19)
    )
    texts[1][9] = (
        f"{sentences(chance, 2)}[^n]{sentences(chance, 1)}\n\n[^n]: {sentences(chance, 1)}"
    )
    folder = written(top / "b", texts, "1")
    (made,) = builds.build(folder, printed=True)
    assert made.done, made.problems
    (folder / "out").rename(top / "old")
    path = folder / "prints" / "xuexi-1.record.json"
    return Printed(texts, folder, top / "old", path, records.read_record(path))


def edited(printed: Printed, chapter: int, index: int, text: str) -> Path:
    """The manuscript with one paragraph that reads otherwise."""
    texts = [list(one) for one in printed.texts]
    texts[chapter][index] = text
    return written(printed.folder, texts, "2")


def test_one_word_changed_is_one_leaf_whose_other_page_looks_as_before(
    printed: Printed, tmp_path: Path
) -> None:
    """A side that begins and ends as before, and has no change, is the old picture."""
    looked = 0
    old = printed.record.print
    assert old
    with pypdfium2.PdfDocument(printed.output / "xuexi-screen.pdf") as before:
        for chapter, index in ((0, 9),):
            folder = edited(
                printed, chapter, index, printed.texts[chapter][index].replace("，", "，并", 1)
            )
            made = replaced(printed.path, folder, tmp_path / f"{chapter}-{index}")
            assert made and made.version and made.version.print
            ((front, back, point),) = made.leaves
            assert not point
            assert {page.folio for page in made.version.print.pages if page.version == "2"} == {
                front,
                back,
            } - {""}
            found = comparison.compare(printed.record, made.version)
            touched = {
                made.version.print.page_name(page)
                for change in found.changes
                for page, _ in pages.changed_lines(found, change, "new")
            }
            assert len(touched) <= 2
            with pypdfium2.PdfDocument(made.pdf) as document:
                for side, folio in enumerate((front, back)):
                    page = next(
                        (page for page in made.version.print.pages if page.folio == folio), None
                    )
                    number = next(
                        (number for number, page in enumerate(old.pages) if page.folio == folio), -1
                    )
                    if page and folio not in touched and page.text == old.pages[number].text:
                        assert alike(
                            picture(document, len(document) - 2 + side), picture(before, number)
                        ), folio
                        looked += 1
    assert looked == 1


def test_what_does_not_fit_stands_on_point_pages_and_nothing_is_lost(
    printed: Printed, tmp_path: Path
) -> None:
    folder = edited(printed, 0, 3, printed.texts[0][3] + sentences(random.Random(4), 30))
    made = replaced(printed.path, folder, tmp_path / "out")
    assert made and made.version and made.version.print and printed.record.print
    assert [(front, point) for front, _, point in made.leaves] == [("1", False), ("2-1", True)]
    last = made.leaves[1][1] or "2-1"
    end = made.version.print.pages[-2].folio
    assert list(effective_pages(made.version, SAID)) == [
        ("i—iii", "第1版"),
        (f"1—{last}", "第2版"),
        (f"3—{end}", "第1版"),
    ]
    # The copy, old pages and new ones together, reads as the new text, and what its record says of
    # a line stands there.
    new, old = (
        list(layers(tmp_path / "out" / "replacement.pdf")),
        list(layers(printed.output / "xuexi-screen.pdf")),
    )
    names = [folio for front, back, _ in made.leaves for folio in (front, back)]
    fresh = dict(zip(names, new[len(new) - len(names) :], strict=True))
    kept = {page.folio: old[number] for number, page in enumerate(printed.record.print.pages)}
    page_of = {
        page.folio: (fresh if page.version == "2" else kept)[page.folio]
        for page in made.version.print.pages
    }
    whole = layers(
        builds.build(folder, tmp_path / "whole", editions=("screen",))[0].output
        / "xuexi-screen.pdf"
    )
    natural = records.read_record(tmp_path / "whole" / "xuexi-2.record.json").print
    assert natural

    def body(found: Sequence[tuple[str, Layer]]) -> str:
        return "".join("".join(one.lines) for part, one in found if part == "body")

    assert body([(page.part, page_of[page.folio]) for page in made.version.print.pages]) == body(
        [(page.part, one) for page, one in zip(natural.pages, whole, strict=True)]
    )
    seen = 0
    for unit, spots in zip(made.version.units, made.version.print.spots, strict=True):
        for (start, page, line), stop in zip(
            spots, [*(spot[0] for spot in spots[1:]), len(unit.text)], strict=True
        ):
            lines = page_of[made.version.print.pages[page].folio].lines
            if unit.kind == "paragraph" and not any("①" in one for one in lines):
                assert "".join(unit.text[start:stop].split()) in lines[line - 1]
                seen += 1
    assert seen > 100


def test_copies_with_replaced_pages_have_a_record_for_the_next_time(
    printed: Printed, tmp_path: Path
) -> None:
    texts = [list(one) for one in printed.texts]
    texts[2][4] = texts[2][4].replace("，", "，并", 1)
    made = replaced(printed.path, written(printed.folder, texts, "2"), tmp_path / "2")
    assert made and len(made.leaves) == 1
    texts[2][12] = texts[2][12].replace("，", "，又", 1)
    third = replaced(
        tmp_path / "2" / "replacement.record.json",
        written(printed.folder, texts, "3"),
        tmp_path / "3",
    )
    assert third and third.version and len(third.leaves) == 1
    assert {number for _, number in effective_pages(third.version, SAID)} == {
        "第1版",
        "第2版",
        "第3版",
    }


# --- a stapled booklet: whole sheets ---

PaperSheet = tuple[tuple[str, str], tuple[str, str]]  # front and back: text at the left, the right


def paper_sheets(pdf: bytes) -> list[PaperSheet]:
    """The sheets of A4 in a PDF: the text on either half of either side, blanks out."""
    sides = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            width, height = page.get_size()
            assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (297, 210)
            text = page.get_textpage()
            halves = [
                text.get_text_bounded(left, 0, left + width / 2, height) for left in (0, width / 2)
            ]
            sides.append(("".join(halves[0].split()), "".join(halves[1].split())))
    return list(zip(sides[::2], sides[1::2], strict=True))


def fold(sheets: Sequence[PaperSheet]) -> list[str]:
    """The pages in order of sheets that were turned along the short edge in the printer, folded,
    and put into one another, the first outermost.
    """
    first = [page for front, back in sheets for page in (front[1], back[0])]
    second = [page for front, back in reversed(sheets) for page in (back[1], front[0])]
    return first + second


def test_a_stapled_booklet_exchanges_whole_sheets(printed: Printed, tmp_path: Path) -> None:
    """Carried out with paper: sheets taken out of the old booklet, those of the file put in."""
    texts = [list(chapter) for chapter in printed.texts]
    texts[0][9] = texts[0][9].replace("，", "，并", 1)
    folder = written(printed.folder, texts, "2", "")
    assert replaced(printed.path, folder, tmp_path / "out")
    told = json.loads((tmp_path / "out" / "changes.json").read_text("utf-8"))["replacement"]
    assert told["binding"] == "stapled" and len(told["leaves"]) == 2 * len(told["sheets"])
    (asked, *spare) = told["sheets"]
    assert not spare and not any(leaf["point"] for leaf in told["leaves"])
    booklet = paper_sheets((printed.output / "xuexi-booklet.pdf").read_bytes())
    explained, *new = paper_sheets((tmp_path / "out" / "replacement.pdf").read_bytes())
    assert "取出" in explained[0][0] and f"第{asked['number']}张" in explained[0][0]
    before = fold(booklet)
    booklet[asked["number"] - 1] = new[0]
    after = fold(booklet)
    builds.build(folder, tmp_path / "whole", editions=("screen",))
    with pypdfium2.PdfDocument(tmp_path / "whole" / "xuexi-screen.pdf") as document:
        wanted = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    body = [page for page in after if "，并" in page]
    assert len(body) == 1 and body[0] in wanted
    changed = [
        number for number, pair in enumerate(zip(before, after, strict=True)) if len({*pair}) > 1
    ]
    assert changed == [after.index(body[0])]
    record = records.read_record(tmp_path / "out" / "replacement.record.json")
    assert record.print and printed.record.print
    assert record.print.signatures == printed.record.print.signatures


def test_the_imprint_of_a_replaced_leaf_has_no_label_without_a_code(
    printed: Printed, tmp_path: Path
) -> None:
    folder = edited(printed, 0, 9, printed.texts[0][9].replace("，", "，并", 1))
    settings = folder / "book.toml"
    told = settings.read_text("utf-8").replace("[book]\n", '[book]\npublisher = "清河镇"\n', 1)
    settings.write_text(told, "utf-8")
    pages = replaced(printed.path, folder, tmp_path / "out")
    assert pages
    with pypdfium2.PdfDocument(pages.pdf) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    assert "清河镇" in text and "识别码" not in text


def test_a_leaf_more_in_a_stapled_booklet_is_pasted(printed: Printed, tmp_path: Path) -> None:
    texts = [list(chapter) for chapter in printed.texts]
    texts[0][3] += sentences(random.Random(4), 30)
    folder = written(printed.folder, texts, "2", "stapled")
    made = replaced(printed.path, folder, tmp_path / "out")
    assert made and made.version and made.version.print
    assert [leaf for leaf in made.leaves if leaf[2]] == [("2-1", "", True)]
    explained, *sheets = paper_sheets(made.pdf)
    assert "贴在第2页后" in explained[0][0] and not made.version.print.signatures
    assert sheets[-1][0][0] == sheets[-1][1][1] == ""  # a leaf alone on its sheet, both sides


def rows(*leaves: Any, binding: str = "loose") -> list[tuple[str, str]]:
    made = replacement_pages.ReplacementPages(
        b"",
        tuple(replacement_pages.PrintedLeaf(*leaf) for leaf in leaves),
        40,
        Version("x", "题", "2", "", "zh-Hans", ()),
        binding=binding,
    )
    return list(replacement_pages.instructions(made, SAID))


def test_a_leaf_with_the_back_cover_is_named_by_it() -> None:
    assert rows(("9", "", False, "8", "back cover")) == [("第9页、封底", "第9页、封底")]
    assert rows(("", "", False, "9", "back cover")) == [("空白页、封底", "空白页、封底")]


def test_what_grows_on_the_leaf_of_the_back_cover_is_put_in_ahead_of_it(tmp_path: Path) -> None:
    """The back cover stays on the outermost sheet of a stapled booklet."""
    text = chapters(random.Random(2), 1, 5)
    (made,) = builds.build(written(tmp_path / "b", text, "1", ""), printed=True)
    record = tmp_path / "b" / "prints" / "xuexi-1.record.json"
    old = records.read_record(record).print
    assert made.done and old
    assert [old.pages[page].part for page in old.booklet[-2:]] == ["body", "back cover"]
    text[0][-1] += sentences(random.Random(6), 14)
    told = replaced(record, written(tmp_path / "b", text, "2", ""), tmp_path / "out")
    assert told and told.version and told.version.print
    new = told.version.print
    parts = ["" if page < 0 else new.pages[page].part for page in new.booklet]
    assert parts[-4:] == ["body", "body", "", "back cover"]
    assert told.leaves[-1] == ("", "", False) and told.leaves[-2][2]


def test_list_of_pages_is_as_large_as_the_pages_of_the_book(tmp_path: Path) -> None:
    text = chapters(random.Random(2), 1, 9)
    folder = written(tmp_path / "b", text, "1")
    size = (folder / "book.toml").read_text("utf-8") + 'size = "32开"\n'
    (folder / "book.toml").write_text(size, "utf-8")
    (made,) = builds.build(folder, printed=True)
    assert made.done, made.problems
    text[0][3] = sentences(random.Random(7), 2)
    (written(folder, text, "2") / "book.toml").write_text(size.replace('"1"', '"2"'), "utf-8")
    told = replaced(folder / "prints" / "xuexi-1.record.json", folder, tmp_path / "out")
    assert told and told.pdf
    pdf = pypdfium2.PdfDocument(told.pdf)
    sizes = {tuple(round(side * 25.4 / 72) for side in pdf[n].get_size()) for n in range(len(pdf))}
    assert sizes == {(130, 184)}


def test_leaves_that_follow_each_other_are_one_instruction() -> None:
    assert rows(
        ("3", "4", False, "2"),
        ("5", "6", False, "4"),
        ("6-1", "", True, "6"),
        ("11", "", False, "10"),
        ("iii", "iv", False, "ii"),
    ) == [
        ("第3—6页（2张叶）", "第3—6、6-1页（3张叶）"),
        ("第11页（背面空白）", "第11页（背面空白）"),
        ("第iii页、第iv页", "第iii页、第iv页"),
    ]


@pytest.mark.parametrize(
    ("binding", "sheets", "words"),
    [
        ("loose", 0, "取出下表"),
        ("glued", 0, "胶装的书"),
        ("stapled", 5, "要整张换"),
        ("stapled", 0, "离订口约1厘米处裁下"),
    ],
)
def test_each_binding_has_its_own_instruction(binding: str, sheets: int, words: str) -> None:
    version = Version("x", "题", "2", "", "zh-Hans", ())
    made = replacement_pages.ReplacementPages(
        b"", (), 40, version, binding=binding, of_sheets=sheets
    )
    assert words in SAID[f"replacement-how-{made.way}"]


def test_many_changes_ask_for_a_new_print(printed: Printed) -> None:
    texts = [[text.replace("，", "，并", 1) for text in paragraphs] for paragraphs in printed.texts]
    draft = reading.load(written(printed.folder, texts, "2"))
    asked = one_book.render_request(draft, {}, one_book.faces_of(draft.book), ("screen",), ("pdf",))
    found = comparison.compare(printed.record, asked.version)
    made = replacement_pages.replacement(found, asked.inputs, asked.looks, SAID)
    assert made and made.too_many and not made.pdf
    assert "整本重印" in next(iter(report.advice(found, None, made, SAID)))
    # A text that has grown: of the 13 leaves to print nine are put in.
    own, more = (replacement_pages.PrintedLeaf("1", "2", point) for point in (False, True))
    grown = replace(made, leaves=(own,) * 4 + (more,) * 9, of=7)
    (words,) = report.advice(found, None, grown, SAID)
    assert words == "全书7张叶，要换4张，还要添9张，合计超过六成：建议整本重印。"


def test_pages_and_sheets_called_unchanged_are_the_same_pictures(
    printed: Printed, tmp_path: Path
) -> None:
    """Of the whole new print: what is called unchanged is, and what is not differs, page by page
    and sheet by sheet.
    """
    texts = [list(one) for one in printed.texts]
    texts[1][4] += sentences(random.Random(8), 3)
    del texts[2][9]
    folder = written(printed.folder, texts, "2")
    (made,) = builds.build(folder)
    assert made.done, made.problems
    found = comparison.compare(
        printed.record, records.read_record(made.output / "xuexi-2.record.json")
    )
    old, new = pages.both_prints(found)
    with (
        pypdfium2.PdfDocument(printed.output / "xuexi-screen.pdf") as before,
        pypdfium2.PdfDocument(made.output / "xuexi-screen.pdf") as after,
    ):
        pictures = [picture(before, number) for number in range(len(before))]
        for number, fate in enumerate(pages.page_fates(found)):
            now = picture(after, number)
            twins = [
                other
                for other, page in zip(pictures, old.pages, strict=True)
                if page.part == new.pages[number].part
            ]
            same = any(alike(now, other) for other in twins)
            assert same == (fate == "same"), (number, fate)
            if fate == "folio":
                assert any(alike(now, other, inner=True) for other in pictures)
    again = pages.sheets_to_reprint(found)
    differing = set()
    for side in ("fronts", "backs"):
        with (
            pypdfium2.PdfDocument(printed.output / f"xuexi-booklet-{side}.pdf") as before,
            pypdfium2.PdfDocument(made.output / f"xuexi-booklet-{side}.pdf") as after,
        ):
            assert len(after) == again.of_sheets
            differing |= {
                number + 1
                for number in range(len(after))
                if number >= len(before)
                or not alike(picture(before, number), picture(after, number))
            }
    assert set(again.sheets) == differing
    shutil.rmtree(made.output)


def stretch(text: str, start: excerpt.BlockOffset | None, end: excerpt.BlockOffset | None) -> str:
    book = analyse(Settings(), parser.parse_chapters([Source("01.md", text)]), ())
    by_text = {block.text: block.id for block in book.blocks.values() if block.text}
    ends = [(by_text[at[0]], at[1]) if at else None for at in (start, end)]
    found = excerpt.cut_excerpt(book.chapters, *ends)
    rows = []
    for block in found.blocks:
        first, last = found.shown.get(block.id, (0, len(block.text)))
        cut = " ".join(name for name in block.classes if name.startswith("cut"))
        rows.append(" ".join(filter(None, (block.kind, block.text[first:last], cut))))
    return "; ".join(rows)


TEXT = (
    "# 题\n\n甲乙丙丁。\n\n- 子丑\n- 寅卯\n\n| 名 | 数 |\n|---|---|\n| 东 | 1 |\n| 西 | 2 |\n"
    '\n!!! 提示 "小题"\n    上文。\n\n    下文。\n'
)


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [
        (None, ("甲乙丙丁。", 2), "heading 题; paragraph 甲乙 cut-behind"),
        (("甲乙丙丁。", 2), ("子丑", 0), "paragraph 丙丁。 cut-before"),
        (("子丑", 0), ("寅卯", 0), "list cut-behind; item; paragraph 子丑"),
        (("寅卯", 1), ("名", 0), "list cut-before; item cut-before; paragraph 卯 cut-before"),
        (("名", 0), ("西", 0), "table cut-behind; row; cell 名; cell 数; row; cell 东; cell 1"),
        (("西", 0), ("小题", 0), "table cut-before; row; cell 名; cell 数; row; cell 西; cell 2"),
        (("小题", 0), ("下文。", 0), "box 小题 cut-behind; paragraph 上文。"),
        (("下文。", 0), None, "box cut-before; paragraph 下文。"),
    ],
)
def test_a_stretch_holds_what_stands_between_two_places(
    start: excerpt.BlockOffset | None, end: excerpt.BlockOffset | None, wanted: str
) -> None:
    assert stretch(TEXT, start, end) == wanted
