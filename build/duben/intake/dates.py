"""The dates that documents write: 2024年5月28日, ２０２４年, 二〇二四年五月二十八日, 2024-05-28,
and those of Taiwan: 民國113年5月28日, 113/5/28.
"""

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
    "(?P<month>[0-9０-９]{1,2}|[一二三四五六七八九十]{1,2})[ \u3000]{0,2}月(?:份|[ \u3000]{0,4}日)?"
    "|[-/.](?P<m>[0-9]{1,2}))"
)

# 民國113年5月28日, 113年5月28日: the years of the Republic of China begin with 1912.
REPUBLICAN = re.compile(
    f"(?:(?:中[華华])?民[國国]{GAP}(?P<named>[0-9]{{1,3}})|(?<![0-9])(?P<bare>1[0-2][0-9])){GAP}年"
    f"{GAP}(?P<month>[0-9]{{1,2}}){GAP}月{GAP}(?P<day>[0-9]{{1,2}}){GAP}日"
)
BEFORE_REPUBLIC = 1911
# What dates a document where it names a day: 填报时间：2023年4月7日, 会议日期：113/5/28; of minutes
# (RECORD in their title) also what it calls the time or the date alone.
KEY = (
    f"(?:会{GAP}议|會{GAP}議|召[开開]|[开開][会會]|填[报表写報寫]|编[写制]|編[寫製]|制[定表订]|製表|撰写|修[订訂]"
    "|起草|统计|統計|报[送告]|验收|检查|檢查|记录|[記紀]錄|成文|签[订署名]|簽[訂署名]|更新|发布|發布|印发)"
    f"(?:日{GAP}期|[时時]{GAP}[间間])|(?:完成|提交)日期"
)
ALONE = f"日{GAP}期|[时時]{GAP}[间間]"
LAST = "(?:最[后後近新]|上次|本次|首次)?"  # 最后更新日期：2024年3月5日
# 更新时间2022.8.5: without a colon a figure follows.
VALUE = rf"\*{{0,2}}{GAP}(?:[:：]\*{{0,2}}{GAP}|(?=[12][0-9]{{3}}))(?P<value>[^:：。；]{{4,24}})"
DONE = "(?:修改|修订|修訂|更新|编辑|編輯|发布|發布|整理|校订|校訂)"
# 最后修改于2024.3.5
BEHIND_AT = f"{LAST}{DONE}[于於]{GAP}(?P<at>[12][0-9]{{3}}[^:：。；]{{3,12}})"
KEYED = re.compile(f"(?:^|[ \u3000\xa0*（(])(?:{LAST}{KEY}){VALUE}|^{BEHIND_AT}")
KEYED_IN_RECORD = re.compile(f"(?:^|[ \u3000\xa0*])(?:{KEY}|{ALONE}){VALUE}|^{BEHIND_AT}")
RECORD = re.compile("[纪紀]要|[记記紀][录錄]|日[志誌]|議事")
REPUBLICAN_FIGURES = re.compile("(?<![0-9])(1[0-2][0-9])[/.](?=[0-9]{1,2}[/.][0-9]{1,2}(?![0-9]))")

# 年　月　日: all to be written by hand, or in DAY_TO_FILL the year printed before it.
DAY_TO_FILL = "年[ \u3000\xa0]+月[ \u3000\xa0]+日"
DATE_TO_FILL = f"(?<![0-9０-９]){DAY_TO_FILL}"
# What may stand behind the date of a line of its own: which day or when in it, or what was done.
BEHIND = re.compile(
    "(?:[，, ]?[（(]?(?:星期|周)[一二三四五六日天][）)]?)?(?:[，, ]?(?:上午|下午|晚上?))?"
    "|[签印下]?发|发布|發布"
)
# What was done to the document itself: 2024年3月5日修订. A law tells so in brackets.
MADE = ("修订", "修訂", "修改", "制定", "制订", "制訂", "起草", "编制", "更新", "填报")


def find_dates(text: str) -> Iterator[tuple[int, int, date]]:
    """Begin, end and value of each date in a text."""
    found = [
        (
            match,
            _plain_year(match["year"]),
            match["month"] or match["m"],
            match["day"] or match["d"],
        )
        for match in FORM.finditer(text)
    ]
    if "年" in text:
        found += [
            (match, _common_year(match["named"] or match["bare"]), match["month"], match["day"])
            for match in REPUBLICAN.finditer(text)
        ]
    for match, *parts in sorted(found, key=lambda entry: entry[0].start()):
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
    if match is None or match[0]:
        return None
    behind = text[match[1] :].strip(" \u3000\xa0")  # with the bracket that closes, if one does
    return match[2] if behind in MADE or BEHIND.fullmatch(stripped, match[1]) else None


def keyed_date(text: str, title: str = "") -> date | None:
    """The date, or the month, that a line gives as that of its document: 填报时间：2023年4月7日."""
    if (match := (KEYED_IN_RECORD if RECORD.search(title) else KEYED).search(text)) is None:
        return None
    value = REPUBLICAN_FIGURES.sub(
        lambda year: f"{_common_year(year[1])}{year[0][-1]}", match["value"] or match["at"]
    )
    day = next(find_dates(value), None)
    return day[2] if day is not None and not day[0] else month_alone(value)


def is_month(text: str) -> bool:
    """Whether a line is a year and a month and nothing else: no date, as it has no day."""
    return month_alone(text) is not None


def month_alone(text: str) -> Month | None:
    """The month of a line that holds nothing else: 2016年10月, 2016-10, 二〇一六年十月, and 2016年
    10月　日, whose day is to be written by hand.
    """
    match = MONTH.fullmatch(text.strip(" \u3000\xa0（）()"))
    if match is None:
        return None
    year, month = (
        chinese.parse_number(part)
        for part in (_plain_year(match["year"]), match["month"] or match["m"])
    )
    return Month(year, month) if year and month and month <= 12 else None


def _common_year(year: str) -> str:
    """A year of the Republic of China as that of the common era."""
    return str(int(year) + BEFORE_REPUBLIC)


def _plain_year(year: str) -> str:
    return year if year[0] in "12１２" else chinese.write_zeros(year)
