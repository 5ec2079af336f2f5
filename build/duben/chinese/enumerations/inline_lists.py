"""Runs of 一是…二是…, 第一…第二…, 首先…其次… inside a paragraph and across paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from duben.chinese import labels, numerals

NUMERAL = labels.NUMERAL
BEFORE = frozenset('。；：，、！？—－“"‘（(;:,.!?-…”’)）')
# What 第一 may count in a list told in sentences: 第一条，…… 第二条，……
UNITS = "条|點|点|步|类|類|种|種|项|項|层|層|个方面|個方面|方面|个|個"
# A label inside a text: what counts as one, by family; the family of 一是 and 一要 is the verb.
INSIDE = re.compile(
    f"(?P<item>{NUMERAL})(?P<verb>[是要靠抓看为為重则則来來]|可以|不能)|"
    f"第(?P<ordinal>{NUMERAL})(?:(?P<unit>{UNITS})(?=[，,、：:是要就 　])|(?P<mark>[，,、：:]| |　|是|要))|"  # noqa: E501
    "(?P<first>首先|其次|再次|再者|最后|最後)[，,、：:]?|"
    "其(?P<other>[一二三四五六七八九])(?:[，,：:、]|(?=[是为為]|在于|在於))|"
    "[（(](?P<paren>[一二三四五六七八九十]{1,3}|[0-9０-９]{1,2})[)）]|(?P<circle>[①-⑳])|(?P<inner>[⑴-⒇㈠-㈩])|"
    "(?P<bracket>[0-9０-９]{1,2})[)）】]|"
    "(?<=[：；。:;])(?:(?P<comma>[一二三四五六七八九十]{1,3})、|(?P<digit>[0-9０-９]{1,2})[.．、](?![0-9０-９]))"
)  # fmt: skip
FIRSTS = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "最后": 0, "最後": 0}
# 要坚持首先是甲，其次是乙的原则, 就是一要甲，二要乙: a run in the middle of a clause.
WITHIN_CLAUSE = re.compile(
    "首先是[^。！？；]{1,60}[，,]其次是|(?<=[是即有持括到后])一([是要])[^。！？；]{1,60}[，,；]二\\1"
)
# “一要坚决、二要持久”的方针: the name of something, or words quoted, no list of the text.
QUOTED = re.compile('“[^“”。；：\n]{1,40}”|「[^「」。；：\n]{1,40}」|"[^"。；：\n]{1,40}"')
HEAD = 10
# The families of lists told in words; the rest are signs and numbers in brackets.
LISTED = (
    *("是", "要", "靠", "抓", "看", "为", "為", "重", "则", "則", "来", "來"),
    *("可以", "不能", "第", "首", "其"),
)
# Two items of these make a list; of the other verbs it takes three.
TWO_SUFFICE = frozenset(
    ("是", "要", "为", "為", "首", "其", "则", "則", "来", "來", "可以", "不能")
)
# Verbs that belong to what each item says.
SAID_OF_ALL = frozenset(("为", "為", "可以", "不能"))
# Labels that open paragraphs as entries of the outline; in a sentence they make a list.
BRACKETED = frozenset("（(①)")
# Families of which one goes on for the other: 首先……第二……
WORDS = ("首", "第")
# Labels that end in the verb of what they number: 第三要.
WITH_VERB = ("第是", "第要")
# So many runs of a family are open at once: one of paragraphs, one inside a paragraph of it.
OPEN_RUNS = 3


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a run: where its label starts, where its text starts and ends, in which passage
    (by index).
    """

    passage: int
    start: int
    begin: int
    end: int
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class Run:
    """A run of at least two items. ``family`` tells 是 from 要, 第, 首, （ and ①; ``opens`` whether
    the first label opens a paragraph.
    """

    family: str
    items: tuple[Item, ...]
    opens: bool = False


@dataclass(frozen=True, slots=True)
class RunLabel:
    """A label inside a text, ``text[start:end]``: its family, its number, and how it is written."""

    family: str
    number: int
    start: int
    end: int
    label: str


