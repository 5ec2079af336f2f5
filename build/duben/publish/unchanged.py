"""Whether a build would make what is there already: then nothing is read as a book, and nothing is
made.

After each build its result is kept under its folder and options, with one digest of all that it
depended on: every file that was read, every library and font that was opened, the folders in which
others would have been found, and the outputs themselves.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duben import manuscript
from duben.model import CodecError, Problem, Source, from_plain, to_plain
from duben.publish.results import BuildResult, OutputFile

if TYPE_CHECKING:
    from duben.cache import CacheDir
    from duben.publish.options import BuildOptions

# The folders of a book whose files count by being there.
LISTED_FOLDERS = ("templates", "styles", "prints")
# What the environment can change in a page.
VARIABLES = (
    "HOME",
    "DUBEN_FONTS",
    "XDG_DATA_HOME",
    "XDG_CACHE_HOME",
    "FONTCONFIG_PATH",
    "FONTCONFIG_SYSROOT",
    "LD_LIBRARY_PATH",
    "LD_PRELOAD",
)
LOCK = ".duben.lock"
SUMS = ("manifest.json", "SHA256SUMS")
FILE_BYTES = 500_000_000  # of a source or an output; a larger one counts as changed
LINE_CHARACTERS = 2000  # of a line that is shown with a problem


@dataclass(frozen=True, slots=True)
class LastBuild:
    """What came of a build, and of what it was made: ``sources`` and ``outputs`` by name, ``paths``
    of all other files and folders. ``lines`` have the lines on which problems stand, and no others.
    """

    id: str
    output: Path
    title: str
    pages: int
    files: tuple[OutputFile, ...]
    problems: tuple[Problem, ...]
    lines: tuple[Source, ...]
    sources: tuple[str, ...]
    outputs: tuple[str, ...]
    paths: tuple[str, ...]
    digest: str


def find_unchanged(folder: Path, options: BuildOptions, kept: CacheDir) -> BuildResult | None:
    """The result of the last such build, if all that it was made of is as it was, and OUT holds
    what was put there.
    """
    try:
        home = folder.resolve(strict=True)
        entry = kept.get(*_key(home, options))
        if entry is None:
            return None
        last = from_plain(LastBuild, entry[0])
        wanted = (options.output or home / "out").resolve()
    except (CodecError, OSError, RuntimeError):
        return None
    sources = {name: _sum(home, name) for name in last.sources}
    outputs = {name: _sum(last.output, name) for name in last.outputs}
    if (
        wanted != last.output
        or (last.output / LOCK).exists()
        or _digest(home, sources, outputs, last.paths) != last.digest
    ):
        return None
    return BuildResult(
        folder,
        last.output,
        last.id,
        last.problems,
        last.files,
        last.pages,
        title=last.title,
        sources=last.lines,
    )


def keep_result(
    kept: CacheDir,
    built: BuildResult,
    options: BuildOptions,
    manifest: Mapping[str, Any],
    paths: Iterable[str],
) -> None:
    """Keep the result of a build, of which ``manifest`` tells; ``paths`` are the other files and
    the folders that it depends on.
    """
    home = built.folder.resolve()
    sums = {row["name"]: row["sha256"] for row in manifest["files"]}
    sources = {row["name"]: row["sha256"] for row in manifest["sources"]}
    outputs = {file.name: sums[file.name] for file in built.files}
    outputs |= {name: _sum(built.output, name) for name in SUMS}
    paths = sorted(set(paths))
    last = LastBuild(
        built.id,
        built.output,
        built.title,
        built.pages,
        built.files,
        built.problems,
        tuple(_lines(built)),
        tuple(sources),
        tuple(outputs),
        tuple(paths),
        _digest(home, sources, outputs, paths),
    )
    kept.put(to_plain(LastBuild, last), b"", *_key(home, options))


def _key(home: Path, options: BuildOptions) -> tuple[object, ...]:
    output = options.output and os.path.abspath(options.output)
    variables = {name: os.environ.get(name) for name in VARIABLES}
    return (
        "build",
        str(home),
        output,
        options.editions,
        options.formats,
        options.strict,
        variables,
    )


def _digest(
    home: Path,
    sources: Mapping[str, str | None],
    outputs: Mapping[str, str | None],
    paths: Iterable[str],
) -> str:
    """One digest of everything that a build depends on."""
    rows = (
        sorted(_names(home)),
        sorted(sources.items()),
        sorted(outputs.items()),
        [(path, _status(path)) for path in paths],
    )
    return sha256(json.dumps(rows).encode()).hexdigest()


def _names(folder: Path) -> Iterator[str]:
    """The names at the top of a book and in its own templates and styles: a file more may be one
    too many.
    """
    names = list(manuscript.list_files(folder))
    yield from (name for name in names if not name.startswith("."))
    for top in LISTED_FOLDERS:
        if top in names:
            for base, folders, files in os.walk(folder / top):
                yield from (os.path.relpath(os.path.join(base, name), folder) for name in folders)
                yield from (os.path.relpath(os.path.join(base, name), folder) for name in files)


def _sum(folder: Path, name: str) -> str | None:
    """The sha256 of a file that is read as a book's files are; None where it cannot be."""
    data = manuscript.read_file(folder, name, FILE_BYTES, None)
    return sha256(data).hexdigest() if isinstance(data, bytes) else None


def _status(path: str) -> list[int] | None:
    """What changes when a file or a folder does; None where there is none."""
    with suppress(OSError):
        status = os.stat(path)
        return [status.st_size, status.st_mtime_ns, status.st_ino]
    return None


def folders_below(tops: Iterable[Path]) -> Iterator[str]:
    """Folders and all folders below them, also those that are not there: what is put into one
    changes its time.
    """
    for top in tops:
        yield str(top.absolute())
        for base, inside, _ in os.walk(top.absolute()):
            yield from (os.path.join(base, name) for name in inside)


def _lines(built: BuildResult) -> Iterator[Source]:
    """The sources of a build with the lines on which problems stand, the others empty."""
    places = {
        (problem.place.file, problem.place.line) for problem in built.problems if problem.place
    }
    files = {file for file, _ in places}
    for source in built.sources:
        if source.file in files:
            typed = dict(source.numbered_lines())
            lines = [
                typed.get(number, "")[:LINE_CHARACTERS] if (source.file, number) in places else ""
                for number in range(1, max(typed) + 1)
            ]
            yield Source(source.file, "\n".join(lines).rstrip("\n"))
