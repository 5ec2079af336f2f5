"""Received documents become a book; what was left out or mended on the way, and how to take it
back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from duben import manuscript, publish
from duben.desk.access import check_writable, desk_of, writable_book
from duben.desk.answers import field, problem_rows, read_json, request_language
from duben.desk.keys import NotThere
from duben.desk.mends import Mending
from duben.desk.taken_files import BASE, PLACES, REPORT, REPORT_BYTES, read_object
from duben.desk.texts import BookTexts
from duben.desk.twins import find_twin
from duben.desk.words import exchange_words
from duben.model import TITLE_TO_FILL, BookError, Problem, from_plain, problem, replace_file

OLD_PLACES = f"{manuscript.KEPT_FOLDER}/import-places.json"
# The numbers of rows that were looked at or taken back.
SEEN = f"{manuscript.KEPT_FOLDER}/import-seen.json"
KINDS = ("mended", "left_out", "moved", "unsure")
FILES = 200  # in one book
AROUND, MARK = 14, "\0"  # characters beside a mended place; what no text holds


async def upload(request: Request) -> Response:
    """Takes a file as it comes, counted by the guard."""
    check_writable(request)
    uploads = desk_of(request).uploads
    key, path = uploads.place(request.query_params.get("name", ""))
    try:
        with publish.writing_errors(path), path.open("xb") as stream:
            async for chunk in request.stream():
                stream.write(chunk)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    uploads.add(key, path)
    return JSONResponse({"upload": key})


async def take_in(request: Request) -> Response:
    """Makes a book of uploads; a packed book is unpacked. The answer's ``twin`` is the book that an
    earlier wording of a single file became.
    """
    check_writable(request)
    desk, data = desk_of(request), await read_json(request)
    keys = field(data, "uploads", list)
    if not 0 < len(keys) <= FILES:
        raise BookError(problem("desk-field", None, name="uploads"))
    paths = [desk.uploads.get(str(key)) for key in keys]
    place = desk.shelf.new_place(paths[0].stem)
    async with desk.importing:
        answer = await desk_of(request).run(_import, paths, place)
    problems = from_plain(tuple[Problem, ...], answer["problems"])
    rows = problem_rows(problems, request_language(request))
    twin = await desk.run(find_twin, desk.folders(), place) if len(paths) == 1 else None
    return JSONResponse(
        {
            "key": desk.shelf.key(place),
            "counts": answer["counts"],
            "problems": rows,
            "twin": twin and {"key": twin[0], "title": twin[1]},
        }
    )


def _import(paths: Sequence[Path], place: Path) -> dict[str, Any]:
    if len(paths) == 1 and paths[0].suffix.lower() == ".zip":
        publish.unpack(paths[0], place)
        return {"problems": [], "counts": dict.fromkeys(KINDS, 0)}
    answer = publish.import_files(paths, place)
    path = place / PLACES
    with publish.writing_errors(path):
        replace_file(path, json.dumps(answer["places"]).encode())
    return answer


async def taken(request: Request) -> Response:
    """What import.json tells, its rows numbered; null where the book was not taken in."""
    book, texts = writable_book(request)
    await texts.save_all()
    return JSONResponse(await desk_of(request).run(_taken_rows, book.folder))


def _taken_rows(folder: Path) -> dict[str, list[dict[str, Any]]] | None:
    report = read_object(folder, REPORT)
    if report is None:
        return None
    places, base, seen = _places_of(folder), read_object(folder, BASE), _seen(folder)
    texts: dict[str, list[str]] = {}

    def row(kind: str, number: int, told: Mapping[str, Any]) -> dict[str, Any]:
        place = _row(places, kind, number)
        file, _, line = (place or "").rpartition(":")
        if file and file not in texts:
            data = manuscript.read_file(folder, file, REPORT_BYTES, None)
            texts[file] = _lines(data)
        then = _base_line(base, file, int(line)) if line.isdecimal() else ""
        return {
            **told,
            "row": number,
            "place": place,
            "seen": number in seen.get(kind, ()) or (kind == "unsure" and _is_filled(folder, told)),
            "around": _around(then, told) if kind == "mended" else None,
            "restorable": _is_restorable(kind, told, texts.get(file, [])),
        }

    return {
        kind: [row(kind, number, told) for number, told in enumerate(_rows(report, kind))]
        for kind in KINDS
    }


def _lines(data: bytes | Problem | None) -> list[str]:
    return data.decode("utf-8", "replace").split("\n") if isinstance(data, bytes) else []


def _places_of(folder: Path) -> dict[str, Any] | None:
    return read_object(folder, PLACES) or read_object(folder, OLD_PLACES)


def _seen(folder: Path) -> dict[str, list[int]]:
    rows = read_object(folder, SEEN) or {}
    return {kind: list(numbers) for kind, numbers in rows.items() if isinstance(numbers, list)}


def _is_filled(folder: Path, told: Mapping[str, Any]) -> bool:
    """Whether what a document lacked, its title or date, was given since."""
    if told.get("what") not in ("title", "date", "author", "subtitle") or told.get("taken_as"):
        return False
    with suppress(BookError):
        book = manuscript.load(folder).settings.book
        title = book.title != TITLE_TO_FILL and book.title
        given = {"title": title, "date": book.date, "author": book.authors}
        return bool({**given, "subtitle": book.subtitle}[str(told["what"])])
    return False


def _around(line: str, told: Mapping[str, Any]) -> list[str] | None:
    """What stands before and behind the new words of a mended place in its line."""
    new, column = str(told.get("new", "")), told.get("column")
    marked = exchange_words(line, new, MARK, column if isinstance(column, int) else 1)
    if marked is None:
        return None
    before, _, behind = marked.partition(MARK)
    return [before[-AROUND:], behind[:AROUND]]


def _is_restorable(kind: str, told: Mapping[str, Any], lines: list[str]) -> bool:
    """Whether a row can be taken back into the text as it is."""
    if kind == "mended":
        return with_old_words(list(lines), 0, told) is not None
    return kind == "left_out" and bool(lines) and bool(str(told.get("text", "")).strip())


async def mark_seen(request: Request) -> Response:
    """Ticks a row off, or takes the tick away."""
    book, _ = writable_book(request)
    data = await read_json(request)
    kind, number = field(data, "kind", str), field(data, "row", int)
    report = await desk_of(request).run(read_object, book.folder, REPORT)
    if kind not in KINDS or not 0 <= number < len(_rows(report or {}, kind)):
        raise NotThere
    await desk_of(request).run(_mark, book.folder, kind, number, field(data, "seen", bool))
    return JSONResponse({})


def _mark(folder: Path, kind: str, number: int, seen: bool) -> None:
    rows = _seen(folder)
    numbers = {*rows.get(kind, ()), number} if seen else {*rows.get(kind, ())} - {number}
    path = folder / SEEN
    with publish.writing_errors(path):
        path.parent.mkdir(exist_ok=True)
        replace_file(path, json.dumps({**rows, kind: sorted(numbers)}).encode())


def _rows(report: Mapping[str, Any], kind: str) -> list[dict[str, Any]]:
    rows = report.get(kind)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _row(places: Mapping[str, Any] | None, kind: str, number: int) -> str | None:
    """Where a row stood in the chapters as they were taken in."""
    rows = (places or {}).get(kind)
    place = rows[number] if isinstance(rows, list) and number < len(rows) else None
    return place if isinstance(place, str) else None


# --- taking back ----------------------------------------------------------------------------------


async def restore(request: Request) -> Response:
    """Takes a left-out row back into the text, or gives a mended place its old words."""
    book, texts = writable_book(request)
    data = await read_json(request)
    kind, number = field(data, "kind", str), field(data, "row", int)
    report = await desk_of(request).run(read_object, book.folder, REPORT)
    places = await desk_of(request).run(_places_of, book.folder)
    rows = _rows(report or {}, kind) if kind in ("mended", "left_out") else []
    if not 0 <= number < len(rows):
        raise NotThere
    place = _row(places, kind, number)
    file, _, line = (place or "").rpartition(":")
    if not line.isdecimal() or file not in await texts.chapters():
        raise BookError(problem("desk-restore-place", None))
    base = await desk_of(request).run(read_object, book.folder, BASE)
    anchor = _base_line(base, file, int(line))
    before = (await texts.open(file)).text
    at = await _restore_in(texts, file, int(line), anchor, rows[number])
    book.mendings.append(Mending({file: before}, {file: (await texts.open(file)).text}))
    await desk_of(request).run(_mark, book.folder, kind, number, True)
    return JSONResponse({"file": file, "line": at})


async def _restore_in(
    texts: BookTexts, file: str, line: int, anchor: str, row: Mapping[str, Any]
) -> int:
    """The line at which a row was taken back. BookError where its place is gone."""
    opened = await texts.open(file)
    lines = opened.text.split("\n")
    at = nearest_line(lines, anchor, line)
    if "old" in row:
        changed = with_old_words(lines, at, row)
        if changed is None:
            raise BookError(problem("desk-restore-gone", None))
        at = changed
    else:
        at = with_paragraph(lines, at, str(row.get("text", "")))
    await texts.put({file: "\n".join(lines)})
    return at + 1


def _base_line(base: Mapping[str, Any] | None, file: str, line: int) -> str:
    """A line of a chapter as it was taken in."""
    chapters = (base or {}).get("chapters")
    text = chapters.get(file) if isinstance(chapters, dict) else None
    lines = text.split("\n") if isinstance(text, str) else []
    return lines[line - 1] if 0 < line <= len(lines) else ""


def nearest_line(lines: Sequence[str], anchor: str, line: int) -> int:
    """The index of the line that reads like one that stood at ``line`` (from 1); of several the
    nearest, and that number where none does.
    """
    same = [index for index, text in enumerate(lines) if anchor.strip() and text == anchor]
    last = max(len(lines) - 1, 0)
    return min(same, key=lambda index: abs(index - line + 1), default=min(line - 1, last))


def with_paragraph(lines: list[str], at: int, text: str) -> int:
    """Puts a paragraph behind the one at an index; its own index."""
    end = at
    while end < len(lines) and lines[end].strip():
        end += 1
    lines[end:end] = ["", *text.split("\n")]
    if end + 1 + len(text.split("\n")) >= len(lines):
        lines.append("")
    return end + 1


def with_old_words(lines: list[str], at: int, row: Mapping[str, Any]) -> int | None:
    """Gives the line at an index, or the nearest that has the new words, its old ones back; the
    index of that line, None where no line has them.
    """
    old, new = str(row.get("old", "")).replace("\n", " "), str(row.get("new", ""))
    column = row.get("column")
    for index in sorted(range(len(lines)), key=lambda index: abs(index - at)):
        changed = exchange_words(lines[index], new, old, column if isinstance(column, int) else 1)
        if changed is not None:
            lines[index] = changed
            return index
    return None
