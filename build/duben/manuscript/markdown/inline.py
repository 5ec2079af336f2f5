"""Inline content to text and spans: soft breaks joined as Chinese wants it, tags that we take,
notes, links, pictures.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from heapq import heapify, heappop, heappush
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from duben.manuscript.markdown.emphasis import InlineEvent, resolve_emphasis
from duben.manuscript.markdown.source_lines import SourceText, line_core
from duben.model import Problem, SourceLocation, Span, SpanKind, problem

IMAGE = "\ufffc"
SIMPLE_TAGS: dict[str, SpanKind] = {
    "strong": "strong",
    "em": "em",
    "code": "code",
    "sub": "sub",
    "sup": "sup",
}
HTML_TAGS = frozenset({"ruby", "rb", "rt", "rp", "sub", "sup", "br"})
# Of <sub>, <sup> and <ruby> inside each other; a reader makes out three.
NESTED_TAG_LIMIT = 8
# Tags whose content is no text.
SILENT_TAGS = frozenset(
    {
        "script",
        "style",
        "iframe",
        "object",
        "svg",
        "math",
        "textarea",
        "title",
        "noscript",
        "template",
    }
)
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
LINK_SCHEMES = frozenset({"http", "https", "mailto"})
# What browsers write as %xx in an address, and no reader of an EPUB takes otherwise (WHATWG URL,
# percent-encode sets; RFC 3986, 2.1).
ESCAPED_IN_ADDRESS = re.compile(r'["\\^`{|}]|%(?![0-9A-Fa-f]{2})')
ATTRIBUTES = re.compile(r"\{:?([^{}\n]*)\}")
# {onclick="…"}, as other Markdowns take it
NAMED_ATTRIBUTE = re.compile(r"\{ *[A-Za-z_:-]{1,40} *=")
ATTRIBUTE_WORD = re.compile(r"#[\w.:-]+|\.[A-Za-z][A-Za-z0-9_-]*")
ESCAPED_CHARACTER = re.compile("\x02([0-9]+)\x03")
SPACES = re.compile(r"[ \t]+")
# Marks of Chinese whose width Unicode leaves open: they take the side of what stands next to them.
AMBIGUOUS_WIDTH = frozenset("“”‘’…—·")


@dataclass(slots=True)
class InlineText:
    """A text with its spans, the offsets at which lines begin, and an id and classes given in
    braces after it.
    """

    text: str = ""
    spans: tuple[Span, ...] = ()
    lines: tuple[tuple[int, int], ...] = ()
    id: str = ""
    classes: tuple[str, ...] = ()
    images: tuple[tuple[str, str, str], ...] = ()


@dataclass(slots=True)
class ChapterContext:
    """What reading inline content needs to know of the chapter, and what it finds out about it."""

    file: str
    place: Callable[[int], SourceLocation]
    problems: list[Problem]
    note_ids: dict[str, str]
    marked: dict[str, None] = field(default_factory=dict)
    marks: list[tuple[str, int]] = field(default_factory=list)
    references: list[tuple[str, SourceLocation]] = field(default_factory=list)
    in_note: bool = False

    def tell(self, rule: str, line: int, /, **values: object) -> None:
        self.problems.append(problem(rule, self.place(line), **values))


def read_inline(
    text: str | None,
    elements: Iterable[Element],
    raw: SourceText,
    context: ChapterContext,
    *,
    alone: bool = True,
) -> InlineText:
    """The text of inline content: what stands first, then elements and what follows each.

    Not ``alone``: attributes in braces must have text before them, they cannot be those of a block
    above.
    """
    events = resolve_emphasis(list(_inline_events(text, elements)))
    builder = _Builder(raw, context, _count_newlines(events), alone)
    for event, value, element in events:
        builder.take(event, value, element)
    return builder.finish()


def unescape(text: str) -> str:
    """Text with Python-Markdown's marks for escaped characters resolved."""
    return ESCAPED_CHARACTER.sub(lambda found: chr(int(found[1])), text)


