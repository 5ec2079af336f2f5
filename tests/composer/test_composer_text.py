"""What stands in Chinese paragraphs beside 汉字: set by the composer, nothing lost, every line
flush.
"""

import io
import re
from pathlib import Path

import pypdfium2
import pytest
from composed import EM, LEFT, RIGHT, face, lines_of, rendered, right_edge, texts
from duben import composer
from duben.composer import rules
from duben.composer.weasyprint import bidi, emphasis, filling, measuring, paragraphs
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import newTable
from fontTools.ttLib.tables.S_V_G_ import SVGDocument
from PIL import ImageChops
from random_inline import draw, faults


@pytest.fixture(autouse=True)
def _installed(monkeypatch):
    """The composer alone: whatever is given back to WeasyPrint's own code fails the test."""
    composer.install()
    split = filling._split_inline_box

    def guarded(context, box, *others):
        assert not paragraphs._is_ours(box), "a Chinese paragraph was given back"
        return split(context, box, *others)

    monkeypatch.setattr(filling, "_split_inline_box", guarded)
    yield
    composer.uninstall()


def full_lines(lines):
    return [line for line, after in zip(lines, lines[1:], strict=False) if after[0].x < LEFT + EM]


FILL = "湖边的小路一直通到山里，雨后的树叶上还挂着水珠"
WITHIN = {
    "Arabic": "مرحبا بالعالم",
    "Hebrew and a number": "שלום 123 עולם",
    "Cyrillic": "Привет, мир",
    "Greek": "καλημέρα",
    "combining marks": "e\u0301a\u0300o\u0302",
    "rare 汉字": "𠮷𰻞",
    "a variant": "葛\U000e0100城",
    "zero-width": "山\u200b水\u2060船\ufeff",
    "a soft hyphen": "hyphen\u00adation",
    "typed spaces": "山\u3000水\u00a0船\u2003树\u202f花",
    "symbols": "℃Ⅲ○①→≥★",
    "word spacing": (
        "<span style='word-spacing: 2pt'>a b c</span>字<span style='word-spacing: "
        "2pt'>山水山水 a山</span>"
    ),
    "code": "<code>x = y[1]</code>",
    "sub and sup": "H<sub>2</sub>O和m<sup>2</sup>",
    "another size": "<span style='font-size: 13pt'>大字</span>和<small style='font-size: 6pt'>小字</small>",  # noqa: E501
    "another face": "<span style='font-family: LXGW WenKai'>楷体“字”</span>",
    "a box": "<span style='display: inline-block; width: 12pt; height: 8pt'></span>",
    "a flex box": "<span style='display: inline-flex; width: 20pt'><i>甲</i></span>",
    "a grid": "<span style='display: inline-grid; width: 20pt'><i>乙</i></span>",
    "a picture": "<svg xmlns='http://www.w3.org/2000/svg' width='15pt' height='8pt'></svg>",
    "a float": "<span style='float: right; width: 0; height: 5pt'></span>",
    "preserved spaces": "<span style='white-space: pre-wrap'>山  水\t船</span>",
}


@pytest.mark.parametrize("name", WITHIN)
def test_a_paragraph_is_composed_whatever_stands_in_it(name):
    body = f"<p>{FILL}{WITHIN[name]}{FILL}，{FILL}。</p>"
    lines = lines_of(
        rendered(
            body, face("DejaVu Sans") + 'p { font-family: "Noto Serif CJK SC", "DejaVu Sans" }'
        )
    )
    assert "".join(glyph.text for line in lines for glyph in line).count(FILL) == 3
    assert len(full := full_lines(lines)) >= 3
    assert [right_edge(line) for line in full] == [pytest.approx(RIGHT, abs=0.05)] * len(full)


def test_letters_from_right_to_left_stand_so_between_those_from_left_to_right():
    (line,) = lines_of(
        rendered(
            "<p>甲שלום乙</p>",
            face("DejaVu Sans") + 'p { font-family: "Noto Serif CJK SC", "DejaVu Sans" }',
        )
    )
    places = {glyph.text: glyph.x for glyph in line}
    assert places["甲"] < places["ם"] < places["ו"] < places["ל"] < places["ש"] < places["乙"]


