"""The printed forms, measured in their finished PDFs."""

from __future__ import annotations

import ctypes
import io
import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import page
import pikepdf
import pypdfium2
import pytest
from duben.analysis import analyse
from duben.cli import program
from duben.layout import fonts, official_document, theme
from duben.layout.editions import EDITIONS, POINTS_PER_MM
from duben.manuscript.markdown import parser
from duben.manuscript.markdown.source_columns import SourceColumns
from duben.model import (
    Book,
    BookError,
    BookSettings,
    PrintSettings,
    Rectangle,
    Settings,
    Source,
    SourceLocation,
    walk_blocks,
)
from duben.pdf import imposition, printer_sheets, typesetter
from duben.pdf.composition import Composition, CompositionInputs
from duben.pdf.overlays import LineFinder
from duben.proof.pages import official, report
from duben.proof.text import pdf_text
from duben.proof.text.content_stream import DrawnText
from duben.proof.text.page_text import PageReader
from duben.publish import builds, measuring, reading, viewing
from duben.publish.builds import build
from duben.publish.viewing import DraftLine
from PIL import Image
from pypdfium2 import raw

SENTENCE = "风从北面来，云往南边去，田里的麦子一天比一天黄。"
CHAPTERS = (
    "# 说明 {.front}\n\n" + SENTENCE * 20,
    "# 一、河边\n\n" + "\n\n".join(SENTENCE * (3 + number % 5) for number in range(30)) + "\n\n“三个平台”指甲平台、乙平台、丙平台。[^a]\n\n[^a]: 注释在页脚。\n",  # noqa: E501
    "# 二、山上\n\n## （一）路\n\n| 项目 | 内容 |\n|-|-|\n| 甲 | 乙 |\n\n" + "\n\n".join(SENTENCE * 4 for _ in range(20)) + "\n\n## （二）桥\n\n再说“三个平台”。\n",  # noqa: E501
)  # fmt: skip


@cache
def book() -> Book:
    chapters = parser.parse_chapters(
        [Source(f"{number:02}.md", text) for number, text in enumerate(CHAPTERS)]
    )
    return analyse(
        Settings(book=BookSettings(title="四季读本", publisher="河边社", date=date(2026, 3, 1))),
        chapters,
    )


Composed = Callable[[str], Composition]


@pytest.fixture(scope="module")
def composed() -> Composed:
    """The small book in an edition, composed once."""
    faces = fonts.choose_faces("zh-Hans")

    @cache
    def compose(edition: str) -> Composition:
        starts = compose("screen").starts if edition != "screen" else ()
        return typesetter.compose(
            CompositionInputs(book(), {}, faces), edition=edition, ordinary=starts
        )

    return compose


def test_a_note_that_is_called_again_is_printed_once() -> None:
    chapters = parser.parse_chapters(
        [
            Source(
                "01.md",
                "# 一、河边\n\n"
                + (SENTENCE * 7 + "好[^a]，再说[^a]。\n\n") * 5
                + "[^a]: 只说一遍。\n",
            )
        ]
    )
    made = analyse(Settings(book=BookSettings(title="四季读本", date=date(2026, 3, 1))), chapters)
    composition = typesetter.compose(CompositionInputs(made, {}, fonts.choose_faces("zh-Hans")))
    assert (
        pdf_text.prove_pdf(
            made, composition.document, composition.printed, fonts.choose_faces("zh-Hans")
        )
        == ()
    )
    with pypdfium2.PdfDocument(composition.document) as opened:
        text = "".join(page.get_textpage().get_text_bounded() for page in opened)
    assert (text.count("只说一遍"), text.count("①")) == (1, 11)


def sizes(document: bytes, number: int) -> Counter[float]:
    """How many characters a page has of each size in pt."""
    found: Counter[float] = Counter()
    with pypdfium2.PdfDocument(document) as opened:
        leaf = opened[number]
        text = leaf.get_textpage()
        for piece in leaf.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            length = raw.FPDFTextObj_GetText(piece, text, None, 0) // 2 - 1
            size = ctypes.c_float()
            raw.FPDFTextObj_GetFontSize(piece, size)
            found[round(size.value * abs(piece.get_matrix().d), 2)] += length
    return found