def attributes_start(text: str, lines: Sequence[tuple[int, int]]) -> int:
    """Where braces that may hold attributes begin, at the end of a text, after a space or on a line
    of their own; -1.
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


def _parse_attributes(text: str, start: int) -> tuple[int, str, tuple[str, ...]] | None:
    found = ATTRIBUTES.match(text, start)
    words = found[1].split() if found else []
    if not words or not all(ATTRIBUTE_WORD.fullmatch(word) for word in words):
        return None
    ids = [word[1:] for word in words if word[0] == "#"]
    return start, (ids or [""])[-1], tuple(word[1:] for word in words if word[0] == ".")


def _inline_events(text: str | None, elements: Iterable[Element]) -> Iterator[InlineEvent]:
    """("text" or "code", …), ("open", tag), ("close", tag), ("tail", …) in reading order, without
    calling itself.
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


@dataclass(slots=True)
class _OpenSpan:
    kind: str
    start: int | None = None
    value: str = ""
    extra: str = ""


class _Builder:
    """Puts a text together event by event."""

    def __init__(
        self, raw: SourceText, context: ChapterContext, newlines: int, alone: bool
    ) -> None:
        self.raw, self.context, self.alone = raw, context, alone
        # Up to here the text is text, whatever it looks like: escaped, or inside something that has
        # ended.
        self.settled = 0
        self.pieces: list[str] = []
        self.length = 0
        self.last = ""
        self.before = ""
        self.spans: list[Span] = []
        self.open: list[_OpenSpan] = []
        self.waiting: list[_OpenSpan] = []
        self.lines: list[tuple[int, int]] = []
        self.index = 0
        self.exact = newlines == len(raw.lines) - 1
        self.soft = False
        self.new_line = True
        self.code = False
        self.silent = ""
        self.after = ""
        self.reading: list[str] | None = None
        self.reading_of = 0
        self.ruby: list[int] = []
        self.late_notes: list[str] = []
        self.images: list[tuple[str, str, str]] = []
        self.spaced: bool | None = None

    @property
    def line(self) -> int:
        """The line of the source now being read."""
        return self.raw.lines[min(self.index, len(self.raw.lines) - 1)]

    # What comes in

    def take(self, event: str, value: str, element: Element | None) -> None:
        after, self.after = self.after, ""
        if event == "code":
            self.code_text(value)
        elif event in ("text", "tail", "raw"):
            escaped, rest = _split_escaped(self.inline_attributes(value, after))
            if escaped:
                self.typed(unescape(escaped))
                self.settled = self.length
            self.typed(rest)
        elif event == "close":
            self.closed(value)
            self.after = value
            if value in (*SIMPLE_TAGS, "a"):
                self.settled = self.length
        elif element is not None:
            self.opened(value, element)

    def opened(self, tag: str, element: Element) -> None:
        if tag in SIMPLE_TAGS:
            self.begin(_OpenSpan(SIMPLE_TAGS[tag]))
        elif tag == "br":
            self.hard_break()
            self.next_line()
        elif tag == "note-mark":
            self.note(element.get("name", ""))
        elif tag == "html-tag":
            self.tag(element)
        elif tag == "img":
            self.image(element)
        elif tag == "a":
            self.begin(self.link(unescape(element.get("href") or "")))

    def closed(self, tag: str) -> None:
        if tag in SIMPLE_TAGS:
            self.end(SIMPLE_TAGS[tag])
        elif tag == "a":
            self.end("a")
            if not self.in_link():
                for name in self.late_notes:
                    self.put_note(name)
                self.late_notes = []

    def code_text(self, value: str) -> None:
        value = value.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        self.code = True
        self.typed(value)
        self.code = False

    def typed(self, text: str) -> None:
        """Text as typed, its line breaks soft."""
        first = True
        for line in text.split("\n"):
            if not first:
                self.soft_break()
            first = False
            self.add(line)

    # Text

    def add(self, text: str) -> None:
        if self.silent or not text:
            return
        if self.reading is not None:
            self.reading.append(text)
            return
        if not self.code:
            text = SPACES.sub(" ", text)
        if self.new_line:
            text = text.lstrip(" \u3000")
            if not text:
                return
        elif not self.code and self.last == " " and text[0] == " ":
            text = text[1:]
            if not text:
                return
        if self.soft:
            self.append(self.joint(text))
            self.soft = False
        if self.new_line:
            self.mark_line(text)
            self.new_line = False
        for waiting in self.waiting:
            waiting.start = self.length
        self.waiting.clear()
        self.append(text)

    def append(self, text: str) -> None:
        if text:
            self.pieces.append(text)
            self.length += len(text)
            self.before = (self.before + text[-4:])[-4:]
            self.last = text[-1]

    def mark_line(self, text: str) -> None:
        if not self.exact and self.index:
            self.index = self.realigned(text)
        line = self.line
        if not self.lines or self.lines[-1][1] != line:
            self.lines.append((self.length, line))

    def realigned(self, text: str) -> int:
        """The line that begins like ``text``, where a line end went into an address and the count
        is off.
        """
        head = line_core(text)[:4]
        lines = self.raw.text.split("\n")
        for index in range(self.index, len(lines)):
            if head and head in lines[index]:
                return index
        return self.index

    def soft_break(self) -> None:
        self.next_line()
        if self.silent or self.reading is not None:
            return
        if not self.new_line:
            self.trim()
            self.soft = self.length > 0
        self.new_line = True

    def next_line(self) -> None:
        self.index += 1

    def hard_break(self) -> None:
        if self.silent or self.reading is not None:
            return
        self.trim()
        self.soft = False
        self.new_line = True
        if self.length:
            self.append("\n")

    def trim(self) -> None:
        """Takes spaces off the end."""
        while self.pieces and self.pieces[-1].endswith(" "):
            piece = self.pieces.pop()
            kept = piece.rstrip(" ")
            self.length -= len(piece) - len(kept)
            if kept:
                self.pieces.append(kept)
        self.last = self.pieces[-1][-1] if self.pieces else ""
        self.before = self.before.rstrip(" ")
        for index in range(len(self.spans) - 1, -1, -1):
            span = self.spans[index]
            if span.end <= self.length:
                break
            self.spans[index] = replace(span, start=min(span.start, self.length), end=self.length)

    def joint(self, text: str) -> str:
        """What stands for a soft line break between what was read and ``text``."""
        if not self.last or self.last == "\n":
            return ""
        left, right = _width_class(reversed(self.before)), _width_class(text)
        if "mark" in (left, right) or left == right == "wide":
            return ""
        if left != "wide" and right != "wide":
            return " "
        return " " if self.types_spaces() else ""

    def types_spaces(self) -> bool:
        """Whether this text sets 汉字 off from Latin letters and digits with typed spaces."""
        if self.spaced is None:
            self.spaced = len(SPACED.findall(self.raw.text)) > len(UNSPACED.findall(self.raw.text))
        return self.spaced

    # Spans

    def begin(self, opened: _OpenSpan) -> None:
        self.open.append(opened)
        self.waiting.append(opened)

    def end(self, kind: str) -> None:
        for index in range(len(self.open) - 1, -1, -1):
            if self.open[index].kind == kind or (
                kind == "a" and self.open[index].kind in ("link", "reference", "no-link")
            ):
                opened = self.open.pop(index)
                break
        else:
            return
        if opened in self.waiting:
            self.waiting = [one for one in self.waiting if one is not opened]
        if opened.start is not None and opened.kind != "no-link":
            self.spans.append(
                Span(opened.start, self.length, opened.kind, opened.value, opened.extra)  # type: ignore[arg-type]
            )

    def in_link(self) -> bool:
        return any(one.kind in ("link", "reference", "no-link") for one in self.open)

    def link(self, target: str) -> _OpenSpan:
        """The span of a link, by what its target is; targets that are not taken are told."""
        if self.in_link():
            return _OpenSpan("no-link")
        scheme = SCHEME.match(target)
        if scheme and scheme[1].lower() in LINK_SCHEMES:
            if any(not char.isprintable() or char.isspace() for char in target):
                self.context.tell("link-address", self.line, address=target[:60])
                return _OpenSpan("no-link")
            if not _is_complete_address(target):
                self.context.tell("link-malformed", self.line, address=target[:60])
                return _OpenSpan("no-link")
            return _OpenSpan(
                "link", None, ESCAPED_IN_ADDRESS.sub(lambda found: f"%{ord(found[0]):02X}", target)
            )
        if scheme or target.startswith("//"):
            self.context.tell("link-scheme", self.line, address=_shorten(target))
            return _OpenSpan("no-link")
        name, mark, part = target.partition("#")
        if name and not name.lower().endswith(".md"):
            self.context.tell("link-file", self.line, address=_shorten(target))
            return _OpenSpan("no-link")
        if not target or (mark and not part):
            self.context.tell("link-empty", self.line)
            return _OpenSpan("no-link")
        file = (
            posixpath.normpath(posixpath.join(posixpath.dirname(self.context.file), name))
            if name
            else ""
        )
        value = f"{file}#{part}" if mark else file
        self.context.references.append((value, self.context.place(self.line)))
        return _OpenSpan("reference", None, value)

    def note(self, name: str) -> None:
        if name not in self.context.note_ids:
            self.context.tell("note-undefined", self.line, note=name[:40])
            self.add(f"[^{name}]")
        elif self.context.in_note:
            self.context.tell("note-in-note", self.line, note=name[:40])
        elif self.in_link():
            self.late_notes.append(name)
        else:
            self.put_note(name)

    def put_note(self, name: str) -> None:
        self.context.marked[name] = None
        self.spans.append(Span(self.length, self.length, "note", self.context.note_ids[name]))

    def image(self, element: Element) -> None:
        source = unescape(element.get("src") or "")
        name = self.image_name(source)
        alternative = SPACES.sub(" ", unescape(element.get("alt") or "").replace("\n", ""))
        title = unescape(element.get("title") or "")
        self.images.append((name, alternative, title))
        self.add(IMAGE)
        self.spans.append(Span(self.length - 1, self.length, "image", name, alternative))

    def image_name(self, source: str) -> str:
        """The picture's name as seen from the folder; one that leads out of it is told and empty."""
        if not source:
            self.context.tell("image-empty", self.line)
        elif SCHEME.match(source) or source.startswith("//"):
            self.context.tell("image-remote", self.line, address=_shorten(source))
        elif "\\" in source and not source.startswith("\\") and source[1:2] != ":":
            self.context.tell(
                "image-backslash",
                self.line,
                address=_shorten(source),
                right=_shorten(source.replace("\\", "/")),
            )
        elif source.startswith("/") or "\\" in source:
            self.context.tell("image-outside", self.line, address=_shorten(source))
        else:
            name = posixpath.normpath(posixpath.join(posixpath.dirname(self.context.file), source))
            if not name.startswith("../") and name not in ("..", "."):
                return name
            self.context.tell("image-outside", self.line, address=_shorten(source))
        return ""

    def inline_attributes(self, tail: str, tag: str) -> str:
        """Classes in braces right after a piece of text make a span of it; gives what follows the
        braces.
        """
        if not tail.startswith("{") or tag not in (*SIMPLE_TAGS, "a", "img") or not self.spans:
            return tail
        found = _parse_attributes(tail, 0)
        if not found or found[1]:
            return tail
        last = self.spans[-1]
        self.spans.append(Span(last.start, last.end, "span", " ".join(found[2])))
        return tail[tail.index("}") + 1 :]

    # HTML

    def tag(self, element: Element) -> None:
        name, closes = element.get("name", ""), bool(element.get("closes"))
        if self.silent:
            if closes and name == self.silent:
                self.silent = ""
            return
        if name not in HTML_TAGS or element.get("attributes"):
            shown = (
                f"{name} {element.get('attributes')}".strip()[:60]
                if name in HTML_TAGS
                else name[:40]
            )
            if not closes or name in HTML_TAGS:
                self.context.tell("html", self.line, tag=_shorten(shown))
            if name in SILENT_TAGS and not closes:
                self.silent = name
            return
        if name in ("sub", "sup", "ruby") and not closes and self.tags_open() >= NESTED_TAG_LIMIT:
            self.context.tell("tags-too-deep", self.line, tag=name, limit=NESTED_TAG_LIMIT)
        elif name == "br":
            self.hard_break()
        elif name in ("sub", "sup"):
            self.end(name) if closes else self.begin(_OpenSpan(name))
        else:
            self.ruby_tag(name, closes)
        if closes:
            self.settled = self.length

    def tags_open(self) -> int:
        """How many typed tags the text now stands in."""
        return len(self.ruby) + sum(one.kind in ("sub", "sup") for one in self.open)

    def ruby_tag(self, name: str, closes: bool) -> None:
        if name == "ruby":
            if closes and not self.ruby:
                self.context.tell("html-unpaired", self.line, tag="/ruby")
            elif closes:
                self.ruby.pop()
            else:
                self.ruby.append(self.length)
        elif name == "rt" and not self.ruby:
            self.context.tell("html-unpaired", self.line, tag="rt")
        elif name in ("rt", "rp") and not closes:
            self.reading = []
        elif self.reading is not None and name in ("rt", "rp"):
            reading, self.reading = "".join(self.reading).strip(), None
            if name == "rt" and self.ruby and self.ruby[-1] < self.length:
                self.spans.append(Span(self.ruby[-1], self.length, "ruby", reading))
                self.ruby[-1] = self.length

    # The end

    def finish(self) -> InlineText:
        if self.reading is not None or self.ruby:
            self.context.tell("html-unpaired", self.line, tag="ruby")
            self.reading = None
        for opened in [one for one in self.open if one.kind in ("sub", "sup")]:
            self.context.tell("html-unpaired", self.line, tag=opened.kind)
        text = "".join(self.pieces)
        made = InlineText()
        start = attributes_start(text.rstrip(), self.lines)
        if start < self.settled or (start == 0 and not self.alone):
            start = -1
        if start >= 0 and (found := _parse_attributes(text, start)):
            _, made.id, made.classes = found
            text = text[:start]
        elif start >= 0 and (
            text.startswith(("{:", "{#", "{."), start) or NAMED_ATTRIBUTE.match(text, start)
        ):
            self.context.tell("attributes", self.line, attributes=_shorten(text[start:]))
        text = text.rstrip(" \n")
        end = len(text)
        spans = (
            Span(min(s.start, end), min(s.end, end), s.kind, s.value, s.extra) for s in self.spans
        )
        made.text = text
        made.spans = _nest_spans(
            [span for span in spans if span.start < span.end or span.kind == "note"]
        )
        made.lines = (
            tuple(pair for pair in self.lines if pair[0] < end)
            or self.lines[:1]
            and ((0, self.lines[0][1]),)
            or ()
        )
        made.images = tuple(self.images)
        return made


