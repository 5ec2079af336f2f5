"""A folder, or one file, to a book and every problem in it: what ``check``, ``enumerations`` and
``build`` begin with.
"""

from __future__ import annotations

import re
import tempfile
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from duben import analysis, intake, layout, manuscript
from duben.cache import Cache
from duben.manuscript import Manuscript
from duben.model import (
    Book,
    BookError,
    Chapter,
    Enumeration,
    HouseList,
    Problem,
    Source,
    SourceLocation,
    TermLibrary,
    problem,
    warning,
)
from duben.publish import book_fonts, house_lists
from duben.publish.importing import convert_documents

# What a document must have to become a book, and what the checks tell too.
BOOK_RULES = ("intake-no-title", "intake-wide-digits")
# Endings of single files that are read as a document instead of a folder.
DOCUMENT_ENDINGS = (".md", ".txt", ".html", ".htm", ".mhtml", ".mht", ".docx")
THEME_LINE = re.compile("[ \\t]*theme[ \\t]*=")


@dataclass(frozen=True, slots=True)
class Draft:
    """A book, what it was read from, and what was found wrong so far. ``sources`` are the texts
    that places point into.

    ``manuscript`` is None for a single file.
    """

    book: Book
    sources: tuple[Source, ...]
    manuscript: Manuscript | None = None
    problems: tuple[Problem, ...] = ()
    house_list: HouseList = HouseList()
    fonts: layout.OwnFonts = layout.OwnFonts()


def load(
    path: Path | str,
    store: Cache | None = None,
    unsaved: Mapping[str, str] | None = None,
) -> Draft:
    """The book in a manuscript's folder, or in a single .md, .txt, .html or .docx file, or one
    that LibreOffice turns into .docx. ``store``
    has what was read of its chapters before; ``unsaved`` texts by file name that stand for those in
    the folder.

    BookError: status 2 if there is nothing of that name, 1 if nothing can be read in it.
    """
    path = Path(path)
    if not path.is_dir() and (path.exists() or path.suffix.lower() in DOCUMENT_ENDINGS):
        return _document(path)
    unsaved = unsaved or {}
    return _folder(manuscript.load(path, unsaved), store, unsaved)


def _folder(opened: Manuscript, store: Cache | None, unsaved: Mapping[str, str]) -> Draft:
    decided, wrong = analysis.read_decisions(opened.decisions) if opened.decisions else ((), ())
    chapters = manuscript.parse_chapters(opened.sources, store)
    libraries, faults = _libraries(opened)
    toml = _settings_source(opened, unsaved)
    office = house_lists.load_house_list(opened, toml)
    fonts = book_fonts.own_fonts(opened, toml)
    book = analysis.analyse(opened.settings, chapters, decided, store, libraries.get("library"))
    if "history" in libraries:
        book = analysis.with_history(book, libraries["history"])
    if opened.decisions:
        book = replace(
            book, problems=tuple(_without_doubled_counts(book.problems, wrong, opened.decisions))
        )
    own = (Source(name, text) for name, text in sorted(opened.own.items()))
    sources = tuple(
        source
        for source in (
            toml,
            *opened.sources,
            opened.decisions,
            *opened.libraries.values(),
            opened.theme.settings if opened.theme else None,
            office.source,
            *own,
        )
        if source
    )
    return Draft(
        book,
        sources,
        opened,
        sort_problems(
            [
                *opened.problems,
                *_theme_problems(opened, sources[0]),
                *_unused_looks(opened),
                *wrong,
                *faults,
                *office.problems,
                *fonts.problems,
                *_problems_of_folder(book),
            ],
            sources,
        ),
        office.house_list,
        fonts,
    )


def _libraries(opened: Manuscript) -> tuple[dict[str, TermLibrary], tuple[Problem, ...]]:
    """The libraries that book.toml names, by the key that names them, and what is wrong in them."""
    libraries, faults = {}, dict[str, tuple[Problem, ...]]()
    for key, source in opened.libraries.items():
        libraries[key], faults[source.file] = analysis.read_library(source)
    return libraries, tuple(fault for some in faults.values() for fault in some)


