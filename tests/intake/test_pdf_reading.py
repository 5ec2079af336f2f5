"""A PDF with a text layer becomes a manuscript: lines joined, pages taken off, columns in order."""

from __future__ import annotations

import functools
import io
from pathlib import Path

import pikepdf
import pytest
import weasyprint
from duben.intake import reading
from duben.intake.document import ImportedDocument
from duben.intake.pdf import characters, columns, lines, open_tables, radicals, rules
from duben.messages import catalogue
from duben.model import BookError, Month
from growth import soon
from PIL import Image

WATER = (
    "各村要在汛前完成沟渠清淤，重点检查涵洞、闸门和泵站，发现淤塞立即组织人员疏通，"
    "并把处理结果报镇水务站备案，备案材料一式两份，水务站和村里各存一份。"
)
ROADS = (
    "通往东坡的机耕道去年冲毁两处，今年由镇里统一购买石料，村民投工铺设，"
    "路面宽度不少于三米，两侧开挖排水沟，沟深不少于半米，雨季前完工。"
)
TREES = (
    "河岸补种柳树和水杉，株距三米，成活率不低于九成；谁栽谁管，"
    "秋后由林业站逐段验收，不合格的限期补栽到位，费用由责任人承担。"
)
TEXT = [WATER + ROADS, ROADS + TREES, TREES + WATER, WATER + TREES + ROADS]
STYLE = """
@page { size: 148mm 210mm; margin: 20mm;
  @top-center { content: "青石镇水利资料" } @bottom-center { content: "— " counter(page) " —" } }
body { font: 11pt/1.6 "Noto Serif CJK SC", "Source Han Serif SC", serif; text-align: justify }
p { text-indent: 2em; margin: 0 } h1 { font-size: 20pt; text-align: center }
h2 { font-size: 14pt; margin: 1em 0 }
table { border-collapse: collapse; width: 100% } td, th { padding: 2pt 6pt; text-align: left }
"""


@functools.cache
def pdf(body: str, style: str = "") -> bytes:
    html = f"<style>{STYLE}{style}</style>{body}"
    return weasyprint.HTML(string=html).write_pdf() or b""


def taken(tmp_path: Path, data: bytes, name: str = "水利.pdf") -> ImportedDocument:
    path = tmp_path / name
    path.write_bytes(data)
    return reading.read_document(path)


def refused(tmp_path: Path, data: bytes) -> list[str]:
    with pytest.raises(BookError) as error:
        taken(tmp_path, data)
    for problem in error.value.problems:
        assert all(catalogue.problem_text(problem, "zh"))
        assert all(catalogue.problem_text(problem, "en"))
    return [problem.rule for problem in error.value.problems]


def shape(document: ImportedDocument) -> list[tuple[int, str]]:
    return [(paragraph.level, paragraph.text) for paragraph in document.paragraphs]


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}" for text in texts)


def test_text_in_is_text_out(tmp_path: Path) -> None:
    texts = [f"第{n}组：" + text for n, text in zip("甲乙丙丁戊己庚辛", TEXT * 2, strict=True)]
    body = "<h1>青石镇水利工作办法</h1><h2>一、清淤</h2>" + paragraphs(texts[:4])
    body += "<h2>二、修路</h2>" + paragraphs(texts[4:])
    document = taken(tmp_path, pdf(body))
    assert document.title == "青石镇水利工作办法"
    assert shape(document) == [
        (1, "青石镇水利工作办法"),
        (2, "一、清淤"),
        *((0, text) for text in texts[:4]),
        (2, "二、修路"),
        *((0, text) for text in texts[4:]),
    ]
    why = {left.text: left.why for left in document.left_out}
    assert why["— 1 —"] == "页码"
    assert why["青石镇水利资料"] == "页眉页脚"
    assert not [problem for problem in document.problems if problem.rule == "intake-lost"]


def test_larger_lines_tell_the_levels_and_nothing_else_heads(tmp_path: Path) -> None:
    part = "<h2>{}</h2>" + "<h3>{}</h3><p>{}<p>施工之前</p><p>{}</p>" * 3
    parts = [
        part.format(name, *(each for n in "甲乙丙" for each in (f"{name}{n}段", *TEXT[:2])))
        for name in ("清淤", "修路", "植树")
    ]
    style = "h2 { font-size: 18pt; break-before: page } h3 { font-size: 15pt }"
    document = taken(tmp_path, pdf("<h1>青石镇水利笔记</h1>" + "".join(parts), style))
    heads = [(level, text) for level, text in shape(document)[1:] if level]
    assert heads == [
        entry
        for name in ("清淤", "修路", "植树")
        for entry in ((2, name), *((3, f"{name}{n}段") for n in "甲乙丙"))
    ]


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    texts = [f"（{n}）" + text for n, text in zip("一二三四", TEXT, strict=True)]
    body = "<h1>青石镇水利简报</h1><div>" + paragraphs(texts) + "</div>"
    document = taken(tmp_path, pdf(body, "div { columns: 2; column-gap: 8mm; font-size: 9pt }"))
    assert [text for _, text in shape(document)[1:]] == texts


def test_lines_with_aligned_columns_are_a_table(tmp_path: Path) -> None:
    rows = [
        ("河段", "长度（米）", "负责人数"),
        ("东河", "320", "12"),
        ("西河", "1,460", "35"),
        ("南渠", "85", "4"),
    ]
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    body = f"<h1>河段清单</h1>{paragraphs(TEXT[:2])}<table>{table}</table>{paragraphs(TEXT[2:])}"
    document = taken(tmp_path, pdf(body))
    (found,) = (paragraph for paragraph in document.paragraphs if paragraph.kind == "table")
    assert [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in found.text.split("\n")
        if "---" not in line
    ] == [list(row) for row in rows]


def test_latin_words_are_parted_and_joined_at_hyphens(tmp_path: Path) -> None:
    text = (
        "The committee reviewed the plans for the new water supply and agreed that the work "
        "should begin before the rainy season; the affected offices find their figures below. "
    )
    body = f'<h1>Minutes</h1><p lang="en">{text * 3}<p lang="en">{text * 2}'
    document = taken(
        tmp_path, pdf(body, "p { hyphens: auto; text-indent: 0 } p + p { margin-top: 1em }")
    )
    assert [paragraph for _, paragraph in shape(document)[1:]] == [
        (text * 3).strip(),
        (text * 2).strip(),
    ]


def test_turned_page_is_read_as_it_is_shown(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(pdf(f"<h1>清淤办法</h1>{paragraphs(TEXT)}"))) as document:
        for page in document.pages:
            width, height = (float(page.mediabox[index]) for index in (2, 3))
            turn = pikepdf.Stream(document, b"q 0 1 -1 0 %f 0 cm\n" % height)
            page.contents_add(turn, prepend=True)
            page.contents_add(pikepdf.Stream(document, b"\nQ"))
            page.mediabox = [0, 0, height, width]
            page.obj.Rotate = 90
        out = io.BytesIO()
        document.save(out)
    assert [text for _, text in shape(taken(tmp_path, out.getvalue()))[1:]] == TEXT


