"""Whether a list of members may be printed unasked: the signs it rests on, and what speaks against
it.

*The idea.* A number alone is no proof: any three things before 三项任务 are as many. So a list is
*sure* only where a second sign, of another kind, says the same: it stands where a gloss stands, or
is numbered, or quoted item by item, or its items are built alike, or the document lists them again.
One *doubt* is enough to ask the editor first. What FORBIDDEN names is never a list of members.
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from duben.chinese import words
from duben.chinese.enumerations import inline_lists, list_items
from duben.chinese.enumerations.member_rules import (
    MANY_SETS,
    OPENS,
    ListedMembers,
    Passage,
)
from duben.chinese.enumerations.terms import (
    CLASSIFIER,
    CLASSIFIERS,
    Term,
    is_twice_a_number,
    without_classifier,
)
from duben.chinese.marks import is_han
from duben.chinese.word_lists import word_list

# Rules by the kind of place where they find members.
NUMBERED = frozenset(("in_run", "in_entries", "in_halves", "in_ordinals"))
IN_FRONT = frozenset(("in_front", "said_of", "quoted_in_front"))
GLOSSES = frozenset(("behind_colon", "in_brackets", "in_note"))
BY_PARAGRAPH = frozenset(("in_paragraphs", "in_parallel"))


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of members where it stands: the term that counts them, the rule that found them, the
    passages of the document.
    """

    term: Term
    rule: str
    listed: ListedMembers
    passages: Sequence[Passage]

    @property
    def members(self) -> tuple[str, ...]:
        """The members as they would be printed."""
        return self.listed.members

    def text_listed(self) -> str:
        """The text of the first passage that lists, from the first member to the last there."""
        at = self.listed.mentions[0]
        return self.passages[at.passage].text[at.start : at.end]

    def text_before(self) -> str:
        """The text of the passage before the list."""
        at = self.listed.mentions[0]
        return self.passages[at.passage].text[: at.start]

    def text_behind(self) -> str:
        """The text of the passage behind the list."""
        at = self.listed.mentions[-1]
        return self.passages[at.passage].text[at.end :]


# --- never ----------------------------------------------------------------------------------------

BEGINS_NO_MEMBER = re.compile("[，；：。？！、）」』”》]|注[：:]|例如|比如|譬如|诸如")
JOINING_WORDS = frozenset(word_list("joining-words"))
ENDS_NO_MEMBER = re.compile("[、，；：（“「『=＝]$")
PAIRS = tuple(map(tuple, ("（）", "()", "{}", "“”", "「」", "《》", "『』")))


def _is_dangling(listing: Listing) -> bool:
    """A member that begins or ends with a word that only joins; of numbered ones one may end in 的
    (二是换了名称的).
    """
    numbered = _is_numbered(listing)
    first, *inner, last = listing.members
    if numbered and first[0] in "与同和跟" and _begin_alike(listing):
        first, *inner, last = (member[1:] for member in listing.members)  # 一是与……相结合
    held = _has_head(listing)
    if held:
        inner = [member.lstrip("和与同") for member in inner]  # ，和群众联系的作风，
    return any(
        _joins(
            member[:-1] if numbered and member.endswith("的") and len(member) > 4 else member,
            ("uj",) if held else ("p", "uj"),  # 目标上同向: “三同”
        )
        for member in (first, *inner, last)
    )


def _joins(member: str, kinds: Sequence[str]) -> bool:
    tagged = words.tag_words(member)
    first, last = tagged[0], tagged[-1]
    return bool(
        BEGINS_NO_MEMBER.match(member)
        or ENDS_NO_MEMBER.search(member)
        or first.text in JOINING_WORDS
        or last.text in JOINING_WORDS
        or len(member) > 1
        and last.kind in kinds
    )


def _is_to_fill_in(listing: Listing) -> bool:
    """循环检查、____、抽查; A.甲、B.乙: a blank, the letter of a choice, or one thing twice, as in
    the questions of an examination.
    """
    blank = any(map(BLANK.search, listing.members))
    return blank or len({*listing.members}) < len(listing.members)


BLANK = re.compile(r"__|[（(](?:\s*|\s+[A-Z]\s+)[)）]|(?<![A-Za-z0-9])[A-H][.．](?=[一-鿿])")


def _is_cut_in_brackets(listing: Listing) -> bool:
    """A member that begins or ends inside a bracket or a quotation."""
    if any(member.count("$") % 2 for member in listing.members):
        return True  # a formula
    return any(
        member.count(opening) != member.count(closing)
        for member in listing.members
        for opening, closing in PAIRS
    )


def _is_cut_in_a_word(listing: Listing) -> bool:
    """A list whose first member begins inside a word of the dictionary."""
    if listing.rule in NUMBERED or listing.listed.doubts == ("short",):
        return False
    at = listing.listed.mentions[0]
    text = listing.passages[at.passage].text
    if len({*map(len, listing.members)}) == 1:
        return False
    start = text.find(listing.members[0], at.start, at.end)
    if list_items.LEADING.fullmatch(text[at.start : max(at.start, start)]):
        return False  # 三项任务：指|派工、备料
    return start > 0 and is_han(text[start - 1]) and not words.begins_word(text, start)


def _is_part_of_word(listing: Listing) -> bool:
    """One member of a single character beside longer ones: a word was cut; not in
    大气、水、土壤|防治.
    """
    if listing.listed.doubts == ("rest",):
        return False
    lengths = [len(member) for member in listing.members]
    return lengths.count(1) == 1 and len(lengths) > 1


def _counts_levels(listing: Listing) -> bool:
    """县、乡、村三级……, 甲、乙创建三级医院: where something is done, or a grade; not
    总教练、主教练和助理教练三级教练体系, which are called by name.
    """
    term = listing.term
    if (
        term.kind != "bare"
        or listing.rule not in IN_FRONT
        or not term.parts[0][1].startswith(("级", "級"))
    ):
        return False
    named = min(map(len, listing.members)) > 2 < len(term.parts[0][1])
    return not named or words.tag_words(listing.members[-1])[-1].text in list_items.GOVERNORS


def _counts_times(listing: Listing) -> bool:
    """甲、乙两次召开……: says who, not what."""
    return listing.term.parts[0][1].startswith("次") and listing.rule in IN_FRONT


def _is_one_and_many(listing: Listing) -> bool:
    """一国两制, 一带一路: 1 + n things are not as many clauses that happen to stand behind."""
    numbers = [number for number, _ in listing.term.parts]
    if len(numbers) < 2 or numbers[0] != 1 or listing.rule in ("in_brackets", "in_parts"):
        return False
    if all(
        number == sum(member.endswith(word) for member in listing.members)
        for number, word in listing.term.parts[1:]
    ):
        return False  # 山路平台、石料库、树苗库和人员库: 一网三库
    if listing.rule == "behind_colon" and _fills_sentence(listing):
        return False  # “一低三缺”——路面偏低、缺灯、缺桥、缺人手
    if list_items.part_names(listing.text_listed(), listing.term.parts):
        return False
    return not all(
        any(character in member for character in word)
        for member, word in zip(
            listing.members,
            (word for number, word in listing.term.parts for _ in range(number)),
            strict=False,
        )
    )


def _ends_in_the_verb(listing: Listing) -> bool:
    """优化一产、壮大二产、提升三产: the last “member” is the verb that governs the term."""
    if listing.rule not in IN_FRONT or len(listing.members) < 2 or _is_quoted(listing):
        return False
    *others, last = listing.members
    tagged = words.tag_words(last)
    if listing.text_behind().startswith("的") and tagged[-1].kind == "v":
        return not _are_built_as(last, others)
    return (
        len(tagged) == 1
        and tagged[0].kind in ("v", "vd")
        and any(len(words.tag_words(other)) > 1 for other in others)
    )


def _is_alone_or_acts(member: str) -> tuple[bool, bool]:
    """Whether a member is one word, and whether it says what is done behind its first word."""
    tagged = words.tag_words(member)
    return len(tagged) == 1, any(word.kind[0] in "vad" for word in tagged[1:])


def _are_built_as(last: str, others: Sequence[str]) -> bool:
    """Whether a last member that ends in a verb is built as the others: all end in verbs; of three
    or more each is one word, or a clause (镇党委领导、村支部落实、茶农参与).
    """
    if all(words.tag_words(other)[-1].kind[0] == "v" for other in others):
        return True
    if len(others) < 2:
        return False
    if os.path.commonprefix([last, *others]) and len({*map(len, (last, *others))}) == 1:
        return True  # 统一规划、统一施工、统一验收
    alone, acts = zip(*map(_is_alone_or_acts, (*others, last)), strict=True)
    clauses = all(acts) and len(last) <= max(map(len, others[1:]))
    return clauses or all(alone) and len({*map(len, (*others, last))}) == 1


def _is_bare_counter(listing: Listing) -> bool:
    """获技术奖2项、进步奖3项; 甲路、乙路4条高速公路: a number and a measure are no name, unless a
    numbered list bears them out (以上六项).
    """
    term = listing.term
    if term.kind != "bare" or len(term.parts[0][1]) > 1:
        return False
    if not CLASSIFIER.match(term.parts[0][1]) or term.parts[0][1] == "方":
        return False
    if listing.rule == "in_brackets":  # 三项（甲、乙、丙）巡查制度
        return is_han(listing.text_behind()[1:2])
    divided = DIVIDES.search(listing.text_before())
    numbered = listing.rule == "in_ordinals"  # 主要有3类。第一类是……
    return term.text[0].isdigit() and not numbered or listing.rule in IN_FRONT and not divided


# 分为甲、乙、丙、丁四类: the clause itself says that it divides.
DIVIDES = re.compile("(?:分为|分成|包括|划分为)$")