def _theme_problems(opened: Manuscript, toml: Source) -> Iterator[Problem]:
    """What is wrong with the theme that book.toml asks for: there is none of that name."""
    name = opened.settings.output.theme
    if name and opened.theme is None:
        line = next(
            (
                number
                for number, text in enumerate(toml.text.split("\n"), 1)
                if THEME_LINE.match(text)
            ),
            1,
        )
        yield problem(
            "theme-unknown",
            toml.place(line),
            name=name,
            choices=", ".join(manuscript.theme_folders(opened.folder)),
        )


def _unused_looks(opened: Manuscript) -> Iterator[Problem]:
    """Templates and styles of the book's own that nothing asks for: their names are not ours, and
    no template of the book names them.
    """
    known = layout.promised_looks()
    templates = "\n".join(opened.templates.values())
    for name in sorted({*opened.own, *opened.unread} - known):
        folder, _, rest = name.partition("/")
        if folder == "templates" and name in opened.own and rest in templates:
            continue
        of_folder = sorted(one for one in known if one.startswith(folder))
        nearest = get_close_matches(name, of_folder, 1, 0.5) or of_folder
        yield warning(
            "own-unused",
            SourceLocation(name),
            name=manuscript.printable_name(name),
            nearest=nearest[0],
        )


def _without_doubled_counts(
    found: Sequence[Problem], wrong: Sequence[Problem], toml: Source
) -> Iterator[Problem]:
    """The problems of a book without T10 on an entry of enumerations.toml of which something else
    is told already.
    """
    heads = [
        toml.place(number).line
        for number, line in enumerate(toml.text.split("\n"), 1)
        if line.lstrip().startswith("[[")
    ]

    def entry(problem: Problem) -> int:
        return (
            bisect_right(heads, problem.place.line)
            if problem.place and problem.place.file == toml.file
            else -1
        )

    entries = {entry(problem) for problem in (*wrong, *found) if problem.rule != "T10"}
    for fault in found:
        if fault.rule != "T10" or entry(fault) < 0 or entry(fault) not in entries:
            yield fault


def _settings_source(opened: Manuscript, unsaved: Mapping[str, str]) -> Source | None:
    return manuscript.read_text(
        opened.folder, manuscript.SETTINGS, manuscript.SETTINGS_BYTES, unsaved=unsaved
    )[0]


def _document(path: Path) -> Draft:
    if path.exists() and not path.is_file():
        raise BookError(
            problem("intake-unreadable", None, name=path.name, reason="not a regular file"), 2
        )
    # 0.1 s that a folder does not need

    if (
        path.suffix.lower() == ".md"
        and path.exists()
        and (size := path.stat().st_size) > manuscript.CHAPTER_BYTES
    ):
        limit = manuscript.megabytes(manuscript.CHAPTER_BYTES)
        raise BookError(
            problem(
                "file-too-large",
                SourceLocation(path.name),
                name=path.name,
                size=manuscript.megabytes(size),
                limit=limit,
            )
        )
    with tempfile.TemporaryDirectory(prefix="duben-") as work:
        converted = convert_documents([path], Path(work)).get(path)
        document = intake.read_document(path, converted=converted)
    settings, chapters = intake.document_as_book(document)
    book = analysis.analyse(settings, chapters, ())
    sources = (Source(document.file, intake.shown_text(document) or _text(path)),)
    problems = [
        *(problem for problem in document.problems if problem.rule not in BOOK_RULES),
        *_problems_of_single_file(_book_problems(book), document.file),
    ]
    return Draft(book, sources, None, sort_problems(problems, sources))


