"""Faults planted in real texts: a member deleted, added, doubled or moved, a number changed; each
where an author could make it.

``python tests/support/planted_faults.py`` plants them in the corpus beside this checkout and tells
which were reported at their place.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from duben.analysis import analyse
from duben.analysis.checks import rules
from duben.chinese import numerals
from duben.chinese.enumerations import terms
from duben.intake import manuscript_folder, reading
from duben.manuscript.markdown.parser import parse_chapters
from duben.model import Book, Enumeration, Problem, Settings, Source

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "texts"
RULES = (
    *("T8", "T10", "T11", "T12", "T13", "T15", "T16", "T18"),
    *("T19", "T19-missing", "T19-more", "T19-order"),
)
SEPARATORS = "、；，;,"
JOINS = re.compile("以及|[和与及]")


@dataclass(frozen=True, slots=True)
class Text:
    """A document as the chapters that import makes of it."""

    name: str
    settings: Settings
    files: tuple[tuple[str, tuple[str, ...]], ...]

    def book(self) -> Book:
        return analyse(
            self.settings,
            parse_chapters([Source(name, "\n".join(lines)) for name, lines in self.files]),
        )

    def changed(self, file: str, line: int, text: str | None) -> Text:
        """The text with another line (from 1); None takes its paragraph out."""
        files = []
        for name, lines in self.files:
            if name == file:
                lines = (*lines[: line - 1], *([] if text is None else [text]), *lines[line:])
            files.append((name, lines))
        return Text(self.name, self.settings, tuple(files))


@dataclass(frozen=True, slots=True)
class Fault:
    """A text with one fault: what was done to which term, and the lines at which it may be told."""

    text: Text
    kind: str
    term: str
    lines: frozenset[tuple[str, int]]
    what: str


def imported(path: Path, folder: Path) -> Text:
    """A document as ``duben import`` takes it in."""
    manuscript_folder.write_manuscript(
        [reading.read_document(path)],
        folder,
        folder.with_name(f"{folder.name}-part"),
    )
    from duben.publish import reading as publish_reading

    draft = publish_reading.load(folder)
    assert draft.manuscript is not None
    return Text(
        path.stem,
        draft.manuscript.settings,
        tuple((one.file, tuple(one.text.split("\n"))) for one in draft.manuscript.sources),
    )


def told(book: Book) -> set[tuple[str, str, int, str]]:
    """What is told of enumerations: rule, file, line, term."""

    def key(one: Problem) -> tuple[str, str, int, str]:
        assert one.place is not None
        return one.rule, one.place.file, one.place.line, str(one.values.get("term", ""))

    return {key(one) for one in rules.check(book) if one.rule in RULES}


def reported(fault: Fault, before: set[tuple[str, str, int, str]]) -> bool:
    """Whether something new is told at the fault's place."""
    return any((file, line) in fault.lines for _, file, line, _ in told(fault.text.book()) - before)


# --- planting -------------------------------------------------------------------------------------


def faults(text: Text, chance: random.Random) -> Iterator[Fault]:
    """Every kind of fault that can be planted in each enumeration whose members are sure (others
    may be no list); which member is left to chance.
    """
    book = text.book()
    for one in book.enumerations:
        if not one.printed_members or one.open:
            continue
        planted = [in_line, in_run, in_paragraphs, number]
        for plant in planted:
            yield from plant(text, book, one, chance)


def line_of(text: Text, file: str, number: int) -> str:
    return dict(text.files)[file][number - 1]


def places(one: Enumeration) -> frozenset[tuple[str, int]]:
    """The lines of the definition and of the members."""
    found = {(at.place.file, at.place.line) for at in one.evidence}
    return frozenset(
        found | ({(one.defined.place.file, one.defined.place.line)} if one.defined else set())
    )


