"""The page of an official document measured against GB/T 9704-2012, each clause by its strength:
规定, 一般 or practice.

What the standard calls 一般 is never an error; another face than the one it names is unverified,
with the face used.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from duben.chinese import has_title_shape
from duben.layout import POINTS_PER_MM
from duben.proof.pages import glyphs, official_elements
from duben.proof.pages.official_page import (
    PITCH,
    STEP,
    ClauseResult,
    OfficialPage,
    body_lines,
    clause_result,
    official_page,
)
from duben.proof.pages.page_marks import read_page_marks

LEVELS = ((re.compile("[一二三四五六七八九十]{1,3}、"), "Sans"), (re.compile("（[一二三四五六七八九十]{1,3}）"), "Kai"),  # noqa: E501
          (re.compile(r"[0-9]{1,2}[.．]"), "Fang"), (re.compile("（[0-9]{1,2}）"), "Fang"))  # fmt: skip  # noqa: E501


def measure_official(pdf: Path | bytes) -> tuple[ClauseResult, ...]:
    """The rules on a finished PDF."""
    pages = zip(glyphs.pages(pdf), read_page_marks(pdf), strict=True)
    official_pages = [official_page(page, marks) for page, marks in pages]
    return tuple(rule(official_pages) for rule in RULES)


def official_rows(pdf: Path | bytes) -> list[dict[str, Any]]:
    """The rules on a finished PDF, as rows of ``duben proof --json``; ``clause``,
    ``value`` and ``strength`` are these rules' own.
    """
    return [
        {
            "rule": result.rule,
            "severity": "fail" if result.strength == "规定" else "warn",
            "looked_at": result.looked_at,
            "fell_short": result.fell_short,
            "answer": result.answer,
            "fatal": result.fatal,
            "where": [],
            "strength": result.strength,
            "clause": result.clause,
            "value": result.value,
        }
        for result in measure_official(pdf)
    ]


def paper_size(pages: Sequence[OfficialPage]) -> ClauseResult:
    """G1: the page is A4, ± 1 mm (GB/T 9704 5.1)."""
    sizes = {
        (
            round(page.glyph_page.width / POINTS_PER_MM, 1),
            round(page.glyph_page.height / POINTS_PER_MM, 1),
        )
        for page in pages
    }
    return clause_result(
        "G1",
        "5.1",
        "规定",
        [abs(width - 210) <= 1 and abs(height - 297) <= 1 for width, height in sizes],
        str(sorted(sizes)),
    )


def type_area(pages: Sequence[OfficialPage]) -> ClauseResult:
    """G2: nothing of the text leaves 156 × 225 mm, 37 mm from the head, 28 mm from the binding
    edge; marks may hang half a character (GB/T 9704 5.2.1).
    """
    checks = [
        page.left - 1 <= row.left
        and row.right <= page.left + 156 + PITCH / 2 + 1
        and row.y - 16 / POINTS_PER_MM >= 37 - 1
        and row.y <= 262 + 1
        for page in pages
        for row in page.text_lines
    ]
    full = [row.left for page in pages for row in body_lines(page) if len(row.glyphs) > 24]
    return clause_result("G2", "5.2.1", "规定", checks, f"left {min(full, default=0):.1f} mm")


def lines_and_characters(pages: Sequence[OfficialPage]) -> ClauseResult:
    """G3: full lines hold 28 characters (26 behind an indent), a page 22 lines; another face may
    sit 0.6 mm lower in its line (GB/T 9704 5.2.3).
    """
    checks = []
    for page in pages:
        body = list(body_lines(page))
        checks += [
            abs((lower.y - upper.y) / STEP - round((lower.y - upper.y) / STEP)) < 0.06
            for upper, lower in zip(body, body[1:], strict=False)
            if lower.y - upper.y < 1.2 * STEP
        ]
        han = [
            row
            for row in body
            if len(row.glyphs) >= 26
            and all("\u4e00" <= glyph.text <= "\u9fff" for glyph in row.glyphs)
        ]
        checks += [len(row.glyphs) in (26, 28) for row in han]
    most = max((len(list(body_lines(page))) for page in pages), default=0)
    return clause_result("G3", "5.2.3", "一般", [*checks, most <= 22], f"{most} lines at most")


def body_face(pages: Sequence[OfficialPage]) -> ClauseResult:
    """G4: the text is in 仿宋 of 16 pt; with another face unverified (GB/T 9704 5.2.2)."""
    every = [
        glyph
        for page in pages
        for row in page.text_lines
        if abs(row.size - 22) > 0.4 and not official_elements.in_record(page, row)
        for glyph in row.glyphs
    ]
    share = sum(abs(glyph.size - 16) <= 0.3 for glyph in every) / max(1, len(every))
    face = next((name for name, _ in Counter(glyph.font for glyph in every).most_common(1)), "")
    if "Fang" not in face:
        return ClauseResult(
            "G4", "5.2.2", "一般", len(every), 0, "unverified", f"{face}, {share:.0%} of 16 pt"
        )
    return clause_result("G4", "5.2.2", "一般", [share >= 0.95], f"{face}, {share:.0%} of 16 pt")


def title(pages: Sequence[OfficialPage]) -> ClauseResult:
    """G5: the title has 22 pt, is centred, in lines of a trapezoid or a diamond, has no mark at its
    end. The face of the standard,
    小标宋, is not free: unverified (GB/T 9704 7.3.1).
    """
    rows = official_elements.title_lines(pages[0]) if pages else []
    if not rows:
        return ClauseResult("G5", "7.3.1", "一般", 0, 0, "unverified", "no title of 22 pt")
    off = [abs((row.left + row.right) / 2 - (28 + 78)) for row in rows]
    short = sum(offset > 1 for offset in off) + (rows[-1].text[-1] in "。，；：、")
    short += not has_title_shape([row.right - row.left for row in rows], slack=2)
    return ClauseResult(
        "G5",
        "7.3.1",
        "一般",
        len(rows) + 2,
        short,
        "fail" if short else "unverified",
        f"{rows[0].glyphs[0].font}, {max(off):.1f} mm off centre",
    )


def main_recipient(pages: Sequence[OfficialPage]) -> ClauseResult:
    """G6: 主送机关 stands flush left and ends with ： (GB/T 9704 7.3.2)."""
    rows = official_elements.lines_below_title(pages[0]) if pages else []
    ends = [index for index, row in enumerate(rows) if row.text.endswith("：")]
    if not ends or rows[0].left > 28 + PITCH:
        return ClauseResult("G6", "7.3.2", "规定", 0, 0, "unverified", "no 主送机关")
    return clause_result(
        "G6",
        "7.3.2",
        "规定",
        [abs(row.left - 28) <= 1 for row in rows[: ends[0] + 1]],
        f"{rows[0].left:.1f} mm",
    )


def heading_faces(pages: Sequence[OfficialPage]) -> ClauseResult:
    """G7: headings by level in 黑体, 楷体, 仿宋; 宋体 passes for 仿宋 (GB/T 9704 7.3.3)."""
    checks, faces = [], set()
    for page in pages:
        for row in body_lines(page):
            for pattern, face in LEVELS:
                if abs(
                    row.glyphs[0].x / POINTS_PER_MM - page.left - 2 * PITCH
                ) < 3 and pattern.match(row.text):
                    used = row.glyphs[1].font
                    faces.add(used)
                    checks.append(face in used or face == "Fang" and "Serif" in used)
    return clause_result("G7", "7.3.3", "一般", checks, ", ".join(sorted(faces)))


def text_on_first_page(pages: Sequence[OfficialPage]) -> ClauseResult:
    """G8: the first page has running text (practice, after GB/T 9704 7.3.3)."""
    return clause_result(
        "G8",
        "7.3.3",
        "practice",
        [any(len(row.glyphs) > 10 for row in body_lines(pages[0]))] if pages else [],
    )


def folio(pages: Sequence[OfficialPage]) -> ClauseResult:
    """G9: the folio has 14 pt, stands between dashes 7 mm below the text, one character in from the
    outer edge (GB/T 9704 7.5).
    """
    checks, offs = [], []
    for page in pages:
        if page.folio is None:
            checks.append(official_elements.may_lack_folio(pages, page))
            continue
        text, row = page.folio.text, page.folio
        middle = row.y - 0.38 * row.glyphs[0].size / POINTS_PER_MM - 262
        inset = page.left + 156 - row.right if page.glyph_page.number % 2 else row.left - page.left
        offs.append((middle, inset))
        checks.append(
            bool(re.fullmatch("—[0-9]+—", text.replace(" ", "")))
            and abs(row.size - 14) < 0.3
            and abs(middle - 7) <= 0.5
            and abs(inset - PITCH) <= 1
        )
    return clause_result(
        "G9",
        "7.5",
        "一般",
        checks,
        f"{offs[0][0]:.1f} mm below, {offs[0][1]:.1f} mm in" if offs else "",
    )


def arabic_dates(pages: Sequence[OfficialPage]) -> ClauseResult:
    """G10: dates are in Arabic digits (GB/T 9704 7.3.5.4)."""
    text = "".join(row.text for page in pages for row in page.lines)
    dates = re.findall("[〇零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月", text)
    attached = re.findall("附件：", text)
    return clause_result(
        "G10",
        "7.3.5.4",
        "规定",
        [True] * bool(re.search("[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日", text))
        + [False] * len(dates)
        + [True] * len(attached),
        ", ".join(dates[:3]),
    )


def registered_lines(pages: Sequence[OfficialPage]) -> ClauseResult:
    """G11: a line has one height on every page, ± 2 mm: the part of registration that a file
    decides (GB/T 9704 6.2).
    """
    firsts = [
        round((row.y - 37) / STEP % 1, 2)
        for page in pages
        for row in list(body_lines(page))[:1]
        if row.y - 37 < STEP
    ]
    usual = Counter(firsts).most_common(1)[0][0] if firsts else 0
    return clause_result(
        "G11",
        "6.2",
        "规定",
        [min(abs(first - usual), 1 - abs(first - usual)) * STEP <= 2 for first in firsts],
    )


def named_faces(pages: Sequence[OfficialPage]) -> ClauseResult:
    """G12: every face has a name; whether it is embedded, the proof of the file says (practice)."""
    used = Counter(glyph.font for page in pages for glyph in page.glyph_page.glyphs)
    return clause_result(
        "G12", "", "practice", [bool(font) for font in used], ", ".join(sorted(used))
    )


RULES: tuple[Callable[[Sequence[OfficialPage]], ClauseResult], ...] = (
    paper_size, type_area, lines_and_characters, body_face, title, main_recipient, heading_faces, text_on_first_page, folio, arabic_dates, registered_lines, named_faces,  # noqa: E501
    *official_elements.RULES,
)  # fmt: skip
