"""The elements of an official document measured against GB/T 9704-2012, 7.2 to 7.4 and 10: where
版头, 附件说明, 署名, 附件 and 版记 stand.

What a page does not have is not looked at: the rule is unverified.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from duben.layout import POINTS_PER_MM
from duben.proof.pages.official_page import (
    BODY,
    DEPTH,
    MEASURE,
    PITCH,
    STEP,
    ClauseResult,
    OfficialLine,
    OfficialPage,
    body_lines,
    clause_result,
)

HEAD, FOOT = 37, 37 + DEPTH  # mm: the edges of the type area
LEFT_ROW = re.compile("[0-9]{6}|(?:绝密|机密|秘密)(?:★.*)?|(?:特急|加急|特提|平急)")
NUMBER = re.compile(".*〔[0-9]{4}〕[0-9]+号|第[0-9]+[号期]")
DATE = re.compile("[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日")
ANNEX = re.compile("附件[0-9]*")
SMALL = 14.0  # pt, 4号
SMALL_EM = SMALL / POINTS_PER_MM
MARK_DROPS = {"letter": 30.0, "order": 57.0, "document": 72.0}  # mm from the page's edge


def _near(value: float, wanted: float, tolerance: float = 1.0) -> bool:
    return abs(value - wanted) <= tolerance


def document_format(pages: Sequence[OfficialPage]) -> str:
    """Of which format a document is, as its red text and rules tell: letter, order or document
    (and minutes, whose mark stands as high); "" without red text.
    """
    if not pages or pages[0].marks.red is None:
        return ""
    if sum(rule.red and rule.right - rule.left > MEASURE + 5 for rule in pages[0].marks.rules):
        return "letter"
    return "order" if pages[0].marks.red_text.endswith("令") else "document"


def title_lines(page: OfficialPage) -> list[OfficialLine]:
    """The lines of 22 pt on a page that are not red."""
    return [row for row in page.text_lines if abs(row.size - 22) < 0.4]


def lines_below_title(page: OfficialPage) -> list[OfficialLine]:
    """The lines of text under the title, all where there is none."""
    titles = title_lines(page)
    return [row for row in body_lines(page) if not titles or row.y > titles[-1].y]


def _record_rules(page: OfficialPage) -> list[float]:
    """The heights of the black rules of 版记 on a page."""
    rules = [rule for rule in page.marks.rules if not rule.red]
    closed = bool(rules) and abs(rules[-1].y - FOOT) < 3
    return [rule.y for rule in rules if _near(rule.right - rule.left, MEASURE)] if closed else []


def in_record(page: OfficialPage, row: OfficialLine) -> bool:
    """Whether a line is one of 版记: between its rules, or small at the foot of a letter."""
    rules = _record_rules(page)
    if rules:
        return row.y > rules[0]
    return _near(row.size, SMALL, 0.4) and row.text.startswith(("抄送：", "主送："))


def may_lack_folio(pages: Sequence[OfficialPage], page: OfficialPage) -> bool:
    """Whether a page may stand without its number: the first of a letter (10.1), a blank one before
    版记 and that of 版记 behind it (7.5).
    """
    at = page.glyph_page.number - 1
    if at == 0:
        return document_format(pages) == "letter"
    blank = not page.lines
    return blank or not pages[at - 1].lines and bool(_record_rules(page))


def _red_lines(page: OfficialPage) -> list[OfficialLine]:
    return [row for row in page.lines if page.is_red(row)]


def _number_row(page: OfficialPage) -> OfficialLine | None:
    """The row of 发文字号, by what it says; what stands beside it is in the row."""
    red, titles = page.marks.red, title_lines(page)
    for row in body_lines(page):
        below = red is None or row.y > red[3] - 1
        if below and (not titles or row.y < titles[0].y) and re.search("〔[0-9]{4}〕[0-9]+号|^第[0-9]+[号期]", row.text):  # noqa: E501  # fmt: skip
            return row
    return None


def left_rows(pages: Sequence[OfficialPage]) -> ClauseResult:
    """G13: 份号, 密级 and its term, 紧急程度 stand flush left in this order, at the head of the
    type area, of a letter under its double rule (7.2.1 to 7.2.3, 10.1).
    """
    checks, seen = [], []
    for page in pages[:1]:
        rows = [row for row in body_lines(page) if LEFT_ROW.match(row.text)]
        rows = [row for row in rows if row.y < 110]
        for row in rows:
            checks.append(_near(row.left, page.left))
            seen.append("绝机秘".find(row.text[0]) >= 0)
        checks += [_near(lower.y - upper.y, STEP, 0.7) for upper, lower in pairwise(rows)]
        if rows and document_format(pages) != "letter":
            checks.append(rows[0].y - HEAD < STEP)
    return clause_result("G13", "7.2.1–7.2.3", "规定", checks, f"{len(seen)} rows")


def issuing_mark(pages: Sequence[OfficialPage]) -> ClauseResult:
    """G14: 发文机关标志 is centred, its upper edge 35 mm below the type area's, of an order 20 mm,
    of a letter 30 mm below the page's (7.2.4, 10.1, 10.2).
    """
    kind = document_format(pages)
    red = pages[0].marks.red if kind else None
    if red is None:
        return clause_result("G14", "7.2.4", "规定", [])
    top, centre = red[1], (red[0] + red[2]) / 2
    middle = 28 + MEASURE / 2
    checks = [_near(top, MARK_DROPS[kind]), _near(centre, middle, 1.5)]
    return clause_result("G14", "7.2.4", "规定", checks, f"{top:.1f} mm below the page's edge")


def document_number(pages: Sequence[OfficialPage]) -> ClauseResult:
    """G15: 发文字号 stands two lines below the mark in the middle, beside 签发人 one character in;
    of a letter flush right under the rule (7.2.5, 10.1).
    """
    row = _number_row(pages[0]) if pages else None
    red = pages[0].marks.red if row else None
    if row is None or red is None:
        return clause_result("G15", "7.2.5", "规定", [])
    page = pages[0]
    if document_format(pages) == "letter":
        upper = [rule for rule in page.marks.rules if rule.red and rule.y < row.y]
        gap = row.ink_top - upper[-1].y if upper else 0.0
        first = [r for r in body_lines(page) if upper and r.y > upper[-1].y][:1] == [row]
        checks = [_near(row.right, page.right), first, _near(gap, BODY * 7 / 8)]
        return clause_result("G15", "10.1", "规定", checks, f"{gap:.1f} mm below the rule")
    signers = _signer_rows(page, row)
    top = signers[0] if signers else row
    gap = (top.ink_top - _red_lines(page)[-1].ink_bottom) / STEP if _red_lines(page) else 2.5
    placed = _near(row.left, page.left + PITCH, 1.2) if signers else _near(row.centre, 106, 1.2)
    return clause_result("G15", "7.2.5", "规定", [placed, 1.8 <= gap <= 3.2], f"{gap:.1f} lines below the mark")  # noqa: E501  # fmt: skip


def _signer_rows(page: OfficialPage, number: OfficialLine) -> list[OfficialLine]:
    """The rows of 签发人, from its word to the row of 发文字号."""
    rows = [row for row in body_lines(page) if row.y <= number.y]
    starts = [index for index, row in enumerate(rows) if "签发人：" in row.text]
    return rows[starts[0] :] if starts else []


def signers(pages: Sequence[OfficialPage]) -> ClauseResult:
    """G16: 签发人 stand one character in from the right, in 楷体, below each other; the last beside
    发文字号 (7.2.6).
    """
    number = _number_row(pages[0]) if pages else None
    rows = _signer_rows(pages[0], number) if number else []
    if not rows:
        return clause_result("G16", "7.2.6", "规定", [])
    first = rows[0]
    colon = next(index for index, glyph in enumerate(first.glyphs) if glyph.text == "：")
    names = first.glyphs[colon + 1 :]
    start = names[0].x / POINTS_PER_MM
    checks = ["Kai" in glyph.font for glyph in names]
    checks.append(first.right <= pages[0].right - PITCH + 1.2)
    for row in rows[1:]:
        checks.append(any(_near(glyph.x / POINTS_PER_MM, start, 0.8) for glyph in row.glyphs))
    inset = pages[0].right - max(row.right for row in rows)
    return clause_result("G16", "7.2.6", "规定", checks, f"{inset:.1f} mm in")


def red_rule(pages: Sequence[OfficialPage]) -> ClauseResult:
    """G17: a red rule as wide as the text 4 mm below 发文字号; the title two lines below it (7.2.7,
    7.3.1).
    """
    if document_format(pages) != "document":
        return clause_result("G17", "7.2.7", "规定", [])
    page, number = pages[0], _number_row(pages[0])
    rules = [rule for rule in page.marks.rules if rule.red]
    if not rules:
        return clause_result("G17", "7.2.7", "规定", [False], "no rule")
    rule = rules[0]
    checks = [_near(rule.left, page.left), _near(rule.right, page.right)]
    gap = rule.y - rule.height / 2 - number.ink_bottom if number else 4.0
    checks.append(_near(gap, 4, 0.8))
    if titles := title_lines(page):
        checks.append(1.6 <= (titles[0].ink_top - rule.y) / STEP <= 3.2)
    return clause_result("G17", "7.2.7", "规定", checks, f"{gap:.1f} mm below the number")


def _annex_list(pages: Sequence[OfficialPage]) -> tuple[OfficialPage, int] | None:
    """The page and the line on which 附件说明 begins."""
    for page in pages:
        for index, row in enumerate(page.text_lines):
            if row.text.startswith("附件：") and _near(row.left, page.left + 2 * PITCH, 25):
                return page, index
    return None


def annex_list(pages: Sequence[OfficialPage]) -> ClauseResult:
    """G18: 附件说明 stands a line below the text, two characters in; its numbers and names below
    each other, without a mark at their end (7.3.4).
    """
    place = _annex_list(pages)
    if place is None:
        return clause_result("G18", "7.3.4", "规定", [])
    page, at = place
    rows = page.text_lines
    first = rows[at]
    checks = [_near(first.left, page.left + 2 * PITCH)]
    if at:
        checks.append(_near(first.y - rows[at - 1].y, 2 * STEP, 0.8))
    numbers = [first.glyphs[3]]
    numbered = first.glyphs[3].text.isdigit()
    for upper, row in pairwise(rows[at:]):
        if not _near(row.y - upper.y, STEP, 0.8) or row.left < page.left + 4 * PITCH:
            break
        if numbered and row.text[0].isdigit():
            checks.append(_near(row.glyphs[0].x, numbers[0].x, 1.5))
            checks.append(upper.text[-1] not in "。；，")
        else:
            name = first.glyphs[5 if numbered else 3].x
            checks.append(_near(row.glyphs[0].x, name, 2.5))
    return clause_result("G18", "7.3.4", "规定", checks, f"{first.left - page.left:.1f} mm in")


def _clusters(row: OfficialLine) -> list[OfficialLine]:
    """The texts of a line that stand apart by more than a character and a half."""
    groups = [[row.glyphs[0]]]
    for before, glyph in pairwise(row.glyphs):
        if glyph.left - before.right > 1.5 * 16:
            groups.append([])
        groups[-1].append(glyph)
    return [OfficialLine(row.y, tuple(group)) for group in groups]


def _date_rows(pages: Sequence[OfficialPage]) -> Iterator[tuple[OfficialPage, int]]:
    """Where 成文日期 stands: a line that is a date and no more, right of the middle."""
    for page in pages:
        for index, row in enumerate(page.text_lines):
            if DATE.fullmatch(row.text) and row.left > page.left + MEASURE / 3:
                yield page, index


def signature(pages: Sequence[OfficialPage]) -> ClauseResult:
    """G19: 署名 and 成文日期 as 7.3.5 has them: sealed, the name over the middle of the date, which
    is four characters in; unsealed, the date two characters behind the name's begin, one of both
    two characters in; with a post, a line between them and four characters.
    """
    checks, value = [], ""
    for page, at in list(_date_rows(pages))[:1]:
        day, rows = page.text_lines[at], page.text_lines
        inset = (page.right - day.right) / PITCH
        value = f"date {inset:.1f} characters in"
        above = _clusters(rows[at - 1])[-1] if at else day
        apart = (day.y - above.y) / STEP
        if at and _near(apart, 2, 0.15):
            checks.append(_near(inset, 4, 0.4))
        elif at and _near(above.centre, day.centre, 1.5):
            # Several seals stand in two or three columns.
            columns = any(_near(page.right - day.centre, MEASURE / part) for part in (4, 6))
            above_rows = [
                row for row in rows[max(0, at - 3) : at] if _near(row.centre, day.centre, 1.5)
            ]
            widest = max(row.right - row.left for row in [above, *above_rows])
            excess = (widest - (day.right - day.left)) / 2 / PITCH
            checks += [columns or _near(inset, max(4, excess), 0.4), apart < 1.2]
        elif at:
            checks.append(_near((day.left - above.left) / PITCH, 2, 0.4))
            named = (page.right - above.right) / PITCH
            checks.append(_near(named, 2, 0.4) or _near(inset, 2, 0.4))
    return clause_result("G19", "7.3.5", "规定", checks, value)


def remark(pages: Sequence[OfficialPage]) -> ClauseResult:
    """G20: 附注 stands in brackets on the line below the date, two characters in (7.3.6)."""
    checks = []
    for page, at in list(_date_rows(pages))[:1]:
        below = page.text_lines[at + 1 : at + 2]
        for row in below:
            if row.text.startswith("（") and row.text.endswith("）"):
                start = row.glyphs[0].x / POINTS_PER_MM - page.left
                checks += [_near(row.y - page.text_lines[at].y, STEP, 0.8), _near(start, 2 * PITCH, 3.2)]  # noqa: E501  # fmt: skip
    return clause_result("G20", "7.3.6", "规定", checks)


def annexes(pages: Sequence[OfficialPage]) -> ClauseResult:
    """G21: an annex begins a page; 附件 and its number in 黑体 flush left on the first line, the
    title in the middle of the third; the title as 附件说明 has it (7.3.7).
    """
    checks = []
    place = _annex_list(pages)
    listed = "".join(row.text for row in place[0].text_lines[place[1] :]) if place else ""
    for page in pages[1:]:
        rows = page.text_lines
        labels = [index for index, row in enumerate(rows) if ANNEX.fullmatch(row.text)]
        for index in labels:
            row, titles = rows[index], title_lines(page)
            checks += [index == 0, _near(row.left, page.left), "Sans" in row.glyphs[0].font]
            if titles:
                checks.append(_near((titles[0].y - row.y) / STEP, 2, 0.25))
                checks += [_near(t.centre, page.left + MEASURE / 2, 1.2) for t in titles]
                if listed:
                    checks.append("".join(t.text for t in titles) in listed)
    return clause_result("G21", "7.3.7", "规定", checks)


def record(pages: Sequence[OfficialPage]) -> ClauseResult:
    """G22: 版记 at the foot of the last page: rules as wide as the text, the first and the last of
    .35, others of .25 mm, the last on the type area's edge; 14 pt, one character in (7.4).
    """
    if not pages:
        return clause_result("G22", "7.4", "规定", [])
    page = pages[-1]
    heights = _record_rules(page)
    if not heights:
        elsewhere = any(_record_rules(other) for other in pages[:-1])
        rows = [row for row in page.text_lines if in_record(page, row)]
        checks = [False] * elsewhere + [_near(row.y, FOOT - 2, 4) for row in rows[-1:]]
        return clause_result("G22", "7.4", "规定", checks)
    rules = [rule for rule in page.marks.rules if not rule.red]
    checks = [_near(rules[-1].y + rules[-1].height / 2, FOOT, 0.5), len(rules) > 1]
    checks += [_near(rule.left, page.left, 0.5) and _near(rule.right, page.right, 0.5) for rule in rules]  # noqa: E501  # fmt: skip
    checks += [_near(rule.height, 0.35, 0.06) for rule in (rules[0], rules[-1])]
    checks += [_near(rule.height, 0.25, 0.06) for rule in rules[1:-1]]
    for row in (row for row in page.text_lines if in_record(page, row)):
        checks.append(_near(row.size, SMALL, 0.4))
        checks.append(row.left >= page.left + SMALL_EM - 0.8)
        if row.text.endswith("印发"):
            checks.append(_near(row.right, page.right - SMALL_EM))
            checks.append(_near(row.left, page.left + SMALL_EM))
    return clause_result("G22", "7.4", "规定", checks, f"last rule {rules[-1].y:.1f} mm")


def record_page(pages: Sequence[OfficialPage]) -> ClauseResult:
    """G23: 版记 stands on an even page; a blank page before it and its own have no number (7.5). A
    document that is printed on one side ends on any page.
    """
    if not pages or not any(in_record(pages[-1], row) for row in pages[-1].text_lines):
        return clause_result("G23", "7.5", "practice", [])
    checks = [len(pages) % 2 == 0]
    if len(pages) > 1 and not pages[-2].lines:
        checks += [pages[-2].folio is None, pages[-1].folio is None]
    return clause_result("G23", "7.5", "practice", checks, f"page {len(pages)}")


def letter_rules(pages: Sequence[OfficialPage]) -> ClauseResult:
    """G24: a letter has a red double rule of 170 mm 4 mm below its mark, another 20 mm above the
    page's lower edge, and no number on its first page (10.1).
    """
    if document_format(pages) != "letter":
        return clause_result("G24", "10.1", "规定", [])
    page = pages[0]
    rules = [rule for rule in page.marks.rules if rule.red]
    if len(rules) != 4:
        return clause_result("G24", "10.1", "规定", [False], f"{len(rules)} rules")
    checks = [_near(rule.right - rule.left, 170) and _near(rule.left, 20) for rule in rules]
    checks += [rules[0].height > rules[1].height, rules[3].height > rules[2].height]
    marks = _red_lines(page)
    gap = rules[0].y - rules[0].height / 2 - (marks[-1].ink_bottom if marks else 0)
    below = page.glyph_page.height / POINTS_PER_MM - (rules[2].y + rules[3].y) / 2
    checks += [_near(gap, 4, 0.8), _near(below, 20), page.folio is None]
    return clause_result("G24", "10.1", "规定", checks, f"{gap:.1f} mm, {below:.1f} mm")


def attendance(pages: Sequence[OfficialPage]) -> ClauseResult:
    """G25: 出席, 请假, 列席 in 黑体, two characters in, what runs on below the first name
    (10.3).
    """
    checks = []
    for page in pages:
        rows = page.text_lines
        for index, row in enumerate(rows):
            if re.match("(?:出席|请假|列席)：", row.text):
                start = row.glyphs[3].x / POINTS_PER_MM
                checks += [_near(row.left, page.left + 2 * PITCH), "Sans" in row.glyphs[0].font]
                below = rows[index + 1 : index + 2]
                if below and len(row.glyphs) > 22 and below[0].text[2:3] != "：":
                    checks.append(_near(below[0].glyphs[0].x / POINTS_PER_MM, start, 1.5))
    return clause_result("G25", "10.3", "一般", checks)


def text_on_last_page(pages: Sequence[OfficialPage]) -> ClauseResult:
    """G26: the page of the signature has text of the document above it (7.3.5.5)."""
    checks = []
    for page, at in list(_date_rows(pages))[:1]:
        checks.append(any(len(row.glyphs) > 1 for row in page.text_lines[: max(0, at - 1)]))
    return clause_result("G26", "7.3.5.5", "一般", checks)


RULES: tuple[Callable[[Sequence[OfficialPage]], ClauseResult], ...] = (
    left_rows, issuing_mark, document_number, signers, red_rule, annex_list, signature, remark, annexes, record, record_page,  # noqa: E501
    letter_rules, attendance, text_on_last_page,
)  # fmt: skip
