"""The lines of a paragraph filled with copies of its boxes, as WeasyPrint's own layout would."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from math import inf
from operator import add
from typing import Any

from weasyprint.css.functions import check_math
from weasyprint.css.properties import INHERITED
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline, preferred
from weasyprint.layout.absolute import absolute_layout

from duben.composer.breaking import ParagraphLine
from duben.composer.weasyprint import bidi, emphasis, ruby
from duben.composer.weasyprint.inline_content import OBJECTS
from duben.composer.weasyprint.nodes import BoxNode, ComposedText
from duben.composer.weasyprint.paragraphs import Paragraph, paragraph_of
from duben.composer.weasyprint.percentages import resolve_percentages
from duben.composer.weasyprint.plain_paragraphs import set_heights
from duben.composer.weasyprint.ruby import RubyPair

# WeasyPrint's own, for what is not composed.
_split_inline_box = inline.split_inline_box
_skip_first_whitespace = inline.skip_first_whitespace
_justify_line = inline.justify_line
_inline_min_content_width = preferred.inline_min_content_width
_inline_max_content_width = preferred.inline_max_content_width


ROUNDED = 1e-9  # px


@dataclass(slots=True)
class Filling:
    """One line while it is filled with copies of boxes."""

    context: Any
    paragraph: Paragraph
    line: ParagraphLine
    first: int  # leaf
    character: int
    after: int  # leaf that is not on it any more, or only with its beginning
    containing_block: Any
    bottom_space: float
    absolute_boxes: list[Any]
    fixed_boxes: list[Any]
    placeholders: list[Any]
    max_x: float
    origin: float  # where the content of the line begins
    places: list[float] | None = (
        None  # of the characters of the line, only if some run from right to left
    )
    floats: dict[int, Any] = field(
        default_factory=dict
    )  # those that stand beside the line, by leaf
    shifted: float = 0.0  # by floats at the side where it begins
    room: float = 0.0  # what they leave of the measure


def split_inline_box(
    context: Any,
    box: Any,
    position_x: float,
    max_x: float,
    bottom_space: float,
    skip_stack: Any,
    containing_block: Any,
    absolute_boxes: list[Any],
    fixed_boxes: list[Any],
    line_placeholders: list[Any],
    waiting_floats: list[Any],
    line_children: list[Any],
    first_letter_style: Any,
    first_line_style: Any,
) -> Any:
    """The content of one line: ours if the box is a Chinese paragraph, else WeasyPrint's."""
    paragraph = None
    first_line = _changes(box, first_line_style) if first_line_style else {}
    if isinstance(box, boxes.LineBox):
        measures = _Measures(context, containing_block)
        paragraph = paragraph_of(box, measures, skip_stack)
        if (
            paragraph
            and paragraph.content.has_objects
            and paragraph.ready_for not in (None, containing_block)
        ):
            del box._composer  # a picture may have another width here
            paragraph = paragraph_of(box, measures)
    all_lines = paragraph
    if paragraph and not _METRIC.isdisjoint(first_line):
        paragraph, first_line = _first_line_of(box, first_line, measures), {}
    if paragraph is None or all_lines is None:
        return _split_inline_box(
            context,
            box,
            position_x,
            max_x,
            bottom_space,
            skip_stack,
            containing_block,
            absolute_boxes,
            fixed_boxes,
            line_placeholders,
            waiting_floats,
            line_children,
            first_letter_style,
            first_line_style,
        )
    leaf, character = paragraph.place(skip_stack) if skip_stack else (0, 0)
    indent = position_x - box.position_x
    measure = max_x - box.position_x
    if paragraph.ready_for is not containing_block:
        for node in paragraph.leaves:
            resolve_percentages(node.box, containing_block)
        paragraph.ready_for = containing_block
    line = _line(paragraph, character, measure, indent)
    filling = Filling(
        context,
        paragraph,
        line,
        leaf,
        character,
        _leaf_after(paragraph, leaf, line.end),
        containing_block,
        bottom_space,
        absolute_boxes,
        fixed_boxes,
        line_placeholders,
        max_x,
        box.position_x if paragraph.right_to_left else position_x,
    )
    if paragraph.content.floats:
        _place_floats(filling, measure, indent, waiting_floats)
    line, after = filling.line, filling.after
    if paragraph.levels and any(paragraph.levels[line.start : line.stop]):
        filling.places = _visual_places(paragraph, line, filling.origin)
    new_box = _fill(filling, paragraph.content.root, filling.origin)
    if paragraph.right_to_left:
        new_box.width += indent  # WeasyPrint moves the line to the right edge by its width
    new_box.width -= filling.shifted
    if not line.overfull:
        # A line that is higher than others is held against the floats beside it again: neither the
        # blank half of its last mark nor what was rounded may send it below them.
        new_box.width = min(new_box.width, (filling.room if filling.floats else measure) - ROUNDED)
    new_box.children += tuple(new for index, new in filling.floats.items() if index >= after)
    if filling.floats:
        _keep_floats(filling, new_box)
    resume_at = None
    if after < len(paragraph.leaves):
        following = max(line.end, paragraph.leaves[after].start)
        resume_at = paragraph.resume(after, following)
        if paragraph.content.floats:
            all_lines.floated[after, following] = {
                index for index in filling.floats if index >= after
            }
    # Behind a forced break there may be spaces that WeasyPrint must skip.
    all_lines.expected = (
        None
        if line.forced and resume_at and all_lines.text[following : following + 1] in ("", " ")
        else resume_at
    )
    new_box.composed = True
    if first_line:
        _restyle(new_box, first_line)
    return new_box, resume_at, line.forced, None, None, {"left": 0, "right": 0}


