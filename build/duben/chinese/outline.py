"""The levels that the labels and the title lines of a document make: ``outline_levels``.

No kind of label has a level of its own; a document shows its levels by where its series run.

1. A series is a chain of labels of one kind that counts 1, 2, 3 …; a number that fits no chain
   joins the nearest one as a slip.
2. A series that starts between two items of another one stands inside the first of them.
3. Behind the last item of a series, a new one stands inside it or beside it: as in most places of
   the document where the two kinds meet and rule 2 tells it; else by the usual order of the kinds.
4. Title lines without a number are one series: inside it stands what starts anew below one of them
   or follows one at once; above it stands what goes on behind one. Most places decide for all.
5. The level of an entry is the number of entries that it stands in, and one.

The levels of Markdown headings are the author's: a heading closes all headings of its level and
below, whatever the labels say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from duben.chinese.labels import LAW, RANK, Label
from duben.chinese.word_lists import word_list

# The usual order, the outermost first, for kinds that RANK does not know too. A paragraph opened by
# 第一， or 一是 holds less than any other.
PORTION = "part2"
LAW_ORDER = {**LAW, PORTION: 0.5}
ORDER = {
    **RANK,
    PORTION: LAW_ORDER[PORTION],
    "stem": 3.7,
    "roman": 3.8,
    "decimal": 4.5,
    "letter": 6.5,
    "small_letter": 7.5,
    "ordinal": 8.5,
    "item": 9.0,
}
# 序言, 结语: they hold no series and stand in none.
FRAME_TITLES = frozenset(word_list("frame-titles"))
# The kind of such a title line.
FRAME = "frame"
# Told by words: paragraphs, which hold no heading.
TOLD = frozenset(("ordinal", "item"))
# 专题一　水, 案例2：路
NAMED = re.compile("([一-鿿]{2,3})(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})(?:[ \\u3000：:]|$)")
# 第一招：水
ORDERED = re.compile("第(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})([一-鿿]{1,2})[ \\u3000：:，,]")
# A letter counts only as one of a series.
NEVER_ALONE = frozenset(("stem", "roman", "letter", "small_letter"))
# A number may skip so many: the author's slip.
SLIP = 3
# So many series of a kind are looked at for the one that a label continues.
OPEN_SERIES = 3
# More kinds of title lines than these are no levels; a kind begins with title and a figure.
TITLE_KINDS = 20
LEVEL_LENGTH = len("title9")
# So many title lines tell which of their kinds is further out.
TITLES = 1_000


@dataclass(frozen=True, slots=True)
class OutlineStep:
    """What the levels of a document are made of, one block: its label, or that it is a title line.

    ``heading`` is the Markdown level of a heading, 0 for a paragraph; ``title`` the kind of a title
    line that has no label and no level yet, "" for others: of two kinds the smaller is further out;
    ``whole`` a paragraph in full sentences; ``fresh`` the begin of an annex, where numbering starts
    anew; ``announces`` a paragraph that ends in a colon.
    """

    label: Label | None = None
    heading: int = 0
    title: str = ""
    whole: bool = False
    fresh: bool = False
    announces: bool = False

    @property
    def plain(self) -> bool:
        return self.label is None and not self.heading and not self.title and not self.fresh


@dataclass(slots=True, eq=False)
class Series:
    """Labels of one kind that count on; ``items`` are indexes of steps.

    ``resumed`` are the items before which something further out went on: the articles of the next
    chapter.
    """

    kind: str
    items: list[int] = field(default_factory=list)
    resumed: set[int] = field(default_factory=set)


def outline_levels(labels: Iterable[Label | OutlineStep]) -> list[int]:
    """The level of each step in document order, 1 the outermost; 0 for what is no entry of the
    outline.
    """
    steps = [OutlineStep(step) if isinstance(step, Label) else step for step in labels]
    kinds = Counter(step.title for step in steps if step.title)
    for index, step in enumerate(steps):
        if step.title and (kinds[step.title] == 1 or len(kinds) > TITLE_KINDS):
            steps[index] = replace(step, title=step.title[:LEVEL_LENGTH])
    for index in _lone_titles(steps):
        steps[index] = replace(steps[index], title=FRAME)
    return _Levels(steps, find_series(steps)).find()


def _lone_titles(steps: Sequence[OutlineStep]) -> list[int]:
    """The title lines that stand before all labels, where no other comes: what the text is called,
    or who speaks; no part of it. One right after the other, or before 第一章 or 第一条: a law has
    a numbering of its own, whatever announces it.
    """
    found: list[int] = []
    start = 0
    for end in [*(n for n, step in enumerate(steps) if step.fresh), len(steps)]:
        titles = [n for n in range(start, end) if steps[n].title]
        first = next((n for n in range(start, end) if steps[n].label), end)
        if not titles or not titles[-1] < first < end:
            continue
        label = steps[first].label
        if titles[-1] - titles[0] == len(titles) - 1 or label and label.kind in LAW:
            found += titles
        start = end
    return found


def title_kind(text: str, level: int = 9) -> str:
    """The kind of a title line without a number of its own; ``level`` is that of the file that it
    stood in. 专题一 and 案例一 are kinds.
    """
    if "".join(text.split()) in FRAME_TITLES:
        return FRAME
    named = NAMED.match(text) or ORDERED.match(text)
    return f"title{level}{named[1] if named else ''}"


def label_kind(label: Label) -> str:
    """The kind of a label; of decimals each depth is a kind, and 部分, which 编 and 篇 hold, is."""
    if label.kind == "decimal":
        return f"decimal{len(label.parts)}"
    return PORTION if label.text.endswith("部分") else label.kind


# --- series ---------------------------------------------------------------------------------------


def find_series(steps: Sequence[OutlineStep]) -> list[Series | None]:
    """The series of each step that has a label."""
    found: list[Series | None] = []
    chains = _Chains(steps)
    headings: list[tuple[int, int]] = []
    for index, step in enumerate(steps):
        if step.fresh:
            chains.start_anew()
            headings.clear()
        if step.heading:
            while headings and headings[-1][0] >= step.heading:
                headings.pop()
            if step.label is None:
                chains.close_after(headings[-1][1] if headings else -1)
            headings.append((step.heading, index))
        found.append(None if step.label is None else chains.add(index, step.label))
    return found


class _Chains:
    """The series that are being counted: open ones, and those that something further out closed,
    by the label that would go on with them.
    """

    def __init__(self, steps: Sequence[OutlineStep]) -> None:
        self.steps = steps
        self.start_anew()

    def start_anew(self) -> None:
        self.open: list[Series] = []
        self.closed: dict[tuple[str, tuple[int, ...]], Series] = {}

    def add(self, index: int, label: Label) -> Series:
        kind = label_kind(label)
        sisters = [series for series in self.open if series.kind == kind]
        series = self._continued(kind, label, sisters, self.steps[index].whole)
        if series is None:
            series = Series(kind)
            if len(sisters) >= OPEN_SERIES:
                self.open.remove(sisters[0])
            self.open.append(series)
        else:
            if series in self.open:
                self.close_after(series.items[-1], but=series)
            else:
                series.resumed.add(index)
                self.open.append(series)
        series.items.append(index)
        return series

    def _continued(
        self, kind: str, label: Label, sisters: list[Series], whole: bool
    ) -> Series | None:
        if label.number == 1:
            return None
        newest = sisters[::-1]
        for most in (1, SLIP):
            if most > 1:  # a slip goes on with a series of its own shape: heading behind headings
                newest.sort(key=lambda series: self.steps[series.items[-1]].whole != whole)
            for series in newest:
                last = self._last(series)
                step = label.number - last.number
                if last.parts[:-1] == label.parts[:-1] and (
                    step == 1 or (most > 1 and 0 <= step <= most)
                ):
                    return series
        return self.closed.get((kind, label.parts))

    def _last(self, series: Series) -> Label:
        label = self.steps[series.items[-1]].label
        assert label is not None
        return label

    def close_after(self, index: int, but: Series | None = None) -> None:
        """Closes the series that have an item behind a step."""
        for series in self.open:
            if series is not but and series.items[-1] > index:
                parts = self._last(series).parts
                self.closed[series.kind, (*parts[:-1], parts[-1] + 1)] = series
        self.open = [series for series in self.open if series is but or series.items[-1] <= index]


# --- levels ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry that is open: its kind and number, its step, the series that it is an item of."""

    kind: str
    step: int
    series: Series | None = None
    heading: int = 0
    number: int = 0


