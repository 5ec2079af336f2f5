"""The sheet of enumerations (提法): what was found, what waits for the editor, and the editor's
word on it.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from duben import analysis, chinese, manuscript, publish
from duben.desk.access import desk_of, writable_book
from duben.desk.answers import attachment, field, problem_rows, read_json, request_language
from duben.desk.held_book import HeldBook
from duben.desk.states import sheet_row
from duben.desk.texts import BookTexts
from duben.desk.uploads import file_name
from duben.model import (
    Book,
    BookError,
    Decision,
    Enumeration,
    Problem,
    finding_fingerprint,
    problem,
    replace_file,
)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLACES_SHOWN = 20  # of a term
MEMBERS, MEMBER_CHARACTERS = 200, 2_000
UNDOABLE = 50  # decisions

Result = TypeVar("Result")


async def sheet(request: Request) -> Response:
    """Every enumeration; those that wait come first. ``pages=no``: without their pages, for which
    a book that is being composed has to be waited for.
    """
    book, texts = writable_book(request)
    await texts.save_all()
    language = request_language(request)
    page = _no_page if request.query_params.get("pages") == "no" else partial(_page, book)
    told = problem_rows(book.state.problems, language)
    doubts = list(zip(book.state.problems, told, strict=True))
    rows = await desk_of(request).run(
        lambda: _rows(publish.load(book.folder).book, doubts, language, page)
    )
    return JSONResponse(rows)


Doubts = Sequence[tuple[Problem, dict[str, Any]]]
Page = Callable[[str, int], str | None]  # of a block, from so many characters on


def _rows(book: Book, doubts: Doubts, language: str, page: Page) -> list[Any]:
    """The rows: what waits, the others, what the editor has struck as no enumeration, and what is
    only told of.
    """
    waiting = analysis.waiting_enumerations(book)
    shown = {_key(one.term) for one in book.enumerations}
    decisions = {_key(one.term): one for one in book.decisions}
    ignored = [
        one
        for one in book.text_enumerations
        if (key := _key(one.term)) not in shown and key in decisions and decisions[key].ignore
    ]
    others = [one for one in book.enumerations if one not in waiting]
    rows = [
        {
            "term": one.term,
            "count": one.count,
            "number": _number(one),
            "members": list(_members_of(book, one)),
            "sure": one.sure,
            "waits": one.waits and one not in ignored,
            **_decision_to_json(decisions.get(_key(one.term)), one),
            "signs": analysis.reasons_in_words(one, language),
            "sentence": _sentence(book, one),
            "places": _places(one, page),
            "problems": _doubts_of(one.term, doubts),
        }
        for one in (*waiting, *others, *ignored)
    ]
    known = {_key(row["term"]) for row in rows}
    return rows + [row for row in _rows_of_doubts(doubts) if _key(row["term"]) not in known]


def _key(term: str) -> str:
    return chinese.normalized_term(term)


def _number(enumeration: Enumeration) -> str:
    """The number of a term as it is read: 3, and 1+2 for one that is made of several."""
    groups = chinese.count_groups(enumeration.term)
    if len(groups) > 1:
        return "+".join(str(value) for value, _ in groups)
    return str(enumeration.count)


def _members_of(book: Book, enumeration: Enumeration) -> tuple[str, ...]:
    """The members; of a term that is printed by its name alone those that the text has."""
    if enumeration.members:
        return enumeration.members
    key = _key(enumeration.term)
    return next((one.members for one in book.text_enumerations if _key(one.term) == key), ())


def _decision_to_json(decision: Decision | None, enumeration: Enumeration) -> dict[str, Any]:
    """How a term stands, and whether that is the editor's word."""
    if decision is None or not decision.settled:
        return {"status": enumeration.status, "decided": False}
    if decision.ignore:
        return {"status": "ignored", "decided": True}
    if not decision.show:
        return {"status": "hidden", "decided": True}
    if decision.members == () and not decision.unedited:
        return {"status": "struck", "decided": True}
    return {"status": enumeration.status, "decided": True}


