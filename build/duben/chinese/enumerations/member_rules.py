"""Where the members of a numbered enumeration stand: a rule for each way of listing them."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from duben.chinese import labels, numerals, words
from duben.chinese.enumerations import inline_lists, list_items, roles
from duben.chinese.enumerations.inline_lists import Run, RunLabel
from duben.chinese.enumerations.terms import Term
from duben.chinese.labels import Label
from duben.chinese.marks import is_han
from duben.chinese.word_lists import word_list


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of the document: its id, its label and level in the outline (0: no entry), and whether
    it is a heading.
    """

    id: str
    text: str
    label: Label | None = None
    level: int = 0
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """``text[start:end]`` of the passage with this index."""

    passage: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ListedMembers:
    """Members as a rule found them; ``doubts`` names what speaks against them (``signs``)."""

    members: tuple[str, ...]
    mentions: tuple[Mention, ...]
    open: bool = False
    doubts: tuple[str, ...] = ()


@dataclass(slots=True)
class Document:
    """The passages and what was worked out once for all rules."""

    passages: Sequence[Passage]
    marks: Sequence[Sequence[RunLabel]] = ()
    runs: list[Run] = field(default_factory=list)
    runs_from: dict[int, list[Run]] = field(default_factory=dict)
    runs_to: dict[int, list[Run]] = field(default_factory=dict)
    groups: dict[int, list[int]] = field(default_factory=dict)
    following: list[int] = field(default_factory=list)
    ordinals: list[Ordinal] = field(default_factory=list)
    numbered_words: list[Ordinal] = field(default_factory=list)
    sentences: list[Mention] = field(default_factory=list)


def prepare_document(passages: Sequence[Passage], marks: Sequence[Sequence[RunLabel]]) -> Document:
    """The passages with the run labels in each (``inline_lists.labels_in``), their runs and groups
    of entries.
    """
    texts = [passage.text for passage in passages]
    closed = [
        passage.heading or (passage.level > 0 and _is_structure(passage)) for passage in passages
    ]
    levels = [passage.level for passage in passages]
    doc = Document(passages, marks, inline_lists.find_runs(texts, closed, marks, levels))
    for run in doc.runs:
        doc.runs_from.setdefault(run.items[0].passage, []).append(run)
        doc.runs_to.setdefault(run.items[-1].passage, []).append(run)
    doc.groups = _groups(passages)
    doc.following = _following(passages)
    doc.ordinals = _ordinals(passages)
    doc.numbered_words = _numbered_words(passages)
    doc.sentences = _sentences(passages)
    return doc


def _is_structure(passage: Passage) -> bool:
    return passage.label is not None and passage.label.kind not in (
        "item",
        "ordinal",
        "first",
        "digit",
        "paren_digit",
        "circle",
        "bracket",
    )


def _groups(passages: Sequence[Passage]) -> dict[int, list[int]]:
    """The sisters that begin with number 1 at a passage:
    consecutive entries of one kind and level.
    """
    groups: dict[int, list[int]] = {}
    open_groups: dict[int, list[int]] = {}
    for index, passage in enumerate(passages):
        if not passage.level:
            continue
        for level in [level for level in open_groups if level > passage.level]:
            del open_groups[level]
        label = passage.label
        group = open_groups.get(passage.level)
        last = passages[group[-1]].label if group else None
        if label and group and last and last.kind == label.kind and label.number == last.number + 1:
            group.append(index)
        else:
            open_groups.pop(passage.level, None)
            if label and label.number == 1:
                groups[index] = open_groups[passage.level] = [index]
    return groups


def _following(passages: Sequence[Passage]) -> list[int]:
    """For each passage the index of the next entry of the outline."""
    found, following = [], len(passages)
    for index in range(len(passages) - 1, -1, -1):
        found.append(following)
        if passages[index].level or passages[index].heading:
            following = index
    return found[::-1]


SENTENCE = re.compile("[^。！？\n]+")


def _sentences(passages: Sequence[Passage]) -> list[Mention]:
    """The sentences of all passages, without the marks that end them."""
    return [
        Mention(at, *match.span())
        for at, passage in enumerate(passages)
        for match in SENTENCE.finditer(passage.text)
        if match.group().strip()
    ]


# What is counted in many places, each time another thing.
MANY_SETS = frozenset(word_list("many-sets"))


# --- rules: where members stand -------------------------------------------------------------------

MARKS_AFTER = frozenset('”」』"’')
BRACKET = re.compile("[（(]")
# 四要素（立足之本）：甲、乙……
REMARK_AND_COLON = re.compile("[（(][^（）()\n]{1,30}[）)](?:[：:]|分别是|是?指(?![导挥标示明出]))")
# “三重一大”事项（…）
NOUN = re.compile("[一-鿿]{1,4}[（(]")
# “三路两岸”沿线省（区、市）: the bracket belongs to the last word.
OR_ANOTHER_LEVEL = re.compile("[省市区县州盟旗乡镇村]（[省市区县州盟旗乡镇村街道、]{1,8}）")
NAMES = re.compile(
    "(?:(?P<colon>(?<![0-9])[：:]|[：:](?![0-9]))|(?P<dash>——|--|—)|[，,]?(?P<word>即(?:是(?!否))?|也就是|就是|"
    "包括|分别[是为指]|主要(?:是|包括|有)|是指|指的是|指(?!导|挥|标|示|明|出)|具体[是为]|"
    "具体包括|分为)[：:]?)"
)
IS = re.compile("是[指：:]?")
GAP = 14
# So short a rest is the end of its phrase: ……三项工作上取得实效。
SHORT_REST = 6
# How much of its sentence may follow a term before the list below begins; how long a heading and a
# paragraph are.
SENTENCE_REST = 60
SHORT_TITLE = 40
PARAGRAPH = 5000
CONNECTORS = re.compile(
    "(?:(?<=[^以])上的|[，,]?(?:以下)?(?:简称为?|统称为?|合称为?|概括为|简称之为)[：:]?|(?:均|都|连续[一-鿿0-9]{0,4}|全面|同步)?(?:实现|达到|呈现)了?|连续[一-鿿0-9]{1,3}[年月季]|逐年|连年|持续|(?:继续|持续)?保持|(?:连续[一-鿿0-9]{1,3})?(?:实现|位[居列]|居|列)?全[国省市县区](?:城市)?|(?:相结合|相统一|"
    "相协调|相衔接|[于为]一体|并重|并举)的|[，,]即|[（(](?:以下)?(?:简称|统称|合称|即)"
    "?[：:]?|的|等|这|这一|方面的?|三者的?)$"
)
# 在公办学校与民办学校间的这两大关系; 由甲、乙组成的四级网络.
BETWEEN = "之?间的(?:这|这一)?|(?:共同)?(?:构成|组成|形成)的"
THROUGH = re.compile("上(?:充分|更好|积极|切实)?(?:发挥|实现|展现|体现|取得|做到|形成)(?:好|了)?$")
BARE_CONNECTORS = re.compile(
    f"(?:{BETWEEN}|等?(?<![公总])共(?:计|有)?|等|这|这些|这样|(?<![面应针反绝相校])对[^，,。；、]{{2,10}}的)$"
)
# 下列十条方针: the sections that follow are meant, however the sentence goes on.
LISTED_BELOW = re.compile("(?:下列|以下|如下)[^，,。；、]{0,6}$")


def after_term(text: str, term: Term) -> int:
    """The offset behind a term and its closing mark."""
    return (
        term.end + 1
        if term.kind != "bare" and text[term.end : term.end + 1] in MARKS_AFTER
        else term.end
    )


# （注：甲；乙；丙）: what stands before the list.
NOTED = re.compile("(?:注|按|下同)[：:]|[即指]")
# （甲、乙、丙，下同）: what is said beside the list.
ASIDE = re.compile("[，,；;](?:下同|以下|简称|下称|见|详见|含|略).*$")


def in_brackets(doc: Document, index: int, term: Term) -> ListedMembers | None:
    """“五同”（同吃、同住、……）: members in brackets right behind the term."""
    text = doc.passages[index].text
    start = after_term(text, term)
    if term.kind != "bare" and (gap := NOUN.match(text, start)):
        start = gap.end() - 1
        if OR_ANOTHER_LEVEL.match(text, start - 1):
            return None
    start += text[start : start + 1] == " "
    if not BRACKET.match(text, start):
        return None
    end = closing_bracket(text, start)
    if end < 0:
        return None
    if noted := NOTED.match(text, start + 1, end):
        start = noted.end() - 1
    inside = text[start + 1 : end]
    found = (
        (
            list_items.items_by_counted_word(inside, term.parts)
            or list_items.items_by_groups(inside, term.parts)
            or list_items.items_by_joint(inside, term.parts)
        )
        if len(term.parts) > 1
        else []
    )
    is_open = False
    if not found:
        found, is_open = list_items.cut_list(
            ASIDE.sub("", inside), term.count, term.head, whole=True
        )
    if not found and inside.endswith("等") and term.kind != "bare":
        found, is_open = _open_list_items(inside, term.count), True
    found = list_items.trim_list(found, term.count, term.text, len(term.parts) > 1)
    return (
        ListedMembers(tuple(found), (Mention(index, start + 1, end),), is_open) if found else None
    )


def _open_list_items(inside: str, count: int) -> list[str]:
    """What an open list names."""
    found = list_items.split_items(inside)
    return (
        found if 2 <= len(found) < count and all(0 < len(member) < 20 for member in found) else []
    )


def closing_bracket(text: str, start: int) -> int:
    depth = 0
    for place in range(start, min(len(text), start + list_items.WINDOW)):
        if text[place] in "（(":
            depth += 1
        elif text[place] in "）)":
            depth -= 1
            if depth == 0:
                return place
    return -1


def behind_colon(doc: Document, index: int, term: Term) -> ListedMembers | None:
    """“三个区”：即甲、乙……; 三项任务是甲、乙、丙; “三同”，即甲、乙、丙: members behind the term in
    its sentence.
    """
    text = doc.passages[index].text
    if len(term.parts) > 1 and (
        told := _parts_explained(index, text, term) or _parts_in_turn(index, text, term)
    ):
        return told
    if told := _content_told(index, text, term) or _made_of(index, text, term):
        return told
    if shared := _gloss_of_row(index, text, term) or _clause_of_row(index, text, term):
        return shared
    if (start := _list_start(text, term)) is None:
        return (
            _all_alike(index, text, term)
            or _semicolons_behind(index, text, term)
            or _names_behind(index, text, term)
            or _below_title(doc, index, term)
        )
    if asked := _questions(index, text, start, term):
        return asked
    run = run_behind(doc, index, term)
    if run and (run.items[0].passage == index or len(run.items) == term.count):
        return None
    below = not text[start:].strip() and not question_end(text, term)
    if below and index + 1 < len(doc.passages) and is_gloss(text, term):
        return _listed_at(index + 1, doc.passages[index + 1].text, 0, term)
    return _listed_at(index, text, start, term)


QUESTIONS = re.compile("(?:[^。！？；：\n]{2,60}？[”’]?)+")


def _questions(index: int, text: str, begin: int, term: Term) -> ListedMembers | None:
    """三问：路修好了没有？桥架稳了没有？林护住了没有？: just as many questions in a row."""
    asked = QUESTIONS.match(text, begin) if text[begin - 1 : begin] in tuple("：:") else None
    if asked is None:
        return None
    found = [list_items.clean_item(one) for one in re.split("？[”’]?", asked.group())[:-1]]
    if len(found) != term.count or len({*found}) < term.count or not all(found):
        return None
    return ListedMembers(tuple(found), (Mention(index, *asked.span()),))


