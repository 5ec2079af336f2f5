"""Prepares the lines of a chapter for Python-Markdown and checks the limits before it sees them.

Fenced code, comments and link definitions are taken out, so that nothing of them is read as text;
every line keeps its number. Whatever would make Python-Markdown slow or deep is refused here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from duben.manuscript.encoding import UNWANTED
from duben.model import Problem, Source, SourceLocation, problem

HEADING_LIMIT = 20_000
PARAGRAPH_LIMIT = 100_000
NESTING_LIMIT = 12  # deeper, quotations and boxes leave no room for their text on a page
COLUMN_LIMIT = 60
# Cells of a table: 50 kB each while its pages are made, so that it takes less than 1 GB.
TABLE_CELLS = 15_000
HEAD_ROWS = 10  # rows of a table's head
PARAGRAPH_BYTES = 1_000_000
# Limits of our own on what no author writes, so that Python-Markdown stays linear; measured in
# tests/manuscript/test_parser.py.
RUN_LIMIT = 1_000
MARKS_TIMES_BYTES_LIMIT = 2_000_000_000
SPLITS_TIMES_BYTES_LIMIT = 100_000_000
BRACKET_COST_LIMIT = 4_000_000
CHEAP_BYTES = 2_000  # bytes of a block: no fewer can cost so much

BOXES = {
    "points": "学习要点", "questions": "思考题", "answers": "参考答案", "terms": "名词解释", "note": "提示",  # noqa: E501
}  # fmt: skip
BOX_NAMES = {
    **{title: kind for kind, title in BOXES.items()},
    "學習要點": "points", "思考題": "questions", "參考答案": "answers", "名詞解釋": "terms", **{kind: kind for kind in BOXES},  # noqa: E501
}  # fmt: skip

# A line that stands for a block of fenced code: no author can type these (text-private).
CODE_MARK = "\U0010f000"
CODE_LINE = re.compile(CODE_MARK + r"([0-9]+)" + CODE_MARK)

FENCE = re.compile(r"^( *)(`{3,}|~{3,}) *([^`\n]*)$")
BOX = re.compile(r"^([ >]*)!!! *(\S*) *(.*)$")
BOX_TITLE = re.compile(r'^["“”](.*)["“”]$')
HEADING = re.compile(r"^#{1,6}")
DEFINITION = re.compile(
    r"^ {0,3}\[([^\[\]^][^\[\]]*)\]: *(\S+)(?: +(?:\"([^\"]*)\"|'([^']*)'|\(([^()]*)\)))? *$"
)
ADDRESS = re.compile(
    r"^<?(?:[A-Za-z][A-Za-z0-9+.-]*:|#|/|\.{0,2}/?[^\s/]+(?:/[^\s/]+)*\.[A-Za-z0-9]{1,5}(?:#|>?$))"
)
NOTE = re.compile(r"^ {0,3}\[\^([^\]\n]*)\]:")
PREFIX = re.compile(r"^(?:[ ]|>|[*+-] |[0-9]+\. )*")
LIST_MARK = re.compile(r"[*+-] |[0-9]+\. ")
ATTRIBUTE_LINE = re.compile(r"\{:?[^{}]*\} *")  # of the block above it: {: .form}
RUNS = re.compile(r"#+|\*+|_+|`+|\[+|\]+|<+|>+|&+|!+|\\+|\(+|\)+|\{+|\}+|\"+|'+|~+")
BRACKETS = re.compile(r"[\[\]()]")
RULER = re.compile(r"^[ >]*\|?[ :-]*-[ :|-]*$")
# Lines at which a block of lines without a blank one is split and read again.
SPLITS = re.compile(r"^[ >]*(?:#|:|!!!|\[|>|[-*_=][-*_= ]*$)")


@dataclass(frozen=True, slots=True)
class FencedCode:
    """A fenced block: what is in it, and the lines as typed."""

    text: str
    line: int
    language: str
    typed: tuple[str, ...]


@dataclass(slots=True)
class PreparedChapter:
    """The lines for Python-Markdown; ``numbers`` holds the line of the source for each;
    ``too_much``: do not parse.
    """

    lines: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    codes: list[FencedCode] = field(default_factory=list)
    links: dict[str, tuple[str, str]] = field(default_factory=dict)
    link_lines: dict[str, int] = field(default_factory=dict)
    notes: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    too_much: bool = False
    indented: bool = False

    def add(self, line: str, number: int) -> None:
        if line and not (self.lines and self.lines[-1]):
            self.indented = line.startswith("    ")
        self.lines.append(line)
        self.numbers.append(number)

    def blank(self, number: int) -> None:
        """A blank line, unless one is there."""
        if self.lines and self.lines[-1]:
            self.add("", number)

    def ends_with_row(self) -> bool:
        """Whether the last line is a row of a table."""
        return bool(self.lines) and self.lines[-1].startswith("|")

    def goes_on_indented(self) -> bool:
        """Whether the lines since the last blank one began indented, as a second paragraph in a
        list does.
        """
        return self.indented and bool(self.lines) and bool(self.lines[-1])


def prepare(source: Source) -> PreparedChapter:
    """The lines of a chapter, ready for Python-Markdown, and what is wrong with them."""
    prepared = PreparedChapter()
    typed = UNWANTED.sub("\ufffd", source.text).split("\n")
    after_heading = False
    for number, line in _without_comments(
        _without_fences(typed, source, prepared), source, prepared
    ):
        line = line.expandtabs(4)
        if not line.strip():
            prepared.blank(number)
            continue
        if line.startswith("\u3000\u3000") or after_heading:
            # A line indented as paragraphs are in Chinese opens one, whether or not a blank line
            # stands before it.
            prepared.blank(number)
        after_heading = False
        if line.startswith("\u3000"):
            line = line.lstrip("\u3000 ")
        if LIST_MARK.match(line) and prepared.goes_on_indented():
            # The next item after a second paragraph; Python-Markdown would read it as more of that
            # paragraph.
            prepared.blank(number)
        if ATTRIBUTE_LINE.fullmatch(line) and prepared.ends_with_row():
            # Python-Markdown would read it as a row of the table that it speaks of.
            prepared.blank(number)
        if HEADING.match(line):
            prepared.blank(number)
            after_heading = True
        elif box := BOX.match(line):
            line = _box_line(box, number, source, prepared)
        elif "]:" in line and (
            _take_link(line, number, prepared) or _record_note(line, number, source, prepared)
        ):
            continue
        prepared.add(line, number)
    _check_limits(source, prepared)
    return prepared


def _without_fences(
    typed: list[str], source: Source, prepared: PreparedChapter
) -> Iterator[tuple[int, str]]:
    """The lines outside fenced code, a mark in the place of each block."""
    closers = _ClosingFences(typed)
    at = 0
    while at < len(typed):
        opened = FENCE.match(typed[at])
        if not opened:
            yield at + 1, typed[at]
            at += 1
            continue
        indent, fence, language = opened.groups()
        end = closers.after(fence, at)
        if end is None:
            prepared.problems.append(problem("fence-open", source.place(at + 1), fence=fence[:3]))
            yield at + 1, typed[at]
            at += 1
            continue
        inside = [
            line[len(indent) :] if line.startswith(indent) else line.lstrip(" ")
            for line in typed[at + 1 : end]
        ]
        yield at + 1, ""
        yield at + 1, f"{indent}{CODE_MARK}{len(prepared.codes)}{CODE_MARK}"
        yield end + 1, ""
        prepared.codes.append(
            FencedCode("\n".join(inside), at + 2, language.strip(), tuple(typed[at : end + 1]))
        )
        at = end + 1


class _ClosingFences:
    """Where fences may close: for each character the lines that hold nothing else, found once."""

    def __init__(self, typed: list[str]) -> None:
        self.lines: dict[str, list[tuple[int, int]]] = {"`": [], "~": []}
        for number, line in enumerate(typed):
            stripped = line.strip(" ")
            if (
                len(stripped) >= 3
                and stripped[0] in "`~"
                and stripped == stripped[0] * len(stripped)
            ):
                self.lines[stripped[0]].append((number, len(stripped)))
        self.next = {"`": 0, "~": 0}
        self.hopeless = {"`": 1 << 60, "~": 1 << 60}

    def after(self, fence: str, line: int) -> int | None:
        """The line that closes a fence opened on ``line``; None where there is none."""
        char, length = fence[0], len(fence)
        if length >= self.hopeless[char]:
            return None
        closers = self.lines[char]
        while self.next[char] < len(closers) and closers[self.next[char]][0] <= line:
            self.next[char] += 1
        for number, size in (closers[index] for index in range(self.next[char], len(closers))):
            if size >= length:
                return number
        self.hopeless[char] = length
        return None


def _without_comments(
    lines: Iterator[tuple[int, str]], source: Source, prepared: PreparedChapter
) -> Iterator[tuple[int, str]]:
    """The lines without <!-- comments -->; a line that held nothing else is gone."""
    last = max(
        (number for number, line in enumerate(source.text.split("\n"), 1) if "-->" in line),
        default=0,
    )
    opened = 0
    for number, line in lines:
        rest, opened = _comment_parts(line, opened, number, last, source, prepared)
        if rest is not None:
            yield number, rest


def _comment_parts(
    line: str, opened: int, number: int, last: int, source: Source, prepared: PreparedChapter
) -> tuple[str | None, int]:
    """What stays of a line, None where nothing but comment was on it, and the line where the open
    comment began.
    """
    if not opened and "<!--" not in line:
        return line, 0
    rest: list[str] = []
    at = 0
    while True:
        if opened:
            end = line.find("-->", at)
            if end < 0:
                break
            at, opened = end + 3, 0
        start = _comment_start(line, at)
        if start < 0:
            rest.append(line[at:])
            break
        if line.find("-->", start + 4) < 0 and number >= last:
            prepared.problems.append(problem("comment-open", source.place(number)))
            rest.append(line[at:])
            break
        rest.append(line[at:start])
        at, opened = start + 4, number
    text = "".join(rest)
    return (text if text.strip() else None), opened


def _comment_start(line: str, at: int) -> int:
    """Where a comment opens from ``at`` on, outside `code` and not behind a backslash; -1 where
    none does.
    """
    start = line.find("<!--", at)
    while start >= 0 and (line.count("`", at, start) % 2 or line[start - 1 : start] == "\\"):
        at, start = start + 4, line.find("<!--", start + 4)
    return start


def _box_line(match: re.Match[str], number: int, source: Source, prepared: PreparedChapter) -> str:
    """The opening line of a box as Python-Markdown reads it: kind in ascii,
    the title always there.
    """
    prefix, name, rest = match.groups()
    if not prefix:
        prepared.blank(number)
    kind = BOX_NAMES.get(name.lower())
    if kind is None:
        known = "、".join(BOXES.values())
        prepared.problems.append(
            problem("box-unknown", source.place(number), kind=name[:40] or "!!!", known=known)
        )
        kind = "note"
    title = name if not name.isascii() else BOXES[kind]
    if rest := rest.strip():
        quoted = BOX_TITLE.match(rest)
        if not quoted:
            prepared.problems.append(problem("box-title", source.place(number), title=rest[:40]))
        title = quoted[1] if quoted else rest
    return f'{prefix}!!! {kind} "{title.strip()}"'


def _take_link(line: str, number: int, prepared: PreparedChapter) -> bool:
    """Whether a line was a link's definition; lines that only look like one stay text."""
    match = DEFINITION.match(line) if len(line) <= 4_000 else None
    if not match or not ADDRESS.match(match[2]):
        return False
    name = " ".join(match[1].lower().split())
    prepared.links.setdefault(
        name, (match[2].lstrip("<").rstrip(">"), match[3] or match[4] or match[5] or "")
    )
    prepared.link_lines.setdefault(name, number)
    return True


