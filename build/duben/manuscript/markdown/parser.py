"""A chapter's Markdown to blocks: text, spans, notes, and the line of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal
from xml.etree.ElementTree import Element

import markdown

from duben.cache import Cache, NullCache
from duben.manuscript.markdown import chapter_json, python_markdown as markdown_reader
from duben.manuscript.markdown.blocks import BlockBuilder
from duben.manuscript.markdown.chapter_context import ChapterContext
from duben.manuscript.markdown.chunks import Chunk, split_chunks
from duben.manuscript.markdown.cross_references import (
    ParsedChapter,
    chapter_slugs,
    id_maker,
    resolve_references,
)
from duben.manuscript.markdown.preparation import HEADING_LIMIT, PreparedChapter, prepare
from duben.manuscript.markdown.source_lines import ElementLines, LineFinder, locate_elements
from duben.model import Block, Chapter, Note, Problem, Source, problem, warning

# What Python-Markdown's inline patterns stop at; most paragraphs have none of it.
INLINE_SYNTAX = re.compile(r"[`\\\[<&]|  \n")
BOOK_PARTS: dict[str, Literal["front", "back"]] = {"front": "front", "back": "back"}


def parse(source: Source, slug: str) -> Chapter:
    """One chapter. References hold their targets as typed: ``parse_all`` leads them to blocks."""
    return _parse(source, slug).chapter


def parse_chapters(sources: Sequence[Source], store: Cache | None = None) -> tuple[Chapter, ...]:
    """All chapters of a book, references led to the ids of blocks; what is wrong is in ``problems``
    of each.

    ``store`` has chapters that earlier builds parsed, and takes new ones.
    """
    names = chapter_slugs([source.file for source in sources])
    parsed = [
        _load_or_parse(source, slug, store or NullCache())
        for source, slug in zip(sources, names, strict=True)
    ]
    _tell_too_many_headings(parsed)
    return resolve_references(parsed)


def _load_or_parse(source: Source, slug: str, store: Cache) -> ParsedChapter:
    """A chapter as it was parsed before, or now: it depends on its own text alone."""
    depends = "chapter", slug, source.file, source.text, source.lines
    if kept := store.get(*depends):
        return chapter_json.chapter_from_json(kept[0], source.file)
    parsed = _parse(source, slug)
    store.put(chapter_json.chapter_to_json(parsed), b"", *depends)
    return parsed


def _parse(source: Source, slug: str) -> ParsedChapter:
    prepared = prepare(source)
    if prepared.too_much:
        return ParsedChapter(Chapter(slug, source.file, (), problems=tuple(prepared.problems)))
    ids = id_maker(slug)
    note_ids = {name: ids("note", name) for name in prepared.notes}
    context = ChapterContext(source.file, source.place, prepared.problems, note_ids)
    places = ElementLines()
    maker = BlockBuilder(source.file, places, prepared.codes, context, ids)
    reader = markdown_reader.make_markdown(prepared.links)
    trees = _parse_trees(reader, prepared, places, context)
    root = Element("div")
    for tree in trees.pieces:
        root.extend(tree)
    blocks = list(maker.blocks(root, 1))
    notes = _make_notes(maker, trees.notes, context, prepared, source)
    _tell_unused_links(prepared, reader, source)
    return _make_chapter(source, slug, blocks, notes, maker, prepared.problems)


class _Trees:
    """The trees of a chapter's pieces and of its notes, inline syntax read."""

    def __init__(self) -> None:
        self.pieces: list[Element] = []
        self.notes: dict[str, Element] = {}


def _parse_trees(
    reader: markdown.Markdown,
    prepared: PreparedChapter,
    places: ElementLines,
    context: ChapterContext,
) -> _Trees:
    made = _Trees()
    for piece in split_chunks(prepared.lines):
        text = piece.text(prepared.lines)
        tree = _parse_blocks(reader, text, piece, prepared, context)
        notes = markdown_reader.note_definitions(reader)
        for name in list(notes):
            made.notes.setdefault(
                name.strip(),
                _parse_note(reader, notes.pop(name), name, piece, prepared, places, context),
            )
        locate_elements(
            tree,
            LineFinder(
                prepared.lines[piece.start : piece.end], prepared.numbers[piece.start : piece.end]
            ),
            places,
        )
        made.pieces.append(
            _read_inline_syntax(reader, tree, text, prepared.numbers[piece.start], context)
        )
    return made


