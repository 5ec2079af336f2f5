"""The blanks that word processors put between a label and its text (一、   分段)."""

from __future__ import annotations

import re

from duben import chinese
from duben.intake.document import ChangeLog, SourceLine
from duben.intake.line_editing import BLANKS, change_line

LONGEST = 24  # characters in which a label and its gap stand
WIDE = re.compile(f"[{BLANKS}]{{2,}}|[\xa0\u2002\u2003\t]")  # no blank that an author types
# Behind these a full-width blank stands, behind others, which end with a mark, none.
WORDED = frozenset(("part", "chapter", "section", "article"))


def close_label_gap(line: SourceLine, log: ChangeLog) -> SourceLine:
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
