"""First sentences in 黑体: all of a series, or none."""

from __future__ import annotations

import pytest
from duben.analysis import analyse
from duben.layout.run_in_heads import run_in_lengths
from duben.manuscript import parse_chapters
from duben.model import Settings, Source, TextSettings

LONG = (
    "各村按照计划，把水渠、闸门、水泵和量水器从头到尾查一遍，"
    + "查到哪里修到哪里，不留一处漏洞，也不多花一分钱。"
)


def heads(*paragraphs: str, shown: bool = True) -> list[str]:
    text = "\n\n".join(("# 要点", *paragraphs)) + "\n"
    settings = Settings(text=TextSettings(run_in_heads=shown))
    book = analyse(settings, parse_chapters([Source("a.md", text)]), ())
    return [book.blocks[block].text[:length] for block, length in run_in_lengths(book).items()]


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (
            ("2.1 清淤。四月完成。", "2.2 补漏。五月完成。"),
            ["2.1 清淤。", "2.2 补漏。"],
        ),
        (("2.3 清淤。四月完成。", f"2.4 {LONG}六月完成。"), []),
        (("2.3 清淤。四月完成。", "2.4 补漏，五月完成"), []),
        (
            ("（一）清淤。四月完成。", "（二）补漏。"),
            ["（一）清淤。", "（二）补漏。"],
        ),
        (("（一）清淤。", "（二）补漏。"), []),
        (
            (
                "## 一、渠",
                "（一）清淤。四月完成。",
                "## 二、闸",
                f"（一）{LONG}",
                "（二）换闸。六月。",
            ),
            ["（一）清淤。"],
        ),
        (("第一条 各村用水。先报计划。",), ["第一条"]),
    ],
)
def test_a_series_has_heads_or_none(paragraphs: tuple[str, ...], expected: list[str]) -> None:
    assert heads(*paragraphs) == expected


def test_heads_are_switched_off() -> None:
    assert heads("（一）清淤。四月完成。", "（二）补漏。五月。", shown=False) == []
