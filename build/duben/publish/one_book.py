"""Manuscripts to their outputs: read and checked here, rendered in a process of its own, put in
place at the end.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duben import chinese, layout, model, sandbox
from duben.cache import CacheDir, OverlayCache, cache_key
from duben.layout import FontFace
from duben.manuscript import EDITION_NAMES, FORMAT_NAMES, Manuscript
from duben.model import Book, BookError, Problem, problem, warning
from duben.publish import (
    codes,
    comparison,
    manifest,
    outputs,
    reading,
    records,
    tasks,
    unchanged,
    version_history,
)
from duben.publish.reading import Draft
from duben.publish.results import BuildResult, OutputFile
from duben.publish.tasks import PARTS, RenderRequest, sent
from duben.sandbox import Worker

if TYPE_CHECKING:
    from duben.manuscript import Picture

Progress = Callable[[str, str], None]
# Whatever of these changes may change a page.
MADE_WITH = ("duben", "weasyprint", "pydyf", "EbookLib", "Jinja2", "pikepdf", "pillow", "segno")

LONGEST_TITLE = 200  # characters: of what is longer the words are asked when it is set


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One build: what of which manuscript goes where."""

    draft: Draft
    manuscript: Manuscript
    output: Path
    editions: tuple[str, ...]
    formats: tuple[str, ...]
    way: unchanged.Way
    shelf: CacheDir | None
    jobs: int

    @property
    def store(self) -> OverlayCache | None:
        return OverlayCache(self.shelf, self.shelf) if self.shelf else None

    @property
    def id(self) -> str:
        return self.draft.book.settings.book.id

    def severe(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """In the book's order, and all of them errors where warnings count as such."""
        found = reading.ordered(problems, self.draft.sources)
        return tuple(replace(one, severity=one.severity_if(self.way.strict)) for one in found)


def build(
    folders: Path | str | Sequence[Path | str],
    output: Path | str | None = None,
    *,
    editions: Sequence[str] = (),
    formats: Sequence[str] = (),
    strict: bool = False,
    printed: bool = False,
    since: str = "",
    progress: Progress = lambda book, stage: None,
    shelf: CacheDir | None = None,
    jobs: int = 1,
) -> tuple[BuildResult, ...]:
    """As ``asking.build``, which sees first whether anything is to be done; without a shelf nothing
    is kept. ``jobs``: in how many processes the chapters of a book are composed.
    """
    known(editions, formats)
    way = unchanged.Way(
        None if output is None else Path(output),
        tuple(editions),
        tuple(formats),
        strict,
        printed,
        not isinstance(folders, (str, Path)) and len(folders) > 1,
        since,
    )
    with sandbox.open_worker(tasks.load_renderer) as first:
        if shelf and (read := shelf.get(name := cache_key("font files"))):
            layout.FILE_DIGESTS.update(
                {(path, size, changed): digest for path, size, changed, digest in read[0]}
            )
        made = _all(folders, way, progress, first, shelf, jobs)
    if shelf:
        if not read:
            shelf.put(name, [[*key, digest] for key, digest in layout.FILE_DIGESTS.items()])
        shelf.tidy()
    return made


def _all(
    folders: Path | str | Sequence[Path | str],
    way: unchanged.Way,
    progress: Progress,
    first: Worker,
    shelf: CacheDir | None,
    jobs: int,
) -> tuple[BuildResult, ...]:
    paths = (
        [Path(folders)]
        if isinstance(folders, (str, Path))
        else [Path(folder) for folder in folders]
    )
    drafts = [_folder(path, progress, shelf) for path in paths]
    wanted = [_wanted(draft, way, shelf, jobs) for draft in drafts]
    _distinct(wanted)
    made = []
    for index, (path, one) in enumerate(zip(paths, wanted, strict=True)):
        with (
            nullcontext(first) if index == 0 else sandbox.open_worker(tasks.load_renderer) as worker
        ):
            made.append(_built(path, one, progress, worker))
    return tuple(made)


def known(editions: Sequence[str], formats: Sequence[str]) -> None:
    """BookError (2) for an edition or a format that there is none of."""
    wrong = []
    for name in editions:
        if name not in EDITION_NAMES:
            wrong.append(
                problem("edition-unknown", None, name=name[:60], choices=", ".join(EDITION_NAMES))
            )
    wrong += [
        problem("format-unknown", None, name=name[:60], choices=", ".join(FORMAT_NAMES))
        for name in formats
        if name not in FORMAT_NAMES
    ]
    if wrong:
        raise BookError(wrong, 2)


def _folder(path: Path, progress: Progress, shelf: CacheDir | None) -> Draft:
    progress(path.name, "read")
    with _answers(path, shelf):
        draft = reading.load(path, OverlayCache(shelf, shelf) if shelf else None)
        for title in dict.fromkeys(_titles(draft.book)):
            if len(title) <= LONGEST_TITLE:
                chinese.learn_title(title)
    if draft.manuscript is None:
        raise BookError(problem("build-needs-folder", None, path=str(path)), 2)
    return draft


def _titles(book: Book) -> Iterator[str]:
    """What is set in lines that end between words: the dictionary is loaded here, and need not be
    where pages are made.
    """
    about = book.settings.book
    said = layout.book_words(about.language)
    yield from (
        about.title,
        about.subtitle,
        *(said[name] for name in ("contents", "appendix", "unlisted", "answers", "revisions")),
    )
    yield from (said["guide"]["front"], said["guide"]["back"])  # type: ignore[index]
    for entry in book.outline:
        text = book.blocks[entry.block].text if entry.block in book.blocks else ""
        yield from (
            entry.label,
            entry.title,
            entry.title.rstrip("。"),
            text.removeprefix(entry.label) if entry.heading else "",
        )
    yield from (
        block.text
        for block in book.blocks.values()
        if block.kind in ("heading", "table", "figure", "box")
    )


@contextmanager
def _answers(path: Path, shelf: CacheDir | None) -> Iterator[None]:
    """What the dictionaries answered for a book in an earlier build is known; what they answer now
    is kept.
    """
    name = cache_key("answers", os.path.abspath(path))
    kept = shelf.get(name) if shelf else None
    before = kept[0] if kept else {}
    chinese.recall_answers(before)
    yield
    if shelf and chinese.dictionary_answers() != before:
        shelf.put(name, chinese.dictionary_answers())


def _wanted(draft: Draft, way: unchanged.Way, shelf: CacheDir | None, jobs: int) -> _Wanted:
    assert draft.manuscript is not None
    settings = draft.book.settings
    asked = way.output / settings.book.id if way.output is not None and way.several else way.output
    return _Wanted(
        draft,
        draft.manuscript,
        outputs.output_folder(draft.manuscript.folder, asked),
        way.editions or settings.output.editions,
        way.formats or (("pdf",) if way.editions else settings.output.formats),
        way,
        shelf,
        jobs,
    )


def _distinct(wanted: Sequence[_Wanted]) -> None:
    places: dict[Path, _Wanted] = {}
    for one in wanted:
        other = places.setdefault(one.output, one)
        if other is not one:
            raise BookError(
                problem(
                    "output-twice",
                    None,
                    path=str(one.output),
                    first=other.manuscript.folder.name,
                    second=one.manuscript.folder.name,
                ),
                2,
            )


def _built(path: Path, wanted: _Wanted, progress: Progress, worker: Worker) -> BuildResult:
    progress(wanted.id, "check")
    pictures, wrong = reading.pictures(wanted.draft)
    found = wanted.severe(reading.checked(wanted.draft, wrong, wanted.store))
    empty = BuildResult(
        path,
        wanted.output,
        wanted.id,
        found,
        draft=wanted.draft,
        title=wanted.draft.book.settings.book.title,
        sources=wanted.draft.sources,
    )
    if any(one.fatal for one in found):
        return empty
    with _all_told(found):
        chosen = machine(wanted.draft.book)
        with outputs.work_folder(wanted.output) as work:
            old = manifest.read_manifest(wanted.output)
            asked = _asked(wanted, pictures, chosen)
            answer = _rendered(
                wanted, asked, work, worker, lambda stage: progress(wanted.id, stage)
            )
            found = wanted.severe(
                (*found, *layout.substitute_warnings(chosen), *sandbox.problems_from_json(answer))
            )
            if any(one.fatal for one in found):
                return replace(empty, problems=found)
            progress(wanted.id, "write")
            found = wanted.severe(
                (*found, *records.told(wanted.draft, asked.version, wanted.output, work))
            )
            if any(one.fatal for one in found):
                return replace(empty, problems=found)
            kept = records.keep(wanted.draft, work) if wanted.way.printed else None
            made = tuple(
                OutputFile(row["name"], row["edition"], row["pages"]) for row in answer["files"]
            )
            whole = manifest.joined(
                old, _manifest(wanted, chosen, made, pictures, work), wanted.output
            )
            _put(work, wanted.output, made, whole)
            if wanted.shelf:
                wanted.shelf.take_in(work / PARTS)
    found = wanted.severe(
        (
            *found,
            *(
                [warning("file-older", None, name="、".join(names))]
                if (names := manifest.older(whole))
                else ()
            ),
        )
    )
    built = replace(empty, problems=found, files=made, pages=int(answer["pages"]), record=kept)
    if wanted.shelf and answer["mapped"] and not wanted.way.since:
        prints = map(str, records.paths(wanted.manuscript.folder / records.PRINTS))
        seen = [
            *prints,
            *answer["mapped"],
            *unchanged.folders_below(layout.font_folders()),
            *(str(face.file) for face in chosen),
        ]
        unchanged.keep(wanted.shelf, built, wanted.way, whole, seen)
    return built


class _all_told:  # noqa: N801 - reads as a verb where it stands
    """Lets a BookError carry what was found before it too."""

    def __init__(self, found: tuple[Problem, ...]) -> None:
        self.found = found

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, BookError):
            new = [one for one in error.problems if one not in self.found]
            raise BookError((*self.found, *new), error.status) from None


