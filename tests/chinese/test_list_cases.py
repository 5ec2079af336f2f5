"""The cases in cases/lists: which members a number has, and whether they are printed unasked."""

import random
import tomllib
from pathlib import Path
from typing import Any

import pytest
from duben.chinese.enumerations import finding, signs, terms
from duben.chinese.enumerations.member_rules import ListedMembers, Mention, Passage
from duben.chinese.labels import read_label

FILE = Path(__file__).parents[1] / "cases" / "lists" / "lists.toml"
DATA = tomllib.loads(FILE.read_text("utf-8"))
CASES: list[dict[str, Any]] = DATA["case"]
NEVER: list[dict[str, Any]] = DATA["never"]


def passages(text: str) -> list[Passage]:
    """A passage for each line; one with a label 一、 is an entry of level 1."""
    found = []
    for number, line in enumerate(text.strip().splitlines()):
        label = read_label(line)
        entry = label if label and "、" in line[:2] else None
        found.append(Passage(str(number), line, entry, int(entry is not None)))
    return found


def member_range(text: str, members: list[str]) -> Mention:
    """From the first member to the end of the last, as far as they stand in the text."""
    start = max(0, text.find(members[0]))
    end = text.find(members[-1])
    return Mention(0, start, end + len(members[-1]) if end >= 0 else len(text))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['term']}-{case['text'][:8]}")
def test_case(case: dict[str, Any]) -> None:
    found = finding.find_enumerations(passages(case["text"])).enumerations
    enumeration = next(one for one in found if one.term == case["term"])
    assert list(enumeration.members) == case["members"]
    assert enumeration.evidence
    assert enumeration.evidence.sure == case["sure"], enumeration.evidence
    assert case.get("doubt", "") in (*enumeration.evidence.doubts, "")


@pytest.mark.parametrize("case", NEVER, ids=lambda case: f"{case['name']}-{case['text'][:8]}")
def test_never(case: dict[str, Any]) -> None:
    text, members = case["text"], case["members"]
    start = text.index(case["term"])
    term = terms.term_at(case["term"], start, text[start - 1] == "“")
    assert term
    listed = ListedMembers(tuple(members), (member_range(text, members),))
    listing = signs.Listing(term, case["rule"], listed, passages(text))
    assert signs.FORBIDDEN[case["name"]](listing)
    assert signs.forbidden_by(listing)


@pytest.mark.parametrize(
    "text",
    [
        "初步形成两图两表——战略蓝图、推进线路图；执行时间表和执行验收表。",
        "这是宝贵的经历：通过查图、看样、试修，本领在长进。如果时间有限，上述三个项目可以选做。",
        "甲、乙两项是项目的名称。",
        "“三农”工作由镇政府、水管所、农技站组成专班推进。",
        "“三项工作”由镇政府、水管所、农技站牵头，抽人组成。",
        "四种水渠的区别是：东渠宽，西渠深，南渠长，北渠直。",
        "三项任务都做完了吗？修路、架桥、种茶。",
        "他说有问题要解决，没有问题要预防，这两个问题都要记住。",
        "以茶叶、果品为重点的“三大产业”年年增产。",
        "水库把关、渠首把脉作为两项工作。",
        "今年着力“三抓”推进工作。抓修渠，村村通水；抓护林，山山见绿；兴茶，户户增收。",
        "今年着力“四抓”推进工作。抓修渠，村村通水；抓护林，山山见绿；抓兴茶，户户增收。",
        "建设“双林工程”。\n今年要做好林业站、林业局的检查。",
        "做到“三个聚焦”：\n聚焦修渠。\n今年修好东渠。\n聚焦护林。\n组建护林队。",
        "坚持以人为中心，以修路为重点，做好“两个重点”工作。",
        "想清楚三个问题：路修好了没有？桥呢？林护住了没有？渠通了没有？",
        "做好“绿水青山”四篇文章。",
        "做好“茶叶竹器”四篇文章。",
        "甲镇、乙镇、丙镇推动的“三项行动”成效好。",
        "镇党委、村支部、茶农共同推进的“三位一体”办法好。",
        "坚持教育人才“三位一体”统筹推进。",
        "山村教育科技文化人才“三位一体”统筹推进。",
        "“三个一”说的是一般、一定、一切。",
        "“一核两翼”成形。一核是青石镇，因为路通；两翼是东岭、西沟、北坡。",
    ],
)
def test_what_is_no_list_of_a_name_has_no_members(text: str) -> None:
    assert not any(one.members for one in finding.find_enumerations(passages(text)).enumerations)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("以青石镇为核心，以东岭、西沟、北坡为三翼，建设“一核两翼”。", "一核两翼"),
        ("规划“一轴两片”。\n一轴：沿河轴。\n这里一路好景。\n两片：东片区、西片区。", "一轴两片"),
    ],
)
def test_parts_of_other_numbers_or_places_are_not_those_of_a_compound(text: str, term: str) -> None:
    found = finding.find_enumerations(passages(text)).enumerations
    assert next(one.members for one in found if one.term == term) == ()


