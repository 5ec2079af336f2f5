"""The text of a block as runs: its spans become properties of runs, links, notes, ruby, pictures;
what changed is put round them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from lxml import etree

from duben.docx.document_parts import DocumentParts, bookmark_name, text_elements
from duben.docx.elements import make, prefixed_name
from duben.docx.looks import MONO, TEXT_SIZE, run_fonts
from duben.docx.pictures import inline_picture
from duben.docx.tracked_changes import Mark
from duben.model import Block, Span

LINKS = frozenset(("link", "reference"))
RAISED = {"sub": "subscript", "sup": "superscript"}


@dataclass(frozen=True, slots=True)
class _WrittenText:
    """The text of a paragraph with what stands over it. ``points`` are elements that take no room,
    each with its offset.
    """

    text: str
    spans: tuple[Span, ...]
    marks: tuple[Mark, ...]
    points: tuple[tuple[int, str], ...] = ()

    def edges(self) -> list[int]:
        """The offsets at which a new run begins, and the end."""
        edges = {0, len(self.text)}
        rubies = sorted(
            (s.start, s.end) for s in self.spans if s.kind == "ruby" and s.end > s.start
        )
        starts = [start for start, _ in rubies]
        for span in self.spans:
            for edge in (span.start, span.end):
                at = bisect_left(starts, edge) - 1
                if at < 0 or edge >= rubies[at][1] or span.kind == "ruby":
                    edges.add(edge)
        edges.update(edge for mark in self.marks for edge in (mark.start, mark.end))
        edges.update(offset for offset, _ in self.points)
        return sorted(edge for edge in edges if 0 <= edge <= len(self.text))

    def stretches(self) -> Iterator[tuple[int, int, list[Span]]]:
        """The parts of the text between two edges, each with the spans over it."""
        solid = sorted(
            (span for span in self.spans if span.end > span.start), key=lambda span: span.start
        )
        active: list[Span] = []
        upcoming = 0
        for start, end in pairwise(self.edges()):
            while upcoming < len(solid) and solid[upcoming].start <= start:
                active.append(solid[upcoming])
                upcoming += 1
            active = [span for span in active if span.end > start]
            yield start, end, active

    def is_new(self, offset: int) -> bool:
        """Whether the text from an offset on was put in."""
        index = bisect_right(self.marks, offset, key=lambda mark: mark.start) - 1
        return index >= 0 and self.marks[index].end > offset


@dataclass(slots=True)
class InlineWriter:
    """Writes the texts of one part; in ``notes`` those of the footnotes."""

    parts: DocumentParts
    in_notes: bool = False

    def content(
        self, block: Block, label: str = "", size: float = TEXT_SIZE
    ) -> list[etree._Element]:
        """The text of a block, behind the label of a list item; ``size`` is that of its style."""
        written = self._written_text(block, label)
        added = block.id in self.parts.changes.added
        empties = self._empty_elements(written, added)
        out: list[etree._Element] = []
        container, link = out, None
        for start, end, active in written.stretches():
            if point := empties.pop(start, None):
                container, link = out, None
                out += point
            target = next((span for span in active if span.kind in LINKS), None)
            if target is not link:
                container, link = self._open_link(out, target)
            run = self._run(written.text[start:end], active, end, size, target is not None)
            if run is not None:
                is_new = added or written.is_new(start)
                container.append(self.parts.tracked("ins", run) if is_new else run)
        for point in empties.values():
            out += point
        return out

    def _written_text(self, block: Block, label: str) -> _WrittenText:
        marks = self.parts.changes.marks.get(block.id, ())
        mentions = () if self.in_notes else self.parts.book.mentions.get(block.id, ())
        points = tuple((occurrence.start, occurrence.id) for occurrence, _ in mentions)
        if not label:
            return _WrittenText(block.text, block.spans, marks, points)
        opening = f"{label} "
        shift = len(opening)

        def moved(offset: int) -> int:
            """An offset in the text of the unit, which has no blank behind the label."""
            return offset if offset < len(label) else offset + 1

        return _WrittenText(
            opening + block.text,
            tuple(replace(s, start=s.start + shift, end=s.end + shift) for s in block.spans),
            tuple(replace(m, start=moved(m.start), end=moved(m.end)) for m in marks),
            tuple((offset + shift, id) for offset, id in points),
        )

    def _empty_elements(
        self, written: _WrittenText, added: bool
    ) -> dict[int, list[etree._Element]]:
        """What takes no room in the text, by its offset: notes, then what was taken out, then the
        bookmarks of mentions.
        """
        empties: dict[int, list[etree._Element]] = {}
        for span in written.spans:
            if span.kind == "note":
                call = self.note_call(span.value)
                empties.setdefault(span.start, []).extend(self._as_new(call) if added else call)
        for mark in written.marks:
            if mark.removed:
                empties.setdefault(mark.start, []).append(self.parts.deleted_run(mark.removed))
        for offset, id in written.points:
            empties.setdefault(offset, []).extend(self.parts.bookmarked(id, ()))
        return empties

    def _as_new(self, elements: Sequence[etree._Element]) -> list[etree._Element]:
        """Elements whose runs were put in."""
        return [
            self.parts.tracked("ins", element) if prefixed_name(element) == "w:r" else element
            for element in elements
        ]

    def _open_link(
        self, out: list[etree._Element], span: Span | None
    ) -> tuple[list[etree._Element] | etree._Element, Span | None]:
        if span is None or span.kind == "reference" and span.value not in self.parts.targets:
            return out, span
        if span.kind == "reference":
            link = make("w:hyperlink", anchor=bookmark_name(span.value), history=1)
        else:
            relations = self.parts.note_relations if self.in_notes else self.parts.relations
            link = make(
                "w:hyperlink", relation=relations.add("hyperlink", span.value, True), history=1
            )
        out.append(link)
        return link, span

    def _run(
        self, text: str, active: Sequence[Span], end: int, size: float, linked: bool
    ) -> etree._Element | None:
        """A run of text under these spans; None for the place of a picture that is not there."""
        properties = run_properties(active, linked)
        image = next((span for span in active if span.kind == "image"), None)
        if image is not None:
            return inline_picture(self.parts, image.value, image.extra, self.in_notes)
        ruby = next((span for span in active if span.kind == "ruby"), None)
        if ruby is not None and ruby.end == end:
            return make("w:r", properties, self._ruby(text, ruby.value, properties, size))
        children = list(text_elements(text.replace("\ufffc", "")))
        return make("w:r", properties, *children) if children else None

    def _ruby(
        self, base: str, reading: str, properties: etree._Element | None, size: float
    ) -> etree._Element:
        """The reading stands at half the size of its base."""
        whole = self.parts.look.half_points(size)
        half = whole // 2
        small = make("w:rPr", make("w:sz", val=half), make("w:szCs", val=half))
        own = None if properties is None else make("w:rPr", *map(copy_of, properties))
        return make(
            "w:ruby",
            make(
                "w:rubyPr",
                make("w:rubyAlign", val="center"),
                make("w:hps", val=half),
                make("w:hpsRaise", val=whole - 2),
                make("w:hpsBaseText", val=whole),
                make("w:lid", val=self.parts.look.tag),
            ),
            make("w:rt", make("w:r", small, make("w:t", reading))),
            make("w:rubyBase", make("w:r", own, make("w:t", base))),
        )

    def note_call(self, id: str) -> list[etree._Element]:
        """The mark that calls a note. A second call refers to the first."""
        parts = self.parts
        look = make("w:rPr", make("w:rStyle", val="FootnoteReference"))
        if id in parts.called:
            number = str(parts.notes[id].number)
            return note_reference(f"NOTEREF {bookmark_name(id)} \\f \\h", number)
        parts.called[id] = len(parts.called) + 1
        run = make("w:r", look, make("w:footnoteReference", id=parts.called[id]))
        content = [run]
        for name in (id, *parts.places_in_note(id)):
            content = parts.bookmarked(name, content)
        return content


def note_reference(instruction: str, number: str) -> list[etree._Element]:
    """The runs of a field that shows the number of a note again."""
    pieces = (
        make("w:fldChar", fldCharType="begin"),
        make("w:instrText", f" {instruction} "),
        make("w:fldChar", fldCharType="separate"),
        make("w:t", number),
        make("w:fldChar", fldCharType="end"),
    )
    return [
        make("w:r", make("w:rPr", make("w:rStyle", val="FootnoteReference")), piece)
        for piece in pieces
    ]


def run_properties(active: Sequence[Span], linked: bool) -> etree._Element | None:
    """The properties of a run under these spans; None where there are none."""
    children = list(_property_elements({span.kind for span in active}, linked))
    return make("w:rPr", *children) if children else None


def _property_elements(kinds: set[str], linked: bool) -> Iterator[etree._Element]:
    if linked:
        yield make("w:rStyle", val="Hyperlink")
    if "code" in kinds:
        yield run_fonts(MONO, MONO) if linked else make("w:rStyle", val="InlineCode")
    if "strong" in kinds:
        yield make("w:b")
        yield make("w:bCs")
    if "em" in kinds:
        yield make("w:em", val="dot")
    for kind, raised in RAISED.items():
        if kind in kinds:
            yield make("w:vertAlign", val=raised)
            return


def copy_of(element: etree._Element) -> etree._Element:
    """An element once more: lxml moves one that is given to a second parent."""
    return etree.fromstring(etree.tostring(element))
