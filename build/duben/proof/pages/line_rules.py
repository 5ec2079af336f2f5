"""The rules of lines and pages, a function each: every place that it looks at, and whether the
place is as it should be.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from statistics import mean, median
from typing import Literal

from duben.proof.pages.glyphs import Glyph
from duben.proof.pages.lines import (
    HEAD_LABEL,
    Composition,
    Line,
    Paragraph,
    blank_after,
    blank_before,
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

Severity = Literal["fail", "warn", "style"]
MARKS = OPEN + CLOSE

# In em, as RULES.md gives them.
FLUSH = 0.1  # L11
SET, SURE = (
    0.9,
    3,
    # other text than the body's is set to a measure if so many of its full lines, and at least so many,
    # are flush
)
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
WORD_GAP = 0.15  # L6: between letters of two words
LABEL_GAP = 0.2  # what stands behind a label (第三条) is set off on purpose
SPACED = 0.5  # a Latin space may be as wide
INDENT, INDENT_ERROR = 2.0, 0.05  # L16
LEADING = (1.5, 2.0)  # L19: line step over size
SMALLEST = 7.875  # pt, 六号
DOT = 0.1  # L21


@dataclass(frozen=True, slots=True)
class Chance:
    """A place where a rule could be kept: whether it was, and what was measured there.

    ``grave``: so far off that a warning becomes a failure. ``span``: left and right edge of the
    place, else the whole line. ``resort``: what made it impossible to keep the rule.
    """

    line: Line
    kept: bool
    value: str = ""
    grave: bool = False
    span: tuple[float, float] | None = None
    resort: str = ""


Looks = Callable[[Composition], Iterator[Chance]]


def span(*glyphs: Glyph) -> tuple[float, float]:
    """The left and right edge of some glyphs."""
    return min(glyph.x for glyph in glyphs), max(glyph.end for glyph in glyphs)


# --- what may begin and end a line -----------------------------------------------------------------------------------


def line_start(found: Composition) -> Iterator[Chance]:
    """L1: no closing mark, connector or middle dot begins a line (CLREQ prohibition rules; GB/T
    15834 5.1).
    """
    for line in _below_others(found):
        yield Chance(line, line.signs[0] not in CLOSE, _head(line), span=span(line.glyphs[0]))
    for before, line in _breaks(found):
        kept = line.signs[0] not in CONNECTOR + MIDDLE and not (
            line.text[0] == "—" and line.text[:2] != "——" and before.text[-1] != "—"
        )
        if line.signs[0] not in CLOSE:
            yield Chance(line, kept, _head(line), span=span(line.glyphs[0]))


def line_end(found: Composition) -> Iterator[Chance]:
    """L2: no opening mark ends a line (CLREQ; GB/T 15834 5.1.3)."""
    seen = set()
    for line, _ in _breaks(found):
        seen.add(id(line))
        yield Chance(line, line.signs[-1] != OPEN, _tail(line), span=span(line.glyphs[-1]))
    for line in text_lines(found):
        if (
            id(line) not in seen
            and not line.cell
            and line.below is not None
            and line.signs[-1] == OPEN
        ):
            yield Chance(line, False, _tail(line), span=span(line.glyphs[-1]))


def solidus(found: Composition) -> Iterator[Chance]:
    """L3: no ／ begins or ends a line (GB/T 15834 5.1.9)."""
    for before, after in _breaks(found):
        yield Chance(
            before, before.signs[-1] != SOLIDUS, _tail(before), span=span(before.glyphs[-1])
        )
        yield Chance(after, after.signs[0] != SOLIDUS, _head(after), span=span(after.glyphs[0]))


def two_em_start(found: Composition) -> Iterator[Chance]:
    """L4: no —— or …… begins a line (CLREQ, strict level)."""
    for _, line in _breaks(found):
        yield Chance(line, line.signs[0] != TWO, _head(line), span=span(line.glyphs[0]))


def two_em_whole(found: Composition) -> Iterator[Chance]:
    """L5: —— and …… are not split and are 2 em long (CLREQ unbreakable marks; GB/T 15834 5.1.4,
    5.1.5).
    """
    for line in text_lines(found):
        if TWO in line.signs and not line.leads():
            for first, last, length in _runs(line):
                width = (last.end - first.x) / line.size
                if length == 2:
                    yield Chance(
                        line, abs(width - 2) <= TWO_EM, f"{width:.2f} em", span=span(first, last)
                    )
    for before, after in _breaks(found):
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


_SPLIT = re.compile(r"[0-9０-９]\n[0-9０-９]|[0-9０-９][.．]\n[0-9０-９]|[0-9０-９],\n[0-9０-９]{3}(?![0-9A-Za-z０-９])|[0-9０-９]\n[.．,][0-9０-９]|[0-9０-９]\n[%％‰‱℃℉°′″]"
                    r"|[￥¥＄$€£№]\n[0-9０-９]|[A-Za-z]\n[A-Za-z]|[0-9]\n[A-Za-z]|(?:^|[^0-9A-Za-z])[+−±-]\n[0-9]")  # fmt: skip
DIGITS = "0123456789０１２３４５６７８９"
COUNTED = "年月日亿万"
_TOKEN = re.compile(r"[!-~]*\n[!-~]*")
_LONG = 30
DRAWN = 5  # of so many ends between Latin words one has a space where a program draws them


def numbers(found: Composition) -> Iterator[Chance]:
    """L6: a number, its sign and unit, a Latin word are not broken (CLREQ unbreakable marks);
    addresses may be.
    """
    words, tokens = _words(found), _tokens(found)
    ends = [before.spaced for before, after in _breaks(found) if joint_of_words(before, after)]
    spaces_drawn = (
        DRAWN * sum(ends) >= len(ends) > 0
    )  # a single one may be a gap so wide that it was taken for a line end
    for before, after in _breaks(found):
        if joint_of_words(before, after) and not _word_cut(before, after, words, spaces_drawn):
            yield Chance(after, True)
            continue
        joint = before.text[-40:] + "\n" + after.text[:40]
        token = _TOKEN.search(joint)
        address = token is not None and (
            len(token[0]) > _LONG or "/" in token[0] or "@" in token[0] or "www" in token[0]
        )
        raised = (
            before.glyphs[-1].size < 0.86 * before.size or after.glyphs[0].size < 0.86 * after.size
        )
        cut = _SPLIT.search(joint, max(0, len(before.text[-40:]) - 3))
        if (
            cut
            and _APART.fullmatch(cut[0])
            and not _UNIT.match(after.text)
            and not _joined(before, after, tokens)
        ):
            cut = None  # two words: the space between them was not drawn
        yield Chance(
            after,
            address or raised or cut is None,
            cut[0].replace("\n", " | ") if cut else "",
            span=span(after.glyphs[0]),
        )


_APART = re.compile("[0-9]\n[A-Za-z]")
_UNIT = re.compile(
    "(?:[kcmMGTdhnpµμ]?(?:m[²³23]?|g|[lL]|W|Wh|V|A|J|N|B|b|t|s|K|Hz|Pa|mol|eV|cal|bit|bps)|min|d|ha|ppm|pH|rpm|km/h|m/s)(?![A-Za-z])"
)
_TOKEN_OF_BOTH = re.compile("[0-9A-Za-z]*[0-9][A-Za-z][0-9A-Za-z]*")


def _tokens(found: Composition) -> frozenset[str]:
    """What is written with digits and letters behind them, as it stands inside lines."""
    return frozenset(
        token[0]
        for line in text_lines(found)
        if LATIN in line.signs
        for token in _TOKEN_OF_BOTH.finditer(line.text)
    )


def _joined(before: Line, after: Line, tokens: frozenset[str]) -> bool:
    """Whether what a line end parts is one piece elsewhere."""
    head, tail = re.search("[0-9A-Za-z]*$", before.text), re.match("[0-9A-Za-z]*", after.text)
    return bool(head and tail and head[0] + tail[0] in tokens)


def joint_of_words(before: Line, after: Line) -> bool:
    """Whether a line end has a Latin letter on both sides: of two words, or of one that is cut."""
    return (
        before.text[-1].isascii()
        and before.text[-1].isalpha()
        and after.text[0].isascii()
        and after.text[0].isalpha()
    )


_WORD = re.compile("[A-Za-z]+")


def _words(found: Composition) -> frozenset[str]:
    """The Latin words that stand inside lines, whole. Some programs draw no spaces: a gap parts
    words too.
    """
    words = set()
    for line in text_lines(found):
        if LATIN in line.signs:
            text = line.glyphs[0].text + "".join(
                (" " if other.x - one.end > WORD_GAP * one.size else "") + other.text
                for one, other in pairwise(line.glyphs)
            )
            words |= {
                word[0]
                for word in _WORD.finditer(text)
                if word.start() > 0 and word.end() < len(text)
            }
    return frozenset(words)


def _word_cut(before: Line, after: Line, words: frozenset[str], spaces_drawn: bool) -> bool:
    """Whether a word is cut: many programs draw no space at a line end, so the other words of the
    document must tell.
    """
    if before.spaced or spaces_drawn:
        return not before.spaced
    head, tail = _WORD.findall(before.text)[-1], _WORD.findall(after.text)[0]
    initial = len(tail) == 1 and tail.isupper() and after.text[1:2] == "."
    return head + tail in words or any(
        len(part) == 1 and part not in "aAI" for part in (head, "" if initial else tail)
    )


def counted(found: Composition) -> Iterator[Chance]:
    """L6b: a line seldom ends between a digit and 年 月 日 亿 万 (where CLREQ allows it, at a
    price).
    """
    for paragraph in found.paragraphs:
        for line in paragraph.lines:
            for one, other in pairwise(line.glyphs):
                if one.text[-1] in DIGITS and other.text[0] in COUNTED:
                    yield Chance(line, True)
        for before, after in pairwise(paragraph.lines):
            if before.text[-1] in DIGITS and after.text[0] in COUNTED:
                yield Chance(
                    after, False, f"{_tail(before)} | {_head(after)}", span=span(after.glyphs[0])
                )


def one_level(found: Composition) -> Iterator[Chance]:
    """L7: one level of these rules in the whole document: none is kept by nearly all lines and
    broken by some.
    """
    lines = [line for before, after in _breaks(found) for line in (before, after)]
    length = mean(len(line.glyphs) for line in lines) if lines else 1
    marks = Counter(sign for line in text_lines(found) for sign in line.signs)
    for looks, signs in (
        (line_start, CLOSE + CONNECTOR + MIDDLE),
        (line_end, OPEN),
        (solidus, SOLIDUS),
        (two_em_start, TWO),
    ):
        broken = [chance for chance in looks(found) if not chance.kept]
        by_chance = sum(marks[sign] for sign in signs) / length
        yield from broken if len(broken) < by_chance / 2 else ()
        if marks and any(marks[sign] for sign in signs) and not broken:
            yield Chance(lines[0], True) if lines else Chance(found.lines[0][0], True)


# --- marks ---------------------------------------------------------------------------------------------------------


def pairs(found: Composition) -> Iterator[Chance]:
    """L8: two marks side by side take 1½ em, not 2 (CLREQ adjustment of adjacent punctuation; GB/T
    15834 5.1.11).
    """
    for line in text_lines(found):
        for index in _pairs(line.signs):
            one, other = line.glyphs[index : index + 2]
            if (
                line.signs[index] == OPEN
                and line.signs[index + 1] == CLOSE
                or one.size != other.size
            ):
                continue
            if (
                min(one.width, other.width) < NARROW * one.size
                or blank_after(one) + blank_before(other) == 0
            ):
                continue
            width = (other.x - one.x) / one.size
            contents = line.cell or (line.below is not None and line.below.cell)
            if contents and HEAD_LABEL.fullmatch(
                "".join(glyph.text for glyph in line.glyphs[: index + 1])
            ):
                continue  # the label of a line of contents stands in a column of its own
            # Marks in the middle of their square (traditional text) have less between them to give.
            widest = max(PAIR, 1 - (blank_after(one) + blank_before(other)) / one.size + TWO_EM)
            yield Chance(
                line,
                width <= widest,
                f"{one.text}{other.text} {width + 1:.2f} em",
                span=span(one, other),
            )


def _pairs(signs: str) -> Iterator[int]:
    for index in range(len(signs) - 1):
        if signs[index] in MARKS and signs[index + 1] in MARKS:
            yield index


def mark_at_end(found: Composition) -> Iterator[Chance]:
    """L9: marks at line ends take half an em, or all keep a whole one: one choice (GB/T 15834
    5.1.10; CLREQ); another for marks in the middle of their square (traditional text), which have
    no half to lose.
    """
    ends = [
        (line, _end_style(line, right), blank)
        for paragraph in set_paragraphs(found)
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


def mark_at_start(found: Composition) -> Iterator[Chance]:
    """L10: opening marks at line starts lose their blank half or keep it, one choice; another for
    indented lines (CLREQ).
    """
    for first in (False, True):
        rows = []
        for paragraph in set_paragraphs(found):
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


# --- the measure -----------------------------------------------------------------------------------------------------


def flush(found: Composition) -> Iterator[Chance]:
    """L11: all lines of a paragraph but the last end at the measure, if they have a place to
    stretch (CLREQ justification).
    """
    for line, (_, right) in full_lines(found):
        off = overhang(line, right) / line.size
        if abs(off) <= FLUSH or places(line):
            yield Chance(
                line,
                abs(off) <= FLUSH,
                f"{off:+.2f} em",
                grave=off > STICKS_OUT or off < -FALLS_SHORT,
                span=span(line.glyphs[-1]),
            )


def places(line: Line) -> int:
    """How many gaps of a line may open: not those in words and numbers, of —— and ……, and between
    marks.
    """
    return sum(
        1
        for one, other in pairwise(line.signs)
        if not {one, other} <= {LATIN}
        and TWO not in (one, other)
        and not (one in MARKS and other in MARKS)
    )


def last_resorts(found: Composition) -> Iterator[Chance]:
    """Lines that are not flush, or whose 汉字 stand apart visibly; ``resort`` is what could not be
    split and does not fit in.
    """
    for paragraph in set_paragraphs(found):
        for before, after, (left, right) in zip(
            paragraph.lines, paragraph.lines[1:], paragraph.measures, strict=False
        ):
            gaps = [gap for gap, _ in han_gaps(before, found.pitch)]
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


def overhang(line: Line, right: float) -> float:
    """How far a line ends beyond the measure, in pt; the blank of a last mark may be beyond it, and
    a hung mark.
    """
    last = line.glyphs[-1]
    if line.signs[-1] in CLOSE:
        if (
            min(last.right, last.end - blank_after(last)) <= right + 0.01 * line.size
            and right <= last.end
        ):
            return 0.0
        if last.text in "、，。" and abs(last.x - right) <= FLUSH * line.size:
            return 0.0
    return min((edge - right for edge in line.rights), key=abs)


def rightmost(line: Line, right: float) -> float | None:
    """How far the last 汉字 or letter of a line ends from the measure, in pt; None where a mark or
    something far off ends it.
    """
    if line.signs[-1] not in HAN + LATIN:
        return None
    off = line.right - right
    return off if abs(off) < FLUSH * line.size else None


def hanging(found: Composition) -> Iterator[Chance]:
    """L12: nothing stands beyond the measure but one 、 ， or 。 that has no mark beside it (CLREQ
    hanging punctuation).
    """
    for line, (_, right) in full_lines(found):
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


def stretch(found: Composition) -> Iterator[Chance]:
    """L13: the gaps between 汉字 of a line are equal and not wide (CLREQ inter-character space
    expansion).
    """
    for line, _ in full_lines(found):
        gaps = [gap for gap, _ in han_gaps(line, found.pitch)]
        if len(gaps) >= 2:
            usual = median(gaps)
            even = all(abs(gap - usual) <= EQUAL for gap in gaps)
            widest = max(gaps)
            yield Chance(
                line, even and widest <= WIDE, f"{min(gaps):.3f}–{widest:.3f} em", widest > TOO_WIDE
            )


def shrink(found: Composition) -> Iterator[Chance]:
    """L14: 汉字 are never pushed together (CLREQ inter-character spacing reduction)."""
    for line in text_lines(found):
        gaps = [
            gap / min(1.0, glyph.width / glyph.size) for gap, glyph in han_gaps(line, found.pitch)
        ]
        if gaps:
            yield Chance(line, min(gaps) >= NARROWEST, f"{min(gaps):.3f} em")


def han_gaps(line: Line, pitch: float = 1.0) -> Iterator[tuple[float, Glyph]]:
    """How far each 汉字 of a line is from the next, in em (of a ``pitch``), if nothing is between
    them.
    """
    signs, glyphs = line.signs, line.glyphs
    label = HEAD_LABEL.match(line.text)
    for index in range(len(glyphs) - 1):
        if signs[index] == HAN == signs[index + 1]:
            one, other = glyphs[index], glyphs[index + 1]
            if label and index + 1 == label.end() and other.x - one.end > LABEL_GAP * one.size:
                continue
            if one.size == other.size:
                yield (other.x - one.x) / (one.size * pitch), one


def latin_gaps(found: Composition) -> Iterator[Chance]:
    """L15: a quarter of an em at most between 汉字 and Latin letters or digits, none beside marks
    (CLREQ mixed text).
    """
    for line in text_lines(found):
        if LATIN not in line.signs or line.leads():
            continue
        gaps = [gap for gap, _ in han_gaps(line, found.pitch)]
        places = [
            (
                one,
                other,
                _sign(line, one) + _sign(line, other),
                spaced,
                (other.x - one.end) / max(one.size, other.size),
            )
            for one, other, spaced in _mixed(line)
        ]
        for one, other, signs, spaced, gap in places:
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
                f"{one.text}{other.text} {gap:.2f} em",
                span=span(one, other),
            )


def _kind_of(signs: str) -> str:
    """Which gaps beside Latin open alike: those of 汉字, and those on the blank side of marks."""
    return HAN if HAN in signs else "blank" if signs in (CLOSE + LATIN, LATIN + OPEN) else signs


def _opened(line: Line) -> float:
    """How far a line's marks were opened on their blank side, in em: all alike. Where none stands
    between 汉字, the gaps of Latin tell by how much the line was stretched.
    """
    marks, mixed = [], []
    for one, other, signs in zip(line.glyphs, line.glyphs[1:], pairwise(line.signs), strict=False):
        if one.size == other.size:
            if signs in ((CLOSE, HAN), (HAN, OPEN)):
                marks.append((other.x - one.end) / one.size)
            elif set(signs) == {HAN, LATIN}:
                mixed.append((other.x - one.end) / one.size - GAP[0])
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
            one, other = line.glyphs[before], line.glyphs[index]
            kinds = {line.signs[before], sign}
            if (
                label
                and index <= label.end() + line.signs.count(SPACE, 0, index)
                and other.x - one.end > (LABEL_GAP if line.entry else 0.9) * one.size
            ):
                before = index
                continue
            wide = one if line.signs[before] != LATIN else other
            latin = other if wide is one else one
            if (
                LATIN in kinds
                and kinds & set(HAN + MARKS)
                and latin.text[-1].isalnum()
                and latin.text[0].isalnum()
                and one.size == other.size
                and wide.width >= NARROW * wide.size
                and not _code(latin.font)
            ):
                yield one, other, index - before > 1
        before = index


def _sign(line: Line, glyph: Glyph) -> str:
    return line.signs[line.glyphs.index(glyph)]


def _code(font: str) -> bool:
    """Whether a font is one for code, whose words may have a box of their own."""
    return any(word in font.lower() for word in ("mono", "courier", "code", "consol"))


# --- paragraphs and pages ----------------------------------------------------------------------------------------------


def indents(found: Composition) -> Iterator[Chance]:
    """L16: first lines are indented by 2 em, and paragraphs have no space between them (CLREQ; GB/T
    9704 7.3.3).
    """
    body = {
        id(paragraph.lines[-1])
        for paragraph in found.paragraphs
        if paragraph.body and _ordinary(found, paragraph.lines[-1])
    }
    for paragraph in found.paragraphs:
        if not paragraph.body or not chinese(paragraph):
            continue
        first, (left, _) = paragraph.lines[0], paragraph.measures[0]
        em = first.size
        indent = min(
            ((edge - left) / em for edge in first.lefts), key=lambda indent: abs(indent - INDENT)
        )
        if len(paragraph.lines) > 1 and not _may_stand_flush(found, paragraph, indent):
            yield Chance(
                first,
                abs(indent - INDENT) <= INDENT_ERROR,
                f"{indent:.2f} em",
                span=span(first.glyphs[0]),
            )
        if (
            first.above is not None
            and id(first.above) in body
            and found.step
            and _ordinary(found, first)
            and (is_indented(paragraph) or not found.indented)
        ):
            step = first.y - first.above.y
            if step < 1.9 * found.step:
                yield Chance(first, abs(step - found.step) <= 0.03 * em, f"{step:.2f} pt")


def _ordinary(found: Composition, line: Line) -> bool:
    """Whether a line is in the face of the text: neither a heading nor a line of contents."""
    return (
        line.glyphs[-1].font == found.face and not line.cell and not line.entry and not line.leads()
    )


def is_indented(paragraph: Paragraph) -> bool:
    """Whether a paragraph begins like one of the text."""
    first, (left, _) = paragraph.lines[0], paragraph.measures[0]
    return any(abs((edge - left) / first.size - INDENT) <= 2 * INDENT_ERROR for edge in first.lefts)


def _may_stand_flush(found: Composition, paragraph: Paragraph, indent: float) -> bool:
    """Whether a first line at the edge may be something else: text that goes on after a figure, a
    line with a label.
    """
    if not found.indented or abs(indent) > INDENT_ERROR:
        return False
    first = paragraph.lines[0]
    return (
        first.above is None or first.above.size != first.size or first.signs[0] not in HAN + MARKS
    )


def last_lines(found: Composition) -> Iterator[Chance]:
    """L17: the last line of a paragraph has more than one character, marks not counted (CLREQ
    widows and orphans).
    """
    for paragraph in set_paragraphs(found):
        if len(paragraph.lines) > 1:
            line = paragraph.lines[-1]
            yield Chance(
                line, sum(1 for sign in line.signs if sign not in MARKS + SPACE) > 1, line.text
            )


RULES: dict[str, tuple[Severity, Looks]] = {
    "L1": ("fail", line_start),
    "L2": ("fail", line_end),
    "L3": ("style", solidus),
    "L4": ("style", two_em_start),
    "L5": ("fail", two_em_whole),
    "L6": ("fail", numbers),
    "L6b": ("warn", counted),
    "L7": ("warn", one_level),
    "L8": ("warn", pairs),
    "L9": ("warn", mark_at_end),
    "L10": ("warn", mark_at_start),
    "L11": ("fail", flush),
    "L12": ("style", hanging),
    "L13": ("warn", stretch),
    "L14": ("fail", shrink),
    "L15": ("warn", latin_gaps),
    "L16": ("fail", indents),
    "L17": ("warn", last_lines),
}


# --- which lines -------------------------------------------------------------------------------------------------------


def chinese(paragraph: Paragraph) -> bool:
    """Whether a paragraph is Chinese: a fifth of its glyphs are 汉字, a third of its length."""
    signs = "".join(line.signs for line in paragraph.lines)
    return 5 * signs.count(HAN) >= len(signs)


def set_paragraphs(found: Composition) -> Iterator[Paragraph]:
    """Chinese paragraphs that are set to a measure: the body, and others whose full lines mostly
    end at one edge.
    """
    groups: dict[tuple[float, int], list[bool]] = {}
    others = []
    for paragraph in found.paragraphs:
        if len(paragraph.lines) < 2 or not chinese(paragraph):
            continue
        if paragraph.body:
            yield paragraph
        else:
            others.append(paragraph)
            key = _kind(paragraph)
            groups.setdefault(key, []).extend(
                abs(overhang(line, right)) <= FLUSH * line.size
                for line, (_, right) in paragraph.full()
            )
    for paragraph in others:
        ends = groups[_kind(paragraph)]
        if sum(ends) >= SET * len(ends) and len(ends) >= SURE:
            yield paragraph


def _kind(paragraph: Paragraph) -> tuple[float, int]:
    left, right = paragraph.measures[0]
    return paragraph.size, round(right - left)


def full_lines(found: Composition) -> Iterator[tuple[Line, tuple[float, float]]]:
    """The lines that should end at their measure, and its edges."""
    for paragraph in set_paragraphs(found):
        yield from paragraph.full()


def text_lines(found: Composition) -> Iterator[Line]:
    return (line for page in found.lines for line in page if not line.furniture)


def _breaks(found: Composition) -> Iterator[tuple[Line, Line]]:
    """The lines of each paragraph in pairs: what ends one, what begins the next."""
    for paragraph in found.paragraphs:
        yield from zip(paragraph.lines, paragraph.lines[1:], strict=False)


def _below_others(found: Composition) -> Iterator[Line]:
    """Lines that go on from one above: in a paragraph, or below a line of their size that begins
    where they do.
    """
    below = {id(line) for _, line in _breaks(found)}
    for line in text_lines(found):
        above = line.above
        if id(line) in below or (
            above is not None
            and above.size == line.size
            and line.y - above.y < 2.2 * line.size
            and (not line.cell or abs(above.left - line.left) < FLUSH * line.size)
        ):
            yield line


def _head(line: Line) -> str:
    return line.text[:6]


def _tail(line: Line) -> str:
    return line.text[-6:]


def usual(values: Iterable[float], step: float = 0.01) -> float:
    """The value that is met most, to a step; 0 where there is none."""
    counts = Counter(round(value / step) for value in values)
    return counts.most_common(1)[0][0] * step if counts else 0.0
