"""Which unit of the new text each unit of the old one has become.

First the longest run of equal units in order is paired, numbers left out (Indel distance; very long
texts by what stands once in each, as patience diff does): the *chain*. Between two pairs of the
chain lies a *gap*. What is left is compared in its gap, each with each, and elsewhere by rare
character grams (four characters that few units have). Pairs are taken by *likeness* (twice the
common characters over all, with a bonus for the same place and the same number), the surest first;
one that does not keep the order of the chain has moved, and must be longer and more alike.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from duben import chinese
from duben.revision import differences
from duben.revision.units import BLANKS, Unit

# Likeness is twice the common characters over all; that of two unlike paragraphs of one trade is .2
# to .35.
ALIKE_IN_PLACE = 0.42  # between the same neighbours
ALIKE_BY_NUMBER = 0.3  # alone between the same neighbours, and under the same number
ALIKE_ELSEWHERE = 0.62
SHORTEST_MOVED = 8  # characters of a paragraph that is found again elsewhere with other wording
SHORTEST_SAME = (
    4  # of one that is found again elsewhere word for word, and stands once in either text
)
# So much of a paragraph at its place, and so many characters, stand in a far longer one that was
# cut or filled up.
CONTAINED_SHARE, SHORTEST_CONTAINED = 0.92, 12
# characters of one at its place that a longer one of its kind begins with: an item that was filled
# up
SHORTEST_CONTINUED = 2
END = "。；，、：！？;,:!?"
# Sequences whose lengths make more than this together are paired by what stands once in each.
LARGEST_PRODUCT = 400_000_000
NEIGHBOURS = 60  # of a gap in which each is compared with each
GRAM_LENGTH = 4
COMMON_GRAM_UNITS = 24  # units that hold a gram which tells nothing any more
CANDIDATES_LIMIT = 6
LONGEST_COMPARED = 20_000  # characters of a unit that are looked at to find its like

NUMERAL = "[〇零一二三四五六七八九十百千0-9０-９]+"
# Numbers that stand for a place of the same text: 第三条、第四条第二款, 第（三）项,
# （一）至（三）项.
REFERENCE = re.compile(
    f"第(?:{NUMERAL}|[（(]{NUMERAL}[)）])(?:(?:[、和及与至到]|[—～-])第?(?:{NUMERAL}|"
    f"[（(]{NUMERAL}[)）]))*[条條款项項目章节節编編](?:之{NUMERAL})?"
    f"|第{NUMERAL}部分|[（(]{NUMERAL}[)）](?:(?:[、和及与至到])[（(]{NUMERAL}[)）])*[项項]"
)
NUMBER = re.compile(NUMERAL)

Pair = tuple[int, int]


@dataclass(frozen=True)
class VersionUnits:
    """The units of one version, and what is compared of each."""

    units: tuple[Unit, ...]

    @cached_property
    def keys(self) -> list[str]:
        return [mask_numbers(unit) for unit in self.units]

    @cached_property
    def bare(self) -> list[str]:
        return [unit.bare for unit in self.units]

    @cached_property
    def times(self) -> Counter[str]:
        """How often each key stands in the text."""
        return Counter(self.keys)


@dataclass
class _Chain:
    """Pairs that keep the order of both texts, by which a place is told."""

    pairs: list[Pair] = field(default_factory=list)

    def takes(self, pair: Pair) -> bool:
        """Whether a pair stands between its neighbours in both texts."""
        at = bisect_left(self.pairs, pair)
        before = self.pairs[at - 1] if at else (-1, -1)
        after = self.pairs[at] if at < len(self.pairs) else None
        return (
            before[0] < pair[0]
            and before[1] < pair[1]
            and (after is None or (pair[0] < after[0] and pair[1] < after[1]))
        )

    def add(self, pair: Pair) -> None:
        insort(self.pairs, pair)


@dataclass(frozen=True, slots=True)
class _Likeness:
    """Two units that may be the same: ``sure`` orders the choice."""

    sure: float
    ratio: float
    pair: Pair


def pair_units(old: Sequence[Unit], new: Sequence[Unit]) -> tuple[Pair, ...]:
    """Indices of the units that belong together, in the order of the old text; each unit stands in
    one pair at most.
    """
    left, right = VersionUnits(tuple(old)), VersionUnits(tuple(new))
    chain = _Chain(_equal_in_order(left.keys, right.keys))
    partners = dict(chain.pairs)
    used = set(partners.values())
    for likeness in sorted(
        _candidates(left, right, chain, partners, used),
        key=lambda candidate: (-candidate.sure, candidate.pair),
    ):
        i, j = likeness.pair
        if i in partners or j in used:
            continue
        if chain.takes(likeness.pair):
            chain.add(likeness.pair)
        elif likeness.ratio < ALIKE_ELSEWHERE or not _known_elsewhere(left, right, likeness.pair):
            continue
        partners[i] = j
        used.add(j)
    _pair_neighbours(left, right, partners, used)
    _pair_renamed_headings(left, right, partners, used)
    return tuple(sorted(partners.items()))


def _known_elsewhere(left: VersionUnits, right: VersionUnits, pair: Pair) -> bool:
    """Whether a unit says enough to be known again at another place: of several that read alike
    none does.
    """
    key, other = left.keys[pair[0]], right.keys[pair[1]]
    if max(left.times[key], right.times[other]) > 1:
        return False
    return min(len(left.bare[pair[0]]), len(right.bare[pair[1]])) >= (
        SHORTEST_SAME if key == other else SHORTEST_MOVED
    )


def _pair_neighbours(
    left: VersionUnits, right: VersionUnits, partners: dict[int, int], used: set[int]
) -> None:
    """Pairs what reads alike beside a pair: what says too little by itself went along with its
    neighbour.
    """
    for step in (1, -1):
        for i in sorted(partners, reverse=step < 0):
            j = partners[i]
            while (
                (i := i + step) not in partners
                and (j := j + step) not in used
                and _equal_at(left, right, i, j)
            ):
                partners[i] = j
                used.add(j)


def _pair_renamed_headings(
    left: VersionUnits, right: VersionUnits, partners: dict[int, int], used: set[int]
) -> None:
    """Pairs headings of one level that share no words, where most of what stands under each is the
    same: the chapter has another name.
    """
    for i, heading in enumerate(left.units):
        if heading.kind != "heading" or i in partners:
            continue
        section = _section(left, i)
        kept = [partners[k] for k in section if k in partners]
        before = range(min(kept, default=0) - 1, -1, -1)
        j = next((j for j in before if _is_heading(right.units[j], heading.level)), -1)
        if j < 0 or j in used:
            continue
        new_section = _section(right, j)
        same = sum(len(right.bare[k]) for k in kept if k in new_section)
        sizes = [
            sum(len(left.bare[k]) for k in section),
            sum(len(right.bare[k]) for k in new_section),
        ]
        if 2 * same > max(sizes):
            partners[i] = j
            used.add(j)


def _is_heading(unit: Unit, level: int) -> bool:
    return unit.kind == "heading" and unit.level == level


def _section(version: VersionUnits, heading: int) -> range:
    """The places of the units under a heading."""
    units = version.units
    ends = (
        k
        for k in range(heading + 1, len(units))
        if units[k].kind == "heading" and units[k].level <= units[heading].level
    )
    return range(heading + 1, next(ends, len(units)))


def _equal_at(left: VersionUnits, right: VersionUnits, i: int, j: int) -> bool:
    return 0 <= i < len(left.units) and 0 <= j < len(right.units) and left.keys[i] == right.keys[j]


def moved_pairs(pairs: Sequence[Pair], old: Sequence[Unit], new: Sequence[Unit]) -> frozenset[Pair]:
    """The pairs that changed places: as few as possible, and of those the shortest."""
    weights = [(1, len(old[i].text) + len(new[j].text)) for i, j in pairs]
    kept = _heaviest_increasing([j for _, j in pairs], weights)
    return frozenset(pair for index, pair in enumerate(pairs) if index not in kept)


def _heaviest_increasing(
    values: Sequence[int], weights: Sequence[tuple[int, int]]
) -> frozenset[int]:
    """Indices of the increasing run of distinct values that weighs most."""
    size = max(values, default=0) + 1
    # tree[k] holds the best (count, length, -index) that ends with a value below 2^…: a Fenwick
    # tree of maxima.
    tree: list[tuple[int, int, int]] = [(0, 0, 1)] * (size + 1)
    before = []
    for index, value in enumerate(values):
        best, at = (0, 0, 1), value
        while at > 0:
            best = max(best, tree[at])
            at -= at & -at
        before.append(-best[2])
        total = (best[0] + weights[index][0], best[1] + weights[index][1], -index)
        at = value + 1
        while at <= size:
            tree[at] = max(tree[at], total)
            at += at & -at
    best, at = (0, 0, 1), size
    while at > 0:
        best = max(best, tree[at])
        at -= at & -at
    chosen, index = set(), -best[2]
    while index >= 0:
        chosen.add(index)
        index = before[index]
    return frozenset(chosen)


def _equal_in_order(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """The longest run of equal keys, in order."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    middle = _longest_equal(old[start : len(old) - end], new[start : len(new) - end])
    return [
        *((index, index) for index in range(start)),
        *((i + start, j + start) for i, j in middle),
        *((len(old) - end + index, len(new) - end + index) for index in range(end)),
    ]


