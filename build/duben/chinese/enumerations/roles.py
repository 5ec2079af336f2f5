"""What the parts of a compound are called by what they are made: 以甲为核心，以乙、丙为两翼 for
“一核两翼”; ``items_by_role`` is its door.
"""

from __future__ import annotations

import re

from duben.chinese import words
from duben.chinese.enumerations import list_items
from duben.chinese.enumerations.terms import GROUP, without_classifier

# 以青石镇为核心区, 将东岭作为东翼: what a thing is made, up to the next mark.
ROLE = re.compile("(?<![行成认])(?:作?为)(?P<role>[^，。；：、！？\n“”为]{1,12})")
# 以, 把 or 将, behind which the things stand.
TAKES = re.compile("(?<![可所难予给加足何])以(?![来上下内外及])|把(?!握)|将(?!来)")
# What may stand between one role and the next things: 、和.
BETWEEN = "、，；和与及 "
# So long the name of a thing may be.
LONGEST = 30


def items_by_role(
    text: str, start: int, end: int, parts: tuple[tuple[int, str], ...]
) -> tuple[list[str], int, int] | None:
    """The things that a text makes the parts of a compound, each part as many as its number says,
    in the order of the parts; where in the text they begin and end.
    """
    named = [without_classifier(word) for _, word in parts]
    found: list[list[str]] = [[] for _ in parts]
    begin, stop, at = -1, start, start
    for match in ROLE.finditer(text, start, end):
        which = [number for number, word in enumerate(named) if word in match["role"]]
        if len(which) != 1:
            if begin >= 0 and not all(map(_filled, found, parts)):
                return None
            continue
        [part] = which
        place = _things_begin(text, at, match.start(), begin >= 0 and at == stop)
        at = match.end()
        missing = parts[part][0] - len(found[part])
        items = _things(text[place : match.start()], missing, match["role"], named[part])
        if place < 0 or not items:
            return None
        found[part] += items
        begin, stop = (place if begin < 0 else begin), at
        if all(map(_filled, found, parts)):
            return [item for group in found for item in group], begin, match.start()
    return None


def _filled(items: list[str], part: tuple[int, str]) -> bool:
    return len(items) == part[0]


def _things_begin(text: str, start: int, end: int, goes_on: bool) -> int:
    """Where the things stand that a role is given: behind 以 in their clause, or right behind the
    role before (``goes_on``); at the beginning of a clause without a verb; -1 for none of these.
    """
    clause = max(start, *(text.rfind(mark, start, end) + 1 for mark in "，；。：\n“”"))
    taken = [*TAKES.finditer(text, clause, end)]
    if taken:
        return taken[-1].end()
    plain = not any(word.kind == "v" for word in words.tag_words(text[clause:end]))
    if goes_on and not text[start:clause].strip(BETWEEN) or plain:
        return clause + len(text[clause:end]) - len(text[clause:end].lstrip(BETWEEN))
    return -1


def _things(listed: str, missing: int, role: str, word: str) -> list[str]:
    """The things listed for a role that lacks so many: one, or as many as its number says (两翼),
    or all that are missing.
    """
    number = GROUP.search(role[: role.index(word)])
    if missing < 1 or number and not role.startswith(tuple(_written(missing))):
        return []
    one = [list_items.clean_item(listed)]
    several = list_items.split_exactly(listed, missing) if missing > 1 else one
    if not several and not number and "、" not in listed:
        several = one
    return several if all(0 < len(item) <= LONGEST for item in several) else []


def _written(number: int) -> list[str]:
    return [*list_items.numeral_pattern(number).strip("[]")]