# Properties of ``::first-line`` that change where a line ends.
_METRIC = frozenset(
    {name for name in INHERITED if name.startswith("font_")}
    | {
        "letter_spacing",
        "word_spacing",
        "text_transform",
        "line_height",
        "white_space",
        "hyphens",
        "direction",
        "lang",
    }
)


def _changes(box: Any, first_line_style: Any) -> dict[str, Any]:
    """What the style of a first line asks for that its paragraph does not."""
    return {
        name: value
        for name, value in first_line_style.items()
        if name in INHERITED and box.style[name] != value
    }


def _restyle(box: Any, changes: dict[str, Any]) -> None:
    """Give a line and all in it the style of a first line."""
    for child in getattr(box, "children", ()):
        if isinstance(child, (boxes.InlineBox, boxes.TextBox)):
            child.style = child.style.copy()
            child.style.update(changes)
            _restyle(child, changes)


def _first_line_of(box: Any, changes: dict[str, Any], measures: _Measures) -> Paragraph | None:
    """The paragraph of a line box as if all of it were its first line, of which only the first line
    is taken.
    """
    own = box.style

    def cut_texts(box_to_cut: Any) -> Any:
        if not isinstance(box_to_cut, (boxes.LineBox, boxes.InlineBox, boxes.TextBox)):
            return box_to_cut
        new = (
            box_to_cut.copy()
            if isinstance(box_to_cut, boxes.TextBox)
            else box_to_cut.copy_with_children([cut_texts(child) for child in box_to_cut.children])
        )
        new.__dict__.pop("_composer", None)
        new.style = box_to_cut.style.copy()
        new.style.update(
            (name, value) for name, value in changes.items() if box_to_cut.style[name] == own[name]
        )
        return new

    return paragraph_of(cut_texts(box), measures)


def _line(paragraph: Paragraph, character: int, measure: float, indent: float) -> ParagraphLine:
    if character >= len(paragraph.text):
        return ParagraphLine(character, character, character, 0.0, 0.0, 0.0, [])
    return paragraph.line(character, measure, indent)


