"""Values in a book's own styles that no page can hold are told with their line, before anything is
composed.
"""

from __future__ import annotations

import pytest
from duben.layout import css_limits, theme_overrides
from duben.layout.editions import EDITIONS
from duben.messages import catalogue
from duben.model import SourceLocation

SCREEN, PHONE = EDITIONS["screen"], EDITIONS["phone"]


def told(text: str, **more: str) -> list[tuple[str, str]]:
    styles = {"text.css": text, **{f"{name}.css": text for name, text in more.items()}}
    found = list(css_limits.check_css_limits(styles, [SCREEN, PHONE]))
    assert all(all(catalogue.problem_text(one, tongue)) for one in found for tongue in ("zh", "en"))
    return [(str(one.place), one.rule) for one in found]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("@page { size: 1e9mm }", "style-large"),
        ("@page { size: 0 }", "style-paper"),
        ("@page { size: 1mm 2mm }", "style-paper"),
        ("@page { size: 20000mm 20000mm }", "style-paper"),
        ("p { margin-top: -1e9mm }", "style-large"),
        ("p { text-indent: calc(2em + 1e9pt) }", "style-large"),
        ("p { border: 0.00001pt dotted }", "style-small"),
        ("p { width: calc(100% / 0) }", "style-divided"),
        ("p { font-size: 500pt }", "style-letter"),
        ("@media print { p { font-size: 500pt } }", "style-letter"),
        ("p { font-size: 0 }", "style-nothing"),
        ("p { font-size: .1pt }", "style-nothing"),
        ("p { color: white }", "style-unseen"),
        ("@media print { p { color: #fefefe } }", "style-unseen"),
        ("p { color: transparent }", "style-unseen"),
        ("@page { margin-top: 200mm }", "style-margins-down"),
    ],
)
def test_a_value_that_no_page_can_hold_is_told_with_its_line(line: str, rule: str) -> None:
    assert {
        (place.split(":")[1], said) for place, said in told(f"p {{ color: #333 }}\n{line}\n")
    } == {("2", rule)}


@pytest.mark.parametrize(
    "line",
    [
        "@page { size: A5 }",
        "@page { size: -1mm }",
        "@page cover { margin: 0 }",
        "p { margin: 0 auto; border-radius: 9999px; width: calc(100% / 3) }",
        "p { font: 14pt/0 serif; grid-area: 1 / 0; text-indent: -9999px; line-height: 0 }",
        "@page body { margin: 12mm 25mm }",
        "th { color: white; background: #7a1f1f }",
        "p { color: inherit } i { color: var(--accent) } b { color: #eee }",
        "}}}{{{ \0 @@",
        "@media screen { p { font-size: 500pt; margin: 1e9mm } }",
    ],
)
def test_what_may_be_meant_is_not_told(line: str) -> None:
    assert told(line) == []


def test_margins_that_are_too_large_for_one_edition_may_be_smaller_there() -> None:
    wide = "\n@page :left { margin-left: 30mm }\n"
    assert told(wide) == [("styles/text.css:2", "style-margins-across")]
    assert told(wide, phone="@page :left { margin-left: 8mm }") == []
    assert told("@page { margin: 10mm 8mm 10mm 50mm }") == [
        ("styles/text.css:1", "style-margins-across")
    ]


def test_pages_of_a_booklet_are_half_of_a_sheet() -> None:
    sizes = (
        "A4",
        "A5 landscape",
        "170mm 240mm",
        "148mm",
        "A5",
        "a5 portrait",
        "148mm 210mm",
        "419.53pt 595.28pt",
    )
    styles = {
        "text.css": "\n".join(f"@page {{ size: {size} }}" for size in sizes),
        "large.css": "@page { size: A4 }",
    }
    assert [
        (one.place.line, one.rule)
        for one in css_limits.check_css_limits(styles, [SCREEN], folded=True)
        if one.place
    ] == [(line, "style-folded") for line in (1, 2, 3, 4)]
    assert list(css_limits.check_css_limits(styles, [SCREEN])) == []


def test_of_a_style_the_line_that_is_not_ours_and_has_an_odd_value_is_looked_at_first() -> None:
    files = {"styles/text.css": "h1 { padding: 0 }\np { color: red }\np { transform: scale(0) }\n"}
    assert theme_overrides.locate_doubtful_value(
        files, lambda name: "h1 { padding: 0 }"
    ) == SourceLocation("styles/text.css", 3)
    assert theme_overrides.locate_doubtful_value(
        {"styles/text.css": "p { color: red }"}, lambda name: ""
    ) == SourceLocation("styles/text.css", 1)
    assert theme_overrides.locate_doubtful_value(
        {"templates/paper/body.html": "x"}, lambda name: ""
    ) == SourceLocation("templates/paper/body.html")


@pytest.mark.parametrize(
    ("line", "adds"),
    [
        ('p::before { content: "◆" }', True),
        ("li::after { content:attr(title) }", True),
        ("p::before { content: none }", False),
        ("p { color: red }", False),
        ('@page { @top-left { content: "第一版" } }', False),
        ("p { content-visibility: auto }", False),
    ],
)
def test_a_style_that_sets_signs_beside_the_text_adds_text(line: str, adds: bool) -> None:
    def ours(name: str) -> str:
        return 'hr::before { content: "＊" }\n'

    assert (
        theme_overrides.overrides_add_text({}, {"text.css": ours("text.css") + line}, ours) is adds
    )
    assert theme_overrides.overrides_add_text({"paper/front.html": ""}, {}, ours)
