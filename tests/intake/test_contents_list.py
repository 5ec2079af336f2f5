"""A list of contents that was typed in is left out and told; a section with that name stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from duben.intake import reading
from duben.intake.document import ImportedDocument

TEXT = "各村要在汛前完成沟渠清淤，发现淤塞立即组织人员疏通，并把处理结果报镇水务站备案。"
HEADS = ["第一章 总则", "第二章 清淤", "第三章 验收"]


def taken(tmp_path: Path, text: str) -> ImportedDocument:
    path = tmp_path / "手册.txt"
    path.write_text(text, "utf-8")
    return reading.read_document(path)


def contents(document: ImportedDocument) -> list[str]:
    return [left.text for left in document.left_out if left.kind == "contents"]


def chapters(heads: list[str]) -> str:
    return "".join(f"{head}\n{TEXT}\n" for head in heads)


@pytest.mark.parametrize("title", ["目录", "目　　录", "目 次", "【目录】", "CONTENTS", "目录："])
@pytest.mark.parametrize(
    "entry", ["{}", "{}……{}", "{}.......... {}", "{} {}", "{}\t{}", "{}　　{}"]
)
def test_list_is_left_out(tmp_path: Path, title: str, entry: str) -> None:
    entries = [entry.format(head, page) for head, page in zip(HEADS, (1, 4, 12), strict=True)]
    document = taken(tmp_path, "\n".join(["水利手册", title, *entries, chapters(HEADS)]))
    assert len(contents(document)) == 4
    texts = [paragraph.text for paragraph in document.paragraphs[1:]]
    assert texts == [line for head in HEADS for line in (head, TEXT)]


def test_entries_that_lost_their_page_behind_leaders_go_too(tmp_path: Path) -> None:
    entries = ["第一章 总则………………。", "第二章 清淤…………………..", "第三章 验收办法…………………。"]
    document = taken(tmp_path, "\n".join(["水利手册", "目录", *entries, chapters(HEADS)]))
    assert contents(document) == ["目录", *entries]


def test_entries_in_other_words_and_over_two_lines_go_too(tmp_path: Path) -> None:
    entries = ["一、总则…………1", "二、清淤的范围、", "标准和时间…………2", "三、验收…………5", "附表…………7"]
    text = chapters(["一、总则", "二、清淤的范围和标准", "三、验收办法"])
    document = taken(tmp_path, "\n".join(["水利手册", "目录", *entries, text]))
    assert contents(document) == ["目录", *entries]


def test_entries_in_other_words_with_their_labels_go_too(tmp_path: Path) -> None:
    names = ("总表", "收入表", "支出表", "渠道表", "闸门表", "泵站表", "水库表")
    tables = [
        f"{number}、青石镇清淤{name}" for number, name in zip("一二三四五六七", names, strict=True)
    ]
    other = [entry.replace("清淤", "水利工程") for entry in tables]
    text = f"第一部分 概况\n{TEXT}\n" + "".join(f"{table[2:]}\n{TEXT}\n" for table in tables)
    for listed in (tables, other):
        entries = ["第一部分 概况", *listed, "第二部分 说明"]
        body = f"{text}第二部分 说明\n{TEXT}\n"
        document = taken(tmp_path, "\n".join(["水利手册", "目录", *entries, body]))
        assert contents(document) == ["目录", *entries]


def test_list_without_a_title_needs_entries_that_come_again(tmp_path: Path) -> None:
    heads = [*HEADS, "第四章 附则"]
    document = taken(tmp_path, "\n".join(["水利手册", *heads, chapters(heads)]))
    assert contents(document) == heads


@pytest.mark.parametrize(
    "text",
    [
        f"目录\n{TEXT}\n{TEXT}\n",
        "目录\n一、水泵\n" + TEXT + "\n二、闸门\n" + TEXT,
        "目录\n水泵\n闸门\n涵管\n" + TEXT,
        "工作报告\n" + chapters(HEADS),
    ],
)
def test_section_of_that_name_stays(tmp_path: Path, text: str) -> None:
    assert not contents(taken(tmp_path, f"水利手册\n{TEXT}\n{text}"))


def test_lines_that_entries_with_pages_name_are_headings(tmp_path: Path) -> None:
    heads = ["怎样清淤", "怎样修路", "怎样植树", "谁来验收"]
    entries = [f"{head}          {page}" for page, head in enumerate(heads, 2)]
    lead = "清淤的步骤如下："  # under such a line nothing else tells that the one over it heads
    lines = [line for head in heads for line in (head, lead, TEXT)]
    document = taken(
        tmp_path, "\n".join(["水利手册", "主要内容", *entries, "本手册供各村使用。", *lines])
    )
    assert [
        each.text for each in document.paragraphs[1:] if each.level and each.text in heads
    ] == heads
    assert contents(document) == [" ".join(entry.split()) for entry in entries]


def test_sections_with_the_same_words_are_no_list(tmp_path: Path) -> None:
    section = f"1.1 办法\n{TEXT}\n水位登记如下\n{TEXT}\n1.2 期限\n{TEXT}\n"
    text = f"水利手册\n一、清淤\n{section}二、修路\n{section}"
    document = taken(tmp_path, text)
    assert not contents(document)
    assert [each.text for each in document.paragraphs].count("1.1 办法") == 2


def test_last_entry_in_other_words_goes_too(tmp_path: Path) -> None:
    entries = ["一、总则", "二、清淤", "三、验收"]
    text = chapters(["一、总则", "二、清淤", "三、验收（冬修后）"])
    document = taken(tmp_path, "\n".join(["水利手册", "目录", *entries, text]))
    assert contents(document) == ["目录", *entries]


def test_headings_of_two_forms_are_no_contents(tmp_path: Path) -> None:
    heads = [
        "一、清淤内容（500字以内）",
        "二、清淤特色（300字以内）",
        "三、负责人承诺",
        "四、推荐意见",
    ]
    form = "\n\n\n\n\n".join(heads)
    document = taken(tmp_path, f"水利申报材料\n\n{TEXT}\n\n{form}\n\n{TEXT}\n\n{form}\n\n{TEXT}\n")
    assert contents(document) == []
    assert [one.text for one in document.paragraphs if one.level][1:] == heads * 2


def test_entries_without_a_title_stand_closer_together_than_their_headings(tmp_path: Path) -> None:
    heads = ["一、清淤", "二、验收", "三、管护", "四、奖惩"]
    entries = "\n\n".join(heads)
    text = "\n\n".join(f"{head}\n\n{TEXT}\n\n{TEXT}" for head in heads)
    document = taken(tmp_path, f"水利手册\n\n{entries}\n\n{text}\n")
    assert contents(document) == heads


def test_entries_with_their_numbers_typed_otherwise_go_too(tmp_path: Path) -> None:
    names = ("清淤小组", "职责分工", "清淤细则", "岗位方案")
    entries = [f"{number}、 {name}" for number, name in enumerate(names, 1)]
    text = chapters([f"{number}{name}" for number, name in enumerate(names, 1)])
    document = taken(tmp_path, "\n".join(["水利手册", "目录", *entries, text]))
    assert contents(document) == ["目录", *entries]


def test_list_without_a_title_may_begin_with_a_preface(tmp_path: Path) -> None:
    heads = [*HEADS, "第四章 附则"]
    document = taken(
        tmp_path, "\n".join(["水利手册", "序言", *heads, "序言", TEXT, chapters(heads)])
    )
    assert contents(document) == ["序言", *heads]
    assert [p.text for p in document.paragraphs if p.level][:3] == ["水利手册", "序言", heads[0]]


def test_steps_that_are_told_twice_stay(tmp_path: Path) -> None:
    steps = ["开闸步骤", "1、在闸房核对水位", "2、按下开闸按钮", "3、回到值班室记录"]
    others = ["1、在闸房测量流量", *steps[2:]]
    text = "\n".join(["水闸手册", TEXT, *steps, TEXT, steps[0], *others, TEXT, *steps[1:]])
    document = taken(tmp_path, text)
    assert contents(document) == []
    assert [paragraph.text for paragraph in document.paragraphs].count(steps[2]) == 3
