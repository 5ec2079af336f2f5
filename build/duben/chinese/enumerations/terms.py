"""Terms of named enumerations (数字提法): which expressions count things, how many, and where they
stand in a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from duben.chinese import numerals, words as dictionary
from duben.chinese.enumerations.list_items import PLAIN_GOVERNORS, split_exactly
from duben.chinese.marks import is_han
from duben.chinese.numerals import LONGEST_TERM, NUMERAL_CHARACTERS
from duben.chinese.word_lists import word_list, words_pattern

# One number of a term: 两, 十, 十二, 二十三. Two digits side by side (八五, 九二) name a plan or a
# year.
COUNT_PATTERN = "(?:[二三四五六七八九]?十[一二三四五六七八九]?|[一二两兩三四五六七八九])"
TWIN = frozenset("双雙")
GROUP = re.compile(f"(?P<number>{COUNT_PATTERN}|双|雙|[0-9０-９]{{1,2}})")
CLASSIFIER = re.compile("[个個大项項类類种種条條层層重点點步支件]|方(?![案法式针])")
CLASSIFIERS = frozenset(word_list("classifiers"))

# After a number these measure, date or order; they count nothing that could be listed.
UNITS = word_list("units")
PLANS = word_list("plans")
# Of these some are things as well: 四本预算, 五篇文章; and in a compound: 一江两岸, 五星三名.
COUNT_THINGS = tuple("篇本幅")
THINGS_IN_COMPOUNDS = frozenset("名岸幅分")
# 双方, 双边: words of their own.
TWIN_WORDS = frozenset(word_list("twin-words"))
# Expressions in which nothing is counted.
IDIOMS = re.compile(words_pattern("idioms"))
# 一企一策, 一事一议: each its own, not two things.
EACH = frozenset(word_list("each"))

OPENING, CLOSING = "“「『", "”」』"
SINGLE = re.compile(f"‘([^‘’“”]{{1,{LONGEST_TERM}}})’")
QUOTATION = re.compile('[“「『”」』"＂]')


@dataclass(frozen=True, slots=True)
class Term:
    """A counting expression at ``text[start:end]``, without its quotation marks; ``parts`` number
    and word of each group.
    """

    text: str
    count: int
    kind: str
    start: int
    end: int
    parts: tuple[tuple[int, str], ...]

    @property
    def head(self) -> str:
        """What is counted, without a classifier: 确立 of 两个确立; "" for a compound."""
        return without_classifier(self.parts[0][1]) if len(self.parts) == 1 else ""


def without_classifier(word: str) -> str:
    """A counted word without a classifier before it: 确立 of 个确立."""
    return word[1:] if len(word) > 1 and CLASSIFIER.match(word) else word


# Marks inside a term, and what parts the groups of a compound: 两手抓，两手都要硬; 三网+四单.
INNER = {**str.maketrans("", "", '“”「」『』"'), **dict.fromkeys(map(ord, "，,+＋"), "、")}
# 4 点意见: the blank that some programs set behind figures.
BLANK_BEHIND_FIGURE = re.compile("(?<=^[0-9]) |(?<=^[0-9]{2}) ")
# A comma or a plus sign that no number follows parts no groups: it is a sentence.
PARTS_NO_GROUP = re.compile(f"[，,+＋](?!{COUNT_PATTERN}|[双雙])")


@lru_cache(maxsize=4096)
def count_groups(content: str) -> tuple[tuple[int, str], ...]:
    """The groups of a counting expression: ((3, "主干"), (1, "支线"));
    () when it counts nothing.
    """
    if PARTS_NO_GROUP.search(content):
        return ()
    content = BLANK_BEHIND_FIGURE.sub("", content.translate(INNER))
    if len(content) > LONGEST_TERM or IDIOMS.match(content) or not GROUP.match(content):
        return ()
    groups = _groups(content)
    if not groups or not _plausible(content, groups) or _is_idiom(content):
        return ()
    return groups


def _is_idiom(content: str) -> bool:
    """四面楚歌, 七手八脚: one word of the dictionary, marked as a saying; not 三来一补 or 八荣八耻,
    whose numbers count.
    """
    if len(content) != 4 or content[1] in "个個大项項横纵":
        return False
    first, second = numerals.parse_number(content[0]), numerals.parse_number(content[2])
    if first and second and (second < 2 or abs(first - second) != 1):
        return False
    return [(word.text, word.kind) for word in dictionary.tag_words(content)] == [(content, "i")]


# 双一流, 双百, 双千工程: 双 counts twice what is a number itself.
TWICE_A_NUMBER = ("一流", "百", "千", "万")
# 三零, 四零服务; not 三零年代, 八零后.
COUNTS_ZEROS = re.compile("零(?![年后代零一二三四五六七八九十百千万])")
# 三个500强, 两个100%: figures are counted.
COUNTS_FIGURES = re.compile("[个個][0-9]{1,4}[%％强强名万亿]{0,2}[一-鿿]{0,4}")
# 两个PPP项目, 三个APP平台: a word in Latin letters before the noun.
LATIN = "[个個大項项种種类類家][A-Za-z][A-Za-z0-9]{1,7}"
COUNTS_LATIN = re.compile(f"{LATIN}[一-鿿]{{2,8}}")
BEFORE_NOUN = re.compile(f"{LATIN}(?=[一-鿿]{{2}})")


def is_twice_a_number(number: str, word: str) -> bool:
    """双百, 双千工程: what 双 counts is a number itself."""
    return number in TWIN and word.startswith(TWICE_A_NUMBER)


def _groups(content: str) -> tuple[tuple[int, str], ...]:
    found: list[tuple[int, str]] = []
    at = 0
    while at < len(content):
        match = GROUP.match(content, at)
        if not match or content.startswith("、", match.end()):  # a label: 三、经营收入
            return ()
        number = numerals.parse_number(match["number"])
        begin = match.end()
        end = _word_end(content, begin, match["number"], bool(found))
        word = content[begin:end].strip("、·和") or content[begin:end].strip("、·")
        if (
            number is None
            or not word
            or word[0] == "的"  # 位居前三的大省
            or (
                word[0] in NUMERAL_CHARACTERS
                and not is_twice_a_number(match["number"], word)
                and not word.startswith("一流")
                and not COUNTS_ZEROS.match(word)
            )
            or not all(is_han(character) or character in "、" for character in word)
            and not COUNTS_FIGURES.fullmatch(word)
            and not COUNTS_LATIN.fullmatch(word)
        ):
            return ()
        found.append((number, word))
        at = end
    return tuple(found)


def _word_end(content: str, begin: int, number: str, later: bool) -> int:
    """Where the word after a number ends: at the next number that counts."""
    if number in TWIN and not later and content.startswith(TWICE_A_NUMBER, begin):
        again = content.find(number, begin + 1)
        return again if again > 0 else len(content)
    classifier = bool(CLASSIFIER.match(content, begin)) and begin + 1 < len(content)
    for place in range(begin + 1, len(content)):
        twin = content[place] in TWIN and place + 1 < len(content)
        if twin and (
            number in TWIN or not classifier and content[place : place + 2] not in TWIN_WORDS
        ):
            return place  # 双学双比, 一岗双责
        if (
            content[place] not in NUMERAL_CHARACTERS
            or content[place - 1] in NUMERAL_CHARACTERS
            or content[place] in "百千万亿"
        ):
            continue
        if content.startswith(("一体", "一體"), place) and (
            place + 2 == len(content) or place == begin + 1 and not later
        ):
            return len(content)  # 四位一体, 六维一体格局
        if (
            content.startswith("一", place)
            and content[place - 1] in "合归歸统統如同唯单單第"
            and len(content) != 4
            and len(dictionary.tag_words(content[place - 2 : place])) > 1  # 三清单|一承诺
        ):
            return len(content)
        if (
            classifier
            and (place > begin + 1 or content[begin] in "个個大项項")
            and content[place - 1] not in "、和"
            and not (
                place + 1 < len(content)
                and content[place + 1] in "个個大项項"
                and GROUP.match(content, place)
            )
        ):
            continue
        if place + 1 >= len(content):
            return len(content)
        return place
    return len(content)


# 党的二十大报告, 二十大以来: a congress.
AFTER_CONGRESS = ("报告", "精神", "以来", "召开", "提出", "代表")
DIGITS = frozenset("0123456789０１２３４５６７８９")
# What digits may count: 3方面, 6市, 2家企业.
DIGITS_COUNT = ("部分", "方面", "阶段", "層次", "层次", "句话", *"市县区省国家座场门所支")


def _plausible(content: str, groups: tuple[tuple[int, str], ...]) -> bool:
    number, word = groups[0]
    if content[0] in DIGITS and not CLASSIFIER.match(word) and not word.startswith(DIGITS_COUNT):
        return False
    if len(groups) == 1:
        return _counts_alone(content, number, word)
    if any(
        _measures(content, *group) and group[1][0] not in THINGS_IN_COMPOUNDS for group in groups
    ):
        return False
    if all(number == 1 for number, _ in groups):  # 一带一路; not 一岛一功能, each its own
        return (
            "、" not in content
            and all(len(word) <= 2 for _, word in groups)
            and (len(groups) > 2 or len(groups[0][1]) == len(groups[1][1]))
            and groups[-1][1] not in EACH
        )
    return True


def _measures(content: str, number: int, word: str) -> bool:
    """Whether a number measures or dates with a word: 三年, 两亿; not 双千工程, 四维支撑."""
    if not word.startswith(UNITS) or word.startswith(TWICE_A_NUMBER) and f"双{word}" in content:
        return False
    if content[0] in TWIN and word.startswith("倍") and len(dictionary.tag_words(word)[0].text) > 1:
        return False  # 双倍增, not 双倍
    if word[0] == "维":
        return number < 4
    return len(word) < 2 or not word.startswith(COUNT_THINGS)


def _counts_alone(content: str, number: int, word: str) -> bool:
    if number < 2 or word in ("级", "級"):
        return False
    if word == "名":  # “三名”
        return content[0] not in DIGITS
    if _measures(content, number, word) and not (len(word) > 2 and word[0] == "家"):  # 两家企业
        return False
    if content[0] in "二" and not content.startswith("二十") and not CLASSIFIER.match(word):
        return False
    if number > 9 and word.startswith(PLANS):
        return len(word) > 1 and word[0] == "大" and not word.startswith(AFTER_CONGRESS, 1)
    return word not in PLANS or number < 10 and word != "大"


@lru_cache(maxsize=4096)
def normalized_term(text: str) -> str:
    """What two ways of writing one term have in common: 2个确立, 二个确立 and 两个确立 give the
    same.
    """
    groups = count_groups(text)
    return "".join(f"{number}{word}" for number, word in groups) if groups else text


def term_at(content: str, start: int, quoted: bool) -> Term | None:
    """The term that an expression at an offset is, if it is one."""
    groups = count_groups(content)
    if not groups:
        return None
    if len({(number, without_classifier(word)[0]) for number, word in groups}) == 1:
        groups = groups[:1]  # 两手抓，两手都要硬: the same two
    count = sum(number for number, _ in groups)
    kind = "compound" if len(groups) > 1 else "quoted" if quoted else "bare"
    return Term(content, count, kind, start, start + len(content), groups) if count >= 2 else None


def quotations(text: str) -> list[tuple[int, int]]:
    """Start and end of the text inside each pair of quotation marks; straight ones in turn where
    they pair up.
    """
    found, stack = [], []
    marks = [(match.start(), match.group()) for match in QUOTATION.finditer(text)]
    straight = [place for place, mark in marks if mark in '"＂']
    if len(straight) % 2 == 0:
        found += [
            (start + 1, end) for start, end in zip(straight[::2], straight[1::2], strict=True)
        ]
    for place, mark in marks:
        if mark in OPENING:
            stack.append(place)
        elif mark in CLOSING and stack:
            found.append((stack.pop() + 1, place))
    found += [match.span(1) for match in SINGLE.finditer(text)]
    return sorted(found)


# “四个意识[^1]”: the mark of a note stands inside the quotation marks.
NOTE_MARK = re.compile("(?:\\^?\\[\\^?[0-9]{1,3}\\]|[①-⑳])$")


def quoted_terms(text: str) -> Iterator[Term]:
    """The terms in quotation marks."""
    for start, end in quotations(text):
        if end - start > LONGEST_TERM + 6:
            continue
        content = NOTE_MARK.sub("", text[start:end])
        if (
            term := term_at(content, start, True)
            or _term_with_lead(content, start)
            or _explained_term(text, content, start, end)
            or _sum_of_figures(content, start)
            or _digit_twice(content, start)
        ):
            yield term


# “1+6”, “1+3+N”: how many of each; N is as many as there may be. Not “1+1”, a saying.
FIGURES = re.compile("(?!1[+＋]1$)[1-9][0-9]?(?:[+＋](?:[1-9][0-9]?|[NXnx]))+")


def _sum_of_figures(content: str, start: int) -> Term | None:
    """“1+6”体系, “1+3+N”: a name in quotation marks that only adds figures up."""
    if FIGURES.fullmatch(content) is None:
        return None
    numbers = [int(figure) for figure in re.findall("[0-9]+", content)]
    groups = tuple((number, "+") for number in numbers)
    return Term(content, max(2, sum(numbers)), "compound", start, start + len(content), groups)


# “八八战略”: twice eight; the figures of a plan (“八五”规划) stand before its kind.
TWICE = re.compile("(?P<number>[三四五六七八九])(?P=number)(?P<word>战略|工程|行动|机制|模式|体系)")
# “四千四万”: of each of two round numbers as many.
ROUND = re.compile("(?P<number>[三四五六七八九])(?P<one>[百千万])(?P=number)(?P<other>[百千万])")


def _digit_twice(content: str, start: int) -> Term | None:
    """“八八战略”, “四千四万”: a quoted name with one digit twice, which counts twice."""
    if (match := TWICE.fullmatch(content)) is not None:
        words = (match["word"], match["word"])
    elif (match := ROUND.fullmatch(content)) is not None and match["one"] != match["other"]:
        words = (match["one"], match["other"])
    else:
        return None
    number = numerals.parse_number(match["number"]) or 0
    groups = tuple((number, word) for word in words)
    return Term(content, 2 * number, "compound", start, start + len(content), groups)


# 三期叠加, 二为: they count, though what follows the number measures elsewhere.
COUNTING_NAMES = frozenset(word_list("counting-names"))
EXPLAINED = re.compile("[”」][（(]([^（）()]{3,60})[）)]")
LISTED = re.compile("[”」](?:[：:]|[，,]?(?:即|就是|是)：?)([^。；;！？：:]{3,60})")


def _explained_term(text: str, content: str, start: int, end: int) -> Term | None:
    """A name that counts although its words say otherwise: it is known to, or just as many things
    in brackets explain it, as those of “两只手”（甲和乙）, or what it counts is listed right behind
    it, as “三度”：高度、深度、温度.
    """
    match = GROUP.match(content)
    number = numerals.parse_number(match["number"]) if match else None
    if match is None or number is None or number < 2 or len(content) > LONGEST_LED:
        return None
    known = content in COUNTING_NAMES
    explained = EXPLAINED.match(text, end)
    listed = LISTED.match(text, end)
    head = content[match.end() :]
    items = split_exactly(listed[1], number) if listed and head else []
    alike = items and all(item.endswith(head) and item != head for item in items)
    if not known and not alike and not (explained and split_exactly(explained[1], number)):
        return None
    groups = ((number, head),)
    return Term(content, number, "quoted", start, start + len(content), groups)


# 吃透两头, 爱国三问, 新四馆, 城市双修: a word, and what is counted behind it.
LED = re.compile(
    f"(?P<lead>[一-鿿]{{2,3}}|[新老])(?P<counted>(?:{COUNT_PATTERN}|双)[一-鿿]{{1,4}})"
)
LONGEST_LED = 7
# 行风建设十大亮点工程, 学校企业两主体, 中小学双名双特工程, 普高提质50条: a longer lead, before a
# number with a classifier, two characters that are counted, or a compound.
LED_BY_PHRASE = re.compile(
    f"(?P<lead>[一-鿿]{{2,6}}?)(?P<counted>{COUNT_PATTERN}[大个項项][一-鿿]{{1,6}}|"
    f"{COUNT_PATTERN}[一-鿿]{{2}}|双[一-鿿]双[一-鿿]{{1,3}})|"
    f"(?P<long>[一-鿿]{{1,10}}?)(?P<items>(?:{COUNT_PATTERN}|[0-9]{{1,2}})条)"
)
# 路上五查: a word that says where.
WHERE = frozenset("前后上下")
# 全国双拥模范城: where a title is given.
SCOPES = tuple(word_list("scopes"))


# 撒向四方, 名扬四海: in all directions.
EVERYWHERE = frozenset(("四方", "八方", "四海", "四野"))


def _term_with_lead(content: str, start: int) -> Term | None:
    """收支两条线, 吃透两头: a short expression in quotation marks whose number stands behind a
    word.
    """
    match = LED.fullmatch(content) if len(content) <= LONGEST_LED else None
    match = match or LED_BY_PHRASE.fullmatch(content)
    if match is None:
        return None
    at = max(match.end(group) for group in ("lead", "long") if group in match.groupdict())
    lead, counted = content[:at], content[at:]
    if (
        lead[-1] in NUMERAL_CHARACTERS | BEFORE_PLAN - WHERE
        or lead[-1] in WHERE
        and (len(lead) < 2 or dictionary.cut_words(lead) != [lead])
        or lead.startswith(SCOPES)
        or not (groups := count_groups(counted))
        or counted[:2] in TWIN_WORDS
        or counted in EVERYWHERE
        or len(lead) > 1
        and lead[-1] not in WHERE  # 门前三包 is a saying for the dictionary, and counts
        and (len(dictionary.tag_words(content)) == 1 or not dictionary.begins_word(content, at))
        or len(lead) == 1
        and not dictionary.begins_word(content, at)
        and dictionary.tag_words(content)[0].kind[0] == "n"  # 新四军, 老两口; not 新三样
        or groups[0][0] < 2
    ):
        return None
    count = sum(number for number, _ in groups)
    return Term(content, count, "quoted", start, start + len(content), groups)


# 三会一课（……）: in so many characters before a bracket a compound without marks stands.
COMPOUND_WITHIN = 9
EXPLAINED_BEHIND = re.compile("(?<=[一-鿿])[（(](?=[^（）()]{3,200}[）)])")


def compounds_before_brackets(text: str) -> Iterator[Term]:
    """三会一课（甲会、乙会、丙会，党课）: compounds without marks right before a bracket that may
    list; terms only where it does.
    """
    for bracket in EXPLAINED_BEHIND.finditer(text):
        end = bracket.start()
        for start in range(max(0, end - COMPOUND_WITHIN), end - 3):
            if (
                text[start] not in NUMERAL_CHARACTERS
                or not all(map(is_han, text[start:end]))
                or text[start - 1 : start] in BEFORE_PLAN | NUMERAL_CHARACTERS
                and start
                or not dictionary.begins_word(text, start)
            ):
                continue
            term = term_at(text[start:end], start, False)
            if term and term.kind == "compound" and max(len(word) for _, word in term.parts) < 4:
                yield replace(term, kind="bare")
                break


def is_named(term: Term) -> bool:
    """Whether a term is one wherever it stands; others only where their members are listed:
    三项任务.
    """
    return term.kind != "bare"


# 党的二十大, 第三届: ordinals.
BEFORE_PLAN = frozenset("第的届初周每各几数近前后上下其")
QUOTED_WORD = re.compile(
    f'(?:{COUNT_PATTERN}|[0-9]{{1,2}})[个個大项項种種类類条條家所][“「『"](?P<word>[一-鿿]{{1,10}})[”」』"]'
)


def terms_of_quoted_words(text: str) -> Iterator[Term]:
    """三个“最大化”: a number outside the quotation marks of what it counts."""
    for match in QUOTED_WORD.finditer(text):
        if (
            match.start()
            and text[match.start() - 1] in BEFORE_PLAN | NUMERAL_CHARACTERS
            or LISTING_WORD.match(text, match.end())
        ):
            continue
        if (term := term_at(match.group(), match.start(), False)) and term.kind == "bare":
            yield term


# 三个“甲”“乙”“丙”, 两个“甲”和“乙”: these are the things themselves; 六类“菜篮子”产品 counts
# products.
LISTING_WORD = re.compile(
    '[“「『"、]|(?!工程|行动|战略|要求|原则|方面|标准|建设|是|要|即|就|作|有|等)[一-鿿]'
)


BARE = re.compile(
    "(?<![第其之初周期〇零一二两兩三四五六七八九十百千万亿几數数0-9０-９.．月])"
    f"(?:{COUNT_PATTERN}|[0-9]{{1,2}} (?={CLASSIFIER.pattern})|[0-9０-９]{{1,2}}|(?<=[一-鿿”])双)"
    f"(?=[一-鿿])(?![个個]{COUNT_PATTERN}[个個])"
)  # not 三个五个, a few
# Where the name of what is counted ends.
STOPS = re.compile(
    "[是在及了着被到让我给你他这那还又已]|可以|属于|(?<![首])都(?!市)|也|和(?![谐平睦])|"
    "与(?!会)|并(?![购联举])|将(?!来)|把(?![关握手])|"
    "(?<![国所公私拥占含特])有(?![限机色])|(?<![行成作])为|对(?![象外口])|从(?![业严])|"
    "(?<![方走导取意面风流倾趋志动朝横纵双单内外])向(?!量)|使(?![命用])|(?<![未本由])来(?!源)|等(?!级)|"
    "(?<![成])就(?![业医学])|而|所(?![有])|其|(?<![工合操动])作(?![用风物业])|做|"
    "以(?![上下内外])|由|(?<![自])按|(?<![原规法准])则|"
    "(?<![重主需必纲概摘首])要(?![素点求件领务义塞])|明确|提出|进行|如何|怎样|怎么|应该|应当|(?<=[一-鿿]{2})具体(?=[应如怎])|制定|推进|实现|开展|"
    "加强|获(?!奖)|落实(?!机制)|发展(?![战理阶格区带方目新规观]|工程|行动|计划)|依法|相|协调(?=发展)|联动(?=发展)|"
    "之[一和间外前后]|上(?:[发取实下狠]|$)|中(?:的|$)|内$|(?<=区)内|"
    "基本(?=[建形完实确][一-鿿])|之间|均|共同|互|同时|分别|(?<!毫)不|每|请(?![示求愿柬教假])|奋力|努力|全力|"
    "关于|着力|全面|扎实|(?<=方面|层次|环节|领域|角度|维度)(?:入手|着手|发力)|(?<=端)发力|如下|(?<=句话)|治理$|防治$|建设$|政府|(?<=[一-鿿]{2})最[一-鿿]{1,3}(?![一-鿿])"
)
# Between the classifier and the noun: 四个主要方面, 两个重要环节.
ADJECTIVES = re.compile(words_pattern("adjectives"))
# 两个很有用的办法, 三个最大的优势: an adverb of degree before an adjective, up to its 的.
OF_DEGREE = re.compile(
    "(?:很|最|较|更|非常|十分|特别|极其|极为|比较|相当|尤为)[一-鿿]{1,4}?的(?=[一-鿿]{2})"
)
# 三个方面的基本要求: the thing counted comes after 的.
# Words with 一 that a name may hold.
WITH_ONE = ("一体", "一體", "一流", "一线", "一線", "一级", "一級")
GOES_ON = (
    *("方面的", "性质的", "层面的", "领域的", "维度的", "阶段的", "层次的", "環節的"),
    *("利民的", "惠民的", "为民的", "便民的"),
)
LONGEST_HEAD = 12


def bare_terms(text: str, wanted: Callable[[int], bool] = lambda start: True) -> Iterator[Term]:
    """Expressions without quotation marks that could be terms, should the document list as many.

    ``wanted`` says of an offset whether to look there at all.
    """
    for match in BARE.finditer(text):
        if (
            not wanted(match.start())
            or "是" in text[match.end() : match.end() + 2]  # 四是……: a label; 两项是……
            or _is_second_part(text, match.start(), match.end())
            or _inside_word(text, match.start())
            or match.group() == "双"
            and text[match.start() : match.start() + 2] in TWIN_WORDS
        ):
            continue
        end = _trim_name(text, match.end(), _bare_end(text, match.end()))
        end = _before_predicate(text, match.end(), _word_finished(text, end))
        end = _before_tail(text, match.end(), end)
        if text[end : end + 1] in tuple("了着") and end - match.end() > 3:
            end -= len(dictionary.tag_words(text[match.end() : end])[-1].text)  # 四个方面|总结了
        if not CLASSIFIER.match(text, match.end()):
            end = _one_word(text, match.start(), match.end(), end)
        elif text[match.end()] == "方" and _acts(text[match.end() + 1 : end]):
            end = match.end() + 1  # 三方|形成合力
        if match.group() == "双" and _is_place(text[match.start() : end]):
            continue
        if text[match.end() : end] in ("个", "個", *EXCEEDS) or text[end - 1] in COUNTS_ON:
            continue
        if LIMIT.search(text, match.end(), end) or text[match.end() + 1 : end] in SCOPES:
            continue
        if (
            term := term_at(text[match.start() : end], match.start(), False)
        ) and term.kind == "bare":
            yield term


def _is_place(name: str) -> bool:
    """双峰县."""
    tagged = dictionary.tag_words(name)
    return len(tagged) == 1 and tagged[0].kind == "ns"


# 三条茶道建设|扎实推进, 四个方面的|, 三件事|年年要做: what is no part of a name at its end.
TAIL = re.compile(
    "(?:(?<=..)(?:建设|治理|防治|高(?:质量|水平|标准|效能)|([年月天日处人家])\\1)|的)$"
)
IN_ALL = re.compile("(?<=.[^公])[共约超近达逾仅][ 　]*[0-9]")


def _before_predicate(text: str, begin: int, end: int) -> int:
    """Where a name ends without the verb of its sentence: 两位学生|荣获."""
    last = dictionary.tag_words(text[begin:end])[-1]
    return begin + last.start if last.text in PREDICATES and last.start > 1 else end


def _before_tail(text: str, begin: int, end: int) -> int:
    """Where a name ends without what only says how many more, or what is done to it."""
    if end - begin > 1 and IN_ALL.match(text, end - 1):
        return end - 1
    if end - begin < 3:
        return end
    tail = TAIL.search(text, begin, end)
    return tail.start() if tail and tail.start() > begin + 1 else end


def _acts(text: str) -> bool:
    """Whether a text begins with a verb, and what it governs."""
    tagged = dictionary.tag_words(text)
    return len(tagged) > 1 and tagged[0].kind == "v"


# 三件以上, 两个多月: an amount.
LIMIT = re.compile("以[上下内外]|(?<=[个個])多(?=[月年星小学季])")
# 三个千|亿元产业, 三个第|一: the number goes on.
COUNTS_ON = frozenset("第百千万亿零〇")
# 三个|过千亿元的产业: how much each of them is.
EXCEEDS = ("个过", "个超", "个破", "个達", "个达")


def _word_finished(text: str, end: int) -> int:
    """Where the word ends that a name would be cut in: 旅游目|的地."""
    if end >= len(text) or not is_han(text[end]) or text[end] == "内":
        return end
    if dictionary.begins_word(text, end):
        return end
    return next(
        (
            stop
            for stop in range(end + 1, min(end + 3, len(text)))
            if dictionary.begins_word(text, stop)
        ),
        end,
    )


# Bodies and places that are counted without a classifier: 两国|总统, 两省|东部.
BODIES = frozenset(word_list("bodies"))


def _one_word(text: str, start: int, begin: int, end: int) -> int:
    """Where 两国总统 ends: behind 国, unless it begins a longer word (省区, 方面)."""
    whole = end - begin == 3 and not is_han(text[end : end + 1])  # 三网融合
    if end > begin + 1 and not whole and _are_called(text, start, text[begin]):
        return begin + 1
    if text[begin] not in BODIES or all(
        start + word.end != begin + 1 for word in dictionary.tag_words(text[start:end])
    ):
        return end
    return begin + 1


CALLED = re.compile("([^、，,；;。：:“”（）]{1,8})、")


def _are_called(text: str, start: int, word: str) -> bool:
    """教育链、人才链、产业链|四链协同: whether the items before a number end in what is counted."""
    before = text[max(0, start - 40) : start]
    last = re.search("[^、，,；;。：:“”（）]{1,10}$", before.rstrip("”"))
    if last is None or not last.group().endswith(word):
        return False
    items = CALLED.findall(before)
    return len(items) > 1 and all(item.endswith(word) for item in items[1:])


def _inside_word(text: str, start: int) -> bool:
    """高三, 约法三章: the number is part of a word that begins before it; 一箭三雕: of a saying."""
    if SAYING.match(text, start - 2) and start > 1:
        return True
    if FROM_TO.search(text, max(0, start - 6), start):
        return True
    if text.startswith(("附件", "附表", "附录"), start - 2):
        return True
    return text[start - 1] not in BEFORE_NUMBER and not dictionary.begins_word(text, start)


def _is_second_part(text: str, start: int, end: int) -> bool:
    """两图|两表: of a compound without marks the later number with its one character."""
    return SECOND_PART.search(text, max(0, start - 2), start) is not None and not is_han(
        text[end + 1 : end + 2]
    )


SECOND_PART = re.compile("[二两三四五六七八九双](?![年月日次届期季级个大])[一-鿿]$")
FROM_TO = re.compile("第[一二三四五六七八九十0-9]+[一-鿿]?[到至—-]第?$")  # 第一到|三问
SAYING = re.compile(
    "(?<![一-鿿])一[一-鿿][二两三四五六七八九](?![个個大项項种種类類条條层層])|"
    "(?<=[到了是])一[一-鿿][二两三四五六七八九](?![个個大项項种種类類条條层層])"
)
# 这三, 每两: words of the dictionary all the same.
BEFORE_NUMBER = frozenset("这這那每各前后後上下头頭共分")


# 4个两千亿级产业集群: how large each of the things is.
AMOUNT = re.compile("[个個][一两兩二三四五六七八九十百千万萬亿億0-9]+[元吨]?[级級](?=[一-鿿])")


def _bare_end(text: str, begin: int) -> int:
    end = _han_end(text, begin)
    latin = BEFORE_NOUN.match(text, begin)
    if latin is not None:
        end = _han_end(text, latin.end())
    if text.startswith("一体", begin + 1) and not text.startswith("化", begin + 3):
        return begin + 3  # 六维一体|格局
    if CLASSIFIER.match(text, begin) and text.startswith("来", begin + 1):
        return begin + 1  # 分两步|来走
    floor = begin + (2 if CLASSIFIER.match(text, begin) else 1)
    at = floor
    if floor == begin + 2 and text[begin + 1 : floor] in tuple("我你他她它这那"):
        return begin + 1  # 三点|我个人的体会
    if text.startswith(("关于", "有关"), floor - 1):
        return begin + 1  # 三种|关于水渠的说法
    if floor == begin + 2 and text[begin + 1 : floor] == "的":
        return begin + 1  # 三项|的总成绩
    if text.startswith("具有", floor - 1) and (of := text.find("的", floor, floor + 12)) > 0:
        at = of + 2  # 两个具有长远意义的变化
        end = max(end, min(_han_end(text, at), begin + LONGEST_TERM - 1))
    elif latin is not None:
        at = latin.end() + 2
    elif degree := OF_DEGREE.match(text, floor - 1):
        at = degree.end() + 1
        end = max(end, min(_han_end(text, at), begin + LONGEST_TERM - 1))
    elif amount := AMOUNT.match(text, begin):
        at = amount.end()
    elif adjective := ADJECTIVES.match(
        text, floor - (0 if CLASSIFIER.match(text, begin) is None else 1)
    ):
        at = max(floor, adjective.end() + 1)
    while at < end:
        if text[at] == "的":
            if not text.startswith(GOES_ON, at - 2):
                return at
        elif (
            STOPS.match(text, at, end)
            or text[at] in NUMERAL_CHARACTERS
            and not text.startswith(WITH_ONE, at)
        ):
            return at
        at += 1
    return end


# What the dictionary calls words that end no name: verbs, adverbs, prepositions, particles,
# sayings, words of place and time (三大产业|之后).
ENDS_NO_NAME = frozenset(("v", "vi", "d", "ad", "p", "c", "i", "r", "uj", "ul", "f"))


# The dictionary calls these verbs only.
NOUNS_TOO = ("要求", "需求", "诉求", "举措")
# Adverbs, prepositions and pronouns: 三大屏障|持续筑牢, 六方面|向同学介绍.
SAYS_HOW = frozenset(("d", "vd", "zg", "p", "r"))
PREDICATES = frozenset(word_list("predicates"))
PLACES_IN = frozenset((word, "f") for word in "中内上下里")
# From these things are looked at: 从两个角度|分析.
SEEN_FROM = ("角度", "维度", "层面", "视角", "层次")
# Nouns in 式, which 性, 化, 型 and 式 else make adjectives of: 三种形式|打造, not 三种开放式|培养.
IN_FORM = frozenset(("形式", "方式", "模式", "公式", "仪式"))


def _trim_name(text: str, begin: int, end: int) -> int:
    """三大战役取得胜利 ends behind 战役: verbs and adverbs right behind a noun are no part of the
    name.
    """
    name = text[begin:end]
    if name[0] == "步" and len(name) == 3 and dictionary.tag_words(name[1:])[0].kind == "v":
        return begin + 1  # 分三步|推进
    if len(name) < 4 or "的" in name:
        return end
    words = _word_kinds(name)
    only = ADJECTIVES.fullmatch(words[0][0]) is not None  # 两个基本|取向
    for place in range(1 + only, len(words)):
        if (
            _is_noun(words[place - 1][1])
            and (words[place - 1][0][-1] not in "性化型式" or words[place - 1][0] in IN_FORM)
            and words[-1][0] not in NOUNS_TOO
            and (
                words[place][0] in PLAIN_GOVERNORS
                or [tag for _, tag in words[place:]] == ["vn", "f"]  # 在双重压力|影响下
                or words[place][1] in SAYS_HOW
                or words[place][0] in PREDICATES
                or words[place] in PLACES_IN
                or words[place][1] == "t"  # 三个乡镇|今年通水
                or words[place][0] == "联合"  # 六部门|联合印发
                and all(w in PREDICATES or tag == "v" for w, tag in words[place + 1 : place + 2])
                or words[place - 1][0] in SEEN_FROM
                and words[place][1] in ("v", "vn")
                or words[place - 1][0] == "方面"  # 五个方面|推动建设
                and words[place][1] == "v"
                or all(tag in ENDS_NO_NAME for _, tag in words[place:])
                or [tag for _, tag in words[place:]] in (["a", "v"], ["ad", "v"])  # 圆满完成
            )
        ):
            return end - sum(len(word) for word, _ in words[place:])
    return end


def _is_noun(tag: str) -> bool:
    """Nouns, verbs used as nouns, short forms and phrases, in the dictionary's tags."""
    return tag[0] in "njls" or tag == "vn"


def _word_kinds(name: str) -> list[tuple[str, str]]:
    counted = CLASSIFIER.match(name) and not name.startswith("方面")
    return [(word.text, word.kind) for word in dictionary.tag_words(name[1:] if counted else name)]


HAN = re.compile(f"[一-鿿]{{0,{LONGEST_HEAD}}}")


def _han_end(text: str, begin: int) -> int:
    match = HAN.match(text, begin)
    return match.end() if match else begin