def _listed_at(index: int, text: str, begin: int, term: Term) -> ListedMembers | None:
    """The members that a passage lists from a place on, in the sentence there."""
    end = sentence_end(text, begin)
    if len(term.parts) == 1:
        end = _gloss_end(text, begin, end)
    lead = REPORTED.match(text, begin, end)
    if lead and not (term.head and lead.group().startswith(term.head)):
        begin = lead.end()
    body = text[begin:end]
    if labels.read_label(body) or not body.strip():
        return None
    if term.head == "一" and (ones := _quoted_ones(body, term.count)):
        return ListedMembers(tuple(ones), (Mention(index, begin, end),))
    if text[begin - 1] in "即是指为" and (
        quoted := QUOTED_LIST.match(body)
    ):  # 三个五——即“五星奖、五百亩、五个站”
        found = list_items.split_exactly(quoted[1], term.count)
        place = Mention(index, begin + quoted.start(1), begin + quoted.end(1))
        if found:
            return ListedMembers(tuple(found), (place,))
    if len(term.parts) == 1 and list_items.PART_NAME.match(body):
        return None  # 三促三稳：“三促”即……: the gloss of another name
    if row := _row_behind(index, text, begin, end, term):
        return row
    if alike := list_items.items_by_head(body, term.count, term.head):
        stop = begin + body.index(alike[-1]) + len(alike[-1])
        alike[0] = alike[0][list_items.behind_showing(alike[0], alike[1:]) :]
        alike[0] = alike[0][list_items.behind_common_preposition(alike[0], alike[1:]) :]
        return ListedMembers(called(alike, term.head), (Mention(index, begin, stop),))
    found, is_open = (
        list_items.items_by_groups(body, term.parts)
        or list_items.items_by_joint(body.rstrip("。；;，, "), term.parts)
        if len(term.parts) > 1
        else [],
        False,
    )
    opened = text[begin - 1 : begin] in tuple("：:？?")
    if not found:
        found, is_open = list_items.cut_list(body, term.count, term.head, opened=opened)
    if not found and body.rstrip("。").endswith("等") and term.kind != "bare":
        found, is_open = _open_list_items(body, term.count), True
    if (
        not found
        and (clause := body[: list_items.split_list(body, "，,；;")[0][1]]) != body
        and len(clause) > 3
    ):
        found, is_open = list_items.cut_list(clause, term.count, term.head)
    if not found and opened and term.count > 2:  # 三项工作：修路，架桥，种茶；又办了……
        found = list_items.split_evenly(
            body[: list_items.split_list(body, "；;")[0][1]], term.count
        )
    if not found and (answer := _in_gloss(index, text, begin, term)):
        return answer
    found = list_items.trim_list(found, term.count, term.text, len(term.parts) > 1)
    found = _without_named(found, text[term.end : begin])
    named = (
        list_items.are_names(found)
        or text.startswith(RESPECTIVELY, begin - 3)
        or len(found) > 2
        and len(list_items.split_list(body, "、")) >= len(found) - 1
        and not re.search("[，,；;]", body)
    )
    predicate = text[begin - 1] == "是" and not named
    doubts = ("predicate",) if predicate else ()
    return (
        ListedMembers(called(found, term.head), (Mention(index, begin, end),), is_open, doubts)
        if found
        else None
    )


# 三大难题，分别是……: not 三大难题是可以解决的.
RESPECTIVELY = ("分别是", "具体是", "一般是")


def _quoted_ones(body: str, count: int) -> list[str]:
    """整合“一张图”，……；搭建“一个网”，……；……: what is quoted first in each piece, where each such
    name begins with 一; [] else.
    """
    pieces = [body[start:end] for start, end in list_items.split_list(body, "；;")]
    named = [re.match("[^“，]{0,6}“(一[^”]+)”", piece) for piece in pieces]
    return [one[1] for one in named if one] if len(pieces) == count and all(named) else []


QUOTED_LIST = re.compile("“([^“”]+、[^“”]+)”")


def _without_named(items: list[str], between: str) -> list[str]:
    """“两台”建设是指甲台、乙台建设: items without what stands behind the name, where the last alone
    ends in it.
    """
    named = NAMED_BEHIND.match(between)
    if named is None or len(items) < 2:
        return items
    *others, last = items
    word = named["word"]
    if not last.endswith(word) or last == word or any(other.endswith(word) for other in others):
        return items
    return [*others, last[: -len(word)]]


NAMED_BEHIND = re.compile("[”」](?P<word>[一-鿿]{2,4}?)(?:是指|指|是|即|：|[，,]即)")
# “六个现代化”：省党代会上提出，……: who said so is no part of the list.
REPORTED = re.compile(
    "[^，。；：、]{2,50}(?:提出|指出|明确|强调|要求|决定|印发)[^，。；：、]{0,8}，"
)
# “两港”，指甲、乙；“两点”，指……: the next name and its gloss.
NEXT_GLOSS = re.compile(
    "[；;，,]?[“「][^”」]{1,12}[”」][^，；。：、“]{0,4}[，,]?(?:分别)?(?:是?指|即|是|为|：)|"
    # 守住三线：……；建好三片：……  两个重点，就是……；三项任务，就是……
    "[；;][一-鿿]{0,4}[二两三四五六七八九十][一-鿿]{1,4}(?:[：:]|[，,](?:就是|即|是|分别是))"
)


def _gloss_end(text: str, begin: int, end: int) -> int:
    """Where a gloss ends: at the end of its sentence, or before the gloss of the next name."""
    following = NEXT_GLOSS.search(text, begin + 1, end)
    return following.start() if following and following.start() > begin + 2 else end


# [7]“新四馆”：……: where a line of a glossary begins.
GLOSS_BEGINS = re.compile(
    "[\\s　]*(?:[\\[〔【（(［]?\\^?[0-9０-９]{1,3}[\\]〕】）)］]?[.．、]?)?[\\s　]*[“「]?$"
)
LONGEST_GLOSS = 1500


def is_gloss(text: str, term: Term) -> bool:
    """Whether a passage begins with the term, as a line of a glossary does."""
    return bool(GLOSS_BEGINS.match(text[: term.start]))


def _in_gloss(index: int, text: str, begin: int, term: Term) -> ListedMembers | None:
    """“四大挑战”：……的挑战。……的挑战。…… in a glossary: a sentence for each, or just as many
    items of a list that end in what is counted.
    """
    if len(term.parts) > 1 or len(text) - begin > LONGEST_GLOSS or term.count < 3:
        return None
    if begin and not is_gloss(text, term):
        return None
    body = text[begin:].strip()
    found = list_items.items_by_sentence(list_items.behind_must(body), term.count)
    found = found or list_items.items_by_ending(body, term.count, term.head)
    if not found:
        return None
    start = text.index(found[0][:4], begin)
    stop = text.index(found[-1], start) + len(found[-1])
    return ListedMembers(tuple(found), (Mention(index, start, stop),))


def _parts_explained(index: int, text: str, term: Term) -> ListedMembers | None:
    """“一核三带”，一核是指甲。三带是指乙、丙、丁: the parts of a compound, each named and
    explained, behind its name, in one sentence or a sentence for each.
    """
    start = after_term(text, term)
    names = list_items.part_names(text[start : start + PARTS_WITHIN], term.parts)
    if not names or names[0][0] > SENTENCE_REST:
        return None
    begin, last = start + names[0][0], start + names[-1][1]
    end = sentence_end(text, last)
    body = text[begin:end]
    if "\n" in body:
        return None
    found = list_items.items_by_groups(body, term.parts)
    return ListedMembers(tuple(found), (Mention(index, begin, end),)) if found else None


def in_parts(doc: Document, index: int, term: Term) -> ListedMembers | None:
    """“一核两翼”，以甲为核心，以乙、丙为两翼; 一轴（甲）、两片（乙、丙）的“一轴两片”; a
    paragraph below for each part: what each part of a compound is, by its name.
    """
    text = doc.passages[index].text
    if term.kind == "bare" or not all(is_han(word[0]) for _, word in term.parts):
        return None
    if len(term.parts) > 1 and (
        listed := _parts_before(index, text, term) or _parts_below(doc, index, term)
    ):
        return listed
    near = max(0, term.start - list_items.WINDOW)
    if "为" not in text[near : term.end + list_items.WINDOW]:
        return None
    after = after_term(text, term)
    end = sentence_end(text, after)
    # In the sentence before the name, behind it, and in the next one.
    for begin, stop in (
        (_last_mark(text, SENTENCE_ENDS, term.start), term.start),
        (after, end),
        (end + 1, sentence_end(text, min(len(text), end + 1))),
    ):
        if given := roles.items_by_role(text, begin, stop, term.parts):
            items, first, last = given
            doubts = ("predicate",) if len(term.parts) < 2 else ()
            return ListedMembers(tuple(items), (Mention(index, first, last),), doubts=doubts)
    return None


# 由甲和乙、丙组成的“一办两组”.
MADE_BEFORE = re.compile(
    "(?<![自理缘经来情])由(?P<listed>[^，。；：！？\n由]{3,200}?)(?:共同)?(?:构成|组成)的[“「『]?$"
)


def _parts_before(index: int, text: str, term: Term) -> ListedMembers | None:
    """一轴（甲）、两片（乙、丙）的“一轴两片”: the parts, each named and explained, in the sentence
    before the compound.
    """
    start = _last_mark(text, SENTENCE_ENDS, term.start)
    if made := MADE_BEFORE.search(text[start : term.start]):
        listed = made["listed"]
        found = list_items.items_by_groups(listed, term.parts)
        found = found or list_items.items_by_joint(listed, term.parts)
        begin, end = (start + place for place in made.span("listed"))
        return ListedMembers(tuple(found), (Mention(index, begin, end),)) if found else None
    names = list_items.part_names(text[start : term.start], term.parts)
    if not names:
        return None
    begin = start + names[0][0]
    found = list_items.items_by_groups(text[begin : term.start].rstrip("“的"), term.parts)
    return ListedMembers(tuple(found), (Mention(index, begin, term.start),)) if found else None


def _parts_below(doc: Document, index: int, term: Term) -> ListedMembers | None:
    """“一轴两片”布局。 and right below 一轴：甲。 and 两片：乙、丙。: a paragraph for each part."""
    row = range(index + 1, index + 1 + len(term.parts))
    if row[-1] >= len(doc.passages):
        return None
    found: list[str] = []
    places: list[Mention] = []
    for at, part in zip(row, term.parts, strict=True):
        passage = doc.passages[at]
        start = passage.label.end if passage.label else 0
        names = list_items.part_names(passage.text[start : start + SHORT_TITLE], (part,))
        if not names or names[0][0] > 1:
            return None
        begin, end = start + names[0][1], sentence_end(passage.text, start + names[0][1])
        body = passage.text[start + names[0][0] : end]
        items = list_items.items_by_groups(body, (part,))
        if not items:
            return None
        found += items
        places.append(Mention(at, begin, end))
    return ListedMembers(tuple(found), tuple(places))


def _parts_in_turn(index: int, text: str, term: Term) -> ListedMembers | None:
    """“三讲三有”……，要讲政治、有信念，讲规矩、有纪律，讲奉献、有作为: the parts of a compound in
    turn, as often as each is counted.
    """
    if len({number for number, _ in term.parts}) > 1 or term.parts[0][0] < 2:
        return None
    pair = "[，、]?".join(f"{re.escape(word)}[一-鿿]{{1,8}}" for _, word in term.parts)
    row = re.compile(f"{pair}(?:[，；、。]\\s*{pair}){{{term.parts[0][0] - 1}}}(?![一-鿿])")
    start = after_term(text, term)
    found = row.search(text, start, start + PARTS_WITHIN)
    if found is None:
        return None
    return ListedMembers(
        tuple(re.split("[，；、。]\\s*", found.group())), (Mention(index, *found.span()),)
    )


# In so many characters behind a compound all its parts are explained.
PARTS_WITHIN = 800
FURTHER = re.compile("[^。！？；：:\n]{1,40}[：:]")
NAMED_FURTHER = re.compile("[^，。！？；：:“”\n]{1,30}[，,](?:即|分别是|主要是|具体是|包括)[：:]")


def _all_alike(index: int, text: str, term: Term) -> ListedMembers | None:
    """“五个坚持”概括了……：坚持甲；坚持乙；……: a list further behind, where each item begins with
    what is counted.
    """
    head = term.head
    if (
        term.kind == "bare"
        or len(head) < 2
        or term.count < 3
        or not (gap := FURTHER.match(text, after_term(text, term)))
    ):
        return None
    end = sentence_end(text, gap.end())
    pieces = [
        text[gap.end() + s : gap.end() + e]
        for s, e in list_items.split_list(text[gap.end() : end], "；;，,")
    ]
    if len(pieces) != term.count or not all(
        piece.startswith(head) and len(head) < len(piece) <= list_items.LONGEST for piece in pieces
    ):
        return None
    return ListedMembers(
        tuple(map(list_items.clean_item, pieces)), (Mention(index, gap.end(), end),)
    )


def _semicolons_behind(index: int, text: str, term: Term) -> ListedMembers | None:
    """从三个方面明确了今后的目标，即：……；……；……: the colon further behind, and as many items as
    the term counts, parted by semicolons.
    """
    gap = NAMED_FURTHER.match(text, after_term(text, term))
    if gap is None or term.count < 3:
        return None
    end = sentence_end(text, gap.end())
    body = text[gap.end() : end]
    if len(list_items.split_list(body, "；;")) != term.count:
        return None
    found, _ = list_items.cut_list(body, term.count, term.head, opened=True)
    return ListedMembers(tuple(found), (Mention(index, gap.end(), end),)) if found else None


