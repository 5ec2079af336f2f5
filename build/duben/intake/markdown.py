"""Paragraphs to the Markdown of chapters, with the line of the document for each line written;
Markdown cut into chapters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from duben.intake import escaping
from duben.intake.document import ImportedDocument, ImportedParagraph
from duben.intake.structure import DEEPEST_LEVEL
from duben.model import Problem, SourceLocation

LOST_PICTURE = "intake-picture"
FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})")
TITLE = re.compile(r"#(?!#)(?P<title>.*)")
ATTRIBUTES = re.compile(r"\{:?[ \t]*[#.][^{}\\]*\}")
SHARED_DEFINITION = re.compile(r" {0,3}\[[^\]]{1,100}\]:")


def write_markdown(paragraphs: Sequence[ImportedParagraph]) -> tuple[str, tuple[int, ...]]:
    """The Markdown of paragraphs, and for each of its lines the line of the document."""
    lines: list[str] = []
    numbers: list[int] = []
    for paragraph, own in _markdown_lines(paragraphs):
        lines += own
        numbers += [paragraph.line] * len(own)
    return "\n".join([*lines, ""]), (*numbers, numbers[-1] if numbers else 1)


def chapter_problems(paragraphs: Sequence[ImportedParagraph], file: str) -> Iterator[Problem]:
    """What the author has to look at in a chapter, each at its line of the Markdown; a lost picture
    after its paragraph.
    """
    line = 1
    for paragraph, own in _markdown_lines(paragraphs):
        for entry in paragraph.problems:
            begins = line + (own[0] == "")
            yield replace(
                entry,
                place=SourceLocation(
                    file,
                    begins
                    if paragraph.kind == "table" and entry.rule != LOST_PICTURE
                    else line + len(own),
                ),
            )
        line += len(own)


def _markdown_lines(
    paragraphs: Sequence[ImportedParagraph],
) -> Iterator[tuple[ImportedParagraph, list[str]]]:
    """The lines of each paragraph, the blank line before it included."""
    before: ImportedParagraph | None = None
    for paragraph in paragraphs:
        apart = before is not None and not _same_list(before, paragraph)
        yield paragraph, [""] * apart + _paragraph(paragraph).split("\n")
        before = paragraph


def _same_list(before: ImportedParagraph, paragraph: ImportedParagraph) -> bool:
    return before.kind == paragraph.kind == "item" and (before.label == "-") == (
        paragraph.label == "-"
    )


def _paragraph(paragraph: ImportedParagraph) -> str:
    if paragraph.kind == "table":
        return paragraph.text
    if paragraph.kind == "figure" and paragraph.picture:
        return escaping.figure(
            paragraph.picture.alternative or paragraph.text,
            f"images/{paragraph.picture.name}",
            paragraph.text,
        )
    if paragraph.kind == "note":
        return f"[^{paragraph.label}]: {escaping.paragraph(paragraph.text)}"
    if paragraph.kind == "item":
        return escaping.item(paragraph.text, paragraph.label, paragraph.depth, paragraph.note_marks)
    if paragraph.kind == "caption":
        return "表：" + escaping.inline(paragraph.text, paragraph.note_marks)
    if paragraph.level:
        return escaping.heading(paragraph.text, paragraph.level, paragraph.note_marks)
    return (
        escaping.paragraph(paragraph.text, paragraph.note_marks)
        + "\n{: .signature}" * paragraph.signature
    )


def split_chapters(
    paragraphs: Sequence[ImportedParagraph],
) -> Iterator[tuple[ImportedParagraph, ...]]:
    """Paragraphs cut before each heading of level 1."""
    starts = [index for index, each in enumerate(paragraphs) if each.level == 1 or not index]
    for begin, end in pairwise([*starts, len(paragraphs)]):
        yield tuple(paragraphs[begin:end])


def as_one_chapter(document: ImportedDocument, named: bool = True) -> tuple[ImportedParagraph, ...]:
    """The paragraphs of a document as one chapter under its title; not ``named``: the name of a
    file is no title.
    """
    first, *rest = document.paragraphs
    if not (first.level == 1 and first.text == document.title):
        line = next((move.line for move in document.moved if move.to == "title"), 1)
        first, rest = ImportedParagraph(document.title, line, 1), [first, *rest]
    rest = list(_demote(rest, document.title))
    return (first, *rest) if named or document.titled else tuple(rest)


def _demote(paragraphs: Sequence[ImportedParagraph], title: str) -> Iterator[ImportedParagraph]:
    """Paragraphs with their chapters as sections under the title: a level deeper, those of the main
    text as they are.
    """
    down = 0
    for paragraph in paragraphs:
        if paragraph.level == 1:
            down = paragraph.text != title
            yield replace(paragraph, level=2)
        else:
            yield (
                replace(
                    paragraph,
                    level=paragraph.level + down if paragraph.level + down <= DEEPEST_LEVEL else 0,
                )
                if paragraph.level
                else paragraph
            )


@dataclass(frozen=True, slots=True)
class MarkdownChapter:
    """A chapter's worth of a Markdown file and its title."""

    title: str
    text: str


def split_markdown(text: str) -> Iterator[MarkdownChapter]:
    """A Markdown file cut before each ``#`` heading; whole where notes or links are defined once
    for all of it.
    """
    lines = text.split("\n")
    titles = list(_titles(lines))
    if any(SHARED_DEFINITION.match(line) for line in lines):
        titles = titles[:1]
    starts = [0, *(number for number, _ in titles[1:])] if titles else [0]
    names = [title for _, title in titles] or [""]
    if titles and titles[0][0] and "".join(lines[: titles[0][0]]).strip() and len(titles) > 1:
        starts, names = [0, *(number for number, _ in titles)], ["", *names]
    for begin, end, name in zip(starts, [*starts[1:], len(lines)], names, strict=True):
        yield MarkdownChapter(name, "\n".join(lines[begin:end]).strip("\n") + "\n")


def _titles(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Index and text of each ``#`` heading outside fenced code."""
    fence = ""
    for index, line in enumerate(lines):
        if match := FENCE.match(line):
            if not fence:
                fence = match["fence"]
            elif match["fence"].startswith(fence):
                fence = ""
        elif not fence and (heading := TITLE.match(line)):
            title = heading["title"].strip(" \t")
            start = title.rfind("{")
            if start > 0 and title[start - 1] in " \t" and ATTRIBUTES.fullmatch(title, start):
                title = title[:start].rstrip(" \t")
            yield index, title.replace("*", "").replace("\\", "")