def scan() -> bytes:
    out = io.BytesIO()
    Image.new("L", (300, 400), 200).save(out, "PDF")
    return out.getvalue()


def test_scan_is_refused_with_the_way_out(tmp_path: Path) -> None:
    assert refused(tmp_path, scan()) == ["intake-pdf-scan"]


def test_pages_without_text_among_others_are_told(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(pdf(f"<h1>清淤办法</h1>{paragraphs(TEXT)}"))) as document:
        with pikepdf.open(io.BytesIO(scan())) as other:
            document.pages.append(other.pages[0])
        out = io.BytesIO()
        document.save(out)
        count = len(document.pages)
    told = [
        p for p in taken(tmp_path, out.getvalue()).problems if p.rule == "intake-pdf-scanned-pages"
    ]
    assert [problem.values for problem in told] == [{"count": 1, "pages": str(count)}]


def test_encrypted_file_is_refused(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(pdf(paragraphs(TEXT)))) as document:
        out = io.BytesIO()
        document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert refused(tmp_path, out.getvalue()) == ["intake-pdf-locked"]


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n"])
def test_broken_file_is_refused(tmp_path: Path, data: bytes) -> None:
    assert refused(tmp_path, data) == ["intake-pdf-broken"]


@pytest.mark.parametrize(
    ("limit", "rule"),
    [("PAGE_LIMIT", "intake-pdf-pages"), ("CHARACTER_LIMIT", "intake-pdf-characters")],
)
def test_what_goes_beyond_a_limit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, rule: str
) -> None:
    monkeypatch.setattr(characters, limit, 0)
    assert refused(tmp_path, pdf(paragraphs(TEXT))) == [rule]


def test_crowded_line_takes_little_time() -> None:
    glyphs = [characters.Glyph(" 水"[n % 2], n, n + 1, 0, 1) for n in range(40_000)]
    with soon(3):
        (line,) = lines.page_lines(glyphs)
    assert line.text == " ".join("水" * 20_000)


RULED = "td, th { border: 1px solid }"


def table(*rows: str) -> str:
    return "<table>" + "".join(f"<tr>{row}" for row in rows) + "</table>"


def tables(document: ImportedDocument) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.kind == "table"]


def test_ruled_table_keeps_its_cells_whole(tmp_path: Path) -> None:
    long = "清淤、疏通涵洞，" * 6 + "汛前完成。"
    body = "<h1>青石镇任务表</h1>" + paragraphs(TEXT[:2])
    body += table(
        "<td rowspan=2>单位<td colspan=2>任务",
        "<td>内容<td>期限",
        f"<td>水务站<td>{long}<td>六月",
        "<td>林业站<td>补种柳树<td>三月",
    )
    document = taken(tmp_path, pdf(body + paragraphs(TEXT[2:]), RULED))
    assert tables(document) == [
        "| 单位 | 任务 | << |\n| ^^ | 内容 | 期限 |\n| --- | --- | --- |\n"
        f"| 水务站 | {long} | 六月 |\n| 林业站 | 补种柳树 | 三月 |"
    ]
    assert not [each for each in document.problems if each.severity == "error"]


def test_ruled_table_goes_on_over_a_page(tmp_path: Path) -> None:
    head = "<thead><tr><th>序号<th>村名<th>工程</thead>"
    rows = "".join(f"<tr><td>{n}<td>东坡村<td>修补第{n}号涵洞" for n in range(1, 61))
    document = taken(tmp_path, pdf(f"<h1>涵洞名单</h1><table>{head}{rows}</table>", RULED))
    (text,) = tables(document)
    assert text.count("序号") == 1
    assert [line.split(" | ")[0] for line in text.split("\n")[2:]] == [
        f"| {n}" for n in range(1, 61)
    ]
    assert [entry.text for entry in document.left_out if "序号" in entry.text]


def test_frame_and_underlined_words_are_no_table(tmp_path: Path) -> None:
    style = "body { border: 1px solid; padding: 4pt } u { border-bottom: 1px solid }"
    body = "<h1>青石镇办法</h1>" + paragraphs(TEXT) + "<p>镇长<u>　甲乙　</u>二月"
    document = taken(tmp_path, pdf(body, style))
    assert not tables(document)
    assert [text for _, text in shape(document)][1:5] == TEXT


def test_notes_are_joined_at_the_edge_of_the_page(tmp_path: Path) -> None:
    # No paragraph comes to the end of a sentence.
    notes = [f"要点{n}：" + WATER[:62] for n in "甲乙丙丁戊己庚辛壬癸子丑"]
    short = ["说明，各村逐项照办并存档"[: n % 7 + 5] for n in range(12)]
    lines = [text for pair in zip(notes, short, strict=True) for text in pair]
    style = "p { text-indent: 0; text-align: left }"
    document = taken(tmp_path, pdf("<h1>青石镇要点</h1>" + paragraphs(lines), style))
    assert [text for _, text in shape(document)][1:] == lines


def test_line_beside_a_ruled_table_is_kept(tmp_path: Path) -> None:
    style = RULED + "; table { width: 60%; float: left; margin-right: 6pt }"
    cells = table("<td>村名<td>长度", "<td>东坡村<td>3", "<td>西坡村<td>4")
    body = "<h1>青石镇办法</h1>" + paragraphs(TEXT[:1]) + cells + "<p>见右注" + paragraphs(TEXT[1:])
    document = taken(tmp_path, pdf(body, style))
    assert len(tables(document)) == 1
    assert "见右注" in "".join(text for _, text in shape(document))


def test_table_under_the_same_head_goes_on_at_another_place(tmp_path: Path) -> None:
    style = RULED + " @page :right { margin-left: 30mm } table { break-before: page }"
    head = "<td>序号<td>村名<td>工程"
    parts = [
        table(head, *(f"<td>{n}<td>东坡村<td>清淤" for n in span)) for span in ((1, 2), (3, 4))
    ]
    document = taken(tmp_path, pdf("<h1>名单</h1>" + paragraphs(TEXT) + "".join(parts), style))
    (text,) = tables(document)
    assert [row[:3] for row in text.split("\n")[2:]] == ["| 1", "| 2", "| 3", "| 4"]