def boxes(document: bytes, box: str = "mediabox") -> set[tuple[float, float]]:
    """The sizes of all pages, mm."""
    with pikepdf.open(io.BytesIO(document)) as opened:
        return {
            (
                round(float(right - left) / POINTS_PER_MM, 2),
                round(float(top - bottom) / POINTS_PER_MM, 2),
            )
            for left, bottom, right, top in (getattr(page, box) for page in opened.pages)
        }


def test_phone_is_small_and_its_text_large(composed: Composed) -> None:
    phone = composed("phone")
    assert boxes(phone.document) == {(90, 160)}
    page = next(index for index, page in enumerate(phone.printed) if page.folio == "2")
    ((size, count),) = sizes(phone.document, page).most_common(1)
    assert count > 200 and size * 390 / (90 * POINTS_PER_MM) >= 17


def test_long_terms_stay_inside_the_table_by_number() -> None:
    short = "".join(
        f"“{numeral}个平台”指{'、'.join(f'{name}平台' for name in '甲乙丙丁戊己'[:count])}。\n\n"
        for count, numeral in enumerate("两三四五六", 2)
    )
    long = "“六个方面的长期坚持的具体工作要求”指甲事、乙事、丙事、丁事、戊事、己事。\n"
    made = analyse(
        Settings(book=BookSettings(title="四季读本", date=date(2026, 3, 1))),
        parser.parse_chapters([Source("01.md", f"# 一、河边\n\n{short}{long}")]),
    )
    phone = typesetter.compose(
        CompositionInputs(made, {}, fonts.choose_faces("zh-Hans")), edition="phone"
    )
    [index] = [index for index in range(phone.pages) if "按项数排列" in said(phone.document, index)]
    with pypdfium2.PdfDocument(phone.document) as opened:
        page = opened[index].get_textpage()
        right = max(
            page.get_charbox(at)[2]
            for at in range(page.count_chars())
            if page.get_text_range(at, 1).strip()
        )
    assert "的具体工作要求" in said(phone.document, index)
    assert right <= phone.printed[index].area.right + 0.5


def test_a_label_in_a_paragraph_of_its_own_stays_with_its_text() -> None:
    alone = ("一是", "（一）", "第一条", "首先，", "1．", "二是：")
    text = "\n\n".join(
        f"{alone[number % 6]}\n\n{SENTENCE * (1 + number % 4)}" for number in range(36)
    )
    made = analyse(
        Settings(book=BookSettings(title="四季读本", date=date(2026, 3, 1))),
        parser.parse_chapters([Source("01.md", f"# 一、河边\n\n{text}\n")]),
    )
    phone = typesetter.compose(
        CompositionInputs(made, {}, fonts.choose_faces("zh-Hans")), edition="phone"
    )
    with pypdfium2.PdfDocument(phone.document) as opened:
        high = opened[0].get_height()
        ends = [
            page.get_textpage()
            .get_text_bounded(bottom=high - printed.area.bottom, top=high - printed.area.top)
            .splitlines()[-1:]
            for page, printed in zip(opened, phone.printed, strict=True)
        ]
    assert not {end[0].strip() for end in ends if end} & set(alone)


def test_phone_has_links_and_bookmarks(composed: Composed) -> None:
    with pikepdf.open(io.BytesIO(composed("phone").document)) as opened:
        with opened.open_outline() as outline:
            assert [entry.title for entry in outline.root] == [
                "说明",
                "目录",
                "一、河边",
                "二、山上",
                "附录　数字提法",
            ]
        contents = next(
            page
            for page in opened.pages
            if "目　录" in said(composed("phone").document, page.index)
        )
        assert len({str(link.Dest) for link in contents.Annots}) == 5