def _problems_of_single_file(found: Iterable[Problem], file: str) -> Iterator[Problem]:
    """The problems of a single file: its sister chapters are not at hand, and links to them may
    well be right.
    """
    for fault in found:
        target, mark, _ = str(fault.values.get("target", "")).partition("#")
        if fault.rule != "link-target" or target == file:
            yield fault
        elif mark and not target:
            yield replace(fault, severity="warning")


def _text(path: Path) -> str:
    """The file's own text, to show its lines; "" where it is in another encoding."""
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""


def _problems_of_folder(book: Book) -> Iterator[Problem]:
    """The problems of a book. Its only chapter needs no title: the book has one, or is told so."""
    body = {chapter.file for chapter in book.chapters if chapter.part == "body"}
    for fault in _book_problems(book):
        if not (
            len(body) == 1
            and fault.rule == "title-none"
            and fault.place
            and fault.place.file in body
        ):
            yield fault


def _book_problems(book: Book) -> Iterable[Problem]:
    for chapter in book.chapters:
        yield from chapter.problems
    yield from book.problems


def sort_problems(problems: Iterable[Problem], sources: Sequence[Source]) -> tuple[Problem, ...]:
    """Each problem once; by file in the book's order, what has no place first, then by line."""
    order = {source.file: index for index, source in enumerate(sources)}
    unique: list[Problem] = []
    seen: set[tuple[object, ...]] = set()
    for fault in problems:
        key = (
            fault.rule,
            fault.place,
            fault.severity,
            tuple(sorted((name, str(value)) for name, value in fault.values.items())),
        )
        if key not in seen:
            seen.add(key)
            unique.append(fault)
    return tuple(
        sorted(
            unique,
            key=lambda problem: (
                (-1, "", 0, 0)
                if problem.place is None
                else (
                    order.get(problem.place.file, -1),
                    problem.place.file,
                    problem.place.line,
                    problem.place.column,
                )
            ),
        )
    )


def check(draft: Draft) -> tuple[Problem, ...]:
    """Every problem in a book that can be told without making its pages: text, pictures, characters
    without a glyph.
    """
    return check_with_pictures(draft, load_pictures(draft)[1])


def check_with_pictures(
    draft: Draft, pictured: Iterable[Problem], store: Cache | None = None
) -> tuple[Problem, ...]:
    """The same, where its pictures have been looked at already."""
    findings = analysis.check(draft.book, draft.sources, store, draft.house_list)
    problems = [*draft.problems, *findings, *pictured]
    try:
        files = {
            problem.place.file
            for problem in draft.problems
            if problem.place and problem.rule.startswith("text-")
        }
        ours = layout.choose_faces(draft.book.settings.book.language)
        faces = layout.faces_with_symbols(draft.book, (*ours, *draft.fonts.faces))
        problems += layout.unprintable_characters(draft.book, faces, files)
        problems += layout.lacking_characters(draft.book, draft.fonts, ours)
    except BookError as error:
        # Without its fonts a machine can still check the text.
        problems += [replace(problem, severity="warning") for problem in error.problems]
    return sort_problems(problems, draft.sources)


def load_pictures(
    draft: Draft, store: Cache | None = None
) -> tuple[Mapping[str, manuscript.Picture], tuple[Problem, ...]]:
    """Every picture of a book by its name, and why others cannot be shown: once for each place that
    names one. ``store`` has those that were decoded before.

    A single file has no folder in which they could be looked for.
    """
    pictures: dict[str, manuscript.Picture] = {}
    failed: dict[str, Problem] = {}
    problems = []
    if draft.manuscript is None:
        return pictures, ()
    for name, place in (
        *_cover_pictures(draft.manuscript),
        *(place for chapter in draft.book.chapters for place in _picture_places(chapter)),
    ):
        if name not in pictures and name not in failed:
            picture = _load_picture(draft.manuscript, name, place, store)
            if isinstance(picture, Problem):
                failed[name] = picture
            else:
                pictures[name] = picture
        if name in failed:
            problems.append(replace(failed[name], place=place))
    return pictures, tuple(problems)


