"""Where lines may end, character by character: the rows of CSS Text 3 §5.2 (word-break), §5.3
(line-break), §5.5 (overflow-wrap).

Each row is laid out, not looked up: many paragraphs in one document, of which only the lines are
looked at.
"""

import html

import pytest
import weasyprint
from duben import composer
from duben.composer.properties import writing
from weasyprint.formatting_structure import boxes

LEVELS = ("loose", "normal", "strict")
CHINESE_OR_JAPANESE = ("zh", "zh-CN", "zh-Hant-HK", "yue", "ja", "en-Hant")
OTHERS = ("ko", "de", "zh-Latn", "")
SHEET = """
@page { size: 600pt 30000pt; margin: 0 }
body { margin: 0; font: 10pt/1.5 "Noto Serif CJK SC"; text-align: start; text-spacing-trim: space-all; text-autospace: no-autospace }
p { margin: 0 }
"""  # noqa: E501


@pytest.fixture(autouse=True, scope="module")
def _installed():
    composer.install()
    yield
    composer.uninstall()


def lines_of(box):
    if isinstance(box, boxes.LineBox):
        yield composer.text_of(box)
        return
    for child in getattr(box, "children", ()):
        yield from lines_of(child)


def laid_out(rows):
    """The lines of each paragraph: of its markup, its measure in em, its style,
    and its language.
    """
    body = "".join(
        f'<p lang="{lang}" style="width: {ems}em; {style}">{markup}</p>'
        for markup, ems, style, lang in rows
    )
    document = weasyprint.HTML(
        string=f"<!DOCTYPE html><meta charset=utf-8><style>{SHEET}</style><body>{body}"
    ).render()
    found = [
        list(lines_of(box))
        for page in document.pages
        for box in page._page_box.children[0].children[0].children
    ]
    assert len(found) == len(rows)
    return found


def lines(markup, ems, style="", lang="zh"):
    return laid_out([(markup, ems, style, lang)])[0]


LANGUAGES = (*CHINESE_OR_JAPANESE, *OTHERS)
# Rows of §5.3: characters, and the levels at which a line may begin with them, by language.
ALWAYS, NEVER = dict.fromkeys(LANGUAGES, LEVELS), dict.fromkeys(LANGUAGES, ())
LOOSE, LOOSE_OR_NORMAL = (
    dict.fromkeys(LANGUAGES, ("loose",)),
    dict.fromkeys(LANGUAGES, ("loose", "normal")),
)
LOOSE_HERE = NEVER | dict.fromkeys(CHINESE_OR_JAPANESE, ("loose",))
LOOSE_OR_NORMAL_HERE = NEVER | dict.fromkeys(CHINESE_OR_JAPANESE, ("loose", "normal"))
BEFORE = (
    # Small kana and the sound mark: class CJ of UAX 14.
    (
        "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶーㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾ"
        "ㇿｧｨｩｪｫｬｭｮｯｰ𛅐𛅤",
        LOOSE_OR_NORMAL,
    ),
    # Hyphens that are as wide as 汉字.
    ("〜゠", LOOSE_OR_NORMAL_HERE),
    # Hyphens, behind 汉字.
    ("‐–", LOOSE),
    # Iteration marks.
    ("々〻ゝゞヽヾ", LOOSE),
    # Inseparable characters: class IN.
    ("․‥…⋯︙", LOOSE),
    # Marks in the middle of their square.
    ("・：；･‼⁇⁈⁉！？", LOOSE_HERE),
    # Suffixes: class PO, as wide as 汉字 or ambiguous.
    ("°‰′″‵℃℉﹪％￠", LOOSE_HERE),
    # Closing marks, commas and stops, narrow suffixes, and what belongs to the character before.
    ("，。、．”’）》〉」』】〕〗〙〛］｝｠｡､｣︐︑︒︶﹐﹑﹒﹔﹕﹖﹗﹚゛゜ﾞﾟ·", NEVER),
    (")]},.;:!?%¢", NEVER),
    # Everything else.
    ("山あア한■→○①Ⅲ（《“‘「￥€№±", ALWAYS),
)
# And those at which a line may end with them.
BEHIND = (
    ("“‘（《〈「『【〔〖〘〚［｛｟｢︵([{¡¿", NEVER),
    # Prefixes: class PR, as wide as 汉字 or ambiguous.
    ("¤±€№﹩＄￡￥￦", LOOSE_HERE),
    ("，。）》”！？％々山→あ한‥…", ALWAYS),
)


@pytest.mark.parametrize("level", LEVELS)
def test_line_break_says_what_may_begin_a_line(level):
    rows = [
        (character, lang, level in levels[lang])
        for characters, levels in BEFORE
        for character in characters
        for lang in levels
    ]
    found = laid_out(
        [
            (f"文文文文文文{html.escape(character)}字字", 6.25, f"line-break: {level}", lang)
            for character, lang, _ in rows
        ]
    )
    wrong = [
        (*row, got)
        for row, got in zip(rows, found, strict=True)
        if (got[0] == "文文文文文文" and got[1].startswith(row[0])) is not row[2]
    ]
    assert wrong == []


