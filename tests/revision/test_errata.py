"""Corrections for the readers of old copies, and the report: applied they give the new text, to the
letter.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
import revisions_by_script as by_script
import revisions_of_manuscripts as manuscripts
from duben.chinese import spell_number
from duben.cli import main
from duben.layout import fonts, theme
from duben.model import SourceLocation
from duben.publish import handouts, reading, records
from duben.publish.change_documents import replacement_pages, report, slip as notices
from duben.revision import changes, comparison, errata, units, word_changes
from duben.revision.comparison import Revision
from duben.revision.version import Version, version_of
from revised_texts import A, B, C, D, in_units, real_lines, run_command, units_of
from versioned_books import build_book, chapters, sentences, write_book

SAID = theme.book_words("zh-Hans", "revision")


def apply_corrections(old: Sequence[str], corrections: Sequence[errata.Correction]) -> list[str]:
    """The texts of the new units, made of those of the old ones by applying corrections."""
    texts: list[str | None] = list(old)
    behind: dict[int, list[str]] = {}
    for correction in sorted(corrections, key=lambda correction: correction.start, reverse=True):
        if correction.kind == "replace":
            text = texts[correction.unit]
            assert text is not None
            texts[correction.unit] = (
                text[: correction.start] + correction.came + text[correction.end :]
            )
        elif correction.kind == "rewrite":
            texts[correction.unit] = correction.came
        elif correction.kind == "delete":
            texts[correction.unit] = None
        elif correction.kind == "move":
            assert correction.source is not None
            texts[correction.source] = None
    for correction in sorted(corrections, key=lambda correction: correction.to or 0):
        if correction.kind in ("insert", "move"):
            behind.setdefault(correction.unit, []).append(correction.came)
    result = list(behind.get(-1, ()))
    for index, text in enumerate(texts):
        if text is not None:
            result.append(text)
        result += behind.get(index, ())
    return result


def revised(old: list[str], new: list[str]) -> Revision:
    return comparison.compare(
        *(Version("x", "通知", "", "", "zh-Hans", units_of(*texts)) for texts in (old, new))
    )


def slip(old: list[str], new: list[str]) -> list[tuple[str, str, str]]:
    found = revised(old, new)
    return [
        (row.kind, row.wrong, row.right)
        for row in errata.errata_rows(found, errata.find_corrections(found))
    ]


def test_a_correction_quotes_as_much_as_makes_the_place_the_only_one() -> None:
    assert slip(
        [A, "甲组负责宣传，乙组负责培训，丙组负责宣传。"],
        [A, "甲组负责宣传，乙组负责培训，丙组负责会务。"],
    ) == [("replace", "丙组负责宣传", "丙组负责会务")]
    assert slip([A], [A.replace("结合", "紧密结合")]) == [
        ("replace", "结合实际抓好落实", "紧密结合实际抓好落实")
    ]
    ditch = "、".join(
        f"以{one}促{other}"
        for one, other in zip("挖修查评赛会奖罚老点干", "通用改建学谈优严新面训", strict=True)
    )
    assert slip([A, ditch], [A, ditch.replace("赛", "练")]) == [
        (
            "replace",
            "以挖促通、以修促用、以查促改、以评促建、以赛促学、以会促谈、以奖促优",
            "以挖促通、以修促用、以查促改、以评促建、以练促学、以会促谈、以奖促优",
        )
    ]


def test_a_quote_begins_and_ends_outside_brackets_that_hold_no_change() -> None:
    text = "请将盖章的登记表（纸质，一式三份）、人员名单（电子版，一式三份）送到镇政府二楼会议室。"
    new = text.replace("二楼会议室", "三楼办公室")
    ((_, wrong, right),) = slip([text], [new])
    assert wrong == "人员名单（电子版，一式三份）送到镇政府二楼会议室"
    assert right == "人员名单（电子版，一式三份）送到镇政府三楼办公室"
    text = f"或直接寄到县里（信封上写明{'单位、地址、' * 12}电话，以便查对）。"
    ((_, wrong, _),) = slip([text], [text.replace("县里", "市里")])
    assert wrong == "或直接寄到县里"


def test_cells_of_a_row_stand_apart_without_a_bar() -> None:
    rows = [
        units.Unit(
            "r", "row", f"甲组、乙组、丙组 | {count} | 五月", SourceLocation("", 1), "表第2行"
        )
        for count in (522, 532)
    ]
    found = comparison.compare(*(Version("x", "通知", "", "", "zh-Hans", (row,)) for row in rows))
    (row,) = errata.errata_rows(found, errata.find_corrections(found))
    assert (row.wrong, row.right) == ("甲组、乙组、丙组　522　五月", "甲组、乙组、丙组　532　五月")
    (sentence,) = word_changes(found, SAID)
    assert sentence.text == (
        "表第2行：将“甲组、乙组、丙组　522　五月”修改为“甲组、乙组、丙组　532　五月”。"
    )


def test_the_same_words_and_shifted_numbers_are_one_row() -> None:
    chance = random.Random(4)
    texts = [
        f"第{spell_number(n)}条　按照农业部门要求，{sentences(chance, 2)}" for n in range(1, 30)
    ]
    new = [texts[0].replace("农业部门", "农村部门"), "第二条　" + A]
    new += [
        f"第{spell_number(n + 1)}条"
        + texts[n - 1].partition("条")[2].replace("农业部门", "农村部门")
        for n in range(2, 30)
    ]
    assert slip(texts, new) == [
        ("again", "农业部门", "农村部门"),
        ("insert", "", "第二条　" + A),
        ("order", "第二条\n第二十九条", "第三条\n第三十条"),
    ]


def test_figures_corrected_in_several_places_have_their_clauses() -> None:
    old = ["甲组共填报2个志愿，先后不分。", "乙组合计2个志愿，按次序排。"]
    assert slip(old, [text.replace("2个", "3个") for text in old]) == [
        ("replace", "甲组共填报2个志愿", "甲组共填报3个志愿"),
        ("replace", "乙组合计2个志愿", "乙组合计3个志愿"),
    ]


def test_a_divided_paragraph_is_one_row() -> None:
    assert slip([A + B, C], [A, B, C]) == [("split", "结合实际抓好落实。", B)]
    assert slip([A, B, C], [A + B, C]) == [("join", "结合实际抓好落实。", B)]


def test_applied_corrections_give_the_new_text(corpus: Path) -> None:
    texts = [
        [
            line
            for raw in path.read_text("utf-8").split("\n")
            if len(line := raw.strip()) > 3 and line[0] not in "#|-*>!<0123456789"
        ]
        for path in sorted((corpus / "texts").glob("*.txt"))
    ]
    texts = [text for text in texts if len(text) >= 40][:8]
    for seed, old in enumerate([*texts, *texts]):
        new, _ = by_script.revised(
            old, texts[(seed + 3) % len(texts)], seed, by_script.KNOWN + by_script.UNSEEN
        )
        found = revised(old, new)
        corrections = errata.find_corrections(found)
        assert apply_corrections([unit.text for unit in found.old.units], corrections) == [
            unit.text for unit in found.new.units
        ]
        for one in corrections:
            if one.kind == "replace":
                # What the slip quotes is that stretch, with what stands on either side of it.
                text = found.old.units[one.unit].text
                assert (
                    text[: one.start] + one.came + text[one.end :]
                    == text.replace(one.wrong, one.right, 1)
                    or text.count(one.wrong) > 1
                )
                assert (
                    text[one.start : one.end] == one.gone
                    and one.gone in one.wrong
                    and one.came in one.right
                )


def test_corrections_as_programs_read_them_give_the_new_text(corpus: Path) -> None:
    """Whole manuscripts with chapters that moved, many paragraphs behind one: applied from the JSON
    alone.
    """
    lines = real_lines(corpus)
    for seed in (17, 26, 28, 39, 50, 58):
        chance = random.Random(100 + seed)
        number = (100 + seed) % len(lines)
        text = manuscripts.manuscript(
            lines[number][:90], manuscripts.words(lines[(number + 3) % len(lines)], chance), chance
        )
        edits = list(manuscripts.EDITS)
        chance.shuffle(edits)
        old, new, _ = manuscripts.edited(text, edits, 2)
        found = comparison.compare(
            *(Version("x", "通知", "", "", "zh-Hans", in_units(one)) for one in (old, new))
        )
        rows = errata.errata_to_json(found, errata.find_corrections(found))
        texts: list[str | None] = [unit.text for unit in found.old.units]
        behind: dict[int, list[tuple[int, str]]] = {}
        for row in sorted(rows, key=lambda row: -row["start"]):
            if row["kind"] in ("insert", "move"):
                behind.setdefault(row["unit"], []).append((row["to"], row["came"]))
            if row["kind"] in ("delete", "move"):
                texts[row["source"] if row["kind"] == "move" else row["unit"]] = None
            elif row["kind"] in ("replace", "rewrite"):
                before = texts[row["unit"]] or ""
                texts[row["unit"]] = before[: row["start"]] + row["came"] + before[row["end"] :]
        made = [
            text
            for index in range(-1, len(texts))
            for text in (
                *([texts[index]] if index >= 0 else []),
                *(came for _, came in sorted(behind.get(index, ()))),
            )
            if text is not None
        ]
        assert made == [unit.text for unit in found.new.units]


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A book in two versions, four places changed: the folders of the manuscripts, built."""
    top = tmp_path_factory.mktemp("two")
    old = chapters(random.Random(11), 3, 12)
    new = [list(chapter) for chapter in old]
    new[0][3] = new[0][3].replace("。", "，并报上级备案。", 1)
    new[1][5] = new[1][5].replace("，", "、", 1)
    new[2][2:4] = []
    folders = write_book(top / "old", old, "1"), write_book(top / "new", new, "2")
    for folder in folders:
        build_book(folder)
    return folders


