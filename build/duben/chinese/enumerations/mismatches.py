"""Numbers that the list beside them does not bear out: “四个区” with three areas listed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from duben.chinese import labels, marks
from duben.chinese.enumerations import list_items, terms
from duben.chinese.enumerations.inline_lists import Run
from duben.chinese.enumerations.member_rules import (
    BRACKET,
    HALVES,
    NOUN,
    Document,
    Mention,
    after_term,
    closing_bracket,
    in_front,
    looking_back,
    quoted_in_front,
    run_behind,
    sentence_end,
)
from duben.chinese.enumerations.terms import Term

# A list may have so many items more or fewer than its number says: more is no slip but another
# thing. One in front of its number is less sure to belong to it.
SLIP = 3
SLIP_IN_FRONT = 1
PAIR = 3  # times more than this do two things stand together that are one: 国防和军队
SHORTEST_BACK = 3  # items, of a list that a number behind it sums up


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A number that the list beside it does not bear out, at the mention of the term."""

    term: str
    count: int
    listed: int
    mention: Mention


def mismatch_behind(doc: Document, index: int, term: Term) -> Mismatch | None:
    """The list right behind a term, where it plainly has another number of items."""
    return _mismatch(index, term, _count_behind(doc, index, term))


def mismatch_in_front(doc: Document, index: int, term: Term) -> Mismatch | None:
    """The list right in front of a term, where it plainly has another number of items; not 山与水有
    三种关系, which says what they have, and not 只能与上述三类学校, whose list stands further up.
    """
    text = doc.passages[index].text
    if text.endswith(("有", "存在"), 0, term.start):
        return None
    if FURTHER_UP.search(text, max(0, term.start - 3), term.start):
        return None
    return _mismatch(index, term, _count_in_front(doc, index, term))


def mismatch_back(doc: Document, index: int, term: Term) -> Mismatch | None:
    """A number that sums up what was listed right before it (以上三个方面), where one more or one
    fewer was listed: in a run, or in items that all open with the same two characters.
    """
    if term.kind != "bare" or len(term.parts) > 1:
        return None
    for count in (term.count - SLIP_IN_FRONT, term.count + SLIP_IN_FRONT):
        if count < SHORTEST_BACK:
            continue
        answer = looking_back(doc, index, replace(term, count=count))
        if answer and not answer.open and len({one[:2] for one in answer.members}) == 1:
            return _mismatch(index, term, count)
    return None


def _mismatch(index: int, term: Term, listed: int) -> Mismatch | None:
    if len(term.parts) > 1 and term.parts[0][0] == 1 and listed == term.parts[-1][0]:
        return None  # 一举四得
    if len(term.parts) > 1 and {number for number, _ in term.parts} == {listed}:
        return None  # 三管三必须: three, each of them both
    if not marks.is_han(term.parts[0][1][0]):
        return None  # “1+3+N”: figures that are added up
    if len(term.parts) == 1 and FIGURE.match(term.parts[0][1]):
        return None
    if listed > 0 and listed != term.count and abs(listed - term.count) <= SLIP:
        return Mismatch(term.text, term.count, listed, Mention(index, term.start, term.end))
    return None


FURTHER_UP = re.compile("[^，。；：、](?:上述|前述)$")
# 两位数, 4个千亿元: figures, of which nothing is a member.
FIGURE = re.compile("[个個]?(?:位数|位數|[百千万萬亿億成倍])")
# 县（市、区）: other kinds of the same thing.
VARIANTS = re.compile("[市区區县縣旗州盟镇鎮乡鄉街道场場团團、]+")
# 其中……: a part of the item before it.
PART_OF_ITEM = re.compile("(?:其中|包括)")

# --- behind the term ------------------------------------------------------------------------------

# 一是……二是……此外，还有两类……: the list goes on in other words.
OTHERS = re.compile("[。；，](?:此外|另外|还有|还要|另一|第[一二三四五六七八九十])|还有")
SHORT_REST = re.compile("[^，。；、：:“（(]{0,4}[：:]")
PLAIN_LIST = re.compile("[，,]?(?:[：:](?:即|一是)?|即(?!将)|是指|指(?![导挥标示明出]))")
# 三项制度的两个环节：一是……: the run belongs to the second number.
NUMBER = re.compile(f"{terms.COUNT_PATTERN}[个個项項条條种種类類大方层層点點]|，|,")
LONGEST_REST = 30
LONGEST_LEAD = 60  # characters of a paragraph whose members are the paragraphs below it


