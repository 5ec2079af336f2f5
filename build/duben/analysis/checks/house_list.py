"""The rule on the house list: its wordings and persons are in the text as the office has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from duben import chinese
from duben.model import Block, Book, FixedWording, HouseList, Person, Problem, warning

# What may stand before an office: nothing that makes it another one (副市长, 某某省委书记).
BEFORE_OFFICE = re.compile("(?:^|[^㐀-鿿]|[由请請和与與及跟同对對向据據为為是任以])$")
# 时任市长, 原市长: an office of then.
OF_THEN = re.compile("(?:时任|時任|历任|歷任|曾任|原任|前任|原|前|曾)$")
# What may stand between two persons of one list, the offices of the second one aside.
BETWEEN = re.compile("(?:同志|先生|女士|等)*(?:[、和与與及]|以及|[，,；;])")
# Lists that are in another order, and say so.
OTHER_ORDER = re.compile("笔画|筆畫|笔划|筆劃|排名不分先后|排名不分先後|为序|為序")
# Offices that several hold at one time.
OF_SEVERAL = re.compile("副|(?:常委|委员|委員|代表|成员|成員|顾问|顧問)$")
LONGEST_OFFICES = 60  # characters of offices before a name
SHORTEST_NAME, LONGEST_NAME = 2, 4  # characters


class Mention(NamedTuple):
    """The name of a person at ``start`` to ``end`` of a text."""

    start: int
    end: int
    person: Person


def as_in_house_list(book: Book, house_list: HouseList) -> Iterator[Problem]:
    """T20: fixed wordings without another character, forbidden ones nowhere; persons with their
    offices of today, in their order, and in the order of the list.
    """
    if not house_list.wordings and not house_list.persons:
        return
    persons = _Persons(house_list.persons)
    wordings = [_WordingCheck(wording, house_list) for wording in house_list.wordings]
    for chapter in book.chapters:
        for block in chapter.walk():
            if block.text and block.kind not in ("code", "rule"):
                for check in wordings:
                    yield from check.problems(block)
                yield from persons.problems(block)


# --- wordings -------------------------------------------------------------------------------------


class _WordingCheck:
    """A wording of the list; ``others`` are texts that are right although they are near it."""

    def __init__(self, wording: FixedWording, house_list: HouseList) -> None:
        self.wording = wording
        self.others = [one.use for one in house_list.wordings if one.use != wording.use]
        self.others += [name for one in house_list.persons for name in (*one.offices, *one.former)]

    def problems(self, block: Block) -> Iterator[Problem]:
        """What departs from the wording in a block."""
        wording, text = self.wording, block.text
        spared = _ranges(text, (*wording.unless, wording.use))
        told: list[tuple[int, int]] = []
        for form in sorted(wording.forbidden, key=len, reverse=True):
            for start, end in _ranges(text, (form,)):
                if not _inside((start, end), [*spared, *told]):
                    told.append((start, end))
                    yield warning("T20", block.place_of(start), here=form, right=wording.use)
        if wording.near:
            spared += [*told, *_ranges(text, self.others)]
            for start, end in chinese.find_misspellings(text, wording.use):
                if not _inside((start, end), spared):
                    yield warning(
                        "T20-near", block.place_of(start), here=text[start:end], right=wording.use
                    )


def _ranges(text: str, forms: Iterable[str]) -> list[tuple[int, int]]:
    return [match.span() for form in forms for match in re.finditer(re.escape(form), text)]


def _inside(span: tuple[int, int], ranges: Iterable[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in ranges)


# --- persons --------------------------------------------------------------------------------------


class _Persons:
    """The persons of a list, and who holds or held which office."""

    def __init__(self, persons: Sequence[Person]) -> None:
        self.order = {person.name: number for number, person in enumerate(persons)}
        self.persons = {person.name: person for person in persons}
        self.holders: dict[str, list[Person]] = {}
        for person in persons:
            for office in person.offices:
                self.holders.setdefault(office, []).append(person)
        former = {office for person in persons for office in person.former}
        self.offices = sorted({*self.holders, *former}, key=len, reverse=True)
        names = sorted(self.persons, key=len, reverse=True)
        self.name = re.compile("|".join(map(re.escape, names))) if names else None

    def problems(self, block: Block) -> Iterator[Problem]:
        """What departs from the list in a block."""
        if self.name is None:
            return
        text = block.text
        mentions = [
            Mention(*match.span(), self.persons[match[0]]) for match in self.name.finditer(text)
        ]
        for mention in mentions:
            yield from self._office_problems(block, mention)
        yield from self._order_problems(block, mentions)
        yield from self._name_problems(block, mentions)

    def _office_problems(self, block: Block, mention: Mention) -> Iterator[Problem]:
        """The offices before a name are those of today, in their order."""
        person, offices = mention.person, self._offices_before(block.text, mention.start)
        values = {"person": person.name, "right": "、".join(person.offices)}
        for at, office in offices:
            others = self.holders.get(office, [])
            if office in person.offices or OF_THEN.search(block.text, 0, at):
                continue
            if office in person.former:
                yield warning("T20-former", block.place_of(at), office=office, **values)
            elif others and not OF_SEVERAL.search(office):
                yield warning(
                    "T20-office", block.place_of(at), office=office, holder=others[0].name, **values
                )
        ranks = [person.offices.index(office) for _, office in offices if office in person.offices]
        if ranks != sorted(ranks):
            values["right"] = "、".join(person.offices[rank] for rank in sorted(ranks))
            here = "、".join(office for _, office in offices)
            yield warning("T20-offices", block.place_of(offices[0][0]), here=here, **values)

    def _offices_before(self, text: str, end: int) -> list[tuple[int, str]]:
        """The offices of the list that stand right before a place, with their places, in order."""
        offices: list[tuple[int, str]] = []
        while office := next((one for one in self.offices if text.endswith(one, 0, end)), ""):
            start = end - len(office)
            if not (_opens_office(text, start) or OF_THEN.search(text, 0, start)):
                break
            offices.insert(0, (start, office))
            end = start
            if text[end - 1 : end] not in ("、", "，", "兼"):
                break
            end -= 1
        return offices

    def _order_problems(self, block: Block, mentions: Sequence[Mention]) -> Iterator[Problem]:
        """Persons that stand in one list have the order of the house list."""
        text = block.text
        if OTHER_ORDER.search(text):
            return
        run: list[Mention] = []
        for mention in (*mentions, None):
            if mention is not None and run and self._is_listed(text[run[-1].end : mention.start]):
                run.append(mention)
                continue
            names = list(dict.fromkeys(one.person.name for one in run))
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
        rest = between[match.end() :]
        comma = between[match.end() - 1] in "，,；;"
        if not rest:
            return not comma
        return len(rest) <= LONGEST_OFFICES and any(rest.endswith(one) for one in self.offices)

    def _name_problems(self, block: Block, mentions: Sequence[Mention]) -> Iterator[Problem]:
        """Behind an office that one person alone holds stands the name with a wrong character."""
        text = block.text
        known = {mention.start for mention in mentions}
        for office, holders in self.holders.items():
            if len(holders) > 1 or office not in text:
                continue
            name = holders[0].name
            for match in re.finditer(re.escape(office), text):
                start, end = match.end(), match.end() + len(name)
                here = text[start:end]
                if (
                    start not in known
                    and _opens_office(text, match.start())
                    and _is_wrong_name(here, name)
                ):
                    yield warning(
                        "T20-name", block.place_of(start), here=here, office=office, right=name
                    )


def _opens_office(text: str, start: int) -> bool:
    """Whether nothing stands before a place that makes the office there another one."""
    return BEFORE_OFFICE.search(text, max(0, start - 1), start) is not None


def _is_wrong_name(here: str, name: str) -> bool:
    """Whether a text is a name with two characters exchanged or one of them another."""
    if len(here) != len(name) or here == name or not SHORTEST_NAME <= len(name) <= LONGEST_NAME:
        return False
    if sorted(here) == sorted(name):
        return True
    wrong = [number for number, sign in enumerate(here) if sign != name[number]]
    if len(wrong) != 1 or not all(map(chinese.is_han, here)):
        return False
    alike = chinese.sounds_alike(here[wrong[0]], name[wrong[0]])
    return alike or (len(name) > SHORTEST_NAME and wrong[0] > 0)
