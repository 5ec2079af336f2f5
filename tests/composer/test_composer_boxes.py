"""Boxes inside a Chinese paragraph, and paragraphs inside other boxes: nothing outside the measure,
nothing in the wrong place.
"""

import pytest
import random_paragraphs
import weasyprint
from duben import composer
from weasyprint.formatting_structure import boxes

TEXT = (
    "山水湖船树花草，鸟兽虫鱼人家门前屋后。村里云雨日月年，"
    "山水湖船树花草鸟兽虫鱼人家门前屋后村里云雨日月年。"
)
SHEET = """
@page { size: 300px 400px; margin: 20px }
body { margin: 0; font: 10px/18px "Noto Serif CJK SC", "DejaVu Sans"; text-align: justify }
p { margin: 0; width: 180px }
.pad { padding: 0 3px; border: 1px solid } .clone { box-decoration-break: clone }
i { width: 50px; height: 15px }
"""


@pytest.fixture(autouse=True, scope="module")
def _installed():
    composer.install()
    yield
    composer.uninstall()


def found(body, kind, style=""):
    """The boxes of a kind on the page of a body, and whether the composer set its lines."""
    page = (
        weasyprint.HTML(
            string=f"<html lang=zh><meta charset=utf-8><style>{SHEET}{style}</style><body>{body}"
        )
        .render()
        .pages[0]
        ._page_box
    )
    return [box for box in page.descendants() if isinstance(box, kind)]


def lines(body, style=""):
    # WeasyPrint puts a first line that is higher than the others into a line box of its own.
    return [
        line
        for line in found(body, boxes.LineBox, style)
        if not line.element_tag.endswith("::first-line")
    ]


@pytest.mark.parametrize("place", random_paragraphs.PLACES)
def test_paragraphs_at_random_fit_their_place(place):
    assert [
        f"{fault.number}: {fault.what}"
        for fault in random_paragraphs.faults(range(500, 505), place)
    ] == []


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_boxes_with_their_sides_on_each_line_fill_the_measure(direction):
    style = f"p {{ direction: {direction} }}"
    rows = lines(f"<p>山水<span class='pad clone'>{TEXT}</span>树花草</p>", style)
    assert len(rows) == 4
    for line in rows[:-1]:
        (box,) = (child for child in line.children if isinstance(child, boxes.InlineBox))
        assert box.position_x + box.margin_width() == pytest.approx(200)
        assert line.width == pytest.approx(180)
        (text,) = box.children
        assert text.position_x == pytest.approx(box.position_x + 4)
        assert text.position_x + text.width == pytest.approx(
            box.position_x + box.margin_width() - 4
        )


@pytest.mark.parametrize("kind", ["pad", "pad clone"])
def test_sides_of_a_box_from_right_to_left_stand_at_its_right_and_left(kind):
    rows = lines(
        "<p style='direction: rtl; text-align: start'>山水<span "
        f"class='{kind}'>{TEXT}</span>树花草</p>"
    )
    first, last = (
        [child for child in line.children if isinstance(child, boxes.InlineBox)][0]
        for line in (rows[0], rows[-1])
    )
    wide = kind == "pad clone"
    assert (first.padding_left, first.padding_right) == (3 if wide else 0, 3)
    assert (last.padding_left, last.padding_right) == (3, 3 if wide else 0)
    for line in rows:
        right = max(child.position_x + child.margin_width() for child in line.children)
        assert right == pytest.approx(200)
        assert min(child.position_x for child in line.children) >= 20 - 0.01