def _count_behind(doc: Document, index: int, term: Term) -> int:
    text = doc.passages[index].text
    after = after_term(text, term)
    if run := run_behind(doc, index, term):
        return _count_run(doc, run) if _belongs(text, after, run, index, term) else 0
    if len(text) - after <= 8 and text[after:].rstrip().endswith(("：", ":")):
        return len(doc.groups.get(index + 1, ()))
    if (lone := _count_halves(text, after, term)) is not None:
        return lone
    if (
        term.kind == "bare"
        and LONE.match(text, after)
        and len(LONE_ONE.findall(text, after)) == 1
        and not any(mark.number == 2 and mark.family == "是" for mark in doc.marks[index])
    ):
        return (
            1
            if index + 1 == len(doc.passages)
            or not LONE_GOES_ON.match(doc.passages[index + 1].text)
            else 0
        )
    return _count_listed(text, after, term) or _count_paragraphs(doc, index, term)


def _count_paragraphs(doc: Document, index: int, term: Term) -> int:
    """How many paragraphs right below open alike (在甲区域，…… 在乙区域，……), where that is one
    more or one fewer.
    """
    below = range(index + 1, min(doc.following[index], index + term.count + SLIP))
    if term.count < 3 or term.kind != "bare" or len(below) < 3:
        return 0
    text = doc.passages[index].text.strip()
    if len(text) > LONGEST_LEAD or re.search("[。！？；]", text[:-1]):
        return 0  # a paragraph that says other things too
    clauses = [
        labels.first_clause(doc.passages[one].text.strip(), list_items.LONGEST) for one in below
    ]
    alike = next(
        (
            number
            for number, one in enumerate(clauses)
            if (one[:1], one[-2:]) != (clauses[0][:1], clauses[0][-2:])
        ),
        len(clauses),
    )
    return alike if alike > 2 and abs(alike - term.count) == 1 else 0


# 两个转变，一是……。 and no 二是.
LONE = re.compile("[，,：:]一是")
LONE_ONE = re.compile("[，,：:；;。]一是")
LONE_GOES_ON = re.compile("[ 　]*(?:二是|此外|另外)")


def _belongs(text: str, after: int, run: Run, index: int, term: Term) -> bool:
    """Whether nothing else between a term and a run could be what the run lists."""
    if SHORT_REST.match(text, after):
        return True
    item = run.items[0]
    between = text[after : item.start] if item.passage == index else text[after:]
    if item.passage == index and between in ("，", ",") and term.kind == "bare":
        return True
    return (
        term.kind == "bare"
        and len(between) <= LONGEST_REST
        and not NUMBER.search(between)
        and item.passage != index
    )


def _count_run(doc: Document, run: Run) -> int:
    last = run.items[-1]
    goes_on = OTHERS.search(doc.passages[last.passage].text, last.begin, last.end)
    return 0 if goes_on or run.items[0].number != 1 else len(run.items)


def _count_halves(text: str, after: int, term: Term) -> int | None:
    """三手办法，一手是甲，一手是乙: how many clauses open alike; None where no clause opens so."""
    first = HALVES.search(text, after, after + 20)
    if (
        not first
        or first[1]
        or term.kind != "bare"
        or not re.fullmatch("[^，,。；;：:]{0,6}[：:，,]", text[after : first.start()])
    ):
        return None
    return sum(
        one[2] == first[2]
        for one in HALVES.finditer(text, first.start(), sentence_end(text, after))
    )


