"""Glue: a gap between two characters that may shrink or open (the word is Knuth's)."""

from __future__ import annotations

from typing import NamedTuple

from duben.composer import rules


class Glue(NamedTuple):
    """The gap behind a character, and by how much it may change, in the unit of the widths.

    Gaps between two 汉字 are no glue: they are many, all open alike, and none shrinks.
    """

    after: int  # the character before it
    stage: int  # when it shrinks: each stage is used up before the next (L14)
    shrink: float
    stretch: float  # before anything else opens: Latin spaces
    mark_stretch: float  # together with the marks
    last_stretch: float  # and again, where 汉字 would stand too far apart otherwise
    is_space: bool
    is_mark: bool  # the blank of a lone mark, which may grow


def loose_weight(glue: Glue) -> int:
    """As how many gaps between 汉字 a gap beside a Latin word opens in a line that is loose anyhow:
    a space three times as far.
    """
    if glue.is_space:
        return 3
    return int(glue.last_stretch > 0 and glue.stage != rules.ADDRESS_STAGE)