def test_wrong_words_stand_once_on_the_page_and_line_that_the_slip_names(
    two: tuple[Path, Path],
) -> None:
    versions = [
        records.read_record(folder / "out" / f"xuexi-{number}.record.json")
        for number, folder in enumerate(two, 1)
    ]
    found = comparison.compare(*versions)
    assert versions[0].print
    for one in errata.find_corrections(found):
        assert one.first is not None
        if one.kind == "replace":
            pages = [
                text
                for page, text in errata.page_texts(versions[0].print, versions[0].units).items()
                if page == one.first[0]
            ]
            assert pages[0].count(one.wrong) == 1


def test_slip_and_report_fit_their_paper_and_are_the_same_each_time(two: tuple[Path, Path]) -> None:
    versions = [
        records.read_record(folder / "out" / f"xuexi-{number}.record.json")
        for number, folder in enumerate(two, 1)
    ]
    found = comparison.compare(*versions)
    faces = fonts.choose_faces("zh-Hans")
    corrections = errata.find_corrections(found)
    first, second = (notices.slip(found, corrections, faces, SAID, "办公室") for _ in range(2))
    assert first.pdf == second.pdf and first.pages == 1 and first.rows == 4
    html, paper = report.report(found, faces, SAID, first)
    assert (html, paper) == report.report(found, faces, SAID, first)
    with pypdfium2.PdfDocument(first.pdf) as document:
        assert [round(length / 72 * 25.4) for length in document[0].get_size()] == [148, 210]
        text = document[0].get_textpage().get_text_range().replace("\r\n", "")
    assert "勘误表" in text and "，并报上级备案" in text and "（整段删去）" in text
    with pypdfium2.PdfDocument(paper) as document:
        assert len(document) == 1
        text = document[0].get_textpage().get_text_range().replace("\r\n", "")
    assert "附一张勘误表" in text and "文字有改动" in text


