"""The designs of the cover: a row of COVER_DESIGNS each, drawn by its rules in styles/covers.css.

A new design is a row here, its name in ``model.CoverName`` and its rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from duben.chinese import break_title
from duben.model import CoverName

COVER_WIDTH = 41.95  # em of the cover: a page of A5 is 419.5 pt wide, 1 em there is 10 pt
LEADING = 1.36  # of the title, in its own size
# Latin letters and digits are about half as wide as a character.
NARROW = 0.55
UNEVEN = 0.6  # what a size is worth where the shortest line is nothing beside the longest


@dataclass(frozen=True, slots=True)
class CoverDesign:
    """A design: its ``title`` in Chinese and in English; ``width``: of the room for the title, em
    of the cover; ``height``: the same as a share of the page's height; ``largest``: type of the
    title, em. ``ground``: where colour goes up to the edges and so over the spine. ``needs``: the
    picture without which it cannot be drawn; ``uses``: the keys of ``[cover]`` that it shows.
    """

    title: tuple[str, str]
    width: float
    height: float
    largest: float
    ground: Literal["", "page", "head"] = ""
    needs: Literal["", "picture", "logo"] = ""
    uses: tuple[str, ...] = ("unit", "line", "series")


COVER_DESIGNS: Mapping[CoverName, CoverDesign] = MappingProxyType(
    {
        "plain": CoverDesign(("素面", "rules and type"), 31, 0.3, 3.2, uses=()),
        "red": CoverDesign(("红底白字", "white on red"), 31, 0.3, 4.0, ground="page"),
        "band": CoverDesign(("红色题头", "a red band"), 31, 0.3, 3.4, ground="head"),
        "frame": CoverDesign(("文武框", "a frame"), 26, 0.25, 3.4),
        "picture": CoverDesign(
            ("题图", "a picture"), 31, 0.16, 3.2, needs="picture",
            uses=("unit", "line", "series", "picture"),
        ),
        "type": CoverDesign(("大字", "large type"), 35, 0.5, 6.0),
        "internal": CoverDesign(("内部资料", "an inner document"), 29, 0.26, 2.8),
        "logo": CoverDesign(
            ("单位标识", "a logo"), 31, 0.26, 3.0, needs="logo",
            uses=("unit", "line", "series", "logo"),
        ),
    }
)  # fmt: skip


def fit_title(title: str, design: CoverDesign, proportion: float) -> tuple[list[str], float]:
    """The lines of a title, broken by sense, and the size of their type in em of the cover: the
    largest that the room of the design allows on a page of which height to width is
    ``proportion``; lines of like length are worth some of it.
    """
    best: tuple[float, list[str], float] = (0.0, [title], 0.0)
    for most in range(max(4, round(len(title) / 6)), max(5, len(title) + 1)):
        lines = break_title(title, most)
        widths = [_width(line) for line in lines]
        size = min(
            design.largest,
            design.width / max(widths),
            design.height * proportion * COVER_WIDTH / (LEADING * len(lines)),
        )
        beauty = size * (UNEVEN + (1 - UNEVEN) * min(widths) / max(widths))
        if beauty >= best[0] - 0.001:  # as good in fewer lines is better
            best = beauty, lines, size
    return best[1], round(best[2] - 0.005, 2)


def _width(line: str) -> float:
    """The width of a line in its own size."""
    return sum(NARROW if character < "\u0250" else 1 for character in line)
