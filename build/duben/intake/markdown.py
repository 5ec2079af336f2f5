"""Paragraphs to the Markdown of chapters, with the line of the document for each line written;
Markdown cut into chapters; chapters that build takes: what is too long is cut in several, what is
beyond the limits of a book is refused.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from duben import chinese
from duben.intake import escaping
from duben.intake.document import ChangeLog, ImportedDocument, ImportedParagraph, TextChange
from duben.intake.structure import DEEPEST_LEVEL
from duben.manuscript import BOOK_BYTES, CHAPTER_BYTES, CHAPTERS, HEADING_LIMIT, PARAGRAPH_LIMIT
from duben.model import BookError, Problem, SourceLocation, problem, warning

BOX = '!!! 提示 ""'  # a frame without a title
LOST_PICTURE = "intake-picture"
FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})")
TITLE = re.compile(r"#(?!#)(?P<title>.*)")
GLUED = re.compile(r"(?P<marks>#{1,6})(?P<text>[^#\s].*)")
ATTRIBUTES = re.compile(r"\{:?[ \t]*[#.][^{}\\]*\}")
SHARED_DEFINITION = re.compile(r" {0,3}\[[^\]]{1,100}\]:")
# Cut with room to spare: notes come to the end of a chapter, and the editor adds to it.
SPLIT_BYTES, SPLIT_BLOCKS = 4_500_000, 90_000
CONTINUED = {"zh-Hans": "（续{number}）", "zh-Hant": "（續{number}）"}


def write_markdown(paragraphs: Sequence[ImportedParagraph]) -> tuple[str, tuple[int, ...]]:
    """The Markdown of paragraphs, and for each of its lines the line of the document."""
    lines: list[str] = []
    numbers: list[int] = []
    for paragraph, own in _markdown_lines(paragraphs):
        lines += own
        numbers += [paragraph.line] * len(own)
    return "\n".join([*lines, ""]), (*numbers, numbers[-1] if numbers else 1)


def chapter_problems(paragraphs: Sequence[ImportedParagraph], file: str) -> Iterator[Problem]:
    """What the author has to look at in a chapter, each at its line of the Markdown; a lost picture
    after its paragraph.
    """
    line = 1
    for paragraph, own in _markdown_lines(paragraphs):
        for entry in paragraph.problems:
            begins = line + (own[0] == "")
            yield replace(
                entry,
                place=SourceLocation(
                    file,
                    begins
                    if paragraph.kind == "table" and entry.rule != LOST_PICTURE
                    else line + len(own),
                ),
            )
        line += len(own)


def _markdown_lines(
    paragraphs: Sequence[ImportedParagraph],
) -> Iterator[tuple[ImportedParagraph, list[str]]]:
    """The lines of each paragraph, the blank line before it included."""
    before: ImportedParagraph | None = None
    for paragraph in paragraphs:
        apart = before is not None and not _same_list(before, paragraph)
        is_opening = paragraph.kind == "boxed" and paragraph.label not in ("", "markdown")
        opening = [BOX] if is_opening else []
        yield paragraph, [""] * apart + opening + _paragraph(paragraph).split("\n")
        before = paragraph


def _same_list(before: ImportedParagraph, paragraph: ImportedParagraph) -> bool:
    return before.kind == paragraph.kind == "item" and (before.label == "-") == (
        paragraph.label == "-"
    )


def _paragraph(paragraph: ImportedParagraph) -> str:
    if paragraph.is_markdown:
        return paragraph.text
    if paragraph.kind == "figure" and paragraph.picture:
        return escaping.figure(
            paragraph.picture.alternative or paragraph.text,
            f"images/{paragraph.picture.name}",
            paragraph.text,
        )
    if paragraph.kind == "note":
        text = escaping.paragraph(paragraph.text, (), paragraph.spans)
        # What follows the first paragraph of a note has no label.
        return f"[^{paragraph.label}]: {text}" if paragraph.label else f"    {text}"
    marks = (paragraph.note_marks, paragraph.spans)
    if paragraph.kind == "boxed":
        return "    " + escaping.paragraph(paragraph.text, *marks)
    if paragraph.kind == "item":
        return escaping.item(paragraph.text, paragraph.label, paragraph.depth, *marks)
    if paragraph.kind == "caption":
        return "表：" + escaping.inline(paragraph.text, paragraph.note_marks)
    if paragraph.level:
        return escaping.heading(paragraph.text, paragraph.level, *marks)
    return escaping.paragraph(paragraph.text, *marks) + (
        f"\n{{: .{part}}}" if (part := _letter_class(paragraph)) else ""
    )


def _letter_class(paragraph: ImportedParagraph) -> str:
    """The class of a paragraph that is a part of a letter; "" for others."""
    return "signature" if paragraph.signature else paragraph.part


def split_chapters(
    paragraphs: Sequence[ImportedParagraph],
) -> Iterator[tuple[ImportedParagraph, ...]]:
    """Paragraphs cut before each heading of level 1."""
    starts = [index for index, each in enumerate(paragraphs) if each.level == 1 or not index]
    for begin, end in pairwise([*starts, len(paragraphs)]):
        yield tuple(paragraphs[begin:end])


def part_chapters(
    document: ImportedDocument, named: bool = True
) -> Iterator[tuple[ImportedParagraph, ...]]:
    """Each part of a document as one chapter: the document itself under its title, its chapters as
    sections; not ``named``: the name of a file is no title.
    """
    starts = [index for index, each in enumerate(document.paragraphs) if each.opens_part]
    main, *parts = (
        document.paragraphs[begin:end]
        for begin, end in pairwise([0, *starts, len(document.paragraphs)])
    )
    title = main[0]
    if not (title.level == 1 and title.text == document.title):
        line = next((move.line for move in document.moved if move.to == "title"), 1)
        title, main = ImportedParagraph(document.title, line, 1), (title, *main)
    sections = tuple(_demote(main[1:], document.title))
    yield (title, *sections) if named or document.titled else sections
    yield from parts


def _demote(paragraphs: Sequence[ImportedParagraph], title: str) -> Iterator[ImportedParagraph]:
    """Paragraphs with their chapters as sections under the title: a level deeper, those of the main
    text as they are.
    """
    down = 0
    for paragraph in paragraphs:
        if paragraph.level == 1:
            down = paragraph.text != title
            yield replace(paragraph, level=2)
        elif paragraph.level + down > DEEPEST_LEVEL:
            yield replace(paragraph, level=0)
        else:
            yield replace(paragraph, level=paragraph.level and paragraph.level + down)


def split_markdown(text: str) -> Iterator[tuple[str, str]]:
    """Title and text of each chapter of a Markdown file, cut before each ``#`` heading; whole where
    notes or links are defined once for all of it.
    """
    lines = text.split("\n")
    titles = list(_titles(lines))
    if any(SHARED_DEFINITION.match(line) for line in lines):
        titles = titles[:1]
    starts = [0, *(number for number, _ in titles[1:])] if titles else [0]
    names = [title for _, title in titles] or [""]
    if titles and titles[0][0] and "".join(lines[: titles[0][0]]).strip() and len(titles) > 1:
        starts, names = [0, *(number for number, _ in titles)], ["", *names]
    for begin, end, name in zip(starts, [*starts[1:], len(lines)], names, strict=True):
        yield name, "\n".join(lines[begin:end]).strip("\n") + "\n"


def space_hashes(text: str, log: ChangeLog) -> str:
    """A Markdown file with a blank behind the ``##`` of headings in Chinese that have none, as old
    Markdown took them; told. A single # opens a hashtag where no ## stands so.
    """
    lines = text.split("\n")
    glued = [
        (index, match)
        for index, line in enumerate(outside_code(lines))
        if (match := GLUED.fullmatch(line))
        and any(map(chinese.is_han, line))
        and (len(match["marks"]) > 1 or "#" not in match["text"])
    ]
    if all(len(match["marks"]) == 1 for _, match in glued):
        return text
    for index, match in glued:
        lines[index] = f"{match['marks']} {match['text']}"
        log.mended.append(TextChange(index + 1, len(match["marks"]), "#", "# "))
    return "\n".join(lines)


def outside_code(lines: Sequence[str]) -> Iterator[str]:
    """The lines, blank ones for those of fenced code."""
    fence = ""
    for line in lines:
        if match := FENCE.match(line):
            fence = "" if fence and match["fence"].startswith(fence) else fence or match["fence"]
            yield ""
        else:
            yield "" if fence else line


def first_title(text: str) -> int | None:
    """The index of the line with the first ``#`` heading of a Markdown file; None without one."""
    return next((index for index, _ in _titles(text.split("\n"))), None)


