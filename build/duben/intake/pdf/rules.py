"""The rules that a page of a PDF draws, and the grids that they make. Doors: ``read_rules`` and
``find_grids``.

A rule is a straight line along the page: a stroke, a side of a stroked box, a filled box that is no
thicker than a line. Rules that touch make a grid; where one is missing between two fields of it,
these are one cell.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any, TypeVar

import lazy_loader

pypdfium2 = lazy_loader.load("pypdfium2")  # 5 MB, for one kind of file
THICKEST = 3.0  # pt of a filled box that is a rule
SHORTEST = 4.0  # pt of a rule
NEAR = 3.0  # pt within which two rules are one
SLIVER = 6.0  # pt of a column that rules drawn askew leave
FORM_DEPTH = 3  # forms within forms whose shapes are read
TOUCH = 4.5  # pt from its end within which a rule meets one across: Excel draws them cell by cell
OBJECT_LIMIT = 20_000  # shapes of a page; a drawing has more, a table fewer
RULE_LIMIT = 2_000  # of a page
FIELD_LIMIT = 10_000  # of a grid

T = TypeVar("T")
Place = Callable[[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A line along the page, in pt from its upper left corner: at ``at``, from ``begin`` to
    ``end``.
    """

    level: bool
    at: float
    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of a grid: its first row and column, and how many it takes."""

    row: int
    column: int
    down: int
    across: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the columns and rows of a grid begin and end, in pt, and its cells row by row."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    boxes: tuple[Box, ...]

    def fields(self) -> dict[tuple[int, int], Box]:
        """The cell that takes each field, by its row and column."""
        return {
            (box.row + below, box.column + beside): box
            for box in self.boxes
            for below in range(box.down)
            for beside in range(box.across)
        }


# --- the rules of a page --------------------------------------------------------------------------


def read_rules(page: Any, place: Place) -> list[Rule]:
    """The rules of a page; ``place`` turns a point of the file into one of the page as it is shown.
    None of a page with more shapes than a table has.
    """
    rules: list[Rule] = []
    shapes = page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH], max_depth=FORM_DEPTH)
    for count, shape in enumerate(shapes):
        rules += _shape_rules(shape.raw, _form_place(shape.container, place))
        if count > OBJECT_LIMIT or len(rules) > OBJECT_LIMIT:
            return []
    merged = [*_merged(rules, level=True), *_merged(rules, level=False)]
    return merged if len(merged) <= RULE_LIMIT else []


def _form_place(form: Any, place: Place) -> Place:
    """Where a point of a form stands on the page: in a sheet of Excel set into a text of Word."""
    if form is None:
        return place
    matrix = _matrix(form.raw)
    outer = _form_place(form.container, place)
    return lambda x, y: outer(*_moved(matrix, x, y))


def _matrix(shape: Any) -> Any:
    matrix = pypdfium2.raw.FS_MATRIX()
    pypdfium2.raw.FPDFPageObj_GetMatrix(shape, matrix)
    return matrix


def _moved(matrix: Any, x: float, y: float) -> tuple[float, float]:
    return matrix.a * x + matrix.c * y + matrix.e, matrix.b * x + matrix.d * y + matrix.f


def _shape_rules(shape: Any, place: Place) -> Iterator[Rule]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pypdfium2.raw.FPDFPath_GetDrawMode(shape, fill, stroke)
    for points in _outlines(shape, place):
        if _is_oblique(points):
            continue
        lines = pairwise(points) if stroke.value else _thin_box(points) if fill.value else ()
        for (left, top), (right, bottom) in lines:
            if abs(bottom - top) < 1 and abs(right - left) >= SHORTEST:
                yield Rule(True, (top + bottom) / 2, min(left, right), max(left, right))
            elif abs(right - left) < 1 and abs(bottom - top) >= SHORTEST:
                yield Rule(False, (left + right) / 2, min(top, bottom), max(top, bottom))


def _is_oblique(points: Sequence[tuple[float, float]]) -> bool:
    """Whether a side of an outline is neither level nor upright: an arrow, no part of a table."""
    return any(
        abs(right - left) >= SHORTEST and abs(bottom - top) >= SHORTEST
        for (left, top), (right, bottom) in pairwise(points)
    )


def _thin_box(
    points: Sequence[tuple[float, float]],
) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """The middle line of a filled box that is as thin as a rule."""
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    if bottom - top <= THICKEST < right - left:
        return [((left, (top + bottom) / 2), (right, (top + bottom) / 2))]
    if right - left <= THICKEST < bottom - top:
        return [(((left + right) / 2, top), ((left + right) / 2, bottom))]
    return []


def _outlines(shape: Any, place: Place) -> Iterator[list[tuple[float, float]]]:
    """The points of each outline of a shape, the first one again where it is closed; none of one
    with a curve.
    """
    raw = pypdfium2.raw
    matrix, x, y = _matrix(shape), ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for index in range(raw.FPDFPath_CountSegments(shape)):
        segment = raw.FPDFPath_GetPathSegment(shape, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_BEZIERTO:
            return
        if kind == raw.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        points.append(place(*_moved(matrix, x.value, y.value)))
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points


def _merged(rules: Sequence[Rule], level: bool) -> Iterator[Rule]:
    """The rules of one direction, those in one line that touch as one."""
    ordered = sorted((r for r in rules if r.level == level), key=lambda r: (r.at, r.begin))
    for row in _near_groups(ordered, lambda rule: rule.at):
        at = sum(rule.at for rule in row) / len(row)
        held = None
        for rule in sorted(row, key=lambda rule: rule.begin):
            if held is not None and rule.begin <= held.end + NEAR:
                held = Rule(level, at, held.begin, max(held.end, rule.end))
                continue
            if held is not None:
                yield held
            held = Rule(level, at, rule.begin, rule.end)
        if held is not None:
            yield held


def _near_groups(ordered: Sequence[T], key: Callable[[T], float]) -> Iterator[list[T]]:
    """Entries in order, those that differ by no more than NEAR from the first of them together."""
    group: list[T] = []
    for entry in ordered:
        if group and key(entry) - key(group[0]) > NEAR:
            yield group
            group = []
        group.append(entry)
    if group:
        yield group


# --- grids ----------------------------------------------------------------------------------------


def find_grids(rules: Sequence[Rule]) -> list[Grid]:
    """The grids of two columns and more that rules make, from the top; where those that
    nearly touch make none, those that do.
    """
    grids: list[Grid] = []
    for touching in _touching(rules, TOUCH):
        grid = _grid(touching)
        nearer = () if grid else _touching(touching, NEAR)
        grids += [each for each in (grid, *map(_grid, nearer)) if each is not None]
    return sorted(grids, key=lambda grid: (grid.rows[0], grid.columns[0]))


def _touching(rules: Sequence[Rule], near: float) -> list[list[Rule]]:
    """The rules in groups that touch each other, or stand as ``near``."""
    group_of = list(range(len(rules)))

    def root(index: int) -> int:
        while group_of[index] != index:
            group_of[index] = group_of[group_of[index]]
            index = group_of[index]
        return index

    upright = [index for index, rule in enumerate(rules) if not rule.level]
    for index, rule in enumerate(rules):
        for other in upright if rule.level else ():
            if _touches(rule, rules[other], near):
                group_of[root(index)] = root(other)
    ordered = sorted(range(len(rules)), key=root)
    return [[rules[index] for index in group] for _, group in groupby(ordered, root)]


def _touches(level: Rule, upright: Rule, near: float) -> bool:
    return (
        level.begin - near <= upright.at <= level.end + near
        and upright.begin - near <= level.at <= upright.end + near
    )


def _grid(rules: Sequence[Rule]) -> Grid | None:
    level = [rule for rule in rules if rule.level]
    upright = [rule for rule in rules if not rule.level]
    if len(level) < 2 or not upright:
        return None
    columns = _edges(upright, level)
    rows = _edges(level, upright)
    if len(columns) < 3 or len(rows) < 2 or len(columns) * len(rows) > FIELD_LIMIT:
        return None
    boxes = _boxes(columns, rows, level, upright)
    return _without_slivers(_without_covered(Grid(columns, rows, boxes))) if boxes else None


def _without_covered(grid: Grid) -> Grid:
    """A grid without the rows and columns in which no cell begins: a table within a cell draws
    them.
    """
    rows = sorted({box.row for box in grid.boxes})
    columns = sorted({box.column for box in grid.boxes})
    boxes = tuple(
        Box(
            rows.index(box.row),
            columns.index(box.column),
            sum(box.row <= row < box.row + box.down for row in rows),
            sum(box.column <= column < box.column + box.across for column in columns),
        )
        for box in grid.boxes
    )
    return Grid(
        (*(grid.columns[column] for column in columns), grid.columns[-1]),
        (*(grid.rows[row] for row in rows), grid.rows[-1]),
        boxes,
    )


def _without_slivers(grid: Grid) -> Grid:
    """A grid without the columns that are no wider than a rule drawn askew and hold no cell of
    their own: in some rows the rule between two cells stands a little beside that of the others.
    """
    own = {box.column for box in grid.boxes if box.across == 1}
    at = [0]
    for index, (left, right) in enumerate(pairwise(grid.columns)):
        sliver = right - left <= SLIVER and index not in own and 0 < index < len(grid.columns) - 2
        at.append(at[-1] + (0 if sliver else 1))
    boxes = tuple(
        Box(box.row, at[box.column], box.down, at[box.column + box.across] - at[box.column])
        for box in grid.boxes
    )
    return Grid(
        tuple(grid.columns[at.index(place)] for place in range(at[-1] + 1)), grid.rows, boxes
    )


def _edges(rules: Sequence[Rule], across: Sequence[Rule]) -> tuple[float, ...]:
    """Where rules of one direction stand, and where those across end beyond them."""
    places = [rule.at for rule in rules]
    begin, end = min(rule.begin for rule in across), max(rule.end for rule in across)
    if begin < min(places) - 2 * NEAR:
        places.append(begin)
    if end > max(places) + 2 * NEAR:
        places.append(end)
    return tuple(
        sum(group) / len(group) for group in _near_groups(sorted(places), lambda place: place)
    )


def _boxes(
    columns: Sequence[float], rows: Sequence[float], level: Sequence[Rule], upright: Sequence[Rule]
) -> tuple[Box, ...]:
    """The cells of a grid; () where one is no rectangle."""
    sides = [_rules_near(upright, column) for column in columns]
    bottoms = [_rules_near(level, row) for row in rows]
    middles = [(left + right) / 2 for left, right in pairwise(columns)]
    heights = [(top + bottom) / 2 for top, bottom in pairwise(rows)]
    taken: dict[tuple[int, int], Box] = {}
    boxes = []
    for row, height in enumerate(heights):
        for column, middle in enumerate(middles):
            if (row, column) in taken:
                continue
            across = 1
            while column + across < len(middles) and not _is_ruled(sides[column + across], height):
                across += 1
            down = 1
            while row + down < len(heights) and not _is_ruled(bottoms[row + down], middle):
                down += 1
            box = Box(row, column, down, across)
            fields = [
                (row + below, column + beside) for below in range(down) for beside in range(across)
            ]
            if any(field in taken for field in fields):
                return ()
            taken |= dict.fromkeys(fields, box)
            boxes.append(box)
    return tuple(boxes)


def _rules_near(rules: Sequence[Rule], at: float) -> list[Rule]:
    return [rule for rule in rules if abs(rule.at - at) <= NEAR]


def _is_ruled(rules: Sequence[Rule], middle: float) -> bool:
    """Whether one of the rules goes over the middle of a field."""
    return any(rule.begin <= middle <= rule.end for rule in rules)
