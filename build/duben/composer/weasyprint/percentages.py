"""Used values of boxes: the same for boxes of one style in blocks of one size, so they are worked
out once.
"""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import percent

_resolve_percentages = percent.resolve_percentages

_KNOWN = frozenset((boxes.BlockBox, boxes.InlineBox, boxes.InlineBlockBox, boxes.TextBox, boxes.LineBox, boxes.MarginBox, boxes.FootnoteAreaBox,  # noqa: E501
                    boxes.TableRowGroupBox, boxes.TableRowBox, boxes.TableCellBox))  # fmt: skip
_SIDES = ("top", "right", "bottom", "left")
# What ``resolve_percentages`` sets.
_USED = (*(f"{kind}_{side}" for kind in ("margin", "padding") for side in _SIDES), *(f"border_{side}_width" for side in _SIDES),  # noqa: E501
         "width", "height", "min_width", "max_width", "min_height", "max_height")  # fmt: skip


def resolve_percentages(box: Any, containing_block: Any) -> None:
    """Set the used values of a box: those that its style came to before in a containing block of
    this size.
    """
    if type(box) not in _KNOWN or box.is_flex_item or box.is_grid_item:
        _resolve_percentages(box, containing_block)
        return
    if isinstance(containing_block, boxes.Box):
        size = containing_block.width, containing_block.height
    else:
        size = tuple(containing_block)
    known = box.style.__dict__.setdefault("_composer_used", {})
    values = known.get(size)
    if values is not None:
        box.__dict__.update(values)
        return
    _resolve_percentages(box, containing_block)
    if box.style["border_collapse"] != "collapse":
        known[size] = {name: getattr(box, name) for name in _USED}
