"""What is wrong with the text of a book by the rules of Chinese writing: one function a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from duben.checks import enumerations, marks, outline, typed, widths
from duben.checks.typed import Typed
from duben.errors import Problem
from duben.model import Book, Source

Rule = Callable[[Book], Iterator[Problem]]
TypedRule = Callable[[Book, Typed], Iterator[Problem]]

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
    "T11": enumerations.one_list,
    "T12": enumerations.one_number,
    "T13": enumerations.explained_first,
    "T14": enumerations.explained_at_all,
    "T15": enumerations.run_of_labels,
    "T16": enumerations.item_twice,
    "T17": enumerations.since_decided,
    "T18": enumerations.sum_of_parts,
}

# Those that look at the file too: for the column, and for what Markdown made of it.
TYPED_RULES: Mapping[str, TypedRule] = {
    "L22": widths.widths,
    "M1": typed.lone_stars,
    "M2": typed.row_without_ruler,
    "M3": typed.heading_as_text,
    "M4": typed.wide_signs,
    "M5": typed.hidden_stars,
}


def check(book: Book, sources: Iterable[Source] = ()) -> tuple[Problem, ...]:
    """Every finding of every rule, all of them warnings, in the order of the rules; ``sources`` are the files as typed.

    Without them there are no columns, and slips of Markdown are not told.
    """
    files = Typed(tuple(sources))
    return (*(problem for rule in RULES.values() for problem in rule(book)),
            *(problem for rule in TYPED_RULES.values() for problem in rule(book, files)))  # fmt: skip
