"""``duben distribute``: numbers are written down, then copies made, one recipient after the other
whole, then the lists.

Everything follows from the book, the table and the first number. So a run that was stopped is
simply run again: the same numbers, the same bytes; what lies there already is left, what is missing
or half is made.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from duben import layout, manuscript, publish, sandbox
from duben.distribution import copies, ledger, lists, recipients, zip_archive
from duben.distribution.copies import CopyFile, CopySource
from duben.distribution.ledger import LedgerEntry
from duben.distribution.lists import Share, Sheets
from duben.distribution.recipients import Recipients
from duben.layout import FontFace, book_words
from duben.model import BookError, Problem, Settings, problem
from duben.publish import SIGNATURE_NAME, SigningKey
from duben.sandbox import Worker

PLAN = ".duben-distribution.json"
PLAN_BYTES = 1_000_000
SCOPE = 60  # characters
# copies that this process makes while the lists are set: others would only take processor and
# memory from these
FEW = 3_000
CHUNK = 64  # copies that are made in one go
# What of a manifest is passed on to recipients as it is.
COMMON = (
    "book",
    "version",
    "date",
    "duben",
    "code",
    "settings",
    "versions",
    "looks",
    "fonts",
    "sources",
)
Progress = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class DistributionOptions:
    """What is asked for, beside book and table. ``scope`` is the 印发范围, ``day`` the date of the
    distribution ("" and None: as book.toml says), ``packed``: a .zip for each recipient; ``label``
    in mm, ``slips`` on a sheet; ``jobs`` and ``scheduler`` as for a build; ``key`` signs the
    manifests.
    """

    editions: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    scope: str = ""
    day: date | None = None
    packed: bool = False
    label: tuple[float, float] = lists.LABEL_SIZE
    slips: int = lists.SLIPS
    strict: bool = False
    jobs: int | None = None
    scheduler: str | None = None
    key: SigningKey | None = None


@dataclass(frozen=True, slots=True)
class DistributionResult:
    """What came of it. Without ``shares`` the book could not be made; ``before``: all of it had
    been done already.
    """

    output: Path
    title: str
    problems: tuple[Problem, ...]
    sources: tuple[Any, ...] = ()
    shares: tuple[Share, ...] = ()
    files: tuple[str, ...] = ()
    pages: Mapping[str, int] = field(default_factory=dict)
    before: bool = False


@dataclass(frozen=True, slots=True)
class _Task:
    """One distribution: where the book is, what it says of itself, who gets what, and where it
    goes.
    """

    folder: Path
    settings: Settings
    output: Path
    people: Recipients
    wish: DistributionOptions
    faces: tuple[FontFace, ...]

    @property
    def id(self) -> str:
        return self.settings.book.id

    @property
    def scope(self) -> str:
        return self.wish.scope or self.settings.imprint.recipients

    @property
    def day(self) -> date:
        return self.wish.day or self.settings.book.date

    @property
    def editions(self) -> tuple[str, ...]:
        return self.wish.editions or tuple(
            one for one in self.settings.output.editions if one in copies.EDITIONS_OF_COPIES
        )

    @property
    def formats(self) -> tuple[str, ...]:
        asked = self.wish.formats or (
            ("pdf",) if self.wish.editions else self.settings.output.formats
        )
        return tuple(one for one in asked if one != "pdf" or self.editions)

    def digest(self) -> str:
        """The same for the same table and the same wishes."""
        same = ("jobs", "scheduler", "strict", "key")  # whatever these are, the copies are the same
        wish = {
            one.name: getattr(self.wish, one.name)
            for one in fields(self.wish)
            if one.name not in same
        }
        text = json.dumps(
            [self.id, [asdict(one) for one in self.people.all], wish, self.editions, self.formats],
            default=str,
        )
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which numbers are given: the first, how many, to what text (the code of the build) and which
    table and wishes.
    """

    digest: str
    code: str
    first: int
    copies: int

    def entries(
        self, task: _Task, shares: Sequence[Share], files: Callable[[Share, int], str]
    ) -> Iterator[LedgerEntry]:
        about = task.settings.book
        for share in shares:
            one = share.recipient
            for number in share.numbers:
                yield LedgerEntry(
                    task.day.isoformat(),
                    about.version,
                    number,
                    one.name,
                    files(share, number),
                    self.code,
                    one.contact,
                    one.address,
                )


