"""Half-width marks are mended beside 汉字 and nowhere else."""

import pytest
from duben.chinese import marks
from duben.chinese.marks import Mend
from growth import grows_evenly


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("修路,架桥;通水:好!", "修路，架桥；通水：好！"),
        ("委员77名,候补9名", "委员77名，候补9名"),
        ("委员77,候补9", "委员77，候补9"),
        ("日期:2024年", "日期：2024年"),
        ("真的?", "真的？"),
        ("(一)总则", "（一）总则"),
        ("(一）总则", "（一）总则"),
        ("修路(含桥)工程", "修路（含桥）工程"),
        ("产值(GDP)增长", "产值（GDP）增长"),
        ("“修路”,架桥", "“修路”，架桥"),
        ("修路,“架桥”", "修路，“架桥”"),
        ("《规定》:", "《规定》："),
        ('推进"修路"工作', "推进“修路”工作"),
        ('"修路","架桥"', "“修路”，“架桥”"),
        ("--经济平稳", "——经济平稳"),
        ("  --2006年", "  ——2006年"),
        ("市--县", "市——县"),
        ("修路(架桥", "修路（架桥"),
        ("现提出如下意见.", "现提出如下意见。"),
        ("修路（架桥）.", "修路（架桥）。"),
        ("要“修路”. ", "要“修路”。 "),
        ("修路......", "修路……"),
        ("修路...架桥", "修路……架桥"),
        ("修路。。。。。。架桥", "修路……架桥"),
        ("修路......。", "修路……。"),
        ("第一,修路", "第一，修路"),
        ("用GDP,不用别的", "用GDP，不用别的"),
        ("修路, 架桥", "修路， 架桥"),
    ],
)
def test_mark_beside_han_is_mended(text: str, mended: str) -> None:
    assert marks.widen_marks(text)[0] == mended


@pytest.mark.parametrize(
    "text",
    [
        "在12:30开会",
        "比分3:2胜",
        "共1,000元",
        "见 https://example.org/a,b?c=1:2 页",
        "Hello, world!",
        "用 f(x) 算",
        "他说 Yes, sir.",
        "a@b.org,",
        "增长3.5",
        "增长3.",
        "他说 Yes.",
        "修路 Yes...",
        "见 www.example.org.",
        "1.",
        "一.",
        "十一.",
        "水.火",
        "总则......12",
        "修路。。",
        "修路..",
        "姓名" + "." * 40,
        "[文](a.md)中",
        "![图](a.png)",
        '说"修路',
        "水---火",
        "<!-- 水 -->",
        "GDP(gross)增长",
        'a "b" c 水',
        "",
    ],
)
def test_the_rest_stays(text: str) -> None:
    assert marks.widen_marks(text) == (text, ())


def test_a_paragraph_of_latin_text_keeps_its_marks() -> None:
    text = (
        'The river office calls this the "two-way check" (双向检查), and asks every dike '
        "keeper to write it down (水,火)."
    )
    assert marks.widen_marks(text) == (text, ())
    assert (
        marks.widen_marks("双向检查(two-way check)要写下来,不要漏.")[0]
        == "双向检查（two-way check）要写下来，不要漏。"
    )


def test_each_mend_tells_where_and_what() -> None:
    assert marks.widen_marks('水,火\n"水"--火') == (
        "水，火\n“水”——火",
        (Mend(1, ",", "，"), Mend(4, '"', "“"), Mend(6, '"', "”"), Mend(7, "--", "——")),
    )


def test_quotes_pair_up_within_a_line_only() -> None:
    assert marks.widen_marks('"水\n火"')[0] == '"水\n火"'


@pytest.mark.parametrize(
    "character",
    [
        "\u4e00",
        "\u9fff",
        "\u3400",
        "\u4dbf",
        "\uf900",
        "\ufa0e",
        "\U00020000",
        "\U0002ebf0",
        "\U000323af",
        "\U000323b0",
        "\U00033479",
        "〇",
        "々",
        "水",
    ],
)
def test_han_is_told_from_its_neighbours(character: str) -> None:
    assert marks.is_han(character)


@pytest.mark.parametrize(
    "character",
    [
        "한",
        "\ua000",
        "\ud7a3",
        "\ue000",
        "\uf8ff",
        "\ufb00",
        "\u33ff",
        "\u4dc0",
        "あ",
        "A",
        "。",
        "１",
        "\u2f00",
        "\u2e80",
        "\U0001ffff",
        "\U0003347a",
        "\U000f0000",
    ],
)
def test_what_only_looks_like_han_is_none(character: str) -> None:
    assert not marks.is_han(character)


def test_script_is_told_from_the_characters() -> None:
    assert [marks.guess_script(text) for text in ("我们的国家", "我們的國家", "水火土", "")] == [
        "zh-Hans",
        "zh-Hant",
        "zh-Hans",
        "zh-Hans",
    ]


def test_no_character_is_of_both_scripts() -> None:
    assert not marks.SIMPLIFIED & marks.TRADITIONAL


@pytest.mark.parametrize(
    "piece", ["水,", '"水', "（", "水(", "--", "水--", "1,", "a@", ")", "水.", "水...", "水。", "."]
)
def test_a_megabyte_of_marks_takes_no_time(piece: str) -> None:
    grows_evenly(lambda size: piece * (size // len(piece)), marks.widen_marks, 1_000_000)