def _longest_equal(old: Sequence[str], new: Sequence[str]) -> Iterator[Pair]:

    if len(old) * len(new) <= LARGEST_PRODUCT:
        for step in differences.edit_steps(old, new):
            if step.tag == "equal":
                yield from zip(
                    range(step.src_start, step.src_end),
                    range(step.dest_start, step.dest_end),
                    strict=True,
                )
        return
    once, again = Counter(old), Counter(new)
    places = {key: index for index, key in enumerate(new) if again[key] == 1}
    pairs = [
        (index, places[key]) for index, key in enumerate(old) if once[key] == 1 and key in places
    ]
    chosen = _heaviest_increasing([j for _, j in pairs], [(1, 0)] * len(pairs))
    yield from (pair for index, pair in enumerate(pairs) if index in chosen)


def _candidates(
    left: VersionUnits, right: VersionUnits, chain: _Chain, partners: dict[int, int], used: set[int]
) -> Iterator[_Likeness]:
    """Pairs of units that are left and alike: those of one gap, and those that share rare words
    wherever they stand.
    """
    seen: set[Pair] = set()
    for gap in _gaps(chain.pairs, len(left.units), len(right.units)):
        (a, b), (c, d) = gap
        if (b - a) * (d - c) <= NEIGHBOURS * NEIGHBOURS:
            for i in range(a, b):
                for j in range(c, d):
                    seen.add((i, j))
                    yield from _likeness(left, right, (i, j), True, b - a == d - c == 1)
    old_left = [i for i in range(len(left.units)) if i not in partners]
    new_left = [j for j in range(len(right.units)) if j not in used]
    for pair in _rare_gram_pairs(left, right, old_left, new_left):
        if pair not in seen:
            yield from _likeness(left, right, pair, chain.takes(pair), False)


