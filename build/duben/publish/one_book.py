"""One manuscript to its outputs: read and checked here, rendered in a process of its own, put in
place at the end.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from duben import chinese, layout, manuscript, model, sandbox
from duben.cache import Cache, CacheDir
from duben.manuscript import Manuscript
from duben.model import (
    Book,
    BookError,
    FontSettings,
    Problem,
    Settings,
    from_plain,
    problem,
    warning,
)
from duben.publish import (
    book_fonts,
    build_cache,
    codes,
    comparison,
    fingerprints,
    manifest,
    outputs,
    reading,
    records,
    version_history,
)
from duben.publish.build_cache import NEW_ENTRIES, cache_for_worker
from duben.publish.builds import Progress
from duben.publish.options import BuildOptions, BuildResult, OutputFile, check_names
from duben.publish.reading import Draft
from duben.publish.worker import rendering
from duben.publish.worker.rendering import RenderAnswer, RenderRequest

TITLE_CHARACTERS = 200  # of what is longer the words are asked when it is set


@dataclass(frozen=True, slots=True)
class _BookBuild:
    """One build: what of which manuscript goes where."""

    folder: Path
    draft: Draft
    manuscript: Manuscript
    output: Path
    editions: tuple[str, ...]
    formats: tuple[str, ...]
    options: BuildOptions
    kept: CacheDir | None

    @property
    def id(self) -> str:
        return self.draft.book.settings.book.id

    def grade(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """In the book's order, and all of them errors where warnings count as such."""
        return tuple(
            replace(problem, severity=problem.severity_if(self.options.strict))
            for problem in reading.sort_problems(problems, self.draft.sources)
        )

    def result(self, problems: tuple[Problem, ...]) -> BuildResult:
        """What became of the book, without files."""
        return BuildResult(
            self.folder,
            self.output,
            self.id,
            problems,
            title=self.draft.book.settings.book.title,
            sources=self.draft.sources,
        )


def build(
    folder: Path, options: BuildOptions, progress: Progress, kept: CacheDir | None
) -> BuildResult:
    """Makes the outputs of a manuscript, whatever is there already. Without a cache nothing is
    kept.
    """
    check_names(options)
    # It loads what renders while the book is read.
    with sandbox.open_worker(rendering.load_renderer) as worker:
        progress(folder.name, "read")
        with _dictionary_answers(folder, kept):
            book_build = _begin(folder, _load(folder, kept), options, kept)
            result = _checked_and_rendered(book_build, progress, worker)
    if kept:
        kept.tidy()
    return result


def _load(folder: Path, kept: CacheDir | None) -> Draft:
    draft = reading.load(folder, kept)
    for title in dict.fromkeys(_titles(draft.book)):
        if len(title) <= TITLE_CHARACTERS:
            chinese.learn_title(title)
    return draft


def _titles(book: Book) -> Iterator[str]:
    """What is set in lines that end between words: the dictionary is loaded here, and need not be
    where pages are made.
    """
    settings = book.settings.book
    words = layout.book_words(settings.language)
    yield settings.title
    yield settings.subtitle
    yield from (
        words[name] for name in ("contents", "appendix", "unlisted", "answers", "revisions")
    )
    yield from (words["guide"]["front"], words["guide"]["back"])  # type: ignore[index]
    for entry in book.outline:
        text = book.blocks[entry.block].text if entry.block in book.blocks else ""
        yield entry.label
        yield entry.title
        yield entry.title.rstrip("。")
        yield text.removeprefix(entry.label) if entry.heading else ""
    yield from (
        block.text
        for block in book.blocks.values()
        if block.kind in ("heading", "table", "figure", "box")
    )
    for enumeration in book.enumerations if book.settings.text.appendix else ():
        yield enumeration.term
        yield from enumeration.members
        yield from enumeration.known.members if enumeration.known else ()


@contextmanager
def _dictionary_answers(folder: Path, kept: CacheDir | None) -> Iterator[None]:
    """What the dictionaries answered for a book in an earlier build is known; what they answer now
    is kept.
    """
    inputs = "answers", os.path.abspath(folder)
    entry = kept.get(*inputs) if kept else None
    before = entry[0] if entry else {}
    with chinese.known_answers(before) as answers:
        yield
    if kept and (now := answers.to_data()) != before:
        kept.put(now, b"", *inputs)


def _begin(folder: Path, draft: Draft, options: BuildOptions, kept: CacheDir | None) -> _BookBuild:
    if draft.manuscript is None:
        raise BookError(problem("build-needs-folder", None, path=str(folder)), 2)
    wanted = draft.book.settings.output
    return _BookBuild(
        folder,
        draft,
        draft.manuscript,
        outputs.output_folder(draft.manuscript.folder, options.output),
        options.editions or wanted.editions,
        options.formats or (("pdf",) if options.editions else wanted.formats),
        options,
        kept,
    )


