"""A letter and what belongs to it, in one file: parts with a numbering of their own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from duben.analysis import analyse
from duben.intake import manuscript_folder, questions, reading
from duben.intake.document import ImportedDocument
from duben.manuscript.markdown.parser import parse_chapters
from duben.model import BookSettings, Settings, Source
from growth import soon

BODY = "为做好今年的河道清淤工作，现将有关事项通知如下，请认真执行。"
LETTER = "青石镇人民政府关于清淤的通知"


def taken(tmp_path: Path, text: str, name: str = "河道.txt") -> ImportedDocument:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return reading.read_document(path)


def titles(document: ImportedDocument) -> list[str]:
    """The title of each chapter."""
    return [paragraph.text for paragraph in document.paragraphs if paragraph.level == 1]


def signed(*annexes: str) -> str:
    """A letter with the list of its annexes, and what stands behind it."""
    return f"{LETTER}\n各村：\n{BODY}\n青石镇人民政府\n2025年3月8日\n" + "\n".join(annexes) + "\n"


@pytest.mark.parametrize(
    ("behind", "part"),
    [
        (f"附件1\n河道名单\n{BODY}", "附件1　河道名单"),
        (f"附件1 河道名单\n{BODY}", "附件1　河道名单"),
        (f"附件1：\n河道名单\n{BODY}", "附件1：河道名单"),
        (f"附件\n清淤工作方案\n（征求意见稿）\n{BODY}", "附件　清淤工作方案（征求意见稿）"),
        (f"附件1\n青石镇人民政府\n清淤工作方案\n{BODY}", "附件1　青石镇人民政府清淤工作方案"),
        (
            f"附件2\n青石镇河道清淤任务分解和\n进度安排表\n{BODY}",
            "附件2　青石镇河道清淤任务分解和进度安排表",
        ),  # noqa: E501
        (
            f"附件1 青石镇今年全部河道清淤任务分解及完成情况\n登记表\n{BODY}",
            "附件1　青石镇今年全部河道清淤任务分解及完成情况登记表",
        ),  # noqa: E501
        (f"附件1：\n青石镇清淤申报表\n姓名\n电话\n{BODY}", "附件1：青石镇清淤申报表"),
        (f"附：清淤考核办法\n{BODY * 4}\n一、内容\n{BODY}", "附：清淤考核办法"),
        (f"附件\n河道名单\n{BODY}\n村\n{BODY}\n附件2\n", "附件　河道名单"),
        ("附件\n名单\n姓名\t村\n甲某\t东村\n乙某\t西村", "附件　名单"),
    ],
)
def test_annex_behind_a_letter_is_a_part_under_its_title(
    tmp_path: Path, behind: str, part: str
) -> None:
    document = taken(tmp_path, signed(behind))
    assert (document.title, document.date) == (LETTER, date(2025, 3, 8))
    assert titles(document) == [LETTER, part]
    assert [(doubt.what, doubt.taken_as) for doubt in document.unsure] == [("part", part)]


@pytest.mark.parametrize(
    "mention",
    [
        "附件：1.河道名单\n2.进度表",
        "附件：河道名单",
        f"附：河道名单\n青石镇人民政府\n2025年3月8日\n{BODY * 5}",
        "附件：\n1.河道名单\n2.进度表",
        f"附件1和附件2的内容，各村要认真学习。\n{BODY}",
        "附件1：\n河道名单\n附件2：\n进度表\n青石镇人民政府\n2025年3月8日",
        f"附件1 河道名单；（必须填写）\n{BODY}",
        f"附件\n1.河道名单.xls\n2.清淤方案.docx\n{BODY}",
        f"附件1\n河道名单.xls\n附件2\n进度表.docx\n{BODY}",
        f"附件1 河道名单.xls\n附件2 进度表.docx\n{BODY}",
    ],
)
def test_mention_of_an_annex_is_no_part(tmp_path: Path, mention: str) -> None:
    document = taken(tmp_path, f"{LETTER}\n各村：\n{BODY}\n{mention}\n")
    assert titles(document) == [LETTER]
    assert "part" not in [doubt.what for doubt in document.unsure]


def test_date_of_an_annex_is_not_that_of_the_letter(tmp_path: Path) -> None:
    annex = f"附件\n清淤承诺书\n{BODY}\n东村村民委员会\n2024年2月1日"
    assert taken(tmp_path, f"{LETTER}\n各村：\n{BODY}\n{annex}\n").date is None
    assert taken(tmp_path, signed(annex)).date == date(2025, 3, 8)


@pytest.mark.parametrize("kind", ["通知", "函", "批复", "令"])
@pytest.mark.parametrize("title", ["清淤管理办法", "清淤管理办法\n（试行）"])
def test_letter_is_the_document_and_what_it_issues_a_part(
    tmp_path: Path, kind: str, title: str
) -> None:
    letter = f"关于印发清淤管理办法的{kind}"
    text = (
        f"{letter}\n各村：\n现将《清淤管理办法》印发给你们。\n青石镇\n2025年3月8日\n"
        f"（此件公开发布）\n{title}\n第一章　总则\n第一条　{BODY}\n第二章　附则\n第二条　{BODY}\n"
        f"附件：1.清单\n附件1\n清单\n{BODY}\n"
    )
    document = taken(tmp_path, text)
    assert document.title == letter
    assert titles(document) == [letter, title.replace("\n", ""), "附件1　清单"]
    assert [(move.text, move.to) for move in document.moved] == [(letter, "title")]


def test_name_of_a_listed_annex_by_itself_begins_it(tmp_path: Path) -> None:
    annexes = ["附件1：《河道巡查登记表》", "附件2：《清淤验收单》", "河道巡查登记表", BODY]
    document = taken(tmp_path, signed(*annexes, "清淤验收单", BODY))
    assert titles(document) == [LETTER, "河道巡查登记表", "清淤验收单"]


def test_table_called_附表_inside_an_annex_begins_no_part(tmp_path: Path) -> None:
    document = taken(tmp_path, signed("附件1", "清淤方案", BODY, "附表1 任务分解", BODY))
    assert titles(document) == [LETTER, "附件1　清淤方案"]


def test_each_part_has_a_numbering_of_its_own_in_the_folder_and_in_a_single_file(
    tmp_path: Path,
) -> None:
    annex = f"附件1\n清淤方案\n一、目标\n（一）东河\n{BODY}\n二、分工\n{BODY}"
    document = taken(
        tmp_path,
        f"{LETTER}\n{BODY}\n附件：1.清淤方案\n2.进度表\n青石镇人民政府\n2025年3月8日\n{annex}",
    )
    expected = [
        (1, "", LETTER),
        (1, "", "附件1　清淤方案"),
        (1, "一、", "目标"),  # the letter numbers nothing: this is the outermost numbering
        (2, "（一）", "东河"),
        (1, "二、", "分工"),
    ]
    texts = manuscript_folder.chapter_texts([document])
    settings = Settings(book=BookSettings(title=LETTER))
    chapters = parse_chapters([Source(name, text) for name, text in texts.items()])
    single = reading.document_as_book(document)
    for book in (analyse(settings, chapters, ()), analyse(*single, ())):
        assert [(entry.level, entry.label, entry.text) for entry in book.outline] == expected
        assert not [problem for chapter in book.chapters for problem in chapter.problems]


def test_text_put_in_between_two_sections_is_no_annex(tmp_path: Path) -> None:
    lines = [
        "一、清淤",
        "（一）上游",
        BODY,
        "附：清淤考核办法",
        BODY * 4,
        "（二）下游",
        BODY,
        "二、修路",
    ]
    document = taken(tmp_path, "\n".join(["青石镇工作总结", *lines, BODY]) + "\n")
    assert titles(document) == ["青石镇工作总结"]


@pytest.mark.parametrize("head", [[], ["青石镇干部述职报告展示", BODY]])
def test_reports_of_several_people_under_one_title_are_texts_of_their_own(
    tmp_path: Path, head: list[str]
) -> None:
    people = {"张河清": "清淤", "王 \xa0田": "修路", "李小桥": "造林"}
    reports = [
        f"2024年述职报告\n{name}\n一、{work}工作\n{BODY}\n1.{work}进度\n{BODY}\n"
        f"2.{work}验收\n{BODY}\n二、{work}体会\n{BODY}"
        for name, work in people.items()
    ]
    document = taken(tmp_path, "\n".join([*head, *reports]) + "\n")
    named = [f"2024年述职报告　{name}" for name in people]
    assert titles(document) == ([head[0], *named] if head else ["2024年述职报告", *named[1:]])
    outline = analyse(*reading.document_as_book(document), ()).outline
    assert [entry.level for entry in outline if entry.label] == [1, 2, 2, 1] * 3


def test_parts_are_asked_about_once(tmp_path: Path) -> None:
    document = taken(tmp_path, signed(f"附件1\n河道名单\n{BODY}\n附件2\n进度表\n{BODY}"))
    rows = list(questions.list_questions([document], "", "zh"))
    assert [rule for rule, _ in rows] == ["asked-parts"]
    assert rows[0][1] == {
        "parts": f"{LETTER}；附件1　河道名单；附件2　进度表",
        "count": 3,
    }


def test_many_lines_that_begin_as_annexes_take_time_as_their_number(tmp_path: Path) -> None:
    lines = [f"附：清淤第{number}组的考核办法" for number in range(6000)]
    with soon(20):
        taken(tmp_path, signed(*lines))


def test_appendices_are_chapters_that_nobody_is_asked_about(tmp_path: Path) -> None:
    document = taken(tmp_path, f"清淤手册\n{BODY}\n{BODY}\n附录1 名词\n{BODY}\n")
    assert titles(document) == ["清淤手册", "附录1　名词"]
    assert [doubt.what for doubt in document.unsure] == ["date"]


def test_an_annex_is_known_by_the_name_that_the_list_gives(tmp_path: Path) -> None:
    names = "附件：1.各村登记表\n2.东河村关于水渠管护员候选人推荐情况的简介\n"
    text = signed().replace("青石镇人民政府\n2025", names + "青石镇人民政府\n2025")
    behind = (
        f"附件1：各村登记表\n某甲负责登记\n{BODY}\n"
        f"附件2：东河村关于水渠管护员\n候选人推荐情况的\n简介\n某乙，东河村人\n{BODY}\n"
    )
    assert titles(taken(tmp_path, text + behind)) == [
        LETTER, "附件1：各村登记表", "附件2：东河村关于水渠管护员候选人推荐情况的简介",
    ]  # fmt: skip
    alone = signed().replace("青石镇人民政府\n2025", "附件：清淤工作总结\n青石镇人民政府\n2025")
    document = taken(tmp_path, alone + f"附件\n清淤工作总结\n水务站\n{BODY}\n")
    assert titles(document) == [LETTER, "附件　清淤工作总结"]


def test_numbered_names_below_the_word_annex_are_a_list(tmp_path: Path) -> None:
    names = "附件\n附件1：《清淤申报表》\n附件2：《清淤验收单》"
    document = taken(tmp_path, f"关于清淤的通知\n{BODY}\n{BODY}\n{names}\n{BODY}")
    assert [each.text for each in document.paragraphs if each.level == 1] == ["关于清淤的通知"]


def test_annexes_named_one_below_the_other_are_a_list(tmp_path: Path) -> None:
    names = "附件1《清淤图纸》\n附件2《清淤清单》\n甲方：　乙方：\n签约时间：　年　月　日"
    document = taken(tmp_path, f"清淤合同\n第一条 附件\n{BODY}\n{names}\n")
    assert titles(document) == ["清淤合同"]


def test_the_title_of_an_annex_that_stands_once_more_below_it_goes(tmp_path: Path) -> None:
    document = taken(tmp_path, signed("附件1 清淤登记表", "清淤登记表", BODY))
    assert titles(document) == [LETTER, "附件1　清淤登记表"]
    assert "清淤登记表" in [left.text for left in document.left_out]


TABLE = "村名\t渠长\t组别\n东坡\t320\t甲\n西坡\t515\t乙"


def test_附表_behind_the_date_of_a_letter_is_an_annex_and_elsewhere_a_caption(
    tmp_path: Path,
) -> None:
    annexes = [f"附表一：各村清淤长度\n{TABLE}", f"附表二：各村护坡长度\n{TABLE}"]
    document = taken(tmp_path, signed(*annexes))
    assert titles(document) == [LETTER, "附表一：各村清淤长度", "附表二：各村护坡长度"]
    inside = taken(tmp_path, f"{LETTER}\n各村：\n{BODY}\n" + "\n".join(annexes) + f"\n{BODY}\n")
    assert titles(inside) == [LETTER]
    assert titles(taken(tmp_path, signed(BODY, *annexes))) == [LETTER]
    assert [p.text for p in inside.paragraphs if p.kind == "caption"] == [
        "附表一：各村清淤长度",
        "附表二：各村护坡长度",
    ]
