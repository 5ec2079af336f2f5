"""Inline content to a text with spans over it.

The idea is that of Rich's Text: the text stays plain, and whatever is said of a part of it (strong,
a link, a note, a reading) is a span, from one offset to another. The elements of Python-Markdown
become a flat sequence of events; emphasis is resolved in it (``emphasis``); then one pass takes
event after event. Three parts grow in this pass: the text with its lines joined (``joined_text``),
the spans (``spans``), and what the tags that may be typed leave open (``html_tags``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from duben.manuscript.markdown.addresses import link_span, picture_name
from duben.manuscript.markdown.chapter_context import ChapterContext, shorten
from duben.manuscript.markdown.emphasis import InlineEvent, resolve_emphasis
from duben.manuscript.markdown.html_tags import HtmlTagReader
from duben.manuscript.markdown.joined_text import OBJECT, SPACES, JoinedText
from duben.manuscript.markdown.source_lines import SourceText
from duben.manuscript.markdown.spans import OpenSpan, SpanStack, nest_spans
from duben.model import Span, SpanKind

SIMPLE_TAGS: dict[str, SpanKind] = {
    "strong": "strong",
    "em": "em",
    "code": "code",
    "sub": "sub",
    "sup": "sup",
}
ATTRIBUTES = re.compile(r"\{:?([^{}\n]*)\}")
# {onclick="…"}, as other Markdowns take it
NAMED_ATTRIBUTE = re.compile(r"\{ *[A-Za-z_:-]{1,40} *=")
ATTRIBUTE_WORD = re.compile(r"#[\w.:-]+|\.[A-Za-z][A-Za-z0-9_-]*")
ESCAPED_CHARACTER = re.compile("\x02([0-9]+)\x03")


@dataclass(slots=True)
class InlineText:
    """A text with its spans, the lines that begin in it, and the attributes in braces after it.

    ``lines`` holds (offset in the text, line of the source); ``images`` (file, alternative text,
    title) of each picture.
    """

    text: str = ""
    spans: tuple[Span, ...] = ()
    lines: tuple[tuple[int, int], ...] = ()
    id: str = ""
    classes: tuple[str, ...] = ()
    images: tuple[tuple[str, str, str], ...] = ()


def read_inline(
    text: str | None,
    elements: Iterable[Element],
    source: SourceText,
    context: ChapterContext,
    *,
    alone: bool = True,
) -> InlineText:
    """The text of inline content: what stands first, then elements and what follows each.

    Not ``alone``: attributes in braces must have text before them, they cannot be those of a block
    above.
    """
    events = resolve_emphasis(list(_inline_events(text, elements)))
    reader = InlineReader(JoinedText(source, _count_newlines(events)), context)
    for event, value, element in events:
        reader.take(event, value, element)
    return reader.finish(alone)


def unescape(text: str) -> str:
    """Text with Python-Markdown's marks for escaped characters resolved."""
    return ESCAPED_CHARACTER.sub(lambda match: chr(int(match[1])), text)


def attributes_start(text: str, lines: Sequence[tuple[int, int]]) -> int:
    """Where braces that may hold attributes begin, at the end of a text, after a space or on a line
    of their own; -1 where there are none.
    """
    start = text.rfind("{") if text.endswith("}") else -1
    apart = (
        start == 0
        or text[start - 1 : start] in (" ", "\n", "\u3000")
        or any(pair[0] == start for pair in lines[-1:])
    )
    return start if start >= 0 and apart else -1


def _split_escaped(text: str) -> tuple[str, str]:
    """Text up to its last escaped character, and what is left: only there can attributes stand."""
    end = text.rfind("\x03") + 1
    return text[:end], text[end:]


def _parse_attributes(text: str, start: int) -> tuple[str, tuple[str, ...]] | None:
    """The id and the classes in the braces at ``start``; None where they hold anything else."""
    match = ATTRIBUTES.match(text, start)
    words = match[1].split() if match else []
    if not words or not all(ATTRIBUTE_WORD.fullmatch(word) for word in words):
        return None
    ids = [word[1:] for word in words if word[0] == "#"]
    return (ids or [""])[-1], tuple(word[1:] for word in words if word[0] == ".")


def _inline_events(text: str | None, elements: Iterable[Element]) -> Iterator[InlineEvent]:
    """("text" or "code", …), ("open", tag), ("close", tag), ("tail", …) in reading order, without
    recursion.
    """
    if text:
        yield "text", text, None
    stack = [(act, element) for element in reversed(list(elements)) for act in ("tail", "open")]
    while stack:
        act, here = stack.pop()
        if act == "tail":
            if here.tail:
                yield "tail", here.tail, here
            continue
        yield act, here.tag, here
        if act == "open":
            if here.text:
                yield _text_kind(here), here.text, None
            stack.append(("close", here))
            stack += [(act, child) for child in reversed(here) for act in ("tail", "open")]


def _text_kind(element: Element) -> str:
    """ "code" for code, "raw" for an address typed as <address>, "text" for the rest."""
    if element.tag == "code":
        return "code"
    return "raw" if isinstance(element.text, AtomicString) else "text"


def _count_newlines(events: list[InlineEvent]) -> int:
    texts = sum(
        value.count("\n") for event, value, _ in events if event in ("text", "code", "raw", "tail")
    )
    return texts + sum(1 for event, value, _ in events if event == "open" and value == "br")


