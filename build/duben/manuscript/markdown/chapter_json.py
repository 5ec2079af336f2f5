"""A chapter as plain data, and back: equal to what was parsed, in a tenth of the time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from duben.manuscript.markdown.cross_references import ParsedChapter
from duben.model import Block, Chapter, Note, Problem, SourceLocation, Span, from_plain, to_plain

JsonRow = list[Any]


def chapter_to_json(parsed: ParsedChapter) -> dict[str, Any]:
    """What JSON can carry of a chapter; the file that its places name is left out."""
    chapter = parsed.chapter
    return {
        "slug": chapter.slug,
        "part": chapter.part,
        "titled": chapter.title is not None,
        "blocks": [_block_to_json(block) for block in chapter.blocks],
        "notes": [
            [
                note.id,
                note.number,
                *_line_and_column(note.place),
                [_block_to_json(block) for block in note.blocks],
            ]
            for note in chapter.notes
        ],
        "problems": to_plain(tuple[Problem, ...], chapter.problems),
        "ids": [[name, *_line_and_column(place)] for name, place in parsed.own_ids],
        "references": [[name, *_line_and_column(place)] for name, place in parsed.references],
    }


def chapter_from_json(data: dict[str, Any], file: str) -> ParsedChapter:
    """The chapter of a file of which this was kept."""
    blocks = _blocks_from_json(data["blocks"], file)
    notes = tuple(
        Note(name, number, SourceLocation(file, line, column), _blocks_from_json(rows, file))
        for name, number, line, column, rows in data["notes"]
    )
    chapter = Chapter(
        data["slug"],
        file,
        blocks,
        notes,
        data["part"],
        blocks[0] if data["titled"] else None,
        from_plain(tuple[Problem, ...], data["problems"]),
    )
    ids, references = (
        [(name, SourceLocation(file, line, column)) for name, line, column in data[kind]]
        for kind in ("ids", "references")
    )
    return ParsedChapter(chapter, ids, references)


def _line_and_column(place: SourceLocation) -> tuple[int, int]:
    return place.line, place.column


def _block_to_json(block: Block) -> JsonRow:
    spans = [[span.start, span.end, span.kind, span.value, span.extra] for span in block.spans]
    return [
        block.kind,
        block.id,
        *_line_and_column(block.place),
        block.text,
        spans,
        block.level,
        block.label,
        [_block_to_json(child) for child in block.children],
        block.attributes,
        block.classes,
        block.lines,
    ]


def _blocks_from_json(rows: Sequence[JsonRow], file: str) -> tuple[Block, ...]:
    return tuple(
        Block(
            kind,
            name,
            SourceLocation(file, line, column),
            text,
            tuple(Span(*span) for span in spans),
            level,
            label,
            _blocks_from_json(children, file),
            tuple(map(tuple, attributes)),
            tuple(classes),
            tuple(map(tuple, lines)),
        )
        for kind, name, line, column, text, spans, level, label, children, attributes, classes, lines in rows  # noqa: E501
    )
