"""A book while its author writes: its chapters as they are now, its enumerations as they were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from duben import chinese
from duben.analysis import outline
from duben.analysis.book import glossary_entries
from duben.model import Block, Book, Chapter, Enumeration, Occurrence


def follow_edit(before: Book, chapters: tuple[Chapter, ...]) -> Book:
    """The book with these chapters, before it is analysed again: its enumerations and their members
    are those of ``before``; in blocks that are new their terms are looked for as they were written.
    Outline and glossary are those of the chapters.
    """
    order: dict[str, int] = {}
    new: list[tuple[Block, Chapter]] = []
    for chapter in chapters:
        for block in chapter.walk():
            order[block.id] = len(order)
            if block.id not in before.blocks and block.kind not in ("code", "rule"):
                new.append((block, chapter))
    return replace(
        before,
        chapters=chapters,
        outline=outline.find_outline(before.settings, chapters),
        enumerations=tuple(_moved(before.enumerations, order, _mentions_in(new, before))),
        glossary=glossary_entries(chapters),
    )


def _mentions_in(
    blocks: Iterable[tuple[Block, Chapter]], before: Book
) -> dict[str, list[Occurrence]]:
    """The mentions in blocks, by the id of their enumeration."""
    written: dict[str, str] = {}
    for enumeration in before.enumerations:
        for at in enumeration.occurrences:
            written.setdefault(before.blocks[at.block].text[at.start : at.end], enumeration.id)
    terms = chinese.TermIndex(written)
    mentions: dict[str, list[Occurrence]] = {}
    for block, chapter in blocks:
        counts: Counter[str] = Counter()
        for start, text in terms.places(block.text):
            name = f"{written[text]}-{block.id}"
            counts[name] += 1
            mentions.setdefault(written[text], []).append(
                Occurrence(
                    name if counts[name] == 1 else f"{name}-{counts[name]}",
                    block.id,
                    chapter.slug,
                    start,
                    start + len(text),
                    block.place_of(start),
                )
            )
    return mentions


def _moved(
    enumerations: Iterable[Enumeration],
    order: Mapping[str, int],
    new: Mapping[str, Sequence[Occurrence]],
) -> Iterator[Enumeration]:
    """The enumerations that still stand in blocks of this order, with what is new of them."""
    for enumeration in enumerations:
        occurrences = [at for at in enumeration.occurrences if at.block in order]
        occurrences += new.get(enumeration.id, ())
        occurrences.sort(key=lambda at: (order[at.block], at.start))
        if occurrences:
            yield replace(enumeration, occurrences=tuple(occurrences))