def labels_in(text: str) -> list[RunLabel]:
    """The labels inside a text that begin a clause."""
    ends = {match.start(): match.end() for match in QUOTED.finditer(text)}
    begins = sorted(ends)
    found: list[RunLabel] = []
    for match in INSIDE.finditer(text):
        start = match.start()
        if not _may_begin(match, text):
            continue
        if (quoted := bisect_left(begins, start)) and start < ends[begins[quoted - 1]]:
            continue
        if mark := _read_run_label(match, text):
            if found and found[-1].end == start and found[-1].family == mark.family:
                found.pop()  # a label with nothing behind it
            found.append(mark)
    return found


def _may_begin(match: re.Match[str], text: str) -> bool:
    """Whether a clause can begin at a match."""
    start = match.start()
    return (
        start == 0
        or text[start - 1] in BEFORE
        or text[start - 1].isspace()
        or text.startswith("/摄", start - 2)  # behind the line below a picture
        or bool(match["circle"] or match["inner"])
        or bool((match["first"] or match["item"]) and WITHIN_CLAUSE.match(text, start))
    )


def _read_run_label(match: re.Match[str], text: str) -> RunLabel | None:
    end, written = match.end(), match.group()
    after = text[end : end + 1]
    number = numerals.parse_number(match["item"] or match["ordinal"] or match["other"] or "") or 0
    if verb := match["verb"]:
        saying = after == match["item"] and not "一" <= text[end + 1 : end + 2] <= "鿿"
        if not number or not after or saying:  # 一是一，二是二
            return None
        if labels.makes_a_word(verb, text, end) or (verb in "来來" and after == "二"):
            return None
        if verb in SAID_OF_ALL:  # 一可以引水，二可以行船: the number alone is the label
            return RunLabel(verb, number, match.start(), match.end("item"), match["item"])
        return RunLabel(verb, number, match.start(), end, written)
    if match["ordinal"]:
        mark = match["unit"] or match["mark"]
        if after == "第" and mark in "、，,":
            return None
        keeps = mark if match["unit"] or mark in "是要" else ""
        label = f"第{match['ordinal']}{keeps}"
        return RunLabel(f"第{keeps}", number, match.start(), end, label)
    if match["first"]:
        return RunLabel("首", FIRSTS[match["first"]], match.start(), end, match["first"])
    if match["other"]:
        return RunLabel("其", number, match.start(), end, f"其{match['other']}")
    return RunLabel(*_sign(match), match.start(), end, written)


def _sign(match: re.Match[str]) -> tuple[str, int]:
    """Family and number of a sign or a number with a mark: ① （1） 1） 一、 1."""
    if sign := match["circle"] or match["inner"]:
        number = labels.SINGLE_NUMBER.get(sign, 0)
        return {"circle": "①", "paren": "（"}.get(labels.SINGLE[sign], "("), number
    written = match["paren"] or match["bracket"] or match["comma"] or match["digit"]
    number = numerals.parse_number(written) or 0
    if match["paren"]:
        return "（" if written[0] in numerals.DIGITS or written[0] == "十" else "(", number
    return ")" if match["bracket"] else "、" if match["comma"] else ".", number


# --- runs -----------------------------------------------------------------------------------------


@dataclass(slots=True)
class _OpenRun:
    """A run that may go on; ``opens`` tells that its last label opens a paragraph."""

    family: str
    items: list[Item]
    first_opens: bool
    opens: bool

    def goes_on(self, mark: RunLabel, passage: int, opens: bool) -> bool:
        last = self.items[-1]
        if mark.number == 0:
            right = len(self.items) >= 2 and last.number != 0 and (self.opens or not opens)
        else:
            right = mark.number == last.number + 1
        return right and (last.passage == passage or opens)


def find_runs(
    texts: Sequence[str],
    closed: Sequence[bool],
    marks: Sequence[Sequence[RunLabel]],
    levels: Sequence[int] = (),
) -> list[Run]:
    """The runs of a document, in order. ``closed``: at this passage (a heading) runs across
    paragraphs end, but for those whose own labels stand further out by their ``levels``.
    """
    runs = _Runs(texts, levels or [0] * len(texts))
    for index, found in enumerate(marks):
        if closed[index]:
            runs.close(index)
        opening = len(texts[index]) - len(texts[index].lstrip())
        for mark in found:
            runs.add(index, mark, mark.start == opening)
    return runs.finish()


