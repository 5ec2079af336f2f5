"""Each property of CSS, by the rows that its specification has for Chinese: what is allowed where,
on finished pages.

CSS Text 3 §6 (text-align, text-justify), §7.2 (hanging-punctuation); CSS Text 4 §5 (text-wrap), §8
(text-spacing-trim, text-autospace). Where lines may end is in test_composer_line_break.py.
"""

import re
from pathlib import Path

import pypdfium2
import pytest
import weasyprint
from composed import EM, LEFT, face, lines_of, rendered, texts
from composer_pictures import PICTURES
from duben import composer
from duben.composer import properties


@pytest.fixture(autouse=True, scope="module")
def _installed():
    composer.install()
    yield
    composer.uninstall()


def lines(text, ems, style, lang="zh-CN"):
    return texts(
        rendered(
            f"<p>{text}</p>",
            f"p {{ width: {ems}em; text-indent: 0; text-align: start; {style} }}",
            lang,
        )
    )


def steps(text, style, width="200pt", lang="zh-CN", family="Noto Serif CJK SC"):
    """The advances of all but the last character of the first line, in em."""
    rule = f"p {{ width: {width}; text-indent: 0; font-family: '{family}'; {style} }}"
    line = lines_of(rendered(f"<p>{text}</p>", rule, lang))[0]
    return [
        round((after.x - before.x) / EM, 2) for before, after in zip(line, line[1:], strict=False)
    ]


def first(text, style, **more):
    """Where the first character of the first line stands, in em from the edge."""
    rule = f"p {{ text-indent: 0; {style} }}"
    return round((lines_of(rendered(f"<p>{text}</p>", rule, **more))[0][0].x - LEFT) / EM, 2)


TRIMS = ("space-all", "normal", "space-first", "trim-start", "trim-both", "trim-all", "auto")


@pytest.mark.parametrize("value", TRIMS)
@pytest.mark.parametrize(
    ("text", "full", "squeezed"),
    [
        ("山”，水", [1, 1, 1], [1, 0.5, 1]),  # two closing marks
        ("山（“水", [1, 1, 1], [1, 0.5, 1]),  # two opening marks: the outer keeps its blank
        ("山）（水", [1, 1, 1], [1, 0.5, 1]),  # a closing and an opening one
        ("山，（水", [1, 1, 1], [1, 0.5, 1]),
        ("山》》》水", [1, 1, 1, 1], [1, 0.5, 0.5, 1]),
        ("山，水", [1, 1], [1, 1]),
        ("山（水）船", [1, 1, 1, 1], [1, 1, 1, 1]),
    ],
)
def test_text_spacing_trim_collapses_marks_side_by_side(value, text, full, squeezed):
    found = steps(text, f"text-spacing-trim: {value}; text-align: start")
    if value == "trim-all":
        assert sum(found) <= sum(squeezed)
    else:
        assert sum(found) == pytest.approx(
            sum(full if value == "space-all" else squeezed), abs=0.02
        )


@pytest.mark.parametrize(
    ("value", "at_first", "at_others"),
    [
        ("space-all", 0, 0),
        ("normal", 0, 0),
        ("space-first", 0, -0.5),
        ("trim-start", -0.5, -0.5),
        ("trim-both", -0.5, -0.5),
        ("trim-all", -0.5, -0.5),
    ],
)
def test_text_spacing_trim_says_where_an_opening_mark_at_a_line_start_stands(
    value, at_first, at_others
):
    style = f"text-spacing-trim: {value}; text-align: start"
    assert first("（山）水", style) == at_first
    page = lines_of(rendered("<p>山山山山<br>（水）</p>", f"p {{ text-indent: 0; {style} }}"))
    assert round((page[1][0].x - LEFT) / EM, 2) == at_first
    page = lines_of(rendered("<p>山（水</p>", f"p {{ width: 1em; text-indent: 0; {style} }}"))
    assert round((page[1][0].x - LEFT) / EM, 2) == at_others


@pytest.mark.parametrize(
    ("value", "fits_at_half"),
    [
        ("space-all", False),
        ("normal", True),
        ("space-first", True),
        ("trim-start", True),
        ("trim-both", True),
        ("trim-all", True),
    ],
)
def test_text_spacing_trim_says_whether_a_closing_mark_may_end_a_line_with_its_half(
    value, fits_at_half
):
    found = lines("山山山山，水水", 4.5, f"text-spacing-trim: {value}")
    assert found[0] == ("山山山山，" if fits_at_half else "山山山")


