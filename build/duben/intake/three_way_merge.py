"""A three-way merge of Markdown files: base, source and manuscript.

The base is the source as it was taken in, the source is what it is now, the manuscript is what the
editor made of the base. What the source changed since goes into the manuscript, what the editor did
stays, and where both changed the same words the editor decides (diff3: Khanna, Kunal and Pierce
2007, A Formal Investigation of Diff3).

The files are split into units: paragraphs, headings, items, rows, notes. Units of the base are
paired with those of the source and with those of the manuscript (``duben.revision.pair_units``). So
each unit of the manuscript has, perhaps, one of the base and one of the source, and its wording is
merged (``wording_merge``). What only the source has is put in behind the unit before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Literal

from duben import chinese
from duben.intake.wording_merge import markup_of, merge_wording, words_of
from duben.model import Problem, SourceLocation
from duben.revision import Unit, moved_pairs, pair_units, shorten

# A line that begins a piece of its own, whatever stands before it.
OPENS_UNIT = re.compile(
    r"\s*(?:[-*+•]\s|\d{1,9}[.)]\s|#{1,6}\s|[|｜>]|!!!|\[\^[^\]]+\]:|\{:|<!--|```|~~~)"
)
# And one behind which nothing goes on.
ENDS_UNIT = re.compile(r"\s*(?:#{1,6}\s|[|｜]|!!!|\{:|```|~~~)")
TITLE = re.compile(r"#(?!#)\s*(?P<title>.*)")
ConflictKind = Literal["both", "removed", "changed-gone", "moved"]


@dataclass(frozen=True, slots=True)
class MarkdownUnit:
    """A paragraph, heading, item, row or note as it is typed, the blanks before it, and its line in
    the file.
    """

    file: str
    before: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """What is left to the editor. ``both``: source and editor changed the same words; ``removed``:
    the source no longer has a unit on which the editor worked; ``changed-gone``: it changed one
    that the editor took out; ``moved``: it moved one on which both worked.

    ``place`` is in the manuscript as it now is; ``base``, ``source`` and ``own`` are the three
    wordings, "" where there is none.
    """

    what: ConflictKind
    place: SourceLocation
    base: str
    source: str
    own: str


@dataclass(frozen=True, slots=True)
class Update:
    """A manuscript brought up to its source: the files to be written, what was taken over (kind,
    place, words), what was not. ``emptied`` are files of the manuscript of which nothing is left.
    """

    files: Mapping[str, str]
    taken: tuple[tuple[str, SourceLocation, str], ...]
    conflicts: tuple[Conflict, ...]
    notices: tuple[Problem, ...] = ()
    emptied: tuple[str, ...] = ()


def split_units(file: str, text: str) -> Iterator[MarkdownUnit]:
    """The units of a file; joined with the blanks before them, and what is left at the end, they
    are the file.
    """
    before: list[str] = []
    own: list[str] = []
    start = 1
    fenced = ""
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        if not line.strip() and not fenced:
            if own:
                yield MarkdownUnit(file, "".join(before), "".join(own), start)
                before, own = [], []
            before.append(line)
            continue
        if own and (fenced or OPENS_UNIT.match(line) or ENDS_UNIT.match(own[-1])):
            yield MarkdownUnit(file, "".join(before), "".join(own), start)
            before, own = [], []
        if mark := re.match(r"\s*(`{3,}|~{3,})", line):
            fenced = "" if fenced and mark[1].startswith(fenced) else fenced or mark[1]
        if not own:
            start = number
        own.append(line)
    if own:
        yield MarkdownUnit(file, "".join(before), "".join(own), start)


def update(old: Mapping[str, str], new: Mapping[str, str], own: Mapping[str, str]) -> Update:
    """The manuscript ``own`` with what became of its source from ``old`` to ``new``; each maps
    files, in their order, to text.
    """
    return ThreeWayMerge(old, new, own).merge()


def _revision_units(units: Sequence[MarkdownUnit]) -> tuple[Unit, ...]:
    return tuple(
        Unit(
            f"{index}",
            "paragraph",
            text := unit.text.strip(),
            SourceLocation(unit.file, unit.line),
            "",
            label.text if (label := chinese.read_label(text)) else "",
        )
        for index, unit in enumerate(units)
    )


@dataclass
class ThreeWayMerge:
    """One merge. ``source_of`` and ``own_of`` give the index of the unit of the source and of the
    manuscript for that of a unit of the base, ``base_of`` the way back from the manuscript.

    ``changes`` holds (kind, key, words), ``open_conflicts`` (kind, key, base, source, own). A key
    is the index of a unit of the manuscript; units that come from the source are counted on.
    """

    old: Mapping[str, str]
    new: Mapping[str, str]
    own: Mapping[str, str]
    changes: list[tuple[str, int, str]] = field(default_factory=list)
    open_conflicts: list[tuple[ConflictKind, int, str, str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.base_units, self.source_units, self.own_units = (
            [unit for name, text in files.items() for unit in split_units(name, text)]
            for files in (self.old, self.new, self.own)
        )
        base, source, own = map(
            _revision_units, (self.base_units, self.source_units, self.own_units)
        )
        pairs = pair_units(base, source)
        self.source_of = dict(pairs)
        self.moved = {i for i, _ in moved_pairs(pairs, base, source)}
        self.own_of = dict(pair_units(base, own))
        self.base_of = {j: i for i, j in self.own_of.items()}

    @property
    def _first_file(self) -> str:
        """The first chapter; where the editor took all away, that of the source as it was."""
        return next(iter(self.own or self.old or self.new), "01.md")

    def merge(self) -> Update:
        """Returns the manuscript as it becomes."""
        # The result: units of the manuscript by index, each with what comes behind it.
        texts = {index: self._merge_unit(index) for index in range(len(self.own_units))}
        rows: list[tuple[int, MarkdownUnit]] = []
        titled = {
            unit.file
            for unit, text in zip(self.own_units, texts.values(), strict=True)
            if text is not None and TITLE.match(text)
        }
        behind = self._insertions(titled)
        for index in range(-1, len(self.own_units)):
            if index >= 0 and (text := texts[index]) is not None:
                rows.append((index, replace(self.own_units[index], text=text)))
            last = self.own_units[max(index, 0)].file if self.own_units else self._first_file
            for key, unit in behind.get(index, ()):
                last = self._file_of(unit, last, titled, ahead=index < 0)
                if TITLE.match(unit.text):
                    titled.add(last)
                rows.append((key, replace(unit, file=last)))
        return self._result(rows)

    def _merge_unit(self, index: int) -> str | None:
        """The new text of a unit of the manuscript; None where it goes, or stands elsewhere now."""
        own = self.own_units[index].text
        was = self.base_of.get(index)
        if was is None:
            return own
        before = self.base_units[was].text
        now = self.source_of.get(was)
        if now is None:
            if words_of(own) == words_of(before) and markup_of(own) == markup_of(before):
                self.changes.append(("removed", index, before))
                return None
            self.open_conflicts.append(("removed", index, before, "", own))
            return own
        after = self.source_units[now].text
        text = merge_wording(before, after, own)
        if text is None:
            self.open_conflicts.append(
                ("moved" if was in self.moved else "both", index, before, after, own)
            )
            return own
        if was in self.moved:
            return None  # it is put in where the source has it
        if text != own:
            self.changes.append(("changed", index, after))
        return text

    def _insertions(self, titled: Set[str]) -> dict[int, list[tuple[int, MarkdownUnit]]]:
        """What the source added, or moved, behind which unit of the manuscript; each with a key of
        its own.
        """
        behind: dict[int, list[tuple[int, MarkdownUnit]]] = {}
        from_source = {j: i for i, j in self.source_of.items()}
        anchor = -1
        failed = {index for _, index, *_ in self.open_conflicts}
        for j, unit in enumerate(self.source_units):
            if TITLE.match(unit.text):
                below = self._chapter_below(j, from_source)
                unit = replace(unit, file=below) if below and below not in titled else unit
            was = from_source.get(j)
            mine = self.own_of.get(was) if was is not None else None
            if was is None:
                key = len(self.own_units) + j
                behind.setdefault(anchor, []).append((key, unit))
                self.changes.append(("added", key, unit.text))
            elif mine is None:
                if self.base_units[was].text.strip() != unit.text.strip():
                    self.open_conflicts.append(
                        ("changed-gone", anchor, self.base_units[was].text, unit.text, "")
                    )
            elif was in self.moved and mine not in failed:
                text = merge_wording(
                    self.base_units[was].text, unit.text, self.own_units[mine].text
                )
                assert text is not None
                key = len(self.own_units) + j
                behind.setdefault(anchor, []).append((key, replace(unit, text=text)))
                self.changes.append(("moved", key, text))
            elif was not in self.moved:
                anchor = mine
        return behind

    def _chapter_below(self, j: int, from_source: Mapping[int, int]) -> str:
        """The file of the manuscript that has what stands below a title of the source; "" for a
        chapter of which it has nothing, or that moved.
        """
        for k in range(j + 1, len(self.source_units)):
            if self.source_units[k].file != self.source_units[j].file:
                break
            was = from_source.get(k)
            mine = None if was is None or was in self.moved else self.own_of.get(was)
            if mine is not None:
                return self.own_units[mine].file
        return ""

    def _file_of(self, unit: MarkdownUnit, before: str, titled: Set[str], ahead: bool) -> str:
        """The file into which a unit goes: a new one where it opens a chapter of the source, or
        where the file before has a title. ``ahead``: all that the manuscript has comes behind.
        """
        if not TITLE.match(unit.text):
            return before
        is_first = ahead and before in self.own
        start = "" if is_first else before
        is_next = start < unit.file and not any(start < name <= unit.file for name in titled)
        if unit.file in self.own and is_next:
            return unit.file  # its title was another, or an earlier update emptied it
        is_known = unit.file in self.own or any(
            other.file == unit.file for other in self.base_units
        )
        if is_known and before not in titled:
            return before
        names = _names_ahead(before, unit.file) if is_first else _names_behind(before, unit.file)
        taken = self.own.keys() | titled
        return next(name for name in names if name not in taken)

    def _result(self, rows: Sequence[tuple[int, MarkdownUnit]]) -> Update:
        """The files of (key, unit) in order, and where in them changes and conflicts stand."""
        files: dict[str, str] = {}
        places: dict[int, SourceLocation] = {}
        ends = {name: text[len(text.rstrip()) :] for name, text in self.own.items()}
        last: dict[str, MarkdownUnit] = {}
        for key, unit in rows:
            text = files.get(unit.file, "")
            gap = unit.before if text else unit.before if key < len(self.own_units) else ""
            if text and not text.endswith("\n"):
                gap = "\n" + gap
            if (
                text
                and key >= len(self.own_units)
                and not gap.strip("\n")
                and not _same_run(last.get(unit.file), unit)
            ):
                gap = "\n" * max(1, len(gap)) if text.endswith("\n") else "\n\n"
            whole = text + gap
            places[key] = SourceLocation(unit.file, whole.count("\n") + 1)
            files[unit.file] = whole + (unit.text if unit.text.endswith("\n") else unit.text + "\n")
            last[unit.file] = unit
        for name, text in files.items():
            files[name] = text.rstrip("\n") + (ends.get(name) or "\n")
        emptied = tuple(
            name for name, text in self.own.items() if name not in files and text.strip()
        )
        order = sorted(places.values())
        start = order[0] if order else SourceLocation(self._first_file, 1)

        def place(key: int) -> SourceLocation:
            if key in places or not 0 <= key < len(self.own_units):
                return places.get(key, start)
            # It went: behind what its file has before it, or where it was in a file that is empty.
            unit = self.own_units[key]
            if unit.file in emptied:
                return SourceLocation(unit.file, unit.line)
            return next(
                (
                    places[index]
                    for index in range(key, -1, -1)
                    if index in places and self.own_units[index].file == unit.file
                ),
                SourceLocation(unit.file, 1),
            )

        return Update(
            files,
            tuple(
                sorted(
                    (
                        (kind, place(key), shorten(text.strip(), 40))
                        for kind, key, text in self.changes
                    ),
                    key=lambda row: row[1],
                )
            ),
            tuple(
                sorted(
                    (
                        Conflict(what, place(key), before.strip(), after.strip(), own.strip())
                        for what, key, before, after, own in self.open_conflicts
                    ),
                    key=lambda conflict: conflict.place,
                )
            ),
            emptied=emptied,
        )


def _names_behind(before: str, name: str) -> Iterator[str]:
    """Names of a chapter behind another, ahead of the next: 02a-….md, 02aa-….md behind 02-….md."""
    stem = before.removesuffix(".md")
    head = re.match(r"\d+[a-z]*", stem)
    mark, rest = head[0] if head else stem, re.sub(r"^\d+-?", "", name)
    while True:
        mark += "a"
        yield f"{mark}-{rest}"


def _names_ahead(first: str, name: str) -> Iterator[str]:
    """Names of a chapter ahead of all others: 00a-….md ahead of 01-….md."""
    number = re.match(r"\d+", first)
    if number is None or not int(number[0]):
        return _names_behind(first, name)
    return _names_behind(f"{int(number[0]) - 1:0{len(number[0])}}-", name)


def _same_run(before: MarkdownUnit | None, unit: MarkdownUnit) -> bool:
    """Whether two units are rows of one table or items of one list."""
    return before is not None and any(
        re.match(mark, before.text.strip()) and re.match(mark, unit.text.strip())
        for mark in (r"[|｜]", r"[-*+]\s", r"\d{1,9}[.)]\s")
    )
