"""The ten digits of a face that may stand for each other: what they are drawn with, and how wide
they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint import pdf
from weasyprint.formatting_structure import boxes

from duben.composer.weasyprint import drawing
from duben.composer.weasyprint.faces import face_of
from duben.composer.weasyprint.glyphs import Glyph, NotSimple
from duben.composer.weasyprint.parts import NotPlain
from duben.composer.weasyprint.plain_paragraphs import PlainLine, text_of

# Digits in every order: each stands behind each.
_PAIRS = "".join(f"{one}{other}" for one in range(10) for other in range(one, 10)) + "0"


def digit_glyphs(style: Any) -> list[Glyph]:
    """The glyphs of the digits 0 to 9 in a style. NotPlain where a digit is another, or wider,
    beside some other digit.
    """
    try:
        shape = face_of(style).shaper.shape(_PAIRS)
    except NotSimple:
        raise NotPlain from None
    glyphs: dict[str, Glyph] = {}
    for character, cluster in zip(_PAIRS, shape.glyphs, strict=True):
        if (
            len(cluster) != 1
            or cluster[0].odd
            or glyphs.setdefault(character, cluster[0]) != cluster[0]
        ):
            raise NotPlain
    return [glyphs[str(digit)] for digit in range(10)]


def interchangeable_digits(
    document: Any, prefix: str, alone: str, widest: int
) -> list[tuple[str, int]] | None:
    """Code and width (thousandths of an em) of the ten digits in the links whose targets begin so;
    the fonts of the document have all of them from now on.

    None where another digit cannot be put in the place of the widest: where the links have several
    fonts, another one is wider, more than text hangs on the width of a link (what is drawn around
    it, the width of a block), or lines do not begin at the left, those at the right apart that hold
    nothing but digits, in a link whose target begins with ``alone``.
    """
    links = [
        (target, box)
        for page in document.pages
        for _, target, _, box in page.links
        if target.startswith(prefix)
    ]
    lines = {
        id(box): line
        for page in document.pages
        if links
        for line in _lines(page._page_box)
        for box in line.descendants()
    }
    for target, box in links:
        sides, line = (
            ({"end", "right"} if target.startswith(alone) else {"start", "left"}),
            lines.get(id(box)),
        )
        if (
            line is None
            or target.startswith(alone)
            and not _is_number(line)
            or not {box.style["text_align_all"], box.style["text_align_last"]} <= {*sides, "auto"}
        ):
            return None
    styles = {id(box.style): box.style for _, box in links}
    try:
        rows = [digit_glyphs(style) for style in styles.values()]
    except NotPlain:
        return None
    stream = pdf.Stream(
        document.fonts, (0, 0, 0, 0), {}, {}, None, document.color_profiles, document.output_intent
    )
    rows_in_pdf = {tuple(_add_glyph(stream, glyph) for glyph in row) for row in rows}
    if len(rows_in_pdf) != 1:
        return None
    every = [(code, width) for _, code, width in rows_in_pdf.pop()]
    return every if max(width for _, width in every) == every[widest][1] else None


def _lines(box: Any) -> Iterator[Any]:
    """The lines that are nothing but text,
    in blocks that are not as wide as their text makes them.
    """
    for child in box.children:
        if type(child) is PlainLine:
            if not child.whole.underlined:
                yield child
        elif isinstance(child, boxes.LineBox):
            if _is_number(child):
                yield child
        elif (
            isinstance(child, boxes.ParentBox)
            and not isinstance(child, boxes.LineBox)
            and child.is_in_normal_flow()
        ):
            style = child.style
            if not {"flex", "grid"}.intersection(style["display"]) and not (
                "table" in style["display"] and style["width"] == "auto"
            ):
                yield from _lines(child)


def _is_number(line: Any) -> bool:
    """Whether a line has nothing but digits, and nothing is drawn around them."""
    return text_of(line).strip().isdecimal() and not any(
        box.style["text_decoration_line"] != "none"
        or getattr(box, "background", None)
        or any(
            getattr(box, f"border_{side}_width", 0) for side in ("top", "right", "bottom", "left")
        )
        for box in line.descendants()
    )


def _add_glyph(stream: Any, glyph: Glyph) -> tuple[str, str, int]:
    """The font in which a glyph is, its code and its width there."""
    font, size = stream.add_font(glyph.font)
    return font.hash, *drawing._glyph_code(font, glyph, size)
