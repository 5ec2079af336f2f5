"""Finished pages of WeasyPrint with the composer, measured glyph by glyph."""

import ast
import gc
import importlib
import inspect
import io
import random
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import weasyprint
from composed import (
    CLOSE,
    EM,
    LEFT,
    OPEN,
    RIGHT,
    STYLE,
    WALK,
    face,
    lines_of,
    rendered,
    right_edge,
    steps,
    texts,
)
from duben import composer
from duben.composer import weasyprint as patches
from duben.composer.weasyprint import installation
from duben.composer.weasyprint.fingerprints import FINGERPRINTS, PUBLISHED
from duben.composer.weasyprint.paragraphs import Paragraph
from duben.composer.weasyprint.replacements import REPLACEMENTS
from duben.proof.pages.glyphs import pages
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline


@pytest.fixture(autouse=True)
def _installed():
    composer.install()
    yield
    composer.uninstall()


def test_full_lines_are_flush_and_no_line_starts_or_ends_wrongly():
    lines = lines_of(rendered(f"<p>{WALK}</p><p>{WALK[7:]}</p>"))
    assert "".join(glyph.text for line in lines for glyph in line) == WALK + WALK[7:]
    for line, after in zip(lines, lines[1:], strict=False):
        if after[0].x < LEFT + EM:
            assert right_edge(line) == pytest.approx(RIGHT, abs=0.05)
        assert line[0].text not in CLOSE + "—…"
        assert line[-1].text not in OPEN


def test_the_first_line_is_indented_by_two_em():
    lines = lines_of(rendered(f"<p>{WALK[1:]}</p>"))
    assert lines[0][0].x == pytest.approx(LEFT + 2 * EM, abs=0.01)
    assert lines[1][0].x == pytest.approx(LEFT, abs=0.01)


def test_two_marks_are_at_most_an_em_and_a_half():
    for line in lines_of(rendered(f"<p>{WALK}</p>")):
        for before, after in zip(line, line[1:], strict=False):
            if before.text in OPEN + CLOSE and after.text in OPEN + CLOSE:
                assert after.x - before.x <= 0.55 * EM


@pytest.mark.parametrize("family", ["Noto Serif CJK SC", "Noto Sans CJK SC", "LXGW WenKai"])
def test_a_double_dash_and_dots_are_two_em_long(family):
    (line,) = lines_of(rendered("<p>湖——山……水</p>", f'p {{ font-family: "{family}" }}'))
    places = {glyph.text: glyph.x for glyph in line}
    assert places["山"] - places["湖"] == pytest.approx(3 * EM, abs=0.02)
    assert places["水"] - places["山"] == pytest.approx(3 * EM, abs=0.02)


def test_a_number_keeps_its_sign():
    for ems in range(8, 20):
        for text in texts(
            rendered(
                "<p>湖水今年上涨了12.5%左右，气温是20℃，船票￥35元</p>", f"p {{ width: {ems}em }}"
            )
        ):
            assert not re.match("[%℃.]|[0-9]+[%℃]", text) or re.match("12.5%|20℃", text)
            assert not text.endswith("￥")


@pytest.mark.parametrize(
    ("markup", "plain"),
    [
        ("他说“<a href='#x'>六只野鸭</a>”，走了", "他说“六只野鸭”，走了"),
        ("看<b>《早晨》</b>（<i>第二幅</i>），“<b>好</b>”。", "看《早晨》（第二幅），“好”。"),
        ("在<a href='#x'>GDP</a>中，有<b>5</b>只", "在GDP中，有5只"),
    ],
)
def test_marks_at_the_seam_of_two_boxes_are_set_as_if_there_were_none(markup, plain):
    style = "b, i, a { font: inherit }"
    (with_boxes,), (without,) = (
        lines_of(rendered(f"<p>{markup}", style)),
        lines_of(rendered(f"<p>{plain}", style)),
    )
    assert steps(with_boxes) == pytest.approx(steps(without), abs=0.002)


def test_links_cross_lines_and_keep_their_places():
    body = f"<p>{WALK[:30]}<a href='https://example.org'>{WALK[30:60]}</a>{WALK[60:]}"
    pdf = rendered(body)
    assert "".join(texts(pdf)) == WALK
    with pikepdf.open(io.BytesIO(pdf)) as document:
        areas = [[float(number) for number in note.Rect] for note in document.pages[0].Annots]
    areas = [
        (left, min(bottom, top), right, max(bottom, top)) for left, bottom, right, top in areas
    ]
    linked = [
        glyph.text
        for line in lines_of(pdf)
        for glyph in line
        if any(
            left - 0.1 <= glyph.x < right - 0.1 and bottom < glyph.y < top
            for left, bottom, right, top in areas
        )
    ]
    assert "".join(linked) == WALK[30:60]