def _sentence(book: Book, enumeration: Enumeration) -> str:
    return next((text for _, text in analysis.source_sentences(book, enumeration)), "")


def _places(enumeration: Enumeration, page: Page) -> list[Any]:
    """Where a term stands, a line once: the page is that of the term itself."""
    places = {(at.place.file, at.place.line): at for at in reversed(enumeration.occurrences)}
    return [
        {"file": file, "line": line, "page": page(at.block, at.start)}
        for (file, line), at in list(reversed(places.items()))[:PLACES_SHOWN]
    ]


def _page(book: HeldBook, block: str, offset: int) -> str | None:
    """The label of the page on which a character stands, as far as it is known now."""
    pages = book.state.pages
    if not book.state.settled:
        return None
    spot = book.live.find_block(block, offset)
    return pages[spot.page].label if spot is not None and spot.page < len(pages) else None


def _doubts_of(term: str, doubts: Doubts) -> list[dict[str, Any]]:
    """What is told of a term, with its place."""
    key = _key(term)
    return [
        {"message": row["message"], "file": row["file"], "line": row["line"]}
        for fault, row in doubts
        if (named := sheet_row(fault)) and _key(named) == key
    ]


def _rows_of_doubts(doubts: Doubts) -> list[dict[str, Any]]:
    """A row for each term whose list was not taken, because its number and its list differ."""
    terms = {
        str(fault.values["term"]): (fault, row) for fault, row in doubts if fault.rule == "T10"
    }
    return [
        {
            "term": term,
            "count": fault.values["count"],
            "number": str(fault.values["count"]),
            "members": [],
            "sure": False,
            "waits": False,
            "status": "unlisted",
            "decided": False,
            "signs": [],
            "sentence": "",
            "places": [{"file": row["file"], "line": row["line"], "page": None}],
            "problems": _doubts_of(term, doubts),
        }
        for term, (fault, row) in terms.items()
    ]


# --- decisions ------------------------------------------------------------------------------------


def _no_page(block: str, offset: int) -> None:
    return None


async def decide(request: Request) -> Response:
    """The editor accepts a list, leaves a term out, corrects it, or takes the decision back."""
    book, texts = writable_book(request)
    data = await read_json(request)
    term, action = field(data, "term", str), field(data, "action", str)
    if action not in ENTRIES:
        raise BookError(problem("desk-field", None, name="action"))
    members = _members(field(data, "members", list, []))
    count = data["count"] if type(data.get("count")) is int else len(members)
    if action == "edit" and members and count != len(members) and data.get("anyway") is not True:
        values = {"term": term[:60], "count": count, "listed": len(members)}
        raise BookError(problem("desk-members-count", None, **values))
    await _write(book, texts, lambda draft: _decide(draft, term, action, members, count))
    return JSONResponse({})


def _members(values: list[Any]) -> tuple[str, ...]:
    members = tuple(" ".join(str(value).split()) for value in values[:MEMBERS])
    if not all(0 < len(member) <= MEMBER_CHARACTERS for member in members):
        raise BookError(problem("desk-field", None, name="members"))
    return members


def _decide(
    draft: publish.Draft, term: str, action: str, members: tuple[str, ...], count: int
) -> None:
    """Writes what the editor says of a term; nothing else is decided by it. BookError (1) where the
    text has no such term.
    """
    key = _key(analysis.unquoted_term(term))
    found = next((one for one in draft.book.text_enumerations if _key(one.term) == key), None)
    if found is None:
        if (
            not key
            or action == "clear"
            or not any(term in block.text for block in draft.book.blocks.values())
        ):
            raise BookError(problem("explain-nowhere", None, term=term[:60]))
        entry = _entry_of_no_enumeration(term, action, members, count)
    else:
        entry = ENTRIES[action](found, members, count)
    nothing: dict[str, object] = {"ignore": None, "show": None, "same_as": None, "review": None}
    publish.update_decisions(draft, {key: nothing | entry}, seen=False)


def _accepted(found: Enumeration, members: tuple[str, ...], count: int) -> dict[str, object]:
    """As the text has it, and right."""
    return {**_cleared(found, members, count), "confirm": True}


