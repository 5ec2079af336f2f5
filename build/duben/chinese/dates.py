"""Dates as Chinese text writes them, in Arabic numerals (GB/T 15835)."""

from __future__ import annotations

import re
from datetime import date

MONTH_LENGTH = 7  # 2016-10, of a month without a day
# What is typed for 〇 in a year: letters, digits and circles.
WRONG_ZEROS = "OＯoｏ0０○◯"
YEAR_IN_HAN = f"[一二][〇零{WRONG_ZEROS}一二三四五六七八九]{{3}}"


def chinese_date(day: date | None) -> str:
    """年月日 of a day: 2026年1月2日; 年月 of a ``Month``, whose day is not known; "" for none."""
    if day is None or len(day.isoformat()) == MONTH_LENGTH:
        return chinese_month(day)
    return f"{chinese_month(day)}{day.day}日"


def chinese_month(day: date | None) -> str:
    """年月 of a day: 2026年1月; "" where there is none."""
    return f"{day.year}年{day.month}月" if day else ""


def write_zeros(year: str) -> str:
    """A year in 汉字 with 〇 for what is typed in its place: 二〇一七 for 二O一七."""
    return re.sub(f"[{WRONG_ZEROS}]", "〇", year)
