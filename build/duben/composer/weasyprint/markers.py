"""Numbers and bullets of lists are drawn with their lines, not after everything else on the page.

WeasyPrint draws a marker that stands outside its item with the positioned boxes, so that who copies
a page, or hears it read, has all numbers at the end. Where it stands is settled by then, and
nothing lies under it: it may as well be drawn in its place.
"""

from __future__ import annotations

from typing import Any

from weasyprint import stacking
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from duben.composer.weasyprint.plain_paragraphs import PlainLine


def dispatch_children(
    box: Any, page: Any, child_contexts: Any, blocks: Any, floats: Any, blocks_and_cells: Any
) -> Any:
    """WeasyPrint's ``_dispatch_children``: a box without the children that are drawn at another
    time.
    """
    if not isinstance(box, boxes.ParentBox) or type(box) is PlainLine:
        return box
    children = []
    for child in box.children:
        if type(child) is PlainLine:
            children.append(child)
            continue
        marker = child._box if isinstance(child, AbsolutePlaceholder) else child
        if not marker.is_outside_marker or marker.style["z_index"] != "auto":
            result = stacking._dispatch(
                child, page, child_contexts, blocks, floats, blocks_and_cells
            )
        elif isinstance(box, (boxes.LineBox, boxes.InlineBox)):
            result = stacking.StackingContext.from_box(marker, page, child_contexts)
        else:
            place = len(blocks)
            inside: dict[Any, Any] = {}
            result = dispatch_children(marker, page, child_contexts, blocks, floats, inside)
            blocks.insert(place, result)
            blocks_and_cells[result] = inside
        if result is not None:
            children.append(result)
    return box.copy_with_children(children)
