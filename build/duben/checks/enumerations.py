"""Rules on named enumerations."""

from __future__ import annotations

from collections.abc import Iterator

from duben.chinese import numerals, terms
from duben.errors import Problem, warning
from duben.model import Book, finding_mark

FIGURES = frozenset("0123456789０１２３４５６７８９")


def digit_form(book: Book) -> Iterator[Problem]:
    """T8: the number of a set expression stands in 汉字: “两个确立”, not “2个确立” (GB/T 15835 4.2)."""
    for enumeration in book.enumerations:
        if enumeration.kind == "bare":
            continue
        for at in enumeration.occurrences:
            text = book.blocks[at.block].text[at.start : at.end]
            if text[:1] in FIGURES:
                yield warning("T8", at.place, term=text, right=_in_han(text))


def _in_han(text: str) -> str:
    length = next((place for place, character in enumerate(text) if character not in FIGURES), len(text))
    number = numerals.value(text[:length]) or 0
    return ("两" if number == 2 else numerals.written(number)) + text[length:]


def number_of_members(book: Book) -> Iterator[Problem]:
    """T10: “N个……” followed by a list has N members. Told when the book is analysed, where the editor's word is known."""
    yield from (problem for problem in book.problems if problem.rule == "T10")


def since_decided(book: Book) -> Iterator[Problem]:
    """T17: what the text has anew, or otherwise, since enumerations.toml was last written, and what waits to be looked at.

    Only where ``duben enumerations --write`` has written the file; a term that is gone is told when the book is analysed.
    """
    decided = {terms.same(one.term): one for one in book.decisions}
    if not any(one.found for one in book.decisions):
        return
    for one in book.found:
        decision = decided.get(terms.same(one.term))
        if decision is None:
            yield warning("T17-new", one.occurrences[0].place, term=one.term, count=one.count)
        elif decision.found and decision.found != finding_mark(one.count, one.members):
            listed = "、".join(one.members) or "—"
            yield warning("T17", decision.place, term=one.term, count=one.count, listed=listed if len(listed) < 80 else listed[:80] + "……")
        elif decision.review in ("new", "changed"):
            yield warning("T17-review", decision.place, term=one.term)
