"""Tables that float: what the file has behind one stands above it on the page, where there is room.

A table with a place of its own on the page (``w:tblpPr``) is anchored to the paragraph behind it,
often the title, which Word prints above the table. Heights are estimates: there is no layout.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from lxml import etree

from duben.intake.word.lines import WordLine
from duben.intake.word.names import name, number

PLACE, MARGINS = name("w:tblpPr"), name("w:pgMar")
TWIPS = 20  # of a point
TOP_MARGIN = 1440  # twips: an inch, as Word has it
LINE_PITCH = 15.6  # pt: of the grid of most pages, the height of a blank paragraph
LEADING = 1.3  # times the size: the height of a line
LINE_WIDTH = 440.0  # pt, of A4 with an inch and a quarter at each side
BODY_SIZE = 21  # half-points: 五号


def room_above(table: etree._Element) -> float:
    """How much room is above a table that has its place on the page, in pt below the top margin; 0
    for another table.
    """
    properties = table.find(name("w:tblPr"))
    place = None if properties is None else properties.find(PLACE)
    if place is None or place.get(name("w:tblpYSpec")) is not None:
        return 0.0
    top = number(place.get(name("w:tblpY"))) or 0
    anchor = place.get(name("w:vertAnchor"))
    if anchor == "page":
        margins = next(table.getroottree().getroot().iter(MARGINS), None)
        own = None if margins is None else number(margins.get(name("w:top")))
        top -= TOP_MARGIN if own is None else own
    elif anchor != "margin":
        return 0.0
    return max(top / TWIPS, 0.0)


def height(lines: Sequence[WordLine]) -> float:
    """The height of the lines of a paragraph in pt, of a blank one too; without end for what is no
    text.
    """
    if any(entry.line.kind != "text" for entry in lines):
        return math.inf
    return sum(map(_line_height, lines)) or LINE_PITCH


def _line_height(entry: WordLine) -> float:
    size = (entry.size or BODY_SIZE) / 2
    rows = math.ceil(len(entry.line.text) * size / LINE_WIDTH)
    return max(size * LEADING, LINE_PITCH) * rows
