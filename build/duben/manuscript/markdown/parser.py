"""A chapter's Markdown to blocks: text, spans, notes, and the line of each.

The lines are prepared (``preparation``), split where nothing goes on (``split_chunks``), read by
Python-Markdown (``python_markdown``), found again in the source (``source_lines``) and made blocks
(``blocks``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Literal
from xml.etree.ElementTree import Element

from duben.cache import Cache, NullCache
from duben.manuscript.markdown import chapter_json, python_markdown
from duben.manuscript.markdown.blocks import BlockBuilder
from duben.manuscript.markdown.chapter_context import ChapterContext
from duben.manuscript.markdown.cross_references import (
    ParsedChapter,
    chapter_slugs,
    id_maker,
    resolve_alone,
    resolve_references,
)
from duben.manuscript.markdown.preparation import HEADING_LIMIT, PreparedChapter, prepare
from duben.manuscript.markdown.source_lines import ElementLines, SourceLineFinder, locate_elements
from duben.manuscript.markdown.text_blocks import TextBlocks
from duben.model import Block, Book, Chapter, Note, Source, problem, warning

# What Python-Markdown's inline patterns stop at; most paragraphs have none of it.
INLINE_SYNTAX = re.compile(r"[`\\\[<&]|  \n")
HEADING = re.compile(r"^#{1,6}")
# A line that goes on with what stands before a blank line: indented, or one more item, quotation or
# definition.
GOES_ON = re.compile(r"^(?: |[*+-] |[0-9]+\. |>|:)")
DEFINITION = re.compile(r"^ {0,3}: {1,3}")
BOOK_PARTS: dict[str, Literal["front", "back"]] = {"front": "front", "back": "back"}
# What Python-Markdown raises on lists without items and the like: bugs of its own.
PARSER_ERRORS = (RecursionError, IndexError, AttributeError, ValueError, TypeError)


def parse(source: Source, slug: str) -> Chapter:
    """Returns one chapter; its references hold their targets as typed.

    ``parse_chapters`` leads references to blocks.
    """
    return _parse(source, slug).chapter


def parse_chapters(sources: Sequence[Source], store: Cache | None = None) -> tuple[Chapter, ...]:
    """Returns all chapters of a book, references led to the ids of blocks.

    What is wrong is in ``problems`` of each chapter. ``store`` has chapters that earlier builds
    parsed, and takes new ones.
    """
    slugs = chapter_slugs([source.file for source in sources])
    parsed = [
        _load_or_parse(source, slug, store or NullCache())
        for source, slug in zip(sources, slugs, strict=True)
    ]
    return resolve_references(_with_too_many_headings(parsed))


def parse_alone(source: Source, book: Book, store: Cache | None = None) -> Chapter | None:
    """Returns the chapter of a book as its text is now, the others as they are in the book.

    None where the others have a word in it (``resolve_alone``). ``store`` as ``parse_chapters``.
    """
    slug = next(chapter.slug for chapter in book.chapters if chapter.file == source.file)
    parsed = _load_or_parse(source, slug, store or NullCache())
    return resolve_alone(parsed, book.chapters, book.blocks)


def _load_or_parse(source: Source, slug: str, store: Cache) -> ParsedChapter:
    """A chapter as it was parsed before, or now: it depends on its own text alone."""
    depends = "chapter", slug, source.file, source.text, source.lines
    kept = store.load(lambda data, _: chapter_json.chapter_from_json(data, source.file), *depends)
    if kept is not None:
        return kept
    parsed = _parse(source, slug)
    store.put(chapter_json.chapter_to_json(parsed), b"", *depends)
    return parsed


def _parse(source: Source, slug: str) -> ParsedChapter:
    prepared = prepare(source)
    if prepared.too_much:
        return ParsedChapter(Chapter(slug, source.file, (), problems=tuple(prepared.problems)))
    return _ChapterParser(source, slug, prepared).parse()


class _ChapterParser:
    """Parses the prepared lines of one chapter."""

    def __init__(self, source: Source, slug: str, prepared: PreparedChapter) -> None:
        self.source, self.slug, self.prepared = source, slug, prepared
        make_id = id_maker(slug)
        note_ids = {name: make_id("note", name) for name in prepared.notes}
        self.context = ChapterContext(source.file, source.place, prepared.problems, note_ids)
        self.lines = ElementLines()
        self.texts = TextBlocks(self.lines, prepared.codes, self.context, make_id)
        self.builder = BlockBuilder(self.texts)
        self.markdown = python_markdown.make_markdown(prepared.links)
        self.note_trees: dict[str, Element] = {}

    def parse(self) -> ParsedChapter:
        """Returns the chapter, with what other chapters must answer for."""
        root = Element("div")
        for chunk in split_chunks(self.prepared.lines):
            root.extend(self._chunk_tree(chunk))
        blocks = self.builder.build(root, 1)
        notes = self._notes()
        self._tell_unused_links()
        title = blocks[0] if blocks and _is_title(blocks[0]) else None
        self._check_title(blocks, title)
        parts = [
            BOOK_PARTS[name] for name in (title.classes if title else ()) if name in BOOK_PARTS
        ]
        chapter = Chapter(
            self.slug, self.source.file, blocks, notes, parts[0] if parts else "body", title
        )
        return ParsedChapter(
            replace(chapter, problems=tuple(self.prepared.problems)),
            self.texts.own_ids,
            self.context.references,
        )

    def _chunk_tree(self, chunk: range) -> Element:
        """The tree of a chunk, each text in it located; the notes in it go to ``note_trees``."""
        text = "\n".join(self.prepared.lines[chunk.start : chunk.stop])
        tree = self._block_tree(text, chunk)
        notes = python_markdown.note_definitions(self.markdown)
        for name in list(notes):
            note_tree = self._note_tree(notes.pop(name), name, chunk)
            self.note_trees.setdefault(name.strip(), note_tree)
        self._locate(tree, chunk.start, chunk.stop)
        return self._with_inline_syntax(tree, text, self.prepared.numbers[chunk.start])

    def _note_tree(self, text: str, name: str, chunk: range) -> Element:
        tree = self._block_tree(text, chunk)
        numbers = self.prepared.numbers
        first = self.prepared.notes.get(name.strip(), numbers[chunk.start])
        start = next((i for i in chunk if numbers[i] >= first), chunk.start)
        self._locate(tree, start, chunk.stop)
        return self._with_inline_syntax(tree, text, first)

    def _block_tree(self, text: str, chunk: range) -> Element:
        tree = Element("div")
        try:
            self.markdown.parser.parseChunk(tree, text)
        except PARSER_ERRORS:
            # Nothing of the chunk may be lost in silence.
            self.markdown.parser.state.clear()
            self.context.tell("markdown-unread", self.prepared.numbers[chunk.start])
            return Element("div")
        return tree

    def _locate(self, tree: Element, start: int, end: int) -> None:
        finder = SourceLineFinder(self.prepared.lines[start:end], self.prepared.numbers[start:end])
        locate_elements(tree, finder, self.lines)

    def _with_inline_syntax(self, tree: Element, text: str, line: int) -> Element:
        if not INLINE_SYNTAX.search(text):
            return tree
        try:
            self.markdown.treeprocessors["inline"].run(tree)
        except PARSER_ERRORS:
            self.context.tell("markdown-unread", line)
            return Element("div")
        return tree

    def _notes(self) -> tuple[Note, ...]:
        """The notes in the order in which they are first marked; those never marked are told."""
        context = self.context
        context.in_note = True
        notes = []
        for number, name in enumerate(context.marked, 1):
            line = self.prepared.notes[name]
            tree = self.note_trees.get(name)
            blocks = self.builder.build(tree, line) if tree is not None else ()
            if not blocks:
                context.tell("note-empty", line, note=name[:40])
            notes.append(Note(context.note_ids[name], number, self.source.place(line), blocks))
        for name in self.note_trees:
            if name not in context.marked:
                line = self.prepared.notes.get(name, 1)
                context.tell("note-unmarked", line, note=name[:40])
        return tuple(notes)

    def _tell_unused_links(self) -> None:
        """Link definitions that nothing refers to: their text is in no output."""
        for name, line in self.prepared.link_lines.items():
            if name not in self.markdown.references.used:
                place = self.source.place(line)
                self.prepared.problems.append(warning("link-unused", place, name=name[:40]))

    def _check_title(self, blocks: Sequence[Block], title: Block | None) -> None:
        """A chapter has one heading of level 1, and it comes first."""
        problems = self.prepared.problems
        for block in blocks:
            if _is_title(block) and block is not title:
                rule = "title-twice" if title else "title-late"
                problems.append(problem(rule, block.place, title=block.text[:40]))
        if blocks and not any(map(_is_title, blocks)):
            problems.append(warning("title-none", blocks[0].place))
        elif not blocks:
            problems.append(warning("chapter-empty", self.source.place(1)))


def split_chunks(lines: Sequence[str]) -> Iterator[range]:
    """The lines of each chunk of a chapter in order; blank lines between them belong to none.

    Nothing before a chunk can change what follows. Python-Markdown takes time by the square of a
    text's length; of chunks the sum stays linear.
    """
    chunk = range(0)
    after_heading = False
    for run in _filled_runs(lines):
        heading = bool(HEADING.match(lines[run.start]))
        if not chunk or not (heading or after_heading) and _goes_on(lines, run):
            chunk = range(chunk.start if chunk else run.start, run.stop)
        else:
            yield chunk
            chunk = run
        after_heading = heading
    if chunk:
        yield chunk


def _filled_runs(lines: Sequence[str]) -> Iterator[range]:
    """Each run of lines without a blank one."""
    at = 0
    for filled, run in groupby(lines, bool):
        start, at = at, at + len(list(run))
        if filled:
            yield range(start, at)


def _goes_on(lines: Sequence[str], run: range) -> bool:
    return bool(GOES_ON.match(lines[run.start])) or any(
        DEFINITION.match(line) for line in lines[run.start + 1 : run.stop]
    )


def _is_title(block: Block) -> bool:
    return block.kind == "heading" and block.level == 1


def _with_too_many_headings(parsed: Sequence[ParsedChapter]) -> list[ParsedChapter]:
    """The chapters; where the headings of all together pass the limit, that is told."""
    chapters = list(parsed)
    count = 0
    for index, entry in enumerate(parsed):
        for block in entry.chapter.walk():
            count += block.kind == "heading"
            if count == HEADING_LIMIT + 1:
                excess = problem("too-many-headings", block.place, limit=HEADING_LIMIT)
                problems = (*entry.chapter.problems, excess)
                chapters[index] = replace(entry, chapter=replace(entry.chapter, problems=problems))
                return chapters
    return chapters
