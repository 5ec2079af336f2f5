"""The lines of a cell to its text; those of a table that is none to lines of the document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from duben import chinese
from duben.intake import escaping, line_editing
from duben.intake.document import SourceLine, TextSpan
from duben.intake.letter_head import is_letterhead
from duben.intake.letters import is_imprint_line
from duben.intake.word.lines import WordLine

IMPRINT_ROWS = 4  # of 版记
MOST_ISSUERS = 6  # that issue a document together
SHORT_CELLS = 4  # of a row from which on they are one line
SHORT_LENGTH = 8  # characters of such a cell
BROKEN_LENGTH = 14  # characters of a cell that is broken only for want of room


def join_letterhead(entries: list[WordLine]) -> list[WordLine]:
    """The lines of a table at the head; names of bodies beside 文件 are one line, as it is read."""
    bodies = [entry for entry in entries if "".join(entry.line.text.split()) != "文件"]
    words = [entry for entry in entries if entry not in bodies]
    if len(words) != 1 or not bodies or len(bodies) > MOST_ISSUERS:
        return entries
    joined = line_editing.join_lines(
        [entry.line for entry in (*bodies, *words)], [*["\u3000"] * (len(bodies) - 1), ""]
    )
    return [replace(bodies[0], line=joined)] if is_letterhead(joined.text) else entries


def imprint_lines(contents: Sequence[Sequence[Sequence[WordLine]]]) -> list[WordLine]:
    """The lines of a table that holds 版记, a line for each row; none of another table."""
    rows = [[entry for cell in row for entry in cell] for row in contents]
    rows = [row for row in rows if row]
    if len(rows) > IMPRINT_ROWS or any(entry.line.kind != "text" for row in rows for entry in row):
        return []
    joined = [
        replace(
            row[0],
            line=line_editing.join_lines([entry.line for entry in row], ["\u3000"] * len(row)),
        )
        for row in rows
    ]
    whole = joined and all(is_imprint_line(entry.line.text) for entry in joined)
    return joined if whole else []


def field_row(cells: Sequence[Sequence[WordLine]]) -> list[WordLine]:
    """The lines of a row that only lays out: 密级： and 秘密 beside it are one, and so are the many
    short cells of a line that is filled in (自 | 2024 | 年 | 3 | 月 …).
    """
    lines = [entry for cell in cells for entry in cell]
    if len(lines) >= SHORT_CELLS and all(_is_short_cell(cell) for cell in cells if cell):
        joined = line_editing.join_lines([entry.line for entry in lines], [" "] * len(lines))
        if all(entry.bold for entry in lines):
            joined = replace(joined, spans=(TextSpan(0, len(joined.text), "strong"),))
        return [replace(lines[0], line=joined)]
    if len(lines) != 2 or not lines[0].line.text.endswith(("：", ":")):
        return lines
    if any(entry.line.kind != "text" for entry in lines):
        return lines
    return [replace(lines[0], line=line_editing.join_lines([entry.line for entry in lines]))]


def box_lines(lines: list[WordLine]) -> list[WordLine]:
    """The lines of a text box; characters below one another are one line: 一 / 寸 / 照 / 片."""
    if len(lines) > 1 and all(len(entry.line.text) == 1 for entry in lines):
        joined = line_editing.join_lines([entry.line for entry in lines])
        lines = [replace(lines[0], line=replace(joined, spans=()))]
    return [replace(entry, in_box=True) for entry in lines]


def _is_short_cell(cell: Sequence[WordLine]) -> bool:
    return len(cell) == 1 and cell[0].line.kind == "text" and len(cell[0].line.text) <= SHORT_LENGTH


def frame_lines(entries: list[WordLine]) -> list[WordLine]:
    """The lines of a table of one cell: in a frame, if it holds nothing but text."""
    if any(entry.line.kind != "text" for entry in entries):
        return entries
    return [
        replace(
            entry,
            line=replace(entry.line, kind="boxed", label="" if index else "box", heading_level=0),
            tabbed="",
        )
        for index, entry in enumerate(entries)
    ]


def open_boxes(lines: Sequence[WordLine]) -> list[WordLine]:
    """The lines, those of a box whose outline goes on below it (二、 in it, 三、 on the page)
    as lines of the text: it is a field of a form.
    """
    result = list(lines)
    begins = [at for at, entry in enumerate(lines) if entry.line.label == "box"]
    for begin in begins:
        end = begin + 1
        while end < len(lines) and lines[end].line.kind == "boxed" and end not in begins:
            end += 1
        inside, below = _outline(lines[begin:end]), _outline(lines[end:])
        if inside and below and below[0] == inside[-1] + 1:
            result[begin:end] = [
                replace(entry, line=replace(entry.line, kind="text", label=""))
                for entry in lines[begin:end]
            ]
    return result


def _outline(lines: Sequence[WordLine]) -> list[int]:
    """The numbers of the lines of text or of a box that are labelled 一、, 二、."""
    labels = (
        chinese.read_label(entry.line.text)
        for entry in lines
        if entry.line.kind in ("text", "boxed")
    )
    return [label.number for label in labels if label is not None and label.kind == "comma"]


def is_apart(entry: WordLine) -> bool:
    """Whether something of a cell stands behind the table: a picture."""
    return entry.line.kind == "figure"


def cell_lines(lines: Sequence[WordLine]) -> list[str]:
    """The texts of the lines of a cell."""
    return [entry.line.text for entry in lines if not is_apart(entry)]


def cell_text(lines: Sequence[WordLine]) -> str:
    """The text of a cell: as it is where nothing is marked in it, else in Markdown, its paragraphs
    in lines.
    """
    own = [_without_whole_strong(entry.line) for entry in lines if not is_apart(entry)]
    if not own:
        return ""
    plain = not any(line.spans or line.note_marks for line in own)
    joined = "".join(line.text for line in own)
    if plain and (len(own) == 1 or _is_broken_for_room(own, joined)):
        return joined
    return escaping.MarkdownText(
        "<br>".join(escaping.inline(line.text, line.note_marks, line.spans) for line in own)
    )


def _is_broken_for_room(lines: Sequence[SourceLine], joined: str) -> bool:
    return len(joined) <= BROKEN_LENGTH and all(
        all(map(chinese.is_han, line.text)) for line in lines
    )


def _without_whole_strong(line: SourceLine) -> SourceLine:
    """A line without the mark of one that is strong as a whole, as heads of columns are."""
    whole = TextSpan(0, len(line.text), "strong")
    return replace(line, spans=()) if line.spans == (whole,) else line