def test_a_direction_goes_on_across_boxes_and_turns_brackets():
    style = (
        face("DejaVu Sans")
        + 'p { font-family: "Noto Serif CJK SC", "DejaVu Sans"; text-indent: 0 }'
    )
    (line,) = lines_of(rendered("<p>甲של<b>(ום)</b>乙</p>", style))
    places = {glyph.text: glyph.x for glyph in line}
    assert places["甲"] < places["ם"] < places["ו"] < places["ל"] < places["ש"] < places["乙"]
    left, right = sorted(glyph.x for glyph in line if glyph.text in "()")
    assert places["甲"] < left < places["ם"] < places["ו"] < right < places["ל"]


def test_a_paragraph_from_right_to_left_begins_at_the_right():
    style = face("DejaVu Sans") + (
        'p { font-family: "Noto Serif CJK SC", "DejaVu Sans"; direction: rtl; '
        "text-indent: 0; text-align: start }"
    )
    first, second = lines_of(rendered("<p>שלום甲乙<br>丙丁 ש", style))
    places = {glyph.text: glyph.x for glyph in first + second}
    assert places["甲"] < places["乙"] < places["ם"]
    assert places["ש"] < places["丙"]
    assert right_edge([glyph for glyph in second if glyph.text == "丁"]) == pytest.approx(
        RIGHT, abs=0.05
    )


@pytest.mark.parametrize(
    ("levels", "order"),
    [
        ([0, 0], [0, 1]),
        ([0, 1, 1, 0], [0, 2, 1, 3]),
        ([1, 2, 2, 1], [3, 1, 2, 0]),
        ([0, 1, 2, 2, 1, 0], [0, 4, 2, 3, 1, 5]),
    ],
)
def test_runs_are_reversed_from_the_deepest_level_up(levels, order):
    assert bidi.order(levels) == order


def test_no_line_begins_inside_a_character_of_several_points():
    style = "p { width: 2.2em; text-indent: 0; overflow-wrap: anywhere }"
    for text in texts(rendered("<p>山e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301山</p>", style)):
        assert not text.startswith("\u0301")


def test_languages_without_spaces_break_where_they_may():
    text = "བོད་སྐད་ཡིག"
    letters = list(rules.classify(text))
    measuring._part_words(text, letters)
    assert "".join(letters) == "LzLULzLULzL".replace("z", rules.JOINED)


def test_tabs_reach_their_stops():
    style = face("DejaVu Sans Mono") + (
        'pre { font: 10pt/18pt "DejaVu Sans Mono", "Noto Sans CJK SC"; text-indent: 0; '
        "margin: 0; tab-size: 4 }"
    )
    first, second = lines_of(rendered("<pre>甲\t乙\n甲丙\t丁</pre>", style))
    space = 6.02
    assert first[-1].x - LEFT == pytest.approx(4 * space, abs=0.1)
    assert second[-1].x - LEFT == pytest.approx(4 * space, abs=0.1)


def test_preformatted_text_keeps_its_spaces_and_the_width_of_its_marks():
    style = 'pre { font: 10pt/18pt "Noto Sans CJK SC"; text-indent: 0; margin: 0 }'
    (line,) = lines_of(rendered("<pre>甲（“乙”），  丙</pre>", style))
    places = {glyph.text: glyph.x - LEFT for glyph in line}
    assert places["乙"] == pytest.approx(3 * EM, abs=0.01)
    assert places["丙"] == pytest.approx(7 * EM + 2 * 2.24, abs=0.01)


def emoji_font(path: Path):
    """A font with one picture, a red square, for 😀."""
    builder = FontBuilder(1000)
    builder.setupGlyphOrder([".notdef", "face"])
    builder.setupCharacterMap({0x1F600: "face"})
    empty = TTGlyphPen(None).glyph()
    builder.setupGlyf({".notdef": empty, "face": empty})
    builder.setupHorizontalMetrics({".notdef": (1000, 0), "face": (1000, 0)})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Faces", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    table = builder.font["SVG "] = newTable("SVG ")
    drawing = (
        '<svg id="glyph1" xmlns="http://www.w3.org/2000/svg"><path fill="#f00" '
        'd="M0-880h1000v1000h-1000z"/></svg>'
    )
    table.docList = [SVGDocument(drawing, 1, 1, False)]
    builder.save(path)