def _count_listed(text: str, after: int, term: Term) -> int:
    """How many things a list in brackets, or behind ：or 即, names; 0 where it is not plainly a
    list of one make.
    """
    if term.kind != "bare" and (gap := NOUN.match(text, after)):
        after = gap.end() - 1
    if BRACKET.match(text, after):
        if (end := closing_bracket(text, after)) < 0:
            return 0
        body = text[after + 1 : end]
        if VARIANTS.fullmatch(body):
            return 0
    elif term.kind != "bare" and (match := PLAIN_LIST.match(text, after)):
        body = text[match.end() : sentence_end(text, match.end())]
    else:
        return 0
    if len(term.parts) > 1 and (listed := _count_by_halves(body, term)):
        return listed
    listed = count_plain_list(body, term.head)
    return listed if listed > 2 or (listed == 2 and term.count == 3) else 0


def _count_by_halves(body: str, term: Term) -> int:
    """三河两湖（甲河乙河、丁湖戊湖）: items of two characters set together, a half for each number
    of the compound; or a clause for each (三和一少：对甲、乙要和，对丙要少), all but one of them
    with as many items as it says.
    """
    if listed := _count_by_clauses(body, term):
        return listed
    pieces = [body[s:e] for s, e in list_items.split_list(body, "、")]
    if len(pieces) != len(term.parts) or any(len(piece) % 2 for piece in pieces):
        return 0
    cut = [[piece[at : at + 2] for at in range(0, len(piece), 2)] for piece in pieces]
    fits = any(len(items) == number > 1 for items, (number, _) in zip(cut, term.parts, strict=True))
    return sum(map(len, cut)) if fits else 0


def _count_by_clauses(body: str, term: Term) -> int:
    clauses = [body[s:e] for s, e in list_items.split_list(body.strip("。；; "), "，；,;")]
    if len(clauses) != len(term.parts) or not all(
        word in clause for clause, (_, word) in zip(clauses, term.parts, strict=True)
    ):
        return 0
    counted = []
    for clause in clauses:
        pieces = [clause[s:e] for s, e in list_items.split_list(clause, "、")]
        joined = len(pieces) > 1 and any(
            start and end < len(pieces[-1])
            for start, end in list_items.find_conjunctions(pieces[-1])
        )
        counted.append(len(pieces) + joined)
    wrong = sum(found != number for found, (number, _) in zip(counted, term.parts, strict=True))
    return sum(counted) if wrong <= 1 else 0


def count_plain_list(body: str, head: str) -> int:
    """How many items a text has that is a list of one make; 0 for any other text, and for a list
    that ends in 等.

    ``head``: what is counted, with which the first item may begin behind its subject
    (各家同吃、同住).
    """
    body = list_items.LEADING.sub("", body.strip(" 　\t。；;，,"))
    if not body or "等" in body:
        return 0
    for separator in ("；;", "，,"):
        pieces = [body[s:e] for s, e in list_items.split_list(body, separator)]
        pieces = [piece for piece in pieces if not PART_OF_ITEM.match(piece)]
        if len(pieces) > 1:
            if separator == "，," and len(list_items.split_list(body, "、")) > 1:
                return _count_mixed(pieces)
            return len(pieces) if _are_alike(pieces) else 0
    pieces = [body[s:e] for s, e in list_items.split_list(body, "、")]
    if joint := list_items.find_conjunctions(pieces[-1]):
        start, end = joint[-1]
        pieces[-1:] = [pieces[-1][:start], pieces[-1][end:]]
    pieces[0] = list_items.at_head(pieces[0], pieces[1:], head)
    return len(pieces) if _are_alike(pieces) or _are_short(pieces) else 0


def _count_mixed(pieces: list[str]) -> int:
    """甲、乙、丙，丁、戊: short items, a group of them in each clause."""
    items = [piece[s:e] for piece in pieces for s, e in list_items.split_list(piece, "、")]
    return len(items) if max(map(len, items)) <= 10 and _are_short(items) else 0


def _are_short(items: list[str]) -> bool:
    lengths = [len(list_items.clean_item(item)) for item in items]
    return min(lengths) > 0 and max(lengths) <= min(20, 2 * min(lengths) + 2)


def _are_alike(items: list[str]) -> bool:
    """Items that begin or end alike, or are as long as each other: 做到甲，做到乙; 甲关、乙关."""
    cleaned = [list_items.clean_item(item) for item in items]
    if not all(cleaned):
        return False
    return (
        len({item[0] for item in cleaned}) == 1
        or len({item[-1] for item in cleaned}) == 1
        or len(set(map(len, cleaned))) == 1
    )


