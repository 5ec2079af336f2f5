"""A finished PDF against its book: what of the text is missing, doubled, changed,
moved or added.
"""

from __future__ import annotations

import io
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, groupby

import pikepdf

from duben.cache import Cache, NullCache
from duben.layout import (
    FontFace,
    answer_boxes,
    book_characters,
    book_words,
    confusables,
    move_answers,
    order_enumerations,
    run_on_entries,
)
from duben.model import Block, Book, Note, Page, Problem, SourceLocation, problem, warning
from duben.proof.text.differences import Difference, excerpt, problems
from duben.proof.text.expected import (
    NOTE_MARK,
    ExpectedPassage,
    PassagePart,
    TextStream,
    called_notes,
    chapters_of_part,
    make_passage,
    normalize_text,
    note_passages,
    note_rows,
    parts_pattern,
    passages,
)
from duben.proof.text.matching import compare, missing_entries
from duben.proof.text.page_text import (
    OVERHANG_PT,
    PageText,
    read_pages,
    read_pages_with_pdfium,
    unify_confusables,
)

# WeasyPrint's fonts write these alike although the table of glyphs has both.
ALIKE = {ord("―"): "—"}


def prove_pdf(
    book: Book,
    pdf: bytes,
    printed: Sequence[Page],
    faces: Sequence[FontFace] = (),
    *,
    strict: bool = True,
    margins: bool = False,
    store: Cache | None = None,
    head: str | None = None,
) -> tuple[Problem, ...]:
    """What a PDF of the screen edition lacks, has twice, has changed or out of order, and text that
    is not of the book.

    ``printed`` describes its pages, in order. Without ``strict``, text that is nowhere in the
    source is only warned of: a template of the book's own may add some. With ``margins``, folios
    and running heads must be there. A difference is told when two readers see it: our own, and
    pdfium. ``store`` has what pages that are drawn the same were read to say, and takes it.
    ``head`` stands before the text of a document, which has no title page.
    """
    unified = ALIKE | {
        ord(one): first
        for one, first in confusable_characters(book, faces, store or NullCache()).items()
    }
    with pikepdf.open(io.BytesIO(pdf)) as document:
        own_reading = read_pages(
            document,
            printed,
            store or NullCache(),
            f"{book.settings.book.id} {printed[0].area if printed else ''}",
        )
    page_texts = [unify_confusables(page, unified) for page in own_reading]
    discrepancies = find_differences(book, page_texts, unified, head)
    if discrepancies:
        discrepancies = find_differences(
            book, list(read_pages_with_pdfium(pdf, printed, unified)), unified, head
        )
    return (
        *problems(discrepancies, "PDF", strict),
        *(missing_margins(book, printed, page_texts, heads=head is None) if margins else ()),
    )


def missing_margins(
    book: Book, printed: Sequence[Page], page_texts: Sequence[PageText], heads: bool
) -> Iterator[Problem]:
    """Pages of the text without their folio, and more pages without a running head than there are
    openings.
    """
    pages = [
        (number, page.folio, page_text)
        for number, (page, page_text) in enumerate(zip(printed, page_texts, strict=True), 1)
        if page.part in ("body", "back") and page.folio
    ]
    lacking = [
        number
        for number, folio, page_text in pages
        if not re.search(rf"(?<![0-9]){re.escape(folio)}(?![0-9])", page_text.foot)
    ]
    if lacking:
        yield problem("folio-missing", None, pages=list_pages(lacking))
    bare = [
        number for number, _, page_text in pages if not page_text.head and page_text.body
    ]  # a page ruled for notes has none
    openings = (
        sum(chapter.part != "front" for chapter in book.chapters) + 2
    )  # the answers, the appendix
    if heads and len(bare) > openings:
        yield problem("head-missing", None, pages=list_pages(bare))


def lines_off_page(book: Book, printed: Sequence[Page], strict: bool = True) -> Iterator[Problem]:
    """Blocks of which a line runs over the edge of its page:
    what stands there is not on the paper.
    """
    first_pages: dict[str, int] = {}
    for number, page in enumerate(printed, 1):
        if page.width is None or page.height is None:
            continue
        for line in page.lines or ():
            for piece in line.pieces:
                if (
                    piece.left < -OVERHANG_PT
                    or piece.right > page.width + OVERHANG_PT
                    or line.baseline > page.height
                ):
                    first_pages.setdefault(piece.block, number)
    if first_pages:
        level = problem if strict else warning
        blocks = {block.id: block for chapter in book.chapters for block in chapter.walk()}
        for block_id, number in first_pages.items():
            block = blocks.get(block_id)
            yield level(
                "text-off-page",
                block.place if block else None,
                text=excerpt(block.text) if block else "……",
                page=number,
            )


