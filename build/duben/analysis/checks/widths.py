"""L22: marks of Chinese text are full width, digits and Latin letters half width (CLREQ, text
preferences).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from duben import chinese
from duben.analysis.checks.markdown import TypedFiles
from duben.analysis.checks.marks import mask_code
from duben.manuscript import SourceColumns
from duben.model import Block, Book, Problem, Source, SourceLocation, warning

HAN = "\u3400-\u4dbf\u4e00-\u9fff〇々\uf900-\ufaff\U00020000-\U000323af"
OTHER = re.compile(
    f'(?P<point>(?<=[{HAN}”’）》])\\.(?=[”’）"]*$| ?[{HAN}“《（]))|(?P<stops>。{{2,}})|'
    "(?P<twice>(?P<one>[，、；：])(?P=one)+)|"
    f"(?P<dots>(?<=[{HAN}”’）》，。？！])\\.{{3,}}|\\.{{3,}}(?=[{HAN}“《])|(?<=[{HAN}])"
    f"…(?=[{HAN}]))|"
    f"(?P<dashes>(?<=[{HAN}”》）])-{{3,}}(?=[{HAN}“《（]))|"
    f"(?P<single>(?<![A-Za-z0-9'])'(?P<inside>[^'\n]{{1,60}})'(?![A-Za-z0-9']))"
)
SIGNS = (
    ".",
    "…",
    "'",
    "---",
    "。。",
    "，，",
    "、、",
    "；；",
    "：：",
)  # without one of them OTHER finds nothing
# 甲乙.水库调度[J].: the type of a document in a list of references (GB/T 7714), whose points part
# authors, title and source.
REFERENCE = re.compile("\\[[A-Z]{1,2}(?:/[A-Z]{2})?\\]")
HAS_HAN = re.compile(f"[{HAN}]")
WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ]+")
STRAIGHT = re.compile("[\"']")
# Findings of a file that are told one by one; neighbours within so many characters are one finding
# of so many at most.
TOLD, NEAR, LONG = 1_000, 4, 24
# A chapter that has so many half-width marks, and more than full-width ones, is typed so
# throughout: that is told once.
HABIT = 20
WIDE_MARKS = re.compile("[，：；？！（）]")


@dataclass(frozen=True, slots=True)
class Edit:
    """``old`` at an offset of a text should be ``new``."""

    start: int
    old: str
    new: str

    @property
    def end(self) -> int:
        return self.start + len(self.old)


@dataclass(frozen=True, slots=True)
class MarkEdit:
    """``old`` at a place of the author's file should be ``new``; ``block_text`` is the text of its
    block when all edits of the block are carried out.
    """

    place: SourceLocation
    old: str
    new: str
    block: str
    block_text: str


def mark_edits(book: Book, sources: Mapping[str, Source]) -> Iterator[MarkEdit]:
    """The edits of the author's files that L22 asks for. A block in which one of them cannot be
    found as typed has none.
    """
    columns = SourceColumns(book, sources)
    for chapter in book.chapters:
        for block in chapter.walk():
            if block.text and block.kind != "code":
                yield from _typed_edits(block, columns)


def _typed_edits(block: Block, columns: SourceColumns) -> list[MarkEdit]:
    edits = _block_edits(block)
    if not edits:
        return []
    file = block.place.file
    stretches = list(columns.stretches(block))
    text = _apply_edits(block.text, 0, len(block.text), edits)
    found = []
    for edit in edits:
        line, stretch = next(pair for pair in reversed(stretches) if pair[1].start <= edit.start)
        offset = edit.start - stretch.start
        column = stretch.columns[offset] if offset < len(stretch.columns) else 0
        typed = columns.texts.get(file, {}).get(line, "")
        if not column or not typed.startswith(edit.old, column - 1):
            return []
        place = SourceLocation(file, line, column)
        found.append(MarkEdit(place, edit.old, edit.new, block.id, text))
    return found


def widths(book: Book, typed: TypedFiles) -> Iterator[Problem]:
    """L22: full-width marks beside 汉字, “ ” and not straight ones, …… and —— whole; digits and
    letters half width.
    """
    for chapter in book.chapters:
        told = 0
        found = [
            (block, _block_edits(block))
            for block in chapter.walk()
            if block.text and block.kind != "code"
        ]
        if _is_half_width(found):
            yield _habit(found, typed)
            found = [(block, [e for e in edits if not _is_of_width(e)]) for block, edits in found]
        for block, edits in found:
            for one in _block_problems(block, edits, typed, TOLD - told):
                told += 1
                if told <= TOLD:
                    yield one
        if told > TOLD:
            first = chapter.blocks[0].place
            yield warning("L22-more", first, number=told - TOLD, told=TOLD)
        yield from _wide_characters(chapter.walk(), typed)


def _is_of_width(edit: Edit) -> bool:
    """Whether a change makes one half-width mark full width, or a point 。."""
    return len(edit.old) == 1 and (edit.new == "。" or bool(WIDE_MARKS.fullmatch(edit.new)))


def _is_half_width(found: Sequence[tuple[Block, Sequence[Edit]]]) -> bool:
    """Whether most marks of a chapter are half width, and they are many."""
    half = sum(_is_of_width(edit) for _, edits in found for edit in edits)
    return half >= HABIT and half > sum(len(WIDE_MARKS.findall(block.text)) for block, _ in found)


def _habit(found: Sequence[tuple[Block, Sequence[Edit]]], typed: TypedFiles) -> Problem:
    """The first half-width mark of a chapter that is typed so, with their number."""
    block, first = next(
        (block, edit) for block, edits in found for edit in edits if _is_of_width(edit)
    )
    text = mask_code(block)
    start, end = _clause(text, block, [first])
    shown, right = text[start:end], _apply_edits(text, start, end, [first])
    place = typed.at(
        block.place_of(first.start), shown, first.old, first.old, shift=first.start - start
    )
    count = sum(_is_of_width(edit) for _, edits in found for edit in edits)
    return warning("L22-throughout", place, found=shown.strip(), right=right.strip(), number=count)


def _block_problems(
    block: Block, edits: Sequence[Edit], typed: TypedFiles, left: int
) -> Iterator[Problem]:
    """What is wrong in a block; places are looked up for the first ``left`` findings."""
    text = mask_code(block)
    for group in _groups(edits):
        start, end = _clause(text, block, group)
        found, right = text[start:end], _apply_edits(text, start, end, group)
        place = block.place_of(group[0].start)
        if left > 0:
            place = typed.at(
                place,
                found,
                text[group[0].start : group[-1].end],
                group[0].old,
                shift=group[0].start - start,
            )
        left -= 1
        yield warning("L22", place, found=found.strip(), right=right.strip())
    if not HAS_HAN.search(text) or chinese.is_latin(text):
        return
    changed = {edit.start for edit in edits}
    for match in STRAIGHT.finditer(text):
        if match.start() not in changed and _beside_han(text, match.start()):
            start = max(0, match.start() - 4, text.rfind("\n", 0, match.start()) + 1)
            near, place = (
                text[start : match.start() + 5].partition("\n")[0],
                block.place_of(match.start()),
            )
            if left > 0:
                place = typed.at(place, near, match[0], shift=match.start() - start)
            yield warning("L22-quote", place, found=near.strip(), mark=match[0])
            return


def _block_edits(block: Block) -> list[Edit]:
    """Every change of a block; none where it is not Chinese."""
    text = mask_code(block)
    if not HAS_HAN.search(text) or chinese.is_latin(text):
        return []
    return _edits(text, block.kind == "heading")


def _edits(text: str, heading: bool) -> list[Edit]:
    """Every change of a paragraph, in order, none over another."""
    edits = [Edit(one.offset, one.old, one.new) for one in chinese.widen_marks(text)[1]]
    label = chinese.read_label(text)
    start = label.end if label else 0
    is_reference = REFERENCE.search(text) is not None
    for found in OTHER.finditer(text) if any(sign in text for sign in SIGNS) else ():
        if found["single"]:
            if _beside_han(text, found.start()) or _beside_han(text, found.end() - 1):
                edits += [Edit(found.start(), "'", "‘"), Edit(found.end() - 1, "'", "’")]
        elif not found["point"] or (
            found.start() >= start
            and not (heading or is_reference or _is_label(text, found.start()))
        ):
            edits.append(Edit(found.start(), found[0], _right_form(found)))
    return _without_overlaps(sorted(edits, key=lambda one: (one.start, -one.end)))


def _is_label(text: str, point: int) -> bool:
    """Whether a point stands behind a number, 一. or 甲. at the head."""
    return text[point - 1] in chinese.LABEL_NUMERALS or (point == 1 and len(text) > 2)


def _right_form(found: re.Match[str]) -> str:
    if found["point"]:
        return "。"
    if found["stops"]:
        return "。" if len(found["stops"]) == 2 else "……"
    if found["twice"]:
        return found["one"]
    return "——" if found["dashes"] else "……"


def _without_overlaps(edits: Sequence[Edit]) -> list[Edit]:
    kept: list[Edit] = []
    for edit in edits:
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept


def _groups(edits: Sequence[Edit]) -> Iterator[list[Edit]]:
    """Neighbouring changes together: they are one finding."""
    group: list[Edit] = []
    for edit in edits:
        if group and (edit.start - group[-1].end > NEAR or edit.end - group[0].start > LONG):
            yield group
            group = []
        group.append(edit)
    if group:
        yield group


def _clause(text: str, block: Block, group: Sequence[Edit]) -> tuple[int, int]:
    """From where to where a finding is shown: two characters on either side, inside the line as
    typed.
    """
    starts = [offset for offset, _ in block.lines]
    first = bisect_right(starts, group[0].start)
    low = starts[first - 1] if first else 0
    last = bisect_right(starts, group[-1].start)
    high = starts[last] if last < len(starts) else len(text)
    start, end = max(low, group[0].start - 2), min(high, group[-1].end + 2)
    before, after = text.rfind("\n", start, group[0].start), text.find("\n", group[-1].end, end)
    return (before + 1 if before >= 0 else start), (after if after >= 0 else end)


def _apply_edits(text: str, start: int, end: int, group: Sequence[Edit]) -> str:
    pieces, at = [], start
    for edit in group:
        pieces += [text[at : edit.start], edit.new]
        at = edit.end
    return "".join([*pieces, text[at:end]])


def _beside_han(text: str, place: int) -> bool:
    """A 汉字 or a full-width mark right beside, and no Latin letter or digit before: neither it's
    nor 5'.
    """
    before, after = text[place - 1 : place] if place else "", text[place + 1 : place + 2]
    if before.isascii() and before.isalnum():
        return False
    return any(
        one and (chinese.is_han(one) or chinese.is_wide_mark(one)) for one in (before, after)
    )


def _wide_characters(blocks: Iterator[Block], typed: TypedFiles) -> Iterator[Problem]:
    """Full-width digits and letters of a chapter: told once, with their number."""
    found = [
        (block, match)
        for block in blocks
        if block.text and block.kind != "code"
        for match in WIDE.finditer(mask_code(block))
    ]
    if found:
        block, match = found[0]
        right = unicodedata.normalize("NFKC", match[0])
        place = typed.at(block.place_of(match.start()), match[0])
        yield warning("L22-wide", place, found=match[0][:20], right=right[:20], number=len(found))


# Each rule with its id in docs/rules-text.md; it looks at one chapter and its file.
RULES = {
    "L22": widths,
}