@pytest.mark.parametrize("text", ["供粮、外运双双增长三成。", "甲村、乙村双双入选名录。"])
def test_an_adverb_counts_nothing(text: str) -> None:
    assert not finding.find_enumerations(passages(text)).enumerations


def test_a_name_ends_before_a_sum() -> None:
    found = finding.find_enumerations(passages("依次比较“语文、数学、英语”三科之和高者。"))
    assert [one.term for one in found.enumerations] == ["三科"]


def test_what_is_done_has_no_entries_below() -> None:
    text = (
        "今年三件水利实事圆满完成。\n一、清河的堤修好了。\n二、茶山的渠通水了。\n三、村村有了水塔。"
    )
    assert not finding.find_enumerations(passages(text)).enumerations


def test_a_bracket_belongs_to_the_level_before_it() -> None:
    text = "推进“两路”沿线县（市、区）的护林。"
    [one] = finding.find_enumerations(passages(text)).enumerations
    assert (one.term, one.members) == ("两路", ())


def test_halves_are_no_list_to_look_back_at() -> None:
    text = (
        "镇上有茶人：一个是种茶的，主要是东村，还包括西村和南村的茶农；"
        "另一个是制茶的老厂。这两大帮手常年往来。"
    )
    assert not finding.find_enumerations(passages(text)).enumerations


def test_never_holds_back_no_good_list() -> None:
    text = "打好清河、净土、蓝天“三大保卫战”。"
    term = terms.term_at("三大保卫战", text.index("三大"), True)
    assert term
    members = ["清河", "净土", "蓝天"]
    listed = ListedMembers(tuple(members), (member_range(text, members),))
    listing = signs.Listing(term, "in_front", listed, passages(text))
    assert [name for name, forbids in signs.FORBIDDEN.items() if forbids(listing)] == []


def test_every_rule_has_a_case() -> None:
    assert set(signs.FORBIDDEN) == {case["name"] for case in NEVER}
    doubts = {case.get("doubt") for case in CASES}
    of_known = {"plain"}  # tests/analysis/test_waiting.py, with the library
    assert set(signs.DOUBTS) - doubts == of_known


def test_a_sword_with_two_edges_counts_nothing() -> None:
    text = "大水是一把“双刃剑”。一方面，大水能灌田；另一方面，大水能毁堤。"
    assert not finding.find_enumerations(passages(text)).enumerations


def test_a_name_ends_before_a_doubled_word() -> None:
    (term,) = terms.bare_terms("管护靠三件事年年要做。")
    assert term.text == "三件事"


def test_paragraphs_that_fill_a_section_are_sure() -> None:
    texts = ("修渠的三项办法", "先看山后下锄。看山要早。", "分段修，逐村验收。", "修好再放水。")
    heads = [Passage("0", texts[0], None, 1, True), Passage("4", "下一节", None, 1, True)]
    below = [Passage(str(n), text) for n, text in enumerate(texts[1:], 1)]
    found = finding.find_enumerations([heads[0], *below, heads[1]]).enumerations
    assert [(one.members, one.evidence and one.evidence.sure) for one in found] == [
        (("先看山后下锄", "分段修", "修好再放水"), True)
    ]


