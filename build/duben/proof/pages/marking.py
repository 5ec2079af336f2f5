"""A copy of a measured PDF in which each place that falls short has a frame, the rule's id and a
note to open.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf

from duben.messages import message
from duben.model import group_by
from duben.proof.pages.report import Finding, Report, Result

COLOURS = {True: (0.8, 0.1, 0.1), False: (0.85, 0.5, 0.0)}  # failed, could be better
LABEL = 5.0  # pt, size of the id's type
FONT = "/DubenMark"


def mark_pdf(pdf: Path | bytes, report: Report) -> bytes:
    """The marked copy: same pages, frames drawn over them. The same input gives the same bytes."""
    found = [(result, finding) for result in report.results for finding in result.where]
    by_page = group_by(found, lambda place: place[1].page)
    with pikepdf.open(io.BytesIO(pdf) if isinstance(pdf, bytes) else pdf) as document:
        font = document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
        )
        for number, places in by_page.items():
            _mark_page(document, document.pages[number - 1], places, font)
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
    return out.getvalue()


def _mark_page(
    document: pikepdf.Pdf, page: pikepdf.Page, places: list[tuple[Result, Finding]], font: Any
) -> None:
    left, _, _, top = (float(value) for value in page.cropbox)
    strokes: list[str] = []
    annotations = list(page.obj.get("/Annots", pikepdf.Array()))
    for result, finding in places:
        x0, y0, x1, y1 = finding.box
        rectangle = left + x0 - 1, top - y1, left + x1 + 1, top - y0
        strokes.append(_frame(rectangle, COLOURS[result.fatal]))
        annotations.append(
            document.make_indirect(_annotation(result, finding, rectangle, COLOURS[result.fatal]))
        )
    for foot, rows in group_by(places, lambda place: place[1].box[3]).items():
        # In the margin, so that no text is covered; the place is framed.
        names = dict.fromkeys(result.rule for result, _ in rows)
        edge = max(finding.edge for _, finding in rows)
        strokes.append(
            _label(
                " ".join(names),
                left + edge + 3,
                top - foot + 4,
                COLOURS[any(result.fatal for result, _ in rows)],
            )
        )
    page.obj.Annots = pikepdf.Array(annotations)
    name = page.add_resource(font, pikepdf.Name.Font, pikepdf.Name(FONT))
    content = "".join(strokes).replace(FONT, str(name))
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(("Q\nq\n" + content + "Q\n").encode("ascii"))


def _frame(rectangle: tuple[float, ...], colour: tuple[float, ...]) -> str:
    x0, y0, x1, y1 = rectangle
    return f"{_numbers(colour)} RG 0.6 w {_numbers((x0, y0, x1 - x0, y1 - y0))} re S\n"


def _label(text: str, x: float, y: float, colour: tuple[float, ...]) -> str:
    return f"BT {_numbers(colour)} rg {FONT} {LABEL} Tf {_numbers((x, y))} Td ({text}) Tj ET\n"


def _numbers(values: tuple[float, ...]) -> str:
    return " ".join(f"{value:.2f}" for value in values)


def _annotation(
    result: Result, finding: Finding, rectangle: tuple[float, ...], colour: tuple[float, ...]
) -> pikepdf.Dictionary:
    rule = result.rule
    sentences = "\n".join(
        f"{rule} {message(f'page-{rule}', tongue, {})}" for tongue in ("zh", "en")
    )
    text = f"{sentences}\n{finding.value}{'; ' + finding.resort if finding.resort else ''}"
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Square,
        Rect=list(rectangle),
        C=list(colour),
        F=4,
        BS=pikepdf.Dictionary(W=0),
        Contents=pikepdf.String(text),
        T=pikepdf.String(f"duben proof {rule}"),
    )
