"""The tags of HTML that may be typed in a manuscript, and what is done about others.

<ruby>, <sub>, <sup> and <br> are taken; any other tag is told, and the content of some is no text.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from duben.manuscript.markdown.chapter_context import ChapterContext, shorten
from duben.manuscript.markdown.joined_text import JoinedText
from duben.manuscript.markdown.spans import OpenSpan, SpanStack
from duben.model import Span

HTML_TAGS = frozenset({"ruby", "rb", "rt", "rp", "sub", "sup", "br"})
# Of <sub>, <sup> and <ruby> inside each other; a reader makes out three.
NESTED_TAG_LIMIT = 8
# Tags whose content is no text.
SILENT_TAGS = frozenset(
    ("script", "style", "iframe", "object", "svg", "math", "textarea", "title", "noscript", "template")  # noqa: E501
)  # fmt: skip


class HtmlTagReader:
    """What the typed tags of one inline content leave open.

    ``silent_tag``: its content is no text. ``ruby_starts``: the offsets at which the bases of
    <ruby> begin. ``reading``: the text of an open <rt> or <rp>.
    """

    def __init__(self, text: JoinedText, spans: SpanStack, context: ChapterContext) -> None:
        self.text, self.spans, self.context = text, spans, context
        self.silent_tag = ""
        self.ruby_starts: list[int] = []
        self.reading: list[str] | None = None

    @property
    def shows_text(self) -> bool:
        """Whether what is read now goes into the text."""
        return not self.silent_tag and self.reading is None

    def take(self, element: Element) -> bool:
        """Takes the next tag. True where it ended something: what stands before it is settled."""
        name, closes = element.get("name", ""), bool(element.get("closes"))
        if self.silent_tag:
            if closes and name == self.silent_tag:
                self.silent_tag = ""
            return False
        if name not in HTML_TAGS or element.get("attributes"):
            self._refuse(name, closes, element.get("attributes") or "")
            return False
        if name in ("sub", "sup", "ruby") and not closes and self._depth() >= NESTED_TAG_LIMIT:
            self._tell("tags-too-deep", tag=name, limit=NESTED_TAG_LIMIT)
        elif name == "br":
            self.break_line()
        elif name in ("sub", "sup"):
            self.spans.end(name, self.text.length) if closes else self.spans.begin(OpenSpan(name))
        else:
            self._take_ruby(name, closes)
        return closes

    def break_line(self) -> None:
        """A line break that stays."""
        if self.shows_text:
            self.spans.clip(self.text.hard_break())

    def tell_open(self) -> None:
        """Tells of tags that are still open at the end."""
        if self.reading is not None or self.ruby_starts:
            self._tell("html-unpaired", tag="ruby")
        for span in self.spans.open:
            if span.kind in ("sub", "sup"):
                self._tell("html-unpaired", tag=span.kind)

    def _tell(self, rule: str, **values: object) -> None:
        self.context.tell(rule, self.text.line, **values)

    def _refuse(self, name: str, closes: bool, attributes: str) -> None:
        is_ours = name in HTML_TAGS
        if not closes or is_ours:
            tag = f"{name} {attributes}".strip()[:60] if is_ours else name[:40]
            self._tell("html", tag=shorten(tag))
        if name in SILENT_TAGS and not closes:
            self.silent_tag = name

    def _depth(self) -> int:
        """How many typed tags the text now stands in."""
        return len(self.ruby_starts) + self.spans.count_open(("sub", "sup"))

    def _take_ruby(self, name: str, closes: bool) -> None:
        if name == "ruby":
            if closes and not self.ruby_starts:
                self._tell("html-unpaired", tag="/ruby")
            elif closes:
                self.ruby_starts.pop()
            else:
                self.ruby_starts.append(self.text.length)
        elif name == "rt" and not self.ruby_starts:
            self._tell("html-unpaired", tag="rt")
        elif name in ("rt", "rp") and not closes:
            self.reading = []
        elif self.reading is not None and name in ("rt", "rp"):
            reading, self.reading = "".join(self.reading).strip(), None
            end = self.text.length
            if name == "rt" and self.ruby_starts and self.ruby_starts[-1] < end:
                self.spans.closed.append(Span(self.ruby_starts[-1], end, "ruby", reading))
                self.ruby_starts[-1] = end
