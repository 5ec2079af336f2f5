"""Dates as Chinese text writes them, in Arabic numerals (GB/T 15835)."""

from __future__ import annotations

from datetime import date


def chinese_date(day: date | None) -> str:
    """年月日 of a day: 2026年1月2日; "" where there is none."""
    return f"{chinese_month(day)}{day.day}日" if day else ""


def chinese_month(day: date | None) -> str:
    """年月 of a day: 2026年1月; "" where there is none."""
    return f"{day.year}年{day.month}月" if day else ""
