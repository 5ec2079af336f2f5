"""The trimmed sizes of a page, and the grid that belongs to each: door ``page_size`` and
``fit_grid``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

POINTS_PER_MM = 72 / 25.4
DEFAULT_SIZE = "A5"
FREE_SIZE = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,2})?)×([0-9]{1,4}(?:\.[0-9]{1,2})?)")
TWO_COLUMNS_FROM = 205.0  # mm
COLUMN_GAP = 2  # characters between two columns of text
SMALLEST, LARGEST = (115.0, 165.0), (210.0, 297.0)  # mm


@dataclass(frozen=True, slots=True)
class PageSize:
    """A trimmed page of ``width`` × ``height`` mm. ``leaf``: its name in the trade (开本), and in
    traditional characters where that is another; "" for a size without a name. ``pages_on_sheet``:
    how many such pages one 印张 has, 0 where it is not counted so.
    """

    leaf: tuple[str, str]
    pages_on_sheet: int
    width: float
    height: float

    @property
    def holds_two_columns(self) -> bool:
        """Whether two columns of 20 characters stand on it: A4 and 大16开."""
        return self.width >= TWO_COLUMNS_FROM

    def name(self, language: str) -> str:
        """What the size is called: 大32开, else 120毫米×180毫米."""
        return (self.leaf[language == "zh-Hant"] or self.leaf[0]) or self.in_millimetres()

    def in_millimetres(self) -> str:
        """140毫米×203毫米."""
        return f"{self.width:g}毫米×{self.height:g}毫米"


# Trimmed sizes of the trade: sheets of 787 × 1092 mm give 32开 and 16开, 850 × 1168 大32开,
# 889 × 1194 大16开, A and B sheets the others (GB/T 788-1999, ISO 216, JIS P 0138).
SIZES: Mapping[str, PageSize] = MappingProxyType(
    {
        "A5": PageSize(("A5", ""), 32, 148, 210),
        "大32开": PageSize(("大32开", "大32開"), 32, 140, 203),
        "32开": PageSize(("32开", "32開"), 32, 130, 184),
        "B5": PageSize(("B5", ""), 16, 176, 250),
        "JIS B5": PageSize(("JIS B5", ""), 16, 182, 257),
        "16开": PageSize(("16开", "16開"), 16, 185, 260),
        "大16开": PageSize(("大16开", "大16開"), 16, 210, 285),
        "A4": PageSize(("A4", ""), 16, 210, 297),
    }
)


def page_size(name: str) -> PageSize:
    """The size of a name of SIZES or of WIDTH×HEIGHT in mm. ValueError for anything else."""
    if name in SIZES:
        return SIZES[name]
    lengths = FREE_SIZE.fullmatch(name)
    if not lengths:
        raise ValueError(name)
    size = PageSize(("", ""), 0, float(lengths[1]), float(lengths[2]))
    if not (SMALLEST[0] <= size.width <= LARGEST[0] and SMALLEST[1] <= size.height <= LARGEST[1]):
        raise ValueError(name)
    return size


@dataclass(frozen=True, slots=True)
class Grid:
    """The grid of a page: ``columns`` × ``lines`` characters of ``points`` pt on lines of ``step``
    pt; ``head`` and ``inner`` are margins, pt.
    """

    points: float
    step: float
    columns: int
    lines: int
    head: float
    inner: float


# The page of A5 is the model: 28 × 26 characters of 10.5 pt on lines of 17.5 pt, 60 pt above them
# and 58.5 pt inside. Its shares of the page hold for every size.
MODEL_POINTS, MODEL_STEP = 10.5, 17.5
MODEL_WIDTH, MODEL_HEIGHT = 148 * POINTS_PER_MM, 210 * POINTS_PER_MM
MEASURE_SHARE = 28 * MODEL_POINTS / MODEL_WIDTH
DEPTH_SHARE = 26 * MODEL_STEP / MODEL_HEIGHT
HEAD_SHARE = 60 / (MODEL_HEIGHT - 26 * MODEL_STEP)  # of head and foot together
INNER_SHARE = 58.5 / (MODEL_WIDTH - 28 * MODEL_POINTS)  # of both side margins
POINTS_LIMITS = (10.5, 12.0)
COLUMNS_LIMITS = (25, 34)


TWO_COLUMNS_SHARE = 0.74  # of the width: the text of two columns is wider


def fit_grid(size: PageSize, text_columns: int = 1) -> Grid:
    """The grid of a page: type from 10.5 pt on a page as wide as A5 to 12 pt on A4, by half points;
    a measure of whole characters, 25 to 34, and a page of whole lines, in the proportions of A5. In
    two columns type is 10.5 pt, and each has whole characters.
    """
    width, height = size.width * POINTS_PER_MM, size.height * POINTS_PER_MM
    wider = (width - MODEL_WIDTH) / (LARGEST[0] * POINTS_PER_MM - MODEL_WIDTH)
    low, high = POINTS_LIMITS
    points = round(2 * min(high, max(low, low + (high - low) * wider))) / 2
    columns = min(max(round(width * MEASURE_SHARE / points), COLUMNS_LIMITS[0]), COLUMNS_LIMITS[1])
    if text_columns == 2:
        points = low
        columns = 2 * round(width * TWO_COLUMNS_SHARE / points / 2)
    step = MODEL_STEP * points / MODEL_POINTS
    lines = round(height * DEPTH_SHARE / step)
    return Grid(
        points,
        step,
        columns,
        lines,
        (height - lines * step) * HEAD_SHARE,
        (width - columns * points) * INNER_SHARE,
    )
