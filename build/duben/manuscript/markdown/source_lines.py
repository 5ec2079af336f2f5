"""Finds the line of the source for every line of text that Python-Markdown put into its tree.

Python-Markdown gives no line numbers. It keeps lines whole and in order, though, and only takes
marks off their ends: so each line of the tree is the next line of the source with the same core.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

# What block syntax may leave at either end of a line; both sides lose it, so losing too much does
# no harm.
BLOCK_SYNTAX = " \t>#*+-:|=_!.0123456789\u3000"
NOTE = re.compile(r"^[ >]*\[\^[^\]\n]*\]:")
BOX = re.compile(r'^[ >]*!!! [a-z]+ "(.*)"$')
RULE = re.compile(r"^[ >]*[-*_][-*_ ]*$")
RULE_CORE = "\0rule"


@dataclass(slots=True)
class SourceText:
    """The text of an element before inline syntax is read, and the line of the source for each of
    its lines.
    """

    text: str
    lines: list[int]


@dataclass(slots=True)
class ElementLines:
    """Where the texts and tails of elements stand; ``starts`` for elements without text of their
    own.
    """

    texts: dict[Element, SourceText] = field(default_factory=dict)
    tails: dict[Element, SourceText] = field(default_factory=dict)
    starts: dict[Element, int] = field(default_factory=dict)


def line_core(line: str) -> str:
    """What is left of a line of the source or of the tree when block syntax is off both its ends."""
    if (kept := line.strip(BLOCK_SYNTAX)) and "]:" not in kept and not kept.startswith('"'):
        return kept
    if found := BOX.match(line):
        line = found[1]
    elif found := NOTE.match(line):
        line = line[found.end() :]
    if kept := line.strip(BLOCK_SYNTAX):
        return kept
    return (line.split() or [""])[-1]


class LineFinder:
    """The lines of one piece of a chapter; each is given out once, in order."""

    def __init__(self, lines: Sequence[str], numbers: Sequence[int]) -> None:
        self.numbers = numbers
        self.cursor = 0
        self.lines: dict[str, list[int]] = {}
        for index, line in enumerate(lines):
            if line:
                self.lines.setdefault(line_core(box_title(line)), []).append(index)
                if RULE.match(line):
                    self.lines.setdefault(RULE_CORE, []).append(index)

    def find(self, line: str) -> int:
        """The line number of the next line with this core; where none has, that of the line the
        search has come to.
        """
        found = self.lines.get(line, ())
        at = bisect_left(found, self.cursor)
        if at < len(found):
            self.cursor = found[at] + 1
            return self.numbers[found[at]]
        return self.numbers[min(self.cursor, len(self.numbers) - 1)]


def box_title(line: str) -> str:
    """The title on the opening line of a box, other lines as they are."""
    found = BOX.match(line)
    return found[1] if found else line


def locate_elements(root: Element, finder: LineFinder, places: ElementLines) -> None:
    """Enters the place of every text below ``root``."""
    for element, is_tail in _reading_order(root):
        if is_tail:
            places.tails[element] = _find_lines(element.tail or "", finder)
        elif element.tag == "hr":
            places.starts[element] = finder.find(RULE_CORE)
        elif element.tag == "tr":
            places.starts[element] = finder.find(line_core(element.get("typed", "")))
        elif element.tag in ("td", "th"):
            continue
        elif element.text and element.text.strip():
            text = html.unescape(element.text) if element.tag == "code" else element.text
            places.texts[element] = _find_lines(text, finder)


def _find_lines(text: str, finder: LineFinder) -> SourceText:
    lines: list[int] = []
    for line in text.split("\n"):
        lines.append(finder.find(line_core(line)) if line.strip() else (lines[-1] if lines else 0))
    for index in range(len(lines) - 1, -1, -1):
        if not lines[index]:
            lines[index] = lines[index + 1] if index + 1 < len(lines) else finder.find("")
    return SourceText(text, lines)


def _reading_order(root: Element) -> Iterator[tuple[Element, bool]]:
    """(element, False) where an element's text stands and (element, True) where its tail stands, in
    reading order.
    """
    stack: list[tuple[Element, bool]] = [(child, False) for child in reversed(root)]
    while stack:
        element, is_tail = stack.pop()
        yield element, is_tail
        if is_tail:
            continue
        if element.tail and element.tail.strip():
            stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))