def test_pictures_of_a_font_stand_in_their_place(tmp_path):
    emoji_font(tmp_path / "faces.ttf")
    style = (
        f"@font-face {{ font-family: Faces; src: url({(tmp_path / 'faces.ttf').as_uri()}) }}"
        'p { font-family: "Noto Serif CJK SC", Faces; text-indent: 0 }'
    )
    pdf = rendered(f"<p>甲😀乙{FILL}，{FILL}</p>", style)
    lines = lines_of(pdf)
    assert right_edge(lines[0]) == pytest.approx(RIGHT, abs=0.05)
    places = {glyph.text: glyph.x for glyph in lines[0]}
    image = pypdfium2.PdfDocument(io.BytesIO(pdf))[0].render(scale=4).to_pil().convert("RGB")
    red = [
        x
        for x in range(image.width)
        for y in range(80, 152)
        if image.getpixel((x, y)) == (255, 0, 0)
    ]
    assert min(red) / 4 == pytest.approx(places["甲"] + EM, abs=0.3)
    assert (max(red) + 1) / 4 == pytest.approx(places["乙"], abs=0.3)


def glyphs_of(pdf):
    """All glyphs of the first page, by their text; of a character that comes twice the last."""
    return {glyph.text: glyph for line in lines_of(pdf) for glyph in line}


def test_ruby_stands_in_the_middle_over_its_base():
    places = glyphs_of(rendered("<p>甲<ruby>乙<rt>一二</rt></ruby>丙</p>"))
    assert places["丙"].x - places["甲"].x == pytest.approx(2 * EM, abs=0.01)
    assert places["一"].x == pytest.approx(places["乙"].x, abs=0.01)
    assert places["二"].x == pytest.approx(places["乙"].x + EM / 2, abs=0.01)
    assert places["一"].y - places["乙"].y == pytest.approx(0.88 * EM + 0.12 * EM / 2, abs=0.02)


@pytest.mark.parametrize(
    ("align", "base", "text"),
    [
        ("start", (0, 1, 2), (0, 0.5)),
        ("center", (0, 1, 2), (1, 1.5)),
        ("space-between", (0, 1, 2), (0, 2.5)),
        ("space-around", (0, 1, 2), (0.5, 2)),
    ],
)
def test_ruby_that_is_narrower_is_aligned_as_asked(align, base, text):
    places = glyphs_of(
        rendered(
            f"<p style='text-indent: 0; ruby-align: {align}'><ruby>甲乙丙<rt>一二</rt></ruby></p>"
        )
    )
    assert [(places[name].x - LEFT) / EM for name in "甲乙丙"] == pytest.approx(base, abs=0.01)
    assert [(places[name].x - LEFT) / EM for name in "一二"] == pytest.approx(text, abs=0.01)


@pytest.mark.parametrize(
    ("align", "base"),
    [
        ("start", (0, 1)),
        ("center", (1, 2)),
        ("space-between", (0, 3)),
        ("space-around", (0.5, 2.5)),
    ],
)
def test_a_base_that_is_narrower_is_aligned_as_asked(align, base):
    places = glyphs_of(
        rendered(
            "<p style='text-indent: 0; ruby-align: "
            f"{align}'><ruby>甲乙<rt>一二三四五六七八</rt></ruby>丙</p>"
        )
    )
    assert [(places[name].x - LEFT) / EM for name in "甲乙丙"] == pytest.approx(
        (*base, 4), abs=0.01
    )
    assert (places["八"].x - LEFT) / EM == pytest.approx(3.5, abs=0.01)


def test_ruby_reaches_over_plain_neighbours_but_not_out_of_its_line():
    places = glyphs_of(rendered("<p>甲<ruby>乙<rt>一二三四</rt></ruby>丙</p>"))
    assert places["丙"].x - places["甲"].x == pytest.approx(2.5 * EM, abs=0.01)
    assert places["乙"].x - places["一"].x == pytest.approx(EM / 2, abs=0.01)
    text = "湖边的小路一直通到山里雨后的树叶上还挂着水"
    for cut in range(17, 22):
        pdf = rendered(
            f"<p style='text-indent: 0'>{text[:cut]}<ruby>乙<rt>九九九九</rt></ruby>{text}"
            f"{text}</p>"
        )
        small = [glyph for line in lines_of(pdf) for glyph in line if glyph.text == "九"]
        assert len(small) == 4
        assert min(glyph.x for glyph in small) >= LEFT - 0.01
        assert max(glyph.x for glyph in small) <= RIGHT - EM / 2 + 0.01


