"""A book as an official document (公文): its elements as blocks in the order of GB/T 9704-2012, its
text between them, the annexes behind it, 版记 last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from markupsafe import Markup

from duben.chinese import break_official_title, break_title, read_label
from duben.layout.official_head import compose_head, head_lines
from duben.layout.official_parts import (
    ANNEX,
    OfficialElements,
    is_annex_heading,
    letter_chapters,
    official_elements,
    read_text_elements,
)
from duben.layout.run_in_heads import run_in_lengths
from duben.model import Block, Book, Chapter, SourceLocation, Span

PLACE = SourceLocation("book.toml")
RECORD_SLUG = "official-record"  # the chapter that 版记 is
TITLE_CHARACTERS = 20  # of 22 pt on a line of 156 mm
PAGE_LINES, LINE_CHARACTERS = 22, 28
TEXT_LINES = 2  # of text on the first page at least; else 主送机关 go into 版记 (7.3.2)
# The numbers of the levels of a text, and the classes of their faces: 黑体, 楷体, that of the text.
LABELS = tuple(
    map(re.compile, ("[一二三四五六七八九十]{1,3}、", "（[一二三四五六七八九十]{1,3}）", "[0-9]{1,2}[.．]", "（[0-9]{1,2}）"))  # noqa: E501
)  # fmt: skip
FACES = ("level-hei", "level-kai", "level-text")
SEAL_CHARACTERS = 9  # of a name beside which two others stand on a line, 52 mm wide


LONGEST_NAME = 22  # characters of a line of 署名
HELD_ANNEXES = 5  # so many annexes stay on the page of the signature


def as_official_document(book: Book) -> Book:
    """The book as an official document: its elements as blocks in the order of the standard, the
    text without appendix, the annexes behind it. A text that opens with the title of the book is a
    document by itself: what is put before it in a book (编者说明) is left out.
    """
    elements, text = official_elements(book), read_text_elements(book)
    titled = opens_with_title(replace(book, chapters=tuple(_part(book, "body"))))
    parts = ("body", "back") if titled else ("front", "body", "back")
    chapters = [chapter for part in parts for chapter in _part(book, part)]
    letter = {chapter.slug for chapter in letter_chapters(book)}
    last = next((chapter.slug for chapter in reversed(chapters) if chapter.slug in letter), "")
    title = chapters[0].title if titled else None
    moved = moves_recipients(book, elements)
    issued = [
        chapter for chapter in chapters if last and chapter.title and chapter.slug not in letter
    ]
    # An order under the title of what it issues has none of its own (10.2).
    repeated = elements.format == "order" and any(_same_title(title, each) for each in issued)
    head = _head_blocks(book, elements, titled, None if repeated else title, moved)
    highest, heads = _highest_level(chapters, title), run_in_lengths(book)
    result: list[Chapter] = []
    for index, chapter in enumerate(chapters):
        blocks = [block for block in chapter.blocks if title is None or block.id != title.id]
        at = _end_of_letter(blocks, text.taken)
        if chapter.slug == last:
            blocks[at:at] = _end_blocks(elements)
        blocks = [*(head if index == 0 else ()), *blocks]
        kept = [each for block in blocks if block.id not in text.taken for each in _annex(block)]
        if chapter in issued:
            opens = chapter is issued[0]
            kept = [_issued_title(block, chapter.title, opens) for block in kept]
        kept = [_faced(block, highest) for block in _annex_titles(kept)]
        kept = [_with_faced_head(block, heads.get(block.id, 0)) for block in kept]
        result.append(replace(chapter, blocks=tuple(kept), part="body"))
    if records := tuple(_record_blocks(elements, moved)):
        result.append(Chapter(RECORD_SLUG, "book.toml", records))
    answers = book.settings.text.answers
    setting = replace(
        book.settings.text, appendix=False, answers="omit" if answers == "omit" else "inline"
    )
    return replace(
        book,
        settings=replace(book.settings, text=setting),
        enumerations=(),
        chapters=tuple(result),
    )


def _same_title(title: Block | None, chapter: Chapter) -> bool:
    return title is not None and chapter.title is not None and title.text == chapter.title.text


def _part(book: Book, part: str) -> list[Chapter]:
    return [chapter for chapter in book.chapters if chapter.part == part]


def opens_with_title(book: Book) -> bool:
    """Whether the text opens with the book's title itself."""
    first = next(iter(book.chapters), None)
    return (
        first is not None
        and first.title is not None
        and first.title.text == book.settings.book.title
    )


def _element(name: str, text: str, *classes: str, **attributes: str) -> Block:
    """An element as a paragraph; ``name`` is part of its id."""
    return Block(
        "paragraph",
        f"official-{name}",
        PLACE,
        text,
        classes=(*classes, "official"),
        attributes=tuple(attributes.items()),
    )


