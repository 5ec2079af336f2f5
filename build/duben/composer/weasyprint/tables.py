"""Tables: text of a row and notes that are called beside it do not stand in the same place, and no
head is left out.

WeasyPrint fills the cells of a row one after the other. A note that a later cell calls takes its
room from the page when an earlier one may already stand there.
"""

from __future__ import annotations

from typing import Any

from weasyprint.layout import block, table

ROUNDS = 4  # in which more and more notes of a row are known

_table_layout = table.table_layout


def table_layout(*arguments: Any) -> Any:
    """Lays a table out on its page: as WeasyPrint does, with the same arguments, and where its
    notes reach into it again, with them at the foot of the page before.
    """
    context, box, bottom_space, skip_stack, _, page_is_empty, absolutes, fixed = arguments
    before = list(context.current_page_footnotes)
    standing: list[Any] = []
    for _ in range(ROUNDS):
        result = _table_layout(*arguments)
        laid = result[0]
        notes = [note for note in context.current_page_footnotes if note not in before]
        if (
            laid is None
            or all(note in standing for note in notes)
            or not context.overflows_page(bottom_space, laid.content_box_y() + laid.height)
        ):
            break
        block.remove_placeholders(context, [laid], absolutes, fixed)
        for note in notes:
            if note in context.footnotes:
                context.layout_footnote(note)
        standing = notes
    if standing:
        # A line that called a note may have gone overleaf, and takes it along.
        descendants = laid.descendants() if laid else ()
        called = {id(child.footnote) for child in descendants if child.footnote}
        for note in standing:
            if id(note) not in called:
                context.unlayout_footnote(note)
    head = next((group for group in box.children[:1] if group.is_header), None)
    rows = any(not (group.is_header or group.is_footer) for group in box.children)
    if (
        head
        and rows
        and page_is_empty
        and skip_stack is None
        and laid
        and not any(group.is_header for group in laid.children[:1])
    ):
        # There is no room for the head together with a row: it stands before them, like a row, and
        # does not come again.
        block.remove_placeholders(context, [laid], absolutes, fixed)
        head.is_header = False
        return table_layout(*arguments)
    return result
