"""The marked pages as they are handed out: behind a leaf that explains the signs and lists the
pages.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import pikepdf

from duben.layout import FontFace
from duben.publish.change_documents import change_marks, places
from duben.publish.change_documents.setting import SheetTypesetter, TypeSize, fill_template
from duben.revision import Revision

SIZES: tuple[TypeSize, ...] = ((10.5, 16), (9.5, 14.5))


def add_legend(
    marked: bytes, revision: Revision, faces: Sequence[FontFace], said: Mapping[str, str]
) -> bytes:
    """Marked pages with the explanation in front; ``marked`` as ``change_marks.mark_changes`` gives
    them.
    """
    assert revision.new.print
    text = fill_template(
        "marked.html",
        revision,
        said,
        date=revision.new.date,
        pages=places.pages(revision.new.print, change_marks.marked_pages(revision), said),
    )
    front, _ = SheetTypesetter(revision.new.language, faces).fit(
        (text,), "replacement.css", SIZES, 1
    )
    with pikepdf.open(io.BytesIO(front)) as document, pikepdf.open(io.BytesIO(marked)) as source:
        document.pages.extend(source.pages)
        # They speak of the first page alone.
        return change_marks.save_pdf(document, ("/StructTreeRoot", "/MarkInfo"))
