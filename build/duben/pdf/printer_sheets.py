"""What goes to the printer beside a booklet: 印制说明, trial sheets, the title on the spine."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import lazy_loader
import pikepdf

from duben.cache import NullCache
from duben.chinese import chinese_date
from duben.layout import (
    COVER_DESIGNS,
    COVER_WIDTH,
    POINTS_PER_MM,
    PRINT_GUIDE,
    TRIAL_SHEETS,
    page_size,
)
from duben.pdf import imposition
from duben.pdf.composition import CompositionInputs
from duben.pdf.covers import png
from duben.pdf.fragment_renderer import FragmentRenderer
from duben.pdf.pdf_sanitizer import refuse_active, refuse_violations

pypdfium2 = lazy_loader.load("pypdfium2")  # 5 MB, for what few builds ask

GUIDE_SHEET = 297 * POINTS_PER_MM  # pt: as large as A4 is drawn on the page of help
SPINE = 5.0  # mm: a narrower one has no title


def print_guide(
    inputs: CompositionInputs, imposed: imposition.ImposedBooklet
) -> tuple[bytes, bytes]:
    """Two PDFs that go to the printer with a booklet: the 印制说明, one page, and the trial sheets.

    Raises BookError as ``compose`` does.
    """
    scale = 2 * GUIDE_SHEET / imposed.plan.width
    with pypdfium2.PdfDocument(imposed.duplex) as document:
        pictures = {
            f"duben:guide/{name}.png": _png(document[side], scale)
            for side, name in enumerate(("front", "back"))
        }
    sheets = []
    plan = imposed.plan
    trimmed = page_size(inputs.book.settings.print.size).name(inputs.book.settings.book.language)
    enlarged = plan.width / POINTS_PER_MM / TRIAL_SHEETS.width
    trial = replace(
        TRIAL_SHEETS,
        width=plan.width / POINTS_PER_MM,
        height=plan.height / POINTS_PER_MM,
        zoom=enlarged,
    )
    for edition in (PRINT_GUIDE, TRIAL_SHEETS if plan.paper == "A4" else trial):
        renderer = FragmentRenderer(inputs, edition, NullCache())
        renderer.fetcher.own_pictures |= pictures
        rules = trial_rules(edition.zoom) if edition.name == TRIAL_SHEETS.name else ""
        date = chinese_date(inputs.book.settings.book.date)
        sheet = renderer.render(
            edition.name, rules=rules, imposed=imposed, date=date, trimmed=trimmed
        )
        refuse_violations(renderer, {"guide": len(sheet.pages)} if edition is PRINT_GUIDE else {})
        pdf = for_printer(renderer.assemble([sheet]), duplex=edition.name == TRIAL_SHEETS.name)
        refuse_active(renderer, edition.name, pdf)
        sheets.append(pdf)
    return sheets[0], sheets[1]


def trial_rules(zoom: float) -> str:
    """CSS of the trial sheets: frame and ruler keep their length, however much the rest grows."""
    if zoom == 1:
        return "@page{margin:0}"
    edges = ";".join(f"{side}:{5 / zoom:.4f}mm" for side in ("left", "top", "right", "bottom"))
    ruler = f"html .trial .ruler{{width:{100 / zoom:.4f}mm}}"
    return f"@page{{margin:0}}html .trial .frame{{{edges}}}{ruler}"


def spine_title(inputs: CompositionInputs, width: float) -> bytes:
    """A PDF of the title as it stands on a spine ``width`` mm wide, from head to foot; b"" below
    5 mm (GB/T 11668).
    """
    if width < SPINE:
        return b""
    title = "".join(inputs.book.settings.book.title.split())
    trimmed = page_size(inputs.book.settings.print.size)
    height = trimmed.height
    edition = replace(PRINT_GUIDE, name="spine", width=width, height=height)
    renderer = FragmentRenderer(inputs, edition, NullCache())
    size = min(
        width * 0.6 * POINTS_PER_MM, 14.0, (height - 55) * POINTS_PER_MM / (1.25 * len(title))
    )
    design = COVER_DESIGNS[inputs.book.settings.cover.design]
    page_em = trimmed.width * POINTS_PER_MM / COVER_WIDTH
    rules = "@page{margin:0}"
    if design.ground:
        rules += f":root{{--page-em:{page_em:.4f}pt}}"
    fragment = renderer.render(
        "spine", rules=rules, title=title, size=round(size, 2), ground=design.ground
    )
    refuse_violations(renderer, {"spine": len(fragment.pages)})
    return renderer.assemble([fragment])


def for_printer(document: bytes, duplex: bool) -> bytes:
    """A PDF that asks the printer not to scale, and to turn the paper along the short edge or not
    at all.
    """
    with pikepdf.open(io.BytesIO(document)) as pdf:
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(
            Duplex=pikepdf.Name.DuplexFlipShortEdge if duplex else pikepdf.Name.Simplex,
            PrintScaling=pikepdf.Name("/None"),
        )
        return imposition.save_packed(pdf, min_version="1.7")


def _png(page: Any, scale: float) -> bytes:
    """A side of a sheet as a grey picture, small enough for a page of help."""
    return png(page.render(scale=scale).to_pil().convert("L").quantize(16))