def machine(book: Book) -> tuple[FontFace, ...]:
    """The faces of a book. BookError (2) with all that the machine lacks."""
    lacking = [one for one in layout.check_libraries() if one.fatal]
    try:
        chosen = layout.choose_faces(book.settings.book.language)
    except BookError as error:
        raise BookError([*lacking, *error.problems], 2) from None
    if lacking:
        raise BookError(lacking, 2)
    return chosen


def _asked(
    wanted: _Wanted, pictures: Mapping[str, Picture], chosen: tuple[FontFace, ...]
) -> RenderRequest:
    asked = replace(
        request(wanted.draft, pictures, chosen, wanted.editions, wanted.formats),
        shelf=wanted.shelf,
        jobs=wanted.jobs,
    )
    if since := wanted.way.since:
        with comparison.earlier(since, wanted.manuscript.folder) as old:
            return replace(asked, since=old.version)
    return asked


def _rendered(
    wanted: _Wanted, asked: RenderRequest, work: Path, worker: Worker, progress: sandbox.Progress
) -> dict[str, Any]:
    """The worker's answer: the outputs lie in the work folder."""
    with outputs.writing_errors(wanted.output):
        configuration = layout.write_font_configuration(asked.faces, work)
        return worker.run(
            tasks.render, asked, work, {"FONTCONFIG_FILE": str(configuration)}, progress
        )