def test_words_that_fonts_tell_wrong_are_refused(tmp_path: Path) -> None:
    odd = "".join(chr(0x3400 + n * 7) for n in range(120))  # no common character among them
    page = tmp_path / "x.pdf"
    page.write_bytes(pdf(f"<p>{WATER}"))
    (known,) = characters.read_pages(page.read_bytes(), "x.pdf")
    glyphs = tuple(characters.Glyph(text, 0, 1, 0, 1) for text in odd)
    with pytest.raises(BookError) as error:
        characters._refuse_without_text([characters.PdfPage(glyphs, 100, 100), known], "x.pdf")
    assert [problem.rule for problem in error.value.problems] == ["intake-pdf-garbled"]
    characters._refuse_without_text([known], "x.pdf")


def test_signs_of_symbol_fonts_are_read_by_the_font(tmp_path: Path) -> None:
    made = pdf(f"<p>{WATER}水温<b>×</b>三。", 'b { font: 11pt "LXGW WenKai" }')
    with pikepdf.open(io.BytesIO(made)) as document:
        for font in document.objects:
            if not isinstance(font, pikepdf.Dictionary) or font.get("/Subtype") != "/Type0":
                continue
            codes = font.ToUnicode.read_bytes()
            if b"<00d7>" in codes.lower():
                font.ToUnicode.write(codes.lower().replace(b"<00d7>", b"<f0b4>"))
                (below,) = font.DescendantFonts
                for one in (font, below, below.FontDescriptor):
                    for key in {"/BaseFont", "/FontName"} & set(one.keys()):
                        one[key] = pikepdf.Name("/ABCDEF+SymbolMT")
        changed = io.BytesIO()
        document.save(changed)
    assert "水温×三。" in taken(tmp_path, changed.getvalue()).paragraphs[-1].text


def test_a_blank_in_a_line_set_solid_is_kept(tmp_path: Path) -> None:
    title = "<h1>导论<span style='margin-left: .28em'></span>今年怎样清淤和修渠</h1>"
    document = taken(tmp_path, pdf(title + paragraphs(TEXT)))
    assert document.title == "导论 今年怎样清淤和修渠"


def two_pages(first: str, second: str) -> str:
    """Two tables on two pages, each ruled all round: one that the page cut in two."""
    return f"<h1>青石镇任务表</h1>{paragraphs(TEXT[:1])}{first}{second}"


SPLIT = """table { table-layout: fixed } table + table { break-before: page }
table, td { border: 1px solid } """


def test_cell_over_several_rows_goes_on_over_a_page(tmp_path: Path) -> None:
    head = "<td>单位<td>任务<td>期限"
    first = table(head, "<td rowspan=2>水务站<td>疏通涵洞<td>三月", "<td>清理闸门<td>四月")
    second = table("<td rowspan=2><td>检修泵站<td>五月", "<td>登记水位<td>六月")
    document = taken(tmp_path, pdf(two_pages(first, second), SPLIT))
    assert tables(document) == [
        "| 单位 | 任务 | 期限 |\n| --- | --- | --- |\n| 水务站 | 疏通涵洞 | 三月 |\n"
        "| ^^ | 清理闸门 | 四月 |\n| ^^ | 检修泵站 | 五月 |\n| ^^ | 登记水位 | 六月 |"
    ]


def test_row_beside_a_cell_over_several_rows_is_cut_by_a_page(tmp_path: Path) -> None:
    head = "<td>单位<td>任务<td>要求"
    first = table(
        head,
        "<td rowspan=2>水务站<td>疏通涵洞<td>汛前完成",
        "<td>清理闸门<td>每周二由两名管护员一同检查闸门；",
    )
    second = table("<td rowspan=2><td><td>发现裂缝当日上报。", "<td>检修泵站<td>五月完成")
    document = taken(tmp_path, pdf(two_pages(first, second), SPLIT))
    (text,) = tables(document)
    assert text.split("\n")[3:] == [
        "| ^^ | 清理闸门 | 每周二由两名管护员一同检查闸门；发现裂缝当日上报。 |",
        "| ^^ | 检修泵站 | 五月完成 |",
    ]


def test_form_of_a_head_and_empty_rows_is_a_table(tmp_path: Path) -> None:
    form = table("<td>村名<td>涵洞<td>管护人", *["<td>&nbsp;<td><td>"] * 6)
    document = taken(tmp_path, pdf(f"<h1>登记表</h1>{paragraphs(TEXT)}{form}", RULED))
    (text,) = tables(document)
    assert text.startswith("| 村名 | 涵洞 | 管护人 |")
    assert text.count("|  |  |  |") == 6


def test_labels_of_headings_in_one_size_tell_their_levels(tmp_path: Path) -> None:
    part = "<h2>{0}</h2>" + "<h3>{1}、清淤</h3><h3>1)范围</h3><p>{2}<h3>2)期限</h3><p>{3}"
    parts = [
        part.format(f"第{number}章 {name}", 1, *TEXT[:2])
        for number, name in zip("一二三", ("河道", "沟渠", "涵洞"), strict=True)
    ]
    style = "h2 { font-size: 18pt; break-before: page } h3 { font-size: 14pt }"
    document = taken(tmp_path, pdf("<h1>青石镇水利规定</h1>" + "".join(parts), style))
    heads = [(level, text) for level, text in shape(document)[1:] if level]
    assert heads[:4] == [(2, "第一章 河道"), (3, "1、清淤"), (4, "1)范围"), (4, "2)期限")]


def test_title_below_another_large_line_leaves_no_heading(tmp_path: Path) -> None:
    body = "<div>青石镇水利技能比赛</div><h1>评 分 标<br>准 则</h1>" + paragraphs(TEXT)
    style = "div { font-size: 16pt; text-align: center } h1 { letter-spacing: 0 }"
    document = taken(tmp_path, pdf(body, style))
    assert document.title == "评分标准则"
    assert not [text for level, text in shape(document)[1:] if level]


def test_date_under_a_large_signature_stands_by_itself(tmp_path: Path) -> None:
    sign = "<div>青石镇水务站<br>2024年3月5日</div>"
    style = "div { font-size: 14pt; text-align: right }"
    document = taken(tmp_path, pdf("<h1>通知</h1>" + paragraphs(TEXT) + sign, style))
    assert [text for _, text in shape(document)][-2:] == ["青石镇水务站", "2024年3月5日"]


def test_first_of_numbered_headings_is_no_title(tmp_path: Path) -> None:
    parts = [
        f"<h1>{n}、{name}</h1>" + paragraphs(TEXT)
        for n, name in zip("一二", ("沟渠", "河道"), strict=True)
    ]
    document = taken(tmp_path, pdf("".join(parts)))
    assert not document.titled
    assert [text for level, text in shape(document)[1:] if level] == ["一、沟渠", "二、河道"]