def test_large_print_is_large(composed: Composed) -> None:
    large = composed("large")
    assert boxes(large.document) == {(210, 297)}
    pages = [index for index, page in enumerate(large.printed) if page.part == "body"]
    found = sum((sizes(large.document, page) for page in pages), Counter[float]())
    assert found.most_common(1)[0][0] >= 16
    # The marks of notes alone are smaller than 12 pt.
    assert sum(count for size, count in found.items() if size < 12) == 1
    assert (
        large.printed[pages[0]].area.left >= 25 * POINTS_PER_MM - 0.01
        and large.printed[pages[1]].area.right <= (210 - 25) * POINTS_PER_MM + 0.01
    )


def test_pages_of_the_ordinary_edition_are_found_in_large_print(composed: Composed) -> None:
    """The table of pages leads to the right page for every block, and the margin to its line."""
    screen, large = composed("screen"), composed("large")
    assert [mark.folio for mark in large.marks] == [
        page.folio for page in screen.printed if page.folio.isdecimal()
    ]
    finder = LineFinder([page.lines or () for page in large.printed])
    begins = [(mark.page, mark.line) for mark in large.marks] + [(len(large.printed), 0)]
    looked = 0
    for chapter in book().chapters:
        for block in walk_blocks(chapter.blocks):
            if block.text and chapter.part != "front":
                page = int(screen.numbers[block.id])
                assert begins[page - 1] <= finder.find(block.id) < begins[page], block.text
                looked += 1
    assert looked > 50
    table = next(index for index in range(12) if "会上说到" in said(large.document, index))
    rows = [
        int(number)
        for number in re.findall(r"\b[0-9]+\b", said(large.document, table).split("大字本")[-1])
    ]
    told = dict(zip(rows[::2], rows[1::2], strict=False))
    assert {mark.folio: large.printed[mark.page].folio for mark in large.marks} == {
        str(ordinary): str(own) for ordinary, own in told.items()
    }


def test_margin_of_large_print_has_the_ordinary_page_at_its_line(composed: Composed) -> None:
    large = composed("large")
    zoom = EDITIONS["large"].zoom
    with pikepdf.open(io.BytesIO(large.document)) as opened:
        reader = PageReader()
        for mark in large.marks:
            area = large.printed[mark.page].area
            runs = reader.text_runs(opened.pages[mark.page])
            beside = [
                run
                for run in runs
                if run.text == mark.folio
                and abs(run.top - mark.baseline * zoom) < 0.5
                and not area.left - 20 < run.left < area.right + 20
            ]
            assert len(beside) == 1, mark


def said(document: bytes, number: int) -> str:
    with pypdfium2.PdfDocument(document) as opened:
        return str(opened[number].get_textpage().get_text_range())


@pytest.mark.parametrize(
    "edition", sorted({edition.pages_of or name for name, edition in EDITIONS.items()})
)
def test_every_edition_has_the_text_whole(composed: Composed, edition: str) -> None:
    one = composed(edition)
    of, head = (
        (official_document.as_official_document(book()), "")
        if EDITIONS[edition].document
        else (book(), None)
    )
    assert pdf_text.prove_pdf(of, one.document, one.printed, head=head, margins=True) == ()


