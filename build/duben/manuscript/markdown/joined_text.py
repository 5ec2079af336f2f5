"""The lines of a paragraph become one text: a line break between 汉字 vanishes, between Latin words
it is a space.

Between 汉字 and a Latin word or a number it is a space only where the paragraph itself sets them
apart with spaces (docs/authoring.md, Line breaks).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Literal

from duben.manuscript.markdown.source_lines import SourceText, line_core

OBJECT = "\ufffc"  # stands in the text for a picture (U+FFFC OBJECT REPLACEMENT CHARACTER)
SPACES = re.compile(r"[ \t]+")
# Marks of Chinese whose width Unicode leaves open: they take the side of what stands next to them.
AMBIGUOUS_WIDTH = frozenset("“”‘’…—·")
HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
SPACED = re.compile(f"[{HAN}] [A-Za-z0-9]|[A-Za-z0-9] [{HAN}]")
UNSPACED = re.compile(f"[{HAN}][A-Za-z0-9]|[A-Za-z0-9][{HAN}]")
IS_HAN = re.compile(f"[{HAN}\u3040-\u30ff]")


class JoinedText:
    """A text that grows by what is typed, line by line; it knows the line of the source.

    ``lines`` holds (offset in the text, line of the source) for each line that begins in it.
    ``newline_count`` is the number of line ends that will come; where it is not that of the source,
    some went into an address, and lines are found again by what they begin with.
    """

    def __init__(self, source: SourceText, newline_count: int) -> None:
        self.source = source
        self.lines: list[tuple[int, int]] = []
        self.length = 0
        self._parts: list[str] = []
        self._last = ""
        self._tail = ""  # the last four characters
        self._index = 0  # of the line of the source
        self._is_exact = newline_count == len(source.lines) - 1
        self._after_soft_break = False
        self._at_line_start = True
        self._types_spaces: bool | None = None

    def __str__(self) -> str:
        return "".join(self._parts)

    @property
    def line(self) -> int:
        """The line of the source now being read."""
        return self.source.lines[min(self._index, len(self.source.lines) - 1)]

    def next_line(self) -> None:
        """The source goes on in its next line."""
        self._index += 1

    def prepare(self, text: str, *, code: bool = False) -> str:
        """Returns what is to be appended of a text, blanks brought in order; may be empty.

        If anything is, the joint of a soft line break is put before it.
        """
        if not code:
            text = SPACES.sub(" ", text)
        if self._at_line_start:
            text = text.lstrip(" \u3000")
        elif not code and self._last == " " and text[0] == " ":
            text = text[1:]
        if not text:
            return ""
        if self._after_soft_break:
            self.append(self._joint(text))
            self._after_soft_break = False
        if self._at_line_start:
            self._record_line(text)
            self._at_line_start = False
        return text

    def append(self, text: str) -> None:
        """Puts text at the end as it is."""
        if text:
            self._parts.append(text)
            self.length += len(text)
            self._tail = (self._tail + text[-4:])[-4:]
            self._last = text[-1]

    def soft_break(self) -> None:
        """A line of the source ends; what stands for it is known when text follows."""
        if not self._at_line_start:
            self._trim()
            self._after_soft_break = self.length > 0
        self._at_line_start = True

    def hard_break(self) -> int:
        """A line break that stays. Returns the length of the text before it, blanks off its end."""
        self._trim()
        length = self.length
        self._after_soft_break = False
        self._at_line_start = True
        if length:
            self.append("\n")
        return length

    def _trim(self) -> None:
        """Takes spaces off the end."""
        while self._parts and self._parts[-1].endswith(" "):
            part = self._parts.pop()
            trimmed = part.rstrip(" ")
            self.length -= len(part) - len(trimmed)
            if trimmed:
                self._parts.append(trimmed)
        self._last = self._parts[-1][-1] if self._parts else ""
        self._tail = self._tail.rstrip(" ")

    def _record_line(self, text: str) -> None:
        if not self._is_exact and self._index:
            self._index = self._realign(text)
        line = self.line
        if not self.lines or self.lines[-1][1] != line:
            self.lines.append((self.length, line))

    def _realign(self, text: str) -> int:
        """The index of the source line that begins like ``text``."""
        head = line_core(text)[:4]
        lines = enumerate(self.source.text.split("\n"))
        following = (index for index, line in lines if index >= self._index and head in line)
        return next(following, self._index) if head else self._index

    def _joint(self, text: str) -> str:
        """What stands for a soft line break between what was read and ``text``."""
        if not self._last or self._last == "\n":
            return ""
        left, right = _width_class(reversed(self._tail)), _width_class(text)
        if "mark" in (left, right) or left == right == "wide":
            return ""
        if left != "wide" and right != "wide":
            return " "
        return " " if self._sets_apart() else ""

    def _sets_apart(self) -> bool:
        """Whether this text sets 汉字 off from Latin letters and digits with typed spaces."""
        if self._types_spaces is None:
            typed = self.source.text
            self._types_spaces = len(SPACED.findall(typed)) > len(UNSPACED.findall(typed))
        return self._types_spaces


def _width_class(chars: Iterable[str]) -> Literal["wide", "mark", "narrow"]:
    """What the first character whose width is settled is: 汉字 and kana are "wide", full-width
    marks "mark", the rest "narrow".
    """
    for char in chars:
        if char in AMBIGUOUS_WIDTH:
            continue
        if IS_HAN.match(char):
            return "wide"
        if (
            char != OBJECT
            and unicodedata.east_asian_width(char) in "WF"
            and not "\uac00" <= char <= "\ud7a3"
        ):
            return "mark"
        return "narrow"
    return "mark"