def _is_loose_twin(listing: Listing) -> bool:
    """总量和强度双控: 双 without quotation marks counts only two things that are built alike."""
    term = listing.term
    if term.text[0] not in "双雙" or term.kind != "bare" or not _is_loose_pair(listing):
        return False
    # 甲下行和乙上升的双重冲击
    of_both = listing.text_behind().startswith(("的双重", "的雙重"))
    return not of_both or not _are_built_alike(listing)


# “三证合一”为……: a name and what it means.
ANOTHER_NAME = re.compile(f"{list_items.PART_NAME.pattern}|^[“「][^”」]{{1,12}}[”」]为")


def _names_another(listing: Listing) -> bool:
    """A member that holds the gloss of a name (“两点”是指……): the list ran into the next."""
    return any(map(ANOTHER_NAME.search, listing.members))


def _ends_in_quotation(listing: Listing) -> bool:
    """企业“甲”和商户“乙”: what is quoted belongs to each, and the term to the last alone."""
    *others, _ = listing.members
    return (
        listing.rule == "in_front"
        and listing.term.kind != "bare"
        and any(other.endswith("”") and not other.startswith("“") for other in others)
    )


def _are_verbs(listing: Listing) -> bool:
    """坚持和落实“两个毫不动摇”: what is done to the term, not what it counts; 三产突出：提升、
    发展、拓宽, where the number is no name.
    """
    if listing.rule == "behind_colon" and listing.term.kind == "bare":
        counted = CLASSIFIER.match(listing.term.parts[0][1])
        return not counted and 2 * sum(map(_is_one_verb, listing.members)) > len(listing.members)
    if listing.rule != "in_front" or listing.term.kind == "bare" or listing.term.count != 2:
        return False
    one, other = listing.members
    if len(one) == len(other) == 2 and one[0] == other[0] and one + other in listing.text_listed():
        return words.tag_words(one[0])[0].kind == "v"  # 做深做透“两篇文章”
    return all(len(words.tag_words(member)) == 1 for member in listing.members) and any(
        member in list_items.GOVERNORS or words.tag_words(member)[0].kind in ("v", "vd")
        for member in listing.members
    )


def _is_one_verb(member: str) -> bool:
    return [word.kind[0] for word in words.tag_words(member)] == ["v"]


# What joins clauses or numbers them, and is no item by itself.
CONNECTIVE = re.compile(
    "另?一方面|首先|其次|再次|最后|同时|此外|另外|其一|其二|"
    "第?[一二三四五六七八九十]+(?:是|来|方面|点|个方面)?"
)


ORDINAL = re.compile("^第?[一二三四五六七八九十]+")
LAST_NUMBER = re.compile("(?:[一二三四五六七八九十]+|[0-9]+)$")


def _is_connective(listing: Listing) -> bool:
    """主要有两个方面：一方面，……；另一方面，……: “members” that only join the clauses; 第一步：……
    第二步：……, which only number the paragraphs.
    """
    if all(map(CONNECTIVE.fullmatch, listing.members)):
        return True
    numbered = {ORDINAL.sub("", member) for member in listing.members}
    if len({LAST_NUMBER.sub("", member) for member in listing.members}) == 1:
        return True  # 问题一：……问题二：……
    return len(numbered) == 1 and (
        len(set(listing.members)) == 1 or listing.rule in ("in_parallel", "in_entries")
    )


def _is_the_name(listing: Listing) -> bool:
    """A “member” that counts, and so is another enumeration's name: 抓好三个方面、四项工作; or the
    name of a part: 以甲、乙“两型”为目标 (两型三化).
    """
    parts = listing.term.parts if len(listing.term.parts) > 1 else ()
    names = [f"“{list_items.numeral_pattern(number)}{re.escape(word)}”" for number, word in parts]
    return any(
        listing.term.text in member or any(re.search(name, member) for name in names)
        for member in listing.members
    )


AMOUNT = re.compile("[0-9０-９.．,]+[%％个項项亩吨人户倍百千万亿多元左右公里]*")


def _are_amounts(listing: Listing) -> bool:
    """三项收入分别为69.6万元、30.8万元……: how much each is, not which."""
    return all(map(AMOUNT.fullmatch, listing.members))


Forbids = Callable[[Listing], bool]


# What is never a list of members, by the name of the rule.
def _has_two_in_one(listing: Listing) -> bool:
    """甲级、乙级、丙级和丁级 as three: the last one is two, each built as the others are."""
    *others, last = listing.members
    return len(others) > 1 and any(
        len({(len(item), item[-1:]) for item in (*others, last[:start], last[end:])}) == 1
        for start, end in list_items.find_conjunctions(last)
    )


FORBIDDEN: Mapping[str, Forbids] = {
    "dangling": _is_dangling,
    "bracket": _is_cut_in_brackets,
    "word": _is_cut_in_a_word,
    "part": _is_part_of_word,
    "levels": _counts_levels,
    "times": _counts_times,
    "one-and-many": _is_one_and_many,
    "verb": _ends_in_the_verb,
    "verbs": _are_verbs,
    "counter": _is_bare_counter,
    "twin": _is_loose_twin,
    "next": _names_another,
    "quotation": _ends_in_quotation,
    "name": _is_the_name,
    "connective": _is_connective,
    "amount": _are_amounts,
    "two-in-one": _has_two_in_one,
    "blank": _is_to_fill_in,
}


def forbidden_by(listing: Listing) -> str:
    """The name of the rule of FORBIDDEN that a list breaks; "" for none."""
    return next((name for name, forbids in FORBIDDEN.items() if forbids(listing)), "")


# --- signs ----------------------------------------------------------------------------------------


def _is_gloss(listing: Listing) -> bool:
    """In brackets right behind a name in quotation marks, or after 即, 简称."""
    if _are_questions(listing):
        return True
    return listing.rule in ("in_brackets", "in_parts") or (
        listing.rule == "behind_colon" and (listing.term.kind != "bare" or _fills_sentence(listing))
    )


def _are_questions(listing: Listing) -> bool:
    """三问：甲？乙？丙？: whether each member is a sentence that asks."""
    asked = list_items.split_list(listing.text_listed().rstrip("？"), "？")
    return listing.rule == "behind_colon" and len(asked) == len(listing.members)


def _fills_sentence(listing: Listing) -> bool:
    """三个难题：甲、乙、丙。: whether at least three items, parted by 、, are all that stands
    behind a name.
    """
    listed = listing.text_listed()
    return (
        len(listing.members) > 2
        and "、" in listed
        and not re.search("[，；,;]", listed)
        and listing.text_before().rstrip().endswith(("：", ":", "—", "即", "包括"))
    )


def _is_numbered(listing: Listing) -> bool:
    """一是……二是……, headings 1…n, 一手……一手……"""
    return listing.rule in NUMBERED


def _is_quoted(listing: Listing) -> bool:
    """Each item in its own quotation marks."""
    return listing.rule == "quoted_in_front"


def _is_announced(listing: Listing) -> bool:
    """Paragraphs below a colon, each ended by a semicolon but for the last, which a full stop
    ends.
    """
    first = listing.listed.mentions[0].passage
    counter = listing.term.kind == "bare" and len(listing.term.parts[0][1]) == 1
    if listing.rule != "in_parallel" or not first or counter:
        return False
    texts = [listing.passages[at.passage].text.rstrip() for at in listing.listed.mentions]
    announces = listing.passages[first - 1].text.rstrip().endswith(("：", ":"))
    *others, last = texts
    return announces and last.endswith("。") and all(text.endswith(("；", ";")) for text in others)


def _has_head(listing: Listing) -> bool:
    """The counted word stands in every item."""
    head = listing.term.head
    return bool(head) and all(head in member for member in listing.members)


def _is_alike(listing: Listing) -> bool:
    """The items begin or end alike, or are as long as one another, or at least three begin with a
    verb that governs what follows.
    """
    members = listing.members
    lengths = {len(member) for member in members}
    return (
        bool(os.path.commonprefix(members))
        or bool(list_items.common_end(list(members)))
        or len(lengths) == 1
        and lengths != {1}
        or len(members) > 2
        and all(map(_is_action_of_governor, members))
    )


def _is_action_of_governor(member: str) -> bool:
    """A verb that takes a list as its object, and what it governs: 修好山路."""
    first, *others = words.tag_words(member)
    return bool(others) and first.kind in ("v", "vn") and first.text in list_items.GOVERNORS


def _is_bounded(listing: Listing) -> bool:
    """The list fills its clause: it begins behind a mark, or behind the verb of the clause."""
    before = listing.text_before()
    clause = re.split("[，,；;。：:！？\n（(—]", before)[-1]
    if not clause.strip(" 　") or _is_opened(listing):
        return True
    tagged = words.tag_words(clause)
    return (tagged[-1].kind in GOVERNS_LIST or _is_governor(tagged[-1])) and all(
        word.kind in GOVERNS_CLAUSE or _is_governor(word) for word in tagged
    )


def _is_opened(listing: Listing) -> bool:
    """从甲、乙、丙三个方面; 分成甲、乙、丙三类: the list is all that stands between the word that
    opens it and the name.
    """
    before = listing.text_before()
    whole = listing.text_listed().startswith(listing.members[0])
    return listing.rule == "in_front" and whole and bool(OPENED.search(before[-8:]))


OPENED = re.compile("(?:(?<![服自随听顺遵])从|围绕|聚焦|针对|划?分[为成]了?|包括了?|包含了?)$")
GOVERNS_LIST = frozenset(("v", "p", "vn", "d"))
# What may stand before a list that fills its clause: verbs, and what says how.
GOVERNS_CLAUSE = frozenset(("v", "vn", "d", "ad", "p", "c", "vd", "a", "ul", "r"))


