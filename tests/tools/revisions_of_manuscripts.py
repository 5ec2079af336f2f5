"""Pairs of whole manuscripts whose changes are known: headings, lists, tables, notes, captions,
short lines, edited by script.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from duben.chinese.numerals import spell_number

LATIN = ("WeasyPrint 70", "EPUB 3.3", "PDF/UA-1", "HarfBuzz", "GB/T 9704-2012", "https://example.org/a/b?c=1", "ISO 8601", "Unicode 15.1",  # noqa: E501
         "open source", "e-mail", "HTML5", "UTF-8", "Linux", "Python 3.12", "veraPDF", "A4", "CMYK", "JSON", "API", "v2.0.1")  # fmt: skip  # noqa: E501
WIDE = {character: chr(ord(character) + 0xFEE0) for character in "0123456789()"}


@dataclass(frozen=True, slots=True)
class Part:
    """A unit on its way: ``own`` is what it is, whatever it says; ``group`` the table or list that
    it belongs to.
    """

    own: int
    kind: str  # heading, paragraph, item, row, head, caption, note
    text: str
    group: int = 0
    number: str = ""  # of what is numbered anew after the edits: 章, 条, or 、


@dataclass
class Text:
    """A text that is edited; ``words`` gives clauses from elsewhere, ``touched`` what was edited
    and what stood beside it.
    """

    parts: list[Part]
    words: Callable[[int, int], str]
    chance: random.Random
    fresh: Callable[[], int]
    touched: set[int] = field(default_factory=set)
    halves: dict[int, int] = field(
        default_factory=dict
    )  # part of a divided or joined one: the other half

    def at(self, fits: Callable[[Part], bool]) -> int | None:
        """A part that fits; neither it nor its neighbours were edited."""
        places = [
            index
            for index in range(1, len(self.parts) - 1)
            if fits(self.parts[index])
            and not any(one.own in self.touched for one in self.parts[index - 1 : index + 2])
        ]
        return self.chance.choice(places) if places else None

    def say(self, index: int, text: str) -> None:
        self.parts[index] = replace(self.parts[index], text=text)
        self.touched.add(self.parts[index].own)

    def put(self, index: int, *parts: Part) -> None:
        self.parts[index:index] = parts
        self.touched |= {one.own for one in parts}


def words(lines: Sequence[str], chance: random.Random) -> Callable[[int, int], str]:
    """Gives the beginning of a clause of a text: so many characters at least, so many at most."""
    clauses = [
        one
        for line in lines
        for one in re.split("[，。；：！？、]", line)
        if len(one) > 3 and re.fullmatch("[\u4e00-\u9fff]+", one)
    ]

    def word(least: int, most: int) -> str:
        return chance.choice([one for one in clauses if len(one) >= least])[
            : chance.randint(least, most)
        ]

    return word


def sentence(text: Text) -> str:
    return "，".join(text.words(6, 26) for _ in range(text.chance.randint(1, 3))) + "。"


def manuscript(
    paragraphs: Sequence[str], words: Callable[[int, int], str], chance: random.Random
) -> Text:
    """A text of every kind of unit, made of real paragraphs."""
    fresh = count(1).__next__
    parts: list[Part] = []
    source = iter(paragraphs)
    chapter = 0

    def some(most: int) -> list[str]:
        return [text for _ in range(most) if (text := next(source, ""))]

    while body := some(chance.randint(3, 7)):
        chapter += 1
        parts.append(Part(fresh(), "heading", words(4, 12), number="章"))
        for text in body:
            parts.append(Part(fresh(), "paragraph", text, number="条" if chapter % 3 == 0 else ""))
        what = chapter % 6
        group = fresh()
        if what == 1:
            parts += [
                Part(fresh(), "item", words(5, 18) + "；", group)
                for _ in range(chance.randint(4, 7))
            ]
        elif what == 2:
            parts.append(Part(fresh(), "caption", f"{words(4, 8)}情况", group))
            parts.append(Part(fresh(), "head", "单位 | 份数 | 备注", group))
            parts += [
                Part(
                    fresh(),
                    "row",
                    f"{words(4, 6)} | {chance.randint(3, 400)} | {words(4, 9)}",
                    group,
                )
                for _ in range(chance.randint(4, 8))
            ]
        elif what == 3:
            parts += [
                Part(fresh(), "paragraph", f"{who}：{words(4, 9)}{end}")
                for who, end in zip("甲乙甲乙甲乙", "？。？。！。", strict=True)
            ]
        elif what == 4:
            again = "（此处由各单位结合实际填写。）"
            for _ in range(3):
                parts.append(Part(fresh(), "paragraph", again))
                parts.append(Part(fresh(), "paragraph", sentence(Text([], words, chance, fresh))))
        elif what == 5:
            for _ in range(3):
                a, b, c = chance.sample(LATIN, 3)
                parts.append(
                    Part(
                        fresh(),
                        "paragraph",
                        f"{words(5, 9)} {a} {words(4, 8)}，{words(4, 9)} {b} "
                        f"{words(4, 8)}（{c}），自2024年{chance.randint(1, 12)}月"
                        f"{chance.randint(1, 28)}日起{words(4, 8)}。",
                    )
                )
        else:
            parts += [Part(fresh(), "note", f"{words(6, 16)}，{words(6, 16)}。") for _ in range(2)]
    return Text(parts, words, chance, fresh)


# --- edits: each does one thing that an editor does ---


def of(*kinds: str, least: int = 0) -> Callable[[Part], bool]:
    return lambda part: part.kind in kinds and len(part.text) >= least


def heading(text: Text) -> None:
    if (index := text.at(of("heading"))) is not None:
        text.say(index, text.parts[index].text[:-2] + text.words(4, 6)[:3])


def chapter_divided(text: Text) -> None:
    if (
        index := text.at(lambda part: part.kind == "paragraph" and len(part.text) > 30)
    ) is not None:
        text.put(index, Part(text.fresh(), "heading", text.words(5, 10), number="章"))


def item_added(text: Text) -> None:
    if (index := text.at(of("item"))) is not None:
        text.put(
            index, Part(text.fresh(), "item", text.words(6, 18) + "；", text.parts[index].group)
        )


def item_removed(text: Text) -> None:
    _remove(text, of("item"))


def items_swapped(text: Text) -> None:
    index = text.at(of("item"))
    if (
        index is not None
        and text.parts[index + 1].kind == "item"
        and text.parts[index].group == text.parts[index + 1].group
    ):
        text.parts[index], text.parts[index + 1] = text.parts[index + 1], text.parts[index]
        text.touched |= {text.parts[index].own, text.parts[index + 1].own}


def cell(text: Text) -> None:
    if (index := text.at(of("row"))) is not None:
        name, _, note = text.parts[index].text.split(" | ")
        text.say(index, f"{name} | {text.chance.randint(500, 999)} | {note}")


def row_added(text: Text) -> None:
    if (index := text.at(of("row"))) is not None:
        text.put(
            index,
            Part(
                text.fresh(),
                "row",
                f"{text.words(4, 6)} | {text.chance.randint(3, 400)} | {text.words(4, 9)}",
                text.parts[index].group,
            ),
        )


def row_removed(text: Text) -> None:
    _remove(text, of("row"))


def caption(text: Text) -> None:
    if (index := text.at(of("caption"))) is not None:
        text.say(index, text.parts[index].text.replace("情况", "一览表"))


def note(text: Text) -> None:
    if (index := text.at(of("note"))) is not None:
        text.say(index, text.parts[index].text.replace("，", f"，{text.words(4, 7)}，", 1))


def reply(text: Text) -> None:
    """A short line says something else."""
    if (
        index := text.at(
            lambda part: part.kind == "paragraph" and part.text[1:2] == "：" and len(part.text) < 14
        )
    ) is not None:
        body = text.parts[index].text
        text.say(index, body[:-3] + text.words(4, 5)[:2] + body[-1])


def reply_added(text: Text) -> None:
    if (index := text.at(lambda part: part.text[1:2] == "：" and len(part.text) < 14)) is not None:
        text.put(index, Part(text.fresh(), "paragraph", f"丙：{text.words(4, 9)}。"))


def again_removed(text: Text) -> None:
    """One of several paragraphs that read alike is gone."""
    _remove(text, lambda part: part.text.startswith("（此处"))


def again_added(text: Text) -> None:
    if (
        index := text.at(lambda part: part.kind == "paragraph" and len(part.text) > 20)
    ) is not None:
        text.put(index, Part(text.fresh(), "paragraph", "（此处由各单位结合实际填写。）"))


def latin(text: Text) -> None:
    index = text.at(lambda part: any(word in part.text for word in LATIN))
    if index is not None:
        word = next(word for word in LATIN if word in text.parts[index].text)
        text.say(
            index,
            text.parts[index].text.replace(
                word, text.chance.choice([one for one in LATIN if one != word])
            ),
        )


def day(text: Text) -> None:
    index = text.at(lambda part: bool(re.search("[0-9]+月[0-9]+日", part.text)))
    if index is not None:
        text.say(
            index,
            re.sub(
                "[0-9]+月[0-9]+日",
                f"{text.chance.randint(1, 12)}月{text.chance.randint(29, 31)}日",
                text.parts[index].text,
                count=1,
            ),
        )


def figure(text: Text) -> None:
    """A number in the text is another."""
    index = text.at(
        lambda part: (
            part.kind == "paragraph" and bool(re.search("[0-9]+[个项人次万亿%]", part.text))
        )
    )
    if index is not None:
        text.say(
            index,
            re.sub(
                "[0-9]+(?=[个项人次万亿%])",
                lambda match: str(int(match.group()) + text.chance.randint(1, 9)),
                text.parts[index].text,
                count=1,
            ),
        )


def marks(text: Text) -> None:
    index = text.at(lambda part: part.kind == "paragraph" and part.text.count("，") > 1)
    if index is not None:
        text.say(
            index,
            text.parts[index].text.replace("，", text.chance.choice(["；", "、", "。", ""]), 1),
        )


def width(text: Text) -> None:
    index = text.at(
        lambda part: (
            part.kind == "paragraph" and any(character in part.text[5:] for character in WIDE)
        )
    )
    if index is not None:
        whole = text.parts[index].text
        text.say(
            index, whole[:5] + "".join(WIDE.get(character, character) for character in whole[5:])
        )


def long_insertion(text: Text) -> None:
    """Ten paragraphs at once."""
    if (index := text.at(of("paragraph", least=25))) is not None:
        text.put(
            index,
            *(
                Part(
                    text.fresh(),
                    "paragraph",
                    "".join(sentence(text) for _ in range(text.chance.randint(1, 3))),
                )
                for _ in range(10)
            ),
        )


def long_passage(text: Text) -> None:
    """Two hundred characters inside a paragraph."""
    if (
        index := text.at(lambda part: part.kind == "paragraph" and part.text.count("。") > 1)
    ) is not None:
        whole = text.parts[index].text
        cut = whole.index("。") + 1
        text.say(index, whole[:cut] + "".join(sentence(text) for _ in range(5)) + whole[cut:])


def section_moved(text: Text) -> None:
    """A chapter goes elsewhere with all that it holds."""
    heads = [index for index, part in enumerate(text.parts) if part.kind == "heading"]
    free = [
        (a, b)
        for a, b in zip(heads, [*heads[1:], len(text.parts)], strict=True)
        if not any(part.own in text.touched for part in text.parts[a:b])
    ]
    if len(free) > 3:
        a, b = text.chance.choice(free)
        chapter = text.parts[a:b]
        del text.parts[a:b]
        to = text.chance.choice(
            [
                index
                for index, part in enumerate(text.parts)
                if part.kind == "heading" and abs(index - a) > 8
            ]
        )
        text.put(to, *chapter)


def paragraph_moved(text: Text) -> None:
    index = text.at(of("paragraph", least=30))
    to = text.at(of("paragraph", least=30))
    if index is not None and to is not None and abs(index - to) > 3:
        part = text.parts.pop(index)
        text.put(to, part)


def words_changed(text: Text) -> None:
    """Two or three words of a paragraph are others."""
    if (index := text.at(of("paragraph", least=50))) is not None:
        whole = text.parts[index].text
        for _ in range(text.chance.randint(2, 3)):
            cut = text.chance.randrange(2, len(whole) - 6)
            whole = whole[:cut] + text.words(4, 8)[:3] + whole[cut + 2 :]
        text.say(index, whole)


def divided(text: Text) -> None:
    index = text.at(
        lambda part: part.kind == "paragraph" and part.text.count("。") > 1 and len(part.text) > 80
    )
    if index is not None:
        part = text.parts[index]
        cut = min(
            (match.end() for match in re.finditer("。", part.text[:-1])),
            key=lambda end: abs(end - len(part.text) / 2),
        )
        if min(cut, len(part.text) - cut) > 20:
            rest = Part(text.fresh(), "paragraph", part.text[cut:])
            text.say(index, part.text[:cut])
            text.put(index + 1, rest)
            text.halves[part.own], text.halves[rest.own] = rest.own, part.own


def run_on(text: Text) -> None:
    index = text.at(
        lambda part: part.kind == "paragraph" and len(part.text) > 20 and not part.number
    )
    if (
        index is not None
        and (after := text.parts[index + 1]).kind == "paragraph"
        and len(after.text) > 20
        and not after.number
    ):
        part = text.parts[index]
        text.say(index, part.text + after.text)
        del text.parts[index + 1]
        text.halves[part.own], text.halves[after.own] = after.own, part.own


def added(text: Text) -> None:
    if (index := text.at(of("paragraph"))) is not None:
        text.put(
            index,
            Part(
                text.fresh(),
                "paragraph",
                sentence(text) + sentence(text),
                number=text.parts[index].number,
            ),
        )


def removed(text: Text) -> None:
    _remove(text, lambda part: part.kind == "paragraph" and len(part.text) > 18)


def shortened(text: Text) -> None:
    """A paragraph is cut to its first sentence."""
    index = text.at(lambda part: part.kind == "paragraph" and part.text.count("。") > 2)
    if index is not None:
        whole = text.parts[index].text
        ends = [match.end() for match in re.finditer("。", whole)]
        text.say(index, whole[: ends[len(ends) // 2]])


def _remove(text: Text, fits: Callable[[Part], bool]) -> None:
    if (index := text.at(fits)) is not None:
        text.touched |= {one.own for one in text.parts[index - 1 : index + 2]}
        del text.parts[index]


EDITS: tuple[Callable[[Text], None], ...] = (
    section_moved, heading, chapter_divided, item_added, item_removed, items_swapped, cell, row_added, row_removed, caption, note, reply, reply_added,  # noqa: E501
    again_removed, again_added, latin, day, figure, marks, width, long_insertion, long_passage, paragraph_moved, words_changed, divided, run_on,  # noqa: E501
    added, removed, shortened)  # fmt: skip


# --- the two versions and the truth ---


@dataclass(frozen=True)
class Truth:
    """What happened to a part: ``old`` and ``new`` are its texts, None where it is not; ``others``
    are readings that count too.
    """

    kind: str
    old: str | None
    new: str | None
    others: tuple[tuple[str, str | None, str | None], ...] = ()


def edited(
    text: Text, edits: Iterable[Callable[[Text], None]], times: int
) -> tuple[list[Part], list[Part], list[Truth]]:
    """Old and new parts, numbered, and what was done."""
    old = numbered(text.parts)
    for edit in edits:
        for _ in range(times):
            edit(text)
    new = numbered(text.parts)
    return old, new, list(truths(old, new, text.halves))


def numbered(parts: Sequence[Part]) -> list[Part]:
    counters = {"章": 0, "条": 0}
    found = []
    for part in parts:
        if part.number:
            counters[part.number] += 1
            part = replace(
                part, text=f"第{spell_number(counters[part.number])}{part.number}　{part.text}"
            )
        found.append(part)
    notes = [part for part in found if part.kind == "note"]
    return [part for part in found if part.kind != "note"] + notes


def truths(old: Sequence[Part], new: Sequence[Part], halves: dict[int, int]) -> Iterable[Truth]:
    before = {part.own: index for index, part in enumerate(old)}
    after = {part.own: index for index, part in enumerate(new)}
    both = [part for part in new if part.own in before]
    kept = _in_order([before[part.own] for part in both], [len(part.text) for part in both])
    stayed = {part.own for index, part in enumerate(both) if index in kept}
    # Whatever a reader cannot tell apart counts alike: of two that swapped, either.
    for part in new:
        was = old[before[part.own]].text if part.own in before else None
        others: list[tuple[str, str | None, str | None]] = []
        half = halves.get(part.own)
        if was is None:
            if half is not None:
                others.append(("changed", old[before[half]].text, part.text))
            yield Truth("added", None, part.text, tuple(others))
        elif part.own not in stayed:
            yield Truth(
                "moved", was, part.text, (("added", None, part.text),) if len(part.text) < 9 else ()
            )
        elif was != part.text:
            kind = "renumbered" if part.number and _behind(was) == _behind(part.text) else "changed"
            if half is not None:
                others.append(
                    ("added", None, part.text) if half in after else ("removed", was, None)
                )
            yield Truth(kind, was, part.text, tuple(others))
    for part in old:
        if part.own not in after:
            half = halves.get(part.own)
            yield Truth(
                "removed",
                part.text,
                None,
                (("changed", part.text, None),) if half is not None else (),
            )


def _behind(text: str) -> str:
    return text.partition("　")[2]


def _in_order(values: Sequence[int], weights: Sequence[int]) -> set[int]:
    """Indices of the increasing run with most members, of those the one with most characters."""
    best: list[tuple[int, int, int]] = []
    for index, value in enumerate(values):
        count_, weight, back = max(
            ((best[k][0], best[k][1], k) for k in range(index) if values[k] < value),
            default=(0, 0, -1),
        )
        best.append((count_ + 1, weight + weights[index], back))
    at = max(range(len(best)), key=lambda index: best[index][:2], default=-1)
    kept = set()
    while at >= 0:
        kept.add(at)
        at = best[at][2]
    return kept


def markdown(parts: Sequence[Part]) -> str:
    """The manuscript: notes are called for in the first paragraph behind them that has room."""
    lines: list[str] = []
    group = 0
    notes = [part for part in parts if part.kind == "note"]
    calls = "".join(f"[^{number}]" for number in range(1, len(notes) + 1))
    first = next((part.own for part in parts if part.kind == "paragraph"), 0)
    for index, part in enumerate(parts):
        if part.kind == "note":
            continue
        if part.kind == "heading":
            lines += ["", f"# {part.text}", ""]
        elif part.kind == "item":
            lines += ([""] if part.group != group else []) + [f"- {part.text}"]
        elif part.kind == "caption":
            lines += ["", f"表：{part.text}", ""]
        elif part.kind == "head":
            lines += [f"| {part.text} |", "|---|---|---|"]
        elif part.kind == "row":
            lines += [f"| {part.text} |"]
        else:
            lines += ["", part.text + (calls if part.own == first else ""), ""]
        group = part.group
        if index + 1 < len(parts) and parts[index + 1].group != group:
            lines.append("")
    for number, part in enumerate(notes, 1):
        lines += ["", f"[^{number}]: {part.text}"]
    return "\n".join(lines) + "\n"