def test_notes_stay_at_the_foot_and_their_calls_do_not_start_a_line():
    for cut in range(14, 23):
        pdf = rendered(f"<p>{WALK[:cut]}<span class='note'>湖在城南。</span>{WALK[cut:]}")
        found = texts(pdf)
        assert "".join(found[:-1]) == WALK[:cut] + "1" + WALK[cut:]
        assert found[-1].endswith("湖在城南。")
        assert not any(text.startswith("1") for text in found[:-1])


def test_raised_numbers_do_not_start_a_line():
    for cut in range(14, 23):
        found = texts(rendered(f"<p>{WALK[:cut]}<sup>[7]</sup>{WALK[cut:]}"))
        assert "".join(found) == WALK[:cut] + "[7]" + WALK[cut:]
        assert not any(text.startswith(("[", "7", "]")) for text in found)


def test_lines_continue_on_the_next_page():
    pdf = rendered(f"<p>{WALK * 5}</p>")
    assert len(pypdfium2.PdfDocument(pdf)) == 3
    assert "".join(texts(pdf)) == WALK * 5


@pytest.mark.parametrize(
    ("fillers", "behind", "first"),
    [
        (
            12,
            "<p>{walk}</p>",
            "三、",
        ),  # the heading would stand with one line at the foot of the page
        (10, "<p>{walk}</p>", "野鸭"),  # two lines below it fit: the paragraph is parted
        (
            12,
            "<h2>四、</h2><p>{walk}</p>",
            "四、",
        ),  # another heading follows: the line need not hold it
        (12, "", None),
    ],
)
def test_a_heading_and_a_single_line_below_it_take_the_next_line_along(fillers, behind, first):
    walk = "野鸭" + WALK[:60]
    pdf = rendered(
        "<p>湖边</p>" * fillers + "<h2>三、</h2><p>各位游客：</p>" + behind.format(walk=walk),
        "h2 { font: inherit; margin: 0; break-after: avoid }",
    )
    found = [
        page.get_textpage().get_text_range().replace("\r\n", "\n")
        for page in pypdfium2.PdfDocument(pdf)
    ]
    assert len(found) == (1 if first is None else 2)
    if first == "野鸭":
        assert "各位游客：\n野鸭" in found[0]
    elif first:
        assert found[1].startswith(first)


@pytest.mark.parametrize("display", ["flex", "grid"])
def test_nothing_floats_in_a_flex_or_grid_container(display):
    assert texts(
        rendered(f"<article style='display: {display}'><div style='float: left'>山</div></article>")
    ) == ["山"]


def test_lines_beside_a_float_are_shorter():
    pdf = rendered(f"<div style='float: left; width: 80pt; height: 50pt'></div><p>{WALK}</p>")
    lines = lines_of(pdf)
    assert "".join(glyph.text for line in lines for glyph in line) == WALK
    assert [round(line[0].x) for line in lines[:5]] == [120, 100, 100, 20, 20]
    assert right_edge(lines[1]) == pytest.approx(RIGHT, abs=0.05)


def test_a_float_inside_a_paragraph_loses_nothing():
    pdf = rendered(
        f"<p>{WALK[:40]}<span style='float: right; width: 40pt'>图</span>{WALK[40:]}</p>"
    )
    assert sorted("".join(texts(pdf))) == sorted(WALK + "图")


def test_forced_breaks_end_lines():
    assert texts(rendered("<p>山<br>水<br><br>船</p>")) == ["山", "水", "船"]


def test_centred_lines_are_in_the_middle():
    (line,) = lines_of(rendered("<p style='text-align: center; text-indent: 0'>“山和水”</p>"))
    ink_left, ink_right = line[0].x + EM / 2, line[-1].x + EM / 2
    assert (ink_left + ink_right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=0.05)


def test_headings_at_the_left_are_not_stretched():
    lines = lines_of(
        rendered(f"<h2 style='font-size: 10pt; text-align: left'>{'山水船湖' * 8}甲乙</h2>")
    )
    assert set(steps(lines[0])) == {1.0}


def test_table_cells_are_as_wide_as_their_text():
    pdf = rendered(
        "<table style='border-spacing: 0'><td style='padding: 0'>“山”，“水”<td "
        "style='padding: 0'>船</table>"
    )
    (line,) = lines_of(pdf)
    assert "".join(glyph.text for glyph in line) == "“山”，“水”船"
    assert line[-1].x - line[0].x == pytest.approx(5.5 * EM, abs=0.05)