def _names_behind(index: int, text: str, term: Term) -> ListedMembers | None:
    """村里有“三宝”，茶叶、竹笋和石板路。: just as many names are all of the sentence behind it."""
    begin = after_term(text, term) + 1
    if term.kind != "quoted" or term.count < 3 or text[begin - 1 : begin] != "，":
        return None
    end = sentence_end(text, begin)
    found = list_items.split_exactly(text[begin:end], term.count)
    if not list_items.are_names(found) or any("，" in one or "；" in one for one in found):
        return None
    return ListedMembers(tuple(found), (Mention(index, begin, end),))


def _below_title(doc: Document, index: int, term: Term) -> ListedMembers | None:
    """A short title that ends with the term, and a paragraph below it that is nothing but the list:
    五大茶区, and 东区、西区、南区、北区、中区.
    """
    title, below = doc.passages[index], index + 1
    if (
        term.count < 3
        or not _is_title(title)
        or len(title.text) > SHORT_TITLE
        or title.text[after_term(title.text, term) :].strip(" 　”」：:")
        or below >= len(doc.passages)
        or doc.passages[below].heading
        or doc.passages[below].label
    ):
        return None
    text = doc.passages[below].text.strip()
    found = list_items.split_evenly(text.rstrip("。"), term.count)
    return ListedMembers(tuple(found), (Mention(below, 0, len(text)),)) if found else None


# “四有”、“三同”，即……: names side by side, and what opens the gloss of them all.
QUOTED_NAME = "[“「][^”“」「，。]{2,12}[”」]"
ROW_OF_NAMES = re.compile(f"{QUOTED_NAME}(?:[、和与及]?{QUOTED_NAME})+")
ROW_IS = re.compile("[一-鿿]{0,4}(?:[，,]?即|——|：|[，,]?(?:分别)?是指|[（(]即?)[：:]?")


def _gloss_of_row(index: int, text: str, term: Term) -> ListedMembers | None:
    """“四有”、“三同”，即有田、有林、有渠、有路；同修、同管、同护: of as many groups as there are
    names the one that stands where the term does.
    """
    before = text[max(0, term.start - 3) : max(0, term.start - 1)]
    behind = text[term.end + 1 : term.end + 3]
    if term.kind != "quoted" or not ("”" in before or "“" in behind):
        return None
    start = max(0, term.start - SENTENCE_REST)
    rows = ROW_OF_NAMES.finditer(text, start, term.end + SENTENCE_REST)
    row = next((row for row in rows if row.start() < term.start < row.end()), None)
    opened = ROW_IS.match(text, row.end()) if row else None
    if row is None or opened is None:
        return None
    begin = opened.end()
    groups = list_items.split_list(text[begin : sentence_end(text, begin)], "；;")
    place = row.group()[: term.start - row.start()].count("“") - 1
    if len(groups) != row.group().count("“"):
        return None
    start, end = begin + groups[place][0], begin + groups[place][1]
    if len(term.parts) > 1:
        found = list_items.items_by_groups(text[start:end], term.parts)
    else:
        found = list_items.split_evenly(text[start:end], term.count)
    if not found:  # ……；同修、同管、同护，大家满意
        end = start + list_items.split_list(text[start:end], "，,")[0][1]
        found = list_items.split_exactly(text[start:end], term.count)
    return ListedMembers(tuple(found), (Mention(index, start, end),)) if found else None


# 坚持“两条主线”，护山林、兴茶业；坚持……: a name, and all that the clauses behind it say.
NAMED_CLAUSE = re.compile(
    f"[^“”，。；：]{{0,12}}[“「][^”」]*(?:[两双]|{labels.NUMERAL})[^”」]*[”」][^“”，。；：]{{0,6}}[，：](?P<gloss>[^“”：]+)"
)


def _clause_of_row(index: int, text: str, term: Term) -> ListedMembers | None:
    """坚持“一个目标”，……；坚持“两条主线”，护山林、兴茶业；坚持“三个阶段”，……: of several clauses
    that name and explain one enumeration each the items of the term's own.
    """
    after = after_term(text, term)
    if term.kind != "quoted" or "，" not in text[after : after + SHORT_GAP + 1]:
        return None
    start = _last_mark(text, f"{SENTENCE_ENDS}：", term.start)
    pieces = [
        (start + s, start + e)
        for s, e in list_items.split_list(text[start : sentence_end(text, term.end)], "；;")
    ]
    named = [(piece, NAMED_CLAUSE.fullmatch(text, *piece)) for piece in pieces]
    own = next((match for (s, e), match in named if s < term.start < e), None)
    if own is None or sum(match is not None for _, match in named) < 2:
        return None
    found = list_items.split_evenly(own["gloss"], term.count)
    return ListedMembers(tuple(found), (Mention(index, *own.span("gloss")),)) if found else None


# 五项原则由乡里提出，它的内容是修渠、护林、种茶……
CONTENT = re.compile("(?:它的|其)(?:主要|基本|具体)?内容(?:是|为|包括)[：:]?")
# Within so many characters behind a name its content is told.
TOLD_WITHIN = 100


def _content_told(index: int, text: str, term: Term) -> ListedMembers | None:
    """五项原则由乡里提出，它的内容是修渠、护林、种茶……: a list that is said to be the content of
    what a clause before it names.
    """
    after = after_term(text, term)
    told = CONTENT.search(text, after, after + TOLD_WITHIN) if term.count > 2 else None
    if told is None or any(mark in text[after : told.start()] for mark in "；！？\n"):
        return None
    end = sentence_end(text, told.end())
    found = list_items.split_exactly(text[told.end() : end], term.count)
    return ListedMembers(tuple(found), (Mention(index, told.end(), end),)) if found else None


# “一堤两岛”景观由北堤和大岛、小岛构成; not 三项工作由甲、乙、丙组成专班推进
MADE_OF = re.compile(
    "[一-鿿]{0,8}?(?:主要|共同|分别)?由(?P<listed>[^，。；：！？\n]{3,200}?)(?:共同)?(?:构成|组成)"
    "(?=[，。；\n]|$)"
)


def _made_of(index: int, text: str, term: Term) -> ListedMembers | None:
    """三级网络由甲、乙和丙组成: all that stands between 由 and the verb."""
    if (made := MADE_OF.match(text, after_term(text, term))) is None:
        return None
    listed = made["listed"]
    if len(term.parts) > 1:
        found = list_items.items_by_groups(listed, term.parts)
        found = found or list_items.items_by_joint(listed, term.parts)
    else:
        found = list_items.split_exactly(listed, term.count)
    if not found:
        return None
    return ListedMembers(tuple(found), (Mention(index, *made.span("listed")),))


def _list_start(text: str, term: Term) -> int | None:
    """Where the list begins that a colon, a dash or 即 behind the term announces."""
    start = after_term(text, term)
    told = PREDICATE.match(text, start)
    if told and term.count == len(
        list_items.split_list(text[told.end() : sentence_end(text, told.end())], "、")
    ):
        return told.end()
    if asked := question_end(text, term):
        return asked
    for announced in (IS, LISTED_IN_TURN, AIM_AND_GLOSS):
        if match := announced.match(text, start):
            return match.end()
    if not text[: term.start].strip("　 “") and (match := SENTENCE_OF_ITS_OWN.match(text, start)):
        return match.end()
    if len(term.parts) > 1 and list_items.PART_NAME.match(text, start):
        return start  # “一调两宽”“一调”指……；“两宽”指……
    if match := REMARK_AND_COLON.match(text, start):
        return match.end()
    for match in NAMES.finditer(text, start, start + GAP + 6):
        gap = text[start : match.start()]
        if len(gap) > GAP or any(mark in gap for mark in '。；！？“”"《》（），,、\n'):
            return None
        if match["colon"] and OF_IT.fullmatch(gap):
            return None
        named = term.kind == "quoted" and NAMED_DASH.fullmatch(gap)
        if match["dash"] and gap and not named:
            return None  # but “三个一”活动——……
        if match["word"] and gap.startswith("的") and len(gap) > 2:
            return None  # 双重功能的茶具，包括……: what else is listed
        if (
            match["word"]
            and term.kind == "bare"
            and gap
            and match["word"] not in ("分别是", "分别为", "包括", "主要包括")
        ):
            return None
        if (
            gap
            and match["word"] in ("分为", "就是", "即", "即是")
            and not match.group().startswith(("，", ","))
        ):
            return None
        return match.end()
    return None


# 四个意识？一是……; 四个意识有哪些？: a question for the members, and not why or how.
QUESTION = re.compile(
    "(?:[一-鿿]{0,4}?(?:的?(?:主要|基本|具体|科学)?(?:内容|内涵|含义))?"
    "(?:分别|具体)?(?:是|指|是指|指的是|有|包括|包含)?(?:什么|哪些|哪[二两三四五六七八九十]?[个項项])(?:方面|内容)?|"
    "的?(?:主要|基本|具体|科学)?(?:内容|内涵|含义)[是：]?)?[？?]"
)
ASKS_WHY = re.compile("为什么|为何|怎样|怎么|如何|[。！？；]")


def question_end(text: str, term: Term) -> int:
    """Where the question ends that opens a passage and asks for what the term counts; 0 for
    none.
    """
    match = QUESTION.match(text, after_term(text, term))
    return match.end() if match and not ASKS_WHY.search(text, 0, term.start) else 0


# “青湖六景”为列入名录的景观：甲、乙……: what is said of all before as many as are counted.
PREDICATE = re.compile("[是为為][^。！？；：\n]{1,40}：")
# 茶叶分为五个级别，由低到高分别为……: in the next clause of the sentence.
LISTED_IN_TURN = re.compile("[，,][^，,。；;：:“”]{0,16}(?:分别|依次)(?:是|为)[：:]?")
# “三个一”主题活动——……: what the name names.
NAMED_DASH = re.compile("[一-鿿]{2,6}")
# “三个五”的目标——即……
AIM_AND_GLOSS = re.compile("的[一-鿿]{2,4}(?:——|—|，)即(?![将使便可])[：:]?")
# 四种水渠的区别是：……: what is said of the things is no list of them.
OF_IT = re.compile("的(?!(?:主要|基本|具体|科学)?(?:内容|内涵|含义|名称|成员))[一-鿿]{1,8}[是为在]")
# 五项措施。即修路、通水……: a name that is a sentence, and its gloss.
SENTENCE_OF_ITS_OWN = re.compile("。(?:即|分别[是为]|包括)(?!将)")


# No sentence is longer, and no bracket in it.
LONGEST_SENTENCE = 1500


def sentence_end(text: str, begin: int) -> int:
    """Where the sentence at a place ends; at the latest with the bracket that it stands in."""
    depth = 0
    floor = max(0, begin - LONGEST_SENTENCE)
    opening, closing = (
        max(text.rfind(mark, floor, begin) for mark in marks) for marks in ("（(", "）)")
    )
    bracketed = opening > closing
    limit = min(len(text), begin + LONGEST_SENTENCE)
    for place in range(begin, limit):
        character = text[place]
        if character in list_items.OPENING:
            depth += 1
        elif character in list_items.CLOSING:
            if bracketed and depth == 0 and character in "）)":
                return place
            depth = max(0, depth - 1)
        elif depth == 0 and character in "。！？\n":
            return place
    return limit


SENTENCE_ENDS = "。！？\n"


def _last_mark(text: str, marks: str, end: int) -> int:
    """Behind the last of the marks in the WINDOW before a place, or where that begins."""
    floor = max(0, end - list_items.WINDOW)
    return max(floor, *(text.rfind(mark, floor, end) + 1 for mark in marks))


def _sentence_start(text: str, end: int) -> int:
    """Where the sentence begins that goes on to ``end``."""
    return max(text.rfind(mark, 0, end) for mark in "。！？\n") + 1


def _named_in_brackets(text: str, index: int, term: Term) -> ListedMembers | None:
    """“同修、同管、同护”（三同）: a quoted list, and in brackets behind it nothing but its name."""
    end = term.start - 2
    closing = text[term.end : term.end + 1]
    if end < 1 or text[end : end + 2] not in ("”（", "”(") or closing not in tuple("）)"):
        return None
    begin = text.rfind("“", 0, end) + 1
    found = list_items.split_exactly(text[begin:end], term.count) if begin else []
    return ListedMembers(tuple(found), (Mention(index, begin, end),)) if found else None


