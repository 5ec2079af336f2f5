"""Titles broken into lines by sense: never inside a word, never a lone character."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from duben.chinese import words as dictionary
from duben.chinese.characters import CLOSING, OPENING, STOPS, TWO_PLACE_MARKS
from duben.chinese.dates import YEAR_IN_HAN
from duben.chinese.numerals import NUMERAL_CHARACTERS
from duben.chinese.word_lists import word_list

CLAUSE_MARKS = ("，", "；", "：", "。", "——")
NEVER_FIRST = CLOSING + STOPS + TWO_PLACE_MARKS
LEANING = word_list("leaning")  # a line had better not begin with these


# Kept whole whatever the dictionary says: sessions, meetings, dates, numbers with what they count,
# a town behind its county, short titles and quotations.
WHOLE = re.compile(
    f"(?:{YEAR_IN_HAN}|[0-9０-９]+)年(?:度|(?:[0-9]+|[一二三四五六七八九十]+)月(?:(?:[0-9]+|[一二三四五六七八九十]+)日)?)?|"
    "第?[〇零一二三四五六七八九十百]+届(?:[〇一二三四五六七八九十]+[次中]?)?(?:全会|全体会议|代表大会|会议)?"
    "|第[〇零一二三四五六七八九十百]+次(?:全体|代表)?(?:会议|大会|全会)"
    "|[0-9０-９.]+[多余]?[万亿]?(?:[%％]|[个次项件人元号条家户名台天周岁届期倍级])"
    "|(?<=[省市州县区])[一-鿿]{2}(?:[镇乡村]|街道)"
    "|《[^》]{1,12}》|“[^”]{1,10}”")  # fmt: skip


YEAR = re.compile(f"(?:{YEAR_IN_HAN}|[0-9０-９]+)年")
# A remark in brackets at the end of a title: （论文）, （征求意见稿）.
REMARK = re.compile("(?<=.)（[^（）]+）$")
WORDS_BESIDE_REMARK = 2  # the most that look lost beside it
# Characters that no word begins with: they belong to the word before them.
SUFFIXES = frozenset(("者", "们", "化", "性", "式", "型", "上", "中", "下", "里", "内"))


# 汉字 one behind the other: what is between them parts words anyway.
HAN_RUN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")


def learn_title(title: str) -> None:
    """Asks the dictionary what a title is going to be asked when it is set, by itself and by its
    runs of 汉字.
    """
    for text in dict.fromkeys((title, *HAN_RUN.findall(title))):
        split_phrases(text)


# The end of a number that the dictionary parts, and how it goes on: 一千|零|八十, 二百三十|四个.
NUMERALS = "".join(sorted(NUMERAL_CHARACTERS))
NUMBER_BEFORE = re.compile(f"第?[{NUMERALS}]+")
NUMBER_BEHIND = re.compile(f"[{NUMERALS}]+.?")


def split_phrases(text: str) -> list[str]:
    """The words of a text, a number being one; marks stay with the word that they belong to."""
    found: list[str] = []
    at = 0
    for match in WHOLE.finditer(text):
        found += _attach_marks(dictionary.cut_words(text[at : match.start()])) + [match.group()]
        at = match.end()
    return _join_lone_nouns(_attach_marks(found + dictionary.cut_words(text[at:])))


def _join_lone_nouns(parts: list[str]) -> list[str]:
    """Parts with a noun of one character at the noun before it, where a verb or the end follows:
    古树名|木|保护.
    """
    joined: list[str] = []
    for part, following in pairwise((*parts, "")):
        lone = len(part) == 1 and joined and len(joined[-1]) > 1 and _is_noun(part)
        if lone and _is_noun(joined[-1]) and dictionary.last_kind(following)[:1] in ("v", ""):
            joined[-1] += part
        else:
            joined.append(part)
    return joined


def _is_noun(part: str) -> bool:
    return dictionary.last_kind(part).startswith("n")


def _attach_marks(parts: list[str]) -> list[str]:
    """Parts with closing marks at the part before, and opening marks at the part behind."""
    joined: list[str] = []
    glue = False
    for word in parts:
        follows = (
            word[0] in NEVER_FIRST
            or word[0].isspace()
            or word in SUFFIXES
            or bool(
                joined and NUMBER_BEHIND.fullmatch(word) and NUMBER_BEFORE.fullmatch(joined[-1])
            )
        )
        if joined and (glue or follows):
            joined[-1] += word
        else:
            joined.append(word)
        glue = word[-1] in OPENING
    return joined


# What a break before （征求意见稿） is worth: lines that differ by four characters or so; what one
# inside of brackets costs: a last line of four characters; and what one behind a mark between two
# clauses is worth.
BRACKET_GAIN, BRACKET_COST = 20, 60
CLAUSE_GAIN = 40
LIST_GAIN = 20  # of a break behind 、
SHORT_LAST_COST = 40  # of two characters alone in the last line
LONE_COST = (
    25  # of a break behind a word of one character, which mostly begins what follows: 可持续
)


def break_title(text: str, most: int) -> list[str]:
    """``text`` in as few lines of at most ``most`` characters as will do, of like length, broken
    between words.

    A word longer than a line is cut. Breaks that the author made (``\\n``) stay.
    """
    return [line for part in text.split("\n") for line in balance_lines(part, most)]


def _within(word: str, most: int) -> list[str]:
    """A word as it is; where a line cannot hold it (中华人民共和国香港特别行政区, 《……条例》) the
    words that it is made of.
    """
    if len(word) <= most:
        return [word]
    found: list[str] = []
    parts = re.split("(?<=年)(?=.)", word) if YEAR.match(word) else dictionary.cut_words(word)
    for part in _attach_marks(parts):
        shorter = [part] if len(part) <= most else _attach_marks(_beginnings(part))
        found += [piece[at : at + most] for piece in shorter for at in range(0, len(piece), most)]
    return found


def _beginnings(word: str) -> list[str]:
    """A long name that the dictionary has whole as the shorter words that begin in it, one behind
    the other.
    """
    found, at = [], 0
    while at < len(word):
        found.append(dictionary.cut_words(word[at : at + max(4, len(word) // 2)])[0])
        at += len(found[-1])
    return found


def _bracket_cost(line: str, before: str, after: str) -> int:
    """What a break costs more or less for the brackets beside it: it stands before a remark that
    ends the title, and behind one that does not; ``line`` ends with it.
    """
    if not after:
        return 0
    alone = line.startswith("（") and line.endswith("）")
    if before.count("（") > before.count("）"):
        return BRACKET_COST
    if after.startswith("（"):
        return -BRACKET_GAIN if after.endswith("）") else BRACKET_GAIN
    return BRACKET_COST if alone else 0


def _gain_behind(piece: str) -> int:
    """What a break behind a mark is worth."""
    return CLAUSE_GAIN if piece.endswith(CLAUSE_MARKS) else LIST_GAIN if piece[-1] == "、" else 0


def _is_lone(piece: str) -> bool:
    """Whether a piece is a word of one character that does not lean on what is before it."""
    return len(piece) == 1 and HAN_RUN.match(piece) is not None and not piece.endswith(LEANING)


def balance_lines(text: str, most: int) -> list[str]:
    """A text in lines of like length. A remark in brackets at its end is not broken where a line
    has room for it, and has its own line rather than one with a word or two of the title.
    """
    if len(text) <= most:
        return [text]
    pieces = [piece for word in split_phrases(text) for piece in _within(word, most)]
    lines = _balance(pieces, most)
    if remark := REMARK.search(text):
        title = list(_pieces_before(pieces, remark.start()))
        beside = len(lines[-1]) - len(remark[0])
        words = sum(1 for at in range(len(title)) if len("".join(title[at:])) <= beside)
        if beside < 0 or 0 < words <= WORDS_BESIDE_REMARK:
            return [*_balance(title, most), *_balance(pieces[len(title) :], most)]
    return lines


def _pieces_before(pieces: Sequence[str], end: int) -> Iterator[str]:
    """The pieces that stand before an offset of their text."""
    for piece in pieces:
        if (end := end - len(piece)) < 0:
            return
        yield piece


def _balance(pieces: Sequence[str], most: int) -> list[str]:
    """Pieces in lines of at most ``most`` characters."""
    text = "".join(pieces)
    if len(text) <= most:
        return [text]
    ends = [0]
    for piece in pieces:
        ends.append(ends[-1] + len(piece))
    count = len(pieces)
    # best[i]: (lines, cost, start of the last line) for the first i pieces
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    for end in range(1, count + 1):
        choices = []
        for start in range(end - 1, -1, -1):
            length = ends[end] - ends[start]
            if length > most and start < end - 1:
                break
            rows, cost, _ = best[start]
            cost += (most - length) ** 2
            cost += 200 if length < 2 else SHORT_LAST_COST if end == count and length < 3 else 0
            line = text[ends[start] : ends[end]]
            cost += _bracket_cost(line, text[: ends[end]], text[ends[end] :])
            cost += 30 if end < count and pieces[end].startswith(LEANING) else 0
            cost += LONE_COST if end < count and _is_lone(pieces[end - 1]) else 0
            cost -= _gain_behind(pieces[end - 1]) if end < count else 0
            cost += (
                30
                if end < count
                and pieces[end - 1].endswith(LEANING)
                and len(pieces[end]) < most // 2
                else 0
            )
            choices.append((rows + 1, cost, start))
        best.append(min(choices))
    found: list[str] = []
    end = count
    while end:
        start = best[end][2]
        found.append("".join(pieces[start:end]))
        end = start
    return found[::-1]