def _head_blocks(
    book: Book, elements: OfficialElements, titled: bool, title: Block | None, moved: bool
) -> Iterator[Block]:
    """版头, the title, to whom it goes. An order has no title but that of its own text (10.2)."""
    for name, text, classes, attributes in compose_head(elements):
        yield _element(name, text, *classes, **attributes)
    name = book.settings.book.title
    if _bare(name) in (_bare(elements.mark), _bare(elements.mark + elements.number)):
        title, name = None, ""  # the mark says it: ……纪要, ……令第5号
    first = "" if elements.mark else "first-title"
    classes = tuple(filter(None, ("document-title", first)))
    if title is not None:
        yield replace(title, classes=(*title.classes, *classes))
    elif name and elements.format != "order":
        yield _element("title", name, *classes)
    if elements.recipients and not moved and elements.format != "order":
        yield _element("recipients", f"{elements.recipients}：", "to")


def _bare(text: str) -> str:
    """A text without blanks and marks."""
    return re.sub("\\W", "", text)


def moves_recipients(book: Book, elements: OfficialElements) -> bool:
    """Whether 主送机关 are too many: the first page would show no text, so they stand in 版记."""
    rows = -(-(len(elements.recipients) + 1) // LINE_CHARACTERS)
    titles = len(title_lines(book.settings.book.title))
    return head_lines(elements) + titles + 1 + rows > PAGE_LINES - TEXT_LINES


def _end_of_letter(blocks: Sequence[Block], taken: set[str]) -> int:
    """Where the end of a letter stands among the blocks of its last chapter: where its text has the
    signature, else before an annex, else at the end.
    """
    annexes = [index for index, block in enumerate(blocks) if is_annex_heading(block)]
    limit = annexes[0] if annexes else len(blocks)
    ends = [
        index
        for index, block in enumerate(blocks[:limit])
        if block.id in taken and {"signature", "annexes", "note"} & set(block.classes)
    ]
    return ends[0] if ends else limit


def _end_blocks(elements: OfficialElements) -> Iterator[Block]:
    """附件说明, 署名 and 成文日期, 附注, and who took part (7.3.4 to 7.3.6, 10.3)."""
    several = len(elements.attachments) > 1
    for number, name in enumerate(elements.attachments, 1):
        text = ("附件：" if number == 1 else "") + (f"{number}." if several else "") + name
        kinds: tuple[str, ...] = ("official-annexes", "first" if number == 1 else "further")
        label = f"{number}." if several else ""
        kinds += ("numbered",) * several + ("two-digits",) * (len(elements.attachments) > 9)
        kinds += ("held",) * (len(elements.attachments) <= HELD_ANNEXES)
        yield _element(f"annex-{number}", text, *kinds, label=label)
    if elements.format != "minutes":
        yield from _closing(elements)
    if elements.note:
        yield _element("note", f"（{elements.note}）", "official-note")
    rows = (("出席", elements.present), ("请假", elements.absent), ("列席", elements.observers))
    shown = [row for row in rows if row[1]]
    for index, (label, names) in enumerate(shown):
        kinds = ("official-attendance", "first" if index == 0 else "further")
        yield _element(f"attendance-{index}", f"{label}：{names}", *kinds, label=f"{label}：")


def _closing(elements: OfficialElements) -> Iterator[Block]:
    """署名 and 成文日期 in rows, with room for a seal, for several, for that of a signature, or for
    none (7.3.5).
    """
    names, day = elements.signature, elements.day
    if elements.posts and len(elements.posts) == len(elements.signers):
        pairs = zip(elements.posts, elements.signers, strict=True)
        rows = [f"{post}\t{name}" for post, name in pairs]
        yield _element("posts", "\n".join(rows), "closing", "posts", layout="rows")
        if day:
            yield _element("date", day, "posts-date")
    elif not names:
        if day:
            yield _element("date", day, "posts-date")
    elif elements.seal and len(names) > 1:
        yield from _seals(names, day)
    else:
        yield _name_and_date(names, day, elements.seal)


def _seals(names: Sequence[str], day: str) -> Iterator[Block]:
    """The names of a sealed joint document, two or three on a line; the date below the last."""
    short = max(map(len, names)) <= SEAL_CHARACTERS
    columns = 3 if short and len(names) not in (2, 4) else 2
    for start in range(0, len(names), columns):
        row = list(names[start : start + columns])
        row = [""] * (columns - len(row)) + row  # the last names stand at the right
        last = start + columns >= len(names)
        text = "\t".join(row) + ("\n" + "\t" * (columns - 1) + day) * (last and bool(day))
        place = "first" if start == 0 else "further"
        yield _element(f"seals-{start}", text, "closing", "seals", place, layout="rows")


def _name_and_date(names: Sequence[str], day: str, seal: bool) -> Block:
    """One name, or several without seals, and the date; a name that no line holds in two."""
    rows = [row for name in names for row in break_title(name, LONGEST_NAME)]
    widest = max(map(text_width, rows))
    wide = "long-date" if text_width(day) > widest else "short-date"
    inset = 4 - max(0.0, (widest - text_width(day)) / 2)
    style = f"margin-right:{max(0.0, inset):.3f}em" if seal else ""
    kind = "sealed" if seal else "unsealed"
    text = "\n".join([*rows, day] if day else rows)
    return _element("closing", text, "closing", kind, wide, layout="rows", style=style)


def text_width(text: str) -> float:
    """The width of a text, em: digits take about .55 em of a 宋."""
    return sum(0.55 if character.isascii() else 1.0 for character in text)


def _annex(block: Block) -> Iterator[Block]:
    """A block; the heading of an annex as its label (附件1) and its title, in two."""
    if not is_annex_heading(block):
        yield block
        return
    match = ANNEX.match(block.text)
    assert match
    end = match.end()
    rest = re.match("[\\s\u3000：:]*", block.text[end:])
    start = end + (rest.end() if rest else 0)
    label = replace(
        _element(f"annex-label-{block.id}", block.text[:end].rstrip(), "annex-label"),
        place=block.place,
    )
    yield label
    if block.text[start:]:
        spans = tuple(
            replace(span, start=max(0, span.start - start), end=span.end - start)
            for span in block.spans
            if span.end > start or span.start == span.end >= start
        )
        yield replace(
            block,
            text=block.text[start:],
            spans=spans,
            classes=(*block.classes, "document-title", "annex-title"),
        )


def _issued_title(block: Block, title: Block | None, opens: bool) -> Block:
    """The title of what a letter issues (办法) and has no 附件 before it: on a page of its own. A
    heading with a number (第一章　总则) is none; it begins a page where it ``opens`` the issued.
    """
    if title is None or block.id != title.id or is_annex_heading(title) or title.level != 1:
        return block
    numbered = read_label(title.text) is not None
    if numbered and not opens:
        return block
    return replace(block, classes=(*block.classes, "issued", *("document-title",) * (not numbered)))


def _annex_titles(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, a heading right under 附件1 known as the title of the annex."""
    for index, block in enumerate(blocks):
        under = index > 0 and "annex-label" in blocks[index - 1].classes
        if under and block.kind == "heading" and "annex-title" not in block.classes:
            block = replace(block, classes=(*block.classes, "document-title", "annex-title"))
        yield block


def _highest_level(chapters: Sequence[Chapter], title: Block | None) -> int:
    """The level of the highest headings beside the title and the annexes."""
    return min(
        (
            block.level
            for chapter in chapters
            for block in chapter.blocks
            if block.kind == "heading"
            and not (title and block.id == title.id)
            and not is_annex_heading(block)
        ),
        default=1,
    )


def _faced(block: Block, highest: int) -> Block:
    """A heading with the class of its face (7.3.3): by its number, 一、 or （一）, else by its
    depth below the ``highest``.
    """
    if block.kind != "heading" or "document-title" in block.classes:
        return block
    depth = next(
        (depth for depth, label in enumerate(LABELS) if label.match(block.text)),
        block.level - highest,
    )
    return replace(block, classes=(*block.classes, FACES[min(depth, len(FACES) - 1)]))


def _with_faced_head(block: Block, length: int) -> Block:
    """A paragraph, its first sentence of this length in the face of its number: 一、 黑体, （一）
    楷体 (7.3.3).
    """
    depth = next((depth for depth, label in enumerate(LABELS) if label.match(block.text)), None)
    if not length or depth is None or depth > 1:
        return block
    return replace(block, spans=(*block.spans, Span(0, length, "span", FACES[depth])))


def _record_blocks(elements: OfficialElements, moved: bool) -> Iterator[Block]:
    """版记 (7.4): to whom it goes where that is too long for the head, copies, who printed it and
    when. A letter has the copies alone (10.1).
    """
    if moved:
        yield _element("to", f"主送：{elements.recipients}。", "copies", label="主送：")
    if elements.cc:
        yield _element("cc", f"抄送：{elements.cc.rstrip('。')}。", "copies", label="抄送：")
    for index, line in enumerate(elements.other_records):
        yield _element(f"record-{index}", line, "copies")
    if elements.format == "letter":
        return
    if elements.printed_by or elements.printed_day:
        day = f"{elements.printed_day}印发" if elements.printed_day else ""
        yield _element("printed", f"{elements.printed_by}\t{day}", "printed", layout="rows")


def title_lines(title: str) -> list[str]:
    """The lines of a title, in a trapezoid or a diamond (7.3.1)."""
    return break_official_title(title, TITLE_CHARACTERS)


def title_breaks(book: Book) -> Mapping[str, list[tuple[int, Markup]]]:
    """Where the lines of the titles of a document and its annexes end, by the id of the block."""
    marks: dict[str, list[tuple[int, Markup]]] = {}
    for chapter in book.chapters:
        for block in chapter.blocks:
            if "document-title" in block.classes:
                offset = 0
                for line in title_lines(block.text)[:-1]:
                    offset += len(line)
                    marks.setdefault(block.id, []).append((offset, Markup("<br/>")))
    return marks