def _checked_and_rendered(
    build: _BookBuild, progress: Progress, worker: sandbox.Worker
) -> BuildResult:
    progress(build.id, "check")
    pictures, wrong = reading.load_pictures(build.draft, build.kept)
    problems = build.grade(reading.check_with_pictures(build.draft, wrong, build.kept))
    result = build.result(problems)
    if any(problem.fatal for problem in problems):
        return result
    with _problems_before(problems):
        faces = faces_of(build.draft.book, build.draft.fonts)
        with outputs.work_folder(build.output) as work:
            old = manifest.read_manifest(build.output)
            request = _request(build, pictures, faces, work)
            answer = _render(build, request, work, worker, progress)
            problems = build.grade(
                (*problems, *layout.substitute_warnings(faces), *answer.problems)
            )
            if any(problem.fatal for problem in problems):
                return replace(result, problems=problems)
            progress(build.id, "write")
            problems = build.grade(
                (
                    *problems,
                    *_not_told(
                        build,
                        records.conflicting_records(
                            build.draft, request.version, build.output, work
                        ),
                    ),
                )
            )
            if any(problem.fatal for problem in problems):
                return replace(result, problems=problems)
            record = records.keep_record(build.draft, work) if build.options.printed else None
            new = _manifest(build, faces, answer.files, pictures, work)
            document = manifest.merge_manifests(old, new, build.output)
            put_outputs(work, build.output, answer.files, document)
            if build.kept:
                build.kept.take_in(work / NEW_ENTRIES)
    if names := manifest.older_files(document):
        problems = build.grade((*problems, warning("file-older", None, name="、".join(names))))
    result = replace(
        result, problems=problems, files=answer.files, pages=answer.pages, record=record
    )
    _remember(build, result, document, faces, answer)
    return result


def _not_told(build: _BookBuild, conflicts: Iterable[Problem]) -> Iterator[Problem]:
    """The conflicts without those that are told once, and were told of this book and version."""
    for conflict in conflicts:
        folder = build.manuscript.folder
        if build.kept and not build.options.strict and records.is_told_once(folder, conflict):
            version = build.draft.book.settings.book.version
            inputs = conflict.rule, str(folder.resolve()), version
            if build.kept.get(*inputs):
                continue
            build.kept.put("told", b"", *inputs)
        yield conflict


@contextmanager
def _problems_before(problems: Sequence[Problem]) -> Iterator[None]:
    """Lets a BookError carry what was found before it too."""
    try:
        yield
    except BookError as error:
        new = [problem for problem in error.problems if problem not in problems]
        raise BookError((*problems, *new), error.status) from None


def faces_of(book: Book, own: layout.OwnFonts | None = None) -> tuple[layout.FontFace, ...]:
    """The faces of a book, its own behind ours, then that of signs where one is wanted. BookError
    (2) with all that the machine lacks.
    """
    lacking = [problem for problem in layout.check_libraries() if problem.fatal]
    try:
        faces = layout.choose_faces(book.settings.book.language)
    except BookError as error:
        raise BookError([*lacking, *error.problems], 2) from None
    if lacking:
        raise BookError(lacking, 2)
    return layout.faces_with_symbols(book, (*faces, *own.faces) if own else faces)


def _request(
    build: _BookBuild,
    pictures: Mapping[str, manuscript.Picture],
    faces: tuple[layout.FontFace, ...],
    work: Path,
) -> RenderRequest:
    request = render_request(
        build.draft, pictures, faces, build.editions, build.formats, build.kept
    )
    request = replace(request, store=cache_for_worker(build.kept, work))
    if not build.options.since:
        return request
    with comparison.open_earlier(build.options.since, build.manuscript.folder) as old:
        return replace(request, since=old.version)


@dataclass(frozen=True, slots=True)
class PreparedBook:
    """A manuscript as read and checked; ``request`` is what is to be rendered of it, None where an
    error stands in the way.
    """

    draft: Draft
    problems: tuple[Problem, ...]
    request: RenderRequest | None


def prepare(
    path: Path,
    editions: tuple[str, ...],
    formats: tuple[str, ...],
    store: Cache | None = None,
    unsaved: Mapping[str, str] | None = None,
) -> PreparedBook:
    """A manuscript in a folder, read and checked, to be rendered; ``store`` and ``unsaved`` as
    ``reading.load`` has them. BookError (2) for what is no folder and for what the machine lacks,
    and as ``reading.load``.
    """
    draft = reading.load(path, store, unsaved)
    if draft.manuscript is None:
        raise BookError(problem("build-needs-folder", None, path=str(path)), 2)
    pictures, wrong = reading.load_pictures(draft, store)
    problems = reading.check_with_pictures(draft, wrong, store)
    if any(problem.fatal for problem in problems):
        return PreparedBook(draft, problems, None)
    request = render_request(
        draft,
        pictures,
        faces_of(draft.book, draft.fonts),
        editions,
        formats,
        store,
        recorded=False,
    )
    return PreparedBook(draft, problems, request)


