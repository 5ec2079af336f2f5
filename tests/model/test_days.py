"""A month whose day nobody knows is a date that is written out without a day."""

from __future__ import annotations

import pickle
from datetime import date

import pytest
from duben.chinese import chinese_date
from duben.model import BookSettings, Month, codec, read_day


def test_a_month_is_written_out_without_its_day() -> None:
    month = read_day("2016-10")
    assert (month, str(month), month.isoformat()) == (date(2016, 10, 1), "2016-10", "2016-10")
    assert chinese_date(month) == "2016年10月"
    assert chinese_date(read_day("2016-10-05")) == "2016年10月5日"


def test_a_month_stays_one_in_files_and_processes() -> None:
    settings = BookSettings(date=Month(2016, 10))
    again = codec.from_plain(BookSettings, codec.to_plain(BookSettings, settings))
    assert isinstance(again.date, Month) and isinstance(
        pickle.loads(pickle.dumps(again)).date, Month
    )


def test_files_that_must_have_a_day_have_the_first() -> None:
    assert BookSettings(date=Month(2016, 10)).metadata_date.isoformat() == "2016-10-01"


@pytest.mark.parametrize("text", ["2016-13", "2016", "2016-1", "10-2016"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_day(text)
