"""Small fonts made by fontTools: every character a square, of a width of its own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

EM = 1000


def write_font(
    path: Path,
    family: str,
    characters: str,
    fs_type: int = 0,
    widths: Mapping[str, int] | None = None,
    weight: int = 400,
    chinese: str = "",
) -> Path:
    """Writes a .ttf with these characters; ``widths`` of some, in thousandths of an em, else 1000.
    ``chinese`` is a second name of the family.
    """
    names = [".notdef", *(f"u{ord(c):04X}" for c in sorted(set(characters)))]
    pen = TTGlyphPen(None)
    for step, point in enumerate(((100, 0), (100, 700), (900, 700), (900, 0))):
        (pen.lineTo if step else pen.moveTo)(point)
    pen.closePath()
    square = pen.glyph()
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(c): f"u{ord(c):04X}" for c in characters})
    builder.setupGlyf(dict.fromkeys(names, square))
    wide = {f"u{ord(c):04X}": width for c, width in (widths or {}).items()}
    builder.setupHorizontalMetrics({name: (wide.get(name, EM), 100) for name in names})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    family_names = {"en": family, **({"zh-Hans": chinese} if chinese else {})}
    style = "Bold" if weight >= 600 else "Regular"
    builder.setupNameTable(
        {
            "familyName": family_names,
            "styleName": style,
            "fullName": f"{family} {style}",
            "psName": family.replace(" ", "") + f"-{style}",
        }
    )
    builder.setupOS2(fsType=fs_type, usWeightClass=weight, sTypoAscender=880, sTypoDescender=-120)
    builder.setupPost()
    builder.font["head"].created = builder.font["head"].modified = 0
    path.parent.mkdir(parents=True, exist_ok=True)
    builder.save(path)
    return path
