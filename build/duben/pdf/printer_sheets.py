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
    POINTS_PER_MM,
    PRINT_GUIDE,
    TRIAL_SHEETS,
)
from duben.pdf import imposition
from duben.pdf.composition import CompositionInputs
from duben.pdf.covers import png
from duben.pdf.fragment_renderer import FragmentRenderer
from duben.pdf.pdf_sanitizer import refuse_active, refuse_violations

pypdfium2 = lazy_loader.load("pypdfium2")  # 5 MB, for what few builds ask

SPINE = 5.0  # mm: a narrower one has no title


def print_guide(
    inputs: CompositionInputs, imposed: imposition.ImposedBooklet
) -> tuple[bytes, bytes]:
    """Two PDFs that go to the printer with a booklet: the 印制说明, one page, and the trial sheets.

    Raises BookError as ``compose`` does.
    """
    with pypdfium2.PdfDocument(imposed.duplex) as document:
        pictures = {
            f"duben:guide/{name}.png": _png(document[side])
            for side, name in enumerate(("front", "back"))
        }
    sheets = []
    for edition in (PRINT_GUIDE, TRIAL_SHEETS):
        renderer = FragmentRenderer(inputs, edition, NullCache())
        renderer.fetcher.own_pictures |= pictures
        rules = "@page{margin:0}" if edition is TRIAL_SHEETS else ""
        date = chinese_date(inputs.book.settings.book.date)
        sheet = renderer.render(edition.name, rules=rules, imposed=imposed, date=date)
        refuse_violations(renderer, {"guide": len(sheet.pages)} if edition is PRINT_GUIDE else {})
        pdf = for_printer(renderer.assemble([sheet]), duplex=edition is TRIAL_SHEETS)
        refuse_active(renderer, edition.name, pdf)
        sheets.append(pdf)
    return sheets[0], sheets[1]


def spine_title(inputs: CompositionInputs, width: float) -> bytes:
    """A PDF of the title as it stands on a spine ``width`` mm wide, from head to foot; b"" below
    5 mm (GB/T 11668).
    """
    if width < SPINE:
        return b""
    title = "".join(inputs.book.settings.book.title.split())
    edition = replace(PRINT_GUIDE, name="spine", width=width, height=210.0)
    renderer = FragmentRenderer(inputs, edition, NullCache())
    size = min(width * 0.6 * POINTS_PER_MM, 14.0, 155 * POINTS_PER_MM / (1.25 * len(title)))
    fragment = renderer.render("spine", rules="@page{margin:0}", title=title, size=round(size, 2))
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


def _png(page: Any) -> bytes:
    """A side of a sheet as a grey picture, small enough for a page of help."""
    return png(page.render(scale=2).to_pil().convert("L").quantize(16))