def in_line(text: Text, book: Book, one: Enumeration, chance: random.Random) -> Iterator[Fault]:
    """Faults in a list inside one line."""
    if len(one.evidence) != 1:
        return
    at = one.evidence[0]
    block = book.blocks[at.block].text
    listed = block[at.start : at.end]
    line = line_of(text, at.place.file, at.place.line)
    spans = member_spans(listed, one.members)
    if line.count(listed) != 1 or not spans:
        return

    def fault(kind: str, new: str, what: str) -> Fault:
        return Fault(
            text.changed(at.place.file, at.place.line, line.replace(listed, new)),
            kind,
            one.term,
            places(one),
            what,
        )

    which = chance.randrange(len(spans))
    start, end = spans[which]
    if which + 1 < len(spans):
        cut = listed[:start] + listed[spans[which + 1][0] :]
    else:
        cut = listed[: spans[which - 1][1]] + listed[end:]
    if len(spans) > 2:  # what is left of two is no list
        yield fault("deleted", cut, listed[start:end])
    gap = listed[spans[0][1] : spans[1][0]]
    mark = gap if gap in SEPARATORS else "、"
    extra = like(listed[start:end], chance)
    yield fault("added", listed[: spans[0][1]] + mark + extra + listed[spans[0][1] :], extra)
    other = (which + 1) % len(spans)
    yield fault(
        "doubled",
        listed[:start] + listed[slice(*spans[other])] + listed[end:],
        listed[slice(*spans[other])],
    )


