"""A manuscript's folder to sources and pictures: the only module that opens the author's files."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType

from duben.manuscript import encoding, files, settings as book_settings
from duben.manuscript.themes import THEME_SETTINGS, Theme, home_of, lay_over, theme_folders
from duben.manuscript.toml_text import quotes, quoting_line
from duben.model import BookError, Problem, Settings, Source, SourceLocation, problem, warning

SETTINGS = "book.toml"
KEPT_FOLDER = ".duben"  # of a book: what is kept for undoing, and by the desk
DECISIONS = "enumerations.toml"
OWN_FOLDERS = ("templates", "styles")

CHAPTER_BYTES = 5_000_000
BOOK_BYTES = 50_000_000
CHAPTERS = 2_000
# Limits of our own: files that people write by hand.
SETTINGS_BYTES = 100_000
DECISIONS_BYTES = 5_000_000
OWN_BYTES = 1_000_000
OWN_FILES = 500
OWN_ENDINGS = (".html", ".xhtml", ".ncx", ".css", ".xml", ".txt", ".jinja", ".j2")
# Texts that an office keeps beside its chapters; what is to be done with each.
OTHER_FORMATS: Mapping[str, str] = {
    **dict.fromkeys((".txt", ".text", ".html", ".htm"), "file-no-chapter"),
    **dict.fromkeys((".docx", ".doc", ".wps", ".rtf", ".odt"), "file-no-chapter-word"),
    **dict.fromkeys((".markdown", ".mdown", ".mkd"), "file-no-chapter-ending"),
}

# The place at which book.toml, or its theme, names a file.
NamedFileLocator = Callable[[str], SourceLocation]

NOTHING_UNSAVED: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A folder as read: chapters in order, the editor's decisions, the book's own templates and
    styles by name.

    ``libraries`` has the files that ``[text]`` names, by the keys "library" and "history".
    ``own`` holds "templates/book.html" → text; ``unread`` the names of other files in those
    folders; ``sums`` the sha256 of each file of text as it was read, by name; ``problems`` all that
    was found wrong while reading.
    """

    folder: Path
    settings: Settings
    sources: tuple[Source, ...] = ()
    decisions: Source | None = None
    libraries: Mapping[str, Source] = field(default_factory=lambda: MappingProxyType({}))
    own: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    problems: tuple[Problem, ...] = ()
    sums: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    unread: tuple[str, ...] = ()
    theme: Theme | None = None

    @property
    def templates(self) -> Mapping[str, str]:
        """The book's own templates: name → text."""
        return self._own("templates/")

    @property
    def stylesheets(self) -> Mapping[str, str]:
        """The book's own style sheets: name → text."""
        return self._own("styles/")

    def _own(self, prefix: str) -> Mapping[str, str]:
        return MappingProxyType(
            {
                name.removeprefix(prefix): text
                for name, text in self.own.items()
                if name.startswith(prefix)
            }
        )


def load(folder: Path, unsaved: Mapping[str, str] = NOTHING_UNSAVED) -> Manuscript:
    """The manuscript in a folder. ``unsaved`` has texts by file name that stand for those on the
    disk: an editor's, as they are now. BookError: status 2 if the folder is not there, 1 if there
    is nothing to read in it.
    """
    folder = _folder(folder)
    problems: list[Problem] = []
    names = _folder_names(folder)
    toml, settings, theme = _settings(folder, problems, unsaved)
    locate = partial(named_file_place, toml, theme=theme)
    chapters = _chapter_names(names, settings.book.chapters, locate, problems)
    problems.extend(_other_texts(names))
    sources = tuple(_sources(folder, chapters, locate, problems, unsaved))
    if not chapters:
        raise BookError(
            [*problems, problem("no-chapters", None, folder=files.printable_name(str(folder)))]
        )
    decisions = _optional_source(folder, names, DECISIONS, DECISIONS_BYTES, problems, unsaved)
    libraries = dict(_libraries(folder, settings, toml, theme, problems))
    unread: list[str] = []
    own = tuple(_own_files(folder, names, problems, unread))
    read = [
        source
        for source in (toml, *sources, *own, decisions, *libraries.values())
        if source is not None and source.sha256
    ]
    return Manuscript(
        folder,
        settings,
        sources,
        decisions,
        MappingProxyType(libraries),
        MappingProxyType(
            lay_over(theme.own if theme else (), {source.file: source.text for source in own})
        ),
        tuple(problems),
        MappingProxyType(
            {source.file: source.sha256 for source in read} | dict(theme.sums if theme else {})
        ),
        tuple(unread),
        theme,
    )


