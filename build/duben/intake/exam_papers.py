"""The questions of a test or a survey and the options under them: none of these is a heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from duben import chinese
from duben.intake.document import SourceLine

MARK = "[ \u3000]*[.．、:：)）]"
FIRST_OPTION = re.compile(f"[（(]?A{MARK}")
OPTION = re.compile(f"[（(]?[A-H]{MARK}")
NEXT_OPTION = re.compile(f"(?<![A-Za-z])B{MARK}")  # in the line of the first
BOX = re.compile("[□☐☑]")  # to be ticked: □是　□否
# 根本途径是（　）, 根本途径是（B）。
ASKED = re.compile(
    "[（(][ \u3000\xa0_]*(?P<answer>[A-H]{0,5}|[√×])[ \u3000\xa0_]*[）)][。.．？?]?$"
)
QUESTIONS = 3  # with options, from which on a text is a test


def find_exam_lines(lines: Sequence[SourceLine]) -> set[int]:
    """The indices of the lines that ask and of those that give the options, and of each that ends
    with brackets to be filled in.
    """
    texts = [line.text if line.kind in ("text", "item") else "" for line in lines]
    options = {index for index, text in enumerate(texts) if OPTION.match(text) or BOX.match(text)}
    asked = {
        index
        for index, (text, after) in enumerate(pairwise(texts))
        if index not in options
        and text
        and (FIRST_OPTION.match(after) or (BOX.match(after) and chinese.read_label(text)))
    }
    answered = {index: match for index, text in enumerate(texts) if (match := ASKED.search(text))}
    if sum(_has_options(texts, index + 1) for index in asked) < QUESTIONS:
        return {index for index, match in answered.items() if not match["answer"]}
    return {*options, *asked, *answered}


def _has_options(texts: Sequence[str], index: int) -> bool:
    """Whether another option stands behind the first, in its line or in the next."""
    text, after = texts[index], texts[index + 1] if index + 1 < len(texts) else ""
    if BOX.match(text):
        return len(BOX.findall(text)) > 1 or BOX.match(after) is not None
    return NEXT_OPTION.search(text) is not None or OPTION.match(after) is not None
