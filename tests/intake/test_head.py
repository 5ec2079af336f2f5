"""Heads of documents as they come: title, subtitle, author, date and source are taken apart, and
what is not told is absent.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from duben.intake import head_lines, reading
from duben.intake.document import ImportedDocument, SourceLine
from duben.model import TITLE_TO_FILL

BODY = "为做好今年的河道清淤工作，保证汛期安全，现将有关情况和下一步的打算报告如下，请予审议。"
MEETING = "在青石镇第三届人民代表大会第四次会议上"
DAY = date(2024, 3, 5)
OG = '<meta property="og:title" content="一条河的新生">'


def taken(folder: Path, text: str, name: str = "稿件-最终版3.txt") -> ImportedDocument:
    (folder / name).write_text(text, "utf-8")
    return reading.read_document(folder / name)


def head(document: ImportedDocument) -> tuple[str, str, str, date | None]:
    return document.title, document.subtitle, "；".join(document.authors), document.date


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # A first line that holds all of it, or some.
        (
            f"政府工作报告——2024年3月5日{MEETING} 镇长 张三",
            ("政府工作报告", f"——2024年3月5日{MEETING}", "镇长 张三", DAY),
        ),
        (
            f"政府工作报告--2024年3月5日{MEETING}　镇长　张三",
            ("政府工作报告", f"——2024年3月5日{MEETING}", "镇长　张三", DAY),
        ),
        (
            f"政府工作报告 2024年3月5日{MEETING} 镇长 张三",
            ("政府工作报告", f"2024年3月5日{MEETING}", "镇长 张三", DAY),
        ),
        ("青石镇政府工作报告（2024年3月5日 张三）", ("青石镇政府工作报告", "", "张三", DAY)),
        ("在全镇防汛工作会议上的讲话（2024年3月5日）", ("在全镇防汛工作会议上的讲话", "", "", DAY)),
        ("清淤工作总结 来源：青石水务 发布时间：2024-03-05", ("清淤工作总结", "", "", DAY)),
        ("一条河的新生——青石镇清淤工作综述", ("一条河的新生", "——青石镇清淤工作综述", "", None)),
        # Several short lines.
        (
            "关于印发《青石镇清淤工作办法\n（2024年修订版）》的通知\n各村：",
            ("关于印发《青石镇清淤工作办法（2024年修订版）》的通知", "", "", None),
        ),
        (
            f"政府工作报告\n——2024年3月5日{MEETING}\n镇长　张三",
            ("政府工作报告", f"——2024年3月5日{MEETING}", "镇长　张三", DAY),
        ),
        (
            "政府工作报告\n2024年3月5日在青石镇\n第三届人民代表大会第四次会议上\n镇长张三",
            ("政府工作报告", f"2024年3月5日{MEETING}", "镇长张三", DAY),
        ),
        (
            "在全镇防汛工作会议上的讲话\n（2024年3月5日）\n张　三",
            ("在全镇防汛工作会议上的讲话", "", "张　三", DAY),
        ),
        (
            "凝心聚力 真抓实干\n在全镇防汛工作会议上的讲话\n镇党委书记 张三\n2024年3月5日",
            ("凝心聚力 真抓实干", "在全镇防汛工作会议上的讲话", "镇党委书记 张三", DAY),
        ),
        (
            "青石镇清淤调研报告\n——以东河为例\n镇水务站课题组\n二〇二四年三月五日",
            ("青石镇清淤调研报告", "——以东河为例", "镇水务站课题组", DAY),
        ),
        (
            "一条河的新生\n本报记者 张三 李四\n2024年3月5日 10:20 来源：青石水务",
            ("一条河的新生", "", "本报记者 张三 李四", DAY),
        ),
        ("一条河的新生\n□ 张三", ("一条河的新生", "", "张三", None)),
        ("一条河的新生\n文/张三", ("一条河的新生", "", "张三", None)),
        # Keys.
        (
            "标题：清淤工作总结\n副标题：青石镇的做法\n作者：张三\n成文日期：2024年3月5日",
            ("清淤工作总结", "青石镇的做法", "张三", DAY),
        ),
        ("怎样清淤\n主讲人：张三", ("怎样清淤", "", "张三", None)),
        # Offices.
        (
            "青石镇人民政府文件\n青政发〔2024〕3号\n青石镇人民政府关于清淤工作的通知",
            ("青石镇人民政府关于清淤工作的通知", "", "", None),
        ),
        ("附件2\n清淤工作方案\n（征求意见稿）", ("清淤工作方案（征求意见稿）", "", "", None)),
        (
            "青石镇关于进一步做好清淤工作的\n实施方案",
            ("青石镇关于进一步做好清淤工作的实施方案", "", "", None),
        ),
        (
            "青石镇人民政府\n清淤管理办法（试行）",
            ("青石镇人民政府清淤管理办法（试行）", "", "", None),
        ),
        (
            "清淤条例\n（2024年3月5日青石镇第三届人民代表大会第四次会议通过）",
            ("清淤条例", "（2024年3月5日青石镇第三届人民代表大会第四次会议通过）", "", DAY),
        ),
        (
            "青石镇\n2024年工作总结\n镇水务站\n2024年3月5日",
            ("青石镇2024年工作总结", "", "", DAY),
        ),
        (
            "关于清淤的报告\n（青石镇令第9号 2024年3月5日）",
            ("关于清淤的报告", "（青石镇令第9号 2024年3月5日）", "", DAY),
        ),
        (
            "新华社北京3月5日电\n清淤工作方案\n（一九七五年拟订，一九七七年修订）",
            ("清淤工作方案", "（一九七五年拟订，一九七七年修订）", "", None),
        ),
        (
            "标题：2024年工作报告\n发文单位：青石镇\n发文时间：未知\n来源URL：http://example.org/"
            f"{'a' * 60}\n正文：\n――2024年3月5日{MEETING}\n镇长 张三",
            ("2024年工作报告", f"――2024年3月5日{MEETING}", "镇长 张三", DAY),
        ),
        (
            "清淤条例\n2024年3月5日 镇第三届人民代表大会通过\n2025年1月1日 施行",
            ("清淤条例", "", "", DAY),
        ),
        (
            f"政府工作报告\n2024年3月5日{MEETING}镇人民政府代镇长 华三",
            ("政府工作报告", f"2024年3月5日{MEETING}", "镇人民政府代镇长 华三", DAY),
        ),
        ("青石镇人民政府印发\n《清淤办法》", ("青石镇人民政府印发《清淤办法》", "", "", None)),
        ("学习《条例》心得体会\n青石镇 张三", ("学习《条例》心得体会", "", "青石镇 张三", None)),
        ("清淤手册\n青石镇水务站 编", ("清淤手册", "", "青石镇水务站", None)),
        (
            "★机密 000012\n中共青石镇委员会文件\n青委〔2024〕3号\n中共青石镇委员会\n"
            "关于开展清淤工作的决定\n（2024年3月5日）",
            ("中共青石镇委员会关于开展清淤工作的决定", "", "", DAY),
        ),
        (
            f"政府工作报告\n2024年3月5日{MEETING}\n青石镇人民政府镇长\n张三",
            ("政府工作报告", f"2024年3月5日{MEETING}", "青石镇人民政府镇长 张三", DAY),
        ),
        ("第三讲　怎样做好清淤工作\n张三教授", ("第三讲　怎样做好清淤工作", "", "张三教授", None)),
        ("一条河的新生\n《青石日报》（2024年03月05日 第01版）", ("一条河的新生", "", "", DAY)),
        ("附件1：\n清淤工作任务分解表", ("清淤工作任务分解表", "", "", None)),
        # A post that another system published.
        ("一条河的新生\n原创 青石水务 2024-03-05 08:00 浙江", ("一条河的新生", "", "", DAY)),
    ],
)
def test_a_head_is_taken_apart(
    tmp_path: Path, lines: str, expected: tuple[str, str, str, date | None]
) -> None:
    document = taken(tmp_path, f"{lines}\n{BODY}\n{BODY}\n")
    assert head(document) == expected
    assert [one.text for one in document.paragraphs if one.text == BODY] == [BODY, BODY]


@pytest.mark.parametrize(
    ("last", "source"),
    [
        ("《 青石日报 》（ 2024年03月05日 02 版）", "《青石日报》"),
        ("（原载《水利月刊》2024年第3期）", "《水利月刊》"),
        ("《青石县清淤条例》（2024年3月5日修正）", ""),
        ("见《青石日报》（2024年3月5日 第2版）", ""),
    ],
)
def test_the_paper_at_the_end_of_a_text_is_its_source(
    tmp_path: Path, last: str, source: str
) -> None:
    document = taken(tmp_path, f"清淤工作\n{BODY}\n{BODY}\n\n{last}\n")
    assert document.source == source
    assert (last in [paragraph.text for paragraph in document.paragraphs]) == (not source)
    moved = [(move.text, move.to) for move in document.moved]
    assert ((last, "source") in moved) == bool(source)


@pytest.mark.parametrize(
    "line",
    [
        "从东河——西河的水说起，今年要做三件事。",
        "北京—上海高速铁路沿线清淤方案",
        "《东河——一条河的新生》读后",
        "2021—2025年清淤规划",
        "主要成绩",
    ],
)
def test_a_line_that_is_one_thing_stays_whole(line: str) -> None:
    source = SourceLine(line, ((0, 1, 1),))
    assert [part.text for part in head_lines.split_head_lines([source], 9)] == [line]


def test_the_date_of_the_text_goes_before_that_of_its_publication(tmp_path: Path) -> None:
    text = f"清淤通知\n发布时间：2024-03-09\n{BODY}\n青石镇水务站\n2024年3月5日\n"
    assert taken(tmp_path, text).date == DAY


def test_dates_that_head_the_parts_of_a_text_do_not_date_it(tmp_path: Path) -> None:
    text = "".join(f"2024年{month}月1日\n{BODY}\n{BODY}\n" for month in range(1, 6))
    assert taken(tmp_path, f"清淤大事记\n东河与西河\n{BODY}\n{text}").date is None


def test_a_month_alone_is_the_date_and_asked_about(tmp_path: Path) -> None:
    document = taken(tmp_path, f"清淤工作总结\n（2024年3月）\n{BODY}\n{BODY}\n")
    assert (document.subtitle, str(document.date)) == ("", "2024-03")
    assert [one.text for one in document.paragraphs if one.level] == ["清淤工作总结"]
    assert [(doubt.what, doubt.text) for doubt in document.unsure] == [("date", "（2024年3月）")]


def test_an_occasion_without_a_title_leaves_the_title_open(tmp_path: Path) -> None:
    document = taken(tmp_path, f"——2024年3月5日{MEETING}\n镇长 张三\n{BODY}\n{BODY}\n")
    assert head(document) == (TITLE_TO_FILL, f"——2024年3月5日{MEETING}", "镇长 张三", DAY)


def test_what_is_dated_after_its_publication_is_another_text(tmp_path: Path) -> None:
    text = f"一条河的新生\n2024-03-05 10:08 来源：青石网\n{BODY}\n{BODY}\n水生\n2024-04-09\n"
    assert taken(tmp_path, text).date == DAY


@pytest.mark.parametrize(
    "first",
    ["甲方（渠长）：________电话：________", "下月清淤，先到的先领。领取的办法见下"],
)
def test_a_field_to_fill_in_and_a_sentence_with_more_are_no_title(
    tmp_path: Path, first: str
) -> None:
    document = taken(tmp_path, f"{first}\n{BODY}\n{BODY}\n")
    assert document.title == TITLE_TO_FILL
    assert first in [paragraph.text for paragraph in document.paragraphs]


def test_nothing_is_made_up(tmp_path: Path) -> None:
    document = taken(tmp_path, f"{BODY}\n{BODY}\n")
    assert head(document) == (TITLE_TO_FILL, "", "", None)


def test_a_list_of_contents_is_no_title(tmp_path: Path) -> None:
    text = "各村在汛前把沟渠清一遍，不留死角。"
    body = "".join(f"<h2>{n}、怎样清淤？</h2><p>{text}</p>" for n in "一二")
    page = f"<html><head><title>目录</title></head><body><p>目录</p>{body}</body></html>"
    assert not taken(tmp_path, page, "页面.html").titled


def test_a_name_alone_is_taken_and_asked_about(tmp_path: Path) -> None:
    document = taken(tmp_path, f"一条河的新生\n张三\n{BODY}\n{BODY}\n")
    assert document.authors == ("张三",)
    assert ("author", "张三") in [(doubt.what, doubt.taken_as) for doubt in document.unsure]


def page(head: str, body: str) -> str:
    return f"<html><head>{head}</head><body>{body}<p>{BODY}</p><p>{BODY}</p></body></html>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            page(
                OG + '<script>var publish_time = "2024-03-05";</script>',
                "",
            ),
            ("一条河的新生", "", "", DAY),
        ),
        (
            page(
                OG + '<script>var ct = "1709568000";</script>',
                "",
            ),
            ("一条河的新生", "", "", DAY),
        ),
        (
            page(
                '<title>青石镇</title><meta name="ArticleTitle" content="青石镇清淤工作方案">',
                "<p>青石镇</p>",
            ),
            ("青石镇清淤工作方案", "", "", None),
        ),
        (
            page(
                "<title>一条河的新生_青石网</title>",
                "<h1>一条河的新生</h1><p>青石新闻记者 张三</p><p>2024-03-05 10:08 来源：青石网</p>",
            ),
            ("一条河的新生", "", "青石新闻记者 张三", DAY),
        ),
        (
            page(
                '<meta name="article-date" content="2024-03-05">'
                "<title>一条河的新生——青石镇清淤综述</title>",
                "",
            ),
            ("一条河的新生", "——青石镇清淤综述", "", DAY),
        ),
    ],
)
def test_pages_say_it_in_their_head(
    tmp_path: Path, text: str, expected: tuple[str, str, str, date | None]
) -> None:
    assert head(taken(tmp_path, text, "a.html")) == expected


@pytest.mark.parametrize(
    ("lines", "expected", "text"),
    [
        (
            f"# 政府工作报告\n\n——2024年3月5日{MEETING}\n\n**镇长　张三**\n",
            ("政府工作报告", f"——2024年3月5日{MEETING}", "镇长　张三", DAY),
            "# 政府工作报告\n\n\n\n\n",
        ),
        (
            "**清淤工作总结**[^1]\n\n> （2024年3月5日）  \n> **张三**\n",
            ("清淤工作总结", "", "张三", DAY),
            "# 清淤工作总结[^1]\n\n\n\n",
        ),
        (
            "---\ntitle: 清淤工作总结（2024年3月5日 张三）\nsource: 青石水务\n---\n",
            ("清淤工作总结", "", "张三", DAY),
            "\n\n\n\n",
        ),
        (
            "---\ntitle: '总结'\ndate: 2024-03-05\nauthors:\n  - 张三\n  - 李四\n---\n"
            "# 清淤工作总结\n",
            ("清淤工作总结", "", "张三；李四", DAY),
            "\n" * 7 + "# 清淤工作总结\n",
        ),
        (
            "# [清淤](http://example.org/a)\n",
            ("清淤", "", "", None),
            "# [清淤](http://example.org/a)\n",
        ),
        (
            "---\ntitle: 清淤工作总结\n---\n## 一个镇\n\n## 一条河\n",
            ("清淤工作总结", "", "", None),
            "\n\n\n## 一个镇\n\n## 一条河\n",
        ),
        ("# 第一章　总则\n", ("第一章　总则", "", "", None), "# 第一章　总则\n"),
        ("# 清淤\n\n主要做法\n", ("清淤", "", "", None), "# 清淤\n\n主要做法\n"),
    ],
)
def test_heads_of_markdown_leave_their_lines(
    tmp_path: Path, lines: str, expected: tuple[str, str, str, date | None], text: str
) -> None:
    document = taken(tmp_path, f"{lines}\n{BODY}\n", "a.md")
    assert head(document) == expected
    assert document.markdown == f"{text}\n{BODY}\n"


def test_an_office_without_a_name_is_no_author_and_stays_in_the_text(tmp_path: Path) -> None:
    document = taken(
        tmp_path, f"政府工作报告\n——2024年3月5日{MEETING}\n青石县人民政府县长\n\n{BODY}"
    )
    assert head(document) == ("政府工作报告", f"——2024年3月5日{MEETING}", "", DAY)
    assert [one.text for one in document.paragraphs][1:3] == ["青石县人民政府县长", BODY]


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (("沟渠清淤表", "填报单位：青石镇　　填报时间：2024 年 3 月 5 日", BODY), DAY),
        (("沟渠公约", BODY, "更新时间2024.3.5"), DAY),
        (("沟渠承诺书", BODY, "承诺人：　　　　签名日期：2024 年 3月 5日", BODY), DAY),
        (("清淤会议纪要", BODY, "时间：2024年3月5日9:00"), DAY),
        (("清淤施工通告", BODY, "时间：2024年3月5日9:00"), None),
        (("2024-03-05（阴），气温2°~9°", BODY), DAY),
        (("清淤守则", BODY, "青石镇编辑部", "2024年3月5日修订"), DAY),
        (("清淤會議紀錄", "會議日期：113/3/5　地點：水閘", BODY), DAY),
        (("清淤公告", BODY, "青石鎮公所", "中華民國113年3月5日"), DAY),
    ],
)
def test_a_day_that_a_document_names_as_its_own(
    tmp_path: Path, lines: tuple[str, ...], day: date | None
) -> None:
    assert taken(tmp_path, "\n".join(lines)).date == day


def test_a_time_in_bold_dates_minutes_in_markdown(tmp_path: Path) -> None:
    text = "# 清淤會議紀錄\n\n**時間**: 113/3/5 19:00~21:00<br>\n**地點**: 水閘\n\n## 討論\n\n"
    assert taken(tmp_path, text + BODY, "紀錄.md").date == DAY


def test_a_law_keeps_the_day_on_which_it_was_revised_in_its_text(tmp_path: Path) -> None:
    document = taken(tmp_path, f"清淤守则\n2024年3月5日修订\n{BODY}")
    assert document.date == DAY
    assert [each.text for each in document.paragraphs][1] == "2024年3月5日修订"


def test_account_of_a_site_is_no_author(tmp_path: Path) -> None:
    for who, authors in (("admin5", ()), ("系统管理员", ()), ("甲乙", ("甲乙",))):
        text = f"清淤记\n作者：{who}　发布时间：2024-03-05\n{BODY}"
        assert taken(tmp_path, text).authors == authors


def test_dashes_between_years_cut_no_title(tmp_path: Path) -> None:
    document = taken(tmp_path, f"青石大学水利学院2025--2026学年度第二学期清淤课程考试\n\n{BODY}\n")
    assert document.title == "青石大学水利学院2025--2026学年度第二学期清淤课程考试"
    assert document.subtitle == ""


def test_raised_and_struck_words_in_html_tables_of_markdown_are_as_in_pages(tmp_path: Path) -> None:
    table = (
        "<table><tr><td>渠名</td><td>面积（m<sup>2</sup>）</td></tr>\n"
        "<tr><td>青石镇东河村东渠<del>旧</del></td><td>10<sup>3</sup></td></tr></table>"
    )
    path = tmp_path / "笔记.md"
    path.write_text(f"# 清淤笔记\n\n先看渠道。\n\n{table}\n", "utf-8")
    document = reading.read_document(path)
    assert "| 渠名 | 面积（m<sup>2</sup>） |" in document.markdown
    assert "| 青石镇东河村东渠 | 10<sup>3</sup> |" in document.markdown
    assert [(one.line, one.text) for one in document.left_out] == [(6, "旧")]


def test_tables_of_html_in_markdown_become_pipe_tables(tmp_path: Path) -> None:
    head = "<table>\n<tr><th>村名</th><th>涵洞</th></tr>\n"
    rows = '<tr><td rowspan="2">石桥村</td>\n<td>三处</td></tr>\n<tr><td> 两处 </td></tr>\n</table>'
    code = f"```\n{head}{rows}\n```"
    linked = head + rows.replace("三处", '<a href="a.html">三处</a>')
    text = f"# 水利设施\n\n{BODY}\n\n{head}{rows}\n\n{code}\n\n{linked}\n\n{BODY}\n"
    document = taken(tmp_path, text, "设施.md")
    assert "| 村名 | 涵洞 |\n| --- | --- |\n| 石桥村 | 三处 |\n| ^^ | 两处 |" in document.markdown
    assert code in document.markdown
    assert linked in document.markdown
    assert [(change.line, change.old) for change in document.mended] == [(5, "<table>")]


BARRED = (
    "序号 | 渠名 | 长度 | 联系人\n1 | 东渠 | 120 | 李平\n2 | 西渠\n（含支渠） | 85 | 王安\n张远\n"
    "3 | 南渠 | 60 | 赵石 |  \n4 | 北渠 | 40 |"
)
BARRED_ROWS = (
    "| 1 | 东渠 | 120 | 李平 |\n| 2 | 西渠 （含支渠） | 85 | 王安 张远 |\n"
    "| 3 | 南渠 | 60 | 赵石 |\n| 4 | 北渠 | 40 |  |"
)


def test_bars_without_a_ruler_are_a_table_in_plain_text(tmp_path: Path) -> None:
    path = tmp_path / "水渠.txt"
    path.write_text(f"水渠一览\n\n{BODY}\n\n{BARRED}\n\n{BODY}\n", "utf-8")
    tables = [line.text for line in reading.read_document(path).paragraphs if line.kind == "table"]
    assert tables == [f"| 序号 | 渠名 | 长度 | 联系人 |\n| --- | --- | ---: | --- |\n{BARRED_ROWS}"]


def test_bars_without_a_ruler_get_one_in_markdown(tmp_path: Path) -> None:
    credit = "文字 | 李平\n校对 | 王安\n审核 | 赵石"
    links = "首页 | 渠道 | 水库\n雨情 | 水情 | 汛情\n公开 | 互动 | 办事"
    code = f"```\n{BARRED}\n```"
    ruled = "渠名 | 长度 | 备注\n--- | --- | ---\n东渠 | 120 |"
    text = "\n\n".join(["# 水渠", f"**一览**\n{BARRED}", credit, links, code, ruled, BODY])
    document = taken(tmp_path, text + "\n", "水渠.md")
    assert (
        "**一览**\n\n| 序号 | 渠名 | 长度 | 联系人 |\n| --- | --- | ---: | --- |\n"
        f"{BARRED_ROWS}\n\n{credit}" in document.markdown
    )
    assert all(kept in document.markdown for kept in (credit, links, code, ruled))
    assert [(change.line, change.old) for change in document.mended] == [(4, " | ")]


def test_rows_with_other_bars_than_the_head_are_no_table(tmp_path: Path) -> None:
    text = f"# 水渠\n\n{BARRED.replace('3 | 南渠 | 60', '3 | 南渠').replace('1 | 东渠', '东渠')}\n"
    assert "---" not in taken(tmp_path, text, "水渠.md").markdown


@pytest.mark.parametrize(
    ("last", "day"),
    [
        ("青石镇水务站二0二四年八月", "2024-08"),
        ("青石镇水务站办公室　2023年11月13日印发", "2023-11-13"),
        ("Andy 2019/4/19", "2019-04-19"),
        ("水闸于 2023年11月13日", "None"),
        ("本规定试行 2023年11月13日起，", "None"),
    ],
)
def test_a_date_behind_a_name_dates_the_text(tmp_path: Path, last: str, day: str) -> None:
    path = tmp_path / "办法.txt"
    path.write_text(f"清淤办法\n先看渠道，再量淤泥，各村照此执行。\n{last}\n", "utf-8")
    assert str(reading.read_document(path).date) == day


def test_front_matter_gives_the_title_where_the_first_heading_is_another(tmp_path: Path) -> None:
    for heading, title in (("清淤", "青石镇手册"), ("青石镇手册（试行）", "青石镇手册（试行）")):
        path = tmp_path / "手册.md"
        path.write_text(
            f"---\ntitle: 青石镇手册\n---\n# {heading}\n\n先看渠道，再量淤泥。\n", "utf-8"
        )
        assert reading.read_document(path).title == title


@pytest.mark.parametrize(
    "first", ["<h1 align='center'>清淤工作总结</h1>", '<h3 align = "center">清淤工作总结']
)
def test_title_that_markdown_sets_in_html_is_the_title(tmp_path: Path, first: str) -> None:
    document = taken(tmp_path, f"{first}\n\n## 一、清淤\n\n{BODY}\n", "总结.md")
    assert document.title == "清淤工作总结"
    again = f"<h3>清淤</h3>\n\n{BODY}\n\n<h3>修路</h3>\n\n{BODY}\n"
    assert taken(tmp_path, again, "两节.md").title == TITLE_TO_FILL


def test_line_over_the_date_of_publication_is_the_title_of_a_page(tmp_path: Path) -> None:
    over = "<div>石桥镇召开河道清淤表彰大会！</div><div>发稿时间：2024/3/5</div>"
    text = f"<div class='v_news_content'><p>{BODY}</p><p>{BODY}</p></div>"
    document = taken(tmp_path, f"<html><body>{over}{text}</body></html>", "a.html")
    assert head(document) == ("石桥镇召开河道清淤表彰大会！", "", "", DAY)


def test_body_that_speaks_is_no_title(tmp_path: Path) -> None:
    lines = "石桥镇水务站办公室\n（2024年3月）\n各位领导、同志们：\n"
    document = taken(tmp_path, f"{lines}{BODY}\n{BODY}\n")
    assert document.title == TITLE_TO_FILL
    assert not [paragraph for paragraph in document.paragraphs if paragraph.level > 1]


def test_imprint_of_a_letter_before_its_annex_dates_it(tmp_path: Path) -> None:
    annex = "".join(f"{n}、清淤\n{BODY}\n" for n in "一二三四")
    text = f"清淤办法\n{annex}水务站办公室　2024年3月5日印发\n清淤细则\n{annex}"
    assert taken(tmp_path, text).date == DAY


def test_last_update_dates_a_text(tmp_path: Path) -> None:
    document = taken(tmp_path, f"用水服务协议\n最后更新日期：2024年3月5日\n{BODY}\n{BODY}\n")
    assert document.date == DAY


@pytest.mark.parametrize(
    ("end", "day"),
    [
        ("审核人：\n日期：2019年5月　日", "2019-05"),
        ("日期：2019年5月", "2019-05"),
        ("青石镇水务站\n二〇一九年五月　日", "2019-05"),
        ("工期：2019年5月", None),
        ("日期：　　年　月　日", None),
    ],
)
def test_day_left_to_be_written_dates_by_its_month(
    tmp_path: Path, end: str, day: str | None
) -> None:
    document = taken(tmp_path, f"实训大纲\n{BODY}\n{BODY}\n{end}\n")
    assert (document.date and document.date.isoformat()) == day


def test_journal_whose_entries_begin_with_days_has_no_title(tmp_path: Path) -> None:
    days = [f"2025-04-1{n}（晴），气温：3°~13°\n一、人员：东坡村八人。\n" for n in range(3)]
    assert not taken(tmp_path, "".join(days)).titled
    one = taken(tmp_path, f"2025年清淤纪事\n{BODY}\n")
    assert one.title == "2025年清淤纪事"


@pytest.mark.parametrize(
    ("top", "expected"),
    [
        ("最后修改于2024.03.05 10:44\n最后修改者：甲\n", ("", DAY)),
        ("- 2024/3/5清淤组会议纪要\n- 参会人员：甲乙\n", ("2024/3/5清淤组会议纪要", DAY)),
        ("修改于汛期的清淤办法\n", ("修改于汛期的清淤办法", None)),
        ("清淤办法（2024.03.05）\n", ("清淤办法", DAY)),
        ("清淤报告\n班级：甲　姓名：乙　完成日期：2024.3.5\n", ("清淤报告", DAY)),
        ("清淤办法\n(2024.03.05)\n", ("清淤办法", DAY)),
    ],
)
def test_line_that_says_when_a_text_was_changed_dates_it(
    tmp_path: Path, top: str, expected: tuple[str, date | None]
) -> None:
    document = taken(tmp_path, f"{top}{BODY}\n{BODY}\n")
    assert (document.title if document.titled else "", document.date) == expected
