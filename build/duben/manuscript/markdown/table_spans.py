"""Merged cells of a table: ``<<`` goes on from the cell at its left, ``^^`` from the one above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from duben.model import Block

# What stands alone in a cell that a merged one covers, and where that one is.
SIGNS = {"<<": "left", "^^": "above"}

Place = tuple[int, int]  # row and column, from 0


def merge_cells(rows: Sequence[Block]) -> tuple[list[Block], list[Place]]:
    """The rows of a table with the spans of their merged cells, and the covered cells that belong
    to none: they are empty cells then.

    A merged cell is a rectangle in the head or in the body. Its first cell has the attributes
    ``colspan`` and ``rowspan`` (from 2); the others stay, so that each row has all its columns.
    """
    result: list[Block] = []
    lost: list[Place] = []
    for _, part in groupby(rows, key=lambda row: row.attribute("head")):
        merged, alone = _merge_part(list(part))
        lost += [(len(result) + down, across) for down, across in alone]
        result += merged
    return result, lost


def _merge_part(rows: list[Block]) -> tuple[list[Block], list[Place]]:
    grid = [row.children for row in rows]
    if not any(cell.attribute("covered") for row in grid for cell in row):
        return rows, []
    owners = _owners(grid)
    areas: dict[Place, list[Place]] = {}
    for place, owner in owners.items():
        areas.setdefault(owner, []).append(place)
    lost = {place for owner, places in areas.items() for place in _alone(grid, owner, places)}
    spans = {
        owner: (max(across for _, across in places) - owner[1] + 1, len({row for row, _ in places}))
        for owner, places in areas.items()
        if not _alone(grid, owner, places)
    }
    return [
        replace(
            row,
            children=tuple(
                _with_span(cell, spans.get((down, across), (1, 1)), (down, across) in lost)
                for across, cell in enumerate(row.children)
            ),
        )
        for down, row in enumerate(rows)
    ], sorted(lost)


def _owners(grid: Sequence[Sequence[Block]]) -> dict[Place, Place]:
    """For each cell the first cell of the merged one that it belongs to."""
    owners: dict[Place, Place] = {}
    for down, row in enumerate(grid):
        for across, cell in enumerate(row):
            beside = {"left": (down, across - 1), "above": (down - 1, across)}
            before = beside.get(cell.attribute("covered"), (-1, -1))
            owners[down, across] = owners.get(before, (down, across))
    return owners


def _alone(grid: Sequence[Sequence[Block]], owner: Place, places: Sequence[Place]) -> list[Place]:
    """The covered cells of a merged one that is no rectangle or has no first cell."""
    corner = max(down for down, _ in places), max(across for _, across in places)
    whole = (corner[0] - owner[0] + 1) * (corner[1] - owner[1] + 1) == len(places)
    is_first = not grid[owner[0]][owner[1]].attribute("covered")
    if whole and is_first:
        return []
    return [place for place in places if grid[place[0]][place[1]].attribute("covered")]


def _with_span(cell: Block, span: tuple[int, int], is_lost: bool) -> Block:
    names = [
        *((name, value) for name, value in cell.attributes if not (is_lost and name == "covered")),
        *(
            (name, str(count))
            for name, count in zip(("colspan", "rowspan"), span, strict=True)
            if count > 1
        ),
    ]
    return replace(cell, attributes=tuple(names))
