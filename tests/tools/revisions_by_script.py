"""Pairs of versions whose changes are known: a real text, edited by script as an editor would."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from duben.chinese.numerals import parse_number, spell_number

ARTICLE = re.compile("第([一二三四五六七八九十百零]+)条")
COUNT = re.compile("[二三四五六七八九](?=[个项大种])")


@dataclass
class Paragraph:
    """A paragraph on its way: where it stood in the old text (None: new), what it says now, what
    was done to it.
    """

    was: int | None
    text: str
    kind: str = ""
    free: bool = True


@dataclass(frozen=True)
class Truth:
    """What happened: the kind, the index in the old text and in the new; ``other`` reads it as
    well.
    """

    kind: str
    old: int | None
    new: int | None
    other: tuple[tuple[str, int | None, int | None], ...] = ()


@dataclass
class Script:
    """A text that is edited at random, reproducibly. ``strange`` gives words from elsewhere."""

    old: list[str]
    strange: list[str]
    chance: random.Random
    now: list[Paragraph] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    parted: list[tuple[Paragraph, Paragraph]] = field(default_factory=list)
    merged: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.now = [Paragraph(index, text) for index, text in enumerate(self.old)]

    def at(self, fits: Callable[[str], bool]) -> int | None:
        """A paragraph that nothing was done to, nor to its neighbours."""
        places = [
            index
            for index in range(2, len(self.now) - 2)
            if fits(self.now[index].text)
            and all(one.free for one in self.now[index - 1 : index + 2])
        ]
        return self.chance.choice(places) if places else None

    def done(self, index: int, kind: str, text: str) -> None:
        one = self.now[index]
        one.text, one.kind, one.free = text, kind, False

    def clause(self, least: int = 8, most: int = 30) -> str:
        clauses = [
            one
            for text in self.strange
            for one in re.split("[，。；：]", text)
            if least <= len(one) <= most and not re.search("[“”《》（）]", one)
        ]
        return self.chance.choice(clauses)


def insert(script: Script) -> None:
    if (index := script.at(lambda text: True)) is not None:
        label = "第零条　" if ARTICLE.match(script.now[index].text) else ""
        text = f"{label}{script.clause()}，{script.clause()}，{script.clause()}。"
        script.now.insert(index, Paragraph(None, text, "added", False))


def delete(script: Script) -> None:
    if (index := script.at(lambda text: len(text) > 12)) is not None:
        script.gone.append(script.now[index].was)  # type: ignore[arg-type]
        del script.now[index]
        script.now[index].free = script.now[index - 1].free = False


def move(script: Script) -> None:
    index, to = script.at(lambda text: len(text) > 30), script.at(lambda text: True)
    if index is not None and to is not None and abs(index - to) > 3:
        one = script.now.pop(index)
        one.kind, one.free = "moved", False
        script.now.insert(to, one)


def split(script: Script) -> None:
    index = script.at(lambda text: text.count("。") > 1 and len(text) > 60)
    if index is not None:
        text = script.now[index].text
        ends = [match.end() for match in re.finditer("。", text)][:-1]
        cut = min(ends, key=lambda end: abs(end - len(text) / 2))
        if min(cut, len(text) - cut) > 15:
            script.done(index, "changed", text[:cut])
            rest = Paragraph(None, text[cut:], "added", False)
            script.now.insert(index + 1, rest)
            script.parted.append((script.now[index], rest))


def join(script: Script) -> None:
    index = script.at(lambda text: len(text) > 20 and text.endswith("。"))
    if (
        index is not None
        and len(script.now[index + 1].text) > 20
        and not ARTICLE.match(script.now[index + 1].text)
    ):
        after = script.now.pop(index + 1)
        script.done(index, "changed", script.now[index].text + after.text)
        script.merged.append((script.now[index].was, after.was))  # type: ignore[arg-type]


def reword(script: Script) -> None:
    """One clause says something else."""
    index = script.at(lambda text: text.count("，") > 1 and len(text) > 30)
    if index is not None:
        parts = re.split("(，)", script.now[index].text)
        parts[2] = script.clause()
        script.done(index, "changed", "".join(parts))


def count(script: Script) -> None:
    """The number of an enumeration goes up by one, and a member comes in."""
    index = script.at(lambda text: bool(COUNT.search(text)) and "、" in text)
    if index is not None:
        text = script.now[index].text
        text = COUNT.sub(
            lambda match: spell_number((parse_number(match.group()) or 1) + 1), text, count=1
        )
        script.done(index, "changed", text.replace("、", "、" + script.clause(4, 8) + "、", 1))


def mark(script: Script) -> None:
    index = script.at(lambda text: "，" in text and len(text) > 20)
    if index is not None:
        script.done(index, "changed", script.now[index].text.replace("，", "；", 1))


def word(script: Script) -> None:
    index = script.at(lambda text: len(text) > 25)
    if index is not None:
        text = script.now[index].text
        cut = script.chance.randrange(8, len(text) - 4)
        script.done(index, "changed", text[:cut] + script.clause(4, 6)[:2] + text[cut + 2 :])


def width(script: Script) -> None:
    index = script.at(lambda text: "（" in text[3:])
    if index is not None:
        text = script.now[index].text
        script.done(
            index, "changed", text[:3] + text[3:].replace("（", "(", 1).replace("）", ")", 1)
        )


def add_sentence(script: Script) -> None:
    index = script.at(lambda text: text.endswith("。") and len(text) > 25)
    if index is not None:
        script.done(
            index, "changed", script.now[index].text + f"{script.clause()}，{script.clause()}。"
        )


def take_sentence(script: Script) -> None:
    index = script.at(lambda text: text.count("。") > 2)
    if index is not None:
        parts = script.now[index].text.split("。")
        del parts[1]
        script.done(index, "changed", "。".join(parts))


def move_and_reword(script: Script) -> None:
    index, to = (
        script.at(lambda text: text.count("，") > 3 and len(text) > 80),
        script.at(lambda text: True),
    )
    if index is not None and to is not None and abs(index - to) > 3:
        one = script.now.pop(index)
        parts = re.split("(，)", one.text)
        parts[2] = script.clause()
        one.text, one.kind, one.free = "".join(parts), "moved", False
        script.now.insert(to, one)


def rewrite(script: Script) -> None:
    """More than a third of a paragraph is new."""
    index = script.at(lambda text: text.count("，") > 4 and len(text) > 60)
    if index is not None:
        parts = re.split("(，)", script.now[index].text)
        clauses = range(2, len(parts), 2)
        for at in script.chance.sample(clauses, max(1, len(clauses) * 2 // 5)):
            parts[at] = script.clause() + "。" * parts[at].endswith("。")
        script.done(index, "changed", "".join(parts))


KNOWN: tuple[Callable[[Script], None], ...] = (
    insert,
    delete,
    move,
    split,
    join,
    reword,
    count,
    mark,
)
UNSEEN: tuple[Callable[[Script], None], ...] = (
    word,
    width,
    add_sentence,
    take_sentence,
    move_and_reword,
    rewrite,
)


def revised(
    old: Sequence[str],
    strange: Sequence[str],
    seed: int,
    kinds: Iterable[Callable[[Script], None]],
    times: int = 2,
) -> tuple[list[str], list[Truth]]:
    """The text after the edits, articles numbered anew; and what was done."""
    script = Script(list(old), list(strange), random.Random(seed))
    for kind in kinds:
        for _ in range(times):
            kind(script)
    renumber(script)
    return [one.text for one in script.now], list(truths(script))


def renumber(script: Script) -> None:
    """Every article its number in order, references after it."""
    numbers: dict[str, str] = {}
    following = 0
    for one in script.now:
        if match := ARTICLE.match(one.text):
            following += 1
            numbers.setdefault(match[1], spell_number(following))
            one.text = f"第{spell_number(following)}条" + one.text[match.end() :]
    for one in script.now:
        if one.was is None:
            continue
        head = ARTICLE.match(one.text)
        start = head.end() if head else 0
        text = one.text[:start] + ARTICLE.sub(
            lambda match: f"第{numbers.get(match[1], match[1])}条", one.text[start:]
        )
        if not one.kind and text != script.old[one.was]:
            one.kind = "renumbered"
        one.text = text


def truths(script: Script) -> Iterable[Truth]:
    parts = {id(rest): first for first, rest in script.parted} | {
        id(first): rest for first, rest in script.parted
    }
    for new, one in enumerate(script.now):
        if not one.kind:
            continue
        other: tuple[tuple[str, int | None, int | None], ...] = ()
        if id(one) in parts:
            partner = parts[id(one)]
            # Which half is the paragraph and which the new one is a matter of taste.
            other = (
                (("added", None, new),) if one.was is not None else (("changed", partner.was, new),)
            )
        if one.was in [into for into, _ in script.merged]:
            other = (("removed", one.was, None),)
        yield Truth(one.kind, one.was, new, other)
    for old in script.gone:
        yield Truth("removed", old, None)
    for into, old in script.merged:
        yield Truth("removed", old, None, (("changed", old, None), ("removed", into, None)))
