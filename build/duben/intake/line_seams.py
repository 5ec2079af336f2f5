"""What stands at the seam of two lines and tells that the second goes on with the first, whatever
their widths are: a mark that no line begins with, a bracket that only the second closes, a list of
titles that is cut behind 、, a word that is cut in two.
"""

from __future__ import annotations

import re

from duben import chinese
from duben.intake.document import SourceLine
from duben.intake.line_editing import ends_sentence

NO_FIRST_MARKS = "，。、；：！？）》”"
NO_FIRST_LENGTH = 6  # characters of a line on which one goes on that begins with such a mark
PAIRS = {"《": "》", "（": "）", "(": ")", "“": "”", "〔": "〕"}
MARKS = frozenset((*PAIRS, *PAIRS.values()))
OPENINGS = "《“「『"
PROSE_MARKS = "，。；：、"  # in a line without any a paragraph may begin with any character
WORD_LENGTH = 6  # characters on either side of a seam in which a word is looked for
ITEM = re.compile("[-*•●■◆▪➢✓□○◇★☆※>＞|｜]")  # it begins a paragraph


def begins_amid(before: SourceLine, line: SourceLine) -> bool:
    """Whether a line begins with a mark that none begins with: what stands before it was cut off,
    beside a formula or where the font changes. A heading that the file marks is whole.
    """
    return (
        line.text[0] in NO_FIRST_MARKS
        and before.kind == "text"
        and not before.heading_level
        and len(before.text) >= NO_FIRST_LENGTH
        and not ends_sentence(before.text, "。！？；：")
    )


def is_left_open(before: SourceLine, line: SourceLine) -> bool:
    """Whether a line closes what the one before it opens last, 《战争与 / 和平》, or goes on with
    the titles that it lists, 《条例》、 / 《细则》. A blank line parts no bracket.
    """
    if not _may_go_on(before, line):
        return False
    mark = _open_mark(before.text)
    if mark:
        closing = line.text.find(PAIRS[mark])
        return closing >= 0 and mark not in line.text[:closing]
    return not line.blank and before.text[-1] == "、" and line.text[0] in OPENINGS


def parts_word(before: SourceLine, line: SourceLine) -> bool:
    """Whether the end of a line and the begin of the next are the parts of one word, one of them a
    single character: 持续补 / 充材料.
    """
    left, right = before.text[-WORD_LENGTH:], line.text[:WORD_LENGTH]
    return (
        _may_go_on(before, line)
        and not line.blank
        and chinese.is_han(left[-1])
        and chinese.is_han(right[0])
        and not chinese.begins_word(left + right, len(left))
        and any(mark in line.text for mark in PROSE_MARKS)
        and (chinese.begins_word(left, len(left) - 1) or chinese.begins_word(right, 1))
    )


def _may_go_on(before: SourceLine, line: SourceLine) -> bool:
    """Whether neither the end of a line nor the begin of the next parts two paragraphs."""
    return (
        before.kind == line.kind == "text"
        and not before.heading_level
        and not line.heading_level
        and not ends_sentence(before.text, "。！？；")
        and not ITEM.match(line.text)
        and chinese.read_label(line.text) is None
    )


def _open_mark(text: str) -> str:
    """The opening mark that a text leaves open last, "" where it leaves none."""
    last = next((mark for mark in reversed(text) if mark in MARKS), "")
    return last if last in PAIRS else ""
