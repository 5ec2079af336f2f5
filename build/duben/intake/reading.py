"""A document from elsewhere (plain text, a saved web page, Markdown) becomes a manuscript.

Every change of it is recorded in a ``ChangeLog``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from pathlib import Path

from duben import chinese
from duben.intake import (
    accounting,
    blank_forms,
    captions,
    footnotes,
    line_editing,
    markdown,
    markdown_head,
    markdown_pages,
    official_format,
    section_numbers,
    structure,
)
from duben.intake.boilerplate import DocumentHead
from duben.intake.decoding import FILE_BYTES, decode
from duben.intake.document import ChangeLog, Doubt, ImportedDocument, ImportedParagraph, SourceLine
from duben.intake.file_kinds import FileKind, detect_kind
from duben.intake.html.markdown_tables import rewrite_tables
from duben.intake.html.page import read_archive_document, read_page_document
from duben.intake.label_gaps import tidy_label
from duben.intake.markdown_bold import mark_bold_headings
from duben.intake.markdown_pictures import take_pictures
from duben.intake.pdf.document import read_pdf_document
from duben.intake.signed_text import take_signature
from duben.intake.text.grid_tables import rewrite_grids
from duben.intake.text.markdown_bars import rewrite_barred
from duben.intake.text.plain_text import read_text_document
from duben.intake.word.document import read_word_document
from duben.manuscript import parse_chapters
from duben.model import (
    TITLE_TO_FILL,
    BookError,
    BookSettings,
    Chapter,
    Settings,
    Source,
    SourceLocation,
    problem,
    warning,
)

Reader = Callable[[bytes, str, Path, ChangeLog], tuple[list[SourceLine], DocumentHead]]

# The reader of each kind of file: from its bytes, its name in messages, its folder and the log to
# its lines, and what they tell of title, date and source.
READERS: Mapping[str, Reader] = {
    **dict.fromkeys((".txt", ".text", ""), read_text_document),
    **dict.fromkeys((".html", ".htm", ".xhtml", ".shtml"), read_page_document),
    **dict.fromkeys((".mhtml", ".mht"), read_archive_document),
    **dict.fromkeys((".docx", ".dotx", ".docm", ".dotm"), read_word_document),
    ".pdf": read_pdf_document,
}
# Endings of word processors whose files are told apart by their content.
WORD_SUFFIXES = frozenset({".doc", ".dot", ".wps", ".wpt", ".rtf", ".xml"})
# The ending under which a kind has its reader, whatever the name of a file.
KIND_SUFFIXES: Mapping[FileKind, str] = {
    "docx": ".docx",
    "pdf": ".pdf",
    "web-archive": ".mhtml",
    "html": ".html",
}
# What is said of a file whose content is none that is read, whatever its name.
REFUSED_KINDS: Mapping[FileKind, str] = {
    "legacy": "word-legacy",
    "encrypted": "word-password",
    "word-xml": "word-xml",
    "other-office": "word-other-office",
}
# Kept letter for letter.
MARKDOWN_SUFFIXES = frozenset({".md", ".markdown"})
REFUSED_SUFFIXES = {
    **dict.fromkeys((".odt", ".ofd", ".pages"), "word"),
    ".webarchive": "archive",
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff"), "picture-file"),
}  # fmt: skip
PARAGRAPH_BYTES = 1_000_000
NOTE_MARK = re.compile(r"(?<!\\)\[\^([0-9]{1,3})\]")  # of a note, in a table
WIDE_DIGITS = frozenset("０１２３４５６７８９")


def read_document(
    path: Path, name: str = "", original: bool = False, converted: Path | None = None
) -> ImportedDocument:
    """Returns the document in a file; ``name`` is how messages call it. ``original``: of a Word
    file the text before tracked changes. ``converted`` is the .docx that was made of it, if any.

    Raises BookError where it cannot be read.
    """
    name = name or path.name
    if converted is not None:
        document = read_document(converted, name, original)
        notice = warning("word-converted", SourceLocation(name), name=name)
        return replace(document, problems=(notice, *document.problems))
    suffix = path.suffix.lower()
    if suffix in REFUSED_SUFFIXES:
        raise BookError(problem(f"intake-{REFUSED_SUFFIXES[suffix]}", SourceLocation(name)), 2)
    if suffix not in MARKDOWN_SUFFIXES | WORD_SUFFIXES and suffix not in READERS:
        raise BookError(problem("intake-kind", SourceLocation(name), suffix=suffix), 2)
    data = _read_bytes(path, name)
    reader = _reader(data, suffix, name, original)
    if reader is None:
        content = decode(data, name)
        plain = markdown_head.plain_text(content)
        if plain is None:
            return _from_markdown(content, name, path.parent)
        reader, data = read_text_document, plain.encode()
    log = ChangeLog()
    lines, head = reader(data, name, path.parent, log)
    return _make_document(lines, head, name, log)


def needs_conversion(path: Path) -> bool:
    """Whether a file is of a kind that LibreOffice can turn into .docx; False where it cannot be
    read.
    """
    try:
        data = _read_bytes(path, path.name)
    except BookError:
        return False
    return detect_kind(data) in ("legacy", "word-xml")


def _reader(data: bytes, suffix: str, name: str, original: bool) -> Reader | None:
    """The reader for a file by its content, and by its ending where that does not tell; None for
    Markdown. BookError (2) for what is not read.
    """
    kind = detect_kind(data)
    own = READERS.get(KIND_SUFFIXES[kind]) if kind in KIND_SUFFIXES else None
    if own is not None and kind != "html":
        return partial(read_word_document, original=original) if kind == "docx" else own
    if kind in REFUSED_KINDS:
        raise BookError(problem(REFUSED_KINDS[kind], SourceLocation(name)), 2)
    if original:
        raise BookError(problem("word-original-kind", SourceLocation(name)), 2)
    if own is not None:  # a page, under whatever name
        return own
    if suffix in MARKDOWN_SUFFIXES:
        return None
    if READERS.get(suffix) in (read_page_document, read_text_document):
        return READERS[suffix]
    if not data:
        raise BookError(problem("intake-empty", SourceLocation(name)))
    if b"\0" in data[:1000] or READERS.get(suffix) is read_archive_document:
        return READERS.get(suffix, read_word_document)  # which says what is wrong with it
    return read_text_document


def document_as_book(document: ImportedDocument) -> tuple[Settings, tuple[Chapter, ...]]:
    """A document as a book of a chapter for each part, nothing written; places are the file's own
    lines.
    """
    book = BookSettings(
        title=document.title if document.titled else Path(document.file).stem,
        subtitle=document.subtitle,
        authors=document.authors,
        language=document.language,
        date=document.date,
        source=document.source,
    )
    return Settings(book=book), parse_chapters(document_sources(document))


def shown_text(document: ImportedDocument) -> str:
    """What a file without lines of its own shows as its lines: its paragraphs by their numbers; ""
    for other files.
    """
    if not document.packaged:
        return ""
    numbered = {paragraph.line: paragraph.text for paragraph in reversed(document.paragraphs)}
    last = max(numbered, default=0)
    return "\n".join(numbered.get(number, "") for number in range(1, last + 1))


def document_sources(document: ImportedDocument) -> list[Source]:
    """The Markdown of a document, a chapter for each part; places are the file's own lines."""
    if document.markdown:
        return [Source(document.file, document.whole)]
    return [
        Source(document.file, *markdown.write_markdown(chapter))
        for chapter in markdown.part_chapters(document, named=False)
    ]