def test_pictures_in_the_line_are_carried_along():
    picture = "<svg xmlns='http://www.w3.org/2000/svg' width='15pt' height='8pt'></svg>"
    lines = lines_of(rendered(f"<p>{WALK[:25]}{picture}{WALK[25:]}</p>"))
    assert "".join(glyph.text for line in lines for glyph in line) == WALK
    for line, after in zip(lines, lines[1:], strict=False):
        if len(line) > 15 and after:
            assert right_edge(line) == pytest.approx(RIGHT, abs=0.05)


def test_long_words_break_only_where_the_style_allows():
    body = "<p>湖在abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnop这里</p>"
    wide = lines_of(rendered(body))
    narrow = lines_of(rendered(body, "p { overflow-wrap: anywhere }"))
    assert max(line[-1].x for line in wide) > RIGHT
    assert max(line[-1].x for line in narrow) < RIGHT
    assert "".join(glyph.text for line in narrow for glyph in line) == re.sub("<.*?>", "", body)


def test_long_addresses_never_run_out():
    body = "<p>湖在https://example.org/abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz这里</p>"
    assert max(line[-1].x for line in lines_of(rendered(body))) < RIGHT


def test_narrow_quotation_marks_of_a_chinese_face_get_their_square():
    (line,) = lines_of(rendered("<p>说“山水”好</p>", 'p { font-family: "LXGW WenKai" }'))
    places = {glyph.text: glyph.x - line[0].x for glyph in line}
    assert places["山"] == pytest.approx(2 * EM, abs=0.01)
    assert places["好"] == pytest.approx(5 * EM, abs=0.01)


def test_a_dash_is_two_em_long_before_a_letter_that_is_kerned_to_it(tmp_path):
    (tmp_path / "a.pdf").write_bytes(rendered("<p>说——这就是——T——好</p>"))
    dashes = [
        glyph for page in pages(tmp_path / "a.pdf") for glyph in page.glyphs if "—" in glyph.text
    ]
    assert [glyph.width for glyph in dashes] == pytest.approx([2 * EM] * 3, abs=0.02)


def test_proof_knows_the_width_of_each_glyph_of_a_character(tmp_path):
    """Noto Serif CJK has a dash of .89 em between digits, and one of a whole em in a run with Latin
    letters.
    """
    (tmp_path / "a.pdf").write_bytes(
        rendered("<p>地）1949—2026</p><p>地）PM2.51949—2026</p>", "", "zh")
    )
    dashes = [
        glyph.width
        for page in pages(tmp_path / "a.pdf")
        for glyph in page.glyphs
        if glyph.text == "—"
    ]
    assert dashes == pytest.approx([0.89 * EM, EM], abs=0.02)


def test_an_apostrophe_inside_a_word_is_no_square():
    (line,) = lines_of(rendered("<p>说don’t好</p>"))
    places = {glyph.text: glyph.x for glyph in line}
    assert places["t"] - places["’"] < 0.3 * EM
    assert places["好"] - places["说"] < 3.9 * EM


def test_page_numbers_inside_a_paragraph_are_the_final_ones():
    style = ".to::after { content: target-counter(attr(href), page) } h2 { break-before: page }"
    found = texts(
        rendered(
            "<p>湖见第<a href='#a' class='to'></a>页，“山”见第<a href='#b' class='to'></a>页。</p>"
            "<h2 id='a'>湖</h2><h2 id='b'>山</h2>",
            style,
        )
    )
    assert found[0] == "湖见第2页，“山”见第3页。"


def test_tagged_and_archival_files_can_be_written():
    html = (
        f"<html lang='zh'><title>湖</title><style>{STYLE}</style><p>{WALK}<a "
        "href='#x'>湖</a></p><h2 id=x>湖</h2>"
    )
    for variant in ("pdf/ua-1", "pdf/a-3b"):
        pdf = weasyprint.HTML(string=html).write_pdf(pdf_variant=variant)
        assert "".join(texts(pdf)) == WALK + "湖湖"


def test_paddings_of_boxes_are_part_of_the_line():
    style = ".box { padding: 0 5pt; border-left: 1pt solid }"
    (line,) = lines_of(rendered("<p>山<span class='box'>框“框”</span>水", style))
    assert steps(line) == [1.6, 1, 1, 1, 1.5]
    full = lines_of(
        rendered(f"<p>{WALK[:30]}<span class='box'>{WALK[30:45]}</span>{WALK[45:]}</p>", style)
    )
    assert [round(right_edge(line), 1) for line in full[:4]] == [RIGHT] * 4


def pages_of(pdf, words):
    """The pages, from 0, on which each of the words stands, once for each time."""
    with pypdfium2.PdfDocument(pdf) as document:
        read = [re.sub(r"\s", "", page.get_textpage().get_text_bounded()) for page in document]
    return {
        word: [number for number, text in enumerate(read) for _ in range(text.count(word))]
        for word in words
    }


