"""Notes typed under a text (①, [1]) and their signs in it become footnotes, where signs and notes
pair up completely.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

from duben import chinese
from duben.intake import line_editing
from duben.intake.accounting import count_characters
from duben.intake.document import ChangeLog, SourceLine
from duben.model import SourceLocation, warning

CIRCLES = frozenset(
    sign for sign in chinese.CIRCLED_NUMBERS if sign < "\u24f5" or "\u3251" <= sign <= "\u325f"
)
FIGURES = "[0-9０-９]{1,3}"
# The ways of writing a sign: as it stands in text, and in a table that is Markdown already.
SIGN_STYLES = tuple(
    (re.compile(form), re.compile(typed))
    for form, typed in (
        (f"(?P<number>[{''.join(sorted(CIRCLES))}])",) * 2, (rf"\^?\[(?P<number>{FIGURES})\]", rf"\^?\\\[(?P<number>{FIGURES})\\\]"),  # noqa: E501
        (f"［(?P<number>{FIGURES})］",) * 2, (f"〔(?P<number>{FIGURES})〕",) * 2,
    )
)  # fmt: skip
BRACKETS = ("[", "［", "〔")
# Before a sign that opens an item of a list in running text: ……：①……；②……
BEFORE_ITEMS = frozenset("：；，、:;,|（(" + line_editing.BLANKS)
HEADINGS = frozenset(("注释", "注", "註釋", "注釋", "註", "脚注", "腳註", "尾注", "注解", "註解"))


@dataclass(frozen=True, slots=True)
class NoteSign:
    """A sign in the text: line, offset, what was typed, its number."""

    line: int
    start: int
    sign: str
    number: int


def pair_notes(
    lines: Sequence[SourceLine], typed: Sequence[SourceLine], title: str, log: ChangeLog
) -> tuple[list[SourceLine], list[SourceLine]]:
    """The lines with their notes marked, and the notes; both as they were and no notes where signs
    and notes do not pair up.

    ``typed`` are the same lines before anything was mended in them: what was moved is told as it
    was.
    """
    begin, style = _notes_start(lines)
    body = list(lines[:begin])
    headed = bool(body) and body[-1].text.strip("：:【】[] \u3000") in HEADINGS
    del body[begin - headed :]
    marks = list(_find_signs(body, style)) if begin < len(lines) else []
    if (
        not marks
        or SIGN_STYLES[style][0].search(title)
        or not _is_complete(marks, body, len(lines) - begin, style)
    ):
        return list(lines), []
    log.relocate("notes", *typed[begin - headed :])
    log.problems.append(
        warning("intake-notes", SourceLocation("", lines[begin].number), count=len(lines) - begin)
    )
    notes = [_without_sign(line, style) for line in lines[begin:]]
    # Their signs are marks of the manuscript now: [^1]
    for sign in (*(mark.sign for mark in marks), *(f"[{note.label}]" for note in notes)):
        log.characters -= count_characters(sign)
    return _mark_notes(body, marks), notes


def looks_like_note(text: str) -> bool:
    """Whether a text opens with a sign in brackets, as notes do."""
    return text.startswith(BRACKETS) and any(form.match(text) for form, _ in SIGN_STYLES[1:])


def _notes_start(lines: Sequence[SourceLine]) -> tuple[int, int]:
    """Where the notes under a text begin, numbered from 1 on, and their style; its end where there
    are none.
    """
    last = lines[-1].text if lines else ""
    style = next((index for index, (form, _) in enumerate(SIGN_STYLES) if form.match(last)), -1)
    form = SIGN_STYLES[style][0]
    begin = len(lines)
    while (
        style >= 0
        and begin
        and lines[begin - 1].kind == "text"
        and form.match(lines[begin - 1].text)
    ):
        begin -= 1
    for number, line in enumerate(lines[begin:], 1):
        match = form.match(line.text)
        if (
            not match
            or _number(match) != number
            or not line.text[match.end() :].strip(line_editing.BLANKS)
        ):
            return len(lines), style
    return begin, style


def _number(match: re.Match[str]) -> int:
    sign = match["number"]
    return chinese.CIRCLED_NUMBERS.get(sign) or chinese.parse_number(sign) or 0


def _find_signs(lines: Sequence[SourceLine], style: int) -> Iterator[NoteSign]:
    for index, line in enumerate(lines):
        if line.kind != "figure":
            for match in SIGN_STYLES[style][line.kind == "table"].finditer(line.text):
                yield NoteSign(index, match.start(), match.group(), _number(match))


def _is_complete(
    marks: Sequence[NoteSign], lines: Sequence[SourceLine], count: int, style: int
) -> bool:
    """Whether each note has its sign, in order; in circles once, as they number lists too; no sign
    without a note.
    """
    before = [lines[mark.line].text[mark.start - 1 : mark.start] for mark in marks]
    numbers = [mark.number for mark in marks]
    return (
        all(before)
        and not (style == 0 and any(sign in BEFORE_ITEMS for sign in before))
        and (numbers if style == 0 else list(dict.fromkeys(numbers))) == list(range(1, count + 1))
    )


def _mark_notes(lines: Sequence[SourceLine], marks: Sequence[NoteSign]) -> list[SourceLine]:
    own = {line: list(group) for line, group in groupby(marks, attrgetter("line"))}
    return [
        _without_signs(line, own[index]) if index in own else line
        for index, line in enumerate(lines)
    ]


def _without_signs(line: SourceLine, marks: Sequence[NoteSign]) -> SourceLine:
    """A line whose signs are notes now; a table has them in its Markdown."""
    if line.kind == "table":
        changes = [(mark.start, mark.sign, f"[^{mark.number}]") for mark in marks]
        return line_editing.change_line(line, changes, ChangeLog(), tell=False)
    notes, taken = [], 0
    for mark in marks:
        notes.append((mark.start - taken, mark.number))
        taken += len(mark.sign)
    changed_line = line_editing.change_line(
        line, [(mark.start, mark.sign, "") for mark in marks], ChangeLog(), tell=False
    )
    return replace(changed_line, note_marks=tuple(notes))


def _without_sign(line: SourceLine, style: int) -> SourceLine:
    match = SIGN_STYLES[style][0].match(line.text)
    assert match
    note = line.text[match.end() :].lstrip(line_editing.BLANKS)
    end = len(line.text)
    cut = line_editing.slice_line(line, end - len(note), end)
    return replace(cut, label=str(_number(match)))
