"""What holds between the chapters of a book: names, ids that differ, links that lead somewhere."""

from __future__ import annotations

import operator
import posixpath
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from hashlib import blake2b

from duben.manuscript.ascii_names import ascii_name
from duben.model import Block, Chapter, Problem, SourceLocation, problem

# Ids looked at for one like a target that does not exist, and targets for which that is done.
LIKENESS_IDS = 5_000
LIKENESS_TARGETS = 50


@dataclass(slots=True)
class ParsedChapter:
    """A chapter with what was typed in it that other chapters must answer for."""

    chapter: Chapter
    own_ids: list[tuple[str, SourceLocation]] = field(default_factory=list)
    references: list[tuple[str, SourceLocation]] = field(default_factory=list)


def id_maker(slug: str) -> Callable[[str, str], str]:
    """Gives ids for (kind, text): the same for the same chapter, kind and text, counted where they
    come again.
    """
    counts: dict[str, int] = {}

    def make_id(kind: str, text: str) -> str:
        digest = blake2b(
            f"{slug}\0{kind}\0{text}".encode("utf-8", "replace"), digest_size=6
        ).hexdigest()
        name = f"{kind[0]}{digest}"
        counts[name] = counts.get(name, 0) + 1
        return name if counts[name] == 1 else f"{name}-{counts[name]}"

    return make_id


def chapter_slugs(files: Sequence[str]) -> tuple[str, ...]:
    """A name for each file, ascii and different from all others: its number taken off, 汉字 as
    pinyin.
    """
    taken: set[str] = set()
    slugs = []
    for file in files:
        stem = posixpath.basename(file)
        stem = stem[: -len(".md")] if stem.lower().endswith(".md") else stem.rsplit(".", 1)[0]
        wanted = ascii_name(stem.lstrip("0123456789-_. ")) or ascii_name(stem) or "chapter"
        if not wanted[0].isalpha():
            wanted = f"c-{wanted}"
        name, count = wanted, 1
        while name in taken:
            count += 1
            name = f"{wanted}-{count}"
        taken.add(name)
        slugs.append(name)
    return tuple(slugs)


def resolve_references(parsed: Sequence[ParsedChapter]) -> tuple[Chapter, ...]:
    """The chapters with every reference led to the id of a block, and what is wrong with ids and
    references told.
    """
    problems: dict[str, list[Problem]] = {
        entry.chapter.file: list(entry.chapter.problems) for entry in parsed
    }
    distinct = _make_ids_distinct(parsed, problems)
    targets, files = _collect_targets(distinct)
    missing = _missing_targets(parsed, targets, files, problems)
    ordered = {
        file: tuple(sorted(own, key=lambda entry: entry.place or SourceLocation("")))
        for file, own in problems.items()
    }
    return tuple(
        replace(_resolve_chapter(chapter, targets, files, missing), problems=ordered[chapter.file])
        for chapter in distinct
    )


def resolve_alone(
    parsed: ParsedChapter, chapters: Sequence[Chapter], blocks: Mapping[str, Block]
) -> Chapter | None:
    """One chapter with its references led to the ids of blocks, beside the ``chapters`` and
    ``blocks`` of the book before it changed. None where one of its ids is another chapter's too, or
    one of its references leads nowhere: then all chapters are asked.
    """
    chapter = parsed.chapter
    ids = {
        name: block.place.file for name, block in blocks.items() if block.place.file != chapter.file
    }
    own = [block.id for block in chapter.walk()] + [note.id for note in chapter.notes]
    if len(own) != len(set(own)) or not ids.keys().isdisjoint(own):
        return None
    ids.update(dict.fromkeys(own, chapter.file))
    files = _first_ids([*chapters, chapter])
    if not all(_target_id(target, ids, files) for target, _ in parsed.references):
        return None
    return _resolve_chapter(chapter, ids, files, set())


