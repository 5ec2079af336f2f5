"""Headings that a page marks by nothing but their look: bold or larger lines, lines on a ground of
their own, lines in 【】. A line by itself proves nothing; a series of them does.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from duben import chinese
from duben.intake import dates, footnotes, furniture_forms, head_lines
from duben.intake.document import SourceLine
from duben.intake.html.look import Look
from duben.intake.line_editing import ends_sentence, join_lines

LONGEST = 36  # characters of a heading, and of each line of one
SERIES = 2  # headings of one look at least
MOST_OF_SERIES = 0.8  # of the lines of one look must have text behind them
LATIN_NAME = re.compile("[A-Z][A-Za-z0-9]{1,14}(?: [A-Za-z0-9]{1,14}){0,3}")
BRACKETED = re.compile("【[^【】]{1,34}】")
BRACKETS = ("brackets",)  # the kind of headings in 【】
LARGER = 1.0  # px by which a heading is larger than the text at least
SPEAKER = 3  # times that the name of one who speaks comes; no heading comes so often
SPEAKER_LENGTH = 12  # characters of such a name
FIRST_LEVEL, LEVELS = 2, 3
BETWEEN = 8  # 汉字 of the text behind a heading at least, before the next


def mark_styled_headings(
    lines: Sequence[SourceLine], looks: Sequence[Look | None]
) -> list[SourceLine]:
    """The lines, those that look like the headings of a series with their level. ``looks`` are
    those of the lines, None for tables and pictures. A heading over two lines is one.
    """
    lines, looks, whole = _with_whole_headings(lines, looks)
    text = text_look(lines, looks)
    kinds = {
        index: kind
        for index, (line, look) in enumerate(zip(lines, looks, strict=True))
        if look is not None
        and _can_be_heading(line, LONGEST * (1 + (index in whole)))
        and (kind := _kind(line, look, text))
        if not (_is_only_centred(kind) and index and lines[index - 1].kind == "figure")
    }
    plain = _speakers(lines) | _underlines(kinds)
    kinds = {index: kind for index, kind in kinds.items() if index not in plain}
    result = [replace(line, plain=line.plain or n in plain) for n, line in enumerate(lines)]
    for level, kind in enumerate(_series(lines, kinds)[:LEVELS], FIRST_LEVEL):
        for index in (index for index, own in kinds.items() if own == kind):
            if _heads(lines, kinds, index):
                result[index] = replace(lines[index], heading_level=level, indent=0)
    return result


def _with_whole_headings(
    lines: Sequence[SourceLine], looks: Sequence[Look | None]
) -> tuple[list[SourceLine], list[Look | None], set[int]]:
    """The lines and their looks, two lines of a heading as one where several are so broken; and the
    indices of these. The first line stops at a comma, or before the end of a question, and no third
    line looks like them.
    """
    text = text_look(lines, looks)
    kinds = [
        _kind(line, look, text) if look is not None and _may_be_broken(line) else ()
        for line, look in zip(lines, looks, strict=True)
    ]
    pairs = {
        index
        for index in range(len(lines) - 1)
        if kinds[index]
        and kinds[index] == kinds[index + 1]
        and not (kinds[index - 1 : index] == [kinds[index]] and lines[index - 1].text[-1] == "，")
        and kinds[index + 2 : index + 3] != [kinds[index]]
        and _is_broken(lines[index].text, lines[index + 1])
    }
    if sum(lines[index].text[-1] == "，" for index in pairs) < SERIES:
        pairs = set()
    kept = [index for index in range(len(lines)) if index - 1 not in pairs]
    return (
        [
            join_lines(lines[index : index + 2]) if index in pairs else lines[index]
            for index in kept
        ],
        [looks[index] for index in kept],
        {place for place, index in enumerate(kept) if index in pairs},
    )


def _may_be_broken(line: SourceLine) -> bool:
    """Whether a line may be a heading, or the first line of one."""
    return _can_be_heading(replace(line, text=line.text.rstrip("，")))


def _is_broken(text: str, after: SourceLine) -> bool:
    """Whether a heading goes on from a line to the one after it."""
    asks = after.text[-1] in "？?" and not ends_sentence(text)
    return _can_be_heading(after) and (text[-1] == "，" or asks)


def _speakers(lines: Sequence[SourceLine]) -> set[int]:
    """The indices of short lines that come again and again: names before what somebody says."""
    counts = Counter(line.text for line in lines if line.kind == "text" and not line.heading_level)
    return {
        index
        for index, line in enumerate(lines)
        if counts[line.text] >= SPEAKER
        and len(line.text) <= SPEAKER_LENGTH
        and not line.heading_level
        and chinese.read_label(line.text) is None
    }


def _underlines(kinds: Mapping[int, tuple[object, ...]]) -> set[int]:
    """The second lines of pairs of one kind, where a kind has several pairs: a headline and the
    line under it.
    """
    pairs: dict[tuple[object, ...], set[int]] = defaultdict(set)
    for index, kind in kinds.items():
        if [kinds.get(index + step) == kind for step in (-2, -1, 1)] == [False, True, False]:
            pairs[kind].add(index)
    return {index for indices in pairs.values() if len(indices) >= SERIES for index in indices}


def text_look(lines: Sequence[SourceLine], looks: Sequence[Look | None]) -> Look:
    """The look in which most of the text is set."""
    counts: Counter[Look] = Counter()
    for line, look in zip(lines, looks, strict=True):
        if look is not None:
            counts[look] += len(line.text)
    return counts.most_common(1)[0][0] if counts else Look()


def _kind(line: SourceLine, look: Look, text: Look) -> tuple[object, ...]:
    """The kind of heading that a line may be by its look; () for one that looks like the text."""
    if BRACKETED.fullmatch(line.text):
        return BRACKETS
    larger = bool(look.size and text.size) and look.size >= text.size + LARGER
    bold = look.bold and not text.bold
    framed = look.framed and not text.framed and look.colour != text.colour
    centred = look.side == "center" != text.side and look.colour != text.colour
    if not (larger or bold or framed or centred):
        return ()
    return (-look.size if larger else 0, bold, framed, look.side == "center", look.colour)


def _is_only_centred(kind: tuple[object, ...]) -> bool:
    """Whether nothing but its place and its colour tells a kind: what stands under a picture looks
    so too.
    """
    return kind[:3] == (0, False, False)


def _can_be_heading(line: SourceLine, longest: int = LONGEST) -> bool:
    return (
        line.kind == "text"
        and not line.heading_level
        and 2 <= len(line.text) <= longest
        and (any(map(chinese.is_han, line.text)) or bool(LATIN_NAME.fullmatch(line.text)))
        and not ends_sentence(line.text, "。；，、：:;,")
        and not any(mark in line.text[:-1] for mark in "。；")
        and not line.text.startswith(("—", "－", "（", "("))
        and chinese.read_label(line.text) is None
        and not dates.date_alone(line.text)
        and not head_lines.author_of(line.text)
        and not footnotes.looks_like_note(line.text)
        and not furniture_forms.is_call(line.text)
    )


def _series(
    lines: Sequence[SourceLine], kinds: Mapping[int, tuple[object, ...]]
) -> list[tuple[object, ...]]:
    """The kinds of which most lines have text behind them, the outermost first."""
    places: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for index, kind in kinds.items():
        places[kind].append(index)
    # 一、【范围】 belongs to the series of 【前言】, too; its label makes it a heading already.
    labelled = sum(_is_labelled_bracket(line) for line in lines)
    series = [
        kind
        for kind, indices in places.items()
        if (heading := sum(_heads(lines, kinds, index) for index in indices))
        >= SERIES - (kind == BRACKETS and labelled > 0) + _is_only_centred(kind)
        and heading >= MOST_OF_SERIES * len(indices)
    ]
    # Larger ones stand above smaller ones; of one size those that come first.
    return sorted(series, key=lambda kind: kind[0] if isinstance(kind[0], float) else 0.0)


def _is_labelled_bracket(line: SourceLine) -> bool:
    label = chinese.read_label(line.text) if line.kind == "text" else None
    return label is not None and BRACKETED.fullmatch(line.text[label.end :]) is not None


def _heads(
    lines: Sequence[SourceLine], kinds: Mapping[int, tuple[object, ...]], index: int
) -> bool:
    """Whether text stands behind a line, before another line of its kind."""
    han = 0
    for number in range(index + 1, len(lines)):
        if kinds.get(number) == kinds[index]:
            break
        if lines[number].kind in ("table", "figure", "item"):
            return True
        if number not in kinds:
            han += sum(map(chinese.is_han, lines[number].text))
        if han >= BETWEEN:
            return True
    return False