def test_a_slip_names_the_book_as_the_readers_print_does(two: tuple[Path, Path]) -> None:
    old, new = (
        records.read_record(folder / "out" / f"xuexi-{number}.record.json")
        for number, folder in enumerate(two, 1)
    )
    found = comparison.compare(replace(old, title="清淤手册"), replace(new, title="治水手册"))
    slip = notices.slip(
        found, errata.find_corrections(found), fonts.choose_faces("zh-Hans"), SAID, ""
    )
    with pypdfium2.PdfDocument(slip.pdf) as document:
        text = document[0].get_textpage().get_text_range()
    assert "供《清淤手册》" in text and "供《治水手册》" not in text


def test_a_short_slip_goes_ahead_of_a_new_print(two: tuple[Path, Path]) -> None:
    """The leaves of a thin book are soon more than six in ten: three corrections need no print."""
    versions = [
        records.read_record(folder / "out" / f"xuexi-{number}.record.json")
        for number, folder in enumerate(two, 1)
    ]
    found, faces = comparison.compare(*versions), fonts.choose_faces("zh-Hans")
    leaf = replacement_pages.PrintedLeaf("1", "2", False)
    anew = replacement_pages.ReplacementPages(b"", (leaf,) * 3, 4, found.new, binding="stapled")
    first, second = report.advice(found, notices.Slip(b"", 1, 3), anew, SAID)
    assert "附一张勘误表（errata.pdf，3条" in first and "就整本重印" in second
    long_slip, of_two_pages = notices.Slip(b"", 1, 9), notices.Slip(b"", 2, 3)
    for told in (long_slip, of_two_pages):
        (words,) = report.advice(found, told, anew, SAID)
        assert words == "全书4张叶，要换3张，超过六成：建议整本重印。"
    title = units.Unit("book.title", "field", "新题名", SourceLocation("", 1))
    retitled = replace(found, fields=(changes.Change("added", None, title, ()),))
    assert len(list(report.advice(retitled, notices.Slip(b"", 1, 3), anew, SAID))) == 1
    # One way of handing over: sheets are printed again where the advice names none, nor the book.
    assert "折页本要重印" in report.report(found, faces, SAID)[0]
    for pages in (anew, replace(anew, of_sheets=9), replace(anew, binding="glued", leaves=())):
        assert "折页本要重印" not in report.report(found, faces, SAID, None, pages)[0]


