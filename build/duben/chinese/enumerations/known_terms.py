"""Known terms (提法库): which entry of a library a list agrees with, and where a document lists the
members of one.

*The idea.* An editor knows what “四个自信” are, and so which list in the document is meant. A list
*agrees* with an entry if it has the same members in any order, where both are compared without the
head that all members share. What is printed are the document's own words.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from duben.chinese import words
from duben.chinese.enumerations.member_rules import ListedMembers, Mention, Passage
from duben.chinese.enumerations.terms import normalized_term
from duben.chinese.pinyin_order import syllables
from duben.chinese.word_lists import FOLDER, word_list
from duben.chinese.word_places import WordPlaces
from duben.model import KnownTerm

Library = Mapping[str, tuple[KnownTerm, ...]]

# What reports count by several numbers: another number is no slip.
MANY_NUMBERS = frozenset(word_list("many-numbers"))
# Known terms that public documents write with no other number or measure word.
FIXED_NAMES = frozenset(word_list("fixed-names"))
# Marks that make no difference between two wordings.
MARKS = re.compile("[“”「」『』《》‘’\"'\\s　]")
JOINING = re.compile("[、，,]|以及|[和与及]")
# What may stand between two members of a list.
JOINT = "(?:[”」』]?(?:[、，,；;]?(?:以及|和|与|及)|[、，,；;])[“「『]?)"


@cache
def shipped_terms() -> tuple[KnownTerm, ...]:
    """The library that is part of this program: data/known-terms.toml."""
    tables = tomllib.loads((FOLDER / "known-terms.toml").read_text("utf-8"))["term"]
    return tuple(known_term(table) for table in tables)


def known_term(table: Mapping[str, object]) -> KnownTerm:
    """A table [[term]] of a library, whose types are right, as an entry."""
    values = {key: table[key] for key in VALUES if key in table}
    if "place" in table:
        values["area"] = table["place"]
    for key in ("members", "variants"):
        if key in values:
            values[key] = tuple(values[key])  # type: ignore[arg-type]
    return KnownTerm(**values)  # type: ignore[arg-type]


VALUES = (
    *("term", "count", "members", "source", "date"),
    *("variants", "since", "until", "shared", "ordered", "where", "named_in"),
)


def index_terms(terms: Iterable[KnownTerm]) -> Library:
    """Entries by their normalized name and variants."""
    library: dict[str, list[KnownTerm]] = {}
    for entry in terms:
        for key in entry_names(entry):
            library.setdefault(key, []).append(entry)
    return {key: tuple(entries) for key, entries in library.items()}


def entry_names(entry: KnownTerm) -> tuple[str, ...]:
    """The normalized names of an entry: of its term and of the other wordings."""
    return tuple(dict.fromkeys(map(normalized_term, (entry.term, *entry.variants))))


@cache
def shipped_library() -> Library:
    """The shipped entries by name."""
    return index_terms(shipped_terms())


# --- comparing ------------------------------------------------------------------------------------


def plain_member(member: str) -> str:
    """A member without marks and blanks."""
    return MARKS.sub("", member)


def bare_members(members: Sequence[str]) -> tuple[str, ...]:
    """Members without the beginning and the end that all of them share, and without marks."""
    members = tuple(map(plain_member, members))
    start = len(os.path.commonprefix(members))
    end = len(os.path.commonprefix([member[start:][::-1] for member in members]))
    bare = tuple(member[start : len(member) - end] for member in members)
    return bare if all(bare) else members


def agrees(members: Sequence[str], entry: KnownTerm) -> bool:
    """Whether a list has the members of an entry, in any order."""
    if len(members) != len(entry.members):
        return False
    known = bare_members(entry.members)
    if sorted(map(_unjoined, bare_members(members))) == sorted(map(_unjoined, known)):
        return True
    return _fitting([plain_member(member) for member in members], entry.members) is not None


def _unjoined(member: str) -> str:
    """A member without what joins words in it: 鼓励、支持和引导 is 鼓励、支持、引导."""
    return JOINING.sub("", member)


def _fitting(members: Sequence[str], known: Sequence[str]) -> list[int] | None:
    """Which known member each member is, in full or without a shared head; None where one is
    none, or two are the same.
    """
    forms = member_forms(known)
    indices = [
        next((index for index, form in enumerate(forms) if member in form), -1)
        for member in members
    ]
    return indices if sorted(indices) == list(range(len(known))) else None


def member_forms(members: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Each member in the ways in which a list may word it: in full, and without the beginning or
    the end that all share.
    """
    return _forms(tuple(members))


