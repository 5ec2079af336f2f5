"""Breaks inside a paragraph: at a page break it ends, at a soft return it ends or goes on."""

from __future__ import annotations

from collections.abc import Iterator

from duben import chinese
from duben.intake import line_editing
from duben.intake.document import ChangeLog, SourceLine
from duben.intake.line_editing import BLANKS
from duben.intake.word.paragraphs import PAGE_BREAK, SOFT_BREAK

JOINED_LENGTH = 20  # characters of a line from which it may go on behind a soft return


def split_breaks(line: SourceLine, is_title: bool, log: ChangeLog) -> Iterator[SourceLine]:
    """A paragraph at the page breaks in it, and at the soft returns at which something new begins;
    at the others it goes on.
    """
    cuts, joins = [], []
    begin = 0
    for offset, character in enumerate(line.text):
        if character not in SOFT_BREAK + PAGE_BREAK:
            continue
        before = line.text[begin:offset].strip(BLANKS)
        after = line.text[offset + 1 :].split(SOFT_BREAK, 1)[0].strip(BLANKS)
        if character == SOFT_BREAK and (is_title or _goes_on(line, before, after)):
            joins.append(offset)
        else:
            cuts.append(offset)
            begin = offset + 1
    ends = [*cuts, len(line.text)]
    begins = [0, *(cut + 1 for cut in cuts)]
    for begin, end in zip(begins, ends, strict=True):
        part = line_editing.slice_line(line, begin, end)
        breaks = [offset - begin for offset in joins if begin <= offset < end]
        changes = [(offset, SOFT_BREAK, _joint(part.text, offset)) for offset in breaks]
        yield line_editing.change_line(part, changes, log) if changes else part


def _goes_on(line: SourceLine, before: str, after: str) -> bool:
    """Whether a paragraph goes on behind a soft return."""
    if not before or not after:
        return True
    if line.heading_level:
        return True
    return (
        len(before) >= JOINED_LENGTH
        and not line_editing.ends_sentence(before)
        and chinese.read_label(after) is None
    )


def _joint(text: str, offset: int) -> str:
    """What takes the place of a soft return: nothing beside 汉字, else a blank; a full-width space
    behind a label alone.
    """
    before, after = text[:offset].rstrip(BLANKS), text[offset + 1 :].lstrip(BLANKS)
    if not before or not after:
        return ""
    label = chinese.read_label(before)
    if label is not None and not before[label.end :].strip(BLANKS):
        return "\u3000"
    return "" if before[-1] > "\u2e80" or after[0] > "\u2e80" else " "