def _place_floats(
    filling: Filling, measure: float, indent: float, waiting_floats: list[Any]
) -> None:
    """Place the floats of a line beside it, or, where they are too wide for what it holds before
    them, below it.

    The line is broken anew for the measure that is left.
    """
    paragraph = filling.paragraph
    standing = paragraph.floated.get((filling.first, filling.character), set())
    for index in paragraph.content.floats:
        if index < filling.first or index in standing:
            continue
        if index >= filling.after:
            return
        node = paragraph.leaves[index]
        parent = paragraph.content.root
        for step in node.path[:-1]:
            parent = parent.children[step]
        before = (
            paragraph.breaker.paragraph.ends.origins[node.start]
            - paragraph.breaker.paragraph.ends.origins[filling.line.start]
        )
        node.box.position_y = paragraph.box.position_y
        new = _lay_out(
            filling, parent.box, node.path[-1], node.box, filling.origin + before, waiting_floats
        )
        if new is None:
            continue
        filling.floats[index] = new
        width = max(new.margin_width(), 0)
        measure -= width
        is_left = new.style["float"] in (
            "left",
            "inline-end" if paragraph.right_to_left else "inline-start",
        )
        if paragraph.right_to_left:  # what WeasyPrint moves to the right edge begins there
            filling.max_x -= width
            if not is_left:
                filling.origin -= width
                filling.shifted -= width
        elif is_left:
            filling.origin += width
            filling.shifted += width
        else:
            filling.max_x -= width
        filling.room = measure
        filling.line = _line(paragraph, filling.character, measure, indent)
        filling.after = _leaf_after(paragraph, filling.first, filling.line.end)


def _keep_floats(filling: Filling, new_box: Any) -> None:
    """Move the floats of a line against the way it is going to be aligned with all in it, so that
    they stay where they are.
    """
    paragraph, line = filling.paragraph, filling.line
    offset = inline.text_align(
        filling.context, new_box, filling.room, line.end >= len(paragraph.text) or line.forced
    )
    if paragraph.right_to_left:
        offset = -offset - new_box.width
    if not offset:
        return
    standing = {
        id(new): new.deepcopy() for new in filling.floats.values()
    }  # the others are what lines give way to
    for new in standing.values():
        new.translate(-offset)
    filling.floats = {index: standing[id(new)] for index, new in filling.floats.items()}
    _exchange(new_box, standing)


def _exchange(box: Any, others: dict[int, Any]) -> None:
    """Put other boxes in the places of some inside a box."""
    box.children = tuple(others.get(id(child), child) for child in box.children)
    for child in box.children:
        if isinstance(child, boxes.InlineBox):
            _exchange(child, others)


_SIDES = (
    "left",
    "right",
    "inline-start",
    "inline-end",
)  # WeasyPrint does not count the last two, and stumbles


def _lay_out(
    filling: Filling, parent: Any, index: int, box: Any, x: float, waiting_floats: list[Any]
) -> Any:
    """A box that is not in the flow, laid out or taken note of; None if it does not stand in the
    line.
    """
    waiting: list[Any] = []
    inline._out_of_flow_layout(
        filling.context,
        parent,
        filling.containing_block,
        index,
        box,
        [],
        [],
        waiting,
        waiting_floats,
        filling.absolute_boxes,
        filling.fixed_boxes,
        filling.placeholders,
        dict.fromkeys(_SIDES, 0),
        filling.max_x,
        x,
        filling.bottom_space,
    )
    return waiting[0][1] if waiting else None


def _leaf_after(paragraph: Paragraph, leaf: int, end: int) -> int:
    """The first leaf that is not wholly on a line which ends before a character."""
    leaves = paragraph.leaves
    if end >= len(paragraph.text):
        return len(leaves)
    while leaf < len(leaves) and (
        leaves[leaf].end < end
        or leaves[leaf].end == end
        and (leaves[leaf].start < end or leaves[leaf].annotation)
    ):
        leaf += 1
    return leaf