@lru_cache(maxsize=4096)
def _forms(members: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    full = tuple(map(plain_member, members))
    start = len(os.path.commonprefix(full))
    end = len(os.path.commonprefix([member[start:][::-1] for member in full]))
    return tuple(
        tuple(
            dict.fromkeys(
                form
                for form in (
                    member,
                    member[start:],
                    member[: len(member) - end],
                    member[start : len(member) - end],
                )
                if form == member or len(form) > 1
            )
        )
        for member in full
    )


def agreeing_entry(members: Sequence[str], entries: Iterable[KnownTerm]) -> KnownTerm | None:
    """The first entry that a list agrees with."""
    return next((entry for entry in entries if agrees(members, entry)), None)


def mentions_members(text: str, entry: KnownTerm) -> bool:
    """Whether a text has at least half of the members of an entry."""
    forms = member_forms(entry.members)
    return 2 * sum(any(form in text for form in some) for some in forms) >= entry.count


def contains_members(members: Sequence[str], entry: KnownTerm) -> bool:
    """Whether each member of a list says more than a known one: 懂农业、爱农村 for 农业、农村."""
    full = [plain_member(member) for member in entry.members]
    return all(
        any(known in member and known != member for known in full)
        for member in map(plain_member, members)
    )


def is_misspelling(written: str, right: str) -> bool:
    """Whether one member is another with one character wrong, lacking, added, or two exchanged; of
    two characters only one that sounds alike is a slip: 法制 for 法治.
    """
    written, right = (_unjoined(plain_member(member)) for member in (written, right))
    if len(written) == len(right) == 2 and written != right:
        alike = [syllables(member) for member in (written, right)]
        return alike[0] == alike[1] and any(map(str.__eq__, written, right))
    if written == right or len(right) < 3 or abs(len(written) - len(right)) > 1:
        return False
    start = len(os.path.commonprefix((written, right)))
    end = len(os.path.commonprefix((written[start:][::-1], right[start:][::-1])))
    middle = written[start : len(written) - end], right[start : len(right) - end]
    return max(map(len, middle)) < 2 or len(middle[0]) == 2 and middle[0] == middle[1][::-1]


# --- finding --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KnownLists:
    """Where a document lists the members of entries; ``places`` are those in its passages."""

    passages: Sequence[Passage]
    places: WordPlaces

    def find(self, entries: Sequence[KnownTerm], count: int) -> ListedMembers | None:
        """The first place that lists the members of an entry, in any order and one right behind the
        other; in the words of the document.
        """
        for entry in entries:
            if len(entry.members) == count:
                for index in self._holding(entry.members):
                    text = self.passages[index].text
                    if listed := next(_lists_of(text, index, entry.members), None):
                        return listed
        return None

    def _holding(self, known: Sequence[str]) -> list[int]:
        """The passages that hold a form of the member that stands in the fewest places."""
        standing: list[Counter[int]] = []
        for some in member_forms(known):
            shortest = min(some, key=len)
            if shortest and all(shortest in form for form in some):
                standing.append(self.places.counts(shortest))
        if not standing:
            return []
        rarest: Counter[int] = min(standing, key=Counter.total)
        return sorted(rarest)


# Two words of two characters stand side by side in any text.
SHORTEST_PAIR = 3


def _lists_of(text: str, index: int, known: Sequence[str]) -> Iterator[ListedMembers]:
    forms = member_forms(known)
    if not all(any(form in text for form in some) for some in forms):
        return
    pattern = _list_pattern(tuple(known))
    for match in pattern.finditer(text):
        items = [match.span(number) for number in range(1, len(known) + 1)]
        members = [text[start:end] for start, end in items]
        if len(members) == 2 and max(map(len, members)) < SHORTEST_PAIR:
            continue  # 严管用地、建设行为, “双违”
        if _fitting(list(map(plain_member, members)), known) is not None and _is_bounded(
            text, match.start(), match.end()
        ):
            if members[0][0] == "把" and members[-1][0] != "把":
                members[0] = members[0][1:]  # it governs them all
                items[0] = (items[0][0] + 1, items[0][1])
            yield ListedMembers(tuple(members), (Mention(index, items[0][0], items[-1][1]),))


@cache
def _list_pattern(known: tuple[str, ...]) -> re.Pattern[str]:
    forms = sorted({form for some in member_forms(known) for form in some}, key=len, reverse=True)
    item = f"({'|'.join(map(re.escape, forms))})"
    return re.compile(JOINT.join([item] * len(known)))


def _is_bounded(text: str, start: int, end: int) -> bool:
    """Whether a list begins and ends with whole words, and no item stands before or behind it."""
    before = text[:start].rstrip("“「『")
    after = text[end:].lstrip("”」』")
    return (
        not before.endswith("、")
        and not re.match("、|以及|[和与及]", after)
        and words.begins_word(text, start)
        and (not after or not "一" <= after[0] <= "鿿" or words.begins_word(text, end))
    )
