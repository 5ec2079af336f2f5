"""What a character is on a line, and where a line may end."""

import pytest
from duben.composer.rules import LEVELS, blanks, classify, prices, stretches


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("中国。", "HHS"),
        ("“好”，", "OHCP"),
        ("（一）、《书》", "OHCPOHC"),
        ("甲·乙", "HMH"),
        ("甲——乙……", "HTTHEE"),
        ("甲—乙", "HNH"),
        ("1～2", "9N9"),
        ("甲／乙", "HDH"),
        ("GDP增", "LLLH"),
        ("6.5%", "9L9%"),
        ("1,234", "9L999"),
        ("１２．５％", "FFFF%"),
        ("￥5", "$9"),
        ("6℃", "9%"),
        ("−3度", "$9H"),
        ("Wi-Fi", "LLULL"),
        ("km/h", "LLLL"),
        ("(a), b", "oLcc L"),
        ('说"好"了', "HoHcH"),
        ("①Ⅲ→≥5", "YYY$9"),
        ("Привет", "LLLLLL"),
        ("𠮷々", "HK"),
        ("e\u0301", "Lz"),
        ("\u3000\u00a0\u200b\n", "I~ZB"),
    ],
)
def test_each_character_has_its_class(text, classes):
    assert classify(text) == classes


def test_addresses_may_end_a_line_behind_their_solidus():
    assert classify("http://a.cn/bc") == "LLLLLLULULLULL"


def ends(text, level):
    """Where a line may end, as strokes in the text."""
    classes = classify(text)
    table = prices(level)
    joints = (
        "|" if table[pair] is not None else "" for pair in zip(classes, classes[1:], strict=False)
    )
    return "".join(a + b for a, b in zip(text, [*joints, ""], strict=True))


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(
    "text",
    ["甲，", "甲。", "甲”", "甲》", "甲·", "“甲", "（甲", "《甲", "——", "……", "6.5%", "20℃", "￥5", "−3", "GDP", "２０２６",
     "〔2026〕", "甲)", "(甲", "№5", "B2"],
)
def test_some_things_stay_together_at_every_level(level, text):
    assert ends(text, level) == text


@pytest.mark.parametrize(
    ("text", "loose", "normal", "gb", "strict"),
    [
        ("甲～乙", "甲|～|乙", "甲～|乙", "甲～|乙", "甲～|乙"),
        ("甲々乙", "甲|々|乙", "甲々|乙", "甲々|乙", "甲々|乙"),
        ("甲／乙", "甲|／|乙", "甲|／|乙", "甲／乙", "甲／乙"),
        ("甲——乙", "甲|——|乙", "甲|——|乙", "甲|——|乙", "甲——|乙"),
        ("甲……乙", "甲|……|乙", "甲……|乙", "甲……|乙", "甲……|乙"),
    ],
)
def test_levels_differ_in_connectors_solidus_and_dashes(text, loose, normal, gb, strict):
    assert [ends(text, level) for level in LEVELS] == [loose, normal, gb, strict]


def test_a_line_may_end_between_hanzi_and_words():
    assert ends("在GDP中 a b，①②", "strict") == "在|GDP|中 |a |b，|①|②"


def test_nothing_opens_behind_a_dash_or_between_two_marks():
    opening = stretches("auto")
    assert opening.isdisjoint({("T", "H"), ("T", "T"), ("E", "H"), ("P", "O")})
    assert {("H", "H"), ("P", "H"), ("H", "T")} <= opening


@pytest.mark.parametrize(
    ("letter", "width", "left", "right", "given"),
    [
        ("P", 1.0, 0.08, 0.77, (0.0, 0.5)),
        ("O", 1.0, 0.57, 0.08, (0.5, 0.0)),
        ("C", 1.0, 0.04, 0.52, (0.0, 0.5)),
        ("P", 1.0, 0.40, 0.44, (0.25, 0.25)),  # traditional: centred
        ("S", 1.0, 0.10, 0.20, (0.0, 0.0)),  # fills its em: nothing to take
        ("O", 0.35, 0.06, 0.04, (0.0, 0.0)),  # a Latin quotation mark
    ],
)
def test_only_blank_parts_of_marks_are_given_away(letter, width, left, right, given):
    assert blanks(letter, width, left, right) == given