def test_row_of_figures_beside_a_cell_over_several_rows_is_not_cut(tmp_path: Path) -> None:
    head = "<td>等级<td>奖项<td>系数"
    first = table(head, "<td rowspan=2>市级<td>清淤工程质量竞赛第一名<td>2.0", "<td>一等奖<td>1.8")
    second = table("<td rowspan=2><td>植树护岸质量竞赛第一名<td>1.5", "<td>二等奖<td>1.2")
    document = taken(tmp_path, pdf(two_pages(first, second), SPLIT))
    (text,) = tables(document)
    assert [row.split(" | ")[-1] for row in text.split("\n")[2:]] == [
        "2.0 |",
        "1.8 |",
        "1.5 |",
        "1.2 |",
    ]


def test_table_in_a_form_of_the_file_is_ruled(tmp_path: Path) -> None:
    rows = table("<td>村名<td>涵洞<td>闸门", "<td>石桥村<td>三处<td>两座", "<td>柳湾村<td>两处<td>")
    document = taken(tmp_path, pdf(f"<h1>设施表</h1>{rows}", RULED + "table { opacity: .9 }"))
    (text,) = tables(document)
    assert text.split("\n")[2:] == ["| 石桥村 | 三处 | 两座 |", "| 柳湾村 | 两处 |  |"]


def test_table_goes_on_over_a_page_where_cells_are_merged(tmp_path: Path) -> None:
    first = table("<td>项目<td>次数<td>金额", "<td>清淤<td>两次<td>320", "<td>修渠<td>三次<td>85")
    second = table("<td>合计<td colspan=2>405", "<td>备注<td colspan=2>按村结算")
    document = taken(tmp_path, pdf(two_pages(first, second), SPLIT))
    (text,) = tables(document)
    assert text.split("\n")[4:] == ["| 合计 | 405 | << |", "| 备注 | 按村结算 | << |"]


@pytest.mark.parametrize(
    ("names", "parts"),
    [
        (("表2 东片渠道", "表3 西片渠道"), 2),
        (("表2 东片渠道", "表2 东片渠道"), 1),
        (("表2 东片渠道", "续表2"), 1),
        (("表2 东片渠道", "表2 东片渠道（续）"), 1),
    ],
)
def test_table_with_a_caption_of_its_own_is_another(
    tmp_path: Path, names: tuple[str, str], parts: int
) -> None:
    head = "<td>渠名<td>次数<td>金额"
    grids = (
        table(head, "<td>东渠<td>两次<td>320", "<td>南渠<td>三次<td>85"),
        table(head, "<td>西渠<td>一次<td>60", "<td>北渠<td>两次<td>75"),
    )
    pages = [f"<p class=name>{name}{grid}" for name, grid in zip(names, grids, strict=True)]
    style = RULED + " .name + .name { break-before: page }"
    document = taken(tmp_path, pdf(two_pages(*pages), style))
    assert len(tables(document)) == parts


def test_raised_signs_stand_behind_what_they_belong_to(tmp_path: Path) -> None:
    style = "b { font: 6pt serif; vertical-align: 7pt; line-height: 0 }"
    text = WATER.replace("备案材料", "备案材料（每平方米m<b>2</b>一份）") + ROADS
    document = taken(tmp_path, pdf(f"<h1>水利</h1><p>{text}<p>{TREES}", style))
    assert "每平方米m2一份" in document.paragraphs[1].text


def test_small_number_right_under_a_title_is_a_line_of_its_own(tmp_path: Path) -> None:
    style = """h1 { font-size: 18pt; line-height: 1; margin: 0 }
        .n { font-size: 9pt; line-height: 1; text-indent: 0; text-align: center }"""
    body = "<h1>青石镇人民政府公告</h1><p class=n>第7号<p>&nbsp;" + paragraphs(TEXT)
    found = [text for _, text in shape(taken(tmp_path, pdf(body, style)))]
    assert found[:2] == ["青石镇人民政府公告", "第7号"]


def test_character_set_downwards_is_as_wide_as_its_column() -> None:
    assert characters._sides(91.8, 331.8, 12.0) == (91.8, 103.8)
    assert characters._sides(10.0, 22.0, 12.0) == (10.0, 22.0)


def test_state_of_a_document_belongs_to_its_title(tmp_path: Path) -> None:
    body = "<h1>水库防汛方案<br>（试行第三版）</h1>" + paragraphs(TEXT)
    assert taken(tmp_path, pdf(body)).title == "水库防汛方案（试行第三版）"


def test_title_of_a_cover_says_of_what_it_is_the_manual(tmp_path: Path) -> None:
    cover = "<div>青石水库<br>自动测报系统</div><h1>操作手册</h1>"
    style = "div { font-size: 16pt; text-align: center } h1 { break-after: page }"
    document = taken(tmp_path, pdf(cover + paragraphs(TEXT), style))
    assert document.title == "青石水库自动测报系统操作手册"


def test_short_heading_with_a_label_ends_on_its_line(tmp_path: Path) -> None:
    style = "h2 { margin: 0; line-height: 1.6 } h2.b { text-align: center }"
    parts = [
        f"<h2>{n}、题目</h2><h2 class=b>{name}的设计</h2>" + paragraphs(TEXT)
        for n, name in zip("一二三", ("水闸", "泵站", "涵洞"), strict=True)
    ]
    document = taken(tmp_path, pdf("<h1>任务书</h1>" + "".join(parts), style))
    found = [text for _, text in shape(document)]
    assert [text for text in found if "、题目" in text] == ["一、题目", "二、题目", "三、题目"]


def test_title_below_a_note_of_sentences_stands_first(tmp_path: Path) -> None:
    body = f"<p>写给第一次管水库的人。<p>{WATER}<h1>水库笔记</h1>" + paragraphs(TEXT)
    document = taken(tmp_path, pdf(body))
    found = [text for _, text in shape(document)]
    assert found[0] == document.title == "水库笔记"
    assert found.count("水库笔记") == 1


def test_bold_lines_over_texts_are_headings_below_the_larger_ones(tmp_path: Path) -> None:
    parts = [
        f"<h2>{n}、{name}</h2><p><b>{name}的范围</b>{paragraphs(TEXT[:2])}"
        f"<p><b>{name}的费用</b>{paragraphs(TEXT[2:])}"
        for n, name in zip("一二", ("清淤", "修路"), strict=True)
    ]
    document = taken(tmp_path, pdf("<h1>水利办法</h1>" + "".join(parts)))
    assert [entry for entry in shape(document) if entry[0] > 1] == [
        (2, "一、清淤"),
        (3, "清淤的范围"),
        (3, "清淤的费用"),
        (2, "二、修路"),
        (3, "修路的范围"),
        (3, "修路的费用"),
    ]


def test_bold_lines_of_a_list_and_one_by_itself_are_no_headings(tmp_path: Path) -> None:
    names = "<p><b>王家村</b><p><b>李家村</b><p><b>张家村</b>"
    document = taken(tmp_path, pdf("<h1>水利办法</h1>" + paragraphs(TEXT) + names))
    assert [text for level, text in shape(document) if level] == ["水利办法"]