def test_compare_writes_all_that_is_handed_out(
    two: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_command(
        capsys,
        "compare",
        str(two[0] / "out" / "xuexi-1.record.json"),
        str(two[1]),
        "-o",
        str(tmp_path / "out"),
        "--date",
        "2026-06-07",
    )
    with pypdfium2.PdfDocument(tmp_path / "out" / "errata.pdf") as slip_pdf:
        text = slip_pdf[0].get_textpage().get_text_range()
    assert "2026年6月7日" in "".join(text.split())
    document = json.loads((tmp_path / "out" / "changes.json").read_text("utf-8"))
    assert [
        (one["kind"], one["old_pages"] is not None)
        for one in document["changes"]
        if one["old_label"] != "版次"
    ] == [("changed", True), ("changed", True), ("removed", True), ("removed", True)]
    assert all(one["page"] and one["line"] for one in document["errata"])
    assert "增加：" in (tmp_path / "out" / "report.html").read_text("utf-8")
    # Again for a text with itself: what that does not make must not be handed out.
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"marked.pdf", "replacement.pdf"} & names
    record = str(two[0] / "out" / "xuexi-1.record.json")
    run_command(capsys, "compare", record, record, "-o", str(tmp_path / "out"))
    left = {path.name for path in (tmp_path / "out").iterdir()}
    assert not {"marked.pdf", "replacement.pdf", "replacement.record.json"} & left
    # And into a folder with a report of the author's own.
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "report.pdf").write_bytes(b"mine")
    with pytest.raises(SystemExit) as ended:
        main(["compare", record, record, "-o", str(tmp_path / "mine")])
    assert ended.value.code == 2 and "report.pdf" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["report.pdf"]
    assert (tmp_path / "mine" / "report.pdf").read_bytes() == b"mine"