def _read_bytes(path: Path, name: str) -> bytes:
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise BookError(problem("intake-folder", SourceLocation(name)), 2)
        if size > FILE_BYTES:
            raise BookError(
                problem(
                    "intake-too-large",
                    SourceLocation(name),
                    size=f"{size / 1e6:.6f}".rstrip("0").rstrip("."),
                    limit=FILE_BYTES // 1_000_000,
                )
            )
        with path.open("rb") as file:
            return file.read(FILE_BYTES + 1)
    except FileNotFoundError:
        raise BookError(problem("intake-missing", name=name), 2) from None
    except OSError as error:
        raise BookError(
            problem("intake-unreadable", name=name, reason=error.strerror or str(error)), 2
        ) from None


def _from_markdown(content: str, name: str, folder: Path) -> ImportedDocument:
    """A Markdown file: its text as it is, but for what its head tells."""
    content = line_editing.BREAKS.sub("\n", content)
    if not content.strip():
        raise BookError(problem("intake-empty", SourceLocation(name)))
    log = ChangeLog()
    content = markdown.space_hashes(take_signature(content, log), log)
    content = rewrite_grids(content, log)
    content = markdown_pages.remove_pagination(content, log)
    content = rewrite_barred(rewrite_tables(content, log), log)
    content, pictures = take_pictures(content, folder, name, log)
    content = mark_bold_headings(content, log)
    whole, content, head = markdown_head.read_markdown_head(content, log)
    titles = [heading for heading, _ in markdown.split_markdown(content) if heading]
    title = head.title_line.text if head.title_line else next(iter(titles), "")
    _report_oddities([], head.date is None, bool(title), name, log)
    return ImportedDocument(
        name,
        title or TITLE_TO_FILL,
        " ".join(line.text for line in head.subtitle),
        tuple(head.authors),
        head.date,
        head.source,
        language=chinese.guess_script(content),
        markdown=content,
        whole=whole,
        pictures=pictures,
        mended=tuple(log.mended),
        left_out=tuple(log.left_out),
        moved=tuple(log.moved),
        problems=tuple(log.problems),
        titled=bool(title),
        unsure=tuple(log.unsure),
    )


