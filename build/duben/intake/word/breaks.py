"""Breaks inside a paragraph: at a page break it ends, at a soft return it ends or goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from duben import chinese
from duben.intake import dates, head_lines, line_editing
from duben.intake.document import ChangeLog, SourceLine, TextChange
from duben.intake.letter_head import is_issuer
from duben.intake.line_editing import BLANKS
from duben.intake.word.lines import WordLine
from duben.intake.word.paragraphs import PAGE_BREAK, SOFT_BREAK

WORD_ROOM = 6  # characters beside a break in which a word is looked for
COUNTED = re.compile("第[0-9０-９一二三四五六七八九十]+")  # 第3周, one line behind the other
JOINED_LENGTH = 20  # characters of a line from which it may go on behind a soft return


def split_breaks(line: SourceLine, is_title: bool, log: ChangeLog) -> Iterator[SourceLine]:
    """A paragraph at the page breaks in it, and at the soft returns at which something new begins;
    at the others it goes on. The rows of a signature, a date among them, stay rows.
    """
    rows = [row.strip(BLANKS + PAGE_BREAK) for row in line.text.split(SOFT_BREAK)]
    is_signature = any(dates.date_alone(row) for row in rows[1:])
    cuts, joins = [], []
    begin = 0
    for offset, character in enumerate(line.text):
        if character not in SOFT_BREAK + PAGE_BREAK:
            continue
        before = line.text[begin:offset].strip(BLANKS)
        after = line.text[offset + 1 :].split(SOFT_BREAK, 1)[0].strip(BLANKS)
        goes_on = not is_signature and (is_title or _goes_on(line, before, after))
        if character == SOFT_BREAK and goes_on:
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


def join_torn(lines: Sequence[WordLine], log: ChangeLog) -> list[WordLine]:
    """The lines, those that were broken inside of a word joined; each join is told."""
    result: list[WordLine] = []
    for entry in lines:
        before = result[-1] if result else None
        if before is None or not _is_torn(before, entry):
            result.append(entry)
            continue
        number, column = before.line.position(len(before.line.text) - 1)
        mark = before.line.text[-1]
        log.mended.append(TextChange(number, column, f"{mark}{SOFT_BREAK}", mark))
        result[-1] = replace(before, line=line_editing.join_lines([before.line, entry.line]))
    return result


def _is_torn(before: WordLine, entry: WordLine) -> bool:
    """Whether a word begins at the end of a paragraph and goes on in the next, of the same look."""
    first, second = before.line, entry.line
    if (
        (first.kind, second.kind) != ("text", "text")
        or (before.size, before.font, before.bold) != (entry.size, entry.font, entry.bold)
        or first.heading_level != second.heading_level
        or first.indent != second.indent
        or len(first.text) < JOINED_LENGTH
        or not (chinese.is_han(first.text[-1]) and chinese.is_han(second.text[0]))
        or chinese.read_label(second.text) is not None
    ):
        return False
    left, right = first.text[-WORD_ROOM:], second.text[:WORD_ROOM]
    return any(
        word.start < len(left) < word.end
        and not (word.kind.startswith("nr") and head_lines.is_name(word.text))
        for word in chinese.tag_words(left + right)
    )


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
        and not (COUNTED.match(before) and COUNTED.match(after))
    )


def _joint(text: str, offset: int) -> str:
    """What takes the place of a soft return: nothing beside 汉字, else a blank; a full-width space
    behind a label alone, and between the names of bodies.
    """
    before, after = text[:offset].rstrip(BLANKS), text[offset + 1 :].lstrip(BLANKS)
    if is_issuer(before.split(SOFT_BREAK)[-1]) and is_issuer(after.split(SOFT_BREAK)[0]):
        return "\u3000"
    if not before or not after:
        return ""
    label = chinese.read_label(before)
    if label is not None and not before[label.end :].strip(BLANKS):
        return "\u3000"
    return "" if before[-1] > "\u2e80" or after[0] > "\u2e80" else " "