def member_spans(listed: str, members: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where each member stands in a list as written;
    [] where they do not stand there one by one.
    """
    spans, at = [], 0
    for member in members:
        start = listed.find(member, at)
        if start < 0:
            return []
        at = start + len(member)
        spans.append((start, at))
    gaps = [listed[a[1] : b[0]] for a, b in zip(spans, spans[1:], strict=False)]
    return spans if all(gap in tuple(SEPARATORS) or JOINS.fullmatch(gap) for gap in gaps) else []


def like(member: str, chance: random.Random) -> str:
    """A member of the same make and length that the text does not have: its characters about half
    changed.
    """
    pool = "文明团结奋进开放绿色创新共享安全高效便民"
    keep = member[-2:] if len(member) > 3 else member[-1:]
    head = "".join(chance.sample(pool, max(1, min(len(member) - len(keep), 6))))
    return head + keep


RUN = re.compile("([一二三四五六七八九])(是|要)|第([一二三四五六七八九])(?=，)")


def in_run(text: Text, book: Book, one: Enumeration, chance: random.Random) -> Iterator[Fault]:
    """Faults in 一是……二是…… inside one paragraph: an item out, labels numbered anew; two labels
    exchanged; one more item.
    """
    if one.rule != "in_run" or len({at.block for at in one.evidence}) != 1:
        return
    first = one.evidence[0]
    line = line_of(text, first.place.file, first.place.line)
    block = book.blocks[first.block].text
    if block not in line:
        return
    offset = line.index(block)
    labels = []
    for at in one.evidence:
        found = list(RUN.finditer(block, max(0, at.start - 4), at.start + 1))
        if not found:
            return
        labels.append(found[-1])
    where = places(one)

    def fault(kind: str, new: str, what: str) -> Fault:
        return Fault(
            text.changed(
                first.place.file,
                first.place.line,
                line[:offset] + new + line[offset + len(block) :],
            ),
            kind,
            one.term,
            where,
            what,
        )

    which = chance.randrange(1, len(labels)) if len(labels) > 2 else 1
    begin = labels[which].start()
    end = labels[which + 1].start() if which + 1 < len(labels) else len(block)
    rest = block[end:]
    tail = block[:begin].rstrip("；，") + "。" if not rest else block[:begin]
    yield fault("deleted", tail + renumbered(rest, labels[which + 1 :], end, -1), block[begin:end])
    a, b = labels[which - 1], labels[which]
    exchanged = (
        block[: a.start()] + b.group() + block[a.end() : b.start()] + a.group() + block[b.end() :]
    )
    yield fault("swapped", exchanged, f"{a.group()}↔{b.group()}")
    label = (
        labels[-1]
        .group()
        .replace(numerals.spell_number(len(labels)), numerals.spell_number(len(labels) + 1))
    )
    ended = block.rstrip("。")
    if one.evidence[-1].end >= len(block) - 1 and label != labels[-1].group():
        yield fault("added", f"{ended}；{label}抓好其他各项工作。", label)


def renumbered(text: str, labels: list[re.Match[str]], offset: int, step: int) -> str:
    for label in reversed(labels):
        start = label.start() - offset
        old = label[1] or label[3]
        value = (numerals.parse_number(old) or 0) + step
        text = (
            text[:start]
            + label.group().replace(old, numerals.spell_number(value))
            + text[start + len(label.group()) :]
        )
    return text


def in_paragraphs(
    text: Text, book: Book, one: Enumeration, chance: random.Random
) -> Iterator[Fault]:
    """A member that has a paragraph of its own is taken out with it."""
    if one.rule not in ("in_entries", "in_parallel", "in_paragraphs"):
        return
    at = one.evidence[-1]
    following = line_of(text, at.place.file, at.place.line)
    if not following.strip():
        return
    yield Fault(
        text.changed(at.place.file, at.place.line, None),
        "deleted",
        one.term,
        places(one),
        following[:12],
    )


def number(text: Text, book: Book, one: Enumeration, chance: random.Random) -> Iterator[Fault]:
    """Another number where the members are listed."""
    if (
        one.defined is None
        or one.defined.place not in {at.place for at in one.evidence}
        and one.rule == "elsewhere"
    ):
        return
    at = one.defined
    block = book.blocks[at.block].text
    term = block[at.start : at.end]
    match = terms.GROUP.match(term)
    if (
        match is None
        or (value := numerals.parse_number(match["number"])) is None
        or not 2 <= value < 9
    ):
        return
    new = value + chance.choice((1, -1) if value > 3 else (1,))
    written = "两" if new == 2 else numerals.spell_number(new)
    line = line_of(text, at.place.file, at.place.line)
    around = block[max(0, at.start - 6) : at.end]
    if line.count(around) != 1:
        return
    wrong = around[: len(around) - len(term)] + written + term[match.end() :]
    yield Fault(
        text.changed(at.place.file, at.place.line, line.replace(around, wrong)),
        "number",
        one.term,
        places(one),
        written + term[match.end() :],
    )


def all_faults(
    paths: list[Path], folder: Path, seed: int = 20240528
) -> list[tuple[Fault, set[tuple[str, str, int, str]]]]:
    """The faults of several documents, each with what is told of the document without it."""
    chance = random.Random(seed)
    found = []
    for path in paths:
        text = imported(path, folder / path.stem)
        before = told(text.book())
        found += [(fault, before) for fault in faults(text, chance)]
    return found


def main() -> None:
    import tempfile

    names = sys.argv[1:]
    paths = [path for path in sorted(CORPUS.glob("*.txt")) if not names or path.stem in names]
    with tempfile.TemporaryDirectory() as folder:
        every = all_faults(paths, Path(folder))
        missed = [fault for fault, before in every if not reported(fault, before)]
    for fault in missed:
        print(f"missed  {fault.text.name}  {fault.kind}  {fault.term}  {fault.what}")
        for file, line in sorted(fault.lines):
            shown = dict(fault.text.files)[file][line - 1]
            at = max(shown.find(fault.term), 0)
            print(f"    {file}:{line}  {shown[max(0, at - 60) : at + 60]}")
    kinds = sorted({fault.kind for fault, _ in every})
    for kind in kinds:
        of_kind = [fault for fault, _ in every if fault.kind == kind]
        print(f"{kind}: {len(of_kind) - sum(one.kind == kind for one in missed)} of {len(of_kind)}")
    print(f"all: {len(every) - len(missed)} of {len(every)}")


if __name__ == "__main__":
    main()
