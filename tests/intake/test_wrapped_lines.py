"""Lines that were broken at the width of a page are joined; page numbers and running heads go."""

from __future__ import annotations

from pathlib import Path

import pytest
from duben.intake import reading
from duben.intake.document import ImportedDocument
from duben.intake.line_editing import text_width

# Paragraphs without a blank in them, long enough for three lines and more of 28 汉字.
WATER = (
    "各村要在汛前完成沟渠清淤，重点检查涵洞、闸门和泵站，发现"
    "淤塞立即组织人员疏通，并把处理结果报镇水务站备案。"
)
ROADS = (
    "通往东坡的机耕道去年冲毁两处，今年由镇里统一购买石料，村"
    "民投工铺设，路面宽度不少于三米，两侧开挖排水沟。"
)
TREES = (
    "河岸补种柳树和水杉，株距三米，成活率不低于九成；谁栽谁管"
    "，秋后由林业站逐段验收，不合格的限期补栽到位。"
)
PARAGRAPHS = [WATER + ROADS, ROADS + TREES, TREES + WATER, WATER + TREES]


def taken(tmp_path: Path, text: str, name: str = "工作.txt") -> ImportedDocument:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return reading.read_document(path)


def texts(document: ImportedDocument) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs[1:]]


def wrapped(paragraph: str, width: int = 28, indent: str = "") -> list[str]:
    """A paragraph in lines of a width; no mark opens a line (避头尾)."""
    lines, rest = [], indent + paragraph
    while rest:
        end = width
        while rest[end : end + 1] and rest[end] in "，。；、）”":
            end -= 1
        lines.append(rest[:end])
        rest = rest[end:]
    return lines


def test_paragraphs_are_joined_by_their_indents(tmp_path: Path) -> None:
    lines = [line for text in PARAGRAPHS for line in wrapped(text, indent="　　")]
    document = taken(tmp_path, "水利工作要点\n" + "\n".join(lines))
    assert texts(document) == PARAGRAPHS
    (told,) = (one for one in document.problems if one.rule == "intake-joined")
    joins = [mend for mend in document.mended if mend.is_join]
    assert told.values == {"lines": len(joins)} == {"lines": len(lines) - len(PARAGRAPHS)}
    assert [(joins[0].line, joins[0].old, joins[0].new)] == [(2, "\n", "")]


def test_labels_and_short_lines_begin_paragraphs_without_indents(tmp_path: Path) -> None:
    items = [f"（{n}）{text}" for n, text in zip("一二三四", PARAGRAPHS, strict=True)]
    lines = ["第一章　总则", *(line for text in items for line in wrapped(text))]
    document = taken(tmp_path, "水利工作办法\n" + "\n".join(lines))
    assert texts(document) == ["第一章　总则", *items]


def test_number_at_the_begin_of_a_line_is_not_taken_for_a_label(tmp_path: Path) -> None:
    text = (
        "镇里已经作出决定，今年东坡片区的造林面积要比去年增加百分之"
        + "2.5以上，由各村自行安排，不得虚报。"
    )
    assert len(text[: text.index("2.5")]) == 29
    lines = [*wrapped(text, 29), *wrapped(WATER, 29), *wrapped(TREES, 29)]
    document = taken(tmp_path, "造林计划\n" + "\n".join(lines))
    assert texts(document)[0].startswith(
        "镇里已经作出决定，今年东坡片区的造林面积要比去年增加百分之2.5以上，"
    )


def test_latin_words_keep_their_blank_and_a_hyphenated_word_is_whole(tmp_path: Path) -> None:
    mail = """\
The committee reviewed the plans for the new water supply and agreed
that the work should begin before the rainy season. The develop-
ment of the eastern slope, which was put off last year, will follow
as soon as the money has been granted by the county.

Members who want to see the drawings may do so on every Monday from
nine to twelve in the town hall; copies are made on demand, but for
those of the pumping station, which belong to the water board of the
county and may not leave the house.
"""
    first, second = texts(taken(tmp_path, "Minutes\n\n" + mail))[-2:]
    assert first.startswith(
        "The committee reviewed the plans for the new water supply and agreed that"
    )
    assert "The development of the eastern slope" in first
    assert second.endswith(
        "which belong to the water board of the county and may not leave the house."
    )


