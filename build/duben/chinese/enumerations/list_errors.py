"""Slips in lists whatever they belong to: an item that stands twice, a label of a run out of its
order.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass

from duben.chinese import numerals, words
from duben.chinese.enumerations import list_items, terms
from duben.chinese.enumerations.inline_lists import RunLabel
from duben.chinese.enumerations.member_rules import Document


@dataclass(frozen=True, slots=True)
class RepeatedItem:
    """An item that a list names a second time, at an offset of a passage."""

    passage: int
    start: int
    item: str


@dataclass(frozen=True, slots=True)
class MisplacedLabel:
    """A label of a run (二是) that stands where another was expected."""

    passage: int
    start: int
    label: str
    expected: str


# --- items that stand twice -----------------------------------------------------------------------

CLAUSE = re.compile("[^，。；：！？（）()“”\\n]+")
# So many characters on both sides of a 、 are looked at in a clause that has more.
LONG = 400
PART = re.compile(f"[^\\n]{{0,{LONG}}}、[^\\n]{{0,{LONG}}}")
COUNTING = f"{terms.COUNT_PATTERN}[个個大项項类類种種条條级級重件支场場手]"
# PAIR tries every character: it is asked only where what follows one of these begins as something
# that so many before it hold.
JOIN = re.compile("[和与及]")
PAIR_LONGEST = 13
# X和X before a number or a quotation: 国家与国家之间 is no list.
PAIR = re.compile(f"([一-鿿]{{2,12}})(?:[和与及]|以及)(?=\\1(?:“|「|这?{COUNTING}))")
# What may follow the last item of a list.
LIST_ENDS = re.compile('的?$|等|这|上|中|方面|[“「"]')
END = re.compile("$")
COUNTED = re.compile(COUNTING)
ITEM_LONGEST = 30
# 7.4%、21%、21%: amounts may be alike.
FIGURE = re.compile("[-+−第]?[0-9０-９][^年月日]*")
# So long an item is not by chance what the first one ends with.
SURELY = 4


def repeated_items(text: str) -> Iterator[tuple[int, str]]:
    """Offset and text of items that one list names twice: 甲类、乙类、甲类."""
    if "、" in text:
        for match in _clauses(text):
            for start, end in _lists(match.group()):
                twice = [*_repeated_in(match.group()[start:end])]
                items = {item for _, item in twice}
                if any(
                    not one.endswith(other) and not other.endswith(one)
                    for one in items
                    for other in items
                ):
                    continue  # 城里工厂、学校派到城外工厂、学校: one list after another
                for at, item in twice:
                    yield match.start() + start + at, item
    if any(
        text[join.end() : join.end() + 2]
        in text[max(0, join.start() - PAIR_LONGEST) : join.start()]
        for join in JOIN.finditer(text)
    ):
        for match in PAIR.finditer(text):
            yield match.end(), match[1]


def _clauses(text: str) -> Iterator[re.Match[str]]:
    """The clauses, or parts of clauses, that have a 、."""
    for match in CLAUSE.finditer(text):
        if "、" in match.group():
            yield from (
                [match]
                if match.end() - match.start() <= LONG
                else PART.finditer(text, match.start(), match.end())
            )


def _lists(clause: str) -> Iterator[tuple[int, int]]:
    """A clause in pieces, each up to a number that counts what stands before it:
    甲、乙和丙三个方面|的主动性、积极性.
    """
    start = 0
    for match in COUNTED.finditer(clause):
        yield start, match.start()
        start = match.end()
    yield start, len(clause)


def _repeated_in(listed: str) -> Iterator[tuple[int, str]]:
    """Start and text of each item of a list that is like an earlier one."""
    first, *others = list_items.split_list(listed, "、")
    if not others:
        return
    begin, end = others.pop()
    tails = [begin]
    joints = [
        (begin + start, begin + stop)
        for start, stop in list_items.find_conjunctions(listed[begin:end])
        if start
    ]
    if joints:
        others.append((begin, joints[-1][0]))
        tails.append(joints[-1][1])
    seen: set[str] = set()
    head = listed[slice(*first)]
    for start, stop in others:
        item = listed[start:stop]
        if not 1 <= len(item) <= ITEM_LONGEST or FIGURE.fullmatch(item):
            continue
        if item in seen or _ends_with(head, item):
            if _begins_anew(listed, start, item):
                return
            yield start, item
        seen.add(item)
    for begin in tails:
        if FIGURE.fullmatch(listed, begin, end):
            continue
        if len(last := listed[begin:end]) >= SURELY and _ends_with(head, last):
            yield begin, last
            return
        governed = _without_governor(head) if listed[begin : begin + 1] in head else ""
        for item in (*sorted(seen - {listed[begin : joints[-1][0]] if joints else ""}), governed):
            if (
                item
                and listed.startswith(item, begin)
                and (LIST_ENDS if len(item) > 1 else END).match(listed, begin + len(item))
            ):
                if not _begins_anew(listed, begin, item):
                    yield begin, item
                return


def _begins_anew(listed: str, start: int, item: str) -> bool:
    """Whether the same list stands twice, a verb between: 登记、转送而未登记、转送.

    In front of an item that comes again stands what stood in front of it before; never the item
    itself, which is then doubled.
    """
    earlier = listed.find(item)
    if earlier <= 0 or earlier >= start or listed[earlier - 1] != "、":
        return False
    before, again = listed[: earlier - 1], listed[: start - 1]
    first, second = before.rpartition("、")[2], again.rpartition("、")[2]
    alike = len(os.path.commonprefix((first[::-1], second[::-1])))
    following = [listed[at + len(item) :][:2] for at in (earlier, start)]
    return second not in (first, item) and (
        alike > 1 or alike == 1 and following[0] == following[1] != ""
    )


def _ends_with(head: str, item: str) -> bool:
    """Whether the first piece of a list names an item behind what governs it: 做好甲类."""
    return head.endswith(item) and (
        head == item
        or _without_governor(head) == item
        or len(item) >= SURELY
        and words.begins_word(head, len(head) - len(item))  # not 支部委员会 in 总支部委员会
    )


def _without_governor(head: str) -> str:
    place = list_items.governed_start(head)
    return head[place:] if place > 0 else head


# --- labels out of order --------------------------------------------------------------------------

FAMILIES = ("是", "要", "第", "第是")


def misplaced_labels(doc: Document) -> Iterator[MisplacedLabel]:
    """Labels of runs inside a paragraph that skip one number, or come before the one that they
    follow.
    """
    for index, marks in enumerate(doc.marks):
        runs: dict[str, list[RunLabel]] = {}
        for mark in marks:
            if mark.family in FAMILIES:
                runs.setdefault(mark.family, []).append(mark)
        for run in runs.values():
            for number, (before, mark) in enumerate(zip(run, run[1:], strict=False)):
                if mark.number == before.number + 2 and not (
                    number and run[number - 1].number == before.number + 1
                ):
                    yield MisplacedLabel(
                        index, mark.start, mark.label, _label(mark, before.number + 1)
                    )
            for number, (one, other) in enumerate(zip(run, run[1:], strict=False)):
                alone = number == 0 or run[number - 1].number != one.number - 1
                if one.number == other.number + 1 and alone and one.number > 1:
                    yield MisplacedLabel(index, one.start, one.label, _label(one, other.number))


def _label(mark: RunLabel, number: int) -> str:
    """The label of a run with another number."""
    return mark.label.replace(numerals.spell_number(mark.number), numerals.spell_number(number), 1)
