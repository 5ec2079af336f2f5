"""Marks beside 汉字: which characters are what, half-width marks mended, simplified told from
traditional.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from duben.chinese.characters import (
    BLANKS,
    LABEL_NUMERALS,
    WIDE_CLOSING,
    WIDE_FORMS,
    WIDE_OPENING,
)
from duben.chinese.word_lists import word_list

# Frequent characters that only one of the two scripts has.
SIMPLIFIED = frozenset(pair[0] for pair in word_list("script-pairs"))
TRADITIONAL = frozenset(pair[1] for pair in word_list("script-pairs"))


@dataclass(frozen=True, slots=True)
class Mend:
    """A change: at this offset of the text as it was, ``old`` became ``new``."""

    offset: int
    old: str
    new: str


def is_han(character: str) -> bool:
    """A 汉字 of Unicode 17 (extensions A to J, compatibility), 〇 or 々; no radical, no Hangul, no
    private character.
    """
    # By number: the signs at these bounds look like others (U+F900 like U+8C48) and are typed for
    # each other.
    return (
        "\u4e00" <= character <= "\u9fff"
        or "\u3400" <= character <= "\u4dbf"
        or character in "〇々"
        or "\uf900" <= character <= "\ufaff"
        or "\U00020000" <= character <= "\U00033479"
    )


# Without one of these there is nothing to mend in a line, no address in it, no bracket.
HALF = re.compile('[,:;?!()".-]|。{3}')
ADDRESS = re.compile("://|@|www\\.")
BRACKET = re.compile("[()（）]")


def is_wide_mark(character: str) -> bool:
    """A mark that only Chinese text has: 、。《》“” …"""
    return character in "、。，；：！？（）《》〈〉「」『』【】〔〕“”‘’—…·"


WORD = re.compile("[A-Za-z]+")


def is_latin(line: str) -> bool:
    """Whether a paragraph is Latin text that names a thing in 汉字 here and there: its marks are
    its own.
    """
    words = WORD.findall(line)
    return len(words) >= 8 and sum(map(len, words)) > 3 * sum(map(is_han, line))


def widen_marks(text: str) -> tuple[str, tuple[Mend, ...]]:
    """The text with half-width marks beside 汉字 made full width, and what was changed.

    Changed are , : ; ? ! ( ) and, where they pair up in the paragraph, straight quotation marks;
    ``--`` before or between 汉字 becomes ——; after 汉字 a ``.`` at the paragraph's end becomes 。
    and three to twelve ``.`` or 。 become ……. Numbers, times, addresses and Latin text stay as they
    are, paragraphs of Latin text whole. Every paragraph (line) by itself.
    """
    lines, mends, offset = [], [], 0
    for line in text.split("\n"):
        mended, found = _mend_line(line)
        lines.append(mended)
        mends += [Mend(offset + one.offset, one.old, one.new) for one in found]
        offset += len(line) + 1
    return "\n".join(lines), tuple(mends)


def _mend_line(line: str) -> tuple[str, list[Mend]]:
    if not HALF.search(line) or not any(is_han(character) for character in line) or is_latin(line):
        return line, []
    beside = _Beside(line)
    changes: dict[int, tuple[str, str]] = {}
    for place in _brackets(line, beside):
        changes[place] = (line[place], WIDE_FORMS[line[place]])
    _quotes(line, beside, changes)
    for place, character in enumerate(line):
        if (
            character in ",:;?!"
            and place not in beside.fixed
            and _is_chinese_point(line, place, beside)
        ):
            changes[place] = (character, WIDE_FORMS[character])
    _dashes(line, beside, changes)
    _stops(line, beside, changes)
    out, at = [], 0
    mends = []
    for place in sorted(changes):
        old, new = changes[place]
        out += [line[at:place], new]
        mends.append(Mend(place, old, new))
        at = place + len(old)
    return "".join([*out, line[at:]]), mends


class _Beside:
    """For each place of a line the nearest character before and after it that is neither blank nor
    quote nor bracket.
    """

    def __init__(self, line: str) -> None:
        self.line = line
        self.fixed = _addresses(line)

    @cached_property
    def before(self) -> list[str]:
        return _nearest(self.line)

    @cached_property
    def after(self) -> list[str]:
        return _nearest(self.line[::-1])[::-1]


SKIPPED = frozenset(BLANKS + WIDE_OPENING + WIDE_CLOSING + "\"'()")


def _nearest(line: str) -> list[str]:
    found, last = [], ""
    for character in line:
        found.append(last)
        if character not in SKIPPED:
            last = character
    return found


def _addresses(line: str) -> frozenset[int]:
    """The places inside web and mail addresses, and inside runs of Latin text with :// or @."""
    if not ADDRESS.search(line):
        return frozenset()
    fixed: set[int] = set()
    start = 0
    for end in range(len(line) + 1):
        if end < len(line) and "!" <= line[end] <= "~":
            continue
        word = line[start:end]
        if "://" in word or "@" in word or word.startswith("www."):
            fixed.update(range(start, end))
        start = end + 1
    return frozenset(fixed)