def request(
    draft: Draft,
    pictures: Mapping[str, Picture],
    chosen: tuple[FontFace, ...],
    editions: tuple[str, ...],
    formats: tuple[str, ...],
) -> RenderRequest:
    """What the worker is to render of a manuscript in a folder."""
    read = draft.manuscript
    assert read is not None
    return RenderRequest(
        book=sent(version_history.with_history(draft)),
        pictures=dict(pictures),
        faces=chosen,
        templates=dict(read.templates),
        styles=dict(read.stylesheets),
        editions=editions,
        formats=formats,
        version=comparison.version(draft),
        looks=_shaping(draft, chosen),
        words=chinese.dictionary_answers().get("cuts", {}),
    )


def _manifest(
    wanted: _Wanted,
    chosen: Sequence[FontFace],
    made: Sequence[OutputFile],
    pictures: Mapping[str, Picture],
    work: Path,
) -> dict[str, Any]:
    about = wanted.draft.book.settings.book
    document: dict[str, Any] = {
        "book": wanted.id,
        "version": about.version,
        "date": about.date.isoformat(),
        "duben": versions()["duben"],
        "settings": model.data_digest(asdict(wanted.draft.book.settings)),
        "versions": versions(),
        "looks": _looks(),
        "fonts": layout.font_report(chosen),
        "sources": reading.source_rows(wanted.manuscript, pictures),
    }
    document["code"] = codes.basis(document)
    with outputs.writing_errors(wanted.output):
        files = codes.rows(work, made, document)
    order = ("book", "version", "date", "duben", "code")
    return {**{name: document.pop(name) for name in order}, "files": files, **document}


