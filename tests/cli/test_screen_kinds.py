"""What the terminal shows of problems and rules: of each kind one, and counts that agree."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from duben.cli import proofing
from duben.cli.screen import Screen
from duben.model import SourceLocation, warning


def test_each_wording_of_the_house_list_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    forms = ("以人名为中心", "以民人为中心", "以人名为中心")
    problems = [
        warning("T20-near", SourceLocation("a.md", line), here=form, right="以人民为中心")
        for line, form in enumerate(forms, 1)
    ]
    Screen("zh").problems(problems, limit=1)
    lines = capsys.readouterr().err
    assert [lines.count(f"“{form}”和") for form in dict.fromkeys(forms)] == [1, 1]
    assert "共 2 条" in lines and "共 3 条" not in lines


def rule(answer: str, fell_short: int, severity: str = "warn") -> dict[str, Any]:
    fatal = answer == "fail" and severity == "fail"
    values = {"rule": "L1", "looked_at": 9, "severity": severity, "where": []}
    return {**values, "fell_short": fell_short, "answer": answer, "fatal": fatal}


FIGURES = (
    *("han_99th", "han_largest", "han_deviation", "marks"),
    *("mark_deviation", "mark_narrow", "adjustment", "scatter"),
)


@pytest.mark.parametrize(
    ("rules", "last"),
    [
        (
            [rule("fail", 2, "fail"), rule("fail", 3), rule("pass", 1), rule("unverified", 0)],
            "不合 1 条，可改进 1 条，未验 1 条，合格 1 条。",
        ),
        ([rule("pass", 1), rule("unverified", 0)], "没有不合规则的地方（未验 1 条）。"),
    ],
)
def test_last_line_of_proof_counts_the_answers_of_its_table(
    rules: list[dict[str, Any]], last: str, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = {"pages": 1, "lines": 1, "face": "", "size": 10, "step": 17}
    lists = dict.fromkeys(("last_resorts", "short_pages", "sparse_pages"), ())
    values = {**pages, **lists, "rules": rules, "figures": dict.fromkeys(FIGURES)}
    document = SimpleNamespace(name="a.pdf", report=values)
    result: Any = SimpleNamespace(documents=[document])
    proofing.report(Screen("zh"), result, strict=False)
    out, err = capsys.readouterr()
    assert err.strip().splitlines()[-1] == last
    assert out.count("可改进") == last.count("可改进")
