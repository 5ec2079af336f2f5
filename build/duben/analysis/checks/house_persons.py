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
        values = {"person": person.name, "right": "、".join(person.offices)}
        for at, words, office, of_then in offices:
            others = self.holders.get(office, [])
            if of_then or any(office in one.offices for one in mention.persons):
                continue
            if office in person.former:
                yield warning("T20-former", block.place_of(at), office=words, **values)
            elif others and not OF_SEVERAL.search(office):
                yield warning(
                    "T20-office", block.place_of(at), office=words, holder=others[0].name, **values
                )
        yield from _offices_in_order(block, person, offices)

    def _order_problems(self, block: Block, mentions: Sequence[Mention]) -> Iterator[Problem]:
        """Persons that stand in one list have the order of the house list. A name that two persons
        have tells no order.
        """
        text = block.text
        if OTHER_ORDER.search(text):
            return
        run: list[Mention] = []
        for mention in (*mentions, None):
            if mention is not None and run and self._is_listed(text[run[-1].end : mention.start]):
                run.append(mention)
                continue
            names = list(dict.fromkeys(row.name for row in run if len(row.persons) == 1))
            right = sorted(names, key=self.order.__getitem__)
            if names != right:
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
            here = text[start : start + len(name)]
            if start not in known and _is_wrong_name(here, name):
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