def _is_governor(word: words.Word) -> bool:
    """Whether a word ends in a verb that governs lists, as 大力发展 and 建立健全 do, which the
    dictionary takes for names.
    """
    return word.text.endswith(tuple(list_items.LONG_GOVERNORS))


Sign = Callable[[Listing], bool]
# What speaks for a list beside its number.
SIGNS: Mapping[str, Sign] = {
    "gloss": _is_gloss,
    "numbered": _is_numbered,
    "quoted": _is_quoted,
    "head": _has_head,
    "announced": _is_announced,
    "alike": _is_alike,
    "bounded": _is_bounded,
}


# --- doubts ---------------------------------------------------------------------------------------


def _is_uneven(listing: Listing) -> bool:
    """A member more than three times as long as another, where nothing but 、 parts them; not what
    ；parts, nor members that end in one word.
    """
    lengths = [len(list_items.without_bracket(member)) for member in listing.members]
    if max(lengths) <= 3 * min(lengths) + 2 or _is_numbered(listing):
        return False
    parted = len(list_items.split_list(listing.text_listed().strip("；;"), "；;"))
    whole = parted == len(listing.members) > 2
    return not whole and len(list_items.common_end(list(listing.members))) < COMMON_END


def _has_loose_name(listing: Listing) -> bool:
    """三大粮食作物完全成本保险, 四大闽|都茶馆: a name without marks in the middle of a sentence,
    longer or shorter than names are; where it ends is not plain.
    """
    term = listing.term
    if term.kind != "bare":
        return False
    if listing.rule not in IN_FRONT:
        return _is_cut_name(listing)
    at = listing.listed.mentions[-1]
    behind = listing.passages[at.passage].text[term.end : term.end + 1]
    word = term.parts[0][1]
    return (
        len(term.head) > LONGEST_NAME
        and not _ends_plainly(listing)
        or len(term.head) == 1 < len(word)
        and word != "方面"
        and is_han(behind)
        and behind not in "的和与及共"
        or bool(BROKEN_NAME.match(listing.passages[at.passage].text, term.end))
        or _opens_no_name(word)  # 三个只放牧
        or _ends_in_verb(listing)
        or _goes_past_name(word, behind)
        or _goes_on_in_noun(listing)
        or is_han(behind)
        and word[-1] in "元亿万"
        or is_han(behind)
        and words.tag_words(word)[-1].kind
        in (("a", "d") if behind == "的" else ("a", "ad", "b", "d", "vd"))
        or listing.rule != "quoted_in_front"
        and not CLASSIFIER.match(word)
        and word[0] not in CLASSIFIERS
        and len(word) > 1
        and not (
            len(term.text) <= SHORT_NAME
            and term.text[0] not in "两二"  # 产妇和老人两癌筛查
            and not is_han(behind.replace("的", ""))
        )
        and not all(word[0] in member for member in listing.members)
    )


def _ends_plainly(listing: Listing) -> bool:
    """六个重大茶业专项，: a longer name of at least three short things that a number and a measure
    word open and that ends at a mark, or before a preposition; it is made of nouns (not as 三支大军
    出口格局), and is no quantity.
    """
    at, term = listing.listed.mentions[-1], listing.term
    text = listing.passages[at.passage].text
    following = words.tag_words(text[term.end : term.end + FOLLOWING] or "。")[0]
    word = term.parts[0][1]
    named = [found.kind for found in words.tag_words(term.head)]
    return (
        term.count > 2
        and max(map(len, listing.members)) <= list_items.LONGEST_NAME
        and (word[0] in CLASSIFIERS or bool(CLASSIFIER.match(word)) and word[0] != "方")
        and word[-1] not in list_items.NOUN_ENDINGS
        and len(term.head) <= LONGEST_PLAIN_NAME
        and not {"v", "vn", "d", "ad", "p"} & {*named}
        and (not is_han(following.text[0]) or following.kind == "p")
    )


LONGEST_PLAIN_NAME = 10


def _is_cut_name(listing: Listing) -> bool:
    """两类严重|的积水路段：……; 两个规定程序推翻原|判决：……: a name before a list that ends in
    what is said of the next word, or has a verb behind its noun and goes on.
    """
    term = listing.term
    text = _text_behind_term(listing)
    if not text or not is_han(text[0]):
        return False
    if term.text.endswith(("着", "了")):
        return True
    tagged = words.tag_words(without_classifier(term.parts[0][1]))
    if _opens_no_name(term.parts[0][1]) or len(tagged) > 2 and tagged[0].kind == "v":
        return True  # 四种由茶农参与|评定的茶; 三种引起渠水|变浅的毛病
    if text[0] == "的":
        governs = len(tagged) > 1 and tagged[0].kind == "v"  # 三种驳斥谣言|的办法
        return governs or tagged[-1].kind in ("a", "d")
    if tagged[-1].kind in ("a", "b", "d"):
        return True  # 两个不同|时段
    if len(tagged) == 1 and tagged[0].kind == "v" and words.tag_words(text)[0].kind == "n":
        return True  # 三种驳斥|谣言的办法
    return any(word.kind == "v" and tagged[0].kind == "n" for word in tagged[1:-1])


def _goes_on_in_noun(listing: Listing) -> bool:
    """甲云平台、甲云机房两个甲云|应用: members that begin with what is counted, where the name goes
    on: what ends it stands behind.
    """
    at = listing.listed.mentions[-1]
    behind = listing.passages[at.passage].text[listing.term.end : listing.term.end + 1]
    return is_han(behind) and behind not in "的和与及" and _begin_with_head(listing)


def _opens_no_name(word: str) -> bool:
    """Whether what is counted begins with a preposition or an adverb of one character."""
    first = words.tag_words(without_classifier(word) or "。")[0]
    return first.kind in ("p", "d") and len(first.text) == 1 < len(without_classifier(word)) - 1


def _text_behind_term(listing: Listing) -> str:
    """The text behind a term in the paragraph that lists its members, or one of those before."""
    term, first = listing.term, listing.listed.mentions[0].passage
    for passage in listing.passages[max(0, first - ANNOUNCED) : first + 1][::-1]:
        if passage.text[term.start : term.end] == term.text:
            return passage.text[term.end :]
    return ""


# So many paragraphs may stand between a title that is the term and its numbered members.
ANNOUNCED = 6


def _goes_past_name(word: str, behind: str) -> bool:
    """5个乡镇|茶叶增产, 4大产业|增加值实现: bodies and a noun, or how much there is of what is
    counted, before another word; 三家|共用: what all of them do.
    """
    first, *others = words.tag_words(without_classifier(word))
    if others and QUANTITY.search(word):
        return True
    return bool(others) and set(first.text) <= BODIES if is_han(behind) else word[1:2] == "共"


BODIES = frozenset(word_list("bodies")) | frozenset("区區镇鎮乡鄉村")
QUANTITY = re.compile("(?:值|[产產总總数數]量|率|[总總]额|增速|形象|能级|水平|效益)$")


def _ends_in_verb(listing: Listing) -> bool:
    """两项集中|治理, 三方网上|结算: a name that ends in a verb or in a word of place, right before
    another verb or a noun.
    """
    at, term = listing.listed.mentions[-1], listing.term
    text = listing.passages[at.passage].text
    behind = text[term.end : term.end + FOLLOWING]
    if not behind or not is_han(behind[0]) or len(term.head) < 2:
        return False
    end = words.tag_words(term.text)[-1]
    following = words.tag_words(behind)[0]
    if term.parts[0][1].startswith("方面") and following.kind == "v":
        return True  # 从得失两方面客观|看待
    return end.kind in ("v", "s") and following.kind in ("v", "vn", "n")


FOLLOWING = 6
# 两大城市|IP, 四个中| 心: a name that goes on in Latin letters, or behind a break.
BROKEN_NAME = re.compile("[0-9]?[A-Za-z]|[ 　](?=[一-鿿])")
# 国内国际双循环: a name of three or four characters that ends at a mark, or before 的.
SHORT_NAME = 4
LONGEST_NAME = 5


def _has_short_name(listing: Listing) -> bool:
    """推进甲区、乙区“两山”新城, 甲校、乙校“双一流”建设: one character, or a number, counts
    nothing that could be told from what stands around it, unless it stands in the members too.
    """
    term = listing.term
    return (
        listing.rule in ("in_front", "said_of")
        and len(term.parts) == 1
        and (len(term.parts[0][1]) == 1 or is_twice_a_number(term.text[0], term.head))
        and not _has_head(listing)
        and not DIVIDES.search(listing.text_before())
    )


def _begins_too_early(listing: Listing) -> bool:
    """A first member that is much longer than the others, or alone begins with a verb: it begins
    before the list does.
    """
    if _is_numbered(listing) or _is_quoted(listing) or listing.rule == "in_brackets":
        return False
    if _first_is_a_part(listing):
        return False
    first, *others = listing.members
    if len(first) > 2 * max(map(len, others)) + 1:
        return True
    ends_alike = len(list_items.common_end(list(listing.members))) > 1
    if listing.rule in IN_FRONT and not ends_alike and _begins_with_governor(first):
        begun = (words.tag_words(other)[0] for other in others)
        if not any(word.kind in ("v", "vn") or word.text in list_items.GOVERNORS for word in begun):
            return True  # 实施|德育和技能强校两大工程
    head, verb = listing.term.head, words.tag_words(first)[0]
    if head and head in verb.text and verb.kind[0] in "va" and not _has_head(listing):
        return True  # “两稳”：稳定|茶叶和竹器产量
    if len({*map(len, listing.members)}) == 1:
        return False
    listed_works = others[-1].endswith(tuple(list_items.NAMES_OF_WORK))  # 水泵降耗、供热、线路改造
    much_longer = len(others) > 2 - listed_works and len(first) > max(map(len, others)) + 2
    if much_longer and not _begin_alike(listing) and not ends_alike and not _has_head(listing):
        return True  # 新（续）建甲湖、乙湖、丙湖、丁湖
    if (
        listing.rule == "in_front"
        and len(others) == 1
        and ends_alike
        and _opens_with_preposition(first)
    ):
        return not _opens_with_preposition(others[0])  # 严把|修路标准和护路标准两个关口
    if listing.rule in IN_FRONT and max(map(len, others)) == 1 < len(first):
        return True  # 设|甲、乙、丙三队
    if listing.rule in IN_FRONT and HAVING.match(first) and not any(map(HAVING.match, others)):
        return True  # 修过|东渠和西渠两条水渠
    longer = len(first) > len(others[0]) + 2 and not _has_head(listing) and not _is_alike(listing)
    if longer and len(others) > 1 and len({*map(len, others)}) == 1 and "（" not in first:
        return True  # 制造业智能、绿色、技术
    opens = [words.tag_words(member)[0].kind in ("v", "vn") for member in listing.members]
    return listing.rule in IN_FRONT and opens[0] and not any(opens[1:]) and len(others) > 1


