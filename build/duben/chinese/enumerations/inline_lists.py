"""Runs of 一是…二是…, 第一…第二…, 首先…其次… inside a paragraph and across paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from duben.chinese import characters, labels, numerals

NUMERAL = labels.NUMERAL
BEFORE = frozenset('。；：，、！？—－ \t　\xa0“"‘（(;:,.!?\n-…”’)）')
# A label inside a text: what counts as one, by family; the family of 一是 and 一要 is the verb.
INSIDE = re.compile(
    f"(?P<item>{NUMERAL})(?P<verb>[是要靠抓看为為重])|第(?P<ordinal>{NUMERAL})(?P<mark>条(?=[ 　])|[，,、：:]| |　|是|要)|"  # noqa: E501
    "(?P<first>首先|其次|再次|最后|最後)[，,、]?|其(?P<other>[一二三四五六七八九])[，,：:]|"
    "[（(](?P<paren>[一二三四五六七八九十]{1,3}|[0-9０-９]{1,2})[)）]|(?P<circle>[①-⑳])|"
    "(?<=[：；。:;])(?:(?P<comma>[一二三四五六七八九十]{1,3})、|(?P<digit>[0-9０-９]{1,2})[.．、](?![0-9０-９]))"
)  # fmt: skip
FIRSTS = {"首先": 1, "其次": 2, "再次": 3, "最后": 0, "最後": 0}
HEAD = 10
LISTED = ("是", "要", "靠", "抓", "看", "为", "為", "重", "第", "首", "其")


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
    """A run of at least two items. ``family`` tells 是 from 要, 第, 首, （ and ①."""

    family: str
    items: tuple[Item, ...]


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
    found: list[RunLabel] = []
    for match in INSIDE.finditer(text):
        start = match.start()
        if start and text[start - 1] not in BEFORE and not match["circle"]:
            continue
        if mark := _read_run_label(match, text):
            if found and found[-1].end == start and found[-1].family == mark.family:
                found.pop()  # a label with nothing behind it
            found.append(mark)
    return found


def _read_run_label(match: re.Match[str], text: str) -> RunLabel | None:
    start, end, after = match.start(), match.end(), text[match.end() : match.end() + 1]
    if match["item"]:
        number, verb = numerals.parse_number(match["item"]), match["verb"]
        if (
            not number
            or after in ("", match["item"])
            or (verb == "要" and after in labels.NOT_AFTER_VERB)
        ):
            return None
        return RunLabel(verb, number, start, end, match.group())
    if match["ordinal"]:
        if after == "第" and match["mark"] in "、，,":
            return None
        if (
            match["mark"] == "条"
        ):  # 第一条 甲。第二条 乙。: articles told in a sentence, no list of the text
            return RunLabel(
                "条", numerals.parse_number(match["ordinal"]) or 0, start, end, match.group()
            )
        keeps = match["mark"] in "是要"
        label = f"第{match['ordinal']}" + (match["mark"] if keeps else "")
        return RunLabel(
            "第" + (match["mark"] if keeps else ""),
            numerals.parse_number(match["ordinal"]) or 0,
            start,
            end,
            label,
        )
    if match["first"]:
        return RunLabel("首", FIRSTS[match["first"]], start, end, match["first"])
    if match["other"]:
        return RunLabel(
            "其", numerals.parse_number(match["other"]) or 0, start, end, f"其{match['other']}"
        )
    if match["paren"]:
        family = "（" if match["paren"][0] in numerals.DIGITS or match["paren"][0] == "十" else "("
        return RunLabel(
            family, numerals.parse_number(match["paren"]) or 0, start, end, match.group()
        )
    if match["comma"] or match["digit"]:
        return RunLabel(
            "、" if match["comma"] else ".",
            numerals.parse_number(match["comma"] or match["digit"]) or 0,
            start,
            end,
            match.group(),
        )
    return RunLabel(
        "①", characters.CIRCLED_NUMBERS.get(match["circle"], 0), start, end, match["circle"]
    )


def find_runs(
    texts: Sequence[str], closed: Sequence[bool], marks: Sequence[Sequence[RunLabel]]
) -> list[Run]:
    """The runs of a document, in order. ``closed``: at this passage (a heading) runs across
    paragraphs end.
    """
    runs: list[Run] = []
    across: dict[str, list[Item]] = {}
    for index, text in enumerate(texts):
        if closed[index]:
            _flush(across, runs)
        found = marks[index]
        used: set[int] = set()
        for chain in _chains(found):
            if len(chain) >= 2:
                runs.append(Run(chain[0].family, tuple(_items(index, text, chain))))
                used.update(mark.start for mark in chain)
        opening = len(text) - len(text.lstrip())
        for mark in found:
            if mark.start in used or not (mark.start == opening or mark.number == 1):
                continue
            if mark.family in "、.":  # these open paragraphs as entries of the outline
                continue
            _extend(
                across,
                runs,
                mark,
                Item(index, mark.start, mark.end, len(text), mark.label, mark.number),
                mark.start == opening,
            )
    _flush(across, runs)
    return sorted(runs, key=lambda run: (run.items[0].passage, run.items[0].start))


def _extend(
    across: dict[str, list[Item]], runs: list[Run], mark: RunLabel, item: Item, opens: bool
) -> None:
    open_items = across.get(mark.family, [])
    if mark.number == 1:
        if len(open_items) >= 2:
            runs.append(Run(mark.family, tuple(open_items)))
        across[mark.family] = [item]
    elif opens and open_items and _next(open_items[-1].number, mark.number, len(open_items)):
        open_items.append(item)


def _next(last: int, number: int, length: int) -> bool:
    return number == last + 1 or (number == 0 and last != 0 and length >= 2)


def _flush(across: dict[str, list[Item]], runs: list[Run]) -> None:
    for family, items in across.items():
        if len(items) >= 2:
            runs.append(Run(family, tuple(items)))
    across.clear()


def _chains(marks: Sequence[RunLabel]) -> list[list[RunLabel]]:
    """Marks of one family numbered 1, 2, 3 … within a text."""
    chains: list[list[RunLabel]] = []
    current: dict[str, list[RunLabel]] = {}
    for mark in marks:
        chain = current.get(mark.family)
        if mark.number == 1:
            current[mark.family] = [mark]
            chains.append(current[mark.family])
        elif chain and _next(chain[-1].number, mark.number, len(chain)):
            chain.append(mark)
    return chains


def _items(index: int, text: str, chain: list[RunLabel]) -> list[Item]:
    ends = [mark.start for mark in chain[1:]] + [len(text)]
    return [
        Item(index, mark.start, mark.end, end, mark.label, mark.number)
        for mark, end in zip(chain, ends, strict=True)
    ]


def item_head(text: str, item: Item) -> str:
    """The first ten characters of an item after its label."""
    return text[item.begin : min(item.end, item.begin + HEAD + 4)].lstrip(" 　，,、：:")[:HEAD]


def is_listed(run: Run) -> bool:
    """Whether a run belongs among the inline lists: 一是, 第一, 首先; （一） and ① stand in the
    outline.
    """
    if not run.family.startswith(LISTED):
        return False
    return run.family in ("是", "要", "第", "首", "其", "第是", "第要") or len(run.items) >= 3
