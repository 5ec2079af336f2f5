"""Names in ascii for files and ids: 汉字 become pinyin."""

from __future__ import annotations

import re

from duben.chinese import remembered_answer, syllables

HAN = re.compile(r"([\u2e80-\u9fff\U00020000-\U0003ffff]+)")


def make_book_id(name: str) -> str:
    """An ascii id made of a name: 汉字 as pinyin, lower case; "book" when nothing is left."""
    return ascii_name(name) or "book"


def ascii_name(name: str) -> str:
    """Lower-case ascii letters and digits of a name joined with "-", 汉字 as pinyin;
    may be empty.
    """
    words = name[:64] if name[:64].isascii() else _spell_out(name[:64])
    ascii_words = re.sub(r"[^a-z0-9]+", "-", words.lower().replace("ü", "v")).strip("-")
    return ascii_words[:64].strip("-")


def _spell_out(name: str) -> str:
    return " ".join(
        remembered_answer("sounds", part, _look_up_pinyin) if ord(part[0]) > 0x2E7F else part
        for part in HAN.split(name)
        if part
    )


def _look_up_pinyin(text: str) -> str:
    return " ".join(syllables(text))
