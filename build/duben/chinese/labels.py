"""Labels that open a heading or a paragraph: 一、 （一） 1. 第三章 一是 …"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from duben.chinese import numerals
from duben.chinese.characters import CIRCLED_NUMBERS, CLOSING, HALF_WIDTH, OPENING
from duben.chinese.word_lists import word_list
from duben.model import roman_numeral

# The kinds of labels, each with an example; the order is that of GB/T 15834 B.3.8 where it says
# one.
KINDS = {
    "part": "第一编", "chapter": "第一章", "section": "第一节", "article": "第一条",
    "formal": "壹、", "comma": "一、", "paren": "（一）", "digit": "1.", "paren_digit": "（1）", "bracket": "1）", "circle": "①",  # noqa: E501
    "ordinal": "第一，", "item": "一是", "first": "首先", "decimal": "1.1",
    "roman": "Ⅰ.", "stem": "甲、", "letter": "A.", "small_letter": "a.",
}  # fmt: skip

# Where a label of one of these kinds stands inside another, by convention: a smaller number is
# further out.
LAW = {"part": 0, "chapter": 1, "section": 2, "article": 3}
RANK = {
    **LAW,
    "formal": 3.5,
    "comma": 4,
    "paren": 5,
    "digit": 6,
    "paren_digit": 7,
    "bracket": 7,
    "circle": 8,
}

NUMERAL = "[〇零一二三四五六七八九十百]{1,7}"
FORMAL = "[壹贰貳叁參参肆伍陆陸柒捌玖拾]{1,3}"
FIGURE = "[0-9０-９]"
SPACE = " \t　\xa0\u2002\u2003"
BLANK = f"[{SPACE}]"
# 第一章. 总则, 第一条、目的; not 第一条、第二条 or 第一章、二章.
DOT = f"(?:[.．]|、(?!第|{NUMERAL}[章节節条條编編]))"

# What a number counts or measures: "3.5 倍", "5 月", "2 个" open no heading.
MEASURES = frozenset(word_list("measures"))
PROJECT = re.compile("[项項]目(?![标標])")  # 8 项目标 counts 目标
SPACED = re.compile(f"[一-鿿](?:{BLANK}[一-鿿]){{2,}}")
STEMS = "甲乙丙丁戊己庚辛壬癸"
ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# 第三条规定的情形 speaks of an article; 第三条　下列情形 is one.
REFERENCES = word_list("references")

# What a date begins with behind a label: 1.2024年, 1.9月4日.
DATE = re.compile(f"[12１２]{FIGURE}{{3}}年|{FIGURE}{{1,2}}月{FIGURE}{{1,2}}日")

IN_BRACKETS = {chr(0x3220 + n): n + 1 for n in range(10)}
DIGIT_IN_BRACKETS = {chr(0x2474 + n): n + 1 for n in range(20)}
WITH_POINT = {chr(0x2488 + n): n + 1 for n in range(20)}
SINGLE = {
    **dict.fromkeys(CIRCLED_NUMBERS, "circle"), **dict.fromkeys(IN_BRACKETS, "paren"),
    **dict.fromkeys(DIGIT_IN_BRACKETS, "paren_digit"), **dict.fromkeys(WITH_POINT, "digit"),
}  # fmt: skip
SINGLE_NUMBER = {**CIRCLED_NUMBERS, **IN_BRACKETS, **DIGIT_IN_BRACKETS, **WITH_POINT}
LETTER_ROWS = (STEMS, ROMAN, LETTERS, LETTERS.lower())
COUNTED_LETTERS = {letter: n for row in LETTER_ROWS for n, letter in enumerate(row, 1)}
FIRST = {"首先": 1, "其次": 2, "再次": 3, "再其次": 3}

# Verbs of a series 一是…二是…, 一要…二要…
VERBS = "是要靠"
# 三要素, 二要件 are words, but not 三要素质好, 二要务求实效; 一是一，二是二 is an idiom.
MAKES_A_WORD = re.compile(
    "素(?![质質养養])|件|点(?!面)|义|[务務](?![必求实實])|道(?![路德])|塞|领(?![会導导悟])|目(?!标)|"
    "闻|津|冲(?![破刺])|旨|诀"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label: its kind (KINDS), as written, its number, and the offset where the text after it
    begins.

    For a decimal the number is its last part: 2 for 3.2.
    """

    kind: str
    text: str
    number: int
    end: int

    @property
    def parts(self) -> tuple[int, ...]:
        """The numbers of a decimal, outermost first; for other kinds the one number."""
        if self.kind != "decimal":
            return (self.number,)
        return tuple(int(part) for part in self.text.translate(HALF_WIDTH).split("."))


