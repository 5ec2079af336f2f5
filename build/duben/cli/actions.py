"""What each command does: calls the stages, shows what came of it, gives the exit status."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path

from duben import analysis, intake, layout, model, publish, revision, sandbox
from duben.cli.building import STAGES, near as _near, path_of as _path, status_of as _status
from duben.cli.screen import Screen, as_json, visible
from duben.messages import message
from duben.model import BookError, Enumeration, Problem, from_plain, problem
from duben.publish import Draft, verify as verify_delivery

# What JSON says of a text in which nothing could be read.
EMPTY: dict[str, dict[str, object]] = {
    "enumerations": {"doc": "", "outline": [], "enumerations": [], "inline_lists": []},
    "proof": {"rules": [], "text": None, "figures": {}, "documents": []},
}


def new(screen: Screen, directory: str) -> int:
    """A manuscript that builds at once."""

    intake.new_manuscript(
        _path(directory), layout.shipped_folder("templates") / "new", date.today()
    )
    screen.say("new-done", "good", folder=directory)
    screen.say("import-next", folder=directory)
    return 0


def take_in(screen: Screen, files: Sequence[str], directory: str, strict: bool) -> int:
    """Documents to a manuscript, in a process with limits; what was changed is told and kept in
    import.json.
    """

    paths = tuple(_path(name) for name in files)
    for path in paths:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise BookError(
                problem("intake-unreadable", None, name=path.name, reason="not a regular file"), 2
            )
    target = Path(os.path.abspath(_path(directory)))
    above = next((path for path in target.parents if path.is_dir()), target)
    asked = publish.ImportRequest(
        tuple(Path(os.path.abspath(path)) for path in paths),
        target,
        date.today(),
        intake.temporary_folder_beside(target),
    )
    try:
        with (
            tempfile.TemporaryDirectory(prefix="duben-") as work,
            sandbox.open_worker() as worker,
        ):
            answer = worker.run(publish.import_documents, asked, Path(work), writable=(above,))
    finally:
        # The process may have been killed in the middle of it.
        shutil.rmtree(asked.part, ignore_errors=True)
    found = from_plain(tuple[Problem, ...], answer["problems"])
    screen.problems(found, strict=strict)
    counts = answer["counts"]
    screen.say(
        "import-done",
        "good",
        chapters=sum(name.endswith(".md") for name in answer["files"]),
        folder=directory,
    )
    if any(counts.values()):
        screen.told(answer["told"][screen.tongue])
        screen.say("import-counts", **counts, report=Path(directory, "import.json"))
    screen.say("import-next", folder=directory)
    return _status(found, strict)


TAKEN = 30  # paragraphs that are told one by one


def bring_up(
    screen: Screen, files: Sequence[str], directory: str, earlier: Sequence[str], strict: bool
) -> int:
    """A revised source into the manuscript that was made of it: what was taken over and what is
    left to the editor is told.
    """
    paths, before = (
        tuple(Path(os.path.abspath(_path(name))) for name in names) for names in (files, earlier)
    )
    target = Path(os.path.abspath(_path(directory)))
    with (
        tempfile.TemporaryDirectory(prefix="duben-") as work,
        sandbox.open_worker() as worker,
    ):
        answer = worker.run(
            publish.update_import,
            publish.UpdateRequest(paths, target, before),
            Path(work),
            writable=(target,) if target.is_dir() else (),
        )
    found = from_plain(tuple[Problem, ...], answer["problems"])
    taken = answer["taken"]
    for kind, place, words in taken[:TAKEN]:
        screen.say(f"updated-{kind}", place=place, words=words)
    if len(taken) > TAKEN:
        screen.say("updated-more", count=len(taken) - TAKEN)
    screen.problems(found, strict=strict)
    screen.say(
        "update-done", "good", folder=directory, count=len(taken), files=len(answer["files"])
    )
    if answer["conflicts"]:
        screen.say(
            "update-conflicts", count=answer["conflicts"], path=Path(directory, "_conflicts.md")
        )
    screen.say("update-next", folder=directory)
    return _status(found, strict)


def check(screen: Screen, book: str, json: bool, strict: bool) -> int:
    """Every problem in a text."""
    with _json_of(screen, json), _draft(book) as draft:
        found = publish.check(draft)
        if json:
            screen.json({"problems": as_json(found, screen.tongue, strict)})
        else:
            screen.problems(found, draft.sources, strict)
            _closing(screen, draft.book.settings.book.title or _document(book), found, strict)
    return _status(found, strict)


def _in_words(one: Enumeration, tongue: str) -> Iterator[str]:
    """An enumeration for people: how many, whether and where the members are listed, which, and
    where else it stands.
    """
    kind = "supplied" if one.supplied else one.status
    yield message(
        f"enumeration-{kind}",
        tongue,
        {"term": one.term, "count": one.count, "place": one.defined.place if one.defined else ""},
    )
    yield from (f"  {number}. {member}" for number, member in enumerate(one.members, 1))
    places = list(dict.fromkeys(str(at.place) for at in one.occurrences if at is not one.defined))
    if places:
        yield "  " + message(
            "enumeration-also" if one.defined else "enumeration-at",
            tongue,
            {"places": ("、" if tongue == "zh" else ", ").join(places)},
        )


def _closing(screen: Screen, name: str, found: Sequence[Problem], strict: bool) -> None:
    grades = [one.severity_if(strict) for one in found]
    errors, warnings = grades.count("error"), grades.count("warning")
    if found:
        screen.line("")
    if not errors and not warnings:
        screen.say("check-notes" if found else "check-clean", "good", name=name, notes=len(found))
        return
    screen.say(
        "check-count", "error" if errors else "warning", name=name, errors=errors, warnings=warnings
    )


def enumerations(screen: Screen, book: str, json: bool, write: bool = False) -> int:
    """The numbered enumerations of a text; with ``write`` enumerations.toml is brought up to date
    first.
    """
    with _json_of(screen, json, "enumerations"), _draft(book) as draft:
        if write:
            _write(screen, draft)
        if json:
            screen.json(analysis.enumerations_to_json(draft.book, _document(book)))
        if write:
            return 0
        if not json:
            screen.result(
                "".join(
                    f"{line}\n"
                    for one in draft.book.enumerations
                    for line in _in_words(one, screen.tongue)
                )
            )
        screen.problems(draft.problems, draft.sources)
    return _status(draft.problems, strict=False)


def _write(screen: Screen, draft: Draft) -> None:
    path, made, changed = publish.update_decisions(draft)
    if not changed:
        screen.say("enumerations-same", "good", path=_near(path))
        return
    counts = {"new": len(made.new), "changed": len(made.changed), "gone": len(made.gone)}
    screen.say("enumerations-written", "good", path=_near(path), count=made.entries, **counts)
    if names := [*made.new, *made.changed, *made.gone]:
        screen.say(
            "enumerations-look", names="、".join(names[:20]) + ("……" if len(names) > 20 else "")
        )
    screen.say("enumerations-next")


def export(screen: Screen, book: str, file: str) -> int:
    """The enumerations as a table for a spreadsheet."""
    with _draft(book) as draft:
        count = publish.export_decisions(draft, _path(file))
    screen.say("enumerations-exported", "good", path=file, count=count, book=book)
    return 0


def take_back(screen: Screen, book: str, file: str) -> int:
    """A corrected table into enumerations.toml."""
    with _draft(book) as draft:
        changed, path, made = publish.import_decisions(draft, _path(file))
    screen.say("enumerations-imported", "good", name=file, count=len(changed))
    screen.told(f"  {term}" for term in changed)
    screen.say(
        "enumerations-written",
        path=_near(path),
        count=made.entries,
        new=len(made.new),
        changed=len(made.changed),
        gone=len(made.gone),
    )
    return 0


def explain(screen: Screen, book: str, term: str) -> int:
    """How a term was found, or why it was not."""
    with _draft(book) as draft:
        lines = analysis.explain_term(draft.book, term, screen.tongue)
        if not lines:
            raise BookError(problem("explain-nowhere", None, term=analysis.unquoted_term(term)))
        screen.result("".join(f"{visible(line)}\n" for line in lines))
    return 0


def _document(book: str) -> str:
    """The name of a text: its file's or folder's, without the ending."""
    path = Path(os.path.abspath(book))
    return path.name if path.is_dir() else path.stem


@contextmanager
def _json_of(screen: Screen, wanted: bool, kind: str = "check") -> Iterator[None]:
    """Problems of a text that leave nothing to go on with are JSON too, where JSON was asked for."""
    try:
        yield
    except BookError as error:
        if wanted and error.status == 1:
            screen.json(
                {"problems": as_json(error.problems, screen.tongue)}
                if kind == "check"
                else EMPTY[kind]
            )
            if kind == "check":
                raise BookError((), 1) from None
        raise


def compare(screen: Screen, old: str, new: str, output: str | None, json: bool) -> int:
    """What changed from one text to another; with ``output`` also what is handed out with it."""
    _path(old), _path(new)
    with publish.open_side(old) as before, publish.open_side(new) as after:
        found = revision.compare(before.version, after.version)
        language = "en" if screen.tongue == "en" else after.version.language
        if json:
            screen.json(revision.revision_to_json(found))
        else:
            screen.result(
                "".join(
                    f"{line}\n"
                    for line in revision.summary_lines(
                        found, layout.book_words(language, "revision")
                    )
                )
            )
        if output is not None:
            _announce(screen, before, after, _path(output))
    return 0


def _announce(
    screen: Screen, old: publish.ComparisonSide, new: publish.ComparisonSide, output: Path
) -> None:

    with screen.progress(("body", "revision")) as progress:
        made = publish.write_change_documents(
            old, new, output, progress, publish.open_cache(), screen.tongue
        )
    screen.problems(made.problems)
    if not screen.quiet:
        screen.line("")
    for name, pages in made.files:
        screen.say(
            "handed-pages" if pages is not None else "handed",
            name=name,
            pages=pages,
            what=message(f"handed-{name}", screen.tongue, {}),
        )
    for line in made.advice:
        screen.say("compare-advice", line=line)
    screen.say("compare-done", "good", files=len(made.files), output=_near(made.output))


def verify(screen: Screen, path: str, strict: bool) -> int:
    """A delivered folder against its manifest."""
    found = verify_delivery(_path(path))
    screen.problems(found.problems, strict=strict)
    status = _status(found.problems, strict)
    if status:
        errors = sum(one.severity_if(strict) == "error" for one in found.problems)
        screen.say("verify-failed", "error", errors=errors, path=path)
    else:
        screen.say("verify-done", "good", files=len(found.files), path=path)
    if found.signer:
        screen.say("verify-signed", name=found.signer)
    return status


def proof(screen: Screen, path: str, json: bool, output: str | None, strict: bool) -> int:
    """Finished pages against the rules of lines and pages; of a book also its text against the
    outputs.
    """
    from duben.cli import proofing

    measured = _path(path)
    if (
        output is not None
        and proofing.marked_path(_path(output), measured.name, False).resolve()
        == measured.resolve()
    ):
        raise BookError(problem("proof-itself", None, path=output), 2)
    with _json_of(screen, json, "proof"), screen.progress(STAGES) as progress:
        proved = publish.proof_book(measured, marked=output is not None, progress=progress)
    if proved.built and not proved.documents:
        screen.problems(
            proved.problems, proved.built.draft.sources if proved.built.draft else (), strict
        )
        if json:
            screen.json(proofing.document_json(proved, publish.text_differences(proved.problems)))
        return _status(proved.problems, strict)
    for one in proved.documents if output else ():
        assert output and one.marked is not None
        target = proofing.marked_path(_path(output), one.name, len(proved.documents) > 1)
        publish.write_file(target, one.marked)
        screen.say("proof-marked", path=_near(target))
    if json:
        screen.json(
            proofing.document_json(
                proved, publish.text_differences(proved.problems) if proved.built else None
            )
        )
    else:
        proofing.tell(screen, proved, strict)
    short = any(rule["fell_short"] for one in proved.documents for rule in one.report["rules"])
    return 1 if proved.fatal or (strict and short) else 0


def where(screen: Screen, book: str, place: str) -> int:
    """A line of the printed draft in the manuscript, or a place of the manuscript in the draft."""

    asked = publish.parse_place(place)
    with screen.progress(STAGES) as progress:
        lines = publish.draft_lines(_path(book), progress)
    if isinstance(asked, publish.DraftLine):
        found = lines.place(asked)
        screen.result(f"{found.file}:{found.line}:{found.column}\n")
    else:
        screen.result(f"{lines.line(asked)}\n")
    return 0


def show(screen: Screen, what: str, book: str) -> int:
    """What passes between the stages."""

    composed = {"html": publish.show_html, "lines": publish.show_lines, "pages": publish.show_pages}
    if what in composed:
        with screen.progress(STAGES) as progress:
            found = publish.compose_book(_path(book), "screen", progress)
        screen.result("".join(composed[what](found)))
        return 0
    views = {
        "blocks": lambda draft: model.blocks_as_text(draft.book.chapters),
        "outline": lambda draft: model.outline_as_text(draft.book),
    }
    with _draft(book) as draft:
        screen.result(views[what](draft))
        screen.problems(draft.problems, draft.sources)
    return _status(draft.problems, strict=False)


def _draft(book: str) -> AbstractContextManager[Draft]:
    """The book of a folder, of a file, or of REV:FOLDER."""
    _path(book)
    return publish.open_book(book)
