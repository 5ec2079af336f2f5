"""A fragment that was composed for a right-hand page, moved to begin on a left-hand page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from duben.model import Rectangle
from duben.pdf import line_positions
from duben.pdf.assembly import CONTENTS, pdf_numbers, shift_operator
from duben.pdf.page_fragments import FragmentPage, PageFragment, pack_objects

# Where a link or a picture's element stands; what leads from a pattern to the page.
BOX = re.compile(rb"/(Rect|BBox) \[([-+.0-9]+) ([-+.0-9]+) ([-+.0-9]+) ([-+.0-9]+)\]")
MATRIX = re.compile(rb"/Matrix \[([-+.0-9 ]+) ([-+.0-9]+) ([-+.0-9]+)\]")


def turn_fragment(part: PageFragment, across: float, zoom: float) -> PageFragment:
    """A fragment that was composed from a right-hand page on, as it stands from a left-hand page
    on. ``across`` is the distance from the type area of a right-hand page to that of a left-hand
    one, pt of the finished page; ``zoom`` that of the edition.
    """
    if not across:
        return part
    by = [-across if index % 2 else across for index in range(len(part.pages))]
    return move_fragment(part, by, zoom)


def move_fragment(part: PageFragment, by: Sequence[float], zoom: float) -> PageFragment:
    """A fragment with everything on each page moved to the right, by so many pt for each page: its
    drawing, links, destinations and bookmarks.
    """
    steps = {
        number: distance
        for page, distance in zip(part.pages, by, strict=True)
        for number in page.placed
    }
    shift = {page.object: distance for page, distance in zip(part.pages, by, strict=True)}
    free = 1 + max(part.document, part.fonts_at, *(number for number, _, _ in part.objects.table))
    before = {distance: free + index for index, distance in enumerate(sorted(set(by)))}
    objects: list[tuple[int, int, bytes]] = []
    for number, stream, data in part.objects:
        if number in steps:
            pattern = MATRIX if stream else BOX
            data = pattern.sub(partial(_move_place, steps[number]), data, count=1)
        elif number in shift:
            data = CONTENTS.sub(rb"/Contents [%d 0 R \1]" % before[shift[number]], data, count=1)
        objects.append((number, stream, data))
    for distance, number in before.items():
        body = shift_operator(distance)
        objects.append((number, 1, b"<</Length %d>>\nstream\n%s\nendstream" % (len(body), body)))
    pages = tuple(
        _move_page(page, distance, zoom) for page, distance in zip(part.pages, by, strict=True)
    )
    return replace(part, objects=pack_objects(objects), pages=pages)


def _move_page(page: FragmentPage, by: float, zoom: float) -> FragmentPage:
    """What is known of a page that is moved to the right, by so many pt of the finished page."""
    area = page.area
    bookmarks = [[level, label, x + by, y, state] for level, label, x, y, state in page.bookmarks]
    return replace(
        page,
        area=Rectangle(area.left + by, area.top, area.right + by, area.bottom),
        moved=by,
        anchors={name: [x + by, y] for name, (x, y) in page.anchors.items()},
        bookmarks=bookmarks,
        positions=line_positions.move_positions(page.positions, by / zoom),
    )


def _move_place(by: float, place: re.Match[bytes]) -> bytes:
    """A rectangle or a matrix, so far (pt) to the right."""
    if place.re is MATRIX:
        return b"/Matrix [%s %s %s]" % (place[1], pdf_numbers([float(place[2]) + by]), place[3])
    return b"/%s [%s %s %s %s]" % (
        place[1],
        pdf_numbers([float(place[2]) + by]),
        place[3],
        pdf_numbers([float(place[4]) + by]),
        place[5],
    )