# Three rules: above the head, below it, and at the end.
THREE = """table { border-top: 1px solid; border-bottom: 1px solid } td { text-align: center }
tr:first-child td { border-bottom: 1px solid } """


def rows_of(text: str) -> list[list[str]]:
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.split("\n")
        if "---" not in line
    ]


def test_table_between_three_rules_has_a_head_of_two_lines(tmp_path: Path) -> None:
    rows = [["河段", "长度（米）", "管护人（名）"], ["东河", "320", "12"], ["西河", "1,460", "35"]]
    head, *body = ["".join(f"<td>{cell.replace('（', '<br>（')}" for cell in row) for row in rows]
    text = f"<h1>河段清单</h1>{paragraphs(TEXT[:2])}{table(head, *body)}{paragraphs(TEXT[2:])}"
    (found,) = tables(taken(tmp_path, pdf(text, THREE)))
    assert rows_of(found) == rows


def test_cells_over_several_lines_between_level_rules_are_whole(tmp_path: Path) -> None:
    long = "清淤、疏通涵洞，修补闸门两座，登记水位"
    rows = [["村名", "任务", "期限"], ["石桥村", long, "三月"], ["柳湾村", long, "四月"]]
    made = table(*("".join(f"<td>{cell}" for cell in row) for row in rows))
    edges = "td { min-width: 3em } table { width: 90mm; border-top: 1px solid } "
    style = f"{edges} tr {{ border-bottom: 1px solid }}"
    document = taken(tmp_path, pdf(f"<h1>任务表</h1>{made}{paragraphs(TEXT)}", style))
    assert rows_of(*tables(document)) == rows
    document = taken(
        tmp_path,
        pdf(
            f"<h1>任务表</h1>{made}{paragraphs(TEXT)}",
            edges + THREE + "td { vertical-align: top }",
        ),
    )
    assert rows_of(*tables(document)) == rows


def test_paragraphs_of_a_cell_between_level_rules_are_lines_and_nothing_is_told_lost(
    tmp_path: Path,
) -> None:
    tasks = ("清淤两次*。<br>登记水位，报水务站备案。", "修补闸门。<br>疏通涵洞，栽树三百棵。")
    rows = [["村名", "任务", "期限"], ["石桥村", tasks[0], "三月"], ["柳湾村", tasks[1], "四月"]]
    made = table(*("".join(f"<td>{cell}" for cell in row) for row in rows))
    style = "table { width: 120mm; border-top: 1px solid } tr { border-bottom: 1px solid }"
    document = taken(tmp_path, pdf(f"<h1>任务表</h1>{made}{paragraphs(TEXT)}", style))
    rows[1][1] = tasks[0].replace("*", "\\*")
    assert rows_of(*tables(document)) == rows
    assert "intake-lost" not in [problem.rule for problem in document.problems]


def test_table_between_rules_goes_on_over_a_page(tmp_path: Path) -> None:
    rows = [["村名", "长度", "人数"], *([f"石桥{n}村", str(n * 20), str(n)] for n in range(1, 41))]
    made = table(*("".join(f"<td>{cell}" for cell in row) for row in rows))
    document = taken(tmp_path, pdf(f"<h1>任务表</h1>{paragraphs(TEXT[:2])}{made}", THREE))
    assert rows_of(*tables(document)) == rows


def test_words_over_several_columns_are_merged_cells_of_the_head(tmp_path: Path) -> None:
    span = "<td colspan=2 style='border-bottom: 1px solid'>清淤长度（米）"
    head = f"<td rowspan=2>村名{span}<td rowspan=2>备注"
    rows = (
        ["石桥村", "20", "30", "已验"],
        ["柳湾村", "40", "50", "未验"],
        ["东坡村", "60", "7", "未验"],
    )
    made = table(head, "<td>去年<td>今年", *("".join(f"<td>{c}" for c in row) for row in rows))
    style = (
        THREE.replace("tr:first-child td", "tr:nth-child(2) td")
        + "tr:first-child td[rowspan] { border-bottom: 1px solid }"
    )
    (found,) = tables(taken(tmp_path, pdf(f"<h1>任务表</h1>{paragraphs(TEXT[:1])}{made}", style)))
    assert rows_of(found) == [
        ["村名", "清淤长度（米）", "<<", "备注"],
        ["^^", "去年", "今年", "^^"],
        *map(list, rows),
    ]


def test_text_between_rules_is_no_table(tmp_path: Path) -> None:
    style = "div { border-top: 1px solid; border-bottom: 1px solid }"
    body = f"<h1>水利</h1><div>{paragraphs(TEXT[:1])}</div><div>{paragraphs(TEXT[1:])}</div>"
    document = taken(tmp_path, pdf(body, style))
    assert not tables(document)
    assert [text for _, text in shape(document)[1:]] == TEXT


def test_columns_whose_lines_stand_between_each_other_are_read_one_after_the_other(
    tmp_path: Path,
) -> None:
    style = "body { font-size: 9pt; position: relative } div { position: absolute; width: 48mm;"
    style += "top: 40pt; left: 0 } div + div { left: 60mm; top: 47pt }"
    left, right = (f"<div>{paragraphs(texts)}</div>" for texts in (TEXT[:2], TEXT[2:]))
    document = taken(tmp_path, pdf(f"<h1>水利</h1>{left}{right}", style))
    assert [text for level, text in shape(document) if not level and len(text) > 9] == TEXT


def test_columns_that_nearly_touch_are_told_from_the_lines_cut_at_smaller_gaps() -> None:
    left, right = "沟渠清淤要在汛前完成并报水务站备案", "通往东坡的机耕道由村民投工铺设完成"
    pairs = [
        (lines.Piece(f"{n}{left}", 10, 242), lines.Piece(f"{n}{right}", 258, 490)) for n in range(9)
    ]
    narrow = [lines.PdfLine(pair, 59 + 17 * n, 10.5) for n, pair in enumerate(pairs)]
    wide = [
        lines.PdfLine((lines.Piece(line.text, 10, 490),), line.baseline, 10.5) for line in narrow
    ]
    head = lines.PdfLine((lines.Piece("水利", 10, 60), lines.Piece("第1期", 305, 380)), 30, 7.7)
    blocks = columns.read_order([head, *wide], [head, *narrow], 516)
    assert [[line.text for line in block] for block in blocks] == [
        ["水利 第1期"],
        [pair[0].text for pair in pairs],
        [pair[1].text for pair in pairs],
    ]


