"""A document from elsewhere (plain text, a saved web page, Markdown) to a manuscript, every change
of it told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from duben import chinese
from duben.intake import (
    boilerplate,
    captions,
    chapter_limits,
    dates,
    footnotes,
    line_editing,
    markdown,
    structure,
)
from duben.intake.decoding import FILE_BYTES, decode
from duben.intake.document import ChangeLog, ImportedDocument, ImportedParagraph, SourceLine
from duben.intake.html import page
from duben.intake.text import plain_text
from duben.manuscript import parse_chapters
from duben.model import (
    BookError,
    BookSettings,
    Chapter,
    Settings,
    Source,
    SourceLocation,
    problem,
    warning,
)

TEXT_SUFFIXES = frozenset({".txt", ".text", ""})
MARKDOWN_SUFFIXES = frozenset({".md", ".markdown"})
PAGE_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".shtml"})
REFUSED_SUFFIXES = {
    **dict.fromkeys((".docx", ".doc", ".wps", ".rtf", ".odt", ".dotx", ".docm", ".ofd"), "word"),
    ".pdf": "pdf", **dict.fromkeys((".mht", ".mhtml", ".webarchive"), "archive"),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff"), "picture-file"),
}  # fmt: skip
PARAGRAPH_BYTES = 1_000_000  # bytes
NOTE_MARK = re.compile(r"(?<!\\)\[\^([0-9]{1,3})\]")  # of a note, in a table
SECTION_NAME_LENGTH = 7  # characters of the name of a site's section
WIDE_DIGITS = frozenset("０１２３４５６７８９")


def read_document(path: Path, name: str = "") -> ImportedDocument:
    """A document taken in; ``name`` is how messages call the file. BookError where it cannot be
    read.
    """
    name = name or path.name
    suffix = path.suffix.lower()
    if suffix in REFUSED_SUFFIXES:
        raise BookError(problem(f"intake-{REFUSED_SUFFIXES[suffix]}", SourceLocation(name)), 2)
    if suffix not in TEXT_SUFFIXES | MARKDOWN_SUFFIXES | PAGE_SUFFIXES:
        raise BookError(problem("intake-kind", SourceLocation(name), suffix=suffix), 2)
    content = decode(_read_bytes(path, name), name, page=suffix in PAGE_SUFFIXES)
    if suffix in MARKDOWN_SUFFIXES:
        return _from_markdown(content, name, path.stem)
    return _convert(content, name, path.stem, path.parent if suffix in PAGE_SUFFIXES else None)


def document_as_book(document: ImportedDocument) -> tuple[Settings, tuple[Chapter, ...]]:
    """A document as a book of one chapter, nothing written; places are the file's own lines."""
    if document.markdown:
        source = Source(document.file, document.markdown)
    else:
        source = Source(
            document.file, *markdown.write_markdown(markdown.as_one_chapter(document, named=False))
        )
    book = BookSettings(
        title=document.title,
        subtitle=document.subtitle,
        authors=document.authors,
        language=document.language,
        source=document.source,
    )
    if document.date:
        book = replace(book, date=document.date)
    return Settings(book=book), parse_chapters([source])


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


def _from_markdown(content: str, name: str, stem: str) -> ImportedDocument:
    """A Markdown file: its text as it is."""
    content = line_editing.BREAKS.sub("\n", content)
    titles = [piece.title for piece in markdown.split_markdown(content) if piece.title]
    problems = [warning("intake-no-date", SourceLocation(name))]
    if not titles:
        problems.append(warning("intake-no-title", SourceLocation(name), name=stem))
    if not content.strip():
        raise BookError(problem("intake-empty", SourceLocation(name)))
    return ImportedDocument(
        name,
        titles[0] if titles else stem,
        language=chinese.guess_script(content),
        markdown=content,
        problems=tuple(problems),
        titled=bool(titles),
    )


