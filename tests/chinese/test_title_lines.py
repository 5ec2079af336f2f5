"""Titles in lines: broken between words, at brackets, of like length."""

import pytest
from duben import chinese


@pytest.mark.parametrize(
    ("title", "most", "lines"),
    [
        ("附件1　清淤工作方案（征求意见稿）", 12, ["附件1　清淤工作方案", "（征求意见稿）"]),
        ("清淤（2024—2026年）工作方案", 16, ["清淤（2024—2026年）", "工作方案"]),
        ("保持物价总水平基本稳定", 9, ["保持物价", "总水平基本稳定"]),
        ("修水渠、办冬学，管好村里的十口老井", 16, ["修水渠、办冬学，", "管好村里的十口老井"]),
        ("各村每年冬天召开3次冬修水渠的碰头会", 12, ["各村每年冬天召开", "3次冬修水渠的碰头会"]),
    ],
)
def test_title_is_broken_at_brackets_and_never_inside_of_them(
    title: str, most: int, lines: list[str]
) -> None:
    assert chinese.break_title(title, most) == lines