def test_an_empty_box_with_sides_stands_in_its_line():
    style = "p { text-align: start }"
    (line, *_) = lines(f"<p>山水<span class=pad></span>树{TEXT}", style)
    box = line.children[1]
    assert line.composed
    assert (box.position_x, box.margin_width()) == (pytest.approx(40), pytest.approx(8))
    assert line.children[2].position_x == pytest.approx(48)
    texts = [
        composer.text_of(line)
        for line in lines("<p style='width: 10px'>山wor<span class=pad></span>d水</p>", style)
    ]
    assert texts == ["山", "word", "水"]  # no line ends beside it where none would without it


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("align", ["left", "center", "right", "justify"])
@pytest.mark.parametrize("side", ["left", "right", "inline-start", "inline-end"])
def test_floats_in_a_line_stand_at_their_side_and_the_line_in_the_rest(direction, align, side):
    is_left = side == "left" or side == ("inline-start" if direction == "ltr" else "inline-end")
    body = (
        f"<p style='direction: {direction}; text-align: {align}'>山水花<i style='float: "
        f"{side}'></i>草</p>"
    )
    (box,) = (box for box in found(body, boxes.BlockBox) if box.element_tag == "i")
    assert box.position_x == pytest.approx(20 if is_left else 150)
    (line,) = lines(body)
    texts = [child for child in line.children if isinstance(child, boxes.TextBox)]
    left, right = (
        min(text.position_x for text in texts),
        max(text.position_x + text.width for text in texts),
    )
    assert right - left == pytest.approx(40)
    room = (70, 200) if is_left else (20, 150)
    where = {"left": 0, "right": 1, "center": 0.5, "justify": 0 if direction == "ltr" else 1}[align]
    assert left == pytest.approx(room[0] + where * (room[1] - room[0] - 40))


def test_lines_from_right_to_left_give_way_to_floats_and_are_flush():
    body = (
        f"<p style='direction: rtl'><i style='float: left'></i>{TEXT[:20]}<i style='float: "
        f"right'></i>{TEXT}</p>"
    )
    first, *others = lines(body)
    assert (first.position_x, first.width) == (pytest.approx(70), pytest.approx(130))
    assert sum(line.width == pytest.approx(130) for line in others) == 1
    assert "".join(map(composer.text_of, lines(body))) == TEXT[:20] + TEXT


def signs(line):
    """The signs beside the characters of a line: place, and how far above the baseline they are
    drawn.
    """
    return [
        (text.text, text.position_x, text.style["vertical_align"], text.style["font_size"])
        for rt in line.descendants()
        if rt.element_tag == "rt" and isinstance(rt, boxes.InlineBox)
        for text in rt.children
    ]


def test_bopomofo_stand_one_under_the_other_at_the_right_of_their_character():
    style = (
        "p { font-size: 20px; line-height: 30px; text-align: start } ruby { ruby-position: "
        "inter-character }"
    )
    (line,) = lines("<p><ruby>東<rt>ㄉㄨㄥˋ</rt></ruby>水<ruby>的<rt>˙ㄉㄜ</rt></ruby></p>", style)
    assert line.height == 30
    first, second, third, tone, dot, *_ = signs(line)
    assert [sign[0] for sign in signs(line)] == list("ㄉㄨㄥˋ˙ㄉㄜ")
    assert {sign[3] for sign in signs(line)} == {6}
    assert first[1] == second[1] == third[1] == pytest.approx(40)
    assert tone[1] > third[1] + 4
    heights = [
        float(box.style["vertical_align"])
        for box in line.descendants()
        if box.element_tag == "rt" and isinstance(box, boxes.InlineBox)
    ]
    assert heights[0] - heights[1] == heights[1] - heights[2] == pytest.approx(6)
    assert heights[2] == heights[3]
    assert -0.12 * 20 <= heights[2] <= heights[0] <= 0.88 * 20 - 6 * 0.8
    texts = [
        child
        for child in line.children
        if isinstance(child, boxes.InlineBox)
        and child.element_tag == "ruby"
        or isinstance(child, boxes.TextBox)
    ]
    assert texts[1].position_x == pytest.approx(40 + 1.35 * 6)  # the room of the signs


def test_each_character_of_a_base_has_its_word_and_other_letters_stand_over():
    style = (
        "p { font-size: 20px; line-height: 40px; text-align: start } ruby { ruby-position: "
        "inter-character }"
    )
    (line,) = lines("<p><ruby>學校<rt>ㄒㄩㄝˊ ㄒㄧㄠˋ</rt></ruby></p>", style)
    found = signs(line)
    assert [sign[0] for sign in found] == list("ㄒㄩㄝˊㄒㄧㄠˋ")
    assert found[4][1] - found[0][1] == pytest.approx(20 + 1.35 * 6)
    for text in ("xué xiào", "ㄒㄩㄝˊㄒㄧㄠˋ"):
        (line,) = lines(f"<p><ruby>學校<rt>{text}</rt></ruby></p>", style)
        assert [sign[0] for sign in signs(line)] == [text]


