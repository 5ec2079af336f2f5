"""The list of chapters in the browser: what is asked of it, written, and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from duben import manuscript
from duben.desk import chapters as lists
from duben.desk.access import desk_of, writable_book
from duben.desk.answers import field, read_json
from duben.desk.chapters import Chapter, Chapters
from duben.desk.held_book import HeldBook
from duben.desk.keys import by_key, text_key
from duben.desk.texts import BookTexts
from duben.desk.toml_lines import with_values
from duben.model import BookError, problem

ORDER = ("book", "chapters")  # the key of book.toml
CHANGES_KEPT = 20  # to be taken back


@dataclass(frozen=True, slots=True)
class ListChange:
    """A change of the list: the chapters before and after it."""

    before: Chapters
    after: Chapters


async def change_chapters(request: Request) -> Response:
    """Changes the list of chapters; the key of the text to be shown then, and how many changes can
    be taken back.
    """
    book, texts = writable_book(request)
    data = await read_json(request)
    action = field(data, "action", str)
    await texts.save_all()
    run = desk_of(request).run
    before = await run(read_chapters, book.folder)
    if action == "undo":
        after = _taken_back(book, before)
    else:
        after = _changed(before, action, data)
        book.list_changes.append(ListChange(before, after))
        del book.list_changes[:-CHANGES_KEPT]
    await write_chapters(book, texts, before, after)
    shown = _shown(before, after, _file(before, data))
    return JSONResponse({"key": shown, "undo": len(book.list_changes)})


def read_chapters(folder: Path) -> Chapters:
    """The chapters of a book, in order."""
    return tuple(Chapter(one.file, one.text) for one in manuscript.load(folder).sources)


def _file(chapters: Chapters, data: dict[str, Any]) -> str:
    return by_key([one.file for one in chapters], field(data, "key", str, "")) or ""


def _changed(chapters: Chapters, action: str, data: dict[str, Any]) -> Chapters:
    """The list after an action. BookError for one that is none or cannot be done."""
    file = _file(chapters, data)
    if action == "add":
        return lists.add(chapters, file, field(data, "title", str))
    if action == "rename":
        return lists.rename(chapters, file, field(data, "title", str))
    if action == "move":
        return lists.move(chapters, file, field(data, "by", int))
    if action == "split":
        return lists.split(chapters, file, field(data, "line", int))
    if action in ("join", "remove"):
        return (lists.join if action == "join" else lists.remove)(chapters, file)
    raise BookError(problem("desk-field", None, name="action"))


def _taken_back(book: HeldBook, now: Chapters) -> Chapters:
    """The list before the last change. BookError where there is none, or where what it changed was
    touched since.
    """
    if not book.list_changes:
        raise BookError(problem("desk-nothing-to-undo", None))
    change = book.list_changes[-1]
    texts = {one.file: one.text for one in now}
    back = lists.changes(change.after, change.before)
    there = {one.file: one.text for one in change.after}
    if any(texts.get(file) != there.get(file) for file in back):
        raise BookError(problem("desk-chapter-touched", None))
    book.list_changes.pop()
    return tuple(
        one if one.file in back else Chapter(one.file, texts.get(one.file, one.text))
        for one in change.before
    )


def _shown(before: Chapters, after: Chapters, file: str) -> str:
    """The key of the text to be shown: a new one, that which was asked for, or that beside it."""
    known = {one.file for one in before}
    new = next((one.file for one in after if one.file not in known), None)
    there = [one.file for one in after]
    if new is None and file not in there:
        at = next((i for i, one in enumerate(before) if one.file == file), 0)
        new = there[max(0, min(at, len(there)) - 1)]
    return text_key(new or file)


async def write_chapters(
    book: HeldBook, texts: BookTexts, before: Chapters, after: Chapters
) -> None:
    """Writes what differs, and the order into book.toml where the names do not say it. A chapter
    that goes is kept as a version and in the bin of the book.
    """
    await texts.keep_version("edited")
    with texts.writing_ourselves():
        for file, text in lists.changes(before, after).items():
            if text is None:
                await texts.remove(file)
            else:
                await texts.put({file: text})
        await texts.save_all()
        wanted = tuple(one.file for one in after)
        settings = (await texts.open(manuscript.SETTINGS)).text
        ordered = await texts.run(partial(_ordered_settings, book.folder, settings, wanted))
        await texts.put({manuscript.SETTINGS: ordered})
        await texts.save_all()
    await texts.keep_version("edited")
    book.touch((*wanted[:1], manuscript.SETTINGS))


def _ordered_settings(folder: Path, settings: str, wanted: tuple[str, ...]) -> str:
    """book.toml that names the chapters in an order; as it is where the files' names say it."""
    unlisted = with_values(settings, {ORDER: None})
    unsaved = {manuscript.SETTINGS: unlisted}
    if tuple(one.file for one in manuscript.load(folder, unsaved).sources) == wanted:
        listed = manuscript.load(folder, {manuscript.SETTINGS: settings}).settings.book.chapters
        return settings if not listed or listed == wanted else unlisted
    return with_values(settings, {ORDER: wanted})
