"""What a revision hands out, put into a folder: the report, the slip of corrections, what changed
for programs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from duben import cache, layout, sandbox
from duben.model import Book, BookSettings, Problem, Settings, warning
from duben.publish import one_book, outputs, reading, tasks
from duben.publish.comparison import ComparisonSide
from duben.publish.tasks import PARTS, ChangeDocumentsRequest, RenderRequest

Progress = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Announced:
    """What was written: (name, pages) of each file, pages None for what has none; how many changes
    there are; what to do about the copies that are out.
    """

    output: Path
    files: tuple[tuple[str, int | None], ...]
    changes: int
    advice: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def write_change_documents(
    old: ComparisonSide,
    new: ComparisonSide,
    output: Path,
    progress: Progress = lambda book, stage: None,
    shelf: cache.CacheDir | None = None,
    tongue: str = "",
) -> Announced:
    """Writes what a revision hands out into ``output``, all or nothing; parts that builds kept on
    the shelf are not set again. ``tongue``: in which language the advice is told, "" for that of
    the book.

    The new version is set for its pages when it is a manuscript without errors; so is the old one
    where no record tells how it was printed. BookError (2) for an output that cannot be written or
    a machine that lacks something.
    """
    if new.draft is not None and new.draft.manuscript is not None:
        target = outputs.output_folder(new.draft.manuscript.folder, output)
    else:
        target = output.resolve()
    problems: list[Problem] = []
    chosen = one_book.machine(new.draft.book if new.draft else Book(_settings(new), ()))
    new_book = _rendering(new, problems, shelf)
    old_book = _rendering(old, problems, shelf) if old.version.print is None else None
    issuer = ""
    if new.draft is not None:
        settings = new.draft.book.settings
        issuer = settings.imprint.issuer or settings.book.publisher
    asked = ChangeDocumentsRequest(
        old.version, new.version, old_book, new_book, chosen, issuer, tongue
    )
    with sandbox.open_worker(tasks.load_renderer) as worker, outputs.work_folder(target) as work:
        with outputs.writing_errors(target):
            configuration = layout.write_font_configuration(chosen, work)
        answer = worker.run(
            tasks.announce,
            asked,
            work,
            {"FONTCONFIG_FILE": str(configuration)},
            lambda stage: progress(new.version.id, stage),
        )
        files = tuple((row["name"], row["pages"]) for row in answer["files"])
        outputs.replace_outputs(work, target, [name for name, _ in files])
        if shelf:
            shelf.take_in(work / PARTS)
    return Announced(
        target,
        files,
        answer["changes"],
        tuple(answer["advice"]),
        (*problems, *sandbox.problems_from_json(answer)),
    )


def _settings(side: ComparisonSide) -> Settings:
    return Settings(book=BookSettings(language=side.version.language))


def _rendering(
    side: ComparisonSide, problems: list[Problem], shelf: cache.CacheDir | None = None
) -> RenderRequest | None:
    """What is to be set of a side; None for what is no manuscript, or has errors: that is told."""
    draft = side.draft
    if draft is None or draft.manuscript is None:
        return None
    pictures, wrong = reading.pictures(draft)
    found = reading.checked(draft, wrong)
    if any(one.fatal for one in found):
        problems.append(
            warning(
                "compare-no-pages",
                None,
                title=side.version.title,
                errors=sum(one.fatal for one in found),
            )
        )
        return None
    return replace(
        one_book.request(draft, pictures, one_book.machine(draft.book), ("screen",), ("pdf",)),
        shelf=shelf,
    )