def test_a_typed_blank_behind_a_label_is_the_gap_and_no_more(tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text(
        '[book]\ntitle = "题"\nid = "a"\ndate = 2026-01-01\n', "utf-8"
    )
    text = "船只应当登记。" * 9
    (tmp_path / "01.md").write_text(
        f"# 题\n\n第一条　{text}\n\n第二条 {text}\n\n第三条{text}\n", "utf-8"
    )
    shown = viewing.compose_book(tmp_path, "screen")
    page = next(page for page in shown.pages if page.part == "body")
    firsts = [line.pieces for line in (page.lines or ()) if len(line.pieces) > 1]
    gaps = [(pieces[1].left - pieces[0].right) / 10.5 for pieces in firsts]
    # The second piece begins with the blank that was typed, where one was.
    assert [round(gap, 2) for gap in gaps] == pytest.approx([0, 0.75, 0.75], abs=0.08)


def test_lost_folios_and_running_heads_are_told() -> None:
    sheet = (Path(__file__).parents[2] / "styles" / "page.css").read_text("utf-8")
    page = (
        "@page body:right { @bottom-right { content: none !important } } @page body { "
        "@top-left { content: none !important } @top-right { content: none !important } }"
    )
    made = typesetter.compose(
        CompositionInputs(
            book(),
            {},
            fonts.choose_faces("zh-Hans"),
            styles={"page.css": f"{sheet}\n{page}"},
        ),
        folded=False,
    )
    found = pdf_text.prove_pdf(book(), made.document, made.printed, margins=True)
    right = [
        number
        for number, one in enumerate(made.printed, 1)
        if one.part in ("body", "back") and int(one.folio) % 2
    ]
    assert [(one.rule, one.fatal) for one in found] == [
        ("folio-missing", True),
        ("head-missing", True),
    ]
    assert found[0].values["pages"] == "、".join(map(str, right))
    assert pdf_text.prove_pdf(book(), made.document, made.printed) == ()


def test_pages_ruled_for_notes_need_no_running_head(tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text(
        '[book]\ntitle = "题"\nid = "a"\ndate = 2026-01-01\n[output]\neditions = '
        '["screen"]\nformats = ["pdf"]\n[print]\nchapter_starts = "odd"\n',
        "utf-8",
    )
    for number in range(1, 6):
        (tmp_path / f"{number:02}.md").write_text(f"# 第{number}题\n\n船只应当登记。\n", "utf-8")
    (made,) = builds.build(tmp_path)
    assert made.done and not made.problems


MARKED = """# 三、**田**里

甲[链接甲](https://example.org/甲)乙*重*丙[^b]丁**粗体字**戊<ruby>圕<rt>tuān</rt></ruby>己&amp;庚\\*辛。{long}

1. 第一项{long}
2. 第二项

| 甲 | 甲 |
|-|-|
| 甲 | {long} |

!!! 学习要点 "要点甲"
    要点一。{long}

[^b]: 注的文字。{long}

    注的第二段。
"""


def test_every_line_of_a_draft_is_found_in_the_manuscript_and_back() -> None:
    """More than 200 lines, each by what the finished PDF says at its place."""
    texts = (*CHAPTERS, MARKED.replace("{long}", SENTENCE * 5))
    sources = [Source(f"{number:02}.md", text) for number, text in enumerate(texts)]
    marked = analyse(book().settings, parser.parse_chapters(sources))
    draft = typesetter.compose(
        CompositionInputs(marked, {}, fonts.choose_faces("zh-Hans")), edition="draft"
    )
    rows = tuple(
        (page.folio, number, tuple((piece.block, piece.start) for piece in line.pieces))
        for page in draft.printed
        if page.folio
        for number, line in enumerate(page.lines or (), 1)
    )
    lines = viewing.DraftLines(
        SourceColumns(marked, {source.file: source for source in sources}), rows
    )
    looked = 0
    with pikepdf.open(io.BytesIO(draft.document)) as opened:
        reader = PageReader()
        for page, leaf in zip(draft.printed, opened.pages, strict=True):
            if page.part != "body":
                continue
            for number, line in enumerate(printed_lines(reader.text_runs(leaf), page.area), 1):
                try:
                    place = lines.place(DraftLine(page.folio, number))
                except BookError as error:
                    assert error.problems[0].rule == "where-ours"
                    continue
                typed = texts[int(place.file[:2])].split("\n")[place.line - 1][place.column - 1 :]
                said = re.sub(r"^([0-9]\.|[①-⑳]\u3000?)|[① ②③]", "", line)
                bare = re.sub(r"[*\]\[|\\ ]|\(http[^)]*\)", "", typed)
                assert (typed[0], bare[:3]) == (said[0], said[: min(3, len(bare))]), (
                    page.folio,
                    number,
                    line,
                    typed,
                )
                assert lines.line(place) == DraftLine(page.folio, number)
                looked += 1
    assert looked > 200


def printed_lines(runs: list[DrawnText], area: Rectangle) -> list[str]:
    """What a finished page says, line by line, without what stands in its margins."""
    inside = sorted(
        (
            run
            for run in runs
            if run.text != "tuān"
            and area.top - 6 < run.top < area.bottom + 6
            and run.left > area.left - 18
        ),
        key=lambda run: run.top,
    )
    lines: list[list[DrawnText]] = []
    for run in inside:
        if not lines or run.top - lines[-1][0].top > 5:
            lines.append([])
        lines[-1].append(run)
    return ["".join(run.text for run in sorted(line, key=lambda run: run.left)) for line in lines]


def test_draft_numbers_every_fifth_line_and_says_what_it_is(composed: Composed) -> None:
    lines_numbered(composed("draft"))


def test_numbers_of_lines_stand_beside_the_text_whatever_its_margins() -> None:
    wide = (
        theme.stylesheet("page.css", None)
        + "@page { margin: 48pt 47pt } @page :left { margin: 48pt 47pt }"
    )
    lines_numbered(
        typesetter.compose(
            CompositionInputs(book(), {}, fonts.choose_faces("zh-Hans"), styles={"page.css": wide}),
            edition="draft",
        )
    )


def lines_numbered(draft: Composition) -> None:
    """Every fifth line of a page of the body has its number at its left, and nothing else stands
    there.
    """
    zoom = EDITIONS["draft"].zoom
    with pikepdf.open(io.BytesIO(draft.document)) as opened:
        reader = PageReader()
        for page, leaf in zip(draft.printed, opened.pages, strict=True):
            if page.part == "body":
                runs = reader.text_runs(leaf)
                assert any(
                    run.text.startswith("送审稿") and run.top < page.area.top for run in runs
                )
                numbers = {run.text: run.top for run in runs if run.left < page.area.left - 18}
                expected = {
                    str(number): line.baseline * zoom
                    for number, line in enumerate(page.lines or (), 1)
                    if number % 5 == 0
                }
                assert numbers == pytest.approx(expected, abs=0.1)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("3:5", DraftLine("3", 5)),
        ("第3页第5行", DraftLine("3", 5)),
        ("第 12 页 7 行", DraftLine("12", 7)),
        ("ii:1", DraftLine("ii", 1)),
        ("01-一.md:12", SourceLocation("01-一.md", 12)),
        ("a.md:3:9", SourceLocation("a.md", 3, 9)),
    ],
)
def test_places_are_asked_for_in_either_way(asked: str, expected: object) -> None:
    assert viewing.parse_place(asked) == expected


