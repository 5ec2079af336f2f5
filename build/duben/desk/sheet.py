"""The sheet of enumerations (提法): what was found, what waits for the editor, and the editor's
word on it.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from duben import analysis, chinese, manuscript, publish
from duben.desk.access import desk_of, writable_book
from duben.desk.answers import attachment, field, problem_rows, read_json, request_language
from duben.desk.held_book import HeldBook
from duben.desk.texts import BookTexts
from duben.desk.uploads import file_name
from duben.model import Book, BookError, Decision, Enumeration, finding_fingerprint, problem

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLACES_SHOWN = 20  # of a term
MEMBERS, MEMBER_CHARACTERS = 200, 2_000

Result = TypeVar("Result")


async def sheet(request: Request) -> Response:
    """Every enumeration; those that wait come first."""
    book, texts = writable_book(request)
    await texts.save_all()
    language = request_language(request)
    rows = await desk_of(request).run(
        lambda: _rows(publish.load(book.folder).book, language, partial(_page, book))
    )
    return JSONResponse(rows)


def _rows(book: Book, language: str, page: Callable[[str, int], str | None]) -> list[Any]:
    """The rows: what waits, the others, and what the editor has struck as no enumeration."""
    waiting = analysis.waiting_enumerations(book)
    shown = {chinese.normalized_term(one.term) for one in book.enumerations}
    decisions = {chinese.normalized_term(one.term): one for one in book.decisions}
    ignored = [
        one
        for one in book.text_enumerations
        if (key := chinese.normalized_term(one.term)) not in shown
        and key in decisions
        and decisions[key].ignore
    ]
    others = [one for one in book.enumerations if one not in waiting]
    return [
        {
            "term": one.term,
            "count": one.count,
            "members": list(one.members) if one not in ignored else [],
            "sure": one.sure,
            "waits": one.waits and one not in ignored,
            **_decision_to_json(decisions.get(chinese.normalized_term(one.term)), one),
            "signs": analysis.reasons_in_words(one, language),
            "sentence": _sentence(book, one),
            "places": _places(one, page),
        }
        for one in (*waiting, *others, *ignored)
    ]


def _decision_to_json(decision: Decision | None, enumeration: Enumeration) -> dict[str, Any]:
    """How a term stands, and whether that is the editor's word."""
    if decision is None:
        return {"status": enumeration.status, "decided": False}
    if decision.ignore:
        return {"status": "ignored", "decided": True}
    if decision.members == ():
        return {"status": "struck", "decided": True}
    edited = decision.members is not None and not decision.unedited
    return {"status": enumeration.status, "decided": decision.confirm or edited}


def _sentence(book: Book, enumeration: Enumeration) -> str:
    return next((text for _, text in analysis.source_sentences(book, enumeration)), "")


def _places(enumeration: Enumeration, page: Callable[[str, int], str | None]) -> list[Any]:
    places = dict.fromkeys(
        (mention.place.file, mention.place.line) for mention in enumeration.occurrences
    )
    return [
        {"file": file, "line": line, "page": page(file, line)}
        for file, line in list(places)[:PLACES_SHOWN]
    ]


def _page(book: HeldBook, file: str, line: int) -> str | None:
    """The label of the page on which a line stands, as far as it is known now."""
    pages = book.state.pages
    if not book.state.settled:
        return None
    spot = book.live.find(file, line)
    return pages[spot.page].label if spot is not None and spot.page < len(pages) else None


async def decide(request: Request) -> Response:
    """The editor accepts a list, strikes it, corrects it, or takes the decision back."""
    book, texts = writable_book(request)
    data = await read_json(request)
    term, action = field(data, "term", str), field(data, "action", str)
    if action in ("accept", "strike"):
        accept, strike = ([term], []) if action == "accept" else ([], [term])
        await _write(book, texts, lambda draft: publish.answer_waiting(draft, accept, strike))
    elif action in ("edit", "clear"):
        members = _members(field(data, "members", list, []))
        count = data["count"] if isinstance(data.get("count"), int) else len(members)
        await _write(book, texts, lambda draft: _correct(draft, term, action, members, count))
    else:
        raise BookError(problem("desk-field", None, name="action"))
    return JSONResponse({})


def _members(values: list[Any]) -> tuple[str, ...]:
    members = tuple(" ".join(str(value).split()) for value in values[:MEMBERS])
    if not all(0 < len(member) <= MEMBER_CHARACTERS for member in members):
        raise BookError(problem("desk-field", None, name="members"))
    return members


def _correct(
    draft: publish.Draft, term: str, action: str, members: tuple[str, ...], count: int
) -> None:
    """Writes what the editor says of a term, or takes it out again, so that what the text says
    holds. BookError (1) where the text has no such term.
    """
    key = chinese.normalized_term(analysis.unquoted_term(term))
    enumeration = next(
        (one for one in draft.book.text_enumerations if chinese.normalized_term(one.term) == key),
        None,
    )
    if enumeration is None:
        raise BookError(problem("explain-nowhere", None, term=term[:60]))
    entry: dict[str, object] = {"ignore": None, "show": None, "same_as": None, "review": None}
    if action == "edit":
        entry |= {"count": count, "members": members, "confirm": None}
    else:
        entry |= {
            "count": enumeration.count,
            "members": enumeration.members or None,
            "found": finding_fingerprint(enumeration.count, enumeration.members),
            "confirm": None if enumeration.sure else False,
        }
    publish.update_decisions(draft, {key: entry}, seen=False)


async def _write(
    book: HeldBook, texts: BookTexts, work: Callable[[publish.Draft], Result]
) -> Result:
    """Does what writes enumerations.toml, and shows it."""
    await texts.save_all()
    result = await asyncio.to_thread(lambda: work(publish.load(book.folder)))
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