def _parse_blocks(
    reader: markdown.Markdown,
    text: str,
    piece: Chunk,
    prepared: PreparedChapter,
    context: ChapterContext,
) -> Element:
    tree = Element("div")
    try:
        reader.parser.parseChunk(tree, text)
    except (RecursionError, IndexError, AttributeError, ValueError, TypeError):
        # Python-Markdown has bugs on lists without items and the like; nothing of the piece may be
        # lost in silence.
        reader.parser.state.clear()
        context.tell("markdown-unread", prepared.numbers[piece.start])
        return Element("div")
    return tree


def _parse_note(
    reader: markdown.Markdown,
    text: str,
    name: str,
    piece: Chunk,
    prepared: PreparedChapter,
    places: ElementLines,
    context: ChapterContext,
) -> Element:
    tree = _parse_blocks(reader, text, piece, prepared, context)
    first = prepared.notes.get(name.strip(), prepared.numbers[piece.start])
    start = next(
        (i for i in range(piece.start, piece.end) if prepared.numbers[i] >= first), piece.start
    )
    locate_elements(
        tree,
        LineFinder(prepared.lines[start : piece.end], prepared.numbers[start : piece.end]),
        places,
    )
    return _read_inline_syntax(reader, tree, text, first, context)


def _read_inline_syntax(
    reader: markdown.Markdown, tree: Element, text: str, line: int, context: ChapterContext
) -> Element:
    if not INLINE_SYNTAX.search(text):
        return tree
    try:
        reader.treeprocessors["inline"].run(tree)
    except (RecursionError, IndexError, AttributeError, ValueError, TypeError):
        context.tell("markdown-unread", line)
        return Element("div")
    return tree


def _make_notes(
    maker: BlockBuilder,
    trees: dict[str, Element],
    context: ChapterContext,
    prepared: PreparedChapter,
    source: Source,
) -> tuple[Note, ...]:
    """The notes in the order in which they are first marked; those never marked are told."""
    context.in_note = True
    made = []
    for number, name in enumerate(context.marked, 1):
        line = prepared.notes[name]
        blocks = maker.blocks(trees[name], line) if name in trees else ()
        if not blocks:
            context.tell("note-empty", line, note=name[:40])
        made.append(Note(context.note_ids[name], number, source.place(line), blocks))
    for name in trees:
        if name not in context.marked:
            context.tell("note-unmarked", prepared.notes.get(name, 1), note=name[:40])
    return tuple(made)


def _tell_unused_links(
    prepared: PreparedChapter, reader: markdown.Markdown, source: Source
) -> None:
    """Link definitions that nothing refers to: their text is in no output."""
    used = reader.references.used
    for name, line in prepared.link_lines.items():
        if name not in used:
            prepared.problems.append(warning("link-unused", source.place(line), name=name[:40]))


def _make_chapter(
    source: Source,
    slug: str,
    blocks: list[Block],
    notes: tuple[Note, ...],
    maker: BlockBuilder,
    problems: list[Problem],
) -> ParsedChapter:
    title = blocks[0] if blocks and blocks[0].kind == "heading" and blocks[0].level == 1 else None
    for block in blocks:
        if block.kind == "heading" and block.level == 1 and block is not title:
            rule = "title-twice" if title else "title-late"
            problems.append(problem(rule, block.place, title=block.text[:40]))
    if blocks and not any(block.kind == "heading" and block.level == 1 for block in blocks):
        problems.append(warning("title-none", blocks[0].place))
    elif not blocks:
        problems.append(warning("chapter-empty", source.place(1)))
    marked = [BOOK_PARTS[name] for name in (title.classes if title else ()) if name in BOOK_PARTS]
    chapter = Chapter(
        slug, source.file, tuple(blocks), notes, marked[0] if marked else "body", title
    )
    return ParsedChapter(
        replace(chapter, problems=tuple(problems)), maker.own_ids, maker.context.references
    )


def _tell_too_many_headings(parsed: list[ParsedChapter]) -> None:
    """Tells where the headings of all chapters together pass the limit."""
    count = 0
    for one in parsed:
        for block in one.chapter.walk():
            count += block.kind == "heading"
            if count == HEADING_LIMIT + 1:
                told = problem("too-many-headings", block.place, limit=HEADING_LIMIT)
                one.chapter = replace(one.chapter, problems=(*one.chapter.problems, told))
                return
