"""Rules on punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duben import chinese
from duben.model import Block, Book, Problem, warning

NEEDLESS = re.compile(
    "(?P<etc>、等(?![不着次级級待同号號距额額价價量外效]))|(?P<many>…{5,}|…{2,4}等(?![级級待]))|"
    "(?<![第、一二三四五六七八九十百])(?P<about>(?P<one>[一二三四五六七八])、(?P<two>[二三四五六七八九]))(?=[天个個次倍](?![级級]))"
)
NUMBERS = "一二三四五六七八九"


def _texts(book: Book) -> Iterator[Block]:
    for chapter in book.chapters:
        for block in chapter.walk():
            if block.text and block.kind != "code":
                yield block


def mask_code(block: Block) -> str:
    """The text of a block, what is code in it blanked out."""
    if not any(span.kind == "code" for span in block.spans):
        return block.text
    pieces, at = [], 0
    for span in sorted(block.spans, key=lambda span: span.start):
        if span.kind == "code" and span.start >= at:
            pieces += [block.text[at : span.start], " " * (span.end - span.start)]
            at = span.end
    return "".join([*pieces, block.text[at:]])


def needless_marks(book: Book) -> Iterator[Problem]:
    """T6: no 、 before 等 or inside 三四天; no …… beside 等, and not more than two (GB/T 15834 A.9,
    B.1.2; GB/T 15835).
    """
    for block in _texts(book):
        for match in NEEDLESS.finditer(mask_code(block)):
            if match["about"] and NUMBERS.index(match["two"]) != NUMBERS.index(match["one"]) + 1:
                continue
            right = match["two"] and match["one"] + match["two"] or ("等" if match["etc"] else "……")
            yield warning(
                "T6", block.place_of(match.start()), found=match.group()[:12], right=right
            )


OPENED_BY = {closing: opening for opening, closing in chinese.PAIRS.items()}
# Inside “ ” stand ‘ ’, inside 《 》 stand 〈 〉, and so on in turn.
INNER = {"“": "‘", "《": "〈", "「": "『"}
HALF = {"(": "（", ")": "）"}
MARK = re.compile(f"[{re.escape(''.join((*chinese.PAIRS, *OPENED_BY, *HALF)))}]")


def pairs(book: Book) -> Iterator[Problem]:
    """T7: quotation marks and brackets close in their paragraph and alternate (GB/T 15834 4.8, 4.9,
    4.15).

    A quotation of several paragraphs opens each of them and closes the last only.
    """
    for chapter in book.chapters:
        blocks = [block for block in chapter.walk() if block.text and block.kind != "code"]
        following = [*(block.text.lstrip() for block in blocks[1:]), ""]
        for block, after in zip(blocks, following, strict=False):
            starts = frozenset(offset for offset, _ in block.lines)
            if fault := _first_fault(mask_code(block), after, starts):
                rule, offset, mark = fault
                yield warning(
                    rule, block.place_of(offset), mark=mark, text=_near(block.text, offset)
                )


def _first_fault(text: str, after: str, starts: frozenset[int]) -> tuple[str, int, str] | None:
    """The first fault in the pairs of a paragraph: rule, offset, mark. ``starts`` is where its
    lines begin.
    """
    stack: list[tuple[str, int]] = []
    label = chinese.read_label(text)
    start = label.end if label and label.kind == "bracket" else 0
    for match in MARK.finditer(text, start):
        offset = match.start()
        mark = HALF.get(text[offset], text[offset])
        if mark in chinese.PAIRS:
            if stack and stack[-1][0] == mark and mark in INNER:
                return "T7-nested", offset, mark
            stack.append((mark, offset))
        elif mark in OPENED_BY:
            if mark == "’" and _is_apostrophe(text, offset, bool(stack) and stack[-1][0] == "‘"):
                continue
            if stack and stack[-1][0] == OPENED_BY[mark]:
                stack.pop()
            elif mark != "）" or not _is_of_item(text, offset, starts):
                return "T7", offset, text[offset]
    if stack and not (stack[0][0] in "“「" and len(stack) == 1 and after.startswith(stack[0][0])):
        return "T7", stack[-1][1], text[stack[-1][1]]
    return None


NUMBER = re.compile("[0-9]{1,2}$")


def _is_of_item(text: str, offset: int, starts: frozenset[int]) -> bool:
    """Whether a bracket closes the number of an item, 2), at the begin of a line or behind a
    blank.
    """
    number = NUMBER.search(text, max(0, offset - 2), offset)
    return number is not None and (
        number.start() in starts or text[number.start() - 1 : number.start()].isspace()
    )


def _is_apostrophe(text: str, offset: int, quoted: bool) -> bool:
    """Whether ’ stands in a Latin word: it’s, and the boys’ where no ‘ waits for it."""
    before, after = text[offset - 1 : offset], text[offset + 1 : offset + 2]
    if not (before.isascii() and before.isalpha()):
        return False
    return not quoted or (after.isascii() and after.isalpha())


def _near(text: str, offset: int) -> str:
    return text[max(0, offset - 4) : offset + 9].replace("\n", " ")


OFFICIAL = re.compile(
    "(?P<year>[一-鿿][(（\\[［【](?P<number>(?:19|20)[0-9]{2})[)）\\]］】](?=第?[0-9]{1,4}号))|(?P<zero>第0+(?P<digits>[1-9][0-9]*)号)|"
    "(?P<short>(?<![0-9０-９.〇一二三四五六七八九年])(?P<two>[89][0-9])年(?=[0-9]{1,2}月))"
)


def official_form(book: Book) -> Iterator[Problem]:
    """T9: 〔2026〕 round the year of a document's number, no 0 in 第1号, years in full (GB/T 9704
    7.2.5).
    """
    of_taiwan: bool | None = None  # where 99年 is a whole year: 民國99年
    for block in _texts(book):
        for match in OFFICIAL.finditer(mask_code(block)):
            if match["short"] and of_taiwan is None:
                of_taiwan = chinese.guess_script("".join(b.text for b in _texts(book))) == "zh-Hant"
            if match["year"]:
                found, right = match["year"][1:], f"〔{match['number']}〕"
            elif match["zero"]:
                found, right = match["zero"], f"第{match['digits']}号"
            elif of_taiwan:
                continue
            else:
                found, right = f"{match['two']}年", f"19{match['two']}年"
            yield warning("T9", block.place_of(match.start()), found=found, right=right)


# Marks that end or part a clause, the stronger the further right.
STRENGTH = "、，：；。！？"
MARKS_TOGETHER = re.compile(
    f"(?P<run>[{STRENGTH}]{{2,}})|(?P<open>[（《〈【〔](?P<first>[、，；：。]))|[、，；：](?P<close>[）》〉】〕])"
)
# The words beside that are shown with them.
BESIDE_BEFORE = re.compile(f"[^{STRENGTH}\\n]{{1,4}}$")
BESIDE_AFTER = re.compile(f"[^{STRENGTH}\\n]{{1,3}}")
DOUBTS = frozenset("！？")  # ？！ and ！！ may stand together


def marks_together(book: Book) -> Iterator[Problem]:
    """T22: of 、 ， ； ： 。 ！ ？ no two stand together, but for ！ and ？; none right behind an
    opening bracket, no mark inside a sentence right before a closing one (GB/T 15834 5.1).
    Twice the same one is told by L22.
    """
    for block in _texts(book):
        text = mask_code(block)
        for match in MARKS_TOGETHER.finditer(text):
            run = match["run"]
            if run and (len(set(run)) == 1 or DOUBTS.issuperset(run)):
                continue
            right = match["close"] or (match["open"] or max(run or "", key=STRENGTH.find))[:1]
            before = BESIDE_BEFORE.search(text, 0, match.start())
            after = BESIDE_AFTER.match(text, match.end())
            words = (before[0] if before else "", after[0] if after else "")
            yield warning(
                "T22",
                block.place_of(match.start()),
                found=match[0].join(words),
                marks=match[0],
                right=right.join(words),
            )


YEAR = re.compile(
    f"(?<![{chinese.LABEL_NUMERALS}0-9A-Za-z])(?P<year>{chinese.YEAR_IN_HAN})(?=[ \u3000]?年)"
)


def zeros_of_years(book: Book) -> Iterator[Problem]:
    """T23: the zero of a year in 汉字 is 〇: no letter O, no digit 0, no ○ (GB/T 15835 5.1.2)."""
    for block in _texts(book):
        for match in YEAR.finditer(mask_code(block)):
            if (right := chinese.write_zeros(match["year"])) != match["year"]:
                place = block.place_of(match.start())
                yield warning("T23", place, found=match["year"], right=right)


# 2016年11年24日; 13月, 2月30日, 4月31日, 5月0日: no calendar has them.
TWO_YEARS = re.compile("(?P<month>[12][0-9]{3}年[0-9]{1,2})年(?P<day>[0-9]{1,2}日)")
DAY = re.compile("(?<![0-9.])(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})日")
LAST_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def days_of_the_calendar(book: Book) -> Iterator[Problem]:
    """T25: a date is a day that the calendar has."""
    for block in _texts(book):
        text = mask_code(block)
        for match in TWO_YEARS.finditer(text):
            right = f"{match['month']}月{match['day']}"
            yield warning(
                "T25-month", block.place_of(match.start()), found=match.group(), right=right
            )
        for match in DAY.finditer(text):
            month, day = int(match["month"]), int(match["day"])
            if not (1 <= month <= 12 and 1 <= day <= LAST_DAYS[month - 1]):
                yield warning("T25", block.place_of(match.start()), found=match.group())


# Each rule with its id in docs/rules-text.md; they look at one chapter at a time.
RULES = {
    "T6": needless_marks,
    "T7": pairs,
    "T9": official_form,
    "T22": marks_together,
    "T23": zeros_of_years,
    "T25": days_of_the_calendar,
}
