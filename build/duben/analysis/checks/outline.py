"""Rules on labels and headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from duben import chinese
from duben.chinese import RANK, Label
from duben.model import Book, OutlineEntry, Problem, warning

# Kinds whose order GB/T 15834 B.3.8 gives.
ORDERED = frozenset(("formal", "comma", "paren", "digit", "paren_digit", "circle"))
# A style that nearly all headings keep is told once.
STYLE, MOST = 3, 0.8


@dataclass(slots=True)
class _Family:
    """Sisters of one kind below one parent, in order."""

    parent: OutlineEntry | None
    kind: str
    entries: list[OutlineEntry] = field(default_factory=list)


def _label(book: Book, entry: OutlineEntry) -> Label | None:
    return chinese.read_entry_label(book.blocks[entry.block].text) if entry.label else None


def _families(book: Book) -> list[_Family]:
    """The labelled entries of the body, each with its sisters."""
    found: list[_Family] = []
    parts = {chapter.slug: chapter.part for chapter in book.chapters}
    path: list[OutlineEntry] = []
    open_families: dict[int, _Family] = {}
    for entry in book.outline:
        if parts.get(entry.chapter) != "body":
            continue
        while path and path[-1].level >= entry.level:
            path.pop()
        for level in [level for level in open_families if level > entry.level]:
            del open_families[level]
        parent = path[-1] if path else None
        path.append(entry)
        family = open_families.get(entry.level)
        if family is None or family.kind != entry.kind:
            family = open_families[entry.level] = _Family(parent, entry.kind)
            found.append(family)
        family.entries.append(entry)
    return [family for family in found if family.kind]


def order_of_kinds(book: Book) -> Iterator[Problem]:
    """T1: 一、 → （一） → 1. → （1） → ①: a series may begin at any of them but only go down (GB/T
    15834 B.3.8).
    """
    told = set()
    for family in _families(book):
        outer = family.parent.kind if family.parent else ""
        pair = (outer, family.kind)
        if (
            outer in ORDERED
            and family.kind in ORDERED
            and RANK[family.kind] < RANK[outer]
            and pair not in told
        ):
            told.add(pair)
            first = family.entries[0]
            yield warning(
                "T1",
                first.place,
                label=first.label,
                outer=family.parent.label if family.parent else "",
            )


def consecutive_numbers(book: Book) -> Iterator[Problem]:
    """T2: numbers of one level follow each other, none missing and none twice (practice)."""
    before: dict[str, tuple[Label, OutlineEntry]] = {}
    for family in _families(book):
        last = before.get("article") if family.kind == "article" else None
        for entry in family.entries:
            label = _label(book, entry)
            if label is None or _is_cited(book, entry, label):
                continue
            if (
                last
                and not _follows(last[0], label)
                and not _opens_between(book, last[1], entry, _next_label(last[0]))
                and not _stands_inside(book, last[1], _next_label(last[0]))
            ):
                yield warning(
                    "T2",
                    entry.place,
                    label=entry.label,
                    before=last[1].label,
                    expected=_next_label(last[0]),
                )
            last = (label, entry)
        if last:
            before[family.kind] = last


CITED = re.compile("[ \u3000]{0,2}第?[（(]?[0-9一二三四五六七八九十]{1,3}[）)]?[项款目]")


def _is_cited(book: Book, entry: OutlineEntry, label: Label) -> bool:
    """Whether the label of an article cites it: 第二十条 第（五）项 over a table."""
    text = book.blocks[entry.block].text
    return label.kind == "article" and CITED.match(text, label.end) is not None


def _opens_between(book: Book, last: OutlineEntry, entry: OutlineEntry, expected: str) -> bool:
    """Whether a paragraph between two entries opens with the number that is missed: 31.4个站 below
    30. is 31., read as a decimal.
    """
    blocks = list(book.blocks.values())
    numbers = {block.id: number for number, block in enumerate(blocks)}
    between = blocks[numbers[last.block] + 1 : numbers[entry.block]]
    label = _label(book, entry)
    if label is not None and label.number == 1:
        return bool(between)  # a series of one, and the next below a line of its own
    number = expected.rstrip(".．、")
    heads = tuple(number + mark for mark in (".．、" if number != expected else ("",)))
    return any(block.text.lstrip().startswith(heads) for block in between)


def _stands_inside(book: Book, last: OutlineEntry, expected: str) -> bool:
    """Whether the paragraph of an entry holds the next one too: A、… B、… in a line, C、… below."""
    return (
        re.search(f"[ \t\u2002\u2003\u3000\xa0]{re.escape(expected)}", book.blocks[last.block].text)
        is not None
    )


def _follows(before: Label, label: Label) -> bool:
    """The next number, a series that begins anew, or 第四十二条之一."""
    if label.kind == "article" and "之" in before.text + label.text:
        return label.number in (before.number, before.number + 1)
    return label.number in (1, before.number + 1) and not (label.number == 1 and before.number == 1)


def _next_label(label: Label) -> str:
    """A label with the next number, written as the label is."""
    following = label.number + 1
    letters = (
        (row[label.number - 1], row[following - 1])
        for row in chinese.LETTER_ROWS
        if following <= len(row)
    )
    for old, new in (
        (chinese.spell_number(label.number), chinese.spell_number(following)),
        (str(label.number), str(following)),
        *letters,
    ):
        if old in label.text:
            head, _, tail = (
                label.text.rpartition(old) if label.kind == "decimal" else label.text.partition(old)
            )
            return head + new + tail
    return str(following)


def mark_after_label(book: Book) -> Iterator[Problem]:
    """T3: 一、 1. （一） 第一， 一是: the mark behind each kind of number (GB/T 15834 B.3.1 to
    B.3.7). Each fault once, with its number.
    """
    found: dict[tuple[str, str], list[tuple[OutlineEntry, str]]] = {}
    for entry in book.outline:
        text = book.blocks[entry.block].text.strip()
        if entry.label and (wrong := _wrong_mark(entry, text)):
            found.setdefault((entry.kind, wrong[0]), []).append((entry, wrong[1]))
    for entries in found.values():
        entry, right = entries[0]
        yield warning("T3", entry.place, label=entry.label, right=right, number=len(entries))


def _wrong_mark(entry: OutlineEntry, text: str) -> tuple[str, str] | None:
    """The wrong mark of a label and how the label is right; None when it is."""
    label = entry.label
    mark = label[-1]
    if entry.kind == "comma" and mark in ".．":
        return mark, label[:-1] + "、"
    if entry.kind == "digit" and mark == "、":
        return mark, label[:-1] + "."
    if entry.kind in ("paren", "paren_digit") and mark in "、.．":
        return mark, label[:-1]
    if entry.kind == "ordinal" and mark == "、":
        return mark, label[:-1] + "，"
    if entry.kind == "item" and text[len(label) : len(label) + 1] in ("、", "，", "：", ","):
        return text[len(label)], label
    return None


def one_kind_of_ordinal(book: Book) -> Iterator[Problem]:
    """T4: 第一、第二 and 其一、其二 are not mixed in one series (practice)."""
    for family in _families(book):
        for before, entry in zip(family.entries, family.entries[1:], strict=False):
            if (
                family.kind == "ordinal"
                and before.label[0] != entry.label[0]
                and entry.label[1:2] != "一"
            ):
                yield warning("T4", entry.place, label=entry.label, before=before.label)


def heading_end(book: Book) -> Iterator[Problem]:
    """T5: a heading ends without a mark, except ？ ！ …… (GB/T 15834 B.4). A level that ends in 。
    throughout is told once, in the book or else below one heading.
    """
    levels: dict[int, dict[int, list[OutlineEntry]]] = {}
    parents: dict[int, int] = {}  # by level: the last heading
    for at, entry in enumerate(book.outline):
        if entry.heading:
            level = book.blocks[entry.block].level
            above = max((parents[other] for other in parents if other < level), default=-1)
            parents[level] = at
            levels.setdefault(level, {}).setdefault(above, []).append(entry)
    for families in levels.values():
        every = [entry for family in families.values() for entry in family]
        for entries in [every] if _marked_throughout(every) else families.values():
            if wrong := _marked_throughout(entries):
                yield warning("T5", wrong[0].place, mark=wrong[0].text[-1], number=len(wrong))
            else:
                for entry in filter(_ends_in_mark, entries):
                    yield warning("T5", entry.place, mark=entry.text[-1], number="")


def _ends_in_mark(entry: OutlineEntry) -> bool:
    return entry.text.rstrip("”’）)").endswith(("。", "；", "，", "、", "：", ";", ","))


def _marked_throughout(entries: Sequence[OutlineEntry]) -> list[OutlineEntry]:
    """The headings that end in a mark, where that is how these are written; else none."""
    wrong = [entry for entry in entries if _ends_in_mark(entry)]
    return wrong if len(wrong) >= STYLE and len(wrong) >= MOST * len(entries) else []


# Each rule with its id in docs/rules-text.md; they look at the whole book.
RULES = {
    "T1": order_of_kinds,
    "T2": consecutive_numbers,
    "T3": mark_after_label,
    "T4": one_kind_of_ordinal,
    "T5": heading_end,
}