def _make_document(
    lines: list[SourceLine], head: DocumentHead, name: str, log: ChangeLog
) -> ImportedDocument:
    """The document of the lines of a file: marks corrected, notes, headings and chapters found."""
    pictured = head.title_line is not None and any(line.picture for line in lines)
    if not pictured and not any(
        line.kind != "figure" and any(map(str.isalnum, line.text)) for line in lines
    ):
        raise BookError(problem("intake-empty", SourceLocation(name)))
    _refuse_long_paragraphs(lines, name)
    lines = section_numbers.join_section_numbers([tidy_label(line, log) for line in lines])
    lines = section_numbers.join_bare_labels(lines)
    titled = head.title_line is not None
    title = _correct_marks(head.title_line or SourceLine(TITLE_TO_FILL, ((0, 1, 1),)), log)
    body = [_correct_marks(line, log) for line in lines]
    notes = [line for line in body if line.kind == "note"]
    if notes:
        body = [line for line in body if line.kind != "note"]
    else:
        body, notes = footnotes.pair_notes(body, lines, title.text, log)
    subtitle = " ".join(_correct_marks(line, log).text for line in head.subtitle)
    paragraphs = structure.arrange_document(captions.attach_captions(body), title, log)
    paragraphs = _place_notes(
        markdown.split_long_chapters(paragraphs, head.language, log),
        notes,
    )
    _report_oddities(lines, head.date is None, titled, name, log)
    official = official_format.read_official(paragraphs, log)
    document = ImportedDocument(
        name,
        title.text,
        subtitle,
        tuple(head.authors),
        head.date,
        head.source,
        head.language,
        tuple(paragraphs),
        mended=tuple(sorted(log.mended, key=lambda mend: (mend.line, mend.column))),
        left_out=tuple(sorted(log.left_out, key=lambda left: left.line)),
        moved=tuple(sorted(log.moved, key=lambda move: move.line)),
        problems=tuple(
            replace(entry, place=SourceLocation(name, entry.place.line if entry.place else 1))
            for entry in log.problems
        ),
        titled=titled,
        unsure=tuple(sorted(log.unsure, key=lambda doubt: doubt.line)),
        revisions=tuple(log.revisions),
        packaged=log.packaged,
        official=official,
    )
    return accounting.report_lost_characters(document, log.characters)


