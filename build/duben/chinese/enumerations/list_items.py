"""Members of an enumeration: lists before and after a term, cut into what is listed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence

from duben.chinese import characters, labels, numerals, words
from duben.chinese.word_lists import word_list, words_pattern

OPENING = characters.OPENING + "(["
CLOSING = characters.CLOSING + ")]"
BRACKET = re.compile(f'[{re.escape(OPENING + CLOSING)}"]')
WINDOW = 400
END = "。；：！？\n;!?:"
COMMAS = "，,"

# Verbs that take a list as their object; the list begins behind the last of them.
PLAIN_GOVERNORS = frozenset(word_list("verbs"))
# These are as often nouns: they govern only at the beginning or behind one of BEFORE_VERB.
AMBIGUOUS = frozenset(word_list("verbs-or-nouns"))
SINGLE = frozenset(word_list("verbs-single"))
GOVERNORS = PLAIN_GOVERNORS | AMBIGUOUS | SINGLE
# These govern in the middle of a clause too, but not in 听从, 从事, 把握, 面对, 部分 ….
WITHIN = {"由": ("自理缘经来情", "于来此衷"), "在": ("现所存实正潜内外好放", "于此"), "从": ("服自听顺一车", "事严业而握关手"), "把": ("服自听顺一车", "事严业而握关手"),  # noqa: E501
          "对": ("面应反相绝针校核配比", "外内象口策比立抗应台华"), "分": ("部区划十百充成", "")}  # fmt: skip  # noqa: E501
BEFORE_VERB = re.compile(
    "(?:加快|加速|优先|率先|抓紧|尽快|着力|大力|全面|奋力|努力|继续|进一步|更好|重点|主要|不断|深入|扎实|积极|"
    "切实|坚决|持续|有序|统筹|协同|稳步|共同|要|和|并|来|去|以|地|与|能|将|会|可|须|应|再|"
    "牢牢|突出|着重|认真|严格|充分|深刻|紧紧|始终|加强|推进|推动|促进|实施|开展|坚持|全力|有效|"
    "合理|共|同|高质量|高标准|高水平|我们|各级|我国|我市|我省)$"
)
JOINS = re.compile("以及|[和与及同暨與]")
NOT_JOINS = re.compile(f"和解(?![决放])|和美(?![丽国好])|{words_pattern('not-joining')}")
LEADING = re.compile(
    "^(?:也就是|即|就是|或者是|包括|分别[是为指]|主要[是有]|具体[是为]|指的是|是指|(?:同时|也|又)"
    "是|是(?![否非])|为(?!了|民|人)|指(?![导挥标示明南数令战定引出])|如下|：|:|——|—|-{2,}|-(?= )|"
    "，|,|、|；|\\s|　)+"
)
# 为 opens an item too: 为儿童建园.
ITEM_LEADING = re.compile(LEADING.pattern.replace("|为(?!了|民|人)", ""))
LABELLED = re.compile(
    f"^(?:{labels.NUMERAL}是(?!{labels.NUMERAL})|第{labels.NUMERAL}(?:[^，,：:是为為、。"
    f"]{{0,3}}[，,：:是为為]|[，,、：:]|[次个個步]在)|另?一(?:条|條|个|個|方面|手|类|類|种|種|项|項|块|塊|头|頭|边|邊|面|路|支)"
    f"(?:是|要|为|為)|{labels.NUMERAL}要(?![素件])|[（(](?:{labels.NUMERAL}|[0-9０-９]{{1,"
    f"2}})[)）]|[①-⑳]|"
    "另?一(?:个|個|种|種|类|類|方面)(?:就|则)是|另?一方面[，,]?|另?一部分是|“第[一二三四五六七八九]步”|首先[，,]?|其次[，,]?|再次[，,]?|最后[，,]?|[0-9０-９]{1,2}[.．、](?![0-9０-９]))"
)
# So long a name of a thing may be.
LONGEST_NAME = 12
# How long a member may be, and how much longer the first than the longest of the others.
LONGEST = 60


def nesting_depths(text: str) -> list[int]:
    """For each character how deep in brackets and quotation marks it stands; straight marks open
    and close in turn.
    """
    if not BRACKET.search(text):
        return [0] * len(text)
    found, depth, straight = [], 0, False
    for character in text:
        if character in OPENING:
            found.append(depth)
            depth += 1
        elif character in CLOSING:
            depth = max(0, depth - 1)
            found.append(depth)
        elif character == '"':
            depth += -1 if straight else 1
            straight = not straight
            depth = max(0, depth)
            found.append(depth - straight if straight else depth)
        else:
            found.append(depth)
    return found


def split_list(text: str, separators: str) -> list[tuple[int, int]]:
    """The pieces between separators that stand outside brackets and quotation marks: start and end
    of each.
    """
    depth = nesting_depths(text)
    places = [
        place for separator in separators for place in _places(text, separator) if depth[place] == 0
    ]
    ends = sorted(places)
    return list(zip([0, *(end + 1 for end in ends)], [*ends, len(text)], strict=True))


def _places(text: str, character: str) -> Iterator[int]:
    place = text.find(character)
    while place >= 0:
        yield place
        place = text.find(character, place + 1)


def find_conjunctions(text: str) -> list[tuple[int, int]]:
    """Where 和, 以及, 与, 及 join two things, outside brackets: start and end of the word."""
    depth = nesting_depths(text)
    barred = {
        place
        for match in NOT_JOINS.finditer(text)
        if match.group() != "以及"
        for place in range(match.start(), match.end())
        if not (
            place == match.start()
            and words.begins_word(text, place)
            and words.begins_word(text, place + 1)
        )  # 工程和平安建设
    }
    found = [
        match
        for match in JOINS.finditer(text)
        if depth[match.start()] == 0 and match.start() not in barred
    ]
    sure = [match.span() for match in found if match.group() != "同"]
    return sure or [
        match.span() for match in found if match.start()
    ]  # 同吃 does not begin with a joining word


# The mark of a note inside an item: 茶叶[12]节.
NOTE_MARK = re.compile("\\^?\\[\\^?[0-9]{1,3}\\]")


# What stands round an item on a line of its own: ◦ 茶叶.
BLANKS_AND_BULLETS = " 　\t\n\xa0·•◦▪■◆●"


# （修好渠）, （守时）的习惯: the answer in a gap; a remark would stand beside a name.
FILLED_GAP = re.compile("^[（(]([一-鿿]{2,})[）)](?=的|$)")


# 修好茶亭（每座三万元）: what is measured in a bracket at the end is a remark.
MEASURED = re.compile(
    "(?<=[一-鿿])[（(][^（）()]*(?:[0-9]|[一二三四五六七八九十百])"
    "(?:[%％元亩户]|[十百千万亿]+[元人亩户吨米]|个百分点|公里|平方米)[^（）()]*[）)]$"
)


def clean_item(member: str) -> str:
    """A member as it is named: without connecting words, labels and the marks round it."""
    member = ITEM_LEADING.sub("", NOTE_MARK.sub("", member).strip(BLANKS_AND_BULLETS))
    member = LABELLED.sub("", member)
    member = ITEM_LEADING.sub("", member)
    member = MEASURED.sub("", member.strip(" 　\t\n。；;，,、：:！!"))
    if len(member) > 2 and member[0] == "要" and member[1] not in "素点求件么":
        member = member[1:]
    return strip_quotation_marks(FILLED_GAP.sub(r"\1", member))


def strip_quotation_marks(member: str) -> str:
    """A member that is quoted as a whole, without the marks."""
    pairs = {"“": "”", "「": "」", '"': '"', "‘": "’"}
    if len(member) > 2 and pairs.get(member[0]) == member[-1] and member[-1] not in member[1:-1]:
        return member[1:-1]
    return member


def cut_list(
    text: str, count: int, head: str = "", whole: bool = False, opened: bool = False
) -> tuple[list[str], bool]:
    """The members of a list that has exactly ``count`` of them, and whether it ended in 等; [] when
    it has another number.

    For what stands behind a colon, 即 or in brackets. ；goes before 、, and ，is tried last.
    ``whole``: nothing but the list stands in the text, so that what follows a ， is part of it.
    A 为 before the list is the verb that opens it, but not where it is said to open (``opened``).
    """
    text, is_open = _without_etc(text.strip(" 　\t。；;，,"))
    text = behind_including(text, count)
    leading = ITEM_LEADING if opened else LEADING
    text = COMMA_AND.sub("、", leading.sub("", text))
    if (
        text
        and count > 2
        and len(semicolons := split_list(text, "；;")) == count
        and len(text) > LONGEST * count // 2
    ):
        return _first_clauses([text[start:end] for start, end in semicolons]), is_open
    if not text or len(text) > LONGEST * max(count, 2):
        return [], is_open
    for pieces in _divisions(text, count, head, whole):
        found = [clean_item(piece) for piece in pieces]
        found[0] = at_head(found[0], found[1:], head)
        if (
            len(found) == count
            and all(0 < len(member) <= LONGEST for member in found)
            and len(set(found)) == count
        ):
            return found, is_open
    return [], is_open


# 两条大渠，包括|东渠、西渠|2个工程: what the things are, and how many they are once more.
INCLUDING = re.compile(
    "^[^，、；。]{2,20}，(?:分别是|分别为|包括|即)(?P<listed>[^，；。]+、[^，；。]+?)$"
)


def behind_including(text: str, count: int) -> str:
    """The list in 两条大渠，包括东渠、西渠2个工程, without what says what is listed."""
    if (match := INCLUDING.match(text)) is None:
        return text
    counted = COUNTED_END.search(match["listed"])
    if counted and numerals.parse_number(counted["number"]) == count:
        return match["listed"][: counted.start()]
    return match["listed"]


# 甲、乙，以及丙、丁: one list.
COMMA_AND = re.compile("，以及(?=[^，；。]+$)")


def _first_clauses(pieces: list[str]) -> list[str]:
    """Long items as they are; where one is too long for a name, the first clause of each."""
    found = [clean_item(piece) for piece in pieces]
    if max(map(len, found)) > LONGEST:
        found = [labels.first_clause(piece, LONGEST) for piece in found]
    return found if all(found) and len(set(found)) == len(found) else []


# 我们在各方支持下，办了……: a clause that only says when or how; the next one names the item.
ADVERBIAL = (
    "(?:[我你他她它]们|我[国市省县区校院]|各地)?"
    "(?:在|经(?![济营验])|通过|根据|按照|随着|为了|由于|当(?!地)|自(?![主然觉])|从(?![严事业]))"
    "[^，,。；;：:]{2,30}(?:下|之?后|中|[之同]?时|之际|期间|以来|基础上)"
)
BEHIND_ADVERBIAL = re.compile(f"{ADVERBIAL}[，,](?=[^，,。；;]{{2}})")


def behind_adverbial(text: str) -> str:
    """What names an item, without a first clause that only says when or how."""
    match = BEHIND_ADVERBIAL.match(text)
    return text[match.end() :] if match else text


def split_items(text: str) -> list[str]:
    """What a list names, whatever their number: at ； or 、, the last joined with 和."""
    text, _ = _without_etc(text.strip(" 　\t。；;，,"))
    separators = "；;" if len(split_list(text, "；;")) > 1 else "、"
    return [clean_item(text[start:end]) for start, end in split_list(text, separators)]


def _without_etc(text: str) -> tuple[str, bool]:
    match = re.search("等(?:等|方面|内容|领域|事项)?$", text)
    return (text[: match.start()], True) if match else (text, False)


def _divisions(text: str, count: int, head: str, whole: bool) -> list[list[str]]:
    found = []
    mixed = [text[start:end] for start, end in split_list(text, "、，,")]
    if whole and "、" in text and len(mixed) == count and max(map(len, mixed)) <= LONGEST_NAME:
        found.append(mixed)  # 甲、乙、丙，丁 in brackets
    if len(semicolons := split_list(text, "；;")) > 1:
        if len(semicolons) != count:
            pieces = [text[s:e] for s, e in split_list(text, "，,；;")]
            return [pieces] if len(pieces) == count > 2 and _are_even(pieces) else []
        items = [text[s:e] for s, e in semicolons]
        firsts = [re.split("[，,]", item, maxsplit=1)[0] for item in items]
        if any(LABELLED.match(f"{first}，") for first in firsts):
            return [items]
        # 路面硬化，解决……；村庄绿化，……: the first clause names the item.
        named = head and all(head in first and len(first) > len(head) for first in firsts)
        alike = len({*map(len, firsts)}) == 1 and len(firsts[0]) <= SHORT_ITEM
        # 先看土，再下锄；先排水，再打桩: both clauses are the item.
        alike = alike and (len({*map(len, items)}) > 1 or len(items[0]) > LONGEST_NAME)
        return [firsts if named or alike else items]
    clauses = split_list(text, COMMAS)
    first = text[clauses[0][0] : clauses[0][1]]
    if len(clauses) == count and head and all(text.startswith(head, s) for s, _ in clauses):
        return [[text[s:e] for s, e in clauses]]
    if count > 2 and (opened := _clauses_opened_alike(text, clauses, count)):
        return [opened]
    if begun := clauses_begun_alike([text[s:e] for s, e in clauses], count):
        return [begun]
    evenly = [text[s:e] for s, e in clauses]
    if len(clauses) == count and (_built_alike(evenly) or all(map(find_conjunctions, evenly))):
        return [evenly]
    if count == 2 == len(clauses) and all(map(find_conjunctions, evenly)) and "、" not in text:
        found.append(evenly)  # 两项任务：修好路和桥，管好水和电
    if len(clauses) == 1 or not whole:
        found += divide_items(first, count)
    if len(clauses) == count and (count > 2 or _parallel([text[s:e] for s, e in clauses])):
        found.append([text[s:e] for s, e in clauses])
    pieces_of = [split_list(text[s:e], "、") for s, e in clauses]
    if (
        len(clauses) > 1
        and len(pieces_of[0]) > 1
        and len(set(map(len, pieces_of))) == 1
        and len(clauses) * len(pieces_of[0]) == count
    ):
        found.append(
            [
                text[s + a : s + b]
                for (s, _), pieces in zip(clauses, pieces_of, strict=True)
                for a, b in pieces
            ]
        )
    if (
        len(clauses) > 1
        and (all_pieces := divide_items(text.replace("，", "、").replace(",", "、"), count))
        and "、" not in first
    ):
        found += [pieces for pieces in all_pieces if count > 2]
    return found


def clauses_begun_alike(clauses: list[str], count: int) -> list[str]:
    """一手抓修渠，一手抓护林，两手都硬: more clauses than items, of which just the first ``count``
    begin alike.
    """
    lead = os.path.commonprefix(clauses[:count])
    if len(clauses) <= count or len(lead) < 2 or any(lead in rest for rest in clauses[count:]):
        return []
    return clauses[:count] if "、" not in "".join(clauses[:count]) else []


def _clauses_opened_alike(text: str, clauses: list[tuple[int, int]], count: int) -> list[str]:
    """到2030年修路，到2040年通水，到2050年通电，户户点灯: more clauses than items, of which just
    ``count`` begin as the first does with 到; each goes on to the next.
    """
    starts = [start for start, _ in clauses if text.startswith("到", start)]
    if len(starts) != count or starts[0] != 0 or len(clauses) == count:
        return []
    return [text[s:e].strip("，, ") for s, e in zip(starts, [*starts[1:], len(text)], strict=True)]


def _are_even(pieces: list[str]) -> bool:
    """Whether no piece is much longer than another: 修好一条路，护好一条堤；整好一根线……"""
    lengths = [len(clean_item(piece)) for piece in pieces]
    return 0 < max(lengths) <= 2 * min(lengths) + 4


def divide_items(text: str, count: int) -> list[list[str]]:
    """The ways to divide a list into ``count`` pieces: at 、, and the last one halved at 和 where
    one is missing; [] where it has another number.
    """
    pieces = [text[s:e] for s, e in split_list(text, "、")]
    if len(pieces) == count:
        last = pieces[-1]
        if count > 2 and (places := find_conjunctions(last)) and places[0][0] == 0:
            pieces[-1] = last[places[0][1] :]
        return [pieces]
    if len(pieces) == count - 1 and (places := _joints_of_last(pieces)):
        start, end = places[-1] if len(places) == 1 else _middle(pieces[-1], places)
        halves = [pieces[-1][:start], pieces[-1][end:]]
        if all(halves):
            return [pieces[:-1] + halves]
    return []


def _joints_of_last(pieces: list[str]) -> list[tuple[int, int]]:
    """The joining words of the last piece; of several kinds not those that other pieces hold:
    科学与技术、工程、信息与通信和材料与物理.
    """
    *others, last = pieces
    places = find_conjunctions(last)
    listing = [
        place for place in places if not any(last[slice(*place)] in other for other in others)
    ]
    if other := [place for place in listing if last[place[1] :].startswith("其他")]:
        return other  # 交流与合作及其他
    for joins in ("以及", "和"):  # 茶学和植物与动物学; 茶以及竹和木
        if joined := [place for place in listing if last[slice(*place)] == joins]:
            return joined
    return listing or places


def _middle(text: str, places: list[tuple[int, int]]) -> tuple[int, int]:
    """Of several joining words the one nearest to the middle."""
    return min(places, key=lambda place: abs(place[0] + place[1] - len(text)))


# “三打”（春季）是指: what is said of a name in brackets before its gloss.
REMARK = "(?:[（(][^（）()]{1,12}[）)])?"
# “三打”是指甲、乙: the name of a part of the list, and what it is.
PART_NAME = re.compile(
    f"[“「][^”」]{{1,12}}[”」][^，；：“（(]{{0,4}}?{REMARK}[，,]?(?:分别)?(?:是指|指的是|指|即|是|：)"
)
# 甲、乙等五种保险: where the list ends and what counts it begins.
COUNTED_END = re.compile(
    "等?(?P<number>[二两三四五六七八九十]+|[0-9]+)(?:个|大|项|种|类|件|条|支|张|座|家)[^，；]*$"
)


def trim_list(items: list[str], count: int, name: str, compound: bool) -> list[str]:
    """The items of a list without what stands before the first and behind the last of them.

    ``name`` is the term that counts them, ``compound`` whether it counts twice.
    """
    if len(items) < 2:
        return items
    items = without_common_verb(items, "" if compound else name[-2:])
    if "——" in items[0] and not any("——" in item for item in items[1:]):
        items = [items[0].rpartition("——")[2], *items[1:]]  # 村里的办法——修路、架桥
    first, *others = _behind_title(_without_frame(items))
    first = _trim_first(PART_NAME.sub("", first, 1), others, name)
    state = STATE.search(others[-1])
    if state and state.start() > 1 and not any("的" in item for item in items[:-1]):
        others[-1] = others[-1][: state.start()]
    if compound or len(others) < 2 and common_end([first, *others])[-2:]:
        first = first[_leading_verbs(first, others) :]  # 建设|示范区、新城; 减轻|甲负担和乙负担
    if compound:
        return [first, *others]
    if len(others) > 1:
        first = first[behind_common_preposition(first, others) :]
        names = [*map(without_bracket, others)]
        first = first[behind_showing(first, others) :]
        first = first[_leading_verbs(without_bracket(first), names) :]
        first = first[_as_long_as_others(without_bracket(first), names, 0) :]
    return [first, *others[:-1], _trim_last(others[-1], [first, *others[:-1]], count, name)]


def behind_common_preposition(first: str, others: list[str]) -> int:
    """实现|由粗到细、由小到大、由内到外: how much of the first item stands before the preposition
    that all the others begin with; 0 where it is more than verbs, or they begin otherwise.
    """
    if not all(others):
        return 0
    if first.startswith("通过") and not any("通过" in other for other in others):
        return 2  # 通过|甲脱贫一批、乙脱贫一批
    place = first.find(others[0][0])
    if others[0][0] not in PREPOSITIONS or {other[0] for other in others} != {others[0][0]}:
        return 0
    verbs = place > 0 and all(word.kind in NO_THING for word in words.tag_words(first[:place]))
    return place if verbs and words.begins_word(first, place) else 0


BRACKETED = re.compile("（[^（）]*）$")


def without_bracket(item: str) -> str:
    """绿茶（三月）: an item without the bracket at its end; one all in brackets is as it was."""
    return BRACKETED.sub("", item) or item


# 对茶园、竹林和水塘的改造: what is done to all stands round the list.
FRAME = re.compile("^对(?P<first>[^的]+)$")
FRAMED = re.compile("^(?P<last>[^的]+)的[一-鿿]{2,8}$")


def _without_frame(items: list[str]) -> list[str]:
    """对茶园、竹林和水塘的改造: the items without 对 and 的改造, which all share."""
    first, *inner, last = items
    opened, closed = FRAME.match(first), FRAMED.match(last)
    framed = opened and closed and words.begins_word(first, 1)  # not 对策
    if (
        not opened
        or not closed
        or not framed
        or any(re.search("^对|的", item) for item in [*inner, last[:1]])
    ):
        return items
    return [opened["first"], *inner, closed["last"]]


# 法院、检察院|都要依照宪法办事: what all of them do.
PREDICATE = re.compile("(?:都|均|皆)[要应须必能会是有将]|(?:应当|必须|应该)")


def without_predicate(last: str, others: Sequence[str]) -> str:
    """The last of at least three things without what all of them do, where none of the others
    has it.
    """
    does = PREDICATE.search(last, 2)
    if does is None or len(others) < 2 or any(map(PREDICATE.search, others)):
        return last
    return last[: does.start()]


def behind_outer_verb(first: str, others: list[str]) -> int:
    """重点抓好|召开大会、形成章程: how much of the first of several actions is the verb that
    governs them all, and what says how: two verbs follow each other in it, and in no other.
    """
    tagged = words.tag_words(first)
    how = 1 if BEFORE_VERB.match(tagged[0].text) and len(tagged) > 3 else 0
    if len(tagged) < how + 3 or not _two_verbs(tagged[how:]):
        return 0
    begun = [words.tag_words(other) for other in others]
    if any(other[0].kind != "v" or _two_verbs(other) for other in begun):
        return 0
    return tagged[how].end if tagged[how].text.endswith(RESULTS) else 0


MODALS = frozenset(("要", "应", "应当", "应该", "必须", "须", "需", "需要"))


def behind_modal(first: str, others: list[str]) -> int:
    """党员要|当好护林员、要当好|护林员: how much of the first item says who must, and, where none
    of the others begins with a verb, do what; 0 where another says so, too.
    """
    tagged = words.tag_words(first)
    at = next((at for at, word in enumerate(tagged) if word.text in MODALS), len(tagged))
    if at + 2 >= len(tagged) or any(
        word.text in MODALS for other in others for word in words.tag_words(other)
    ):
        return 0
    verb, thing = tagged[at + 1 : at + 3]
    if any(words.tag_words(other)[0].kind[0] in "vdp" for other in others):
        return tagged[at].end
    return verb.end if thing.kind[0] == "n" else 0


def _two_verbs(tagged: Sequence[words.Word]) -> bool:
    return len(tagged) > 2 and [word.kind for word in tagged[:2]] == ["v", "v"]


def without_common_verb(items: list[str], head: str) -> list[str]:
    """实施“甲”行动、实施“乙”行动 (两大行动): the items without a verb that stands before the quoted
    names of all.
    """
    lead = os.path.commonprefix(items)
    verb = lead[: lead.find("“")]
    named = "“" in lead and verb in GOVERNORS and all(head in item for item in items)
    return [clean_item(item[len(verb) :]) for item in items] if head and named else items


SHOWING = re.compile("[一-鿿]{2}[出了着](?=[一-鿿]{2})")


def behind_showing(first: str, others: list[str]) -> int:
    """经济发展呈现出甲的趋势、乙的趋势、…: where the first of many items begins, behind a verb
    in 出, 了 or 着 that none of the others has.
    """
    shown = _showing_end(first)
    return shown if shown and not any(map(_showing_end, others)) else 0


def _showing_end(item: str) -> int:
    """Where the verb in 出, 了 or 着 of an item ends (呈现出, not 日益|突出); 0 for none."""
    shown = SHOWING.search(item)
    if shown is None or not words.begins_word(item, shown.start()):
        return 0
    return shown.end() if words.begins_word(item, shown.end()) else 0


def _trim_first(first: str, others: list[str], name: str) -> str:
    """推动信息互换、监管互认、执法互助 (“三互”): the first item is as long as the others, with the
    counted character at the same place.
    """
    length = len(others[0])
    tail = first[-length:]
    if (
        first[0] in PREPOSITIONS
        and others[0][0] != first[0]
        and {len(first) - 1} == {*map(len, others[:-1] or others)}
    ):
        return first[1:]  # 以政治引领、法治保障……
    if (
        len(first) <= length
        or not 1 < length <= SHORT_ITEM
        or len(others) < 2
        or any(len(other) != length for other in others)
        or not words.begins_word(first, len(first) - length)
        or not _leads(first[: len(first) - length])
    ):
        return first
    alike = (
        all(other[place] == character for other in others)
        for place, character in enumerate(tail)
        if character in name
    )
    return tail if any(alike) else first


def _leads(lead: str) -> bool:
    """Whether nothing that a verb governs stands at the end of what goes before an item: not
    打好山林|防火仗.
    """
    tagged = words.tag_words(lead)
    last = tagged[-1]
    governs = last.kind in ("v", "vn", "p", "d", "uj", "ul") or last.text in GOVERNORS
    if governs or any(word.kind in ("v", "p") or word.text in GOVERNORS for word in tagged):
        return governs or governed_start(lead) < 0
    # 全市|林区: whose they are; but 治安|态势图 is a name.
    return lead[0] in "全各本我" or lead[-1] in "国省市县縣区區镇鎮乡鄉村州"


def _trim_last(last: str, others: list[str], count: int, name: str) -> str:
    """甲、乙等两种保险, 甲权、乙权、丙权三权分置, 甲型、乙型、丙型社会: the last item ends before
    等, before what counts the list, before the name, or where the others end.
    """
    if (match := NOT_LAST.search(last)) and match.start() > 1 and "、" not in last:
        last = last[: match.start()]  # but 抓好修路、架桥等事项的管护
    if last.endswith(name) and len(last) > len(name):
        last = last[: -len(name)]
    if (counted := last.rfind(name[:2])) > 1:
        last = last[:counted]  # 甲证、乙证、丙证三证合为一证 (三证合一)
    if last.endswith(name[-2:]) and {*map(len, others)} == {1}:
        last = last[0]  # 市、区、企协同联动 (三方联动)
    if all(other.startswith(name[-2:]) for other in others):
        last = without_common_rest(last, others)
    match = COUNTED_END.search(last)
    if match and match.start() > 1 and numerals.parse_number(match["number"]) == count:
        last = last[: match.start()]
    end = common_end(others)
    place = last.rfind(end) + len(end)
    if not end or not len(end) < place < len(last):
        return last
    belongs = set(end) & set(name) or last[place] == "的" or last[-2:] == name[-2:]
    return last[:place] if belongs and last[place] not in OPENING else last  # 新社区（村）


def without_common_rest(last: str, others: Sequence[str]) -> str:
    """统一登记、统一编号、统一查询|制度: the last of at least three items that begin alike, as long
    as the others where they are of one length.
    """
    length = len(others[0])
    even = len(others) > 1 and all(len(other) == length for other in others)
    noun = words.tag_words(last[length:] or "。")[0].kind == "n"  # not 同时投产使用
    return last[:length] if even and noun and words.begins_word(last, length) else last


# 路灯缺少、桥梁不足、路面偏低|的现象: what all of them are.
STATE = re.compile("的(?:现象|问题|情况|状况|局面|特点|难题|弊病)$")
SHORT_ITEM = 6
PREPOSITIONS = "以对从把将由按让在向"


# So many characters that clauses have in common near their beginning are no chance.
COMMON_BEGINNING = 3


def _built_alike(clauses: list[str]) -> bool:
    """前半个世纪……，后半个世纪……: clauses that have the same words near their beginning."""
    first = clauses[0][: 2 * COMMON_BEGINNING + 2]
    return any(
        all(
            first[at : at + COMMON_BEGINNING] in clause[: 4 * COMMON_BEGINNING]
            for clause in clauses
        )
        for at in range(len(first) - COMMON_BEGINNING + 1)
    )


def _parallel(pieces: list[str]) -> bool:
    """Two clauses built alike: the same beginning or the same end."""
    one, other = (clean_item(piece) for piece in pieces)
    return bool(one and other) and (
        one[0] == other[0] or one[-1] == other[-1] or len(one) == len(other)
    )


def at_head(first: str, others: list[str], head: str) -> str:
    """三同步（各家同步修、同步管、…）: the first of three members or more begins with what is
    counted, as most others do.
    """
    if len(others) < 2:
        return first  # 省级重点林场和重点苗圃 (两个重点)
    alike = sum(other.startswith(head) for other in others) if head else 0
    inside = 2 * alike > len(others) and not first.startswith(head)
    place = first.rfind(head) if inside else 0
    if not 1 < place < len(first) - len(head) or not words.begins_word(first, place):
        return first
    return first[place:] if _is_lead(first[:place]) else first


def _is_lead(text: str) -> bool:
    """Whether what stands before an item is no part of it: who does it (各家, 建设项目的设施), or
    what ends in a verb that governs the list; not 市区赴省进京|无上访.
    """
    tagged = words.tag_words(text)
    return tagged[-1].text in GOVERNORS or not any(word.kind == "v" for word in tagged)


def items_by_head(text: str, count: int, head: str) -> list[str]:
    """“三个并举”：甲乙并举、丙丁并举、戊己并举，实施两个……: the items that a list begins with and
    that end in what is counted, but for a bracket behind it, where there are just so many; [] else.
    """
    if len(head) < 2 or count < 3:
        return []
    found: list[str] = []
    for start, end in split_list(text, "、，,；;"):
        item = clean_item(text[start:end])
        if len(found) == count - 1 and (joint := JOINS.match(item)):
            item = item[joint.end() :] if words.tag_words(item)[0].kind == "c" else item
        name = without_bracket(item)
        if not name.endswith(head) or len(name) == len(head):
            break
        found.append(item)
    return found if len(found) == count and len(set(found)) == count else []


def split_exactly(text: str, count: int) -> list[str]:
    """The items of a text that is nothing but a list of ``count``: 甲、乙和丙; for two, two groups
    of as many things (甲、乙和丙、丁); [] else.
    """
    joints = find_conjunctions(text) if count == 2 else []
    if len(joints) == 1:
        groups = [text[: joints[0][0]], text[joints[0][1] :]]
        if groups[0].count("、") == groups[1].count("、"):
            found = [clean_item(group) for group in groups]
            return _behind_title(found) if all(found) else []
    found = _behind_title(_exact(text, count, 0)[0])
    if not found:
        return []
    pairs = all(map(find_conjunctions, found))
    if "、" in text and not pairs and _holds_two(found[count > 2 :], loosely=True):
        return []
    first, *others = found
    if count > 2:
        first = first[_as_long_as_others(first, others, 0) :]
    return [first, *others]


def split_evenly(text: str, count: int) -> list[str]:
    """The items of a text that is nothing but a list of ``count`` names, parted by 、 or by commas
    or semicolons alone; [] else.
    """
    found = split_exactly(text, count)
    if not found and not re.search("[、。：:！？]", text):
        found = [clean_item(text[start:end]) for start, end in split_list(text, "，,；;")]
    names = len({*found}) == count and all(
        0 < len(item) <= LONGEST_NAME and not re.search("[，,；;]", item) for item in found
    )
    return found if names else []


def _behind_title(items: list[str]) -> list[str]:
    """我市《甲》、《乙》: the items from the first title on, where the others are titles."""
    if len(items) < 2 or not all(item.startswith("《") for item in items[1:]):
        return items
    return [items[0][max(0, items[0].find("《")) :], *items[1:]]


def behind_must(text: str) -> str:
    """要积极应对甲的挑战。乙的挑战。: the text behind 要 and the verb that governs the list."""
    if not text.startswith("要"):
        return text
    for word in words.tag_words(text[1 : 1 + LONGEST_NAME]):
        if word.kind not in NO_THING:
            return text[1 + word.start :]
    return text


def ends_in_lone_verb(items: list[str]) -> bool:
    """在甲县、乙县、丙县新建|三个牧场: whether the last item alone ends in a verb."""
    ends = [words.tag_words(item)[-1] for item in items]
    governs = [end.kind in VERBS or end.text in PLAIN_GOVERNORS for end in ends]
    return governs[-1] and ends[-1].start > 0 and not any(governs[:-1])


def items_by_sentence(text: str, count: int) -> list[str]:
    """A sentence for each item; [] where they are not ``count``."""
    pieces = [text[s:e] for s, e in split_list(text, "。")]
    pieces = [piece for piece in pieces if piece.strip()]
    return _first_clauses(pieces) if len(pieces) == count else []


def items_by_ending(text: str, count: int, head: str) -> list[str]:
    """经过改造的市博物馆、图书馆、美术馆开放: the items of the first list in a text of which just
    as many end in what is counted; the first item begins behind 的, or with its clause.
    """
    if not head or text.count(head) < count:
        return []
    for listed in LISTED.finditer(text):
        items = listed.group().split("、")
        place = items[-1].find(head)
        items[-1] = items[-1][: place + len(head)] if place > 0 else ""
        items[0] = items[0][items[0].rfind("的") + 1 :]
        if len(items) > 1:
            items[0] = items[0][_as_long_as_others(items[0], items[1:], 0) :]
        if len(items) == count and all(item.endswith(head) and item != head for item in items):
            return items
    return []


LISTED = re.compile("[^，,；;。：:！？\n“”（）()、]+(?:、[^，,；;。：:！？\n“”（）()、]+)+")


def items_by_counted_word(text: str, parts: tuple[tuple[int, str], ...]) -> list[str]:
    """三河两湖（甲河乙河丙河、丁湖戊湖）: each half cut behind the character it is counted by."""
    pieces = [text[s:e] for s, e in split_list(text, "、，,")]
    if len(pieces) != len(parts):
        return []
    found: list[str] = []
    for piece, (number, word) in zip(pieces, parts, strict=True):
        size, rest = divmod(len(piece), number)
        members = (
            [piece[place : place + size] for place in range(0, len(piece), size)]
            if size and not rest
            else []
        )
        if len(members) != number or 2 * sum(member.endswith(word) for member in members) <= number:
            return []
        found += members
    return found


def items_by_groups(text: str, parts: tuple[tuple[int, str], ...]) -> list[str]:
    """三严三实：甲、乙、丙，丁、戊、己: a clause for each number of a compound; with or without its
    name before it (“三严”是指……).
    """
    text = text.strip("。；; ")
    clauses = split_list(text, "，；,;")
    names = [match.span() for match in PART_NAME.finditer(text)]
    if len(names) != len(parts):
        names = part_names(text, parts)
    if len(names) == len(parts) and names[0][0] == 0:
        starts = [start for start, _ in names[1:]]
        clauses = list(zip([end for _, end in names], [*starts, len(text)], strict=True))
    if len(clauses) != len(parts):
        return []
    found: list[str] = []
    for (start, end), (number, _) in zip(clauses, parts, strict=True):
        clause = text[start:end].strip("，；。;, ")
        if text[start - 1 : start] in tuple("（("):  # 一轴（甲）、两片（乙、丙）
            clause = re.split("[）)]", clause, maxsplit=1)[0]
        clause = behind_including(clause, number)
        pieces = (
            [[IN_OTHER_WORDS.split(clause, 1)[0]]] if number == 1 else divide_items(clause, number)
        )
        if not pieces and len(names) == len(parts):
            listed, _ = cut_list(clause, number)
            pieces = [listed] if listed else []
        if not pieces:
            return []
        found += [clean_item(piece) for piece in pieces[0]]
    return found if all(0 < len(member) <= LONGEST for member in found) else []


def items_by_joint(text: str, parts: tuple[tuple[int, str], ...]) -> list[str]:
    """一塘两渠（上塘和东渠、西渠）: both groups of a compound, joined by 和; [] where another joint
    would do as well.
    """
    if len(parts) != 2:
        return []
    found: list[list[str]] = []
    for start, end in find_conjunctions(text):
        groups = (text[:start], text[end:])
        pieces = [[group[s:e] for s, e in split_list(group, "、")] for group in groups]
        if [len(group) for group in pieces] == [number for number, _ in parts]:
            found.append([clean_item(piece) for group in pieces for piece in group])
    return found[0] if len(found) == 1 and all(found[0]) else []


# “一老”指老城区，即钟楼一带: what is said of a member behind its name.
IN_OTHER_WORDS = re.compile("(?<=.)[，,](?:即|也就是)")


def part_names(text: str, parts: tuple[tuple[int, str], ...]) -> list[tuple[int, int]]:
    """Where each part of a compound is named and explained, one behind the other: 两翼：……三带是……;
    [] where one is not.
    """
    found: list[tuple[int, int]] = []
    at = 0
    for number, word in parts:
        name = re.compile(f"[“「]?{numeral_pattern(number)}{re.escape(word)}{EXPLAINED}")
        if (match := name.search(text, at)) is None:
            return []
        found.append(match.span())
        at = match.end()
    return found


EXPLAINED = (
    f"(?:[”」]?{REMARK}[，,]?(?:分别|具体)?"
    "(?:是指|指的是|指|即|是|为|：|:|——)|[”」]?[（(]|[”」][，,])"
)


def numeral_pattern(number: int) -> str:
    """A number as it may be written: [二两2]."""
    written = "〇一二三四五六七八九"[number] if number < 10 else ""
    return f"[{written}{number}{'两双' if number == 2 else ''}]" if number < 10 else str(number)


def clause_start(text: str, end: int) -> tuple[int, bool]:
    """Where the clause that ends at ``end`` begins: behind the last mark outside brackets; and
    whether one was met.
    """
    depth = 0
    floor = max(0, end - WINDOW)
    straight = False
    for place in range(end - 1, floor - 1, -1):
        character = text[place]
        if character == '"':
            straight = not straight
            continue
        if straight:
            continue
        if character in CLOSING:
            depth += 1
        elif character in OPENING:
            if depth == 0:
                return place + 1, True
            depth -= 1
        elif depth == 0 and (character in END or character in COMMAS):
            return place + 1, True
    return floor, floor == 0


def items_before(text: str, count: int, through: bool) -> tuple[list[str], int]:
    """The ``count`` members that a clause ends with, and the offset in ``text`` where the first
    begins; [] when not sure.

    ``through``: the clause runs 在甲、乙上发挥, so that all behind 在 is members.
    """
    if through:
        if (place := _last_in(text)) < 0:
            return [], 0
        return _exact(text[place:], count, place)
    pieces = split_list(text, "、")
    if len(pieces) == 1 and count == 2 and (halves := paired_words(text)):
        return halves
    if count == 2 and (groups := _two_groups(text)):
        return groups
    for candidate in _candidates(text, pieces, count):
        if (answer := _accept_items(text, candidate, count)) is not None:
            return answer
    return [], 0


def _two_groups(text: str) -> tuple[list[str], int] | None:
    """支持甲、乙和丙、丁两大类: two groups with as many things in each."""
    if len(places := find_conjunctions(text)) != 1:
        return None
    (start, end) = places[0]
    left, right = text[:start], text[end:]
    if not 1 <= left.count("、") == right.count("、") or not right:
        return None
    place = max(0, governed_start(left[: left.index("、")]))
    found = [clean_item(left[place:]), clean_item(right)]
    if not all(found) or max(map(len, found)) > LONGEST or len(found[0]) > 2 * len(found[1]) + 4:
        return None
    last = _last_word(text, end, len(text))
    if last is None or last.kind in NO_NAME_ENDS:
        return None
    return found, place


def _last_in(text: str) -> int:
    return max(
        (match.end() for match in re.finditer("(?:^|[要点，])(?:在|从|围绕)", text)), default=-1
    )


def _exact(text: str, count: int, offset: int) -> tuple[list[str], int]:
    for pieces in divide_items(text, count):
        found = [clean_item(piece) for piece in pieces]
        if all(0 < len(member) <= LONGEST for member in found):
            return found, offset
    return [], 0


def _candidates(
    text: str, pieces: list[tuple[int, int]], count: int
) -> list[list[tuple[int, int]]]:
    """Ways to take the last ``count`` items: at 、 alone, and with the last piece halved at 和."""
    found = []
    if len(pieces) >= count and (count > 1):
        found.append(pieces[-count:])
    if len(pieces) >= count - 1:
        start, end = pieces[-1]
        places = _joints_of_last([text[slice(*piece)] for piece in pieces])
        for joint in reversed(places):
            halves = [(start, start + joint[0]), (start + joint[1], end)]
            if halves[0][0] < halves[0][1] and halves[1][0] < halves[1][1]:
                found.append(
                    [*pieces[len(pieces) - count + 1 : -1], *halves]
                    if count > 2 or len(pieces) == 1
                    else halves
                )
    found = [candidate for candidate in found if len(candidate) == count]
    if count == 2 and len(pieces) > 1 and not find_conjunctions(text[slice(*pieces[-2])]):
        found.reverse()  # 丙、甲和乙两项: 甲和乙 before 丙、甲和乙
    return found


def _accept_items(
    text: str, items: list[tuple[int, int]], count: int
) -> tuple[list[str], int] | None:
    others = [text[s:e] for s, e in items[1:]]
    if (
        len(others) > 1
        and VERB.match(others[0])
        and not VERB.match(others[-1])
        and text[: items[0][1]].endswith(tuple(verb for verb in PLAIN_GOVERNORS if len(verb) > 1))
    ):
        return None  # 部署、指挥甲、乙三大战役
    if any(
        not other or len(other) > LONGEST or QUOTED_AND.search(other) or COUNTED.search(other)
        for other in others
    ) or _holds_two(others, loosely=len(others) > 1 and not all(map(find_conjunctions, others))):
        return None
    first = text[items[0][0] : items[0][1]]
    # 甲、乙“两大龙头”和|丙、丁“两个支柱”
    if joint := BEHIND_COUNTED.search(first) or BEHIND_NAME.search(first):
        items = [(items[0][0] + joint.end(), items[0][1]), *items[1:]]
        first = first[joint.end() :]
    paired = count > 2 and all(
        find_conjunctions(text[start:end]) for start, end in items
    )  # 甲和乙、丙和丁三对关系
    verbal = [not paired and starts_with_verb(other) for other in others]
    whole = bool(joint) or items[0][0] == 0 or count == 2 and text[items[0][0] - 1] == "、"
    built_round = _built_round(first, others)
    if all(map(DOES_ONE.match, others)) and (does := DOES_ONE.search(first)):
        place = does.start()
    elif built_round:
        place = len(first) - len(others[0])
    elif all(verbal):
        place = _verb_start(first) if not whole or not starts_with_verb(first) else 0
        if (alike := _alike(first, others)) > 0:
            place = alike  # 落实|加强甲、加强乙、加强丙
        if place < 0 or not starts_with_verb(first[place:]):
            return None
        place = place or _behind_saying(first, others)
    elif sum(verbal) > (len(others) > 2 and not verbal[-1]):
        return None  # 基本建设、利用外汇、交通运输、林业: one of many may be an action
    elif not paired and all(map(starts_like_verb, others)):
        place = len(first) - len(others[0])
        if (
            len(set(map(len, others))) > 1
            or place < 0
            or not (place == 0 and whole or governed_start(first[:place] + "甲") == place)
        ):
            return None
    else:
        place = _alike(first, others)
        if place < 0:
            place = _as_long(first, others, governed_start(first))
        if place < 0 and (place := _behind_first_verb(first, others)) > 0:
            place += _leading_verbs(first[place:], others)
        if place < 0 and (place := _behind_joint(first, others)) < 0:
            place = _behind_subject(first, others)
        if place < 0:
            if (
                not whole
                or len(first) > 2 * max(map(len, others)) + 2
                and not _is_noun(first, count)
            ):
                return None
            place = 0
    if (
        not paired
        and not built_round
        and (
            _ends_in_verb(text[: items[-1][1]], [first[place:], *others], count)
            or not _ends_as_name(text, items)
            or _are_verbs(text, items)
            or any(
                _is_sentence(other, others if count > 2 else [first[place:]]) for other in others
            )
        )
    ):
        return None
    place += place > 0 and first[place - 1].isdigit() and first[place] in DATED
    place += behind_showing(first[place:], others)
    if all(other.startswith("《") for other in others):
        place = max(place, first.find("《"))  # 县志办编的《甲》、《乙》两种读物
    place += scope_end(first[place:], others)
    if place == 0:
        place = _leading_verbs(first, others)
    if not any(verbal):
        place = _as_long_as_others(first, others, place)
        if count > 2 and len(first) - place > 2 * max(map(len, others)) + 2:
            place += max(0, _behind_subject(first[place:], others))
    place = _before_joint(first, others, place)
    if COUNTED.search(first, place):
        return None  # 建成三个村、甲和乙两个县: another list
    if (joint := JOINS.match(first, place)) and words.tag_words(first[place:])[0].kind == "c":
        place = joint.end()  # the list stands behind another: 规定和|甲、乙、丙三项制度
    if (
        count == 2
        and text[items[0][1]] == "、"
        and not all(map(find_conjunctions, (first[place:], *others)))  # 茶和竹、山和水
        and _holds_two([first[place:], *others], loosely=True)
    ):
        return None
    place += bool(BECOMING.match(text, max(0, items[0][0] + place - 2)))
    members = [clean_item(one) for one in (first[place:], *others)]
    if not all(members) or len(set(members)) != count:
        return None
    shortest = min(map(len, members[:-1]))
    if (
        len(others[-1]) < min(3, shortest / 2) or len(others[-1]) == 1 < shortest
    ):  # 甲治理、乙治理和工业“三废”治理
        return None
    if all(member in MODIFIERS for member in members):
        return None
    if max(map(len, members)) > LONGEST or len(members[0]) > 3 * max(map(len, members[1:])) + 8:
        return None
    return members, items[0][0] + place


def _built_round(first: str, others: list[str]) -> bool:
    """安全是底线、质量是生命、服务是根本: whether at least three items of one length have one
    character inside them, at one place.
    """
    length = len(others[0])
    last = first[-length:]
    if len(others) < 2 or len(last) < 4 or {*map(len, others)} != {length}:
        return False
    round_one = any(all(other[at] == last[at] for other in others) for at in range(1, length - 1))
    return round_one and words.begins_word(first, len(first) - length)


# 参观一个展览、召开一次讨论 (“四个一”): what is done once in each item.
DOES_ONE = re.compile("[一-鿿]{2}一[次个份本场堂项批条篇封件支面套张]")
# 提出|全面推进甲、继续推进乙: who says so, and not what is done.
SAYING = re.compile("(?:提出|指出|强调|要求|明确|部署)了?")


def _behind_saying(first: str, others: list[str]) -> int:
    """Where the first of several actions begins, behind a verb of saying that no other has."""
    saying = SAYING.match(first)
    if saying is None or any(map(SAYING.match, others)):
        return 0
    said = first[saying.end() :]
    acts = starts_with_verb(said) or words.tag_words(said or "。")[0].kind in ("v", "d", "ad")
    return saying.end() if acts else 0


# 培养|成党员带头人: the verb that makes one thing of another goes on in 成.
BECOMING = re.compile("(?:培养|培育|打造|建设|锻造|转化|发展)成(?![员果效就长熟本立功人品])")


def _before_joint(first: str, others: list[str], place: int) -> int:
    """实现|茶园向茶乡、荒山向林山、石滩向良田: where the first of at least three items begins, all
    of which go from one thing to another.
    """
    for mark in "向到":
        joint = first.rfind(mark, 0, place)
        joined = joint > 0 and mark not in first[place:]
        if joined and len(others) > 1 and all(other.find(mark) > 0 for other in others):
            return max(0, governed_start(first[:joint]))
    return place


DATED = "年月日"  # 2020年|茶叶、竹器、山货
# A number that counts things in an item: another list ended there.
COUNTED = re.compile(
    "(?<!一)(?!一[^一二三四五六七八九十百])(?:[一二两三四五六七八九十]+|[0-9]+)(?:个|個|大|项|類|类|条|家|座|名|所|处|支|对)(?!(?:中心|重点))[一-鿿]|双重"
)
# Behind a counting expression in quotation marks another list begins.
BEHIND_NAME = re.compile(f"“{labels.NUMERAL}[^”]{{1,8}}”(?:[和与及、]|以及)(?=[^”]+$)")
# 甲、乙2家公司和丙、丁两个中心: the list begins behind another one and what it counts.
BEHIND_COUNTED = re.compile(
    f"(?:{labels.NUMERAL}|[0-9]{{1,2}})(?:个|個|大|项|類|类|条|家|座|名|所|处|支|对)"
    "[一-鿿]{1,8}?(?:以及|[和与及])(?=[^和与及]{2,}$)"
)
# 甲“两山”和建设乙: two things, the first of them another enumeration.
QUOTED_AND = re.compile('[”"](?:和|与|以及|及)')


def _holds_two(items: list[str], loosely: bool = False) -> bool:
    """Ⅱ级、Ⅲ级和Ⅳ级: the last item is two of the same make as those before it; ``loosely``, of like
    length.
    """
    *others, last = items
    places = find_conjunctions(last) if others else []
    if loosely:  # 与 joins words inside an item as often
        places = [place for place in places if last[slice(*place)] in ("和", "以及")]
    if not places:
        return False
    start, end = places[-1]
    items = [*others, last[:start], last[end:]]
    if not all(items):
        return False
    lengths = list(map(len, items))
    return (
        len(set(lengths)) == 1
        or (loosely or len({item[-1] for item in items}) == 1)
        and max(lengths) <= 2 * min(lengths) + loosely
    )


def _alike(first: str, others: list[str]) -> int:
    """重申不早、不晚、不误: the first item begins as all the others do; -1 when they do not begin
    alike.
    """
    prefix = os.path.commonprefix(others) if len(others) > 1 else ""
    if not prefix:
        return -1
    length = len(others[0])
    if {*map(len, others)} == {length} and first[-length:].startswith(prefix):
        return len(first) - length  # 一步一步地做 beside 一件一件地做
    return first.rfind(prefix)


def common_end(members: list[str]) -> str:
    """What all of at least two members end with."""
    return (
        os.path.commonprefix([member[::-1] for member in members])[::-1] if len(members) > 1 else ""
    )


def _as_long(first: str, others: list[str], place: int) -> int:
    """Where the others are of one length and end alike (甲变革、乙变革), or nothing governs: the
    first is as long as they.
    """
    length = len(others[0])
    if len(others) > 1 and {*map(len, others)} == {1}:
        return len(first) - 1  # 搭建|政、产、学、研“四位一体”平台
    if length < 2 or any(len(other) != length for other in others) or len(first) <= length:
        return place
    if len(others) < 2:
        before = len(first) - length
        governed = before == governed_start(first[:before] + "甲")
        return before if governed and words.begins_word(first, before) else place
    if first[len(first) - length : place] in PLAIN_GOVERNORS:
        before = governed_start(first[: place - 1])
        return before if before == len(first) - length else place
    before = len(first) - length
    governed = first[:before].endswith(tuple(LONG_GOVERNORS))
    end = first[-1:] if governed else first[-2:]
    alike = length > 2 and all(other.endswith(end) for other in others)
    kind = words.tag_words(first[:before])[-1].kind if before > 0 else ""
    noun = kind in ("n", "ns", "vn")  # 旅游|产业发展, 南溪|新城镇 is one
    fits = alike or place < 0 and before <= 4 and not noun
    whole = words.begins_word(first, before) or governed
    return before if fits and whole else place


# 全面、准确、及时“三知” says how, not which.
MODIFIERS = frozenset(word_list("modifiers"))


def _ends_in_verb(text: str, items: list[str], count: int) -> bool:
    """Whether the verb that governs the term itself was taken for the end of the last item:
    甲、坚决做到“两个维护”; in 新建布局、优化提升、调整淘汰 each item ends in one.
    """
    first, last = items[0], items[-1]
    acts = sum(words.tag_words(item)[-1].kind in VERBS for item in items if item)
    if count > 2 and len({*map(len, items)}) == 1 and acts > 1:
        return False
    for verb in LONG_GOVERNORS:
        if last.endswith(verb) and words.begins_word(text, len(text) - len(verb)):  # 污水处理
            return not first.endswith(verb) and (
                verb not in AMBIGUOUS or count == 2 and words.tag_words(text)[-1].kind in VERBS
            )
    return False


# 1994年、1996年两次 are times, not things.
DATE = re.compile(
    "[^0-9０-９一二三四五六七八九十]{0,3}[0-9０-９〇一二三四五六七八九十∶:：]{1,"
    "4}(?:[年月日时点分]|分钟)?[0-9０-９月日]*"
)
# 甲、乙等单位的……: the list ended before.
NOT_LAST = re.compile("(?<![中高初上下平均相对不何优头特])等(?=.)(?![级級待同候距])")
# Verbs, prepositions, particles: what a name does not end with.
NO_NAME_ENDS = frozenset(("p", "c", "d", "uj", "ul", "uz", "ud"))
VERBS = frozenset(("v", "vd", "vi", "vq"))


# 普及率, 可靠度: the dictionary takes some for verbs.
NOUN_ENDINGS = frozenset("率度量性力值额数权费税")
# 灵活性改造: behind a noun these name a work, and seldom govern the name of an enumeration.
NAMES_OF_WORK = frozenset(("改造", "提升", "升级", "整治", "修复", "治理", "改革", "创新"))


def _ends_as_name(text: str, items: list[tuple[int, int]]) -> bool:
    """Whether the last item ends as a name does, or as another item does: not in a word that what
    follows depends on.

    甲和乙对“三件事”: 对 is no part of a member. 甲与乙签署两项协议 says who signed, not what.
    """
    if NOT_LAST.search(text, items[0][0]):
        return False
    ends = [_last_word(text, start, end) for start, end in items]
    last = ends[-1]
    if last is None or last.kind in NO_NAME_ENDS:
        even = len({end - start for start, end in items}) == 1
        return last is None or even and last.start == items[-1][0] and len(last.text) > 1
    if (
        last.text in NOUN_ENDINGS
        or len(items) > 2
        and last.text in NAMES_OF_WORK
        or last.kind not in VERBS
        or any(end is not None and end.kind in VERBS for end in ends[:-1])
    ):
        return True
    if last.start == items[-1][0]:
        return True
    lengths = [end - start for start, end in items]
    return len(items) > 2 and len(last.text) > 1 and lengths[-1] <= max(lengths[1:-1]) + 2


def _are_verbs(text: str, items: list[tuple[int, int]]) -> bool:
    """培养、使用两用人才: verbs in a row, the last with what it governs."""
    found = words.tag_words(text)
    kinds = {(word.start, word.end): word.kind for word in found}
    starts = {word.start: word for word in found}
    last = starts.get(items[-1][0])
    return (
        last is not None
        and last.kind == "v"
        and last.end < items[-1][1]
        and all(kinds.get(item) in ("v", "vn") for item in items[:-1])
    )


def _is_sentence(item: str, others: list[str]) -> bool:
    """省政府要求做到甲, between short names: the list begins inside it."""
    if len(item) < 2 * min(map(len, others)) + 3:
        return False
    return any(
        word.kind == "v" and len(word.text) > 1 and following.kind not in ("p", "c")
        for word, following in zip(
            words.tag_words(item)[1:-1], words.tag_words(item)[2:], strict=True
        )
    )


def _last_word(text: str, start: int, end: int) -> words.Word | None:
    return next(
        (
            word
            for word in reversed(words.tag_words(text))
            if start <= word.start and word.end == end
        ),
        None,
    )


# 其中甲、乙; 全国甲、乙: says of what, or when; members begin behind it.
SCOPES = frozenset(word_list("scopes"))
# 我市甲县、乙县: whose all of them are.
OURS = re.compile("我[国省市县区州校院系局镇乡村](?=[一-鿿]{2})")


def scope_end(first: str, others: list[str]) -> int:
    """How much in front of the first item belongs to none of them: 促进甲国、乙国 where the others
    begin with no verb.
    """
    found = words.tag_words(first)
    if len(found) < 2:
        return 0
    at = 0
    if OURS.match(first) and not any(map(OURS.match, others)):
        at, found = 2, tuple(word for word in found if word.start >= 2)
    elif found[0].text in SCOPES:
        at, found = found[0].end, found[1:]
    elif (place := _place_end(found)) and not _hold_places(others):
        at, found = place, tuple(word for word in found if word.start >= place)
    if not found:
        return 0
    verbs = [word for word in found[:-1] if word.kind == "v" and len(word.text) > 1]
    if (
        verbs
        and found[-1].kind != "v"  # 扫黑除恶
        and len(first) - at > max(map(len, others))
        and "的" not in first[verbs[-1].end :]
        and not any(word.kind[0] == "v" for other in others for word in words.tag_words(other))
    ):
        at = verbs[-1].end
    return at


# 柳溪镇|粮食产量、公共收入、常住人口: whose all of them are.
PLACE_ENDS = "省市县区州镇乡村"


def _place_end(tagged: Sequence[words.Word]) -> int:
    """Where the name of a place ends that the words begin with (柳溪镇, 磨 憨 镇); 0 for none."""
    for word in tagged[:3]:
        named = word.kind in ("ns", "nr", "nt") and len(word.text) > 2 or len(word.text) == 1
        if word.text[-1] in PLACE_ENDS and named and word.end > 2:
            return word.end
        if len(word.text) > 2:
            return 0
    return 0


def _hold_places(items: list[str]) -> bool:
    """Whether places are listed, or too few things to tell."""
    kinds = [word.kind[:2] for item in items for word in words.tag_words(item)]
    return len(items) < 2 or "ns" in kinds or "nr" in kinds


# These begin an item: 无|人照管的山路.
IS_THERE = frozenset(("无", "有", "未", "非"))
# What stands before the first thing that a clause names: verbs, adverbs, 了.
NO_THING = frozenset(("v", "d", "ad", "vd", "ul"))


def _leading_verbs(first: str, others: list[str]) -> int:
    """How much of the first item are verbs that govern the whole list: 高举甲主义、乙主义; 0 where
    another item begins with one.
    """
    if len(first) <= min(map(len, others)) or any(
        words.tag_words(other)[0].kind in ("v", "vd", "d", "ad", "p", "a") for other in others
    ):
        return 0
    tagged = words.tag_words(first)
    place = 0
    for word in tagged[:-1]:
        if (
            word.text in IS_THERE
            or word.kind not in NO_THING
            and word.text not in ("为", "是")
            or first[word.end] in "好了着出成性化型式"
            or len(first) - word.end < 2 <= min(map(len, others))
        ):
            break
        place = word.end
    lead = first[:place]
    if lead and any(other.startswith(lead) for other in others):
        return 0
    return 0 if first[place] in "和与及" or "的" in first[place:] else place


def are_names(items: list[str]) -> bool:
    """Whether at least three short items without a verb are listed."""
    return len(items) > 2 and all(
        len(item) <= LONGEST_NAME and not any(word.kind == "v" for word in words.tag_words(item))
        for item in items
    )


def starts_with_verb(text: str) -> bool:
    """Whether an item begins with a verb, an adverb before it allowed."""
    text = re.sub(
        "^(?:全面|加快|着力|大力|进一步|更好|不断|深入|扎实|积极|切实|坚决|持续|统筹|协同|稳步)",
        "",
        text,
    )
    return (match := VERB.match(text)) is not None and len(text) > match.end() + 2


def starts_like_verb(text: str) -> bool:
    """发展经济 or 发展规划: an action or a thing, too short to tell."""
    return (match := VERB.match(text)) is not None and len(text) > match.end()


def _verb_start(text: str) -> int:
    """Where in the first item of a list of actions the action begins: -1 when more than one place
    could be meant.
    """
    verbs = [match for match in GOVERNING.finditer(text) if len(match.group()) > 1]
    for verb, following in zip(verbs, verbs[1:], strict=False):
        if verb.end() == following.start() and verb.group() in PLAIN_GOVERNORS:
            return following.start()  # 抓住建立制度: one governs the other
    return verbs[0].start() if len(verbs) == 1 else -1


LONG_GOVERNORS = sorted((verb for verb in GOVERNORS if len(verb) > 1), key=len)
VERB = re.compile("|".join(reversed(LONG_GOVERNORS)))
GOVERNING = re.compile(f"{VERB.pattern}|[{''.join(sorted(SINGLE))}]")
CLAUSE_START = re.compile(
    "^(?:[并要也还就再先又但却而]|这就是|就是|这是|例如|同时|继续|必须|我们|我国|应当|需要|努力|"
    "因此|可以|大体|主要|一般|只|即|能|可)*$"
)


def governed_start(text: str) -> int:
    """Behind the last verb that governs what follows: -1 when there is none."""
    best = -1
    for match in GOVERNING.finditer(text):
        word, rest = match.group(), text[match.end() :]
        if not rest or rest[0] in "的性化力" or rest in ("了", "着"):
            continue
        lead = text[: match.start()]
        if word == "发展" and lead.endswith(("高质量", "高水平")) and len(lead) > 3:
            continue  # 实现高质量发展|水平: one name
        if (
            word in WITHIN
            and len(lead) > 1
            and lead[-1] not in WITHIN[word][0]
            and rest[0] not in WITHIN[word][1]
        ):
            pass
        elif word in SINGLE:
            opens = CLAUSE_START.match(lead) or _is_manner(lead)
            if not opens or rest[:1] in "于此来":
                continue
        elif (
            word in AMBIGUOUS
            and lead
            and not (BEFORE_VERB.search(lead) or CLAUSE_START.match(lead) or lead[-1] in "”）")
        ):
            continue
        place = _behind_result(text, match.end())
        if not words.begins_word(text, place):  # 以色列, 分成人版
            continue
        best = place
    if best >= 0 and (one := ONE.match(text, best)):
        best = one.end()
    return best if 0 <= best < len(text) else -1


def _is_manner(lead: str) -> bool:
    """Whether a clause has only said when and how so far: 今春着重|就, 进一步|在."""
    how = BEFORE_VERB.search(lead)
    return how is not None and all(
        word.kind in SAYS_WHEN for word in words.tag_words(lead[: how.start()])
    )


def _behind_result(text: str, place: int) -> int:
    """Behind what a verb at ``place`` ends in: 抓好, 分成."""
    while text[place : place + 1] in RESULTS:
        place += 1
    return place


# Words of time, pronouns and adverbs.
SAYS_WHEN = frozenset(("t", "tg", "r", "d", "ad"))
RESULTS = ("好", "了", "出", "成", "着", "起")


def _behind_first_verb(first: str, others: list[str]) -> int:
    """Behind the verb that opens a clause whose other items open with no verb: 创造了甲和乙; -1
    where it opens with another word.
    """
    tagged = [word for word in words.tag_words(first) if word.kind not in ("d", "ad", "c", "r")]
    if len(tagged) < 2 or tagged[0].kind != "v" or len(first) <= min(map(len, others)):
        return -1
    behind = next((word for word in tagged[1:] if word.kind not in ("ul", "uz")), None)
    if behind is None or any(words.tag_words(other)[0].kind[0] == "v" for other in others):
        return -1
    if behind is tagged[1] and behind.kind[0] != "n":
        return -1
    return behind.start


def _is_noun(first: str, count: int) -> bool:
    """Whether the first of at least three items, though long, holds no verb: 专用汽车及零部件."""
    return count > 2 and not any(word.kind in VERBS for word in words.tag_words(first))


def _behind_joint(first: str, others: list[str]) -> int:
    """甲系统、乙系统和|东路、西路、北路: behind the joining word of another list, where the rest is
    as long as all the others; -1 where it is not.
    """
    if len(others) < 3 or len({*map(len, others)}) > 1:
        return -1
    ends = [end for _, end in find_conjunctions(first)]
    return next((end for end in ends if len(first) - end == len(others[0])), -1)


def _behind_subject(first: str, others: list[str]) -> int:
    """基金支持甲、乙和丙; 学校牵头建设的甲、乙: behind the last verb of a clause, or its 的,
    where the rest is as long as the other items; -1 where there is none.
    """
    lengths = [len(other) for other in others]
    if len(first) <= max(lengths) + 2 or any("的" in other for other in others):
        return -1
    tagged = words.tag_words(first)
    found = -1
    for word, following in zip(tagged, tagged[1:], strict=False):
        if any(other.endswith(word.text) for other in others):
            continue  # 茶业创新|中心建设 beside 竹业创新
        behind = following.text == "的" and following.end < len(first)
        place = following.end if behind else word.end
        length = len(first) - place
        if behind and min(lengths) <= length <= max(lengths):
            found = place
            continue
        if word.kind not in ("v", "vn")[: 1 + behind] or len(word.text) < 2:
            continue
        if not behind and following.kind in NO_BEGINNING:
            continue
        if min(lengths) <= 2 * length and length <= 2 * max(lengths):
            found = place
    return found


# What stands between a verb and what it governs, or shows that it governs nothing.
NO_BEGINNING = frozenset(("uj", "ul", "uz", "p", "c", "v", "vn", "d", "m"))


def _as_long_as_others(first: str, others: list[str], place: int) -> int:
    """Where the first item begins among the verbs in front of it: where it is as long as another
    item. 坚持|扶持对象精准 beside 项目安排精准; 着眼优化|产业 beside 能源.
    """
    if not first or not all(others):
        return place
    lengths = [len(other) for other in others]
    tagged = words.tag_words(first)
    verb = tagged[0]
    if len(lengths) > 2 and {*lengths} == {len(first) - verb.end} and verb.text in PLAIN_GOVERNORS:
        return verb.end
    if any(_opens_with_verb(other) or other.startswith(verb.text) for other in others):
        return place
    fitting, behind_verb = lengths.count(len(first) - place), place > 0
    for word, following in zip(tagged, tagged[1:], strict=False):
        alike = lengths.count(len(first) - word.end)
        if following.end == place and not fitting and 2 * alike > len(lengths) > 1:
            noun = following.kind == "vn" or following.text in AMBIGUOUS
            return word.end if noun and word.text not in SAYS_HOW else place
        if word.start >= place:
            common = word.kind == "v" and 2 * alike > len(lengths) > 2
            if not common and not _governs(word, following, behind_verb):
                return place
            behind_verb = True
            if alike > fitting:
                return word.end
    return place


# 重点|发展茶业: a verb follows.
SAYS_HOW = frozenset(("重点", "大力", "优先", "加快", "着力", "积极", "全力"))


def _governs(word: words.Word, following: words.Word, behind_verb: bool) -> bool:
    """Whether a word governs what follows; those that are nouns as often only behind a verb, or
    where the dictionary says so; verbs that the lists do not know only before one that they know.
    """
    if word.text in AMBIGUOUS:
        return behind_verb or word.kind == "v"
    if word.kind == "v":
        return word.text in GOVERNORS or following.text in GOVERNORS
    return word.text in GOVERNORS or word.kind in NO_THING


def _opens_with_verb(item: str) -> bool:
    word = words.tag_words(item)[0]
    return word.text in GOVERNORS and word.end < len(item) or word.kind in ("p", "d", "ad")


ONE = re.compile("一(?:支|批|个|個|种|種|套|系列)(?=.)")
LEVELS = frozenset(word_list("levels"))


def words_in_row(text: str, count: int, head: str) -> tuple[list[str], int] | None:
    """生产生活生态“三生融合”: words of two characters without a mark between, each with the counted
    character at the same place; the offset of the first.
    """
    tail = text[-2 * count :]
    if count < 3 or len(tail) < 2 * count or len(head) < 1:
        return None
    items = [tail[place : place + 2] for place in range(0, 2 * count, 2)]
    if len(set(items)) < count or not any(
        all(item[place] == head[0] for item in items) for place in (0, 1)
    ):
        return None
    return items, len(text) - len(tail)


def items_in_character(text: str, count: int, character: str) -> list[str]:
    """建好、管好、护好、运营好 (“四好农村路”): a clause that is nothing but as many short items
    that end in the counted character; [] else.
    """
    items = [text[start:end] for start, end in split_list(text, "、")]
    short = max(map(len, items)) <= SHORT_ITEM - 2 and min(map(len, items)) > 1
    alike = character and all(item.endswith(character) for item in items)
    return items if short and alike and len({*items}) == count == len(items) else []


def plain_words(text: str, count: int) -> tuple[list[str], int]:
    """教育科技人才三位一体: as many words of two characters without a mark between, that are all of
    the clause but for the verb that governs them; the offset of the first.
    """
    place = len(text) - 2 * count
    items = [text[at : at + 2] for at in range(place, len(text), 2)] if place >= 0 else []
    if count < 3 or len({*items}) < count or any(len(words.tag_words(item)) > 1 for item in items):
        return [], 0
    lead = text[:place]
    opened = not LEADING.sub("", lead) or governed_start(lead + "甲") == place
    nouns = all(words.tag_words(item)[0].kind in ("n", "vn", "j", "an") for item in items)
    return (items, place) if opened and nouns else ([], 0)


def items_with_tail(text: str, count: int) -> tuple[list[str], int] | None:
    """打好大气、水、土壤污染防治: at least three nouns, the last of which alone goes on with what
    is done to all; without it, and the offset of the first.
    """
    pieces = [*split_list(text, "、")][-count:]
    if len(pieces) < count or pieces[0][0] > 0:
        return None
    first, *others = [text[start:end] for start, end in pieces]
    place = max(0, governed_start(first))
    plain = [first[place:], *others[:-1]]
    longest = max(map(len, plain))
    last = next((others[-1][:size] for size in (2, 3) if _is_one_noun(others[-1][:size])), "")
    tail = others[-1][len(last) :]
    acts = len(tail) > 1 and tail[-2:] in AMBIGUOUS and not JOINS.match(tail)  # 土壤|和组织
    if longest > 3 or not last or not acts or not all(map(_is_one_noun, plain)):
        return None
    return [*plain, last], pieces[0][0] + place


def _is_one_noun(text: str) -> bool:
    tagged = words.tag_words(text or "。")
    return len(tagged) == 1 and tagged[0].kind in ("n", "nr", "nz")


def paired_words(text: str) -> tuple[list[str], int] | None:
    """国内国际, 线上线下: two words of two characters that share one, without a mark between."""
    tail = text[-4:]
    if len(tail) < 4 or not all("一" <= character <= "鿿" for character in tail):
        return None
    one, other = tail[:2], tail[2:]
    if not words.begins_word(text, len(text) - 4):
        return None  # 可|以在以下
    if any(text[-6:-4][place : place + 1] == one[place] == other[place] for place in (0, 1)):
        return None  # 就地|就近就业
    if text[-5:-4] in tuple("和与及暨"):
        return None  # 定性访谈与|定量度量
    if words.tag_words(one)[0].kind == "d":
        return None  # 分别|分析
    if one != other and (one[0] == other[0] or one[1] == other[1]) and not find_conjunctions(tail):
        return [one, other], len(text) - 4
    return None


def items_by_character(text: str, count: int) -> list[str]:
    """省市县 before 三级: one character each, for the levels of government only."""
    tail = text[-count:]
    if (
        len(tail) == count
        and all(character in LEVELS for character in tail)
        and text[-count - 1 : -count] not in LEVELS
    ):
        return list(tail)
    return []
