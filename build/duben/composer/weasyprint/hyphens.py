"""Where a word may be parted with a hyphen: behind soft hyphens, and where the dictionary of the
language says (CSS Text 3 §6).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pyphen

from duben.composer.weasyprint.cascade import options_of
from duben.composer.weasyprint.nodes import BoxNode

_WORD = re.compile(
    "[^\\W\\d_\u2e80-\uffef\U00020000-\U0003ffff]+(?:\u00ad+[^\\W\\d_\u2e80-\uffef]+)*"
)


def hyphens_of(node: BoxNode) -> dict[int, float]:
    """The widths of the hyphens of a text, in px, by the character behind each."""
    style, text, face = node.box.style, node.box.text, node.face
    assert face is not None
    own = options_of(style)
    # CSS Text 3 §5.2, §5.3
    if style["hyphens"] == "none" or own.level == "anywhere" or own.words == "break-all":
        return {}
    width = sum(face.hyphen(style["hyphenate_character"]).advances)
    total, left, right = style["hyphenate_limit_chars"]
    automatic = style["hyphens"] == "auto"
    dictionary = hyphenation(style["lang"] or "", left, right) if automatic else None
    hyphens: dict[int, float] = {}
    for match in _WORD.finditer(text):
        word, start = match[0], node.start + match.start()
        if "\u00ad" in word:
            ends = [index + 1 for index, character in enumerate(word) if character == "\u00ad"]
        else:
            ends = dictionary.positions(word) if dictionary and len(word) >= total else []
        hyphens.update((start + end, width) for end in ends if 0 < end < len(word))
    return hyphens


@cache
def hyphenation(lang: str, left: int, right: int) -> Any:
    """The dictionary of a language; None if there is none."""
    known = pyphen.language_fallback(lang)
    return pyphen.Pyphen(lang=known, left=left, right=right) if known else None