def _nest_spans(spans: list[Span]) -> tuple[Span, ...]:
    """The spans in order, outer before inner; one that begins inside another and ends after it is
    cut in two.
    """
    waiting = [(span.start, -span.end, order, span) for order, span in enumerate(spans)]
    heapify(waiting)
    made: list[Span] = []
    ends: list[int] = []
    while waiting:
        start, _, order, span = heappop(waiting)
        while ends and ends[-1] <= start:
            ends.pop()
        if ends and span.end > ends[-1]:
            heappush(waiting, (ends[-1], -span.end, order, replace(span, start=ends[-1])))
            span = replace(span, end=ends[-1])
        made.append(span)
        if span.start < span.end:
            ends.append(span.end)
    return tuple(made)


def _is_complete_address(target: str) -> bool:
    """Whether an address has all its parts: a host and a port that can be, or somebody to write to."""
    try:
        parts = urlsplit(target)
        host, _ = parts.hostname, parts.port  # a port that cannot be raises
    except ValueError:
        return False
    return bool(parts.path if parts.scheme == "mailto" else host)


def _shorten(text: str) -> str:
    """Author's text as it can stand in a sentence."""
    return "".join(char if char.isprintable() else "�" for char in text[:60])


HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
SPACED = re.compile(f"[{HAN}] [A-Za-z0-9]|[A-Za-z0-9] [{HAN}]")
UNSPACED = re.compile(f"[{HAN}][A-Za-z0-9]|[A-Za-z0-9][{HAN}]")
IS_HAN = re.compile(f"[{HAN}\u3040-\u30ff]")


def _width_class(chars: Iterable[str]) -> str:
    """ "wide" for 汉字 and kana, "mark" for full-width marks, "narrow" for the rest: of the first
    character whose width is settled.
    """
    for char in chars:
        if char in AMBIGUOUS_WIDTH:
            continue
        if IS_HAN.match(char):
            return "wide"
        if (
            char != IMAGE
            and unicodedata.east_asian_width(char) in "WF"
            and not "\uac00" <= char <= "\ud7a3"
        ):
            return "mark"
        return "narrow"
    return "mark"
