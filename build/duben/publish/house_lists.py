"""The house list that the settings name: a file of the book, of its theme or of the user's own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from duben import analysis, intake, manuscript
from duben.manuscript import Manuscript
from duben.model import BookError, HouseList, Problem, Source, problem

LIST_BYTES = 2_000_000
TOML_SUFFIX = ".toml"
TABLE_SUFFIXES = (".xlsx", ".xls", ".csv")


@dataclass(frozen=True, slots=True)
class LoadedHouseList:
    """A house list, the text it was read from (None for a spreadsheet), and what is wrong in it."""

    house_list: HouseList = HouseList()
    source: Source | None = None
    problems: tuple[Problem, ...] = ()


def load_house_list(opened: Manuscript, toml: Source | None) -> LoadedHouseList:
    """The list that ``[text] house_list`` names; an empty one where it names none.
    ``toml`` is book.toml.
    """
    name = opened.settings.text.house_list
    if not name:
        return LoadedHouseList()
    settings = Source(manuscript.SETTINGS, toml.text if toml else "")
    place = manuscript.named_file_place(settings, name, opened.theme)
    folder = manuscript.home_of(name, opened.folder, opened.theme, shared=True)
    suffix = Path(name).suffix.lower()
    if suffix == TOML_SUFFIX:
        source, problems = manuscript.read_text(folder, name, LIST_BYTES, place)
        if source is None:
            return LoadedHouseList(problems=problems)
        house_list, faults = analysis.read_house_list(source)
        return LoadedHouseList(house_list, source, (*problems, *faults))
    if suffix not in TABLE_SUFFIXES:
        kind = problem("house-list-kind", place, name=manuscript.printable_name(name))
        return LoadedHouseList(problems=(kind,))
    data = manuscript.read_file(folder, name, LIST_BYTES, place)
    if isinstance(data, Problem):
        return LoadedHouseList(problems=(data,))
    try:
        table = intake.read_spreadsheet(folder / name)
    except BookError as error:
        return LoadedHouseList(problems=error.problems)
    rows = [(row.number, row.cells) for row in table.rows]
    house_list, faults = analysis.house_list_of_rows(name, rows, table.merged)
    return LoadedHouseList(house_list, None, (*table.problems, *faults))