def _place_notes(
    paragraphs: Sequence[ImportedParagraph], notes: Sequence[SourceLine]
) -> list[ImportedParagraph]:
    """The paragraphs with the notes at the end of each chapter that marks them. What was marked in
    a line that went to book.toml (its authors, its subtitle) is marked behind the title.
    """
    texts = {number: list(group) for number, group in groupby(notes, lambda line: int(line.label))}
    named = {int(n) for paragraph in paragraphs for n in _marked_notes(paragraph)}
    title, *rest = paragraphs
    marks = ((len(title.text), number) for number in texts if number not in named)
    paragraphs = [replace(title, note_marks=(*title.note_marks, *marks)), *rest]
    result: list[ImportedParagraph] = []
    for chapter in markdown.split_chapters(paragraphs):
        marked = dict.fromkeys(int(n) for paragraph in chapter for n in _marked_notes(paragraph))
        own = [texts[number] for number in marked if number in texts]
        result += chapter
        result += [
            ImportedParagraph(
                line.text,
                line.number,
                0,
                "note",
                ((0, line.number),),
                line.label if index == 0 else "",
                spans=line.spans,
            )
            for lines in own
            for index, line in enumerate(lines)
        ]
    return result


def _marked_notes(paragraph: ImportedParagraph) -> list[int | str]:
    """The numbers of the notes that a paragraph marks; a table has them in its Markdown."""
    if paragraph.is_markdown:
        return list(NOTE_MARK.findall(paragraph.text))
    return [number for _, number in paragraph.note_marks]


def _correct_marks(line: SourceLine, log: ChangeLog) -> SourceLine:
    """A line with its half-width marks mended, and room where it is to be written on."""
    if line.kind == "boxed" and line.label == "markdown":
        return line  # its signs mean something
    if line.kind == "figure":
        return line  # its words are those of the picture, and nothing in the text
    changes = [(mark.offset, mark.old, mark.new) for mark in chinese.widen_marks(line.text)[1]]
    if line.kind == "text" and not line.heading_level:
        # With the colons that are wide now.
        changes = sorted([*changes, *blank_forms.places_to_write(line.text.replace(":", "："))])
    return line_editing.change_line(line, changes, log) if changes else line


def _refuse_long_paragraphs(lines: list[SourceLine], name: str) -> None:
    """BookError for paragraphs that no chapter may hold."""
    limit = PARAGRAPH_BYTES // 1_000_000
    if problems := [
        problem("intake-paragraph-too-large", SourceLocation(name, line.number), limit=limit)
        for line in lines
        if len(line.text) > PARAGRAPH_BYTES // 4 and len(line.text.encode()) > PARAGRAPH_BYTES
    ]:
        raise BookError(problems)


def _report_oddities(
    lines: list[SourceLine], undated: bool, titled: bool, name: str, log: ChangeLog
) -> None:
    """What the author has to look at."""
    if not titled:
        log.problems.append(warning("intake-no-title", SourceLocation(name)))
        log.unsure.append(Doubt(1, "title", "", TITLE_TO_FILL))
    if undated and not any(doubt.what == "date" for doubt in log.unsure):
        log.unsure.append(Doubt(1, "date", "", ""))
    wide = [line for line in lines if not WIDE_DIGITS.isdisjoint(line.text)]
    if wide:
        count = sum(character in WIDE_DIGITS for line in wide for character in line.text)
        log.problems.append(
            warning("intake-wide-digits", SourceLocation(name, wide[0].number), count=count)
        )
