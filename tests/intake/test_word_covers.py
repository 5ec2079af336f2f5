"""Covers of Word files, and headings that are told by how they look beside the text."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from duben.intake import reading
from duben.intake.document import ImportedDocument
from duben.model import TITLE_TO_FILL, Month
from word_files import (
    abstract,
    aligned,
    level,
    note,
    note_ref,
    num,
    num_pr,
    p,
    picture,
    png,
    r,
    style,
    styled,
    tbl,
    tc,
    text_box,
    word_file,
)

TEXT = "为做好今年的河道清淤工作，现将有关事项通知如下，请认真执行。"
PAGE = p("<w:r><w:br w:type='page'/></w:r>")


def taken(tmp_path: Path, *blocks: str, styles: tuple[str, ...] = ()) -> ImportedDocument:
    path = tmp_path / "河道.docx"
    path.write_bytes(word_file(*blocks, p(TEXT), p(TEXT), p(TEXT), styles=list(styles)))
    document = reading.read_document(path)
    assert "intake-lost" not in [problem.rule for problem in document.problems]
    return document


def headings(document: ImportedDocument) -> list[tuple[int, str]]:
    return [(entry.level, entry.text) for entry in document.paragraphs if entry.level]


def large(text: str, size: int) -> str:
    return aligned(text, "center", size)


def test_a_title_on_a_cover_goes_over_lines_of_nearly_one_size(tmp_path: Path) -> None:
    document = taken(tmp_path, large("河道清淤系统", 52), large("开 发 计 划", 48), PAGE)
    assert document.title == "河道清淤系统开发计划"


def test_letters_below_one_another_are_one_title(tmp_path: Path) -> None:
    blocks = (block for letter in "清淤管理手册" for block in (large(letter, 52), p()))
    assert taken(tmp_path, *blocks, PAGE).title == "清淤管理手册"


def test_a_kind_of_document_goes_on_the_line_above_it(tmp_path: Path) -> None:
    document = taken(tmp_path, large("青石河清淤项目", 36), p(), large("招标文件", 84), PAGE)
    assert document.title == "青石河清淤项目招标文件"


def test_the_name_of_a_thesis_kind_over_two_lines_is_no_title(tmp_path: Path) -> None:
    cover = (large("青石大学本科生毕业", 44), large("设计", 44), p(), large("闸门的控制", 36))
    document = taken(tmp_path, *cover, PAGE)
    assert document.title == "闸门的控制"
    assert headings(document) == [(1, "闸门的控制")]


def test_a_style_guide_may_have_the_kind_of_thesis_in_its_title(tmp_path: Path) -> None:
    document = taken(tmp_path, large("青石大学本科毕业论文", 44), large("注释规范", 44))
    assert document.title == "青石大学本科毕业论文注释规范"


def test_fields_of_a_cover_tell_author_and_date(tmp_path: Path) -> None:
    document = taken(
        tmp_path,
        p("密级："),
        large("河道清淤计划", 52),
        large("编 写 人：____王小明____", 28),
        large("编写日期：____2016.10.05____", 28),
        PAGE,
    )
    assert (document.title, document.authors) == ("河道清淤计划", ("王小明",))
    assert document.date == date(2016, 10, 5)
    assert [entry.text for entry in document.paragraphs][:2] == ["河道清淤计划", "密级："]


def test_a_line_of_a_cover_is_no_heading_however_it_is_styled(tmp_path: Path) -> None:
    outline = [style("h1", "heading 1"), style("h2", "heading 2")]
    document = taken(
        tmp_path,
        styled("A2220621", "h1"),
        large("河道清淤合同", 52),
        large("青石大学制", 36),
        PAGE,
        *(block for text in ("总则", "费用", "其他") for block in (styled(text, "h2"), p(TEXT))),
        styles=tuple(outline),
    )
    assert [text for _, text in headings(document)] == ["河道清淤合同", "总则", "费用", "其他"]


def test_a_title_of_the_level_of_a_section_is_the_title(tmp_path: Path) -> None:
    outline = '<w:jc w:val="center"/><w:outlineLvl w:val="1"/>'
    lines = [p(r(text, '<w:sz w:val="44"/>'), outline) for text in ("关于清理河道", "的 通 知")]
    assert taken(tmp_path, *lines).title == "关于清理河道的通知"


def test_a_title_below_a_preface_stands_first(tmp_path: Path) -> None:
    document = taken(tmp_path, p(TEXT), large("清淤报告的格式", 32))
    assert [entry.text for entry in document.paragraphs][:2] == ["清淤报告的格式", TEXT]


def test_a_title_that_stands_once_more_behind_the_cover_is_told(tmp_path: Path) -> None:
    again = (large("青石河项目", 44), large("实施方案", 44))
    document = taken(tmp_path, large("青石河项目实施方案", 60), PAGE, *again)
    assert [entry.text for entry in document.paragraphs][:2] == ["青石河项目实施方案", TEXT]
    assert "实施方案" in [entry.text for entry in document.left_out]


def test_a_first_page_with_a_sentence_is_no_cover(tmp_path: Path) -> None:
    document = taken(tmp_path, large("清淤通知", 44), p(TEXT), p("日期：2024年3月5日"), PAGE)
    assert document.date is None


def test_fields_beside_each_other_without_lines_are_a_line(tmp_path: Path) -> None:
    fields = tbl(["密级：", "秘密"], ["编号：", "A1"], borders=False)
    document = taken(tmp_path, fields, large("河道清淤合同", 52), PAGE)
    assert [entry.text for entry in document.paragraphs][1:3] == ["密级：秘密", "编号：A1"]


def test_a_line_that_looks_as_the_text_is_no_heading_beside_styled_ones(tmp_path: Path) -> None:
    outline = (style("h1", "heading 1"), style("h2", "heading 2"))
    sections = [
        block
        for number in "123"
        for block in (
            styled(f"{number}. 第{number}章", "h1"),
            styled(f"{number}.1 小节", "h2"),
            p(TEXT),
        )
    ]
    plain = [p(TEXT), p("服务器一台"), p(TEXT), p("1. 完善资料"), p(TEXT), p("2. 查询"), p(TEXT)]
    document = taken(tmp_path, large("河道清淤计划", 44), *sections, *plain, styles=outline)
    assert [text for _, text in headings(document)][1:] == [
        text for number in "123" for text in (f"{number}. 第{number}章", f"{number}.1 小节")
    ]


def test_styles_tell_the_levels_of_headings(tmp_path: Path) -> None:
    outline = (style("h1", "heading 1"), style("h2", "heading 2"))
    marks = ("1. 甲", "1.1 乙", "（一）丙", "2. 丁", "2.1 戊", "3. 己", "3.1 庚")
    levels = ("h1", "h2", "h2", "h1", "h2", "h1", "h2")
    sections = [
        block
        for text, level in zip(marks, levels, strict=True)
        for block in (styled(text, level), p(TEXT))
    ]
    document = taken(tmp_path, large("河道清淤计划", 44), *sections, styles=outline)
    depths = {text: level for level, text in headings(document)}
    assert [depths[text] for text in marks] == [2, 3, 3, 2, 3, 2, 3]


def test_lines_that_open_with_the_same_mark_are_a_list(tmp_path: Path) -> None:
    document = taken(tmp_path, large("清淤通知", 44), p(TEXT), p("《手册》"), p("《计划》"))
    assert headings(document) == [(1, "清淤通知")]


def test_a_cell_that_goes_on_keeps_the_head_of_a_table_short(tmp_path: Path) -> None:
    rows = [
        [tc("项目", span=2), tc("甲方"), tc("乙方")],
        [tc("单位", merge="restart"), tc("名称"), tc("某校"), tc("某站")],
        [tc("", merge="continue"), tc("电话"), tc("一"), tc("二")],
        [tc("", merge="continue"), tc("地址"), tc("三"), tc("四")],
    ]
    document = taken(tmp_path, large("清淤合同", 44), p(TEXT), tbl(*rows))
    table = next(entry.text for entry in document.paragraphs if entry.kind == "table")
    assert table.splitlines()[1] == "| --- | --- | --- | --- |"
    assert table.splitlines()[3:] == ["| ^^ | 电话 | 一 | 二 |", "| ^^ | 地址 | 三 | 四 |"]


def test_a_kind_of_document_below_a_title_goes_on_it(tmp_path: Path) -> None:
    cover = (large("青石大学清淤实践活动", 48), p(), large("项目申报书", 44))
    assert taken(tmp_path, *cover, PAGE).title == "青石大学清淤实践活动项目申报书"


def test_a_field_without_a_colon_tells_the_date(tmp_path: Path) -> None:
    cover = (large("清淤项目申请书", 52), p("填表日期 2015 年 04__月 15 日____"))
    assert taken(tmp_path, *cover, PAGE).date == date(2015, 4, 15)


def test_boxes_of_a_form_are_no_authors(tmp_path: Path) -> None:
    boxes = [p("□ 智力支教团 √ 技术制作团"), p("□ 其他线上团队")]
    document = taken(tmp_path, large("清淤项目申请书", 52), *boxes, PAGE)
    assert document.authors == ()


def test_a_numbered_first_heading_is_no_title(tmp_path: Path) -> None:
    outline = (style("h1", "heading 1"),)
    document = taken(
        tmp_path, styled("1引言", "h1"), p(TEXT), styled("2结果", "h1"), p(TEXT), styles=outline
    )
    assert not document.titled
    assert [text for _, text in headings(document)][1:] == ["1引言", "2结果"]


def test_articles_with_a_bold_title_are_headings(tmp_path: Path) -> None:
    bold = [p(r(text, "<w:b/>")) for text in ("第一条 煤炭品种：动力煤", "第二条 费用承担")]
    document = taken(tmp_path, large("购销合同", 44), p(TEXT), bold[0], bold[1], p(TEXT))
    assert [text for _, text in headings(document)] == ["购销合同", "第二条 费用承担"]


def test_a_paragraph_broken_inside_of_a_word_is_joined_and_told(tmp_path: Path) -> None:
    first = "校团委面向全校立项组建五十支宣讲团，鼓励青年学生开展社会实"
    document = taken(tmp_path, large("清淤通知", 44), p(TEXT), p(first), p("践活动，按时交报告。"))
    assert first + "践活动，按时交报告。" in [entry.text for entry in document.paragraphs]
    assert [entry.new for entry in document.mended if entry.is_join] == ["实"]


def test_an_automatic_number_before_a_bold_heading_is_bold_with_it(tmp_path: Path) -> None:
    heading = p(r("背景", "<w:b/>"), "<w:outlineLvl w:val='1'/>" + num_pr(1))
    numbering = [abstract(1, level("%1.", "decimal")), num(1, 1)]
    path = tmp_path / "河道.docx"
    blocks = (large("清淤计划", 44), p(TEXT), heading, p(TEXT))
    path.write_bytes(word_file(*blocks, numbering=numbering))
    document = reading.read_document(path)
    assert "## 1.背景" in reading.document_sources(document)[0].text


def test_a_record_in_a_table_is_lines_of_the_letter(tmp_path: Path) -> None:
    record = tbl(
        [tc("抄送：县委各部门，县人大办。", span=2)], ["青石县人民政府办公室", "2024年3月6日印发"]
    )
    signed = (aligned("青石县人民政府", "right", 32), aligned("2024年3月5日", "right", 32))
    path = tmp_path / "河道.docx"
    path.write_bytes(word_file(large("清淤通知", 44), p(TEXT), *signed, record))
    document = reading.read_document(path)
    assert [(entry.signature, entry.part) for entry in document.paragraphs][2:] == [
        (True, ""),
        (True, ""),
        (False, "record"),
        (False, "record"),
    ]


@pytest.mark.parametrize(
    "line", ["二○一六年十月", "2016.10", "2016-10", "2016 年 10 月", "编写日期：2016年10月"]
)
def test_a_month_on_a_cover_is_the_date(tmp_path: Path, line: str) -> None:
    document = taken(tmp_path, large("河道清淤计划", 52), large(line, 28), PAGE)
    assert document.date == Month(2016, 10) and isinstance(document.date, Month)


def test_a_month_below_a_title_is_the_date_and_asked_about(tmp_path: Path) -> None:
    document = taken(tmp_path, large("河道清淤计划", 44), large("（2016年10月版）", 28))
    assert (document.subtitle, str(document.date)) == ("（2016年10月版）", "2016-10")
    assert [doubt.taken_as for doubt in document.unsure if doubt.what == "date"] == ["2016-10"]


OWN = tuple(
    style(name, text)
    for name, text in (
        ("a", "框首"),
        ("b", "框尾"),
        ("c", "词条"),
        ("d", "框题"),
        ("e", "框内文字"),
        ("f", "代码"),
    )
)


def own_markdown(tmp_path: Path, *blocks: str) -> str:
    document = taken(tmp_path, large("清淤手册", 44), p(TEXT), *blocks, styles=OWN)
    return "\n".join(source.text for source in reading.document_sources(document))


def test_a_box_that_a_table_interrupts_does_not_repeat_its_title(tmp_path: Path) -> None:
    table = tbl(["村", "户"], ["东村", "12"])
    text = own_markdown(tmp_path, styled("读法", "d"), table, styled("框里的话。", "e"))
    assert text.count("读法") == 1 and "框里的话。" in text


def test_a_title_of_a_box_with_quotation_marks_is_its_first_paragraph(tmp_path: Path) -> None:
    text = own_markdown(tmp_path, styled('甲"乙\\', "d"), styled("框里的话。", "e"))
    assert '!!! 提示 ""\n    甲"乙\\\\\n\n    框里的话。' in text


def test_code_of_our_own_comes_back_as_code(tmp_path: Path) -> None:
    assert "```\n代码 <a>\n```" in own_markdown(tmp_path, styled("代码 <a>", "f"))


def test_a_table_in_a_note_is_lines_of_it(tmp_path: Path) -> None:
    table = tbl(["村", "户"], ["东村", "12"])
    path = tmp_path / "河道.docx"
    marked = p(r("各村清淤") + note_ref(2) + r("，每年两次。"))
    notes = [note(2, p("注文。"), table)]
    path.write_bytes(word_file(large("清淤手册", 44), p(TEXT), marked, p(TEXT), footnotes=notes))
    document = reading.read_document(path)
    own = [entry.text for entry in document.paragraphs if entry.kind == "note"]
    assert own == ["注文。", "村　户", "东村　12"]
    assert "word-nested-table" in [problem.rule for problem in document.problems]


def test_a_date_is_taken_of_a_table_at_an_end_and_of_a_line_of_several(tmp_path: Path) -> None:
    rows = tbl(["制订人：某甲", "制订时间：2017年3月"], ["审核人：某乙", "审核时间：2017年4月"])
    title = large("清淤课程标准", 44)
    path = tmp_path / "河道.docx"
    path.write_bytes(word_file(title, p(TEXT), p(TEXT), rows))
    assert reading.read_document(path).date == Month(2017, 3)
    beside = tbl(["编制日期", tc("2019年5月6日", span=2)], ["页数", "3", "4"])
    assert taken(tmp_path, title, beside, p(TEXT)).date == date(2019, 5, 6)
    assert taken(tmp_path, title, tbl(["报名时间", "2019年5月6日"], ["人数", "3"])).date is None
    pair = p("论文提交日期　2018.04　　论文答辩日期　2018.05")
    assert taken(tmp_path, title, pair).date == Month(2018, 4)


def test_a_letter_of_several_bodies_is_dated_and_signed_below_its_annexes(tmp_path: Path) -> None:
    bodies = ["青石大学", "青石镇水务站委员会", "青石镇学生会"]
    blocks = [p("附件："), p("1.各村名额表"), p("2.各村登记表"), *map(p, bodies)]
    annex = [p("附件1"), large("各村名额表", 44), p(TEXT)]
    path = tmp_path / "河道.docx"
    letter = [large("关于河道清淤的通知", 44), p(TEXT), *blocks, p("2022年12月2日")]
    path.write_bytes(word_file(*letter, *annex))
    document = reading.read_document(path)
    assert document.date == date(2022, 12, 2)
    signed = [entry.text for entry in document.paragraphs if entry.signature]
    assert signed == [*bodies, "2022年12月2日"]


def bold(text: str, behind: str = "") -> str:
    return p(r(text, "<w:b/>") + (r(behind) if behind else ""))


def test_bold_headings_with_a_remark_or_a_colon(tmp_path: Path) -> None:
    head = [large("清淤工作方案", 44), p(TEXT)]
    remarks = [
        bold("1、清淤队", "（2000元/支）"),
        p(TEXT),
        bold("2、护渠队", "（3000元/支）"),
        p(TEXT),
    ]
    run_in = [bold("3、", "加强宣传，各村都要贴出告示，让大家知道清淤的好处和办法。"), p(TEXT)]
    document = taken(tmp_path, *head, p("一、队伍"), *remarks, p("二、要求"), *run_in)
    assert [text for _, text in headings(document)[1:]] == [
        "一、队伍", "1、清淤队（2000元/支）", "2、护渠队（3000元/支）", "二、要求",
    ]  # fmt: skip
    names = [bold("清淤简介："), p(TEXT), bold("清淤步骤："), tbl(["段", "日"], ["东", "三"])]
    fields = [bold("联系人："), bold("电话："), p("一二三")]
    document = taken(tmp_path, *head, *names, *fields)
    assert [text for _, text in headings(document)[1:]] == ["清淤简介", "清淤步骤"]


def test_fields_whose_colon_opens_the_next_line_are_no_headings(tmp_path: Path) -> None:
    head = [large("清淤论文的格式", 44), p(TEXT), large("封面", 32), p(TEXT)]
    fields = [large(text, 32) for text in ("指导教师", "：王芳 教授", "作者", "：李明")]
    end = [p(TEXT), large("扉页", 32), p(TEXT)]
    document = taken(tmp_path, *head, *fields, *end)
    assert [text for _, text in headings(document)[1:]] == ["封面", "扉页"]


def test_the_number_of_a_letter_is_no_heading_however_it_looks(tmp_path: Path) -> None:
    head = [
        p("青石县水务局文件"),
        styled("青水政发〔2026〕3号", "h2"),
        large("关于清淤的通知", 44),
        p("各村："),
    ]
    end = [p(TEXT), styled("一、清淤", "h2"), p(TEXT), styled("二、养护", "h2")]
    document = taken(tmp_path, *head, *end, styles=(style("h2", "heading 2"),))
    assert [text for _, text in headings(document)[1:]] == ["一、清淤", "二、养护"]
    assert [each.text for each in document.paragraphs if each.part == "number"] == [
        "青水政发〔2026〕3号"
    ]


def rows(*texts: str, side: str = "") -> str:
    """A paragraph of rows, parted by soft returns."""
    aligned_at = f'<w:jc w:val="{side}"/>' if side else ""
    return p("<w:r><w:br/></w:r>".join(map(r, texts)), aligned_at)


def test_a_head_and_a_signature_of_several_bodies_keep_their_rows(tmp_path: Path) -> None:
    head = rows("青石县水务局", "青石县财政局", "文件", side="center")
    end = rows("青石县水务局　青石县农业农村局　青石县财政局", "　　2026年3月5日")
    path = tmp_path / "河道.docx"
    path.write_bytes(word_file(head, p("青水〔2026〕3号"), large("清淤的通知", 44), p(TEXT), end))
    document = reading.read_document(path)
    marked = [(each.part, each.text) for each in document.paragraphs if each.part == "issuer"]
    assert marked == [("issuer", "青石县水务局"), ("issuer", "青石县财政局文件")]
    assert [each.text for each in document.paragraphs if each.signature] == [
        "青石县水务局", "青石县农业农村局", "青石县财政局", "2026年3月5日",
    ]  # fmt: skip
    assert document.date == date(2026, 3, 5)
    right = rows("青石县水务局", "2026年3月5日", side="right")
    assert taken(tmp_path, large("清淤的通知", 44), p(TEXT), p(TEXT), right).date == date(
        2026, 3, 5
    )


def test_a_styled_heading_may_be_a_short_sentence(tmp_path: Path) -> None:
    styles = (style("1", "heading 1"), style("2", "heading 2"))
    blocks = [
        large("清淤办法", 44), styled("一、要求", "1"), styled("（一）清淤进展。", "2"), p(TEXT),
        styled("二、做法", "1"), styled(f"（一）{TEXT}{TEXT}", "2"), p(TEXT),
        styled("（二）期限：自五月起六十日。", "2"),
    ]  # fmt: skip
    document = taken(tmp_path, *blocks, styles=styles)
    assert headings(document)[1:] == [
        (2, "一、要求"), (3, "（一）清淤进展。"), (2, "二、做法"),
    ]  # fmt: skip


@pytest.mark.parametrize("body", ["青石大学", "青石水利工程学校"])
def test_a_school_above_the_title_of_a_cover_is_none_of_it(tmp_path: Path, body: str) -> None:
    title = (large("学生清淤实践项目", 44), large("申请书", 44))
    document = taken(tmp_path, large(body, 44), *title, PAGE)
    assert document.title == "学生清淤实践项目申请书"
    assert body in [*document.authors, *(entry.text for entry in document.paragraphs)]
    assert headings(document) == [(1, "学生清淤实践项目申请书")]
    kind = taken(tmp_path, large(body, 44), large("申请书", 44), PAGE)
    assert kind.title == f"{body}申请书"


def test_a_line_in_brackets_stands_amid_a_title(tmp_path: Path) -> None:
    lines = ("清淤服务项目", "（第二批）", "招标文件")
    document = taken(tmp_path, *(large(line, 44) for line in lines), PAGE)
    assert document.title == "清淤服务项目（第二批）招标文件"


def test_a_title_of_two_lines_may_be_one_size_above_the_text(tmp_path: Path) -> None:
    text = p(r(TEXT, '<w:sz w:val="32"/>'))
    document = taken(tmp_path, large("青石河清淤标准", 36), large("及实施规范", 36), *[text] * 9)
    assert document.title == "青石河清淤标准及实施规范"


def test_a_named_date_at_the_end_dates_a_report(tmp_path: Path) -> None:
    document = taken(tmp_path, large("闸门试验报告", 44), p(TEXT), p("试验日期：2024/03/05"))
    assert document.date == date(2024, 3, 5)
    assert "date" in [doubt.what for doubt in document.unsure]
    blank = taken(
        tmp_path, large("闸门登记表", 44), p(TEXT), p("填表日期：\u3000年\u3000月\u3000日")
    )
    assert blank.date is None


def test_lines_of_one_face_below_one_another_are_a_list(tmp_path: Path) -> None:
    look = '<w:rFonts w:eastAsia="楷体"/>'
    names = [p(r(name, look)) for name in ("《水闸规程》", "《河道规程》", "《水库规程》")]
    assert headings(taken(tmp_path, large("闸门试验报告", 44), p(TEXT), *names, p(TEXT))) == [
        (1, "闸门试验报告")
    ]


def test_a_line_that_is_to_be_filled_in_is_no_heading(tmp_path: Path) -> None:
    lines = ["清淤要求", "开户账号：____________", "巡查要求", "年　　月　　日", "清运要求"]
    blocks = [part for line in lines for part in (bold(line), p(TEXT))]
    document = taken(tmp_path, large("北坡水库施工联系函", 44), p(TEXT), *blocks)
    assert [text for _, text in headings(document)[1:]] == lines[::2]


def floating(table: str, top: int) -> str:
    """A table at a place of its own on the page, in twips."""
    place = f'<w:tblpPr w:vertAnchor="page" w:horzAnchor="margin" w:tblpY="{top}"/>'
    return table.replace("<w:tblPr>", f"<w:tblPr>{place}", 1)


def test_a_title_behind_a_floating_table_stands_above_it(tmp_path: Path) -> None:
    table = floating(tbl(["议题", "河道清淤"], ["地点", "水闸"]), 2100)
    document = taken(tmp_path, table, large("例会记录", 44))
    assert document.title == "例会记录"
    assert [entry.kind for entry in document.paragraphs][:2] == ["text", "table"]


def test_what_has_no_room_above_a_floating_table_stays_behind_it(tmp_path: Path) -> None:
    table = floating(tbl(["议题", "河道清淤"], ["地点", "水闸"]), 1700)
    document = taken(tmp_path, large("例会记录", 44), table, p("记录人：王小明"))
    assert document.paragraphs[2].text == "记录人：王小明"


def test_the_large_first_row_of_a_table_is_the_title(tmp_path: Path) -> None:
    title = tc(large("水闸检修登记表", 36), span=2)
    document = taken(tmp_path, tbl([title], ["闸门", "一号"], ["检修人", ""], ["日期", ""]))
    assert document.title == "水闸检修登记表"
    assert "水闸检修登记表" not in document.paragraphs[1].text


def test_a_first_row_no_larger_than_the_others_stays_in_the_table(tmp_path: Path) -> None:
    title = tc("基本情况", span=2)
    document = taken(tmp_path, tbl([title], ["闸门", "一号"], ["检修人", ""], ["日期", ""]))
    assert "基本情况" in document.paragraphs[-4].text


def test_the_day_beside_a_signature_is_the_date(tmp_path: Path) -> None:
    path = tmp_path / "责任书.docx"
    path.write_bytes(
        word_file(large("安全责任书", 44), p(TEXT), p(TEXT), p("日　期：2024年3月5日"))
    )
    assert reading.read_document(path).date == date(2024, 3, 5)


def test_a_month_below_a_table_on_a_first_page_is_the_date(tmp_path: Path) -> None:
    table = tbl(["采购人", "监理"], ["甲水务站", "乙公司"])
    lines = (large("清淤项目需求书", 48), table, aligned("2024年3月", "center", 32))
    assert taken(tmp_path, *lines, p(TEXT), p(TEXT)).date == Month(2024, 3)


def test_days_over_what_was_done_are_headings(tmp_path: Path) -> None:
    days = [f"2024/3/{day}" for day in (5, 6, 12, 19)]
    blocks = [p(text) for day in days for text in (day, TEXT)]
    document = taken(tmp_path, large("例会记录", 44), *blocks)
    assert document.date is None
    assert headings(document)[1:] == [(2, day) for day in days]


def test_names_with_bullets_over_their_texts_are_headings(tmp_path: Path) -> None:
    names = ("清淤范围", "施工安排", "安全要求")
    blocks = [block for name in names for block in (p(name, num_pr(1)), p(TEXT))]
    path = tmp_path / "河道.docx"
    path.write_bytes(
        word_file(
            large("清淤方案", 44), *blocks, numbering=[abstract(1, level("●", "bullet")), num(1, 1)]
        )
    )
    document = reading.read_document(path)
    assert headings(document)[1:] == [(2, name) for name in names]


def test_a_line_at_the_end_that_is_styled_as_a_heading_is_none(tmp_path: Path) -> None:
    path = tmp_path / "河道.docx"
    blocks = (large("清淤方案", 44), p(TEXT), styled("保存年限：一年", "h1"))
    path.write_bytes(word_file(*blocks, styles=[style("h1", "heading 1")]))
    assert headings(reading.read_document(path)) == [(1, "清淤方案")]


def test_a_page_of_records_is_no_cover(tmp_path: Path) -> None:
    blocks = [
        block
        for name in ("清淤展", "水闸展", "泵站展")
        for block in (large(name, 36), p("时间：三月"), p("地点：青石"))
    ]
    document = taken(tmp_path, *blocks, PAGE)
    assert {"水闸展", "泵站展"} <= {text for _, text in headings(document)}


def test_short_cells_of_a_row_without_lines_are_one_line(tmp_path: Path) -> None:
    row = tbl(["工期：", "2024", "年", "3", "月"], borders=False)
    document = taken(tmp_path, large("清淤方案", 44), p(TEXT), row)
    assert "工期： 2024 年 3 月" in [entry.text for entry in document.paragraphs]


def test_who_signs_below_a_body_is_no_text_under_a_heading(tmp_path: Path) -> None:
    signed = p("青石水闸管理站站长：　　　青石水闸检修班组长：")
    document = taken(tmp_path, large("安全责任书", 44), p(TEXT), p("甲水务有限公司"), signed)
    assert headings(document) == [(1, "安全责任书")]


def test_sentences_with_a_remark_behind_them_are_headings_of_their_series(tmp_path: Path) -> None:
    heads = ("一、清淤要早。", "二、施工要稳。", "三、检修要勤。（二号泵房）")
    document = taken(
        tmp_path, large("清淤总结", 44), *(p(t) for head in heads for t in (head, TEXT))
    )
    assert headings(document)[1:] == [(2, head) for head in heads]


def test_who_made_a_form_is_neither_title_nor_heading(tmp_path: Path) -> None:
    front = (large("水闸检修登记表", 36), large("青石县水务局 监制", 40), large("填 表 说 明", 44))
    document = taken(tmp_path, *front)
    assert document.title == "水闸检修登记表"
    assert "青石县水务局 监制" not in [text for _, text in headings(document)]


def test_a_month_whose_figures_stand_apart_dates_a_form(tmp_path: Path) -> None:
    front = (large("泵站评估标准", 52), p("单位：____"), large("二 ○ 二 四 年 三 月", 32))
    document = taken(tmp_path, *front, p(TEXT), p(TEXT))
    assert document.date == Month(2024, 3)
    assert headings(document) == [(1, "泵站评估标准")]


def test_the_time_of_a_meeting_dates_its_minutes(tmp_path: Path) -> None:
    front = (large("会议纪要", 44), p("会议时间：2024年3月5日9:00—11:00"), p("地点：水闸"))
    assert taken(tmp_path, *front).date == date(2024, 3, 5)


def test_a_line_to_be_signed_is_no_heading(tmp_path: Path) -> None:
    path = tmp_path / "申请表.docx"
    blocks = (
        large("清淤申请表", 44),
        tbl(["用途", ""], ["金额", ""]),
        aligned("站长签字：", "left", 30),
    )
    path.write_bytes(word_file(*blocks, p("年　　月　　日"), *map(p, (TEXT,) * 6)))
    assert headings(reading.read_document(path)) == [(1, "清淤申请表")]


def test_a_field_whose_key_is_spaced_is_no_heading(tmp_path: Path) -> None:
    fields = [
        p(r(text, "<w:b/><w:sz w:val='28'/>"))
        for text in ("学 校 青石小学", "单位（盖章）：", "姓名（签字）：甲")
    ]
    document = taken(tmp_path, large("水闸参观登记表", 48), *fields, *map(p, (TEXT,) * 4))
    assert headings(document) == [(1, "水闸参观登记表")]


def test_labels_of_one_kind_and_style_have_one_level(tmp_path: Path) -> None:
    heads = [
        ("h1", "1 总则"), ("h2", "1.1 概述"), ("h2", "1.2 要求"), ("h3", "1.2.1 闸门"),
        ("h3", "1.2.2 泵房"), ("h1", "2 项目概况"), ("h2", "2.1 项目背景"), ("h2", "2.2 清淤"),
        ("h2", "2.3 目标"), ("h1", "3 检修"), ("h3", "一、范围"), ("h3", "二、安排"),
        ("h3", "三、安全"),
    ]  # fmt: skip
    styles = tuple(style(f"h{n}", f"heading {n}") for n in (1, 2, 3))
    extra = p("（1）甲闸；（2）乙闸：")
    blocks = [block for name, text in heads for block in (styled(text, name), p(TEXT), extra)]
    document = taken(tmp_path, large("检修规范", 44), *blocks, styles=styles)
    levels = {text: level for level, text in headings(document)}
    assert levels["2.1 项目背景"] == levels["2.2 清淤"] == levels["2.3 目标"] == levels["1.1 概述"]


def test_text_boxes_amid_a_title_stand_behind_it(tmp_path: Path) -> None:
    box = text_box(p("姓名：________"))
    first = large("青石大学清淤学期", 40).replace("</w:p>", box + "</w:p>")
    document = taken(tmp_path, first, large("期末考试A卷", 40))
    assert document.title == "青石大学清淤学期期末考试A卷"
    assert [entry.text for entry in document.paragraphs][1] == "姓名：________"


def test_a_field_before_a_title_is_part_of_it(tmp_path: Path) -> None:
    document = taken(tmp_path, large("镇版本：关于评选清淤能手的通知", 44))
    assert document.title == "镇版本：关于评选清淤能手的通知"


def test_a_month_in_which_a_paper_was_printed_dates_it(tmp_path: Path) -> None:
    document = taken(tmp_path, large("清淤合同", 52), large("2025年07月印制", 32), PAGE)
    assert document.date == Month(2025, 7)


def test_choices_to_tick_are_no_headings(tmp_path: Path) -> None:
    choices = [p(r(f"□ {name} □ 其他", "<w:b/>")) for name in ("清淤", "护岸")]
    document = taken(tmp_path, large("清淤申报书", 44), p("项目类别："), *choices)
    assert headings(document) == [(1, "清淤申报书")]


def test_a_heading_without_its_style_stands_beside_those_of_its_series(tmp_path: Path) -> None:
    document = taken(
        tmp_path,
        large("清淤计划", 52),
        styled("一、目的", "1"), p(TEXT), styled("二、组织", "1"), p(TEXT),
        p(r("三、职责", "<w:b/>")), styled("3.1 站长", "2"), p(TEXT),
        styled("四、人员", "1"), styled("4.1 选择", "2"), p(TEXT), styled("4.2 激励", "2"), p(TEXT),
        *(block for name in "甲乙丙丁" for block in (styled(name * 3, "2"), p(TEXT))),
        styles=(style("1", "heading 1"), style("2", "heading 2")),
    )  # fmt: skip
    levels = {text: level for level, text in headings(document)}
    assert levels["三、职责"] == levels["二、组织"] < levels["3.1 站长"]


def test_a_name_with_a_number_is_no_title(tmp_path: Path) -> None:
    document = taken(tmp_path, p(r("青石河清淤方法综述", "<w:b/>")), large("王清 2023101", 40))
    assert document.title == "青石河清淤方法综述"


def test_the_kind_of_a_document_in_smaller_type_ends_its_title_on_a_cover(tmp_path: Path) -> None:
    document = taken(tmp_path, large("青石河清淤信息平台", 72), large("源代码管理方案", 52), PAGE)
    assert document.title == "青石河清淤信息平台源代码管理方案"


def test_a_title_below_a_box_for_marks_is_found(tmp_path: Path) -> None:
    box = tbl(["报告成绩", "总成绩"], [tc(), tc()])
    document = taken(tmp_path, box, large("青石大学清淤课程调查报告", 52))
    assert document.title == "青石大学清淤课程调查报告"


def test_the_value_below_a_field_is_no_heading(tmp_path: Path) -> None:
    document = taken(
        tmp_path,
        large("清淤实习总结", 44),
        p("班级："), p(r("水利一班", "<w:b/>")), p("姓名："), p(r("王清", "<w:b/>")),
        p(TEXT), p(r("清淤经过", "<w:b/>")), p(TEXT), p(r("清淤体会", "<w:b/>")), p(TEXT),
    )  # fmt: skip
    assert [text for _, text in headings(document)] == ["清淤实习总结", "清淤经过", "清淤体会"]


def test_a_face_with_those_that_stand_in_for_it_is_the_first(tmp_path: Path) -> None:
    def faced(text: str) -> str:
        return p(r(text, '<w:rFonts w:eastAsia="仿宋_GB2312;Microsoft YaHei"/>'))

    table = tbl(["村", "户"], ["东村", "12"])
    document = taken(
        tmp_path, large("清淤通知", 44), faced(TEXT * 4), faced("名单"), table, faced("人员"), table
    )
    assert [text for _, text in headings(document)] == ["清淤通知"]


def test_text_in_larger_type_beside_tables_is_no_heading(tmp_path: Path) -> None:
    def sized(text: str) -> str:
        return p(r(text, '<w:sz w:val="32"/>'))

    table = tbl(["村", "户"], *([f"村{number}", TEXT] for number in range(40)))
    document = taken(
        tmp_path, large("清淤通知", 44), *(sized(TEXT) for _ in range(8)), sized("名单"), table,
        sized("人员"), table,
    )  # fmt: skip
    assert [text for _, text in headings(document)] == ["清淤通知"]


def test_styles_of_the_title_alone_leave_the_other_headings_to_their_look(tmp_path: Path) -> None:
    document = taken(
        tmp_path,
        *(
            p(r(text, f'<w:sz w:val="{size}"/>'), '<w:pStyle w:val="1"/><w:jc w:val="center"/>')
            for text, size in (("青石大学", 36), ("清淤进度表", 52))
        ),
        p(TEXT),
        large("填写要求", 32),
        p(TEXT),
        large("考核方式", 32),
        p(TEXT),
        styles=(style("1", "heading 1"),),
    )
    assert [text for _, text in headings(document)][-2:] == ["填写要求", "考核方式"]


def test_names_that_come_again_with_a_text_below_are_headings(tmp_path: Path) -> None:
    chapters = [
        block
        for chapter in ("第一章 上游", "第二章 中游", "第三章 下游")
        for block in (
            p(r(chapter, "<w:b/>")), p("1.清淤目标"), p(TEXT), p("2.清淤重点"), p(TEXT)
        )
    ]  # fmt: skip
    document = taken(
        tmp_path, large("清淤大纲", 44), p(r("一、课程", "<w:b/>")),
        p(r("1.性质", "<w:b/>")), p(TEXT), p(r("2.对象", "<w:b/>")), p(TEXT), *chapters,
    )  # fmt: skip
    names = [text for _, text in headings(document)]
    assert (names.count("1.清淤目标"), names.count("2.清淤重点")) == (3, 3)


def test_one_line_that_stands_out_does_not_speak_for_its_kind(tmp_path: Path) -> None:
    document = taken(
        tmp_path,
        large("清淤报告", 44),
        p(r("一、依据", "<w:b/>")),
        p("（1）背景"), p(TEXT), p(r("（2）现状", "<w:b/>")), p(TEXT),
        p(r("二、方法", "<w:b/>")), p("（1）调查"), p(TEXT), p("（2）清淤"), p(TEXT),
        p(r("三、结语", "<w:b/>")),
    )  # fmt: skip
    assert [text for _, text in headings(document)] == [
        "清淤报告", "一、依据", "（1）背景", "（2）现状", "二、方法", "（1）调查", "（2）清淤",
        "三、结语",
    ]  # fmt: skip


def test_a_label_alone_above_a_picture_is_no_heading(tmp_path: Path) -> None:
    data = word_file(
        large("清淤图", 44), p(TEXT), p("（1）"), p(picture("i1")), p(TEXT),
        media={"i1": png()},
    )  # fmt: skip
    path = tmp_path / "河道.docx"
    path.write_bytes(data)
    assert headings(reading.read_document(path)) == [(1, "清淤图")]


def test_a_heading_over_a_page_in_bold_and_larger_type_stands_alone(tmp_path: Path) -> None:
    rule = aligned("见习守则", "center", 25).replace("<w:rPr>", "<w:rPr><w:b/>")
    document = taken(tmp_path, large("见习手册", 52), p(TEXT), PAGE, rule, p(TEXT))
    assert (2, "见习守则") in headings(document)


def test_a_field_whose_key_is_set_apart_or_has_a_remark_is_no_heading(tmp_path: Path) -> None:
    fields = [
        p(r(text, "<w:sz w:val='28'/>"))
        for text in ("指 导 教 师 王清", "姓名（站/队） 李渠", "巡 查 地 段 东渠西段")
    ]
    document = taken(tmp_path, large("清淤开题报告", 48), *fields, *map(p, (TEXT,) * 4))
    assert headings(document) == [(1, "清淤开题报告")]


def test_a_line_whose_key_opens_plain_lines_too_is_no_heading(tmp_path: Path) -> None:
    said = [
        block
        for day in range(1, 5)
        for block in (
            p(r(f"值班日志：渠段{day}已经看过", "<w:sz w:val='28'/>" if day > 2 else "")),
            p("站长回复：好的"),
        )
    ]
    document = taken(tmp_path, large("清淤值班记录", 48), *said, *map(p, (TEXT,) * 4))
    assert headings(document) == [(1, "清淤值班记录")]


def test_a_name_over_the_last_day_is_no_heading(tmp_path: Path) -> None:
    path = tmp_path / "河道.docx"
    blocks = (
        large("清淤需求书", 44),
        styled("一、概述", "1"), p(TEXT), styled("二、要求", "1"), p(TEXT),
        styled("青石镇中心小学", "1"), styled("2024年3月5日", "1"),
    )  # fmt: skip
    path.write_bytes(word_file(*blocks, styles=[style("1", "heading 1")]))
    document = reading.read_document(path)
    assert [text for _, text in headings(document)] == ["清淤需求书", "一、概述", "二、要求"]


def test_a_centred_name_over_a_table_ends_a_title(tmp_path: Path) -> None:
    table = tbl(["次数", "内容"], ["第一次", ""])
    name = aligned("清淤实习过程检查记录", "center")
    document = taken(tmp_path, large("青石大学", 32), name, table)
    assert document.title == "青石大学清淤实习过程检查记录"


def test_a_field_over_a_table_ends_no_title(tmp_path: Path) -> None:
    contact = aligned("联系方式：2024135（甲村）", "center")
    document = taken(
        tmp_path, large("青石辅导中心", 32), contact, tbl(["次数", "内容"], ["一", ""])
    )
    assert document.title == "青石辅导中心"


def test_characters_below_one_another_in_a_box_are_one_line(tmp_path: Path) -> None:
    box = text_box(*map(p, "一寸照片"))
    first = p("附件1：").replace("</w:p>", box + "</w:p>")
    document = taken(tmp_path, first, p(r("清淤人员登记表", "<w:sz w:val='44'/>")), p(TEXT))
    assert document.title == "清淤人员登记表"
    assert "一寸照片" in [entry.text for entry in document.paragraphs]


def test_characters_in_boxes_of_their_own_stay_apart(tmp_path: Path) -> None:
    first = p("日期").replace("</w:p>", "".join(text_box(p(sign)) for sign in "日月年") + "</w:p>")
    document = taken(tmp_path, large("清淤人员登记表", 44), p(TEXT), first)
    assert "日月年" not in [entry.text for entry in document.paragraphs]


def test_a_line_of_the_same_key_that_is_bold_too_keeps_a_heading(tmp_path: Path) -> None:
    heads = [
        block
        for name in (
            "渠道、水闸和泵站",
            "清淤、护岸、绿化、灌溉和防汛等各项工作的安排与要求，以及经费",
        )
        for block in (p(r(f"专题：{name}", "<w:b/><w:sz w:val='28'/>")), p(TEXT))
    ]
    document = taken(tmp_path, large("清淤学习材料", 44), *heads)
    assert (2, "专题：渠道、水闸和泵站") in headings(document)


def test_a_number_with_the_year_before_its_brackets_is_no_title(tmp_path: Path) -> None:
    head = (large("青石水务公司文件", 36), aligned("2024【03】号", "center"))
    title = aligned("关于任命清淤“站长、队长”的通知", "center")
    document = taken(tmp_path, *head, title, p("公司所属各单位："), p(TEXT))
    assert document.title == "关于任命清淤“站长、队长”的通知"


def test_a_line_that_introduces_what_stands_below_is_no_heading(tmp_path: Path) -> None:
    lines = [
        block
        for text in ("各村的格式为：", "举例如下：", "清淤范围", "清淤办法")
        for block in (p(r(text, "<w:b/>")), p(TEXT))
    ]
    document = taken(tmp_path, large("清淤写作要求", 44), *lines)
    assert [text for _, text in headings(document)] == ["清淤写作要求", "清淤范围", "清淤办法"]


def test_a_title_over_the_text_behind_a_summary_stands_once(tmp_path: Path) -> None:
    page = p("<w:r><w:br w:type='page'/></w:r>")
    name = large("青石河清淤方法研究", 44)
    document = taken(
        tmp_path,
        large("青石大学毕业论文", 52), name, p("姓名：王清"), page,
        name, p("摘要"), p(TEXT), page,
        name, styled("一、概述", "1"), p(TEXT), styled("二、要求", "1"),
        styles=(style("1", "heading 1"),),
    )  # fmt: skip
    assert [entry.text for entry in document.paragraphs].count("青石河清淤方法研究") == 1
    assert sum(left.text == "青石河清淤方法研究" for left in document.left_out) == 2


def test_questions_over_boxes_to_tick_are_no_headings(tmp_path: Path) -> None:
    survey = (
        block
        for question in ("1. 您的住处：", "2. 您的年龄：", "3. 我常到河边散步。", "4. 河水清不清？")
        for block in (p(question), p("□是 □否"))
    )
    document = taken(tmp_path, large("青石河水质调查", 36), *survey)
    assert headings(document) == [(1, "青石河水质调查")]


def test_boxes_as_bullets_below_two_headings_make_no_survey(tmp_path: Path) -> None:
    plan = (p("一、清淤"), p("□人工"), p("□机械"), p("二、验收"), p("□自验"), p("□复验"))
    document = taken(tmp_path, large("青石河清淤计划", 36), *plan)
    assert [text for _, text in headings(document)][1:] == ["一、清淤", "二、验收"]


def test_days_with_a_name_over_what_was_done_are_headings(tmp_path: Path) -> None:
    days = [
        f"2024/3/{day} 第{number}次会议"
        for day, number in ((5, "一"), (8, "二"), (12, "三"), (15, "四"))
    ]
    document = taken(
        tmp_path, large("会议记录", 28), *(block for day in days for block in (p(day), p(TEXT)))
    )
    assert headings(document) == [(1, "会议记录"), *((2, day) for day in days)]


def test_days_with_a_sentence_behind_them_are_no_headings(tmp_path: Path) -> None:
    days = [f"2024年3月{day}日 查看闸门，清理河道" for day in (5, 8, 12, 15)]
    document = taken(
        tmp_path, large("工作日志", 28), *(block for day in days for block in (p(day), p(TEXT)))
    )
    assert headings(document) == [(1, "工作日志")]


@pytest.mark.parametrize(
    "when", ["2024年3月5日20:30", "2024年 03月05日20时", "2024年3月5日（星期二）下午"]
)
def test_the_time_in_a_cell_dates_minutes(tmp_path: Path, when: str) -> None:
    table = tbl(["时间", when, "地点", "水务站"], ["主持人", "王小明", "记录", "李清"])
    path = tmp_path / "纪要.docx"
    path.write_bytes(word_file(large("第八次会议纪要", 32), table, styles=[]))
    assert reading.read_document(path).date == date(2024, 3, 5)


def test_the_time_in_a_cell_of_another_paper_is_no_date(tmp_path: Path) -> None:
    table = tbl(["时间", "2024年3月5日20:30", "地点", "水务站"])
    path = tmp_path / "登记表.docx"
    path.write_bytes(word_file(large("泵站参观登记表", 32), table, styles=[]))
    assert reading.read_document(path).date is None


def test_larger_fields_below_one_another_are_no_headings(tmp_path: Path) -> None:
    fields = (
        "项目名称：青石河清淤与岸坡",
        "及两岸泵房修复项目",
        "委托方：青石水务站",
        "有效期限：2024年3月至5月",
    )
    lines = [p(r(each, '<w:sz w:val="32"/>')) for each in fields]
    document = taken(tmp_path, large("委托合同", 44), *lines, *map(p, (TEXT,) * 6))
    assert headings(document) == [(1, "委托合同")]


def test_sentences_that_a_file_marks_as_headings_are_none(tmp_path: Path) -> None:
    marked = (
        "1.1.1 各班检查闸门。",
        "1.1.2 各班清理沟渠。",
        "1.2 泵房",
        "1.2.1 夜间检查水位。",
        "1.2.2 发现渗漏立即报告。",
    )
    document = taken(
        tmp_path,
        large("防汛细则", 36),
        *(styled(text, "h2") for text in marked),
        styles=(style("h2", "heading 2"),),
    )
    assert [text for _, text in headings(document)] == ["防汛细则", "1.2 泵房"]


def test_the_time_below_who_wrote_dates_a_paper(tmp_path: Path) -> None:
    path = tmp_path / "方案.docx"
    end = (p("策划人：王小明"), p("时间：2024/3/5"))
    path.write_bytes(word_file(large("清淤方案", 36), p(TEXT), p(TEXT), *end, styles=[]))
    assert reading.read_document(path).date == date(2024, 3, 5)


def test_a_detail_that_opens_a_text_is_no_title(tmp_path: Path) -> None:
    document = taken(tmp_path, p("考试时间：未定"), p("考试范围："))
    assert document.title != "考试时间：未定"


def test_a_foreign_title_over_a_form_is_the_title(tmp_path: Path) -> None:
    table = tbl(["报告人", "王小明"], ["更改", "改用新的闸门"])
    document = taken(tmp_path, large("Sluice Gate Change Report", 36), table)
    assert document.title == "Sluice Gate Change Report"


def test_a_larger_centred_first_line_is_the_title_at_whatever_level(tmp_path: Path) -> None:
    document = taken(
        tmp_path,
        styled("A题：泵站参与调节的分析", "h2"),
        p(TEXT),
        styled("1、泵站的能力", "h3"),
        p(TEXT),
        styled("2、调节的收益", "h3"),
        p(TEXT),
        styled("附录", "h2"),
        p(TEXT),
        styles=(
            style(
                "h2",
                "heading 2",
                '<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:sz w:val="26"/></w:rPr>',
            ),
            style("h3", "heading 3"),
        ),
    )
    assert document.title == "A题：泵站参与调节的分析"


def test_names_of_the_last_tables_are_headings(tmp_path: Path) -> None:
    table = tbl(["检查项目", "结果"], ["闸门", ""])
    names = ("渠道验收表", "闸门验收表", "各类文档的验收")
    blocks = [block for name in names for block in (large(name, 28), table)]
    path = tmp_path / "验收.docx"
    path.write_bytes(word_file(large("清淤验收意见", 36), p(TEXT), p(TEXT), *blocks, styles=[]))
    assert headings(reading.read_document(path))[1:] == [(2, name) for name in names]


def test_bold_sets_nothing_apart_where_most_of_the_text_is_bold(tmp_path: Path) -> None:
    texts = (TEXT, "一行写一个数", "三和五相加得八", "写在一张纸上", TEXT)
    lines = [bold(text) for text in (*texts, 2 * TEXT, 2 * TEXT, 2 * TEXT)]
    document = taken(tmp_path, large("清淤测验", 44), *lines)
    assert headings(document) == [(1, "清淤测验")]


def test_a_title_over_two_lines_stands_below_boxes_for_a_number(tmp_path: Path) -> None:
    boxes = tbl(["编目", ""], ["存放", ""])
    blocks = (boxes, large("青石河清淤平台", 30), large("代码评审报告", 44), p("作者：______"))
    assert taken(tmp_path, *blocks).title == "青石河清淤平台代码评审报告"


def test_the_one_line_larger_than_all_else_at_the_head_is_the_title(tmp_path: Path) -> None:
    first, title = p(r("总学时 64小时")), p(r("河道清淤日历", '<w:sz w:val="28"/>'))
    assert taken(tmp_path, first, title, p("课程：清淤")).title == "河道清淤日历"
    later = p(r("清淤的步骤", '<w:sz w:val="28"/>'))
    assert taken(tmp_path, first, title, p(TEXT), later).title != "河道清淤日历"


def test_a_kind_of_document_in_another_face_goes_on_the_title(tmp_path: Path) -> None:
    first = aligned("清淤学院“河长基金”", "center", 48, "宋体")
    second = aligned("项目结项申报书", "center", 48, "华文楷体")
    assert taken(tmp_path, p("附二："), first, second).title == "清淤学院“河长基金”项目结项申报书"


def test_a_day_behind_a_signature_in_a_cell_dates_a_form(tmp_path: Path) -> None:
    form = tbl(["意见", "同意"], ["教师", "指导教师签字：2024年3月5日"])
    document = taken(tmp_path, large("清淤开题报告", 44), form)
    assert document.date == date(2024, 3, 5)


def test_a_day_filled_in_between_brackets_is_the_date(tmp_path: Path) -> None:
    document = taken(tmp_path, large("清淤变更申请单", 44), p("变更日期：[2024-03-05]"))
    assert document.date == date(2024, 3, 5)


def test_a_form_that_asks_for_a_title_keeps_its_own_name(tmp_path: Path) -> None:
    fields = (large("课程设计任务书", 44), p("班　级：水利2班"), p("题　目：闸门的控制"))
    document = taken(tmp_path, large("青石水利学院", 48), *fields)
    assert document.title == "青石水利学院课程设计任务书"
    paper = (large("课程设计报告", 44), p("班　级：水利2班"), p("题　目：闸门的控制"))
    assert taken(tmp_path, *paper).title == "闸门的控制"
    blank = (large("清淤方案", 44), p("题　目：____________"))
    assert taken(tmp_path, *blank).title == "清淤方案"


def test_several_fields_on_one_line_are_no_headings(tmp_path: Path) -> None:
    fields = (
        "系（部）：水利系　专 业：农田水利",
        "组 别：二组  人 数：30",
        "所 用 书：讲义  页 数：60",
    )
    blocks = (p(r(text, '<w:sz w:val="30"/>')) for text in fields)
    document = taken(tmp_path, large("课程设计任务书", 44), *blocks)
    assert headings(document) == [(1, "课程设计任务书")]


def test_fields_without_a_colon_are_no_headings(tmp_path: Path) -> None:
    fields = ("课题名称 青石河清淤", "专 业 农田水利", "年 级 二年级", "指导教师 王小河")
    blocks = [p(r(text, '<w:sz w:val="30"/>')) for text in fields]
    document = taken(tmp_path, large("清淤开题报告", 44), *blocks, tbl(["类型", ""]))
    assert headings(document) == [(1, "清淤开题报告")]
    lone = [p(r(text, '<w:sz w:val="30"/>')) for text in ("课题名称 的由来", "清淤的步骤")]
    document = taken(tmp_path, large("清淤开题报告", 44), lone[0], p(TEXT), lone[1])
    assert headings(document)[1:] == [(2, "课题名称 的由来"), (2, "清淤的步骤")]


def test_an_annex_label_in_the_line_of_a_title_is_no_part_of_it(tmp_path: Path) -> None:
    look = '<w:sz w:val="28"/>'
    first = p(r("附件1", look, "<w:br/>") + r("青石镇护渠论坛报名表", look))
    document = taken(tmp_path, first, tbl(["姓名", ""]))
    assert document.title == "青石镇护渠论坛报名表"


def test_the_name_of_a_body_by_the_title_is_no_heading(tmp_path: Path) -> None:
    school = p(r("青石水利学院", '<w:b/><w:sz w:val="44"/>'))
    field = p("填表时间：2024年3月5日（教师填写）")
    document = taken(tmp_path, school, large("清淤登记表", 24), field, tbl(["姓名", ""]))
    assert document.title == "清淤登记表"
    assert headings(document) == [(1, "清淤登记表")]


def test_a_title_of_the_size_of_the_text_goes_on_to_its_kind(tmp_path: Path) -> None:
    first, second = (large("青石镇2024年护渠活动", 0), large("知情同意书", 0))
    assert taken(tmp_path, first, second).title == "青石镇2024年护渠活动知情同意书"
    assert taken(tmp_path, first, large("参加人员", 0)).title == "青石镇2024年护渠活动"


def test_the_one_centred_heading_at_the_head_is_the_title(tmp_path: Path) -> None:
    styles = (style("h2", name="heading 2", inner="<w:pPr><w:outlineLvl w:val='1'/></w:pPr>"),)
    first = styled("青石河清淤说明报告", "h2", '<w:jc w:val="center"/>')
    blocks = (first, p(TEXT), styled("清淤的步骤", "h2"), p(TEXT))
    document = taken(tmp_path, *blocks, styles=styles)
    assert document.title == "青石河清淤说明报告"
    other = styled("清淤的步骤", "h2", '<w:jc w:val="center"/>')
    document = taken(tmp_path, first, p(TEXT), other, p(TEXT), styles=styles)
    assert document.title != "青石河清淤说明报告"


def test_the_kind_of_a_thesis_stands_over_the_kind_of_a_form(tmp_path: Path) -> None:
    cover = (large("本科毕业论文（设计）", 50), large("成绩评定册", 66))
    assert taken(tmp_path, *cover, PAGE).title == "本科毕业论文（设计）成绩评定册"
    cover = (large("青石水利学院", 48), large("毕业设计（论文）", 72))
    assert taken(tmp_path, *cover, PAGE).title == "毕业设计（论文）"


def test_a_day_on_which_a_document_was_sent_dates_it(tmp_path: Path) -> None:
    path = tmp_path / "河道.docx"
    path.write_bytes(word_file(large("清淤任务书", 44), p(TEXT), p("2024年3月5日发")))
    assert reading.read_document(path).date == date(2024, 3, 5)


def test_a_term_and_a_day_set_apart_are_no_headings(tmp_path: Path) -> None:
    lines = ("2023—2024学年第 2学期", "二 〇二四 年 三 月 五 日", "2024年春季学期")
    for line in lines:
        document = taken(tmp_path, large("清淤课程任务书", 44), large(line, 36), p("班级：2班"))
        assert headings(document) == [(1, "清淤课程任务书")]
    part = taken(tmp_path, large("清淤课程任务书", 44), p(TEXT), large("春季清淤", 36))
    assert headings(part)[1:] == [(2, "春季清淤")]


@pytest.mark.parametrize(
    "fields",
    [
        ("时间：2024年3月5日 14：00",),
        ("时间：2024年3月5日下午2时30分", "主持：水务站"),
        ("活动时间：2024年3月5日", "活动地点：青石水闸"),
        ("地　点：青石水闸", "日　期：2024年3月5日（星期二）"),
    ],
)
def test_the_hour_and_place_of_a_meeting_stay_in_the_text(
    tmp_path: Path, fields: tuple[str, ...]
) -> None:
    document = taken(tmp_path, large("清淤讨论会", 44), *map(p, fields))
    kept = [entry.text for entry in document.paragraphs]
    assert [field for field in fields if field not in kept] == []
    assert document.date == date(2024, 3, 5)


@pytest.mark.parametrize(
    "line", ["发布时间：2024-03-05 14:00", "时间：2024年3月5日", "日期：2024/3/5"]
)
def test_when_a_text_was_published_or_made_goes_to_its_date(tmp_path: Path, line: str) -> None:
    document = taken(tmp_path, large("清淤讨论会", 44), p(line))
    assert line not in [entry.text for entry in document.paragraphs]
    assert document.date == date(2024, 3, 5)


def test_the_first_of_several_days_is_no_title(tmp_path: Path) -> None:
    days = [f"2024.3.{day} 工作" for day in range(5, 9)]
    path = tmp_path / "计划.docx"
    path.write_bytes(word_file(*(block for day in days for block in (p(day), p(TEXT)))))
    document = reading.read_document(path)
    assert document.title == TITLE_TO_FILL
    assert [text for _, text in headings(document)][-4:] == days


@pytest.mark.parametrize(
    "day", ["2024年3月5日星期二", "2024年3月5日（周二）", "2024年3月5日 星期二 下午"]
)
def test_a_weekday_behind_the_day_of_a_signature_dates_the_text(tmp_path: Path, day: str) -> None:
    path = tmp_path / "倡议书.docx"
    path.write_bytes(word_file(large("清淤倡议书", 44), p(TEXT), p("青石镇水务站"), p(day)))
    assert reading.read_document(path).date == date(2024, 3, 5)


def test_a_title_in_a_table_below_the_label_of_an_annex_is_the_title(tmp_path: Path) -> None:
    path = tmp_path / "附件2.docx"
    title = tc(aligned("清淤情况反馈表", "center", 36), span=2)
    table = tbl([title], ["河段", "是否清淤"], ["上游", ""], ["下游", ""])
    path.write_bytes(word_file(p("附件2"), table))
    document = reading.read_document(path)
    assert document.title == "清淤情况反馈表"
    assert sum("清淤情况反馈表" in entry.text for entry in document.paragraphs) == 1


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (p("意见：同意。") + p("站长签字：王清") + p("2024年 3月 5日"), date(2024, 3, 5)),
        (p("站长签字：") + p("　年　月　日"), None),
        (p("开工日：") + p("2024年3月5日"), None),
    ],
)
def test_the_day_below_a_signature_in_a_cell_dates_a_form(
    tmp_path: Path, cell: str, day: date | None
) -> None:
    path = tmp_path / "验收表.docx"
    path.write_bytes(word_file(large("清淤验收表", 44), tbl(["河段", "上游"], ["意见", tc(cell)])))
    assert reading.read_document(path).date == day


def test_several_fields_on_a_large_line_are_no_heading(tmp_path: Path) -> None:
    row = p(r("届：2024届　专业（班）：水利二班　姓名：王清", '<w:b/><w:sz w:val="36"/>'))
    document = taken(tmp_path, large("清淤任务书", 44), row)
    assert headings(document) == [(1, "清淤任务书")]


def test_a_box_is_open_where_its_outline_goes_on_below(tmp_path: Path) -> None:
    box = tbl([tc(p("一、项目简介") + p(TEXT) + p("二、工具") + p(TEXT))])
    front = (large("清淤申请书", 44), *[p(TEXT)] * 4)
    document = taken(tmp_path, *front, box, p("三、经费"), p(TEXT))
    assert [text for _, text in headings(document)][1:] == ["一、项目简介", "二、工具", "三、经费"]


def test_a_box_with_an_outline_of_its_own_stays_one(tmp_path: Path) -> None:
    box = tbl([tc(p("一、项目简介") + p(TEXT) + p("二、工具") + p(TEXT))])
    front = (large("清淤申请书", 44), *[p(TEXT)] * 4)
    document = taken(tmp_path, *front, box, p("一、经费"), p(TEXT))
    assert [text for _, text in headings(document)][1:] == ["一、经费"]


def test_a_word_that_is_no_name_is_joined_over_a_torn_line(tmp_path: Path) -> None:
    first, second = (
        "（1）清淤的总结由水务站在每年汛期以前交到镇里，就法",
        "律顾问的意见也要写明，交站长审阅。",
    )
    document = taken(tmp_path, large("清淤手册", 44), p(first), p(second))
    assert first + second in [entry.text for entry in document.paragraphs]


VERSES = ("清淤修渠　护岸种树", "夏种秋收　水满仓满", "上游下游　同护一渠") * 2


@pytest.mark.parametrize(("count", "heads"), [(6, 0), (3, 3)])
def test_many_large_lines_below_one_another_are_verses(
    tmp_path: Path, count: int, heads: int
) -> None:
    verses = (large(verse, 36) for verse in VERSES[:count])
    document = taken(tmp_path, large("清淤歌", 52), *[p(TEXT)] * 4, *verses, p(TEXT))
    assert len(headings(document)) == 1 + heads


def test_what_a_form_is_about_stays_below_its_title(tmp_path: Path) -> None:
    cover = [
        aligned("青石大学", "center", 44),
        aligned("本科毕业设计任务书", "center", 44),
        p("题目：青石河清淤方案的设计"),
        p("学生姓名 甲乙 届 2024"),
    ]
    document = taken(tmp_path, *cover)
    assert document.title == "青石大学本科毕业设计任务书"
    assert "题目：青石河清淤方案的设计" in [entry.text for entry in document.paragraphs]
    assert document.left_out == ()


def test_the_first_heading_of_all_is_the_title_of_a_tender(tmp_path: Path) -> None:
    heading = style("1", "heading 1", "<w:outlineLvl w:val='0'/>")
    blocks = [styled("水泵采购招标文件", "1"), p("项目编号：12"), p("预算金额：20万元")]
    annex = [styled("附件一：评分标准", "1"), p(TEXT)]
    document = taken(tmp_path, *blocks, p(TEXT), *annex, styles=(heading,))
    assert document.title == "水泵采购招标文件"