def test_a_first_line_in_other_letters_is_flush_and_the_others_are_as_ever():
    style = "p::first-line { font-size: 13px; letter-spacing: 1px; color: red }"
    rows = lines(f"<p>{TEXT}</p>", style)
    assert "".join(map(composer.text_of, rows)) == TEXT
    assert [line.width for line in rows[:-1]] == [pytest.approx(180)] * (len(rows) - 1)
    (text,) = (box for box in rows[0].descendants() if isinstance(box, boxes.TextBox))
    assert (text.style["font_size"], text.style["color"].to("srgb").coordinates[0]) == (13, 1)
    assert [
        box.style["font_size"]
        for line in rows[1:]
        for box in line.descendants()
        if isinstance(box, boxes.TextBox)
    ] == [10] * (len(rows) - 1)
    assert 11 <= len(composer.text_of(rows[0])) <= 13


def test_what_has_its_own_size_keeps_it_in_a_first_line():
    (line, *_) = lines(
        f"<p>山<b style='font-size: 8px'>水</b>{TEXT}</p>", "p::first-line { font-size: 13px }"
    )
    assert [
        box.style["font_size"] for box in line.descendants() if isinstance(box, boxes.TextBox)
    ] == [13, 8, 13]


def test_a_first_line_with_a_float_and_a_link_goes_on_where_it_ended():
    body = f"<p>山水<i style='float: right'></i><a href=#x>{TEXT[:20]}</a>{TEXT}</p>"
    rows = lines(body, "p::first-line { font-weight: bold; font-size: 12px }")
    assert "".join(map(composer.text_of, rows)) == "山水" + TEXT[:20] + TEXT
    assert rows[0].width == pytest.approx(130)


def test_a_float_that_begins_a_block_may_go_to_the_next_page():
    body = (
        "<p style='height: 330px'>山</p><div>"
        + "<div style='float: left; height: 60px'>水</div>" * 2
        + "船</div>"
    )
    pages = (
        weasyprint.HTML(
            string=f"<html lang=zh><meta charset=utf-8><style>{SHEET}</style><body>{body}"
        )
        .render()
        .pages
    )
    assert len(pages) == 2


@pytest.mark.parametrize("display", ["flex", "grid"])
def test_what_would_be_a_float_elsewhere_is_an_item_of_flex_boxes_and_grids(display):
    page = (
        weasyprint.HTML(
            string=(
                f"<style>{SHEET}</style><body><div style='display: {display}'><div "
                "style='float: left'>山</div><i style='float: right'>A</i></div>"
            )
        )
        .render()
        .pages[0]
    )
    (around,) = page._page_box.children[0].children[0].children
    assert len(around.children) == 2


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("trim", ["auto", "space-all", "normal"])
def test_a_line_higher_than_others_stays_beside_a_float(direction, trim):
    text = (
        f"{'山水田土，日月<b>甲</b>' * 3}<span style='vertical-align: "
        f"4pt'>高起来</span>{'山水田土，日月ab' * 7}"
    )
    for width in range(60, 120, 4):
        style = (
            f"div {{ float: left; width: {width + 1 / 3:.3f}px; height: 200px }} p {{ width: "
            f"auto; font-size: 10pt; direction: {direction}; text-spacing-trim: {trim} }}"
        )
        page = (
            weasyprint.HTML(
                string=f'<html lang="zh-CN"><style>{SHEET}{style}</style><div></div><p>{text}</p>'
            )
            .render()
            .pages[0]
        )
        paragraph = next(
            box
            for box in page._page_box.descendants()
            if box.element_tag == "p" and isinstance(box, boxes.BlockBox)
        )
        y = paragraph.position_y
        assert y == 20
        for line in paragraph.children:
            assert line.position_y == pytest.approx(y, abs=0.01)
            y += line.height


@pytest.mark.parametrize(
    ("wrap", "narrow"),
    [
        ("overflow-wrap: anywhere", True),
        ("word-break: break-word", True),
        ("overflow-wrap: break-word", False),
    ],
)
def test_words_that_may_be_broken_anywhere_do_not_make_a_box_wide(wrap, narrow):
    style = (
        f"table {{ table-layout: fixed; width: 100%; border-spacing: 0 }} td {{ {wrap}; "
        f"padding: 0 }} .row {{ display: flex }} .row > div {{ flex: 1 }}"
    )
    cell = "<td>山水internationalization"
    (table,) = found(
        f"<div class=row><div><table><tr>{cell * 3}</table></div><div><p>山水</p></div></div>",
        boxes.TableBox,
        style,
    )
    assert (table.width <= 131) is narrow
