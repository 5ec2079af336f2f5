"""Numerals are read and written as Chinese writes them."""

from datetime import date

import pytest
from duben.chinese import chinese_date, chinese_month, numerals


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("一", 1),
        ("两", 2),
        ("双", 2),
        ("十", 10),
        ("十四", 14),
        ("二十", 20),
        ("廿一", 21),
        ("卅", 30),
        ("一百零五", 105),
        ("三百二十", 320),
        ("一千零一", 1001),
        ("二〇二六", 2026),
        ("二○○五", 2005),
        ("１２", 12),
        ("885", 885),
        ("一万二千", 12000),
        ("两亿", 200000000),
        ("", None),
        ("第一", None),
        ("个", None),
        ("3.5", None),
        ("²", None),
        ("一二三" * 40, None),
        ("十百", None),
        ("万", None),
    ],
)
def test_number_is_read(text: str, number: int | None) -> None:
    assert numerals.parse_number(text) == number


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "零"),
        (2, "二"),
        (10, "十"),
        (12, "十二"),
        (23, "二十三"),
        (105, "一百零五"),
        (110, "一百一十"),
        (1010, "一千零一十"),
        (20300, "二万零三百"),
        (12000, "一万二千"),
    ],
)
def test_number_is_written(number: int, text: str) -> None:
    assert numerals.spell_number(number) == text


def test_what_is_written_can_be_read() -> None:
    assert [n for n in range(12000) if numerals.parse_number(numerals.spell_number(n)) != n] == []


def test_a_day_is_written_with_year_month_and_day() -> None:
    assert chinese_date(date(2026, 1, 2)) == "2026年1月2日"
    assert chinese_month(date(2026, 11, 2)) == "2026年11月"
