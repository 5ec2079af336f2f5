"""What the codes of a PDF font say, from its table for copying text (/ToUnicode, ISO 32000-1,
9.10.3).
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from typing import Any

UNREAD = "\ufffd"


class CodeTexts(dict[int, str]):
    """The text of each code of a font; one that the font does not tell is not readable."""

    def __missing__(self, code: int) -> str:
        return UNREAD


@dataclass(frozen=True, slots=True)
class FontCodes:
    """How the codes of a font are read: the text of each, and how many bytes a code has."""

    texts: CodeTexts
    size: int = 2

    def decode(self, codes: bytes) -> str:
        """The text of a string of codes."""
        numbers = (
            struct.unpack(f">{len(codes) // 2}H", codes[: len(codes) // 2 * 2])
            if self.size == 2
            else codes
        )
        return "".join(map(self.texts.__getitem__, numbers))


NO_CODES = FontCodes(CodeTexts())


def read_font_codes(font: Any) -> FontCodes:
    """The coding of a font, from its table for copying text."""
    if "/ToUnicode" not in font:
        return NO_CODES
    table = font.ToUnicode.read_bytes()
    texts = CodeTexts()
    for section in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, value in re.findall(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]*)>", section):
            texts[int(code, 16)] = decode_utf16(value)
    for section in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, value in re.findall(
            rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", section
        ):
            start = decode_utf16(value)
            for number in range(int(first, 16), int(last, 16) + 1):
                texts[number] = start[:-1] + chr(ord(start[-1]) + number - int(first, 16))
    return FontCodes(texts, 2 if font.get("/Subtype") == "/Type0" else 1)


def decode_utf16(value: bytes) -> str:
    return bytes.fromhex(value.decode("ascii")).decode("utf-16-be", "replace")