def _first_is_a_part(listing: Listing) -> bool:
    """Whether the first member alone is the first part of a compound whose parts are each named
    where they are listed: “一核”，青石镇；“两翼”，东岭、西沟.
    """
    parts = listing.term.parts
    if len(parts) < 2 or parts[0][0] != 1:
        return False
    return listing.rule == "in_parts" or bool(list_items.part_names(listing.text_listed(), parts))


HAVING = re.compile("[一-鿿]过(?![程去渡滤度剩敏节年路桥河境往半分关错])[一-鿿]")


def _opens_with_preposition(member: str) -> bool:
    return words.tag_words(member)[0].kind == "p"


def _begins_with_governor(member: str) -> bool:
    """Whether a member of several words begins with a verb that may govern a whole list."""
    word, *more = words.tag_words(member)
    return bool(more) and word.kind == "v" and word.text in list_items.GOVERNORS


def _ends_too_late(listing: Listing) -> bool:
    """A last member with 的 or a verb in it, where no other has one: the sentence goes on in it.
    What is in quotation marks, all of it or each item, ends where they do.
    """
    members = _members_of_last_part(listing)
    *others, last = members
    if list_items.BRACKETED.search(last):
        *others, last = map(list_items.without_bracket, members)
    if _is_numbered(listing) or listing.rule in BY_PARAGRAPH or listing.rule == "quoted_in_front":
        return False
    if _ends_for_all(last, others, listing.term) or _says_how_all(last, others):
        return True
    if listing.rule in IN_FRONT and (
        _goes_on_behind_a_noun(last, others) or ADVERB_END.search(last)
    ):
        return True
    lengths = {*map(len, others)}
    if listing.rule == "in_front" and len(others) > 1 and len(lengths) == 1:
        verb = last[max(lengths) :]  # 该镇、该乡、该村落实“三个代表”
        if len(verb) > 1 and verb in list_items.GOVERNORS and not others[0].endswith(verb):
            return True
    tail = listing.term.text[-2:]
    if last.endswith(tail) and not any(other.endswith(tail) for other in others):
        return True
    end = words.tag_words(last)[-1]
    if others[0][-1] != last[-1] and len(end.text) == 1 and end.kind == "a" and len(last) > 2:
        return True
    if "的" in last and not any("的" in other for other in others):
        return True
    of_two = listing.rule == "behind_colon" and listing.term.kind == "bare" and len(others) == 1
    return (
        (listing.rule in IN_FRONT or of_two)
        and (len(others) == 1 or len(last) > max(map(len, others)))
        and _has_inner_verb(last)
        and not any(map(_has_inner_verb, others))
    )


def _members_of_last_part(listing: Listing) -> Sequence[str]:
    """The members of the last part of a compound in a gloss, where it counts several and a mark of
    its own parts it; else all.
    """
    number = listing.term.parts[-1][0]
    apart = len(listing.members) == listing.term.count > number > 2 and len(
        listing.term.parts
    ) == len(list_items.split_list(listing.text_listed().strip("，,；;"), "，,；;"))
    return listing.members[-number:] if listing.rule in GLOSSES and apart else listing.members


def _goes_on_behind_a_noun(last: str, others: Sequence[str]) -> bool:
    """东村、西村喜获全镇“双优”: the last member goes on behind the noun in which the others end."""
    noun = list_items.common_end(list(others)) if len(others) > 1 else others[0][-1]
    place = last.find(noun)
    if not noun or place < 1 or os.path.commonprefix([last, *others]):
        return False
    behind = last[place + len(noun) :]  # 茶乡旅游、旅游茶乡 are whole
    return len(behind) > 1 and not any(behind in other for other in others)


# 茶园、果园产量首次实现“两个翻番”: says when or how all of them did.
ADVERB_END = re.compile("(?:首次|再次|分别|[均都])$")
# What the name of a thing done ends in.
NAME_ENDS = ("工程", "行动", "计划", "项目", "工作", "战略", "活动")
SAYS_OF_ALL = re.compile("各[建设有占一0-9]|分别|均|[0-9]")


