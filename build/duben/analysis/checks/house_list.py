"""The rule on the house list: its wordings and persons are in the text as the office has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from duben import chinese
from duben.analysis.checks.house_persons import Persons
from duben.model import Block, Book, FixedWording, HouseList, Problem, warning

Span = tuple[int, int]
# Of another level is another body, and another undertaking: 清河市 beside 清河县, 治省 beside 治国.
LEVELS = chinese.LEVELS | frozenset("国國")
SHORTEST_REST = 2  # characters of a right form beside a forbidden one


def as_in_house_list(book: Book, house_list: HouseList) -> Iterator[Problem]:
    """T20: fixed wordings without another character, forbidden ones nowhere; persons with their
    offices of today, in their order, and in the order of the list.
    """
    if not house_list.wordings and not house_list.persons:
        return
    blocks = [
        block
        for chapter in book.chapters
        for block in chapter.walk()
        if block.text and block.kind not in ("code", "rule")
    ]
    persons = Persons(house_list)
    wordings = _Wordings(house_list, blocks)
    for block in blocks:
        yield from wordings.problems(block)
        yield from persons.problems(block)


class _Wordings:
    """The wordings of a list. At one place the longest of them is told."""

    def __init__(self, house_list: HouseList, blocks: Sequence[Block]) -> None:
        self.texts = [block.text for block in blocks]
        wordings = house_list.wordings
        self.forbidden = sorted(
            ((form, wording) for wording in wordings for form in wording.forbidden),
            key=lambda row: -len(row[0]),
        )
        self.near = sorted(
            (wording for wording in wordings if wording.near), key=lambda row: -len(row.use)
        )
        # Texts that are right although a forbidden form is in them, or one is near them.
        self.right = [wording.use for wording in wordings]
        offices = [
            office for person in house_list.persons for office in (*person.offices, *person.former)
        ]
        self.right_or_office = [*self.right, *offices]

    def problems(self, block: Block) -> Iterator[Problem]:
        """What departs from the wordings in a block."""
        text = block.text
        right = _ranges(text, self.right)
        told: list[Span] = []
        for form, wording in self.forbidden:
            spared = [*right, *_ranges(text, wording.unless)]
            for span in _ranges(text, (form,)):
                if not _inside(span, spared) and not _overlaps(span, told):
                    start, end = _with_rest(text, span, wording.use)
                    told.append((start, end))
                    here = text[start:end]
                    yield warning("T20", block.place_of(start), here=here, right=wording.use)
        right = _ranges(text, self.right_or_office)
        for wording in self.near:
            spared = [*right, *_ranges(text, wording.unless)]
            for start, end, sure in chinese.find_misspellings(text, wording.use):
                here = text[start:end]
                if _is_other_level(here, wording.use) or not (sure or self._is_slip(here, wording)):
                    continue
                if not _inside((start, end), spared) and not _overlaps((start, end), told):
                    told.append((start, end))
                    place = block.place_of(start)
                    yield warning("T20-near", place, here=here, right=wording.use)

    def _is_slip(self, here: str, wording: FixedWording) -> bool:
        """Whether a form that may be meant is none of the text's own: it stands there once, or the
        wording stands there more often.
        """
        times = sum(text.count(here) for text in self.texts)
        return times == 1 or times < sum(text.count(wording.use) for text in self.texts)


def _with_rest(text: str, span: Span, right: str) -> Span:
    """A forbidden form with what stands beside it and is in the right one too, so that this does
    not stand twice once it is put right: 青少年 in 青少年法制基地 for 青少年法治基地.
    """
    start, end = span
    sizes = range(len(right) - 1, 0, -1)
    before = next((size for size in sizes if text.endswith(right[:size], 0, start)), 0)
    behind = next((size for size in sizes if text.startswith(right[-size:], end)), 0)
    # One character beside it may belong to another word (我和平安街道), a 县 does not.
    before *= before >= SHORTEST_REST or right[0] in LEVELS
    behind *= behind >= SHORTEST_REST
    return start - before, end + behind


def _is_other_level(here: str, right: str) -> bool:
    """Whether a text names the body of another level: 清河市水利局 is not 清河县水利局."""
    if len(here) != len(right):
        return False
    return all(set(pair) <= LEVELS for pair in zip(here, right, strict=True) if pair[0] != pair[1])


def _ranges(text: str, forms: Iterable[str]) -> list[Span]:
    return [
        match.span()
        for form in forms
        if form in text
        for match in re.finditer(re.escape(form), text)
    ]


def _inside(span: Span, ranges: Iterable[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in ranges)


def _overlaps(span: Span, ranges: Iterable[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in ranges)