def _convert(content: str, name: str, stem: str, folder: Path | None) -> ImportedDocument:
    """A plain text, or a page that lies in a folder, sifted, mended and arranged."""
    log = ChangeLog()
    lines, head = _from_page(content, name, log, folder) if folder else _from_text(content, log)
    if all(line.kind == "figure" for line in lines):
        raise BookError(problem("intake-empty", SourceLocation(name)))
    _refuse_long_paragraphs(lines, name)
    titled = head.title_line is not None
    title = _correct_marks(head.title_line or SourceLine(stem, ((0, 1, 1),)), log)
    mended, noted = footnotes.pair_notes(
        [_correct_marks(line, log) for line in lines], lines, title.text, log
    )
    subtitle = " ".join(_correct_marks(line, log).text for line in head.subtitle)
    paragraphs, title = structure.arrange_document(captions.attach_captions(mended), title, log)
    language = chinese.guess_script(content)
    paragraphs = _place_notes(
        chapter_limits.split_long_chapters(_without_lost_pictures(paragraphs), language, log),
        noted,
    )
    _report_oddities(lines, head.date is None, titled, stem, name, log)
    return ImportedDocument(
        name,
        title.text,
        subtitle,
        tuple(head.authors),
        head.date,
        head.source,
        language,
        tuple(paragraphs),
        mended=tuple(sorted(log.mended, key=lambda mend: (mend.line, mend.column))),
        left_out=tuple(sorted(log.left_out, key=lambda left: left.line)),
        moved=tuple(sorted(log.moved, key=lambda move: move.line)),
        problems=tuple(
            replace(entry, place=SourceLocation(name, entry.place.line if entry.place else 1))
            for entry in log.problems
        ),
        titled=titled,
    )


def _from_text(content: str, log: ChangeLog) -> tuple[list[SourceLine], boilerplate.DocumentHead]:
    head = boilerplate.DocumentHead()
    return boilerplate.remove_boilerplate(plain_text.read_plain_text(content, log), log, head), head


def _without_lost_pictures(paragraphs: Sequence[ImportedParagraph]) -> list[ImportedParagraph]:
    """The paragraphs without the pictures that could not be taken; the paragraph before each has
    its warning.
    """
    result: list[ImportedParagraph] = []
    for paragraph in paragraphs:
        if paragraph.kind == "figure" and paragraph.picture is None and result:
            result[-1] = replace(result[-1], problems=(*result[-1].problems, *paragraph.problems))
        else:
            result.append(paragraph)
    return result


def _place_notes(
    paragraphs: Sequence[ImportedParagraph], noted: Sequence[SourceLine]
) -> list[ImportedParagraph]:
    """The paragraphs with the notes at the end of the chapters that mark them."""
    if not noted:
        return list(paragraphs)
    texts = {int(line.label): line for line in noted}
    result: list[ImportedParagraph] = []
    for chapter in markdown.split_chapters(paragraphs):
        result += chapter
        numbers = [
            int(number)
            for paragraph in chapter
            for number in _marked_notes(paragraph)
            if int(number) in texts
        ]
        lines = [texts.pop(number) for number in dict.fromkeys(numbers)]
        result += [
            ImportedParagraph(line.text, line.number, 0, "note", ((0, line.number),), line.label)
            for line in lines
        ]
    return result


def _marked_notes(paragraph: ImportedParagraph) -> list[int | str]:
    """The numbers of the notes that a paragraph marks; a table has them in its Markdown."""
    if paragraph.kind == "table":
        return list(NOTE_MARK.findall(paragraph.text))
    return [number for _, number in paragraph.note_marks]


def _from_page(
    content: str, name: str, log: ChangeLog, folder: Path
) -> tuple[list[SourceLine], boilerplate.DocumentHead]:
    """The text of a page and what its head and the lines round the text tell."""
    web_page = page.read_page(content, name, log, folder)
    _join_title(web_page)
    title = _page_title(web_page)
    head = boilerplate.DocumentHead()
    for line in web_page.before:
        if line is not title and (
            _equals_title(line, title) or not boilerplate.take_details(line, head, log)
        ):
            log.omit(line)
    lines = boilerplate.remove_boilerplate(web_page.lines, log, head, title, web_page.title)
    for line in web_page.after:
        log.omit(line)
    if web_page.title is not None and title is not None and web_page.title.text != title.text:
        log.omit(web_page.title)
    if head.date is None and (published := _publication_date(log)) is not None:
        head.date = published
    if (
        head.date is None
        and "date" in web_page.meta
        and (day := dates.first_date(web_page.meta["date"].text))
    ):
        head.date = day
        log.relocate(web_page.meta["date"], "date")
    if not head.source and "source" in web_page.meta:
        head.source = web_page.meta["source"].text
        log.relocate(web_page.meta["source"], "source")
    return lines, head