def test_ruby_beside_ruby_stays_apart():
    places = glyphs_of(rendered("<p><ruby>甲<rt>zhuang</rt>乙<rt>chxfy</rt></ruby>"))
    assert places["c"].x - places["g"].x >= 0.4 * EM


def test_a_ruby_text_may_stand_under_its_base_or_on_both_sides():
    under = glyphs_of(rendered("<p><ruby style='ruby-position: under'>甲<rt>一</rt></ruby>"))
    assert under["一"].y - under["甲"].y == pytest.approx(-(0.12 * EM + 0.88 * EM / 2), abs=0.02)
    for markup in (
        "<ruby><ruby>甲<rt>一</rt></ruby><rt>二</rt></ruby>",
        "<ruby>甲<rt>一</rt><rtc><rt>二</rt></rtc></ruby>",
        "<ruby>甲<rt>一</rt><rtc>二</rtc></ruby>",
    ):
        places = glyphs_of(rendered(f"<p>{markup}"))
        assert places["一"].y > places["甲"].y > places["二"].y


def test_each_base_has_its_own_ruby_text():
    for markup in (
        "<ruby>甲<rt>一</rt>乙<rt>二</rt></ruby>",
        "<ruby><rb>甲</rb> <rb>乙</rb> <rt>一</rt> <rt>二</rt></ruby>",
        "<ruby>甲<rp>(</rp><rt>一</rt><rp>)</rp>乙<rp>(</rp><rt>二</rt><rp>)</rp></ruby>",
    ):
        places = glyphs_of(rendered(f"<p>{markup}"))
        assert set(places) == set("甲乙一二")
        assert places["一"].x == pytest.approx(places["甲"].x + EM / 4, abs=0.02)
        assert places["二"].x == pytest.approx(places["乙"].x + EM / 4, abs=0.02)
        assert places["乙"].x - places["甲"].x == pytest.approx(EM, abs=0.02)


def test_ruby_leaves_the_lines_where_they_are():
    plain = [line[0].y for line in lines_of(rendered(f"<p>{FILL * 4}</p>"))]
    with_ruby = FILL.replace("路", "<ruby>路<rt>lù</rt></ruby>").replace(
        "叶", "<ruby style='ruby-position: under'>叶<rt>yè</rt></ruby>"
    )
    lines = lines_of(rendered(f"<p>{with_ruby * 4}</p>"))
    assert sorted(
        {line[0].y for line in lines if line[0].text > "\u2e80"}, reverse=True
    ) == pytest.approx(plain, abs=0.001)


def test_lines_too_narrow_for_ruby_give_way_where_it_stands():
    fill = "山" * 20
    lines = lines_of(
        rendered(
            "<p style='line-height: 12pt; text-indent: "
            f"0'>{fill}山<ruby>水<rt>一</rt></ruby>{'山' * 18}{fill}{fill}"
        )
    )
    bottoms = sorted({round(line[0].y, 2) for line in lines if line[0].text == "山"}, reverse=True)
    steps = [round(above - below, 2) for above, below in zip(bottoms, bottoms[1:], strict=False)]
    # The ruby reaches 8.8 + 0.6 + 4.4 pt over its line, the one before 1.2 pt under its own.
    assert steps == [15.0, 12.0, 12.0]


def test_a_long_ruby_is_broken_in_a_cell_that_is_narrower():
    markup = "<ruby>甲乙丙丁<rt>yi er san si</rt></ruby>"
    pdf = rendered(f"<p style='width: 2.4em; text-indent: 0'>{markup}</p>")
    assert texts(pdf) == ["甲乙", "yi er", "丙丁", "san si"]


