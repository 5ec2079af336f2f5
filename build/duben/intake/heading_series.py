"""Headings that only their series tells: questions with their answers, short names that end with a
colon, lines without an end, the first lines of groups that blank lines part. Each rule looks at the
whole of a series, never at one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from duben import chinese
from duben.chinese import Label, OutlineStep, Series
from duben.intake.document import SourceLine
from duben.intake.line_editing import ENDS, STOPS, ends_sentence, slice_line

ITEMS = 3  # of a series, the fewest that tell something
MOST = 0.7  # of the items of a series
QUESTION_LENGTH = 60  # characters of a heading that asks
# 什么是河长制？主要任务：… : the question, and what is behind it in the line.
QUESTION = re.compile(rf"[^。；！？?]{{2,{QUESTION_LENGTH}}}[？?](?:[^。；！？?：:]{{1,12}}[？?])?")
# 巡查的要求：（四条）, 【第三讲】
REMARK = re.compile("[（(][^（）()]{1,12}[）)]$|【[^【】]{1,12}】$")
# What is asked at length, in several questions, of a text in which answers stand under them.
ASKED = re.compile(rf"(?:[^。；！？?]{{2,{QUESTION_LENGTH}}}[？?]){{1,4}}")
ASKED_LENGTH = 100
ASKED_NAME = re.compile("问题?[ \u3000]?[0-9一二三四五六七八九十]{0,3}[ \u3000]?[、.．：:]")
ANSWER = re.compile("答(?:案|题)?[：:]")
NAME_LENGTH = 16  # characters of a heading that ends with a colon
NOT_ASKED = frozenset({"article", "part", "chapter", "section"})
OPTIONS = frozenset({"letter", "small_letter"})  # A. B. C. under a question of a test
RECURRING = frozenset({"comma", "paren", "digit", "paren_digit", "bracket", "circle"})
NUMBERED = frozenset({"digit", "paren_digit", "bracket"})
OVER_LENGTH = 40  # characters of a name over a numbering
SIGNS = frozenset("%＃％§★☆◆◇■□▲△►▶※◎")
SIGNED_LENGTH = 30  # characters of a heading that a sign opens
NEARLY_ALL = 0.85  # of the lines of one form
CAPTION_LENGTH = 40  # characters of what a picture is called
TITLE_LENGTH = 60  # characters of a heading of a sentence or two
LONG_PARAGRAPH = 60
STOP_MARKS = ENDS + "，、；：,;:…"  # that a heading does not end with
TOPIC = re.compile("[^。！？；：，、]{2,10}：[^。！？；：]{3,50}[^。！？；：，、]")
SENTENCE_NAME = re.compile("[^。！？；：，…“”（）()]{5,28}。")
SENTENCES, SENTENCE_SHARE = 5, 0.3  # of the paragraphs without a label
GROUPS = 4  # parted by blank lines
OPENING_LENGTH = 14  # characters of the line that opens a group
MOST_GROUPS = 0.6
LONGER = 2  # times as long are the other lines of a group

Labels = Sequence[Label | None]


def with_questions_apart(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """The lines, each question of a series that is followed by its answer in the line as a line of
    its own.
    """
    read = read_labels(lines)
    ends = {
        index: label.end + match.end()
        for series, asked in _question_series(lines, read)
        if not _asks_in_whole_lines(lines, read, series)
        for index in asked
        if not ASKED.fullmatch(_rest(lines, read, index))
        and (label := read[index])
        and (match := QUESTION.match(lines[index].text[label.end :]))
    }
    result: list[SourceLine] = []
    for index, line in enumerate(lines):
        end = ends.get(index, len(line.text))
        is_remark = REMARK.fullmatch(line.text[end:].strip())
        if end < len(line.text) and not is_remark and not line.spans and not line.note_marks:
            result += [slice_line(line, 0, end), slice_line(line, end, len(line.text))]
        else:
            result.append(line)
    return result


def read_labels(lines: Sequence[SourceLine]) -> list[Label | None]:
    """The label that opens each line of text; None for others."""
    return chinese.read_labels(line.text if line.kind == "text" else "" for line in lines)


def find_heading_series(lines: Sequence[SourceLine], read: Labels) -> set[int]:
    """The indices of the lines that are headings by their series."""
    return {
        *_question_headings(lines, read),
        *_answered_headings(lines, read),
        *_named_headings(lines, read),
        *_group_headings(lines, read),
        *_signed_headings(lines, read),
        *_unended_headings(lines, read),
        *_short_sentences(lines, read),
        *_named_topics(lines, read),
        *_counted_names(lines, read),
        *_points_over_labels(lines, read),
        *_framed_names(lines),
        *_recurring_names(lines, read),
        *_names_over_numberings(lines, read),
    }


def find_listed(lines: Sequence[SourceLine], read: Labels) -> set[int]:
    """The indices of the items of lists: behind a line with a colon, nothing between them. What a
    list names is no heading, whatever its labels are.
    """
    return {
        item
        for series in all_series(read)
        for item in series.items
        if item_kind(read, series) not in NOT_ASKED
        and series.items[0]
        and lines[series.items[0] - 1].kind == "text"
        and lines[series.items[0] - 1].text[-1] in "：:"
        and series.items[-1] - series.items[0] == len(series.items) - 1
    }


def all_series(read: Labels) -> Iterator[Series]:
    """The series of labels with ITEMS items at least, each once, in the order of their first."""
    steps = [OutlineStep(label) for label in read]
    for number, series in enumerate(chinese.find_series(steps)):
        if series is not None and series.items[0] == number and len(series.items) >= ITEMS:
            yield series


def item_kind(read: Labels, series: Series) -> str:
    """The kind of label of the items of a series."""
    label = read[series.items[0]]
    return label.kind if label else ""


def _rest(lines: Sequence[SourceLine], read: Labels, index: int) -> str:
    """The text of a line behind its label."""
    label = read[index]
    return lines[index].text[label.end if label else 0 :]


# --- questions ------------------------------------------------------------------------------------


def _question_series(
    lines: Sequence[SourceLine], read: Labels
) -> Iterator[tuple[Series, list[int]]]:
    """Each series of which most items ask, and those that do: with an answer in their line or under
    it. Not the questions of a test, nor a list of them.
    """
    for series in all_series(read):
        if item_kind(read, series) in NOT_ASKED:
            continue
        asked = [item for item in series.items if QUESTION.match(_rest(lines, read, item))]
        answered = [item for item in asked if _is_answered(lines, read, item, series)]
        tested = [
            item
            for item in asked
            if (label := read[item + 1] if item + 1 < len(read) else None) and label.kind in OPTIONS
        ]
        if (
            len(asked) >= ITEMS
            and len(asked) >= series_share(series)
            and len(answered) >= MOST * len(asked)
            and not tested
        ):
            yield series, asked


def series_share(series: Series) -> float:
    """As many items of a series as are half of it."""
    return len(series.items) / 2


def _is_answered(lines: Sequence[SourceLine], read: Labels, index: int, series: Series) -> bool:
    match = QUESTION.match(_rest(lines, read, index))
    if match and match.end() < len(_rest(lines, read, index)):
        return True
    return index + 1 < len(lines) and index + 1 not in series.items


def _asks_in_whole_lines(lines: Sequence[SourceLine], read: Labels, series: Series) -> bool:
    """Whether a text without a label stands under each item of a series, most of them a question to
    the end of their line: what follows one in a line asks on.
    """
    ends = [_rest(lines, read, item)[-1:] in ("？", "?") for item in series.items]
    return sum(ends) >= len(ends) / 2 and all(
        item + 1 < len(lines) and read[item + 1] is None and lines[item + 1].kind == "text"
        for item in series.items
    )


def _question_headings(lines: Sequence[SourceLine], read: Labels) -> Iterator[int]:
    """The items that are a question alone, and the names among them: 3.河长制的意义：. Where the
    answers stand under whole lines, each line of a sentence after its questions too.
    """
    for series, _ in _question_series(lines, read):
        whole = _asks_in_whole_lines(lines, read, series)
        for item in series.items:
            rest = _rest(lines, read, item)
            is_alone = 0 < len(rest) <= QUESTION_LENGTH and not any(m in rest[:-1] for m in "。；")
            ends = REMARK.sub("", rest)[-1:] in tuple("？?：:")
            if is_alone and item + 1 not in series.items and (whole or ends):
                yield item


def _answered_headings(lines: Sequence[SourceLine], read: Labels) -> list[int]:
    """The questions without a label, each with 答：… under it; where they are called so (问题3、),
    all that are, and no others.
    """
    questions = [
        index
        for index, line in enumerate(lines[:-1])
        if line.kind == "text"
        and read[index] is None
        and len(line.text) <= ASKED_LENGTH
        and ASKED.fullmatch(line.text)
    ]
    asked = [index for index in questions if ANSWER.match(lines[index + 1].text)]
    named = [index for index in questions if ASKED_NAME.match(lines[index].text)]
    if len(asked) < ITEMS:
        return []
    return named if len(named) >= len(asked) / 2 else asked


# --- names with a colon ---------------------------------------------------------------------------


def _named_headings(lines: Sequence[SourceLine], read: Labels) -> Iterator[int]:
    """The items of a series that are all short names with a colon, a text without a label under
    each (1、品德：); a list under it makes a lead-in of it.
    """
    for series in all_series(read):
        names = [
            item
            for item in series.items
            if 1 < len(rest := _rest(lines, read, item)) <= NAME_LENGTH
            and rest[-1] in "：:"
            and item + 1 < len(lines)
            and read[item + 1] is None
            and lines[item + 1].kind == "text"
            and ends_sentence(lines[item + 1].text)
        ]
        if len(names) == len(series.items) and item_kind(read, series) not in NOT_ASKED:
            yield from names


# --- names that come again ------------------------------------------------------------------------


def _recurring_names(lines: Sequence[SourceLine], read: Labels) -> Iterator[int]:
    """The short names with a label of which several come again and again, each with a text below it
    (1.教学目标, 2.教学内容 under every chapter); none that ends with a mark.
    """
    places: dict[str, list[int]] = {}
    for index, label in enumerate(read[:-1]):
        rest = _rest(lines, read, index)
        after = read[index + 1]
        if (
            label is not None
            and label.kind in RECURRING
            and 1 < len(rest) <= NAME_LENGTH
            and not any(mark in rest for mark in STOP_MARKS)
            and (after is None or after.kind != label.kind)
        ):
            places.setdefault(lines[index].text, []).append(index)
    often = [own for own in places.values() if len(own) >= ITEMS]
    if len(often) > 1:
        for own in often:
            yield from own


# --- names over numberings ------------------------------------------------------------------------


def _names_over_numberings(lines: Sequence[SourceLine], read: Labels) -> Iterator[int]:
    """The lines without a label that each stand over a numbering that begins anew, of one kind of
    label, where most of its numberings in the text have one: 清淤, 1.…, 2.…, 加固, 1.…, 2.….
    """
    begins: dict[str, list[int]] = {}
    for index, label in enumerate(read):
        if index and label and label.number == 1 and label.kind in NUMBERED:
            begins.setdefault(label.kind, []).append(index)
    for starts in begins.values():
        bare = [start for start in starts if read[start - 1] is None]
        over = [start - 1 for start in bare if _names_what_follows(lines[start - 1])]
        if len(over) >= ITEMS and len(over) >= NEARLY_ALL * len(bare):
            yield from over


def _names_what_follows(line: SourceLine) -> bool:
    """Whether a line may be the name of what is numbered below it, not a sentence that leads to it
    nor a cell of a table.
    """
    text = line.text
    return (
        line.kind == "text"
        and len(text) <= OVER_LENGTH
        and sum(map(chinese.is_han, text)) > 1
        and "\t" not in text
        and not any(mark in text for mark in "。！:：？?")
        and text[-1] not in "，、；,;…"
    )


# --- signs ----------------------------------------------------------------------------------------


def _signed_headings(lines: Sequence[SourceLine], read: Labels) -> Iterator[int]:
    """The short lines that one sign opens, where text without it stands under most of them; those
    of a list follow each other.
    """
    for sign in dict.fromkeys(line.text[0] for line in lines if line.text[:1] in SIGNS):
        signed = [
            index
            for index, line in enumerate(lines)
            if line.kind == "text" and line.text[0] == sign
        ]
        short = [
            index
            for index in signed
            if 2 < len(lines[index].text) <= SIGNED_LENGTH
            and not ends_sentence(lines[index].text, "。；，：,;:")
            and index + 1 < len(lines)
            and lines[index + 1].text[:1] != sign
        ]
        if len(short) >= ITEMS and len(short) >= NEARLY_ALL * len(signed):
            yield from short


# --- lines without an end, among paragraphs that have one -----------------------------------------


def _unended_headings(lines: Sequence[SourceLine], read: Labels) -> list[int]:
    """The lines of a clause or two without a label or a mark at the end, each between a paragraph
    that ends and a long one; where most lines without a mark stand so (a text that is broken within
    its sentences has others). The captions of a page that stand twice in their lines are passed.
    """
    told = [index for index, line in enumerate(lines) if not is_said_twice(line.text)]
    shown = [lines[index] for index in told]
    unended = [
        place
        for place, line in enumerate(shown)
        if line.kind == "text"
        and read[told[place]] is None
        and len(line.text) > 1
        and not ends_sentence(line.text, STOP_MARKS)
    ]
    over = [place for place in unended if _stands_over_a_text(shown, place)]
    first = [place for place in unended if _stands_over_another(shown, place)]
    pairs = [at for place in first for at in (place, place + 1)]
    if len(over) < max(ITEMS, MOST * (len(unended) - len(pairs))):
        return []
    return [told[place] for place in (*over, *pairs)]


def is_said_twice(text: str) -> bool:
    """Whether a line is one text twice: what a picture is called, and its caption."""
    half, odd = divmod(len(text), 2)
    return not odd and ITEMS <= half <= CAPTION_LENGTH and text[:half] == text[half:]


def _short_sentences(lines: Sequence[SourceLine], read: Labels) -> list[int]:
    """The short sentences of one clause without a label (清淤成效持续提高。), each over a long
    paragraph, of a text in which they are a good part of all paragraphs from the first on.
    """
    plain = [
        index
        for index, line in enumerate(lines[:-1])
        if line.kind == "text" and read[index] is None and not line.heading_level
    ]
    short = [index for index in plain if SENTENCE_NAME.fullmatch(lines[index].text)]
    over = [
        index
        for index in short
        if lines[index + 1].kind == "text"
        and read[index + 1] is None
        and len(lines[index + 1].text) >= max(LONG_PARAGRAPH, 3 * len(lines[index].text))
    ]
    if len(over) < SENTENCES or len(over) < NEARLY_ALL * len(short):
        return []
    among = sum(over[0] <= index <= over[-1] + 1 for index in plain)
    return over if len(over) >= SENTENCE_SHARE * among else []


def _stands_over_a_text(lines: Sequence[SourceLine], index: int) -> bool:
    """Whether a line of no more than TITLE_LENGTH without a bracket or a full stop stands between
    the end of a paragraph and a long one; of a name and its clause, each of several characters.
    """
    if index >= len(lines) - 1:
        return False
    line, after = lines[index : index + 2]
    return (
        _stands_behind_an_end(lines, index)
        and after.kind == "text"
        and len(line.text) <= TITLE_LENGTH
        and not line.plain
        and line.text[0] not in "（(《—-….>"
        and not any(mark in line.text for mark in ":。；！〔")
        and all(len(part) >= ITEMS for part in line.text.split("：")[:2])
        and ends_sentence(after.text)
        and len(after.text) >= max(LONG_PARAGRAPH, len(line.text))
    )


def _stands_behind_an_end(lines: Sequence[SourceLine], index: int) -> bool:
    """Whether a line is the first one, or stands behind the end of a paragraph."""
    before = lines[index - 1 : index] if index else ()
    return all(line.kind == "text" and ends_sentence(line.text) for line in before)


def _stands_over_another(lines: Sequence[SourceLine], index: int) -> bool:
    """Whether a line that breaks off at a dash (怎样清淤——) stands over one over a long text."""
    return (
        lines[index].text.endswith("——")
        and _stands_behind_an_end(lines, index)
        and _stands_over_a_text(lines[index + 1 : index + 3], 0)
    )


# --- names that count -----------------------------------------------------------------------------

COUNTED = re.compile(
    "(?P<name>[一-鿿]{2,4})[ \u3000]?(?P<number>[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
    "(?:[：:.、．][ \u3000]?|[ \u3000]+)(?P<rest>[^。；]{2,40})"
)
# 第一招：清淤; 第二条、清淤
ORDERED = re.compile(
    "第(?P<number>[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?P<name>[一-鿿]{1,2})"
    "(?:[：:，,、][ \u3000]?|[ \u3000]+)(?P<rest>[^。；_]{2,40})"
)
# 【题目一】清淤
BRACKETED = re.compile(
    "【(?P<name>[一-鿿]{1,4})[ \u3000]?(?P<number>[0-9]{1,2}|[一二三四五六七八九十]{1,3})】"
    "(?P<rest>[^。；]{0,40})"
)
NO_PARTS = re.compile(
    "附件|附[录錄表]|[图圖表注註]|例题|选项|问|答"
)  # what no section is called by
PARTS = (COUNTED, ORDERED, BRACKETED)
NO_END = "。！，、；：!,;:"
SKIPPED = 2  # by which the number of a part may be larger than that of the one before


def _counted_names(lines: Sequence[SourceLine], read: Labels) -> Iterator[int]:
    """The short lines that one word and its numbers open (模块1：育苗, 【模块2】移栽), from the
    first on, with something else below each.
    """
    found: dict[str, list[tuple[int, int]]] = {}
    for index, line in enumerate(lines[:-1]):
        if line.kind != "text" or read[index]:
            continue
        match = next((m for form in PARTS if (m := form.fullmatch(line.text))), None)
        if match is None or NO_PARTS.match(match["name"]) or line.text[-1] in NO_END:
            continue
        found.setdefault(match["name"], []).append(
            (index, chinese.parse_number(match["number"]) or 0)
        )
    for parts in found.values():
        numbers = [number for _, number in parts]
        counts = all(0 < after - before <= SKIPPED for before, after in pairwise(numbers))
        apart = all(after[0] - before[0] > 1 for before, after in pairwise(parts))
        if len(parts) > 1 and numbers[0] == 1 and counts and apart:
            yield from (index for index, _ in parts)


def _points_over_labels(lines: Sequence[SourceLine], read: Labels) -> Iterator[int]:
    """The short lines 一是……, 二是…… without a mark at their end where each stands over a label of
    another kind that begins anew: 1.…
    """
    points = [index for index, label in enumerate(read) if label and label.kind == "item"]
    over = [
        index
        for index in points
        if len(lines[index].text) <= SIGNED_LENGTH
        and not any(mark in lines[index].text for mark in STOP_MARKS)
        and index + 1 < len(lines)
        and (below := read[index + 1]) is not None
        and below.kind != "item"
        and below.number == 1
    ]
    numbers = [label.number for index in over if (label := read[index])]
    if len(over) > 1 and numbers == [*range(1, len(over) + 1)]:
        yield from over


# 【清淤】; >>> 清淤 <<<
FRAMES = tuple(
    map(
        re.compile,
        (
            "【[^【】]{2,20}】",
            "([>＞=*~#＝]{2,6})[ \u3000]*[^ \u3000>＞=*~#＝].{1,28}[ \u3000]*[<＜=*~#＝]{2,6}",
        ),
    )
)


BRACKETED_NAME = re.compile("【[一-鿿]{2,8}】")  # 【摘要】


def _framed_names(lines: Sequence[SourceLine]) -> Iterator[int]:
    """The lines that are a name in 【】 and nothing else, two or more, or between signs (>>> 清淤
    <<<), most of them not right behind each other; and one in 【】 alone over a long paragraph.
    """
    for frame in FRAMES:
        places = [
            index
            for index, line in enumerate(lines)
            if line.kind == "text" and frame.fullmatch(line.text)
        ]
        apart = sum(after - before > 1 for before, after in pairwise(places))
        if len(places) > 1 and apart >= MOST * len(places) - 1:
            yield from places
    for index, line in enumerate(lines):
        if line.kind == "text" and BRACKETED_NAME.fullmatch(line.text):
            below = next((other for other in lines[index + 1 :] if other.kind != "figure"), line)
            is_text = below.kind == "text" and ends_sentence(below.text)
            if is_text and len(below.text) >= LONG_PARAGRAPH:
                yield index


# --- names with what they stand for ---------------------------------------------------------------


def _named_topics(lines: Sequence[SourceLine], read: Labels) -> list[int]:
    """The lines of a name and what it stands for, of one person in a talk and what he speaks of
    (果园：换上新苗), no sentence, each with another name and a longer text under it.
    """
    topics = [
        index
        for index, line in enumerate(lines)
        if line.kind == "text" and read[index] is None and TOPIC.fullmatch(line.text)
    ]
    over = [
        index
        for index in topics
        if index + 1 < len(lines)
        and lines[index + 1].kind == "text"
        and read[index + 1] is None
        and len(lines[index + 1].text) > len(lines[index].text)
        and ends_sentence(lines[index + 1].text, STOPS)
    ]
    names = {lines[index].text.split("：")[0] for index in over}
    most = len(over) >= max(ITEMS, MOST * len(topics))
    return over if most and len(names) == len(over) else []


# --- groups that blank lines part -----------------------------------------------------------------


def _group_headings(lines: Sequence[SourceLine], read: Labels) -> list[int]:
    """The first lines of groups, where most of the groups that blank lines part begin with a short
    one without a label and go on with longer ones: a name with a full stop.
    """
    starts = [index for index, line in enumerate(lines) if line.blank and line.kind == "text"]
    groups = [
        (start, stop)
        for start, stop in pairwise([*starts, len(lines)])
        if stop - start > 1 and read[start] is None
    ]
    if len(groups) < GROUPS or len(starts) > len(lines) / 2:
        return []
    named = [start for start, stop in groups if _opens_group(lines, start, stop)]
    if len(named) < max(ITEMS, MOST_GROUPS * len(groups)):
        return []
    first = min(named)
    return named + [
        index
        for index in range(first)
        if read[index] is None and _opens_group(lines, index, groups[0][1])
    ]


def _opens_group(lines: Sequence[SourceLine], start: int, stop: int) -> bool:
    text = lines[start].text
    others = [len(line.text) for line in lines[start + 1 : stop]]
    return (
        2 <= len(text) <= OPENING_LENGTH
        and text[-1] == "。"
        and not any(mark in text[:-1] for mark in "。；，：:！？")
        and sum(others) >= LONGER * len(text) * len(others)
    )