def _fill(filling: Filling, node: BoxNode, position_x: float) -> Any:
    """A copy of a line box or an inline box with the part of its content that is on the line."""
    box, line, containing_block = node.box, filling.line, filling.containing_block
    is_line = not node.path
    begun = filling.first > node.first or (
        filling.first == node.first and filling.character > node.start
    )
    ended = filling.after >= node.after
    if not is_line:
        resolve_percentages(box, containing_block)
        box.position_x = position_x
        for side in ("left", "right"):
            if getattr(box, f"margin_{side}") == "auto":
                setattr(box, f"margin_{side}", 0)
    x = position_x
    if not is_line and (not begun or box.style["box_decoration_break"] == "clone"):
        x += box.padding_left + box.margin_left + box.border_left_width
    absolute_boxes = filling.absolute_boxes
    relative = box.style["position"] == "relative"
    if relative:
        filling.absolute_boxes = []
    children: list[Any] = []
    flow: list[Any] = []
    nodes = node.children
    first = bisect_right(nodes, filling.first, key=lambda child: child.after) if begun else 0
    for index in range(first, len(nodes)):
        child = nodes[index]
        if child.first > filling.after or child.first == filling.after and child.start >= line.end:
            break
        if child.first == filling.after and filling.after >= len(filling.paragraph.leaves):
            break
        child.box.position_y = box.position_y
        new = _fill_child(filling, node, child, index, x)
        if new is None:
            continue
        children.append(new)
        if not new.is_in_normal_flow():
            continue
        flow.append(new)
        if isinstance(child.box, OBJECTS) and child.start < line.stop:
            spacing = filling.paragraph.content.spacing
            x += line.steps[child.start - line.start]
            x -= spacing.before.get(child.start, 0.0) + spacing.after.get(child.start, 0.0)
        else:
            x = new.position_x + new.margin_width()
    for pair in node.ruby:
        children += _fill_ruby(filling, pair)
    new_box = box.copy_with_children(children)
    new_box.remove_decoration(start=begun, end=not ended)
    if not is_line:
        new_box.position_x = position_x
    new_box.width = 0
    if flow and filling.places:
        if not is_line:
            new_box.position_x += min(new.position_x for new in flow) - new_box.content_box_x()
        new_box.width = (
            max(new.position_x + new.margin_width() for new in flow) - new_box.content_box_x()
        )
    elif flow:
        new_box.width = x - new_box.content_box_x()
    set_heights(new_box)
    if relative:
        for absolute_box in filling.absolute_boxes:
            absolute_layout(
                filling.context,
                absolute_box,
                new_box,
                filling.fixed_boxes,
                filling.bottom_space,
                skip_stack=None,
            )
        filling.absolute_boxes = absolute_boxes
    return new_box


def _fill_child(filling: Filling, parent: BoxNode, child: BoxNode, index: int, x: float) -> Any:
    box = child.box
    if child.annotation:
        return None
    if isinstance(box, boxes.TextBox):
        return _fill_text(filling, child, x)
    if isinstance(box, boxes.InlineBox):
        return _fill(filling, child, x)
    if not box.is_in_normal_flow():
        return (
            filling.floats.get(child.first)
            if box.is_floated()
            else _lay_out(filling, parent.box, index, box, x, [])
        )
    if filling.places:
        x = filling.places[child.start - filling.line.start]
    new = _object(
        filling.context,
        box,
        x,
        filling.containing_block,
        filling.absolute_boxes,
        filling.fixed_boxes,
    )
    new.position_x = x
    return new


def _fill_ruby(filling: Filling, pair: RubyPair) -> list[Any]:
    """The ruby texts of a base, as far as it is on the line."""
    line, paragraph = filling.line, filling.paragraph
    first, last = max(pair.start, line.start), min(pair.end, line.stop)
    if first >= last:
        return []
    at = filling.places or list(accumulate(line.steps, initial=filling.origin - line.start_trim))
    places = [
        at[index - line.start] if first <= index < last else 0.0
        for index in range(pair.start, pair.end)
    ]
    # A line that does not begin at the left edge is moved there later, by what it lacks.
    style = paragraph.box.style
    moved = style["text_align_all"] not in ("start", "left", "justify") or style[
        "text_align_last"
    ] in ("center", "end", "right")
    edges = filling.origin, filling.origin + line.width if moved else filling.max_x
    return ruby.fill(
        pair, paragraph.box, first, last, places, paragraph.advances[pair.start : pair.end], edges
    )


