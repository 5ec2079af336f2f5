"""The persons of a house list in a text: their offices, their order, their names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from duben import chinese
from duben.analysis.checks.house_offices import OfficeMention, Offices
from duben.model import Block, HouseList, Person, Problem, warning

# What may stand between two persons of one list, the offices of the second one aside.
BETWEEN = re.compile("(?:同志|先生|女士|等)*(?:[、和与與及]|以及|[，,；;])")
# Lists that are in another order, and say so.
OTHER_ORDER = re.compile("笔画|筆畫|笔划|筆劃|排名不分先后|排名不分先後|为序|為序")
# Those that say so in their own sentence: 按发言顺序; the order of offices is that of the list.
OTHER_ORDER_HERE = re.compile(
    "按(?!.{0,6}[职職][务務])[^。！？；]{1,15}(?:排列|排序|[顺順次]序)"
    "|[左右]起|[从從由自]?左[到至往]右|[从從由自]?右[到至往]左"
)
SENTENCE_ENDS = "。！？"
TITLE = re.compile("《[^《》]*》")
# Behind a name: the office before it was one of then.
THEN_BEHIND = re.compile("(?:同志|先生|女士)?[（(](?:时任|時任|当时|當時|原任|曾任|前任)[)）]")
# Offices that several hold at one time.
OF_SEVERAL = re.compile("副|(?:常委|委员|委員|代表|成员|成員|顾问|顧問)$")
LONGEST_OFFICES = 60  # characters of offices before a name
SHORTEST_NAME = 2  # characters
DOTS = "·•・．‧∙"  # between the parts of a name, as they are typed


class Mention(NamedTuple):
    """A name at ``start`` to ``end`` of a text, and who is called so."""

    start: int
    end: int
    persons: tuple[Person, ...]

    @property
    def name(self) -> str:
        return self.persons[0].name


class Persons:
    """The persons of a list, and who holds or held which office."""

    def __init__(self, house_list: HouseList) -> None:
        persons = house_list.persons
        self.order = {person.name: number for number, person in enumerate(persons)}
        self.named: dict[str, tuple[Person, ...]] = {}
        self.holders: dict[str, list[Person]] = {}
        for person in persons:
            self.named[person.name] = (*self.named.get(person.name, ()), person)
            for office in person.offices:
                self.holders.setdefault(office, []).append(person)
        self.offices = Offices(house_list)
        names = sorted(self.named, key=len, reverse=True)
        self.name = re.compile("|".join(f"({_name_pattern(name)})" for name in names))
        self.names = names

    def problems(self, block: Block) -> Iterator[Problem]:
        """What departs from the list in a block."""
        if not self.named:
            return
        mentions = [
            Mention(*match.span(), self.named[self.names[(match.lastindex or 1) - 1]])
            for match in self.name.finditer(block.text)
        ]
        for mention in mentions:
            yield from self._office_problems(block, mention)
        yield from self._order_problems(block, mentions)
        yield from self._name_problems(block, mentions)

    def _office_problems(self, block: Block, mention: Mention) -> Iterator[Problem]:
        """The offices before a name are those of today, in their order. Of two persons with one
        name it is the one who holds most of the offices.
        """
        offices = self.offices.before(block.text, mention.start)
        person = max(
            mention.persons, key=lambda one: sum(row.office in one.offices for row in offices)
        )
        then_behind = THEN_BEHIND.match(block.text, mention.end)
        for at, words, office, of_then in offices:
            others = self.holders.get(office, [])
            if of_then or then_behind or any(office in one.offices for one in mention.persons):
                continue
            before = next((one for one in mention.persons if office in one.former), None)
            right = "、".join((before or person).offices)
            values = {"person": person.name, "office": words, "right": right}
            if before:
                yield warning("T20-former", block.place_of(at), **values)
            elif others and not OF_SEVERAL.search(office):
                yield warning("T20-office", block.place_of(at), holder=others[0].name, **values)
        yield from _offices_in_order(block, person, offices)

    def _order_problems(self, block: Block, mentions: Sequence[Mention]) -> Iterator[Problem]:
        """Persons that stand in one list have the order of the house list. A name that two persons
        have tells no order, nor does that of somebody from another place.
        """
        text = block.text
        if OTHER_ORDER.search(text):
            return
        titles = [match.span() for match in TITLE.finditer(text)]
        mentions = [
            row for row in mentions if not any(start < row.start < end for start, end in titles)
        ]
        run: list[Mention] = []
        for mention in (*mentions, None):
            if mention is not None and run and self._is_listed(text[run[-1].end : mention.start]):
                run.append(mention)
                continue
            ours = (
                row.name
                for row in run
                if len(row.persons) == 1 and not self.offices.are_elsewhere(text, row.start)
            )
            names = list(dict.fromkeys(ours))
            right = sorted(names, key=self.order.__getitem__)
            if names != right and not OTHER_ORDER_HERE.search(_sentence(text, run[0].start)):
                yield warning(
                    "T20-persons",
                    block.place_of(run[0].start),
                    here="、".join(names),
                    right="、".join(right),
                )
            run = [mention] if mention else []

    def _is_listed(self, between: str) -> bool:
        """Whether two names with this between them stand in one list."""
        match = BETWEEN.match(between)
        if not match:
            return False
        rest = between[match.end() :].strip(chinese.BLANKS)
        comma = between[match.end() - 1] in "，,；;"
        if not rest:
            return not comma
        return len(rest) <= LONGEST_OFFICES and rest.endswith(tuple(self.offices.longest_first))

    def _name_problems(self, block: Block, mentions: Sequence[Mention]) -> Iterator[Problem]:
        """Behind an office that one person alone holds stands the name with a wrong character."""
        text = block.text
        known = {mention.start for mention in mentions}
        for words, office, _, end in self.offices.mentions(text):
            holders = self.holders.get(office, [])
            if len(holders) != 1:
                continue
            name = holders[0].name
            start = end + len(text[end:]) - len(text[end:].lstrip(chinese.BLANKS))
            here = _name_at(text, start, len(name))
            if start not in known and _is_wrong_name(re.sub(f"[{chinese.BLANKS}]", "", here), name):
                yield warning(
                    "T20-name", block.place_of(start), here=here, office=words, right=name
                )


def _offices_in_order(
    block: Block, person: Person, offices: Sequence[OfficeMention]
) -> Iterator[Problem]:
    """The offices of one person have the order of the list."""
    ranks = [person.offices.index(row.office) for row in offices if row.office in person.offices]
    if ranks != sorted(ranks):
        yield warning(
            "T20-offices",
            block.place_of(offices[0].start),
            person=person.name,
            here="、".join(row.text for row in offices),
            right="、".join(person.offices[rank] for rank in sorted(ranks)),
        )


def _name_pattern(name: str) -> str:
    """A name as it is typed: two characters with blanks between them, its parts with any dot."""
    signs = [f"[{DOTS}]" if sign in DOTS else re.escape(sign) for sign in name]
    return f"[{chinese.BLANKS}]*".join(signs) if len(name) == SHORTEST_NAME else "".join(signs)


def _name_at(text: str, start: int, size: int) -> str:
    """The text at a place that is as long as a name; one of two characters with blanks in it."""
    if size != SHORTEST_NAME:
        return text[start : start + size]
    match = re.compile(rf"\S[{chinese.BLANKS}]*\S").match(text, start)
    return match[0] if match else ""


def _sentence(text: str, place: int) -> str:
    """The sentence in which a place is."""
    start = max(text.rfind(mark, 0, place) for mark in SENTENCE_ENDS) + 1
    end = re.compile(f"[{SENTENCE_ENDS}]|$").search(text, place)
    return text[start : end.start() if end else len(text)]


def _is_wrong_name(here: str, name: str) -> bool:
    """Whether a text is a name with two characters exchanged or one of them another."""
    if len(here) != len(name) or here == name:
        return False
    if sorted(here) == sorted(name):
        return True
    wrong = [number for number, sign in enumerate(here) if sign != name[number]]
    if len(wrong) != 1 or not chinese.is_han(here[wrong[0]]) or not chinese.is_han(name[wrong[0]]):
        return False
    alike = chinese.sounds_alike(here[wrong[0]], name[wrong[0]])
    return alike or (len(name) > SHORTEST_NAME and wrong[0] > 0)
