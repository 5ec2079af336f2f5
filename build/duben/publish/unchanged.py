"""Whether a build would make what is there already: then nothing is read as a book, and nothing is
made.

After each build a record is kept of all that it was made of: every file that was read, every
library and font that was opened, the folders in which others would have been found, and of what
came of it. It holds for one folder, one OUT and one way of asking.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duben import cache, manuscript, sandbox
from duben.model import Source
from duben.publish.results import BuildResult, OutputFile

if TYPE_CHECKING:
    from duben.model import Problem

# The folders of a book whose files count by being there.
LISTED = ("templates", "styles", "prints")
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


@dataclass(frozen=True, slots=True)
class Way:
    """How a build was asked for; ``printed``: with a record of the print, ``several``: together
    with other books, each into ``output``/ID; ``since``: with its changes marked, which is not
    remembered.
    """

    output: Path | None
    editions: tuple[str, ...]
    formats: tuple[str, ...]
    strict: bool
    printed: bool
    several: bool
    since: str = ""


def name_of(folder: Path, way: Way) -> str:
    """The key of the record of such a build of a folder."""
    asked = (
        way.output and os.path.abspath(way.output),
        way.editions,
        way.formats,
        way.strict,
        way.printed,
        way.several,
    )
    return "built-" + cache.cache_key(
        str(folder), asked, {name: os.environ.get(name) for name in VARIABLES}
    )


def found(folder: Path, way: Way, shelf: cache.CacheDir) -> BuildResult | None:
    """What was built before, if all it was made of is as it was, and OUT holds what was put there."""
    try:
        home = folder.resolve(strict=True)
        entry = shelf.get(name_of(home, way))
        if entry is None:
            return None
        record = entry[0]
        out = Path(record["output"])
        if (way.output or home / "out").resolve() not in (out, *out.parents) or not _same(
            record, home, out
        ):
            return None
        return BuildResult(
            folder,
            out,
            record["id"],
            sandbox.problems_from_json(record),
            tuple(OutputFile(*row) for row in record["files"]),
            record["pages"],
            title=record["title"],
            sources=tuple(_sources(record["lines"])),
        )
    except (KeyError, TypeError, ValueError, OSError, RuntimeError):
        return None


def _same(record: Mapping[str, Any], folder: Path, output: Path) -> bool:
    return (
        not (output / LOCK).exists()
        and all(_status(path) == status for path, status in record["seen"])
        and listing(folder) == record["listing"]
        and all(_sum(folder, name) == known for name, known in record["sources"].items())
        and all(_sum(output, name) == known for name, known in record["outputs"].items())
    )


def keep(
    shelf: cache.CacheDir,
    built: BuildResult,
    way: Way,
    manifest: Mapping[str, Any],
    seen: Iterable[str],
) -> None:
    """Keep the record of a build, which ``manifest`` tells of; ``seen`` are the files and folders
    that it depends on.
    """
    home = built.folder.resolve()
    sums = {row["name"]: row["sha256"] for row in manifest["files"]}
    outputs = {
        **{one.name: sums[one.name] for one in built.files},
        **{name: _sum(built.output, name) for name in SUMS},
    }
    if None in outputs.values():
        return
    record = {
        "id": built.id,
        "output": str(built.output),
        "title": built.title,
        "pages": built.pages,
        "files": [[one.name, one.edition, one.pages] for one in built.files],
        "problems": sandbox.problems_to_json(built.problems),
        "lines": _lines(built.problems, built.sources),
        "sources": {row["name"]: row["sha256"] for row in manifest["sources"]},
        "listing": listing(home),
        "outputs": outputs,
        "seen": [[path, _status(path)] for path in sorted(set(seen))],
    }
    shelf.put(name_of(home, way), record)


def listing(folder: Path) -> str:
    """A digest over the names at the top of a book and in its own templates and styles: a file more
    may be one too many.
    """
    names = sorted(manuscript.list_files(folder))
    for top in LISTED:
        if top in names:
            for base, folders, inside in os.walk(folder / top):
                folders.sort()
                names += [
                    os.path.relpath(os.path.join(base, name), folder)
                    for name in sorted((*inside, *folders))
                ]
    kept = [name for name in names if not name.startswith(".")]
    return sha256("\0".join(kept).encode("utf-8", "surrogateescape")).hexdigest()


def _sum(folder: Path, name: str) -> str | None:
    """The sha256 of a file that is read as a book's files are; None where it cannot be."""
    data = manuscript.read_file(folder, name, cache.ENTRY_BYTES * 5, None)
    return sha256(data).hexdigest() if isinstance(data, bytes) else None


def _status(path: str) -> list[int] | None:
    """What changes when a file or a folder does; None where there is none."""
    with suppress(OSError):
        status = os.stat(path)
        return [status.st_size, status.st_mtime_ns, status.st_ino]
    return None


def mapped() -> Iterator[str]:
    """The libraries and fonts that this process has opened into its memory; nothing where the
    system does not tell.
    """
    with (
        suppress(OSError),
        open("/proc/self/maps", encoding="utf-8", errors="surrogateescape") as stream,
    ):
        for line in stream:
            path = line.rstrip("\n").partition("/")[2]
            if (
                path
                and not path.endswith(" (deleted)")
                and not path.startswith(("dev/", "memfd:", "proc/"))
            ):
                yield f"/{path}"


def folders_below(tops: Iterable[Path]) -> Iterator[str]:
    """Folders and all folders below them, also those that are not there: what is put into one
    changes its time.
    """
    for top in tops:
        yield str(top.absolute())
        for base, inside, _ in os.walk(top.absolute()):
            yield from (os.path.join(base, name) for name in inside)


def _lines(problems: Iterable[Problem], sources: Iterable[Source]) -> dict[str, dict[str, str]]:
    """The lines on which problems stand: file → number → text."""
    places = {(one.place.file, one.place.line) for one in problems if one.place}
    files = {file for file, _ in places}
    found: dict[str, dict[str, str]] = {}
    for source in sources:
        for number, line in source.numbered_lines() if source.file in files else ():
            if (source.file, number) in places:
                found.setdefault(source.file, {})[str(number)] = line[:2000]
    return found


def _sources(lines: Mapping[str, Mapping[str, str]]) -> Iterator[Source]:
    """Sources that hold these lines and no others."""
    for file, known in lines.items():
        rows = [""] * max(map(int, known))
        for number, line in known.items():
            rows[int(number) - 1] = line
        yield Source(file, "\n".join(rows))