def _shaping(draft: Draft, chosen: Sequence[FontFace]) -> str:
    """A digest of what shapes the pages beside the text and the settings."""
    # 2: digests of pages tell places from the type area's edge; with those of before they cannot be
    # compared.
    return model.data_digest(
        [
            2,
            layout.font_report(chosen),
            versions(),
            _looks(),
            draft.book.settings.output.theme,
            dict(draft.manuscript.own if draft.manuscript else {}),
        ]
    )


def made_by(language: str) -> dict[str, Any]:
    """What a manifest says of the machine that makes a book in this language: it must say the same
    elsewhere.
    """
    return {
        "duben": versions()["duben"],
        "versions": versions(),
        "looks": _looks(),
        "fonts": layout.font_report(layout.choose_faces(language)),
    }


def versions() -> dict[str, str]:
    """The versions of whatever may change a page."""
    known = _installed()
    return {name: known.get(_plain(name), "?") for name in MADE_WITH}


@cache
def _installed() -> dict[str, str]:
    """The versions of the packages beside us, by the names of their folders: importlib.metadata
    takes 0.03 s to load for that.
    """
    found: dict[str, str] = {}
    for folder in sys.path:
        with suppress(OSError):
            for name in sorted(os.listdir(folder or ".")):
                if name.endswith(".dist-info"):
                    package, _, version = name.removesuffix(".dist-info").rpartition("-")
                    found.setdefault(_plain(package), version)
    return found


def _plain(name: str) -> str:
    """The name of a package, as all ways of writing it have it."""
    return re.sub("[-_.]+", "-", name).lower()


@cache
def _looks() -> str:
    """A digest over the templates and styles that ship with us."""
    digest = hashlib.sha256()
    for kind in ("templates", "styles"):
        top = layout.shipped_folder(kind)
        for path in sorted(path for path in top.rglob("*") if path.is_file()):
            digest.update(f"{path.relative_to(top).as_posix()}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _put(work: Path, output: Path, made: Sequence[OutputFile], whole: Mapping[str, Any]) -> None:
    data = manifest.dump_manifest(whole)
    with outputs.writing_errors(output):
        (work / manifest.MANIFEST_NAME).write_bytes(data)
        (work / manifest.SUMS_NAME).write_bytes(manifest.dump_sums(whole["files"], data))
    outputs.replace_outputs(
        work, output, [*(one.name for one in made), manifest.MANIFEST_NAME, manifest.SUMS_NAME]
    )