def test_an_end_trimmed_only_where_it_must_be_is_full_where_it_may():
    """``normal`` and ``space-first`` trim an end that does not fit otherwise, ``trim-both`` every
    end.
    """
    style = "p {{ width: {}em; text-indent: 0; text-align: end; text-spacing-trim: {} }}"
    for value, right in (("normal", 1), ("space-first", 1), ("trim-both", 0.5)):
        line = lines_of(rendered("<p>山山，</p>", style.format(6, value)))[0]
        assert (LEFT + 6 * EM - line[-1].x) / EM == pytest.approx(right, abs=0.02)


@pytest.mark.parametrize(
    ("value", "letters", "digits"),
    [
        ("normal", True, True),
        ("auto", True, True),
        ("no-autospace", False, False),
        ("ideograph-alpha", True, False),
        ("ideograph-numeric", False, True),
        ("ideograph-alpha ideograph-numeric", True, True),
    ],
)
def test_text_autospace(value, letters, digits):
    style = f"text-autospace: {value}; text-align: start"
    for text, spaced in (("山{}水", None),):
        for inside, expected in (("A", letters), ("1", digits), ("é", letters), ("Я", letters)):
            narrow = steps(text.format(inside), "text-autospace: no-autospace; text-align: start")
            found = steps(text.format(inside), style)
            assert [round(new - old, 3) for new, old in zip(found, narrow, strict=True)] == [
                pytest.approx(0.16 if expected else 0, abs=0.015)
            ] * 2, (inside, spaced)


@pytest.mark.parametrize("text", ["山，A，水", "山（A）水", "山 A 水", "山“1”水"])
def test_text_autospace_adds_nothing_beside_marks_and_spaces(text):
    assert steps(text, "text-autospace: normal; text-align: start") == pytest.approx(
        steps(text, "text-autospace: no-autospace; text-align: start"), abs=0.01
    )


@pytest.mark.parametrize(
    ("text", "gaps"),
    [("山6%水", [0.16, 0, 0.16]), ("山$6水", [0.16, 0, 0.16]), ("山6℃水", [0.16, 0, 0])],
)
def test_text_autospace_auto_stands_beside_narrow_signs_too(text, gaps):
    """CSS leaves ``auto`` to us; ``normal`` is for letters and digits alone."""
    narrow, wide = (
        steps(text, f"text-autospace: {value}; text-align: start")
        for value in ("no-autospace", "auto")
    )
    assert [new - old for new, old in zip(wide, narrow, strict=True)] == pytest.approx(
        gaps, abs=0.015
    )
    assert steps("山%水", "text-autospace: normal; text-align: start") == steps(
        "山%水", "text-autospace: no-autospace; text-align: start"
    )


def test_text_autospace_crosses_the_edges_of_boxes_and_leaves_line_ends_alone():
    assert steps("山<b style='font: inherit'>A</b>水", "text-align: start") == steps(
        "山A水", "text-align: start"
    )
    line = lines_of(
        rendered("<p>山山A</p>", "p { width: 2em; text-indent: 0; text-align: start }")
    )[1]
    assert line[0].x == pytest.approx(LEFT, abs=0.01)


@pytest.mark.parametrize(
    ("value", "letter", "digit"),
    [
        ("ideograph-alpha", False, False),
        ("ideograph-alpha insert", False, False),
        ("ideograph-alpha replace", True, False),
        ("ideograph-numeric replace", False, True),
        ("replace ideograph-alpha ideograph-numeric", True, True),
        ("replace", True, True),
        ("insert", False, False),
        ("normal replace", True, True),
        ("punctuation replace", False, False),
    ],
)
def test_text_autospace_replace_makes_a_typed_space_a_gap(value, letter, digit):
    for inside, replaced in (("A", letter), ("1", digit)):
        found = steps(f"山 {inside} 水", f"text-autospace: {value}; text-align: start")
        assert found[1] == found[3] == pytest.approx(0.16 if replaced else 0.25, abs=0.02)


@pytest.mark.parametrize("kind", ["padding", "margin", "border-width"])
def test_text_autospace_stays_away_from_edges_of_boxes_with_room(kind):
    """CSS Text 4 §8.2: a margin, border or padding is gap enough, on its own side."""
    box = f"<span style='border: 0 solid; {kind}: 0 0 0 2pt'>"
    assert steps(f"山{box}A</span>水", "text-align: start") == pytest.approx(
        [1.2, *steps("A水", "text-align: start")], abs=0.02
    )
    box = box.replace("0 0 0 2pt", "2pt 0")
    assert steps(f"山{box}A</span>水", "text-align: start") == steps("山A水", "text-align: start")


