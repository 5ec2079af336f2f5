"""The labels of automatic numbers, as Word prints them (ECMA-376 part 1, 17.9).

Each abstract numbering counts for itself, whichever ``w:num`` stands before it; a ``w:num`` that
overrides a start begins there once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from duben.intake.word.names import RPR, VAL, child_value, flag, name, number
from duben.intake.word.number_formats import format_number, is_known_format
from duben.intake.word.styles import Styles

LEVELS = 9
LINK_LIMIT = 10  # numbering styles that lead to one another
PLACEHOLDER = re.compile("%([1-9])")
ZEROS = re.compile("0*1(?=,)")  # of a custom format: "001, 002, 003, ..."
ABSTRACT_ID, NUM_ID, LEVEL_ID = name("w:abstractNumId"), name("w:numId"), name("w:ilvl")
START_OVERRIDE = name("w:startOverride")


@dataclass(frozen=True, slots=True)
class NumberingLevel:
    """A level: where it starts, its format, its text ("第%1条"), what stands behind it."""

    start: int = 1
    kind: str = "decimal"
    text: str = ""
    suffix: str = "tab"  # tab, space, nothing
    restart: int | None = None
    legal: bool = False
    hidden: bool = False
    style: str = ""
    width: int = 0  # digits at least, of a custom format

    def write(self, count: int) -> str:
        """A number in the format of the level."""
        if self.kind == "none":
            return ""
        if self.width:
            return str(count).zfill(self.width)
        return format_number(count, self.kind)


@dataclass(frozen=True, slots=True)
class NumberingInstance:
    """A ``w:num``: the abstract numbering that counts for it, its levels, and the starts that it
    sets.
    """

    abstract: int
    levels: Mapping[int, NumberingLevel]
    starts: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class NumberLabel:
    """A label as printed, and what stands between it and the text. ``bullet``: it is a sign of a
    list, and ``text`` is empty. ``series`` is equal for labels of one row.
    """

    text: str
    suffix: str
    level: int
    series: tuple[int, int]
    bullet: bool = False


@dataclass(slots=True)
class Numbering:
    """The numberings of a file, and how far each has counted."""

    instances: Mapping[int, NumberingInstance] = field(default_factory=dict)
    counts: dict[int, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[int, int]] = field(default_factory=set)
    unknown_formats: set[str] = field(default_factory=set)

    def next_label(self, num: int, level: int | None, style: str) -> NumberLabel | None:
        """The label of the next paragraph of a numbering; None where it has none. ``level`` None:
        the level that the style of the paragraph is tied to.
        """
        instance = self.instances.get(num)
        if instance is None:
            return None
        if level is None:
            level = next(
                (at for at, entry in instance.levels.items() if entry.style == style and style), 0
            )
        level = min(max(level, 0), LEVELS - 1)
        counts = self._count(num, instance, level)
        entry = instance.levels.get(level, NumberingLevel(text=f"%{level + 1}."))
        series = (num, level)
        if entry.kind == "bullet":
            return NumberLabel("", entry.suffix, level, series, bullet=not entry.hidden)
        text = "" if entry.hidden else self._text(instance, entry, level, counts)
        return NumberLabel(text, entry.suffix, level, series) if text else None

    def _count(self, num: int, instance: NumberingInstance, level: int) -> Mapping[int, int]:
        """The counts of a numbering after one more paragraph of a level."""
        counts = self.counts.setdefault(instance.abstract, {})
        if (num, level) not in self.begun and level in instance.starts:
            counts[level] = instance.starts[level]
        elif level in counts:
            counts[level] += 1
        else:
            counts[level] = _start(instance, level)
        self.begun.add((num, level))
        for deeper in range(level + 1, LEVELS):
            restart = instance.levels.get(deeper, NumberingLevel()).restart
            if restart is None or level < restart:
                counts.pop(deeper, None)
        return counts

    def _text(
        self,
        instance: NumberingInstance,
        entry: NumberingLevel,
        level: int,
        counts: Mapping[int, int],
    ) -> str:
        def written(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            upper = instance.levels.get(at, NumberingLevel())
            count = counts.get(at, _start(instance, at))
            if at > level:
                return ""
            if not is_known_format(upper.kind) and upper.kind not in ("none", "custom"):
                self.unknown_formats.add(upper.kind)
            plain = entry.legal and upper.kind != "none"
            return str(count) if plain else upper.write(count)

        return PLACEHOLDER.sub(written, entry.text).strip()


def _start(instance: NumberingInstance, level: int) -> int:
    return instance.starts.get(level, instance.levels.get(level, NumberingLevel()).start)


def read_numbering(root: etree._Element | None, styles: Styles) -> Numbering:
    """The numberings of the part ``numbering.xml``; none where there is no such part."""
    if root is None:
        return Numbering()
    abstracts = {
        number(element.get(ABSTRACT_ID)): element for element in root.iter(name("w:abstractNum"))
    }
    owners = {
        number(element.get(NUM_ID)): number(child_value(element, ABSTRACT_ID))
        for element in root.iter(name("w:num"))
    }
    instances = {}
    for element in root.iter(name("w:num")):
        num = number(element.get(NUM_ID))
        abstract = _linked(number(child_value(element, ABSTRACT_ID)), abstracts, owners, styles)
        if num and abstract is not None:
            instances[num] = _instance(element, abstract, abstracts[abstract])
    return Numbering(instances)


def _linked(
    abstract: int | None,
    abstracts: Mapping[int | None, etree._Element],
    owners: Mapping[int | None, int | None],
    styles: Styles,
) -> int | None:
    """The abstract numbering with the levels: one may stand for that of a numbering style."""
    for _ in range(LINK_LIMIT):
        if abstract not in abstracts:
            return None
        link = child_value(abstracts[abstract], name("w:numStyleLink"))
        if not link:
            return abstract
        target = owners.get(styles.numbering_of(link))
        if target is None or target == abstract:
            return abstract
        abstract = target
    return None


def _instance(
    element: etree._Element, abstract: int, definition: etree._Element
) -> NumberingInstance:
    levels = dict(map(_level, definition.findall(name("w:lvl"))))
    starts = {}
    for override in element.findall(name("w:lvlOverride")):
        at = number(override.get(LEVEL_ID)) or 0
        own = override.find(name("w:lvl"))
        if own is not None:
            levels[at] = replace(_level(own)[1], style=levels.get(at, NumberingLevel()).style)
        if (start := number(child_value(override, START_OVERRIDE))) is not None:
            starts[at] = start
    return NumberingInstance(abstract, levels, starts)


def _level(element: etree._Element) -> tuple[int, NumberingLevel]:
    restart = element.find(name("w:lvlRestart"))
    kind, width = _format(element)
    start = number(child_value(element, name("w:start"), "1"))
    return number(element.get(LEVEL_ID)) or 0, NumberingLevel(
        0 if start is None else start,
        kind,
        child_value(element, name("w:lvlText")),
        child_value(element, name("w:suff"), "tab"),
        None if restart is None else number(restart.get(VAL)),
        bool(flag(element, name("w:isLgl"))),
        bool(flag(element.find(RPR), name("w:vanish"))),
        child_value(element, name("w:pStyle")),
        width,
    )


def _format(element: etree._Element) -> tuple[str, int]:
    """The format of a level, and of "001, 002, …" how many digits it has at least."""
    formats = list(element.iter(name("w:numFmt")))
    for entry in formats:
        if entry.get(VAL) == "custom":
            zeros = ZEROS.match(entry.get(name("w:format"), ""))
            if zeros:
                return "custom", len(zeros.group())
    return (formats[-1].get(VAL, "decimal") if formats else "decimal"), 0
