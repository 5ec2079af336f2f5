"""What is wrong with the text of a book by the rules of Chinese writing: one function a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from duben import manuscript
from duben.analysis.checks import enumerations, marks, outline, typed, widths
from duben.analysis.checks.typed import Typed
from duben.cache import Cache, NullCache
from duben.model import Book, Chapter, Problem, Source

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


# Those that look at one chapter at a time, and at nothing but its text.
OF_A_CHAPTER = frozenset(("T6", "T7", "T9", *TYPED_RULES))


def check(
    book: Book, sources: Iterable[Source] = (), store: Cache | None = None
) -> tuple[Problem, ...]:
    """Every finding of every rule, all of them warnings; ``sources`` are the files as typed.

    Without them there are no columns, and slips of Markdown are not told. ``store`` has what
    earlier builds found in a chapter, and takes what is new.
    """
    files: dict[str, tuple[Source, ...]] = {}
    for source in sources:
        files[source.file] = (*files.get(source.file, ()), source)
    return (
        *(
            problem
            for name, rule in RULES.items()
            if name not in OF_A_CHAPTER
            for problem in rule(book)
        ),
        *(
            problem
            for chapter in book.chapters
            for problem in _in(chapter, book, files.get(chapter.file, ()), store or NullCache())
        ),
    )


def _in(
    chapter: Chapter, book: Book, sources: tuple[Source, ...], store: Cache
) -> tuple[Problem, ...]:
    """What the rules of OF_A_CHAPTER find in one, in their order."""
    depends = ("checked", chapter.file, [(source.text, source.lines) for source in sources])
    if sources and (kept := store.get(*depends)):
        return manuscript.problems_from_json(kept[0])
    alone, typed = replace(book, chapters=(chapter,)), Typed(sources)
    found = (
        *(
            problem
            for name, rule in RULES.items()
            if name in OF_A_CHAPTER
            for problem in rule(alone)
        ),
        *(problem for rule in TYPED_RULES.values() for problem in rule(alone, typed)),
    )
    if sources:
        store.put(manuscript.problems_to_json(found), b"", *depends)
    return found
