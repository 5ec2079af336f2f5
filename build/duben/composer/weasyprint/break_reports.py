"""Why the lines of a laid-out paragraph end where they end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes

from duben.composer.breaking import ParagraphBreaks
from duben.composer.weasyprint.paragraphs import Paragraph


def explain_breaks(document: Any, element_id: str) -> list[ParagraphBreaks]:
    """The paragraphs of the element with this id in a rendered document of WeasyPrint that is not
    drawn yet; none for one that WeasyPrint itself has set.
    """
    paragraphs: dict[int, Paragraph] = {}
    for page in document.pages:
        for line in _lines(page._page_box, "", element_id):
            known = line.__dict__.get("_composer")
            if known and known[0] is not None:
                paragraphs[id(known[0])] = known[0]
    return [
        ParagraphBreaks(paragraph.text, tuple(paragraph.explain_lines()))
        for paragraph in paragraphs.values()
    ]


def _lines(box: Any, nearest: str, wanted: str) -> Iterator[Any]:
    """The line boxes whose nearest element with an id is the wanted one."""
    if box.element is not None and not isinstance(box, boxes.LineBox):
        nearest = box.element.get("id") or nearest
    if isinstance(box, boxes.LineBox):
        if nearest == wanted:
            yield box
        return
    for child in getattr(box, "children", ()):
        yield from _lines(child, nearest, wanted)
