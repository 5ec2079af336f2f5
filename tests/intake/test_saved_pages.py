"""Pages of offices, schools and 公众号 as browsers save them: their article, nothing round it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from duben.intake import furniture_forms, markdown, reading
from duben.intake.document import ImportedDocument
from duben.model import BookError

FIRST = "今年的河道清淤从三月开始，各村按照分段包干的办法组织劳力，到五月底全部完成。"
SECOND = "清出的淤泥堆放在指定的场地，晾干之后用来加固堤坝，一方也没有倒进下游。"
THIRD = "入冬以前还要把两处涵洞修好，材料由水务站统一采购，工钱由各村结算。"


def taken(tmp_path: Path, page: str, name: str = "页面.html") -> ImportedDocument:
    path = tmp_path / name
    path.write_text(page, "utf-8")
    return reading.read_document(path)


def texts(document: ImportedDocument) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def headings(document: ImportedDocument) -> list[tuple[int, str]]:
    return [(each.level, each.text) for each in document.paragraphs[1:] if each.level]


def article(*parts: str, head: str = "") -> str:
    """A page of a 公众号."""
    return (
        f"<html><head><meta property='og:title' content='青石镇清淤记'>{head}</head><body>"
        "<h1 id='activity-name'>青石镇清淤记</h1>"
        "<div class='rich_media_content' id='js_content' style='visibility: hidden; opacity: 0; '>"
        + "".join(f"<p>{part}</p>" if part[0] != "<" else part for part in parts)
        + "</div></body></html>"
    )


def test_an_article_that_a_script_shows_is_taken(tmp_path: Path) -> None:
    assert texts(taken(tmp_path, article(FIRST, SECOND))) == ["青石镇清淤记", FIRST, SECOND]


def test_a_hidden_part_with_most_of_the_sentences_is_the_article(tmp_path: Path) -> None:
    page = f"<h1>青石镇清淤记</h1><div style='display:none'><p>{FIRST}</p><p>{SECOND}</p></div>"
    assert texts(taken(tmp_path, page + "<p>正在加载</p>")) == ["青石镇清淤记", FIRST, SECOND]


@pytest.mark.parametrize(
    "style",
    ["display: none", "visibility:hidden", "opacity: 0", "font-size: 0", "text-indent: -9999px"],
)
def test_text_hidden_inside_an_article_is_left_out_and_told(tmp_path: Path, style: str) -> None:
    page = article(FIRST, f"<p style='{style}'>打赏二维码在这里。</p>", SECOND)
    document = taken(tmp_path, page)
    assert texts(document) == ["青石镇清淤记", FIRST, SECOND]
    assert "打赏二维码在这里。" in [entry.text for entry in document.left_out]


def test_a_reference_to_no_character_is_told_with_its_line(tmp_path: Path) -> None:
    page = article(FIRST, "清出的&#0;淤&#x41;泥&#xD800;\n堆放&#1114112;在指定的场地。", SECOND)
    told = [
        fault for fault in taken(tmp_path, page).problems if fault.rule == "intake-no-character"
    ]
    assert [(fault.place.line, fault.values["text"]) for fault in told] == [
        (1, "&#0;、&#xD800;"),
        (2, "&#1114112;"),
    ]
    assert not taken(tmp_path, article(FIRST, SECOND, head="<script>'&#0;'</script>")).problems


def test_words_in_fields_and_frames_are_listed(tmp_path: Path) -> None:
    page = article(
        FIRST,
        "<input value='填写的姓名'><input value='ab12'><iframe srcdoc='框里的话'></iframe>",
        SECOND,
    )
    listed = [entry.text for entry in taken(tmp_path, page).left_out]
    assert listed == ["<input> 填写的姓名", "<input>", "<iframe> 框里的话"]


def test_a_second_copy_for_print_is_left_out(tmp_path: Path) -> None:
    body = f"<p>{FIRST}</p><p>{SECOND}</p>"
    page = (
        f"<h1>青石镇清淤记</h1><div class='TRS_Editor'>{body}</div>"
        f"<div style='display:none'>{body}</div>"
    )
    assert texts(taken(tmp_path, page)) == ["青石镇清淤记", FIRST, SECOND]


def test_an_article_that_is_a_table_stands_in_its_container(tmp_path: Path) -> None:
    page = (
        "<head><meta name='ArticleTitle' content='青石镇处罚信息公开表'></head><body>"
        "<h1>青石镇处罚信息公开表</h1><div class='wenzhang-content'><table>"
        "<tr><td>事实</td><td>在河道内倾倒渣土，经催告后仍不清除。</td></tr>"
        "<tr><td>依据</td><td>依照本镇河道管理的有关规定处理；限期清除。</td></tr></table></div>"
        "<div>凡本站注明原创的作品，版权属于本站，转载时必须注明来源。</div></body>"
    )
    document = taken(tmp_path, page)
    assert [each.kind for each in document.paragraphs] == ["text", "table"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("点击上方蓝字关注我们", "关注语"),
        ("▼长按下方二维码关注青石发布", "关注语"),
        ("轻触阅读原文", "关注语"),
        ("看都看完了，点个“在看”吧", "点赞分享"),
        ("— END —", "篇末标志"),
        ("返回顶部", "页面按钮"),
        ("阅读全部", "页面按钮"),
        ("长按识别二维码查看原文", "关注语"),
        ("★更多精彩尽在公众号：青石发布", "关注语"),
        ("一键扫码关注，投稿请加青石小编", "关注语"),
        ("【往期推荐】", "往期与推荐"),
        ("推荐阅读：青石镇的春天", "往期与推荐"),
        ("编辑｜甲乙 校对｜丙丁", "编辑与来源"),
        ("来源丨青石日报", "编辑与来源"),
        ("（摄影：甲乙 编辑：丙丁）", "编辑与来源"),
        ("声明：转载此文是出于传递更多信息之目的，若有来源标注错误请联系我们。", "声明"),
    ],
)
def test_furniture_is_known_by_its_form(line: str, reason: str) -> None:
    form = furniture_forms.find_form(line)
    assert form is not None and form.reason == reason


@pytest.mark.parametrize(
    "line",
    [
        FIRST,
        "关注民生，关注农村，关注基层",
        "往来的车辆都要停下登记",
        "一、关于编辑部的分工",
        "分享经验、取长补短",
        "推荐优秀的年轻干部",
        "完善制度",
        "来源复杂",
        "相关单位",
        "更多的村庄参加进来",
        "本文所说的河道，是指镇内的三条支流。",
        "点击率不是唯一的标准",
        "精彩的演出",
        "欢迎大家互换名片",
        "更多内容见附件",
        "扫描下方二维码加入工作群",
        "点击图片查看各村的名单",
        "识别二维码查看各村的名单",
    ],
)
def test_text_is_no_furniture(line: str) -> None:
    assert furniture_forms.find_form(line) is None


def test_calls_of_a_channel_before_and_after_its_article_go(tmp_path: Path) -> None:
    foot = ["— END —", "来源｜青石日报", "编辑｜甲乙", "往期推荐", "青石镇的桥修好了", "点个在看"]
    document = taken(tmp_path, article("点击上方蓝字关注我们", FIRST, SECOND, *foot))
    assert texts(document) == ["青石镇清淤记", FIRST, SECOND]
    why = {entry.text: entry.why for entry in document.left_out if entry.kind == "page"}
    assert why["点击上方蓝字关注我们"] == "关注语"
    assert why["青石镇的桥修好了"] == "篇末标志"


def test_a_signature_and_annexes_behind_the_staff_stay(tmp_path: Path) -> None:
    end = ["编辑｜甲乙", "青石镇人民政府", "2024年5月10日", "附件：清淤分段表"]
    assert texts(taken(tmp_path, article(FIRST, SECOND, *end)))[3:] == end[1:]


def test_a_foot_with_much_text_of_its_own_stays(tmp_path: Path) -> None:
    verses = [f"{number}渠清水绕村流，柳绿桃红满目收" for number in "一二三四五六"]
    document = taken(tmp_path, article(FIRST, SECOND, "— END —", *verses))
    assert texts(document) == ["青石镇清淤记", FIRST, SECOND, *verses]


def test_links_behind_the_last_sentence_go_but_for_files(tmp_path: Path) -> None:
    links = "<p><a href='a'>桥修好了</a></p><p><a href='b.doc'>附件1：清淤分段表.doc</a></p>"
    document = taken(tmp_path, article(FIRST, SECOND, links))
    assert texts(document) == ["青石镇清淤记", FIRST, SECOND, "附件1：清淤分段表.doc"]


def test_links_before_where_the_article_is_from_go_too(tmp_path: Path) -> None:
    links = "<p><a href='a'>桥修好了</a></p><p><a href='b'>春茶开采了</a></p>"
    end = "本文来源：青石日报 。更多精彩内容，请登录青石网 http://www.example.cn"
    document = taken(tmp_path, article(FIRST, SECOND, links, end))
    assert texts(document) == ["青石镇清淤记", FIRST, SECOND]
    assert document.source == "青石日报"


def test_news_with_sentences_of_its_own_under_an_article_stay(tmp_path: Path) -> None:
    more = [FIRST, SECOND, THIRD, FIRST.replace("河道", "水渠"), SECOND.replace("淤泥", "石料")]
    document = taken(tmp_path, article(*[FIRST, SECOND, THIRD] * 3, "相关新闻", *more))
    assert texts(document)[-len(more) :] == more


def test_whose_channel_a_page_is_of_is_its_source(tmp_path: Path) -> None:
    head = "<script>var nickname = htmlDecode(\"青石发布\"); var ct = '1715299200';</script>"
    document = taken(tmp_path, article(FIRST, head=head))
    assert (document.source, document.date) == ("青石发布", date(2024, 5, 10))


def test_who_wrote_is_named_behind_a_summary(tmp_path: Path) -> None:
    document = taken(tmp_path, article(FIRST, "文｜王小河", "编辑｜甲乙", SECOND, THIRD))
    assert document.authors == ("王小河",)
    assert texts(document) == ["青石镇清淤记", FIRST, SECOND, THIRD]


def test_who_reports_is_named_in_the_dateline(tmp_path: Path) -> None:
    item = f"青石网青石5月8日电　（记者李青禾）{FIRST}"
    document = taken(tmp_path, f"<h1>青石镇清淤记</h1><p>{item}</p><p>{SECOND}</p>")
    assert document.authors == ("李青禾",)
    assert texts(document)[1] == item
    assert "author" in [doubt.what for doubt in document.unsure]


# --- section numbers and headings -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("01", "02", "01\u3000怎样分段"),
        ("PART.1", "PART.2", "PART.1\u3000怎样分段"),
        ("①", "②", "①\u3000怎样分段"),
        ("壹", "贰", "壹\u3000怎样分段"),
        ("一、", "二、", "一、怎样分段"),
    ],
)
def test_a_number_alone_joins_the_heading_under_it(
    tmp_path: Path, first: str, second: str, joined: str
) -> None:
    parts = [first, "怎样分段", FIRST, second, "怎样结算", SECOND]
    assert headings(taken(tmp_path, article(*parts)))[0] == (2, joined)
    text = "\n".join(["青石镇清淤记", *parts])
    assert headings(taken(tmp_path, text, "文本.txt"))[0] == (2, joined)


def test_a_number_over_a_paragraph_is_a_heading_by_itself(tmp_path: Path) -> None:
    document = taken(tmp_path, article("01", FIRST, "02", SECOND, "03", THIRD))
    assert headings(document) == [(2, "01"), (2, "02"), (2, "03")]


def test_bare_numbers_divide_a_page_where_sentences_stand_between_them(tmp_path: Path) -> None:
    parts = ["1", FIRST, "2", SECOND, "3", THIRD]
    assert headings(taken(tmp_path, article(*parts))) == [(2, "1"), (2, "2"), (2, "3")]
    names = ["1", "甲村", "2", "乙村", FIRST, "3", "丙村", SECOND]
    assert (2, "1") not in headings(taken(tmp_path, article(*names)))
    paged = ["1", FIRST[:20], "2", SECOND[:20], "3", THIRD]
    assert (2, "2") not in headings(taken(tmp_path, article(*paged)))


def test_a_slogan_behind_the_begin_of_the_foot_goes_with_it(tmp_path: Path) -> None:
    foot = ["投稿邮箱：tougao@example.org", "青石发布", "你关心的，我们都写！"]
    assert texts(taken(tmp_path, article(FIRST, SECOND, *foot)))[1:] == [FIRST, SECOND]


def test_a_question_among_labelled_headings_is_one(tmp_path: Path) -> None:
    parts = ["一、清淤的起因", FIRST, "二、淤泥去了哪里？", SECOND, "三、涵洞由谁来修？", THIRD]
    assert [text for _, text in headings(taken(tmp_path, article(*parts)))] == parts[::2]


def test_a_number_that_counts_nothing_up_is_text(tmp_path: Path) -> None:
    document = taken(tmp_path, article(FIRST, "07", "人参加", SECOND))
    assert headings(document) == []


def test_bold_lines_of_one_look_are_headings(tmp_path: Path) -> None:
    bold = "<p><strong>{}</strong></p>"
    page = article(bold.format("怎样分段"), FIRST, SECOND, bold.format("怎样结算"), THIRD)
    assert headings(taken(tmp_path, page)) == [(2, "怎样分段"), (2, "怎样结算")]


def test_centred_lines_of_a_colour_of_their_own_are_headings(tmp_path: Path) -> None:
    title = "<section style='text-align:center;color:#333'><p>{}</p></section>"
    parts = [title.format("怎样分段"), FIRST, title.format("GPS"), SECOND]
    page = article(*parts, title.format("怎样结算"), THIRD)
    assert headings(taken(tmp_path, page)) == [(2, "怎样分段"), (2, "GPS"), (2, "怎样结算")]
    assert headings(taken(tmp_path, article(*parts))) == []


def test_larger_lines_stand_above_bold_ones(tmp_path: Path) -> None:
    large = "<section style='font-size:20px;font-weight:bold'>{}</section>"
    small = "<section style='font-size:16px;font-weight:bold'>{}</section>"
    text = "<section style='font-size:16px'>{}</section>"
    page = article(
        *(large.format("春天的事"), small.format("怎样分段"), text.format(FIRST)),
        *(small.format("怎样结算"), text.format(SECOND)),
        *(large.format("冬天的事"), text.format(THIRD)),
    )
    assert headings(taken(tmp_path, page)) == [
        (2, "春天的事"), (3, "怎样分段"), (3, "怎样结算"), (2, "冬天的事"),
    ]  # fmt: skip


def test_lines_in_brackets_are_headings(tmp_path: Path) -> None:
    page = article("【春天的事】", FIRST, "【冬天的事】", THIRD)
    assert headings(taken(tmp_path, page)) == [(2, "【春天的事】"), (2, "【冬天的事】")]


def test_a_bold_line_by_itself_and_a_bold_sentence_are_none(tmp_path: Path) -> None:
    page = article(FIRST, "<p><b>冬天的事情要早做准备。</b></p>", SECOND, "<p><b>劳动光荣</b></p>")
    assert headings(taken(tmp_path, page)) == []


def test_what_stands_under_a_picture_is_no_heading(tmp_path: Path) -> None:
    picture = "<p><img data-src='https://img.example/a.png'></p>"
    captions = ["青石镇供图", "清淤现场 王小河 摄", "▲挖出来的淤泥"]
    parts = [part for caption in captions for part in (picture, caption, FIRST)]
    document = taken(tmp_path, article(*parts))
    assert headings(document) == []
    assert [text for text in texts(document) if text in captions] == captions


WRAPPED = (FIRST + SECOND + THIRD) * 3  # a paragraph over many lines


@pytest.mark.parametrize("form", ["{}<br>", "<p>{}</p>", "<div>{}</div>", "<pre>{}</pre>"])
def test_lines_broken_at_a_width_are_joined(tmp_path: Path, form: str) -> None:
    lines = [WRAPPED[begin : begin + 24] for begin in range(0, len(WRAPPED), 24)]
    broken = (
        form.format("\n".join(lines))
        if form.startswith("<pre")
        else "".join(map(form.format, lines))
    )
    page = f"<h1>青石镇清淤记</h1><div>{broken}</div>"
    document = taken(tmp_path, page)
    assert texts(document) == ["青石镇清淤记", WRAPPED]
    assert "intake-joined" in [problem.rule for problem in document.problems]


# --- title and date -------------------------------------------------------------------------------


def test_a_title_that_an_editor_left_as_it_came_is_none(tmp_path: Path) -> None:
    page = f"<title>Untitled Document</title><p>青石镇用水协议</p><p>{FIRST}</p><p>{SECOND}</p>"
    assert taken(tmp_path, page).title == "青石镇用水协议"


def test_the_title_stands_over_the_text_where_the_head_names_the_site(tmp_path: Path) -> None:
    page = (
        "<title>青石镇人民政府</title><ul><li><a href='a'>首页</a></li></ul>"
        "<div class='art_title'>青石镇召开清淤工作动员会</div>"
        f"<div class='pages_content'><p>{FIRST}</p><p>{SECOND}</p></div>"
    )
    assert taken(tmp_path, page).title == "青石镇召开清淤工作动员会"


def test_a_date_in_two_pieces_is_one(tmp_path: Path) -> None:
    page = (
        "<h1>青石镇清淤记</h1><div><div>21</div><div>2024年02月</div></div>"
        f"<div class='pages_content'><p>{FIRST}</p><p>{SECOND}</p></div>"
    )
    assert taken(tmp_path, page).date == date(2024, 2, 21)


def test_the_title_may_stand_in_the_head_of_the_site(tmp_path: Path) -> None:
    news = "".join(f"<a href='{n}'>青石镇第{n}号涵洞今天顺利通水，全镇受益</a>" for n in range(9))
    page = (
        "<title>青石镇召开清淤工作动员会-青石网</title>"
        f"<div class='header'>{news}<div>青石镇召开清淤工作动员会</div>"
        "<span>2024-02-21 20:29:58</span><span>来源：青石日报</span></div>"
        f"<div><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></div>"
    )
    document = taken(tmp_path, page)
    assert (document.title, document.date) == ("青石镇召开清淤工作动员会", date(2024, 2, 21))
    assert document.source == "青石日报"


@pytest.mark.parametrize(
    ("told", "source"),
    [
        ("青石日报(青石)", "青石日报(青石)"),
        ("青石网 参与互动", "青石网"),
        ("水务站 文章类型：原创", "水务站"),
    ],
)
def test_a_source_is_told_whole_and_without_buttons(tmp_path: Path, told: str, source: str) -> None:
    page = f"<h1>青石镇清淤记</h1><p>来源：{told}</p><p>{FIRST}</p><p>{SECOND}</p>"
    assert taken(tmp_path, page).source == source


def test_a_date_without_its_last_character_is_one(tmp_path: Path) -> None:
    page = f"<h1>青石镇清淤记</h1><p>2011年09月26来源：青石网</p><p>{FIRST}</p><p>{SECOND}</p>"
    document = taken(tmp_path, page)
    assert (document.date, document.source) == (date(2011, 9, 26), "青石网")
    assert texts(document) == ["青石镇清淤记", FIRST, SECOND]


def test_bodies_that_issue_a_document_together_are_its_authors(tmp_path: Path) -> None:
    page = (
        "<h1>青石镇2023年统计公报</h1><p>青石县统计局 国家统计局青石调查队</p>"
        f"<p>（2024年2月1日）</p><p>{FIRST}</p><p>{SECOND}</p>"
    )
    document = taken(tmp_path, page)
    assert document.authors == ("青石县统计局 国家统计局青石调查队",)
    assert document.subtitle == ""


def test_a_page_saved_before_its_text_was_there_is_refused(tmp_path: Path) -> None:
    page = "<meta property='og:title' content='青石镇清淤记'><div id='js_content'></div>"
    buttons = "<p style='display:none'>取消</p><p>。</p><p>，</p>"
    with pytest.raises(BookError) as error:
        taken(tmp_path, page + buttons)
    assert error.value.problems[0].rule == "intake-empty"


def test_page_of_nothing_but_short_sentences_is_taken(tmp_path: Path) -> None:
    lines = ["今晚停水。", "明早来水。", "请备水。"]
    paragraphs = "".join(f"<p>{line}</p>" for line in lines)
    page = f"<title>青石镇停水公告</title><div><h1>青石镇停水公告</h1>{paragraphs}</div>"
    document = taken(tmp_path, page)
    assert document.title == "青石镇停水公告"
    assert texts(document)[-3:] == lines


def test_files_that_belong_to_a_letter_stay_where_only_their_links_name_them(
    tmp_path: Path,
) -> None:
    links = [f"{number}.<a href='./W2024{number}.docx'>{name}</a>" for number, name in NAMES]
    page = article(FIRST, SECOND, f"附件：{links[0]}", *links[1:], "青石镇人民政府", "2024年3月6日")
    shown = "".join(texts(taken(tmp_path, page)))
    assert all(name in shown for _, name in NAMES)


NAMES = [(1, "清淤工作要求"), (2, "各村分段一览"), (3, "工钱结算办法")]


def test_day_that_a_post_shows_goes_before_the_second_it_was_written(tmp_path: Path) -> None:
    script = "<script>var ct = '1709740800'; var publish_time = '2024-03-08' || '';</script>"
    assert taken(tmp_path, article(FIRST, head=script)).date == date(2024, 3, 8)


def test_no_break_space_stands_behind_the_key_of_a_date(tmp_path: Path) -> None:
    details = "<div>更新时间\xa02024年3月6日, 青石镇</div><div class"
    page = article(FIRST, SECOND).replace("<div class", details, 1)
    assert taken(tmp_path, page).date == date(2024, 3, 6)


def test_details_of_an_old_post_have_no_blanks(tmp_path: Path) -> None:
    details = "<div>2024-03-06甲乙<a href='#'>青石发布</a>青石发布</div><div id='js_content'>"
    page = article(FIRST, SECOND).replace("<div class", details + "<div class", 1)
    document = taken(tmp_path, page)
    assert (list(document.authors), document.source) == (["甲乙"], "青石发布")


def test_post_of_a_line_and_pictures_is_its_article_alone(tmp_path: Path) -> None:
    buttons = "<div><p>当前版本不支持该功能，请升级至最新版本。</p><p>我知道了</p></div></body>"
    page = article("清淤归来，一河春水").replace("</body>", buttons)
    assert texts(taken(tmp_path, page)) == ["青石镇清淤记", "清淤归来，一河春水"]


@pytest.mark.parametrize(
    "title", ["关于清淤的通知（青政发〔2024〕12号）", "关于清淤的通知(青政发〔2024〕12号)"]
)
def test_number_behind_a_title_becomes_the_number_of_the_letter(tmp_path: Path, title: str) -> None:
    page = (
        f"<title>{title}</title><h1>{title}</h1><p>各村民委员会：</p><p>{FIRST}</p><p>{SECOND}</p>"
    )
    shown = taken(tmp_path, page)
    assert shown.title == "关于清淤的通知"
    assert "青政发〔2024〕12号" in texts(shown)


def test_names_of_speakers_are_neither_headings_nor_authors(tmp_path: Path) -> None:
    bold = "<p><strong>{}</strong></p>"
    asked = [part for text in (FIRST, SECOND, THIRD) for part in (bold.format("王小明"), text)]
    document = taken(tmp_path, article(*asked))
    assert headings(document) == []
    assert not document.authors
    assert texts(document).count("王小明") == 3


def test_line_under_a_headline_is_text(tmp_path: Path) -> None:
    bold = "<p><strong>{}</strong></p>"
    pairs = (("怎样分段", "各村按人口包干"), ("怎样结算", "工钱到年底付清"))
    parts = [bold.format(text) for text in pairs[0]] + [FIRST]
    parts += [bold.format(text) for text in pairs[1]] + [SECOND]
    document = taken(tmp_path, article(*parts))
    assert headings(document) == [(2, "怎样分段"), (2, "怎样结算")]
    assert "各村按人口包干" in texts(document)


@pytest.mark.parametrize("day", ["2024.3.6", "2024-03-06"])
def test_signature_may_have_its_date_in_figures(tmp_path: Path, day: str) -> None:
    document = taken(tmp_path, article(FIRST, SECOND, "青石镇人民政府", day))
    assert [each.text for each in document.paragraphs if each.signature] == ["青石镇人民政府", day]


def test_call_to_hold_the_sign_is_furniture(tmp_path: Path) -> None:
    page = article(FIRST, "长按二维码、添加镇里的微信咨询", SECOND)
    assert "长按" not in "".join(texts(taken(tmp_path, page)))


def test_details_under_the_title_may_have_the_words_of_a_key_the_other_way(tmp_path: Path) -> None:
    details = "时间发布：2024-03-06 09:51阅读次数： 次信息来源：青石日报字体：[大中小]"
    document = taken(tmp_path, article(details, FIRST, SECOND))
    assert (document.date, document.source) == (date(2024, 3, 6), "青石日报")
    assert texts(document)[1] == FIRST


@pytest.mark.parametrize("key", ["信息索引：", "发文字号：", "生成日期："])
def test_table_that_says_where_a_letter_is_filed_is_none_of_it(tmp_path: Path, key: str) -> None:
    table = (
        f"<table><tr><td>{key}</td><td>0123</td></tr><tr><td>类别：</td><td>水</td></tr></table>"
    )
    page = article(FIRST, SECOND).replace("<div class", table + "<div class", 1)
    assert "0123" not in "".join(texts(taken(tmp_path, page)))


def test_raised_and_lowered_signs_of_a_page_keep_their_place(tmp_path: Path) -> None:
    body = (
        "<h1>青石镇水质报告</h1><p>水面有10<sup>3</sup>平方米，H<sub>2</sub>O 的流量是 "
        "5 m<sup>3</sup>/s。"
        "见说明<sup>[1]</sup>。</p>"
        "<table><tr><th>项目<th>面积（m<sup>2</sup>）</tr><tr><td>东渠<td>30</tr></table>"
    )
    document = taken(tmp_path, body)
    text = markdown.write_markdown(document.paragraphs)[0]
    assert "水面有10<sup>3</sup>平方米，H<sub>2</sub>O 的流量是 5 m<sup>3</sup>/s。" in text
    assert "| 项目 | 面积（m<sup>2</sup>） |" in text
    assert "见说明\\[1\\]。" in text


def test_struck_words_of_a_page_are_left_out_and_told(tmp_path: Path) -> None:
    body = (
        "<h1>青石镇通告</h1><p>外村车辆<del>不得</del>准许进入库区，各村照此执行，不另行通知。</p>"
    )
    document = taken(tmp_path, body)
    assert document.paragraphs[1].text == "外村车辆准许进入库区，各村照此执行，不另行通知。"
    assert [(one.text, one.why) for one in document.left_out] == [("不得", "划去的字")]


def test_a_paragraph_broken_by_br_is_not_all_of_the_text_beside_others(tmp_path: Path) -> None:
    long = "<br>".join([THIRD] * 30)
    page = f"<div><h1>青石镇清淤记</h1><div><p>{FIRST}<br>{SECOND}</p><p>{long}</p></div></div>"
    found = texts(taken(tmp_path, page + "<div><p>青石镇</p></div>"))
    assert found[:4] == ["青石镇清淤记", FIRST, SECOND, THIRD]


def table_of(tmp_path: Path, rows: str) -> tuple[list[str], ImportedDocument]:
    """The lines of the only table of a page, and the document."""
    table = f"<table border='1'><tr><td>村名<td>任务<td>期限{rows}</table>"
    document = taken(tmp_path, article(FIRST, table, SECOND))
    (text,) = (each.text for each in document.paragraphs if each.kind == "table")
    return text.split("\n")[2:], document


def test_what_is_hidden_in_a_table_is_left_out_and_told(tmp_path: Path) -> None:
    rows, document = table_of(
        tmp_path,
        "<tr><td>东坡村<td>清淤<span style='font-size:0.001px'>盖章处</span>两里"
        "<div style='display:none'>改为三里</div><td>五月"
        "<tr style='display: none'><td>作废<td>无<td>无"
        "<tr><td>西坡村<td style='font-size: 0.9em'>植树<td>三月",
    )
    assert rows == ["| 东坡村 | 清淤两里 | 五月 |", "| 西坡村 | 植树 | 三月 |"]
    left_out = [entry.text for entry in document.left_out]
    assert {"盖章处", "改为三里", "作废 无 无"} <= set(left_out)


def test_a_table_in_a_cell_becomes_lines_of_it_and_is_asked_about(tmp_path: Path) -> None:
    inner = "<table><tr><td>上段<td>三百米<tr><td>下段<td>二百米*</table>"
    rows, document = table_of(
        tmp_path,
        f"<tr><td>东坡村<td>修渠{inner}其余明年<td>五月<tr><td>西坡村<td>植树<td>三月",
    )
    lines = "修渠<br>上段\u3000三百米<br>下段\u3000二百米\\*<br>其余明年"
    assert rows == [f"| 东坡村 | {lines} | 五月 |", "| 西坡村 | 植树 | 三月 |"]
    (asked,) = (doubt for doubt in document.unsure if doubt.what == "table")
    assert "上段 三百米" in asked.text


def test_a_table_round_others_without_lines_lays_out_the_page(tmp_path: Path) -> None:
    inner = "<table border='1'><tr><td>村名<td>任务<tr><td>东坡村<td>植树</table>"
    outer = f"<table><tr><td>通知<td>{inner}<tr><td>青石镇<td>水务站</table>"
    document = taken(tmp_path, article(FIRST, outer, SECOND))
    tables = [each.text for each in document.paragraphs if each.kind == "table"]
    assert tables == ["| 村名 | 任务 |\n| --- | --- |\n| 东坡村 | 植树 |"]


def test_rows_that_merged_cells_alone_cover_are_none(tmp_path: Path) -> None:
    table = (
        "<table><tr><td colspan='2' rowspan='2'>植树名单</td></tr><tr></tr>"
        "<tr><td>村名<td>株数<tr><td rowspan='3'>东坡村<td>30<tr></tr><tr><td>40</table>"
    )
    document = taken(tmp_path, article(FIRST, table, SECOND))
    shown = [each.text for each in document.paragraphs if each.kind in ("table", "caption")]
    assert shown == ["植树名单", "| 村名 | 株数 |\n| --- | ---: |\n| 东坡村 | 30 |\n| ^^ | 40 |"]


def test_bold_heading_over_two_lines_is_one(tmp_path: Path) -> None:
    bold = "<p><strong>{}</strong></p>"
    broken = [("河水漫过田埂以后，", "谁来清淤？"), ("机耕道被水冲毁，", "费用由谁承担？")]
    parts = [
        part
        for (first, second), text in zip(broken, (FIRST, SECOND), strict=True)
        for part in (bold.format(first), bold.format(second), text)
    ]
    document = taken(tmp_path, article(*parts, THIRD))
    heads = [paragraph.text for paragraph in document.paragraphs if paragraph.level > 1]
    assert heads == ["".join(pair) for pair in broken]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2024-03-05T16:00:00.000Z", date(2024, 3, 6)),
        ("2024-03-05T23:30:00+08:00", date(2024, 3, 5)),
        ("2024-03-05 16:00:00", date(2024, 3, 5)),
    ],
)
def test_a_moment_in_the_head_of_a_page_is_the_day_that_it_was_here(
    tmp_path: Path, moment: str, day: date
) -> None:
    head = f"<meta property='article:published_time' content='{moment}'>"
    text = "<p>各村每年清淤两次，由水务站逐段验收。</p>" * 3
    page = tmp_path / "a.html"
    page.write_text(f"<html><head>{head}</head><body><h1>清淤记</h1>{text}</body></html>", "utf-8")
    assert reading.read_document(page).date == day


def test_where_one_is_in_a_site_is_no_title(tmp_path: Path) -> None:
    where = "<div class='bt'><b>当前位置：</b><a>青石镇水务站清淤资源网</a> &gt;&gt; 站务介绍</div>"
    text = "<p>各村每年清淤两次，由水务站逐段验收，验收的结果当年公示。</p>" * 3
    page = tmp_path / "a.html"
    page.write_text(
        "<html><head><title>Title</title></head><body>"
        f"{where}<div class='bt mb20'><li>站务介绍</li></div><div>{text}</div></body></html>",
        "utf-8",
    )
    document = reading.read_document(page)
    assert "当前位置" not in document.title
    assert any("当前位置" in left.text for left in document.left_out)


def test_first_part_of_a_form_is_a_row_not_the_caption(tmp_path: Path) -> None:
    part = "<tr><td colspan='4'>{}"
    table = (
        f"<table border='1'>{part.format('基本情况')}<tr><td>村名<td>东坡村<td>电话<td>无"
        "<tr><td>地址<td colspan='3'>青石镇东坡"
        f"{part.format('变更情况')}<tr><td>原渠名<td>东渠<td>新渠名<td>南渠</table>"
    )
    document = taken(tmp_path, article(FIRST, table, SECOND))
    shown = [each.text for each in document.paragraphs if each.kind in ("table", "caption")]
    assert shown == [
        "|  |  |  |  |\n| --- | --- | --- | --- |\n| 基本情况 | << | << | << |\n"
        "| 村名 | 东坡村 | 电话 | 无 |\n| 地址 | 青石镇东坡 | << | << |\n"
        "| 变更情况 | << | << | << |\n| 原渠名 | 东渠 | 新渠名 | 南渠 |"
    ]


def test_title_over_a_list_in_parts_is_its_caption(tmp_path: Path) -> None:
    part = "<tr><td colspan='3'>{}"
    table = (
        f"<table border='1'>{part.format('清淤安排')}<tr><td>村名<td>任务<td>期限"
        f"{part.format('上午')}<tr><td>东坡村<td>清淤<td>五月"
        f"{part.format('下午')}<tr><td>西坡村<td>植树<td>三月</table>"
    )
    document = taken(tmp_path, article(FIRST, table, SECOND))
    shown = [each.text for each in document.paragraphs if each.kind == "caption"]
    assert shown == ["清淤安排"]


def test_text_pasted_with_its_line_breaks_alone_is_read_line_by_line(tmp_path: Path) -> None:
    lines = [
        "第一章 总则",
        "第一条 各村要在汛前完成沟渠清淤。",
        "第二条 水务站行使下列职权：",
        "（一）检查沟渠；",
        "（二）验收清淤。",
        "验收分两次进行。",
        "第二章 附则",
        "第三条 本办法自公布之日起施行。",
    ]
    pasted = "\n        ".join(lines)
    page = f"<title>清淤办法</title><h1>清淤办法</h1><div><div>{pasted}</div></div>"
    (tmp_path / "a.html").write_text(page, "utf-8")
    document = reading.read_document(tmp_path / "a.html")
    assert [paragraph.text for paragraph in document.paragraphs] == ["清淤办法", *lines]
    # An editor that breaks its lines is none.
    broken = "各村要在汛前完成沟渠清淤，\n重点检查涵洞、闸门，\n发现淤塞立即组织人员疏通。\n" * 4
    (tmp_path / "b.html").write_text(page.replace(pasted, broken), "utf-8")
    document = reading.read_document(tmp_path / "b.html")
    assert len(document.paragraphs) == 2
