"""The rule on known terms: a list that is plainly meant to be that of the library is as it is
there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from duben import chinese
from duben.analysis.supplying import of_time_and_place
from duben.model import Block, Book, Enumeration, KnownTerm, Problem, SourceLocation, warning

# The most of a list that a message shows, characters.
SHOWN = 60


class Difference(NamedTuple):
    """In what a list differs from an entry: the rule, and both wordings."""

    rule: str
    here: str
    there: str


def as_in_library(book: Book) -> Iterator[Problem]:
    """T19: an enumeration that the library knows has the members that its source has: none missing,
    none with a wrong character, in its order; not what the editor has decided, and only where at
    least half of the members are the same.
    """
    decided = {
        chinese.normalized_term(one.term)
        for one in book.decisions
        if one.note or one.members is not None and not one.unedited or one.confirm
    }
    told: set[str] = set()
    known = chinese.index_terms(book.known_terms)
    fitting = dict.fromkeys(of_time_and_place(book.known_terms, book))
    for enumeration in book.enumerations:
        name = chinese.normalized_term(enumeration.term)
        entries = known.get(name, ())
        holding = [entry for entry in entries if entry in fitting]
        if holding and name not in decided:
            listings = _listings(book, enumeration, holding)
            problems = list(_compare(enumeration.term, listings, entries, holding))
            if problems:
                told.add(name)
            yield from problems
    taken = told | {chinese.normalized_term(one.term) for one in book.enumerations if one.members}
    silent: dict[str, list[KnownTerm]] = {}
    for entry in fitting:
        names = chinese.entry_names(entry)
        if not taken.intersection(names) and not decided.intersection(names):
            silent.setdefault(names[0], []).append(entry)
    blocks = [block for chapter in book.chapters for block in chapter.walk()]
    places = chinese.WordPlaces([block.text for block in blocks])
    for unlisted in silent.values():
        rows = (row for entry in unlisted for row in _rows_with_head(blocks, places, entry))
        yield from _compare(unlisted[0].term, rows, unlisted, unlisted)
    yield from _near_names(book, blocks, places, taken | decided)


NUMBER = "(?<![一二三四五六七八九十百第])[二三四五六七八九两][个大种项类重条]?"
# 党的七大确立……: a congress.
CONGRESS = re.compile("[六七八九]大")


def _near_names(
    book: Book, blocks: Sequence[Block], places: chinese.WordPlaces, listed: set[str]
) -> Iterator[Problem]:
    """What is a known term but for its number or its measure word: 五个自信, 两大维护; not a name
    that the library or this book explains.
    """
    library = chinese.shipped_terms()
    entries = (*library, *book.known_terms)
    names = {name for entry in entries for name in (entry.term, *entry.variants)}
    for entry in of_time_and_place(library, book):
        term = chinese.term_at(entry.term, 0, True) if entry.term in chinese.FIXED_NAMES else None
        if term is None:
            continue
        near = re.compile(NUMBER + re.escape(term.head))
        for index in places.holding([(term.head, 1)]):
            for match in near.finditer(blocks[index].text):
                here = match.group()
                known = here in names or chinese.normalized_term(here) in listed
                other = chinese.term_at(here, 0, True)
                if other and other.count < term.count and here[1:] == entry.term[1:]:
                    continue  # 三个自信: what it was before it grew
                if not known and not CONGRESS.match(here):
                    yield warning(
                        "T19-name",
                        blocks[index].place_of(match.start()),
                        here=here,
                        there=entry.term,
                        source=entry.source,
                        date=entry.date,
                    )


def _compare(
    term: str,
    listings: Iterable[tuple[SourceLocation, tuple[str, ...]]],
    entries: Sequence[KnownTerm],
    holding: Sequence[KnownTerm],
) -> Iterator[Problem]:
    """What is told of the lists of a term: of those that no entry has, the difference from the
    nearest one that holds for the book.
    """
    told: set[SourceLocation] = set()
    for place, members in listings:
        if place in told:
            continue
        if chinese.agreeing_entry(members, entries):
            found = _other_order(members, entries)
        else:
            found = _difference(members, holding)
        if found:
            told.add(place)
            difference, entry = found
            yield warning(
                difference.rule,
                place,
                term=term,
                here=difference.here,
                there=difference.there,
                source=entry.source,
                date=entry.date,
            )


def _listings(
    book: Book, enumeration: Enumeration, entries: Sequence[KnownTerm]
) -> Iterator[tuple[SourceLocation, tuple[str, ...]]]:
    """Each list of members with its place: those that were found, and those beside a mention that
    lack some of the members of an entry.
    """
    if enumeration.members and not enumeration.open and enumeration.rule != "decision":
        yield enumeration.listed_at, enumeration.members
    for other in enumeration.others:
        yield other.place, other.members
    for at in enumeration.occurrences:
        text = book.blocks[at.block].text
        for entry in entries:
            if members := _short_list(text, at.start, at.end, entry):
                yield at.place, members


def _difference(
    members: tuple[str, ...], entries: Sequence[KnownTerm]
) -> tuple[Difference, KnownTerm] | None:
    """The difference from the entry that has most of the members; None where less than half are the
    same, or the list is worded otherwise on purpose.
    """
    entry = max(entries, key=lambda one: len(_pairs(members, one)))
    pairs = _pairs(members, entry)
    if 2 * len(pairs) < entry.count or entry.shared:
        return None
    missing = [
        member for number, member in enumerate(entry.members) if number not in pairs.values()
    ]
    if len(members) < entry.count or len(set(members)) < len(members):
        return Difference("T19-missing", _shown(members), "、".join(missing)), entry
    if len(members) > entry.count:
        return Difference("T19-more", _shown(members), _shown(entry.members)), entry
    if missing:
        other = [member for number, member in enumerate(members) if number not in pairs]
        # Of two members the other one alone is no sign that the same list is meant.
        if entry.count > 2 and len(missing) == 1 and chinese.is_misspelling(other[0], missing[0]):
            return Difference("T19", other[0], missing[0]), entry
        return None
    return None


def _other_order(
    members: tuple[str, ...], entries: Sequence[KnownTerm]
) -> tuple[Difference, KnownTerm] | None:
    """The difference of a list that has the members of an entry in another order, where the
    order is fixed and no entry has them in this one.
    """
    agreeing = [entry for entry in entries if chinese.agreeing_entry(members, [entry])]
    orders = [_pairs(members, entry) for entry in agreeing]
    fixed = [entry for entry in agreeing if entry.ordered]
    if not fixed or any(list(pairs.values()) == sorted(pairs.values()) for pairs in orders):
        return None
    entry = fixed[0]
    return Difference("T19-order", _shown(members), _shown(entry.members)), entry


def _pairs(members: Sequence[str], entry: KnownTerm) -> dict[int, int]:
    """Which member of the entry each member of the list is, where it is one; both by number."""
    forms = chinese.member_forms(entry.members)
    pairs: dict[int, int] = {}
    for number, member in enumerate(members):
        written = chinese.plain_member(member)
        for index, some in enumerate(forms):
            if index not in pairs.values() and (
                written in some
                or any(len(form) > 1 and form in written for form in some)
                or len(written) > 1
                and written in some[0]
            ):
                pairs[number] = index
                break
    return pairs


def _shown(members: Sequence[str]) -> str:
    text = "、".join(members)
    return text if len(text) <= SHOWN else text[:SHOWN] + "……"


# --- lists that lack a member ---------------------------------------------------------------------

OPENS = re.compile("[”」』]?(?:(?P<bracket>[（(])|[：:]|——|，?即|，?是指|，?就是|，?包括)")
STOP = re.compile("[。；;！？\n]|等|$")
CLOSES = re.compile("[）)]|等|$")
BRACKETED = re.compile("[（(][^（）()]*[）)]")
SEPARATORS = re.compile("[、，,]|以及|[和与及]")


def _short_list(text: str, start: int, end: int, entry: KnownTerm) -> tuple[str, ...]:
    """The list right behind a mention, or right in front of it, that has some of the members of an
    entry and nothing else, but not all; () for none, and for a list that ends in 等.
    """
    if match := OPENS.match(text, end):
        stop = (CLOSES if match["bracket"] else STOP).search(text, match.end())
        if stop and stop.group() != "等":
            return _lacking(SEPARATORS.split(text[match.end() : stop.start()]), entry)
    before = BRACKETED.sub("", text[max(0, start - 200) : start])
    before = re.split("[。；;：:！？，,\n（(]", before)[-1]
    before = before.rstrip("“「『").removesuffix("这").removesuffix("的")
    if "、" not in before or before.endswith("等"):
        return ()
    return _lacking(SEPARATORS.split(before), entry)


def _lacking(items: Sequence[str], entry: KnownTerm) -> tuple[str, ...]:
    """The items, if each is another member of the entry and one of these is missing; or if all are
    there and one item more.
    """
    items = [item for item in items if item]
    if any(SEPARATORS.search(member) for member in entry.members):
        return ()
    forms = chinese.member_forms(entry.members)
    named = [any(chinese.plain_member(item) in some for some in forms) for item in items]
    if items and any(items[0].endswith(some) for some in forms):  # 要重申|甲
        named[0] = True
    exact = sum(named)
    if (
        len(items) == entry.count + 1 > ROW_SHORTEST
        and len(_pairs(items, entry)) == entry.count <= exact
    ):
        # the one too many is named as the others are; a longer one is what is said of them
        longest = max(map(len, (form for some in forms for form in some)))
        more = [item for item, known in zip(items, named, strict=True) if not known]
        return tuple(items) if all(len(item) <= longest for item in more) else ()
    if len(items) != entry.count - 1 or len(items) < 2:
        return ()
    return (
        tuple(items) if exact >= len(items) - 1 and len(_pairs(items, entry)) == len(items) else ()
    )


# --- rows of known members ------------------------------------------------------------------------

# So many members at least must stand in a row before one is missed in it, or is one too many.
ROW_SHORTEST = 3
JOINT = re.compile("[”」』]?(?:[、，]?(?:以及|和|与|及)|[、，])[“「『]?")
# Another item between two members.
OTHER_ITEM = re.compile("[一-鿿]{2,8}?")
NAMES = re.compile("[、，]|以及|[和与及]")


def _rows(text: str, entry: KnownTerm) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Rows in a text that have the members of an entry in its order but one, or all and one item
    more, or one twice: where each begins and ends, and its items.
    """
    index, pattern = _member_pattern(entry.members)
    row: list[tuple[int, int, int]] = []
    for match in pattern.finditer(text):
        if row and not _follows(text, row[-1][1], match.start()):
            yield from _row(text, row, entry)
            row = []
        row.append((match.start(), match.end(), index[match.group()]))
    yield from _row(text, row, entry)