def _gaps(pairs: Sequence[Pair], old: int, new: int) -> Iterator[tuple[Pair, Pair]]:
    """Between neighbours in the chain: (from, to) in the old text and in the new, where there is
    something in both.
    """
    before = (-1, -1)
    for pair in [*pairs, (old, new)]:
        if pair[0] - before[0] > 1 and pair[1] - before[1] > 1:
            yield (before[0] + 1, pair[0]), (before[1] + 1, pair[1])
        before = pair


def _likeness(
    left: VersionUnits, right: VersionUnits, pair: Pair, in_place: bool, alone: bool
) -> Iterator[_Likeness]:
    old_unit, new_unit = left.units[pair[0]], right.units[pair[1]]
    numbered = (
        bool(old_unit.number)
        and old_unit.number == new_unit.number
        and old_unit.label == new_unit.label
    )
    least = (
        ALIKE_BY_NUMBER if alone and numbered else ALIKE_IN_PLACE if in_place else ALIKE_ELSEWHERE
    )
    ratio = _similarity(
        left.keys[pair[0]][:LONGEST_COMPARED],
        right.keys[pair[1]][:LONGEST_COMPARED],
        least,
        in_place,
    )
    if (
        in_place
        and ratio < least
        and old_unit.kind == new_unit.kind
        and _is_continued(old_unit.body, new_unit.body)
    ):
        ratio = least
    if ratio >= least:
        sure = (
            ratio
            + 0.1 * in_place
            + 0.04 * (old_unit.label == new_unit.label)
            + 0.02 * (left.bare[pair[0]] == right.bare[pair[1]])
        )
        yield _Likeness(sure - 0.1 * (old_unit.kind != new_unit.kind), ratio, pair)


def _similarity(old: str, new: str, least: float, in_place: bool) -> float:
    """How alike two texts are; one at its place that holds the
    other almost whole is alike enough.
    """

    ratio = differences.similarity(old, new, 0 if in_place else least)
    shorter = min(len(old), len(new))
    if (
        in_place
        and ratio < least
        and shorter >= SHORTEST_CONTAINED
        and ratio * (len(old) + len(new)) / 2 >= CONTAINED_SHARE * shorter
    ):
        return least
    return ratio


def _is_continued(old: str, new: str) -> bool:
    """Whether one text goes on where the other ends."""
    shorter, longer = sorted((old, new), key=len)
    begin = shorter.rstrip(END)
    return len(begin) >= SHORTEST_CONTINUED and longer.startswith(begin)


def _rare_gram_pairs(
    left: VersionUnits, right: VersionUnits, old_left: Sequence[int], new_left: Sequence[int]
) -> Iterator[Pair]:
    """For each of my units the few others that share most of the rare grams."""
    places: dict[str, list[int]] = defaultdict(list)
    for j in new_left:
        for gram in _grams(right.keys[j]):
            places[gram].append(j)
    for i in old_left:
        shared: Counter[int] = Counter()
        for gram in _grams(left.keys[i]):
            if len(at := places.get(gram, ())) <= COMMON_GRAM_UNITS:
                shared.update(at)
        best = sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:CANDIDATES_LIMIT]
        yield from ((i, j) for j, _ in best)


def _grams(text: str) -> set[str]:
    text = text[:LONGEST_COMPARED]
    return {text[at : at + GRAM_LENGTH] for at in range(max(1, len(text) - GRAM_LENGTH + 1))}


def mask_numbers(unit: Unit) -> str:
    """The bare text with # for the unit's own number and for the numbers of references."""
    label = chinese.read_label(unit.text)
    if label is None:
        return mask_references(unit.bare)
    own = BLANKS.sub("", unit.text[: label.end])
    return (NUMBER.sub("#", own) if NUMBER.search(own) else "#") + mask_references(unit.body)


def mask_references(text: str) -> str:
    """A text with # for the numbers of its references."""
    return REFERENCE.sub(lambda match: NUMBER.sub("#", match.group()), text)
