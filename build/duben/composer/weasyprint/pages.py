"""Pages: what they cost before any text stands on them, two lines below a heading (L18), notes on
the page of their call.

What each quick way brings was counted, in function calls of a build of chapters and of one document
of 500 pages: those that bring less than 3 % of both are not here.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from weakref import ref

import weasyprint
from weasyprint import layout
from weasyprint.document import Document
from weasyprint.formatting_structure import boxes
from weasyprint.layout import background, block, page
from weasyprint.layout.absolute import AbsolutePlaceholder

from duben.composer import memory
from duben.composer.weasyprint.plain_paragraphs import PlainLine

_set_page_type_computed_styles = page.set_page_type_computed_styles
_layout_box_backgrounds = background.layout_box_backgrounds

_CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")


def set_page_type_computed_styles(page_type: Any, html: Any, style_for: Any) -> None:
    """Give a page its styles: those of the pages before it that no selector can tell from it."""
    known = style_for.__dict__.setdefault("_composer_pages", {})
    counted = style_for.__dict__.get("_composer_counted")
    if counted is None:
        counted = style_for._composer_counted = any(
            selector[2].index is not None
            for sheet, _, _ in style_for._sheets
            for _, selectors, _ in sheet.page_rules
            for selector in selectors
        )
    key = (
        page_type.side,
        page_type.blank,
        page_type.index == 0,
        page_type.name,
        (page_type.index, page_type.groups) if counted else None,
    )
    styles = style_for.get_computed_styles()
    if key in known:
        styles.update({(page_type, pseudo): style for pseudo, style in known[key].items()})
        return
    _set_page_type_computed_styles(page_type, html, style_for)
    known[key] = {
        pseudo: style for (element, pseudo), style in styles.items() if element == page_type
    }
    # Every page looked through the rules of all pages before it.
    for element, pseudo in [
        name for name in style_for.get_cascaded_styles() if name[0] == page_type
    ]:
        del style_for.get_cascaded_styles()[element, pseudo]


def layout_box_backgrounds(
    page_box: Any,
    box: Any,
    get_image_from_uri: Any,
    layout_children: bool = True,
    style: Any = None,
) -> None:
    """Position the backgrounds of a box and its children; a style that has none is asked once."""
    if type(box) is PlainLine:
        return
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    own = box.style.__dict__
    bare = own.get("_composer_bare")
    if bare is None:
        bare = own["_composer_bare"] = is_bare(box.style)
    if not bare or style is not None or box is page_box:
        _layout_box_backgrounds(page_box, box, get_image_from_uri, layout_children, style)
        return
    if layout_children:
        for child in box.all_children():
            layout_box_backgrounds(page_box, child, get_image_from_uri)
    box.background = None
    box.__dict__.update(_SQUARE)


_SQUARE = {f"border_{corner}_radius": (0, 0) for corner in _CORNERS}


def is_bare(style: Any) -> bool:
    """Whether a style asks for no background, no shadow, no pictures at its borders and no round
    corners.
    """
    return (
        style["border_image_source"][0] == style["mask_border_source"][0] == "none"
        and style["background_color"] != "currentcolor"
        and style["background_color"].alpha == 0
        and all(kind == "none" for kind, _ in style["background_image"])
        and not style["box_shadow"]
        and all((0, "px") in style[f"border_{corner}_radius"] for corner in _CORNERS)
    )


_block_level_page_break = block.block_level_page_break


def block_level_page_break(before: Any, after: Any) -> Any:
    """How a page may end between two blocks: not below a paragraph of one line that a heading holds
    to itself (L18).
    """
    page_break = _block_level_page_break(before, after)
    if (
        before is None or after is None
    ):  # WeasyPrint asks so for the last block before a break, and for a float that is the first
        return page_break
    if page_break in _AVOID:
        after._composer_held = True
    elif (
        page_break == "auto"
        and before.__dict__.get("_composer_held")
        and _is_one_line(before)
        and not _holds(after)
    ):
        return "avoid-page"
    return page_break


_AVOID = frozenset(("avoid", "avoid-page"))


def _is_one_line(box: Any) -> bool:
    """Whether a block that was laid out is one line of a paragraph of ours, and no more."""
    lines = box.children
    return (
        len(lines) == 1
        and isinstance(lines[0], boxes.LineBox)
        and lines[0].__dict__.get("_composer", (None,))[0] is not None
    )


def _holds(box: Any) -> bool:
    """Whether a block holds what follows to itself: another heading."""
    return not _AVOID.isdisjoint(block._add_break_values(box, "after"))


_linebox_layout = block._linebox_layout


def linebox_layout(
    context: Any,
    box: Any,
    index: int,
    child: Any,
    new_children: list[Any],
    page_is_empty: bool,
    absolute_boxes: Any,
    fixed_boxes: Any,
    *rest: Any,
) -> Any:
    """Lay out the lines of a paragraph. WeasyPrint sends notes overleaf where the second line of a
    paragraph would stand below them; with ``footnote-policy: line`` or ``block`` a note stays with
    its call, and the paragraph goes (CSS GCPM 3, 2.6).
    """
    before = list(context.current_page_footnotes)
    sent = len(context.reported_footnotes)
    layout_result = _linebox_layout(
        context, box, index, child, new_children, page_is_empty, absolute_boxes, fixed_boxes, *rest
    )
    if page_is_empty or len(context.reported_footnotes) == sent:
        return layout_result
    abort, stop, resume_at, position_y, new_footnotes, max_lines = layout_result
    called = (
        {
            id(child_box.footnote)
            for line in new_children[:-1]
            for child_box in line.descendants()
            if child_box.footnote
        }
        if new_footnotes
        else set()
    )
    moved = [
        note
        for note in context.reported_footnotes[sent:]
        if note.style["footnote_policy"] != "auto" and (note in before or id(note) in called)
    ]
    if not moved:
        return layout_result
    for note in moved:
        context.reported_footnotes.remove(note)
    staying = [
        note
        for note in (*before, *new_footnotes)
        if note in moved or note in context.current_page_footnotes
    ]
    context.current_page_footnotes[:] = staying
    context._update_footnote_area()
    # A line that stands here only because the notes went: two lines of its paragraph did not fit,
    # so all of it goes.
    if not abort and stop:
        for line in new_children:
            block.remove_placeholders(context, line.children, absolute_boxes, fixed_boxes)
        abort, stop = True, False
    return abort, stop, resume_at, position_y, new_footnotes, max_lines


class PageMaker(list[Any]):
    """What WeasyPrint keeps of each page. It looks for anchors through all pages before each page
    that it makes.

    While one is made, the pages before it are those only that have an anchor or wait for one: a
    page has all its own once the next one is begun.
    """

    making = False
    looked_at = 0

    def __init__(self, pages: Any) -> None:
        super().__init__(pages)
        self.named: list[tuple[int, Any]] = []

    def __getitem__(self, key: Any) -> Any:
        """A page, or those that a slice asks for."""
        if not (self.making and isinstance(key, slice)):
            return super().__getitem__(key)
        while self.named and self.named[-1][0] >= key.stop:
            self.named.pop()
        for index in range(min(self.looked_at, key.stop), key.stop):
            page_data = self[index]
            if page_data[-1]["anchors"] or page_data[-1]["content_lookups"]:
                self.named.append((index, page_data))
        self.looked_at = key.stop
        return [page_data for _, page_data in self.named]


_initialize_page_maker = layout.initialize_page_maker
_remake_page = page.remake_page


def initialize_page_maker(context: Any, root_box: Any) -> None:
    """Prepare for the first page."""
    _initialize_page_maker(context, root_box)
    context.page_maker = PageMaker(context.page_maker)


def remake_page(index: int, context: Any, root_box: Any, html: Any) -> Any:
    """Make a page without its margins."""
    pages = context.page_maker
    if not isinstance(
        pages, PageMaker
    ):  # WeasyPrint cuts off what is left over at the end of a round
        pages = context.page_maker = PageMaker(pages)
    pages.making = True
    try:
        page_made, resume_at = _remake_page(index, context, root_box, html)
    finally:
        pages.making = False
    page_made._composer_context = ref(context)
    return page_made, resume_at


_render = weasyprint.HTML.render
_write_pdf = Document.write_pdf
_write_pdf_at_once = weasyprint.HTML.write_pdf


def render(html: Any, *arguments: Any, **settings: Any) -> Any:
    """Lay a document out. Nothing that it makes can go before it is done, so nothing is looked for
    meanwhile.
    """
    with _pause_collector():
        document = _render(html, *arguments, **settings)
    documents: list[Any] | None = html.__dict__.get("_composer_made")
    if documents is not None:
        documents.append(document)
    return document


def write_pdf(document: Any, *arguments: Any, **settings: Any) -> Any:
    """Draw a document."""
    memory.font_pages()  # they were looked at while it was laid out
    with _pause_collector():
        return _write_pdf(document, *arguments, **settings)


def write_pdf_at_once(html: Any, *arguments: Any, **settings: Any) -> Any:
    """Lay a document out and draw it. Nobody else ever has it, so all that it is made of goes as
    soon as it is drawn.
    """
    with _pause_collector():
        html._composer_made = []
        try:
            return _write_pdf_at_once(html, *arguments, **settings)
        finally:
            for document in html.__dict__.pop("_composer_made"):
                release(document)
                del document  # before anything is looked for again


def release(document: Any) -> None:
    """Part paragraphs from the boxes that they were read from, and pictures from the layout that
    asked for them: what refers to itself is looked for, which takes longer than to free it.
    """
    for page_made in document.pages:
        if (context := page_made._page_box._composer_context()) is not None:
            context.__dict__.clear()
        _part(page_made._page_box)


def _part(box: Any) -> None:
    """Part the paragraphs in a box from their boxes."""
    known = box.__dict__.pop("_composer", None)
    if known and known[0]:
        known[0].release()
    if type(box) is not PlainLine:
        for child in box.children:
            own = child._box if isinstance(child, AbsolutePlaceholder) else child
            if isinstance(own, boxes.Box):
                _part(own)


@contextmanager
def _pause_collector() -> Iterator[None]:
    """Pauses the search for objects that refer to each other: it takes a quarter of the time of a
    large document.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
