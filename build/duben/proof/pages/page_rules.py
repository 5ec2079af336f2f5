"""The rules of pages and of the text layer, a function each, as in ``rules``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from statistics import mean

from duben.proof.pages.composition import (
    CLOSE,
    HAN,
    LATIN,
    SPACE,
    PdfComposition,
    PdfParagraph,
    TextLine,
)
from duben.proof.pages.glyphs import UNREADABLE, GlyphPage, PdfGlyph
from duben.proof.pages.lines import SMALLER
from duben.proof.pages.selection import (
    CheckedPlace,
    Rule,
    is_chinese,
    is_indented,
    justified_paragraphs,
    span,
)

# In em, as docs/proof.md gives them, unless said otherwise.
STEP_ERROR = 0.02  # L19
LEADING = (1.5, 2.0)  # L19: line step over size
SMALLEST = 7.875  # pt, L19: 六号
WHOLE = 0.05  # L19: the measure in ems is a whole number within this
REGISTER = 0.05  # L20
TEXT = 12  # glyphs: shorter lines may be those of a list or an index, which have steps of their own
DOT = 0.1  # L21
LARGER = 1.05  # a heading's size over the body's, unless its face tells it
HEADING_FACE = re.compile("bold|black|heavy|medium|hei|sans|gothic", re.IGNORECASE)
HEADING_LINES = 3
CHAPTER = 1.4  # a chapter's title over the body's size
SMALL = 0.95  # smaller type may be a note
FOLLOWING = 2  # lines of text below a heading

_NOTE = re.compile("[①-⑳㉑-㉟㊱-㊿*＊†]|[0-9]{1,3}|[\\[〔（(][0-9]{1,3}")


# --- L18 ------------------------------------------------------------------------------------------


def lone_lines(composition: PdfComposition) -> Iterator[CheckedPlace]:
    """L18: no last line of a paragraph alone at the head of a page, no first line alone at the
    foot, no heading without two lines below it (CLREQ adjustments of orphans and widows).
    """
    for paragraph in composition.paragraphs:
        counts = Counter(line.page for line in paragraph.lines)
        if len(counts) > 1 and is_chinese(paragraph):
            first, last = paragraph.lines[0], paragraph.lines[-1]
            yield CheckedPlace(first, counts[first.page] > 1, "|" + last.text[:10])
            yield CheckedPlace(last, counts[last.page] > 1, "|" + first.text[:10])
    yield from _headings(composition)


def _headings(composition: PdfComposition) -> Iterator[CheckedPlace]:
    by_page = _lines_by_page(composition)
    headings = {
        id(line): paragraph
        for paragraph in composition.paragraphs
        if is_heading(composition, paragraph)
        for line in paragraph.lines
    }
    texts = _text_pages(composition)
    for page, lines in by_page.items():
        if page not in texts or composition.pages[page - 1].pictures:
            continue  # a title page; a picture may be what follows
        after = by_page.get(page + 1, [])
        heading_next = bool(after) and id(after[0]) in headings
        chapter_next = (
            page + 1 not in texts
            or not after
            or (heading_next and after[0].size > composition.size * LARGER)
        )
        for index, line in enumerate(lines):
            if (
                id(line) in headings
                and headings[id(line)].lines[-1] is line
                and not _continues_entry(line)
            ):
                below = _lines_below(composition, line, lines[index + 1 :], headings)
                yield CheckedPlace(
                    line,
                    chapter_next or below >= FOLLOWING or (heading_next and below > 0),
                    "",
                    grave=True,
                )


def _lines_by_page(composition: PdfComposition) -> dict[int, list[TextLine]]:
    """The lines of the text by page, from the top; a page without any is not among them."""
    pages = ([line for line in page if not line.furniture] for page in composition.lines)
    return {
        page[0].page: sorted(page, key=lambda line: (line.y, line.left)) for page in pages if page
    }


def _continues_entry(line: TextLine) -> bool:
    """Whether a line goes on in one that has its page number beside it:
    an entry of the contents.
    """
    below = line.below
    return (
        below is not None
        and below.cell
        and below.size == line.size
        and below.glyphs[0].font == line.glyphs[0].font
    )


def _lines_below(
    composition: PdfComposition,
    heading: TextLine,
    below: Sequence[TextLine],
    headings: dict[int, PdfParagraph],
) -> int:
    """How many lines stand below a heading on its page; notes at the foot do not count."""
    count, height = 0, heading.y
    for index, line in enumerate(below):
        if (
            line.size < SMALL * composition.size
            and _NOTE.match(line.text)
            and all(line_below.size < SMALL * composition.size for line_below in below[index:])
        ):
            break
        count += id(line) not in headings and line.y > height + 0.5 * line.size
        height = line.y
    return count


def is_heading(composition: PdfComposition, paragraph: PdfParagraph) -> bool:
    """Whether a paragraph is a heading: few lines,
    larger than the text or in a face for headings.
    """
    if (
        paragraph.body
        and paragraph.lines[0].glyphs[0].font == composition.face
        or len(paragraph.lines) > HEADING_LINES
    ):
        return False
    line = paragraph.lines[0]
    if line.cell or line.size < 0.98 * composition.size:
        return False
    if line.size > LARGER * composition.size:
        return True
    glyphs = [glyph for heading_line in paragraph.lines for glyph in heading_line.glyphs]
    heads = sum(1 for glyph in glyphs if HEADING_FACE.search(glyph.font))
    return heads > 0.9 * len(glyphs) and not HEADING_FACE.search(composition.face)


# --- L19, L20 -------------------------------------------------------------------------------------


def page_design(composition: PdfComposition) -> Iterator[CheckedPlace]:
    """L19: one step; 1½ to 2 times the size; a measure of whole ems; 六号 at least (CLREQ type-area
    design).
    """
    body = [
        paragraph
        for paragraph in composition.paragraphs
        if paragraph.body and is_chinese(paragraph)
    ]
    if not body or not composition.step:
        return
    for paragraph in body:
        for before, line in pairwise(paragraph.lines):
            if before.page == line.page:
                step = line.y - before.y
                yield CheckedPlace(
                    line, abs(step - composition.step) <= STEP_ERROR * line.size, f"{step:.2f} pt"
                )
    long = max(body, key=lambda paragraph: len(paragraph.lines))
    first, (left, right) = long.lines[0], long.measures[0]
    ratio = round(composition.step / composition.size, 3)
    yield CheckedPlace(
        first, LEADING[0] <= ratio <= LEADING[1], f"{composition.step:.2f}/{composition.size:g} pt"
    )
    yield CheckedPlace(first, composition.size >= SMALLEST, f"{composition.size:g} pt")
    ems = (right - left) / (composition.size * composition.pitch)
    yield CheckedPlace(first, abs(ems - round(ems)) <= WHOLE, f"{ems:.2f} em")


def line_grid(composition: PdfComposition) -> Iterator[CheckedPlace]:
    """L20: lines of the text stand on one grid on all pages (CLREQ grid alignment;
    GB/T 9704 6.2).
    """
    lines = [
        line
        for paragraph in composition.paragraphs
        if paragraph.body and _is_text(paragraph)
        for line in paragraph.lines
        if line.glyphs[-1].font == composition.face and not line.cell
    ]
    if not lines or not composition.step:
        return
    steps = [
        line.y - line.above.y
        for line in lines
        if line.above and abs(line.y - line.above.y - composition.step) < 0.05
    ]
    step = mean(steps) if steps else composition.step
    offsets = Counter(round(line.y % step, 1) for line in lines)
    origin = offsets.most_common(1)[0][0]
    near = [line.y % step for line in lines if abs(line.y % step - origin) < 0.2]
    origin = mean(near)
    for line in lines:
        off = (line.y - origin + step / 2) % step - step / 2
        yield CheckedPlace(line, abs(off) <= REGISTER * line.size, f"{off:+.2f} pt")


def _is_text(paragraph: PdfParagraph) -> bool:
    """Whether a paragraph is one of the text: several long lines, or a sentence; lines of an index
    have steps of their own.
    """
    sentence = paragraph.lines[-1].signs[-1] in CLOSE
    return (
        len(paragraph.lines[0].glyphs) >= TEXT
        and (sentence or len(paragraph.lines) > 1)
        or sentence
        and is_indented(paragraph)
    )


NOTE_GAP = 2.5  # steps between the text and the first of the notes at its foot


def short_pages(composition: PdfComposition) -> Iterator[CheckedPlace]:
    """Pages of running text that end above the foot of the type area: ``value`` is by how many
    lines, ``resort`` the cause.

    Causes: heading, table, figure, note, signature, lone (the rule on lone lines), "" where none is
    to be seen.
    """
    owner = {
        id(line): paragraph for paragraph in composition.paragraphs for line in paragraph.lines
    }
    texts = _text_pages(composition)
    pages = {
        number: lines for number, lines in _lines_by_page(composition).items() if number in texts
    }
    feet = Counter(
        round(max(line.y for line in lines if line.size >= SMALL * composition.size), 1)
        for lines in pages.values()
    )
    often = [foot for foot, count in feet.items() if count >= max(2, len(pages) // 20)]
    for number, lines in pages.items():
        if not often or not composition.step or number + 1 not in pages:
            continue
        after = pages[number + 1]
        if after[0].size > CHAPTER * composition.size:
            continue  # a chapter ends here
        last = max(
            (line for line in lines if line.size >= SMALL * composition.size),
            key=lambda line: line.y,
        )
        notes = [line for line in lines if line.y > last.y]
        if notes and _NOTE.match(notes[0].text):
            short = round((notes[0].y - last.y) / composition.step - NOTE_GAP + 0.5)
        else:
            short = round((max(often) - last.y) / composition.step)
        if short > 0:
            cause = _cause(composition, last, short, after, owner[id(after[0])])
            yield CheckedPlace(
                last,
                False,
                f"-{short}",
                resort="note" if notes and cause not in ("heading", "figure", "table") else cause,
            )


SPARSE = 200  # characters: a page with fewer is nearly empty


def sparse_pages(composition: PdfComposition) -> Iterator[CheckedPlace]:
    """L23: no page of the text is nearly empty by accident; ``value``: how many characters it has.

    Not looked at: covers, titles alone, contents, pages with a picture or a table, blank ones.
    Where a chapter ends it may be so, but for a chapter that has no other page.
    """
    by_page = _lines_by_page(composition)
    texts = _text_pages(composition)
    for number, lines in by_page.items():
        if not _is_page_of_text(composition, number, lines, texts):
            continue
        count = sum(sign != SPACE for line in lines for sign in line.signs)
        after = by_page.get(number + 1)
        ends = (
            after is None
            or _opens_chapter(composition, after)
            or not _is_numbered(composition, number + 1)
        )
        exempt = ends and not _opens_chapter(composition, lines)
        yield CheckedPlace(lines[0], exempt or count >= SPARSE, str(count))


def _opens_chapter(composition: PdfComposition, lines: Sequence[TextLine]) -> bool:
    """Whether a page begins with the title of a chapter."""
    return lines[0].size > CHAPTER * composition.size


def _is_page_of_text(
    composition: PdfComposition, number: int, lines: Sequence[TextLine], texts: Collection[int]
) -> bool:
    """Whether a page is one of the text: it has a number in Arabic digits, or running text, and
    neither a picture nor a table, and more than a title.
    """
    page = composition.pages[number - 1]
    small = [line for line in lines if not line.size > CHAPTER * composition.size]
    listed = any(line.cell or line.entry for line in lines)
    text = number in texts or bool(page.label and _is_numbered(composition, number))
    return bool(small) and text and not page.pictures and not listed


def _is_numbered(composition: PdfComposition, number: int) -> bool:
    """Whether a page has a number in Arabic digits, or nothing says which it has."""
    label = composition.pages[number - 1].label
    return label.isdecimal() or not label


def _cause(
    composition: PdfComposition,
    last: TextLine,
    short: int,
    after: Sequence[TextLine],
    paragraph: PdfParagraph,
) -> str:
    """What did not go onto a page: the next begins with ``after``, of a ``paragraph``."""
    if is_heading(composition, paragraph):
        return "heading"
    if composition.pages[last.page].pictures or composition.pages[last.page - 1].pictures:
        return "figure"
    if _is_title(composition, paragraph):
        return "heading"
    if after[0].cell or after[0].size < SMALL * composition.size:
        return "table"
    noted = any(line.size < SMALL * composition.size and _NOTE.match(line.text) for line in after)
    if noted and any(_has_note_mark(line) for line in after[: short + 1]):
        return "note"
    overleaf = sum(1 for line in paragraph.lines if line.page == after[0].page)
    column = next(iter(composition.columns.get(after[0].page, ())), None)
    if (
        overleaf == 1
        and column
        and len(after) > 1
        and after[1].left > sum(column) / 2 - after[1].size
    ):
        return "signature"
    begins = paragraph.lines[0] is after[0]
    lone = overleaf > 1 and (short == 1 or overleaf == 3) if begins else overleaf == FOLLOWING
    boxed = (
        last.glyphs[-1].font != composition.face != after[0].glyphs[-1].font
    )  # its frame takes room at the foot
    return "lone" if lone else "table" if boxed else ""


def _has_note_mark(line: TextLine) -> bool:
    """Whether a line has the mark of a note."""
    return any(
        glyph.size < SMALLER * line.size and _NOTE.match(glyph.text) for glyph in line.glyphs
    )


def _is_title(composition: PdfComposition, paragraph: PdfParagraph) -> bool:
    """Whether a paragraph looks like a heading of the text's size: one line in another face,
    without a mark at its end.
    """
    line = paragraph.lines[0]
    return (
        len(paragraph.lines) == 1
        and line.glyphs[0].font == line.glyphs[-1].font != composition.face
        and line.text[-1] not in "，、；：。？！"
    )


def _text_pages(composition: PdfComposition) -> set[int]:
    """The pages with running text: others are title pages, lists, plates."""
    return {
        line.page
        for paragraph in composition.paragraphs
        if paragraph.body and (len(paragraph.lines) > 1 or is_indented(paragraph))
        for line in paragraph.lines
    }


# --- L21, L22 -------------------------------------------------------------------------------------

_DOTS = "•●·．.﹅﹆"


def emphasis_dots(composition: PdfComposition) -> Iterator[CheckedPlace]:
    """L21: dots of emphasis stand below their character and at its middle (GB/T 15834 5.1.8;
    CLREQ).
    """
    for sheet, page in zip(composition.pages, composition.lines, strict=True):
        rows = [line for line in page if not line.furniture]
        yield from _drawn_dots(sheet, [line for line in rows if HAN in line.signs])
        for line in rows:
            if not set(line.text) <= set(_DOTS):
                continue
            above = max(
                (
                    other
                    for other in rows
                    if 0.1 * other.size < line.y - other.y < 0.95 * other.size
                    and other.left - other.size < line.left
                    and line.right < other.right + other.size
                    and HAN in other.signs
                ),
                key=lambda other: other.y,
                default=None,
            )
            for dot in line.glyphs if above else ():
                assert above
                owner = min(
                    above.glyphs, key=lambda glyph: abs(_square_middle(glyph) - _ink_middle(dot))
                )
                off = (_ink_middle(dot) - _square_middle(owner)) / owner.size
                yield CheckedPlace(above, abs(off) < DOT, f"{owner.text} {off:+.2f} em")


def _drawn_dots(page: GlyphPage, rows: Sequence[TextLine]) -> Iterator[CheckedPlace]:
    """The same for marks that are shapes and no glyphs."""
    for x, y in page.dots:
        for line in rows:
            if 0.12 * line.size < y - line.y < 0.7 * line.size and line.left <= x <= line.right:
                owner = min(line.glyphs, key=lambda glyph: abs(_square_middle(glyph) - x))
                off = (x - _square_middle(owner)) / owner.size
                yield CheckedPlace(line, abs(off) < DOT, f"{owner.text} {off:+.2f} em")
                break


def _square_middle(glyph: PdfGlyph) -> float:
    return glyph.x + glyph.width / 2


def _ink_middle(glyph: PdfGlyph) -> float:
    return (glyph.left + glyph.right) / 2


_WRONG = re.compile(r"(?P<dash>(?<![—\u2500-\u257f])[―─]{2}|⸺.?⸺)|(?P<ellipsis>(?<![.…])\.{3,6}(?![.…])|。{3,}|⋯⋯)|(?P<tilde>(?<=[0-9０-９一-鿿])[~∼〜](?=[0-9０-９一-鿿]))"  # noqa: E501
                    r"|(?P<quote>(?<=[\u4e00-\u9fff，。：；])[\"']|[\"'](?=[\u4e00-\u9fff]))|(?P<wide>[０-９Ａ-Ｚａ-ｚ]+)")  # fmt: skip  # noqa: E501


def _glyphs_of(line: TextLine, start: int, end: int) -> list[PdfGlyph]:
    """The glyphs of a part of a line's text."""
    glyphs, offset = [], 0
    for glyph in line.glyphs:
        if offset < end and offset + len(glyph.text) > start:
            glyphs.append(glyph)
        offset += len(glyph.text)
    return glyphs


