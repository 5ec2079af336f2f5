"""Headings of a Markdown file that has none but bold lines, as word processors export it. Door:
``mark_bold_headings``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from duben import chinese
from duben.chinese import OutlineStep
from duben.intake import captions, dates, head_lines
from duben.intake.boilerplate import title_key
from duben.intake.document import ChangeLog, TextChange
from duben.intake.line_editing import ends_sentence
from duben.intake.markdown import outside_code

BOLD = re.compile(r"\*\*(?P<text>[^*\\]{2,30})\*\*[ \t]*")
HEADING = re.compile(r" {0,3}#{1,6}[ \t]|(?:=+|-+)[ \t]*$")
FEWEST = 2
OUTERMOST, DEEPEST = 2, 6


def mark_bold_headings(content: str, log: ChangeLog) -> str:
    """The text with ## before its bold lines, where two at least stand by themselves, each over
    text that is not bold, and no other line than the title is marked as a heading; told.
    """
    lines = content.split("\n")
    shown = [line.strip() for line in outside_code(lines)]
    filled = [index for index, line in enumerate(shown) if line]
    if any(HEADING.match(shown[index]) for index in filled[1:]):
        return content
    _join_title(lines, shown, filled, log)
    filled = [index for index in filled if lines[index].strip()]
    found = _bold_headings(shown, filled)
    if len(found) < FEWEST:
        return "\n".join(lines)
    for index, level in zip(found, _levels([_text(shown[i]) for i in found]), strict=True):
        text = _text(shown[index])
        lines[index] = f"{'#' * level} {text}"
        log.mended.append(TextChange(index + 1, 1, "**", "#" * level + " "))
        log.mended.append(TextChange(index + 1, len(text) + 3, "**", ""))
    return "\n".join(lines)


def _join_title(lines: list[str], shown: list[str], filled: Sequence[int], log: ChangeLog) -> None:
    """Joins the first two bold lines where a bold line further on says both: a title over two lines
    of a cover, whole on the page behind it.
    """
    first, second = (*filled[:2], *filled[:1])[:2] if len(filled) > 2 else (0, 0)
    whole = _text(shown[first]) + _text(shown[second])
    again = [index for index in filled[2:] if title_key(_text(shown[index])) == title_key(whole)]
    if first == second or not again or not _text(shown[first]) or not _text(shown[second]):
        return
    log.mended.append(TextChange(first + 1, len(lines[first]) - 1, "**\n**", ""))
    lines[first] = shown[first] = f"**{whole}**"
    lines[second] = shown[second] = ""


def _text(line: str) -> str:
    """The words of a bold line; "" for another."""
    match = BOLD.fullmatch(line)
    return match["text"].strip() if match else ""


def _bold_headings(shown: Sequence[str], filled: Sequence[int]) -> list[int]:
    """The indices of the bold lines that may be headings; the first line and what says the same are
    the title.
    """
    title = title_key(_text(shown[filled[0]])) if filled else ""
    if title and chinese.read_label(_text(shown[filled[0]])):
        title = ""
    return [
        index
        for index, after in zip(filled, filled[1:], strict=False)
        if _may_head(text := _text(shown[index]))
        and title_key(text) != title
        and not "".join(shown[max(index - 1, 0) : index])
        and not shown[index + 1]
        and _stands_over(text, _text(shown[after]))
    ]


def _may_head(text: str) -> bool:
    """Whether a bold line reads as a heading: short, no sentence, no field, no day, no caption."""
    return (
        any(map(chinese.is_han, text))
        and not ends_sentence(text, "。；，、：！;,:!")
        and not any(mark in text for mark in "，：:。；")
        and dates.first_date(text) is None
        and not head_lines.is_office_line(text)
        and not head_lines.author_of(text)
        and not head_lines.is_body(text)
        and not captions.looks_like_caption(text)
    )


def _stands_over(text: str, after: str) -> bool:
    """Whether what follows a bold line is not bold, or has a label of another kind."""
    label, below = chinese.read_label(text), chinese.read_label(after)
    return not after or (below is not None and (label is None or label.kind != below.kind))


def _levels(texts: Sequence[str]) -> list[int]:
    """The levels of headings by their labels."""
    steps = [
        OutlineStep(label, title="" if label else chinese.title_kind(text, 9))
        for text in texts
        for label in [chinese.read_label(text)]
    ]
    stack: list[int] = []
    levels = []
    for level in chinese.outline_levels(steps):
        while stack and stack[-1] >= level:
            stack.pop()
        stack.append(level)
        levels.append(min(OUTERMOST - 1 + len(stack), DEEPEST))
    return levels
