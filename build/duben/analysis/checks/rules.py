"""What is wrong with the text of a book by the rules of Chinese writing: one function a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from duben.analysis.checks import (
    enumerations,
    house_list as house_list_rule,
    known_terms,
    markdown,
    marks,
    official,
    outline,
    totals,
    widths,
)
from duben.analysis.checks.markdown import TypedFiles
from duben.cache import Cache, NullCache
from duben.model import Book, Chapter, HouseList, Problem, Source, from_plain, to_plain

Rule = Callable[[Book], Iterator[Problem]]
NO_HOUSE_LIST = HouseList()
FileRule = Callable[[Book, TypedFiles], Iterator[Problem]]

# A rule is a function and a row of the table RULES in its module; these tables say what it is
# given.
BOOK_RULES: Mapping[str, Rule] = {
    **outline.RULES,
    **enumerations.RULES,
    **known_terms.RULES,
}
CHAPTER_RULES: Mapping[str, Rule] = {**marks.RULES, **totals.RULES}
# Those that look at the file too: for the column, and for what Markdown made of it.
FILE_RULES: Mapping[str, FileRule] = {**widths.RULES, **markdown.RULES}


def check(
    book: Book,
    sources: Iterable[Source] = (),
    store: Cache | None = None,
    house_list: HouseList = NO_HOUSE_LIST,
) -> tuple[Problem, ...]:
    """Every finding of every rule, all of them warnings; ``sources`` are the files as typed.

    Without them there are no columns, and slips of Markdown are not told. ``store`` has what
    earlier builds found in a chapter, and takes what is new. ``house_list``: the wordings and
    persons of the office.
    """
    files: dict[str, tuple[Source, ...]] = {}
    for source in sources:
        files[source.file] = (*files.get(source.file, ()), source)
    return (
        *(problem for rule in BOOK_RULES.values() for problem in rule(book)),
        *house_list_rule.as_in_house_list(book, house_list),
        *official.differing_elements(book),
        *(
            problem
            for chapter in book.chapters
            for problem in _check_chapter(
                chapter, book, files.get(chapter.file, ()), store or NullCache()
            )
        ),
    )


def _check_chapter(
    chapter: Chapter, book: Book, sources: tuple[Source, ...], store: Cache
) -> tuple[Problem, ...]:
    """What the rules of a chapter find in one, in their order."""
    depends = ("checked", chapter.file, [(source.text, source.lines) for source in sources])
    if sources and (kept := store.get(*depends)):
        return from_plain(tuple[Problem, ...], kept[0])
    alone, typed = replace(book, chapters=(chapter,)), TypedFiles(sources)
    found = (
        *(problem for rule in CHAPTER_RULES.values() for problem in rule(alone)),
        *(problem for rule in FILE_RULES.values() for problem in rule(alone, typed)),
    )
    if sources:
        store.put(to_plain(tuple[Problem, ...], found), b"", *depends)
    return found