@pytest.mark.parametrize("extra", range(5))
def test_a_note_is_not_sent_overleaf_to_make_room_for_a_later_line(extra):
    """The page is full where the second line of a paragraph would stand: the paragraph goes, with
    whatever notes it calls.
    """
    for called in ("", "<span class='note'>又一注。</span>"):
        body = (
            f"<p>{'水' * 40}<span class='note'>湖在城南。</span></p>{'<p>山。</p>' * extra}"
            + f"<p>云{called}{'云' * 70}</p>" * (1 if called else 6)
        )
        for policy in ("line", "block"):
            found = pages_of(
                rendered(
                    body, f"@page {{ size: 240pt 210pt }} .note {{ footnote-policy: {policy} }}"
                ),
                ("湖在城南", "又一注", "水" * 20),
            )
            assert found["湖在城南"] == [0]
            assert len(found["又一注"]) == (1 if called else 0)


def test_notes_at_random_stand_on_the_pages_of_their_calls():
    for seed in range(5):
        dice, calls, parts = random.Random(seed), 0, []
        for _ in range(30):
            text = ""
            for _ in range(dice.randint(1, 12)):
                text += "湖边的路很长，"
                if dice.random() < 0.1:
                    calls += 1
                    text += (
                        f"<span style='white-space: nowrap'>甲{calls}乙</span><span "
                        f"class='note'>丙{calls}丁{'注。' * dice.randint(1, 30)}</span>"
                    )
            parts.append(f"<p>{text}</p>")
        found = pages_of(
            rendered("".join(parts), ".note { footnote-policy: line }"),
            [
                f"{sign}{number}{end}"
                for number in range(1, calls + 1)
                for sign, end in ("甲乙", "丙丁")
            ],
        )
        assert [
            (number, found[f"甲{number}乙"], found[f"丙{number}丁"])
            for number in range(1, calls + 1)
            if len(found[f"丙{number}丁"]) != 1 or found[f"甲{number}乙"] != found[f"丙{number}丁"]
        ] == []


def test_notes_of_cells_stand_below_all_text_of_their_page():
    for seed in range(6):
        dice = random.Random(seed)
        cells = [
            "水" * dice.choice((3, 20, 150))
            + f"<span class='note'>{'注' * dice.randint(1, 60)}</span>" * dice.randint(0, 1)
            + "水" * dice.choice((3, 20, 150))
            for _ in range(12)
        ]
        rows = "".join(
            f"<tr><td>{'<td>'.join(cells[first : first + 3])}</tr>" for first in range(0, 12, 3)
        )
        pdf = rendered(
            f"<table>{rows}</table>",
            "table { width: 100%; table-layout: fixed } .note { footnote-policy: line }",
        )
        with pypdfium2.PdfDocument(pdf) as document:
            for page in document:
                text = page.get_textpage()
                heights = {
                    sign: [
                        text.get_charbox(index)[1]
                        for index in range(text.count_chars())
                        if text.get_text_range(index, 1) == sign
                    ]
                    for sign in "水注"
                }
                assert not heights["注"] or min(heights["水"]) > max(heights["注"])


@pytest.mark.parametrize("called", ["", "<span class='note'>注一。</span>"])
def test_a_head_without_room_for_a_row_stands_before_the_rows(called):
    head, row = "头<br>" * 8, "行<br>" * 8
    table = f"<table><thead><tr><th>{head}{called}</thead><tr><td>{row}<tr><td>{row}</table>"
    assert pages_of(rendered(table, "tr { break-inside: avoid }"), ("头", "行", "注一")) == {
        "头": [0] * 8,
        "行": [1] * 8 + [2] * 8,
        "注一": [0] * bool(called),
    }


@pytest.mark.parametrize(
    "inner",
    [
        "",
        "<tbody></tbody>",
        "<tr></tr>",
        "<caption>水</caption>",
        "<thead><tr><th>水<tfoot><tr><th>水",
        f"<thead><tr><th>{'水<br>' * 30}</thead>",
    ],
)
def test_tables_without_rows_are_laid_out_as_weasyprint_does(inner):
    def pages():
        return [
            page.get_textpage().get_text_range()
            for page in pypdfium2.PdfDocument(
                weasyprint.HTML(
                    string=f"<style>@page {{ size: 200pt }}</style><table>{inner}</table>"
                ).write_pdf()
            )
        ]

    with_composer = pages()
    composer.uninstall()
    assert pages() == with_composer
    composer.install()


