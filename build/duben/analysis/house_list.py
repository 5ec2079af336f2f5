"""The house list (单位用语表) of an office, read from TOML or from the rows of a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from duben.analysis.toml_tables import TEXT, TEXTS, TRUTH, TableReading
from duben.chinese import BLANKS
from duben.model import (
    FixedWording,
    HouseList,
    Person,
    Problem,
    Source,
    SourceLocation,
    problem,
    warning,
)

WORDING_KEYS = {"use": TEXT, "not": TEXTS, "unless": TEXTS, "near": TRUTH, "note": TEXT}
PERSON_KEYS = {"name": TEXT, "offices": TEXTS, "former": TEXTS, "note": TEXT}
# Heads of a spreadsheet → keys. A row with offices is a person, another one a wording.
COLUMNS: Mapping[str, str] = {
    "规范用语": "use", "规范写法": "use", "正确写法": "use", "用语": "use", "规范表述": "use",
    "全称": "use", "use": "use",
    "不用": "not", "不用的写法": "not", "错误写法": "not", "禁用": "not", "不用写法": "not",
    "不规范写法": "not", "not": "not",
    "例外": "unless", "unless": "unless",
    "姓名": "name", "人名": "name", "name": "name",
    "现任": "offices", "offices": "offices", "曾任": "former", "former": "former",
    "备注": "note", "说明": "note", "序号": "note", "编号": "note", "note": "note",
}  # fmt: skip
SEPARATORS = "；;、，,\n"  # between the forms of a cell
NOTHING = re.compile("[-—–/／无無]+|暂无|暫無")  # what is written into a cell that stays empty
REMARK = re.compile(r"[(（][^()（）]*[)）]$")  # behind the name of a column
HAN_BLANKS = re.compile(r"(?<=[㐀-鿿])\s+(?=[㐀-鿿])")
HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code).isalnum()}
HEAD_ROWS = 10  # rows in which the names of the columns are looked for
SHORTEST = 2  # characters of a wording or a name
# What begins an entry → the lists that it has, and how messages call it.
KINDS: Mapping[str, frozenset[str]] = {
    "use": frozenset(("not", "unless")),
    "name": frozenset(("offices", "former")),
}
HEADS = {"use": "规范用语", "name": "姓名"}
LISTS = frozenset.union(*KINDS.values())
Row = tuple[int, Sequence[object]]  # its number in the file, and its cells
MergedCells = tuple[int, int, int, int]  # first row and column, last row and column; from 1


def read_house_list(source: Source) -> tuple[HouseList, tuple[Problem, ...]]:
    """The list in a TOML file with tables [[wording]] and [[person]], and what is wrong in it. An
    entry that is wrong is left out.
    """
    reading = TableReading(source)
    reading.allow_only("wording", "person")
    wordings = []
    for lines, table in reading.tables("wording"):
        if (values := reading.values(lines, table, WORDING_KEYS)) is not None:
            place = source.place(lines.get("use", lines.get("", 1)))
            wordings.append(_wording(values, place))
    persons = []
    for lines, table in reading.tables("person"):
        if (values := reading.values(lines, table, PERSON_KEYS)) is not None:
            place = source.place(lines.get("name", lines.get("", 1)))
            persons.append(_person(values, place))
    house_list = HouseList(tuple(wordings), tuple(persons))
    return _without_faults(house_list, reading.problems, source.place(1))


def house_list_of_rows(
    file: str, rows: Sequence[Row], merged: Sequence[MergedCells] = ()
) -> tuple[HouseList, tuple[Problem, ...]]:
    """The list in the rows of a spreadsheet: their numbers, and their cells; ``merged`` are the
    ranges of joined ones. Titles may stand above the names of the columns. Several forms stand in a
    cell with 、 or ； between them. A row without a wording or name adds to the one right above, or
    to that of its joined cell; offices in a joined cell are those of each person beside it.
    """
    filled = [at for at, (_, cells) in enumerate(rows) if any(str(cell).strip() for cell in cells)]
    head = next((at for at in filled[:HEAD_ROWS] if _has_keys(rows[at][1])), None)
    if head is None:
        place = SourceLocation(file, rows[0][0] if rows else 1)
        return HouseList(), (problem("house-list-head", place, name=file),)
    number, cells = rows[head]
    keys = [_key(cell) for cell in cells]
    unknown = [
        warning(
            "house-list-column",
            SourceLocation(file, number, column),
            name=file,
            head=str(cell).strip(),
            column=column,
        )
        for column, (key, cell) in enumerate(zip(keys, cells, strict=True), 1)
        if not key and str(cell).strip()
    ]
    entries = _RowEntries(file, keys, merged)
    for number, cells in _filled_down(rows[head + 1 :], keys, merged):
        entries.add(number, cells)
    house_list, faults = _without_faults(
        entries.house_list(), entries.problems, SourceLocation(file, rows[head][0])
    )
    return house_list, (*unknown, *faults)


class _RowEntries:
    """The entries of a spreadsheet, taken row by row, and rows that belong to none."""

    def __init__(self, file: str, keys: Sequence[str], merged: Sequence[MergedCells]) -> None:
        self.file = file
        self.keys = keys
        self.joined = {
            (number, keys[left - 1])
            for top, left, bottom, _ in merged
            if left <= len(keys)
            for number in range(top + 1, bottom + 1)
        }
        self.wordings: list[FixedWording] = []
        self.persons: list[list[Person]] = []  # those of a row
        self.problems: list[Problem] = []
        self.above: set[str] = set()  # the kinds of entries that the row above belongs to

    def house_list(self) -> HouseList:
        return HouseList(
            tuple(self.wordings), tuple(person for row in self.persons for person in row)
        )

    def add(self, number: int, cells: Sequence[object]) -> None:
        """Takes a row in: as an entry, as more of the one above, or as a fault."""
        values = _row_values(self.keys, cells)
        written = {key for key, cell in zip(self.keys, cells, strict=False) if str(cell).strip()}
        place = SourceLocation(self.file, number)
        above, self.above = self.above, set()
        for kind, lists in KINDS.items():
            joined = (number, kind) in self.joined
            if kind in values:
                self._begin(kind, values, place)
            elif lists & values.keys():
                if kind not in above or (kind in written and not joined):
                    head = HEADS[kind]
                    self.problems.append(warning("house-list-owner", place, head=head))
                    continue
                self._extend(kind, values)
            elif not (joined and kind in above):
                continue
            self.above.add(kind)

    def _begin(self, kind: str, values: Mapping[str, object], place: SourceLocation) -> None:
        if kind == "use":
            self.wordings.append(_wording(values, place))
        else:
            names = _parts(str(values["name"]), SEPARATORS) or [str(values["name"])]
            self.persons.append([_person({**values, "name": name}, place) for name in names])

    def _extend(self, kind: str, values: Mapping[str, object]) -> None:
        if kind == "use":
            self.wordings[-1] = _with_more_forms(self.wordings[-1], values)
        else:
            self.persons[-1] = [_with_more_offices(person, values) for person in self.persons[-1]]


def _filled_down(
    rows: Sequence[Row], keys: Sequence[str], merged: Sequence[MergedCells]
) -> Iterator[Row]:
    """The rows, in which a joined cell of forms or offices stands beside each entry that it is
    joined over.
    """
    by_number = {number: list(cells) for number, cells in rows}
    for top, left, bottom, _ in merged:
        key = keys[left - 1] if left <= len(keys) else ""
        if key not in LISTS or top not in by_number:
            continue
        owner = next(kind for kind, lists in KINDS.items() if key in lists)
        for number in range(top + 1, bottom + 1):
            cells = by_number.get(number, [])
            if left <= len(cells) and owner in _row_values(keys, cells):
                cells[left - 1] = by_number[top][left - 1]
    yield from by_number.items()


def _key(cell: object) -> str:
    """What a column with this name holds; empty where it is not known."""
    name = re.sub(r"\s", "", str(cell)).casefold()
    name = name if name in COLUMNS else REMARK.sub("", name)
    if name.endswith(("职务", "職務")):  # 党内职务, 行政职务, 原职务
        return "former" if name.startswith(("曾", "原", "前")) else "offices"
    return COLUMNS.get(name, "")


def _has_keys(cells: Sequence[object]) -> bool:
    return bool({"use", "name"} & {_key(cell) for cell in cells})


def _row_values(keys: Sequence[str], cells: Sequence[object]) -> dict[str, object]:
    """The cells of a row by what they hold; those of two columns that hold the same together."""
    texts: dict[str, list[str]] = {}
    for key, cell in zip(keys, cells, strict=False):
        text = str(cell).strip()
        if key and text and not NOTHING.fullmatch(text):
            texts.setdefault(key, []).append(text)
    use = "".join(texts.get("use", ()))
    separators = "".join(mark for mark in SEPARATORS if mark not in use)
    values: dict[str, object] = {}
    for key, row in texts.items():
        if key in LISTS:
            marks = SEPARATORS + BLANKS if key in ("offices", "former") else separators
            values[key] = tuple(part for text in row for part in _parts(text, marks))
        else:
            values[key] = row[0]
    return values


def _parts(cell: str, marks: str) -> list[str]:
    return [part.strip() for part in re.split(f"[{marks}]+", cell) if part.strip()]


def _plain(text: object) -> str:
    """A text of the list as it stands in a manuscript: letters and digits half-width, no blanks
    between 汉字.
    """
    return HAN_BLANKS.sub("", str(text).strip().translate(HALF_WIDTH))


def _forms(values: Mapping[str, object], key: str) -> tuple[str, ...]:
    """The texts that an entry has under a key, each once."""
    forms = values.get(key, ())
    assert isinstance(forms, tuple)
    return tuple(dict.fromkeys(map(_plain, forms)))


def _with_more_forms(wording: FixedWording, values: Mapping[str, object]) -> FixedWording:
    return replace(
        wording,
        forbidden=(*wording.forbidden, *_forms(values, "not")),
        unless=(*wording.unless, *_forms(values, "unless")),
    )


def _with_more_offices(person: Person, values: Mapping[str, object]) -> Person:
    return replace(
        person,
        offices=(*person.offices, *_forms(values, "offices")),
        former=(*person.former, *_forms(values, "former")),
    )


def _wording(values: Mapping[str, object], place: SourceLocation) -> FixedWording:
    return FixedWording(
        _plain(values["use"]),
        _forms(values, "not"),
        _forms(values, "unless"),
        bool(values.get("near", True)),
        place,
    )


def _person(values: Mapping[str, object], place: SourceLocation) -> Person:
    return Person(
        _plain(values["name"]), _forms(values, "offices"), _forms(values, "former"), place
    )


def _without_faults(
    house_list: HouseList, problems: Sequence[Problem], place: SourceLocation
) -> tuple[HouseList, tuple[Problem, ...]]:
    """The list without entries that cannot hold, and all that is wrong; ``place``: where a list
    without entries is told.
    """
    faults = [*problems, *_faults(house_list)]
    if not (faults or house_list.wordings or house_list.persons):
        faults = [warning("house-list-empty", place, name=place.file)]
    wrong = {fault.place for fault in faults}
    return HouseList(
        tuple(row for row in house_list.wordings if row.place not in wrong),
        tuple(row for row in house_list.persons if row.place not in wrong),
    ), tuple(sorted(faults, key=lambda fault: fault.place or SourceLocation("")))


def _faults(house_list: HouseList) -> Iterator[Problem]:
    uses = {wording.use for wording in house_list.wordings}
    for wording in house_list.wordings:
        contrary = next((form for form in wording.forbidden if form in uses), "")
        if min(map(len, (wording.use, *wording.forbidden))) < SHORTEST:
            yield problem("house-list-short", wording.place, text=wording.use, limit=SHORTEST)
        elif wording.use in wording.forbidden:
            yield problem("house-list-both", wording.place, text=wording.use)
        elif contrary:
            yield problem("house-list-contrary", wording.place, text=contrary, use=wording.use)
    for person in house_list.persons:
        if len(person.name) < SHORTEST:
            yield problem("house-list-short", person.place, text=person.name, limit=SHORTEST)
    entries = sorted(
        [(wording.use, (), wording.place) for wording in house_list.wordings]
        + [(person.name, person.offices, person.place) for person in house_list.persons],
        key=lambda entry: (entry[:2], entry[2] or SourceLocation("")),
    )
    # Two persons of one name hold different offices.
    for (before, offices, _), (text, other_offices, place) in pairwise(entries):
        if before == text and offices == other_offices:
            yield problem("house-list-twice", place, text=text)