# --- in front of the term -------------------------------------------------------------------------

# Without one of these there is no list in front; so far back one is looked for.
LISTING = re.compile('[、和与及同暨與]|[”"》]$')
NEAR = 130
OF = re.compile('的(?:“|「|")?$')
OPEN = re.compile('等(?:“|「|")?$')
# An item that says how many, or whose, is none: 教育、医疗两个方面的三项任务.
NO_ITEM = re.compile(
    f"(?:{terms.COUNT_PATTERN}|[0-9０-９])[个個项項条條种種类類大]|[的了着过]$|[“「]$"
)


def _count_in_front(doc: Document, index: int, term: Term) -> int:
    """A whole list right in front of the term: one that begins where its clause, or the verb that
    governs it, does.
    """
    text = doc.passages[index].text
    if (
        term.kind == "bare"
        and not _has_classifier(term)
        and (len(term.head) < 2 or text[term.end : term.end + 1] == "、")
    ):
        return 0
    after = after_term(text, term)
    if _is_another_thing(text, term) or text.startswith("等", after):
        return 0
    if term.kind != "bare" and text.startswith("、", after):
        return 0
    if (pair := list_items.paired_words(text[: term.start])) and len(pair[0]) == term.count:
        return 0  # 国内国际双循环
    if text[max(0, term.start - 2) : term.start] in ("”“", '""'):
        return 0  # “甲、乙”“三个丙”: two names side by side
    if _count_clauses_in_quotes(text, term) == term.count:
        return 0
    if OPEN.search(text, max(0, term.start - 3), term.start) or not (
        LISTING.search(text, max(0, term.start - NEAR), term.start)
        or list_items.paired_words(text[max(0, term.start - 4) : term.start])
    ):
        return 0
    for count in (term.count - SLIP_IN_FRONT, term.count + SLIP_IN_FRONT):
        if count < 2 or len(term.parts) > 1 and any(number == count for number, _ in term.parts):
            continue
        other = replace(term, count=count)
        answer = quoted_in_front(doc, index, other) or in_front(doc, index, other)
        if (
            answer
            and OF.search(text, max(0, term.start - 2), term.start)
            and not _begin_with_head(answer.members, term)
        ):
            continue
        if (
            answer
            and count == 2
            and not _has_classifier(term)
            and not _begin_with_head(answer.members, term)
            and not list_items.find_conjunctions(text[answer.mentions[0].start : term.start])
        ):
            continue
        if answer and term.parts[0][1][0] in "级級" and not _are_levels(answer.members):
            continue  # 三级航道: the third grade
        if (
            answer
            and not list_items.find_conjunctions(answer.members[-1])
            and _is_whole_list(text, answer.mentions[0])
            and not any(map(NO_ITEM.search, answer.members))
            and _is_sure_number(text, answer.mentions[0], count, term)
            and not _ends_with_a_pair(doc, text, answer.mentions[0], term)
        ):
            return count
    return 0


# 及一县三区: the number is the second half of a compound.
COMPOUND = re.compile("(?:^|[，,和与與及])[一二两兩三四五六七八九十][^，,、。；：（）“”]$")
ALIKE = 0.6  # how much shorter than the others the two things may be that a 和 joins
# 做优做强, 用好用活: two verbs.
VERBS = re.compile("([做用抓管建讲講学學走落盘盤打挖决決攻])[^，。、]\\1[^，。、]$")


def _is_another_thing(text: str, term: Term) -> bool:
    """Whether what stands in front of a term is no list of its members, however many it has.

    A set name in quotes that says of what kind a thing is (“三公”经费) follows any list; of a
    compound (一县三区) it is the second half; levels may stand without marks (县乡村三级).
    """
    if term.kind != "bare" and len(term.parts) == 1 and not _has_classifier(term):
        after = after_term(text, term)
        unquoted = not text[: term.start].rstrip('“「『"‘的').endswith(("”", "」", '"'))
        return unquoted and marks.is_han(text[after : after + 1])
    if COMPOUND.search(text, max(0, term.start - 6), term.start):
        return True
    levels = text[max(0, term.start - term.count) : term.start]
    return bool(levels) and term.parts[0][1][0] in "级級" and set(levels) <= set(list_items.LEVELS)


