"""One distribution: what is asked for, and which numbers it gives: a plan in OUT while it runs,
then the ledger.

Everything follows from the book, the table and the first number. So a run that was stopped is
simply run again: the same numbers, the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from duben import publish
from duben.distribution import copies, ledger, lists, recipients
from duben.distribution.ledger import LedgerEntry
from duben.distribution.lists import ListData, RecipientShare
from duben.distribution.recipients import Recipients
from duben.layout import FontFace
from duben.model import BookError, Settings, from_plain, problem, replace_file, to_plain
from duben.publish import SigningKey

# Whatever these are, the copies are the same.
SAME_COPIES = ("jobs", "scheduler", "strict", "key", "titled")


@dataclass(frozen=True, slots=True)
class DistributionOptions:
    """What is asked for, beside book and table. ``scope`` is the 印发范围, ``day`` the date of the
    distribution (None: lists leave it blank, the ledger has that of book.toml), ``packed``: a .zip
    for each recipient, ``titled``: names of copies begin with the book's title; ``label`` in mm,
    ``slips`` on a sheet; ``jobs`` and ``scheduler`` as for a build; ``key`` signs the manifests;
    ``language`` is that of the names of columns in a new ledger, "zh" or "".
    """

    editions: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    scope: str = ""
    day: date | None = None
    packed: bool = False
    titled: bool = False
    label: tuple[float, float] = lists.LABEL_SIZE
    slips: int = lists.SLIPS
    strict: bool = False
    jobs: int | None = None
    scheduler: str | None = None
    key: SigningKey | None = None
    language: str = ""


DEFAULT_OPTIONS = DistributionOptions()


@dataclass(frozen=True, slots=True)
class Distribution:
    """One distribution: where the book is, what it says of itself, who gets what, and where it
    goes.
    """

    folder: Path
    settings: Settings
    output: Path
    recipients: Recipients
    options: DistributionOptions
    faces: tuple[FontFace, ...]

    @property
    def id(self) -> str:
        """The id of the book."""
        return self.settings.book.id

    @property
    def scope(self) -> str:
        """The 印发范围."""
        return self.options.scope or self.settings.imprint.recipients

    @property
    def issuer(self) -> str:
        """Who gives the book out: [imprint] issuer, else the publisher, else the first body of an
        official document; "" where none is named.
        """
        settings = self.settings
        return (
            settings.imprint.issuer
            or settings.book.publisher
            or next(iter(settings.official.issuers), "")
        )

    @property
    def day(self) -> date | None:
        """The date of the distribution in ledger and manifest; None where neither the options nor
        the book have one.
        """
        return self.options.day or self.settings.book.date

    @property
    def editions(self) -> tuple[str, ...]:
        """The editions of which copies are made."""
        return self.options.editions or tuple(
            edition
            for edition in self.settings.output.editions
            if edition in copies.EDITIONS_OF_COPIES
        )

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats of which copies are made; PDF only where there is an edition for it."""
        formats = self.options.formats or (
            ("pdf",) if self.options.editions else self.settings.output.formats
        )
        return tuple(name for name in formats if name == "epub" or name == "pdf" and self.editions)

    def digest(self) -> str:
        """The same for the same table and the same options."""
        options = {
            field.name: getattr(self.options, field.name)
            for field in fields(self.options)
            if field.name not in SAME_COPIES
        }
        table = [asdict(recipient) for recipient in self.recipients.all]
        text = json.dumps([self.id, table, options, self.editions, self.formats], default=str)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    def shares(self, first: int) -> tuple[RecipientShare, ...]:
        """What each recipient gets, when numbers begin at ``first``."""
        numbers = count(first)
        ending = ".zip" if self.options.packed else ""
        people = self.recipients.all
        return tuple(
            RecipientShare(
                person, tuple(next(numbers) for _ in range(person.copies)), name + ending
            )
            for person, name in zip(people, recipients.file_names(people), strict=True)
        )

    def list_data(self, shares: tuple[RecipientShare, ...]) -> ListData:
        """What the lists say."""
        book = self.settings.book
        return ListData(
            book.title,
            book.version,
            self.issuer,
            book.language,
            # The date of a book is the day of its text, which was before.
            self.options.day,
            shares,
            self.recipients.heads,
            self.options.label,
            self.options.slips,
        )


PLAN_NAME = ".duben-distribution.json"
PLAN_LIMIT_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class NumberPlan:
    """Which numbers are given: the first, how many, to what text (``code`` of the build), and for
    which table and options (``digest``).
    """

    digest: str
    code: str
    first: int
    copies: int

    @property
    def last(self) -> int:
        """The last number."""
        return self.first + self.copies - 1