def _make_ids_distinct(
    parsed: Sequence[ParsedChapter], problems: Mapping[str, list[Problem]]
) -> list[Chapter]:
    """The chapters with no id twice: the author's first one stays, later ones are told and
    numbered.
    """
    own: dict[str, SourceLocation] = {}
    for entry in parsed:
        for name, place in entry.own_ids:
            if name in own:
                problems[place.file if place.file in problems else entry.chapter.file].append(
                    problem("id-twice", place, id=name, first=str(own[name]))
                )
            own.setdefault(name, place)
    taken: set[str] = set()
    counts: Counter[str] = Counter()

    def free(name: str) -> str:
        fresh = name
        while fresh in taken:
            counts[name] += 1
            fresh = f"{name}-{counts[name] + 1}"
        taken.add(fresh)
        return fresh

    chapters = []
    for entry in parsed:
        chapter = entry.chapter
        ids = [block.id for block in chapter.walk()] + [note.id for note in chapter.notes]
        if len(ids) == len(set(ids)) and taken.isdisjoint(ids):
            taken.update(ids)
        else:
            chapter = _rename_ids(chapter, free)
        chapters.append(chapter)
    return chapters


def _rename_ids(chapter: Chapter, free: Callable[[str], str]) -> Chapter:
    def rename(block: Block) -> Block:
        return replace(block, id=free(block.id), children=tuple(map(rename, block.children)))

    return _map_blocks(chapter, rename)


def _map_blocks(chapter: Chapter, change: Callable[[Block], Block]) -> Chapter:
    """A chapter with each of its outermost blocks changed, those of its notes too."""
    blocks = tuple(map(change, chapter.blocks))
    notes = tuple(replace(note, blocks=tuple(map(change, note.blocks))) for note in chapter.notes)
    title = blocks[0] if chapter.title and blocks else None
    return replace(chapter, blocks=blocks, notes=notes, title=title)


def _collect_targets(chapters: Sequence[Chapter]) -> tuple[dict[str, str], dict[str, str]]:
    """The file that each id stands in, and the id that each file as a whole has."""
    ids = {block.id: chapter.file for chapter in chapters for block in chapter.walk()}
    return ids, _first_ids(chapters)


def _first_ids(chapters: Sequence[Chapter]) -> dict[str, str]:
    """The id that each file as a whole has: that of its title, or of its first block."""
    firsts = {
        chapter.file: chapter.title or next(iter(chapter.blocks), None) for chapter in chapters
    }
    return {file: first.id for file, first in firsts.items() if first}


def _missing_targets(
    parsed: Sequence[ParsedChapter],
    ids: Mapping[str, str],
    files: Mapping[str, str],
    problems: Mapping[str, list[Problem]],
) -> set[str]:
    """The targets that do not exist, each told where it was typed."""
    missing: set[str] = set()
    own = [name for entry in parsed for name, _ in entry.own_ids][:LIKENESS_IDS]
    for entry in parsed:
        for target, place in entry.references:
            if _target_id(target, ids, files):
                continue
            missing.add(target)
            known = own if "#" in target else list(files)
            near = (
                get_close_matches(target.rpartition("#")[2], known, 1, 0.4)
                if len(missing) <= LIKENESS_TARGETS
                else []
            )
            nearest = near[0] if near else "、".join(known[:5])
            problems[entry.chapter.file].append(
                problem("link-target", place, target=target[:60], nearest=nearest)
            )
    return missing


def _target_id(target: str, ids: Mapping[str, str], files: Mapping[str, str]) -> str:
    """The id of the block that a target names, or ""."""
    file, mark, name = target.partition("#")
    if not mark:
        return files.get(file, "")
    return name if name in ids and file in ("", ids[name]) else ""


def _resolve_chapter(
    chapter: Chapter, ids: Mapping[str, str], files: Mapping[str, str], missing: set[str]
) -> Chapter:
    """A chapter whose references hold ids; one that leads nowhere is text."""

    def resolve(block: Block) -> Block:
        spans = block.spans
        if any(span.kind == "reference" for span in spans):
            spans = tuple(
                replace(span, value=_target_id(span.value, ids, files))
                if span.kind == "reference"
                else span
                for span in spans
                if span.kind != "reference" or span.value not in missing
            )
        children = tuple(map(resolve, block.children))
        if spans is block.spans and all(map(operator.is_, children, block.children)):
            return block
        return replace(block, spans=spans, children=children)

    return _map_blocks(chapter, resolve)
