"""What the look of lines says: which is the title, and which are headings that no style marks.

The title of an official document is centred, in 小标宋 of 二号, its headings in 黑体 and 楷体 of
the size of the text (GB/T 9704-2012, 7.3). Looks are evidence: what rests on them alone is told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise, takewhile

from duben import chinese
from duben.intake import dates, head_lines, line_editing
from duben.intake.boilerplate import CONTENTS, FRONT, DocumentHead, is_body_line, may_be_title
from duben.intake.document import ChangeLog, Omission, SourceLine
from duben.intake.letter_head import is_issuer, is_letterhead, is_mark_over_title
from duben.intake.line_editing import ASIDE, BLANKS
from duben.intake.word import covers
from duben.intake.word.lines import WordLine

BYLINE = "署名"  # the style of authors below the title, as build --format docx writes it
TOP_LINES = 16  # lines among which the title is looked for
TITLE_LINES = 4  # over which a title goes at most
LARGER = 1.12  # times the size of the text: 小二 above 三号
FAR_LARGER = 1.5  # times that: of a title that is not centred
ALIKE_SIZES = 0.9  # 一号 below 小初 is one title
PREFACE_LINES = 3  # paragraphs before a title, which says for whom it is
HEADING_LENGTH = 30
HEADING_FACES = ("黑体", "黑體", "hei", "楷体", "楷體", "kai", "小标宋")
# What stands large on the cover of a thesis above its title.
THESIS = re.compile(
    "(?:[一-鿿]{2,16}(?:大学|学院))?(?:博士|硕士|学士|本科|专科)?(?:生)?(?:学位|毕业)(?:论文|设计)"
    "(?:[（(](?:论文|设计|报告)[）)])?"
)
# What asks for a title, and has none: 任务书, 申请表, with 题目：… among its fields.
FORM_ENDINGS = ("任务书", "申请书", "申报书", "审批书", "评审书", "推荐书", "表", "册")
TITLE_KEY = re.compile("(?:论文|设计|作品)?题[ \u3000]*目[ \u3000]*[：:][ \u3000]*(?=[^\\s_＿])")
# 项目编号：… on a cover.
FIELD = re.compile(
    "[一-鿿 \u3000]{0,10}(?:编[ \u3000]*[号码]|签[ \u3000]*[字名章]|邮[ \u3000]*箱"
    "|学[ \u3000]*号|名[ \u3000]*称|单[ \u3000]*位|人|方|者"
    "|姓[ \u3000]*名|时[ \u3000]*间|日[ \u3000]*期|年[ \u3000]*级|班[ \u3000]*级|专[ \u3000]*业"
    "|学[ \u3000]*院|教[ \u3000]*师|机[ \u3000]*构|代[ \u3000]*码|简[ \u3000]*称|密[ \u3000]*级"
    "|职[ \u3000]*称|地[ \u3000]*[点址]|电[ \u3000]*话|部[ \u3000]*门|版[ \u3000]*本)"
    "[ \u3000]*(?:[（(][^（）()]{1,6}[）)])?[ \u3000]*[：:]"
)
# 青石县教育局监制, 青石大学教务处制　2024年3月: who made a form.
MADE_BY = re.compile(
    "[一-鿿]{2,30}(?:[部委局厅院处科室会校学司所办组]|中心)(?:[监印编研]制|编印|制[订定]?)"
    "(?:[0-9〇○ＯO零一二]{2,4}年.{0,6})?"
)
DAY_TO_FILL = re.compile("(?:[二2][〇○ＯO零0]?)?[ \u3000\xa0]+年[ \u3000\xa0]*月.{0,3}")
FORM_NOTES = re.compile("(?:填[表写报]|使用)?(?:说明|须知|要求)")
INTRODUCES = re.compile("(?:如下|以下|[为是])[：:]$")  # what stands below it, and names nothing
BARE_NUMBER = re.compile("[0-9]{1,2}[^0-9年月日]")
# 课题名称 青石河清淤: a key, and its value a blank behind it, no colon.
OPEN_FIELD = re.compile(FIELD.pattern.removesuffix("[：:]") + "[ \u3000\xa0_]+\\S.{0,29}")
# Project Change Report, over a form in Chinese.
FOREIGN_TITLE = re.compile("[A-Z][A-Za-z]+(?: [A-Za-z0-9&-]+){1,11}")
NUMERALS = "0123456789 \u3000"  # behind a name: of a student
SPACED = re.compile("[一-鿿](?:[ \u3000]+[一-鿿])+")
GAP = re.compile("[ \u3000]+")
ENDINGS = (*head_lines.KINDS, "书", "册", "表")  # of the titles of documents
KIND_LENGTH = 6  # characters of a title that is nothing but a kind of document
STYLED_HEADINGS = 2  # from which on the styles say which lines are headings
ARTICLE_TITLE = 20  # characters of the title of an article
HEADINGS_APART = 3  # lines that look otherwise than the text, from which on headings do
ALIKE = 2  # lines of one look from which on they may be headings
FIELDS = 3  # below one another from which on they are none of them headings
SENTENCES = 2  # below one another, from which on they are no headings, however marked
LISTED = 3  # lines of one face below one another from which on they are a list
VERSES = 6  # lines of any look below one another from which on they are no headings
DAYS = 4  # days from which on they are headings
DAY_LINES = 30  # from one of them to the next
BULLET, BULLETS, BULLET_LENGTH = "-", 3, 20  # of items that are headings
BULLET_SHARE = 0.7  # of them that have a text right below; others have a heading there
LAST_LINES = 4  # where a signature stands, but for lines over a table
DEFAULT_SIZE = 21  # half-points: 五号
TEXT_LENGTH = 200  # characters beside the tables that tell the size of the text


def body_size(lines: Sequence[WordLine]) -> int:
    """The size of most of the text, in half-points; of what stands in tables the usual one."""
    sizes: Counter[int] = Counter()
    for entry in lines:
        sizes[entry.size or DEFAULT_SIZE] += len(entry.line.text)
    return max(sizes, key=sizes.__getitem__, default=DEFAULT_SIZE)


def _text_size(lines: Sequence[WordLine]) -> int:
    """The size of most of the text beside the tables, where there is enough of it."""
    text = [entry for entry in lines if entry.line.kind != "table"]
    enough = sum(len(entry.line.text) for entry in text) >= TEXT_LENGTH
    return body_size(text if enough else lines)


def front_length(lines: Sequence[WordLine]) -> int:
    """How many lines stand before the text: those of the cover, else those before the first
    sentence.
    """
    first = _stands_over_title(lines)
    return sum(entry.on_cover for entry in lines) or next(
        (
            index
            for index, entry in enumerate(lines[:TOP_LINES])
            if index >= first and _begins_text(entry, lines)
        ),
        min(TOP_LINES, len(lines)),
    )


def _stands_over_title(lines: Sequence[WordLine]) -> bool:
    """Whether the first line is a table above centred lines with the title among them: boxes for
    marks or for a number.
    """
    least = body_size(lines) * FAR_LARGER
    centred = takewhile(lambda each: each.line.indent >= ASIDE, lines[1 : TITLE_LINES + 1])
    return (
        len(lines) > 1
        and lines[0].line.kind == "table"
        and any(_stands_out(each, least) and _is_title_line(each.line) for each in centred)
    )


def without_boxes_amid(lines: Sequence[WordLine]) -> list[WordLine]:
    """The lines, what stands in text boxes between two centred lines of one look at the head behind
    the second: the boxes stand beside a title over two lines.
    """
    result = list(lines)
    for at, entry in enumerate(lines[:TOP_LINES]):
        boxes = list(takewhile(lambda each: each.in_box, lines[at + 1 :]))
        end = at + 1 + len(boxes)
        if not boxes or entry.in_box or end >= len(lines) or entry.line.indent < ASIDE:
            continue
        if _is_same_look(entry, entry, lines[end]):
            result[at + 1 : end + 1] = [lines[end], *boxes]
    return result


def take_title(
    lines: Sequence[WordLine], top: int, log: ChangeLog
) -> tuple[list[WordLine], SourceLine | None]:
    """The lines, a title over several joined, and the line that is the title by style or look; None
    where the words have to tell it. ``top`` is how many lines stand before the text.
    """
    styled = next((index for index in range(top) if lines[index].look.is_title), None)
    if styled is None:
        for at in range(top):
            match = TITLE_KEY.match(lines[at].line.text)
            if match is not None and not _stands_below_form(lines, at):
                return _take_named_title(lines, at, match.end(), log)
    group = (
        _with_thesis(lines, _without_body(lines, _largest_lines(lines, top)))
        or _foreign_title(lines)
        or _lone_large_lines(lines, top)
        or _kind_below_first(lines, top)
        or _title_below_preface(lines)
        or _lone_heading(lines)
        if styled is None
        else _group_from(lines, styled, len(lines))
    )
    if not group:
        return list(lines), None
    title = _joined(lines, group)
    spans = tuple(span for span in title.spans if span.kind not in ("strong", "emphasis"))
    title = replace(title, heading_level=1, spans=spans)
    if styled is None and group[0] != _first_by_words(lines, top):
        log.doubt(title, "title", title.text)
    first, last = group[0], group[-1]
    entry = replace(lines[first], line=title)
    before = lines[:first]
    if any(map(is_body_line, (each.line for each in before))):
        return [entry, *before, *lines[last + 1 :]], title
    return [*before, entry, *lines[last + 1 :]], title


def _stands_below_form(lines: Sequence[WordLine], index: int) -> bool:
    """Whether a line stands below the name of a form, centred and larger than it."""
    return any(
        "".join(entry.line.text.split()).endswith(FORM_ENDINGS)
        and entry.line.indent >= ASIDE
        and (entry.size or DEFAULT_SIZE) > (lines[index].size or DEFAULT_SIZE)
        and _is_title_line(entry.line)
        for entry in lines[:index]
    )


def _take_named_title(
    lines: Sequence[WordLine], index: int, start: int, log: ChangeLog
) -> tuple[list[WordLine], SourceLine]:
    """The lines with the title behind its key: 题目：…"""
    line = lines[index].line
    log.left_out.append(Omission(line.number, line.text[:start], why="书名前的标签"))
    title = line_editing.slice_line(line, start, len(line.text))
    title = replace(title, heading_level=1, spans=())
    return [*lines[:index], replace(lines[index], line=title), *lines[index + 1 :]], title


def take_title_block(
    lines: Sequence[WordLine], title: SourceLine | None, log: ChangeLog, head: DocumentHead
) -> list[WordLine]:
    """The lines without subtitle and authors that stand right below the title in styles of their
    own; these go into the head.
    """
    start = next((index for index, entry in enumerate(lines) if entry.line is title), len(lines))
    end = start + 1
    for entry in lines[end:]:
        if entry.look.is_subtitle:
            head.subtitle.append(entry.line)
            log.relocate("subtitle", entry.line)
        elif entry.look.style_name == BYLINE and dates.date_alone(entry.line.text) is None:
            head.authors += entry.line.text.split()
            log.relocate("authors", entry.line)
        else:
            break
        end += 1
    return [*lines[: start + 1], *lines[end:]]


def _begins_text(entry: WordLine, lines: Sequence[WordLine]) -> bool:
    """Whether the text begins with a line: a sentence or a label; no title, however it is styled,
    and no field of a head.
    """
    return (
        is_body_line(entry.line)
        and not entry.look.is_title
        and not (entry.line.kind == "text" and covers.is_field(entry.line.text))
        and not (
            entry.look.level > 1
            and _stands_out(
                entry, body_size(lines) * (LARGER if entry is lines[0] else covers.LARGE)
            )
            and may_be_title(replace(entry.line, heading_level=0))
        )
    )


def _stands_out(entry: WordLine, least: float) -> bool:
    """Whether a line is as large as a title: centred, or larger by far."""
    size = entry.size or DEFAULT_SIZE
    return size >= (least if entry.line.indent >= ASIDE else least * FAR_LARGER)


def _largest_lines(lines: Sequence[WordLine], top: int) -> range:
    """The first of the largest lines at the head that stand out, with those that go on the title;
    behind a letterhead and its number.
    """
    least = body_size(lines) * LARGER
    groups: list[range] = []
    at = 0
    while at < top:
        if _stands_out(lines[at], least) and _is_title_line(lines[at].line):
            groups.append(_group_from(lines, at, top))
        at = groups[-1].stop if groups and groups[-1].stop > at else at + 1
    texts = [entry.line.text for entry in lines[: top + 1]]
    theses = [group for group in groups if _is_thesis(_joined(lines, group).text)]
    groups = [
        group
        for group in groups
        if not _is_no_title(_joined(lines, group).text)
        and not (len(group) == 1 and is_mark_over_title(texts, group[0]))
    ]
    named = [group for group in groups if not _is_body(_joined(lines, group).text)]
    named = named or theses or groups
    largest = max(named, key=lambda group: (lines[group[0]].size, -group[0]), default=range(0))
    at = named.index(largest) if largest else 0
    if at and named[at - 1].stop == largest.start and _is_kind(_joined(lines, largest).text):
        return range(named[at - 1].start, largest.stop)
    for after in named[at + 1 : at + 2]:
        end = _joined(lines, after).text
        if after.start == largest.stop and (
            _is_kind(end)
            or (
                (
                    lines[after.start].on_cover
                    or lines[after.start].size == lines[largest.start].size
                )
                and _ends_title(_joined(lines, largest).text, end)
            )
        ):
            return range(largest.start, after.stop)
    if largest and largest.stop < len(lines) and is_issuer(_joined(lines, largest).text):
        below = lines[largest.stop].line
        if below.kind == "text" and (
            head_lines.is_matter(below.text) or _names_table(lines, largest.stop)
        ):
            return range(largest.start, largest.stop + 1)
    return largest


def _names_table(lines: Sequence[WordLine], at: int) -> bool:
    """Whether a line is the centred name of a table right below it."""
    return (
        lines[at].line.indent >= ASIDE
        and _is_title_line(lines[at].line)
        and not covers.is_field(lines[at].line.text)
        and [entry.line.kind for entry in lines[at + 1 : at + 2]] == ["table"]
    )


def _without_body(lines: Sequence[WordLine], group: range) -> range:
    """A title on a cover without the name of the school or office that stands on a line before it;
    not where the rest says only of which kind the document is.
    """
    rest = group[1:]
    if not rest or not lines[group[0]].on_cover:
        return group
    first = lines[group[0]].line.text
    if not _is_body(first) and not first.endswith("学校"):
        return group
    text = _joined(lines, rest).text
    return group if _is_kind(text) or head_lines.is_matter(text) else rest


def _with_thesis(lines: Sequence[WordLine], group: range) -> range:
    """A title that says only of which kind a form or a paper is, with the kind of the thesis on the
    centred line right above it: 毕业论文 / 成绩评定册.
    """
    if not group or not group.start:
        return group
    above, text = lines[group.start - 1], _joined(lines, group).text
    if (
        _is_thesis(above.line.text)
        and _is_centred(above.line)
        and (_is_kind(text) or text.endswith(FORM_ENDINGS))
    ):
        return range(group.start - 1, group.stop)
    return group


def _ends_title(text: str, below: str) -> bool:
    """Whether the second of two lines alone says of which kind a document is: 清淤平台 / 说明书."""
    return below.endswith(ENDINGS) and not text.endswith(ENDINGS)


def _is_kind(text: str) -> bool:
    """Whether a title says no more than of which kind a document is: 实施方案, 招标文件."""
    return len(text) <= KIND_LENGTH and text.endswith((*head_lines.KINDS, "文件", "书"))


def _is_title_line(line: SourceLine) -> bool:
    return may_be_title(replace(line, heading_level=0)) and not _is_label_or_office(line.text)


def _is_body(text: str) -> bool:
    return head_lines.is_body("".join(text.split()))


def _group_from(lines: Sequence[WordLine], start: int, top: int) -> range:
    """The lines of a title that begins at ``start``."""
    end = start + 1
    while (
        end < top
        and (end < start + TITLE_LINES or len(lines[end].line.text) == 1)
        and (_goes_on(lines[start:end], lines[end]) or _is_amid(lines, start, end, top))
    ):
        end += 1
    return range(start, end)


def _is_amid(lines: Sequence[WordLine], start: int, at: int, top: int) -> bool:
    """Whether a line in brackets is one of a title that ends below it with the kind of the
    document: 服务项目 / （第二批） / 招标文件.
    """
    text = lines[at].line.text
    return (
        text[0] in "（("
        and text[-1] in "）)"
        and at + 1 < top
        and _is_kind(lines[at + 1].line.text)
        and all(_is_same_look(lines[start], lines[at - 1], each) for each in lines[at : at + 2])
    )


def _title_below_preface(lines: Sequence[WordLine]) -> range:
    """The title below a paragraph or two that open the text; an empty range for none."""
    least = body_size(lines) * covers.LARGE
    for at, entry in enumerate(lines[: PREFACE_LINES + 1]):
        if at and _stands_out(entry, least) and _is_title_line(entry.line):
            return _group_from(lines, at, len(lines))
        if entry.line.kind != "text" or entry.line.heading_level:
            break
        if chinese.read_label(entry.line.text) is not None:
            break
    return range(0)


def _lone_large_lines(lines: Sequence[WordLine], top: int) -> range:
    """The lines at the head that are larger than all else in the document, centred or not; an empty
    range for none.
    """
    sizes = [
        0
        if entry.line.kind == "table" or head_lines.ANNEX_LABEL.fullmatch(entry.line.text)
        else entry.size
        for entry in lines
    ]
    largest = max(sizes, default=0)
    at = sizes.index(largest) if largest else top
    if at >= top or largest < body_size(lines) * LARGER or not _is_title_line(lines[at].line):
        return range(0)
    group = _group_from(lines, at, top)
    return group if sizes.count(largest) <= len(group) else range(0)


def _foreign_title(lines: Sequence[WordLine]) -> range:
    """The first line of all, where it has no 汉字 and is centred, larger and over a text or table
    that has; an empty range for another one.
    """
    if len(lines) < 2 or not FOREIGN_TITLE.fullmatch(lines[0].line.text):
        return range(0)
    stands_out = lines[0].line.indent >= ASIDE and _stands_out(lines[0], body_size(lines) * LARGER)
    return range(1) if stands_out and any(map(chinese.is_han, lines[1].line.text)) else range(0)


def _lone_heading(lines: Sequence[WordLine]) -> range:
    """The first line of all, where it is a heading and no other one is as high, as in a page of the
    web that was pasted, or none of those is centred as it is; an empty range for none.
    """
    level = lines[0].line.heading_level if lines else 0
    others = [entry.line for entry in lines[1:] if 0 < entry.line.heading_level <= level]
    is_centred = level > 0 and lines[0].line.indent >= ASIDE
    if level < 2 or (others and not is_centred) or any(map(_is_centred, others)):
        return range(0)
    return _group_from(lines, 0, len(lines)) if _is_title_line(lines[0].line) else range(0)


def _is_centred(line: SourceLine) -> bool:
    return line.indent >= ASIDE


def _kind_below_first(lines: Sequence[WordLine], top: int) -> range:
    """The first two lines, of one look and centred, the second of which alone says of which kind
    the document is, however large they are: 护渠活动 / 知情同意书; an empty range for others.
    """
    if top < 2 or not all(_is_centred(entry.line) for entry in lines[:2]):
        return range(0)
    first, second = lines[:2]
    goes_on = _is_same_look(first, first, second) and first.bold == second.bold
    is_title = _is_title_line(first.line) and _is_title_line(second.line)
    named = _ends_title(first.line.text, second.line.text)
    return range(2) if goes_on and is_title and named else range(0)


def lower_headings(lines: Sequence[WordLine], title: SourceLine | None) -> list[WordLine]:
    """The lines; where no title was found and the first of the outermost headings is numbered, all
    headings one level lower: that one is none.
    """
    outer = [entry.line for entry in lines if entry.line.heading_level == 1]
    if title is not None or len(outer) < 2 or not _is_numbered(outer[0].text):
        return list(lines)
    return [
        replace(entry, line=replace(entry.line, heading_level=level + 1))
        if (level := entry.line.heading_level)
        else entry
        for entry in lines
    ]


def _is_numbered(text: str) -> bool:
    """第一章 总则, 1引言; no year."""
    return chinese.read_label(text) is not None or BARE_NUMBER.match(text) is not None


def _joined(lines: Sequence[WordLine], group: range) -> SourceLine:
    """The lines of a title as one, without the blanks of letters set apart (合 同 书)."""
    return line_editing.join_lines([_without_gaps(lines[index].line) for index in group])


def _without_gaps(line: SourceLine) -> SourceLine:
    if not SPACED.fullmatch(line.text):
        return line
    gaps = [(match.start(), match.group(), "") for match in GAP.finditer(line.text)]
    return line_editing.change_line(line, gaps, ChangeLog())


def _first_by_words(lines: Sequence[WordLine], top: int) -> int | None:
    """The line that would be the title by its words alone."""
    return next(
        (
            index
            for index in range(top)
            if may_be_title(lines[index].line) and not _is_no_title(lines[index].line.text)
        ),
        None,
    )


def _is_no_title(text: str) -> bool:
    """Whether a line of the head is no title, however large: a letterhead, a label, the kind of a
    thesis, something in brackets.
    """
    return _is_label_or_office(text) or _is_thesis(text)


def _is_thesis(text: str) -> bool:
    """Whether a line says of which kind a thesis is, and nothing else: 毕业设计（论文）."""
    return THESIS.fullmatch("".join(text.split())) is not None


def _is_label_or_office(text: str) -> bool:
    return (
        _is_office_line(text)
        or text[0] in "（("
        or bool(FRONT.fullmatch(text) or DAY_TO_FILL.fullmatch(text))
        or head_lines.ANNEX_LABEL.fullmatch(text) is not None
        or _is_field_line(text)
        or _is_form_notes(text)
        or (chinese.read_label(text) is not None and not head_lines.is_lesson(text))
    )


def _is_field_line(text: str) -> bool:
    """Whether a line is a field with its key, and no title behind it: 修订版本：关于清淤的通知."""
    match = FIELD.match(text)
    return match is not None and not head_lines.is_matter(text[match.end() :])


def _is_office_line(text: str) -> bool:
    """Whether a line at the head is a letterhead, a number, a date or a name."""
    return (
        is_letterhead(text)
        or head_lines.is_office_line(text)
        or dates.date_alone("".join(text.split())) is not None
        or dates.is_month("".join(text.split()))
        or head_lines.SCHOOL_TERM.fullmatch(text) is not None
        or _is_maker(text)
        or head_lines.is_name(text.rstrip(NUMERALS))
    )


def _is_form_notes(text: str) -> bool:
    """Whether a line stands over what explains a form: 填表说明."""
    return FORM_NOTES.fullmatch("".join(text.split())) is not None


def _is_maker(text: str) -> bool:
    """Whether a line says who made a form: 青石县教育局制."""
    return MADE_BY.fullmatch("".join(text.split())) is not None


def _is_same_look(first: WordLine, last: WordLine, other: WordLine) -> bool:
    """Whether a line looks as those of a title do: of one size, or nearly so and right below."""
    near = other.size == first.size or (
        min(first.size, other.size) >= ALIKE_SIZES * max(first.size, other.size)
        and other.line.number == last.line.number + 1
        and not last.line.text.endswith(head_lines.KINDS)
    )
    return (
        near
        and other.line.indent == first.line.indent
        and (other.font == first.font or not _is_named_face(other.font + first.font))
        and other.look.is_title == first.look.is_title
        and other.line.kind == "text"
    )


def _is_named_face(font: str) -> bool:
    return any(part in font.lower() for part in HEADING_FACES)


def _goes_on(before: Sequence[WordLine], entry: WordLine) -> bool:
    """Whether a title of these lines goes on in another one."""
    text, line = before[-1].line.text, entry.line
    return _is_same_look(before[0], before[-1], entry) and not (
        _is_office_line(line.text)
        and not _is_kind(line.text)
        or covers.is_field(line.text)
        or entry.opens_page
        or CONTENTS.fullmatch(line.text)
        or line.text.startswith(("—", "-", "（", "("))
        and not head_lines.is_state(line.text)
        or head_lines.is_occasion(line.text)
        or text.endswith(("总结", "报告", "讲话", "方案"))
        and len(line.text) > len(text)
    )


def mark_headings(
    lines: Sequence[WordLine], title: SourceLine | None, log: ChangeLog
) -> list[WordLine]:
    """The lines; where no style marks headings, short lines that stand out by their look have the
    level of a heading, by size first and bold or face after it.
    """
    first = next((at for at, entry in enumerate(lines) if entry.line is title), -1)
    if sum(entry.look.level > 0 for entry in lines[first + 1 :]) >= STYLED_HEADINGS:
        return list(lines)
    size = _text_size(lines)
    face = _body_face(lines)
    is_bold = _is_bold(lines)  # then bold sets no line apart
    looks = [
        _heading_look(
            replace(entry, bold=entry.bold and not is_bold), size, face, _leads(lines, index)
        )
        if not entry.on_cover
        and not _signs(lines, index)
        and not (index and _is_value(entry.line, lines[index - 1].line))
        and index > first
        and (
            index < len(lines) - LAST_LINES
            or len(lines) < 2 * LAST_LINES
            or any(each.line.kind == "table" for each in lines[index + 1 : index + 3])
        )
        else None
        for index, entry in enumerate(lines)
    ]
    fields = _among_fields(lines)
    looks = [None if at in fields else look for at, look in enumerate(looks)]
    plain = [not _looks_apart(entry, size, face, is_bold=False) for entry in lines]
    looks = _without_lists(_without_plain_keys(lines, looks, plain), size)
    counts = Counter(look for look in looks if look is not None)
    lone = {
        look
        for look, entry in zip(looks, lines, strict=True)
        if look
        and (
            ((entry.line.indent >= ASIDE or entry.bold) and look[0] >= size * covers.LARGE)
            or (entry.opens_page and entry.bold and look[0] >= size * LARGER)
            or _is_form_notes(entry.line.text)
        )
    }
    ranked = sorted(
        (look for look, count in counts.items() if count >= ALIKE or look in lone), reverse=True
    )
    result = []
    told: set[object] = set()
    for entry, look in zip(lines, looks, strict=True):
        if entry.bold and _is_titled_article(entry.line.text):
            result.append(replace(entry, line=replace(entry.line, heading_level=1)))
            continue
        if look not in ranked or entry.line is title:
            result.append(entry)
            continue
        line = replace(entry.line, heading_level=ranked.index(look) + 1)
        if look not in told:  # the first of a look stands for all
            log.doubt(line, "heading", line.text)
        told.add(look)
        result.append(replace(entry, line=line))
    return result


def lower_sentences(lines: Sequence[WordLine]) -> list[WordLine]:
    """The lines; sentences that stand right below one another, marked as headings of one level, are
    paragraphs marked by mistake.
    """
    result: list[WordLine] = []
    for level, group in groupby(lines, _sentence_level):
        run = list(group)
        if level and len(run) >= SENTENCES:
            run = [replace(entry, line=replace(entry.line, heading_level=0)) for entry in run]
        result += run
    return result


def _sentence_level(entry: WordLine) -> int:
    """The level of a line that is marked as a heading and is a sentence; 0 for another line."""
    is_sentence = entry.line.kind == "text" and entry.line.text[-1] in "。；"
    return entry.line.heading_level if is_sentence else 0


def mark_days(lines: Sequence[WordLine]) -> list[WordLine]:
    """The lines; several days that stand alone, or before a short name, over what was done on each
    are headings.
    """
    alone = [
        at
        for at, entry in enumerate(lines[:-1])
        if _names_day(entry.line)
        and lines[at + 1].line.kind in ("text", "table", "item")
        and not _names_day(lines[at + 1].line)
    ]
    if len(alone) < DAYS or max(b - a for a, b in pairwise(alone)) > DAY_LINES:
        return list(lines)
    # The first line of all is no title of the others: its level is that of no title.
    level = 1 + max((entry.line.heading_level for entry in lines[: alone[0]]), default=1)
    return [
        replace(entry, line=replace(entry.line, heading_level=level)) if at in alone else entry
        for at, entry in enumerate(lines)
    ]


def _names_day(line: SourceLine) -> bool:
    """Whether a line is a day, or one and what it was, set apart: 2024年3月5日　第一次会议."""
    if line.kind != "text":
        return False
    begin, end, _ = next(dates.find_dates(line.text), (-1, 0, None))
    name = line.text[end:]
    return dates.date_alone(line.text) is not None or (
        begin == 0
        and name[:1] in tuple(BLANKS)
        and _is_name(replace(line, text=name.strip(BLANKS)))
        and not any(mark in name for mark in "。；，、：:")
        and any(map(chinese.is_han, name))
    )


def mark_bullets(lines: Sequence[WordLine]) -> list[WordLine]:
    """The lines; short names with a bullet, each with a text of its own below it, are headings and
    no list.
    """
    depths: dict[str, list[int]] = {}
    for at, entry in enumerate(lines):
        if entry.line.kind == "item" and entry.line.label.strip() == BULLET:
            depths.setdefault(entry.line.label, []).append(at)
    heads: set[int] = set()
    for items in depths.values():
        named = sum(_names_text(lines, at) for at in items)
        if named >= max(BULLETS, BULLET_SHARE * len(items)) and all(
            map(_is_name, (lines[at].line for at in items))
        ):
            heads.update(items)
    level = 1 + max((entry.line.heading_level for entry in lines), default=0)
    return [
        replace(entry, line=replace(entry.line, kind="text", label="", heading_level=level))
        if at in heads
        else entry
        for at, entry in enumerate(lines)
    ]


def _names_text(lines: Sequence[WordLine], at: int) -> bool:
    """Whether a short line names what stands below it: no item."""
    after = lines[at + 1].line if at + 1 < len(lines) else None
    return after is not None and after.kind != "item" and _is_name(lines[at].line)


def _is_name(line: SourceLine) -> bool:
    """Whether a line is short and has no mark at its end."""
    return 2 <= len(line.text) <= BULLET_LENGTH and not line_editing.ends_sentence(
        line.text, "。；，、：！？;,:!?"
    )


def lower_last(lines: Sequence[WordLine]) -> list[WordLine]:
    """The lines; the last of all is no heading unless it has a label: nothing stands below it. Nor
    is the name over it where it is the day of a signature.
    """
    if not lines or chinese.read_label(lines[-1].line.text) is not None:
        return list(lines)
    count = 1
    if dates.date_alone(lines[-1].line.text) and len(lines) > 1:
        count += is_issuer(lines[-2].line.text) or head_lines.is_name(lines[-2].line.text)
    last = [replace(entry, line=replace(entry.line, heading_level=0)) for entry in lines[-count:]]
    return [*lines[:-count], *last]


def _without_plain_keys(
    lines: Sequence[WordLine],
    looks: Sequence[tuple[int, bool, str] | None],
    plain: Sequence[bool],
) -> list[tuple[int, bool, str] | None]:
    """The looks, none for a line whose key opens lines that look as the text does, too: 问：…"""
    fields = [covers.field_value(entry.line.text) for entry in lines]
    keys = {key for (key, value), is_plain in zip(fields, plain, strict=True) if is_plain and value}
    return [
        None if value and key in keys else look
        for (key, value), look in zip(fields, looks, strict=True)
    ]


def _without_lists(
    looks: Sequence[tuple[int, bool, str] | None], size: int
) -> list[tuple[int, bool, str] | None]:
    """The looks, none for lines that stand below one another in a face alone, or many of any look:
    a list, or verses, not several headings with nothing between them.
    """
    result: list[tuple[int, bool, str] | None] = []
    for look, group in groupby(looks):
        run = list(group)
        by_face = look is not None and look[0] < size * LARGER and not look[1]
        result += [None] * len(run) if len(run) >= (LISTED if by_face else VERSES) else run
    return result


def _is_titled_article(text: str) -> bool:
    """第五条　费用: an article that has a title and its text below."""
    label = chinese.read_label(text)
    return (
        label is not None
        and label.kind == "article"
        and 0 < len(text) - label.end <= ARTICLE_TITLE
        and not any(mark in text for mark in "：:。；，、")
    )


def mark_plain(lines: Sequence[WordLine]) -> list[WordLine]:
    """The lines; where headings stand out by style or look, those that look as the text does are
    known as such.
    """
    size, face = _text_size(lines), _body_face(lines)
    bold = sum(len(entry.line.text) for entry in lines if entry.bold)
    is_bold = 2 * bold > sum(len(entry.line.text) for entry in lines)
    apart = [_looks_apart(entry, size, face, is_bold) for entry in lines]
    heads = sum(
        other and len(entry.line.text) <= HEADING_LENGTH and not entry.on_cover
        for entry, other in zip(lines, apart, strict=True)
    )
    if heads < HEADINGS_APART:
        return list(lines)
    return [
        entry if other else replace(entry, line=replace(entry.line, plain=True))
        for entry, other in zip(lines, apart, strict=True)
    ]


def _looks_apart(entry: WordLine, size: int, face: str, is_bold: bool) -> bool:
    """Whether a line looks otherwise than the text."""
    if entry.line.kind != "text" or entry.line.heading_level:
        return entry.line.kind == "text"
    own = entry.size or DEFAULT_SIZE
    named = entry.font != face and _is_named_face(entry.font)
    return own >= size and (own >= size * LARGER or named or (entry.bold and not is_bold))


def _is_bold(lines: Sequence[WordLine]) -> bool:
    """Whether most of the paragraphs are bold; what is short and no sentence may be a heading."""
    paragraphs = [
        entry
        for entry in lines
        if entry.line.kind == "text"
        and (len(entry.line.text) > HEADING_LENGTH or line_editing.ends_sentence(entry.line.text))
    ]
    bold = sum(len(entry.line.text) for entry in paragraphs if entry.bold)
    return 2 * bold > sum(len(entry.line.text) for entry in paragraphs)


def _body_face(lines: Sequence[WordLine]) -> str:
    """The face of most of the text."""
    faces: Counter[str] = Counter()
    for entry in lines:
        faces[entry.font] += len(entry.line.text) if entry.line.kind != "table" else 0
    return max(faces, key=faces.__getitem__, default="")


def _among_fields(lines: Sequence[WordLine]) -> set[int]:
    """The indices of the fields with a value that stand among others, three in a row at least, and
    of a line between two of them that goes on with the value of the first.
    """
    found: set[int] = set()
    row: list[int] = []
    kinds = [
        entry.line.kind == "text"
        and (covers.is_field(entry.line.text) or _is_open_field(entry.line.text))
        for entry in lines
    ]
    for at, is_field in enumerate([*kinds, False]):
        goes_on = (
            bool(row)
            and kinds[at + 1 : at + 2] == [True]
            and kinds[at - 1]
            and _is_same_look(lines[at - 1], lines[at - 1], _with_indent(lines[at], lines[at - 1]))
            and lines[at].bold == lines[at - 1].bold
        )
        if is_field or goes_on:
            row.append(at)
            continue
        if sum(kinds[index] for index in row) >= FIELDS:
            found.update(index for index in row if lines[index].line.text[-1] not in "：:")
        row = []
    return found


def _is_open_field(text: str) -> bool:
    """Whether a line is a field of a cover without a colon: 专 业 农学, 课题名称 青石河清淤."""
    return bool(OPEN_FIELD.fullmatch(text) or head_lines.SPACED_FIELD.fullmatch(text))


def _with_indent(entry: WordLine, like: WordLine) -> WordLine:
    return replace(entry, line=replace(entry.line, indent=like.line.indent))


def _is_value(line: SourceLine, before: SourceLine) -> bool:
    """Whether a line is the value of a field above it, 学号：, and no field itself."""
    return (
        before.kind == "text"
        and before.text[-1] in "：:"
        and covers.field_value(before.text)[0] != ""
        and chinese.read_label(before.text) is None
        and line.text[-1:] not in ("：", ":")
    )


def _signs(lines: Sequence[WordLine], index: int) -> bool:
    """Whether a line is the name over the date of a signature."""
    after = lines[index + 1].line if index + 1 < len(lines) else None
    return (
        after is not None
        and after.kind == "text"
        and (
            dates.date_alone(after.text) is not None or dates.is_month("".join(after.text.split()))
        )
    )


def _leads(lines: Sequence[WordLine], index: int) -> bool:
    """Whether a bold line with a colon names what stands below it, and is no field of a form, whose
    like follows.
    """
    entry, after = lines[index], lines[index + 1 : index + 2]
    return (
        entry.bold and bool(after) and not after[0].bold and not covers.is_field(after[0].line.text)
    )


def _heading_look(
    entry: WordLine, size: int, face: str, leads: bool
) -> tuple[int, bool, str] | None:
    """The look by which a line stands out as a heading: size, bold, face; None where it does not,
    or where its words are none of a heading. With a colon at its end it is one if it is larger, or
    ``leads``.
    """
    line = entry.line
    own = entry.size or DEFAULT_SIZE
    named = entry.font != face and _is_named_face(entry.font)
    if (
        line.kind != "text"
        or not 2 <= len(line.text) <= HEADING_LENGTH
        or line_editing.ends_sentence(line.text, "。；，、！？;,!?")
        or line.text[-1] in "：:"
        and (INTRODUCES.search(line.text) or (own < size * LARGER and not leads))
        or not (entry.bold or named or own >= size * LARGER)
        or own < size
        or _is_office_line(line.text)
        or FIELD.match(line.text) is not None
        or covers.FIELD_ROW.fullmatch(line.text) is not None
        or head_lines.SPACED_FIELD.fullmatch(line.text) is not None
        or covers.OPEN_FIELD.fullmatch(line.text) is not None
        or line_editing.TO_FILL.search(line.text) is not None
        or line_editing.CHOICE.search(line.text) is not None
        or (line.text[0] in "（(" and line.text[-1] in "）)")
        or head_lines.ANNEX_LABEL.fullmatch(line.text) is not None
        or not any(map(chinese.is_han, line.text))
        or chinese.read_label(line.text) is not None
    ):
        return None
    return own, entry.bold, entry.font if named else ""