def test_long_lines_tell_columns_in_which_a_chart_stands() -> None:
    text = "沟渠清淤要在汛前完成并报水务站备案"
    left = [lines.Piece(f"左{n}{text}", 65, 298) for n in range(24)]
    right = {n: lines.Piece(f"右{n}{text}", 313 + 17 * (n % 2), 547) for n in range(24)}
    chart = [lines.Piece(f"{n}0", 330 + 25 * n, 345 + 25 * n) for n in range(5)]
    rows = [
        (left[n], *((right[n],) if n < 4 or n > 18 else chart if n % 2 else ())) for n in range(24)
    ]
    page = [lines.PdfLine(row, 59 + 12 * n, 10) for n, row in enumerate(rows)]
    first, second = columns.read_order(page, page, 612)
    assert [line.text for line in first] == [piece.text for piece in left]
    assert [line.text for line in second if len(line.text) > 15] == [
        right[n].text for n in range(24) if n < 4 or n > 18
    ]


def test_columns_under_a_long_abstract_are_read_one_after_the_other(tmp_path: Path) -> None:
    body = "<h1>青石镇水利简报</h1>" + paragraphs([f"摘要：{WATER * 4}"])
    body += "<div>" + paragraphs(TEXT[:2]) + "</div>"
    document = taken(tmp_path, pdf(body, "div { columns: 2; column-gap: 8mm; font-size: 9pt }"))
    assert [text for _, text in shape(document)[2:]] == TEXT[:2]


def test_head_that_comes_again_with_a_cell_into_the_body_goes_alone(tmp_path: Path) -> None:
    head = "<td rowspan={}>单位<td>任务<td>期限"
    first = table(head.format(2), "<td>清淤<td>三月", "<td>石桥村<td>修渠<td>四月")
    second = table(head.format(3), "<td>植树<td>五月", "<td>巡河<td>六月")
    document = taken(tmp_path, pdf(two_pages(first, second), SPLIT))
    (text,) = tables(document)
    assert "巡河 | 六月" in text
    assert "植树 | 五月" in text
    assert not [problem for problem in document.problems if problem.rule == "intake-lost"]


def test_rules_drawn_cell_by_cell_make_one_table() -> None:
    level = [rules.Rule(True, at, 40, 200) for at in (100, 122, 144)]
    cells = [(103.2, 121.8), (125.2, 143.8)]
    upright = [rules.Rule(False, at, *cell) for cell in cells for at in (40, 120, 200)]
    (grid,) = rules.find_grids([*level, *upright])
    assert (len(grid.columns), len(grid.rows), len(grid.boxes)) == (3, 3, 4)


def test_running_head_in_larger_type_is_none_of_the_text(tmp_path: Path) -> None:
    page = "<div>青石镇水利工程公司</div><h2>{n}注意事项：{n}</h2>{text}"
    style = "div { font-size: 14pt; text-align: center } h2 { font-size: 18pt }"
    style += "div:not(:first-child) { break-before: page }"
    pages = "".join(page.format(n=n, text=paragraphs(TEXT[:2])) for n in range(1, 7))
    document = taken(tmp_path, pdf("<h1>水利要求</h1>" + pages, style))
    found = shape(document)
    assert sum(text == "青石镇水利工程公司" for _, text in found) <= 1
    notes = [text for level, text in found if level > 1 and "注意" in text]
    assert notes == [f"{n}注意事项：{n}" for n in range(1, 7)]


def test_larger_line_that_ends_with_a_colon_behind_its_number_is_a_heading(tmp_path: Path) -> None:
    parts = [
        f"<h2>{n}{name}</h2>" + paragraphs(TEXT) for n, name in enumerate(("范围：", "账号"), 1)
    ]
    body = "<h1>水利要求</h1>" + paragraphs(TEXT) + "".join(parts)
    document = taken(tmp_path, pdf(body, "h2 { font-size: 16pt }"))
    assert [text for level, text in shape(document) if level > 1] == ["1范围", "2账号"]


def test_long_word_of_a_head_is_not_cut_into_the_empty_column_before_it() -> None:
    pieces = (lines.Piece("管护人名单", 90, 145), lines.Piece("长度", 200, 222))
    line = lines.PdfLine(pieces, 100, 11)
    assert open_tables._parted_words(line, (50, 100, 170, 250)) is line


def test_words_in_brackets_of_a_merged_cell_go_on_over_a_page(tmp_path: Path) -> None:
    head = "<td>单位<td>任务<td>期限"
    label = "<td rowspan=2>水务站（管护涵洞和"
    first = table(head, f"{label}<td>疏通涵洞<td>三月", "<td>清理闸门<td>四月")
    second = table("<td rowspan=2>泵站的单位）<td>检修泵站<td>五月", "<td>登记水位<td>六月")
    document = taken(tmp_path, pdf(two_pages(first, second), SPLIT))
    (text,) = tables(document)
    assert text.split("\n")[2:] == [
        "| 水务站（管护涵洞和泵站的单位） | 疏通涵洞 | 三月 |",
        "| ^^ | 清理闸门 | 四月 |",
        "| ^^ | 检修泵站 | 五月 |",
        "| ^^ | 登记水位 | 六月 |",
    ]


def test_row_that_lacks_what_no_other_lacks_is_cut_by_a_page(tmp_path: Path) -> None:
    head = "<td>单位<td>任务<td>要求"
    second = table("<td rowspan=2><td><td>两人同去", "<td>检修泵站<td>五月完成")

    def rows(*begin: str) -> list[str]:
        first = table(head, *begin, "<td>清理闸门<td>每周一次")
        (text,) = tables(taken(tmp_path, pdf(two_pages(first, second), SPLIT)))
        return text.split("\n")[-3:]

    assert rows("<td rowspan=2>水务站<td>疏通涵洞<td>汛前") == [
        "| 水务站 | 疏通涵洞 | 汛前 |",
        "| ^^ | 清理闸门 | 每周一次两人同去 |",
        "| ^^ | 检修泵站 | 五月完成 |",
    ]
    blank = "<td rowspan=3>水务站<td>疏通涵洞<td>汛前", "<td><td>汛后"
    assert rows(*blank)[1] == "| ^^ |  | 两人同去 |"


def test_label_that_counts_on_begins_a_row_over_a_page(tmp_path: Path) -> None:
    first = table(
        "<td>单位<td>任务<td>要求",
        "<td rowspan=2>水务站<td>疏通涵洞<td>汛前完成",
        "<td>清理闸门<td>（1）每周二由两名管护员一同检查闸门",
    )
    second = table("<td rowspan=2><td><td>（2）发现裂缝当日上报", "<td>检修泵站<td>五月完成")
    (text,) = tables(taken(tmp_path, pdf(two_pages(first, second), SPLIT)))
    assert "| ^^ |  | （2）发现裂缝当日上报 |" in text.split("\n")


