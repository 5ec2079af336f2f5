"""Dates as Chinese text writes them, in Arabic numerals (GB/T 15835)."""

from __future__ import annotations

from datetime import date

MONTH_LENGTH = 7  # 2016-10, of a month without a day


def chinese_date(day: date | None) -> str:
    """年月日 of a day: 2026年1月2日; 年月 of a ``Month``, whose day is not known; "" for none."""
    if day is None or len(day.isoformat()) == MONTH_LENGTH:
        return chinese_month(day)
    return f"{chinese_month(day)}{day.day}日"


def chinese_month(day: date | None) -> str:
    """年月 of a day: 2026年1月; "" where there is none."""
    return f"{day.year}年{day.month}月" if day else ""