def distribute(
    folder: Path,
    table: Path,
    output: Path,
    wish: DistributionOptions = DistributionOptions(),
    progress: Progress = lambda book, stage: None,
) -> DistributionResult:
    """Makes a copy for each number that a table asks for, with lists and checksums, and writes the
    numbers into the ledger.

    BookError: status 1 for what is wrong in the table or in the ledger, 2 for a wrong call or an
    OUT that holds something else.
    """
    _known(wish)
    if folder.exists() and not folder.is_dir():
        raise BookError(problem("build-needs-folder", None, path=str(folder)), 2)
    progress(folder.name, "read")
    settings = manuscript.load(folder).settings
    faces = layout.choose_faces(settings.book.language)
    people = recipients.read_recipients(
        table, lambda text: layout.missing_characters(set(text), faces)
    )
    task = _Task(folder, settings, publish.output_folder(folder, output), people, wish, faces)
    _printable(task)
    if not task.editions and "epub" not in task.formats:
        raise BookError(
            problem("copies-nothing", None, editions=", ".join(copies.EDITIONS_OF_COPIES)), 2
        )
    with ledger.ledger_lock(folder), publish.work_folder(task.output) as work:
        return _distributed(task, work, progress)


def _known(wish: DistributionOptions) -> None:
    wrong = [
        problem(
            "copies-edition", None, name=name[:40], choices=", ".join(copies.EDITIONS_OF_COPIES)
        )
        for name in wish.editions
        if name not in copies.EDITIONS_OF_COPIES
    ]
    if wrong:
        raise BookError(wrong, 2)


def _printable(task: _Task) -> None:
    text = task.scope
    if len(text) > SCOPE:
        raise BookError(problem("scope-long", None, limit=SCOPE), 2)
    absent = sorted(
        layout.missing_characters(set(text), task.faces)
        | {character for character in text if not character.isprintable() and character != "\u3000"}
    )
    if absent:
        raise BookError(
            problem(
                "scope-glyph",
                None,
                characters="、".join(f"U+{ord(one):04X}" for one in absent[:10]),
            ),
            2,
        )
    lists.grid(_sheets(task, ()))


def _distributed(task: _Task, work: Path, progress: Progress) -> DistributionResult:
    given = ledger.read_ledger(task.folder)
    old = publish.read_manifest(task.output)
    plan = _begun(task, old, ledger.next_number(given), {entry.number for entry in given})
    first = plan.first if plan else ledger.next_number(given)
    if first + task.people.copies - 1 > ledger.LAST_NUMBER:
        raise BookError(
            problem(
                "ledger-full",
                None,
                first=ledger.format_number(first),
                copies=task.people.copies,
                last=ledger.LAST_NUMBER,
            )
        )
    shares = _shares(task, first)
    if plan is None:
        # What is there now is not ours to replace.
        in_the_way = [
            task.output / share.file
            for share in shares
            if os.path.lexists(task.output / share.file)
        ]
        if in_the_way:
            raise BookError(
                [problem("output-in-the-way", None, path=str(path)) for path in in_the_way[:10]], 2
            )
    with (
        sandbox.open_worker(publish.load_renderer) as lister,
        sandbox.open_worker() as preparer,
        ThreadPoolExecutor(1) as beside,
    ):
        (built,) = publish.build(
            task.folder,
            work / "base",
            editions=task.editions,
            formats=task.formats,
            strict=task.wish.strict,
            progress=progress,
        )
        if not built.done:
            return DistributionResult(
                task.output, task.settings.book.title, built.problems, built.sources
            )
        document = publish.read_manifest(work / "base")
        assert document is not None
        plan = _numbered(task, plan, document["code"], first, shares, given, built)
        progress(task.id, "copies")
        # The lists are set while copies are made; not while the book is, which would take as much
        # memory again.
        sheets = beside.submit(_listed, task, lister, work / "lists", shares)
        try:
            rows, fresh = _copied(task, work, preparer, document, shares)
            progress(task.id, "lists")
            made = sheets.result()["files"]
        except BaseException:
            lister.child.kill()
            raise
    before = old is not None and not fresh
    files = _closed(task, work, work / "lists", document, shares, rows, made, plan)
    return DistributionResult(
        task.output,
        task.settings.book.title,
        (*built.problems, *task.people.problems),
        built.sources,
        shares,
        files,
        {row["name"]: row["pages"] for row in made},
        before,
    )


def _begun(
    task: _Task, old: Mapping[str, Any] | None, following: int, given: Collection[int]
) -> _Plan | None:
    """The plan of this very distribution, begun or done in OUT before. BookError (2) where OUT
    holds something else.
    """
    path = task.output / PLAN
    try:
        data = publish.read_output(path, PLAN_BYTES)
        found = (
            json.loads(data)
            if data is not None
            else old.get("distribution", {})
            if old is not None
            else None
        )
        if found is None:
            return None
        plan = _Plan(found["digest"], found["code"], int(found["first"]), int(found["copies"]))
    except OSError as error:
        raise BookError(publish.unwritable_problem(path, error), 2) from None
    except (KeyError, TypeError, ValueError):
        plan = None
    if plan is None or plan.digest != task.digest():
        raise BookError(problem("distribution-other", None, path=str(task.output)), 2)
    if data is not None and plan.first not in given and plan.first != following:
        # it was stopped before its numbers were written down, and somebody else has taken them
        # since
        return None
    return plan