def test_long_cells_of_a_table_that_goes_over_pages_stay_in_it(tmp_path: Path) -> None:
    long = "清淤、疏通涵洞，" * 70 + "汛前完成。"
    first = table("<td>单位<td>任务", "<td>林业站<td>补种柳树", "<td>供电所<td>检修线路")
    second = table(f"<td>水务站<td>{long}", "<td>农机站<td>借出水泵")
    style = SPLIT + "table { width: 100%; font-size: 6pt }"
    (text,) = tables(taken(tmp_path, pdf(two_pages(first, second), style)))
    assert text.split("\n")[4:] == [f"| 水务站 | {long} |", "| 农机站 | 借出水泵 |"]
    frame = table(f"<td>{long}<td>备注")
    assert not tables(taken(tmp_path, pdf(two_pages(frame, frame), style)))


def test_table_within_a_cell_adds_no_rows_to_that_round_it() -> None:
    outer = [rules.Rule(True, at, 0, 300) for at in (0, 100)]
    outer += [rules.Rule(False, at, 0, 100) for at in (0, 100, 300)]
    inner = [rules.Rule(True, at, 120, 280) for at in (50, 75)]
    inner += [rules.Rule(False, at, 50, 100) for at in (120, 200, 280)]
    (grid,) = rules.find_grids([*outer, *inner])
    boxes = rules.Box(0, 0, 1, 1), rules.Box(0, 1, 1, 1)
    assert grid == rules.Grid((0, 100, 300), (0, 100), boxes)


def test_row_of_rules_round_one_further_cell_is_no_table(tmp_path: Path) -> None:
    rows = "<td>&nbsp;<td>青石镇水务站<td>"
    assert not tables(taken(tmp_path, pdf(paragraphs(TEXT) + table(rows), RULED)))


