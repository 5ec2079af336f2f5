"""What follows from changes: enumerations that count or hold something else, references that did
not follow.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from duben import chinese
from duben.model import Enumeration
from duben.revision.pairing import NUMBER, Pair
from duben.revision.units import Unit

# 第三条, but not 《刑法》第三条 or 刑法第三条: the articles of another text.
ARTICLE = re.compile(
    "第([〇零一二三四五六七八九十百千]+|[0-9０-９]+)[条條](?:之([〇零一二三四五六七八九十]+))?"
)
OTHER_TEXT = re.compile(
    "(?:》|[^本该]法|[^本该]条例|[^本该]规定|[^本该]办法|[^本该]细则)(?:[（(][^（()）]*[)）])?$"
)

ArticleNumber = tuple[int, int]  # 第三条之二: (3, 2)


@dataclass(frozen=True, slots=True)
class EnumerationChange:
    """An enumeration of both versions that counts something else or has other members. Of members
    that the editor has not confirmed nothing is told.
    """

    old: Enumeration
    new: Enumeration

    @property
    def added(self) -> tuple[str, ...]:
        return _members_beside(self.new, self.old)

    @property
    def removed(self) -> tuple[str, ...]:
        return _members_beside(self.old, self.new)


def _members_beside(one: Enumeration, other: Enumeration) -> tuple[str, ...]:
    """The members of one that the other lacks; none where those of either are not sure."""
    if not (one.sure and other.sure):
        return ()
    return tuple(member for member in one.members if member not in other.members)


@dataclass(frozen=True, slots=True)
class EnumerationChanges:
    """The enumerations that came, went and changed, in the order of the new book."""

    added: tuple[Enumeration, ...] = ()
    removed: tuple[Enumeration, ...] = ()
    changed: tuple[EnumerationChange, ...] = ()


@dataclass(frozen=True, slots=True)
class AppendixChange:
    """An entry of the appendix that is printed otherwise; None where it came or went."""

    old: Enumeration | None
    new: Enumeration | None


@dataclass(frozen=True, slots=True)
class StaleReference:
    """A reference in ``unit`` that still names article ``said``, whose text is article ``now`` by
    now ("" where it is gone).
    """

    unit: Unit
    said: str
    now: str


def enumeration_changes(
    old: Sequence[Enumeration], new: Sequence[Enumeration]
) -> EnumerationChanges:
    """What became of the enumerations. One whose name counts something else (四个 → 五个) is a
    changed one.
    """
    before = {enumeration.term: enumeration for enumeration in old}
    after = {enumeration.term: enumeration for enumeration in new}
    left = {term: enumeration for term, enumeration in before.items() if term not in after}
    changed, added = [], []
    for enumeration in new:
        other = before.get(enumeration.term) or _same_name(enumeration, left)
        if other is None:
            added.append(enumeration)
        elif _differ(other, enumeration):
            changed.append(EnumerationChange(other, enumeration))
            left.pop(other.term, None)
    return EnumerationChanges(tuple(added), tuple(left.values()), tuple(changed))


def _differ(old: Enumeration, new: Enumeration) -> bool:
    """Whether the two say something else; members and their end count where both are sure."""
    if (old.term, old.count, old.note) != (new.term, new.count, new.note):
        return True
    return old.sure and new.sure and (old.members, old.open) != (new.members, new.open)


def appendix_changes(
    old: Sequence[Enumeration], new: Sequence[Enumeration]
) -> tuple[AppendixChange, ...]:
    """What the appendix prints otherwise but for its pages, in the order of the new book, what went
    at the end: entries that came and went, and those of another number, with other members or
    another note; members that the editor has confirmed or struck too.
    """
    before = {one.term: one for one in old if _printed(one)}
    after = {one.term: one for one in new if _printed(one)}
    left = {term: one for term, one in before.items() if term not in after}
    changes = []
    for term, one in after.items():
        other = before.get(term) or _same_name(one, left)
        if other is not None:
            left.pop(other.term, None)
        if other is None or _printed_words(other) != _printed_words(one):
            changes.append(AppendixChange(other, one))
    return (*changes, *(AppendixChange(one, None) for one in left.values()))


def _printed(one: Enumeration) -> bool:
    """Whether the appendix has an entry of it: a term without quotation marks by its list only."""
    return one.shown and (one.sure or one.kind != "bare")


def _printed_words(one: Enumeration) -> tuple[object, ...]:
    return one.term, one.count, one.printed_members, one.sure and one.open, one.note


def _same_name(enumeration: Enumeration, left: Mapping[str, Enumeration]) -> Enumeration | None:
    """The one that has the same name but for its number."""
    name = NUMBER.sub("#", enumeration.term)
    return next((other for term, other in left.items() if NUMBER.sub("#", term) == name), None)


def stale_references(
    old: Sequence[Unit], new: Sequence[Unit], pairs: Sequence[Pair]
) -> tuple[StaleReference, ...]:
    """The references to articles that did not follow a renumbering, or name an article that is
    gone.

    Only a reference that stood there before can be stale; what was written anew is taken to be
    meant.
    """
    went, gone = _articles(old, new, dict(pairs))
    return tuple(
        reference for i, j in pairs for reference in _stale_in_unit(old[i], new[j], went, gone)
    )


def _articles(
    old: Sequence[Unit], new: Sequence[Unit], partner: Mapping[int, int]
) -> tuple[Mapping[ArticleNumber, str], Mapping[ArticleNumber, str]]:
    """The articles of the old text that have another number now, each with that; those that are
    gone, each with "".
    """
    went: dict[ArticleNumber, str] = {}
    gone: dict[ArticleNumber, str] = {}
    times = Counter(number for unit in old if (number := _article_number(unit)))
    for i, unit in enumerate(old):
        number = _article_number(unit)
        if number is None or times[number] > 1:
            continue
        now = new[partner[i]] if i in partner else None
        if now is None:
            gone[number] = ""
        elif (other := _article_number(now)) and other != number:
            went[number] = now.number
    return went, gone


def _article_number(unit: Unit) -> ArticleNumber | None:
    """The number of the article that a unit opens."""
    label = chinese.read_label(unit.text)
    match = ARTICLE.match(unit.text) if label and label.kind == "article" else None
    return _number(match) if match else None


def _number(match: re.Match[str]) -> ArticleNumber:
    return chinese.parse_number(match[1]) or 0, (chinese.parse_number(match[2]) or 0) if match[
        2
    ] else 0


def _stale_in_unit(
    old: Unit, new: Unit, went: Mapping[ArticleNumber, str], gone: Mapping[ArticleNumber, str]
) -> Iterator[StaleReference]:
    before = Counter(_number(match) for match in _references(old))
    # 第七条和第八条 may rightly have become 第八条和第九条: what an old reference has turned into
    # is none that stayed.
    followed: Counter[ArticleNumber] = Counter()
    for number, times in before.items():
        if number in went and (match := ARTICLE.match(went[number])):
            followed[_number(match)] += times
    for match in _references(new):
        number = _number(match)
        if followed[number] > 0:
            followed[number] -= 1
        elif before[number] and (number in went or number in gone):
            yield StaleReference(new, match.group(), went.get(number, ""))


def _references(unit: Unit) -> Sequence[re.Match[str]]:
    """The references of a unit to articles of its own text, its own number left out."""
    label = chinese.read_label(unit.text)
    start = label.end if label else 0
    return [
        match
        for match in ARTICLE.finditer(unit.text, start)
        if not OTHER_TEXT.search(unit.text[max(0, match.start() - 12) : match.start()])
    ]
