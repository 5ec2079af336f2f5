"""The notes of one file of the EPUB: the marks in the text, and the way back from note to mark."""

from __future__ import annotations

from markupsafe import Markup

from duben.chinese import circled_number
from duben.epub.insertions import Insertions
from duben.epub.package_files import relative_address
from duben.epub.publication import Publication
from duben.model import Chapter, Note


class NoteLinks:
    """Writes the marks of notes in the file of a chapter, and remembers them."""

    def __init__(
        self, publication: Publication, insertions: Insertions, chapter: Chapter, path: str
    ) -> None:
        self.publication = publication
        self.insertions = insertions
        self.chapter = chapter
        self.path = path
        self._marks: dict[str, list[str]] = {}  # id of a note → ids of its marks

    def mark(self, note: Note) -> Markup:
        """The mark of a note at the place that calls it."""
        marks = self._marks.setdefault(note.id, [])
        marks.append(f"mark-{note.id}" + (f"-{len(marks) + 1}" if marks else ""))
        number, label = self._number(note), Markup("")
        if len(note.blocks) > 1:
            spoken = self.publication.words["note_named"].format(number, len(note.blocks))
            label = Markup(' aria-label="%s"') % spoken
        sign, kind = Markup("〔%s〕") % number, "mark"
        if self.publication.app_notes:
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

    def _number(self, note: Note) -> int:
        """The chapter's own number; counted anew where notes of several chapters meet."""
        return note.number if self.chapter.slug else list(self._marks).index(note.id) + 1

    def marked_notes(self) -> list[Note]:
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
        number = f"〔{self._number(note)}〕"
        first, *others = self._marks[note.id]
        return link % (first, number + words["back"], number) + Markup("").join(
            link
            % (mark, circled_number(rank) + words["back_nth"].format(rank), circled_number(rank))
            for rank, mark in enumerate(others, 2)
        )
