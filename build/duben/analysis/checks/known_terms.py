"""The rule on known terms: a list that is plainly meant to be that of the library is as it is
there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from duben import chinese
from duben.analysis.supplying import of_time_and_place
from duben.model import Book, Enumeration, KnownTerm, Problem, SourceLocation, warning

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
    for enumeration in book.enumerations:
        name = chinese.normalized_term(enumeration.term)
        entries = [entry for entry in book.known_terms if name in chinese.entry_names(entry)]
        holding = of_time_and_place(entries, book)
        if not holding or name in decided:
            continue
        told: set[SourceLocation] = set()
        for place, members in _listings(book, enumeration, holding):
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
                    term=enumeration.term,
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
        evidence = enumeration.evidence
        place = evidence[0].place if evidence else enumeration.occurrences[0].place
        yield place, enumeration.members
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
    if len(members) < entry.count:
        return Difference("T19-missing", _shown(members), "、".join(missing)), entry
    if len(members) > entry.count:
        return None
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
SEPARATORS = re.compile("[、，,]|以及|[和与及]")


def _short_list(text: str, start: int, end: int, entry: KnownTerm) -> tuple[str, ...]:
    """The list right behind a mention, or right in front of it, that has some of the members of an
    entry and nothing else, but not all; () for none, and for a list that ends in 等.
    """
    if match := OPENS.match(text, end):
        stop = (CLOSES if match["bracket"] else STOP).search(text, match.end())
        if stop and stop.group() != "等":
            return _lacking(SEPARATORS.split(text[match.end() : stop.start()]), entry)
    before = re.split("[。；;：:！？，,\n（(]", text[max(0, start - 200) : start])[-1]
    before = before.rstrip("“「『").removesuffix("这").removesuffix("的")
    if "、" not in before or before.endswith("等"):
        return ()
    return _lacking(SEPARATORS.split(before), entry)


def _lacking(items: Sequence[str], entry: KnownTerm) -> tuple[str, ...]:
    """The items, if each is another member of the entry, and at least half of these but not all are
    there.
    """
    if not entry.count / 2 <= len(items) < entry.count or len(items) < 2:
        return ()
    forms = chinese.member_forms(entry.members)
    exact = sum(any(chinese.plain_member(item) in some for some in forms) for item in items)
    return (
        tuple(items) if exact >= len(items) - 1 and len(_pairs(items, entry)) == len(items) else ()
    )


RULES = {"T19": as_in_library}