def list_pages(pages: Sequence[int]) -> str:
    """The first of many numbers."""
    return "、".join(map(str, pages[:10])) + ("……" if len(pages) > 10 else "")


def confusable_characters(book: Book, faces: Sequence[FontFace], store: Cache) -> dict[str, str]:
    """The characters of the book that its fonts draw alike."""
    characters = "".join(sorted(book_characters(book))) if faces else ""
    key = (
        "twins",
        characters,
        [
            (str(face.file), face.index, face.file.stat().st_size, face.file.stat().st_mtime_ns)
            for face in faces
        ],
    )
    cached = store.get(*key)
    if cached is None:
        cached = confusables(characters, faces), b""
        store.put(*cached, *key)
    return cached[0]


def find_differences(
    book: Book,
    page_texts: Sequence[PageText],
    confusables: Mapping[int, str],
    head: str | None = None,
) -> list[Difference]:
    """All differences, part by part."""
    words = book_words(book.settings.book.language)
    shown = move_answers(book)
    notes = {note.id: note for chapter in book.chapters for note in chapter.notes}

    def compare_part(
        pages: Sequence[PageText], expected: Sequence[ExpectedPassage], blocks: Sequence[Block]
    ) -> Iterator[Difference]:
        yield from compare(text_stream(pages, "body"), expected)
        read, called = text_stream(pages, "notes"), called_notes(blocks, notes)
        if differences := compare(read, list(note_passages(called, confusables))):
            differences = compare(
                read,
                list(
                    note_passages(
                        order_by_page(called, note_rows(blocks), read, confusables), confusables
                    )
                ),
            )
        yield from differences

    differences: list[Difference] = (
        list(missing_titles(book, page_texts, confusables)) if head is None else []
    )
    front = [
        block for chapter in chapters_of_part(shown.chapters, "front") for block in chapter.blocks
    ]
    expected = list(passages(front, confusables))
    pages = pages_between(
        page_texts,
        "front",
        opening_pattern(expected),
        normalize_text(words["contents_spaced"], confusables),
    )
    differences += compare_part(pages if front else [], expected, front)

    body = [
        block
        for kind in ("body", "back")
        for chapter in chapters_of_part(shown.chapters, kind)
        for block in chapter.blocks
    ]
    expected = list(passages(body, confusables))
    if head is not None:
        expected.insert(
            0, make_passage(None, SourceLocation("book.toml"), [normalize_text(head, confusables)])
        )
    elif not opens_with_title(shown):
        # The templates set the book's title over a text that has none.
        expected.insert(
            0,
            make_passage(
                None,
                SourceLocation("book.toml"),
                [optional_pattern(normalize_text(book.settings.book.title, confusables))],
            ),
        )
    compact = head is None and book.settings.output.layout == "compact"
    if compact:
        _insert_run_on(shown, expected, words, confusables)
    differences += compare_part(
        [page for page in page_texts if page.part == "body"], expected, body
    )

    gathered = answer_boxes(book)
    pages = pages_between(
        page_texts, "back", opening_pattern(()), normalize_text(words["appendix"], confusables)
    )
    expected = [
        make_passage(
            None,
            SourceLocation("book.toml"),
            [optional_pattern(normalize_text(words["answers"], confusables))],
        )
    ]
    for chapter, boxes in gathered:
        title = chapter.title.text if chapter.title else ""
        expected.append(
            make_passage(
                None,
                SourceLocation(chapter.file),
                [optional_pattern(normalize_text(title, confusables))],
            )
        )
        expected += passages(printed_boxes(boxes, words["answers"]), confusables)
    differences += compare_part(
        pages if gathered else [],
        expected if gathered else [],
        [box for _, boxes in gathered for box in boxes],
    )

    if book.settings.text.appendix and (wanted := order_enumerations(book)):
        part = "body" if compact else "back"
        text = "".join(page.body for page in page_texts if page.part == part)
        differences += missing_entries(
            text[text.find(normalize_text(words["appendix"], confusables)) :], wanted, confusables
        )
    return differences


