"""The dates that documents write: 2024年5月28日, ２０２４年, 二〇二四年五月二十八日, 2024-05-28."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from duben import chinese
from duben.model import Month

YEAR = f"[12１２][0-9０-９]{{3}}|{chinese.YEAR_IN_HAN}"
GAP = "[ \u3000\xa0]{0,2}"
FORM = re.compile(
    f"(?<![0-9０-９])(?P<year>{YEAR})"
    f"(?:{GAP}年{GAP}(?P<month>[0-9０-９]{{1,2}}|[一二三四五六七八九十]{{1,2}}){GAP}月{GAP}(?P<day>[0-9０-９]{{1,2}}|[一二三四五六七八九十]{{1,3}})(?:{GAP}[日号號]|(?=来源|$))"
    f"|(?P<mark>[-/.])(?P<m>[0-9]{{1,2}})(?P=mark)(?P<d>[0-9]{{1,2}})(?![0-9]))"
)
MONTH = re.compile(
    f"(?P<year>{YEAR})(?:[ \u3000]{{0,2}}年[ \u3000]{{0,2}}"
    "(?P<month>[0-9０-９]{1,2}|[一二三四五六七八九十]{1,2})[ \u3000]{0,2}月份?"
    "|[-/.](?P<m>[0-9]{1,2}))"
)

# 年　月　日: all to be written by hand, or in DAY_TO_FILL the year printed before it.
DAY_TO_FILL = "年[ \u3000\xa0]+月[ \u3000\xa0]+日"
DATE_TO_FILL = f"(?<![0-9０-９]){DAY_TO_FILL}"
# What may stand behind the date of a line of its own: when in the day, or what was done.
BEHIND = re.compile("(?:[，, ]?(?:上午|下午|晚上?))?|签发|印发|发布|發布")


def find_dates(text: str) -> Iterator[tuple[int, int, date]]:
    """Begin, end and value of each date in a text."""
    for match in FORM.finditer(text):
        parts = (
            _plain_year(match["year"]),
            match["month"] or match["m"],
            match["day"] or match["d"],
        )
        year, month, day = (chinese.parse_number(part) or 0 for part in parts)
        try:
            yield match.start(), match.end(), date(year, month, day)
        except ValueError:
            continue


def first_date(text: str) -> date | None:
    """The first date in a text."""
    return next((value for _, _, value in find_dates(text)), None)


def date_alone(text: str) -> date | None:
    """The date of a line that holds nothing else, as the last line of a signature does."""
    stripped = text.strip(" \u3000\xa0（）()")
    match = next(find_dates(stripped), None)
    whole = match and not match[0] and BEHIND.fullmatch(stripped, match[1])
    return match[2] if match and whole else None


def is_month(text: str) -> bool:
    """Whether a line is a year and a month and nothing else: no date, as it has no day."""
    return month_alone(text) is not None


def month_alone(text: str) -> Month | None:
    """The month of a line that holds nothing else: 2016年10月, 2016-10, 二〇一六年十月."""
    match = MONTH.fullmatch(text.strip(" \u3000\xa0（）()"))
    if match is None:
        return None
    year, month = (
        chinese.parse_number(part)
        for part in (_plain_year(match["year"]), match["month"] or match["m"])
    )
    return Month(year, month) if year and month and month <= 12 else None


def _plain_year(year: str) -> str:
    return year if year[0] in "12１２" else chinese.write_zeros(year)
