"""Chapters that build takes: what is too long is cut in several, what is beyond the limits of a
book is refused.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise

from duben.intake import markdown
from duben.intake.document import ChangeLog, ImportedParagraph
from duben.manuscript import BOOK_BYTES, CHAPTER_BYTES, CHAPTERS, HEADING_LIMIT, PARAGRAPH_LIMIT
from duben.model import BookError, Problem, SourceLocation, problem, warning

# Cut with room to spare: notes come to the end of a chapter, and the editor adds to it.
SPLIT_BYTES, SPLIT_BLOCKS = 4_500_000, 90_000
CONTINUED = {"zh-Hans": "（续{number}）", "zh-Hant": "（續{number}）"}


def split_long_chapters(
    paragraphs: Sequence[ImportedParagraph], language: str, log: ChangeLog
) -> list[ImportedParagraph]:
    """The paragraphs, each chapter that would be too long going on under its title with （续1）,
    （续2） …; told.
    """
    result: list[ImportedParagraph] = []
    for chapter in markdown.split_chapters(paragraphs):
        parts = list(_split(chapter))
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


def _split(chapter: Sequence[ImportedParagraph]) -> Iterator[Sequence[ImportedParagraph]]:
    """A chapter in pieces that are short enough, cut before a heading where one stands in the
    second half of a piece; a caption stays with its table after it.
    """
    sizes = [
        0,
        *accumulate(
            len(markdown.write_markdown([paragraph])[0].encode()) + 1 for paragraph in chapter
        ),
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
    return len(list(_split(paragraphs))) == 1


def refuse_too_large(texts: Mapping[str, str]) -> None:
    """BookError with all that build would refuse in chapters of these names and texts."""
    if problems := list(_limit_problems(texts)):
        raise BookError(problems)


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
        yield problem(
            "intake-beyond-book",
            None,
            size=f"{sum(sizes.values()) / 1e6:.1f}",
            limit=BOOK_BYTES // 1_000_000,
        )