def test_a_note_inside_a_box_in_the_line_stays_single():
    body = (
        f"<p>{WALK[:25]}<span style='display: inline-block'>框<span class='note'>湖在城南。"
        f"</span></span>{WALK[25:]}</p>"
    )
    found = texts(rendered(body))
    assert "".join(found[:-1]) == WALK[:25] + "框1" + WALK[25:]
    assert found[-1].endswith("湖在城南。")


def test_the_line_step_is_the_line_height_whatever_font_the_hanzi_come_from():
    style = 'p { font-family: "DejaVu Sans", "Noto Serif CJK SC" }'
    lines = lines_of(rendered(f"<p>{WALK[:40]}<b>{WALK[40:60]}</b>GDP{WALK[60:]}</p>", style))
    bottoms = [line[0].y for line in lines]
    assert {
        round(above - below, 2) for above, below in zip(bottoms, bottoms[1:], strict=False)
    } == {18.0}


def test_leaders_still_reach_the_margin():
    body = "<p style='text-indent: 0'>第一章　湖<a href='#x' class='to'></a></p><h2 id='x'>湖</h2>"
    (entry, *_) = lines_of(
        rendered(body, ".to::after { content: leader('.') target-counter(attr(href), page) }")
    )
    assert entry[-1].text == "1"
    assert entry[-1].x == pytest.approx(RIGHT - 5.5, abs=1)


def test_traditional_marks_in_their_centre_lose_no_ink():
    (line,) = lines_of(
        rendered("<p>湖水，「山」。船</p>", 'p { font-family: "Noto Serif CJK TC" }', "zh-Hant")
    )
    assert steps(line) == [1, 1, 0.5, 1, 1, 0.5, 1]


@pytest.mark.parametrize(
    "text",
    [
        "𠮷𪚥山",
        "20℃Ⅲ①→≥★",
        "Привет山",
        "山\u200b水",
        "山\u00ad水",
        "山\u2060水",
        "é山e\u0301",
        "葛\U000e0100山",
        "山\u3000水",
        "山\u00a0水",
        "C++山A&amp;B",
        "😀山",
        "عربي山",
    ],
)
def test_rare_characters_are_carried_along(text):
    style = face("DejaVu Sans") + 'p { font-family: "Noto Serif CJK SC", "DejaVu Sans" }'
    found = unicodedata.normalize("NFC", "".join(texts(rendered(f"<p>{text}</p>", style))))
    text = unicodedata.normalize("NFC", text)
    shown = re.sub("[\u00ad\u200b\u2060\u3000\u00a0\U000e0100 ]", "", text).replace("&amp;", "&")
    assert sorted(re.sub("[\u00ad\u200b\u2060\u3000\u00a0\U000e0100 ]", "", found)) == sorted(shown)


@pytest.mark.parametrize(
    "style",
    [
        "white-space: pre-wrap",
        "white-space: pre",
        "white-space: nowrap",
        "direction: rtl",
        "letter-spacing: 1pt",
        "text-align-last: justify",
        "columns: 2",
        "display: flex",
        "text-decoration: underline",
    ],
)
def test_other_styles_lose_no_text(style):
    assert sorted(
        "".join(texts(rendered(f"<p>{WALK[:90]}</p>", f"p {{ {style}; width: 300pt }}")))
    ) == sorted(WALK[:90])


def test_a_paragraph_cut_after_two_lines_ends_with_an_ellipsis():
    found = texts(rendered(f"<article><p>{WALK}</p></article>", "article { line-clamp: 2 }"))
    assert len(found) == 2
    assert found[1].endswith("…")


def test_first_letters_and_first_lines_keep_their_text():
    style = "p::first-letter { font-size: 15pt } p::first-line { color: red }"
    assert "".join(texts(rendered(f"<p>{WALK}</p>", style))) == WALK


def test_no_gap_becomes_a_space_when_text_is_read():
    page = pypdfium2.PdfDocument(rendered("<p>在GDP中有5只船，“3.5%”的水</p>"))[0]
    assert page.get_textpage().get_text_range().splitlines()[0] == "在GDP中有5只船，“3.5%”的水"


def test_a_wide_space_takes_no_room_at_a_line_end():
    lines = lines_of(rendered(f"<p style='text-indent: 0'>{'水' * 19}6　“十一五”{'水' * 30}</p>"))
    assert [glyph.text for glyph in lines[1][:2]] == ["“", "十"]
    last = next(glyph for glyph in reversed(lines[0]) if glyph.text != "\u3000")
    assert last.text == "6" and abs(last.x + 0.56 * EM - RIGHT) < 0.1 * EM


