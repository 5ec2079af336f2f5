"""Text from right to left inside a paragraph: the level of each character, and the order of a line
(UAX 9).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from weasyprint.text.ffi import ffi, gobject, pango

ffi.cdef("""
unsigned char *pango_log2vis_get_embedding_levels(const char *text, int length, int *direction);
void g_free(void *memory);
int g_unichar_get_mirror_char(unsigned int character, unsigned int *mirrored);
""")

# Letters from right to left, and what sets a direction.
_DIRECTED = re.compile(
    "[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
CONTROLS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")


def levels(text: str, right_to_left: bool) -> list[int] | None:
    """The embedding level of each character of a paragraph; None if all of it runs from left to
    right.
    """
    if not (right_to_left or _DIRECTED.search(text)):
        return None
    result: list[int] = []
    for paragraph in text.splitlines(keepends=True):
        encoded = paragraph.encode()
        direction = ffi.new("int *", int(right_to_left))
        found = pango.pango_log2vis_get_embedding_levels(
            ffi.new("char[]", encoded), len(encoded), direction
        )
        try:
            result += ffi.buffer(found, len(paragraph))[:]
        finally:
            gobject.g_free(found)
    return result if any(result) else None


def mirror_bracket(character: str) -> str:
    """A bracket as it looks from right to left; another character as it is."""
    mirrored = ffi.new("unsigned int *")
    return (
        chr(mirrored[0])
        if gobject.g_unichar_get_mirror_char(ord(character), mirrored)
        else character
    )


def order(line: Sequence[int]) -> list[int]:
    """The characters of a line, given by their levels,
    as they stand from left to right (rule L2).
    """
    result = list(range(len(line)))
    odd = [level for level in line if level % 2]
    if not odd:
        return result
    for level in range(max(line), min(odd) - 1, -1):
        start = 0
        while start < len(result):
            if line[result[start]] < level:
                start += 1
                continue
            stop = start
            while stop < len(result) and line[result[stop]] >= level:
                stop += 1
            result[start:stop] = reversed(result[start:stop])
            start = stop
    return result
