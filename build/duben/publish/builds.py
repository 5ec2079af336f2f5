"""A build is asked for: what is there already is told, everything else is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from duben import cache
from duben.publish import unchanged
from duben.publish.results import BuildResult

Progress = Callable[[str, str], None]


def build(
    folders: Path | str | Sequence[Path | str],
    output: Path | str | None = None,
    *,
    editions: Sequence[str] = (),
    formats: Sequence[str] = (),
    strict: bool = False,
    printed: bool = False,
    since: str = "",
    kept: bool = True,
    jobs: int | None = None,
    scheduler: str | None = None,
    progress: Progress = lambda book, stage: None,
) -> tuple[BuildResult, ...]:
    """Makes what was asked for, else what each book.toml asks for, into OUT or BOOK/out; several
    books into OUT/ID each.

    Several are made side by side, ``jobs`` at a time (None: as many as there are processors), or on
    the cluster of the dask ``scheduler`` at that address; of several books none stands in the way
    of another. The chapters of a single one are composed in so many processes (None: one).

    A book with errors gets no files and leaves those of an earlier build as they were; ``strict``
    counts warnings as errors; ``printed`` keeps the record of what was made in BOOK/prints;
    ``since`` names an older version (a record, a folder, a git revision, the version of a kept
    print) against which changes are marked in a file of its own. What earlier builds kept is used,
    unless ``kept`` is false; the files are the same either way. BookError with status 2 for a wrong
    call, an OUT that cannot be written, or what the machine lacks.
    """
    if scheduler is not None or not isinstance(folders, (str, Path)) and len(folders) > 1:
        from duben.publish import batch

        every = (
            [Path(folders)]
            if isinstance(folders, (str, Path))
            else [Path(folder) for folder in folders]
        )
        how = batch.How(tuple(editions), tuple(formats), strict, printed, since, kept)
        return batch.build(
            every, None if output is None else Path(output), how, jobs, scheduler, progress
        )
    shelf = cache.user_cache() if kept else None
    if shelf and not printed and not since:
        paths = (
            [Path(folders)]
            if isinstance(folders, (str, Path))
            else [Path(folder) for folder in folders]
        )
        way = unchanged.Way(
            None if output is None else Path(output),
            tuple(editions),
            tuple(formats),
            strict,
            printed,
            len(paths) > 1,
        )
        made: list[BuildResult] = []
        while len(made) < len(paths) and (one := unchanged.found(paths[len(made)], way, shelf)):
            made.append(one)
        if len(made) == len(paths):
            return tuple(made)
    from duben.publish import one_book

    return one_book.build(
        folders,
        output,
        editions=editions,
        formats=formats,
        strict=strict,
        printed=printed,
        since=since,
        progress=progress,
        shelf=shelf,
        jobs=jobs or 1,
    )