class _Levels:
    """The stack of open entries, and what the whole document says of its kinds."""

    def __init__(self, steps: Sequence[OutlineStep], series: Sequence[Series | None]) -> None:
        self.steps = steps
        self.series = series
        self.following = _following_items(series)
        self.bodies = _plain_steps(steps)
        self.titles = [step.title for step in steps if step.title][:TITLES]
        self.runs: dict[tuple[str, str], int] = {}
        self.shapes: dict[int, tuple[bool, int]] = {}
        self.inside = _count_nesting(steps, series, self.following)
        self.stack: list[_Entry] = []

    def find(self) -> list[int]:
        return [self._level(index, step) for index, step in enumerate(self.steps)]

    def _level(self, index: int, step: OutlineStep) -> int:
        if step.fresh:
            self.stack.clear()
        series = self.series[index]
        alone = series is not None and len(series.items) == 1 and series.kind in NEVER_ALONE
        if step.label is not None and series is not None and not alone:
            self._enter_item(index, step, step.label, series)
        elif step.heading:
            self._close_headings(step.heading)
            del self.stack[self._floor(step.heading) :]
            self.stack.append(_Entry("heading", index, heading=step.heading))
        elif step.title:
            if step.title == FRAME and not any(map(self._goes_on, self.stack)):
                self.stack.clear()
            while self.stack and not self._holds_title(self.stack[-1], step.title):
                self.stack.pop()
            self.stack.append(_Entry(step.title, index))
        else:
            return 0
        return len(self.stack)

    def _close_headings(self, level: int) -> None:
        """Closes the headings of a level and below, with all that stands in them."""
        for depth, entry in enumerate(self.stack):
            if entry.heading >= level:
                del self.stack[depth:]
                return

    def _floor(self, level: int) -> int:
        """How many open entries a heading of a level cannot close."""
        return max(
            (depth for depth, entry in enumerate(self.stack, 1) if 0 < entry.heading < level),
            default=0,
        )

    def _enter_item(self, index: int, step: OutlineStep, label: Label, series: Series) -> None:
        if step.heading:
            self._close_headings(step.heading)
        floor = self._floor(step.heading) if step.heading else 0
        at = next((n for n, entry in enumerate(self.stack) if entry.series is series), floor - 1)
        if at >= floor:
            del self.stack[at:]
        else:
            while len(self.stack) > floor and not self._holds(self.stack[-1], index, label, series):
                self.stack.pop()
        self.stack.append(_Entry(series.kind, index, series, step.heading, label.number))

    def _holds(self, outer: _Entry, index: int, label: Label, series: Series) -> bool:
        """Whether an item, mostly the first of its series, stands in an open entry."""
        kind = series.kind
        if outer.kind in ("heading", FRAME):
            return outer.kind != FRAME
        if outer.kind in TOLD and self.steps[index].heading:
            return False
        if (told := _by_convention_alone(outer, label, kind)) is not None:
            return told
        if self._goes_on(outer):
            return True
        if kind == outer.kind:
            return label.number == 1 and self._holds_its_like(outer, index)
        more, less = self.inside[outer.kind, kind], self.inside[kind, outer.kind]
        if more != less:
            return more > less
        if self._is_over(outer, index, kind):
            return False
        whole = self._shape(series)[0]
        if outer.series and whole != self._shape(outer.series)[0]:
            return whole  # headings hold paragraphs, not the other way round
        return _order(kind) > _order(outer.kind)

    def _holds_its_like(self, outer: _Entry, index: int) -> bool:
        """Whether the last item of a series holds a new series of its kind: below a heading behind
        what announces it, or at once, as in other items of the document.
        """
        if outer.heading and not self.steps[index].heading and self.steps[index - 1].announces:
            return True
        return index == outer.step + 1 and self.inside[outer.kind, outer.kind] > 0

    def _holds_title(self, outer: _Entry, title: str) -> bool:
        if outer.kind in ("heading", FRAME):
            return outer.kind != FRAME
        if outer.series is None:
            return outer.kind != title and self._is_outer_title(outer.kind, title)
        more, less = self.inside[outer.kind, title], self.inside[title, outer.kind]
        return more > less or (more == less and self._goes_on(outer))

    def _is_outer_title(self, one: str, other: str) -> bool:
        """Of two kinds of title lines the one that the file sets higher is further out; else the
        one of which fewer come in a row, and of equals the first.
        """
        level, other_level = one[:LEVEL_LENGTH], other[:LEVEL_LENGTH]
        if level != other_level:
            return level < other_level
        ones, others = self._longest_run(one, other), self._longest_run(other, one)
        if ones != others:
            return ones < others
        return next((kind for kind in self.titles if kind in (one, other)), one) == one

    def _longest_run(self, kind: str, other: str) -> int:
        """How many title lines of a kind come before one of the other kind, at most."""
        if (kind, other) not in self.runs:
            run = longest = 0
            for title in self.titles:
                run = run + 1 if title == kind else 0 if title == other else run
                longest = max(longest, run)
            self.runs[kind, other] = longest
        return self.runs[kind, other]

    def _goes_on(self, outer: _Entry) -> bool:
        """Whether the next item of the series comes before anything further out goes on."""
        if outer.series is None:
            return False
        following = self.following[outer.step]
        return following >= 0 and following not in outer.series.resumed

    def _shape(self, series: Series) -> tuple[bool, int]:
        """Whether most items of a series are paragraphs in full sentences, and how many plain
        paragraphs follow one of them at most, but for the last.
        """
        if (first := series.items[0]) not in self.shapes:
            whole = sum(self.steps[item].whole for item in series.items)
            pairs = zip(series.items, series.items[1:], strict=False)
            longest = max((self.bodies[b] - self.bodies[a] for a, b in pairs), default=0)
            self.shapes[first] = 2 * whole > len(series.items), longest
        return self.shapes[first]

    def _is_over(self, outer: _Entry, index: int, kind: str) -> bool:
        """Whether so much plain text follows the last item of a series of whole paragraphs that it
        cannot belong to it.
        """
        if outer.series is None or len(outer.series.items) < 2:
            return False
        whole, longest = self._shape(outer.series)
        tail = self.bodies[index] - self.bodies[outer.step]
        if kind in TOLD and outer.kind in TOLD and outer.kind != kind:
            return tail > max(longest, 1)
        return whole and tail > 2 * longest + (kind not in TOLD)


