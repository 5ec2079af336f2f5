"""The law of taking a document in: each character of the file is in the manuscript, or in the list
of what was left out, mended or moved.

A reader that knows its characters counts them in ``ChangeLog.characters``. Blanks are not counted.
What is added (labels of automatic numbers) may only make the manuscript longer, so the reader
counts it too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from duben.intake.document import ImportedDocument, ImportedParagraph
from duben.model import SourceLocation, problem

SHOWN = 30  # lost characters that are shown
ESCAPE = re.compile(r"\\(.)|<br>|<[/a-z]+>|\[\^[0-9]+\]|(?<=[ |])(?:<<|\^\^)(?= \|)|\*|\|")
# They have no shape; of the first ones blanks and line breaks are told by ``split``.
CONTROLS = dict.fromkeys([*range(9), *range(14, 28), *range(0x7F, 0x85), *range(0x86, 0xA0)])
RULER = re.compile(r"\|(?: ?-{3}:? ?\|)+")


def count_characters(text: str) -> Counter[str]:
    """How often each character stands in a text, but for blanks and control characters."""
    return Counter("".join(text.translate(CONTROLS).split()))


def report_lost_characters(
    document: ImportedDocument, characters: Counter[str]
) -> ImportedDocument:
    """The document, with an error where characters of the file are nowhere in what was made."""
    lost = characters - _accounted(document) if characters else Counter()
    if not lost:
        return document
    shown = "".join(lost.elements())
    count = len(shown)
    shown = shown[:SHOWN] + "……" * (count > SHOWN)
    fault = problem("intake-lost", SourceLocation(document.file), count=count, text=shown)
    return replace(document, problems=(fault, *document.problems))


def _accounted(document: ImportedDocument) -> Counter[str]:
    """The characters of what was made of a document, and of what was taken out of it."""
    counts = count_characters("".join(_texts(document)))
    for change in document.mended:
        if not change.old:
            continue  # a label that was typed in
        counts.update(count_characters(change.old))
        counts.subtract(count_characters(change.new))
    return counts


def _texts(document: ImportedDocument) -> Iterator[str]:
    """The texts in which a character of the file may stand, each place once."""
    for paragraph in document.paragraphs:
        yield from _paragraph_texts(paragraph)
    for left in document.left_out:
        yield left.text
    yield document.subtitle
    if not any(each.level == 1 and each.text == document.title for each in document.paragraphs):
        yield document.title
    taken = {"title": document.title, "subtitle": document.subtitle}
    for move in document.moved:
        if move.to in taken:
            # What was cut off it: 标题：
            rest = count_characters(move.text) - count_characters(taken[move.to])
            yield "".join(rest.elements())
        elif move.to not in ("notes", "paragraph"):  # these stand elsewhere in the text
            yield move.text


def _paragraph_texts(paragraph: ImportedParagraph) -> Iterator[str]:
    if paragraph.is_markdown and not paragraph.text.startswith("```"):
        rows = (row for row in paragraph.text.split("\n") if not RULER.fullmatch(row))
        yield ESCAPE.sub(lambda match: match[1] or "", "\n".join(rows))
        return
    yield paragraph.text
    if paragraph.kind == "item" and paragraph.label != "-":
        yield paragraph.label  # a number that was typed
    yield from (span.value for span in paragraph.spans)