def _object(
    context: Any,
    box: Any,
    x: float,
    containing_block: Any,
    absolute_boxes: list[Any],
    fixed_boxes: list[Any],
) -> Any:
    """A picture or a box in the line, laid out."""
    return inline.split_inline_level(
        context,
        box,
        x,
        inf,
        0,
        None,
        containing_block,
        absolute_boxes,
        fixed_boxes,
        [],
        [],
        [],
        None,
        None,
    )[0]


def _fill_text(filling: Filling, node: BoxNode, x: float) -> Any:
    """A copy of a text box with the characters that are on the line, or None if there are none."""
    line, paragraph, face = filling.line, filling.paragraph, node.face
    start, stop = max(node.start, filling.character), min(node.end, line.stop)
    if stop <= start or face is None:
        return None
    steps = line.steps[start - line.start : stop - line.start]
    spacing = paragraph.content.spacing
    for spaces, at in ((spacing.before, start), (spacing.after, stop - 1)):
        if at in spaces:
            steps[at - start] -= spaces[at]
    trim = line.start_trim if start == line.start else 0.0
    new = node.box.copy_with_text(paragraph.text[start:stop])
    new.position_x = x
    new.width = sum(steps) - trim - (line.end_trim if stop == line.stop else 0.0)
    composed = new.pango_layout = ComposedText(
        new.text, node, start, steps, trim, filling.max_x - x
    )
    if line.hyphen and stop == line.stop:
        composed.hyphen = face.hyphen(node.box.style["hyphenate_character"])
        new.width += line.hyphen
    if filling.places:
        places = filling.places[start - line.start : stop - line.start]
        widths = paragraph.advances[start:stop]
        for spaces, at in ((spacing.before, start), (spacing.after, stop - 1)):
            if at in spaces:
                widths[at - start] -= spaces[at]
        new.position_x = min(places)
        new.width = max(map(add, places, widths)) - new.position_x
        composed.places = [place - new.position_x for place in places]
    new.height, new.baseline = face.height, face.baseline
    new.margin_top, new.margin_bottom = face.margin_top, face.margin_bottom
    if node.box.style["text_emphasis_style"] != "none":
        over, under = emphasis.lack(
            node.box.style, node.beyond, face.margin_top + face.height + face.margin_bottom
        )
        new.margin_top += over
        new.baseline += over
        new.margin_bottom += under
    return new


def _visual_places(paragraph: Paragraph, line: ParagraphLine, x: float) -> list[float]:
    """Where each character of a line stands that holds text from right to left.

    The gap behind a character goes where its two neighbours meet, at the outer level of both.
    """
    assert paragraph.levels is not None
    levels = paragraph.levels[line.start : line.stop]
    gaps = [
        step - advance
        for step, advance in zip(
            line.steps, paragraph.advances[line.start : line.stop], strict=True
        )
    ]
    widths = paragraph.advances[line.start : line.stop]
    left, right = (
        [0.0] * len(levels),
        [0.0] * len(levels),
    )  # what boxes take at the left and right of characters
    if paragraph.content.edges:
        _set_edges(paragraph, line, levels, widths, left, right)
    both = [
        level
        for pair in zip(levels, map(min, levels, [*levels[1:], 0]), strict=True)
        for level in pair
    ]
    places = [0.0] * len(levels)
    x -= line.end_trim if paragraph.right_to_left else line.start_trim
    for item in bidi.order(both):
        index, is_gap = divmod(item, 2)
        if is_gap:
            x += gaps[index]
        else:
            places[index] = x + left[index]
            x += left[index] + widths[index] + right[index]
    return places


