"""What pages of offices and of 公众号 put round their text is told by where it stands."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from duben.intake import reading
from duben.intake.document import ImportedDocument
from word_files import p, word_file

TEXT = (
    "<p>北坡水库今年春季清淤三千方，坝体灌浆一百二十米，溢洪道两侧重新砌石护坡。</p>"
    "<p>各村巡查员每天沿坝步行两遍，发现渗水立即报告水务站，并在台账上写明时间和位置。</p>"
)


def _taken(tmp_path: Path, body: str, title: str = "") -> ImportedDocument:
    page = tmp_path / "page.html"
    page.write_text(f"<html><head><title>{title}</title></head><body>{body}</body></html>", "utf-8")
    return reading.read_document(page)


def _texts(document: ImportedDocument) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def test_a_title_by_its_class_and_a_signature_behind_the_text(tmp_path: Path) -> None:
    document = _taken(
        tmp_path,
        "<p class='titleName'>详细信息</p><p class='titleT'>北坡水库春季整修情况公告</p>"
        f"<div class='contT'>{TEXT}</div>"
        "<div class='footT'><p>青石镇水务站</p><p>2024-3-5</p></div>",
    )
    assert (document.title, document.date) == ("北坡水库春季整修情况公告", date(2024, 3, 5))
    assert _texts(document)[-2:] == ["青石镇水务站", "2024-3-5"]


def test_the_name_of_a_site_is_no_title_beside_one(tmp_path: Path) -> None:
    document = _taken(
        tmp_path,
        "<header><h1>青石县水务局</h1></header><div class='content'><div class='bt'>"
        "<h2>青石县水务局北坡水库春季整修公告</h2><p><i>📅</i> 发布时间：2024-03-05 "
        f"来源：建设股 热度：12</p></div>{TEXT}<ul><li>上一篇：没有了</li></ul></div>",
        "青石县水利局北坡水库春季整修公告",
    )
    assert document.title == "青石县水务局北坡水库春季整修公告"
    assert (document.date, document.source) == (date(2024, 3, 5), "建设股")
    assert "没有了" not in "".join(_texts(document))


def test_the_details_and_the_slogan_of_an_account(tmp_path: Path) -> None:
    meta = "rich_media_meta rich_media_meta_text"
    document = _taken(
        tmp_path,
        "<h2>怎样巡查水库</h2>"
        f"<div><em class='{meta}'>2024-03-05</em>\n<em class='{meta}'>甲乙</em>"
        f"\n<a class='{meta}'>青石水务</a>\n<a class='{meta}'>青石水务</a></div>"
        "<div><p>青石水务 微信号 qingshi 功能介绍 看水，护水。水库和沟渠的消息。</p></div>"
        f"<div id='js_content'><p>看水 护水</p><p>▼</p>{TEXT}<p>Powered by 青石</p></div>",
    )
    assert (document.authors, document.source) == (("甲乙",), "青石水务")
    assert document.date == date(2024, 3, 5)
    assert len(_texts(document)) == 3


def test_bodies_and_a_date_under_a_title(tmp_path: Path) -> None:
    text = tmp_path / "notice.txt"
    text.write_text(
        "关于水库巡查的意见\n青石县水务局 青石县林业局 公安局 2024年3月5日\n"
        "一、巡查时间\n各村巡查员每天沿坝步行两遍。\n二、报告\n发现渗水立即报告水务站。\n",
        "utf-8",
    )
    document = reading.read_document(text)
    assert document.date == date(2024, 3, 5)
    assert document.authors == ("青石县水务局 青石县林业局 公安局",)


def test_the_table_over_the_text_of_a_notice(tmp_path: Path) -> None:
    rows = (
        "<tr><td>采购单位</td><td>青石镇水务站</td></tr><tr><td>公告时间</td><td>3月5日</td></tr>"
    )
    filed = (
        "<table><tr><td>索引号</td><td>0123</td></tr><tr><td>主题分类</td><td>水</td></tr></table>"
    )
    text = f"<div class='content'>{TEXT}</div>"
    notice = f"<h2>北坡水库石料采购成交公告</h2><div><h5>公告概要：</h5><table>{rows}</table></div>"
    assert "青石镇水务站" in "".join(_texts(_taken(tmp_path, notice + text)))
    assert "0123" not in "".join(_texts(_taken(tmp_path, notice[:24] + filed + text)))


def test_a_declaration_by_who_signs_is_text(tmp_path: Path) -> None:
    """声明：本人…… under a form is no disclaimer of a page; that of a paper is."""
    signed = "声明：本人对所填写的各项内容负责，如有不实，愿承担责任。"
    paper = "声明：转载请注明出处，图片版权归作者所有。"
    page = _taken(tmp_path, f"<h1>北坡水库春季招工</h1>{TEXT}<p>{signed}</p><p>{paper}</p>")
    assert _texts(page)[-1] == signed
    file = word_file(p("北坡水库招工登记表"), p("填表人请如实填写。"), p("特别说明：逾期不收。"))
    (tmp_path / "a.docx").write_bytes(file)
    assert _texts(reading.read_document(tmp_path / "a.docx"))[-1] == "特别说明：逾期不收。"


def test_heads_of_parts_are_headings_and_the_head_of_a_page_is_none(tmp_path: Path) -> None:
    card = (
        "<div class='card'><div class='card-header'><b>{}</b><h3>{}</h3></div><div>{}</div></div>"
    )
    document = _taken(
        tmp_path,
        "<div class='header'><h3>青石水务</h3><a href='/'>首页</a></div><h1>水库巡查问答</h1>"
        + card.format("01", "怎样巡查", TEXT)
        + card.format("02", "怎样报告", TEXT),
    )
    heads = [paragraph.text for paragraph in document.paragraphs if paragraph.level > 1]
    assert heads == ["01　怎样巡查", "02　怎样报告"]
    assert "青石水务" not in _texts(document)


def test_page_without_sentences_is_what_stands_in_no_link(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>{n}号</td><td>清淤课程与实习</td></tr>" for n in range(1, 7))
    links = "".join(
        f"<li><a href='/{n}'>{n}</a></li>" for n in ("招生消息", "成果报道", "下载专区")
    )
    document = _taken(
        tmp_path,
        f"<ul>{links}</ul><div><h2>水务学院必修课程</h2><table border='1'>{rows}</table>"
        f"<p>体育课不计学分</p></div><div><h3>资源链接</h3><ul>{links}</ul></div>",
    )
    assert _texts(document)[-1] == "体育课不计学分"
    assert not {"资源链接", "招生消息", "下载专区"} & set(_texts(document))


def test_table_without_sentences_is_the_text_of_its_page(tmp_path: Path) -> None:
    """A second reader that finds sentences in the page's frame would lose it."""
    rows = "".join(f"<tr><td>{n}号</td><td>清淤课程与实习</td></tr>" for n in range(1, 7))
    article = {"@context": "https://schema.org", "@type": "Article", "headline": "课程"}
    article["articleBody"] = "水库每天早晚巡查两遍，发现险情马上报告。" * 12
    script = f'<script type="application/ld+json">{json.dumps(article)}</script>'
    document = _taken(
        tmp_path, f"<head>{script}</head><h2>必修课程</h2><table border='1'>{rows}</table>"
    )
    assert [p.kind for p in document.paragraphs if p.kind == "table"] == ["table"]


def test_paragraph_that_begins_with_a_mark_goes_on_with_no_heading(tmp_path: Path) -> None:
    document = _taken(
        tmp_path, f"<h1>水库巡查</h1>{TEXT}<h2>巡查的时间和路线</h2><p>，每天两遍。</p>{TEXT}"
    )
    assert [p.text for p in document.paragraphs if p.level > 1] == ["巡查的时间和路线"]


def test_heads_of_steps_that_no_heading_marks_stay_in_the_text(tmp_path: Path) -> None:
    step = "<div><div class='step-header'><i>{}</i> {}</div><div>{}</div></div>"
    document = _taken(
        tmp_path,
        "<div class='step-header'><a href='/'>首页</a></div><h1>水库巡查办法</h1>"
        + "".join(step.format(n, name, TEXT) for n, name in ((1, "沿坝巡查"), (2, "上报险情"))),
    )
    assert {"1 沿坝巡查", "2 上报险情"} <= set(_texts(document))
    assert "首页" not in _texts(document)
