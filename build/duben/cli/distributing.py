"""``duben distribute``: the copies for a list of recipients, and who has copies of a version."""

from __future__ import annotations

import getpass
import os
import re
import sys
from pathlib import Path
from typing import Any

from duben import distribution, publish
from duben.cli import building
from duben.cli.building import exit_status, parse_day, short_path, user_path
from duben.cli.screen import Screen
from duben.messages import problems_to_json
from duben.model import BookError, problem

STAGES = (*building.STAGES, "copies", "lists")
LABEL_SIZE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,3})?)\s*[x×*X]\s*([0-9]{1,3}(?:\.[0-9]{1,3})?)")


def distribute(
    screen: Screen,
    book: str,
    recipients: str | None,
    json: bool,
    *,
    output: str | None,
    strict: bool,
    labels: str | None,
    day: str | None,
    sign: str | None,
    **options: Any,
) -> int:
    """Make the copies of a book for every recipient of a table. Returns the exit status.

    ``options`` are further fields of ``DistributionOptions``.
    """
    if recipients is None or output is None:
        raise BookError(problem("distribute-needs", None), 2)
    distribution_options = distribution.DistributionOptions(
        strict=strict,
        day=parse_day(day),
        label=_parse_label_size(labels) if labels else distribution.LABEL_SIZE,
        key=_load_key(sign),
        language=screen.language,
        **options,
    )
    try:
        with screen.progress(STAGES) as progress:
            result = distribution.distribute(
                user_path(book),
                user_path(recipients),
                user_path(output),
                distribution_options,
                progress,
            )
    except BookError as error:
        if json and error.status == 1:
            rows = problems_to_json(error.problems, screen.language, strict)
            screen.json({"problems": rows})
            raise BookError((), 1) from None
        raise
    if json:
        screen.json(_result_to_json(result, screen.language, strict))
    else:
        _report(screen, result, user_path(book), strict)
        if result.shares and not result.dated:
            screen.say("distribute-undated")
        if result.shares and not result.issuer:
            screen.say("distribute-no-issuer")
    return exit_status(result.problems, strict)


def _report(
    screen: Screen, result: distribution.DistributionResult, folder: Path, strict: bool
) -> None:
    screen.problems(result.problems, result.sources, strict)
    if not result.shares:
        errors = sum(problem.fatal for problem in result.problems)
        screen.line("")
        screen.say("build-failed", "error", title=result.title, errors=errors)
        return
    for name, pages in result.pages.items():
        screen.say("build-file", name=name, pages=pages)
    numbers = [number for share in result.shares for number in share.numbers]
    screen.say("distribute-ledger", path=short_path(folder / publish.LEDGER_NAME))
    screen.say(
        "distribute-before" if result.before else "distribute-done",
        "good",
        recipients=len(result.shares),
        copies=len(numbers),
        numbers=distribution.number_ranges(numbers),
        output=short_path(result.output),
    )


def _result_to_json(
    result: distribution.DistributionResult, language: str, strict: bool
) -> dict[str, Any]:
    return {
        "problems": problems_to_json(result.problems, language, strict),
        "output": str(result.output),
        "recipients": [
            {"name": share.recipient.name, "numbers": list(share.numbers), "file": share.file}
            for share in result.shares
        ],
    }


def recall(screen: Screen, book: str, recipients: str | None, version: str, json: bool) -> int:
    """Print who has copies of a version, by the ledger; a line each, or JSON."""
    if recipients is not None:
        raise BookError(problem("recall-none", None), 2)
    folder = user_path(book)
    if not folder.is_dir():
        raise BookError(problem("folder-missing", None, folder=book), 2)
    holders = distribution.holders_of_version(distribution.read_ledger(folder), version)
    if json:
        rows = [_holder_to_json(name, entries) for name, entries in holders.items()]
        screen.json({"version": version, "recipients": rows})
        return 0
    for name, entries in holders.items():
        screen.result("\t".join(_holder_cells(name, entries)) + "\n")
    copies = sum(map(len, holders.values()))
    screen.say("recall-done", "good", version=version, recipients=len(holders), copies=copies)
    return 0


def _holder_cells(name: str, entries: list[distribution.LedgerEntry]) -> list[str]:
    """Name, numbers, dates; contact and address where they are known."""
    numbers = distribution.number_ranges([entry.number for entry in entries])
    known = [text for text in (entries[-1].contact, entries[-1].address) if text]
    return [name, numbers, "、".join(_dates(entries)), *known]


def _holder_to_json(name: str, entries: list[distribution.LedgerEntry]) -> dict[str, Any]:
    return {
        "name": name,
        "numbers": [entry.number for entry in entries],
        "dates": _dates(entries),
        "contact": entries[-1].contact,
        "address": entries[-1].address,
    }


def _dates(entries: list[distribution.LedgerEntry]) -> list[str]:
    return list(dict.fromkeys(entry.date for entry in entries))


def _load_key(sign: str | None) -> publish.SigningKey | None:
    """The key that signs. Its password comes from DUBEN_SIGN_PASSWORD or from the terminal."""
    if sign is None:
        return None
    password = os.environ.get("DUBEN_SIGN_PASSWORD")
    if password is None:
        terminal = sys.stdin is not None and sys.stdin.isatty()
        password = getpass.getpass(f"{sign}: ") if terminal else ""
    return publish.load_signing_key(user_path(sign), password)


def _parse_label_size(text: str) -> tuple[float, float]:
    """Width and height in mm. BookError (status 2) for another form than 99.1x38.1."""
    if not (match := LABEL_SIZE.fullmatch(text.strip())):
        raise BookError(problem("labels-form", None, text=text[:20]), 2)
    return float(match[1]), float(match[2])