@cache
def _member_pattern(members: tuple[str, ...]) -> tuple[dict[str, int], re.Pattern[str]]:
    """Which of these members each of their forms is, by number; and what finds the forms."""
    forms = chinese.member_forms(members)
    index = {form: number for number, some in enumerate(forms) for form in some}
    return index, re.compile("|".join(map(re.escape, sorted(index, key=len, reverse=True))))


def _rows_with_head(
    blocks: Sequence[Block], places: chinese.WordPlaces, entry: KnownTerm
) -> Iterator[tuple[SourceLocation, tuple[str, ...]]]:
    """Rows anywhere in the blocks of a book that lists the members nowhere, each with the counted
    word in it or right behind it: 农业、工业和国防的现代化. ``places`` are those in the blocks.
    """
    term = chinese.term_at(entry.term, 0, True)
    if term is None or len(term.head) < 2 or entry.shared or entry.count <= ROW_SHORTEST:
        return
    for index in places.holding([(term.head, 1)]):
        text = blocks[index].text
        for start, end, members in _rows(text, entry):
            if term.head in text[start : end + len(term.head) + 2]:
                yield blocks[index].place_of(start), members


def _follows(text: str, end: int, start: int) -> bool:
    """Whether one member stands right behind another, or with one item between them."""
    joint = JOINT.match(text, end)
    if not joint:
        return False
    if joint.end() == start:
        return True
    between = text[joint.end() : start]
    match = re.fullmatch(f"({OTHER_ITEM.pattern}){JOINT.pattern}", between)
    return bool(match) and not NAMES.search(match[1])  # type: ignore[index]


def _row(
    text: str, row: Sequence[tuple[int, int, int]], entry: KnownTerm
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    if len(row) < ROW_SHORTEST:
        return
    start, end = row[0][0], row[-1][1]
    items = tuple(item for item in SEPARATORS.split(text[start:end]) if item)
    numbers = list(dict.fromkeys(number for _, _, number in row))
    goes_on = JOINT.match(text, end)
    if goes_on and goes_on[0] == "，" and "，" not in text[start:end]:
        goes_on = None  # a row of 、 ends at the comma: 甲意识、乙意识，坚定……
    beside = goes_on or text[:start].endswith("、")
    if numbers != sorted(numbers) or beside or text.startswith("等", end):
        return
    if (
        len(numbers) == entry.count - 1
        and len(items) == len(row) <= entry.count
        or (len(items) == entry.count + 1 and len(numbers) == entry.count)
    ):
        yield start, end, items


RULES = {"T19": as_in_library}
