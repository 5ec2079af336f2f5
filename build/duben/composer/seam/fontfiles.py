"""Font files as small as they can be: only the glyphs that are used, with the numbers that they had.

WeasyPrint keeps a place for every glyph of a font, used or not, and tables that no viewer of a PDF asks for: 90 kB more for
each Chinese face. A CFF font whose glyphs are named by number (CID) can be cut without those places, since its own table says
which number each glyph has; in a PDF the bare CFF table is enough (ISO 32000, 9.9, ``CIDFontType0C``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from weasyprint.pdf import fonts as pdf_fonts
from weasyprint.text.ffi import ffi, harfbuzz, harfbuzz_subset

ROS = (12, 30)  # operator of a font whose glyphs are named by number
CHARSET = (15,)
DROPPED = (b"BASE", b"DSIG", b"GPOS", b"GSUB", b"GDEF", b"JSTF", b"VORG", b"vhea", b"vmtx", b"name", b"SVG ")
# Stands before a bare table until it is written, so that WeasyPrint takes it for OpenType.
BARE = b"OTTO bare "

_harfbuzz_subset = pdf_fonts.Font._harfbuzz_subset
_build_fonts_dictionary = pdf_fonts.build_fonts_dictionary


def harfbuzz_subset_of(font: Any, to_unicode: Any, hinting: bool) -> None:
    """WeasyPrint's ``Font._harfbuzz_subset``: cuts a font to the glyphs that are used."""
    table = _cut(font, to_unicode, hinting) if "CFF " in font.tables and "fvar" not in font.tables and not font.missing else None
    if table is None:
        _harfbuzz_subset(font, to_unicode, hinting)
    else:
        font.file_content = BARE + table


def build_fonts_dictionary(pdf: Any, fonts: Any, compress: bool, subset: bool, options: Any) -> Any:
    """WeasyPrint's function of that name: writes the fonts; bare tables are named as such."""
    first = len(pdf.objects)
    references = _build_fonts_dictionary(pdf, fonts, compress, subset, options)
    for written in pdf.objects[first:]:
        content = getattr(written, "stream", None)
        if content and isinstance(content[0], bytes) and content[0].startswith(BARE):
            content[0] = content[0][len(BARE) :]
            written.extra["Subtype"] = "/CIDFontType0C"
    return references


def _cut(font: Any, to_unicode: Any, hinting: bool) -> bytes | None:
    """The CFF table with the glyphs that are used alone; None where their numbers would be lost."""
    used = sorted({0, *to_unicode})
    asked = ffi.gc(harfbuzz_subset.hb_subset_input_create_or_fail(), harfbuzz_subset.hb_subset_input_destroy)
    _add(harfbuzz_subset.hb_subset_input_glyph_set(asked), used)
    flags = harfbuzz_subset.HB_SUBSET_FLAGS_DESUBROUTINIZE
    harfbuzz_subset.hb_subset_input_set_flags(asked, flags if hinting else flags | harfbuzz_subset.HB_SUBSET_FLAGS_NO_HINTING)
    tags = sorted(harfbuzz.hb_tag_from_string(name, -1) for name in DROPPED)
    _add(harfbuzz_subset.hb_subset_input_set(asked, harfbuzz_subset.HB_SUBSET_SETS_DROP_TABLE_TAG), tags)
    face = harfbuzz_subset.hb_subset_or_fail(font.hb_face, asked)
    if face == ffi.NULL:
        return None
    face = ffi.gc(face, harfbuzz.hb_face_destroy)
    blob = ffi.gc(harfbuzz.hb_face_reference_table(face, harfbuzz.hb_tag_from_string(b"CFF ", -1)), harfbuzz.hb_blob_destroy)
    length = ffi.new("unsigned int *")
    data = harfbuzz.hb_blob_get_data(blob, length)
    table = bytes(ffi.buffer(data, length[0])) if length[0] else b""
    return table if table and list(_numbers(table, len(used))) == used else None


def _add(into: Any, values: Sequence[int]) -> None:
    harfbuzz.hb_set_add_sorted_array(into, ffi.new(f"hb_codepoint_t[{len(values)}]", values), len(values))


# --- reading a CFF table (Adobe Technical Note 5176) -------------------------------------------------------------------


def _numbers(table: bytes, count: int) -> Iterator[int]:
    """The number of each glyph of a font that names its glyphs so; nothing for another."""
    _, position = _index(table, table[2])  # names
    tops, _ = _index(table, position)
    top = dict(_operators(tops[0]))
    if ROS not in top or CHARSET not in top:
        return
    at = top[CHARSET][-1]
    kind, at = table[at], at + 1
    yield 0
    left = count - 1
    while left > 0:
        first, at = _big(table, at, 2)
        more = 0
        if kind:
            more, at = _big(table, at, kind)
        yield from range(first, first + min(more + 1, left))
        left -= more + 1


def _big(table: bytes, at: int, size: int) -> tuple[int, int]:
    return int.from_bytes(table[at : at + size], "big"), at + size


def _index(table: bytes, at: int) -> tuple[list[bytes], int]:
    """The entries of an INDEX, and where it ends."""
    count, at = _big(table, at, 2)
    if not count:
        return [], at
    size, at = _big(table, at, 1)
    offsets = [_big(table, at + size * number, size)[0] for number in range(count + 1)]
    start = at + size * (count + 1) - 1
    return [table[start + one : start + other] for one, other in zip(offsets, offsets[1:], strict=False)], start + offsets[-1]


def _operators(data: bytes) -> Iterator[tuple[tuple[int, ...], list[int]]]:
    """The operators of a DICT with their whole-number operands."""
    operands: list[int] = []
    at = 0
    while at < len(data):
        first, at = data[at], at + 1
        if first in (28, 29):
            size = 2 if first == 28 else 4
            operands.append(int.from_bytes(data[at : at + size], "big", signed=True))
            at += size
        elif first == 30:  # a fraction: of no interest here
            while data[at] & 15 != 15:
                at += 1
            at += 1
            operands.append(0)
        elif first >= 32:
            if first <= 246:
                operands.append(first - 139)
            else:
                operands.append((first - 247) * 256 + data[at] + 108 if first <= 250 else -(first - 251) * 256 - data[at] - 108)
                at += 1
        else:
            name: tuple[int, ...] = (first,)
            if first == 12:
                name, at = (12, data[at]), at + 1
            yield name, operands
            operands = []
