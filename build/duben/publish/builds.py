"""A build: what is there already is told, everything else is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from duben.publish.build_cache import find_unchanged, open_cache
from duben.publish.options import BuildOptions, BuildResult

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
    """``build_books`` with the fields of ``BuildOptions`` as keywords."""
    options = BuildOptions(
        None if output is None else Path(output),
        tuple(editions),
        tuple(formats),
        strict,
        printed,
        since,
        kept,
        jobs,
        scheduler,
    )
    paths = [folders] if isinstance(folders, (str, Path)) else folders
    return build_books(list(map(Path, paths)), options, progress)


def build_books(
    folders: Sequence[Path],
    options: BuildOptions,
    progress: Progress = lambda book, stage: None,
) -> tuple[BuildResult, ...]:
    """Makes the outputs of manuscripts; gives what became of each, in order.

    Several are made side by side, and none of them stands in the way of another. A book with errors
    gets no files and leaves those of an earlier build as they were. BookError with status 2 for a
    wrong call, an OUT that cannot be written, or what the machine lacks.
    """
    if options.scheduler is not None or len(folders) > 1:
        from duben.publish import batch  # a build of a single book needs no processes

        return batch.build(folders, options, progress)
    return tuple(build_book(folder, options, progress) for folder in folders)


def build_book(
    folder: Path, options: BuildOptions, progress: Progress = lambda book, stage: None
) -> BuildResult:
    """Makes the outputs of one manuscript, into ``options.output`` itself."""
    kept = open_cache() if options.kept else None
    if (
        kept
        and not (options.printed or options.since)
        and (result := find_unchanged(folder, options, kept))
    ):
        return result
    from duben.publish import one_book  # 0.3 s that a build of an build_cache book need not wait

    return one_book.build(folder, options, progress, kept)
