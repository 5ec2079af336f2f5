"""Where words stand in the texts of a document: all texts are searched at once."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate

NeededWords = Iterable[tuple[str, int]]  # a word, and how often a text must hold it


class WordPlaces:
    """The texts of a document; what was looked for once is known. No word has a line break in
    it.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.text = "\n".join(texts)
        self._starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
        self._counts: dict[str, Counter[int]] = {}

    def holding(self, needed: NeededWords) -> list[int]:
        """The texts that hold at least one of the words as often as it is needed, by number."""
        return sorted(
            {
                index
                for word, number in needed
                for index, count in self.counts(word).items()
                if count >= number
            }
        )

    def counts(self, word: str) -> Counter[int]:
        """How often each text holds a word; the texts that do not are left out."""
        if word not in self._counts:
            self._counts[word] = Counter(
                bisect_right(self._starts, match.start()) - 1
                for match in re.finditer(re.escape(word), self.text)
            )
        return self._counts[word]
