"""The text of a paragraph: runs with their looks, fields, notes, ruby, signs; what was deleted or
is hidden.

A paragraph is read into a ``TextBuilder``; what is no text of the document is recorded with its
reason, so that every character stands in the one or in the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby, islice
from typing import Literal

from lxml import etree

from duben.intake import symbols
from duben.intake.document import Revision, SpanKind, TextSpan
from duben.intake.word import fields, formulas, names
from duben.intake.word.drawings import DrawingPart, chosen_alternative, drawing_parts
from duben.intake.word.names import RPR, SDT_CONTENT, flag, name
from duben.intake.word.styles import RunLook, Styles

SOFT_BREAK, PAGE_BREAK = "\n", "\f"
HIDDEN_REASON = "隐藏文字"
PLACEHOLDER_REASON = "控件的占位文字"
CUSTOM_MARK_REASON = "脚注的注号"
AUTHOR, DATE, ID = name("w:author"), name("w:date"), name("w:id")
RUBY_BASE, RUBY_TEXT = name("w:rubyBase"), name("w:rt")
FORMULAS = name("m:oMath"), name("m:oMathPara")
FILL_LENGTH = 2  # blanks that are underlined and stand for a place to fill in
# Words on the rule of a place that is to be filled in still: （单位）, 年　月　日.
UNFILLED = re.compile(r"(?:（[^（）]*）|\([^()]*\)|[年月日时分元]|[ \u3000\xa0])*")


REVISION_KINDS: Mapping[str, Literal["added", "removed", "moved-in", "moved-out"]] = {
    names.INS: "added",
    names.DEL: "removed",
    names.MOVE_TO: "moved-in",
    names.MOVE_FROM: "moved-out",
}
PLAIN = RunLook()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Text of the file that is no text of the document, and why."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class LookRun:
    """The look of a part of a text."""

    start: int
    end: int
    look: RunLook


@dataclass(slots=True)
class TextBuilder:
    """A paragraph while it is read. ``notes`` holds (offset, kind, id) of each reference,
    ``drawings`` what follows the paragraph, ``added`` the characters that we made, ``pages`` the
    offsets at which a page begins.
    """

    parts: list[str] = field(default_factory=list)
    length: int = 0
    runs: list[LookRun] = field(default_factory=list)
    rubies: list[TextSpan] = field(default_factory=list)
    notes: list[tuple[int, str, str]] = field(default_factory=list)
    drawings: list[DrawingPart] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    oddities: list[str] = field(default_factory=list)  # messages, a word behind ":" with some
    had_contents: bool = False
    pages: list[int] = field(default_factory=list)
    fills: list[tuple[int, int]] = field(default_factory=list)  # stretches of blanks on a rule
    revisions: list[Revision] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self.parts)

    def add(self, text: str, look: RunLook) -> None:
        """Adds text of one look."""
        if not text:
            return
        end = self.length + len(text)
        if self.runs and self.runs[-1].look == look and self.runs[-1].end == self.length:
            self.runs[-1] = replace(self.runs[-1], end=end)
        else:
            self.runs.append(LookRun(self.length, end, look))
        self.parts.append(text)
        self.length = end

    def settle_fills(self) -> None:
        """Makes spaces of the blanks round a value that was filled in on a rule: ____某县____."""
        text = list(self.text)
        for start, end in self.fills:
            text[start:end] = " " * (end - start)
        dropped = list(_spent_fills("".join(text), self.runs)) if self.fills else []
        for start, end in self.fills:
            if not any(begin <= start and end <= stop for begin, stop in dropped):
                text[start:end] = "_" * (end - start)
                self.added.append("_" * (end - start))
        self.fills, self.parts = [], ["".join(text)]

    def omit(self, text: str, why: str) -> None:
        """Records text that is left out; pieces of one reason that follow one another are one."""
        if not text:
            return
        last = self.left_out[-1] if self.left_out else None
        if last is not None and last.why == why:
            self.left_out[-1] = LeftOut(last.text + text, why)
        else:
            self.left_out.append(LeftOut(text, why))


def revision_reason(element: etree._Element) -> str:
    """Why a tracked change is left out: what it is, by whom, of which day."""
    words = {
        names.DEL: "修订中删去",
        names.MOVE_FROM: "修订中移走",
        names.INS: "修订中加入",
        names.MOVE_TO: "修订中移入",
    }
    details = [element.get(AUTHOR, "").strip(), element.get(DATE, "")[:10]]
    return "，".join([words.get(element.tag, "修订"), *filter(None, details)])


@dataclass(slots=True)
class ParagraphReader:
    """Reads the contents of paragraphs of one part. ``original``: the text before tracked changes.

    Fields may go on from paragraph to paragraph, so a part has one reader for all of it.
    """

    styles: Styles
    sound: frozenset[etree._Element]
    original: bool = False
    open_fields: list[fields.Field] = field(default_factory=list)
    builder: TextBuilder = field(default_factory=TextBuilder)
    style: str = ""
    reason: str = ""  # why text is left out at this place
    field_reason: str = ""
    look: RunLook = field(default_factory=RunLook)
    after_custom_mark: bool = False

    def read(self, paragraph: etree._Element, builder: TextBuilder, style: str) -> None:
        """Reads a paragraph, of a style, into ``builder``."""
        self.builder, self.style = builder, style
        self._contents(paragraph)

    # Elements round runs

    def _contents(self, parent: etree._Element) -> None:
        for child in parent:
            self.read_element(child)

    def read_element(self, element: etree._Element) -> None:
        """Reads what may stand in a paragraph; of what we do not know the text is kept."""
        tag = element.tag
        if tag == names.R:
            self._run(element)
        elif (read := CONTENT_READERS.get(tag)) is not None:
            read(self, element)
        elif tag in (names.T, names.DEL_TEXT):
            self._text(element.text or "")
            self._contents(element)
        elif names.has_text(element):
            self._contents(element)

    def _removed(self, element: etree._Element) -> None:
        """A tracked change that the text does not hold."""
        self._with_reason(element, revision_reason(element))

    def _inserted(self, element: etree._Element) -> None:
        if self.original:
            self._removed(element)
            return
        before = len(self.builder.parts)
        self._contents(element)
        self._note_revision(element, "".join(self.builder.parts[before:]))

    def _deleted(self, element: etree._Element) -> None:
        if self.original:
            self._contents(element)
            return
        self._removed(element)
        self._note_revision(element, "".join(_plain_text(element)))

    def _note_revision(self, element: etree._Element, text: str) -> None:
        """Records what a tracked change did; changes of one kind and author that follow one another
        are one.
        """
        if not text.strip():
            return
        author, day = element.get(AUTHOR, "").strip(), element.get(DATE, "")[:10]
        change = Revision(0, REVISION_KINDS[element.tag], text, author, day)
        last = self.builder.revisions[-1] if self.builder.revisions else None
        if last is not None and replace(last, text=text) == change and self._follows(element):
            self.builder.revisions[-1] = replace(last, text=last.text + text)
        else:
            self.builder.revisions.append(change)

    def _follows(self, element: etree._Element) -> bool:
        """Whether a tracked change stands right behind another one of its kind."""
        before = element.getprevious()
        return before is not None and before.tag == element.tag

    def _with_reason(self, element: etree._Element, reason: str) -> None:
        before, self.reason = self.reason, self.reason or reason
        self._contents(element)
        self.reason = before

    def _content_control(self, element: etree._Element) -> None:
        properties = element.find(name("w:sdtPr"))
        content = element.find(SDT_CONTENT)
        if content is None:
            content = element
        if properties is not None and flag(properties, name("w:showingPlcHdr")):
            self._with_reason(content, PLACEHOLDER_REASON)
        else:
            self._contents(content)

    def _simple_field(self, element: etree._Element) -> None:
        kind = fields.field_kind(element.get(name("w:instr"), ""))
        reason = fields.omission_reason(kind)
        self.builder.had_contents |= reason == fields.CONTENTS_REASON
        if reason:
            self._with_reason(element, reason)
        else:
            self._contents(element)

    def _formula(self, element: etree._Element) -> None:
        text = " ".join(formulas.linear_text(element).split())
        if not text:
            return
        if self.reason or self.field_reason:
            self.builder.omit(text, self.reason or self.field_reason)
        else:
            self.builder.add(text, PLAIN)
            self.builder.oddities.append(f"word-formula:{text[:40]}")
        for character in "".join(_plain_text(element)):
            text = text.replace(character, "", 1)  # w:t in a formula is counted as all other
        self.builder.added.append(text)

    def _inline_alternatives(self, element: etree._Element) -> None:
        chosen = chosen_alternative(element)
        if chosen is not None:
            self._contents(chosen)

    def _comment(self, element: etree._Element) -> None:
        self.builder.comments.append(element.get(ID, ""))

    # Runs

    def _run(self, run: etree._Element) -> None:
        self.look = self.styles.run_look(self.style, run.find(RPR))
        self.after_custom_mark = False
        self._run_contents(run)

    def _run_contents(self, run: etree._Element) -> None:
        for child in run:
            tag = child.tag
            if tag == names.T or tag == names.DEL_TEXT:
                self._text(child.text or "")
                self._contents(child)  # nothing, but in broken files
            elif tag in CONSTANTS:
                self._sign(CONSTANTS[tag])
            elif (read := RUN_READERS.get(tag)) is not None:
                read(self, child)
            elif names.has_text(child):
                self._contents(child)

    def _why_left_out(self) -> str:
        hidden = HIDDEN_REASON if self.look.hidden else ""
        mark = CUSTOM_MARK_REASON if self.after_custom_mark else ""
        return self.reason or self.field_reason or hidden or mark

    def _text(self, text: str) -> None:
        look = self.look
        if reason := self._why_left_out():
            self.builder.omit(text, reason)
            return
        if look.underline and len(text) >= FILL_LENGTH and not text.strip(" \u3000\xa0"):
            text = "_" * sum(1 if blank in " \xa0" else 2 for blank in text)
            self.builder.fills.append((self.builder.length, self.builder.length + len(text)))
        elif symbols.is_symbol_font(look.symbol_font) or symbols.PRIVATE_SIGN.search(text):
            text = self._symbols(text)
        self.builder.add(text, look)

    def _symbols(self, text: str) -> str:
        """Text of a symbol font as Unicode; only signs at U+F0.. are surely meant as such."""
        result = ""
        for character in text:
            sign = ""
            if ord(character) in symbols.PRIVATE:
                # A sign pasted into another font keeps its place: it is of Wingdings, mostly.
                font = self.look.symbol_font
                font = font if symbols.is_symbol_font(font) else "wingdings"
                sign = symbols.symbol(font, ord(character))
                if not sign:
                    self.builder.oddities.append(f"word-symbol:{self.look.symbol_font}")
                    sign = symbols.UNKNOWN
                self.builder.added.append(sign)
                self.builder.omit(character, f"符号字体的字符，改为{sign}")
            result += sign or character
        return result

    def _sign(self, sign: str) -> None:
        """A character that the file has as an element."""
        if reason := self._why_left_out():
            self.builder.omit(sign.strip(), reason)
            self.builder.added.append(sign.strip())
            return
        self.builder.added.append(sign)
        self.builder.add(sign, self.look)

    def _break(self, element: etree._Element) -> None:
        kind = element.get(name("w:type"), "")
        if kind == "page":
            self.builder.pages.append(self.builder.length)
        self._sign(PAGE_BREAK if kind in ("page", "column") else SOFT_BREAK)

    def _printed_page(self, element: etree._Element) -> None:
        """Where a page began when the file was printed last."""
        self.builder.pages.append(self.builder.length)

    def _symbol(self, element: etree._Element) -> None:
        font = element.get(name("w:font"), "")
        code = element.get(name("w:char"), "")
        digits = int(code, 16) if code and len(code) <= 5 and _is_hexadecimal(code) else 0
        sign = symbols.symbol(font, digits) if digits else ""
        if not sign:
            self.builder.oddities.append(f"word-symbol:{font} {code}".strip())
            sign = symbols.UNKNOWN
        self._sign(sign)

    def _note(self, element: etree._Element) -> None:
        kind = "footnote" if element.tag == name("w:footnoteReference") else "endnote"
        if not (self.reason or self.field_reason):
            self.builder.notes.append((self.builder.length, kind, element.get(ID, "")))
        self.after_custom_mark = element.get(name("w:customMarkFollows"), "0") not in names.OFF

    def _ruby(self, element: etree._Element) -> None:
        base, reading = (
            "".join(_plain_text(part)) if (part := element.find(tag)) is not None else ""
            for tag in (RUBY_BASE, RUBY_TEXT)
        )
        if reason := self._why_left_out():
            self.builder.omit(base + reading, reason)
            return
        self._ruby_text(base, reading)

    def _ruby_text(self, base: str, reading: str) -> None:
        start = self.builder.length
        if base.strip() and reading.strip():
            self.builder.rubies.append(TextSpan(start, start + len(base), "ruby", reading.strip()))
        self.builder.add(base if base.strip() else base + reading, self.look)

    def _alternatives(self, element: etree._Element) -> None:
        chosen = chosen_alternative(element)
        if chosen is not None:
            self._run_contents(chosen)

    def _drawing(self, element: etree._Element) -> None:
        for part in drawing_parts(element):
            if self.reason and part.kind == "box":
                self.builder.omit("".join(_plain_text(part.element)), self.reason)
            elif not self.reason:
                self.builder.drawings.append(part)

    # Fields

    def _field_mark(self, element: etree._Element) -> None:
        if element not in self.sound:
            self.builder.oddities.append("word-broken-field")
            return
        kind = element.get(fields.CHAR_TYPE)
        if kind == "begin":
            self.open_fields.append(fields.Field())
            self._check_box(element)
        elif kind == "separate" and self.open_fields:
            self.open_fields[-1].in_result = True
        elif kind == "end" and self.open_fields:
            self._end_field(self.open_fields.pop())
        self.field_reason = fields.current_reason(self.open_fields)
        self.builder.had_contents |= self.field_reason == fields.CONTENTS_REASON

    def _end_field(self, ended: fields.Field) -> None:
        self.field_reason = fields.current_reason(self.open_fields)
        if ended.kind == "EQ" and not ended.in_result:
            text, reading = fields.equation_text("".join(ended.code))
            self.builder.added.append(text + reading)
            if reason := self._why_left_out():
                self.builder.omit(text + reading, reason)
            elif reading:
                self._ruby_text(text, reading)
            else:
                self.builder.add(text, self.look)

    def _check_box(self, element: etree._Element) -> None:
        """A check box of an old form: ☑ or ☐."""
        box = element.find(f"{name('w:ffData')}/{name('w:checkBox')}")
        if box is None:
            return
        checked = flag(box, name("w:checked"))
        checked = flag(box, name("w:default")) if checked is None else checked
        open_fields, self.field_reason = (
            self.field_reason,
            fields.current_reason(self.open_fields[:-1]),
        )
        self._sign("☑" if checked else "☐")
        self.field_reason = open_fields

    def _instruction(self, element: etree._Element) -> None:
        if self.open_fields and not self.open_fields[-1].in_result:
            self.open_fields[-1].code.append(element.text or "")


def _spent_fills(text: str, runs: Iterable[LookRun]) -> Iterator[tuple[int, int]]:
    """Where the blanks at the ends of an underlined stretch are those round its words, a value. Not
    where it opens the text with its words, which may be a label, or asks for something itself.
    """
    for underlined, group in groupby(runs, lambda run: run.look.underline):
        stretch = list(group)
        start, end = stretch[0].start, stretch[-1].end
        inner = text[start:end]
        words = inner.strip()
        opens = not text[:start].strip() and inner[:1].strip()
        if not underlined or opens or UNFILLED.fullmatch(words):
            continue
        yield start, start + len(inner) - len(inner.lstrip())
        if not words.endswith(("：", ":")):
            yield start + len(inner.rstrip()), end


def line_spans(builder: TextBuilder) -> list[TextSpan]:
    """What a text marks, in order and without overlaps: a ruby before all else, then what is raised
    or lowered, strong words, emphasis.
    """
    spans = list(builder.rubies)
    taken = [(span.start, span.end) for span in builder.rubies]
    text = builder.text
    first = 0  # of the rubies that do not end before the run
    for run in builder.runs:
        if (kind := _span_kind(run.look)) is None:
            continue
        while first < len(taken) and taken[first][1] <= run.start:
            first += 1
        for start, end in _outside(run.start, run.end, islice(taken, first, None)):
            start, end = _trimmed(text, start, end)
            if start >= end:
                continue
            last = spans[-1] if spans else None
            if last is not None and last.kind == kind and not text[last.end : start].strip():
                spans[-1] = replace(last, end=end)
            else:
                spans.append(TextSpan(start, end, kind))
    return sorted(spans, key=lambda span: span.start)


def _span_kind(look: RunLook) -> SpanKind | None:
    if look.raised:
        return "superscript" if look.raised == "superscript" else "subscript"
    if look.bold:
        return "strong"
    return "emphasis" if look.dots or look.italic else None


def _outside(start: int, end: int, taken: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The parts of a stretch that no other one, in their order, covers."""
    for begin, stop in taken:
        if begin >= end:
            break
        if stop > start:
            if start < begin:
                yield start, begin
            start = stop
    if start < end:
        yield start, end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without blanks at its ends."""
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip()), end - len(inner) + len(inner.rstrip())


def _plain_text(element: etree._Element) -> Iterator[str]:
    for child in element.iter(names.T, names.DEL_TEXT):
        yield child.text or ""


def _is_hexadecimal(text: str) -> bool:
    return all(digit in "0123456789abcdefABCDEF" for digit in text)


ElementReader = Callable[[ParagraphReader, etree._Element], None]
# Elements that stand for a character.
CONSTANTS = {
    name("w:tab"): "\t",
    name("w:ptab"): "\t",
    name("w:cr"): SOFT_BREAK,
    name("w:noBreakHyphen"): "-",
}
CONTENT_READERS: dict[str, ElementReader] = {
    **dict.fromkeys(
        [name(f"w:{tag}") for tag in ("hyperlink", "smartTag", "customXml", "bdo", "dir")],
        ParagraphReader._contents,
    ),
    **dict.fromkeys((names.INS, names.MOVE_TO), ParagraphReader._inserted),
    **dict.fromkeys((names.DEL, names.MOVE_FROM), ParagraphReader._deleted),
    names.SDT: ParagraphReader._content_control,
    name("w:fldSimple"): ParagraphReader._simple_field,
    **dict.fromkeys(FORMULAS, ParagraphReader._formula),
    name("w:commentRangeStart"): ParagraphReader._comment,
    names.ALTERNATIVES: ParagraphReader._inline_alternatives,
}
RUN_READERS: dict[str, ElementReader] = {
    name("w:br"): ParagraphReader._break,
    name("w:lastRenderedPageBreak"): ParagraphReader._printed_page,
    name("w:sym"): ParagraphReader._symbol,
    name("w:footnoteReference"): ParagraphReader._note,
    name("w:endnoteReference"): ParagraphReader._note,
    name("w:commentReference"): ParagraphReader._comment,
    name("w:fldChar"): ParagraphReader._field_mark,
    name("w:instrText"): ParagraphReader._instruction,
    name("w:ruby"): ParagraphReader._ruby,
    names.ALTERNATIVES: ParagraphReader._alternatives,
    **dict.fromkeys(
        [name(f"w:{tag}") for tag in ("drawing", "pict", "object")], ParagraphReader._drawing
    ),
}
