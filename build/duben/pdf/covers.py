"""The cover of a book, and its picture for the e-book."""

from __future__ import annotations

import io
from typing import Any

import lazy_loader

from duben import chinese
from duben.pdf.fragment_renderer import FragmentRenderer

pypdfium2 = lazy_loader.load("pypdfium2")  # 5 MB, for what few builds ask


def compose_cover(renderer: FragmentRenderer, rules: str = "") -> Any:
    data = renderer.book.settings.book
    day = chinese.chinese_month(data.date)
    most = next((most for most, longest in ((9, 36), (13, 65)) if len(data.title) <= longest), 19)
    return renderer.render(
        "cover", rules=rules, title=chinese.break_title(data.title, most), most=most, date=day
    )


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
    out = io.BytesIO()
    image.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()
