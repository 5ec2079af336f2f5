"""The rules of lines and paragraphs, a function each: every place that the rule looks at, and whether the
place is as it should be. A new rule is a function and a row of RULES, and its sentence in messages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf
from statistics import mean, median

from duben.proof.pages.composition import Composition, Line, Paragraph, blank_after, blank_before
from duben.proof.pages.glyphs import Glyph
from duben.proof.pages.lines import HEAD_LABEL
from duben.proof.pages.rule_table import Chance, Rule, span
from duben.proof.pages.selection import (
    FLUSH,
    INDENT,
    INDENT_ERROR,
    LABEL_GAP,
    MARKS,
    _below_others,
    _breaks,
    _head,
    _tail,
    chinese,
    full_lines,
    han_gaps,
    is_indented,
    overhang,
    places,
    set_paragraphs,
    text_lines,
)
from duben.proof.pages.signs import (
    CLOSE,
    CONNECTOR,
    HAN,
    LATIN,
    MIDDLE,
    NARROW,
    OPEN,
    SOLIDUS,
    SPACE,
    TWO,
)
from duben.proof.pages.unbroken_words import numbers

STICKS_OUT, FALLS_SHORT = 0.5, 1.0  # L11: seen by every reader
VISIBLE = 1.15  # 汉字 that stand apart so far are seen to
CORNERED = 0.4  # L9: a mark with so much blank behind it stands in a corner of its square
NATURAL = 0.002  # drawing rounds
STYLE = 0.06  # L9, L10: a mark stands at one place or the other
PAIR = 0.55  # L8: two marks take 1½ em
TWO_EM = 0.05  # L5
EQUAL, WIDE, TOO_WIDE = 0.03, 1.3, 1.5  # L13
NARROWEST = 0.99  # L14: a 汉字 is an em wide; drawing rounds
GAP, BESIDE_MARK = (0.10, 0.35), 0.05  # L15
SPACED = 0.5  # a Latin space may be as wide


def line_start(composition: Composition) -> Iterator[Chance]:
    """L1: no closing mark, connector or middle dot begins a line (CLREQ prohibition rules; GB/T
    15834 5.1).
    """
    for line in _below_others(composition):
        yield Chance(line, line.signs[0] not in CLOSE, _head(line), span=span(line.glyphs[0]))
    for before, line in _breaks(composition):
        kept = line.signs[0] not in CONNECTOR + MIDDLE and not (
            line.text[0] == "—" and line.text[:2] != "——" and before.text[-1] != "—"
        )
        if line.signs[0] not in CLOSE:
            yield Chance(line, kept, _head(line), span=span(line.glyphs[0]))


def line_end(composition: Composition) -> Iterator[Chance]:
    """L2: no opening mark ends a line (CLREQ; GB/T 15834 5.1.3)."""
    seen = set()
    for line, _ in _breaks(composition):
        seen.add(id(line))
        yield Chance(line, line.signs[-1] != OPEN, _tail(line), span=span(line.glyphs[-1]))
    for line in text_lines(composition):
        if (
            id(line) not in seen
            and not line.cell
            and line.below is not None
            and line.signs[-1] == OPEN
        ):
            yield Chance(line, False, _tail(line), span=span(line.glyphs[-1]))


def solidus(composition: Composition) -> Iterator[Chance]:
    """L3: no ／ begins or ends a line (GB/T 15834 5.1.9)."""
    for before, after in _breaks(composition):
        yield Chance(
            before, before.signs[-1] != SOLIDUS, _tail(before), span=span(before.glyphs[-1])
        )
        yield Chance(after, after.signs[0] != SOLIDUS, _head(after), span=span(after.glyphs[0]))


def two_em_start(composition: Composition) -> Iterator[Chance]:
    """L4: no —— or …… begins a line (CLREQ, strict level)."""
    for _, line in _breaks(composition):
        yield Chance(line, line.signs[0] != TWO, _head(line), span=span(line.glyphs[0]))


def two_em_whole(composition: Composition) -> Iterator[Chance]:
    """L5: —— and …… are not split and are 2 em long (CLREQ unbreakable marks; GB/T 15834 5.1.4,
    5.1.5).
    """
    for line in text_lines(composition):
        if TWO in line.signs and not line.leads():
            for first, last, length in _runs(line):
                width = (last.end - first.x) / line.size
                if length == 2:
                    yield Chance(
                        line, abs(width - 2) <= TWO_EM, f"{width:.2f} em", span=span(first, last)
                    )
    for before, after in _breaks(composition):
        if before.signs[-1] == TWO and after.glyphs[0].text[0] == before.glyphs[-1].text[-1]:
            yield Chance(
                after, False, f"{_tail(before)} | {_head(after)}", span=span(after.glyphs[0])
            )


def _runs(line: Line) -> Iterator[tuple[Glyph, Glyph, int]]:
    """The runs of one dash or ellipsis: first and last glyph and how many characters."""
    run: list[Glyph] = []
    for glyph, sign in zip(line.glyphs, line.signs, strict=True):
        if run and (sign != TWO or glyph.text[0] != run[0].text[0]):
            yield run[0], run[-1], _length(run)
            run = []
        if sign == TWO:
            run.append(glyph)
    if run:
        yield run[0], run[-1], _length(run)


def _length(run: Sequence[Glyph]) -> int:
    return sum(2 if glyph.text == "⸺" else len(glyph.text) for glyph in run)


DIGITS = "0123456789０１２３４５６７８９"
COUNTED = "年月日亿万"


def counted(composition: Composition) -> Iterator[Chance]:
    """L6b: a line seldom ends between a digit and 年 月 日 亿 万 (where CLREQ allows it, at a
    price).
    """
    for paragraph in composition.paragraphs:
        for line in paragraph.lines:
            for first, second in pairwise(line.glyphs):
                if first.text[-1] in DIGITS and second.text[0] in COUNTED:
                    yield Chance(line, True)
        for before, after in pairwise(paragraph.lines):
            if before.text[-1] in DIGITS and after.text[0] in COUNTED:
                yield Chance(
                    after, False, f"{_tail(before)} | {_head(after)}", span=span(after.glyphs[0])
                )


def one_level(composition: Composition) -> Iterator[Chance]:
    """L7: one level of these rules in the whole document: none is kept by nearly all lines and
    broken by some.
    """
    lines = [line for before, after in _breaks(composition) for line in (before, after)]
    length = mean(len(line.glyphs) for line in lines) if lines else 1
    marks = Counter(sign for line in text_lines(composition) for sign in line.signs)
    for looks, signs in (
        (line_start, CLOSE + CONNECTOR + MIDDLE),
        (line_end, OPEN),
        (solidus, SOLIDUS),
        (two_em_start, TWO),
    ):
        broken = [chance for chance in looks(composition) if not chance.kept]
        by_chance = sum(marks[sign] for sign in signs) / length
        yield from broken if len(broken) < by_chance / 2 else ()
        if marks and any(marks[sign] for sign in signs) and not broken:
            yield Chance(lines[0], True) if lines else Chance(composition.lines[0][0], True)


def pairs(composition: Composition) -> Iterator[Chance]:
    """L8: two marks side by side take 1½ em, not 2 (CLREQ adjustment of adjacent punctuation; GB/T
    15834 5.1.11).
    """
    for line in text_lines(composition):
        for index in _pairs(line.signs):
            first, second = line.glyphs[index : index + 2]
            if (
                line.signs[index] == OPEN
                and line.signs[index + 1] == CLOSE
                or first.size != second.size
            ):
                continue
            if (
                min(first.width, second.width) < NARROW * first.size
                or blank_after(first) + blank_before(second) == 0
            ):
                continue
            width = (second.x - first.x) / first.size
            contents = line.cell or (line.below is not None and line.below.cell)
            if contents and HEAD_LABEL.fullmatch(
                "".join(glyph.text for glyph in line.glyphs[: index + 1])
            ):
                continue  # the label of a line of contents stands in a column of its own
            # Marks in the middle of their square (traditional text) have less between them to give.
            widest = max(
                PAIR, 1 - (blank_after(first) + blank_before(second)) / first.size + TWO_EM
            )
            yield Chance(
                line,
                width <= widest,
                f"{first.text}{second.text} {width + 1:.2f} em",
                span=span(first, second),
            )


def _pairs(signs: str) -> Iterator[int]:
    for index in range(len(signs) - 1):
        if signs[index] in MARKS and signs[index + 1] in MARKS:
            yield index


def mark_at_end(composition: Composition) -> Iterator[Chance]:
    """L9: marks at line ends take half an em, or all keep a whole one: one choice (GB/T 15834
    5.1.10; CLREQ); another for marks in the middle of their square (traditional text), which have
    no half to lose.
    """
    ends = [
        (line, _end_style(line, right), blank)
        for paragraph in set_paragraphs(composition)
        for line, (_, right) in paragraph.full()
        if line.signs[-1] in CLOSE
        and (blank := blank_after(line.glyphs[-1]) / line.size)
        and (paragraph.body or _opened_at_all(line))
    ]
    for centred in (False, True):
        yield from _one_style(
            [(line, style) for line, style, blank in ends if centred == (blank < CORNERED)], -1
        )


def _opened_at_all(line: Line) -> bool:
    """Whether its 汉字 stand apart: else it may be ragged, and others of its text end where it
    would be flush by chance.
    """
    return any(gap > 1 + NATURAL for gap, _ in han_gaps(line))


def _end_style(line: Line, right: float) -> str:
    last, em = line.glyphs[-1], line.size
    for style, edge in (
        ("½ em", last.end - blank_after(last)),
        ("1 em", last.end),
        ("hung", last.x),
    ):
        if abs(edge - right) <= STYLE * em:
            return style
    return f"{(right - last.x) / em:.2f} em"


def mark_at_start(composition: Composition) -> Iterator[Chance]:
    """L10: opening marks at line starts lose their blank half or keep it, one choice; another for
    indented lines (CLREQ).
    """
    for first in (False, True):
        rows = []
        for paragraph in set_paragraphs(composition):
            pairs = list(zip(paragraph.lines, paragraph.measures, strict=True))
            for line, (left, _) in pairs[:1] if first else pairs[1:]:
                if line.signs[0] == OPEN and (blank := blank_before(line.glyphs[0])):
                    edge = left + (INDENT * line.size if first else 0.0)
                    offsets = {"½ em": line.left + blank - edge, "1 em": line.left - edge}
                    style = next(
                        (name for name, off in offsets.items() if abs(off) <= STYLE * line.size),
                        f"{(line.left - edge) / line.size:+.2f} em",
                    )
                    if not first or abs(offsets["1 em"]) < line.size:
                        rows.append((line, style))
        yield from _one_style(rows, 0)


def _one_style(rows: Sequence[tuple[Line, str]], mark: int) -> Iterator[Chance]:
    styles = Counter(style for _, style in rows)
    usual = styles.most_common(1)[0][0] if styles else ""
    for line, style in rows:
        yield Chance(line, style == usual, style, span=span(line.glyphs[mark]))


def flush(composition: Composition) -> Iterator[Chance]:
    """L11: all lines of a paragraph but the last end at the measure, if they have a place to
    stretch (CLREQ justification).
    """
    for line, (_, right) in full_lines(composition):
        off = overhang(line, right) / line.size
        if abs(off) <= FLUSH or places(line):
            yield Chance(
                line,
                abs(off) <= FLUSH,
                f"{off:+.2f} em",
                grave=off > STICKS_OUT or off < -FALLS_SHORT,
                span=span(line.glyphs[-1]),
            )


def last_resorts(composition: Composition) -> Iterator[Chance]:
    """Lines that are not flush, or whose 汉字 stand apart visibly; ``resort`` is what could not be
    split and does not fit in.
    """
    for paragraph in set_paragraphs(composition):
        for before, after, (left, right) in zip(
            paragraph.lines, paragraph.lines[1:], paragraph.measures, strict=False
        ):
            gaps = [gap for gap, _ in han_gaps(before, composition.pitch)]
            off = overhang(before, right) / before.size
            if abs(off) > FLUSH or (gaps and max(gaps) > VISIBLE):
                room = (
                    sum(max(0.0, gap - 1) for gap in gaps)
                    + max(0.0, -off)
                    + 0.25 * sum(before.signs.count(sign) for sign in MARKS)
                )
                piece, width = _unsplit(after)
                too_wide = (
                    before.right - before.left > right - left + FLUSH * before.size
                ) and not places(before)
                resort = before.text if too_wide else piece if width > room + 0.5 else ""
                yield Chance(
                    before,
                    False,
                    f"{max(gaps, default=1):.3f} em" if abs(off) <= FLUSH else f"{off:+.2f} em",
                    resort=resort,
                )


def _unsplit(line: Line) -> tuple[str, float]:
    """What a line begins with that cannot be split, with the marks behind it, and how wide it is in
    em.
    """
    end = 1
    while end < len(line.signs) and (
        line.signs[end] in CLOSE
        or (line.signs[end - 1] == line.signs[end] and line.signs[end] in LATIN + TWO)
        or line.signs[end - 1] == OPEN
    ):
        end += 1
    piece = line.glyphs[:end]
    return "".join(glyph.text for glyph in piece), (piece[-1].end - piece[0].x) / line.size


def hanging(composition: Composition) -> Iterator[Chance]:
    """L12: nothing stands beyond the measure but one 、 ， or 。 that has no mark beside it (CLREQ
    hanging punctuation).
    """
    for line, (_, right) in full_lines(composition):
        beyond = [glyph for glyph in line.glyphs[-3:] if glyph.x > right - FLUSH * line.size]
        allowed = not beyond or (
            len(beyond) == 1
            and beyond[0].text in "、，。"
            and line.signs[-2:-1] not in (OPEN, CLOSE)
        )
        if allowed or places(line):
            yield Chance(
                line,
                allowed,
                "".join(glyph.text for glyph in beyond),
                span=span(*(beyond or line.glyphs[-1:])),
            )


def stretch(composition: Composition) -> Iterator[Chance]:
    """L13: the gaps between 汉字 of a line are equal and not wide (CLREQ inter-character space
    expansion).
    """
    for line, _ in full_lines(composition):
        gaps = [gap for gap, _ in han_gaps(line, composition.pitch)]
        if len(gaps) >= 2:
            usual = median(gaps)
            even = all(abs(gap - usual) <= EQUAL for gap in gaps)
            widest = max(gaps)
            yield Chance(
                line, even and widest <= WIDE, f"{min(gaps):.3f}–{widest:.3f} em", widest > TOO_WIDE
            )


def shrink(composition: Composition) -> Iterator[Chance]:
    """L14: 汉字 are never pushed together (CLREQ inter-character spacing reduction)."""
    for line in text_lines(composition):
        gaps = [
            gap / min(1.0, glyph.width / glyph.size)
            for gap, glyph in han_gaps(line, composition.pitch)
        ]
        if gaps:
            yield Chance(line, min(gaps) >= NARROWEST, f"{min(gaps):.3f} em")


def latin_gaps(composition: Composition) -> Iterator[Chance]:
    """L15: a quarter of an em at most between 汉字 and Latin letters or digits, none beside marks
    (CLREQ mixed text).
    """
    for line in text_lines(composition):
        if LATIN not in line.signs or line.leads():
            continue
        gaps = [gap for gap, _ in han_gaps(line, composition.pitch)]
        places = [
            (
                first,
                second,
                _sign(line, first) + _sign(line, second),
                spaced,
                (second.x - first.end) / max(first.size, second.size),
            )
            for first, second, spaced in _mixed(line)
        ]
        for first, second, signs, spaced, gap in places:
            least, widest = (
                (GAP[0], SPACED if spaced else GAP[1]) if HAN in signs else (-inf, BESIDE_MARK)
            )
            if gaps:
                opened = max(0.0, median(gaps) - 1)
            else:  # nothing but gaps of its kind tells by how much the line was opened
                alike = [
                    gap for _, _, others, _, gap in places if _kind_of(others) == _kind_of(signs)
                ]
                opened = max(0.0, min(alike) - widest + EQUAL)
            if HAN not in signs:
                opened = max(opened, _opened(line))
            yield Chance(
                line,
                least <= gap <= widest + opened,
                f"{first.text}{second.text} {gap:.2f} em",
                span=span(first, second),
            )


def _kind_of(signs: str) -> str:
    """Which gaps beside Latin open alike: those of 汉字, and those on the blank side of marks."""
    return HAN if HAN in signs else "blank" if signs in (CLOSE + LATIN, LATIN + OPEN) else signs


def _opened(line: Line) -> float:
    """How far a line's marks were opened on their blank side, in em: all alike. Where none stands
    between 汉字, the gaps of Latin tell by how much the line was stretched.
    """
    marks, mixed = [], []
    for first, second, signs in zip(
        line.glyphs, line.glyphs[1:], pairwise(line.signs), strict=False
    ):
        if first.size == second.size:
            if signs in ((CLOSE, HAN), (HAN, OPEN)):
                marks.append((second.x - first.end) / first.size)
            elif set(signs) == {HAN, LATIN}:
                mixed.append((second.x - first.end) / first.size - GAP[0])
    return max(0.0, median(marks) if marks else max(mixed, default=0.0))


def _mixed(line: Line) -> Iterator[tuple[Glyph, Glyph, bool]]:
    """A 汉字 or full-width mark and a letter or digit side by side, and whether spaces part them."""
    before: int | None = None
    label = HEAD_LABEL.match(line.text)
    for index, sign in enumerate(line.signs):
        if sign == SPACE:
            before = None if line.glyphs[index].text == "\u3000" else before
            continue
        if before is not None:
            first, second = line.glyphs[before], line.glyphs[index]
            kinds = {line.signs[before], sign}
            if (
                label
                and index <= label.end() + line.signs.count(SPACE, 0, index)
                and second.x - first.end > (LABEL_GAP if line.entry else 0.9) * first.size
            ):
                before = index
                continue
            wide = first if line.signs[before] != LATIN else second
            latin = second if wide is first else first
            if (
                LATIN in kinds
                and kinds & set(HAN + MARKS)
                and latin.text[-1].isalnum()
                and latin.text[0].isalnum()
                and first.size == second.size
                and wide.width >= NARROW * wide.size
                and not _code(latin.font)
            ):
                yield first, second, index - before > 1
        before = index


def _sign(line: Line, glyph: Glyph) -> str:
    return line.signs[line.glyphs.index(glyph)]


def _code(font: str) -> bool:
    """Whether a font is one for code, whose words may have a box of their own."""
    return any(word in font.lower() for word in ("mono", "courier", "code", "consol"))


def indents(composition: Composition) -> Iterator[Chance]:
    """L16: first lines are indented by 2 em, and paragraphs have no space between them (CLREQ; GB/T
    9704 7.3.3).
    """
    body = {
        id(paragraph.lines[-1])
        for paragraph in composition.paragraphs
        if paragraph.body and _ordinary(composition, paragraph.lines[-1])
    }
    for paragraph in composition.paragraphs:
        if not paragraph.body or not chinese(paragraph):
            continue
        first, (left, _) = paragraph.lines[0], paragraph.measures[0]
        em = first.size
        indent = min(
            ((edge - left) / em for edge in first.lefts), key=lambda indent: abs(indent - INDENT)
        )
        if len(paragraph.lines) > 1 and not _may_stand_flush(composition, paragraph, indent):
            yield Chance(
                first,
                abs(indent - INDENT) <= INDENT_ERROR,
                f"{indent:.2f} em",
                span=span(first.glyphs[0]),
            )
        if (
            first.above is not None
            and id(first.above) in body
            and composition.step
            and _ordinary(composition, first)
            and (is_indented(paragraph) or not composition.indented)
        ):
            step = first.y - first.above.y
            if step < 1.9 * composition.step:
                yield Chance(first, abs(step - composition.step) <= 0.03 * em, f"{step:.2f} pt")


def _ordinary(composition: Composition, line: Line) -> bool:
    """Whether a line is in the face of the text: neither a heading nor a line of contents."""
    return (
        line.glyphs[-1].font == composition.face
        and not line.cell
        and not line.entry
        and not line.leads()
    )


def _may_stand_flush(composition: Composition, paragraph: Paragraph, indent: float) -> bool:
    """Whether a first line at the edge may be something else: text that goes on after a figure, a
    line with a label.
    """
    if not composition.indented or abs(indent) > INDENT_ERROR:
        return False
    first = paragraph.lines[0]
    return (
        first.above is None or first.above.size != first.size or first.signs[0] not in HAN + MARKS
    )


def last_lines(composition: Composition) -> Iterator[Chance]:
    """L17: the last line of a paragraph has more than one character, marks not counted (CLREQ
    widows and orphans).
    """
    for paragraph in set_paragraphs(composition):
        if len(paragraph.lines) > 1:
            line = paragraph.lines[-1]
            yield Chance(
                line, sum(1 for sign in line.signs if sign not in MARKS + SPACE) > 1, line.text
            )


RULES = (
    Rule("L1", "fail", line_start),
    Rule("L2", "fail", line_end),
    Rule("L3", "style", solidus),
    Rule("L4", "style", two_em_start),
    Rule("L5", "fail", two_em_whole),
    Rule("L6", "fail", numbers),
    Rule("L6b", "warn", counted, allowed=0.02),
    Rule("L7", "warn", one_level),
    Rule("L8", "warn", pairs),
    Rule("L9", "warn", mark_at_end),
    Rule("L10", "warn", mark_at_start),
    Rule("L11", "fail", flush, allowed=0.01),
    Rule("L12", "style", hanging),
    Rule("L13", "warn", stretch),
    Rule("L14", "fail", shrink),
    Rule("L15", "warn", latin_gaps),
    Rule("L16", "fail", indents),
    Rule("L17", "warn", last_lines),
)  # fmt: skip
