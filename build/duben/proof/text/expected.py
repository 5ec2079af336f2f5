"""What an output must hold: the text of each block, and the places where the builder adds something
of its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from duben.model import Block, Chapter, Note, SourceLocation, Span

# White space is free; what leaves no ink has no place in the text of a PDF, and U+FFFC stands for a
# picture.
SILENT = re.compile(
    "[\\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\ufffc\U000e0100-\U000e01ef]+"
)
LIGATURES = re.compile("[\ufb00-\ufb06]")

NOTE_MARK = re.compile("[①-⑳㉑-㉟㊱-㊿]|\\[[0-9]{1,5}\\]")
PAGE_OF = re.compile("(?:（第[0-9]{1,5}[页頁]）)?")
BULLET = re.compile("[·•◦▪–—-]?")
STARS = re.compile("(?:[＊*]{3})?")
HYPHEN = re.compile("[-‐]?")

Part = str | re.Pattern[str]


def plain(text: str, twins: Mapping[int, str] | None = None) -> str:
    """Text as it is compared: without white space and silent characters, composed, and each twin as
    the first of its kin.
    """
    text = SILENT.sub("", text)
    if not text.isascii():
        if not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
        text = LIGATURES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
        if twins:
            text = translated(text, twins)
    return text


def translated(text: str, twins: Mapping[int, str]) -> str:
    """A text with each twin as the first of its kin; few characters have one, and ``str.translate``
    looks each up.
    """
    return _any_of(tuple(twins)).sub(lambda found: twins[ord(found[0])], text) if twins else text


@lru_cache(maxsize=8)
def _any_of(characters: tuple[int, ...]) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(map(chr, characters)))}]")


@dataclass(frozen=True, slots=True)
class Passage:
    """A block as it must stand in the output: pieces of its text, and patterns for what may or must
    stand between.

    ``head`` is the head of the table it is in (None: none), which may come again at the top of a
    page; ``mark`` the number of the item that it opens, as it should look; ``row`` the table's row
    that it is a cell of; ``text`` its literal parts.
    """

    block: Block | None
    place: SourceLocation
    parts: tuple[Part, ...]
    head: re.Pattern[str] | None = None
    text: str = field(default="", compare=False)
    mark: str = ""
    row: str = ""

    def place_of(self, index: int) -> SourceLocation:
        """Where the character with this number in ``text`` stands in the author's file."""
        if self.block is None:
            return self.place
        for offset, character in enumerate(self.block.text):
            if not SILENT.match(character):
                if index == 0:
                    return self.block.place_of(offset)
                index -= 1
        return self.place


def passage(
    block: Block | None,
    place: SourceLocation,
    parts: Iterable[Part],
    head: re.Pattern[str] | None = None,
) -> Passage:
    """A passage of these parts, empty ones left out."""
    kept = tuple(part for part in parts if part)
    return Passage(
        block, place, kept, head, "".join(part for part in kept if isinstance(part, str))
    )


def parts_of(block: Block, twins: Mapping[int, str]) -> list[Part]:
    """The text of a block, cut where a note mark, a page number, a reading or a hyphen may stand."""
    gaps: list[tuple[int, re.Pattern[str]]] = []
    for span in block.spans:
        if span.kind == "note":
            gaps.append((span.start, NOTE_MARK))
        elif span.kind == "reference":
            gaps.append((span.end, PAGE_OF))
        elif span.kind == "ruby":
            gaps += readings(span, block.text, twins)
    if "\u00ad" in block.text:
        gaps += [(found.start(), HYPHEN) for found in re.finditer("\u00ad", block.text)]
    if not gaps:
        return [plain(block.text, twins)]
    gaps.sort(key=lambda gap: gap[0])
    parts: list[Part] = []
    before = 0
    for offset, pattern in gaps:
        parts += [plain(block.text[before:offset], twins), pattern]
        before = offset
    return [*parts, plain(block.text[before:], twins)]