def test_a_wide_space_behind_a_bullet_keeps_its_room():
    plain = 'ul { list-style-type: "•　"; margin: 0; padding: 0 0 0 30pt }'
    (line,) = lines_of(rendered("<ul><li>水流得慢</ul>", plain))
    bullet = next(glyph for glyph in line if glyph.text == "•")
    assert LEFT + 30 - bullet.x > 1.2 * EM


def test_numbers_of_lists_are_drawn_with_their_lines():
    for item in ("水流得慢", "<p>水流得慢</p>", "<p>水流得慢</p><ol><li>风从北来</ol>"):
        drawn_text = "".join(texts(rendered(f"<ol><li>{item}<li>{item}</ol><p>完了</p>")))
        assert drawn_text.replace(" ", "").startswith("1.水流得慢"), drawn_text
        assert drawn_text.replace(" ", "").endswith("完了")
    page = pypdfium2.PdfDocument(rendered("<ol><li>水<li><p>火</ol><p>完</p>"))[0]
    assert re.sub(r"\s", "", page.get_textpage().get_text_range()).startswith("1.水2.火完")


def test_an_ellipsis_beside_letters_is_two_em_long():
    (line,) = lines_of(rendered("<p>水PM2.5……state，——……Ⅲ类</p>"))
    at = ["".join(glyph.text for glyph in line[index : index + 2]) for index in range(len(line))]
    dots = [index for index, pair in enumerate(at) if pair == "……"]
    assert [steps(line)[index : index + 2] for index in dots] == [[1, 1], [1, 1]]


def test_two_runs_give_the_same_bytes():
    assert rendered(f"<p>{WALK}</p>") == rendered(f"<p>{WALK}</p>")


def test_an_outline_is_drawn_once_around_its_paragraph():
    page, *_ = drawn(rendered(f"<p>{WALK}</p>", "p { outline: 2pt solid red }"))
    assert page.count(b"1 0 0 rg") == 4  # its sides


def test_latin_paragraphs_are_left_to_weasyprint():
    body = f"<p>{'Quiet water under old trees. ' * 12}</p>"
    with_composer = rendered(body)
    composer.uninstall()
    assert drawn(with_composer) == drawn(rendered(body))