def _by_convention_alone(outer: _Entry, label: Label, kind: str) -> bool | None:
    """What no document changes: 编, 章, 节, 条 hold each other, 1.1 stands in 1; else None."""
    if outer.kind in LAW_ORDER and kind in LAW_ORDER:
        return LAW_ORDER[outer.kind] < LAW_ORDER[kind]
    if label.kind == "decimal" and len(label.parts) > 1:
        if outer.kind.startswith("decimal"):
            return outer.kind < kind
        if label.parts[0] == outer.number and outer.kind in ("chapter", "comma", "digit"):
            return True
    return None


def _order(kind: str) -> float:
    if kind.startswith("decimal"):
        return ORDER["decimal"] + int(kind[-1]) / 100
    return ORDER.get(kind, 0)


def _following_items(series: Sequence[Series | None]) -> list[int]:
    """For each item the next one of its series, -1 for the last one and for other steps."""
    following = [-1] * len(series)
    for index, one in enumerate(series):
        if one is not None and one.items[0] == index:
            for item, after in zip(one.items, one.items[1:], strict=False):
                following[item] = after
    return following


def _plain_steps(steps: Sequence[OutlineStep]) -> list[int]:
    """For each step how many plain ones stand before it."""
    counts, count = [], 0
    for step in steps:
        counts.append(count)
        count += step.plain
    return counts


