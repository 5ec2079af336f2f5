"""A chapter as plain data, and back: equal to what was parsed, in a tenth of the time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import MappingProxyType
from typing import Any

from duben.manuscript.markdown.references import Parsed
from duben.model import Block, Chapter, Note, Problem, SourceLocation, Span

Row = list[Any]


def plain(parsed: Parsed) -> dict[str, Any]:
    """What JSON can carry of a chapter; the file that its places name is left out."""
    chapter = parsed.chapter
    return {
        "slug": chapter.slug,
        "part": chapter.part,
        "titled": chapter.title is not None,
        "blocks": [_row(block) for block in chapter.blocks],
        "notes": [
            [note.id, note.number, *_at(note.place), [_row(block) for block in note.blocks]]
            for note in chapter.notes
        ],
        "problems": plain_text(chapter.problems),
        "ids": [[name, *_at(place)] for name, place in parsed.own_ids],
        "references": [[name, *_at(place)] for name, place in parsed.references],
    }


def of(data: dict[str, Any], file: str) -> Parsed:
    """The chapter of a file of which this was kept."""
    blocks = _blocks(data["blocks"], file)
    notes = tuple(
        Note(name, number, SourceLocation(file, line, column), _blocks(rows, file))
        for name, number, line, column, rows in data["notes"]
    )
    chapter = Chapter(
        data["slug"],
        file,
        blocks,
        notes,
        data["part"],
        blocks[0] if data["titled"] else None,
        plain_text_problems(data["problems"]),
    )
    ids, references = (
        [(name, SourceLocation(file, line, column)) for name, line, column in data[kind]]
        for kind in ("ids", "references")
    )
    return Parsed(chapter, ids, references)


def plain_text(found: Iterable[Problem]) -> list[Row]:
    """Problems as JSON can carry them, if their values are numbers and strings."""
    return [
        [
            one.rule,
            [one.place.file, *_at(one.place)] if one.place else None,
            one.severity,
            dict(one.values),
        ]
        for one in found
    ]


def plain_text_problems(rows: Iterable[Row]) -> tuple[Problem, ...]:
    """The problems of which this was kept."""
    return tuple(
        Problem(rule, SourceLocation(*place) if place else None, severity, MappingProxyType(values))
        for rule, place, severity, values in rows
    )


def _at(place: SourceLocation) -> tuple[int, int]:
    return place.line, place.column


def _row(block: Block) -> Row:
    spans = [[span.start, span.end, span.kind, span.value, span.extra] for span in block.spans]
    return [
        block.kind,
        block.id,
        *_at(block.place),
        block.text,
        spans,
        block.level,
        block.label,
        [_row(child) for child in block.children],
        block.attributes,
        block.classes,
        block.lines,
    ]


def _blocks(rows: Sequence[Row], file: str) -> tuple[Block, ...]:
    return tuple(
        Block(
            kind,
            name,
            SourceLocation(file, line, column),
            text,
            tuple(Span(*span) for span in spans),
            level,
            label,
            _blocks(children, file),
            tuple(map(tuple, attributes)),
            tuple(classes),
            tuple(map(tuple, lines)),
        )
        for kind, name, line, column, text, spans, level, label, children, attributes, classes, lines in rows
    )