def _load_picture(
    opened: Manuscript, name: str, place: SourceLocation, store: Cache | None
) -> manuscript.Picture | Problem:
    """A picture of the book or of its theme."""
    home = manuscript.home_of(name, opened.folder, opened.theme)
    return manuscript.load_picture(replace(opened, folder=home), name, place, store)


def _cover_pictures(opened: Manuscript) -> Iterable[tuple[str, SourceLocation]]:
    """The picture or logo that the cover shows, and where book.toml names it."""
    cover = opened.settings.cover
    needed = layout.COVER_DESIGNS[cover.design].needs
    if needed and (name := getattr(cover, needed)):
        yield name, manuscript.setting_place(opened, name)


def _picture_places(chapter: Chapter) -> Iterable[tuple[str, SourceLocation]]:
    for block in chapter.walk():
        # A name that the parser would not take is "", and told.
        if block.kind == "figure" and block.attribute("src"):
            yield block.attribute("src"), block.place
        for span in block.spans:
            if span.kind == "image" and span.value:
                yield span.value, block.place_of(span.start)


def follow_chapter(
    draft: Draft,
    book: Book,
    file: str,
    store: Cache,
    unsaved: Mapping[str, str],
    pictures: Mapping[str, manuscript.Picture],
) -> Book | None:
    """The ``book`` of a draft with the chapter in a file as it is now, the rest as it was
    (``analysis.follow_edit``); None where something in the chapter stands in the way of its pages,
    or concerns the others: a picture that is none of these, a link that leads nowhere.
    """
    assert draft.manuscript is not None
    source, wrong = manuscript.read_text(
        draft.manuscript.folder, file, manuscript.CHAPTER_BYTES, unsaved=unsaved
    )
    chapter = manuscript.parse_alone(source, book, store) if source else None
    if chapter is None or any(fault.fatal for fault in (*wrong, *chapter.problems)):
        return None
    if any(_unlike(draft.manuscript, pictures, *at, store) for at in _picture_places(chapter)):
        return None
    return analysis.follow_edit(book, replace(chapter, problems=()))


def _unlike(
    opened: Manuscript,
    pictures: Mapping[str, manuscript.Picture],
    name: str,
    place: SourceLocation,
    store: Cache,
) -> bool:
    """Whether the picture in a file is another one than that among ``pictures``."""
    picture = _load_picture(opened, name, place, store)
    return (
        isinstance(picture, Problem)
        or name not in pictures
        or picture.sha256 != pictures[name].sha256
    )


def source_rows(
    opened: Manuscript, pictured: Mapping[str, manuscript.Picture]
) -> list[dict[str, str]]:
    """Name and sha256 of every file that the book was made of, as it was when it was read."""
    sums = {**opened.sums, **{name: picture.sha256 for name, picture in pictured.items()}}
    names = [
        manuscript.SETTINGS,
        *(source.file for source in opened.sources),
        *sorted({*opened.own, *pictured}),
        *(opened.theme.sums if opened.theme else ()),
    ]
    if opened.decisions is not None:
        names.append(opened.decisions.file)
    names += dict.fromkeys(source.file for source in opened.libraries.values())
    return [{"name": name, "sha256": sums[name]} for name in names if name in sums]


def shared_paths(opened: Manuscript) -> Iterator[Path]:
    """The files and folders outside of a book's text that its pages or its problems depend on: its
    theme, its house list, and where these are looked for.
    """
    settings, user = opened.settings, manuscript.user_folder()
    shared = (settings.text.house_list, settings.text.library, settings.text.history)
    for name in filter(None, shared):
        yield manuscript.home_of(name, opened.folder, opened.theme, shared=True) / name
        yield user
    if opened.theme:
        yield from (user / manuscript.THEMES, opened.theme.folder)
        yield from opened.theme.folder.rglob("*")


def enumerations(draft: Draft) -> tuple[Enumeration, ...]:
    """The numbered enumerations of a book."""
    return draft.book.enumerations