def test_where_answers_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "book.toml").write_text('[book]\ntitle = "题"\ndate = 2026-01-01\n', "utf-8")
    (tmp_path / "01.md").write_text("# 题\n\n第一段。\n\n第二**段**。\n", "utf-8")
    for arguments, status, told in (
        (["第1页第3行"], 0, "01.md:5:1\n"),
        (["1:9"], 1, "3 行"),
        (["01.md:5:6"], 0, "1:3\n"),
    ):
        with pytest.raises(SystemExit) as ended:
            program.main(["--lang", "zh", "where", str(tmp_path), *arguments])
        assert (ended.value.code, told in "".join(capsys.readouterr())) == (status, True)


def findings(document: bytes) -> list[str]:
    """What a validator finds against PDF/UA-1 and PDF/A-2u."""
    return [
        f"{failure.rule_id}: {failure.message}"
        for profile in ("ua1", "2u")
        for failure in page.validate_pdf_bytes(document, profile=profile).failures
    ]


def test_screen_edition_is_accessible_and_can_be_kept(tmp_path: Path) -> None:
    Image.new("RGBA", (40, 30), (9, 99, 9, 90)).save(tmp_path / "a.png")
    text = MARKED.replace("{long}", SENTENCE) + (
        "\n- 点\n    - 里\n        1. 再里\n\n![](a.png)\n\n行内![](a.png)图。\n\n!!! "
        "名词解释\n    河\n    :   水流。\n"
    )
    (tmp_path / "book.toml").write_text(
        '[book]\ntitle = "题"\nid = "a"\ndate = 2026-01-01\naddress = "https://example.org/"\n',
        "utf-8",
    )
    (tmp_path / "01.md").write_text(
        text + "\n“三个平台”指甲平台、乙平台、丙平台。又有“四个一批”。\n", "utf-8"
    )
    (built,) = build(tmp_path, editions=("screen",))
    assert built.done, built.problems
    finished = (tmp_path / "out" / "a-screen.pdf").read_bytes()
    assert findings(finished) == []
    with pikepdf.open(io.BytesIO(finished)) as opened:
        assert str(opened.Root.Lang) == "zh-Hans" and opened.Root.ViewerPreferences.DisplayDocTitle
        # A link says what it leads to.
        assert "链接甲" in {
            str(link.Contents) for leaf in opened.pages for link in leaf.get("/Annots", ())
        }