def in_front(doc: Document, index: int, term: Term) -> ListedMembers | None:
    """甲、乙和丙“三大定位”; 甲和乙两场硬仗: members right before the term."""
    text = doc.passages[index].text
    if bracketed := _named_in_brackets(text, index, term):
        return bracketed
    end = (
        term.start - 1
        if term.kind != "bare" and term.start and text[term.start - 1] in '“「『"‘'
        else term.start
    )
    if end <= 0 or text[end - 1] in "、；。：？！“《—…-":
        return None
    for rule in (_taken_as, _from_one_to_another, _clauses_of_both, _pairs_in_clauses):
        if taken := rule(doc, index, term, end):
            return taken
    if role := ROLE.search(text, max(0, end - list_items.WINDOW), end):
        return _in_role(index, role, term)
    tail = text[max(0, end - 12) : end]
    through = bool(THROUGH.search(tail))
    named = term.kind != "bare" or term.text[0] in "双雙"
    connector = (
        THROUGH.search(tail)
        or term.kind == "bare"
        and BARE_CONNECTORS.search(tail)
        or named
        and CONNECTORS.search(tail)
    )
    if connector:
        end -= len(tail) - connector.start()
    if end <= 0 or (not connector and text[end - 1] in "，,（(和与及以”"):
        return None
    start, met = _clause(doc.passages[index], end)
    if not met:
        return None
    clause = _with_list_marks(text[start:end])
    if (
        term.kind != "bare"
        and connector
        and connector.group() in ("的", "这", "这一")
        and "、" not in clause
    ):
        return None
    sides = _opened_list(clause, term.count, SIDED) if term.head.startswith(SIDES) else None
    opened = sides or _opened_list(clause, term.count)
    framed = sides or FRAMED.match(text, after_term(text, term)) or DEFINES.search(clause)
    found, offset = list_items.items_before(clause, term.count, through)
    if framed and opened and not _begins_later(found, opened[0]):
        found, offset = opened
    if not found:
        found, offset = opened or ([], 0)
    if found and term.parts[0][1].startswith("次") and all(map(list_items.DATE.fullmatch, found)):
        return None
    if found and not through and not sides and _goes_further_back(clause, offset, term.count):
        return None
    if not found and term.kind == "bare":
        found = list_items.items_by_character(clause, term.count)
        offset = len(clause) - term.count
    if not found and (row := list_items.words_in_row(clause, term.count, term.head)):
        found, offset = row
    if not found and term.kind == "quoted" and term.count > 2:
        found, offset = list_items.items_in_character(clause, term.count, term.head[:1]), 0
    if not found and term.head.endswith("位一体"):
        found, offset = list_items.plain_words(clause, term.count)
    if not found and term.count > 2 and (shared := list_items.items_with_tail(clause, term.count)):
        found, offset = shared
        return ListedMembers(tuple(found), (Mention(index, start + offset, end),), doubts=("rest",))
    for cut in (list_items.behind_outer_verb, list_items.behind_modal):
        if found and (outer := cut(found[0], found[1:])):
            found = [found[0][outer:], *found[1:]]  # 抓好|召开大会、形成章程
            offset += outer
    if found and found[0][0] == "由" and connector and "成的" in connector.group():
        found[0] = found[0][1:]  # 由甲、乙组成的两级网络
        offset += 1
    if found and found[0][0] == "集" and "一体" in term.text + text[after_term(text, term) :][:4]:
        found[0] = found[0][1:]  # 集甲、乙、丙三位一体
        offset += 1
    if found and found[0][0] == "以" and text.startswith(("为", "作为"), after_term(text, term)):
        found[0] = found[0][1:]  # 以甲、乙、丙“三城同创”为载体
        offset += 1
    # 河水治理、空气治理和工地“三废”治理: the last item goes on behind the term.
    suffix = list_items.common_end(found[:-1])
    if (
        len(suffix) > 1
        and not found[-1].endswith(suffix)
        and text.startswith(suffix, after_term(text, term))
    ):
        return None
    return ListedMembers(tuple(found), (Mention(index, start + offset, end),)) if found else None


def _with_list_marks(clause: str) -> str:
    """甲+乙+丙 and 甲—乙—丙 as 甲、乙、丙, where the clause has no other mark."""
    return clause if "、" in clause or "——" in clause else clause.translate(LIST_MARKS)


LIST_MARKS = str.maketrans("+＋—", "、、、")


def _begins_later(found: list[str], opened: list[str]) -> bool:
    """即修渠将经过|甲、乙、丙三个阶段: whether a list begins later in the long first item of one
    that is opened by a word, and is the same else.
    """
    long = len(opened[0]) > max(map(len, opened[1:])) + 2
    return long and found[1:] == opened[1:] and opened[0].endswith(found[0])


# 以甲、乙三条水系为依托, 从甲、乙两个方面入手: the clause goes on as its preposition asks.
FRAMED = re.compile("为|作为|入手|着手|发力|出发|组成|构成")
# Where a list plainly begins in its clause.
DEFINES = re.compile(
    "(?<=”)是(?=[^，]*$)|(?<=[一-鿿])(?<![依遵])按照?(?=[^按的]*、)|是指|指的是|指(?![导挥标示明出])|即(?!将)|包括了?|分为了?|主要有|"
    "(?<=[一-鿿]{3}[^以作认称行成因])为(?!中心|主|重点)(?=[^，为]*、)"
)
OPENS = re.compile(
    f"{DEFINES.pattern}|"
    "(?<![可所难予给加足何])以(?![来上下内外及])|(?<![自理缘经来情])由(?!于)|"
    "(?:^|(?<=[，：要应并但却])|(?<=主要)|(?<=分别)|(?<=重点)|(?<=着力)|(?<=[表体]现))"
    "(?:在|从|围绕|针对|聚焦|立足|把|将)"
)
# 从甲、乙和丙三个方面: the list is all that stands behind 从.
SIDES = ("方面", "部分", "层面", "角度", "维度", "环节", "方式", "层次")
SIDED = re.compile("(?<![服自随听顺遵])从(?![业严而来事])|按照|通过|采取|采用")


def _opened_list(
    clause: str, count: int, opens: re.Pattern[str] = OPENS
) -> tuple[list[str], int] | None:
    """“5”是指甲、乙、丙; 从甲、乙两个方面入手; 以甲、乙、丙: all that a clause has behind the last
    word that opens a list, where it is just so many even items.
    """
    for opening in reversed([*opens.finditer(clause)]):
        listed = clause[opening.end() :]
        found = list_items.split_exactly(listed, count)
        if not found and count > 3:  # 甲、乙、丙和丁: all is listed, and 丙和丁 is one of three
            found = next(iter(list_items.divide_items(listed, count)), [])
        if not found:
            continue
        scope = list_items.scope_end(found[0], found[1:]) if count > 2 else 0
        found[0] = found[0][scope:]  # 从我国|甲、乙、丙三个方面
        lengths = [len(item) for item in found]
        even = max(lengths) <= 3 * min(lengths) + 4 and min(lengths) > 1
        whole = even and not list_items.ends_in_lone_verb(found)
        return (found, opening.end() + scope) if whole else None
    return None


LONGEST_WAY = 50  # characters of 从甲到乙 and what stands behind it
FROM_TO = re.compile("(?P<from>[从由])[^从由]{1,20}(?:[到向至]|转为|变为)[^从由]{1,20}")


def _from_one_to_another(doc: Document, index: int, term: Term, end: int) -> ListedMembers | None:
    """从甲到乙、从丙到丁的两个转变: as many ways from one thing to another before the term."""
    text = doc.passages[index].text
    if not FROM_TO.search(text, max(0, end - LONGEST_WAY), end):
        return None
    start, _ = _clause(doc.passages[index], end)
    pieces = [*list_items.split_list(text[start:end].rstrip("的这"), "、")][-term.count :]
    found = [text[start + s : start + e] for s, e in pieces]
    ways = [*map(FROM_TO.fullmatch, found[1:])]
    opens = ways and ways[0] and re.search(f"{ways[0]['from']}[^从由]+$", found[0])
    if len(found) < term.count or not all(ways) or not opens:
        return None
    found[0] = opens.group()
    if not FROM_TO.fullmatch(found[0]) or len({one[0] for one in found}) > 1:
        return None
    begin = start + pieces[0][0] + opens.start()
    return ListedMembers(tuple(found), (Mention(index, begin, start + pieces[-1][1]),))


def _clauses_of_both(doc: Document, index: int, term: Term, end: int) -> ListedMembers | None:
    """把甲培养成乙，把乙培养成甲的“双培养”: as many clauses before 的 that end in what is counted,
    or hold it and begin with one character; the first may stand behind other words.
    """
    text = doc.passages[index].text
    if term.kind != "quoted" or len(term.head) < 2 or text[end - 1] != "的":
        return None
    start = max(0, end - list_items.WINDOW)
    start = max(start, *(text.rfind(mark, start, end) + 1 for mark in "。！？；：\n"))
    pieces = list_items.split_list(text[start : end - 1], "，,")[-term.count :]
    clauses = [text[start + s : start + e] for s, e in pieces]
    if len(clauses) < term.count or not all(term.head in clause for clause in clauses):
        return None
    if all(clause.endswith(term.head) for clause in clauses):
        begin = max(0, list_items.governed_start(clauses[0]))
        place = Mention(index, start + pieces[0][0] + begin, end - 1)
        return ListedMembers((clauses[0][begin:], *clauses[1:]), (place,))
    opening = clauses[-1][0]
    lead = clauses[0].find(opening)
    if lead < 0 or any(clause[0] != opening for clause in clauses[1:]):
        return None
    place = Mention(index, start + pieces[0][0] + lead, end - 1)
    return ListedMembers((clauses[0][lead:], *clauses[1:]), (place,))


def _pairs_in_clauses(doc: Document, index: int, term: Term, end: int) -> ListedMembers | None:
    """坚持政府引导、市场运作，先易后难、分步实施，……的三项原则: as many clauses before the term as
    it counts, two things in each.
    """
    text = doc.passages[index].text
    end -= text[end - 1] in "的等"
    start = _last_mark(text, f"{SENTENCE_ENDS}：；", end)
    pieces = list_items.split_list(text[start:end], "，,")
    clauses = [text[start + s : start + e] for s, e in pieces]
    if len(clauses) < term.count or term.count < 3 or clauses[-1].count("、") != 1:
        return None
    clauses = clauses[-term.count :]
    lead = max(0, list_items.governed_start(clauses[0]))
    found = [clauses[0][lead:], *clauses[1:]]
    if any(one.count("、") != 1 for one in found) or len({*map(len, found)}) > 1:
        return None
    begin = start + pieces[-term.count][0] + lead
    return ListedMembers(tuple(found), (Mention(index, begin, end),))


# 以甲、乙和丙为三个抓手, 把甲、乙作为两项重点.
TAKEN_AS = re.compile(
    "(?:作为|确定为|列为|定为|视为|当作|当成|(?<=[^作行成认])为)(?:全[县市省国校]|今年)?的?$"
)
TAKES = re.compile("(?:^|[，,、：“”0-9要应并])(?:以|把|将)(?![上下内外来])")


def _taken_as(doc: Document, index: int, term: Term, end: int) -> ListedMembers | None:
    """以甲、乙和丙为三个抓手: all that stands between 以 and 为."""
    text = doc.passages[index].text
    if (verb := TAKEN_AS.search(text, max(0, end - 8), end)) is None:
        return None
    start, met = _clause(doc.passages[index], verb.start())
    opening = TAKES.search(text, max(0, start - 1), verb.start())
    begin = opening.end() if opening else _behind_preposition(text, start, verb.start())
    if not met or begin < 0:
        return None
    found = list_items.split_exactly(text[begin : verb.start()], term.count)
    place = Mention(index, begin, verb.start())
    return ListedMembers(tuple(found), (place,)) if found else None


def _behind_preposition(text: str, start: int, end: int) -> int:
    """镇里把|修渠、护林、种茶: where 把 or 将 behind a subject ends; -1 for none, or two."""
    places = [
        start + word.end for word in words.tag_words(text[start:end]) if word.text in ("把", "将")
    ]
    return places[0] if len(places) == 1 else -1


# 以修渠、护林、种茶为重点的“三项行动”: what things are to the name.
ROLE = re.compile(
    "(?<![可所难予给加足何])以(?P<listed>(?:[^，。；：！？\n以]|以及)+、[^，。；：！？\n以]+)为[一-鿿]{2,6}的$"
)


def _in_role(index: int, role: re.Match[str], term: Term) -> ListedMembers | None:
    """All that stands between 以 and 为重点的, where it is as many; of others the name may have
    more.
    """
    found = list_items.split_exactly(role["listed"], term.count)
    if not found and len(term.parts) > 1:  # 以甲以及乙、丙和丁为主要内容的“一网三库”
        found = list_items.split_exactly(role["listed"].replace("以及", "、"), term.count)
    if len(found) > 2:
        found[0] = found[0][list_items.scope_end(found[0], found[1:]) :]
    place = Mention(index, *role.span("listed"))
    return ListedMembers(tuple(found), (place,), doubts=("predicate",)) if found else None