def test_text_autospace_punctuation_is_for_french():
    """U+202F before ; ! ?, U+00A0 before : and inside « »: where nothing is typed, or a space with
    ``replace``.
    """
    text = "Quoi?! Oui ; «là» : « b »: 10:30; http://c"
    plain = steps(text, "text-autospace: normal", lang="fr")
    for value, typed in (
        ("punctuation", ()),
        ("punctuation insert", ()),
        ("punctuation replace", (10, 17, 21, 23)),
    ):
        gaps = {3: 1 / 6, 13: 1 / 4, 15: 1 / 4, 24: 1 / 4, 31: 1 / 6} | {
            index: 1 / 6 if index == 10 else 1 / 4 for index in typed
        }
        found = steps(text, f"text-autospace: {value}", lang="fr")
        own = [
            gaps[index] if index in typed else step + gaps.get(index, 0)
            for index, step in enumerate(plain)
        ]
        assert found[:34] == pytest.approx(own[:34], abs=0.015)
    for value, lang in (("normal", "fr-CH"), ("punctuation", "en"), ("no-autospace", "fr")):
        assert steps(text, f"text-autospace: {value}", lang=lang) == plain
    assert steps(
        f"山<span lang=fr-CH>{text}</span>",
        "text-autospace: punctuation; text-align: start",
        "300pt",
    )[1:35] == pytest.approx(steps(text, "text-autospace: punctuation", lang="fr")[:34], abs=0.02)
    narrow = lines("«Quoi»; «là»!", 3.5, "text-autospace: punctuation replace", lang="fr")
    assert all(line[-1] != "«" and line[0] not in "»;!" for line in narrow) and len(narrow) > 1


def test_text_autospace_leaves_korean_to_its_spaces():
    assert steps("한A한1", "text-align: start") == steps(
        "한A한1", "text-align: start; text-autospace: no-autospace"
    )


def test_text_autospace_is_asked_of_each_element():
    style = "text-align: start"
    markup = "山<span style='text-autospace: no-autospace'>A水A</span>水"
    assert steps(markup, style) == pytest.approx(
        [1.16, *steps("A水A", "text-autospace: no-autospace"), 0.88], abs=0.02
    )


def test_text_autospace_between_two_elements_is_asked_of_the_one_that_holds_both():
    spaced, solid = (
        steps("山A水", "text-align: start"),
        steps("山A水", "text-align: start; text-autospace: no-autospace"),
    )
    for markup, expected in (
        ("<i style='text-autospace: normal'>山<b>A</b>水</i>", spaced),
        ("山<i style='text-autospace: normal'>A</i>水", solid),
    ):
        markup = (
            markup.replace("<i", "<span")
            .replace("</i>", "</span>")
            .replace("<b", "<span")
            .replace("</b>", "</span>")
        )
        assert steps(markup, "text-align: start; text-autospace: no-autospace") == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("山）<i>（</i>水", [1, 0.5, 2]),  # the smaller mark loses its half
        ("山<i>）</i>（水", [1, 1.5, 1]),
        ("山）<i>〕</i>水", [1, 0.5, 2]),  # of two of a kind the outer one
        ("山<i>）</i>〕水", [1, 1, 1]),
        ("山（<i>《</i>水", [1, 0, 2]),
        ("山<i>（</i>《水", [1, 1.5, 1]),
        ("山\u3000（水", [1, 0.5, 1]),  # beside a wide space too
        ("山）\u3000水", [1, 0.5, 1]),
        ("山・（水", [1, 0.5, 1]),
        ("山）・水", [1, 0.5, 1]),
    ],
)
def test_text_spacing_trim_collapses_marks_of_any_size_and_beside_wide_spaces(markup, expected):
    markup = markup.replace("<i>", "<span style='font-size: 20pt; line-height: 0'>").replace(
        "</i>", "</span>"
    )
    assert steps(markup, "text-spacing-trim: normal; text-align: start") == pytest.approx(
        expected, abs=0.03
    )


def test_marks_and_words_are_set_as_each_element_asks():
    assert steps(
        "山”，<span style='text-spacing-trim: space-all'>）（</span>水", "text-align: start"
    ) == [1, 0.5, 0.5, 1, 1]
    assert lines("山水<span style='word-break: keep-all'>船树花</span>", 4, "") == [
        "山水",
        "船树花",
    ]
    assert lines("山水<span style='word-break: break-all'>wonderful</span>", 4, "")[0] == "山水wo"


