"""What a revision hands out, put into a folder: the report, the slip of corrections, what changed
for programs.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from duben import layout, sandbox
from duben.cache import CacheDir
from duben.model import Book, BookSettings, Problem, Settings, from_plain
from duben.publish import one_book, outputs
from duben.publish.build_cache import NEW_ENTRIES, cache_for_worker
from duben.publish.builds import Progress
from duben.publish.comparison import ComparisonSide
from duben.publish.worker import rendering
from duben.publish.worker.comparing import (
    CHANGE_DOCUMENTS,
    CHANGES,
    ChangeDocumentsRequest,
    set_change_documents,
)
from duben.publish.worker.rendering import RenderRequest
from duben.revision import Version


@dataclass(frozen=True, slots=True)
class ChangeDocuments:
    """What was written: (name, pages) of each file, pages None for what has none; how many changes
    there are; what to do about the copies that are out; ``dated``: the slip has its day.
    """

    output: Path
    files: tuple[tuple[str, int | None], ...]
    changes: int
    advice: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    dated: bool = True


def write_change_documents(
    old: ComparisonSide,
    new: ComparisonSide,
    output: Path,
    progress: Progress = lambda book, stage: None,
    kept: CacheDir | None = None,
    tongue: str = "",
    day: date | None = None,
) -> ChangeDocuments:
    """Writes what a revision hands out into ``output``, all or nothing; parts that builds kept in
    the cache are not set again. ``tongue``: in which language the advice is told, "" for that of
    the book. ``day``: that of the slip, as ``slip_day`` takes it.

    The new version is set for its pages when it is a manuscript; so is the old one where no record
    tells how it was printed. What an earlier comparison left there and this one does not make goes.
    BookError (2) for an output that cannot be written, a file of the author's in its way, or a
    machine that lacks something.
    """
    target = output.resolve()
    for side in (old, new):
        if side.draft is not None and side.draft.manuscript is not None:
            target = outputs.output_folder(side.draft.manuscript.folder, output)
    settings = Settings(book=BookSettings(language=new.version.language))
    faces = (
        one_book.faces_of(new.draft.book, new.draft.fonts)
        if new.draft
        else one_book.faces_of(Book(settings, ()))
    )
    new_book = _render_request(new)
    old_book = _render_request(old) if old.version.print is None else None
    with (
        sandbox.open_worker(rendering.load_renderer) as worker,
        outputs.work_folder(target) as work,
    ):
        with outputs.writing_errors(target):
            sides = (*(new_book.faces if new_book else ()), *(old_book.faces if old_book else ()))
            every = tuple(dict.fromkeys((*faces, *sides)))
            configuration = layout.write_font_configuration(every, work)
            store = cache_for_worker(kept, work)
        on = slip_day(old.version, new.version, day)
        request = ChangeDocumentsRequest(
            old.version,
            new.version,
            old_book and replace(old_book, store=store),
            new_book and replace(new_book, store=store),
            faces,
            _issuer(new),
            on,
            tongue=tongue,
        )
        answer = worker.run(
            set_change_documents,
            request,
            work,
            {"FONTCONFIG_FILE": str(configuration)},
            lambda stage: progress(new.version.id, stage),
        )
        files = tuple((row["name"], row["pages"]) for row in answer["files"])
        names = [name for name, _ in files]
        ours = CHANGE_DOCUMENTS if _holds_change_documents(target) else ()
        outputs.refuse_foreign(target, names, ours)
        earlier = [name for name in ours if name not in names and (target / name).is_file()]
        outputs.replace_outputs(work, target, names, earlier)
        if kept:
            kept.take_in(work / NEW_ENTRIES)
    return ChangeDocuments(
        target,
        files,
        answer["changes"],
        tuple(answer["advice"]),
        from_plain(tuple[Problem, ...], answer["problems"]),
        bool(on),
    )


def _holds_change_documents(folder: Path) -> bool:
    """Whether a comparison has written into a folder before."""
    try:
        data = outputs.read_output(folder / CHANGES, outputs.FILE_BYTES)
        changes = json.loads(data) if data else None
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(changes, dict) and {"old", "new", "changes"} <= changes.keys()


def slip_day(old: Version, new: Version, given: date | None = None) -> str:
    """The day of a slip of corrections, as ISO 8601: the one that is given, else that of the new
    version. "" where the new version has no other date than the old: that is the day of the text,
    and the correction was made later.
    """
    if given:
        return given.isoformat()
    return new.date if new.date != old.date else ""


def _issuer(side: ComparisonSide) -> str:
    """Who gives the book out; "" where only its record is there."""
    if side.draft is None:
        return ""
    settings = side.draft.book.settings
    return settings.imprint.issuer or settings.book.publisher


def _render_request(side: ComparisonSide) -> RenderRequest | None:
    """What is to be set of a side; None for what is no manuscript."""
    draft = side.draft
    if draft is None or draft.manuscript is None:
        return None
    faces = one_book.faces_of(draft.book, draft.fonts)
    return one_book.render_request(draft, side.pictures, faces, ("screen",), ("pdf",))