def _clause(passage: Passage, end: int) -> tuple[int, bool]:
    """Where the clause that ends at ``end`` begins, behind the label of the passage; and whether a
    beginning was met.
    """
    start, met = list_items.clause_start(passage.text, end)
    label = passage.label.end if passage.label else 0
    return (label, True) if start < label < end else (start, met)


def _goes_further_back(clause: str, offset: int, count: int) -> bool:
    """Whether the list holds one or two items more, in front of those taken."""
    before = clause[max(clause.rfind("”", 0, offset), clause.rfind('"', 0, offset)) + 1 : offset]
    if "、" not in before or before[-2:] in list_items.GOVERNORS:
        return False
    if count > 2 and before.endswith(("和", "与", "及")):
        return False  # 甲系统、乙系统和|东路、西路、北路
    return any(list_items.items_before(clause, more, False)[0] for more in (count + 1, count + 2))


# 甲、乙和丙是本市的三个支柱: what the term is said of.
SAID_OF = re.compile("(?:是|(?<![作列定视认])为|成为|构成|组成)[^，,。；;：:、是为]{0,30}的?$")


# Between subject and 是: 甲与乙仍然是……
ADVERBS = re.compile("(?:仍然|仍|依然|始终|一直|共同|已经|已|正|都|也|就)*$")


# Between two subjects: 新生招生为两个含义 has one.
JOINS = re.compile("[、，和与與及以同跟”》]")


def said_of(doc: Document, index: int, term: Term) -> ListedMembers | None:
    """甲、乙和丙是……的三个组成部分; 甲、乙、丙，是……的“三部曲”: the subject of a clause that ends
    with the term lists the members.
    """
    text = doc.passages[index].text
    after, opening = after_term(text, term), term.start - (term.kind != "bare")
    if text[after : after + 1] not in tuple("。；，,;") + ("",):
        return None
    if (verb := SAID_OF.search(text, max(0, opening - 36), opening)) is None:
        return None
    before = ADVERBS.search(text, max(0, verb.start() - 6), verb.start())
    end = before.start() if before else verb.start()
    end -= term.kind != "bare" and text[end - 1 : end] == "，"  # 甲、乙、丙，是……的“三部曲”
    start, met = _clause(doc.passages[index], end)
    if not met or not JOINS.search(text, start, end):
        return None
    found, offset = list_items.items_before(text[start:end], term.count, False)
    if found and (found[0][0] in "以把将" or any("为" in item[1:-1] for item in found)):
        return None  # 以甲为核心，以乙、丙为两翼
    return (
        ListedMembers(tuple(found), (Mention(index, start + offset, end),))
        if found and (offset == 0 or SAID.fullmatch(text, start, start + offset))
        else None
    )


# 会议指出|甲、乙和丙是……
SAID = re.compile("[一-鿿]{0,4}(?:指出|认为|强调|提出|表明|证明)")

OPENED_BY = {"”": "“", "’": "‘", '"': '"', "》": "《"}


def quoted_in_front(doc: Document, index: int, term: Term) -> ListedMembers | None:
    """“甲”“乙”两个关键词: just as many quotations right before a term without marks."""
    text = doc.passages[index].text
    end = term.start
    if term.kind != "bare":  # “甲、乙”的“两自”经验
        end -= text[end - 1 : end] in tuple('“「『"')
    end -= text[end - 1 : end] in ("的", "等")
    if end <= 0 or text[end - 1] not in ('”’"》' if term.kind == "bare" else "”’》"):
        return None
    found: list[str] = []
    begin = end
    while begin and (mark := OPENED_BY.get(text[begin - 1])):
        opening = text.rfind(mark, max(0, begin - 60), begin - 1)
        if opening < 0:
            return None
        found.append(text[opening:begin] if mark == "《" else text[opening + 1 : begin - 1])
        if (
            len(found) > term.count
            or term.kind != "bare"
            and mark != "《"
            and text[opening - 1 : opening] in OPENED_BY
        ):
            return None
        begin = opening
        if begin and text[begin - 1] in "、和与及" and text[begin - 2 : begin - 1] in OPENED_BY:
            begin -= 1
    if len(found) == 1 and term.count > 1:  # “产业强市、生态立市”两大战略
        # “甲、乙，丙、丁”: groups of things, where both marks stand.
        mark = next((mark for mark in "；，、+＋—－" if mark in found[0]), "、")
        pieces = [found[0][start:stop] for start, stop in list_items.split_list(found[0], mark)]
        if mark == "，" and len(pieces) != term.count and "、" in found[0]:
            return None
        divided = list_items.divide_items(found[0], term.count) if mark == "、" else []
        characters = [*found[0]]  # “政社企”三方机制; not “小巨人”三家企业
        if len(characters) == term.count > 2 and all(map(is_han, characters)) and text[end] != "的":
            apart = all(words.begins_word(found[0], place) for place in range(1, term.count))
            apart = apart or not any(words.tag_words(one)[0].kind[0] in "nmg" for one in characters)
            divided = [characters] if apart else divided
        found = (divided[0] if divided else pieces)[::-1]
    elif term.kind != "bare" and not all(one.startswith("《") for one in found):
        return None
    if len(found) != term.count or not all(found):
        return None
    return ListedMembers(tuple(found[::-1]), (Mention(index, begin, end),))


# “甲、乙、丙”党建融合“三维一体”: a quoted list in the clause that ends with the name.
LIST_IN_CLAUSE = re.compile("“(?P<listed>[^“”。]+、[^“”。]+)”[^，。；：！？“”、\n]{1,12}[“「『]$")


def apart_in_clause(doc: Document, index: int, term: Term) -> ListedMembers | None:
    """“甲、乙、丙”村校融合“三维一体”发展: a quoted list of just so many, and words of the same
    clause before the name; “四责协同”体系，明确甲责任、乙责任、丙责任、丁责: a list in the sentence
    behind the name, whose items all hold the one character that is counted.
    """
    if term.kind != "quoted" or term.count < 3:
        return None
    text = doc.passages[index].text
    near = max(0, term.start - list_items.WINDOW)
    if quoted := LIST_IN_CLAUSE.search(text[near : term.start]):
        begin, end = (near + place for place in quoted.span("listed"))
        found = list_items.split_exactly(text[begin:end], term.count)
        at = Mention(index, begin, end)
        return ListedMembers(tuple(found), (at,), doubts=("far",)) if found else None
    if len(term.head) != COUNTED_AND_ACT or words.begins_word(term.head, 1) is False:
        return None
    begin = after_term(text, term)
    end = sentence_end(text, begin)
    for start, stop in list_items.split_list(text[begin:end], "，,；;"):
        clause = text[begin + start : begin + stop]
        if clause.count(term.head[0]) < term.count or "、" not in clause:
            continue
        found, offset = list_items.items_before(clause, term.count, False)
        if found and all(term.head[0] in item for item in found):
            at = Mention(index, begin + start + offset, begin + stop)
            return ListedMembers(tuple(found), (at,), doubts=("far",))
    return None


# 责协同: what is counted, and what it does.
COUNTED_AND_ACT = 3


def in_run(doc: Document, index: int, term: Term) -> ListedMembers | None:
    """抓好三个方面：一是……二是……三是……: a run that begins where the sentence with the term ends."""
    if (run := run_behind(doc, index, term)) is None or len(run.items) != term.count:
        return None
    listed = _run_members(doc, run)
    return listed and replace(listed, members=called(listed.members, term.head))


MEASURES = frozenset("支所座张家门次")
LONGEST_CALLED = 8  # characters of a name before what is counted


def called(members: Sequence[str], head: str) -> tuple[str, ...]:
    """四支队伍: 青年队伍学技术, 民兵队伍守大堤: members that each begin with a name of what is
    counted, without what is said of it.
    """
    head = head[1:] if len(head) > 2 and head[0] in MEASURES else head
    quoted = [re.findall(f"“([^“”]*{re.escape(head)}[^“”]*)”", member) for member in members]
    if head and all(len(names) == 1 for names in quoted):
        return tuple(names[0] for names in quoted)  # 防火“入脑”，加强宣传
    clauses = [member.split("，", 1)[0] for member in members]
    tail = head[-2:]
    if len(tail) > 1 and all(
        clause.endswith(tail) and clause not in (tail, member)
        for clause, member in zip(clauses, members, strict=True)
    ):
        return tuple(clauses)  # 三种灌溉方法: 沟灌方法，沿渠开沟
    named = [member[: member.find(head) + len(head)] for member in members]
    whole = any(member.endswith(head) for member in members)
    if whole or not all(1 < len(head) < len(name) <= LONGEST_CALLED for name in named):
        return tuple(members)
    nouns = all(words.tag_words(name)[0].kind[0] not in "vdpr" for name in (*named, head))
    return tuple(named) if nouns and len({*named}) == len(named) else tuple(members)


def _run_members(doc: Document, run: Run) -> ListedMembers | None:
    texts = [
        doc.passages[item.passage].text[item.begin : item.end].lstrip("，,、：: 　")
        for item in run.items
    ]
    names = _without_common_name(_item_names(texts, run.family))
    found = tuple(map(list_items.clean_item, names))
    return (
        ListedMembers(
            found, tuple(Mention(item.passage, item.begin, item.end) for item in run.items)
        )
        if all(found)
        else None
    )


COMMON_NAME = re.compile("[一-鿿]{1,8}(?:——?|--|[：:])(?=[一-鿿])")


def _without_common_name(names: Sequence[str]) -> Sequence[str]:
    """一重保障—茶农险，二重保障—林农险: names without the word that opens all of them."""
    opened = COMMON_NAME.match(names[0])
    if opened is None or not all(name.startswith(opened.group()) for name in names):
        return names
    return [name[opened.end() :] for name in names]


WHOLE_ITEM = 40  # characters of an item that is its own name
# 作息：每天九点关灯: an item that is called by what stands before its colon.
NAMED = re.compile("[^，。；：]{2,12}：[^：]+").fullmatch


def _item_names(texts: Sequence[str], family: str) -> list[str]:
    """What the items of a run are called: their first clauses, or all of them whole where none is
    longer than a name: 一、甲，乙；二、丙 goes on to the semicolon.
    """
    whole = [text.split("。", 1)[0].rstrip("；; ") for text in texts]
    if all(map(NAMED, whole)):
        return [text.split("：", 1)[0] for text in whole]
    if family in "、.（(①" and all(len(one) <= WHOLE_ITEM and "；" not in one for one in whole):
        return whole
    return [first_clause(list_items.behind_adverbial(text)) for text in texts]


# “四个坚持”。即“第一，……；第二，……”
GLOSS_OPENS = re.compile("。(?:即|分别[是为]|包括)[：:]?[“「]?")


def run_behind(doc: Document, index: int, term: Term) -> Run | None:
    """The run right behind the term: in the same passage, or opening the next one."""
    text = doc.passages[index].text
    after = after_term(text, term)
    for run in doc.runs_from.get(index, ()):
        start = run.items[0].start
        if start < after or start - after > 60:
            continue
        if is_sentence_rest(text[after:start]) or GLOSS_OPENS.fullmatch(text, after, start):
            return run
        if (asked := question_end(text, term)) and not text[asked:start].strip():
            return run
    asked = question_end(text, term)
    asks = asked and not text[asked:].strip()
    if not asks and (len(text) - after > SENTENCE_REST or not is_sentence_rest(text[after:])):
        return None
    for run in doc.runs_from.get(index + 1, ()):
        if not doc.passages[index + 1].text[: run.items[0].start].strip():
            return run
    return None


def is_sentence_rest(between: str) -> bool:
    """Whether what stands between a term and a list is the rest of the term's own sentence."""
    inner = between.strip(" 　\n").rstrip('。：:；，,—-“"')
    return not re.search("[。；！？]", inner)


# 一手是……，一手是……; 一方面是……。另一方面是……: the two halves that a term with the number two
# announces.
HALVES = re.compile(
    "(?:(?<=[：:，,。；;])|^)(另)?(一手|一方面|一个|一種|一种|一类|一類|一条|一條|一项|"
    "一項|一头|一頭|一(?=是))(?:是|要|为|為|(?<=一手)(?=[一-鿿])|(?<=一方面)(?=[，,]))"
    "[，,]?"
)
HALVES_WITHIN = 1500


