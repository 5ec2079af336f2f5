"""Titles in lines: broken between words, at brackets, of like length."""

import pytest
from duben import chinese


@pytest.mark.parametrize(
    ("title", "most", "lines"),
    [
        ("附件1　清淤工作方案（征求意见稿）", 12, ["附件1　清淤工作方案", "（征求意见稿）"]),
        (
            "理学院本科毕业设计（论文）工作实施细则",
            8,
            ["理学院本科毕业", "设计（论文）", "工作实施细则"],
        ),
        ("清河县水渠管护办法（论文）", 8, ["清河县水渠", "管护办法", "（论文）"]),
        ("关于用水问题的研究（博士论文）", 8, ["关于用水", "问题的研究", "（博士论文）"]),
        ("清河县水利局二〇二六年工作要点", 8, ["清河县水利局", "二〇二六年", "工作要点"]),
        (
            "关于印发清河县二〇二六年度用水计划的通知",
            8,
            ["关于印发清河县", "二〇二六年度", "用水计划的通知"],
        ),
        ("青石镇第三届中心校长会议文件", 9, ["青石镇第三届", "中心校长会议文件"]),
        ("清河县农民用水者协会章程", 6, ["清河县", "农民用水者", "协会章程"]),
        ("清淤（2024—2026年）工作方案", 16, ["清淤（2024—2026年）", "工作方案"]),
        (
            "各村可与管水员、高级技术人员和看守的人签订",
            16,
            ["各村可与管水员、", "高级技术人员和看守的人签订"],
        ),
        ("保持物价总水平基本稳定", 9, ["保持物价", "总水平基本稳定"]),
        ("修水渠、办冬学，管好村里的十口老井", 16, ["修水渠、办冬学，", "管好村里的十口老井"]),
        ("各村每年冬天召开3次冬修水渠的碰头会", 12, ["各村每年冬天召开", "3次冬修水渠的碰头会"]),
    ],
)
def test_title_is_broken_at_brackets_and_never_inside_of_them(
    title: str, most: int, lines: list[str]
) -> None:
    assert chinese.break_title(title, most) == lines


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("一千零八十户", ["一千零八十", "户"]),
        ("二百三十四个村", ["二百三十四个", "村"]),
        ("第一百零一次", ["第一百零一次"]),
        # Parts of other words are no numbers.
        ("唯一一个办法", ["唯一", "一个", "办法"]),
        ("统一二十个标准", ["统一", "二十个", "标准"]),
    ],
)
def test_a_number_is_one_word(text: str, parts: list[str]) -> None:
    assert chinese.split_phrases(text) == parts


def test_a_town_is_one_word_behind_its_county() -> None:
    assert chinese.split_phrases("东河县里山镇河道规划")[-3:] == ["里山镇", "河道", "规划"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("北山县古树名木保护管理办法", ["北山县古树名木", "保护管理办法"]),
        # A noun of one character that what follows belongs to stays with it.
        ("全县茶产业发展规划", ["全县茶产业", "发展规划"]),
    ],
)
def test_a_noun_of_one_character_stays_with_the_noun_before_it(text: str, lines: list[str]) -> None:
    assert chinese.break_title(text, 8) == lines