@pytest.mark.parametrize("level", LEVELS)
def test_line_break_says_what_may_end_a_line(level):
    rows = [
        (character, lang, level in levels[lang])
        for characters, levels in BEHIND
        for character in characters
        for lang in levels
    ]
    found = laid_out(
        [
            (f"文文文文文<b>{html.escape(character)}</b>字字", 6.3, f"line-break: {level}", lang)
            for character, lang, _ in rows
        ]
    )
    narrow = "([{¡¿｢"  # there is room for a 汉字 behind them
    wrong = [
        (*row, got)
        for row, got in zip(rows, found, strict=True)
        if got[0].endswith(row[0]) is not row[2]
        and not (row[0] in narrow and got[0].endswith(f"{row[0]}字"))
    ]
    assert wrong == []


def test_the_writing_system_follows_from_the_language():
    assert [
        writing(tag)
        for tag in ("zh", "ZH-cn", "nan", "ja-JP", "ko-Hani", "zh-Latn", "ja-Latn-JP", "en", "")
    ] == [
        "Chinese",
        "Chinese",
        "Chinese",
        "Japanese",
        "Chinese",
        "other",
        "other",
        "other",
        "other",
    ]


@pytest.mark.parametrize(
    ("lang", "level", "expected"),
    [
        ("zh", "loose", ["山", "……", "水"]),  # one mark: GB/T 15834 5.1.5
        ("ja", "loose", ["山", "…", "…", "水"]),
        ("en", "loose", ["山", "…", "…", "水"]),
        ("ja", "normal", ["山……", "水"]),
        ("ja", "strict", ["山……", "水"]),
    ],
)
def test_inseparable_characters_may_be_parted_in_loose_where_they_are_not_one_mark(
    lang, level, expected
):
    assert lines("山……水", 1, f"line-break: {level}", lang) == expected


@pytest.mark.parametrize("level", LEVELS)
def test_a_dash_of_two_characters_stays_in_one_piece(level):
    assert sum("——" in line for line in lines("山水——山水", 1, f"line-break: {level}")) == 1


@pytest.mark.parametrize(
    ("markup", "style", "expected"),
    [
        ("山，水（ab%）", "", list("山，水（ab%）")),
        ("山，水（ab%）", "word-break: keep-all", list("山，水（ab%）")),
        ("山&nbsp;水&#x2060;船", "", ["山", "\xa0", "水", "\u2060船"]),
        ("é葛&#xe0100;山", "", ["é", "葛\U000e0100", "山"]),  # what belongs together does
        ("山  水", "white-space: pre-wrap", ["山  ", "水"]),  # spaces hang
        ("山……水", "", ["山", "…", "…", "水"]),
        ("山水", "text-wrap: nowrap", ["山水"]),
    ],
)
def test_line_break_anywhere(markup, style, expected):
    assert lines(markup, 1, f"line-break: anywhere; {style}") == expected


@pytest.mark.parametrize("style", ["line-break: anywhere", "word-break: break-all"])
def test_words_that_may_be_broken_anywhere_are_not_hyphenated(style):
    for word in ("extra&shy;ordinary", "extraordinary"):
        hyphenated, plain, usual = (
            "|".join(lines(f"山{word}水", 5, way, "en")).replace("\u00ad", "")
            for way in (f"{style}; hyphens: auto", f"{style}; hyphens: none", "hyphens: auto")
        )
        assert hyphenated == plain != usual


@pytest.mark.parametrize(
    ("value", "markup", "measure", "expected"),
    [
        ("normal", "山水船", 1, ["山", "水", "船"]),
        ("normal", "山word水12船", 1, ["山", "word", "水", "12", "船"]),
        ("break-all", "山水wonderful水", 4.3, ["山水won", "derful水"]),
        ("break-all", "山水12345678水", 4, ["山水123", "45678水"]),
        ("break-all", "山AB&amp;CD=EF", 1, ["山", "A", "B", "&", "C", "D", "=", "E", "F"]),
        ("break-all", "山Яблоко水", 2, None),
        ("break-all", "水。（a）b-c", 1, ["水。", "（a）", "b-", "c"]),  # marks keep their rules
        ("break-all", "a，b！c", 1, ["a，", "b！", "c"]),
        ("break-all", "1,23.4%山", 0.6, ["1,", "2", "3.", "4%", "山"]),
        (
            "keep-all",
            "山水，船树花草（鸟兽）虫鱼。人家",
            1,
            ["山水，", "船树花草", "（鸟兽）", "虫鱼。", "人家"],
        ),
        ("keep-all", "山水word12船", 1, ["山水word12船"]),
        ("keep-all", "한글 한글山水", 1, ["한글", "한글山水"]),
        ("keep-all", "あいうーえぁ々お", 1, ["あいうーえぁ々お"]),
        ("keep-all", "山水①船→树", 1, ["山水①船→树"]),  # classes AI and AL
        ("keep-all", "列夫·托尔斯泰", 1, ["列夫·托尔斯泰"]),
        ("keep-all", "山水　船树<wbr>花&#x200b;草", 1, ["山水\u3000", "船树", "花", "草"]),
        ("keep-all", "山水……船树——花", 1, ["山水……", "船树——", "花"]),
        ("break-word", "山水wonderful", 6, ["山水", "wonderful"]),
    ],
)
def test_word_break(value, markup, measure, expected):
    found = [line.strip("\u200b") for line in lines(markup, measure, f"word-break: {value}")]
    if expected is None:
        assert len(found) > 2 and found[0].startswith("山Я")
    else:
        assert found == expected