def _law(match: re.Match[str], text: str) -> bool:
    """第三章 followed by a blank, the end, or by a heading; not 第三条第二款."""
    rest = text[match.end() : match.end() + 2]
    if not rest or rest[0] in SPACE + "\n：:":
        return True
    return not rest.startswith(REFERENCES)


def _lesson(match: re.Match[str], text: str) -> bool:
    rest = text[match.end() : match.end() + 1]
    return not rest or rest in SPACE + "\n：:"


def _comma(match: re.Match[str], text: str) -> bool:
    """一、总则; not 一、二、三产业 or 三、四天."""
    return not _goes_on(match, text, f"{NUMERAL}")


def _bare_numeral(match: re.Match[str], text: str) -> bool:
    """一 alone, and 一　总则; not 一 天, nor a whole sentence; nor 三 好 学 生."""
    line = text[match.end() :].split("\n", 1)[0].strip(SPACE)
    return not line or (
        "一" <= line[0] <= "鿿"
        and not _measures(line, MEASURES)
        and 2 <= len(line) <= 40
        and not SPACED.fullmatch(line)
        and not line.endswith(tuple("。；，、;,"))
    )


def _digit(match: re.Match[str], text: str) -> bool:
    """1.总则, 1、总则, 1.2024年的工作 and 1.9月4日报名; not 3.5%, 2024.5.1 or 1、2、3号."""
    follows = re.compile(f"{FIGURE}{{1,5}}").match(text, match.end())
    if not follows:
        return True
    if DATE.match(text, match.end()):
        return True
    return match["mark"] == "、" and not _goes_on(match, text, f"{FIGURE}{{1,3}}")


def _goes_on(match: re.Match[str], text: str, number: str) -> bool:
    follows = re.compile(number).match(text, match.end())
    if not follows:
        return False
    own, other = numerals.parse_number(match["number"]), numerals.parse_number(follows.group())
    if own is None or other is None or other <= own:
        return False
    after = text[follows.end() : follows.end() + 1]
    if after and after in "、和及与與至":
        return True
    return (
        other == own + 1
        and after
        not in ("", "大", "个", "個", "项", "項", "年", "是", "要", "方", "种", "級", "级")
        or (other == own + 1 and after in ("年", "级", "級"))
    )


def _paren(match: re.Match[str], text: str) -> bool:
    """（一）总则; not （一）至（三）项 or (1):171-172, pages of a journal."""
    return not re.compile("[、和至及与與或][（(第]|[项項](?![目])|至|[，,]|[:：][0-9]").match(
        text, match.end()
    )


def _ordinal(match: re.Match[str], text: str) -> bool:
    """第一，; not 第一、第二产业."""
    return not text.startswith("第", match.end())


def _letter(match: re.Match[str], text: str) -> bool:
    """甲、水 and A.水; not 甲、乙双方, Ⅰ、Ⅱ类 or A.I."""
    after = text[_skip(text, match.end()) :][:1]
    row = next(row for row in LETTER_ROWS if (match["number"] or match["inner"]) in row)
    return after not in row and ("一" <= after <= "鿿" or after in OPENING)


def _item(match: re.Match[str], text: str) -> bool:
    """一是坚持; not 一是一 or 三要素."""
    after = text[match.end() : match.end() + 1]
    is_word = makes_a_word(match["verb"], text, match.end())
    return bool(after) and after != match["number"] and not is_word


def makes_a_word(verb: str, text: str, end: int) -> bool:
    """Whether the verb of a label up to ``end`` begins a word: 三要素, not 三要务求实效."""
    return verb == "要" and MAKES_A_WORD.match(text, end) is not None