PUBLISHED = re.compile("(?:发布|发文|公布|刊发)?(?:日期|时间)[:： ]{1,3}")


def _publication_date(log: ChangeLog) -> date | None:
    """The date of publication that stands in what was left out round the text, where it names only
    one.
    """
    days = {
        day
        for left in log.left_out
        if left.kind == "page"
        for match in PUBLISHED.finditer(left.text)
        if (day := dates.first_date(left.text[match.end() : match.end() + 20]))
    }
    return days.pop() if len(days) == 1 else None


def _equals_title(line: SourceLine, title: SourceLine | None) -> bool:
    return title is not None and boilerplate.title_key(line.text) == boilerplate.title_key(
        title.text
    )


TITLE_LINE_LIMIT = 4


def _join_title(web_page: page.SavedPage) -> None:
    """The lines at the begin of the text that make up the title which the head of the page gives,
    as one.
    """
    names = [
        boilerplate.title_key(line.text)
        for line in (web_page.meta.get("title"), web_page.title)
        if line is not None
    ]
    for begin in range(min(3, len(web_page.lines))):
        for end in range(min(begin + TITLE_LINE_LIMIT, len(web_page.lines)), begin + 1, -1):
            lines = web_page.lines[begin:end]
            text = boilerplate.title_key("".join(line.text for line in lines))
            if (
                all(line.kind == "text" for line in lines)
                and len(text) > SECTION_NAME_LENGTH
                and any(name.startswith(text) for name in names)
            ):
                web_page.lines[begin:end] = [boilerplate.join_lines(lines)]
                return


def _page_title(web_page: page.SavedPage) -> SourceLine | None:
    """The line that shows the title: one that the head of the page names, else its h1; else what
    the head names.
    """
    named = web_page.meta.get("title")
    names = [
        boilerplate.title_key(line.text) for line in (named, web_page.title) if line is not None
    ]
    shown = [
        line
        for line in (*web_page.before, *web_page.lines[:5])
        if line.kind == "text" and len(line.text) >= 4
    ]
    shown.sort(key=lambda line: line.heading_level or 9)
    for line in shown:
        if any(name.startswith(boilerplate.title_key(line.text)) for name in names):
            return line
    if (
        named is None
        and web_page.title is not None
        and len(boilerplate.strip_site_name(web_page.title, ChangeLog()).text)
        <= SECTION_NAME_LENGTH
    ):
        marked = [
            line for line in shown if line.heading_level and len(line.text) > SECTION_NAME_LENGTH
        ]
        if len(marked) == 1:
            return marked[0]  # the head of the page names its section: 新闻动态--某某网
    return named or next((line for line in shown if line.heading_level == 1), None)


def _correct_marks(line: SourceLine, log: ChangeLog) -> SourceLine:
    """A line with its half-width marks mended."""
    changes = chinese.widen_marks(line.text)[1]
    return (
        line_editing.change_line(
            line, [(change.offset, change.old, change.new) for change in changes], log
        )
        if changes
        else line
    )


def _refuse_long_paragraphs(lines: list[SourceLine], name: str) -> None:
    """BookError for paragraphs that no chapter may hold."""
    endless = [
        line
        for line in lines
        if len(line.text) > PARAGRAPH_BYTES // 4 and len(line.text.encode()) > PARAGRAPH_BYTES
    ]
    if endless:
        raise BookError(
            [
                problem(
                    "intake-paragraph-too-large",
                    SourceLocation(name, line.number),
                    limit=PARAGRAPH_BYTES // 1_000_000,
                )
                for line in endless
            ]
        )


def _report_oddities(
    lines: list[SourceLine], undated: bool, titled: bool, stem: str, name: str, log: ChangeLog
) -> None:
    """What the author has to look at."""
    if not titled:
        log.problems.append(warning("intake-no-title", SourceLocation(name), name=stem))
    if undated:
        log.problems.append(warning("intake-no-date", SourceLocation(name)))
    wide = [line for line in lines if not WIDE_DIGITS.isdisjoint(line.text)]
    if wide:
        count = sum(character in WIDE_DIGITS for line in wide for character in line.text)
        log.problems.append(
            warning("intake-wide-digits", SourceLocation(name, wide[0].number), count=count)
        )