def _corrected(found: Enumeration, members: tuple[str, ...], count: int) -> dict[str, object]:
    if (members, count) == (found.members, found.count):
        return _accepted(found, members, count)
    return {"count": count, "members": members, "confirm": None}


def _hidden(found: Enumeration, members: tuple[str, ...], count: int) -> dict[str, object]:
    return {**_cleared(found, members, count), "show": False}


def _cleared(found: Enumeration, members: tuple[str, ...], count: int) -> dict[str, object]:
    """As the text has it, and nothing said of it."""
    return {
        "count": found.count,
        "members": found.members,
        "found": finding_fingerprint(found.count, found.members),
        "confirm": None if found.sure else False,
    }


ENTRIES: Mapping[str, Callable[[Enumeration, tuple[str, ...], int], dict[str, object]]] = {
    "accept": _accepted,
    "edit": _corrected,
    "strike": _hidden,
    "clear": _cleared,
}


def _entry_of_no_enumeration(
    term: str, action: str, members: tuple[str, ...], count: int
) -> dict[str, object]:
    """The entry of a term that the program did not take for an enumeration."""
    if action == "edit" and members:
        return {"term": term, "count": count, "members": members}
    return {"term": term, "ignore": True, "confirm": None}


async def undo(request: Request) -> Response:
    """Takes the last decision back, or the last table. BookError where enumerations.toml was
    written by others since.
    """
    book, texts = writable_book(request)
    await texts.save_all()
    if not book.decisions:
        raise BookError(problem("desk-nothing-to-undo", None))
    before, after = book.decisions[-1]
    path = book.folder / manuscript.DECISIONS
    with texts.writing_ourselves():
        await asyncio.to_thread(_exchange, path, after, before)
        book.decisions.pop()
        await book.files_changed(frozenset((manuscript.DECISIONS,)))
    return JSONResponse({"more": bool(book.decisions)})


def _exchange(path: Path, now: bytes | None, wanted: bytes | None) -> None:
    """Gives a file other bytes (None: no file), while it holds what it should."""
    if _bytes_of(path) != now:
        raise BookError(problem("desk-undo-touched", None))
    with publish.writing_errors(path):
        if wanted is None:
            path.unlink(missing_ok=True)
        else:
            replace_file(path, wanted)


def _bytes_of(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


async def _write(
    book: HeldBook, texts: BookTexts, work: Callable[[publish.Draft], Result]
) -> Result:
    """Does what writes enumerations.toml, and shows it."""
    await texts.save_all()
    path = book.folder / manuscript.DECISIONS

    def write() -> Result:
        before = _bytes_of(path)
        result = work(publish.load(book.folder))
        if (after := _bytes_of(path)) != before:
            book.decisions = [*book.decisions, (before, after)][-UNDOABLE:]
        return result

    with texts.writing_ourselves():
        result = await asyncio.to_thread(write)
        await book.files_changed(frozenset((manuscript.DECISIONS,)))
    return result


async def sheet_file(request: Request) -> Response:
    """The sheet for a spreadsheet."""
    book, texts = writable_book(request)
    await texts.save_all()

    def export() -> bytes:
        with tempfile.TemporaryDirectory(prefix="duben-") as work:
            path = Path(work, "enumerations.xlsx")
            publish.export_decisions(publish.load(book.folder), path)
            return path.read_bytes()

    data = await desk_of(request).run(export)
    return attachment(data, f"{book.folder.name}-提法.xlsx", XLSX)


async def sheet_table(request: Request) -> Response:
    """Takes a corrected spreadsheet."""
    book, texts = writable_book(request)
    name, data = file_name(request.query_params.get("name", "")), await request.body()
    with tempfile.TemporaryDirectory(prefix="duben-") as work:
        path = Path(work, name)
        path.write_bytes(data)
        table = await _write(book, texts, lambda draft: publish.import_decisions(draft, path))
    rows = problem_rows(table.told, request_language(request))
    return JSONResponse({"taken": len(table.changed), "problems": rows})
