"""Outlines out of font files, for the letters of a stamp."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

from duben.layout import FontFace, FontRole, glyph_id
from duben.pdf.outline_letters import EM, Outline, Outlines, StampText, blank_outline, glyph_outline

BLANKS = {" ": EM // 2, "\u3000": EM}  # width where no font has them


class Outliner:
    """Takes outlines out of font files, each opened once."""

    def __init__(self, faces: Sequence[FontFace]) -> None:
        # The lightest weight of each role comes first.
        self.faces = sorted(faces, key=lambda face: face.weight)
        self.fonts: dict[tuple[str, int], _FontOutlines] = {}

    def outlines(self, texts: Iterable[StampText]) -> Outlines:
        """The outlines of these texts. Raises ValueError for a character that no face has."""
        letters = {(role, character) for role, text in texts for character in text}
        return {letter: self._outline(*letter) for letter in sorted(letters)}

    def _outline(self, role: FontRole, character: str) -> Outline:
        for face in sorted(self.faces, key=lambda face: face.role != role):
            glyph = glyph_id(face, character)
            if glyph:
                font = self.fonts.setdefault((str(face.file), face.index), _FontOutlines(face))
                return font.outline(glyph)
        if character in BLANKS:
            return blank_outline(BLANKS[character])
        raise ValueError(f"no outline of {character!r}")


@dataclass(frozen=True)
class _FontOutlines:
    """The outlines of one font file."""

    face: FontFace

    @cached_property
    def font(self) -> Any:
        """The opened font."""
        return TTFont(self.face.file, fontNumber=self.face.index, lazy=True)

    @cached_property
    def widths(self) -> Any:
        """The widths of its glyphs (table hmtx)."""
        return self.font["hmtx"]

    def outline(self, glyph: int) -> Outline:
        """The outline of a glyph."""
        pen = _OperatorPen(EM / self.font["head"].unitsPerEm)
        if "CFF " in self.font:
            char_string = self.font["CFF "].cff.topDictIndex[0].CharStrings.charStringsIndex[glyph]
            char_string.draw(pen)
            width = char_string.width
        else:
            name = self.font.getGlyphName(glyph)
            self.font.getGlyphSet()[name].draw(pen)
            width = self.widths[name][0]
        return glyph_outline(round(width * pen.scale), pen.box(), b" ".join(pen.operators))


class _OperatorPen(BasePen):  # type: ignore[misc]
    """Writes an outline as operators of a PDF."""

    def __init__(self, scale: float) -> None:
        super().__init__(None)
        self.scale = scale
        self.operators: list[bytes] = []
        self.points: list[tuple[int, int]] = []

    def _write(self, operator: bytes, *points: tuple[float, float]) -> None:
        scaled = [(round(x * self.scale), round(y * self.scale)) for x, y in points]
        self.points += scaled
        self.operators.append(b" ".join(b"%d %d" % point for point in scaled) + b" " + operator)

    def _moveTo(self, point: tuple[float, float]) -> None:
        self._write(b"m", point)

    def _lineTo(self, point: tuple[float, float]) -> None:
        self._write(b"l", point)

    def _curveToOne(self, first: Any, second: Any, third: Any) -> None:
        self._write(b"c", first, second, third)

    def _closePath(self) -> None:
        self.operators.append(b"h")

    def box(self) -> tuple[int, int, int, int]:
        """The smallest box around all points."""
        across, up = zip(*self.points, strict=True) if self.points else ((0,), (0,))
        return min(across), min(up), max(across), max(up)