def _titles(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Index and text of each ``#`` heading outside fenced code."""
    fence = ""
    for index, line in enumerate(lines):
        if match := FENCE.match(line):
            if not fence:
                fence = match["fence"]
            elif match["fence"].startswith(fence):
                fence = ""
        elif not fence and (heading := TITLE.match(line)):
            yield index, heading_text(heading["title"])


def heading_text(text: str) -> str:
    """The text of a heading without its attributes and what sets it."""
    title = text.strip(" \t")
    start = title.rfind("{")
    if start > 0 and title[start - 1] in " \t" and ATTRIBUTES.fullmatch(title, start):
        title = title[:start].rstrip(" \t")
    return title.replace("*", "").replace("\\", "")


# --- the limits of a book -------------------------------------------------------------------------


def split_long_chapters(
    paragraphs: Sequence[ImportedParagraph], language: str, log: ChangeLog
) -> list[ImportedParagraph]:
    """The paragraphs, each chapter that would be too long going on under its title with （续1）,
    （续2） …; told.
    """
    result: list[ImportedParagraph] = []
    for chapter in split_chapters(paragraphs):
        parts = list(_chapter_pieces(chapter))
        result += parts[0]
        for number, part in enumerate(parts[1:], 1):
            title = chapter[0].text + CONTINUED[language].format(number=number)
            result += [
                ImportedParagraph(title, part[0].line, 1, lines=((0, part[0].line),)),
                *part,
            ]
        if len(parts) > 1:
            log.problems.append(
                warning(
                    "intake-parted",
                    SourceLocation("", chapter[0].line),
                    title=chapter[0].text[:60],
                    count=len(parts),
                )
            )
    return result


def _chapter_pieces(chapter: Sequence[ImportedParagraph]) -> Iterator[Sequence[ImportedParagraph]]:
    """A chapter in pieces that are short enough, cut before a heading where one stands in the
    second half of a piece; a caption stays with its table after it.
    """
    sizes = [
        0,
        *accumulate(len(write_markdown([paragraph])[0].encode()) + 1 for paragraph in chapter),
    ]
    begin = 0
    while begin < len(chapter):
        end = min(bisect_right(sizes, sizes[begin] + SPLIT_BYTES) - 1, begin + SPLIT_BLOCKS)
        end = max(end, begin + 1)
        if end < len(chapter):
            half = begin + (end - begin) // 2
            captioned = chapter[end - 1].kind == "caption" and end - 1 > begin
            end = next(
                (index for index in range(end, half, -1) if chapter[index].level), end - captioned
            )
        yield chapter[begin:end]
        begin = end


def fits_one_chapter(paragraphs: Sequence[ImportedParagraph]) -> bool:
    """Whether one chapter may hold all of them."""
    return len(list(_chapter_pieces(paragraphs))) == 1


def refuse_too_large(texts: Mapping[str, str]) -> None:
    """BookError with all that build would refuse in chapters of these names and texts."""
    if problems := list(_limit_problems(texts)):
        raise BookError(problems)


def refuse_more_than_a_book(content: str, page: bool = False) -> None:
    """BookError where the characters of a file are more than a book may hold, whatever will be left
    out of it: before time is spent on it. Of a ``page`` no tags, scripts and styles count.
    """
    if 4 * len(content) <= BOOK_BYTES:
        return
    if page:
        parts = re.split(r"<(/?)(?:script|style)\b", content, flags=re.IGNORECASE)
        texts = zip(("/", *parts[1::2]), parts[::2], strict=True)
        content = "".join(text for closes, text in texts if closes)
        content = html.unescape(re.sub("<[^<>]*>", "", content))
    size = len("".join(content.split()).encode())
    if size > BOOK_BYTES:
        raise BookError(_beyond_book(size))


def _beyond_book(size: int) -> Problem:
    """What is said of a book of so many bytes."""
    return problem(
        "intake-beyond-book", None, size=f"{size / 1e6:.1f}", limit=BOOK_BYTES // 1_000_000
    )


def _limit_problems(texts: Mapping[str, str]) -> Iterator[Problem]:
    sizes = {name: len(text.encode()) for name, text in texts.items()}
    headings = 0
    for name, text in texts.items():
        lines = text.split("\n")
        paragraphs = sum(
            1 for before, line in pairwise(["", *lines]) if line.strip() and not before.strip()
        )
        headings += sum(line.lstrip(" >").startswith("#") for line in lines)
        if sizes[name] > CHAPTER_BYTES:
            yield problem(
                "intake-beyond-chapter",
                None,
                name=name,
                size=f"{sizes[name] / 1e6:.1f}",
                limit=CHAPTER_BYTES // 1_000_000,
            )
        elif paragraphs > PARAGRAPH_LIMIT:
            yield problem(
                "intake-beyond-paragraphs", None, name=name, count=paragraphs, limit=PARAGRAPH_LIMIT
            )
    if headings > HEADING_LIMIT:
        yield problem("intake-beyond-headings", None, count=headings, limit=HEADING_LIMIT)
    if len(texts) > CHAPTERS:
        yield problem("intake-beyond-chapters", None, count=len(texts), limit=CHAPTERS)
    if sum(sizes.values()) > BOOK_BYTES:
        yield _beyond_book(sum(sizes.values()))
