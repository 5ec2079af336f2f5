"""Spans over a text that grows: they open, wait for text, and close."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from heapq import heapify, heappop, heappush

from duben.model import Span

LINKS = ("link", "reference", "no-link")


@dataclass(slots=True, eq=False)
class OpenSpan:
    """A span that is not closed yet. ``start`` is None until text comes; the kind "no-link" is a
    link that is not taken: it becomes no span.
    """

    kind: str
    start: int | None = None
    value: str = ""


@dataclass(slots=True)
class SpanStack:
    """The spans of a text: ``closed`` ones, and those still ``open``. Offsets count characters."""

    closed: list[Span] = field(default_factory=list)
    open: list[OpenSpan] = field(default_factory=list)
    waiting: list[OpenSpan] = field(default_factory=list)

    def begin(self, span: OpenSpan) -> None:
        """Opens a span; it starts with the next text."""
        self.open.append(span)
        self.waiting.append(span)

    def start_waiting(self, offset: int) -> None:
        """Text comes at ``offset``: the spans that waited for it start there."""
        for span in self.waiting:
            span.start = offset
        self.waiting.clear()

    def end(self, kind: str, offset: int) -> None:
        """Closes the innermost open span of a kind; "a" stands for any link."""
        kinds = (kind, *LINKS) if kind == "a" else (kind,)
        for index in range(len(self.open) - 1, -1, -1):
            if self.open[index].kind in kinds:
                span = self.open.pop(index)
                break
        else:
            return
        self.waiting = [other for other in self.waiting if other is not span]
        if span.start is not None and span.kind != "no-link":
            self.closed.append(Span(span.start, offset, span.kind, span.value))  # type: ignore[arg-type]

    def count_open(self, kinds: Collection[str]) -> int:
        """How many spans of these kinds are open."""
        return sum(span.kind in kinds for span in self.open)

    def in_link(self) -> bool:
        """Whether the text now stands in a link."""
        return self.count_open(LINKS) > 0

    def clip(self, length: int) -> None:
        """Cuts the last spans where the text was shortened to ``length``."""
        for index in range(len(self.closed) - 1, -1, -1):
            span = self.closed[index]
            if span.end <= length:
                break
            self.closed[index] = replace(span, start=min(span.start, length), end=length)


def nest_spans(spans: list[Span]) -> tuple[Span, ...]:
    """The spans in order, outer before inner.

    A span that begins inside another and ends after it is cut in two, so that all of them nest.
    """
    waiting = [(span.start, -span.end, order, span) for order, span in enumerate(spans)]
    heapify(waiting)
    nested: list[Span] = []
    ends: list[int] = []  # of the spans around the present place
    while waiting:
        start, _, order, span = heappop(waiting)
        while ends and ends[-1] <= start:
            ends.pop()
        if ends and span.end > ends[-1]:
            heappush(waiting, (ends[-1], -span.end, order, replace(span, start=ends[-1])))
            span = replace(span, end=ends[-1])
        nested.append(span)
        if span.start < span.end:
            ends.append(span.end)
    return tuple(nested)
