"""The head of a Markdown file: front matter (``---``), its title and the short lines under it.

What they tell goes to book.toml, and the lines that tell nothing else become blank: the rest of the
text is as it was, on the same lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from duben import chinese
from duben.intake import boilerplate, dates, head_lines
from duben.intake.boilerplate import DocumentHead
from duben.intake.document import ChangeLog, Relocation, SourceLine
from duben.intake.line_editing import BLANKS
from duben.intake.markdown import heading_text

FRAMED_LENGTH = 400  # characters of a line that may be set as a whole; a head has no longer one
FENCE_LINES = 60  # lines that front matter has at most
# The keys of front matter, and what each tells.
KEYS = {
    "title": "title",
    "subtitle": "subtitle",
    "date": "date",
    "author": "authors",
    "authors": "authors",
    "source": "source",
    "标题": "title",
    "副标题": "subtitle",
    "日期": "date",
    "作者": "authors",
    "来源": "source",
}
PAIR = re.compile(r"(?P<key>[^\s:：#-][^:：]{0,20})[:：]\s*(?P<value>.*)")
ITEM = re.compile(r"\s*-\s+(?P<value>.+)")
HEADING = re.compile(r"(?P<marks>#{1,6})(?P<text>[ \t]+.*)")
BOLD = re.compile(r"\*\*(?P<text>[^*]{2,80})\*\*(?P<note>\[\^[^\]]{1,20}\])?[ \t]*")
# <h1 align="center">清淤办法</h1>, closed or not: a title in HTML.
TAGGED = re.compile(
    r"\s{0,3}<(?P<tag>h[1-6]|center)\b[^<>]{0,100}>(?P<text>.{2,200})", re.IGNORECASE
)
LINK = re.compile(r"!?\[([^\]]{0,200})\]\([^()]{0,500}\)")
TAG = re.compile(r"<[^<>]{1,200}>")
# Lines of Markdown that are more than text: headings, lists, tables, code, pictures, boxes.
MARKED = re.compile(r"\s{0,3}(?:#|[-*+]\s|\||```|~~~|!\[|\[|:::|<|[0-9]{1,3}[.)]\s|\{)")
# Signs of Markdown inside a line, and lines of nothing but signs.
SIGN = re.compile(
    r"\*\*|__|(?<!\S)\*\S|`[^`\n]+`|\]\(|\]\[|\[\^|\\[\\*_#\[]"
    r"|^(?:---|===|\+\+\+)[ \t]*$|^[ \t]*>|^:   ",
    re.MULTILINE,
)
NUMBERED = re.compile(r"\s{0,3}[0-9]{1,3}[.)]\s")
HEAD_LINES = 8  # filled lines that the head of a plain text has at most, # before some of them
BLOCK_LINES = 5  # of a paragraph in the average; more are lines that stand for themselves
INNER_OPENINGS = 2  # lines inside paragraphs that begin one: two 全角空格, a label
FRAME = re.compile(r"\s{0,3}(?:>\s?)?(?P<bold>\*\*|__)?(?P<text>.*?)(?(bold)(?P=bold))[ \t]*\\?$")


def plain_text(content: str) -> str | None:
    """The text of a file that has nothing of Markdown but # in its head, without these signs, and
    whose paragraphs are not those of Markdown, parted by blank lines: it is plain text, whatever
    its name says; None for others.
    """
    lines = content.split("\n")
    filled = [number for number, line in enumerate(lines) if line.strip()]
    for number in filled[:HEAD_LINES]:
        if heading := HEADING.fullmatch(lines[number]):
            lines[number] = heading["text"].strip()
    text = "\n".join(lines)
    marked = [line for line in lines if MARKED.match(line)]
    if SIGN.search(text) or not all(map(NUMBERED.match, marked)):
        return None
    inner = [after for before, after in pairwise(lines) if before.strip() and after.strip()]
    blocks = len(filled) - len(inner)
    openings = sum(line.startswith("\u3000") or _has_chinese_label(line) for line in inner)
    if openings >= INNER_OPENINGS or not marked and len(filled) > BLOCK_LINES * max(1, blocks):
        return text
    return None


def _has_chinese_label(line: str) -> bool:
    """Whether a line begins with a label that Markdown does not know as one: 一、, （一）."""
    return bool(chinese.read_label(line)) and not NUMBERED.match(line)


def read_markdown_head(content: str, log: ChangeLog) -> tuple[str, str, DocumentHead]:
    """The text without front matter, the same without what its head tells, and what that tells."""
    lines = content.split("\n")
    head = DocumentHead()
    begin = _take_front_matter(lines, head, log)
    whole = "\n".join(lines)
    first = next((i for i in range(begin, len(lines)) if lines[i].strip()), len(lines))
    after = _take_title(lines, first, head, log)
    top, end = _top_lines(lines, after, head)
    if head.title_line is not None:
        left = [
            line
            for line in head_lines.split_head_lines(top, len(top))
            if not boilerplate.take_byline(line, head, log)
            and not boilerplate.take_details(line, head, log)
        ]
        kept = boilerplate.take_under_title(left, head, log)
        stay = {line.number for line in kept}
        for line in top:
            if line.number not in stay:
                lines[line.number - 1] = ""
    else:
        kept = top
    boilerplate.settle_date(kept, list(_text_lines(lines[end:], end)), head, log)
    return whole, "\n".join(lines), head


def _take_front_matter(lines: list[str], head: DocumentHead, log: ChangeLog) -> int:
    """Takes what front matter tells; returns where the text begins."""
    if not lines or lines[0].strip() != "---":
        return 0
    end = next((i for i in range(1, min(len(lines), FENCE_LINES)) if lines[i].strip() == "---"), 0)
    if not end:
        return 0
    key = ""
    for number in range(1, end):
        item, pair = ITEM.fullmatch(lines[number]), PAIR.fullmatch(lines[number])
        if pair is not None:
            key = KEYS.get(pair["key"].strip().lower(), "")
        value = (item or pair or {"value": ""})["value"].strip().strip("'\"[]").strip()
        if key and value and _set(key, value, number + 1, head):
            log.moved.append(Relocation(number + 1, lines[number].strip(), key))
    for number in range(end + 1):
        lines[number] = ""
    return end + 1


def _set(key: str, value: str, number: int, head: DocumentHead) -> bool:
    """Puts a value of front matter into the head; whether it is one."""
    line = SourceLine(value, ((0, number, 1),))
    if key == "title":
        head.title_line = line
    elif key == "subtitle":
        head.subtitle.append(line)
    elif key == "authors":
        head.authors += [part.strip(" '\"") for part in re.split("[,，、]", value)]
    elif key == "source":
        head.source = head.source or value
    elif day := dates.first_date(value):
        head.date = day
    return key != "date" or head.date is not None


def _names_another(title: SourceLine | None, heading: SourceLine) -> bool:
    """Whether front matter gives a title of which the first heading says nothing: that is the head
    of a chapter.
    """
    if title is None:
        return False
    name, shown = boilerplate.title_key(title.text), boilerplate.title_key(heading.text)
    return name not in shown and shown not in name


def _take_title(lines: list[str], first: int, head: DocumentHead, log: ChangeLog) -> int:
    """Takes the first heading, or a bold line in its place, for the title; returns where what
    stands under it begins. What stands behind its dash, or a date in brackets, goes under it.
    """
    cut = _title_parts(lines, first, head) if first < len(lines) else []
    if not cut or _names_another(head.title_line, cut[0]):
        if head.title_line is not None:
            _settle_parts(head_lines.split_head_lines([head.title_line], 1), head, log)
        return first
    left = _settle_parts(cut, head, log)
    title = cut[0].text
    heading, bold = HEADING.fullmatch(lines[first]), BOLD.fullmatch(lines[first])
    if bold is not None or TAGGED.fullmatch(lines[first]):
        lines[first] = f"# {title}{bold['note'] or '' if bold else ''}"
    elif heading is not None and len(cut) > 1 and not left:
        lines[first] = lines[first].replace(heading["text"].strip(), title, 1)
    return first + 1


def _title_parts(lines: Sequence[str], first: int, head: DocumentHead) -> list[SourceLine]:
    """The title of a line, and what it holds besides; none where the line is no title: a chapter,
    one section of several, contents, an occasion.
    """
    raw, number = lines[first], first + 1
    heading, bold = HEADING.fullmatch(raw), BOLD.fullmatch(raw)
    if heading and len(heading["marks"]) > 1:
        alike = sum(line.startswith(heading["marks"] + " ") for line in lines)
        under = next((line for line in _text_lines(lines[number:], number)), None)
        dated = under is not None and dates.date_alone(under.text) is not None
        if head.title_line is not None or (alike > 1 and not dated):
            return []
    tagged = _alone_tagged(lines, first)
    text = heading_text(heading["text"]) if heading else bold["text"] if bold else tagged
    text = TAG.sub("", LINK.sub(r"\1", text)).strip(BLANKS)
    label = chinese.read_label(text) if text else None
    if (
        not text
        or (label is not None and label.kind in boilerplate.STRUCTURE)
        or boilerplate.FRONT.fullmatch(text)
        or head_lines.is_occasion(text)
        or head_lines.is_subtitle(text)
        or (not heading and not boilerplate.may_be_title(SourceLine(text, ((0, number, 1),))))
    ):
        return []
    return head_lines.split_head_lines([SourceLine(text, ((0, number, 1),))], 1)


def _alone_tagged(lines: Sequence[str], first: int) -> str:
    """The words of a line that HTML sets as a heading, if no other line is set so; else ""."""
    match = TAGGED.fullmatch(lines[first])
    if match is None:
        return ""
    alike = sum(line.lstrip().lower().startswith(f"<{match['tag'].lower()}") for line in lines)
    return TAG.sub("", match["text"]) if alike == 1 else ""


def _settle_parts(
    cut: Sequence[SourceLine], head: DocumentHead, log: ChangeLog
) -> list[SourceLine]:
    """Puts title and what stood in its line into the head; what is neither is given back."""
    head.title_line = cut[0]
    return boilerplate.take_under_title(list(cut[1:]), head, log)


def _top_lines(
    lines: Sequence[str], begin: int, head: DocumentHead
) -> tuple[list[SourceLine], int]:
    """The short lines under a title, and where the text begins."""
    top: list[SourceLine] = []
    for index in range(begin, len(lines)):
        if not lines[index].strip():
            continue
        if MARKED.match(lines[index]) or len(top) >= boilerplate.TOP_LINES:
            return top, index
        line = next(_text_lines(lines[index : index + 1], index), None)
        if line is None or boilerplate.is_body_line(line):
            return top, index
        top.append(line)
    return top, len(lines)


def _text_lines(lines: Sequence[str], begin: int) -> Iterator[SourceLine]:
    """Lines without what sets them (``>``, ``**``), blank ones left out."""
    for number, raw in enumerate(lines, begin + 1):
        match = FRAME.fullmatch(raw) if len(raw) <= FRAMED_LENGTH else None
        text = match["text"].strip(BLANKS) if match else raw.strip(BLANKS)
        if text:
            yield SourceLine(text, ((0, number, 1),))