def test_validator_sees_a_fault(composed: Composed) -> None:
    with pikepdf.open(io.BytesIO(composed("screen").document)) as opened:
        del opened.Root.Metadata
        out = io.BytesIO()
        opened.save(out)
    assert findings(out.getvalue())


@pytest.mark.slow
@pytest.mark.parametrize("stem", ["seed", "26-plan-env-11th5", "40-udhr-hant"])
def test_screen_editions_of_real_documents_are_accessible(
    corpus: Path, tmp_path: Path, stem: str
) -> None:
    with pytest.raises(SystemExit):
        program.main(["import", str(corpus / "texts" / f"{stem}.txt"), "-o", str(tmp_path / "x")])
    (built,) = build(tmp_path / "x", editions=("screen",))
    assert built.done and findings((tmp_path / "x" / "out" / "x-screen.pdf").read_bytes()) == []


def test_guide_for_the_printer_says_how_many_sheets_and_which_settings(composed: Composed) -> None:
    imposed = imposition.impose(composed("screen").booklet_pages, PrintSettings())
    guide, trial = printer_sheets.print_guide(
        CompositionInputs(book(), {}, fonts.choose_faces("zh-Hans")), imposed
    )
    text = said(guide, 0).replace("\r\n", "")
    for words in (
        f"{imposed.sheets}张A4纸",
        f"{4 * imposed.sheets}页",
        "短边翻转",
        "实际大小",
        "不选“小册子”",
        "-booklet-backs.pdf",
        "对折",
    ):
        assert words in text.replace(" ", ""), words
    assert (boxes(guide), boxes(trial)) == ({(210, 297)}, {(297, 210)})
    with pikepdf.open(io.BytesIO(guide)) as opened:
        # Both sides of the first sheet are shown.
        assert len(opened.pages) == 1 and len(opened.pages[0].get_images()) == 2


def test_trial_sheets_turn_like_the_booklet(composed: Composed) -> None:
    """“背面” stands behind “正面”, and the frame is 5 mm from the edge, the ruler 100 mm long."""
    imposed = imposition.impose(composed("screen").booklet_pages, PrintSettings())
    _, trial = printer_sheets.print_guide(
        CompositionInputs(book(), {}, fonts.choose_faces("zh-Hans")), imposed
    )
    with pikepdf.open(io.BytesIO(trial)) as opened:
        assert (
            opened.Root.ViewerPreferences.Duplex == "/DuplexFlipShortEdge"
            and len(opened.pages) == 4
        )
        reader = PageReader()
        ups = [
            next(run for run in reader.text_runs(leaf) if run.text.startswith("↑"))
            for leaf in opened.pages
        ]
    assert [run.left > 148.5 * POINTS_PER_MM for run in ups] == [True, False, True, False]
    assert ["背面" in said(trial, number).split("↑")[0][-12:] for number in (1, 3)] == [True, True]
    with pypdfium2.PdfDocument(trial) as document:
        ink = (
            document[1]
            .render(scale=300 / 72)
            .to_pil()
            .convert("L")
            .point(lambda value: 255 * (value < 128))
            .getbbox()
        )
    assert [edge * 25.4 / 300 for edge in ink] == pytest.approx([5, 5, 292, 205], abs=0.3)