def _record_note(line: str, number: int, source: Source, prepared: PreparedChapter) -> bool:
    """Remembers where a note is defined; the line stays."""
    if match := NOTE.match(line):
        name = match[1].strip()
        if name in prepared.notes:
            first = prepared.notes[name]
            prepared.problems.append(
                problem(
                    "note-twice",
                    source.place(number),
                    note=name[:40],
                    first=source.place(first).line,
                )
            )
        prepared.notes.setdefault(name, number)
    return False


def _check_limits(source: Source, prepared: PreparedChapter) -> None:
    """Tells what passes a limit; the chapter is not parsed then."""
    problems = list(_limit_problems(source, prepared))
    prepared.problems.extend(problems)
    prepared.too_much = bool(problems)


def _limit_problems(source: Source, prepared: PreparedChapter) -> Iterator[Problem]:
    paragraphs = sum(1 for before, line in pairwise(["", *prepared.lines]) if line and not before)
    if paragraphs > PARAGRAPH_LIMIT:
        yield problem(
            "too-many-paragraphs",
            SourceLocation(source.file),
            count=paragraphs,
            limit=PARAGRAPH_LIMIT,
        )
        return
    headings = start = size = 0
    for index, line in enumerate([*prepared.lines, ""]):
        if not line:
            if start < index:
                yield from _block_problems(
                    source.place(prepared.numbers[start]), prepared.lines[start:index], size
                )
            start, size = index + 1, 0
            continue
        number = prepared.numbers[index]
        size += len(line.encode("utf-8", "replace")) + 1
        headings += line.lstrip(" >").startswith("#")
        if headings == HEADING_LIMIT + 1:
            headings += 1
            yield problem("too-many-headings", source.place(number), limit=HEADING_LIMIT)
        yield from _line_problems(line, number, source)