def test_first_row_over_all_columns_of_a_sheet_is_its_title(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>{n}<td>第{n}段<td>{n}00" for n in range(1, 6))
    sheet = (
        "<table><tr><td colspan=3>石桥镇2024年清淤任务分解表<tr><td>序号<td>地段<td>方数{}</table>"
    )
    style = "@page { @top-center { content: none } } td { border: 1px solid }"
    document = taken(tmp_path, pdf(sheet.format(rows), style))
    assert document.title == "石桥镇2024年清淤任务分解表"
    assert tables(document)[0].startswith("| 序号 | 地段 | 方数 |")


def test_bold_lines_of_one_size_with_a_colon_are_headings(tmp_path: Path) -> None:
    part = "<p class=b>{}：<p>{}</p>"
    body = "<p class=s>参加方式：" + "".join(
        part.format(name, text)
        for name, text in zip(("清淤要求", "修路要求", "植树要求"), TEXT, strict=False)
    )
    style = ".b { font-weight: bold; font-size: 12pt } .s { font-weight: bold }"
    document = taken(tmp_path, pdf("<h1>青石镇水利工作办法</h1>" + body, style))
    heads = [text for level, text in shape(document) if level > 1]
    assert heads == ["清淤要求", "修路要求", "植树要求"]


def test_radicals_are_the_characters_that_they_stand_for() -> None:
    assert "".join(map(radicals.unify, "⽤⼾⼀⻛⻓A水⺡")) == "用户一风长A水⺡"


def test_radicals_of_a_pdf_are_characters(tmp_path: Path) -> None:
    body = f"<h1>防⻛办法</h1><p>⼀、{WATER}</p><p>⼆、{ROADS}</p>"
    assert "防风办法" in taken(tmp_path, pdf(body)).title


def test_lines_of_a_cover_are_no_headings(tmp_path: Path) -> None:
    cover = "".join(
        f'<p class="c">{text}</p>'
        for text in ("甲乙丙", "青石镇第一中学清水队", "青石镇教育委员会")
    )
    parts = "".join(
        f'<div class="b"><h2>{name}</h2><p>{text}</p></div>'
        for name, text in zip(("清淤", "修路", "种树"), TEXT, strict=False)
    )
    style = """h1 { font-size: 26pt } .b { break-before: page }
        .c { font-size: 14pt; margin-top: 9mm; text-indent: 0; text-align: center }"""
    document = taken(tmp_path, pdf(f"<h1>沟渠清淤报告</h1>{cover}{parts}", style))
    found = [paragraph.text for paragraph in document.paragraphs if paragraph.level]
    assert found == ["沟渠清淤报告", "清淤", "修路", "种树"]


@pytest.mark.parametrize(
    ("name", "parts"), [("西片任务申请表", 2), ("西片任务申请表（续）", 1), ("东片任务申请表", 1)]
)
def test_table_under_a_larger_title_of_its_own_is_another(
    tmp_path: Path, name: str, parts: int
) -> None:
    grids = [
        table("<td>渠名<td>次数<td>金额", f"<td>{bank}渠<td>两次<td>320", "<td>南渠<td>三次<td>85")
        for bank in "东西"
    ]
    first, second = (
        f"<p class=name>{title}{grid}"
        for title, grid in zip(("东片任务申请表", name), grids, strict=True)
    )
    style = RULED + " .name { font-size: 15pt } .name + .name { break-before: page }"
    style += "table { font-size: 9pt }"
    document = taken(tmp_path, pdf(f"{paragraphs(TEXT)}{first}{second}", style))
    assert len(tables(document)) == parts


def test_words_cut_off_by_a_low_cell_stay_in_it(tmp_path: Path) -> None:
    low = "div { height: 1.5em; overflow: hidden } table { table-layout: fixed }"
    rows = [
        f"<td><div>{name}</div><td>{task}<td>五月"
        for name, task in (("水务站或者村民委员会名称", "清淤"), ("地址", "植树"))
    ]
    style = RULED + low + "table { width: 60mm }"
    document = taken(
        tmp_path, pdf(paragraphs(TEXT) + table("<td>单位<td>任务<td>期限", *rows), style)
    )
    assert rows_of(tables(document)[0])[1:] == [
        ["水务站或者村民委员会名称", "清淤", "五月"],
        ["地址", "植树", "五月"],
    ]


def test_arrow_over_a_table_is_no_part_of_it(tmp_path: Path) -> None:
    arrow = (
        "<svg width=60 height=40 style='position: absolute; margin: -30px 0 0 185px'>"
        "<polygon points='2,2 58,2 58,24 40,24 30,38 20,24 2,24' stroke=black fill=none /></svg>"
    )
    rows = [("单位", "任务"), ("水务站", "清淤"), ("林业站", "植树")]
    text = table(*("".join(f"<td>{cell}" for cell in row) for row in rows)) + arrow
    document = taken(tmp_path, pdf(paragraphs(TEXT) + text, RULED))
    assert rows_of(tables(document)[0]) == [list(row) for row in rows]


def test_rules_a_little_beside_each_other_make_no_column() -> None:
    level = [rules.Rule(True, at, 0, 300) for at in (0, 30, 60)]
    sides = [rules.Rule(False, at, 0, 60) for at in (0, 300)]
    askew = [rules.Rule(False, 150, 0, 30), rules.Rule(False, 154, 30, 60)]
    (grid,) = rules.find_grids([*level, *sides, *askew])
    assert (len(grid.columns), len(grid.boxes)) == (3, 4)


def test_long_cell_of_a_form_goes_on_over_a_page(tmp_path: Path) -> None:
    texts = [f"（{n}）" + text for n, text in zip("一二三四", TEXT, strict=True)]
    long = "<br>".join(texts * 3)
    form = table(
        "<td>姓名<td>王小河<td>单位<td>水务站",
        "<td>职务<td>站长<td>电话<td>66",
        f"<td>工作情况<td colspan=3>{long}",
        "<td>意见<td colspan=3>同意",
    )
    document = taken(
        tmp_path, pdf("<h1>考核登记表</h1>" + form, RULED + "table { font-size: 7pt }")
    )
    (text,) = tables(document)
    assert [row.split(" | ")[0] for row in text.split("\n")] == [
        *("| 姓名", "| ---", "| 职务", "| 工作情况", "| 意见")
    ]
    assert all(text.replace("<br>", "").count(part) == 3 for part in texts)
    assert not [each for each in document.problems if each.rule == "intake-lost"]


def test_title_goes_on_to_the_kind_of_the_document_in_the_line_below(tmp_path: Path) -> None:
    cover = "<h1>青石镇二〇二四年护渠比赛</h1><p class=k>{}<p>单位：水务站"
    style = ".k { font-size: 18pt; text-align: center; margin: 8mm }"
    document = taken(tmp_path, pdf(cover.format("报名表") + paragraphs(TEXT), style))
    assert document.title == "青石镇二〇二四年护渠比赛报名表"
    document = taken(tmp_path, pdf(cover.format("比赛的安排") + paragraphs(TEXT), style))
    assert document.title == "青石镇二〇二四年护渠比赛"
    low = style.replace("18pt", "14pt")
    document = taken(tmp_path, pdf(cover.format("报名表") + paragraphs(TEXT), low))
    assert document.title == "青石镇二〇二四年护渠比赛"


def test_lines_of_other_sizes_below_a_title_are_none_of_it(tmp_path: Path) -> None:
    names = "<p class=n>王小河　李小山　张小林　周小泉　陈小石　林小舟　黄小田　郑小苗"
    body = f"<h1>青石河水闸自动控制综述*</h1>{names}<p class=o>青石水利学院　自动化系"
    style = """h1, .n, .o { margin: 0; text-align: left; text-indent: 0; line-height: 1.2 }
        .n { font-size: 14pt } .o { font-size: 12.6pt }"""
    document = taken(tmp_path, pdf(body + paragraphs(TEXT), style))
    assert document.title == "青石河水闸自动控制综述"
    assert ("*", "书名后的注号") in [(left.text, left.why) for left in document.left_out]
    assert not [each for each in document.problems if each.rule == "intake-lost"]


def test_months_and_keys_of_fields_are_no_headings(tmp_path: Path) -> None:
    part = "<h2>{}</h2><p class=d>{}<p class=b>联系电话：<p>{}<p>联系电话：{}" + paragraphs(TEXT)
    parts = [
        part.format(name, month, text, number)
        for name, month, text, number in zip(
            ("清淤", "修路"), ("2024年3月", "2024年4月"), TEXT, ("66", "68"), strict=False
        )
    ]
    style = "h2 { break-before: page } .b { font-weight: bold } .d { font-size: 15pt }"
    document = taken(tmp_path, pdf("<h1>青石镇水利笔记</h1>" + "".join(parts), style))
    assert [text for level, text in shape(document)[1:] if level] == ["清淤", "修路"]


def test_text_larger_than_the_notes_of_a_paper_stays_whole(tmp_path: Path) -> None:
    abstract = f"<p class=a>【摘要】{WATER}{ROADS}<br>【关键词】清淤；修路；植树<p class=t>{TREES}"
    style = "@page { @top-center { content: none } @bottom-center { content: none } }"
    style += "p.a { font-size: 11pt } p.t { font-size: 13pt } p { font-size: 8pt }"
    document = taken(tmp_path, pdf(f"<h1>水闸综述</h1>{abstract}" + paragraphs(TEXT * 4), style))
    assert [text for level, text in shape(document) if level] == ["水闸综述"]
    assert TREES in [text for _, text in shape(document)]


def test_month_of_a_cover_dates_it_and_its_choices_are_no_headings(tmp_path: Path) -> None:
    lines = ("单位：水务站", "类别：", "<b>□ 清淤　√ 修路</b>", "青石镇水务站", "二〇二四年三月")
    cover = "".join(f"<p class=c>{line}" for line in lines)
    parts = "".join(f"<h2>{name}</h2>" + paragraphs(TEXT) for name in ("清淤", "修路"))
    style = "h1 { font-size: 26pt } .c { font-size: 14pt; margin: 8mm } h2 { break-before: page }"
    document = taken(tmp_path, pdf(f"<h1>护渠申报书</h1>{cover}{parts}", style))
    assert document.date == Month(2024, 3)
    assert [text for level, text in shape(document) if level] == ["护渠申报书", "清淤", "修路"]


def test_fields_and_names_behind_a_dash_are_no_headings_of_a_cover(tmp_path: Path) -> None:
    line = "<p class=f>{}"
    style = ".f { font-size: 14pt; text-indent: 0; text-align: left; margin: 6mm 0 }"
    field = line.format("题　目　闸门自动控制")
    body = f"{paragraphs(TEXT)}{line.format('——本刊编辑部')}<h1>青石河水闸任务书</h1>{field}"
    parts = "".join(f"<h2>{name}</h2>" + paragraphs(TEXT) for name in ("清淤", "修路") * 2)
    document = taken(tmp_path, pdf(body + parts, style))
    assert document.title == "青石河水闸任务书"
    heads = [text for level, text in shape(document) if level]
    assert not [text for text in heads if "闸门" in text or "本刊" in text]


def test_term_of_a_course_is_no_part_of_its_title_and_no_heading(tmp_path: Path) -> None:
    head = "<h1>河道管理概论课程<br>2020 年秋季（水利专业）</h1>"
    document = taken(tmp_path, pdf(head + paragraphs(TEXT)))
    assert document.title == "河道管理概论课程"
    assert (0, "2020 年秋季（水利专业）") in shape(document)


def test_contents_in_larger_type_without_leaders_are_left_out(tmp_path: Path) -> None:
    names = ["清淤范围", "护坡要求", "验收办法", "经费安排"]
    entries = "<br>".join(f"{name}　　{page}" for page, name in enumerate(names, 1))
    parts = "".join(f"<h2>{name}</h2>{paragraphs(TEXT)}" for name in names)
    document = taken(tmp_path, pdf(f"<h1>水务手册</h1><h2>{entries}</h2>{parts}"))
    assert [left.text for left in document.left_out if left.kind == "contents"] == [
        f"{name} {page}" for page, name in enumerate(names, 1)
    ]