def test_nothing_is_printed_within_5_mm_of_a_sheets_edge(composed: Composed) -> None:
    imposed = imposition.impose(composed("screen").booklet_pages, PrintSettings())
    with pypdfium2.PdfDocument(imposed.duplex) as document:
        for side in document:
            ink = (
                side.render(scale=150 / 72)
                .to_pil()
                .convert("L")
                .point(lambda value: 255 * (value < 250))
                .getbbox()
            )
            if ink:
                left, top, right, bottom = (edge * 25.4 / 150 for edge in ink)
                assert left >= 5 and top >= 5 and right <= 292 and bottom <= 205


IMPRINT = {"kind": '"内部资料"', "permit": '"渝内字〔2026〕第018号"', "issuer": '"河边社"', "recipients": '"系统内各支部"', "printer": '"河边印刷厂"',  # noqa: E501
           "printed": '"2026年3月"', "copies": "300"}  # fmt: skip


def written(folder: Path, imprint: Mapping[str, str]) -> Path:
    rows = "".join(f"{key} = {value}\n" for key, value in imprint.items())
    (folder / "book.toml").write_text(
        f'[book]\ntitle = "四季读本"\nid = "a"\ndate = 2026-03-01\n[imprint]\n{rows}', "utf-8"
    )
    (folder / "01.md").write_text("# 一\n\n" + SENTENCE * 100 + "\n", "utf-8")
    return folder


@pytest.mark.parametrize("missing", [key for key in IMPRINT if key != "kind"])
def test_what_the_imprint_of_internal_material_lacks_is_an_error(
    tmp_path: Path, missing: str
) -> None:
    folder = written(tmp_path, {key: value for key, value in IMPRINT.items() if key != missing})
    found = reading.load(folder).problems
    assert [(one.rule, str(one.place), one.fatal) for one in found] == [
        (f"imprint-{missing}", "book.toml:6", True)
    ]


def test_each_kind_asks_for_its_own(tmp_path: Path) -> None:
    def rules(imprint: dict[str, str]) -> list[str]:
        return [one.rule for one in reading.load(written(tmp_path, imprint)).problems]

    assert rules({}) == []
    assert rules({"kind": '"公文性材料"'}) == ["imprint-issuer", "imprint-recipients"]
    assert rules({"permit": '"第1号"'}) == ["imprint-kind"]


def test_internal_material_says_so_on_its_cover(tmp_path: Path) -> None:
    """Number and phrase stand whole on the cover; the imprint page has the rest, and what was
    worked out.
    """
    (built,) = build(written(tmp_path, IMPRINT), editions=("screen",))
    assert built.done, built.problems
    finished = (tmp_path / "out" / "a-screen.pdf").read_bytes()
    cover = said(finished, 0).replace("\r\n", "")
    assert "准印证：渝内字〔2026〕第018号" in cover and "内部资料，免费交流" in cover
    page = next(text for number in range(4) if "印刷日期" in (text := said(finished, number)))
    for words in (
        "河边社",
        "系统内各支部",
        "河边印刷厂",
        "2026年3月",
        "300册",
        "第018号",
        "A5（148毫米×210毫米）",
        "2.4千字",
        "印张0.25",
    ):
        assert words in page.replace(" ", ""), words