def _chinese(character: str) -> bool:
    return bool(character) and (is_han(character) or is_wide_mark(character) or character in "％℃")


def _is_chinese_point(line: str, place: int, beside: _Beside) -> bool:
    """Whether a point stands in Chinese text: a 汉字 right before it, or after it and no Latin
    before.
    """
    left, right = line[place - 1 : place], line[place + 1 : place + 2]
    if left.isdigit() and right.isdigit():
        return False
    before, after = beside.before[place], beside.after[place]
    if _chinese(left) or (left in SKIPPED and _chinese(before)):
        return not (right == "/" and line[place] == ":")
    if not _chinese(after):
        return False
    # 77,候补: Latin or a digit before, 汉字 after it at once.
    return _chinese(right) or right in "“\"'（(《" or (right in BLANKS and not before.isascii())


def _brackets(line: str, beside: _Beside) -> list[int]:
    """The half-width brackets that become full width: in pairs, round 汉字 or between 汉字."""
    places: list[int] = []
    stack: list[tuple[int, bool]] = []
    for match in BRACKET.finditer(line):
        place, character = match.start(), match[0]
        if (
            place in beside.fixed or line[place - 1 : place] == "]"
        ):  # an address, or a Markdown link
            continue
        if character in "(（":
            stack.append((place, character == "("))
        elif character in ")）":
            if not stack:
                if character == ")" and _chinese(line[place - 1 : place]):
                    places.append(place)
                continue
            start, half = stack.pop()
            inside = any(map(is_han, line[start:place]))
            outside = _chinese(line[start - 1 : start] if start else "") or _chinese(
                line[place + 1 : place + 2]
            )
            latin = (
                line[start - 1 : start].isascii() and line[start - 1 : start].isalnum()
                if start
                else False
            )
            if inside or (outside and not latin) or not half or character == "）":
                places += [start] if half else []
                places += [place] if character == ")" else []
    for start, half in stack:
        if half and (_chinese(line[start + 1 : start + 2]) or _chinese(line[start - 1 : start])):
            places.append(start)
    return places


def _quotes(line: str, beside: _Beside, changes: dict[int, tuple[str, str]]) -> None:
    """Straight double quotation marks in pairs, where 汉字 stand beside or inside: “ ”."""
    places = [
        place
        for place, character in enumerate(line)
        if character == '"' and place not in beside.fixed
    ]
    if len(places) % 2:
        return
    for start, end in zip(places[::2], places[1::2], strict=True):
        around = (
            line[start - 1 : start],
            line[start + 1 : start + 2],
            line[end - 1 : end],
            line[end + 1 : end + 2],
        )
        if line[start + 1 : start + 2] in BLANKS or not any(
            _chinese(character) for character in around
        ):
            continue
        changes[start], changes[end] = ('"', "“"), ('"', "”")


def _dashes(line: str, beside: _Beside, changes: dict[int, tuple[str, str]]) -> None:
    """Exactly two hyphens at the line's start or between 汉字: ——."""
    start = len(line) - len(line.lstrip(BLANKS))
    place = line.find("--")
    while place >= 0:
        end = place
        while end < len(line) and line[end] == "-":
            end += 1
        before, after = beside.before[place], line[end : end + 1]
        opens = place == start and (_chinese(after) or after.isdigit() or after in '“"')
        between = _chinese(before) and (_chinese(after) or after in '“"')
        if end - place == 2 and (opens or between) and place not in beside.fixed:
            changes[place] = ("--", "——")
        place = line.find("--", end)


DOTS = re.compile(r"\.{3,}|。{3,}")
MOST_DOTS = 12  # more are a line to write on, or lead to a page number
LEADS = re.compile(f"[{BLANKS}]*[0-9０-９]+[{BLANKS}]*$")


def _stops(line: str, beside: _Beside, changes: dict[int, tuple[str, str]]) -> None:
    """Full stops in half width at the paragraph's end, and dots that stand for an ellipsis."""
    for match in DOTS.finditer(line):
        place, end = match.span()
        if (
            place in beside.fixed
            or end - place > MOST_DOTS
            or not _chinese(beside.before[place])
            or LEADS.match(line, end)
        ):
            continue
        changes[place] = (match.group(), "……")
    place = len(line.rstrip(BLANKS + WIDE_CLOSING + "\"')")) - 1
    alone = (
        place > 0 and line[place] == "." and line[place - 1] != "." and place not in beside.fixed
    )
    if (
        alone
        and _chinese(beside.before[place])
        and not set(LABEL_NUMERALS).issuperset(line[:place].strip(BLANKS))
    ):
        changes[place] = (".", "。")


def guess_script(text: str) -> str:
    """ "zh-Hant" or "zh-Hans", told from frequent characters that only one of them has; zh-Hans
    where none is met.
    """
    counts = Counter(text)
    simplified = sum(counts[character] for character in SIMPLIFIED)
    traditional = sum(counts[character] for character in TRADITIONAL)
    return "zh-Hant" if traditional > simplified else "zh-Hans"