def _decimal(match: re.Match[str], text: str) -> bool:
    """1.1 总则, 1.1.1总则, 1.1、总则, 1.1.总则; not 3.5%增长, 24.5.1 or 1.05."""
    parts = [int(part) for part in match["number"].translate(HALF_WIDTH).split(".")]
    if 0 in parts or re.search("[.．][0０]", match["number"]):
        return False
    after = text[match.end() : match.end() + 1]
    if after in ("", "\n") or ("、" in match["blank"] and after.isdigit()):
        return False
    if not match["blank"] and not ("一" <= after <= "鿿" or after in '《“"'):
        return False
    return not _measures(text[match.end() :], MEASURES if len(parts) == 2 else "日号號")


def _measures(text: str, measures: frozenset[str] | str) -> bool:
    """Whether a text begins with what a number counts: 项 of 8 项, not 项目 of 8 项目验收."""
    return text[:1] in measures and not PROJECT.match(text)


def _plain(match: re.Match[str], text: str) -> bool:
    """1 总则; not 3 月 or 5 个单位, nor a whole sentence."""
    after = text[match.end() : match.end() + 1]
    line = text[match.end() : match.end() + 60].split("\n", 1)[0]
    return (
        "一" <= after <= "鿿"
        and not _measures(line, MEASURES)
        and len(line) <= 40
        and not line.rstrip().endswith(tuple("。；，、;,"))
        and not re.search(f"[{SPACE}]{FIGURE}", line)
    )


# Kind, form, what may follow. The first that fits is the label: from the most telling form to the
# least.
FORMS: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str], str], bool]], ...] = tuple(
    (kind, re.compile(form), test)
    for kind, form, test in (
        ("part", f"第(?P<number>{NUMERAL}|{FIGURE}{{1,3}})(?:部分|编|編|篇){DOT}?", _law),
        ("chapter", f"第{BLANK}?(?P<number>{NUMERAL}|{FIGURE}{{1,3}}){BLANK}?章{DOT}?", _law),
        ("chapter", f"第(?P<number>{NUMERAL}|{FIGURE}{{1,3}})(?:讲|講|课|課|单元)", _lesson),
        (
            "section",
            f"第{BLANK}?(?P<number>{NUMERAL}|{FIGURE}{{1,3}})"
            f"{BLANK}?[节節](?![课課约約能日气氣目]){DOT}?",
            _law,
        ),
        (
            "article",
            f"第{BLANK}?(?P<number>{NUMERAL}|{FIGURE}{{1,4}}){BLANK}?[条條](?:之{NUMERAL})?{DOT}?",
            _law,
        ),
        (
            "ordinal",
            f"[第其](?P<number>{NUMERAL})(?:(?P<mark>[，,、：:]){BLANK}?|{BLANK}+)",
            _ordinal,
        ),
        (
            "ordinal",
            f"第(?P<number>{NUMERAL})(?:点|點|条|條|步|个?方面|个问题)(?P<mark>[，：:]){BLANK}?",
            _ordinal,
        ),
        ("paren", f"[（(]{BLANK}?(?P<number>{NUMERAL}){BLANK}?[)）](?P<mark>[、.．])?", _paren),
        (
            "paren_digit",
            f"[（(]{BLANK}?(?P<number>{FIGURE}{{1,2}}){BLANK}?[)）](?P<mark>[、.．])?",
            _paren,
        ),
        ("bracket", f"(?P<number>{FIGURE}{{1,2}})[)）】]", _paren),
        (
            "decimal",
            f"(?P<number>{FIGURE}{{1,2}}(?:[.．]{FIGURE}{{1,2}}){{1,5}})"
            f"[.．]?(?![0-9０-９.．])(?P<blank>、?{BLANK}*)",
            _decimal,
        ),
        ("formal", f"(?P<number>{FORMAL})(?P<mark>[、.．])", _ordinal),
        ("comma", f"(?P<number>{NUMERAL})(?P<mark>[、.．])", _comma),
        (
            "comma",
            f"(?P<number>[一二三四五六七八九]|[二三]?十[一二三四五六七八九]?)(?={BLANK}|$)",
            _bare_numeral,
        ),
        (
            "digit",
            f"(?P<number>{FIGURE}{{1,3}})(?:{BLANK}(?=[．、]))?(?P<mark>[.．、])",
            _digit,
        ),
        ("stem", f"(?P<number>[{STEMS}])、|[（(](?P<inner>[{STEMS}])[)）]", _letter),
        ("roman", f"(?P<number>[{ROMAN}])[.．、]", _letter),
        ("letter", "(?P<number>[A-Z])[.．、)）]|[（(](?P<inner>[A-Z])[)）]", _letter),
        ("small_letter", "(?P<number>[a-z])[.．、)）]|[（(](?P<inner>[a-z])[)）]", _letter),
        ("item", f"(?P<number>{NUMERAL})(?P<verb>[{VERBS}])", _item),
        ("decimal", f"(?P<number>{FIGURE}{{1,2}})(?P<blank>{BLANK}+)", _plain),
    )
)
FIRSTS = re.compile(f"(?P<word>首先|其次|再次|再其次)(?P<mark>[，,、：:]{BLANK}?)?")
BLANKS = re.compile(f"{BLANK}*")