def _block_problems(place: SourceLocation, lines: list[str], size: int) -> Iterator[Problem]:
    """What is wrong with a run of lines without a blank one; ``size`` in bytes, a line end for each
    line.
    """
    if size - 1 > PARAGRAPH_BYTES:
        shown = f"{(size - 1) / 1e6:.6f}".rstrip("0").rstrip(".")
        yield problem("paragraph-too-large", place, size=shown, limit=PARAGRAPH_BYTES // 1_000_000)
        return
    if size <= CHEAP_BYTES:
        return
    yield from _table_problems(place, lines)
    text = "\n".join(lines)
    marks = sum(1 for _ in RUNS.finditer(text))
    splits = sum(1 for line in lines if SPLITS.match(line))
    if (
        (marks > 50 and marks * size > MARKS_TIMES_BYTES_LIMIT)
        or splits * size > SPLITS_TIMES_BYTES_LIMIT
        or _bracket_cost(text) > BRACKET_COST_LIMIT
    ):
        yield problem("paragraph-tangled", place, count=max(marks, splits))


def _table_problems(place: SourceLocation, lines: list[str]) -> Iterator[Problem]:
    """What is wrong with a run of lines as a table: it has more cells than fit into memory."""
    ruler = next((line for line in lines[: HEAD_ROWS + 1] if "|" in line and RULER.match(line)), "")
    columns = ruler.strip(" >").strip("|").count("|") + 1
    cells = columns * (len(lines) - 1)
    if ruler and cells > TABLE_CELLS:
        yield problem("table-too-long", place, rows=len(lines) - 1, cells=cells, limit=TABLE_CELLS)


def _bracket_cost(text: str) -> int:
    """How far Python-Markdown would look for the partners of the brackets in a text, in characters,
    all together.
    """
    cost = 0
    stacks: dict[str, list[int]] = {"[": [], "(": []}
    for bracket in BRACKETS.finditer(text):
        at, char = bracket.start(), bracket[0]
        if char in stacks:
            if char == "[" or text[at - 1 : at] == "]":
                stacks[char].append(at)
        elif stack := stacks["[" if char == "]" else "("]:
            cost += at - stack.pop()
    return cost + sum(len(text) - at for stack in stacks.values() for at in stack)


def _line_problems(line: str, number: int, source: Source) -> Iterator[Problem]:
    prefix = PREFIX.match(line)
    depth = 0
    if prefix and prefix[0]:
        marks = LIST_MARK.findall(prefix[0])
        depth = prefix[0].count(">") + len(marks)
        if marks:
            depth += (len(prefix[0]) - len(prefix[0].lstrip(" "))) // 4
        elif BOX.match(line):
            depth += prefix[0].count(" ") // 4 + 1
    if depth > NESTING_LIMIT:
        yield problem("nested-too-deep", source.place(number), depth=depth, limit=NESTING_LIMIT)
    if "|" in line and RULER.match(line):
        columns = line.strip(" >").strip("|").count("|") + 1
        if columns > COLUMN_LIMIT:
            yield problem(
                "table-too-wide", source.place(number), columns=columns, limit=COLUMN_LIMIT
            )
    if (
        len(line) > RUN_LIMIT
        and len(run := max((signs[0] for signs in RUNS.finditer(line)), key=len, default=""))
        > RUN_LIMIT
    ):
        yield problem(
            "run-too-long", source.place(number), count=len(run), sign=run[0], limit=RUN_LIMIT
        )
