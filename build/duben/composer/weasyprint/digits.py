"""The ten digits of a face that may stand for each other: what they are drawn with, and how wide
they are.
"""

from __future__ import annotations

from typing import Any

from duben.composer.weasyprint.faces import face_of
from duben.composer.weasyprint.glyphs import Glyph, NotSimple
from duben.composer.weasyprint.parts import NotPlain

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