def find_plan(
    distribution: Distribution,
    manifest: Mapping[str, Any] | None,
    next_number: int,
    given: Collection[int],
) -> NumberPlan | None:
    """The plan of this very distribution, begun or done in OUT before; ``manifest`` is that of OUT.
    BookError (2) where OUT holds something else.
    """
    path = distribution.output / PLAN_NAME
    try:
        data = publish.read_output(path, PLAN_LIMIT_BYTES)
        finished = None if manifest is None else manifest.get("distribution", {})
        row = finished if data is None else json.loads(data)
        if row is None:
            return None
        plan = from_plain(NumberPlan, row)
    except OSError as error:
        raise BookError(publish.unwritable_problem(path, error), 2) from None
    except ValueError:
        plan = None
    if plan is None or plan.digest != distribution.digest():
        raise BookError(problem("distribution-other", None, path=str(distribution.output)), 2)
    if data is not None and plan.first not in given and plan.first != next_number:
        # it was stopped before its numbers were written down, and somebody else has taken them
        # since
        return None
    return plan


def lost_plan(distribution: Distribution, given: Sequence[LedgerEntry]) -> NumberPlan | None:
    """The plan of this very distribution as the ledger tells it, the last one where there are
    several; for an OUT that is gone.
    """
    by_number = {entry.number: entry for entry in given}
    first_folder = f"{distribution.output.name}/{distribution.shares(1)[0].file}/"
    of_first = {entry.number for entry in given if entry.file.startswith(first_folder)}
    for first in sorted(of_first, reverse=True):
        if first - 1 in of_first:
            continue  # a further copy of the first recipient
        begin = by_number[first]
        shares = distribution.shares(first)
        wanted = list(_ledger_entries(distribution, begin.code, shares, _build_names(distribution)))
        known = [by_number.get(entry.number) for entry in wanted]
        if list(map(_comparable, known)) == list(map(_comparable, wanted)):
            return NumberPlan(distribution.digest(), begin.code, first, len(wanted))
    return None


def _comparable(entry: LedgerEntry | None) -> LedgerEntry | None:
    """A row of the ledger with its files in order, and its date as a spreadsheet may save it."""
    if entry is None:
        return None
    day = "-".join(number.lstrip("0") for number in re.findall("[0-9]+", entry.date))
    return replace(entry, file=";".join(sorted(entry.file.split(";"))), date=day)


def _build_names(distribution: Distribution) -> list[str]:
    """The files of the build of which copies are made."""
    editions = distribution.editions if "pdf" in distribution.formats else ()
    return [
        *(f"{distribution.id}-{edition}.pdf" for edition in editions),
        *[f"{distribution.id}.epub"] * ("epub" in distribution.formats),
    ]


def record_numbers(
    distribution: Distribution,
    old: NumberPlan | None,
    plan: NumberPlan,
    shares: Sequence[RecipientShare],
    given: Sequence[LedgerEntry],
    file_names: Sequence[str],
) -> None:
    """Writes down who gets which numbers, unless that has been done: the plan first, then the
    ledger, then nothing is given twice. ``file_names`` are those of the build.

    BookError (2) where the text is another than that of ``old``, the plan that was begun, or where
    somebody else has the numbers.
    """
    path, first = str(distribution.output), ledger.format_number(plan.first)
    if old is not None and old.code != plan.code:
        last = ledger.format_number(old.last)
        raise BookError(problem("distribution-text", None, path=path, first=first, last=last), 2)
    entries = list(_ledger_entries(distribution, plan.code, shares, file_names))
    numbers = {entry.number: entry for entry in given}
    known = [numbers[entry.number] for entry in entries if entry.number in numbers]
    is_recorded = [_holder(entry) for entry in known] == [_holder(entry) for entry in entries]
    if is_recorded and old is not None:
        return
    if known and not is_recorded:
        # Somebody else has these numbers: the ledger was changed by hand.
        raise BookError(
            problem("distribution-taken", None, path=path, plan=PLAN_NAME, first=first), 2
        )
    plan_path = distribution.output / PLAN_NAME
    with publish.writing_errors(plan_path):
        replace_file(plan_path, json.dumps(to_plain(NumberPlan, plan)).encode())
    if not is_recorded:
        ledger.write_ledger(distribution.folder, [*given, *entries], distribution.options.language)


def _holder(entry: LedgerEntry) -> tuple[int, str, str]:
    return entry.number, entry.recipient, entry.code


def _ledger_entries(
    distribution: Distribution,
    code: str,
    shares: Sequence[RecipientShare],
    file_names: Sequence[str],
) -> Iterator[LedgerEntry]:
    """A row of the ledger for each number."""
    titled = distribution.options.titled
    parts = [
        (copies.copy_stem(name, distribution.settings, titled), Path(name).suffix)
        for name in file_names
        if copies.has_copies(name)
    ]
    for share in shares:
        folder, recipient = f"{distribution.output.name}/{share.file}", share.recipient
        for number in share.numbers:
            names = [copies.copy_name(stem, number, ending) for stem, ending in parts]
            yield LedgerEntry(
                distribution.day.isoformat() if distribution.day else "",
                distribution.settings.book.version,
                number,
                recipient.name,
                ";".join(f"{folder}/{name}" for name in names),
                code,
                recipient.contact,
                recipient.address,
            )
