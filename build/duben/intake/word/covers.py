"""The cover of a Word file: a first page of short lines, the title large among them. What it says
of author and date in fields (编写日期：…) goes into the head; none of its lines is a heading.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date as Day
from itertools import pairwise, takewhile
from typing import Literal

from duben import chinese
from duben.intake import dates, head_lines
from duben.intake.boilerplate import DocumentHead, is_body_line, is_time_of_event, title_key
from duben.intake.document import ChangeLog, SourceLine
from duben.intake.line_editing import ASIDE, BLANKS, ends_sentence
from duben.intake.word.lines import WordLine

COVER_LINES = 40  # of a first page that may be a cover
COVER_LENGTH = 90  # characters of a line of a cover
TITLE_LINES = 3  # over which a title may stand once more
RECORDS = 3  # fields of one name from which on a page lists things
LARGE = 1.3  # times the size of the text: of the title on a cover
FILLING = BLANKS + "_＿—-[]【】"  # what stands round a value that was filled in
# 编写日期：____2016.10.05____: what is asked for, and what was filled in.
FIELD = re.compile(
    r"(?P<key>[一-鿿][一-鿿A-Za-z（）()/、 \u3000\xa0]{0,14}?)[ \u3000\xa0]*[：:]"
    r"(?P<value>[^：:。；]{0,60})"
)
# 班 级：2班　　地点：__东楼__: several on one line, what was filled in set apart.
FIELD_ROW = re.compile(
    r"[一-鿿][一-鿿A-Za-z（）()/、 \u3000\xa0]{0,14}?[ \u3000\xa0]*[：:][^：:。；]{0,40}"
    r"(?:[ \u3000\xa0_＿][一-鿿][一-鿿（）()/、 \u3000\xa0]{0,14}?[：:][^：:。；]{0,40}){1,4}"
)
# 填表日期　2015 年 4 月, 姓名　甲乙: without a colon.
OPEN_FIELD = re.compile(
    r"(?P<key>[一-鿿]{0,4}(?:日期|时间|姓名)|作者)(?:[（(][^（）()]{1,6}[）)])?[ \u3000\xa0_]+"
    r"(?P<value>[^：:。；]{2,40})"
)
# 提交日期 2018.04 答辩日期 2018.05: several dates with what they are, on one line.
PAIRED_DATES = re.compile(
    r"(?:[一-鿿]{2,8}(?:日期|时间)[ \u3000\xa0：:]{0,8}[12][0-9./年月日-]{3,10}"
    r"[ \u3000\xa0]{0,40}){2,4}"
)
PAIRED_DATE = re.compile("[12][0-9./年月日-]{3,10}")
# What a cell calls the date of the document itself; 报名时间 is none.
CELL_KEY = re.compile(
    "(?:会议|验收|编[写制]|撰写|制[定订]|修订|起草|填[表报写]|提交|完成|成文|印发|发布|报告|[试检]验|检测"
    "|测试)(?:日期|时间)"
)
RECORD_KEY = re.compile("时间|日期")  # of what is recorded
SIGNED_KEY = re.compile("[一-鿿（）()]{0,10}签[字名章](?:[（(][^（）()]{1,6}[）)])?")  # in a cell
# 20:30, 下午2时30分—4时, 星期二: behind a day.
MOMENT = re.compile(
    "(?<=日)[（(]?(?:星期|周)[一二三四五六日天][）)]?|"
    "(?<=[日0-9])(?:[（(]?(?:星期|周)[一二三四五六日天][）)]?)?(?:上午|下午|早上|晚上)[^，。；]{0,16}$|"
    "(?<=日)[0-2]?[0-9][:：时時點点][^，。；]{0,16}$"
)
CELL_MARK = re.compile(r"(?<!\\)\|")
TABLE_PLACE = 4  # lines from an end of the document to what may date it
# What stands before the day at the end of a paper that is signed: 日　期：2024年3月5日.
SIGNING_KEY = re.compile("(?:签[订定署字约]|落款)?日期|签[订定署]时间")
AUTHOR_ROLE = re.compile(
    "(?:[编撰]写|起草|策划|制定|报告|填[表报]|[编制]表|总结|负责|承诺|申请|签[名字])人?$"
)
# 会议时间：2024年3月5日9:00—11:00 at the head of minutes.
MEETING = re.compile(
    "(?:会[ \u3000]*议|召开|开会)[ \u3000]*(?:时[ \u3000]*间|日[ \u3000]*期)[ \u3000]*[：:]"
    "[ \u3000]*"
    "(?P<day>[0-9]{4}[年./-][0-9]{1,2}[月./-][0-9]{1,2})"
)
HEAD_LINES = 8  # among which that stands
DATE = "日期"
MADE = re.compile("[ \u3000]*(?:[编印监]制|编印|印刷)$")  # behind a month on a cover
DATE_KEY = re.compile(".{0,6}(?:日期|时间|時間|年月)")
AUTHOR_KEY = re.compile(
    "(?:.{0,4}(?:作者|学生|學生|申请人|报告人))?(?:姓名)?|[编編撰执起](?:写|寫|制|者|笔|稿)人?|编者"
)


def mark_cover(lines: Sequence[WordLine], size: int) -> list[WordLine]:
    """The lines, those of a cover known as such. ``size`` is that of the text."""
    end = next(
        (at for at, line in enumerate(lines[: COVER_LINES + 1]) if at and line.opens_page), 0
    )
    page = lines[:end]
    large = any(entry.size >= size * LARGE and entry.line.kind == "text" for entry in page)
    if not large or not all(map(_may_stand_on_cover, page)) or _lists_records(page):
        return list(lines)
    return [*(replace(entry, on_cover=True) for entry in page), *lines[end:]]


def _lists_records(page: Sequence[WordLine]) -> bool:
    """Whether fields of a page come again and again, as 时间：… 地点：… in a list of events."""
    keys = Counter(field_value(entry.line.text)[0] for entry in page)
    del keys[""]
    return max(keys.values(), default=0) >= RECORDS


def _may_stand_on_cover(entry: WordLine) -> bool:
    """Whether a line is none of a text: short, no sentence, no numbered heading."""
    text = entry.line.text
    if entry.line.kind != "text":
        return True
    label = chinese.read_label(text) if entry.look.level else None
    return len(text) <= COVER_LENGTH and "。" not in text and label is None


def is_field(text: str) -> bool:
    """Whether a line of a head is a field with its key, or several: 学号：20210101, 密级：."""
    is_one = FIELD.fullmatch(text) is not None or FIELD_ROW.fullmatch(text) is not None
    return is_one and not text.startswith(("附", "各"))


def field_value(text: str) -> tuple[str, str]:
    """The key of a field, without blanks, and what was filled in; "" and "" for another line."""
    match = FIELD.fullmatch(text) or OPEN_FIELD.fullmatch(text)
    if match is None:
        return "", ""
    return re.sub(f"[{BLANKS}]", "", match["key"]), match["value"].strip(FILLING)


def _date_of(value: str) -> Day | None:
    """The date that was filled in: 2015 年 04__月 15 日, the moment of a day behind it or not."""
    plain = MOMENT.sub("", re.sub(f"[{BLANKS}_＿]", "", value))
    return dates.date_alone(plain) or dates.month_alone(plain)


def take_fields(
    lines: Sequence[WordLine], end: int, log: ChangeLog, head: DocumentHead
) -> list[WordLine]:
    """The first ``end`` lines without those that name author or date and nothing else; what they
    say goes into the head.
    """
    kept = []
    plain = [entry.line for entry in lines[: end + 1]]
    for at, entry in enumerate(lines[:end]):
        if not entry.on_cover and is_time_of_event(plain, at):
            kept.append(entry)
            continue
        key, value = field_value(entry.line.text)
        dated = MADE.sub("", entry.line.text)
        if entry.on_cover and _date_of(dated) is not None:
            key, value = DATE, dated
        if entry.line.kind == "text" and (target := _take_field(key, value, head)):
            log.relocate(target, entry.line)
            continue
        kept.append(entry)
        if head.date is None and PAIRED_DATES.fullmatch(entry.line.text):
            _set_date(PAIRED_DATE.findall(entry.line.text)[:1], entry.line, log, head)
    return kept


def take_named_date(lines: Sequence[SourceLine], log: ChangeLog, head: DocumentHead) -> None:
    """Takes the date that a table or a line at an end of the document gives beside its name
    (编制日期, 试验日期：; 时间 in minutes), that of its signature (日期：; 时间： where it says
    who wrote), or one in the middle of a line before the text, a month too, where nothing else says
    it.
    """
    title = head.title_line.text if head.title_line else ""
    is_record = dates.RECORD.search(title) is not None
    for line in (*lines[:TABLE_PLACE], *lines[-TABLE_PLACE:]):
        if head.date is None and line.kind in ("table", "text"):
            _set_date(list(_table_dates(line.text, is_record)), line, log, head)
    for line in (*lines[:TABLE_PLACE], *lines[-TABLE_PLACE:]):
        if head.date is None and line.kind == "table":
            _set_date(list(_signed_dates(line.text)), line, log, head)
    for line in lines[:HEAD_LINES]:
        match = MEETING.match(line.text) if line.kind == "text" else None
        if head.date is None and match is not None:
            _set_date([match["day"]], line, log, head)
    ending = [
        (line, *(field_value(line.text) if line.kind == "text" else ("", "")))
        for line in takewhile(
            lambda line: not ends_sentence(line.text), lines[: -TABLE_PLACE - 1 : -1]
        )
    ]
    is_named = any(value and AUTHOR_ROLE.search(key) for _, key, value in ending)
    for line, key, value in ending:
        if head.date is None and (SIGNING_KEY.fullmatch(key) or (is_named and key == "时间")):
            _set_date([value], line, log, head)
    for line in takewhile(lambda line: line.kind != "text" or not is_body_line(line), lines):
        if head.date is None and line.kind == "text" and line.indent >= ASIDE:
            _set_date([line.text], line, log, head)
    for at, line in enumerate(lines[:HEAD_LINES]):
        if head.date is None and is_time_of_event(lines, at):
            days = [line.text[begin:end] for begin, end, _ in dates.find_dates(line.text)]
            _set_date(days[:1], line, log, head)


def _set_date(values: Sequence[str], line: SourceLine, log: ChangeLog, head: DocumentHead) -> None:
    """Sets the first of some values that is a date; the editor is asked."""
    day = next((day for value in values if (day := _date_of(value)) is not None), None)
    if day is not None:
        head.date = day
        log.doubt(line, "date", day.isoformat())


def _table_dates(markdown: str, is_record: bool) -> Iterator[str]:
    """What the cells of a table give as the date of the document, beside its name or behind it; in
    minutes beside 时间, too.
    """
    for cells in _cell_rows(markdown):
        for cell, after in pairwise([*cells, ""]):
            key, value = field_value(cell)
            name = key or re.sub(f"[{BLANKS}：:]", "", cell)
            if CELL_KEY.fullmatch(name) or (is_record and RECORD_KEY.fullmatch(name)):
                yield value or after


def _signed_dates(markdown: str) -> Iterator[str]:
    """What stands behind the place for a signature in the cells of a form, or below it: 签字：
    2024年3月5日.
    """
    for cells in _cell_rows(markdown):
        for cell in cells:
            for line, below in pairwise([*cell.split("<br>"), ""]):
                key, value = field_value(line)
                if SIGNED_KEY.fullmatch(key):
                    yield from (value, below)


def _cell_rows(markdown: str) -> Iterator[list[str]]:
    """The rows of a table, without the cells that go on the one before them."""
    for row in markdown.split("\n"):
        cells = [cell.strip(" *") for cell in CELL_MARK.split(row)]
        yield [cell for cell in cells if cell != "<<"]


def _take_field(key: str, value: str, head: DocumentHead) -> Literal["", "date", "authors"]:
    """Where a field went; the first date and the first authors are taken."""
    day = _date_of(value) if DATE_KEY.fullmatch(key) else None
    if day is not None and head.date is None:
        head.date = day
        return "date"
    if AUTHOR_KEY.fullmatch(key) and head_lines.is_name(value) and not head.authors:
        head.authors += re.split(f"[{BLANKS}、，,]+", value)
        return "authors"
    return ""


def set_apart(lines: Sequence[WordLine], title: SourceLine | None) -> list[WordLine]:
    """The lines, those of a cover but for the title as lines that are none of the text."""
    return [
        replace(entry, line=replace(entry.line, heading_level=0, indent=ASIDE))
        if entry.on_cover and entry.line.kind == "text" and entry.line is not title
        else entry
        for entry in lines
    ]


def drop_repeated_title(
    lines: Sequence[WordLine], title: SourceLine | None, log: ChangeLog
) -> list[WordLine]:
    """The lines without a title that stands once more, over several lines perhaps, where the text
    begins behind a cover, and over its first heading on a later page; that is told.
    """
    first = next((at for at, entry in enumerate(lines) if not entry.on_cover), len(lines))
    if not first or title is None:
        return list(lines)
    lines = [
        entry for at, entry in enumerate(lines) if not _stands_again(lines, at, first, title, log)
    ]
    for end in range(first + 1, min(first + TITLE_LINES, len(lines)) + 1):
        again = [entry.line for entry in lines[first:end]]
        if title_key("".join(line.text for line in again)) == title_key(title.text):
            log.omit(*again)
            return [*lines[:first], *lines[end:]]
    return list(lines)


def _stands_again(
    lines: Sequence[WordLine], at: int, first: int, title: SourceLine, log: ChangeLog
) -> bool:
    """Whether a centred line of a page behind the first of the text is the title once more, right
    over a heading; that is told.
    """
    entry, after = lines[at], lines[at + 1 : at + 2]
    again = (
        at > first
        and entry.opens_page
        and entry.line.kind == "text"
        and entry.line.indent >= ASIDE
        and not entry.line.heading_level
        and any(each.line.heading_level for each in after)
        and title_key(entry.line.text) == title_key(title.text)
    )
    if again:
        log.omit(entry.line)
    return again
