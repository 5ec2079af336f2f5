"""The house list (单位用语表) of an office, read from TOML or from the rows of a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from duben.analysis.toml_tables import TEXT, TEXTS, TRUTH, TableReading
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
    "规范用语": "use", "规范写法": "use", "正确写法": "use", "用语": "use", "use": "use",
    "不用": "not", "不用的写法": "not", "错误写法": "not", "禁用": "not", "not": "not",
    "例外": "unless", "unless": "unless",
    "姓名": "name", "人名": "name", "name": "name",
    "职务": "offices", "现任职务": "offices", "offices": "offices",
    "曾任": "former", "曾任职务": "former", "原任职务": "former", "former": "former",
    "备注": "note", "说明": "note", "note": "note",
}  # fmt: skip
PARTS = re.compile("[；;、\n]+")
SHORTEST = 2  # characters of a wording or a name


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
    return _without_faults(house_list, reading.problems)


def house_list_of_rows(
    file: str, rows: Sequence[tuple[int, Sequence[object]]]
) -> tuple[HouseList, tuple[Problem, ...]]:
    """The list in the rows of a spreadsheet: their numbers, and their cells; the first one names
    the columns. Several forms stand in a cell with 、 or ； between them.
    """
    if not rows:
        return HouseList(), (problem("house-list-head", SourceLocation(file, 1), name=file),)
    number, cells = rows[0]
    keys = [COLUMNS.get(str(cell).strip().casefold(), "") for cell in cells]
    if not {"use", "name"} & set(keys):
        return HouseList(), (problem("house-list-head", SourceLocation(file, number), name=file),)
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
    wordings, persons = [], []
    for number, cells in rows[1:]:
        values = {
            key: str(cell).strip()
            for key, cell in zip(keys, cells, strict=False)
            if key and str(cell).strip()
        }
        lists: dict[str, object] = {
            key: _parts(value) if key in ("not", "unless", "offices", "former") else value
            for key, value in values.items()
        }
        if "name" in values:
            persons.append(_person(lists, SourceLocation(file, number)))
        elif "use" in values:
            wordings.append(_wording(lists, SourceLocation(file, number)))
    house_list, faults = _without_faults(HouseList(tuple(wordings), tuple(persons)), [])
    return house_list, (*unknown, *faults)


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in PARTS.split(cell) if part.strip())


def _wording(values: Mapping[str, object], place: SourceLocation) -> FixedWording:
    forbidden, unless = values.get("not", ()), values.get("unless", ())
    assert isinstance(forbidden, tuple) and isinstance(unless, tuple)
    return FixedWording(
        str(values["use"]).strip(), forbidden, unless, bool(values.get("near", True)), place
    )


def _person(values: Mapping[str, object], place: SourceLocation) -> Person:
    offices, former = values.get("offices", ()), values.get("former", ())
    assert isinstance(offices, tuple) and isinstance(former, tuple)
    return Person(str(values["name"]).strip(), offices, former, place)


def _without_faults(
    house_list: HouseList, problems: Sequence[Problem]
) -> tuple[HouseList, tuple[Problem, ...]]:
    """The list without entries that cannot hold, and all that is wrong."""
    faults = [*problems, *_faults(house_list)]
    wrong = {fault.place for fault in faults}
    return HouseList(
        tuple(one for one in house_list.wordings if one.place not in wrong),
        tuple(one for one in house_list.persons if one.place not in wrong),
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
        [(one.use, one.place) for one in house_list.wordings]
        + [(one.name, one.place) for one in house_list.persons],
        key=lambda entry: (entry[0], entry[1] or SourceLocation("")),
    )
    for (before, _), (text, place) in pairwise(entries):
        if before == text:
            yield problem("house-list-twice", place, text=text)
