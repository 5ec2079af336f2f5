"""A message in both languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence, and a hint on what to do. A field ``{name}`` takes a value of the problem."""

    zh: str
    en: str
    zh_hint: str = ""
    en_hint: str = ""

    def sentence(self, language: str) -> str:
        """The sentence in "zh" or "en", its fields not filled."""
        return self.zh if language == "zh" else self.en

    def hint(self, language: str) -> str:
        """The hint in "zh" or "en", its fields not filled; "" where there is none."""
        return self.zh_hint if language == "zh" else self.en_hint
