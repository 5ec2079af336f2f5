"""What stands in a drawing: text boxes, pictures, and what can only be told of (charts, SmartArt).

Of alternatives (``mc:AlternateContent``) one is read, as Word does: else text boxes stand twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from duben.intake.word.names import (
    ALTERNATIVES,
    CHOICE,
    DEL_TEXT,
    FALLBACK,
    TEXT_BOX,
    T,
    name,
)

BLIP, EMBED, LINK = name("a:blip"), name("r:embed"), name("r:link")
IMAGE_DATA, RELATION_ID = name("v:imagedata"), name("r:id")
PROPERTIES = name("wp:docPr")
SHAPE = name("v:shape")
CHART, DIAGRAM = name("c:chart"), name("dgm:relIds")
OLE = name("o:OLEObject")
FILE_NAME = re.compile(r"[A-Za-z]:\\|\.(?:jpe?g|png|gif|bmp|tiff?|emf|wmf)$|^IMG_", re.IGNORECASE)
CHART_NAMES = {CHART: "图表", DIAGRAM: "SmartArt 图形"}


@dataclass(frozen=True, slots=True)
class DrawingPart:
    """A part of a drawing: a text ``box`` with its element, a ``picture`` with the id of its
    relation, or something ``lost``, its ``words`` saying what.
    """

    kind: Literal["box", "picture", "lost"]
    element: etree._Element
    relation: str = ""
    words: str = ""


def chosen_alternative(element: etree._Element) -> etree._Element | None:
    """The alternative that is read: the first choice with text, a picture or anything that we know;
    else the fallback.
    """
    choices = element.findall(CHOICE)
    fallback = element.find(FALLBACK)
    for choice in choices:
        if fallback is None or _is_readable(choice):
            return choice
    return fallback


def drawing_parts(element: etree._Element) -> Iterator[DrawingPart]:
    """The parts of a drawing in their order; what stands in a text box belongs to the box."""
    words = ""
    stack = [element]
    while stack:
        current = stack.pop()
        tag = current.tag
        if tag == ALTERNATIVES:
            chosen = chosen_alternative(current)
            stack += [] if chosen is None else [chosen]
            continue
        if tag == TEXT_BOX:
            yield DrawingPart("box", current)
            continue
        if tag == PROPERTIES:
            words = _alternative(current.get("descr"))
        elif tag == SHAPE:
            words = _alternative(current.get("alt")) or words
        elif tag == BLIP:
            yield DrawingPart(
                "picture", current, current.get(EMBED) or current.get(LINK) or "", words
            )
            continue
        elif tag == IMAGE_DATA:
            relation = current.get(RELATION_ID) or current.get(name("r:pict")) or ""
            if relation:  # else it is a rule, drawn as a shape
                yield DrawingPart("picture", current, relation, words)
        elif tag in CHART_NAMES:
            yield DrawingPart("lost", current, words=CHART_NAMES[tag])
        stack += reversed(current)


def _alternative(text: str | None) -> str:
    """The words that stand for a picture; the name of a file, as Word puts it there, is none."""
    words = " ".join((text or "").split())[:200]
    return "" if FILE_NAME.search(words) else words


def _is_readable(choice: etree._Element) -> bool:
    """Whether a choice holds something that is text or a picture for us."""
    known = (TEXT_BOX, BLIP, name("w:r"), name("w:t"), name("w:p"), IMAGE_DATA)
    return next(choice.iter(*known), None) is not None


def own_texts(element: etree._Element) -> Iterator[str]:
    """The texts in an element, of alternatives those of the chosen one."""
    if next(element.iter(ALTERNATIVES), None) is None:
        yield from (child.text or "" for child in element.iter(T, DEL_TEXT))
        return
    for child in element:
        if child.tag in (T, DEL_TEXT):
            yield child.text or ""
        elif child.tag == ALTERNATIVES:
            chosen = chosen_alternative(child)
            if chosen is not None:
                yield from own_texts(chosen)
        else:
            yield from own_texts(child)