@pytest.mark.parametrize(
    ("value", "han", "space"),
    [
        ("auto", True, False),
        ("inter-character", True, True),
        ("inter-word", False, True),
        ("none", False, False),
    ],
)
def test_text_justify(value, han, space):
    """Which gaps open in a line that must be stretched."""
    style = face("DejaVu Sans")
    rule = (
        f"p {{ width: 8.7em; text-indent: 0; text-justify: {value}; text-autospace: "
        f"no-autospace; text-align: justify }}"
    )
    line = lines_of(rendered("<p>山水a b船树a b花草鸟兽</p>", style + rule))[0]
    natural = lines_of(
        rendered("<p>山水a b船树a b花草鸟兽</p>", style + rule.replace("justify }", "start }"))
    )[0]
    places = list(zip(line, line[1:], natural, natural[1:], strict=False))
    opened = [
        (one.text, (other.x - one.x) - (after.x - before.x)) for one, other, before, after in places
    ]
    assert (dict(opened)["山"] > 0.1) is han
    assert (dict(opened)[" "] > 0.1) is (space or value == "auto" and dict(opened)[" "] > 0.1)


def test_text_align_last_justify_makes_the_last_line_flush():
    line = lines_of(rendered("<p>山水船</p>", "p { text-indent: 0; text-align-last: justify }"))[0]
    assert line[-1].x == pytest.approx(220 - EM, abs=0.05)


@pytest.mark.parametrize(
    ("align", "edge"),
    [("right", 220 - EM), ("end", 220 - EM), ("center", 120 + EM / 2), ("left", LEFT + 2 * EM)],
)
def test_text_align_last_of_other_values(align, edge):
    line = lines_of(rendered("<p>山水船</p>", f"p {{ text-indent: 0; text-align-last: {align} }}"))[
        0
    ]
    assert line[-1].x == pytest.approx(edge, abs=0.05)


HANG = "山水船树花草，鸟兽虫鱼"


@pytest.mark.parametrize(
    ("value", "ems", "ends", "beyond"),
    [
        ("none", 6, "树花", None),
        ("allow-end", 6, "，", 0),
        ("allow-end", 7, "，", -1),
        ("force-end", 7, "，", 0),
    ],
)
def test_hanging_punctuation_at_line_ends(value, ems, ends, beyond):
    rule = (
        f"p {{ width: {ems}em; text-indent: 0; text-align: end; text-spacing-trim: space-all; "
        f"hanging-punctuation: {value} }}"
    )
    line = lines_of(rendered(f"<p>{HANG}</p>", rule))[0]
    if beyond is None:
        assert line[-1].text in ends
    else:
        assert line[-1].text == ends
        assert (line[-1].x - LEFT) / EM - ems == pytest.approx(beyond, abs=0.02)


@pytest.mark.parametrize("mark", "，、。")
def test_stops_and_commas_hang(mark):
    rule = (
        "p { width: 4em; text-indent: 0; text-spacing-trim: space-all; hanging-punctuation: "
        "allow-end }"
    )
    assert texts(rendered(f"<p>山山山山{mark}水水水</p>", rule))[0] == f"山山山山{mark}"


def test_hanging_punctuation_first_and_last():
    rule = (
        "p { text-indent: 0; text-spacing-trim: space-all; hanging-punctuation: first last; "
        "text-align: %s }"
    )
    start = lines_of(rendered("<p>“山水”</p>", rule % "left"))[0]
    assert start[1].x == pytest.approx(LEFT, abs=0.01)
    end = lines_of(rendered("<p>“山水”</p>", rule % "right"))[0]
    assert end[-1].x == pytest.approx(220, abs=0.01)


@pytest.mark.parametrize("mark", "“‘（《「『【([\"'«")
def test_brackets_and_quotation_marks_hang_before_the_first_line(mark):
    start = lines_of(
        rendered(
            f"<p>{mark}山水</p>",
            "p { text-indent: 0; text-align: left; hanging-punctuation: first }",
        )
    )[0]
    assert start[1].x == pytest.approx(LEFT, abs=0.05)


@pytest.mark.parametrize("mark", "”’）》」』】)]\"'»")
def test_brackets_and_quotation_marks_hang_behind_the_last_line(mark):
    end = lines_of(
        rendered(
            f"<p>山水{mark}</p>",
            "p { text-indent: 0; text-align: right; hanging-punctuation: last }",
        )
    )[0]
    assert end[-1].x == pytest.approx(220, abs=0.05)


