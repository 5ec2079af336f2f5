"""What ``build --format docx`` wrote comes back as what it was: quotations, boxes, lists and
glossaries, known by the styles that only our files have.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from duben import chinese
from duben.intake import escaping, line_editing
from duben.intake.document import SourceLine
from duben.intake.word.lines import WordLine
from duben.intake.word.styles import ParagraphLook, Styles

OWN = frozenset(("框首", "框尾", "词条"))  # names of styles that every file of ours has
BOX_TITLE, BOX_TEXT, QUOTE, LIST = "框题", "框内文字", "quote", "list paragraph"
TERM, DEFINITION, CODE = "词条", "释义", "代码"
GLOSSARY = "名词解释"
# The titles of boxes that name their kind.
KINDS = ("学习要点", "思考题", "参考答案", GLOSSARY, "提示")


def is_own(styles: Styles) -> bool:
    """Whether a file is one that we wrote."""
    return {style.name for style in styles.styles.values()} >= OWN


def restore_blocks(lines: Sequence[WordLine]) -> list[WordLine]:
    """The lines of a file of ours, with quotations, boxes and glossaries as blocks of Markdown, and
    numbered items as such.
    """
    result: list[WordLine] = []
    for kind, run in groupby(_kinds(lines), lambda pair: pair[0]):
        entries = [entry for _, entry in run]
        is_title_alone = all(entry.look.style_name == BOX_TITLE for entry in entries)
        is_block = kind and not is_title_alone  # a table in a box parts its title from the rest
        result += [_block(kind, entries)] if is_block else map(_as_item, entries)
    return result


def _kinds(lines: Sequence[WordLine]) -> Iterator[tuple[str, WordLine]]:
    """Each line with the block that it belongs to; "" for none."""
    kind, count = "", 0
    for entry in lines:
        style = entry.look.style_name
        in_glossary = kind.startswith("box") and kind.endswith(GLOSSARY)
        if entry.line.kind not in ("text", "item"):
            kind = ""
        elif style == BOX_TITLE:
            count += 1
            kind = f"box{count} {entry.line.text}"
        elif style == BOX_TEXT:
            kind = kind if kind.startswith("box") else "box"
        elif style in (TERM, DEFINITION):
            kind = kind if in_glossary else "glossary"
        else:
            kind = {QUOTE: "quote", CODE: "code"}.get(style, "")
        yield kind, entry


def _block(kind: str, entries: Sequence[WordLine]) -> WordLine:
    """Lines as one block of Markdown."""
    parts = [entry for entry in entries if entry.look.style_name != BOX_TITLE]
    rows = "\n".join(_rows(parts)).split("\n")
    if kind == "code":
        fence = "`" * max(3, *(entry.line.text.count("`") + 1 for entry in parts))
        rows = [fence, *(entry.line.text for entry in parts), fence]
    elif kind == "quote":
        rows = [f"> {row}".rstrip() for row in rows]
    elif kind != "glossary":
        rows = [_opening(kind), *(f"    {row}".rstrip() for row in rows)]
    first = entries[0].line
    line = SourceLine("\n".join(rows), first.origins, kind="boxed", label="markdown")
    return WordLine(line, ParagraphLook(), opens_page=entries[0].opens_page)


def _opening(kind: str) -> str:
    title = kind.partition(" ")[2]
    if title in KINDS:
        return f"!!! {title}"
    if '"' in title or "\\" in title:  # which no title in quotation marks may hold
        return f'!!! 提示 ""\n    {escaping.paragraph(title)}\n'
    return f'!!! 提示 "{title}"'


def _rows(entries: Sequence[WordLine]) -> Iterator[str]:
    """The Markdown of lines, a blank line between paragraphs."""
    before = ""  # what came before: a definition, or the kind of an item
    for entry in entries:
        line = _as_item(entry).line
        marks = (line.note_marks, line.spans)
        style = entry.look.style_name
        if line.kind == "item":
            text, own = escaping.item(line.text, line.label, line.depth, *marks), line.label[-1]
        elif style == DEFINITION:
            text, own = f":   {escaping.paragraph(line.text, *marks)}", "definition"
        else:
            text, own = escaping.paragraph(line.text, *marks), ""
        is_tight = own == "definition" or (own != "" and own == before)
        yield text if is_tight or entry is entries[0] else f"\n{text}"
        before = own


def _as_item(entry: WordLine) -> WordLine:
    """A line with a typed number in the style of lists as an item of one."""
    line = entry.line
    if line.kind != "text" or entry.look.style_name not in (LIST, BOX_TEXT):
        return entry
    label = chinese.read_label(line.text)
    if label is None or label.kind != "digit" or not line.text[: label.end].strip().endswith("."):
        return entry
    number = line.text[: label.end].strip()
    rest = line_editing.slice_line(line, label.end, len(line.text))
    return replace(entry, line=replace(rest, kind="item", label=number, heading_level=0))
