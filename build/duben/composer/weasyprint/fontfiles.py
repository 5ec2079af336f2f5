"""Font files as small as they can be: only the glyphs that are used, with the numbers that they
had.

WeasyPrint keeps a place for every glyph of a font, used or not, and tables that no viewer of a PDF
asks for: 90 kB more for each Chinese face. A CFF font whose glyphs are named by number (CID) can be
cut without those places, since its own table says which number each glyph has; in a PDF the bare
CFF table is enough (ISO 32000, 9.9, ``CIDFontType0C``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from weasyprint.pdf import fonts as pdf_fonts
from weasyprint.text.ffi import ffi, harfbuzz, harfbuzz_subset

from duben.composer import memory

ROS = (12, 30)  # operator of a font whose glyphs are named by number
CHARSET, CHARSTRINGS, FDARRAY, FDSELECT, PRIVATE = (15,), (17,), (12, 36), (12, 37), (18,)
# Common widths; and the width of a stem, which guides hints alone.
DEFAULT, NOMINAL, HARMLESS = (20,), (21,), (11,)
# How many operands the first operator of a glyph without hints has: endchar, vmoveto, rmoveto,
# hmoveto.
ARGUMENTS = {14: 0, 4: 1, 21: 2, 22: 1}
ACROSS_OR_UP, MOVE = (22, 4), b"\x15"
DROPPED = (b"BASE", b"DSIG", b"GPOS", b"GSUB", b"GDEF", b"JSTF", b"VORG", b"vhea", b"vmtx",
           b"name", b"SVG ")  # fmt: skip
# Stands before a bare table until it is written, so that WeasyPrint takes it for OpenType.
BARE = b"OTTO bare "

_harfbuzz_subset = pdf_fonts.Font._harfbuzz_subset
_build_fonts_dictionary = pdf_fonts.build_fonts_dictionary


def harfbuzz_subset_of(font: Any, to_unicode: Any, hinting: bool) -> None:
    """Cut a font to the glyphs that are used, as WeasyPrint's ``Font._harfbuzz_subset``: sets its
    ``file_content``.
    """
    table = (
        _subset_cff(font, to_unicode, hinting)
        if "CFF " in font.tables and "fvar" not in font.tables and not font.missing
        else None
    )
    if table is None:
        _harfbuzz_subset(font, to_unicode, hinting)
        memory.font_pages()
    else:
        font.file_content = BARE + table


def build_fonts_dictionary(pdf: Any, fonts: Any, compress: bool, subset: bool, options: Any) -> Any:
    """Write the fonts, as WeasyPrint's function of that name, and name bare tables as such; returns
    the references to the fonts.
    """
    first = len(pdf.objects)
    references = _build_fonts_dictionary(pdf, fonts, compress, subset, options)
    for written in pdf.objects[first:]:
        content = getattr(written, "stream", None)
        if content and isinstance(content[0], bytes) and content[0].startswith(BARE):
            content[0] = content[0][len(BARE) :]
            written.extra["Subtype"] = "/CIDFontType0C"
    return references


def _subset_cff(font: Any, to_unicode: Any, hinting: bool) -> bytes | None:
    """The CFF table with the glyphs that are used alone; None where their numbers would be lost."""
    used = sorted({0, *to_unicode})
    subset = ffi.gc(
        harfbuzz_subset.hb_subset_input_create_or_fail(), harfbuzz_subset.hb_subset_input_destroy
    )
    _add(harfbuzz_subset.hb_subset_input_glyph_set(subset), used)
    flags = harfbuzz_subset.HB_SUBSET_FLAGS_DESUBROUTINIZE
    harfbuzz_subset.hb_subset_input_set_flags(
        subset, flags if hinting else flags | harfbuzz_subset.HB_SUBSET_FLAGS_NO_HINTING
    )
    tags = sorted(harfbuzz.hb_tag_from_string(name, -1) for name in DROPPED)
    _add(
        harfbuzz_subset.hb_subset_input_set(subset, harfbuzz_subset.HB_SUBSET_SETS_DROP_TABLE_TAG),
        tags,
    )
    face = harfbuzz_subset.hb_subset_or_fail(font.hb_face, subset)
    memory.font_pages()
    if face == ffi.NULL:
        return None
    face = ffi.gc(face, harfbuzz.hb_face_destroy)
    blob = ffi.gc(
        harfbuzz.hb_face_reference_table(face, harfbuzz.hb_tag_from_string(b"CFF ", -1)),
        harfbuzz.hb_blob_destroy,
    )
    length = ffi.new("unsigned int *")
    data = harfbuzz.hb_blob_get_data(blob, length)
    table = bytes(ffi.buffer(data, length[0])) if length[0] else b""
    if not table or list(_numbers(table, len(used))) != used:
        return None
    return table if hinting else plain_widths(table)


def plain_widths(table: bytes) -> bytes:
    """The table with every glyph's width written out, none told by the difference to a common one.

    Where numbers have gaps, some readers (page-validation 0.11) look for the common widths of a
    glyph at its number instead of its place, and find another width than the file has. Glyphs must
    be without hints; another table stays as it is.
    """
    _, position = _index(table, table[2])
    top = dict(_operators(_index(table, position)[0][0]))
    start = top[CHARSTRINGS][-1]
    glyphs, end = _index(table, start)
    if end != len(table):
        return table
    result = bytearray(table[:start])
    common: list[tuple[int, int]] = []
    for described in _index(table, top[FDARRAY][-1])[0]:
        size, at = dict(_operators(described))[PRIVATE][-2:]
        private = dict(_operators(table[at : at + size]))
        common.append((private.get(DEFAULT, [0])[-1], private.get(NOMINAL, [0])[-1]))
        if HARMLESS in private:
            return table
        for place in _places(table[at : at + size], NOMINAL[0]):
            result[at + place] = HARMLESS[0]  # 0 is what stands where nothing is said
    written = []
    for glyph, font in zip(glyphs, _fonts(table, top[FDSELECT][-1], len(glyphs)), strict=True):
        operands, length, operator = _opening(glyph)
        if operator not in ARGUMENTS or any(isinstance(operand, bytes) for operand in operands):
            return table
        has_width = len(operands) > ARGUMENTS[operator]
        width = operands[0] + common[font][1] if has_width else common[font][0]
        rest = glyph[length:]
        if (
            operator in ACROSS_OR_UP
        ):  # as a move in both directions: the same readers see no width before the others
            moved = (
                (*operands[has_width:], 0)
                if operator == ACROSS_OR_UP[0]
                else (0, *operands[has_width:])
            )
            rest = b"".join(map(_number, moved)) + MOVE + glyph[length + 1 :]
        else:
            rest = b"".join(map(_number, operands[has_width:])) + rest
        written.append(_number(width) + rest)
    return bytes(result) + _write_index(written)


def _places(data: bytes, wanted: int) -> Iterator[int]:
    """Where an operator of a DICT stands."""
    at = 0
    while at < len(data):
        first = data[at]
        if first == wanted:
            yield at
        at += {28: 3, 29: 5, 12: 2}.get(first, 2 if 247 <= first <= 254 else 1)
        if first == 30:
            while data[at] & 15 != 15:
                at += 1
            at += 1


def _fonts(table: bytes, at: int, count: int) -> list[int]:
    """Which of the fonts of an FDArray each glyph belongs to."""
    if table[at] == 0:
        return list(table[at + 1 : at + 1 + count])
    ranges, at = _big(table, at + 1, 2)
    indices: list[int] = []
    for _ in range(ranges):
        indices += [table[at + 2]] * (_big(table, at + 3, 2)[0] - _big(table, at, 2)[0])
        at += 3
    return indices


def _opening(glyph: bytes) -> tuple[list[Any], int, int]:
    """The operands before a glyph's first operator, where that stands, and what it is."""
    operands: list[Any] = []
    at = 0
    while glyph[at] >= 32 or glyph[at] == 28:
        first = glyph[at]
        if first == 28:
            operands.append(int.from_bytes(glyph[at + 1 : at + 3], "big", signed=True))
            at += 3
        elif first == 255:
            operands.append(glyph[at : at + 5])
            at += 5
        elif first <= 246:
            operands.append(first - 139)
            at += 1
        else:
            operands.append(
                (first - 247) * 256 + glyph[at + 1] + 108
                if first <= 250
                else -(first - 251) * 256 - glyph[at + 1] - 108
            )
            at += 2
    return operands, at, glyph[at]


