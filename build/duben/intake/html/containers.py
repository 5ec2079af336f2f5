"""The element of a page that holds its article, by the names that publishing systems give it."""

from __future__ import annotations

from functools import cache

from lxml import etree

from duben.intake.word_files import read_words

NAMES_LENGTH = 500  # characters of class and id that are looked at


@cache
def _names() -> tuple[frozenset[str], frozenset[str]]:
    """The names of ``data/article-containers.txt``: all, and those that a script shows."""
    words = read_words("article-containers")
    shown = frozenset(word.rstrip("! ") for word in words if word.endswith("!"))
    return frozenset(word.rstrip("! ") for word in words), shown


def is_container(element: etree._Element) -> bool:
    """Whether a system calls an element its article."""
    return not _names()[0].isdisjoint(_own_names(element))


def is_shown_by_script(element: etree._Element) -> bool:
    """Whether an element is an article that the page hides until its script has run."""
    return not _names()[1].isdisjoint(_own_names(element))


def _own_names(element: etree._Element) -> list[str]:
    names = f"{element.get('class') or ''} {element.get('id') or ''} {element.tag}"
    return names[:NAMES_LENGTH].lower().split()
