"""The chapters of the book as files of the EPUB."""

from __future__ import annotations

from markupsafe import Markup

from duben.chinese import circled_number
from duben.epub.insertions import Insertions, enumeration_id
from duben.epub.package_files import ENUMERATIONS, PackageFile, chapter_id, relative_address
from duben.epub.publication import Publication
from duben.layout import Marker
from duben.model import (
    Block,
    Chapter,
    Enumeration,
    GlossaryEntry,
    Note,
    Occurrence,
    SourceLocation,
)

# The epub:type and the ARIA role of a chapter's section, by its part of the book.
SECTION_TYPES = {
    "front": Markup(' epub:type="preface" role="doc-preface"'),
    "body": Markup(' epub:type="chapter" role="doc-chapter"'),
    "back": Markup(""),
}


def chapter_page(publication: Publication, insertions: Insertions, chapter: Chapter) -> PackageFile:
    """A chapter, with its notes at its end."""
    path = publication.locations.paths[chapter.slug]
    marker = Marker(
        book=publication.book,
        medium=ChapterMedium(publication, insertions, chapter, path),
        notes=publication.locations.notes,
        glossary_pieces=insertions.glossed,
        marks=insertions.marks,
        before=insertions.before,
        after=insertions.after,
        typed=True,
        heads_in_text=publication.heads_in_text,
    )
    return publication.render(
        chapter_id(chapter.slug),
        path,
        publication.chapter_title(chapter),
        f"{chapter.part}matter",
        "chapter",
        SourceLocation(chapter.file),
        chapter=chapter,
        kind=SECTION_TYPES[chapter.part],
        m=marker,
    )


class ChapterMedium:
    """How notes, links, mentions and pictures are written in the file of a chapter; the templates
    call it. It remembers which enumerations and notes it has met.
    """

    def __init__(
        self, publication: Publication, insertions: Insertions, chapter: Chapter, path: str
    ) -> None:
        self.publication = publication
        self.insertions = insertions
        self.chapter = chapter
        self.path = path
        self.app_notes = publication.app_notes
        self._marks: dict[str, list[str]] = {}  # id of a note → ids of its marks
        self._mentioned: set[str] = set()

    def note(self, note: Note, again: bool) -> Markup:
        """The mark that calls a note."""
        marks = self._marks.setdefault(note.id, [])
        marks.append(f"mark-{note.id}" + (f"-{len(marks) + 1}" if marks else ""))
        number, label = self._note_number(note), Markup("")
        if len(note.blocks) > 1:
            spoken = self.publication.words["note_named"].format(number, len(note.blocks))
            label = Markup(' aria-label="%s"') % spoken
        sign, kind = Markup("〔%s〕") % number, "mark"
        if self.app_notes:
            sign, kind = self._app_sign(note), "mark duokan-footnote"
        return Markup(
            '<a epub:type="noteref" role="doc-noteref" class="%s" id="%s" href="#%s"%s>%s</a>'
        ) % (kind, marks[-1], note.id, label, sign)

    def _app_sign(self, note: Note) -> Markup:
        """A picture as the mark: 微信读书 and 掌阅 show its alternative text, the words of the
        note, when it is tapped.
        """
        image = self.publication.images.note_sign()
        words = " ".join(block.text for part in note.blocks for block in part.walk() if block.text)
        return Markup('<img class="qqreader-footnote zhangyue-footnote" src="%s" alt="%s"/>') % (
            relative_address(image.name, self.path),
            words,
        )

    def _note_number(self, note: Note) -> int:
        """The chapter's own number; counted anew where notes of several chapters meet."""
        return note.number if self.chapter.slug else list(self._marks).index(note.id) + 1

    def notes_met(self) -> list[Note]:
        """The notes whose marks stand in this file. Each then begins with its number, which leads
        back to the mark.
        """
        locations = self.publication.locations
        notes = [locations.notes[id] for id in self._marks]
        for note in notes:
            if note.blocks:
                block, offset = locations.first_written(note.blocks[0].id, 0)
                marks = self.insertions.marks.setdefault(block, [])
                marks.insert(0, (offset, self._backlinks(note)))
        return notes

    def _backlinks(self, note: Note) -> Markup:
        """Links from a note to its marks: its number, then ② ③ for the others."""
        words = self.publication.words
        link = Markup(
            '<a epub:type="backlink" role="doc-backlink" class="back" href="#%s" aria-label="%s">'
            "%s</a>"
        )
        number = f"〔{self._note_number(note)}〕"
        first, *others = self._marks[note.id]
        return link % (first, number + words["back"], number) + Markup("").join(
            link
            % (mark, circled_number(rank) + words["back_nth"].format(rank), circled_number(rank))
            for rank, mark in enumerate(others, 2)
        )

    def link(self, address: str, inner: Markup) -> Markup:
        """A link of the author's."""
        return Markup('<a href="%s">%s</a>') % (address, inner)

    def _address(self, block: str, id: str) -> str:
        """The address of an id that stands in the file of a block."""
        return relative_address(f"{self.publication.locations.home[block]}#{id}", self.path)

    def reference(self, target: str, inner: Markup) -> Markup:
        """A link to another block of the book; plain text where it has no place."""
        if target not in self.publication.locations.home:
            return inner
        return self.link(self._address(target, target), inner)

    def mention(self, occurrence: Occurrence, enumeration: Enumeration, inner: Markup) -> Markup:
        """The first in a file opens the entry; the others are marked, so that the entry can lead
        back to them.
        """
        if not self.publication.enumerations:
            return inner
        if enumeration.id in self._mentioned:
            return Markup('<span id="%s">%s</span>') % (occurrence.id, inner)
        self._mentioned.add(enumeration.id)
        address = relative_address(f"{ENUMERATIONS}#{enumeration_id(enumeration)}", self.path)
        return Markup(
            '<a epub:type="glossref" role="doc-glossref" class="term" id="%s" href="%s">%s</a>'
        ) % (occurrence.id, address, inner)

    def glossary_link(self, entry: GlossaryEntry, inner: Markup) -> Markup:
        """A term of the glossary as a link to its entry."""
        target = self.insertions.entries.get(entry.block)
        if target is None:
            return inner
        return Markup(
            '<a epub:type="glossref" role="doc-glossref" class="term" href="%s">%s</a>'
        ) % (self._address(entry.block, target), inner)

    def picture(self, name: str, alternative: str) -> Markup:
        """A picture, packed. BookError where it cannot be."""
        image = self.publication.images.text_picture(name, alternative, self.chapter.file)
        address = relative_address(image.name, self.path)
        return Markup('<img src="%s" alt="%s"/>') % (address, alternative)

    def number(self, item: Block) -> str:
        """The value of a list's item."""
        digits = "".join(character for character in item.label if character.isdecimal())
        return str(int(digits)) if digits else "1"

    def outlined(self, block: Block) -> Markup:
        """Bookmarks are of paper alone."""
        return Markup("")