def _shares(task: _Task, first: int) -> tuple[Share, ...]:
    numbers = count(first)
    ending = ".zip" if task.wish.packed else ""
    return tuple(
        Share(one, tuple(next(numbers) for _ in range(one.copies)), name + ending)
        for one, name in zip(task.people.all, recipients.file_names(task.people.all), strict=True)
    )


def _sheets(task: _Task, shares: tuple[Share, ...]) -> Sheets:
    about = task.settings
    return Sheets(
        about.book.title,
        about.book.version,
        about.imprint.issuer or about.book.publisher,
        about.book.language,
        task.day,
        shares,
        task.people.heads,
        task.wish.label,
        task.wish.slips,
    )


def _numbered(
    task: _Task,
    plan: _Plan | None,
    code: str,
    first: int,
    shares: Sequence[Share],
    given: Sequence[LedgerEntry],
    built: Any,
) -> _Plan:
    """Writes down who gets which numbers, unless that has been done: the plan first, then the
    ledger, then nothing is given twice.
    """
    wanted = _Plan(task.digest(), code, first, task.people.copies)
    if plan is not None and plan.code != code:
        raise BookError(
            problem(
                "distribution-text",
                None,
                path=str(task.output),
                first=ledger.format_number(plan.first),
                last=ledger.format_number(plan.first + plan.copies - 1),
            ),
            2,
        )
    names = [one.name for one in built.files]

    def files(share: Share, number: int) -> str:
        made = [
            f"{name.rpartition('.')[0]}-{ledger.format_number(number)}.{name.rpartition('.')[2]}"
            for name in names
            if copies.has_copies(name)
        ]
        return ";".join(f"{task.output.name}/{share.file}/{name}" for name in made)

    entries = list(wanted.entries(task, shares, files))
    numbers = {entry.number: entry for entry in given}
    known = [numbers.get(entry.number) for entry in entries]
    if all(
        one is not None and (one.recipient, one.code) == (entry.recipient, entry.code)
        for one, entry in zip(known, entries, strict=True)
    ):
        return wanted
    if any(one is not None for one in known):
        # Somebody else has these numbers: the ledger was changed by hand.
        raise BookError(
            problem(
                "distribution-taken",
                None,
                path=str(task.output),
                plan=PLAN,
                first=ledger.format_number(first),
            ),
            2,
        )
    path = task.output / PLAN
    with publish.writing_errors(path):
        part = path.with_name(PLAN + ".part")
        part.write_text(json.dumps(asdict(wanted)), "utf-8")
        part.replace(path)
    ledger.write_ledger(task.folder, [*given, *entries])
    return wanted


def _listed(task: _Task, lister: Worker, folder: Path, shares: tuple[Share, ...]) -> dict[str, Any]:
    """Sets the lists, in a process of their own, into a folder."""
    folder.mkdir()
    configuration = layout.write_font_configuration(task.faces, folder)
    return lister.run(
        lists.render,
        (_sheets(task, shares), task.id, task.faces),
        folder,
        {"FONTCONFIG_FILE": str(configuration)},
    )


def _copied(
    task: _Task, work: Path, preparer: Worker, document: Mapping[str, Any], shares: Sequence[Share]
) -> tuple[list[dict[str, Any]], int]:
    """Makes everybody's copies; gives the rows of the manifest, and for how many recipients files
    had to be written.
    """
    said = book_words(task.settings.book.language)
    rows_of = tuple(row for row in document["files"] if copies.has_copies(row["name"]))
    asked = copies.PreparationRequest(
        work / "base",
        rows_of,
        task.faces,
        dict(said),
        task.scope,
        tuple(share.recipient.name for share in shares),
    )
    plates = work / "plates"
    plates.mkdir()
    made_of = copies.read_prepared(
        asked, document, preparer.run(copies.prepare_copies, asked, plates), plates
    )
    stocks = [zip_archive.stock(file) for file in made_of.files]
    rows: list[dict[str, Any]] = []
    fresh = 0
    with publish.writing_errors(task.output):
        for share, stamped in zip(shares, _stamped(task, made_of, shares), strict=True):
            items = [
                zip_archive.item(
                    one.name,
                    one.tail,
                    None if made_of.files[one.base].ending == ".epub" else stocks[one.base],
                    edition=made_of.files[one.base].edition,
                    pages=made_of.files[one.base].pages,
                    number=one.number,
                    **_coded(one),
                )
                for one in stamped
            ]
            sent, written = _sent(task, work, document, share, items)
            rows += sent
            fresh += written
    return rows, fresh


