"""The cases in cases/checks: a text of Markdown, and beside it what ``duben check`` says of it."""

import os
from datetime import date
from pathlib import Path

import pytest
from duben.analysis import analyse
from duben.analysis.checks import rules
from duben.manuscript.markdown.parser import parse_chapters
from duben.messages import message, problem_text
from duben.model import BookSettings, Problem, Settings, Source

CASES = Path(__file__).parents[1] / "cases" / "checks"
TEXTS = sorted(CASES.glob("*.md"))


def printed(problem: Problem) -> str:
    """Line and column, severity, rule and sentence; the hint below."""
    for language in ("zh", "en"):
        assert all("{" not in text.replace("\\{", "") for text in problem_text(problem, language))
    sentence, hint = problem_text(problem, "zh")
    place = f"{problem.place.line}:{problem.place.column}" if problem.place else "-"
    word = message(f"word-{problem.severity}", "zh", {})
    return f"{place} {word} {problem.rule}：{sentence}\n" + (f"  = {hint}\n" if hint else "")


def checked(path: Path) -> str:
    sources = [Source("case.md", path.read_text("utf-8"))]
    book = analyse(Settings(book=BookSettings(date=date(2024, 1, 1))), parse_chapters(sources))
    return "".join(printed(problem) for problem in rules.check(book, sources))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    expected = path.with_suffix(".expected")
    if os.environ.get("DUBEN_ACCEPT"):
        expected.write_text(checked(path), "utf-8")
    assert checked(path) == expected.read_text("utf-8")


def test_every_rule_has_a_case_that_it_finds() -> None:
    found = "".join(path.read_text("utf-8") for path in CASES.glob("*.expected"))
    lacking = {
        rule
        for rule in {**rules.BOOK_RULES, **rules.CHAPTER_RULES, **rules.FILE_RULES}
        if f" {rule}：" not in found
    }
    assert lacking == {"T17"}, "T17 needs enumerations.toml: tests/analysis/test_decisions.py"
    assert {path.stem for path in CASES.iterdir()} == {path.stem for path in TEXTS}