@pytest.mark.parametrize("edition", ["phone", "official"])
def test_lines_stay_on_the_grid_behind_what_runs_over_a_page(edition: str) -> None:
    """A table, a quotation and the glossary: each takes whole lines on each of its pages."""
    rows = "".join(f"| {number} | 城市一体化发展 |\n" for number in range(1, 29))
    quotation = "\n>\n".join("> " + SENTENCE * 3 for _ in range(12))
    text = (
        f"# 一章\n\n{SENTENCE * 3}\n\n| 甲 | 乙 |\n|---|---|\n{rows}\n{SENTENCE * 3}\n\n"
        f"{quotation}\n\n{SENTENCE * 5}\n\n{SENTENCE * 5}\n"
    )
    made = analyse(
        Settings(book=BookSettings(title="书")), parser.parse_chapters([Source("01.md", text)])
    )
    measured = report.measure_pdf(
        typesetter.compose(
            CompositionInputs(made, {}, fonts.choose_faces("zh-Hans")), edition=edition
        ).document
    )
    (grid,) = (result for result in measured.results if result.rule == "L20")
    assert (grid.answer, grid.looked_at > 10) == ("pass", True)


def test_official_page_is_measured_clause_by_clause(tmp_path: Path) -> None:
    text = (
        "# 一、总的要求\n\n"
        + SENTENCE * 60
        + "\n\n## （一）学习\n\n1．"
        + SENTENCE * 40
        + "\n\n（1）"
        + SENTENCE * 9
        + "\n\n2026年3月1日\n"
    )
    written(tmp_path, {"kind": '"公文性材料"', "issuer": '"河边社"', "recipients": '"各支部"'})
    (tmp_path / "01.md").write_text(text, "utf-8")
    (built,) = build(tmp_path, editions=("official",))
    assert built.done, built.problems
    found = {
        one.rule: one for one in official.measure_official(tmp_path / "out" / "a-official.pdf")
    }
    assert {rule: one.answer for rule, one in found.items()} == {
        **dict.fromkeys(("G1", "G2", "G3", "G6", "G7", "G8", "G9", "G10", "G11", "G12"), "pass"),
        # 仿宋 and 小标宋 are not among the faces: told, not passed.
        "G4": "unverified",
        "G5": "unverified",
        # Of the elements it has an issuer, and no others.
        **dict.fromkeys([f"G{number}" for number in range(13, 27)], "unverified"),
        **dict.fromkeys(("G14", "G17"), "pass"),
    }
    assert "Serif" in found["G4"].value and "100% of 16 pt" in found["G4"].value
    assert (
        found["G3"].value == "22 lines at most"
        and found["G6"].looked_at == 1
        and found["G7"].looked_at == 4
    )
    assert {one.strength for one in found.values()} == {"规定", "一般", "practice"}
    proved = measuring.proof_book(tmp_path / "out" / "a-official.pdf")
    assert [
        row["rule"] for row in proved.documents[0].report["rules"] if row["rule"].startswith("G")
    ] == list(found)


def test_measured_official_page_that_is_none_fails() -> None:
    faces = fonts.choose_faces("zh-Hans")
    a5 = typesetter.compose(CompositionInputs(book(), {}, faces)).document
    fatal = {one.rule for one in official.measure_official(a5) if one.fatal}
    assert {"G1", "G2"} <= fatal
    # What the standard calls 一般 is never an error.
    assert {
        one.rule
        for one in official.measure_official(a5)
        if one.answer == "fail" and one.strength == "一般"
    } - fatal >= {"G9"}


def test_official_letter_has_its_title_once_and_its_annex_on_a_new_page(tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text('[book]\ntitle = "关于清淤的通知"\nid = "a"\n', "utf-8")
    chapters = {
        "00": "# 编者说明 {.front}\n\n正文照原文收录。\n",
        "01": f"# 关于清淤的通知\n\n各村：\n\n{SENTENCE * 3}\n",
        "02": f"# 附件1　清淤任务表\n\n{SENTENCE * 3}\n",
    }
    for name, text in chapters.items():
        (tmp_path / f"{name}.md").write_text(text, "utf-8")
    built = build(tmp_path, editions=("official",))
    assert built[0].done, built[0].problems
    document = (tmp_path / "out" / "a-official.pdf").read_bytes()
    pages = ["".join(said(document, number).split()) for number in range(2)]
    assert pages[0].count("关于清淤的通知") == 1 and "编者说明" not in pages[0]
    assert "附件1" not in pages[0] and pages[1].startswith("附件1")
