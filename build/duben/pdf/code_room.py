"""The room for a code on the imprint of a PDF."""

from __future__ import annotations

from collections.abc import Sequence

from duben.pdf.edition_code import HEIGHT, SIZE, code_form, code_lettering
from duben.pdf.incremental_updates import read_file_end
from duben.pdf.placed_drawings import PagePoint, PlacedDrawing, find_imprint, place_drawings


def reserve_code(data: bytes, label: str, other_labels: Sequence[str]) -> bytes:
    """A PDF with room for a code beside its label on the imprint: an empty drawing, and the font of
    its digits. As it is where it has no such label.
    """
    imprint = find_imprint(data, label, other_labels)
    if imprint is None:
        return data
    drawing, spot, scale = read_file_end(data).size, imprint.value, imprint.size / SIZE
    # The drawing stands on its lower left corner, the code on its upper line.
    corner = PagePoint(spot.page, spot.x, spot.y - scale * (HEIGHT - SIZE))
    letters = code_lettering(drawing)
    objects = {drawing: code_form(letters, b""), **letters.objects()}
    return data + place_drawings(data, [PlacedDrawing(drawing, corner, scale)], objects, drawing)
