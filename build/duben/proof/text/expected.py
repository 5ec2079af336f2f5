"""What an output must hold: the text of each block, and the places where the builder adds something
of its own; and whether that stands at a position of the text that was read.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from duben.model import Block, Chapter, Note, SourceLocation, Span

# White space is free; what leaves no ink has no place in the text of a PDF, and U+FFFC stands for a
# picture.
SILENT_CHARACTERS = re.compile(
    "[\\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\ufffc\U000e0100-"
    "\U000e01ef]+"
)
LIGATURES = re.compile("[\ufb00-\ufb06]")

NOTE_MARK = re.compile("[①-⑳㉑-㉟㊱-㊿]|\\[[0-9]{1,5}\\]")
PAGE_OF = re.compile("(?:（第[0-9]{1,5}[页頁]）)?")
BULLET = re.compile("[·•◦▪–—-]?")
STARS = re.compile("(?:[＊*]{3})?")
HYPHEN = re.compile("[-‐]?")

PassagePart = str | re.Pattern[str]


def normalize_text(text: str, confusables: Mapping[int, str] | None = None) -> str:
    """Text as it is compared: without white space and silent characters, in normal form C,
    ligatures taken apart, characters that look alike made one (``confusables``).
    """
    text = SILENT_CHARACTERS.sub("", text)
    if not text.isascii():
        if not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
        text = LIGATURES.sub(lambda ligature: unicodedata.normalize("NFKC", ligature[0]), text)
        if confusables:
            text = unify(text, confusables)
    return text


def unify(text: str, confusables: Mapping[int, str]) -> str:
    """A text in which characters that look alike are the first of their kind. Few characters have
    such a twin, so this is quicker than ``str.translate``.
    """
    return (
        _any_of(tuple(confusables)).sub(lambda character: confusables[ord(character[0])], text)
        if confusables
        else text
    )


@lru_cache(maxsize=8)
def _any_of(characters: tuple[int, ...]) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(map(chr, characters)))}]")


@dataclass(frozen=True, slots=True)
class ExpectedPassage:
    """A block as it must stand in the output: parts of its text, and patterns for what may or must
    stand between them.

    ``head`` is the head of the table it is in (None: none), which may come again at the top of a
    page; ``mark`` the number of the item that it opens, as it should look; ``row`` the table's row
    that it is a cell of; ``text`` its literal parts.
    """

    block: Block | None
    place: SourceLocation
    parts: tuple[PassagePart, ...]
    head: re.Pattern[str] | None = None
    text: str = field(default="", compare=False)
    mark: str = ""
    row: str = ""

    def place_of(self, index: int) -> SourceLocation:
        """Where the character with this number in ``text`` stands in the author's file."""
        if self.block is None:
            return self.place
        for offset, character in enumerate(self.block.text):
            if not SILENT_CHARACTERS.match(character):
                if index == 0:
                    return self.block.place_of(offset)
                index -= 1
        return self.place


def make_passage(
    block: Block | None,
    place: SourceLocation,
    parts: Iterable[PassagePart],
    head: re.Pattern[str] | None = None,
) -> ExpectedPassage:
    """A passage of these parts, empty ones left out."""
    nonempty = tuple(part for part in parts if part)
    return ExpectedPassage(
        block, place, nonempty, head, "".join(part for part in nonempty if isinstance(part, str))
    )


def block_parts(block: Block, confusables: Mapping[int, str]) -> list[PassagePart]:
    """The text of a block, cut where a note mark, a page number,
    a reading or a hyphen may stand.
    """
    gaps: list[tuple[int, re.Pattern[str]]] = []
    for span in block.spans:
        if span.kind == "note":
            gaps.append((span.start, NOTE_MARK))
        elif span.kind == "reference":
            gaps.append((span.end, PAGE_OF))
        elif span.kind == "ruby":
            gaps += ruby_patterns(span, block.text, confusables)
    if "\u00ad" in block.text:
        gaps += [(hyphen.start(), HYPHEN) for hyphen in re.finditer("\u00ad", block.text)]
    if not gaps:
        return [normalize_text(block.text, confusables)]
    gaps.sort(key=lambda gap: gap[0])
    parts: list[PassagePart] = []
    before = 0
    for offset, pattern in gaps:
        parts += [normalize_text(block.text[before:offset], confusables), pattern]
        before = offset
    return [*parts, normalize_text(block.text[before:], confusables)]


def ruby_patterns(
    span: Span, text: str, confusables: Mapping[int, str]
) -> Iterator[tuple[int, re.Pattern[str]]]:
    """Where the reading of ruby may stand: before its base, or behind, or, when a line ends inside,
    a part behind each.
    """
    base, reading = (
        normalize_text(text[span.start : span.end], confusables),
        normalize_text(span.value, confusables),
    )
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


def parts_pattern(parts: Iterable[PassagePart]) -> str:
    """Parts that stand one behind the other, as one regular expression."""
    return "".join(
        re.escape(part) if isinstance(part, str) else f"(?:{part.pattern})" for part in parts
    )


