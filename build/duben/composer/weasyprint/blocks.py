"""Blocks that hold nothing but a whole paragraph: where such a block fits below others on its page,
there is nothing to decide.

WeasyPrint looks for floats, notes, columns, page breaks and collapsed borders in each block, though
nearly all of a book are plain paragraphs that stand between others. Every other block, and every
block that a page ends or begins with, is its affair.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block

from duben.composer.weasyprint.percentages import resolve_percentages
from duben.composer.weasyprint.whole import lines_of, whole_of

_block_level_layout = block.block_level_layout


def collapse_margin(margins: Iterable[float]) -> float:
    """What margins that adjoin come to, in px: the largest, less the most that one is below
    nothing.
    """
    given = (0, *margins)
    return max(given) + min(given)


def block_level_layout(
    context: Any,
    box: Any,
    bottom_space: float,
    skip_stack: Any,
    containing_block: Any,
    page_is_empty: bool = True,
    absolute_boxes: Any = None,
    fixed_boxes: Any = None,
    adjoining_margins: Any = None,
    first_letter_style: Any = None,
    first_line_style: Any = None,
    discard: bool = False,
    max_lines: Any = None,
) -> Any:
    """Lay a block out: the block, where it goes on, the page that follows, margins that adjoin,
    whether they collapse through it, lines left.
    """
    if (
        type(box) is boxes.BlockBox
        and len(box.children) == 1
        and type(box.children[0]) is boxes.LineBox
        and skip_stack is max_lines is first_letter_style is first_line_style is None
        and not (page_is_empty or discard)
        and _is_simple(box.style)
        and not _is_special(box)
        and not context.excluded_shapes
    ):
        found = _between_others(
            context,
            box,
            bottom_space,
            containing_block,
            [] if adjoining_margins is None else adjoining_margins,
        )
        if found is not None:
            return found, None, {"break": "any", "page": found.page_values()[1]}, [], False, None
    return _block_level_layout(
        context,
        box,
        bottom_space,
        skip_stack,
        containing_block,
        page_is_empty,
        absolute_boxes,
        fixed_boxes,
        adjoining_margins,
        first_letter_style,
        first_line_style,
        discard,
        max_lines,
    )


def _between_others(
    context: Any, box: Any, bottom_space: float, containing_block: Any, adjoining_margins: list[Any]
) -> Any:
    """The block of a whole paragraph, laid out; None if it does not fit, or if something else must
    be looked at.
    """
    line_box = box.children[0]
    whole = whole_of(context, line_box, None, box, None, None)
    if whole is None or context.footnotes and any(node.box.footnote for node in whole.kept):
        return None
    resolve_percentages(box, containing_block)
    if (
        box.height != "auto"
        or box.border_top_width
        or box.border_bottom_width
        or box.padding_top
        or box.padding_bottom
        or box.establishes_formatting_context()
    ):
        return None
    if box.margin_top == "auto":
        box.margin_top = 0
    if box.margin_bottom == "auto":
        box.margin_bottom = 0
    block.block_level_width(box, containing_block)
    margin = collapse_margin([*adjoining_margins, box.margin_top])
    bottom = box.position_y + margin
    lines = []
    for line in lines_of(whole, line_box, bottom, None, box):
        bottom = line.position_y + line.height
        if context.overflows_page(bottom_space, bottom):
            return None
        lines.append(line)
    box.clearance = None
    adjoining_margins.append(
        box.margin_top
    )  # the block around it looks there for what collapses with its own
    box.position_y += margin - box.margin_top
    new_box = box.copy_with_children(lines)
    new_box.height = max(
        min(max(0, bottom - new_box.content_box_y()), new_box.max_height), new_box.min_height
    )
    return new_box


def _is_special(box: Any) -> bool:
    """Whether something is asked of a block that its style does not say."""
    return bool(
        box.is_flex_item
        or box.is_grid_item
        or box.is_column
        or box.is_table_wrapper
        or box.is_for_root_element
        or box.force_fragmentation
        or box.first_letter_style
        or box.first_line_style
    )


def _is_simple(style: Any) -> bool:
    """Whether a style asks for nothing but a block of lines in the flow;
    asked once of each style.
    """
    known: bool | None = style.__dict__.get("_composer_simple")
    if known is None:
        known = style.__dict__["_composer_simple"] = (
            style["position"] == "static"
            and style["float"] == "none"
            and style["column_width"] == style["column_count"] == "auto"
            and style["continue"] == "auto"
            and style["max_lines"] == "none"
            and style["box_decoration_break"] == "slice"
        )
    return known