@pytest.mark.parametrize(
    ("title", "text", "members"),
    [
        (
            "全县三大茶区",
            "东部茶区、西部茶区、中部茶区",
            ("东部茶区", "西部茶区", "中部茶区"),
        ),
        ("护林的三大原则", "官民一致，村镇一致，早晚一致。", ("官民一致", "村镇一致", "早晚一致")),
        ("护林的三大原则", "官民一致，村镇一致。早晚也要一致，年年一致。", None),
    ],
)
def test_a_paragraph_below_a_title_is_its_list(
    title: str, text: str, members: tuple[str, ...] | None
) -> None:
    lines = [Passage("0", title, None, 1, True), Passage("1", text), Passage("2", "别的事。")]
    found = finding.find_enumerations(lines).enumerations
    assert [one.members for one in found] == ([members] if members else [])


def test_bullets_are_no_part_of_members() -> None:
    texts = ("办好三件事：", "◦ 修路，先修上段；", "◦ 修路，先修下段；", "◦ 架桥，今年动工。")
    found = finding.find_enumerations([Passage(str(n), text) for n, text in enumerate(texts)])
    assert not any("◦" in member for one in found.enumerations for member in one.members)


def test_what_comes_behind_a_rank_is_not_counted() -> None:
    text = "总量位居前三的茶叶大县：青石、白河、茶河。"
    assert not finding.find_enumerations(passages(text)).enumerations


def test_amounts_and_ordinals_are_no_terms() -> None:
    assert not [*terms.bare_terms("修渠进度、质量两个多月以来都好，第一到三问都已答复。")]


def test_a_name_ends_before_what_it_does() -> None:
    (term,) = terms.bare_terms("代表由村民推荐、组长提名两种形式产生。")
    assert term.text == "两种形式"
    (term,) = terms.bare_terms("村里有三种关于修渠的说法。")
    assert term.text == "三种"
    (term,) = terms.bare_terms("村里坚持两个毫不动摇，年年修渠。")
    assert term.text == "两个毫不动摇"


@pytest.mark.parametrize(
    "text",
    [
        "坚持外出务工与就地就近就业双轮驱动。",
        "先看诗题，分别分析两句诗的写法。",
        "一次掷一枚，看作一个二项分布，而只掷一次的分布又称为甲分布，或者叫乙分布。",
    ],
)
def test_what_only_looks_like_two_things_is_none(text: str) -> None:
    assert not finding.find_enumerations(passages(text)).enumerations


def test_a_noun_behind_a_number_is_no_item() -> None:
    text = "助学金分两档，一档用于资助茶农子女，二档用于资助林场子女。"
    found = finding.find_enumerations(passages(text)).enumerations
    assert not any(member.startswith("档") for one in found for member in one.members)


def test_a_list_that_ends_inside_a_word_waits() -> None:
    text = "先讲“三反”运动的由来。反对贪污、反对浪费、反对官僚主义，是那时的要求。"
    (found,) = finding.find_enumerations(passages(text)).enumerations
    assert found.evidence and "rest" in found.evidence.doubts


def test_a_place_is_no_pair() -> None:
    assert not [*terms.bare_terms("地点：浏阳市、娄底市双峰县，时间七月。")]


def test_a_name_ends_before_what_exceeds_a_number() -> None:
    (term,) = terms.bare_terms("土叙两国超2万人受灾。")
    assert term.text == "两国"


def test_three_things_that_each_hold_both_are_as_many_as_said() -> None:
    text = "抓实“三管三必须”，即管修渠必须管渠、管养鱼必须管塘、管种茶必须管园。"
    assert not finding.find_enumerations(passages(text)).mismatches


def broken(text: str, chance: random.Random) -> str:
    """A text with pieces taken out and marks, numbers and joining words put in anywhere."""
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(text) + 1)
        if chance.random() < 0.4:
            text = text[:place] + text[place + chance.randint(1, 12) :]
        else:
            text = (
                text[:place]
                + chance.choice("、，。；：“”和与的等这三两一（）——中从以按")
                + text[place:]
            )
    return text


def test_broken_texts_are_read_without_an_error() -> None:
    chance = random.Random(7)
    for _ in range(1500):
        text = broken(chance.choice(CASES)["text"], chance)
        try:
            finding.find_enumerations(passages(text))
        except Exception as error:
            raise AssertionError(text) from error