class InlineReader:
    """Takes the events of one inline content, then gives its text."""

    def __init__(self, text: JoinedText, context: ChapterContext) -> None:
        self.text, self.context = text, context
        self.spans = SpanStack()
        self.tags = HtmlTagReader(text, self.spans, context)
        # Up to here the text is text, whatever it looks like: escaped, or inside something that has
        # ended.
        self.settled = 0
        self.closed_tag = ""  # the tag that the event before closed
        self.late_notes: list[str] = []  # marked in a link, put behind it
        self.images: list[tuple[str, str, str]] = []

    def tell(self, rule: str, **values: object) -> None:
        """Adds a problem at the line now being read."""
        self.context.tell(rule, self.text.line, **values)

    def take(self, event: str, value: str, element: Element | None) -> None:
        """Takes the next event."""
        closed_tag, self.closed_tag = self.closed_tag, ""
        if event == "code":
            value = value.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
            self._add_lines(value, code=True)
        elif event in ("text", "tail", "raw"):
            escaped, rest = _split_escaped(self._take_classes(value, closed_tag))
            if escaped:
                self._add_lines(unescape(escaped))
                self.settled = self.text.length
            self._add_lines(rest)
        elif event == "close":
            self._close(value)
            self.closed_tag = value
            if value in (*SIMPLE_TAGS, "a"):
                self.settled = self.text.length
        elif element is not None:
            self._open(value, element)

    def finish(self, alone: bool) -> InlineText:
        """Returns the text; tells of tags that are still open."""
        self.tags.tell_open()
        text, lines = str(self.text), self.text.lines
        start = attributes_start(text.rstrip(), lines)
        if start < self.settled or (start == 0 and not alone):
            start = -1
        own_id = ""
        classes: tuple[str, ...] = ()
        if start >= 0 and (attributes := _parse_attributes(text, start)):
            own_id, classes = attributes
            text = text[:start]
        elif start >= 0 and (
            text.startswith(("{:", "{#", "{."), start) or NAMED_ATTRIBUTE.match(text, start)
        ):
            self.tell("attributes", attributes=shorten(text[start:]))
        text = text.rstrip(" \n")
        return InlineText(
            text,
            self._final_spans(len(text)),
            tuple(pair for pair in lines if pair[0] < len(text)) or _first_line(lines),
            own_id,
            classes,
            tuple(self.images),
        )

    def _final_spans(self, end: int) -> tuple[Span, ...]:
        """The spans within a text of ``end`` characters; those of no character go,
        but for notes.
        """
        spans = (
            Span(min(span.start, end), min(span.end, end), span.kind, span.value, span.extra)
            for span in self.spans.closed
        )
        return nest_spans([span for span in spans if span.start < span.end or span.kind == "note"])

    # Text

    def _add_lines(self, text: str, *, code: bool = False) -> None:
        """Adds text as typed, its line breaks soft."""
        first, *rest = text.split("\n")
        self._add(first, code=code)
        for line in rest:
            self.text.next_line()
            if self.tags.shows_text:
                self.text.soft_break()
                self.spans.clip(self.text.length)
            self._add(line, code=code)

    def _add(self, text: str, *, code: bool = False) -> None:
        if self.tags.silent_tag or not text:
            return
        if self.tags.reading is not None:
            self.tags.reading.append(text)
        elif text := self.text.prepare(text, code=code):
            self.spans.start_waiting(self.text.length)
            self.text.append(text)

    # Elements

    def _open(self, tag: str, element: Element) -> None:
        if tag in SIMPLE_TAGS:
            self.spans.begin(OpenSpan(SIMPLE_TAGS[tag]))
        elif tag == "br":
            self.tags.break_line()
            self.text.next_line()
        elif tag == "note-mark":
            self._mark_note(element.get("name", ""))
        elif tag == "html-tag":
            if self.tags.take(element):
                self.settled = self.text.length
        elif tag == "img":
            self._add_picture(element)
        elif tag == "a":
            target = unescape(element.get("href") or "")
            self.spans.begin(
                OpenSpan("no-link")
                if self.spans.in_link()
                else link_span(target, self.text.line, self.context)
            )

    def _close(self, tag: str) -> None:
        if tag in SIMPLE_TAGS:
            self.spans.end(SIMPLE_TAGS[tag], self.text.length)
        elif tag == "a":
            self.spans.end("a", self.text.length)
            if not self.spans.in_link():
                for name in self.late_notes:
                    self._put_note(name)
                self.late_notes = []

    def _mark_note(self, name: str) -> None:
        if name not in self.context.note_ids:
            self.tell("note-undefined", note=name[:40])
            self._add(f"[^{name}]")
        elif self.context.in_note:
            self.tell("note-in-note", note=name[:40])
        elif self.spans.in_link():
            self.late_notes.append(name)
        else:
            self._put_note(name)

    def _put_note(self, name: str) -> None:
        self.context.marked[name] = None
        offset = self.text.length
        self.spans.closed.append(Span(offset, offset, "note", self.context.note_ids[name]))

    def _add_picture(self, element: Element) -> None:
        name = picture_name(unescape(element.get("src") or ""), self.text.line, self.context)
        alternative = SPACES.sub(" ", unescape(element.get("alt") or "").replace("\n", ""))
        self.images.append((name, alternative, unescape(element.get("title") or "")))
        self._add(OBJECT)
        end = self.text.length
        self.spans.closed.append(Span(end - 1, end, "image", name, alternative))

    def _take_classes(self, tail: str, tag: str) -> str:
        """Classes in braces right after a piece of text make a span of it; gives what follows the
        braces.
        """
        if not tail.startswith("{") or tag not in (*SIMPLE_TAGS, "a", "img"):
            return tail
        attributes = _parse_attributes(tail, 0) if self.spans.closed else None
        if not attributes or attributes[0]:
            return tail
        last = self.spans.closed[-1]
        self.spans.closed.append(Span(last.start, last.end, "span", " ".join(attributes[1])))
        return tail[tail.index("}") + 1 :]


def _first_line(lines: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The first line alone, as that of a text without any."""
    return ((0, lines[0][1]),) if lines else ()
