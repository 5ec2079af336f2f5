"""Labels are told from numbers."""

import pytest
from duben.chinese import labels
from duben.chinese.labels import Label
from growth import soon


def seen(text: str) -> tuple[str, str, int, str] | None:
    label = labels.read_label(text)
    return label and (label.kind, label.text, label.number, text[label.end :])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第二编 总则", ("part", "第二编", 2, "总则")),
        ("第三部分 做法", ("part", "第三部分", 3, "做法")),
        ("第十二章　总 则", ("chapter", "第十二章", 12, "总 则")),
        ("第 1 章 绪论", ("chapter", "第 1 章", 1, "绪论")),
        ("第三讲 水", ("chapter", "第三讲", 3, "水")),
        ("第一章. 水", ("chapter", "第一章.", 1, "水")),
        ("第二条．水", ("article", "第二条．", 2, "水")),
        ("第二条、水", ("article", "第二条、", 2, "水")),
        ("第一章、水", ("chapter", "第一章、", 1, "水")),
        ("第一节 水源", ("section", "第一节", 1, "水源")),
        ("第五條", ("article", "第五條", 5, "")),
        ("第四十二条之一 镇长办公会", ("article", "第四十二条之一", 42, "镇长办公会")),
        ("一、概况", ("comma", "一、", 1, "概况")),
        ("十一、附则", ("comma", "十一、", 11, "附则")),
        ("三. 水", ("comma", "三.", 3, "水")),
        ("一、三大任务", ("comma", "一、", 1, "三大任务")),
        ("一、两年来的工作", ("comma", "一、", 1, "两年来的工作")),
        ("（二十三）水", ("paren", "（二十三）", 23, "水")),
        ("(一)水", ("paren", "(一)", 1, "水")),
        ("㈡水", ("paren", "㈡", 2, "水")),
        ("1.水", ("digit", "1.", 1, "水")),
        ("12． 水", ("digit", "12．", 12, "水")),
        ("3、水", ("digit", "3、", 3, "水")),
        ("１．水", ("digit", "１．", 1, "水")),
        ("1.2024年的工作", ("digit", "1.", 1, "2024年的工作")),
        ("2．9月11日种树", ("digit", "2．", 2, "9月11日种树")),
        ("8 项目验收", ("decimal", "8", 8, "项目验收")),
        ("3.2项目概况", ("decimal", "3.2", 2, "项目概况")),
        ("8 项目标任务", None),
        ("⒊水", ("digit", "⒊", 3, "水")),
        ("（1）水", ("paren_digit", "（1）", 1, "水")),
        ("(10)水", ("paren_digit", "(10)", 10, "水")),
        ("⑵水", ("paren_digit", "⑵", 2, "水")),
        ("2）水", ("bracket", "2）", 2, "水")),
        ("③水", ("circle", "③", 3, "水")),
        ("第一，水", ("ordinal", "第一，", 1, "水")),
        ("第二,水", ("ordinal", "第二,", 2, "水")),
        ("第三、水", ("ordinal", "第三、", 3, "水")),
        ("第二点，水", ("ordinal", "第二点，", 2, "水")),
        ("其一，水", ("ordinal", "其一，", 1, "水")),
        ("一是修路", ("item", "一是", 1, "修路")),
        ("二要修桥", ("item", "二要", 2, "修桥")),
        ("首先，水", ("first", "首先，", 1, "水")),
        ("其次水", ("first", "其次", 2, "水")),
        ("1.1 目的", ("decimal", "1.1", 1, "目的")),
        ("1.1.目的", ("decimal", "1.1", 1, "目的")),
        ("2.3. 目的", ("decimal", "2.3", 3, "目的")),
        ("1.1、目的", ("decimal", "1.1", 1, "目的")),
        ("2.1、GIS系统", ("decimal", "2.1", 1, "GIS系统")),
        ("1.2.10　目的", ("decimal", "1.2.10", 10, "目的")),
        ("3.2目的", ("decimal", "3.2", 2, "目的")),
        ("1 总则", ("decimal", "1", 1, "总则")),
        ("　　二、水", ("comma", "二、", 2, "水")),
        ("二", ("comma", "二", 2, "")),
        ("二　水渠", ("comma", "二", 2, "水渠")),
        ("2】水", ("bracket", "2】", 2, "水")),
        ("乙、水", ("stem", "乙、", 2, "水")),
        ("（丙）水", ("stem", "（丙）", 3, "水")),
        ("Ⅳ.水", ("roman", "Ⅳ.", 4, "水")),
        ("B. 水", ("letter", "B.", 2, "水")),
        ("(c)水", ("small_letter", "(c)", 3, "水")),
    ],
)
def test_label_is_read(text: str, expected: tuple[str, str, int, str]) -> None:
    assert seen(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "水",
        "3.5%增长",
        "3.5、4.2两节",
        "(1):171-172.",
        "2024.5.1",
        "24.5.1日",
        "第一季度",
        "十四五",
        "1978年",
        "一、二、三产业",
        "三、四天",
        "一、二级",
        "一是一，二是二",
        "三要素",
        "五要件",
        "三要务",
        "第三条规定的情形",
        "第二条第一款",
        "第三章、第四章",
        "第三条、四条规定的情形",
        "第一节课",
        "1、2、3号",
        "1,000元",
        "1.5倍",
        "1.05 元",
        "5 月",
        "12 个单位",
        "2024 总结",
        "（一）至（三）项",
        "（2024年）",
        "（110）电话",
        "第一、第二产业",
        "第一个",
        "百年",
        "一百",
        "万众一心",
        "0.5 水",
        "1 水 10 20",
        "1 水涨船高。",
        "12345热线",
        "第一条，第二条规定的情形",
        "一 天",
        "二 水涨船高。",
        "三百 水渠",
        "甲、乙双方",
        "Ⅰ、Ⅱ类水",
        "A.I.水",
        "A. Smith",
        "一一",
    ],
)
def test_number_is_no_label(text: str) -> None:
    assert seen(text) is None


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("修路，架桥。", "修路"),
        ("修“水，电”路。架桥", "修“水，电”路"),
        ("修路", "修路"),
        ("12:30开会", "12:30开会"),
        ("路" * 50, "路" * 40),
        ("（甲，乙）路；桥", "（甲，乙）路"),
    ],
)
def test_first_clause(text: str, clause: str) -> None:
    assert labels.first_clause(text) == clause