@lru_cache(maxsize=100_000)
def read_label(text: str) -> Label | None:
    """The label a text opens with; blanks before it and after it are skipped."""
    start = _skip(text, 0)
    opening = text[start : start + 1]
    if opening in SINGLE:
        return (
            Label(SINGLE[opening], opening, SINGLE_NUMBER[opening], _skip(text, start + 1))
            if opening
            else None
        )
    if match := FIRSTS.match(text, start):
        return Label(
            "first", match.group().rstrip(SPACE), FIRST[match["word"]], _skip(text, match.end())
        )
    for kind, form, test in FORMS:
        if (match := form.match(text, start)) and test(match, text):
            return Label(
                kind, _label_text(kind, match), _number(kind, match), _skip(text, match.end())
            )
    return None


COUNTED = re.compile(
    f"{BLANK}*(?P<number>(?P<outer>[0-9]{{1,2}})[.．](?P<own>[0-9]{{1,2}})){BLANK}*(?=[一-鿿])"
)

BARE = re.compile(f"{BLANK}*(?P<number>[1-9][0-9]?)(?:(?=[一-鿿])|{BLANK}{{1,2}}(?=[一-鿿A-Za-z]))")
BARE_ITEMS = 3  # that count, the fewest

# Written with letters: I. II. III.
TYPED_ROMAN = re.compile(f"{BLANK}*(?P<text>(?P<number>[IVX]{{1,5}})[.．、]){BLANK}*(?=[一-鿿《“])")
TYPED_NUMBERS = {roman_numeral(number).upper(): number for number in range(1, 20)}


# 2., 第二章 and 二、 stand over 2.1.
OVER = frozenset(("digit", "decimal", "comma", "chapter", "section", "part"))


def read_labels(texts: Iterable[str]) -> list[Label | None]:
    """The label of each text of a document. Behind 1.1 a number counts on, too, whose next
    character could be a measure (1.2项目); so does 2.1 behind 2. or 二、, if 2.2 or 2.1.1 follows.
    I. is a number where II. follows, 1清淤 where 2加固 and 3补种 do.
    """
    opened = list(texts)
    read = [read_label(text) for text in opened]
    for place, bare in _bare_numbers(opened, read):
        read[place] = bare
    roman = [(n, own) for n, text in enumerate(opened) if (own := _roman_label(text))]
    for (place, first), (after, follower) in pairwise(roman):
        if follower.number == first.number + 1 and (first.number == 1 or read[place] is first):
            read[place], read[after] = first, follower
    counted = [
        _counted_label(text) if label is None else None
        for text, label in zip(opened, read, strict=True)
    ]
    numbers = {label.parts for label in (*read, *counted) if label and label.kind == "decimal"}
    before = last = None  # the label before, and the last one of two numbers
    for index, label in enumerate(read):
        if label is None and (own := counted[index]) is not None:
            outer, number = own.parts
            goes_on = last is not None and last.parts == (outer, number - 1)
            begins = (
                number == 1
                and before is not None
                and before.kind in OVER
                and before.parts == (outer,)
                and not numbers.isdisjoint(((outer, 2), (outer, 1, 1)))
            )
            if goes_on or begins:
                label = read[index] = own
        before = label or before
        if label is not None and label.kind == "decimal" and len(label.parts) == 2:
            last = label
    return read