class _Runs:
    """The runs of a document while its labels are read in their order."""

    def __init__(self, texts: Sequence[str], levels: Sequence[int]) -> None:
        self.texts, self.levels = texts, levels
        self.open: dict[str, list[_OpenRun]] = {}
        self.runs: list[Run] = []

    def add(self, index: int, mark: RunLabel, opens: bool) -> None:
        end = len(self.texts[index])
        item = Item(index, mark.start, mark.end, end, mark.label, mark.number)
        if mark.number == 1:
            if opens and mark.family in "、.":  # these open paragraphs as entries of the outline
                return
            self._begin(_OpenRun(mark.family, [item], opens, opens))
        elif run := self._continued(mark, index, opens):
            last = run.items[-1]
            if run.family == "首" and mark.family in WITH_VERB:  # 首先是……，第三|是……
                item = replace(item, begin=mark.end - 1, label=mark.label[:-1])
            if last.passage == index:
                run.items[-1] = replace(last, end=mark.start)
            run.items.append(item)
            run.opens = opens

    def _begin(self, run: _OpenRun) -> None:
        """Opens a run: instead of one of paragraphs if it is one, else beside it."""
        others = self.open.setdefault(run.family, [])
        for other in [*others]:
            if run.opens or not other.opens or len(others) >= OPEN_RUNS:
                self._end(other)
        self.open[run.family].append(run)

    def _continued(self, mark: RunLabel, index: int, opens: bool) -> _OpenRun | None:
        families = [mark.family]
        if mark.family.startswith(WORDS):
            families += [family for family in WORDS if family != mark.family]
        for family in families:
            going = [run for run in self.open.get(family, ()) if run.goes_on(mark, index, opens)]
            if family != mark.family:  # 首先 without a mark is an adverb more often than a label
                going = [r for r in going if len(r.items) > 1 or self._is_marked(r.items[0])]
            if mark.family in "、.":
                going = [run for run in going if run.items[-1].passage == index]
            if going:
                return max(going, key=lambda run: (run.opens == opens, run.items[-1].passage))
        return None

    def _is_marked(self, item: Item) -> bool:
        return self.texts[item.passage][item.begin - 1 : item.begin] in tuple("，,、：:")

    def close(self, index: int) -> None:
        """Ends the runs at a heading that does not stand inside one of their items."""
        level = self.levels[index]
        for run in [run for runs in self.open.values() for run in runs]:
            own = self.levels[run.items[0].passage] if run.first_opens else 0
            if not 0 < own < level:
                self._end(run)

    def _end(self, run: _OpenRun) -> None:
        self.open[run.family].remove(run)
        if len(run.items) >= 2:
            self.runs.append(Run(run.family, tuple(run.items), run.first_opens))

    def finish(self) -> list[Run]:
        for run in [run for runs in self.open.values() for run in runs]:
            self._end(run)
        return sorted(self.runs, key=lambda run: (run.items[0].passage, run.items[0].start))


def item_head(text: str, item: Item) -> str:
    """The first ten characters of an item after its label."""
    return text[item.begin : min(item.end, item.begin + HEAD + 4)].lstrip(" 　，,、：:")[:HEAD]


def is_listed(run: Run) -> bool:
    """Whether a run belongs among the inline lists: 一是, 第一, 首先, and 1） or 1】 in a sentence;
    not （1） and ①, which open entries or divide a sentence, and not the steps of a plan (第一步).
    """
    label = run.items[0].label
    if run.family in BRACKETED or label.endswith("步"):
        inside = not run.opens and run.items[0].passage == run.items[-1].passage
        return inside and label[0].isdigit() and label[-1] in "）)】"
    if not run.family.startswith(LISTED):
        return False
    return run.family in TWO_SUFFICE or run.family[0] == "第" or len(run.items) >= 3
