"""Files of other kinds inside a Word file (``w:altChunk``): pages and plain texts are read as such,
Word files as Word files; others are told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from duben.intake.decoding import decode
from duben.intake.document import ChangeLog, SourceLine
from duben.intake.file_kinds import detect_kind
from duben.intake.html.page import read_page
from duben.intake.text.plain_text import read_plain_text
from duben.intake.word.lines import WordLine
from duben.intake.word.styles import ParagraphLook
from duben.model import BookError

ReadWord = Callable[[bytes], list[WordLine]]


def read_chunk(
    data: bytes, file: str, number: int, read_word: ReadWord, log: ChangeLog
) -> list[WordLine] | None:
    """The lines of an embedded file, all of them in paragraph ``number``; None for a kind that is
    not read, or one that is broken.
    """
    kind = detect_kind(data)
    try:
        if kind == "docx":
            return [replace(each, line=_placed(each.line, number)) for each in read_word(data)]
        if kind == "html":
            lines = read_page(decode(data, file, page=True), file, log).lines
        elif kind == "":
            lines = read_plain_text(decode(data, file), log)
        else:
            return None
    except BookError:
        return None
    return [WordLine(_placed(line, number), ParagraphLook()) for line in lines]


def _placed(line: SourceLine, number: int) -> SourceLine:
    return replace(line, origins=((0, number, 1),))
