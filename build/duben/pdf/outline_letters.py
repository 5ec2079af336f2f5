"""The letters of a stamp: outlines of the book's own fonts as a small font inside the file (Type 3,
ISO 32000-1, 9.6.5).

A font cut for each of a thousand copies would take minutes, and one for all would tell each
recipient the names of the others. Outlines are taken once; each file gets those that it shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from duben.layout import FontRole
from duben.pdf.incremental_updates import pdf_number, stream_object

EM = 1000  # units of a glyph
LETTER_LIMIT = 255  # letters in one font
MAP_LIMIT = 100  # entries in one bfchar section (Adobe Technical Note 5014)


@dataclass(frozen=True, slots=True)
class Outline:
    """A letter: its width in thousandths of an em, and its drawing as a stream of a PDF."""

    width: int
    drawing: bytes


Outlines = dict[tuple[FontRole, str], Outline]
StampText = tuple[FontRole, str]  # what is set, and in which font


def glyph_outline(width: int, box: tuple[int, int, int, int], operators: bytes) -> Outline:
    """An outline of its box and its operators, in thousandths of an em."""
    return Outline(width, stream_object(b"%d 0 %d %d %d %d d1\n%s\nf" % (width, *box, operators)))


def blank_outline(width: int) -> Outline:
    """A blank, in thousandths of an em."""
    return Outline(width, stream_object(b"%d 0 d0" % width))


@dataclass
class Lettering:
    """The letters of one stamp, and the font that holds them: ``font`` is its object number, its
    parts take those behind it. ``codes`` grows with each letter that is set.
    """

    outlines: Outlines
    font: int
    codes: dict[tuple[FontRole, str], int] = field(default_factory=dict)

    def text(self, role: FontRole, text: str, x: float, y: float, size: float) -> bytes:
        """Operators that set a text of one line; lengths in pt, the line's origin at (x, y)."""
        codes = "".join(
            f"{self.codes.setdefault((role, character), len(self.codes) + 1):02x}"
            for character in text
        )
        return b"BT /F %s Tf %s %s Td <%s> Tj ET\n" % (
            *map(pdf_number, (size, x, y)),
            codes.encode(),
        )

    def width(self, role: FontRole, text: str, size: float) -> float:
        """The width of a text, pt."""
        return sum(self.outlines[role, character].width for character in text) * size / EM

    def form(self, box: Sequence[float], operators: bytes, deflated: bool = True) -> bytes:
        """A form XObject (8.10) that draws these operators in this font; the box in pt."""
        entries = (
            b"/Type /XObject /Subtype /Form /BBox [%s] /Resources << /Font << /F %d 0 R >> >>"
        ) % (b" ".join(map(pdf_number, box)), self.font)
        return stream_object(operators, entries, deflated)

    def objects(self) -> dict[int, bytes]:
        """The font and its parts by their object numbers. ValueError for too many letters."""
        if len(self.codes) > LETTER_LIMIT:
            raise ValueError(f"{len(self.codes)} letters in one stamp")
        order = sorted(self.codes, key=lambda letter: self.codes[letter])
        outlines = [self.outlines[letter] for letter in order]
        drawings = {self.font + 2 + index: glyph.drawing for index, glyph in enumerate(outlines)}
        font = (
            b"<< /Type /Font /Subtype /Type3 /FontBBox [-500 -500 1500 1500] "
            b"/FontMatrix [.001 0 0 .001 0 0] /Resources << >> "
            b"/FirstChar 1 /LastChar %d /Widths [%s] "
            b"/Encoding << /Type /Encoding /Differences [1 %s] >> /CharProcs << %s >> "
            b"/ToUnicode %d 0 R >>"
        ) % (
            len(order),
            b" ".join(b"%d" % outline.width for outline in outlines),
            b" ".join(b"/g%d" % code for code in range(1, len(order) + 1)),
            b" ".join(b"/g%d %d 0 R" % pair for pair in enumerate(drawings, 1)),
            self.font + 1,
        )
        unicode_map = _unicode_map([character for _, character in order])
        return {self.font: font, self.font + 1: stream_object(unicode_map), **drawings}


def _unicode_map(characters: Sequence[str]) -> bytes:
    """The map from codes to characters (9.10.3): a stamp can be found and copied as text."""
    entries = [
        b"<%02x> <%s>" % (code, character.encode("utf-16-be").hex().encode())
        for code, character in enumerate(characters, 1)
    ]
    sections = (entries[i : i + MAP_LIMIT] for i in range(0, len(entries), MAP_LIMIT))
    return (
        b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Stamp def\n"
        b"/CMapType 2 def\n1 begincodespacerange\n<00> <ff>\nendcodespacerange\n"
        b"%s\nendcmap\nend\nend"
    ) % b"\n".join(
        b"%d beginbfchar\n%s\nendbfchar" % (len(section), b"\n".join(section))
        for section in sections
    )