def test_display_makes_ruby_of_any_element():
    style = (
        "x-ruby { display: ruby } x-text { display: ruby-text; font-size: 50% } ruby { "
        "display: inline }"
    )
    places = glyphs_of(
        rendered("<p><x-ruby>甲<x-text>一</x-text></x-ruby><ruby>乙<rt>二</rt></ruby></p>", style)
    )
    assert places["一"].y > places["甲"].y
    assert places["二"].y == places["乙"].y


def test_ruby_without_a_base_is_text_in_the_line():
    assert texts(rendered("<p>甲<ruby><rt>一</rt></ruby>乙</p>")) == ["甲一乙"]


def dots(pdf, scale=8):
    """The places of what is red at the top of the first page, as boxes (left, top, right, bottom)
    in pt, from left to right.
    """
    page = pypdfium2.PdfDocument(io.BytesIO(pdf))[0].render(scale=scale).to_pil().convert("RGB")
    image = page.crop((0, 0, page.width, 50 * scale))
    red, green, blue = image.split()
    full, empty = (lambda value: 255 * (value == 255)), (lambda value: 255 * (value == 0))
    mask = ImageChops.multiply(
        ImageChops.multiply(red.point(full), green.point(empty)), blue.point(empty)
    )
    runs = []
    for x in (index for index, filled in enumerate(mask.getprojection()[0]) if filled):
        if runs and x - runs[-1][1] <= 2:
            runs[-1][1] = x
        else:
            runs.append([x, x])
    boxes = [
        (left, *mask.crop((left, 0, right + 1, mask.height)).getbbox()) for left, right in runs
    ]
    return [
        ((x + left) / scale, top / scale, (x + right) / scale, bottom / scale)
        for x, left, top, right, bottom in boxes
    ]


@pytest.mark.parametrize(
    "shape", ["dot", "circle", "double-circle", "triangle", "sesame", "open circle", '"x"']
)
@pytest.mark.parametrize("position", ["under", "over"])
def test_emphasis_marks_stand_over_or_under_the_middle_of_each_character(shape, position):
    style = (
        f"p {{ text-indent: 0 }} em {{ font-style: normal; text-emphasis: {shape} #f00; "
        f"text-emphasis-position: {position} }}"
    )
    pdf = rendered("<p>甲<em>乙丙，“丁”</em></p>", style)
    assert "".join(texts(pdf)).replace("\u200b", "") == "甲乙丙，“丁”"
    places = glyphs_of(pdf)
    marks = dots(pdf)
    assert len(marks) == 3
    for name, (left, top, right, bottom) in zip("乙丙丁", marks, strict=True):
        assert (left + right) / 2 == pytest.approx(places[name].x + EM / 2, abs=0.1 * EM)
        baseline = 300 - places[name].y
        assert bottom < baseline - 0.85 * EM if position == "over" else top > baseline + 0.12 * EM


def test_emphasis_in_chinese_is_under_and_in_other_languages_over():
    for lang, under in (("zh-CN", True), ("zh-Hant", True), ("ja", False), ("en", False)):
        pdf = rendered("<p><em style='text-emphasis: dot #f00'>山</em></p>", lang=lang)
        (mark,) = dots(pdf)
        assert (mark[1] > 300 - glyphs_of(pdf)["山"].y) is under


@pytest.mark.parametrize("character", "山A1é%＃＆§‰𠮷①→")
def test_letters_numbers_and_symbols_are_emphasised(character):
    assert emphasis.is_emphasised(character)


@pytest.mark.parametrize("character", "，。“”（）—…·, .!-/\u3000\u00a0\u200b\n")
def test_marks_spaces_and_controls_are_not_emphasised(character):
    assert not emphasis.is_emphasised(character)


def test_emphasis_stands_beyond_ruby_on_the_same_side():
    markup = (
        "<p><ruby style='text-emphasis: dot #f00; text-emphasis-position: "
        "over'>山<rt>一</rt></ruby></p>"
    )
    pdf = rendered(markup)
    (mark,) = dots(pdf)
    assert mark[3] < 300 - glyphs_of(pdf)["一"].y - 0.8 * EM / 2


def test_latin_text_is_emphasised_too():
    assert (
        len(
            dots(
                rendered(
                    "<p lang='zh' style='text-emphasis: dot #f00; letter-spacing: 3pt'>abc, d</p>"
                )
            )
        )
        == 4
    )


