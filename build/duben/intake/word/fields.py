"""Fields: what Word computes and puts between marks (ECMA-376 part 1, 17.16). The result is text;
what a field says to Word, tables of contents and page numbers are none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from duben.intake.word.names import name

FIELD_CHAR, CHAR_TYPE = name("w:fldChar"), name("w:fldCharType")
PAGE_FIELDS = frozenset(("PAGE", "NUMPAGES", "SECTIONPAGES"))
CONTENTS_FIELDS = frozenset(("TOC", "TOA", "INDEX"))
DEPTH = 32  # of fields in one another that are looked at
CODE_REASON = "域代码"
PAGE_REASON = "页码"
CONTENTS_REASON = "目录"
# What Word prints where the target of a reference is gone.
BROKEN_REFERENCE = re.compile(
    r"错误[!！]\s{0,2}(?:未找到|未定义|不能识别|无效)\S{0,12}[。.]?"
    r"|Error! (?:Reference|Bookmark) [a-z ]{3,30}\."
)
# EQ \o\ac(○,1): a sign in a circle; EQ \o\ad(\s\up 9(pín),贫): a reading over a word.
EQ_CIRCLE = re.compile(r"\\o\s{0,2}\\ac\s{0,2}\(\s{0,2}[○〇]\s{0,2}[,;]\s{0,2}([^()]{1,8})\)")
EQ_RUBY = re.compile(
    r"\\o\s{0,2}\\a[dlr]\s{0,2}\(\s{0,2}\\s\s{0,2}\\up\s{0,2}[0-9]{1,3}\s{0,2}"
    r"\((?P<reading>[^()]{1,30})\)\s{0,2}[,;]\s{0,2}(?P<base>[^()]{1,30})\)"
)


@dataclass(slots=True)
class Field:
    """A field that is open: its instruction so far, and whether its result has begun."""

    code: list[str] = field(default_factory=list)
    in_result: bool = False

    @property
    def kind(self) -> str:
        """The first word of the instruction: TOC, PAGE, REF …"""
        return field_kind("".join(self.code))

    @property
    def reason(self) -> str:
        """Why text at this place is no text of the document; "" where it is."""
        if not self.in_result:
            return CODE_REASON
        return omission_reason(self.kind)


def field_kind(instruction: str) -> str:
    """The first word of an instruction, in capitals."""
    words = instruction.split(None, 1)
    return words[0].upper() if words else ""


def omission_reason(kind: str) -> str:
    """Why the result of a kind of field is left out; "" where it stays."""
    if kind in CONTENTS_FIELDS:
        return CONTENTS_REASON
    return PAGE_REASON if kind in PAGE_FIELDS else ""


def sound_fields(root: etree._Element) -> frozenset[etree._Element]:
    """The marks of all fields that begin and end: of a broken one nothing counts."""
    sound: list[etree._Element] = []
    open_fields: list[list[etree._Element]] = []
    for mark in root.iter(FIELD_CHAR):
        kind = mark.get(CHAR_TYPE)
        if kind == "begin":
            open_fields.append([mark])
        elif open_fields and kind == "separate" and len(open_fields[-1]) == 1:
            open_fields[-1].append(mark)
        elif open_fields and kind == "end":
            sound += [*open_fields.pop(), mark]
    return frozenset(sound)


def current_reason(open_fields: Sequence[Field]) -> str:
    """Why text at a place inside these fields is left out; "" where it is not."""
    return next((reason for entry in open_fields[:DEPTH] if (reason := entry.reason)), "")


def equation_text(code: str) -> tuple[str, str]:
    """What an EQ field shows: its text, and the reading over it, if any."""
    if circled := EQ_CIRCLE.search(code):
        text = circled[1].strip()
        if text.isdecimal() and 1 <= int(text) <= 20:
            return chr(0x245F + int(text)), ""
        return text, ""
    if ruby := EQ_RUBY.search(code):
        return ruby["base"].strip(), ruby["reading"].strip()
    inner = re.sub(
        r"\\[a-z]{1,3}\d{0,3}|\\\*\s{0,2}\S{1,20}|[()]|^\s{0,3}EQ\b", " ", code, flags=re.IGNORECASE
    )
    return " ".join(inner.split()), ""
