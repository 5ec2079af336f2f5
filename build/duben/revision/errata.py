"""Corrections for readers of the old copies (勘误表): page, line, what is wrong, what is right;
applied, they give the new text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from duben.model import group_by, group_runs
from duben.revision.changes import Change
from duben.revision.clauses import (
    Edit,
    QuotedEdit,
    are_whole_words,
    clause_before,
    clause_behind,
    quote_edits,
    quote_number,
    show_cells,
)
from duben.revision.comparison import Revision
from duben.revision.differences import word_around
from duben.revision.pages import PrintLine, lines_of_range
from duben.revision.units import BLANKS, Unit
from duben.revision.version import Print
from duben.revision.wording import InlineChange, edits, follows, labels, number_step

# replace: words in a paragraph; rewrite: a paragraph; insert, delete, move: a whole one.
CorrectionKind = Literal["replace", "rewrite", "insert", "delete", "move"]
WORD_LENGTH = 4  # characters of a word that is told whole
REWRITTEN_SHARE = 0.6  # a paragraph of which more is marked is given whole


@dataclass(frozen=True, slots=True)
class Correction:
    """``text[start:end]`` of old unit ``unit`` becomes ``came``; ``wrong`` and ``right`` say it
    with as much context as the page asks for.

    ``first`` and ``last`` are the lines of the old print on which the wrong words stand, None where
    it is not known; an inserted or moved paragraph comes behind the old unit ``unit`` (-1: at the
    beginning), whose last line is ``first``. ``source`` is the old unit that moves; ``to`` the
    place among the new units of what is inserted or moved: several behind one old unit stand in
    that order. ``gone`` are the wrong words without context.
    """

    kind: CorrectionKind
    unit: int
    start: int
    end: int
    came: str
    wrong: str
    right: str
    change: Change
    first: PrintLine | None = None
    last: PrintLine | None = None
    source: int | None = None
    gone: str = ""
    label: str = ""
    to: int | None = None


def find_corrections(revision: Revision) -> tuple[Correction, ...]:
    """Every correction, in the order of the old text."""
    corrections = list(_CorrectionFinder(revision).find_all())
    return tuple(
        sorted(
            corrections,
            key=lambda correction: (
                correction.source
                if correction.source is not None
                else correction.unit + (correction.kind == "insert") * 0.5,
                correction.start,
            ),
        )
    )


class _CorrectionFinder:
    def __init__(self, revision: Revision) -> None:
        self.revision = revision
        self.old, self.new = revision.old.units, revision.new.units
        self.partner = {j: i for i, j in revision.pairs}
        self.pages = page_texts(revision.old.print, self.old) if revision.old.print else {}

    def find_all(self) -> Iterator[Correction]:
        moved = {id(change.new) for change in self.revision.changes if change.kind == "moved"}
        # Where a new paragraph goes: behind the nearest one before it that was there and stays.
        behind: dict[int, int] = {}
        anchor = -1
        for j, unit in enumerate(self.new):
            behind[id(unit)] = anchor
            if j in self.partner and id(unit) not in moved:
                anchor = self.partner[j]
        for change in self.revision.changes:
            yield from self.of_change(change, behind)

    def of_change(self, change: Change, behind: dict[int, int]) -> Iterator[Correction]:
        old, new = change.old, change.new
        if old is None:
            assert new
            yield self.of_whole_unit("insert", behind[id(new)], change, new.text)
        elif new is None:
            yield self.of_whole_unit("delete", self.revision.index(old, "old"), change, "")
        else:
            index = self.revision.index(old, "old")
            if change.kind == "moved":
                yield self.of_whole_unit("move", behind[id(new)], change, new.text, index)
            elif _mostly_new(change):
                yield self.of_whole_unit("rewrite", index, change, new.text)
            else:
                yield from self.inside_unit(index, change, old)

    def of_whole_unit(
        self, kind: CorrectionKind, unit: int, change: Change, came: str, source: int | None = None
    ) -> Correction:
        at = source if source is not None else unit
        text = self.old[unit].text if kind in ("delete", "rewrite") else ""
        lines = self.old_lines(at, 0, len(self.old[at].text)) if at >= 0 else []
        if kind == "insert" and lines:
            lines = lines[-1:]
        return Correction(
            kind,
            unit,
            0,
            len(text),
            came,
            text,
            came,
            change,
            lines[0] if lines else None,
            lines[-1] if lines else None,
            source,
            text,
            self.old[at].label if at >= 0 else "",
            self.revision.index(change.new, "new")
            if kind in ("insert", "move") and change.new
            else None,
        )

    def inside_unit(self, index: int, change: Change, old: Unit) -> Iterator[Correction]:
        """The corrections inside a paragraph: its own number apart, the others by the clauses that
        hold them.
        """
        text = old.text
        raw = tuple(_whole_words(text, edits(change.segments)))
        label = labels(change)[0]
        floor = label.end if label and number_step(change) else 0
        numbers = [edit for edit in raw if edit[1] <= floor]
        words = [edit for edit in raw if edit[1] > floor]
        floor = min([floor, *(start for start, _, _ in words)])

        def is_only(wrong: str, start: int) -> bool:
            return self.pages.get(self._page(index, start), text).count(wrong) <= 1

        for edit in numbers:
            yield self.correction(index, change, old, quote_number(text, edit, floor, words))
        for quote in quote_edits(text, words, floor, is_only):
            yield self.correction(index, change, old, quote)

    def correction(self, index: int, change: Change, old: Unit, quote: QuotedEdit) -> Correction:
        lines = self.old_lines(index, quote.start, quote.end)
        return Correction(
            "replace",
            index,
            quote.start,
            quote.end,
            quote.came,
            quote.wrong(old.text),
            quote.correct(old.text),
            change,
            lines[0] if lines else None,
            lines[-1] if lines else None,
            None,
            old.text[quote.start : quote.end],
            old.label,
        )

    def old_lines(self, unit: int, start: int, end: int) -> list[PrintLine]:
        return (
            sorted(lines_of_range(self.revision.old.print, unit, start, end))
            if self.revision.old.print
            else []
        )

    def _page(self, unit: int, offset: int) -> int:
        at = self.revision.old.print.at(unit, offset) if self.revision.old.print else None
        return at[0] if at else -1


def _whole_words(text: str, changes: Sequence[InlineChange]) -> Iterator[Edit]:
    """The inline changes; a single character is corrected with its word, where no other change
    stands in that.
    """
    spans = [(change.at, change.at + len(change.gone)) for change in changes]
    for number, (start, end) in enumerate(spans):
        came = changes[number].came
        if end - start == 1 <= len(came) <= WORD_LENGTH and came.isalnum():
            first, last = word_around(text, start)
            low = spans[number - 1][1] if number else 0
            high = spans[number + 1][0] if number + 1 < len(spans) else len(text)
            if low <= first and last <= high:
                yield first, last, text[first:start] + came + text[end:last]
                continue
        yield start, end, came


def _mostly_new(change: Change) -> bool:
    assert change.old and change.new
    marked = sum(len(text) for sign, text in change.segments if sign != "=")
    return (
        marked > REWRITTEN_SHARE * (len(change.old.text) + len(change.new.text))
        and len(change.old.text) > 8
    )


def page_texts(printed: Print, units: Sequence[Unit]) -> dict[int, str]:
    """The text of each page by its index, as units say it."""
    texts_of: dict[int, list[str]] = {}
    for unit, spots in zip(units, printed.spots, strict=True):
        for at, (offset, page, _) in enumerate(spots):
            end = spots[at + 1][0] if at + 1 < len(spots) else len(unit.text)
            texts_of.setdefault(page, []).append(unit.text[offset:end])
        if spots:
            texts_of.setdefault(spots[-1][1], []).append("\n")
    return {page: "".join(texts) for page, texts in texts_of.items()}


@dataclass(frozen=True, slots=True)
class ErrataRow:
    """A row of the slip: where, what is wrong, what is right; ``places`` are (page, first line,
    last line) of the old print.

    again: the same words in several places. order: numbers that grew alike. split, join: a
    paragraph is divided between ``wrong`` and ``right``, or they are run on.
    """

    kind: Literal[
        "replace", "rewrite", "insert", "delete", "move", "again", "order", "split", "join"
    ]
    places: tuple[tuple[int, int, int], ...]
    labels: tuple[str, ...]
    wrong: str
    right: str
    small: bool = False  # marks or width alone
    to: tuple[int, int] | None = None  # a moved paragraph goes behind this line
    changed: bool = True  # a moved paragraph reads otherwise, not only its number


def errata_rows(revision: Revision, corrections: Sequence[Correction]) -> tuple[ErrataRow, ...]:
    """The corrections as the slip lists them, each told once: shifted numbers in a row, the same
    words in one, paragraphs divided.
    """
    done: set[int] = set()
    rows: list[tuple[Correction, ErrataRow]] = []
    for gather in (_renumbered_runs, _divided_paragraphs, _repeated_words):
        for own, row in gather(
            revision, [correction for correction in corrections if id(correction) not in done]
        ):
            done |= {id(correction) for correction in own}
            rows.append((own[0], row))
    for correction in corrections:
        if id(correction) not in done:
            to = None
            if correction.kind == "move" and correction.unit >= 0 and revision.old.print:
                to = revision.old.print.at(
                    correction.unit, len(revision.old.units[correction.unit].text)
                )
            rows.append(
                (
                    correction,
                    ErrataRow(
                        correction.kind,
                        _places(correction),
                        (correction.label,),
                        correction.wrong,
                        correction.right,
                        _is_small(correction),
                        to,
                        _reads_otherwise(correction),
                    ),
                )
            )
    order = {id(correction): index for index, correction in enumerate(corrections)}
    rows.sort(key=lambda pair: (pair[1].small, order[id(pair[0])]))
    return tuple(
        replace(row, wrong=show_cells(row.wrong), right=show_cells(row.right))
        if correction.change.unit.kind == "row"
        else row
        for correction, row in rows
    )


def _reads_otherwise(correction: Correction) -> bool:
    old, new = correction.change.old, correction.change.new
    return old is None or new is None or old.body != new.body


GroupedCorrections = Iterator[tuple[list[Correction], ErrataRow]]


def _renumbered_runs(revision: Revision, corrections: Sequence[Correction]) -> GroupedCorrections:
    """Own numbers that follow each other and grew alike: 第八条至第六十七条 依次改为
    第九条至第六十八条.
    """
    renumbered = [correction for correction in corrections if _is_own_number(correction)]
    for run in group_runs(renumbered, lambda last, now: follows(last.change, now.change)):
        if len(run) > 1:
            (old, new), (last_old, last_new) = labels(run[0].change), labels(run[-1].change)
            assert old and new and last_old and last_new
            yield (
                run,
                ErrataRow(
                    "order",
                    (*_places(run[0]), *_places(run[-1])),
                    (run[0].label, run[-1].label),
                    f"{old.text.strip()}\n{last_old.text.strip()}",
                    f"{new.text.strip()}\n{last_new.text.strip()}",
                ),
            )


def _is_own_number(correction: Correction) -> bool:
    """Whether a correction is that of the number which opens a unit, and of nothing else."""
    old, new = labels(correction.change)
    return bool(
        correction.kind == "replace"
        and number_step(correction.change)
        and old
        and new
        and correction.end <= old.end
        and correction.start + len(correction.came) <= new.end
    )


def _divided_paragraphs(
    revision: Revision, corrections: Sequence[Correction]
) -> GroupedCorrections:
    """A paragraph divided in two: words that went from one stand in a new one. Two run on: the
    other way round.
    """
    for correction in corrections:
        change = correction.change
        if correction.kind == "insert" and change.split_of:
            text = correction.came
            for other in corrections:
                if (
                    other.change.old is change.split_of
                    and other.kind == "replace"
                    and not other.came
                    and _equal_text(other.gone, text)
                ):
                    old = revision.old.units[other.unit].text
                    cut = other.start if other.end == len(old) else other.end
                    lines = (
                        sorted(lines_of_range(revision.old.print, other.unit, cut, cut + 1))
                        if revision.old.print
                        else []
                    )
                    places: tuple[tuple[int, int, int], ...] = (
                        ((lines[0][0], lines[0][1], lines[0][1]),) if lines else ()
                    )
                    yield (
                        [other, correction],
                        ErrataRow(
                            "split",
                            places,
                            (other.label,),
                            clause_before(old, cut),
                            clause_behind(old, cut),
                        ),
                    )
                    break
        elif correction.kind == "delete" and change.joined_into:
            for other in corrections:
                if (
                    other.change.new is change.joined_into
                    and other.kind == "replace"
                    and not other.gone
                    and _equal_text(other.came, correction.wrong)
                ):
                    old = revision.old.units[other.unit].text
                    before, behind = (
                        (old, correction.wrong)
                        if other.unit < correction.unit
                        else (correction.wrong, old)
                    )
                    pair = (clause_before(before, len(before)), clause_behind(behind, 0))
                    first = other if other.unit < correction.unit else correction
                    places = _end_place(revision, first.unit)
                    yield (
                        [first, other if first is correction else correction],
                        ErrataRow("join", places, (first.label,), *pair),
                    )
                    break


def _equal_text(first: str, second: str) -> bool:
    return BLANKS.sub("", first) == BLANKS.sub("", second)


def _end_place(revision: Revision, unit: int) -> tuple[tuple[int, int, int], ...]:
    at = (
        revision.old.print.at(unit, len(revision.old.units[unit].text))
        if revision.old.print
        else None
    )
    return ((at[0], at[1], at[1]),) if at else ()


def _repeated_words(revision: Revision, corrections: Sequence[Correction]) -> GroupedCorrections:
    """The same words corrected in several places, all that there are in their paragraphs: words
    that say something without their clause.
    """
    replaced = (
        correction
        for correction in corrections
        if correction.kind == "replace" and _tells_by_itself(revision, correction)
    )
    by_words = group_by(replaced, lambda correction: (correction.gone, correction.came))
    for (gone, came), same in by_words.items():
        if len(same) > 1 and all(
            _all_in_unit(revision, correction, corrections) for correction in same
        ):
            yield (
                same,
                ErrataRow(
                    "again",
                    tuple(
                        dict.fromkeys(place for correction in same for place in _places(correction))
                    ),
                    tuple(dict.fromkeys(correction.label for correction in same)),
                    gone,
                    came,
                    all(_is_small(correction) for correction in same),
                ),
            )


def _tells_by_itself(revision: Revision, correction: Correction) -> bool:
    """Whether what was wrong, and what is right, are words that need no clause; figures do."""
    if any(map(str.isdigit, correction.gone)):
        return False
    start, end = correction.start, correction.end
    text = revision.old.units[correction.unit].text
    return are_whole_words(text, start, end) and are_whole_words(
        text[:start] + correction.came + text[end:], start, start + len(correction.came)
    )


def _all_in_unit(
    revision: Revision, correction: Correction, corrections: Sequence[Correction]
) -> bool:
    """Whether every mention of the wrong words in a unit is corrected, so that they need no
    context.
    """
    text = revision.old.units[correction.unit].text
    return text.count(correction.gone) == sum(
        other.gone.count(correction.gone)
        for other in corrections
        if other.unit == correction.unit and other.kind == "replace"
    )


def _places(correction: Correction) -> tuple[tuple[int, int, int], ...]:
    if correction.first is None or correction.last is None:
        return ()
    if correction.first[0] == correction.last[0]:
        return ((correction.first[0], correction.first[1], correction.last[1]),)
    return (
        (
            (correction.first[0], correction.first[1], correction.first[1]),
            (correction.last[0], correction.last[1], correction.last[1]),
        )
        if correction.kind != "replace"
        else ((correction.first[0], correction.first[1], correction.first[1]),)
    )


def _is_small(correction: Correction) -> bool:
    def letters(text: str) -> str:
        return "".join(character for character in BLANKS.sub("", text) if character.isalnum())

    return correction.kind == "replace" and letters(correction.gone) == letters(correction.came)


def errata_to_json(revision: Revision, corrections: Sequence[Correction]) -> list[dict[str, Any]]:
    """The corrections for programs: ``start`` and ``end`` count characters of the old unit ``unit``
    (from 0).
    """
    page_name = revision.old.print.page_name if revision.old.print else None
    return [
        {
            "kind": correction.kind,
            "page": page_name(correction.first[0]) if page_name and correction.first else None,
            "line": correction.first[1] if correction.first else None,
            "last_page": page_name(correction.last[0]) if page_name and correction.last else None,
            "last_line": correction.last[1] if correction.last else None,
            "label": correction.label,
            "wrong": correction.wrong,
            "right": correction.right,
            "unit": correction.unit,
            "start": correction.start,
            "end": correction.end,
            "came": correction.came,
            "source": correction.source,
            "to": correction.to,
        }
        for correction in corrections
    ]
