"""Section numbers that stand alone on a line (01, PART.2, ③, 贰) join the heading under them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from duben import chinese
from duben.intake import head_lines
from duben.intake.document import SourceLine
from duben.intake.heading_series import ANSWER
from duben.intake.line_editing import ends_sentence, join_lines

FORM = re.compile(
    r"[·•|｜/\[【「『 ]{0,3}(?P<word>PART|Part|part|NO|No|no|CHAPTER|Chapter|第)?[.．· ]{0,2}"
    r"(?P<number>[0-9]{1,2}|[①-⑳]|[❶-❿]|[一二三四五六七八九十]{1,3}|[壹贰叁肆伍陆柒捌玖拾]"
    r"|ONE|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|One|Two|Three|Four|Five|Six|Seven|Eight)"
    r"[.．、/部分章节 ]{0,3}[·•|｜/\]】」』 ]{0,3}"
)
WORDS = ("ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT")
FORMAL = "壹贰叁肆伍陆柒捌玖拾"
HEADING_LENGTH = 40  # characters of a heading under its number
SENTENCE_LENGTH = 20  # characters of a sentence between two numbers of a page at least
LEVEL = 2
BARE = "figure"  # the kind of 1, 2 …, which may be the numbers of pages
SERIES_MOST = 15  # of them in a series
GAP = "\u3000"
MOST_BARE = 0.7  # of the articles of a text
# Kinds of labels that are nothing without the text behind them; and those that head a section, with
# a title under them or without one.
BARE_LABELS = frozenset({"paren_digit", "bracket", "circle"})
BULLETS = frozenset("*•●■◆▪")
LAW_LABELS = frozenset({"part", "chapter", "section"})
SECTION_LABELS = frozenset({"paren", "comma", *LAW_LABELS})


@dataclass(frozen=True, slots=True)
class SectionNumber:
    """A number alone on a line: its index and value, and as what kind it is typed."""

    index: int
    value: int
    kind: str


def join_section_numbers(lines: Sequence[SourceLine], *, paged: bool = True) -> list[SourceLine]:
    """The lines, each number of a series that counts up from 1 joined to the heading under it. A
    number over a paragraph is a heading by itself. ``paged``: bare ones may be those of pages.
    """
    counting = _counting(lines, list(_find_numbers(lines)), paged)
    numbers = {number.index for number in counting}
    result: list[SourceLine] = []
    skipped = -1
    for index, line in enumerate(lines):
        if index == skipped:
            continue
        if index in numbers:
            after = lines[index + 1] if index + 1 < len(lines) else None
            asked = any(ANSWER.match(line.text) for line in lines[index + 2 : index + 3])
            joins = after is not None and index + 1 not in numbers and not asked
            if joins and after is not None and _is_heading(after):
                gap = "" if line.text.endswith(("、", ".", "．")) else GAP
                line, skipped = join_lines([line, after], [gap]), index + 1
            line = replace(line, heading_level=line.heading_level or LEVEL)
        result.append(line)
    return result


def join_bare_labels(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """The lines, each label alone on its line joined to the text below: （1） and ① to any, （一）,
    一、 and 第一篇 to a title; 第二条 to a paragraph, where other articles have theirs behind the
    label; a bullet to any.
    """
    result: list[SourceLine] = []
    bare = ""
    run_in = _has_articles_run_in(lines)
    for line in lines:
        opens = bool(result) and result[-1].text in BULLETS and result[-1].kind == "text"
        if opens and line.kind == "text" and line.text not in BULLETS:
            line = join_lines([result.pop(), line], [" "])
        label = chinese.read_label(line.text) if line.kind == "text" else None
        asks = bare in LAW_LABELS and line.text[-1:] in ("？", "?")
        titled = _is_heading(line)
        joins = bare in BARE_LABELS or (bare in SECTION_LABELS and titled and not asks)
        joins = joins or (bare == "article" and run_in and not titled)
        if joins and line.kind == "text" and label is None:
            worded = bare in LAW_LABELS or bare == "article"
            line = join_lines([result.pop(), line], [GAP if worded else ""])
            label = chinese.read_label(line.text)
        bare = label.kind if label is not None and label.end == len(line.text) else ""
        result.append(line)
    return result


def _has_articles_run_in(lines: Sequence[SourceLine]) -> bool:
    """Whether not all but a few of the articles stand alone in their lines, which are headings."""
    read = ((line, chinese.read_label(line.text)) for line in lines if line.kind == "text")
    behind = [
        label.end < len(line.text) for line, label in read if label and label.kind == "article"
    ]
    return sum(behind) > (1 - MOST_BARE) * len(behind)


def _find_numbers(lines: Sequence[SourceLine]) -> Iterator[SectionNumber]:
    for index, line in enumerate(lines):
        match = FORM.fullmatch(line.text) if line.kind == "text" and len(line.text) < 16 else None
        if match is None:
            continue
        typed = match["number"]
        yield SectionNumber(index, _value(typed), _kind(typed, match["word"] or ""))


def _value(typed: str) -> int:
    """The number that is typed as a word, in 汉字, in figures or in a circle."""
    if typed.upper() in WORDS:
        return WORDS.index(typed.upper()) + 1
    if typed in FORMAL:
        return FORMAL.index(typed) + 1
    for first in ("①", "❶"):
        if 0 <= ord(typed[0]) - ord(first) < 20:
            return ord(typed[0]) - ord(first) + 1
    return chinese.parse_number(typed) or 0


def _kind(typed: str, word: str) -> str:
    """As what kind a number is typed: figures, figures with a nought before them, 汉字, circles."""
    if typed[0] in "0123456789":
        return (word or "padded" if typed.startswith("0") else word) or BARE
    if typed[0].isascii():
        return "word"
    return word + unicodedata.name(typed[0]).split()[0]


def _counting(
    lines: Sequence[SourceLine], numbers: Sequence[SectionNumber], paged: bool
) -> list[SectionNumber]:
    """The numbers of the series that count up from 1, two at least. Bare figures are those of pages
    where they are many, or where no heading stands under one; in a file without pages those of
    sections where sentences stand between them.
    """
    result: list[SectionNumber] = []
    for kind in dict.fromkeys(number.kind for number in numbers):
        series: list[SectionNumber] = []
        for number in numbers:
            apart = not series or number.index > series[-1].index + 1
            if number.kind == kind and number.value == len(series) + 1 and apart:
                series.append(number)
        headed = all(_is_heading(line) for n in series for line in lines[n.index + 1 :][:1])
        divides = not paged and len(series) > 2 and _divide_sentences(lines, series)
        is_paging = kind == BARE and (len(series) > SERIES_MOST or not (headed or divides))
        if len(series) > 1 and not is_paging:
            result += series
    return result


def _divide_sentences(lines: Sequence[SourceLine], series: Sequence[SectionNumber]) -> bool:
    """Whether sentences stand behind each number, before the next, and none goes on over one."""
    before = (lines[number.index - 1] for number in series[1:])
    if any(line.kind == "text" and not ends_sentence(line.text) for line in before):
        return False
    ends = [*(number.index for number in series[1:]), len(lines)]
    return all(
        any(
            len(line.text) >= SENTENCE_LENGTH and ends_sentence(line.text, "。！？…”")
            for line in lines[number.index + 1 : end]
        )
        for number, end in zip(series, ends, strict=True)
    )


def _is_heading(line: SourceLine) -> bool:
    return (
        line.kind == "text"
        and len(line.text) <= HEADING_LENGTH
        and any(map(str.isalpha, line.text))
        and not head_lines.author_of(line.text)
        and not ends_sentence(line.text, "。；，：:;,")
        and chinese.read_label(line.text) is None
    )