def _set_edges(
    paragraph: Paragraph,
    line: ParagraphLine,
    levels: list[int],
    widths: list[float],
    left: list[float],
    right: list[float],
) -> None:
    """Move what stands at the start and end of boxes from their first and last characters to those
    that are outermost on the page.
    """
    ranks = [0] * len(levels)
    for rank, index in enumerate(bidi.order(levels)):
        ranks[index] = rank
    for spaces in (paragraph.content.spacing.before, paragraph.content.spacing.after):
        for index in spaces:
            if line.start <= index < line.stop:
                widths[index - line.start] -= spaces[index]
    for node, before, after in paragraph.content.edges:
        first, last = (
            max(node.start, line.start) - line.start,
            min(node.end, line.stop) - line.start,
        )
        if first >= last:
            continue
        whole = node.box.style["box_decoration_break"] == "clone"
        outermost = (
            min(range(first, last), key=ranks.__getitem__),
            max(range(first, last), key=ranks.__getitem__),
        )
        ends = (left, outermost[0]), (right, outermost[1])
        for (side, index), width, here in zip(
            ends if node.box.style["direction"] == "ltr" else ends[::-1],
            (before, after),
            (node.start >= line.start, node.end <= line.stop),
            strict=True,
        ):
            if here or whole:
                side[index] += width


@dataclass(frozen=True, slots=True)
class _Measures:
    """Widths that are only known inside a certain block, in px."""

    context: Any
    containing_block: Any

    def object(self, box: Any) -> float:
        """The width of a picture or box in the line: that of a block is known before it is laid
        out, others are laid out for this alone.
        """
        if isinstance(box, boxes.InlineBlockBox) and not box.is_table_wrapper:
            resolve_percentages(box, self.containing_block)
            box.margin_left, box.margin_right = (
                0 if margin == "auto" else margin for margin in (box.margin_left, box.margin_right)
            )
            inline.inline_block_width(box, self.context, self.containing_block)
        else:
            box.position_x = box.position_y = 0
            box = _object(self.context, box, 0, self.containing_block, [], [])
        width: float = box.margin_width()
        return width

    def sides(self, box: Any) -> tuple[float, float]:
        """Margin, border and padding at the left and at the right of an inline box."""
        resolve_percentages(box, self.containing_block)
        left, right = (
            sum(
                value
                for value in (
                    getattr(box, f"margin_{side}"),
                    getattr(box, f"padding_{side}"),
                    getattr(box, f"border_{side}_width"),
                )
                if value != "auto"
            )
            for side in ("left", "right")
        )
        return left, right


def skip_first_whitespace(box: Any, skip_stack: Any) -> Any:
    """Where the next line begins: where the composer said, if it did; else WeasyPrint looks for
    spaces there.
    """
    known = box.__dict__.get("_composer")
    if skip_stack is not None and known and known[0] and known[0].expected is skip_stack:
        return skip_stack
    return _skip_first_whitespace(box, skip_stack)


def justify_line(context: Any, line: Any, extra_width: float) -> None:
    """Nothing for a composed line: what can be flush already is."""
    if not getattr(line, "composed", False):
        _justify_line(context, line, extra_width)


def inline_min_content_width(
    context: Any,
    box: Any,
    outer: bool = True,
    skip_stack: Any = None,
    first_line: bool = False,
    is_line_start: bool = False,
) -> float:
    """The least width of a paragraph, in px."""
    if isinstance(box, boxes.LineBox) and skip_stack is None and not first_line:
        paragraph = paragraph_of(box)
        if paragraph and not (paragraph.content.has_objects or paragraph.content.floats):
            width = paragraph.breaker.min_content_width(
                _indent(box), paragraph.content.breakable_anywhere & paragraph.content.breakable
            )
            return preferred.adjust(box, outer, width)
    return _inline_min_content_width(context, box, outer, skip_stack, first_line, is_line_start)


def inline_max_content_width(
    context: Any, box: Any, outer: bool = True, is_line_start: bool = False
) -> float:
    """The width of a paragraph whose lines only end where they must, in px."""
    if isinstance(box, boxes.LineBox):
        paragraph = paragraph_of(box)
        if paragraph and not (paragraph.content.has_objects or paragraph.content.floats):
            return preferred.adjust(box, outer, paragraph.breaker.max_content_width(_indent(box)))
    return _inline_max_content_width(context, box, outer, is_line_start)


def _indent(box: Any) -> float:
    indent = box.style["text_indent"]
    return 0.0 if check_math(indent) or indent.unit == "%" else indent.value