@pytest.mark.parametrize("mark", "，。、．｡､,.﹐﹑﹒")
def test_each_stop_and_comma_hangs(mark):
    rule = (
        "p { width: 4em; text-indent: 0; text-spacing-trim: space-all; text-align: end; "
        "hanging-punctuation: force-end }"
    )
    assert lines_of(rendered(f"<p>山山山山{mark}水水水</p>", rule))[0][-1].x == pytest.approx(
        LEFT + 4 * EM, abs=0.05
    )


@pytest.mark.parametrize("mark", "；：！？”）")
def test_other_marks_do_not_hang(mark):
    rule = (
        "p { width: 5em; text-indent: 0; text-spacing-trim: space-all; text-align: end; "
        "hanging-punctuation: allow-end }"
    )
    assert lines_of(rendered(f"<p>山山山山{mark}水水水</p>", rule))[0][-1].x == pytest.approx(
        LEFT + 4 * EM, abs=0.05
    )


def test_hanging_is_asked_of_the_mark_and_kept_back_by_padding():
    rule = (
        "p {{ text-indent: 0; text-align: right; text-spacing-trim: space-all; "
        "hanging-punctuation: {} }}"
    )
    for value, markup, x in (
        ("force-end", "山<span style='hanging-punctuation: none'>。</span>", 220 - EM),
        ("none", "山<span style='hanging-punctuation: force-end'>。</span>", 220),
        ("force-end", "山<span style='padding-right: 2pt'>。</span>", 218 - EM),
    ):
        assert lines_of(rendered(f"<p>{markup}</p>", rule.format(value)))[0][-1].x == pytest.approx(
            x, abs=0.05
        )


def test_text_wrap_balance_makes_lines_alike():
    text = "关于进一步优化营商环境更好服务市场主体的实施意见"
    greedy = lines(text, 20, "")
    balanced = lines(text, 20, "text-wrap: balance")
    assert len(greedy[0]) >= 18
    assert abs(len(balanced[0]) - len(balanced[1])) <= 2
    assert len(balanced) == len(greedy) == 2


def test_auto_phrase_breaks_between_words_only():
    found = lines("关于进一步优化营商环境更好服务市场主体的实施意见", 9, "word-break: auto-phrase")
    assert "".join(found) == "关于进一步优化营商环境更好服务市场主体的实施意见"
    for word in ("进一步", "优化", "环境", "更好", "服务", "市场", "主体", "实施", "意见"):
        assert any(word in line for line in found)


def test_text_wrap_nowrap_keeps_one_line():
    assert lines("山水" * 20, 10, "text-wrap: nowrap") == ["山水" * 20]
    assert lines("山水" * 20, 40, "text-wrap: wrap; white-space: nowrap") == ["山水" * 20]


def test_text_wrap_pretty_leaves_no_single_hanzi():
    assert all(len(lines("山" * count, 10, "text-wrap: pretty")[-1]) > 1 for count in (21, 31, 41))


