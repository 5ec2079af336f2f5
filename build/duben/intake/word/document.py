"""A Word file to the lines of its text and to what they tell of title, date and source; all else
that stands in it (comments, headers, what was deleted) is recorded as left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from lxml import etree

from duben import chinese
from duben.intake.accounting import count_characters
from duben.intake.boilerplate import DocumentHead, remove_boilerplate
from duben.intake.document import ChangeLog, Doubt, Omission, SourceLine
from duben.intake.word import breaks, cells, chunks, covers, own_blocks, tabbed, titles
from duben.intake.word.drawings import own_texts
from duben.intake.word.lines import WordLine
from duben.intake.word.names import name
from duben.intake.word.numbering import Numbering, read_numbering
from duben.intake.word.package import Package, Relation, main_part, open_package
from duben.intake.word.paragraphs import AUTHOR, DATE, ID
from duben.intake.word.pictures import WordPictures
from duben.intake.word.story import StoryReader, WordFile
from duben.intake.word.styles import Styles, read_styles
from duben.model import BookError, SourceLocation, problem, warning

BOLD_SHARE = 0.5  # of a text that is bold: then nothing in it is strong
NOTE_PARTS = {"footnote": "/footnotes", "endnote": "/endnotes"}
FURNITURE = {
    name("w:headerReference"): "页眉",
    name("w:footerReference"): "页脚",
}
SHOWN_ODDITIES = 3  # words of a kind that are shown
MACROS = "vbaproject"


def read_word_document(
    data: bytes, file: str, folder: Path, log: ChangeLog, original: bool = False
) -> tuple[list[SourceLine], DocumentHead]:
    """The lines of a Word file, and what they tell of it. ``original``: the text before tracked
    changes. Raises BookError where it cannot be read, or is beyond the limits.
    """
    log.packaged = True
    package, root, relations = _open_text(data, file)
    word = WordFile(
        package,
        *_definitions(package, relations),
        WordPictures(package, log),
        log,
        original=original,
    )
    word.read_chunk = partial(_read_chunk, word)
    story = StoryReader(word, root, relations)
    story.blocks(root.find(name("w:body")))
    lines = breaks.join_torn(tabbed.take_tables(story.paged_lines(), log), log)
    if own_blocks.is_own(word.styles):
        lines = own_blocks.restore_blocks(lines)
    notes = _note_lines(word, relations)
    lines = cells.open_boxes(lines)
    lost = set(word.note_lines) - {int(line.label) for line in notes}
    lines = [replace(entry, line=_without_marks(entry.line, lost)) for entry in lines]
    _omit_comments(word, relations)
    _omit_furniture(word, root, relations)
    _count_characters(word, [root])
    _report(word)
    if word.bold_characters > BOLD_SHARE * word.characters:
        lines = [replace(entry, line=_without_strong(entry.line)) for entry in lines]
    return _take_head(lines, notes, log)


def _open_text(data: bytes, file: str) -> tuple[Package, etree._Element, dict[str, Relation]]:
    """The package in some bytes, the part with the text, which has a body, and what that refers to.
    Raises BookError where there is none.
    """
    package = open_package(data, file)
    part = main_part(package)
    root = package.xml(part) if part else None
    if root is None or root.find(name("w:body")) is None:
        raise BookError(problem("word-no-text", SourceLocation(file)))
    return package, root, package.relations(part)


def _definitions(package: Package, relations: dict[str, Relation]) -> tuple[Styles, Numbering]:
    """The styles and the numberings that a text refers to."""
    styles = read_styles(_related_root(package, relations, "/styles"))
    return styles, read_numbering(_related_root(package, relations, "/numbering"), styles)


def _read_chunk(word: WordFile, data: bytes, number: int) -> list[WordLine] | None:
    """The lines of a file that is embedded in paragraph ``number``."""

    def read_word(inner: bytes) -> list[WordLine]:
        package, root, relations = _open_text(inner, word.name)
        styles, numbering = _definitions(package, relations)
        pictures = replace(word.pictures, package=package)
        own = replace(word, package=package, styles=styles, numbering=numbering, pictures=pictures)
        # A file inside the embedded one is told alone, and so are its notes.
        own.notes, own.note_lines = {}, {}
        own.read_chunk = lambda data, number: None
        story = StoryReader(own, root, relations)
        story.blocks(root.find(name("w:body")))
        _count_characters(word, [root])
        return [replace(each, line=replace(each.line, note_marks=())) for each in story.lines]

    return chunks.read_chunk(data, word.name, number, read_word, word.log)


def _take_head(
    lines: Sequence[WordLine], notes: Sequence[SourceLine], log: ChangeLog
) -> tuple[list[SourceLine], DocumentHead]:
    """The lines without title, author and date, which go into the head; the notes behind them."""
    text = "".join(entry.line.text for entry in lines)
    head = DocumentHead(language=chinese.guess_script(text))
    lines = titles.without_boxes_amid(lines)
    lines = covers.mark_cover(lines, titles.body_size(lines))
    front = titles.front_length(lines)
    top = covers.take_fields(lines, front, log, head)
    lines, title = titles.take_title([*top, *lines[front:]], len(top), log)
    lines = covers.set_apart(titles.take_title_block(lines, title, log, head), title)
    lines = titles.lower_headings(lines, title)
    lines = covers.drop_repeated_title(lines, title, log)
    lines = titles.mark_headings(titles.mark_days(titles.lower_sentences(lines)), title, log)
    lines = titles.mark_plain(titles.lower_last(titles.mark_bullets(lines)))
    plain = remove_boilerplate([entry.line for entry in lines], log, head, title, of_page=False)
    covers.take_named_date(plain, log, head)
    return [*plain, *notes], head


def _related_part(relations: dict[str, Relation], kind: str) -> str:
    return next(
        (entry.target for entry in relations.values() if entry.kind == kind and not entry.external),
        "",
    )


def _related_root(
    package: Package, relations: dict[str, Relation], kind: str
) -> etree._Element | None:
    part = _related_part(relations, kind)
    return package.xml(part) if part else None


# --- notes ----------------------------------------------------------------------------------------


def _note_lines(word: WordFile, relations: dict[str, Relation]) -> list[SourceLine]:
    """The paragraphs of the notes that the text refers to, in the order of their numbers."""
    lines: list[tuple[int, SourceLine]] = []
    for kind, part_kind in NOTE_PARTS.items():
        part = _related_part(relations, part_kind)
        root = word.package.xml(part) if part else None
        if root is None:
            continue
        _count_characters(word, [root])
        own_relations = word.package.relations(part)
        for element in root:
            own = word.notes.get((kind, element.get(ID, "")))
            if own is None:
                _omit_note(word, element)
                continue
            story = StoryReader(word, element, own_relations, word.note_lines[own])
            story.is_flat = True
            story.blocks(element)
            lines += [
                (own, replace(entry.line, kind="note", label=str(own), heading_level=0))
                for entry in story.lines
                if entry.line.kind != "figure"
            ]
    found = {number for number, _ in lines}
    for number, line in word.note_lines.items():
        if number not in found:
            word.log.problems.append(warning("word-note-lost", SourceLocation(word.name, line)))
    return [line for _, line in sorted(lines, key=lambda pair: pair[0])]


def _omit_note(word: WordFile, element: etree._Element) -> None:
    """A note that nothing in the text refers to."""
    if text := " ".join("".join(own_texts(element)).split()):
        word.log.left_out.append(Omission(0, text, "page", "正文没有引用的注"))


def _without_marks(line: SourceLine, lost: set[int]) -> SourceLine:
    """A line without the marks of notes that are not there; a table has them in its Markdown."""
    if not lost:
        return line
    if line.kind == "table":
        marks = "|".join(rf"\[\^{number}\]" for number in sorted(lost))
        return replace(line, text=re.sub(rf"(?<!\\)(?:{marks})", "", line.text))
    return replace(line, note_marks=tuple(mark for mark in line.note_marks if mark[1] not in lost))


# --- what stands round the text -------------------------------------------------------------------


def _omit_comments(word: WordFile, relations: dict[str, Relation]) -> None:
    root = _related_root(word.package, relations, "/comments")
    if root is None:
        return
    _count_characters(word, [root])
    for element in root.iter(name("w:comment")):
        details = (element.get(AUTHOR, "").strip(), element.get(DATE, "")[:10])
        why = "，".join(["批注", *filter(None, details)])
        text = " ".join("".join(own_texts(element)).split())
        line = word.comments.get(element.get(ID, ""), 0)
        if text:
            word.log.left_out.append(Omission(line, text, "page", why))


def _omit_furniture(word: WordFile, root: etree._Element, relations: dict[str, Relation]) -> None:
    """Headers and footers, each part once."""
    seen: set[str] = set()
    for element in root.iter(*FURNITURE):
        relation = relations.get(element.get(name("r:id"), ""))
        if relation is None or relation.external or relation.target in seen:
            continue
        seen.add(relation.target)
        part = word.package.xml(relation.target)
        if part is None:
            continue
        _count_characters(word, [part])
        if text := " ".join(_paragraph_texts(part)):
            word.log.left_out.append(Omission(0, text, "page", FURNITURE[element.tag]))


def _paragraph_texts(part: etree._Element) -> Iterator[str]:
    for child in part:
        if text := " ".join("".join(own_texts(child)).split()):
            yield text


# --- what is told ---------------------------------------------------------------------------------


def _count_characters(word: WordFile, roots: Sequence[etree._Element]) -> None:
    """Counts the characters of parts, for the law that none is lost."""
    for root in roots:
        word.log.characters.update(count_characters("".join(own_texts(root))))


def _report(word: WordFile) -> None:
    """What the editor has to look at, told once."""
    log, place = word.log, SourceLocation(word.name)
    log.mended += word.labels.changes()
    if word.labels.count:
        log.problems.append(
            warning("word-labels", place, count=word.labels.count, series=len(word.labels.rows))
        )
    for kind in sorted(word.numbering.unknown_formats):
        log.problems.append(warning("word-number-format", place, format=kind))
    for rule, places in word.oddities.items():
        words = "、".join(list(dict.fromkeys(text for _, text in places if text))[:SHOWN_ODDITIES])
        first = SourceLocation(word.name, places[0][0])
        log.problems.append(warning(rule, first, count=len(places), text=words))
    log.unsure += [
        Doubt(line, "other", text, "一行文字")
        for line, text in word.oddities.get("word-formula", ())
    ]
    if any(MACROS in part for part in word.package.names):
        log.problems.append(warning("word-macros", place))
    revised = [left for left in log.left_out if left.why.startswith("修订中")]
    if revised:
        rule = "word-original" if word.original else "word-revisions"
        log.problems.append(
            warning(rule, SourceLocation(word.name, revised[0].line or 1), count=len(revised))
        )


def _without_strong(line: SourceLine) -> SourceLine:
    return replace(line, spans=tuple(span for span in line.spans if span.kind != "strong"))