def test_a_slip_has_the_day_of_the_correction_not_that_of_the_text() -> None:
    old = revised([A], [B]).old
    new = replace(old, number="2")
    dated = replace(old, date="2026-03-01")
    assert handouts.slip_day(dated, replace(new, date="2026-03-01")) == ""
    assert handouts.slip_day(dated, replace(new, date="2026-05-06")) == "2026-05-06"
    assert handouts.slip_day(dated, new, date(2026, 6, 7)) == "2026-06-07"
    found = revised([A], [B])
    faces = fonts.choose_faces("zh-Hans")
    for day, last in (("", "办公室年月日"), ("2026-06-07", "办公室2026年6月7日")):
        made = notices.slip(found, errata.find_corrections(found), faces, SAID, "办公室", day)
        with pypdfium2.PdfDocument(made.pdf) as document:
            text = document[0].get_textpage().get_text_range()
        assert "".join(text.split()).endswith(last)


def test_a_text_with_itself_needs_no_slip() -> None:
    found = revised([A, D], [A, D])
    assert not found.changes and not errata.find_corrections(found)
    assert replace(found.old, number="2").number == "2"


def appendix_lines(tmp_path: Path, old: str, new: str, decisions: str = "") -> str:
    """The text of the slip for two versions of a chapter, blanks out."""
    sides = []
    for number, (text, toml) in enumerate(((old, ""), (new, decisions)), 1):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "book.toml").write_text(
            f'[book]\nid = "chun"\ntitle = "春"\nversion = "{number}"\n', "utf-8"
        )
        (folder / "01.md").write_text(f"# 春\n\n{text}\n", "utf-8")
        (folder / "enumerations.toml").write_text(toml, "utf-8")
        sides.append(version_of(reading.load(folder).book))
    found = comparison.compare(*sides)
    faces = fonts.choose_faces("zh-Hans")
    made = notices.slip(found, errata.find_corrections(found), faces, SAID)
    with pypdfium2.PdfDocument(made.pdf) as document:
        text = document[0].get_textpage().get_text_range()
    return "".join(text.split())


def test_the_slip_tells_what_changes_in_the_appendix(tmp_path: Path) -> None:
    text = appendix_lines(
        tmp_path,
        "坚持“两早”（早种、早收）、“三同”（同吃、同住、同劳动），过“四关”，办“两会”（渔会、农会）。",
        "坚持“两早”（早种、早收）、“三同”（同吃、同住、同学习），过“五关”，迎“六新”。",
    )
    assert "改后正文与第2版文字相同" in text and "改后与第2版文字相同" not in text
    assert "“三同”的各项，原为：同吃、同住、同劳动；改为：同吃、同住、同学习。" in text
    assert "“四关”改为“五关”：（只列名称）。" in text
    assert "增加“六新”：（只列名称）。" in text and "删去“两会”。" in text
    assert "两早" not in text.partition("附录")[2]


def test_the_slip_tells_what_the_editor_decided_on_the_appendix(tmp_path: Path) -> None:
    text = "坚持“两早”（早种、早收）、“三同”（同吃、同住、同劳动），过“四关”。"
    lines = appendix_lines(
        tmp_path,
        text,
        text,
        '[[enumeration]]\nterm = "两早"\nmembers = []\n'
        '[[enumeration]]\nterm = "三同"\nnote = "老话"\n'
        '[[enumeration]]\nterm = "四关"\nshow = false\n',
    )
    assert "“两早”的各项，原为：早种、早收；改为：（只列名称）。" in lines
    assert "“三同”的编者注改为：老话" in lines and "删去“四关”。" in lines
    assert "误" not in lines.replace("勘误表", "")


def test_a_slip_for_a_book_without_enumerations_says_that_the_text_is_the_same(
    tmp_path: Path,
) -> None:
    assert "改后与第2版文字相同" in appendix_lines(tmp_path, "早种早收。", "早种早收早卖。")