def read_text(
    folder: Path,
    name: str,
    limit: int,
    place: SourceLocation | None = None,
    unsaved: Mapping[str, str] = NOTHING_UNSAVED,
) -> tuple[Source | None, tuple[Problem, ...]]:
    """A text file of a folder, or what ``unsaved`` has in its stead, and what is wrong in it; no
    source where it cannot be read. ``limit`` in bytes.
    """
    place = place or SourceLocation(name)
    data: bytes | Problem
    if name in unsaved:
        typed = unsaved[name].encode("utf-8", "surrogatepass")
        data = typed if len(typed) <= limit else files.too_large(name, len(typed), limit, place)
    else:
        data = files.read_file(folder, name, limit, place)
    if isinstance(data, Problem):
        return None, (data,)
    text, problems = encoding.decode(data, name)
    return (
        None if text is None else Source(name, text, sha256=hashlib.sha256(data).hexdigest())
    ), problems


def chapter_order(name: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts file names as people count: 2 before 10."""
    parts = re.findall(r"[0-9]+|[^0-9]+", name)
    return tuple(
        (0, int(part[:300]), part) if part[0] in "0123456789" else (1, 0, part) for part in parts
    )


def _folder(folder: Path) -> Path:
    """The folder, links resolved; a BookError where there is none."""
    name = files.printable_name(str(folder))
    try:
        resolved = folder.resolve(strict=True)
        if not resolved.is_dir():
            raise BookError(problem("folder-is-file", None, folder=name), 2)
        os.close(os.open(resolved, os.O_RDONLY | os.O_DIRECTORY))
    except (FileNotFoundError, NotADirectoryError):
        raise BookError(problem("folder-missing", None, folder=name), 2) from None
    except (OSError, ValueError, RuntimeError) as error:
        raise BookError(
            problem("folder-unreadable", None, folder=name, reason=files.error_reason(error)), 2
        ) from None
    return resolved


def _folder_names(folder: Path) -> frozenset[str]:
    try:
        return frozenset(files.list_files(folder))
    except OSError as error:
        place = files.printable_name(str(folder))
        raise BookError(
            problem("folder-unreadable", None, folder=place, reason=files.error_reason(error)), 2
        ) from None


def _settings(
    folder: Path, problems: list[Problem], unsaved: Mapping[str, str]
) -> tuple[Source, Settings, Theme | None]:
    source, reading_problems = read_text(folder, SETTINGS, SETTINGS_BYTES, unsaved=unsaved)
    problems.extend(map(_settings_problem, reading_problems))
    toml = source or Source(SETTINGS, "")
    settings, wrong = book_settings.read_settings(toml, folder.name)
    theme = _theme(folder, settings, problems)
    if theme:
        settings, wrong = book_settings.read_settings(toml, folder.name, theme.settings)
    problems.extend(wrong if source else ())
    return toml, settings, theme


def named_file_place(toml: Source, name: str, theme: Theme | None = None) -> SourceLocation:
    """The line of book.toml on which a file is named, else that of its theme."""
    if theme and not quotes(toml.text, name) and quotes(theme.settings.text, name):
        toml = theme.settings
    return toml.place(quoting_line(toml.text, name))


def setting_place(opened: Manuscript, value: str) -> SourceLocation:
    """The line of the book.toml of a manuscript, or of its theme, on which a value is written."""
    toml, _ = read_text(opened.folder, SETTINGS, SETTINGS_BYTES)
    return named_file_place(toml or Source(SETTINGS, ""), value, opened.theme)


def _theme(folder: Path, settings: Settings, problems: list[Problem]) -> Theme | None:
    """The theme that the settings name, as read; None where there is none of that name."""
    name = settings.output.theme
    home = theme_folders(folder).get(name) if name else None
    if home is None:
        return None
    source, wrong = read_text(home, THEME_SETTINGS, SETTINGS_BYTES)
    problems.extend(wrong)
    own = tuple(_own_files(home, frozenset(files.list_files(home)), problems, []))
    return Theme(name, home, source or Source(THEME_SETTINGS, ""), own)


def _settings_problem(reported: Problem) -> Problem:
    """What is wrong with book.toml or enumerations.toml as a file. One in another encoding: duben
    import, which chapters are sent to, does not take it.
    """
    if reported.rule == "file-missing" and reported.place == SourceLocation(SETTINGS):
        return problem("settings-missing", reported.place)
    if reported.rule in ("encoding", "encoding-broken") and reported.place:
        return problem("settings-encoding", reported.place, name=reported.place.file)
    return reported


def _other_texts(names: frozenset[str]) -> Iterator[Problem]:
    """Texts at the top of the folder that are no chapters and could be taken for some."""
    for name in sorted(names):
        rule = OTHER_FORMATS.get(os.path.splitext(name)[1].lower())
        if rule and name.isprintable() and not name.startswith(("_", ".", "~")):
            yield warning(rule, SourceLocation(name), name=files.printable_name(name))


def _chapter_names(
    names: frozenset[str],
    listed: tuple[str, ...],
    locate: NamedFileLocator,
    problems: list[Problem],
) -> tuple[str, ...]:
    """The files that are chapters, in order; tells of those left out and of names that look the
    same.
    """
    usable = [
        name for name in names if name.lower().endswith(".md") and not name.startswith(("_", "."))
    ]
    present = sorted(
        (name for name in usable if _is_printable(name, problems)),
        key=lambda name: (chapter_order(name), name),
    )
    chosen = (
        _listed_chapters(listed, locate, problems)
        if listed
        else tuple(name for name in present if name.endswith(".md"))
    )
    chosen_keys = {files.name_key(name) for name in chosen}
    for name in present:
        if name not in chosen and files.name_key(name) not in chosen_keys:
            problems.append(
                warning(
                    "chapter-left-out" if listed else "chapter-ending",
                    SourceLocation(name),
                    name=files.printable_name(name),
                )
            )
    problems.extend(_similar_names(chosen))
    if len(chosen) > CHAPTERS:
        problems.append(
            problem(
                "too-many-chapters", SourceLocation(SETTINGS), count=len(chosen), limit=CHAPTERS
            )
        )
        chosen = chosen[:CHAPTERS]
    return chosen


def _is_printable(name: str, problems: list[Problem]) -> bool:
    if name.isprintable():
        return True
    # A byte that is no UTF-8 shows as a lone surrogate, which no output can hold.
    problems.append(problem("file-name", None, name=files.printable_name(name)))
    return False


def _listed_chapters(
    listed: tuple[str, ...], locate: NamedFileLocator, problems: list[Problem]
) -> tuple[str, ...]:
    names = []
    for name in listed:
        parts = files.path_parts(name)
        if parts is None:
            problems.append(files.refused_name(name, locate(name)))
        elif not name.endswith(".md"):
            problems.append(
                problem("chapter-not-md", locate(name), name=files.printable_name(name))
            )
        else:
            names.append("/".join(parts))
    return tuple(dict.fromkeys(names))


def _similar_names(names: tuple[str, ...]) -> Iterator[Problem]:
    first_names: dict[str, str] = {}
    for name in names:
        first = first_names.setdefault(files.name_key(name), name)
        if first != name:
            yield warning(
                "file-names-alike",
                SourceLocation(name),
                name=files.printable_name(name),
                other=files.printable_name(first),
            )


def _sources(
    folder: Path,
    names: tuple[str, ...],
    locate: NamedFileLocator,
    problems: list[Problem],
    unsaved: Mapping[str, str],
) -> Iterator[Source]:
    left = BOOK_BYTES
    for name in names:
        source, reading_problems = read_text(folder, name, CHAPTER_BYTES, unsaved=unsaved)
        problems.extend(_at_chapter_list(reported, name, locate) for reported in reading_problems)
        if source is None:
            continue
        left -= len(source.text.encode("utf-8", "surrogatepass"))
        if left < 0:
            problems.append(
                problem("book-too-large", SourceLocation(name), limit=files.megabytes(BOOK_BYTES))
            )
            return
        yield source


def _at_chapter_list(reported: Problem, name: str, locate: NamedFileLocator) -> Problem:
    """Problems of a chapter's file that stand in no line of it belong to book.toml, where it is
    listed.
    """
    if reported.rule == "file-missing":
        return problem("chapter-missing", locate(name), name=files.printable_name(name))
    if reported.rule == "file-name-differs":
        return problem(reported.rule, locate(name), **reported.values)
    return reported


def _optional_source(
    folder: Path,
    names: frozenset[str],
    name: str,
    limit: int,
    problems: list[Problem],
    unsaved: Mapping[str, str],
) -> Source | None:
    if name not in names and name not in unsaved:
        return None
    source, reading_problems = read_text(folder, name, limit, unsaved=unsaved)
    problems.extend(_settings_problem(reported) for reported in reading_problems)
    return source


def _libraries(
    folder: Path,
    settings: Settings,
    toml: Source,
    theme: Theme | None,
    problems: list[Problem],
) -> Iterator[tuple[str, Source]]:
    """The libraries of known terms that the settings name, by the key that names them."""
    for key, name in (("library", settings.text.library), ("history", settings.text.history)):
        if not name:
            continue
        source, reading_problems = read_text(
            home_of(name, folder, theme, shared=True),
            name,
            DECISIONS_BYTES,
            named_file_place(toml, name, theme),
        )
        problems.extend(_settings_problem(reported) for reported in reading_problems)
        if source is not None:
            yield key, source


def _own_files(
    folder: Path, names: frozenset[str], problems: list[Problem], unread: list[str]
) -> Iterator[Source]:
    """The templates and styles; ``unread`` gets the names of files that are neither."""
    count = 0
    for top in OWN_FOLDERS:
        if top not in names:
            continue
        for name in _files_under(folder, top, problems):
            if not name.endswith(OWN_ENDINGS):
                if len(unread) < OWN_FILES:
                    unread.append(name)
                continue
            if count >= OWN_FILES:
                problems.append(
                    problem("too-many-own-files", SourceLocation(name), limit=OWN_FILES)
                )
                break
            source, reading_problems = read_text(folder, name, OWN_BYTES)
            problems.extend(reading_problems)
            if source is not None:
                count += 1
                yield source


def _files_under(folder: Path, top: str, problems: list[Problem]) -> Iterator[str]:
    """Names of the files below a folder, sorted, hidden ones left out; links are told."""
    here = folder / top
    if here.is_symlink() or not here.is_dir():
        problems.append(
            problem(
                "file-link" if here.is_symlink() else "file-not-folder",
                SourceLocation(top),
                name=top,
            )
        )
        return

    def report(error: OSError) -> None:
        name = Path(error.filename).relative_to(folder).as_posix()
        problems.append(
            problem(
                "folder-unreadable",
                SourceLocation(name),
                folder=name,
                reason=files.error_reason(error),
            )
        )

    for base, folders, names in os.walk(here, onerror=report, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        inside = Path(base).relative_to(folder).as_posix()
        for name in sorted(names):
            if not name.startswith("."):
                yield f"{inside}/{name}"
