"""The date of a text: a day, or a month whose day nobody knows."""

from __future__ import annotations

import re
from datetime import date as Day

MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")


class Month(Day):
    """A month: as a date its first day, written out without it (2016-10)."""

    def __new__(cls, year: int, month: int, day: int = 1) -> Month:
        return super().__new__(cls, year, month, 1)

    def isoformat(self) -> str:
        """2016-10."""
        return f"{self.year:04}-{self.month:02}"

    __str__ = isoformat

    def __reduce__(self) -> tuple[type[Month], tuple[int, int]]:
        return Month, (self.year, self.month)


def read_day(text: str) -> Day:
    """The day or the month in ISO 8601. ValueError for another form."""
    if MONTH.fullmatch(text):
        year, month = text.split("-")
        return Month(int(year), int(month))
    return Day.fromisoformat(text)
