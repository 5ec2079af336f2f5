"""Every trimmed size: boxes of all files, the grid measured on the pages, imprint and sheets."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from duben import epub, proof
from duben.layout import EDITIONS, SIZES, page_size, sized_edition
from duben.layout.page_sizes import POINTS_PER_MM, fit_grid
from duben.manuscript.settings import read_settings
from duben.model import Book, PrintSettings, Settings, Source
from duben.publish import one_book, reading
from duben.publish.worker import rendering

# Checked by eye on composed pages: pt, characters of a line, lines of a page.
GRIDS = {
    "A5": (10.5, 28, 26),
    "大32开": (10.5, 26, 25),
    "32开": (10.5, 25, 23),
    "B5": (11.0, 32, 30),
    "JIS B5": (11.5, 31, 29),
    "16开": (11.5, 32, 29),
    "大16开": (12.0, 34, 31),
    "A4": (12.0, 34, 32),
    "115×165": (10.5, 25, 20),
}
PAPERS = {"A5": (297, 210), "大32开": (297, 210), "32开": (297, 210), "115×165": (297, 210)}
RULES = ("L11", "L13", "L19", "L20")
WALK = (
    "汛期到来以前，各村要把堤防、涵闸和排水沟走一遍，看见裂缝、塌坑、渗水的地方当天记下，三天以内"
    "报到镇上；修不完的，先备好土袋、木桩和照明，并指定专人看守。\n\n"
    "雨量超过五十毫米时，值班的人不离岗，每两小时报一次水位。夜里有险情的，先转移老人和孩子，"
    "再报告。\n\n"
)


def sized(name: str) -> Settings:
    """The settings of a book of this size."""
    return Settings(print=PrintSettings(size=name))


@pytest.mark.parametrize("name", GRIDS)
def test_grid_is_whole_and_in_the_proportions_of_a5(name: str) -> None:
    size, grid = page_size(name), fit_grid(page_size(name))
    assert (grid.points, grid.columns, grid.lines) == GRIDS[name]
    outer = size.width * POINTS_PER_MM - grid.columns * grid.points - grid.inner
    foot = size.height * POINTS_PER_MM - grid.lines * grid.step - grid.head
    assert 10 * POINTS_PER_MM < grid.inner < outer and 15 * POINTS_PER_MM < grid.head < foot
    edition = sized_edition("screen", sized(name))
    assert edition.size * edition.zoom == pytest.approx(grid.points)
    assert edition.outer * edition.zoom == pytest.approx(outer)


def test_a5_is_as_it_was_and_other_forms_keep_their_page() -> None:
    for name, row in EDITIONS.items():
        assert sized_edition(name, Settings()) is row
        assert (sized_edition(name, sized("16开")) == row) is not row.sized


@pytest.mark.parametrize(
    ("typed", "size"),
    [('"大32开"', "大32开"), ("[120, 180]", "120×180"), ("[120.5, 180]", "120.5×180")],
)
def test_size_is_a_name_or_two_lengths(typed: str, size: str) -> None:
    settings, problems = read_settings(
        Source("book.toml", f'[book]\ntitle = "春"\n[print]\nsize = {typed}\n'), "a"
    )
    assert settings.print.size == size and problems == ()


@pytest.mark.parametrize(
    "typed", ['"64开"', "[100, 150]", "[210, 300]", "16", "[1]", "[true, 200]"]
)
def test_other_sizes_are_refused_with_the_choices(typed: str) -> None:
    settings, problems = read_settings(
        Source("book.toml", f'[book]\ntitle = "春"\n[print]\nsize = {typed}\n'), "a"
    )
    assert settings.print.size == Settings().print.size
    assert [(str(problem.place), problem.rule) for problem in problems] == [
        ("book.toml:4", "setting-size")
    ]
    assert dict(problems[0].values)["choices"] == ", ".join(SIZES)


def small_book(folder: Path, size: str) -> Path:
    folder.mkdir()
    (folder / "book.toml").write_text(
        '[book]\ntitle = "防汛读本"\nid = "a"\n[imprint]\nprinter = "某印刷厂"\n'
        f'[output]\neditions = ["screen", "booklet", "press"]\n[print]\nsize = "{size}"\n',
        "utf-8",
    )
    text = f"# 一、汛前准备\n\n{WALK}## （一）查险\n\n{WALK * 8}"
    if size == "16开":  # a style of the book's own: its pages are composed with a bleed
        (folder / "styles").mkdir()
        (folder / "styles" / "page.css").write_text("p { color: #000 }\n", "utf-8")
    (folder / "01.md").write_text(text + "| 名称 | 数量 |\n|---|---|\n| 土袋 | 800 |\n", "utf-8")
    return folder


def boxes(file: Path) -> list[tuple[float, ...]]:
    """Width and height of the trimmed pages and of the sheets, mm, each once."""
    with pikepdf.open(file) as pdf:
        rows = {
            tuple(
                round(float(box[side + 2] - box[side]) / POINTS_PER_MM, 1)
                for box in (page.trimbox, page.mediabox)
                for side in (0, 1)
            )
            for page in pdf.pages
        }
    return sorted(rows)


@pytest.mark.parametrize("name", GRIDS)
def test_files_of_a_size_have_its_boxes_grid_and_imprint(name: str, tmp_path: Path) -> None:
    draft = reading.load(small_book(tmp_path / "book", name))
    faces = one_book.faces_of(draft.book)
    request = one_book.render_request(
        draft, {}, faces, draft.book.settings.output.editions, ("pdf", "epub")
    )
    answer = rendering.render(request, tmp_path, lambda stage: None)
    large = name not in PAPERS
    assert [row["rule"] for row in answer["problems"]] == ["booklet-sheet"] * large
    width, height = page_size(name).width, page_size(name).height
    sheet = PAPERS.get(name, (420, 297))
    assert boxes(tmp_path / "a-screen.pdf") == [(width, height) * 2]
    for part in ("booklet", "booklet-fronts", "booklet-backs", "booklet-trial"):
        assert boxes(tmp_path / f"a-{part}.pdf") == [sheet * 2]
    assert boxes(tmp_path / "a-press.pdf") == [(width, height, width + 20, height + 20)]
    cover = boxes(tmp_path / "a-press-cover.pdf")[0]
    assert 2 * width < cover[0] < 2 * width + 2 and cover[1] == height
    rules = rules_of(tmp_path / "a-screen.pdf", draft.book)
    assert {rule: rules[rule] for rule in RULES} == dict.fromkeys(RULES, (True, "pass"))
    millimetres = page_size(name).in_millimetres()
    named = f"{name.replace(' ', '')}（{millimetres}）" if name in SIZES else millimetres
    assert f"开本{named}" in text_of(tmp_path / "a-screen.pdf")
    package = epub.read_packed_file((tmp_path / "a.epub").read_bytes(), "content.opf")
    assert package and f"印本（{page_size(name).name('zh-Hans')}）" in package[1].decode()
    guide = text_of(tmp_path / "a-booklet-guide.pdf")
    assert ("张A3纸" in guide, "张A4纸" in guide, "裁切线" in guide) == (
        large,
        not large,
        name not in ("A5", "A4"),
    )


def rules_of(file: Path, book: Book) -> dict[str, tuple[bool, str]]:
    """For each rule whether more than 20 lines were measured, and the answer."""
    report = proof.report_to_json(proof.measure_pdf(file), book)
    return {row["rule"]: (row["looked_at"] > 20, row["answer"]) for row in report["rules"]}


def test_two_columns_stand_on_the_grid_with_notes_below_both(tmp_path: Path) -> None:
    book = small_book(tmp_path / "book", "A4")
    toml = book / "book.toml"
    toml.write_text(toml.read_text("utf-8") + "[text]\ncolumns = 2\n", "utf-8")
    text = (book / "01.md").read_text("utf-8")
    note = "详见手册。[^1]\n\n[^1]: 每年四月印发。\n\n"
    (book / "01.md").write_text(f"{text}\n{note}{WALK * 4}", "utf-8")
    draft = reading.load(book)
    faces = one_book.faces_of(draft.book)
    request = one_book.render_request(draft, {}, faces, ("screen",), ("pdf",))
    assert rendering.render(request, tmp_path, lambda stage: None)["problems"] == []
    edition = sized_edition("screen", draft.book.settings)
    assert (edition.columns, edition.text_columns, edition.zoom) == (42, 2, 1)
    assert edition.column_measure == 20 * 10.5 and edition.inner > 25 * POINTS_PER_MM
    rules = rules_of(tmp_path / "a-screen.pdf", draft.book)
    assert {rule: rules[rule][1] for rule in RULES[:3]} == dict.fromkeys(RULES[:3], "pass")
    lines = [
        line
        for page in pages_of(tmp_path / "a-screen.pdf")
        for line in page
        if "汛期到来以前" in line[0]
    ]
    lefts = {round(left) for _, left, _ in lines}
    assert max(lefts) - min(lefts) > 220  # paragraphs begin in both columns
    left, below = next(
        (left, bottom)
        for page in pages_of(tmp_path / "a-screen.pdf")
        for text, left, bottom in page
        if "每年四月印发" in text
    )
    assert below < edition.foot + 4 * edition.step and left < edition.inner + edition.measure / 2


def pages_of(file: Path) -> list[list[tuple[str, float, float]]]:
    """For each page its runs of text, each with its left and lower edge, pt."""
    pages = []
    with pypdfium2.PdfDocument(file) as document:
        for page in document:
            text = page.get_textpage()
            boxes = [text.get_rect(index) for index in range(text.count_rects())]
            pages.append([(text.get_text_bounded(*box), box[0], box[1]) for box in boxes])
    return pages


def text_of(file: Path) -> str:
    """The text of a PDF without its blanks."""
    with pypdfium2.PdfDocument(file) as document:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    return re.sub(r"\s", "", "".join(texts))