def in_halves(doc: Document, index: int, term: Term) -> ListedMembers | None:
    """两手政策，一手是甲，一手是乙; 包括两个方面：一方面是甲。……另一方面是乙: two clauses that open
    alike.
    """
    if term.count != 2 or len(term.parts) > 1:
        return None
    text = doc.passages[index].text
    start = after_term(text, term)
    if not text[start:].strip() and index + 1 < len(doc.passages):
        index, start = index + 1, 0  # a heading that is the term, and its paragraph
        text = doc.passages[index].text
        first = HALVES.match(text)
    else:
        first = HALVES.search(text, start, start + GAP + 6)
    if (
        not first
        or first[1]
        or not re.fullmatch("[^，,。；;：:]{0,6}[：:，,。]|", text[start : first.start()])
    ):
        return None
    within = first.end() + HALVES_WITHIN
    if first[2] == "一":  # 一是……，一是……: but 一是……，二是…… is another list
        within = sentence_end(text, first.end())
        if "二是" in text[first.end() : within]:
            return None
    second = next(
        (one for one in HALVES.finditer(text, first.end(), within) if one[2] == first[2]), None
    )
    if second is None:
        return None
    found = [
        list_items.clean_item(first_clause(list_items.behind_adverbial(text[one.end() :])))
        for one in (first, second)
    ]
    if not all(found) or found[0] == found[1]:
        return None
    return ListedMembers(
        tuple(found),
        tuple(
            Mention(index, one.end(), text.find(member, one.end()) + len(member))
            for one, member in zip((first, second), found, strict=True)
        ),
    )


def in_entries(doc: Document, index: int, term: Term) -> ListedMembers | None:
    """Numbered paragraphs or headings below a heading or a paragraph that ends with the term, or
    names it in its last sentence.
    """
    group = (
        entries_behind(doc, index, term)
        or _entries_of_last_sentence(doc, index, term)
        or _entries_summed_up(doc, index, term)
    )
    if group is None or len(group) != term.count:
        group = _entries_of_title(doc, index)
        if len(group) != term.count or term.count < 3:
            return None
    if _in_title_marks(doc.passages[index].text, term.start):
        return None
    names = _entry_names([doc.passages[entry] for entry in group], term.head)
    return _row_of_paragraphs(doc, group, names)


# 从三个方面着手; 抓好四项工作，……: what a text says it will go through.
GOES_THROUGH = re.compile(
    "(?:(?<![服自随听顺遵])从|围绕|分为?|做好|抓好|采取|实施|把握|处理好|坚持|需要?|应当?|要|有|存在|包括|体现在|表现在|讲|谈)"
    "(?:以下|如下|下面|好|了)?$"
)


def _entries_of_last_sentence(doc: Document, index: int, term: Term) -> list[int]:
    """镇里要从三个方面着手，做到……，年年见效。 and right below just as many headings in a row,
    without a further one: the sentence has said what it goes through, and no other number.
    """
    text = doc.passages[index].text
    group = doc.groups.get(index + 1, [])
    if not 2 < term.count == len(group) or len(text) - term.end > LONG_REST:
        return []
    rest = text[term.end :]
    if (
        term.kind != "bare"
        or not is_sentence_rest(rest)
        or not GOES_THROUGH.search(text, max(0, term.start - 8), term.start)
        or COUNTS_MORE.search(rest)
    ):
        return []
    return group


LONG_REST = 200
# Another number in the rest of a sentence may be that of the headings.
COUNTS_MORE = re.compile("[二两三四五六七八九十][个大项种类条点]")


def _entries_summed_up(doc: Document, index: int, term: Term) -> list[int]:
    """以上四点意见，供大家参考。 behind a section that is the last of just so many: the entries
    above, where those of one level alone are as many.
    """
    passage = doc.passages[index]
    if term.kind != "bare" or passage.level or passage.text[: term.start] not in ("以上", "上述"):
        return []
    groups = {group[-1]: group for group in doc.groups.values() if len(group) == term.count > 2}
    level, found = math.inf, []
    for at in range(index - 1, -1, -1):
        if 0 < doc.passages[at].level < level:
            level = doc.passages[at].level
            found += [groups[at]] if at in groups else []
    return found[0] if len(found) == 1 else []


def _entries_of_title(doc: Document, index: int) -> list[int]:
    """The entries one level below a short title, whatever number they begin with: 二、办好三项工程,
    and 6. 7. 8.
    """
    title = doc.passages[index]
    if not _is_title(title) or not title.level or len(title.text) > SHORT_TITLE:
        return []
    found: list[int] = []
    for at in range(doc.following[index], len(doc.passages)):
        level = doc.passages[at].level
        if 0 < level <= title.level:
            break
        if level == title.level + 1:
            found.append(at)
    return found


def first_clause(text: str) -> str:
    """The first clause of a text, no longer than a member; without a bracket that is too long for
    one.
    """
    clause = labels.first_clause(text, list_items.LONGEST)
    opening = max(map(clause.rfind, "（("))
    closed = re.search("[）)]", clause[opening:])
    return clause if opening < 1 or closed else clause[:opening]


def entry_name(passage: Passage) -> str:
    """What an entry is called: its first clause, without the label."""
    text = passage.text[passage.label.end if passage.label else 0 :]
    return list_items.clean_item(first_clause(text))


def _entry_sentence(passage: Passage) -> str:
    """The first sentence of an entry, without the label; "" where it is too long for a name."""
    text = passage.text[passage.label.end if passage.label else 0 :]
    sentence = list_items.clean_item(text[: sentence_end(text, 0)])
    return sentence if len(sentence) <= list_items.LONGEST else ""


def _entry_names(passages: Sequence[Passage], head: str) -> list[str]:
    """What entries are called: their first clauses, or, where these do not all hold what is
    counted, the clauses of their first sentences that do: 坚持甲，建设乙体系 for 三大体系.
    """
    found = list(map(entry_name, passages))
    if len({*found}) < len(found):  # 看护上渠，由镇里出钱。 看护上渠，由村里出钱。
        found = list(map(_entry_sentence, passages))
    if len(head) < 2 or all(head in name for name in found):
        return found
    named = [_clause_with(passage, head) for passage in passages]
    return named if all(named) else found


def _clause_with(passage: Passage, head: str) -> str:
    """The clause of the first sentence of an entry that holds a word; "" where none or two do."""
    sentence = passage.text[: sentence_end(passage.text, 0)]
    clauses = [sentence[start:end] for start, end in list_items.split_list(sentence, "，,；;：")]
    holding = [clause for clause in clauses if head in clause]
    whole = len(holding) == 1 and len(holding[0]) <= list_items.LONGEST
    return list_items.clean_item(holding[0]) if whole else ""


def _in_title_marks(text: str, place: int) -> bool:
    """Whether a place stands inside 《》: 《关于废止三件办法的决定》."""
    return text.rfind("《", 0, place) > text.rfind("》", 0, place)


def entries_behind(doc: Document, index: int, term: Term) -> list[int] | None:
    passage = doc.passages[index]
    text = passage.text
    after = after_term(text, term)
    following = doc.following[index]
    group = doc.groups.get(following)
    if group is None:
        return None
    if (
        following == index + 1
        and len(group) == term.count
        and LISTED_BELOW.search(text, 0, term.start)
    ):
        return group
    if len(text) - after > SENTENCE_REST:
        return None
    rest = text[after:].strip(" 　\n。：:")
    if OF_ANOTHER.search(rest) or term.kind == "bare" and DONE.search(term.text):
        return None
    if (
        following == index + 1
        and text[after:].rstrip().endswith(("：", ":"))
        and len(rest) <= 30
        and is_sentence_rest(rest)
    ):
        return group
    if (
        following == index + 1
        and (not rest or len(rest) <= SHORT_REST and len(group) == term.count)
        and (term.kind == "bare" or len(group) == term.count)
        and is_sentence_rest(text[after:])
    ):
        return group
    if (
        following == index + 1
        and len(group) == term.count
        and term.kind == "bare"
        and ANNOUNCES.search(text, max(0, term.start - 14), term.start)
        and is_sentence_rest(text[after:])
    ):
        return group
    if _is_title(passage) and doc.passages[following].level == passage.level + 1:
        return (
            group
            if not rest or (term.kind == "bare" and len(rest) <= 8 and len(text) <= 40)
            else None
        )
    return None


# 下面我讲四点意见，和大家交流。 before 一、…二、…
ANNOUNCES = re.compile("(?:讲|谈|提出?|说|强调|汇报|报告)[^，。；：、]{0,6}$")
# 以“六重”为抓手，做好以下工作：…; 十件实事全部办成。…: the entries are not those of the name.
OF_ANOTHER = re.compile("(?:以下|下列|如下)[^，。]{1,8}(?:，|$)|(?:完成|办结|办成|落实)了?$")
DONE = re.compile("(?:完成|办结|办成)$")


def _is_title(passage: Passage) -> bool:
    return (
        (passage.heading or passage.level > 0)
        and len(passage.text) <= 60
        and "。" not in passage.text.rstrip("。")
    )


def in_paragraphs(doc: Document, index: int, term: Term) -> ListedMembers | None:
    """Just as many plain paragraphs below a short heading that ends with the term."""
    passage = doc.passages[index]
    after = after_term(passage.text, term)
    if (
        len(passage.text) > SHORT_TITLE
        or not _is_title(passage)
        or passage.text[after:].strip(" 　。")
    ):
        return None
    below = range(index + 1, doc.following[index])
    if len(below) != term.count or doc.following[index] >= len(doc.passages):
        return None
    if any(doc.passages[at].text.rstrip().endswith("：") for at in below):
        return None
    return _row_of_paragraphs(doc, below, [_paragraph_name(doc.passages[at]) for at in below])


def _paragraph_name(passage: Passage) -> str:
    """What a paragraph without a label is called: its first clause."""
    return list_items.clean_item(first_clause(passage.text.strip()))


def _row_of_paragraphs(
    doc: Document, row: Sequence[int], names: Sequence[str]
) -> ListedMembers | None:
    """The paragraphs at ``row`` as members with these names, each its own; None where two have one
    name, or one has none.
    """
    if not all(names) or len({*names}) < len(row) or len(names) != len(row):
        return None
    places = (Mention(at, 0, len(doc.passages[at].text)) for at in row)
    return ListedMembers(tuple(names), tuple(places))


# 在|甲区域，……; 一场是|防汛硬仗，……
OPENS_PART = re.compile("^(?:[在对从]|一[一-鿿]是)")


def in_parallel(doc: Document, index: int, term: Term) -> ListedMembers | None:
    """Just as many plain paragraphs right below that open alike: with a dash, or 在甲区域，……
    在乙区域，……
    """
    passage = doc.passages[index]
    if parted := _parts_with_head(doc, index, term):
        return parted
    below = range(index + 1, min(doc.following[index], index + term.count + 2))
    if len(below) < term.count or (term.kind != "bare" and len(passage.text) > PARAGRAPH):
        return None
    for rule in (_paragraphs_with_head, _in_announced_paragraphs, _begin_with_names):
        if listed := rule(doc, index, term):
            return listed
    texts = [doc.passages[one].text.strip() for one in below]
    if listed := _broken_list(doc, below[: term.count], term):
        return listed
    dashes = [text.startswith(("——", "--", "—")) for text in texts]
    if (
        all(dashes[: term.count])
        and dashes.count(True) == term.count
        and passage.text[-3:].rstrip().endswith(("：", ":", "。"))
    ):
        after = after_term(passage.text, term)
        if len(passage.text) - after > SENTENCE_REST or not is_sentence_rest(passage.text[after:]):
            return None
        texts = [text.lstrip("—-") for text in texts[: term.count]]
        clauses = [first_clause(text) for text in texts]
    else:
        clauses = [first_clause(text) for text in texts]
        if (
            term.count < 3
            or len(texts) != term.count
            or len({(clause[:1], clause[-2:]) for clause in clauses}) != 1
        ):
            return None
        clauses = [OPENS_PART.sub("", clause) for clause in clauses]
    found = [list_items.clean_item(clause) for clause in clauses]
    return _row_of_paragraphs(doc, below[: term.count], found)


def _broken_list(doc: Document, below: Sequence[int], term: Term) -> ListedMembers | None:
    """打好“三场硬仗”, and below it 修路架桥、 种茶护林、 清淤引水: a list, broken into lines."""
    title = doc.passages[below[0] - 1].text
    *others, last = (doc.passages[at].text.strip() for at in below)
    if title[after_term(title, term) :].strip("：: 　") or last.endswith(tuple("、，,；;：:")):
        return None
    if not all(line.endswith(tuple("、；;")) for line in others):
        return None
    found = [list_items.clean_item(line) for line in (*others, last)]
    if max(map(len, found)) > list_items.LONGEST_NAME or list_items.split_list(last, "。；")[1:]:
        return None
    return _row_of_paragraphs(doc, below, found)