def _coded(one: CopyFile) -> dict[str, Any]:
    return (
        {"content": one.content, "content_bytes": one.content_bytes, "imprint": one.imprint}
        if one.imprint
        else {}
    )


def _stamped(task: _Task, made_of: CopySource, shares: Sequence[Share]) -> Iterator[list[CopyFile]]:
    """The copies of each recipient in turn, made on the executor that was asked for; a few of them
    here.
    """
    chunks: list[list[tuple[str, Sequence[int]]]] = [[]]
    for share in shares:
        if sum(len(numbers) for _, numbers in chunks[-1]) >= CHUNK:
            chunks.append([])
        chunks[-1].append((share.recipient.name, share.numbers))
    here = task.wish.scheduler is None and (
        task.wish.jobs == 1 or (task.wish.jobs is None and task.people.copies <= FEW)
    )
    with (
        nullcontext()
        if here
        else publish.open_executor(task.wish.jobs, task.wish.scheduler) as executor
    ):
        done = (
            map(copies.make_copies, [made_of] * len(chunks), chunks)
            if executor is None
            else executor.map(copies.make_copies, [made_of] * len(chunks), chunks)
        )
        for chunk in done:
            yield from chunk


def _sent(
    task: _Task,
    work: Path,
    document: Mapping[str, Any],
    share: Share,
    items: list[zip_archive.Item],
) -> tuple[list[dict[str, Any]], bool]:
    """Puts one recipient's files in place, with a manifest that names no other; gives their rows,
    and whether they had to be written.
    """
    entries = [zip_archive.entry(one) for one in items]
    own = {name: document[name] for name in COMMON if name in document}
    whole = {**own, "recipient": share.recipient.name, "scope": task.scope, "files": entries}
    data = publish.dump_manifest(whole)
    items = [
        *items,
        zip_archive.item(publish.MANIFEST_NAME, data),
        zip_archive.item(publish.SUMS_NAME, publish.dump_sums(entries, data)),
    ]
    if task.wish.key:
        items.append(zip_archive.item(SIGNATURE_NAME, task.wish.key.sign(data)))
    target = task.output / share.file
    if task.wish.packed:
        one, written = zip_archive.packed(items, work / "part", target)
        return [{**zip_archive.entry(one), "recipient": share.recipient.name}], written
    written = zip_archive.unpacked(items, work / "part", target)
    return [
        {
            **zip_archive.entry(one),
            "name": f"{share.file}/{one.name}",
            **({"recipient": share.recipient.name} if "number" in one.row else {}),
        }
        for one in items
    ], written


def _closed(
    task: _Task,
    work: Path,
    listed: Path,
    document: Mapping[str, Any],
    shares: tuple[Share, ...],
    rows: list[dict[str, Any]],
    made: Sequence[Mapping[str, Any]],
    plan: _Plan,
) -> tuple[str, ...]:
    """Puts the lists in place and the manifest last; the plan is done."""
    numbers = lists.numbers(_sheets(task, shares))
    # What the lists say, what was asked for and what was made are the same.
    assert (
        numbers == list(range(plan.first, plan.first + plan.copies))
        and len(numbers) == task.people.copies
    )
    names = [f"{task.id}-list.csv", *(row["name"] for row in made)]
    with publish.writing_errors(task.output):
        (work / names[0]).write_bytes(lists.table(_sheets(task, shares)))
        for row in made:
            (listed / row["name"]).replace(work / row["name"])
        pages = {row["name"]: row["pages"] for row in made}
        sheets = [
            zip_archive.entry(
                zip_archive.item(name, (work / name).read_bytes(), pages=pages.get(name))
            )
            for name in names
        ]
        whole = {
            **{name: document[name] for name in COMMON if name in document},
            "scope": task.scope,
            "distribution": {
                **asdict(plan),
                "recipients": len(shares),
                "packed": task.wish.packed,
                "day": task.day.isoformat(),
            },
            "files": sorted([*sheets, *rows], key=lambda row: row["name"]),
        }
        data = publish.dump_manifest(whole)
        (work / publish.MANIFEST_NAME).write_bytes(data)
        (work / publish.SUMS_NAME).write_bytes(publish.dump_sums(whole["files"], data))
        if task.wish.key:
            (work / SIGNATURE_NAME).write_bytes(task.wish.key.sign(data))
            names.append(SIGNATURE_NAME)
        publish.replace_outputs(
            work, task.output, [*names, publish.MANIFEST_NAME, publish.SUMS_NAME]
        )
        (task.output / PLAN).unlink(missing_ok=True)
    return (*names, publish.MANIFEST_NAME, publish.SUMS_NAME)
