"""What the dictionaries have answered:
who asks the same again need not load them (0.35 s, 60 MB).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

Answers = Mapping[str, Mapping[str, Any]]  # by the kind of question, then by text
OF_TITLES = ("cuts", "last kinds")  # what is asked of a text that is set in lines between words
REMEMBERED_LIMIT = 20_000  # answers of a kind


class DictionaryAnswers:
    """A collection of answers, which are plain data: those known before and those given since."""

    def __init__(self, before: Answers) -> None:
        self.before = before
        self.since: dict[str, dict[str, Any]] = {}

    def answer(self, kind: str, text: str, ask: Callable[[str], Any]) -> Any:
        """The answer to a question about a text; ``ask`` is called where it is not known."""
        since = self.since.setdefault(kind, {})
        if text not in since:
            if len(since) == REMEMBERED_LIMIT:
                since.clear()
            before = self.before.get(kind, {})
            since[text] = before[text] if text in before else ask(text)
        return since[text]

    def to_data(self) -> Answers:
        """All answers; of a kind with more than REMEMBERED_LIMIT only those given since."""
        every = {
            kind: {**self.before.get(kind, {}), **self.since.get(kind, {})}
            for kind in (*self.before, *self.since)
        }
        return {
            kind: answers if len(answers) <= REMEMBERED_LIMIT else self.since.get(kind, {})
            for kind, answers in every.items()
        }


_current: ContextVar[DictionaryAnswers | None] = ContextVar("dictionary answers", default=None)


@contextmanager
def known_answers(before: Answers) -> Iterator[DictionaryAnswers]:
    """Inside it these answers are known, with those of the collection outside it; yields the
    collection, which grows.
    """
    known = current_answers()
    every = {kind: {**known.get(kind, {}), **before.get(kind, {})} for kind in (*known, *before)}
    token = _current.set(answers := DictionaryAnswers(every))
    try:
        yield answers
    finally:
        _current.reset(token)


def current_answers() -> Answers:
    """What is known here; {} outside ``known_answers``."""
    answers = _current.get()
    return answers.to_data() if answers else {}


def remembered_answer(kind: str, text: str, ask: Callable[[str], Any]) -> Any:
    """The answer to a question about a text, which is plain data and always the same: from the
    known ones, else by ``ask``.
    """
    answers = _current.get()
    return answers.answer(kind, text, ask) if answers else ask(text)


def answers_of_titles() -> Answers:
    """Of what is known here, what is asked when titles are set."""
    known = current_answers()
    return {kind: known.get(kind, {}) for kind in OF_TITLES}
