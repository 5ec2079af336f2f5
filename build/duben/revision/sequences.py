"""How one sequence becomes another, and how alike they are: by rapidfuzz."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from rapidfuzz.distance import Indel


def edit_steps(old: Sequence[Hashable], new: Sequence[Hashable]) -> Any:
    """The steps from one to the other: each with its tag, and where it stands in both."""
    return Indel.opcodes(old, new)


def similarity(old: Sequence[Hashable], new: Sequence[Hashable], least: float) -> float:
    """Twice what they have in common over all that they are;
    0 where that is less than ``least``.
    """
    return Indel.normalized_similarity(old, new, score_cutoff=least)
