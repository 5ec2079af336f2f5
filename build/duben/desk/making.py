"""Editions, finished files, comparison and copies: the jobs of a book, and what they made."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from duben import distribution, layout, manuscript, publish, revision
from duben.desk import given_copies, printing
from duben.desk.access import desk_of, held_book, writable_book
from duben.desk.answers import field, problem_rows, read_json, request_language
from duben.desk.jobs import JobResult, Progress
from duben.desk.keys import NotThere, name_key
from duben.desk.outputs import CHANGES, OUT, FinishedFile, finished_files
from duben.desk.versions import KeptVersion, Versions
from duben.messages import message
from duben.model import BookError, Settings, problem, replace_file

TICKS_FILE = "ticks.json"  # what was asked for the last time
ROWS_SHOWN = 200  # of a table of recipients
SCALES = (0.1, 4.0)  # pixels to the pt
RECIPIENT_COLUMNS = ("name", "copies", "number", "contact", "address", "note")
# What a comparison does not need of a book's folder.
NOT_COMPARED = shutil.ignore_patterns(".*", OUT, "prints", "*.zip", "*.pdf", "*.epub", "*.docx")


async def editions(request: Request) -> Response:
    """The printed forms that there are, in the words of the program."""
    desk_of(request)
    return JSONResponse(edition_rows(Settings(), request_language(request)))


async def book_editions(request: Request) -> Response:
    """The same as a book has them: with its own size, and how the press prints its cover."""
    book, _ = writable_book(request)
    language = request_language(request)

    def rows() -> dict[str, Any]:
        settings = manuscript.load(book.folder).settings
        cover = layout.COVER_DESIGNS[settings.cover.design].title[language != "zh"]
        two_inks = settings.print.second_colour
        return {"editions": edition_rows(settings, language), "cover": cover, "two_inks": two_inks}

    return JSONResponse(await desk_of(request).run(rows))


def edition_rows(settings: Settings, language: str) -> list[dict[str, Any]]:
    """A row for each printed form, ``note`` its size."""
    english = language != "zh"
    return [
        {
            "name": name,
            "title": edition.title[english] or name,
            "note": layout.sized_edition(name, settings).page_size.name("zh-Hans"),
            "formats": ["pdf", "epub", "docx"] if name == layout.ORDINARY else ["pdf"],
            "copies": edition.copies,
        }
        for name, edition in layout.EDITIONS.items()
    ]


async def job(request: Request) -> Response:
    """A job as it stands, with its result."""
    found = desk_of(request).jobs.get(request.path_params["job"])
    if found is None:
        raise NotThere
    row = found.to_json(request_language(request))
    return JSONResponse({**row, "result": found.result.more if found.done else None})


def names(data: dict[str, Any], name: str) -> tuple[str, ...]:
    """A list of names in a request. BookError where it is none."""
    values = field(data, name, list, [])
    if len(values) > 50 or not all(isinstance(value, str) for value in values):
        raise BookError(problem("desk-field", None, name=name))
    return tuple(values)


# --- building -------------------------------------------------------------------------------------


async def build(request: Request) -> Response:
    """Makes editions; what book.toml asks for where none is named."""
    book, _ = writable_book(request)
    data = await read_json(request)
    options = publish.BuildOptions(editions=names(data, "editions"), formats=names(data, "formats"))

    write_ticks(book.folder, (*options.editions, *options.formats))

    def work(progress: Progress) -> JobResult:
        (result,) = publish.build_books([book.folder], options, progress)
        built = {file.name for file in result.files}
        keys = [file.key for file in finished_files(book.folder) if file.name in built]
        return JobResult(result.problems, keys)

    return JSONResponse({"job": desk_of(request).jobs.start(book, work).id})


async def files(request: Request) -> Response:
    """The finished files."""
    book, _ = writable_book(request)
    language = request_language(request)
    rows = await desk_of(request).run(
        lambda: [file.to_json(language) for file in finished_files(book.folder)]
    )
    return JSONResponse(rows)


def write_ticks(folder: Path, names: Sequence[str]) -> None:
    """Keeps what was asked for, to be ticked the next time. Where that cannot be written nothing
    is lost.
    """
    path = folder / manuscript.KEPT_FOLDER / TICKS_FILE
    with suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        replace_file(path, json.dumps(names).encode(), durable=False)


def read_ticks(folder: Path) -> list[str]:
    """What was asked for the last time; nothing where nothing was."""
    with suppress(OSError, ValueError):
        data = json.loads((folder / manuscript.KEPT_FOLDER / TICKS_FILE).read_bytes()[:10_000])
        return [name for name in data if isinstance(name, str)] if isinstance(data, list) else []
    return []


def book_title(folder: Path) -> str:
    """The title of a book; the name of its folder where it cannot be read."""
    with suppress(BookError):
        return manuscript.load(folder).settings.book.title or folder.name
    return folder.name


async def finished_entry(request: Request) -> FinishedFile:
    """The finished file that an address names. NotThere where there is none."""
    book, _ = writable_book(request)
    key = request.path_params["file"]
    rows = await desk_of(request).run(partial(finished_files, book.folder))
    row = next((row for row in rows if row.key == key), None)
    if row is None:
        raise NotThere
    return row


async def finished_file(request: Request) -> Response:
    """A finished file, to be kept under a name for people; never shown in our own place."""
    book, _ = writable_book(request)
    row = await finished_entry(request)
    title = await desk_of(request).run(book_title, book.folder)
    return FileResponse(
        row.path,
        media_type="application/octet-stream",
        filename=row.saved_name(title, request_language(request)),
        content_disposition_type="attachment",
    )


async def all_files(request: Request) -> Response:
    """The finished files of a build, or of a ``group``, in one .zip."""
    book, _ = writable_book(request)
    language, group = request_language(request), request.query_params.get("group", "")
    run = desk_of(request).run
    title = await run(book_title, book.folder)
    rows = [row for row in await run(finished_files, book.folder) if row.group == group]
    if not rows:
        raise NotThere
    path = await run(write_zip, rows, title, language)
    name = f"{title}.zip".translate(distribution.ANY_SYSTEM)
    return FileResponse(
        path,
        media_type="application/zip",
        filename=name,
        content_disposition_type="attachment",
        background=BackgroundTask(path.unlink),
    )


def write_zip(rows: Sequence[FinishedFile], title: str, language: str) -> Path:
    """A new .zip of files under their names for people."""
    descriptor, name = tempfile.mkstemp(prefix="duben-", suffix=".zip")
    os.close(descriptor)
    used: set[str] = set()
    with zipfile.ZipFile(name, "w", zipfile.ZIP_STORED) as packed:
        for row in rows:
            wanted = row.saved_name(title, language)
            saved = wanted if wanted not in used else f"{len(used)}-{wanted}"
            used.add(saved)
            packed.write(row.path, saved)
    return Path(name)


async def finished_page(request: Request) -> Response:
    """A page of a finished PDF as PNG, or a half of it."""
    path, book = (await finished_entry(request)).path, held_book(request)
    try:
        scale = float(request.query_params.get("scale", "1"))
    except ValueError:
        scale = 0
    if book is None or path.suffix != ".pdf" or not SCALES[0] <= scale <= SCALES[1]:
        raise NotThere
    index = request.path_params["index"]
    half = request.query_params.get("half", "")
    data = await book.ask(lambda: book.live.file_picture(path, index, round(scale, 2), half))
    if data is None:
        raise NotThere
    return Response(data, media_type="image/png")


# --- versions and comparison ----------------------------------------------------------------------


async def versions(request: Request) -> Response:
    """The earlier versions: those that were kept, and the records of prints; newest first."""
    book, _ = writable_book(request)
    language = request_language(request)
    rows = await desk_of(request).run(lambda: list(version_rows(book.folder, language)))
    return JSONResponse(rows)


def version_rows(folder: Path, language: str) -> Iterator[dict[str, Any]]:
    """The versions as the browser gets them."""
    comma = "、" if language == "zh" else ", "
    rows: list[dict[str, Any]] = [
        {
            "key": version.name,
            "time": version.time,
            "words": version.words(language, comma),
            "print": False,
            "restorable": True,
        }
        for version in Versions(folder).newest_first()
    ]
    for path in printing.print_records(folder):
        time = datetime.fromtimestamp(path.stat().st_mtime).isoformat(" ", "seconds")
        name = path.name.removesuffix(revision.RECORD_ENDING)
        words = message("desk-version-print", language, {"version": name.rpartition("-")[2]})
        row = {"key": name_key(path.name), "time": time, "words": words}
        rows.append({**row, "print": True, "restorable": False})
    yield from sorted(rows, key=lambda row: str(row["time"]), reverse=True)


def find_version(folder: Path, key: str) -> KeptVersion | None:
    """The kept version of a key."""
    return next((row for row in Versions(folder).newest_first() if row.name == key), None)


async def restore_version(request: Request) -> Response:
    """Gives all texts of the book the wording of a version; the present one is kept first."""
    book, texts = writable_book(request)
    run = desk_of(request).run
    version = await run(lambda: find_version(book.folder, request.path_params["version"]))
    if version is None:
        raise NotThere
    await texts.save_all()
    await texts.keep_version("edited")
    data = await run(lambda: Versions(book.folder).texts(version))
    wanted = {file: text.decode("utf-8", "replace").removeprefix("\ufeff")
              for file, text in data.items()}  # fmt: skip
    await texts.put(wanted)
    await texts.save_all()
    await texts.keep_version("restored")
    return JSONResponse({"files": sorted(wanted)})


async def compare(request: Request) -> Response:
    """Compares a version or an upload with the book as it is, and writes what is handed out."""
    book, _ = writable_book(request)
    desk, language = desk_of(request), request_language(request)
    data = await read_json(request)
    upload = desk.uploads.get(field(data, "upload", str)) if "upload" in data else None
    key = "" if upload else field(data, "version", str)

    def work(progress: Progress) -> JobResult:
        output = book.folder / OUT / f"{CHANGES}{datetime.now():%Y%m%d-%H%M%S}"
        with (
            earlier_side(book.folder, key, upload) as old,
            publish.open_side(old) as before,
            publish.open_side(str(book.folder)) as after,
        ):
            progress("", "revision")
            changes = revision.compare(before.version, after.version)
            words_of = "en" if language == "en" else after.version.language
            words = layout.book_words(words_of, "revision")
            documents = publish.write_change_documents(
                before, after, output, progress, publish.open_cache(), language
            )
        made = [
            file for file in finished_files(book.folder) if file.name.startswith(output.name + "/")
        ]
        more = {
            "summary": list(revision.summary_lines(changes, words)),
            # Of a version that nobody has, nothing is told where it is the same.
            "advice": list(documents.advice)
            if changes.changes or old.endswith(revision.RECORD_ENDING)
            else [],
            "files": [file.to_json(language) for file in made],
            "changes": revision.revision_to_json(changes)["changes"],
        }
        return JobResult(documents.problems, [file.key for file in made], more)

    return JSONResponse({"job": desk.jobs.start(book, work).id})


@contextmanager
def earlier_side(folder: Path, key: str, upload: Path | None) -> Iterator[str]:
    """The name of what is compared with the book: a kept version as a folder, a record, an upload.
    NotThere where there is none.
    """
    with tempfile.TemporaryDirectory(prefix="duben-") as work:
        place = Path(work, folder.name)
        record = next(
            (path for path in printing.print_records(folder) if name_key(path.name) == key), None
        )
        if upload is not None and upload.suffix.lower() == ".zip":
            publish.unpack(upload, place)
        elif upload is not None and upload.suffix.lower() == ".json":
            place = Path(work, upload.stem.removesuffix(".record") + revision.RECORD_ENDING)
            shutil.copyfile(upload, place)
        elif upload is not None or record is not None:
            place = upload or record or place
        else:
            write_version(folder, key, place)
        yield str(place)


def write_version(folder: Path, key: str, place: Path) -> None:
    """Writes a kept version as a folder, with the pictures and styles of the book as it is.
    BookError where there is none.
    """
    version = find_version(folder, key)
    if version is None:
        raise BookError(problem("desk-missing", None))
    shutil.copytree(folder, place, ignore=NOT_COMPARED, symlinks=True)
    texts = Versions(folder).texts(version)
    for path in place.glob("*.md"):
        if path.name not in texts:
            path.unlink()
    for file, data in texts.items():
        path = place / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


# --- copies ---------------------------------------------------------------------------------------


async def recipients(request: Request) -> Response:
    """A table of recipients as it will be read, or everything that is wrong with it."""
    writable_book(request)
    language = request_language(request)
    desk, data = desk_of(request), await read_json(request)
    path = desk.uploads.get(field(data, "upload", str))
    try:
        table = await desk.run(lambda: distribution.read_recipients(path))
    except BookError as error:
        rows = problem_rows(error.problems, language)
        return JSONResponse({"columns": [], "rows": [], "total": 0, "copies": 0, "problems": rows})
    heads = [*RECIPIENT_COLUMNS, *table.heads]
    cells = [
        [getattr(person, name) for name in RECIPIENT_COLUMNS] + [value for _, value in person.more]
        for person in table.all[:ROWS_SHOWN]
    ]
    return JSONResponse(
        {
            "columns": heads,
            "rows": cells,
            "total": len(table.all),
            "copies": table.copies,
            "problems": problem_rows(table.problems, language),
        }
    )


async def distribute(request: Request) -> Response:
    """Makes the copies for a table of recipients, a .zip for each, with lists and labels. The same
    table again gives the same copies, until the text changes.
    """
    book, _ = writable_book(request)
    desk, language, data = desk_of(request), request_language(request), await read_json(request)
    path = desk.uploads.get(field(data, "upload", str))
    options = distribution.DistributionOptions(
        names(data, "editions"), names(data, "formats"), packed=True, titled=True
    )

    def work(progress: Progress) -> JobResult:
        asked = repr((options.editions, options.formats))
        output = given_copies.copies_folder(book.folder, path, asked)
        result = distribution.distribute(book.folder, path, output, options, progress)
        given_copies.note_texts(book.folder, output)
        made = [
            file for file in finished_files(book.folder) if file.name.startswith(output.name + "/")
        ]
        numbers = [number for share in result.shares for number in share.numbers]
        more = {
            "recipients": len(result.shares),
            "copies": len(numbers),
            "numbers": distribution.number_ranges(numbers),
            "before": result.before,
            "files": [file.to_json(language) for file in made],
        }
        return JobResult(result.problems, [file.key for file in made], more)

    return JSONResponse({"job": desk.jobs.start(book, work).id})
