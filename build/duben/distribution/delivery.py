"""``duben distribute``: numbers are written down, then copies made, one recipient after the other
whole, then the lists. What a run that was stopped has left is kept; what is missing or half is
made.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from duben import layout, manuscript, publish, sandbox
from duben.distribution import copies, ledger, lists, recipient_files, recipients
from duben.distribution.copies import CopyFile, CopySource
from duben.distribution.lists import RecipientShare
from duben.distribution.plan import (
    DEFAULT_OPTIONS,
    PLAN_NAME,
    Distribution,
    DistributionOptions,
    NumberPlan,
    find_plan,
    lost_plan,
    record_numbers,
)
from duben.distribution.recipient_files import SummedFile, manifest_row, summed_file
from duben.model import BookError, Problem, problem, to_plain, warning

EDITION_CHOICES = ", ".join(copies.EDITIONS_OF_COPIES)
SCOPE_LIMIT = 60  # characters
# Copies that this process makes while the lists are set: others would only take processor and
# memory from these.
COPIES_IN_PROCESS = 3_000
COPIES_IN_CHUNK = 64  # copies that are made in one go
SHOWN_PROBLEMS = 10
# What of a manifest is passed on to recipients as it is.
COMMON_KEYS = (
    "book", "version", "date", "duben", "code", "settings", "versions", "looks", "fonts", "sources",
)  # fmt: skip
Progress = Callable[[str, str], None]
Manifest = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DistributionResult:
    """What came of it. Without ``shares`` the book could not be made; ``before``: all of it had
    been done already. ``pages``: name of a list → its pages. ``dated``: the lists have their day;
    ``issuer`` is who the slips come back to, "" for a rule to write on.
    """

    output: Path
    title: str
    problems: tuple[Problem, ...]
    sources: tuple[Any, ...] = ()
    shares: tuple[RecipientShare, ...] = ()
    files: tuple[str, ...] = ()
    pages: Mapping[str, int] = field(default_factory=dict)
    before: bool = False
    dated: bool = False
    issuer: str = ""


def distribute(
    folder: Path,
    table: Path,
    output: Path,
    options: DistributionOptions = DEFAULT_OPTIONS,
    progress: Progress = lambda book, stage: None,
) -> DistributionResult:
    """Makes a copy for each number that a table asks for, with lists and checksums, and writes the
    numbers into the ledger.

    BookError: status 1 for what is wrong in the table or in the ledger, 2 for a wrong call or an
    OUT that holds something else.
    """
    _check_editions(options)
    if folder.exists() and not folder.is_dir():
        raise BookError(problem("build-needs-folder", None, path=str(folder)), 2)
    progress(folder.name, "read")
    settings = manuscript.load(folder).settings
    faces = layout.choose_faces(settings.book.language)
    people = recipients.read_recipients(
        table, lambda text: layout.missing_characters(set(text), faces)
    )
    target = publish.output_folder(folder, output)
    distribution = Distribution(folder, settings, target, people, options, faces)
    _check_scope(distribution)
    lists.label_grid(distribution.list_data(()))
    if not distribution.editions and "epub" not in distribution.formats:
        raise BookError(problem("copies-nothing", None, editions=EDITION_CHOICES), 2)
    with ledger.ledger_lock(folder), publish.work_folder(target) as work:
        return _run(distribution, work, progress)


def _check_editions(options: DistributionOptions) -> None:
    problems = [
        problem("copies-edition", None, name=name[:40], choices=EDITION_CHOICES)
        for name in options.editions
        if name not in copies.EDITIONS_OF_COPIES
    ]
    if problems:
        raise BookError(problems, 2)


def _check_scope(distribution: Distribution) -> None:
    """The scope can be printed on the imprint; BookError (2)."""
    scope = distribution.scope
    if len(scope) > SCOPE_LIMIT:
        raise BookError(problem("scope-long", None, limit=SCOPE_LIMIT), 2)
    unprintable = {sign for sign in scope if not sign.isprintable() and sign != "\u3000"}
    missing = sorted(layout.missing_characters(set(scope), distribution.faces) | unprintable)
    if missing:
        characters = "、".join(f"U+{ord(sign):04X}" for sign in missing[:SHOWN_PROBLEMS])
        raise BookError(problem("scope-glyph", None, characters=characters), 2)


def _run(distribution: Distribution, work: Path, progress: Progress) -> DistributionResult:
    """The distribution, while nobody else gives numbers of this book."""
    output, title = distribution.output, distribution.settings.book.title
    given = ledger.read_ledger(distribution.folder)
    manifest = publish.read_manifest(output)
    following = ledger.next_number(given)
    plan = find_plan(distribution, manifest, following, {entry.number for entry in given})
    lost = lost_plan(distribution, given) if plan is None else None
    known = plan or lost
    first = known.first if known else following
    _check_numbers(distribution, first)
    shares = distribution.shares(first)
    if plan is None:
        _check_room(output, shares)
    with (
        sandbox.open_worker(publish.load_renderer) as lister,
        sandbox.open_worker() as preparer,
        ThreadPoolExecutor(1) as beside,
    ):
        (build,) = publish.build(
            distribution.folder,
            work / "base",
            editions=distribution.editions,
            formats=distribution.formats,
            strict=distribution.options.strict,
            progress=progress,
        )
        if not build.done:
            return DistributionResult(output, title, build.problems, build.sources)
        document = publish.read_manifest(work / "base")
        assert document is not None
        told = []
        if lost is not None:
            is_same = lost.code == document["code"]
            told = [_lost_warning(output, lost, is_same)]
            if not is_same:
                first = following
                _check_numbers(distribution, first)
                shares = distribution.shares(first)
        copies_wanted = distribution.recipients.copies
        old, plan = (
            plan,
            NumberPlan(distribution.digest(), document["code"], first, copies_wanted),
        )
        names = [file.name for file in build.files]
        record_numbers(distribution, old, plan, shares, given, names)
        progress(distribution.id, "copies")
        # The lists are set while copies are made; not while the book is, which would take as much
        # memory again.
        rendering = beside.submit(_render_lists, distribution, lister, work / "lists", shares)
        try:
            rows, fresh = _write_copies(distribution, work, preparer, document, shares)
            progress(distribution.id, "lists")
            list_rows = rendering.result()["files"]
        except BaseException:
            lister.child.kill()
            raise
    files = _finish(distribution, work, document, shares, rows, list_rows, plan)
    return DistributionResult(
        output,
        title,
        (*told, *build.problems, *distribution.recipients.problems),
        build.sources,
        shares,
        files,
        {row["name"]: row["pages"] for row in list_rows},
        before=manifest is not None and not fresh,
        dated=distribution.options.day is not None,
        issuer=distribution.issuer,
    )


def _lost_warning(output: Path, lost: NumberPlan, is_same: bool) -> Problem:
    """Tells of a distribution that the ledger has and OUT has not any more."""
    rule = "distribution-lost" if is_same else "distribution-lost-text"
    first, last = map(ledger.format_number, (lost.first, lost.last))
    return warning(rule, None, folder=output.name, first=first, last=last)


def _check_numbers(distribution: Distribution, first: int) -> None:
    """There are numbers enough; BookError (1)."""
    number = distribution.recipients.copies
    if first + number - 1 > ledger.LAST_NUMBER:
        values = {"first": ledger.format_number(first), "copies": number}
        raise BookError(problem("ledger-full", None, **values, last=ledger.LAST_NUMBER))


def _check_room(output: Path, shares: Sequence[RecipientShare]) -> None:
    """Nothing lies where the recipients' files go: it would not be ours to replace. BookError
    (2).
    """
    taken = [output / share.file for share in shares if os.path.lexists(output / share.file)]
    if taken:
        paths = taken[:SHOWN_PROBLEMS]
        raise BookError([problem("output-in-the-way", None, path=str(path)) for path in paths], 2)


def _render_lists(
    distribution: Distribution,
    lister: sandbox.Worker,
    folder: Path,
    shares: tuple[RecipientShare, ...],
) -> dict[str, Any]:
    """Sets the lists, in a process of their own, into a folder."""
    folder.mkdir()
    configuration = layout.write_font_configuration(distribution.faces, folder)
    return lister.run(
        lists.render_lists,
        (distribution.list_data(shares), distribution.id, distribution.faces),
        folder,
        {"FONTCONFIG_FILE": str(configuration)},
    )


def _write_copies(
    distribution: Distribution,
    work: Path,
    preparer: sandbox.Worker,
    document: Manifest,
    shares: Sequence[RecipientShare],
) -> tuple[list[dict[str, Any]], int]:
    """Makes everybody's copies; returns the rows of the manifest, and for how many recipients files
    had to be written.
    """
    source = _prepare(distribution, work, preparer, document, shares)
    # An EPUB's copies are each whole in themselves.
    prefixes = [
        recipient_files.shared_prefix(file.data if file.ending == ".pdf" else b"")
        for file in source.files
    ]
    rows: list[dict[str, Any]] = []
    fresh = 0
    with publish.writing_errors(distribution.output):
        copies_of_each = _make_copies(distribution, source, shares)
        for share, copy_files in zip(shares, copies_of_each, strict=True):
            files = [
                summed_file(
                    copy.name,
                    copy.tail,
                    prefixes[copy.base],
                    edition=source.files[copy.base].edition,
                    pages=source.files[copy.base].pages,
                    number=copy.number,
                    **_code_values(copy),
                )
                for copy in copy_files
            ]
            written, is_fresh = _write_share(distribution, work, document, share, files)
            rows += written
            fresh += is_fresh
    return rows, fresh


def _prepare(
    distribution: Distribution,
    work: Path,
    preparer: sandbox.Worker,
    document: Manifest,
    shares: Sequence[RecipientShare],
) -> CopySource:
    """The files of the build with room for what differs, in a process of their own."""
    folder = work / "copies"
    folder.mkdir()
    request = copies.PreparationRequest(
        work / "base",
        tuple(row for row in document["files"] if copies.has_copies(row["name"])),
        distribution.faces,
        dict(layout.book_words(distribution.settings.book.language)),
        distribution.scope,
        tuple(share.recipient.name for share in shares),
        distribution.settings,
        distribution.options.titled,
    )
    answer = preparer.run(copies.prepare_copies, request, folder)
    return copies.read_prepared(request, document, answer, folder)


def _code_values(copy: CopyFile) -> dict[str, Any]:
    """What a row of the manifest says of a code; nothing where the imprint has no room for one."""
    if not copy.imprint:
        return {}
    return {
        "content": copy.content,
        "content_bytes": copy.content_bytes,
        "imprint": copy.imprint,
    }


def _make_copies(
    distribution: Distribution, source: CopySource, shares: Sequence[RecipientShare]
) -> Iterator[list[CopyFile]]:
    """The copies of each recipient in turn, made on the executor that was asked for; a few of them
    here.
    """
    chunks: list[list[tuple[str, Sequence[int]]]] = [[]]
    for share in shares:
        if sum(len(numbers) for _, numbers in chunks[-1]) >= COPIES_IN_CHUNK:
            chunks.append([])
        chunks[-1].append((share.recipient.name, share.numbers))
    jobs, scheduler = distribution.options.jobs, distribution.options.scheduler
    is_small = jobs is None and distribution.recipients.copies <= COPIES_IN_PROCESS
    here = scheduler is None and (jobs == 1 or is_small)
    with nullcontext() if here else publish.open_executor(jobs, scheduler) as executor:
        run = map if executor is None else executor.map
        for chunk in run(copies.make_copies, [source] * len(chunks), chunks):
            yield from chunk


def _write_share(
    distribution: Distribution,
    work: Path,
    document: Manifest,
    share: RecipientShare,
    files: Sequence[SummedFile],
) -> tuple[list[dict[str, Any]], bool]:
    """Puts one recipient's files in place, with a manifest that names no other; returns their rows,
    and whether they had to be written.
    """
    rows, name = [manifest_row(file) for file in files], share.recipient.name
    own = {**_common(document), "recipient": name, "scope": distribution.scope, "files": rows}
    files = [*files, *(summed_file(*item) for item in _manifest_files(distribution, own))]
    target = distribution.output / share.file
    if distribution.options.packed:
        archive, written = recipient_files.write_zip(files, work / "part", target)
        return [{**manifest_row(archive), "recipient": name}], written
    written = recipient_files.write_folder(files, work / "part", target)
    return [
        {
            **manifest_row(file),
            "name": f"{share.file}/{file.name}",
            **({"recipient": name} if "number" in file.row else {}),
        }
        for file in files
    ], written


def _manifest_files(distribution: Distribution, document: Manifest) -> Iterator[tuple[str, bytes]]:
    """A manifest, its sums and, where one is asked for, its signature: name and bytes."""
    data = publish.dump_manifest(document)
    yield publish.MANIFEST_NAME, data
    yield publish.SUMS_NAME, publish.dump_sums(document["files"], data)
    if distribution.options.key:
        yield publish.SIGNATURE_NAME, distribution.options.key.sign(data)


def _common(document: Manifest) -> dict[str, Any]:
    return {name: document[name] for name in COMMON_KEYS if name in document}


def _finish(
    distribution: Distribution,
    work: Path,
    document: Manifest,
    shares: tuple[RecipientShare, ...],
    rows: Sequence[dict[str, Any]],
    list_rows: Sequence[Mapping[str, Any]],
    plan: NumberPlan,
) -> tuple[str, ...]:
    """Puts the lists in place and the manifest last; the plan is done. Returns the names of the
    files that lie beside the recipients'.
    """
    data = distribution.list_data(shares)
    # What the lists say, what was asked for and what was made are the same.
    assert data.numbers == list(range(plan.first, plan.last + 1))
    assert len(data.numbers) == distribution.recipients.copies
    csv_name = f"{distribution.id}-list.csv"
    pages = {csv_name: None, **{row["name"]: row["pages"] for row in list_rows}}
    names = [*pages]
    with publish.writing_errors(distribution.output):
        (work / csv_name).write_bytes(lists.delivery_csv(data))
        for row in list_rows:
            (work / "lists" / row["name"]).replace(work / row["name"])
        sheets = [
            manifest_row(summed_file(name, (work / name).read_bytes(), pages=pages[name]))
            for name in names
        ]
        whole = {
            **_common(document),
            "scope": distribution.scope,
            "distribution": {
                **to_plain(NumberPlan, plan),
                "recipients": len(shares),
                "packed": distribution.options.packed,
                "day": distribution.day.isoformat() if distribution.day else "",
            },
            "files": sorted([*sheets, *rows], key=lambda row: row["name"]),
        }
        contents = dict(_manifest_files(distribution, whole))
        for name, content in contents.items():
            (work / name).write_bytes(content)
        last = (publish.SIGNATURE_NAME, publish.MANIFEST_NAME, publish.SUMS_NAME)
        names += [name for name in last if name in contents]
        publish.replace_outputs(work, distribution.output, names)
        (distribution.output / PLAN_NAME).unlink(missing_ok=True)
    return tuple(names)
