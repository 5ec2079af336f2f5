"""The versions of a book as its page 修订说明 tells them: from the records of its prints and the
editor's own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from duben import layout, revision
from duben.model import Amendment, Book, BookError, VersionNote
from duben.publish import comparison, records
from duben.publish.reading import Draft

SENTENCES_LIMIT = 16  # sentences of a version
QUOTE_CHARACTERS = 40  # characters of a paragraph that is quoted
AMENDMENTS_LIMIT = 200  # amendments that the e-book shows one by one
CONTEXT_CHARACTERS = 16  # characters of unchanged text beside a change
OFFICE_GROUPS = ("settings", "follows")  # groups of sentences that are for the office


def with_history(draft: Draft) -> Book:
    """The book with its history: nothing for a first version, or where book.toml wants none."""
    book = draft.book
    if not book.settings.text.revision_page or draft.manuscript is None:
        return book
    return replace(book, history=tuple(_notes(draft)))


def earlier_versions(draft: Draft) -> dict[str, revision.Version]:
    """The earlier versions of which a record is kept in prints/, in their order."""
    assert draft.manuscript is not None
    versions: dict[str, revision.Version] = {}
    folder = draft.manuscript.folder / records.PRINTS_FOLDER
    for path in records.record_paths(folder):
        try:
            version = records.read_record(path)
        except BookError:
            continue  # told when it is compared with
        if (
            version.id == draft.book.settings.book.id
            and version.number != draft.book.settings.book.version
            and not version.has_replaced_pages
        ):
            versions.setdefault(version.number, version)
    return dict(sorted(versions.items(), key=lambda pair: (_order(pair[0]), pair[1].date)))


def _order(number: str) -> tuple[tuple[int, int, str], ...]:
    """Versions by their numbers, 2 before 10."""
    return tuple(
        (0, int(part), "") if part.isdecimal() else (1, 0, part)
        for part in re.findall(r"[0-9]+|[^0-9]+", number)
    )


def _notes(draft: Draft) -> Iterator[VersionNote]:
    about = draft.book.settings.book
    words = dict(draft.book.settings.revisions)
    known = earlier_versions(draft)
    numbers = sorted({*known, *words} - {about.version}, key=_order)
    if not numbers:
        return
    before: revision.Version | None = None
    for number in numbers:
        now = known.get(number)
        yield _note(number, now.date if now else "", words.get(number, ""), before, now, draft.book)
        before = now or before
    yield _note(
        about.version,
        about.date.isoformat() if about.date else "",
        words.get(about.version, ""),
        before,
        comparison.version(draft),
        draft.book,
        present=True,
    )


def _note(
    number: str,
    date: str,
    words: str,
    before: revision.Version | None,
    now: revision.Version | None,
    book: Book,
    present: bool = False,
) -> VersionNote:
    if before is None or now is None:
        return VersionNote(number, date, words)
    difference = revision.compare(before, now)
    at = _Places(difference, book)
    language = book.settings.book.language
    all_sentences = [
        sentence
        for sentence in revision.word_changes(
            difference, layout.book_words(language, "revision"), QUOTE_CHARACTERS
        )
        if sentence.group not in OFFICE_GROUPS
    ]
    sentences = tuple(
        (sentence.text, at.of(sentence.changes[0]) if present and sentence.changes else "")
        for sentence in all_sentences[:SENTENCES_LIMIT]
    )
    amendments = tuple(_amendments(difference, at)) if present else ()
    return VersionNote(
        number, date, words, sentences, max(0, len(all_sentences) - SENTENCES_LIMIT), amendments
    )


def _amendments(difference: revision.Revision, at: _Places) -> Iterator[Amendment]:
    """What was done to each paragraph; numbers alone are told in a sentence."""
    for change in [change for change in difference.changes if change.kind != "renumbered"][
        :AMENDMENTS_LIMIT
    ]:
        yield Amendment(
            change.kind, change.unit.label, at.of(change), tuple(_shorten(change.segments))
        )


class _Places:
    """In which block of the present book a change is to be found."""

    def __init__(self, found: revision.Revision, book: Book) -> None:
        self.found = found
        self.partner = dict(found.pairs)
        marked = {
            span.value: block.id
            for chapter in book.chapters
            for block in chapter.walk()
            for span in block.spans
            if span.kind == "note"
        }
        # A note is found where its mark stands.
        self.marks = {
            inner.id: marked[note.id]
            for chapter in book.chapters
            for note in chapter.notes
            if note.id in marked
            for block in note.blocks
            for inner in block.walk()
        }

    def of(self, change: revision.Change) -> str:
        """The block in which a change stands; of what is gone the one before it; "" where there is
        none.
        """
        units = self.found.new.units
        unit = change.new
        if unit is None and change.old is not None and units:
            before = range(self.found.index(change.old, "old") - 1, -1, -1)
            unit = units[
                next((self.partner[index] for index in before if index in self.partner), 0)
            ]
        block = "" if unit is None else unit.pieces[0].block if unit.pieces else unit.id
        return self.marks.get(block, block)


def _shorten(segments: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The segments with so much unchanged text, in whole words, as tells where they stand."""
    if len(segments) == 1 and segments[0][0] == "=":  # it moved as it was
        text = segments[0][1]
        yield "=", text if len(text) <= 2 * CONTEXT_CHARACTERS else _head(text, 2)
        return
    for index, (sign, text) in enumerate(segments):
        first, last = index == 0, index == len(segments) - 1
        if sign == "=" and len(text) > CONTEXT_CHARACTERS * (1 if first or last else 2) + 2:
            text = _tail(text) if first else _head(text) if last else _head(text) + _tail(text)[2:]
        yield sign, text


def _head(text: str, times: int = 1) -> str:
    most = times * CONTEXT_CHARACTERS
    return f"{text[: revision.last_word_end(text, 0, most) or most]}……"


def _tail(text: str) -> str:
    return f"……{text[revision.first_word_end(text, len(text) - CONTEXT_CHARACTERS, len(text)) :]}"