def test_word_break_break_all_leaves_levels_of_strictness():
    assert lines("山あぁ", 1, "word-break: break-all; line-break: strict") == ["山", "あぁ"]
    assert lines("山あぁ", 1, "word-break: break-all; line-break: normal") == ["山", "あ", "ぁ"]
    # What is treated as an ideograph is one to the hyphens too.
    assert "‐" in {
        line[0] for line in lines("ab‐cd山", 1, "word-break: break-all; line-break: loose", "ja")
    }
    assert "‐" not in {
        line[0] for line in lines("ab‐cd山", 1, "word-break: break-all; line-break: normal", "ja")
    }


@pytest.mark.parametrize(
    ("value", "broken"),
    [
        ("overflow-wrap: anywhere", True),
        ("overflow-wrap: break-word", True),
        ("word-wrap: break-word", True),
        ("word-break: break-word", True),
        ("overflow-wrap: normal", False),
    ],
)
def test_overflow_wrap_breaks_a_word_only_where_it_would_run_out(value, broken):
    assert lines("山水wonderful", 6, value) == ["山水", "wonderful"]
    assert (max(map(len, lines("山wonderful水", 2, value))) < 9) is broken
    assert lines("山（水）树", 1, value) == (
        ["山", "（", "水", "）", "树"] if broken else ["山", "（水）", "树"]
    )  # marks too


@pytest.mark.parametrize(
    ("markup", "style", "expected"),
    [
        (
            "山<i style='line-break: loose'>水！船々</i>水！",
            "line-break: strict",
            ["山", "水", "！", "船", "々", "水！"],
        ),
        (
            "山<i style='line-break: strict'>水！船々</i>水！",
            "line-break: loose",
            ["山", "水！", "船々", "水", "！"],
        ),
        ("山<i lang=en>水！船：</i>水！", "line-break: loose", ["山", "水！", "船：", "水", "！"]),
        (
            "山<i lang=ja>水！船：</i>水！",
            "line-break: loose",
            ["山", "水", "！", "船", "：", "水", "！"],
        ),
        (
            "山<i style='line-break: anywhere'>（水）</i>（船）",
            "",
            ["山", "（", "水", "）", "（船）"],
        ),
        # Between two elements the one that holds both decides.
        (
            "山<i style='line-break: loose'>水<b>！</b></i>水<b>！</b>",
            "line-break: strict",
            ["山", "水", "！", "水！"],
        ),
        (
            "山<i style='line-break: strict'>水<b style='line-break: loose'>！</b></i>",
            "line-break: loose",
            ["山", "水！"],
        ),
        (
            "山<i style='word-break: keep-all'>水船 树花</i>水船",
            "",
            ["山", "水船", "树花", "水", "船"],
        ),
        (
            "山<i style='word-break: normal'>水船word</i>水船",
            "word-break: keep-all",
            ["山水", "船", "word水船"],
        ),
        ("山<i style='word-break: break-all'>wo</i>word", "", ["山", "w", "oword"]),
        (
            "山<i style='word-break: normal'>wo</i>wo",
            "word-break: break-all",
            ["山", "wo", "w", "o"],
        ),
        (
            "山<i style='overflow-wrap: normal'>wonderful</i>",
            "overflow-wrap: anywhere",
            ["山", "wonderful"],
        ),
        ("山<i style='text-wrap: nowrap'>水船</i>树", "", ["山", "水船", "树"]),
        ("山<i style='text-wrap: wrap'>水船</i>树", "text-wrap: nowrap", ["山水", "船树"]),
        ("山<i>水</i>船<i>树</i>", "white-space: nowrap", ["山水船树"]),
        (
            "<i style='white-space: nowrap'>山 </i>水 <i style='white-space: nowrap'>船</i>树",
            "",
            ["山 水", "船", "树"],
        ),
    ],
)
def test_each_element_has_its_own_way(markup, style, expected):
    assert lines(markup.replace("<i", "<span").replace("</i>", "</span>"), 1, style) == expected