def test_lines_broken_by_hand_at_marks_are_joined(tmp_path: Path) -> None:
    text = """\
村规民约

第一条  用水
各户用水应当按照水务站公布的次序轮流进行，不得擅自改动闸门，
也不得在干渠上私接水管。

第二条  修路
机耕道由村民小组分段管护，发现塌方、积水应当及时处理并报告，
处理不了的，由村里统一安排人手和石料。

第三条  植树
每年春季由村里统一组织补种，树苗由林业站提供，
各户负责自家地头的浇水和看护，成活率列入年底评比。
"""
    assert (
        "各户用水应当按照水务站公布的次序轮流进行，不得擅自改动闸门，也不得在干渠上私接水管。"
        in texts(taken(tmp_path, text))
    )


VERSE = ["春到溪头柳色新", "东风吹暖水边人", "一犁好雨秧初种", "几处青山麦已匀"]
NAMES = [f"青石镇{name}村民委员会清淤工作领导小组办公室" for name in "东西南北上下前后左右"]


@pytest.mark.parametrize(
    "lines",
    [
        VERSE * 4,
        [f"{a}，{b}。" for a, b in zip(VERSE * 3, VERSE[::-1] * 3, strict=True)],
        NAMES,
        [f"{name}，负责本村河段的清理。" for name in NAMES],
        [text for text in PARAGRAPHS for _ in range(3)],
    ],
)
def test_lines_of_their_own_stay(tmp_path: Path, lines: list[str]) -> None:
    document = taken(tmp_path, f"题目\n{WATER}\n" + "\n".join(lines))
    assert [text for text in texts(document) if text in lines] == lines
    assert not [mend for mend in document.mended if mend.is_join]


def test_quoted_lines_and_items_stay_apart(tmp_path: Path) -> None:
    lines = [line for text in PARAGRAPHS for line in [*wrapped(text), ""]]
    lines += [
        "> 请问东坡的石料什么时候运到，村里好安排人手和车辆来接",
        "> 另外闸门的钥匙在谁手里，没有钥匙就没有办法开闸放水了",
    ]
    document = taken(tmp_path, "回信\n\n" + "\n".join(lines))
    assert texts(document)[:4] == PARAGRAPHS
    assert len(texts(document)) == 6


# --- what belongs to pages ------------------------------------------------------------------------