def _paragraphs_with_head(doc: Document, index: int, term: Term) -> ListedMembers | None:
    """突出“五个坚持”： and just as many paragraphs right below that begin with 坚持; below a title
    anywhere in its section, and also ones whose first clauses end in it: ……的必由之路.
    """
    head = term.head
    passage = doc.passages[index]
    rest = passage.text[after_term(passage.text, term) :]
    if len(head) < 2 or term.count < 3 or len(rest) > SENTENCE_REST or not is_sentence_rest(rest):
        return None
    titled = _is_title(passage)
    last = doc.following[index] if titled else index + term.count + 2
    below = range(index + 1, min(len(doc.passages), last))
    names = {at: _paragraph_name(doc.passages[at]) for at in below}
    for has_head in (str.startswith, str.endswith)[: 1 + titled]:
        row = [at for at in below if has_head(names[at], head)]
        if (
            len(row) == term.count
            and row[-1] - row[0] == term.count - 1
            and (titled or row[0] == index + 1)
            and all(len(names[at]) > len(head) for at in row)
            and (listed := _row_of_paragraphs(doc, row, [names[at] for at in row]))
        ):
            return listed
    return None


def _parts_with_head(doc: Document, index: int, term: Term) -> ListedMembers | None:
    """做到“三个聚焦”： and below it just as many short paragraphs without a label that begin with
    聚焦, each over paragraphs of its own.
    """
    text = doc.passages[index].text.rstrip()
    if term.kind != "quoted" or len(term.head) < 2 or term.count < 3:
        return None
    if not text.endswith(("：", ":")) or not is_sentence_rest(text[after_term(text, term) :]):
        return None
    row: list[int] = []
    for at in range(index + 1, min(len(doc.passages), index + PARTS)):
        passage = doc.passages[at]
        if passage.label and passage.level:
            break
        if passage.text.lstrip().startswith(term.head) and len(passage.text) <= SHORT_TITLE:
            row.append(at)
        elif not row or passage.heading:
            break
    apart = [at for at in row if at + 1 < len(doc.passages) and at + 1 not in row]
    if len(row) != term.count or apart != row:
        return None
    return _row_of_paragraphs(doc, row, [_paragraph_name(doc.passages[at]) for at in row])


# So many paragraphs behind a name its parts may reach.
PARTS = 100


def _in_announced_paragraphs(doc: Document, index: int, term: Term) -> ListedMembers | None:
    """分两步走： and just as many paragraphs right below, all but the last ended by a semicolon."""
    passage = doc.passages[index]
    rest = passage.text[after_term(passage.text, term) :]
    if not passage.text.rstrip().endswith(("：", ":")) or not is_sentence_rest(rest):
        return None
    below = range(index + 1, index + 1 + term.count)
    if below[-1] >= len(doc.passages) or any(
        doc.passages[at].level or doc.passages[at].label for at in below
    ):
        return None
    texts = [doc.passages[at].text.strip() for at in below]
    if not texts[-1].endswith("。") or not all(text.endswith("；") for text in texts[:-1]):
        return None
    return _row_of_paragraphs(doc, below, [_paragraph_name(doc.passages[at]) for at in below])


LONGEST_NAME = 14


def _begin_with_names(doc: Document, index: int, term: Term) -> ListedMembers | None:
    """归纳为三条： and just as many paragraphs right below that begin with a name, set apart as a
    short sentence or by a colon, and go on; the next one does not.
    """
    if term.count < 3 or not doc.passages[index].text.rstrip().endswith(("：", ":")):
        return None
    if not is_sentence_rest(doc.passages[index].text[after_term(doc.passages[index].text, term) :]):
        return None
    below = range(index + 1, index + 1 + term.count)
    rows = doc.passages[index + 1 : index + 2 + term.count]
    for mark in "。：":
        names = [_name_before(mark, passage) for passage in rows]
        if not any(names[term.count :]) and (
            listed := _row_of_paragraphs(doc, below, names[: term.count])
        ):
            return listed
    return None


def _name_before(mark: str, passage: Passage) -> str:
    """What a paragraph without a label begins with before a mark, if it is a name; else ""."""
    name, stop, rest = passage.text.strip().partition(mark)
    name = name.lstrip(f"-{list_items.BLANKS_AND_BULLETS}")
    goes_on = len(rest) > len(name) if mark == "。" else rest.strip()
    plain = not passage.label and not passage.level and stop and goes_on
    named = plain and 1 < len(name) <= LONGEST_NAME and not re.search("[，；：、。]", name)
    return name if named else ""


# So long a sentence may be that opens a part of a section, and so many characters the section.
SHORT_SENTENCE = 24
SECTION = 6000
FULL_STOP = re.compile("[。！？\n]")


def in_sentences(doc: Document, index: int, term: Term) -> ListedMembers | None:
    """打好三大攻坚战。打好治污攻坚战。……打好脱贫攻坚战。……: just as many short sentences behind
    the term's own that end in what is counted, up to the next heading.
    """
    head = term.head
    if term.count < 3 or len(head) < 2:
        return None
    section = list(_section_behind(doc, index, term))
    if sum(text.count(head, start, end) for _, text, start, end in section) < term.count:
        return None
    titles = [
        (match.group().strip(), Mention(number, *match.span()))
        for number, text, start, end in section
        for match in SENTENCE.finditer(text, start, end)
        if match.group().rfind(head) > 0 and len(match.group().strip()) <= SHORT_SENTENCE
    ]
    if len(titles) != term.count or not all(
        len(title) - title.rfind(head) - len(head) <= 1 and "，" not in title for title, _ in titles
    ):
        return None
    members, mentions = zip(*titles, strict=True)
    cleaned = list_items.without_common_verb([*map(list_items.clean_item, members)], head)
    return ListedMembers(tuple(cleaned), mentions)


def _section_behind(doc: Document, index: int, term: Term) -> Iterator[tuple[int, str, int, int]]:
    """The text behind a term's sentence up to the next heading, at most SECTION characters: number
    and text of each passage, and where in it the section begins and ends.
    """
    left = SECTION
    for number in range(index, doc.following[index]):
        text = doc.passages[number].text
        stop = FULL_STOP.search(text, term.end, term.end + left) if number == index else None
        start = stop.end() if stop else len(text) if number == index else 0
        yield number, text, start, min(len(text), start + left)
        left -= len(text) - start
        if left <= 0:
            return


BACK = re.compile("(?:以上|上述|前述|这|這)$")
SUBJECT = 6  # characters that a sentence may have before it looks back on the one before


def looking_back(doc: Document, index: int, term: Term) -> ListedMembers | None:
    """一是甲。二是乙。以上两方面……; 主要是甲；乙。这两个问题……: a number that sums up what was
    listed right before it.
    """
    text = doc.passages[index].text
    if summed := _summed_up(index, text, term) or _titles_before(index, text, term):
        return summed
    if told := _told_before(index, text, term):
        return told
    if term.kind != "bare" or not (back := BACK.search(text, max(0, term.start - 2), term.start)):
        return None
    begin = _sentence_start(text, back.start())
    where = index if begin else index - 1
    if where < 0:
        return None
    runs = [
        run
        for run in doc.runs_to.get(where, ())
        if run.items[-1].passage < index or run.items[-1].start < term.start
    ]
    if (
        runs
        and (begin or back.start() < 4)
        and len(runs[-1].items) == term.count
        and inline_lists.is_listed(runs[-1])
    ):
        return _run_members(doc, runs[-1])
    if begin < 2 or back.start() - begin > SUBJECT:
        return None
    start = _sentence_start(text, begin - 1)
    named = next(reversed([*NAMES.finditer(text, start, begin - 1)]), None)
    if named is None or named["dash"] or HALVES.search(text, start, begin - 1):
        return None
    found, is_open = list_items.cut_list(text[named.end() : begin - 1], term.count, term.head)
    return (
        ListedMembers(tuple(found), (Mention(index, named.end(), begin - 1),), is_open)
        if found
        else None
    )


# 甲是一个要点，乙……。这“两个要点”; 早修修早省，早补补早省，这“两早”: behind these a number sums up
# the clauses in front of it.
SUMS_UP = re.compile("(?:[，。；]”?|”[，。；]?)(?:以上|上述|这|這)[“「『]?$")
SAYINGS = ("句话", "句話", "个字", "个词", "句口号")


def _summed_up(index: int, text: str, term: Term) -> ListedMembers | None:
    """“甲”是根，“乙”是本，这两句话; 稳甲稳乙稳丙，这“三稳”; 是甲的要点，是乙的要点。这“两个要点”:
    what stands in the sentence before 这, as often as the number says.
    """
    back = SUMS_UP.search(text, max(0, term.start - 6), term.start)
    if back is None:
        return None
    start = _sentence_start(text, back.start())
    if term.parts[0][1].startswith(SAYINGS):
        return _sayings(index, text, start, back.start() + 1, term)
    if not term.head or term.kind == "bare" and len(term.head) < 2:
        return None
    if len(term.head) == 1:
        return _row_of_heads(index, text, start, back.start(), term)
    return _clauses_of_head(index, text, start, back.start(), term)


def _titles_before(index: int, text: str, term: Term) -> ListedMembers | None:
    """《甲条例》和《乙条例》……，这两个条例……: as many titles in its sentence, or in the one before,
    that end in what 这 counts.
    """
    if not term.head or text[term.start - 1 : term.start] not in tuple("这這述"):
        return None
    start = _sentence_start(text, term.start)
    for begin in (start, _sentence_start(text, max(0, start - 1))):
        titles = [*re.finditer(f"《[^《》]{{1,40}}{term.head}》", text[begin : term.start])]
        names = [*dict.fromkeys(title.group() for title in titles)]
        if len(names) == term.count:
            place = Mention(index, begin + titles[0].start(), begin + titles[-1].end())
            return ListedMembers(tuple(names), (place,))
    return None


def _told_before(index: int, text: str, term: Term) -> ListedMembers | None:
    """主要任务就是修渠、护林、种茶。……这“三大任务”……: what its paragraph said before that the
    counted thing is.
    """
    opening = term.start - (term.kind != "bare")
    if len(term.head) < 2 or term.count < 3 or text[opening - 1 : opening] not in tuple("这這"):
        return None
    said = re.compile(f"{re.escape(term.head)}(?:就|主要|分别|具体)*是([^，。；：！？“”]+)")
    told = [*said.finditer(text, max(0, opening - PARTS_WITHIN), opening)]
    found = list_items.split_exactly(told[-1][1], term.count) if told else []
    return ListedMembers(tuple(found), (Mention(index, *told[-1].span(1)),)) if found else None


def _sayings(index: int, text: str, start: int, end: int, term: Term) -> ListedMembers | None:
    """The quotations of a sentence, or the items of its only one, where they are as many."""
    quoted = [*re.finditer("“([^“”]+)”", text[start:end])]
    named = [*dict.fromkeys(match[1] for match in quoted)]
    if len(quoted) == 1:
        named = list_items.split_exactly(quoted[0][1], term.count)
    told = [match for match in quoted if text[start + match.end()] == "是"]
    if len(named) > term.count == len(told):  # 他的“甲，乙”里，“甲”是根，“乙”是本
        quoted, named = told, [match[1] for match in told]
    if len(named) != term.count:
        return None
    place = Mention(index, start + quoted[0].start(1), start + quoted[-1].end(1))
    return ListedMembers(tuple(named), (place,))


def _row_of_heads(index: int, text: str, start: int, end: int, term: Term) -> ListedMembers | None:
    """稳甲稳乙稳丙: words of one length, one right behind the other, that begin with the head."""
    for length in (2, 1, 3):
        item = f"{term.head}[一-鿿]{{{length}}}"
        match = re.compile(f"(?:{item}){{{term.count}}}$").search(text, start, end)
        if match and text[match.start() - 1 : match.start()] != term.head:
            found = re.findall(item, match.group())
            return ListedMembers(tuple(found), (Mention(index, *match.span()),))
    return None


def _row_behind(index: int, text: str, begin: int, end: int, term: Term) -> ListedMembers | None:
    """“三稳”，就是稳甲稳乙稳丙，……: such words that are all of the clause behind a name."""
    if term.kind == "bare" or len(term.head) != 1 or term.count < 3:
        return None
    clause_end = begin + list_items.split_list(text[begin:end], "，,；;")[0][1]
    row = _row_of_heads(index, text, begin, clause_end, term)
    return row if row and row.mentions[0].start == begin else None


