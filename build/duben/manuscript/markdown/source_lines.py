"""Finds the line of the source for every line of text that Python-Markdown put into its tree.

Python-Markdown gives no line numbers. It keeps lines whole and in order, though, and only takes
marks off their ends. So a line has a core (``line_core``): what is left of it without block syntax
at its ends. The tree is walked in reading order, and each of its lines is the next line of the
source with the same core. A dictionary from core to line indices and a cursor that only moves
forward make that one bisection a line.
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
    """What is left of a line of the source or of the tree when
    block syntax is off both its ends.
    """
    if (core := line.strip(BLOCK_SYNTAX)) and "]:" not in core and not core.startswith('"'):
        return core
    if match := BOX.match(line):
        line = match[1]
    elif match := NOTE.match(line):
        line = line[match.end() :]
    if core := line.strip(BLOCK_SYNTAX):
        return core
    return (line.split() or [""])[-1]


class SourceLineFinder:
    """The lines of one chunk of a chapter; each is given out once, in order.

    ``numbers`` are the line numbers in the source. ``cursor`` is the index of the first line that
    was not given out yet.
    """

    def __init__(self, lines: Sequence[str], numbers: Sequence[int]) -> None:
        self.numbers = numbers
        self.cursor = 0
        self.lines: dict[str, list[int]] = {}
        for index, line in enumerate(lines):
            if line:
                self.lines.setdefault(line_core(box_title(line)), []).append(index)
                if RULE.match(line):
                    self.lines.setdefault(RULE_CORE, []).append(index)

    def find(self, core: str) -> int:
        """The line number of the next line with this core; where none has it, that of the line the
        search has come to.
        """
        indices = self.lines.get(core, ())
        at = bisect_left(indices, self.cursor)
        if at < len(indices):
            self.cursor = indices[at] + 1
            return self.numbers[indices[at]]
        return self.numbers[min(self.cursor, len(self.numbers) - 1)]


def box_title(line: str) -> str:
    """The title on the opening line of a box, other lines as they are."""
    match = BOX.match(line)
    return match[1] if match else line


def locate_elements(root: Element, finder: SourceLineFinder, lines: ElementLines) -> None:
    """Enters the lines of every text below ``root`` into ``lines``."""
    for element, is_tail in _reading_order(root):
        if is_tail:
            lines.tails[element] = _find_lines(element.tail or "", finder)
        elif element.tag == "hr":
            lines.starts[element] = finder.find(RULE_CORE)
        elif element.tag == "tr":
            lines.starts[element] = finder.find(line_core(element.get("typed", "")))
        elif element.tag not in ("td", "th") and element.text and element.text.strip():
            text = html.unescape(element.text) if element.tag == "code" else element.text
            lines.texts[element] = _find_lines(text, finder)


def _find_lines(text: str, finder: SourceLineFinder) -> SourceText:
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
