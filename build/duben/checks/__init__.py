"""What is wrong with the text of a book by the rules of Chinese writing: one function a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from duben.checks import enumerations, marks, outline
from duben.errors import Problem
from duben.model import Book

Rule = Callable[[Book], Iterator[Problem]]

# Each with its id in docs/rules-text.md.
RULES: Mapping[str, Rule] = {
    "T1": outline.order_of_kinds,
    "T2": outline.consecutive_numbers,
    "T3": outline.mark_after_label,
    "T4": outline.one_kind_of_ordinal,
    "T5": outline.heading_end,
    "T6": marks.needless_marks,
    "T7": marks.pairs,
    "T8": enumerations.digit_form,
    "T9": marks.official_form,
    "T10": enumerations.number_of_members,
}


def check(book: Book) -> tuple[Problem, ...]:
    """Every finding of every rule, all of them warnings, in the order of the rules."""
    return tuple(problem for rule in RULES.values() for problem in rule(book))
