"""References of a page (&#23383;) that name no character: a parser puts U+FFFD for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

REFERENCE = re.compile("&#(?:[xX](?P<hex>[0-9A-Fa-f]+)|(?P<decimal>[0-9]+));?")
SHOWN = 5  # references of a line
SHOWN_LENGTH = 20  # characters of one


def references_to_nothing(source: str) -> Iterator[tuple[int, str]]:
    """Each line of a page with such references, and these as they are typed."""
    for number, matches in groupby(_places(source), key=lambda place: place[0]):
        texts = [
            text if len(text) <= SHOWN_LENGTH else text[:SHOWN_LENGTH] + "…" for _, text in matches
        ]
        yield number, "、".join(texts[:SHOWN]) + "…" * (len(texts) > SHOWN)


def _places(source: str) -> Iterator[tuple[int, str]]:
    number, counted = 1, 0
    for match in REFERENCE.finditer(source):
        if not _is_character(match):
            number += source.count("\n", counted, match.start())
            counted = match.start()
            yield number, match.group()


def _is_character(match: re.Match[str]) -> bool:
    """Whether a reference is to a character: no zero, no half of a pair, none beyond Unicode."""
    digits = (match["hex"] or match["decimal"]).lstrip("0")
    code = int(digits[:8] or "0", 16 if match["hex"] else 10)
    return 0 < code < 0xD800 or 0xDFFF < code <= 0x10FFFF