def _ends_for_all(last: str, others: Sequence[str], term: Term) -> bool:
    """甲、乙、丙各建一座; 党建、物业进小区 (五进): the last member says more, of all."""
    longest = max(map(len, others))
    if len(last) <= longest + 1:
        return False
    inner = max(map(len, others[1:])) if len(others) > 1 else longest
    if len(others) > 1 and inner > 1 and len(last) > 2 * inner + 1:
        return True  # 农药、化肥、除草剂施用量
    if SAYS_OF_ALL.search(last) and not any(map(SAYS_OF_ALL.search, others)):
        return True
    named = term.head if len(term.parts) == 1 else term.text[-2:]
    whole = len(term.parts) > 1 and term.parts[-1][1] == named
    if named and not whole and named in last and not any(named in other for other in others):
        return True
    opening = words.tag_words(named)[0].text if named else ""
    if len(opening) > 1 and opening in last[longest // 2 :] and last.endswith(tuple(NAME_ENDS)):
        return not any(opening in other for other in others)  # 甲、乙、丙提升工程 (三大提升行动)
    alike = len(others) > 1 and {*map(len, others)} == {longest}
    goes_on = alike and words.begins_word(last, longest)
    headed = term.head and all(term.head in member for member in (*others, last))
    if goes_on and headed and len(others) > 2:
        return True  # 早预防、早干预、早发现、早诊治|工程
    if alike and longest > 2 and len(last) > 2 * longest:
        return goes_on  # 有实力、有能力、有合力战胜疫情
    if alike and longest > 3 and len(others) > 2:
        return goes_on and is_han(last[longest])  # 甲乙镇、……、丁戊镇创建
    ends = [words.tag_words(member)[-1].kind for member in (*others, last)]
    return len(last) > longest + 2 and ends[-1] in VERBAL_ENDS and not {"v", "vn"} & {*ends[:-1]}


VERBAL_ENDS = ("v", "vn", "l")


def _says_how_all(last: str, others: Sequence[str]) -> bool:
    """党委、村委、农户横向: the last of single words goes on with what all of them do."""
    one = [len(words.tag_words(other)) == 1 for other in others]
    tagged = words.tag_words(last)
    return len(one) > 1 and all(one) and len(tagged) == 2 and tagged[1].kind in ("v", "d", "b")


def _has_inner_verb(member: str) -> bool:
    """Whether a verb governs something in a member, or ends it; not where the member begins so."""
    tagged = words.tag_words(member)
    return any(
        word.kind == "v" and (len(word.text) > 1 or word.text in "是为") for word in tagged[1:]
    )


def _has_a_pair(listing: Listing) -> bool:
    """甲、乙和丙、丁横向“四位一体”: an item of two things between items of one."""
    joined = [bool(list_items.find_conjunctions(member)) for member in listing.members]
    if listing.rule == "in_front":
        return any(joined) and not all(joined) and not _is_divided_by_marks(listing)
    return any(joined) and not _end_in_words_of_parts(listing)


def _is_divided_by_marks(listing: Listing) -> bool:
    """甲、乙和丙、丁、戊四大产业; 从甲、乙和丙、丁三个维度: a list of at least four, or one that 从
    opens, that begins where its clause does, has a mark between any two items, and no pair at its
    end unless there are others.
    """
    joined = [bool(list_items.find_conjunctions(member)) for member in listing.members]
    marks = len(list_items.split_list(listing.text_listed(), "、")) == len(joined)
    return (
        marks
        and (len(joined) > 3 or _is_opened(listing))
        and _is_bounded(listing)
        and (not joined[-1] or sum(joined) > 1)
    )


def _end_in_words_of_parts(listing: Listing) -> bool:
    """Whether the members of each part of a compound all end in its word, or none does."""
    at = 0
    for number, word in listing.term.parts if len(listing.term.parts) > 1 else ():
        counted = without_classifier(word)
        held = [member.endswith(counted) for member in listing.members[at : at + number]]
        at += number
        if any(held) and not all(held):
            return False
    return True


def _is_longer_action(listing: Listing) -> bool:
    """“八尘共治”：统筹推进甲、乙、丙: a first member that is longer than all and begins with a verb
    that governs lists.
    """
    first, *others = listing.members
    verb = words.tag_words(first)[0].text
    if verb == listing.term.head and not any(other.startswith(verb) for other in others):
        return True  # 摒弃甲、乙、丙 (三个摒弃)
    return (
        listing.rule in ("behind_colon", "in_brackets")
        and len(others) > 1
        and len({*map(len, listing.members)}) > 1
        and len(list_items.common_end(list(listing.members))) < COMMON_END
        and (
            verb in list_items.GOVERNORS
            and len(listing.term.parts) == 1
            or (verb in list_items.GOVERNORS or words.tag_words(first)[0].kind == "v")
            and len(first) > max(map(len, others[:-1])) + 1
        )
        and not any(other.startswith(verb) for other in others)
        and not any(words.tag_words(other)[0].text in list_items.LONG_GOVERNORS for other in others)
    )


def _begins_with_subject(listing: Listing) -> bool:
    """受益区域为甲镇、乙镇和丙镇三个片区: a first member with 是 or 为 in it."""
    if _is_quoted(listing):
        return False
    first, *others = listing.members
    longer = len(first) > max(map(len, others)) or words.tag_words(first)[0].kind in PROPER
    if longer and listing.rule in IN_FRONT and _says_who(first) and not any(map(_says_who, others)):
        return True
    # 青石|夺得|茶叶金奖: a name that the dictionary takes for a verb, before another one
    if listing.rule in IN_FRONT and len(others) == 1 and not list_items.starts_like_verb(others[0]):
        kinds = [word.kind for word in words.tag_words(first)]
        if len(kinds) > 2 and kinds[:2] == ["v", "v"]:
            return True
    # 课程按|制茶、烧陶、编竹三个单元设置
    if listing.rule in IN_FRONT and _has_preposition(first):
        return not any(map(_has_preposition, others))
    return (
        listing.rule in IN_FRONT
        and any(mark in first[1:-1] for mark in "是为")
        and not any(mark in other for other in others for mark in "是为")
    )


def _has_preposition(member: str) -> bool:
    """Whether words stand before a preposition in a member: 课程按制茶."""
    return any(word.kind == "p" for word in words.tag_words(member)[1:-1])


def _says_who(member: str) -> bool:
    """青石镇夺得茶叶金奖; 林场扩建推动茶叶增收: a name, and what it does."""
    tagged = words.tag_words(member)
    named = tagged[0].kind in PROPER
    return any(
        word.kind == "v" and len(word.text) > 1 and (named or word.text in list_items.GOVERNORS)
        for word in tagged[1:-1]
    )


# Names of places, people and bodies.
PROPER = frozenset(("ns", "nr", "nt"))


def _is_loose_pair(listing: Listing) -> bool:
    """甲的工作和乙学院“双高计划”: any sentence has two things joined by 和; two are sure only where
    they are built alike.
    """
    if listing.term.count != 2 or listing.rule != "in_front":
        return False
    if len(listing.term.head) > 1 and _has_head(listing) and _begin_alike(listing):
        return False  # 把甲培养成乙、把乙培养成甲的“双培养”
    if not _are_built_alike(listing) or listing.text_behind().startswith("的"):
        return True
    # 促进|计划、城乡“两后生”: alike by their length alone, cut from a longer clause
    one, other = listing.members
    if all(map(LEVEL.fullmatch, listing.members)):
        return True  # 国家和省级“双高计划”
    alone = one[-1] != other[-1] and not set(one) & set(other) and "、" in listing.text_listed()
    return alone and listing.term.kind != "bare" and not _is_bounded(listing)


def _begin_alike(listing: Listing) -> bool:
    return bool(os.path.commonprefix(listing.members))


LEVEL = re.compile("国家|全国|[国省市县区乡镇村]级|国际")


def _are_built_alike(listing: Listing) -> bool:
    """Whether two members have one length or end alike."""
    one, other = listing.members
    return len(one) == len(other) or one[-1] == other[-1]


def _has_generic_name(listing: Listing) -> bool:
    """“三大战略”, and somewhere 甲战略、乙战略、丙战略: many things are called so; “五个发展”, and
    发展目标、发展重点……
    """
    term = listing.term
    opens = all(member.startswith(term.head) for member in listing.members)
    return listing.rule == "elsewhere" and (term.count < 4 or opens) and term.head in GENERIC


def _are_plain_words(listing: Listing) -> bool:
    """“四个自信”, and somewhere 道路、理论、制度、文化: words of two characters without what is
    counted.
    """
    short = max(map(len, listing.members)) < 3
    return listing.rule == "elsewhere" and short and not _has_head(listing)


def _is_loose_compound(listing: Listing) -> bool:
    """甲、乙、丙和丁的“三供一业”: as many things before a compound, none with a word of it."""
    term = listing.term
    if listing.rule != "in_front" or len(term.parts) < 2:
        return False
    ends = itertools.accumulate(number for number, _ in term.parts)
    return not any(
        all(character in member for member in listing.members[end - number : end])
        for end, (number, word) in zip(ends, term.parts, strict=True)
        for character in without_classifier(word)
    )


def _is_topic(listing: Listing) -> bool:
    """三是茶农联合会，愿与……: of a run a few members that are nouns, whose sentence goes on: what
    is spoken of, and not what is said.
    """
    if listing.rule not in ("in_run", "in_ordinals") or _is_alike(listing):
        return False
    topics = [
        _is_plain_noun(member) and _is_followed_by_comma(listing, member, at.passage, at.start)
        for member, at in zip(listing.members, listing.listed.mentions, strict=True)
    ]
    return 0 < 2 * sum(topics) <= len(topics)


def _is_plain_noun(member: str) -> bool:
    tagged = words.tag_words(member)
    return (
        all(word.kind[0] in "nrcumqfst" for word in tagged)
        and tagged[-1].kind in NOUNS
        and not member.startswith(GOVERNORS)
    )


NOUNS = frozenset(("n", "nr", "nt", "nz", "k"))
GOVERNORS = tuple(list_items.GOVERNORS)


def _is_followed_by_comma(listing: Listing, member: str, passage: int, start: int) -> bool:
    text = listing.passages[passage].text
    place = text.find(member, start)
    return place >= 0 and text[place + len(member) : place + len(member) + 1] == "，"


def _is_an_item_itself(listing: Listing) -> bool:
    """发放救济金、孤儿两项补贴、误餐费; 修路、种茶、村里“三笔账”、“茶山”改造: behind the name
    another thing that the same verb governs; the list may begin further back, or hold fewer.
    """
    if listing.rule != "in_front":
        return False
    text = listing.passages[listing.listed.mentions[-1].passage].text
    if listing.term.kind == "bare":
        return bool(ANOTHER_ITEM.match(text, listing.term.end))
    return bool(ANOTHER_QUOTATION.match(text, listing.term.end))


ANOTHER_QUOTATION = re.compile("[”’」』]?、")
ANOTHER_ITEM = re.compile("、(?![^，。；：、]*[一二两兩三四五六七八九十双“])")


def _hold_head_twice(listing: Listing) -> bool:
    """以党风带政风、以政风带民风, and 三风: members that each name two of what is counted."""
    head = listing.term.head
    return bool(head) and any(member.count(head) > 1 for member in listing.members)


def _are_two_elsewhere(listing: Listing) -> bool:
    """“两个中国”, and somewhere two things called 中国: two are soon met, unless a word like 务必
    calls for them.
    """
    term = listing.term
    return listing.rule == "elsewhere" and term.count == 2 and term.head not in CALLS


def _are_entries(listing: Listing) -> bool:
    """Whether each member is an entry of its own."""
    return len(listing.listed.mentions) == len(listing.members)


def _is_clauses(listing: Listing) -> bool:
    """Clauses somewhere else that begin with the counted word, too long for what a name sums up; or
    that commas part, and that only end in it (接受镇里监督，重视村里监督).
    """
    ends_in_head = listing.members[0].endswith(listing.term.head)
    return (
        listing.rule == "elsewhere"
        and (not ends_in_head or "，" in listing.text_listed())
        and not _are_entries(listing)
        and max(map(len, listing.members)) > SHORT_CLAUSE
    )


SHORT_CLAUSE = 10
CALLS = frozenset(word_list("calls"))
GENERIC = frozenset(word_list("generic-names")) | MANY_SETS


def _are_other_entries(listing: Listing) -> bool:
    """“三个强化” counts what is done, and the entries below say nothing of 强化: 一、指导思想."""
    head = listing.term.head
    return (
        len(head) > 1
        and words.tag_words(head)[-1].kind == "v"
        and not any(head in member for member in listing.members)
    )


def _is_far_from_run(listing: Listing) -> bool:
    """财政对“三农”投入……，增长……。一是……: a run behind other words than those of the name; entries
    behind another clause of its sentence (修好三层茶楼的门窗后，检查以下各处：).
    """
    if listing.rule == "in_entries" and listing.term.kind == "bare":
        text = _text_behind_term(listing)
        return not _has_head(listing) and bool(ANOTHER_CLAUSE.match(text))
    if listing.rule == "in_entries" and _are_other_entries(listing):
        return True
    if listing.rule == "behind_colon" and listing.term.kind == "quoted":
        return not _has_head(listing) and bool(BEHIND_NEIGHBOUR.search(_text_to_term(listing)))
    if listing.rule != "in_run":
        return False
    if listing.term.kind == "bare":
        return (
            _counts_two_things(listing)
            or _is_behind_another_clause(listing)
            or _is_long_subject(listing)
        )
    rest = FIRST_LABEL.sub("", _text_between(listing))
    if not _has_head(listing) and _has_neighbour(listing):
        return True
    return len(rest) > REST or bool(re.search("[，；]", rest))


def _is_long_subject(listing: Listing) -> bool:
    """三科村卫生站值班人员|没有登记。一是……: a number without a measure word, long words behind it
    and a predicate, and a run without them: of what is spoken of, no name; nor are 两国 before one.
    """
    term = listing.term
    return (
        not CLASSIFIER.match(term.parts[0][1])
        and (len(term.head) > LONGEST_NAME or set(term.head) <= BODIES)
        and is_han(_text_between(listing)[:1] or "。")
        and not _has_head(listing)
    )


# 提出“三项原则”：第一，
FIRST_LABEL = re.compile(f"(?:首先|其一|第一(?:{inline_lists.UNITS})?是?)[，,：:]$|一[是要]$")
ANOTHER_CLAUSE = re.compile("[^，。；：]*[后时]，[^，。；：]{3,}[：:]$")
# “三请三回”和“三企”：……
BEHIND_NEIGHBOUR = re.compile("”(?:和|与|及|、)“$")


def _text_to_term(listing: Listing) -> str:
    """The text before a term in the paragraph that lists its members."""
    return listing.passages[listing.listed.mentions[0].passage].text[: listing.term.start]


def _text_between(listing: Listing) -> str:
    """The text between a term and the run behind it: in its paragraph, or to the end of the one
    before the run, where the members lack what is counted.
    """
    at, term = listing.listed.mentions[0], listing.term
    text = listing.passages[at.passage].text
    if text[term.start : term.end] == term.text:
        return text[term.end : at.start]
    before = listing.passages[at.passage - 1].text if at.passage else ""
    beside = before[term.start : term.end] == term.text and not _has_head(listing)
    return before[term.end :] if beside else ""


def _counts_two_things(listing: Listing) -> bool:
    """部署了六个方面的任务和三个方面的措施。一是……: whether the sentence counts another thing
    too, so that what follows may be said of the whole.
    """
    at = listing.listed.mentions[0].passage
    if _has_head(listing):
        return False
    texts = [passage.text for passage in listing.passages[max(0, at - 1) : at + 1]]
    counted = f"(?:{COUNTS}+|[0-9]+)[个項项大条][^，。；：]{{1,12}}(?:以及|[和与及、])"
    beside = re.compile(counted + re.escape(listing.term.text))
    return any(map(beside.search, texts))


def _is_behind_another_clause(listing: Listing) -> bool:
    """做好三次普查，摸清了底数。, and 第一步 in the next paragraph: whether the sentence of the
    term has gone on to another thing before the run.
    """
    at, term = listing.listed.mentions[0], listing.term
    before = listing.passages[at.passage - 1].text if at.passage else ""
    if _has_head(listing) or before[term.start : term.end] != term.text:
        return False
    rest = before[term.end :]
    return "，" in rest and not rest.rstrip().endswith(("：", ":"))


def _has_neighbour(listing: Listing) -> bool:
    """“三个务必”和“四个特别”的要求。一是……: whether another counted name stands beside the term,
    so that the run may belong to neither.
    """
    joined = re.compile(f"“{COUNTS}[^”]{{1,8}}”(?:和|与|及|、)“{re.escape(listing.term.text)}”")
    follows = re.compile(f"“{re.escape(listing.term.text)}”(?:和|与|及|、)“{COUNTS}")
    at = listing.listed.mentions[0].passage
    texts = [passage.text for passage in listing.passages[max(0, at - 1) : at + 1]]
    return any(joined.search(text) or follows.search(text) for text in texts)


COUNTS = "[二三四五六七八九十两双]"


REST = 16


def _runs_on(listing: Listing) -> bool:
    """Another number is counted inside the list: one list ran into the next."""
    return listing.rule == "behind_colon" and any(
        re.search("[二三四五六七八九十两](?:个|大|项)", member) for member in listing.members
    )


def _is_pair_of_clauses(listing: Listing) -> bool:
    """Two clauses cut at a comma or a 和, which any sentence has."""
    return (
        listing.rule in ("behind_colon", "looking_back", "said_of", "in_paragraphs")
        and listing.term.count == 2
        and not _is_alike(listing)
        and len(CLASSIFIER.sub("", listing.term.parts[0][1])) > 0
    )


# Names of places; what a place may be counted as.
PLACE_NAME = re.compile("[一-鿿]{1,5}[省市县区州镇乡村]")
COUNTED_PLACES = re.compile(
    "[省市县区州镇乡村地点城带圈群片站家位方处]|基地|中心|集群|枢纽|核|极|轴|翼|试点"
)


def _are_places_of(listing: Listing) -> bool:
    """石桥镇、柳溪镇“两项改革”: places in front of a name that counts other things."""
    return (
        listing.rule == "in_front"
        and listing.term.kind == "quoted"
        and all(map(PLACE_NAME.fullmatch, listing.members))
        and not COUNTED_PLACES.search(listing.term.text)
    )


def _has_a_scope(listing: Listing) -> bool:
    """山村|道路、水渠、灯光: a first member that is one word longer than most others, which are of
    one length but for what stands in brackets; the word may say of all where or whose they are.
    """
    if _is_quoted(listing) or _first_is_a_part(listing):
        return False
    first, *others = map(list_items.without_bracket, listing.members)
    if OF_THIS.match(first) and not any(map(OF_THIS.match, others)):
        return True  # 该村的|水渠和道路
    if _says_in_what(first) and not any(map(_says_in_what, others)):
        return True  # 村级改革中|农民的权益不变、农田的界线不变
    lengths = [len(other) for other in others]
    ends_alike = len(list_items.common_end(list(listing.members))) > 1
    before = len(first) - lengths[0]
    if len(others) == 1 and listing.rule == "in_front" and ends_alike and before == 2:
        return words.begins_word(first, before)  # 镇属|茶业公司、竹业公司
    place = words.tag_words(first)[0]
    named = place.kind == "ns" and 1 < place.end < len(first) - 1 and "的" not in first
    if listing.rule == "in_front" and named and min(lengths) < max(lengths) <= len(first):
        return all(words.tag_words(other)[0].kind != "ns" for other in others)  # 山东|船舶、钢铁
    usual = max(lengths, key=lengths.count)
    before = len(first) - usual
    return (
        not _is_numbered(listing)
        and lengths.count(usual) > max(1, 2 * len(lengths) // 3 - 1)
        and before > 1
        and first[:before].isalnum()
        and words.begins_word(first, before)
    )


def _says_in_what(member: str) -> bool:
    """Whether a member says in what it holds before it says what holds: 村级改革中|权益不变."""
    return any(
        word.text == "中" and 3 < word.start < len(member) - 3 for word in words.tag_words(member)
    )


def _is_of_another(listing: Listing) -> bool:
    """两家茶社所存茶叶分别为甲、乙; 算出两家茶社的收入。(1)……: what is listed is of what stands
    between the name and the list, once for each thing that the name counts.
    """
    text = _text_behind_term(listing)
    if listing.term.kind != "bare" or not text:
        return False
    behind = listing.listed.mentions[0].start >= listing.term.end
    if listing.rule == "behind_colon" and behind and BACK.search(_text_to_term(listing)):
        return True  # 解决上述两个问题，包括……
    if not is_han(text[0]):
        return False
    if listing.rule == "behind_colon":
        named = RESPECTIVELY.match(text)
        return named is not None and not COMPOSED.fullmatch(named["between"])
    at = listing.listed.mentions[0]
    heading = listing.passages[at.passage - 1].heading if at.passage else False
    return (
        listing.rule in ("in_run", "in_entries")
        and text.startswith("的")
        and not heading
        and not listing.term.head.startswith("方面")
        and bool(ENDED.fullmatch(text))
    )


BACK = re.compile("(?:上述|以上|[这该])$")
RESPECTIVELY = re.compile("(?P<between>[^，。；：]{2,20})分别[是为]")
COMPOSED = re.compile("(?:[一-鿿]{0,4}(?:组成|构成|形成)|等|依次|的[一-鿿]+)+")
ENDED = re.compile("的[^，。；：]{1,12}。")


OF_THIS = re.compile("(?:[该本其此]|这个?)[一-鿿]{1,6}的")


def _is_cut_from_its_noun(listing: Listing) -> bool:
    """镇（乡）周边|新修水渠、山区新修水渠; 茶园采购|制度、收支两条线: a list that begins behind a
    noun, or of two behind a noun and a verb that is no governor; nothing says that it begins there.
    """
    clause = re.split("[，,；;。：:！？\n（(—]", listing.text_before())[-1].strip(" 　")
    if listing.rule not in ("elsewhere", "in_front") or not clause:
        return False
    *before, last = words.tag_words(clause)
    named = bool(before) and before[-1].kind == "n" and last.kind in ("v", "vn")
    if listing.term.count == 2 and named and not _is_governor(last):
        return True
    # 实施|节水|护林行动: a word between the verb that governs and the list
    governed = bool(before) and _is_governor(before[-1]) and last.kind in ("v", "vn")
    if governed and not _is_governor(last) and not _has_head(listing):
        return True
    return _ends_in_noun(clause) and (listing.rule == "elsewhere" or not _has_head(listing))


def _ends_in_noun(clause: str) -> bool:
    last = words.tag_words(clause)[-1]
    opened = any(opening.end() == len(clause) for opening in OPENS.finditer(clause))
    return last.kind.startswith(("n", "s", "f")) and not opened and not _is_governor(last)


def _begin_with_head(listing: Listing) -> bool:
    head = listing.term.head
    return bool(head) and all(member.startswith(head) for member in listing.members)


PREPOSITIONS = f"{list_items.PREPOSITIONS}为向"


def _is_cut_verb(listing: Listing) -> bool:
    """翻修|清理、茶亭修建、山路养护: a first member that is one verb right behind another; both may
    be one name.
    """
    first, *others = listing.members
    clause = re.split("[，,；;。：:！？\n（(—、]", listing.text_before())[-1].strip(" 　")
    if listing.rule != "in_front" or not clause:
        return False
    # 粮食|交易、茶叶交易; 为|山里人服务、为山外人服务
    if len(others) > 1 and all(other.endswith(first) for other in others):
        return True
    if clause[-1] in PREPOSITIONS and all(other.startswith(clause[-1]) for other in others):
        return not first.startswith(clause[-1])
    if max(map(len, others)) < 4:
        return False
    tagged = words.tag_words(first)
    return (
        len(tagged) == 1
        and (tagged[0].kind in ("v", "vn") or first in list_items.GOVERNORS)
        and (words.tag_words(clause)[-1].kind in ("v", "vn") or clause.endswith(AMBIGUOUS))
        and not clause.endswith(PLAIN_GOVERNORS)
    )


def _lost_its_lead(listing: Listing) -> bool:
    """陈氏老法|制茶技艺、烧陶技艺: of a gloss something was cut off in front of the first member
    that is no verb; or a verb, and the next member has one (争办|灯会、开办夜校).
    """
    at = listing.listed.mentions[0]
    if listing.rule not in GLOSSES or _begin_with_head(listing):
        return False
    body = listing.passages[at.passage].text[at.start : at.end]
    lead = ANOTHER_NAME.sub("", body[: max(0, body.find(listing.members[0]))])
    lead = list_items.LABELLED.sub("", lead)
    if len(listing.term.parts) > 1 and list_items.part_names(lead, listing.term.parts[:1]):
        return False
    lead = list_items.LEADING.sub("", re.split("[：:，,]", lead)[-1]).strip("“「‘《 　")
    tagged = words.tag_words(lead)
    if listing.term.head and lead.startswith(listing.term.head):
        return True  # 放开放|活学堂 (三放开)
    if not tagged or tagged[-1].kind[0] == "v" and lead[-1] in "出了":
        return False
    # 统筹推进各类大型|企业
    governs = all(
        word.kind in GOVERNS_CLAUSE or word.kind == "b" or _is_governor(word) for word in tagged
    )
    begun = words.tag_words(listing.members[0])[0]
    if len(tagged) == 1 and tagged[0].kind == "v" and begun.kind.endswith("g"):
        return True  # 解放|垸: what begins with half a word
    if tagged[-1].kind == "v" and not _is_alike(listing):
        return _is_action(listing.members[1])
    return not governs and tagged[0].kind != "p"


def _is_action(member: str) -> bool:
    """A verb and what it governs."""
    tagged = words.tag_words(member)
    return len(tagged) > 1 and tagged[0].kind == "v"


def _goes_on(listing: Listing) -> bool:
    """提高低保户|等人员补助: the text of a gloss goes on behind its last member, with other words
    than those of the name or what counts the list.
    """
    at = listing.listed.mentions[-1]
    if listing.rule == "elsewhere" and _is_cut_at_its_end(listing):
        return True
    even = len({*map(len, listing.members)}) == 1
    if even or listing.rule not in GLOSSES:
        return False
    body = listing.passages[at.passage].text[at.start : at.end]
    place = body.rfind(listing.members[-1])
    rest = body[place + len(listing.members[-1]) :].strip("”’》 　") if place >= 0 else ""
    if not rest or rest in listing.term.text or ENDS_GLOSS.match(rest):
        return False
    if list_items.STATE.fullmatch(rest):
        return False
    return not (rest[0] == "等" and rest.endswith(listing.term.text[-2:]))


def _is_cut_at_its_end(listing: Listing) -> bool:
    """反对浪费、反对官僚|主义: whether the last member ends inside a word."""
    at, last = listing.listed.mentions[-1], listing.members[-1]
    text = listing.passages[at.passage].text
    place = text.find(last, at.start)
    end = place + len(last)
    goes_on = place >= 0 and end < len(text) and is_han(text[end])
    return goes_on and not words.begins_word(text, end)


# What may stand behind the last member: a mark, 等 alone, or what counts the list.
ENDS_GLOSS = re.compile(
    "[，。；;,.、：！？]|等[^一-鿿]|等?$|等?(?:[二两三四五六七八九十]+|[0-9]+)[^0-9]"
)


def _opens_otherwise(listing: Listing) -> bool:
    """着重就甲、乙和丙; 打好|甲仗、打击乙仗、丙仗: a first member that begins with a verb or a
    preposition, and is as long as any, where most others begin with none.
    """
    if _is_numbered(listing) or _is_quoted(listing) or listing.rule in BY_PARAGRAPH:
        return False
    counted = listing.term.head[:1]
    if counted and all(member.endswith(counted) for member in listing.members):
        return False  # 建好、管好、护好、运营好: 四好农村路
    if _lacks_its_verb(listing) or _first_alone_has_word_of_part(listing):
        return True
    return any(map(_governs_from_outside, _members_by_part(listing)))


def _first_alone_has_word_of_part(listing: Listing) -> bool:
    """降路费、水费、电费 (两减三降): of a part of a compound the first member alone begins with its
    word, which may govern all.
    """
    words_of_parts = [without_classifier(word) for number, word in listing.term.parts if number > 1]
    parts = _members_by_part(listing) if len(listing.term.parts) > 1 else []
    return any(
        first.startswith(word) and not any(word in other for other in others)
        for (first, *others), word in zip(parts, words_of_parts, strict=False)
    )


def _lacks_its_verb(listing: Listing) -> bool:
    """壮大|茶叶集群，加快发展竹器集群，推动山货集群: a first member without a verb behind one that
    was taken for what governs the list, where nearly all others have one.
    """
    first, *others = listing.members
    tagged = words.tag_words(re.split("[，,；;。：:\n]", listing.text_before())[-1] or "。")
    if listing.rule != "elsewhere" or tagged[-1].kind not in ("v", "a", "vn") or len(others) < 2:
        return False
    acts = [words.tag_words(other)[0].kind in ("v", "d", "ad") for other in others]
    return words.tag_words(first)[0].kind[0] == "n" and 3 * sum(acts) >= 2 * len(acts)


def _members_by_part(listing: Listing) -> list[Sequence[str]]:
    """The members of each part of a compound that counts several; all, of a simple name."""
    if len(listing.term.parts) < 2:
        return [listing.members]
    numbers = [number for number, _ in listing.term.parts]
    ends = [*itertools.accumulate(numbers)]
    parts = [listing.members[end - number : end] for number, end in zip(numbers, ends, strict=True)]
    return [part for part in parts if len(part) > 1]


def _governs_from_outside(members: Sequence[str]) -> bool:
    first, *others = members
    verbal = sum(map(_opens_verbally, others))
    if len(list_items.common_end(list(members))) > COMMON_END and _opens_with_governor(first):
        return 2 * verbal < len(others)  # 推动甲上新台阶、乙上新台阶
    says_how = _opens_with_adverb(first)
    if not (says_how or _governs_others(first)) or os.path.commonprefix(members):
        return False
    longest = max(map(len, others[:-1] or others))
    if len({*map(len, members)}) == 1 or len(first) < longest and not says_how:
        return False
    if says_how and words.tag_words(first)[1].kind == "p":  # 坚决向|甲、乙宣战
        return not any(words.tag_words(other)[0].kind == "p" for other in others)
    return 2 * max(verbal, sum(map(_governs_others, others))) < len(others)


# So many characters that all members end in are no chance: 上新台阶, not 工程.
COMMON_END = 2


def _opens_with_governor(member: str) -> bool:
    first = words.tag_words(member)[0]
    return first.kind == "v" and first.text in list_items.GOVERNORS


def _opens_verbally(member: str) -> bool:
    """Whether a member begins with a verb or a preposition, or an adverb before one."""
    first, *behind = words.tag_words(member)
    if first.kind == "d" and behind:
        return behind[0].kind in ("v", "vn", "vd", "p", "d")
    return first.kind in ("v", "p", "d")


def _opens_with_adverb(member: str) -> bool:
    tagged = words.tag_words(member)
    return tagged[0].kind in ("ad", "d") and len(tagged) > 2


def _governs_others(member: str) -> bool:
    """Whether a member begins with a verb that governs lists, or a preposition, alone or behind
    what says how.
    """
    tagged = words.tag_words(member)
    while len(tagged) > 2 and tagged[0].kind in ("t", "r"):
        tagged = tagged[1:]
    if len(tagged) < 2:
        return False
    first, second = tagged[:2]
    governs = first.kind == "p" or member.startswith(PLAIN_GOVERNORS, first.start)
    how = first.kind in ("a", "ad", "d") or bool(list_items.BEFORE_VERB.match(first.text))
    if how and second.kind == "v" and second.text in list_items.GOVERNORS:
        return len(tagged) > 2  # 重点治理太湖
    return governs or how and second.kind in ("p", "d")


PLAIN_GOVERNORS = tuple(list_items.PLAIN_GOVERNORS)
AMBIGUOUS = tuple(list_items.AMBIGUOUS)


def _goes_on_for_first(listing: Listing) -> bool:
    """既对甲负责，又对乙负责: a member with a word that ties it to the one before it."""
    if any(map(LEADS_ON.match, listing.members)) or any(map(WHETHER.search, listing.members)):
        return True
    return not _is_numbered(listing) and any(map(TIES.match, listing.members[1:]))


# 不但不能修路，而且……: half of a sentence.
LEADS_ON = re.compile("不但|不仅|而且|甚至|虽(?=[^，]{2})|因为|由于")
# 无论从北坡上山，还是……; 与其说是路远，不如……
WHETHER = re.compile("(?:无论|不论|不管)(?!.*[都也均])|与其(?![他它余])(?!.*不如)")
TIES = re.compile("又|也(?!门)|还(?!原|款|本|贷|债)|更(?=[要是])|而|则|并(?!购|联|网|轨)")


def _is_adverbial(listing: Listing) -> bool:
    """在各方支持下: a member that only says when or how, or who, where not all do."""
    if listing.rule in BY_PARAGRAPH and any(map(_is_time, listing.members)):
        return True
    held = [
        bool(ADVERBIAL.fullmatch(member))
        or _only_says_for_whom(listing, number)
        or _only_says_when(listing, number)
        for number, member in enumerate(listing.members)
    ]
    dated = [bool(DATED.match(member)) for member in listing.members]
    if _is_numbered(listing) and all(map(WHERE.fullmatch, listing.members)):
        return True
    if _is_numbered(listing) and all(held) and not listing.term.head.endswith(WHEN):
        return True
    if dated[0] and not any(dated[1:]):
        return True
    return any(held) and not all(held) or any(map(SAYS_WHO.match, listing.members))


def _only_says_for_whom(listing: Listing, number: int) -> bool:
    """按护林要求，修……; 对全镇老人，……: of a numbered list a member that begins with a preposition
    and has no verb, where its sentence goes on.
    """
    member, mentions = listing.members[number], listing.listed.mentions
    alike = os.path.commonprefix(listing.members) or list_items.common_end(list(listing.members))
    if not _is_numbered(listing) or len(mentions) != len(listing.members) or alike:
        return False
    tagged = words.tag_words(member)
    while len(tagged) > 2 and tagged[0].kind in ("d", "ad"):
        tagged = tagged[1:]
    of = member.rfind("的")
    verbs = any(word.kind == "v" and word.start > of for word in tagged[1:-1])
    at = mentions[number]
    return (
        (tagged[0].kind == "p" or tagged[0].text in SAY_HOW)
        and not verbs
        and "为" not in member
        and _is_followed_by_comma(listing, member, at.passage, at.start)
    )


def _is_time(member: str) -> bool:
    """2023年, 今年."""
    return bool(DATED.fullmatch(member)) or {w.kind for w in words.tag_words(member)} == {"t"}


# The dictionary calls these verbs.
SAY_HOW = ("按照", "依托", "围绕", "针对", "本着", "结合", "作为")


def _only_says_when(listing: Listing, number: int) -> bool:
    """开闸之后，……; 村委会在修路的问题上，……; 这条渠按理来说，……; 以合作社为依托，……: of a numbered
    list a member that ends as an adverbial does, where its sentence goes on.
    """
    member, mentions = listing.members[number], listing.listed.mentions
    in_turn = _is_numbered(listing) or listing.rule in BY_PARAGRAPH
    if not in_turn or len(mentions) != len(listing.members):
        return False
    text = listing.passages[mentions[number].passage].text
    end = text.find(member, mentions[number].start) + len(member)
    place = words.tag_words(member)[-1].kind == "f"
    return (place or bool(SAYS_WHEN.search(member))) and text[end : end + 1] in tuple("，：")


SAYS_WHEN = re.compile(
    "^(?:若|如果|倘若|一旦)|"
    "(?:之后|以后|之前|以前|的时候|(?<![及准按同临])时|来说|来讲|而言|来看|认为|主张|指出|强调|表示)$|"
    "(?<![存现所])在[^，]{2,}[上中下]$|^以[^，为]{2,}为(?:依托|抓手|载体|契机|基础|主线|重点|核心|支撑|牵引|引领|中心)$"
)
# What may be called by when it is: 两种情况：开闸之后……，关闸之后……
WHEN = (
    "情况",
    "情形",
    "时候",
    "时期",
    "阶段",
    "场合",
    "时段",
    "时间",
    "环节",
    "节点",
    "条件",
    "形势",
)


def _says_more(listing: Listing) -> bool:
    """甲类课程包括……: members that are sentences, whose subject is what is counted."""
    cut = _is_numbered(listing) and max(map(len, listing.members)) >= list_items.LONGEST
    amount = any(re.search("等[0-9]", member) for member in listing.members)
    cut = cut or any("……" in member for member in listing.members)
    cut = cut or _are_subjects_and_more(listing)
    return (
        cut or amount and not _is_numbered(listing) or any(map(SAYS_MORE.search, listing.members))
    )


def _are_subjects_and_more(listing: Listing) -> bool:
    """1）沟灌法是沿渠开沟，……；2）喷灌法是装上水管，……: of a run or entries members that each say
    what something is, in sentences that go on.
    """
    mentions = listing.listed.mentions
    return (
        _is_numbered(listing)
        and len(mentions) == len(listing.members)
        and all(map(DEFINED.match, listing.members))
        and all(
            _is_followed_by_comma(listing, member, at.passage, at.start)
            for member, at in zip(listing.members, mentions, strict=True)
        )
    )


DEFINED = re.compile("[^，。；：是]{2,8}是(?!否)")
SAYS_MORE = re.compile(
    "[一-鿿](?:包括|包含|是指|指的是|主要指)[一-鿿]|[一-鿿]由.+(?:构成|组成)$|"
    "^[一二三四五六七八九][级步类层]是"
)
ADVERBIAL = re.compile(
    f"{list_items.ADVERBIAL}|(?:通过|采取|采用|以)[^，。；]{{2,40}}(?:形式|方式|途径|办法|手段|渠道)"
)
# 其一，在水里，……。其二，在岸上，……
WHERE = re.compile("[在从][^，]{1,12}[上中里内外下]")
# 2018年，镇里将……: when, and not which.
DATED = re.compile("[0-9〇一二三四五六七八九十]{2,4}年|今年|去年|近年来")
SAYS_WHO = re.compile("[我你他她它]们|这[是些就]|其中|[两三四五二前后]者")


def _is_odd(listing: Listing) -> bool:
    """东村靠着西村、西村靠着南村、各村 (三个靠着): all members but one hold what is counted; or the
    last alone does (对山、水、路的认同).
    """
    head = listing.term.head
    held = [head in member for member in listing.members]
    if _lacks_a_joint(listing):
        return True
    if not head or len(held) < 3:
        return False
    return held.count(False) == 1 or len(head) > 1 and held.count(True) == 1 and held[-1]


def _lacks_a_joint(listing: Listing) -> bool:
    """茶乡、竹山向林海、荒坡向果园 (from 茶园向茶乡): the first of at least three members alone is
    not from one thing to another.
    """
    first, *others = listing.members
    joints = [mark for mark in "向到与和" if all(0 < o.find(mark) < len(o) - 1 for o in others)]
    return len(others) > 1 and bool(joints) and not any(mark in first for mark in joints)


def _is_mixed(listing: Listing) -> bool:
    """山渠一九五〇年废弃，东段归东村、西段归西村: a list cut at commas here and at 、 there."""
    if len(listing.term.parts) > 1 or listing.rule not in (*GLOSSES, "in_front"):
        return False
    if _has_head(listing):
        return False
    colons = sum("：" in member for member in listing.members)
    if 0 < colons < len(listing.members):
        return True  # 分数：甲渠的流量，乙渠的流量
    text, marks, at = listing.text_listed(), set(), 0
    for member in listing.members:
        place = text.find(member, at)
        marks |= set(text[at:place].strip("“”‘’「」")) & {"，", "、"} if at and place > 0 else set()
        at = max(at, place + len(member))
    return len(marks) > 1


def _are_choices(listing: Listing) -> bool:
    """前四史不包括　A.……B.……: entries with capital letters, as the choices of a question have; or
    those behind a question with a blank.
    """
    label = listing.passages[listing.listed.mentions[0].passage].label
    if label and label.kind == "letter" and label.text[0].isupper() and _are_entries(listing):
        return True
    return listing.rule == "in_entries" and bool(QUESTION.search(_text_behind_term(listing)))


QUESTION = re.compile(r"[（(]\s*[A-Z]*\s*[)）]|_{2}")


DOUBTS: Mapping[str, Sign] = {
    "uneven": _is_uneven,
    "name": _has_loose_name,
    "next": _runs_on,
    "pair": _is_pair_of_clauses,
    "short-name": _has_short_name,
    "begin": _begins_too_early,
    "end": _ends_too_late,
    "subject": _begins_with_subject,
    "pair-inside": _has_a_pair,
    "action": _is_longer_action,
    "loose-pair": _is_loose_pair,
    "loose-compound": _is_loose_compound,
    "topic": _is_topic,
    "generic": _has_generic_name,
    "plain": _are_plain_words,
    "two": _are_two_elsewhere,
    "twice": lambda listing: listing.rule == "elsewhere" and _hold_head_twice(listing),
    "item": _is_an_item_itself,
    "clauses": _is_clauses,
    "far": _is_far_from_run,
    "rest": _goes_on,
    "odd": _is_odd,
    "of-another": _is_of_another,
    "choices": _are_choices,
    "mixed": _is_mixed,
    "lead": _lost_its_lead,
    "cut": _is_cut_verb,
    "scope": lambda listing: (
        _has_a_scope(listing) or _is_cut_from_its_noun(listing) or _are_places_of(listing)
    ),
    "opens": _opens_otherwise,
    "ties": _goes_on_for_first,
    "adverbial": _is_adverbial,
    "sentence": _says_more,
}


# What speaks against a list even where the library has it.
DOUBTS_OF_KNOWN = frozenset(("odd", "plain"))


def signs_of(listing: Listing, again: bool) -> tuple[str, ...]:
    """What a list rests on: "count", then of SIGNS; "again" where the document lists the same at
    another place.
    """
    found = ["count"] if not listing.listed.open else []
    found += [name for name, holds in SIGNS.items() if holds(listing)]
    return (*found, *(["again"] if again else []))


def doubts_of(listing: Listing) -> tuple[str, ...]:
    """What speaks against a list, of DOUBTS and of its rule."""
    return (*listing.listed.doubts, *(name for name, holds in DOUBTS.items() if holds(listing)))


STRONG = frozenset(("gloss", "numbered", "quoted", "announced", "again", "library"))


def is_sure(rule: str, signs: Sequence[str], doubts: Sequence[str]) -> bool:
    """Whether two independent signs agree and nothing speaks against the list."""
    if doubts or "count" not in signs:
        return False
    if STRONG & set(signs):
        return True
    if rule == "elsewhere":
        return "alike" in signs and "head" in signs
    if rule in ("in_parallel", "in_units"):  # any section has paragraphs that begin alike
        return "head" in signs
    return "bounded" in signs or "alike" in signs or "head" in signs
