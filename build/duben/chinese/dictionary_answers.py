"""What the dictionaries have answered: who asks the same again need not load them (0.35 s and 60
MB).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Answers = Mapping[str, Mapping[str, Any]]  # by what was asked, then by text
MOST = 20_000  # answers that are remembered of a kind

_before: Answers = {}
_now: dict[str, dict[str, Any]] = {}


def recall_answers(before: Answers) -> None:
    """From now on these are known, as plain data: what was asked about the same text before."""
    global _before
    _before = before
    _now.clear()


def dictionary_answers() -> Answers:
    """What is known now; of kinds of which that is much only what was asked since."""
    whole = {kind: {**_before.get(kind, {}), **_now.get(kind, {})} for kind in (*_before, *_now)}
    return {
        kind: known if len(known) <= MOST else _now.get(kind, {}) for kind, known in whole.items()
    }


def remembered_answer(kind: str, text: str, ask: Callable[[str], Any]) -> Any:
    """The answer to a question about a text, which is plain data and always the same; asked where
    it is not known.
    """
    now = _now.setdefault(kind, {})
    if text not in now:
        if len(now) == MOST:
            now.clear()
        known = _before.get(kind, {})
        now[text] = known[text] if text in known else ask(text)
    return now[text]
