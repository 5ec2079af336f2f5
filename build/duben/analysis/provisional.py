"""A book while its author writes: a chapter as it is now, the enumerations as they were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from duben import chinese
from duben.analysis import outline
from duben.analysis.book import glossary_entries
from duben.model import Book, Chapter, Enumeration, GlossaryEntry, Occurrence

Placed = TypeVar("Placed", bound=Occurrence | GlossaryEntry)


def follow_edit(before: Book, chapter: Chapter) -> Book:
    """The book with this chapter in the place of that of its file, before it is analysed again: its
    enumerations and their members are those of ``before``; in blocks that are new their terms are
    looked for as they were written. Outline and glossary are those of the chapters.
    """
    old = next(
        chapter_before for chapter_before in before.chapters if chapter_before.file == chapter.file
    )
    chapters = tuple(chapter if other is old else other for other in before.chapters)
    return replace(
        before,
        chapters=chapters,
        outline=outline.follow_outline(before, old, chapters, chapter),
        enumerations=tuple(_follow_enumerations(before, chapters, chapter)),
        glossary=_in_order(
            before.glossary, glossary_entries((chapter,)), _chapter_order(chapters), chapter.slug
        ),
    )


def _chapter_order(chapters: Sequence[Chapter]) -> Mapping[str, int]:
    return {chapter.slug: index for index, chapter in enumerate(chapters)}


def _in_order(
    before: Sequence[Placed], new: Sequence[Placed], order: Mapping[str, int], slug: str
) -> tuple[Placed, ...]:
    """What stands in chapters of this order, with what is ``new`` in one of them in the place of
    what was there.
    """
    own = order[slug]
    return (
        *(at for at in before if order[at.chapter] < own),
        *new,
        *(at for at in before if order[at.chapter] > own),
    )


def _follow_enumerations(
    before: Book, chapters: Sequence[Chapter], chapter: Chapter
) -> Iterator[Enumeration]:
    """The enumerations that still stand in the chapters, with their mentions in the one that has
    changed.
    """
    order = _chapter_order(chapters)
    blocks = {block.id: index for index, block in enumerate(chapter.walk())}
    new = _mentions_in(chapter, before)
    for enumeration in before.enumerations:
        mentions = [
            at
            for at in enumeration.occurrences
            if at.chapter == chapter.slug and at.block in blocks
        ]
        if enumeration.id in new:
            mentions += new[enumeration.id]
        mentions.sort(key=lambda at: (blocks[at.block], at.start))
        occurrences = _in_order(enumeration.occurrences, mentions, order, chapter.slug)
        if occurrences:
            yield replace(enumeration, occurrences=occurrences)


def _mentions_in(chapter: Chapter, before: Book) -> dict[str, list[Occurrence]]:
    """The mentions in the blocks of a chapter that are new, by the id of their enumeration."""
    written: dict[str, str] = {}
    for enumeration in before.enumerations:
        for at in enumeration.occurrences:
            written.setdefault(before.blocks[at.block].text[at.start : at.end], enumeration.id)
    terms = chinese.TermIndex(written)
    mentions: dict[str, list[Occurrence]] = {}
    for block in chapter.walk():
        if block.id in before.blocks or block.kind in ("code", "rule"):
            continue
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
