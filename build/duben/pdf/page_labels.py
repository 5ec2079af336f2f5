"""What pages are called, and what begins on them: folios, page labels, starts of pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from duben.model import (
    Book,
    Page,
    PageStart,
    folio,
)
from duben.pdf import (
    assembly,
)
from duben.pdf.page_fragments import FragmentPage, PageFragment

ENTRY = "enumeration-"  # before the id of an enumeration: the id of its entry in the appendix
HEADINGS = ("answers", "appendix", "unlisted")  # ids of the headings that are ours
LEFT_OUT = re.compile(r"[\s\ufffc]")  # of a text on a page, when its characters are counted


def labels(printed: Sequence[Page]) -> str:
    """Page labels as a PDF's number tree: 封面, i ii …, 1 2 …, 封底."""
    numbers: list[str] = []
    before = ""
    for index, page in enumerate(printed):
        kind = page.folio and ("D" if page.folio.isdecimal() else "r")
        if kind != before or not kind:
            label = assembly.text("封面" if page.part == "cover" else "封底").decode()
            numbers.append(f"{index} <<{f'/S /{kind}' if kind else f'/P {label}'}>>")
        before = kind
    return f"<</Nums [{' '.join(numbers)}]>>"


def pages_of(found: Iterable[PageFragment]) -> list[FragmentPage]:
    """The pages of parts, one behind the other."""
    return [page for part in found for page in part.pages]


def folios(pages: Sequence[FragmentPage], part: str, before: int = 0) -> dict[str, str]:
    """The folio of every anchor: that of the first page on which it stands. So many numbered pages
    stand ``before`` these.
    """
    return {
        name: folio(part, number)
        for number, page in reversed(list(enumerate(pages, before + 1)))
        for name in page.anchors
    }


def page_starts(
    book: Book, front: Sequence[FragmentPage], numbered: Sequence[FragmentPage]
) -> Iterator[PageStart]:
    """Where each numbered page begins, in the text of a block; pages without text of the book have
    none.
    """
    headings: set[str] = set()  # further headings of ours stand in the same element as the first
    for part, pages in (("front", front), ("body", numbered)):
        read: dict[str, int] = {}
        for index, page in enumerate(pages, 1):
            pieces = [
                (name, count)
                for name, count in page.text
                if name in book.blocks
                or name.startswith(ENTRY)
                or name in HEADINGS
                and name not in headings
            ]
            headings.update(name for name, _ in pieces if name in HEADINGS)
            places = [
                (
                    name,
                    offset_of(book.blocks[name].text, read.get(name, 0), 0)
                    if name in book.blocks
                    else 0,
                )
                for name, _ in pieces
            ]
            # The head of a table that comes again is no beginning.
            fresh = (
                place
                for place in places
                if place[0] not in book.blocks or place[1] < len(book.blocks[place[0]].text)
            )
            if places:
                name, offset = next(fresh, places[0])
                yield PageStart(folio(part, index), name.removeprefix(ENTRY), offset)
            for name, count in pieces:
                if name in book.blocks:
                    read[name] = offset_of(book.blocks[name].text, read.get(name, 0), count)


def offset_of(text: str, start: int, count: int) -> int:
    """The offset of the character that ``count`` characters from ``start`` on, blanks and pictures
    left out, stand before.
    """
    if not LEFT_OUT.search(text, start, start + count + 1):
        return min(start + count, len(text))
    for offset in range(start, len(text)):
        character = text[offset]
        if not character.isspace() and character != "\ufffc":
            if count == 0:
                return offset
            count -= 1
    return len(text)