@pytest.mark.parametrize(
    ("declaration", "computed"),
    [
        ("text-wrap: balance", {"text_wrap_style": "balance", "text_wrap_mode": "wrap"}),
        (
            "text-wrap: nowrap pretty",
            {"text_wrap_style": "pretty", "text_wrap_mode": "nowrap", "white_space": "nowrap"},
        ),
        (
            "text-spacing: none",
            {"text_spacing_trim": "space-all", "text_autospace": "no-autospace"},
        ),
        ("text-justify: distribute", {"text_justify": "inter-character"}),
        ("text-emphasis: open red", {"text_emphasis_style": ("open", "circle")}),
        ("text-emphasis-position: left over", {"text_emphasis_position": ("over", "left")}),
        ("text-emphasis-style: '点点'", {"text_emphasis_style": ("string", "点")}),
        ("text-emphasis-style: 'e\u0301x'", {"text_emphasis_style": ("string", "e\u0301")}),
        ("text-emphasis-style: filled", {"text_emphasis_style": ("filled", "circle")}),
        ("text-emphasis-style: open", {"text_emphasis_style": ("open", "circle")}),
        ("text-emphasis-style: sesame open", {"text_emphasis_style": ("open", "sesame")}),
        ("text-emphasis-style: open filled", {"text_emphasis_style": "none"}),
        ("text-emphasis-style: dot none", {"text_emphasis_style": "none"}),
        ("text-emphasis-position: under", {"text_emphasis_position": ("under", "right")}),
        ("text-emphasis-position: right", {"text_emphasis_position": "auto"}),
        ("text-emphasis-position: over under", {"text_emphasis_position": "auto"}),
        ("text-emphasis-position: auto over", {"text_emphasis_position": "auto"}),
        ("text-emphasis: 'x' blue", {"text_emphasis_style": ("string", "x")}),
        ("text-emphasis: red", {"text_emphasis_style": "none"}),
        ("text-wrap: balance nowrap", {"text_wrap_style": "balance", "text_wrap_mode": "nowrap"}),
        ("text-wrap: wrap nowrap", {"text_wrap_mode": "wrap"}),
        ("text-wrap: stable", {"text_wrap_style": "stable"}),
        ("text-spacing: auto", {"text_spacing_trim": "auto", "text_autospace": "auto"}),
        (
            "text-spacing: trim-start ideograph-alpha",
            {"text_spacing_trim": "trim-start", "text_autospace": ("ideograph-alpha", "", "", "")},
        ),
        ("text-spacing: trim-start trim-all", {"text_spacing_trim": "normal"}),
        ("text-autospace: punctuation", {"text_autospace": ("", "", "punctuation", "")}),
        ("text-autospace: insert replace ideograph-alpha", {"text_autospace": "normal"}),
        ("text-autospace: normal ideograph-alpha", {"text_autospace": "normal"}),
        ("hanging-punctuation: last", {"hanging_punctuation": ("", "", "last")}),
        ("hanging-punctuation: first first", {"hanging_punctuation": "none"}),
        ("hanging-punctuation: none last", {"hanging_punctuation": "none"}),
        ("word-break: break-word", {"word_break": "break-word"}),
        ("LINE-BREAK: Strict", {"line_break": "strict"}),
        ("ruby-position: under", {"ruby_position": "under"}),
        ("display: ruby", {"ruby_display": "ruby"}),
        (
            "hanging-punctuation: first allow-end last",
            {"hanging_punctuation": ("first", "allow-end", "last")},
        ),
        ("hanging-punctuation: allow-end force-end", {"hanging_punctuation": "none"}),
        ("line-break: tight", {"line_break": "auto"}),
        ("text-autospace: replace", {"text_autospace": ("", "", "", "replace")}),
        (
            "text-autospace: insert punctuation",
            {"text_autospace": ("", "", "punctuation", "insert")},
        ),
        (
            "text-autospace: replace normal",
            {"text_autospace": ("ideograph-alpha", "ideograph-numeric", "", "replace")},
        ),
        ("text-autospace: normal punctuation replace", {"text_autospace": "normal"}),
        ("text-autospace: no-autospace replace", {"text_autospace": "normal"}),
        ("text-autospace: auto insert", {"text_autospace": "normal"}),
        ("text-autospace: ideograph-alpha ideograph-alpha", {"text_autospace": "normal"}),
        (
            "text-spacing: space-all replace",
            {"text_spacing_trim": "space-all", "text_autospace": ("", "", "", "replace")},
        ),
        ("text-spacing-trim: trim-both normal", {"text_spacing_trim": "normal"}),
    ],
)
def test_values_are_computed_as_specified(declaration, computed):
    page = (
        weasyprint.HTML(string=f'<html lang=zh-CN><body><p id=p style="{declaration}">山')
        .render()
        .pages[0]
    )
    box = page._page_box
    while box.element_tag != "p":
        box = next(child for child in box.children if child.element_tag in ("html", "body", "p"))
    assert {name: box.style[name] for name in computed} == computed


OTHER_VALUES = {  # a value that is not the initial one
    "line-break": "loose",
    "word-break": "keep-all",
    "text-wrap-mode": "nowrap",
    "text-wrap-style": "balance",
    "text-justify": "none",
    "text-spacing-trim": "trim-both",
    "text-autospace": "no-autospace",
    "hanging-punctuation": "first",
    "text-emphasis-style": "dot",
    "text-emphasis-color": "red",
    "text-emphasis-position": "over",
    "ruby-position": "under",
    "ruby-align": "center",
}