def _count_nesting(
    steps: Sequence[OutlineStep], series: Sequence[Series | None], following: Sequence[int]
) -> Counter[tuple[str, str]]:
    """How often a series of the second kind is seen to stand right in an entry of the first.

    ``gaps`` has the entries that go on, with their kinds, by the item that is next; ``below`` for
    each kind of title lines the items that end what stands below the last one.
    """
    inside: Counter[tuple[str, str]] = Counter()
    gaps: dict[int, tuple[int, str]] = {}
    below: dict[str, set[int]] = {}
    next_after = _next_after_titles(steps)
    for index, step in enumerate(steps):
        if step.fresh:
            gaps, below = {}, {}
        one = series[index]
        if one is not None:
            gaps.pop(index, None)
            below = {title: items for title, items in below.items() if index not in items}
            if one.items[0] == index:
                inside.update((title, one.kind) for title in below)
                if gaps:
                    inside[max(gaps.values())[1], one.kind] += 1
            after = following[index]
            if after >= 0 and after not in one.resumed:
                gaps[after] = index, one.kind
        elif step.title and step.title != FRAME:
            at_once = next_after[index]
            for item, (_, kind) in gaps.items():
                inside[(step.title, kind) if item == at_once else (kind, step.title)] += 1
            below[step.title] = set(gaps)
    return inside


def _next_after_titles(steps: Sequence[OutlineStep]) -> list[int]:
    """For each step the next one behind it that is no title line."""
    found, following = [], len(steps)
    for index in range(len(steps) - 1, -1, -1):
        found.append(following)
        if not steps[index].title:
            following = index
    return found[::-1]
