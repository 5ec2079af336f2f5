"""The list of contents that a document has typed in: recognised by its entries, left out and told.

Two things tell it: entries that come again, in their order, as lines further on; and entries that
end with the number of a page behind leaders or a blank. Under a title (目录) a few of them are
enough; without one there must be four, most of them come again, and they stand closer together
than those. A section that is called 目录 and holds text has neither.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from duben import chinese
from duben.intake.boilerplate import title_key
from duben.intake.document import ChangeLog, SourceLine
from duben.intake.line_editing import ends_sentence

TITLE = re.compile(
    "[【\\[]?(?:目[ \u3000]{0,6}[录錄次]|(?:本书|内容|章节)目[录錄次]|(?i:(?:table of )?contents))"
    "[】\\]]?[:：]?"
)
LEADERS = re.compile(
    "[ \u3000.．·…\\-—_]{0,200}[（(]?(?:[0-9]{1,4}|[ivxlcIVXLC]{1,7})[)）]?(?: ?[-—])?$"
    "|[ \u3000.．·…]{2,200}$"
    "|[.．·…]{6,200}。$"
)
# What surely is the number of a page: behind leaders, a tab, or a blank and words.
PAGED = re.compile(
    "(?:[.．·…]{2,}[ \u3000]*|[ \u3000\t_-]+|—{2,})[（(]?(?:[0-9]{1,4}|[ivxlc]{1,7}|[IVXLC]{1,7})"
    "[)）]?$"
    "|[.．·…]{4,}$"
)
LED = re.compile("[.．·…]{6,}。?$")  # leaders whose page was lost
CLOSE_PAGE = re.compile("[\u3400-\u9fff）》”][0-9]{1,3}$")
# 1、清淤 in the list may be 1清淤 in the text.
NUMBERED = re.compile("(?P<number>[0-9]{1,2}(?:[.．][0-9]{1,2})*)[.．、 \u3000]{0,3}(?=[一-鿿《“])")
ENTRY_LENGTH = 120
HEADING_LENGTH, LEVEL = 30, 2  # of a heading that only its entry tells
TITLED, UNTITLED = 2, 4  # entries that a list has at least, under its title and without one
MOST = 0.6  # of the entries come again, or have a page
LOOKED_AT = 1_000  # lines at the begin of a document, and of a list
STRANGERS = 5  # lines in a row that are no entry: one broken over lines, in other words


def remove_contents(lines: Sequence[SourceLine], log: ChangeLog) -> list[SourceLine]:
    """The lines without the list of contents, which is told. A line without a label that an entry
    with a page names is a heading.
    """
    left = list(lines)
    places = _places(left)
    start = 0
    while start < min(len(left), LOOKED_AT):
        titled = left[start].kind == "text" and bool(TITLE.fullmatch(left[start].text))
        first = start + titled
        end, named = _entries_end(left, places, first, titled)
        if end > first:
            for index in named:
                left[index] = replace(left[index], heading_level=left[index].heading_level or LEVEL)
            log.omit(*left[start:end], kind="contents")
            left[start:end] = []
            places = _places(left)
        else:
            start += 1
    return left


def _places(lines: Sequence[SourceLine]) -> Mapping[str, Sequence[int]]:
    """Where short lines stand, by their words; those with a number, by its words and it, too."""
    places: dict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if len(line.text) <= ENTRY_LENGTH:
            places[title_key(line.text)].append(index)
            if numbered := _numbered(line.text):
                places[numbered].append(index)
    return places


def _numbered(text: str) -> str:
    """The number of a line and its words, however it is typed: 1、清淤, 1清淤, 1.　清淤."""
    match = NUMBERED.match(text)
    return f"{match['number']} {title_key(text[match.end() :])}" if match else ""


def _entries_end(
    lines: Sequence[SourceLine], places: Mapping[str, Sequence[int]], first: int, titled: bool
) -> tuple[int, list[int]]:
    """Where the entries from ``first`` on end, and the lines that those with a page name, where
    most have no label; ``first`` where they are no list of contents.
    """
    end = index = first
    again: list[int] = []  # where the entries come again
    named: list[int] = []
    paged = entries = strangers = 0
    stop = min(len(lines), first + LOOKED_AT)
    while index < stop and strangers < STRANGERS and not (again and index >= again[0]):
        line = lines[index]
        words = _words(line.text)
        if len(words[0]) > ENTRY_LENGTH or line.kind not in ("text", "item"):
            break
        label = chinese.read_label(words[0]) if titled else None
        if label is not None:  # 一、收入总表 is 收入总表 above its table
            words = (*words, words[0][label.end :])
        later = _later_place(words, places, index, again[-1] if again else index)
        has_page = _has_page(line.text, titled)
        if not titled and not has_page and ends_sentence(line.text, "。；！？"):
            break  # a text of which some lines come again
        index += 1
        if later is None and not has_page:
            # An entry in other words has its label all the same.
            strangers += label is None
            if not titled or ends_sentence(line.text, "。；！？"):
                break
            continue
        if later is not None:
            again.append(later)
            named += [later] if has_page and _may_head(lines[later]) else []
        entries += 1
        paged += has_page
        strangers = 0
        end = index
    if titled and again and index == again[0] and not strangers:
        end = index  # the last entries in other words, too
    if again and end > again[0]:
        return first, []  # the text has begun: these are its headings
    if not titled and again and _is_spread(lines, (first, end - 1), (again[0], again[-1])):
        return first, []
    enough = entries >= (TITLED if titled else UNTITLED)
    told = titled or paged == entries or (_is_labelled(lines, again) and _has_text(again))
    repeated = len(again) >= MOST * entries and told
    is_list = enough and (repeated or (titled and paged >= MOST * entries))
    if not is_list:
        return first, []
    return end, named if len(named) > MOST * entries else []


def _is_spread(lines: Sequence[SourceLine], own: tuple[int, int], again: tuple[int, int]) -> bool:
    """Whether entries stand as far apart in the file as those that come again: headings of a form,
    of which the document has another with the same ones.
    """
    here, there = (lines[last].number - lines[first].number for first, last in (own, again))
    return 2 * here > there


def _has_text(again: Sequence[int]) -> bool:
    """Whether entries that come again stand over texts as headings do: half of them at least are
    not right above the next one. Steps that are told twice are.
    """
    apart = sum(after > place + 1 for place, after in pairwise(again))
    return 2 * apart >= len(again) - 1


def _may_head(line: SourceLine) -> bool:
    """Whether a line may be the heading that an entry names: short, without a label or a mark."""
    return (
        line.kind == "text"
        and len(line.text) <= HEADING_LENGTH
        and chinese.read_label(line.text) is None
        and not ends_sentence(line.text, "。；，：、")
    )


# Lines are looked at again from each line before them.
@lru_cache(maxsize=2 * LOOKED_AT)
def _words(text: str) -> tuple[str, ...]:
    """An entry without its page and with it."""
    return tuple(dict.fromkeys((LEADERS.sub("", text), text)))


@lru_cache(maxsize=4 * LOOKED_AT)
def _has_page(text: str, titled: bool) -> bool:
    """Whether a line ends with the number of a page; under a title, right behind its words too."""
    if LED.search(text):
        return True
    if PAGED.search(text):
        return not ends_sentence(text, "。；！？")
    return titled and bool(CLOSE_PAGE.search(text)) and bool(chinese.read_label(text))


def _later_place(
    words: Sequence[str], places: Mapping[str, Sequence[int]], index: int, after: int
) -> int | None:
    """Where the words of an entry come again behind ``after``, with or without its page."""
    for key in filter(None, (*map(_key, words), *map(_numbered, words))):
        at = places.get(key, ())
        if (next_place := bisect_right(at, max(index, after))) < len(at):
            return at[next_place]
    return None


_key = lru_cache(maxsize=4 * LOOKED_AT)(title_key)


def _is_labelled(lines: Sequence[SourceLine], places: Sequence[int]) -> bool:
    """Whether the first heading that comes again has a label, or most have behind a preface:
    repeated lines without one may be a refrain.
    """
    labelled = [chinese.read_label(lines[place].text) is not None for place in places]
    return labelled[:1] == [True] or sum(labelled) > MOST * len(labelled)