def read_entry_label(text: str) -> Label | None:
    """The label of a text of which it is known that ``read_labels`` found one."""
    return read_label(text) or _counted_label(text) or _roman_label(text) or _bare_label(text)


def _bare_numbers(
    texts: Sequence[str], read: Sequence[Label | None]
) -> Iterator[tuple[int, Label]]:
    """The numbers without a mark that count from 1 on, BARE_ITEMS at least, half of them right at
    their text; not 1班, 2班, 3班.
    """
    runs: list[list[tuple[int, Label]]] = []
    for place, text in enumerate(texts):
        label = _bare_label(text) if _may_be_bare(read[place]) else None
        if label is not None and label.number == 1:
            runs.append([])
        if label is not None and runs and label.number == len(runs[-1]) + 1:
            runs[-1].append((place, label))
    for run in runs:
        behind = {texts[place][label.end] for place, label in run}
        right = sum(texts[place][label.end - 1].isdigit() for place, label in run)
        if len(run) >= BARE_ITEMS and len(behind) > 1 and 2 * right >= len(run):
            yield from run


def _may_be_bare(label: Label | None) -> bool:
    return label is None or (label.kind == "decimal" and len(label.parts) == 1)


def _bare_label(text: str) -> Label | None:
    """The number of one or two figures without a mark that a text opens with, if it counts no
    measure: 1清淤, 2 JPEG.
    """
    match = BARE.match(text)
    if match is None or _measures(text[match.end() :], MEASURES):
        return None
    return Label("digit", match["number"], int(match["number"]), match.end())


def _roman_label(text: str) -> Label | None:
    """The roman number in letters that a text opens with."""
    match = TYPED_ROMAN.match(text)
    number = TYPED_NUMBERS.get(match["number"]) if match else None
    return Label("roman", match["text"], number, match.end()) if match and number else None


def _counted_label(text: str) -> Label | None:
    """The decimal label of two numbers that a text opens with, whatever they could measure."""
    match = COUNTED.match(text)
    return match and Label("decimal", match["number"], int(match["own"]), match.end())


def _label_text(kind: str, match: re.Match[str]) -> str:
    return match["number"] if kind == "decimal" else match.group().rstrip(SPACE)


def _number(kind: str, match: re.Match[str]) -> int:
    if kind in ("stem", "roman", "letter", "small_letter"):
        return COUNTED_LETTERS[match["number"] or match["inner"]]
    written = match["number"].translate(HALF_WIDTH)
    return numerals.parse_number(written.rsplit(".", 1)[-1] if kind == "decimal" else written) or 0


def _skip(text: str, start: int) -> int:
    match = BLANKS.match(text, start)
    return match.end() if match else start


CLAUSE_END = frozenset("，。；：！？,;:!?\n")
LONGEST_CLAUSE = 40


def first_clause(text: str, longest: int = LONGEST_CLAUSE) -> str:
    """Up to the first ，。；： outside brackets and quotation marks, at most ``longest``
    characters.
    """
    depth = 0
    for offset, character in enumerate(text[: longest + 1]):
        if character in OPENING or character in "([":
            depth += 1
        elif character in CLOSING or character in ")]":
            depth = max(0, depth - 1)
        elif depth == 0 and character in CLAUSE_END and not _in_number(text, offset):
            return text[:offset]
    return text if len(text) <= longest else text[:longest]


def _in_number(text: str, offset: int) -> bool:
    """Whether a half-width , or : stands between two digits, as in 12:30."""
    return (
        text[offset] in ",:"
        and text[offset - 1 : offset].isdigit()
        and text[offset + 1 : offset + 2].isdigit()
    )
