"""The cases in cases/breaking: a paragraph with its measure, and beside it its lines."""

import os
from pathlib import Path

import pytest
import weasyprint
from duben import composer
from weasyprint.formatting_structure import boxes

CASES = Path(__file__).parents[1] / "cases" / "breaking"
TEXTS = sorted(CASES.glob("*.case"))
PAGE = """
@page { size: 400mm }
body { font: 10pt/18pt "Noto Serif CJK SC"; text-align: justify }
"""
# As if no character were kept from another, and no line end had a price.
WITHOUT_RULES = (
    "; line-break: anywhere; word-break: normal; text-wrap: wrap; text-align: left; "
    "text-spacing-trim: space-all; hanging-punctuation: none"
)


@pytest.fixture(scope="module", autouse=True)
def installed():
    composer.install()
    yield
    composer.uninstall()


def break_case(path: Path, more: str = "") -> str:
    """The lines of a case, one below the other; ``more`` is added to its declarations."""
    head, _, text = path.read_text("utf-8").partition("\n\n")
    values = dict(line.split(": ", 1) for line in head.splitlines())
    values["width"] = values.pop("measure")
    language = values.pop("lang", "zh-CN")
    style = "; ".join(f"{name}: {value}" for name, value in values.items())
    document = weasyprint.HTML(
        string=f'<style>{PAGE}</style><p lang="{language}" style="{style}{more}">{text.strip()}'
    ).render()
    lines = (
        box
        for page in document.pages
        for box in page._page_box.descendants()
        if isinstance(box, boxes.LineBox)
    )
    return "".join(f"{composer.text_of(line).strip()}\n" for line in lines)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_case_is_broken_as_expected(path: Path) -> None:
    expected = path.with_suffix(".lines")
    if os.environ.get("DUBEN_ACCEPT"):
        expected.write_text(break_case(path), "utf-8")
    assert break_case(path) == expected.read_text("utf-8")


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in TEXTS
        # What a level allows, and L17, which holds in every paragraph.
        if not ("line-break: " in path.read_text("utf-8") or path.stem.startswith("L17"))
    ],
    ids=lambda path: path.stem,
)
def test_case_has_other_lines_where_no_rule_holds(path: Path) -> None:
    assert break_case(path, WITHOUT_RULES) != path.with_suffix(".lines").read_text("utf-8")


def test_every_case_has_its_lines() -> None:
    assert {path.stem for path in CASES.iterdir()} == {path.stem for path in TEXTS}
    assert len(TEXTS) >= 25