def passages(
    blocks: Iterable[Block],
    confusables: Mapping[int, str],
    head: re.Pattern[str] | None = None,
    *,
    labels: bool = True,
) -> Iterator[ExpectedPassage]:
    """Every block and the blocks inside it, in the order in which they are printed."""
    for block in blocks:
        if block.kind == "item":
            inner = passages(block.children, confusables, head, labels=labels)
            yield from (
                with_mark(item_pattern(block), block.place, inner, item_number(block))
                if labels
                else inner
            )
            continue
        if block.kind == "rule":
            yield make_passage(None, block.place, [STARS])
        elif block.text:
            yield make_passage(block, block.place, block_parts(block, confusables), head)
        inside, children = None if block.attribute("head") else head, block.children
        if block.kind == "table":
            top = [row for row in children if row.attribute("head")]
            children = (*top, *(row for row in children if not row.attribute("head")))
            heading = parts_pattern(
                part for inner_passage in passages(top, confusables) for part in inner_passage.parts
            )
            inside = re.compile(heading) if heading else None
        for inner_passage in passages(children, confusables, inside, labels=labels):
            yield replace(inner_passage, row=block.id) if block.kind == "row" else inner_passage
        if (
            block.kind == "table"
            and inside
            and not any(cell.text for cell in children[-1].children)
        ):
            # Empty rows at the end may stand on a page of their own, under the head.
            yield make_passage(None, block.place, [re.compile(f"(?:{inside.pattern})*")])


def with_mark(
    mark: re.Pattern[str],
    place: SourceLocation,
    following: Iterator[ExpectedPassage],
    shown: str = "",
) -> Iterator[ExpectedPassage]:
    """Passages with a number or a mark before the first."""
    first = next(following, None) or make_passage(None, place, [])
    yield replace(first, parts=(mark, *first.parts), mark=shown)
    yield from following


def item_number(item: Block) -> str:
    """The number of an item as a list writes it; "" for a bullet."""
    number = "".join(character for character in item.label if character.isdecimal())
    return f"{int(number)}." if number else ""


def item_pattern(item: Block) -> re.Pattern[str]:
    """The number of an item, which must be as typed, or its bullet."""
    number = item_number(item).removesuffix(".")
    return re.compile(f"{number}[.．、)）]?") if number else BULLET


def note_calls(blocks: Iterable[Block]) -> Iterator[str]:
    """The ids of the notes that are called in blocks, in order."""
    for block in blocks:
        for inner_block in block.walk():
            yield from (
                span.value
                for span in sorted(inner_block.spans, key=lambda span: span.start)
                if span.kind == "note"
            )


def called_notes(blocks: Iterable[Block], notes: Mapping[str, Note]) -> list[Note]:
    """The notes that are called in blocks, in the order of the first call; notes called inside
    notes follow.
    """
    queue = list(note_calls(blocks))
    called: dict[str, Note] = {}
    for name in queue:
        if name in notes and name not in called:
            called[name] = notes[name]
            queue += note_calls(notes[name].blocks)
    return list(called.values())


def note_rows(blocks: Iterable[Block]) -> dict[str, str]:
    """For each note that a row of a table calls, the id of the first such row."""
    first_rows: dict[str, str] = {}
    for row in (
        inner_block for block in blocks for inner_block in block.walk() if inner_block.kind == "row"
    ):
        for name in note_calls([row]):
            first_rows.setdefault(name, row.id)
    return first_rows


def note_passages(
    notes: Iterable[Note], confusables: Mapping[int, str]
) -> Iterator[ExpectedPassage]:
    """Every note with its mark before it."""
    for note in notes:
        yield from with_mark(
            NOTE_MARK, note.place, passages(note.blocks, confusables, labels=False)
        )


def chapters_of_part(chapters: Iterable[Chapter], part: str) -> list[Chapter]:
    """The chapters of the front matter, the body or the back matter (``part``)."""
    return [chapter for chapter in chapters if chapter.part == part]


@dataclass(frozen=True, slots=True)
class TextStream:
    """Text of an output as read, plain, and where each of its pages begins."""

    text: str
    starts: tuple[int, ...] = ()

    def page_begins_at(self, position: int) -> bool:
        """Whether a page begins there."""
        index = bisect_left(self.starts, position)
        return index < len(self.starts) and self.starts[index] == position


def match_passage(stream: TextStream, passage: ExpectedPassage, position: int) -> int | None:
    """Where a passage that begins at ``position`` ends; None when it does not stand there.

    Behind a head that came again it is looked for first: the cell may be as the head begins.
    """
    if (
        passage.head
        and stream.page_begins_at(position)
        and (again := passage.head.match(stream.text, position))
    ):
        end = match_parts(stream, passage, again.end())
        if end is not None:
            return end
    return match_parts(stream, passage, position)


def match_parts(stream: TextStream, passage: ExpectedPassage, position: int) -> int | None:
    """The same of a passage that begins with its own text, or with a head that came again."""
    text = stream.text
    for part in passage.parts:
        if isinstance(part, str):
            if text.startswith(part, position):
                position += len(part)
            elif (
                passage.head
                and (end := match_over_head(stream, part, passage.head, position)) is not None
            ):
                position = end
            else:
                return None
        elif mark := part.match(text, position) or (
            passage.head and match_behind_head(stream, part, passage.head, position)
        ):
            position = mark.end()
        else:
            return None
    return position


def match_over_head(
    stream: TextStream, part: str, head: re.Pattern[str], position: int
) -> int | None:
    """The end of a text that runs on behind the head of its table, which came again at the top of a
    page.
    """
    index = bisect_left(stream.starts, position)
    while index < len(stream.starts):
        cut = stream.starts[index] - position
        if cut > len(part) or not stream.text.startswith(part[:cut], position):
            return None
        again = head.match(stream.text, stream.starts[index])
        if again is None:
            return None
        part, position = part[cut:], again.end()
        if stream.text.startswith(part, position):
            return position + len(part)
        index += 1
    return None


def match_behind_head(
    stream: TextStream, part: re.Pattern[str], head: re.Pattern[str], position: int
) -> re.Match[str] | None:
    """A mark that stands behind the head of its table, which came again at the top of a page."""
    if not stream.page_begins_at(position):
        return None
    again = head.match(stream.text, position)
    return part.match(stream.text, again.end()) if again else None
