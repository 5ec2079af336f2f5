"""A finished PDF measured: for each rule how many places it has, which fall short and what the
rule's answer is.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from duben.model import Book
from duben.proof.pages import glyphs, line_rules, page_rules
from duben.proof.pages.composing import read_composition
from duben.proof.pages.composition import PdfComposition
from duben.proof.pages.evenness import Evenness, evenness
from duben.proof.pages.locating import LineLocator
from duben.proof.pages.rule_table import CheckedPlace, Rule, Severity

Answer = Literal["pass", "fail", "unverified"]

RULES = (*line_rules.RULES, *page_rules.RULES)
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
    return report_on(read_composition(glyphs.pages(pdf)))


def report_on(composition: PdfComposition) -> Report:
    """The report on pages that were read already."""
    numbers = _line_numbers(composition)
    results = tuple(_result(rule, composition, numbers) for rule in RULES)
    unread = {
        kind: sum(getattr(page, kind) for page in composition.pages)
        for kind in ("invisible", "turned", "unreadable")
    }
    resorts = tuple(
        _finding(chance, composition, numbers) for chance in line_rules.last_resorts(composition)
    )
    short = tuple(
        _finding(chance, composition, numbers) for chance in page_rules.short_pages(composition)
    )
    return Report(
        len(composition.pages),
        len(numbers),
        composition.face,
        composition.size,
        composition.step,
        results,
        evenness(composition),
        resorts,
        short,
        unread,
    )


def _result(rule: Rule, composition: PdfComposition, numbers: dict[int, int]) -> Result:
    places = tuple(rule.check(composition))
    short = [place for place in places if not place.obeyed]
    where = tuple(_finding(place, composition, numbers) for place in short)
    limit = math.ceil(rule.allowed * len(places))
    within = len(short) <= limit and not any(finding.grave for finding in where)
    answer: Answer = "unverified" if not places else "pass" if within else "fail"
    return Result(rule.id, rule.severity, len(places), len(short), answer, where)


def _finding(chance: CheckedPlace, composition: PdfComposition, numbers: dict[int, int]) -> Finding:
    line = chance.line
    left, right = chance.span or (line.left, line.right)
    text = line.text if len(line.text) <= TEXT else line.text[: TEXT - 1] + "…"
    box = (
        round(left, 2),
        round(line.y - 0.95 * line.size, 2),
        round(right, 2),
        round(line.y + 0.25 * line.size, 2),
    )
    page = composition.pages[line.page - 1]
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


def _line_numbers(composition: PdfComposition) -> dict[int, int]:
    """The number of each line on its page: of those of the text, from the top; what stands side by
    side has one number.
    """
    numbers: dict[int, int] = {}
    for page in composition.lines:
        number, height = 0, float("-inf")
        for line in sorted(page, key=lambda line: (line.y, line.left)):
            if not line.furniture and line.y > height + 1:
                number, height = number + 1, line.y
            numbers[id(line)] = number
    return numbers


def report_to_json(report: Report, book: Book | None = None) -> dict[str, Any]:
    """The report in the agreed form; where the book is given,
    each place has its ``file:line`` too.
    """
    located = LineLocator(book) if book else None

    def place(finding: Finding) -> dict[str, Any]:
        location = located.place(finding.text, finding.page / report.pages) if located else None
        return {**asdict(finding), "place": str(location) if location else None}

    return {
        "pages": report.pages,
        "lines": report.lines,
        "face": report.face,
        "size": report.size,
        "step": report.step,
        "rules": [
            {
                "rule": result.rule,
                "severity": result.severity,
                "looked_at": result.looked_at,
                "fell_short": result.fell_short,
                "answer": result.answer,
                "fatal": result.fatal,
                "where": [place(finding) for finding in result.where],
            }
            for result in report.results
        ],
        "figures": asdict(report.figures),
        "last_resorts": [place(finding) for finding in report.last_resorts],
        "short_pages": [place(finding) for finding in report.short_pages],
        "unread": report.unread,
    }
