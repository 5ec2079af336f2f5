"""A finished PDF measured: for each rule how many places it has, which fall short and what the
rule's answer is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from duben.model import Book
from duben.proof.pages import glyphs, line_rules, lines as composition, page_rules
from duben.proof.pages.evenness import Evenness, evenness
from duben.proof.pages.line_rules import Chance, Looks, Severity
from duben.proof.pages.lines import Composition
from duben.proof.pages.locating import Manuscript

Answer = Literal["pass", "fail", "unverified"]

RULES: dict[str, tuple[Severity, Looks]] = {
    **line_rules.RULES,
    "L18": ("warn", page_rules.lone_lines),
    "L19": ("warn", page_rules.page_design),
    "L20": ("warn", page_rules.register),
    "L21": ("warn", page_rules.emphasis),
    "L22": ("warn", page_rules.text_layer),
    "L22b": ("warn", page_rules.codes),
}
# Of these a few are allowed, as RULES.md says: a share of the places, if none of them is grave.
ALLOWED = {"L6b": 0.02, "L11": 0.01}
TEXT = 40  # characters of a line that are told


@dataclass(frozen=True, slots=True)
class Finding:
    """A place that falls short: page of the PDF and its printed label, line of the page from 1,
    what stands there, what was measured.

    ``box`` is the part of the line in question, in pt from the page's upper left corner, ``edge``
    where the line ends; ``resort`` why nothing else was possible.
    """

    page: int
    label: str
    line: int
    text: str
    value: str
    grave: bool
    resort: str
    box: tuple[float, float, float, float]
    edge: float


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one rule. ``severity`` is that of the rule; a grave place makes a failure of a
    warning.
    """

    rule: str
    severity: Severity
    looked_at: int
    fell_short: int
    answer: Answer
    where: tuple[Finding, ...]

    @property
    def fatal(self) -> bool:
        return self.answer == "fail" and (
            self.severity == "fail" or any(one.grave for one in self.where)
        )


@dataclass(frozen=True, slots=True)
class Report:
    """A PDF measured. ``size`` and ``step`` of the body in pt; ``unread``: glyphs that are no text,
    by kind.

    ``last_resorts``: lines that are not flush or visibly stretched, each with what could not be
    split (``resort``; "": nothing). ``short_pages``: by how many lines (``value``) a page ends too
    high, and why (``resort``).
    """

    pages: int
    lines: int
    face: str
    size: float
    step: float
    results: tuple[Result, ...]
    figures: Evenness
    last_resorts: tuple[Finding, ...] = ()
    short_pages: tuple[Finding, ...] = ()
    unread: dict[str, int] = field(default_factory=dict)

    @property
    def fatal(self) -> bool:
        return any(result.fatal for result in self.results)


def measure_pdf(pdf: Path | bytes) -> Report:
    """Measures a PDF, whoever made it. ``pypdfium2.PdfiumError`` if it is none, or takes a
    password.
    """
    return of(composition.compose(glyphs.pages(pdf)))


def of(found: Composition) -> Report:
    """The report on pages that were read already."""
    numbers = _numbers(found)
    results = tuple(
        _result(rule, severity, tuple(looks(found)), found, numbers)
        for rule, (severity, looks) in RULES.items()
    )
    unread = {
        kind: sum(getattr(page, kind) for page in found.pages)
        for kind in ("invisible", "turned", "unreadable")
    }
    resorts = tuple(_finding(chance, found, numbers) for chance in line_rules.last_resorts(found))
    short = tuple(_finding(chance, found, numbers) for chance in page_rules.short_pages(found))
    return Report(
        len(found.pages),
        len(numbers),
        found.face,
        found.size,
        found.step,
        results,
        evenness(found),
        resorts,
        short,
        unread,
    )


def _result(
    rule: str,
    severity: Severity,
    chances: Sequence[Chance],
    found: Composition,
    numbers: dict[int, int],
) -> Result:
    short = [chance for chance in chances if not chance.kept]
    where = tuple(_finding(chance, found, numbers) for chance in short)
    share = math.ceil(ALLOWED.get(rule, 0.0) * len(chances))
    within = len(short) <= share and not any(one.grave for one in short)
    answer: Answer = "unverified" if not chances else "pass" if within else "fail"
    return Result(rule, severity, len(chances), len(short), answer, where)


def _finding(chance: Chance, found: Composition, numbers: dict[int, int]) -> Finding:
    line = chance.line
    left, right = chance.span or (line.left, line.right)
    text = line.text if len(line.text) <= TEXT else line.text[: TEXT - 1] + "…"
    box = (
        round(left, 2),
        round(line.y - 0.95 * line.size, 2),
        round(right, 2),
        round(line.y + 0.25 * line.size, 2),
    )
    page = found.pages[line.page - 1]
    return Finding(
        line.page,
        page.label or str(line.page),
        numbers[id(line)],
        text,
        chance.value,
        chance.grave,
        chance.resort,
        box,
        round(line.right, 2),
    )


def _numbers(found: Composition) -> dict[int, int]:
    """The number of each line on its page: of those of the text, from the top; what stands side by
    side has one number.
    """
    numbers: dict[int, int] = {}
    for page in found.lines:
        number, height = 0, float("-inf")
        for line in sorted(page, key=lambda line: (line.y, line.left)):
            if not line.furniture and line.y > height + 1:
                number, height = number + 1, line.y
            numbers[id(line)] = number
    return numbers


def report_to_json(report: Report, book: Book | None = None) -> dict[str, Any]:
    """The report in the agreed form; where the book is given, each place has its ``file:line`` too."""
    located = Manuscript(book) if book else None

    def place(finding: Finding) -> dict[str, Any]:
        at = located.place(finding.text, finding.page / report.pages) if located else None
        return {**asdict(finding), "place": str(at) if at else None}

    return {
        "pages": report.pages,
        "lines": report.lines,
        "face": report.face,
        "size": report.size,
        "step": report.step,
        "rules": [
            {
                "rule": one.rule,
                "severity": one.severity,
                "looked_at": one.looked_at,
                "fell_short": one.fell_short,
                "answer": one.answer,
                "fatal": one.fatal,
                "where": [place(finding) for finding in one.where],
            }
            for one in report.results
        ],
        "figures": asdict(report.figures),
        "last_resorts": [place(finding) for finding in report.last_resorts],
        "short_pages": [place(finding) for finding in report.short_pages],
        "unread": report.unread,
    }
