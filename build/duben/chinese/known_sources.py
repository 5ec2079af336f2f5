"""Which document is cited for a known term where several list its members: the order of sources."""

from __future__ import annotations

from functools import cache

from duben.chinese.word_lists import word_list

# The rank of a source that has none of the words of the list.
BETWEEN = 5


@cache
def source_rank(source: str) -> int:
    """The rank of a document by its title, 1 for what is cited first (data/known-sources.txt)."""
    ranks = (line.split(" ", 1) for line in word_list("known-sources"))
    return min((int(rank) for rank, word in ranks if word in source), default=BETWEEN)
