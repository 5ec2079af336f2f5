"""One row of what the program says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence in both languages, and a hint on what to do; ``{name}`` takes a value of the
    problem.
    """

    zh: str
    en: str
    zh_hint: str = ""
    en_hint: str = ""

    def said(self, tongue: str) -> str:
        return self.zh if tongue == "zh" else self.en

    def hinted(self, tongue: str) -> str:
        return self.zh_hint if tongue == "zh" else self.en_hint