def _is_sure_number(text: str, listed: Mention, count: int, term: Term) -> bool:
    """Whether a list can be read as ``count`` items alone, or not as many as the term says.

    甲地、乙地和丙地 has three items, for they are as long as each other; in 甲乙丙丁、戊己庚辛、
    新型储能和氢能 the last one may be one thing.
    """
    start, _ = list_items.clause_start(text, listed.start)
    joints = list_items.find_conjunctions(text[start : listed.start])
    if any(marks.is_han(text[start + at - 1]) for at, _ in joints if at):
        return False  # 甲产业和百亿级乙产业、丙产业: the list may begin before it
    listed_text = text[listed.start : listed.end]
    pieces = [listed_text[start:end] for start, end in list_items.split_list(listed_text, "、")]
    halves, others = [], []
    for piece in pieces:
        joints = list_items.find_conjunctions(piece)
        if joints and joints[-1][1] < len(piece):
            halves += [piece[: joints[-1][0]], piece[joints[-1][1] :]]
        else:
            others.append(piece)
    if len(pieces) == 1 and not halves and VERBS.search(listed_text):
        return False
    if term.count in _later_beginnings(pieces):
        return False
    split = len(others) + len(halves)
    last_split = len(pieces) + bool(list_items.find_conjunctions(pieces[-1]))
    if term.count not in (len(pieces), last_split, split):
        return True
    lengths = [len(piece) for piece in others]
    alike = bool(lengths) and all(
        ALIKE * min(lengths) <= len(half) <= max(lengths) / ALIKE for half in halves
    )
    return alike and count == split


def _ends_with_a_pair(doc: Document, text: str, listed: Mention, term: Term) -> bool:
    """经济、政治、国防和军队三个方面: whether the number is right with the last 和 left alone, and
    the two that it joins stand together in another place too.
    """
    listed_text = text[listed.start : listed.end]
    pieces = list_items.split_list(listed_text, "、")
    last = listed_text[slice(*pieces[-1])]
    return (
        len(pieces) == term.count
        and bool(list_items.find_conjunctions(last))
        and sum(passage.text.count(last) for passage in doc.passages) > PAIR
    )


def _later_beginnings(pieces: list[str]) -> set[int]:
    """How many items the list has where it begins inside a piece: 两省的甲、乙、丙."""
    return {
        len(pieces) - number
        for number, piece in enumerate(pieces[:-1])
        if "的" in piece[1:-1] or number and list_items.find_conjunctions(piece)
    }


def _count_clauses_in_quotes(text: str, term: Term) -> int:
    """“要团结，不要分裂；要光明，不要阴谋”两项原则: how many parts ； makes of what is quoted."""
    if text[term.start - 1 : term.start] != "”":
        return 0
    start = text.rfind("“", 0, term.start)
    quoted = text[start + 1 : term.start - 1]
    return len(list_items.split_list(quoted, "；;")) if start >= 0 else 0


def _are_levels(items: tuple[str, ...]) -> bool:
    """县、村; 省级、地级."""
    return all(item[-1] in list_items.LEVELS or item[-1] in "级級" for item in items)


def _begin_with_head(items: tuple[str, ...], term: Term) -> bool:
    """不早、不晚 before 三不主义: items that begin with what is counted."""
    return len(term.parts) == 1 and all(item[0] == term.parts[0][1][0] for item in items)


def _has_classifier(term: Term) -> bool:
    """四个区, 三大工程; not 三农, which is as often said of what stands in front."""
    return len(term.parts) == 1 and (
        bool(terms.CLASSIFIER.match(term.parts[0][1])) or term.parts[0][1][0] in "级級"
    )


def _is_whole_list(text: str, listed: Mention) -> bool:
    """Whether no item stands in front of those taken: since the last mark or quotation there is no
    、.
    """
    start, _ = list_items.clause_start(text, listed.start)
    before = text[start : listed.start]
    return (
        not before.endswith(("”", '"', "、"))
        and "、" not in before[max(before.rfind("”"), before.rfind('"')) + 1 :]
    )
