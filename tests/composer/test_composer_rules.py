"""What a character is on a line, and where a line may end."""

import pytest
from duben.composer import rules
from duben.composer.breaking import ParagraphBreaker
from duben.composer.breaking.weights import TOO_LOOSE_PRICE
from duben.composer.rules import LEVELS, Options, blanks, classify, stretches
from growth import soon


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


def measured(text, options=Options()):  # noqa: B008 - never changed
    """A paragraph of characters that are ten units wide."""
    widths = [10.0] * len(text)
    return ParagraphBreaker(text, classify(text), widths, widths, {}, options).paragraph


def ends(text, level, words="normal"):
    """Where a line may end, as strokes in the text."""
    paragraph = measured(text, Options(level=level, words=words))
    return "".join(
        "|" * (index > 0 and paragraph.ends.edges[index] < 1e9) + character
        for index, character in enumerate(text)
    )


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(
    "text",
    [
        "甲，",
        "甲。",
        "甲”",
        "甲》",
        "甲·",
        "“甲",
        "（甲",
        "《甲",
        "——",
        "……",
        "6.5%",
        "20℃",
        "￥5",
        "−3",
        "GDP",
        "２０２６",
        "〔2026〕",
        "甲)",
        "(甲",
        "№5",
        "B2",
    ],
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


# CSS Text 3 §5.2, for Chinese text: which characters may begin a line in which level. gb goes with
# strict.
_SMALL_KANA = "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿー"
_ROWS = (
    ("small kana and the prolonged sound mark", _SMALL_KANA, ("loose", "normal")),
    ("hyphens that look like Chinese ones", "〜゠", ("loose", "normal")),
    ("hyphens behind an ideograph", "‐–", ("loose",)),
    ("iteration marks", "々〻ゝゞヽヾ", ("loose",)),
    ("centred marks", "・：；･‼⁇⁈⁉！？", ("loose",)),
    ("suffixes that are as wide as 汉字 or may be", "％‰℃℉°′″￠", ("loose",)),
    ("closing marks, stops and commas", "、。，．”’）》〉」』】〕〗］｝", ()),
    ("inseparable dots", "‥…", ("loose",)),
)


@pytest.mark.parametrize(
    ("characters", "levels"), [row[1:] for row in _ROWS], ids=[row[0] for row in _ROWS]
)
@pytest.mark.parametrize("level", ["loose", "normal", "strict", "gb"])
def test_what_may_begin_a_line_at_each_level_of_css(level, characters, levels):
    expected = "甲|{}" if level in levels else "甲{}"
    wrong = [
        character
        for character in characters
        if not ends(f"甲{character}乙", level).startswith(expected.format(character))
    ]
    assert wrong == []


@pytest.mark.parametrize("level", ["loose", "normal", "strict", "gb"])
def test_prefixes_may_end_a_line_only_when_loose(level):
    stroke = "|" if level == "loose" else ""
    assert [ends(f"{sign}乙", level) for sign in "￥＄€￡№±"] == [
        f"{sign}{stroke}乙" for sign in "￥＄€￡№±"
    ]
    assert [ends(f"{sign}5", level) for sign in "￥＄€￡№±"] == [f"{sign}5" for sign in "￥＄€￡№±"]


@pytest.mark.parametrize("level", LEVELS)
def test_no_level_lets_a_number_lose_its_sign_nor_a_bracket_its_text(level):
    for text in ("20℃", "５％", "90°", "（！", "“：", "《；", "[℃"):
        assert ends(text, level) == text


def test_anywhere_lets_a_line_end_between_any_two_characters():
    assert ends("甲，“GDP”——2.5%", "anywhere") == "甲|，|“|G|D|P|”|—|—|2|.|5|%"
    assert ends("e\u0301 甲\n乙", "anywhere") == "e\u0301 |甲\n|乙"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("normal", "在|GDP|中|增|长，|a |b"),
        ("break-all", "在|G|D|P|中|增|长，|a |b"),
        ("keep-all", "在GDP中增长，|a |b"),
    ],
)
def test_word_break_says_where_words_may_be_broken(words, expected):
    assert ends(expected.replace("|", ""), "strict", words) == expected


@pytest.mark.parametrize(
    "text",
    [
        "1.5～2.5",
        "100 km",
        "H2O",
        "3D",
        "１２．５％",
        "〔2026〕",
        "10:30",
        "100㎡",
        "CO₂",
        "m²",
        "B2B",
        "U.S.",
        "12,345",
    ],
)
def test_numbers_and_words_are_whole_or_cut_at_a_price(text):
    plain = text.replace("|", "")
    paragraph = measured(plain)
    free = [
        index
        for index in range(1, len(plain))
        if paragraph.ends.edges[index] < 1e9 and not paragraph.prices.get(index)
    ]
    assert free == []


def test_prices_of_what_is_cut_unwillingly():
    text = "2026年增第3条5～6亿元用时8：30走5 km"
    paragraph = measured(text)
    priced = {text[index - 1 : index + 1] for index, price in paragraph.prices.items() if price > 1}
    assert priced == {"6年", "第3", "～6", "6亿", "亿元", "：3", " k"}


def test_numbers_in_groups_are_cut_only_where_hanzi_would_stand_far_apart():
    text = "电话+86 10 1234 5678，面积12 345 km2，甲 乙"
    paragraph = measured(text)
    spaces = [
        paragraph.prices.get(index, 0.0) for index in range(1, len(text)) if text[index - 1] == " "
    ]
    assert [price > TOO_LOOSE_PRICE for price in spaces] == [True] * 5 + [False]


def test_a_name_with_a_sign_before_it_may_begin_a_line():
    text = "请看@湖边村的话题，编辑：湖生_NN2587，甲_乙@c"
    paragraph = measured(text)
    assert {
        text[index - 1 : index + 1]
        for index in range(1, len(text))
        if paragraph.ends.edges[index] < 1e9 and text[index] in "@_"
    } == {"看@", "生_", "甲_", "乙@"}
    assert not any(
        paragraph.ends.edges[index] < 1e9
        for index in range(1, len(text))
        if text[index - 1] in "@_"
    )


def test_addresses_are_looked_for_in_linear_time():
    """A run of letters is no address until an @ comes: quadratic, this took minutes."""
    with soon(5):
        assert list(rules.addresses("a" * 200_000 + "。 见 a.b@c.org")) == [(200_004, 200_013)]
