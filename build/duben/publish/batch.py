"""Several books side by side, each apart from the others: what is wrong with one leaves the others
and its own old files alone.

On this machine a book is built where it lies, in a process of its own. A cluster gets the files of
the manuscript as bytes and gives the outputs back; they are put in place here.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, as_completed
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from duben import manuscript
from duben.model import BookError, problem
from duben.publish import executors, manifest, one_book, outputs
from duben.publish.builds import build as build_one
from duben.publish.results import BuildResult

Progress = Callable[[str, str], None]
ROUNDS = 3  # a book is begun anew this often when the process or machine that makes it is lost
BYTES = 500_000_000  # of a manuscript's folder that is sent
MACHINE = ("duben", "versions", "looks", "fonts")  # what must be the same wherever the book is made


@dataclass(frozen=True, slots=True)
class How:
    """How books are built, all in the same way."""

    editions: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    strict: bool = False
    printed: bool = False
    since: str = ""
    kept: bool = True


@dataclass(frozen=True, slots=True)
class _Job:
    """A book to be built: its place in the order, its folder and its own OUT."""

    index: int
    folder: Path
    output: Path
    id: str


def build(
    folders: Sequence[Path],
    output: Path | None,
    how: How,
    jobs: int | None = None,
    scheduler: str | None = None,
    progress: Progress = lambda book, stage: None,
) -> tuple[BuildResult, ...]:
    """What became of each book, in order. BookError (2) for a wrong call and for two books that
    would go to one place.
    """
    one_book.known(how.editions, how.formats)
    if scheduler is not None and (how.printed or how.since):
        # Both look at what lies beside the book, which does not travel.
        raise BookError(
            problem("scheduler-here", None, name="--printed" if how.printed else "--since"), 2
        )
    done: dict[int, BuildResult] = {}
    wanted = []
    for index, folder in enumerate(folders):
        job = _job(index, folder, output, len(folders) > 1)
        if isinstance(job, _Job):
            wanted.append(job)
        else:
            done[index] = job
    _distinct(wanted)
    for job, built in _made(
        wanted, how, min(jobs or executors.processors(), max(1, len(wanted))), scheduler
    ):
        done[job.index] = built
        progress(job.id, "write")
    return tuple(done[index] for index in range(len(folders)))


def _job(index: int, folder: Path, output: Path | None, several: bool) -> _Job | BuildResult:
    """The job of a folder, or what is wrong with it at first sight."""
    try:
        if folder.exists() and not folder.is_dir():
            raise BookError(problem("build-needs-folder", None, path=str(folder)), 2)
        id_ = manuscript.load(folder).settings.book.id
        asked = output / id_ if output is not None and several else output
        return _Job(index, folder, outputs.output_folder(folder, asked), id_)
    except BookError as error:
        return BuildResult(
            folder,
            output or folder / "out",
            folder.resolve().name,
            error.problems,
            status=error.status,
        )


def _distinct(wanted: Sequence[_Job]) -> None:
    places: dict[Path, _Job] = {}
    for job in wanted:
        other = places.setdefault(job.output, job)
        if other is not job:
            raise BookError(
                problem(
                    "output-twice",
                    None,
                    path=str(job.output),
                    first=other.folder.name,
                    second=job.folder.name,
                ),
                2,
            )


def _made(
    wanted: Sequence[_Job], how: How, jobs: int, scheduler: str | None
) -> Iterator[tuple[_Job, BuildResult]]:
    """Each book as it is done. What was lost with a process or a machine is begun anew."""
    if scheduler is None and jobs == 1:
        yield from ((job, _here(job, how)) for job in wanted)
        return
    left = list(wanted)
    for _ in range(ROUNDS):
        lost = []
        with executors.open_executor(jobs, scheduler) as executor:
            running = {_submitted(executor, job, how, scheduler): job for job in left}
            for future in as_completed(running):
                job = running[future]
                try:
                    yield (
                        job,
                        future.result() if scheduler is None else _put(job, how, future.result()),
                    )
                except BookError as error:
                    yield job, _failed(job, error)
                except Exception as error:
                    if not isinstance(error, (BrokenExecutor, *executors.lost())):
                        raise
                    lost.append(job)
        if not lost:
            return
        left = lost
    for job in left:
        yield job, _failed(job, BookError(problem("place-lost", None, name=job.id), 2))


def _submitted(executor: Executor, job: _Job, how: How, scheduler: str | None) -> Future[Any]:
    if scheduler is None:
        return executor.submit(_here, job, how)
    try:
        return executor.submit(
            elsewhere, packed(job.folder, job.output), job.folder.resolve().name, how
        )
    except BookError as error:
        failed: Future[Any] = Future()
        failed.set_exception(error)
        return failed


def _failed(job: _Job, error: BookError) -> BuildResult:
    return BuildResult(job.folder, job.output, job.id, error.problems, status=error.status)


def _here(job: _Job, how: How) -> BuildResult:
    """A book where it lies; without the book itself, which is large."""
    try:
        (built,) = build_one(
            [job.folder],
            job.output,
            editions=how.editions,
            formats=how.formats,
            strict=how.strict,
            printed=how.printed,
            since=how.since,
            kept=how.kept,
        )
    except BookError as error:
        built = _failed(job, error)
    # The values of a problem are a view that cannot travel.
    return replace(
        built,
        draft=None,
        problems=tuple(replace(one, values=dict(one.values)) for one in built.problems),
    )


# --- on other machines ---------------------------------------------------------------------------------------------------


def packed(folder: Path, output: Path) -> dict[str, bytes]:
    """The files of a manuscript's folder by name, hidden ones and those in OUT left out. BookError
    (1) for more than can be sent.
    """
    found: dict[str, bytes] = {}
    size = 0
    for top, below, names in os.walk(folder):
        below[:] = sorted(
            name
            for name in below
            if not name.startswith(".")
            and Path(top, name).resolve() not in (output, (folder / "out").resolve())
        )
        for name in sorted(names):
            path = os.path.relpath(os.path.join(top, name), folder)
            if name.startswith("."):
                continue
            data = manuscript.read_file(folder, path, BYTES, None)
            if isinstance(data, bytes):
                found[path] = data
                size += len(data)
            if size > BYTES:
                raise BookError(
                    problem("scheduler-large", None, name=folder.name, limit=BYTES // 1_000_000)
                )
    return found


def elsewhere(
    sources: Mapping[str, bytes], name: str, how: How
) -> tuple[BuildResult, dict[str, bytes]]:
    """Builds a manuscript that came as bytes; gives what became of it, and its outputs as bytes."""
    with tempfile.TemporaryDirectory(prefix="duben-") as top:
        folder, output = Path(top, name or "book"), Path(top, "out")
        for path, data in sources.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        built = _here(_Job(0, folder, output, name), replace(how, kept=False, printed=False))
        made = (
            {path.name: path.read_bytes() for path in output.iterdir() if path.is_file()}
            if output.is_dir()
            else {}
        )
        return built, made


def _put(job: _Job, how: How, answer: tuple[BuildResult, Mapping[str, bytes]]) -> BuildResult:
    """Puts the outputs that came back in place. BookError where they were made with other fonts,
    versions or looks than ours.
    """
    built, made = answer
    built = replace(built, folder=job.folder, output=job.output)
    if not built.done:
        return built
    new = manifest.parse(made[manifest.MANIFEST_NAME])
    if new is None:
        raise BookError(problem("place-lost", None, name=job.id), 2)
    ours = one_book.made_by(manuscript.load(job.folder).settings.book.language)
    differing = [name for name in MACHINE if new.get(name) != ours[name]]
    if differing:
        raise BookError(
            problem("scheduler-differs", None, name=job.id, what=", ".join(differing)), 2
        )
    with outputs.work_folder(job.output) as work, outputs.writing_errors(job.output):
        whole = manifest.joined(manifest.read_manifest(job.output), new, job.output)
        names = [one.name for one in built.files]
        for name in names:
            (work / name).write_bytes(made[name])
        data = manifest.dump_manifest(whole)
        (work / manifest.MANIFEST_NAME).write_bytes(data)
        (work / manifest.SUMS_NAME).write_bytes(manifest.dump_sums(whole["files"], data))
        outputs.replace_outputs(
            work, job.output, [*names, manifest.MANIFEST_NAME, manifest.SUMS_NAME]
        )
    return built
