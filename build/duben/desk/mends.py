"""Problems set right by a click: all that is certain, or one at a time; and back."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from duben import publish
from duben.desk.access import writable_book
from duben.desk.answers import field, read_json
from duben.desk.held_book import HeldBook
from duben.desk.merging import merge_texts
from duben.desk.states import mend_of
from duben.desk.texts import BookTexts
from duben.desk.words import exchange_words
from duben.model import BookError, Problem, problem

Change = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Mending:
    """What a click changed: the texts before and after, by file."""

    before: Mapping[str, str]
    after: Mapping[str, str]


async def mend(request: Request) -> Response:
    """Carries out all that is certain, or the mend of a single problem."""
    book, texts = writable_book(request)
    data = await read_json(request)
    if field(data, "all", bool, False):
        return JSONResponse({"changes": await _mend_all(book, texts)})
    file, rule = field(data, "file", str), field(data, "rule", str)
    line, column = field(data, "line", int), field(data, "column", int, 1)
    told = next(
        (
            fault
            for fault in book.state.problems
            if fault.place is not None
            and (fault.place.file, fault.place.line, fault.rule) == (file, line, rule)
            and fault.place.column == column
        ),
        None,
    )
    return JSONResponse({"changes": [await _mend_one(book, texts, told)]})


async def _mend_all(book: HeldBook, texts: BookTexts) -> list[Change]:
    await texts.save_all()
    before = {file: (await texts.open(file)).text for file in await texts.chapters()}
    with texts.writing_ourselves():
        mended = await asyncio.to_thread(publish.mend, book.folder)
        files = frozenset(row.place.file for row in mended)
        await book.files_changed(files)
    after = {file: (await texts.open(file)).text for file in files}
    if files:
        book.mendings.append(Mending({file: before[file] for file in files}, after))
    return [
        {"file": row.place.file, "line": row.place.line, "old": row.old, "new": row.new}
        for row in mended
    ]


async def _mend_one(book: HeldBook, texts: BookTexts, told: Problem | None) -> Change:
    words = mend_of(told) if told is not None else None
    if told is None or told.place is None or words is None:
        raise BookError(problem("desk-mend-gone", None))
    opened = await texts.open(told.place.file)
    before = opened.text
    lines = before.split("\n")
    index = told.place.line - 1
    line = lines[index] if index < len(lines) else ""
    changed = exchange_words(line, words["old"], words["new"], told.place.column)
    if changed is None:
        raise BookError(problem("desk-mend-gone", None))
    lines[index] = changed
    after = "\n".join(lines)
    await texts.put({opened.file: after})
    book.mendings.append(Mending({opened.file: before}, {opened.file: after}))
    return {"file": opened.file, "line": index + 1, "old": words["old"], "new": words["new"]}


async def undo(request: Request) -> Response:
    """Takes the last click back; what was typed since stays."""
    book, texts = writable_book(request)
    if not book.mendings:
        raise BookError(problem("desk-nothing-to-undo", None))
    mending = book.mendings.pop()
    texts_before: dict[str, str] = {}
    for file, after in mending.after.items():
        now = (await texts.open(file)).text
        merged = merge_texts(after, now, mending.before[file])
        if merged is None:
            book.mendings.append(mending)
            raise BookError(problem("desk-undo-touched", None))
        texts_before[file] = merged
    await texts.put(texts_before)
    return JSONResponse({"files": sorted(texts_before)})
