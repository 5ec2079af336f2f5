"""Reads the text of a finished Word file paragraph by paragraph, and holds it against the book.

Read is what stands there once all tracked changes are accepted. What the program itself puts in
(title, contents, appendix) is read apart.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from duben.layout import arrange, book_words, order_enumerations
from duben.model import Block, Book, Problem, SourceLocation
from duben.proof.text.differences import Difference, excerpt, problems
from duben.proof.text.epub_text import parse_xml
from duben.proof.text.expected import normalize_text, note_calls
from duben.proof.text.matching import missing_entries

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VALUE = f"{W}val"
PARAGRAPH, TEXT, DRAWING, CONTROL = f"{W}p", f"{W}t", f"{W}drawing", f"{W}sdt"
READING, STYLE = f"{W}rt", f"{W}rPr/{W}rStyle"
NOTE_MARK = "FootnoteReference"
# The styles of what stands before the text and is ours. The title may be the text's own heading.
TITLE = "Title"
OWN_STYLES = frozenset(("Subtitle", "Byline", "RedHead", "HeadRecipients"))


@dataclass(slots=True)
class DocxText:
    """What was read: the paragraphs of the text, the title, the paragraphs of the program, the
    notes, normalized and without empty ones; how many pictures there are.
    """

    paragraphs: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    own: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    pictures: int = 0


@dataclass(frozen=True, slots=True)
class _ExpectedText:
    """A paragraph or a note as the book has it."""

    text: str
    place: SourceLocation


def prove_docx(book: Book, docx: bytes, official: bool = False) -> tuple[Problem, ...]:
    """What a Word file lacks, has twice, has changed or out of order. ``official``: it has no
    appendix.
    """
    return problems(list(find_differences(book, read_docx(docx, official), official)), "Word")


def find_differences(book: Book, reading: DocxText, official: bool) -> Iterator[Difference]:
    """All differences, in the order of the source."""
    metadata = book.settings.book
    shown = arrange(book, book_words(metadata.language)["answers"])
    blocks = [block for chapter in shown.chapters for block in chapter.blocks]
    expected = list(_paragraphs(blocks))
    own = normalize_text("".join((*reading.titles, *reading.own)))
    yield from _compare(expected, _with_title(reading, expected))
    yield from _compare(_expected_notes(book, blocks), reading.notes)
    if reading.pictures < (count := sum(map(_pictures, _walk(blocks)))):
        place = next(block.place for block in _walk(blocks) if _pictures(block))
        yield Difference("missing", place, expected=f"{count - reading.pictures} × 图")
    wanted = () if official else (metadata.title, metadata.subtitle, *metadata.authors)
    for value in wanted:
        if normalize_text(value) not in own:
            yield Difference("missing", SourceLocation("book.toml"), expected=excerpt(value))
    if book.settings.text.appendix and not official:
        yield from missing_entries(own, order_enumerations(book), {})


def _with_title(reading: DocxText, expected: Sequence[_ExpectedText]) -> list[str]:
    """The paragraphs that were read; the title too, where the text opens with it."""
    texts = [entry.text for entry in expected]
    is_heading = texts[:1] == reading.titles and texts != reading.paragraphs
    return [*reading.titles * is_heading, *reading.paragraphs]


def _compare(expected: Sequence[_ExpectedText], read: Sequence[str]) -> Iterator[Difference]:
    """What of the expected texts is not there, what is there too often or at another place."""
    texts = [entry.text for entry in expected]
    if texts == list(read):
        return
    left = Counter(read)
    for entry in expected:
        if not left[entry.text]:
            yield Difference("missing", entry.place, expected=excerpt(entry.text))
        else:
            left[entry.text] -= 1
    surplus = list(left.elements())
    if surplus and expected:
        yield Difference("added", expected[-1].place, found=excerpt(surplus[0]))
    elif len(texts) == len(read):
        moved = next(e for e, text in zip(expected, read, strict=True) if e.text != text)
        if not Counter(texts) - Counter(read):
            yield Difference("moved", moved.place, expected=excerpt(moved.text))


def _paragraphs(blocks: Iterable[Block], label: str = "") -> Iterator[_ExpectedText]:
    """The paragraphs of blocks, in reading order; the number of an item stands before its first."""
    for block in blocks:
        children: Sequence[Block] = block.children
        if block.kind == "item":
            typed = block.label if any(c.isalnum() for c in block.label) else ""
            is_text = bool(children) and children[0].kind == "paragraph"
            if typed and not is_text:
                yield _ExpectedText(normalize_text(typed), block.place)
            yield from _paragraphs(children, typed if is_text else "")
            continue
        if text := normalize_text(label + block.text):
            yield _ExpectedText(text, block.place)
        label = ""
        if block.kind == "table":
            children = sorted(children, key=lambda row: not row.attribute("head"))
        yield from _paragraphs(children)


def _expected_notes(book: Book, blocks: Sequence[Block]) -> list[_ExpectedText]:
    """The notes in the order of their first calls."""
    notes = {note.id: note for chapter in book.chapters for note in chapter.notes}
    expected = []
    for id in dict.fromkeys(note_calls(blocks)):
        text = "".join(entry.text for entry in _paragraphs(notes[id].blocks))
        expected.append(_ExpectedText(text, notes[id].place))
    return [entry for entry in expected if entry.text]


def _walk(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        yield from block.walk()


def _pictures(block: Block) -> int:
    """How many pictures a block shows."""
    return (block.kind == "figure") + sum(span.kind == "image" for span in block.spans)


# --- reading --------------------------------------------------------------------------------------


def read_docx(docx: bytes, official: bool = False) -> DocxText:
    """The text of a Word file; ``official``: all of it is the text's. ValueError when it is
    none.
    """
    reading = DocxText()
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as archive:
            document = parse_xml(archive.read("word/document.xml"))
            footnotes = parse_xml(archive.read("word/footnotes.xml"))
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError) as error:
        raise ValueError("no Word file") from error
    for paragraph in document.iter(PARAGRAPH):
        text = normalize_text(paragraph_text(paragraph))
        if text:
            style = _style(paragraph)
            ours = not official and (style in OWN_STYLES or _inside(paragraph, CONTROL))
            rows = reading.own if ours else reading.paragraphs
            (reading.titles if style == TITLE and not official else rows).append(text)
    for note in footnotes:
        text = normalize_text("".join(map(paragraph_text, note.iter(PARAGRAPH))))
        reading.notes += [text] if text else []
    reading.pictures = sum(1 for _ in document.iter(DRAWING)) + sum(
        1 for _ in footnotes.iter(DRAWING)
    )
    return reading


def paragraph_text(paragraph: etree._Element) -> str:
    """The text of a paragraph without readings, the marks of notes, and what was taken out."""
    return "".join(
        element.text or ""
        for element in paragraph.iter(TEXT)
        if not _inside(element, READING) and not _is_note_mark(element.getparent())
    )


def _style(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(VALUE, "")


def _is_note_mark(run: etree._Element | None) -> bool:
    style = None if run is None else run.find(STYLE)
    return style is not None and style.get(VALUE) == NOTE_MARK


def _inside(element: etree._Element, tag: str) -> bool:
    return next(element.iterancestors(tag), None) is not None
