"""What stands in Chinese paragraphs beside 汉字: set by the composer, nothing lost, every line flush."""

import io
from pathlib import Path

import pypdfium2
import pytest
from composed import EM, LEFT, RIGHT, lines_of, rendered, right_edge, texts
from duben import composer
from duben.composer import rules
from duben.composer.seam import bidi, filling, paragraphs
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import newTable
from fontTools.ttLib.tables.S_V_G_ import SVGDocument


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
    "code": "<code>x = y[1]</code>",
    "sub and sup": "H<sub>2</sub>O和m<sup>2</sup>",
    "another size": "<span style='font-size: 13pt'>大字</span>和<small style='font-size: 6pt'>小字</small>",
    "another face": "<span style='font-family: LXGW WenKai'>楷体“字”</span>",
    "a box": "<span style='display: inline-block; width: 12pt; height: 8pt'></span>",
    "a flex box": "<span style='display: inline-flex; width: 20pt'><i>甲</i></span>",
    "a grid": "<span style='display: inline-grid; width: 20pt'><i>乙</i></span>",
    "a picture": "<svg xmlns='http://www.w3.org/2000/svg' width='15pt' height='8pt'></svg>",
    "preserved spaces": "<span style='white-space: pre-wrap'>山  水\t船</span>",
}


@pytest.mark.parametrize("name", WITHIN)
def test_a_paragraph_is_composed_whatever_stands_in_it(name):
    body = f"<p>{FILL}{WITHIN[name]}{FILL}，{FILL}。</p>"
    lines = lines_of(rendered(body, 'p { font-family: "Noto Serif CJK SC", "DejaVu Sans" }'))
    assert "".join(glyph.text for line in lines for glyph in line).count(FILL) == 3
    assert len(full := full_lines(lines)) >= 3
    assert [right_edge(line) for line in full] == [pytest.approx(RIGHT, abs=0.05)] * len(full)


def test_letters_from_right_to_left_stand_so_between_those_from_left_to_right():
    (line,) = lines_of(rendered("<p>甲שלום乙</p>", 'p { font-family: "Noto Serif CJK SC", "DejaVu Sans" }'))
    places = {glyph.text: glyph.x for glyph in line}
    assert places["甲"] < places["ם"] < places["ו"] < places["ל"] < places["ש"] < places["乙"]


def test_a_direction_goes_on_across_boxes_and_turns_brackets():
    style = 'p { font-family: "Noto Serif CJK SC", "DejaVu Sans"; text-indent: 0 }'
    (line,) = lines_of(rendered("<p>甲של<b>(ום)</b>乙</p>", style))
    places = {glyph.text: glyph.x for glyph in line}
    assert places["甲"] < places["ם"] < places["ו"] < places["ל"] < places["ש"] < places["乙"]
    left, right = sorted(glyph.x for glyph in line if glyph.text in "()")
    assert places["甲"] < left < places["ם"] < places["ו"] < right < places["ל"]


def test_a_paragraph_from_right_to_left_begins_at_the_right():
    style = 'p { font-family: "Noto Serif CJK SC", "DejaVu Sans"; direction: rtl; text-indent: 0; text-align: start }'
    first, second = lines_of(rendered("<p>שלום甲乙<br>丙丁 ש", style))
    places = {glyph.text: glyph.x for glyph in first + second}
    assert places["甲"] < places["乙"] < places["ם"]
    assert places["ש"] < places["丙"]
    assert right_edge([glyph for glyph in second if glyph.text == "丁"]) == pytest.approx(RIGHT, abs=0.05)


@pytest.mark.parametrize(
    ("levels", "order"),
    [([0, 0], [0, 1]), ([0, 1, 1, 0], [0, 2, 1, 3]), ([1, 2, 2, 1], [3, 1, 2, 0]), ([0, 1, 2, 2, 1, 0], [0, 4, 2, 3, 1, 5])],
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
    paragraphs._part_words(text, letters)
    assert "".join(letters) == "LzLULzLULzL".replace("z", rules.JOINED)


def test_tabs_reach_their_stops():
    style = 'pre { font: 10pt/18pt "DejaVu Sans Mono", "Noto Sans CJK SC"; text-indent: 0; margin: 0; tab-size: 4 }'
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
    drawing = '<svg id="glyph1" xmlns="http://www.w3.org/2000/svg"><path fill="#f00" d="M0-880h1000v1000h-1000z"/></svg>'
    table.docList = [SVGDocument(drawing, 1, 1, False)]
    builder.save(path)


def test_pictures_of_a_font_stand_in_their_place(tmp_path):
    emoji_font(tmp_path / "faces.ttf")
    style = (f"@font-face {{ font-family: Faces; src: url({(tmp_path / 'faces.ttf').as_uri()}) }}"
             'p { font-family: "Noto Serif CJK SC", Faces; text-indent: 0 }')
    pdf = rendered(f"<p>甲😀乙{FILL}，{FILL}</p>", style)
    lines = lines_of(pdf)
    assert right_edge(lines[0]) == pytest.approx(RIGHT, abs=0.05)
    places = {glyph.text: glyph.x for glyph in lines[0]}
    image = pypdfium2.PdfDocument(io.BytesIO(pdf))[0].render(scale=4).to_pil().convert("RGB")
    red = [x for x in range(image.width) for y in range(80, 152) if image.getpixel((x, y)) == (255, 0, 0)]
    assert min(red) / 4 == pytest.approx(places["甲"] + EM, abs=0.3)
    assert (max(red) + 1) / 4 == pytest.approx(places["乙"], abs=0.3)
