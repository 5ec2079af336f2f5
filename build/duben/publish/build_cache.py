"""What builds keep in the user's cache, and whether a build would make what is there already.

After each build its result is kept under its folder and options, with one digest of all that it
depended on: every file that was read, every library and font that was opened, the folders in which
others would have been found, and the outputs themselves. Where nothing changed nothing is read as a
book, and nothing is made.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from duben import cache, layout, manuscript
from duben.model import CodecError, Source, from_plain, to_plain
from duben.publish.options import BuildOptions, BuildResult

NEW_ENTRIES = "parts"  # in the work folder: entries that the process that renders leaves there
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

Sums = Mapping[str, str | None]  # sha256 of files by name; None for one that cannot be read


def open_cache() -> cache.CacheDir | None:
    """The user's cache of what this program made; None where no safe folder can be had."""
    program = cache.program_digest(
        Path(__file__).parents[1], *map(layout.shipped_folder, ("templates", "styles"))
    )
    return cache.user_cache(program)


def cache_for_worker(kept: cache.CacheDir | None, work: Path) -> cache.CacheDir | None:
    """The same cache for a process that may write in the work folder alone."""
    if kept is None:
        return None
    (work / NEW_ENTRIES).mkdir(exist_ok=True)
    return replace(kept, new=work / NEW_ENTRIES)


@dataclass(frozen=True, slots=True)
class LastBuild:
    """What came of a build, and of what it was made: ``sources`` and ``outputs`` by name, ``paths``
    of all other files and folders. The sources of ``result`` have the lines on which problems
    stand, and no others.
    """

    result: BuildResult
    sources: tuple[str, ...]
    outputs: tuple[str, ...]
    paths: tuple[str, ...]
    digest: str


def find_unchanged(folder: Path, options: BuildOptions, kept: cache.CacheDir) -> BuildResult | None:
    """The result of the last such build, if all that it was made of is as it was, and OUT holds
    what was put there.
    """
    try:
        home = folder.resolve(strict=True)
        entry = kept.get(*_key(home, options))
        if entry is None:
            return None
        last = from_plain(LastBuild, entry[0])
        output = (options.output or home / "out").resolve()
    except (CodecError, OSError, RuntimeError):
        return None
    if output != last.result.output or (output / LOCK).exists():
        return None
    sums = _sums(home, last.sources), _sums(output, last.outputs)
    if _digest(home, *sums, last.paths) != last.digest:
        return None
    return replace(last.result, folder=folder)


def keep_result(
    kept: cache.CacheDir,
    built: BuildResult,
    options: BuildOptions,
    manifest: Mapping[str, Any],
    paths: Iterable[str],
) -> None:
    """Keep the result of a build, of which ``manifest`` tells; ``paths`` are the other files and
    the folders that it depends on.
    """
    home = built.folder.resolve()
    made = {row["name"]: row["sha256"] for row in manifest["files"]}
    # Those of a theme or a library from elsewhere are among the paths.
    rows = (row for row in manifest["sources"] if (home / row["name"]).is_file())
    sources = {row["name"]: row["sha256"] for row in rows}
    outputs = {**{file.name: made[file.name] for file in built.files}, **_sums(built.output, SUMS)}
    paths = tuple(sorted(set(paths)))
    digest = _digest(home, sources, outputs, paths)
    result = replace(built, sources=tuple(_sources_of_problems(built)))
    last = LastBuild(result, tuple(sources), tuple(outputs), paths, digest)
    kept.put(to_plain(LastBuild, last), b"", *_key(home, options))


def _sources_of_problems(built: BuildResult) -> Iterator[Source]:
    """The sources in which problems stand, their other lines empty."""
    lines = {
        (problem.place.file, problem.place.line) for problem in built.problems if problem.place
    }
    files = {file for file, _ in lines}
    for source in built.sources:
        if source.file in files:
            typed = (
                text[:LINE_CHARACTERS] if (source.file, number) in lines else ""
                for number, text in source.numbered_lines()
            )
            yield replace(source, text="\n".join(typed))


def _key(home: Path, options: BuildOptions) -> tuple[object, ...]:
    output = options.output and os.path.abspath(options.output)
    variables = {name: os.environ.get(name) for name in VARIABLES}
    wanted = options.editions, options.formats, options.strict
    return ("build", str(home), output, *wanted, variables)


def _digest(home: Path, sources: Sums, outputs: Sums, paths: Iterable[str]) -> str:
    """One digest of everything that a build depends on. The names at the top of a book and in its
    own templates and styles count too: a file more may be one too many.
    """
    rows = (
        sorted(name for name in manuscript.list_files(home) if not name.startswith(".")),
        sorted(str(path) for name in LISTED_FOLDERS for path in (home / name).rglob("*")),
        sorted(sources.items()),
        sorted(outputs.items()),
        [(path, _status(path)) for path in paths],
    )
    return sha256(json.dumps(rows).encode()).hexdigest()


def _sums(folder: Path, names: Iterable[str]) -> Sums:
    """The sums of files that are read as a book's files are."""
    files = {name: manuscript.read_file(folder, name, FILE_BYTES, None) for name in names}
    return {
        name: sha256(data).hexdigest() if isinstance(data, bytes) else None
        for name, data in files.items()
    }


def _status(path: str) -> list[int] | None:
    """What changes when a file or a folder does; None where there is none."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return [status.st_size, status.st_mtime_ns, status.st_ino]


def folders_below(tops: Iterable[Path]) -> Iterator[str]:
    """Folders and all folders below them, also those that are not there: what is put into one
    changes its time.
    """
    for top in tops:
        yield str(top.absolute())
        for base, inside, _ in os.walk(top.absolute()):
            yield from (os.path.join(base, name) for name in inside)