@pytest.mark.parametrize("first", [0, 50])
def test_random_paragraphs_of_everything_are_set_right(first):
    paragraphs = [draw(seed) for seed in range(first, first + 50)]
    assert [(one.seed, what) for one, what in faults(paragraphs)] == []


@pytest.mark.parametrize("before", range(0, 24, 3))
@pytest.mark.parametrize("side", ["left", "right"])
def test_floats_stand_beside_their_line_or_below_it_and_the_lines_are_flush(side, before):
    text = "湖边的小路一直通到山里，雨后的树叶上还挂着水珠" * 4
    markup = (
        f"<p style='text-indent: 0'>{text[:before]}<span style='float: {side}; width: 52pt; "
        f"height: 40pt'></span>{text[before:]}</p>"
    )
    lines = lines_of(rendered(markup))
    assert "".join(glyph.text for line in lines for glyph in line) == text
    # Where it does not fit behind what stands before it, it stands below that line.
    beside = 0 if before * EM + 52 <= RIGHT - LEFT else 1
    edges = [(round(line[0].x), round(right_edge(line), 1)) for line in lines[:-1]]
    narrow = (round(LEFT + 52), RIGHT) if side == "left" else (round(LEFT), RIGHT - 52)
    assert edges[beside : beside + 2] == [narrow] * 2
    assert edges[:beside] + edges[beside + 3 :] == [(round(LEFT), RIGHT)] * len(
        edges[:beside] + edges[beside + 3 :]
    )


def test_sides_in_per_cent_of_the_block_are_part_of_the_line():
    lines = lines_of(
        rendered(
            "<p style='text-indent: 0'>甲<span style='padding: 0 5%; margin-left: "
            f"calc(1pt + 1%)'>乙</span>丙{FILL}，{FILL}</p>"
        )
    )
    places = {glyph.text: glyph.x for glyph in lines[0]}
    assert places["乙"] - places["甲"] == pytest.approx(EM + 13, abs=0.6)
    assert right_edge(lines[0]) == pytest.approx(RIGHT, abs=0.05)


@pytest.mark.parametrize(("height", "steps"), [(18, [18, 18]), (12, [12, 14.2])])
def test_lines_too_close_for_emphasis_give_way_under_it(height, steps):
    style = (
        f"p {{ line-height: {height}pt; text-indent: 0 }} em {{ text-emphasis: dot; font: "
        f"inherit }}"
    )
    lines = lines_of(
        rendered(f"<p>{FILL[:20]}{FILL[:10]}<em>字</em>{FILL[:9]}{FILL[:20]}</p>", style)
    )
    bottoms = [line[0].y for line in lines]
    assert [
        round(above - below, 1) for above, below in zip(bottoms, bottoms[1:], strict=False)
    ] == steps


@pytest.mark.parametrize(
    "style",
    [
        "p::first-line { font-size: 12pt }",
        "p::first-line { color: red }",
        "p::first-letter { font-size: 20pt; float: left }",
    ],
)
def test_first_lines_and_letters_lose_no_ruby(style):
    markup = "山水船<ruby>饕<rt>甲</rt>餮<rt>乙</rt></ruby>" * 8
    for text in (markup, markup[3:]):
        found = "".join(texts(rendered(f"<p style='width: 9em; text-indent: 0'>{text}</p>", style)))
        assert sorted(found) == sorted(re.sub("<[^>]*>", "", text))


def test_a_first_line_of_another_colour_is_flush():
    pdf = rendered(
        f"<p style='text-indent: 0'>{FILL}，{FILL}，A{FILL}</p>",
        "p::first-line { color: #f00; text-decoration: none }",
    )
    lines = lines_of(pdf)
    assert right_edge(lines[0]) == pytest.approx(RIGHT, abs=0.05)
    marks = dots(pdf)
    assert marks[0][0] < LEFT + 2
    assert max(bottom for *_, bottom in marks) < 300 - lines[1][0].y - 5


def test_a_line_under_a_base_is_not_under_its_ruby():
    pdf = rendered(
        "<p><u style='text-decoration: underline #f00'><ruby>山<rt>一</rt></ruby></u></p>"
    )
    (line,) = dots(pdf)
    assert line[1] > 300 - glyphs_of(pdf)["山"].y
