"""``duben distribute``: the copies for a list of recipients, and whom a correction must reach."""

from __future__ import annotations

import getpass
import os
import re
import sys
from datetime import date
from pathlib import Path
from typing import Any

from duben import distribution, publish
from duben.cli.building import STAGES as OF_A_BUILD, near, path_of, status_of
from duben.cli.screen import Screen, as_json
from duben.distribution import (
    LABEL_SIZE,
    DistributionOptions,
    DistributionResult,
    LedgerEntry,
    number_ranges,
)
from duben.model import BookError, problem
from duben.publish import SigningKey

STAGES = (*OF_A_BUILD, "copies", "lists")
SIZE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,3})?)\s*[x×*X]\s*([0-9]{1,3}(?:\.[0-9]{1,3})?)")


def distribute(
    screen: Screen,
    book: str,
    recipients: str | None,
    json: bool,
    output: str | None,
    strict: bool,
    labels: str | None,
    day: str | None,
    sign: str | None,
    **wishes: Any,
) -> int:
    """Copies of a book for everybody in a table."""
    if recipients is None or output is None:
        raise BookError(problem("distribute-needs", None), 2)
    wish = DistributionOptions(
        strict=strict,
        day=_day(day),
        label=_size(labels) if labels else LABEL_SIZE,
        key=_key(sign),
        **wishes,
    )
    try:
        with screen.progress(STAGES) as progress:
            done = distribution.distribute(
                path_of(book), path_of(recipients), path_of(output), wish, progress
            )
    except BookError as error:
        if json and error.status == 1:
            screen.json({"problems": as_json(error.problems, screen.tongue, strict)})
            raise BookError((), 1) from None
        raise
    if json:
        screen.json(_as_json(done, screen.tongue, strict))
    else:
        _tell(screen, done, path_of(book), strict)
    return status_of(done.problems, strict)


def _tell(screen: Screen, done: DistributionResult, folder: Path, strict: bool) -> None:
    screen.problems(done.problems, done.sources, strict)
    if not done.shares:
        screen.line("")
        screen.say(
            "build-failed",
            "error",
            title=done.title,
            errors=sum(1 for one in done.problems if one.fatal),
        )
        return
    for name, pages in done.pages.items():
        screen.say("build-file", name=name, pages=pages)
    numbers = [number for share in done.shares for number in share.numbers]
    screen.say("distribute-ledger", path=near(folder / distribution.LEDGER_NAME))
    screen.say(
        "distribute-before" if done.before else "distribute-done",
        "good",
        recipients=len(done.shares),
        copies=len(numbers),
        numbers=number_ranges(numbers),
        output=near(done.output),
    )


def _as_json(done: DistributionResult, tongue: str, strict: bool) -> dict[str, Any]:
    return {
        "problems": as_json(done.problems, tongue, strict),
        "output": str(done.output),
        "recipients": [
            {"name": share.recipient.name, "numbers": list(share.numbers), "file": share.file}
            for share in done.shares
        ],
    }


def recall(screen: Screen, book: str, recipients: str | None, version: str, json: bool) -> int:
    """Whoever has copies of a version, from the ledger: on stdout, a line each."""
    if recipients is not None:
        raise BookError(problem("recall-none", None), 2)
    folder = path_of(book)
    if not folder.is_dir():
        raise BookError(problem("folder-missing", None, folder=book), 2)
    found = distribution.holders_of_version(distribution.read_ledger(folder), version)
    copies = sum(map(len, found.values()))
    if json:
        screen.json(
            {
                "version": version,
                "recipients": [
                    {
                        "name": name,
                        "numbers": [entry.number for entry in entries],
                        "dates": _days(entries),
                        "contact": entries[-1].contact,
                        "address": entries[-1].address,
                    }
                    for name, entries in found.items()
                ],
            }
        )
        return 0
    for name, entries in found.items():
        more = "".join(f"  {text}" for text in (entries[-1].contact, entries[-1].address) if text)
        screen.result(
            f"{name}\t{number_ranges([entry.number for entry in entries])}\t{'、'.join(_days(entries))}{more.replace('  ', chr(9))}\n"
        )
    screen.say("recall-done", "good", version=version, recipients=len(found), copies=copies)
    return 0


def _days(entries: list[LedgerEntry]) -> list[str]:
    return list(dict.fromkeys(entry.date for entry in entries))


def _key(sign: str | None) -> SigningKey | None:
    """The key that signs; its password is asked for on a terminal."""
    if sign is None:
        return None
    password = os.environ.get("DUBEN_SIGN_PASSWORD")
    if password is None:
        password = (
            getpass.getpass(f"{sign}: ") if sys.stdin is not None and sys.stdin.isatty() else ""
        )
    return publish.load_signing_key(path_of(sign), password)


def _size(text: str) -> tuple[float, float]:
    if not (found := SIZE.fullmatch(text.strip())):
        raise BookError(problem("labels-form", None, text=text[:20]), 2)
    return float(found[1]), float(found[2])


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BookError(problem("day-form", None, text=text[:20]), 2) from None
