"""The rules of lines and paragraphs, a function each: every place that the rule looks at, and
whether the place is as it should be. A new rule is a function and a row of RULES, and its sentence
in messages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf
from statistics import mean, median

from duben.model import group_runs
from duben.proof.pages.composition import (
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
    PdfComposition,
    PdfParagraph,
    TextLine,
    blank_after,
    blank_before,
)
from duben.proof.pages.glyphs import PdfGlyph
from duben.proof.pages.lines import HEAD_LABEL
from duben.proof.pages.selection import (
    FLUSH_EM,
    INDENT_EM,
    INDENT_ERROR_EM,
    LABEL_GAP_EM,
    MARKS,
    CheckedPlace,
    Rule,
    full_lines,
    han_gaps,
    is_chinese,
    is_indented,
    justified_paragraphs,
    line_breaks,
    line_head,
    line_tail,
    lines_below_others,
    overhang,
    span,
    stretchable_gaps,
    text_lines,
)
from duben.proof.pages.unbroken_words import whole_words

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


def line_start(composition: PdfComposition) -> Iterator[CheckedPlace]:
    """L1: no closing mark, connector or middle dot begins a line (CLREQ prohibition rules; GB/T
    15834 5.1).
    """
    for line in lines_below_others(composition):
        yield CheckedPlace(
            line, line.signs[0] not in CLOSE, line_head(line), span=span(line.glyphs[0])
        )
    for before, line in line_breaks(composition):
        kept = line.signs[0] not in CONNECTOR + MIDDLE and not (
            line.text[0] == "—" and line.text[:2] != "——" and before.text[-1] != "—"
        )
        if line.signs[0] not in CLOSE:
            yield CheckedPlace(line, kept, line_head(line), span=span(line.glyphs[0]))


def line_end(composition: PdfComposition) -> Iterator[CheckedPlace]:
    """L2: no opening mark ends a line (CLREQ; GB/T 15834 5.1.3)."""
    seen = set()
    for line, _ in line_breaks(composition):
        seen.add(id(line))
        yield CheckedPlace(
            line, line.signs[-1] != OPEN, line_tail(line), span=span(line.glyphs[-1])
        )
    for line in text_lines(composition):
        if (
            id(line) not in seen
            and not line.cell
            and line.below is not None
            and line.signs[-1] == OPEN
        ):
            yield CheckedPlace(line, False, line_tail(line), span=span(line.glyphs[-1]))


def solidus(composition: PdfComposition) -> Iterator[CheckedPlace]:
    """L3: no ／ begins or ends a line (GB/T 15834 5.1.9)."""
    for before, after in line_breaks(composition):
        yield CheckedPlace(
            before, before.signs[-1] != SOLIDUS, line_tail(before), span=span(before.glyphs[-1])
        )
        yield CheckedPlace(
            after, after.signs[0] != SOLIDUS, line_head(after), span=span(after.glyphs[0])
        )


def two_em_start(composition: PdfComposition) -> Iterator[CheckedPlace]:
    """L4: no —— or …… begins a line (CLREQ, strict level)."""
    for _, line in line_breaks(composition):
        yield CheckedPlace(line, line.signs[0] != TWO, line_head(line), span=span(line.glyphs[0]))


def two_em_whole(composition: PdfComposition) -> Iterator[CheckedPlace]:
    """L5: —— and …… are not split and are 2 em long (CLREQ unbreakable marks; GB/T 15834 5.1.4,
    5.1.5).
    """
    for line in text_lines(composition):
        if TWO in line.signs and not line.leads():
            for first, last, length in _mark_runs(line):
                width = (last.end - first.x) / line.size
                if length == 2:
                    yield CheckedPlace(
                        line, abs(width - 2) <= TWO_EM, f"{width:.2f} em", span=span(first, last)
                    )
    for before, after in line_breaks(composition):
        if before.signs[-1] == TWO and after.glyphs[0].text[0] == before.glyphs[-1].text[-1]:
            yield CheckedPlace(
                after,
                False,
                f"{line_tail(before)} | {line_head(after)}",
                span=span(after.glyphs[0]),
            )


def _mark_runs(line: TextLine) -> Iterator[tuple[PdfGlyph, PdfGlyph, int]]:
    """The runs of one dash or ellipsis: first and last glyph and how many characters."""
    for run in group_runs(
        zip(line.glyphs, line.signs, strict=True),
        lambda last, now: last[1] == now[1] == TWO and last[0].text[0] == now[0].text[0],
    ):
        if run[0][1] == TWO:
            length = sum(2 if glyph.text == "⸺" else len(glyph.text) for glyph, _ in run)
            yield run[0][0], run[-1][0], length


DIGITS = "0123456789０１２３４５６７８９"
COUNTED = "年月日亿万"


def digit_and_measure_word(composition: PdfComposition) -> Iterator[CheckedPlace]:
    """L6b: a line seldom ends between a digit and 年 月 日 亿 万 (where CLREQ allows it, at a
    price).
    """
    for paragraph in composition.paragraphs:
        for line in paragraph.lines:
            for first, second in pairwise(line.glyphs):
                if first.text[-1] in DIGITS and second.text[0] in COUNTED:
                    yield CheckedPlace(line, True)
        for before, after in pairwise(paragraph.lines):
            if before.text[-1] in DIGITS and after.text[0] in COUNTED:
                yield CheckedPlace(
                    after,
                    False,
                    f"{line_tail(before)} | {line_head(after)}",
                    span=span(after.glyphs[0]),
                )


def one_level(composition: PdfComposition) -> Iterator[CheckedPlace]:
    """L7: one level of these rules in the whole document: none is kept by nearly all lines and
    broken by some.
    """
    lines = [line for before, after in line_breaks(composition) for line in (before, after)]
    length = mean(len(line.glyphs) for line in lines) if lines else 1
    marks = Counter(sign for line in text_lines(composition) for sign in line.signs)
    for looks, signs in (
        (line_start, CLOSE + CONNECTOR + MIDDLE),
        (line_end, OPEN),
        (solidus, SOLIDUS),
        (two_em_start, TWO),
    ):
        broken = [chance for chance in looks(composition) if not chance.obeyed]
        by_chance = sum(marks[sign] for sign in signs) / length
        yield from broken if len(broken) < by_chance / 2 else ()
        if marks and any(marks[sign] for sign in signs) and not broken:
            yield (
                CheckedPlace(lines[0], True)
                if lines
                else CheckedPlace(composition.lines[0][0], True)
            )


def adjacent_marks(composition: PdfComposition) -> Iterator[CheckedPlace]:
    """L8: two marks side by side take 1½ em, not 2 (CLREQ adjustment of adjacent punctuation; GB/T
    15834 5.1.11).
    """
    for line in text_lines(composition):
        for index in _mark_pairs(line.signs):
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
            yield CheckedPlace(
                line,
                width <= widest,
                f"{first.text}{second.text} {width + 1:.2f} em",
                span=span(first, second),
            )


def _mark_pairs(signs: str) -> Iterator[int]:
    """The index of the first of two marks side by side."""
    pairs = enumerate(pairwise(signs))
    return (index for index, (first, second) in pairs if first in MARKS and second in MARKS)


def mark_at_end(composition: PdfComposition) -> Iterator[CheckedPlace]:
    """L9: marks at line ends take half an em, or all keep a whole one: one choice (GB/T 15834
    5.1.10; CLREQ); another for marks in the middle of their square (traditional text), which have
    no half to lose.
    """
    ends = [
        (line, _style_of_end(line, right), blank)
        for paragraph in justified_paragraphs(composition)
        for line, (_, right) in paragraph.full()
        if line.signs[-1] in CLOSE
        and (blank := blank_after(line.glyphs[-1]) / line.size)
        and (paragraph.body or _is_stretched(line))
    ]
    for centred in (False, True):
        yield from _one_style(
            [(line, style) for line, style, blank in ends if centred == (blank < CORNERED)], -1
        )


def _is_stretched(line: TextLine) -> bool:
    """Whether its 汉字 stand apart: else it may be ragged, and others of its text end where it
    would be flush by chance.
    """
    return any(gap > 1 + NATURAL for gap, _ in han_gaps(line))


def _style_of_end(line: TextLine, right: float) -> str:
    last, em = line.glyphs[-1], line.size
    edges = {"½ em": last.end - blank_after(last), "1 em": last.end, "hung": last.x}
    return next(
        (style for style, edge in edges.items() if abs(edge - right) <= STYLE * em),
        f"{(right - last.x) / em:.2f} em",
    )


def mark_at_start(composition: PdfComposition) -> Iterator[CheckedPlace]:
    """L10: opening marks at line starts lose their blank half or keep it, one choice; another for
    indented lines (CLREQ).
    """
    for first in (False, True):
        rows = []
        for paragraph in justified_paragraphs(composition):
            pairs = list(zip(paragraph.lines, paragraph.measures, strict=True))
            for line, (left, _) in pairs[:1] if first else pairs[1:]:
                if line.signs[0] == OPEN and (blank := blank_before(line.glyphs[0])):
                    edge = left + (INDENT_EM * line.size if first else 0.0)
                    offsets = {"½ em": line.left + blank - edge, "1 em": line.left - edge}
                    style = next(
                        (name for name, off in offsets.items() if abs(off) <= STYLE * line.size),
                        f"{(line.left - edge) / line.size:+.2f} em",
                    )
                    if not first or abs(offsets["1 em"]) < line.size:
                        rows.append((line, style))
        yield from _one_style(rows, 0)


def _one_style(rows: Sequence[tuple[TextLine, str]], mark: int) -> Iterator[CheckedPlace]:
    styles = Counter(style for _, style in rows)
    usual = styles.most_common(1)[0][0] if styles else ""
    for line, style in rows:
        yield CheckedPlace(line, style == usual, style, span=span(line.glyphs[mark]))


def flush_lines(composition: PdfComposition) -> Iterator[CheckedPlace]:
    """L11: all lines of a paragraph but the last end at the measure, if they have a place to
    stretch (CLREQ justification).
    """
    for line, (_, right) in full_lines(composition):
        off = overhang(line, right) / line.size
        if abs(off) <= FLUSH_EM or stretchable_gaps(line):
            yield CheckedPlace(
                line,
                abs(off) <= FLUSH_EM,
                f"{off:+.2f} em",
                grave=off > STICKS_OUT or off < -FALLS_SHORT,
                span=span(line.glyphs[-1]),
            )


def last_resorts(composition: PdfComposition) -> Iterator[CheckedPlace]:
    """Lines that are not flush, or whose 汉字 stand apart visibly; ``resort`` is what could not be
    split and does not fit in.
    """
    for paragraph in justified_paragraphs(composition):
        for before, after, (left, right) in zip(
            paragraph.lines, paragraph.lines[1:], paragraph.measures, strict=False
        ):
            gaps = [gap for gap, _ in han_gaps(before, composition.pitch)]
            off = overhang(before, right) / before.size
            if abs(off) > FLUSH_EM or (gaps and max(gaps) > VISIBLE):
                room = (
                    sum(max(0.0, gap - 1) for gap in gaps)
                    + max(0.0, -off)
                    + 0.25 * sum(before.signs.count(sign) for sign in MARKS)
                )
                piece, width = _unbreakable_head(after)
                too_wide = (
                    before.right - before.left > right - left + FLUSH_EM * before.size
                ) and not stretchable_gaps(before)
                resort = before.text if too_wide else piece if width > room + 0.5 else ""
                yield CheckedPlace(
                    before,
                    False,
                    f"{max(gaps, default=1):.3f} em" if abs(off) <= FLUSH_EM else f"{off:+.2f} em",
                    resort=resort,
                )


def _unbreakable_head(line: TextLine) -> tuple[str, float]:
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


def hanging_marks(composition: PdfComposition) -> Iterator[CheckedPlace]:
    """L12: nothing stands beyond the measure but one 、 ， or 。 that has no mark beside it (CLREQ
    hanging punctuation).
    """
    for line, (_, right) in full_lines(composition):
        beyond = [glyph for glyph in line.glyphs[-3:] if glyph.x > right - FLUSH_EM * line.size]
        allowed = not beyond or (
            len(beyond) == 1
            and beyond[0].text in "、，。"
            and line.signs[-2:-1] not in (OPEN, CLOSE)
        )
        if allowed or stretchable_gaps(line):
            yield CheckedPlace(
                line,
                allowed,
                "".join(glyph.text for glyph in beyond),
                span=span(*(beyond or line.glyphs[-1:])),
            )


def even_gaps(composition: PdfComposition) -> Iterator[CheckedPlace]:
    """L13: the gaps between 汉字 of a line are equal and not wide (CLREQ inter-character space
    expansion).
    """
    for line, _ in full_lines(composition):
        gaps = [gap for gap, _ in han_gaps(line, composition.pitch)]
        if len(gaps) >= 2:
            usual = median(gaps)
            even = all(abs(gap - usual) <= EQUAL for gap in gaps)
            widest = max(gaps)
            yield CheckedPlace(
                line, even and widest <= WIDE, f"{min(gaps):.3f}–{widest:.3f} em", widest > TOO_WIDE
            )


def no_shrinking(composition: PdfComposition) -> Iterator[CheckedPlace]:
    """L14: 汉字 are never pushed together (CLREQ inter-character spacing reduction)."""
    for line in text_lines(composition):
        gaps = [
            gap / min(1.0, glyph.width / glyph.size)
            for gap, glyph in han_gaps(line, composition.pitch)
        ]
        if gaps:
            yield CheckedPlace(line, min(gaps) >= NARROWEST, f"{min(gaps):.3f} em")


def latin_gaps(composition: PdfComposition) -> Iterator[CheckedPlace]:
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
                _sign_of(line, first) + _sign_of(line, second),
                spaced,
                (second.x - first.end) / max(first.size, second.size),
            )
            for first, second, spaced in _latin_neighbours(line)
        ]
        for first, second, signs, spaced, gap in places:
            least, widest = (
                (GAP[0], SPACED if spaced else GAP[1]) if HAN in signs else (-inf, BESIDE_MARK)
            )
            if gaps:
                opened = max(0.0, median(gaps) - 1)
            else:  # nothing but gaps of its kind tells by how much the line was opened
                alike = [
                    gap for _, _, others, _, gap in places if _gap_kind(others) == _gap_kind(signs)
                ]
                opened = max(0.0, min(alike) - widest + EQUAL)
            if HAN not in signs:
                opened = max(opened, _mark_opening(line))
            yield CheckedPlace(
                line,
                least <= gap <= widest + opened,
                f"{first.text}{second.text} {gap:.2f} em",
                span=span(first, second),
            )


def _gap_kind(signs: str) -> str:
    """Which gaps beside Latin open alike: those of 汉字, and those on the blank side of marks."""
    return HAN if HAN in signs else "blank" if signs in (CLOSE + LATIN, LATIN + OPEN) else signs


def _mark_opening(line: TextLine) -> float:
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


def _latin_neighbours(line: TextLine) -> Iterator[tuple[PdfGlyph, PdfGlyph, bool]]:
    """A 汉字 or full-width mark and a letter or digit side by side,
    and whether spaces part them.
    """
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
                and second.x - first.end > (LABEL_GAP_EM if line.entry else 0.9) * first.size
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
                and not _is_code_font(latin.font)
            ):
                yield first, second, index - before > 1
        before = index


def _sign_of(line: TextLine, glyph: PdfGlyph) -> str:
    return line.signs[line.glyphs.index(glyph)]


def _is_code_font(font: str) -> bool:
    """Whether a font is one for code, whose words may have a box of their own."""
    return any(word in font.lower() for word in ("mono", "courier", "code", "consol"))


def first_line_indents(composition: PdfComposition) -> Iterator[CheckedPlace]:
    """L16: first lines are indented by 2 em, and paragraphs have no space between them (CLREQ; GB/T
    9704 7.3.3).
    """
    body = {
        id(paragraph.lines[-1])
        for paragraph in composition.paragraphs
        if paragraph.body and _is_body_line(composition, paragraph.lines[-1])
    }
    for paragraph in composition.paragraphs:
        in_table = any(line.cell for line in paragraph.lines)
        if not paragraph.body or in_table or not is_chinese(paragraph):
            continue
        first, (left, _) = paragraph.lines[0], paragraph.measures[0]
        em = first.size
        indent = min(
            ((edge - left) / em for edge in first.lefts), key=lambda indent: abs(indent - INDENT_EM)
        )
        if len(paragraph.lines) > 1 and not _may_stand_flush(composition, paragraph, indent):
            yield CheckedPlace(
                first,
                abs(indent - INDENT_EM) <= INDENT_ERROR_EM,
                f"{indent:.2f} em",
                span=span(first.glyphs[0]),
            )
        if (
            first.above is not None
            and id(first.above) in body
            and composition.step
            and _is_body_line(composition, first)
            and (is_indented(paragraph) or not composition.indented)
        ):
            step = first.y - first.above.y
            if step < 1.9 * composition.step:
                yield CheckedPlace(
                    first, abs(step - composition.step) <= 0.03 * em, f"{step:.2f} pt"
                )


def _is_body_line(composition: PdfComposition, line: TextLine) -> bool:
    """Whether a line is in the face of the text: neither a heading nor a line of contents."""
    return (
        line.glyphs[-1].font == composition.face
        and not line.cell
        and not line.entry
        and not line.leads()
    )


def _may_stand_flush(composition: PdfComposition, paragraph: PdfParagraph, indent: float) -> bool:
    """Whether a first line at the edge may be something else: text that goes on after a figure, a
    line with a label.
    """
    if not composition.indented or abs(indent) > INDENT_ERROR_EM:
        return False
    first = paragraph.lines[0]
    return (
        first.above is None or first.above.size != first.size or first.signs[0] not in HAN + MARKS
    )


def last_line_length(composition: PdfComposition) -> Iterator[CheckedPlace]:
    """L17: the last line of a paragraph has more than one character, marks not counted (CLREQ
    widows and orphans).
    """
    for paragraph in justified_paragraphs(composition):
        if len(paragraph.lines) > 1:
            line = paragraph.lines[-1]
            yield CheckedPlace(
                line, sum(1 for sign in line.signs if sign not in MARKS + SPACE) > 1, line.text
            )


RULES = (
    Rule("L1", "fail", line_start),
    Rule("L2", "fail", line_end),
    Rule("L3", "style", solidus),
    Rule("L4", "style", two_em_start),
    Rule("L5", "fail", two_em_whole),
    Rule("L6", "fail", whole_words),
    Rule("L6b", "warn", digit_and_measure_word, allowed=0.02),
    Rule("L7", "warn", one_level),
    Rule("L8", "warn", adjacent_marks),
    Rule("L9", "warn", mark_at_end),
    Rule("L10", "warn", mark_at_start),
    Rule("L11", "fail", flush_lines, allowed=0.01),
    Rule("L12", "style", hanging_marks),
    Rule("L13", "warn", even_gaps),
    Rule("L14", "fail", no_shrinking),
    Rule("L15", "warn", latin_gaps),
    Rule("L16", "fail", first_line_indents),
    Rule("L17", "warn", last_line_length),
)  # fmt: skip
