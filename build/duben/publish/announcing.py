"""What a revision hands out, put into a folder: the report, the slip of corrections, what changed
for programs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from duben import fonts
from duben.errors import Problem, warning
from duben.model import Book, BookSettings, Settings
from duben.publish import answers, building, isolation, keeping, outputs, reading
from duben.publish.comparing import Side
from duben.publish.tasks import PARTS, Announcing, Rendering

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


def announce(
    old: Side,
    new: Side,
    output: Path,
    progress: Progress = lambda book, stage: None,
    shelf: keeping.Shelf | None = None,
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
        target = outputs.destination(new.draft.manuscript.folder, output)
    else:
        target = output.resolve()
    problems: list[Problem] = []
    chosen = building.machine(new.draft.book if new.draft else Book(_settings(new), ()))
    new_book = _rendering(new, problems, shelf)
    old_book = _rendering(old, problems, shelf) if old.version.print is None else None
    issuer = ""
    if new.draft is not None:
        settings = new.draft.book.settings
        issuer = settings.imprint.issuer or settings.book.publisher
    asked = Announcing(old.version, new.version, old_book, new_book, chosen, issuer, tongue)
    with isolation.worker() as worker, outputs.workplace(target) as work:
        with outputs.told(target):
            configuration = fonts.configuration(chosen, work)
        answer = worker.run(
            "announce",
            asked,
            work,
            {"FONTCONFIG_FILE": str(configuration)},
            lambda stage: progress(new.version.id, stage),
        )
        files = tuple((row["name"], row["pages"]) for row in answer["files"])
        outputs.place(work, target, [name for name, _ in files])
        if shelf:
            shelf.take_in(work / PARTS)
    return Announced(
        target,
        files,
        answer["changes"],
        tuple(answer["advice"]),
        (*problems, *answers.problems(answer)),
    )


def _settings(side: Side) -> Settings:
    return Settings(book=BookSettings(language=side.version.language))


def _rendering(
    side: Side, problems: list[Problem], shelf: keeping.Shelf | None = None
) -> Rendering | None:
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
        building.request(draft, pictures, building.machine(draft.book), ("screen",), ("pdf",)),
        shelf=shelf,
    )