def pages(lines: list[str], length: int, foot: str, head: str = "", feed: str = "") -> str:
    """Lines in pages of a length, each with its number, and perhaps a running head."""
    text = []
    for number, start in enumerate(range(0, len(lines), length), 1):
        text += [head] * bool(head) + lines[start : start + length]
        text += ["", foot.format(number, len(lines) // length + 1), feed]
    return "\n".join(text)


# Each paragraph in other words: lines that come again at the bounds of pages are running heads.
LONG_TEXT = [
    f"{name}组：" + text.replace("，", f"，{name}组")
    for name, text in zip("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳", PARAGRAPHS * 4, strict=True)
]
LINES = [line for text in LONG_TEXT for line in wrapped(text, indent="　　")]


@pytest.mark.parametrize(
    "foot",
    [
        "— {0} —",
        "-{0}-",
        "第{0}页　共{1}页",
        "第 {0} 页",
        "{0}/{1}",
        "  {0}",
        "· {0} ·",
        "Page {0} of {1}",
    ],
)
@pytest.mark.parametrize("feed", ["", "\f"])
def test_page_numbers_are_left_out_and_sentences_go_on(
    tmp_path: Path, foot: str, feed: str
) -> None:
    document = taken(tmp_path, "水利工作要点\n" + pages(LINES, 13, foot, feed=feed))
    assert texts(document) == LONG_TEXT
    count = -(-len(LINES) // 13)
    left = [one for one in document.left_out if one.why == "页码"]
    assert len(left) == count


def test_running_heads_go_with_the_numbers(tmp_path: Path) -> None:
    document = taken(
        tmp_path, "水利工作要点\n" + pages(LINES, 13, "— {0} —", head="青石镇水利工作资料汇编")
    )
    assert texts(document) == LONG_TEXT


def test_the_unit_of_a_table_on_each_page_is_no_running_head(tmp_path: Path) -> None:
    text = "水利工作要点\n" + pages(LINES, 13, "— {0} —", head="单位：万元")
    assert not [one for one in taken(tmp_path, text).left_out if one.why == "页眉页脚"]


def test_running_head_whose_parts_stand_far_apart_goes(tmp_path: Path) -> None:
    head = "青石镇水利工作" + " " * 70 + "资料汇编"
    document = taken(tmp_path, "水利工作要点\n" + pages(LINES, 13, "— {0} —", head=head))
    assert texts(document) == LONG_TEXT


def test_running_head_that_holds_the_number_goes(tmp_path: Path) -> None:
    document = taken(tmp_path, "水利工作要点\n" + pages(LINES, 13, "水利工作资料汇编        {0}"))
    assert texts(document) == LONG_TEXT


def test_roman_numbers_of_pages_go(tmp_path: Path) -> None:
    numerals = iter(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii"])
    text = "\n".join(
        line if line != "— —" else next(numerals) for line in pages(LINES, 12, "— —").split("\n")
    )
    assert texts(taken(tmp_path, "水利工作要点\n" + text)) == LONG_TEXT


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"{n}\n{text}" for n, text in enumerate(PARAGRAPHS * 3, 1)),  # numbered sections
        "\n".join(
            "\n".join(
                [str(n), "张三", "水务站", "组长", "青石镇", "河东", "甲组", "负责", "电话", "无"]
            )
            for n in range(1, 9)
        ),
        "\n".join(["1", "2", "3", "4", "5", "6"]),
        "\n".join(
            f"{text}\n{year}" for year, text in zip(range(2019, 2023), PARAGRAPHS, strict=True)
        ),
    ],
)
def test_numbers_that_belong_to_the_text_stay(tmp_path: Path, text: str) -> None:
    document = taken(tmp_path, "名册\n" + text)
    assert not [one for one in document.left_out if one.why]


def test_heading_that_comes_again_is_no_running_head(tmp_path: Path) -> None:
    items = [
        line
        for n in "一二三四五六"
        for line in (
            f"{n}、{n}号渠的情况和下一步打算",
            "1）现状与问题",
            *PARAGRAPHS[:3],
            "2）打算",
            *PARAGRAPHS[:2],
        )
    ]
    document = taken(tmp_path, "渠道情况\n" + "\n".join(items))
    assert not [one for one in document.left_out if one.why]


def test_rulers_are_left_out(tmp_path: Path) -> None:
    ruler = "=" * 60
    document = taken(
        tmp_path, f"水利手册\n{ruler}\n第一章　总则\n{ruler}\n{WATER}\n第二章　附则\n{ROADS}"
    )
    assert texts(document) == ["第一章　总则", WATER, "第二章　附则", ROADS]


# --- pages of the web and Markdown ----------------------------------------------------------------


@pytest.mark.parametrize("form", ["<p>{}</p>", "<pre>{}</pre>", "<div>{}</div>"])
def test_lines_broken_in_a_page_are_joined(tmp_path: Path, form: str) -> None:
    end = "\n" if "pre" in form else "<br>\n"
    lines = end.join(line for text in PARAGRAPHS for line in wrapped(text, indent="　　"))
    page = f"<title>水利工作要点</title><h1>水利工作要点</h1>{form.format(lines)}"
    assert texts(taken(tmp_path, page, "页.html")) == PARAGRAPHS


def test_each_line_an_element_of_its_own(tmp_path: Path) -> None:
    lines = "".join(
        f"<p>{line}</p>" for text in PARAGRAPHS for line in wrapped(text, indent="　　")
    )
    page = f"<title>水利工作要点</title><h1>水利工作要点</h1>{lines}"
    assert texts(taken(tmp_path, page, "页.html")) == PARAGRAPHS


def test_blank_lines_of_preformatted_text_part_paragraphs(tmp_path: Path) -> None:
    lines = "\n\n".join("\n".join(wrapped(text)) for text in PARAGRAPHS)
    page = f"<title>水利工作要点</title><h1>水利工作要点</h1><pre>{lines}</pre>"
    assert texts(taken(tmp_path, page, "页.html")) == PARAGRAPHS


def test_markdown_without_its_signs_is_plain_text(tmp_path: Path) -> None:
    text = "水利工作要点\n" + pages(LINES, 13, "— {0} —")
    assert texts(taken(tmp_path, text, "工作.md")) == LONG_TEXT


def test_a_title_marked_over_plain_text_is_all_of_markdown_in_it(tmp_path: Path) -> None:
    lines = ["一、修渠", *wrapped(WATER), "1. 2027年动工，当年完工，水渠要一直修到东坡。"]
    lines += ["二、修路", *wrapped(ROADS), "三、种树", *wrapped(TREES)]
    document = taken(tmp_path, "\n".join(["# 水利工作要点", "", *lines]), "工作.md")
    assert document.title == "水利工作要点"
    headings = [one.text for one in document.paragraphs if one.level]
    assert headings[-3:] == ["一、修渠", "二、修路", "三、种树"]
    assert {WATER, ROADS, TREES} <= {*texts(document)}


def test_page_numbers_of_markdown_go_and_the_paragraph_goes_on(tmp_path: Path) -> None:
    lines = [line for text in LONG_TEXT for line in [*wrapped(text), ""]]
    text = "# 水利工作要点\n\n" + pages(lines, 13, "— {0} —") + "\n\n## 附则\n\n完。\n"
    document = taken(tmp_path, text, "工作.md")
    found = ["".join(block.split()) for block in document.markdown.split("\n\n")]
    assert [block for block in found if block] == ["#水利工作要点", *LONG_TEXT, "##附则", "完。"]
    assert document.markdown.count("\n") == text.count("\n")
    assert {left.why for left in document.left_out} == {"页码"}


def test_lines_of_a_paragraph_of_markdown_stay_one(tmp_path: Path) -> None:
    text = f"水利工作要点\n\n{WATER}\n{ROADS}\n\n{TREES}\n{WATER}\n"
    assert taken(tmp_path, text, "工作.md").markdown.count(WATER) == 2


def test_notes_without_marks_at_their_ends_are_joined_where_lines_are_cut_sharply(
    tmp_path: Path,
) -> None:
    words = "水渠管护要抓早抓小抓日常村村有人管段段有人护发现漏水马上补发现淤积马上清"
    paragraphs = [(words[n % 30 :] + words * 4)[: 85 + n * 7 % 25] for n in range(40)]
    lines = [line for text in paragraphs for line in wrap_at(text, 40)]
    path = tmp_path / "a.txt"
    path.write_text("\n".join(["水渠笔记", *lines]) + "\n", "utf-8")
    document = reading.read_document(path)
    assert [one.text for one in document.paragraphs[1:]] == paragraphs


def wrap_at(text: str, width: int) -> list[str]:
    return [text[at : at + width] for at in range(0, len(text), width)]


def test_annex_and_its_title_stay_lines_of_their_own(tmp_path: Path) -> None:
    body = [line for text in PARAGRAPHS for line in wrapped(text)]
    full = "注：本表一式两份，水务站和各村存档备查，负责人签字盖章"
    annex = ["附件1：", "青石镇二〇二四年度河道清淤和机耕道养护任务完成情况登记表", "编号"]
    lines = ["青石镇管护办法", *body, full, *annex, *body]
    document = taken(tmp_path, "\n".join(lines))
    assert {full, "附件1：" + annex[1], "编号"} <= set(texts(document))


def test_name_of_an_annex_goes_on_in_the_line_set_in_under_it(tmp_path: Path) -> None:
    body = [line for text in PARAGRAPHS for line in wrapped(text)]
    annex = ["    附件：石桥镇河道清淤和机耕道养护任务分", "          解表", "    石桥镇人民政府"]
    document = taken(tmp_path, "\n".join(["关于清淤的通知", *body, *annex]))
    assert "附件：石桥镇河道清淤和机耕道养护任务分解表" in texts(document)
    assert "石桥镇人民政府" in texts(document)


def test_full_heading_over_a_first_line_set_in_as_it_is_stays_apart(tmp_path: Path) -> None:
    heads = [
        "2.清淤先清上游再清下游，淤泥运到指定的地方，费用分担",
        "3.养路分段包到各组，雨后二日内填平车辙，村里验收合格",
    ]
    body = [wrapped(text, indent="　　") for text in PARAGRAPHS * 2]
    lines = [line for text in body[2:] for line in text]
    parts = ["青石镇管护办法", "　　" + heads[0], *body[0], "　　" + heads[1], *body[1], *lines]
    assert set(heads) <= set(texts(taken(tmp_path, "\n".join(parts))))


def set_in(lines: list[str], first: int, others: int) -> list[str]:
    """Lines with blanks before them: so many before the first, and before the others."""
    return [" " * (others if number else first) + line for number, line in enumerate(lines)]


def test_lines_of_a_block_that_is_set_in_are_joined(tmp_path: Path) -> None:
    body = [line for text in PARAGRAPHS for line in set_in(wrapped(text), 4, 0)]
    block = set_in(wrapped(ROADS, width=26), 4, 4)
    document = taken(tmp_path, "\n".join(["水利工作要点", *body, "补充说明：", "", *block]))
    assert texts(document) == [*PARAGRAPHS, "补充说明：", ROADS]


def test_lines_less_set_in_than_their_first_one_are_joined(tmp_path: Path) -> None:
    body = [line for text in PARAGRAPHS for line in set_in(wrapped(text), 9, 5)]
    assert texts(taken(tmp_path, "\n".join(["水利工作要点", *body]))) == PARAGRAPHS


def test_blanks_of_a_page_are_as_wide_as_its_text_tells(tmp_path: Path) -> None:
    lines = []
    for text in PARAGRAPHS:  # 24 half-widths of a page are eight blanks here
        lines += [*wrapped(text), *set_in(wrapped(text, width=16), 8, 8)]
    document = taken(tmp_path, "\n".join(["水利工作要点", "", *lines]))
    assert texts(document) == [text for text in PARAGRAPHS for _ in range(2)]


def test_few_lines_behind_a_table_take_the_width_of_the_text(tmp_path: Path) -> None:
    body = [line for text in PARAGRAPHS for line in wrapped(text)]
    table = ["村名      户数      人口", "东坡      120       456", "西坡      98        301"]
    document = taken(tmp_path, "\n".join(["水利工作要点", *body, *table, *wrapped(ROADS)]))
    assert texts(document)[-1] == ROADS


def test_blank_lines_before_each_line_of_a_part_divide_no_paragraph(tmp_path: Path) -> None:
    body = [line for text in PARAGRAPHS for line in wrapped(text)]
    wide = [line for text in (ROADS, TREES) for line in wrapped(text)]
    text = "\n".join(["水利工作要点", *body, ""]) + "\n" + "\n\n".join(wide)
    assert texts(taken(tmp_path, text)) == [*PARAGRAPHS, ROADS, TREES]


def test_paragraph_by_itself_in_lines_of_one_width_is_joined(tmp_path: Path) -> None:
    text = "\n".join(["关于清淤的通知", "", "各村：", *wrapped(WATER, width=20), "", "镇水务站"])
    assert WATER in texts(taken(tmp_path, text))


def test_item_behind_a_clause_begins_a_line(tmp_path: Path) -> None:
    items = [f"（{n}）" + "沟渠清淤要在汛前完成并由水务站逐段验收合格后" * 2 for n in range(1, 7)]
    lines = [line for item in items for line in wrapped(item[:-1] + "；", width=24)]
    assert texts(taken(tmp_path, "\n".join(["水利工作要点", *lines]))) == [
        item[:-1] + "；" for item in items
    ]


def test_caption_under_a_full_line_begins_a_paragraph(tmp_path: Path) -> None:
    body = [line for text in PARAGRAPHS for line in wrapped(text)]
    lines = [*body, *wrapped(WATER)[:1], "图 3 沟渠断面", *body]
    assert "图 3 沟渠断面" in texts(taken(tmp_path, "\n".join(["水利工作要点", *lines])))


def test_line_that_begins_with_a_mark_goes_on_over_a_blank_line(tmp_path: Path) -> None:
    text = f"水位说明\n{WATER}\n\n水位用下面的记号表示\n\n，站里每天记录一次。\n\n{ROADS}"
    assert "水位用下面的记号表示，站里每天记录一次。" in texts(taken(tmp_path, text))


def test_centred_lines_of_a_title_are_not_joined_by_the_width_of_the_text(tmp_path: Path) -> None:
    lines = [line for text in PARAGRAPHS for line in set_in(wrapped(text), 4, 0)]
    title = [" " * 24 + "水利工作手册概要与说明", " " * 10 + "二〇二四年春季（供各村水务员使用）"]
    document = taken(tmp_path, "\n".join([*title, "", *lines]))
    assert document.title == "水利工作手册概要与说明"


def test_numbers_last_on_two_successive_pages_are_those_of_the_pages(tmp_path: Path) -> None:
    pages = ["\n".join(wrapped(WATER)), "\n".join(wrapped(ROADS)), "\n".join(wrapped(TREES))]
    text = "水利工作要点\n" + f"{pages[0]}\n\n1\n\f{pages[1]}\n\n2\n\f{pages[2]}\n"
    document = taken(tmp_path, text)
    assert [left.text for left in document.left_out] == ["1", "2"]


def test_line_behind_what_was_cut_off_goes_on(tmp_path: Path) -> None:
    lines = ["读了《青石镇水利工作手册》", " " * 20 + "，觉得其", "中有许多做法值得学习。", ROADS]
    document = taken(tmp_path, "\n".join(["水利笔记", TREES, *lines]))
    assert "读了《青石镇水利工作手册》，觉得其中有许多做法值得学习。" in texts(document)


def test_letters_at_the_places_of_bullets_are_bullets(tmp_path: Path) -> None:
    items = [f"Ø   {text}" for text in (WATER, ROADS, TREES)]
    document = taken(tmp_path, "\n".join(["水利工作要点", *items]))
    assert texts(document) == [f"▶ {text}" for text in (WATER, ROADS, TREES)]
    assert ("Ø", "▶") in [(mend.old, mend.new) for mend in document.mended]
    assert texts(taken(tmp_path, "\n".join(["水利工作要点", *items[:2]])))[0][0] == "Ø"


def test_heading_over_a_paragraph_of_its_width_stays_apart(tmp_path: Path) -> None:
    body = [line for text in PARAGRAPHS for line in wrapped(text)]
    heads = ["（1）汛前沟渠清淤的组织", "（2）道路养护的几种办法"]
    document = taken(tmp_path, "\n".join(["水利工作要点", *body, *heads, *wrapped(ROADS)]))
    assert heads[1] in texts(document)


def test_a_seam_that_leaves_a_bracket_or_a_word_open(tmp_path: Path) -> None:
    text = (
        "水库名录\n\n本册收录《北坡水库调度规程》、\n      《南坡水库\n巡查办法》、\n   《东渠\n"
        "岁修章程》等文件。\n\n巡查员应当（每周至少两\n次）沿坝步行一遍。\n"
    )
    assert texts(taken(tmp_path, text)) == [
        "本册收录《北坡水库调度规程》、《南坡水库巡查办法》、《东渠岁修章程》等文件。",
        "巡查员应当（每周至少两次）沿坝步行一遍。",
    ]


def test_next_label_begins_a_paragraph_behind_a_full_line(tmp_path: Path) -> None:
    body = [line for text in PARAGRAPHS for line in wrapped(text, indent="　　")]
    village = "　　适用的村：东坡、西坡、南坡、北坡、石桥、柳林、上湾村"
    lines = ["办法", "　1、范围", *body, village, "　2、期限", *body]
    found = texts(taken(tmp_path, "\n".join(lines)))
    assert "2、期限" in found and village.strip() in found


def test_name_in_quotation_marks_at_the_edge_ends_no_paragraph(tmp_path: Path) -> None:
    first = "　　各村的水尺读数写作“三上”、“三下”和“平”，登记在“甲一”"
    second = "等册子里，每周二由管护员送到镇水务站。"
    whole = [line for text in PARAGRAPHS for line in wrapped(text, indent="　　")]
    flush = [line for text in PARAGRAPHS for line in wrapped(text)]
    lines = ["办法", *whole, *flush, first, second, *whole]
    assert first.strip() + second in texts(taken(tmp_path, "\n".join(lines)))


def test_entries_of_contents_are_lines_of_their_own(tmp_path: Path) -> None:
    entries = [
        f"{name} {'.' * (52 - text_width(name))}- {page} -"
        for name, page in (("1. 清淤", 1), ("1.1 分工", 1), ("1.2 验收", 2), ("2. 护坡", 3))
    ]
    body = [line for paragraph in PARAGRAPHS for line in wrapped(paragraph, indent="　　")]
    heads = ["1. 清淤", "1.1 分工", "1.2 验收", "2. 护坡"]
    parts = [line for head in heads for line in (head, *body)]
    document = taken(tmp_path, "\n".join(["水务手册", "目录", *entries, *parts]))
    assert [left.text for left in document.left_out if left.kind == "contents"] == [
        "目录",
        *entries,
    ]
