"""The chapters of the book as files of the EPUB."""

from __future__ import annotations

from markupsafe import Markup

from duben.epub.insertions import Insertions, enumeration_id
from duben.epub.notes import NoteLinks
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
    call it. It remembers which enumerations it has met.
    """

    def __init__(
        self, publication: Publication, insertions: Insertions, chapter: Chapter, path: str
    ) -> None:
        self.publication = publication
        self.insertions = insertions
        self.chapter = chapter
        self.path = path
        self.app_notes = publication.app_notes
        self._notes = NoteLinks(publication, insertions, chapter, path)
        self._mentioned: set[str] = set()

    def note(self, note: Note, again: bool) -> Markup:
        """The mark that calls a note."""
        return self._notes.mark(note)

    def notes_met(self) -> list[Note]:
        """The notes that the end of the file shows."""
        return self._notes.marked_notes()

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
