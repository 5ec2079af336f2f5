"""Headings that only their series tells, and the forms that a title comes in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from duben.intake import reading
from duben.intake.document import ImportedDocument

RIVER = "清淤时先清上游，再清下游，淤泥不得堆在河岸上。"
ROAD = "机耕道由各组分段养护，雨后二日内填平车辙。"


def taken(tmp_path: Path, *lines: str) -> ImportedDocument:
    path = tmp_path / "文件.txt"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return reading.read_document(path)


def headings(document: ImportedDocument) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.level > 1]


def texts(document: ImportedDocument) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if not paragraph.level]


def test_questions_with_answers_are_headings(tmp_path: Path) -> None:
    document = taken(
        tmp_path,
        "河道问答",
        "1.谁来清淤？",
        RIVER,
        "2.什么时候清淤？主要在冬季。" + ROAD,
        "3.清淤的要求：",
        "①不留死角",
        "②不堵涵洞",
        "4.费用由谁承担？",
        ROAD,
        "5.巡查的要求：（四条）",
        RIVER,
    )
    assert headings(document) == [
        "1.谁来清淤？",
        "2.什么时候清淤？",
        "3.清淤的要求",
        "4.费用由谁承担？",
        "5.巡查的要求：（四条）",
    ]
    assert "主要在冬季。" + ROAD in texts(document)
    assert any(change.old == "：" for change in document.mended)


def test_line_that_asks_twice_is_one_heading_where_answers_stand_below(tmp_path: Path) -> None:
    asked = [
        "1.谁来清淤？",
        "2.什么时候清淤？说明分段的理由。",
        "3.费用由谁承担？",
        "4.简述验收的步骤。",
    ]
    lines = [line for question in asked for line in (question, RIVER + ROAD)]
    assert headings(taken(tmp_path, "河道问答", *lines)) == asked


def test_short_sentences_of_a_series_are_headings_beside_items_that_run_in(tmp_path: Path) -> None:
    named = ["（一）清淤思路。", "（二）清淤原则。", "（三）清淤目标。"]
    lines = [line for name in named for line in (name, RIVER + ROAD)]
    running = [f"（{number}）{RIVER}" for number in "一二三四五"]
    document = taken(tmp_path, "河道办法", "一、总体要求", *lines, "二、程序", *running, ROAD)
    assert headings(document) == ["一、总体要求", *named, "二、程序"]


def test_row_of_words_and_a_line_of_dots_are_no_headings(tmp_path: Path) -> None:
    lines = [RIVER, "河段名称 河段长度 清淤次数", ROAD, "………（以下各段同此）", RIVER]
    assert not headings(taken(tmp_path, "河道表格", *lines))


def test_private_signs_that_open_items_are_bullets(tmp_path: Path) -> None:
    document = taken(
        tmp_path, "河道要求", ROAD, "\uf0b7 不留死角，先上游后下游。", "\uf0d8 不堵涵洞，随清随运。"
    )
    assert texts(document)[1:] == ["• 不留死角，先上游后下游。", "▶ 不堵涵洞，随清随运。"]
    assert [change.new for change in document.mended] == ["•", "▶"]


@pytest.mark.parametrize("answer", [[], ["A.上游", "B.下游"]])
def test_list_and_test_of_questions_are_no_headings(tmp_path: Path, answer: list[str]) -> None:
    asked = ["1.谁来清淤？", "2.什么时候清淤？", "3.费用由谁承担？"]
    lines = [line for question in asked for line in (question, *answer)]
    document = taken(tmp_path, "河道思考题", RIVER, *lines, ROAD)
    assert not headings(document)


def test_short_names_with_a_colon_head_their_texts(tmp_path: Path) -> None:
    lines = ["1、河道：", RIVER, "2、道路：", ROAD, "3、林木：", RIVER]
    assert headings(taken(tmp_path, "青石镇管护办法", RIVER, *lines)) == [
        "1、河道",
        "2、道路",
        "3、林木",
    ]


def test_lead_in_with_a_list_under_it_is_no_heading(tmp_path: Path) -> None:
    lines = [
        line
        for n, name in enumerate(["河道：", "道路：", "林木："], 1)
        for line in (f"{n}、{name}", "（1）每月巡查；", "（2）每年验收。")
    ]
    assert not headings(taken(tmp_path, "青石镇管护办法", RIVER, *lines))


def test_first_lines_of_groups_are_headings(tmp_path: Path) -> None:
    lines = [
        line
        for name in ("河道管护。", "道路养护。", "林木补种。", "经费来源。")
        for line in ("", name, RIVER, ROAD)
    ]
    document = taken(tmp_path, "青石镇管护办法", RIVER, *lines)
    assert headings(document) == ["河道管护。", "道路养护。", "林木补种。", "经费来源。"]


def test_lines_with_one_sign_are_headings_where_text_follows(tmp_path: Path) -> None:
    lines = ["★河道", RIVER, "★道路", ROAD, "★林木", RIVER]
    document = taken(tmp_path, "青石镇手册", RIVER, *lines)
    assert headings(document) == ["★河道", "★道路", "★林木"]
    listed = taken(tmp_path, "青石镇手册", RIVER, "★河道", "★道路", "★林木", RIVER)
    assert not headings(listed)


def test_sign_of_all_headings_makes_no_title(tmp_path: Path) -> None:
    document = taken(tmp_path, "%河道", RIVER, "%道路", ROAD, "%林木", RIVER)
    assert not document.titled
    assert headings(document) == ["%河道", "%道路", "%林木"]


def test_named_list_behind_a_colon_is_no_run_of_headings(tmp_path: Path) -> None:
    parts = ["一、河道管护", RIVER, "二、考核内容", "考核分三块：", "一、巡查次数", "二、清淤长度"]
    document = taken(tmp_path, "青石镇管护办法", *parts, "三、补种株数", "三、经费来源", ROAD)
    assert headings(document) == ["一、河道管护", "二、考核内容", "三、经费来源"]


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ("** 青石镇河道手册", "青石镇河道手册"),
        ("2024-03-05_青石镇河道手册", "青石镇河道手册"),
        ("青 石 镇 河 道 手 册", "青石镇河道手册"),
    ],
)
def test_title_is_taken_without_signs_and_spacing(tmp_path: Path, first: str, title: str) -> None:
    document = taken(tmp_path, first, RIVER, ROAD)
    assert document.title == title
    assert first not in [paragraph.text for paragraph in document.paragraphs]
    assert (document.date == date(2024, 3, 5)) == first.startswith("2024")


def test_edition_and_remark_in_brackets_are_the_subtitle(tmp_path: Path) -> None:
    edition = taken(tmp_path, "河 道 手 册", "（2026年修订版）", RIVER)
    assert (edition.title, edition.subtitle) == ("河道手册", "（2026年修订版）")
    remark = taken(tmp_path, "河道手册 （内部学习，以正式文本为准）", RIVER)
    assert (remark.title, remark.subtitle) == ("河道手册", "（内部学习，以正式文本为准）")


def test_day_with_what_was_done_on_it_dates_a_text(tmp_path: Path) -> None:
    lines = ["各村：", RIVER, "青石镇人民政府", "2024年7月30日签发"]
    assert taken(tmp_path, "关于清淤的通知", *lines).date == date(2024, 7, 30)
    speech = taken(tmp_path, "在清淤动员会上的讲话", "（2024年3月5日，上午）", "同志们：", RIVER)
    assert speech.date == date(2024, 3, 5)


def test_questions_without_a_label_are_headings_over_their_answers(tmp_path: Path) -> None:
    asked = ["谁来清淤？", "什么时候清淤？", "费用由谁承担？"]
    lines = [line for question in asked for line in (question, "答：" + RIVER)]
    document = taken(tmp_path, "河道问答", "第一章", *lines, "第二章", "谁来验收？", "答：" + ROAD)
    assert headings(document) == ["第一章", *asked, "第二章", "谁来验收？"]
    assert not headings(taken(tmp_path, "河道问答", RIVER, "谁来清淤？", "答：" + ROAD, RIVER))


def test_speaker_before_the_title_of_a_speech_is_its_author(tmp_path: Path) -> None:
    document = taken(tmp_path, "王建国：在清淤动员会上的讲话", "同志们：", RIVER)
    assert (document.title, document.authors) == ("在清淤动员会上的讲话", ("王建国",))


def test_front_matter_is_no_title(tmp_path: Path) -> None:
    document = taken(tmp_path, "前 言", RIVER, ROAD)
    assert not document.titled
    assert "前 言" in [paragraph.text for paragraph in document.paragraphs]


def test_part_alone_on_its_line_takes_its_title_and_holds_portions(tmp_path: Path) -> None:
    lines = ["第一篇", "河道养护", "第一部分　清淤", RIVER, "第二部分　护坡", ROAD]
    lines += ["第二篇", "道路养护", "第一部分　路面", ROAD, "第二部分　边沟", RIVER]
    document = taken(tmp_path, "青石镇养护手册", *lines)
    levels = [(p.level, p.text) for p in document.paragraphs if p.level > 1]
    assert levels[:3] == [(2, "第一篇　河道养护"), (3, "第一部分　清淤"), (3, "第二部分　护坡")]
    assert levels[3][0] == 2


def test_titles_of_half_of_the_articles_are_headings(tmp_path: Path) -> None:
    lines = [f"第{number}条　{RIVER}" for number in "一二三"]
    for number, name in zip("四五六七", ("巡查", "养护费用", "奖励办法", "责任追究"), strict=True):
        lines += [f"第{number}条　{name}", ROAD]
    document = taken(tmp_path, "青石镇河道管理办法", *lines)
    assert [text[4:] for text in headings(document)] == ["巡查", "养护费用", "奖励办法", "责任追究"]


def test_names_with_a_colon_over_lists_are_headings_of_their_kind(tmp_path: Path) -> None:
    lines = ["一、清淤原则", RIVER, "二、清淤的步骤：", "1.先清上游。", "2.再清下游。"]
    lines += ["三、验收的步骤：", "1.各组自查。", "2.镇里复查。"]
    lines += ["四、有关单位要做好下列各项工作，包括：", "1.备料。", "2.备车。"]
    document = taken(tmp_path, "青石镇清淤办法", *lines)
    assert headings(document) == ["一、清淤原则", "二、清淤的步骤", "三、验收的步骤"]


def test_people_with_what_they_speak_of_are_headings(tmp_path: Path) -> None:
    spoken = [
        "张河清：先清上游是清淤的要领",
        "王守田：机耕道怎样分段养护",
        "李小桥：桥涵检查的三个重点",
    ]
    lines = [line for title in spoken for line in (title, RIVER + ROAD)]
    assert headings(taken(tmp_path, "青石镇三人谈", *lines)) == spoken
    said = [line for name in ("张河清", "王守田", "李小桥") for line in (f"{name}：{RIVER}", ROAD)]
    assert not headings(taken(tmp_path, "青石镇三人谈", *said))
    asked = ["张河清：先清上游是清淤的要领"] * 3
    lines = [line for title in asked for line in (title, RIVER + ROAD)]
    assert not headings(taken(tmp_path, "青石镇三人谈", *lines))


def test_names_with_what_they_stand_for_are_headings(tmp_path: Path) -> None:
    topics = ["果园：换上新苗", "林场：“三步走”开出新道", "水库组：守住一库清水、一方平安"]
    lines = [line for title in topics for line in (title, RIVER + ROAD, ROAD)]
    assert headings(taken(tmp_path, "青石镇见闻", RIVER, *lines)) == topics
    table = ["时间：三月五日", "地点：镇政府", "主持人：张河清"]
    assert not headings(taken(tmp_path, "青石镇会议记录", *table, RIVER + ROAD))


def test_clauses_without_an_end_between_long_paragraphs_are_headings(tmp_path: Path) -> None:
    titles = [
        "把清淤作为今冬头一件大事，先清上游，再清下游，凸显早动手早见效的要求",
        "三条机耕道分段包到各组，雨后二日内填平车辙",
        "立下“清一段、验一段”的规矩，让每一笔费用都有账可查、有人签字，有问必答、有错必改",
    ]
    text = (RIVER + ROAD) * 2
    lines = [line for title in titles for line in (title, text)]
    assert headings(taken(tmp_path, "青石镇新闻", text, *lines)) == titles
    broken = ["清淤时先清上游，再清下游，各组要", "分段验收，雨后二日内填平车辙并", text] * 3
    assert not headings(taken(tmp_path, "青石镇新闻", text, *broken))


def test_heading_may_end_with_words_in_quotation_marks(tmp_path: Path) -> None:
    lines = [RIVER, "清淤不搞“半截子工程”", ROAD, "“清得净、守得住！”", ROAD]
    assert headings(taken(tmp_path, "青石镇新闻", *lines)) == ["清淤不搞“半截子工程”"]


def test_name_of_a_text_over_a_paragraph_that_begins_with_it_is_a_heading(tmp_path: Path) -> None:
    name = "《青石镇河道公约》"
    lines = [RIVER, name, f"{name}是各村商定的，{RIVER * 3}", ROAD]
    assert headings(taken(tmp_path, "青石镇名词", *lines)) == [name]
    assert not headings(taken(tmp_path, "青石镇名词", RIVER, name, "《青石镇道路公约》", ROAD))


def test_names_with_a_colon_are_headings_as_others_of_their_kind(tmp_path: Path) -> None:
    first = ["一、准备", "1.文件组成：", "（1）方案；", "（2）图纸。", "2.文件修改：", RIVER]
    second = [
        "二、施工",
        "1.进场",
        RIVER,
        "2.清运",
        ROAD,
        "三、名单：",
        "1.东村：三人",
        "2.西村：两人",
    ]
    assert headings(taken(tmp_path, "清淤办法", *first, *second)) == [
        "一、准备", "1.文件组成", "2.文件修改", "二、施工", "1.进场", "2.清运", "三、名单",
    ]  # fmt: skip


def test_some_articles_with_titles_are_headings(tmp_path: Path) -> None:
    plain = [f"第{number}条　{RIVER}" for number in "四五六七八九十"]
    titled = ["第一条　目的", RIVER, "第二条　范围", ROAD, "第三条　经费管理", RIVER]
    assert headings(taken(tmp_path, "清淤办法", *titled, *plain)) == titled[::2]
    ruled = ["第一条　各村应当自己清淤", RIVER, "第二条　水渠由各村看管", ROAD, *titled[4:]]
    assert headings(taken(tmp_path, "清淤办法", *ruled, *plain)) == []


def test_terms_without_a_text_are_headings_as_the_others_are(tmp_path: Path) -> None:
    names = ["涵洞", "闸门", "泵站", "圩堤", "沟渠", "堰坝", "水尺", "量筒"]
    terms = [f"{n}. {name}" for n, name in enumerate(names, 1)]
    lines = [
        line for n, term in enumerate(terms) for line in ([term] if n % 3 == 2 else [term, RIVER])
    ]
    assert headings(taken(tmp_path, "水利名词", *lines)) == terms


def test_last_sentence_of_a_list_is_no_heading(tmp_path: Path) -> None:
    parts = [
        f"{n}、怎样{name}。"
        for name in ("清淤", "修路", "植树", "护坡", "引水", "测流", "记录")
        for n in (1, 2)
    ]
    lines = [line for part in parts for line in (part, RIVER)]
    listed = ["1、河道由各组分段清淤。", "2、道路由各户分段养护。", "3、费用由村里承担。"]
    document = taken(tmp_path, "河道问答", *lines, "一、分工", *listed, "二、验收", ROAD)
    assert listed[-1] in texts(document) and parts[0] in headings(document)


def test_formula_is_no_heading(tmp_path: Path) -> None:
    assert headings(taken(tmp_path, "河道问答", RIVER, "流量=断面×流速", ROAD)) == []


def test_first_line_that_alone_is_marked_so_far_out_is_the_title(tmp_path: Path) -> None:
    document = taken(tmp_path, "## 河道公约", "", "### 一、清淤", RIVER, "### 二、修路", ROAD)
    assert document.title == "河道公约" and headings(document) == ["一、清淤", "二、修路"]
    document = taken(tmp_path, "## 清淤", RIVER, "## 修路", ROAD)
    assert not document.titled and headings(document) == ["清淤", "修路"]


def test_bullet_alone_on_its_line_opens_the_text_under_it(tmp_path: Path) -> None:
    document = taken(tmp_path, "河道公约", RIVER, "*", "", ROAD, "•", RIVER)
    assert texts(document) == [RIVER, f"* {ROAD}", f"• {RIVER}"]


def test_values_and_blanks_of_a_form_are_no_headings(tmp_path: Path) -> None:
    text = (
        "水库承包协议\n一、项目\n甲方把水库交乙方管护，为期三年。\n（一）水库位于 青石 县 北坡\n"
        "镇 （乡） 村 的山谷\n坝高十二米。\n二、费用\n收费标准：\n水价〔三〕类\n每年结算一次。\n"
        "三、管护内容、技术要求以及履行日期：\n每天巡查两遍。\n四、权利与义务\n（一）甲方：\n"
        "1、提供台账。\n2、维修闸门。\n（二）乙方：\n1、每天巡查。\n2、按月报告。\n（三）丙方：\n"
        "1、监督执行。\n2、调解纠纷。\n以下无正文\n双方各执一份。\n"
    )
    assert headings(taken(tmp_path, text)) == [
        "一、项目",
        "二、费用",
        "三、管护内容、技术要求以及履行日期",
        "四、权利与义务",
        "（一）甲方",
        "（二）乙方",
        "（三）丙方",
    ]


def test_articles_that_a_text_quotes_are_no_headings(tmp_path: Path) -> None:
    text = (
        "办法对照说明\n一、依据\n原办法规定：\n第二条\n巡查员每天沿坝步行两遍。\n第十一条\n"
        "渗水立即报告。\n二、修改\n现在改为每天三遍。\n"
    )
    assert headings(taken(tmp_path, text)) == ["一、依据", "二、修改"]


def test_item_that_counts_on_from_one_inside_a_paragraph_is_no_heading(tmp_path: Path) -> None:
    sections = [
        line
        for number, name in enumerate(("范围", "期限", "验收"), 1)
        for line in (f"（{number}）{name}。", RIVER)
    ]
    inside = "清理的杂物有四类：（1）枯枝；（2）水草；（3）塑料袋、编织袋和渔网；"
    last = "（4）其他杂物：石块、砖块等。"
    document = taken(tmp_path, "水利办法", *sections, inside, last, ROAD)
    assert headings(document) == ["（1）范围。", "（2）期限。", "（3）验收。"]


def test_line_that_is_all_of_a_section_is_no_heading(tmp_path: Path) -> None:
    lines = ["一、范围", RIVER, "二、期限", "1. 开工", RIVER, "2. 完工", "汛前", "三、验收", ROAD]
    document = taken(tmp_path, "水利办法", *lines)
    assert headings(document) == ["一、范围", "二、期限", "1. 开工", "2. 完工", "三、验收"]


def test_parts_that_one_word_counts_are_headings(tmp_path: Path) -> None:
    lines = ["水库手册", "模块1：育苗（含移栽）", RIVER, "模块2：护岸", ROAD, "模块3：验收", RIVER]
    assert headings(taken(tmp_path, *lines)) == lines[1::2]
    two = ["水库手册", RIVER, "任务一：育苗", ROAD, "任务二：护岸", RIVER]
    assert headings(taken(tmp_path, *two)) == ["任务一：育苗", "任务二：护岸"]
    first, second = "【题目一】育苗", "【题目二】护岸"
    framed = ["水库手册", RIVER, first, "株距：三米", ROAD, second, "坡比：1.5", RIVER]
    assert headings(taken(tmp_path, *framed)) == [first, second]
    notes = ["水库手册", RIVER, "【题目一】育苗", "【题目二】护岸", "【题目三】验收", RIVER]
    assert headings(taken(tmp_path, *notes)) == []
    listed = ["水库手册", RIVER, "任务1：育苗", "任务2：护岸", "任务3：验收", ROAD]
    assert headings(taken(tmp_path, *listed)) == []


def test_line_over_its_own_decimals_is_a_heading(tmp_path: Path) -> None:
    lines = [
        "招标公告",
        "1.项目概况",
        "1.1工程名称：清淤。",
        "1.2工期：一年。",
        "2.对投标人的要求：",
    ]
    lines += ["2.1有执照。", "2.2有船。", "3.评标办法：看总分。", "4.电话：0515。", RIVER]
    assert headings(taken(tmp_path, *lines)) == ["1.项目概况", "2.对投标人的要求"]


def test_row_that_opens_with_a_number_is_no_heading(tmp_path: Path) -> None:
    lines = ["水库守则", RIVER, "20 闸门每天检查两遍", ROAD, "38 涵洞每月清理", RIVER]
    assert headings(taken(tmp_path, *lines)) == []
    outline = ["水库守则", "1 范围", RIVER, "2 期限", ROAD, "3 项目验收", RIVER]
    assert headings(taken(tmp_path, *outline)) == ["1 范围", "2 期限", "3 项目验收"]


def test_bodies_below_each_other_are_no_headings(tmp_path: Path) -> None:
    bodies = ["青石镇水利协会", "青石镇农业服务中心（青石分中心）", "青石镇渔业协会"]
    document = taken(tmp_path, "清淤竞赛通知", "一、报名", RIVER, "附：评委名单。", *bodies)
    assert headings(document) == ["一、报名"]


def test_label_behind_a_label_and_one_that_counts_on_in_another_kind_head_nothing(
    tmp_path: Path,
) -> None:
    lines = ["清淤问答", "一、原因", "（1）①由河道的走向决定的", RIVER]
    lines += ["二、办法", "⑨先清上游", "⑩再清下游", "⑾清理涵洞", ROAD]
    assert headings(taken(tmp_path, *lines)) == ["一、原因", "二、办法"]


def test_lines_drawn_with_the_keyboard_are_no_headings(tmp_path: Path) -> None:
    drawn = ["取水口 ---> 水闸", RIVER, "泵站<--->干渠", ROAD, "| 上游  下游 |", RIVER]
    assert headings(taken(tmp_path, "水系说明", RIVER, *drawn)) == []


def test_last_line_without_a_label_heads_nothing(tmp_path: Path) -> None:
    path = tmp_path / "页面.html"
    path.write_text(f"<h1>水库守则</h1><h3>巡查</h3><p>{RIVER}</p><h3>下载地址</h3>", "utf-8")
    assert headings(reading.read_document(path)) == ["巡查"]


def test_question_with_an_empty_bracket_is_no_heading(tmp_path: Path) -> None:
    path = tmp_path / "试题.html"
    path.write_text(
        f"<h1>水库试题</h1><p>{RIVER}{ROAD}</p><h2>一、选择题</h2>"
        f"<h3>清淤的次序是（ ）</h3><p>{RIVER}</p>"
        f"<h3>巡查的次数是（　）</h3><p>{ROAD}</p>",
        "utf-8",
    )
    assert headings(reading.read_document(path)) == ["一、选择题"]


def test_items_with_a_text_behind_their_name_are_no_headings(tmp_path: Path) -> None:
    lines = ["施工日志", "一、人员：共二百三十七人，其中土建一百二十人，安装一百一十七人"]
    lines += ["二、机械：挖机一台，汽车吊九台，平板车三台，洒水车一台", "三、进度：", RIVER]
    assert headings(taken(tmp_path, *lines)) in (["三、进度"], [])
    titles = [
        "水库规划",
        "一、清淤：先上后下",
        RIVER,
        "二、护岸：以草代石",
        ROAD,
        "三、验收：分段签字",
        RIVER,
    ]
    assert headings(taken(tmp_path, *titles)) == titles[1::2]


def test_label_over_a_line_that_was_cut_inside_a_bracket_heads_nothing(tmp_path: Path) -> None:
    lines = [
        "水库守则",
        "1 范围",
        RIVER,
        "2 分级（按照《水库分级办法》",
        "的规定办理。）",
        "3 期限",
        ROAD,
    ]
    assert headings(taken(tmp_path, *lines)) == ["1 范围", "3 期限"]


def test_names_in_brackets_are_headings(tmp_path: Path) -> None:
    lines = ["水闸管理", "【职责】", RIVER, "【交接】", ROAD]
    assert headings(taken(tmp_path, *lines)) == ["【职责】", "【交接】"]
    parts = ["水库讲义", ">>> 1.1 清淤 <<<", "【要求】", RIVER, "【练习】", ROAD]
    parts += [">>> 1.2 护岸 <<<", "【要求】", ROAD, "【练习】", RIVER]
    assert headings(taken(tmp_path, *parts)) == [*parts[1:3], parts[4], *parts[6:8], parts[9]]


def test_line_over_one_in_brackets_is_no_heading(tmp_path: Path) -> None:
    lines = [
        "清淤竞赛",
        "一、地点",
        "东河村石桥",
        "（桥头向东一里，有停车的地方）。",
        "二、时间",
        RIVER,
    ]
    assert headings(taken(tmp_path, *lines)) == ["一、地点", "二、时间"]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("青石水库清淤记_先锋文汇_青石网", "青石水库清淤记"),
        ("青石水库清淤记-青石日报-青石网", "青石水库清淤记"),
        ("水闸模型 - 管理平台 建设方案（第二版）", "水闸模型 - 管理平台 建设方案（第二版）"),
    ],
)
def test_title_without_the_names_of_a_site_and_its_sections(
    tmp_path: Path, line: str, title: str
) -> None:
    assert taken(tmp_path, line, RIVER, ROAD).title == title


def test_questions_and_options_of_a_test_are_no_headings(tmp_path: Path) -> None:
    document = taken(
        tmp_path,
        "清淤知识测验",
        "一、单选题（每题2分。共6分）",
        "1.清淤先从哪里开始（　）",
        "A.上游", "B.下游",
        "2.淤泥堆在哪里（B）",
        "A.河岸上 B.田里",
        "3.清淤的目的是",
        "A.通水", "B.养鱼",
        "二、简答题（每题5分。共5分）",
        RIVER,
    )  # fmt: skip
    assert headings(document) == ["一、单选题（每题2分。共6分）", "二、简答题（每题5分。共5分）"]


def test_a_line_with_brackets_to_fill_in_is_no_heading(tmp_path: Path) -> None:
    document = taken(tmp_path, "清淤验收", "1.上游是否清完（　）", RIVER, "2.机耕道", ROAD)
    assert headings(document) == ["2.机耕道"]


def test_a_decimal_that_counts_on_is_a_label_before_a_measure(tmp_path: Path) -> None:
    document = taken(
        tmp_path, "清淤项目", "1.1范围", "清淤只在上游和中游两处进行", "1.2项目描述", ROAD,
        "1.3时间安排", RIVER,
    )  # fmt: skip
    assert headings(document) == ["1.1范围", "1.2项目描述", "1.3时间安排"]


def test_an_article_with_a_colon_alone_is_a_heading(tmp_path: Path) -> None:
    document = taken(tmp_path, "清淤合同", "第一条：", RIVER, "第二条：", ROAD, "第三条：", RIVER)
    assert headings(document) == ["第一条", "第二条", "第三条"]


LONG = RIVER + ROAD + RIVER


def test_short_sentences_each_over_a_long_paragraph_are_headings(tmp_path: Path) -> None:
    names = [f"{word}成效持续提高。" for word in ("清淤", "修路", "植树", "护岸", "巡查")]
    lines = [line for name in names for line in (name, LONG)]
    assert headings(taken(tmp_path, "工作总结", *lines)) == names
    prose = [line for name in names for line in (name, LONG, LONG + ROAD, RIVER + LONG)]
    assert headings(taken(tmp_path, "工作总结", *prose)) == []
    assert headings(taken(tmp_path, "工作总结", *lines[:8])) == []


def test_names_with_their_values_are_no_headings(tmp_path: Path) -> None:
    lines = [
        "一、签发人：王小河、李小山",
        "二、负责人：张小田、赵小林",
        "三、安全员：周小水、吴小石",
    ]
    assert headings(taken(tmp_path, "关于任命的通知", RIVER, *lines, ROAD)) == []
    answers = ["1.1 清淤范围", RIVER, "1.2 是否接受联合体：是", "1.3 修路范围", ROAD]
    assert "1.2 是否接受联合体：是" not in headings(taken(tmp_path, "招标公告", *answers))


def test_source_in_brackets_behind_a_question_stays_with_it(tmp_path: Path) -> None:
    asked = ["一、谁来清淤？", "二、怎样理解“先上后下”？【清淤篇】", "三、费用由谁承担？"]
    answers = [("首先，" + RIVER,), (RIVER,), (ROAD,)]
    lines = [line for one, other in zip(asked, answers, strict=True) for line in (one, *other)]
    assert headings(taken(tmp_path, "河道问答", *lines)) == asked


def test_links_to_other_pages_are_no_heading(tmp_path: Path) -> None:
    document = taken(tmp_path, "河道清淤", "一、清淤", RIVER, "1 2 3 下一页", "二、养护", ROAD)
    assert headings(document) == ["一、清淤", "二、养护"]


def test_line_that_says_what_a_picture_shows_is_no_heading(tmp_path: Path) -> None:
    document = taken(tmp_path, "河道清淤", RIVER, "图为清淤前的河道", ROAD)
    assert headings(document) == []


def test_lines_in_a_row_behind_a_colon_are_a_list(tmp_path: Path) -> None:
    row = ["上游河道（青石河）", "中游河道（清水河）", "下游河道（白马河）"]
    document = taken(tmp_path, "河道清淤", RIVER, "河道分为三类：", *row, ROAD)
    assert headings(document) == []


def test_titles_that_count_are_headings_beside_each_other(tmp_path: Path) -> None:
    lines = ["第一招：清淤", RIVER, "第二招，加固河岸", ROAD, "第三招：补种", RIVER]
    assert headings(taken(tmp_path, "河道三招", *lines)) == lines[::2]


def test_names_in_brackets_that_begin_alike_stand_beside_the_others(tmp_path: Path) -> None:
    names = ["【水情】", "【河道清淤】", "【河道加固】", "【河道补种】"]
    document = taken(tmp_path, "河道", *(line for name in names for line in (name, RIVER)))
    assert {paragraph.level for paragraph in document.paragraphs if paragraph.text in names} == {2}


def test_questions_that_one_word_counts_are_headings_whole(tmp_path: Path) -> None:
    asked = [
        "问题1、谁来清淤？费用是否由各组平均承担，还是由镇里统一支付？",
        "问题2、什么时候清淤？",
        "问题3、清淤的淤泥能不能堆在河岸上？",
    ]
    lines = [line for question in asked for line in (question, "答：" + RIVER)]
    said = ["问题4、有人说，河水自己会退，不必清淤。", "这种说法是否正确？", "答：" + ROAD]
    assert headings(taken(tmp_path, "河道问答", RIVER, *lines, *said)) == asked


def test_place_in_a_law_and_a_name_with_its_value_are_no_headings(tmp_path: Path) -> None:
    lines = [RIVER, "第十条第一款", ROAD, "（1）清淤：2个月", ROAD, "（2）修路：3个月", ROAD]
    assert headings(taken(tmp_path, "河道管护办法", *lines)) == []


def test_byline_and_call_to_click_are_no_headings(tmp_path: Path) -> None:
    lines = [RIVER, "作者| 张河清（石桥站）", ROAD, "点击文末链接查看活动详情", RIVER + ROAD]
    assert headings(taken(tmp_path, "清淤纪事", *lines)) == []


def test_names_with_their_clauses_are_headings_over_long_paragraphs(tmp_path: Path) -> None:
    titles = [
        "先清上游再清下游：各组的淤泥要运到指定的地方，不得堆在河岸上",
        "把路养好：机耕道分段包到各组，雨后二日内填平车辙",
        "树也要栽活：谁栽谁管，秋后由林业站逐段验收",
        "钱从哪里来——",
        "镇里拿大头，各组按受益的田亩分担其余的部分",
    ]
    text = (RIVER + ROAD) * 2
    said_twice = "村民在河边清运淤泥村民在河边清运淤泥"
    lines = [titles[0], text, said_twice, titles[1], text, titles[2], text, *titles[3:], text]
    assert headings(taken(tmp_path, "青石镇新闻", text, *lines)) == titles


def test_points_that_each_stand_over_labels_are_headings(tmp_path: Path) -> None:
    lines = [
        "一是强化河道管护",
        "1.清淤",
        RIVER,
        "2.巡查",
        ROAD,
        "二是强化道路管护",
        "1.养路",
        ROAD,
    ]
    document = taken(tmp_path, "青石镇工作汇报", RIVER, *lines)
    assert [(p.level, p.text) for p in document.paragraphs if p.level > 1] == [
        (2, "一是强化河道管护"),
        (3, "1.清淤"),
        (3, "2.巡查"),
        (2, "二是强化道路管护"),
        (3, "1.养路"),
    ]


def test_heading_over_a_long_paragraph_that_breaks_off_is_one(tmp_path: Path) -> None:
    broken = (RIVER + ROAD) * 4 + "各组要在汛前完成清淤并"
    assert headings(taken(tmp_path, "河道", RIVER, "河道的来历", broken, RIVER)) == ["河道的来历"]


def test_question_of_three_is_whole(tmp_path: Path) -> None:
    whole = "3.清淤安排在什么时候？由谁来做？淤泥堆在哪里才算合格？"
    document = taken(
        tmp_path,
        "河道问答",
        *("1.谁来清淤？", RIVER, "2.什么时候清淤？", ROAD),
        *(whole, "（1）" + RIVER, "4.费用由谁承担？", ROAD),
    )
    assert headings(document)[2] == whole


def test_rows_of_numbers_are_no_headings(tmp_path: Path) -> None:
    document = taken(
        tmp_path,
        *("清淤项目申报书", RIVER, "主要参加人员", "1", "2", "3", RIVER, "其他人员", "1", "2", "3"),
        *(RIVER, "清淤费用说明", RIVER + ROAD),
    )
    assert headings(document) == ["清淤费用说明"]


def test_author_under_a_chapter_is_not_its_name(tmp_path: Path) -> None:
    parts = [("第一章", RIVER), ("第二章", "作者：甲乙", ROAD), ("第三章", RIVER)]
    document = taken(tmp_path, "河道志", *(line for part in parts for line in part))
    assert headings(document) == ["第一章", "第二章", "第三章"]


def test_lines_over_numberings_that_begin_anew_are_headings(tmp_path: Path) -> None:
    names = ["先清上游，再清下游", "谁来守“河口”", "种树还是种草（三年之后）"]
    steps = ["1) 人要先到河边。", "2) 船要晚一点来，等水位退了再来；人不能少。"]
    document = taken(tmp_path, "河道", *(line for name in names for line in (name, *steps)))
    assert headings(document) == names
    asked = ["先清上游，要做的是：", "守河口的人要做到：", "种树的人要做到："]
    document = taken(tmp_path, "河道", *(line for name in asked for line in (name, *steps)))
    assert headings(document) == []


def test_one_line_that_comes_again_and_again_is_no_heading(tmp_path: Path) -> None:
    pages = [line for text in (RIVER, ROAD, RIVER + ROAD) for line in ("翻页", text)]
    assert headings(taken(tmp_path, "答辩稿", RIVER, *pages)) == []
    parts = ("【要求】", RIVER, "【办法】", ROAD)
    several = headings(
        taken(tmp_path, "讲义", "一、清淤", *parts, "二、修路", *parts, "三、种树", *parts)
    )
    assert several.count("【要求】") == 3


def test_some_articles_alone_in_their_line_are_no_headings(tmp_path: Path) -> None:
    run_in = [f"第{number}条　{RIVER}" for number in "一三五"]
    apart = [f"第{number}条" for number in "二四"]
    lines = [run_in[0], apart[0], ROAD, run_in[1], apart[1], ROAD, run_in[2]]
    assert headings(taken(tmp_path, "水渠公约", *lines)) == []
    alone = [line for number in "一二三" for line in (f"第{number}条", ROAD)]
    assert headings(taken(tmp_path, "水渠公约", *alone)) == ["第一条", "第二条", "第三条"]


def test_names_with_a_colon_over_a_text_are_headings(tmp_path: Path) -> None:
    first, second = (
        "一、第一步：先清上游——后清下游的淤泥（春季）",
        "二、第二步：先填车辙——后铺路面的石料（夏季）",
    )
    lines = [first, RIVER + ROAD, second, RIVER + ROAD, "三、小结", RIVER + ROAD]
    assert headings(taken(tmp_path, "清淤与修路", *lines)) == [first, second, "三、小结"]
    run_in = [f"{number}、人员：共二十人，分三组，每组有组长一名。" for number in "一二三"]
    assert headings(taken(tmp_path, "清淤", *run_in)) == []


def test_item_with_its_sentence_is_no_heading_among_headings(tmp_path: Path) -> None:
    first = "一、转让标的：甲方自愿把青石河东岸的水磨坊转让给乙方经营。"
    lines = [first, "二、转让内容：", RIVER, "三、付款办法：", ROAD, "四、违约责任：", RIVER]
    assert headings(taken(tmp_path, "水磨坊转让合同", *lines)) == [
        *("二、转让内容", "三、付款办法", "四、违约责任")
    ]
    over = ["一、先清上游：村民自愿报名，分组轮流上工，误工由镇里补贴。", ROAD, *lines[1:]]
    assert headings(taken(tmp_path, "水磨坊转让合同", *over))[0].startswith("一、先清上游")


def test_articles_of_a_contract_are_headings_over_fields_and_clauses(tmp_path: Path) -> None:
    names = [
        *("第一条、清淤地点", "第二条：清淤期限", "第三条、费用"),
        "第四条、有下列情形之一的，清淤可以停工",
    ]
    document = taken(
        tmp_path,
        "清淤合同",
        *(names[0], "地点：________________"),
        *(names[1], "自____年__月__日至____年__月__日止；"),
        *(names[2], "费用标准：", "1．每丈____元；", "2．夜间加____元。"),
        *(names[3], "1．连日大雨的；", "2．水闸检修的。"),
    )
    assert headings(document) == names


def test_articles_of_clauses_alone_are_no_headings(tmp_path: Path) -> None:
    ruled = ["第一条、各村各组，自己清淤", RIVER, "第二条、水渠由各村看管，由镇检查", ROAD]
    document = taken(tmp_path, "清淤公约", *ruled, "第三条、经费", RIVER)
    assert headings(document) == []


def test_a_sample_of_a_list_of_contents_has_no_headings(tmp_path: Path) -> None:
    sample = ["一、选题………………………1", "二、清淤办法……………..2", "三、致谢", "四、附录.........页号"]
    document = taken(
        tmp_path,
        "论文要求",
        *("一、内容", RIVER, "二、格式", ROAD),
        *("1.目录", RIVER, *sample),
        *("2.正文", ROAD),
    )
    assert headings(document) == ["一、内容", "二、格式", "1.目录", "2.正文"]
    assert "三、致谢" in texts(document)


def test_a_name_in_brackets_over_a_paragraph_is_a_heading(tmp_path: Path) -> None:
    document = taken(
        tmp_path, "清淤简介", RIVER, "【摘要】", RIVER * 3, "【关键词】清淤、水渠", ROAD
    )
    assert headings(document) == ["【摘要】"]


def test_decimals_that_are_mostly_sentences_are_no_headings(tmp_path: Path) -> None:
    lines = ["清淤合同"]
    for article in range(1, 6):
        lines += [
            f"第{'一二三四五'[article - 1]}条　清淤{article}",
            f"{article}.1 {RIVER}",
            f"{article}.2 {ROAD}",
        ]
    broken = ["第六条　依据", "6.1 清淤的依据以水务站在上游量得的数字", "为准。", "6.2 " + ROAD]
    document = taken(tmp_path, *lines, *broken, "6.3 " + RIVER)
    assert [text for text in headings(document) if not text.startswith("第")] == []


def test_a_few_articles_with_short_titles_are_headings(tmp_path: Path) -> None:
    articles = [f"第{number}条　{RIVER}" for number in "三四五六七八九"]
    names = ["第一条　目的", "第二条　原则", "第十条　水务站主要职能"]
    document = taken(
        tmp_path, "清淤办法", names[0], ROAD, names[1], RIVER, *articles, names[2], ROAD
    )
    assert headings(document) == names
    # What is to be done is none.
    duties = ["第一条　水务站负责上游", "第二条　原则", "第十条　各组须清下游"]
    document = taken(
        tmp_path, "清淤办法", duties[0], ROAD, duties[1], RIVER, *articles, duties[2], ROAD
    )
    assert headings(document) == []


def test_number_set_apart_from_its_dot_is_a_label(tmp_path: Path) -> None:
    sections = [
        text
        for name in ("一、清淤", "二、护坡", "三、验收")
        for text in (name, "1 .目的和要求", RIVER, "2 .内容", ROAD)
    ]
    document = taken(tmp_path, "实训大纲", *sections)
    assert headings(document) == [
        text
        for name in ("一、清淤", "二、护坡", "三、验收")
        for text in (name, "1.目的和要求", "2.内容")
    ]
    depth = taken(tmp_path, "实训大纲", RIVER, "1 .5米", RIVER)
    assert "1 .5米" in [paragraph.text for paragraph in depth.paragraphs]


def test_line_that_refers_to_an_annex_and_signers_over_a_date_are_no_headings(
    tmp_path: Path,
) -> None:
    document = taken(tmp_path, "通知", RIVER, "东坡村住宿安排见附件2", "一、费用", ROAD)
    assert headings(document) == ["一、费用"]
    long = "青石镇农村水利发展与河道管理服务专业技术研究中心"
    signed = [RIVER, "## 一、费用", ROAD, "青石镇水务局", "青石镇农业局"]
    last = f"## 青石镇水利学会{long}"
    document = taken(tmp_path, "通知", *signed, last, "2024年3月5日")
    assert headings(document) == ["一、费用"]


def test_article_alone_opens_its_paragraph_where_others_do(tmp_path: Path) -> None:
    document = taken(
        tmp_path,
        "清淤办法",
        f"第一条　{RIVER}",
        "第二条",
        ROAD,
        f"第三条　{RIVER}",
        "第四条",
        "经费",
        ROAD,
    )
    assert texts(document) == [
        f"第一条　{RIVER}",
        f"第二条　{ROAD}",
        f"第三条　{RIVER}",
        "第四条",
        "经费",
        ROAD,
    ]
    alone = taken(tmp_path, "清淤办法", "第一条", RIVER, "第二条", ROAD, "第三条", RIVER)
    assert headings(alone) == ["第一条", "第二条", "第三条"]


def test_line_over_an_item_that_ends_as_one_is_no_heading(tmp_path: Path) -> None:
    items = ["填写《清淤登记表》", "水务站初审", "各组实地察看；", "交押金，领凭证。"]
    assert headings(taken(tmp_path, "清淤办法", RIVER, *items, ROAD)) == []
    assert headings(
        taken(tmp_path, "清淤办法", RIVER, "水务站职责", f"（一）{RIVER[:-1]}；", ROAD)
    ) == ["水务站职责"]


def test_headings_marked_as_outermost_stay_so(tmp_path: Path) -> None:
    parts = [
        line
        for name in ("## 二、清淤赛项", "## （三）护坡赛项")
        for line in (
            name,
            "### 1.要求",
            RIVER,
            "1.1 功能",
            RIVER,
            "### 2.安排",
            ROAD,
            "2.1 初赛",
            ROAD,
        )
    ]
    document = taken(tmp_path, "# 清淤规则", *parts)
    levels = [p.level for p in document.paragraphs if p.level]
    assert levels == [1, *[2, 3, 4, 3, 4] * 2]


def test_articles_with_a_pause_behind_their_label_are_headings(tmp_path: Path) -> None:
    names = ["第一条、清淤职责", "第二条、护坡职责", "第三条、期限"]
    document = taken(tmp_path, "协议", *[line for name in names for line in (name, RIVER)])
    assert headings(document) == names
    rules = ["第一条、爱护沟渠", "第二条、节约用水", "第三条、按时清淤"]
    assert headings(taken(tmp_path, "村规", RIVER, *rules, ROAD)) == []
