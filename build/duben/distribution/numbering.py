"""Which numbers a distribution gives: a plan in OUT while it runs, then the ledger.

Everything follows from the book, the table and the first number. So a run that was stopped is
simply run again: the same numbers, the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from duben import publish
from duben.distribution import copies, ledger
from duben.distribution.ledger import LedgerEntry
from duben.distribution.lists import RecipientShare
from duben.distribution.options import Distribution
from duben.model import BookError, from_plain, problem, replace_file, to_plain

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
    if [_holder(entry) for entry in known] == [_holder(entry) for entry in entries]:
        return
    if known:
        # Somebody else has these numbers: the ledger was changed by hand.
        raise BookError(
            problem("distribution-taken", None, path=path, plan=PLAN_NAME, first=first), 2
        )
    plan_path = distribution.output / PLAN_NAME
    with publish.writing_errors(plan_path):
        replace_file(plan_path, json.dumps(to_plain(NumberPlan, plan)).encode())
    ledger.write_ledger(distribution.folder, [*given, *entries])


def _holder(entry: LedgerEntry) -> tuple[int, str, str]:
    return entry.number, entry.recipient, entry.code


def _ledger_entries(
    distribution: Distribution,
    code: str,
    shares: Sequence[RecipientShare],
    file_names: Sequence[str],
) -> Iterator[LedgerEntry]:
    """A row of the ledger for each number."""
    parts = [name.rpartition(".") for name in file_names if copies.has_copies(name)]
    for share in shares:
        folder, recipient = f"{distribution.output.name}/{share.file}", share.recipient
        for number in share.numbers:
            names = [copies.copy_name(stem, number, f".{ending}") for stem, _, ending in parts]
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
