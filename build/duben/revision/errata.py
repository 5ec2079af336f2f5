"""Corrections for readers of the old copies (勘误表): page, line, what is wrong, what is right;
applied, they give the new text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from duben import chinese
from duben.chinese import Label
from duben.revision.changes import Change
from duben.revision.comparison import Revision
from duben.revision.differences import word_around
from duben.revision.pages import PrintLine, lines_of_range
from duben.revision.print_positions import Print
from duben.revision.units import BLANK, Unit

# replace: words in a paragraph; rewrite: a paragraph; insert, delete, move: a whole one.
Kind = Literal["replace", "rewrite", "insert", "delete", "move"]
WORD = 4  # characters of a word that is told whole
ALONE = 2  # what is put in or taken out is quoted with so many characters beside it at least
REWRITTEN = 0.6  # a paragraph of which more is marked is given whole
WIDEST = 24  # characters of context at most on either side


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

    kind: Kind
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
    found = list(_Corrector(revision).all())
    return tuple(
        sorted(
            found,
            key=lambda one: (
                one.source if one.source is not None else one.unit + (one.kind == "insert") * 0.5,
                one.start,
            ),
        )
    )


class _Corrector:
    def __init__(self, revision: Revision) -> None:
        self.revision = revision
        self.old, self.new = revision.old.units, revision.new.units
        self.partner = {j: i for i, j in revision.pairs}
        self.pages = page_texts(revision.old.print, self.old) if revision.old.print else {}

    def all(self) -> Iterator[Correction]:
        moved = {id(change.new) for change in self.revision.changes if change.kind == "moved"}
        # Where a new paragraph goes: behind the nearest one before it that was there and stays.
        behind: dict[int, int] = {}
        anchor = -1
        for j, unit in enumerate(self.new):
            behind[id(unit)] = anchor
            if j in self.partner and id(unit) not in moved:
                anchor = self.partner[j]
        for change in self.revision.changes:
            yield from self.of(change, behind)

    def of(self, change: Change, behind: dict[int, int]) -> Iterator[Correction]:
        old, new = change.old, change.new
        if old is None:
            assert new
            yield self.whole("insert", behind[id(new)], change, new.text)
        elif new is None:
            yield self.whole("delete", self.revision.index(old, "old"), change, "")
        else:
            index = self.revision.index(old, "old")
            if change.kind == "moved":
                yield self.whole("move", behind[id(new)], change, new.text, index)
            elif _mostly_new(change):
                yield self.whole("rewrite", index, change, new.text)
            else:
                yield from self.inside(index, change, old)

    def whole(
        self, kind: Kind, unit: int, change: Change, came: str, source: int | None = None
    ) -> Correction:
        at = source if source is not None else unit
        text = self.old[unit].text if kind in ("delete", "rewrite") else ""
        lines = self.lines(at, 0, len(self.old[at].text)) if at >= 0 else []
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

    def inside(self, index: int, change: Change, old: Unit) -> Iterator[Correction]:
        raw = list(replacements(change))
        for number, (start, end, came) in enumerate(raw):
            first, last, words = _whole_word(old.text, start, end, came)
            free = (
                raw[number - 1][1] if number else 0,
                raw[number + 1][0] if number + 1 < len(raw) else len(old.text),
            )
            if free[0] <= first and last <= free[1]:
                start, end, came = first, last, words
            left, right = self.context(index, old.text, start, end, bool(came))
            wrong = old.text[start - left : end + right]
            correct = old.text[start - left : start] + came + old.text[end : end + right]
            lines = self.lines(index, start, end)
            yield Correction(
                "replace",
                index,
                start,
                end,
                came,
                wrong,
                correct,
                change,
                lines[0] if lines else None,
                lines[-1] if lines else None,
                None,
                old.text[start:end],
                old.label,
            )

    def lines(self, unit: int, start: int, end: int) -> list[PrintLine]:
        return (
            sorted(lines_of_range(self.revision.old.print, unit, start, end))
            if self.revision.old.print
            else []
        )

    def context(self, index: int, text: str, start: int, end: int, came: bool) -> tuple[int, int]:
        """How many characters to quote before and after, so that the place is the only one on its
        page.
        """
        page = self.pages.get(self._page(index, start), text)
        left = right = 0
        if start == end or not came:
            left, right = (
                min(ALONE, start),
                min(ALONE, len(text) - end) if start == end or start < ALONE else 0,
            )
        while page.count(text[start - left : end + right]) > 1 and max(left, right) < WIDEST:
            if left <= right and left < start or end + right >= len(text):
                if left >= start:
                    break
                left += 1
            else:
                right += 1
        return left, right

    def _page(self, unit: int, offset: int) -> int:
        at = self.revision.old.print.at(unit, offset) if self.revision.old.print else None
        return at[0] if at else -1


def _whole_word(text: str, start: int, end: int, came: str) -> tuple[int, int, str]:
    """A number in 第…条 and the like is corrected with what stands round it, a single character
    with its word.
    """
    if (
        start
        and end < len(text)
        and text[start - 1] == "第"
        and text[end] in "条條款项項章节節编編"
        and came
    ):
        return start - 1, end + 1, f"第{came}{text[end]}"
    if end - start == 1 <= len(came) <= WORD and came.isalnum():
        first, last = word_around(text, start)
        return first, last, text[first:start] + came + text[end:last]
    return start, end, came


def replacements(change: Change) -> Iterator[tuple[int, int, str]]:
    """(start, end, what comes): each inline change as offsets in the old text."""
    at = 0
    start: int | None = None
    came = ""
    for sign, text in (*change.segments, ("=", "")):
        if sign == "=":
            if start is not None:
                yield start, at, came
                start, came = None, ""
            at += len(text)
            continue
        start = at if start is None else start
        if sign == "-":
            at += len(text)
        else:
            came += text


def _mostly_new(change: Change) -> bool:
    assert change.old and change.new
    marked = sum(len(text) for sign, text in change.segments if sign != "=")
    return (
        marked > REWRITTEN * (len(change.old.text) + len(change.new.text))
        and len(change.old.text) > 8
    )


def page_texts(printed: Print, units: Sequence[Unit]) -> dict[int, str]:
    """The text of each page by its index, as units say it."""
    found: dict[int, list[str]] = {}
    for unit, spots in zip(units, printed.spots, strict=True):
        for at, (offset, page, _) in enumerate(spots):
            end = spots[at + 1][0] if at + 1 < len(spots) else len(unit.text)
            found.setdefault(page, []).append(unit.text[offset:end])
        if spots:
            found.setdefault(spots[-1][1], []).append("\n")
    return {page: "".join(texts) for page, texts in found.items()}


def applied(old: Sequence[str], found: Sequence[Correction]) -> list[str]:
    """The texts of the new units, made of those of the old ones by applying corrections."""
    texts: list[str | None] = list(old)
    behind: dict[int, list[str]] = {}
    for one in sorted(found, key=lambda one: one.start, reverse=True):
        if one.kind == "replace":
            text = texts[one.unit]
            assert text is not None
            texts[one.unit] = text[: one.start] + one.came + text[one.end :]
        elif one.kind == "rewrite":
            texts[one.unit] = one.came
        elif one.kind == "delete":
            texts[one.unit] = None
        elif one.kind == "move":
            assert one.source is not None
            texts[one.source] = None
    for one in sorted(found, key=lambda one: one.to or 0):
        if one.kind in ("insert", "move"):
            behind.setdefault(one.unit, []).append(one.came)
    result = list(behind.get(-1, ()))
    for index, text in enumerate(texts):
        if text is not None:
            result.append(text)
        result += behind.get(index, ())
    return result


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


def errata_rows(revision: Revision, found: Sequence[Correction]) -> tuple[ErrataRow, ...]:
    """The corrections as the slip lists them, each told once: shifted numbers in a row, the same
    words in one, paragraphs divided.
    """
    told: set[int] = set()
    made: list[tuple[Correction, ErrataRow]] = []
    for gather in (_orders, _divisions, _repeated):
        for own, row in gather(revision, [one for one in found if id(one) not in told]):
            told |= {id(one) for one in own}
            made.append((own[0], row))
    for one in found:
        if id(one) not in told:
            to = None
            if one.kind == "move" and one.unit >= 0 and revision.old.print:
                to = revision.old.print.at(one.unit, len(revision.old.units[one.unit].text))
            made.append(
                (
                    one,
                    ErrataRow(
                        one.kind,
                        _places(one),
                        (one.label,),
                        one.wrong,
                        one.right,
                        _small(one),
                        to,
                        _reads_otherwise(one),
                    ),
                )
            )
    order = {id(one): index for index, one in enumerate(found)}
    made.sort(key=lambda pair: (pair[1].small, order[id(pair[0])]))
    return tuple(row for _, row in made)


def _reads_otherwise(one: Correction) -> bool:
    old, new = one.change.old, one.change.new
    return old is None or new is None or old.body != new.body


Gathered = Iterator[tuple[list[Correction], ErrataRow]]


def _orders(revision: Revision, found: Sequence[Correction]) -> Gathered:
    """Own numbers that follow each other and grew alike: 第八条至第六十七条 依次改为
    第九条至第六十八条.
    """
    run: list[Correction] = []

    def row() -> tuple[list[Correction], ErrataRow]:
        first, last = _heads(run[0]), _heads(run[-1])
        places = (*_places(run[0]), *_places(run[-1]))
        return list(run), ErrataRow(
            "order",
            places,
            (run[0].label, run[-1].label),
            f"{first[0].text.strip()}\n{last[0].text.strip()}",
            f"{first[1].text.strip()}\n{last[1].text.strip()}",
        )

    for one in found:
        if one.kind != "replace" or not _own_number(one):
            continue
        old, new = _heads(one)
        if run and _follows(_heads(run[-1]), (old, new)):
            run.append(one)
            continue
        if len(run) > 1:
            yield row()
        run = [one]
    if len(run) > 1:
        yield row()


def _heads(one: Correction) -> tuple[Label, Label]:
    assert one.change.old and one.change.new
    old, new = chinese.read_label(one.change.old.text), chinese.read_label(one.change.new.text)
    assert old and new
    return old, new


def _own_number(one: Correction) -> bool:
    """Whether a correction is that of the number which opens a unit, and of nothing else."""
    if one.change.old is None or one.change.new is None:
        return False
    old, new = chinese.read_label(one.change.old.text), chinese.read_label(one.change.new.text)
    return bool(
        old
        and new
        and old.kind == new.kind
        and old.parts != new.parts
        and one.end <= old.end
        and one.start + len(one.came) <= new.end
    )


def _follows(before: tuple[Label, Label], now: tuple[Label, Label]) -> bool:
    return (
        before[0].kind == now[0].kind
        and now[0].parts[:-1] == before[0].parts[:-1]
        and now[0].number == before[0].number + 1
        and now[1].number - now[0].number == before[1].number - before[0].number
    )


def _divisions(revision: Revision, found: Sequence[Correction]) -> Gathered:
    """A paragraph divided in two: words that went from one stand in a new one. Two run on: the
    other way round.
    """
    for one in found:
        change = one.change
        if one.kind == "insert" and change.split_of:
            text = one.came
            for other in found:
                if (
                    other.change.old is change.split_of
                    and other.kind == "replace"
                    and not other.came
                    and _same(other.gone, text)
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
                        [other, one],
                        ErrataRow(
                            "split",
                            places,
                            (other.label,),
                            old[max(0, cut - BESIDE) : cut],
                            old[cut : cut + BESIDE],
                        ),
                    )
                    break
        elif one.kind == "delete" and change.joined_into:
            for other in found:
                if (
                    other.change.new is change.joined_into
                    and other.kind == "replace"
                    and not other.gone
                    and _same(other.came, one.wrong)
                ):
                    old = revision.old.units[other.unit].text
                    pair = (
                        (old[-BESIDE:], one.wrong[:BESIDE])
                        if other.unit < one.unit
                        else (one.wrong[-BESIDE:], old[:BESIDE])
                    )
                    first = other if other.unit < one.unit else one
                    places = _end(revision, first.unit)
                    yield (
                        [first, other if first is one else one],
                        ErrataRow("join", places, (first.label,), *pair),
                    )
                    break


BESIDE = 6  # characters shown on either side of where a paragraph is divided


def _same(one: str, other: str) -> bool:
    return BLANK.sub("", one) == BLANK.sub("", other)


def _end(revision: Revision, unit: int) -> tuple[tuple[int, int, int], ...]:
    at = (
        revision.old.print.at(unit, len(revision.old.units[unit].text))
        if revision.old.print
        else None
    )
    return ((at[0], at[1], at[1]),) if at else ()


def _repeated(revision: Revision, found: Sequence[Correction]) -> Gathered:
    """The same words corrected in several places, all that there are in their paragraphs."""
    by_words: dict[tuple[str, str], list[Correction]] = {}
    for one in found:
        if one.kind == "replace" and one.gone and one.came:
            by_words.setdefault((one.gone, one.came), []).append(one)
    for (gone, came), same in by_words.items():
        if len(same) > 1 and all(_all_in_unit(revision, one, same) for one in same):
            yield (
                same,
                ErrataRow(
                    "again",
                    tuple(dict.fromkeys(place for one in same for place in _places(one))),
                    tuple(dict.fromkeys(one.label for one in same)),
                    gone,
                    came,
                    all(_small(one) for one in same),
                ),
            )


def _all_in_unit(revision: Revision, one: Correction, same: Sequence[Correction]) -> bool:
    """Whether every mention of the wrong words in a unit is corrected alike, so that they need no
    context.
    """
    text = revision.old.units[one.unit].text
    return text.count(one.gone) == sum(1 for other in same if other.unit == one.unit)


def _places(one: Correction) -> tuple[tuple[int, int, int], ...]:
    if one.first is None or one.last is None:
        return ()
    if one.first[0] == one.last[0]:
        return ((one.first[0], one.first[1], one.last[1]),)
    return (
        ((one.first[0], one.first[1], one.first[1]), (one.last[0], one.last[1], one.last[1]))
        if one.kind != "replace"
        else ((one.first[0], one.first[1], one.first[1]),)
    )


def _small(one: Correction) -> bool:
    def lettered(text: str) -> str:
        return "".join(character for character in BLANK.sub("", text) if character.isalnum())

    return one.kind == "replace" and lettered(one.gone) == lettered(one.came)


def errata_to_json(revision: Revision, found: Sequence[Correction]) -> list[dict[str, Any]]:
    """The corrections for programs: ``start`` and ``end`` count characters of the old unit ``unit``
    (from 0).
    """
    folio = revision.old.print.folio if revision.old.print else None
    return [
        {
            "kind": one.kind,
            "page": folio(one.first[0]) if folio and one.first else None,
            "line": one.first[1] if one.first else None,
            "last_page": folio(one.last[0]) if folio and one.last else None,
            "last_line": one.last[1] if one.last else None,
            "label": one.label,
            "wrong": one.wrong,
            "right": one.right,
            "unit": one.unit,
            "start": one.start,
            "end": one.end,
            "came": one.came,
            "source": one.source,
            "to": one.to,
        }
        for one in found
    ]
