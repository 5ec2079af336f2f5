"""A finished PDF measured: for each rule how many places it has, which fall short and what the
rule's answer is, and where in the manuscript its lines begin.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, Literal

from duben.model import Book, SourceLocation
from duben.proof.pages import glyphs, line_rules, page_rules
from duben.proof.pages.composition import HAN, PdfComposition
from duben.proof.pages.evenness import Evenness, evenness
from duben.proof.pages.glyphs import GlyphPage
from duben.proof.pages.lines import chain_lines, find_lines, mark_entries, mark_furniture
from duben.proof.pages.paragraphs import find_paragraphs
from duben.proof.pages.selection import CheckedPlace, Rule, Severity
from duben.proof.text.expected import ExpectedPassage, normalize_text, passages

SURE = 8  # characters that tell a line of the text


class LineLocator:
    """The text of a book in a row, and where each piece of it comes from."""

    def __init__(self, book: Book) -> None:
        self.passages = [passage for passage in _passages(book) if passage.text]
        lengths = (len(passage.text) for passage in self.passages)
        self.starts = list(accumulate(lengths, initial=0))[:-1]
        self.text = "".join(passage.text for passage in self.passages)

    def place(self, line: str, share: float) -> SourceLocation | None:
        """Where a line begins that stands so far into the printed book (0 to 1); None where it is
        none of the text.
        """
        wanted = normalize_text(line).rstrip("…")
        for piece, ahead in (
            (wanted, 0),
            (wanted[-SURE:], len(wanted[:-SURE])),
            (wanted[2 : 2 + SURE], 2),
            (wanted[:SURE], 0),
        ):
            offset = (
                self._nearest(piece, share)
                if len(piece) >= min(SURE, len(wanted)) and piece
                else None
            )
            if offset is not None:
                return self._place(offset, ahead)
        return None

    def _nearest(self, piece: str, share: float) -> int | None:
        likely = share * len(self.text)
        best, position = None, self.text.find(piece)
        while position >= 0:
            if best is None or abs(position - likely) < abs(best - likely):
                best = position
            position = self.text.find(piece, position + 1)
        return best

    def _place(self, offset: int, ahead: int) -> SourceLocation:
        """The place of a character, or of one so far ahead of it in the same passage."""
        index = bisect_right(self.starts, offset) - 1
        start = max(self.starts[index], offset - ahead)
        return self.passages[index].place_of(start - self.starts[index])


def _passages(book: Book) -> Iterator[ExpectedPassage]:
    for chapter in book.chapters:
        yield from passages(chapter.blocks, {})
        for note in chapter.notes:
            yield from passages(note.blocks, {}, labels=False)


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
            self.severity == "fail" or any(finding.grave for finding in self.where)
        )


@dataclass(frozen=True, slots=True)
class Report:
    """A PDF measured. ``size`` and ``step`` of the body in pt; ``unread``: glyphs that are no text,
    by kind.

    ``last_resorts``: lines that are not flush or visibly stretched, each with what could not be
    split (``resort``; "": nothing). ``short_pages``: by how many lines (``value``) a page ends too
    high, and why (``resort``). ``sparse_pages``: nearly empty ones (``value``: characters), where
    no rule forbids them.
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
    sparse_pages: tuple[Finding, ...] = ()
    unread: dict[str, int] = field(default_factory=dict)

    @property
    def fatal(self) -> bool:
        return any(result.fatal for result in self.results)


def measure_pdf(pdf: Path | bytes, *, compact: bool = False) -> Report:
    """Measures a PDF, whoever made it; ``compact``: of a book in the compact layout.
    ``pypdfium2.PdfiumError`` if it is none, or takes a password.
    """
    return report_on(read_composition(glyphs.pages(pdf)), compact)


def report_on(composition: PdfComposition, compact: bool = False) -> Report:
    """The report on pages that were read already."""
    numbers = _line_numbers(composition)
    rules = (*RULES, *page_rules.COMPACT_RULES) if compact else RULES
    results = tuple(_result(rule, composition, numbers) for rule in rules)
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
    sparse = tuple(
        _finding(chance, composition, numbers)
        for chance in page_rules.sparse_pages(composition)
        if not chance.obeyed
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
        () if compact else sparse,
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
        "sparse_pages": [place(finding) for finding in report.sparse_pages],
        "unread": report.unread,
    }


def read_composition(pages: Iterable[GlyphPage]) -> PdfComposition:
    """The lines and paragraphs of pages."""
    composition = PdfComposition(
        page_list := list(pages), [list(find_lines(page)) for page in page_list], []
    )
    _find_body(composition)
    mark_furniture(composition)
    for page_lines in composition.lines:
        chain_lines([line for line in page_lines if not line.furniture])
        mark_entries(page_lines)
    _find_step(composition)
    composition.paragraphs = find_paragraphs(composition)
    composition.pitch = _pitch(composition)
    return composition


def _find_body(composition: PdfComposition) -> None:
    """Finds size and face of the text."""
    weights: Counter[float] = Counter()
    faces: Counter[str] = Counter()
    for line in (line for page in composition.lines for line in page):
        if not line.cell:
            weights[line.size] += line.signs.count(HAN)
            faces[line.glyphs[-1].font] += line.signs.count(HAN)
    if any(weights.values()):
        composition.size = max(weights, key=lambda size: weights[size])
        composition.face = faces.most_common(1)[0][0]


def _find_step(composition: PdfComposition) -> None:
    """Finds the step from line to line of the text."""
    steps = Counter(
        round(line.y - line.above.y, 2)
        for page in composition.lines
        for line in page
        if line.size == composition.size and line.above and line.above.size == composition.size
    )
    if steps:
        composition.step = steps.most_common(1)[0][0]


def _pitch(composition: PdfComposition) -> float:
    """The natural step of 汉字 in em, from the last lines of paragraphs: 28 characters of 16 pt on
    156 mm stand closer. A text too short to have paragraphs of the body has lines of its size.
    """
    gaps: Counter[float] = Counter()
    body = [paragraph for paragraph in composition.paragraphs if paragraph.body]
    for paragraph in body or composition.paragraphs:
        line = paragraph.lines[-1]
        for before, after, signs in zip(
            line.glyphs, line.glyphs[1:], pairwise(line.signs), strict=False
        ):
            if signs == (HAN, HAN) and before.size == after.size == composition.size:
                gaps[round((after.x - before.x) / before.size, 3)] += 1
    usual = gaps.most_common(1)[0][0] if gaps else 1.0
    return usual if 0.97 <= usual < 0.995 else 1.0
