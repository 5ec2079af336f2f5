"""Labels as they are typed or drawn: the blanks that word processors put behind them (一、   分段),
those that stand twice.
"""

from __future__ import annotations

import re

from duben import chinese
from duben.intake.document import ChangeLog, SourceLine
from duben.intake.line_editing import BLANKS, change_line

LONGEST = 24  # characters in which a label and its gap stand
DOUBLE = re.compile(
    f"(?P<number>[0-9]{{1,3}})[{BLANKS}]+(?P=number)(?P<mark>[.．、])[{BLANKS}]*(?P=mark)[{BLANKS}]*"
)
# 第 1 0 条, 二 、, 1 .清淤: set apart where a text was drawn or spoken into a file.
SPACED = re.compile(
    f"第[{BLANKS}]?[0-9](?:[{BLANKS}][0-9]){{1,2}}[{BLANKS}]?[条條章节節]"
    f"|[一二三四五六七八九十]{{1,3}}[{BLANKS}]+、"
    f"|[0-9]{{1,2}}[{BLANKS}]+[.．](?=[{BLANKS}]?[一-鿿《“（])"
)
WIDE = re.compile(f"[{BLANKS}]{{2,}}|[\xa0\u2002\u2003\t]")  # no blank that an author types
# Behind these a full-width blank stands, behind others, which end with a mark, none.
WORDED = frozenset(("part", "chapter", "section", "article"))


def tidy_label(line: SourceLine, log: ChangeLog) -> SourceLine:
    """The line with its label as a book sets it: once, its characters together, no gap behind it;
    told.
    """
    for step in (_join_double_label, _join_spaced_label, _close_label_gap):
        line = step(line, log)
    return line


def _join_double_label(line: SourceLine, log: ChangeLog) -> SourceLine:
    """The line, a label that stands twice (7 7. . 工钱) as it is meant; told."""
    match = DOUBLE.match(line.text) if line.kind == "text" else None
    if match is None:
        return line
    label = match["number"] + match["mark"]
    return change_line(line, [(0, match.group(), label)], log)


def _join_spaced_label(line: SourceLine, log: ChangeLog) -> SourceLine:
    """The line, a label whose characters stand apart as one; told."""
    match = SPACED.match(line.text) if line.kind == "text" else None
    if match is None:
        return line
    blanks = [index for index in range(match.end()) if line.text[index] in BLANKS]
    return change_line(line, [(index, line.text[index], "") for index in blanks], log)


def _close_label_gap(line: SourceLine, log: ChangeLog) -> SourceLine:
    """The line, a gap of several blanks behind its label as a book sets it; told."""
    label = chinese.read_label(line.text[:LONGEST] + "。") if line.kind == "text" else None
    if label is None:
        return line
    text = line.text[: min(label.end, len(line.text))]
    start = len(text.rstrip(BLANKS))
    gap, new = text[start:], "\u3000" if label.kind in WORDED else ""
    typed = label.kind in WORDED and not gap.strip("\u3000")
    if not WIDE.fullmatch(gap) or typed or len(text) == len(line.text):
        return line
    return change_line(line, [(start, gap, new)], log)