def drawn(pdf):
    """What each page draws; the files of fonts are cut in another way."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [page.Contents.read_bytes() for page in document.pages]


def test_the_level_is_an_option():
    composer.install(level="normal")
    loose = texts(rendered("<p>山水船湖山水——船湖山水船湖</p>", "p { width: 8em }"))
    composer.install(level="strict")
    assert any(text.startswith("——") for text in loose)
    assert not any(
        text.startswith("——")
        for text in texts(rendered("<p>山水船湖山水——船湖山水船湖</p>", "p { width: 8em }"))
    )


def test_installing_twice_and_uninstalling_leaves_weasyprint_as_it_was():
    composer.uninstall()
    before = inline.split_inline_box
    composer.install()
    composer.install()
    assert inline.split_inline_box is not before
    composer.uninstall()
    assert inline.split_inline_box is before


def test_another_weasyprint_is_refused(monkeypatch):
    composer.uninstall()
    monkeypatch.setattr(weasyprint, "__version__", "71.0")
    with pytest.raises(composer.VersionError, match="knows WeasyPrint 70.0, not 71.0"):
        composer.install()


def test_a_changed_weasyprint_is_refused(monkeypatch):
    composer.uninstall()
    monkeypatch.setattr(inline, "justify_line", lambda context, line, extra_width: None)
    with pytest.raises(composer.VersionError, match="justify_line differ"):
        composer.install()


def test_the_parts_of_weasyprint_that_we_lean_on_are_unchanged():
    assert list(installation.changed_functions()) == []


def named_in_the_patches():
    """The functions and classes of WeasyPrint that the patches name, as (module, name)."""
    found = set()
    for path in Path(patches.__file__).parent.glob("*.py"):
        modules = {}
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("weasyprint"):
                home = importlib.import_module(node.module)
                for name in node.names:
                    if inspect.ismodule(thing := getattr(home, name.name)):
                        modules[name.asname or name.name] = thing
                    elif inspect.isfunction(thing) or inspect.isclass(thing):
                        found.add((thing.__module__, thing.__name__))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id in modules
            ):
                thing = getattr(modules[node.value.id], node.attr, None)
                if inspect.isfunction(thing) or inspect.isclass(thing):
                    found.add((thing.__module__, thing.__name__))
    return {(module, name) for module, name in found if module.startswith("weasyprint")}


def test_all_that_the_patches_name_of_weasyprint_has_a_fingerprint():
    composer.uninstall()
    known = {
        (module, name.partition(".")[0]) for module, names in FINGERPRINTS.items() for name in names
    }
    replaced = {(row.module, row.full_name) for row in REPLACEMENTS}
    assert replaced <= {(module, name) for module in FINGERPRINTS for name in FINGERPRINTS[module]}
    assert sorted(named_in_the_patches() - known) == []


PIECES = [
    "山水",
    "湖",
    "，",
    "。",
    "“船”",
    "——",
    "……",
    "GDP",
    "3.5%",
    "1,200",
    "km/h",
    "〔2026〕",
    " ",
    "（",
    "》",
    "①",
    "·",
    "\u200b",
    "𠮷",
    "～",
    "/",
    "<b>山</b>",
    "<a href='#'>水，</a>",
    "<sup>[1]</sup>",
    "<br>",
    "<i>“</i>",
    "<code>x = y</code>",
    "<span style='padding: 0 2pt; border: 1pt solid'>框</span>",
    "<span style='white-space: nowrap'>不分开的字</span>",
]


@pytest.mark.parametrize("seed", range(12))
def test_random_paragraphs_keep_their_text_in_order(seed):
    draw = random.Random(seed)
    body = "".join(draw.choice(PIECES) for _ in range(draw.randint(5, 150)))
    document = weasyprint.HTML(
        string=f"<html lang='zh'><style>{STYLE}</style><p>{body}</p>"
    ).render()
    found = [
        composer.text_of(
            next(child for child in page._page_box.children if child.element_tag == "html")
        )
        for page in document.pages
    ]
    document.write_pdf()
    blank = "[ \n\u200b]"
    assert re.sub(blank, "", "".join(found)) == re.sub(blank, "", re.sub("<[^>]*>", "", body))


CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "texts"


@pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the corpus of real texts is not beside this checkout"
)
@pytest.mark.parametrize(
    "name", ["13-gwr2019", "33-law-shanghai-business-env-2024", "40-udhr-hant"]
)
def test_real_texts_are_flush_and_complete(name):
    paragraphs = [
        re.sub("[\u3000 \t]+", " ", line).strip()
        for line in (CORPUS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    ]
    paragraphs = [line for line in paragraphs if line][:40]
    family = "Noto Serif CJK TC" if "hant" in name else "Noto Serif CJK SC"
    body = "".join(
        f"<p>{line.replace('&', '&amp;').replace('<', '&lt;')}</p>" for line in paragraphs
    )
    lines = lines_of(
        rendered(body, f'p {{ font-family: "{family}" }}', "zh-Hant" if "hant" in name else "zh-CN")
    )
    text = "".join(glyph.text for line in lines for glyph in line)
    assert text.replace(" ", "") == "".join(paragraphs).replace(" ", "")
    full = [line for line, after in zip(lines, lines[1:], strict=False) if after[0].x < LEFT + EM]
    han = [line for line in full if line[-1].text > "\u3400" and line[-1].text < "\ua000"]
    assert len(han) > 20
    assert all(abs(right_edge(line) - RIGHT) <= 0.1 * EM for line in han)
    starts = [
        line
        for line, before in zip(lines[1:], lines, strict=False)
        if line[0].x < LEFT + EM and before
    ]
    assert not [line for line in starts if line[0].text in CLOSE]
    assert not [line for line in lines if line[-1].text in OPEN]


def test_the_call_of_a_note_stays_with_its_word_and_long_raised_text_is_broken():
    call = lines_of(rendered(f"<p>{WALK[1:21]}<sup>[12]</sup>{WALK[21:]}</p>"))
    assert not any(line[0].text in "[12]" for line in call)
    raised = lines_of(
        rendered(
            "<p>山水船湖<sup style='line-height: 0'>" + "湖上的船很多" * 12 + "</sup>在水里</p>"
        )
    )
    assert len(raised) > 2
    assert all(line[-1].x < RIGHT for line in raised)


def test_boxes_of_margins_are_drawn_where_a_style_fills_one():
    style = "@page { @top-left { content: '页眉' } @bottom-center { content: counter(page) } }"
    (page,) = pypdfium2.PdfDocument(rendered("<p>山</p>", style))
    assert sorted(page.get_textpage().get_text_range().split()) == ["1", "山", "页眉"]


def test_characters_that_a_full_font_lacks_are_told_apart():
    assert texts(rendered("<p>山\u0d85\u0d86水\u0d85\u0d87</p>")) == [
        "山\u0d85\u0d86水\u0d85\u0d87"
    ]


def test_who_looks_into_a_line_finds_its_boxes():
    style = "p { width: 12em; text-indent: 0 } a { text-decoration: none }"
    markup = "<p>山水<b>船<a href='#x' id='x'>鸟，虫</a></b>鱼"
    document = weasyprint.HTML(
        string=f"<html lang='zh'><style>{STYLE}{style}</style>{markup}"
    ).render()
    (line,) = [
        box
        for box in document.pages[0]._page_box.descendants()
        if isinstance(box, composer.PlainLine) and "山" in composer.text_of(box)
    ]

    def told(box):
        return (
            box.text
            if hasattr(box, "text")
            else (box.element_tag, [told(child) for child in box.children])
        )

    assert [told(child) for child in line.children] == [
        "山水",
        ("b", ["船", ("a", ["鸟，虫"])]),
        "鱼",
    ]
    inside = (line.children[0], line.children[1].children[0], line.children[2])
    assert [round(box.position_x - line.position_x, 1) for box in inside] == [0, 26.7, 80]
    assert document.write_pdf() == document.write_pdf()


def test_text_from_right_to_left_is_ordered_in_a_process_of_its_own():
    code = (
        "from duben import composer; composer.install(); import weasyprint; "
        'weasyprint.HTML(string=\'<p style="font-family: DejaVu Sans">山مرحبا（שלום '
        "12）').write_pdf()"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_the_published_weasyprint_is_known_by_its_files():
    composer.uninstall()
    assert installation.files_digest() == PUBLISHED


def test_a_document_that_is_drawn_leaves_no_paragraphs_nor_pages_behind():
    composer.install()
    gc.collect()
    gc.disable()
    picture = (
        "<svg xmlns='http://www.w3.org/2000/svg' width='4' height='4'><path d='M0 0h4'/></svg>"
    )
    text = (
        f'{STYLE}<style>p {{ background: url("data:image/svg+xml,{picture}") '
        f"}}</style><p>山水<a href='#x'>湖光</a>，<img alt='' src=''>花。<p id=x>河{'海' * 60}"
    )
    try:
        weasyprint.HTML(string=text).write_pdf()
        composer.document_objects(weasyprint.HTML(string=text).render(), 1, "")
        assert not [one for one in gc.get_objects() if type(one) in (Paragraph, boxes.PageBox)]
    finally:
        gc.enable()


def test_a_document_that_is_kept_is_drawn_again():
    composer.install()
    html = weasyprint.HTML(string=STYLE + "<p>山水湖光，" * 20)
    document = html.render()
    assert document.write_pdf() == document.write_pdf() == html.write_pdf() == html.write_pdf()


def test_a_long_heading_of_many_lines_and_pieces_is_looked_at_once(monkeypatch):
    def looked(lines):
        count = 0

        def current(self):
            nonlocal count
            count += 1
            return seen(self)

        seen = Paragraph.current
        with monkeypatch.context() as patch:
            patch.setattr(Paragraph, "current", current)
            text = lines_of(
                rendered(
                    f"<h2>{'<br>'.join(['山<b>水</b>田'] * lines)}</h2>",
                    "@page { size: 240pt 9000pt }",
                )
            )
        assert len(text) == lines
        return count

    assert looked(40) == looked(10)


def test_a_space_behind_a_forced_break_is_skipped():
    pdf = rendered("<p style='text-indent: 0'>山水<br> 田<b>土</b><br><b> 日</b>月</p>")
    assert [line[0].x for line in lines_of(pdf)[:3]] == [LEFT] * 3


def test_marks_on_the_objects_of_weasyprint_are_those_of_the_table_in_the_documentation():
    found: dict[str, set[str]] = {}
    for module in Path(patches.__file__).parent.glob("*.py"):
        for name in re.findall(r"\b_composer\w*", module.read_text("utf-8")):
            found.setdefault(name, set()).add(module.stem)
    table = (Path(__file__).parents[2] / "docs" / "composer.md").read_text("utf-8")
    rows = re.findall(
        r"^\| `(_composer\w*)` \|.*\| ([\w, ]+) \| ([\w, ]+) \|$", table, re.MULTILINE
    )
    assert {
        name: {*written.split(", "), *read.split(", ")} for name, written, read in rows
    } == found
    assert len(rows) == len(found)


@pytest.mark.parametrize(
    "text", [" 山水田土日月", "\n  <b> 山水</b>田土日月", "<b> </b>山水田土日月", " “山水”田土日月"]
)
def test_a_blank_that_a_paragraph_begins_with_takes_no_room(text):
    def places(body, style):
        return [
            [round(glyph.x, 2) for glyph in line if glyph.text != " "]
            for line in lines_of(rendered(f"<p style='{style}'>{body}</p>"))
        ]

    for style in (
        "text-indent: 0",
        "text-indent: 2em",
        "text-indent: 0; width: 11pt",
        "text-indent: 0; text-align: right",
    ):
        assert places(text, style) == places(text.replace(" ", "").replace("\n", ""), style)