def text_layer(composition: PdfComposition) -> Iterator[CheckedPlace]:
    """L22: every glyph can be copied as itself, in order (CLREQ text preferences)."""
    for page, lines in zip(composition.pages, composition.lines, strict=True):
        order = {id(glyph): index for index, glyph in enumerate(page.glyphs)}
        for line in lines:
            if UNREADABLE in line.text:
                yield CheckedPlace(
                    line, False, f"{line.text.count(UNREADABLE)} × U+FFFD", grave=True
                )
                continue
            numbers = [
                order[id(glyph)]
                for glyph, sign in zip(line.glyphs, line.signs, strict=True)
                if glyph.size == line.size and sign in HAN + LATIN
            ]
            turned = next(
                (
                    index
                    for index, (number, following) in enumerate(pairwise(numbers))
                    if following < number
                ),
                None,
            )
            yield CheckedPlace(line, turned is None, "" if turned is None else "order")
    orders = [
        {id(glyph): index for index, glyph in enumerate(page.glyphs)} for page in composition.pages
    ]
    for paragraph in justified_paragraphs(composition):
        for before, line in pairwise(paragraph.lines):
            order = orders[line.page - 1]
            if before.page == line.page and order[id(line.glyphs[0])] < order[id(before.glyphs[0])]:
                yield CheckedPlace(line, False, "order", grave=True)


def character_codes(composition: PdfComposition) -> Iterator[CheckedPlace]:
    """L22b: —— …… ～ “” have their own codes, digits and letters are half-width (CLREQ text
    preferences): a matter of the text, which pages show as it was written.
    """
    for lines in composition.lines:
        for line in lines:
            if HAN in line.signs:
                wrong = None if line.leads() else _WRONG.search(line.text)
                place = _glyphs_of(line, wrong.start(), wrong.end()) if wrong else []
                yield CheckedPlace(
                    line,
                    wrong is None,
                    wrong[0] if wrong else "",
                    span=span(*place) if place else None,
                )


# Of books in the compact layout: elsewhere such a page is a remark.
COMPACT_RULES = (Rule("L23", "fail", sparse_pages),)
RULES = (
    Rule("L18", "warn", lone_lines),
    Rule("L19", "warn", page_design),
    Rule("L20", "warn", line_grid),
    Rule("L21", "warn", emphasis_dots),
    Rule("L22", "warn", text_layer),
    Rule("L22b", "warn", character_codes),
)
