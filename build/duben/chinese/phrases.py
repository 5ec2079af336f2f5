"""Titles broken into lines by sense: never inside a word, never a lone character."""

from __future__ import annotations

import re

from duben.chinese import words as dictionary
from duben.chinese.characters import CLOSING, OPENING, STOPS, TWO_PLACE_MARKS
from duben.chinese.word_lists import word_list

CLAUSE_MARKS = ("，", "；", "：", "。", "——")
NEVER_FIRST = CLOSING + STOPS + TWO_PLACE_MARKS
LEANING = word_list("leaning")  # a line had better not begin with these


# Kept whole whatever the dictionary says: sessions, meetings, dates, numbers with what they count,
# short titles and quotations.
WHOLE = re.compile(
    "第?[〇零一二三四五六七八九十百]+届[〇一二三四五六七八九十]*[次中]?(?:全会|全体会议|代表大会|会议)?"
    "|第[〇零一二三四五六七八九十百]+次(?:全体|代表)?(?:会议|大会|全会)"
    "|[0-9０-９]+年(?:[0-9]+月(?:[0-9]+日)?)?"
    "|[0-9０-９.]+[多余]?[万亿]?(?:[%％]|[个次项件人元号条家户名台天周岁届期倍级])"
    "|《[^》]{1,12}》|“[^”]{1,10}”")  # fmt: skip


# 汉字 one behind the other: what is between them parts words anyway.
HAN_RUN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")


def learn_title(title: str) -> None:
    """Asks the dictionary what a title is going to be asked when it is set, by itself and by its
    runs of 汉字.
    """
    for text in dict.fromkeys((title, *HAN_RUN.findall(title))):
        split_phrases(text)


def split_phrases(text: str) -> list[str]:
    """The words of a text; marks stay with the word that they belong to."""
    found: list[str] = []
    at = 0
    for match in WHOLE.finditer(text):
        found += _attach_marks(dictionary.cut_words(text[at : match.start()])) + [match.group()]
        at = match.end()
    return _attach_marks(found + dictionary.cut_words(text[at:]))


def _attach_marks(parts: list[str]) -> list[str]:
    """Parts with closing marks at the part before, and opening marks at the part behind."""
    joined: list[str] = []
    glue = False
    for word in parts:
        if joined and (glue or word[0] in NEVER_FIRST or word[0].isspace()):
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
    for part in _attach_marks(dictionary.cut_words(word)):
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


def _bracket_cost(before: str, after: str) -> int:
    """What a break costs more or less for the brackets beside it."""
    if not after:
        return 0
    inside = before.count("（") > before.count("）")
    return BRACKET_COST if inside else -BRACKET_GAIN if after.startswith("（") else 0


def _is_lone(piece: str) -> bool:
    """Whether a piece is a word of one character that does not lean on what is before it."""
    return len(piece) == 1 and HAN_RUN.match(piece) is not None and not piece.endswith(LEANING)


def balance_lines(text: str, most: int) -> list[str]:
    if len(text) <= most:
        return [text]
    pieces = [piece for word in split_phrases(text) for piece in _within(word, most)]
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
            cost += 200 if length < 2 else 0
            cost += _bracket_cost(text[: ends[end]], text[ends[end] :])
            cost += 30 if end < count and pieces[end].startswith(LEANING) else 0
            cost += LONE_COST if end < count and _is_lone(pieces[end - 1]) else 0
            cost -= CLAUSE_GAIN if end < count and pieces[end - 1].endswith(CLAUSE_MARKS) else 0
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
