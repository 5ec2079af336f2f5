"""The order of Chinese words by their sound (音序): syllable, tone, character, one character after
the other.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

Key = tuple[tuple[str, str, str], ...]


def pinyin_key(text: str) -> Key:
    """What words are compared by: for each character its syllable, its tone (5: none) and itself.

    lü comes behind lu and before luan. As in dictionaries words with the same first character stand
    together. Characters with several readings have that of the word in which they stand (重庆
    chóng, 单于 chán). Of the same sound the order of the code tells, in which radical and strokes
    go up: cn-sort, which counts strokes, writes its logs into whatever folder one stands in (0.14).
    """
    pinyin = _dictionary()
    spelled = pinyin.lazy_pinyin(
        text,
        pinyin.Style.TONE3,
        neutral_tone_with_five=True,
        v_to_u=True,
        errors=list,
    )
    return tuple(
        (
            sound.rstrip("12345").replace("ü", "u!"),
            sound[-1] if sound[-1].isdigit() and len(sound) > 1 else "",
            character,
        )
        for sound, character in zip(spelled, text, strict=True)
    )


def syllables(text: str) -> list[str]:
    """The syllables of a text without their tones: fa, zhi for 法制 and 法治."""
    return list(_dictionary().lazy_pinyin(text))


def _dictionary() -> Any:
    # 0.1 s that a book without such a list does not need. Imported here, not by a lazy module,
    # which before Python 3.12 a second thread sees half loaded (python/cpython#114763).
    return import_module("pypinyin")
