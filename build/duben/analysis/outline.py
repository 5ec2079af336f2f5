"""Chapters to the outline of their book: its headings and its labelled paragraphs, with levels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from duben import chinese
from duben.chinese import Label, OutlineStep
from duben.model import Block, Book, Chapter, OutlineEntry, Settings

# Labels of these kinds open no entry of the outline.
NO_ENTRY = frozenset(("first",))
# Classes of paragraphs whose labels open none: the list of annexes under a letter.
LETTER_CLASSES = frozenset(("annexes", "further-annexes"))
# A paragraph longer than this is text, not a heading.
SHORT = 60
# What a clause is cut at that no mark ends.
LONGEST_TITLE = 100
ANNEX = re.compile("附(?:件|录|錄|表)(?!：|:)")
NAMED = re.compile("《([^《》]{4,60})》")


def find_outline(settings: Settings, chapters: tuple[Chapter, ...]) -> tuple[OutlineEntry, ...]:
    """The headings and labelled paragraphs: of the body as one document, of front and back matter
    each by itself.
    """
    body = [chapter for chapter in chapters if chapter.part == "body"]
    groups = [body, *([chapter] for chapter in chapters if chapter.part != "body")]
    entries = {entry.block: entry for group in groups for entry in _entries(settings, group)}
    return tuple(
        entries[block.id] for chapter in chapters for block in chapter.blocks if block.id in entries
    )


def _entries(settings: Settings, chapters: list[Chapter]) -> Iterator[OutlineEntry]:
    pairs = [(block, chapter) for chapter in chapters for block in chapter.blocks]
    read = _read_labels([block for block, _ in pairs])
    for index in chinese.annex_names([block.text for block, _ in pairs], read):
        read[index] = None
    decimals = any(label and label.kind == "decimal" and len(label.parts) > 1 for label in read)
    titles = _titles(settings, chapters)
    titles |= _annexes_of_own_numbering(pairs, read, titles)
    steps = []
    for (block, _), label in zip(pairs, read, strict=True):
        if label and (
            label.kind in NO_ENTRY
            or not LETTER_CLASSES.isdisjoint(block.classes)
            or (_is_plain(label) and not decimals and block.kind != "heading")
        ):
            label = None
        steps.append(_step(block, label, block.id in titles))
    for (block, chapter), step, level in zip(
        pairs, steps, chinese.outline_levels(steps), strict=True
    ):
        if level or block.id in titles:
            yield _entry(block, chapter, step.label, level or 1)


def follow_outline(
    before: Book, old: Chapter, chapters: tuple[Chapter, ...], chapter: Chapter
) -> tuple[OutlineEntry, ...]:
    """The outline of a book in which a chapter stands in the place of an ``old`` one: where its
    headings and labels are those of the old one, so are their levels; else it is found anew.
    """
    pairs = list(zip_longest(_entry_steps(old), _entry_steps(chapter)))
    if any(was is None or now is None or was[1] != now[1] for was, now in pairs):
        return find_outline(before.settings, chapters)
    entries = [
        _entry(block, chapter, step.label if entry.label else None, entry.level)
        for (was, _), (block, step) in pairs
        if (entry := before.outline_entries.get(was.id))
    ]
    places = [at for at, entry in enumerate(before.outline) if entry.chapter == old.slug]
    if len(places) != len(entries):
        return find_outline(before.settings, chapters)
    new = dict(zip(places, entries, strict=True))
    return tuple(new.get(at, entry) for at, entry in enumerate(before.outline))


def _entry_steps(chapter: Chapter) -> Iterator[tuple[Block, OutlineStep]]:
    """The blocks of a chapter that may be entries of the outline."""
    for block, label in zip(chapter.blocks, _read_labels(chapter.blocks), strict=True):
        step = _step(block, label, False)
        if label or step.heading or step.fresh:
            yield block, step


def _read_labels(blocks: Sequence[Block]) -> list[Label | None]:
    """The label that opens each heading and paragraph; None for other blocks."""
    return chinese.read_labels(
        block.text if block.kind in ("heading", "paragraph") else "" for block in blocks
    )


def _is_plain(label: Label) -> bool:
    return label.kind == "decimal" and len(label.parts) == 1


def _titles(settings: Settings, chapters: list[Chapter]) -> frozenset[str]:
    """The headings that are the title of the whole or of a part with a numbering of its own: equal
    to the book's, alone at level 1 in the only chapter, an annex (附件), named in 《》 by the
    letter that opens the book, or the same over the texts of several people (报告　甲某).
    """
    firsts = [
        block
        for chapter in chapters
        for block in chapter.blocks
        if block.kind == "heading" and block.level == 1 and not chinese.read_label(block.text)
    ]
    title = _without_blanks(settings.book.title)
    alone = (
        len(chapters) == 1
        and sum(block.kind == "heading" and block.level == 1 for block in chapters[0].blocks) == 1
    )
    named = {title, *_names_of_letter(chapters[0])} if chapters and firsts else {title}
    shared = Counter(_shared_title(block.text) for block in firsts)
    return frozenset(
        block.id
        for block in firsts
        if alone
        or _without_blanks(block.text) in named
        or (shared[_shared_title(block.text)] > 1 and not ANNEX.match(block.text))
    )


def _annexes_of_own_numbering(
    pairs: Sequence[tuple[Block, Chapter]],
    labels: Sequence[Label | None],
    titles: frozenset[str],
) -> frozenset[str]:
    """The headings of annexes whose numbering begins anew with the kind of label that the text
    before the first annex begins with: 附件1 under a letter, and 一、 in both, or no label in the
    letter; not where a heading that is no title of the whole holds the numbering of that text.
    """
    opens: dict[str, str] = {}  # of what precedes, and of each annex, the kind of its first label
    part = ""
    for (block, _), label in zip(pairs, labels, strict=True):
        if block.kind == "heading" and block.level == 1 and ANNEX.match(block.text):
            part = block.id
        elif block.kind == "heading" and not label and not opens and block.id not in titles:
            return frozenset()
        elif label and label.kind not in NO_ENTRY:
            opens.setdefault(part, label.kind)
    letter = opens.pop("", "")
    return frozenset(part for part, kind in opens.items() if not letter or kind == letter)


def _shared_title(text: str) -> str:
    """What stands before the name of whom a text is by: 报告 of 报告　甲某."""
    return text.strip().partition("\u3000")[0]


def _names_of_letter(chapter: Chapter) -> set[str]:
    """The titles in 《》 that a chapter names before its first section."""
    texts = []
    for block in chapter.blocks:
        if block.kind == "heading" and block.level > 1:
            break
        texts.append(block.text)
    return {_without_blanks(name) for text in texts for name in NAMED.findall(text)}


def _without_blanks(text: str) -> str:
    return re.sub(r"\s", "", text)


def _step(block: Block, label: Label | None, is_title: bool) -> OutlineStep:
    text = block.text.strip()
    heading = block.level if block.kind == "heading" and not is_title else 0
    whole = "。" in text.rstrip("。") or text.endswith("；") or len(text) > SHORT
    fresh = (
        is_title
        or not label
        and bool(ANNEX.match(text))
        and len(text) <= 40
        and not text.endswith(("。", "；", "，"))
    )
    announces = text.endswith(("：", ":"))
    return OutlineStep(label, heading, whole=whole, fresh=fresh, announces=announces)


def _entry(block: Block, chapter: Chapter, label: Label | None, level: int) -> OutlineEntry:
    text = block.text[label.end if label else 0 :].strip()
    heading = block.kind == "heading"
    line = re.sub(r"\s*\n\s*", "", text)
    title = line if heading else _title(line)
    return OutlineEntry(
        label.text if label else "",
        level,
        text,
        title,
        label.kind if label else "",
        block.id,
        chapter.slug,
        block.place,
        heading,
    )


def _title(text: str) -> str:
    """A paragraph as a contents page shows it: whole when it is short, else its first clause."""
    plain = text.rstrip("。；：:;")
    if len(plain) <= chinese.LONGEST_CLAUSE and "。" not in plain:
        return plain
    return chinese.first_clause(text, LONGEST_TITLE)
