"""The page of an official document measured against GB/T 9704-2012, each clause by its strength:
规定, 一般 or practice.

What the standard calls 一般 is never an error; another face than the one it names is unverified,
with the face used.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Literal

from duben.layout import POINTS_PER_MM
from duben.proof.pages import glyphs
from duben.proof.pages.glyphs import Glyph, Page

Strength = Literal["规定", "一般", "practice"]
Answer = Literal["pass", "fail", "unverified"]
PITCH, STEP = 156 / 28, 225 / 22  # mm
LEVELS = ((re.compile("[一二三四五六七八九十]{1,3}、"), "Sans"), (re.compile("（[一二三四五六七八九十]{1,3}）"), "Kai"),
          (re.compile(r"[0-9]{1,2}[.．]"), "Fang"), (re.compile("（[0-9]{1,2}）"), "Fang"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clause:
    """What became of one rule: the clause of the standard, its strength, places looked at and
    fallen short, what was measured.
    """

    rule: str
    clause: str
    strength: Strength
    looked_at: int
    fell_short: int
    answer: Answer
    value: str = ""

    @property
    def fatal(self) -> bool:
        return self.answer == "fail" and self.strength == "规定"


@dataclass(frozen=True, slots=True)
class Row:
    """Glyphs on one baseline; lengths in mm from the page's upper left corner."""

    y: float
    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def left(self) -> float:
        """Where its ink begins: half of an opening mark's square is blank."""
        return self.glyphs[0].left / POINTS_PER_MM

    @property
    def right(self) -> float:
        return self.glyphs[-1].right / POINTS_PER_MM

    @property
    def size(self) -> float:
        return median(glyph.size for glyph in self.glyphs)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page: its lines without the folio, and the folio."""

    page: Page
    rows: tuple[Row, ...]
    folio: Row | None

    @property
    def left(self) -> float:
        """Where the type area begins, mm: the binding edge is at the left of odd pages."""
        return 28.0 if self.page.number % 2 else 26.0


def measure(pdf: Path | bytes) -> tuple[Clause, ...]:
    """The rules G1 to G12 on a finished PDF."""
    leaves = [_leaf(page) for page in glyphs.pages(pdf)]
    return tuple(rule(leaves) for rule in RULES)


def official_rows(pdf: Path | bytes) -> list[dict[str, Any]]:
    """The same as rows of a proof's report; ``value`` and ``strength`` are these rules' own."""
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
        for result in measure(pdf)
    ]


def _leaf(page: Page) -> Leaf:
    rows: list[list[Glyph]] = []
    for glyph in sorted(
        (glyph for glyph in page.glyphs if glyph.text.strip()), key=lambda glyph: glyph.y
    ):
        if not rows or glyph.y - rows[-1][0].y > 3:
            rows.append([])
        rows[-1].append(glyph)
    lines = [
        Row(
            median(glyph.y for glyph in row) / POINTS_PER_MM,
            tuple(sorted(row, key=lambda glyph: glyph.x)),
        )
        for row in rows
    ]
    foot = 37 + 225 + 3
    return Leaf(
        page,
        tuple(row for row in lines if row.y < foot),
        next((row for row in lines if row.y >= foot), None),
    )


def _told(
    rule: str, clause: str, strength: Strength, checks: Sequence[bool], value: str = ""
) -> Clause:
    short = sum(not check for check in checks)
    return Clause(
        rule,
        clause,
        strength,
        len(checks),
        short,
        "unverified" if not checks else "fail" if short else "pass",
        value,
    )


def _body(leaf: Leaf) -> Iterator[Row]:
    """Lines of running text: characters of about 16 pt."""
    return (row for row in leaf.rows if abs(row.size - 16) < 0.6)


def g1(leaves: Sequence[Leaf]) -> Clause:
    sizes = {
        (round(leaf.page.width / POINTS_PER_MM, 1), round(leaf.page.height / POINTS_PER_MM, 1))
        for leaf in leaves
    }
    return _told(
        "G1",
        "5.1",
        "规定",
        [abs(width - 210) <= 1 and abs(height - 297) <= 1 for width, height in sizes],
        str(sorted(sizes)),
    )


def g2(leaves: Sequence[Leaf]) -> Clause:
    """Nothing of the text leaves 156 × 225 mm, 37 from the head, 28 at the binding edge; marks may
    hang half a character.
    """
    checks = [
        leaf.left - 1 <= row.left
        and row.right <= leaf.left + 156 + PITCH / 2 + 1
        and row.y - 16 / POINTS_PER_MM >= 37 - 1
        and row.y <= 262 + 1
        for leaf in leaves
        for row in leaf.rows
    ]
    full = [row.left for leaf in leaves for row in _body(leaf) if len(row.glyphs) > 24]
    return _told("G2", "5.2.1", "规定", checks, f"left {min(full, default=0):.1f} mm")


def g3(leaves: Sequence[Leaf]) -> Clause:
    """Full lines hold 28 characters (26 behind an indent), 22 lines a page; another face may sit
    0.6 mm lower in its line.
    """
    checks = []
    for leaf in leaves:
        body = list(_body(leaf))
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
    most = max((len(list(_body(leaf))) for leaf in leaves), default=0)
    return _told("G3", "5.2.3", "一般", [*checks, most <= 22], f"{most} lines at most")


def g4(leaves: Sequence[Leaf]) -> Clause:
    every = [glyph for leaf in leaves for row in leaf.rows for glyph in row.glyphs]
    share = sum(abs(glyph.size - 16) <= 0.3 for glyph in every) / max(1, len(every))
    face = next((name for name, _ in Counter(glyph.font for glyph in every).most_common(1)), "")
    if "Fang" not in face:
        return Clause(
            "G4", "5.2.2", "一般", len(every), 0, "unverified", f"{face}, {share:.0%} of 16 pt"
        )
    return _told("G4", "5.2.2", "一般", [share >= 0.95], f"{face}, {share:.0%} of 16 pt")


def g5(leaves: Sequence[Leaf]) -> Clause:
    """The title: 22 pt, centred, without a mark at its end. The face of the standard, 小标宋, is
    not free: unverified.
    """
    rows = [row for row in leaves[0].rows if abs(row.size - 22) < 0.4] if leaves else []
    if not rows:
        return Clause("G5", "7.3.1", "一般", 0, 0, "unverified", "no title of 22 pt")
    off = [abs((row.left + row.right) / 2 - (28 + 78)) for row in rows]
    short = sum(offset > 1 for offset in off) + (rows[-1].text[-1] in "。，；：、")
    return Clause(
        "G5",
        "7.3.1",
        "一般",
        len(rows) + 1,
        short,
        "fail" if short else "unverified",
        f"{rows[0].glyphs[0].font}, {max(off):.1f} mm off centre",
    )


def g6(leaves: Sequence[Leaf]) -> Clause:
    rows = [row for row in leaves[0].rows if abs(row.size - 16) < 0.6] if leaves else []
    if not rows or not rows[0].text.endswith("："):
        return Clause("G6", "7.3.2", "规定", 0, 0, "unverified", "no 主送机关")
    return _told("G6", "7.3.2", "规定", [abs(rows[0].left - 28) <= 1], f"{rows[0].left:.1f} mm")


def g7(leaves: Sequence[Leaf]) -> Clause:
    checks, faces = [], set()
    for leaf in leaves:
        for row in _body(leaf):
            for pattern, face in LEVELS:
                if abs(
                    row.glyphs[0].x / POINTS_PER_MM - leaf.left - 2 * PITCH
                ) < 3 and pattern.match(row.text):
                    used = row.glyphs[1].font
                    faces.add(used)
                    checks.append(face in used or face == "Fang" and "Serif" in used)
    return _told("G7", "7.3.3", "一般", checks, ", ".join(sorted(faces)))


def g8(leaves: Sequence[Leaf]) -> Clause:
    return _told(
        "G8",
        "7.3.3",
        "practice",
        [any(len(row.glyphs) > 10 for row in _body(leaves[0]))] if leaves else [],
    )


def g9(leaves: Sequence[Leaf]) -> Clause:
    """The folio: 14 pt, between dashes 7 mm below the text, one character in at the outer edge."""
    checks, offs = [], []
    for leaf in leaves:
        if leaf.folio is None:
            checks.append(False)
            continue
        text, row = leaf.folio.text, leaf.folio
        middle = row.y - 0.38 * row.glyphs[0].size / POINTS_PER_MM - 262
        inset = leaf.left + 156 - row.right if leaf.page.number % 2 else row.left - leaf.left
        offs.append((middle, inset))
        checks.append(
            bool(re.fullmatch("—[0-9]+—", text.replace(" ", "")))
            and abs(row.size - 14) < 0.3
            and abs(middle - 7) <= 0.5
            and abs(inset - PITCH) <= 1
        )
    return _told(
        "G9",
        "7.5",
        "一般",
        checks,
        f"{offs[0][0]:.1f} mm below, {offs[0][1]:.1f} mm in" if offs else "",
    )


def g10(leaves: Sequence[Leaf]) -> Clause:
    text = "".join(row.text for leaf in leaves for row in leaf.rows)
    dates = re.findall("[〇零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月", text)
    attached = re.findall("附件：", text)
    return _told(
        "G10",
        "7.3.5.4",
        "规定",
        [True] * bool(re.search("[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日", text))
        + [False] * len(dates)
        + [True] * len(attached),
        ", ".join(dates[:3]),
    )


def g11(leaves: Sequence[Leaf]) -> Clause:
    """Line k has one height on every page: the part of registration that a file decides."""
    firsts = [
        round((row.y - 37) / STEP % 1, 2)
        for leaf in leaves
        for row in list(_body(leaf))[:1]
        if row.y - 37 < STEP
    ]
    usual = Counter(firsts).most_common(1)[0][0] if firsts else 0
    return _told(
        "G11",
        "6.2",
        "规定",
        [min(abs(first - usual), 1 - abs(first - usual)) * STEP <= 2 for first in firsts],
    )


def g12(leaves: Sequence[Leaf]) -> Clause:
    """Which faces are used; whether they are embedded is told by the proof of the file."""
    used = Counter(glyph.font for leaf in leaves for glyph in leaf.page.glyphs)
    return _told("G12", "", "practice", [bool(font) for font in used], ", ".join(sorted(used)))


RULES: tuple[Callable[[Sequence[Leaf]], Clause], ...] = (
    g1,
    g2,
    g3,
    g4,
    g5,
    g6,
    g7,
    g8,
    g9,
    g10,
    g11,
    g12,
)