def test_label_holds_its_end() -> None:
    assert labels.read_label("第一, 水") == Label("ordinal", "第一,", 1, 4)


@pytest.mark.parametrize(
    "text",
    [
        "一" * 500_000,
        "1" * 500_000,
        "1." * 250_000,
        "第" * 500_000,
        "（" * 500_000,
        " " * 500_000,
        "1.1" + ".1" * 200_000,
    ],
)
def test_long_input_takes_no_time(text: str) -> None:
    with soon(1):
        labels.read_label(text)
        labels.first_clause(text)


def test_number_that_counts_on_or_begins_below_its_own_is_a_label_before_a_measure() -> None:
    def numbers(*texts: str) -> list[str]:
        return [label.text if label else "" for label in labels.read_labels(texts)]

    assert numbers("2.播种", "2.1种子", "2.2本地种子", "2.3天") == ["2.", "2.1", "2.2", "2.3"]
    assert numbers("4.收割", "4.1本地稻", "4.1.1早稻") == ["4.", "4.1", "4.1.1"]
    assert numbers("2.播种", "2.1种", "3.收割") == ["2.", "", "3."]
    assert numbers("播种", "2.1种", "2.2种") == ["", "", ""]
    assert numbers("二、播种", "2.1个人播种", "2.2分工") == ["二、", "2.1", "2.2"]
    assert numbers("（二）播种", "2.1个人播种", "2.2收割") == ["（二）", "", "2.2"]


def test_label_that_only_its_document_tells_is_read_again_from_its_text() -> None:
    assert labels.read_entry_label("2.2本地种子") == labels.Label("decimal", "2.2", 2, 3)
    assert labels.read_entry_label("种子") is None


def test_roman_number_in_letters_is_a_label_where_it_counts() -> None:
    def kinds(*texts: str) -> list[str]:
        return [label.kind if label else "" for label in labels.read_labels(texts)]

    assert kinds("I. 水", "甲", "II. 路", "III. 桥") == ["roman", "", "roman", "roman"]
    assert kinds("H.水", "I.路", "J.桥", "V.茶") == ["letter", "letter", "letter", "letter"]
    assert kinds("II.水") == [""]


def test_spaced_word_that_begins_with_a_numeral_has_no_label() -> None:
    assert labels.read_label("三 好 学 生") is None
    assert labels.read_label("三 总 则") == labels.Label("comma", "三", 3, 2)


def test_number_without_a_mark_is_a_label_where_it_counts() -> None:
    def told(*texts: str) -> list[str]:
        return [label.text if label else "" for label in labels.read_labels(texts)]

    assert told("1清淤：下河。", "甲", "2 ABC", "3补种。", "1水渠。") == ["1", "", "2", "3", ""]
    assert told("1清淤。", "2加固。") == ["", ""]
    assert told("1班种树。", "2班浇水。", "3班看河。") == ["", "", ""]
    assert told("1月种树。", "2月浇水。", "3月看河。") == ["", "", ""]
    assert labels.read_entry_label("1清淤") == labels.Label("digit", "1", 1, 1)
