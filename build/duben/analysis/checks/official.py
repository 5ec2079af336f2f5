"""What [official] says and what the text says itself, compared."""

from __future__ import annotations

from collections.abc import Iterator

from duben.layout import conflicting_elements
from duben.model import Book, Problem, warning


def differing_elements(book: Book) -> Iterator[Problem]:
    """A warning, at its line of the text, for each element of an official document that [official]
    gives otherwise. What is set there is printed.
    """
    for key, wanted, found, block in conflicting_elements(book):
        yield warning("official-differs", block.place, key=key, wanted=wanted, found=found)
