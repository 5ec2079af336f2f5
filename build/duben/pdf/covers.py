"""The cover of a book, and its picture for the e-book."""

from __future__ import annotations

import io
from typing import Any

import lazy_loader

from duben import chinese
from duben.pdf.fragment_renderer import FragmentRenderer
from duben.pdf.page_fragments import PageFragment

# Characters of a line of the title, and of the longest title that is set in such lines.
LINE_WIDTHS = ((9, 36), (13, 65))

pypdfium2 = lazy_loader.load("pypdfium2")  # 5 MB, for what few builds ask


def compose_cover(renderer: FragmentRenderer, rules: str = "") -> PageFragment:
    """The cover as a fragment of one page, with further ``rules`` of CSS. A long title is broken
    into lines of 9, 13 or 19 characters, so that the longest title takes few lines.
    """
    data = renderer.book.settings.book
    day = chinese.chinese_month(data.date)
    width = next((width for width, longest in LINE_WIDTHS if len(data.title) <= longest), 19)
    return renderer.render(
        "cover", rules=rules, title=chinese.break_title(data.title, width), most=width, date=day
    )


def compose_back_cover(renderer: FragmentRenderer) -> PageFragment:
    """The back cover as a fragment of one page."""
    date = chinese.chinese_date(renderer.book.settings.book.date)
    return renderer.render("back-cover", date=date, code=renderer.matter.qr_code())


def draw_cover_picture(renderer: FragmentRenderer) -> bytes:
    """The cover in the proportions of a screen: a PNG of 1600 × 2400."""
    height = renderer.edition.across * 1.5
    page = renderer.assemble(
        [
            compose_cover(
                renderer,
                f"@page{{size:{renderer.edition.across}pt {height}pt}}:root{{--height:{height}pt}}",
            )
        ]
    )
    with pypdfium2.PdfDocument(page) as document:
        image = (
            document[0]
            .render(scale=1600 / renderer.edition.across)
            .to_pil()
            .convert("RGB")
            .resize((1600, 2400))
        )
    return png(image.quantize(64))


def png(image: Any) -> bytes:
    """A picture as a PNG file."""
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