def follow_chapter(
    before: PreparedBook, file: str, store: Cache, unsaved: Mapping[str, str]
) -> RenderRequest | None:
    """What is to be rendered with the chapter in a file as it is now, and the rest as it was
    prepared ``before``; None where it must be prepared anew. The rest of the book is not read.
    """
    request = before.request
    if request is None:
        return None
    book = reading.follow_chapter(
        before.draft, request.book, file, store, unsaved, request.pictures
    )
    return replace(request, book=book) if book else None


def render_request(
    draft: Draft,
    pictures: Mapping[str, manuscript.Picture],
    faces: tuple[layout.FontFace, ...],
    editions: tuple[str, ...],
    formats: tuple[str, ...],
    kept: Cache | None = None,
    recorded: bool = True,
) -> RenderRequest:
    """What the worker is to render of a manuscript in a folder, without a cache of its own; only
    what is ``recorded``, or compared, knows its version.
    """
    opened = draft.manuscript
    assert opened is not None
    return RenderRequest(
        book=rendering.without_problems(version_history.with_history(draft)),
        pictures=dict(pictures),
        faces=faces,
        templates=dict(opened.templates),
        styles=dict(opened.stylesheets),
        editions=editions,
        formats=formats,
        version=comparison.version(draft) if recorded else comparison.NO_VERSION,
        looks=fingerprints.shape_digest(draft, faces, kept),
        words=chinese.answers_of_titles(),
    )


def _render(
    build: _BookBuild,
    request: RenderRequest,
    work: Path,
    worker: sandbox.Worker,
    progress: Progress,
) -> RenderAnswer:
    """The worker's answer: the outputs lie in the work folder."""
    with outputs.writing_errors(build.output):
        configuration = layout.write_font_configuration(request.faces, work)
        answer: RenderAnswer = from_plain(
            RenderAnswer,
            worker.run(
                rendering.render,
                request,
                work,
                {"FONTCONFIG_FILE": str(configuration)},
                lambda stage: progress(build.id, stage),
            ),
        )
    return answer


def _manifest(
    build: _BookBuild,
    faces: Sequence[layout.FontFace],
    files: Sequence[OutputFile],
    pictures: Mapping[str, manuscript.Picture],
    work: Path,
) -> dict[str, Any]:
    settings = build.draft.book.settings
    machine = fingerprints.machine_report(faces, build.kept)
    document: dict[str, Any] = {
        "book": build.id,
        "version": settings.book.version,
        "date": settings.book.date.isoformat() if settings.book.date else "",
        "duben": machine["duben"],
        "settings": model.data_digest(_settings_data(settings)),
        "versions": machine["versions"],
        "looks": machine["looks"],
        "fonts": machine["fonts"],
        "sources": reading.source_rows(build.manuscript, pictures),
    }
    document["code"] = codes.code_basis(document)
    with outputs.writing_errors(build.output):
        rows = codes.rows_with_codes(work, files, document)
    first = ("book", "version", "date", "duben", "code")
    return {**{name: document.pop(name) for name in first}, "files": rows, **document}


def _settings_data(settings: Settings) -> dict[str, Any]:
    """The settings as data. Without [fonts] they are what they were before it was known, and so is
    the code on the imprint.
    """
    data = asdict(settings)
    if settings.fonts == FontSettings():
        del data["fonts"]
    return data


def put_outputs(
    work: Path, output: Path, files: Sequence[OutputFile], document: Mapping[str, Any]
) -> None:
    """Moves files, the manifest and its sums from the work folder into OUT, all or none. BookError
    (2) where a file of one of the names is there that no build made.
    """
    names = [*(file.name for file in files), manifest.SUMS_NAME]
    outputs.refuse_foreign(output, names, manifest.listed_names(output))
    data = manifest.dump_manifest(document)
    with outputs.writing_errors(output):
        (work / manifest.MANIFEST_NAME).write_bytes(data)
        (work / manifest.SUMS_NAME).write_bytes(manifest.dump_sums(document["files"], data))
    outputs.replace_outputs(work, output, [*names, manifest.MANIFEST_NAME])


def font_folders(draft: Draft) -> tuple[Path, ...]:
    """The folders in which a font may be put that another build of the book would take."""
    if draft.manuscript is None or draft.book.settings.fonts == FontSettings():
        return layout.font_folders()
    return book_fonts.own_folders(draft.manuscript)


def _remember(
    build: _BookBuild,
    result: BuildResult,
    document: Mapping[str, Any],
    faces: Sequence[layout.FontFace],
    answer: RenderAnswer,
) -> None:
    """Keeps the result for a build that finds everything unchanged, where such a build asks for it
    and the system tells which libraries were opened.
    """
    options = build.options
    if build.kept and answer.paths and not options.since and not options.printed:
        paths = (
            *map(str, records.record_paths(build.manuscript.folder / records.PRINTS_FOLDER)),
            *answer.paths,
            *map(str, reading.shared_paths(build.manuscript)),
            *build_cache.folders_below(font_folders(build.draft)),
            *(str(face.file) for face in faces),
        )
        folder = build.manuscript.folder
        again = tuple(one for one in result.problems if not records.is_told_once(folder, one))
        result = replace(result, problems=again)
        build_cache.keep_result(build.kept, result, options, document, paths)
