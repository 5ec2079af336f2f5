"""The author's files as typed: where in a line a finding stands, and slips of Markdown that became
plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from duben.analysis.checks.marks import mask_code
from duben.model import Block, Book, Chapter, Problem, Source, SourceLocation, warning


@dataclass(slots=True)
class TypedFiles:
    """The lines with text of the author's files; ``found`` remembers how far into a line findings
    have been placed, ``read`` the lines of chapters.
    """

    sources: Iterable[Source] = ()
    lines: dict[str, dict[int, str]] = field(init=False)
    found: dict[SourceLocation, int] = field(init=False, default_factory=dict)
    read: dict[str, tuple[TypedLine, ...]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.lines = {}
        for source in self.sources:
            lines = self.lines.setdefault(source.file, {})
            lines.update((number, line) for number, line in source.numbered_lines() if line)

    def line(self, place: SourceLocation) -> str:
        """The line of a place, "" where it is not known."""
        return self.lines.get(place.file, {}).get(place.line, "")

    def at(self, place: SourceLocation, *pieces: str, shift: int = 0) -> SourceLocation:
        """The place with the column of the first of ``pieces`` that stands in its line, behind what
        was placed before.

        ``shift``: how many characters into the first piece.
        """
        line, start = self.line(place), self.found.get(place, 0)
        for piece in pieces:
            if piece and (offset := line.find(piece, start)) >= 0:
                offset += shift if piece is pieces[0] else 0
                self.found[place] = offset + 1
                return replace(place, column=offset + 1)
        return place


@dataclass(frozen=True, slots=True)
class TypedLine:
    """A line of a block: as read, with code blanked out, and as typed."""

    block: Block
    place: SourceLocation
    text: str
    typed: str


def _lines(book: Book, typed: TypedFiles) -> Iterator[TypedLine]:
    """The lines of every paragraph, item, heading and cell of Markdown files: those of a chapter
    are read once for all rules.
    """
    for chapter in book.chapters:
        if chapter.file.lower().endswith(".md"):
            if chapter.file not in typed.read:
                typed.read[chapter.file] = tuple(_lines_of(chapter, typed))
            yield from typed.read[chapter.file]


def _lines_of(chapter: Chapter, typed: TypedFiles) -> Iterator[TypedLine]:
    for block in chapter.walk():
        if block.text and block.kind != "code":
            text = mask_code(block)
            starts = [offset for offset, _ in block.lines] or [0]
            for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
                place = block.place_of(start)
                if line := text[start:end].strip():
                    yield TypedLine(block, place, line, typed.line(place))


def _first_of_blocks(lines: Iterable[TypedLine]) -> Iterator[TypedLine]:
    """The first line of each block."""
    before = None
    for line in lines:
        if line.block is not before:
            yield line
        before = line.block


STARS = re.compile(r"\*{2,}")
ESCAPE = re.compile(r"\\[\\*]")


def lone_stars(book: Book, typed: TypedFiles) -> Iterator[Problem]:
    """M1: ** stands in pairs, close to the words that it makes strong."""
    for line in _first_of_blocks(one for one in _lines(book, typed) if _lone_stars(one)):
        found = _lone_stars(line)
        assert found
        start, stars = found.start(), found[0]
        yield warning(
            "M1",
            typed.at(line.place, line.text[start : start + 6], stars),
            found=line.text[max(0, start - 4) : start + 8],
            stars=stars,
            right="",
        )


def _lone_stars(line: TypedLine) -> re.Match[str] | None:
    """The first stars of a line that became text and were to make words strong: two, or more of
    them within strong words. Others stand for what is not shown (138****0000).
    """
    if not STARS.search(ESCAPE.sub("", line.typed)):
        return None
    strong = [
        line.block.text[span.start : span.end] for span in line.block.spans if span.kind == "strong"
    ]
    return next(
        (
            found
            for found in STARS.finditer(line.text)
            if len(found[0]) == 2 or any(found[0] in words for words in strong)
        ),
        None,
    )


ROW = re.compile(r"[|｜].*[^\\][|｜]")


def row_without_ruler(book: Book, typed: TypedFiles) -> Iterator[Problem]:
    """M2: a table has a line |---|---| below its head, and a blank line before it."""
    for line in _first_of_blocks(
        one
        for one in _lines(book, typed)
        if one.block.kind == "paragraph" and ROW.fullmatch(one.text)
    ):
        if line.typed.lstrip(" \u3000>")[:1] in ("|", "｜"):
            columns = max(1, line.text.count("|") + line.text.count("｜") - 1)
            yield warning(
                "M2",
                typed.at(line.place, line.text),
                found=line.text[:20],
                right="|---" * min(columns, 60) + "|",
            )


HEADING = re.compile(r"[#＃]+")
# The same as typed: behind the marks of quotations and lists, for a heading behind its own #.
HEADING_TYPED = re.compile(r"[ \u3000>]*(?:[-*+] |[0-9]+\. )?[ \u3000]*[#＃]")
IN_HEADING = re.compile(r" *#{1,6} *[#＃]")


def heading_as_text(book: Book, typed: TypedFiles) -> Iterator[Problem]:
    """M3: the # of a heading is half-width and stands first in its line, six of them at most."""
    for line in _lines(book, typed):
        found, rest = HEADING.match(line.text), line.text.lstrip("#＃").strip()
        as_typed = IN_HEADING if line.block.kind == "heading" else HEADING_TYPED
        if (
            found
            and rest
            and line.block.kind not in ("cell", "term")
            and as_typed.match(line.typed)
        ):
            right = "#" * min(6, len(found[0])) + " " + rest
            yield warning(
                "M3", typed.at(line.place, line.text[:6]), found=line.text[:20], right=right[:30]
            )