@pytest.mark.parametrize("name", OTHER_VALUES)
def test_properties_are_inherited_and_take_the_wide_keywords(name, caplog):
    words = {
        "": "inherited",
        "inherit": "inherited",
        "unset": "inherited",
        "revert": "inherited",
        "initial": "initial",
        "tight 3": "inherited",
    }
    body = "".join(f"<p style='{name}: {word}'>山" for word in words)
    document = weasyprint.HTML(
        string=f"<html lang=zh-CN><body style='{name}: {OTHER_VALUES[name]}'>{body}"
    ).render()
    page = document.pages[0]._page_box.children[0].children[0]
    key = name.replace("-", "_")
    initial = weasyprint.HTML(string="<p>山").render().pages[0]._page_box.children[0].style[key]
    assert page.style[key] != initial
    assert [child.style[key] for child in page.children] == [
        page.style[key] if how == "inherited" else initial for how in words.values()
    ]
    assert [
        record.getMessage()
        for record in caplog.records
        if record.name == "weasyprint" and name in record.getMessage()
    ] == [
        f"Ignored `{name}: ` at 1:1, no value.",
        f"Ignored `{name}: tight 3` at 1:1, invalid value.",
    ]


def test_every_property_has_another_value_here():
    assert {row.name for row in properties.PROPERTIES} - {"ruby-display"} == OTHER_VALUES.keys()


@pytest.mark.parametrize(
    ("space", "mode"),
    [
        ("\u3000", "normal"),
        ("\u3000\u3000", "normal"),
        ("  ", "pre-wrap"),
        (" ", "pre-wrap"),
        ("\u2003", "normal"),
    ],
)
def test_wide_and_kept_spaces_hang_at_line_ends(space, mode):
    """CSS Text 3 §4.1.3: they are there, but take no room, however the line is aligned."""
    for align, edges in (("justify", (0, 6.5)), ("end", (0.5, 6.5)), ("center", (0.25, 6.25))):
        style = f"p {{ width: 6.5em; text-indent: 0; white-space: {mode}; text-align: {align} }}"
        line = lines_of(rendered(f"<p>山水云天好人{space}山水云天好人</p>", style))[0]
        inked = [glyph for glyph in line if glyph.text.strip()]
        assert ((inked[0].x - LEFT) / EM, (inked[-1].x - LEFT) / EM + 1) == pytest.approx(
            edges, abs=0.02
        )
        assert {glyph.text for glyph in line[6:]} == set(space)