def readings(
    span: Span, text: str, twins: Mapping[int, str]
) -> Iterator[tuple[int, re.Pattern[str]]]:
    """Where the reading of ruby may stand: before its base, or behind, or, when a line ends inside,
    a part behind each.
    """
    base, reading = plain(text[span.start : span.end], twins), plain(span.value, twins)
    if not reading:
        return
    whole = re.escape(reading)
    yield span.start, re.compile(f"(?:{whole})?")
    ends = [whole, f"(?<={re.escape(reading + base)})"]
    if len(base) > 1:
        begun = "".join(f"(?:{re.escape(character)}" for character in reading) + ")?" * len(reading)
        for index in range(span.start + 1, span.end):
            yield index, re.compile(f"{begun}")
        ends += (
            f"(?<={re.escape(reading[:cut] + base[index:])}){re.escape(reading[cut:])}"
            for index in range(1, len(base))
            for cut in range(1, len(reading))
        )
    yield span.end, re.compile("|".join(ends))


def form(parts: Iterable[Part]) -> str:
    """The form of parts that stand one behind the other, as a regular expression."""
    return "".join(
        re.escape(part) if isinstance(part, str) else f"(?:{part.pattern})" for part in parts
    )


def passages(
    blocks: Iterable[Block],
    twins: Mapping[int, str],
    head: re.Pattern[str] | None = None,
    *,
    labels: bool = True,
) -> Iterator[Passage]:
    """Every block and the blocks inside it, in the order in which they are printed."""
    for block in blocks:
        if block.kind == "item":
            inner = passages(block.children, twins, head, labels=labels)
            yield from (
                behind(label_of(block), block.place, inner, digits(block)) if labels else inner
            )
            continue
        if block.kind == "rule":
            yield passage(None, block.place, [STARS])
        elif block.text:
            yield passage(block, block.place, parts_of(block, twins), head)
        inside, children = None if block.attribute("head") else head, block.children
        if block.kind == "table":
            top = [row for row in children if row.attribute("head")]
            children = (*top, *(row for row in children if not row.attribute("head")))
            heading = form(part for one in passages(top, twins) for part in one.parts)
            inside = re.compile(heading) if heading else None
        for one in passages(children, twins, inside, labels=labels):
            yield replace(one, row=block.id) if block.kind == "row" else one
        if (
            block.kind == "table"
            and inside
            and not any(cell.text for cell in children[-1].children)
        ):
            # Empty rows at the end may stand on a page of their own, under the head.
            yield passage(None, block.place, [re.compile(f"(?:{inside.pattern})*")])


def behind(
    mark: re.Pattern[str], place: SourceLocation, following: Iterator[Passage], shown: str = ""
) -> Iterator[Passage]:
    """Passages with a number or a mark before the first."""
    first = next(following, None) or passage(None, place, [])
    yield replace(first, parts=(mark, *first.parts), mark=shown)
    yield from following


def digits(item: Block) -> str:
    """The number of an item as a list writes it; "" for a bullet."""
    number = "".join(character for character in item.label if character.isdecimal())
    return f"{int(number)}." if number else ""


def label_of(item: Block) -> re.Pattern[str]:
    """The number of an item, which must be as typed, or its bullet."""
    number = digits(item).removesuffix(".")
    return re.compile(f"{number}[.．、)）]?") if number else BULLET


def calls(blocks: Iterable[Block]) -> Iterator[str]:
    """The ids of the notes that are called in blocks, in order."""
    for block in blocks:
        for one in block.walk():
            yield from (
                span.value
                for span in sorted(one.spans, key=lambda span: span.start)
                if span.kind == "note"
            )


def noted(blocks: Iterable[Block], notes: Mapping[str, Note]) -> list[Note]:
    """The notes that are called in blocks, in the order of the first call; notes called inside
    notes follow.
    """
    queue = list(calls(blocks))
    found: dict[str, Note] = {}
    for name in queue:
        if name in notes and name not in found:
            found[name] = notes[name]
            queue += calls(notes[name].blocks)
    return list(found.values())


def rows_of(blocks: Iterable[Block]) -> dict[str, str]:
    """For each note that a row of a table calls, the id of the first such row."""
    found: dict[str, str] = {}
    for row in (one for block in blocks for one in block.walk() if one.kind == "row"):
        for name in calls([row]):
            found.setdefault(name, row.id)
    return found


def note_passages(notes: Iterable[Note], twins: Mapping[int, str]) -> Iterator[Passage]:
    """Every note with its mark before it."""
    for note in notes:
        yield from behind(NOTE_MARK, note.place, passages(note.blocks, twins, labels=False))


def by_part(chapters: Iterable[Chapter], part: str) -> list[Chapter]:
    return [chapter for chapter in chapters if chapter.part == part]
