"""A composed page: its folio, and what a record keeps of it."""

from __future__ import annotations

import pytest
from duben.model import Page, Rectangle, folio


@pytest.mark.parametrize(
    ("part", "number", "body_pages", "expected"),
    [
        ("cover", 1, 30, ""),
        ("front", 4, 30, "iv"),
        ("body", 1, 30, "1"),
        ("back", 1, 30, "31"),
        ("back", 31, 0, "31"),
        ("back cover", 1, 30, ""),
    ],
)
def test_folio_follows_from_the_part_and_the_number(
    part: str, number: int, body_pages: int, expected: str
) -> None:
    assert folio(part, number, body_pages) == expected


def test_record_keeps_neither_measures_nor_lines() -> None:
    page = Page(
        "body",
        "1",
        "题",
        "a1",
        "b2",
        3,
        "2.0",
        True,
        Rectangle(0, 0, 90, 90),
        80.0,
        100.0,
        100.0,
        (),
    )
    assert page.summary() == Page("body", "1", "题", "a1", "b2", 3, "2.0")
