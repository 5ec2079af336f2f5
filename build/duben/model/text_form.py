"""The text form of the data between the stages: `duben show` prints it, tests compare it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from duben.model.blocks import Block, Chapter, Span
from duben.model.book import Book
from duben.model.problems import Problem

INDENT = "  "


def blocks_as_text(chapters: Iterable[Chapter]) -> str:
    """Every block of the chapters, a line each: line of the file, kind, text; then its spans."""
    return "".join(f"{line}\n" for chapter in chapters for line in _chapter(chapter))


def outline_as_text(book: Book) -> str:
    """The outline of a book, a line for each entry: place, label, title; indented by level."""
    lines = (
        f"{entry.place}{INDENT}{INDENT * (entry.level - 1)}{entry.label}｜{entry.title}"
        for entry in book.outline
    )
    return "".join(f"{line}\n" for line in lines)


def _chapter(chapter: Chapter) -> Iterator[str]:
    part = "" if chapter.part == "body" else f" {chapter.part}"
    yield f"chapter {chapter.slug} {chapter.file}{part}"
    for block in chapter.blocks:
        yield from _block(block, 1)
    for note in chapter.notes:
        yield f"{INDENT}{note.place.line}: note {note.number}"
        for block in note.blocks:
            yield from _block(block, 2)
    for problem in chapter.problems:
        yield f"{INDENT}! {_problem(problem)}"


def _block(block: Block, depth: int) -> Iterator[str]:
    words = [f"{block.place.line}:", block.kind]
    if block.level:
        words.append(str(block.level))
    if block.label:
        words.append(_quote(block.label))
    words += [f"{name}={value}" if value else name for name, value in block.attributes]
    words += [f".{name}" for name in block.classes]
    if not _is_generated(block.id):
        words.append(f"#{block.id}")
    if block.text:
        words.append(_quote(block.text))
    yield INDENT * depth + " ".join(words)
    for span in block.spans:
        yield INDENT * (depth + 1) + f"- {_span(span, block.text)}"
    if len(block.lines) > 1:
        later = " ".join(f"{offset}@{line}" for offset, line in block.lines[1:])
        yield INDENT * (depth + 1) + f"lines {later}"
    for child in block.children:
        yield from _block(child, depth + 1)


def _is_generated(name: str) -> bool:
    """Whether the program made this id: a letter and twelve hexadecimal digits."""
    digest = name[1:13]
    return (
        len(digest) == 12
        and all(char in "0123456789abcdef" for char in digest)
        and name[13:14] in ("", "-")
    )


def _span(span: Span, text: str) -> str:
    words = [f"{span.start}–{span.end}", span.kind]
    if span.start < span.end:
        words.append(_quote(text[span.start : span.end]))
    if span.value:
        words.append("…" if span.kind == "note" else _target(span))
    if span.extra:
        words.append(_quote(span.extra))
    return " ".join(words)


def _target(span: Span) -> str:
    return "→ …" if span.kind == "reference" and _is_generated(span.value) else f"→ {span.value}"


def _quote(text: str) -> str:
    return "「" + text.replace("\n", "⏎") + "」"


def _problem(problem: Problem) -> str:
    values = " ".join(f"{name}={value}" for name, value in problem.values.items())
    return f"{problem.place or '-'}: {problem.severity} {problem.rule} {values}".rstrip()
