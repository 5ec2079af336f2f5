"""The elements of an official document in Word: a paragraph each, its rows lines, its cells at tab
stops; 版记 in a frame at the foot of the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lxml import etree

from duben.docx.elements import make, qualified_name
from duben.docx.looks import Look
from duben.layout import MARK_STEP, title_lines
from duben.model import Block

CHARACTERS = 28  # of a line
# The styles of elements by their classes, the first that fits.
ELEMENT_STYLES = {
    "copy-number": "HeadLeft",
    "security": "HeadLeftStrong",
    "urgency": "HeadLeftStrong",
    "red-mark": "RedHead",
    "red-rule": "RedRule",
    "rule-thick": "RedRule",
    "official-number": "Number",
    "signers": "HeadRows",
    "letter-rows": "HeadRows",
    "document-title": "Title",
    "to": "HeadRecipients",
    "further": "FurtherAnnexes",
    "official-annexes": "Annexes",
    "official-attendance": "Annexes",
    "closing": "Closing",
    "posts-date": "ClosingDate",
    "official-note": "Normal",
    "annex-label": "AnnexLabel",
    "level-hei": "Heading1",
    "level-kai": "Heading2",
    "level-text": "Heading4",
    "copies": "LetterRecord",
    "printed": "LetterRecord",
}
SEAL_LINES = 3  # blank ones over a name that is sealed


def official_style(block: Block) -> str:
    """The style of an element; "" of what is none."""
    return next((style for name, style in ELEMENT_STYLES.items() if name in block.classes), "")


def sized_runs(block: Block, runs: Sequence[etree._Element]) -> Sequence[etree._Element]:
    """The runs of a mark in its size: it fills its line (7.2.4)."""
    if points := block.attribute("points"):
        size = round(float(points) * 2)
        for run in (run for part in runs for run in part.iter(qualified_name("w:r"))):
            run.insert(0, make("w:rPr", make("w:sz", val=size), make("w:szCs", val=size)))
    return runs


def with_tabs(block: Block) -> Block:
    """The element with a tab before each row that begins at a stop; a title in its lines."""
    if "document-title" in block.classes and not block.spans:
        return replace(block, text="\n".join(title_lines(block.text)))
    if "closing" not in block.classes:
        return block
    rows = block.text.split("\n")
    before = ["\t"] * len(rows)
    if "unsealed" in block.classes:
        before[-1] = "\t\t"
    return replace(block, text="\n".join(tab + row for tab, row in zip(before, rows, strict=True)))


def element_properties(block: Block, look: Look) -> list[etree._Element]:
    """The properties of an element's paragraph beside its style."""
    properties: list[etree._Element] = []
    if stops := _stops(block):
        em = look.measure / CHARACTERS
        tabs = (make("w:tab", val=kind, pos=round(at * em)) for kind, at in stops)
        properties.append(make("w:tabs", *tabs))
    if points := block.attribute("points"):
        step = round(float(points) * MARK_STEP * 20)
        properties.append(make("w:spacing", line=step, lineRule="exact"))
    if {"annex-label", "issued"} & set(block.classes):
        properties.append(make("w:pageBreakBefore"))
    if "sealed" in block.classes or "seals" in block.classes:
        properties.append(
            make("w:spacing", before=SEAL_LINES * look.step, line=look.step, lineRule="exact")
        )
    if "copies" in block.classes or "printed" in block.classes:
        properties += _at_foot(look)
    return properties


def _stops(block: Block) -> Sequence[tuple[str, float]]:
    """The tab stops of an element, characters from the left."""
    rows = block.text.split("\n")
    widest = max(len(row) for row in rows)
    day = len(rows[-1]) - sum(character.isdigit() for character in rows[-1]) * 0.45
    if "signers" in block.classes:
        return (("left", 14), ("left", 18), ("left", 23))
    if "letter-rows" in block.classes:
        return (("right", CHARACTERS),)
    if "printed" in block.classes:
        return (("right", CHARACTERS - 1),)
    if "sealed" in block.classes:
        return (("center", CHARACTERS - max(4 + day / 2, widest / 2)),)
    if "unsealed" in block.classes:
        start = CHARACTERS - (2 + widest if widest > day else 4 + day)
        return (("left", start), ("left", start + 2))
    if "seals" in block.classes:
        columns = max(row.count("\t") for row in rows) + 1
        return [("center", CHARACTERS * (2 * at + 1) / (2 * columns)) for at in range(columns)]
    if "posts" in block.classes:
        name = max(len(row.partition("\t")[2]) for row in rows)
        start = CHARACTERS - 4 - name
        return (("right", start - 2), ("left", start))
    return ()


def _at_foot(look: Look) -> list[etree._Element]:
    """A frame at the foot of the type area, with rules (7.4.1)."""
    frame = make(
        "w:framePr", w=look.measure, wrap="around", vAnchor="margin", hAnchor="margin",
        xAlign="center", yAlign="bottom",
    )  # fmt: skip
    sides = (("top", 8), ("bottom", 8), ("between", 6))
    rules = (
        make(f"w:{side}", val="single", sz=size, space=1, color="auto") for side, size in sides
    )
    return [frame, make("w:pBdr", *rules)]
