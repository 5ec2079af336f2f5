"""Finds what ``*`` and ``_`` mean in the events of inline content.

The algorithm is the delimiter stack of CommonMark 0.31 (appendix, “Phase 2: inline structure”): a
run of signs that may close is paired with the nearest run before it that may open.

Python-Markdown 3.11 has a reader of its own for this, which writes its inner marks into the text
and loses characters on some input (``***a*_babc\\n****[_u_``), and is quadratic on other. Here
Python-Markdown's easier rules of what may open and close stay, which suit 汉字: ``**“甲”**乙`` is
strong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

InlineEvent = tuple[str, str, Element | None]

RUN = re.compile(r"\*+|_+")
TAGS = {1: "em", 2: "strong"}


@dataclass(slots=True)
class _DelimiterRun:
    """A run of ``*`` or ``_``: the event it stands in, where, what is left of it in the middle,
    what it may do.
    """

    event: int
    start: int
    end: int
    char: str
    opens: bool
    closes: bool
    size: int


@dataclass(frozen=True, slots=True)
class _TagInsertion:
    start: int
    end: int
    act: str
    tag: str


def resolve_emphasis(events: list[InlineEvent]) -> list[InlineEvent]:
    """The events with ("open" or "close", "strong" or "em", …) in place of the marks that mean
    something.
    """
    if not any(
        event in ("text", "tail") and ("*" in value or "_" in value) for event, value, _ in events
    ):
        return events
    edits: dict[int, list[_TagInsertion]] = {}
    for runs in _runs_by_element(events):
        _pair_runs(runs, edits)
    return [
        new for index, event in enumerate(events) for new in _insert_tags(event, edits.get(index))
    ]


def _runs_by_element(events: list[InlineEvent]) -> list[list[_DelimiterRun]]:
    """The runs of each element that holds text, those of a link apart from those around it."""
    containers: list[list[_DelimiterRun]] = []
    open_ones: list[list[_DelimiterRun]] = [[]]
    for index, (event, value, _) in enumerate(events):
        if event == "open":
            open_ones.append([])
        elif event == "close":
            containers.append(open_ones.pop())
        elif event in ("text", "tail"):
            open_ones[-1].extend(_runs(events, index, value))
    return [runs for runs in (*containers, *open_ones) if len(runs) > 1]


def _runs(events: list[InlineEvent], index: int, text: str) -> Iterator[_DelimiterRun]:
    for run in RUN.finditer(text):
        start, end, char = run.start(), run.end(), run[0][0]
        before = text[start - 1] if start else _neighbour(events, index, -1)
        after = text[end] if end < len(text) else _neighbour(events, index, 1)
        opens, closes = not after.isspace(), not before.isspace()
        if char == "_":
            opens, closes = opens and not _is_word(before), closes and not _is_word(after)
        if opens or closes:
            yield _DelimiterRun(index, start, end, char, opens, closes, end - start)


def _neighbour(events: list[InlineEvent], index: int, step: int) -> str:
    """What stands beside a text: a space at the edge of its element and at a line break, else a
    mark.
    """
    beside = index + step
    if not 0 <= beside < len(events):
        return " "
    event, tag, _ = events[beside]
    if tag == "br" or event == ("open" if step < 0 else "close"):
        return " "
    return "\x03"


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _pair_runs(runs: list[_DelimiterRun], edits: dict[int, list[_TagInsertion]]) -> None:
    """Pairs closing runs with the nearest opening ones before them."""
    stack: list[_DelimiterRun] = []
    # Below this height of the stack no opener for such a closer was found; without it the search is
    # quadratic.
    bottoms: dict[tuple[str, bool, int], int] = {}
    for run in runs:
        while run.closes and run.start < run.end:
            key = (run.char, run.opens, run.size % 3)
            at = _find_opener(stack, run, min(bottoms.get(key, 0), len(stack)))
            if at < 0:
                bottoms[key] = len(stack)
                break
            opener = stack[at]
            size = 2 if min(opener.end - opener.start, run.end - run.start) >= 2 else 1
            edits.setdefault(opener.event, []).append(
                _TagInsertion(opener.end - size, opener.end, "open", TAGS[size])
            )
            edits.setdefault(run.event, []).append(
                _TagInsertion(run.start, run.start + size, "close", TAGS[size])
            )
            opener.end -= size
            run.start += size
            del stack[at + (opener.start < opener.end) :]
            for other, bottom in bottoms.items():
                bottoms[other] = min(bottom, len(stack))
        if run.opens and run.start < run.end:
            stack.append(run)


def _find_opener(stack: list[_DelimiterRun], closer: _DelimiterRun, bottom: int) -> int:
    """The highest run of the stack that a closer goes with; -1 where there is none."""
    heights = range(len(stack) - 1, bottom - 1, -1)
    return next((at for at in heights if _go_together(stack[at], closer)), -1)


def _go_together(opener: _DelimiterRun, closer: _DelimiterRun) -> bool:
    """Whether two runs are a pair, by CommonMark's rule of three."""
    return opener.char == closer.char and (
        not (opener.closes or closer.opens)
        or (opener.size + closer.size) % 3 != 0
        or (opener.size % 3 == 0 and closer.size % 3 == 0)
    )


def _insert_tags(event: InlineEvent, edits: list[_TagInsertion] | None) -> Iterator[InlineEvent]:
    if not edits:
        yield event
        return
    kind, text, element = event
    at = 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        if edit.start > at:
            yield kind, text[at : edit.start], element
            kind = "text"
        yield edit.act, edit.tag, Element(edit.tag)
        at = edit.end
    if at < len(text):
        yield "text", text[at:], element
