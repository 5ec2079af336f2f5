"""The table of what is replaced in WeasyPrint."""

from __future__ import annotations

from typing import Any

import weasyprint
from weasyprint import css, draw, layout, pdf, stacking
from weasyprint.css import StyleFor
from weasyprint.document import Document
from weasyprint.draw import border, text as draw_text
from weasyprint.layout import (
    absolute,
    background,
    block,
    column,
    float as floats,
    grid,
    inline,
    page,
    percent,
    preferred,
    table,
)
from weasyprint.pdf import fonts as pdf_fonts

from duben.composer.weasyprint import (
    cascade,
    drawing,
    filling,
    fontfiles,
    markers,
    pages,
    parts,
    percentages,
    plain_paragraphs,
    styles,
    tables,
)


class Replacement:
    """A function of WeasyPrint that is replaced: ``ours`` stands for ``home.name`` in ``places``,
    where it is looked up, or in its home alone.
    """

    def __init__(self, ours: Any, home: Any, name: str, *places: Any) -> None:
        self.ours, self.home, self.name = ours, home, name
        self.places = places or (home,)
        is_class = isinstance(home, type)
        # As in ``FINGERPRINTS``.
        self.module = home.__module__ if is_class else home.__name__
        self.full_name = f"{home.__qualname__}.{name}" if is_class else name

    def current(self) -> Any:
        """What stands there now: WeasyPrint's own before the patches are put in."""
        return getattr(self.home, self.name)


REPLACEMENTS = (
    Replacement(filling.split_inline_box, inline, "split_inline_box"),
    Replacement(filling.skip_first_whitespace, inline, "skip_first_whitespace"),
    Replacement(filling.justify_line, inline, "justify_line"),
    Replacement(filling.inline_min_content_width, preferred, "inline_min_content_width",
                preferred, inline),
    Replacement(filling.inline_max_content_width, preferred, "inline_max_content_width"),
    Replacement(plain_paragraphs.iter_line_boxes, inline, "iter_line_boxes", block),
    Replacement(plain_paragraphs.relative_positioning, block, "relative_positioning"),
    Replacement(drawing.draw_block_level, draw, "draw_block_level"),
    Replacement(drawing.draw_inline_level, draw, "draw_inline_level"),
    Replacement(drawing.draw_outline, border, "draw_outline", border, draw),
    Replacement(drawing.draw_first_line, draw_text, "draw_first_line"),
    Replacement(cascade.ua_stylesheets, weasyprint.HTML, "_ua_stylesheets"),
    Replacement(percentages.resolve_percentages, percent, "resolve_percentages",
                percent, absolute, block, column, floats, grid, inline, page, table),
    Replacement(pages.set_page_type_computed_styles, page, "set_page_type_computed_styles"),
    Replacement(pages.initialize_page_maker, layout, "initialize_page_maker"),
    Replacement(pages.remake_page, page, "remake_page"),
    Replacement(pages.layout_box_backgrounds, background, "layout_box_backgrounds"),
    Replacement(pages.linebox_layout, block, "_linebox_layout"),
    Replacement(pages.block_level_page_break, block, "block_level_page_break", block, table),
    Replacement(pages.render, weasyprint.HTML, "render"),
    Replacement(pages.write_pdf_at_once, weasyprint.HTML, "write_pdf"),
    Replacement(pages.write_pdf, Document, "write_pdf"),
    Replacement(styles.set_computed_styles, StyleFor, "set_computed_styles"),
    Replacement(styles.init, StyleFor, "__init__"),
    Replacement(styles.find_style_attributes, css, "find_style_attributes"),
    Replacement(markers.dispatch_children, stacking, "_dispatch_children"),
    Replacement(fontfiles.harfbuzz_subset_of, pdf_fonts.Font, "_harfbuzz_subset"),
    Replacement(fontfiles.build_fonts_dictionary, pdf_fonts, "build_fonts_dictionary",
                pdf_fonts, pdf),
    Replacement(tables.table_layout, table, "table_layout", block),
    Replacement(parts.font_init, pdf_fonts.Font, "__init__"),
)  # fmt: skip
