"""Several books side by side, each apart from the others: what is wrong with one leaves the others
and its own old files alone.

On this machine a book is built where it lies, in a process of its own. A cluster gets the files of
the manuscript as bytes and gives the outputs back; they are put in place here.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, as_completed
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from duben import layout, manuscript
from duben.model import BookError, problem
from duben.publish import book_fonts, executors, fingerprints, manifest, outputs
from duben.publish.builds import Progress, build_book
from duben.publish.one_book import put_outputs
from duben.publish.options import BuildOptions, BuildResult, check_names

ROUNDS = 3  # a book is begun anew this often when the process or machine that makes it is lost
SOURCES_BYTES = 500_000_000  # of a manuscript's folder that is sent
MACHINE = ("duben", "versions", "looks", "fonts")  # what must be the same wherever the book is made


@dataclass(frozen=True, slots=True)
class _Job:
    """A book to be built: its place in the order, its folder and its own OUT."""

    index: int
    folder: Path
    output: Path
    id: str


def build(
    folders: Sequence[Path],
    options: BuildOptions,
    progress: Progress = lambda book, stage: None,
) -> tuple[BuildResult, ...]:
    """What became of each book, in order. BookError (2) for a wrong call and for two books that
    would go to one place.
    """
    check_names(options)
    if options.scheduler is not None and (options.printed or options.since):
        # Both look at what lies beside the book, which does not travel.
        name = "--printed" if options.printed else "--since"
        raise BookError(problem("scheduler-here", None, name=name), 2)
    results: dict[int, BuildResult] = {}
    jobs = []
    for index, folder in enumerate(folders):
        job = _job(index, folder, options.output, len(folders) > 1)
        if isinstance(job, _Job):
            jobs.append(job)
        else:
            results[index] = job
    _refuse_same_output(jobs)
    for job, built in _build_all(jobs, options):
        results[job.index] = built
        progress(job.id, "write")
    return tuple(results[index] for index in range(len(folders)))


def _job(index: int, folder: Path, output: Path | None, several: bool) -> _Job | BuildResult:
    """The job of a folder, or what is wrong with it at first sight."""
    try:
        if folder.exists() and not folder.is_dir():
            raise BookError(problem("build-needs-folder", None, path=str(folder)), 2)
        id_ = manuscript.load(folder).settings.book.id
        wanted = output / id_ if output is not None and several else output
        return _Job(index, folder, outputs.output_folder(folder, wanted), id_)
    except BookError as error:
        return BuildResult(
            folder,
            output or folder / "out",
            folder.resolve().name,
            error.problems,
            status=error.status,
        )


def _refuse_same_output(jobs: Sequence[_Job]) -> None:
    places: dict[Path, _Job] = {}
    for job in jobs:
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


def _build_all(jobs: Sequence[_Job], options: BuildOptions) -> Iterator[tuple[_Job, BuildResult]]:
    """Each book as it is done. What was lost with a process or a machine is begun anew."""
    processes = min(options.jobs or executors.processors(), max(1, len(jobs)))
    if options.scheduler is None and processes == 1:
        yield from ((job, _build_here(job, options)) for job in jobs)
        return
    left = list(jobs)
    for _ in range(ROUNDS):
        lost = []
        with executors.open_executor(processes, options.scheduler) as executor:
            running = {_submit(executor, job, options): job for job in left}
            for future in as_completed(running):
                job = running[future]
                try:
                    answer = future.result()
                    yield job, answer if options.scheduler is None else _put_in_place(job, answer)
                except BookError as error:
                    yield job, _failed_result(job, error)
                except Exception as error:
                    if not isinstance(error, (BrokenExecutor, *executors.lost_worker_errors())):
                        raise
                    lost.append(job)
        if not lost:
            return
        left = lost
    for job in left:
        yield job, _failed_result(job, BookError(problem("place-lost", None, name=job.id), 2))


def _submit(executor: Executor, job: _Job, options: BuildOptions) -> Future[Any]:
    if options.scheduler is None:
        return executor.submit(_build_here, job, options)
    try:
        sources = pack_sources(job.folder, job.output)
        return executor.submit(build_from_bytes, sources, job.folder.resolve().name, options)
    except BookError as error:
        failed: Future[Any] = Future()
        failed.set_exception(error)
        return failed


def _failed_result(job: _Job, error: BookError) -> BuildResult:
    return BuildResult(job.folder, job.output, job.id, error.problems, status=error.status)


def _build_here(job: _Job, options: BuildOptions) -> BuildResult:
    """A book where it lies."""
    try:
        return build_book(job.folder, replace(options, output=job.output))
    except BookError as error:
        return _failed_result(job, error)


# --- on other machines ----------------------------------------------------------------------------


def pack_sources(folder: Path, output: Path) -> dict[str, bytes]:
    """The files of a manuscript's folder by name, hidden ones and those in OUT left out. BookError
    (1) for more than can be sent.
    """
    outputs_ = output, (folder / "out").resolve()
    files: dict[str, bytes] = {}
    size = 0
    for top, below, names in os.walk(folder):
        below[:] = sorted(
            name
            for name in below
            if not name.startswith(".") and Path(top, name).resolve() not in outputs_
        )
        for name in sorted(name for name in names if not name.startswith(".")):
            path = os.path.relpath(os.path.join(top, name), folder)
            data = manuscript.read_file(folder, path, SOURCES_BYTES, None)
            if isinstance(data, bytes):
                files[path] = data
                size += len(data)
            if size > SOURCES_BYTES:
                limit = SOURCES_BYTES // 1_000_000
                raise BookError(problem("scheduler-large", None, name=folder.name, limit=limit))
    return files


def build_from_bytes(
    sources: Mapping[str, bytes], name: str, options: BuildOptions
) -> tuple[BuildResult, dict[str, bytes]]:
    """Builds a manuscript that came as bytes; gives what became of it, and its outputs as bytes."""
    with tempfile.TemporaryDirectory(prefix="duben-") as top:
        folder, output = Path(top, name or "book"), Path(top, "out")
        for path, data in sources.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        job = _Job(0, folder, output, name)
        built = _build_here(job, replace(options, kept=False, printed=False))
        paths = output.iterdir() if output.is_dir() else ()
        return built, {path.name: path.read_bytes() for path in paths if path.is_file()}


def _put_in_place(job: _Job, answer: tuple[BuildResult, Mapping[str, bytes]]) -> BuildResult:
    """Puts the outputs that came back in place. BookError where they were made with other fonts,
    versions or looks than ours.
    """
    built, files = answer
    built = replace(built, folder=job.folder, output=job.output)
    if not built.done:
        return built
    new = manifest.parse_manifest(files[manifest.MANIFEST_NAME])
    if new is None:
        raise BookError(problem("place-lost", None, name=job.id), 2)
    opened = manuscript.load(job.folder)
    faces = layout.choose_faces(opened.settings.book.language)
    own = book_fonts.own_fonts(opened, None).faces
    signs = (
        layout.symbol_face() if any(font["role"] == "symbols" for font in new["fonts"]) else None
    )
    ours = fingerprints.machine_report((*faces, *own, *((signs,) if signs else ())))
    differing = [name for name in MACHINE if new.get(name) != ours[name]]
    if differing:
        raise BookError(
            problem("scheduler-differs", None, name=job.id, what=", ".join(differing)), 2
        )
    with outputs.work_folder(job.output) as work:
        with outputs.writing_errors(job.output):
            document = manifest.merge_manifests(manifest.read_manifest(job.output), new, job.output)
            for file in built.files:
                (work / file.name).write_bytes(files[file.name])
        put_outputs(work, job.output, built.files, document)
    return built
