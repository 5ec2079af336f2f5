"""The appendix of enumerations (数字提法): each with its members, its source and its pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from duben.docx.document_parts import DocumentParts, bookmark_name
from duben.docx.elements import make
from duben.docx.looks import page_field
from duben.docx.story import StoryWriter, plain_runs
from duben.layout import (
    EnumerationMember,
    booklet_names,
    member_tree,
    note_sign,
    order_enumerations,
    source_note,
    with_members,
)
from duben.model import Book, Enumeration, Occurrence, TermHistory

# By this tag the reader of Word files knows what the program has made.
APPENDIX_TAG = "duben-appendix"


def write_appendix(story: StoryWriter, book: Book) -> None:
    """Adds the appendix, in a content control of its own; nothing where there are no entries."""
    enumerations = order_enumerations(book)
    if not enumerations:
        return
    inner = StoryWriter(story.parts)
    _AppendixWriter(inner, book, enumerations).write()
    properties = make(
        "w:sdtPr",
        make("w:alias", val=story.parts.words["appendix"]),
        make("w:tag", val=APPENDIX_TAG),
    )
    story.out.append(make("w:sdt", properties, make("w:sdtContent", *inner.out)))


class _AppendixWriter:
    """Writes the entries into a story."""

    def __init__(self, story: StoryWriter, book: Book, enumerations: Sequence[Enumeration]) -> None:
        self.story, self.book, self.enumerations = story, book, enumerations
        self.parts: DocumentParts = story.parts
        self.words = story.parts.words
        self.listed = with_members(enumerations)

    def write(self) -> None:
        """Adds the heading and the three kinds of entries, then how terms changed."""
        words = self.words
        self._line("Heading1", words["appendix"], make("w:pageBreakBefore"))
        self._line("Remark", words["appendix_explained"])
        named = [entry for entry in self.enumerations if not entry.members]
        waiting = any(not entry.sure for entry in named)
        self._entries("", "", [entry for entry in self.enumerations if entry.members])
        explained = words["named_explained" if waiting else "unlisted_explained"]
        self._entries(words["unlisted"], explained, [e for e in named if not e.known])
        supplied = [entry for entry in named if entry.known]
        self._entries(words["from_library"], words["from_library_explained"], supplied)
        self._histories(self.book.term_histories)

    def _line(self, style: str, text: str, *properties: etree._Element) -> None:
        self.story.paragraph(style, [*plain_runs(text)], *properties)

    def _entries(self, heading: str, explained: str, entries: Sequence[Enumeration]) -> None:
        if heading and entries:
            self._line("Heading2", heading)
            self._line("Remark", explained)
        for entry in entries:
            self._entry(entry)

    def _entry(self, entry: Enumeration) -> None:
        self._line("Term", f"{entry.count}　“{entry.inner}”")
        members = member_tree(entry, self.listed)
        for text in self._member_lines(members, entry.open, 0):
            self._line("Members", text)
        remarks = (
            source_note(entry, self.words),
            self.words["supplied"] if entry.supplied else "",
            entry.note,
        )
        for text in filter(None, remarks):
            self._line("Remark", text)
        if runs := list(self._pages(entry)):
            self.story.paragraph("Remark", runs)

    def _member_lines(
        self, members: Sequence[EnumerationMember], is_open: bool, depth: int
    ) -> Iterator[str]:
        for number, member in enumerate(members, 1):
            others = self.words["and_others"] if is_open and number == len(members) else ""
            yield "　" * depth + note_sign(number) + member.text + others
            yield from self._member_lines(member.members, False, depth + 1)

    def _pages(self, entry: Enumeration) -> Iterator[etree._Element]:
        """The pages that list and name an enumeration, each once by its folio in print."""
        printed = [o for o in entry.occurrences if o.block in self.parts.folios.order]
        defined = entry.defined if entry.members and entry.defined in printed else None
        folios: dict[str, Occurrence] = {}
        for occurrence in printed:
            folios.setdefault(self.parts.folios.at(occurrence.block, occurrence.start), occurrence)
        if defined is not None:
            folio = self.parts.folios.at(defined.block, defined.start)
            folios.pop(folio, None)
            yield from plain_runs(self.words["listed_on"])
            yield from self._page(folio, defined)
            yield from plain_runs(self.words["page"])
        if not folios:
            return
        yield from plain_runs(self.words["also_on" if defined else "named_on"])
        for index, (folio, occurrence) in enumerate(folios.items()):
            if index:
                yield from plain_runs("、")
            yield from self._page(folio, occurrence)
        yield from plain_runs(self.words["page"])

    def _page(self, folio: str, occurrence: Occurrence) -> list[etree._Element]:
        return page_field(f"PAGEREF {bookmark_name(occurrence.id)} \\h", folio or "1")

    def _histories(self, histories: Sequence[TermHistory]) -> None:
        if not histories:
            return
        words = self.words
        self._line("Heading2", words["term_history"])
        self._line("Remark", words["term_history_explained"])
        for number, name in enumerate(booklet_names(self.book, words), 1):
            self._line("Members", f"{note_sign(number)} {name}")
        for history in histories:
            state = f"　{words[f'term_{history.state}']}" if history.state else ""
            self._line("Term", f"“{history.term}”{state}")
            for wording in history.wordings:
                signs = "".join(map(note_sign, wording.booklets))
                joint = "；" if "、" in "".join(wording.members) else "、"
                self._line(
                    "Members", f"{signs} {joint.join(wording.members) or words['term_named']}"
                )
