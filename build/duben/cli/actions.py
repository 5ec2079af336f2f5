"""What each command does: it calls the stages, shows the result and returns the exit status."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, cast

from duben import analysis, intake, layout, manuscript, model, publish, revision
from duben.cli import confirming, proofing
from duben.cli.building import STAGES, exit_status, parse_day, short_path, user_path
from duben.cli.line_breaks import breaks_as_text
from duben.cli.screen import Screen, visible
from duben.messages import message, problems_to_json
from duben.model import BookError, CoverName, Problem, from_plain, problem

# The JSON of a text in which nothing could be read.
EMPTY_JSON: dict[str, dict[str, object]] = {
    "enumerations": {"doc": "", "outline": [], "enumerations": [], "inline_lists": []},
    "proof": {"rules": [], "text": None, "figures": {}, "documents": []},
}
IMPORT_PROBLEMS_SHOWN = 5  # of a kind
CHANGES_SHOWN = 30  # paragraphs of a revised source
NAMES_SHOWN = 20  # enumerations to look at


def new_book(screen: Screen, directory: str, cover: str, theme: str) -> int:
    """Make a manuscript that builds at once, with this cover, in this theme."""
    template = layout.shipped_folder("templates") / "new"
    if theme and theme not in (names := manuscript.theme_folders()):
        choices = ", ".join(names)
        raise BookError(problem("theme-unknown", None, name=theme, choices=choices), 2)
    more = "".join(_cover_lines(cover))
    intake.new_manuscript(user_path(directory), template, theme, more)
    screen.say("new-done", "good", folder=directory)
    screen.say("import-next", folder=directory)
    return 0


def _cover_lines(cover: str) -> Iterator[str]:
    """The lines of book.toml that ask for a cover; none for the plain one."""
    if cover != "plain":
        yield f'\n[cover]\ndesign = "{cover}"\n'
        if needs := layout.COVER_DESIGNS[cast(CoverName, cover)].needs:
            yield f'{needs} = "images/liucheng.png"  # 换成您的图片\n'


def import_documents(
    screen: Screen,
    files: Sequence[str],
    directory: str,
    original: bool,
    strict: bool,
    show_all: bool,
) -> int:
    """Make a manuscript of documents, in a process with limits.

    What was changed in the text is shown, what was changed alike together, and listed in
    import.json; ``show_all``: every entry.
    """
    paths = tuple(user_path(name) for name in files)
    answer = publish.import_files(paths, _absolute_path(directory), original, show_all)
    problems = from_plain(tuple[Problem, ...], answer["problems"])
    screen.problems(problems, strict=strict, limit=IMPORT_PROBLEMS_SHOWN, more="import-more")
    chapters = sum(name.endswith(".md") for name in answer["files"])
    screen.say("import-done", "good", chapters=chapters, folder=directory)
    counts = answer["counts"]
    if any(counts.values()):
        screen.say_lines(answer["told"][screen.language])
        screen.say("import-counts", **counts, report=Path(directory, "import.json"))
    questions, waiting = (answer[key][screen.language] for key in ("questions", "unsure"))
    if questions or waiting:
        screen.say("import-asked")
    for rule, values in questions:
        screen.say(rule, **values, folder=directory)
    screen.say_lines(waiting)
    steps = ("import-check", *["import-enumerations"] * bool(waiting), "import-build")
    screen.say("import-steps")
    for number, rule in enumerate(steps, 1):
        screen.say(rule, number=number, folder=directory)
    return exit_status(problems, strict)


def update_manuscript(
    screen: Screen,
    files: Sequence[str],
    directory: str,
    earlier: Sequence[str],
    original: bool,
    strict: bool,
) -> int:
    """Merge a revised source into the manuscript that was made of it.

    The changes that were merged are shown, and the conflicts that are left to the editor.
    """
    answer = publish.update_files(
        [*map(_absolute_path, files)],
        _absolute_path(directory),
        [*map(_absolute_path, earlier)],
        original,
    )
    problems = from_plain(tuple[Problem, ...], answer["problems"])
    changes = answer["taken"]
    for kind, place, words in changes[:CHANGES_SHOWN]:
        screen.say(f"updated-{kind}", place=place, words=words)
    if len(changes) > CHANGES_SHOWN:
        screen.say("updated-more", count=len(changes) - CHANGES_SHOWN)
    screen.problems(problems, strict=strict)
    screen.say(
        "update-done", "good", folder=directory, count=len(changes), files=len(answer["files"])
    )
    if answer["conflicts"]:
        path = Path(directory, "_conflicts.md")
        screen.say("update-conflicts", count=answer["conflicts"], path=path)
    screen.say("update-next", folder=directory)
    return exit_status(problems, strict)


def check(screen: Screen, book: str, json: bool, strict: bool, show_all: bool = False) -> int:
    """Show the problems in a text: of each kind the first with their number, with ``show_all``
    every one.
    """
    return _check(screen, book, json, strict, show_all, {})


def mend(screen: Screen, book: str, json: bool, strict: bool, show_all: bool) -> int:
    """Carry out what is certain and show it, then the problems that are left."""
    with _json_where_nothing_is_read(screen, json):
        mended = publish.mend(user_path(book))
    if json:
        rows = [{**asdict(one.place), "old": one.old, "new": one.new} for one in mended]
        return _check(screen, book, json, strict, show_all, {"mended": rows})
    screen.result("".join(f"{one.place}: {one.old} → {one.new}\n" for one in mended))
    screen.say("mend-done" if mended else "mend-none", "good", count=len(mended), book=book)
    return _check(screen, book, json, strict, show_all, {})


def undo_mending(screen: Screen, book: str) -> int:
    """Put the files back as they were before the last ``mend``."""
    names = publish.undo(user_path(book))
    screen.say(
        "mend-undone",
        "good",
        names="、".join(names) if screen.language == "zh" else ", ".join(names),
    )
    return 0


def _check(
    screen: Screen, book: str, json: bool, strict: bool, show_all: bool, mended: dict[str, Any]
) -> int:
    with _json_where_nothing_is_read(screen, json), _open_book(book) as draft:
        problems = publish.check(draft)
        if json:
            rows = problems_to_json(problems, screen.language, strict)
            screen.json({**mended, "problems": rows})
        else:
            screen.problems(problems, draft.sources, strict, limit=None if show_all else 1)
            title = draft.book.settings.book.title or _document_name(book)
            _summarize(screen, title, problems, strict)
    return exit_status(problems, strict)


def _summarize(screen: Screen, name: str, problems: Sequence[Problem], strict: bool) -> None:
    severities = [problem.severity_if(strict) for problem in problems]
    errors, warnings = severities.count("error"), severities.count("warning")
    if problems:
        screen.line("")
    if errors or warnings:
        colour = "error" if errors else "warning"
        screen.say("check-count", colour, name=name, errors=errors, warnings=warnings)
    else:
        rule = "check-remarks" if problems else "check-clean"
        screen.say(rule, "good", name=name, remarks=len(problems))


def enumerations(screen: Screen, book: str, json: bool, write: bool = False) -> int:
    """Show the numbered enumerations of a text; with ``write`` update enumerations.toml first."""
    with _json_where_nothing_is_read(screen, json, "enumerations"), _open_book(book) as draft:
        if write:
            _update_decisions(screen, draft)
        if json:
            screen.json(analysis.enumerations_to_json(draft.book, _document_name(book)))
        if write:
            return 0
        if not json:
            lines = (
                line
                for enumeration in draft.book.enumerations
                if not enumeration.waits
                for line in _enumeration_lines(enumeration, screen.language)
            )
            screen.result("".join(f"{line}\n" for line in lines))
        screen.problems(draft.problems, draft.sources)
        if not json:
            if not draft.book.enumerations:
                screen.say("enumerations-none")
            confirming.show_waiting(screen, draft, book)
    return exit_status(draft.problems, strict=False)


def answer_enumerations(
    screen: Screen, book: str, accept: Sequence[str], strike: Sequence[str]
) -> int:
    """Accept lists of members that wait, and strike others."""
    with _open_book(book) as draft:
        return confirming.answer(screen, draft, accept, strike)


def _enumeration_lines(enumeration: model.Enumeration, language: str) -> Iterator[str]:
    """An enumeration for people: its count, its members, where it is listed and mentioned."""
    definition = enumeration.defined
    known = enumeration.known
    status = "from-library" if known else "supplied" if enumeration.supplied else enumeration.status
    values = {
        "term": enumeration.term,
        "count": enumeration.count,
        "place": definition.place if definition else "",
        "source": known.source if known else "",
        "date": known.date if known else "",
    }
    yield message(f"enumeration-{status}", language, values)
    members = known.members if known else enumeration.members
    yield from (f"  {number}. {member}" for number, member in enumerate(members, 1))
    mentions = (mention for mention in enumeration.occurrences if mention is not definition)
    places = list(dict.fromkeys(str(mention.place) for mention in mentions))
    if places:
        rule = "enumeration-also" if definition else "enumeration-at"
        comma = "、" if language == "zh" else ", "
        yield "  " + message(rule, language, {"places": comma.join(places)})


def _update_decisions(screen: Screen, draft: publish.Draft) -> None:
    path, written, changed = publish.update_decisions(draft)
    _tell_written(screen, path, written, changed)
    if not changed:
        return
    if names := [*written.new, *written.changed, *written.gone]:
        more = "……" if len(names) > NAMES_SHOWN else ""
        screen.say("enumerations-look", names="、".join(names[:NAMES_SHOWN]) + more)
    if waiting := len(analysis.waiting_enumerations(draft.book)):
        screen.say("waiting-written", count=waiting)
    screen.say("enumerations-next")


def _tell_written(
    screen: Screen, path: Path, written: analysis.DecisionsFile, changed: bool
) -> None:
    """Say what was written into enumerations.toml, or that nothing had to be."""
    if not changed:
        screen.say("enumerations-same", "good", path=short_path(path))
        return
    counts = {"new": len(written.new), "changed": len(written.changed), "gone": len(written.gone)}
    screen.say(
        "enumerations-written", "good", path=short_path(path), count=written.entries, **counts
    )


def export_enumerations(screen: Screen, book: str, file: str) -> int:
    """Write the enumerations as a table for a spreadsheet."""
    with _open_book(book) as draft:
        count = publish.export_decisions(draft, user_path(file))
        waiting = len(analysis.waiting_enumerations(draft.book))
    screen.say("enumerations-exported", "good", path=file, count=count, book=book)
    if waiting:
        screen.say("waiting-first", count=waiting)
    return 0


def import_enumerations(screen: Screen, book: str, file: str) -> int:
    """Take a corrected table into enumerations.toml."""
    with _open_book(book) as draft:
        table = publish.import_decisions(draft, user_path(file))
    screen.problems(table.told)
    screen.say("enumerations-imported", "good", name=file, count=len(table.changed))
    screen.say_lines(f"  {term}" for term in table.changed)
    _tell_written(screen, table.path, table.decisions, table.rewritten)
    return 0


def collect_terms(screen: Screen, books: Sequence[str], library: str) -> int:
    """Gather what confirmed books say in a library of known terms, and in a spreadsheet beside."""
    path = user_path(library)
    with ExitStack() as opened:
        drafts = [opened.enter_context(_open_book(book)) for book in books]
        collected, sheet = publish.collect_terms(drafts, path)
        waiting = sum(one.waits for draft in drafts for one in draft.book.enumerations)
    screen.say(
        "terms-collected",
        "good",
        path=short_path(path),
        sheet=sheet.name,
        books=len(collected.booklets),
        count=len({entry.term for entry in collected.terms}),
    )
    if waiting:
        screen.say("terms-left-waiting", count=waiting)
    return 0


def explain(screen: Screen, book: str, term: str) -> int:
    """Show how a term was found, or why it was not."""
    with _open_book(book) as draft:
        lines = analysis.explain_term(draft.book, term, screen.language)
        if not lines:
            raise BookError(problem("explain-nowhere", None, term=analysis.unquoted_term(term)))
        screen.result("".join(f"{visible(line)}\n" for line in lines))
    return 0


def compare(
    screen: Screen, old: str, new: str, output: str | None, json: bool, day: str | None = None
) -> int:
    """Show what changed from one text to another; with ``output`` also write change documents;
    ``day``: that of the slip of corrections.
    """
    given = parse_day(day)
    user_path(old), user_path(new)
    with (
        _json_where_nothing_is_read(screen, json),
        publish.open_side(old) as before,
        publish.open_side(new) as after,
    ):
        changes = revision.compare(before.version, after.version)
        if json:
            screen.json(revision.revision_to_json(changes))
        else:
            language = "en" if screen.language == "en" else after.version.language
            words = layout.book_words(language, "revision")
            lines = revision.summary_lines(changes, words)
            screen.result("".join(f"{line}\n" for line in lines))
        if output is not None:
            _write_change_documents(screen, before, after, user_path(output), given)
    return 0


def _write_change_documents(
    screen: Screen,
    old: publish.ComparisonSide,
    new: publish.ComparisonSide,
    output: Path,
    day: date | None,
) -> None:
    with screen.progress(("body", "revision")) as progress:
        documents = publish.write_change_documents(
            old, new, output, progress, publish.open_cache(), screen.language, day
        )
    screen.problems(documents.problems)
    if not screen.quiet:
        screen.line("")
    for name, pages in documents.files:
        what = message(f"handed-{name}", screen.language, {})
        rule = "handed-pages" if pages is not None else "handed"
        screen.say(rule, name=name, pages=pages, what=what)
    for line in documents.advice:
        screen.say("compare-advice", line=line)
    if not documents.dated:
        screen.say("compare-undated")
    files = len(documents.files)
    screen.say("compare-done", "good", files=files, output=short_path(documents.output))


def verify(screen: Screen, path: str, strict: bool) -> int:
    """Compare a delivered folder with its manifest."""
    result = publish.verify(user_path(path))
    screen.problems(result.problems, strict=strict)
    status = exit_status(result.problems, strict)
    if status:
        errors = sum(problem.severity_if(strict) == "error" for problem in result.problems)
        screen.say("verify-failed", "error", errors=errors, path=path)
    else:
        screen.say("verify-done", "good", files=len(result.files), path=path)
    if result.signer:
        screen.say("verify-signed", name=result.signer)
    return status


def proof(
    screen: Screen, path: str, json: bool, output: str | None, show_all: bool, strict: bool
) -> int:
    """Measure finished pages against the rules of lines and pages.

    Of a book, the text of its outputs is compared with the manuscript too.
    """
    source = user_path(path)
    target = user_path(output) if output is not None else None
    if target and proofing.marked_path(target, source.name, False).resolve() == source.resolve():
        raise BookError(problem("proof-itself", None, path=output), 2)
    with (
        _json_where_nothing_is_read(screen, json, "proof"),
        screen.progress(STAGES) as progress,
    ):
        result = publish.proof_book(source, marked=output is not None, progress=progress)
    if result.built and not result.documents:
        screen.problems(result.problems, result.built.sources, strict)
    elif target:
        _write_marked_copies(screen, result, target)
    if json:
        text = publish.text_differences(result.problems) if result.built else None
        screen.json(proofing.result_to_json(result, text))
    elif result.documents or not result.built:
        proofing.report(screen, result, strict, show_all)
    if result.built and not result.documents:
        return exit_status(result.problems, strict)
    rules = (rule for document in result.documents for rule in document.report["rules"])
    fell_short = any(rule["fell_short"] for rule in rules)
    return 1 if result.fatal or (strict and fell_short) else 0


def _write_marked_copies(screen: Screen, result: publish.ProofResult, output: Path) -> None:
    for document in result.documents:
        assert document.marked is not None
        path = proofing.marked_path(output, document.name, len(result.documents) > 1)
        publish.write_file(path, document.marked)
        screen.say("proof-marked", path=short_path(path))


def where(screen: Screen, book: str, place: str) -> int:
    """Show where a line of the printed draft stands in the manuscript, or the other way round."""
    target = publish.parse_place(place)
    with screen.progress(STAGES) as progress:
        lines = publish.draft_lines(user_path(book), progress)
    if isinstance(target, publish.DraftLine):
        location = lines.place(target)
        screen.result(f"{location.file}:{location.line}:{location.column}\n")
    else:
        screen.result(f"{lines.line(target)}\n")
    return 0


def show(screen: Screen, what: str, book: str, place: str | None, edition: str | None) -> int:
    """Print the data that passes between the stages, or why lines end where they end at a place;
    what is composed, in an edition.
    """
    if (what == "breaks") != (place is not None):
        raise BookError(problem("breaks-place", None), 2)
    if place is not None:
        with screen.progress(STAGES) as progress:
            breaks = publish.explain_breaks(user_path(book), place, progress, edition)
        screen.result("".join(breaks_as_text(breaks, screen.language)))
        return 0
    of_pages = {"html": publish.show_html, "lines": publish.show_lines, "pages": publish.show_pages}
    if what in of_pages:
        with screen.progress(STAGES) as progress:
            composed = publish.compose_book(user_path(book), edition or layout.ORDINARY, progress)
        screen.result("".join(of_pages[what](composed)))
        return 0
    with _open_book(book) as draft:
        if what == "blocks":
            screen.result(model.blocks_as_text(draft.book.chapters))
        else:
            screen.result(model.outline_as_text(draft.book))
        screen.problems(draft.problems, draft.sources)
    return exit_status(draft.problems, strict=False)


def _absolute_path(name: str) -> Path:
    return Path(os.path.abspath(user_path(name)))


def _document_name(book: str) -> str:
    """The name of a text: that of its folder, or of its file without the ending."""
    path = Path(os.path.abspath(book))
    return path.name if path.is_dir() else path.stem


def _open_book(book: str) -> AbstractContextManager[publish.Draft]:
    """The draft of a folder, of a file, or of REVISION:FOLDER."""
    user_path(book)
    return publish.open_book(book)


@contextmanager
def _json_where_nothing_is_read(screen: Screen, json: bool, kind: str = "check") -> Iterator[None]:
    """A context in which, with ``json``, problems that end the work are printed as JSON too."""
    try:
        yield
    except BookError as error:
        if json and error.status == 1 and kind == "check":
            screen.json({"problems": problems_to_json(error.problems, screen.language)})
            raise BookError((), 1) from None
        if json and error.status == 1:
            screen.json(EMPTY_JSON[kind])
        raise
