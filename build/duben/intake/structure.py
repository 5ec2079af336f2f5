"""Which lines of a document are headings, at which level of Markdown, and where a chapter begins.

A plain text marks no headings; they are told by their labels and by how they stand. The steps:

1. A table of contents, lines that come again in the same order, is left out.
2. The document is cut into parts with a numbering of their own (``parts.split_parts``).
3. In a part a line is a heading if the file marks it, if its label (第一章, 一、, （一）, 1.) is
   of a kind that heads and no sentence follows it, or if it is short, without a label or a mark at
   its end, between paragraphs that end with one.
4. The level of a heading is the depth of its kind of label in the outline
   (``chinese.outline_levels``).
5. A main text of CHAPTER_HAN 汉字 or more to each outermost heading is cut into chapters there.

The lengths and shares below were found by trying them on documents of public offices.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from duben import chinese
from duben.chinese import Label, OutlineStep
from duben.intake import captions, dates, footnotes, furniture_forms, head_lines, letter_head
from duben.intake.contents_list import remove_contents
from duben.intake.document import ChangeLog, ImportedParagraph, SourceLine
from duben.intake.exam_papers import find_exam_lines
from duben.intake.heading_series import (
    all_series,
    find_heading_series,
    find_listed,
    is_said_twice,
    item_kind,
    read_labels,
    with_questions_apart,
)
from duben.intake.letters import mark_letter_parts
from duben.intake.line_editing import BLANKS, CHOICE, CLOSING, TO_FILL, change_line
from duben.intake.parts import Part, split_parts
from duben.intake.signatures import mark_signatures

STOP_MARKS = chinese.STOPS + "…,;:!?"
END_MARKS = STOP_MARKS + CLOSING + "】"
# The longest a heading of a kind may be, in characters after its label.
LABELLED_LENGTH = {"part": 50, "chapter": 50, "section": 50, "article": 0, "formal": 80, "roman": 60, "comma": 80, "paren": 80, "digit": 60, "decimal": 60,  # noqa: E501
           "paren_digit": 40, "bracket": 40, "circle": 40}  # fmt: skip
# Kinds that head even where nothing but lines of their own kind follow.
ALWAYS_HEADINGS = frozenset({"part", "chapter", "section", "formal", "comma"})
OUTERMOST = ("part", "chapter", "section")
# Of so many headings on that a file marks itself, at several levels, they are all that it has.
MARKED_HEADINGS = 5
MOST_MARKED = 0.9
# Of so many items on, most of a series decide for the rest.
SERIES_ITEMS = 3
DECIMALS = 10  # of one depth in a document, from which on most of them decide for a mixed series
MOST_OF_SERIES = 0.7
HALF_OF_SERIES = 0.5  # that head, of a glossary: of so many terms, of so many characters each
TERMS, TERM_LENGTH = 8, 20
REFERENCE = re.compile(
    "第?[（(]?[一二三四五六七八九十0-9]{1,3}[）)]?[项款目]"
)  # 第二十条 第（一）项: no title
ARTICLE_TITLE, ARTICLE_CLAUSES = 30, 40  # characters of the title of an article; of several clauses
SHORT_TITLE = 16  # of one of a few
MOST_ARTICLES, SOME_ARTICLES = 0.5, 0.2
PROVISION = re.compile("[应须由]|可以|不得|有权|负责|下列|如下|按照?|[为是](?!指)")  # no title
BEGINS_WITH_COLON = re.compile("[ \u3000]*[：:](?![：:])")  # of a name one line above
# A name, and a text, a list or a sentence behind its colon.
RUN_IN = re.compile("[^：:。；，]{2,10}[：:](?:.{16}|[^：:，]{2,12}、|[^：:]{2,}。$)")
ANSWERED = re.compile("[^：:]{2,30}[：:][ \u3000]*(?:是|否|无|有)$")  # a row of a list of answers
# A name and its value: （2）清淤：2个月.
VALUED = re.compile("[^：:。，]{2,12}[：:][ \u3000]*[0-9０-９][^。；：:]{0,12}")
# 第十条第一款: where a text that is quoted stands.
PLACE_IN_LAW = re.compile(
    "第[0-9一二三四五六七八九十百]{1,5}条(?:第[（(]?[0-9一二三四五六七八九十]{1,3}[）)]?[款项目])+"
)
COLON_LENGTH = 16  # characters of a heading with a colon: 二、办理流程：
SKIPPED = 2  # by which a bare number may be larger than the one before it
PARALLEL = 3  # characters that title lines of one kind have in common
# 甲方代表：　乙方代表：: where it is signed, not what stands under a heading.
SIGNED_BY = re.compile("(?:[^：:。，]{1,20}[：:][ \u3000]*){2,4}")
REMARK = re.compile("[（(][^（）()]{1,20}[）)]$")  # behind a sentence: ……要先安全。（泵房）
SENTENCE_LENGTH = 40  # of a heading that is a sentence of its own: （一）指导思想。
MOST_SENTENCES = 0.8  # of the lines of a kind of label
UNLABELLED_LENGTH = 30
COMMA_LENGTH = 36  # of a heading of two clauses: 抓春耕，促增收
MOST_COMMAS = 2  # of a heading of clauses
OTHER_PAGES = re.compile("(?:上一页|下一页|首页|末页|尾页|[0-9]{1,3}|[ \u3000|｜…<>])+")
NO_TEXT_BELOW = re.compile("[（(]?(?:以下|此页|本页)(?:无正文|空白)[)）]?")
ANNOUNCES = re.compile("如下|以下|下列|[几两三四五六七八九十]|现[就将]|同志|你好|您好")
ROW_WORD = 3  # characters of a word of a row; a spaced title has fewer
LONG_PARAGRAPH = 60  # behind a heading of two clauses: lines of verse have none
BROKEN_PARAGRAPH = 120  # of a paragraph that may be broken off in its middle
BRACKETS = ("（）", "()", "“”", "《》")
BRACKETED = re.compile("[（(][^（）()]*[）)]$")
# 一、清淤……………………1: an entry of a list of contents, or of a sample of one.
LEADER = re.compile(r"…{4}|…{2,}[.．·]|[.．·]{6}")
BRACKETED_KEY = re.compile("【[^【】]{2,6}】.+[、，；]")  # 【关键词】清淤、水渠
TO_ANSWER = re.compile("[（(][ \u3000\xa0]*[）)]")  # 清淤先清（　）: a question of a test
# Lines drawn with the keyboard: | 金额 |, A ---> B, -----.
DRAWN = re.compile("^[|｜]|[|｜]$|[-—=_+*~]{4,}|[-=]{1,3}[>＞]|[<＜][-=]{1,3}|[→←↓↑]")
MARKED_LENGTH = 80  # of a heading that the file marks itself; 30 where it holds a comma
# 林业部部长甲乙, 本报记者甲乙: who wrote what follows.
BYLINE = re.compile(
    "[一-鿿]{0,16}(?:[部司局厅处科所站院校省市县区镇乡村行社会]长|主任|研究员|书记|教授|"
    "主席|委员(?!会)|秘书长|总经理|记者|评论员|通讯员)[ \u3000]{0,2}[一-鿿]{2,4}(?:[ "
    "\u3000][一-鿿]{2,4}){0,2}"
)
GOES_ON = re.compile("(?:关于|關於|以及|[和及与與的、])$")
# 住宿安排见附件2: where more is said.
REFERS = re.compile("[见見](?:本文)?附[件表录錄图圖][0-9０-９一二三四五六七八九十]{0,3}$")
CHAPTER_HAN = 1_500  # 汉字 of a chapter: with fewer in the average the document stays in one piece
RIGHT_INDENT = 16  # half-widths of indent from which a line is centred or set right
DEEPEST_LEVEL = 6
CHAPTER_LIMIT = 1_900  # a book has 2,000 at most, annexes and 编者说明 among them


def arrange_document(
    lines: Sequence[SourceLine], title: SourceLine, log: ChangeLog
) -> list[ImportedParagraph]:
    """The paragraphs of a document with this title, with their headings.

    A heading of level 1 begins a chapter; the first paragraph is one.
    """
    left = remove_contents(lines, log)
    paragraphs = [
        paragraph
        for number, part in enumerate(split_parts(left, title, log))
        for paragraph in _part_paragraphs(part, not number, log)
    ]
    return mark_letter_parts(mark_signatures(_without_lost_pictures(paragraphs)))


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


# --- a part ---------------------------------------------------------------------------------------


def _part_paragraphs(part: Part, main: bool, log: ChangeLog) -> list[ImportedParagraph]:
    """The paragraphs of a part, those of its headings with their level.

    The main text is cut into chapters at its outermost headings, what stands before them being a
    chapter under the title of the document; another part is one chapter under its own title.
    """
    lines = with_questions_apart(part.lines)
    read = read_labels(lines)
    heads = _find_headings(lines, read)
    lines = _without_colons(lines, heads, log)
    depths = _heading_depths(lines, read, heads)
    cut = main and _has_chapters(lines, read, depths)
    levels = [depth + (not cut) if depth else 0 for depth in depths]
    paragraphs = [
        _paragraph(line, level if level <= DEEPEST_LEVEL else 0)
        for line, level in zip(lines, levels, strict=True)
    ]
    if cut and levels[0] == 1:
        return paragraphs
    return [replace(_paragraph(part.head, 1), opens_part=not main), *paragraphs]


def _without_colons(
    lines: Sequence[SourceLine], heads: Sequence[bool], log: ChangeLog
) -> list[SourceLine]:
    """The lines, a heading without the colon at its end, which is told."""
    return [
        change_line(line, [(len(line.text) - 1, line.text[-1], "")], log)
        if head and line.text[-1] in "：:"
        else line
        for line, head in zip(lines, heads, strict=True)
    ]


def _has_chapters(
    lines: Sequence[SourceLine], read: Sequence[Label | None], depths: Sequence[int]
) -> bool:
    """Whether the outermost headings begin chapters: two at least, with a text after their label;
    no articles.

    Chapters of a page or two would leave much white: a short document is one.
    """
    outer = [
        (line, label) for line, label, depth in zip(lines, read, depths, strict=True) if depth == 1
    ]
    chapters = len(outer) + (not depths or depths[0] != 1)
    if len(outer) > CHAPTER_LIMIT or (
        sum(chinese.is_han(c) for line in lines for c in line.text) < CHAPTER_HAN * chapters
    ):
        return False
    named = [
        line
        for line, label in outer
        if label and label.kind != "article" and line.text[label.end :]
    ]
    return len(named) >= 2 or sum(line.heading_level == 1 for line, _ in outer) >= 2


def _paragraph(line: SourceLine, level: int) -> ImportedParagraph:
    text, label = (line.label, "") if line.kind == "figure" else (line.text, line.label)
    return ImportedParagraph(
        text,
        line.number,
        level,
        "text" if line.kind == "row" else line.kind,
        tuple((offset, number) for offset, number, _ in line.origins),
        label,
        line.depth,
        note_marks=line.note_marks,
        indent=line.indent,
        picture=line.picture,
        problems=line.problems,
        spans=line.spans,
    )


def _find_headings(lines: Sequence[SourceLine], read: Sequence[Label | None]) -> list[bool]:
    alone = _sentence_headings(lines, read)
    annexes = chinese.annex_names([line.text for line in lines], read)
    signs = {c for line in lines for c in line.text[1:] if c in footnotes.CIRCLES}
    looked = _kinds_by_look(lines, read)
    bare = _are_bare_articles(lines, read)
    heads = [
        _is_heading(lines, read, index, alone, bare)
        and not (lines[index].plain and _kind(read[index]) in looked)
        and not _is_note(read[index], signs)
        and index not in annexes
        for index in range(len(lines))
    ]
    _settle_series(lines, read, heads, looked)
    for index in _run_in(lines, read):
        heads[index] = heads[index] and lines[index].heading_level > 0
    for index in _titled_articles(lines, read):
        heads[index] = True
    for index in _named_like_headings(lines, read, heads):
        heads[index] = True
    for index in find_listed(lines, read):
        heads[index] = heads[index] and lines[index].heading_level > 0
    for index in _over_decimals(lines, read):
        heads[index] = True
    for index in find_heading_series(lines, read):
        heads[index] = True
    for index in range(len(lines)):
        if not heads[index] and not read[index]:
            heads[index] = _is_unlabelled(lines, read, heads, index)
    for index in (
        *_under_pictures(lines, read, heads),
        *_rows_behind_colons(lines, read, heads),
        *find_exam_lines(lines),
        *_said_again(lines, read, heads),
        *_split_fields(lines, read),
    ):
        heads[index] = False
    for index in _sample_entries(lines, read):
        heads[index] = False
    for index in range(len(lines)):
        among = _is_among_bodies(lines, index) or _signs(lines, index)
        if heads[index] and not read[index] and among:
            heads[index] = False
        text = lines[index].text
        term = head_lines.TERM_ALONE.fullmatch(text)
        if term or TO_ANSWER.search(text) or letter_head.is_number(text):
            heads[index] = False
    if heads and not read[-1]:
        heads[-1] = False  # nothing stands under it: 下载地址, of a page
    return [
        head and not (_goes_on_inside(lines, read[index], index) and not lines[index].heading_level)
        for index, head in enumerate(heads)
    ]


def _sample_entries(lines: Sequence[SourceLine], read: Sequence[Label | None]) -> Iterator[int]:
    """The items of a series of which half and more lead to a page number: a sample of a list of
    contents, in rules for papers.
    """
    for series in all_series(read):
        leading = [item for item in series.items if LEADER.search(lines[item].text)]
        if len(leading) >= HALF_OF_SERIES * len(series.items):
            yield from series.items


def _under_pictures(
    lines: Sequence[SourceLine], read: Sequence[Label | None], heads: Sequence[bool]
) -> list[int]:
    """The lines without a label or a mark of the file that stand right under a picture, where most
    pictures have such a line: their captions.
    """
    under = [
        index
        for index in range(1, len(lines))
        if heads[index]
        and lines[index - 1].kind == "figure"
        and not read[index]
        and not lines[index].heading_level
    ]
    pictures = sum(line.kind == "figure" for line in lines)
    return under if len(under) > 1 and len(under) >= HALF_OF_SERIES * pictures else []


def _said_again(
    lines: Sequence[SourceLine], read: Sequence[Label | None], heads: Sequence[bool]
) -> list[int]:
    """The lines without a label or a mark of the file that come again and again, where no second
    one does: what is to be done (翻页, of a speech). Headings of every chapter are several.
    """
    counts = Counter(
        line.text
        for line, label, head in zip(lines, read, heads, strict=True)
        if head and not label and not line.heading_level
    )
    often = [text for text, count in counts.items() if count >= SERIES_ITEMS]
    if len(often) != 1:
        return []
    return [
        index
        for index, line in enumerate(lines)
        if line.text == often[0] and not line.heading_level
    ]


def _rows_behind_colons(
    lines: Sequence[SourceLine], read: Sequence[Label | None], heads: Sequence[bool]
) -> Iterator[int]:
    """The lines without a label or a mark of the file that stand one right behind the other, three
    at least, behind a paragraph with a colon: what it lists.
    """
    row: list[int] = []
    for index, head in enumerate((*heads, False)):
        if head and not read[index] and not lines[index].heading_level:
            row.append(index)
            continue
        if len(row) >= SERIES_ITEMS and row[0] and lines[row[0] - 1].text[-1:] in ("：", ":"):
            yield from row
        row = []


def _split_fields(lines: Sequence[SourceLine], read: Sequence[Label | None]) -> Iterator[int]:
    """The lines that begin with a colon, and the names right above them: the fields of a cover
    typed in two columns (指导教师 / ：王芳 教授), however they look.
    """
    for index, line in enumerate(lines):
        if not BEGINS_WITH_COLON.match(line.text):
            continue
        yield index
        if index and not read[index - 1]:
            yield index - 1


def _kind(label: Label | None) -> str:
    return f"{label.kind}{len(label.parts)}" if label is not None else ""


def _kinds_by_look(lines: Sequence[SourceLine], read: Sequence[Label | None]) -> frozenset[str]:
    """The kinds of labels whose headings are told by their look: those of which most lines of some
    series that have something else below stand out; in a file that marks its headings at several
    levels all but the outermost.
    """
    marked = [line.heading_level for line in lines if line.heading_level]
    if len(marked) >= MARKED_HEADINGS and len(set(marked)) > 1:
        return frozenset(map(_kind, read)) - {
            _kind(label) for label in read if _heads_always(label)
        }
    kinds: set[str] = set()
    for series in set(filter(None, chinese.find_series([OutlineStep(label) for label in read]))):
        label = read[series.items[0]]
        if label is None or label.kind in (*ALWAYS_HEADINGS, "paren"):
            continue  # in 仿宋 as the text by many offices
        apart = [
            not lines[item].plain
            for item in series.items
            if _is_short(lines[item], read[item])
            and item + 1 < len(read)
            and not _same_kind(read, item, item + 1)
            and not _last_of_run(read, item)
        ]
        if 2 * sum(apart) > len(apart):
            kinds.add(_kind(label))
    return frozenset(kinds)


def _heads_always(label: Label | None) -> bool:
    return label is not None and label.kind in ALWAYS_HEADINGS


def _is_short(line: SourceLine, label: Label | None) -> bool:
    return label is not None and len(line.text) - label.end <= LABELLED_LENGTH.get(label.kind, 0)


def _settle_series(
    lines: Sequence[SourceLine],
    read: Sequence[Label | None],
    heads: list[bool],
    looked: frozenset[str],
) -> None:
    """Makes most of a series decide for all of it: a line that only its end or its length keeps
    from being a heading is one among headings, and none among paragraphs. ``looked``: the kinds of
    which a plain line is none.
    """
    shares = {
        kind: sum(items) / len(items)
        for kind, items in _heads_of_kinds(read, heads).items()
        if len(items) >= DECIMALS
    }
    for series in all_series(read):
        kind = item_kind(read, series)
        share = sum(heads[item] for item in series.items) / len(series.items)
        if share < 1 and shares.get(_kind(read[series.items[0]]), 1) <= 1 - MOST_OF_SERIES:
            share = 0
        named = share >= HALF_OF_SERIES and _are_terms(lines, read, series.items)
        for item in series.items:
            line, label = lines[item], read[item]
            if label is None or line.heading_level or kind in ("article", *OUTERMOST):
                continue
            if line.plain and _kind(label) in looked:
                continue
            rest = line.text[label.end :]
            if kind in ALWAYS_HEADINGS:
                rest = _without_brackets(rest)
            longest = LABELLED_LENGTH.get(kind, 0)
            if share >= MOST_OF_SERIES and rest and len(rest) <= longest:
                leads = kind in ALWAYS_HEADINGS and _leads_with_colon(lines, read, item)
                ended = rest[-1] in ("，" if heads[item] or leads else "，：:")
                heads[item] = (
                    "。" not in _without_remark(rest)[:-1] and "；" not in rest and not ended
                )
            elif share <= 1 - MOST_OF_SERIES:
                heads[item] = False
            elif named:
                heads[item] = True


def _heads_of_kinds(read: Sequence[Label | None], heads: Sequence[bool]) -> dict[str, list[bool]]:
    """Which decimals of a document (1.1, 1.2, 2.1) are headings, by their depth."""
    kinds: dict[str, list[bool]] = {}
    for label, head in zip(read, heads, strict=True):
        if label is not None and len(label.parts) > 1:
            kinds.setdefault(_kind(label), []).append(head)
    return kinds


def _run_in(lines: Sequence[SourceLine], read: Sequence[Label | None]) -> Iterator[int]:
    """The items of a series of which half and more are a name with a text behind its colon
    (一、人员：共二十人，分三组); of another series those among them that end as a sentence, right
    over the next item.
    """
    for series in all_series(read):
        named = [
            item
            for item in series.items
            if (label := read[item])
            and RUN_IN.match(lines[item].text[label.end :])
            and not _stands_over_text(lines, read, item)
        ]
        if len(named) >= HALF_OF_SERIES * len(series.items):
            yield from named
        else:
            yield from (
                item for item in named if lines[item].text[-1] == "。" and item + 1 in series.items
            )


def _stands_over_text(
    lines: Sequence[SourceLine], read: Sequence[Label | None], index: int
) -> bool:
    """Whether an item of an outline has no mark at its end, and a text that ends with one below:
    二、第一步：先清上游后清下游（春季）.
    """
    return (
        _heads_always(read[index])
        and len(lines[index].text) <= MARKED_LENGTH
        and lines[index].text[-1] not in STOP_MARKS
        and index + 1 < len(lines)
        and not _same_kind(read, index, index + 1)
        and lines[index + 1].text[-1:] in ("。", "：")
        and len(lines[index + 1].text) >= UNLABELLED_LENGTH
    )


def _leads_with_colon(
    lines: Sequence[SourceLine], read: Sequence[Label | None], index: int
) -> bool:
    """Whether a line ends with a colon, no other mark in it, and something else than its like
    follows: 五、项目用途、技术要求及履行日期：.
    """
    text = lines[index].text
    return (
        text[-1] in "：:"
        and len(text) <= UNLABELLED_LENGTH
        and not any(mark in text[:-1] for mark in "。；，：:")
        and index + 1 < len(lines)
        and not _same_kind(read, index, index + 1)
    )


def _are_terms(
    lines: Sequence[SourceLine], read: Sequence[Label | None], items: Sequence[int]
) -> bool:
    """Whether the items of a long series are short names, those of a glossary some of which nobody
    has explained yet.
    """
    rests = [lines[item].text[label.end :] for item in items if (label := read[item])]
    return len(rests) >= TERMS and all(
        0 < len(rest) <= TERM_LENGTH and not any(mark in rest for mark in STOP_MARKS + "，、")
        for rest in rests
    )


def _named_like_headings(
    lines: Sequence[SourceLine], read: Sequence[Label | None], heads: Sequence[bool]
) -> list[int]:
    """The lines of a series that are names, with a colon or without (1.组成：, 2.修改：), a text
    below each, where other lines with labels of their kind are headings or each has items below.
    """
    kinds = {_kind(label) for label, head in zip(read, heads, strict=True) if head}
    found: list[int] = []
    for series in chinese.find_series([OutlineStep(label) for label in read]):
        if series is None or series.items[0] in found or len(series.items) < 2:
            continue
        known = _kind(read[series.items[0]]) in kinds or _all_have_items(read, series.items)
        if known and all(
            heads[item] or _is_name_with_colon(lines, read, item) for item in series.items
        ):
            found += series.items
    return found


def _all_have_items(read: Sequence[Label | None], items: Sequence[int]) -> bool:
    """Whether items are labelled as headings are, （一）甲方：, and below each of a series stands
    one with a label of another kind.
    """
    labelled = len(items) >= SERIES_ITEMS and _kind(read[items[0]]).startswith("paren1")
    return labelled and all(
        item + 1 < len(read) and read[item + 1] is not None and not _same_kind(read, item, item + 1)
        for item in items
    )


def _is_name_with_colon(
    lines: Sequence[SourceLine], read: Sequence[Label | None], index: int
) -> bool:
    """Whether a line is a short name with a colon, and something else than its like follows."""
    label = read[index]
    rest = lines[index].text[label.end if label else 0 :]
    return (
        1 < len(rest) <= COLON_LENGTH
        and rest[-1] in "：:"
        and not any(mark in rest[:-1] for mark in STOP_MARKS)
        and index + 1 < len(lines)
        and not _same_kind(read, index, index + 1)
    )


def _over_decimals(lines: Sequence[SourceLine], read: Sequence[Label | None]) -> list[int]:
    """The short lines with a number (2.修路：) over the first of its own decimals (2.1 …)."""
    return [
        index
        for index, (label, below) in enumerate(pairwise(read))
        if label is not None
        and below is not None
        and label.kind in ("digit", "decimal")
        and len(label.parts) == 1
        and below.parts == (label.number, 1)
        and 0 < len(rest := lines[index].text[label.end :]) <= UNLABELLED_LENGTH
        and not any(mark in rest for mark in "。；，")
        and not any(mark in rest[:-1] for mark in "：:")
    ]


def _titled_articles(lines: Sequence[SourceLine], read: Sequence[Label | None]) -> list[int]:
    """The articles that have a title and their text below (第一条　目的, 第二条：验收), where half
    of a document's have, or a fifth, or a few short ones, and none of these says what is to be
    done; none where articles are paragraphs. Beside them a title may be of several clauses.
    """
    articles = [index for index, label in enumerate(read) if label and label.kind == "article"]
    rests = {
        index: _without_end_colon(lines[index].text[label.end :].lstrip("：:" + BLANKS))
        for index in articles
        if (label := read[index]) and not _stands_over_its_like(read, index)
    }
    titled = [
        index
        for index, rest in rests.items()
        if 0 < len(rest) <= ARTICLE_TITLE
        and not any(mark in rest for mark in "。；，：")
        and not REFERENCE.match(rest)
    ]
    named = not any(PROVISION.search(lines[index].text) for index in titled)
    short = all(len(rests[index]) <= SHORT_TITLE for index in titled)
    share = (0 if short else SOME_ARTICLES) if named else MOST_ARTICLES
    if len(titled) < max(SERIES_ITEMS, share * len(articles)):
        return []
    of_clauses = (
        index
        for index, rest in rests.items()
        if "，" in rest[:-1]
        and len(rest) <= ARTICLE_CLAUSES
        and rest[-1] not in STOP_MARKS
        and not any(mark in rest for mark in "。；：")
    )
    return [*titled, *of_clauses] if 2 * len(titled) >= len(articles) else titled


def _without_end_colon(rest: str) -> str:
    """A name without the colon at its end: 质量标准：; a clause that leads to a list as it is."""
    is_name = len(rest) <= COLON_LENGTH and rest[-1:] in ("：", ":") and not PROVISION.search(rest)
    return rest[:-1] if is_name else rest


def _stands_over_its_like(read: Sequence[Label | None], index: int) -> bool:
    """Whether a line is the last one, or right over one with a label of its kind."""
    return index + 1 >= len(read) or _same_kind(read, index, index + 1)


def _are_bare_articles(lines: Sequence[SourceLine], read: Sequence[Label | None]) -> bool:
    """Whether most articles stand alone in their line, their text below; where some do and others
    not, a label alone is the beginning of its paragraph.
    """
    articles = [index for index, label in enumerate(read) if label and label.kind == "article"]
    alone = [i for i in articles if not lines[i].text[read[i].end :].strip("：:")]  # type: ignore[union-attr]
    return len(alone) >= MOST_OF_SERIES * len(articles)


def _is_note(label: Label | None, signs: set[str]) -> bool:
    """Whether a line may be a note: its sign stands in the text too."""
    return label is not None and label.kind == "circle" and label.text in signs


def _is_heading(
    lines: Sequence[SourceLine],
    read: Sequence[Label | None],
    index: int,
    alone: set[int],
    bare: bool,
) -> bool:
    line, label = lines[index], read[index]
    if line.kind != "text" or TO_FILL.search(line.text) or LEADER.search(line.text):
        return False
    if line.heading_level:
        comma = label is None and ("，" in line.text or "," in line.text)
        stops = "；，" if _is_short_sentence(line, label) else "。；，"
        return (
            len(line.text) <= (UNLABELLED_LENGTH if comma else MARKED_LENGTH)
            and line.text[-1] not in stops
        )
    if label is None or label.kind not in LABELLED_LENGTH:
        return False
    rest = line.text[label.end :]
    leads = index + 1 < len(lines) and not _same_kind(read, index, index + 1)
    if not rest.strip("：:"):
        return (
            leads
            and label.kind in (*ALWAYS_HEADINGS, "article")
            and (label.kind != "article" or (_counts_on(read, index) and bare))
        )
    if label.kind in ALWAYS_HEADINGS:
        rest = _without_brackets(rest)
    if _is_form_line(rest) or _opens_list(rest) or not _counts_bare(read, index):
        return False
    if ANSWERED.fullmatch(rest) or VALUED.fullmatch(rest):
        return False
    if label.kind == "article" or len(rest) > LABELLED_LENGTH[label.kind]:
        return False
    if any(rest.count(pair[0]) != rest.count(pair[1]) for pair in BRACKETS):
        return False  # it goes on, and was not joined
    if any(_is_label_of(part, label) for part in rest.split()[1:]):
        return False  # （1）修路 （2）架桥: a list in a line
    if index in alone and rest.find("。") == len(_without_remark(rest)) - 1:
        return not _last_of_run(read, index) and not RUN_IN.match(rest)
    if rest[-1] in "：:？?" and leads and label.kind in ALWAYS_HEADINGS:
        longest = COLON_LENGTH if rest[-1] in "：:" else UNLABELLED_LENGTH
        return len(rest) <= longest and not any(mark in rest[:-1] for mark in STOP_MARKS)
    return (
        rest[-1] not in STOP_MARKS
        and "。" not in rest
        and "；" not in rest
        and (label.kind in ALWAYS_HEADINGS or (leads and not _last_of_run(read, index)))
    )


def _counts_on(read: Sequence[Label | None], index: int) -> bool:
    """Whether the article before a line has the number before its own; of the articles that a text
    quotes each stands by itself.
    """
    label = read[index]
    before = next(
        (
            other
            for place in range(index - 1, -1, -1)
            if (other := read[place]) and label and other.kind == label.kind
        ),
        None,
    )
    return label is not None and label.number == (before.number if before else 0) + 1


def _opens_list(rest: str) -> bool:
    """Whether another label stands right behind the label of a line: （1）①先清上游."""
    inner = chinese.read_label(rest.lstrip(BLANKS))
    return inner is not None and inner.kind in ("circle", "paren_digit", "bracket")


def _counts_bare(read: Sequence[Label | None], index: int) -> bool:
    """Whether a number without a mark (2 修路) is one of an outline: the first, the next one after
    the last, or with 2.1 below it; a row of a table begins with any number.
    """
    label = read[index]
    if label is None or label.kind != "decimal" or len(label.parts) > 1 or label.number == 1:
        return True
    places = range(index + 1, len(read))
    after = next((other for place in places if (other := read[place])), None)
    if after is not None and after.parts[:-1] == label.parts:
        return True
    before = (
        other.number
        for place in range(index - 1, -1, -1)
        if (other := read[place]) and other.kind == "decimal" and len(other.parts) == 1
    )
    return 0 < label.number - next(before, 0) <= SKIPPED


def _is_form_line(text: str) -> bool:
    """Whether single characters stand between the words of a line, those of a form that is to be
    filled in: 位于 省 县; a word set wide has nothing else.
    """
    words = text.split()
    single = [word for word in words if len(word) == 1 and chinese.is_han(word)]
    return len(words) > 2 and 0 < len(single) < len(words) - 1


def _is_short_sentence(line: SourceLine, label: Label | None) -> bool:
    """Whether a line is a label and one short sentence: （一）指导思想。"""
    rest = line.text[label.end :] if label else ""
    return 0 < len(rest) <= SENTENCE_LENGTH and not any(mark in rest[:-1] for mark in "。；！？：:")


def _is_label_of(text: str, label: Label) -> bool:
    """Whether a text opens with the label that follows another one of its kind."""
    following = chinese.read_label(text)
    return (
        following is not None
        and following.kind == label.kind
        and following.number == label.number + 1
    )


def _same_kind(read: Sequence[Label | None], index: int, other: int) -> bool:
    """Whether two lines have labels of one kind, decimals of one depth."""
    first, second = read[index], read[other]
    return (
        first is not None
        and second is not None
        and first.kind == second.kind
        and len(first.parts) == len(second.parts)
    )


def _last_of_run(read: Sequence[Label | None], index: int) -> bool:
    """Whether a line is the last of a list of lines with labels of its kind, one after the other;
    ⑾ follows ⑩.
    """
    label = read[index]
    before = read[index - 1] if index else None
    if label is None or before is None or label.number < 2:
        return False
    goes_on = before.kind == "circle" and len(label.text) == 1 and label.number == before.number + 1
    return goes_on or _same_kind(read, index - 1, index)


def _sentence_headings(lines: Sequence[SourceLine], read: Sequence[Label | None]) -> set[int]:
    """The indices of the lines that may be a heading with its 。 (（一）思路。): those of a kind of
    label that mostly heads, of a series that heads as a whole.
    """
    kinds: dict[str, list[int]] = {}
    for index, label in enumerate(read):
        if label is not None and label.kind in LABELLED_LENGTH and label.kind != "article":
            kinds.setdefault(label.kind, []).append(index)
    groups = [(items, MOST_SENTENCES) for items in kinds.values()]
    groups += [(entry.items, 1.0) for entry in all_series(read) if item_kind(read, entry) in kinds]
    alone: set[int] = set()
    for items, share in groups:
        apart = {index for index in items if _is_sentence_apart(lines, read, index)}
        if len(apart) >= SERIES_ITEMS and len(apart) >= share * len(items):
            alone |= apart
    return alone


def _is_sentence_apart(
    lines: Sequence[SourceLine], read: Sequence[Label | None], index: int
) -> bool:
    """Whether a line is a short sentence or name alone, with something else than its like below."""
    label = read[index]
    rest = _without_remark(lines[index].text[label.end if label else 0 :])
    return (
        0 < len(rest) <= SENTENCE_LENGTH
        and not any(mark in rest[:-1] for mark in "。；！？")
        and rest[-1] not in "；，：、！？"
        and index + 1 < len(lines)
        and not _same_kind(read, index, index + 1)
    )


def _goes_on_inside(lines: Sequence[SourceLine], label: Label | None, index: int) -> bool:
    """Whether a label counts on from one inside the paragraph before it: （2）… behind …：（1）…"""
    if label is None or label.number < 2 or not index or len(label.text) < 3:
        return False
    before = label.text.replace(str(label.number), str(label.number - 1))
    return before != label.text and before in lines[index - 1].text[1:]


def _without_brackets(text: str) -> str:
    """A text without the brackets at its end, whatever is in them: 单选题（每题2分。共18分）."""
    depth = 0
    for at in range(len(text) - 1, 0, -1):
        depth += (text[at] in "）)") - (text[at] in "（(")
        if not depth:
            short = text[:at].rstrip(BLANKS)
            return short if at < len(text) - 1 and len(short) <= UNLABELLED_LENGTH else text
    return text


def _without_remark(text: str) -> str:
    """A sentence without the remark in brackets behind its 。"""
    short = REMARK.sub("", text)
    return short if short.endswith("。") else text


def _is_unlabelled(
    lines: Sequence[SourceLine], read: Sequence[Label | None], heads: Sequence[bool], index: int
) -> bool:
    """A short line without a label or a mark at its end, between paragraphs that end with one."""
    line = lines[index]
    if (
        not _reads_as_heading(line)
        or line.plain
        or TO_FILL.search(line.text)
        or _is_of_a_list(lines, index)
        or (not index and _names_body(line))  # who issues it, over or under the title
        or (index and _is_named_value(lines[index - 1], heads[index - 1]))
        or index + 1 >= len(lines)
        or _is_all_of_a_section(read, heads, index)
        or index
        and not _ends_before_heading(lines[index - 1], heads[index - 1])
    ):
        return False
    after = lines[index + 1]
    if after.kind == "text" and BYLINE.fullmatch(after.text) and index + 2 < len(lines):
        after = lines[index + 2]
    if (
        after.kind != "text"
        or dates.date_alone(after.text)
        or (dates.is_month(after.text) and _names_body(line))
        or (after.text[0] in "（(" and after.text[-1] == "。")  # 石桥 / （桥头村东一里）。
        or (after.text[-1] in "：！:!" and len(after.text) <= 20)
        or (after.text[-1] == "；" and not read[index + 1] and len(after.text) <= UNLABELLED_LENGTH)
        or SIGNED_BY.fullmatch(after.text)
        or _has_comma(line)
        and not (heads[index + 1] or len(after.text) >= LONG_PARAGRAPH)
    ):
        return False
    ended = after.text[-1] in END_MARKS or len(after.text) >= BROKEN_PARAGRAPH
    return ended or heads[index + 1]


def _is_named_value(before: SourceLine, is_heading: bool) -> bool:
    """Whether what stands before a line names it with a colon: 收费标准：."""
    return (
        not is_heading
        and before.kind == "text"
        and before.text[-1] in "：:"
        and len(before.text) <= UNLABELLED_LENGTH
        and not ANNOUNCES.search(before.text)
    )


def _is_of_a_list(lines: Sequence[SourceLine], index: int) -> bool:
    """Whether a line opens with the same mark as its neighbour: 《甲》 and 《乙》 below it, not a
    long paragraph.
    """
    mark = lines[index].text[0]
    return not mark.isalnum() and any(
        line.kind == "text" and line.text.startswith(mark) and len(line.text) < LONG_PARAGRAPH
        for line in (*lines[max(index - 1, 0) : index], *lines[index + 1 : index + 2])
    )


def _is_among_bodies(lines: Sequence[SourceLine], index: int) -> bool:
    """Whether a line names a body, and so does its neighbour: those who issue or take part."""
    return _names_body(lines[index]) and any(
        map(_names_body, (*lines[max(index - 1, 0) : index], *lines[index + 1 : index + 2]))
    )


def _signs(lines: Sequence[SourceLine], index: int) -> bool:
    """Whether a line ends with the name of a body, between another and the date of a letter."""
    return (
        0 < index < len(lines) - 1
        and head_lines.is_signer(lines[index].text)
        and _names_body(lines[index - 1])
        and dates.date_alone(lines[index + 1].text) is not None
    )


def _names_body(line: SourceLine) -> bool:
    return line.kind == "text" and head_lines.is_body(BRACKETED.sub("", line.text))


def _has_comma(line: SourceLine) -> bool:
    return "，" in line.text or "," in line.text


def _reads_as_heading(line: SourceLine) -> bool:
    """Whether a line without a label may be a heading by its own words."""
    text = line.text
    return (
        line.kind == "text"
        and 2 <= len(text) <= (COMMA_LENGTH if _has_comma(line) else UNLABELLED_LENGTH)
        and not text.rstrip(CLOSING).endswith(tuple(STOP_MARKS))
        and line.indent < RIGHT_INDENT
        and not any(mark in text for mark in "：:；。！〔=＝÷")
        and all(text.count(pair[0]) == text.count(pair[1]) for pair in BRACKETS)
        and not (text[0] in "（(" and text[-1] in "）)")
        and text[0] not in "—-….>"
        and not CHOICE.search(text)
        and not BRACKETED_KEY.match(text)
        and not _is_a_row(text)
        and not _is_form_line(text)
        and not DRAWN.search(text)
        and not NO_TEXT_BELOW.fullmatch(text)
        and not OTHER_PAGES.fullmatch(text)
        and text.count("，") <= MOST_COMMAS
        and (text[0] != "附" or text[1:].strip(BLANKS) in ("则", "則", "记", "記", "言"))
        and any(map(chinese.is_han, text))
        and not dates.date_alone(text)
        and not dates.is_month(text)
        and not head_lines.is_office_line(text)
        and head_lines.SPACED_FIELD.fullmatch(text) is None
        and not footnotes.looks_like_note(text)
        and not captions.looks_like_caption(text)
        and not captions.stands_under_picture(text)
        and not BYLINE.fullmatch(text)
        and not head_lines.AUTHOR_KEY.fullmatch(text)
        and not PLACE_IN_LAW.fullmatch(text)
        and not is_said_twice(text)
        and not furniture_forms.is_call(text)
        and not GOES_ON.search(text)
        and not REFERS.search(text)
    )


def _is_a_row(text: str) -> bool:
    """Whether blanks part a text in three words or more: the row of a table."""
    words = text.split()
    return len(words) > 2 and min(map(len, words)) >= ROW_WORD


def _ends_before_heading(before: SourceLine, is_heading: bool) -> bool:
    """Whether what stands before a line leaves room for a heading: a heading, or a paragraph that
    is at its end.
    """
    ended = is_heading or before.kind not in ("text", "item") or before.text[-1] in END_MARKS
    return ended and not GOES_ON.search(before.text)


def _is_all_of_a_section(read: Sequence[Label | None], heads: Sequence[bool], index: int) -> bool:
    """Whether a line is all that stands between （三） and （四）, or between the headings 2. and
    五、: text of the one, no heading.
    """
    if not 0 < index < len(read) - 1:
        return False
    before, after = read[index - 1], read[index + 1]
    return (
        before is not None
        and after is not None
        and (
            (before.kind == after.kind and after.number == before.number + 1)
            or (heads[index - 1] and heads[index + 1] and after.number > 1)
        )
    )


def _marked_levels(
    lines: Sequence[SourceLine],
    read: Sequence[Label | None],
    heads: Sequence[bool],
    outline: Sequence[int],
) -> list[int]:
    """The level of each line where the file marks nearly all of its headings, at several levels and
    each kind of label at one of them; [] elsewhere. What it does not mark stands beside the others
    of its series, else below all. Labels of several kinds at one level stand below each other as in
    the ``outline``.
    """
    marked = [index for index, head in enumerate(heads) if head and lines[index].heading_level]
    kinds: dict[str, Counter[int]] = {}
    for index in marked:
        kinds.setdefault(_kind(read[index]), Counter())[lines[index].heading_level] += 1
    kinds.pop("", None)
    alike = sum(max(levels.values()) for levels in kinds.values())
    total = sum(levels.total() for levels in kinds.values())
    if (
        len(marked) < max(MARKED_HEADINGS, MOST_MARKED * sum(heads))
        or len({lines[index].heading_level for index in marked}) < 2
        or alike < MOST_MARKED * total
    ):
        return []
    first: dict[int, int] = {}  # the outermost label of each level, in the outline
    many = {kind for kind, levels in kinds.items() if levels.total() >= SERIES_ITEMS}
    for index in marked:
        if _kind(read[index]) in many:
            level = lines[index].heading_level
            first[level] = min(outline[index], first.get(level, outline[index]))
    own: dict[tuple[int, str], int] = {}  # the outermost of each kind at each level
    for index in marked:
        key = (lines[index].heading_level, _kind(read[index]))
        own[key] = min(outline[index], own.get(key, outline[index]))
    below = [
        own[line.heading_level, _kind(label)] - first[line.heading_level]
        if head and line.heading_level and _kind(label) in many
        else 0
        for line, label, head in zip(lines, read, heads, strict=True)
    ]
    deepest = max(below) + 1
    levels = [line.heading_level or DEEPEST_LEVEL for line in lines]
    for series in set(filter(None, chinese.find_series([OutlineStep(label) for label in read]))):
        among = {level for item in series.items if (level := lines[item].heading_level)}
        for item in series.items:
            if len(among) == 1 and not lines[item].heading_level:
                levels[item] = min(among)
    return [level * deepest + further for level, further in zip(levels, below, strict=True)]


def _parallel_titles(lines: Sequence[SourceLine], titles: Sequence[int]) -> list[int]:
    """Those of the title lines that begin alike, three or more in a row: 一年来，我们……"""
    found: list[int] = []
    for begin, run in groupby(titles, lambda number: lines[number].text.lstrip("【")[:PARALLEL]):
        alike = list(run)
        if len(alike) >= SERIES_ITEMS and not any(map(str.isdigit, begin)):
            found += alike
    return found


def _raised_by_marks(
    lines: Sequence[SourceLine], heads: Sequence[bool], outline: Sequence[int]
) -> list[int]:
    """The levels of the outline, those of headings that the file marks as its outermost raised to
    the others marked so, where the outline has them below headings that are marked as inner ones:
    二、 and （三） of two documents that were put together.
    """
    marked = [index for index, head in enumerate(heads) if head and lines[index].heading_level]
    outermost = min((lines[index].heading_level for index in marked), default=0)
    inner = [outline[index] for index in marked if lines[index].heading_level > outermost]
    outer = [outline[index] for index in marked if lines[index].heading_level == outermost]
    levels = list(outline)
    for index in marked:
        if lines[index].heading_level == outermost and inner and levels[index] > min(inner):
            levels[index] = min(outer)
    return levels


def _heading_depths(
    lines: Sequence[SourceLine], read: Sequence[Label | None], heads: Sequence[bool]
) -> list[int]:
    """The level of each heading, 1 the outermost: as deep as headings stand above it."""
    # 一是…… over 1.… heads as a title does; elsewhere it counts inside paragraphs.
    read = [
        None if head and label is not None and label.kind == "item" else label
        for head, label in zip(heads, read, strict=True)
    ]
    titles = [
        chinese.title_kind(line.text, line.heading_level or 9) if head and label is None else ""
        for line, label, head in zip(lines, read, heads, strict=True)
    ]
    for number in _parallel_titles(lines, [n for n, title in enumerate(titles) if title]):
        titles[number] += lines[number].text[:PARALLEL]
    steps = [
        OutlineStep(label, title=title, whole=line.text[-1] in "。！？")
        for line, label, title in zip(lines, read, titles, strict=True)
    ]
    outline = _raised_by_marks(lines, heads, chinese.outline_levels(steps))
    levels = _marked_levels(lines, read, heads, outline) or outline
    stack: list[int] = []
    depths = []
    for head, level in zip(heads, levels, strict=True):
        if not head:
            depths.append(0)
            continue
        while stack and stack[-1] >= level:
            stack.pop()
        stack.append(level)
        depths.append(len(stack))
    return depths
