"""The cover of a book, its light variant for office printers, and its picture for the e-book."""

from __future__ import annotations

import io
from typing import Any

import lazy_loader

from duben import chinese
from duben.layout import COVER_DESIGNS, fit_title, issuer
from duben.pdf.fragment_renderer import FragmentRenderer
from duben.pdf.page_fragments import PageFragment

# Characters of a line of the title, and of the longest title that is set in such lines.
LINE_WIDTHS = ((9, 36), (13, 65))
# A cover of which so much is dark is not for an office laser: large dark areas come out uneven.
DARK_LIMIT = 0.15
DARK_BELOW = 128  # of 255: what is darker counts as dark
DARK_SCALE = 0.5  # pixels for each pt, where the dark area is counted

pypdfium2 = lazy_loader.load("pypdfium2")  # 5 MB, for what few builds ask


def compose_cover(
    renderer: FragmentRenderer, rules: str = "", height: float = 0.0, light: bool = False
) -> PageFragment:
    """The cover as a fragment of one page, with further ``rules`` of CSS. ``height``: of the page,
    pt as composed, where it is not that of the edition; ``light``: as an office printer gets it,
    without large dark areas.
    """
    settings = renderer.cover
    day = chinese.chinese_month(renderer.book.settings.book.date)
    if settings.design != "plain":
        return _designed_cover(renderer, day, rules, height, light)
    # A long title is broken into lines of 9, 13 or 19 characters, so that the longest takes few.
    title = renderer.book.settings.book.title
    width = next((width for width, longest in LINE_WIDTHS if len(title) <= longest), 19)
    return renderer.render(
        "cover", rules=rules, title=chinese.break_title(title, width), most=width, date=day
    )


def _designed_cover(
    renderer: FragmentRenderer, day: str, rules: str, height: float, light: bool
) -> PageFragment:
    settings, edition = renderer.cover, renderer.edition
    design = COVER_DESIGNS[settings.design]
    proportion = (height or edition.down) / edition.across
    lines, size = fit_title(renderer.book.settings.book.title, design, proportion)
    shown = getattr(settings, design.needs) if design.needs else ""
    return renderer.render(
        "cover",
        rules=rules,
        title=lines,
        size=size,
        date=day,
        most=max(map(len, lines)),
        light=light,
        narrow=int(design.width / 1.45),
        unit=settings.unit or issuer(renderer.book),
        picture=renderer.fetcher.address(shown),
        internal=renderer.book.settings.imprint.kind == "内部资料",
    )


def compose_back_cover(renderer: FragmentRenderer, light: bool = False) -> PageFragment:
    """The back cover as a fragment of one page; ``light`` as ``compose_cover`` has it."""
    date = chinese.chinese_date(renderer.book.settings.book.date)
    ground = COVER_DESIGNS[renderer.cover.design].ground
    return renderer.render(
        "back-cover", date=date, code=renderer.matter.qr_code(), ground=ground, light=light
    )


def compose_light_covers(renderer: FragmentRenderer) -> bytes:
    """A PDF of front and back of the cover for an office printer."""
    return renderer.assemble(
        [compose_cover(renderer, light=True), compose_back_cover(renderer, light=True)]
    )


def measure_dark_area(renderer: FragmentRenderer, front: PageFragment, back: PageFragment) -> float:
    """The share of the cover that is dark, 0 to 1: that of front or back, whichever has more. 0 for
    the plain cover, which has none.
    """
    if renderer.cover.design == "plain":
        return 0.0
    with pypdfium2.PdfDocument(renderer.assemble([front, back])) as document:
        return max(dark_share(page) for page in document)


def dark_share(page: Any) -> float:
    """The share of a page, opened by pypdfium2, that is dark, 0 to 1."""
    picture = page.render(scale=DARK_SCALE).to_pil().convert("L")
    return float(sum(picture.histogram()[:DARK_BELOW]) / (picture.width * picture.height))


def draw_cover_picture(renderer: FragmentRenderer) -> bytes:
    """The cover in the proportions of a screen: a PNG of 1600 × 2400."""
    height = renderer.edition.across * 1.5
    page = renderer.assemble(
        [
            compose_cover(
                renderer,
                f"@page{{size:{renderer.edition.across}pt {height}pt}}:root{{--height:{height}pt}}",
                height,
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
    return png(image.quantize(256 if renderer.cover.picture else 64))


def png(image: Any) -> bytes:
    """A picture as a PNG file."""
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
