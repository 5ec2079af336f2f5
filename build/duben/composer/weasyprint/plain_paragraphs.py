"""Paragraphs set and drawn whole: lines without boxes for their text, where nothing in the
paragraph needs one.

A paragraph is whole if it has text and plain inline boxes only: no pictures, ruby, floats, borders,
backgrounds or decorations, and no run from right to left. Its lines need no layout beyond the
composer's, and all of them on a page are one text object. Whoever looks into a line of a finished
page finds the boxes of its links, notes and anchors, empty, and its text by ``parts_of``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from operator import attrgetter
from typing import Any, NamedTuple

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, inline
from weasyprint.layout.percent import resolve_one_percentage
from weasyprint.text import line_break

from duben.composer.breaking import ParagraphLine
from duben.composer.weasyprint.character_glyphs import NO_CODE
from duben.composer.weasyprint.faces import face_of
from duben.composer.weasyprint.glyphs import Glyph, Shape
from duben.composer.weasyprint.nodes import BoxNode
from duben.composer.weasyprint.paragraphs import Paragraph, paragraph_of
from duben.composer.weasyprint.percentages import resolve_percentages

_iter_line_boxes = inline.iter_line_boxes


@dataclass(slots=True)
class TextRun:
    """Characters ``start`` to ``end`` of a paragraph, in one text box and drawn with one font.

    ``shape`` has their glyphs, from character ``origin`` on. ``around`` are the inline boxes around
    them from the outermost on, ``rise`` is how far above the baseline they stand, in px; ``top``
    and ``bottom`` how far above and below it their boxes reach.
    """

    start: int
    end: int
    box: Any
    shape: Shape
    origin: int
    font: Any
    size: float
    rise: float
    around: tuple[Any, ...]
    link: Any
    top: float
    bottom: float


@dataclass(slots=True)
class PlainParagraph:
    """What is drawn of a paragraph: for each character the number of its glyph, as in ``Shape``,
    and the advance that a reader of the PDF adds, in px.

    ``odd`` are the characters whose glyph is moved by a shift, drawn wider, or none; ``before`` is
    the blank before some, of margins and paddings.
    """

    paragraph: Paragraph
    codes: str
    advances: list[float]
    odd: dict[int, Any]
    before: Mapping[int, float]
    runs: list[TextRun]
    starts: list[int]
    kept: list[BoxNode]  # nodes whose boxes are looked for on the page: links, notes, anchors
    top: float
    bottom: float
    level: bool  # all lines are as high as one
    underlined: bool = False


class PlainLine(boxes.LineBox):
    """A line whose text has no boxes before somebody looks for them."""

    whole: PlainParagraph
    line: ParagraphLine
    indent: float
    kept: tuple[Any, ...]  # the boxes on it that a page must know, without their text

    @property
    def children(self) -> Any:
        """Boxes for its text, made when somebody looks for them; once it is drawn, what stands for
        them in the tree of tags.
        """
        boxes_of_line = self.__dict__.get("_composer_children")
        if boxes_of_line is None:
            boxes_of_line = self.__dict__["_composer_children"] = tuple(_boxes(self))
        return boxes_of_line

    @children.setter
    def children(self, children: Any) -> None:
        self.__dict__["_composer_children"] = children

    @cached_property
    def resume_at(self) -> Any:
        """Where the next line begins, as a skip stack of WeasyPrint; few lines are asked."""
        paragraph, end = self.whole.paragraph, self.line.end
        if end >= len(paragraph.text):
            return None
        return paragraph.resume(bisect_right(paragraph.leaves, end, key=attrgetter("end")), end)

    def is_in_normal_flow(self) -> bool:
        """Whether it is where it would be without positions and floats, as all lines are."""
        return True

    def is_floated(self) -> bool:
        """Whether it is a float."""
        return False

    is_absolutely_positioned = is_running = is_footnote = is_note = is_floated

    def all_children(self) -> Any:
        """The boxes that a page must know."""
        return self.kept

    def descendants(self, placeholders: bool = False) -> Iterator[Any]:
        """The line, and the boxes that a page must know."""
        yield self
        for box in self.kept:
            yield from box.descendants(placeholders)

    def page_values(self) -> tuple[Any, Any]:
        """The kinds of page that it begins and ends on: there is no block inside."""
        return self.style["page"], self.style["page"]

    def translate(self, dx: float = 0, dy: float = 0, ignore_floats: bool = False) -> None:
        """Move the line with all on it."""
        super().translate(dx, dy, ignore_floats)
        self.__dict__["_composer_children"] = None

    def copy_with_children(self, new_children: Any) -> Any:
        """The line itself, if it is asked for a copy with the children that it has."""
        if len(new_children) == len(self.children):
            return self
        return super().copy_with_children(new_children)


def _boxes(line: PlainLine) -> list[Any]:
    """The boxes of a line with its text, as WeasyPrint would make them."""
    top: list[Any] = []
    path: list[
        tuple[Any, Any]
    ] = []  # the inline boxes that are open: of the paragraph, of the line
    kept_boxes = {id(box.composed_of): box for box in line.kept}
    last: Any = None
    text: Any = None
    for part in parts_of(line):
        *around, source = part.around
        if source is last:  # the same box, in another font
            text.text += part.text
            text.width = part.position_x + part.width - text.position_x
            continue
        last, common = source, 0
        while common < min(len(path), len(around)) and path[common][0] is around[common]:
            common += 1
        del path[common:]
        for box in around[common:]:
            new = kept_boxes.get(id(box)) or _inline(box, part)
            new.children = []
            (path[-1][1].children if path else top).append(new)
            path.append((box, new))
        text = source.copy_with_text(part.text)
        face = face_of(source.style)
        text.position_x, text.width, text.height, text.baseline = (
            part.position_x,
            part.width,
            face.height,
            face.baseline,
        )
        text.margin_top, text.margin_bottom = face.margin_top, face.margin_bottom
        text.position_y = part.baseline - face.baseline
        (path[-1][1].children if path else top).append(text)
        for _, new in path:
            if id(new) not in map(id, line.kept):
                new.width = part.position_x + part.width - new.content_box_x()
    return top


def _inline(box: Any, part: Part) -> Any:
    """A copy of an inline box at the beginning of a piece of text."""
    new = box.copy_with_children([])
    for side in ("top", "right", "bottom", "left"):
        for name in (f"margin_{side}", f"padding_{side}", f"border_{side}_width"):
            if not isinstance(getattr(new, name, None), (int, float)):
                setattr(new, name, 0)
    set_heights(new)
    new.position_x, new.position_y = part.position_x, part.baseline - new.baseline
    return new


class Part(NamedTuple):
    """A piece of text on a line, with the boxes around it from the line's children on, and itself
    last; lengths in px.
    """

    around: tuple[Any, ...]
    text: str
    position_x: float
    width: float
    baseline: float  # from the top of the page


def parts_of(line: PlainLine) -> Sequence[Part]:
    """The text of a line, in order, box by box; worked out once where the line stands."""
    place = line.position_x, line.position_y
    known = line.__dict__.get("_composer_parts")
    if known is None or known[0] != place:
        known = line.__dict__["_composer_parts"] = place, tuple(_parts_of(line))
    parts: Sequence[Part] = known[1]
    return parts


def _parts_of(line: PlainLine) -> Iterator[Part]:
    whole, own = line.whole, line.line
    at = list(accumulate(own.steps, initial=line.position_x + line.indent - own.start_trim))
    baseline = line.position_y + line.baseline
    spacing = whole.paragraph.content.spacing
    for run in runs_of(whole, own.start, own.stop):
        first, last = max(run.start, own.start), min(run.end, own.stop)
        left = (
            at[first - own.start]
            + (own.start_trim if first == own.start else 0.0)
            + spacing.before.get(first, 0.0)
        )
        right = (
            at[last - own.start]
            - (own.end_trim - own.hyphen if last == own.stop else 0.0)
            - spacing.after.get(last - 1, 0.0)
        )
        yield Part(
            (*run.around, run.box),
            whole.paragraph.text[first:last],
            left,
            right - left,
            baseline - run.rise,
        )


def text_of(box: Any) -> str:
    """The text of a box and of all inside it."""
    if type(box) is PlainLine:
        return "".join(part.text for part in parts_of(box))
    if isinstance(box, boxes.TextBox):
        return str(box.text)
    return "".join(text_of(child) for child in getattr(box, "children", ()))


def runs_of(whole: PlainParagraph, start: int, stop: int) -> list[TextRun]:
    """The runs of which something stands between two characters."""
    if len(whole.runs) == 1:
        return whole.runs
    first = bisect_right(whole.starts, start) - 1
    return whole.runs[first : bisect_right(whole.starts, stop - 1)]


def iter_line_boxes(
    context: Any,
    box: Any,
    position_y: float,
    bottom_space: float,
    skip_stack: Any,
    containing_block: Any,
    absolute_boxes: list[Any],
    fixed_boxes: list[Any],
    first_letter_style: Any,
    first_line_style: Any,
) -> Iterator[Any]:
    """The lines of a paragraph, and where each next one begins."""
    whole = whole_of(
        context, box, skip_stack, containing_block, first_letter_style, first_line_style
    )
    if whole is not None:
        return (
            (line, line.resume_at)
            for line in lines_of(whole, box, position_y, skip_stack, containing_block)
        )
    return _iter_line_boxes(
        context,
        box,
        position_y,
        bottom_space,
        skip_stack,
        containing_block,
        absolute_boxes,
        fixed_boxes,
        first_letter_style,
        first_line_style,
    )


def lines_of(
    whole: PlainParagraph, box: Any, position_y: float, skip_stack: Any, containing_block: Any
) -> Iterator[Any]:
    """The lines of a whole paragraph whose line box is given, the first at ``position_y`` px."""
    resolve_percentages(box, containing_block)
    if skip_stack is None:
        resolve_one_percentage(box, "text_indent", containing_block.width)
    else:
        box.text_indent = 0
    paragraph = whole.paragraph
    start = paragraph.place(skip_stack)[1] if skip_stack else 0
    x, width, indent = containing_block.content_box_x(), containing_block.width, box.text_indent
    style, end = box.style, len(paragraph.text)
    align = _alignment(style["text_align_all"])
    align_last = (
        align if style["text_align_last"] == "auto" else _alignment(style["text_align_last"])
    )
    box.position_x, box.position_y = x, position_y
    # What every line has, and room for its own: to put one more thing into a copy takes as long as
    # the copy.
    base = {
        **box.__dict__,
        "whole": whole,
        "_composer_children": None,
        "_composer_parts": None,
        "kept": (),
        **dict.fromkeys(
            ("line", "indent", "baseline", "height", "margin_top", "margin_bottom", "width")
        ),
    }
    while start < end:
        line = paragraph.line(start, width, indent)
        new = PlainLine.__new__(PlainLine)
        own = new.__dict__ = base.copy()
        top, bottom = (whole.top, whole.bottom) if whole.level else _extent(whole, line)
        own["line"], own["indent"] = line, indent
        own["baseline"], own["height"], own["margin_top"], own["margin_bottom"] = (
            top,
            top + bottom,
            0,
            0,
        )
        own["position_y"] = position_y
        own["width"] = width_taken = indent + line.width
        room = (align_last if line.end >= end else align) * (width - width_taken)
        own["position_x"] = x + room if room > 0 else x
        if whole.kept:
            own["kept"] = tuple(_boxes_for_page(whole, new, line, containing_block))
        start, indent = line.end, 0
        position_y += top + bottom
        yield new


_relative_positioning = block.relative_positioning


def relative_positioning(box: Any, containing_block: Any) -> None:
    """Move a box that is positioned relatively, and those in a line; in a whole line there are
    none.
    """
    if type(box) is not PlainLine:
        _relative_positioning(box, containing_block)


def _alignment(name: str) -> float:
    """How much of the room that is left stands before a line."""
    return 0.5 if name == "center" else 1.0 if name in ("right", "end") else 0.0


def _extent(whole: PlainParagraph, line: ParagraphLine) -> tuple[float, float]:
    """How far the boxes of a line reach above and below its baseline."""
    runs = runs_of(whole, line.start, line.stop)
    return max(whole.top, *(run.top for run in runs)), max(
        whole.bottom, *(run.bottom for run in runs)
    )


def _boxes_for_page(
    whole: PlainParagraph, new: PlainLine, line: ParagraphLine, containing_block: Any
) -> Iterator[Any]:
    """The boxes on a line that a page must know, with their places and without their text."""
    at: list[float] | None = None
    for node in whole.kept:
        if (
            node.start >= line.stop
            or node.end <= line.start
            and node.start < node.end
            or node.start < line.start == node.end
        ):
            continue
        if at is None:
            at = list(accumulate(line.steps, initial=new.position_x + new.indent - line.start_trim))
        first, last = max(node.start, line.start), min(node.end, line.stop)
        resolve_percentages(node.box, containing_block)
        box = node.box.copy_with_children(())
        box.composed_of = node.box
        box.remove_decoration(start=node.start < line.start, end=node.end > line.end)
        box.position_x = at[first - line.start] + (line.start_trim if first == line.start else 0.0)
        right = at[last - line.start] - (line.end_trim - line.hyphen if last == line.stop else 0.0)
        box.width = right - box.position_x - _sides(box)
        set_heights(box)
        run = whole.runs[bisect_right(whole.starts, node.start) - 1]
        rise = run.rise
        box.position_y = new.position_y + new.baseline - rise - box.baseline
        yield box


def set_heights(box: Any) -> None:
    """Give a line or an inline box the height of its style's line, as
    ``inline._adjust_line_height`` does.
    """
    box.height = box.style["font_size"]
    line_height, box.baseline = _strut(box.style)
    half_leading = (line_height - box.height) / 2
    box.margin_top = half_leading - box.border_top_width - box.padding_top
    box.margin_bottom = half_leading - box.border_bottom_width - box.padding_bottom


_SIDES = attrgetter(
    "margin_left",
    "padding_left",
    "border_left_width",
    "margin_right",
    "padding_right",
    "border_right_width",
)


def _sides(box: Any) -> float:
    """Margins, paddings and borders at both sides of an inline box."""
    return sum(value for value in _SIDES(box) if value != "auto")


def _strut(style: Any) -> Any:
    """Height and baseline of the line of a style, looked up once."""
    known = style.__dict__.get("_composer_strut")
    if known is None:
        known = style.__dict__["_composer_strut"] = line_break.strut(style)
    return known


def whole_of(
    context: Any,
    box: Any,
    skip_stack: Any,
    containing_block: Any,
    first_letter_style: Any,
    first_line_style: Any,
) -> PlainParagraph | None:
    """The paragraph of a line box as it is drawn, or None if it needs boxes, or something stands
    beside it.
    """
    if (
        first_letter_style
        or first_line_style
        or context.excluded_shapes
        or box.text_overflow != "clip"
        or containing_block.style["block_ellipsis"] != "none"
    ):
        return None
    paragraph = paragraph_of(box, None, skip_stack)
    if paragraph is None:
        return None
    if paragraph.whole is None:
        paragraph.whole = (_plain_paragraph(paragraph),)
    known: PlainParagraph | None = paragraph.whole[0]
    return known


def _plain_paragraph(paragraph: Paragraph) -> PlainParagraph | None:
    text = paragraph.text
    if (
        paragraph.content.has_objects
        or paragraph.content.floats
        or paragraph.content.rubies
        or paragraph.levels
        or paragraph.right_to_left
        or paragraph.content.preserved
        or paragraph.content.cloned
        or not text.strip()
        or text[0] == " "  # what skips it is the other way
        or "\n" in text
        or "\u2028" in text
        or "\u2029" in text
        or not _is_plain(paragraph.content.root.box.style)
    ):
        return None
    height, baseline = _strut(paragraph.content.root.box.style)
    whole = PlainParagraph(
        paragraph,
        "",
        [],
        {},
        paragraph.content.spacing.before,
        [],
        [],
        [],
        baseline,
        height - baseline,
        True,
    )
    if (
        not _gather(whole, paragraph.content.root, _Around((), None, 0.0, 0.0, 0.0))
        or not whole.runs
    ):
        return None
    whole.starts = [run.start for run in whole.runs]
    whole.underlined = any(run.box.style["text_decoration_line"] != "none" for run in whole.runs)
    whole.level = all(
        run.top <= whole.top + _EVEN and run.bottom <= whole.bottom + _EVEN for run in whole.runs
    )
    return whole


_EVEN = 1e-6  # px


@dataclass(frozen=True, slots=True)
class _Around:
    """The inline boxes around a node, the nearest that is a link, their rise and how far they
    reach, as in ``TextRun``.
    """

    boxes: tuple[Any, ...]
    link: Any
    rise: float
    top: float
    bottom: float


def _gather(whole: PlainParagraph, node: BoxNode, around: _Around) -> bool:
    """Adds what is in a node; False if it needs boxes."""
    for child in node.children:
        box = child.box
        style = box.style
        if not _is_plain(style):
            return False
        if isinstance(box, boxes.TextBox):
            if not _add(whole, child, around):
                return False
        elif (
            type(box) is boxes.InlineBox
            and not box.is_leader
            and child.children
            and child.start < child.end
        ):
            if (
                box.link
                or box.footnote
                or style["anchor"]
                or box.string_set
                or box.bookmark_label
                or box.missing_link
                or box.is_input()
                or box.is_form()
            ):
                whole.kept.append(child)
            height, baseline = _strut(style)
            align = style["vertical_align"]
            rise = around.rise + (0.0 if align == "baseline" else align)
            if not _gather(
                whole,
                child,
                _Around(
                    (*around.boxes, box),
                    box if box.link else around.link,
                    rise,
                    max(around.top, baseline + rise),
                    max(around.bottom, height - baseline - rise),
                ),
            ):
                return False
        else:
            return False
    return True


def _add(whole: PlainParagraph, node: BoxNode, around: _Around) -> bool:
    """Adds the text of a box; False if some of it is drawn in another way."""
    face, shape, start = node.face, node.shape, node.start
    if start == node.end:
        return True
    if face is None or shape is None:
        return False
    if shape.simple and face.shaper.is_outlined(shape.font):
        whole.codes += shape.codes
        whole.advances += shape.drawn
        _run(whole, node, start, node.end, shape.font, around)
        return True
    if any(len(cluster) > 1 for cluster in shape.glyphs):
        return False
    # Nothing is drawn of a character whose glyph stands with the one before, and of some without a
    # width.
    glyphs = [cluster[0] if cluster else _NO_GLYPH for cluster in shape.glyphs]
    for index in [index for index, glyph in enumerate(glyphs, start) if glyph.odd]:
        glyph = glyphs[index - start]
        if glyph.rise or glyph.lacking:
            return False
        whole.odd[index] = glyph
    fonts = {id(glyph.font): glyph.font for glyph in glyphs}
    fonts.pop(id(None), None)
    if not all(map(face.shaper.is_outlined, fonts.values())):
        return False
    whole.codes += "".join(chr(int(glyph.code, 16)) if glyph.code else NO_CODE for glyph in glyphs)
    whole.advances += [glyph.drawn for glyph in glyphs]
    if len(fonts) == 1:
        (font,) = fonts.values()
        _run(whole, node, start, node.end, font, around)
        return True
    first, font = start, None
    for index, glyph in enumerate(glyphs, start):
        if glyph.font is not None and glyph.font is not font:
            if font is not None:
                _run(whole, node, first, index, font, around)
                first = index
            font = glyph.font
    if font is None:
        return False
    _run(whole, node, first, node.end, font, around)
    return True


_NO_GLYPH = Glyph(None, "", 0.0)


def _run(
    whole: PlainParagraph, node: BoxNode, start: int, end: int, font: Any, around: _Around
) -> None:
    face, shape = node.face, node.shape
    assert face is not None and shape is not None
    rise = around.rise
    below = face.margin_top + face.height + face.margin_bottom - face.baseline
    whole.runs.append(
        TextRun(
            start,
            end,
            node.box,
            shape,
            node.start,
            font,
            face.shaper.size_of(font),
            rise,
            around.boxes,
            around.link,
            max(around.top, face.baseline + rise),
            max(around.bottom, below - rise),
        )
    )


_UNDERLINED = {"underline"}


def _is_plain(style: Any) -> bool:
    """Whether text of a style is drawn in its colour and nothing else; asked once of each style."""
    known: bool | None = style.__dict__.get("_composer_plain")
    if known is None:
        align = style["vertical_align"]
        known = style.__dict__["_composer_plain"] = (
            style["visibility"] == "visible"
            and style["opacity"] == 1
            and style["text_decoration_line"] in ("none", _UNDERLINED)
            and style["position"] == "static"
            and style["float"] == "none"
            and not style["transform"]
            and style["background_color"] != "currentcolor"
            and style["background_color"].alpha == 0
            and all(kind == "none" for kind, _ in style["background_image"])
            and not style["box_shadow"]
            and style["border_image_source"][0] == style["mask_border_source"][0] == "none"
            and not style["outline_width"]
            and not any(
                style[f"border_{side}_width"] for side in ("top", "right", "bottom", "left")
            )
            and style["text_emphasis_style"] == "none"
            and style["direction"] == "ltr"
            and style["overflow"] == "visible"
            and (align == "baseline" or isinstance(align, (int, float)))
        )
    return known
