"""The part ``footnotes.xml``: the notes of the book in the order of their calls."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from duben.docx.document_parts import DocumentParts
from duben.docx.elements import make
from duben.docx.story import StoryWriter, Surroundings
from duben.model import Note

NOTE_SIZE = 9  # pt
SEPARATORS = ((-1, "separator"), (0, "continuationSeparator"))


def footnotes_part(parts: DocumentParts) -> etree._Element:
    """The part with every note that was called."""
    separators = (
        make("w:footnote", make("w:p", make("w:r", make(f"w:{kind}"))), type=kind, id=number)
        for number, kind in SEPARATORS
    )
    notes = (_footnote(parts, parts.notes[id], number) for id, number in parts.called.items())
    return make("w:footnotes", *separators, *notes)


def _footnote(parts: DocumentParts, note: Note, number: int) -> etree._Element:
    story = StoryWriter(parts, in_notes=True)
    around = Surroundings("FootnoteText", size=NOTE_SIZE)
    story.blocks(note.blocks[:1], around)
    story.blocks(note.blocks[1:], replace(around, left=2))
    first = story.out[0] if story.out else make("w:p")
    mark = make(
        "w:r",
        make("w:rPr", make("w:rStyle", val="FootnoteReference")),
        make("w:footnoteRef"),
    )
    at = 1 if len(first) and first[0].tag == make("w:pPr").tag else 0
    first.insert(at, mark)
    first.insert(at + 1, make("w:r", make("w:t", " ")))
    return make("w:footnote", *story.out, id=number)
