"""The letters of a stamp: outlines of the book's own fonts as a small font inside the file (Type 3,
ISO 32000-1 9.6.5).

A font cut for each of a thousand copies would take minutes, and one for all would tell each
recipient the names of the others. Outlines are taken once; each file gets those that it shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from duben.layout import FontFace, FontRole, glyph_id
from duben.pdf.incremental_updates import stream_object

EM = 1000
MOST = 255  # letters in one font


@dataclass(frozen=True, slots=True)
class Outline:
    """A letter: its width in thousandths of an em, and its drawing as a stream of a PDF."""

    width: int
    drawing: bytes


Outlines = dict[tuple[FontRole, str], Outline]
# What is set: (role, text).
Run = tuple[FontRole, str]


def drawn_as(width: int, box: tuple[int, int, int, int], operators: bytes) -> Outline:
    """An outline of its box and its operators, in thousandths of an em."""
    return Outline(width, stream_object(b"%d 0 %d %d %d %d d1\n%s\nf" % (width, *box, operators)))


class Outliner:
    """Takes outlines out of font files, each opened once."""

    def __init__(self, faces: Sequence[FontFace]) -> None:
        # The lightest weight of each role comes first.
        self.faces = sorted(faces, key=lambda face: face.weight)
        self.fonts: dict[tuple[str, int], _Font] = {}

    def outlines(self, runs: Iterable[Run]) -> Outlines:
        """The outlines of everything in these runs. ValueError for a character that no face has."""
        return {
            (role, character): self._outline(role, character)
            for role, character in sorted(
                {(role, character) for role, text in runs for character in text}
            )
        }

    def _outline(self, role: FontRole, character: str) -> Outline:
        for face in sorted(self.faces, key=lambda face: face.role != role):
            number = glyph_id(face, character)
            if number is not None and number > 0:
                font = self.fonts.setdefault((str(face.file), face.index), _Font(face))
                return font.outline(number)
        if character in " \u3000":
            return Outline(
                500 if character == " " else EM,
                stream_object(b"%d 0 d0" % (500 if character == " " else EM)),
            )
        raise ValueError(f"no outline of {character!r}")


@dataclass(frozen=True)
class _Font:
    face: FontFace

    @cached_property
    def font(self) -> Any:
        from fontTools.ttLib import TTFont

        return TTFont(self.face.file, fontNumber=self.face.index, lazy=True)

    @cached_property
    def widths(self) -> Any:
        return self.font["hmtx"]

    def outline(self, number: int) -> Outline:
        pen = _pen(EM / self.font["head"].unitsPerEm)
        if "CFF " in self.font:
            drawn = self.font["CFF "].cff.topDictIndex[0].CharStrings.charStringsIndex[number]
            drawn.draw(pen)
            width = drawn.width
        else:
            name = self.font.getGlyphName(number)
            self.font.getGlyphSet()[name].draw(pen)
            width = self.widths[name][0]
        width = round(width * pen.scale)
        return drawn_as(width, pen.box(), b" ".join(pen.operators))


def _pen(scale: float) -> Any:
    from fontTools.pens.basePen import BasePen

    class Pen(BasePen):
        """Writes an outline as operators of a PDF."""

        def __init__(self, scale: float) -> None:
            super().__init__(None)
            self.scale = scale
            self.operators: list[bytes] = []
            self.points: list[tuple[int, int]] = []

        def write(self, operator: bytes, *points: tuple[float, float]) -> None:
            placed = [(round(x * self.scale), round(y * self.scale)) for x, y in points]
            self.points += placed
            self.operators.append(b" ".join(b"%d %d" % point for point in placed) + b" " + operator)

        def _moveTo(self, point: tuple[float, float]) -> None:
            self.write(b"m", point)

        def _lineTo(self, point: tuple[float, float]) -> None:
            self.write(b"l", point)

        def _curveToOne(self, first: Any, second: Any, third: Any) -> None:
            self.write(b"c", first, second, third)

        def _closePath(self) -> None:
            self.operators.append(b"h")

        def box(self) -> tuple[int, int, int, int]:
            across, up = zip(*self.points, strict=True) if self.points else ((0,), (0,))
            return min(across), min(up), max(across), max(up)

    return Pen(scale)


@dataclass
class Lettering:
    """The letters of one stamp, and the font that holds them: ``font`` is its object number, its
    parts take those behind it.
    """

    outlines: Outlines
    font: int
    codes: dict[tuple[FontRole, str], int] = field(default_factory=dict)

    def text(self, role: FontRole, text: str, x: float, y: float, size: float) -> bytes:
        """Operators that set a text of one line; lengths in pt, the line's origin at (x, y)."""
        for character in text:
            self.codes.setdefault((role, character), len(self.codes) + 1)
        codes = "".join(f"{self.codes[role, character]:02x}" for character in text).encode()
        return b"BT /F %s Tf %s %s Td <%s> Tj ET\n" % (
            pdf_number(size),
            pdf_number(x),
            pdf_number(y),
            codes,
        )

    def width(self, role: FontRole, text: str, size: float) -> float:
        """The width of a text, pt."""
        return sum(self.outlines[role, character].width for character in text) * size / EM

    def objects(self) -> dict[int, bytes]:
        """The font and its parts by their object numbers."""
        if len(self.codes) > MOST:
            raise ValueError(f"{len(self.codes)} letters in one stamp")
        order = sorted(self.codes, key=lambda letter: self.codes[letter])
        drawn = [self.outlines[letter] for letter in order]
        parts = {self.font + 2 + index: outline.drawing for index, outline in enumerate(drawn)}
        names = b" ".join(b"/g%d" % code for code in range(1, len(order) + 1))
        procedures = b" ".join(
            b"/g%d %d 0 R" % (index + 1, number) for index, number in enumerate(parts)
        )
        font = (
            b"<< /Type /Font /Subtype /Type3 /FontBBox [-500 -500 1500 1500] /FontMatrix [.001 0 0 .001 0 0] /Resources << >> "
            b"/FirstChar 1 /LastChar %d /Widths [%s] /Encoding << /Type /Encoding /Differences [1 %s] >> /CharProcs << %s >> "
            b"/ToUnicode %d 0 R >>"
        ) % (
            len(order),
            b" ".join(b"%d" % outline.width for outline in drawn),
            names,
            procedures,
            self.font + 1,
        )
        return {
            self.font: font,
            self.font + 1: stream_object(_unicode([character for _, character in order])),
            **parts,
        }


def _unicode(characters: Sequence[str]) -> bytes:
    """The map from codes to characters, so that a stamp can be found and copied as text."""
    rows = b"\n".join(
        b"<%02x> <%s>" % (code, character.encode("utf-16-be").hex().encode())
        for code, character in enumerate(characters, 1)
    )
    return (
        b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Stamp def\n/CMapType 2 def\n"
        b"1 begincodespacerange\n<00> <ff>\nendcodespacerange\n%s\nendcmap\nend\nend"
    ) % b"\n".join(
        b"%d beginbfchar\n%s\nendbfchar" % (len(part), b"\n".join(part))
        for part in _hundreds(rows.split(b"\n"))
    )


def _hundreds(rows: Sequence[bytes]) -> Iterable[Sequence[bytes]]:
    return (rows[index : index + 100] for index in range(0, len(rows), 100))


def pdf_number(value: float) -> bytes:
    """A length as it is written, to a thousandth of a point."""
    return f"{value:.3f}".rstrip("0").rstrip(".").encode() or b"0"