# In the place of Markdown's own signs: ＊＊, ！［］（）, ［］（）, ［^１］, ！！！
WIDE_SIGNS = re.compile(
    r"(?P<strong>＊＊[^＊\n]{1,200}＊＊)|(?P<picture>[!！][\[［][^\[\]［］\n]{0,100}[\]］][(（][^()（）\n]{1,200}[)）])|"
    r"(?P<link>[\[［][^\[\]［］\n]{1,100}[\]］][(（](?:https?:|mailto:|#|[^()（）\s]{1,100}\.md)[^()（）\s]{0,200}[)）])|"
    r"(?P<note>[\[［【][\^＾][^\[\]［］【】\n]{1,40}[\]］】])|(?P<box>^！{3}\s*(?:学习要点|思考题|参考答案|名词解释|提示))"
)
SIGNS = str.maketrans("＊！［］（）【】＾", "*![]()[]^")


def wide_signs(book: Book, typed: TypedFiles) -> Iterator[Problem]:
    """M4: the signs of Markdown are half-width: ** ![ ] ( ) [^ ] !!!."""
    for line in _lines(book, typed):
        for found in WIDE_SIGNS.finditer(line.text):
            if (
                any(sign in found[0] for sign in "＊！［］（）【】＾")
                and found[0][:4] in line.typed
            ):
                yield warning(
                    "M4",
                    typed.at(line.place, found[0], found[0][:4]),
                    found=found[0][:30],
                    right=_half(found)[:30],
                )


def _half(found: re.Match[str]) -> str:
    """A sign of Markdown with half-width characters; what stands between ** keeps its own."""
    text = found[0]
    return f"**{text[2:-2]}**" if found["strong"] else text.translate(SIGNS)


HIDDEN = re.compile(r"(?<=[0-9A-Za-z])\*{3,}(?=[0-9A-Za-z])")


def hidden_stars(book: Book, typed: TypedFiles) -> Iterator[Problem]:
    """M5: 138****0000 twice in a paragraph would be read as strong words, and the stars be lost."""
    before: SourceLocation | None = None
    for line in _lines(book, typed):
        found = (
            list(HIDDEN.finditer(line.typed))
            if "***" in line.typed and "***" not in line.text
            else []
        )
        if len(found) > 1 and line.place != before:
            before = line.place
            near = line.typed[max(0, found[0].start() - 3) : found[0].end() + 4]
            yield warning(
                "M5",
                replace(line.place, column=found[0].start() + 1),
                found=near,
                right=near.replace("*", "\\*"),
            )


# Each rule with its id in docs/rules-text.md; they look at one chapter and its file.
RULES = {
    "M1": lone_stars,
    "M2": row_without_ruler,
    "M3": heading_as_text,
    "M4": wide_signs,
    "M5": hidden_stars,
}
