"""Dates as Chinese text writes them, in Arabic numerals (GB/T 15835)."""

from __future__ import annotations

from datetime import date


def chinese_date(day: date) -> str:
    """年月日 of a day: 2026年1月2日."""
    return f"{chinese_month(day)}{day.day}日"


def chinese_month(day: date) -> str:
    """年月 of a day: 2026年1月."""
    return f"{day.year}年{day.month}月"