def _insert_run_on(
    book: Book,
    expected: list[ExpectedPassage],
    words: Mapping[str, str],
    confusables: Mapping[int, str],
) -> None:
    """Inserts what a compact book has among its text: the contents behind its title, with a folio
    behind each entry, those of the inner level perhaps left out; the appendix at the end, whose
    entries are looked for apart.
    """
    entries = [
        (entry.level, re.escape(normalize_text(entry.label + entry.title, confusables)))
        for entry in run_on_entries(book)
    ]
    if book.settings.text.appendix and order_enumerations(book):
        entries.append((1, re.escape(normalize_text(words["appendix"], confusables))))
    at = 1 if expected else 0
    # The folio of the last entry ends where the text begins, be it with a figure: 3|1991年.
    following = parts_pattern(expected[at].parts) if at < len(expected) else "$"
    last = f"(?:[0-9]+(?={following})|[0-9]+)"
    whole, outer = (
        "[0-9]+".join(text for level, text in entries if level <= deepest) + last
        for deepest in (max((level for level, _ in entries), default=1), 1)
    )
    name = re.escape(normalize_text(words["contents_spaced"], confusables))
    contents = re.compile(f"(?:{name}(?:{whole}|{outer}))?")
    appendix = re.escape(normalize_text(words["appendix"], confusables))
    place = SourceLocation("book.toml")
    expected.insert(at, make_passage(None, place, [contents]))
    expected.append(make_passage(None, place, [re.compile(f"(?:{appendix}.*)?", re.DOTALL)]))


def order_by_page(
    notes: Iterable[Note],
    rows: Mapping[str, str],
    notes_text: TextStream,
    confusables: Mapping[int, str],
) -> Iterator[Note]:
    """Notes as they are printed: those of a row whose cells run over pages side by side in the
    order of their pages.
    """

    def page_number(note: Note) -> int:
        if note.id not in rows:
            return 0
        pattern = parts_pattern(
            part for entry in note_passages([note], confusables) for part in entry.parts
        )
        match = re.search(f"{pattern}(?={NOTE_MARK.pattern}|$)", notes_text.text)
        return bisect_right(notes_text.starts, match.start()) if match else 0

    for _, notes_of_row in groupby(notes, key=lambda note: rows.get(note.id, "")):
        yield from sorted(notes_of_row, key=page_number)


def printed_boxes(boxes: Iterable[Block], heading: str) -> list[Block]:
    """Gathered boxes as they are set: those with a title of their own whole, of the others what is
    in them.
    """
    return [
        part for box in boxes for part in ([box] if box.text not in ("", heading) else box.children)
    ]


def opens_with_title(book: Book) -> bool:
    """Whether the first chapter of the text has a title."""
    return next(
        (
            chapter.title is not None
            for kind in ("body", "back")
            for chapter in chapters_of_part(book.chapters, kind)
        ),
        False,
    )


def optional_pattern(text: str) -> re.Pattern[str]:
    return re.compile(f"(?:{re.escape(text)})?")


def opening_pattern(expected: Sequence[ExpectedPassage]) -> re.Pattern[str]:
    """The first characters of the first passages, and what may or must stand between them."""
    parts: list[PassagePart] = []
    left = 12
    for part in (part for entry in expected for part in entry.parts):
        parts.append(part[:left] if isinstance(part, str) else part)
        left -= len(part) if isinstance(part, str) else 0
        if left <= 0:
            break
    return re.compile(parts_pattern(parts))


def pages_between(
    page_texts: Sequence[PageText], part: str, opening: re.Pattern[str], end: str
) -> list[PageText]:
    """The pages of a part from the first that opens with one text to the first that opens with
    another.
    """
    pages = [page for page in page_texts if page.part == part]
    first = next(
        (index for index, page in enumerate(pages) if opening.match(page.body)), len(pages)
    )
    last = next(
        (index for index in range(first, len(pages)) if end and pages[index].body.startswith(end)),
        len(pages),
    )
    return pages[first:last]


def text_stream(pages: Sequence[PageText], area: str) -> TextStream:
    """The text or the notes of pages, one after the other."""
    texts = [getattr(page, area) for page in pages]
    starts = tuple(accumulate(map(len, texts), initial=0))
    return TextStream("".join(texts), starts[:-1])


def missing_titles(
    book: Book, page_texts: Sequence[PageText], confusables: Mapping[int, str]
) -> Iterator[Difference]:
    """Title and the like that stand nowhere before the text."""
    metadata = book.settings.book
    text = "".join(page.everything for page in page_texts if page.part in ("cover", "front"))
    for value in (
        metadata.title,
        metadata.subtitle,
        *metadata.authors,
        book.settings.imprint.issuer or metadata.publisher,
    ):
        if normalize_text(value, confusables) not in text:
            yield Difference("missing", SourceLocation("book.toml"), expected=excerpt(value))