def _clauses_of_head(
    index: int, text: str, start: int, end: int, term: Term
) -> ListedMembers | None:
    """河长是甲的要点，是乙的要点: the clauses of a sentence, each with the head, at its end where
    the term stands without marks; without 是.
    """
    start = max(start, text.rfind("“", start, end) + 1) if "”" in text[end : end + 2] else start
    pieces = [
        (start + s, start + e)
        for s, e in list_items.split_list(text[start:end], "，,；;")
        if term.head in text[start + s : start + e]
    ]
    if len(pieces) != term.count:
        return None
    clauses = [text[s:e].strip("“”") for s, e in pieces]
    if term.kind == "bare" and not all(clause.endswith(term.head) for clause in clauses):
        return None
    if all(clause.startswith("是") for clause in clauses[1:]) and "是" in clauses[0]:
        clauses = [clause[clause.index("是") + 1 :] for clause in clauses]
    found = [list_items.clean_item(clause) for clause in clauses]
    if not all(0 < len(item) <= list_items.LONGEST for item in found):
        return None
    return ListedMembers(tuple(found), (Mention(index, pieces[0][0], pieces[-1][1]),))


# Characters between a term and the clauses that follow in its sentence: 活动，
SHORT_GAP = 6


def in_clauses(doc: Document, index: int, term: Term) -> ListedMembers | None:
    """开展“三个一”活动，每月……一次……，每季……一批……，每年……一场……: just as many clauses up to
    the end of the term's sentence, each with what is counted.
    """
    text = doc.passages[index].text
    head = term.head
    begin = text.find("，", after_term(text, term), after_term(text, term) + SHORT_GAP + 1) + 1
    if term.kind == "bare" or term.count < 3 or not head or not begin:
        return None
    if not is_sentence_rest(text[after_term(text, term) : begin]):
        return None
    end = sentence_end(text, begin)
    pieces = [
        text[begin + s : begin + e] for s, e in list_items.split_list(text[begin:end], "，,；;")
    ]
    pieces = list_items.clauses_begun_alike(pieces, term.count) or pieces
    if len(pieces) != term.count or not all(head in piece for piece in pieces):
        return _quoted_behind(index, text, begin, end, term)
    found = [list_items.clean_item(piece) for piece in pieces]
    found[0] = found[0][list_items.behind_common_preposition(found[0], found[1:]) :]
    if not all(0 < len(item) <= list_items.LONGEST for item in found):
        return None
    doubts: tuple[str, ...] = ()
    if len(head) < 2 and (head != "一" or len({item[0] for item in found}) > 1):
        if len({*map(len, found)}) > 1 or len({item.find(head) for item in found}) > 1:
            return None  # “三农”: 农业……，农村……
        doubts = ("clauses",)  # “三联”: 组织联建聚合力，产业联抓促发展，治理联动保平安
    return ListedMembers(tuple(found), (Mention(index, begin, end),), doubts=doubts)


def _quoted_behind(index: int, text: str, begin: int, end: int, term: Term) -> ListedMembers | None:
    """“三通”建设，促进“路路通”……，“渠渠通”……和“户户通”……: just as many quoted names in the rest
    of the sentence that end in what is counted.
    """
    ended = re.compile(f"[“「]([^“”「」]{{2,}}{re.escape(term.head)})[”」]")
    quoted = [*ended.finditer(text, begin, end)]
    found = tuple(match[1] for match in quoted)
    if len(found) != term.count or len({*found}) < term.count:
        return None
    return ListedMembers(found, (Mention(index, quoted[0].start(), quoted[-1].end()),))


def in_named_clauses(doc: Document, index: int, term: Term) -> ListedMembers | None:
    """分三个阶段，三月为准备阶段，四月为实施阶段，五月为验收阶段: just as many clauses behind the
    term in its sentence, each of which says what it calls the counted thing.
    """
    text = doc.passages[index].text
    after = after_term(text, term)
    head = term.head
    if len(head) < 2 or text[after : after + 1] not in tuple("，：,:"):
        return None
    end = sentence_end(text, after)
    pieces = list_items.split_list(text[after + 1 : end], "；;，,")
    if len(pieces) != term.count:
        return None
    if any(text.startswith(("或", "又"), after + 1 + s) for s, _ in pieces):
        return None  # 又称甲，或者叫乙: one thing by two names
    named = [
        CALLS.search(text, after + 1 + s, after + 1 + e - len(head))
        for s, e in pieces
        if text.endswith(head, after + 1 + s, after + 1 + e)
    ]
    found = tuple(match[1] + head for match in named if match)
    if len(found) != term.count or len({*found}) < term.count:
        return None
    return ListedMembers(found, (Mention(index, after + 1, end),))


CALLS = re.compile("(?:为|是|叫|即)([^，；为是]{1,12})$")


# 第一阶段的任务是……; 第二个问题：……: a number that opens a clause, and what may stand between what
# is counted and the item.
ORDINAL = re.compile(
    f"(?<![一-鿿])第(?P<number>{labels.NUMERAL}|[0-9]{{1,2}})(?P<classifier>[个個项項大类類种種条條件])?"
)
SAYS = re.compile("(?:[^，,。；;：:“是为]{0,6}(?:是|为)|[：:，,、]|——|[ 　])[：:，,]?")
ORDINALS_WITHIN = 12_000
# A classifier that may itself be numbered: 三步走 and 第一步.
NUMBERED_UNITS = "步点條条類类項项層层种種"


@dataclass(frozen=True, slots=True)
class Ordinal:
    """第一 at the beginning of a clause: where its number ends, and the classifier behind it."""

    passage: int
    number: int
    end: int
    behind_classifier: int


def _ordinals(passages: Sequence[Passage]) -> list[Ordinal]:
    """The ordinals of a document in their order."""
    return [
        Ordinal(at, number, match.end("number"), match.end())
        for at, passage in enumerate(passages)
        if "第" in passage.text
        for match in ORDINAL.finditer(passage.text)
        if (number := numerals.parse_number(match["number"]))
    ]


# 看法一：, 阶段2： a word, its number, and a colon.
NUMBERED_WORD = re.compile(
    "(?<=[一-鿿]{2})(?P<number>[一二三四五六七八九十]{1,2}|[0-9]{1,2})[：:](?![0-9])"
)


def _numbered_words(passages: Sequence[Passage]) -> list[Ordinal]:
    """The numbers between a word and a colon in a document, in their order; ``end`` is the end of
    the word.
    """
    return [
        Ordinal(at, number, match.start(), match.end())
        for at, passage in enumerate(passages)
        for match in NUMBERED_WORD.finditer(passage.text)
        if (number := numerals.parse_number(match["number"]))
    ]


def _numbered_rows(doc: Document, index: int, term: Term) -> Iterator[list[tuple[int, int, int]]]:
    """The numbered clauses behind a term, for each way of naming what it counts."""
    word = term.parts[0][1]
    yield _numbered(doc, index, term.end, term.head if len(term.head) <= 4 else term.head[:2])
    if len(term.head) > 2:
        yield _numbered(doc, index, term.end, term.head[-2:])
    yield _numbered_behind(doc, index, term.end, term.head[-2:])
    if word[0] in NUMBERED_UNITS and len(word) > 1:
        yield _numbered(doc, index, term.end, word[0])
    yield _numbered_in_turn(doc, index, term)


def in_ordinals(doc: Document, index: int, term: Term) -> ListedMembers | None:
    """分三个阶段。第一阶段是……。第二阶段是……; 两种看法：看法一：……看法二：……: what is counted,
    numbered in later clauses.
    """
    if len(term.parts) > 1 or not 2 <= term.count <= 10:
        return None
    for places in _numbered_rows(doc, index, term):
        if [number for number, _, _ in places] != [*range(1, term.count + 1)]:
            continue
        found = [
            list_items.clean_item(
                first_clause(list_items.behind_adverbial(doc.passages[at].text[end:]))
            )
            for _, at, end in places
        ]
        if all(found) and len(set(found)) == len(found):
            return ListedMembers(
                tuple(found),
                tuple(
                    Mention(at, end, end + len(member))
                    for (_, at, end), member in zip(places, found, strict=True)
                ),
            )
    return None


def _numbered(doc: Document, index: int, start: int, unit: str) -> list[tuple[int, int, int]]:
    """第一U, 第二U … behind a place, as far as they count on: number, passage and where the item
    begins.
    """
    found: list[tuple[int, int, int]] = []
    first = bisect_left(doc.ordinals, (index, start), key=lambda one: (one.passage, one.end))
    for ordinal in doc.ordinals[first:]:
        if ordinal.passage > index + PASSAGES_WITHIN:
            break
        if ordinal.number != len(found) + 1:
            continue
        text = doc.passages[ordinal.passage].text
        for end in {ordinal.end, ordinal.behind_classifier}:
            if text.startswith(unit, end) and (says := SAYS.match(text, end + len(unit))):
                found.append((ordinal.number, ordinal.passage, says.end()))
                break
    return found


def _numbered_behind(
    doc: Document, index: int, start: int, unit: str
) -> list[tuple[int, int, int]]:
    """U一：, U二： … behind a place, as ``_numbered`` has them."""
    found: list[tuple[int, int, int]] = []
    first = bisect_left(doc.numbered_words, (index, start), key=lambda one: (one.passage, one.end))
    for ordinal in doc.numbered_words[first:] if len(unit) > 1 else ():
        if ordinal.passage > index + PASSAGES_WITHIN:
            break
        text = doc.passages[ordinal.passage].text
        if ordinal.number == len(found) + 1 and text.endswith(unit, 0, ordinal.end):
            found.append((ordinal.number, ordinal.passage, ordinal.behind_classifier))
    return found


# 一怕没路，二怕没水: so far behind a term each goes on.
IN_TURN_WITHIN = 60


def _numbered_in_turn(doc: Document, index: int, term: Term) -> list[tuple[int, int, int]]:
    """过三关：一关是……，二关是……; 三怕：一怕……，二怕……: what is counted behind each number, in the
    paragraph of the term, as ``_numbered`` has them.
    """
    found: list[tuple[int, int, int]] = []
    text, at = doc.passages[index].text, term.end
    for number in range(1, term.count + 1) if 0 < len(term.head) < 3 and term.count < 10 else ():
        word = numerals.HAN[number] + term.head
        place = text.find(word, at, at + IN_TURN_WITHIN)
        if place < 0 or text[place - 1] not in "，,。；;：:、”—":
            return []
        says = IS.match(text, place + len(word))
        if not says and words.tag_words(term.head)[-1].kind != "v":
            return []
        at = place + len(word)
        found.append((number, index, says.end() if says else place + 1))
    return found


# So many paragraphs behind a term its numbered items stand.
PASSAGES_WITHIN = 60
NOTE = re.compile("[”」]?[^，,。；;：:、]{0,6}?(?P<mark>\\^?\\[\\^?[0-9]{1,3}\\]|[①-⑳])")


def in_note(doc: Document, index: int, term: Term) -> ListedMembers | None:
    """“四个意识”[1], and a note [1]: a list that a note explains the term with."""
    text = doc.passages[index].text
    if term.kind == "bare" or (match := NOTE.match(text, term.end)) is None:
        return None
    mark = match["mark"].strip("^")
    note = next(
        (
            at
            for at in range(index + 1, len(doc.passages))
            if doc.passages[at].text.lstrip().startswith(mark)
        ),
        None,
    )
    if note is None:
        return None
    body = doc.passages[note].text
    begin = body.index(mark) + len(mark)
    if (named := body.find(term.text, begin)) >= 0 and named - begin < GAP:
        return None  # the note names the term, and is read where it does
    listed, is_open = list_items.cut_list(body[begin:], term.count, term.head)
    return (
        ListedMembers(tuple(listed), (Mention(note, begin, len(body)),), is_open)
        if listed
        else None
    )


Rule = Callable[[Document, int, Term], ListedMembers | None]
# From the surest to the least sure.
RULES: dict[str, Rule] = {
    "in_brackets": in_brackets,
    "in_parts": in_parts,
    "said_of": said_of,
    "in_front": in_front,
    "quoted_in_front": quoted_in_front,
    "in_halves": in_halves,
    "behind_colon": behind_colon,
    "in_run": in_run,
    "in_entries": in_entries,
    "in_paragraphs": in_paragraphs,
    "in_parallel": in_parallel,
    "in_named_clauses": in_named_clauses,
    "in_sentences": in_sentences,
    "looking_back": looking_back,
    "in_note": in_note,
    "in_clauses": in_clauses,
    "apart_in_clause": apart_in_clause,
    "in_ordinals": in_ordinals,
}