def _number(value: int) -> bytes:
    """A whole number as an operand of a charstring (Technical Note 5177, 3.2)."""
    if -107 <= value <= 107:
        return bytes([value + 139])
    if 108 <= value <= 1131:
        return bytes([247 + (value - 108) // 256, (value - 108) % 256])
    return b"\x1c" + value.to_bytes(2, "big", signed=True)


def _write_index(entries: Sequence[bytes]) -> bytes:
    """An INDEX of these entries."""
    offsets = [1]
    for entry in entries:
        offsets.append(offsets[-1] + len(entry))
    size = (offsets[-1].bit_length() + 7) // 8
    return (
        len(entries).to_bytes(2, "big")
        + bytes([size])
        + b"".join(offset.to_bytes(size, "big") for offset in offsets)
        + b"".join(entries)
    )


def _add(into: Any, values: Sequence[int]) -> None:
    """Add numbers, in ascending order, to a set of HarfBuzz."""
    harfbuzz.hb_set_add_sorted_array(
        into, ffi.new(f"hb_codepoint_t[{len(values)}]", values), len(values)
    )


# --- reading a CFF table (Adobe Technical Note 5176) ----------------------------------------------


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
    """A number of ``size`` bytes, the highest first, and where what follows begins."""
    return int.from_bytes(table[at : at + size], "big"), at + size


def _index(table: bytes, at: int) -> tuple[list[bytes], int]:
    """The entries of an INDEX, and where it ends."""
    count, at = _big(table, at, 2)
    if not count:
        return [], at
    size, at = _big(table, at, 1)
    offsets = [_big(table, at + size * number, size)[0] for number in range(count + 1)]
    start = at + size * (count + 1) - 1
    return [
        table[start + first : start + last]
        for first, last in zip(offsets, offsets[1:], strict=False)
    ], start + offsets[-1]


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
                operands.append(
                    (first - 247) * 256 + data[at] + 108
                    if first <= 250
                    else -(first - 251) * 256 - data[at] - 108
                )
                at += 1
        else:
            name: tuple[int, ...] = (first,)
            if first == 12:
                name, at = (12, data[at]), at + 1
            yield name, operands
            operands = []