def colours(pdf):
    """The strong colours of a page but black and white."""
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=4).to_pil().convert("RGB")
    found = {tuple(value // 128 for value in colour) for _, colour in page.getcolors(1 << 24)}
    return {colour for colour in found if len(set(colour)) > 1}


def test_emphasis_marks_have_the_colour_of_their_own_text():
    """``currentcolor`` is inherited as itself, ``none`` inside takes marks away, marks of
    punctuation get none, the shorthand has no position.
    """
    style = "p { font-size: 20pt; line-height: 2; text-indent: 0; color: white }"
    red, blue = (1, 0, 0), (0, 0, 1)
    for emphasis, expected in (
        ("dot #f00", {red}),
        ("#00f triangle open", {blue}),
        ("'x' #f00", {red}),
        ("dot", set()),
        ("dot #f00 under", set()),
    ):
        markup = (
            f'<p>山<span style="text-emphasis: {emphasis}">水<i style="font: '
            'inherit">云</i></span></p>'
        )
        assert colours(rendered(markup, style)) == expected, emphasis
    inherited = "<p style='text-emphasis: dot'>山<span style='color: #f00; {}'>{}</span></p>"
    thin = colours(rendered(inherited.format("text-emphasis: none", "水"), style))
    assert thin == {red}  # the character itself
    pixels = [
        sum(
            count
            for count, colour in pypdfium2.PdfDocument(
                rendered(inherited.format(more, text), style)
            )[0]
            .render(scale=4)
            .to_pil()
            .convert("RGB")
            .getcolors(1 << 24)
            if colour == (255, 0, 0)
        )
        for more, text in (
            ("", "水"),
            ("text-emphasis: none", "水"),
            ("", "，"),
            ("text-emphasis: none", "，"),
        )
    ]
    assert pixels[0] > pixels[1] and pixels[2] == pixels[3]


def test_emphasis_marks_stand_under_chinese_and_over_what_is_not():
    style = "text-emphasis-style: dot; line-height: 1"
    tops = {
        lang: lines_of(rendered("<p>山水</p>", f"p {{ {style} }}", lang))[0][0].y
        for lang in ("zh", "Zh-hant", "yue", "ja", "ko", "en", "")
    }
    assert (
        tops["zh"]
        == tops["Zh-hant"]
        == tops["yue"]
        > tops["ja"]
        == tops["ko"]
        == tops["en"]
        == tops[""]
    )
    explicit = {
        where: lines_of(
            rendered("<p>山水</p>", f"body {{ text-emphasis-position: {where} }} p {{ {style} }}")
        )[0][0].y
        for where in ("under", "over", "auto", "under left")
    }
    assert explicit["under"] == explicit["auto"] == explicit["under left"] == tops["zh"]
    assert explicit["over"] == tops["ja"]


def test_every_property_has_its_picture_in_the_docs():
    docs = Path(__file__).resolve().parents[2] / "docs"
    page = (docs / "composer.md").read_text(encoding="utf-8")
    named = re.findall(r"\(images/composer/([a-z-]+)\.png\)", page)
    assert sorted(named) == sorted(picture.name for picture in PICTURES)
    assert sorted(path.stem for path in (docs / "images" / "composer").glob("*.png")) == sorted(
        named
    )
    assert all(
        path.stat().st_size < 60_000 for path in (docs / "images" / "composer").glob("*.png")
    )
    shown = (
        " ".join(panel.style for picture in PICTURES for panel in (picture.off, picture.on))
        + " text-spacing "
    )
    parts = {
        "text-wrap-mode": "text-wrap",
        "text-wrap-style": "text-wrap",
        "text-emphasis-style": "text-emphasis",
        "text-emphasis-color": "text-emphasis",
        "ruby-display": "ruby",
    }
    for row in properties.PROPERTIES:
        assert parts.get(row.name, row.name) in shown
        assert parts.get(row.name, row.name) in page


HYPHEN = "\x02"  # how pdfium tells a hyphen that ends a line


def test_soft_hyphens_and_those_of_a_dictionary_end_lines():
    soft = "山水之间有extra\u00adordinary\u00adness这样的词。"
    assert lines(soft, 8, "text-align: justify") == [
        f"山水之间有extra{HYPHEN}",
        "ordinaryness这",
        "样的词。",
    ]
    assert lines(soft.replace("\u00ad", ""), 8, "text-align: justify")[:2] == [
        "山水之间有",
        "extraordinaryness",
    ]
    auto = (
        "山水之间有<span lang='en' style='hyphens: auto'>extraordinary "
        "international</span>这样的词。"
    )
    assert lines(auto, 9, "text-align: justify")[:2] == [
        f"山水之间有ex{HYPHEN}",
        f"traordinary inter{HYPHEN}",
    ]
    assert HYPHEN not in "".join(
        lines(f"<span style='hyphens: none'>{soft}</span>", 8, "text-align: justify")
    )
    assert lines("山水extra\u00adordinary", 20, "") == ["山水extraordinary"]


def test_the_hyphen_of_the_style_stands_there():
    auto = (
        "山水之间有<span lang='en' style='hyphens: auto; hyphenate-character: "
        '"="\'>extraordinary</span>这样的词'
    )
    assert lines(auto, 8, "text-align: justify")[0] == "山水之间有ex="


@pytest.mark.parametrize("align", ["justify", "end"])
def test_a_line_that_ends_with_a_hyphen_is_flush(align):
    rule = f"p {{ width: 8em; text-indent: 0; text-align: {align} }}"
    first = lines_of(rendered("<p>山水之间有extra\u00adordinary\u00adness这样的词。</p>", rule))[0]
    assert first[-1].text == HYPHEN
    assert first[-1].x == pytest.approx(LEFT + 8 * EM - 3.47, abs=0.05)


def test_rules_of_hints_for_elements_of_any_name_are_looked_at_where_one_may_hold():
    """Each of them asks for an attribute that none of these elements has."""
    hints = weasyprint.html.PH_STYLESHEET.matcher
    assert len(hints.other_selectors) > 30
    names = [
        "ol",
        "ul",
        "li",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "p",
        "h1",
        "h6",
        "caption",
        "img",
        "input",
        "object",
        "iframe",
    ]
    silent = "".join(
        (
            f"<{name} id='a' class='b' href='c' start='2' value='3' width='4' clear='left' "
            "dir='ltr' lang='zh'>"
        )
        for name in names
    )
    elements = list(weasyprint.HTML(string=silent).wrapper_element.iter_subtree())
    assert len(elements) > len(names)
    assert not any(row[0](element) for element in elements for row in hints.other_selectors)
    for hint, style in (("<p align=right>文", "right"), ("<p>文", "start")):
        page = weasyprint.HTML(string=hint).render(presentational_hints=True).pages[0]._page_box
        assert [
            box.style["text_align_all"] for box in page.descendants() if box.element_tag == "p"
        ][0] == style
